//! The API: evidence, or a sentence.

use std::time::Duration;

use mta_sts::evidence::PolicyFetch;

use crate::server::{API_HEADERS, start};

const DOMAINS: &str = include_str!("../../../../tests/vectors/domain.json");

#[tokio::test]
async fn h_27_evidence_is_json_with_exactly_these_headers() {
    let server = start(Duration::ZERO).await;
    let answer = server.get("/v1/policy?domain=B%C3%BCcher.example").await;
    assert_eq!((answer.status, answer.fixed_headers().as_slice()), (200, API_HEADERS.as_slice()));
    let evidence: PolicyFetch = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(evidence.policy_host, "mta-sts.xn--bcher-kva.example");
    let head = server.ask("HEAD", "/v1/policy?domain=example.com", "checker.example", "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[tokio::test]
async fn h_01_what_is_no_public_domain_is_refused_in_a_sentence() {
    let server = start(Duration::ZERO).await;
    let cases: Vec<serde_json::Value> = serde_json::from_str(DOMAINS).unwrap();
    let refused: Vec<&str> =
        cases.iter().filter(|case| case["domain"].is_null()).map(|case| case["input"].as_str().unwrap()).collect();
    assert_eq!(refused.len(), 53);
    for text in refused {
        let query: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let answer = server.get(&format!("/v1/policy?domain={query}")).await;
        assert_eq!(answer.status, 400, "{text:?}: {}", answer.body);
        assert_eq!(answer.fixed_headers(), API_HEADERS);
        let sentence = answer.sentence();
        assert!(sentence.ends_with('.') && sentence.len() > 15, "{text:?}: {sentence}");
    }
    for (query, words) in [
        ("", "is missing"),
        ("?", "is missing"),
        ("?domain", "Enter a domain"),
        ("?domain=example.com&domain=example.net", "twice"),
        ("?domain=example.com&url=http://127.0.0.1/", "only parameters"),
        ("?Domain=example.com", "only parameters"),
        ("?domain=example.com&fresh=1&fresh=1", "twice"),
        ("?domain=example.com&fresh=0", "value 1"),
        ("?fresh=1", "is missing"),
    ] {
        let answer = server.get(&format!("/v1/policy{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.sentence().contains(words), "{query}: {}", answer.body);
    }
    assert_eq!(server.fetches(), 0);
}

#[tokio::test]
async fn unknown_api_paths_are_404_in_a_sentence() {
    let server = start(Duration::ZERO).await;
    for target in ["/v1", "/v1/", "/v1/x", "/v1/policy/", "/v1/policy/x", "/v1/../index.html", "/v1//policy"] {
        let answer = server.get(target).await;
        assert_eq!((answer.status, answer.fixed_headers().as_slice()), (404, API_HEADERS.as_slice()), "{target}");
        assert!(answer.sentence().contains("/v1/policy?domain="));
    }
}
