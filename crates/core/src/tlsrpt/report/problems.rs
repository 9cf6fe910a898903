//! Problems as they are found, and with their places once all are known.

use super::rules::Rule;
use super::{ReportProblem, ReportProblemSeverity};
use crate::text::{Locator, Span};

/// The problems of one text. At most [`Problems::MAX`] are kept, so that a hostile text cannot make the reading larger than itself; an
/// error is not crowded out by notices.
#[derive(Default)]
pub(super) struct Problems {
    kept: Vec<Found>,
    /// How many of those kept are notices.
    notices: usize,
    omitted: usize,
    has_error: bool,
}

struct Found {
    rule: Rule,
    member: String,
    span: Span,
    saw: String,
}

impl Problems {
    /// How many are kept.
    const MAX: usize = 100;

    /// Adds that `rule` is broken; member and words are made only if the problem is kept.
    pub(super) fn push(
        &mut self,
        rule: Rule,
        span: Span,
        member: impl FnOnce() -> String,
        saw: impl FnOnce() -> String,
    ) {
        let is_notice = rule.severity == ReportProblemSeverity::Notice;
        self.has_error |= !is_notice;
        if self.kept.len() >= Self::MAX {
            self.omitted = self.omitted.saturating_add(1);
            if is_notice || self.notices == 0 {
                return;
            }
            let is_notice = |found: &Found| found.rule.severity == ReportProblemSeverity::Notice;
            if let Some(last) = self.kept.iter().rposition(is_notice) {
                self.kept.remove(last);
                self.notices = self.notices.saturating_sub(1);
            }
        }
        self.notices = self.notices.saturating_add(usize::from(is_notice));
        self.kept.push(Found { rule, member: member(), span, saw: saw() });
    }

    /// Whether one of them is an error.
    pub(super) fn has_error(&self) -> bool {
        self.has_error
    }

    /// Those kept, in the order of the text, and how many more there were.
    pub(super) fn locate(mut self, text: &[u8]) -> (Vec<ReportProblem>, usize) {
        self.kept.sort_by_key(|found| found.span.start);
        let mut locator = Locator::new(text);
        let with_place = |Found { rule, member, span, saw }| ReportProblem {
            kind: rule.kind,
            severity: rule.severity,
            member,
            location: Some(locator.locate(span)),
            saw,
            expected: rule.sentence(),
            basis: rule.basis,
        };
        (self.kept.into_iter().map(with_place).collect(), self.omitted)
    }
}
