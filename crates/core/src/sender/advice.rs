//! What to do first where doing nothing does harm, and where senders in use do otherwise.

use super::holder::PolicyOrigin;
use super::message::Route;
use super::outlook::Difference;
use super::persona::{self, Persona};
use super::policy_in_force::RecordState;
use super::situation::{Found, Looked};
use super::summary::Outline;
use super::timeline::removal_safe;
use super::words::day;
use crate::policy::{MAX_MAX_AGE, Mode};

/// After which second nobody holds an earlier policy, if mode none is served from now on; `None` where nothing is held
/// that protects, or nobody knows.
pub(super) fn removal_date(outline: &Outline<'_, '_>) -> Option<u64> {
    let now = outline.sight.now;
    let held = outline.holders.iter().map(|holder| &holder.policy);
    let protecting = held.filter(|policy| policy.mode != Mode::None && policy.is_valid_at(now));
    protecting.map(|policy| removal_safe(policy.fetched_at, policy.max_age)).max()
}

/// The first steps out of a state that does harm.
pub(super) fn first_steps(outline: &Outline<'_, '_>, is_worse_than_none: bool) -> Vec<String> {
    let sight = outline.sight;
    let url = &sight.seen.fetch.url;
    let host = sight.seen.fetch.ipv4.name.as_str();
    let wait = match removal_date(outline) {
        Some(date) => {
            let is_supposed = outline.holders.iter().any(|holder| holder.origin == PolicyOrigin::Supposed);
            let longest = match is_supposed {
                true => format!(
                    "the longest `max_age` that you ever served, {MAX_MAX_AGE} seconds at most, has passed since"
                ),
                false => "no sender holds your earlier policy any more".to_owned(),
            };
            format!("Wait until {longest}: until at the latest {}. Then remove the record and `{host}`.", day(date))
        }
        None => format!("Then remove the record and `{host}`: no sender holds an earlier policy any more."),
    };
    let go_none = "serve a policy with `mode: none` and its `mx` lines as they were";
    let is_removed = matches!(sight.record, Looked::Seen(RecordState::Absent)) && outline.earlier().is_some();
    if is_worse_than_none {
        vec![
            format!("Put a policy that senders can use back at `{url}`."),
            format!("Or, to take MTA-STS away: {go_none} at `{url}`, and change the id in the record."),
            wait,
        ]
    } else if is_removed && removal_date(outline).is_some() {
        vec![
            "Put the record back with a new id: senders that hold your policy look for another only when the id changes."
                .to_owned(),
            format!("At `{url}` {go_none}, or the policy that you want."),
            wait,
        ]
    } else {
        Vec::new()
    }
}

/// Which of the senders in use do otherwise here.
pub(super) fn differences(outline: &Outline<'_, '_>) -> Vec<Difference> {
    let sight = outline.sight;
    let is_held = |wanted: Mode| {
        outline.holders.iter().any(|holder| holder.policy.mode == wanted && holder.is_valid_at(sight.now))
    };
    let is_held_in_force = is_held(Mode::Enforce) || is_held(Mode::Testing);
    let is_announced = sight.record == Looked::Seen(RecordState::Valid);
    let lookup_fails = sight.record == Looked::Seen(RecordState::LookupFails);
    let found = match outline.found {
        Found::Policy(policy) => Some(*policy),
        Found::Nothing(_) | Found::NotKnown(_) => None,
    };
    let fails = is_announced && matches!(outline.found, Found::Nothing(_));
    let is_not_announced = matches!(outline.found, Found::Nothing(_)) && !is_announced;
    let cases: [(bool, &Persona); 11] = [
        (fails && is_held_in_force, &persona::NO_CACHE_FALLBACK),
        (fails && is_held_in_force, &persona::CLOCK_RESET),
        (lookup_fails || sight.route == Looked::Seen(Route::LookupFails), &persona::DOES_NOT_VALIDATE),
        (lookup_fails, &persona::WAITS_FOR_DNS),
        (lookup_fails && is_held_in_force, &persona::DROPS_ON_DNS_FAILURE),
        (found.is_some() && outline.earlier().is_some(), &persona::NO_ID_RECHECK),
        (is_not_announced && sight.served().is_some(), &persona::EAGER_REFRESH),
        (
            found.is_some_and(|policy| policy.mode == Mode::None && policy.mx.is_empty()),
            &persona::REFUSES_NONE_WITHOUT_MX,
        ),
        (found.is_some_and(|policy| policy.max_age > MAX_MAX_AGE), &persona::REFUSES_LONG_MAX_AGE),
        (found.is_some_and(|policy| policy.mode != Mode::None), &persona::FETCHES_IN_BACKGROUND),
        (
            found.is_some_and(|policy| policy.mode == Mode::Enforce) && sight.seen.mx.hosts.len() > 1,
            &persona::CERTIFICATE_MATCHES_POLICY,
        ),
    ];
    cases
        .into_iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, persona)| Difference {
            senders: persona.senders.iter().map(|sender| (*sender).to_owned()).collect(),
            sentence: persona.does.to_owned(),
        })
        .collect()
}
