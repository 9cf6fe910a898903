//! The MTA-STS record (RFC 8461 §3.1).

use super::{Draft, Stage, candidates, shown_candidates};
use crate::finding::{Speaker, fetch, record};
use crate::lookup::LookupState;
use crate::observe::{Elsewhere, Place, PolicyObservation, RecordObservation, TxtRole};
use crate::policy::Mode;
use crate::record::{GRAMMAR, select_records};
use crate::report::{Step, StepId, StepStatus};
use crate::text::show;
use crate::time::duration;

/// A record that may still be kept for longer than this gets a remark: one day.
const LONG_TTL: u64 = 86_400;

pub(super) fn record_step(
    seen: &RecordObservation,
    policy: Option<&PolicyObservation>,
    stage: Stage,
    speaker: &Speaker,
) -> Step {
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
    // What explains a missing record is part of the answer: no cause is named before it is known.
    if seen.elsewhere.iter().any(|other| other.lookup.state == LookupState::Pending) {
        return step.pending();
    }
    let count = candidates(&seen.texts).count();
    step.add_discarded(&seen.texts, count > 0, &GRAMMAR, &record::RECORD_NEARLY);
    add_other_texts(&mut step, seen);
    let is_nearly = seen.texts.iter().any(|text| text.role == TxtRole::Nearly);
    match (count, &seen.record) {
        (0, _) if is_nearly => step.judged("There is a record that senders do not recognise."),
        (0, _) => missing(step, seen, policy, stage),
        (1, found) => {
            for text in candidates(&seen.texts) {
                step.add_violations(&text.octets, &seen.violations);
            }
            let ttl = seen.lookup.records.iter().filter_map(|record| record.ttl).max().unwrap_or_default();
            if ttl > LONG_TTL {
                step.add(&record::RECORD_TTL_LONG, duration(ttl));
            }
            match found {
                Some(found) => step.judged(format!("One record, with id {}.", found.id.as_str())),
                None => step.judged("The record is not valid."),
            }
        }
        (count, _) => {
            let values = vec![("seen", count.to_string()), ("texts", shown_candidates(&seen.texts))];
            step.add_with(&record::RECORD_MULTIPLE, values);
            step.judged(format!("{count} records, where there may be only one."))
        }
    }
}

/// Why there is no record: the first of the causes that was seen, and nothing else.
fn missing(mut step: Draft<'_>, seen: &RecordObservation, policy: Option<&PolicyObservation>, stage: Stage) -> Step {
    if let (LookupState::NoName, Some(alias)) = (seen.lookup.state, seen.lookup.aliases.last()) {
        let values = vec![("name", seen.lookup.name.clone()), ("seen", show(alias.target.as_bytes()))];
        step.add_with(&record::RECORD_ALIAS_DANGLING, values);
        return step.judged("The record is an alias that leads nowhere.");
    }
    if let Some((other, text)) = misplaced(seen) {
        let values = vec![("seen", show(&text)), ("place", other.lookup.name.clone())];
        let rule = match other.place {
            Place::DoubledZone => &record::RECORD_DOUBLED_ZONE,
            _ => &record::RECORD_MISPLACED,
        };
        step.add_with(rule, values);
        return step.judged("The record stands at another name.");
    }
    let mode = policy.and_then(|policy| policy.policy.as_ref()).map(|policy| policy.mode);
    match (stage, mode) {
        (Stage::Undiscovered, Some(Mode::None)) => {
            step.add_with(&fetch::REMOVAL_UNANNOUNCED, Vec::new());
            return step.judged("No record, but a policy with mode none is served.");
        }
        (Stage::Undiscovered, _) => {
            step.add_with(&fetch::POLICY_UNDISCOVERED, Vec::new());
            return step.judged("No record, but a policy is served.");
        }
        _ => step.add_with(&record::RECORD_ABSENT, Vec::new()),
    }
    for other in seen.elsewhere.iter().filter(|other| other.place == Place::Parent) {
        if !select_records(other.lookup.txt_strings()).candidates.is_empty() {
            let parent = other.lookup.name.strip_prefix("_mta-sts.").unwrap_or_default();
            let values = vec![("place", other.lookup.name.clone()), ("parent", parent.to_owned())];
            step.add_with(&record::RECORD_NOT_INHERITED, values);
        }
    }
    step.judged("There is no MTA-STS record.")
}

/// A record that stands where no sender looks.
pub(super) fn misplaced(seen: &RecordObservation) -> Option<(&Elsewhere, Vec<u8>)> {
    seen.elsewhere.iter().filter(|other| other.place != Place::Parent).find_map(|other| {
        let text = select_records(other.lookup.txt_strings()).candidates.into_iter().next()?;
        Some((other, text))
    })
}

/// Other TXT records at the name of the record: from a wildcard, if a name that nobody makes has the same.
fn add_other_texts(step: &mut Draft<'_>, seen: &RecordObservation) {
    let doubled = seen.elsewhere.iter().find(|other| other.place == Place::DoubledZone);
    let from_wildcard: Vec<Vec<u8>> =
        doubled.map(|other| other.lookup.txt_strings().map(<[Vec<u8>]>::concat).collect()).unwrap_or_default();
    let has_candidate = candidates(&seen.texts).next().is_some();
    let is_other = |role| role == TxtRole::Other || (role == TxtRole::Nearly && has_candidate);
    for text in seen.texts.iter().filter(|text| is_other(text.role)) {
        let rule = match from_wildcard.contains(&text.octets) {
            true => &record::RECORD_WILDCARD_TXT,
            false => &record::RECORD_OTHER_TXT,
        };
        step.add(rule, show(&text.octets));
    }
}
