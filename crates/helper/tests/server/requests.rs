//! Requests that a proxy in front could read in another way than this server: refused, and the connection closed.

use std::time::Duration;

use crate::server::{API_HEADERS, Server, rest, start};
use tokio::io::AsyncWriteExt;

const TARGET: &str = "/v1/policy?domain=example.com";

/// What the server sends in answer to these octets until it closes.
async fn answers(server: &Server, octets: &[u8]) -> String {
    let mut stream = server.connect().await;
    stream.write_all(octets).await.unwrap();
    tokio::time::timeout(Duration::from_secs(2), rest(stream)).await.expect("the server closes at once")
}

#[tokio::test]
async fn h_61_thirty_ambiguous_requests_are_refused_and_nothing_after_them_is_answered() {
    let server = start(Duration::ZERO).await;
    let host = format!("localhost:{}", server.port);
    let get = format!("GET {TARGET} HTTP/1.1\r\nHost: {host}\r\n");
    let post = format!("POST {TARGET} HTTP/1.1\r\nHost: {host}\r\n");
    let second = format!("{get}\r\n");
    let vectors: Vec<(&str, String)> = vec![
        ("CL.TE", format!("{post}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}")),
        ("TE.CL", format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n{second}0\r\n\r\n")),
        ("TE.TE", format!("{post}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n{second}")),
        ("CL.TE on GET", format!("{get}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}")),
        ("TE on GET", format!("{get}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}")),
        ("TE in another case", format!("{get}transfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n{second}")),
        ("unknown TE", format!("{get}Transfer-Encoding: xchunked\r\n\r\n{second}")),
        ("TE list", format!("{get}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{second}")),
        ("TE behind a tab", format!("{get}Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n{second}")),
        (
            "TE in HTTP/1.0",
            format!("GET {TARGET} HTTP/1.0\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n{second}"),
        ),
        ("chunk extension", format!("{get}Transfer-Encoding: chunked\r\n\r\n0;a=\"b\nc\"\r\n\r\n{second}")),
        ("CL on GET", format!("{get}Content-Length: {}\r\n\r\n{second}", second.len())),
        ("two CL", format!("{get}Content-Length: 0\r\nContent-Length: 6\r\n\r\nhello{second}")),
        ("CL list", format!("{get}Content-Length: 0, 6\r\n\r\n{second}")),
        ("negative CL", format!("{get}Content-Length: -1\r\n\r\n{second}")),
        ("signed CL", format!("{get}Content-Length: +0\r\n\r\n{second}")),
        ("bare LF in the head", format!("GET {TARGET} HTTP/1.1\nHost: {host}\r\n\r\n{second}")),
        ("bare LF after the head", format!("{get}\n{second}")),
        ("bare CR", format!("{get}X: y\rZ: 1\r\n\r\n{second}")),
        ("two Host fields", format!("{get}Host: {host}\r\n\r\n{second}")),
        ("no Host", format!("GET {TARGET} HTTP/1.1\r\n\r\n{second}")),
        ("absolute form", format!("GET http://{host}{TARGET} HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("asterisk form", format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("asterisk form with GET", format!("GET * HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("authority form", format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("authority form with GET", format!("GET {host} HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("two spaces", format!("GET  {TARGET} HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("two spaces before the version", format!("GET {TARGET}  HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("a space in the target", format!("GET {TARGET} x HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("NUL in a value", format!("{get}X: y\0z\r\n\r\n{second}")),
        ("NUL in the target", format!("GET {TARGET}\0 HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("space before the colon", format!("{get}Content-Length : 5\r\n\r\nhello{second}")),
        ("space before the name", format!("GET {TARGET} HTTP/1.1\r\n Host: {host}\r\n\r\n{second}")),
        ("line folding", format!("{get}X: y\r\n folded\r\n\r\n{second}")),
        ("no colon", format!("{get}X\r\n\r\n{second}")),
        ("no name", format!("{get}: y\r\n\r\n{second}")),
        ("HTTP/0.9", format!("GET {TARGET}\r\n\r\n{second}")),
        ("HTTP/2.0", format!("GET {TARGET} HTTP/2.0\r\nHost: {host}\r\n\r\n{second}")),
        ("HTTP/1.10", format!("GET {TARGET} HTTP/1.10\r\nHost: {host}\r\n\r\n{second}")),
        ("HTTP/2 preface", format!("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{second}")),
        (
            "h2c upgrade",
            format!(
                "{get}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n{second}"
            ),
        ),
        ("WebSocket upgrade", format!("{get}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n{second}")),
        ("expectation", format!("{post}Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello{second}")),
        ("too many fields", format!("{get}{}\r\n{second}", "X: y\r\n".repeat(100))),
        ("too long a field", format!("{get}X: {}\r\n\r\n{second}", "y".repeat(20_000))),
        ("too long a target", format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n{second}", "y".repeat(20_000))),
        ("an error, then a request", format!("GET /v1/nothing HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("an error of the page, then a request", format!("GET /nothing HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
        ("no domain, then a request", format!("GET /v1/policy HTTP/1.1\r\nHost: {host}\r\n\r\n{second}")),
    ];
    assert!(vectors.len() >= 30);
    for (name, octets) in vectors {
        let answer = answers(&server, octets.as_bytes()).await;
        let status = answer.split(' ').nth(1).unwrap_or("none");
        assert!(status.starts_with('4') || status == "501", "{name}: {status}");
        assert_eq!(answer.matches("HTTP/1.").count(), 1, "{name}: a second answer:\n{answer}");
        assert!(answer.to_ascii_lowercase().contains("connection: close\r\n"), "{name}:\n{answer}");
    }
    assert_eq!(server.fetches(), 0);
}

#[tokio::test]
async fn h_61_other_methods_are_refused_in_a_sentence() {
    let server = start(Duration::ZERO).await;
    let host = format!("localhost:{}", server.port);
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "OPTIONS"] {
        for (target, allowed) in [(TARGET, "GET, HEAD, OPTIONS"), ("/", "GET, HEAD")] {
            // OPTIONS is for preflight requests only.
            let allowed = if method == "OPTIONS" { "GET, HEAD" } else { allowed };
            let answer = server.ask(method, target, &host, "").await;
            assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{method} {target}");
            assert!(answer.sentence().contains("GET"));
        }
    }
    assert_eq!(server.fetches(), 0);
}

#[tokio::test]
async fn requests_that_are_in_order_share_a_connection() {
    let server = start(Duration::ZERO).await;
    let get = |more: &str| format!("GET {TARGET} HTTP/1.1\r\nHost: localhost:{}\r\n{more}\r\n", server.port);
    // An empty line before a request is allowed (RFC 9112 §2.2), and so is a length of nothing.
    let octets = [get(""), "\r\n".to_owned(), get("Content-Length: 0\r\n"), get("Connection: close\r\n")].concat();
    let answer = answers(&server, octets.as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 200 OK\r\n").count(), 3, "{answer}");
    assert_eq!(server.fetches(), 3);
}

#[tokio::test]
async fn what_is_offered_is_said_and_what_is_not_is_404_in_a_sentence() {
    let server = start(Duration::ZERO).await;
    let answer = server.get("/v1/helper").await;
    assert_eq!((answer.status, answer.fixed_headers().as_slice()), (200, API_HEADERS.as_slice()));
    let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(said["resolver"], false);
    assert_eq!(said["version"], env!("CARGO_PKG_VERSION"));
    let answer = server.get("/v1/dns?name=example.com&type=MX").await;
    assert_eq!((answer.status, answer.fixed_headers().as_slice()), (404, API_HEADERS.as_slice()));
    assert!(answer.sentence().contains("--resolver"));
    let foreign = server.ask("GET", "/v1/helper", "127.0.0.1", "").await;
    assert_eq!(foreign.status, 403);
}
