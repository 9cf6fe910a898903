//! Evidence for several who ask for the same.

use std::sync::atomic::Ordering;
use std::time::Duration;

use mta_sts::evidence::PolicyFetch;
use tokio::io::AsyncWriteExt as _;

use crate::server::{Answer, Server, Setup, rest, until};

const MINUTE: Duration = Duration::from_secs(60);

async fn remembering(pause: Duration, memory: Duration) -> Server {
    Setup { pause, memory, ..Setup::default() }.start().await
}

fn evidence(answer: &Answer) -> PolicyFetch {
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")), "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// Asks from an address of its own, so that no limit is met.
async fn ask(server: &Server, number: u8, query: &str) -> Answer {
    let mut stream = server.connect_from([127, 0, 2, number]).await;
    let host = format!("Host: localhost:{}\r\nConnection: close", server.port);
    stream.write_all(format!("GET /v1/policy?{query} HTTP/1.1\r\n{host}\r\n\r\n").as_bytes()).await.unwrap();
    Answer::read(&rest(stream).await)
}

#[tokio::test]
async fn h_66_a_hundred_spellings_of_one_domain_are_one_fetch() {
    let spellings = [
        "domain=xn--bcher-kva.example",
        "domain=XN--BCHER-KVA.EXAMPLE",
        "domain=b%C3%BCcher.example",
        "domain=B%C3%9Ccher.Example.",
        "domain=bu%CC%88cher.example",
        "domain=%EF%BD%82%C3%BCcher.example",
        "domain=b%C3%BCcher%E3%80%82example",
        "domain=b%c3%bccher.example.",
        "domain=xn--bcher-kva.exam%70le",
        "domain=b%C2%AD%C3%BCcher.example",
    ];
    for memory in [MINUTE, Duration::ZERO] {
        let server = remembering(Duration::from_millis(500), memory).await;
        let asking = (0..100).map(|number| ask(&server, number, spellings[usize::from(number) % spellings.len()]));
        for answer in futures_util::future::join_all(asking).await {
            let fetch = evidence(&answer);
            assert_eq!((fetch.policy_host.as_str(), fetch.age), ("mta-sts.xn--bcher-kva.example", None));
        }
        assert_eq!(server.fetches(), 1);
    }
}

#[tokio::test]
async fn h_66_evidence_from_memory_says_so_and_fresh_passes_it_by() {
    let server = remembering(Duration::ZERO, MINUTE).await;
    for (query, age, fetches) in [
        ("domain=example.com", None, 1),
        ("domain=Example.COM", Some(0), 1),
        ("domain=example.com&fresh=1", None, 2),
        ("fresh=1&domain=example.com", None, 3),
        ("domain=example.com", Some(0), 3),
        ("domain=example.net", None, 4),
    ] {
        assert_eq!(evidence(&ask(&server, 1, query).await).age, age, "{query}");
        assert_eq!(server.fetches(), fetches, "{query}");
    }
}

#[tokio::test]
async fn h_66_for_no_time_nothing_is_kept() {
    let server = remembering(Duration::ZERO, Duration::ZERO).await;
    for fetches in 1..=3 {
        assert_eq!(evidence(&ask(&server, 1, "domain=example.com").await).age, None);
        assert_eq!(server.fetches(), fetches);
    }
}

#[tokio::test]
async fn h_66_a_failure_of_this_machine_is_not_kept_so_recovery_shows_at_once() {
    let server = remembering(Duration::ZERO, MINUTE).await;
    server.source.failing.store(1, Ordering::SeqCst);
    assert!(evidence(&ask(&server, 1, "domain=example.com").await).failure.is_some());
    let recovered = evidence(&ask(&server, 1, "domain=example.com").await);
    assert!(recovered.failure.is_none() && recovered.age.is_none());
}

#[tokio::test]
async fn h_66_the_first_client_that_leaves_ends_nothing_for_the_others() {
    let server = remembering(Duration::from_secs(1), MINUTE).await;
    let mut first = server.connect().await;
    let host = format!("Host: localhost:{}", server.port);
    first.write_all(format!("GET /v1/policy?domain=example.com HTTP/1.1\r\n{host}\r\n\r\n").as_bytes()).await.unwrap();
    until(|| server.source.running.load(Ordering::SeqCst) == 1).await;
    let leave = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        drop(first);
    };
    let (answer, ()) = tokio::join!(ask(&server, 1, "domain=example.com"), leave);
    assert_eq!(evidence(&answer).age, None);
    assert_eq!(server.fetches(), 1);
}
