//! A TLS report (RFC 8460 §4): what one sender saw of a domain's TLS on one day, as JSON.
//!
//! What can be understood is kept, and every departure from the format is a [`ReportProblem`] with its place. A report with an
//! error among them is shown, but not counted: its numbers are not what the sender meant to say.

mod checks;
mod count;
mod date_time;
mod escape;
mod json;
mod look;
mod number;
mod problems;
mod read;
mod reader;
mod rules;
mod shape;
mod string;
mod syntax;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::text::Location;

pub(in crate::tlsrpt) use checks::is_result_type;
pub use count::Count;

/// How deep objects and arrays may be nested. A report needs six levels.
pub const MAX_DEPTH: usize = 32;
/// How many policies of a report are kept.
pub const MAX_POLICIES: usize = 100;
/// How many failure details of a report are kept.
pub const MAX_FAILURES: usize = 10_000;
/// How many octets of a text are kept.
pub const MAX_TEXT: usize = 4_096;
/// How many strings of `policy-string` and of `mx-host` are kept.
pub const MAX_LINES: usize = 1_000;
/// How many result types of a policy are summed up.
pub const MAX_TYPES: usize = 100;

/// Reads the JSON of a report, in one pass; what is kept of it is bounded by the constants of this module.
///
/// ```
/// use mta_sts::tlsrpt::report::{ReportProblemKind, read_report};
/// let reading = read_report(br#"{"organization-name": "Example", "policies": [{
///     "policy": {"policy-type": "sts", "policy-domain": "example.com"},
///     "summary": {"total-successful-session-count": 7, "total-failure-session-count": "0"}}]}"#);
/// assert!(!reading.is_usable);
/// let problem = reading.problems.iter().find(|problem| problem.kind == ReportProblemKind::BadCount).unwrap();
/// assert_eq!(problem.member, "policies[0].summary.total-failure-session-count");
/// assert_eq!(problem.saw, "“0”, a string");
/// assert_eq!(problem.location.as_ref().unwrap().line, 3);
/// let report = reading.report.unwrap();
/// assert_eq!(report.policies[0].successful.unwrap().get(), 7);
/// ```
pub fn read_report(text: &[u8]) -> ReportReading {
    read::read(text)
}

/// What was made of one JSON document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportReading {
    /// What was understood; `null` where the document is no JSON object at all.
    pub report: Option<TlsReport>,
    /// Whether it counts: none of the problems is an error.
    pub is_usable: bool,
    /// The departures from the format, in the order of the text; at most 100.
    pub problems: Vec<ReportProblem>,
    /// Problems beyond those listed.
    pub omitted_problems: usize,
}

/// A report. Texts are as the sender wrote them, and nothing in them is to be trusted: whoever knows the address may send any.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TlsReport {
    /// `organization-name`: who reports.
    pub organization_name: Option<String>,
    /// `contact-info`.
    pub contact_info: Option<String>,
    /// `report-id`.
    pub report_id: Option<String>,
    /// `start-datetime` of the `date-range`.
    pub start: Option<ReportTime>,
    /// `end-datetime` of the `date-range`.
    pub end: Option<ReportTime>,
    /// `policies`, each with what came of it; at most 100.
    pub policies: Vec<ReportedPolicy>,
    /// Policies beyond those.
    pub omitted_policies: usize,
    /// Failure details beyond the 10,000 that are kept, in all policies together. What they count is in `failed_by_type`.
    pub omitted_failures: usize,
}

/// A time of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportTime {
    /// As it is written.
    pub text: String,
    /// Seconds since 1970-01-01T00:00:00Z; without an offset it is taken for UTC. `null` where it is no date-time (RFC 3339 §5.6).
    pub seconds: Option<i64>,
}

/// One policy that the sender applied, and how its sessions went.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportedPolicy {
    /// `policy-type`: `sts`, `tlsa`, `no-policy-found`, or whatever else the sender wrote.
    pub policy_type: Option<String>,
    /// `policy-string`: of an MTA-STS policy its lines, of DANE the TLSA records.
    pub policy_string: Vec<String>,
    /// `policy-domain`.
    pub policy_domain: Option<String>,
    /// `mx-host`: the patterns of the policy, or the MX hosts.
    pub mx_host: Vec<String>,
    /// `total-successful-session-count`.
    pub successful: Option<Count>,
    /// `total-failure-session-count`.
    pub failed: Option<Count>,
    /// `failure-details`.
    pub failures: Vec<FailureDetail>,
    /// The sum of `failed-session-count` for every result type, in the order of their first use. It may differ from `failed`: a session may
    /// fail in several ways (RFC 8460 §4.4). At most 100.
    pub failed_by_type: Vec<FailedByType>,
}

