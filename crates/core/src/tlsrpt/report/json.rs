//! JSON (RFC 8259) token by token, in one pass and without recursion: whoever asks goes into objects and arrays, or skips them.
//!
//! Own code, because `serde_json` tells no places of what it has read, loses counts above 2^64, refuses what RFC 7493 forbids
//! where a reader can go on (halves of surrogate pairs), and shows one of two members of the same name at most.

use super::MAX_DEPTH;
use super::escape::{escape_at, plain_run};
use super::string::JsonString;
use super::syntax::{Expected, Stop};
use crate::text::Span;

/// What a value is, by its first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

/// A text and how far it has been read.
pub(super) struct Json<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    lone: Option<Span>,
}

impl<'a> Json<'a> {
    /// Reads `text` from the octet `at` on.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0, lone: None }
    }

    /// How far it is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The text of a span.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The first half of a surrogate pair without its other half since this was asked last.
    pub(super) fn take_lone_surrogate(&mut self) -> Option<Span> {
        self.lone.take()
    }

    /// What the next value is.
    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind, Stop> {
        self.space();
        Ok(match self.octet() {
            Some(b'"') => Kind::String,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f') => Kind::Boolean,
            Some(b'n') => Kind::Null,
            _ => return Err(self.stop(Expected::Value)),
        })
    }

    /// Goes into the object or array that is next.
    pub(super) fn enter(&mut self) -> Result<(), Stop> {
        if self.depth >= MAX_DEPTH {
            return Err(self.stop(Expected::FewerLevels));
        }
        self.depth = self.depth.saturating_add(1);
        self.advance(1);
        Ok(())
    }

    /// The name of the next member of an object, behind which its value is next; `None` at the end of the object.
    pub(super) fn name(&mut self, is_first: bool) -> Result<Option<JsonString<'a>>, Stop> {
        self.space();
        match self.octet() {
            Some(b'}') => {
                self.leave();
                return Ok(None);
            }
            Some(b'"') if is_first => {}
            Some(b',') if !is_first => {
                self.advance(1);
                self.space();
                if self.octet() != Some(b'"') {
                    return Err(self.stop(Expected::Name));
                }
            }
            _ => return Err(self.stop(if is_first { Expected::NameOrEnd } else { Expected::CommaOrBrace })),
        }
        let name = self.string()?;
        self.space();
        if self.octet() != Some(b':') {
            return Err(self.stop(Expected::Colon));
        }
        self.advance(1);
        Ok(Some(name))
    }

    /// Whether an array goes on: then its next value is next.
    pub(super) fn element(&mut self, is_first: bool) -> Result<bool, Stop> {
        self.space();
        match self.octet() {
            Some(b']') => {
                self.leave();
                Ok(false)
            }
            _ if is_first => Ok(true),
            Some(b',') => {
                self.advance(1);
                Ok(true)
            }
            _ => Err(self.stop(Expected::CommaOrBracket)),
        }
    }

    /// Goes past the next value, whatever it is; gives where it was.
    pub(super) fn skip(&mut self) -> Result<Span, Stop> {
        self.space();
        let (start, outside) = (self.at, self.depth);
        // A bit for each level inside, the innermost last: whether it is an object.
        let mut is_object: u64 = 0;
        loop {
            let kind = self.kind()?;
            let mut is_first = false;
            match kind {
                Kind::Object | Kind::Array => {
                    self.enter()?;
                    is_object = is_object << 1 | u64::from(kind == Kind::Object);
                    is_first = true;
                }
                Kind::String => _ = self.string()?,
                Kind::Number => _ = self.number()?,
                Kind::Boolean | Kind::Null => self.literal()?,
            }
            loop {
                if self.depth == outside {
                    return Ok(Span::new(start, self.at));
                }
                let goes_on = if is_object & 1 == 1 { self.name(is_first)?.is_some() } else { self.element(is_first)? };
                if goes_on {
                    break;
                }
                is_object >>= 1;
                is_first = false;
            }
        }
    }

    /// The string that is next.
    pub(super) fn string(&mut self) -> Result<JsonString<'a>, Stop> {
        self.advance(1);
        let start = self.at;
        let mut has_escape = false;
        loop {
            self.advance(plain_run(self.rest()));
            match self.octet() {
                Some(b'"') => {
                    let string = JsonString::new(self.slice(Span::new(start, self.at)), start, has_escape);
                    self.advance(1);
                    return Ok(string);
                }
                Some(b'\\') => {
                    has_escape = true;
                    let escape = escape_at(self.rest()).ok_or_else(|| self.stop(Expected::Escape))?;
                    if escape.is_lone {
                        let end = self.at.saturating_add(escape.length);
                        self.lone.get_or_insert(Span::new(self.at, end));
                    }
                    self.advance(escape.length);
                }
                Some(_) => return Err(self.stop(Expected::NoControl)),
                None => return Err(self.stop(Expected::Quote)),
            }
        }
    }

    /// The number that is next (RFC 8259 §6).
    pub(super) fn number(&mut self) -> Result<Span, Stop> {
        let start = self.at;
        if self.octet() == Some(b'-') {
            self.advance(1);
        }
        if self.octet() == Some(b'0') {
            self.advance(1);
            if self.octet().is_some_and(|octet| octet.is_ascii_digit()) {
                return Err(self.stop(Expected::NoLeadingZero));
            }
        } else {
            self.digits()?;
        }
        if self.octet() == Some(b'.') {
            self.advance(1);
            self.digits()?;
        }
        if matches!(self.octet(), Some(b'e' | b'E')) {
            self.advance(1);
            if matches!(self.octet(), Some(b'+' | b'-')) {
                self.advance(1);
            }
            self.digits()?;
        }
        Ok(Span::new(start, self.at))
    }

    /// The end of the text, with nothing but white space before it.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        self.space();
        if self.octet().is_none() { Ok(()) } else { Err(self.stop(Expected::End)) }
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let count = self.rest().iter().take_while(|octet| octet.is_ascii_digit()).count();
        self.advance(count);
        if count == 0 { Err(self.stop(Expected::Digit)) } else { Ok(()) }
    }

    fn literal(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let word = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word.as_bytes()));
        let Some(word) = word else { return Err(self.stop(Expected::Value)) };
        self.advance(word.len());
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.advance(1);
    }

    #[inline]
    fn space(&mut self) {
        while matches!(self.octet(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.advance(1);
        }
    }

    #[inline]
    fn octet(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn advance(&mut self, octets: usize) {
        self.at = self.at.saturating_add(octets);
    }

    pub(super) fn stop(&self, expected: Expected) -> Stop {
        Stop { at: self.at, expected }
    }
}
