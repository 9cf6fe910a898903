//! The verdict: one word for programs, one sentence for people.

use serde::Serialize;

use crate::domain::PolicyDomain;
use crate::finding::{Finding, Severity};
use crate::lookup::LookupState;
use crate::observe::{FetchState, Observations, Routing, TxtRole};
use crate::policy::Mode;
use crate::report::{Step, StepId, StepStatus};
use crate::text::{Validity, lower_first};
use crate::time::date;

/// The state of a domain's MTA-STS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Answers are still missing.
    Pending,
    /// We could not look at everything that decides.
    Inconclusive,
    /// No record: MTA-STS is not used.
    NotAnnounced,
    /// A policy is served, and no record announces it.
    Undiscovered,
    /// DNSSEC validation fails for the record.
    DnssecBogus,
    /// There is a record that senders cannot use.
    RecordUnusable,
    /// The record is there and the policy cannot be fetched.
    PolicyUnavailable,
    /// The policy can be fetched and not be used.
    PolicyUnusable,
    /// Senders in use disagree about the record or the policy.
    SendersDiffer,
    /// The policy keeps mail away from mail servers of the domain.
    MailAtRisk,
    /// Mode enforce, and the mail servers match.
    Protected,
    /// Mode testing.
    Testing,
    /// Mode none.
    None,
    /// The domain accepts no mail.
    NoMail,
}

/// What senders that hold a policy do meanwhile.
const MEANWHILE: &str =
    "New senders deliver without protection; senders that hold your policy keep enforcing it until it expires.";

/// The outcome and its sentence.
pub(crate) fn verdict(domain: &PolicyDomain, seen: &Observations, steps: &[Step], now: u64) -> (Outcome, String) {
    let (outcome, sentence) = judge(domain, seen, steps, now);
    let is_given = seen.fetch.state == FetchState::Given && seen.record.record.is_some();
    let is_unseen = |step: &&Step| is_given && step.id == StepId::Fetch && step.status == StepStatus::Inconclusive;
    // However good the text is: what nobody has seen at the policy host caps what can be said.
    match (steps.iter().find(is_unseen).and_then(|step| step.findings.first()), outcome) {
        (None, _) | (_, Outcome::NoMail) => (outcome, sentence),
        (Some(given), Outcome::Pending) => (outcome, if_served(given, &sentence)),
        (Some(given), _) => (Outcome::Inconclusive, if_served(given, &sentence)),
    }
}

/// What holds only if the policy host serves the text that was given.
fn if_served(given: &Finding, sentence: &str) -> String {
    format!("{} If it does, {}", given.saw, lower_first(sentence))
}

