//! Who may ask.

use std::time::Duration;

use crate::server::{API_HEADERS, start};

#[tokio::test]
async fn h_62_only_known_hosts_and_the_own_page_may_ask() {
    let server = start(Duration::ZERO).await;
    let port = server.port;
    let target = "/v1/policy?domain=example.com";
    for host in ["127.0.0.1", "localhost", "[::1]", "checker.example"] {
        let host = format!("{host}:{port}");
        let same = format!("Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n");
        assert_eq!(server.ask("GET", target, &host, &same).await.status, 200, "{host}");
        assert_eq!(server.ask("GET", target, &host, "Sec-Fetch-Site: none\r\n").await.status, 200, "{host}");
    }
    let local = format!("localhost:{port}");
    let before = server.fetches();
    for host in [
        "evil.example",
        "localhost",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.",
        "checker.example.",
        "Checker.Example",
        "checker.example.evil.example",
        "127.1",
        "0.0.0.0",
        "",
        &format!("evil.example:{port}"),
        &format!("LOCALHOST:{port}"),
        &format!("localhost.:{port}"),
        &format!("user@localhost:{port}"),
    ] {
        for target in [target, "/"] {
            let answer = server.ask("GET", target, host, "").await;
            assert_eq!(answer.status, 403, "{host}");
            assert!(answer.sentence().contains("--host"));
        }
    }
    assert_eq!(server.send(format!("GET {target} HTTP/1.0\r\n\r\n").as_bytes()).await.status, 403);
    for more in [
        "Origin: null",
        "Origin: https://page.example.evil.com",
        "Origin: http://localhost",
        "Origin: http://127.0.0.1:1",
        "Origin: http://localhost.:8080",
        "Origin: http://checker.example",
        "Origin:",
        &format!("Origin: http://LOCALHOST:{port}"),
        &format!("Origin: http://127.0.0.1:{port}"),
        &format!("Origin: ftp://localhost:{port}"),
        &format!("Origin: http://localhost:{port}\r\nOrigin: http://evil.example"),
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site",
    ] {
        let answer = server.ask("GET", target, &local, &format!("{more}\r\n")).await;
        assert_eq!(answer.status, 403, "{more}");
        assert_eq!(answer.fixed_headers(), API_HEADERS);
    }
    // Following a link to the page is fine, whoever has it.
    assert_eq!(server.ask("GET", "/", &local, "Sec-Fetch-Site: cross-site\r\n").await.status, 200);
    assert_eq!(server.fetches(), before);
}
