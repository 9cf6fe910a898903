//! What is answered at `--admin-listen`: `/metrics`, and the probes once more.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::Authority;
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::get;

use crate::answer::error;
use crate::health::{self, Health};
use crate::observe::metrics::Metrics;

const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// What is answered at `--admin-listen`. Metrics are read by address, as localhost, or by one of `names`.
pub fn router(health: Health, metrics: Metrics, names: &[String]) -> Router {
    let text = move || async move {
        let mut response = Response::new(Body::from(metrics.text()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, OPEN_METRICS);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    };
    let names: Arc<[String]> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    Router::new()
        .route("/metrics", get(text).layer(from_fn_with_state(names, known_name)))
        .merge(health::router(health))
        .fallback(async || error(StatusCode::NOT_FOUND, "There is only /metrics, /healthz and /readyz here."))
}

/// Against DNS rebinding, as on the main address. Scrapers mostly ask by address, whatever it is from where they stand, and
/// no name can be pointed at one that stands in the URL itself.
async fn known_name(State(names): State<Arc<[String]>>, request: Request, next: Next) -> Response<Body> {
    if host(request.headers()).is_some_and(|host| is_address(&host) || names.contains(&host)) {
        return next.run(request).await;
    }
    let sentence = "Metrics are read by address, as localhost, or by a name given with --host.";
    error(StatusCode::FORBIDDEN, sentence)
}

/// The name in the `Host` field, without the port.
fn host(headers: &HeaderMap) -> Option<String> {
    let authority: Authority = headers.get(HOST)?.to_str().ok()?.parse().ok()?;
    Some(authority.host().to_ascii_lowercase())
}

fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h_62_addresses_and_localhost_are_known_names_that_rebind_are_not() {
        for (host, known) in [
            ("10.0.0.7", true),
            ("[2001:db8::1]", true),
            ("localhost", true),
            ("evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("0x7f.1", false),
            ("", false),
        ] {
            assert_eq!(is_address(host), known, "{host}");
        }
    }
}
