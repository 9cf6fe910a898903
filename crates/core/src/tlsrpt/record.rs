//! The TLSRPT record: TXT at `_smtp._tls.<domain>` (RFC 8460 §3).
//!
//! ```text
//! tlsrpt-record = tlsrpt-version 1*(field-delim tlsrpt-field) [field-delim]
//! tlsrpt-rua    = %s"rua=" tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri)
//! tlsrpt-uri    = URI   ; RFC 3986; "," "!" ";" percent-encoded
//! ```

use serde::Serialize;

use crate::finding::tlsrpt as rules;
use crate::record::Extension;
use crate::text::{Shown, Span, Validity, Violations, is_extension_name, show, trim_wsp};
use crate::txt_fields::{Field, Fields, Grammar, Selection, ascii, is_extension_value, select};

pub(crate) static GRAMMAR: Grammar = Grammar {
    version: "v=TLSRPTv1",
    space_before_semicolon: &rules::TLSRPT_SPACE_BEFORE_SEMICOLON,
    empty_field: &rules::TLSRPT_EMPTY_FIELD,
    trailing_space: &rules::TLSRPT_TRAILING_SPACE,
    not_ascii: &rules::TLSRPT_NOT_ASCII,
};

/// A valid TLSRPT record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TlsrptRecord {
    /// Every address, as written.
    pub rua: Vec<String>,
    /// Those that reports can be sent to: `mailto:` with an address, and `https:`.
    pub usable: Vec<String>,
    /// Unknown fields, the first of each name, in order.
    pub extensions: Vec<Extension>,
}

/// Sorts the TXT records of `_smtp._tls.<domain>`, each given as its character-strings.
pub(crate) fn select_records<'a>(records: impl IntoIterator<Item = &'a [Vec<u8>]>) -> Selection {
    select(records, &GRAMMAR)
}

/// Reads one joined record that begins with `v=TLSRPTv1`: the record if it is usable, and all violations.
///
/// ```
/// use mta_sts::tlsrpt::record::parse_record;
/// let (record, _) = parse_record(b"v=TLSRPTv1; rua=mailto:tls@example.com,https://example.com/tls");
/// assert_eq!(record.unwrap().usable.len(), 2);
/// ```
pub fn parse_record(text: &[u8]) -> (Option<TlsrptRecord>, Violations) {
    let mut violations = Violations::default();
    let mut record = TlsrptRecord { rua: Vec::new(), usable: Vec::new(), extensions: Vec::new() };
    let mut has_rua = false;
    let mut seen_names: Vec<&[u8]> = vec![b"v"];
    let mut fields = Fields::new(text, &GRAMMAR, &mut violations);
    while let Some(field) = fields.next(&mut violations) {
        let Field { name, value, span, .. } = field;
        let Some(value) = value.filter(|_| is_extension_name(name)) else {
            violations.push(&rules::TLSRPT_FIELD_SYNTAX, span, Shown(field.text));
            continue;
        };
        let is_repeated = seen_names.contains(&name);
        if is_repeated {
            violations.push(&rules::TLSRPT_DUPLICATE_FIELD, span, Shown(name));
        } else if seen_names.len() < 64 {
            seen_names.push(name);
        }
        if name == b"rua" {
            has_rua = true;
            // RFC 8460 has no first-wins rule, and several `rua` fields fit its grammar: all of them are read.
            read_rua(value, field.value_start, &mut record, &mut violations);
        } else if !is_extension_value(value) {
            violations.push(&rules::TLSRPT_FIELD_SYNTAX, span, Shown(field.text));
        } else if !is_repeated {
            record.extensions.push(Extension { name: ascii(name), value: ascii(value) });
        }
    }
    if !has_rua {
        violations.push(&rules::RUA_MISSING, Span::new(text.len(), text.len()), "");
    } else if record.usable.is_empty() && violations.validity() != Validity::Invalid {
        violations.push(&rules::RUA_UNUSABLE, Span::new(0, text.len()), "");
    }
    let usable = violations.validity() != Validity::Invalid;
    (usable.then_some(record), violations)
}

