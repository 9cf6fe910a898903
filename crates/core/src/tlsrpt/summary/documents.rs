//! A line for each document, as long as there is room.

use super::{DocumentLine, DocumentState};
use crate::text::lower_first;
use crate::tlsrpt::report::{ReportProblem, ReportProblemSeverity};

/// The most documents that are listed.
pub const MAX_DOCUMENTS: usize = 10_000;
/// The most text that their lines have, in bytes.
pub const MAX_DOCUMENT_TEXT: usize = 8 << 20;
/// The most that are listed beyond those, because they could not be read: somebody has to look at them.
pub const MAX_UNREADABLE: usize = 1_000;
/// The most text that these may have besides, in bytes.
pub const MAX_UNREADABLE_TEXT: usize = 1 << 20;

/// The lines so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Documents {
    pub(super) lines: Vec<DocumentLine>,
    pub(super) omitted: usize,
    text: usize,
}

impl Documents {
    /// How many lines may be there before one of this state, and how many bytes of text with it.
    fn room(&self, state: DocumentState) -> (usize, usize) {
        match state {
            DocumentState::Unreadable => {
                (MAX_DOCUMENTS.saturating_add(MAX_UNREADABLE), MAX_DOCUMENT_TEXT.saturating_add(MAX_UNREADABLE_TEXT))
            }
            // Once one was left out, none follows.
            DocumentState::Counted | DocumentState::Duplicate if self.omitted > 0 => (0, 0),
            DocumentState::Counted | DocumentState::Duplicate => (MAX_DOCUMENTS, MAX_DOCUMENT_TEXT),
        }
    }

    /// Adds a line of that state; it is made only if there is room.
    pub(super) fn push(&mut self, state: DocumentState, line: impl FnOnce() -> DocumentLine) {
        let (most, most_text) = self.room(state);
        if self.lines.len() < most {
            let line = line();
            let texts = [&line.organization, &line.report_id, &line.domain, &line.note];
            let length = texts.into_iter().flatten().fold(line.name.len(), |sum, text| sum.saturating_add(text.len()));
            let text = self.text.saturating_add(length);
            if text <= most_text {
                self.text = text;
                self.lines.push(line);
                return;
            }
        }
        self.omitted = self.omitted.saturating_add(1);
    }
}

/// What to say about a document in a line: why it could not be read, or else the first notice.
pub(super) fn note(state: DocumentState, problems: &[ReportProblem]) -> Option<String> {
    let severity = match state {
        DocumentState::Unreadable => ReportProblemSeverity::Error,
        DocumentState::Counted | DocumentState::Duplicate => ReportProblemSeverity::Notice,
    };
    problems.iter().find(|problem| problem.severity == severity).map(words)
}

/// How many of the problems are notices.
pub(super) fn notices(problems: &[ReportProblem]) -> usize {
    problems.iter().filter(|problem| problem.severity == ReportProblemSeverity::Notice).count()
}

fn words(problem: &ReportProblem) -> String {
    let ReportProblem { saw, expected, location, member, .. } = problem;
    let place = location.as_ref().map(|place| format!("line {}, column {}", place.line, place.column));
    let places: Vec<String> = place.into_iter().chain((!member.is_empty()).then(|| format!("`{member}`"))).collect();
    let place = if places.is_empty() { String::new() } else { format!("{}: ", places.join(", ")) };
    format!("{place}{saw}; expected: {}.", lower_first(expected.trim_end_matches('.')))
}
