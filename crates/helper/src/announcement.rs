//! `GET /v1/helper`: what this helper offers, for pages that want to offer it to their readers.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use serde_json::json;

use crate::answer::json;

/// What is said of this helper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Announcement {
    /// It answers `/v1/dns`.
    pub(crate) resolver: bool,
    /// For how long evidence may be given again; 0 for never.
    pub(crate) cache_seconds: u64,
}

pub(crate) fn router(Announcement { resolver, cache_seconds }: Announcement) -> Router {
    let body = json!({ "version": env!("CARGO_PKG_VERSION"), "resolver": resolver, "cacheSeconds": cache_seconds });
    let body = body.to_string();
    Router::new().route("/helper", get(async move || json(StatusCode::OK, body)))
}
