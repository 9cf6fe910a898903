//! The page: static files, and the headers that keep it to itself.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::handler::HandlerWithoutStateExt as _;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use tower_http::services::ServeDir;

/// What holds for a page that has no policy of its own, as every one from this project's build has: nothing is allowed.
const STRICTEST_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// Serves the files of `www`, compressed ones (`.br`, `.gz`) where the browser takes them.
pub(crate) fn router(www: &Path) -> Router {
    let files = ServeDir::new(www)
        .precompressed_br()
        .precompressed_gzip()
        .redirect_to_trailing_slash(false)
        .fallback(missing.into_service());
    let policy = content_policy(&std::fs::read_to_string(www.join("index.html")).unwrap_or_default());
    Router::new().fallback_service(files).layer(from_fn_with_state(policy, headers))
}

/// The header for what the build wrote into the page (`www/build/content-policy.ts`), so that both say the same; and the one
/// directive that works in a header only (CSP Level 3 §6.4.2). As a header it also holds in the page's workers.
fn content_policy(page: &str) -> HeaderValue {
    let policy = page.split_once(r#"<meta http-equiv="Content-Security-Policy" content=""#);
    let policy = policy.and_then(|(_, rest)| rest.split_once('"')).map_or(STRICTEST_POLICY, |(policy, _)| policy);
    HeaderValue::try_from(format!("{policy}; frame-ancestors 'none'"))
        .unwrap_or_else(|_| HeaderValue::from_static(STRICTEST_POLICY))
}

async fn missing() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

async fn headers(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response<Body> {
    // The build puts a hash of its content into the name of every asset.
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let caching = if is_asset && is_there { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().extend(HEADERS);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}
