//! The day of a report (RFC 8460 §4.1: a report is about one day, in UTC).

use crate::time::full_date;
use crate::tlsrpt::report::{ReportTime, TlsReport};

const DAY: i64 = 86_400;

/// The day on which the report's range begins, in days since 1970-01-01; where that is not known, the day on which it ends. What ends
/// at 00:00 ends with the day before.
pub(super) fn day_of(report: &TlsReport) -> Option<i64> {
    let seconds = |time: &Option<ReportTime>| time.as_ref().and_then(|time| time.seconds);
    let last = || seconds(&report.end).map(|end| end.saturating_sub(1));
    seconds(&report.start).or_else(last).map(|seconds| seconds.div_euclid(DAY))
}

/// A day as `2026-11-25`.
pub(super) fn day_name(day: i64) -> String {
    full_date(day.saturating_mul(DAY))
}
