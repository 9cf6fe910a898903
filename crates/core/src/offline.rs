//! Validation of pasted text, without any network: the same parsers and the same findings as a live check.

use serde::Serialize;

use crate::finding::{Finding, Speaker, record as record_rules, tlsrpt as tlsrpt_rules};
use crate::observe::observe_policy;
use crate::policy::Policy;
use crate::record::{self, StsRecord};
use crate::text::{Validity, show};
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
/// assert_eq!(finding.id, "max-age-value");
/// let place = finding.location.as_ref().unwrap();
/// assert_eq!((place.line, place.column, place.text.as_str()), (4, 10, "7d"));
/// ```
pub fn validate_policy(text: &[u8]) -> PolicyValidation {
    let seen = observe_policy(text);
    PolicyValidation {
        validity: seen.validity,
        findings: Speaker::new(None).findings_in(text, seen.violations.iter()),
        policy: seen.policy,
        omitted_findings: seen.omitted_findings,
    }
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
    let strings = [text.to_vec()];
    let records = [strings.as_slice()];
    let as_tlsrpt = tlsrpt::select_records(records);
    if !as_tlsrpt.candidates.is_empty() {
        let (found, violations) = tlsrpt::parse_record(text);
        return RecordValidation {
            validity: violations.validity(),
            sts: None,
            tlsrpt: found,
            findings: speaker.findings_in(text, violations.iter()),
            omitted_findings: violations.omitted,
        };
    }
    let as_sts = record::select_records(records);
    if !as_sts.candidates.is_empty() {
        let (found, violations) = record::parse_record(text);
        return RecordValidation {
            validity: violations.validity(),
            sts: found,
            tlsrpt: None,
            findings: speaker.findings_in(text, violations.iter()),
            omitted_findings: violations.omitted,
        };
    }
    let is_nearly = |selection: &Selection| !selection.nearly.is_empty();
    let (rule, grammar) = if is_nearly(&as_tlsrpt) && !is_nearly(&as_sts) {
        (&tlsrpt_rules::TLSRPT_NEARLY, &tlsrpt::GRAMMAR)
    } else {
        (&record_rules::RECORD_NEARLY, &record::GRAMMAR)
    };
    let values = [("seen", show(text)), ("why", slip(text, grammar.version).to_owned())];
    RecordValidation {
        validity: Validity::Invalid,
        sts: None,
        tlsrpt: None,
        findings: vec![speaker.finding(rule, &values)],
        omitted_findings: 0,
    }
}
