//! DoH JSON → what DNS said. All providers' dialects are read here and nowhere else.
//!
//! The format has no RFC: Google's and Cloudflare's documentation and what servers in use send are the reference. The
//! one rule above all: a lookup that failed is never "no record".

mod data;

use serde::Serialize;
use serde_json::Value;

use crate::answer::{Answer, FailureReason};
use crate::resolver::RecordType;
use crate::text::show;

pub use data::{RecordData, TxtStrings};

/// The most bytes of a DoH response that are read.
pub const MAX_BYTES: usize = 256 * 1024;
/// The most records of one answer that are read.
const MAX_RECORDS: usize = 200;
/// The longest chain of aliases that is followed.
const MAX_ALIASES: usize = 16;

/// What one DoH server said to one question.
#[derive(Clone, Debug, PartialEq)]
pub struct DnsAnswer {
    /// What came of it.
    pub outcome: Outcome,
    /// The server says that DNSSEC validated everything in the answer (the AD bit). Unproven beyond TLS to that server.
    pub authenticated: bool,
    /// The aliases (CNAME, DNAME) from the name asked for to the name that answered.
    pub aliases: Vec<Alias>,
    /// The records were given without the aliases that lead from the name asked for to theirs.
    pub is_unchained: bool,
    /// The server's own words: `Comment`, extended errors, `error`.
    pub comment: Option<String>,
    /// An extended error (RFC 8914 §4) says that DNSSEC validation failed.
    pub has_dnssec_error: bool,
}

/// The outcome of one lookup.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// NOERROR with records of the type asked for.
    Found(Vec<DnsRecord>),
    /// NOERROR without such records (NODATA). Compact denial (RFC 9824) makes NXDOMAIN look like this.
    NoData,
    /// NXDOMAIN: the name does not exist.
    NoName,
    /// The lookup failed: it says nothing about the name.
    Failed {
        /// Why.
        reason: LookupFailure,
    },
}

/// One resource record of the type asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DnsRecord {
    /// Seconds it may still be kept; for a resolver's answer that is what is left, not what the zone says.
    pub ttl: Option<u64>,
    /// The data as the server spelled it, escaped for display.
    pub raw: String,
    /// The data, read.
    #[serde(skip)]
    pub data: RecordData,
}

/// One alias on the way to the answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Alias {
    /// The alias, escaped for display.
    pub name: String,
    /// What it stands for, escaped for display.
    pub target: String,
    /// Seconds it may still be kept.
    pub ttl: Option<u64>,
}

/// Why a lookup failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupFailure {
    /// No response.
    Transport(FailureReason, String),
    /// An HTTP status other than 2xx is not a DNS answer (RFC 8484 §4.2.1 says so for the wire format).
    Http(u16),
    /// The body is not DoH JSON.
    Format(String),
    /// A response code other than NOERROR and NXDOMAIN.
    Rcode(u16),
    /// The answer is cut off (the TC bit): what is missing is not known, so it is no answer.
    Truncated,
    /// The aliases go round in a circle or on for too long.
    AliasLoop,
}

impl LookupFailure {
    /// SERVFAIL: the resolver could not get an answer, or not a valid one.
    pub fn is_servfail(&self) -> bool {
        matches!(self, Self::Rcode(2))
    }

    /// The failure in words, to follow the name of the resolver.
    pub fn words(&self) -> String {
        match self {
            Self::Transport(reason, detail) if detail.is_empty() => reason.words().to_owned(),
            Self::Transport(reason, detail) => format!("{}: {}", reason.words(), show(detail.as_bytes())),
            Self::Http(429) => "answered HTTP 429 (too many requests)".to_owned(),
            Self::Http(status) => format!("answered HTTP {status}"),
            Self::Format(detail) => format!("sent something that is not DoH JSON ({detail})"),
            Self::Rcode(code) => format!("answered {}", rcode_name(*code)),
            Self::Truncated => "sent an answer that is cut off (TC)".to_owned(),
            Self::AliasLoop => "found aliases (CNAME) that lead nowhere".to_owned(),
        }
    }
}

/// RFC 6895 §2.3.
fn rcode_name(code: u16) -> String {
    match code {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        _ => return format!("RCODE {code}"),
    }
    .to_owned()
}

