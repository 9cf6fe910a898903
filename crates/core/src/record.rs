//! The MTA-STS record: TXT at `_mta-sts.<domain>` (RFC 8461 §3.1).
//!
//! ```text
//! sts-text-record = sts-version 1*(sts-field-delim sts-field) [sts-field-delim]
//! sts-field       = sts-id / sts-extension
//! sts-field-delim = *WSP ";" *WSP
//! sts-version     = %s"v=STSv1"
//! sts-id          = %s"id=" 1*32(ALPHA / DIGIT)
//! sts-extension   = sts-ext-name "=" sts-ext-value
//! sts-ext-name    = (ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")
//! sts-ext-value   = 1*(%x21-3A / %x3C / %x3E-7E)
//! ```

use serde::Serialize;

use crate::finding::record as rules;
use crate::text::{Shown, Span, Violations, is_extension_name, show};
use crate::txt_fields::{Field, Fields, Grammar, Selection, ascii, is_extension_value, select};

pub(crate) static GRAMMAR: Grammar = Grammar {
    version: "v=STSv1",
    space_before_semicolon: &rules::RECORD_SPACE_BEFORE_SEMICOLON,
    empty_field: &rules::RECORD_EMPTY_FIELD,
    trailing_space: &rules::RECORD_TRAILING_SPACE,
    not_ascii: &rules::RECORD_NOT_ASCII,
};

/// The `id` of a policy: 1 to 32 ASCII letters and digits, compared for equality only. It has no order: there is no
/// older and no newer id (RFC 8461 §3.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct PolicyId(String);

