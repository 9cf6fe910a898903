//! The fourth stage: one GET, one response, read with limits (RFC 8461 §3.3).
//!
//! No redirect is followed, nothing is cached or asked for twice.

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::ext::on_informational;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, HOST, HeaderName, HeaderValue,
    InvalidHeaderValue, LOCATION, TRANSFER_ENCODING, USER_AGENT,
};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use mta_sts::Octets;
use mta_sts::evidence::{Decoding, FailureClass, FetchFailure, Header, HttpResponse, MAX_POLICY_BYTES};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::decode::decode;
use crate::failure::{elapsed_ms, failure, words};
use crate::limits::Deadline;
use crate::tls_failure;

/// RFC 8461 §3.2: the only path there is.
const PATH: &str = "/.well-known/mta-sts.txt";
const AGENT: &str = concat!("mta-sts-checker/", env!("CARGO_PKG_VERSION"));
const MAX_HEADERS: usize = 64;
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// Of one header field, its name included.
const MAX_FIELD_BYTES: usize = 8 * 1024;
/// RFC 9110 §15.2: interim responses may come before the final one, unasked for; it names no number.
const MAX_INTERIM: usize = 8;

/// Asks for the policy and writes down the response as far as it came. How many bytes `stream` yields at most is up to the
/// caller ([`Metered`](crate::metered::Metered)).
pub(crate) async fn get<S>(
    stream: S,
    host: &str,
    deadline: Deadline,
    seen: &mut Option<HttpResponse>,
) -> Result<(), FetchFailure>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let start = Instant::now();
    // Dropping the set closes the connection, whichever way this ends.
    let mut connection = JoinSet::new();
    let received = timeout(deadline.left(), send(stream, host, &mut connection)).await.map_err(|_| {
        let limit = words(deadline.limit);
        failure(FailureClass::HttpTimeout, format!("{host} sent no HTTP response within the {limit} of the fetch."))
    })??;
    let response = seen.insert(head(&received));
    response.elapsed_ms = elapsed_ms(start);
    check(response, host)?;
    let mut bytes = Vec::new();
    let outcome = match timeout(deadline.left(), read(received.into_body(), &mut bytes)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(body_failure(&error, host, bytes.len(), response)),
        Err(_) => {
            let (limit, count) = (words(deadline.limit), bytes.len());
            let detail =
                format!("The response of {host} did not end within the {limit} of the fetch, after {count} bytes.");
            Err(failure(FailureClass::BodyTimeout, detail))
        }
    };
    response.truncated = bytes.len() > MAX_POLICY_BYTES;
    bytes.truncate(MAX_POLICY_BYTES);
    if outcome.is_ok() {
        add_decoding(response, &mut bytes);
    }
    response.body = bytes.into();
    response.elapsed_ms = elapsed_ms(start);
    outcome
}

/// Puts the text in place of a body that the server encoded; where that fails, the body stays as it was received.
fn add_decoding(response: &mut HttpResponse, body: &mut Vec<u8>) {
    let fields = response.headers.iter().filter(|header| header.name == CONTENT_ENCODING.as_str());
    let encodings: Vec<&[u8]> = fields.map(|header| header.value.as_ref()).collect();
    if encodings.iter().all(|encoding| encoding.eq_ignore_ascii_case(b"identity")) {
        return;
    }
    let text = if response.truncated { Err(Decoding::TooLarge) } else { decode(&encodings, body) };
    response.truncated = text == Err(Decoding::TooLarge);
    response.decoding = Some(text.as_ref().err().copied().unwrap_or(Decoding::Done));
    if let Ok(text) = text {
        *body = text;
    }
}

async fn send<S>(
    stream: S,
    host: &str,
    connection: &mut JoinSet<hyper::Result<()>>,
) -> Result<Response<Incoming>, FetchFailure>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let mut request = request(host)
        .map_err(|_| failure(FailureClass::HttpProtocol, format!("{host} is not a name that HTTP can ask for.")))?;
    let (mut sender, driver) = http1::Builder::new()
        .max_headers(MAX_HEADERS)
        .max_header_size(MAX_HEAD_BYTES)
        .max_buf_size(MAX_HEAD_BYTES)
        // RFC 9112 §5.2: a folded line MUST be read, as a space.
        .allow_obsolete_multiline_headers_in_responses(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| head_failure(&error, host))?;
    let too_many = limit_interim(&mut request);
    connection.spawn(driver);
    tokio::select! {
        // In this order, so that a final response right behind them changes nothing.
        biased;
        () = too_many.notified() => {
            let detail = format!("{host} sent more than {MAX_INTERIM} interim responses (1xx) and no final one.");
            Err(failure(FailureClass::HttpProtocol, detail))
        }
        received = sender.send_request(request) => received.map_err(|error| head_failure(&error, host)),
    }
}

