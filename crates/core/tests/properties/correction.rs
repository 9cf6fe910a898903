//! Corrections: of any text, and of right texts with damage to them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::common::correction::{as_policy, as_record, assert_corrected};
use super::findings::any_text;

/// Lines as people write them, right and wrong.
fn policy_line() -> impl Strategy<Value = String> {
    let names = select(vec![
        "version",
        "mode",
        "mx",
        "max_age",
        "Mode",
        "MX",
        "max-age",
        "v",
        "nmx",
        "x",
        "id",
        "mo\u{200b}de",
        "",
    ]);
    let separators = select(vec![": ", ":", " : ", "=", " = ", " ", "", "\u{ff1a}"]);
    let values = select(vec![
        "STSv1",
        "stsv1",
        "STSv2",
        "enforce",
        "Testing",
        "none;",
        "report",
        "\"enforce\"",
        "mail.example.com",
        "a.example.",
        "10 a.example",
        "a.example, b.example",
        "https://a.example:25/",
        "m\u{fc}ller.example",
        "192.0.2.1",
        "604800",
        "7d",
        "12m",
        "99999999999",
        "0",
        "604800 # week",
        "\u{a0}604800",
        "",
        "a\tb",
        "a\u{2028}mode: none",
        "STSv1; id=1",
    ]);
    let indents = select(vec!["", "", "", " ", "\t", "\u{feff}", "# ", "\""]);
    let ends = select(vec!["\n", "\n", "\n", "\r\n", "\r", "\n\n", "; ", ", ", " ", "\\n", "\u{2028}", ""]);
    (indents, names, separators, values, ends)
        .prop_map(|(indent, name, separator, value, end)| [indent, name, separator, value, end].concat())
}

fn record_field() -> impl Strategy<Value = String> {
    let fields = select(vec![
        "v=STSv1",
        "v=stsv1",
        "V = STSv1",
        "v=TLSRPTv1",
        "v=STSv2",
        "version: STSv1",
        "id=1",
        "id=2026-01-01",
        "ID=1",
        "id = 1",
        "id: 1",
        "id=",
        "rua=mailto:a@b.example",
        "rua=a@b.example",
        "rua= mailto:a@b.example!10m",
        "mailto:a@b.example",
        "RUA=mailto:a@b.example",
        "rua=http://b.example",
        "rua=,",
        "rua=mailto:\u{fc}@b.example,,c@b.example",
        "x=y",
        "x",
        "x=",
        "mode=enforce",
        "",
        "id=1 x=y",
        "\u{200b}",
        "\u{e9}",
    ]);
    let ends = select(vec![";", "; ", "; ", " ; ", ";;", ", ", " ", "", "\\;", "\" \"", "\n"]);
    (select(vec!["", "", "\"", " ", "\u{201c}"]), fields, ends)
        .prop_map(|(start, field, end)| [start, field, end].concat())
}

proptest! {
    #[test]
    fn of_any_text(text in any_text(), octets in vec(any::<u8>(), 0..200), prefix in select(vec!["", "v=STSv1;", "v=TLSRPTv1; rua="])) {
        for text in [text, octets] {
            assert_corrected(&text, as_policy);
            assert_corrected(&text, as_record);
            assert_corrected(&[prefix.as_bytes(), &text].concat(), as_record);
        }
    }

    #[test]
    fn of_a_policy(lines in vec(policy_line(), 0..8), is_utf16: bool) {
        let text = lines.concat();
        assert_corrected(text.as_bytes(), as_policy);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if is_utf16 {
            assert_corrected(&utf16, as_policy);
        }
    }

    #[test]
    fn of_a_record(fields in vec(record_field(), 0..6)) {
        assert_corrected(fields.concat().as_bytes(), as_record);
    }

    #[test]
    fn slips_that_leave_no_doubt_are_all_mended(
        mode in select(vec!["enforce", "Enforce", "testing;", "'none'", "\u{a0}enforce", "report"]),
        age in select(vec!["604800", "7d", "1 week", "604,800", "\"604800\"", "604800 # s", "99999999999"]),
        mx in vec(select(vec!["a.example", "A.example.", "10 b.example", "a.example, b.example", "smtp://a.example:25"]), 1..4),
        (colon, end) in (select(vec![":", ": ", " : ", "="]), select(vec!["\n", "\r\n", "\n\n", "\r"])),
        order in Just(vec![0usize, 1, 2, 3]).prop_shuffle(),
        mark in select(vec!["", "\u{feff}"]),
    ) {
        let mx: Vec<String> = mx.iter().map(|host| format!("mx{colon}{host}{end}")).collect();
        let groups = [
            format!("version{colon}STSv1{end}"),
            format!("mode{colon}{mode}{end}"),
            format!("max_age{colon}{age}{end}"),
            mx.concat(),
        ];
        let text = [mark.to_owned(), order.iter().map(|group| groups[*group].as_str()).collect()].concat();
        prop_assert!(assert_corrected(text.as_bytes(), as_policy), "{:?}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn of_many_faults(lines in vec(policy_line(), 100..130)) {
        assert_corrected(lines.concat().as_bytes(), as_policy);
    }
}
