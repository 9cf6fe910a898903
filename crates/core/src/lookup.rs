//! One DNS question across the resolvers: which of them were asked, what they said, and who is to be asked next.

use std::net::IpAddr;

use serde::Serialize;

use crate::doh::{self, Alias, DnsAnswer, DnsRecord, Outcome, RecordData};
use crate::plan::{Answers, Question, RequestId};
use crate::resolver::{RecordType, Resolver};

/// Whom a question goes to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    /// One resolver after the other until one answers.
    Everyone,
    /// This one and no other.
    Only(usize),
    /// This one as if there were no other: where it says SERVFAIL, it is asked with DNSSEC checking off, too.
    Alone(usize),
}

/// Whom to ask, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) resolver: usize,
    pub(crate) checking_disabled: bool,
}

impl Ask {
    pub(crate) fn id(self, question: Question) -> RequestId {
        let Self { resolver, checking_disabled } = self;
        RequestId::Dns { question, resolver, checking_disabled }
    }
}

/// The course of one question so far.
struct Walk {
    /// What was asked and answered, in order.
    tries: Vec<Tried>,
    /// What to ask next; `None` once the question is settled.
    next: Option<Ask>,
}

struct Tried {
    ask: Ask,
    answer: DnsAnswer,
    elapsed_ms: u64,
}

/// Follows a question from resolver to resolver. A failed lookup is never "no record": the next resolver is asked, and
/// when none can answer and one said SERVFAIL, that one is asked with DNSSEC checking off, to name the fault.
fn walk(question: Question, name: &str, reach: Reach, resolvers: &[Resolver], answers: &Answers) -> Walk {
    let mut walk = Walk { tries: Vec::new(), next: None };
    let range = match reach {
        Reach::Everyone => 0..resolvers.len(),
        Reach::Only(resolver) | Reach::Alone(resolver) => resolver..resolver.saturating_add(1).min(resolvers.len()),
    };
    for resolver in range {
        if walk.is_settled_by(Ask { resolver, checking_disabled: false }, question, name, answers) {
            return walk;
        }
    }
    if matches!(reach, Reach::Only(_)) {
        return walk;
    }
    let is_servfail = |tried: &&Tried| tried.answer.failure().is_some_and(doh::LookupFailure::is_servfail);
    if let Some(Ask { resolver, .. }) = walk.tries.iter().find(is_servfail).map(|tried| tried.ask) {
        walk.is_settled_by(Ask { resolver, checking_disabled: true }, question, name, answers);
    }
    walk
}

impl Walk {
    /// Notes one more step; whether nobody else is to be asked for now.
    fn is_settled_by(&mut self, ask: Ask, question: Question, name: &str, answers: &Answers) -> bool {
        let Some(answer) = answers.get(&ask.id(question)) else {
            self.next = Some(ask);
            return true;
        };
        let elapsed_ms = answer.elapsed_ms();
        let answer = doh::read(answer, name, question.record_type());
        let is_settled = answer.failure().is_none();
        self.tries.push(Tried { ask, answer, elapsed_ms });
        is_settled
    }
}

/// What is known about one DNS question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Lookup {
    /// The name asked for.
    pub name: String,
    /// The record type asked for.
    pub record_type: RecordType,
    /// Where the question stands.
    pub state: LookupState,
    /// The resolver whose answer counts.
    pub resolver: Option<String>,
    /// That resolver says DNSSEC validated the answer (AD bit).
    pub authenticated: bool,
    /// The aliases followed, in order.
    pub aliases: Vec<Alias>,
    /// The records of the type asked for.
    pub records: Vec<DnsRecord>,
    /// The resolver's own words about the answer.
    pub comment: Option<String>,
    /// Every request made for this question.
    pub tries: Vec<LookupTry>,
    /// All of them together, in milliseconds.
    pub elapsed_ms: u64,
    /// The place of the resolver whose answer counts.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub(crate) answered_by: Option<usize>,
}

/// Where a DNS question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LookupState {
    /// Not answered yet.
    Pending,
    /// There are records.
    Found,
    /// The name exists without such records.
    NoData,
    /// The name does not exist.
    NoName,
    /// There is an answer, but DNSSEC validation refuses it.
    Bogus,
    /// The lookup failed; it says nothing about the name.
    Failed,
}

/// One request made for a DNS question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LookupTry {
    /// Who was asked.
    pub resolver: String,
    /// Asked with DNSSEC checking off.
    pub checking_disabled: bool,
    /// What came of it, in words that follow the resolver's name.
    pub result: String,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

impl LookupState {
    /// DNS has answered, with records or with their absence.
    pub(crate) fn is_answered(self) -> bool {
        matches!(self, Self::Found | Self::NoData | Self::NoName)
    }