/// Built from parts: the host goes into the `Host` field and nowhere else.
fn request(host: &str) -> Result<Request<Empty<Bytes>>, InvalidHeaderValue> {
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = Uri::from_static(PATH);
    let fields = request.headers_mut();
    fields.insert(HOST, HeaderValue::from_str(host)?);
    fields.insert(ACCEPT, HeaderValue::from_static("text/plain"));
    fields.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    fields.insert(USER_AGENT, HeaderValue::from_static(AGENT));
    fields.insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(request)
}

/// Notified when there are too many interim responses; hyper passes over any number of them.
fn limit_interim<B>(request: &mut Request<B>) -> Arc<Notify> {
    let too_many = Arc::new(Notify::new());
    let (told, count) = (Arc::clone(&too_many), AtomicUsize::new(0));
    on_informational(request, move |_| {
        if count.fetch_add(1, Ordering::Relaxed) >= MAX_INTERIM {
            told.notify_one();
        }
    });
    too_many
}

/// What hyper lets pass in a head, and a policy host should not send.
fn check(response: &HttpResponse, host: &str) -> Result<(), FetchFailure> {
    let has = |name: HeaderName| response.headers.iter().any(|header| header.name == name.as_str());
    if has(TRANSFER_ENCODING) && has(CONTENT_LENGTH) {
        // RFC 9112 §6.3: this “ought to be handled as an error”.
        let detail = format!(
            "{host} says twice how long the body is, with Transfer-Encoding and with Content-Length; one of them has to go."
        );
        return Err(failure(FailureClass::HttpProtocol, detail));
    }
    let is_long = |header: &&Header| header.name.len().saturating_add(header.value.as_ref().len()) > MAX_FIELD_BYTES;
    match response.headers.iter().find(is_long) {
        Some(Header { name, .. }) => {
            let detail = format!("{host} sent the header field {name} with more than {MAX_FIELD_BYTES} bytes.");
            Err(failure(FailureClass::HttpProtocol, detail))
        }
        None => Ok(()),
    }
}

/// The response without its body.
fn head(received: &Response<Incoming>) -> HttpResponse {
    let header = |(name, value): (&HeaderName, &HeaderValue)| Header {
        name: name.as_str().to_owned(),
        value: value.as_bytes().to_vec().into(),
    };
    let location = received.headers().get(LOCATION).filter(|_| received.status().is_redirection());
    HttpResponse {
        status: received.status().as_u16(),
        headers: received.headers().iter().map(header).collect(),
        body: Octets::default(),
        decoding: None,
        truncated: false,
        // RFC 8461 §3.3: never followed.
        redirect_target: location.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
        elapsed_ms: 0,
    }
}

/// Reads to the end, or to the first byte beyond [`MAX_POLICY_BYTES`].
async fn read(mut body: Incoming, bytes: &mut Vec<u8>) -> hyper::Result<()> {
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        let room = (MAX_POLICY_BYTES + 1).saturating_sub(bytes.len());
        bytes.extend(data.iter().take(room));
        if bytes.len() > MAX_POLICY_BYTES {
            break;
        }
    }
    Ok(())
}

fn head_failure(error: &hyper::Error, host: &str) -> FetchFailure {
    if let Some(failure) = late_alert(error, host) {
        return failure;
    }
    let detail = if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        format!("{host} closed the connection without an HTTP response.")
    } else {
        format!("{host} sent no acceptable HTTP/1.1 response: {}.", innermost(error))
    };
    failure(FailureClass::HttpProtocol, detail)
}

fn body_failure(error: &hyper::Error, host: &str, count: usize, response: &HttpResponse) -> FetchFailure {
    if let Some(failure) = late_alert(error, host) {
        return failure;
    }
    // Framing that cannot be read is the server's mistake; anything else is a connection that ended early.
    let is_garbled = error.is_parse()
        || io_error(error)
            .is_some_and(|error| matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput));
    if is_garbled {
        let detail = format!("The body that {host} sends cannot be read after {count} bytes: {}.", innermost(error));
        return failure(FailureClass::HttpProtocol, detail);
    }
    let length = response.headers.iter().find(|header| header.name == CONTENT_LENGTH.as_str());
    let announced = length.map(|header| format!(" of {}", String::from_utf8_lossy(header.value.as_ref())));
    let detail = format!("The connection to {host} ended after {count}{} bytes.", announced.unwrap_or_default());
    failure(FailureClass::BodyIncomplete, detail)
}

/// In TLS 1.3 a server may refuse the client only after the client takes the handshake for done.
fn late_alert(error: &hyper::Error, host: &str) -> Option<FetchFailure> {
    match tls_failure::of_tls(io_error(error)?)? {
        rustls::Error::AlertReceived(alert) => {
            Some(failure(FailureClass::TlsAlert, tls_failure::alert_sentence(*alert, host)))
        }
        _ => None,
    }
}

fn io_error(error: &hyper::Error) -> Option<&io::Error> {
    error.source()?.downcast_ref()
}

/// The most particular words there are.
fn innermost(error: &hyper::Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests;
