//! How long and how much: the bounds of one fetch.

use std::time::Duration;

use mta_sts::evidence::{FailureClass, FetchFailure};
use tokio::time::Instant;

use crate::failure::{failure, words};

/// The deadlines of one fetch.
///
/// RFC 8461 §3.3 suggests one minute for the whole; a person waits for this one, so it is shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For each of the two address lookups, which run side by side.
    pub dns: Duration,
    /// For each TCP connection that is attempted.
    pub connect: Duration,
    /// For each TLS handshake.
    pub tls: Duration,
    /// For everything together. The HTTP exchange has no limit of its own: it gets what is left of this.
    pub total: Duration,
}

impl Limits {
    /// 5 seconds for each stage, 20 in all.
    pub const DEFAULT: Self = Self {
        dns: Duration::from_secs(5),
        connect: Duration::from_secs(5),
        tls: Duration::from_secs(5),
        total: Duration::from_secs(20),
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// [`Limits::total`], running.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    start: Instant,
    /// The whole of it, for sentences.
    pub(crate) limit: Duration,
}

impl Deadline {
    /// Begins to count now.
    pub(crate) fn begin(limit: Duration) -> Self {
        Self { start: Instant::now(), limit }
    }

    /// What is left.
    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.start.elapsed())
    }

    /// The failure of a fetch that ended before the host could be asked.
    pub(crate) fn not_reached(&self, host: &str) -> FetchFailure {
        failure(FailureClass::Deadline, format!("{host} was not reached within {} in all.", words(self.limit)))
    }
}
