//! Why a sender makes no use of a policy.

use crate::text::{Span, Violations};

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

    /// The finding that says the same of the text, if there is one: of the findings of a text, the one that stands where
    /// this sender stopped, or that explains why a field is missing.
    pub(crate) fn finding(self, at: Span, violations: &Violations) -> Option<&'static str> {
        let about: &[&'static str] = match self {
            Self::Status(_) => return Some("http-status"),
            Self::MediaType => return Some("media-type"),
            Self::TooLarge(_) => return Some("body-too-large"),
            Self::VersionMissing => &["version-missing", "policy-bom", "policy-record-syntax"],
            Self::ModeMissing => &["mode-missing"],
            Self::MaxAgeMissing => &["max-age-missing"],
            Self::MxMissing => &["mx-missing"],
            Self::MxMissingNone => &["mx-missing-none", "mx-missing"],
            _ => &[],
        };
        let is_missing = !about.is_empty();
        // A field whose name is not as it should be is one that is missing.
        const NAMES: [&str; 4] =
            ["policy-name-case", "policy-misspelt-field", "policy-leading-space", "policy-space-before-colon"];
        let fits = |id: &str| about.contains(&id) || (is_missing && NAMES.contains(&id));
        let touches = |other: Span| other.start <= at.end && at.start <= other.end;
        let ids = || violations.iter().filter(|violation| !is_missing || fits(violation.rule.id));
        let by_name = ids().find(|violation| about.contains(&violation.rule.id));
        let by_place = || ids().filter(|violation| is_missing || touches(violation.span)).max_by_key(|v| v.rule.effect);
        by_name.or_else(by_place).map(|violation| violation.rule.id)
    }
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
