//! Counts as JSON writes numbers, exactly: no detour through floating point (RFC 7493 §2.2).

use super::Count;

/// Why a number is no count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoCount {
    Negative,
    Fraction,
    TooLarge,
}

impl NoCount {
    /// In words, behind the number.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Negative => "a negative number",
            Self::Fraction => "a number with a fraction",
            Self::TooLarge => "a number of 2^128 or more",
        }
    }
}

/// The whole number from 0 on that `number`, a number of JSON, is. `100.0` and `1e2` are 100, `-0` is 0.
pub(super) fn count(number: &str) -> Result<Count, NoCount> {
    if number.len() <= 19
        && let Ok(small) = number.parse::<u64>()
    {
        return Ok(Count::new(small.into()));
    }
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (is_negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    let Some(last) = digits().enumerate().filter(|(_, digit)| *digit != b'0').map(|(at, _)| at).last() else {
        return Ok(Count::default());
    };
    if is_negative {
        return Err(NoCount::Negative);
    }
    let significant = last.saturating_add(1);
    // The exponent moves the point; what is then between it and the last digit that counts are zeros.
    let zeros = size(whole.len()).saturating_add(exponent_of(exponent)).saturating_sub(size(significant));
    if zeros < 0 {
        return Err(NoCount::Fraction);
    }
    let append = |sum: u128, digit: u8| sum.checked_mul(10)?.checked_add(u128::from(digit.wrapping_sub(b'0')));
    let sum = digits().take(significant).try_fold(0, append).ok_or(NoCount::TooLarge)?;
    // However many zeros there are to be: after 39 the sum has no room for more.
    (0..zeros).try_fold(sum, |sum, _| append(sum, b'0')).map(Count::new).ok_or(NoCount::TooLarge)
}

fn size(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The largest or smallest number where it is beyond that.
fn exponent_of(digits: &str) -> i64 {
    digits.parse().unwrap_or(if digits.starts_with('-') { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tr_027_counts_are_whole_and_exact() {
        use NoCount::{Fraction, Negative, TooLarge};
        let zeros = "0".repeat(1_000);
        for (number, expected) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("-0.0e5", Ok(0)),
            ("0e99999999999999999999", Ok(0)),
            ("100.0", Ok(100)),
            ("1e2", Ok(100)),
            ("1E+2", Ok(100)),
            ("12300e-2", Ok(123)),
            ("1.5e1", Ok(15)),
            ("0.00012e5", Ok(12)),
            ("4294967296", Ok(1 << 32)),
            ("9007199254740993", Ok((1 << 53) + 1)),
            ("18446744073709551615", Ok(u64::MAX.into())),
            ("18446744073709551616", Ok(1 << 64)),
            ("18446744073709551617.000", Ok((1 << 64) + 1)),
            ("340282366920938463463374607431768211455", Ok(u128::MAX)),
            ("340282366920938463463374607431768211456", Err(TooLarge)),
            ("1e38", Ok(10_u128.pow(38))),
            ("1e39", Err(TooLarge)),
            ("1e400", Err(TooLarge)),
            ("1e99999999999999999999", Err(TooLarge)),
            ("1e-99999999999999999999", Err(Fraction)),
            ("1.5", Err(Fraction)),
            ("1e-1", Err(Fraction)),
            ("0.1", Err(Fraction)),
            ("-1", Err(Negative)),
            ("-0.5", Err(Negative)),
            ("-1e400", Err(Negative)),
            (&format!("0.{zeros}7e1001"), Ok(7)),
            (&format!("7{zeros}e-1000"), Ok(7)),
            (&format!("7{zeros}.{zeros}"), Err(TooLarge)),
        ] {
            assert_eq!(count(number), expected.map(Count::new), "{number}");
        }
    }

    proptest! {
        #[test]
        fn tr_027_one_number_has_many_spellings(value in 0..=u64::MAX, zeros in 0_usize..12) {
            let padded = format!("{value}{}", "0".repeat(zeros));
            for spelling in [value.to_string(), format!("{value}.{}", "0".repeat(zeros + 1)), format!("{padded}e-{zeros}"), format!("{padded}E-0{zeros}")] {
                prop_assert_eq!(count(&spelling), Ok(Count::new(value.into())), "{}", spelling);
            }
        }
    }
}
