//! The MX records: where mail goes, and which pattern of the policy matches each host.

use serde::Serialize;

use crate::doh::RecordData;
use crate::domain::{HostName, PolicyDomain};
use crate::lookup::{Lookup, LookupState};
use crate::mx::MxPattern;
use crate::plan::{Plan, Question};

/// The MX records and what they come to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MxObservation {
    /// The lookup of the MX records.
    pub lookup: Lookup,
    /// The lookups of the domain's own addresses, made only where there are no MX records.
    pub own_addresses: Vec<Lookup>,
    /// Where mail goes.
    pub routing: Routing,
    /// The hosts that mail goes to, in the order senders try them.
    pub hosts: Vec<MxHost>,
    /// Patterns of the policy that match no host.
    pub unused_patterns: Vec<MxPattern>,
}

/// Where DNS sends a domain's mail (RFC 5321 §5.1, RFC 7505).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// Not known yet.
    Pending,
    /// The lookup failed.
    Unknown,
    /// To the hosts of the MX records.
    MxRecords,
    /// To the domain itself, for want of MX records.
    Implicit,
    /// Nowhere: a null MX.
    NullMx,
    /// Nowhere: neither MX nor address records.
    NoServer,
    /// Nowhere: the domain does not exist.
    NoDomain,
}

/// One host that mail goes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MxHost {
    /// The name in the MX record, which is what the policy is matched with: not what it is an alias of, not a banner
    /// (RFC 8461 §4.1).
    pub host: HostName,
    /// Lower is tried first.
    pub preference: u16,
    /// Seconds the record may still be kept.
    pub ttl: Option<u64>,
    /// Tried only when all hosts of lower preference fail.
    pub is_backup: bool,
    /// The first pattern of the policy that matches; `null` where none does or there is no policy.
    pub matched_by: Option<MxPattern>,
    /// The lookups of its IPv4 and IPv6 addresses; empty where none were made: for the domain itself (see
    /// `ownAddresses`), for names that no host can have, and beyond the tenth host.
    pub addresses: Vec<Lookup>,
}

/// Reads the MX records, the addresses of their hosts and their match with the policy.
pub(super) fn observe_mx(domain: &PolicyDomain, plan: &mut Plan, patterns: &[MxPattern]) -> MxObservation {
    let places = plan.mx_host_places();
    let lookup = plan.take_first(Question::Mx);
    let own_addresses: Vec<Lookup> = [Question::ImplicitMxA, Question::ImplicitMxAaaa]
        .into_iter()
        .filter_map(|question| plan.take(question))
        .collect();
    let mut hosts: Vec<MxHost> = lookup
        .records
        .iter()
        .filter_map(|record| match &record.data {
            RecordData::Mx { preference, exchange } => Some(MxHost {
                host: exchange.clone(),
                preference: *preference,
                ttl: record.ttl,
                is_backup: false,
                matched_by: None,
                addresses: Vec::new(),
            }),
            _ => None,
        })
        .collect();
    let any = |state| own_addresses.iter().any(|lookup| lookup.state == state);
    let routing = match lookup.state {
        LookupState::Pending => Routing::Pending,
        LookupState::Failed | LookupState::Bogus => Routing::Unknown,
        LookupState::NoName => Routing::NoDomain,
        // RFC 7505 §3: a null MX stands alone, with preference 0.
        LookupState::Found if matches!(hosts.as_slice(), [only] if only.host.is_root() && only.preference == 0) => {
            Routing::NullMx
        }
        LookupState::Found => Routing::MxRecords,
        LookupState::NoData if any(LookupState::Found) => Routing::Implicit,
        LookupState::NoData if any(LookupState::Pending) => Routing::Pending,
        LookupState::NoData if any(LookupState::Failed) || any(LookupState::Bogus) => Routing::Unknown,
        LookupState::NoData => Routing::NoServer,
    };
    match routing {
        Routing::NullMx => hosts.clear(),
        Routing::Implicit => {
            hosts.push(MxHost {
                host: domain.into(),
                preference: 0,
                ttl: None,
                is_backup: false,
                matched_by: None,
                addresses: Vec::new(),
            });
        }
        _ => {}
    }
    hosts.sort_by(|a, b| a.preference.cmp(&b.preference).then_with(|| a.host.as_str().cmp(b.host.as_str())));
    let first = hosts.first().map(|host| host.preference);
    for (name, place) in places {
        let found: Vec<Lookup> =
            [Question::MxHostA(place), Question::MxHostAaaa(place)].into_iter().filter_map(|q| plan.take(q)).collect();
        // A host may stand in two records.
        for host in hosts.iter_mut().filter(|host| host.host == name) {
            host.addresses = found.clone();
        }
    }
    for host in &mut hosts {
        host.is_backup = Some(host.preference) != first;
        host.matched_by = patterns.iter().find(|pattern| pattern.matches(&host.host)).cloned();
    }
    let is_unused = |pattern: &&MxPattern| !hosts.iter().any(|host| pattern.matches(&host.host));
    let unused_patterns =
        if hosts.is_empty() { Vec::new() } else { patterns.iter().filter(is_unused).cloned().collect() };
    MxObservation { lookup, own_addresses, routing, hosts, unused_patterns }
}
