//! How often somebody may ask: budgets that refill evenly.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

/// 1 MiB a table.
const SLOTS: usize = 1 << 17;

/// One budget for each key: so many a minute, refilled evenly, all of them at once after a minute of rest (GCRA).
#[derive(Debug)]
pub(crate) struct Budget<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, Slots<K>, TokioClock>,
    per_minute: NonZeroU32,
}

impl<K: Hash + Eq + Clone> Budget<K> {
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        let limiter = RateLimiter::new(Quota::per_minute(per_minute), Slots::new(), TokioClock);
        Self { limiter, per_minute }
    }

    /// Takes one from the budget of `key`; the error is how long until there is one.
    pub(crate) fn spend(&self, key: &K) -> Result<(), Duration> {
        self.limiter.check_key(key).map_err(|refusal| refusal.wait_time_from(TokioClock.now()))
    }

    pub(crate) fn per_minute(&self) -> NonZeroU32 {
        self.per_minute
    }
}

/// A table of fixed size: keys are hashed to its slots, with a secret, so that nobody can choose theirs. No flood of keys
/// makes it grow, and none drives another key out, which would hand out new budgets. The price: two keys may come to share
/// a slot and its budget, with a probability of one in 131,072 for each pair.
struct Slots<K> {
    slots: Box<[InMemoryState]>,
    secret: RandomState,
    key: PhantomData<fn(K)>,
}

impl<K> Slots<K> {
    fn new() -> Self {
        let slots = std::iter::repeat_with(InMemoryState::default).take(SLOTS).collect();
        Self { slots, secret: RandomState::new(), key: PhantomData }
    }
}

impl<K: Hash> StateStore for Slots<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        // The low bits are as good as any of a hash.
        #[allow(clippy::cast_possible_truncation)]
        let hash = self.secret.hash_one(key) as usize;
        match self.slots.get(hash % SLOTS) {
            Some(slot) => slot.measure_and_replace(&NotKeyed::NonKey, decide),
            None => decide(None).map(|(outcome, _)| outcome),
        }
    }
}

impl<K> std::fmt::Debug for Slots<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slots").finish_non_exhaustive()
    }
}

/// Tokio's clock, which tests can move.
#[derive(Clone, Copy, Debug)]
struct TokioClock;

impl Clock for TokioClock {
    type Instant = std::time::Instant;

    fn now(&self) -> Self::Instant {
        Instant::now().into_std()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(per_minute: u32) -> Budget<u32> {
        Budget::new(NonZeroU32::new(per_minute).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn h_65_a_budget_is_spent_says_how_long_and_refills_evenly() {
        let budget = budget(6);
        assert!((0..6).all(|_| budget.spend(&1).is_ok()));
        assert_eq!(budget.spend(&1), Err(Duration::from_secs(10)));
        assert!(budget.spend(&2).is_ok(), "that of another key");
        tokio::time::advance(Duration::from_secs(9)).await;
        assert_eq!(budget.spend(&1), Err(Duration::from_secs(1)));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(budget.spend(&1).is_ok());
        assert!(budget.spend(&1).is_err());
        tokio::time::advance(Duration::from_secs(600)).await;
        assert_eq!((0..100).filter(|_| budget.spend(&1).is_ok()).count(), 6, "no more than one minute's is saved up");
    }

    #[tokio::test(start_paused = true)]
    async fn h_65_a_flood_of_keys_neither_grows_the_table_nor_gives_anybody_a_new_budget() {
        let budget = budget(60);
        while budget.spend(&0).is_ok() {}
        for key in 1..=1_000_000 {
            let _ = budget.spend(&key);
        }
        assert!(budget.spend(&0).is_err());
        let size = size_of_val(&*budget.limiter.into_state_store().slots);
        assert_eq!(size, 1 << 20);
    }
}
