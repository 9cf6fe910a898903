//! The helper: what a browser cannot do itself, and the page that wants it.
//!
//! Policy hosts do not send CORS headers, so a page cannot read a policy file. This server fetches it natively
//! (`mta-sts-net`) and hands out the evidence; the page judges it. No URL, port, path or header can be chosen, and
//! nothing is kept for more than a minute: `GET /v1/policy?domain=D`. With `--resolver` it also asks the resolver behind
//! its machine what a check asks DNS, `GET /v1/dns?name=N&type=T`; `GET /v1/helper` says whether it does.
//!
//! On the machine of whoever checks, other web sites open in the same browser are the neighbours to be kept out
//! ([`Access`]). On the Internet everybody is. The way of a request, and what stands on it:
//!
//! ```text
//! connection       -> request             -> question       -> fetch
//! server/             admission/             admission/        policy/
//!   line_ends           client                 limits            memory, flights
//!   places              access, cors           (of a client)   admission/
//!                                                                shares
//!                                                                limits (of a domain)
//! ```
//!
//! | module | what it has |
//! |---|---|
//! | `options` | the command line and the environment; `--check-config` |
//! | `server` | connections: how many, how long, what of HTTP is read |
//! | `admission` | who may ask, who that is, and how often |
//! | `policy`, `dns`, `announcement` | the API: `/v1/policy`, `/v1/dns`, `/v1/helper`; `answer` is the form of all of it |
//! | `page` | the page's files and their header fields |
//! | `observe` | what is seen of requests: log and metrics |
//! | `health`, `admin` | probes, and what is answered at `--admin-listen` |
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod admin;
mod admission;
mod announcement;
mod answer;
mod dns;
mod health;
mod observe;
mod options;
mod page;
mod policy;
mod server;

pub use admin::router as admin_router;
pub use admission::access::Access;
pub use admission::client::{Client, TrustedProxies};
pub use admission::limits::Rates;
pub use health::Health;
pub use observe::Observer;
pub use observe::log::{Log, LogFormat, LogLevel, LogSettings};
pub use observe::metrics::Metrics;
pub use observe::outcome::Outcome;
pub use options::Options;
pub use options::check_config::{Check, cannot_listen, check_config};
pub use policy::{MAX_FETCHES, PolicySource};
pub use server::{Admission, listen, serve};

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use mta_sts_net::Upstream;

use crate::admission::limits::{Clients, Domains};
use crate::admission::{access, cors, limits};
use crate::announcement::Announcement;
use crate::observe::metrics::Measured;
use crate::policy::{Policies, api};

/// What one check asks DNS; a domain with few mail servers takes nine, and the package asks no more than sixty.
const QUESTIONS_PER_CHECK: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);

/// What [`router`] serves, and to whom.
#[derive(Clone, Debug)]
pub struct Site<S> {
    /// Where evidence comes from.
    pub source: S,
    /// Who is asked for DNS; `None` for nobody.
    pub upstream: Option<Upstream>,
    /// The folder of the built page.
    pub www: PathBuf,
    /// Who may ask.
    pub access: Access,
    /// How often.
    pub rates: Rates,
    /// How long evidence answers others, too.
    pub memory: Duration,
    /// Whether requests can be taken.
    pub health: Health,
    /// Log and metrics.
    pub observer: Observer,
}

/// Everything this server answers: the API under `/v1`, probes, the page elsewhere.
pub fn router<S: PolicySource>(site: Site<S>) -> Router {
    let access = Arc::new(site.access);
    let known_site = from_fn_with_state(Arc::clone(&access), access::known_site);
    let budget = |rate| from_fn_with_state(Arc::new(Clients::new(rate)), limits::client_budget);
    let admit = || from_fn_with_state(Arc::clone(&access), access::admit);

    let source = Measured::new(site.source, site.observer.metrics.clone());
    let policies = Policies::new(source, site.memory, Domains::new(site.rates.domain));
    let announcement = Announcement { resolver: site.upstream.is_some(), cache_seconds: site.memory.as_secs() };
    // A check asks for one policy file and much of DNS, so each has a budget of its own.
    let fetched = api::router(policies).layer(budget(site.rates.client));
    let looked_up = dns::router(site.upstream).layer(budget(site.rates.client.saturating_mul(QUESTIONS_PER_CHECK)));
    let api = fetched.merge(looked_up).merge(announcement::router(announcement)).fallback(answer::unknown);

    Router::new()
        .nest("/v1", api.layer(known_site.clone()))
        // The one path below /v1 that `nest` leaves out.
        .route("/v1/", get(answer::unknown).layer(known_site))
        .layer(from_fn_with_state(Arc::clone(&access), access::admit_to_api))
        .layer(from_fn_with_state(Arc::clone(&access), cors::readable))
        .merge(health::router(site.health).layer(admit()))
        .fallback_service(page::router(&site.www).layer(admit()))
        .layer(from_fn_with_state(site.observer, observe::observe))
}
