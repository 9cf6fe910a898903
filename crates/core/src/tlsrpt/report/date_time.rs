//! Times of RFC 3339, and those that senders write without an offset.

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateTime {
    /// Seconds since 1970-01-01T00:00:00Z, fractions cut off.
    pub(super) seconds: i64,
    /// Whether it says how far from UTC it is. Without, it is taken for UTC.
    pub(super) has_offset: bool,
}

const DAY: i64 = 86_400;

/// Reads `date-time` (RFC 3339 §5.6), whose offset may be missing.
pub(super) fn read(text: &str) -> Option<DateTime> {
    let mut rest = Rest(text.as_bytes());
    let year = rest.number(4)?;
    rest.one_of(b"-")?;
    let month = rest.number(2)?;
    rest.one_of(b"-")?;
    let day = rest.number(2)?;
    rest.one_of(b"Tt")?;
    let hour = rest.number(2)?;
    rest.one_of(b":")?;
    let minute = rest.number(2)?;
    rest.one_of(b":")?;
    let second = rest.number(2)?;
    if rest.one_of(b".").is_some() {
        rest.digits()?;
    }
    let is_time = hour < 24 && minute < 60 && second <= 60;
    if !is_time || !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&day) {
        return None;
    }
    let offset = rest.offset()?;
    let minutes = hour.saturating_mul(60).saturating_add(minute).saturating_sub(offset.unwrap_or(0));
    // RFC 3339 §5.7: a leap second is the last of a day in UTC.
    if !rest.0.is_empty() || (second == 60 && minutes.rem_euclid(1_440) != 1_439) {
        return None;
    }
    let days = days_since_1970(year, month, day);
    let seconds = days.saturating_mul(DAY).saturating_add(minutes.saturating_mul(60)).saturating_add(second);
    Some(DateTime { seconds, has_offset: offset.is_some() })
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// In the Gregorian calendar. Years begin in March here, so that a leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month < 3 { year.saturating_sub(1) } else { year };
    let month = month.saturating_add(9) % 12;
    let leap_days = year.div_euclid(4).saturating_sub(year.div_euclid(100)).saturating_add(year.div_euclid(400));
    let day_of_year = month.saturating_mul(153).saturating_add(2).div_euclid(5).saturating_add(day);
    year.saturating_mul(365).saturating_add(leap_days).saturating_add(day_of_year).saturating_sub(719_469)
}

/// What is left of the text.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn one_of(&mut self, octets: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        octets.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// A number of exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        (0..digits).try_fold(0_i64, |number, _| {
            let digit = self.one_of(b"0123456789")?.wrapping_sub(b'0');
            Some(number.saturating_mul(10).saturating_add(digit.into()))
        })
    }

    /// One digit or more, whatever they are.
    fn digits(&mut self) -> Option<()> {
        self.number(1)?;
        while self.number(1).is_some() {}
        Some(())
    }

    /// `time-offset` in minutes, or nothing.
    fn offset(&mut self) -> Option<Option<i64>> {
        if self.0.is_empty() {
            return Some(None);
        }
        let sign = self.one_of(b"Zz+-")?;
        if sign.eq_ignore_ascii_case(&b'z') {
            return Some(Some(0));
        }
        let hours = self.number(2)?;
        self.one_of(b":")?;
        let minutes = self.number(2)?;
        let offset = hours.saturating_mul(60).saturating_add(minutes);
        (hours < 24 && minutes < 60).then_some(Some(if sign == b'-' { offset.saturating_neg() } else { offset }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tr_025_times_of_rfc_3339() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2024-01-09T00:00:00Z", 1_704_758_400),
            ("2024-01-09t23:59:59z", 1_704_844_799),
            ("2024-01-09T00:00:00.000Z", 1_704_758_400),
            ("2024-01-09T00:00:00.123456789012345678901Z", 1_704_758_400),
            ("2024-01-09T01:00:00+01:00", 1_704_758_400),
            ("2024-01-08T18:30:00-05:30", 1_704_758_400),
            ("2024-01-09T00:00:00-00:00", 1_704_758_400),
            ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
            // RFC 3339 §5.8: the leap second of 1990, in the time of the Pacific.
            ("1990-12-31T15:59:60-08:00", 662_688_000),
            ("1969-12-31T23:59:59Z", -1),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(read(text), Some(DateTime { seconds: expected, has_offset: true }), "{text}");
        }
        let without = Some(DateTime { seconds: 1_704_758_400, has_offset: false });
        assert_eq!(read("2024-01-09T00:00:00"), without);
        assert_eq!(read("2024-01-09T00:00:00.5"), without);
    }

    #[test]
    fn tr_025_what_is_no_time_is_not_1970() {
        for text in [
            "",
            "yesterday",
            "2024-01-09",
            "2024-01-09T",
            "2024-01-09T00:00",
            "2024-01-09T00:00Z",
            "2024-01-09 00:00:00Z",
            " 2024-01-09T00:00:00Z",
            "2024-01-09T00:00:00Z ",
            "2024-01-09T00:00:00ZZ",
            "2024-01-09T00:00:00.Z",
            "2024-01-09T00:00:00,5Z",
            "2024-01-09T00:00:00+0100",
            "2024-01-09T00:00:00+24:00",
            "2024-01-09T00:00:00+01:60",
            "2024-01-09T00:00:00UTC",
            "2024-01-09T24:00:00Z",
            "2024-01-09T00:60:00Z",
            "2024-01-09T00:00:61Z",
            "2024-01-09T12:00:60Z",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-02-30T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-00T00:00:00Z",
            "24-01-09T00:00:00Z",
            "+2024-01-09T00:00:00Z",
            "20240109T000000Z",
            "Tue, 09 Jan 2024 00:00:00 GMT",
            "1704758400",
            "２024-01-09T00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn tr_025_each_day_follows_the_one_before(day in -719_528_i64..2_932_896) {
            // The other direction stands in `crate::time`, for sentences.
            let date = crate::time::date(day * DAY);
            let mut parts = date.split(' ');
            let (of_month, name, year) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            let month = (0..12).find(|month| crate::time::date((month * 31 + 14) * DAY).contains(name)).unwrap() + 1;
            let (year, of_month): (i64, i64) = (year.parse().unwrap(), of_month.parse().unwrap());
            let text = format!("{year:04}-{month:02}-{of_month:02}T00:00:00Z");
            prop_assert_eq!(read(&text).map(|time| time.seconds), Some(day * DAY), "{}", text);
        }
    }
}
