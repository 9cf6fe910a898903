//! A piece of a text that knows its place, and the white space that programs trim from its ends.

use crate::text::Span;

/// A piece of a policy text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'t> {
    pub(super) octets: &'t [u8],
    pub(super) start: usize,
}

impl<'t> Part<'t> {
    /// The whole text.
    pub(super) fn whole(octets: &'t [u8]) -> Self {
        Self { octets, start: 0 }
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start.saturating_add(self.octets.len()))
    }

    pub(super) fn is_empty(self) -> bool {
        self.octets.is_empty()
    }

    /// The first `length` octets.
    pub(super) fn take(self, length: usize) -> Self {
        Self { octets: self.octets.get(..length).unwrap_or(self.octets), ..self }
    }

    /// What follows the first `length` octets.
    pub(super) fn skip(self, length: usize) -> Self {
        let length = length.min(self.octets.len());
        Self { octets: self.octets.get(length..).unwrap_or_default(), start: self.start.saturating_add(length) }
    }

    /// What stands before the first `octet`, and what after it.
    pub(super) fn split(self, octet: u8) -> Option<(Self, Self)> {
        let at = self.octets.iter().position(|&other| other == octet)?;
        Some((self.take(at), self.skip(at.saturating_add(1))))
    }

    /// Without the white space at both ends. An octet that is not UTF-8 is no white space to anybody.
    pub(super) fn trim(self, white: White) -> Self {
        let text = self.octets.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let kept = text.trim_start_matches(|ch| white.holds(ch));
        self.skip(text.len().saturating_sub(kept.len())).trim_end(white)
    }

    /// Without the white space at the end.
    pub(super) fn trim_end(self, white: White) -> Self {
        let last = self.octets.utf8_chunks().last().filter(|chunk| chunk.invalid().is_empty());
        let text = last.map_or("", |chunk| chunk.valid());
        let kept = text.trim_end_matches(|ch| white.holds(ch));
        let cut = text.len().saturating_sub(kept.len());
        self.take(self.octets.len().saturating_sub(cut))
    }
}

/// What is white space.
#[derive(Clone, Copy, Debug)]
pub(crate) enum White {
    /// Nothing: it stands as it is.
    Nothing,
    /// SP and HTAB, as the grammar has it (RFC 5234 `WSP`).
    Wsp,
    /// Unicode's property White_Space: Rust's `trim`, Go's `TrimSpace`.
    Unicode,
    /// Python's `str.strip`: as Unicode, and four separators of ASCII.
    Python,
}

impl White {
    fn holds(self, ch: char) -> bool {
        match self {
            Self::Nothing => false,
            Self::Wsp => matches!(ch, ' ' | '\t'),
            Self::Unicode => ch.is_whitespace(),
            Self::Python => ch.is_whitespace() || matches!(ch, '\u{1c}'..='\u{1f}'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_trimmed_in_place() {
        for (white, text, expected) in [
            (White::Nothing, " a ", 0..3),
            (White::Wsp, " \ta\u{a0} ", 2..5),
            (White::Unicode, "\u{2003}a\r\u{85}", 3..4),
            (White::Unicode, "\u{1c}a", 0..2),
            (White::Python, "\u{1c}a\u{1f}", 1..2),
            (White::Unicode, " \r\n ", 4..4),
            (White::Unicode, "\u{feff}a", 0..4),
        ] {
            let span = Part::whole(text.as_bytes()).trim(white).span();
            assert_eq!(span.start..span.end, expected, "{text:?}");
        }
        let span = Part::whole(b" \xff a \xe2\x80 ").trim(White::Unicode).span();
        assert_eq!(span.start..span.end, 1..7);
    }
}
