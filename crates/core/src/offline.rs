//! Validation of pasted text, without any network: the same parsers and the same findings as a live check.

use serde::Serialize;

use crate::correct::{self, Correction};
use crate::domain::HostName;
use crate::finding::{Finding, Speaker, record as record_rules, tlsrpt as tlsrpt_rules};
use crate::mx::MxPattern;
use crate::policy::{Policy, parse_policy};
use crate::record::{self, StsRecord};
use crate::sender::named::{SenderReading, agree, read_by_all};
use crate::text::{Span, Validity, Violations, show};
use crate::tlsrpt::record::{self as tlsrpt, TlsrptRecord};
use crate::txt_fields::{Selection, slip};

/// What a pasted policy file says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyValidation {
    /// Whether senders use it.
    pub validity: Validity,
    /// The policy, if senders can use it.
    pub policy: Option<Policy>,
    /// What to know about it, each with its place.
    pub findings: Vec<Finding>,
    /// Violations beyond those listed.
    pub omitted_findings: usize,
}

/// Reads a pasted policy file, byte for byte.
///
/// ```
/// let validation = mta_sts::offline::validate_policy(b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 7d\n");
/// assert!(validation.policy.is_none());
/// let finding = &validation.findings[0];
/// assert_eq!(finding.id, "max-age-unit");
/// let place = finding.location.as_ref().unwrap();
/// assert_eq!((place.line, place.column, place.text.as_str()), (4, 10, "7d"));
/// ```
pub fn validate_policy(text: &[u8]) -> PolicyValidation {
    let (policy, violations) = parse_policy(text);
    PolicyValidation {
        validity: violations.validity(),
        policy,
        findings: Speaker::new(None).findings_in(text, &violations),
        omitted_findings: violations.omitted,
    }
}

/// How named senders read a pasted policy file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyReadings {
    /// Each sender, in a fixed order.
    pub readings: Vec<SenderReading>,
    /// Whether they do the same with mail.
    pub agree: bool,
}

/// Reads a pasted policy file as each of the named senders does, and matches it with MX hosts, if any are given.
///
/// ```
/// use mta_sts::offline::read_as_senders;
/// let read = read_as_senders(b"version: STSv1\n\nmode: enforce\nmx: a.example\nmax_age: 604800\n", &[]);
/// assert!(!read.agree);
/// ```
pub fn read_as_senders(text: &[u8], hosts: &[HostName]) -> PolicyReadings {
    let readings = read_by_all(text, None, hosts);
    PolicyReadings { agree: agree(&readings), readings }
}

/// What a pasted TXT record says: one of the two kinds, told apart by its version.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RecordValidation {
    /// Whether senders use it.
    pub validity: Validity,
    /// The MTA-STS record, if it is one and usable.
    pub sts: Option<StsRecord>,
    /// The TLSRPT record, if it is one and usable.
    pub tlsrpt: Option<TlsrptRecord>,
    /// What to know about it, each with its place.
    pub findings: Vec<Finding>,
    /// Violations beyond those listed.
    pub omitted_findings: usize,
}

/// Reads a pasted TXT record: the record's text, as DNS would deliver it, without quotation marks around it.
///
/// ```
/// let validation = mta_sts::offline::validate_record(b"v=STSv1; id=20260101;");
/// assert_eq!(validation.sts.unwrap().id.as_str(), "20260101");
/// ```
pub fn validate_record(text: &[u8]) -> RecordValidation {
    let speaker = Speaker::new(None);
    let (read, violations) = read_record(text);
    let (mut sts, mut tlsrpt) = (None, None);
    let mut validity = violations.validity();
    let mut findings = speaker.findings_in(text, &violations);
    match read {
        ReadRecord::Sts(found) => sts = found,
        ReadRecord::Tlsrpt(found) => tlsrpt = found,
        ReadRecord::Neither => {
            // Senders discard it, so it is as good as none; and all of it is the place.
            validity = Validity::Invalid;
            findings.iter_mut().for_each(|finding| finding.location = None);
        }
    }
    RecordValidation { validity, sts, tlsrpt, findings, omitted_findings: violations.omitted }
}

