//! The hosts that failures are about, beside the mail servers of now.

use super::ReportedFailure;
use super::present::Present;
use crate::domain::is_host_label;
use crate::sender::words::list;
use crate::text::show;
use crate::tlsrpt::summary::names;

/// The hosts of a failure, as they are compared.
pub(super) fn reported_hosts(failure: &ReportedFailure) -> Vec<String> {
    failure.mx_hosts.iter().filter_map(|share| host(share.name.as_deref())).collect()
}

fn host(name: Option<&str>) -> Option<String> {
    names::domain(name).map(Into::into)
}

fn shown(hosts: &[String]) -> Vec<String> {
    hosts.iter().map(|host| show(host.as_bytes())).collect()
}

/// Why a failure is about no mail server of the domain any more, as a sentence. `None` unless all of it is about hosts that are known.
pub(super) fn gone(failure: &ReportedFailure, present: &Present<'_>) -> Option<String> {
    let reported = reported_hosts(failure);
    let is_named = !reported.is_empty() && reported.len() == failure.mx_hosts.len();
    let mut there = Vec::new();
    for server in present.mx_hosts().filter(|_| is_named && present.sight.route_not_seen().is_none())? {
        there.push(server.host.to_string());
        // A sender may name what an MX host is an alias of.
        for lookup in &server.addresses {
            there.extend(lookup.aliases.iter().filter_map(|alias| host(Some(&alias.target))));
        }
    }
    if reported.iter().any(|host| there.contains(host)) {
        return None;
    }
    let is = if reported.len() == 1 { "is no mail server" } else { "are no mail servers" };
    Some(format!("{} {is} of {} any more.", list(&shown(&reported)), present.report.domain))
}

/// The hosts of the failure that are mail servers still, or else the mail servers of now. A host that is none is not put into anybody's
/// mind, unless nobody knows which are.
fn hosts_to_look_at(failure: &ReportedFailure, present: &Present<'_>) -> Vec<String> {
    let mut hosts = shown(&reported_hosts(failure));
    let Some(now) = present.mx_hosts() else { return hosts };
    let now: Vec<String> = now.iter().map(|host| host.host.to_string()).collect();
    hosts.retain(|host| now.contains(host));
    if hosts.is_empty() { now } else { hosts }
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
