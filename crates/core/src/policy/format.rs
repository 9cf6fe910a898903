//! Texts that are no policy at all: they get one violation, not one for each line.

use crate::finding::{Rule, policy as rules};
use crate::text::{Span, show};

/// Which other kind of text this is, with the place and the text that give it away.
pub(super) fn of_another_kind(text: &[u8]) -> Option<(&'static Rule, Span, String)> {
    let start = text.iter().position(|octet| !octet.is_ascii_whitespace()).unwrap_or(text.len());
    let content = text.get(start..).unwrap_or_default();
    let first_line = content.split(|&octet| octet == b'\n').next().unwrap_or_default().trim_ascii_end();
    let is_one_line = content.trim_ascii_end().len() == first_line.len();
    let rule = match content {
        [] => &rules::POLICY_EMPTY,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0x21..=0x7e, 0, ..] | [0, 0x21..=0x7e, ..] => &rules::POLICY_UTF16,
        [b'<', ..] => &rules::POLICY_HTML,
        [b'{', ..] => &rules::POLICY_JSON,
        _ if is_one_line && is_record_version(first_line) => &rules::POLICY_RECORD_SYNTAX,
        _ if is_one_line && has_escaped_line_end(first_line) => &rules::POLICY_ESCAPED_LINE_ENDS,
        _ => return None,
    };
    let span = Span::new(start, start.saturating_add(first_line.len()));
    Some((rule, span, show(first_line.get(..60).unwrap_or(first_line))))
}

/// `v=STSv1`: the syntax of the TXT record, in the file.
pub(crate) fn is_record_version(line: &[u8]) -> bool {
    line.get(..6).is_some_and(|head| head.eq_ignore_ascii_case(b"v=STSv"))
}

/// `\n` written as two characters, before the next field: a program's string, uploaded as it stands in its source.
fn has_escaped_line_end(line: &[u8]) -> bool {
    line.windows(3)
        .any(|window| matches!(window, [b'\\', b'n' | b'r', next] if next.is_ascii_alphanumeric() || *next == b'\\'))
}