/// Corrects a pasted policy file, if it is not valid and something in it can be mended without asking. `None` otherwise, and
/// for texts of more than 65536 bytes, which senders need not read (RFC 8461 §3.3).
///
/// ```
/// let text = b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 7d\n";
/// let correction = mta_sts::offline::correct_policy(text).unwrap();
/// assert_eq!(correction.text, "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\n");
/// assert!(correction.unresolved.is_empty());
/// ```
pub fn correct_policy(text: &[u8]) -> Option<Correction> {
    let is_valid = parse_policy(text).1.validity() == Validity::Valid;
    if is_valid { None } else { correct::correct_policy(text) }
}

/// Corrects a pasted TXT record, as [`correct_policy`] does a policy file.
///
/// ```
/// let correction = mta_sts::offline::correct_record(b"v=STSv1; id=2026-01-01;").unwrap();
/// assert_eq!(correction.text, "v=STSv1; id=20260101;");
/// ```
pub fn correct_record(text: &[u8]) -> Option<Correction> {
    let (read, violations) = read_record(text);
    let is_valid = violations.validity() == Validity::Valid && !matches!(read, ReadRecord::Neither);
    if is_valid { None } else { correct::correct_record(text) }
}

/// A TXT record as one of the two kinds.
pub(crate) enum ReadRecord {
    Sts(Option<StsRecord>),
    Tlsrpt(Option<TlsrptRecord>),
    Neither,
}

/// Reads a TXT record as what its version says that it is.
pub(crate) fn read_record(text: &[u8]) -> (ReadRecord, Violations) {
    let strings = [text.to_vec()];
    let records = [strings.as_slice()];
    let as_tlsrpt = tlsrpt::select_records(records);
    if !as_tlsrpt.candidates.is_empty() {
        let (found, violations) = tlsrpt::parse_record(text);
        return (ReadRecord::Tlsrpt(found), violations);
    }
    let as_sts = record::select_records(records);
    if !as_sts.candidates.is_empty() {
        let (found, violations) = record::parse_record(text);
        return (ReadRecord::Sts(found), violations);
    }
    let is_nearly = |selection: &Selection| !selection.nearly.is_empty();
    let (rule, grammar) = if is_nearly(&as_tlsrpt) && !is_nearly(&as_sts) {
        (&tlsrpt_rules::TLSRPT_NEARLY, &tlsrpt::GRAMMAR)
    } else {
        (&record_rules::RECORD_NEARLY, &record::GRAMMAR)
    };
    let mut violations = Violations::default();
    violations.push_with(rule, Span::new(0, text.len()), || {
        vec![("seen", show(text)), ("why", slip(text, grammar.version).to_owned())]
    });
    (ReadRecord::Neither, violations)
}

/// Whether a host is one that a list of `mx` patterns allows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MxMatch {
    /// The host as it is compared: in A-labels, lower case, without root dot; `null` where it has no such form.
    pub host: Option<HostName>,
    /// The first pattern that matches, in lower case; `null` where none does.
    pub matched: Option<MxPattern>,
    /// The patterns that are none, and so match nothing.
    pub invalid: Vec<InvalidPattern>,
}

/// A text that is not an `mx` pattern.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct InvalidPattern {
    /// The text, invisible characters escaped, shortened when long.
    pub pattern: String,
    /// What is wrong, as a phrase.
    pub reason: &'static str,
}

/// Matches a host with the `mx` patterns of a policy (RFC 8461 §4.1). `to_ascii` converts U-labels of the host, as in
/// [`crate::PolicyDomain::parse_with`]; patterns have to be in A-labels already (RFC 8461 §3.2).
///
/// ```
/// use mta_sts::offline::match_mx;
/// let found = match_mx(["mx.example.org", "*.example.com", "mx:25"], "MX1.example.com.", |_| None);
/// assert_eq!(found.matched.unwrap().to_string(), "*.example.com");
/// assert_eq!(found.invalid[0].reason, "no port belongs here");
/// ```
pub fn match_mx(
    patterns: impl IntoIterator<Item = impl AsRef<str>>,
    host: &str,
    to_ascii: impl FnOnce(&str) -> Option<String>,
) -> MxMatch {
    let mut found = MxMatch { host: HostName::parse_with(host, to_ascii), matched: None, invalid: Vec::new() };
    for text in patterns {
        match MxPattern::parse(text.as_ref()) {
            Ok(pattern) if found.matched.is_none() && found.host.as_ref().is_some_and(|host| pattern.matches(host)) => {
                found.matched = Some(pattern);
            }
            Ok(_) => {}
            Err(reason) => {
                found.invalid.push(InvalidPattern { pattern: show(text.as_ref().as_bytes()), reason });
            }
        }
    }
    found
}
