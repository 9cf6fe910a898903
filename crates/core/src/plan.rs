//! Which requests a policy domain raises, given the answers so far.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::answer::Answer;
use crate::doh::{self, Outcome};
use crate::domain::PolicyDomain;
use crate::resolver::{RecordType, Resolver};

/// What a check asks about its policy domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The MTA-STS record: TXT at `_mta-sts.<domain>` (RFC 8461 §3.1).
    StsRecord,
    /// The policy file (RFC 8461 §3.3).
    Policy,
    /// The addresses of the policy host, IPv4.
    PolicyHostA,
    /// The addresses of the policy host, IPv6.
    PolicyHostAaaa,
    /// The MX records of the domain (RFC 5321 §5.1).
    Mx,
    /// The domain's own IPv4 addresses: the implicit MX, asked for only where there are no MX records.
    ImplicitMxA,
    /// The domain's own IPv6 addresses, likewise.
    ImplicitMxAaaa,
    /// The TLSRPT record: TXT at `_smtp._tls.<domain>` (RFC 8460 §3).
    TlsrptRecord,
}

impl Question {
    /// Every question.
    pub const ALL: [Self; 8] = [
        Self::StsRecord,
        Self::Policy,
        Self::PolicyHostA,
        Self::PolicyHostAaaa,
        Self::Mx,
        Self::ImplicitMxA,
        Self::ImplicitMxAaaa,
        Self::TlsrptRecord,
    ];

    /// The name used in request ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::StsRecord => "sts-record",
            Self::Policy => "policy",
            Self::PolicyHostA => "policy-host-a",
            Self::PolicyHostAaaa => "policy-host-aaaa",
            Self::Mx => "mx",
            Self::ImplicitMxA => "implicit-mx-a",
            Self::ImplicitMxAaaa => "implicit-mx-aaaa",
            Self::TlsrptRecord => "tlsrpt-record",
        }
    }

    /// The DNS name and type to ask for; `None` for the policy fetch.
    pub fn dns(self, domain: &PolicyDomain) -> Option<(String, RecordType)> {
        Some(match self {
            Self::Policy => return None,
            Self::StsRecord => (domain.sts_record_name(), RecordType::Txt),
            Self::PolicyHostA => (domain.policy_host(), RecordType::A),
            Self::PolicyHostAaaa => (domain.policy_host(), RecordType::Aaaa),
            Self::Mx => (domain.as_str().to_owned(), RecordType::Mx),
            Self::ImplicitMxA => (domain.as_str().to_owned(), RecordType::A),
            Self::ImplicitMxAaaa => (domain.as_str().to_owned(), RecordType::Aaaa),
            Self::TlsrptRecord => (domain.tlsrpt_record_name(), RecordType::Txt),
        })
    }
}

/// Names one request of a check: the question, which resolver it goes to, and whether DNSSEC checking is off.
///
/// As text: `mx/1`, `mx/2`, `mx/2/cd`; `policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId {
    /// The question.
    pub question: Question,
    /// Which resolver, counted from 0; 0 for the policy fetch.
    pub resolver: usize,
    /// Asked with `cd=1`, to tell broken DNSSEC from a broken server.
    pub checking_disabled: bool,
}

impl RequestId {
    /// The id of a question to one resolver, with DNSSEC checking on.
    pub fn new(question: Question, resolver: usize) -> Self {
        Self { question, resolver, checking_disabled: false }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.question.name())?;
        if self.question != Question::Policy {
            write!(f, "/{}", self.resolver.saturating_add(1))?;
        }
        if self.checking_disabled { f.write_str("/cd") } else { Ok(()) }
    }
}

impl FromStr for RequestId {
    type Err = UnknownRequest;

    fn from_str(text: &str) -> Result<Self, UnknownRequest> {
        let unknown = || UnknownRequest { id: crate::text::show(text.as_bytes()) };
        let (text_before_cd, checking_disabled) = match text.strip_suffix("/cd") {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (name, resolver) = match text_before_cd.split_once('/') {
            Some((name, number)) => {
                (name, number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).ok_or_else(unknown)?)
            }
            None => (text_before_cd, 0),
        };
        let question = Question::ALL.into_iter().find(|question| question.name() == name).ok_or_else(unknown)?;
        let id = Self { question, resolver, checking_disabled };
        if id.to_string() == text { Ok(id) } else { Err(unknown()) }
    }
}

/// A request id that no check uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRequest {
    /// What was given, escaped.
    pub id: String,
}

impl std::error::Error for UnknownRequest {}

impl fmt::Display for UnknownRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no open request `{}` in this check", self.id)
    }
}

/// One request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// GET this URL with `Accept: application/dns-json`.
    DohJson {
        /// The whole URL.
        url: String,
    },
    /// Fetch the policy of the check's domain, through a helper or directly.
    Policy,
}

/// Answers by request.
pub type Answers = BTreeMap<RequestId, Answer>;

/// All requests that the answers so far call for, the answered ones included, in the order to send them.
///
/// Everything is asked at once, also what a sender would skip: a policy that is served but not announced is a finding.
/// More follows only where an answer demands it: the next resolver when one could not answer, `cd=1` when all that
/// answered said SERVFAIL, the domain's addresses when it has no MX records.
pub fn requests(domain: &PolicyDomain, resolvers: &[Resolver], answers: &Answers) -> Vec<(RequestId, Request)> {
    let mut requests = Vec::new();
    let mut ask = |question: Question| {
        let Some((name, record_type)) = question.dns(domain) else {
            requests.push((RequestId::new(question, 0), Request::Policy));
            return None;
        };
        let mut servfail = None;
        for (index, resolver) in resolvers.iter().enumerate() {
            let id = RequestId::new(question, index);
            requests.push((id, Request::DohJson { url: resolver.question_url(&name, record_type, false) }));
            match doh::read(answers.get(&id)?, &name, record_type).outcome {
                // A failed lookup is never "no record" (RFC 8461 §10.2 shows what would follow): ask the next one.
                Outcome::Failed { ref reason } => {
                    if reason.is_servfail() {
                        servfail = servfail.or(Some((index, resolver)));
                    }
                }
                outcome => return Some(outcome),
            }
        }
        let (index, resolver) = servfail?;
        let id = RequestId { question, resolver: index, checking_disabled: true };
        requests.push((id, Request::DohJson { url: resolver.question_url(&name, record_type, true) }));
        None
    };
    for question in [Question::StsRecord, Question::Policy, Question::PolicyHostA, Question::PolicyHostAaaa] {
        ask(question);
    }
    let mx = ask(Question::Mx);
    ask(Question::TlsrptRecord);
    if matches!(mx, Some(Outcome::NoData)) {
        // RFC 5321 §5.1: without MX records the domain itself is the only, implicit MX.
        ask(Question::ImplicitMxA);
        ask(Question::ImplicitMxAaaa);
    }
    requests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_text() {
        for question in Question::ALL {
            for resolver in 0..3 {
                for checking_disabled in [false, true] {
                    if question == Question::Policy && (resolver > 0 || checking_disabled) {
                        continue;
                    }
                    let id = RequestId { question, resolver, checking_disabled };
                    assert_eq!(id.to_string().parse(), Ok(id));
                }
            }
        }
        for bad in ["", "mx", "mx/0", "mx/01", "mx/+1", "mx/1/cd/cd", "policy/1", "ns/1", "mx/99999999999999999999"] {
            assert!(bad.parse::<RequestId>().is_err(), "{bad}");
        }
    }
}
