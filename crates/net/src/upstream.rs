//! One question to the resolver behind this machine, and the message that it answers with, octet by octet.
//!
//! The parts below hickory's resolver are used, not the resolver: that one makes an error of NXDOMAIN and of SERVFAIL, and
//! the message with its AD bit, its aliases and its extended errors (RFC 8914) is gone.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::tcp::TcpClientStream;
use hickory_resolver::net::udp::UdpClientStream;
use hickory_resolver::net::xfer::{
    DnsExchange, DnsHandle as _, DnsMultiplexer, DnsRequestSender as _, FirstAnswer as _,
};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Edns, Message, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::system_conf::read_system_conf;
use tokio::time::timeout;

use crate::failure::words;
use crate::limits::Deadline;

/// RFC 1035 §4.2.1.
const DNS: u16 = 53;
/// All of one question. A page waits 5 seconds for it, and is to hear what was in the way.
const LIMIT: Duration = Duration::from_secs(4);
/// UDP loses datagrams: after this the question is sent once more.
const AGAIN: Duration = Duration::from_millis(1500);
const SENDINGS: u8 = 2;
/// RFC 9715 §3.1: what is larger than most networks carry unbroken comes over TCP.
const MAX_DATAGRAM: u16 = 1232;

/// Who is asked: the name servers this machine is configured for at that moment, or one that was named.
///
/// ```
/// use mta_sts_net::Upstream;
/// assert_eq!("system".parse(), Ok(Upstream::System));
/// assert_eq!("192.0.2.53".parse(), Ok(Upstream::At("192.0.2.53:53".parse().unwrap())));
/// assert!("dns.example".parse::<Upstream>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upstream {
    /// Those of `/etc/resolv.conf`, or what stands for it; one after the other until one answers.
    System,
    /// The resolver at this address.
    At(SocketAddr),
}

impl FromStr for Upstream {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "system" {
            return Ok(Self::System);
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        let address = bare.parse().map(|ip: IpAddr| SocketAddr::new(ip, DNS)).or_else(|_| text.parse());
        address.map(Self::At).map_err(|_| {
            "a resolver is “system”, or an address with or without port, such as 192.0.2.53, 192.0.2.53:5353 or \
             [2001:db8::53]:53"
        })
    }
}

/// Why there is no answer. [`fmt::Display`] gives a sentence that names no address of this machine's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamError {
    /// No name can be asked that DNS does not have.
    Name,
    /// The configuration of this machine could not be read.
    Configuration,
    /// Nobody answered in time.
    Timeout,
    /// What came back is no answer, or nothing could be sent.
    Network,
}

impl std::error::Error for UpstreamError {}

impl fmt::Display for UpstreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("DNS has no such name."),
            Self::Configuration => f.write_str("The name servers of the helper’s machine could not be read."),
            Self::Timeout => {
                write!(f, "The resolver that the helper asks did not answer within {}.", words(LIMIT))
            }
            Self::Network => f.write_str("The resolver that the helper asks could not be reached."),
        }
    }
}

impl Upstream {
    /// Asks one question, now: nothing is kept between questions, no hosts file is read and no search list applied. Gives
    /// the message as it came, whatever response code it bears.
    ///
    /// Over UDP first; an answer that is cut off (TC) is asked for again over TCP (RFC 7766 §5). `record_type` is a number
    /// (RFC 1035 §3.2.2), `checking_disabled` the CD bit (RFC 4035 §3.2.2).
    ///
    /// # Errors
    /// [`UpstreamError`]: nobody could be asked, or nobody answered. It says nothing about the name.
    pub async fn ask(self, name: &str, record_type: u16, checking_disabled: bool) -> Result<Vec<u8>, UpstreamError> {
        let question = question(name, record_type, checking_disabled).ok_or(UpstreamError::Name)?;
        let servers = self.servers()?;
        let deadline = Deadline::begin(LIMIT);
        let mut failed = UpstreamError::Network;
        // Like any stub: the next one is asked only where one could not be reached (RFC 1035 §4.2.1).
        for (server, left) in servers.iter().zip((1..=u32::try_from(servers.len()).unwrap_or(1)).rev()) {
            let limit = deadline.left().checked_div(left).unwrap_or_default();
            match timeout(limit, exchange(*server, question.clone())).await {
                Ok(Ok(answer)) => return Ok(answer.into_buffer()),
                Ok(Err(NetError::Timeout)) | Err(_) => failed = UpstreamError::Timeout,
                Ok(Err(_)) => {}
            }
        }
        Err(failed)
    }

    fn servers(self) -> Result<Vec<SocketAddr>, UpstreamError> {
        match self {
            Self::At(server) => Ok(vec![server]),
            Self::System => {
                let (configuration, _) = read_system_conf().map_err(|_| UpstreamError::Configuration)?;
                let servers = configuration.name_servers().iter();
                Ok(servers.map(|server| SocketAddr::new(server.ip, DNS)).collect())
            }
        }
    }
}

/// As in DNS over HTTPS (`mta-sts-wire`): RD, AD for "tell me of DNSSEC" (RFC 6840 §5.7), EDNS for extended errors. The id is
/// random. No network is named to be left out (RFC 7871 §7.1.2): the resolver sees that of this machine only, and Unbound
/// gives no extended errors to questions that speak of it.
fn question(name: &str, record_type: u16, checking_disabled: bool) -> Option<Message> {
    let name = Name::from_ascii(format!("{name}.")).ok()?;
    let mut message = Message::query();
    message.metadata.recursion_desired = true;
    message.metadata.authentic_data = true;
    message.metadata.checking_disabled = checking_disabled;
    message.add_query(Query::query(name, RecordType::from(record_type)));
    let mut edns = Edns::new();
    edns.set_max_payload(MAX_DATAGRAM);
    message.set_edns(edns);
    Some(message)
}

async fn exchange(server: SocketAddr, question: Message) -> Result<DnsResponse, NetError> {
    let mut options = DnsRequestOptions::default();
    options.retry_interval = AGAIN;
    let request = DnsRequest::new(question, options);
    let mut udp = UdpClientStream::builder(server, TokioRuntimeProvider::new()).with_max_retries(SENDINGS).build();
    let answer = udp.send_message(request.clone()).first_answer().await?;
    if !answer.truncation {
        return Ok(answer);
    }
    // Without TCP it stays what it was: cut off, and so no answer.
    over_tcp(server, request).await.or(Ok(answer))
}

async fn over_tcp(server: SocketAddr, request: DnsRequest) -> Result<DnsResponse, NetError> {
    let asked = request.queries.clone();
    let (connecting, sender) = TcpClientStream::new(server, None, None, TokioRuntimeProvider::new());
    let multiplexer = DnsMultiplexer::new(connecting.await?, sender);
    let (exchange, driver) = DnsExchange::<TokioRuntimeProvider>::from_stream(multiplexer);
    // A server may close right after its answer: the driver has ended then, and the answer is still to be taken.
    let drive = async {
        let _ = driver.await;
        std::future::pending::<()>().await;
    };
    let answer = tokio::select! {
        answer = exchange.send(request).first_answer() => answer?,
        () = drive => return Err(NetError::NoConnections),
    };
    // RFC 7766 §7: the question has to be the same. Over UDP that is seen to already.
    if answer.queries == asked { Ok(answer) } else { Err(NetError::NoConnections) }
}

#[cfg(test)]
mod tests;
