//! The first stage: the addresses of the policy host, and which of them may be dialled.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ResolveHosts, ResolverOpts};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use mta_sts::evidence::{FailureClass, FamilyLookup, FetchFailure, LookupOutcome, Resolution, ResolvedAddress};

use crate::failure::{elapsed_ms, failure, words};
use crate::guard::Guard;

/// The most addresses that are recorded. All are classified; a policy host has two, sometimes eight.
const MAX_RECORDED: usize = 32;
/// The most addresses that are dialled, so that one check cannot be made to knock on a thousand doors.
const MAX_DIALLED: usize = 8;

/// A resolver that asks the name servers this machine is configured for now. Built anew for each fetch: it has no
/// memory (RFC 8461 §3.3 wants what is there, not what was), and follows a machine that changes networks.
///
/// # Errors
/// The configuration (`/etc/resolv.conf`) cannot be read.
pub(crate) fn system_resolver() -> Result<TokioResolver, NetError> {
    let mut builder = TokioResolver::builder_tokio()?;
    set_options(builder.options_mut());
    builder.build()
}

fn set_options(options: &mut ResolverOpts) {
    options.cache_size = 0;
    // Senders see DNS, not the hosts file of this machine.
    options.use_hosts_file = ResolveHosts::Never;
    // One server at a time, so that a name is asked for once; two attempts fit into the deadline of the stage.
    options.num_concurrent_reqs = 1;
    options.timeout = Duration::from_secs(2);
    options.attempts = 2;
}

/// Looks up A and AAAA side by side, exactly once. Gives the addresses that may be dialled, in order of trial;
/// nothing later looks the name up again, so no second answer can slip in another address.
pub(crate) async fn resolve(
    resolver: &TokioResolver,
    guard: &Guard,
    host: &str,
    limit: Duration,
    seen: &mut Resolution,
) -> Result<Vec<IpAddr>, FetchFailure> {
    let start = Instant::now();
    let lookup = async |kind| tokio::time::timeout(limit, addresses(resolver, host, kind)).await.unwrap_or(Err(None));
    let (v6, v4) = tokio::join!(lookup(RecordType::AAAA), lookup(RecordType::A));
    seen.elapsed_ms = elapsed_ms(start);
    seen.a = Some(family(host, limit, &v4));
    seen.aaaa = Some(family(host, limit, &v6));
    // One family that failed does not matter while the other one has addresses: senders would use those.
    let found = match (v6, v4) {
        (Ok(v6), Ok(v4)) if v6.is_empty() && v4.is_empty() => {
            let detail = format!("{host} exists and has neither A nor AAAA records.");
            return Err(failure(FailureClass::DnsNoAddress, detail));
        }
        (Ok(v6), Ok(v4)) => interleave(v6, v4),
        (Ok(found), Err(_)) | (Err(_), Ok(found)) if !found.is_empty() => found,
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => return Err(lookup_failure(host, limit, error.as_ref())),
        (Err(v6), Err(v4)) => return Err(lookup_failure(host, limit, worse(v6, v4).as_ref())),
    };
    let address = |address: &IpAddr| ResolvedAddress {
        address: address.to_string(),
        refused: guard.refusal(*address).map(str::to_owned),
    };
    seen.addresses = found.iter().take(MAX_RECORDED).map(address).collect();
    let allowed: Vec<IpAddr> =
        found.iter().copied().filter(|address| guard.refusal(*address).is_none()).take(MAX_DIALLED).collect();
    if allowed.is_empty() { Err(guard.nothing_to_dial(host, &found)) } else { Ok(allowed) }
}

/// How the lookup of one family ended.
fn family(host: &str, limit: Duration, found: &Result<Vec<IpAddr>, Option<NetError>>) -> FamilyLookup {
    let outcome = match found {
        Ok(addresses) if addresses.is_empty() => LookupOutcome::NoData,
        Ok(_) => LookupOutcome::Found,
        Err(None) => LookupOutcome::Timeout,
        Err(Some(error)) if is_no_name(error) => LookupOutcome::NoName,
        Err(Some(NetError::Dns(DnsError::ResponseCode(ResponseCode::ServFail)))) => LookupOutcome::Servfail,
        Err(Some(NetError::Dns(DnsError::ResponseCode(ResponseCode::Refused)))) => LookupOutcome::Refused,
        Err(Some(_)) => LookupOutcome::Failed,
    };
    let detail = found.as_ref().err().map(|error| lookup_failure(host, limit, error.as_ref()).detail);
    FamilyLookup { outcome, detail }
}

/// The addresses of one family; empty for NODATA. `Err(None)` is a timeout.
async fn addresses(resolver: &TokioResolver, host: &str, kind: RecordType) -> Result<Vec<IpAddr>, Option<NetError>> {
    // The root dot keeps the search list of the machine out.
    let name = Name::from_ascii(format!("{host}.")).map_err(|error| Some(NetError::from(error)))?;
    match resolver.lookup(name, kind).await {
        Ok(lookup) => {
            let mut found = Vec::new();
            for record in lookup.answers() {
                let address = match &record.data {
                    RData::A(a) => IpAddr::V4(a.0),
                    RData::AAAA(aaaa) => IpAddr::V6(aaaa.0),
                    _ => continue,
                };
                if !found.contains(&address) {
                    found.push(address);
                }
            }
            // Name servers turn the order from answer to answer; the same host should be tried the same way again.
            found.sort_unstable();
            Ok(found)
        }
        Err(NetError::Dns(DnsError::NoRecordsFound(none))) if none.response_code == ResponseCode::NoError => {
            Ok(Vec::new())
        }
        Err(NetError::Timeout) => Err(None),
        Err(error) => Err(Some(error)),
    }
}

/// Families in turn, IPv6 first (RFC 8305 §4), so that one broken family costs one connection timeout, not all of them.
fn interleave(v6: Vec<IpAddr>, v4: Vec<IpAddr>) -> Vec<IpAddr> {
    let mut families = [v6.into_iter(), v4.into_iter()];
    let mut found = Vec::new();
    loop {
        let before = found.len();
        found.extend(families.iter_mut().filter_map(Iterator::next));
        if found.len() == before {
            return found;
        }
    }
}

/// Of two failures the one that says less for certain: NXDOMAIN counts only when both say so.
fn worse(a: Option<NetError>, b: Option<NetError>) -> Option<NetError> {
    if a.as_ref().is_some_and(is_no_name) { b } else { a }
}

fn is_no_name(error: &NetError) -> bool {
    matches!(error, NetError::Dns(DnsError::NoRecordsFound(none)) if none.response_code == ResponseCode::NXDomain)
}

fn lookup_failure(host: &str, limit: Duration, error: Option<&NetError>) -> FetchFailure {
    match error {
        None => failure(FailureClass::DnsTimeout, format!("No DNS answer for {host} within {}.", words(limit))),
        Some(error) if is_no_name(error) => {
            failure(FailureClass::DnsNoName, format!("The name {host} does not exist (NXDOMAIN)."))
        }
        Some(NetError::Dns(DnsError::ResponseCode(ResponseCode::ServFail))) => failure(
            FailureClass::DnsFailed,
            format!("The name server answered SERVFAIL for {host}: the zone is broken, unreachable or wrongly signed."),
        ),
        Some(NetError::Dns(DnsError::ResponseCode(ResponseCode::Refused))) => {
            failure(FailureClass::DnsFailed, format!("The name server refused to answer for {host} (REFUSED)."))
        }
        Some(error) => failure(FailureClass::DnsFailed, format!("The DNS lookup of {host} failed: {error}.")),
    }
}

#[cfg(test)]
mod tests;
