//! Which requests a policy domain raises, given the answers so far.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::answer::Answer;
use crate::doh::RecordData;
use crate::domain::{HostName, PolicyDomain};
use crate::lookup::{Lookup, LookupState, Reach};
use crate::resolver::{RecordType, Resolver};
use crate::txt_fields::Selection;
use crate::{record, tlsrpt};

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
    /// TXT at the domain itself, where a record stands by mistake; asked only when one is missing.
    ApexTxt,
    /// TXT at `mta-sts.<domain>`, likewise.
    PolicyHostTxt,
    /// TXT at `_mta-sts.<domain>.<domain>`, where a control panel puts it that adds the domain by itself; it also tells
    /// a wildcard TXT record.
    DoubledZoneTxt,
    /// TXT at `_mta_sts.<domain>`, the record's name in early drafts.
    DraftStsRecord,
    /// The record of the parent domain, which says nothing on this one (RFC 8461 §3.4).
    ParentRecord,
    /// TXT at `_smtp-tlsrpt.<domain>`, the TLSRPT record's name in drafts.
    DraftTlsrptRecord,
    /// The IPv4 addresses of an MX host, by its place in the order of delivery.
    MxHostA(u8),
    /// The IPv6 addresses of an MX host.
    MxHostAaaa(u8),
}

impl Question {
    /// The questions that stand from the start.
    pub const FIRST: [Self; 5] =
        [Self::StsRecord, Self::PolicyHostA, Self::PolicyHostAaaa, Self::Mx, Self::TlsrptRecord];

    /// The questions that come up, if at all, with the answers to others; those about MX hosts besides.
    const LATER: [Self; 8] = [
        Self::ImplicitMxA,
        Self::ImplicitMxAaaa,
        Self::ApexTxt,
        Self::PolicyHostTxt,
        Self::DoubledZoneTxt,
        Self::DraftStsRecord,
        Self::ParentRecord,
        Self::DraftTlsrptRecord,
    ];

    /// How many MX hosts are looked up, so that a domain with hundreds of them causes no flood.
    pub const MAX_MX_HOSTS: u8 = 10;

    /// Every question there can be.
    pub fn all() -> impl Iterator<Item = Self> {
        let hosts = (0..Self::MAX_MX_HOSTS).flat_map(|place| [Self::MxHostA(place), Self::MxHostAaaa(place)]);
        Self::FIRST.into_iter().chain(Self::LATER).chain(hosts)
    }

    /// The name used in request ids, such as `mx` or `mx-host-a.1`.
    pub fn name(self) -> String {
        let name = match self {
            Self::StsRecord => "sts-record",
            Self::PolicyHostA => "policy-host-a",
            Self::PolicyHostAaaa => "policy-host-aaaa",
            Self::Mx => "mx",
            Self::ImplicitMxA => "implicit-mx-a",
            Self::ImplicitMxAaaa => "implicit-mx-aaaa",
            Self::TlsrptRecord => "tlsrpt-record",
            Self::ApexTxt => "apex-txt",
            Self::PolicyHostTxt => "policy-host-txt",
            Self::DoubledZoneTxt => "doubled-zone-txt",
            Self::DraftStsRecord => "draft-sts-record",
            Self::ParentRecord => "parent-record",
            Self::DraftTlsrptRecord => "draft-tlsrpt-record",
            Self::MxHostA(place) => return format!("mx-host-a.{}", place.saturating_add(1)),
            Self::MxHostAaaa(place) => return format!("mx-host-aaaa.{}", place.saturating_add(1)),
        };
        name.to_owned()
    }

    /// The name to ask for; `None` where there is none: for an MX host, whose name stands in the MX records, and where
    /// the name would be too long for DNS.
    pub fn dns_name(self, domain: &PolicyDomain) -> Option<String> {
        let name = match self {
            Self::StsRecord => domain.sts_record_name(),
            Self::PolicyHostA | Self::PolicyHostAaaa | Self::PolicyHostTxt => domain.policy_host(),
            Self::Mx | Self::ImplicitMxA | Self::ImplicitMxAaaa | Self::ApexTxt => domain.as_str().to_owned(),
            Self::TlsrptRecord => domain.tlsrpt_record_name(),
            Self::DoubledZoneTxt => format!("{}.{domain}", domain.sts_record_name()),
            Self::DraftStsRecord => format!("_mta_sts.{domain}"),
            Self::ParentRecord => domain.parent()?.sts_record_name(),
            Self::DraftTlsrptRecord => format!("_smtp-tlsrpt.{domain}"),
            Self::MxHostA(_) | Self::MxHostAaaa(_) => return None,
        };
        (name.len() <= 253).then_some(name)
    }