impl PolicyId {
    /// `None` unless the value fits `sts-id`.
    pub fn parse(value: &[u8]) -> Option<Self> {
        let fits = (1..=32).contains(&value.len()) && value.iter().all(u8::is_ascii_alphanumeric);
        fits.then(|| Self(ascii(value)))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A field that the RFC leaves to extensions; senders ignore it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A valid MTA-STS record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StsRecord {
    /// Changes when the policy changes.
    pub id: PolicyId,
    /// Unknown fields, the first of each name, in order.
    pub extensions: Vec<Extension>,
}

/// Sorts the TXT records of `_mta-sts.<domain>`, each given as its character-strings.
pub(crate) fn select_records<'a>(records: impl IntoIterator<Item = &'a [Vec<u8>]>) -> Selection {
    select(records, &GRAMMAR)
}

/// Reads one joined record that begins with `v=STSv1`: the record if it is usable, and all violations.
///
/// ```
/// use mta_sts::record::parse_record;
/// let (record, violations) = parse_record(b"v=STSv1; id=20260101;");
/// assert_eq!(record.unwrap().id.as_str(), "20260101");
/// assert!(violations.iter().next().is_none());
///
/// let (record, violations) = parse_record(b"v=STSv1; id=2026-01-01;");
/// assert!(record.is_none());
/// assert_eq!(violations.iter().next().unwrap().rule.id, "id-syntax");
/// ```
pub fn parse_record(text: &[u8]) -> (Option<StsRecord>, Violations) {
    let mut violations = Violations::default();
    let mut id = None;
    let mut has_id = false;
    let mut miscased_id = None;
    let mut seen_names: Vec<&[u8]> = vec![b"v"];
    let mut extensions = Vec::new();
    let mut fields = Fields::new(text, &GRAMMAR, &mut violations);
    while let Some(field) = fields.next(&mut violations) {
        let Field { name, value, span, .. } = field;
        let Some(value) = value.filter(|_| is_extension_name(name)) else {
            violations.push(&rules::RECORD_FIELD_SYNTAX, span, Shown(field.text));
            continue;
        };
        let is_id = name == b"id";
        if !is_id && !is_extension_value(value) {
            violations.push(&rules::RECORD_FIELD_SYNTAX, span, Shown(field.text));
            continue;
        }
        if (is_id && has_id) || seen_names.contains(&name) {
            // RFC 8461 §3.2, which speaks of TXT records too: all but the first are ignored.
            violations.push(&rules::RECORD_DUPLICATE_FIELD, span, Shown(name));
            continue;
        }
        // Bounded: a hostile record could otherwise make this search quadratic.
        if seen_names.len() < 64 {
            seen_names.push(name);
        }
        if is_id {
            has_id = true;
            id = PolicyId::parse(value);
            if id.is_none() {
                let place = Span::new(field.value_start, span.end);
                violations.push_with(&rules::ID_SYNTAX, place, || {
                    vec![("seen", show(value)), ("why", id_slip(value)), ("suggestion", id_suggestion(value))]
                });
            }
        } else {
            if matches!(name, b"mode" | b"mx" | b"max_age" | b"version") {
                violations.push(&rules::RECORD_POLICY_FIELD, span, Shown(name));
            }
            if name.eq_ignore_ascii_case(b"id") {
                miscased_id.get_or_insert((name, Span::new(span.start, span.start.saturating_add(name.len()))));
            }
            extensions.push(Extension { name: ascii(name), value: ascii(value) });
        }
    }
    match miscased_id {
        _ if has_id => {}
        Some((name, span)) => violations.push(&rules::ID_CASE, span, Shown(name)),
        None => violations.push(&rules::ID_MISSING, Span::new(text.len(), text.len()), ""),
    }
    let usable = violations.validity() != crate::text::Validity::Invalid;
    (id.filter(|_| usable).map(|id| StsRecord { id, extensions }), violations)
}

/// Why a value is no id, as a clause.
fn id_slip(value: &[u8]) -> String {
    let strange = value.iter().position(|octet| !octet.is_ascii_alphanumeric());
    match strange.and_then(|at| value.get(at..)) {
        _ if value.is_empty() => "it is empty".to_owned(),
        Some([b'"' | b'\'', ..]) => "it holds a quotation mark".to_owned(),
        Some([b'\\', ..]) => "it holds a backslash".to_owned(),
        Some([b' ' | b'\t', ..]) => "it holds a space".to_owned(),
        Some([octet, ..]) if octet.is_ascii_graphic() => format!("it holds `{}`", char::from(*octet)),
        Some(_) => "it holds a character that is not US-ASCII".to_owned(),
        None => format!("it has {} characters", value.len()),
    }
}

/// The value without what an id may not hold, if that leaves an id; else an example.
fn id_suggestion(value: &[u8]) -> String {
    let kept: Vec<u8> = value.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    match PolicyId::parse(&kept) {
        Some(id) if value.is_ascii() => id.0,
        _ => "20260101T000000".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::txt_fields::slip;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<&'static str> {
        parse_record(text.as_bytes()).1.iter().map(|violation| violation.rule.id).collect()
    }

    #[test]
    fn ms_011_and_ms_012_selection() {
        let select = |texts: &[&str]| {
            let records: Vec<Vec<Vec<u8>>> = texts.iter().map(|text| vec![text.as_bytes().to_vec()]).collect();
            let selection = select_records(records.iter().map(Vec::as_slice));
            (selection.candidates.len(), selection.nearly.len(), selection.other.len())
        };
        assert_eq!(select(&["v=STSv1; id=1"]), (1, 0, 0));
        assert_eq!(select(&["v=STSv1; id=1", "v=STSv1; id=2"]), (2, 0, 0));
        assert_eq!(select(&["v=STSv1; id=1", "v=spf1 -all"]), (1, 0, 1));
        assert_eq!(select(&["v=STSv1; id=1", "v=STSv1 ; id=2"]), (1, 1, 0));
        assert_eq!(select(&["v=STSv1 ; id=2"]), (1, 0, 0));
        for nearly in [
            "\"v=STSv1; id=1\"",
            " v=STSv1; id=1",
            "V=STSv1; id=1",
            "v=stsv1;",
            "v=STSv10; id=1",
            "v=STSv1",
            "id=1; v=STSv1",
            "\u{feff}v=STSv1; id=1",
            "v=STSv1\\; id=1",
            "v = STSv1; id=1",
            "v=STSv1 id=1",
        ] {
            assert_eq!(select(&[nearly]), (0, 1, 0), "{nearly}");
        }
        for other in ["", "v=spf1 -all", "verification=abc", "v=DMARC1; p=none"] {
            assert_eq!(select(&[other]), (0, 0, 1), "{other}");
        }
    }

    #[test]
    fn ms_010_strings_are_joined_with_nothing_between() {
        let strings = [b"v=STS".to_vec(), b"v1; id=1".to_vec()];
        assert_eq!(select_records([strings.as_slice()]).candidates, [b"v=STSv1; id=1".to_vec()]);
    }

    #[test]
    fn ms_013_to_ms_019_grammar() {
        for (text, expected) in [
            ("v=STSv1; id=20160831085700Z;", vec![]),
            ("v=STSv1;id=a", vec![]),
            ("v=STSv1; id=a; ", vec![]),
            ("v=STSv1;\tid=a\t;\t", vec![]),
            ("v=STSv1; ext=a:b; id=1", vec![]),
            ("v=STSv1 ;id=a", vec!["record-space-before-semicolon"]),
            ("v=STSv1; id=a ", vec!["record-trailing-space"]),
            ("v=STSv1; id=a;;", vec!["record-empty-field"]),
            ("v=STSv1;; id=a", vec!["record-empty-field"]),
            ("v=STSv1;", vec!["id-missing"]),
            ("v=STSv1; id=", vec!["id-syntax"]),
            ("v=STSv1; id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", vec!["id-syntax"]),
            ("v=STSv1; id=a-b", vec!["id-syntax"]),
            ("v=STSv1; id=a b", vec!["id-syntax"]),
            ("v=STSv1; id=a; x", vec!["record-field-syntax"]),
            ("v=STSv1; id=a; x=", vec!["record-field-syntax"]),
            ("v=STSv1; id=a; x=y=z", vec!["record-field-syntax"]),
            ("v=STSv1; id=a; _x=y", vec!["record-field-syntax"]),
            ("v=STSv1; id=a; id=b", vec!["record-duplicate-field"]),
            ("v=STSv1; id=a; mode=enforce", vec!["record-policy-field"]),
            ("v=STSv1; ID=a", vec!["id-case"]),
            ("v=STSv1; id=a; ID=b", vec![]),
            ("v=STSv1; id=a; x=é", vec!["record-not-ascii", "record-field-syntax"]),
        ] {
            assert_eq!(ids(text), expected, "{text}");
        }
        assert_eq!(parse_record(b"v=STSv1; id=a; id=b").0.unwrap().id.as_str(), "a");
    }

    #[test]
    fn what_is_wrong_with_an_id_is_named_and_a_good_one_proposed() {
        for (value, why, suggestion) in [
            ("2026-01-01", "it holds `-`", "20260101"),
            ("", "it is empty", "20260101T000000"),
            ("\"abc\"", "it holds a quotation mark", "abc"),
            ("a b", "it holds a space", "ab"),
            ("42é", "it holds a character that is not US-ASCII", "20260101T000000"),
            ("5d3b9f0c-1b1e-4b8e-9d6c-0123456789ab", "it holds `-`", "5d3b9f0c1b1e4b8e9d6c0123456789ab"),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "it has 33 characters", "20260101T000000"),
        ] {
            assert_eq!(
                (id_slip(value.as_bytes()).as_str(), id_suggestion(value.as_bytes()).as_str()),
                (why, suggestion)
            );
        }
    }

