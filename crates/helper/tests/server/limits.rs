//! How often somebody may ask, and who that is behind a proxy.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use crate::server::{Answer, Server, Setup, rest};

async fn limited(client: u32, domain: u32, proxies: &[&'static str]) -> Server {
    let memory = Duration::from_secs(60);
    Setup { rates: (client, domain), proxies: proxies.to_vec(), memory, ..Setup::default() }.start().await
}

async fn from(server: &Server, address: [u8; 4], target: &str, more: &str) -> Answer {
    let mut stream = server.connect_from(address).await;
    let host = format!("Host: localhost:{}\r\nConnection: close", server.port);
    stream.write_all(format!("GET {target} HTTP/1.1\r\n{host}\r\n{more}\r\n").as_bytes()).await.unwrap();
    Answer::read(&rest(stream).await)
}

/// How many of these are answered with 200.
async fn passed(server: &Server, address: [u8; 4], hops: impl IntoIterator<Item = String>) -> usize {
    let mut passed = 0;
    for hops in hops {
        let more = format!("X-Forwarded-For: {hops}\r\n");
        passed += usize::from(from(server, address, "/v1/policy?domain=example.com", &more).await.status == 200);
    }
    passed
}

#[tokio::test]
async fn h_65_a_client_that_asks_too_often_is_told_when_to_try_again() {
    let server = limited(5, 100, &[]).await;
    let target = "/v1/policy?domain=example.com";
    for _ in 0..5 {
        assert_eq!(server.get(target).await.status, 200);
    }
    let host = format!("localhost:{}", server.port);
    let answer = server.ask("GET", target, &host, "Origin: https://www.example.com\r\n").await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (429, Some("https://www.example.com")));
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=12).contains(&seconds), "{seconds}");
    assert!(answer.sentence().contains("Try again in"), "{}", answer.sentence());
    // The page's files cost nothing, nor does another client.
    assert_eq!(server.get("/").await.status, 200);
    assert_eq!(from(&server, [127, 0, 0, 2], target, "").await.status, 200);
}

#[tokio::test]
async fn h_65_a_thousand_spoofed_hops_gain_nothing() {
    let spoofed = || (0..1_000_u32).map(|number| format!("10.{}.{}.1", number / 256, number % 256));
    let server = limited(5, 100, &[]).await;
    assert_eq!(passed(&server, [127, 0, 0, 2], spoofed()).await, 5);
    // Through a proxy, which adds what it sees.
    let server = limited(5, 100, &["127.0.0.3/32"]).await;
    let through = spoofed().map(|spoofed| format!("{spoofed}, 198.51.100.7"));
    assert_eq!(passed(&server, [127, 0, 0, 3], through).await, 5);
    // And past it.
    assert_eq!(passed(&server, [127, 0, 0, 2], spoofed()).await, 5);
}

#[tokio::test]
async fn h_65_behind_a_trusted_proxy_each_client_has_a_budget() {
    let server = limited(5, 100, &["127.0.0.3/32", "10.0.0.0/8"]).await;
    for client in ["198.51.100.1", "198.51.100.2", "2001:db8:1:2::1", "2001:db8:1:3::1"] {
        let hops = std::iter::repeat_n(format!("203.0.113.1, {client}, 10.0.0.1"), 7);
        assert_eq!(passed(&server, [127, 0, 0, 3], hops).await, 5, "{client}");
    }
    let same_64 = (1..9).map(|number| format!("2001:db8:9:9::{number}"));
    assert_eq!(passed(&server, [127, 0, 0, 3], same_64).await, 5);
}

#[tokio::test]
async fn h_65_a_domain_is_fetched_so_often_and_no_more_whoever_asks() {
    let server = limited(1_000, 4, &[]).await;
    let mut statuses = Vec::new();
    for number in 1..=20 {
        let target = "/v1/policy?domain=example.com&fresh=1";
        statuses.push(from(&server, [127, 0, 0, number], target, "").await.status);
    }
    // The first finds no memory to pass by; two are for who wants it fresh; the others get what is there.
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    assert_eq!(server.fetches(), 2);
    // Without a memory that can answer, the budget of the domain is the end.
    let server = Setup { rates: (1_000, 4), ..Setup::default() }.start().await;
    for number in 1..=6 {
        let answer = from(&server, [127, 0, 0, number], "/v1/policy?domain=example.com", "").await;
        assert_eq!(answer.status, if number <= 4 { 200 } else { 429 });
        assert!(number <= 4 || answer.sentence().contains("The policy of example.com was fetched more than 4 times"));
        assert_eq!(answer.header("retry-after").is_some(), number > 4);
    }
    assert_eq!(server.get("/v1/policy?domain=example.net").await.status, 200);
    assert_eq!(server.fetches(), 5);
}
