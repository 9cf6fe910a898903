//! Which policy a sender goes by (RFC 8461 §3.1, §3.3, §5.1).

use crate::finding::ResultType;
use crate::policy::Mode;

/// What a sender finds at `_mta-sts.<domain>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordState {
    /// R0: no record that counts.
    Absent,
    /// R1: exactly one, and it can be used.
    Valid,
    /// R2: several that count.
    Several,
    /// R3: exactly one, and it cannot be used.
    Unusable,
    /// R4: the lookup fails.
    LookupFails,
}

/// What a fetch of the policy comes to, if one is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchResult {
    /// F+: a policy that can be used.
    Usable,
    /// F-: none, for whatever reason.
    Failed(ResultType),
    /// It runs in the background and has not ended.
    Unfinished,
}

/// What a sender knows when it asks itself which policy counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The mode of the policy in its cache; `None` without one. An expired policy is none (row 13).
    pub cached: Option<Mode>,
    /// The record.
    pub record: RecordState,
    /// The record's id is not the one that the cached policy came with.
    pub is_new_id: bool,
    /// What a fetch comes to.
    pub fetch: FetchResult,
    /// The sender renews its cache of its own accord (RFC 8461 §3.3: SHOULD, about once a day).
    pub is_refresh: bool,
}

/// The policy that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce {
    /// None, or one of mode none.
    Nothing,
    /// The one in the cache.
    Cached,
    /// The one fetched just now; its time begins now.
    Fetched,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The row of the table below.
    pub row: u8,
    /// The policy that counts for this message.
    pub in_force: InForce,
    /// Whether an HTTPS request is made.
    pub https_request: bool,
    /// The failure that a sender with TLS reports counts (RFC 8461 §6).
    pub reported: Option<ResultType>,
    /// The deciding section.
    pub rfc: &'static str,
}

