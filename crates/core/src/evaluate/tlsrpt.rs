//! The TLSRPT record (RFC 8460 §3).

use super::{Draft, candidates, shown_candidates};
use crate::finding::{Speaker, record, tlsrpt};
use crate::lookup::LookupState;
use crate::observe::{Observations, TlsrptObservation, TxtRole};
use crate::policy::Mode;
use crate::report::{Step, StepId, StepStatus};
use crate::text::show;
use crate::tlsrpt::record::{GRAMMAR, TlsrptRecord, select_records};

pub(super) fn tlsrpt_step(seen: &Observations, speaker: &Speaker) -> Step {
    let found = &seen.tlsrpt;
    let mut step = Draft::new(StepId::Tlsrpt, speaker, found.lookup.elapsed_ms);
    match found.lookup.state {
        LookupState::Pending => return step.pending(),
        LookupState::Bogus => {
            if seen.record.lookup.state == LookupState::Bogus {
                return step.skipped("DNSSEC hides the zone.");
            }
            step.add(&record::DNSSEC_BOGUS, &*found.lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        LookupState::Failed => {
            step.add(&tlsrpt::TLSRPT_LOOKUP_FAILED, found.lookup.failure_words());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        LookupState::Found | LookupState::NoData | LookupState::NoName => {}
    }
    if found.elsewhere.iter().any(|other| other.lookup.state == LookupState::Pending) {
        return step.pending();
    }
    let count = candidates(&found.texts).count();
    step.add_discarded(&found.texts, count > 0, &GRAMMAR, &tlsrpt::TLSRPT_NEARLY);
    for text in found.texts.iter().filter(|text| text.role == TxtRole::Other) {
        step.add(&tlsrpt::TLSRPT_OTHER_TXT, show(&text.octets));
    }
    match (count, &found.record) {
        (0, _) if found.texts.iter().any(|text| text.role == TxtRole::Nearly) => {
            step.judged("There is a record that senders do not recognise.")
        }
        (0, _) => missing(step, seen),
        (1, record) => {
            for text in candidates(&found.texts) {
                step.add_violations(&text.octets, &found.violations);
            }
            match record {
                Some(record) => {
                    add_external(&mut step, record, seen);
                    step.judged(match record.usable.len() {
                        1 => "Reports go to one address.".to_owned(),
                        count => format!("Reports go to {count} addresses."),
                    })
                }
                None => step.judged("The record is not valid."),
            }
        }
        (count, _) => {
            let values = vec![("seen", count.to_string()), ("texts", shown_candidates(&found.texts))];
            step.add_with(&tlsrpt::TLSRPT_MULTIPLE, values);
            step.judged(format!("{count} records, where there may be only one."))
        }
    }
}

fn missing(mut step: Draft<'_>, seen: &Observations) -> Step {
    if let Some((place, text)) = misplaced(&seen.tlsrpt) {
        step.add_with(&tlsrpt::TLSRPT_MISPLACED, vec![("seen", show(&text)), ("place", place)]);
        return step.judged("The record stands at another name.");
    }
    if candidates(&seen.record.texts).next().is_none() {
        step.add_with(&tlsrpt::TLSRPT_ABSENT_UNUSED, Vec::new());
        return step.with(StepStatus::Skipped, "No record, and no MTA-STS to report on.");
    }
    let policy = seen.policy.as_ref().and_then(|text| text.policy.as_ref());
    match policy.map(|policy| policy.mode) {
        Some(Mode::Testing) => step.add_with(&tlsrpt::TESTING_UNHEARD, Vec::new()),
        Some(Mode::Enforce | Mode::None) | None => step.add_with(&tlsrpt::TLSRPT_ABSENT, Vec::new()),
    }
    step.judged("Nobody is told about failures.")
}

/// A record that stands where no sender looks: the place and the text.
fn misplaced(seen: &TlsrptObservation) -> Option<(String, Vec<u8>)> {
    seen.elsewhere.iter().find_map(|other| {
        let text = select_records(other.lookup.txt_strings()).candidates.into_iter().next()?;
        Some((other.lookup.name.clone(), text))
    })
}

/// An address at another domain needs no permission there (RFC 8460 §3), although other checkers say so.
fn add_external(step: &mut Draft<'_>, record: &TlsrptRecord, seen: &Observations) {
    let domain = seen.tlsrpt.lookup.name.strip_prefix("_smtp._tls.").unwrap_or_default();
    let is_inside = |host: &str| {
        let rest = host.len().checked_sub(domain.len()).and_then(|at| host.split_at_checked(at));
        rest.is_some_and(|(before, end)| {
            end.eq_ignore_ascii_case(domain) && (before.is_empty() || before.ends_with('.'))
        })
    };
    let outside = record.usable.iter().find(|uri| !is_inside(host_of(uri)));
    if let Some(uri) = outside {
        step.add(&tlsrpt::RUA_EXTERNAL, show(uri.as_bytes()));
    }
}

/// The domain of a usable address: `mailto:user@HOST?…` or `https://HOST:port/…`.
fn host_of(uri: &str) -> &str {
    let rest = uri.split_once(':').map(|(_, rest)| rest).unwrap_or_default();
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}
