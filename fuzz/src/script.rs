//! Whole checks: the bytes are a script that says which request is answered next, and how.

use std::collections::BTreeSet;

use crate::common::answers::{
    NOW, doh, evidence, fetch_failed, fetched, healthy, helper, name_of, rcode, record, records,
};
use crate::common::invariants::{assert_locations, assert_report};
use mta_sts::doh::{Outcome as Found, read};
use mta_sts::evidence::{Certificate, FailureClass, HttpResponse, PolicyFetch, Tls};
use mta_sts::observe::TxtRole;
use mta_sts::report::StepId;
use mta_sts::{Answer, Check, FailureReason, Outcome, PolicyDomain, Question, Report, Request, RequestId, Resolver};
use serde_json::json;

/// A check of a domain, answered as the bytes say: the first one chooses the domain, the resolvers and whether the check
/// is brought to its end; the rest are moves with 0xFF, which no UTF-8 holds, between them. A move is the number of the
/// open request to answer, the kind of answer (see [`answer`]), and what the answer holds.
pub fn whole_check(bytes: &[u8]) {
    let (setting, moves) = bytes.split_first().unwrap_or((&0, &[]));
    let start = || new_check(*setting);
    let mut check = start();
    let mut handed_out = BTreeSet::new();
    let mut moves = moves.split(|octet| *octet == 0xff);
    let mut before = Outcome::Pending;
    loop {
        let open = check.requests();
        assert_requests(&check, &open, &mut handed_out);
        let report = check.report();
        assert_eq!(report.is_complete, open.is_empty());
        assert_whole_report(&check, &report, bytes);
        // What was said once stands. Where nobody could look, a later answer may still decide.
        let is_open = matches!(before, Outcome::Pending | Outcome::Inconclusive);
        assert!(is_open || report.outcome == before, "{before:?} became {:?}: {report}", report.outcome);
        before = report.outcome;
        let Some(last) = open.len().checked_sub(1) else { break };
        let (id, next) = match (moves.next(), setting & 1) {
            (Some([pick, kind, content @ ..]), _) => {
                let id = open[usize::from(*pick) % open.len()].0;
                (id, answer(check.domain(), id, *kind, content))
            }
            (Some(_), _) => continue,
            (None, 0) => break,
            (None, _) => (open[last].0, healthy(check.domain(), open[last].0)),
        };
        assert!(check.answer(id, next).is_ok());
    }
    if let Some((id, next)) = check.answers().clone().pop_last() {
        assert!(check.answer(id, next).is_err(), "{id} can be answered twice");
    }
    assert_order_does_not_matter(&check, start());
}

fn new_check(setting: u8) -> Check {
    let domain = ["example.com", "mta-sts.xn--bcher-kva.example", "a", "a.b.c.d.e.f.example.org"];
    let resolvers = match setting >> 1 & 3 {
        0 | 1 => Resolver::defaults(),
        2 => vec![Resolver::google()],
        _ => Vec::new(),
    };
    let domain = PolicyDomain::parse(domain[usize::from(setting >> 3 & 3)]).expect("a domain");
    Check::new(domain, resolvers, NOW)
}

