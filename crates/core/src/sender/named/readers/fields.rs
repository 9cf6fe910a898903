//! Programs that read a policy line by line: one engine, and what differs as data.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::lines::LineEnds;
use super::number::Number;
use super::part::{Part, White};
use super::refusal::{Refusal, Refused};
use super::values;
use crate::policy::Mode;
use crate::text::{Span, is_extension_name};

/// What a program does as it goes through the lines.
#[derive(Clone, Debug)]
pub(crate) struct LineRules {
    /// The octets it takes without being told a charset.
    pub(crate) encoding: Encoding,
    /// The longest text, in KiB.
    pub(crate) most_kib: usize,
    /// Where a line ends.
    pub(crate) ends: LineEnds,
    /// What is trimmed from the end of a line, before anything else.
    pub(crate) line_end: White,
    /// What becomes of a line that is empty then.
    pub(crate) empty_line: OddLine,
    /// What becomes of a line without a colon.
    pub(crate) no_colon: OddLine,
    /// Whether a value may hold a colon.
    pub(crate) colon_in_value: bool,
    /// What is trimmed from both ends of a name.
    pub(crate) name: White,
    /// What is trimmed from both ends of a value.
    pub(crate) value: White,
    /// Whether unknown fields have to fit the grammar (RFC 8461 §3.2, `sts-policy-extension`).
    pub(crate) strict_extensions: bool,
    /// What becomes of a second `version`, `mode` or `max_age`.
    pub(crate) repeats: Repeats,
    /// The numbers that it reads.
    pub(crate) number: Number,
    /// The seconds that it allows.
    pub(crate) max_age: RangeInclusive<i64>,
    /// Seconds above this are read as this.
    pub(crate) max_age_cap: Option<i64>,
    /// What becomes of the text of an `mx`.
    pub(crate) mx: Mx,
    /// Whether mode none needs an `mx`.
    pub(crate) none_needs_mx: bool,
    /// Whether a policy that enforces nothing and is kept for no time is the same as none to it.
    pub(crate) forgets_nothing: bool,
}

impl LineRules {
    /// The most lenient program there could be, to describe the others by what they do otherwise.
    pub(crate) const LENIENT: Self = Self {
        encoding: Encoding::Any,
        most_kib: usize::MAX,
        ends: LineEnds::Lf,
        line_end: White::Nothing,
        empty_line: OddLine::Skipped,
        no_colon: OddLine::Skipped,
        colon_in_value: true,
        name: White::Unicode,
        value: White::Unicode,
        strict_extensions: false,
        repeats: Repeats::First,
        number: Number::DIGITS,
        max_age: i64::MIN..=i64::MAX,
        max_age_cap: None,
        mx: Mx::AsWritten,
        none_needs_mx: false,
        forgets_nothing: false,
    };
}

/// The octets that a program takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Any.
    Any,
    /// ASCII.
    Ascii,
    /// UTF-8.
    Utf8,
}

/// What becomes of a line that is no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OddLine {
    /// It is skipped.
    Skipped,
    /// The policy is refused.
    Refused,
    /// It is a field's name, with an empty value.
    Name,
}

/// What becomes of a second `version`, `mode` or `max_age`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// The first counts, the second is not read (RFC 8461 §3.2).
    First,
    /// The last counts, and only it is judged.
    Last,
    /// The last counts, and all are judged.
    LastOfAllGood,
    /// The policy is refused.
    Refused,
}

/// What becomes of the text of an `mx`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mx {
    /// It is kept as it is, even an empty one.
    AsWritten,
    /// It is kept as it is, unless it is empty.
    Written,
    /// It is kept in lower case.
    LowerCase,
    /// It has to be a pattern, and is kept in lower case.
    Pattern,
}

/// A policy as a program understood it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Understood {
    pub(crate) mode: Mode,
    pub(crate) max_age: i128,
    pub(crate) mx: Vec<String>,
}

/// What stands in the text so far.
#[derive(Default)]
struct Fields<'t> {
    version: Option<Part<'t>>,
    mode: Option<Part<'t>>,
    max_age: Option<Part<'t>>,
    mx: Vec<String>,
    extensions: BTreeSet<&'t [u8]>,
}

impl LineRules {
    /// Reads a policy; in the encoding that a charset names, if one does and the program minds.
    pub(crate) fn read(&self, text: &[u8], charset: Option<Encoding>) -> Result<Understood, Refused> {
        let minds = self.encoding != Encoding::Any;
        self.check_octets(text, charset.filter(|_| minds).unwrap_or(self.encoding))?;
        let mut fields = Fields::default();
        for line in self.ends.split(text) {
            let line = line.map_err(|at| Refused::new(Refusal::LongLine, at))?;
            if let Some((name, value)) = self.field(line)? {
                self.take(&mut fields, name, value)?;
            }
        }
        self.conclude(fields, Span::new(text.len(), text.len()))
    }

    fn check_octets(&self, text: &[u8], encoding: Encoding) -> Result<(), Refused> {
        let most = self.most_kib.saturating_mul(1024);
        if text.len() > most {
            return Err(Refused::new(Refusal::TooLarge(self.most_kib), Span::new(most, text.len())));
        }
        let (bad, why) = match encoding {
            Encoding::Any => (None, Refusal::NotUtf8),
            Encoding::Ascii => (text.iter().position(|octet| !octet.is_ascii()), Refusal::NotAscii),
            Encoding::Utf8 => (std::str::from_utf8(text).err().map(|error| error.valid_up_to()), Refusal::NotUtf8),
        };
        bad.map_or(Ok(()), |at| Err(Refused::new(why, Span::new(at, at.saturating_add(1)))))
    }

