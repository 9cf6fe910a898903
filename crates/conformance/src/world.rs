//! A policy domain's world as answers: what its resolvers and the helper say.

use mta_sts::evidence::{Header, HttpResponse, PolicyFetch};
use mta_sts::{Answer, Check, FailureReason, PolicyDomain, Question, RequestId, Resolver};
use serde_json::{Value, json};

use crate::case::Octets;

/// The time of every check.
pub(crate) const NOW: u64 = 1_800_000_000;
const NOERROR: u16 = 0;
const TTL: u32 = 300;

/// What is answered to a question, whoever is asked. MX hosts have an address unless an answer says otherwise.
pub(crate) struct World {
    domain: PolicyDomain,
    /// The hosts of the MX records, in the order of delivery.
    hosts: Vec<String>,
    policy: Answer,
    answers: Vec<(Question, Answer)>,
    /// The answers with DNSSEC checking off, where they differ.
    unchecked: Vec<(Question, Answer)>,
}

impl World {
    /// A domain with nothing to remark on. Its one mail server is `mail.` and the domain.
    pub(crate) fn healthy(domain: PolicyDomain) -> Self {
        let host = format!("mail.{domain}");
        let policy =
            evidence_answer(&PolicyFetch { response: Some(ok_response(&policy_for(&host))), ..evidence(&domain) });
        let tlsrpt = format!("v=TLSRPTv1; rua=mailto:tls@{domain}");
        let said = [
            (Question::StsRecord, quote(b"v=STSv1; id=20260101T000000;")),
            (Question::TlsrptRecord, quote(tlsrpt.as_bytes())),
            (Question::Mx, format!("10 {host}.")),
            (Question::PolicyHostA, "192.0.2.1".to_owned()),
        ];
        let world = Self { domain, hosts: vec![host], policy, answers: Vec::new(), unchecked: Vec::new() };
        said.into_iter().fold(world, |world, (question, data)| {
            let name = world.name_of(question);
            let record = record_json(&name, question.record_type().number(), TTL, &data);
            world.with(question, message(&name, question, NOERROR, vec![record]))
        })
    }

    /// With another answer to one question.
    pub(crate) fn with(mut self, question: Question, answer: Answer) -> Self {
        self.answers.retain(|(known, _)| *known != question);
        self.answers.push((question, answer));
        self
    }

    /// With another answer to one question where DNSSEC checking is off.
    pub(crate) fn with_unchecked(mut self, question: Question, answer: Answer) -> Self {
        self.unchecked.push((question, answer));
        self
    }

    /// With other MX hosts, in the order of delivery.
    pub(crate) fn with_hosts(mut self, hosts: Vec<String>) -> Self {
        self.hosts = hosts;
        self
    }

    /// With other evidence of the policy fetch.
    pub(crate) fn with_fetch(self, evidence: &PolicyFetch) -> Self {
        self.with_policy(evidence_answer(evidence))
    }

    /// With another answer to the policy fetch.
    pub(crate) fn with_policy(mut self, answer: Answer) -> Self {
        self.policy = answer;
        self
    }

    pub(crate) fn domain(&self) -> &PolicyDomain {
        &self.domain
    }

    /// The name that a question asks for.
    pub(crate) fn name_of(&self, question: Question) -> String {
        let place = match question {
            Question::MxHostA(place) | Question::MxHostAaaa(place) => Some(usize::from(place)),
            _ => None,
        };
        let host = place.and_then(|place| self.hosts.get(place)).cloned();
        host.or_else(|| question.dns_name(&self.domain)).unwrap_or_default()
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
            RequestId::Dns { question, checking_disabled, .. } => {
                let find = |known: &[(Question, Answer)]| {
                    known.iter().find(|(known, _)| *known == question).map(|(_, answer)| answer.clone())
                };
                let unchecked = if checking_disabled { find(&self.unchecked) } else { None };
                unchecked.or_else(|| find(&self.answers)).unwrap_or_else(|| self.unless_listed(question))
            }
        }
    }

    fn unless_listed(&self, question: Question) -> Answer {
        let name = self.name_of(question);
        let records = match question {
            Question::MxHostA(_) => vec![record_json(&name, question.record_type().number(), TTL, "192.0.2.25")],
            _ => Vec::new(),
        };
        message(&name, question, NOERROR, records)
    }
}

/// Evidence of a fetch that went well so far, without a response.
pub(crate) fn evidence(domain: &PolicyDomain) -> PolicyFetch {
    PolicyFetch { elapsed_ms: 1, ..PolicyFetch::started(domain, NOW) }
}

/// A response with a policy, as it should be.
pub(crate) fn ok_response(body: &str) -> HttpResponse {
    let headers = vec![Header { name: "content-type".to_owned(), value: "text/plain".into() }];
    HttpResponse {
        status: 200,
        headers,
        body: body.into(),
        decoding: None,
        truncated: false,
        redirect_target: None,
        elapsed_ms: 1,
    }
}

/// A policy with nothing to remark on.
pub(crate) fn policy_for(host: &str) -> String {
    format!("version: STSv1\nmode: enforce\nmx: {host}\nmax_age: 604800\n")
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
    /// As DoH JSON, in Cloudflare's dialect.
    pub(crate) fn answer(&self, domain: &PolicyDomain, question: Question) -> Answer {
        let Rcode::Code(rcode) = self.rcode else {
            return Answer::Failed { reason: FailureReason::Timeout, detail: String::new(), elapsed_ms: 5_000 };
        };
        let quoted = |strings: &Vec<Octets>| {
            let strings: Vec<String> = strings.iter().map(|string| quote(&string.0)).collect();
            strings.join(" ")
        };
        let records: Vec<String> = self.records.iter().map(quoted).collect();
        let name = question.dns_name(domain).unwrap_or_default();
        dns_answer(&name, question, rcode, TTL, &self.aliases, &records)
    }
}

/// DoH JSON in Cloudflare's dialect: the aliases from `name` on, then the records in presentation form.
pub(crate) fn dns_answer(
    name: &str,
    question: Question,
    rcode: u16,
    ttl: u32,
    aliases: &[String],
    records: &[String],
) -> Answer {
    const CNAME: u16 = 5;
    let mut owner = name;
    let mut answer = Vec::new();
    for alias in aliases {
        answer.push(record_json(owner, CNAME, ttl, alias));
        owner = alias;
    }
    let number = question.record_type().number();
    answer.extend(records.iter().map(|data| record_json(owner, number, ttl, data)));
    message(name, question, rcode, answer)
}

/// A character-string in presentation form (RFC 1035 §5.1).
pub(crate) fn quote(string: &[u8]) -> String {
    let escape = |octet: &u8| match octet {
        b'"' | b'\\' => format!("\\{}", char::from(*octet)),
        b' '..=b'~' => char::from(*octet).to_string(),
        _ => format!("\\{octet:03}"),
    };
    format!("\"{}\"", string.iter().map(escape).collect::<String>())
}

fn record_json(owner: &str, number: u16, ttl: u32, data: &str) -> Value {
    json!({"name": owner.trim_end_matches('.'), "type": number, "TTL": ttl, "data": data})
}

fn message(name: &str, question: Question, rcode: u16, records: Vec<Value>) -> Answer {
    let asked = json!({"name": name, "type": question.record_type().number()});
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
