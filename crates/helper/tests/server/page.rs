//! The page's files.

use std::time::Duration;

use crate::server::{PAGE, Setup, start};

#[tokio::test]
async fn the_page_has_these_headers_whatever_is_asked_of_it() {
    let server = start(Duration::ZERO).await;
    let headers = |caching: &'static str| {
        [
            ("content-security-policy", "default-src 'none'; img-src 'self'; frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ("cache-control", caching),
        ]
    };
    let fresh = "no-cache";
    let for_ever = "public, max-age=31536000, immutable";
    for (target, status, kind, caching) in [
        ("/", 200, "text/html", fresh),
        ("/?domain=example.com", 200, "text/html", fresh),
        ("/index.html", 200, "text/html", fresh),
        ("/assets/core-abc.wasm", 200, "application/wasm", for_ever),
        ("/assets/main-abc.js", 200, "text/javascript", for_ever),
        ("/assets/old.js", 404, "text/plain; charset=utf-8", fresh),
        ("/assets", 404, "text/plain; charset=utf-8", fresh),
        ("/../outside", 404, "text/plain; charset=utf-8", fresh),
        ("/..%2foutside", 404, "text/plain; charset=utf-8", fresh),
        ("/%2e%2e/outside", 404, "text/plain; charset=utf-8", fresh),
        ("//etc/passwd", 404, "text/plain; charset=utf-8", fresh),
    ] {
        let answer = server.get(target).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, Some(kind)), "{target}");
        for (name, value) in headers(caching) {
            assert_eq!(answer.header(name), Some(value), "{target}: {name}");
        }
    }
    assert_eq!(server.get("/").await.body, PAGE);
}

#[tokio::test]
async fn a_page_without_a_policy_may_do_nothing() {
    let www = std::env::temp_dir().join(format!("mta-sts-helper-none-{}", std::process::id()));
    std::fs::create_dir_all(&www).unwrap();
    std::fs::write(www.join("index.html"), "<!doctype html>").unwrap();
    let server = Setup { www: Some(www), ..Setup::default() }.start().await;
    let policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(server.get("/").await.header("content-security-policy"), Some(policy));
}

#[tokio::test]
async fn precompressed_files_are_used_when_the_browser_takes_them() {
    let server = start(Duration::ZERO).await;
    let host = format!("localhost:{}", server.port);
    for (accepted, encoding, body) in
        [("gzip, br", Some("br"), "as br"), ("gzip", Some("gzip"), "as gzip"), ("zstd", None, "let plain")]
    {
        let answer = server.ask("GET", "/assets/main-abc.js", &host, &format!("Accept-Encoding: {accepted}\r\n")).await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (encoding, body));
        assert_eq!(answer.header("content-type"), Some("text/javascript"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
}
