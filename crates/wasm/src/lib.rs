//! The MTA-STS check for JavaScript.
//!
//! Strings, numbers and bytes in, plain objects out; their TypeScript types are generated from the Rust ones. The
//! judging is all in the core crate, this one only carries, and `js/src` sends the requests with the platform's own
//! `fetch`. It runs alike in a page, in a worker and in Node.

mod domain;
mod object;
mod run;

use mta_sts::address::refusal;
use mta_sts::tlsrpt::standing::Reported;
use mta_sts::{Check, HostName, Recording, RecordingError, offline};
use wasm_bindgen::prelude::*;

use crate::object::to_object;

pub use crate::run::CheckRun;
pub use mta_sts_packed::{Patterns, PolicyReader, finding_ids};

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

/// Corrects a policy file, given as its bytes: `{ text, edits, unresolved }`, or `null` where there is nothing that is certain.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = correctPolicy)]
pub fn correct_policy(text: &[u8]) -> Result<JsValue, JsValue> {
    to_object(&offline::correct_policy(text))
}

/// Corrects the text of an MTA-STS or TLSRPT record, given as its bytes: as `correctPolicy` does a policy file.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = correctRecord)]
pub fn correct_record(text: &[u8]) -> Result<JsValue, JsValue> {
    to_object(&offline::correct_record(text))
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

/// Why an address, given as text, is never dialled; nothing when it may be. What is no address is refused too.
#[wasm_bindgen(js_name = refuseAddress)]
pub fn refuse_address(address: &str) -> Option<String> {
    match address.parse() {
        Ok(address) => refusal(address).map(str::to_owned),
        Err(_) => Some("no IP address".to_owned()),
    }
}

/// The report of a recorded check, given as JSON; `previous` is that of a policy that the domain served before. Nothing is
/// sent to the network.
///
/// # Errors
/// Throws an `Error` with a sentence when it is the recording of no check, or `previous` no such policy.
#[wasm_bindgen(js_name = replay)]
pub fn replay(recording: &str, previous: Option<String>) -> Result<JsValue, JsValue> {
    to_object(&read_check(recording)?.with_previous(run::read_previous(previous)?).report())
}

/// How what reports say about a domain stands to a check of it, given as its recording. `reported` is the JSON of a summary's
/// `DomainReports`.
///
/// # Errors
/// Throws a string with a sentence when `reported` is none, an `Error` with one when it is the recording of no check.
#[wasm_bindgen(js_name = standing)]
pub fn standing(reported: &str, recording: &str) -> Result<JsValue, JsValue> {
    let reported = Reported::from_json(reported)?;
    to_object(&mta_sts::tlsrpt::standing::standing(&reported, &read_check(recording)?))
}

/// A recorded check, made again.
fn read_check(recording: &str) -> Result<Check, JsError> {
    let check = recording.parse().and_then(|recording: Recording| recording.replay());
    check.map_err(|error: RecordingError| JsError::new(&error.to_string()))
}