    /// The record type to ask for.
    pub fn record_type(self) -> RecordType {
        match self {
            Self::StsRecord
            | Self::TlsrptRecord
            | Self::ApexTxt
            | Self::PolicyHostTxt
            | Self::DoubledZoneTxt
            | Self::DraftStsRecord
            | Self::ParentRecord
            | Self::DraftTlsrptRecord => RecordType::Txt,
            Self::PolicyHostA | Self::ImplicitMxA | Self::MxHostA(_) => RecordType::A,
            Self::PolicyHostAaaa | Self::ImplicitMxAaaa | Self::MxHostAaaa(_) => RecordType::Aaaa,
            Self::Mx => RecordType::Mx,
        }
    }
}

/// Names one request of a check. As text: `mx/1`, `mx/2`, `mx/2/cd`; `mx-host-a.3/1`; `policy`.
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
        let question = Question::all().find(|question| question.name() == name).ok_or_else(unknown)?;
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
    /// Ask this question in a DNS message: GET with `Accept: application/dns-message` (RFC 8484 §4.1). The answer is handed
    /// in as the DoH JSON that says the same, so that the core and its recordings know one format.
    DnsMessage {
        /// The URL without the `dns` parameter.
        url: String,
        /// The name to ask for, in A-labels, without root dot.
        name: String,
        /// The record type to ask for.
        record_type: RecordType,
        /// Ask with the CD bit set (RFC 4035 §3.2.2).
        checking_disabled: bool,
    },
    /// Fetch the policy of the check's domain, through a helper or directly.
    Policy,
}

/// Answers by request.
pub type Answers = BTreeMap<RequestId, Answer>;

/// The questions that the answers so far call for, each with where it stands.
///
/// Everything is asked at once, also what a sender would skip: a policy that is served but not announced is a finding.
/// More follows only where an answer demands it: the next resolver when one could not answer, `cd=1` when all that
/// answered said SERVFAIL, the addresses of the MX hosts, the domain's own when it has none, and other places where a
/// missing record may stand by mistake.
pub(crate) struct Plan {
    lookups: Vec<(Question, Lookup)>,
    requests: Vec<(RequestId, Request)>,
}

impl Plan {
    pub(crate) fn of(domain: &PolicyDomain, resolvers: &[Resolver], answers: &Answers) -> Self {
        let mut plan = Self { lookups: Vec::new(), requests: vec![(RequestId::Policy, Request::Policy)] };
        for (question, reach) in Question::FIRST.map(|question| (question, Reach::Everyone)) {
            plan.follow_named(question, domain, reach, resolvers, answers);
        }
        for (question, reach) in plan.called_for() {
            plan.follow_named(question, domain, reach, resolvers, answers);
        }
        let hosts = plan.mx_hosts();
        let reach = plan.same_as(Question::Mx);
        for (place, host) in (0..Question::MAX_MX_HOSTS).zip(hosts) {
            for question in [Question::MxHostA(place), Question::MxHostAaaa(place)] {
                plan.follow(question, host.as_str().to_owned(), reach, resolvers, answers);
            }
        }
        plan
    }

    fn follow_named(
        &mut self,
        question: Question,
        domain: &PolicyDomain,
        reach: Reach,
        resolvers: &[Resolver],
        answers: &Answers,
    ) {
        if let Some(name) = question.dns_name(domain) {
            self.follow(question, name, reach, resolvers, answers);
        }
    }

    fn follow(&mut self, question: Question, name: String, reach: Reach, resolvers: &[Resolver], answers: &Answers) {
        let (lookup, asks) = Lookup::follow(question, &name, reach, resolvers, answers);
        for ask in asks {
            if let Some(resolver) = resolvers.get(ask.resolver) {
                let request = resolver.question(&name, question.record_type(), ask.checking_disabled);
                self.requests.push((ask.id(question), request));
            }
        }
        self.lookups.push((question, lookup));
    }