    /// DNS has answered that there are no such records.
    pub(crate) fn is_absent(self) -> bool {
        matches!(self, Self::NoData | Self::NoName)
    }
}

impl Lookup {
    /// Where `question` stands, and what has been or is to be asked for it.
    pub(crate) fn follow(
        question: Question,
        name: &str,
        reach: Reach,
        resolvers: &[Resolver],
        answers: &Answers,
    ) -> (Self, Vec<Ask>) {
        let record_type = question.record_type();
        let Walk { tries, next } = walk(question, name, reach, resolvers, answers);
        let asks = tries.iter().map(|tried| tried.ask).chain(next).collect();
        let resolver_name = |ask: Ask| resolvers.get(ask.resolver).map(|resolver| resolver.name.clone());
        let state = if next.is_some() { LookupState::Pending } else { LookupState::Failed };
        let mut lookup = Self { name: name.to_owned(), state, ..Self::of_no_name(record_type) };
        // The server that validated says so itself, when it cannot be asked without validation.
        if lookup.state == LookupState::Failed && tries.iter().any(|tried| tried.answer.has_dnssec_error) {
            lookup.state = LookupState::Bogus;
        }
        for Tried { ask, answer, elapsed_ms } in tries {
            lookup.elapsed_ms = lookup.elapsed_ms.saturating_add(elapsed_ms);
            lookup.tries.push(LookupTry {
                resolver: resolver_name(ask).unwrap_or_default(),
                checking_disabled: ask.checking_disabled,
                result: answer.words(record_type),
                elapsed_ms,
            });
            lookup.comment = answer.comment.or(lookup.comment);
            let state = match answer.outcome {
                Outcome::Failed { .. } => continue,
                // What validation refused is not used; that it is there tells broken DNSSEC from a broken server.
                _ if ask.checking_disabled => LookupState::Bogus,
                Outcome::NoData => LookupState::NoData,
                Outcome::NoName => LookupState::NoName,
                Outcome::Found(records) => {
                    lookup.records = records;
                    LookupState::Found
                }
            };
            lookup.state = state;
            lookup.resolver = resolver_name(ask);
            lookup.answered_by = Some(ask.resolver);
            lookup.authenticated = answer.authenticated && !ask.checking_disabled;
            lookup.aliases = answer.aliases;
        }
        (lookup, asks)
    }

    /// The lookup of a name that DNS cannot hold.
    pub(crate) fn of_no_name(record_type: RecordType) -> Self {
        Self {
            name: String::new(),
            record_type,
            state: LookupState::NoName,
            resolver: None,
            authenticated: false,
            aliases: Vec::new(),
            records: Vec::new(),
            comment: None,
            tries: Vec::new(),
            elapsed_ms: 0,
            answered_by: None,
        }
    }

    /// The TXT records, each as its character-strings.
    pub(crate) fn txt_strings(&self) -> impl Iterator<Item = &[Vec<u8>]> {
        self.records.iter().filter_map(|record| match &record.data {
            RecordData::Txt(strings) => Some(strings.as_slice()),
            _ => None,
        })
    }

    /// The addresses found.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.records.iter().filter_map(|record| match record.data {
            RecordData::Address(address) => Some(address),
            _ => None,
        })
    }

    /// The failed tries in words: `Cloudflare answered SERVFAIL; Google did not answer in time`.
    pub(crate) fn failure_words(&self) -> String {
        let words: Vec<String> = self
            .tries
            .iter()
            .map(|LookupTry { resolver, result, checking_disabled, .. }| match checking_disabled {
                false => format!("{resolver} {result}"),
                true => format!("{resolver} {result} with DNSSEC checking off, too"),
            })
            .collect();
        if words.is_empty() { "no resolver is set up".to_owned() } else { words.join("; ") }
    }
}

impl DnsAnswer {
    pub(crate) fn failure(&self) -> Option<&doh::LookupFailure> {
        match &self.outcome {
            Outcome::Failed { reason } => Some(reason),
            _ => None,
        }
    }

    fn words(&self, record_type: RecordType) -> String {
        match &self.outcome {
            Outcome::Found(records) => {
                let plural = if records.len() == 1 { "" } else { "s" };
                let unchained =
                    if self.is_unchained { " of another name, without the aliases that lead there" } else { "" };
                format!("gave {} {} record{plural}{unchained}", records.len(), record_type.name())
            }
            Outcome::NoData => format!("says there are no {} records", record_type.name()),
            Outcome::NoName => "says the name does not exist (NXDOMAIN)".to_owned(),
            Outcome::Failed { reason } => reason.words(),
        }
    }
}
