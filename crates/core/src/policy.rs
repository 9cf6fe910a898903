//! The policy file (RFC 8461 §3.2).
//!
//! ```text
//! sts-policy-record       = sts-policy-field *WSP *(sts-policy-term sts-policy-field *WSP) [sts-policy-term]
//! sts-policy-field        = version / mode / max_age / mx / extension
//! sts-policy-field-delim  = ":" *WSP
//! sts-policy-term         = LF / CRLF
//! sts-policy-ext-value    = vchar [*(%x20 / vchar) vchar]   ; vchar = %x21-7E / UTF8-2 / UTF8-3 / UTF8-4
//! ```

mod format;
mod names;
mod places;
mod plain;
mod values;

use serde::{Deserialize, Serialize};

pub(crate) use self::format::is_record_version;
pub(crate) use self::names::near_miss;
pub use self::places::PolicyPlaces;
use self::plain::{PlainField, PlainLine, plain_line};
pub(crate) use self::values::{QUOTES, certain_seconds};
use crate::finding::{Rule, policy as rules};
use crate::mx::MxPattern;
use crate::record::Extension;
use crate::text::{Shown, Span, Validity, Violations, is_extension_name, show, trim_wsp};

/// The largest `max_age` (RFC 8461 §3.2): 31557600 seconds.
pub const MAX_MAX_AGE: u64 = 31_557_600;
const DAY: u64 = 86_400;

/// What senders are asked to do when a delivery would break the policy (RFC 8461 §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Do not deliver.
    Enforce,
    /// Deliver, and report.
    Testing,
    /// Act as if there were no policy.
    None,
}

impl Mode {
    /// The word in the policy file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Testing => "testing",
            Self::None => "none",
        }
    }
}

/// A policy that senders can use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The mode.
    pub mode: Mode,
    /// How long a sender may keep the policy, in seconds, as published. Above 31557600 senders differ.
    pub max_age: u64,
    /// The hosts allowed to receive mail.
    pub mx: Vec<MxPattern>,
    /// Unknown fields, the first of each name, in order.
    pub extensions: Vec<Extension>,
}

/// Reads a policy file: the policy if senders can use it, and all violations.
///
/// ```
/// use mta_sts::policy::{Mode, parse_policy};
/// let text = b"version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
/// let (policy, violations) = parse_policy(text);
/// assert_eq!(policy.unwrap().mode, Mode::Enforce);
/// assert!(violations.iter().next().is_none());
///
/// let (policy, violations) = parse_policy(b"version: STSv1\nmode: enforced\nmx: a.example\nmax_age: 7d\n");
/// assert!(policy.is_none());
/// let ids: Vec<_> = violations.iter().map(|violation| violation.rule.id).collect();
/// assert_eq!(ids, ["mode-value", "max-age-unit"]);
/// ```
pub fn parse_policy(text: &[u8]) -> (Option<Policy>, Violations) {
    let (places, violations) = read(text, Violations::default());
    (places.map(|places| places.copy(text)), violations)
}

/// As [`parse_policy`], without copying anything: for those who have the text at hand and read many policies. The
/// violations name rules and places only; they have no values for sentences.
///
/// ```
/// use mta_sts::policy::locate_policy;
/// let text = b"version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
/// let (places, _) = locate_policy(text);
/// let mx = places.unwrap().mx;
/// assert_eq!(&text[mx[0].start..mx[0].end], b"*.example.com");
/// ```
#[inline]
pub fn locate_policy(text: &[u8]) -> (Option<PolicyPlaces>, Violations) {
    read(text, Violations::wordless())
}

