//! Which requests a policy domain raises, given the answers so far.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::answer::Answer;
use crate::domain::PolicyDomain;
use crate::lookup::{Lookup, LookupState, walk};
use crate::resolver::{RecordType, Resolver};

/// What a check asks DNS about its policy domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The MTA-STS record: TXT at `_mta-sts.<domain>` (RFC 8461 §3.1).
    StsRecord,
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
    pub const ALL: [Self; 7] = [
        Self::StsRecord,
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
            Self::PolicyHostA => "policy-host-a",
            Self::PolicyHostAaaa => "policy-host-aaaa",
            Self::Mx => "mx",
            Self::ImplicitMxA => "implicit-mx-a",
            Self::ImplicitMxAaaa => "implicit-mx-aaaa",
            Self::TlsrptRecord => "tlsrpt-record",
        }
    }

    fn is_about_implicit_mx(self) -> bool {
        matches!(self, Self::ImplicitMxA | Self::ImplicitMxAaaa)
    }

    /// The name to ask for.
    pub fn dns_name(self, domain: &PolicyDomain) -> String {
        match self {
            Self::StsRecord => domain.sts_record_name(),
            Self::PolicyHostA | Self::PolicyHostAaaa => domain.policy_host(),
            Self::Mx | Self::ImplicitMxA | Self::ImplicitMxAaaa => domain.as_str().to_owned(),
            Self::TlsrptRecord => domain.tlsrpt_record_name(),
        }
    }

    /// The record type to ask for.
    pub fn record_type(self) -> RecordType {
        match self {
            Self::StsRecord | Self::TlsrptRecord => RecordType::Txt,
            Self::PolicyHostA | Self::ImplicitMxA => RecordType::A,
            Self::PolicyHostAaaa | Self::ImplicitMxAaaa => RecordType::Aaaa,
            Self::Mx => RecordType::Mx,
        }
    }
}

/// Names one request of a check. As text: `mx/1`, `mx/2`, `mx/2/cd`; `policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestId {
    /// A question to one resolver.
    Dns {
        /// The question.
        question: Question,
        /// Which resolver, counted from 0.
        resolver: usize,
        /// Asked with `cd=1`, to tell broken DNSSEC from a broken server.
        checking_disabled: bool,
    },
    /// The policy fetch (RFC 8461 §3.3).
    Policy,
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy => f.write_str("policy"),
            Self::Dns { question, resolver, checking_disabled } => {
                let cd = if *checking_disabled { "/cd" } else { "" };
                write!(f, "{}/{}{cd}", question.name(), resolver.saturating_add(1))
            }
        }
    }
}

impl FromStr for RequestId {
    type Err = UnknownRequest;

    fn from_str(text: &str) -> Result<Self, UnknownRequest> {
        if text == "policy" {
            return Ok(Self::Policy);
        }
        let unknown = || UnknownRequest { id: crate::text::show(text.as_bytes()) };
        let (rest, checking_disabled) = match text.strip_suffix("/cd") {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (name, number) = rest.split_once('/').ok_or_else(unknown)?;
        let question = Question::ALL.into_iter().find(|question| question.name() == name).ok_or_else(unknown)?;
        let resolver = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).ok_or_else(unknown)?;
        let id = Self::Dns { question, resolver, checking_disabled };
        // One id has one spelling: `mx/01` is none.
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
pub(crate) fn requests(domain: &PolicyDomain, resolvers: &[Resolver], answers: &Answers) -> Vec<(RequestId, Request)> {
    let mut requests = vec![(RequestId::Policy, Request::Policy)];
    for question in Question::ALL {
        if question.is_about_implicit_mx() && !has_no_mx(domain, resolvers, answers) {
            continue;
        }
        let name = question.dns_name(domain);
        let walk = walk(question, &name, resolvers, answers);
        for ask in walk.tries.iter().map(|tried| tried.ask).chain(walk.next) {
            if let Some(resolver) = resolvers.get(ask.resolver) {
                let url = resolver.question_url(&name, question.record_type(), ask.checking_disabled);
                requests.push((ask.id(question), Request::DohJson { url }));
            }
        }
    }
    requests
}

/// RFC 5321 §5.1: without MX records the domain itself is the only, implicit MX.
pub(crate) fn has_no_mx(domain: &PolicyDomain, resolvers: &[Resolver], answers: &Answers) -> bool {
    Lookup::observe(Question::Mx, domain, resolvers, answers).state == LookupState::NoData
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_text() {
        for question in Question::ALL {
            for resolver in 0..3 {
                for checking_disabled in [false, true] {
                    let id = RequestId::Dns { question, resolver, checking_disabled };
                    assert_eq!(id.to_string().parse(), Ok(id));
                }
            }
        }
        assert_eq!("policy".parse(), Ok(RequestId::Policy));
        for bad in ["", "mx", "mx/0", "mx/01", "mx/+1", "mx/1/cd/cd", "policy/1", "ns/1", "mx/99999999999999999999"] {
            assert!(bad.parse::<RequestId>().is_err(), "{bad}");
        }
    }
}
