//! What becomes of mail under a policy: at each mail server, and of the message.

use serde::Serialize;

use super::Known;
use super::candidate::{Action, Attempt, Candidate, Reported, attempt};
use super::coverage::Coverage;
use super::message::{Delivery, Kind, Route, delivery};
use super::reporting::{Reporting, reporting};
use super::situation::{Looked, Reports, Sight};
use crate::domain::HostName;
use crate::finding::ResultType;
use crate::observe::MxHost;
use crate::policy::Mode;

/// What becomes of mail, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MailOutcome {
    /// Delivered over TLS to a server that has proved its name, or not at all.
    DeliveredVerified,
    /// Delivered over TLS; nobody checks to whom.
    DeliveredUnverified,
    /// Delivered; whoever stands on the way can have it sent in the clear.
    MayGoInClear,
    /// Not delivered to this mail server; others are tried.
    NotToThisMx,
    /// Kept for days, then returned.
    WaitsThenBounces,
    /// Delivered whatever fails; failures are reported.
    ReportedOnly,
    /// No mail comes here at all, whatever the policy.
    NoMail,
    /// Nobody has seen enough to tell.
    NotKnown,
}

/// What becomes of mail.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Fate {
    /// In a word.
    pub outcome: MailOutcome,
    /// What it rests on and nobody has seen, as a clause: if this does not hold, the mail is not delivered; or, where it
    /// rests on a policy text that was given, nobody knows what becomes of it. `null` where it rests on nothing more.
    pub provided: Option<String>,
    /// In a sentence.
    pub sentence: String,
    /// The deciding section, such as `RFC 8461 §5`.
    pub rfc: &'static str,
    /// What the domain learns of it.
    pub report: Reporting,
}

/// What becomes of mail at one mail server.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HostFate {
    /// The name in the MX record.
    pub host: HostName,
    /// Lower is tried first; equal ones in any order (RFC 5321 §5.1).
    pub preference: u16,
    /// What becomes of mail here.
    pub fate: Fate,
}

/// What becomes of a message, and of it at each mail server.
#[derive(Clone, Debug)]
pub(super) struct Mail {
    pub(super) message: Fate,
    pub(super) hosts: Vec<HostFate>,
    pub(super) coverage: Coverage,
    /// It rests on a policy text that was given.
    pub(super) is_if_served: bool,
}

/// A policy as far as it concerns mail servers, or none.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) mode: Option<Mode>,
    /// Whether it names a mail server.
    pub(super) names: &'a dyn Fn(&MxHost) -> Known,
    /// The section that makes it count.
    pub(super) rfc: &'static str,
    /// The failure of the fetch, if that failed.
    pub(super) fetch_failure: Option<ResultType>,
}

impl Rule<'static> {
    /// No policy.
    pub(super) fn none(rfc: &'static str, fetch_failure: Option<ResultType>) -> Self {
        Self { mode: None, names: &|_| Known::Unknown, rfc, fetch_failure }
    }
}

/// The mail servers; an exchange `.` beside others is none.
pub(super) fn servers<'s>(sight: &Sight<'s>) -> impl Iterator<Item = &'s MxHost> {
    sight.seen.mx.hosts.iter().filter(|host| !host.host.is_root())
}

/// Nobody can tell: why, as a sentence.
pub(super) fn not_known(sight: &Sight<'_>, why: &str) -> Mail {
    let fate = Fate {
        outcome: MailOutcome::NotKnown,
        provided: None,
        sentence: format!("Not known. {why}"),
        rfc: "RFC 8461 §5",
        report: Reporting::not_known(),
    };
    let hosts = servers(sight)
        .map(|host| HostFate { host: host.host.clone(), preference: host.preference, fate: fate.clone() })
        .collect();
    Mail { message: fate, hosts, coverage: Coverage::Unknown, is_if_served: false }
}

/// What becomes of mail under a rule.
pub(super) fn mail_under(rule: Rule<'_>, sight: &Sight<'_>) -> Mail {
    if let Some(why) = sight.route_not_seen() {
        return not_known(sight, why);
    }
    let tried: Vec<(&MxHost, Candidate)> = servers(sight).map(|host| (host, candidate(host, rule, sight))).collect();
    let attempts: Vec<Attempt> = tried.iter().map(|(_, candidate)| attempt(rule.mode, *candidate)).collect();
    let hosts: Vec<HostFate> = tried
        .iter()
        .zip(&attempts)
        .map(|((host, candidate), attempt)| HostFate {
            host: host.host.clone(),
            preference: host.preference,
            fate: host_fate(&host.host, *candidate, *attempt, rule.mode, sight.reports),
        })
        .collect();
    let coverage = Coverage::of(&tried);
    let message = message_fate(rule, &attempts, &coverage, sight);
    Mail { message, hosts, coverage, is_if_served: false }
}

