//! The addresses of the policy host beside each other: what senders meet at each, and what nobody tested.

use std::net::IpAddr;

use super::Draft;
use crate::address::refusal;
use crate::evidence::{Connection, FailureClass, FamilyLookup, LookupOutcome, PolicyFetch, ResolvedAddress};
use crate::finding::{Rule, fetch};
use crate::lookup::{Lookup, LookupState};
use crate::observe::FetchObservation;
use crate::text::show;

/// The most addresses that one sentence names.
const SHOWN: usize = 4;

/// What senders meet at one address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Met {
    /// A connection and an accepted certificate.
    Works,
    /// No connection, or no end of a handshake: a client may go on to another address.
    Dead(String),
    /// A handshake that failed: a client does not go on from there.
    Refused(String),
    /// Nobody looked; why.
    Untested(&'static str),
}

impl Met {
    /// Evidence may not tell of a handshake; then it succeeded where there is a response.
    fn at(connection: &Connection, has_response: bool) -> Option<Self> {
        match &connection.handshake {
            None if connection.failure.is_none() && !has_response => None,
            _ => Some(Self::told_by(connection)),
        }
    }

    fn told_by(connection: &Connection) -> Self {
        if let Some(class) = connection.failure {
            return match class {
                FailureClass::ConnectUnreachable => Self::Untested("no route from here"),
                FailureClass::Deadline => Self::Untested("no time was left for it"),
                FailureClass::ConnectRefused => Self::Dead("connection refused".to_owned()),
                FailureClass::ConnectTimeout => Self::Dead("no answer".to_owned()),
                _ => Self::Dead("no connection".to_owned()),
            };
        }
        match connection.handshake.as_ref().and_then(|handshake| handshake.failure.as_ref()) {
            None => Self::Works,
            Some(failure) if failure.class == FailureClass::Deadline => Self::Untested("no time was left for it"),
            Some(failure) if failure.class == FailureClass::TlsTimeout => {
                Self::Dead("no answer to the TLS handshake".to_owned())
            }
            Some(failure) => Self::Refused(show(failure.detail.trim_end_matches('.').as_bytes())),
        }
    }

    fn is_fault(&self) -> bool {
        matches!(self, Self::Dead(_) | Self::Refused(_))
    }
}

/// What is known of each address.
fn met(evidence: &PolicyFetch) -> Vec<(&str, Met)> {
    let has_response = evidence.response.is_some();
    let met = |one| Met::at(one, has_response).map(|met| (one.address.as_str(), met));
    evidence.connections.iter().filter_map(met).collect()
}

/// Whether a connection with an accepted certificate stood at one of the addresses.
pub(super) fn one_works(evidence: &PolicyFetch) -> bool {
    met(evidence).iter().any(|(_, met)| *met == Met::Works)
}

/// Remarks on addresses that work for some senders only.
pub(super) fn add_addresses(step: &mut Draft<'_>, seen: &FetchObservation, evidence: &PolicyFetch) {
    add_lookups(step, seen, evidence);
    let met = met(evidence);
    let is_4 = |address: &str| address.parse().is_ok_and(|address: IpAddr| address.is_ipv4());
    let of_family = |family_4: bool| met.iter().filter(move |(address, _)| is_4(address) == family_4);
    let works = |family_4: bool| of_family(family_4).any(|(_, met)| *met == Met::Works);
    let is_broken = |family_4: bool| {
        let mut family = of_family(family_4).peekable();
        family.peek().is_some() && family.all(|(_, met)| met.is_fault()) && works(!family_4)
    };
    let mut dead: Vec<String> = refused(evidence);
    let mut differ = Vec::new();
    for (family_4, name) in [(false, "IPv6"), (true, "IPv4")] {
        if is_broken(family_4) {
            let which = of_family(family_4).filter_map(told).collect();
            add_list(step, &fetch::HOST_FAMILY_DEAD, which, vec![("family", name.to_owned())]);
            continue;
        }
        for one in of_family(family_4) {
            match one.1 {
                Met::Works | Met::Untested(_) => {}
                Met::Dead(_) => dead.extend(told(one)),
                Met::Refused(_) => differ.extend(told(one)),
            }
        }
    }
    add_list(step, &fetch::HOST_ADDRESS_DEAD, dead, Vec::new());
    let good = met.iter().filter(|(_, met)| *met == Met::Works).map(|(address, _)| show(address.as_bytes())).min();
    if let Some(good) = good {
        add_list(step, &fetch::HOST_ADDRESSES_DIFFER, differ, vec![("good", good)]);
    }
    add_untested(step, evidence);
}

/// The addresses that nobody looked at: what is said of the host does not speak for them.
pub(super) fn add_untested(step: &mut Draft<'_>, evidence: &PolicyFetch) {
    let met = met(evidence);
    let out_of_reach = met.iter().filter(|(_, met)| matches!(met, Met::Untested(_)));
    let untested = out_of_reach.filter_map(told).chain(passed_by(evidence)).collect();
    add_list(step, &fetch::HOST_ADDRESS_UNTESTED, untested, Vec::new());
}

