//! The helper: what a browser cannot do itself, and the page that wants it.
//!
//! Policy hosts do not send CORS headers, so a page cannot read a policy file. This server fetches it natively
//! (`mta-sts-net`) and hands out the evidence; the page judges it. No URL, port, path or header can be chosen, and
//! nothing is kept for more than a minute: `GET /v1/policy?domain=D`. With `--resolver` it also asks the resolver behind
//! its machine what a check asks DNS, `GET /v1/dns?name=N&type=T`; `GET /v1/helper` says whether it does.
//!
//! On the machine of whoever checks, other web sites open in the same browser are the neighbours to be kept out
//! ([`Access`]). On the Internet everybody is:
//!
//! ```text
//! connection -> request        -> question          -> fetch
//! places        access, cors      limits (client)      cache, flights, shares
//! line_ends     client                                 limits (domain)
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod access;
mod announcement;
mod answer;
mod api;
mod budget;
mod cache;
mod client;
mod cors;
mod descriptors;
mod dns;
mod flights;
mod limits;
mod line_ends;
mod options;
mod outcome;
mod page;
mod places;
mod policy;
mod server;
mod shares;

pub use access::Access;
pub use client::{Client, TrustedProxies};
pub use limits::Rates;
pub use options::Options;
pub use outcome::Outcome;
pub use policy::PolicySource;
pub use server::{Admission, listen, serve};
pub use shares::MAX_FETCHES;

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use mta_sts_net::Upstream;

use crate::announcement::Announcement;
use crate::limits::{Clients, Domains};
use crate::policy::Policies;

/// What one check asks DNS; a domain with few mail servers takes nine, and the package asks no more than sixty.
const QUESTIONS_PER_CHECK: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);

/// What [`router`] serves, and to whom.
#[derive(Clone, Debug)]
pub struct Site<'a, S> {
    /// Where evidence comes from.
    pub source: S,
    /// Who is asked for DNS; `None` for nobody.
    pub upstream: Option<Upstream>,
    /// The folder of the built page.
    pub www: &'a Path,
    /// Who may ask.
    pub access: Access,
    /// How often.
    pub rates: Rates,
    /// How long evidence answers others, too.
    pub memory: Duration,
}

/// Everything this server answers: the API under `/v1`, the page elsewhere.
pub fn router<S: PolicySource>(site: Site<'_, S>) -> Router {
    let access = Arc::new(site.access);
    let announcement = Announcement { resolver: site.upstream.is_some(), cache_seconds: site.memory.as_secs() };
    let policies = Policies::new(site.source, site.memory, Domains::new(site.rates.domain));
    let known_site = from_fn_with_state(Arc::clone(&access), access::known_site);
    let budget = |rate| from_fn_with_state(Arc::new(Clients::new(rate)), limits::client_budget);
    let page = page::router(site.www).layer(from_fn_with_state(Arc::clone(&access), access::admit));
    let asked = api::router(policies).layer(budget(site.rates.client));
    // A check asks for one policy file and much of DNS, so each has a budget of its own.
    let looked_up = dns::router(site.upstream).layer(budget(site.rates.client.saturating_mul(QUESTIONS_PER_CHECK)));
    let api = asked.merge(looked_up).merge(announcement::router(announcement));
    Router::new()
        .nest("/v1", api.layer(known_site.clone()))
        // The one path below /v1 that `nest` leaves out.
        .route("/v1/", get(api::unknown).layer(known_site))
        .layer(from_fn_with_state(Arc::clone(&access), access::admit_to_api))
        .layer(from_fn_with_state(access, cors::readable))
        .fallback_service(page)
}