#[inline]
fn read(text: &[u8], violations: Violations) -> (Option<PolicyPlaces>, Violations) {
    let mut reader = Reader { text, violations, ..Reader::default() };
    if let Some((rule, span, seen)) = format::of_another_kind(text) {
        reader.violations.push(rule, span, seen);
        return (None, reader.violations);
    }
    let mut start = 0usize;
    if text.starts_with(b"\xef\xbb\xbf") {
        reader.violations.push(&rules::POLICY_BOM, Span::new(0, 3), "");
        start = 3;
    }
    // What follows the last terminator is no line, unless it is the only one.
    for number in 0usize.. {
        start = reader.plain_line(number, start).unwrap_or_else(|| reader.terminated_line(number, start));
        if start >= text.len() {
            break;
        }
    }
    reader.finish()
}

/// What stands in the file so far. The first of each field counts (RFC 8461 §3.2).
#[derive(Debug, Default)]
struct Reader<'a> {
    text: &'a [u8],
    violations: Violations,
    line_ends: LineEnds,
    version: Once<()>,
    mode: Once<Mode>,
    max_age: Once<u64>,
    has_mx_line: bool,
    mx: Vec<Span>,
    extensions: Vec<(Span, Span)>,
    suspects: Vec<Suspect>,
}

/// A field that counts once.
#[derive(Debug, Default)]
enum Once<T> {
    #[default]
    Absent,
    /// Present: where its text stands, and its value unless that is one the grammar does not know.
    Present(Span, Option<T>),
}

impl<T> Once<T> {
    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    fn value(&self) -> Option<&T> {
        match self {
            Self::Present(_, value) => value.as_ref(),
            Self::Absent => None,
        }
    }
}

/// An unknown field whose name looks like a known one.
#[derive(Debug)]
struct Suspect {
    meant: &'static str,
    seen: String,
    span: Span,
    /// Only its case keeps it from being the known one.
    is_case: bool,
}

/// Both LF and CRLF end lines (RFC 8461 §3.2, `sts-policy-term`); a file that mixes them is worth a remark.
#[derive(Debug, Default)]
struct LineEnds {
    first_is_crlf: Option<bool>,
    /// The first one that is not like the first.
    other: Option<Span>,
}

impl LineEnds {
    /// Takes note of a terminator; an empty one is the end of the text.
    #[inline]
    fn see(&mut self, terminator: Span) {
        let is_crlf = match terminator.end.saturating_sub(terminator.start) {
            0 => return,
            length => length > 1,
        };
        if *self.first_is_crlf.get_or_insert(is_crlf) != is_crlf {
            self.other.get_or_insert(terminator);
        }
    }
}

impl<'a> Reader<'a> {
    #[inline]
    fn at(&self, span: Span) -> &'a [u8] {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Reads the line that begins at byte `start` if there is nothing to say about it; gives where the next one begins.
    #[inline]
    fn plain_line(&mut self, number: usize, start: usize) -> Option<usize> {
        let PlainLine { field, value, terminator } = plain_line(self.text, start)?;
        match field {
            PlainField::Mx => {
                if !self.has_mx_line {
                    // Probably the rest of the file is lines like this one.
                    let length = terminator.end.saturating_sub(start);
                    self.mx.reserve(self.text.len().saturating_sub(start).checked_div(length).unwrap_or_default());
                }
                self.has_mx_line = true;
                self.mx.push(value);
            }
            PlainField::Version if number == 0 => self.version = Once::Present(value, Some(())),
            PlainField::Mode(mode) if self.mode.is_absent() => self.mode = Once::Present(value, Some(mode)),
            PlainField::MaxAge(seconds) if self.max_age.is_absent() => {
                self.max_age = Once::Present(value, Some(seconds));
            }
            PlainField::Version | PlainField::Mode(_) | PlainField::MaxAge(_) => return None,
        }
        self.line_ends.see(terminator);
        Some(terminator.end)
    }

    /// Reads the line that begins at byte `start`, whatever it is; gives where the next one begins.
    #[inline]
    fn terminated_line(&mut self, number: usize, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let Some(length) = rest.iter().position(|&octet| octet == b'\n') else {
            // CR belongs to the line's end only before LF: at the end of the text it is a stray one.
            self.line(number, start, rest);
            return self.text.len();
        };
        let line = rest.get(..length).unwrap_or_default();
        let content = line.strip_suffix(b"\r").unwrap_or(line);
        let end = start.saturating_add(length).saturating_add(1);
        self.line_ends.see(Span::new(start.saturating_add(content.len()), end));
        self.line(number, start, content);
        end
    }

