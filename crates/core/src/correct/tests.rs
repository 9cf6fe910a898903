//! Texts and what becomes of them.

use super::*;
use crate::offline;

/// The corrected text and what is unresolved, with the edits tried.
fn policy(text: impl AsRef<[u8]>) -> (String, Vec<&'static str>) {
    let correction = offline::correct_policy(text.as_ref()).unwrap_or_else(|| panic!("{:?}", show(text.as_ref())));
    assert_applied(text.as_ref(), &correction);
    (correction.text, correction.unresolved)
}

fn record(text: &str) -> (String, Vec<&'static str>) {
    let correction = offline::correct_record(text.as_bytes()).unwrap_or_else(|| panic!("{text:?}"));
    assert_applied(text.as_bytes(), &correction);
    (correction.text, correction.unresolved)
}

fn show(text: &[u8]) -> String {
    crate::text::show_all(text)
}

fn assert_applied(given: &[u8], correction: &Correction) {
    let (mut text, mut kept) = (Vec::new(), 0);
    for edit in &correction.edits {
        text.extend_from_slice(&given[kept..edit.byte_start]);
        text.extend_from_slice(edit.replacement.as_bytes());
        kept = edit.byte_end;
    }
    text.extend_from_slice(&given[kept..]);
    assert_eq!(text, correction.text.as_bytes());
}

const GOOD: &str = "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\n";

#[test]
fn policies_that_become_right() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for text in [
        "\u{feff}version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\n".as_bytes(),
        &utf16(GOOD, false),
        &utf16(&format!("\u{feff}{GOOD}"), false),
        &utf16(&format!("\u{feff}{}", GOOD.replace("enforce", "Enforce")), true),
        b"version: STSv1\n\nmode: enforce\n# primary\nmx: a.example\n \nmax_age: 604800\n\n",
        b"version: STSv1\rmode: enforce\rmx: a.example\rmax_age: 604800\r",
        b"version: STSv1\\nmode: enforce\\nmx: a.example\\nmax_age: 604800\\n",
        b"\"version: STSv1\\r\\nmode: enforce\\r\\nmx: a.example\\r\\nmax_age: 604800\\r\\n\"",
        "version: STSv1\u{2028}mode: enforce\u{2028}mx: a.example\u{2028}max_age: 604800\n".as_bytes(),
        b"version: STSv1 mode: enforce mx: a.example max_age: 604800\n",
        b"version=STSv1; mode=enforce; mx=a.example; max_age=604800;\n",
        b"v=STSv1; id=2026; mode=enforce; mx=a.example; max_age=604800\n",
        b"v=STSv1; id=2026\nmode: enforce\nmx: a.example\nmax_age: 604800\n",
        b"version: STSv1\nv=STSv1; id=2026\nmode: enforce\nmx: a.example\nmax_age: 604800\n",
        b" version: STSv1\n\tmode : enforce\nmx\t: a.example\n max_age: 604800\n",
        b"Version: STSv1\nMODE: Enforce\nMX: a.example\nMax_Age: 604800\n",
        b"versoin: stsv1\nmods: ENFORCE\nmxs: a.example\nmax-age: 604800\n",
        "version: \u{a0}STSv1\nmo\u{200b}de: enforce\nmx: a\u{200b}.example\nmax_age: 604800\u{2009}\n".as_bytes(),
        b"\"version\": \"STSv1\"\nmode: 'enforce'\nmx: \"a.example\"\nmax_age: \"604800\"\n",
        b"version=STSv1\nmode = enforce\nmx a.example\nmax_age 604800\n",
        b"mode: enforce\nmx: a.example\nmax_age: 604800\n",
        b"mode: enforce;\nversion: STSv1,\nmx: a.example # the only one\nmax_age: 1 week\n",
        b"version: STSv1\nmode: enforce\nmx: a.example.\nmax_age: 604,800 # seconds\n",
        b"version: STSv1\nmode: enforce\nmx: https://a.example/\nmax_age: 7d\n",
        b"version: STSv1\nmode: enforce\nmx: 10 a.example.:25\nmax_age: 604800s\n",
        b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\nmode: none\nmax_age: 5\nmode: enforce\n",
        b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\nx:\n",
        b"# M\xfcller\nversion: STSv1\nmode: enforce\nmx: a.example\nmax_age: \xa0604800\n",
    ] {
        assert_eq!(policy(text), (GOOD.to_owned(), vec![]), "{}", show(text));
    }
}

