//! Clients that leave in the middle.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::runtime::Handle;

use crate::server::{Setup, until};

fn tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

#[tokio::test]
async fn h_68_a_thousand_aborts_leave_no_task_behind() {
    let memory = Duration::from_secs(60);
    let server = Setup { pause: Duration::from_millis(30), memory, ..Setup::default() }.start().await;
    let before = tasks();
    for round in 0..1_000_usize {
        let [.., number] = round.to_be_bytes();
        let mut stream = server.connect_from([127, 0, 3, number]).await;
        let domain = format!("{}.example.com", round % 7);
        let host = format!("Host: localhost:{}", server.port);
        let octets = format!("GET /v1/policy?domain={domain}&fresh=1 HTTP/1.1\r\n{host}\r\n\r\n").into_bytes();
        // At every point: no octet sent, part of the head, all of it, during the fetch, after it.
        let sent = octets.len().min(round * 31 % (octets.len() * 2));
        stream.write_all(&octets[..sent]).await.unwrap();
        if round % 3 == 0 {
            tokio::time::sleep(Duration::from_millis((round % 40) as u64)).await;
        }
    }
    until(|| server.source.running.load(Ordering::SeqCst) == 0).await;
    until(|| tasks().abs_diff(before) <= 2).await;
}
