//! The report: all that can be said at a given moment, as data and as plain text.

use std::fmt;

use serde::Serialize;

use crate::domain::PolicyDomain;
use crate::finding::{Finding, Severity};
use crate::observe::Observations;
use crate::sender::named::SenderReading;
use crate::sender::outlook::Outlook;
use crate::verdict::Outcome;

/// What a check has found out so far.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The policy domain.
    pub domain: PolicyDomain,
    /// The time of the check, in seconds since 1970-01-01T00:00:00Z.
    pub checked_at: u64,
    /// Every request has its answer: this report is final.
    pub is_complete: bool,
    /// The verdict, for programs.
    pub outcome: Outcome,
    /// The verdict in one or two sentences, for people.
    pub verdict: String,
    /// The finding whose fix helps most; `null` where nothing needs to be done.
    pub do_first: Option<Finding>,
    /// The steps, in the order a sender takes them.
    pub steps: Vec<Step>,
    /// What every sender will do with mail, and until when.
    pub outlook: Outlook,
    /// How named senders read the policy file; empty where there is none that was read.
    pub readings: Vec<SenderReading>,
    /// Whether they do the same with mail.
    pub readings_agree: bool,
    /// What was seen, read but not judged.
    pub observed: Observations,
}

/// One step of the check.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Which step.
    pub id: StepId,
    /// Where it stands.
    pub status: StepStatus,
    /// What was found, in one line.
    pub summary: String,
    /// From the first request to the last answer of this step, in milliseconds.
    pub elapsed_ms: u64,
    /// What to know about it, in the order of the evidence.
    pub findings: Vec<Finding>,
}

/// The steps of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum StepId {
    /// The MTA-STS record in DNS.
    Record,
    /// The policy host and the fetch.
    Fetch,
    /// The text of the policy file.
    Policy,
    /// The MX records and their match.
    Mx,
    /// The TLSRPT record.
    Tlsrpt,
}

impl StepId {
    /// The step's name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Record => "DNS record",
            Self::Fetch => "Policy host",
            Self::Policy => "Policy text",
            Self::Mx => "Mail servers",
            Self::Tlsrpt => "Reports",
        }
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum StepStatus {
    /// Answers are still missing.
    Pending,
    /// All is well.
    Passed,
    /// Legal but risky, or senders differ.
    Warned,
    /// Protection or mail is lost.
    Failed,
    /// We could not look. That is never "wrong" and never "right".
    Inconclusive,
    /// Not reached: an earlier step leaves nothing to look at.
    Skipped,
}

impl StepStatus {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "waiting",
            Self::Passed => "passed",
            Self::Warned => "warning",
            Self::Failed => "failed",
            Self::Inconclusive => "not known",
            Self::Skipped => "not reached",
        }
    }
}

impl Severity {
    /// What a finding of this severity makes of its step.
    pub(crate) fn status(self) -> StepStatus {
        match self {
            Self::Note => StepStatus::Passed,
            Self::Warning => StepStatus::Warned,
            Self::Error => StepStatus::Failed,
        }
    }
}

impl fmt::Display for Report {
    /// The report as plain text, for terminals and tickets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.verdict)?;
        for step in &self.steps {
            writeln!(f, "\n{}: {} - {}", step.id.title(), step.status.word(), step.summary)?;
            for finding in &step.findings {
                let place =
                    finding.location.as_ref().map(|place| format!(" (line {}, column {})", place.line, place.column));
                writeln!(f, "  * {}{}", finding.saw, place.unwrap_or_default())?;
                writeln!(f, "    {}", finding.consequence)?;
                writeln!(f, "    {}", finding.fix)?;
                writeln!(f, "    {}, {}", finding.rfc, finding.id)?;
            }
        }
        Ok(())
    }
}