/// Reads what came of asking for `name` and `record_type`.
pub fn read(answer: &Answer, name: &str, record_type: RecordType) -> DnsAnswer {
    let (status, body) = match answer {
        Answer::Failed { reason, detail, .. } => return failed(LookupFailure::Transport(*reason, detail.clone())),
        // A policy text, which answers no question.
        Answer::Given { .. } => return failed(LookupFailure::Transport(FailureReason::NotDns, String::new())),
        Answer::Response { status, body, .. } => (*status, body.as_ref()),
    };
    if body.len() > MAX_BYTES {
        return failed(LookupFailure::Transport(FailureReason::TooLarge, String::new()));
    }
    let message: Result<Value, _> = serde_json::from_slice(body);
    let is_success = (200..300).contains(&status);
    match message {
        Ok(message) => {
            let read = if is_success { interpret(&message, name, record_type) } else { Err(of_http(status, &message)) };
            let answer = match read {
                Ok(answer) => DnsAnswer { authenticated: flag(&message, "AD"), ..answer },
                Err(reason) => failed(reason),
            };
            let errors = extended_errors(&message);
            // RFC 8914 §4: the codes that speak of validation.
            let has_dnssec_error = errors.iter().any(|(code, _)| matches!(code, Some(1 | 2 | 5..=12)));
            DnsAnswer { comment: comment(&message, &errors), has_dnssec_error, ..answer }
        }
        Err(_) if !is_success => failed(LookupFailure::Http(status)),
        Err(error) => failed(LookupFailure::Format(format!("line {} column {}", error.line(), error.column()))),
    }
}

/// Some servers say SERVFAIL as HTTP 503 with a JSON body: good for a better word, never for an answer.
fn of_http(status: u16, message: &Value) -> LookupFailure {
    let code = rcode(message).filter(|code| !matches!(code, 0 | 3));
    code.map_or(LookupFailure::Http(status), LookupFailure::Rcode)
}

fn failed(reason: LookupFailure) -> DnsAnswer {
    answered(Outcome::Failed { reason }, Vec::new())
}

fn answered(outcome: Outcome, aliases: Vec<Alias>) -> DnsAnswer {
    DnsAnswer { outcome, authenticated: false, aliases, is_unchained: false, comment: None, has_dnssec_error: false }
}

/// `Status`: a number, or a decimal string with some servers.
fn rcode(message: &Value) -> Option<u16> {
    let code = match message.get("Status")? {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    // RFC 6895 §2.3: with EDNS a response code has 12 bits.
    u16::try_from(code).ok().filter(|code| *code <= 4095)
}

fn flag(message: &Value, name: &str) -> bool {
    message.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// Extended DNS errors (RFC 8914): objects with Google, `EDE(n): text` in `Comment` with Cloudflare. At most eight.
fn extended_errors(message: &Value) -> Vec<(Option<u64>, Option<String>)> {
    let mut errors = Vec::new();
    if let Some(Value::Array(list)) = message.get("extended_dns_errors") {
        for error in list.iter().take(8) {
            let text = error.get("extra_text").and_then(Value::as_str).map(|text| show(text.as_bytes()));
            errors.push((error.get("info_code").and_then(Value::as_u64), text));
        }
    }
    for line in comment_lines(message) {
        let code = line.strip_prefix("EDE(").and_then(|rest| rest.split_once(')')).map(|(code, _)| code);
        if let Some(code) = code.and_then(|code| code.parse().ok()) {
            // Its words are in the comment already.
            errors.push((Some(code), None));
        }
    }
    errors
}

/// `Comment` is a string (Google) or a list of strings (Cloudflare).
fn comment_lines(message: &Value) -> impl Iterator<Item = &str> {
    let list = match message.get("Comment") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(text @ Value::String(_)) => std::slice::from_ref(text),
        _ => &[],
    };
    list.iter().take(8).filter_map(Value::as_str)
}

/// All that the server says in words.
fn comment(message: &Value, errors: &[(Option<u64>, Option<String>)]) -> Option<String> {
    let mut words: Vec<String> = comment_lines(message).map(|text| show(text.as_bytes())).collect();
    for (code, text) in errors {
        let is_said = code.is_some_and(|code| words.iter().any(|word| word.starts_with(&format!("EDE({code})"))));
        if !is_said {
            words.extend(code.map(|code| format!("EDE {code}")));
            words.extend(text.clone());
        }
    }
    words.extend(message.get("error").and_then(Value::as_str).map(|text| show(text.as_bytes())));
    (!words.is_empty()).then(|| words.join("; "))
}

struct RawRecord<'a> {
    owner: String,
    number: u64,
    ttl: Option<u64>,
    data: &'a str,
}

