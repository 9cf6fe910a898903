//! Why a sender makes no use of a policy.

use crate::finding::{Effect, Rule};
use crate::text::{Span, Violation, Violations};

/// The rule that made a sender refuse a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The HTTP status is not the one it wants.
    Status(u16),
    /// The media type is missing or not `text/plain`.
    MediaType,
    /// The file has more than so many KiB.
    TooLarge(usize),
    /// An octet is not ASCII, and no charset says otherwise.
    NotAscii,
    /// An octet is not UTF-8.
    NotUtf8,
    /// A line has no end within 64 KiB.
    LongLine,
    /// A line is empty.
    EmptyLine,
    /// A line has no colon.
    NoColon,
    /// A line has a second colon.
    SecondColon,
    /// A field has a name that no field can have.
    FieldName,
    /// An unknown field has a value that no field can have.
    FieldValue,
    /// Something stands between a value and the end of its line.
    LineRest,
    /// A field that may occur once occurs again.
    Repeated,
    /// There is no `version`.
    VersionMissing,
    /// The version is not `STSv1`.
    Version,
    /// There is no `mode`.
    ModeMissing,
    /// The mode is none of the three.
    Mode,
    /// There is no `max_age`.
    MaxAgeMissing,
    /// `max_age` is not a number that it reads.
    MaxAge,
    /// `max_age` is less than this number of seconds.
    MaxAgeBelow(i64),
    /// `max_age` is more than this number of seconds.
    MaxAgeAbove(i64),
    /// An `mx` is not a pattern.
    Mx,
    /// There is no `mx`, and the mode asks for one.
    MxMissing,
    /// There is no `mx`, which it wants in mode none as well.
    MxMissingNone,
    /// Nothing to enforce and nothing to keep, which it cannot tell from no policy.
    NothingToKeep,
}

impl Refusal {
    /// The reason as a sentence for mail administrators.
    ///
    /// ```
    /// use mta_sts::sender::named::Refusal;
    /// let sentence = Refusal::MxMissingNone.sentence("chasquid");
    /// assert_eq!(sentence, "chasquid refuses a policy without `mx`, even in mode none.");
    /// ```
    pub fn sentence(self, sender: &str) -> String {
        let what = match self {
            Self::Status(status) => format!("a policy served with HTTP status {status}; it wants 200"),
            Self::MediaType => "a policy that is not served as `text/plain`".to_owned(),
            Self::TooLarge(kib) => format!("a policy file of more than {kib} KiB"),
            Self::NotAscii => "a policy with an octet beyond ASCII, unless its charset is named".to_owned(),
            Self::NotUtf8 => "a policy that is not UTF-8".to_owned(),
            Self::LongLine => "a policy with a line of 64 KiB or more".to_owned(),
            Self::EmptyLine => "a policy with an empty line".to_owned(),
            Self::NoColon => "a policy with a line that has no colon".to_owned(),
            Self::SecondColon => "a policy with a second colon on a line".to_owned(),
            Self::FieldName => "a policy with a line that does not begin with the name of a field".to_owned(),
            Self::FieldValue => {
                "a policy with an unknown field whose value is empty or holds a control character".to_owned()
            }
            Self::LineRest => "a policy with anything between a value and the end of its line".to_owned(),
            Self::Repeated => "a policy that repeats `version`, `mode` or `max_age`".to_owned(),
            Self::VersionMissing => "a policy without `version`".to_owned(),
            Self::Version => "a policy whose `version` is not `STSv1`".to_owned(),
            Self::ModeMissing => "a policy without `mode`".to_owned(),
            Self::Mode => "a policy whose `mode` is none of `enforce`, `testing` and `none`".to_owned(),
            Self::MaxAgeMissing => "a policy without `max_age`".to_owned(),
            Self::MaxAge => "a policy whose `max_age` is not a number that it can read".to_owned(),
            Self::MaxAgeBelow(least) => format!("a policy whose `max_age` is less than {least}"),
            Self::MaxAgeAbove(most) => format!("a policy whose `max_age` is more than {most}"),
            Self::Mx => "a policy with an `mx` that is not a host name, or `*.` and a domain".to_owned(),
            Self::MxMissing => "a policy without `mx` in mode enforce or testing".to_owned(),
            Self::MxMissingNone => "a policy without `mx`, even in mode none".to_owned(),
            Self::NothingToKeep => {
                "a policy with `max_age: 0` in mode testing or none, which comes to the same as no policy".to_owned()
            }
        };
        format!("{sender} refuses {what}.")
    }

