//! The recorded cases: each comes to what its file says.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mta_sts::Recording;
use mta_sts_conformance::recorded_cases;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

#[test]
fn every_recorded_case_comes_to_what_its_file_says() {
    let cases = recorded_cases(&vectors()).unwrap();
    assert!(cases.len() >= 25, "{}", cases.len());
    for case in &cases {
        let seen = case.seen().unwrap();
        assert_eq!(seen, case.expect, "{}: “{}”\n{}", case.file, case.recording.name, case.report().unwrap());
    }
    let outcomes: BTreeSet<String> = cases.iter().map(|case| case.expect["outcome"].to_string()).collect();
    assert!(outcomes.len() >= 12, "{outcomes:?}");
}

#[test]
fn a_replayed_case_is_recorded_the_same_way() {
    for case in recorded_cases(&vectors()).unwrap() {
        let again = Recording::of(&case.recording.replay().unwrap());
        assert_eq!(Recording { name: case.recording.name.clone(), ..again }, case.recording, "{}", case.file);
    }
}
