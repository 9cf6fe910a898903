//! Answers → observations: what was seen, read but not judged.

use serde::Serialize;

use crate::answer::Answer;
use crate::doh::RecordData;
use crate::domain::{HostName, PolicyDomain};
use crate::evidence::PolicyFetch;
use crate::lookup::{Lookup, LookupState};
use crate::mx::MxPattern;
use crate::plan::{Answers, Question, RequestId, has_no_mx};
use crate::policy::{Policy, parse_policy};
use crate::record::{self, StsRecord};
use crate::resolver::Resolver;
use crate::text::{Validity, Violations, show_all};
use crate::tlsrpt::record::{self as tlsrpt, TlsrptRecord};
use crate::txt_fields::Selection;

/// Everything seen so far about a policy domain.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Observations {
    /// The TXT records at `_mta-sts.<domain>`.
    pub record: RecordObservation,
    /// The policy host and the fetch of the policy file.
    pub fetch: FetchObservation,
    /// The text of the policy file; `null` while there is none.
    pub policy: Option<PolicyObservation>,
    /// The MX records.
    pub mx: MxObservation,
    /// The TXT records at `_smtp._tls.<domain>`.
    pub tlsrpt: TlsrptObservation,
}

/// What a sender does with one TXT record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum TxtRole {
    /// It counts as a record.
    Candidate,
    /// It is discarded, but was meant to be a record by the look of it.
    Nearly,
    /// It is discarded.
    Other,
}

/// One TXT record, its strings joined.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TxtText {
    /// The text, invisible and undecodable octets escaped.
    pub text: String,
    /// What a sender does with it.
    pub role: TxtRole,
    /// The joined octets.
    #[serde(skip)]
    pub octets: Vec<u8>,
}

/// What stands at `_mta-sts.<domain>`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RecordObservation {
    /// The lookup.
    pub lookup: Lookup,
    /// The TXT records.
    pub texts: Vec<TxtText>,
    /// The record, if exactly one counts and it is usable.
    pub record: Option<StsRecord>,
    /// Whether senders use the one that counts; `null` where there is none or more than one.
    pub validity: Option<Validity>,
    /// What is wrong in it.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub violations: Violations,
}

/// What stands at `_smtp._tls.<domain>`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TlsrptObservation {
    /// The lookup.
    pub lookup: Lookup,
    /// The TXT records.
    pub texts: Vec<TxtText>,
    /// The record, if exactly one counts and it is usable.
    pub record: Option<TlsrptRecord>,
    /// Whether senders use the one that counts; `null` where there is none or more than one.
    pub validity: Option<Validity>,
    /// What is wrong in it.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub violations: Violations,
}

/// The policy host, as DNS shows it and as the helper met it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FetchObservation {
    /// `https://mta-sts.<domain>/.well-known/mta-sts.txt`.
    pub url: String,
    /// IPv4 addresses of the policy host.
    pub ipv4: Lookup,
    /// IPv6 addresses of the policy host.
    pub ipv6: Lookup,
    /// Whether the fetch has been answered.
    pub state: FetchState,
    /// Why nobody could look; `null` unless the state is `not-seen`.
    pub problem: Option<String>,
    /// The helper's evidence.
    pub evidence: Option<PolicyFetch>,
    /// From asking the helper to its answer, in milliseconds.
    pub elapsed_ms: u64,
}

/// Where the policy fetch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FetchState {
    /// No answer yet.
    Pending,
    /// There is evidence, good or bad.
    Seen,
    /// We could not look.
    NotSeen,
}

/// The text of the policy file and what it says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyObservation {
    /// The lines, invisible and undecodable octets escaped, without line ends.
    pub lines: Vec<String>,
    /// Length in bytes.
    pub bytes: usize,
    /// The policy, if senders can use it.
    pub policy: Option<Policy>,
    /// Whether senders use it.
    pub validity: Validity,
    /// Violations beyond those listed as findings.
    pub omitted_findings: usize,
    /// What is wrong in it.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub violations: Violations,
}

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
}

/// Reads all answers so far.
pub(crate) fn observe(domain: &PolicyDomain, resolvers: &[Resolver], answers: &Answers) -> Observations {
    let lookup = |question| Lookup::observe(question, domain, resolvers, answers);
    let fetch = observe_fetch(
        domain,
        answers.get(&RequestId::Policy),
        lookup(Question::PolicyHostA),
        lookup(Question::PolicyHostAaaa),
    );
    let policy = fetch.policy_text().map(observe_policy);
    let own_addresses = if has_no_mx(domain, resolvers, answers) {
        vec![lookup(Question::ImplicitMxA), lookup(Question::ImplicitMxAaaa)]
    } else {
        Vec::new()
    };
    let patterns = policy.as_ref().and_then(|seen| seen.policy.as_ref()).map(|policy| policy.mx.as_slice());
    Observations {
        record: observe_record(lookup(Question::StsRecord)),
        mx: observe_mx(domain, lookup(Question::Mx), own_addresses, patterns.unwrap_or_default()),
        tlsrpt: observe_tlsrpt(lookup(Question::TlsrptRecord)),
        fetch,
        policy,
    }
}

/// The TXT records of a lookup, each as its strings.
fn txt_strings(lookup: &Lookup) -> impl Iterator<Item = &[Vec<u8>]> {
    lookup.records.iter().filter_map(|record| match &record.data {
        RecordData::Txt(strings) => Some(strings.as_slice()),
        _ => None,
    })
}

