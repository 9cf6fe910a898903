//! `Content-Transfer-Encoding` (RFC 2045 §6).

use std::borrow::Cow;

use crate::problem::Problem;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mta_sts::text::show;

use super::bad;

/// The body as it was before it was encoded. An encoding that is not known is passed over: the content tells what it is.
pub(crate) fn decode<'a>(body: &'a [u8], encoding: Option<&str>) -> Result<Cow<'a, [u8]>, Problem> {
    let decoded = match encoding {
        Some("base64") => base64_decode(body.trim_ascii_end()),
        Some("quoted-printable") => quoted_printable_decode(body),
        _ => return Ok(Cow::Borrowed(body)),
    };
    decoded.map(Cow::Owned).ok_or_else(|| {
        let encoding = encoding.unwrap_or_default();
        bad(
            format!("A part that says it is {encoding}, but is not{}", first_stranger(body, encoding)),
            "What RFC 2045 §6 defines. The message is damaged: save it again, or hand in the attached report itself.",
        )
    })
}

/// The first character that base64 does not have.
fn first_stranger(body: &[u8], encoding: &str) -> String {
    let is_base64 = |octet: &u8| {
        octet.is_ascii_alphanumeric() || octet.is_ascii_whitespace() || matches!(octet, b'+' | b'/' | b'=')
    };
    if encoding != "base64" {
        return String::new();
    }
    body.iter()
        .enumerate()
        .find(|(_, octet)| !is_base64(octet))
        .map_or_else(String::new, |(at, octet)| format!(": “{}” at byte {at} of it", show(std::slice::from_ref(octet))))
}
