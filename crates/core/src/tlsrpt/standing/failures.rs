//! Whether the check sees what would cause a failure.

use super::days::{Day, last_report};
use super::present::Present;
use super::{FailureStanding, FailureState, ReportedFailure, mail_servers, policy_host};
use crate::explain::{all_explanations, explain};
use crate::finding::Finding;
use crate::text::lower_first;

/// The most reasons that are looked at; they come with most sessions first.
pub(super) const MAX_REASONS: usize = 100;

/// How a failure stands, before anything is said about its days.
pub(super) struct Judged {
    pub(super) state: FailureState,
    /// What is seen now, in a sentence or two.
    pub(super) seen: String,
    pub(super) findings: Vec<&'static str>,
}

impl Judged {
    pub(super) fn fixed(seen: impl Into<String>) -> Self {
        Self { state: FailureState::Fixed, seen: seen.into(), findings: Vec::new() }
    }

    pub(super) fn not_known(seen: impl Into<String>) -> Self {
        Self { state: FailureState::NotKnown, seen: seen.into(), findings: Vec::new() }
    }

    /// `otherwise` is said where no finding is at hand.
    pub(super) fn still_there(findings: &[&Finding], otherwise: &str) -> Self {
        let seen = findings.first().map_or(otherwise, |finding| &finding.saw).to_owned();
        let mut ids: Vec<&'static str> = Vec::new();
        for finding in findings {
            if !ids.contains(&finding.id) {
                ids.push(finding.id);
            }
        }
        Self { state: FailureState::StillThere, seen, findings: ids }
    }
}

/// How a failure stands to what the check sees.
pub(super) fn standing(failure: &ReportedFailure, present: &Present<'_>) -> FailureStanding {
    if let Some(why) = &present.nothing_known {
        return FailureStanding {
            state: FailureState::NotKnown,
            sentence: format!("Not known: {}", lower_first(why)),
            findings: Vec::new(),
        };
    }
    let Judged { state, seen, findings } = judge(failure, present);
    let word = match state {
        FailureState::StillThere => "Still there",
        FailureState::Fixed => "Fixed",
        FailureState::Gone => "Gone",
        FailureState::NotKnown => "Not known",
    };
    let last = last_report(Day::parse(failure.last_day.as_deref()), present.report.checked_at);
    FailureStanding { state, sentence: format!("{word}: {} {last}", lower_first(&seen)), findings }
}

fn judge(failure: &ReportedFailure, present: &Present<'_>) -> Judged {
    let kind = failure.result_type.as_deref().unwrap_or_default();
    match kind {
        "sts-policy-fetch-error" => policy_host::fetch_error(causes(failure, present), present),
        "sts-webpki-invalid" => policy_host::webpki(&causes(failure, present), present),
        "sts-policy-invalid" => policy_host::policy_invalid(causes(failure, present), present),
        _ => mail_servers::judge(kind, failure, present),
    }
}

/// The findings that would cause a failure: what the table of explanations says, and what is reported under that type.
pub(super) fn causes<'r>(failure: &ReportedFailure, present: &Present<'r>) -> Vec<&'r Finding> {
    let kind = failure.result_type.as_deref().unwrap_or_default();
    let mut explained: Vec<_> = all_explanations().iter().filter(|known| known.id == kind).collect();
    for reason in failure.reasons.iter().take(MAX_REASONS).filter_map(|share| share.name.as_deref()) {
        explained.append(&mut explain(reason));
    }
    let is_cause = |finding: &&'r Finding| {
        explained.iter().any(|known| known.findings.contains(&finding.id))
            || finding.result_type.is_some_and(|result_type| result_type.name() == kind)
    };
    let mut causes = Vec::new();
    for step in &present.report.steps {
        causes.extend(present.wrong(step.id).filter(is_cause));
    }
    causes
}
