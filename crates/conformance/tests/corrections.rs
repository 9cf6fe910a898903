//! Corrections of all texts in the cases, the readings and the pages about findings: what is valid stays as it is, and
//! most of what people get wrong can be mended without asking them.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mta_sts::correct::Correction;
use mta_sts::offline::{correct_policy, correct_record, validate_policy, validate_record};
use mta_sts::text::Validity;
use mta_sts_conformance::pages::texts;
use mta_sts_conformance::transcript;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn from_hex(digits: &str) -> Vec<u8> {
    let octet = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(octet).collect()
}

/// Policies and records, each text once.
#[derive(Default)]
struct Texts {
    policies: BTreeSet<Vec<u8>>,
    records: BTreeSet<Vec<u8>>,
}

fn of_cases() -> Texts {
    let mut found = Texts::default();
    for call in transcript(&folder("tests/vectors")).unwrap() {
        let call: Value = serde_json::from_str(&call.to_string()).unwrap();
        let texts = match call["call"].as_str() {
            Some("validatePolicy") => &mut found.policies,
            Some("validateRecord") => &mut found.records,
            _ => continue,
        };
        texts.insert(from_hex(call["input"].as_str().unwrap()));
    }
    found
}

fn of_readings() -> Texts {
    let readings = fs::read(folder("tests/vectors/readings/policy.json")).unwrap();
    let readings: Vec<Value> = serde_json::from_slice(&readings).unwrap();
    let bodies = readings.iter().filter_map(|entry| entry["body"].as_str());
    Texts { policies: bodies.map(|body| body.as_bytes().to_vec()).collect(), ..Texts::default() }
}

fn of_pages() -> Texts {
    let mut found = Texts::default();
    for page in fs::read_dir(folder("docs/findings")).unwrap() {
        let page = page.unwrap().path();
        if page.ends_with("README.md") {
            continue;
        }
        for (is_record, text) in texts(&fs::read_to_string(page).unwrap()).unwrap() {
            if is_record {
                found.records.insert(text)
            } else {
                found.policies.insert(text)
            };
        }
    }
    found
}

/// How many texts were valid, how many a correction makes valid or changes, and how many are left as they are.
#[derive(Debug, Default, PartialEq)]
struct Count {
    valid: usize,
    becomes_valid: usize,
    better: usize,
    untouched: usize,
}

fn count(texts: &BTreeSet<Vec<u8>>, judge: fn(&[u8]) -> (Validity, Option<Correction>)) -> Count {
    let mut count = Count::default();
    for text in texts {
        let place = match judge(text) {
            (Validity::Valid, correction) => {
                assert_eq!(correction, None);
                &mut count.valid
            }
            (_, None) => &mut count.untouched,
            (_, Some(correction)) => {
                let (validity, again) = judge(correction.text.as_bytes());
                assert_eq!(again, None, "{correction:?}");
                assert!(!correction.unresolved.is_empty() || validity == Validity::Valid, "{correction:?}");
                if validity == Validity::Valid { &mut count.becomes_valid } else { &mut count.better }
            }
        };
        *place += 1;
    }
    count
}

fn policy(text: &[u8]) -> (Validity, Option<Correction>) {
    (validate_policy(text).validity, correct_policy(text))
}

fn record(text: &[u8]) -> (Validity, Option<Correction>) {
    (validate_record(text).validity, correct_record(text))
}

/// A figure that changes is a text that was added, or a decision in `crates/core/src/correct`.
#[test]
fn what_becomes_of_every_text() {
    let counts = [of_cases(), of_readings(), of_pages()]
        .map(|texts| [count(&texts.policies, policy), count(&texts.records, record)]);
    let expected =
        |[valid, becomes_valid, better, untouched]: [usize; 4]| Count { valid, becomes_valid, better, untouched };
    assert_eq!(
        counts,
        [
            [expected([30, 35, 32, 85]), expected([61, 75, 7, 57])],
            [expected([88, 100, 42, 129]), expected([0, 0, 0, 0])],
            [expected([15, 31, 0, 15]), expected([14, 28, 0, 3])],
        ]
    );
}