    /// The questions that follow from the first ones. They explain a finding and decide nothing, so each goes only to
    /// the resolver whose answer raised it; but where mail goes without MX records decides.
    fn called_for(&self) -> Vec<(Question, Reach)> {
        let mut questions = Vec::new();
        // RFC 5321 §5.1: without MX records the domain itself is the only, implicit MX.
        if self.state(Question::Mx) == Some(LookupState::NoData) {
            questions.extend([(Question::ImplicitMxA, Reach::Everyone), (Question::ImplicitMxAaaa, Reach::Everyone)]);
        }
        let sts = self.selection(Question::StsRecord, |lookup| record::select_records(lookup.txt_strings()));
        let tlsrpt =
            self.selection(Question::TlsrptRecord, |lookup| tlsrpt::record::select_records(lookup.txt_strings()));
        let is_missing = |selection: &Selection| selection.candidates.is_empty() && selection.nearly.is_empty();
        let from_sts = self.same_as(Question::StsRecord);
        if sts.as_ref().is_some_and(is_missing) {
            let places = [
                Question::ApexTxt,
                Question::PolicyHostTxt,
                Question::DoubledZoneTxt,
                Question::DraftStsRecord,
                Question::ParentRecord,
            ];
            questions.extend(places.map(|question| (question, from_sts)));
        } else if sts.as_ref().is_some_and(|selection| !selection.other.is_empty()) {
            questions.push((Question::DoubledZoneTxt, from_sts));
        }
        if tlsrpt.as_ref().is_some_and(is_missing) {
            questions.push((Question::DraftTlsrptRecord, self.same_as(Question::TlsrptRecord)));
        }
        questions
    }

    /// The TXT records of a question that DNS has answered, sorted.
    fn selection(&self, question: Question, select: impl Fn(&Lookup) -> Selection) -> Option<Selection> {
        self.lookup(question).filter(|lookup| lookup.state.is_answered()).map(select)
    }

    fn lookup(&self, question: Question) -> Option<&Lookup> {
        self.lookups.iter().find(|(asked, _)| *asked == question).map(|(_, lookup)| lookup)
    }

    fn state(&self, question: Question) -> Option<LookupState> {
        self.lookup(question).map(|lookup| lookup.state)
    }

    fn same_as(&self, question: Question) -> Reach {
        let answered_by = self.lookup(question).and_then(|lookup| lookup.answered_by);
        answered_by.map_or(Reach::Everyone, Reach::Only)
    }

    /// The hosts of the MX records whose addresses are looked up, in the order of delivery. Names come from whoever
    /// owns the domain and go into a URL, so only host names pass.
    fn mx_hosts(&self) -> Vec<HostName> {
        let mut records: Vec<(u16, &HostName)> = Vec::new();
        for record in self.lookup(Question::Mx).into_iter().flat_map(|lookup| &lookup.records) {
            if let RecordData::Mx { preference, exchange } = &record.data
                && exchange.labels().is_some()
                && !exchange.is_address()
            {
                records.push((*preference, exchange));
            }
        }
        records.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.as_str().cmp(b.1.as_str())));
        let mut hosts: Vec<HostName> = Vec::new();
        for (_, host) in records {
            if hosts.len() < usize::from(Question::MAX_MX_HOSTS) && !hosts.contains(host) {
                hosts.push(host.clone());
            }
        }
        hosts
    }

    /// All requests called for, the answered ones included, in the order to send them.
    pub(crate) fn requests(self) -> Vec<(RequestId, Request)> {
        self.requests
    }

    /// Takes out the lookup of one of [`Question::FIRST`], which are always asked: unless its name is too long for DNS,
    /// as `_smtp._tls.` before the longest of domains is. Such a name does not exist.
    pub(crate) fn take_first(&mut self, question: Question) -> Lookup {
        self.take(question).unwrap_or_else(|| Lookup::of_no_name(question.record_type()))
    }

    /// Takes out the lookup of a question; `None` where it was not asked.
    pub(crate) fn take(&mut self, question: Question) -> Option<Lookup> {
        let at = self.lookups.iter().position(|(asked, _)| *asked == question)?;
        Some(self.lookups.swap_remove(at).1)
    }

    /// The places of the MX hosts that are looked up, by name.
    pub(crate) fn mx_host_places(&self) -> Vec<(HostName, u8)> {
        self.mx_hosts().into_iter().zip(0..).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_text() {
        for question in Question::all() {
            for resolver in 0..3 {
                for checking_disabled in [false, true] {
                    let id = RequestId::Dns { question, resolver, checking_disabled };
                    assert_eq!(id.to_string().parse(), Ok(id));
                }
            }
        }
        assert_eq!("policy".parse(), Ok(RequestId::Policy));
        for bad in [
            "",
            "mx",
            "mx/0",
            "mx/01",
            "mx/+1",
            "mx/1/cd/cd",
            "policy/1",
            "ns/1",
            "mx/99999999999999999999",
            "mx-host-a/1",
            "mx-host-a.0/1",
            "mx-host-a.11/1",
        ] {
            assert!(bad.parse::<RequestId>().is_err(), "{bad}");
        }
    }
}
