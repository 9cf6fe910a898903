//! TLS reports: what is printed is read, whatever else stands there and however it is written.

use std::fmt::Write as _;

use mta_sts::tlsrpt::report::{Count, FailedByType, ReportReading, TlsReport, read_report};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::common::reports::assert_report;

/// Any text: control characters, quotation marks, beyond the BMP.
fn text() -> impl Strategy<Value = Value> {
    "(?s).{0,24}".prop_map(Value::from)
}

fn time() -> impl Strategy<Value = Value> {
    let time = (1_900..2_200, 1..=12, 1..=28, "(00|12|23):(00|59):(00|59)(\\.[0-9]{1,9})?(Z|z|[+-]0[0-9]:[0-5][0-9]|)");
    prop_oneof![
        4 => time.prop_map(|(year, month, day, rest)| format!("{year}-{month:02}-{day:02}T{rest}").into()),
        1 => text(),
    ]
}

/// Members, each of which may be missing.
fn object<const N: usize>(members: [(&'static str, BoxedStrategy<Value>); N]) -> impl Strategy<Value = Value> {
    let (names, values): (Vec<_>, Vec<_>) = members.into_iter().map(|(name, value)| (name, of(value))).unzip();
    values.prop_map(move |values| {
        let members = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        Value::Object(members.collect())
    })
}

fn strings() -> BoxedStrategy<Value> {
    vec(text(), 0..4).prop_map(Value::Array).boxed()
}

fn count() -> BoxedStrategy<Value> {
    prop_oneof![(0_u64..1_000), any::<u64>()].prop_map(Value::from).boxed()
}

fn failure() -> impl Strategy<Value = Value> {
    let result_type = prop_oneof![Just("certificate-expired".into()), Just("sts-webpki-invalid".into()), text()];
    object([
        ("result-type", result_type.boxed()),
        ("sending-mta-ip", text().boxed()),
        ("receiving-mx-hostname", text().boxed()),
        ("receiving-mx-helo", text().boxed()),
        ("receiving-ip", text().boxed()),
        ("failed-session-count", count()),
        ("additional-information", text().boxed()),
        ("failure-reason-code", text().boxed()),
    ])
}

fn policy() -> impl Strategy<Value = Value> {
    let applied = object([
        ("policy-type", prop_oneof![Just("sts".into()), text()].boxed()),
        ("policy-string", strings()),
        ("policy-domain", text().boxed()),
        ("mx-host", strings()),
    ]);
    (applied, count(), of(count()), of(vec(failure(), 0..4))).prop_map(|(applied, successful, failed, failures)| {
        let mut policy = json!({"policy": applied, "summary": {"total-successful-session-count": successful}});
        if let Some(failed) = failed {
            policy["summary"]["total-failure-session-count"] = failed;
        }
        if let Some(failures) = failures {
            policy["failure-details"] = failures.into();
        }
        policy
    })
}

/// Reports that are read without an error.
fn report() -> impl Strategy<Value = Value> {
    let range = object([("start-datetime", time().boxed()), ("end-datetime", time().boxed())]);
    let head = object([
        ("organization-name", text().boxed()),
        ("date-range", range.boxed()),
        ("contact-info", text().boxed()),
        ("report-id", text().boxed()),
    ]);
    (head, vec(policy(), 0..4)).prop_map(|(mut report, policies)| {
        report["policies"] = policies.into();
        report
    })
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), any::<f64>().prop_map(Value::from), text()];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec(("[a-z]{0,3}", inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Puts a member that means nothing into every object that means something, before or after the others.
fn with_unknown(value: &mut Value, name: &str, unknown: &Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| with_unknown(value, name, unknown)),
        Value::Object(members) => {
            members.values_mut().for_each(|value| with_unknown(value, name, unknown));
            members.insert(name.to_owned(), unknown.clone());
        }
        _ => {}
    }
}

/// Writes JSON with every character of its strings escaped, and as much white space as there may be.
fn write_oddly(value: &Value, space: &str, out: &mut String) {
    let escaped = |text: &str| {
        let mut out = String::new();
        text.encode_utf16().for_each(|unit| write!(out, "\\u{unit:04X}").unwrap());
        format!("\"{out}\"")
    };
    let list = |out: &mut String, parts: Vec<String>| out.push_str(&parts.join(&format!("{space},{space}")));
    let part = |value: &Value| {
        let mut out = String::new();
        write_oddly(value, space, &mut out);
        out
    };
    out.push_str(space);
    match value {
        Value::Array(values) => {
            out.push('[');
            list(out, values.iter().map(part).collect());
            out.push_str(space);
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            out.push_str(space);
            list(
                out,
                members.iter().map(|(name, value)| format!("{}{space}:{}", escaped(name), part(value))).collect(),
            );
            out.push_str(space);
            out.push('}');
        }
        Value::String(text) => out.push_str(&escaped(text)),
        other => out.push_str(&other.to_string()),
    }
    out.push_str(space);
}

/// What reading said, without places.
fn said(reading: &ReportReading) -> (Option<&TlsReport>, Vec<(&str, String)>) {
    let mut problems: Vec<_> =
        reading.problems.iter().map(|problem| (problem.member.as_str(), format!("{:?}", problem.kind))).collect();
    problems.sort_unstable();
    (reading.report.as_ref(), problems)
}

proptest! {
    #[test]
    fn tr_021_what_is_printed_is_read(value in report()) {
        // `assert_report` compares every member.
        let reading = assert_report(value.to_string().as_bytes());
        prop_assert!(reading.is_usable, "{:?}", reading.problems);
        for policy in &reading.report.unwrap().policies {
            let mut sums: Vec<FailedByType> = Vec::new();
            for failure in &policy.failures {
                let (result_type, sessions) = (failure.result_type.clone().unwrap_or_default(), failure.failed_sessions.unwrap_or_default());
                match sums.iter_mut().find(|sum| sum.result_type == result_type) {
                    Some(sum) => sum.sessions = Count::new(sum.sessions.get() + sessions.get()),
                    None => sums.push(FailedByType { result_type, sessions }),
                }
            }
            prop_assert_eq!(&policy.failed_by_type, &sums);
        }
    }

    #[test]
    fn tr_021_what_means_nothing_changes_nothing(value in report(), name in "[a-z~]{0,8}", unknown in any_value()) {
        let mut longer = value.clone();
        with_unknown(&mut longer, &name, &unknown);
        let (reading, longer) = (read_report(value.to_string().as_bytes()), assert_report(longer.to_string().as_bytes()));
        prop_assert_eq!(said(&longer), said(&reading));
    }

    #[test]
    fn the_spelling_of_json_changes_nothing(value in report(), space in "[ \t\r\n]{0,3}") {
        let mut odd = String::new();
        write_oddly(&value, &space, &mut odd);
        let (reading, odd) = (read_report(value.to_string().as_bytes()), assert_report(odd.as_bytes()));
        prop_assert_eq!(said(&odd), said(&reading));
        let pretty = read_report(serde_json::to_string_pretty(&value).unwrap().as_bytes());
        prop_assert_eq!(said(&pretty), said(&reading));
    }

    #[test]
    fn what_is_cut_off_is_never_another_report(value in report(), cut in any::<prop::sample::Index>()) {
        let text = value.to_string();
        let cut = cut.index(text.len());
        prop_assert!(!assert_report(&text.as_bytes()[..cut]).is_usable);
    }

    #[test]
    fn nothing_breaks_the_reader(octets: Vec<u8>) {
        assert_report(&octets);
    }

    #[test]
    fn no_damage_breaks_the_reader(value in report(), at in any::<prop::sample::Index>(), piece in "(?s)[\\[\\]{}:,\"\\\\0-9eu.+-]{0,3}|.", take in 0_usize..4) {
        let mut octets = value.to_string().into_bytes();
        let start = at.index(octets.len());
        let end = (start + take).min(octets.len());
        octets.splice(start..end, piece.bytes());
        assert_report(&octets);
    }

    #[test]
    fn any_json_is_judged(value in any_value(), members in vec(("[a-z-]{0,4}|policies|policy|summary|date-range|failure-details", any_value()), 0..6)) {
        assert_report(value.to_string().as_bytes());
        let object: Map<String, Value> = members.into_iter().collect();
        let policies = json!([object, {"policy": object, "summary": object, "failure-details": [object, value]}]);
        let mut report = object;
        report.insert("policies".to_owned(), policies);
        assert_report(Value::Object(report).to_string().as_bytes());
    }
}
