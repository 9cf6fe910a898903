//! One fetch, stage after stage: resolve, connect, shake hands, ask.

use std::time::{Instant, SystemTime};

use futures_util::stream::{FuturesOrdered, StreamExt};
use mta_sts::PolicyDomain;
use mta_sts::evidence::{Connection, FailureClass, FetchFailure, PolicyFetch};
use tokio::time::timeout;

use crate::attempt::{Dialling, choose};
use crate::failure::{elapsed_ms, failure};
use crate::guard::{self, Guard};
use crate::http;
use crate::limits::{Deadline, Limits};
use crate::nat64::Nat64Prefix;
use crate::resolve::{resolve, system_resolver};
use crate::setup::{SetupError, system_roots};
use crate::tls::Trust;

/// RFC 8461 §3.3: HTTPS, so this port and no other.
const HTTPS: u16 = 443;

/// Fetches policy files as RFC 8461 §3.3 says, and writes down what happened.
///
/// One GET per fetch, to one URL, over one connection to an address that [`refusal`](crate::refusal) lets pass and that
/// is not this machine's own. The other addresses are tried beside it as far as the TLS handshake, and nothing is sent to
/// them. Nothing is cached between fetches (RFC 8461 §3.3), no proxy variables are honoured, no redirect is followed, and without an
/// accepted certificate no request is sent. Cheap to clone; dropping the future of a fetch ends it.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use mta_sts::PolicyDomain;
/// use mta_sts_net::PolicyFetcher;
/// let domain = PolicyDomain::parse("example.com")?;
/// domain.require_public()?;
/// let evidence = PolicyFetcher::new()?.fetch(&domain).await;
/// match (evidence.response, evidence.failure) {
///     (_, Some(failure)) => println!("{:?}: {}", failure.class, failure.detail),
///     (Some(response), None) => println!("HTTP {}", response.status),
///     (None, None) => unreachable!("a fetch ends in a response or a failure"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct PolicyFetcher {
    trust: Trust,
    limits: Limits,
    nat64: Option<Nat64Prefix>,
}

impl PolicyFetcher {
    /// A fetcher that trusts the roots of this machine (or of `SSL_CERT_FILE`), within [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// [`SetupError`] when this machine has no roots or no readable DNS configuration: then no fetch could succeed.
    pub fn new() -> Result<Self, SetupError> {
        system_resolver().map_err(|error| SetupError::Dns { problem: error.to_string() })?;
        Ok(Self { trust: Trust::new(system_roots()?)?, limits: Limits::DEFAULT, nat64: None })
    }

    /// The same fetcher with other deadlines.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same fetcher in a network that reaches IPv4 through this prefix: an address inside it is taken for the IPv4
    /// address it carries. Without one, the well-known prefixes are refused (RFC 6052 §5.1).
    #[must_use]
    pub fn with_nat64(self, nat64: Option<Nat64Prefix>) -> Self {
        Self { nat64, ..self }
    }

    /// Fetches the policy file of `domain`. Never fails: what goes wrong is in [`PolicyFetch::failure`].
    ///
    /// Call [`PolicyDomain::require_public`] first; a name such as `localhost` would be looked up like any other.
    pub async fn fetch(&self, domain: &PolicyDomain) -> PolicyFetch {
        let start = Instant::now();
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let mut seen = PolicyFetch::started(domain, since_1970.as_secs());
        seen.failure = self.stages(&mut seen).await.err();
        seen.elapsed_ms = elapsed_ms(start);
        seen
    }

    /// Each stage writes down what it saw as it goes, so a deadline loses nothing of those that had ended.
    async fn stages(&self, seen: &mut PolicyFetch) -> Result<(), FetchFailure> {
        let deadline = Deadline::begin(self.limits.total);
        let host = seen.policy_host.clone();
        let resolver = system_resolver().map_err(|error| {
            failure(FailureClass::DnsFailed, format!("The name servers of this machine could not be read: {error}."))
        })?;
        let guard = Guard::now(self.nat64).map_err(|error| guard::unknown(&error))?;
        let lookup = resolve(&resolver, &guard, &host, self.limits.dns, &mut seen.resolution);
        let addresses = timeout(deadline.left(), lookup).await.unwrap_or_else(|_| Err(deadline.not_reached(&host)))?;
        let dialling = Dialling { trust: &self.trust, host: &host, port: HTTPS, limits: self.limits, deadline };
        let mut attempts: FuturesOrdered<_> = addresses.into_iter().map(|address| dialling.attempt(address)).collect();
        let chosen = choose(&mut attempts, dialling, &mut seen.connections).await?;
        seen.tls = chosen.tls;
        let ask = async {
            let stream = chosen.stream?;
            http::get(stream, &host, deadline, &mut seen.response).await
        };
        let others = attempts.map(|attempt| attempt.connection).collect::<Vec<Connection>>();
        let (asked, others) = tokio::join!(ask, others);
        seen.connections.extend(others);
        asked
    }
}
