//! The policy host and the fetch of the policy file (RFC 8461 §3.3).

use super::{Draft, Stage};
use crate::evidence::{Certificate, FailureClass, HttpResponse, PolicyFetch, ResolvedAddress};
use crate::finding::{Speaker, fetch};
use crate::observe::{FetchObservation, FetchState};
use crate::report::{Step, StepId, StepStatus};
use crate::text::show;
use crate::time::date;

/// How long before its end a certificate gets a warning: 14 days.
const ENDS_SOON: i64 = 14 * 86_400;

pub(super) fn fetch_step(seen: &FetchObservation, stage: Stage, speaker: &Speaker, now: u64) -> Step {
    let mut step = Draft::new(StepId::Fetch, speaker, seen.elapsed_ms);
    match stage {
        Stage::Unannounced => return step.skipped("No record announces a policy."),
        Stage::Hidden => return step.skipped("DNSSEC hides the record."),
        Stage::Open | Stage::Undiscovered | Stage::Announced => {}
    }
    match (&seen.evidence, seen.state) {
        (None, FetchState::Pending) => step.pending(),
        // DNS alone shows this much, also without a helper.
        (None, _) if seen.has_no_address() => {
            step.add(&fetch::HOST_NO_NAME, "DNS has neither A nor AAAA records for it");
            step.judged("The policy host has no address.")
        }
        (None, _) => {
            step.add(&fetch::HELPER_FAILED, seen.problem.clone().unwrap_or_default());
            step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
        }
        (Some(evidence), _) => {
            if let Some(failure) = &evidence.failure {
                return failed_fetch(step, evidence, failure.class, &failure.detail);
            }
            match &evidence.response {
                Some(response) => response_step(step, evidence, response, now),
                None => {
                    step.add(&fetch::HELPER_FAILED, "the helper sent neither a response nor a failure");
                    step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
                }
            }
        }
    }
}

fn failed_fetch(mut step: Draft<'_>, evidence: &PolicyFetch, class: FailureClass, detail: &str) -> Step {
    let detail = show(detail.trim_end_matches('.').as_bytes());
    let certificates = evidence.tls.as_ref().map(|tls| tls.certificates.as_slice()).unwrap_or_default();
    let leaf = certificates.first();
    let (rule, what, summary) = match class {
        FailureClass::DnsNoName => {
            (&fetch::HOST_NO_NAME, "the name does not exist (NXDOMAIN)".to_owned(), "The policy host does not exist.")
        }
        FailureClass::DnsNoAddress => (
            &fetch::HOST_NO_NAME,
            "the name has neither A nor AAAA records".to_owned(),
            "The policy host has no address.",
        ),
        FailureClass::DnsFailed | FailureClass::DnsTimeout => {
            step.add(&fetch::HOST_DNS_FAILED, detail);
            return step.with(StepStatus::Inconclusive, "The policy host's address could not be looked up.");
        }
        FailureClass::ConnectUnreachable => {
            step.add(&fetch::HOST_UNREACHABLE, detail);
            return step.with(StepStatus::Inconclusive, "The helper has no route to the policy host.");
        }
        FailureClass::AddressRefused => (
            &fetch::HOST_ADDRESS_REFUSED,
            refused_addresses(evidence),
            "The policy host has no address on the Internet.",
        ),
        FailureClass::ConnectRefused => (&fetch::HOST_REFUSES, detail, "Nothing listens on port 443."),
        FailureClass::ConnectTimeout
        | FailureClass::TlsTimeout
        | FailureClass::HttpTimeout
        | FailureClass::BodyTimeout
        | FailureClass::Deadline => (&fetch::HOST_TIMEOUT, detail, "The policy host did not answer in time."),
        FailureClass::ConnectFailed => (&fetch::HOST_CONNECT_FAILED, detail, "The policy host cannot be reached."),
        FailureClass::TlsVersion => (&fetch::TLS_VERSION, detail, "The policy host has no current TLS version."),
        FailureClass::TlsAlert | FailureClass::TlsFailed => (&fetch::TLS_FAILED, detail, "The TLS handshake failed."),
        FailureClass::TlsName => {
            (&fetch::CERTIFICATE_NAME, leaf.map_or(detail, names), "The certificate is for another name.")
        }
        FailureClass::TlsExpired => {
            let expired = certificates.iter().map(|certificate| certificate.not_after).min();
            (&fetch::CERTIFICATE_EXPIRED, expired.map_or(detail, date), "The certificate has expired.")
        }
        FailureClass::TlsNotYetValid => {
            let valid_from = certificates.iter().map(|certificate| certificate.not_before).max();
            (&fetch::CERTIFICATE_NOT_YET_VALID, valid_from.map_or(detail, date), "The certificate is not valid yet.")
        }
        FailureClass::TlsSelfSigned => {
            (&fetch::CERTIFICATE_SELF_SIGNED, detail, "The certificate is signed by itself.")
        }
        FailureClass::TlsUntrusted => match certificates {
            [only] if !only.self_issued => (
                &fetch::CERTIFICATE_CHAIN_INCOMPLETE,
                format!("“{}”", show(only.issuer.as_bytes())),
                "The certificate chain is incomplete.",
            ),
            _ => (&fetch::CERTIFICATE_UNTRUSTED, detail, "The certificate is not trusted."),
        },
        FailureClass::HttpProtocol => (&fetch::HTTP_PROTOCOL, detail, "The answer is not readable HTTP."),
        FailureClass::BodyIncomplete => (&fetch::BODY_INCOMPLETE, detail, "The policy file broke off."),
    };
    step.add(rule, what);
    step.judged(summary)
}