fn read_rua(value: &[u8], value_start: usize, record: &mut TlsrptRecord, violations: &mut Violations) {
    let mut start = value_start;
    for (number, part) in value.split(|&octet| octet == b',').enumerate() {
        let (skipped, uri) = match trim_wsp(part) {
            // White space may stand around a comma, but not after `rua=`.
            (1.., _) if number == 0 => (0, part),
            trimmed => trimmed,
        };
        let uri_start = start.saturating_add(skipped);
        let span = Span::new(uri_start, uri_start.saturating_add(uri.len()));
        start = start.saturating_add(part.len()).saturating_add(1);
        let Some((scheme, rest)) = split_uri(uri) else {
            if is_mailto(uri) && !uri.contains(&b':') && has_uri_characters(uri) {
                violations.push(&rules::RUA_SCHEME_MISSING, span, Shown(uri));
            } else {
                violations.push_with(&rules::RUA_SYNTAX, span, || {
                    vec![("seen", show(uri)), ("why", uri_slip(uri).to_owned())]
                });
            }
            continue;
        };
        let text = ascii(uri);
        if is_usable(scheme, rest) {
            record.usable.push(text.clone());
        } else {
            violations.push(&rules::RUA_SCHEME, span, Shown(uri));
        }
        record.rua.push(text);
    }
}

/// Whether a text is an address that reports can be sent to.
pub(crate) fn can_report_to(uri: &[u8]) -> bool {
    split_uri(uri).is_some_and(|(scheme, rest)| is_usable(scheme, rest))
}

fn is_usable(scheme: &[u8], rest: &[u8]) -> bool {
    match scheme.to_ascii_lowercase().as_slice() {
        b"mailto" => is_mailto(rest),
        b"https" => {
            rest.strip_prefix(b"//").is_some_and(|rest| !matches!(rest.first(), None | Some(b'/' | b'?' | b'#')))
        }
        _ => false,
    }
}

/// Splits a URI (RFC 3986 §3) into scheme and the rest; `None` unless all its characters may stand in a URI here.
fn split_uri(uri: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = uri.iter().position(|&octet| octet == b':')?;
    let (scheme, rest) = uri.split_at_checked(colon)?;
    let (_, rest) = rest.split_first()?;
    let scheme_fits = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.'));
    (scheme_fits && has_uri_characters(rest)).then_some((scheme, rest))
}

/// RFC 3986 §2, less `!`, which RFC 8460 §3 wants percent-encoded (`,` and `;` never get here).
fn has_uri_characters(mut rest: &[u8]) -> bool {
    loop {
        match rest {
            [] => return true,
            [b'%', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest = after,
            [octet, after @ ..] if octet.is_ascii_alphanumeric() || b"-._~:/?#[]@$&'()*+=".contains(octet) => {
                rest = after;
            }
            _ => return false,
        }
    }
}

/// Why a text is no URI here, as a clause.
fn uri_slip(uri: &[u8]) -> &'static str {
    if uri.is_empty() {
        "there is nothing between the commas"
    } else if uri.contains(&b'!') {
        "`!` must be percent-encoded, and DMARC's size limits do not exist here"
    } else if uri.iter().any(|octet| matches!(octet, b' ' | b'\t')) {
        "it holds a space; addresses are separated by commas"
    } else if !uri.contains(&b':') {
        "it has no scheme such as `mailto:`"
    } else if uri.iter().any(|octet| matches!(octet, b'<' | b'>' | b'"' | b'\\')) {
        "brackets, quotation marks and backslashes must not stand in it"
    } else if !uri.is_ascii() {
        "it holds characters that are not US-ASCII"
    } else {
        "it holds a character that no URI has, or a `%` without two hexadecimal digits"
    }
}

