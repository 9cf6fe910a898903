//! Against listeners on loopback. None of them speaks TLS, so every connection that stands ends in a failed handshake.

use std::time::Duration;

use rustls::RootCertStore;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;

const LIMITS: Limits = Limits {
    dns: Duration::from_secs(5),
    connect: Duration::from_secs(5),
    tls: Duration::from_millis(300),
    total: Duration::from_secs(20),
};

fn trust() -> Trust {
    let root = rcgen::CertificateParams::new(Vec::new()).unwrap();
    let mut params = root;
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let mut roots = RootCertStore::empty();
    roots.add(params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().der().clone()).unwrap();
    Trust::new(roots).unwrap()
}

/// Says `answer` to the first bytes of one client, or nothing; gives all bytes of it.
async fn serve(address: &str, port: u16, answer: Option<&'static [u8]>) -> (u16, JoinHandle<Vec<u8>>) {
    use tokio::io::AsyncWriteExt;
    let listener = TcpListener::bind((address, port)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 4096];
        let count = stream.read(&mut bytes).await.unwrap();
        bytes.truncate(count);
        if let Some(answer) = answer {
            stream.write_all(answer).await.unwrap();
        }
        let _ = stream.read_to_end(&mut bytes).await;
        bytes
    });
    (port, task)
}

/// All addresses at this port: the connections in order, and how it ends.
async fn all(addresses: &[&str], port: u16, limits: Limits) -> (Vec<Connection>, Result<Chosen, FetchFailure>) {
    let trust = trust();
    let deadline = Deadline::begin(limits.total);
    let dialling = Dialling { trust: &trust, host: "mta-sts.example.com", port, limits, deadline };
    let addresses = addresses.iter().map(|address| address.parse().unwrap());
    let mut attempts: FuturesOrdered<_> = addresses.map(|address| dialling.attempt(address)).collect();
    let mut seen = Vec::new();
    let chosen = choose(&mut attempts, dialling, &mut seen).await;
    let others: Vec<Attempt> = attempts.collect().await;
    seen.extend(others.into_iter().map(|attempt| attempt.connection));
    (seen, chosen)
}

fn told(seen: &[Connection]) -> Vec<(&str, Option<FailureClass>, Option<FailureClass>, bool)> {
    let of_tls = |one: &Connection| one.handshake.as_ref().and_then(|shake| shake.failure.as_ref()).map(|it| it.class);
    seen.iter().map(|one| (one.address.as_str(), one.failure, of_tls(one), one.used)).collect()
}

#[tokio::test]
async fn every_address_is_tried_and_the_first_that_stands_is_used() {
    use FailureClass::{ConnectRefused, TlsAlert, TlsFailed};
    let (port, one) = serve("127.0.0.2", 0, Some(b"220 mail ESMTP\r\n")).await;
    let (_, other) = serve("127.0.0.3", port, Some(&[21, 3, 3, 0, 2, 2, 40])).await;
    let (seen, chosen) = all(&["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"], port, LIMITS).await;
    assert_eq!(
        told(&seen),
        [
            ("127.0.0.1", Some(ConnectRefused), None, false),
            ("127.0.0.2", None, Some(TlsFailed), true),
            ("127.0.0.3", None, Some(TlsAlert), false),
            ("127.0.0.4", Some(ConnectRefused), None, false),
        ]
    );
    assert_eq!(chosen.unwrap().stream.unwrap_err().class, TlsFailed);
    // A ClientHello came to both, and was all that came but for an alert.
    for bytes in [one.await.unwrap(), other.await.unwrap()] {
        assert_eq!(bytes[0], 22);
    }
}

#[tokio::test]
async fn addresses_are_tried_side_by_side() {
    let (port, _one) = serve("127.0.0.2", 0, None).await;
    let (_, _other) = serve("127.0.0.3", port, None).await;
    let (_, _third) = serve("127.0.0.4", port, None).await;
    let start = Instant::now();
    let (seen, _) = all(&["127.0.0.2", "127.0.0.3", "127.0.0.4"], port, LIMITS).await;
    assert!(told(&seen).iter().all(|(.., of_tls, _)| *of_tls == Some(FailureClass::TlsTimeout)), "{seen:?}");
    assert!((LIMITS.tls..LIMITS.tls * 2).contains(&start.elapsed()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn failures_are_told_apart() {
    let (seen, chosen) = all(&["127.0.0.1"], 1, LIMITS).await;
    assert_eq!(told(&seen), [("127.0.0.1", Some(FailureClass::ConnectRefused), None, false)]);
    assert_eq!(chosen.err().unwrap().detail, "127.0.0.1 port 1: connection refused.");
    for (kind, class) in [
        (ErrorKind::NetworkUnreachable, FailureClass::ConnectUnreachable),
        (ErrorKind::HostUnreachable, FailureClass::ConnectUnreachable),
        (ErrorKind::AddrNotAvailable, FailureClass::ConnectUnreachable),
        (ErrorKind::TimedOut, FailureClass::ConnectTimeout),
        (ErrorKind::ConnectionReset, FailureClass::ConnectFailed),
        (ErrorKind::PermissionDenied, FailureClass::ConnectUnreachable),
        (ErrorKind::OutOfMemory, FailureClass::ConnectUnreachable),
    ] {
        assert_eq!(describe(&kind.into()).0, class);
    }
    // “Too many open files”, which has no kind of its own.
    assert_eq!(describe(&io::Error::from_raw_os_error(24)).0, FailureClass::ConnectUnreachable);
}

#[tokio::test]
async fn the_end_of_the_whole_is_no_fault_of_an_address() {
    let (port, _task) = serve("127.0.0.2", 0, None).await;
    let limits = Limits { total: Duration::from_millis(100), ..LIMITS };
    let (seen, chosen) = all(&["127.0.0.2"], port, limits).await;
    assert_eq!(told(&seen), [("127.0.0.2", None, Some(FailureClass::Deadline), true)]);
    let failure = chosen.unwrap().stream.unwrap_err();
    assert_eq!(failure.detail, "mta-sts.example.com was not reached within 100 milliseconds in all.");
}

#[test]
fn a_route_is_known_without_a_packet() {
    assert!(has_route("127.0.0.1".parse().unwrap()));
}
