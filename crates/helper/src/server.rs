//! The accept loop: HTTP/1.1 with limits on everything a client can make the server wait for.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::observe::Observer;

const MAX_CONNECTIONS: u16 = 1024;
/// For the head of each request. It also runs while a connection waits for its next request, so an idle one is closed.
const HEAD: Duration = Duration::from_secs(5);
const MAX_HEADERS: usize = 64;
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// After this a connection takes no new request, so that nobody can hold one for ever by reading slowly.
const CONNECTION: Duration = Duration::from_secs(120);
/// For a request that is under way when its connection or the server ends.
const LAST_REQUEST: Duration = Duration::from_secs(30);

/// Serves until `stop` is done, then lets requests under way come to their end.
pub async fn serve(listener: TcpListener, router: Router, observer: Observer, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS.into()));
    let (stopping, stopped) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        // First a place, then a connection: whoever finds none waits in the backlog of the listener.
        let next = async { (Arc::clone(&places).acquire_owned().await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Most likely there are no file descriptors left; trying again at once would only burn time.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let client = Client::at(peer.ip());
        let (router, observer, stopped) = (router.clone().layer(Extension(client)), observer.clone(), stopped.clone());
        tokio::spawn(async move {
            let _counted = observer.metrics.connection();
            if converse(stream, router, stopped).await.is_err_and(|error| error.is_parse()) {
                observer.malformed(client);
            }
            drop(place);
        });
    }
    drop((listener, stopping));
    // Once every connection has ended, all places are free.
    let _ = timeout(LAST_REQUEST, places.acquire_many(MAX_CONNECTIONS.into())).await;
}

/// One connection, up to its end. What goes wrong on it concerns nobody else.
async fn converse(stream: TcpStream, router: Router, mut stopped: watch::Receiver<()>) -> hyper::Result<()> {
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        // Without a timer hyper keeps no timeout at all, silently.
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(MAX_HEADERS)
        .max_header_size(MAX_HEAD_BYTES)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    tokio::select! {
        result = connection.as_mut() => return result,
        () = sleep(CONNECTION) => {}
        _ = stopped.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    timeout(LAST_REQUEST, connection).await.unwrap_or(Ok(()))
}