    /// The finding that says the same of the text, if there is one: of the text's violations the gravest where this sender
    /// stopped, or else on that line; for a field that is missing, the one that says so or why.
    pub(crate) fn finding(self, at: Span, text: &[u8], violations: &Violations) -> Option<&'static str> {
        let found = match self {
            Self::Status(_) => return Some("http-status"),
            Self::MediaType => return Some("media-type"),
            Self::TooLarge(_) => return Some("body-too-large"),
            Self::VersionMissing => missing("version", "version-missing", violations),
            Self::ModeMissing => missing("mode", "mode-missing", violations),
            Self::MaxAgeMissing => missing("max_age", "max-age-missing", violations),
            Self::MxMissing => missing("mx", "mx-missing", violations),
            Self::MxMissingNone => missing("mx", "mx-missing-none", violations),
            _ => gravest_at(at, violations).or_else(|| gravest_at(line_around(at, text), violations)),
        };
        // A text of another kind, such as HTML, has one violation, wherever somebody stops.
        let mut all = violations.iter().map(|violation| violation.rule);
        let only = all.next().filter(|rule| rule.effect == Effect::Void && all.next().is_none());
        found.or(only).map(|rule| rule.id)
    }
}

/// Why a field is missing.
fn missing(field: &str, id: &str, violations: &Violations) -> Option<&'static Rule> {
    // Its name is not as it should be, or hides behind something.
    let is_cause = |violation: &&Violation| match violation.rule.id {
        "policy-name-case" | "policy-misspelt-field" => violation.values.iter().any(|(_, value)| value == field),
        "policy-leading-space" | "policy-space-before-colon" => true,
        "policy-bom" | "policy-record-syntax" => field == "version",
        _ => false,
    };
    let by_id = violations.iter().find(|violation| violation.rule.id == id);
    by_id.or_else(|| violations.iter().find(is_cause)).map(|violation| violation.rule)
}

/// The gravest violation there is at a place, of those over which senders part.
fn gravest_at(at: Span, violations: &Violations) -> Option<&'static Rule> {
    let touches = |other: Span| {
        let is_point = at.start == at.end || other.start == other.end;
        if is_point {
            other.start <= at.end && at.start <= other.end
        } else {
            other.start < at.end && at.start < other.end
        }
    };
    let says_so = |violation: &&Violation| {
        let Violation { rule, span, .. } = violation;
        // What is missing has its place at the end of the text.
        touches(*span) && rule.effect > Effect::Harmless && !rule.id.contains("-missing")
    };
    violations.iter().filter(says_so).max_by_key(|violation| violation.rule.effect).map(|violation| violation.rule)
}

/// The line around a place, as LF ends it.
fn line_around(at: Span, text: &[u8]) -> Span {
    let before = text.get(..at.start).unwrap_or(text);
    let start = before.iter().rposition(|&octet| octet == b'\n').map_or(0, |end| end.saturating_add(1));
    let after = text.get(at.end..).unwrap_or_default();
    let length = after.iter().position(|&octet| octet == b'\n').unwrap_or(after.len());
    Span::new(start, at.end.saturating_add(length))
}

/// A refusal and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    pub(crate) why: Refusal,
    pub(crate) at: Span,
}

impl Refused {
    pub(super) fn new(why: Refusal, at: Span) -> Self {
        Self { why, at }
    }
}
