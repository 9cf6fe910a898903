//! The hosts that failures are about, beside the mail servers of now.

use super::present::Present;
use super::{ReportedFailure, ReportedShare};
use crate::domain::is_host_label;
use crate::sender::words::list;
use crate::text::show;
use crate::tlsrpt::summary::names;

/// The hosts of a failure, as they are compared.
pub(super) fn reported_hosts(failure: &ReportedFailure) -> Vec<String> {
    failure.mx_hosts.iter().filter_map(host).collect()
}

fn host(share: &ReportedShare) -> Option<String> {
    names::domain(share.name.as_deref()).map(Into::into)
}

/// Why a failure is about no mail server of the domain any more, as a sentence. `None` unless all of it is about hosts that are known.
pub(super) fn gone(failure: &ReportedFailure, present: &Present<'_>) -> Option<String> {
    let is_named = !failure.mx_hosts.is_empty() && failure.mx_hosts.iter().all(|share| host(share).is_some());
    let hosts = present.mx_hosts().filter(|_| is_named && present.sight.route_not_seen().is_none())?;
    // A sender may name what an MX host is an alias of.
    let aliases = hosts.iter().flat_map(|host| &host.addresses).flat_map(|lookup| &lookup.aliases);
    let mut there: Vec<String> =
        aliases.filter_map(|alias| names::domain(Some(&alias.target)).map(Into::into)).collect();
    there.extend(hosts.iter().map(|host| host.host.as_str().to_owned()));
    let reported = reported_hosts(failure);
    if reported.iter().any(|host| there.contains(host)) {
        return None;
    }
    let shown: Vec<String> = reported.iter().map(|host| show(host.as_bytes())).collect();
    let is = if shown.len() == 1 { "is no mail server" } else { "are no mail servers" };
    Some(format!("{} {is} of {} any more.", list(&shown), present.report.domain))
}

/// The hosts of the failure that are mail servers still, or else the mail servers of now. A host that is none is not put into anybody's
/// mind, unless nobody knows which are.
fn hosts_to_look_at(failure: &ReportedFailure, present: &Present<'_>) -> Vec<String> {
    let reported: Vec<String> = reported_hosts(failure).iter().map(|host| show(host.as_bytes())).collect();
    let Some(now) = present.mx_hosts() else { return reported };
    let now: Vec<String> = now.iter().map(|host| host.host.to_string()).collect();
    let both: Vec<String> = reported.into_iter().filter(|host| now.contains(host)).collect();
    if both.is_empty() { now } else { both }
}

/// The first of them; and what to say of the others behind a command.
fn host_for_command(failure: &ReportedFailure, present: &Present<'_>) -> (String, &'static str) {
    let hosts = hosts_to_look_at(failure, present);
    // What does not look like a name is not put into a command that somebody may paste into a shell.
    let is_name = |host: &&String| host.split('.').all(|label| is_host_label(label) && !label.starts_with('-'));
    let host = hosts.iter().find(is_name).map_or("HOST", String::as_str).to_owned();
    (host, if hosts.len() > 1 { ", and the same for each of the others" } else { "" })
}

/// How to look at a mail server, as the words after "run".
pub(super) fn look_at_server(failure: &ReportedFailure, present: &Present<'_>) -> String {
    let (host, others) = host_for_command(failure, present);
    format!("`openssl s_client -starttls smtp -connect {host}:25 -servername {host} -verify_hostname {host}`{others}")
}

/// How to look at the TLSA records of a mail server (RFC 7672 §2.2), as the words after "run".
pub(super) fn look_at_tlsa(failure: &ReportedFailure, present: &Present<'_>) -> String {
    let (host, others) = host_for_command(failure, present);
    format!("`dig +dnssec _25._tcp.{host} TLSA`{others}")
}
