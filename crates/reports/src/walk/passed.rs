//! What was met that is no report: said only where nothing else is.

use mta_sts::tlsrpt::report::ReportProblemKind;

use super::place::Place;
use crate::problem::{Problem, error};

/// How many parts are named.
const MAX_NAMED: usize = 5;

/// The parts that were passed over.
#[derive(Default)]
pub(super) struct Passed {
    named: Vec<String>,
    more: usize,
}

impl Passed {
    pub(super) fn note(&mut self, place: &Place, what: Option<&str>) {
        if self.named.len() >= MAX_NAMED {
            self.more = self.more.saturating_add(1);
            return;
        }
        let what = what.map(str::to_owned).or_else(|| place.media_type.as_ref().map(ToString::to_string));
        let name = if place.path.is_empty() { None } else { Some(format!("“{}”", place.shown())) };
        let words = [name, what.map(|what| format!("({what})"))];
        self.named.push(words.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }

    /// That a file has no report, and what it has instead.
    pub(super) fn no_report(&self) -> Problem {
        let saw = match (self.named.is_empty(), self.more) {
            (true, _) => "It is empty".to_owned(),
            (false, 0) => format!("In it: {}", self.named.join(", ")),
            (false, more) => format!("In it: {}, and {more} more", self.named.join(", ")),
        };
        error(
            ReportProblemKind::NoReport,
            "RFC 8460 §5.3",
            saw,
            "A TLS report: an attachment application/tlsrpt+gzip or application/tlsrpt+json, or a file .json or .json.gz.",
        )
    }
}
