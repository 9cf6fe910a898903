//! `GET /v1/policy?domain=D`: the evidence of one policy fetch.

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use axum::routing::get;
use mta_sts::PolicyDomain;
use mta_sts::evidence::PolicyFetch;
use mta_sts_net::PolicyFetcher;
use tokio::sync::Semaphore;

use crate::answer::{error, json};
use crate::asked::Asked;
use crate::outcome::Outcome;

/// How many policy files are fetched at the same time; more are answered with 503.
pub const MAX_FETCHES: usize = 64;

/// Where evidence comes from: the network, by way of [`PolicyFetcher`].
pub trait PolicySource: Clone + Send + Sync + 'static {
    /// Fetches the policy file of a domain that has passed [`PolicyDomain::require_public`].
    fn fetch(&self, domain: PolicyDomain) -> impl Future<Output = PolicyFetch> + Send;
}

impl PolicySource for PolicyFetcher {
    async fn fetch(&self, domain: PolicyDomain) -> PolicyFetch {
        Self::fetch(self, &domain).await
    }
}

#[derive(Clone)]
struct Api<S> {
    source: S,
    places: Arc<Semaphore>,
}

pub(crate) fn router<S: PolicySource>(source: S) -> Router {
    let api = Api { source, places: Arc::new(Semaphore::new(MAX_FETCHES)) };
    Router::new().route("/policy", get(policy::<S>)).fallback(unknown).with_state(api)
}

pub(crate) async fn unknown() -> Response<Body> {
    error(StatusCode::NOT_FOUND, "There is only /v1/policy?domain=example.com here.")
}

async fn policy<S: PolicySource>(State(api): State<Api<S>>, RawQuery(query): RawQuery) -> Response<Body> {
    let domain = match domain(query.as_deref().unwrap_or_default()) {
        Ok(domain) => domain,
        Err(sentence) => {
            let mut response = error(StatusCode::BAD_REQUEST, &sentence);
            response.extensions_mut().insert(Outcome::Refused);
            return response;
        }
    };
    let Ok(_place) = api.places.try_acquire() else {
        let sentence = "Too many policy files are being fetched at the moment. Try again in a few seconds.";
        let mut response = error(StatusCode::SERVICE_UNAVAILABLE, sentence);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
        response.extensions_mut().insert(Outcome::Busy);
        return response;
    };
    let seen = api.source.fetch(domain.clone()).await;
    let mut response = match serde_json::to_string(&seen) {
        Ok(evidence) => json(StatusCode::OK, evidence),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "The evidence could not be written down."),
    };
    response.extensions_mut().insert(Outcome::Fetched);
    response.extensions_mut().insert(Asked { domain, failure: seen.failure.map(|failure| failure.class) });
    response
}

/// The domain a query asks for, or the sentence that says what is wrong with it. Nothing is looked up before this.
fn domain(query: &str) -> Result<PolicyDomain, String> {
    let mut found = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "domain" {
            return Err("The only parameter is domain, as in /v1/policy?domain=example.com.".to_owned());
        }
        if found.replace(value).is_some() {
            return Err("The parameter domain is there twice; give one domain.".to_owned());
        }
    }
    let text = found.ok_or("The parameter domain is missing, as in /v1/policy?domain=example.com.")?;
    let domain =
        PolicyDomain::parse_with(&text, |name| idna::domain_to_ascii(name).ok()).map_err(|error| error.to_string())?;
    domain.require_public().map_err(|error| error.to_string())?;
    Ok(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        form_urlencoded::Serializer::new(String::new()).append_pair("domain", text).finish()
    }

    #[test]
    fn h_01_accepts_with_this_a_label() {
        for (text, expected) in [
            ("example.com", "example.com"),
            ("EXAMPLE.com.", "example.com"),
            ("ex\u{ad}ample.com", "example.com"),
            ("straße.de", "xn--strae-oqa.de"),
            ("xn--strae-oqa.de", "xn--strae-oqa.de"),
            ("faß.example", "xn--fa-hia.example"),
            ("İ.example", "xn--i-9bb.example"),
            ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
            ("example.com。evil.example", "example.com.evil.example"),
            ("mta-sts.example.com", "mta-sts.example.com"),
        ] {
            assert_eq!(domain(&encoded(text)).as_ref().map(PolicyDomain::as_str), Ok(expected), "{text}");
        }
    }
}
