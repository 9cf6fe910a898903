//! The evidence for one domain: from memory, from a fetch under way, or from one that begins now.

pub(crate) mod api;
mod flights;
mod memory;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use mta_sts::PolicyDomain;
use mta_sts::evidence::PolicyFetch;
use mta_sts_net::PolicyFetcher;
use tokio::time::Instant;

use crate::admission::client::Client;
use crate::admission::limits::{Domains, busy};
use crate::admission::shares::Shares;
use crate::answer::{error, json};
use crate::observe::asked::Asked;
use crate::observe::outcome::Outcome;
use crate::policy::flights::{Flight, Flights};
use crate::policy::memory::{Evidence, Memory};

/// How many policy files are fetched at the same time; more are answered with 503.
pub const MAX_FETCHES: usize = 128;

/// Where evidence comes from: the network, by way of [`PolicyFetcher`].
pub trait PolicySource: Clone + Send + Sync + 'static {
    /// Fetches the policy file of a domain that has passed [`PolicyDomain::require_public`].
    fn fetch(&self, domain: PolicyDomain) -> impl Future<Output = PolicyFetch> + Send;
}

impl PolicySource for PolicyFetcher {
    async fn fetch(&self, domain: PolicyDomain) -> PolicyFetch {
        Self::fetch(self, &domain).await
    }
}

/// Everything an answer is made from.
#[derive(Debug)]
pub(crate) struct Policies<S> {
    source: S,
    shares: Arc<Shares>,
    flights: Arc<Flights>,
    memory: Arc<Memory>,
    domains: Domains,
}

enum Found {
    InMemory(Arc<Evidence>),
    UnderWay(Flight, Outcome),
}

impl<S: PolicySource> Policies<S> {
    pub(crate) fn new(source: S, memory: Duration, domains: Domains) -> Self {
        let memory = Arc::new(Memory::new(memory));
        Self { source, shares: Shares::of(MAX_FETCHES), flights: Arc::default(), memory, domains }
    }

    /// Evidence, or why there is none. Whoever wants it `fresh` gets it from memory all the same when that was asked too
    /// often: it says how old it is.
    pub(crate) async fn answer(&self, client: Option<Client>, domain: PolicyDomain, fresh: bool) -> Response<Body> {
        let (evidence, outcome) = match self.find(client, domain.clone(), fresh) {
            Ok(Found::InMemory(evidence)) => (Some(evidence), Outcome::FromMemory),
            Ok(Found::UnderWay(flight, outcome)) => (flight.await, outcome),
            Err(refusal) => return *refusal,
        };
        let Some(evidence) = evidence else {
            return error(StatusCode::INTERNAL_SERVER_ERROR, "The evidence could not be written down.");
        };
        let body = if outcome == Outcome::FromMemory { evidence.json_with_age() } else { evidence.json() };
        let mut response = json(StatusCode::OK, body);
        response.extensions_mut().insert(outcome);
        response.extensions_mut().insert(Asked { domain, failure: evidence.failure() });
        response
    }

    fn find(&self, client: Option<Client>, domain: PolicyDomain, fresh: bool) -> Result<Found, Box<Response<Body>>> {
        let refresh = fresh && self.domains.may_refresh(&domain);
        // Held while a fetch begins, so that a hundred who ask at once begin one.
        let mut flights = self.flights.lock();
        if !refresh {
            if let Some(flight) = flights.join(&domain) {
                return Ok(Found::UnderWay(flight, Outcome::Joined));
            }
            if let Some(evidence) = self.memory.recall(&domain) {
                return Ok(Found::InMemory(evidence));
            }
        }
        let Some(share) = self.shares.take(client) else {
            return Err(Box::new(busy("policy files are being fetched")));
        };
        self.domains.spend(&domain)?;
        let (source, memory, asked) = (self.source.clone(), Arc::clone(&self.memory), domain.clone());
        let flight = flights.begin(&self.flights, domain, async move {
            let begun = Instant::now();
            let evidence = Arc::new(Evidence::new(source.fetch(asked.clone()).await, begun)?);
            drop(share);
            memory.keep(&asked, &evidence);
            Some(evidence)
        });
        Ok(Found::UnderWay(flight, Outcome::Fetched))
    }
}
