//! How programs read a number of seconds.

/// The numbers that a program reads, beyond ASCII digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    /// The signs that may stand in front.
    signs: &'static [u8],
    /// An underscore may stand between two digits.
    underscores: bool,
    /// How many digits there may be.
    digits: usize,
    /// What its type has room for.
    least: i128,
    greatest: i128,
}

impl Number {
    /// Digits only, any number of them.
    pub(crate) const DIGITS: Self =
        Self { signs: b"", underscores: false, digits: usize::MAX, least: 0, greatest: i128::MAX };
    /// As the grammar has it: 1 to 10 digits (RFC 8461 §3.2).
    pub(crate) const GRAMMAR: Self = Self { digits: 10, ..Self::DIGITS };
    /// Go's `Atoi`: a sign, 64 bits.
    pub(crate) const GO: Self =
        Self { signs: b"+-", least: i64::MIN as i128, greatest: i64::MAX as i128, ..Self::DIGITS };
    /// Python's `int`: a sign, underscores, any size.
    pub(crate) const PYTHON: Self = Self { signs: b"+-", underscores: true, least: i128::MIN, ..Self::DIGITS };
    /// Rust's `u64`: a plus sign, 64 bits.
    pub(crate) const RUST: Self = Self { signs: b"+", greatest: u64::MAX as i128, ..Self::DIGITS };

    /// The number that a text is, whole and without white space.
    pub(super) fn read(&self, text: &[u8]) -> Option<i128> {
        let (is_negative, digits) = match text.split_first() {
            Some((sign, digits)) if self.signs.contains(sign) => (*sign == b'-', digits),
            _ => (false, text),
        };
        let mut value = 0i128;
        let mut count = 0usize;
        let mut after_digit = false;
        for octet in digits {
            match octet {
                b'0'..=b'9' => {
                    let digit = i128::from(octet.saturating_sub(b'0'));
                    value = value.saturating_mul(10).saturating_add(digit);
                    count = count.saturating_add(1);
                    after_digit = true;
                }
                b'_' if self.underscores && after_digit => after_digit = false,
                _ => return None,
            }
        }
        let value = if is_negative { value.saturating_neg() } else { value };
        (after_digit && count <= self.digits && (self.least..=self.greatest).contains(&value)).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        const GREATEST: &str = "9223372036854775807";
        for (text, grammar, go, python, rust) in [
            ("604800", true, true, true, true),
            ("0000000060", true, true, true, true),
            ("00000000060", false, true, true, true),
            ("+5", false, true, true, true),
            ("-5", false, true, true, false),
            ("1_000", false, false, true, false),
            ("1__0", false, false, false, false),
            ("_1", false, false, false, false),
            ("1_", false, false, false, false),
            ("+_1", false, false, false, false),
            ("+", false, false, false, false),
            ("", false, false, false, false),
            ("1 ", false, false, false, false),
            ("1e5", false, false, false, false),
            ("12.5", false, false, false, false),
            (GREATEST, false, true, true, true),
            ("-9223372036854775808", false, true, true, false),
            ("9223372036854775808", false, false, true, true),
            ("18446744073709551616", false, false, true, false),
        ] {
            let reads = |number: Number| number.read(text.as_bytes()).is_some();
            let got = (reads(Number::GRAMMAR), reads(Number::GO), reads(Number::PYTHON), reads(Number::RUST));
            assert_eq!(got, (grammar, go, python, rust), "{text}");
        }
        assert_eq!(Number::GO.read(b"-60"), Some(-60));
        assert_eq!(Number::PYTHON.read(b"86_400"), Some(86_400));
    }
}