fn candidate(host: &MxHost, rule: Rule<'_>, sight: &Sight<'_>) -> Candidate {
    let has_none = !host.addresses.is_empty() && host.addresses.iter().all(|lookup| lookup.state.is_absent());
    // A browser sees neither STARTTLS nor the certificate.
    Candidate {
        connects: if has_none || sight.is_unreachable { Known::No } else { Known::Unknown },
        matches: (rule.names)(host),
        ..Candidate::default()
    }
}

/// RFC 8461 §4.2.
fn provided(matches: Known) -> &'static str {
    match matches {
        Known::Unknown => "the policy names it and its certificate is good",
        Known::Yes | Known::No => "its certificate is good",
    }
}

fn host_fate(host: &HostName, candidate: Candidate, attempt: Attempt, mode: Option<Mode>, reports: Reports) -> Fate {
    let condition = provided(candidate.matches);
    let is_testing = mode == Some(Mode::Testing);
    let (outcome, sentence) = match attempt.action {
        Action::NextMx => (MailOutcome::NoMail, format!("Nobody can reach {host}: it has no address on the Internet.")),
        Action::NotThisMx if candidate.matches == Known::No => {
            (MailOutcome::NotToThisMx, format!("Nothing is delivered to {host}: the policy does not name it."))
        }
        Action::NotThisMx => (MailOutcome::NotToThisMx, format!("Nothing is delivered to {host}.")),
        _ if is_testing && candidate.matches == Known::No => (
            MailOutcome::ReportedOnly,
            format!("Mail is delivered to {host}, and that the policy does not name it is reported."),
        ),
        _ if is_testing => (
            MailOutcome::ReportedOnly,
            format!("Mail is delivered to {host} whatever its certificate, and what enforce would refuse is reported."),
        ),
        Action::TlsVerifiedOrNothing | Action::TlsVerified => (
            MailOutcome::DeliveredVerified,
            format!("Mail is delivered to {host} over TLS if {condition}; if not, nothing is delivered to it."),
        ),
        Action::Tls | Action::TlsOrNothing => (
            MailOutcome::DeliveredUnverified,
            format!("Mail is delivered to {host} over TLS, whatever its certificate."),
        ),
        Action::Plain | Action::TlsIfOffered => (
            MailOutcome::MayGoInClear,
            format!("Mail is delivered to {host}, over TLS if it is offered, and nobody checks whether it is {host}."),
        ),
    };
    let is_conditional = outcome == MailOutcome::DeliveredVerified;
    Fate {
        outcome,
        provided: is_conditional.then(|| condition.to_owned()),
        sentence,
        rfc: attempt.rfc,
        report: reporting(attempt.reported, reports),
    }
}

fn message_fate(rule: Rule<'_>, attempts: &[Attempt], coverage: &Coverage, sight: &Sight<'_>) -> Fate {
    let Looked::Seen(route) = sight.route else { return not_known(sight, "").message };
    let actions: Vec<Action> = attempts.iter().map(|attempt| attempt.action).collect();
    let come = delivery(route, Kind::Ordinary, &actions, 0);
    let fate = |outcome, sentence: String, rfc| Fate {
        outcome,
        provided: None,
        sentence,
        rfc,
        report: message_report(rule, attempts, come, sight),
    };
    match (come, rule.mode) {
        (Delivery::NotKnown, _) => not_known(sight, "").message,
        (Delivery::Bounces, _) if route == Route::NullMx => {
            let sentence = "Mail is returned at once: a null MX says that this domain takes none.";
            fate(MailOutcome::NoMail, sentence.to_owned(), "RFC 7505 §4.1")
        }
        (Delivery::Bounces, _) => {
            let sentence = "Mail is returned: there is no mail server.";
            fate(MailOutcome::NoMail, sentence.to_owned(), "RFC 5321 §5.1")
        }
        (Delivery::Waits { .. }, _) if route == Route::LookupFails => {
            let sentence = "Senders behind a validating resolver cannot look up where mail goes: it waits, usually 4 to 5 days, and then bounces.";
            fate(MailOutcome::WaitsThenBounces, sentence.to_owned(), "RFC 5321 §5.1")
        }
        (Delivery::Waits { looks_for_new_policy: false }, _) => {
            let sentence = "Nobody can deliver mail: no mail server has an address on the Internet.";
            fate(MailOutcome::NoMail, sentence.to_owned(), "RFC 5321 §5.1")
        }
        (Delivery::Waits { .. }, _) => {
            let sentence = "Mail waits, usually 4 to 5 days, and then bounces: the policy names none of the mail servers. Before a sender gives up, it looks for a new policy.";
            fate(MailOutcome::WaitsThenBounces, sentence.to_owned(), "RFC 8461 §5.1")
        }
        (Delivery::Delivered { .. } | Delivery::Depends { .. }, Some(Mode::Enforce)) => Fate {
            provided: Some(coverage.provided().to_owned()),
            ..fate(MailOutcome::DeliveredVerified, coverage.sentence(), "RFC 8461 §5")
        },
        (_, Some(Mode::Testing)) => {
            let sentence = "Mail is delivered as without a policy, and what enforce would refuse is reported.";
            fate(MailOutcome::ReportedOnly, sentence.to_owned(), "RFC 8461 §5")
        }
        (_, None | Some(Mode::None)) => {
            let sentence =
                "Mail is delivered, over TLS where it is offered; whoever stands on the way can read or divert it.";
            fate(MailOutcome::MayGoInClear, sentence.to_owned(), rule.rfc)
        }
    }
}

