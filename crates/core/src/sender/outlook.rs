//! What every sender will do with mail for the domain that was checked, and until when.

use serde::Serialize;

use super::Known;
use super::advice::{differences, first_steps, removal_date};
use super::bands::bands;
use super::fate::{Mail, Rule, mail_under, not_known};
use super::holder::{Holder, holders};
use super::policy_in_force::{FetchResult, RecordState, Situation, policy_in_force};
use super::situation::{Found, Looked, Sight};
use super::summary::{Outline, summary};
use super::timeline::{Marks, Moment, timeline};
use super::{explain, given, words};
use crate::domain::PolicyDomain;
use crate::evaluate::evaluate;
use crate::finding::Speaker;
use crate::observe::{MxHost, Observations};
use crate::policy::Mode;

pub use super::bands::{Band, BandState};
pub use super::fate::{Fate, HostFate, MailOutcome};
pub use super::holder::{PolicyOrigin, PreviousPolicy, PreviousPolicyError, PreviousSource};
pub use super::reporting::Reporting;

/// What senders do, now and later.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Outlook {
    /// The time that it is seen from, in seconds since 1970-01-01T00:00:00Z.
    pub at: u64,
    /// All of it in one or two sentences.
    pub summary: String,
    /// The record announces a policy that no sender can fetch: senders that know the domain keep their old policy, and
    /// new ones are not protected.
    pub is_worse_than_none: bool,
    /// What to do first, second, third, where leaving things as they are, or taking MTA-STS away at once, does harm.
    pub first_steps: Vec<String>,
    /// At first contact; holding a policy (once for each policy that may be held); after it has expired.
    pub senders: Vec<SenderOutlook>,
    /// The same as a picture.
    pub bands: Vec<Band>,
    /// The moments that matter, in order.
    pub timeline: Vec<Moment>,
    /// Where senders in use do otherwise.
    pub differs: Vec<Difference>,
}

/// A kind of sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SenderKind {
    /// It has never fetched a policy of this domain.
    FirstContact,
    /// It holds a policy that still counts.
    HoldsPolicy,
    /// It held a policy, which has expired.
    PolicyExpired,
}

/// What one kind of sender does.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SenderOutlook {
    /// Which kind.
    pub sender: SenderKind,
    /// The policy that it goes by: `null` for none, or if nobody can tell.
    pub policy: Option<PolicyInForce>,
    /// Which policy that is and why, in a sentence.
    pub why: String,
    /// From when on, in seconds since 1970-01-01T00:00:00Z.
    pub from: u64,
    /// The last second in which it does so; `null` for an open end.
    pub until: Option<u64>,
    /// What becomes of a message.
    pub message: Fate,
    /// What becomes of it at each mail server, in the order in which they are tried.
    pub hosts: Vec<HostFate>,
}

/// The policy that a sender goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyInForce {
    /// Why it holds it.
    pub origin: PolicyOrigin,
    /// Its mode.
    pub mode: Mode,
    /// The last second in which it counts.
    pub until: u64,
}

/// Where senders in use do otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Their names.
    pub senders: Vec<String>,
    /// What they do.
    pub sentence: String,
}

