//! The second and third stage at one address: a TCP connection, and the TLS handshake over it.
//!
//! Every address that may be dialled is tried, side by side, because senders take different ones. The later stages go by the
//! first in order of trial whose TCP connection stands ([`choose`]); over the others nothing is sent after the handshake.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Instant;

use futures_util::stream::{FuturesOrdered, StreamExt};
use mta_sts::evidence::{Connection, FailureClass, FetchFailure, Handshake, Tls};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::failure::{elapsed_ms, failure, words};
use crate::limits::{Deadline, Limits};
use crate::tls::{Secured, Trust};

/// How one address is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialling<'a> {
    pub(crate) trust: &'a Trust,
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    pub(crate) limits: Limits,
    pub(crate) deadline: Deadline,
}

/// A connection over which the policy host has proved its name.
pub(crate) type Stream = Box<Secured>;

/// What became of one address.
pub(crate) struct Attempt {
    pub(crate) connection: Connection,
    tls: Option<Tls>,
    outcome: Outcome,
}

enum Outcome {
    /// No TCP connection; in words.
    Dead(String),
    /// A TCP connection, and the handshake over it.
    Stands(Result<Stream, FetchFailure>),
}

/// The address that the later stages go by: what its handshake showed, and the stream if the certificate was accepted.
pub(crate) struct Chosen {
    pub(crate) tls: Option<Tls>,
    pub(crate) stream: Result<Stream, FetchFailure>,
}

/// Waits for the addresses in their order until one stands; the others are tried meanwhile and go on after that, as long as
/// `attempts` is polled. An HTTP client does not go on to another address because of a failed handshake, so neither does
/// this.
pub(crate) async fn choose(
    attempts: &mut FuturesOrdered<impl Future<Output = Attempt>>,
    dialling: Dialling<'_>,
    seen: &mut Vec<Connection>,
) -> Result<Chosen, FetchFailure> {
    let mut telling: Option<FailureClass> = None;
    let mut tries = Vec::new();
    while let Some(Attempt { mut connection, tls, outcome }) = attempts.next().await {
        match outcome {
            // The time is up, so there is none left to ask for anything.
            Outcome::Stands(_) if telling == Some(FailureClass::Deadline) => seen.push(connection),
            Outcome::Stands(stream) => {
                connection.used = true;
                seen.push(connection);
                return Ok(Chosen { tls, stream });
            }
            Outcome::Dead(said) => {
                tries.push(format!("{} port {}: {said}", connection.address, dialling.port));
                // No route from here says nothing about the host, so any other address says more. Where the time ended
                // before an address answered, nothing is known of the host at all.
                telling = match (telling, connection.failure) {
                    (_, Some(FailureClass::Deadline)) => connection.failure,
                    (None | Some(FailureClass::ConnectUnreachable), class) => class,
                    (telling, _) => telling,
                };
                seen.push(connection);
            }
        }
    }
    Err(match telling.unwrap_or(FailureClass::ConnectFailed) {
        FailureClass::Deadline => dialling.deadline.not_reached(dialling.host),
        class => failure(class, format!("{}.", tries.join("; "))),
    })
}

impl Dialling<'_> {
    /// Tries one address to the end of its handshake.
    pub(crate) async fn attempt(self, address: IpAddr) -> Attempt {
        let start = Instant::now();
        let dialled = self.dial(address).await;
        let mut connection = Connection {
            address: address.to_string(),
            failure: None,
            handshake: None,
            used: false,
            elapsed_ms: elapsed_ms(start),
        };
        let stream = match dialled {
            Ok(stream) => stream,
            Err((class, said)) => {
                connection.failure = Some(class);
                return Attempt { connection, tls: None, outcome: Outcome::Dead(said) };
            }
        };
        let start = Instant::now();
        let mut tls = None;
        let handshake = self.trust.handshake(stream, self.host, self.limits.tls, &mut tls);
        let outcome = timeout(self.deadline.left(), handshake)
            .await
            .unwrap_or_else(|_| Err(self.deadline.not_reached(self.host)))
            .map(Box::new);
        let failure = outcome.as_ref().err().cloned();
        connection.handshake = Some(Handshake { failure, elapsed_ms: elapsed_ms(start) });
        Attempt { connection, tls, outcome: Outcome::Stands(outcome) }
    }

    async fn dial(self, address: IpAddr) -> Result<TcpStream, (FailureClass, String)> {
        if !has_route(address) {
            return Err((FailureClass::ConnectUnreachable, NO_ROUTE.to_owned()));
        }
        let limit = self.limits.connect;
        let attempt = timeout(limit, TcpStream::connect(SocketAddr::new(address, self.port)));
        match timeout(self.deadline.left(), attempt).await {
            Ok(Ok(Ok(stream))) => Ok(stream),
            Ok(Ok(Err(error))) => Err(describe(&error)),
            Ok(Err(_)) => Err((FailureClass::ConnectTimeout, format!("no answer within {}", words(limit)))),
            Err(_) => Err((FailureClass::Deadline, "no time was left".to_owned())),
        }
    }
}

const NO_ROUTE: &str = "no route from here";

/// Whether this machine would know where to send a packet for the address. None is sent: to connect a UDP socket only looks
/// the route up. An address family that the machine does not have fails here, and says nothing about the host.
fn has_route(address: IpAddr) -> bool {
    let any: IpAddr = match address {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // The port is of no consequence; 0 would not do.
    UdpSocket::bind((any, 0)).and_then(|socket| socket.connect((address, 443))).is_ok()
}

fn describe(error: &io::Error) -> (FailureClass, String) {
    match error.kind() {
        ErrorKind::ConnectionRefused => (FailureClass::ConnectRefused, "connection refused".to_owned()),
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::AddrNotAvailable
        | ErrorKind::Unsupported => (FailureClass::ConnectUnreachable, NO_ROUTE.to_owned()),
        ErrorKind::TimedOut => (FailureClass::ConnectTimeout, "no answer".to_owned()),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => (FailureClass::ConnectFailed, error.to_string()),
        // No descriptors or no memory left, a firewall on this machine: no fault of the host.
        _ => (FailureClass::ConnectUnreachable, error.to_string()),
    }
}

#[cfg(test)]
mod tests;
