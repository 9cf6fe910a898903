//! Times and durations in words. The core has no clock: every time comes in as seconds since 1970-01-01T00:00:00Z.

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
    // Days are counted from 0000-03-01, so that a leap day ends its year, and in eras of 400 years, after which the
    // Gregorian calendar repeats.
    let days = seconds.div_euclid(86_400).saturating_add(719_468);
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
    let month = month_from_march.saturating_add(2).rem_euclid(12);
    let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    format!("{day} {name} {year}")
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
