//! Objects with known members, and values of known types, out of JSON: between its tokens and what a report means.

use std::collections::HashMap;
use std::fmt::{self, Display};

use super::json::{Json, Kind};
use super::problems::Problems;
use super::rules::{
    self, BAD_COUNT, BAD_TYPE, DUPLICATE_KEY, LONE_SURROGATE, LONG_TEXT, MISSING, MISSING_COUNT, MISSING_PART,
    NO_COUNT, PLACEHOLDER_KEY, Rule,
};
use super::shape::{Member, Need, Shape};
use super::syntax::{Expected, Stop};
use super::{Count, MAX_ELEMENTS, MAX_TEXT, number};
use crate::text::{Span, show};

/// The longest name that is looked up; no member's is longer.
const MAX_NAME: usize = 64;

/// Reads one text.
pub(super) struct Reader<'a> {
    pub(super) json: Json<'a>,
    pub(super) problems: Problems,
    path: Path,
    /// How many failure details there were.
    pub(super) failures: usize,
    /// Where each result type of the present policy stands among its sums.
    pub(super) types: HashMap<String, usize>,
    /// How many elements of arrays there were.
    elements: usize,
}

/// The way to a value: the members and array elements that it is in.
struct Path(Vec<Step>);

#[derive(Clone, Copy)]
enum Step {
    Member(&'static str),
    Element(usize),
}

/// Where an object is being read.
pub(super) struct Object {
    shape: &'static Shape,
    /// Its opening brace.
    pub(super) brace: Span,
    depth: usize,
    is_first: bool,
    /// The number of the member that is being read, and where its value begins.
    open: Option<(usize, usize)>,
    /// A bit for each member that was there.
    met: u8,
    /// A bit for each of them that was `null`.
    null: u8,
    /// Where the value of each of them is.
    values: [Span; 8],
}

impl Object {
    /// The value of a member that has been read, unless it is `null`.
    pub(super) fn value(&self, member: Member) -> Option<Span> {
        let index = self.shape.fields.iter().position(|field| field.member == member)?;
        if self.null & bit(index) == 0 { self.met(index) } else { None }
    }

    fn met(&self, index: usize) -> Option<Span> {
        if self.met & bit(index) == 0 { None } else { self.values.get(index).copied() }
    }

    fn set(&mut self, index: usize, span: Span) {
        self.met |= bit(index);
        if let Some(value) = self.values.get_mut(index) {
            *value = span;
        }
    }
}

/// The bit of a member; an object has eight at most.
fn bit(index: usize) -> u8 {
    1_u8.wrapping_shl(index as u32)
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        let path = Path(Vec::with_capacity(8));
        let (problems, types) = (Problems::default(), HashMap::new());
        Self { json: Json::new(text, start), problems, path, failures: 0, types, elements: 0 }
    }

    /// Adds a problem with what stands at the present place.
    pub(super) fn push(&mut self, rule: Rule, span: Span, saw: impl FnOnce() -> String) {
        self.problems.push(rule, span, || self.path.to_string(), saw);
    }

    /// Adds a problem with a string, which is shown.
    pub(super) fn push_text(&mut self, rule: Rule, span: Span) {
        let raw = self.json.slice(span);
        self.push(rule, span, || quoted(raw));
    }

    /// Goes into the object that is next. What is no object is passed over; `rule` says so.
    pub(super) fn object(&mut self, shape: &'static Shape, rule: Rule) -> Result<Option<Object>, Stop> {
        let kind = self.json.kind()?;
        if kind != Kind::Object {
            self.refuse(kind, rule)?;
            return Ok(None);
        }
        let brace = Span::new(self.json.at(), self.json.at().saturating_add(1));
        self.json.enter()?;
        let depth = self.path.0.len();
        Ok(Some(Object {
            shape,
            brace,
            depth,
            is_first: true,
            open: None,
            met: 0,
            null: 0,
            values: [Span::new(0, 0); 8],
        }))
    }

    /// Goes on to the next member that means something. Others are passed over, and so are those that were there before; what is
    /// `null` is as good as missing, except where a number has to be. At the end, what is missing is said.
    pub(super) fn member(&mut self, object: &mut Object) -> Result<Option<Member>, Stop> {
        if let Some((index, start)) = object.open.take() {
            object.set(index, Span::new(start, self.json.at()));
        }
        self.path.0.truncate(object.depth);
        loop {
            let Some(name) = self.json.name(std::mem::take(&mut object.is_first))? else {
                self.note_missing(object);
                return Ok(None);
            };
            self.note_surrogate();
            let Some((index, field, is_placeholder)) = object.shape.find(&name.decode(MAX_NAME).0) else {
                self.skip()?;
                continue;
            };
            self.path.0.push(Step::Member(field.name));
            if is_placeholder {
                self.push_text(PLACEHOLDER_KEY, name.span());
            }
            let kind = self.json.kind()?;
            let start = self.json.at();
            if let Some(first) = object.met(index) {
                let second = self.skip()?;
                let json = &self.json;
                let saw = || format!("{}, then {}", shown(json.slice(first)), shown(json.slice(second)));
                self.problems.push(DUPLICATE_KEY, name.span(), || self.path.to_string(), saw);
            } else if kind == Kind::Null && is_optional_if_null(field.member) {
                let span = self.skip()?;
                object.set(index, span);
                object.null |= bit(index);
            } else {
                object.open = Some((index, start));
                return Ok(Some(field.member));
            }
            self.path.0.truncate(object.depth);
        }
    }

