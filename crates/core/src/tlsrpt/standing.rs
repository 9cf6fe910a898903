//! What reports say, held against a check of the same domain now: is a failure still there, and which policy do senders hold?

mod days;
mod difference;
mod failures;
mod hosts;
mod mail_servers;
mod policies;
mod policy_host;
mod present;
mod reported;
#[cfg(test)]
mod tests;
mod validation;

use serde::Serialize;

use self::present::Present;
use crate::check::Check;

pub use self::reported::{Reported, ReportedApplied, ReportedFailure, ReportedSender, ReportedShare};

/// Holds what reports say about a domain against a check of the same domain.
///
/// What the check could not see, or has not seen yet, is [`FailureState::NotKnown`] and [`PolicyState::NotKnown`], and so is all of it
/// for a check of another domain.
///
/// ```
/// use mta_sts::tlsrpt::standing::{FailureState, Reported, standing};
/// use mta_sts::{Check, PolicyDomain, Resolver};
/// let reported = Reported::from_json(
///     r#"{"domain":"example.com","policies":[],
///         "failures":[{"resultType":"sts-policy-fetch-error","lastDay":"2026-11-24","mxHosts":[],"reasons":[]}]}"#,
/// )
/// .unwrap();
/// let check = Check::new(PolicyDomain::parse("example.com").unwrap(), Resolver::defaults(), 1_800_000_000);
/// assert_eq!(standing(&reported, &check).failures[0].state, FailureState::NotKnown);
/// ```
pub fn standing(reported: &Reported, check: &Check) -> ReportStanding {
    let report = check.report();
    let present = Present::new(&report, reported.domain.as_deref());
    ReportStanding {
        checked_at: report.checked_at,
        failures: reported.failures.iter().map(|failure| failures::standing(failure, &present)).collect(),
        policies: reported.policies.iter().map(|policy| policies::standing(policy, &present)).collect(),
    }
}

/// How reports stand to what a check sees now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportStanding {
    /// The time of the check, in seconds since 1970-01-01T00:00:00Z.
    pub checked_at: u64,
    /// For each failure of the summary, in its order.
    pub failures: Vec<FailureStanding>,
    /// For each policy of the summary, in its order.
    pub policies: Vec<PolicyStanding>,
}

/// Whether a failure is still there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FailureStanding {
    /// How it stands.
    pub state: FailureState,
    /// The same in a sentence, with what was seen now.
    pub sentence: String,
    /// The findings of the check that would cause it.
    #[cfg_attr(test, ts(type = "FindingId[]"))]
    pub findings: Vec<&'static str>,
}

/// How a failure stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FailureState {
    /// The check sees what would cause it.
    StillThere,
    /// The check looked for what would cause it, and sees none of it.
    Fixed,
    /// It is about a host that is no mail server of the domain any more.
    Gone,
    /// A check from here cannot see it, or could not look.
    NotKnown,
}

/// How a policy that senders applied stands to the one that is published now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyStanding {
    /// How it stands.
    pub state: PolicyState,
    /// The same in a sentence, with what differs.
    pub sentence: String,
    /// Until when the last sender to apply it may go on, unless it fetches another: seconds since 1970-01-01T00:00:00Z.
    pub held_until: Option<u64>,
}

/// How a policy of reports stands to the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PolicyState {
    /// It says the same.
    Same,
    /// It says something else.
    Different,
    /// There is a usable policy now, and senders found none, or one they could not use.
    NowThere,
    /// There is no usable policy now.
    NowMissing,
    /// It is no MTA-STS policy, so there is nothing to compare.
    NotSts,
    /// What is published now could not be seen.
    NotKnown,
}
