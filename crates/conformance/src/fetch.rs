//! Cases of the policy fetch (RFC 8461 §3.3), as evidence of it, and of finding the policy host (§3.2, §3.4).

use std::collections::BTreeMap;

use mta_sts::evidence::{
    Certificate, FailureClass, FetchFailure, Header, HttpResponse, MAX_POLICY_BYTES, PolicyFetch, Tls,
};
use mta_sts::report::{StepId, StepStatus};
use mta_sts::{Check, HostName, PolicyDomain, dns_id};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{Body, read_input, to_ascii};
use crate::flow::Flow;
use crate::world::{NOW, World, evidence};

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Input {
    Http {
        policy_domain: String,
        tls: TlsInput,
        status: u16,
        headers: BTreeMap<String, HeaderInput>,
        body_size: Option<usize>,
        #[serde(flatten)]
        body: Body,
    },
    Transport {
        policy_domain: String,
        event: String,
    },
    Locate {
        given: String,
    },
    Flow(Flow),
}

/// What is known of the certificate. Common names and other kinds of identifiers are left unread: they must not be
/// matched (RFC 8461 §3.3).
#[derive(Deserialize)]
struct TlsInput {
    chain: String,
    time: String,
    dns_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum HeaderInput {
    One(String),
    Several(Vec<String>),
}

/// One case.
pub(crate) enum FetchCase {
    /// Is what was fetched a policy that a sender uses?
    Fetch(Box<Check>),
    /// Where is the policy of this domain?
    Locate(String),
    /// Which policy applies, and is it fetched?
    Flow(Flow),
    /// An event in the network that this runner cannot stage: nothing is claimed about it.
    UnknownEvent,
}

impl FetchCase {
    pub(crate) fn new(input: &Value) -> Result<Self, String> {
        let evidence = match read_input(input)? {
            Input::Locate { given } => return Ok(Self::Locate(given)),
            Input::Flow(flow) => return Ok(Self::Flow(flow)),
            Input::Transport { policy_domain, event } => {
                let Some(class) = transport_failure(&event) else { return Ok(Self::UnknownEvent) };
                failed(evidence(&domain(&policy_domain)?), class, None)
            }
            Input::Http { policy_domain, tls, status, headers, body_size, body } => {
                let domain = domain(&policy_domain)?;
                let body = match body_size {
                    Some(size) => policy_of_size(size)?,
                    None => body.octets()?,
                };
                let (seen, failure) = handshake(&domain, &tls)?;
                match failure {
                    Some(class) => failed(evidence(&domain), class, Some(seen)),
                    None => {
                        let response = Some(response(status, headers, body));
                        PolicyFetch { tls: Some(seen), response, ..evidence(&domain) }
                    }
                }
            }
        };
        let domain = evidence.policy_host.strip_prefix("mta-sts.").unwrap_or_default();
        let domain = PolicyDomain::parse(domain).map_err(|error| error.to_string())?;
        Ok(Self::Fetch(Box::new(World::healthy(domain).with_fetch(&evidence).check())))
    }

    /// The check that the case comes to.
    pub(crate) fn check(&self) -> Option<&Check> {
        match self {
            Self::Fetch(check) => Some(check),
            Self::Locate(_) | Self::Flow(_) | Self::UnknownEvent => None,
        }
    }

