//! Findings: what the reader is told, as data. One table, split by step, holds every rule this crate knows.

pub mod fetch;
pub mod mx;
pub mod policy;
pub mod record;
pub mod tlsrpt;

use serde::Serialize;

use crate::text::{Location, Locator, Violations};

/// How much a finding matters to the reader's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Note,
    /// Legal but risky, or senders differ.
    Warning,
    /// Protection or mail is lost.
    Error,
}

/// What a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The RFC requires it: MUST, or the grammar.
    RfcMust,
    /// The RFC recommends it: SHOULD.
    RfcShould,
    /// Named senders behave so.
    SenderPractice,
    /// Our advice; no rule demands it.
    Advice,
}

/// What a broken rule does to the record or policy it is found in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It stays in use.
    #[default]
    Harmless,
    /// The RFC allows it or contradicts itself, and senders in use disagree.
    Differs,
    /// The RFC's grammar forbids it, yet senders in use disagree.
    DiffersForbidden,
    /// A conforming sender does not use the text.
    Void,
}

impl Effect {
    /// Whether the letter of the RFC makes the text unusable.
    pub fn is_forbidden(self) -> bool {
        matches!(self, Self::DiffersForbidden | Self::Void)
    }
}

/// The result types of TLS reports (RFC 8460 §4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ResultType {
    /// The mail server did not offer STARTTLS.
    StarttlsNotSupported,
    /// The mail server's certificate is for another name.
    CertificateHostMismatch,
    /// The mail server's certificate has expired.
    CertificateExpired,
    /// The mail server's certificate leads to no trusted root.
    CertificateNotTrusted,
    /// None of the TLSA records fits.
    TlsaInvalid,
    /// DNSSEC validation failed.
    DnssecInvalid,
    /// The policy could not be fetched.
    StsPolicyFetchError,
    /// The policy was fetched and could not be used.
    StsPolicyInvalid,
    /// The policy host's certificate could not be verified.
    StsWebpkiInvalid,
    /// No result type names the cause more closely.
    ValidationFailure,
}

impl ResultType {
    /// The word in a report.
    pub fn name(self) -> &'static str {
        match self {
            Self::StarttlsNotSupported => "starttls-not-supported",
            Self::CertificateHostMismatch => "certificate-host-mismatch",
            Self::CertificateExpired => "certificate-expired",
            Self::CertificateNotTrusted => "certificate-not-trusted",
            Self::TlsaInvalid => "tlsa-invalid",
            Self::DnssecInvalid => "dnssec-invalid",
            Self::StsPolicyFetchError => "sts-policy-fetch-error",
            Self::StsPolicyInvalid => "sts-policy-invalid",
            Self::StsWebpkiInvalid => "sts-webpki-invalid",
            Self::ValidationFailure => "validation-failure",
        }
    }
}

/// One row of the table of findings.
///
/// The three sentences may hold placeholders in braces: `{seen}` and whatever else the finding's maker provides, and
/// always `{domain}`, `{policyHost}` and `{policyUrl}`.
#[derive(Debug)]
pub struct Rule {
    /// Stable kebab-case name. Its meaning never changes; a new meaning gets a new name.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it rests on.
    pub basis: Basis,
    /// What it does to the text it is found in.
    pub effect: Effect,
    /// The deciding section, such as `RFC 8461 §3.1`.
    pub rfc: &'static str,
    /// What a TLS report would call it, where senders report it.
    pub result_type: Option<ResultType>,
    /// What was seen.
    pub saw: &'static str,
    /// What follows from it.
    pub consequence: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// Declares rules as statics and a slice of all of them, so that a rule cannot be left out of the table.
macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident = $id:literal: $severity:ident, $basis:ident, $effect:ident, $rfc:literal $(, $result:ident)?;
        saw $saw:literal; then $then:literal; fix $fix:literal;)*) => {
        $(
            $(#[$meta])*
            #[doc = concat!("`", $id, "` (", $rfc, ")")]
            pub static $name: $crate::finding::Rule = $crate::finding::Rule {
                id: $id,
                severity: $crate::finding::Severity::$severity,
                basis: $crate::finding::Basis::$basis,
                effect: $crate::finding::Effect::$effect,
                rfc: $rfc,
                result_type: $crate::finding::rules!(@result $($result)?),
                saw: $saw,
                consequence: $then,
                fix: $fix,
            };
        )*
        /// Every rule of this file, in order.
        pub static RULES: &[&$crate::finding::Rule] = &[$(&$name),*];
    };
    (@result) => { None };
    (@result $result:ident) => { Some($crate::finding::ResultType::$result) };
}
pub(crate) use rules;

/// Every rule, in the order of the check's steps.
pub fn all_rules() -> impl Iterator<Item = &'static Rule> {
    [record::RULES, fetch::RULES, policy::RULES, mx::RULES, tlsrpt::RULES].into_iter().flatten().copied()
}