    /// Reads one line that begins at byte `start`, without its terminator.
    fn line(&mut self, number: usize, start: usize, line: &'a [u8]) {
        let whole = Span::new(start, start.saturating_add(line.len()));
        if let Err(error) = std::str::from_utf8(line) {
            let from = error.valid_up_to();
            let to = from.saturating_add(error.error_len().unwrap_or(1)).min(line.len());
            let span = Span::new(from, to).offset(start);
            self.violations.push(&rules::POLICY_NOT_UTF8, span, Shown(line.get(from..to).unwrap_or_default()));
            return;
        }
        if let Some(at) = line.iter().position(|&octet| octet == b'\r') {
            let at = start.saturating_add(at);
            self.violations.push(&rules::POLICY_BARE_CR, Span::new(at, at.saturating_add(1)), "");
            return;
        }
        let (indent, content) = trim_wsp(line);
        let content_start = start.saturating_add(indent);
        if content.is_empty() {
            self.violations.push(&rules::POLICY_BLANK_LINE, whole, "");
            return;
        }
        if content.starts_with(b"#") || content.starts_with(b"//") {
            self.violations.push(&rules::POLICY_COMMENT, whole, Shown(content));
            return;
        }
        if format::is_record_version(content) && self.version.is_absent() {
            self.version = Once::Present(whole, None);
            self.violations.push(&rules::POLICY_RECORD_SYNTAX, whole, Shown(content));
            return;
        }
        let colon = content.iter().position(|&octet| octet == b':');
        let Some((name, rest)) = colon.and_then(|at| content.split_at_checked(at)) else {
            self.not_a_field(whole, content, || names::missing_colon(content));
            return;
        };
        let (_, bare_name) = trim_wsp(name);
        if !is_extension_name(bare_name) {
            self.not_a_field(whole, content, || names::name_slip(bare_name));
            return;
        }
        let name_span = Span::new(content_start, content_start.saturating_add(bare_name.len()));
        if indent > 0 {
            self.violations.push(&rules::POLICY_LEADING_SPACE, Span::new(start, content_start), "");
        }
        if bare_name.len() < name.len() {
            let span = Span::new(name_span.end, content_start.saturating_add(name.len()));
            self.violations.push(&rules::POLICY_SPACE_BEFORE_COLON, span, Shown(bare_name));
        }
        let after_colon = rest.split_first().map(|(_, after)| after).unwrap_or_default();
        let (skipped, value) = trim_wsp(after_colon);
        let value_start = content_start.saturating_add(name.len()).saturating_add(1).saturating_add(skipped);
        let span = Span::new(value_start, value_start.saturating_add(value.len()));
        self.field(number, bare_name, name_span, value, span);
    }

    fn not_a_field(&mut self, span: Span, content: &[u8], why: impl FnOnce() -> String) {
        self.violations.push_with(&rules::POLICY_NOT_A_FIELD, span, || vec![("seen", show(content)), ("why", why())]);
    }

    fn field(&mut self, number: usize, name: &[u8], name_span: Span, value: &'a [u8], span: Span) {
        match name {
            b"mx" => self.mx(value, span),
            b"version" => match self.version {
                Once::Absent => self.version = Once::Present(span, self.version(number, name_span, value, span)),
                Once::Present(first, _) => self.repeated(name, name_span, first, value),
            },
            b"mode" => match self.mode {
                Once::Absent => self.mode = Once::Present(span, self.mode(value, span)),
                Once::Present(first, _) => self.repeated(name, name_span, first, value),
            },
            b"max_age" => match self.max_age {
                Once::Absent => self.max_age = Once::Present(span, self.max_age(value, span)),
                Once::Present(first, _) => self.repeated(name, name_span, first, value),
            },
            _ => self.extension(name, name_span, value, span),
        }
    }

