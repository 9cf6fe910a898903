//! What a policy file was served with, and which senders refuse it for that before they read a word (RFC 8461 §3.2, §3.3).

use super::profile::{MediaType, Profile, SizeLimit, StatusRule};
use super::readers::Refusal;
use super::readers::fields::Encoding;
use crate::evidence::{HttpResponse, MAX_POLICY_BYTES};

/// What a policy file was served with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The values of all Content-Type fields; the first counts for the senders known here.
    pub content_types: Vec<&'a [u8]>,
    /// The octets of the whole file, of which the text at hand may be only the beginning.
    pub size: usize,
}

impl<'a> From<&'a HttpResponse> for Served<'a> {
    fn from(response: &'a HttpResponse) -> Self {
        let beyond = usize::from(response.truncated);
        Self {
            status: response.status,
            content_types: response.values("content-type").collect(),
            size: response.body.as_ref().len().max(beyond.saturating_mul(MAX_POLICY_BYTES)).saturating_add(beyond),
        }
    }
}

impl Served<'_> {
    fn content_type(&self) -> &str {
        self.content_types.first().and_then(|value| std::str::from_utf8(value).ok()).unwrap_or_default()
    }

    /// Why a sender refuses the file, if it does.
    pub(super) fn refusal(&self, sender: &Profile) -> Option<Refusal> {
        if sender.status.is == StatusRule::Only200 && self.status != 200 {
            return Some(Refusal::Status(self.status));
        }
        if !takes_media_type(sender.media_type.is, self.content_type()) {
            return Some(Refusal::MediaType);
        }
        match sender.size.is {
            SizeLimit::Refuse(most) if self.size > most => {
                Some(Refusal::TooLarge(most.checked_div(1_024).unwrap_or_default()))
            }
            _ => None,
        }
    }

    /// The encoding that the charset names, where it is one that is known here.
    pub(super) fn charset(&self) -> Option<Encoding> {
        let mut parameters = self.content_type().split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        let (_, charset) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
        let charset = charset.trim().trim_matches('"');
        let is_utf8 = ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name));
        is_utf8.then_some(Encoding::Utf8)
    }
}

/// The beginning of a file that a sender reads.
pub(super) fn what_is_read<'t>(sender: &Profile, text: &'t [u8]) -> &'t [u8] {
    match sender.size.is {
        SizeLimit::Cut(most) => text.get(..most).unwrap_or(text),
        SizeLimit::Refuse(_) | SizeLimit::Unlimited => text,
    }
}

fn takes_media_type(rule: MediaType, content_type: &str) -> bool {
    let MediaType::Required { any_case, sound_parameters } = rule else { return true };
    let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let media_type = media_type.trim();
    (media_type == "text/plain" || (any_case && media_type.eq_ignore_ascii_case("text/plain")))
        && (!sound_parameters || are_sound(parameters))
}

/// Whether parameters are `name=value`, as Go wants them; one semicolon may stand at the end.
fn are_sound(parameters: &str) -> bool {
    let is_token =
        |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_graphic() && is_token(octet));
    let is_quoted = |text: &str| text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    let is_sound = |parameter: &str| {
        parameter.split_once('=').is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)))
    };
    let parameters = parameters.trim();
    let parameters = parameters.strip_suffix(';').unwrap_or(parameters);
    parameters.is_empty() || parameters.split(';').all(|parameter| is_sound(parameter.trim()))
}

/// RFC 2045 §5.1 `token`.
fn is_token(octet: u8) -> bool {
    !b"()<>@,;:\\\"/[]?=".contains(&octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types() {
        const KUMOMTA: MediaType = MediaType::Required { any_case: false, sound_parameters: false };
        const GO: MediaType = MediaType::Required { any_case: true, sound_parameters: true };
        for (content_type, kumomta, go, charset) in [
            ("text/plain", true, true, None),
            ("text/plain; charset=utf-8", true, true, Some(Encoding::Utf8)),
            ("text/plain;charset=\"UTF-8\";", true, true, Some(Encoding::Utf8)),
            ("text/plain; charset=iso-8859-1", true, true, None),
            ("Text/Plain", false, true, None),
            ("text/plain; charset", true, false, None),
            ("text/plain; a b=c", true, false, None),
            ("text/plain,text/plain", false, false, None),
            ("text/html", false, false, None),
            ("", false, false, None),
        ] {
            let served = Served { status: 200, content_types: vec![content_type.as_bytes()], size: 0 };
            let got = (takes_media_type(KUMOMTA, content_type), takes_media_type(GO, content_type), served.charset());
            assert_eq!(got, (kumomta, go, charset), "{content_type}");
            assert!(takes_media_type(MediaType::Ignored, content_type));
        }
    }
}