fn refused_addresses(evidence: &PolicyFetch) -> String {
    let words = |address: &ResolvedAddress| match &address.refused {
        Some(reason) => format!("{} ({reason})", show(address.address.as_bytes())),
        None => show(address.address.as_bytes()),
    };
    let mut addresses: Vec<String> = evidence.resolution.addresses.iter().map(words).collect();
    // Resolvers turn the order of addresses from answer to answer; a sentence should not.
    addresses.sort_unstable();
    addresses.truncate(4);
    addresses.join(", ")
}

/// The names of a certificate, at most four of them.
fn names(certificate: &Certificate) -> String {
    let shown: Vec<String> =
        certificate.dns_names.iter().take(4).map(|name| format!("`{}`", show(name.as_bytes()))).collect();
    let rest = certificate.dns_name_count.saturating_sub(u64::try_from(shown.len()).unwrap_or(u64::MAX));
    match (shown.is_empty(), rest) {
        (true, _) => "no DNS name at all".to_owned(),
        (false, 0) => shown.join(", "),
        (false, rest) => format!("{} and {rest} more", shown.join(", ")),
    }
}

fn response_step(mut step: Draft<'_>, evidence: &PolicyFetch, response: &HttpResponse, now: u64) -> Step {
    let status = response.status;
    if (300..400).contains(&status) && response.redirect_target.is_some() {
        let target = response.redirect_target.as_deref().unwrap_or_default();
        let values = vec![("seen", show(target.as_bytes())), ("status", status.to_string())];
        step.add_with(&fetch::HTTP_REDIRECT, values);
        return step.judged(format!("HTTP {status}: a redirect, which senders must not follow."));
    }
    if status != 200 {
        // RFC 8461 §3.3: only 200; 204 or 206 is no policy either.
        step.add(&fetch::HTTP_STATUS, status_words(status));
        return step.judged(format!("HTTP {status} in place of 200."));
    }
    if response.truncated {
        step.add_with(&fetch::BODY_TOO_LARGE, Vec::new());
        return step.judged("The file is too large for a policy.");
    }
    let values = |name: &str| -> Vec<String> {
        let fields = response.headers.iter().filter(|header| header.name == name);
        fields.map(|header| show(header.value.as_ref())).collect()
    };
    let media_types = values("content-type");
    match media_types.as_slice() {
        [] => step.add(&fetch::MEDIA_TYPE, "missing"),
        [only] if is_plain_text(only) => {}
        types => step.add(&fetch::MEDIA_TYPE, types.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(" and ")),
    }
    for encoding in values("content-encoding") {
        if !encoding.eq_ignore_ascii_case("identity") {
            step.add(&fetch::CONTENT_ENCODED, encoding);
        }
    }
    let leaf = evidence.tls.as_ref().and_then(|tls| tls.certificates.first());
    if let Some(leaf) = leaf {
        let left = leaf.not_after.saturating_sub(i64::try_from(now).unwrap_or(i64::MAX));
        if left < ENDS_SOON {
            step.add(&fetch::CERTIFICATE_ENDS_SOON, date(leaf.not_after));
        }
    }
    step.judged("The policy file was fetched.")
}

fn status_words(status: u16) -> String {
    let name = match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return status.to_string(),
    };
    format!("{status} ({name})")
}

/// RFC 8461 §3.2: `text/plain`; a charset other than UTF-8 or US-ASCII makes it something else.
fn is_plain_text(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let is_plain = parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/plain"));
    let fits = |parameter: &str| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            let charset = value.trim().trim_matches('"');
            charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("us-ascii")
        }
        _ => true,
    };
    is_plain && parts.all(fits)
}
