//! The sender profiles against what the senders themselves made of the same texts.
#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mta_sts_conformance::readings::{Agreement, compare};

/// Readings that no profile can give, with the reason: none so far. `mta_sts::sender` names what the profiles leave out.
const KNOWN_LIMITS: [(&str, &str); 0] = [];

fn readings(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/readings").join(file)
}

fn assert_agreement(agreements: &[Agreement], senders: usize, entries: usize) {
    assert_eq!(agreements.len(), senders);
    for agreement in agreements {
        let is_known = |line: &&String| KNOWN_LIMITS.iter().any(|(entry, _)| line.starts_with(entry));
        let unknown: Vec<&String> = agreement.disagreements.iter().filter(|line| !is_known(line)).collect();
        assert!(unknown.is_empty(), "{agreement}");
        assert_eq!(agreement.agreed + agreement.disagreements.len(), entries, "{}", agreement.name);
    }
}

#[test]
fn every_profile_reads_policies_as_its_sender_does() {
    assert_agreement(&compare(&readings("policy.json")).unwrap(), 8, 365);
}

#[test]
fn every_profile_matches_hosts_as_its_sender_does() {
    assert_agreement(&compare(&readings("mx-match.json")).unwrap(), 6, 106);
}

fn program_on(name: &str, text: &str) -> Output {
    let file = std::env::temp_dir().join(format!("mta-sts-readings-{name}-{}.json", std::process::id()));
    std::fs::write(&file, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mta-sts-conformance")).arg("--readings").arg(&file).output().unwrap();
    _ = std::fs::remove_file(&file);
    output
}

#[test]
fn a_reading_that_differs_is_shown_and_ends_with_1() {
    let output = program_on(
        "differs",
        r#"[{"id": "a", "body": "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 1\n", "readings": {
               "mox": {"accepts": true, "mode": "enforce", "max_age": 1, "mx_count": 1},
               "postfix-tlspol": {"accepts": true, "mode": "not-enforced", "max_age": 1},
               "kumomta": {"accepts": false},
               "somebody else": {"accepts": false}}},
            {"id": "b", "body_b64": "/w==", "readings": {"mox": {"accepts": false}}}]"#,
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        r#"mox a: expected {"accepts":true,"max_age":1,"mode":"enforce","mx_count":1}, got {"accepts":true,"max_age":1,"mode":"testing","mx_count":1}
mox 1/2
postfix-tlspol 1/1
kumomta a: expected {"accepts":false}, got {"accepts":true,"max_age":1,"mode":"testing","mx_count":1}
kumomta 0/1
"#
    );
}

#[test]
fn a_match_that_differs_is_shown_and_ends_with_1() {
    let output = program_on(
        "matches",
        r#"[{"pattern": "*.example", "host": "a.example", "matches": {"mox": "true", "chasquid": "false"}},
            {"pattern": "a.example", "host": "a_b", "matches": {"mox": "hosterr", "postfix-tlspol": "unknown"}}]"#,
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        r#"mox 2/2
postfix-tlspol 1/1
chasquid "*.example" "a.example": expected "false", got "true"
chasquid 0/1
"#
    );
}

#[test]
fn readings_that_cannot_be_compared_end_with_2() {
    for (text, expected) in [
        ("{", "not a JSON list"),
        (r#"[{"id": "a"}]"#, "entry 0: neither `readings` nor `matches`"),
        (r#"[{"id": "a", "readings": {"mox": {"accepts": false}}}]"#, "entry 0: expected one of `body`"),
        (r#"[{"pattern": "a", "matches": {"mox": "true"}}]"#, "entry 0: no text `host`"),
    ] {
        let output = program_on("problem", text);
        let problem = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{problem}");
        assert!(problem.contains(expected), "{problem}");
    }
}
