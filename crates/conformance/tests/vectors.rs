//! The repository's own cases, and that the runner can fail.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mta_sts_conformance::{Problem, Summary, run};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("mta-sts-conformance-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        for (file, text) in files {
            fs::write(path.join(file), text).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn run_with(name: &str, files: &[(&str, &str)]) -> Result<Summary, Problem> {
    run(&Folder::with(name, files).0)
}

fn program(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mta-sts-conformance")).args(arguments).output().unwrap()
}

#[test]
fn every_case_of_the_repository_is_answered_rightly() {
    let summary = run(&vectors()).unwrap();
    let lines: Vec<String> = summary.failures.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(summary.passed > 500, "{summary}");
}

#[test]
fn a_wrong_expectation_is_a_failure() {
    let cases = r#"[{"id": "a", "input": {"body": "version: STSv1\nmode: none\nmax_age: 1\n"}, "expect": {"error": "syntax"}},
        {"id": "b", "input": {"body": "x"}, "expect": {"error": "empty", "or": ["bom"]}},
        {"id": "c", "input": {"body": "x"}, "expect": {"error": "empty", "or": ["syntax"]}},
        {"id": "d", "input": {"body": "x"}, "expect": {"error": "empty"}, "also": [{"error": "syntax"}]}]"#;
    let folder = Folder::with("wrong", &[("policy.json", cases)]);
    let output = program(&[&folder.0]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            r#"policy.json a: expected {"error":"syntax"}, got {"ok":{"extensions":[],"max_age":1,"mode":"none","mx":[],"version":"STSv1"}}"#,
            r#"policy.json b: expected {"error":"empty","or":["bom"]}, got {"error":"syntax"}"#,
            "1 passed, 1 acceptable, 2 failed, 0 skipped",
        ]
    );
}

#[test]
fn a_wrong_expectation_in_every_file_is_a_failure() {
    for (file, input) in [
        ("record.json", r#"{"txt": [["v=STSv1; id=1"]]}"#),
        ("record.json", r#"{"txt": [], "rcode": "SERVFAIL"}"#),
        ("tlsrpt_record.json", r#"{"txt": [["v=TLSRPTv1; rua=mailto:a@example.com"]]}"#),
        ("mx.json", r#"{"kind": "match", "pattern": "a.example", "host": "a.example"}"#),
        ("mx.json", r#"{"kind": "pattern", "pattern": "a.example"}"#),
        ("mx.json", r#"{"kind": "policy", "mode": "enforce", "mx": ["a.example"], "host": "a.example"}"#),
        (
            "mx.json",
            r#"{"kind": "apply", "mode": null, "mx_matches": true, "starttls": true, "certificate_valid": true}"#,
        ),
        ("fetch.json", r#"{"kind": "flow", "cached": null, "record": {"ok": "1"}, "fetch": "ok"}"#),
        ("fetch.json", r#"{"kind": "locate", "given": "example.com"}"#),
        ("fetch.json", r#"{"kind": "transport", "policy_domain": "example.com", "event": "connection-refused"}"#),
        ("fetch.json", r#"{"kind": "transport", "policy_domain": "example.com", "event": "the sun went dark"}"#),
        ("tlsrpt_report.json", r#"{"json": "{\"policies\": []}"}"#),
        ("tlsrpt_report.json", r#"{"gzip_b64": "H4sAAQID"}"#),
    ] {
        let case = format!(r#"[{{"id": "x", "input": {input}, "expect": {{"error": "something else"}}}}]"#);
        assert_eq!(run_with("each", &[(file, &case)]).unwrap().failures.len(), 1, "{file} {input}");
    }
}

#[test]
fn a_known_disagreement_is_acceptable_only_with_our_answer() {
    let case = r#"[{"id": "a", "input": {"body": "x"}, "expect": {"error": "empty"}}]"#;
    for (ours, acceptable) in [("syntax", 1), ("bom", 0)] {
        let known = format!(r#"[{{"file": "policy.json", "id": "a", "reason": "x", "ours": {{"error": "{ours}"}}}}]"#);
        let files = [("policy.json", case), ("known-disagreements.json", known.as_str())];
        assert_eq!(run_with("known", &files).unwrap().acceptable, acceptable, "{ours}");
    }
}

#[test]
fn what_cannot_be_run_is_said_with_file_and_case() {
    for (file, text, expected) in [
        ("other.json", "[]", "has none of the files record.json"),
        ("policy.json", "[", "policy.json is not a JSON list"),
        ("policy.json", "{}", "policy.json is not a JSON list"),
        ("policy.json", r#"[{"id": "p1", "input": {"body": "x"}}]"#, "policy.json p1: missing field `expect`"),
        ("policy.json", r#"[{"id": "p2", "input": {}, "expect": {}}]"#, "policy.json p2: expected one of `body`"),
        ("policy.json", r#"[{"id": "p3", "input": {"body_b64": "?"}, "expect": {}}]"#, "policy.json p3: not base64"),
        (
            "record.json",
            r#"[{"id": "r1", "input": {"txt": [[7]]}, "expect": {}}]"#,
            "record.json r1: expected a string",
        ),
        (
            "record.json",
            r#"[{"id": "r2", "input": {"txt": [], "rcode": "X"}, "expect": {}}]"#,
            "record.json r2: unknown rcode",
        ),
        (
            "mx.json",
            r#"[{"id": "m1", "input": {"kind": "guess"}, "expect": {}}]"#,
            "mx.json m1: unknown variant `guess`",
        ),
        ("tlsrpt_report.json", r#"[{"id": "t1", "input": {"xml": ""}, "expect": {}}]"#, "t1: expected one of `json`"),
        (
            "fetch.json",
            r#"[{"id": "f1", "input": {"kind": "guess"}, "expect": {}}]"#,
            "fetch.json f1: unknown variant `guess`",
        ),
    ] {
        let problem = run_with("problem", &[(file, text)]).unwrap_err().to_string();
        assert!(problem.contains(expected) && problem.ends_with('.'), "{file}: {problem}");
    }
}

#[test]
fn the_transcript_has_the_calls_of_all_files() {
    let output = program(&[Path::new("--transcript"), &vectors()]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let mut calls: Vec<&str> = text.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
    assert!(calls.len() > 500, "{}", calls.len());
    calls.sort_unstable();
    calls.dedup();
    assert_eq!(calls, ["matchMx", "readReport", "readReports", "replay", "validatePolicy", "validateRecord"]);
}

#[test]
fn the_program_ends_with_2_where_it_cannot_run() {
    let vectors = vectors();
    let readings = [vectors.as_path(), Path::new("--readings"), Path::new("/nonexistent/policy.json")];
    for (arguments, expected) in [
        ([].as_slice(), "The folder with the cases is missing."),
        (&[Path::new("/nonexistent")], "has none of the files"),
        (&[Path::new("--frobnicate")], "There is no option --frobnicate."),
        (&readings, "policy.json: cannot be read"),
        (&readings[..2], "--readings needs a file."),
    ] {
        let output = program(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(expected) && output.stdout.is_empty(), "{text}");
    }
    let help = program(&[Path::new("--help")]);
    assert!(help.status.success() && !help.stdout.is_empty());
}
