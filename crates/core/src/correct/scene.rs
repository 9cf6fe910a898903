//! A text and what is wrong with it, as the mends see it.

use super::Edit;
use super::remedy::{Row, Turn, remedy_of};
use crate::finding::Rule;
use crate::text::{Span, Violations};

/// A text and its violations.
pub(super) struct Scene<'a> {
    pub(super) text: &'a [u8],
    pub(super) violations: &'a Violations,
}

/// What to put in a place.
pub(super) struct Change {
    pub(super) span: Span,
    pub(super) replacement: String,
}

/// A single change.
pub(super) fn change(span: Span, replacement: impl Into<String>) -> Vec<Change> {
    vec![Change { span, replacement: replacement.into() }]
}

impl<'a> Scene<'a> {
    /// What one turn does to the text, in order. Of two edits that overlap the first is made; the other waits for the next
    /// round, which may not need it.
    pub(super) fn edits(&self, table: &[Row], turn: Turn) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for violation in self.violations.in_order() {
            let Some(mend) = remedy_of(table, violation.rule).mend(turn) else { continue };
            for Change { span, replacement } in mend(self, violation.span) {
                if self.at(span) == replacement.as_bytes() {
                    continue;
                }
                let (byte_start, byte_end) = (span.start, span.end);
                let is_before = |edit: &Edit| (edit.byte_start, edit.byte_end) <= (byte_start, byte_end);
                let at = edits.iter().rposition(is_before).map_or(0, |last| last.saturating_add(1));
                edits.insert(at, Edit { finding: violation.rule.id, byte_start, byte_end, replacement });
            }
        }
        let mut end = 0;
        edits.retain(|edit| {
            let is_free = edit.byte_start >= end;
            if is_free {
                end = edit.byte_end;
            }
            is_free
        });
        edits
    }

    pub(super) fn has(&self, rule: &Rule) -> bool {
        self.violations.iter().any(|violation| violation.rule.id == rule.id)
    }

    pub(super) fn at(&self, span: Span) -> &'a [u8] {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The text there; nothing where it is not UTF-8, which has a rule of its own.
    pub(super) fn str_at(&self, span: Span) -> &'a str {
        std::str::from_utf8(self.at(span)).unwrap_or_default()
    }

    /// The line around a place, with its terminator and without.
    pub(super) fn line(&self, at: usize) -> (Span, Span) {
        let start =
            self.text.iter().take(at).rposition(|&octet| octet == b'\n').map_or(0, |last| last.saturating_add(1));
        let rest = self.text.get(start..).unwrap_or_default();
        let Some(length) = rest.iter().position(|&octet| octet == b'\n') else {
            let span = Span::new(start, self.text.len());
            return (span, span);
        };
        let line = rest.get(..length).unwrap_or_default();
        let content = line.strip_suffix(b"\r").unwrap_or(line);
        let end = start.saturating_add(length).saturating_add(1);
        (Span::new(start, end), Span::new(start, start.saturating_add(content.len())))
    }

    /// How the text ends its lines: as its first one. RFC 8461 §3.2 allows LF and CRLF.
    pub(super) fn line_end(&self) -> &'static str {
        let first = self.text.iter().position(|&octet| octet == b'\n').and_then(|at| self.text.get(..at));
        if first.is_some_and(|line| line.ends_with(b"\r")) { "\r\n" } else { "\n" }
    }
}

/// The octets that are not UTF-8, read as Latin-1, which they are nearly always. Where that matters, in a name or an `mx`
/// pattern, the letter that comes of it has a finding of its own.
pub(super) fn as_latin1(scene: &Scene<'_>, within: Span) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = within.start;
    for chunk in scene.at(within).utf8_chunks() {
        at = at.saturating_add(chunk.valid().len());
        let end = at.saturating_add(chunk.invalid().len());
        if end > at {
            let replacement = chunk.invalid().iter().map(|&octet| char::from(octet)).collect();
            changes.push(Change { span: Span::new(at, end), replacement });
        }
        at = end;
    }
    changes
}

/// Deletes the place.
pub(super) fn delete(_: &Scene<'_>, span: Span) -> Vec<Change> {
    change(span, "")
}
