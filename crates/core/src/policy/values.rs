//! Values that are not what was meant: which rule names the slip, and what to write.

use super::MAX_MAX_AGE;
use super::names::edit_distance;
use crate::a_label::to_a_labels;
use crate::finding::{Rule, policy as rules};
use crate::mx::MxPattern;
use crate::text::{is_visible, show};

/// The quotation marks that word processors and control panels put around values.
pub(crate) const QUOTES: [char; 9] =
    ['"', '\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}'];

/// The rule for a value that is one of the known ones but for what surrounds it or hides in it.
pub(super) fn disguise(value: &[u8], known: &[&str]) -> Option<&'static Rule> {
    let text = std::str::from_utf8(value).ok()?;
    let visible: String = text.chars().filter(|ch| is_visible(*ch)).collect();
    if visible.len() < text.len() && known.contains(&visible.trim()) {
        return Some(&rules::POLICY_INVISIBLE_CHARACTER);
    }
    let bare = text.trim_matches(|ch| QUOTES.contains(&ch));
    (bare.len() < text.len() && known.contains(&bare)).then_some(&rules::POLICY_QUOTED_VALUE)
}

/// The rule for a value that is no mode, and the mode to write.
pub(super) fn mode_slip(value: &[u8]) -> (&'static Rule, &'static str) {
    const MODES: [&str; 3] = ["enforce", "testing", "none"];
    if let Some(rule) = disguise(value, &MODES) {
        let holds = |mode: &&&str| String::from_utf8_lossy(value).contains(**mode);
        return (rule, MODES.iter().find(holds).copied().unwrap_or("testing"));
    }
    let lower = value.to_ascii_lowercase();
    if let Some(mode) = MODES.into_iter().find(|mode| mode.as_bytes() == lower) {
        return (&rules::MODE_CASE, mode);
    }
    // Drafts before 2018 had `report` in place of `testing`.
    if lower == b"report" {
        return (&rules::MODE_REPORT, "testing");
    }
    let word = lower.split(|octet| !octet.is_ascii_alphabetic()).next().unwrap_or_default();
    let word = word.get(..12).unwrap_or(word);
    let close = MODES.into_iter().find(|mode| edit_distance(word, mode.as_bytes()) <= 2);
    (&rules::MODE_VALUE, close.unwrap_or("testing"))
}

/// The rule for a value that is no number of seconds, and the number to write.
pub(super) fn max_age_slip(value: &[u8]) -> (&'static Rule, String) {
    let text = std::str::from_utf8(value).unwrap_or_default();
    let bare: String = text.chars().filter(|ch| is_visible(*ch) && !QUOTES.contains(ch)).collect();
    if bare.len() < text.len() && (1..=10).contains(&bare.len()) && bare.bytes().all(|octet| octet.is_ascii_digit()) {
        let rule =
            if text.chars().all(is_visible) { &rules::POLICY_QUOTED_VALUE } else { &rules::POLICY_INVISIBLE_CHARACTER };
        return (rule, bare);
    }
    match understood_seconds(text) {
        Some(seconds) => (&rules::MAX_AGE_UNIT, seconds.clamp(1, MAX_MAX_AGE).to_string()),
        None => (&rules::MAX_AGE_VALUE, "604800".to_owned()),
    }
}

/// The seconds in a text that can be understood in one way only: a lone `m` may be minutes or months, and before a unit a
/// separator may be a decimal point.
pub(crate) fn certain_seconds(text: &str) -> Option<u64> {
    let text = text.trim_end_matches(['.', ';']);
    let has_unit = text.ends_with(|ch: char| ch.is_ascii_alphabetic());
    let number = text.trim_end_matches(|ch: char| ch.is_ascii_alphabetic() || ch == ' ');
    let is_plain = number.bytes().all(|octet| octet.is_ascii_digit());
    understood_seconds(text).filter(|_| !text.ends_with(['m', 'M']) && (is_plain || !has_unit))
}

/// A number with a unit of time behind it, or with separators inside: `7d`, `1 week`, `604,800`, `604800.0`, `604800;`.
fn understood_seconds(text: &str) -> Option<u64> {
    let end = text.find(|ch: char| !(ch.is_ascii_digit() || matches!(ch, ',' | '_' | '.' | ' '))).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let number = number.trim_end_matches([' ', '.', ',']);
    let whole = number.strip_suffix(".0").or_else(|| number.strip_suffix(".00")).unwrap_or(number);
    let mut groups = whole.split([',', '_', '.', ' ']);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        // Separators stand between groups of three digits; anything else is not a number we understand.
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        digits.push_str(group);
    }
    let scale = match unit.trim_end_matches(['.', ';']).to_ascii_lowercase().as_str() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        "month" | "months" => 2_592_000,
        "y" | "year" | "years" => MAX_MAX_AGE,
        _ => return None,
    };
    let number: u64 = (1..=10).contains(&digits.len()).then(|| digits.parse().ok())??;
    number.checked_mul(scale)
}

