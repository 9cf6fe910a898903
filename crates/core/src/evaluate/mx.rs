//! The MX records and their match with the policy (RFC 8461 §4.1, RFC 5321 §5.1, RFC 7505).

use super::{Draft, Stage};
use crate::finding::{Speaker, mx, record};
use crate::lookup::{Lookup, LookupState};
use crate::observe::{MxHost, MxObservation, Observations, Routing};
use crate::policy::{Mode, Policy};
use crate::report::{Step, StepId, StepStatus};

pub(super) fn mx_step(seen: &Observations, stage: Stage, policy_status: StepStatus, speaker: &Speaker) -> Step {
    let MxObservation { lookup, own_addresses, routing, hosts, unused_patterns } = &seen.mx;
    let own = own_addresses.iter().map(|lookup| lookup.elapsed_ms).max().unwrap_or_default();
    let mut step = Draft::new(StepId::Mx, speaker, lookup.elapsed_ms.saturating_add(own));
    match routing {
        Routing::Pending => return step.pending(),
        Routing::Unknown if stage == Stage::Hidden => return step.skipped("DNSSEC hides the zone."),
        Routing::Unknown if lookup.state == LookupState::Bogus => {
            step.add(&record::DNSSEC_BOGUS, &*lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        Routing::Unknown => {
            let words = std::iter::once(lookup).chain(own_addresses).find(|lookup| lookup.state == LookupState::Failed);
            step.add(&mx::MX_LOOKUP_FAILED, words.map(Lookup::failure_words).unwrap_or_default());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        Routing::NoDomain => {
            step.add_with(&mx::MX_DOMAIN_ABSENT, Vec::new());
            return step.judged("The domain does not exist.");
        }
        Routing::NoServer => {
            step.add_with(&mx::MX_NO_SERVER, Vec::new());
            return step.judged("There is no mail server.");
        }
        Routing::NullMx => {
            step.add_with(&mx::MX_NULL, Vec::new());
            return step.judged("The domain accepts no mail.");
        }
        Routing::Implicit => step.add_with(&mx::MX_IMPLICIT, Vec::new()),
        Routing::MxRecords => {}
    }
    if hosts.iter().any(|host| host.host.is_root()) {
        step.add_with(&mx::MX_NULL_MALFORMED, Vec::new());
    }
    let count = match hosts.len() {
        1 => "1 mail server".to_owned(),
        count => format!("{count} mail servers"),
    };
    let Some(found) = seen.policy.as_ref().and_then(|seen| seen.policy.as_ref()) else {
        let summary = match policy_status {
            StepStatus::Pending => return step.pending(),
            StepStatus::Inconclusive => format!("{count}; the policy to match them with is not known."),
            _ => format!("{count}; there is no policy to match them with."),
        };
        // What is wrong with the MX records themselves stands, with or without a policy.
        return if step.findings.is_empty() { step.skipped(summary) } else { step.judged(summary) };
    };
    if found.mode == Mode::None {
        return step.judged(format!("{count}; mode none asks for no match."));
    }
    let matching = hosts.iter().filter(|host| host.matched_by.is_some()).count();
    add_mismatches(&mut step, hosts, found, matching);
    // Where nothing matches, unused patterns are the same fault seen from the other side.
    for pattern in unused_patterns.iter().filter(|_| matching > 0) {
        step.add(&mx::MX_PATTERN_UNUSED, pattern.to_string());
    }
    step.judged(match (hosts.len(), matching) {
        (1, 1) => format!("{count}, and it is in the policy."),
        (1, 0) => format!("{count}, and it is not in the policy."),
        (all, matching) if all == matching => format!("{count}, all in the policy."),
        (_, 0) => format!("{count}, none of them in the policy."),
        (_, matching) => format!("{count}, {matching} of them in the policy."),
    })
}

fn add_mismatches(step: &mut Draft<'_>, hosts: &[MxHost], found: &Policy, matching: usize) {
    let unmatched = || hosts.iter().filter(|host| host.matched_by.is_none());
    // The wildcard that was meant for a host says more than "not in the policy".
    let shallow = |host: &MxHost| found.mx.iter().find(|pattern| pattern.is_too_shallow_for(&host.host));
    if found.mode == Mode::Testing {
        for host in unmatched() {
            step.add(&mx::MX_MISMATCH_IN_TESTING, host.host.to_string());
        }
        return;
    }
    for host in unmatched() {
        if let Some(pattern) = shallow(host) {
            let parent = host.host.as_str().split_once('.').map(|(_, parent)| parent).unwrap_or_default();
            let values = vec![
                ("seen", host.host.to_string()),
                ("pattern", pattern.to_string()),
                ("suggestion", format!("*.{parent}")),
            ];
            step.add_with(&mx::MX_WILDCARD_DEPTH, values);
        } else if matching > 0 {
            let rule = if host.is_backup { &mx::MX_BACKUP_NOT_IN_POLICY } else { &mx::MX_NOT_IN_POLICY };
            let values = vec![("seen", host.host.to_string()), ("preference", host.preference.to_string())];
            step.add_with(rule, values);
        }
    }
    if matching == 0 && !unmatched().any(|host| shallow(host).is_some()) {
        let all: Vec<String> = unmatched().take(4).map(|host| format!("`{}`", host.host)).collect();
        let more = if hosts.len() > all.len() { ", …" } else { "" };
        step.add(&mx::MX_NONE_MATCHES, format!("{}{more}", all.join(", ")));
    }
}
