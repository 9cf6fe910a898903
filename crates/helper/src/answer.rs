//! The one form of every API answer.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Response, StatusCode};

/// JSON with a fixed set of headers. What a policy host sent is inside the JSON, never in a header, and the answer is
/// inert if a browser opens it as a page.
pub(crate) fn json(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    // RFC 8461 §3.3: no HTTP caching on the way to a policy.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Below /v1, where nothing else is.
pub(crate) async fn unknown() -> Response<Body> {
    error(StatusCode::NOT_FOUND, "There are only /v1/policy?domain=example.com, /v1/dns and /v1/helper here.")
}

/// An error is a sentence for the person who asked: `{"error": "…"}`.
pub(crate) fn error(status: StatusCode, sentence: &str) -> Response<Body> {
    json(status, serde_json::json!({ "error": sentence }).to_string())
}
