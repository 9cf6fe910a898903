//! Cases of TXT records: the MTA-STS record and the TLSRPT record, each looked up by a whole check.

use mta_sts::lookup::{Lookup, LookupState};
use mta_sts::observe::{TxtRole, TxtText};
use mta_sts::record::Extension;
use mta_sts::text::Violations;
use mta_sts::{Check, PolicyDomain, Question};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::Octets;
use crate::kinds::first_error;
use crate::world::{Rcode, TxtAnswer, World};

#[derive(Deserialize)]
struct Input {
    txt: Vec<Vec<Octets>>,
    rcode: Option<String>,
    #[serde(default)]
    cname: Vec<String>,
}

/// One case, as a check of a domain whose world holds these records.
pub(crate) struct TxtCase {
    check: Check,
    question: Question,
}

impl TxtCase {
    /// `question` is the one that the records answer.
    pub(crate) fn new(input: &Value, question: Question) -> Result<Self, String> {
        let Input { txt, rcode, cname } = crate::case::read_input(input)?;
        let name = rcode.as_deref().unwrap_or("NOERROR");
        let rcode = Rcode::from_name(name).ok_or_else(|| format!("unknown rcode `{name}`"))?;
        let domain = PolicyDomain::parse("example.com").map_err(|error| error.to_string())?;
        let answer = TxtAnswer { records: txt, rcode, aliases: cname }.answer(&domain, question);
        Ok(Self { check: World::healthy(domain).with(question, answer).check(), question })
    }

    /// The check that the case comes to.
    pub(crate) fn check(&self) -> &Check {
        &self.check
    }

    /// The texts of the records, their strings joined.
    pub(crate) fn texts(&self) -> Vec<Vec<u8>> {
        let seen = self.check.report().observed;
        let texts = if self.question == Question::TlsrptRecord { seen.tlsrpt.texts } else { seen.record.texts };
        texts.into_iter().map(|text| text.octets).collect()
    }

    pub(crate) fn answer(&self) -> Value {
        let seen = self.check.report().observed;
        if self.question == Question::TlsrptRecord {
            let seen = seen.tlsrpt;
            let record = seen.record.map(|record| {
                json!({"rua": record.rua, "usable": record.usable, "extensions": extensions(&record.extensions)})
            });
            result(&seen.lookup, &seen.texts, &seen.violations, record)
        } else {
            let seen = seen.record;
            let record = seen
                .record
                .map(|record| json!({"id": record.id.as_str(), "extensions": extensions(&record.extensions)}));
            result(&seen.lookup, &seen.texts, &seen.violations, record)
        }
    }
}

/// RFC 8461 §3.1, RFC 8460 §3: one record of those that count, and that one without fault.
fn result(lookup: &Lookup, texts: &[TxtText], violations: &Violations, record: Option<Value>) -> Value {
    let candidates = texts.iter().filter(|text| text.role == TxtRole::Candidate).count();
    let error = match (lookup.state, candidates) {
        (LookupState::Pending | LookupState::Failed | LookupState::Bogus, _) => "dns".to_owned(),
        (_, 0) => "none".to_owned(),
        (_, 1) => match (first_error(violations), record) {
            (None, Some(record)) => return json!({"ok": record}),
            (error, _) => error.unwrap_or_else(|| "syntax".to_owned()),
        },
        (_, _) => "multiple".to_owned(),
    };
    json!({"error": error})
}

/// Extensions as pairs.
pub(crate) fn extensions(extensions: &[Extension]) -> Vec<[&str; 2]> {
    extensions.iter().map(|extension| [extension.name.as_str(), extension.value.as_str()]).collect()
}
