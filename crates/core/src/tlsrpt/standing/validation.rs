//! `validation-failure` (RFC 8460 §4.3.3), under which most senders report a mail server that the policy does not list.

use super::ReportedFailure;
use super::failures::{Judged, MAX_REASONS};
use super::hosts::look_at_server;
use super::present::Present;
use crate::explain::explain;
use crate::finding::Finding;
use crate::policy::Mode;
use crate::report::{StepId, StepStatus};
use crate::sender::situation::Found;

/// Without a mismatch it is about TLS itself, which a check does not see.
pub(super) fn validation(causes: &[&Finding], failure: &ReportedFailure, present: &Present<'_>) -> Judged {
    let elsewhere = || {
        format!(
            "What else this type stands for is seen at the mail server only: run {}.",
            look_at_server(failure, present)
        )
    };
    if let Some(why) = present.not_seen() {
        return Judged::not_known(format!("{why} {}", elsewhere()));
    }
    match present.status(StepId::Mx) {
        _ if !causes.is_empty() => Judged::still_there(causes, ""),
        StepStatus::Passed | StepStatus::Warned | StepStatus::Failed => match present.sight.found() {
            Found::Policy(policy) => {
                let matches = match policy.mode {
                    Mode::None => "the policy has mode none now, so senders match no mail servers with it.",
                    Mode::Enforce | Mode::Testing => "the policy lists every mail server now.",
                };
                if says_mismatch(failure) {
                    Judged::fixed(matches)
                } else {
                    Judged::not_known(format!("{matches} {}", elsewhere()))
                }
            }
            Found::Nothing(_) | Found::NotKnown(_) => without_policy(present, elsewhere()),
        },
        StepStatus::Skipped => without_policy(present, elsewhere()),
        StepStatus::Pending | StepStatus::Inconclusive => {
            Judged::not_known(format!("{} {}", present.says(StepId::Mx), elsewhere()))
        }
    }
}

fn without_policy(present: &Present<'_>, elsewhere: String) -> Judged {
    Judged::not_known(format!(
        "there is no policy now that mail servers could be matched with. {} {elsewhere}",
        present.why_nothing()
    ))
}

/// Whether all of the failure was a mail server that the policy does not list, in the words of senders that are known.
fn says_mismatch(failure: &ReportedFailure) -> bool {
    let is_mismatch = |reason: &str| explain(reason).iter().any(|known| known.findings.contains(&"mx-not-in-policy"));
    let mut reasons = failure.reasons.iter();
    (1..=MAX_REASONS).contains(&failure.reasons.len())
        && reasons.all(|share| share.name.as_deref().is_some_and(is_mismatch))
}
