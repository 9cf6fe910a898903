//! A policy that a sender holds, and how long it counts (RFC 8461 §3.2, §5.1).

use super::Known;
use crate::domain::HostName;
use crate::mx::MxPattern;
use crate::policy::{Mode, Policy};

/// A policy in a sender's cache.
///
/// ```
/// use mta_sts::policy::Mode;
/// use mta_sts::sender::cache::CachedPolicy;
/// let held = CachedPolicy { mode: Mode::Enforce, max_age: 86_400, mx: None, fetched_at: 1_800_000_000 };
/// assert!(held.is_valid_at(1_800_086_400));
/// assert!(!held.is_valid_at(1_800_086_401));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedPolicy {
    /// Its mode.
    pub mode: Mode,
    /// How long it counts after it was fetched, in seconds.
    pub max_age: u64,
    /// The hosts that it allows; `None` where nobody knows them any more.
    pub mx: Option<Vec<MxPattern>>,
    /// When it was fetched last, in seconds since 1970-01-01T00:00:00Z. A fetch starts the time anew even if it brings
    /// the same text (RFC 8461 §10.2).
    pub fetched_at: u64,
}

impl CachedPolicy {
    /// The policy as a sender holds it that fetches it at `now`.
    pub fn fetched(policy: &Policy, now: u64) -> Self {
        Self { mode: policy.mode, max_age: policy.max_age, mx: Some(policy.mx.clone()), fetched_at: now }
    }

    /// Whether it still counts. RFC 8461 §5.1: while the time since the fetch *has not exceeded* `max_age`, so in the
    /// second `fetched_at + max_age` it does, and one second later it does not. A clock that was set back makes no
    /// policy expire.
    pub fn is_valid_at(&self, now: u64) -> bool {
        now.saturating_sub(self.fetched_at) <= self.max_age
    }

    /// The last second in which it counts.
    pub fn last_valid(&self) -> u64 {
        self.fetched_at.saturating_add(self.max_age)
    }

    /// Whether it allows a host (RFC 8461 §4.1).
    pub fn allows(&self, host: &HostName) -> Known {
        self.mx.as_ref().map_or(Known::Unknown, |mx| mx.iter().any(|pattern| pattern.matches(host)).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::MAX_MAX_AGE;
    use proptest::prelude::*;

    fn held(max_age: u64, fetched_at: u64) -> CachedPolicy {
        CachedPolicy { mode: Mode::Enforce, max_age, mx: None, fetched_at }
    }

    #[test]
    fn ms_080_the_last_second_is_max_age_after_the_fetch_at_any_clock() {
        for clock in [0, 1 << 31, 1 << 53] {
            for max_age in [0, 1, MAX_MAX_AGE, MAX_MAX_AGE + 1, 9_999_999_999] {
                let held = held(max_age, clock);
                let at = |seconds: i64| held.is_valid_at((clock + max_age).saturating_add_signed(seconds));
                assert_eq!([at(-1), at(0), at(1)], [true, true, false], "max_age {max_age}, clock {clock}");
                assert_eq!(held.last_valid(), clock + max_age);
            }
        }
    }

    #[test]
    fn a_clock_set_back_and_the_end_of_time_are_no_trouble() {
        assert!(held(0, 100).is_valid_at(99));
        let forever = held(u64::MAX, u64::MAX);
        assert!(forever.is_valid_at(u64::MAX) && forever.last_valid() == u64::MAX);
    }

    #[test]
    fn a_list_that_nobody_knows_allows_and_forbids_nothing() {
        let host = HostName::from_dns("mx.example.com");
        let listing = |pattern| CachedPolicy { mx: Some(vec![MxPattern::parse(pattern).unwrap()]), ..held(1, 1) };
        assert_eq!(held(1, 1).allows(&host), Known::Unknown);
        assert_eq!(listing("*.example.com").allows(&host), Known::Yes);
        assert_eq!(listing("*.example.net").allows(&host), Known::No);
    }

    proptest! {
        #[test]
        fn it_counts_exactly_until_its_last_valid_second(max_age: u64, fetched_at: u64, now: u64) {
            let held = held(max_age, fetched_at);
            prop_assert_eq!(held.is_valid_at(now), now <= held.last_valid());
            let longer = CachedPolicy { max_age: max_age.saturating_add(1), ..held.clone() };
            prop_assert!(held.last_valid() <= longer.last_valid());
        }
    }
}
