//! Answers to the requests of a check, and a world in which everything is right.

use mta_sts::evidence::{FailureClass, FetchFailure, Header, HttpResponse, PolicyFetch};
use mta_sts::{Answer, Octets, PolicyDomain, Question, RequestId};
use serde_json::{Value, json};

pub(crate) const NOW: u64 = 1_800_000_000;

/// A DoH server's HTTP response.
pub(crate) fn doh(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    Answer::Response { status, body: Octets::from(body.into()), elapsed_ms: 7 }
}

/// DoH JSON without records.
pub(crate) fn rcode(code: u16) -> Answer {
    doh(200, json!({ "Status": code }).to_string())
}

/// One record as DoH JSON.
pub(crate) fn record(name: &str, record_type: u16, data: &str) -> Value {
    json!({ "name": format!("{name}."), "type": record_type, "TTL": 60, "data": data })
}

/// The name that a question asks for. An MX host's stands in the MX records; [`healthy`] has one.
pub(crate) fn name_of(domain: &PolicyDomain, question: Question) -> String {
    question.dns_name(domain).unwrap_or_else(|| format!("mx1.{domain}"))
}

/// DoH JSON with records of the type asked for at the name asked for.
pub(crate) fn records<'a>(
    domain: &PolicyDomain,
    question: Question,
    data: impl IntoIterator<Item = &'a str>,
) -> Answer {
    let name = name_of(domain, question);
    let answer: Vec<Value> =
        data.into_iter().map(|data| record(&name, question.record_type().number(), data)).collect();
    doh(200, json!({ "Status": 0, "AD": true, "Answer": answer }).to_string())
}

/// Evidence of a fetch that nothing is known about yet.
pub(crate) fn evidence(domain: &PolicyDomain) -> PolicyFetch {
    PolicyFetch { elapsed_ms: 50, ..PolicyFetch::started(domain, NOW) }
}

/// The helper's response with this evidence.
pub(crate) fn helper(evidence: &PolicyFetch) -> Answer {
    let body = serde_json::to_vec(evidence).unwrap().into();
    Answer::Response { status: 200, body, elapsed_ms: 60 }
}

/// A fetch that brought this body.
pub(crate) fn fetched(domain: &PolicyDomain, status: u16, content_type: &[u8], body: &[u8]) -> Answer {
    let headers = vec![Header { name: "content-type".to_owned(), value: content_type.to_vec().into() }];
    let body = body.to_vec().into();
    let response =
        HttpResponse { status, headers, body, decoding: None, truncated: false, redirect_target: None, elapsed_ms: 5 };
    helper(&PolicyFetch { response: Some(response), ..evidence(domain) })
}

/// A fetch that failed.
pub(crate) fn fetch_failed(domain: &PolicyDomain, class: FailureClass, detail: &str) -> Answer {
    let failure = FetchFailure { class, detail: detail.to_owned() };
    helper(&PolicyFetch { failure: Some(failure), ..evidence(domain) })
}

/// A policy without faults.
pub(crate) fn policy_of(domain: &PolicyDomain) -> String {
    format!("version: STSv1\nmode: enforce\nmx: *.{domain}\nmax_age: 604800\n")
}

/// What a domain without faults in mode enforce answers.
pub(crate) fn healthy(domain: &PolicyDomain, id: RequestId) -> Answer {
    let RequestId::Dns { question, .. } = id else {
        return fetched(domain, 200, b"text/plain", policy_of(domain).as_bytes());
    };
    let data = match question {
        Question::StsRecord => "v=STSv1; id=1".to_owned(),
        Question::PolicyHostA | Question::ImplicitMxA | Question::MxHostA(_) => "192.0.2.1".to_owned(),
        Question::PolicyHostAaaa | Question::ImplicitMxAaaa | Question::MxHostAaaa(_) => "2001:db8::1".to_owned(),
        Question::Mx => format!("10 mx1.{domain}."),
        Question::TlsrptRecord => format!("v=TLSRPTv1; rua=mailto:tls@{domain}"),
        Question::ApexTxt | Question::PolicyHostTxt => "v=spf1 -all".to_owned(),
        Question::DoubledZoneTxt | Question::DraftStsRecord | Question::ParentRecord | Question::DraftTlsrptRecord => {
            return rcode(3);
        }
    };
    records(domain, question, [data.as_str()])
}
