//! What hostile texts come to: bounded in depth, memory and time.

use super::*;

#[test]
fn w_03_depth_is_bounded_everywhere() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for (from, to, member) in [
        ("\"report-id\"", format!("\"x\": {}, \"report-id\"", deep(32)), ""),
        ("5326", deep(29), "policies[0].summary.total-successful-session-count"),
        ("\"X509\"", format!("\"X509\", \"x\": {}", deep(28)), "policies[0].failure-details[0]"),
    ] {
        let reading = read(&with(from, &to));
        let seen: Vec<_> = found(&reading).into_iter().filter(|(kind, ..)| *kind == TooDeep).collect();
        assert_eq!((seen, reading.is_usable), (vec![(TooDeep, member, "level 33 of objects and arrays")], false));
        // One level less.
        assert!(!found(&read(&with(from, &to.replace("[]", "")))).iter().any(|(kind, ..)| *kind == TooDeep), "{from}");
    }
    for text in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), "[{\"a\":".repeat(500_000)] {
        let reading = read(&text);
        assert_eq!(reading.problems.len(), 1);
        assert_eq!(reading.problems[0].kind, TooDeep);
    }
}

#[test]
fn w_05_reading_ends_where_there_are_too_many() {
    let failure = r#"{"result-type": "certificate-expired", "failed-session-count": 3}"#;
    let many = |count: usize| with(failure, &vec![failure; count].join(","));
    // Beside them stand the policy, its strings and hosts, and the other details.
    let besides = 10;
    for (count, is_usable) in [(MAX_ELEMENTS - besides, true), (MAX_ELEMENTS, false), (3 * MAX_ELEMENTS, false)] {
        let reading = read(&many(count));
        assert_eq!(reading.is_usable, is_usable, "{count}");
        assert!(!reading.report.unwrap().policies.is_empty());
        let errors = reading.problems.iter().filter(|problem| problem.severity == ReportProblemSeverity::Error);
        let kinds: Vec<_> = errors.map(|problem| (problem.kind, problem.saw.as_str())).collect();
        let error = (TooMany, "more than 200000 policies, failure details and strings");
        assert_eq!(kinds, if is_usable { vec![] } else { vec![error] });
    }
}

#[test]
fn w_04_what_is_kept_is_bounded() {
    let failure = "{\"result-type\": \"certificate-expired\", \"failed-session-count\": 3}";
    let many = vec![failure; MAX_FAILURES + 2].join(",");
    let reading = read(&with(failure, &many));
    let report = reading.report.unwrap();
    assert_eq!((report.policies[0].failures.len(), report.omitted_failures), (MAX_FAILURES, 3));
    assert_eq!(report.policies[0].failed_by_type[0].sessions, Count::new(100 + 3 * (MAX_FAILURES as u128 + 2)));
    assert!(reading.is_usable);
    let place = format!("policies[0].failure-details[{MAX_FAILURES}]");
    assert_eq!(
        reading.problems.iter().map(|problem| (problem.kind, problem.member.as_str())).collect::<Vec<_>>(),
        [(TooMany, place.as_str())]
    );

    let policy = r#"{"policy": {"policy-type": "sts", "policy-domain": "a.example"}, "summary": {"total-successful-session-count": 1, "total-failure-session-count": 0}}"#;
    let policies = |last: &str| format!("{{\"policies\": [{}, {last}]}}", vec![policy; MAX_POLICIES + 1].join(","));
    let reading = read(&policies(policy));
    let report = reading.report.as_ref().unwrap();
    assert_eq!((report.policies.len(), report.omitted_policies, reading.is_usable), (MAX_POLICIES, 2, true));
    assert!(found(&reading).contains(&(TooMany, "policies[100]", "more than 100 policies")));
    // What is not kept is judged all the same.
    assert!(!read(&policies("null")).is_usable);

    let long = "x".repeat(MAX_TEXT + 1);
    let reading = read(&with("Company-X", &long));
    assert_eq!(found(&reading), [(LongText, "organization-name", "a string of 4097 octets")]);
    assert_eq!(reading.report.unwrap().organization_name.unwrap(), long[1..]);

    let reading = read(&with("[\"*.company-y.example\"]", &format!("[{}]", vec!["\"a\""; MAX_LINES + 9].join(","))));
    assert_eq!(reading.problems.len(), 1);
    assert_eq!((reading.problems[0].kind, reading.report.unwrap().policies[0].mx_host.len()), (TooMany, MAX_LINES));

    let types: Vec<String> =
        (0..MAX_TYPES + 5).map(|n| format!("{{\"result-type\": \"t{n}\", \"failed-session-count\": 1}}")).collect();
    let reading = read(&with(failure, &types.join(",")));
    assert_eq!(reading.report.unwrap().policies[0].failed_by_type.len(), MAX_TYPES);
    assert!(reading.is_usable && reading.omitted_problems > 0);
}

