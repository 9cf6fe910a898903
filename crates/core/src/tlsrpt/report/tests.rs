//! Whole reports: what is said of each departure, where, and what is kept.

mod limits;
mod syntax;

use super::ReportProblemKind::*;
use super::*;

/// A report with nothing to remark on.
const REPORT: &str = r#"{
  "organization-name": "Company-X",
  "date-range": {"start-datetime": "2026-11-25T00:00:00Z", "end-datetime": "2026-11-25T23:59:59Z"},
  "contact-info": "tls@company-x.example",
  "report-id": "r1",
  "policies": [{
    "policy": {"policy-type": "sts", "policy-string": ["version: STSv1", "mode: testing"], "policy-domain": "company-y.example",
      "mx-host": ["*.company-y.example"]},
    "summary": {"total-successful-session-count": 5326, "total-failure-session-count": 303},
    "failure-details": [
      {"result-type": "certificate-expired", "sending-mta-ip": "2001:db8::1", "receiving-mx-hostname": "mx1.company-y.example",
        "receiving-mx-helo": "mx1", "receiving-ip": "192.0.2.1", "failed-session-count": 100,
        "additional-information": "https://company-x.example/?id=1", "failure-reason-code": "X509"},
      {"result-type": "certificate-expired", "failed-session-count": 3}]
  }]
}"#;

fn read(text: &str) -> ReportReading {
    read_report(text.as_bytes())
}

/// A report with one text in the place of another.
fn with(from: &str, to: &str) -> String {
    assert_eq!(REPORT.matches(from).count(), 1, "{from}");
    REPORT.replace(from, to)
}

/// A problem: kind, member, what was seen.
type Seen<'a> = (ReportProblemKind, &'a str, &'a str);

fn found(reading: &ReportReading) -> Vec<Seen<'_>> {
    reading.problems.iter().map(|problem| (problem.kind, problem.member.as_str(), problem.saw.as_str())).collect()
}

