//! Times and durations in words. The core has no clock: every time comes in as seconds since 1970-01-01T00:00:00Z.

const DAY: i64 = 86_400;

/// A point in time as `3 March 2027, 14:05 UTC`.
///
/// ```
/// assert_eq!(mta_sts::time::date_time(1_804_082_700), "3 March 2027, 14:05 UTC");
/// ```
pub fn date_time(seconds: i64) -> String {
    let minutes = seconds.rem_euclid(86_400) / 60;
    format!("{}, {:02}:{:02} UTC", date(seconds), minutes / 60, minutes % 60)
}

/// The day of a point in time, in UTC, as `3 March 2027`.
pub fn date(seconds: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let name = usize::try_from(month.saturating_sub(1)).ok().and_then(|month| MONTHS.get(month)).copied();
    format!("{day} {} {year}", name.unwrap_or_default())
}

/// The day of a point in time, in UTC, as `2027-03-03` (RFC 3339 §5.6 `full-date`).
pub(crate) fn full_date(seconds: i64) -> String {
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The second in which a `full-date` begins; `None` for what is no day, such as `2027-02-29`.
pub(crate) fn from_full_date(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // As in `civil`, years begin in March.
    let month_from_march = month.saturating_add(9).rem_euclid(12);
    let march_year = year.saturating_sub(i64::from(month_from_march >= 10));
    let leaps = march_year.div_euclid(4).saturating_sub(march_year.div_euclid(100));
    let leaps = leaps.saturating_add(march_year.div_euclid(400));
    let year_start = march_year.saturating_mul(365).saturating_add(leaps).saturating_sub(719_468);
    let month_start = month_from_march.saturating_mul(153).saturating_add(2) / 5;
    let seconds = year_start.saturating_add(month_start).saturating_add(day).saturating_sub(1).saturating_mul(DAY);
    (full_date(seconds) == text).then_some(seconds)
}

/// Year, month and day of a number of days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    // Days are counted from 0000-03-01, so that a leap day ends its year, and in eras of 400 years, after which the
    // Gregorian calendar repeats.
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let leaps = (day_of_era / 1_460).saturating_sub(day_of_era / 36_524).saturating_add(day_of_era / 146_096);
    let year_of_era = day_of_era.saturating_sub(leaps) / 365;
    let year_start = year_of_era.saturating_mul(365).saturating_add(year_of_era / 4).saturating_sub(year_of_era / 100);
    let day_of_year = day_of_era.saturating_sub(year_start);
    let month_from_march = day_of_year.saturating_mul(5).saturating_add(2) / 153;
    let month_start = month_from_march.saturating_mul(153).saturating_add(2) / 5;
    let day = day_of_year.saturating_sub(month_start).saturating_add(1);
    let is_next_year = month_from_march >= 10;
    let year = era.saturating_mul(400).saturating_add(year_of_era).saturating_add(i64::from(is_next_year));
    (year, month_from_march.saturating_add(2).rem_euclid(12).saturating_add(1), day)
}

/// A duration in the largest units that fit it: `604800` → `1 week`, `90000` → `1 day 1 hour`.
///
/// ```
/// assert_eq!(mta_sts::time::duration(604_800), "1 week");
/// assert_eq!(mta_sts::time::duration(31_557_600), "365 days 6 hours");
/// ```
pub fn duration(seconds: u64) -> String {
    let unit = |count: u64, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    if seconds > 0 && seconds.is_multiple_of(604_800) {
        return unit(seconds / 604_800, "week");
    }
    let counts = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).take(2).map(|(count, name)| unit(count, name)).collect();
    if parts.is_empty() { unit(0, "second") } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (seconds, expected) in [
            (0, "1 January 1970, 00:00 UTC"),
            (-1, "31 December 1969, 23:59 UTC"),
            (951_782_400, "29 February 2000, 00:00 UTC"),
            (4_107_542_399, "28 February 2100, 23:59 UTC"),
            (4_107_542_400, "1 March 2100, 00:00 UTC"),
            (2_147_483_648, "19 January 2038, 03:14 UTC"),
            (1_735_689_599, "31 December 2024, 23:59 UTC"),
            (-62_135_596_800, "1 January 1, 00:00 UTC"),
        ] {
            assert_eq!(date_time(seconds), expected);
        }
        // No time is too far away to be written.
        assert!(date_time(i64::MAX).ends_with("UTC") && date_time(i64::MIN).ends_with("UTC"));
    }

    #[test]
    fn full_dates_and_back() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"),
            (4_107_542_399, "2100-02-28"),
            (-62_135_596_800, "0001-01-01"),
            (1_796_083_199, "2026-11-30"),
        ] {
            assert_eq!(full_date(seconds), expected);
            assert_eq!(from_full_date(expected), Some(seconds - seconds.rem_euclid(DAY)));
        }
        for day in -800_000..3_000_000 {
            assert_eq!(from_full_date(&full_date(day * DAY)), (day > -719_529).then_some(day * DAY), "{day}");
        }
        for text in ["", "2027-02-29", "2027-13-01", "2027-00-10", "2027-1-1", "27-01-01", "2027-01-01T", "a-b-c"] {
            assert_eq!(from_full_date(text), None, "{text}");
        }
        assert_eq!(from_full_date(&format!("{}-01-01", i64::MAX)), None);
    }

    #[test]
    fn durations() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (3_600, "1 hour"),
            (86_400, "1 day"),
            (1_209_600, "2 weeks"),
            (90_061, "1 day 1 hour"),
            (61, "1 minute 1 second"),
        ] {
            assert_eq!(duration(seconds), expected);
        }
    }
}