/// The addresses on the Internet that were not dialled: those of the fetcher's own machine, and what is beyond the number that one
/// fetch tries. Evidence without handshakes comes from a fetcher that tries no others once it has a connection.
fn passed_by(evidence: &PolicyFetch) -> Vec<String> {
    if evidence.connections.iter().all(|one| one.handshake.is_none()) {
        return Vec::new();
    }
    let is_dialled = |address: &str| evidence.connections.iter().any(|one| one.address == address);
    let passed_by = evidence.resolution.addresses.iter();
    let passed_by = passed_by.filter(|one| !is_dialled(&one.address) && !is_off_internet(one));
    let why = |one: &ResolvedAddress| one.refused.clone().unwrap_or_else(|| "too many to try them all".to_owned());
    passed_by.map(|one| format!("{} ({})", show(one.address.as_bytes()), show(why(one).as_bytes()))).collect()
}

fn is_off_internet(address: &ResolvedAddress) -> bool {
    address.address.parse().is_ok_and(|ip| refusal(ip).is_some())
}

/// The address with what is the matter with it.
fn told((address, met): &(&str, Met)) -> Option<String> {
    let why = match met {
        Met::Works => return None,
        Met::Dead(why) | Met::Refused(why) => why,
        Met::Untested(why) => *why,
    };
    Some(format!("{} ({why})", show(address.as_bytes())))
}

/// The addresses that are not on the Internet. One that was not dialled because it is the fetcher's own machine may well be:
/// no machine connects to itself.
fn refused(evidence: &PolicyFetch) -> Vec<String> {
    let refused = evidence.resolution.addresses.iter().filter(|address| address.refused.is_some());
    refused.filter(|address| is_off_internet(address)).map(address_words).collect()
}

/// Resolvers turn the order of addresses from answer to answer; a sentence should not.
fn add_list(step: &mut Draft<'_>, rule: &'static Rule, mut list: Vec<String>, values: Vec<(&'static str, String)>) {
    if list.is_empty() {
        return;
    }
    list.sort_unstable();
    let rest = list.len().saturating_sub(SHOWN);
    list.truncate(SHOWN);
    let mut seen = list.join(", ");
    if rest > 0 {
        seen.push_str(&format!(" and {rest} more"));
    }
    step.add_with(rule, [vec![("seen", seen)], values].concat());
}

/// Lookups of one family that fail while the other family has addresses.
fn add_lookups(step: &mut Draft<'_>, seen: &FetchObservation, evidence: &PolicyFetch) {
    let found = |lookup: &Lookup| lookup.state == LookupState::Found;
    if seen.ipv4.state.is_absent() && found(&seen.ipv6) {
        step.add_with(&fetch::HOST_IPV6_ONLY, Vec::new());
    }
    let resolution = &evidence.resolution;
    for (told, lookup, other, types) in [
        (&resolution.aaaa, &seen.ipv6, &seen.ipv4, ("AAAA", "A")),
        (&resolution.a, &seen.ipv4, &seen.ipv6, ("A", "AAAA")),
    ] {
        let Some(why) = told.as_ref().and_then(lookup_fault) else { continue };
        // The fetch asked the DNS of its place, which alone accuses nobody (see `Confirmation`).
        let is_borne_out = matches!(lookup.state, LookupState::Failed | LookupState::Bogus | LookupState::NoName);
        if is_borne_out && found(other) {
            let values = [("seen", why), ("broken", types.0), ("whole", types.1)];
            step.add_with(&fetch::HOST_FAMILY_DNS, values.map(|(name, value)| (name, value.to_owned())).into());
        }
    }
}

/// That the name does not exist is a fault too: it has addresses of the other family (RFC 4074 §4.2).
fn lookup_fault(told: &FamilyLookup) -> Option<&'static str> {
    match told.outcome {
        LookupOutcome::Found | LookupOutcome::NoData => None,
        LookupOutcome::NoName => Some("the name does not exist (NXDOMAIN)"),
        LookupOutcome::Servfail => Some("SERVFAIL"),
        LookupOutcome::Refused => Some("REFUSED"),
        LookupOutcome::Timeout => Some("no answer in time"),
        LookupOutcome::Failed => Some("no answer that can be used"),
    }
}

/// All addresses, where none is on the Internet.
pub(super) fn refused_addresses(evidence: &PolicyFetch) -> String {
    let mut addresses: Vec<String> = evidence.resolution.addresses.iter().map(address_words).collect();
    addresses.sort_unstable();
    addresses.truncate(SHOWN);
    addresses.join(", ")
}

fn address_words(address: &ResolvedAddress) -> String {
    match &address.refused {
        Some(reason) => format!("{} ({})", show(address.address.as_bytes()), show(reason.as_bytes())),
        None => show(address.address.as_bytes()),
    }
}
