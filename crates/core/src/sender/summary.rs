//! All of an outlook in one or two sentences.

use super::coverage::Coverage;
use super::explain::no_policy;
use super::fate::Mail;
use super::given::if_served;
use super::holder::{Holder, PolicyOrigin};
use super::message::Route;
use super::policy_in_force::RecordState;
use super::situation::{Found, Looked, Reports, Sight};
use super::words::{day, list};
use crate::observe::Routing;
use crate::policy::{Mode, Policy};

/// An outlook in the making.
pub(super) struct Outline<'a, 's> {
    pub(super) sight: &'a Sight<'s>,
    pub(super) found: &'a Found<'s>,
    /// What becomes of mail at first contact.
    pub(super) first: &'a Mail,
    pub(super) holders: &'a [Holder],
    /// What becomes of mail from each holder.
    pub(super) held: &'a [Mail],
}

impl<'a> Outline<'a, '_> {
    /// The earlier policy that is known and still counts, with what becomes of mail under it.
    pub(super) fn earlier(&self) -> Option<(&'a Holder, &'a Mail)> {
        self.valid().find(|(holder, _)| holder.origin == PolicyOrigin::Earlier)
    }

    fn valid(&self) -> impl Iterator<Item = (&'a Holder, &'a Mail)> {
        let now = self.sight.now;
        self.holders.iter().zip(self.held).filter(move |(holder, _)| holder.is_valid_at(now))
    }
}

/// The summary.
pub(super) fn summary(outline: &Outline<'_, '_>) -> String {
    let sight = outline.sight;
    if let Some(sentence) = no_mail(sight) {
        return sentence.to_owned();
    }
    let unseen = match outline.found {
        Found::NotKnown(why) => Some(why.as_str()),
        Found::Policy(_) | Found::Nothing(_) => sight.route_not_seen(),
    };
    if let Some(why) = unseen {
        return format!("What senders do is not known. {why}{}", though_held(outline));
    }
    if sight.route == Looked::Seen(Route::LookupFails) {
        return "DNSSEC validation fails for your MX records: mail from senders behind a validating resolver waits and then bounces, because they cannot look up where it goes.".to_owned();
    }
    let sentence = match outline.found {
        Found::Policy(policy) => present(policy, outline),
        Found::Nothing(_) | Found::NotKnown(_) => nothing_found(outline),
    };
    let rests_on_given = sight.is_given && sight.served().is_some();
    if rests_on_given { if_served(&sentence) } else { sentence }
}