fn txt_texts(selection: Selection) -> Vec<TxtText> {
    let with = |role, texts: Vec<Vec<u8>>| {
        texts.into_iter().map(move |octets| TxtText { text: show_all(&octets), role, octets })
    };
    with(TxtRole::Candidate, selection.candidates)
        .chain(with(TxtRole::Nearly, selection.nearly))
        .chain(with(TxtRole::Other, selection.other))
        .collect()
}

/// RFC 8461 §3.1: the record is read only if exactly one counts.
fn read_the_one<T>(
    texts: &[TxtText],
    parse: impl FnOnce(&[u8]) -> (Option<T>, Violations),
) -> (Option<T>, Option<Validity>, Violations) {
    let mut candidates = texts.iter().filter(|text| text.role == TxtRole::Candidate);
    match (candidates.next(), candidates.next()) {
        (Some(text), None) => {
            let (record, violations) = parse(&text.octets);
            (record, Some(violations.validity()), violations)
        }
        _ => (None, None, Violations::default()),
    }
}

fn observe_record(lookup: Lookup) -> RecordObservation {
    let texts = txt_texts(record::select_records(txt_strings(&lookup)));
    let (record, validity, violations) = read_the_one(&texts, record::parse_record);
    RecordObservation { lookup, texts, record, validity, violations }
}

fn observe_tlsrpt(lookup: Lookup) -> TlsrptObservation {
    let texts = txt_texts(tlsrpt::select_records(txt_strings(&lookup)));
    let (record, validity, violations) = read_the_one(&texts, tlsrpt::parse_record);
    TlsrptObservation { lookup, texts, record, validity, violations }
}

fn observe_fetch(domain: &PolicyDomain, answer: Option<&Answer>, ipv4: Lookup, ipv6: Lookup) -> FetchObservation {
    let mut seen = FetchObservation {
        url: domain.policy_url(),
        ipv4,
        ipv6,
        state: FetchState::Pending,
        problem: None,
        evidence: None,
        elapsed_ms: answer.map(Answer::elapsed_ms).unwrap_or_default(),
    };
    let problem = match answer {
        None => return seen,
        Some(Answer::Failed { reason, detail, .. }) if detail.is_empty() => format!("the helper {}", reason.words()),
        Some(Answer::Failed { reason, detail, .. }) => {
            format!("the helper {}: {}", reason.words(), crate::text::show(detail.as_bytes()))
        }
        Some(Answer::Response { status: 200, body, .. }) => {
            match serde_json::from_slice::<PolicyFetch>(body.as_ref()) {
                // Evidence about another host would be worse than none.
                Ok(evidence) if evidence.policy_host == domain.policy_host() => {
                    seen.state = FetchState::Seen;
                    seen.evidence = Some(evidence);
                    return seen;
                }
                Ok(_) => "the helper answered for another domain".to_owned(),
                Err(error) => format!("the helper sent something that is not evidence of a fetch ({error})"),
            }
        }
        Some(Answer::Response { status, .. }) => format!("the helper answered HTTP {status}"),
    };
    seen.state = FetchState::NotSeen;
    seen.problem = Some(problem);
    seen
}

impl FetchObservation {
    /// The body of a response that a sender would read: complete, status 200 (RFC 8461 §3.3).
    fn policy_text(&self) -> Option<&[u8]> {
        let evidence = self.evidence.as_ref().filter(|evidence| evidence.failure.is_none())?;
        let response = evidence.response.as_ref().filter(|response| response.status == 200 && !response.truncated)?;
        Some(response.body.as_ref())
    }

    /// DNS knows no address of the policy host.
    pub(crate) fn has_no_address(&self) -> bool {
        let is_absent = |lookup: &Lookup| matches!(lookup.state, LookupState::NoData | LookupState::NoName);
        is_absent(&self.ipv4) && is_absent(&self.ipv6)
    }
}

/// Reads the text of a policy file.
pub(crate) fn observe_policy(text: &[u8]) -> PolicyObservation {
    let (policy, violations) = parse_policy(text);
    let lines = text.strip_suffix(b"\n").unwrap_or(text).split(|&octet| octet == b'\n');
    PolicyObservation {
        lines: lines.map(|line| show_all(line.strip_suffix(b"\r").unwrap_or(line))).collect(),
        bytes: text.len(),
        policy,
        validity: violations.validity(),
        omitted_findings: violations.omitted,
        violations,
    }
}

fn observe_mx(
    domain: &PolicyDomain,
    lookup: Lookup,
    own_addresses: Vec<Lookup>,
    patterns: &[MxPattern],
) -> MxObservation {
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
            hosts.push(MxHost { host: domain.into(), preference: 0, ttl: None, is_backup: false, matched_by: None });
        }
        _ => {}
    }
    hosts.sort_by(|a, b| a.preference.cmp(&b.preference).then_with(|| a.host.as_str().cmp(b.host.as_str())));
    let first = hosts.first().map(|host| host.preference);
    for host in &mut hosts {
        host.is_backup = Some(host.preference) != first;
        host.matched_by = patterns.iter().find(|pattern| pattern.matches(&host.host)).cloned();
    }
    let is_unused = |pattern: &&MxPattern| !hosts.iter().any(|host| pattern.matches(&host.host));
    let unused_patterns =
        if hosts.is_empty() { Vec::new() } else { patterns.iter().filter(is_unused).cloned().collect() };
    MxObservation { lookup, own_addresses, routing, hosts, unused_patterns }
}