/// RFC 8461 §6: first that the policy could not be fetched, then what the servers do that are tried.
fn message_report(rule: Rule<'_>, attempts: &[Attempt], come: Delivery, sight: &Sight<'_>) -> Reporting {
    let tried = match come {
        Delivery::Delivered { place } | Delivery::Depends { place } => place.saturating_add(1),
        Delivery::Waits { .. } | Delivery::Bounces | Delivery::NotKnown => attempts.len(),
    };
    let reported = || attempts.iter().take(tried).map(|attempt| attempt.reported);
    let failure = reported().find(|reported| matches!(reported, Reported::Failure(_)));
    let by_servers = || failure.or_else(|| reported().next_back()).unwrap_or(Reported::Nothing);
    reporting(rule.fetch_failure.map_or_else(by_servers, Reported::Failure), sight.reports)
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Certificate;
    use super::super::outlook::MailOutcome::{
        DeliveredUnverified, DeliveredVerified, MayGoInClear, NoMail, NotToThisMx, ReportedOnly,
    };
    use super::*;

    /// What becomes of mail at `mx.example`: the outcome, on what it depends, and the sentence behind the name.
    fn of(mode: Option<Mode>, candidate: Candidate) -> (MailOutcome, Option<String>, String) {
        let host = HostName::from_dns("mx.example");
        let fate = host_fate(&host, candidate, attempt(mode, candidate), mode, Reports::Wanted);
        (fate.outcome, fate.provided, fate.sentence)
    }

    #[test]
    fn each_action_has_its_words() {
        let outside = Candidate { matches: Known::No, ..Candidate::default() };
        let listed = Candidate { matches: Known::Yes, ..Candidate::default() };
        let unnamed = Candidate::default();
        let in_the_clear = Candidate { starttls: Known::No, ..listed };
        let expired = Candidate { certificate: Certificate::Expired, ..listed };
        let good = Candidate { starttls: Known::Yes, certificate: Certificate::Good, ..listed };
        let gone = Candidate { connects: Known::No, ..listed };

        let clear =
            "Mail is delivered to mx.example, over TLS if it is offered, and nobody checks whether it is mx.example.";
        let over_tls = "Mail is delivered to mx.example over TLS, whatever its certificate.";
        let nothing = "Nothing is delivered to mx.example.";
        let not_named = "Nothing is delivered to mx.example: the policy does not name it.";
        let reported =
            "Mail is delivered to mx.example whatever its certificate, and what enforce would refuse is reported.";
        let reported_outside = "Mail is delivered to mx.example, and that the policy does not name it is reported.";
        let away = "Nobody can reach mx.example: it has no address on the Internet.";
        let verified =
            "Mail is delivered to mx.example over TLS if its certificate is good; if not, nothing is delivered to it.";
        let if_named = "Mail is delivered to mx.example over TLS if the policy names it and its certificate is good; if not, nothing is delivered to it.";
        let (none, testing, enforce) = (Some(Mode::None), Some(Mode::Testing), Some(Mode::Enforce));
        for (mode, candidate, outcome, provided, sentence) in [
            (None, listed, MayGoInClear, None, clear),
            (none, outside, MayGoInClear, None, clear),
            (None, in_the_clear, MayGoInClear, None, clear),
            (none, good, DeliveredUnverified, None, over_tls),
            (testing, listed, ReportedOnly, None, reported),
            (testing, unnamed, ReportedOnly, None, reported),
            (testing, in_the_clear, ReportedOnly, None, reported),
            (testing, good, ReportedOnly, None, reported),
            (testing, outside, ReportedOnly, None, reported_outside),
            (enforce, listed, DeliveredVerified, Some("its certificate is good"), verified),
            (enforce, good, DeliveredVerified, Some("its certificate is good"), verified),
            (enforce, unnamed, DeliveredVerified, Some("the policy names it and its certificate is good"), if_named),
            (enforce, outside, NotToThisMx, None, not_named),
            (enforce, in_the_clear, NotToThisMx, None, nothing),
            (enforce, expired, NotToThisMx, None, nothing),
            (None, gone, NoMail, None, away),
            (testing, gone, NoMail, None, away),
            (enforce, gone, NoMail, None, away),
        ] {
            let expected = (outcome, provided.map(str::to_owned), sentence.to_owned());
            assert_eq!(of(mode, candidate), expected, "{mode:?} {candidate:?}");
        }
    }
}
