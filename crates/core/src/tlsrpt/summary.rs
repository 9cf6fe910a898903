//! Many reports in one: what came of a domain's sessions by day, sender, policy and failure.
//!
//! What is kept grows with the summary, not with the reports: a bound on the rows holds for all lists together, and what is beyond
//! it is counted under a row without a name.

mod applied;
mod book;
mod day;
mod documents;
mod known;
pub(crate) mod names;
mod rows;
mod sorted;
#[cfg(test)]
mod tests;
mod texts;

use serde::Serialize;

pub(crate) use self::applied::{policy_text, sts_policy};
pub use self::book::ReportBook;
pub use self::documents::{MAX_DOCUMENT_TEXT, MAX_DOCUMENTS, MAX_UNREADABLE, MAX_UNREADABLE_TEXT};
pub use self::known::MAX_KNOWN;
pub use self::rows::{MAX_ROW_TEXT, MAX_ROWS};
use super::report::{Count, ReportProblemKind};

/// What many reports come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportSummary {
    /// How many files were handed in.
    pub files: usize,
    /// How many reports were counted.
    pub reports: usize,
    /// Reports that had been counted before: the same sender, report id, dates and domains.
    pub duplicates: usize,
    /// Documents and files that could not be counted.
    pub unreadable: usize,
    /// All sessions.
    pub sessions: Sessions,
    /// The first and the last day (UTC) of which there are reports, as `2026-11-25`.
    pub first_day: Option<String>,
    /// See `first_day`.
    pub last_day: Option<String>,
    /// Each policy domain, that with most failures first, then that with most sessions.
    pub domains: Vec<DomainReports>,
    /// Every document, in the order in which they came; at most 10,000, and up to 1,000 more that could not be read.
    pub documents: Vec<DocumentLine>,
    /// Documents beyond those.
    pub omitted_documents: usize,
    /// How many problems of each kind there were.
    pub problems: Vec<ReportProblemCount>,
    /// Whether the rows reached their bound, so that some are counted under one without a name.
    pub is_full: bool,
}

/// Sessions that succeeded and that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Sessions {
    /// Sessions over TLS as the policy wants it.
    pub successful: Count,
    /// Sessions that failed.
    pub failed: Count,
}

impl Sessions {
    /// Those of both.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { successful: self.successful.plus(other.successful), failed: self.failed.plus(other.failed) }
    }

    /// Successful and failed together.
    pub const fn all(self) -> Count {
        self.successful.plus(self.failed)
    }
}

/// What the sessions of a domain come to. Only one of them is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SessionsOutcome {
    /// Some failed.
    Failed,
    /// None is counted as failed, and yet the details tell of failures.
    FailedUncounted,
    /// None failed, and senders held some to a policy.
    Succeeded,
    /// None failed, and none is known to have been held to a policy: then they succeed whatever the certificates are (RFC 8460 §4.2).
    NoPolicy,
    /// There were none.
    None,
}

/// What the reports say about one policy domain.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DomainReports {
    /// The policy domain in lower case; `null` for reports that name none, and for those beyond the bound.
    pub domain: Option<String>,
    /// All sessions.
    pub sessions: Sessions,
    /// What they come to.
    pub outcome: SessionsOutcome,
    /// Those that succeeded without a policy (`no-policy-found`).
    pub without_policy: Count,
    /// How many reports are about it.
    pub reports: usize,
    /// Each day of which there is a report, in order; last what has no date.
    pub days: Vec<DaySessions>,
    /// Each sender, that with most failures first, then that with most sessions.
    pub senders: Vec<SenderSessions>,
    /// Each policy that was applied, the last applied first.
    pub policies: Vec<AppliedPolicy>,
    /// Each way in which sessions failed, that with most sessions first.
    pub failures: Vec<FailureSummary>,
}

/// The sessions of one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DaySessions {
    /// The day (UTC) on which the report's range begins, as `2026-11-25`; `null` where it has no date.
    pub day: Option<String>,
    /// Its sessions.
    pub sessions: Sessions,
}

/// The sessions of one sender.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SenderSessions {
    /// `organization-name`; `null` where it is missing, or beyond the bound.
    pub organization: Option<String>,
    /// Its sessions.
    pub sessions: Sessions,
    /// How many reports it sent.
    pub reports: usize,
    /// The first and the last day of its reports.
    pub first_day: Option<String>,
    /// See `first_day`.
    pub last_day: Option<String>,
}

/// A policy as senders applied it. Two texts of one meaning are one policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AppliedPolicy {
    /// `policy-type` as it is written.
    pub policy_type: Option<String>,
    /// `policy-string` as the first report has it, line by line; empty where none does.
    pub lines: Vec<String>,
    /// `mx-host` as the first report has it.
    pub mx_host: Vec<String>,
    /// What it says, if it is an MTA-STS policy that a sender can use.
    pub sts: Option<crate::policy::Policy>,
    /// Its sessions.
    pub sessions: Sessions,
    /// Who applied it, the last to do so first.
    pub senders: Vec<SenderSessions>,
}

/// One way in which sessions failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FailureSummary {
    /// The result type as it is written. `null`: the reports count failed sessions and say nothing about them.
    pub result_type: Option<String>,
    /// Whether the registry of RFC 8460 §6.6 has it.
    pub is_registered: bool,
    /// How many sessions.
    pub sessions: Count,
    /// The first and the last day on which it was reported.
    pub first_day: Option<String>,
    /// See `first_day`.
    pub last_day: Option<String>,
    /// How many sessions on each day, in order.
    pub days: Vec<SessionShare>,
    /// At which MX hosts (`receiving-mx-hostname`), most sessions first, as in the other lists.
    pub mx_hosts: Vec<SessionShare>,
    /// At which addresses of them (`receiving-ip`).
    pub receiving_ips: Vec<SessionShare>,
    /// Who reported it.
    pub senders: Vec<SessionShare>,
    /// From which of their addresses (`sending-mta-ip`).
    pub sending_ips: Vec<SessionShare>,
    /// The reasons that senders gave (`failure-reason-code`).
    pub reasons: Vec<SessionShare>,
    /// What they wrote to it (`additional-information`).
    pub information: Vec<SessionShare>,
}

/// A part of the sessions that failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SessionShare {
    /// What they have in common; `null` where reports do not tell, or beyond the bound.
    pub name: Option<String>,
    /// How many.
    pub sessions: Count,
}

/// One document and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DocumentLine {
    /// The number of its file, from 0 on, in the order in which they were handed in.
    pub file: usize,
    /// Its name: that of the file, and inside of it the way to the document, such as `november.zip › google.com!….json.gz`.
    pub name: String,
    /// `organization-name`.
    pub organization: Option<String>,
    /// `report-id`.
    pub report_id: Option<String>,
    /// The day of the report, as `2026-11-25`.
    pub day: Option<String>,
    /// The first policy domain.
    pub domain: Option<String>,
    /// What it counted.
    pub sessions: Sessions,
    /// What became of it.
    pub state: DocumentState,
    /// For what could not be read: why, and where. Else the first notice, if there is one.
    pub note: Option<String>,
    /// How many notices.
    pub notices: usize,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DocumentState {
    /// It was counted.
    Counted,
    /// It had been counted before.
    Duplicate,
    /// It could not be read as a report.
    Unreadable,
}

/// How many problems of a kind there were.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportProblemCount {
    /// Their kind.
    pub kind: ReportProblemKind,
    /// How many.
    pub count: usize,
}
