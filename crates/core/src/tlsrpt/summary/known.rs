//! Which reports were counted before. The same report comes again: to several addresses of `rua`, sent once more, or saved twice.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::names;
use crate::tlsrpt::report::{Count, ReportTime, TlsReport};

/// The most reports that are known again; those beyond are counted each time.
pub const MAX_KNOWN: usize = 1_000_000;

/// Reports counted so far: a hash of what names each, and one of what it counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    reports: HashMap<u64, u64>,
    pub(super) is_full: bool,
}

/// Whether a report was counted before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Novelty {
    New,
    Again,
    /// One of the same organisation, report id, dates and domains was, and it counts something else.
    OtherContents,
}

impl Known {
    /// Takes note of a report. The organisation, its report id, the dates and the domains name it; where it has no id, all that it counts.
    pub(super) fn see(&mut self, report: &TlsReport) -> Novelty {
        let contents = hash(|state| hash_contents(report, state));
        let name = hash(|state| {
            names::text(report.organization_name.as_deref()).hash(state);
            hash_time(report.start.as_ref(), state);
            hash_time(report.end.as_ref(), state);
            match names::text(report.report_id.as_deref()) {
                Some(id) => id.hash(state),
                None => contents.hash(state),
            }
            for policy in &report.policies {
                names::domain(policy.policy_domain.as_deref()).hash(state);
            }
        });
        match self.reports.get(&name) {
            Some(known) if *known == contents => Novelty::Again,
            Some(_) => Novelty::OtherContents,
            None => {
                if self.reports.len() < MAX_KNOWN {
                    self.reports.insert(name, contents);
                } else {
                    self.is_full = true;
                }
                Novelty::New
            }
        }
    }
}

fn hash(feed: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut state = DefaultHasher::new();
    feed(&mut state);
    state.finish()
}

fn hash_time(time: Option<&ReportTime>, state: &mut DefaultHasher) {
    match time {
        Some(ReportTime { seconds: Some(seconds), .. }) => seconds.hash(state),
        other => other.map(|time| &time.text).hash(state),
    }
}

fn hash_count(count: Option<Count>, state: &mut DefaultHasher) {
    count.map(Count::get).hash(state);
}

fn hash_contents(report: &TlsReport, state: &mut DefaultHasher) {
    for policy in &report.policies {
        (&policy.policy_type, &policy.policy_string, &policy.policy_domain, &policy.mx_host).hash(state);
        hash_count(policy.successful, state);
        hash_count(policy.failed, state);
        for by_type in &policy.failed_by_type {
            by_type.result_type.hash(state);
            hash_count(Some(by_type.sessions), state);
        }
        policy.failures.len().hash(state);
        for failure in &policy.failures {
            (&failure.result_type, &failure.sending_mta_ip, &failure.receiving_ip).hash(state);
            (&failure.receiving_mx_hostname, &failure.additional_information, &failure.failure_reason_code).hash(state);
            hash_count(failure.failed_sessions, state);
        }
    }
}
