//! The MTA-STS check for JavaScript: DNS over DoH JSON and the helper through the platform's own `fetch`.
//!
//! Strings, numbers and bytes in, plain objects out; their TypeScript types are generated from the Rust ones. The
//! judging is all in the core crate, this one only carries. Everything is found on `globalThis`, so it runs alike in a
//! page, in a worker and in Node.

mod domain;
mod driver;
mod fetch;
mod object;
mod packed;

use js_sys::Function;
use mta_sts::sender::outlook::PreviousPolicy;
use mta_sts::{Check, HostName, Recording, RecordingError, Resolver, offline};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::driver::{Options, run};
use crate::object::to_object;

pub use crate::packed::{Patterns, PolicyReader, finding_ids};

/// Runs a check and resolves to its final report.
///
/// `now` is in seconds since 1970-01-01T00:00:00Z. Resolver `i` has the name `resolver_names[i]` and the URL
/// `resolver_urls[i]`; with none, Cloudflare and Google are asked. `helper` is the helper's base URL (`""` for the
/// page's own origin), without one the policy file stays unseen. A timeout of 0 means the default. `on_report` gets a
/// report at the start and after every answer. `previous` is the JSON of a policy that the domain served before.
///
/// # Errors
/// Rejects when `domain` is not one, when `previous` is no such policy, when `signal` is aborted (with its reason), and when `on_report` throws. Trouble
/// with the network is not an error: it is in the report.
#[wasm_bindgen(js_name = check)]
#[allow(clippy::too_many_arguments, reason = "scalars cost less than an object at this border; TypeScript wraps it")]
pub async fn check(
    domain: String,
    now: f64,
    resolver_names: Vec<String>,
    resolver_urls: Vec<String>,
    helper: Option<String>,
    timeout_ms: u32,
    signal: Option<AbortSignal>,
    on_report: Option<Function>,
    previous: Option<String>,
) -> Result<JsValue, JsValue> {
    let previous = previous.map(|text| text.parse::<PreviousPolicy>()).transpose();
    let previous = previous.map_err(|error| JsError::new(&error.to_string()))?;
    let (domain, _) = domain::read(&domain).map_err(|error| JsError::new(&error.to_string()))?;
    let named = resolver_names.into_iter().zip(resolver_urls).map(|(name, url)| Resolver { name, url });
    let mut resolvers: Vec<Resolver> = named.collect();
    if resolvers.is_empty() {
        resolvers = Resolver::defaults();
    }
    // A float becomes the nearest whole number in range; NaN becomes 0.
    let check = Check::new(domain, resolvers, now as u64).with_previous(previous);
    run(check, &Options { helper, timeout_ms: Some(timeout_ms).filter(|ms| *ms > 0), signal, on_report }).await
}

/// Reads what a person typed as a domain: `{ ok: true, domain, note }` or `{ ok: false, message }`. Nothing is sent to
/// the network.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = readDomain)]
pub fn read_domain(input: &str) -> Result<JsValue, JsValue> {
    to_object(&domain::DomainInput::from(domain::read(input)))
}

/// Validates a policy file, given as its bytes, without any network.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = validatePolicy)]
pub fn validate_policy(text: &[u8]) -> Result<JsValue, JsValue> {
    to_object(&offline::validate_policy(text))
}

/// Validates the text of an MTA-STS or TLSRPT record, given as its bytes, without any network.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = validateRecord)]
pub fn validate_record(text: &[u8]) -> Result<JsValue, JsValue> {
    to_object(&offline::validate_record(text))
}

/// Reads a policy file, given as its bytes, as each of the named senders does: `{ readings, agree }`. `hosts` are the MX
/// hosts of the domain in A-labels, if they are known.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = readAsSenders)]
pub fn read_as_senders(text: &[u8], hosts: Vec<String>) -> Result<JsValue, JsValue> {
    let hosts: Vec<HostName> = hosts.iter().map(|host| HostName::from_dns(host)).collect();
    to_object(&offline::read_as_senders(text, &hosts))
}

/// Explains what is recognised in a result type, a bounce, a line of a log.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = explain)]
pub fn explain(text: &str) -> Result<JsValue, JsValue> {
    to_object(&mta_sts::explain::explain(text))
}

/// Matches a host with the `mx` patterns of a policy: `{ host, matched, invalid }`. U-labels of the host are converted;
/// patterns have to be in A-labels.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = matchMx)]
pub fn match_mx(patterns: Vec<String>, host: &str) -> Result<JsValue, JsValue> {
    to_object(&offline::match_mx(&patterns, host, domain::to_ascii))
}

/// The report of a recorded check, given as JSON. Nothing is sent to the network.
///
/// # Errors
/// Throws an `Error` with a sentence when it is the recording of no check.
#[wasm_bindgen(js_name = replay)]
pub fn replay(recording: &str) -> Result<JsValue, JsValue> {
    let check = recording.parse().and_then(|recording: Recording| recording.replay());
    let check = check.map_err(|error: RecordingError| JsError::new(&error.to_string()))?;
    to_object(&check.report())
}
