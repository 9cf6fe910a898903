//! What holds for every correction of every text.

use mta_sts::correct::{Correction, Edit};
use mta_sts::finding::{Finding, Severity};
use mta_sts::offline::{correct_policy, correct_record, validate_policy, validate_record};
use mta_sts::text::Validity;

/// What a validation says of a text, as far as its correction goes.
pub(crate) struct Judged {
    pub(crate) validity: Validity,
    pub(crate) findings: Vec<Finding>,
    pub(crate) correction: Option<Correction>,
}

pub(crate) fn as_policy(text: &[u8]) -> Judged {
    let judged = validate_policy(text);
    Judged { validity: judged.validity, findings: judged.findings, correction: correct_policy(text) }
}

pub(crate) fn as_record(text: &[u8]) -> Judged {
    let judged = validate_record(text);
    Judged { validity: judged.validity, findings: judged.findings, correction: correct_record(text) }
}

/// The correction of a text does what it says, and is whole. Gives whether the text is valid afterwards.
pub(crate) fn assert_corrected(text: &[u8], judge: fn(&[u8]) -> Judged) -> bool {
    let before = judge(text);
    let Some(correction) = before.correction else { return before.validity == Validity::Valid };
    assert!(before.validity != Validity::Valid, "a valid text is changed: {correction:?}");
    assert!(!correction.edits.is_empty());
    let replaced = apply(text, &correction.edits);
    let after = judge(correction.text.as_bytes());
    assert_eq!(after.correction, None, "of {correction:?}");
    let is_grave = |finding: &&Finding| finding.senders_differ || finding.severity == Severity::Error;
    let mut left: Vec<&str> = after.findings.iter().filter(is_grave).map(|finding| finding.id).collect();
    left.dedup();
    assert!(left.iter().all(|id| correction.unresolved.contains(id)), "{left:?} left by {correction:?}");
    assert_eq!(correction.unresolved.is_empty(), after.validity == Validity::Valid && left.is_empty());
    assert_eq!(replaced.0, correction.text.as_bytes());
    for (edit, start, end) in replaced.1 {
        let is_there = |finding: &&Finding| {
            let place = finding.location.as_ref().map_or((0, usize::MAX), |place| (place.byte_start, place.byte_end));
            finding.id == edit.finding && start < end && place.0 <= start && start < place.1
        };
        assert!(!after.findings.iter().any(|finding| is_there(&finding)), "{edit:?} mends nothing in {correction:?}");
    }
    after.validity == Validity::Valid
}

/// The text with the edits made, and each edit with the place of its replacement.
fn apply<'a>(given: &[u8], edits: &'a [Edit]) -> (Vec<u8>, Vec<(&'a Edit, usize, usize)>) {
    let (mut text, mut kept, mut places) = (Vec::new(), 0, Vec::new());
    for edit in edits {
        assert!(
            kept <= edit.byte_start && edit.byte_start <= edit.byte_end && edit.byte_end <= given.len(),
            "{edits:?}"
        );
        assert_ne!(&given[edit.byte_start..edit.byte_end], edit.replacement.as_bytes());
        text.extend_from_slice(&given[kept..edit.byte_start]);
        let start = text.len();
        text.extend_from_slice(edit.replacement.as_bytes());
        places.push((edit, start, text.len()));
        kept = edit.byte_end;
    }
    text.extend_from_slice(&given[kept..]);
    (text, places)
}
