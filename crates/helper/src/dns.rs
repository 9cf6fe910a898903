//! `GET /v1/dns?name=N&type=T`: what the resolver behind this machine says, in DoH JSON, so that no third party learns which
//! domain is checked. No open resolver: only what a check asks is asked.

mod passable;
mod question;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::routing::get;
use axum::{Extension, Router};
use mta_sts_net::{Upstream, UpstreamError};

use crate::admission::client::Client;
use crate::admission::limits::busy;
use crate::admission::shares::Shares;
use crate::answer::{error, json};
use passable::passable;
use question::DnsQuestion;

/// How many questions are asked at the same time, a dozen for each policy file; more are answered with 503.
pub(crate) const MAX_QUESTIONS: usize = 768;

#[derive(Clone)]
struct Dns {
    upstream: Upstream,
    shares: Arc<Shares>,
}

/// The route; without an upstream it says how to get one.
pub(crate) fn router(upstream: Option<Upstream>) -> Router {
    match upstream {
        None => Router::new().route("/dns", get(off)),
        Some(upstream) => {
            let dns = Dns { upstream, shares: Shares::of(MAX_QUESTIONS) };
            Router::new().route("/dns", get(answer)).with_state(dns)
        }
    }
}

async fn off() -> Response<Body> {
    error(
        StatusCode::NOT_FOUND,
        "This server answers no questions about DNS. Start it with --resolver system to let it.",
    )
}

/// Trouble on the way is no DNS answer: its HTTP status says so, and the reader of DoH JSON shows the sentence.
async fn answer(
    State(dns): State<Dns>,
    client: Option<Extension<Client>>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    let question = match DnsQuestion::read(query.as_deref().unwrap_or_default()) {
        Ok(question) => question,
        Err(sentence) => return error(StatusCode::BAD_REQUEST, &sentence),
    };
    let Some(_share) = dns.shares.take(client.map(|Extension(client)| client)) else {
        return busy("questions are being asked");
    };
    let DnsQuestion { name, record_type, checking_disabled } = question;
    let message = match dns.upstream.ask(&name, record_type.number(), checking_disabled).await {
        Ok(message) => message,
        Err(trouble) => return error(status_of(trouble), &trouble.to_string()),
    };
    let read = mta_sts_wire::to_doh_json(&message, 0)
        .ok_or("What the resolver that the helper asks sent is no DNS answer.")
        .and_then(passable);
    match read {
        Ok(body) => {
            let mut response = json(StatusCode::OK, body);
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/dns-json"));
            response
        }
        Err(sentence) => error(StatusCode::BAD_GATEWAY, sentence),
    }
}

fn status_of(trouble: UpstreamError) -> StatusCode {
    match trouble {
        UpstreamError::Name => StatusCode::BAD_REQUEST,
        UpstreamError::Timeout => StatusCode::GATEWAY_TIMEOUT,
        UpstreamError::Configuration | UpstreamError::Network => StatusCode::BAD_GATEWAY,
    }
}
