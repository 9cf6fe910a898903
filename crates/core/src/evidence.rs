//! Evidence of one policy fetch: the wire types of the helper's `GET /v1/policy?domain=D`.
//!
//! Facts only. Whoever fetches (the helper, a native driver) writes down what happened; what it means is decided in
//! [`crate::evaluate`] and nowhere else. RFC 8461 §3.3 is what the fetch follows.

use serde::{Deserialize, Serialize};

use crate::domain::PolicyDomain;
use crate::octets::Octets;

/// The most bytes of a policy file that are read: 64 KiB (RFC 8461 §3.3 suggests 64 kilobytes). One byte more is asked
/// for, so that a file of exactly this size and a longer one can be told apart.
pub const MAX_POLICY_BYTES: usize = 65_536;

/// Everything seen while fetching one policy file.
///
/// The stages come in the order of the fetch; the first one that failed is named by [`PolicyFetch::failure`] and all
/// later ones are absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyFetch {
    /// The policy host, `mta-sts.` and the policy domain, as an A-label name.
    pub policy_host: String,
    /// The one URL that was asked for: `https://<policy host>/.well-known/mta-sts.txt`.
    pub url: String,
    /// When the fetch began, in seconds since 1970-01-01T00:00:00Z, by the fetcher's clock.
    pub started_at: u64,
    /// How the policy host's name resolved.
    pub resolution: Resolution,
    /// One entry per address that was dialled, in order; the last one is the address the later stages used.
    pub connections: Vec<Connection>,
    /// The TLS handshake, also when it failed; then with the certificates that the server had shown until then, if any.
    pub tls: Option<Tls>,
    /// The HTTP response, whatever its status.
    pub response: Option<HttpResponse>,
    /// Why there is no complete response; `null` when there is one, even if it says 404.
    pub failure: Option<FetchFailure>,
    /// Seconds since the fetch, when the helper answers from its memory; absent when it fetched for this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub age: Option<u64>,
    /// The whole fetch, in milliseconds.
    pub elapsed_ms: u64,
}

impl PolicyFetch {
    /// A fetch of which nothing is known but when it began, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use mta_sts::PolicyDomain;
    /// use mta_sts::evidence::PolicyFetch;
    /// let seen = PolicyFetch::started(&PolicyDomain::parse("example.com").unwrap(), 1_800_000_000);
    /// assert_eq!(seen.url, "https://mta-sts.example.com/.well-known/mta-sts.txt");
    /// assert!(seen.response.is_none() && seen.failure.is_none());
    /// ```
    pub fn started(domain: &PolicyDomain, at: u64) -> Self {
        Self {
            policy_host: domain.policy_host(),
            url: domain.policy_url(),
            started_at: at,
            resolution: Resolution::default(),
            connections: Vec::new(),
            tls: None,
            response: None,
            failure: None,
            age: None,
            elapsed_ms: 0,
        }
    }
}

/// The address lookup of the policy host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Resolution {
    /// The addresses found (A and AAAA), in the order they would be dialled; at most 32.
    pub addresses: Vec<ResolvedAddress>,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

/// One address of the policy host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ResolvedAddress {
    /// IPv4 or IPv6 in text form.
    pub address: String,
    /// Why the fetcher will not dial it (`"loopback"`, `"private use (RFC 1918)"`, …); `null` when it may.
    pub refused: Option<String>,
}

/// One attempt to open a TCP connection to port 443.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The address dialled.
    pub address: String,
    /// `null` when the connection stood.
    pub failure: Option<FailureClass>,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

/// What the TLS handshake showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Tls {
    /// `"TLSv1.3"` or `"TLSv1.2"`; `null` when the handshake did not complete.
    pub version: Option<String>,
    /// The chain as presented, leaf first; at most the first 10 certificates.
    pub certificates: Vec<Certificate>,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

/// The facts of one X.509 certificate that matter here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The subject's distinguished name, for display only: it is never matched (RFC 8461 §3.3 wants a DNS-ID).
    pub subject: String,
    /// The issuer's distinguished name.
    pub issuer: String,
    /// The DNS names (SAN dNSName), at most 50.
    pub dns_names: Vec<String>,
    /// How many DNS names there are in all.
    pub dns_name_count: u64,
    /// First second of validity, seconds since 1970-01-01T00:00:00Z.
    pub not_before: i64,
    /// Last second of validity, seconds since 1970-01-01T00:00:00Z.
    pub not_after: i64,
    /// Subject and issuer are the same name.
    pub self_issued: bool,
}

/// One HTTP response, body capped at 65536 bytes (RFC 8461 §3.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Header fields, names in lower case, fields of one name together in the order received.
    pub headers: Vec<Header>,
    /// The body as received.
    pub body: Octets,
    /// The body was longer than 65536 bytes; `body` holds only its beginning.
    pub truncated: bool,
    /// For a 3xx status, the `Location` field as received. It was not followed (RFC 8461 §3.3).
    pub redirect_target: Option<String>,
    /// From sending the request to the last byte read, in milliseconds.
    pub elapsed_ms: u64,
}

impl HttpResponse {
    /// The values of all fields of one name, which is given in lower case.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers.iter().filter(move |header| header.name == name).map(|header| header.value.as_ref())
    }

    /// How the server encoded the body, although it was asked not to; `None` for the body as it is.
    pub(crate) fn encoding(&self) -> Option<&[u8]> {
        self.values("content-encoding").find(|encoding| !encoding.eq_ignore_ascii_case(b"identity"))
    }
}

/// One header field of the response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// Field name in lower case.
    pub name: String,
    /// Field value.
    pub value: Octets,
}

/// Why a fetch ended without a complete HTTP response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FetchFailure {
    /// What kind of failure it was.
    pub class: FailureClass,
    /// One sentence with the particulars, for people.
    pub detail: String,
}

/// The kinds of failure, each at the first stage that can show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FailureClass {
    /// The name does not exist (NXDOMAIN).
    DnsNoName,
    /// The name exists and has neither A nor AAAA records (NODATA).
    DnsNoAddress,
    /// The DNS lookup itself failed (SERVFAIL, REFUSED, bogus DNSSEC, no server reachable).
    DnsFailed,
    /// No DNS answer in time.
    DnsTimeout,
    /// Every address found is one that the fetcher never dials.
    AddressRefused,
    /// The host answered that nothing listens on port 443.
    ConnectRefused,
    /// This fetcher has no route to the address, for example no IPv6.
    ConnectUnreachable,
    /// No TCP connection in time.
    ConnectTimeout,
    /// Any other failure to connect.
    ConnectFailed,
    /// The TLS handshake did not end in time.
    TlsTimeout,
    /// No common TLS version (the server has neither TLS 1.2 nor 1.3).
    TlsVersion,
    /// The server broke the handshake off with an alert.
    TlsAlert,
    /// No DNS-ID of the certificate matches the policy host.
    TlsName,
    /// The certificate has expired.
    TlsExpired,
    /// The certificate is not valid yet.
    TlsNotYetValid,
    /// The certificate is signed by itself.
    TlsSelfSigned,
    /// No chain to a root that is trusted here.
    TlsUntrusted,
    /// Any other failure of the handshake or the certificate.
    TlsFailed,
    /// The response did not start in time.
    HttpTimeout,
    /// What came back is not an acceptable HTTP response.
    HttpProtocol,
    /// The connection ended before the body did.
    BodyIncomplete,
    /// The body did not end in time.
    BodyTimeout,
    /// The fetch as a whole took too long.
    Deadline,
}
