//! Recorded cases: whole checks, kept as what was answered, each with what it has to come to.

use std::fs;
use std::path::Path;

use mta_sts::Recording;
use mta_sts::report::Report;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Problem;

/// One file of `cases/`: a recording with a further member `expect`.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordedCase {
    /// The name of the file.
    #[serde(skip)]
    pub file: String,
    /// The check.
    #[serde(flatten)]
    pub recording: Recording,
    /// The outcome, the status of each step and the ids of all findings in order: see [`RecordedCase::seen`].
    pub expect: Value,
}

impl RecordedCase {
    /// The report.
    ///
    /// # Errors
    /// A sentence where the file does not hold the recording of a whole check.
    pub fn report(&self) -> Result<Report, Problem> {
        let check = self.recording.replay().map_err(|error| Problem(format!("{}: {error}", self.file)))?;
        match check.requests().first() {
            None => Ok(check.report()),
            Some((id, _)) => Err(Problem(format!("{}: there is no answer to `{id}`.", self.file))),
        }
    }

    /// What the recording comes to, in the form of `expect`.
    ///
    /// # Errors
    /// As [`RecordedCase::report`].
    pub fn seen(&self) -> Result<Value, Problem> {
        let report = self.report()?;
        let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
        let steps: Map<String, Value> =
            report.steps.iter().map(|step| (word(json!(step.id)), json!(step.status))).collect();
        let findings: Vec<&str> =
            report.steps.iter().flat_map(|step| &step.findings).map(|finding| finding.id).collect();
        Ok(json!({"outcome": report.outcome, "steps": steps, "findings": findings}))
    }
}

/// The recorded cases in `cases/` of a folder, by name; none if there is no such folder.
///
/// # Errors
/// A sentence that names the file that cannot be read.
pub fn recorded_cases(folder: &Path) -> Result<Vec<RecordedCase>, Problem> {
    let Ok(entries) = fs::read_dir(folder.join("cases")) else { return Ok(Vec::new()) };
    let mut cases = Vec::new();
    for entry in entries.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if !file.ends_with(".json") {
            continue;
        }
        let text = fs::read(entry.path()).map_err(|error| Problem(format!("{file} cannot be read: {error}.")))?;
        let case: RecordedCase =
            serde_json::from_slice(&text).map_err(|error| Problem(format!("{file} is no recorded case: {error}.")))?;
        cases.push(RecordedCase { file, ..case });
    }
    cases.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(cases)
}
