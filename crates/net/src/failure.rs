//! How a stage says that it failed.

use std::time::{Duration, Instant};

use mta_sts::evidence::{FailureClass, FetchFailure};

/// The most characters of one sentence; some of them quote what a stranger wrote.
const MAX_DETAIL: usize = 300;

pub(crate) fn failure(class: FailureClass, detail: impl AsRef<str>) -> FetchFailure {
    FetchFailure { class, detail: shorten(detail.as_ref(), MAX_DETAIL) }
}

/// At most `limit` characters; what was longer ends in an ellipsis.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// Milliseconds since `start`, as the evidence counts them.
pub(crate) fn elapsed_ms(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// A limit in words: `5 seconds`, or in milliseconds where it is not whole seconds.
pub(crate) fn words(limit: Duration) -> String {
    match limit.subsec_millis() {
        0 => mta_sts::time::duration(limit.as_secs()),
        _ => format!("{} milliseconds", limit.as_millis()),
    }
}
