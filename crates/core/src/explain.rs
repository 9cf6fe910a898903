//! What a string means that a mail administrator has in front of them: a result type of a TLS report, a line of a bounce
//! or of a log, a word that another tool prints.
//!
//! Only what was published or read in the source of the program that prints it is explained; where a meaning was only
//! reported, the explanation says so.

mod table;

use serde::Serialize;

pub use table::all_explanations;

/// The longest text that is looked at, in bytes. A bounce with its whole original message is longer; what matters stands
/// at its beginning.
const MAX_BYTES: usize = 64 * 1024;

/// The meaning of a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Stable kebab-case name.
    pub id: &'static str,
    /// What was recognised, as it is usually written.
    pub term: &'static str,
    /// Who prints it.
    pub from: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Likely causes, the likeliest first.
    pub causes: &'static [&'static str],
    /// The findings of a check that would show the cause.
    #[cfg_attr(test, ts(type = "readonly FindingId[]"))]
    pub findings: &'static [&'static str],
    /// The section or the document it rests on.
    pub basis: &'static str,
    /// The texts that give it away, in lower case. Words are matched whole.
    #[serde(skip)]
    pub(crate) marks: &'static [&'static str],
}

/// Explains what is recognised in a text, the most particular first; nothing if nothing is.
///
/// ```
/// use mta_sts::explain::explain;
/// let found = explain("550 5.4.8 MX hosts of 'example.com' failed MTA-STS validation");
/// assert_eq!(found[0].id, "exchange-5-4-8");
/// assert!(explain("hello").is_empty());
/// ```
pub fn explain(text: &str) -> Vec<&'static Explanation> {
    let text = text.get(..floor_char_boundary(text, MAX_BYTES)).unwrap_or(text).to_lowercase();
    // The mark that says most comes first: the longest. Each goes to its place: to sort these few would take 4 kB of the
    // module.
    let mut found: Vec<(usize, &'static Explanation)> = Vec::new();
    for entry in all_explanations() {
        if let Some(longest) = entry.marks.iter().filter(|mark| holds(&text, mark)).map(|mark| mark.len()).max() {
            found.insert(found.partition_point(|(length, _)| *length >= longest), (longest, entry));
        }
    }
    found.into_iter().map(|(_, entry)| entry).collect()
}

fn floor_char_boundary(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Whether `mark` stands in the text as words of its own, so that `5.4.8` is not found in `15.4.80`.
fn holds(text: &str, mark: &str) -> bool {
    let is_word = |ch: char| ch.is_alphanumeric();
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at.saturating_add(mark.len())..).and_then(|after| after.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::finding::all_rules;

    fn ids(text: &str) -> Vec<&'static str> {
        explain(text).iter().map(|entry| entry.id).collect()
    }

    #[test]
    fn what_people_paste_is_recognised() {
        for (text, expected) in [
            ("sts-policy-fetch-error", vec!["sts-policy-fetch-error"]),
            ("\"result-type\": \"sts-webpki-invalid\", \"failed-session-count\": 3", vec!["sts-webpki-invalid"]),
            ("MTA-STS policy is missing: STSFetchResult.NONE", vec!["sts-fetch-result-none"]),
            ("STSFetchResult.FETCH_ERROR", vec!["sts-fetch-result-fetch-error"]),
            ("5.4.8", vec!["exchange-5-4-8"]),
            (
                "450 4.4.8 MX hosts of 'example.com' failed MTA-STS validation. [AM0EUR02.example]",
                vec!["exchange-5-4-8"],
            ),
            ("5.7.5 Remote certificate failed MTA-STS validation. Reason: UntrustedRoot", vec!["exchange-5-7-5"]),
            ("status=deferred (Server certificate not verified)", vec!["postfix-not-verified"]),
            ("TLS is required, but was not offered by host mx.example.com[192.0.2.1]", vec!["postfix-not-offered"]),
            ("failure-reason-code: mtasts-policy-mx-mismatch", vec!["mox-mx-mismatch"]),
            ("no-policy-found", vec!["no-policy-found"]),
            ("starttls-not-supported and certificate-expired", vec!["starttls-not-supported", "certificate-expired"]),
            ("version 15.4.80", vec![]),
            ("a message about nothing of this", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(ids(text), expected, "{text}");
        }
    }

    #[test]
    fn every_result_type_of_rfc_8460_is_explained() {
        for name in [
            "starttls-not-supported",
            "certificate-host-mismatch",
            "certificate-expired",
            "certificate-not-trusted",
            "validation-failure",
            "tlsa-invalid",
            "dnssec-invalid",
            "dane-required",
            "sts-policy-fetch-error",
            "sts-policy-invalid",
            "sts-webpki-invalid",
        ] {
            assert_eq!(ids(name), [name]);
        }
    }

    #[test]
    fn the_table_is_whole() {
        let rules: BTreeSet<&str> = all_rules().map(|rule| rule.id).collect();
        let mut seen = BTreeSet::new();
        for entry in all_explanations() {
            assert!(seen.insert(entry.id), "{} twice", entry.id);
            assert!(!entry.causes.is_empty() && !entry.marks.is_empty() && !entry.basis.is_empty(), "{}", entry.id);
            for sentence in entry.causes.iter().chain([&entry.meaning]) {
                assert!(sentence.ends_with('.'), "{}: {sentence}", entry.id);
            }
            for finding in entry.findings {
                assert!(rules.contains(finding), "{}: {finding} is no finding", entry.id);
            }
            for mark in entry.marks {
                assert_eq!(*mark, mark.to_lowercase(), "{}", entry.id);
                assert!(ids(mark).contains(&entry.id), "{}: {mark}", entry.id);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,300}") {
            explain(&text);
        }
    }
}
