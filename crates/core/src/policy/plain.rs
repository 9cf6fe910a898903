//! The short way through lines that are as they should be, which is nearly all lines there are: one pass over the octets,
//! and no remarks. Whatever is the least bit unusual is left to [`super::Reader::line`], which knows every rule.

use super::{DAY, MAX_MAX_AGE, Mode};
use crate::text::Span;

/// A line about which there is nothing to say.
pub(super) struct PlainLine {
    pub(super) field: PlainField,
    /// Where its value stands.
    pub(super) value: Span,
    /// Where its terminator stands, LF or CRLF; empty at the end of the text.
    pub(super) terminator: Span,
}

/// Its field.
pub(super) enum PlainField {
    Version,
    Mode(Mode),
    MaxAge(u64),
    Mx,
}

/// The line that begins at byte `start`, if it is plain.
#[inline]
pub(super) fn plain_line(text: &[u8], start: usize) -> Option<PlainLine> {
    let line = text.get(start..)?;
    let (field, before_value, length) = match line {
        [b'm', b'x', b':', b' ', value @ ..] => (PlainField::Mx, 4, pattern_length(value)?),
        [b'm', b'o', ..] => {
            let mode = plain_mode(line.strip_prefix(b"mode: ")?)?;
            (PlainField::Mode(mode), 6, mode.name().len())
        }
        [b'm', b'a', ..] => {
            let (length, seconds) = number(line.strip_prefix(b"max_age: ")?);
            (DAY..=MAX_MAX_AGE).contains(&seconds).then_some((PlainField::MaxAge(seconds), 9, length))?
        }
        _ => line.starts_with(b"version: STSv1").then_some((PlainField::Version, 9, 5))?,
    };
    let value_start = start.saturating_add(before_value);
    let value = Span::new(value_start, value_start.saturating_add(length));
    let terminator_length = match text.get(value.end..)? {
        [] => 0,
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    let terminator = Span::new(value.end, value.end.saturating_add(terminator_length));
    Some(PlainLine { field, value, terminator })
}

/// The mode at the start of a value.
#[inline]
fn plain_mode(value: &[u8]) -> Option<Mode> {
    let mode = match value {
        [b'e', ..] => Mode::Enforce,
        [b't', ..] => Mode::Testing,
        _ => Mode::None,
    };
    value.starts_with(mode.name().as_bytes()).then_some(mode)
}

/// The number at the start of a value, with its length. Nine digits are more than a plain one has.
#[inline]
fn number(value: &[u8]) -> (usize, u64) {
    let digits = value.iter().take(9).take_while(|octet| octet.is_ascii_digit());
    digits.fold((0, 0), |(length, number): (usize, u64), digit| {
        let digit = u64::from(digit.saturating_sub(b'0'));
        (length.saturating_add(1), number.saturating_mul(10).saturating_add(digit))
    })
}

// What an octet is to a domain name, as bits; 0 for what never stands in one.
const IS_DOT: u8 = 1;
const IS_HYPHEN: u8 = 2;
const IS_LETTER_OR_DIGIT: u8 = 4;
// What may not follow it, in the upper half.
const UPPER: u32 = 4;
// RFC 5321 §4.1.2: a label is not empty, and begins and ends with a letter or digit.
const DOT: u8 = IS_DOT | (IS_DOT | IS_HYPHEN) << UPPER;
const HYPHEN: u8 = IS_HYPHEN | IS_DOT << UPPER;

/// What each octet is: to look it up takes a fifth less time than to decide it.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        kinds[octet] = match octet as u8 {
            b'.' => DOT,
            b'-' => HYPHEN,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => IS_LETTER_OR_DIGIT,
            _ => 0,
        };
        octet += 1;
    }
    kinds
};

/// The length of the `mx` pattern at the start of a text, if there is nothing to say about it: no label can be too long,
/// it has two labels at least, and it is no address.
#[inline]
fn pattern_length(text: &[u8]) -> Option<usize> {
    let domain = text.strip_prefix(b"*.").unwrap_or(text);
    let (mut before, mut clash, mut seen, mut length) = (DOT, 0, 0, 0usize);
    let mut last = 0;
    for &octet in domain {
        let kind = KINDS.get(usize::from(octet)).copied().unwrap_or_default();
        if kind == 0 {
            break;
        }
        clash |= (before >> UPPER) & kind;
        seen |= kind;
        before = kind;
        last = octet;
        length = length.saturating_add(1);
    }
    clash |= (before >> UPPER) & IS_DOT;
    let is_plain = clash == 0 && seen & IS_DOT != 0 && length <= 63 && !last.is_ascii_digit();
    is_plain.then_some(length.saturating_add(text.len().saturating_sub(domain.len())))
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use proptest::prelude::*;

    /// Whether both ways through a line lead to the same place; `None` if it is not plain.
    fn agrees(line: &str) -> Option<bool> {
        let text = line.as_bytes();
        let mut short = Reader { text, ..Reader::default() };
        let end = short.plain_line(0, 0)?;
        let mut long = Reader { text, ..Reader::default() };
        Some(long.terminated_line(0, 0) == end && format!("{long:?}") == format!("{short:?}"))
    }

    #[test]
    fn usual_lines_are_plain() {
        for line in [
            "version: STSv1\n",
            "mode: enforce\r\n",
            "mode: none\n",
            "max_age: 86400\n",
            "max_age: 31557600",
            "mx: mail.example.com\n",
            "mx: *.example.com\r\n",
            "mx: MX-1.example.com\n",
            "mx: xn--mller-kva.example\n",
        ] {
            assert_eq!(agrees(line), Some(true), "{line:?}");
        }
    }

    #[test]
    fn everything_else_takes_the_long_way() {
        for line in [
            "",
            "\n",
            "version: STSv10\n",
            "version:STSv1\n",
            "version: STSv1 \n",
            "mode: enforced\n",
            "mode: Enforce\n",
            "max_age: 86399\n",
            "max_age: 31557601\n",
            "max_age: 0000604800\n",
            "max_age: 604800 \n",
            "max_age: 604800\r",
            "mx: example\n",
            "mx: *.example\n",
            "mx: 192.0.2.1\n",
            "mx: a.b.\n",
            "mx: .a.b\n",
            "mx: a..b\n",
            "mx: -a.b\n",
            "mx: a-.b\n",
            "mx: a.b-\n",
            "mx: *.*.b\n",
            "mx: a_b.c\n",
            "mx: a.b c\n",
            "mx: a.\u{fc}.b\n",
            &format!("mx: {}.b\n", "a".repeat(64)),
        ] {
            assert_eq!(agrees(line), None, "{line:?}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_lead_to_the_same(line in "((version|mode|max_age|mx): ?)?(STSv1|enforce|none|[0-9]{1,10}|[a1.*A_-]{1,12})?[ \t]?\r?\n?") {
            prop_assert!(agrees(&line) != Some(false));
        }
    }
}
