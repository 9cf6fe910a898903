//! What a text looks like that is no report: said first, because it is what went wrong.

use super::rules::{NOT_JSON, Rule};
use crate::text::Span;

/// Octets as text, and where it begins: behind a byte-order mark, if it has one.
///
/// # Errors
/// What they are instead of UTF-8, and where that begins to show.
pub(super) fn as_text(octets: &[u8]) -> Result<(&str, usize), (Span, String)> {
    let start = if octets.starts_with(BOM) { BOM.len() } else { 0 };
    if let Some(encoding) = other_encoding(octets) {
        return Err((Span::new(0, octets.len().min(4)), encoding.to_owned()));
    }
    match std::str::from_utf8(octets) {
        Ok(text) => Ok((text, start)),
        Err(error) => {
            let at = error.valid_up_to();
            let span = Span::new(at, at.saturating_add(error.error_len().unwrap_or(1)));
            let saw = BINARY.iter().find(|(magic, _)| octets.starts_with(magic)).map(|(_, what)| (*what).to_owned());
            let shown = || format!("“{}”", crate::text::show(octets.get(span.start..span.end).unwrap_or_default()));
            Err((span, saw.unwrap_or_else(shown)))
        }
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

const BINARY: [(&[u8], &str); 4] = [
    (b"\x1f\x8b", "compressed data (gzip)"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x28\xb5\x2f\xfd", "compressed data (zstd)"),
    (b"%PDF", "a PDF document"),
];

/// UTF-16 or UTF-32, by their byte-order marks, or by the zeros around a first character of ASCII (RFC 4627 §3).
fn other_encoding(octets: &[u8]) -> Option<&'static str> {
    match octets {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [1..=255, 0, 0, 0, ..] | [0, 0, 0, 1..=255, ..] => Some("UTF-32"),
        [1..=255, 0, 1..=255, 0, ..] | [0, 1..=255, 0, 1..=255, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// The rule to name, and what was seen, where a text is another kind of file; `None` where it may be meant as JSON.
pub(super) fn other_file(text: &str, start: usize) -> Option<(Rule, Span, String)> {
    let rest = text.get(start..).unwrap_or_default();
    let trimmed = rest.trim_ascii_start();
    if trimmed.starts_with(['{', '[']) {
        return None;
    }
    let at = text.len().saturating_sub(trimmed.len());
    let found = |what: &str, length: usize| {
        let end = trimmed.floor_char_boundary(length);
        Some((NOT_JSON, Span::new(at, at.saturating_add(end)), what.to_owned()))
    };
    if trimmed.is_empty() {
        return found(if text.is_empty() { "nothing: it is empty" } else { "nothing but white space" }, 0);
    }
    let head = trimmed.get(..trimmed.floor_char_boundary(1_024)).unwrap_or_default().to_ascii_lowercase();
    if head.starts_with('<') {
        let what = if head.contains("<feedback") {
            "XML: an aggregate report of DMARC, which is another kind of report"
        } else if head.contains("<html") || head.contains("<!doctype html") {
            "an HTML page"
        } else {
            "“<”, as XML or HTML begins"
        };
        return found(what, 1);
    }
    [("pk\u{3}\u{4}", "a zip archive"), ("%pdf", "a PDF document"), ("h4si", "compressed data (gzip) in Base64")]
        .into_iter()
        .find(|(magic, _)| head.starts_with(magic))
        .and_then(|(magic, what)| found(what, magic.len()))
}
