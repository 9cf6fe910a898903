//! Stalwart: from colon to colon. A name is whatever stands before the next colon, even beyond the end of a line; a value
//! ends with its line.

use super::fields::Understood;
use super::names::to_a_labels_or_lower;
use super::number::Number;
use super::part::{Part, White};
use super::refusal::{Refusal, Refused};
use super::values;
use crate::policy::Mode;
use crate::text::Span;

/// Reads a policy as Stalwart does.
pub(crate) fn read(text: &[u8]) -> Result<Understood, Refused> {
    if let Err(error) = std::str::from_utf8(text) {
        let at = error.valid_up_to();
        return Err(Refused::new(Refusal::NotUtf8, Span::new(at, at.saturating_add(1))));
    }
    let mut understood = Understood { mode: Mode::None, max_age: 86_400, mx: Vec::new() };
    let mut rest = Part::whole(text);
    while let Some((name, after)) = rest.split(b':') {
        let (value, next) = after.split(b'\n').unwrap_or((after, after.skip(after.octets.len())));
        let value = value.trim(White::Unicode);
        rest = next;
        match name.trim(White::Unicode).octets {
            b"version" if !value.octets.eq_ignore_ascii_case(b"STSv1") => {
                return Err(Refused::new(Refusal::Version, value.span()));
            }
            b"mode" => understood.mode = values::mode(value)?,
            // What is no number leaves the one before it.
            b"max_age" => understood.max_age = Number::RUST.read(value.octets).unwrap_or(understood.max_age),
            b"mx" => understood.mx.extend(pattern(&values::text(value))),
            _ => {}
        }
    }
    if understood.mx.is_empty() {
        let why = if understood.mode == Mode::None { Refusal::MxMissingNone } else { Refusal::MxMissing };
        return Err(Refused::new(why, Span::new(text.len(), text.len())));
    }
    Ok(understood)
}

/// The pattern as Stalwart keeps it; one without a name is dropped.
pub(crate) fn pattern(text: &str) -> Option<String> {
    let text = text.trim();
    if matches!(text, "" | "*.") {
        return None;
    }
    Some(match text.strip_prefix("*.") {
        Some(domain) => format!("*.{}", to_a_labels_or_lower(domain)),
        None => to_a_labels_or_lower(text),
    })
}
