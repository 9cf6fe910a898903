//! Clients that hold connections, and those that want one.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mta_sts_helper::MAX_FETCHES;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::server::{Answer, Setup, rest, start, until};

/// Enough file descriptors for both ends of a flood.
fn many_descriptors() {
    assert!(rlimit::increase_nofile_limit(8192).unwrap() >= 8192, "the hard limit of file descriptors is too low");
}

#[tokio::test]
async fn no_more_than_so_many_fetches_at_once_and_none_for_a_client_that_left() {
    let server = start(Duration::from_secs(60)).await;
    let mut clients = Vec::new();
    for number in 0..u8::try_from(MAX_FETCHES).unwrap() {
        let mut client = server.connect_from([127, 0, 1, number]).await;
        let host = format!("Host: localhost:{}", server.port);
        let head = format!("GET /v1/policy?domain={number}.example.com HTTP/1.1\r\n{host}\r\n\r\n");
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
    let silent = server.connect().await;
    let mut slow = server.connect().await;
    let slow = tokio::spawn(async move {
        while slow.write_all(b"G").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    assert_eq!(rest(silent).await, "");
    slow.await.unwrap();
    assert!((Duration::from_secs(4)..Duration::from_secs(6)).contains(&start.elapsed()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn h_60_a_connection_waits_fifteen_seconds_for_its_next_request() {
    let server = start(Duration::ZERO).await;
    let start = Instant::now();
    let mut client = server.connect().await;
    let get = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    client.write_all(get.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(6)).await;
    client.write_all(get.as_bytes()).await.unwrap();
    assert_eq!(rest(client).await.matches("HTTP/1.1 200 OK\r\n").count(), 2);
    assert!((Duration::from_secs(20)..Duration::from_secs(24)).contains(&start.elapsed()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn h_60_a_client_has_sixteen_connections_unless_it_is_a_trusted_proxy() {
    for (proxies, kept) in [(vec![], 16), (vec!["127.0.0.2/32"], 40)] {
        let server = Setup { pause: Duration::from_secs(2), proxies, ..Setup::default() }.start().await;
        let mut clients = Vec::new();
        for _ in 0..40 {
            clients.push(server.connect_from([127, 0, 0, 2]).await);
        }
        // The others belong to whoever comes from elsewhere.
        assert_eq!(server.get("/").await.status, 200);
        let mut open = 0;
        for client in &mut clients {
            let read = tokio::time::timeout(Duration::from_millis(20), client.read_u8());
            open += usize::from(read.await.is_err());
        }
        assert_eq!(open, kept);
    }
}

#[tokio::test]
async fn h_60_who_asks_gets_in_whoever_floods() {
    many_descriptors();
    let server = start(Duration::ZERO).await;
    let good = async {
        let mut slowest = Duration::ZERO;
        for _ in 0..100 {
            let start = Instant::now();
            assert_eq!(server.get("/v1/policy?domain=example.com").await.status, 200);
            slowest = slowest.max(start.elapsed());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        slowest
    };
    // One address with many connections, and many addresses with several each: 3,000 in all.
    let flood = async {
        let mut held = Vec::new();
        for number in 0..3_000_u32 {
            let [.., high, low] = (number / 12).to_be_bytes();
            let address = if number % 2 == 0 { [127, 0, 0, 9] } else { [127, 1, high, low] };
            let mut stream = server.connect_from(address).await;
            let _ = stream.write_all(b"GET / HTTP/1.1\r\n").await;
            held.push(stream);
        }
        held
    };
    let (slowest, held) = tokio::join!(good, flood);
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    let start = Instant::now();
    let ends = held.into_iter().map(|stream| tokio::spawn(rest(stream)));
    for end in ends.collect::<Vec<_>>() {
        assert_eq!(end.await.unwrap(), "");
    }
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

#[tokio::test]
async fn h_60_a_request_under_way_outlives_a_flood() {
    many_descriptors();
    let server = start(Duration::from_secs(2)).await;
    let asking = tokio::spawn({
        let mut stream = server.connect().await;
        let get = format!("GET /v1/policy?domain=example.com HTTP/1.1\r\nHost: localhost:{}\r\n", server.port);
        async move {
            stream.write_all(format!("{get}Connection: close\r\n\r\n").as_bytes()).await.unwrap();
            rest(stream).await
        }
    });
    until(|| server.source.running.load(Ordering::SeqCst) == 1).await;
    let mut held = Vec::new();
    for number in 0..1_500_u32 {
        let [.., high, low] = (number / 12).to_be_bytes();
        held.push(server.connect_from([127, 2, high, low]).await);
    }
    assert_eq!(Answer::read(&asking.await.unwrap()).status, 200);
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
