//! What every parser shares: spans, violations, and how bytes from the network are shown to people.

use std::fmt::Write as _;

use serde::Serialize;

use crate::finding::{Effect, Rule};

/// A half-open range of bytes in one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// This span, moved right by `offset` bytes.
    pub fn offset(self, offset: usize) -> Self {
        Self { start: self.start.saturating_add(offset), end: self.end.saturating_add(offset) }
    }
}

/// A departure from a grammar: which rule, where, and the values its sentences name.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The rule of the finding table that was broken.
    pub rule: &'static Rule,
    /// Where in the input.
    pub span: Span,
    /// Values for the placeholders of the rule's sentences.
    pub values: Vec<(&'static str, String)>,
}

/// The violations of one input, in order of discovery.
///
/// At most [`Violations::MAX`] are kept, those that do most to the text, so that a hostile text cannot make the report
/// larger than itself; what the rules do to the text is tracked for all of them.
#[derive(Clone, Debug, Default)]
pub struct Violations {
    kept: Vec<Violation>,
    /// How many more there were.
    pub omitted: usize,
    worst: Effect,
    /// The least effect of those that are kept.
    least: Effect,
    forbidden: bool,
    is_wordless: bool,
}

impl Violations {
    /// How many are kept.
    pub const MAX: usize = 100;

    /// Violations that keep no values for sentences: for those who only count or name them.
    pub(crate) fn wordless() -> Self {
        Self { is_wordless: true, ..Self::default() }
    }

    /// Adds a violation of `rule` at `span`; `seen` fills the placeholder `{seen}`, and is made into a string only if
    /// the violation is kept.
    pub fn push(&mut self, rule: &'static Rule, span: Span, seen: impl Into<String>) {
        self.push_with(rule, span, || vec![("seen", seen.into())]);
    }

    /// Adds a violation with values for other placeholders, which are made only if it is kept.
    pub fn push_with(&mut self, rule: &'static Rule, span: Span, values: impl FnOnce() -> Vec<(&'static str, String)>) {
        if self.has_room_for(rule) {
            let values = if self.is_wordless { Vec::new() } else { values() };
            self.keep(Violation { rule, span, values });
        }
    }

    /// Counts a violation of `rule`; gives whether it is to be kept.
    fn has_room_for(&mut self, rule: &'static Rule) -> bool {
        self.worst = self.worst.max(rule.effect);
        self.forbidden |= rule.effect.is_forbidden();
        if self.kept.len() >= Self::MAX {
            self.omitted = self.omitted.saturating_add(1);
            if rule.effect <= self.least {
                return false;
            }
            // What decides is not crowded out by what does not: the last of the least makes room.
            if let Some(at) = self.kept.iter().rposition(|kept| kept.rule.effect == self.least) {
                self.kept.remove(at);
            }
        }
        true
    }

    fn keep(&mut self, violation: Violation) {
        self.kept.push(violation);
        self.least = self.kept.iter().map(|kept| kept.rule.effect).min().unwrap_or_default();
    }

    /// Takes over the violations of a part that begins at `offset`.
    pub fn append(&mut self, part: Self, offset: usize) {
        for violation in part.kept {
            self.push_with(violation.rule, violation.span.offset(offset), || violation.values);
        }
        self.omitted = self.omitted.saturating_add(part.omitted);
        self.worst = self.worst.max(part.worst);
        self.forbidden |= part.forbidden;
    }

    /// The kept violations, in the order of the text.
    #[inline]
    pub fn in_order(&self) -> Vec<&Violation> {
        let mut ordered: Vec<&Violation> = self.kept.iter().collect();
        // Most are found in that order.
        if !ordered.is_sorted_by_key(|violation| violation.span.start) {
            sort(&mut ordered);
        }
        ordered
    }

    /// The kept violations.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.kept.iter()
    }

    /// What they do together to the text they were found in.
    pub fn validity(&self) -> Validity {
        match self.worst {
            Effect::Harmless => Validity::Valid,
            Effect::Differs | Effect::DiffersForbidden => Validity::SendersDiffer,
            Effect::Void => Validity::Invalid,
        }
    }

    /// Whether the letter of the RFC lets the text stand, whatever senders in use make of it.
    pub fn conforms(&self) -> bool {
        !self.forbidden
    }
}

