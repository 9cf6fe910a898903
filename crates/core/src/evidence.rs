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
    /// One entry per address that may be dialled, in order of trial. All are tried side by side; the later stages went by
    /// the one that is [`Connection::used`]. Where none says so, it is an older fetcher's evidence: it dialled one after
    /// the other, and the last one was used.
    pub connections: Vec<Connection>,
    /// The TLS handshake with the address that was used, also when it failed; then with the certificates that the server had shown until then, if any.
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
    /// How the lookup of A records (IPv4) ended; absent where the fetcher does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub a: Option<FamilyLookup>,
    /// How the lookup of AAAA records (IPv6) ended; absent where the fetcher does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub aaaa: Option<FamilyLookup>,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

/// How the lookup of one address family ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FamilyLookup {
    /// How it ended.
    pub outcome: LookupOutcome,
    /// One sentence with the particulars, for people; absent for `found` and `no-data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub detail: Option<String>,
}

/// The ways in which an address lookup ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LookupOutcome {
    /// There are addresses.
    Found,
    /// The name exists and has no records of this type (NODATA).
    NoData,
    /// The name does not exist (NXDOMAIN).
    NoName,
    /// SERVFAIL: the zone is broken, unreachable or wrongly signed.
    Servfail,
    /// REFUSED: the name server does not answer for this name.
    Refused,
    /// No answer in time.
    Timeout,
    /// Any other failure.
    Failed,
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

/// What became of one address: a TCP connection to port 443, and a TLS handshake over it.
///
/// [`FailureClass::ConnectUnreachable`] says that this fetcher has no route to the address; then it was not tested, and
/// nothing follows for the host. Likewise [`FailureClass::Deadline`]: there was no time left for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The address dialled.
    pub address: String,
    /// `null` when the connection stood.
    pub failure: Option<FailureClass>,
    /// The handshake; absent where no connection stood, and in evidence of fetchers that shook hands with one address only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub handshake: Option<Handshake>,
    /// The later stages went by this address: the first in order of trial whose TCP connection stood. An HTTP client does not
    /// go on to another one after that, whatever becomes of the handshake. Over the others nothing was sent.
    #[serde(default, skip_serializing_if = "is_not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub used: bool,
    /// The TCP connection, in milliseconds.
    pub elapsed_ms: u64,
}

/// How the TLS handshake with one address ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Handshake {
    /// `null` when it completed with an accepted certificate.
    pub failure: Option<FetchFailure>,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

fn is_not(flag: &bool) -> bool {
    !flag
}

/// What the TLS handshake showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Tls {
    /// `"TLSv1.3"` or `"TLSv1.2"`; `null` when the handshake did not complete.
    pub version: Option<String>,
    /// The application protocol agreed (ALPN): `"http/1.1"`; absent when the server chose none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub alpn: Option<String>,
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
    /// It may issue certificates (basic constraints, RFC 5280 §4.2.1.9); absent where the fetcher does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub is_ca: Option<bool>,
    /// Where its authority says that the issuer's certificate can be had (caIssuers, RFC 5280 §4.2.2.1), the first URL of these.
    /// It is never fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub ca_issuers: Option<String>,
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
    /// The body as received; or as it was before the server encoded it, where `decoding` is `done`.
    pub body: Octets,
    /// What came of decoding the body, where the server encoded it (`Content-Encoding`) although it was asked not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub decoding: Option<Decoding>,
    /// The body was longer than 65536 bytes, received or decoded; what was received is in `body` up to there.
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

    /// The body without encoding; `None` where it was encoded and is not decoded.
    pub(crate) fn text(&self) -> Option<&[u8]> {
        let is_decoded = self.decoding == Some(Decoding::Done);
        (is_decoded || self.encoding().is_none()).then(|| self.body.as_ref())
    }
}

/// What came of decoding a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Decoding {
    /// It was decoded to its end.
    Done,
    /// The encoding is neither `gzip` nor `deflate`, or there is more than one.
    Unsupported,
    /// The body is not what its encoding says, or breaks off.
    Broken,
    /// What comes of it is longer than 65536 bytes: it is refused, not cut.
    TooLarge,
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

impl FailureClass {
    /// Whether it may as well be the fetcher's place, its DNS, its network or its patience, so that nothing follows for the
    /// policy host.
    pub fn is_local(self) -> bool {
        matches!(self, Self::DnsFailed | Self::DnsTimeout | Self::ConnectUnreachable | Self::Deadline)
    }
}
