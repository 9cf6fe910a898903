//! Whole checks against real DNS and DoH JSON servers: run inside the lab (`tests/lab/run.sh`), in Node and in a browser.
#![cfg(test)]

use futures_util::future::join;
use js_sys::{Array, Function, Reflect};
use mta_sts_wasm::check;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortSignal;

#[wasm_bindgen(inline_js = "
export function collector(list) { return (report) => { list.push(report); }; }
export function abortedWith(reason) { return AbortSignal.abort(reason); }
export function abortSoon(reason) { const c = new AbortController(); setTimeout(() => c.abort(reason), 0); return c.signal; }
")]
extern "C" {
    fn collector(list: &Array) -> Function;
    #[wasm_bindgen(js_name = abortedWith)]
    fn aborted_with(reason: &str) -> AbortSignal;
    #[wasm_bindgen(js_name = abortSoon)]
    fn abort_soon(reason: &str) -> AbortSignal;
}

fn at(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| Reflect::get(&value, &(*name).into()).unwrap())
}

fn text(value: &JsValue, path: &[&str]) -> String {
    at(value, path).as_string().unwrap_or_default()
}

async fn run(
    domain: &str,
    resolvers: &[(&str, &str)],
    signal: Option<AbortSignal>,
    reports: &Array,
) -> Result<JsValue, JsValue> {
    let names = resolvers.iter().map(|(name, _)| (*name).to_owned()).collect();
    let urls = resolvers.iter().map(|(_, url)| (*url).to_owned()).collect();
    check(domain.to_owned(), 1_800_000_000.0, names, urls, None, 0, signal, Some(collector(reports)), None).await
}

#[wasm_bindgen_test]
async fn dns_is_asked_over_doh_and_every_answer_brings_a_report() {
    let reports = Array::new();
    let last = run("healthy.example", &[], None, &reports).await.unwrap();
    assert_eq!(text(&last, &["observed", "record", "lookup", "state"]), "found");
    assert_eq!(text(&last, &["observed", "record", "lookup", "resolver"]), "Cloudflare");
    assert_eq!(at(&last, &["observed", "record", "lookup", "authenticated"]), true);
    assert_eq!(text(&last, &["steps", "0", "status"]), "passed");
    assert_eq!(at(&last, &["observed", "mx", "hosts", "length"]), 2);
    // Without a helper the policy file was not looked at: that is not a fault of the domain.
    assert_eq!(text(&last, &["steps", "1", "status"]), "inconclusive");
    assert_eq!(text(&last, &["outcome"]), "inconclusive");
    assert_eq!(at(&last, &["isComplete"]), true);
    // One at the start, then one for each of five DNS answers, for two addresses of two MX hosts, and for the missing helper.
    assert_eq!(reports.length(), 11);
    assert_eq!(at(&reports.get(0), &["isComplete"]), false);
}

#[wasm_bindgen_test]
async fn a_dead_resolver_is_followed_by_the_next() {
    let resolvers = [("Nobody", "https://nobody.example/dns-query"), ("Google", "https://dns.google/resolve")];
    let last = run("healthy.example", &resolvers, None, &Array::new()).await.unwrap();
    assert_eq!(text(&last, &["steps", "0", "status"]), "passed");
    assert_eq!(text(&last, &["observed", "record", "lookup", "resolver"]), "Google");
    assert_eq!(at(&last, &["observed", "record", "lookup", "tries", "length"]), 2);
}

#[wasm_bindgen_test]
async fn no_resolver_at_all_is_inconclusive() {
    let resolvers = [("Nobody", "https://nobody.example/dns-query")];
    let last = run("healthy.example", &resolvers, None, &Array::new()).await.unwrap();
    assert_eq!(text(&last, &["outcome"]), "inconclusive");
    assert!(text(&last, &["verdict"]).starts_with("We could not look"), "{}", text(&last, &["verdict"]));
}

#[wasm_bindgen_test]
async fn abort_ends_the_check_with_its_reason() {
    for signal in [aborted_with("enough"), abort_soon("enough")] {
        let error = run("healthy.example", &[], Some(signal), &Array::new()).await.unwrap_err();
        assert_eq!(error, "enough");
    }
}

#[wasm_bindgen_test]
async fn a_bad_domain_is_an_error_with_a_sentence() {
    let error = run("not a domain", &[], None, &Array::new()).await.unwrap_err();
    assert!(text(&error, &["message"]).contains("a space"));
}

#[wasm_bindgen_test]
async fn two_checks_at_once_do_not_mix() {
    let (a, b) = (Array::new(), Array::new());
    let both = join(run("healthy.example", &[], None, &a), run("no-record.example", &[], None, &b)).await;
    let (one, two) = (both.0.unwrap(), both.1.unwrap());
    assert_eq!(text(&one, &["domain"]), "healthy.example");
    assert_eq!(text(&two, &["steps", "0", "findings", "0", "id"]), "record-absent");
}
