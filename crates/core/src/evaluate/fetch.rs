//! The policy host and the fetch of the policy file (RFC 8461 §3.3).

use super::addresses::{add_addresses, add_untested, one_works, refused_addresses};
use super::chain::{add_order, add_untrusted};
use super::{Draft, Stage};
use crate::confirmation::Confirmation;
use crate::dns_id;
use crate::domain::HostName;
use crate::evidence::{Certificate, Decoding, FailureClass, HttpResponse, MAX_POLICY_BYTES, PolicyFetch};
use crate::finding::{Speaker, fetch};
use crate::lookup::LookupState;
use crate::mx::MxPattern;
use crate::observe::{FetchObservation, FetchState, RecordObservation};
use crate::report::{Step, StepId, StepStatus};
use crate::text::show;
use crate::time::date;

/// How long before its end a certificate gets a warning: 14 days.
const ENDS_SOON: i64 = 14 * 86_400;

/// Beyond this chasquid reads no further and takes the beginning for the whole.
const LARGE: usize = 10_240;

pub(super) fn fetch_step(
    seen: &FetchObservation,
    record: &RecordObservation,
    stage: Stage,
    speaker: &Speaker,
    now: u64,
) -> Step {
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
            no_address(step, record, "DNS has neither A nor AAAA records for it", "The policy host has no address.")
        }
        (None, FetchState::Given) => {
            step.add_with(&fetch::POLICY_GIVEN, Vec::new());
            match seen.given_bytes() {
                bytes if bytes > MAX_POLICY_BYTES => step.add_with(&fetch::BODY_TOO_LARGE, Vec::new()),
                bytes if bytes > LARGE => step.add(&fetch::BODY_LARGE, bytes.to_string()),
                _ => {}
            }
            step.with(StepStatus::Inconclusive, "We did not look ourselves: the text was given.")
        }
        (None, _) => {
            step.add(&fetch::HELPER_FAILED, seen.problem.clone().unwrap_or_default());
            step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
        }
        (Some(evidence), _) => {
            if let Some(failure) = &evidence.failure {
                return match Confirmation::of(seen, failure.class) {
                    Confirmation::Pending => step.pending(),
                    Confirmation::Lacking(what) => {
                        step.add(&fetch::HOST_DNS_FAILED, what);
                        step.with(StepStatus::Inconclusive, "The addresses of the policy host are not certain.")
                    }
                    Confirmation::Given => {
                        match failure.class {
                            _ if one_works(evidence) => add_addresses(&mut step, seen, evidence),
                            // The failure says it.
                            FailureClass::ConnectUnreachable | FailureClass::Deadline => {}
                            _ => add_untested(&mut step, evidence),
                        }
                        failed_fetch(step, evidence, record, failure.class, &failure.detail)
                    }
                };
            }
            add_addresses(&mut step, seen, evidence);
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

/// The policy host has no address; if its record is delegated, that is the cause.
fn no_address(mut step: Draft<'_>, record: &RecordObservation, seen: &str, summary: &str) -> Step {
    if record.lookup.state == LookupState::Failed {
        let summary = "The policy host has no address. Whether a record announces a policy is not known.";
        return step.with(StepStatus::Inconclusive, summary);
    }
    match record.lookup.aliases.first() {
        Some(alias) if record.record.is_some() => {
            let values = vec![("seen", seen.to_owned()), ("target", show(alias.target.as_bytes()))];
            step.add_with(&fetch::DELEGATION_INCOMPLETE, values);
        }
        _ => step.add(&fetch::HOST_NO_NAME, seen),
    }
    step.judged(summary)
}

fn failed_fetch(
    mut step: Draft<'_>,
    evidence: &PolicyFetch,
    record: &RecordObservation,
    class: FailureClass,
    detail: &str,
) -> Step {
    let detail = show(detail.trim_end_matches('.').as_bytes());
    let certificates = evidence.tls.as_ref().map(|tls| tls.certificates.as_slice()).unwrap_or_default();
    let leaf = certificates.first();
    let (rule, what, summary) = match class {
        FailureClass::DnsNoName => {
            let seen = "the name does not exist (NXDOMAIN)";
            return no_address(step, record, seen, "The policy host does not exist.");
        }
        FailureClass::DnsNoAddress => {
            let seen = "the name has neither A nor AAAA records";
            return no_address(step, record, seen, "The policy host has no address.");
        }
        FailureClass::DnsFailed | FailureClass::DnsTimeout => {
            step.add(&fetch::HOST_DNS_FAILED, detail);
            return step.with(StepStatus::Inconclusive, "The policy host's address could not be looked up.");
        }
        FailureClass::ConnectUnreachable => {
            step.add(&fetch::HOST_UNREACHABLE, detail);
            return step.with(StepStatus::Inconclusive, "There is no route from here to the policy host.");
        }
        // The stages before the response have limits of their own, which are named where they are reached.
        FailureClass::Deadline => {
            step.add(&fetch::HELPER_FAILED, detail);
            return step.with(StepStatus::Inconclusive, "Nobody had the time to look at the policy file.");
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
        | FailureClass::BodyTimeout => (&fetch::HOST_TIMEOUT, detail, "The policy host did not answer in time."),
        FailureClass::ConnectFailed => (&fetch::HOST_CONNECT_FAILED, detail, "The policy host cannot be reached."),
        FailureClass::TlsVersion => (&fetch::TLS_VERSION, detail, "The policy host has no current TLS version."),
        FailureClass::TlsAlert | FailureClass::TlsFailed => (&fetch::TLS_FAILED, detail, "The TLS handshake failed."),
        FailureClass::TlsName => {
            let summary = "The certificate is for another name.";
            let Some(leaf) = leaf else {
                step.add(&fetch::CERTIFICATE_NAME, detail);
                return step.judged(summary);
            };
            let host = HostName::from_dns(&evidence.policy_host);
            let domain = HostName::from_dns(evidence.policy_host.strip_prefix("mta-sts.").unwrap_or_default());
            let covers = |host: &HostName| leaf.dns_names.iter().any(|name| dns_id::matches(name, host));
            // A wildcard above the policy host, but more than one label above.
            let above = leaf
                .dns_names
                .iter()
                .find(|name| MxPattern::parse(name).is_ok_and(|pattern| pattern.is_too_shallow_for(&host)));
            match above {
                Some(above) => {
                    let values = vec![("wildcard", show(above.to_ascii_lowercase().as_bytes()))];
                    step.add_with(&fetch::CERTIFICATE_WILDCARD_DEPTH, values);
                }
                None if covers(&domain) => step.add(&fetch::CERTIFICATE_APEX, names(leaf)),
                None => step.add(&fetch::CERTIFICATE_NAME, names(leaf)),
            }
            return step.judged(summary);
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
        FailureClass::TlsUntrusted => {
            let summary = add_untrusted(&mut step, certificates, detail);
            return step.judged(summary);
        }
        FailureClass::HttpProtocol => (&fetch::HTTP_PROTOCOL, detail, "The answer is not readable HTTP."),
        FailureClass::BodyIncomplete => (&fetch::BODY_INCOMPLETE, detail, "The policy file broke off."),
    };
    step.add(rule, what);
    step.judged(summary)
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
    let values = |name: &str| -> Vec<String> { response.values(name).map(show).collect() };
    if status != 200 {
        // RFC 8461 §3.3: only 200; 204 or 206 is no policy either.
        add_status(&mut step, status, values);
        return step.judged(format!("HTTP {status} in place of 200."));
    }
    if response.truncated {
        step.add_with(&fetch::BODY_TOO_LARGE, Vec::new());
        return step.judged("The file is too large for a policy.");
    }
    if response.body.as_ref().len() > LARGE {
        step.add(&fetch::BODY_LARGE, response.body.as_ref().len().to_string());
    }
    add_media_type(&mut step, &values("content-type"));
    add_encoding(&mut step, response);
    let chain = evidence.tls.as_ref().map(|tls| tls.certificates.as_slice()).unwrap_or_default();
    add_order(&mut step, chain);
    if let Some(leaf) = chain.first() {
        let left = leaf.not_after.saturating_sub(i64::try_from(now).unwrap_or(i64::MAX));
        if left < ENDS_SOON {
            step.add(&fetch::CERTIFICATE_ENDS_SOON, date(leaf.not_after));
        }
    }
    step.judged("The policy file was fetched.")
}

fn add_encoding(step: &mut Draft<'_>, response: &HttpResponse) {
    let Some(encoding) = response.encoding() else { return };
    let why = match response.decoding {
        Some(Decoding::Done) => return step.add(&fetch::CONTENT_DECODED, show(encoding)),
        Some(Decoding::Broken) => "What was sent is not of that encoding, or breaks off",
        // What is too large was told before.
        Some(Decoding::Unsupported | Decoding::TooLarge) | None => "It was not decoded here",
    };
    step.add_with(&fetch::CONTENT_ENCODED, vec![("seen", show(encoding)), ("why", why.to_owned())]);
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

/// The rule for a status that is no success, by what helps.
fn add_status(step: &mut Draft<'_>, status: u16, values: impl Fn(&str) -> Vec<String>) {
    let server = values("server").join(" ").to_ascii_lowercase();
    let seen = ("seen", status_words(status));
    // Cloudflare marks the pages with which it challenges a visitor.
    let is_challenge = !values("cf-mitigated").is_empty();
    match status {
        401 | 403 | 407 | 429 | 451 => {
            let by =
                if is_challenge || server.contains("cloudflare") { " (by Cloudflare, in front of it)" } else { "" };
            step.add_with(&fetch::HTTP_BLOCKED, vec![seen, ("by", by.to_owned())]);
        }
        _ if is_challenge => {
            step.add_with(&fetch::HTTP_BLOCKED, vec![seen, ("by", " (a challenge by Cloudflare)".to_owned())]);
        }
        404 if server.contains("github") => step.add_with(&fetch::HTTP_NOT_FOUND_GITHUB, vec![seen]),
        404 | 410 => step.add_with(&fetch::HTTP_NOT_FOUND, vec![seen]),
        500..=599 => step.add_with(&fetch::HTTP_SERVER_ERROR, vec![seen]),
        _ => step.add_with(&fetch::HTTP_STATUS, vec![seen]),
    }
}

/// RFC 8461 §3.2: the media type SHOULD be `text/plain`, and parameters other than a charset of UTF-8 or US-ASCII are
/// to be ignored.
fn add_media_type(step: &mut Draft<'_>, types: &[String]) {
    let quoted = || types.iter().map(|media_type| format!("`{media_type}`")).collect::<Vec<_>>().join(" and ");
    match types {
        [] => step.add_with(&fetch::MEDIA_TYPE_MISSING, Vec::new()),
        [only] if !is_plain_text(only) => step.add(&fetch::MEDIA_TYPE, quoted()),
        [only] if has_other_charset(only) => step.add(&fetch::MEDIA_TYPE_CHARSET, quoted()),
        [_] => {}
        _ => step.add(&fetch::MEDIA_TYPE_REPEATED, quoted()),
    }
}

fn is_plain_text(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("text/plain")
}

fn has_other_charset(content_type: &str) -> bool {
    content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
        let charset = value.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("charset")
            && !["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known))
    })
}
