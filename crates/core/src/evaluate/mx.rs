//! The MX records and their match with the policy (RFC 8461 §4.1, RFC 5321 §5.1, RFC 7505).

use std::net::IpAddr;

use super::{Draft, Stage};
use crate::domain::HostName;
use crate::finding::{Rule, Speaker, mx, record};
use crate::lookup::{Lookup, LookupState};
use crate::mx::MxPattern;
use crate::observe::{MxHost, MxObservation, Observations, Routing};
use crate::policy::{Mode, Policy};
use crate::report::{Step, StepId, StepStatus};
use crate::text::show;

/// A file full of unused patterns must not make a report many times its size; the observation lists them all.
const MOST_UNUSED: usize = 20;

pub(super) fn mx_step(seen: &Observations, stage: Stage, policy_status: StepStatus, speaker: &Speaker) -> Step {
    let MxObservation { lookup, own_addresses, routing, hosts, unused_patterns } = &seen.mx;
    let domain = lookup.name.as_str();
    let own = own_addresses.iter().map(|lookup| lookup.elapsed_ms).max().unwrap_or_default();
    let mut step = Draft::new(StepId::Mx, speaker, lookup.elapsed_ms.saturating_add(own));
    match routing {
        Routing::Pending => return step.pending(),
        Routing::Unknown if stage == Stage::Hidden => return step.skipped("DNSSEC hides the zone."),
        Routing::Unknown if lookup.state == LookupState::Bogus => {
            step.add(&record::DNSSEC_BOGUS, &*lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        Routing::Unknown => {
            let words = std::iter::once(lookup).chain(own_addresses).find(|lookup| lookup.state == LookupState::Failed);
            step.add(&mx::MX_LOOKUP_FAILED, words.map(Lookup::failure_words).unwrap_or_default());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        Routing::NoDomain => {
            step.add_with(&mx::MX_DOMAIN_ABSENT, Vec::new());
            return step.judged("The domain does not exist.");
        }
        Routing::NoServer => {
            step.add_with(&mx::MX_NO_SERVER, Vec::new());
            return step.judged("There is no mail server.");
        }
        // Without MTA-STS there is nothing to remark on a domain that accepts no mail.
        Routing::NullMx if matches!(stage, Stage::Unannounced) => return step.skipped("The domain accepts no mail."),
        Routing::NullMx => {
            step.add_with(&mx::MX_NULL, Vec::new());
            return step.judged("The domain accepts no mail.");
        }
        Routing::Implicit => step.add_with(&mx::MX_IMPLICIT, Vec::new()),
        Routing::MxRecords => {}
    }
    // What the addresses of the hosts tell belongs to the answer: the step waits for it.
    if hosts.iter().flat_map(|host| &host.addresses).any(|lookup| lookup.state == LookupState::Pending) {
        return step.pending();
    }
    if hosts.iter().any(|host| host.host.is_root()) {
        step.add_with(&mx::MX_NULL_MALFORMED, Vec::new());
    }
    let mut distinct: Vec<&MxHost> = Vec::new();
    for host in hosts.iter().filter(|host| !host.host.is_root()) {
        // Sorted by preference, so a host that stands in two records counts with the first.
        if !distinct.iter().any(|known| known.host == host.host) {
            distinct.push(host);
        }
    }
    if !distinct.is_empty() && distinct.iter().all(|host| unreachable(host).is_some()) {
        let words: Vec<String> = distinct.iter().take(4).filter_map(|host| unreachable(host)).collect();
        step.add(&mx::MX_UNREACHABLE, words.join(", "));
        return step.judged("No mail server can be reached.");
    }
    for host in distinct {
        add_host(&mut step, host);
    }
    let count = match hosts.len() {
        1 => "1 mail server".to_owned(),
        count => format!("{count} mail servers"),
    };
    let Some(found) = seen.policy.as_ref().and_then(|seen| seen.policy.as_ref()) else {
        let summary = match policy_status {
            StepStatus::Pending => return step.pending(),
            StepStatus::Inconclusive => format!("{count}; the policy to match them with is not known."),
            _ => format!("{count}; there is no policy to match them with."),
        };
        // What is wrong with the MX records themselves stands, with or without a policy.
        return if step.findings.is_empty() { step.skipped(summary) } else { step.judged(summary) };
    };
    if found.mode == Mode::None {
        return step.judged(format!("{count}; mode none asks for no match."));
    }
    let matching = hosts.iter().filter(|host| host.matched_by.is_some()).count();
    add_mismatches(&mut step, hosts, found, matching);
    for pattern in found.mx.iter().filter(|pattern| matching > 0 && pattern.is_every_host_of(domain)) {
        step.add(&mx::MX_PATTERN_BROAD, pattern.to_string());
    }
    // Where nothing matches, unused patterns are the same fault seen from the other side.
    for pattern in unused_patterns.iter().filter(|_| matching > 0).take(MOST_UNUSED) {
        step.add(&mx::MX_PATTERN_UNUSED, pattern.to_string());
    }
    step.judged(match (hosts.len(), matching) {
        (1, 1) => format!("{count}, and it is in the policy."),
        (1, 0) => format!("{count}, and it is not in the policy."),
        (all, matching) if all == matching => format!("{count}, all in the policy."),
        (_, 0) => format!("{count}, none of them in the policy."),
        (_, matching) => format!("{count}, {matching} of them in the policy."),
    })
}

/// What is wrong with a host itself (RFC 5321 §5.1). A lookup that failed says nothing about it.
fn add_host(step: &mut Draft<'_>, host: &MxHost) {
    let name = || ("seen", host.host.to_string());
    if host.host.is_address() {
        return step.add_with(&mx::MX_ADDRESS_LITERAL, vec![name()]);
    }
    if let Some(alias) = host.addresses.iter().find_map(|lookup| lookup.aliases.first()) {
        step.add_with(&mx::MX_ALIAS, vec![name(), ("target", show(alias.target.as_bytes()))]);
    }
    if has_no_address(host) {
        step.add_with(&mx::MX_NO_ADDRESS, vec![name()]);
    } else if let Some(addresses) = only_private_addresses(host) {
        step.add_with(&mx::MX_PRIVATE_ADDRESS, vec![name(), ("addresses", addresses)]);
    }
}

/// DNS says that the host has no address, for sure.
fn has_no_address(host: &MxHost) -> bool {
    !host.addresses.is_empty() && host.addresses.iter().all(|lookup| lookup.state.is_absent())
}

/// The addresses of the host, if all of them are known and private.
fn only_private_addresses(host: &MxHost) -> Option<String> {
    let addresses: Vec<IpAddr> = host.addresses.iter().flat_map(Lookup::addresses).collect();
    let is_whole = host.addresses.iter().all(|lookup| lookup.state.is_answered());
    let mut shown: Vec<String> = addresses.iter().take(4).map(ToString::to_string).collect();
    shown.sort_unstable();
    (is_whole && !addresses.is_empty() && addresses.iter().all(is_private)).then(|| shown.join(", "))
}

/// Why no sender can reach the host, in a few words that begin with its name.
fn unreachable(host: &MxHost) -> Option<String> {
    match only_private_addresses(host) {
        _ if has_no_address(host) => Some(format!("`{}` (no address)", host.host)),
        Some(addresses) => Some(format!("`{}` ({addresses})", host.host)),
        None => None,
    }
}

/// Addresses that no sender on the Internet can reach: RFC 1918, loopback, link-local, unique local, and none at all.
fn is_private(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_private() || address.is_loopback() || address.is_link_local() || address.is_unspecified()
        }
        IpAddr::V6(address) => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
        }
    }
}

