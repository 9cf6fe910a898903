//! What needs no network, the same in Node, in a page and in a worker: `npm test` runs this file in all three.
#![cfg(test)]

use js_sys::{JSON, Reflect};
use mta_sts_wasm::{read_domain, validate_policy, validate_record};
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
    assert_eq!(at(&finding, &["id"]), "max-age-value");
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
