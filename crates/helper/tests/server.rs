//! The server as a whole, on an ephemeral port, spoken to in raw HTTP. Evidence comes from a stand-in that counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mta_sts::PolicyDomain;
use mta_sts::evidence::PolicyFetch;
use mta_sts_helper::{Access, Health, MAX_FETCHES, Observer, PolicySource, Site, router, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Counts fetches, and those that are under way; each takes `pause`.
#[derive(Clone, Default)]
struct StandIn {
    pause: Duration,
    begun: Arc<AtomicUsize>,
    running: Arc<AtomicUsize>,
}

struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl PolicySource for StandIn {
    async fn fetch(&self, domain: PolicyDomain) -> PolicyFetch {
        self.begun.fetch_add(1, Ordering::SeqCst);
        self.running.fetch_add(1, Ordering::SeqCst);
        let _running = Running(Arc::clone(&self.running));
        tokio::time::sleep(self.pause).await;
        PolicyFetch::started(&domain, 0)
    }
}

struct Server {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    source: StandIn,
    www: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.www);
    }
}

async fn start(pause: Duration) -> Server {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    let number = STARTED.fetch_add(1, Ordering::SeqCst);
    let www = std::env::temp_dir().join(format!("mta-sts-helper-{}-{number}", std::process::id()));
    page(&www);
    start_with(pause, www).await
}

/// Serves this folder, and removes it in the end.
async fn start_with(pause: Duration, www: PathBuf) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let port = address.port();
    let source = StandIn { pause, ..StandIn::default() };
    let access = Access::new(address, &["checker.example".to_owned()]);
    let access = access.with_origins(&["https://www.example.com".to_owned()]);
    let (health, observer) = (Health::new(&www, || Ok(())), Observer::default());
    let site = Site { source: source.clone(), www: www.clone(), access, health, observer: observer.clone() };
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(serve(listener, router(site), observer, async {
        let _ = stopped.await;
    }));
    Server { port, stop: Some(stop), source, www }
}

const PAGE: &str =
    r#"<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'" />"#;

fn page(www: &Path) {
    std::fs::create_dir_all(www.join("assets")).unwrap();
    for (name, content) in [
        ("index.html", PAGE),
        ("assets/core-abc.wasm", "\0asm"),
        ("assets/main-abc.js", "let plain"),
        ("assets/main-abc.js.br", "as br"),
        ("assets/main-abc.js.gz", "as gzip"),
    ] {
        std::fs::write(www.join(name), content).unwrap();
    }
    std::fs::write(www.with_extension("outside"), "secret").unwrap();
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn sentence(&self) -> String {
        let json: serde_json::Value = serde_json::from_str(&self.body).expect(&self.body);
        json["error"].as_str().expect(&self.body).to_owned()
    }

    /// All headers but those that depend on the moment and the size.
    fn fixed_headers(&self) -> Vec<(&str, &str)> {
        let of_the_moment = ["date", "content-length", "connection", "allow", "retry-after"];
        let fixed = self.headers.iter().filter(|(name, _)| !of_the_moment.contains(&name.as_str()));
        fixed.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

impl Server {
    /// Sends these bytes and reads until the server closes.
    async fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let text = String::from_utf8(answer).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").expect("an HTTP response");
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        };
        Answer { status, headers: lines.map(header).collect(), body: body.to_owned() }
    }

    async fn ask(&self, method: &str, target: &str, host: &str, more: &str) -> Answer {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n");
        self.send(head.as_bytes()).await
    }

    async fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &format!("127.0.0.1:{}", self.port), "").await
    }

    fn fetches(&self) -> usize {
        self.source.begun.load(Ordering::SeqCst)
    }
}