fn judge(domain: &PolicyDomain, seen: &Observations, steps: &[Step], now: u64) -> (Outcome, String) {
    let status = |id: StepId| steps.iter().find(|step| step.id == id).map_or(StepStatus::Pending, |step| step.status);
    let why = |id: StepId| steps.iter().find(|step| step.id == id).map(reason).unwrap_or_default();
    let unknown = |what: &str| (Outcome::Inconclusive, format!("{what} This says nothing about {domain}."));

    // What is certain is said at once, even while other answers are missing.
    match seen.record.lookup.state {
        LookupState::Bogus => {
            let mail = match seen.mx.routing {
                Routing::Unknown => "their mail waits and then bounces",
                _ => "to them there is no MTA-STS",
            };
            let sentence = format!(
                "DNSSEC is broken: senders behind a validating resolver cannot see the MTA-STS record of {domain}; {mail}."
            );
            return (Outcome::DnssecBogus, sentence);
        }
        LookupState::Failed => {
            return unknown(&format!("We could not look: {}.", seen.record.lookup.failure_words()));
        }
        LookupState::Pending => return (Outcome::Pending, format!("Checking {domain} …")),
        LookupState::Found | LookupState::NoData | LookupState::NoName => {}
    }
    let is_there = seen.record.texts.iter().any(|text| text.role != TxtRole::Other);
    if !is_there {
        return no_record(domain, seen, steps);
    }
    if seen.record.record.is_none() {
        let sentence = format!("The MTA-STS record of {domain} cannot be used. {} {MEANWHILE}", why(StepId::Record));
        return (Outcome::RecordUnusable, sentence);
    }
    match status(StepId::Fetch) {
        StepStatus::Pending => return (Outcome::Pending, format!("{domain} announces MTA-STS. Fetching its policy …")),
        StepStatus::Inconclusive if seen.fetch.state != FetchState::Given => {
            let sentence = format!(
                "{domain} announces MTA-STS, but we could not look at its policy file, so we cannot tell whether it is protected. {}",
                why(StepId::Fetch)
            );
            return (Outcome::Inconclusive, sentence);
        }
        StepStatus::Inconclusive if seen.policy.is_some() => {}
        StepStatus::Inconclusive | StepStatus::Failed => {
            return (
                Outcome::PolicyUnavailable,
                format!("The policy file of {domain} cannot be fetched. {} {MEANWHILE}", why(StepId::Fetch)),
            );
        }
        StepStatus::Passed | StepStatus::Warned | StepStatus::Skipped => {}
    }
    if status(StepId::Policy) == StepStatus::Inconclusive {
        let sentence = format!(
            "{domain} announces MTA-STS, but the text of its policy was not read, so we cannot tell whether it is protected. {}",
            why(StepId::Fetch)
        );
        return (Outcome::Inconclusive, sentence);
    }
    let Some((text, policy)) = seen.policy.as_ref().and_then(|text| Some((text, text.policy.as_ref()?))) else {
        let sentence = format!("The policy of {domain} cannot be used. {} {MEANWHILE}", why(StepId::Policy));
        return (Outcome::PolicyUnusable, sentence);
    };
    let differ_at_fetch = steps.iter().find(|step| step.id == StepId::Fetch).is_some_and(|step| {
        step.findings.iter().any(|finding| finding.senders_differ && finding.severity > Severity::Note)
    });
    let differ_at = match (seen.record.validity, text.validity) {
        (Some(Validity::SendersDiffer), _) => Some(StepId::Record),
        _ if differ_at_fetch => Some(StepId::Fetch),
        (_, Validity::SendersDiffer) => Some(StepId::Policy),
        _ => None,
    };
    if let Some(step) = differ_at {
        let sentence =
            format!("Senders disagree about {domain}: some apply its policy, others refuse it. {}", why(step));
        return (Outcome::SendersDiffer, sentence);
    }
    match seen.mx.routing {
        Routing::MxRecords | Routing::Implicit | Routing::Pending if status(StepId::Mx) == StepStatus::Pending => {
            return (Outcome::Pending, format!("{domain} has a valid policy. Looking up its mail servers …"));
        }
        Routing::NullMx => {
            let sentence = format!("{domain} accepts no mail (null MX, `0 .`), so its MTA-STS policy has no effect.");
            return (Outcome::NoMail, sentence);
        }
        Routing::MxRecords if is_unreachable(steps) => {
            return (Outcome::NoMail, format!("No mail can be delivered to {domain}. {}", why(StepId::Mx)));
        }
        Routing::NoServer | Routing::NoDomain => {
            let sentence = format!("No mail can be delivered to {domain}: it has neither MX nor address records.");
            return (Outcome::NoMail, sentence);
        }
        Routing::Unknown => {
            let sentence = format!(
                "{domain} has a valid policy, but its mail servers could not be looked up, so we cannot tell whether mail arrives."
            );
            return (Outcome::Inconclusive, sentence);
        }
        Routing::MxRecords | Routing::Implicit | Routing::Pending => {}
    }
    let hosts = &seen.mx.hosts;
    let matching = hosts.iter().filter(|host| host.matched_by.is_some()).count();
    let outside = hosts.len().saturating_sub(matching);
    let reports = match status(StepId::Tlsrpt) {
        StepStatus::Inconclusive | StepStatus::Pending => " Its TLSRPT record could not be looked up.",
        _ if seen.tlsrpt.lookup.state == LookupState::Bogus => {
            " Its TLSRPT record could not be looked up, because DNSSEC validation fails."
        }
        _ => "",
    };
    match policy.mode {
        Mode::None => (
            Outcome::None,
            format!(
                "{domain} serves a policy with mode none: senders act as if there were no MTA-STS. Nothing is protected."
            ),
        ),
        Mode::Testing => {
            let match_words = match outside {
                0 => "all mail servers match the policy".to_owned(),
                _ => format!("{outside} of {} mail servers would not match", hosts.len()),
            };
            let sentence = format!(
                "{domain} is testing MTA-STS: {match_words}. Mail is delivered as before and nothing is protected yet.{reports}"
            );
            (Outcome::Testing, sentence)
        }
        Mode::Enforce if matching == 0 => (
            Outcome::MailAtRisk,
            format!(
                "Mail to {domain} is held back and then bounced by every sender that follows MTA-STS. {}",
                why(StepId::Mx)
            ),
        ),
        Mode::Enforce if hosts.iter().any(|host| host.matched_by.is_none() && !host.is_backup) => (
            Outcome::MailAtRisk,
            format!(
                "{outside} of {} mail servers of {domain} are outside its policy: senders that follow MTA-STS do not deliver to them. {}",
                hosts.len(),
                why(StepId::Mx)
            ),
        ),
        Mode::Enforce if !reports.is_empty() => (
            if status(StepId::Tlsrpt) == StepStatus::Pending { Outcome::Pending } else { Outcome::Inconclusive },
            format!("The policy of {domain} is valid and its mail servers match.{reports}"),
        ),
        Mode::Enforce => {
            let servers = match (hosts.len(), outside) {
                (1, 0) => "its mail server matches the policy".to_owned(),
                (2, 0) => "both mail servers match the policy".to_owned(),
                (count, 0) => format!("all {count} mail servers match the policy"),
                (_, 1) => "mail reaches its first mail servers, but one backup is not in the policy".to_owned(),
                (_, outside) => {
                    format!("mail reaches its first mail servers, but {outside} backups are not in the policy")
                }
            };
            let end = i64::try_from(now.saturating_add(policy.max_age)).unwrap_or(i64::MAX);
            let sentence = format!(
                "{domain} is protected: {servers}. A sender that fetches the policy now keeps it until {}.",
                date(end)
            );
            (Outcome::Protected, sentence)
        }
    }
}