    /// Remarks on a repetition. Its value does not matter: a malformed later one must not spoil the policy.
    fn repeated(&mut self, name: &[u8], span: Span, first: Span, again: &[u8]) {
        let first = self.at(first);
        let rule = if first == again { &rules::POLICY_REPEATED_FIELD } else { &rules::POLICY_DUPLICATE_FIELD };
        self.violations
            .push_with(rule, span, || vec![("seen", show(name)), ("first", show(first)), ("again", show(again))]);
    }

    fn version(&mut self, number: usize, name_span: Span, value: &[u8], span: Span) -> Option<()> {
        if value != b"STSv1" {
            let disguise = values::disguise(value, &["STSv1"]);
            self.unusable(disguise.unwrap_or(&rules::VERSION_VALUE), "version", "STSv1", value, span);
            return None;
        }
        if number > 0 {
            self.violations.push(&rules::VERSION_NOT_FIRST, name_span, "");
        }
        Some(())
    }

    fn mode(&mut self, value: &[u8], span: Span) -> Option<Mode> {
        let mode = [Mode::Enforce, Mode::Testing, Mode::None].into_iter().find(|mode| mode.name().as_bytes() == value);
        if mode.is_none() {
            let (rule, meant) = values::mode_slip(value);
            self.unusable(rule, "mode", meant, value, span);
        }
        mode
    }