/// For each row: a piece of the report, what stands there in place of it, and what is said. `is_usable` holds for all.
fn check(is_usable: bool, rows: &[(&str, &str, &[Seen<'_>])]) {
    for (from, to, expected) in rows {
        let reading = read(&with(from, to));
        assert_eq!(found(&reading), *expected, "{to}");
        assert_eq!(reading.is_usable, is_usable, "{to}");
        assert!(reading.report.is_some(), "{to}");
    }
}

fn first_policy(text: &str) -> ReportedPolicy {
    read(text).report.unwrap().policies.swap_remove(0)
}

#[test]
fn tr_021_every_member_is_read() {
    let reading = read(REPORT);
    let some = |text: &str| Some(text.to_owned());
    let time = |text: &str, seconds| Some(ReportTime { text: text.to_owned(), seconds: Some(seconds) });
    let failures = vec![
        FailureDetail {
            result_type: some("certificate-expired"),
            sending_mta_ip: some("2001:db8::1"),
            receiving_mx_hostname: some("mx1.company-y.example"),
            receiving_mx_helo: some("mx1"),
            receiving_ip: some("192.0.2.1"),
            failed_sessions: Some(Count::new(100)),
            additional_information: some("https://company-x.example/?id=1"),
            failure_reason_code: some("X509"),
        },
        FailureDetail {
            result_type: some("certificate-expired"),
            failed_sessions: Some(Count::new(3)),
            ..FailureDetail::default()
        },
    ];
    let policy = ReportedPolicy {
        policy_type: some("sts"),
        policy_string: vec!["version: STSv1".to_owned(), "mode: testing".to_owned()],
        policy_domain: some("company-y.example"),
        mx_host: vec!["*.company-y.example".to_owned()],
        successful: Some(Count::new(5326)),
        failed: Some(Count::new(303)),
        failures,
        failed_by_type: vec![FailedByType { result_type: "certificate-expired".to_owned(), sessions: Count::new(103) }],
    };
    let report = TlsReport {
        organization_name: some("Company-X"),
        contact_info: some("tls@company-x.example"),
        report_id: some("r1"),
        start: time("2026-11-25T00:00:00Z", 1_795_564_800),
        end: time("2026-11-25T23:59:59Z", 1_795_651_199),
        policies: vec![policy],
        omitted_policies: 0,
        omitted_failures: 0,
    };
    let expected = ReportReading { report: Some(report), is_usable: true, problems: Vec::new(), omitted_problems: 0 };
    assert_eq!(reading, expected);
}

#[test]
fn tr_021_placeholders_are_members() {
    check(
        true,
        &[
            ("\"contact-info\"", "\"email-address\"", &[(PlaceholderKey, "contact-info", "“email-address”")]),
            (
                "\"mx-host\"",
                "\"mx-host-pattern\"",
                &[(PlaceholderKey, "policies[0].policy.mx-host", "“mx-host-pattern”")],
            ),
            (
                "\"additional-information\"",
                "\"additional-info-uri\"",
                &[(PlaceholderKey, "policies[0].failure-details[0].additional-information", "“additional-info-uri”")],
            ),
            (
                "\"sending-mta-ip\"",
                "\"ip-address\"",
                &[(PlaceholderKey, "policies[0].failure-details[0].sending-mta-ip", "“ip-address”")],
            ),
            // Only where its member belongs.
            ("\"report-id\"", "\"mx-host-pattern\": 5, \"report-id\"", &[]),
            (
                "\"mx-host\"",
                "\"mx-host-pattern\": [], \"mx-host\"",
                &[
                    (PlaceholderKey, "policies[0].policy.mx-host", "“mx-host-pattern”"),
                    (DuplicateKey, "policies[0].policy.mx-host", "[], then [\"*.company-y.example\"]"),
                ],
            ),
        ],
    );
    let expected = read(REPORT).report;
    for (name, placeholder) in [
        ("contact-info", "email-address"),
        ("mx-host", "mx-host-pattern"),
        ("additional-information", "additional-info-uri"),
        ("sending-mta-ip", "ip-address"),
    ] {
        assert_eq!(read(&with(&format!("\"{name}\""), &format!("\"{placeholder}\""))).report, expected, "{name}");
    }
}

#[test]
fn tr_022_mx_host_and_policy_string() {
    let mx_host = "policies[0].policy.mx-host";
    check(
        true,
        &[
            ("[\"*.company-y.example\"]", "\"*.a.example\"", &[(MxHostNotArray, mx_host, "“*.a.example”")]),
            ("[\"*.company-y.example\"]", "[]", &[]),
            ("[\"*.company-y.example\"]", "null", &[]),
            (
                "[\"*.company-y.example\"]",
                "[\"bücher.example\"]",
                &[(UlabelDomain, "policies[0].policy.mx-host[0]", "“bücher.example”")],
            ),
            (
                "[\"version: STSv1\", \"mode: testing\"]",
                r#""version: STSv1\r\nmode: none\n""#,
                &[(PolicyStringNotArray, "policies[0].policy.policy-string", r"“version: STSv1\r\nmode: none\n”")],
            ),
            ("[\"version: STSv1\", \"mode: testing\"]", "null", &[]),
        ],
    );
    check(
        false,
        &[
            ("[\"*.company-y.example\"]", "7", &[(BadType, mx_host, "7, a number")]),
            ("[\"*.company-y.example\"]", "{\"a\": 1}", &[(BadType, mx_host, "{\"a\": 1}, an object")]),
            (
                "[\"*.company-y.example\"]",
                "[\"a.example\", 7, null, [\"b.example\"]]",
                &[
                    (BadType, "policies[0].policy.mx-host[1]", "7, a number"),
                    (BadType, "policies[0].policy.mx-host[2]", "null"),
                    (BadType, "policies[0].policy.mx-host[3]", "[\"b.example\"], an array"),
                ],
            ),
            ("\"mode: testing\"]", "86400]", &[(BadType, "policies[0].policy.policy-string[1]", "86400, a number")]),
        ],
    );
    let lines = first_policy(&with("[\"version: STSv1\", \"mode: testing\"]", r#""version: STSv1\r\nmode: none\n""#));
    assert_eq!(lines.policy_string, ["version: STSv1", "mode: none"]);
    let lines = first_policy(&with("\"mode: testing\"]", r#""a\nb"]"#));
    assert_eq!(lines.policy_string, ["version: STSv1", "a\nb"]);
    assert_eq!(first_policy(&with("[\"*.company-y.example\"]", "[\"a\", 7, \"b\"]")).mx_host, ["a", "b"]);
}

#[test]
fn tr_023_tr_024_unknown_types_are_kept() {
    check(
        true,
        &[
            ("\"sts\"", "\"STS\"", &[(UnknownPolicyType, "policies[0].policy.policy-type", "“STS”")]),
            ("\"sts\"", "\"\"", &[(UnknownPolicyType, "policies[0].policy.policy-type", "“”")]),
            ("\"sts\"", "\"tlsa\"", &[]),
            ("\"sts\"", "\"no-policy-found\"", &[]),
            (
                "{\"result-type\": \"certificate-expired\", \"failed",
                "{\"result-type\": \"ech\\u002drequired\\u0000\", \"failed",
                &[(UnknownResultType, "policies[0].failure-details[1].result-type", r"“ech\u002drequired\u0000”")],
            ),
        ],
    );
    let policy = first_policy(&with(
        "{\"result-type\": \"certificate-expired\", \"failed",
        "{\"result-type\": \"a\\u0000b\", \"failed",
    ));
    assert_eq!(policy.failures[1].result_type.as_deref(), Some("a\0b"));
    assert_eq!(policy.failed_by_type[1], FailedByType { result_type: "a\0b".to_owned(), sessions: Count::new(3) });
}

#[test]
fn tr_025_times() {
    let start = "date-range.start-datetime";
    check(
        true,
        &[
            ("25T00:00:00Z", "25T00:00:00", &[(DatetimeNoOffset, start, "“2026-11-25T00:00:00”")]),
            ("\"2026-11-25T00:00:00Z\"", "\"yesterday\"", &[(BadDatetime, start, "“yesterday”")]),
            ("\"2026-11-25T00:00:00Z\"", "\"\"", &[(BadDatetime, start, "“”")]),
            ("\"2026-11-25T00:00:00Z\"", "null", &[(Missing, start, "null")]),
        ],
    );
    check(false, &[("\"2026-11-25T00:00:00Z\"", "1795564800", &[(BadType, start, "1795564800, a number")])]);
    let start = |to: &str| read(&with("\"2026-11-25T00:00:00Z\"", to)).report.unwrap().start;
    assert_eq!(start("\"yesterday\""), Some(ReportTime { text: "yesterday".to_owned(), seconds: None }));
    assert_eq!(start("null"), None);
    assert_eq!(start("\"2026-11-25T00:00:00\"").unwrap().seconds, Some(1_795_564_800));
}

#[test]
fn tr_026_ranges() {
    let end = "date-range";
    let to = "\"2026-11-25T23:59:59Z\"";
    check(
        true,
        &[
            (to, "\"2026-11-26T00:00:00Z\"", &[]),
            (to, "\"2026-11-26T01:00:00Z\"", &[]),
            (to, "\"2026-11-26T23:59:59+23:59\"", &[]),
            (to, "\"2026-11-25T00:00:00Z\"", &[]),
            (to, "\"2026-11-26T01:00:01Z\"", &[(LongRange, end, "a range of 1 day 1 hour")]),
            (to, "\"2026-12-02T00:00:00Z\"", &[(LongRange, end, "a range of 1 week")]),
            (to, "\"2026-11-24T23:59:59Z\"", &[(EndBeforeStart, end, "“2026-11-24T23:59:59Z”")]),
        ],
    );
    // In whatever order they come.
    let swapped = with(
        r#""start-datetime": "2026-11-25T00:00:00Z", "end-datetime": "2026-11-25T23:59:59Z""#,
        r#""end-datetime": "2026-11-25T23:59:59Z", "start-datetime": "2026-11-26T00:00:00Z""#,
    );
    assert_eq!(found(&read(&swapped)), [(EndBeforeStart, end, "“2026-11-25T23:59:59Z”")]);
}

#[test]
fn tr_027_counts() {
    let successful = "policies[0].summary.total-successful-session-count";
    for (written, expected) in [
        ("18446744073709551616", 1 << 64),
        ("1e2", 100),
        ("100.0", 100),
        ("-0", 0),
        ("340282366920938463463374607431768211455", u128::MAX),
    ] {
        let reading = read(&with("5326", written));
        assert_eq!((found(&reading), reading.is_usable), (vec![], true), "{written}");
        assert_eq!(reading.report.unwrap().policies[0].successful, Some(Count::new(expected)), "{written}");
    }
    for (written, saw) in [
        ("\"5\"", "“5”, a string"),
        ("\"\"", "“”, a string"),
        ("-1", "-1, a negative number"),
        ("1.5", "1.5, a number with a fraction"),
        ("1e400", "1e400, a number of 2^128 or more"),
        ("null", "null"),
        ("true", "true"),
        ("[]", "[], an array"),
        ("{\"n\": 1}", "{\"n\": 1}, an object"),
    ] {
        let reading = read(&with("5326", written));
        assert_eq!((found(&reading), reading.is_usable), (vec![(BadCount, successful, saw)], false), "{written}");
        let policy = &reading.report.unwrap().policies[0];
        assert_eq!((policy.successful, policy.failed), (None, Some(Count::new(303))), "{written}");
        assert_eq!(
            reading.problems[0].expected,
            "a whole number from 0 on, without quotes (RFC 8460 §4.4); the report is not counted"
        );
    }
    check(
        false,
        &[
            (
                "100,",
                "\"100\",",
                &[(BadCount, "policies[0].failure-details[0].failed-session-count", "“100”, a string")],
            ),
            ("100,", "null,", &[(BadCount, "policies[0].failure-details[0].failed-session-count", "null")]),
        ],
    );
}

#[test]
fn tr_028_tr_034_addresses_and_uris() {
    let failure = "policies[0].failure-details[0]";
    for (from, to, kind, member) in [
        ("\"192.0.2.1\"", "192.0.2.01", BadIp, "receiving-ip"),
        ("\"192.0.2.1\"", "", BadIp, "receiving-ip"),
        ("\"2001:db8::1\"", "[2001:db8::1]", BadIp, "sending-mta-ip"),
        ("\"https://company-x.example/?id=1\"", "cert expired", BadUri, "additional-information"),
        ("\"https://company-x.example/?id=1\"", "javascript:alert(1) <b>", BadUri, "additional-information"),
    ] {
        let reading = read(&with(from, &format!("\"{to}\"")));
        let (member, saw) = (format!("{failure}.{member}"), format!("“{to}”"));
        assert_eq!(found(&reading), [(kind, member.as_str(), saw.as_str())]);
        let failure = &reading.report.unwrap().policies[0].failures[0];
        let kept = [&failure.receiving_ip, &failure.sending_mta_ip, &failure.additional_information];
        assert!(kept.into_iter().any(|text| text.as_deref() == Some(to)), "{to}");
    }
    check(
        true,
        &[
            (
                "\"tls@company-x.example\"",
                "\"https://x.example/\"",
                &[(BadContact, "contact-info", "“https://x.example/”")],
            ),
            (
                "\"company-y.example\"",
                "\"bücher.example\"",
                &[(UlabelDomain, "policies[0].policy.policy-domain", "“bücher.example”")],
            ),
            ("\"192.0.2.1\"", "null", &[]),
        ],
    );
}

#[test]
fn tr_029_duplicates_keep_the_first() {
    check(
        true,
        &[
            (
                "\"report-id\": \"r1\"",
                "\"report-id\": \"r1\", \"report-id\": \"r2\"",
                &[(DuplicateKey, "report-id", "“r1”, then “r2”")],
            ),
            (
                "\"report-id\": \"r1\"",
                "\"report-id\": \"r1\", \"report\\u002did\": {}",
                &[(DuplicateKey, "report-id", "“r1”, then {}")],
            ),
            (
                "\"report-id\": \"r1\"",
                "\"report-id\": \"r1\", \"report-id\": null",
                &[(DuplicateKey, "report-id", "“r1”, then null")],
            ),
            (
                "\"total-failure-session-count\": 303",
                "\"total-failure-session-count\": 303, \"total-failure-session-count\": \"0\"",
                &[(DuplicateKey, "policies[0].summary.total-failure-session-count", "303, then “0”")],
            ),
            (
                "\"failed-session-count\": 3",
                "\"failed-session-count\": 3, \"failed-session-count\": 4, \"failed-session-count\": 5",
                &[
                    (DuplicateKey, "policies[0].failure-details[1].failed-session-count", "3, then 4"),
                    (DuplicateKey, "policies[0].failure-details[1].failed-session-count", "3, then 5"),
                ],
            ),
            ("\"policies\": [{", "\"x\": 1, \"x\": 2, \"policies\": [{", &[]),
            ("\"report-id\": \"r1\"", "\"report-id\": \"r1\", \"\": 1, \"Report-ID\": 2", &[]),
        ],
    );
    let reading = read(&with("\"report-id\": \"r1\"", "\"report-id\": \"r1\", \"report-id\": \"r2\""));
    assert_eq!(reading.report.as_ref().unwrap().report_id.as_deref(), Some("r1"));
    // The place is that of the second name.
    let location = reading.problems[0].location.as_ref().unwrap();
    assert_eq!((location.line, location.column, location.text.as_str()), (5, 22, "\"report-id\""));
}

#[test]
fn tr_029_lone_surrogates_are_replaced() {
    check(
        true,
        &[
            ("\"Company-X\"", r#""a\ud800""#, &[(LoneSurrogate, "organization-name", r"“\ud800”")]),
            ("\"Company-X\"", r#""\uDC00\uD800""#, &[(LoneSurrogate, "organization-name", r"“\uDC00”")]),
            ("\"Company-X\"", r#""\ud83d\ude00""#, &[]),
            ("\"report-id\"", r#""x": [{"\ud800": 1}], "report-id""#, &[(LoneSurrogate, "", r"“\ud800”")]),
        ],
    );
    let reading = read(&with("\"Company-X\"", r#""a\ud800""#));
    assert_eq!(reading.report.unwrap().organization_name.as_deref(), Some("a\u{fffd}"));
}

#[test]
fn what_is_missing() {
    let summary = "policies[0].summary";
    check(
        true,
        &[
            ("\"organization-name\"", "\"x\"", &[(Missing, "organization-name", "an object without it")]),
            ("\"Company-X\"", "null", &[(Missing, "organization-name", "null")]),
            ("\"contact-info\"", "\"x\"", &[(Missing, "contact-info", "an object without it")]),
            ("\"report-id\"", "\"x\"", &[(Missing, "report-id", "an object without it")]),
            ("\"date-range\"", "\"x\"", &[(Missing, "date-range", "an object without it")]),
            ("\"end-datetime\"", "\"x\"", &[(Missing, "date-range.end-datetime", "an object without it")]),
            ("\"policy-type\"", "\"x\"", &[(Missing, "policies[0].policy.policy-type", "an object without it")]),
            ("\"policy-domain\"", "\"x\"", &[(Missing, "policies[0].policy.policy-domain", "an object without it")]),
            (
                "\"total-failure-session-count\"",
                "\"x\"",
                &[(Missing, "policies[0].summary.total-failure-session-count", "an object without it")],
            ),
            (
                "\"failed-session-count\": 3",
                "\"x\": 3",
                &[(Missing, "policies[0].failure-details[1].failed-session-count", "an object without it")],
            ),
            (
                "{\"result-type\": \"certificate-expired\", \"failed",
                "{\"failed",
                &[(Missing, "policies[0].failure-details[1].result-type", "an object without it")],
            ),
            ("\"policy-string\"", "\"x\"", &[]),
            ("\"mx-host\"", "\"x\"", &[]),
            ("\"failure-details\"", "\"x\"", &[]),
            ("\"failure-details\": [", "\"failure-details\": null, \"x\": [", &[]),
            ("\"receiving-ip\"", "\"x\"", &[]),
        ],
    );
    check(
        false,
        &[
            ("\"policies\"", "\"x\"", &[(MissingPolicies, "policies", "an object without it")]),
            ("\"policy\":", "\"x\":", &[(Missing, "policies[0].policy", "an object without it")]),
            ("\"policy\":", "\"policy\": null, \"x\":", &[(Missing, "policies[0].policy", "null")]),
            ("\"summary\":", "\"x\":", &[(Missing, summary, "an object without it")]),
            ("\"summary\":", "\"summary\": null, \"x\":", &[(Missing, summary, "null")]),
            (
                "{\"total-successful-session-count\": 5326, \"total-failure-session-count\": 303}",
                "{}",
                &[(Missing, summary, "an object without either of them")],
            ),
        ],
    );
}

#[test]
fn what_is_of_another_type() {
    let rest_is = |from: &str, to: &str| format!("{to}, \"x\": {from}");
    for (member, value, kind, place, saw) in [
        ("organization-name", "5", BadType, "organization-name", "5, a number"),
        ("organization-name", "[\"a\"]", BadType, "organization-name", "[\"a\"], an array"),
        ("report-id", "true", BadType, "report-id", "true"),
        ("date-range", "\"2026-11-25\"", BadType, "date-range", "“2026-11-25”, a string"),
        ("date-range", "[]", BadType, "date-range", "[], an array"),
        ("policies", "{}", BadPolicies, "policies", "{}, an object"),
        ("policies", "null", BadPolicies, "policies", "null"),
        ("policies", "\"not-a-list\"", BadPolicies, "policies", "“not-a-list”, a string"),
        ("policies", "[null]", BadPolicies, "policies[0]", "null"),
        ("policies", "[[]]", BadPolicies, "policies[0]", "[], an array"),
        ("policy", "\"sts\"", BadType, "policies[0].policy", "“sts”, a string"),
        ("policy-type", "1", BadType, "policies[0].policy.policy-type", "1, a number"),
        ("summary", "[1, 2]", BadType, "policies[0].summary", "[1, 2], an array"),
        ("failure-details", "\"none\"", BadType, "policies[0].failure-details", "“none”, a string"),
        ("failure-details", "{}", BadType, "policies[0].failure-details", "{}, an object"),
        ("failure-details", "[null]", BadType, "policies[0].failure-details[0]", "null"),
        ("failure-details", "[[[]]]", BadType, "policies[0].failure-details[0]", "[[]], an array"),
    ] {
        let from = format!("\"{member}\": ");
        let reading = read(&with(&from, &rest_is("", &format!("{from}{value}"))));
        assert_eq!((found(&reading), reading.is_usable), (vec![(kind, place, saw)], false), "{member}: {value}");
    }
}

#[test]
fn every_problem_is_shown_safely_and_in_order() {
    let text = with("\"Company-X\"", "\"\u{202e}\\ud800\u{1b}\"").replace("\u{1b}", "\u{7f}");
    let text = text.replace("\"192.0.2.1\"", "\"\u{200b}x\"").replace("\"sts\"", "\"\u{85}\"");
    let reading = read(&text);
    assert_eq!(reading.problems.len(), 3);
    for problem in &reading.problems {
        let location = problem.location.as_ref().unwrap();
        assert!([&problem.saw, &location.text].into_iter().all(|text| text.chars().all(crate::text::is_visible)));
    }
    let places: Vec<_> = reading.problems.iter().map(|problem| problem.location.as_ref().unwrap().byte_start).collect();
    assert!(places.is_sorted());
}