/// There is nothing at the record's name that counts or was meant to.
fn no_record(domain: &PolicyDomain, seen: &Observations, steps: &[Step]) -> (Outcome, String) {
    let step = |id: StepId| steps.iter().find(|step| step.id == id);
    let status = |id: StepId| step(id).map_or(StepStatus::Pending, |step| step.status);
    let looking = || (Outcome::Pending, format!("{domain} has no MTA-STS record. Looking further …"));
    match (status(StepId::Record), status(StepId::Fetch)) {
        (StepStatus::Pending, _) => looking(),
        (StepStatus::Failed, _) if step(StepId::Record).is_some_and(|step| !is_about_policy(step)) => {
            let why = step(StepId::Record).map(reason).unwrap_or_default();
            (Outcome::RecordUnusable, format!("{domain} has no MTA-STS record where senders look. {why} {MEANWHILE}"))
        }
        (_, StepStatus::Pending) => looking(),
        (_, StepStatus::Skipped) => {
            let mail = match seen.mx.routing {
                Routing::NullMx | Routing::NoServer => " It accepts no mail.",
                Routing::NoDomain => " The domain does not exist.",
                _ => "",
            };
            let sentence = format!("{domain} does not announce MTA-STS. Nothing is wrong; nothing is protected.{mail}");
            (Outcome::NotAnnounced, sentence)
        }
        // Even where the host has no address, so that the fetch fails: nobody has seen the text served.
        _ if seen.fetch.state == FetchState::Given => {
            let sentence = format!(
                "{domain} does not announce MTA-STS, so no sender looks for the policy that was given. Nothing is protected."
            );
            (Outcome::NotAnnounced, sentence)
        }
        _ => {
            let sentence = format!(
                "{domain} serves a policy, but no record announces it, so no sender ever looks for it. Nothing is protected."
            );
            (Outcome::Undiscovered, sentence)
        }
    }
}

fn is_unreachable(steps: &[Step]) -> bool {
    let id = crate::finding::mx::MX_UNREACHABLE.id;
    steps.iter().flat_map(|step| &step.findings).any(|finding| finding.id == id)
}

/// Whether the step fails because of a policy that nothing announces, and not because of a record.
fn is_about_policy(step: &Step) -> bool {
    step.findings.iter().any(|finding| finding.id == crate::finding::fetch::POLICY_UNDISCOVERED.id)
}

/// The gravest finding of a step, in one sentence.
fn reason(step: &Step) -> String {
    let worst = step.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Note);
    let first = step.findings.iter().find(|finding| finding.severity == worst);
    first.map(|finding| finding.saw.clone()).unwrap_or_default()
}
