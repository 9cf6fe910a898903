//! The recorded cases: each comes to what its file says.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mta_sts::{Answer, Check, Recording, Request};
use mta_sts_conformance::{RecordedCase, recorded_cases};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// Answers what a recording leaves open, for questions that are newer than it: an MX host has an address, everything else
/// does not exist.
fn complete(check: &mut Check) {
    while let Some((id, request)) = check.requests().into_iter().next() {
        let Request::DohJson { url } = request else { panic!("a case without the policy fetch") };
        let name = url.split(['=', '&']).nth(1).unwrap();
        let answer = match id.to_string().starts_with("mx-host-a.") {
            true => format!(r#""Status":0,"Answer":[{{"name":"{name}","type":1,"TTL":300,"data":"203.0.113.25"}}]"#),
            false => r#""Status":3"#.to_owned(),
        };
        let body = format!("{{{answer}}}").as_str().into();
        check.answer(id, Answer::Response { status: 200, body, elapsed_ms: 15 }).unwrap();
    }
}

/// `UPDATE_CASES=1` adds answers to new questions; what the cases come to is for people to look at in the diff.
fn update(folder: &Path) {
    for entry in std::fs::read_dir(folder.join("cases")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut check = text.parse::<Recording>().unwrap().replay().unwrap();
        complete(&mut check);
        file["answers"] = serde_json::to_value(Recording::of(&check).answers).unwrap();
        let case: RecordedCase = serde_json::from_value(file.clone()).unwrap();
        file["expect"] = case.seen().unwrap();
        std::fs::write(&path, format!("{file:#}\n")).unwrap();
    }
}

#[test]
fn every_recorded_case_comes_to_what_its_file_says() {
    if std::env::var_os("UPDATE_CASES").is_some() {
        update(&vectors());
    }
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
