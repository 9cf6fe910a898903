//! A text in the course of its correction: each round edits what the one before has left, and all of it together is a list
//! of edits over the text that was given.

use std::borrow::Cow;

use super::Edit;

/// The given text with the edits so far.
pub(super) struct Draft<'a> {
    given: &'a [u8],
    /// What the edits are over: the given text, or what took its place as a whole.
    base: Cow<'a, [u8]>,
    /// The finding that led to the latter.
    whole: Option<&'static str>,
    /// In order, not overlapping.
    edits: Vec<Edit>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(given: &'a [u8]) -> Self {
        Self { given, base: Cow::Borrowed(given), whole: None, edits: Vec::new() }
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.base.len());
        let mut kept = 0;
        for edit in &self.edits {
            text.extend_from_slice(self.base.get(kept..edit.byte_start).unwrap_or_default());
            text.extend_from_slice(edit.replacement.as_bytes());
            kept = edit.byte_end;
        }
        text.extend_from_slice(self.base.get(kept..).unwrap_or_default());
        text
    }

    /// Edits the text as it is now; `edits` are in order and do not overlap.
    pub(super) fn apply(&mut self, edits: Vec<Edit>) {
        // A text that is replaced as a whole (UTF-16) is a new one: its edits would be merged one by one.
        if let [Edit { finding, byte_start: 0, byte_end, replacement }] = edits.as_slice()
            && *byte_end == self.text().len()
        {
            self.whole.get_or_insert(self.edits.first().map_or(finding, |edit| edit.finding));
            self.base = Cow::Owned(replacement.clone().into_bytes());
            self.edits.clear();
            return;
        }
        let mut before = Placed::all(std::mem::take(&mut self.edits));
        // From the end, so that what is still to come has its place.
        let mut done = Vec::new();
        for edit in edits.into_iter().rev() {
            let merged = merge(&mut before, edit, &mut done);
            before.push(merged);
        }
        done.extend(before.into_iter().rev().map(|placed| placed.edit));
        done.reverse();
        self.edits = done;
    }

    /// The edits over the given text.
    pub(super) fn into_edits(self) -> Vec<Edit> {
        if let Some(finding) = self.whole {
            let replacement = String::from_utf8(self.text()).unwrap_or_default();
            return vec![Edit { finding, byte_start: 0, byte_end: self.given.len(), replacement }];
        }
        let given = self.given;
        let changes = |edit: &Edit| given.get(edit.byte_start..edit.byte_end) != Some(edit.replacement.as_bytes());
        self.edits.into_iter().filter(changes).collect()
    }
}

/// An edit over the base, with the place of its replacement in the text as it is now.
struct Placed {
    start: usize,
    edit: Edit,
}

impl Placed {
    fn all(edits: Vec<Edit>) -> Vec<Self> {
        let (mut base, mut now) = (0usize, 0usize);
        let place = |edit: Edit| {
            let start = now.saturating_add(edit.byte_start.saturating_sub(base));
            (base, now) = (edit.byte_end, start.saturating_add(edit.replacement.len()));
            Self { start, edit }
        };
        edits.into_iter().map(place).collect()
    }

    fn end(&self) -> usize {
        self.start.saturating_add(self.edit.replacement.len())
    }
}

/// The edit of the text as it is now, over the base; it takes in the earlier edits that it touches, and those behind it
/// move to `done`.
fn merge(before: &mut Vec<Placed>, edit: Edit, done: &mut Vec<Edit>) -> Placed {
    let Edit { finding, byte_start: start, byte_end: end, replacement } = edit;
    while let Some(behind) = before.pop_if(|last| last.start >= end) {
        done.push(behind.edit);
    }
    // What is not replaced yet has the distance to the edit before it that it has in the base.
    let in_base = |before: &[Placed], at: usize| match before.last() {
        Some(last) => last.edit.byte_end.saturating_add(at.saturating_sub(last.end())),
        None => at,
    };
    let mut merged = Edit { finding, byte_start: 0, byte_end: in_base(before, end), replacement };
    let mut place = start;
    let mut is_first_known = false;
    while let Some(touched) = before.pop_if(|last| last.end() > start) {
        let text = touched.edit.replacement.as_str();
        if let Some(rest) = end.checked_sub(touched.start).and_then(|at| text.get(at..)) {
            merged.replacement.push_str(rest);
        }
        if let Some(head) = start.checked_sub(touched.start).and_then(|at| text.get(..at)) {
            merged.replacement.insert_str(0, head);
            (place, merged.byte_start, is_first_known) = (touched.start, touched.edit.byte_start, true);
        }
        // What was there first is the cause of what followed.
        merged.finding = touched.edit.finding;
    }
    if !is_first_known {
        merged.byte_start = in_base(before, start);
    }
    Placed { start: place, edit: merged }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edits(places: &[(usize, usize, &str)]) -> Vec<Edit> {
        let edit = |&(byte_start, byte_end, replacement): &(usize, usize, &str)| Edit {
            finding: "policy-bom",
            byte_start,
            byte_end,
            replacement: replacement.to_owned(),
        };
        places.iter().map(edit).collect()
    }

    #[test]
    fn later_edits_are_over_the_given_text() {
        for (rounds, expected) in [
            (vec![vec![(1, 2, "")], vec![(1, 2, "")]], vec![(1, 2, ""), (2, 3, "")]),
            (vec![vec![(1, 1, "xyz")], vec![(2, 3, "")]], vec![(1, 1, "xz")]),
            (vec![vec![(1, 2, "xyz")], vec![(0, 2, "-")]], vec![(0, 2, "-yz")]),
            (vec![vec![(1, 2, "xyz")], vec![(3, 5, "-")]], vec![(1, 3, "xy-")]),
            (vec![vec![(1, 2, "x"), (3, 4, "y")], vec![(1, 4, "-")]], vec![(1, 4, "-")]),
            (vec![vec![(0, 1, "")], vec![(0, 0, "-")]], vec![(0, 0, "-"), (0, 1, "")]),
            (vec![vec![(4, 6, "xy")], vec![(0, 1, ""), (5, 5, "-")]], vec![(0, 1, ""), (4, 6, "x-y")]),
        ] {
            let mut draft = Draft::new(b"abcdef");
            for round in rounds {
                draft.apply(edits(&round));
            }
            assert_eq!(draft.into_edits(), edits(&expected));
        }
    }

    fn round() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        proptest::collection::vec((0..4usize, 0..4usize, "[x-z]{0,3}"), 0..6)
    }

    proptest! {
        #[test]
        fn together_they_make_what_they_made_one_after_the_other(rounds in proptest::collection::vec(round(), 0..5)) {
            let given = b"abcdefghijklmnopqrstuvw";
            let mut draft = Draft::new(given);
            for round in rounds {
                let text = draft.text();
                let (mut at, mut edits, mut expected) = (0, Vec::new(), Vec::new());
                for (gap, length, replacement) in round {
                    let start = (at + gap).min(text.len());
                    let end = (start + length).min(text.len());
                    expected.extend_from_slice(&text[at..start]);
                    expected.extend_from_slice(replacement.as_bytes());
                    edits.push(Edit { finding: "policy-bom", byte_start: start, byte_end: end, replacement });
                    at = end;
                }
                expected.extend_from_slice(&text[at..]);
                draft.apply(edits);
                prop_assert_eq!(draft.text(), expected);
            }
            let text = draft.text();
            let mut again = Draft::new(given);
            let edits = draft.into_edits();
            prop_assert!(edits.is_sorted_by(|a, b| a.byte_end <= b.byte_start));
            again.apply(edits);
            prop_assert_eq!(again.text(), text);
        }
    }
}
