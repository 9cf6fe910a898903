//! What is left of a value without that which nobody means to be part of it.

use crate::policy::QUOTES;
use crate::text::is_visible;

/// The text without invisible characters, quotation marks, a comment behind it and the separators of other formats.
pub(super) fn bare(text: &str) -> String {
    let visible = visible(text).replace(QUOTES, "");
    let start = visible.trim_start();
    let is_comment = |at: &usize| {
        let (before, rest) = start.split_at_checked(*at).unwrap_or_default();
        let is_apart = before.is_empty() || before.ends_with(' ');
        rest.starts_with('#') || (is_apart && (rest.starts_with("//") || rest.starts_with('(')))
    };
    let end = (0..start.len()).find(is_comment).unwrap_or(start.len());
    start.get(..end).unwrap_or_default().trim_end_matches([' ', ';', ',']).to_owned()
}

/// The text without characters that cannot be seen; those that leave a gap become a space.
pub(super) fn visible(text: &str) -> String {
    let seen = |ch: char| match ch {
        _ if is_visible(ch) => Some(ch),
        _ if ch.is_whitespace() => Some(' '),
        _ => None,
    };
    text.chars().filter_map(seen).collect()
}

/// What `make` makes of each part of a list, which spaces, commas or semicolons separate; `None` if there is nothing or a
/// part is none.
pub(super) fn each(list: &str, make: fn(&str) -> Option<String>, between: &str) -> Option<String> {
    let mut all = String::new();
    for part in list.split([' ', ',', ';']).filter(|part| !part.is_empty()) {
        let made = make(part)?;
        if !all.is_empty() && !made.is_empty() {
            all.push_str(between);
        }
        all.push_str(&made);
    }
    (!all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn what_surrounds_a_value() {
        for (text, expected) in [
            ("enforce", "enforce"),
            (" \u{201c}enforce\u{201d}; ", "enforce"),
            ("enf\u{200b}orce\u{a0}# strict", "enforce"),
            ("604800 // a week", "604800"),
            ("604800 (a week)", "604800"),
            ("https://mail.example.com/", "https://mail.example.com/"),
            ("# nothing else", ""),
            ("// nothing else", ""),
            ("\u{feff}", ""),
            ("é(", "é("),
        ] {
            assert_eq!(bare(text), expected, "{text:?}");
        }
    }
}
