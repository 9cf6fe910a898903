//! What a run measured: how many, how fast, and with which answers.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The times of answers that count, and how often each outcome was seen.
#[derive(Default)]
pub(crate) struct Measured {
    microseconds: Vec<u64>,
    outcomes: BTreeMap<String, u64>,
}

impl Measured {
    /// An answer that counts, asked for at `start`.
    pub(crate) fn answered(&mut self, outcome: impl ToString, start: Instant) {
        self.microseconds.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
        self.seen(outcome);
    }

    /// What is counted and not timed.
    pub(crate) fn seen(&mut self, outcome: impl ToString) {
        *self.outcomes.entry(outcome.to_string()).or_default() += 1;
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.microseconds.extend(other.microseconds);
        for (outcome, times) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += times;
        }
    }

    /// Rate, quantiles in milliseconds, and counts.
    pub(crate) fn report(mut self, took: Duration) -> Value {
        self.microseconds.sort_unstable();
        let quantile = |per_mille: usize| {
            let at = (self.microseconds.len() * per_mille / 1000).min(self.microseconds.len().saturating_sub(1));
            self.microseconds.get(at).map(|&time| time as f64 / 1000.0)
        };
        json!({
            "perSecond": self.microseconds.len() as f64 / took.as_secs_f64(),
            "answered": self.microseconds.len(),
            "p50": quantile(500),
            "p99": quantile(990),
            "max": quantile(1000),
            "outcomes": self.outcomes,
        })
    }
}