    /// Says what an object that is at its end has not.
    fn note_missing(&mut self, object: &Object) {
        let is_there = object.met & !object.null;
        if is_there == 0 && object.shape.needs_any {
            return self.push(NO_COUNT, object.brace, || "an object without either of them".to_owned());
        }
        for (index, field) in object.shape.fields.iter().enumerate() {
            let rule = match field.need {
                _ if is_there & bit(index) != 0 => continue,
                Need::Optional => continue,
                Need::Expected => MISSING,
                Need::ExpectedCount => MISSING_COUNT,
                Need::Required if field.member == Member::Policies => rules::MISSING_POLICIES,
                Need::Required => MISSING_PART,
            };
            let (span, saw) = object.met(index).map_or((object.brace, "an object without it"), |span| (span, "null"));
            self.path.0.push(Step::Member(field.name));
            self.push(rule, span, || saw.to_owned());
            self.path.0.truncate(object.depth);
        }
    }

    /// Goes through the array that is next, whose elements `read` reads; its first argument is their number. What is no array is
    /// passed over; `rule` says so.
    pub(super) fn array(
        &mut self,
        rule: Rule,
        mut read: impl FnMut(&mut Self, usize) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let kind = self.json.kind()?;
        if kind != Kind::Array {
            return self.refuse(kind, rule);
        }
        self.json.enter()?;
        let depth = self.path.0.len();
        let mut number: usize = 0;
        while self.json.element(number == 0)? {
            self.elements = self.elements.saturating_add(1);
            if self.elements > MAX_ELEMENTS {
                return Err(self.json.stop(Expected::FewerElements));
            }
            self.path.0.push(Step::Element(number));
            read(self, number)?;
            self.path.0.truncate(depth);
            number = number.saturating_add(1);
        }
        Ok(())
    }

    /// As much of the string that is next as is kept, and where it is. What is none is passed over, and said.
    pub(super) fn text(&mut self) -> Result<Option<(String, Span)>, Stop> {
        let kind = self.json.kind()?;
        if kind != Kind::String {
            self.refuse(kind, BAD_TYPE)?;
            return Ok(None);
        }
        let string = self.json.string()?;
        self.note_surrogate();
        let (kept, is_cut) = string.decode(MAX_TEXT);
        if is_cut {
            let length = string.span().end.saturating_sub(string.span().start).saturating_sub(2);
            self.push(LONG_TEXT, string.span(), || format!("a string of {length} octets"));
        }
        Ok(Some((kept.into_owned(), string.span())))
    }

    /// The count that is next. What is none is passed over, and said.
    pub(super) fn count(&mut self) -> Result<Option<Count>, Stop> {
        let kind = self.json.kind()?;
        if kind != Kind::Number {
            self.refuse(kind, BAD_COUNT)?;
            return Ok(None);
        }
        let span = self.json.number()?;
        let raw = self.json.slice(span);
        let counted = number::count(raw);
        if let Err(why) = counted {
            self.push(BAD_COUNT, span, || format!("{}, {}", show(raw.as_bytes()), why.words()));
        }
        Ok(counted.ok())
    }

    /// Passes over a value that breaks `rule` by its type.
    pub(super) fn refuse(&mut self, kind: Kind, rule: Rule) -> Result<(), Stop> {
        let span = self.skip()?;
        let raw = self.json.slice(span);
        self.push(rule, span, || with_type(raw, kind));
        Ok(())
    }

    fn skip(&mut self) -> Result<Span, Stop> {
        let span = self.json.skip();
        self.note_surrogate();
        span
    }

    fn note_surrogate(&mut self) {
        if let Some(span) = self.json.take_lone_surrogate() {
            self.push_text(LONE_SURROGATE, span);
        }
    }
}

/// Optional members may be `null`, and of the others it says no more than if they were missing. But where RFC 8460 §4.4 has a number
/// or a list, `null` may stand for one that the sender could not write.
fn is_optional_if_null(member: Member) -> bool {
    !matches!(member, Member::Policies | Member::Successful | Member::Failed | Member::FailedSessions)
}

/// A piece of the text, shown; a string in typographic quotation marks in place of its own.
fn shown(raw: &str) -> String {
    if raw.starts_with('"') { quoted(raw) } else { show(raw.as_bytes()) }
}

/// A string or a part of one, shown.
fn quoted(raw: &str) -> String {
    let inside = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    format!("“{}”", show(inside.as_bytes()))
}

fn with_type(raw: &str, kind: Kind) -> String {
    let shown = shown(raw);
    match kind {
        Kind::Object => format!("{shown}, an object"),
        Kind::Array => format!("{shown}, an array"),
        Kind::String => format!("{shown}, a string"),
        Kind::Number => format!("{shown}, a number"),
        Kind::Boolean | Kind::Null => shown,
    }
}

/// As in JavaScript: `policies[0].summary`.
impl Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if number == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(number) => write!(f, "[{number}]")?,
            }
        }
        Ok(())
    }
}
