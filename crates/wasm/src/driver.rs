//! Runs a check: sends its requests all at once, hands in the answers as they come, reports after each.

use std::collections::BTreeSet;

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use js_sys::Function;
use mta_sts::{Answer, Check, FailureReason, Report, Request, RequestId, doh};
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use crate::fetch::{Get, get};
use crate::object::to_object;

/// The longest wait for one DNS answer.
const DNS_TIMEOUT_MS: u32 = 5_000;
/// The longest wait for the helper, which itself gives a policy host 20 seconds.
const HELPER_TIMEOUT_MS: u32 = 25_000;
/// The most that a helper's evidence needs: 64 KiB of policy, every octet escaped, and the rest of the evidence.
const MAX_EVIDENCE_BYTES: usize = 1024 * 1024;

pub(crate) struct Options {
    pub(crate) helper: Option<String>,
    pub(crate) timeout_ms: Option<u32>,
    pub(crate) signal: Option<AbortSignal>,
    pub(crate) on_report: Option<Function>,
}

/// The final report.
pub(crate) async fn run(mut check: Check, options: &Options) -> Result<JsValue, JsValue> {
    if let Some(signal) = options.signal.as_ref().filter(|signal| signal.aborted()) {
        return Err(signal.reason());
    }
    let domain = check.domain().clone();
    let mut sent = BTreeSet::new();
    let mut pending = FuturesUnordered::new();
    loop {
        for (id, request) in check.requests() {
            if sent.insert(id) {
                pending.push(send(id, request, domain.as_str().to_owned(), options));
            }
        }
        let report = check.report();
        publish(&report, options)?;
        match pending.next().await {
            // Each request was handed out by the check and is answered once, so this cannot be refused.
            Some(answered) => {
                let (id, answer) = answered?;
                check.answer(id, answer).map_err(|error| JsValue::from(error.to_string()))?;
            }
            None => return to_object(&report),
        }
    }
}

fn publish(report: &Report, options: &Options) -> Result<(), JsValue> {
    if let Some(on_report) = &options.on_report {
        on_report.call1(&JsValue::UNDEFINED, &to_object(report)?)?;
    }
    Ok(())
}

async fn send(
    id: RequestId,
    request: Request,
    domain: String,
    options: &Options,
) -> Result<(RequestId, Answer), JsValue> {
    let signal = options.signal.as_ref();
    let answer = match request {
        Request::DohJson { url } => {
            let timeout_ms = options.timeout_ms.unwrap_or(DNS_TIMEOUT_MS);
            let accept = "application/dns-json";
            get(Get { url: &url, accept, timeout_ms, max_bytes: doh::MAX_BYTES }, signal).await?
        }
        Request::Policy => match &options.helper {
            None => Answer::Failed { reason: FailureReason::NoHelper, detail: String::new(), elapsed_ms: 0 },
            Some(helper) => {
                let url = format!("{}/v1/policy?domain={domain}", helper.trim_end_matches('/'));
                let timeout_ms = options.timeout_ms.unwrap_or(HELPER_TIMEOUT_MS);
                let accept = "application/json";
                get(Get { url: &url, accept, timeout_ms, max_bytes: MAX_EVIDENCE_BYTES }, signal).await?
            }
        },
    };
    Ok((id, answer))
}
