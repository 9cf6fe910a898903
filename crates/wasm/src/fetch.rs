//! One GET through `globalThis.fetch`, as an [`Answer`].

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use mta_sts::{Answer, FailureReason};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response,
};

/// What to get, and how much of it.
pub(crate) struct Get<'a> {
    pub(crate) url: &'a str,
    pub(crate) accept: &'static str,
    pub(crate) timeout_ms: u32,
    pub(crate) max_bytes: usize,
}

/// Sends the request. Trouble is an answer of its own; only the caller's abort is an error, with the signal's reason.
pub(crate) async fn get(request: Get<'_>, abort: Option<&AbortSignal>) -> Result<Answer, JsValue> {
    let started = now_ms();
    let outcome = respond(&request, abort).await;
    if let Some(signal) = abort.filter(|signal| signal.aborted()) {
        return Err(signal.reason());
    }
    let elapsed_ms = (now_ms() - started).max(0.0) as u64;
    Ok(match outcome {
        Ok(Some((status, body))) => Answer::Response { status, body: body.into(), elapsed_ms },
        Ok(None) => Answer::Failed { reason: FailureReason::TooLarge, detail: String::new(), elapsed_ms },
        Err(error) => {
            let text = |name: &str| Reflect::get(&error, &name.into()).ok().and_then(|value| value.as_string());
            let is_timeout = text("name").as_deref() == Some("TimeoutError");
            let reason = if is_timeout { FailureReason::Timeout } else { FailureReason::Network };
            // A timeout's own words add nothing.
            let detail = if is_timeout { String::new() } else { text("message").unwrap_or_default() };
            Answer::Failed { reason, detail, elapsed_ms }
        }
    })
}

/// The status and the body; `None` where the body is larger than allowed.
async fn respond(request: &Get<'_>, abort: Option<&AbortSignal>) -> Result<Option<(u16, Vec<u8>)>, JsValue> {
    let init = RequestInit::new();
    // This value of Accept is CORS-safelisted, so that no preflight is sent. Any other header would cause one.
    let headers = js_sys::Object::new();
    Reflect::set(&headers, &"accept".into(), &request.accept.into())?;
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    // RFC 8461 §3.3: no HTTP caching on the way to a policy; and a check is about now.
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    let timeout = AbortSignal::timeout_with_u32(request.timeout_ms);
    let either: Array = abort.into_iter().chain([&timeout]).collect();
    init.set_signal(Some(&AbortSignal::any(&either)));

    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
    let promise: Promise = fetch.call2(&global, &request.url.into(), &init)?.dyn_into()?;
    let response: Response = JsFuture::from(promise).await?.dyn_into()?;
    let body = read_body(&response, request.max_bytes).await?;
    Ok(body.map(|body| (response.status(), body)))
}

/// Reads the body piece by piece, and gives up on one that is larger than `max_bytes` without reading the rest.
async fn read_body(response: &Response, max_bytes: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let Some(stream) = response.body() else { return Ok(Some(Vec::new())) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    let mut body = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await?;
        if Reflect::get(&part, &"done".into())?.is_truthy() {
            return Ok(Some(body));
        }
        let chunk: Uint8Array = Reflect::get(&part, &"value".into())?.dyn_into()?;
        if body.len().saturating_add(chunk.length() as usize) > max_bytes {
            // Nothing is lost if the other side is gone already.
            drop(reader.cancel());
            return Ok(None);
        }
        body.extend(chunk.to_vec());
    }
}

/// Milliseconds on a clock that never goes back, where the platform has one.
fn now_ms() -> f64 {
    let clock = Reflect::get(&js_sys::global(), &"performance".into()).ok();
    let read = |clock: JsValue| -> Option<f64> {
        let now: Function = Reflect::get(&clock, &"now".into()).ok()?.dyn_into().ok()?;
        now.call0(&clock).ok()?.as_f64()
    };
    clock.and_then(read).unwrap_or_else(js_sys::Date::now)
}