/// Apart from [`Violations::in_order`], so that the sort is not inlined with it: it takes 4 kB of the module.
fn sort(violations: &mut [&Violation]) {
    violations.sort_by_key(|violation| violation.span.start);
}

/// Whether senders use a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// A conforming sender uses it.
    Valid,
    /// Senders in use disagree, or the RFC is silent or contradicts itself.
    SendersDiffer,
    /// A conforming sender does not use it.
    Invalid,
}

/// A place in a text, for people and for editors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Line, counted from 1; lines end with LF.
    pub line: usize,
    /// Column, counted from 1 in UTF-16 code units, as editors on the web count. An octet that is not UTF-8 is one.
    pub column: usize,
    /// First byte in the whole text, counted from 0.
    pub byte_start: usize,
    /// One past the last byte.
    pub byte_end: usize,
    /// The text there, invisible and undecodable octets escaped, shortened when long.
    pub text: String,
}

/// Turns spans into locations. Asked in ascending order it reads the input once.
pub struct Locator<'a> {
    input: &'a [u8],
    byte: usize,
    line: usize,
    column: usize,
}

impl<'a> Locator<'a> {
    /// A locator at the start of `input`.
    pub fn new(input: &'a [u8]) -> Self {
        Self { input, byte: 0, line: 1, column: 1 }
    }

    /// Where `span` is; a span beyond the input is cut at its end.
    pub fn locate(&mut self, span: Span) -> Location {
        let end = span.end.min(self.input.len());
        let start = span.start.min(end);
        if start < self.byte {
            *self = Self::new(self.input);
        }
        let between = self.input.get(self.byte..start).unwrap_or_default();
        for chunk in between.utf8_chunks() {
            for ch in chunk.valid().chars() {
                if ch == '\n' {
                    self.line = self.line.saturating_add(1);
                    self.column = 1;
                } else {
                    self.column = self.column.saturating_add(ch.len_utf16());
                }
            }
            self.column = self.column.saturating_add(chunk.invalid().len());
        }
        self.byte = start;
        Location {
            line: self.line,
            column: self.column,
            byte_start: start,
            byte_end: end,
            text: show(self.input.get(start..end).unwrap_or_default()),
        }
    }
}

/// How many characters of a value are shown in a sentence.
const SHOWN: usize = 120;

/// Bytes as text that can be printed: control, invisible and bidirectional characters as `\u{…}`, undecodable octets
/// as `\xNN`, the rest as it is; shortened after 120 characters.
pub fn show(bytes: &[u8]) -> String {
    if bytes.len() <= SHOWN && bytes.iter().all(|octet| matches!(octet, b' '..=b'~')) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // Four octets are the most a character takes, so this much is enough to fill the line.
    let head = bytes.get(..SHOWN.saturating_mul(4)).unwrap_or(bytes);
    let all = show_all(head);
    match all.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", all.get(..cut).unwrap_or_default()),
        None if head.len() < bytes.len() => format!("{all}…"),
        None => all,
    }
}

/// Bytes that [`show`] turns into text when a string is made of them, which for a violation that is not kept is never: a
/// hostile text breaks a rule with every octet.
pub(crate) struct Shown<'a>(pub(crate) &'a [u8]);

impl From<Shown<'_>> for String {
    fn from(shown: Shown<'_>) -> Self {
        show(shown.0)
    }
}

/// As [`show`], whole.
pub fn show_all(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for ch in chunk.valid().chars() {
            match ch {
                '\t' => shown.push_str("\\t"),
                '\r' => shown.push_str("\\r"),
                '\n' => shown.push_str("\\n"),
                _ if is_visible(ch) => shown.push(ch),
                // Writing to a String cannot fail.
                _ => _ = write!(shown, "\\u{{{:x}}}", u32::from(ch)),
            }
        }
        for octet in chunk.invalid() {
            _ = write!(shown, "\\x{octet:02x}");
        }
    }
    shown
}

