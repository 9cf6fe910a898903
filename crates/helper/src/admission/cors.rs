//! What a browser has to be told so that a page of another site may read an answer (CORS, Fetch Standard §3.3).
//!
//! Own code and not `tower_http::cors`: that layer answers every OPTIONS itself, before `Host` and `Origin` are checked, and
//! cannot refuse any; here both are checked on the server first, and a refusal bears the fields as well.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, HeaderName, HeaderValue, VARY,
};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;

use crate::admission::access::Access;

const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Stands around everything else of the API, so that a page that may ask can read every answer, also why there is none.
pub(crate) async fn readable(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response<Body> {
    let reader = access.reader(request.headers());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A cache must not give one site the answer that was meant for another.
    if !access.is_public() {
        headers.insert(VARY, HeaderValue::from_static("Origin"));
    }
    // No credentials: nothing here depends on who asks.
    if let Some(reader) = reader {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, reader);
    }
    response
}

/// The answer to a preflight request of a site that may ask.
pub(crate) fn preflight(access: &Access, request: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    // A page from the Internet asks a server of this network: whoever started it named that very site. What anybody may
    // ask has no business in a private network.
    if !access.is_public() && request.contains_key(&REQUEST_PRIVATE_NETWORK) {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    response
}
