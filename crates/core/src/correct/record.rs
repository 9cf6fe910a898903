//! The mends that MTA-STS and TLSRPT records share, and those of the `id` (RFC 8461 §3.1).

use super::clean::{bare, each, visible};
use super::scene::{Change, Scene, as_latin1, change};
use crate::finding::record as rules;
use crate::policy::QUOTES;
use crate::record::{GRAMMAR, PolicyId};
use crate::text::{Span, is_extension_name, trim_wsp};
use crate::tlsrpt::record::GRAMMAR as TLSRPT_GRAMMAR;
use crate::txt_fields::is_extension_value;

pub(super) fn sts_version(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    version(scene, GRAMMAR.version)
}

pub(super) fn tlsrpt_version(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    version(scene, TLSRPT_GRAMMAR.version)
}

/// The record with its version first and as it has to be, if it is in there, give or take case, spaces, quotation marks
/// and zone-file syntax.
fn version(scene: &Scene<'_>, version: &str) -> Vec<Change> {
    let whole = Span::new(0, scene.text.len());
    let text = unquoted(scene.str_at(whole));
    // Several lines are a policy, or a zone.
    if text.contains('\n') {
        return Vec::new();
    }
    let text = visible(&text);
    let (mut first, mut others) = (None, String::new());
    for field in text.split(';').map(str::trim).filter(|field| !field.is_empty()) {
        match after_version(field, version) {
            Some(rest) if first.is_none() => first = Some(rest),
            _ => others.push_str(&["; ", field].concat()),
        }
    }
    let Some(first) = first else { return Vec::new() };
    // What follows the version without a semicolon is the first field.
    let fields = if first.is_empty() { others } else { ["; ", first, &others].concat() };
    let is_closed = fields.is_empty() || text.trim_end().ends_with(';');
    change(whole, [version, &fields, if is_closed { ";" } else { "" }].concat())
}

/// The text of the character-strings, which are joined with nothing between them (RFC 8461 §3.1), without the escapes of
/// zone files and what stands before them there.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let quoted = text.find('"').map_or(text, |at| text.get(at..).unwrap_or_default());
    // Only a zone file's name and type may stand before the first mark.
    let text = if text.to_ascii_lowercase().contains(" txt ") { quoted } else { text };
    let mut joined = String::with_capacity(text.len());
    for (number, part) in text.split('"').enumerate() {
        let is_between = number > 0 && number.is_multiple_of(2) && part.trim().is_empty();
        if !is_between {
            joined.push_str(part);
        }
    }
    let marks = ['\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', ' '];
    joined.replace('\\', "").trim_matches(marks).to_owned()
}

/// What follows the version in a field that begins with it, in whatever spelling; `None` for another version.
fn after_version<'a>(field: &'a str, version: &str) -> Option<&'a str> {
    let strip = |text: &'a str, prefix: &str| {
        let head = text.get(..prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..).unwrap_or_default().trim_start())
    };
    let (_, number) = version.split_once('=')?;
    let value = strip(field, "version").or_else(|| strip(field, "v"))?.strip_prefix(['=', ':'])?.trim_start();
    // `v=STS1` is the likeliest slip.
    let number_without_v = [number.trim_end_matches("v1"), "1"].concat();
    let rest = strip(value, number).or_else(|| strip(value, &number_without_v))?;
    let has_ended = value.len() > rest.len().saturating_add(number.len())
        || !rest.starts_with(|ch: char| ch.is_alphanumeric() || matches!(ch, '.' | '-'));
    has_ended.then(|| rest.trim_start_matches([',', ' ']))
}

/// A field that is one but for spaces, a colon, or others behind it. What senders ignore anyway goes.
pub(super) fn field(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    if let Some(fields) = as_fields(&bare(scene.str_at(span)), "id") {
        return change(span, fields);
    }
    // Nothing but the id has a meaning; a field that is none may hold it.
    if scene.has(&rules::ID_MISSING) || scene.at(span).starts_with(b"id") {
        return Vec::new();
    }
    delete_field(scene, span)
}

/// The fields in a text: `name=value`, separated by spaces or commas where semicolons are missing; `known: value`.
pub(super) fn as_fields(text: &str, known: &str) -> Option<String> {
    let mut packed = String::new();
    for part in text.split('=') {
        // Spaces around `=` belong to nothing.
        packed.push_str(part.trim());
        packed.push('=');
    }
    packed.pop();
    if let Some((_, value)) = packed.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case(known)) {
        packed = [known, "=", value.trim()].concat();
    }
    each(&packed, as_field, "; ")
}

fn as_field(text: &str) -> Option<String> {
    let (name, value) = text.split_once('=')?;
    // What an id may not hold is taken from it later; something has to be left.
    let has_id = name != "id" || value.contains(|ch: char| ch.is_ascii_alphanumeric());
    let is_field = has_id && is_extension_name(name.as_bytes()) && is_extension_value(value.as_bytes());
    is_field.then(|| text.to_owned())
}

/// Deletes a field and the semicolon before it.
pub(super) fn delete_field(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    change(Span::new(delimiter_start(scene, span.start), span.end), "")
}

/// Where the delimiter before a field begins, with the white space that belongs to it.
pub(super) fn delimiter_start(scene: &Scene<'_>, field: usize) -> usize {
    let before = scene.text.get(..field).unwrap_or_default();
    let (indent, text) = trim_wsp(before);
    let text = text.strip_suffix(b";").unwrap_or(text);
    let (inner, text) = trim_wsp(text);
    indent.saturating_add(inner).saturating_add(text.len())
}

/// What is invisible goes, also in Latin-1; letters stay.
pub(super) fn not_ascii(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    let whole = Span::new(0, scene.text.len());
    let shown = |text: &str| visible(text).replace(QUOTES, "");
    let mut changes = as_latin1(scene, whole);
    changes.iter_mut().for_each(|change| change.replacement = shown(&change.replacement));
    changes.retain(|change| change.replacement.is_ascii());
    for (at, ch) in scene.str_at(whole).char_indices().filter(|(_, ch)| !ch.is_ascii()) {
        let span = Span::new(at, at.saturating_add(ch.len_utf8()));
        changes.push(Change { span, replacement: shown(ch.encode_utf8(&mut [0; 4])) });
    }
    changes
}

/// The letters and digits of the id: it is compared for equality only, so any will do. A field behind it, without a
/// semicolon between, is not part of it.
pub(super) fn id(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let value = visible(scene.str_at(span));
    if value.contains('=') {
        return as_fields(&["id=", &value].concat(), "id")
            .and_then(|fields| Some(change(span, fields.strip_prefix("id=")?)))
            .unwrap_or_default();
    }
    let kept: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    match PolicyId::parse(kept.as_bytes()) {
        Some(_) if value.is_ascii() => change(span, kept),
        _ => Vec::new(),
    }
}

pub(super) fn id_case(_: &Scene<'_>, span: Span) -> Vec<Change> {
    change(span, "id")
}

/// The first of a field counts (RFC 8461 §3.2, which speaks of records too); unless it is an id of no use.
pub(super) fn duplicate(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let is_id = scene.at(span).starts_with(b"id=");
    if is_id && scene.has(&rules::ID_SYNTAX) { Vec::new() } else { delete_field(scene, span) }
}
