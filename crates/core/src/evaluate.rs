//! Observations → findings: one function for each step, in the order of the protocol.
//!
//! One broken thing is one error. What cannot be judged because of it is "not reached", never a second error.

mod addresses;
mod chain;
mod fetch;
mod mx;
mod policy;
mod record;
mod tlsrpt;

use crate::finding::{Finding, Rule, Severity, Speaker};
use crate::lookup::LookupState;
use crate::observe::{FetchState, Observations, TxtRole, TxtText};
use crate::report::{Step, StepId, StepStatus};
use crate::text::{Validity, Violations, show};
use crate::txt_fields::{Grammar, slip};

/// Judges all steps. `now` is in seconds since 1970-01-01T00:00:00Z.
pub(crate) fn evaluate(seen: &Observations, speaker: &Speaker, now: u64) -> Vec<Step> {
    let stage = Stage::of(seen);
    let fetched = fetch::fetch_step(&seen.fetch, &seen.record, stage, speaker, now);
    let policy = policy::policy_step(seen.policy.as_ref(), &seen.fetch, fetched.status, speaker);
    let mx = mx::mx_step(seen, stage, policy.status, speaker);
    vec![
        record::record_step(&seen.record, seen.policy.as_ref(), stage, speaker),
        fetched,
        policy,
        mx,
        tlsrpt::tlsrpt_step(seen, speaker),
    ]
}

/// How far the domain goes with MTA-STS, which decides what the later steps are judged by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The record's lookup or, with no record, the fetch is still open.
    Open,
    /// No record, no usable policy: nothing is announced and nothing expected.
    Unannounced,
    /// No record, but a policy is served.
    Undiscovered,
    /// DNSSEC hides the record, and with it most likely the rest of the zone.
    Hidden,
    /// There is a record, good or bad, or its lookup failed, or a policy text was given to be judged: judge the rest on
    /// its own.
    Announced,
}

impl Stage {
    fn of(seen: &Observations) -> Self {
        match seen.record.lookup.state {
            LookupState::Pending => Self::Open,
            LookupState::Bogus => Self::Hidden,
            LookupState::Failed => Self::Announced,
            LookupState::Found if seen.record.texts.iter().any(|text| text.role != TxtRole::Other) => Self::Announced,
            // Whoever has put a record at a wrong name, or delegated it to one that is gone, means to use MTA-STS.
            LookupState::NoName if !seen.record.lookup.aliases.is_empty() => Self::Announced,
            LookupState::Found | LookupState::NoData | LookupState::NoName
                if seen.record.elsewhere.iter().any(|other| other.lookup.state == LookupState::Pending) =>
            {
                Self::Open
            }
            LookupState::Found | LookupState::NoData | LookupState::NoName
                if record::misplaced(&seen.record).is_some() =>
            {
                Self::Announced
            }
            LookupState::Found | LookupState::NoData | LookupState::NoName if seen.fetch.state == FetchState::Given => {
                Self::Announced
            }
            LookupState::Found | LookupState::NoData | LookupState::NoName => match &seen.policy {
                Some(policy) if policy.validity != Validity::Invalid => Self::Undiscovered,
                None if seen.fetch.state == FetchState::Pending => Self::Open,
                _ => Self::Unannounced,
            },
        }
    }
}

/// A step in the making.
struct Draft<'s> {
    id: StepId,
    speaker: &'s Speaker,
    elapsed_ms: u64,
    findings: Vec<Finding>,
}

impl<'s> Draft<'s> {
    fn new(id: StepId, speaker: &'s Speaker, elapsed_ms: u64) -> Self {
        Self { id, speaker, elapsed_ms, findings: Vec::new() }
    }

    fn add(&mut self, rule: &'static Rule, seen: impl Into<String>) {
        self.add_with(rule, vec![("seen", seen.into())]);
    }

    fn add_with(&mut self, rule: &'static Rule, values: Vec<(&'static str, String)>) {
        self.findings.push(self.speaker.finding(rule, &values));
    }

    /// The status that the findings make.
    fn judged(self, summary: impl Into<String>) -> Step {
        let worst = self.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Note);
        self.with(worst.status(), summary)
    }

    fn with(self, status: StepStatus, summary: impl Into<String>) -> Step {
        let Self { id, elapsed_ms, findings, .. } = self;
        Step { id, status, summary: summary.into(), elapsed_ms, findings }
    }

    fn pending(self) -> Step {
        self.with(StepStatus::Pending, "Waiting for an answer.")
    }

    fn skipped(mut self, summary: impl Into<String>) -> Step {
        self.findings.clear();
        self.with(StepStatus::Skipped, summary)
    }

    /// The findings of the one text that counts.
    fn add_violations(&mut self, text: &[u8], violations: &Violations) {
        self.findings.extend(self.speaker.findings_in(text, violations));
    }

    /// The texts that were meant to be a record, unless another one counts.
    fn add_discarded(&mut self, texts: &[TxtText], has_candidate: bool, grammar: &Grammar, nearly: &'static Rule) {
        for text in texts.iter().filter(|text| text.role == TxtRole::Nearly && !has_candidate) {
            let why = slip(&text.octets, grammar.version).to_owned();
            self.add_with(nearly, vec![("seen", show(&text.octets)), ("why", why)]);
        }
    }
}

fn candidates(texts: &[TxtText]) -> impl Iterator<Item = &TxtText> {
    texts.iter().filter(|text| text.role == TxtRole::Candidate)
}

/// The candidates, at most four of them. Resolvers turn their order from answer to answer; a sentence should not.
fn shown_candidates(texts: &[TxtText]) -> String {
    let mut shown: Vec<String> = candidates(texts).map(|text| format!("`{}`", show(&text.octets))).collect();
    shown.sort_unstable();
    shown.truncate(4);
    shown.join(", ")
}
