//! What the format of a report asks for: a row for each kind of problem that the JSON of one can have.

use super::{MAX_DEPTH, MAX_TEXT, ReportProblemKind as Kind, ReportProblemSeverity as Severity};

/// One thing that the format asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// What breaking it is called.
    pub(super) kind: Kind,
    /// What breaking it does to the report.
    pub(super) severity: Severity,
    /// What was expected.
    pub(super) what: &'static str,
    /// The section that says so.
    pub(super) basis: &'static str,
    /// What is made of the report.
    pub(super) consequence: &'static str,
}

impl Rule {
    /// What was expected, and what is made of it, as a clause.
    pub(super) fn sentence(&self) -> String {
        let Self { what, basis, consequence, .. } = self;
        format!("{what} ({basis}); {consequence}")
    }
}

const NOT_COUNTED: &str = "the report is not counted";
const AS_WRITTEN: &str = "it is kept as it is written";
const MEMBERS: &str = "RFC 8460 §4.4";

const fn error(kind: Kind, what: &'static str, basis: &'static str) -> Rule {
    Rule { kind, severity: Severity::Error, what, basis, consequence: NOT_COUNTED }
}

const fn notice(kind: Kind, what: &'static str, basis: &'static str, consequence: &'static str) -> Rule {
    Rule { kind, severity: Severity::Notice, what, basis, consequence }
}

pub(super) const NOT_JSON: Rule = error(Kind::NotJson, "a report: an object in JSON", "RFC 8259 §2");
pub(super) const NOT_UTF8: Rule = error(Kind::NotUtf8, "UTF-8", "RFC 7493 §2.1");
pub(super) const NOT_OBJECT: Rule = error(Kind::NotObject, "a report: an object in JSON", MEMBERS);
pub(super) const TOO_DEEP: Rule = error(Kind::TooDeep, FEW_LEVELS, "RFC 8259 §9");
pub(super) const TOO_MANY_ELEMENTS: Rule = error(Kind::TooMany, "fewer than that", "RFC 8259 §9");
pub(super) const MISSING_POLICIES: Rule = error(Kind::MissingPolicies, POLICIES, MEMBERS);
pub(super) const BAD_POLICIES: Rule = error(Kind::BadPolicies, POLICIES, MEMBERS);
pub(super) const BAD_TYPE: Rule = error(Kind::BadType, "a string", MEMBERS);
pub(super) const BAD_COUNT: Rule = error(Kind::BadCount, "a whole number from 0 on, without quotes", MEMBERS);
pub(super) const MISSING_PART: Rule = error(Kind::Missing, "this member", MEMBERS);
pub(super) const NO_COUNT: Rule = error(Kind::Missing, "the numbers of successful and failed sessions", MEMBERS);

pub(super) const BOM: Rule = notice(Kind::Bom, "no byte-order mark", "RFC 8259 §8.1", "it is passed over");
pub(super) const MISSING: Rule = notice(Kind::Missing, "this member", MEMBERS, "the rest is read all the same");
pub(super) const MISSING_COUNT: Rule = notice(Kind::Missing, "this member", MEMBERS, "it is taken for 0");
pub(super) const BAD_DATETIME: Rule =
    notice(Kind::BadDatetime, "a time such as 2026-11-25T00:00:00Z", "RFC 3339 §5.6", "it counts as no time");
pub(super) const DATETIME_NO_OFFSET: Rule =
    notice(Kind::DatetimeNoOffset, "a time with its offset, such as Z", "RFC 3339 §5.6", "it is taken for UTC");
pub(super) const END_BEFORE_START: Rule =
    notice(Kind::EndBeforeStart, "an end after the start", MEMBERS, "both are kept as they are written");
pub(super) const LONG_RANGE: Rule = notice(
    Kind::LongRange,
    "one day from 00:00 to 24:00 UTC",
    "RFC 8460 §4.1",
    "all of it counts for the day of its start",
);
pub(super) const UNKNOWN_POLICY_TYPE: Rule =
    notice(Kind::UnknownPolicyType, "“sts”, “tlsa” or “no-policy-found”", MEMBERS, AS_WRITTEN);
pub(super) const UNKNOWN_RESULT_TYPE: Rule =
    notice(Kind::UnknownResultType, "a result type of the registry, in its spelling", "RFC 8460 §6.6", AS_WRITTEN);
pub(super) const POLICY_STRING_NOT_ARRAY: Rule =
    notice(Kind::PolicyStringNotArray, "an array with a string for each line", MEMBERS, "its lines are read");
pub(super) const MX_HOST_NOT_ARRAY: Rule =
    notice(Kind::MxHostNotArray, "an array of strings", "RFC 8460 §4.4, erratum 6241", "it is read all the same");
pub(super) const PLACEHOLDER_KEY: Rule =
    notice(Kind::PlaceholderKey, "the name of the member, not of its value", MEMBERS, "it is read as that member");
pub(super) const DUPLICATE_KEY: Rule =
    notice(Kind::DuplicateKey, "each member once", "RFC 7493 §2.3", "the first is kept");
pub(super) const LONE_SURROGATE: Rule =
    notice(Kind::LoneSurrogate, "both halves of a surrogate pair", "RFC 7493 §2.1", "U+FFFD stands in its place");
pub(super) const BAD_URI: Rule = notice(Kind::BadUri, "a URI", "RFC 8460 §4.4, RFC 3986 §3", AS_WRITTEN);
pub(super) const BAD_IP: Rule = notice(Kind::BadIp, "an IPv4 or IPv6 address", MEMBERS, AS_WRITTEN);
pub(super) const BAD_CONTACT: Rule =
    notice(Kind::BadContact, "an address of mail", "RFC 8460 §4.4, RFC 5322 §3.4.1", AS_WRITTEN);
pub(super) const ULABEL_DOMAIN: Rule =
    notice(Kind::UlabelDomain, "a name in A-labels, such as xn--bcher-kva.example", MEMBERS, AS_WRITTEN);
pub(super) const LONG_TEXT: Rule = notice(Kind::LongText, SHORT_TEXT, LIMITS, "the rest is left out");
pub(super) const TOO_MANY: Rule = notice(Kind::TooMany, "fewer than that", LIMITS, "the rest is left out");

const POLICIES: &str = "an array with an object for each policy, even for one";
/// A reader of JSON may set limits.
const LIMITS: &str = "RFC 8259 §9";
const FEW_LEVELS: &str = "at most 32 levels of objects and arrays";
const SHORT_TEXT: &str = "at most 4096 octets";
const _: () = assert!(MAX_DEPTH == 32 && MAX_TEXT == 4096);
