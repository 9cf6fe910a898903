use super::*;
use crate::time::from_full_date;
use crate::tlsrpt::file::{ReportDocument, ReportFile, ReportForm};
use crate::tlsrpt::report::{
    FailedByType, FailureDetail, ReportProblem, ReportProblemSeverity, ReportReading, ReportTime, ReportedPolicy,
    TlsReport,
};

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn time(day: &str) -> Option<ReportTime> {
    some(day).map(|text| ReportTime { seconds: from_full_date(&text), text })
}

fn count(sessions: u128) -> Option<Count> {
    Some(Count::new(sessions))
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn report(organization: &str, id: &str, day: &str, policies: Vec<ReportedPolicy>) -> TlsReport {
    let (start, end) = (time(day), time(day));
    TlsReport {
        organization_name: some(organization),
        report_id: some(id),
        start,
        end,
        policies,
        ..TlsReport::default()
    }
}

fn policy(domain: &str, lines: &[&str], successful: u128, failures: &[(&str, u128)]) -> ReportedPolicy {
    let detail = |(result_type, sessions): &(&str, u128)| FailureDetail {
        result_type: some(result_type),
        failed_sessions: count(*sessions),
        ..FailureDetail::default()
    };
    ReportedPolicy {
        policy_type: some("sts"),
        policy_string: strings(lines),
        policy_domain: some(domain),
        successful: count(successful),
        failed: count(failures.iter().map(|(_, sessions)| sessions).sum()),
        failures: failures.iter().map(detail).collect(),
        ..ReportedPolicy::default()
    }
}

fn problem(severity: ReportProblemSeverity, saw: &str) -> ReportProblem {
    let (member, expected) = (String::new(), "Another.".to_owned());
    let (kind, basis) = (ReportProblemKind::Missing, "RFC 8460 §4.4");
    ReportProblem { kind, severity, member, location: None, saw: saw.to_owned(), expected, basis }
}

fn document(report: TlsReport) -> ReportDocument {
    let reading = ReportReading { report: Some(report), is_usable: true, problems: Vec::new(), omitted_problems: 0 };
    ReportDocument { path: Vec::new(), reading }
}

fn file(documents: Vec<ReportDocument>) -> ReportFile {
    ReportFile { form: ReportForm::Zip, documents, problems: Vec::new() }
}

fn book(reports: impl IntoIterator<Item = TlsReport>) -> ReportBook {
    let mut book = ReportBook::default();
    for report in reports {
        book.add("report.json", &file(vec![document(report)]));
    }
    book
}

const TESTING: &[&str] = &["version: STSv1", "mode: testing", "mx: a.example", "mx: *.b.example", "max_age: 86400"];

#[test]
fn only_sessions_held_to_a_policy_succeed() {
    use SessionsOutcome::{Failed, FailedUncounted, NoPolicy, None, Succeeded};
    let of_type = |policy_type: &str, successful: u128, failed: u128, failures: &[(&str, u128)]| ReportedPolicy {
        policy_type: some(policy_type),
        failed: count(failed),
        ..policy("example.com", &[], successful, failures)
    };
    for (policies, expected, without) in [
        (vec![of_type("sts", 5, 0, &[])], Succeeded, 0),
        (vec![of_type("tlsa", 5, 0, &[]), of_type("no-policy-found", 3, 0, &[])], Succeeded, 3),
        (vec![of_type("no-policy-found", 3, 0, &[])], NoPolicy, 3),
        (vec![of_type("", 3, 0, &[])], NoPolicy, 0),
        (vec![of_type("no-policy-found", 3, 1, &[])], Failed, 3),
        (vec![of_type("sts", 5, 0, &[("certificate-expired", 2)])], FailedUncounted, 0),
        (vec![of_type("sts", 0, 0, &[])], None, 0),
    ] {
        let summary = book([report("Google Inc.", "1", "2026-11-23", policies)]).summary();
        let domain = &summary.domains[0];
        assert_eq!((domain.outcome, domain.without_policy), (expected, Count::new(without)), "{domain:?}");
    }
}

#[test]
fn reports_add_up_by_domain_day_sender_policy_and_failure() {
    let summary = book([
        report("Google Inc.", "1", "2026-11-23", vec![policy("Example.COM.", TESTING, 10, &[])]),
        report(
            " Google Inc. ",
            "2",
            "2026-11-24",
            vec![policy("example.com", TESTING, 5, &[("certificate-expired", 3)])],
        ),
        report(
            "Example Sender",
            "1",
            "2026-11-24",
            vec![
                policy("example.com", TESTING, 1, &[("certificate-expired", 4), ("new-type", 1)]),
                policy("example.net", &[], 2, &[]),
            ],
        ),
    ])
    .summary();
    assert_eq!((summary.files, summary.reports, summary.duplicates, summary.unreadable), (3, 3, 0, 0));
    assert_eq!(serde_json::to_value(summary.sessions).unwrap(), serde_json::json!({ "successful": 18, "failed": 8 }));
    assert_eq!((summary.first_day.as_deref(), summary.last_day.as_deref()), (Some("2026-11-23"), Some("2026-11-24")));
    let domain = serde_json::to_value(&summary.domains[0]).unwrap();
    let shares = |name: &str, sessions: u64| serde_json::json!([{ "name": name, "sessions": sessions }]);
    let untold = |sessions: u64| serde_json::json!([{ "name": null, "sessions": sessions }]);
    assert_eq!(domain["domain"], "example.com");
    assert_eq!(domain["reports"], 3);
    assert_eq!(
        domain["days"],
        serde_json::json!([
            { "day": "2026-11-23", "sessions": { "successful": 10, "failed": 0 } },
            { "day": "2026-11-24", "sessions": { "successful": 6, "failed": 8 } },
        ])
    );
    let senders = serde_json::json!([
        { "organization": "Example Sender", "sessions": { "successful": 1, "failed": 5 }, "reports": 1,
          "firstDay": "2026-11-24", "lastDay": "2026-11-24" },
        { "organization": "Google Inc.", "sessions": { "successful": 15, "failed": 3 }, "reports": 2,
          "firstDay": "2026-11-23", "lastDay": "2026-11-24" },
    ]);
    assert_eq!(domain["senders"], senders);
    assert_eq!(domain["policies"].as_array().unwrap().len(), 1);
    assert_eq!(domain["policies"][0]["sts"]["mode"], "testing");
    assert_eq!(domain["policies"][0]["senders"], senders, "both last applied it on the same day: by name");
    assert_eq!(
        domain["failures"],
        serde_json::json!([
            { "resultType": "certificate-expired", "isRegistered": true, "sessions": 7,
              "firstDay": "2026-11-24", "lastDay": "2026-11-24", "days": shares("2026-11-24", 7),
              "mxHosts": untold(7), "receivingIps": untold(7), "sendingIps": untold(7), "reasons": untold(7), "information": untold(7),
              "senders": [{ "name": "Example Sender", "sessions": 4 }, { "name": "Google Inc.", "sessions": 3 }] },
            { "resultType": "new-type", "isRegistered": false, "sessions": 1,
              "firstDay": "2026-11-24", "lastDay": "2026-11-24", "days": shares("2026-11-24", 1),
              "mxHosts": untold(1), "receivingIps": untold(1), "sendingIps": untold(1), "reasons": untold(1), "information": untold(1),
              "senders": shares("Example Sender", 1) },
        ])
    );
    assert_eq!(summary.domains[1].domain.as_deref(), Some("example.net"));
    assert_eq!((summary.domains.len(), summary.is_full), (2, false));
}

#[test]
fn several_policies_for_one_domain_are_one_report() {
    let tlsa = ReportedPolicy { policy_type: some("tlsa"), ..policy("example.com", &["3 1 1 00"], 2, &[]) };
    let summary = book([report("A", "1", "2026-11-24", vec![policy("example.com", TESTING, 1, &[]), tlsa])]).summary();
    let domain = &summary.domains[0];
    assert_eq!((domain.reports, domain.senders[0].reports, domain.policies.len()), (1, 1, 2));
    assert_eq!(domain.sessions.successful, Count::new(3));
}

#[test]
fn the_same_report_again_is_not_counted() {
    let one = || report("A", "1", "2026-11-24", vec![policy("example.com", TESTING, 1, &[("x", 1)])]);
    let without_id = || TlsReport { report_id: None, ..one() };
    let otherwise = |change: fn(&mut TlsReport)| {
        let mut other = one();
        change(&mut other);
        other
    };
    for (what, reports, counted, duplicates) in [
        ("twice", vec![one(), one()], 1, 1),
        ("three times, spelt otherwise", vec![one(), one(), otherwise(|r| r.organization_name = some(" A "))], 1, 2),
        ("another id", vec![one(), otherwise(|r| r.report_id = some("2"))], 2, 0),
        ("another sender", vec![one(), otherwise(|r| r.organization_name = some("a"))], 2, 0),
        ("another day", vec![one(), otherwise(|r| r.start = time("2026-11-23"))], 2, 0),
        ("another end", vec![one(), otherwise(|r| r.end = time("2026-11-25"))], 2, 0),
        ("another domain", vec![one(), otherwise(|r| r.policies[0].policy_domain = some("example.net"))], 2, 0),
        ("without an id", vec![without_id(), without_id()], 1, 1),
        (
            "without an id, with other contents",
            vec![
                without_id(),
                TlsReport {
                    report_id: some(" "),
                    ..otherwise(|r| r.policies[0].failures[0].failed_sessions = count(2))
                },
            ],
            2,
            0,
        ),
        ("with and without an id", vec![one(), without_id()], 2, 0),
    ] {
        let summary = book(reports).summary();
        assert_eq!((summary.reports, summary.duplicates), (counted, duplicates), "{what}");
        assert_eq!(summary.domains.iter().map(|domain| domain.reports).sum::<usize>(), counted, "{what}");
        assert_eq!(summary.documents.iter().filter(|line| line.state == DocumentState::Duplicate).count(), duplicates);
    }
}

#[test]
fn a_report_under_the_name_of_another_is_not_counted_and_said() {
    let one = |sessions| report("A", "1", "2026-11-24", vec![policy("example.com", TESTING, sessions, &[])]);
    let summary = book([one(1), one(2)]).summary();
    assert_eq!((summary.duplicates, summary.sessions.successful), (1, Count::new(1)));
    assert!(summary.documents[1].note.as_ref().unwrap().contains("counts something else"));
}

#[test]
fn tr_033_policies_of_one_meaning_are_one() {
    let same: &[&[&str]] = &[
        &["version: STSv1\r\nmode: testing\r\nmx: a.example\r\nmx: *.b.example\r\nmax_age: 86400\r\n"],
        &["version: STSv1\nmode: testing\nmx: a.example\nmx: *.b.example\nmax_age: 86400"],
        &[
            "version: STSv1\r",
            "mode:testing  ",
            "",
            "mx: *.B.example",
            "max_age: 86400",
            "mx: A.example",
            "mx: a.example\n",
        ],
    ];
    let others: &[&[&str]] = &[
        &["version: STSv1", "mode: enforce", "mx: a.example", "mx: *.b.example", "max_age: 86400"],
        &["version: STSv1", "mode: testing", "mx: a.example", "max_age: 86400"],
        &["version: STSv1", "mode: testing", "mx: a.example", "mx: *.b.example", "max_age: 86401"],
        &["version: STSv1", "mode: testing", "mx: a.example", "mx: *.b.example", "max_age: 86400", "more: 1"],
        &["mode: testing"],
        &[],
    ];
    let with = |lines: &[&str]| policy("example.com", lines, 1, &[]);
    let policies =
        same.iter().chain(others).map(|lines| with(lines)).chain([with(TESTING), with(&[" mode: testing "])]);
    let summary = book([report("A", "1", "2026-11-24", policies.collect())]).summary();
    let policies = &summary.domains[0].policies;
    assert_eq!(policies.len(), 1 + others.len());
    let of =
        |sessions: u128| policies.iter().filter(|policy| policy.sessions.successful == Count::new(sessions)).count();
    assert_eq!((of(4), of(2), of(1)), (1, 1, 5));
    assert_eq!(policies.iter().filter(|policy| policy.sts.is_some()).count(), 5);
}

#[test]
fn tr_033_other_kinds_of_policies() {
    let of =
        |kind: &str, lines: &[&str]| ReportedPolicy { policy_type: some(kind), ..policy("example.com", lines, 1, &[]) };
    for (one, other, are_one) in [
        (of("tlsa", &["3 1 1 aa", "3 1 1 bb"]), of("tlsa", &["3 1 1 bb", "3 1 1 aa", "3 1 1 aa"]), true),
        (of("tlsa", &["3 1 1 aa"]), of("tlsa", &["3 1 1 bb"]), false),
        (of("no-policy-found", &[]), of("no-policy-found", &["anything"]), true),
        (of("other", &["a", "b"]), of("other", &["a ", " b\r\n"]), true),
        (of("other", &["a", "b"]), of("other", &["b", "a"]), false),
        (of("", &[]), of("", &[]), true),
        (of("sts", &[]), of("tlsa", &[]), false),
        (of("tlsa", TESTING), of("sts", TESTING), false),
        (of("sts", TESTING), of("sts", &["testing 86400", "*.b.example", "a.example"]), false),
    ] {
        let words = format!("{one:?}, {other:?}");
        let summary = book([report("A", "1", "2026-11-24", vec![one, other])]).summary();
        assert_eq!(summary.domains[0].policies.len() == 1, are_one, "{words}");
    }
}

#[test]
fn a_policy_is_shown_as_it_was_written_first() {
    let with = |day: &str, lines: &[&str], mx_host: &[&str]| {
        report(
            "A",
            day,
            day,
            vec![ReportedPolicy { mx_host: strings(mx_host), ..policy("example.com", lines, 1, &[]) }],
        )
    };
    let one_string = ["version: STSv1\nmode: none\nmax_age: 1"];
    let reports = [
        with("2026-11-24", &["version: STSv1", "mode:none", "max_age: 1"], &["b"]),
        with("2026-11-22", &one_string, &[]),
        with("2026-11-23", &["version: STSv1", "max_age: 1", "mode: none"], &["c"]),
    ];
    let policies = book(reports).summary().domains.remove(0).policies;
    assert_eq!(policies.len(), 1);
    assert_eq!(policies[0].lines, ["version: STSv1", "mode: none", "max_age: 1"]);
    assert_eq!(policies[0].mx_host, ["c"]);
}

#[test]
fn failures_without_details_are_counted_without_a_type() {
    let silent = ReportedPolicy { failed: count(4), ..policy("example.com", &[], 0, &[]) };
    let untyped = policy("example.com", &[], 0, &[("", 2)]);
    let summary = book([report("A", "1", "2026-11-24", vec![silent, untyped])]).summary();
    let failures = &summary.domains[0].failures;
    assert_eq!(failures.len(), 1);
    assert_eq!((&failures[0].result_type, failures[0].sessions), (&None, Count::new(6)));
    assert!(!failures[0].is_registered);
}

#[test]
fn details_beyond_what_is_kept_are_counted_by_their_type() {
    let by_type = |result_type: &str, sessions| FailedByType {
        result_type: result_type.to_owned(),
        sessions: Count::new(sessions),
    };
    let policy = ReportedPolicy {
        failed_by_type: vec![by_type("x", 10), by_type("", 3), by_type("y", 1)],
        ..policy("example.com", &[], 0, &[("x", 4), ("y", 1)])
    };
    let with =
        |omitted_failures| TlsReport { omitted_failures, ..report("A", "1", "2026-11-24", vec![policy.clone()]) };
    let sessions = |report| -> Vec<(Option<String>, u128)> {
        let failures = book([report]).summary().domains.remove(0).failures;
        failures.into_iter().map(|failure| (failure.result_type, failure.sessions.get())).collect()
    };
    assert_eq!(sessions(with(9)), [(some("x"), 10), (None, 3), (some("y"), 1)]);
    assert_eq!(sessions(with(0)), [(some("x"), 4), (some("y"), 1)]);
}

#[test]
fn tr_028_hosts_and_addresses_are_compared_by_what_they_mean() {
    let detail = |host: &str, ip: &str, reason: &str| FailureDetail {
        receiving_mx_hostname: some(host),
        receiving_ip: some(ip),
        failure_reason_code: some(reason),
        failed_sessions: count(1),
        ..FailureDetail::default()
    };
    let failures = vec![
        detail("MX.example.com.", "2001:DB8::0:1", "Bad"),
        detail("mx.example.com", "2001:db8::1", "bad "),
        detail(" ", "nonsense", "Bad"),
    ];
    let policy = ReportedPolicy { failures, ..policy("example.com", &[], 0, &[]) };
    let summary = book([report("A", "1", "2026-11-24", vec![policy])]).summary();
    let failure = &summary.domains[0].failures[0];
    let names = |shares: &[SessionShare]| -> Vec<(Option<String>, u128)> {
        shares.iter().map(|share| (share.name.clone(), share.sessions.get())).collect()
    };
    assert_eq!(names(&failure.mx_hosts), [(some("mx.example.com"), 2), (None, 1)]);
    assert_eq!(names(&failure.receiving_ips), [(some("2001:db8::1"), 2), (some("nonsense"), 1)]);
    assert_eq!(names(&failure.reasons), [(some("Bad"), 2), (some("bad"), 1)]);
}

#[test]
fn the_day_is_that_on_which_the_range_begins() {
    let time = |seconds| Some(ReportTime { text: "?".to_owned(), seconds });
    for (start, end, expected) in [
        (time(Some(1_795_564_799)), time(Some(1_795_651_199)), some("2026-11-24")),
        (time(Some(1_795_564_800)), None, some("2026-11-25")),
        (time(None), time(Some(1_795_564_799)), some("2026-11-24")),
        (None, time(Some(1_795_564_800)), some("2026-11-24")),
        (None, time(Some(1_795_564_801)), some("2026-11-25")),
        (None, None, None),
        (time(Some(-1)), None, some("1969-12-31")),
    ] {
        let report = TlsReport { start, end, ..report("A", "1", "", vec![policy("example.com", &[], 1, &[])]) };
        let summary = book([report]).summary();
        assert_eq!(summary.domains[0].days[0].day, expected);
        assert_eq!((&summary.first_day, &summary.last_day), (&expected, &expected));
        assert_eq!(summary.documents[0].day, expected);
    }
}

#[test]
fn what_cannot_be_counted_is_listed_with_its_reason() {
    let (error, notice) = (ReportProblemSeverity::Error, ReportProblemSeverity::Notice);
    let with = |is_usable, problems: Vec<ReportProblem>, path: &[&str]| {
        let mut document = document(report("A", "1", "2026-11-24", vec![policy("example.com", &[], 1, &[])]));
        document.reading.is_usable = is_usable;
        document.reading.problems = problems;
        document.path = strings(path);
        document
    };
    let mut book = ReportBook::default();
    book.add(
        "a.zip",
        &ReportFile {
            problems: vec![problem(error, "The archive is cut off")],
            ..file(vec![
                with(false, vec![problem(notice, "A notice"), problem(error, "An error")], &["b.gz"]),
                with(true, vec![problem(notice, "A notice")], &["c", "d"]),
            ])
        },
    );
    book.add("empty.zip", &file(Vec::new()));
    book.fail("e.json", "It cannot be read.");
    let summary = book.summary();
    let lines: Vec<_> = summary
        .documents
        .iter()
        .map(|line| (line.file, line.name.as_str(), line.state, line.note.as_deref(), line.notices))
        .collect();
    assert_eq!(
        lines,
        [
            (0, "a.zip › b.gz", DocumentState::Unreadable, Some("An error; expected: another."), 1),
            (0, "a.zip › c › d", DocumentState::Counted, Some("A notice; expected: another."), 1),
            (0, "a.zip", DocumentState::Unreadable, Some("The archive is cut off; expected: another."), 0),
            (1, "empty.zip", DocumentState::Unreadable, None, 0),
            (2, "e.json", DocumentState::Unreadable, Some("It cannot be read."), 0),
        ]
    );
    assert_eq!((book.files(), book.reports(), book.unreadable(), book.duplicates()), (3, 1, 4, 0));
    assert_eq!(summary.problems, [ReportProblemCount { kind: ReportProblemKind::Missing, count: 4 }]);
    assert_eq!(summary.sessions.successful, Count::new(1));
}

#[test]
fn w_05_hostile_reports_stay_within_the_bounds() {
    // Everything is another text in every report, and every text as long as the reader lets through.
    for (reports, length) in [(12_000, 8), (1_000, 4_096)] {
        let mut book = ReportBook::default();
        for number in 0..reports {
            let text = |what: &str| Some(format!("{what}{number:0length$}"));
            let detail = FailureDetail {
                result_type: text("type"),
                sending_mta_ip: text("from"),
                receiving_mx_hostname: text("mx"),
                receiving_mx_helo: text("helo"),
                receiving_ip: text("to"),
                failed_sessions: count(1),
                additional_information: text("more"),
                failure_reason_code: text("why"),
            };
            let policy = ReportedPolicy {
                policy_type: text("kind"),
                policy_string: text("line").into_iter().collect(),
                mx_host: text("host").into_iter().collect(),
                failures: vec![detail],
                ..policy(&text("domain").unwrap(), &[], 1, &[])
            };
            let policy = ReportedPolicy { failed: count(1), ..policy };
            let report = report(&text("organization").unwrap(), &text("id").unwrap(), "2026-11-24", vec![policy]);
            book.add(&text("name").unwrap(), &file(vec![document(report)]));
        }
        assert!(book.rows.len() <= MAX_ROWS, "{} rows", book.rows.len());
        assert!(book.rows.text() <= MAX_ROW_TEXT, "{} bytes", book.rows.text());
        let summary = book.summary();
        assert!(summary.is_full);
        let lines = &summary.documents;
        let name =
            lines.iter().map(|line| line.name.len() + line.report_id.as_ref().map_or(0, String::len)).sum::<usize>();
        assert!(lines.len() <= MAX_DOCUMENTS && name <= MAX_DOCUMENT_TEXT);
        assert_eq!(lines.len() + summary.omitted_documents, reports);
        assert_eq!(summary.reports, reports);
        assert_sums(&summary);
        let all = Count::new(reports as u128);
        assert_eq!(summary.sessions, Sessions { successful: all, failed: all });
        let rest = summary.domains.iter().find(|domain| domain.domain.is_none()).unwrap();
        assert!(rest.sessions.failed > Count::default());
    }
}

#[test]
fn what_could_not_be_read_is_listed_beyond_the_bound() {
    let mut book = ReportBook::default();
    for number in 0..MAX_DOCUMENTS + 2 {
        let report = report("Google Inc.", &number.to_string(), "2026-11-23", vec![policy("a.example", &[], 1, &[])]);
        book.add("good.json", &file(vec![document(report)]));
    }
    for _ in 0..MAX_UNREADABLE + 3 {
        book.fail("bad.json", "It cannot be read.");
    }
    let ReportSummary { documents, omitted_documents, .. } = book.summary();
    assert_eq!((documents.len(), omitted_documents), (MAX_DOCUMENTS + MAX_UNREADABLE, 5));
    assert!(documents.iter().skip(MAX_DOCUMENTS).all(|line| line.name == "bad.json" && line.note.is_some()));
}

/// Every list of rows adds up to what it is a list of.
fn assert_sums(summary: &ReportSummary) {
    let all = |sessions: &mut dyn Iterator<Item = Sessions>| sessions.fold(Sessions::default(), Sessions::plus);
    assert_eq!(all(&mut summary.domains.iter().map(|domain| domain.sessions)), summary.sessions);
    for domain in &summary.domains {
        assert_eq!(all(&mut domain.days.iter().map(|day| day.sessions)), domain.sessions);
        assert_eq!(all(&mut domain.senders.iter().map(|sender| sender.sessions)), domain.sessions);
        assert_eq!(all(&mut domain.policies.iter().map(|policy| policy.sessions)), domain.sessions);
        assert_eq!(domain.senders.iter().map(|sender| sender.reports).sum::<usize>(), domain.reports);
        for policy in &domain.policies {
            assert_eq!(all(&mut policy.senders.iter().map(|sender| sender.sessions)), policy.sessions);
        }
        for failure in &domain.failures {
            let FailureSummary { days, mx_hosts, receiving_ips, senders, sending_ips, reasons, information, .. } =
                failure;
            for shares in [days, mx_hosts, receiving_ips, senders, sending_ips, reasons, information] {
                let sum = shares.iter().map(|share| share.sessions).fold(Count::default(), Count::plus);
                assert_eq!(sum, failure.sessions);
            }
        }
    }
}

mod any {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn word(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
        select(words).prop_map(some)
    }

    fn sessions() -> impl Strategy<Value = Option<Count>> {
        prop_oneof![8 => (0u128..9).prop_map(count), 1 => Just(None), 1 => Just(count(u128::MAX / 2))]
    }

    fn failure() -> impl Strategy<Value = FailureDetail> {
        (
            word(&["", "validation-failure", "x"]),
            word(&["", "mx.example.com", "MX.example.com."]),
            word(&["", "::1", "0:0::1"]),
            word(&["", "a", "a "]),
            sessions(),
        )
            .prop_map(|(result_type, mx, ip, reason, failed_sessions)| FailureDetail {
                result_type,
                receiving_mx_hostname: mx,
                receiving_ip: ip,
                failure_reason_code: reason,
                failed_sessions,
                ..FailureDetail::default()
            })
    }

    fn policy() -> impl Strategy<Value = ReportedPolicy> {
        let text = select(vec![
            strings(&[]),
            strings(TESTING),
            vec![TESTING.join("\r\n")],
            strings(&["version: STSv1", "mode: testing", "mx: *.B.example", "mx: a.example", "max_age: 86400"]),
            strings(&["b", "a"]),
            strings(&["a", "b "]),
        ]);
        (
            word(&["", "sts", "tlsa", "no-policy-found"]),
            text,
            word(&["", "example.com", "Example.com.", "example.net"]),
            select(vec![strings(&[]), strings(&["a.example"]), strings(&["b.example"])]),
            sessions(),
            sessions(),
            proptest::collection::vec(failure(), 0..3),
        )
            .prop_map(|(policy_type, policy_string, policy_domain, mx_host, successful, failed, failures)| {
                let failed_by_type = Vec::new();
                ReportedPolicy {
                    policy_type,
                    policy_string,
                    policy_domain,
                    mx_host,
                    successful,
                    failed,
                    failures,
                    failed_by_type,
                }
            })
    }

    prop_compose! {
        fn report()(
            organization_name in word(&["", "A", "B", " B"]),
            start in word(&["", "2026-11-23", "2026-11-24", "nonsense"]),
            policies in proptest::collection::vec(policy(), 0..3),
        ) -> TlsReport {
            // Two that are not the same have not the same name, as senders are asked to see to it (RFC 8460 §4.4).
            let mut report = super::report(&organization_name.unwrap_or_default(), "", &start.unwrap_or_default(), policies);
            report.report_id = Some(format!("{:?}", report.policies));
            report
        }
    }

    fn without_documents(book: &ReportBook) -> ReportSummary {
        ReportSummary { documents: Vec::new(), ..book.summary() }
    }

    proptest! {
        #[test]
        fn the_order_of_the_reports_does_not_matter(
            (reports, shuffled) in proptest::collection::vec(report(), 0..8)
                .prop_flat_map(|reports| (Just(reports.clone()), Just(reports).prop_shuffle())),
        ) {
            let (one, other) = (book(reports.clone()), book(shuffled));
            prop_assert_eq!(without_documents(&one), without_documents(&other));
            // All of them once more change nothing but the number of duplicates.
            let twice = ReportSummary { files: reports.len(), ..without_documents(&book([reports.clone(), reports.clone()].concat())) };
            let duplicates = twice.duplicates - reports.len();
            prop_assert_eq!(ReportSummary { duplicates, ..twice }, without_documents(&one));
        }

        #[test]
        fn every_list_adds_up(reports in proptest::collection::vec(report(), 0..8)) {
            let book = book(reports);
            let summary = book.summary();
            assert_sums(&summary);
            prop_assert_eq!(book.failed_sessions(), summary.sessions.failed);
            prop_assert_eq!(summary.reports + summary.duplicates + summary.unreadable, summary.files);
            prop_assert!(!summary.is_full);
        }
    }
}