/// Why a host that a pattern was meant for does not match it: that says more than "not in the policy".
fn near_match(host: &HostName, patterns: &[MxPattern]) -> Option<(&'static Rule, Vec<(&'static str, String)>)> {
    let named = |pattern: &MxPattern| vec![("seen", host.to_string()), ("pattern", pattern.to_string())];
    if let Some(pattern) = patterns.iter().find(|pattern| pattern.is_too_shallow_for(host)) {
        let parent = host.as_str().split_once('.').map(|(_, parent)| parent).unwrap_or_default();
        let mut values = named(pattern);
        values.push(("suggestion", format!("*.{parent}")));
        return Some((&mx::MX_WILDCARD_DEPTH, values));
    }
    if let Some(pattern) = patterns.iter().find(|pattern| pattern.lacks_wildcard_for(host)) {
        return Some((&mx::MX_WILDCARD_MISSING, named(pattern)));
    }
    let pattern = patterns.iter().find(|pattern| pattern.is_below(host))?;
    Some((&mx::MX_WILDCARD_APEX, named(pattern)))
}

fn add_mismatches(step: &mut Draft<'_>, hosts: &[MxHost], found: &Policy, matching: usize) {
    let unmatched = || hosts.iter().filter(|host| host.matched_by.is_none());
    if found.mode == Mode::Testing {
        for host in unmatched() {
            step.add(&mx::MX_MISMATCH_IN_TESTING, host.host.to_string());
        }
        return;
    }
    let mut is_explained = false;
    for host in unmatched() {
        if let Some((rule, values)) = near_match(&host.host, &found.mx) {
            is_explained = true;
            step.add_with(rule, values);
        } else if matching > 0 {
            let rule = if host.is_backup { &mx::MX_BACKUP_NOT_IN_POLICY } else { &mx::MX_NOT_IN_POLICY };
            let values = vec![("seen", host.host.to_string()), ("preference", host.preference.to_string())];
            step.add_with(rule, values);
        }
    }
    if matching == 0 && !is_explained {
        let all: Vec<String> = unmatched().take(4).map(|host| format!("`{}`", host.host)).collect();
        let more = if hosts.len() > all.len() { ", …" } else { "" };
        step.add(&mx::MX_NONE_MATCHES, format!("{}{more}", all.join(", ")));
    }
}
