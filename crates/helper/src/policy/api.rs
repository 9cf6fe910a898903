//! `GET /v1/policy?domain=D[&fresh=1]`: the evidence of one policy fetch.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{Response, StatusCode};
use axum::routing::get;
use axum::{Extension, Router};
use mta_sts::PolicyDomain;

use crate::admission::client::Client;
use crate::answer::error;
use crate::observe::outcome::Outcome;
use crate::policy::{Policies, PolicySource};

pub(crate) fn router<S: PolicySource>(policies: Policies<S>) -> Router {
    Router::new().route("/policy", get(policy::<S>)).with_state(Arc::new(policies))
}

async fn policy<S: PolicySource>(
    State(policies): State<Arc<Policies<S>>>,
    client: Option<Extension<Client>>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    match question(query.as_deref().unwrap_or_default()) {
        Ok((domain, fresh)) => policies.answer(client.map(|Extension(client)| client), domain, fresh).await,
        Err(sentence) => {
            let mut response = error(StatusCode::BAD_REQUEST, &sentence);
            response.extensions_mut().insert(Outcome::Refused);
            response
        }
    }
}

/// The domain a query asks for and whether memory is to be passed by, or the sentence that says what is wrong with it.
/// Nothing is looked up before this.
fn question(query: &str) -> Result<(PolicyDomain, bool), String> {
    let (mut text, mut fresh) = (None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match &*name {
            "domain" => &mut text,
            "fresh" if value == "1" => &mut fresh,
            "fresh" => return Err("The parameter fresh has the value 1, or is not there.".to_owned()),
            _ => {
                let sentence = "The only parameters are domain and fresh, as in /v1/policy?domain=example.com&fresh=1.";
                return Err(sentence.to_owned());
            }
        };
        if place.replace(value).is_some() {
            return Err(format!("The parameter {name} is there twice; give it once."));
        }
    }
    let text = text.ok_or("The parameter domain is missing, as in /v1/policy?domain=example.com.")?;
    let domain =
        PolicyDomain::parse_with(&text, |name| idna::domain_to_ascii(name).ok()).map_err(|error| error.to_string())?;
    domain.require_public().map_err(|error| error.to_string())?;
    Ok((domain, fresh.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        form_urlencoded::Serializer::new(String::new()).append_pair("domain", text).finish()
    }

    #[test]
    fn h_01_accepts_with_this_a_label() {
        let cases: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../../../tests/vectors/domain.json")).unwrap();
        let accepted = cases.iter().filter_map(|case| Some((case["input"].as_str()?, case["domain"].as_str()?)));
        assert_eq!(accepted.clone().count(), 10);
        for (text, expected) in accepted {
            let domain = question(&encoded(text)).map(|(domain, _)| domain.as_str().to_owned());
            assert_eq!(domain.as_deref(), Ok(expected), "{text}");
        }
    }
}
