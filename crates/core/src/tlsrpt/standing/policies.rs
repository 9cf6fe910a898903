//! The policies that senders applied, beside the one that is published now.

use super::days::{Day, day_words};
use super::difference::differences;
use super::present::Present;
use super::{PolicyStanding, PolicyState, ReportedApplied};
use crate::policy::{Mode, Policy};
use crate::sender::cache::CachedPolicy;
use crate::sender::situation::Found;
use crate::sender::words::list;
use crate::text::show;
use crate::tlsrpt::summary::{names, policy_text, sts_policy};

/// How a policy stands to the present one.
pub(super) fn standing(applied: &ReportedApplied, present: &Present<'_>) -> PolicyStanding {
    let kind = names::text(applied.policy_type.as_deref()).unwrap_or_default().to_ascii_lowercase();
    let text = policy_text(applied.lines.iter().map(String::as_str));
    let policy = sts_policy(applied.policy_type.as_deref(), &text);
    let held = policy.as_ref().and_then(|policy| Held::of(policy, applied));
    let (state, sentence) = match (kind.as_str(), &policy) {
        ("sts", Some(policy)) => match &present.nothing_known {
            Some(why) => not_known(why),
            None => sts(policy, held.as_ref(), applied, present),
        },
        ("sts" | "no-policy-found", _) => match &present.nothing_known {
            Some(why) => not_known(why),
            None => none_found(&kind, &text, present),
        },
        _ => (PolicyState::NotSts, not_sts(&kind)),
    };
    PolicyStanding { state, sentence, held_until: held.map(|held| held.cached.last_valid()) }
}

/// A policy as whoever applied it last may hold it.
struct Held {
    cached: CachedPolicy,
    last_day: Day,
}

impl Held {
    /// A sender may have fetched it as late as in the last second of the last day of which it reports (RFC 8461 §3.2).
    fn of(policy: &Policy, applied: &ReportedApplied) -> Option<Self> {
        let last_day = applied.senders.iter().filter_map(|sender| Day::parse(sender.last_day.as_deref())).max()?;
        Some(Self { cached: CachedPolicy::fetched(policy, last_day.end()), last_day })
    }
}

fn not_known(why: &str) -> (PolicyState, String) {
    (PolicyState::NotKnown, why.to_owned())
}

fn not_sts(kind: &str) -> String {
    match kind {
        "tlsa" => "These are TLSA records of DANE (RFC 7672), which a check does not look at.".to_owned(),
        "" => "The reports do not say what kind of policy it is.".to_owned(),
        other => format!("`{}` is no MTA-STS policy, so there is nothing to compare.", show(other.as_bytes())),
    }
}

/// The senders found no policy, or none that they could use.
fn none_found(kind: &str, text: &str, present: &Present<'_>) -> (PolicyState, String) {
    let before = match (kind, text) {
        ("sts", "") => {
            "The reports have no text of the policy: senders found none that they could use, or leave it out."
        }
        ("sts", _) => "Senders cannot use this text as a policy.",
        _ => "Senders found no policy.",
    };
    if let Some(why) = present.not_seen() {
        return (PolicyState::NotKnown, format!("{before} What they find now could not be seen. {why}"));
    }
    match present.sight.found() {
        Found::Policy(policy) => {
            let mode = policy.mode.name();
            (PolicyState::NowThere, format!("{before} One that they can use is published now, of mode {mode}."))
        }
        Found::Nothing(_) | Found::NotKnown(_) => {
            let state = if kind == "sts" { PolicyState::NowMissing } else { PolicyState::Same };
            (state, format!("{before} There is none that they can use now. {}", present.why_nothing()))
        }
    }
}

