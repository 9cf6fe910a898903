//! Strings as they stand in JSON, decoded no sooner than somebody asks.

use std::borrow::Cow;

use super::escape::escape_at;
use crate::text::Span;

/// A string of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct JsonString<'a> {
    /// What stands between the quotation marks.
    raw: &'a str,
    start: usize,
    has_escape: bool,
}

impl<'a> JsonString<'a> {
    pub(super) fn new(raw: &'a str, start: usize, has_escape: bool) -> Self {
        Self { raw, start, has_escape }
    }

    /// Where it is, with its quotation marks.
    pub(super) fn span(&self) -> Span {
        let end = self.start.saturating_add(self.raw.len()).saturating_add(1);
        Span::new(self.start.saturating_sub(1), end)
    }

    /// Its characters, at most `limit` octets of them; and whether there are more.
    #[inline]
    pub(super) fn decode(&self, limit: usize) -> (Cow<'a, str>, bool) {
        if self.has_escape || self.raw.len() > limit {
            return self.decode_slowly(limit);
        }
        (Cow::Borrowed(self.raw), false)
    }

    fn decode_slowly(&self, limit: usize) -> (Cow<'a, str>, bool) {
        let mut decoded = String::new();
        let mut rest = self.raw;
        while !rest.is_empty() {
            let (plain, after) = rest.split_at_checked(rest.find('\\').unwrap_or(rest.len())).unwrap_or_default();
            let room = limit.saturating_sub(decoded.len());
            let kept = head(plain, room);
            decoded.push_str(kept);
            if kept.len() < plain.len() {
                return (Cow::Owned(decoded), true);
            }
            rest = after;
            // The string was read before, so its escapes are sound.
            if let Some(escape) = escape_at(after.as_bytes()) {
                if decoded.len().saturating_add(escape.ch.len_utf8()) > limit {
                    return (Cow::Owned(decoded), true);
                }
                decoded.push(escape.ch);
                rest = after.get(escape.length..).unwrap_or_default();
            }
        }
        (Cow::Owned(decoded), false)
    }
}

/// As many whole characters as fit.
fn head(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_cut_between_characters() {
        for (raw, limit, expected, is_cut) in [
            ("abc", 3, "abc", false),
            ("abc", 2, "ab", true),
            ("aä", 2, "a", true),
            ("aä", 3, "aä", false),
            ("a\\u00e4", 2, "a", true),
            ("a\\u00e4", 3, "aä", false),
            ("\\nab", 2, "\na", true),
            ("\\n\\n\\n", 2, "\n\n", true),
            ("\\ud800x", 4, "\u{fffd}x", false),
            ("", 0, "", false),
        ] {
            let string = JsonString::new(raw, 1, raw.contains('\\'));
            assert_eq!(string.decode(limit), (expected.into(), is_cut), "{raw} {limit}");
        }
    }
}
