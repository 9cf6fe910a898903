//! A policy domain's world as answers: what its resolvers and the helper say.

use mta_sts::evidence::{Header, HttpResponse, PolicyFetch, Resolution};
use mta_sts::{Answer, Check, FailureReason, PolicyDomain, Question, RequestId, Resolver};
use serde_json::{Value, json};

use crate::case::Octets;

/// The time of every check.
pub(crate) const NOW: u64 = 1_800_000_000;
const NOERROR: u16 = 0;

/// What is answered to a question, whoever is asked, DNSSEC checking on or off.
pub(crate) struct World {
    domain: PolicyDomain,
    policy: Answer,
    answers: Vec<(Question, Answer)>,
}

impl World {
    /// A domain with nothing to remark on.
    pub(crate) fn healthy(domain: PolicyDomain) -> Self {
        let txt = |text: &str| TxtAnswer::of(vec![vec![text.into()]]);
        let record = txt("v=STSv1; id=20260101T000000;").answer(&domain, Question::StsRecord);
        let tlsrpt = txt("v=TLSRPTv1; rua=mailto:tls@example.com").answer(&domain, Question::TlsrptRecord);
        let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
        let policy = evidence_answer(&PolicyFetch { response: Some(ok_response(policy)), ..evidence(&domain) });
        let plain = |question: Question, data: &str| {
            let name = name_of(&domain, question);
            let record = record_json(&name, question.record_type().number(), data);
            (question, message(&domain, question, NOERROR, vec![record]))
        };
        let answers = vec![
            (Question::StsRecord, record),
            (Question::TlsrptRecord, tlsrpt),
            plain(Question::Mx, "10 mail.example.com."),
            plain(Question::PolicyHostA, "192.0.2.1"),
            plain(Question::MxHostA(0), "192.0.2.25"),
        ];
        Self { domain, policy, answers }
    }

    /// With another answer to one question.
    pub(crate) fn with(mut self, question: Question, answer: Answer) -> Self {
        self.answers.retain(|(known, _)| *known != question);
        self.answers.push((question, answer));
        self
    }

    /// With other evidence of the policy fetch.
    pub(crate) fn with_fetch(mut self, evidence: &PolicyFetch) -> Self {
        self.policy = evidence_answer(evidence);
        self
    }

    /// A whole check of this world.
    pub(crate) fn check(&self) -> Check {
        let mut check = Check::new(self.domain.clone(), Resolver::defaults(), NOW);
        loop {
            let open = check.requests();
            if open.is_empty() {
                return check;
            }
            for (id, _) in open {
                // The check has just handed this request out.
                _ = check.answer(id, self.answer(id));
            }
        }
    }

    fn answer(&self, id: RequestId) -> Answer {
        match id {
            RequestId::Policy => self.policy.clone(),
            RequestId::Dns { question, .. } => {
                let known = self.answers.iter().find(|(known, _)| *known == question);
                let no_data = || message(&self.domain, question, NOERROR, Vec::new());
                known.map_or_else(no_data, |(_, answer)| answer.clone())
            }
        }
    }
}

/// Evidence of a fetch that went well so far, without a response.
pub(crate) fn evidence(domain: &PolicyDomain) -> PolicyFetch {
    PolicyFetch {
        policy_host: domain.policy_host(),
        url: domain.policy_url(),
        started_at: NOW,
        resolution: Resolution::default(),
        connections: Vec::new(),
        tls: None,
        response: None,
        failure: None,
        elapsed_ms: 1,
    }
}

/// A response with a policy, as it should be.
pub(crate) fn ok_response(body: &str) -> HttpResponse {
    let headers = vec![Header { name: "content-type".to_owned(), value: "text/plain".into() }];
    HttpResponse { status: 200, headers, body: body.into(), truncated: false, redirect_target: None, elapsed_ms: 1 }
}

fn evidence_answer(evidence: &PolicyFetch) -> Answer {
    let body = serde_json::to_vec(evidence).unwrap_or_default();
    Answer::Response { status: 200, body: body.into(), elapsed_ms: 1 }
}

/// What DNS says to a question for TXT records.
pub(crate) struct TxtAnswer {
    pub(crate) records: Vec<Vec<Octets>>,
    pub(crate) rcode: Rcode,
    /// The aliases to go through, in order, from the name asked for to the name that holds the records.
    pub(crate) aliases: Vec<String>,
}

/// How a lookup ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rcode {
    Timeout,
    Code(u16),
}

impl Rcode {
    /// The names of RFC 6895 §2.3, and `timeout`.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "TIMEOUT" => Self::Timeout,
            "NOERROR" => Self::Code(0),
            "FORMERR" => Self::Code(1),
            "SERVFAIL" => Self::Code(2),
            "NXDOMAIN" => Self::Code(3),
            "NOTIMP" => Self::Code(4),
            "REFUSED" => Self::Code(5),
            _ => return None,
        })
    }
}

impl TxtAnswer {
    fn of(records: Vec<Vec<Octets>>) -> Self {
        Self { records, rcode: Rcode::Code(NOERROR), aliases: Vec::new() }
    }

    /// As DoH JSON, in Cloudflare's dialect.
    pub(crate) fn answer(&self, domain: &PolicyDomain, question: Question) -> Answer {
        let Rcode::Code(rcode) = self.rcode else {
            return Answer::Failed { reason: FailureReason::Timeout, detail: String::new(), elapsed_ms: 5_000 };
        };
        const CNAME: u16 = 5;
        let mut owner = name_of(domain, question);
        let mut records = Vec::new();
        for alias in &self.aliases {
            records.push(record_json(&owner, CNAME, alias));
            owner.clone_from(alias);
        }
        let number = question.record_type().number();
        records.extend(self.records.iter().map(|strings| {
            let quoted: Vec<String> = strings.iter().map(|string| quote(&string.0)).collect();
            record_json(&owner, number, &quoted.join(" "))
        }));
        message(domain, question, rcode, records)
    }
}

impl From<&str> for Octets {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

/// A character-string in presentation form (RFC 1035 §5.1).
fn quote(string: &[u8]) -> String {
    let escape = |octet: &u8| match octet {
        b'"' | b'\\' => format!("\\{}", char::from(*octet)),
        b' '..=b'~' => char::from(*octet).to_string(),
        _ => format!("\\{octet:03}"),
    };
    format!("\"{}\"", string.iter().map(escape).collect::<String>())
}

fn record_json(owner: &str, number: u16, data: &str) -> Value {
    json!({"name": owner.trim_end_matches('.'), "type": number, "TTL": 300, "data": data})
}

/// The name that a question asks for; of this world's MX hosts there is one.
fn name_of(domain: &PolicyDomain, question: Question) -> String {
    question.dns_name(domain).unwrap_or_else(|| "mail.example.com".to_owned())
}

fn message(domain: &PolicyDomain, question: Question, rcode: u16, records: Vec<Value>) -> Answer {
    let asked = json!({"name": name_of(domain, question), "type": question.record_type().number()});
    let mut message = json!({
        "Status": rcode, "TC": false, "RD": true, "RA": true, "AD": false, "CD": false, "Question": [asked],
    });
    if !records.is_empty()
        && let Some(members) = message.as_object_mut()
    {
        members.insert("Answer".to_owned(), Value::Array(records));
    }
    Answer::Response { status: 200, body: message.to_string().as_str().into(), elapsed_ms: 1 }
}