/// What every sender will do. `now` is in seconds since 1970-01-01T00:00:00Z; `previous` is a policy that the domain
/// served before, if one is known.
///
/// ```
/// use mta_sts::sender::outlook::outlook;
/// use mta_sts::{Check, PolicyDomain, Resolver};
/// let check = Check::new(PolicyDomain::parse("example.com").unwrap(), Resolver::defaults(), 1_800_000_000);
/// let report = check.report();
/// let outlook = outlook(&report.observed, None, report.checked_at);
/// assert_eq!(outlook.summary, "What senders do is not known. Not all answers are in yet.");
/// ```
pub fn outlook(seen: &Observations, previous: Option<&PreviousPolicy>, now: u64) -> Outlook {
    let domain = PolicyDomain::parse(&seen.mx.lookup.name).ok();
    let steps = evaluate(seen, &Speaker::new(domain.as_ref()), now);
    let sight = Sight::new(seen, &steps, now);
    let found = sight.found();
    let holders = holders(&found, &sight, previous);

    let if_served = |mail| if sight.is_given { given::mail_if_served(mail) } else { mail };
    let first = match found {
        Found::Policy(_) => if_served(first_contact(&found, &sight)),
        Found::Nothing(_) | Found::NotKnown(_) => first_contact(&found, &sight),
    };
    let held_mail = |holder: &Holder| match holder.is_valid_at(now) {
        false => first.clone(),
        true if holder.is_of_present() => if_served(held_mail(holder, &found, &sight)),
        true => held_mail(holder, &found, &sight),
    };
    let held: Vec<Mail> = holders.iter().map(held_mail).collect();
    let outline = Outline { sight: &sight, found: &found, first: &first, holders: &holders, held: &held };
    let is_worse_than_none = matches!((&sight.record, &found), (Looked::Seen(RecordState::Valid), Found::Nothing(_)));

    let mut senders = vec![SenderOutlook {
        sender: SenderKind::FirstContact,
        policy: policy_at_first_contact(&found, now),
        why: explain::first_contact(&found, &sight),
        from: now,
        until: None,
        message: first.message.clone(),
        hosts: first.hosts.clone(),
    }];
    senders.extend(holders.iter().zip(&held).map(|(holder, mail)| SenderOutlook {
        sender: SenderKind::HoldsPolicy,
        policy: Some(in_force(holder)),
        why: explain::holder(holder, &found, &sight),
        from: if holder.is_valid_at(now) { now } else { holder.policy.fetched_at },
        until: Some(holder.policy.last_valid()),
        message: mail.message.clone(),
        hosts: mail.hosts.clone(),
    }));
    let lapsed = holders.iter().filter(|holder| !holder.is_valid_at(now)).map(|holder| holder.policy.last_valid());
    senders.push(SenderOutlook {
        sender: SenderKind::PolicyExpired,
        policy: policy_at_first_contact(&found, now),
        why: explain::expired(&found, &sight),
        from: lapsed.max().map_or(now, |last| last.saturating_add(1)),
        until: None,
        message: first.message.clone(),
        hosts: first.hosts.clone(),
    });
    let marks = Marks {
        now,
        record_ttl: sight.record_ttl(),
        fetch_failed: is_worse_than_none,
        held: holders.iter().map(|holder| &holder.policy).max_by_key(|policy| policy.last_valid()),
        removal_safe: removal_date(&outline),
    };
    Outlook {
        at: now,
        summary: summary(&outline),
        is_worse_than_none,
        first_steps: first_steps(&outline, is_worse_than_none),
        bands: bands(&outline),
        timeline: timeline(marks),
        differs: differences(&outline),
        senders,
    }
}

fn in_force(holder: &Holder) -> PolicyInForce {
    PolicyInForce { origin: holder.origin, mode: holder.policy.mode, until: holder.policy.last_valid() }
}

fn policy_at_first_contact(found: &Found<'_>, now: u64) -> Option<PolicyInForce> {
    match found {
        Found::Policy(policy) => Some(PolicyInForce {
            origin: PolicyOrigin::FetchedNow,
            mode: policy.mode,
            until: now.saturating_add(policy.max_age),
        }),
        Found::Nothing(_) | Found::NotKnown(_) => None,
    }
}

/// The present policy was matched with the mail servers when it was read.
fn is_named_now(host: &MxHost) -> Known {
    host.matched_by.is_some().into()
}

fn first_contact(found: &Found<'_>, sight: &Sight<'_>) -> Mail {
    match (found, &sight.refused_by_some) {
        (Found::NotKnown(why), _) => not_known(sight, why),
        (Found::Nothing(decision), _) => mail_under(Rule::none(decision.rfc, decision.reported), sight),
        // What is certain is what those senders do that refuse it.
        (Found::Policy(_), Some(why)) => {
            let mut mail = mail_under(Rule::none("RFC 8461 §3.3", None), sight);
            if mail.message.outcome == MailOutcome::MayGoInClear {
                mail.message.sentence = words::refused_by_some(why);
            }
            mail
        }
        (Found::Policy(policy), None) => {
            let mode = Some(policy.mode);
            mail_under(Rule { mode, names: &is_named_now, rfc: "RFC 8461 §5", fetch_failure: None }, sight)
        }
    }
}

fn held_mail(holder: &Holder, found: &Found<'_>, sight: &Sight<'_>) -> Mail {
    if let Found::NotKnown(why) = found {
        return not_known(sight, why);
    }
    let fetch = match sight.fetch {
        Looked::Seen(Err(why)) => FetchResult::Failed(why),
        _ => FetchResult::Unfinished,
    };
    let Looked::Seen(record) = sight.record else { return not_known(sight, "") };
    let cached = Some(holder.policy.mode);
    let decision = policy_in_force(Situation { cached, record, is_new_id: false, fetch, is_refresh: true });
    let named_then = |host: &MxHost| holder.policy.allows(&host.host);
    let names: &dyn Fn(&MxHost) -> Known = if holder.is_of_present() { &is_named_now } else { &named_then };
    let rule = Rule { mode: Some(holder.policy.mode), names, rfc: decision.rfc, fetch_failure: decision.reported };
    mail_under(rule, sight)
}
