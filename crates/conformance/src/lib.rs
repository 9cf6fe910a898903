//! Runs conformance cases for MTA-STS and TLSRPT (RFC 8461, RFC 8460) through the policy core: the way a check goes,
//! wherever there is one. `tests/vectors/README.md` has the format of the cases. The examples of `docs/findings` run
//! here too.

mod case;
mod fetch;
mod flow;
mod kinds;
mod mx;
pub mod pages;
mod policy;
pub mod readings;
mod recorded;
mod report;
pub mod scene;
mod score;
mod transcript;
mod txt;
mod world;

use std::fmt;
use std::path::Path;

use mta_sts::Question;
use serde_json::Value;

use crate::case::{Case, CaseFile, Disagreement};
use crate::fetch::FetchCase;
use crate::mx::MxCase;
pub use crate::recorded::{RecordedCase, recorded_cases};
use crate::score::is_right;
pub use crate::transcript::{Call, transcript};
use crate::txt::TxtCase;

/// Why nothing could be run, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(pub String);

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What came of all cases. [`fmt::Display`] gives the line that ends a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Cases answered as expected.
    pub passed: usize,
    /// Cases answered in another way that is right too.
    pub acceptable: usize,
    /// Cases answered wrongly.
    pub failures: Vec<Failure>,
    /// Cases about what this project does not do yet.
    pub skipped: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, acceptable, failures, skipped } = self;
        write!(f, "{passed} passed, {acceptable} acceptable, {} failed, {skipped} skipped", failures.len())
    }
}

/// A case answered wrongly. [`fmt::Display`] gives one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The file.
    pub file: &'static str,
    /// The case.
    pub id: String,
    /// The answer that the case expects.
    pub expected: Value,
    /// The answer given.
    pub got: Value,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, id, expected, got } = self;
        write!(f, "{file} {id}: expected {expected}, got {got}")
    }
}

/// Runs all cases of a folder.
///
/// # Errors
/// A sentence where the folder has no file of cases, or where one cannot be read: it names the file and the case.
pub fn run(folder: &Path) -> Result<Summary, Problem> {
    let disagreements = case::read_disagreements(folder)?;
    let mut summary = Summary::default();
    for (file, cases) in case::read_cases(folder)? {
        for case in cases {
            match answer(file, &case.input) {
                Ok(Some(got)) => summary.count(file, case, got, &disagreements),
                Ok(None) => summary.skipped += 1,
                Err(what) => return Err(Problem(format!("{} {}: {what}.", file.name(), case.id))),
            }
        }
    }
    Ok(summary)
}

impl Summary {
    fn count(&mut self, file: CaseFile, case: Case, got: Value, disagreements: &[Disagreement]) {
        let is_known =
            |known: &Disagreement| known.file == file.name() && known.id == case.id && is_right(&known.ours, &got);
        if is_right(&case.expect, &got) {
            self.passed += 1;
        } else if case.also.iter().any(|also| is_right(also, &got)) || disagreements.iter().any(is_known) {
            self.acceptable += 1;
        } else {
            self.failures.push(Failure { file: file.name(), id: case.id, expected: case.expect, got });
        }
    }
}

/// This project's answer to one case; `None` where the question is one that it does not answer yet.
fn answer(file: CaseFile, input: &Value) -> Result<Option<Value>, String> {
    match file {
        CaseFile::Record => TxtCase::new(input, Question::StsRecord).map(|case| Some(case.answer())),
        CaseFile::TlsrptRecord => TxtCase::new(input, Question::TlsrptRecord).map(|case| Some(case.answer())),
        CaseFile::Policy => policy::octets(input).map(|octets| Some(policy::answer(&octets))),
        CaseFile::Mx => MxCase::new(input).map(|case| Some(case.answer())),
        CaseFile::Fetch => FetchCase::new(input).map(|case| Some(case.answer())),
        CaseFile::TlsrptReport => {
            report::octets(input).map(|octets| Some(report::answer(report::name(input), &octets)))
        }
    }
}