#[test]
fn each_policy_has_sums_of_its_own() {
    let failures = |types: &[&str]| {
        let failure = |kind: &&str| format!("{{\"result-type\": \"{kind}\", \"failed-session-count\": 1}}");
        format!("{{\"failure-details\": [{}]}}", types.iter().map(failure).collect::<Vec<_>>().join(","))
    };
    let text = format!(
        "{{\"policies\": [{}, {}, {}]}}",
        failures(&["a", "b", "a"]),
        failures(&["b"]),
        failures(&["c", "b", "b"])
    );
    let policies = read(&text).report.unwrap().policies;
    let sums = policies.iter().map(|policy| {
        let sum = |sum: &FailedByType| (sum.result_type.clone(), sum.sessions.get());
        policy.failed_by_type.iter().map(sum).collect::<Vec<_>>()
    });
    let expected: [&[(&str, u128)]; 3] = [&[("a", 2), ("b", 1)], &[("b", 1)], &[("c", 1), ("b", 2)]];
    for (sums, expected) in sums.zip(expected) {
        assert_eq!(sums.iter().map(|(kind, sum)| (kind.as_str(), *sum)).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn errors_are_not_crowded_out_by_notices() {
    let notices = vec!["{\"result-type\": \"x\", \"failed-session-count\": 1}"; 150].join(",");
    let text =
        with("{\"result-type\": \"certificate-expired\", \"failed-session-count\": 3}", &format!("{notices}, 7, 8"));
    let reading = read(&text);
    assert_eq!((reading.problems.len(), reading.omitted_problems), (100, 52));
    assert_eq!(
        found(&reading)[98..],
        [
            (BadType, "policies[0].failure-details[151]", "7, a number"),
            (BadType, "policies[0].failure-details[152]", "8, a number"),
        ]
    );
    assert!(!reading.is_usable);
}

#[test]
fn reading_takes_time_by_the_length_of_the_text() {
    // Each of these takes a blink if every octet is seen a few times, and minutes if each is seen for every other.
    let escapes = "\\u0041".repeat(100_000);
    let members = |name: &str| format!("{{{}}}", vec![format!("\"{name}\": 1"); 100_000].join(","));
    let failures =
        vec!["{\"result-type\": \"x\", \"result-type\": \"\\ud800\", \"failed-session-count\": -1}"; 50_000].join(",");
    for text in [
        with("Company-X", &escapes),
        members("report-id"),
        members("report\\u002did"),
        members("unknown"),
        with("{\"result-type\": \"certificate-expired\", \"failed-session-count\": 3}", &failures),
        with("5326", &format!("0.{}1", "0".repeat(1_000_000))),
        with("5326", &format!("1{}", "0".repeat(1_000_000))),
        with("Company-X", &"\\ud800".repeat(100_000)),
        " ".repeat(1_000_000),
    ] {
        let reading = read(&text);
        assert!(reading.problems.len() <= 100 && !reading.problems.is_empty());
    }
}
