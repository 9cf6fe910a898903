//! A client of the helper: one connection, from an address of its own, and what is asked over it.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// How many groups of clients there are.
pub(crate) const GROUPS: u8 = 5;
const NETWORKS_OF_A_GROUP: u8 = 40;
const CLIENTS_OF_A_NETWORK: u32 = 250;

/// The address of a client: all of 127.0.0.0/8 is this machine, so 10,000 clients of a group have a /24 each.
pub(crate) fn source(group: u8, client: u32) -> Ipv4Addr {
    let octet = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let network = octet(client / CLIENTS_OF_A_NETWORK) % NETWORKS_OF_A_GROUP;
    Ipv4Addr::new(127, 1 + (group % GROUPS) * NETWORKS_OF_A_GROUP + network, octet(client % CLIENTS_OF_A_NETWORK), 1)
}

/// Where a request goes and what it says.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) server: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

impl Request {
    /// A GET of `http://ADDRESS:PORT/PATH`.
    pub(crate) fn new(url: &str) -> Result<Self, String> {
        let (authority, path) = url
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(|| format!("“{url}” is no http://ADDRESS:PORT/PATH."))?;
        let server = authority.parse().map_err(|_| format!("“{authority}” is no ADDRESS:PORT."))?;
        Ok(Self { server, bytes: format!("GET /{path} HTTP/1.1\r\nHost: {authority}\r\n\r\n").into_bytes() })
    }
}

/// What is needed of a response.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// How long the server asks to be left alone.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the connection ends with it.
    pub(crate) closes: bool,
}

/// A connection that is kept between requests.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

/// A connection from one of this machine's addresses.
pub(crate) async fn connect(source: Ipv4Addr, server: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(IpAddr::V4(source), 0))?;
    let stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Client {
    pub(crate) async fn connect(source: Ipv4Addr, server: SocketAddr) -> io::Result<Self> {
        Ok(Self { stream: connect(source, server).await?, received: Vec::with_capacity(16 * 1024) })
    }

    /// Asks, and reads the whole response.
    pub(crate) async fn ask(&mut self, request: &Request) -> io::Result<Answer> {
        self.stream.write_all(&request.bytes).await?;
        self.received.clear();
        loop {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if let Some((length, answer)) = parse(&self.received)? {
                while self.received.len() < length {
                    if self.stream.read_buf(&mut self.received).await? == 0 {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                return Ok(answer);
            }
        }
    }
}

/// The octets that a response has in all, once its head is there.
fn parse(received: &[u8]) -> io::Result<Option<(usize, Answer)>> {
    let mut fields = [httparse::EMPTY_HEADER; 32];
    let mut response = httparse::Response::new(&mut fields);
    let invalid = |why: &str| io::Error::new(ErrorKind::InvalidData, why);
    let head = match response.parse(received).map_err(|_| invalid("no HTTP response"))? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Ok(None),
    };
    let status = response.code.unwrap_or_default();
    let field = |name: &str| {
        let field = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(field.value).ok()
    };
    let number = |name: &str| field(name).and_then(|value| value.parse::<u64>().ok());
    let length = number("content-length").and_then(|length| usize::try_from(length).ok());
    let answer = Answer {
        status,
        retry_after: number("retry-after").map(Duration::from_secs),
        closes: field("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")),
    };
    Ok(Some((head + length.ok_or_else(|| invalid("no Content-Length"))?, answer)))
}
