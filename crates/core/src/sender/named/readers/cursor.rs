//! mox: one cursor over the whole text, which takes what the grammar allows next and never splits lines.

use super::fields::Understood;
use super::names::to_lookup_name;
use super::part::{Part, White};
use super::refusal::{Refusal, Refused};
use super::values;
use crate::policy::Mode;
use crate::text::Span;

/// The octets of a field's name that are looked at.
const LONGEST_NAME: usize = 32;

/// Reads a policy as mox does.
pub(crate) fn read(text: &[u8]) -> Result<Understood, Refused> {
    let mut cursor = Cursor { rest: Part::whole(text) };
    let (mut has_version, mut mode, mut max_age, mut mx) = (false, None, None, Vec::new());
    loop {
        let name = cursor.name()?;
        cursor.skip_wsp();
        match name.octets {
            b"version" => {
                cursor.word(&["STSv1"]).ok_or_else(|| cursor.refused(Refusal::Version))?;
                has_version = true;
            }
            // A repeat has to be good, and does not count.
            b"mode" => mode = Some(mode.unwrap_or(cursor.mode()?)),
            b"max_age" => max_age = Some(max_age.unwrap_or(cursor.max_age()?)),
            b"mx" => mx.push(cursor.pattern()?),
            _ => cursor.value()?,
        }
        cursor.skip_wsp();
        let has_ended = cursor.take(b"\n") || cursor.take(b"\r\n");
        if cursor.rest.is_empty() {
            break;
        }
        if !has_ended {
            return Err(cursor.refused(Refusal::LineRest));
        }
    }
    let end = Span::new(text.len(), text.len());
    let missing = |why| Refused::new(why, end);
    if !has_version {
        return Err(missing(Refusal::VersionMissing));
    }
    let mode = mode.ok_or(missing(Refusal::ModeMissing))?;
    let max_age = max_age.ok_or(missing(Refusal::MaxAgeMissing))?;
    if mx.is_empty() && mode != Mode::None {
        return Err(missing(Refusal::MxMissing));
    }
    Ok(Understood { mode, max_age, mx })
}

/// The pattern that a text is, as mox keeps it: in lower case.
pub(crate) fn pattern(text: &str) -> Option<String> {
    let mut cursor = Cursor { rest: Part::whole(text.as_bytes()).trim(White::Wsp) };
    cursor.pattern().ok().filter(|_| cursor.rest.is_empty())
}

/// What is left to read.
struct Cursor<'t> {
    rest: Part<'t>,
}

impl<'t> Cursor<'t> {
    /// A refusal at the character that comes next.
    fn refused(&self, why: Refusal) -> Refused {
        let next = self.rest.octets.utf8_chunks().next();
        let length = next.and_then(|chunk| chunk.valid().chars().next()).map_or(1, char::len_utf8);
        Refused::new(why, self.rest.take(length).span())
    }

    fn take(&mut self, octets: &[u8]) -> bool {
        let is_next = self.rest.octets.starts_with(octets);
        if is_next {
            self.rest = self.rest.skip(octets.len());
        }
        is_next
    }

    /// Takes octets while they fit, given their number so far.
    fn take_while(&mut self, fits: impl Fn(usize, u8) -> bool) -> Part<'t> {
        let octets = self.rest.octets;
        let length = octets.iter().enumerate().take_while(|(count, octet)| fits(*count, **octet)).count();
        let taken = self.rest.take(length);
        self.rest = self.rest.skip(length);
        taken
    }

    fn skip_wsp(&mut self) {
        self.take_while(|_, octet| matches!(octet, b' ' | b'\t'));
    }

    /// One of a few words, whatever follows it.
    fn word(&mut self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.take(word.as_bytes()))
    }

    /// A field's name and its colon.
    fn name(&mut self) -> Result<Part<'t>, Refused> {
        match self.rest.octets {
            [] => return Err(self.refused(Refusal::VersionMissing)),
            [b'\n', ..] | [b'\r', b'\n', ..] => return Err(self.refused(Refusal::EmptyLine)),
            _ => {}
        }
        let start = self.rest;
        let name = self.take_while(|count, octet| {
            let is_mark = matches!(octet, b'-' | b'.') || (octet == b'_' && count > 0);
            count < LONGEST_NAME && (octet.is_ascii_alphanumeric() || is_mark)
        });
        if !name.is_empty() && self.take(b":") {
            return Ok(name);
        }
        let line = start.split(b'\n').map_or(start, |(line, _)| line);
        let why = if line.octets.contains(&b':') { Refusal::FieldName } else { Refusal::NoColon };
        Err(Refused::new(why, line.span()))
    }

    fn mode(&mut self) -> Result<Mode, Refused> {
        match self.word(&["testing", "enforce", "none"]) {
            Some("testing") => Ok(Mode::Testing),
            Some("enforce") => Ok(Mode::Enforce),
            Some(_) => Ok(Mode::None),
            None => Err(self.refused(Refusal::Mode)),
        }
    }

    /// Up to 10 digits, of a number that 32 bits have room for.
    fn max_age(&mut self) -> Result<i128, Refused> {
        let digits = self.take_while(|count, octet| count < 10 && octet.is_ascii_digit());
        let number: Option<i64> = std::str::from_utf8(digits.octets).ok().and_then(|digits| digits.parse().ok());
        let most = i64::from(i32::MAX);
        match number {
            Some(seconds) if seconds <= most => Ok(i128::from(seconds)),
            Some(_) => Err(Refused::new(Refusal::MaxAgeAbove(most), digits.span())),
            None => Err(self.refused(Refusal::MaxAge)),
        }
    }

    /// `*.`, if it is there, and a name.
    fn pattern(&mut self) -> Result<String, Refused> {
        let start = self.rest;
        let prefix = if self.take(b"*.") { "*." } else { "" };
        let mut name = values::text(self.label()?);
        while self.take(b".") {
            name.push('.');
            name.push_str(&values::text(self.label()?));
        }
        let at = start.take(start.octets.len().saturating_sub(self.rest.octets.len())).span();
        let name = to_lookup_name(&name).ok_or(Refused::new(Refusal::Mx, at))?;
        Ok(format!("{prefix}{name}"))
    }

    /// Letters, digits and, not in front, hyphens.
    fn label(&mut self) -> Result<Part<'t>, Refused> {
        let label = self.take_while(|count, octet| octet.is_ascii_alphanumeric() || (octet == b'-' && count > 0));
        let is_beyond = self.rest.octets.first().is_some_and(|octet| !octet.is_ascii());
        if label.is_empty() || is_beyond { Err(self.refused(Refusal::Mx)) } else { Ok(label) }
    }

    /// The value of an unknown field: not empty, and no control character of ASCII in it.
    fn value(&mut self) -> Result<(), Refused> {
        let value = self.take_while(|_, octet| matches!(octet, b' '..=b'~' | 0x80..));
        if value.is_empty() { Err(self.refused(Refusal::FieldValue)) } else { Ok(()) }
    }
}
