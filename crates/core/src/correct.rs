//! The corrected form of a pasted text: edits for what can only have been meant in one way, and the findings that are
//! left to the domain's owner.
//!
//! Parsers name violations, [`remedy`] says for every rule what becomes of it, and what an edit uncovers is looked at
//! again, until nothing more can be mended. A valid text is never touched.

mod clean;
mod draft;
mod policy;
mod record;
mod remedy;
mod rua;
mod scene;
#[cfg(test)]
mod tests;

use serde::Serialize;

use self::draft::Draft;
use self::remedy::{POLICY, RECORD, Row, Turn};
use self::scene::Scene;
use crate::evidence::MAX_POLICY_BYTES;
use crate::finding::policy::POLICY_UTF16;
use crate::finding::{Effect, Severity};
use crate::offline::read_record;
use crate::policy::parse_policy;
use crate::text::{Violation, Violations};

/// More than any text needs whose faults hide one another. One that is not settled then has no correction.
const ROUNDS: usize = 16;

/// A text with all mended that can only have been meant in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Correction {
    /// The corrected text: the given one after all edits. Its line ends are those of the given text.
    pub text: String,
    /// What to replace in the given text, in its order; no two overlap. There is at least one.
    pub edits: Vec<Edit>,
    /// What the corrected text still has of errors and of findings about which senders differ: only the domain's owner
    /// knows what to write. A finding that an edit mends in one place may be here because of another. Empty if the
    /// corrected text is valid.
    #[cfg_attr(test, ts(type = "Array<FindingId>"))]
    pub unresolved: Vec<&'static str>,
}

/// A replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// The finding that it mends; the first, if one edit mends several.
    #[cfg_attr(test, ts(type = "FindingId"))]
    pub finding: &'static str,
    /// First byte of what is replaced, counted from 0 in the given text.
    pub byte_start: usize,
    /// One past the last byte; the first byte itself where the edit only inserts.
    pub byte_end: usize,
    /// What to put there; empty where the edit only deletes.
    pub replacement: String,
}

/// Corrects a policy file that is not valid. `None` where no edit is certain, and for texts of more than 65536 bytes,
/// which senders need not read (RFC 8461 §3.3).
pub(crate) fn correct_policy(text: &[u8]) -> Option<Correction> {
    correct(text, POLICY, |text| parse_policy(text).1)
}

/// Corrects the text of a record that is not valid, as [`correct_policy`] does a policy.
pub(crate) fn correct_record(text: &[u8]) -> Option<Correction> {
    correct(text, RECORD, |text| read_record(text).1)
}

fn correct(given: &[u8], table: &[Row], read: fn(&[u8]) -> Violations) -> Option<Correction> {
    if given.len() > MAX_POLICY_BYTES {
        return None;
    }
    let mut draft = Draft::new(given);
    for round in 0..ROUNDS {
        let text = draft.text();
        let violations = read(&text);
        let scene = Scene { text: &text, violations: &violations };
        // What only its edits make look like UTF-16 is no text in either.
        if round > 0 && scene.has(&POLICY_UTF16) {
            return None;
        }
        let mut edits = scene.edits(table, Turn::First);
        if edits.is_empty() {
            edits = scene.edits(table, Turn::Then);
        }
        if edits.is_empty() {
            let edits = draft.into_edits();
            let unresolved = unresolved(&violations);
            return (!edits.is_empty() && all_mend(&edits, &violations)).then_some(Correction {
                text: String::from_utf8(text).ok()?,
                edits,
                unresolved,
            });
        }
        draft.apply(edits);
    }
    None
}

/// Whether none of the findings that edits are for is still there, in their place: in a heap of octets one may follow another
/// into the same edit, and then it is not certain what that is for.
fn all_mend(edits: &[Edit], left: &Violations) -> bool {
    let (mut given, mut now) = (0usize, 0usize);
    edits.iter().all(|edit| {
        let start = now.saturating_add(edit.byte_start.saturating_sub(given));
        (given, now) = (edit.byte_end, start.saturating_add(edit.replacement.len()));
        let is_there = |violation: &Violation| {
            violation.rule.id == edit.finding && violation.span.start <= start && start < violation.span.end
        };
        edit.replacement.is_empty() || !left.iter().any(is_there)
    })
}

/// What is left, each once, in the order of the text.
fn unresolved(violations: &Violations) -> Vec<&'static str> {
    let mut ids = Vec::new();
    for rule in violations.in_order().into_iter().map(|violation| violation.rule) {
        if (rule.effect != Effect::Harmless || rule.severity == Severity::Error) && !ids.contains(&rule.id) {
            ids.push(rule.id);
        }
    }
    ids
}
