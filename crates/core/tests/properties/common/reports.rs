//! What holds for the reading of every TLS report, good or bad.

use mta_sts::tlsrpt::report::{
    Count, MAX_FAILURES, MAX_POLICIES, MAX_TEXT, ReportProblemKind, ReportProblemSeverity, ReportReading, TlsReport,
    read_report,
};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::invariants::assert_visible;

/// Reads a report and asserts what has to hold, held against `serde_json` where the two must agree.
pub(crate) fn assert_report(octets: &[u8]) -> ReportReading {
    let reading = read_report(octets);
    assert_problems(&reading, octets);
    if let Some(report) = &reading.report {
        assert_bounds(report);
    }
    assert!(serde_json::to_string(&reading).is_ok());
    let text = std::str::from_utf8(octets).ok();
    let text = text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    assert!(text.is_some() || has(&reading, ReportProblemKind::NotUtf8));
    // It looks at syntax alone: any depth, any number, halves of surrogate pairs.
    let is_json = text.is_some_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    if !has(&reading, ReportProblemKind::TooDeep) {
        let is_refused = has(&reading, ReportProblemKind::NotJson) || has(&reading, ReportProblemKind::NotUtf8);
        assert_eq!(is_json, !is_refused, "{:?}", reading.problems);
    }
    assert!(is_json || !reading.is_usable);
    if let (Some(report), Some(Ok(value))) = (&reading.report, text.map(serde_json::from_str::<Value>))
        && reading.is_usable
        && !reading.problems.iter().any(|problem| is_of_names(problem.kind))
        && reading.omitted_problems == 0
    {
        assert_values(report, &value);
    }
    reading
}

pub(crate) fn has(reading: &ReportReading, kind: ReportProblemKind) -> bool {
    reading.problems.iter().any(|problem| problem.kind == kind)
}

/// Problems after which the members are not those that `serde_json` sees: it takes the last of two, and all of a long text.
fn is_of_names(kind: ReportProblemKind) -> bool {
    use ReportProblemKind::{DuplicateKey, LongText, PlaceholderKey, TooMany};
    matches!(kind, DuplicateKey | PlaceholderKey | LongText | TooMany)
}

fn assert_problems(reading: &ReportReading, octets: &[u8]) {
    let ReportReading { report, is_usable, problems, omitted_problems } = reading;
    assert!(problems.len() == 100 || (problems.len() < 100 && *omitted_problems == 0));
    let is_error = problems.iter().any(|problem| problem.severity == ReportProblemSeverity::Error);
    assert_eq!(*is_usable, report.is_some() && !is_error);
    assert!(report.is_some() || is_error);
    let places: Vec<_> = problems.iter().map(|problem| problem.location.as_ref().expect("a place")).collect();
    assert!(places.iter().all(|place| place.byte_start <= place.byte_end && place.byte_end <= octets.len()));
    assert!(places.is_sorted_by_key(|place| place.byte_start));
    for (problem, place) in problems.iter().zip(places) {
        for text in [&problem.member, &problem.saw, &problem.expected, &place.text] {
            assert_visible(text);
        }
        assert!(!problem.saw.is_empty() && problem.expected.contains(problem.basis));
    }
}

fn assert_bounds(report: &TlsReport) {
    let TlsReport { organization_name, contact_info, report_id, policies, .. } = report;
    assert!(policies.len() <= MAX_POLICIES);
    assert!(policies.iter().map(|policy| policy.failures.len()).sum::<usize>() <= MAX_FAILURES);
    for text in [organization_name, contact_info, report_id].into_iter().flatten() {
        assert!(text.len() <= MAX_TEXT);
    }
    for policy in policies {
        let sum = policy.failed_by_type.iter().map(|sum| sum.sessions).fold(Count::default(), Count::plus);
        let kept =
            policy.failures.iter().filter_map(|failure| failure.failed_sessions).fold(Count::default(), Count::plus);
        assert!(sum >= kept || policy.failed_by_type.len() == 100);
    }
}

/// What is kept is what the text says.
fn assert_values(report: &TlsReport, value: &Value) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    assert_eq!(report.organization_name, text(&value["organization-name"]));
    assert_eq!(report.contact_info, text(&value["contact-info"]));
    assert_eq!(report.report_id, text(&value["report-id"]));
    let range = &value["date-range"];
    assert_eq!(report.start.as_ref().map(|time| time.text.clone()), text(&range["start-datetime"]));
    assert_eq!(report.end.as_ref().map(|time| time.text.clone()), text(&range["end-datetime"]));
    let policies = value["policies"].as_array().expect("an array");
    assert_eq!(report.policies.len(), policies.len());
    for (policy, value) in report.policies.iter().zip(policies) {
        let (applied, summary) = (&value["policy"], &value["summary"]);
        assert_eq!(policy.policy_type, text(&applied["policy-type"]));
        assert_eq!(policy.policy_domain, text(&applied["policy-domain"]));
        assert_count(policy.successful, &summary["total-successful-session-count"]);
        assert_count(policy.failed, &summary["total-failure-session-count"]);
        let failures = value["failure-details"].as_array().map(Vec::as_slice).unwrap_or_default();
        assert_eq!(policy.failures.len(), failures.len());
        for (failure, value) in policy.failures.iter().zip(failures) {
            assert_eq!(failure.result_type, text(&value["result-type"]));
            assert_eq!(failure.sending_mta_ip, text(&value["sending-mta-ip"]));
            assert_eq!(failure.receiving_mx_hostname, text(&value["receiving-mx-hostname"]));
            assert_eq!(failure.receiving_mx_helo, text(&value["receiving-mx-helo"]));
            assert_eq!(failure.receiving_ip, text(&value["receiving-ip"]));
            assert_eq!(failure.additional_information, text(&value["additional-information"]));
            assert_eq!(failure.failure_reason_code, text(&value["failure-reason-code"]));
            assert_count(failure.failed_sessions, &value["failed-session-count"]);
        }
    }
}

/// `serde_json` knows whole numbers exactly up to 2^64; what is beyond, or written otherwise, only roughly.
fn assert_count(count: Option<Count>, value: &Value) {
    match (count.map(Count::get), value.as_u64(), value.as_f64()) {
        (Some(count), Some(exact), _) => assert_eq!(count, exact.into()),
        (Some(count), None, Some(rough)) => {
            assert!((count as f64 - rough).abs() <= rough.abs() * 1e-9, "{count} {rough}")
        }
        (count, exact, _) => assert!(count.is_none() && exact.is_none() && value.is_null()),
    }
}