fn no_mail(sight: &Sight<'_>) -> Option<&'static str> {
    match sight.seen.mx.routing {
        Routing::NullMx => {
            Some("No mail comes: your domain says that it takes none (null MX), so a policy changes nothing.")
        }
        Routing::NoServer => Some("No mail comes: your domain has neither MX nor address records."),
        Routing::NoDomain => Some("No mail comes: the domain does not exist."),
        _ if sight.is_unreachable => Some("No mail comes: none of your mail servers has an address on the Internet."),
        _ => None,
    }
}

fn though_held(outline: &Outline<'_, '_>) -> String {
    match outline.earlier() {
        Some((holder, _)) => format!(
            " A sender that holds your earlier policy (mode {}) goes by it until at the latest {}, unless it has found a newer one.",
            holder.policy.mode.name(),
            day(holder.policy.last_valid())
        ),
        None => String::new(),
    }
}

/// A policy that senders fetch.
fn present(policy: &Policy, outline: &Outline<'_, '_>) -> String {
    let until = day(outline.sight.now.saturating_add(policy.max_age));
    if let Some(why) = &outline.sight.refused_by_some {
        return format!(
            "Senders disagree: those that use your policy keep it until {until}, the others deliver unprotected. {why}"
        );
    }
    let mail = match policy.mode {
        Mode::None => format!(
            "Mail flows unprotected: your policy says mode none. A sender that fetches it now keeps it until {until}."
        ),
        Mode::Testing => {
            let reports = match outline.sight.reports {
                Reports::Wanted => "your policy asks for reports only",
                Reports::NoRecord => "your policy asks for reports only, and no TLSRPT record says where they go",
                Reports::NotSeen => "your policy asks for reports only, and your TLSRPT record could not be looked up",
            };
            format!("Mail flows unprotected: {reports}. A sender that fetches it now keeps it until {until}.")
        }
        Mode::Enforce => enforced(&outline.first.coverage, &until),
    };
    mail + &until_it_is_replaced(outline)
}

fn enforced(coverage: &Coverage, until: &str) -> String {
    const VERIFIED: &str =
        "Mail arrives over TLS at verified servers, provided that their certificates are good; if not, it waits.";
    let fetches = format!("A sender that fetches your policy now enforces it until {until}.");
    match coverage {
        Coverage::None => format!(
            "Mail waits and then bounces at every sender that follows your policy: it names none of your mail servers. {fetches}"
        ),
        Coverage::Some(names) => {
            format!("{VERIFIED} Nothing goes to {}, which your policy does not name. {fetches}", list(names))
        }
        Coverage::AllButBackups(names) => format!(
            "{VERIFIED} It waits, too, while only {} can be reached, which your policy does not name. {fetches}",
            list(names)
        ),
        Coverage::All | Coverage::Unknown => format!("{VERIFIED} {fetches}"),
    }
}

/// What those do that hold an earlier policy, beside one that they can fetch.
fn until_it_is_replaced(outline: &Outline<'_, '_>) -> String {
    let Some((holder, mail)) = outline.earlier() else { return String::new() };
    let (mode, until) = (holder.policy.mode, day(holder.policy.last_valid()));
    let does = match (mode, &mail.coverage) {
        (Mode::Enforce, Coverage::None) => "hold mail back, because it names none of your mail servers,",
        (Mode::Enforce, _) => "enforce it",
        (Mode::Testing | Mode::None, _) => "deliver unprotected",
    };
    format!(
        " Senders that hold your earlier policy (mode {}) {does} until they see the new id, at the latest until {until}.",
        mode.name()
    )
}

/// No policy that senders fetch.
fn nothing_found(outline: &Outline<'_, '_>) -> String {
    let sight = outline.sight;
    let cause = no_policy(sight);
    let Some((holder, mail)) = outline.earlier().or_else(|| outline.valid().next()) else {
        let lapsed = outline.holders.iter().map(|holder| holder.policy.last_valid()).max().unwrap_or(sight.now);
        return format!("Mail flows unprotected. Your earlier policy expired on {}, and {cause}.", day(lapsed));
    };
    let until = day(holder.policy.last_valid());
    let is_absent = sight.record == Looked::Seen(RecordState::Absent);
    let perhaps = if is_absent { ", if there are any," } else { "" };
    match holder.origin {
        PolicyOrigin::Earlier | PolicyOrigin::FetchedNow => {}
        PolicyOrigin::Supposed => {
            return format!(
                "New senders deliver unprotected: {cause}. Senders that hold an earlier one{perhaps} go by it until it expires, at the latest on {until}."
            );
        }
        PolicyOrigin::ServedNow if holder.policy.mode == Mode::Enforce && mail.coverage != Coverage::None => {
            return format!(
                "New senders deliver unprotected: {cause}. Senders that fetched your policy before{perhaps} keep enforcing it until at the latest {until}."
            );
        }
        PolicyOrigin::ServedNow => {}
    }
    let fetched = match holder.served_until.map(day) {
        Some(served) if served != day(sight.now) => format!("fetched your policy up to {served}"),
        _ => "fetched your policy before now".to_owned(),
    };
    let new_senders = match sight.record {
        Looked::Seen(RecordState::LookupFails) => "new senders behind a validating resolver",
        _ => "new senders",
    };
    match (holder.policy.mode, &mail.coverage) {
        (Mode::Enforce, Coverage::None) => format!(
            "Mail waits and then bounces at senders that {fetched}: they enforce it until at the latest {until}, and it names none of your mail servers. Meanwhile {new_senders} are unprotected."
        ),
        (Mode::Enforce, Coverage::Some(names) | Coverage::AllButBackups(names)) => format!(
            "Mail still flows, but senders that {fetched} do not use {}, which it does not name. They keep enforcing it until at the latest {until}; {new_senders} are unprotected now.",
            list(names)
        ),
        (Mode::Enforce, Coverage::All | Coverage::Unknown) => {
            let provided = match mail.coverage {
                Coverage::Unknown => " if your mail servers are those of your earlier policy",
                _ => "",
            };
            format!(
                "Mail still flows{provided}. Senders that {fetched} keep enforcing it until at the latest {until}; {new_senders} are unprotected now."
            )
        }
        (mode, _) => format!(
            "Mail flows unprotected: senders that {fetched} hold one of mode {} until at the latest {until}, and {new_senders} find none.",
            mode.name()
        ),
    }
}
