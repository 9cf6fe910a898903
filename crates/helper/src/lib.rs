//! The helper: what a browser cannot do itself, and the page that wants it.
//!
//! Policy hosts do not send CORS headers, so a page cannot read a policy file. This server fetches it natively
//! (`mta-sts-net`) and hands out the evidence; the page judges it. There is one question it answers,
//! `GET /v1/policy?domain=D`: no URL, port, path or header can be chosen, and nothing is stored.
//!
//! It is meant to run on the machine of whoever checks, so other web sites open in the same browser are the neighbours
//! to be kept out ([`Access`]).
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod access;
mod admin;
mod answer;
mod api;
mod asked;
mod check_config;
mod client;
mod health;
mod log;
mod metrics;
mod observe;
mod option_values;
mod options;
mod outcome;
mod page;
mod route;
mod server;

pub use access::Access;
pub use admin::router as admin_router;
pub use api::{MAX_FETCHES, PolicySource};
pub use check_config::{Check, cannot_listen, check_config};
pub use client::{Client, Network};
pub use health::Health;
pub use log::{Log, LogFormat, LogLevel, LogSettings};
pub use metrics::Metrics;
pub use observe::Observer;
pub use options::Options;
pub use outcome::Outcome;
pub use server::serve;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

/// What a server is made of.
#[derive(Clone, Debug)]
pub struct Site<S> {
    /// Where evidence comes from.
    pub source: S,
    /// The folder of the built page.
    pub www: PathBuf,
    /// Who may ask.
    pub access: Access,
    /// Whether requests can be taken.
    pub health: Health,
    /// Log and metrics.
    pub observer: Observer,
}

/// Everything this server answers: the API under `/v1`, probes, the page elsewhere.
pub fn router<S: PolicySource>(site: Site<S>) -> Router {
    let Site { source, www, access, health, observer } = site;
    let access = Arc::new(access);
    let known_site = from_fn_with_state(Arc::clone(&access), access::known_site);
    let source = metrics::Measured::new(source, observer.metrics.clone());
    let api = api::router(source).layer(known_site.clone());
    Router::new()
        .nest("/v1", api)
        // The one path below /v1 that `nest` leaves out.
        .route("/v1/", get(api::unknown).layer(known_site))
        .merge(health::router(health))
        .fallback_service(page::router(&www))
        .layer(from_fn_with_state(access, access::admit))
        .layer(from_fn_with_state(observer, observe::observe))
}