/// How many sessions failed in one way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FailedByType {
    /// The result type as it is written; empty where it is missing.
    pub result_type: String,
    /// The sum.
    pub sessions: Count,
}

/// One failure of `failure-details`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FailureDetail {
    /// `result-type`: one of RFC 8460 §4.3, or whatever else the sender wrote.
    pub result_type: Option<String>,
    /// `sending-mta-ip`.
    pub sending_mta_ip: Option<String>,
    /// `receiving-mx-hostname`.
    pub receiving_mx_hostname: Option<String>,
    /// `receiving-mx-helo`.
    pub receiving_mx_helo: Option<String>,
    /// `receiving-ip`.
    pub receiving_ip: Option<String>,
    /// `failed-session-count`.
    pub failed_sessions: Option<Count>,
    /// `additional-information`: an address of more about it. Never follow it unseen.
    pub additional_information: Option<String>,
    /// `failure-reason-code`: in the sender's own words.
    pub failure_reason_code: Option<String>,
}

/// A departure from the format of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportProblem {
    /// What kind it is.
    pub kind: ReportProblemKind,
    /// What it does to the report.
    pub severity: ReportProblemSeverity,
    /// The member it is about, such as `policies[0].summary.total-failure-session-count`; empty for the whole.
    pub member: String,
    /// Where in the text, decompressed where it was compressed.
    pub location: Option<Location>,
    /// What was seen.
    pub saw: String,
    /// What was expected, and what is made of it.
    pub expected: String,
    /// The section it rests on.
    pub basis: &'static str,
}

/// What a problem does to its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReportProblemSeverity {
    /// The report cannot be counted.
    Error,
    /// It is read all the same.
    Notice,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReportProblemKind {
    /// No JSON (RFC 8259), or cut off.
    NotJson,
    /// Octets that are no UTF-8 (RFC 7493 §2.1).
    NotUtf8,
    /// JSON, but no object.
    NotObject,
    /// Nested deeper than 32 levels.
    TooDeep,
    /// Larger than this reader takes, compressed or not.
    TooLarge,
    /// No gzip (RFC 1952), cut off, or its checksum is another.
    BadGzip,
    /// No zip archive, or an entry that cannot be read.
    BadZip,
    /// A message (RFC 5322) that cannot be taken apart.
    BadMail,
    /// Nothing in it is a report.
    NoReport,
    /// Octets after the end of what is compressed.
    TrailingData,
    /// Another media type than RFC 8460 §6.4 and §6.5 register.
    MediaType,
    /// The file's name says something else than the report, which counts (RFC 8460 §5.6).
    NameMismatch,
    /// A header field of the message says something else than the report, which counts (RFC 8460 §5.6), or is missing (RFC 8460 §5.3).
    HeaderMismatch,
    /// The member `policies` is missing.
    MissingPolicies,
    /// The member `policies` is no array of objects.
    BadPolicies,
    /// Another member is missing.
    Missing,
    /// A member of another type than RFC 8460 §4.4 has.
    BadType,
    /// A count that is no whole number from 0 on.
    BadCount,
    /// A time that is no date-time of RFC 3339.
    BadDatetime,
    /// A time without an offset.
    DatetimeNoOffset,
    /// The range ends before it begins.
    EndBeforeStart,
    /// The range is longer than a day (RFC 8460 §4.1).
    LongRange,
    /// A policy type that is not in RFC 8460 §4.4.
    UnknownPolicyType,
    /// A result type that is not in the registry (RFC 8460 §6.6).
    UnknownResultType,
    /// `policy-string` is a string.
    PolicyStringNotArray,
    /// `mx-host` is a string (erratum 6241).
    MxHostNotArray,
    /// A placeholder of RFC 8460 §4.4 in the place of its member's name.
    PlaceholderKey,
    /// The same member twice in one object (RFC 7493 §2.3).
    DuplicateKey,
    /// Half of a surrogate pair, escaped (RFC 7493 §2.1).
    LoneSurrogate,
    /// A byte-order mark (RFC 8259 §8.1).
    Bom,
    /// `additional-information` is no URI.
    BadUri,
    /// An address that is no IP address.
    BadIp,
    /// `contact-info` is no address of mail.
    BadContact,
    /// A domain in U-labels.
    UlabelDomain,
    /// A text longer than is kept.
    LongText,
    /// More than is kept.
    TooMany,
}
