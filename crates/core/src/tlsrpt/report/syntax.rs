//! Where and why reading JSON stops, in words.

use super::rules::{NOT_JSON, Rule, TOO_DEEP, TOO_MANY_ELEMENTS};
use super::{MAX_DEPTH, MAX_ELEMENTS};
use crate::text::{Span, show};

/// Why nothing more can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// Where.
    pub(super) at: usize,
    /// What had to be there.
    pub(super) expected: Expected,
}

/// What may stand in one place of a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Value,
    Name,
    NameOrEnd,
    Colon,
    CommaOrBrace,
    CommaOrBracket,
    Digit,
    NoLeadingZero,
    Escape,
    NoControl,
    Quote,
    FewerLevels,
    FewerElements,
    End,
}

impl Expected {
    /// The rule, with the words for this place.
    fn rule(self) -> Rule {
        let (what, basis) = match self {
            Self::Value => ("a value: an object, an array, a string, a number, true, false or null", "RFC 8259 §3"),
            Self::Name => ("the name of another member, in double quotation marks", "RFC 8259 §4"),
            Self::NameOrEnd => ("the name of a member in double quotation marks, or “}”", "RFC 8259 §4"),
            Self::Colon => ("a colon between a name and its value", "RFC 8259 §4"),
            Self::CommaOrBrace => ("a comma and another member, or “}”", "RFC 8259 §4"),
            Self::CommaOrBracket => ("a comma and another value, or “]”", "RFC 8259 §5"),
            Self::Digit => ("a digit", "RFC 8259 §6"),
            Self::NoLeadingZero => ("a number without a leading zero", "RFC 8259 §6"),
            Self::Escape => ("an escape that JSON has, such as \\\" or \\u0041", "RFC 8259 §7"),
            Self::NoControl => ("control characters in strings as escapes, such as \\n", "RFC 8259 §7"),
            Self::Quote => ("a quotation mark at the end of the string", "RFC 8259 §7"),
            Self::End => ("nothing more after the end of the report", "RFC 8259 §2"),
            Self::FewerLevels => return TOO_DEEP,
            Self::FewerElements => return TOO_MANY_ELEMENTS,
        };
        Rule { what, basis, ..NOT_JSON }
    }
}

impl Stop {
    /// The rule that was broken, where, and what is there.
    pub(super) fn explain(self, text: &str) -> (Rule, Span, String) {
        let rest = text.get(self.at..).unwrap_or_default();
        let (length, saw) = match self.expected {
            Expected::FewerLevels => (1, format!("level {} of objects and arrays", MAX_DEPTH.saturating_add(1))),
            Expected::FewerElements => (1, format!("more than {MAX_ELEMENTS} policies, failure details and strings")),
            _ => seen(rest),
        };
        (self.expected.rule(), Span::new(self.at, self.at.saturating_add(length)), saw)
    }
}

/// What stands at the start of `rest`, and how long it is.
fn seen(rest: &str) -> (usize, String) {
    let Some(first) = rest.chars().next() else { return (0, "the end of the text".to_owned()) };
    let is_of_word = |ch: char| ch.is_alphanumeric() || ch == '_';
    let word = rest.char_indices().take(24).take_while(|(_, ch)| is_of_word(*ch)).last();
    let length = word.map_or(first.len_utf8(), |(at, ch)| at.saturating_add(ch.len_utf8()));
    let shown = show(rest.get(..length).unwrap_or_default().as_bytes());
    let saw = match first {
        '\'' => "a single quotation mark".to_owned(),
        '"' => "a quotation mark".to_owned(),
        '“' | '”' | '„' => "a typographic quotation mark".to_owned(),
        ',' => "a comma".to_owned(),
        '/' | '#' => format!("“{shown}”, perhaps of a comment, which JSON has not"),
        _ => format!("“{shown}”"),
    };
    (length, saw)
}
