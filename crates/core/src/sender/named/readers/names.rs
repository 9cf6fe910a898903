//! The forms in which programs compare names.
//!
//! Their converters have the tables of IDNA; this crate has none and knows only to lower letters, to split at the full
//! stops of other scripts, and Punycode. So names are compared wrongly where a table would have replaced, composed or
//! refused a character. An A-label is taken for good if it can be decoded to something that is not ASCII and has no
//! capitals.

use super::values::is_ipv4;
use crate::punycode::{decode, encode};

const PREFIX: &str = "xn--";

/// Letters lowered one by one, as Go does it.
fn go_lower(text: &str) -> String {
    text.chars().map(|ch| ch.to_lowercase().next().unwrap_or(ch)).collect()
}

/// Without one root dot.
fn without_root(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// Each label converted, or `None` where one cannot be.
fn convert(name: &str, is_dot: impl Fn(char) -> bool, label: impl Fn(&str) -> Option<String>) -> Option<String> {
    let labels: Option<Vec<String>> = name.split(is_dot).map(label).collect();
    Some(labels?.join("."))
}

/// The dot, and the full stops that IDNA takes for one (UTS 46).
fn is_any_dot(ch: char) -> bool {
    matches!(ch, '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}')
}

fn is_dot(ch: char) -> bool {
    ch == '.'
}

/// What stands behind the `xn--` of a label: something that is not ASCII alone, or it would have no need of it.
fn decode_label(code: &str) -> Option<String> {
    decode(code).filter(|label| !label.is_ascii())
}

fn to_a_label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    let characters: Vec<char> = label.chars().collect();
    encode(&characters).map(|code| format!("{PREFIX}{code}"))
}

/// Go's `idna.ToASCII` on a lowered name: U-labels are encoded, A-labels have to be decodable, all else stays.
pub(crate) fn to_a_labels(name: &str) -> Option<String> {
    convert(&go_lower(without_root(name)), is_dot, |label| match label.strip_prefix(PREFIX) {
        Some(code) => to_a_label(&decode_label(code)?),
        None => to_a_label(label),
    })
}

/// A lowered name in A-labels, or only lowered where there is no such form.
pub(crate) fn to_a_labels_or_lower(name: &str) -> String {
    let lower = name.to_lowercase();
    if lower.is_ascii() { lower } else { convert(&lower, is_any_dot, to_a_label).unwrap_or(lower) }
}

/// Go's `idna.ToUnicode` and lowered: A-labels are decoded, those with a capital `XN` are not.
pub(crate) fn to_u_labels(name: &str) -> Option<String> {
    let label = |label: &str| match label.strip_prefix(PREFIX) {
        Some(code) => decode_label(code),
        None => Some(label.to_owned()),
    };
    convert(name, is_dot, label).map(|name| without_root(&go_lower(&name)).to_owned())
}

/// Lowered, without white space around and without one root dot.
pub(crate) fn to_plain(name: &str) -> String {
    without_root(&go_lower(name.trim())).to_owned()
}

/// A name to look up, by the strict rules of IDNA (RFC 5891 §5): letters, digits and hyphens, hyphens neither at the ends
/// of a label nor in its third and fourth place. Not an IPv4 address.
pub(crate) fn to_lookup_name(name: &str) -> Option<String> {
    let is_name = !name.ends_with('.') && !is_ipv4(name);
    convert(&go_lower(name), is_any_dot, to_lookup_label).filter(|_| is_name)
}

fn to_lookup_label(label: &str) -> Option<String> {
    let is_plain = |ch: char| match ch {
        _ if ch.is_ascii() => ch.is_ascii_alphanumeric() || ch == '-',
        _ => !ch.is_control() && !ch.is_whitespace() && !matches!(ch, '\u{e000}'..='\u{f8ff}' | '\u{fffd}'),
    };
    let is_good = |label: &str| {
        let octets = label.as_bytes();
        let is_reserved = octets.len() > 4 && octets.get(2..4) == Some(b"--");
        !is_reserved && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(is_plain)
    };
    match label.strip_prefix(PREFIX) {
        Some(code) => {
            let decoded = decode_label(code)?;
            let is_u_label = go_lower(&decoded) == decoded && is_good(&decoded);
            is_u_label.then(|| label.to_owned())
        }
        None if is_good(label) => to_a_label(label),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_in_the_form_of_each_program() {
        let xn = "xn--mnchen-3ya";
        for (name, a_labels, u_labels, lookup) in [
            ("Mail.Example", Some("mail.example"), Some("mail.example"), Some("mail.example")),
            ("mail.example.", Some("mail.example"), Some("mail.example"), None),
            ("mail.example..", Some("mail.example."), Some("mail.example."), None),
            ("MÜNCHEN", Some(xn), Some("münchen"), Some(xn)),
            (xn, Some(xn), Some("münchen"), Some(xn)),
            ("XN--MNCHEN-3YA", Some(xn), Some(xn), Some(xn)),
            ("a。b", Some("xn--ab-r13a"), Some("a。b"), Some("a.b")),
            ("xn--99999999999", None, None, None),
            ("xn--abc-", None, None, None),
            ("a_b", Some("a_b"), Some("a_b"), None),
            ("ab--c", Some("ab--c"), Some("ab--c"), None),
            ("a-", Some("a-"), Some("a-"), None),
            ("192.0.2.1", Some("192.0.2.1"), Some("192.0.2.1"), None),
            ("İ", Some("i"), Some("i"), Some("i")),
            ("", Some(""), Some(""), Some("")),
        ] {
            assert_eq!(super::to_a_labels(name).as_deref(), a_labels, "{name}");
            assert_eq!(to_u_labels(name).as_deref(), u_labels, "{name}");
            assert_eq!(to_lookup_name(name).as_deref(), lookup, "{name}");
        }
        assert_eq!(to_a_labels_or_lower("MÜNCHEN.🌟"), "xn--mnchen-3ya.xn--ch8h");
        assert_eq!(to_plain(" Mail.Example. "), "mail.example");
    }
}
