//! The MTA-STS record (RFC 8461 §3.1).

use super::{Draft, Stage, candidates};
use crate::finding::{Speaker, fetch, record};
use crate::lookup::LookupState;
use crate::observe::{RecordObservation, TxtRole};
use crate::report::{Step, StepId, StepStatus};

pub(super) fn record_step(seen: &RecordObservation, stage: Stage, speaker: &Speaker) -> Step {
    let mut step = Draft::new(StepId::Record, speaker, seen.lookup.elapsed_ms);
    match seen.lookup.state {
        LookupState::Pending => return step.pending(),
        LookupState::Failed => {
            step.add(&record::RECORD_LOOKUP_FAILED, seen.lookup.failure_words());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        LookupState::Bogus => {
            step.add(&record::DNSSEC_BOGUS, &*seen.lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        LookupState::Found | LookupState::NoData | LookupState::NoName => {}
    }
    let count = candidates(&seen.texts).count();
    step.add_discarded(&seen.texts, count > 0, &record::RECORD_NEARLY, &record::RECORD_OTHER_TXT);
    let is_nearly = seen.texts.iter().any(|text| text.role == TxtRole::Nearly);
    match (count, &seen.record) {
        (0, _) if stage == Stage::Undiscovered => {
            step.add_with(&fetch::POLICY_UNDISCOVERED, Vec::new());
            step.judged("No record, but a policy is served.")
        }
        (0, _) if is_nearly => step.judged("There is a record that senders do not recognise."),
        (0, _) => {
            step.add_with(&record::RECORD_ABSENT, Vec::new());
            step.judged("There is no MTA-STS record.")
        }
        (1, found) => {
            for text in candidates(&seen.texts) {
                step.add_violations(&text.octets, &seen.violations);
            }
            match found {
                Some(found) => step.judged(format!("One record, with id {}.", found.id.as_str())),
                None => step.judged("The record is not valid."),
            }
        }
        (count, _) => {
            step.add(&record::RECORD_MULTIPLE, count.to_string());
            step.judged(format!("{count} records, where there may be only one."))
        }
    }
}