/// A conclusion for the reader.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Stable kebab-case name of the rule.
    #[cfg_attr(test, ts(type = "FindingId"))]
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it rests on.
    pub basis: Basis,
    /// Senders in use disagree about this.
    pub senders_differ: bool,
    /// The deciding section, such as `RFC 8461 §3.1`.
    pub rfc: &'static str,
    /// That section's address.
    pub rfc_url: String,
    /// What a TLS report would call it (RFC 8460 §4.3), where senders report it.
    pub result_type: Option<ResultType>,
    /// What was seen, in one sentence that names the value.
    pub saw: String,
    /// What follows from it.
    pub consequence: String,
    /// What to do.
    pub fix: String,
    /// Where in the text, if it is about a text.
    pub location: Option<Location>,
}

/// Fills in sentences: knows the names every finding may mention.
#[derive(Clone, Debug)]
pub struct Speaker {
    common: Vec<(&'static str, String)>,
}

impl Speaker {
    /// For a check of `domain`; without one (offline), sentences speak of example.com.
    pub fn new(domain: Option<&crate::PolicyDomain>) -> Self {
        let name = domain.map_or("example.com", |domain| domain.as_str());
        let policy_host = format!("mta-sts.{name}");
        let policy_url = format!("https://{policy_host}/.well-known/mta-sts.txt");
        Self { common: vec![("domain", name.to_owned()), ("policyHost", policy_host), ("policyUrl", policy_url)] }
    }

    /// A finding about no place in particular.
    pub fn finding(&self, rule: &'static Rule, values: &[(&'static str, String)]) -> Finding {
        let fill = |sentence| {
            fill(sentence, |name| {
                values.iter().chain(&self.common).find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
            })
        };
        Finding {
            id: rule.id,
            severity: rule.severity,
            basis: rule.basis,
            senders_differ: matches!(rule.effect, Effect::Differs | Effect::DiffersForbidden),
            rfc: rule.rfc,
            rfc_url: rfc_url(rule.rfc),
            result_type: rule.result_type,
            saw: fill(rule.saw),
            consequence: fill(rule.consequence),
            fix: fill(rule.fix),
            location: None,
        }
    }

    /// The findings for a text's violations, each with its place, in the order of the text.
    pub fn findings_in(&self, text: &[u8], violations: &Violations) -> Vec<Finding> {
        let mut locator = Locator::new(text);
        violations
            .in_order()
            .into_iter()
            .map(|violation| {
                let location = locator.locate(violation.span);
                let mut values = violation.values.clone();
                values.push(("line", location.line.to_string()));
                let mut finding = self.finding(violation.rule, &values);
                finding.location = Some(location);
                finding
            })
            .collect()
    }
}

/// Replaces each `{name}` of a sentence. Read once from left to right, so that braces in a value stay as they are.
fn fill<'a>(mut sentence: &'a str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(sentence.len());
    while let Some((before, after)) = sentence.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, rest)| Some((value(name)?, rest))) {
            Some((value, rest)) => {
                filled.push_str(value);
                sentence = rest;
            }
            None => {
                filled.push('{');
                sentence = after;
            }
        }
    }
    filled + sentence
}

/// The address of a section: `RFC 8461 §3.1` → `https://www.rfc-editor.org/rfc/rfc8461#section-3.1`.
fn rfc_url(citation: &str) -> String {
    let mut words = citation.split([' ', ',']);
    let number = words.find_map(|word| word.parse::<u32>().ok()).unwrap_or_default();
    match words.find_map(|word| word.strip_prefix('§')) {
        Some(section) => format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{section}"),
        None => format!("https://www.rfc-editor.org/rfc/rfc{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let mut ids = BTreeSet::new();
        for rule in all_rules() {
            assert!(
                rule.id.bytes().all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'-'),
                "{}",
                rule.id
            );
            assert!(ids.insert(rule.id), "{} twice", rule.id);
        }
    }

    #[test]
    fn every_rule_has_three_sentences_and_a_citation() {
        for rule in all_rules() {
            for sentence in [rule.saw, rule.consequence, rule.fix] {
                assert!(sentence.ends_with(['.', '?', '`', ')', '”']), "{}: {sentence:?}", rule.id);
            }
            assert!(rule.rfc.starts_with("RFC ") && rule.rfc.contains('§'), "{}: {}", rule.id, rule.rfc);
            assert!(rfc_url(rule.rfc).contains("#section-"), "{}", rule.id);
        }
    }

    #[test]
    fn a_value_with_braces_is_not_filled_again() {
        let value = |name: &str| (name == "seen").then_some("{seen}{domain}");
        assert_eq!(fill("a {seen} b {other} c", value), "a {seen}{domain} b {other} c");
    }

    #[test]
    fn citations_become_addresses() {
        assert_eq!(rfc_url("RFC 8461 §3.1"), "https://www.rfc-editor.org/rfc/rfc8461#section-3.1");
    }

    #[test]
    fn a_rule_is_the_rfc_s_or_says_that_it_is_not() {
        for rule in all_rules().filter(|rule| rule.effect == Effect::Void) {
            assert!(matches!(rule.basis, Basis::RfcMust), "{} voids a text without a MUST", rule.id);
        }
    }
}
