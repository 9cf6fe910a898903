//! The moments that matter, to the second (RFC 8461 §3.2, §3.3, §8.3).

use serde::Serialize;

use super::cache::CachedPolicy;
use super::words::moment;

/// The earliest time to try again after a failed fetch: 5 minutes (RFC 8461 §3.3).
pub const REFETCH: u64 = 300;
/// How often senders are to renew a policy: once per day (RFC 8461 §3.3).
pub const REFRESH: u64 = 86_400;

/// What a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MomentKind {
    /// The time of the check.
    Now,
    /// A sender whose fetch failed may try again.
    Refetch,
    /// A change of the record is seen everywhere.
    RecordEverywhere,
    /// Senders have renewed their policy, as a rule.
    Refresh,
    /// The last second in which a policy counts.
    LastValid,
    /// Whoever held it does as at first contact.
    FirstContact,
    /// Nobody holds an earlier policy any more, so that MTA-STS can be taken away.
    RemovalSafe,
}

/// One of the moments that matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// In seconds since 1970-01-01T00:00:00Z.
    pub at: u64,
    /// What it is.
    pub kind: MomentKind,
    /// What happens then, in a sentence.
    pub sentence: String,
}

/// What the moments are counted from.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// The time of the check.
    pub now: u64,
    /// How long the record may be kept by resolvers, in seconds.
    pub record_ttl: Option<u64>,
    /// A fetch failed now.
    pub fetch_failed: bool,
    /// The policy that senders hold longest.
    pub held: Option<&'a CachedPolicy>,
    /// From when on nobody holds an earlier policy, if MTA-STS is to be taken away.
    pub removal_safe: Option<u64>,
}

/// From when on nobody holds a policy that was served last at `last_served`: after this second (RFC 8461 §8.3).
///
/// ```
/// assert_eq!(mta_sts::sender::timeline::removal_safe(1_800_000_000, 604_800), 1_800_604_800);
/// ```
pub fn removal_safe(last_served: u64, longest_max_age: u64) -> u64 {
    last_served.saturating_add(longest_max_age)
}

/// The moments, in order.
///
/// ```
/// use mta_sts::sender::timeline::{Marks, MomentKind, timeline};
/// let moments = timeline(Marks { now: 100, record_ttl: Some(60), fetch_failed: false, held: None, removal_safe: None });
/// let kinds: Vec<_> = moments.iter().map(|moment| (moment.at, moment.kind)).collect();
/// assert_eq!(kinds, [(100, MomentKind::Now), (160, MomentKind::RecordEverywhere)]);
/// ```
pub fn timeline(marks: Marks<'_>) -> Vec<Moment> {
    let Marks { now, record_ttl, fetch_failed, held, removal_safe } = marks;
    let held = held.filter(|held| held.is_valid_at(now));
    let last = held.map(CachedPolicy::last_valid);
    let moments = [
        (Some(now), MomentKind::Now),
        (record_ttl.map(|ttl| now.saturating_add(ttl)), MomentKind::RecordEverywhere),
        (fetch_failed.then(|| now.saturating_add(REFETCH)), MomentKind::Refetch),
        (held.map(|_| now.saturating_add(REFRESH)), MomentKind::Refresh),
        (last, MomentKind::LastValid),
        (last.map(|last| last.saturating_add(1)), MomentKind::FirstContact),
        (removal_safe, MomentKind::RemovalSafe),
    ];
    // Each goes to its place: to sort these few would take 4 kB of the module.
    let mut ordered: Vec<Moment> = Vec::new();
    for (at, kind) in moments {
        if let Some(at) = at {
            let place = ordered.partition_point(|earlier| earlier.at <= at);
            ordered.insert(place, Moment { at, kind, sentence: moment(kind, held.map(|held| held.mode)) });
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{MAX_MAX_AGE, Mode};

    #[test]
    fn every_moment_is_exact() {
        for now in [0, 1 << 31, 1 << 53] {
            for max_age in [0, 1, MAX_MAX_AGE, MAX_MAX_AGE + 1, 9_999_999_999] {
                let held = CachedPolicy { mode: Mode::Enforce, max_age, mx: None, fetched_at: now };
                let moments = timeline(Marks {
                    now,
                    record_ttl: Some(3_600),
                    fetch_failed: true,
                    held: Some(&held),
                    removal_safe: Some(removal_safe(now, max_age)),
                });
                let at = |kind| moments.iter().find(|moment| moment.kind == kind).unwrap().at - now;
                assert_eq!(at(MomentKind::Now), 0);
                assert_eq!(at(MomentKind::RecordEverywhere), 3_600);
                assert_eq!(at(MomentKind::Refetch), 300);
                assert_eq!(at(MomentKind::Refresh), 86_400);
                assert_eq!(at(MomentKind::LastValid), max_age);
                assert_eq!(at(MomentKind::FirstContact), max_age + 1);
                assert_eq!(at(MomentKind::RemovalSafe), max_age);
                assert!(moments.is_sorted_by_key(|moment| moment.at));
                assert!(moments.iter().all(|moment| moment.sentence.ends_with('.')));
            }
        }
    }

    #[test]
    fn what_has_expired_has_no_end_any_more() {
        let held = CachedPolicy { mode: Mode::Enforce, max_age: 10, mx: None, fetched_at: 100 };
        let kinds = |now| -> Vec<MomentKind> {
            let marks = Marks { now, record_ttl: None, fetch_failed: false, held: Some(&held), removal_safe: None };
            timeline(marks).into_iter().map(|moment| moment.kind).collect()
        };
        assert!(kinds(110).contains(&MomentKind::LastValid));
        assert_eq!(kinds(111), [MomentKind::Now]);
    }

    #[test]
    fn the_end_of_time_is_no_trouble() {
        let held = CachedPolicy { mode: Mode::None, max_age: u64::MAX, mx: None, fetched_at: u64::MAX };
        let marks = Marks {
            now: u64::MAX,
            record_ttl: Some(u64::MAX),
            fetch_failed: true,
            held: Some(&held),
            removal_safe: Some(u64::MAX),
        };
        assert!(timeline(marks).iter().all(|moment| moment.at == u64::MAX));
    }
}
