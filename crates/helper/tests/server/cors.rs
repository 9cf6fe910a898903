//! What pages of other sites may read: 12 origins, GET and OPTIONS.

use std::time::Duration;

use crate::server::{Answer, Server, Setup, start};

const TARGET: &str = "/v1/policy?domain=example.com";
const PREFLIGHT: &str = "Access-Control-Request-Method: GET\r\n";
const NAMED: &str = "https://www.example.com";

const ORIGINS: [&str; 12] = [
    NAMED,
    "https://www.example.com.evil.example",
    "https://www.example.com:8443",
    "https://www.example.com:443",
    "http://www.example.com",
    "https://WWW.example.com",
    "https://www.example.com.",
    "https://www.example.com/",
    "https://example.com",
    "https://user@www.example.com",
    "null",
    "*",
];

async fn from(server: &Server, origin: &str, method: &str, more: &str) -> Answer {
    let host = format!("localhost:{}", server.port);
    let more = format!("Origin: {origin}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n{more}");
    server.ask(method, TARGET, &host, &more).await
}

#[tokio::test]
async fn h_63_of_12_origins_the_named_one_may_ask_and_read() {
    let server = start(Duration::ZERO).await;
    for origin in ORIGINS {
        let is_named = origin == NAMED;
        let allowed = is_named.then_some(NAMED);
        let get = from(&server, origin, "GET", "").await;
        let options = from(&server, origin, "OPTIONS", PREFLIGHT).await;
        assert_eq!((get.status, options.status), if is_named { (200, 204) } else { (403, 403) }, "{origin}");
        for answer in [&get, &options] {
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
            assert_eq!(answer.header("vary"), Some("Origin"), "{origin}");
            assert_eq!(answer.header("access-control-allow-credentials"), None, "{origin}");
        }
        assert_eq!(options.header("access-control-allow-methods"), is_named.then_some("GET"), "{origin}");
        assert_eq!(options.header("access-control-max-age"), is_named.then_some("600"), "{origin}");
        assert_eq!(options.header("access-control-allow-headers"), None, "{origin}");
        assert_eq!(options.body.is_empty(), is_named, "{origin}");
    }
    assert_eq!(server.fetches(), 1);
}

#[tokio::test]
async fn h_63_of_a_public_server_every_page_may_read() {
    let server = Setup { public: true, ..Setup::default() }.start().await;
    for origin in ORIGINS {
        for (method, more, status) in [("GET", "", 200), ("OPTIONS", PREFLIGHT, 204)] {
            let answer = from(&server, origin, method, more).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, Some("*")), "{origin}");
            assert_eq!(answer.header("access-control-allow-credentials"), None);
        }
    }
    let private = format!("{PREFLIGHT}Access-Control-Request-Private-Network: true\r\n");
    let answer = from(&server, NAMED, "OPTIONS", &private).await;
    assert_eq!((answer.status, answer.header("access-control-allow-private-network")), (204, None));
    // The names it answers to are a matter of their own.
    let answer = server.ask("GET", TARGET, "evil.example", &format!("Origin: {NAMED}\r\n")).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (403, Some("*")));
}

#[tokio::test]
async fn h_63_a_page_that_may_ask_can_read_why_there_is_no_evidence() {
    let server = start(Duration::ZERO).await;
    let host = format!("localhost:{}", server.port);
    for (method, target, host, more, status) in [
        ("GET", "/v1/policy?domain=", host.as_str(), "", 400),
        ("GET", "/v1/nothing", &host, "", 404),
        ("GET", "/v1/", &host, "", 404),
        ("GET", TARGET, "evil.example", "", 403),
        ("POST", TARGET, &host, "", 405),
        ("OPTIONS", TARGET, &host, "", 405),
        ("GET", TARGET, &host, "Upgrade: h2c\r\n", 400),
        ("GET", TARGET, &host, "Content-Length: 1\r\n", 400),
    ] {
        let answer = server.ask(method, target, host, &format!("Origin: {NAMED}\r\n{more}")).await;
        assert_eq!(
            (answer.status, answer.header("access-control-allow-origin")),
            (status, Some(NAMED)),
            "{method} {target}"
        );
        assert!(answer.sentence().ends_with('.'));
    }
}

#[tokio::test]
async fn h_63_an_image_or_two_origins_are_no_request_of_a_page_that_may_ask() {
    let server = start(Duration::ZERO).await;
    let host = format!("localhost:{}", server.port);
    for more in [
        format!("Origin: {NAMED}\r\nOrigin: {NAMED}\r\n"),
        "Sec-Fetch-Site: cross-site\r\n".to_owned(),
        format!("Referer: {NAMED}/\r\nSec-Fetch-Site: cross-site\r\n"),
    ] {
        let answer = server.ask("GET", TARGET, &host, &more).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (403, None), "{more}");
    }
    // Without an origin the answer still depends on it, for caches.
    assert_eq!(server.ask("GET", TARGET, &host, "").await.header("vary"), Some("Origin"));
    assert_eq!(server.fetches(), 1);
}

#[tokio::test]
async fn h_64_a_named_site_may_ask_a_helper_in_a_private_network() {
    let server = start(Duration::ZERO).await;
    let private = format!("{PREFLIGHT}Access-Control-Request-Private-Network: true\r\n");
    for (origin, more, allowed) in
        [(NAMED, private.as_str(), Some("true")), (NAMED, PREFLIGHT, None), ("https://evil.example", &private, None)]
    {
        let answer = from(&server, origin, "OPTIONS", more).await;
        assert_eq!(answer.header("access-control-allow-private-network"), allowed, "{origin}");
    }
}