/// Whether a character leaves a mark of its own and cannot reorder or hide its neighbours.
pub fn is_visible(ch: char) -> bool {
    !(ch.is_control()
        || (ch.is_whitespace() && ch != ' ')
        || matches!(ch,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'))
}

/// WSP of RFC 5234: SP and HTAB, and nothing else.
pub(crate) fn is_wsp(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}

/// The part of `bytes` without leading and trailing WSP, with its offset.
pub(crate) fn trim_wsp(bytes: &[u8]) -> (usize, &[u8]) {
    let start = bytes.iter().position(|&octet| !is_wsp(octet)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|&octet| !is_wsp(octet)).map_or(start, |last| last.saturating_add(1));
    (start, bytes.get(start..end).unwrap_or_default())
}

/// `ext-name` of RFC 8461 §3.1 and §3.2 and RFC 8460 §3: a letter or digit, then at most 31 letters, digits, `_`, `-`
/// or `.`.
pub(crate) fn is_extension_name(name: &[u8]) -> bool {
    let follows = |&octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-' | b'.');
    name.len() <= 32 && name.first().is_some_and(u8::is_ascii_alphanumeric) && name.iter().all(follows)
}

/// A sentence as it stands behind a clause. For those that begin with an ordinary word, an abbreviation such as DNSSEC or a domain, as
/// ours do.
pub(crate) fn lower_first(sentence: &str) -> String {
    let mut sentence = sentence.to_owned();
    let is_abbreviation = sentence.as_bytes().get(1).is_some_and(|octet| octet.is_ascii_uppercase());
    if let Some(first) = sentence.get_mut(..1).filter(|_| !is_abbreviation) {
        first.make_ascii_lowercase();
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ms_046_columns_are_utf_16_and_bytes_are_bytes() {
        let mut locator = Locator::new("a😀b\nxüy".as_bytes());
        let at = |location: Location| (location.line, location.column, location.byte_start, location.text);
        assert_eq!(at(locator.locate(Span::new(5, 6))), (1, 4, 5, "b".to_owned()));
        assert_eq!(at(locator.locate(Span::new(10, 11))), (2, 3, 10, "y".to_owned()));
        assert_eq!(at(locator.locate(Span::new(0, 1))), (1, 1, 0, "a".to_owned()));
        assert_eq!(at(Locator::new(b"\xff\xffz").locate(Span::new(2, 3))), (1, 3, 2, "z".to_owned()));
    }

    #[test]
    fn what_decides_is_kept_among_very_many() {
        use crate::finding::policy::{MX_MISSING, POLICY_DUPLICATE_FIELD, POLICY_UNKNOWN_FIELD};
        let mut violations = Violations::default();
        for rule in [&POLICY_UNKNOWN_FIELD, &POLICY_DUPLICATE_FIELD, &MX_MISSING, &POLICY_UNKNOWN_FIELD] {
            for at in 0..99 {
                violations.push(rule, Span::new(at, at), "");
            }
        }
        let count = |rule: &'static Rule| violations.iter().filter(|kept| kept.rule.id == rule.id).count();
        assert_eq!((count(&MX_MISSING), count(&POLICY_DUPLICATE_FIELD), count(&POLICY_UNKNOWN_FIELD)), (99, 1, 0));
        assert_eq!((violations.iter().count(), violations.omitted), (Violations::MAX, 4 * 99 - Violations::MAX));
    }

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        assert_eq!(
            show("a\u{200b}b\u{202e}\u{feff}\r\n\u{a0}".as_bytes()),
            "a\\u{200b}b\\u{202e}\\u{feff}\\r\\n\\u{a0}"
        );
        assert_eq!(show(b"m\xfcller"), "m\\xfcller");
        assert_eq!(show(&[b'a'; 500]), format!("{}…", "a".repeat(120)));
        assert_eq!(show("müller".as_bytes()), "müller");
        // A blank pattern of Braille, and what steers musical notation, shorthand and hieroglyphs.
        assert!(['\u{2800}', '\u{1d173}', '\u{1bca0}', '\u{13430}'].into_iter().all(|ch| !is_visible(ch)));
    }

    proptest! {
        #[test]
        fn every_location_lies_inside_its_input(bytes: Vec<u8>, start in 0usize..64, len in 0usize..64) {
            let location = Locator::new(&bytes).locate(Span::new(start, start + len));
            prop_assert!(location.byte_start <= location.byte_end && location.byte_end <= bytes.len());
        }

        #[test]
        fn asking_in_any_order_gives_the_same_place(text in "(?s).{0,32}", a: proptest::sample::Index, b: proptest::sample::Index) {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (*a.get(&starts), *b.get(&starts));
            let mut locator = Locator::new(text.as_bytes());
            locator.locate(Span::new(a, a));
            prop_assert_eq!(locator.locate(Span::new(b, b)), Locator::new(text.as_bytes()).locate(Span::new(b, b)));
        }
    }
}
