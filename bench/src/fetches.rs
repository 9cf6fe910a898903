//! Fetching policies with no server around it: what the helper can at best reach.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mta_sts::PolicyDomain;
use mta_sts_net::PolicyFetcher;
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use crate::latency::Measured;

/// What is fetched again and again.
#[derive(Clone)]
enum Fetch {
    /// The policy, as the helper fetches it: DNS, connection, TLS, GET, and everything written down.
    Policy(PolicyFetcher, PolicyDomain),
    /// Connection, TLS with verification and no resumption, GET, and the octets of the response. The address is known, or
    /// this machine's resolver is asked for it each time.
    Bare(TlsConnector, Option<SocketAddr>, String),
}

/// `how` is `policy`, `bare` or, with a lookup, `bare-dns`; one domain after the other takes part.
pub(crate) async fn run(how: &str, concurrency: u32, limit: Duration, domains: &[String]) -> Result<Value, String> {
    let mut fetches = Vec::new();
    for domain in domains {
        fetches.push(match how {
            "policy" => Fetch::Policy(
                PolicyFetcher::new().map_err(|error| error.to_string())?,
                PolicyDomain::parse(domain).map_err(|error| error.to_string())?,
            ),
            "bare" => bare(domain, true).await?,
            "bare-dns" => bare(domain, false).await?,
            _ => return Err(format!("“{how}” is none of policy, bare and bare-dns.")),
        });
    }
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for (_, fetch) in (0..concurrency).zip(fetches.iter().cycle()) {
        tasks.spawn(fetch_again(fetch.clone(), start + limit));
    }
    let mut measured = Measured::default();
    while let Some(one) = tasks.join_next().await {
        measured.merge(one.map_err(|error| error.to_string())?);
    }
    Ok(measured.report(limit))
}

async fn fetch_again(fetch: Fetch, end: Instant) -> Measured {
    let mut measured = Measured::default();
    while Instant::now() < end {
        let start = Instant::now();
        match tokio::time::timeout_at(end.into(), once(&fetch)).await {
            Ok(Some(status)) => measured.answered(status, start),
            Ok(None) => measured.seen("failed"),
            Err(_) => break,
        }
    }
    measured
}

/// The status of the response.
async fn once(fetch: &Fetch) -> Option<String> {
    match fetch {
        Fetch::Policy(fetcher, domain) => Some(fetcher.fetch(domain).await.response?.status.to_string()),
        Fetch::Bare(connector, address, host) => {
            let address = match address {
                Some(address) => *address,
                None => look_up(host).await.ok()?,
            };
            let stream = TcpStream::connect(address).await.ok()?;
            let mut stream = connector.connect(ServerName::try_from(host.clone()).ok()?, stream).await.ok()?;
            let request = format!("GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.ok()?;
            let mut response = Vec::new();
            stream.read_to_end(&mut response).await.ok()?;
            let status = response.get(9..12)?;
            Some(String::from_utf8_lossy(status).into_owned())
        }
    }
}

async fn look_up(host: &str) -> Result<SocketAddr, String> {
    let found = tokio::net::lookup_host((host, 443)).await.map_err(|error| error.to_string())?.next();
    found.ok_or_else(|| format!("{host} has no address."))
}

async fn bare(domain: &str, is_known: bool) -> Result<Fetch, String> {
    let host = format!("mta-sts.{domain}");
    let address = if is_known { Some(look_up(&host).await?) } else { None };
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(Fetch::Bare(TlsConnector::from(Arc::new(config)), address, host))
}
