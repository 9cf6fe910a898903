use super::*;
use proptest::prelude::*;

fn ids(text: &str) -> Vec<&'static str> {
    parse_policy(text.as_bytes()).1.iter().map(|violation| violation.rule.id).collect()
}

#[test]
fn ms_030_to_ms_045_grammar() {
    let with = |line: &str| format!("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\n{line}");
    for (text, expected) in [
        (with(""), vec![]),
        ("version:STSv1\r\nmode:\tenforce \r\nmx:  *.a.example\t\r\nmax_age:604800".to_owned(), vec![]),
        ("mode: none\nversion: STSv1\nmax_age: 86400\nmx: a.example\n".to_owned(), vec!["version-not-first"]),
        (with("\n"), vec!["policy-blank-line"]),
        (with(" "), vec!["policy-blank-line"]),
        (with("# hello\n"), vec!["policy-comment"]),
        (with("hello\n"), vec!["policy-not-a-field"]),
        (with("_x: y\n"), vec!["policy-not-a-field"]),
        (with("x: y z\n"), vec!["policy-unknown-field"]),
        (with("maxage: 5\n"), vec!["policy-near-miss"]),
        (with("nmx: b.example\n"), vec!["policy-near-miss"]),
        (with("x: a\u{2028}mode: none\n"), vec!["policy-foreign-line-end", "policy-unknown-field"]),
        (with("x:\n"), vec!["policy-extension-value"]),
        (with("x: a\tb\n"), vec!["policy-extension-value"]),
        (with(" x: y\n"), vec!["policy-leading-space", "policy-unknown-field"]),
        (with("x : y\n"), vec!["policy-space-before-colon", "policy-unknown-field"]),
        (with("mx: b.example.\n"), vec!["mx-trailing-dot"]),
        (with("mx: b\u{fc}.example\n"), vec!["mx-u-label"]),
        (with("mx: 192.0.2.1\n"), vec!["mx-address"]),
        (with("mx: localhost\n"), vec!["mx-top-level"]),
        (with("mx: *.com\n"), vec!["mx-top-level"]),
        (with("mx: a.example:25\n"), vec!["mx-value"]),
        (with("mx:\n"), vec!["mx-value"]),
        (with("mode: none\n"), vec!["policy-duplicate-field"]),
        (with("mode: nonsense\n"), vec!["policy-duplicate-field"]),
        (with("mode: enforce\n"), vec!["policy-repeated-field"]),
        (with("x: a\r\ny: b\n"), vec!["policy-unknown-field", "policy-unknown-field", "policy-mixed-line-ends"]),
        (with("x: a\rmode: none\n"), vec!["policy-bare-cr"]),
        (String::new(), vec!["policy-empty"]),
        ("\r\n \n".to_owned(), vec!["policy-empty"]),
        ("<!DOCTYPE html>\n<p>\n".to_owned(), vec!["policy-html"]),
        ("{\"version\": \"STSv1\"}".to_owned(), vec!["policy-json"]),
        ("v=STSv1; id=1;\n".to_owned(), vec!["policy-record-syntax"]),
        ("v=STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\n".to_owned(), vec!["policy-record-syntax"]),
        ("version: STSv1\\nmode: none\\nmax_age: 86400\\n".to_owned(), vec!["policy-escaped-line-ends"]),
        ("v\0e\0r\0s\0i\0o\0n\0".to_owned(), vec!["policy-utf16"]),
        ("version: STSv1\nmode: report\nmx: a.example\nmax_age: 604800".to_owned(), vec!["mode-report"]),
        ("version: STSv1\nmode: \"enforce\"\nmx: a.example\nmax_age: 604800".to_owned(), vec!["policy-quoted-value"]),
        (
            "version:\u{a0}STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800".to_owned(),
            vec!["policy-invisible-character"],
        ),
        ("version: STSv1\nmode: enforce\nnmx: a.example\nmax_age: 604800".to_owned(), vec!["policy-misspelt-field"]),
        (
            "version: STSv1\nmode=enforce\nmx: a.example\nmax_age: 604800".to_owned(),
            vec!["policy-not-a-field", "mode-missing"],
        ),
        ("\u{feff}version: STSv1\nmode: none\nmx: a.example\nmax_age: 86400\n".to_owned(), vec!["policy-bom"]),
        ("version: STSv1".to_owned(), vec!["mode-missing", "max-age-missing"]),
        ("version: STSv1\nmode: enforce\nmax_age: 86400".to_owned(), vec!["mx-missing"]),
        ("version: STSv1\nmode: none\nmax_age: 86400".to_owned(), vec!["mx-missing-none"]),
        (
            "version: stsv1\nmode: Enforce\nmx: a.example\nmax_age: 7d".to_owned(),
            vec!["version-value", "mode-case", "max-age-unit"],
        ),
        ("Version: STSv1\nmode: none\nmx: a.example\nmax_age: 86400".to_owned(), vec!["policy-name-case"]),
    ] {
        assert_eq!(ids(&text), expected, "{text:?}");
    }
}