/// The answer that a move stands for.
fn answer(domain: &PolicyDomain, id: RequestId, kind: u8, content: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(content);
    let mut lines = text.split('\n');
    let question = match id {
        RequestId::Dns { question, .. } => question,
        RequestId::Policy => Question::StsRecord,
    };
    match kind {
        // DNS: records, an alias and records, response codes, a whole body.
        b't' => records(domain, question, lines),
        b'a' => {
            let (name, number) = (name_of(domain, question), question.record_type().number());
            let target = lines.next().unwrap_or_default();
            let alias = record(&name, 5, target);
            let answer = lines.map(|data| record(target, number, data)).chain([alias]).collect::<Vec<_>>();
            doh(200, json!({ "Status": 0, "Answer": answer }).to_string())
        }
        b'0' => rcode(0),
        b'2' => rcode(2),
        b'3' => rcode(3),
        b'5' => doh(503, content),
        b'j' => doh(200, content),
        // The policy: a body, a status and media type and a body, a failure, a failure with a certificate, a text that was
        // given.
        b'p' => fetched(domain, 200, b"text/plain", content),
        b'h' => {
            let (head, body) = split_line(content);
            let (status, media_type) = head.split_first_chunk::<2>().unwrap_or((&[0, 200], head));
            fetched(domain, u16::from_be_bytes(*status), media_type, body)
        }
        b'f' => {
            let (class, detail) = content.split_first().unwrap_or((&0, &[]));
            fetch_failed(domain, failure_class(*class), &String::from_utf8_lossy(detail))
        }
        b'c' => helper(&with_certificate(domain, content)),
        b'r' => {
            let response = HttpResponse {
                status: 301,
                headers: Vec::new(),
                body: Vec::new().into(),
                decoding: None,
                truncated: content.is_empty(),
                redirect_target: Some(text.into_owned()),
                elapsed_ms: u64::MAX,
            };
            helper(&PolicyFetch { response: Some(response), ..evidence(domain) })
        }
        b'g' => Answer::Given { body: content.to_vec().into(), elapsed_ms: u64::MAX },
        b'+' => healthy(domain, id),
        _ => {
            let reasons =
                [FailureReason::Network, FailureReason::Timeout, FailureReason::TooLarge, FailureReason::NoHelper];
            let reason = reasons[usize::from(kind) % reasons.len()];
            Answer::Failed { reason, detail: text.into_owned(), elapsed_ms: u64::MAX }
        }
    }
}

fn split_line(content: &[u8]) -> (&[u8], &[u8]) {
    let at = content.iter().position(|octet| *octet == b'\n').unwrap_or(content.len());
    let (head, rest) = content.split_at(at);
    (head, rest.strip_prefix(b"\n").unwrap_or(rest))
}

fn failure_class(number: u8) -> FailureClass {
    use FailureClass::{
        AddressRefused, BodyIncomplete, BodyTimeout, ConnectFailed, ConnectRefused, ConnectTimeout, ConnectUnreachable,
        Deadline, DnsFailed, DnsNoAddress, DnsNoName, DnsTimeout, HttpProtocol, HttpTimeout, TlsAlert, TlsExpired,
        TlsFailed, TlsName, TlsNotYetValid, TlsSelfSigned, TlsTimeout, TlsUntrusted, TlsVersion,
    };
    let all = [
        DnsNoName,
        DnsNoAddress,
        DnsFailed,
        DnsTimeout,
        AddressRefused,
        ConnectRefused,
        ConnectUnreachable,
        ConnectTimeout,
        ConnectFailed,
        TlsTimeout,
        TlsVersion,
        TlsAlert,
        TlsName,
        TlsExpired,
        TlsNotYetValid,
        TlsSelfSigned,
        TlsUntrusted,
        TlsFailed,
        HttpTimeout,
        HttpProtocol,
        BodyIncomplete,
        BodyTimeout,
        Deadline,
    ];
    all[usize::from(number) % all.len()]
}

/// The class, eight octets of the certificate's last second, its issuer, its names; a policy if the class is 0xFE.
fn with_certificate(domain: &PolicyDomain, content: &[u8]) -> PolicyFetch {
    let (class, rest) = content.split_first().unwrap_or((&0, &[]));
    let (not_after, names) = rest.split_first_chunk::<8>().unwrap_or((&[0; 8], rest));
    let names = String::from_utf8_lossy(names);
    let mut names = names.split('\n').map(str::to_owned);
    let issuer = names.next().unwrap_or_default();
    let dns_names: Vec<String> = names.collect();
    let certificate = Certificate {
        subject: issuer.clone(),
        issuer,
        dns_name_count: dns_names.len() as u64,
        dns_names,
        not_before: i64::from_be_bytes(*not_after).wrapping_neg(),
        not_after: i64::from_be_bytes(*not_after),
        self_issued: class & 1 == 1,
        is_ca: None,
        ca_issuers: None,
    };
    let tls = Some(Tls { version: None, alpn: None, certificates: vec![certificate], elapsed_ms: 0 });
    let answer = match class {
        0xfe => healthy(domain, RequestId::Policy),
        _ => fetch_failed(domain, failure_class(*class), "the certificate is not right"),
    };
    let Answer::Response { body, .. } = answer else { unreachable!() };
    PolicyFetch { tls, ..serde_json::from_slice(body.as_ref()).expect("evidence") }
}