fn interpret(message: &Value, name: &str, record_type: RecordType) -> Result<DnsAnswer, LookupFailure> {
    let code = rcode(message).ok_or_else(|| LookupFailure::Format("no Status".to_owned()))?;
    check_question(message, name)?;
    if !matches!(code, 0 | 3) {
        return Err(LookupFailure::Rcode(code));
    }
    if flag(message, "TC") {
        return Err(LookupFailure::Truncated);
    }
    let records = records(message)?;
    let (end, aliases) = follow_aliases(&records, name)?;
    if code == 3 {
        // Also when the name asked for is an alias of a name that does not exist (RFC 2308 §2.1).
        return Ok(answered(Outcome::NoName, aliases));
    }
    // RRSIG records come along with some servers: only the type asked for counts.
    let of_type = || records.iter().filter(|record| record.number == u64::from(record_type.number()));
    let mut found: Vec<_> = of_type().filter(|record| record.owner == end).collect();
    let is_unchained = found.is_empty();
    if is_unchained {
        // Some resolvers leave the aliases out of the answer and give only the records at their end.
        found = of_type().collect();
    }
    let found: Result<Vec<DnsRecord>, LookupFailure> = found
        .into_iter()
        .map(|record| {
            let data = data::parse(record.data, record_type)
                .map_err(|what| LookupFailure::Format(format!("{what}: `{}`", show(record.data.as_bytes()))))?;
            Ok(DnsRecord { ttl: record.ttl, raw: show(record.data.as_bytes()), data })
        })
        .collect();
    Ok(match found? {
        records if records.is_empty() => answered(Outcome::NoData, aliases),
        records => DnsAnswer { is_unchained, ..answered(Outcome::Found(records), aliases) },
    })
}

/// `Question` is an array, an object with some servers, or missing. If it is there it must be ours.
fn check_question(message: &Value, name: &str) -> Result<(), LookupFailure> {
    let question = match message.get("Question") {
        Some(Value::Array(questions)) => questions.first(),
        question => question,
    };
    match question.and_then(|question| question.get("name")).and_then(Value::as_str) {
        Some(asked) if normal_name(asked) != normal_name(name) => {
            Err(LookupFailure::Format(format!("it answers the question for `{}`", show(asked.as_bytes()))))
        }
        _ => Ok(()),
    }
}

fn records(message: &Value) -> Result<Vec<RawRecord<'_>>, LookupFailure> {
    let wrong = |what: &str| LookupFailure::Format(what.to_owned());
    let answer = match message.get("Answer") {
        // Go servers write an empty list as null.
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(answer)) => answer,
        Some(_) => return Err(wrong("Answer is not a list")),
    };
    if answer.len() > MAX_RECORDS {
        return Err(LookupFailure::Transport(FailureReason::TooLarge, String::new()));
    }
    answer
        .iter()
        .map(|record| {
            let owner = record.get("name").and_then(Value::as_str).ok_or_else(|| wrong("a record without name"))?;
            let number = record.get("type").and_then(Value::as_u64).ok_or_else(|| wrong("a record without type"))?;
            let data = record.get("data").and_then(Value::as_str).ok_or_else(|| wrong("a record without data"))?;
            // RFC 2181 §8: a TTL has 31 bits; anything larger is none.
            let ttl = record.get("TTL").or_else(|| record.get("ttl")).and_then(Value::as_u64);
            let ttl = ttl.filter(|ttl| *ttl < 1 << 31);
            Ok(RawRecord { owner: normal_name(owner), number, ttl, data })
        })
        .collect()
}

/// Walks CNAME (5) and DNAME (39) records from `name` to the name that holds the data.
fn follow_aliases(records: &[RawRecord<'_>], name: &str) -> Result<(String, Vec<Alias>), LookupFailure> {
    let mut here = normal_name(name);
    let mut aliases: Vec<Alias> = Vec::new();
    let mut passed: Vec<String> = Vec::new();
    loop {
        let next = records.iter().find_map(|record| match record.number {
            5 if record.owner == here => Some((normal_name(record.data), record.ttl)),
            // A server need not add the CNAME that a DNAME implies (RFC 6672 §3.1 asks for it).
            39 => {
                let prefix = here.strip_suffix(&record.owner)?.strip_suffix('.')?;
                Some((format!("{prefix}.{}", normal_name(record.data)), record.ttl))
            }
            _ => None,
        });
        let Some((target, ttl)) = next else { return Ok((here, aliases)) };
        if aliases.len() >= MAX_ALIASES || passed.contains(&target) || target == here {
            return Err(LookupFailure::AliasLoop);
        }
        aliases.push(Alias { name: show(here.as_bytes()), target: show(target.as_bytes()), ttl });
        passed.push(here);
        here = target;
    }
}

/// Names compare without case and final dot (RFC 4343).
fn normal_name(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
