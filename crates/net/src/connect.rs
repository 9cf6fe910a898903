//! The second stage: a TCP connection to one of the checked addresses.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use mta_sts::evidence::{Connection, FailureClass, FetchFailure};
use tokio::net::TcpStream;

use crate::failure::{elapsed_ms, failure, words};

/// Dials one address after the other until a connection stands. What fails later does not come back here.
pub(crate) async fn connect(
    addresses: &[IpAddr],
    port: u16,
    limit: Duration,
    seen: &mut Vec<Connection>,
) -> Result<TcpStream, FetchFailure> {
    let mut telling: Option<FailureClass> = None;
    let mut tries = Vec::new();
    for address in addresses {
        let start = Instant::now();
        let attempt = tokio::time::timeout(limit, TcpStream::connect(SocketAddr::new(*address, port))).await;
        let elapsed_ms = elapsed_ms(start);
        let connection = |failure| Connection { address: address.to_string(), failure, elapsed_ms };
        let (class, said) = match attempt {
            Ok(Ok(stream)) => {
                seen.push(connection(None));
                return Ok(stream);
            }
            Ok(Err(error)) => describe(&error),
            Err(_) => (FailureClass::ConnectTimeout, format!("no answer within {}", words(limit))),
        };
        seen.push(connection(Some(class)));
        tries.push(format!("{address} port {port}: {said}"));
        // No route from here says nothing about the host, so any other address says more.
        if telling.is_none_or(|telling| telling == FailureClass::ConnectUnreachable) {
            telling = Some(class);
        }
    }
    let class = telling.unwrap_or(FailureClass::ConnectFailed);
    Err(failure(class, format!("{}.", tries.join("; "))))
}

fn describe(error: &io::Error) -> (FailureClass, String) {
    match error.kind() {
        ErrorKind::ConnectionRefused => (FailureClass::ConnectRefused, "connection refused".to_owned()),
        // An address family the machine does not have at all ends in one of the last two.
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::AddrNotAvailable
        | ErrorKind::Unsupported => (FailureClass::ConnectUnreachable, "no route from here".to_owned()),
        ErrorKind::TimedOut => (FailureClass::ConnectTimeout, "no answer".to_owned()),
        _ => (FailureClass::ConnectFailed, error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn the_next_address_is_tried_and_the_first_that_stands_is_used() {
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut seen = Vec::new();
        let addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"].map(|address| address.parse().unwrap());
        let stream = connect(&addresses, port, LIMIT, &mut seen).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap().ip(), addresses[1]);
        let tried: Vec<_> = seen.iter().map(|one| (one.address.as_str(), one.failure)).collect();
        assert_eq!(tried, [("127.0.0.1", Some(FailureClass::ConnectRefused)), ("127.0.0.2", None)]);
    }

    #[tokio::test]
    async fn failures_are_told_apart() {
        let mut seen = Vec::new();
        let addresses = ["127.0.0.1".parse().unwrap()];
        let error = connect(&addresses, 1, LIMIT, &mut seen).await.unwrap_err();
        assert_eq!(error.class, FailureClass::ConnectRefused);
        assert_eq!(error.detail, "127.0.0.1 port 1: connection refused.");
        for (kind, class) in [
            (ErrorKind::NetworkUnreachable, FailureClass::ConnectUnreachable),
            (ErrorKind::HostUnreachable, FailureClass::ConnectUnreachable),
            (ErrorKind::AddrNotAvailable, FailureClass::ConnectUnreachable),
            (ErrorKind::TimedOut, FailureClass::ConnectTimeout),
            (ErrorKind::PermissionDenied, FailureClass::ConnectFailed),
        ] {
            assert_eq!(describe(&kind.into()).0, class);
        }
    }
}