fn sts(
    policy: &Policy,
    held: Option<&Held>,
    applied: &ReportedApplied,
    present: &Present<'_>,
) -> (PolicyState, String) {
    let (state, difference) = match (present.not_seen(), present.sight.found()) {
        (Some(why), found) => {
            // A text that was given is worth a comparison, and proves nothing.
            let given = match found {
                Found::Policy(now) if differences(policy, now).is_empty() => {
                    "It says the same as the text that was given. "
                }
                Found::Policy(_) => "It says something else than the text that was given. ",
                Found::Nothing(_) | Found::NotKnown(_) => "",
            };
            (PolicyState::NotKnown, format!("{given}What is published now could not be seen. {why}"))
        }
        (None, Found::Policy(now)) => match differences(policy, now).as_slice() {
            [] => (PolicyState::Same, "It says the same as the policy that is published now.".to_owned()),
            differ => (
                PolicyState::Different,
                format!("It differs from the policy that is published now: {}.", differ.join("; ")),
            ),
        },
        (None, _) => {
            let why = present.why_nothing();
            (PolicyState::NowMissing, format!("There is no policy now that senders can use. {why}"))
        }
    };
    let mut sentences: Vec<String> = Vec::new();
    if state != PolicyState::Same {
        sentences.extend(waiting(held, present));
    }
    sentences.push(difference);
    sentences.extend(who(held, applied, present, state));
    if state == PolicyState::Different {
        sentences.push(id(present));
    }
    (state, sentences.join(" "))
}

/// What an enforced policy does to mail for mail servers that it does not list, while it is held (RFC 8461 §5).
fn waiting(held: Option<&Held>, present: &Present<'_>) -> Option<String> {
    let Held { cached, .. } = held?;
    if cached.mode != Mode::Enforce || !cached.is_valid_at(present.report.checked_at) {
        return None;
    }
    let hosts = present.mx_hosts().unwrap_or_default();
    let unlisted: Vec<String> = hosts
        .iter()
        .filter(|host| cached.mx.as_ref().is_some_and(|mx| !mx.iter().any(|pattern| pattern.matches(&host.host))))
        .map(|host| host.host.to_string())
        .collect();
    let until = day_words(cached.last_valid());
    let what = match unlisted.len() {
        0 => return None,
        count if count == hosts.len() => "none of the present mail servers".to_owned(),
        _ => format!("not {}", list(&unlisted)),
    };
    let then = if unlisted.len() == hosts.len() {
        "mail from them waits, and in the end comes back"
    } else {
        "they deliver to the other mail servers only, and if those are out of reach mail waits"
    };
    Some(format!(
        "Senders that hold this policy enforce it, and it lists {what}: until they fetch another, at the latest until {until}, {then}."
    ))
}

fn who(held: Option<&Held>, applied: &ReportedApplied, present: &Present<'_>, state: PolicyState) -> Option<String> {
    let Held { cached, last_day } = held?;
    let name = |name: Option<&str>| name.map_or("a sender without a name".to_owned(), |name| show(name.as_bytes()));
    let names: Vec<String> =
        applied.senders.iter().map(|sender| name(names::text(sender.organization.as_deref()))).collect();
    let (who, day, until) = (list(&names), last_day.words(), day_words(cached.last_valid()));
    let went = match names.len() {
        1 => format!("{who} went by it on {day}"),
        _ => format!("{who} went by it, last on {day},"),
    };
    Some(if !cached.is_valid_at(present.report.checked_at) {
        format!("{went} and held it until {until} at the latest, which is before this check.")
    } else if state == PolicyState::Same {
        format!("{went} and may hold it until {until}, and longer with each time that it is fetched again.")
    } else {
        let they = if names.len() == 1 { "it fetches" } else { "they fetch" };
        let one = if state == PolicyState::Different { "the present one" } else { "another" };
        format!("{went} and may hold it until {until} unless {they} {one}.")
    })
}

/// RFC 8461 §3.1, §5.1: a new id is what makes senders fetch.
fn id(present: &Present<'_>) -> String {
    let id = present
        .sight
        .seen
        .record
        .record
        .as_ref()
        .map(|record| format!(", which is `{}` now", show(record.id.as_str().as_bytes())));
    format!(
        "Senders fetch a changed policy when they see another id in the record{}. One that still goes by this policy a day after the change did not see one: was the id changed too?",
        id.unwrap_or_default()
    )
}
