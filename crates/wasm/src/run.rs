//! A check, or a comparison of resolvers, in the hands of JavaScript: it sends the requests and hands in what came of them.

use mta_sts::compare::Comparison;
use mta_sts::evidence::MAX_POLICY_BYTES;
use mta_sts::sender::outlook::PreviousPolicy;
use mta_sts::{
    Answer, Check, FailureReason, PolicyDomain, Recording, Request, RequestId, Resolver, UnknownRequest, doh,
};
use serde::Deserialize as _;
use serde::Serialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as ValueError, StrDeserializer};
use wasm_bindgen::prelude::*;

use crate::domain;
use crate::object::to_object;

/// The most that a helper's evidence needs: 64 KiB of policy, every octet escaped, and the rest of the evidence.
const MAX_EVIDENCE_BYTES: usize = 1024 * 1024;

/// One check, or one comparison of resolvers. Every call is short and awaits nothing, so that a trap surfaces in the call that met it, never in a
/// promise that stays pending for ever.
#[wasm_bindgen]
pub struct CheckRun {
    asking: Asking,
}

/// What has requests and takes answers.
enum Asking {
    Check(Box<Check>),
    Comparison(Comparison),
}

impl Asking {
    fn requests(&self) -> Vec<(RequestId, Request)> {
        match self {
            Self::Check(check) => check.requests(),
            Self::Comparison(comparison) => comparison.requests(),
        }
    }

    fn answer(&mut self, id: RequestId, answer: Answer) -> Result<(), UnknownRequest> {
        match self {
            Self::Check(check) => check.answer(id, answer),
            Self::Comparison(comparison) => comparison.answer(id, answer),
        }
    }
}

/// One request for JavaScript to send.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToSend {
    /// Names it when its answer is handed in.
    id: String,
    /// The URL to GET; `null` for the policy fetch, which goes to a helper or is made by JavaScript.
    url: Option<String>,
    /// For the header field `Accept`.
    accept: &'static str,
    /// The most of a body that is read.
    max_bytes: usize,
}

#[wasm_bindgen]
impl CheckRun {
    /// Begins a check of a domain as a person types it. `now` is in seconds since 1970-01-01T00:00:00Z. `resolvers`
    /// is the JSON of a list, empty for Cloudflare and Google; `previous` that of a policy that the domain served before.
    ///
    /// # Errors
    /// Throws an `Error` with a sentence when one of them is not what it should be.
    #[wasm_bindgen(constructor)]
    pub fn new(domain: &str, now: f64, resolvers: &str, previous: Option<String>) -> Result<Self, JsError> {
        let (domain, resolvers) = read_beginning(domain, resolvers)?;
        let previous = read_previous(previous)?;
        // A float becomes the nearest whole number in range; NaN becomes 0.
        let check = Check::new(domain, resolvers, now as u64).with_previous(previous);
        Ok(Self { asking: Asking::Check(Box::new(check)) })
    }

    /// Begins a comparison of what resolvers say about a domain; the arguments are those of a check.
    ///
    /// # Errors
    /// As a check.
    pub fn comparing(domain: &str, now: f64, resolvers: &str) -> Result<Self, JsError> {
        let (domain, resolvers) = read_beginning(domain, resolvers)?;
        Ok(Self { asking: Asking::Comparison(Comparison::new(domain, resolvers, now as u64)) })
    }

    /// The requests not yet answered: `{ id, url, accept, maxBytes }` each. An answer may add to them.
    ///
    /// # Errors
    /// None in practice; a failure to build the object would throw.
    pub fn requests(&self) -> Result<JsValue, JsValue> {
        let open = self.asking.requests().into_iter();
        to_object(&open.map(|(id, request)| to_send(id, request)).collect::<Vec<_>>())
    }

    /// Hands in a whole HTTP response. `age` is its header field `Age`, in seconds, 0 without one.
    ///
    /// # Errors
    /// Throws when nothing with this `id` is open.
    pub fn answer(&mut self, id: &str, status: u16, body: &[u8], age: u32, elapsed_ms: f64) -> Result<(), JsError> {
        let elapsed_ms = elapsed_ms as u64;
        let open = self.asking.requests().into_iter().find(|(open, _)| open.to_string() == id);
        let is_message = matches!(open, Some((_, Request::DnsMessage { .. }))) && (200..300).contains(&status);
        let answer = if is_message {
            match mta_sts_wire::to_doh_json(body, age) {
                Some(json) => Answer::Response { status, body: json.into_bytes().into(), elapsed_ms },
                None => Answer::Failed { reason: FailureReason::NotDns, detail: String::new(), elapsed_ms },
            }
        } else {
            Answer::Response { status, body: body.to_vec().into(), elapsed_ms }
        };
        self.take(id, answer)
    }