#[test]
fn policies_that_become_something_else() {
    let with = |lines: &str| format!("version: STSv1\nmax_age: 604800\n{lines}");
    for (text, expected) in [
        // CRLF stays, also in what is new.
        (
            "\r\nmode: enforce\r\nmx: a.example, b.example\r\nmax_age: 1d\r\n",
            "version: STSv1\r\nmode: enforce\r\nmx: a.example\r\nmx: b.example\r\nmax_age: 86400\r\n",
        ),
        (
            "version: STSv1\r\r\nmode: none\nmx: a.example\nmax_age: 86400\n",
            "version: STSv1\r\nmode: none\r\nmx: a.example\r\nmax_age: 86400\r\n",
        ),
        // A text that changes is put in order.
        (
            "mode: none\r\nversion: STSv1\nmx: a.example.\nmax_age: 86400",
            "version: STSv1\r\nmode: none\r\nmx: a.example\r\nmax_age: 86400",
        ),
        (
            "mx: a.example\nmode: report\nmax_age: 86400\nversion: stsv1",
            "version: STSv1\nmx: a.example\nmode: testing\nmax_age: 86400\n",
        ),
        (
            &with("mode: testing\nMX: a.example\nMx: b.example\n"),
            &with("mode: testing\nmx: a.example\nmx: b.example\n"),
        ),
        (
            &with("mode: testing\nmx: .a.example\nx: a\tb\nmax_age: 1\n"),
            &with("mode: testing\nmx: *.a.example\nx: a b\n"),
        ),
        (
            &with("mode: testing\nmx: a.example mx: b.example\nx: a\u{2028}mode: none\n"),
            &with("mode: testing\nmx: a.example\nmx: b.example\nx: amode: none\n"),
        ),
        (
            "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 99999999999",
            "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557600",
        ),
        (
            "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557601",
            "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557600",
        ),
        (
            "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: \"7 days\"",
            "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800",
        ),
    ] {
        assert_eq!(policy(text), (expected.to_owned(), vec![]), "{text:?}");
    }
}

#[test]
fn what_only_the_owner_of_a_policy_knows() {
    for (text, expected, unresolved) in [
        ("v: STSv1", "version: STSv1", vec!["mode-missing", "max-age-missing"]),
        ("\u{feff}version: STSv1\n", "version: STSv1\n", vec!["mode-missing", "max-age-missing"]),
        (
            "version: STSv1\nmode: Enforce\nmax_age: 0",
            "version: STSv1\nmode: enforce\nmax_age: 0",
            vec!["max-age-zero", "mx-missing"],
        ),
        (
            "version: stsv1\nmode: enforced\nmx: m\u{fc}ller.example\nmax_age: 12m\nmode: none",
            "version: STSv1\nmode: enforced\nmx: m\u{fc}ller.example\nmax_age: 12m\nmode: none",
            vec!["mode-value", "mx-u-label", "max-age-unit", "policy-duplicate-field"],
        ),
        (
            "version: STSv1\n\nmode: none\nmax_age: 86400\n",
            "version: STSv1\nmode: none\nmax_age: 86400\n",
            vec!["mx-missing-none"],
        ),
        (
            "version: STSv1\n\nhello\nmode: testing\nmx: 192.0.2.1\nmx: postmaster@a.example\nmx:\nmax_age: 1.500 d\n",
            "version: STSv1\nhello\nmode: testing\nmx: 192.0.2.1\nmx: postmaster@a.example\nmx:\nmax_age: 1.500 d\n",
            vec!["policy-not-a-field", "mx-address", "mx-value", "max-age-unit"],
        ),
        // Two modes: which one is meant?
        (
            "version: STSv1\n\nmode=enforce\nmode: testing\nmx: a.example\nmax_age: 86400\n",
            "version: STSv1\nmode=enforce\nmode: testing\nmx: a.example\nmax_age: 86400\n",
            vec!["policy-not-a-field"],
        ),
        ("# a comment", "", vec!["policy-empty"]),
    ] {
        assert_eq!(policy(text), (expected.to_owned(), unresolved), "{text:?}");
    }
}

#[test]
fn policies_without_a_certain_edit() {
    for text in [
        GOOD,
        "",
        "hello",
        "<!DOCTYPE html>\n",
        "{\"version\": \"STSv1\"}",
        "v=STSv1; id=1;",
        "v\0e\0x",
        // Without its first line it would look like UTF-16.
        "id=\n\0zzz zzz",
        "version: STSv1",
        "version: STSv2\nmode: none\nmx: a.example\nmax_age: 86400\n",
        // Mode `none` may have no mx lines, so these may be anything.
        "version: STSv1\nmode: none\nMX: a.example\nmax_age: 86400\n",
        // Valid, if not as usual.
        "mode: none\nversion: STSv1\r\nmx: a.example\nmax_age: 86400\n",
        "version: STSv1\nmode: enforce\nmx: A.example\nmax_age: 60\nnmx: b.example",
    ] {
        assert_eq!(offline::correct_policy(text.as_bytes()), None, "{text:?}");
    }
    let long = format!("{GOOD}\n{}", "x: y\n".repeat(20_000));
    assert_eq!(offline::correct_policy(long.as_bytes()), None);
}

