//! The same questions to several resolvers, and whether they answer alike: what one still holds of a zone that has
//! changed, and what only one of them validates.

#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;

use crate::answer::Answer;
use crate::doh::RecordData;
use crate::domain::PolicyDomain;
use crate::lookup::{Ask, Lookup, LookupState, Reach};
use crate::plan::{Answers, Question, Request, RequestId, UnknownRequest};
use crate::record::{parse_record, select_records};
use crate::resolver::{RecordType, Resolver};
use crate::text::show_all;

/// What every resolver is asked, in the order in which it is shown.
const QUESTIONS: [Question; 5] =
    [Question::StsRecord, Question::TlsrptRecord, Question::Mx, Question::PolicyHostA, Question::PolicyHostAaaa];

/// What several resolvers say about one domain.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ResolverComparison {
    /// The policy domain.
    pub domain: PolicyDomain,
    /// The time of the comparison, in seconds since 1970-01-01T00:00:00Z.
    pub checked_at: u64,
    /// Whether they agree about every question: `false` as soon as they disagree about one; `null` where that is not
    /// known, because fewer than two could answer one of them.
    pub agree: Option<bool>,
    /// The questions, the MTA-STS record first.
    pub questions: Vec<ComparedQuestion>,
    /// All of it in a sentence or two.
    pub sentence: String,
}

/// What several resolvers say to one question.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ComparedQuestion {
    /// The name asked for.
    pub name: String,
    /// The record type asked for.
    pub record_type: RecordType,
    /// Whether those that could answer say the same, whatever the order of the records, their time to live and DNSSEC
    /// validation; `null` where fewer than two could answer.
    pub agree: Option<bool>,
    /// What each resolver says, in the order in which they were given.
    pub answers: Vec<ResolverAnswer>,
    /// What they say and what that means, in a few sentences.
    pub sentence: String,
}

/// What one resolver says to one question.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ResolverAnswer {
    /// Its name.
    pub resolver: String,
    /// What came of the lookup; where it failed, the resolver counts neither for nor against agreement.
    pub state: LookupState,
    /// It says that DNSSEC validated the answer (AD bit).
    pub authenticated: bool,
    /// How long it may still keep these records, in seconds: the longest, if there are several; `null` without records.
    pub ttl: Option<u64>,
    /// The records in one form and order whoever gives them: the strings of a TXT record joined, names in lower case
    /// without final dot, invisible characters escaped.
    pub records: Vec<String>,
    /// Its own words about the answer.
    pub comment: Option<String>,
    /// From the question to the answer, in milliseconds; of two questions together, where DNSSEC made it ask twice.
    pub elapsed_ms: u64,
}

/// A comparison in the making: as [`crate::Check`], it hands out requests and takes answers in any order.
///
/// ```
/// use mta_sts::compare::Comparison;
/// use mta_sts::{Answer, PolicyDomain, Resolver};
/// let domain = PolicyDomain::parse("example.com").unwrap();
/// let mut comparison = Comparison::new(domain, Resolver::defaults(), 1_800_000_000);
/// while let Some((id, _request)) = comparison.requests().into_iter().next() {
///     // A driver would send the request here; to this one every name is unknown.
///     let answer = Answer::Response { status: 200, body: r#"{"Status":3}"#.into(), elapsed_ms: 0 };
///     comparison.answer(id, answer).unwrap();
/// }
/// assert_eq!(comparison.report().sentence, "Cloudflare and Google agree about everything that they were asked.");
/// ```
#[derive(Clone, Debug)]
pub struct Comparison {
    domain: PolicyDomain,
    resolvers: Vec<Resolver>,
    now: u64,
    answers: Answers,
}

impl Comparison {
    /// Begins a comparison. `now` is its time in seconds since 1970-01-01T00:00:00Z.
    pub fn new(domain: PolicyDomain, resolvers: Vec<Resolver>, now: u64) -> Self {
        Self { domain, resolvers, now, answers: Answers::new() }
    }

    /// The requests not yet answered. The list may grow with an answer: a resolver that says SERVFAIL is asked once more
    /// without DNSSEC validation, to name the fault.
    pub fn requests(&self) -> Vec<(RequestId, Request)> {
        let mut requests = Vec::new();
        for (question, name) in self.questions() {
            for (place, resolver) in self.resolvers.iter().enumerate() {
                let (_, asks) = self.follow(question, &name, place);
                let request = |ask: Ask| resolver.question(&name, question.record_type(), ask.checking_disabled);
                requests.extend(asks.into_iter().map(|ask| (ask.id(question), request(ask))));
            }
        }
        requests.retain(|(id, _)| !self.answers.contains_key(id));
        requests
    }