    /// Hands in that no whole response came. `reason` is one of `FailureReason`, `detail` the platform's words.
    ///
    /// # Errors
    /// Throws when nothing with this `id` is open, or there is no such reason.
    pub fn fail(&mut self, id: &str, reason: &str, detail: String, elapsed_ms: f64) -> Result<(), JsError> {
        let word: StrDeserializer<'_, ValueError> = reason.into_deserializer();
        let reason = FailureReason::deserialize(word).map_err(|error| JsError::new(&error.to_string()))?;
        self.take(id, Answer::Failed { reason, detail, elapsed_ms: elapsed_ms as u64 })
    }

    /// Hands in the text of the policy file, which was given in place of a fetch.
    ///
    /// # Errors
    /// Throws when no policy fetch with this `id` is open.
    pub fn give(&mut self, id: &str, text: &[u8], elapsed_ms: f64) -> Result<(), JsError> {
        // One byte beyond the limit tells that there are more.
        let body = text.iter().copied().take(MAX_POLICY_BYTES.saturating_add(1)).collect::<Vec<u8>>().into();
        self.take(id, Answer::Given { body, elapsed_ms: elapsed_ms as u64 })
    }

    fn take(&mut self, id: &str, answer: Answer) -> Result<(), JsError> {
        let taken = id.parse().and_then(|id| self.asking.answer(id, answer));
        taken.map_err(|error| JsError::new(&error.to_string()))
    }

    /// What can be said now.
    ///
    /// # Errors
    /// None in practice; a failure to build the object would throw.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        match &self.asking {
            Asking::Check(check) => to_object(&check.report()),
            Asking::Comparison(comparison) => to_object(&comparison.report()),
        }
    }

    /// All that was asked and answered so far, to be replayed later; `null` of a comparison.
    ///
    /// # Errors
    /// None in practice; a failure to build the object would throw.
    pub fn recording(&self) -> Result<JsValue, JsValue> {
        match &self.asking {
            Asking::Check(check) => to_object(&Recording::of(check)),
            Asking::Comparison(_) => Ok(JsValue::NULL),
        }
    }
}

/// A domain as a person types it, and the JSON of a list of resolvers.
fn read_beginning(domain: &str, resolvers: &str) -> Result<(PolicyDomain, Vec<Resolver>), JsError> {
    let (domain, _) = domain::read(domain).map_err(|error| JsError::new(&error.to_string()))?;
    let mut resolvers: Vec<Resolver> =
        serde_json::from_str(resolvers).map_err(|error| JsError::new(&format!("These are no resolvers: {error}.")))?;
    if resolvers.is_empty() {
        resolvers = Resolver::defaults();
    }
    Ok((domain, resolvers))
}

/// The JSON of a policy that the domain served before.
pub(crate) fn read_previous(text: Option<String>) -> Result<Option<PreviousPolicy>, JsError> {
    let previous = text.map(|text| text.parse::<PreviousPolicy>()).transpose();
    previous.map_err(|error| JsError::new(&error.to_string()))
}

fn to_send(id: RequestId, request: Request) -> ToSend {
    let id = id.to_string();
    match request {
        Request::DohJson { url } => {
            // This value of Accept is CORS-safelisted, so that no preflight is sent. Any other header would cause one.
            ToSend { id, url: Some(url), accept: "application/dns-json", max_bytes: doh::MAX_BYTES }
        }
        Request::DnsMessage { url, name, record_type, checking_disabled } => ToSend {
            id,
            // The core asks for names that DNS can hold. Another would be asked for without a question, which brings no answer.
            url: mta_sts_wire::question_url(&url, &name, record_type, checking_disabled).or(Some(url)),
            accept: mta_sts_wire::MEDIA_TYPE,
            max_bytes: mta_sts_wire::MAX_BYTES,
        },
        Request::Policy => ToSend { id, url: None, accept: "application/json", max_bytes: MAX_EVIDENCE_BYTES },
    }
}
