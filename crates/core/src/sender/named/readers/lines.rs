//! Where programs end a line.

use super::part::Part;
use crate::text::Span;

/// What ends a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LineEnds {
    /// LF, and nothing is dropped before it.
    Lf,
    /// LF or CRLF: Rust's `lines`.
    LfOrCrlf,
    /// LF, with one CR dropped at the end of each line, the last one too: Go's line scanner. It gives up at a line of
    /// [`LineEnds::LONGEST`] octets.
    GoScanner,
    /// CR, LF, CRLF, VT, FF, FS, GS, RS, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR: Python's `splitlines`.
    Python,
}

impl LineEnds {
    /// The octets of a line, with its end, that Go's scanner has room for.
    pub(super) const LONGEST: usize = 65_536;

    /// The lines of a text, none after the last end of a line. An error is where a line is too long.
    pub(super) fn split(self, text: &[u8]) -> Lines<'_> {
        Lines { ends: self, rest: Part::whole(text) }
    }

    /// The length of the end of a line that a text begins with.
    fn length(self, text: &[u8]) -> Option<usize> {
        match text {
            [b'\n', ..] => Some(1),
            _ if !matches!(self, Self::Python) => None,
            [b'\r', b'\n', ..] | [0xc2, 0x85, ..] => Some(2),
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(3),
            [b'\r' | 0x0b | 0x0c | 0x1c..=0x1e, ..] => Some(1),
            _ => None,
        }
    }
}

/// The lines of a text.
pub(super) struct Lines<'t> {
    ends: LineEnds,
    rest: Part<'t>,
}

impl<'t> Iterator for Lines<'t> {
    type Item = Result<Part<'t>, Span>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest;
        if text.is_empty() {
            return None;
        }
        let end = |at: usize| self.ends.length(text.octets.get(at..)?).map(|length| (at, length));
        let found = (0..text.octets.len()).find_map(end);
        let (at, length) = found.unwrap_or((text.octets.len(), 0));
        self.rest = text.skip(at.saturating_add(length));
        let line = text.take(at);
        let drops_cr = match self.ends {
            LineEnds::GoScanner if at >= LineEnds::LONGEST => return Some(Err(line.span())),
            LineEnds::GoScanner => true,
            LineEnds::LfOrCrlf => found.is_some(),
            LineEnds::Lf | LineEnds::Python => false,
        };
        let is_cr = drops_cr && line.octets.ends_with(b"\r");
        Some(Ok(line.take(at.saturating_sub(usize::from(is_cr)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(ends: LineEnds, text: &str) -> Vec<&str> {
        ends.split(text.as_bytes()).map(|line| std::str::from_utf8(line.unwrap().octets).unwrap()).collect()
    }

    #[test]
    fn each_program_ends_lines_in_its_way() {
        let text = "a\r\n\rb\n\nc\u{b}d\u{2028}e\r";
        assert_eq!(lines(LineEnds::Lf, text), ["a\r", "\rb", "", "c\u{b}d\u{2028}e\r"]);
        assert_eq!(lines(LineEnds::LfOrCrlf, text), ["a", "\rb", "", "c\u{b}d\u{2028}e\r"]);
        assert_eq!(lines(LineEnds::GoScanner, text), ["a", "\rb", "", "c\u{b}d\u{2028}e"]);
        assert_eq!(lines(LineEnds::Python, text), ["a", "", "b", "", "c", "d", "e"]);
        assert_eq!(lines(LineEnds::Python, "\u{85}x\u{1c}\u{1f}\u{1e}"), ["", "x", "\u{1f}"]);
        assert!(lines(LineEnds::GoScanner, "").is_empty());
    }

    #[test]
    fn the_scanner_has_room_for_64_kib() {
        let of = |length: usize, end: &str| {
            let text = format!("a\n{}{end}", "x".repeat(length));
            LineEnds::GoScanner.split(text.as_bytes()).find_map(Result::err).map(|span| span.start)
        };
        assert_eq!(
            (of(65_535, "\n"), of(65_535, ""), of(65_536, "\n"), of(65_536, "")),
            (None, None, Some(2), Some(2))
        );
    }
}
