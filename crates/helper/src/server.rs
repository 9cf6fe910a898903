//! The accept loop: HTTP/1.1 with limits on everything a client can make the server wait for.

mod descriptors;
mod line_ends;
mod places;

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::admission::client::{Client, TrustedProxies};
use crate::observe::Observer;
use line_ends::LineEnds;
use places::{Place, Places};

const MAX_CONNECTIONS: usize = 1024;
/// From the moment of accepting to the end of the first head. Hyper's own timer begins later, and begins anew.
const FIRST_HEAD: Duration = Duration::from_secs(5);
/// From one answer to the end of the next head.
const NEXT_HEAD: Duration = Duration::from_secs(15);
/// From a head to the last octet of its answer, also for whoever reads slowly.
const REQUEST: Duration = Duration::from_secs(30);
/// After this a connection takes no new request, so that the places of a busy server keep changing hands.
const CONNECTION: Duration = Duration::from_secs(120);
/// Connections that wait to be accepted; most systems allow 4,096.
const QUEUE: u32 = 4096;
const MAX_HEADERS: usize = 64;
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// How long to wait with nothing accepted while there are no file descriptors.
const NO_DESCRIPTORS: Duration = Duration::from_millis(20);

/// A listener whose queue is as long as the system allows: a flood that fills it costs everybody else a second, after which
/// their system tries again.
///
/// # Errors
/// Why the system does not let this program listen there.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // As `TcpListener::bind` does: without it a restart would wait for connections that are long over. On Windows the
    // option means something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Who is let in, and who watches.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The proxies in front.
    pub proxies: TrustedProxies,
    /// The most connections of one client that is no such proxy.
    pub per_client: usize,
    /// Connections are counted there, and what was no HTTP request written down.
    pub observer: Observer,
}

impl Default for Admission {
    /// For an address that few can reach: no proxies, a handful of connections each, nobody watches.
    fn default() -> Self {
        Self { proxies: TrustedProxies::default(), per_client: 16, observer: Observer::default() }
    }
}

/// Serves until `stop` is done, then lets requests under way come to their end. Spawn it, so that accepting takes turns with
/// the connections.
///
/// Every request bears a [`Client`](crate::Client) as an extension: its peer, or what the trusted proxies say.
pub async fn serve(listener: TcpListener, router: Router, admission: Admission, stop: impl Future<Output = ()>) {
    let places = Places::new(descriptors::for_connections(MAX_CONNECTIONS), admission.per_client);
    let proxies = Arc::new(admission.proxies);
    let (stopping, stopped) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok((stream, peer)) => (stream, peer.ip()),
            Err(error) => {
                if descriptors::ran_out(&error) {
                    places.make_room();
                    sleep(NO_DESCRIPTORS).await;
                }
                continue;
            }
        };
        let client = (!proxies.trusts(peer)).then(|| Client::from(peer));
        // Without a place the connection ends here. To answer would mean to wait for somebody who has waited for nobody.
        if let Some(place) = places.take(client) {
            let conversation =
                Conversation { peer, proxies: Arc::clone(&proxies), place, ends: Deadline::after(FIRST_HEAD) };
            let (router, observer, stopped) = (router.clone(), admission.observer.clone(), stopped.clone());
            tokio::spawn(async move {
                let _counted = observer.metrics.connection();
                let result = converse(stream, router, Arc::new(conversation), stopped).await;
                // Answered before anything of it was looked at, so by nothing that a log would see.
                if result.is_err_and(|error| error.is_parse()) {
                    observer.malformed(client.unwrap_or_else(|| Client::from(peer)));
                }
            });
        }
    }
    drop((listener, stopped));
    // Each connection holds a receiver until it has ended.
    let _ = stopping.send(());
    let _ = timeout(REQUEST, stopping.closed()).await;
}

/// What the connection and its requests share.
struct Conversation {
    peer: IpAddr,
    proxies: Arc<TrustedProxies>,
    place: Place,
    ends: Deadline,
}

/// The moment at which a connection is closed, whatever it is doing.
struct Deadline(Mutex<Instant>);

impl Deadline {
    fn after(time: Duration) -> Self {
        Self(Mutex::new(moment(time)))
    }

    fn put_off(&self, time: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = moment(time);
    }

    async fn passed(&self) {
        loop {
            let ends = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if ends <= Instant::now() {
                return;
            }
            sleep_until(ends).await;
        }
    }
}

fn moment(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or(now)
}

/// One connection, up to its end. What goes wrong on it concerns nobody else.
async fn converse(
    stream: TcpStream,
    router: Router,
    here: Arc<Conversation>,
    mut stopped: watch::Receiver<()>,
) -> hyper::Result<()> {
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|mut request: axum::http::Request<Incoming>| {
        here.ends.put_off(REQUEST);
        here.place.asked();
        let client = here.proxies.client(here.peer, request.headers());
        request.extensions_mut().insert(client);
        let answer = router.call(request);
        let here = Arc::clone(&here);
        async move {
            let answer = answer.await;
            here.place.answered();
            answer
        }
    });
    let connection = http1::Builder::new()
        // Without a timer hyper keeps no timeout at all, silently.
        .timer(TokioTimer::new())
        .header_read_timeout(NEXT_HEAD)
        .max_headers(MAX_HEADERS)
        .max_header_size(MAX_HEAD_BYTES)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(LineEnds::new(stream)), service);
    let mut connection = pin!(connection);
    let over = async {
        tokio::select! {
            () = here.ends.passed() => {}
            () = here.place.lost() => {}
        }
    };
    let mut over = pin!(over);
    tokio::select! {
        // In this order: whoever has asked already when it has to give way gets what answer there is at once.
        biased;
        result = connection.as_mut() => return result,
        () = over.as_mut() => return Ok(()),
        () = sleep(CONNECTION) => {}
        _ = stopped.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        result = connection => result,
        () = over => Ok(()),
    }
}