#[test]
fn edits_are_over_the_given_text() {
    let text = "\u{feff}version: STSv1\r\n\r\nmode: Enforce\r\nmx=a.example\r\nmax_age: 7d";
    let edits = offline::correct_policy(text.as_bytes()).unwrap().edits;
    let edits: Vec<_> =
        edits.iter().map(|edit| (edit.finding, edit.byte_start, edit.byte_end, edit.replacement.as_str())).collect();
    assert_eq!(
        edits,
        [
            ("policy-bom", 0, 3, ""),
            ("policy-blank-line", 19, 21, ""),
            ("mode-case", 27, 34, "enforce"),
            ("policy-not-a-field", 36, 48, "mx: a.example"),
            ("max-age-unit", 59, 61, "604800"),
        ]
    );
}

#[test]
fn records_that_become_right() {
    for (text, expected) in [
        ("\"v=STSv1; id=1;\"", "v=STSv1; id=1;"),
        ("\u{201c}v=STSv1; id=1\u{201d}", "v=STSv1; id=1"),
        ("\"v=STSv1; \" \"id=1;\"", "v=STSv1; id=1;"),
        ("_mta-sts.example.com. 300 IN TXT \"v=STSv1; id=1;\"", "v=STSv1; id=1;"),
        (" v=STSv1; id=1\n", "v=STSv1; id=1"),
        ("\u{feff}v=stsv1; id=1", "v=STSv1; id=1"),
        ("V = STSV1 ; id=1", "v=STSv1; id=1"),
        ("v=STSv1 id=1", "v=STSv1; id=1"),
        ("v=STSv1, id=1;", "v=STSv1; id=1;"),
        ("v=STSv1\\; id=1\\;", "v=STSv1; id=1;"),
        ("v=STS1; id=1", "v=STSv1; id=1"),
        ("version: STSv1; id: 1", "v=STSv1; id=1"),
        ("id=1; v=STSv1;", "v=STSv1; id=1;"),
        ("v=STSv1 ;id=a", "v=STSv1;id=a"),
        ("v=STSv1; id=a ", "v=STSv1; id=a"),
        ("v=STSv1;; id=a;;", "v=STSv1; id=a;"),
        ("v=STSv1; id=2026-01-01", "v=STSv1; id=20260101"),
        ("v=STSv1; id = 1", "v=STSv1; id=1"),
        ("v=STSv1; id=\"1\"", "v=STSv1; id=1"),
        ("v=STSv1; id=1 x=y", "v=STSv1; id=1; x=y"),
        ("v=STSv1; id=1, x=y;", "v=STSv1; id=1; x=y;"),
        ("v=STSv1; x=y id=1;", "v=STSv1; x=y; id=1;"),
        ("v=STSv1; Id=a", "v=STSv1; id=a"),
        ("v=STSv1; id=a; id=b; x=y", "v=STSv1; id=a; x=y"),
        ("v=STSv1; id=a; enforce; x=", "v=STSv1; id=a"),
        ("v=STSv1; id=a\u{200b}", "v=STSv1; id=a"),
        ("v=STSv1;\u{a0}id=a; x=\u{e9}", "v=STSv1; id=a"),
        ("v=STSv1; id=a; v=STSv1", "v=STSv1; id=a"),
        ("v=tlsrptv1; rua=mailto:a@b.example", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("\"v=TLSRPTv1;rua=a@b.example\"", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("v=TLSRPTv1 rua=mailto:a@b.example", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("v=TLSRPTv1; rua=a@b.example,c@b.example", "v=TLSRPTv1; rua=mailto:a@b.example,mailto:c@b.example"),
        (
            "v=TLSRPTv1; rua=mailto:a@b.example; mailto:c@b.example",
            "v=TLSRPTv1; rua=mailto:a@b.example,mailto:c@b.example",
        ),
        (
            "v=TLSRPTv1; rua=mailto:a@b.example; rua=mailto:c@b.example; x=y",
            "v=TLSRPTv1; rua=mailto:a@b.example,mailto:c@b.example; x=y",
        ),
        ("v=TLSRPTv1; a@b.example", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("v=TLSRPTv1; RUA=mailto:a@b.example;", "v=TLSRPTv1; rua=mailto:a@b.example;"),
        ("v=TLSRPTv1; rua: mailto:a@b.example", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("v=TLSRPTv1; rua= mailto:a@b.example!10m", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("v=TLSRPTv1; rua=mailto:a@b.example,,", "v=TLSRPTv1; rua=mailto:a@b.example"),
        ("v=TLSRPTv1; rua=,mailto:a@b.example", "v=TLSRPTv1; rua=mailto:a@b.example"),
        (
            "v=TLSRPTv1; rua=mailto:<a@b.example> https://b.example/",
            "v=TLSRPTv1; rua=mailto:a@b.example,https://b.example/",
        ),
        ("v=TLSRPTv1; rua=mailto:a@m\u{fc}ller.example", "v=TLSRPTv1; rua=mailto:a@m%C3%BCller.example"),
        ("v=TLSRPTv1 ; rua=mailto:a@b.example; x ", "v=TLSRPTv1; rua=mailto:a@b.example"),
    ] {
        assert_eq!(record(text), (expected.to_owned(), vec![]), "{text:?}");
    }
}

#[test]
fn what_only_the_owner_of_a_record_knows() {
    for (text, expected, unresolved) in [
        ("v=stsv1", "v=STSv1;", vec!["id-missing"]),
        ("v=STSv1;; 2026", "v=STSv1; 2026", vec!["record-field-syntax", "id-missing"]),
        ("v=STSv1;; id=", "v=STSv1; id=", vec!["id-syntax"]),
        (
            "v=STSv1; id=m\u{fc}; id=2 ",
            "v=STSv1; id=m\u{fc}; id=2",
            vec!["id-syntax", "record-not-ascii", "record-duplicate-field"],
        ),
        ("v=TLSRPTV1;", "v=TLSRPTv1;", vec!["rua-missing"]),
        ("v=TLSRPTv1; rua=http://a.example;;", "v=TLSRPTv1; rua=http://a.example;", vec!["rua-unusable"]),
        ("v=TLSRPTv1; rua=nobody;;", "v=TLSRPTv1; rua=nobody;", vec!["rua-syntax"]),
    ] {
        assert_eq!(record(text), (expected.to_owned(), unresolved), "{text:?}");
    }
}

#[test]
fn records_without_a_certain_edit() {
    for text in [
        "",
        "v=STSv1; id=1",
        "v=TLSRPTv1; rua=mailto:a@b.example",
        "v=spf1 -all",
        "v=STSv2; id=1",
        "v=STSv10; id=1",
        "v=STSv1; id=",
        GOOD,
    ] {
        assert_eq!(offline::correct_record(text.as_bytes()), None, "{text:?}");
    }
}

/// Texts of the greatest length that is looked at, with a fault in every place: an edit for each takes no longer than the
/// length allows.
#[test]
fn hostile_texts_take_linear_time() {
    let fill = |head: &str, piece: &str| {
        let times = (MAX_POLICY_BYTES - head.len()) / piece.len();
        [head, &piece.repeat(times)].concat()
    };
    for text in [
        fill("version: STSv1\r\n", "\n"),
        fill("", "x\r"),
        fill("version: STSv1\n", "mode: none\n"),
        fill("version=STSv1", ";mx=a.example"),
        fill("", "mode=none "),
        fill("version: STSv1\n", "MX: a.example\r\n"),
        fill("version: STSv1\\n", "mx: a.b\\n"),
        fill("version: STSv1\nmx: ", "a.b,"),
        fill("version: STSv1\n", "x: \u{2028}\n"),
        fill("v=STSv1; id=", "a="),
        fill("v=STSv1;", ";"),
        fill("v=STSv1; id=1", ";id=2"),
        fill("\"v=STSv1; id=1", "\" \""),
        fill("v=TLSRPTv1; rua=mailto:", "é"),
        fill("v=TLSRPTv1; rua=", ","),
        fill("v=TLSRPTv1; rua=mailto:a@b.example", ";rua=a@b"),
        fill("v=TLSRPTv1; rua=mailto:a@b.example", ";a@b"),
    ] {
        let start = std::time::Instant::now();
        let utf16: Vec<u8> = text.encode_utf16().take(MAX_POLICY_BYTES / 2).flat_map(u16::to_le_bytes).collect();
        for text in [text.as_bytes(), &utf16] {
            correct_policy(text);
            correct_record(text);
        }
        assert!(
            start.elapsed().as_secs() < 10,
            "{:?} of {}",
            start.elapsed(),
            show(text.as_bytes().get(..40).unwrap())
        );
    }
}
