//! The text of the policy file (RFC 8461 §3.2).

use super::Draft;
use crate::finding::{Speaker, policy};
use crate::observe::{FetchObservation, FetchState, PolicyObservation};
use crate::policy::{Mode, Policy};
use crate::report::{Step, StepId, StepStatus};
use crate::text::Validity;
use crate::time::duration;

pub(super) fn policy_step(
    seen: Option<&PolicyObservation>,
    fetched: &FetchObservation,
    fetch_status: StepStatus,
    speaker: &Speaker,
) -> Step {
    let step = Draft::new(StepId::Policy, speaker, 0);
    match (fetch_status, seen) {
        (StepStatus::Skipped, _) => step.skipped("No policy is expected."),
        (_, Some(seen)) => text_step(step, seen, fetched),
        (StepStatus::Pending, None) => step.pending(),
        (StepStatus::Inconclusive, None) if fetched.state == FetchState::Given => {
            step.with(StepStatus::Inconclusive, "The text is too large for a policy, so it was not read.")
        }
        (StepStatus::Inconclusive, None) => {
            step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
        }
        (_, None) if is_encoded(fetched) => {
            step.with(StepStatus::Inconclusive, "The file came compressed, so its text was not read.")
        }
        (_, None) => step.skipped("There is no policy file to read."),
    }
}

fn is_encoded(fetched: &FetchObservation) -> bool {
    let response = fetched.evidence.as_ref().and_then(|evidence| evidence.response.as_ref());
    response.is_some_and(|response| response.status == 200 && !response.truncated && response.text().is_none())
}

fn text_step(mut step: Draft<'_>, seen: &PolicyObservation, fetched: &FetchObservation) -> Step {
    step.add_violations(fetched.policy_text().unwrap_or_default(), &seen.violations);
    add_mode(&mut step, seen.policy.as_ref());
    let summary = policy_summary(seen);
    step.judged(summary)
}

fn add_mode(step: &mut Draft<'_>, found: Option<&Policy>) {
    match found.map(|found| found.mode) {
        Some(Mode::Testing) => step.add_with(&policy::MODE_TESTING, Vec::new()),
        Some(Mode::None) => step.add_with(&policy::MODE_NONE, Vec::new()),
        Some(Mode::Enforce) | None => {}
    }
}

fn policy_summary(seen: &PolicyObservation) -> String {
    match (&seen.policy, seen.validity) {
        (Some(found), Validity::Valid) => {
            format!("Mode {}, kept for {}.", found.mode.name(), duration(found.max_age))
        }
        (Some(found), _) => format!("Mode {}, but senders differ on this text.", found.mode.name()),
        (None, _) => "The policy is not valid.".to_owned(),
    }
}