    fn max_age(&mut self, value: &[u8], span: Span) -> Option<u64> {
        let is_number = (1..=10).contains(&value.len()) && value.iter().all(u8::is_ascii_digit);
        let number = std::str::from_utf8(value).ok().filter(|_| is_number).and_then(|digits| digits.parse().ok());
        let Some(seconds) = number else {
            let (rule, meant) = values::max_age_slip(value);
            self.unusable(rule, "max_age", &meant, value, span);
            return None;
        };
        let remark: Option<&'static Rule> = match seconds {
            0 => Some(&rules::MAX_AGE_ZERO),
            // The grammar lets 10 digits through, the text sets a maximum (erratum 7282, reported).
            _ if seconds > MAX_MAX_AGE => Some(&rules::MAX_AGE_TOO_LONG),
            _ => None,
        };
        if let Some(rule) = remark {
            self.violations.push(rule, span, Shown(value));
        }
        Some(seconds)
    }

    fn unusable(&mut self, rule: &'static Rule, name: &str, meant: &str, value: &[u8], span: Span) {
        self.violations.push_with(rule, span, || {
            vec![("seen", show(value)), ("name", name.to_owned()), ("meant", meant.to_owned())]
        });
    }

    fn mx(&mut self, value: &[u8], span: Span) {
        self.has_mx_line = true;
        match std::str::from_utf8(value).map_err(|_| "it is not UTF-8").and_then(MxPattern::parse) {
            Ok(pattern) => {
                if let Some(rule) = values::mx_remark(&pattern) {
                    self.violations.push(rule, span, Shown(value));
                }
                self.mx.push(span);
            }
            Err(why) => {
                self.violations.push_with(values::mx_rule(value), span, || {
                    let (why, suggestion) = values::mx_words(value, why);
                    vec![("seen", show(value)), ("why", why), ("suggestion", suggestion)]
                });
            }
        }
    }

    fn extension(&mut self, name: &[u8], name_span: Span, value: &[u8], span: Span) {
        if value.is_empty() || value.iter().any(u8::is_ascii_control) {
            self.violations.push_with(&rules::POLICY_EXTENSION_VALUE, span, || vec![("name", show(name))]);
            return;
        }
        if let Some(line_end) = values::foreign_line_end(value) {
            let values = || vec![("name", show(name)), ("seen", show(line_end.to_string().as_bytes()))];
            self.violations.push_with(&rules::POLICY_FOREIGN_LINE_END, span, values);
        }
        match names::near_miss(name) {
            // One of each kind is enough: it matters only if the field it is meant to be is missing.
            Some(meant) => {
                let is_case = name.eq_ignore_ascii_case(meant.as_bytes());
                let is_noted = |suspect: &Suspect| suspect.meant == meant && suspect.is_case == is_case;
                if self.suspects.iter().any(is_noted) {
                    self.violations.push(&rules::POLICY_UNKNOWN_FIELD, name_span, Shown(name));
                } else {
                    self.suspects.push(Suspect { meant, seen: show(name), span: name_span, is_case });
                }
            }
            None => self.violations.push(&rules::POLICY_UNKNOWN_FIELD, name_span, Shown(name)),
        }
        // Bounded, so that many unknown fields cannot make this search quadratic.
        let is_same = |known: Span| known.end.saturating_sub(known.start) == name.len() && self.at(known) == name;
        let is_known = self.extensions.iter().take(256).any(|(known, _)| is_same(*known));
        if !is_known {
            self.extensions.push((name_span, span));
        }
    }

    /// A required field is missing, or is there under a name that is nearly right: one cause, one violation.
    fn missing(&mut self, name: &'static str, rule: &'static Rule, end: usize) {
        let by_case = self.suspects.iter().position(|suspect| suspect.meant == name && suspect.is_case);
        let suspect = by_case.or_else(|| self.suspects.iter().position(|suspect| suspect.meant == name));
        match suspect {
            Some(at) => {
                let Suspect { meant, seen, span, is_case } = self.suspects.swap_remove(at);
                let rule = if is_case { &rules::POLICY_NAME_CASE } else { &rules::POLICY_MISSPELT_FIELD };
                self.violations.push_with(rule, span, || vec![("seen", seen), ("meant", meant.to_owned())]);
            }
            None => self.violations.push(rule, Span::new(end, end), ""),
        }
    }

    #[inline]
    fn finish(mut self) -> (Option<PolicyPlaces>, Violations) {
        let end = self.text.len();
        if self.version.is_absent() {
            self.missing("version", &rules::VERSION_MISSING, end);
        }
        if self.mode.is_absent() {
            self.missing("mode", &rules::MODE_MISSING, end);
        }
        if self.max_age.is_absent() {
            self.missing("max_age", &rules::MAX_AGE_MISSING, end);
        }
        match self.mode.value() {
            Some(Mode::None) if !self.has_mx_line => {
                self.violations.push(&rules::MX_MISSING_NONE, Span::new(end, end), "");
            }
            Some(Mode::Enforce | Mode::Testing) if !self.has_mx_line => self.missing("mx", &rules::MX_MISSING, end),
            _ => {}
        }
        for Suspect { meant, seen, span, is_case } in std::mem::take(&mut self.suspects) {
            // Names are case-sensitive, so `Mode` beside `mode` is just another field.
            let rule = if is_case { &rules::POLICY_UNKNOWN_FIELD } else { &rules::POLICY_NEAR_MISS };
            self.violations.push_with(rule, span, || vec![("seen", seen), ("meant", meant.to_owned())]);
        }
        if let Some(span) = self.line_ends.other {
            self.violations.push(&rules::POLICY_MIXED_LINE_ENDS, span, "");
        }
        if let (Some(Mode::Enforce), Once::Present(span, Some(1..DAY))) = (self.mode.value(), &self.max_age) {
            let text = self.at(*span);
            self.violations.push(&rules::MAX_AGE_SHORT, *span, Shown(text));
        }
        let policy = match (self.version.value(), self.mode.value(), self.max_age.value()) {
            (Some(()), Some(&mode), Some(&max_age)) if self.violations.validity() != Validity::Invalid => {
                Some(PolicyPlaces { mode, max_age, mx: self.mx, extensions: self.extensions })
            }
            _ => None,
        };
        (policy, self.violations)
    }
}

#[cfg(test)]
mod tests;
