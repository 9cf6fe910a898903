//! The TLSRPT record (RFC 8460 §3).

use super::{Draft, candidates};
use crate::finding::{Speaker, record, tlsrpt};
use crate::lookup::LookupState;
use crate::observe::{RecordObservation, TlsrptObservation, TxtRole};
use crate::report::{Step, StepId, StepStatus};

pub(super) fn tlsrpt_step(seen: &TlsrptObservation, sts: &RecordObservation, speaker: &Speaker) -> Step {
    let mut step = Draft::new(StepId::Tlsrpt, speaker, seen.lookup.elapsed_ms);
    match seen.lookup.state {
        LookupState::Pending => return step.pending(),
        LookupState::Bogus => {
            if sts.lookup.state == LookupState::Bogus {
                return step.skipped("DNSSEC hides the zone.");
            }
            step.add(&record::DNSSEC_BOGUS, &*seen.lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        LookupState::Failed => {
            step.add(&tlsrpt::TLSRPT_LOOKUP_FAILED, seen.lookup.failure_words());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        LookupState::Found | LookupState::NoData | LookupState::NoName => {}
    }
    let count = candidates(&seen.texts).count();
    step.add_discarded(&seen.texts, count > 0, &tlsrpt::TLSRPT_NEARLY, &tlsrpt::TLSRPT_OTHER_TXT);
    match (count, &seen.record) {
        (0, _) if seen.texts.iter().any(|text| text.role == TxtRole::Nearly) => {
            step.judged("There is a record that senders do not recognise.")
        }
        (0, _) => {
            if candidates(&sts.texts).next().is_none() {
                step.add_with(&tlsrpt::TLSRPT_ABSENT_UNUSED, Vec::new());
                return step.with(StepStatus::Skipped, "No record, and no MTA-STS to report on.");
            }
            step.add_with(&tlsrpt::TLSRPT_ABSENT, Vec::new());
            step.judged("Nobody is told about failures.")
        }
        (1, found) => {
            for text in candidates(&seen.texts) {
                step.add_violations(&text.octets, &seen.violations);
            }
            match found {
                Some(found) if found.usable.len() == 1 => step.judged("Reports go to one address."),
                Some(found) => step.judged(format!("Reports go to {} addresses.", found.usable.len())),
                None => step.judged("The record is not valid."),
            }
        }
        (count, _) => {
            step.add(&tlsrpt::TLSRPT_MULTIPLE, count.to_string());
            step.judged(format!("{count} records, where there may be only one."))
        }
    }
}