    #[test]
    fn ms_012_the_slip_that_makes_senders_discard_a_record_is_named() {
        for (text, expected) in [
            ("\"v=STSv1; id=1\"", "begins with a quotation mark"),
            ("\u{201c}v=STSv1; id=1\u{201d}", "curly quotation mark"),
            (" v=STSv1; id=1", "begins with white space"),
            ("\u{feff}v=STSv1; id=1", "invisible or foreign character"),
            ("\u{200b}v=STSv1; id=1", "invisible or foreign character"),
            ("V=STSv1; id=1", "not in this case"),
            ("v=stsv1; id=1", "not in this case"),
            ("v=STSv1 id=1", "semicolon after the version is missing"),
            ("v=STSv1, id=1", "semicolon after the version is missing"),
            ("v=STSv1", "semicolon after the version is missing"),
            ("v=STSv1\\; id=1", "zone-file escaping"),
            ("v=STSv2; id=1", "another version"),
            ("v=STSv10; id=1", "another version"),
            ("v = STSv1; id=1", "spaces in it"),
            ("id=1; v=STSv1", "does not come first"),
            ("version: STSv1", "syntax of the policy file"),
        ] {
            let records = [[text.as_bytes().to_vec()]];
            let selection = select_records(records.iter().map(<[Vec<u8>; 1]>::as_slice));
            assert_eq!(selection.nearly.len(), 1, "{text}");
            let slip = slip(text.as_bytes(), GRAMMAR.version);
            assert!(slip.contains(expected), "{text}: {slip}");
        }
    }

    #[test]
    fn places_are_exact() {
        let (_, violations) = parse_record(b"v=STSv1; id=2026-01");
        assert_eq!(violations.iter().next().unwrap().span, Span::new(12, 19));
    }

    proptest! {
        #[test]
        fn every_span_lies_inside_and_nothing_panics(rest: Vec<u8>) {
            let text = [b"v=STSv1;".as_slice(), &rest].concat();
            for violation in parse_record(&text).1.iter() {
                prop_assert!(violation.span.start <= violation.span.end && violation.span.end <= text.len());
            }
        }

        #[test]
        fn what_is_printed_is_read_again(id in "[A-Za-z0-9]{1,32}", names in proptest::collection::btree_set("[a-z][a-z0-9_.-]{3,20}", 0..4)) {
            let names: Vec<String> = names.into_iter().filter(|name| name != "mode" && name != "max_age" && name != "version").collect();
            let text = format!("v=STSv1; id={id}{}", names.iter().map(|name| format!("; {name}=x:y")).collect::<String>());
            let (record, violations) = parse_record(text.as_bytes());
            prop_assert!(violations.iter().next().is_none());
            let record = record.unwrap();
            prop_assert_eq!(record.id.as_str(), id);
            prop_assert_eq!(record.extensions.into_iter().map(|extension| extension.name).collect::<Vec<_>>(), names);
        }
    }
}
