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
/// How many elements of arrays are read, in a whole report: policies, failure details, strings. A report with more is an error. Few
/// octets make an element, and each takes its time.
pub const MAX_ELEMENTS: usize = 200_000;
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

/// The kinds of problems, the more basic first. Each says what it does to its report, what it means, and the section it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReportProblemKind {
    /// Error: no JSON, or cut off. RFC 8259 §2 to §7.
    NotJson,
    /// Error: octets that are no UTF-8, or UTF-16 or UTF-32. RFC 7493 §2.1.
    NotUtf8,
    /// Error: JSON, but no object, such as a list of reports. RFC 8460 §4.4.
    NotObject,
    /// Error: objects and arrays nested deeper than 32 levels (RFC 8259 §9), or too many files inside files.
    TooDeep,
    /// Error: larger than this reader takes, compressed or not. RFC 8460 §5.2.
    TooLarge,
    /// Error: no gzip, cut off, or its checksum is another. RFC 1952 §2.3.
    BadGzip,
    /// Error: no zip archive, or an entry that cannot be read.
    BadZip,
    /// Error: a message that cannot be taken apart. RFC 5322 §2.1.
    BadMail,
    /// Error: nothing in the file is a report. RFC 8460 §5.3.
    NoReport,
    /// Notice: octets after the end of what is compressed. RFC 1952 §2.2.
    TrailingData,
    /// Notice: another media type than the two of reports. RFC 8460 §6.4 and §6.5.
    MediaType,
    /// Notice: the file's name says something else than the report, which counts. RFC 8460 §5.6.
    NameMismatch,
    /// Notice: a header field of the message says something else than the report, which counts (RFC 8460 §5.6), or is missing. RFC 8460 §5.3.
    HeaderMismatch,
    /// Error: the member `policies` is missing. RFC 8460 §4.4.
    MissingPolicies,
    /// Error: the member `policies` is no array of objects. RFC 8460 §4.4.
    BadPolicies,
    /// Another member is missing, or `null`. Error: `policy`, `summary`, or both counts of a summary. Notice: any other that is not optional
    /// and that senders do not leave out. RFC 8460 §4.4.
    Missing,
    /// Error: a member of another type than it has to be. RFC 8460 §4.4.
    BadType,
    /// Error: a count that is no whole number from 0 on. RFC 8460 §4.4.
    BadCount,
    /// Notice: a time that is no date-time; it counts as none. RFC 3339 §5.6.
    BadDatetime,
    /// Notice: a time without an offset; it is taken for UTC. RFC 3339 §5.6.
    DatetimeNoOffset,
    /// Notice: the range ends before it begins. RFC 8460 §4.4.
    EndBeforeStart,
    /// Notice: the range is longer than a day; up to 25 hours are let pass, where clocks go back. RFC 8460 §4.1.
    LongRange,
    /// Notice: a policy type that is none of the three; kept as it is written. RFC 8460 §4.4.
    UnknownPolicyType,
    /// Notice: a result type that the registry had not when this was written; kept as it is written. RFC 8460 §6.6.
    UnknownResultType,
    /// Notice: `policy-string` is a string; its lines are read. RFC 8460 §4.4.
    PolicyStringNotArray,
    /// Notice: `mx-host` is a string; it is taken for one host. RFC 8460 §4.4, erratum 6241.
    MxHostNotArray,
    /// Notice: a placeholder of the format (`mx-host-pattern`, `additional-info-uri`, `email-address`, `ip-address`) in the place of its
    /// member's name; it is read as that member. RFC 8460 §4.4.
    PlaceholderKey,
    /// Notice: the same member twice in one object; the first is kept. RFC 7493 §2.3.
    DuplicateKey,
    /// Notice: half of a surrogate pair, escaped; U+FFFD stands in its place. RFC 7493 §2.1.
    LoneSurrogate,
    /// Notice: a byte-order mark; it is passed over. RFC 8259 §8.1.
    Bom,
    /// Notice: `additional-information` is no URI; kept as it is written. RFC 8460 §4.4, RFC 3986 §3.
    BadUri,
    /// Notice: an address that is no IP address; kept as it is written. RFC 8460 §4.4.
    BadIp,
    /// Notice: `contact-info` is no address of mail; kept as it is written. RFC 8460 §4.4, RFC 5322 §3.4.1.
    BadContact,
    /// Notice: a domain or host in U-labels; kept as it is written. RFC 8460 §4.4.
    UlabelDomain,
    /// Notice: a text of more than 4096 octets; the rest is left out. RFC 8259 §9.
    LongText,
    /// Notice: more policies, failures or strings than are kept; the rest is left out. Error: more than are read. RFC 8259 §9.
    TooMany,
}
