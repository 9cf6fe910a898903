//! Findings hold no hidden character and no unfilled placeholder, and their places lie inside the text.

use proptest::prelude::*;

use super::common::invariants::{assert_findings, assert_locations, assert_spans};
use mta_sts::offline::{validate_policy, validate_record};
use mta_sts::policy::parse_policy;
use mta_sts::record::parse_record;
use mta_sts::tlsrpt::record::parse_record as parse_tlsrpt_record;

/// Bytes made of pieces that mean something here, so that more than the first test of a parser is reached.
pub(super) fn any_text() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"version",
        b"STSv1",
        b"mode",
        b"enforce",
        b"testing",
        b"none",
        b"mx",
        b"max_age",
        b"86400",
        b"v=STSv1;",
        b"v=TLSRPTv1;",
        b"id=",
        b"rua=",
        b"mailto:",
        b"https://",
        b"a@example.com",
        b"*.example.com",
        b"mail.example",
        b": ",
        b":",
        b";",
        b"=",
        b",",
        b" ",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"#",
        b"<",
        b"\0",
        b"\x7f",
        b"\x80",
        b"\xff",
        b"\xef\xbb\xbf",
        "\u{200b}".as_bytes(),
        "\u{202e}".as_bytes(),
        "\u{2028}".as_bytes(),
        "\u{85}".as_bytes(),
        "é".as_bytes(),
        "😀".as_bytes(),
        b"\"",
        b"\\",
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..8),
        1 => "(?s).{0,6}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn of_a_policy(text in any_text()) {
        let validation = validate_policy(&text);
        assert_findings(&validation.findings, &text);
        assert_locations(&validation.findings, &text);
        assert_spans(&parse_policy(&text).1, &text);
        serde_json::to_string(&validation).unwrap();
    }

    #[test]
    fn of_a_record(text in any_text(), prefix in proptest::sample::select(vec!["", "v=STSv1;", "v=TLSRPTv1; rua="])) {
        let text = [prefix.as_bytes(), &text].concat();
        let validation = validate_record(&text);
        assert_findings(&validation.findings, &text);
        assert_locations(&validation.findings, &text);
        assert_spans(&parse_record(&text).1, &text);
        assert_spans(&parse_tlsrpt_record(&text).1, &text);
        serde_json::to_string(&validation).unwrap();
    }
}
