//! The page: static files, and the headers that keep it to itself.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::handler::HandlerWithoutStateExt as _;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn};
use tower_http::services::ServeDir;

/// Scripts and styles from here only, requests to here and to the two resolvers, and no way to make markup from text.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self' https://dns.google https://cloudflare-dns.com; style-src 'self'; img-src 'self'; \
    font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY)),
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
    Router::new().fallback_service(files).layer(from_fn(headers))
}

async fn missing() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

async fn headers(request: Request, next: Next) -> Response<Body> {
    // The build puts a hash of its content into the name of every asset.
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let caching = if is_asset && is_there { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().extend(HEADERS);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}
