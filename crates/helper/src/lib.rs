//! The helper: what a browser cannot do itself, and the page that wants it.
//!
//! Policy hosts do not send CORS headers, so a page cannot read a policy file. This server fetches it natively
//! (`mta-sts-net`) and hands out the evidence; the page judges it. No URL, port,
//! path or header can be chosen, and nothing is stored: `GET /v1/policy?domain=D`. With `--resolver` it also asks the
//! resolver behind its machine what a check asks DNS, `GET /v1/dns?name=N&type=T`; `GET /v1/helper` says whether it does.
//!
//! It is meant to run on the machine of whoever checks, so other web sites open in the same browser are the neighbours
//! to be kept out ([`Access`]).
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod access;
mod announcement;
mod answer;
mod api;
mod dns;
mod options;
mod page;
mod server;

pub use access::Access;
pub use api::{MAX_FETCHES, PolicySource};
pub use options::Options;
pub use server::serve;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use mta_sts_net::Upstream;

use crate::announcement::Announcement;

/// What this server is made of.
#[derive(Clone, Debug)]
pub struct Parts<'a, S> {
    /// Where policy files come from.
    pub source: S,
    /// Who is asked for DNS; `None` for nobody.
    pub upstream: Option<Upstream>,
    /// The folder of the page.
    pub www: &'a Path,
    /// Who may ask.
    pub access: Access,
}

/// Everything this server answers: the API under `/v1`, the page of the folder `www` elsewhere.
pub fn router<S: PolicySource>(Parts { source, upstream, www, access }: Parts<'_, S>) -> Router {
    let access = Arc::new(access);
    let announcement = Announcement { resolver: upstream.is_some(), cache_seconds: 0 };
    let known_site = from_fn_with_state(Arc::clone(&access), access::known_site);
    let api = api::router(source).merge(dns::router(upstream)).merge(announcement::router(announcement));
    let api = api.layer(known_site.clone());
    Router::new()
        .nest("/v1", api)
        // The one path below /v1 that `nest` leaves out.
        .route("/v1/", get(api::unknown).layer(known_site))
        .fallback_service(page::router(www))
        .layer(from_fn_with_state(access, access::admit))
}