/// What was handed out once is open or answered, each request once.
fn assert_requests(check: &Check, open: &[(RequestId, Request)], handed_out: &mut BTreeSet<RequestId>) {
    let ids: BTreeSet<RequestId> = open.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), open.len());
    assert!(ids.iter().all(|id| !check.answers().contains_key(id)));
    assert!(ids.iter().all(|id| id.to_string().parse() == Ok(*id)));
    assert!(handed_out.iter().all(|id| ids.contains(id) || check.answers().contains_key(id)));
    handed_out.extend(ids);
}

fn assert_whole_report(check: &Check, report: &Report, source: &[u8]) {
    assert_report(report, source);
    let json = serde_json::to_string(report).expect("a report");
    // Some KiB of answers never make a report that a page cannot hold.
    assert!(json.len() < 1 << 20, "{} bytes", json.len());
    assert_places(check, report);
    if report.outcome == Outcome::Protected {
        assert!(is_answered(check, Question::StsRecord, false) && is_answered(check, Question::Mx, false), "{report}");
        // A record for reports that DNSSEC hides is a fault, but not one of the protection.
        assert!(is_answered(check, Question::TlsrptRecord, true), "{report}");
        assert!(matches!(check.answers().get(&RequestId::Policy), Some(Answer::Response { status: 200, .. })));
    }
}

/// Findings with a place are about the text that the step reads.
fn assert_places(check: &Check, report: &Report) {
    let seen = &report.observed;
    let response = seen.fetch.evidence.as_ref().and_then(|evidence| evidence.response.as_ref());
    let policy = match check.answers().get(&RequestId::Policy) {
        Some(Answer::Given { body, .. }) => Some(body),
        _ => response.map(|response| &response.body),
    };
    for step in &report.steps {
        let texts = match step.id {
            StepId::Record => &seen.record.texts,
            StepId::Tlsrpt => &seen.tlsrpt.texts,
            StepId::Policy => {
                assert_locations(&step.findings, policy.map(AsRef::as_ref).unwrap_or_default());
                continue;
            }
            StepId::Fetch | StepId::Mx => {
                assert!(step.findings.iter().all(|finding| finding.location.is_none()));
                continue;
            }
        };
        let candidate = texts.iter().find(|text| text.role == TxtRole::Candidate);
        assert_locations(&step.findings, candidate.map(|text| text.octets.as_slice()).unwrap_or_default());
    }
}

/// Whether DNS said what there is or that there is nothing; `also_unchecked`: be it with DNSSEC checking off.
fn is_answered(check: &Check, question: Question, also_unchecked: bool) -> bool {
    check.answers().iter().any(|(id, answer)| {
        let RequestId::Dns { question: of, checking_disabled, .. } = id else { return false };
        if *checking_disabled && !also_unchecked {
            return false;
        }
        let read = || read(answer, &name_of(check.domain(), question), question.record_type());
        *of == question && !matches!(read().outcome, Found::Failed { .. })
    })
}

/// The same answers, always to the last open request that has one.
fn assert_order_does_not_matter(check: &Check, mut other: Check) {
    let mut left = check.answers().clone();
    while let Some((id, _)) = other.requests().into_iter().rfind(|(id, _)| left.contains_key(id)) {
        let next = left.remove(&id).expect("it is left");
        assert!(other.answer(id, next).is_ok());
    }
    assert!(left.is_empty(), "in another order these are not asked for: {left:?}");
    assert_eq!(other.requests(), check.requests());
    let json = |check: &Check| serde_json::to_string(&check.report()).expect("a report");
    assert_eq!(json(&other), json(check));
}