    pub(crate) fn answer(&self) -> Value {
        match self {
            Self::Fetch(check) => match unusable_because(check) {
                None => json!({"usable": true}),
                Some(why) => json!({"usable": false, "why": why}),
            },
            Self::Locate(given) => match PolicyDomain::from_input(given, to_ascii) {
                Ok((domain, _)) => json!({
                    "txt_name": domain.sts_record_name(),
                    "url": domain.policy_url(),
                    "sni": domain.policy_host(),
                }),
                Err(_) => json!({"error": "bad-domain"}),
            },
            Self::UnknownEvent => json!({"error": "unknown event"}),
            Self::Flow(flow) => flow.answer(),
        }
    }
}

fn domain(text: &str) -> Result<PolicyDomain, String> {
    PolicyDomain::from_input(text, to_ascii).map(|(domain, _)| domain).map_err(|error| error.to_string())
}

/// What the fetcher's TLS library would make of the certificate: first its chain and its time, then its names.
fn handshake(domain: &PolicyDomain, tls: &TlsInput) -> Result<(Tls, Option<FailureClass>), String> {
    const DAY: i64 = 86_400;
    let now = i64::try_from(NOW).unwrap_or(i64::MAX);
    let (not_before, not_after, by_time) = match tls.time.as_str() {
        "valid" => (now.saturating_sub(30 * DAY), now.saturating_add(60 * DAY), None),
        "expired" => (now.saturating_sub(90 * DAY), now.saturating_sub(DAY), Some(FailureClass::TlsExpired)),
        "not-yet-valid" => (now.saturating_add(DAY), now.saturating_add(90 * DAY), Some(FailureClass::TlsNotYetValid)),
        other => return Err(format!("unknown time `{other}`")),
    };
    let by_chain = match tls.chain.as_str() {
        // Revocation may be checked (RFC 8461 §3.3); this project does not.
        "trusted" | "revoked" => None,
        "self-signed" => Some(FailureClass::TlsSelfSigned),
        _ => Some(FailureClass::TlsUntrusted),
    };
    let host = HostName::from_dns(&domain.policy_host());
    let is_named = tls.dns_names.iter().any(|name| dns_id::matches(name, &host));
    let by_name = (!is_named).then_some(FailureClass::TlsName);
    let failure = by_chain.or(by_time).or(by_name);
    let self_issued = tls.chain == "self-signed";
    let subject = "CN=a policy host";
    let leaf = Certificate {
        subject: subject.to_owned(),
        issuer: if self_issued { subject } else { "CN=an authority" }.to_owned(),
        dns_names: tls.dns_names.clone(),
        dns_name_count: u64::try_from(tls.dns_names.len()).unwrap_or(u64::MAX),
        not_before,
        not_after,
        self_issued,
        is_ca: None,
        ca_issuers: None,
    };
    let version = failure.is_none().then(|| "TLSv1.3".to_owned());
    Ok((Tls { version, alpn: None, certificates: vec![leaf], elapsed_ms: 1 }, failure))
}

fn failed(evidence: PolicyFetch, class: FailureClass, tls: Option<Tls>) -> PolicyFetch {
    PolicyFetch { tls, failure: Some(FetchFailure { class, detail: String::new() }), ..evidence }
}

fn response(status: u16, headers: BTreeMap<String, HeaderInput>, mut body: Vec<u8>) -> HttpResponse {
    let mut fields = Vec::new();
    for (name, value) in headers {
        let values = match value {
            HeaderInput::One(value) => vec![value],
            HeaderInput::Several(values) => values,
        };
        let name = name.to_ascii_lowercase();
        fields.extend(values.iter().map(|value| Header { name: name.clone(), value: value.as_str().into() }));
    }
    let location = fields.iter().find(|field| field.name == "location" && (300..400).contains(&status));
    let redirect_target = location.map(|field| String::from_utf8_lossy(field.value.as_ref()).into_owned());
    // As the helper delivers a file beyond the limit.
    let truncated = body.len() > MAX_POLICY_BYTES;
    body.truncate(MAX_POLICY_BYTES);
    HttpResponse {
        status,
        headers: fields,
        body: body.into(),
        decoding: None,
        truncated,
        redirect_target,
        elapsed_ms: 1,
    }
}

/// A valid policy, filled up to exactly this many bytes.
fn policy_of_size(size: usize) -> Result<Vec<u8>, String> {
    let (start, end) = ("version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\npad: ", "\n");
    let pad = size.checked_sub(start.len() + end.len()).filter(|pad| *pad > 0);
    let pad = pad.ok_or_else(|| format!("a policy does not fit into {size} bytes"))?;
    Ok([start, &"a".repeat(pad), end].concat().into_bytes())
}

/// The failure that an event comes to in the fetcher, by the first of these words in its name.
fn transport_failure(event: &str) -> Option<FailureClass> {
    const WORDS: &[(&str, FailureClass)] = &[
        ("nxdomain", FailureClass::DnsNoName),
        ("nodata", FailureClass::DnsNoAddress),
        ("no-address", FailureClass::DnsNoAddress),
        ("servfail", FailureClass::DnsFailed),
        ("dns", FailureClass::DnsFailed),
        // Nothing listens on port 443, or something that does not speak TLS.
        ("port-80", FailureClass::ConnectRefused),
        ("plain-http", FailureClass::TlsFailed),
        ("refused", FailureClass::ConnectRefused),
        ("unreachable", FailureClass::ConnectUnreachable),
        ("no-route", FailureClass::ConnectUnreachable),
        ("timeout", FailureClass::HttpTimeout),
        ("slow", FailureClass::BodyTimeout),
        ("stall", FailureClass::BodyTimeout),
        ("no-response", FailureClass::HttpTimeout),
        ("tls", FailureClass::TlsFailed),
        ("handshake", FailureClass::TlsFailed),
        ("content-length", FailureClass::BodyIncomplete),
        ("chunk", FailureClass::BodyIncomplete),
        ("truncated", FailureClass::BodyIncomplete),
        ("closed", FailureClass::BodyIncomplete),
        ("reset", FailureClass::BodyIncomplete),
        ("port-", FailureClass::ConnectRefused),
    ];
    WORDS.iter().find(|(word, _)| event.contains(word)).map(|(_, class)| *class)
}

/// From the core's findings to the reasons that the cases name.
const REASONS: &[(&str, &str)] = &[
    ("host-no-name", "dns"),
    ("delegation-incomplete", "dns"),
    ("host-dns-failed", "dns"),
    ("host-address-refused", "connect"),
    ("host-refuses", "connect"),
    ("host-unreachable", "connect"),
    ("host-timeout", "timeout"),
    ("host-connect-failed", "connect"),
    ("certificate-name", "tls-name"),
    ("certificate-apex", "tls-name"),
    ("certificate-wildcard-depth", "tls-name"),
    ("certificate-expired", "tls-expired"),
    ("certificate-not-yet-valid", "tls"),
    ("certificate-self-signed", "tls-untrusted"),
    ("certificate-untrusted", "tls-untrusted"),
    ("certificate-chain-incomplete", "tls-untrusted"),
    ("tls-version", "tls"),
    ("tls-failed", "tls"),
    ("http-redirect", "redirect"),
    ("http-status", "http-status"),
    ("http-not-found", "http-status"),
    ("http-not-found-github", "http-status"),
    ("http-blocked", "http-status"),
    ("http-server-error", "http-status"),
    ("http-protocol", "not-https"),
    ("body-incomplete", "truncated"),
    ("body-too-large", "too-large"),
    // A SHOULD: a sender that takes the policy all the same is not broken, but the letter is against it.
    ("media-type", "content-type"),
    ("media-type-missing", "content-type"),
    ("media-type-repeated", "content-type"),
];

/// Why a sender that goes by the letter does not use what was fetched; `None` if it does.
fn unusable_because(check: &Check) -> Option<&'static str> {
    let report = check.report();
    let fetch = report.steps.iter().find(|step| step.id == StepId::Fetch)?;
    let reason = |id: &str| REASONS.iter().find(|(known, _)| *known == id).map(|(_, why)| *why);
    if let Some(why) = fetch.findings.iter().find_map(|finding| reason(finding.id)) {
        return Some(why);
    }
    if !matches!(fetch.status, StepStatus::Passed | StepStatus::Warned) {
        return Some("not seen");
    }
    let conforms = report.observed.policy.as_ref().is_some_and(|policy| policy.violations.conforms());
    (!conforms).then_some("policy-invalid")
}

