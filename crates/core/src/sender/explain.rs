//! Which policy a sender goes by and why, in a sentence.

use super::given::if_served;
use super::holder::{Holder, PolicyOrigin};
use super::policy_in_force::RecordState;
use super::situation::{Found, Looked, Sight};
use super::words::day;
use crate::finding::ResultType;

/// At first contact.
pub(super) fn first_contact(found: &Found<'_>, sight: &Sight<'_>) -> String {
    let sentence = match found {
        Found::Policy(policy) if sight.refused_by_some.is_some() => format!(
            "If it is one that uses your policy (mode {}), it keeps it until {}.",
            policy.mode.name(),
            day(sight.now.saturating_add(policy.max_age))
        ),
        Found::Policy(policy) => format!(
            "It fetches your policy (mode {}) and keeps it until {}.",
            policy.mode.name(),
            day(sight.now.saturating_add(policy.max_age))
        ),
        Found::Nothing(_) => format!("It goes by no policy: {}.", no_policy(sight)),
        Found::NotKnown(why) => format!("Which policy it goes by is not known. {why}"),
    };
    match found {
        Found::Policy(_) if sight.is_given => if_served(&sentence),
        _ => sentence,
    }
}

/// Why a sender finds no policy, as a clause.
pub(super) fn no_policy(sight: &Sight<'_>) -> &'static str {
    match sight.record {
        Looked::Seen(RecordState::Absent) => "no record announces a policy",
        Looked::Seen(RecordState::Several) => "several records count as none",
        Looked::Seen(RecordState::Unusable) => "a record that cannot be used counts as none",
        Looked::Seen(RecordState::LookupFails) => "DNSSEC validation fails for the record",
        Looked::Seen(RecordState::Valid) if sight.fetch == Looked::Seen(Err(ResultType::StsPolicyInvalid)) => {
            "the record announces a policy that senders cannot use"
        }
        Looked::Seen(RecordState::Valid) => "the record announces a policy that senders cannot fetch",
        Looked::Open | Looked::NotSeen(_) => "no policy is found",
    }
}

/// Holding a policy.
pub(super) fn holder(holder: &Holder, found: &Found<'_>, sight: &Sight<'_>) -> String {
    let mode = holder.policy.mode.name();
    let until = day(holder.policy.last_valid());
    let served = match holder.served_until {
        Some(at) => format!("that you served last on {}", day(at)),
        None => "that you served earlier".to_owned(),
    };
    if !holder.is_valid_at(sight.now) {
        return format!("The policy (mode {mode}) {served} expired on {until}: it does as at first contact.");
    }
    let sentence = match (holder.origin, found) {
        (PolicyOrigin::FetchedNow, _) => format!(
            "It has fetched your policy (mode {mode}) at the time of this check and keeps it until {until}; every later fetch starts the time anew."
        ),
        (PolicyOrigin::ServedNow, _) => {
            format!(
                "It may have fetched the policy (mode {mode}) that you serve now, and keeps it until at the latest {until}."
            )
        }
        (PolicyOrigin::Supposed, _) => format!(
            "If it holds a policy of mode {mode} from earlier, it goes by that until it expires, at the latest on {until}."
        ),
        (PolicyOrigin::Earlier, Found::Policy(_)) => format!(
            "It holds the policy (mode {mode}) {served}, until it sees the new id or fetches again, as a rule within a day, and until at the latest {until}."
        ),
        (PolicyOrigin::Earlier, Found::Nothing(_)) => format!(
            "It holds the policy (mode {mode}) {served} and must go by it until at the latest {until}, whatever became of record and file."
        ),
        (PolicyOrigin::Earlier, Found::NotKnown(_)) => format!(
            "It holds the policy (mode {mode}) {served} and goes by it until at the latest {until}, unless it has found a newer one, which is not known."
        ),
    };
    if sight.is_given && holder.is_of_present() { if_served(&sentence) } else { sentence }
}

/// After a policy has expired.
pub(super) fn expired(found: &Found<'_>, sight: &Sight<'_>) -> String {
    format!("What it held counts no more, so it does as at first contact. {}", first_contact(found, sight))
}
