//! The policies that senders hold at the time of a check.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::cache::CachedPolicy;
use super::situation::{Found, Sight};
use crate::mx::MxPattern;
use crate::policy::{MAX_MAX_AGE, Mode};
use crate::text::show;

/// A policy that the domain served before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PreviousPolicy {
    /// Its mode.
    pub mode: Mode,
    /// Its `max_age`, in seconds; the longest, if there were several.
    pub max_age: u64,
    /// Its mail servers; `null` if nobody knows them.
    pub mx: Option<Vec<MxPattern>>,
    /// When it was served last, in seconds since 1970-01-01T00:00:00Z; `null` if nobody knows, and then it counts as
    /// served until now. Where it was there at one time and gone at the next, the later one is the careful choice.
    pub last_served_at: Option<u64>,
    /// Where it is known from.
    pub source: PreviousSource,
}

/// Where an earlier policy is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PreviousSource {
    /// Its text was pasted.
    Pasted,
    /// An earlier check saw it.
    Remembered,
    /// Somebody said what it was.
    Given,
}

impl FromStr for PreviousPolicy {
    type Err = PreviousPolicyError;

    /// Reads JSON.
    ///
    /// ```
    /// use mta_sts::sender::outlook::PreviousPolicy;
    /// let json = r#"{"mode":"enforce","maxAge":604800,"mx":["*.example.com"],"lastServedAt":null,"source":"given"}"#;
    /// assert_eq!(json.parse::<PreviousPolicy>().unwrap().max_age, 604_800);
    /// assert!("{}".parse::<PreviousPolicy>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, PreviousPolicyError> {
        // As octets, as everything else is read: a second kind of reader would take a copy of all decoding along.
        serde_json::from_slice(text.as_bytes())
            .map_err(|error| PreviousPolicyError { what: show(error.to_string().as_bytes()) })
    }
}

/// Why a text is not a policy that was served before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousPolicyError {
    /// What does not fit.
    pub what: String,
}

impl std::error::Error for PreviousPolicyError {}

impl fmt::Display for PreviousPolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "An earlier policy is given as mode, maxAge, mx, lastServedAt and source: {}.", self.what)
    }
}

impl PreviousPolicy {
    /// As whoever fetched it last holds it.
    fn held(&self, now: u64) -> CachedPolicy {
        let fetched_at = self.last_served_at.unwrap_or(now).min(now);
        CachedPolicy { mode: self.mode, max_age: self.max_age, mx: self.mx.clone(), fetched_at }
    }
}

/// Why a sender holds a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PolicyOrigin {
    /// It has fetched the present one at the time of the check.
    FetchedNow,
    /// It has fetched the present one before: now no record announces it that senders can use.
    ServedNow,
    /// It has fetched an earlier one that is known.
    Earlier,
    /// It may have fetched an earlier one; nobody knows which.
    Supposed,
}

/// A policy that senders hold.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    pub(super) origin: PolicyOrigin,
    pub(super) policy: CachedPolicy,
    /// When it was served last, if that is known.
    pub(super) served_until: Option<u64>,
}

impl Holder {
    fn new(origin: PolicyOrigin, policy: CachedPolicy) -> Self {
        Self { origin, policy, served_until: None }
    }

    /// It is the policy that is served now.
    pub(super) fn is_of_present(&self) -> bool {
        matches!(self.origin, PolicyOrigin::FetchedNow | PolicyOrigin::ServedNow)
    }

    pub(super) fn is_valid_at(&self, now: u64) -> bool {
        self.policy.is_valid_at(now)
    }
}

/// The policies that senders hold, those first that matter most.
pub(super) fn holders(found: &Found<'_>, sight: &Sight<'_>, previous: Option<&PreviousPolicy>) -> Vec<Holder> {
    let now = sight.now;
    let earlier = previous.map(|previous| Holder {
        origin: PolicyOrigin::Earlier,
        policy: previous.held(now),
        served_until: previous.last_served_at.map(|at| at.min(now)),
    });
    let origin = if matches!(found, Found::Policy(_)) { PolicyOrigin::FetchedNow } else { PolicyOrigin::ServedNow };
    let present = sight.served().map(|policy| Holder::new(origin, CachedPolicy::fetched(policy, now)));
    match (present, earlier) {
        (Some(present), Some(earlier)) => {
            let is_same = |other: &CachedPolicy| CachedPolicy { fetched_at: now, ..other.clone() } == present.policy;
            let is_other = earlier.is_valid_at(now) && !is_same(&earlier.policy);
            if is_other { vec![present, earlier] } else { vec![present] }
        }
        (Some(holder), None) | (None, Some(holder)) => vec![holder],
        (None, None) => [Mode::Enforce, Mode::Testing, Mode::None]
            .into_iter()
            .map(|mode| {
                // The longest that a policy can count which was fetched just before it went.
                let policy = CachedPolicy { mode, max_age: MAX_MAX_AGE, mx: None, fetched_at: now };
                Holder::new(PolicyOrigin::Supposed, policy)
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_policy_that_cannot_be_read_says_what_is_wanted_and_what_is_there() {
        let of = |text: &str| text.parse::<PreviousPolicy>().unwrap_err().to_string();
        let wanted = "An earlier policy is given as mode, maxAge, mx, lastServedAt and source: ";
        assert_eq!(of("{}"), format!("{wanted}missing field `mode` at line 1 column 2."));
        assert!(of(r#"{"mode":"Enforce"}"#).contains("unknown variant `Enforce`"));
    }
}
