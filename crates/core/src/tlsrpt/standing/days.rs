//! The days of reports beside the time of a check.

use crate::time::{date, from_full_date};

const DAY: i64 = 86_400;

/// A day of reports, as the second in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i64);

impl Day {
    /// Reads `2026-11-24`.
    pub(super) fn parse(text: Option<&str>) -> Option<Self> {
        text.and_then(from_full_date).map(Self)
    }

    /// As `24 November 2026`.
    pub(super) fn words(self) -> String {
        date(self.0)
    }

    /// Its last second; days before 1970 are over at its beginning.
    pub(super) fn end(self) -> u64 {
        u64::try_from(self.0.saturating_add(DAY).saturating_sub(1)).unwrap_or_default()
    }
}

/// A time as a day in words.
pub(super) fn day_words(seconds: u64) -> String {
    date(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// What the day of the last report says about how much a check can tell, in a sentence or two.
pub(super) fn last_report(last_day: Option<Day>, checked_at: u64) -> String {
    let Some(day) = last_day else { return "The reports of it have no date.".to_owned() };
    let words = day.words();
    let checked = day_words(checked_at);
    if checked_at > day.end() {
        format!("The last report of it is of {words}; senders report once a day.")
    } else if checked == words {
        format!("The last report of it is of {words}, the day of the check, and may be of a time after it.")
    } else {
        format!("The last report of it is of {words}, and the check of {checked}, before that: check again.")
    }
}
