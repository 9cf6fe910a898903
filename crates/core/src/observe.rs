//! Answers → observations: what was seen, read but not judged.

mod mx;

use serde::Serialize;

use crate::answer::{Answer, FailureReason};
use crate::domain::PolicyDomain;
use crate::evidence::{MAX_POLICY_BYTES, PolicyFetch};
use crate::lookup::Lookup;
use crate::octets::Octets;
use crate::plan::{Answers, Plan, Question, RequestId};
use crate::policy::{Policy, parse_policy};
use crate::record::{self, StsRecord};
use crate::text::{Validity, Violations, show_all};
use crate::tlsrpt::record::{self as tlsrpt, TlsrptRecord};
use crate::txt_fields::Selection;

pub use mx::{MxHost, MxObservation, Routing};

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
    /// Other places where it may stand by mistake; looked at only when it is missing.
    pub elsewhere: Vec<Elsewhere>,
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
    /// Other places where it may stand by mistake; looked at only when it is missing.
    pub elsewhere: Vec<Elsewhere>,
    /// Whether senders use the one that counts; `null` where there is none or more than one.
    pub validity: Option<Validity>,
    /// What is wrong in it.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub violations: Violations,
}

/// Another place that was looked at because a record is missing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    /// What kind of place.
    pub place: Place,
    /// The lookup of its TXT records.
    pub lookup: Lookup,
}

/// Where a record stands by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// At the domain itself.
    Domain,
    /// At the policy host.
    PolicyHost,
    /// At `_mta-sts.<domain>.<domain>`: a control panel added the domain a second time.
    DoubledZone,
    /// At the parent domain, where it is no mistake but does not count for this one (RFC 8461 §3.4).
    Parent,
    /// At the record's name in drafts: `_mta_sts.<domain>`, `_smtp-tlsrpt.<domain>`.
    DraftName,
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
    /// The policy text that was given in place of a fetch.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    given: Octets,
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
    /// We did not look: the text of the policy file was given to us.
    Given,
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

/// Reads all answers so far.
pub(crate) fn observe(domain: &PolicyDomain, mut plan: Plan, answers: &Answers) -> Observations {
    let fetch = observe_fetch(
        domain,
        answers.get(&RequestId::Policy),
        plan.take_first(Question::PolicyHostA),
        plan.take_first(Question::PolicyHostAaaa),
    );
    let policy = fetch.policy_text().map(observe_policy);
    let patterns = policy.as_ref().and_then(|seen| seen.policy.as_ref()).map(|policy| policy.mx.as_slice());
    let mx = mx::observe_mx(domain, &mut plan, patterns.unwrap_or_default());
    let apex = elsewhere(&mut plan, Question::ApexTxt, Place::Domain);
    let draft = elsewhere(&mut plan, Question::DraftTlsrptRecord, Place::DraftName);
    let others = [
        elsewhere(&mut plan, Question::PolicyHostTxt, Place::PolicyHost),
        elsewhere(&mut plan, Question::DoubledZoneTxt, Place::DoubledZone),
        elsewhere(&mut plan, Question::DraftStsRecord, Place::DraftName),
        elsewhere(&mut plan, Question::ParentRecord, Place::Parent),
    ];
    Observations {
        record: observe_record(
            plan.take_first(Question::StsRecord),
            apex.iter().cloned().chain(others.into_iter().flatten()).collect(),
        ),
        tlsrpt: observe_tlsrpt(
            plan.take_first(Question::TlsrptRecord),
            draft.into_iter().flat_map(|draft| [Some(draft), apex.clone()]).flatten().collect(),
        ),
        fetch,
        policy,
        mx,
    }
}

fn elsewhere(plan: &mut Plan, question: Question, place: Place) -> Option<Elsewhere> {
    plan.take(question).map(|lookup| Elsewhere { place, lookup })
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

fn observe_record(lookup: Lookup, elsewhere: Vec<Elsewhere>) -> RecordObservation {
    let texts = txt_texts(record::select_records(lookup.txt_strings()));
    let (record, validity, violations) = read_the_one(&texts, record::parse_record);
    RecordObservation { lookup, texts, record, elsewhere, validity, violations }
}

fn observe_tlsrpt(lookup: Lookup, elsewhere: Vec<Elsewhere>) -> TlsrptObservation {
    let texts = txt_texts(tlsrpt::select_records(lookup.txt_strings()));
    let (record, validity, violations) = read_the_one(&texts, tlsrpt::parse_record);
    TlsrptObservation { lookup, texts, record, elsewhere, validity, violations }
}

fn observe_fetch(domain: &PolicyDomain, answer: Option<&Answer>, ipv4: Lookup, ipv6: Lookup) -> FetchObservation {
    let mut seen = FetchObservation {
        url: domain.policy_url(),
        ipv4,
        ipv6,
        state: FetchState::Pending,
        problem: None,
        evidence: None,
        given: Octets::default(),
        elapsed_ms: answer.map(Answer::elapsed_ms).unwrap_or_default(),
    };
    let problem = match answer {
        None => return seen,
        Some(Answer::Given { body, .. }) => {
            seen.state = FetchState::Given;
            seen.given = body.clone();
            return seen;
        }
        Some(Answer::Failed { reason, detail, .. }) => {
            let who = if *reason == FailureReason::NotFetched { "it" } else { "the helper" };
            let said = crate::text::show(detail.as_bytes());
            let separator = if said.is_empty() { "" } else { ": " };
            format!("{who} {}{separator}{said}", reason.words())
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
                // The error may repeat what it cannot read.
                Err(error) => {
                    let why = crate::text::show(error.to_string().as_bytes());
                    format!("the helper sent something that is not evidence of a fetch ({why})")
                }
            }
        }
        Some(Answer::Response { status, body, .. }) => match error_sentence(body.as_ref()) {
            Some(sentence) => format!("the helper answered HTTP {status}: {sentence}"),
            None => format!("the helper answered HTTP {status}"),
        },
    };
    seen.state = FetchState::NotSeen;
    seen.problem = Some(problem);
    seen
}

/// What the helper says besides the status: `{"error": "<sentence>"}`.
fn error_sentence(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let sentence = body.get("error")?.as_str()?.trim_end_matches('.');
    Some(crate::text::show(sentence.as_bytes()))
}

impl FetchObservation {
    /// The body of a response that a sender would read: complete, status 200 (RFC 8461 §3.3). Or the text that was given.
    pub(crate) fn policy_text(&self) -> Option<&[u8]> {
        if self.state == FetchState::Given {
            return Some(self.given.as_ref()).filter(|text| text.len() <= MAX_POLICY_BYTES);
        }
        let evidence = self.evidence.as_ref().filter(|evidence| evidence.failure.is_none())?;
        let response = evidence.response.as_ref().filter(|response| response.status == 200 && !response.truncated)?;
        // What is compressed is no text; whoever reads it as one would find faults that nobody made.
        response.text()
    }

    /// The length of the text that was given, in bytes.
    pub(crate) fn given_bytes(&self) -> usize {
        self.given.as_ref().len()
    }

    /// DNS knows no address of the policy host.
    pub(crate) fn has_no_address(&self) -> bool {
        self.ipv4.state.is_absent() && self.ipv6.state.is_absent()
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
