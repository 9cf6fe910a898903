//! Problems of what a report comes in.

use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, ReportProblemSeverity, ReportReading};

/// The longest list of problems of a document.
const MAX_PROBLEMS: usize = 100;

/// A problem that leaves nothing to read; in a box, to be handed up.
pub(crate) type Problem = Box<ReportProblem>;

/// A problem that leaves nothing to read.
pub(crate) fn error(
    kind: ReportProblemKind,
    basis: &'static str,
    saw: impl Into<String>,
    expected: impl Into<String>,
) -> Problem {
    let severity = ReportProblemSeverity::Error;
    Box::new(ReportProblem {
        kind,
        severity,
        member: String::new(),
        location: None,
        saw: saw.into(),
        expected: expected.into(),
        basis,
    })
}

/// A problem that is read over.
pub(crate) fn notice(
    kind: ReportProblemKind,
    basis: &'static str,
    saw: impl Into<String>,
    expected: impl Into<String>,
) -> ReportProblem {
    ReportProblem { severity: ReportProblemSeverity::Notice, ..*error(kind, basis, saw, expected) }
}

/// What is made of a document that could not be unpacked.
pub(crate) fn unread(problem: ReportProblem) -> ReportReading {
    ReportReading { report: None, is_usable: false, problems: vec![problem], omitted_problems: 0 }
}

/// Adds to the problems of a document, as far as they are listed.
pub(crate) fn add(reading: &mut ReportReading, problem: ReportProblem) {
    reading.is_usable &= problem.severity != ReportProblemSeverity::Error;
    if reading.problems.len() < MAX_PROBLEMS {
        reading.problems.push(problem);
    } else {
        reading.omitted_problems = reading.omitted_problems.saturating_add(1);
    }
}

/// A size in words.
pub(crate) fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}
