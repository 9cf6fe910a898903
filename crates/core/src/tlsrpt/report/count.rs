//! Counts of sessions.

use serde::{Serialize, Serializer};

/// A number of sessions, exact whatever its size.
///
/// In JSON it is a number up to 2^53 - 1, which every reader of JSON keeps, and above that its digits as a string (RFC 7493 §2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number | string"))]
pub struct Count(u128);

/// The largest whole number that JSON hands on for sure.
const SAFE: u128 = (1 << 53) - 1;

impl Count {
    /// A count of that size.
    pub const fn new(sessions: u128) -> Self {
        Self(sessions)
    }

    /// The number.
    pub const fn get(self) -> u128 {
        self.0
    }

    /// The sum, or the largest count.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match u64::try_from(self.0) {
            Ok(small) if self.0 <= SAFE => serializer.serialize_u64(small),
            _ => serializer.collect_str(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tr_027_counts_are_exact_in_json() {
        for (count, expected) in [
            (0, "0"),
            (4_294_967_296, "4294967296"),
            (9_007_199_254_740_991, "9007199254740991"),
            (9_007_199_254_740_992, "\"9007199254740992\""),
            (9_007_199_254_740_993, "\"9007199254740993\""),
            (u128::MAX, "\"340282366920938463463374607431768211455\""),
        ] {
            assert_eq!(serde_json::to_string(&Count::new(count)).unwrap(), expected);
        }
        assert_eq!(Count::new(u128::MAX).plus(Count::new(1)), Count::new(u128::MAX));
    }
}