const API_HEADERS: [(&str, &str); 5] = [
    ("content-type", "application/json"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; sandbox"),
    ("cache-control", "no-store"),
    ("vary", "Origin"),
];

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
    let long_label = format!("{}.example", "a".repeat(64));
    let long_name = format!("{}.example", ["a".repeat(59).as_str(); 4].join("."));
    let refused = [
        "example.com..",
        ".example.com",
        "a..b",
        "example.com:22",
        "user@127.0.0.1",
        "x@y.example",
        "example.com/evil",
        "example.com?x",
        "example.com#x",
        "example.com\\@evil.example",
        "127.0.0.1",
        "0x7f.1",
        "1",
        "2130706433",
        "[::1]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "exam\tple.com",
        "example.com\n",
        "exam ple.com",
        " example.com",
        "%6cocalhost",
        "localhost",
        "a.localhost",
        "printer.local",
        "x.internal",
        "a.home.arpa",
        "a.onion",
        "a.test",
        "a.invalid",
        "xn--a",
        "xn--",
        "xn--.example",
        "a\u{200d}b.example",
        "\u{202e}example.com",
        "_foo.example.com",
        "-a.example",
        "a-.example",
        "*.example.com",
        &long_label,
        &long_name,
        "exa\0mple.com",
        "example.com%00",
        "example.com&x=1",
        "example\u{2024}com",
        "a,b.example",
        "'",
        "\"",
        "<b>.example",
        "a;b.example",
        "",
        "com",
    ];
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
        ("?domain=example.com&url=http://127.0.0.1/", "only parameter"),
        ("?Domain=example.com", "only parameter"),
    ] {
        let answer = server.get(&format!("/v1/policy{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.sentence().contains(words), "{query}: {}", answer.body);
    }
    assert_eq!(server.fetches(), 0);
}

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
    assert_eq!(server.ask("GET", target, &local, "Host: evil.example\r\n").await.status, 403);
    assert_eq!(server.send(format!("GET {target} HTTP/1.0\r\n\r\n").as_bytes()).await.status, 403);
    assert_eq!(server.ask("GET", &format!("http://{local}{target}"), &local, "").await.status, 403);
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

#[tokio::test]
async fn h_63_a_site_that_was_named_may_ask_and_read_the_answer() {
    let server = start(Duration::ZERO).await;
    let local = format!("localhost:{}", server.port);
    let target = "/v1/policy?domain=example.com";
    let named = "Origin: https://www.example.com\r\nSec-Fetch-Site: cross-site\r\n";
    for (target, status) in [(target, 200), ("/v1/policy?domain=", 400)] {
        let answer = server.ask("GET", target, &local, named).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://www.example.com"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
    let fetches = server.fetches();
    for more in [
        "Origin: https://www.example.com.evil.example",
        "Origin: https://www.example.com:8443",
        "Origin: http://www.example.com",
        "Origin: https://WWW.example.com",
        "Origin: https://www.example.com\r\nOrigin: https://www.example.com",
        // An image or a link of the site that was named: only a request that it may read is one it may send.
        "Sec-Fetch-Site: cross-site",
    ] {
        let answer = server.ask("GET", target, &local, &format!("{more}\r\n")).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (403, None), "{more}");
    }
    assert_eq!(server.ask("OPTIONS", target, &local, named).await.status, 405);
    assert_eq!(server.fetches(), fetches);
    // A cache must not give one site the answer that was meant for another.
    assert_eq!(server.ask("GET", target, &local, "").await.header("vary"), Some("Origin"));
}

#[tokio::test]
async fn h_61_other_methods_bodies_and_malformed_requests_are_refused() {
    let server = start(Duration::ZERO).await;
    let host = format!("localhost:{}", server.port);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get"] {
        for target in ["/v1/policy?domain=example.com", "/"] {
            let answer = server.ask(method, target, &host, "").await;
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method} {target}");
            assert!(answer.sentence().contains("GET"));
        }
    }
    let target = "/v1/policy?domain=example.com";
    let second = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for framing in [
        format!("Content-Length: 5\r\n\r\nhello{second}"),
        format!("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}"),
        format!("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}"),
        format!("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello{second}"),
        format!("Content-Length: -1\r\n\r\n{second}"),
        format!("Transfer-Encoding: x\r\n\r\n{second}"),
        format!("X: y\r\n folded\r\n\r\n{second}"),
        format!("X : y\r\n\r\n{second}"),
        format!("X: y\0z\r\n\r\n{second}"),
        format!("{}\r\n{second}", "X: y\r\n".repeat(100)),
        format!("X: {}\r\n\r\n{second}", "y".repeat(20_000)),
    ] {
        let answer = server.send(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{framing}").as_bytes()).await;
        let shown: String = framing.chars().take(60).collect();
        assert!([400, 431].contains(&answer.status), "{shown:?}: {}", answer.status);
        assert!(!answer.body.contains("HTTP/1.1"), "{shown:?}: a second answer");
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
    let server = start_with(Duration::ZERO, www).await;
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

#[tokio::test]
async fn no_more_than_so_many_fetches_at_once_and_none_for_a_client_that_left() {
    let server = start(Duration::from_secs(60)).await;
    let head = format!("GET /v1/policy?domain=example.com HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    let mut clients = Vec::new();
    for _ in 0..MAX_FETCHES {
        let mut client = TcpStream::connect(("127.0.0.1", server.port)).await.unwrap();
        client.write_all(head.as_bytes()).await.unwrap();
        clients.push(client);
    }
    until(|| server.source.running.load(Ordering::SeqCst) == MAX_FETCHES).await;
    let answer = server.get("/v1/policy?domain=example.com").await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert!(answer.sentence().contains("Try again"));
    assert_eq!(server.get("/").await.status, 200);
    drop(clients);
    until(|| server.source.running.load(Ordering::SeqCst) == 0).await;
}

#[tokio::test]
async fn h_60_a_client_that_dawdles_is_left_after_five_seconds() {
    let server = start(Duration::ZERO).await;
    let start = Instant::now();
    let mut silent = TcpStream::connect(("127.0.0.1", server.port)).await.unwrap();
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).await.unwrap();
    let slow = tokio::spawn(async move {
        while slow.write_all(b"G").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    });
    let mut nothing = Vec::new();
    let _ = silent.read_to_end(&mut nothing).await;
    slow.await.unwrap();
    assert!((Duration::from_secs(4)..Duration::from_secs(9)).contains(&start.elapsed()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_stop_lets_the_request_under_way_end() {
    let mut server = start(Duration::from_millis(500)).await;
    let stop = server.stop.take().unwrap();
    let source = server.source.clone();
    let stopper = tokio::spawn(async move {
        until(|| source.running.load(Ordering::SeqCst) == 1).await;
        stop.send(()).unwrap();
    });
    assert_eq!(server.get("/v1/policy?domain=example.com").await.status, 200);
    stopper.await.unwrap();
    assert!(TcpStream::connect(("127.0.0.1", server.port)).await.is_err());
}

async fn until(is_so: impl Fn() -> bool) {
    for _ in 0..200 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(is_so(), "not within five seconds");
}
