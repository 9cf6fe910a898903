//! The server under test, and how to talk to it.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mta_sts::PolicyDomain;
use mta_sts::evidence::{FailureClass, FetchFailure, PolicyFetch};
use mta_sts_helper::{
    Access, Admission, Health, Observer, PolicySource, Rates, Site, TrustedProxies, listen, router, serve,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::oneshot;

/// Everything until the other side closes, or breaks off.
pub(crate) async fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// Counts fetches, and those that are under way; each takes `pause`.
#[derive(Clone, Default)]
pub(crate) struct StandIn {
    pub(crate) pause: Duration,
    pub(crate) begun: Arc<AtomicUsize>,
    pub(crate) running: Arc<AtomicUsize>,
    /// The first so many end as if this machine had no DNS.
    pub(crate) failing: Arc<AtomicUsize>,
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
        let mut fetch = PolicyFetch::started(&domain, 0);
        let take = |left: usize| left.checked_sub(1);
        if self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
            fetch.failure = Some(FetchFailure { class: FailureClass::DnsTimeout, detail: "No DNS answer.".to_owned() });
        }
        fetch
    }
}

pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) source: StandIn,
    www: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.www);
    }
}

/// What a server is started with; by default one of the own, which nobody is kept from.
pub(crate) struct Setup {
    pub(crate) pause: Duration,
    pub(crate) rates: (u32, u32),
    pub(crate) memory: Duration,
    pub(crate) public: bool,
    pub(crate) proxies: Vec<&'static str>,
    /// A folder of its own if there is none.
    pub(crate) www: Option<PathBuf>,
}

impl Default for Setup {
    fn default() -> Self {
        let (pause, memory) = (Duration::ZERO, Duration::ZERO);
        Self { pause, rates: (100_000, 100_000), memory, public: false, proxies: Vec::new(), www: None }
    }
}

/// A server whose fetches take so long.
pub(crate) async fn start(pause: Duration) -> Server {
    Setup { pause, ..Setup::default() }.start().await
}

impl Setup {
    pub(crate) async fn start(self) -> Server {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let www = self.www.unwrap_or_else(|| {
            let number = STARTED.fetch_add(1, Ordering::SeqCst);
            let www = std::env::temp_dir().join(format!("mta-sts-helper-{}-{number}", std::process::id()));
            page(&www);
            www
        });
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let source = StandIn { pause: self.pause, ..StandIn::default() };
        let access = Access::new(address, &["checker.example".to_owned()]);
        let access = access.with_origins(&["https://www.example.com".to_owned()]).with_public(self.public);
        let [client, domain] = [self.rates.0, self.rates.1].map(|rate| NonZeroU32::new(rate).unwrap());
        let rates = Rates { client, domain };
        let (health, observer) = (Health::new(&www, || Ok(())), Observer::default());
        let site = Site {
            source: source.clone(),
            upstream: None,
            www: www.clone(),
            access,
            rates,
            memory: self.memory,
            health,
            observer: observer.clone(),
        };
        let proxies: Vec<_> = self.proxies.iter().map(|network| network.parse().unwrap()).collect();
        let (stop, stopped) = oneshot::channel::<()>();
        let admission = Admission { proxies: TrustedProxies::new(&proxies), per_client: 16, observer };
        tokio::spawn(serve(listener, router(site), admission, async {
            let _ = stopped.await;
        }));
        Server { port: address.port(), stop: Some(stop), source, www }
    }
}

pub(crate) const PAGE: &str =
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

pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("an HTTP response");
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        };
        Self { status, headers: lines.map(header).collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn sentence(&self) -> String {
        let json: serde_json::Value = serde_json::from_str(&self.body).expect(&self.body);
        json["error"].as_str().expect(&self.body).to_owned()
    }

    /// All headers but those that depend on the moment and the size.
    pub(crate) fn fixed_headers(&self) -> Vec<(&str, &str)> {
        let of_the_moment = ["date", "content-length", "connection", "allow", "retry-after"];
        let fixed = self.headers.iter().filter(|(name, _)| !of_the_moment.contains(&name.as_str()));
        fixed.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

impl Server {
    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.unwrap()
    }

    /// A connection from another address of this machine.
    pub(crate) async fn connect_from(&self, address: [u8; 4]) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((address, 0).into()).unwrap();
        socket.connect(([127, 0, 0, 1], self.port).into()).await.unwrap()
    }

    /// Sends these bytes and reads until the server closes.
    pub(crate) async fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        Answer::read(&rest(stream).await)
    }

    pub(crate) async fn ask(&self, method: &str, target: &str, host: &str, more: &str) -> Answer {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n");
        self.send(head.as_bytes()).await
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &format!("127.0.0.1:{}", self.port), "").await
    }

    pub(crate) fn fetches(&self) -> usize {
        self.source.begun.load(Ordering::SeqCst)
    }
}

pub(crate) const API_HEADERS: [(&str, &str); 5] = [
    ("content-type", "application/json"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; sandbox"),
    ("cache-control", "no-store"),
    ("vary", "Origin"),
];

pub(crate) async fn until(is_so: impl Fn() -> bool) {
    for _ in 0..200 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(is_so(), "not within five seconds");
}
