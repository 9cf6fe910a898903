//! What one client, one site and one checked domain may take of this server.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use axum::middleware::Next;
use ipnet::IpNet;
use mta_sts::PolicyDomain;

use crate::admission::budget::Budget;
use crate::admission::client::Client;
use crate::answer::error;
use crate::observe::outcome::Outcome;

/// So many clients' worth may come from one /48: that is one site, which can have 65,536 networks of its own.
const CLIENTS_PER_SITE: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// How often the API may be asked, a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// By one client: an IPv4 address, or an IPv6 /64. Four times that by all of one IPv6 /48.
    pub client: NonZeroU32,
    /// How often the policy file of one domain is fetched for whomever, at most half of that because somebody wants it
    /// fresh. What comes from memory is free.
    pub domain: NonZeroU32,
}

/// The budgets of everybody who asks.
#[derive(Debug)]
pub(crate) struct Clients {
    subscribers: Budget<IpNet>,
    sites: Budget<IpNet>,
}

impl Clients {
    pub(crate) fn new(rate: NonZeroU32) -> Self {
        Self { subscribers: Budget::new(rate), sites: Budget::new(rate.saturating_mul(CLIENTS_PER_SITE)) }
    }

    /// The client's own budget first, so that one who has none left takes nothing from its neighbours.
    fn spend(&self, client: Client) -> Result<(), Duration> {
        self.subscribers.spend(&client.subscriber())?;
        match client.network() {
            site @ IpNet::V6(_) => self.sites.spend(&site),
            IpNet::V4(_) => Ok(()),
        }
    }
}

/// Stands in front of the API, not of the page's files.
pub(crate) async fn client_budget(State(clients): State<Arc<Clients>>, request: Request, next: Next) -> Response<Body> {
    let client = request.extensions().get::<Client>().copied();
    match client.map_or(Ok(()), |client| clients.spend(client)) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let rate = clients.subscribers.per_minute();
            limited(wait, &format!("More than {rate} requests a minute came from your network."))
        }
    }
}

/// The budgets of everybody who is asked about.
#[derive(Debug)]
pub(crate) struct Domains {
    fetches: Budget<PolicyDomain>,
    fresh: Budget<PolicyDomain>,
}

impl Domains {
    pub(crate) fn new(rate: NonZeroU32) -> Self {
        let half = NonZeroU32::new(rate.get() / 2).unwrap_or(NonZeroU32::MIN);
        Self { fetches: Budget::new(rate), fresh: Budget::new(half) }
    }

    /// Whether evidence that is in memory may be fetched again because somebody wants it fresh. The budget is one of its
    /// own: whoever uses it up takes only that from the others.
    pub(crate) fn may_refresh(&self, domain: &PolicyDomain) -> bool {
        self.fresh.spend(domain).is_ok()
    }

    /// One fetch; the error is the answer.
    pub(crate) fn spend(&self, domain: &PolicyDomain) -> Result<(), Box<Response<Body>>> {
        self.fetches.spend(domain).map_err(|wait| {
            let (domain, rate) = (domain.as_str(), self.fetches.per_minute());
            Box::new(limited(wait, &format!("The policy of {domain} was fetched more than {rate} times a minute.")))
        })
    }
}

fn limited(wait: Duration, reason: &str) -> Response<Body> {
    let seconds = wait.as_millis().div_ceil(1_000).max(1);
    let mut response = error(StatusCode::TOO_MANY_REQUESTS, &format!("{reason} Try again in {seconds} s."));
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from_str(&seconds.to_string()).unwrap_or(HeaderValue::from_static("60")));
    response.extensions_mut().insert(Outcome::Limited);
    response
}

/// The answer when no more can be done at once, for whomever.
pub(crate) fn busy(what: &str) -> Response<Body> {
    let sentence = format!("Too many {what} at the moment. Try again in a few seconds.");
    let mut response = error(StatusCode::SERVICE_UNAVAILABLE, &sentence);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response.extensions_mut().insert(Outcome::Busy);
    response
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv6Addr};

    use super::*;

    fn passed(clients: &Clients, addresses: impl Iterator<Item = IpAddr>) -> usize {
        addresses.filter(|address| clients.spend(Client::from(*address)).is_ok()).count()
    }

    fn clients() -> Clients {
        Clients::new(NonZeroU32::new(60).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn h_65_a_million_addresses_of_one_48_have_the_budget_of_one_site() {
        let clients = clients();
        let site = 0x2001_0db8_0001_u128 << 80;
        // Each in a /64 of its own as long as there are some.
        let addresses = (0..1_000_000_u128).map(|n| IpAddr::from(Ipv6Addr::from(site | (n % 65_536) << 64 | n)));
        assert_eq!(passed(&clients, addresses), 240);
        let neighbour = 0x2001_0db8_0002_u128 << 80;
        assert_eq!(passed(&clients, std::iter::once(Ipv6Addr::from(neighbour).into())), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn h_65_one_64_is_one_client_and_so_is_one_address() {
        let clients = clients();
        let network = 0x2001_0db8_0001_0002_u128 << 64;
        assert_eq!(passed(&clients, (0..1_000_u128).map(|n| Ipv6Addr::from(network | n).into())), 60);
        assert_eq!(passed(&clients, (0..1_000).map(|_| IpAddr::from([192, 0, 2, 1]))), 60);
        assert_eq!(passed(&clients, std::iter::once(IpAddr::from([192, 0, 2, 2]))), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn h_65_a_domain_that_is_refreshed_too_often_is_still_fetched_for_others() {
        let domains = Domains::new(NonZeroU32::new(12).unwrap());
        let domain = PolicyDomain::parse("example.com").unwrap();
        let refreshed = (0..100).filter(|_| domains.may_refresh(&domain) && domains.spend(&domain).is_ok()).count();
        assert_eq!((refreshed, (0..100).filter(|_| domains.spend(&domain).is_ok()).count()), (6, 6));
        let answer = domains.spend(&domain).unwrap_err();
        assert_eq!(
            (answer.status(), answer.headers()[RETRY_AFTER].to_str().unwrap()),
            (StatusCode::TOO_MANY_REQUESTS, "5")
        );
    }
}