    /// Takes the answer to a request.
    ///
    /// # Errors
    /// [`UnknownRequest`] if this request was not asked for or is answered already; the comparison is then unchanged.
    pub fn answer(&mut self, id: RequestId, answer: Answer) -> Result<(), UnknownRequest> {
        if !self.requests().iter().any(|(open, _)| *open == id) {
            return Err(UnknownRequest { id: id.to_string() });
        }
        self.answers.insert(id, answer);
        Ok(())
    }

    /// What can be said now.
    pub fn report(&self) -> ResolverComparison {
        let compared: Vec<(Question, ComparedQuestion)> =
            self.questions().map(|(question, name)| (question, self.compare(question, name))).collect();
        let sentence = words::comparison(&self.resolvers, &compared);
        let questions: Vec<ComparedQuestion> = compared.into_iter().map(|(_, question)| question).collect();
        let agree = if questions.iter().any(|question| question.agree == Some(false)) {
            Some(false)
        } else {
            questions.iter().all(|question| question.agree == Some(true)).then_some(true)
        };
        ResolverComparison { domain: self.domain.clone(), checked_at: self.now, agree, questions, sentence }
    }

    /// The questions whose names DNS can hold.
    fn questions(&self) -> impl Iterator<Item = (Question, String)> {
        QUESTIONS.into_iter().filter_map(|question| Some((question, question.dns_name(&self.domain)?)))
    }

    fn follow(&self, question: Question, name: &str, resolver: usize) -> (Lookup, Vec<Ask>) {
        Lookup::follow(question, name, Reach::Alone(resolver), &self.resolvers, &self.answers)
    }

    fn compare(&self, question: Question, name: String) -> ComparedQuestion {
        let resolvers = self.resolvers.iter().enumerate();
        let said: Vec<Said> =
            resolvers.map(|(place, resolver)| Said::new(resolver, self.follow(question, &name, place).0)).collect();
        let agree = agree(&said);
        let sentence = words::question(question, agree, &said);
        let answers = said.into_iter().map(|said| said.answer).collect();
        ComparedQuestion { name, record_type: question.record_type(), agree, answers, sentence }
    }
}

/// What one resolver says, with what its lookup tells besides.
struct Said {
    answer: ResolverAnswer,
    /// Why it could not answer, in words.
    failure: String,
    /// The id of the MTA-STS record, where there is one.
    id: Option<String>,
}

impl Said {
    fn new(resolver: &Resolver, lookup: Lookup) -> Self {
        let candidates = select_records(lookup.txt_strings()).candidates;
        let record = match candidates.as_slice() {
            [only] => parse_record(only).0,
            _ => None,
        };
        Self {
            failure: lookup.failure_words(),
            id: record.map(|record| record.id.as_str().to_owned()),
            answer: ResolverAnswer {
                resolver: resolver.name.clone(),
                state: lookup.state,
                authenticated: lookup.authenticated,
                ttl: lookup.records.iter().filter_map(|record| record.ttl).max(),
                records: records(&lookup),
                comment: lookup.comment,
                elapsed_ms: lookup.elapsed_ms,
            },
        }
    }

    fn has_answered(&self) -> bool {
        !matches!(self.answer.state, LookupState::Pending | LookupState::Failed)
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.answer.state, &self.answer.records) == (other.answer.state, &other.answer.records)
    }
}

fn agree(said: &[Said]) -> Option<bool> {
    if said.iter().any(|said| said.answer.state == LookupState::Pending) {
        return None;
    }
    let mut answered = said.iter().filter(|said| said.has_answered());
    let (first, second) = (answered.next()?, answered.next()?);
    Some([second].into_iter().chain(answered).all(|said| said.is_like(first)))
}

/// The records in one form and order, so that they can be compared: a server may turn their order from answer to answer.
fn records(lookup: &Lookup) -> Vec<String> {
    let mut records: Vec<(u16, String)> = Vec::new();
    for record in &lookup.records {
        let record = match &record.data {
            RecordData::Txt(strings) => (0, show_all(&strings.concat())),
            RecordData::Mx { preference, exchange } => (*preference, format!("{preference} {exchange}")),
            RecordData::Address(address) => (0, address.to_string()),
        };
        // There are few, and a sort of their own would take 4 kB of the module.
        let place = records.partition_point(|other| *other <= record);
        records.insert(place, record);
    }
    records.into_iter().map(|(_, record)| record).collect()
}
