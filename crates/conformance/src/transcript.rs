//! The calls that the cases come to, with the exact JSON of their results: what every other build of this project, in
//! whatever runtime, has to give, byte for byte.

use std::fmt;
use std::path::Path;

use mta_sts::offline::{match_mx, validate_policy, validate_record};
use mta_sts::tlsrpt::summary::ReportBook;
use mta_sts::{Check, Question, Recording};
use mta_sts_reports::read_file;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Problem;
use crate::case::{CaseFile, read_cases, to_ascii};
use crate::fetch::FetchCase;
use crate::mx::MxCase;
use crate::policy;
use crate::recorded::recorded_cases;
use crate::report;
use crate::txt::TxtCase;

/// One call, by its name in JavaScript. [`fmt::Display`] gives it as one line of JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Call {
    call: &'static str,
    /// For `validatePolicy`, `validateRecord` and `readReport` the bytes in hexadecimal, for `readReports` those of each file, for
    /// `matchMx` the patterns and the host, for `replay` the recording.
    input: Value,
    /// JSON, as text.
    output: String,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Call {
    fn new<T: Serialize>(call: &'static str, input: Value, result: &T) -> Result<Self, String> {
        Ok(Self { call, input, output: serde_json::to_string(result).map_err(|error| error.to_string())? })
    }

    fn replay(recording: &Recording) -> Result<Self, String> {
        let report = recording.replay().map_err(|error| error.to_string())?.report();
        Self::new("replay", json!(recording), &report)
    }

    fn replay_of(check: &Check) -> Result<Self, String> {
        Self::replay(&Recording::of(check))
    }
}

/// The calls of all cases of a folder, the recorded ones included, in a fixed order.
///
/// # Errors
/// As [`crate::run`].
pub fn transcript(folder: &Path) -> Result<Vec<Call>, Problem> {
    let mut all = Vec::new();
    let mut reports = Vec::new();
    for (file, cases) in read_cases(folder)? {
        for case in cases {
            let problem = |what: String| Problem(format!("{} {}: {what}.", file.name(), case.id));
            all.extend(calls(file, &case.input).map_err(problem)?);
            if file == CaseFile::TlsrptReport {
                reports.push(report::octets(&case.input).map_err(problem)?);
            }
        }
    }
    all.push(summary(&reports).map_err(Problem)?);
    for case in recorded_cases(folder)? {
        all.push(Call::replay(&case.recording).map_err(|what| Problem(format!("{}: {what}", case.file)))?);
    }
    Ok(all)
}

fn calls(file: CaseFile, input: &Value) -> Result<Vec<Call>, String> {
    match file {
        CaseFile::Record => txt_calls(&TxtCase::new(input, Question::StsRecord)?),
        CaseFile::TlsrptRecord => txt_calls(&TxtCase::new(input, Question::TlsrptRecord)?),
        CaseFile::Policy => {
            let text = policy::octets(input)?;
            Ok(vec![Call::new("validatePolicy", hex(&text), &validate_policy(&text))?])
        }
        CaseFile::Mx => match MxCase::new(input)? {
            MxCase::Match { patterns, host } => {
                let found = match_mx(&patterns, &host, to_ascii);
                Ok(vec![Call::new("matchMx", json!({"patterns": patterns, "host": host}), &found)?])
            }
            MxCase::Pattern(pattern) => {
                let found = match_mx([&pattern], "", to_ascii);
                Ok(vec![Call::new("matchMx", json!({"patterns": [pattern], "host": ""}), &found)?])
            }
            MxCase::Apply(..) => Ok(Vec::new()),
        },
        CaseFile::Fetch => FetchCase::new(input)?.check().map(Call::replay_of).into_iter().collect(),
        CaseFile::TlsrptReport => {
            let file = report::octets(input)?;
            Ok(vec![Call::new("readReport", hex(&file), &read_file("", &file))?])
        }
    }
}

/// All files in one summary, each named by its number.
fn summary(files: &[Vec<u8>]) -> Result<Call, String> {
    let mut book = ReportBook::default();
    for (number, file) in files.iter().enumerate() {
        book.add(&number.to_string(), &read_file(&number.to_string(), file));
    }
    Call::new("readReports", files.iter().map(|file| hex(file)).collect(), &book.summary())
}

fn txt_calls(case: &TxtCase) -> Result<Vec<Call>, String> {
    let mut calls = vec![Call::replay_of(case.check())?];
    for text in case.texts() {
        calls.push(Call::new("validateRecord", hex(&text), &validate_record(&text))?);
    }
    Ok(calls)
}

fn hex(bytes: &[u8]) -> Value {
    Value::String(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