/// RFC 6068 §2, as far as a report needs it: an address with something on both sides of its `@`, without the characters
/// that have to be percent-encoded there, and after the `@` a domain.
pub(crate) fn is_mailto(rest: &[u8]) -> bool {
    let address = rest.split(|&octet| octet == b'?').next().unwrap_or_default();
    let at = address.iter().rposition(|&octet| octet == b'@');
    let Some((local, [_, domain @ ..])) = at.and_then(|at| address.split_at_checked(at)) else { return false };
    let is_domain = |octet: &u8| octet.is_ascii_alphanumeric() || b"-.%".contains(octet);
    let has_both = !local.is_empty() && !domain.is_empty();
    has_both && !local.iter().any(|octet| b"/#[]&=".contains(octet)) && domain.iter().all(is_domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tr_002_to_tr_004_grammar() {
        for (text, expected) in [
            ("v=TLSRPTv1;rua=mailto:reports@example.com", vec![]),
            ("v=TLSRPTv1; rua=mailto:a@example.com , https://example.com/r?x=1&y=2#z;", vec![]),
            ("v=TLSRPTv1; rua=MAILTO:a@example.com; ext=yes", vec![]),
            ("v=TLSRPTv1", vec!["rua-missing"]),
            ("v=TLSRPTv1; ext=1", vec!["rua-missing"]),
            ("v=TLSRPTv1; rua=", vec!["rua-syntax"]),
            ("v=TLSRPTv1; rua=a@example.com", vec!["rua-scheme-missing"]),
            ("v=TLSRPTv1; rua=noscheme", vec!["rua-syntax"]),
            ("v=TLSRPTv1; rua= mailto:a@example.com", vec!["rua-syntax"]),
            ("v=TLSRPTv1; rua=mailto:a@example.com!10m", vec!["rua-syntax"]),
            ("v=TLSRPTv1; rua=mailto:a@example.com,", vec!["rua-syntax"]),
            ("v=TLSRPTv1; rua=mailto:%zz@example.com", vec!["rua-syntax"]),
            ("v=TLSRPTv1; rua=http://example.com/", vec!["rua-scheme", "rua-unusable"]),
            ("v=TLSRPTv1; rua=mailto:nobody", vec!["rua-scheme", "rua-unusable"]),
            ("v=TLSRPTv1; rua=mailto:@example.com", vec!["rua-scheme", "rua-unusable"]),
            ("v=TLSRPTv1; rua=mailto:a@", vec!["rua-scheme", "rua-unusable"]),
            ("v=TLSRPTv1; rua=mailto:a@example.com:25", vec!["rua-scheme", "rua-unusable"]),
            ("v=TLSRPTv1; rua=mailto://a@example.com", vec!["rua-scheme", "rua-unusable"]),
            ("v=TLSRPTv1; rua=mailto:a+b%2Fc@m%C3%BCller.example?subject=x:y", vec![]),
            ("v=TLSRPTv1; rua=https://example.com/,ftp://example.com/", vec!["rua-scheme"]),
            ("v=TLSRPTv1; rua=mailto:a@b.example; rua=mailto:c@b.example", vec!["tlsrpt-duplicate-field"]),
            ("v=TLSRPTv1 ; rua=mailto:a@b.example", vec!["tlsrpt-space-before-semicolon"]),
            ("v=TLSRPTv1; rua=mailto:a@b.example ", vec!["tlsrpt-trailing-space"]),
        ] {
            let (record, violations) = parse_record(text.as_bytes());
            assert_eq!(violations.iter().map(|violation| violation.rule.id).collect::<Vec<_>>(), expected, "{text}");
            assert_eq!(record.is_some(), violations.validity() != Validity::Invalid, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_span_lies_inside_and_nothing_panics(rest: Vec<u8>) {
            let text = [b"v=TLSRPTv1; rua=".as_slice(), &rest].concat();
            for violation in parse_record(&text).1.iter() {
                prop_assert!(violation.span.start <= violation.span.end && violation.span.end <= text.len());
            }
        }
    }
}