    /// The name and the value on a line; `None` where it is skipped.
    fn field<'t>(&self, line: Part<'t>) -> Result<Option<(Part<'t>, Part<'t>)>, Refused> {
        let line = line.trim_end(self.line_end);
        let split = line.split(b':');
        let Some((name, value)) = split else {
            let (odd, why) =
                if line.is_empty() { (self.empty_line, Refusal::EmptyLine) } else { (self.no_colon, Refusal::NoColon) };
            return match odd {
                OddLine::Skipped => Ok(None),
                OddLine::Refused => Err(Refused::new(why, line.span())),
                OddLine::Name => Ok(Some((line, line.skip(line.octets.len())))),
            };
        };
        if !self.colon_in_value && value.octets.contains(&b':') {
            return Err(Refused::new(Refusal::SecondColon, value.span()));
        }
        Ok(Some((name.trim(self.name), value.trim(self.value))))
    }

    fn take<'t>(&self, fields: &mut Fields<'t>, name: Part<'t>, value: Part<'t>) -> Result<(), Refused> {
        match name.octets {
            b"version" => self.once(&mut fields.version, name, value, |_, value| values::version(value)),
            b"mode" => self.once(&mut fields.mode, name, value, |_, value| values::mode(value).map(drop)),
            b"max_age" => self.once(&mut fields.max_age, name, value, |rules, value| rules.seconds(value).map(drop)),
            b"mx" => {
                let pattern = self.pattern(&values::text(value)).map_err(|why| Refused::new(why, value.span()))?;
                fields.mx.extend(pattern);
                Ok(())
            }
            _ if self.strict_extensions => self.extension(&mut fields.extensions, name, value),
            _ => Ok(()),
        }
    }

    /// Takes a field that counts once.
    fn once<'t>(
        &self,
        place: &mut Option<Part<'t>>,
        name: Part<'t>,
        value: Part<'t>,
        judge: fn(&Self, Part<'t>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        match self.repeats {
            Repeats::First if place.is_some() => return Ok(()),
            Repeats::Refused if place.is_some() => return Err(Refused::new(Refusal::Repeated, name.span())),
            Repeats::First | Repeats::LastOfAllGood => judge(self, value)?,
            Repeats::Last | Repeats::Refused => {}
        }
        *place = Some(value);
        Ok(())
    }

    fn seconds(&self, value: Part<'_>) -> Result<i128, Refused> {
        let refuse = |why| Err(Refused::new(why, value.span()));
        let Some(seconds) = self.number.read(value.octets) else { return refuse(Refusal::MaxAge) };
        let (least, most) = (*self.max_age.start(), *self.max_age.end());
        if seconds < i128::from(least) && least > i64::MIN {
            return refuse(Refusal::MaxAgeBelow(least));
        }
        if seconds > i128::from(most) && most < i64::MAX {
            return refuse(Refusal::MaxAgeAbove(most));
        }
        Ok(self.max_age_cap.map_or(seconds, |cap| seconds.min(i128::from(cap))))
    }

    /// The pattern that is kept of the text of an `mx`; `None` where it is dropped.
    pub(crate) fn pattern(&self, text: &str) -> Result<Option<String>, Refusal> {
        match self.mx {
            _ if !self.colon_in_value && text.contains(':') => Err(Refusal::SecondColon),
            Mx::AsWritten => Ok(Some(text.to_owned())),
            Mx::Written => Ok(Some(text.to_owned()).filter(|text| !text.is_empty())),
            Mx::LowerCase => Ok(Some(text.to_lowercase())),
            Mx::Pattern if values::is_dns_pattern(text) => Ok(Some(text.to_ascii_lowercase())),
            Mx::Pattern => Err(Refusal::Mx),
        }
    }

    /// An unknown field that has to fit the grammar; the value of a repeated one is not read.
    fn extension<'t>(&self, seen: &mut BTreeSet<&'t [u8]>, name: Part<'t>, value: Part<'t>) -> Result<(), Refused> {
        if !is_extension_name(name.octets) {
            return Err(Refused::new(Refusal::FieldName, name.span()));
        }
        let is_value = |text: &str| !text.is_empty() && text.chars().all(values::is_printable);
        if seen.insert(name.octets) && !std::str::from_utf8(value.octets).is_ok_and(is_value) {
            return Err(Refused::new(Refusal::FieldValue, value.span()));
        }
        Ok(())
    }

    fn conclude(&self, fields: Fields<'_>, end: Span) -> Result<Understood, Refused> {
        let missing = |why| Refused::new(why, end);
        values::version(fields.version.ok_or(missing(Refusal::VersionMissing))?)?;
        let mode = values::mode(fields.mode.ok_or(missing(Refusal::ModeMissing))?)?;
        let seconds = fields.max_age.ok_or(missing(Refusal::MaxAgeMissing))?;
        let max_age = self.seconds(seconds)?;
        match mode {
            _ if !fields.mx.is_empty() => {}
            Mode::None if self.none_needs_mx => return Err(missing(Refusal::MxMissingNone)),
            Mode::None => {}
            Mode::Enforce | Mode::Testing => return Err(missing(Refusal::MxMissing)),
        }
        if self.forgets_nothing && mode != Mode::Enforce && max_age == 0 {
            return Err(Refused::new(Refusal::NothingToKeep, seconds.span()));
        }
        Ok(Understood { mode, max_age, mx: fields.mx })
    }
}