#[test]
fn ms_034_max_age() {
    for (value, expected) in [
        ("0", vec!["max-age-zero"]),
        ("1", vec!["max-age-short"]),
        ("86399", vec!["max-age-short"]),
        ("86400", vec![]),
        ("0000086400", vec![]),
        ("31557600", vec![]),
        ("31557601", vec!["max-age-too-long"]),
        ("9999999999", vec!["max-age-too-long"]),
        ("10000000000", vec!["max-age-value"]),
        ("", vec!["max-age-value"]),
        ("+5", vec!["max-age-value"]),
        ("-5", vec!["max-age-value"]),
        ("1e3", vec!["max-age-value"]),
        ("0x10", vec!["max-age-value"]),
        ("٣", vec!["max-age-value"]),
        ("1_000", vec!["max-age-unit"]),
    ] {
        let text = format!("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: {value}\n");
        assert_eq!(ids(&text), expected, "{value}");
    }
}

#[test]
fn ms_041_the_first_of_a_field_counts() {
    let text = b"version: STSv1\nmode: testing\nmode: enforce\nmx: a.example\nmax_age: 100000\nmax_age: x\n";
    let policy = parse_policy(text).0.unwrap();
    assert_eq!((policy.mode, policy.max_age), (Mode::Testing, 100_000));
}

#[test]
fn ms_045_bytes_that_are_not_utf_8_are_placed() {
    let (policy, violations) = parse_policy(b"version: STSv1\nmode: none\nmax_age: 1\nx: a\xfcb\n");
    assert!(policy.is_none());
    assert_eq!(violations.iter().next().unwrap().span, Span::new(41, 42));
}

#[test]
fn many_violations_are_counted_not_kept() {
    let (_, violations) = parse_policy("x\n".repeat(1000).as_bytes());
    assert_eq!(violations.iter().count() + violations.omitted, 1000 + 3);
    assert_eq!(violations.iter().count(), Violations::MAX);
}

proptest! {
    #[test]
    fn no_input_panics_and_every_span_lies_inside(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'\n'), Just(b':'), Just(b' ')], 0..300)) {
        for violation in parse_policy(&bytes).1.iter() {
            prop_assert!(violation.span.start <= violation.span.end && violation.span.end <= bytes.len());
        }
    }

    #[test]
    fn what_is_printed_is_read_again(enforce: bool, max_age in 86_400u64..=MAX_MAX_AGE, mx in proptest::collection::vec(r"(\*\.)?[a-z]{1,8}\.[a-z]{2,5}", 1..5), crlf: bool) {
        let mode = if enforce { Mode::Enforce } else { Mode::Testing };
        let end = if crlf { "\r\n" } else { "\n" };
        let lines: String = mx.iter().map(|pattern| format!("mx: {pattern}{end}")).collect();
        let text = format!("version: STSv1{end}mode: {}{end}{lines}max_age: {max_age}{end}", mode.name());
        let (policy, violations) = parse_policy(text.as_bytes());
        prop_assert!(violations.iter().next().is_none());
        let policy = policy.unwrap();
        prop_assert_eq!((policy.mode, policy.max_age), (mode, max_age));
        prop_assert_eq!(policy.mx.iter().map(ToString::to_string).collect::<Vec<_>>(), mx);
    }
}

#[test]
fn a_remark_on_a_value_points_at_it() {
    let text = b"version: STSv1\nmax_age: 60\nmode: enforce\nmx: a.example\n";
    let (_, violations) = parse_policy(text);
    let spans: Vec<_> = violations.iter().map(|violation| (violation.rule.id, violation.span)).collect();
    assert_eq!(spans, [("max-age-short", Span::new(24, 26))]);
}