/// A character at which Unicode ends a line, and the grammar does not (RFC 8461 §3.2 has LF and CRLF only): whoever
/// splits the text with such a rule reads what follows as a field of its own.
pub(super) fn foreign_line_end(value: &[u8]) -> Option<char> {
    std::str::from_utf8(value).ok()?.chars().find(|ch| matches!(ch, '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// What to remark on a pattern that fits the grammar.
pub(super) fn mx_remark(pattern: &MxPattern) -> Option<&'static Rule> {
    if pattern.is_address() {
        Some(&rules::MX_ADDRESS)
    } else if pattern.is_top_level() {
        Some(&rules::MX_TOP_LEVEL)
    } else {
        None
    }
}

/// The rule for a value that is no pattern.
pub(super) fn mx_rule(value: &[u8]) -> &'static Rule {
    let text = String::from_utf8_lossy(value);
    let is_pattern = |text: &str| MxPattern::parse(text).is_ok();
    if text.strip_suffix('.').is_some_and(is_pattern) {
        &rules::MX_TRAILING_DOT
    } else if text.chars().all(is_visible) && to_a_labels(&text).as_deref().is_some_and(is_pattern) {
        &rules::MX_U_LABEL
    } else {
        &rules::MX_VALUE
    }
}

/// Why a value is no pattern, and what to write; `why` is what [`MxPattern::parse`] says.
pub(super) fn mx_words(value: &[u8], why: &'static str) -> (String, String) {
    let text = String::from_utf8_lossy(value);
    let as_pattern = |text: &str| MxPattern::parse(text).ok().map(|pattern| pattern.to_string());
    if let Some(pattern) = text.strip_suffix('.').and_then(as_pattern) {
        return (why.to_owned(), pattern);
    }
    if let Some(hidden) = text.chars().find(|ch| !is_visible(*ch)) {
        let visible: String = text.chars().filter(|ch| is_visible(*ch)).collect();
        let why = format!("it holds the invisible character `{}`", show(hidden.to_string().as_bytes()));
        return (why, as_pattern(&visible).unwrap_or_else(example));
    }
    let pattern = to_a_labels(&text).as_deref().and_then(as_pattern).or_else(|| first_host(&text));
    (why.to_owned(), pattern.unwrap_or_else(example))
}

fn example() -> String {
    "mail.example.com".to_owned()
}

/// The host in a value with something around it: a URL, a port, a list, brackets, quotation marks, a comment.
fn first_host(text: &str) -> Option<String> {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
    let ends = |ch: char| ch.is_whitespace() || QUOTES.contains(&ch) || ",;:/#[]<>()".contains(ch);
    let host = text.split(ends).find(|part| !part.is_empty())?.trim_end_matches('.');
    let host = match host.strip_prefix('.') {
        // The drafts' way to write a wildcard.
        Some(suffix) => format!("*.{suffix}"),
        None => host.to_owned(),
    };
    MxPattern::parse(&host).ok().filter(|pattern| !pattern.is_top_level()).map(|pattern| pattern.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes() {
        for (value, id, meant) in [
            ("Enforce", "mode-case", "enforce"),
            ("TESTING", "mode-case", "testing"),
            ("enforced", "mode-value", "enforce"),
            ("enforce # strict", "mode-value", "enforce"),
            ("test", "mode-value", "testing"),
            ("report", "mode-report", "testing"),
            ("\"enforce\"", "policy-quoted-value", "enforce"),
            ("\u{201c}none\u{201d}", "policy-quoted-value", "none"),
            ("\u{a0}enforce", "policy-invisible-character", "enforce"),
            ("enf\u{200b}orce", "policy-invisible-character", "testing"),
            ("", "mode-value", "testing"),
            ("zzzzzzzzzzzzzzzzzzzz", "mode-value", "testing"),
        ] {
            let (rule, mode) = mode_slip(value.as_bytes());
            assert_eq!((rule.id, mode), (id, meant), "{value}");
        }
    }

    #[test]
    fn max_ages() {
        for (value, id, meant) in [
            ("7d", "max-age-unit", "604800"),
            ("1 week", "max-age-unit", "604800"),
            ("2 weeks", "max-age-unit", "1209600"),
            ("604,800", "max-age-unit", "604800"),
            ("604_800", "max-age-unit", "604800"),
            ("604800.0", "max-age-unit", "604800"),
            ("604800;", "max-age-unit", "604800"),
            ("86400s", "max-age-unit", "86400"),
            ("2y", "max-age-unit", "31557600"),
            ("\"604800\"", "policy-quoted-value", "604800"),
            ("604800\u{2009}", "policy-invisible-character", "604800"),
            ("-1", "max-age-value", "604800"),
            ("+5", "max-age-value", "604800"),
            ("1e5", "max-age-value", "604800"),
            ("12.5", "max-age-value", "604800"),
            ("", "max-age-value", "604800"),
            ("99999999999999999999999999", "max-age-value", "604800"),
            ("abc", "max-age-value", "604800"),
        ] {
            let (rule, seconds) = max_age_slip(value.as_bytes());
            assert_eq!((rule.id, seconds.as_str()), (id, meant), "{value}");
        }
    }

    #[test]
    fn mx_values() {
        for (value, id, suggestion) in [
            ("mail.example.com.", "mx-trailing-dot", "mail.example.com"),
            ("*.example.com.", "mx-trailing-dot", "*.example.com"),
            ("m\u{fc}ller.example", "mx-u-label", "xn--mller-kva.example"),
            ("*.M\u{dc}LLER.example", "mx-u-label", "*.xn--mller-kva.example"),
            ("a.example.com, b.example.com", "mx-value", "a.example.com"),
            ("https://mail.example.com/", "mx-value", "mail.example.com"),
            ("mail.example.com:25", "mx-value", "mail.example.com"),
            ("postmaster@example.com", "mx-value", "example.com"),
            (".example.com", "mx-value", "*.example.com"),
            ("\"mail.example.com\"", "mx-value", "mail.example.com"),
            ("mail\u{200b}.example.com", "mx-value", "mail.example.com"),
            ("*", "mx-value", "mail.example.com"),
            ("", "mx-value", "mail.example.com"),
        ] {
            let (_, shown) = mx_words(value.as_bytes(), "");
            assert_eq!((mx_rule(value.as_bytes()).id, shown.as_str()), (id, suggestion), "{value}");
        }
    }
}