#[cfg(test)]
mod tests {
    use mta_sts::finding::fetch;

    use super::*;

    /// Findings that leave the policy usable, or say that nobody looked.
    const HARMLESS: &[&str] = &[
        "host-ipv6-only",
        "host-address-dead",
        "host-addresses-differ",
        "host-family-dead",
        "host-family-dns",
        "host-address-untested",
        "certificate-chain-order",
        "certificate-ends-soon",
        "media-type-charset",
        "body-large",
        "content-encoded",
        "content-decoded",
        "policy-undiscovered",
        "removal-unannounced",
        "policy-given",
        "helper-failed",
    ];

    #[test]
    fn every_finding_of_the_fetch_has_a_reason_or_is_harmless() {
        for rule in fetch::RULES {
            assert_ne!(HARMLESS.contains(&rule.id), REASONS.iter().any(|(id, _)| *id == rule.id), "{}", rule.id);
        }
        for (id, _) in REASONS {
            assert!(fetch::RULES.iter().any(|rule| rule.id == *id), "REASONS has {id}, which is no rule");
        }
    }

    #[test]
    fn a_policy_of_any_size_is_valid() {
        for size in [100, 1_000, MAX_POLICY_BYTES] {
            let text = policy_of_size(size).unwrap();
            assert_eq!(text.len(), size);
            assert!(mta_sts::policy::parse_policy(&text).0.is_some());
        }
        assert!(policy_of_size(10).is_err());
    }

    #[test]
    fn a_bad_chain_is_named_before_a_bad_time_and_that_before_a_bad_name() {
        let domain = PolicyDomain::parse("example.com").unwrap();
        let class = |chain: &str, time: &str, name: &str| {
            let tls = TlsInput { chain: chain.to_owned(), time: time.to_owned(), dns_names: vec![name.to_owned()] };
            handshake(&domain, &tls).unwrap().1
        };
        assert_eq!(class("trusted", "valid", "mta-sts.example.com"), None);
        assert_eq!(class("self-signed", "expired", "x.example"), Some(FailureClass::TlsSelfSigned));
        assert_eq!(class("trusted", "expired", "x.example"), Some(FailureClass::TlsExpired));
        assert_eq!(class("trusted", "valid", "x.example"), Some(FailureClass::TlsName));
    }
}