/// Decides. `Ce`, `Ct`, `Cn` are cached policies of the three modes, `C-` is none.
///
/// ```
/// use mta_sts::finding::ResultType;
/// use mta_sts::policy::Mode;
/// use mta_sts::sender::policy_in_force::{FetchResult, InForce, RecordState, Situation, policy_in_force};
/// let decision = policy_in_force(Situation {
///     cached: Some(Mode::Enforce),
///     record: RecordState::Valid,
///     is_new_id: true,
///     fetch: FetchResult::Failed(ResultType::StsPolicyFetchError),
///     is_refresh: false,
/// });
/// assert_eq!((decision.row, decision.in_force), (8, InForce::Cached));
/// ```
pub fn policy_in_force(situation: Situation) -> Decision {
    use FetchResult::{Failed, Unfinished, Usable};
    let Situation { cached, record, is_new_id, fetch, is_refresh } = situation;
    let decide = |row, in_force, https_request, reported, rfc| Decision { row, in_force, https_request, reported, rfc };
    let is_valid = record == RecordState::Valid;
    match cached {
        None => match (record, fetch) {
            // Row 1: several records or one that cannot be used are like none.
            (RecordState::Absent | RecordState::Several | RecordState::Unusable, _) => {
                decide(1, InForce::Nothing, false, None, "RFC 8461 §3.1")
            }
            // Row 2.
            (RecordState::Valid, Usable) => decide(2, InForce::Fetched, true, None, "RFC 8461 §5.1"),
            // Row 3: MUST deliver as without MTA-STS. The next attempt for this id comes after 5 minutes or more.
            (RecordState::Valid, Failed(why)) => decide(3, InForce::Nothing, true, Some(why), "RFC 8461 §3.3"),
            // Row 4: the RFC is silent; most deliver, mox waits (see `persona::WAITS_FOR_DNS`).
            (RecordState::LookupFails, _) => decide(4, InForce::Nothing, false, None, "RFC 8461 §10.2"),
            // Row 5: the fetch must not hold up this message.
            (RecordState::Valid, Unfinished) => decide(5, InForce::Nothing, true, None, "RFC 8461 §5.1"),
        },
        // Row 10: the time begins anew, even with the same id and the same text.
        Some(_) if is_refresh && fetch == Usable => decide(10, InForce::Fetched, true, None, "RFC 8461 §3.3"),
        // Row 12.
        Some(Mode::None) if is_valid && is_new_id && fetch == Usable => {
            decide(12, InForce::Fetched, true, None, "RFC 8461 §5.1")
        }
        // Row 11: whoever holds mode none acts as without a policy, and a failed fetch alarms nobody.
        Some(Mode::None) => decide(11, InForce::Nothing, is_refresh || (is_valid && is_new_id), None, "RFC 8461 §3.3"),
        Some(Mode::Enforce | Mode::Testing) => match fetch {
            // Row 6.
            _ if is_valid && !is_new_id && !is_refresh => decide(6, InForce::Cached, false, None, "RFC 8461 §5.1"),
            // Row 7: also if the new one is of mode none.
            Usable if is_valid && is_new_id => decide(7, InForce::Fetched, true, None, "RFC 8461 §5.1"),
            // Row 8: MUST apply the cached one. Some drop it (see `persona::NO_CACHE_FALLBACK`).
            Failed(why) if is_valid && is_new_id => decide(8, InForce::Cached, true, Some(why), "RFC 8461 §3.3"),
            Unfinished if is_valid && is_new_id => decide(8, InForce::Cached, true, None, "RFC 8461 §3.3"),
            // Row 9: MUST apply the cached one, whatever became of the record. Only a fetch can fail.
            Failed(why) if is_refresh => decide(9, InForce::Cached, true, Some(why), "RFC 8461 §3.3"),
            _ => decide(9, InForce::Cached, is_refresh, None, "RFC 8461 §3.3"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FetchResult::{Failed, Unfinished, Usable};
    use InForce::{Cached, Fetched, Nothing};
    use Mode::{Enforce, Testing};
    use RecordState::{Absent, LookupFails, Several, Unusable, Valid};

    const BROKEN: FetchResult = Failed(ResultType::StsPolicyFetchError);
    const NOT_VALID: [RecordState; 4] = [Absent, Several, Unusable, LookupFails];
    const RECORDS: [RecordState; 5] = [Absent, Valid, Several, Unusable, LookupFails];
    const FETCHES: [FetchResult; 3] = [Usable, BROKEN, Unfinished];

    fn situation(cached: Option<Mode>, record: RecordState, is_new_id: bool, fetch: FetchResult) -> Situation {
        Situation { cached, record, is_new_id, fetch, is_refresh: false }
    }

    /// Row, policy, HTTPS request, report.
    fn expect(situation: Situation, row: u8, in_force: InForce, https_request: bool, is_reported: bool) {
        let got = policy_in_force(situation);
        let got = (got.row, got.in_force, got.https_request, got.reported.is_some());
        assert_eq!(got, (row, in_force, https_request, is_reported), "{situation:?}");
    }

    #[test]
    fn row_01_without_a_usable_record_there_is_no_policy() {
        for record in [Absent, Several, Unusable] {
            for fetch in FETCHES {
                expect(situation(None, record, false, fetch), 1, Nothing, false, false);
            }
        }
    }

    #[test]
    fn row_02_a_first_policy_is_fetched_and_counts() {
        expect(situation(None, Valid, false, Usable), 2, Fetched, true, false);
    }

    #[test]
    fn row_03_a_first_fetch_that_fails_leaves_mail_as_without_mta_sts() {
        for why in [ResultType::StsPolicyFetchError, ResultType::StsPolicyInvalid, ResultType::StsWebpkiInvalid] {
            expect(situation(None, Valid, false, Failed(why)), 3, Nothing, true, true);
            assert_eq!(policy_in_force(situation(None, Valid, false, Failed(why))).reported, Some(why));
        }
    }

    #[test]
    fn row_04_a_failed_lookup_with_nothing_cached_is_no_policy() {
        expect(situation(None, LookupFails, false, BROKEN), 4, Nothing, false, false);
    }

    #[test]
    fn row_05_a_fetch_in_the_background_does_not_count_for_this_message() {
        expect(situation(None, Valid, false, Unfinished), 5, Nothing, true, false);
    }

    #[test]
    fn row_06_the_same_id_needs_no_fetch() {
        for mode in [Enforce, Testing] {
            for fetch in FETCHES {
                expect(situation(Some(mode), Valid, false, fetch), 6, Cached, false, false);
            }
        }
    }

    #[test]
    fn row_07_a_new_id_brings_the_new_policy() {
        for mode in [Enforce, Testing] {
            expect(situation(Some(mode), Valid, true, Usable), 7, Fetched, true, false);
        }
    }

    #[test]
    fn row_08_a_new_id_whose_fetch_fails_keeps_the_cached_policy() {
        for mode in [Enforce, Testing] {
            expect(situation(Some(mode), Valid, true, BROKEN), 8, Cached, true, true);
            expect(situation(Some(mode), Valid, true, Unfinished), 8, Cached, true, false);
        }
    }

    #[test]
    fn row_09_a_record_that_is_gone_or_broken_takes_no_policy_away() {
        for mode in [Enforce, Testing] {
            for record in NOT_VALID {
                for fetch in FETCHES {
                    expect(situation(Some(mode), record, true, fetch), 9, Cached, false, false);
                }
                let refresh = Situation { is_refresh: true, ..situation(Some(mode), record, true, BROKEN) };
                expect(refresh, 9, Cached, true, true);
            }
        }
    }

    #[test]
    fn row_10_a_refresh_brings_the_new_policy_whatever_the_record_says() {
        for mode in [Enforce, Testing, Mode::None] {
            for record in RECORDS {
                let refresh = Situation { is_refresh: true, ..situation(Some(mode), record, false, Usable) };
                expect(refresh, 10, Fetched, true, false);
            }
        }
    }

    #[test]
    fn row_11_a_cached_mode_none_is_as_no_policy_and_its_refresh_fails_quietly() {
        for record in NOT_VALID {
            expect(situation(Some(Mode::None), record, true, BROKEN), 11, Nothing, false, false);
        }
        expect(situation(Some(Mode::None), Valid, false, Usable), 11, Nothing, false, false);
        expect(situation(Some(Mode::None), Valid, true, BROKEN), 11, Nothing, true, false);
    }

    #[test]
    fn row_12_a_new_id_ends_mode_none() {
        expect(situation(Some(Mode::None), Valid, true, Usable), 12, Fetched, true, false);
    }

    #[test]
    fn row_13_an_expired_policy_is_as_none() {
        use crate::sender::cache::CachedPolicy;
        let held = CachedPolicy { mode: Enforce, max_age: 10, mx: None, fetched_at: 100 };
        let at = |now| Some(held.mode).filter(|_| held.is_valid_at(now));
        expect(situation(at(110), Valid, true, BROKEN), 8, Cached, true, true);
        expect(situation(at(111), Valid, true, BROKEN), 3, Nothing, true, true);
    }

    #[test]
    fn a_policy_that_is_held_counts_unless_a_fetch_brings_another() {
        for cached in [Some(Enforce), Some(Testing)] {
            for record in RECORDS {
                for is_new_id in [false, true] {
                    for fetch in FETCHES {
                        for is_refresh in [false, true] {
                            let got = policy_in_force(Situation { cached, record, is_new_id, fetch, is_refresh });
                            let is_fetched = got.https_request && fetch == Usable;
                            assert_eq!(got.in_force, if is_fetched { Fetched } else { Cached });
                            assert!(got.reported.is_none() || got.https_request);
                        }
                    }
                }
            }
        }
    }
}
