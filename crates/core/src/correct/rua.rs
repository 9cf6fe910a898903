//! The mends of a TLSRPT record (RFC 8460 §3).

use super::clean::{bare, each};
use super::record::{as_fields, delete_field, delimiter_start};
use super::scene::{Change, Scene, change};
use crate::finding::tlsrpt as rules;
use crate::text::{Span, is_wsp};
use crate::tlsrpt::record::{can_report_to, is_mailto};

/// A field that is one but for spaces, a colon, or others behind it; an address without `rua=`, or behind a semicolon
/// where a comma belongs. What senders ignore anyway goes.
pub(super) fn field(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let text = bare(scene.str_at(span));
    let is_missing = scene.has(&rules::RUA_MISSING);
    if let Some(address) = address(&text) {
        let delimiter = Span::new(delimiter_start(scene, span.start), span.end);
        let before = scene.text.get(..delimiter.start).unwrap_or_default();
        let previous = before.rsplit(|&octet| octet == b';').next().unwrap_or_default().trim_ascii();
        return match is_missing {
            true => change(span, ["rua=", &address].concat()),
            false if previous.starts_with(b"rua=") => change(delimiter, [",", &address].concat()),
            false => Vec::new(),
        };
    }
    if let Some(fields) = as_fields(&text, "rua") {
        return change(span, fields);
    }
    // It may hold what `rua` was meant to hold.
    if is_missing || text.contains('@') || text.contains("//") { Vec::new() } else { delete_field(scene, span) }
}

/// As in every record; letters in an address are percent-encoded (RFC 3986 §2.1).
pub(super) fn not_ascii(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let mut changes = super::record::not_ascii(scene, span);
    // Once through the text: a hostile record has such a letter in every place.
    let (mut at, mut field, mut is_uri) = (0, 0, false);
    for Change { span, replacement } in &mut changes {
        for place in at..span.start {
            match scene.text.get(place) {
                Some(b';') => (field, is_uri) = (place.saturating_add(1), false),
                Some(b':') => is_uri = true,
                _ => {}
            }
        }
        at = span.start;
        let is_rua = scene.at(Span::new(field, at)).trim_ascii_start().starts_with(b"rua=");
        if is_rua && is_uri && scene.at(*span) == replacement.as_bytes() {
            *replacement = replacement.bytes().map(|octet| format!("%{octet:02X}")).collect();
        }
    }
    changes
}

/// `rua` in another case.
pub(super) fn missing(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    let mut start = 0usize;
    for segment in scene.text.split(|&octet| octet == b';') {
        let name = start.saturating_add(segment.iter().take_while(|octet| is_wsp(**octet)).count());
        let span = Span::new(name, name.saturating_add(3));
        let is_rua = scene.at(span).eq_ignore_ascii_case(b"rua");
        if is_rua && scene.text.get(span.end) == Some(&b'=') {
            return change(span, "rua");
        }
        start = start.saturating_add(segment.len()).saturating_add(1);
    }
    Vec::new()
}

/// An address with something around it, several with spaces between them, or nothing between two commas.
pub(super) fn syntax(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let text = bare(scene.str_at(span)).replace("mailto: ", "mailto:");
    if text.is_empty() {
        return without_comma(scene, span);
    }
    each(&text, address, ",").map_or_else(Vec::new, |addresses| change(span, addresses))
}

/// Deletes the place with the comma before it, or else behind it.
fn without_comma(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let before = scene.text.get(..span.start).unwrap_or_default().trim_ascii_end();
    let after = scene.text.get(span.end..).unwrap_or_default();
    let indent = after.len().saturating_sub(after.trim_ascii_start().len());
    if before.ends_with(b",") {
        change(Span::new(before.len().saturating_sub(1), span.end), "")
    } else if after.trim_ascii_start().starts_with(b",") {
        let rest = after.trim_ascii_start().get(1..).unwrap_or_default();
        let gap = rest.len().saturating_sub(rest.trim_ascii_start().len());
        let end = span.end.saturating_add(indent).saturating_add(1).saturating_add(gap);
        change(Span::new(span.start, end), "")
    } else {
        Vec::new()
    }
}

/// An address that reports can be sent to, without brackets and DMARC's size limit, with `mailto:`.
fn address(text: &str) -> Option<String> {
    let text = text.replace(['<', '>'], "");
    let is_limit = |limit: &str| {
        let number = limit.trim_end_matches(['k', 'm', 'g', 't', 'K', 'M', 'G', 'T']);
        !number.is_empty() && number.bytes().all(|octet| octet.is_ascii_digit())
    };
    let text = text.split_once('!').filter(|(_, limit)| is_limit(limit)).map_or(text.as_str(), |(address, _)| address);
    let is_bare = !text.contains(':') && is_mailto(text.as_bytes());
    let text = if is_bare { ["mailto:", text].concat() } else { text.to_owned() };
    can_report_to(text.as_bytes()).then_some(text)
}

pub(super) fn scheme_missing(_: &Scene<'_>, span: Span) -> Vec<Change> {
    change(Span::new(span.start, span.start), "mailto:")
}

/// One `rua` with all addresses; of every other field the first.
pub(super) fn duplicate(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let mut changes = delete_field(scene, span);
    if let Some(addresses) = scene.at(span).strip_prefix(b"rua=").filter(|addresses| !addresses.is_empty()) {
        let Some(first) = first_rua(scene) else { return Vec::new() };
        let replacement = [",", &String::from_utf8_lossy(addresses)].concat();
        changes.insert(0, Change { span: Span::new(first, first), replacement });
    }
    changes
}

/// Where the first `rua` ends.
fn first_rua(scene: &Scene<'_>) -> Option<usize> {
    let mut start = 0usize;
    for segment in scene.text.split(|&octet| octet == b';') {
        if segment.trim_ascii_start().starts_with(b"rua=") {
            return Some(start.saturating_add(segment.trim_ascii_end().len()));
        }
        start = start.saturating_add(segment.len()).saturating_add(1);
    }
    None
}
