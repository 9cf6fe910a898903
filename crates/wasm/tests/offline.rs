//! What needs no network, the same in Node, in a page and in a worker: `npm test` runs this file in all three.
#![cfg(test)]

use js_sys::{JSON, Reflect};
use mta_sts_wasm::{match_mx, read_domain, refuse_address, replay, validate_policy, validate_record};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// A member of a member of a plain object.
fn at(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| Reflect::get(&value, &(*name).into()).unwrap())
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

#[wasm_bindgen_test]
fn a_policy_becomes_a_plain_object() {
    let text = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
    let validation = validate_policy(text.as_bytes()).unwrap();
    assert_eq!(
        json(&validation),
        r#"{"validity":"valid","policy":{"mode":"enforce","maxAge":604800,"mx":["*.example.com"],"extensions":[]},"findings":[],"omittedFindings":0}"#
    );
}

#[wasm_bindgen_test]
fn findings_carry_their_place_and_absent_values_are_null() {
    let validation = validate_policy(b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 7d\n").unwrap();
    assert!(at(&validation, &["policy"]).is_null());
    let finding = at(&validation, &["findings", "0"]);
    assert_eq!(at(&finding, &["id"]), "max-age-unit");
    assert_eq!(at(&finding, &["location", "line"]), 4);
    assert_eq!(at(&finding, &["location", "column"]), 10);
}

#[wasm_bindgen_test]
fn both_kinds_of_records_are_told_apart() {
    let sts = validate_record(b"v=STSv1; id=20260101;").unwrap();
    assert_eq!(at(&sts, &["sts", "id"]), "20260101");
    let tlsrpt = validate_record(b"v=TLSRPTv1; rua=mailto:a@example.com").unwrap();
    assert_eq!(at(&tlsrpt, &["tlsrpt", "rua", "0"]), "mailto:a@example.com");
    let neither = validate_record(b"\xff\xfe").unwrap();
    assert_eq!(at(&neither, &["validity"]), "invalid");
}

#[wasm_bindgen_test]
fn hosts_are_matched_and_bad_patterns_named() {
    let patterns = || vec!["mx:25".to_owned(), "*.xn--bcher-kva.example".to_owned()];
    let found = match_mx(patterns(), "MX.bücher.example.").unwrap();
    assert_eq!(
        json(&found),
        r#"{"host":"mx.xn--bcher-kva.example","matched":"*.xn--bcher-kva.example","invalid":[{"pattern":"mx:25","reason":"no port belongs here"}]}"#
    );
    assert!(at(&match_mx(patterns(), "a.mx.bücher.example").unwrap(), &["matched"]).is_null());
    // What is no host name matches nothing, whoever converts it.
    for host in ["a／b.bücher.example", "ü.0x7f", "ü．１"] {
        assert!(at(&match_mx(patterns(), host).unwrap(), &["host"]).is_null(), "{host}");
    }
}

#[wasm_bindgen_test]
fn a_recording_is_replayed_and_anything_else_refused_with_a_sentence() {
    let recording = |id: &str| {
        format!(
            r#"{{"name":"x","domain":"example.com","now":1800000000,"resolvers":[{{"name":"R","url":"https://dns.example/"}}],
            "answers":{{"{id}":{{"kind":"failed","reason":"network","detail":"","elapsedMs":1}}}}}}"#
        )
    };
    let report = replay(&recording("mx/1"), None).unwrap();
    assert_eq!(at(&report, &["observed", "mx", "routing"]), "unknown");
    assert_eq!(at(&report, &["isComplete"]), false);
    let error = replay(&recording("mx/2"), None).unwrap_err();
    assert_eq!(at(&error, &["message"]), "The recording answers `mx/2`, which this check never asks.");
    assert!(
        at(&replay("{", None).unwrap_err(), &["message"])
            .as_string()
            .unwrap()
            .starts_with("This is not a recorded check")
    );
}

#[wasm_bindgen_test]
fn h_01_domains_are_converted_by_the_platform() {
    for (input, expected) in [
        ("example.com", "example.com"),
        ("EXAMPLE.com.", "example.com"),
        ("ex\u{ad}ample.com", "example.com"),
        ("straße.de", "xn--strae-oqa.de"),
        ("xn--strae-oqa.de", "xn--strae-oqa.de"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
        ("example.com。evil.example", "example.com.evil.example"),
        ("postmaster@bücher.example", "xn--bcher-kva.example"),
    ] {
        let read = read_domain(input).unwrap();
        assert_eq!(at(&read, &["domain"]), expected, "{input}: {}", json(&read));
    }
}

// An A-label that is no valid punycode (`xn--a`) is not among these: Chromium's `URL` lets it through, Node's does not.
// The helper refuses it everywhere.
#[wasm_bindgen_test]
fn h_01_everything_else_is_refused_with_a_sentence() {
    for input in [
        "",
        "example.com..",
        ".example.com",
        "a..b",
        "example.com:22",
        "example.com/evil",
        "example.com?x",
        "example.com#x",
        "example.com\\@evil.example",
        "127.0.0.1",
        "0x7f.1",
        "1",
        "2130706433",
        "[::1]",
        "::1",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "exam\tple.com",
        "exam\nple.com",
        "exam ple.com",
        "%6cocalhost",
        "localhost",
        "xn--.example",
        "a\u{200d}b.example",
        "\u{202e}example.com",
        "_foo.example.com",
        "-a.example",
        "a-.example",
        "*.example.com",
        "a\0.example",
        "%00.example",
        "&x=1",
        "a\u{2024}b",
        "a,b.example",
        "a'.example",
        "a\".example",
        "<b>.example",
        "a;.example",
        "user@127.0.0.1",
        "https://example.com/",
        "example",
        "％41.example",
        "a／b.example",
        "a：1.example",
        "a＠b.example",
    ] {
        let read = read_domain(input).unwrap();
        let ok = at(&read, &["ok"]);
        assert!(ok.is_falsy(), "{input:?}: {}", json(&read));
        assert!(at(&read, &["message"]).as_string().unwrap().ends_with('.'), "{input:?}: {}", json(&read));
    }
}

#[wasm_bindgen_test]
fn an_address_may_be_dialled_or_there_is_a_reason() {
    for (address, reason) in [
        ("11.22.1.1", None),
        ("2a00:1450:4001::1", None),
        ("10.0.0.1", Some("private use (RFC 1918)")),
        ("::ffff:8.8.8.8", Some("IPv4-mapped (RFC 4291)")),
        ("fe80::1%eth0", Some("no IP address")),
        ("0x7f.1", Some("no IP address")),
    ] {
        assert_eq!(refuse_address(address).as_deref(), reason, "{address}");
    }
}
