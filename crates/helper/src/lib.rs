//! The helper: what a browser cannot do itself, and the page that wants it.
//!
//! Policy hosts do not send CORS headers, so a page cannot read a policy file. This server fetches it natively
//! (`mta-sts-net`) and hands out the evidence; the page judges it. There is one question it answers,
//! `GET /v1/policy?domain=D`: no URL, port, path or header can be chosen, and nothing is kept for more than a minute.
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
mod answer;
mod api;
mod budget;
mod cache;
mod client;
mod cors;
mod descriptors;
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

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use limits::{Clients, Domains};
use policy::Policies;

/// What [`router`] serves, and to whom.
#[derive(Clone, Debug)]
pub struct Site<'a, S> {
    /// Where evidence comes from.
    pub source: S,
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
    let policies = Policies::new(site.source, site.memory, Domains::new(site.rates.domain));
    let clients = Arc::new(Clients::new(site.rates.client));
    let known_site = from_fn_with_state(Arc::clone(&access), access::known_site);
    let budget = from_fn_with_state(clients, limits::client_budget);
    let page = page::router(site.www).layer(from_fn_with_state(Arc::clone(&access), access::admit));
    Router::new()
        .nest("/v1", api::router(policies).layer(budget).layer(known_site.clone()))
        // The one path below /v1 that `nest` leaves out.
        .route("/v1/", get(api::unknown).layer(known_site))
        .layer(from_fn_with_state(Arc::clone(&access), access::admit_to_api))
        .layer(from_fn_with_state(access, cors::readable))
        .fallback_service(page)
}
