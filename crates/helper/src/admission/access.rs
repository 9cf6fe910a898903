//! Who may ask: the checks before anything is looked up.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CONNECTION, HOST, HeaderName, HeaderValue, ORIGIN, UPGRADE,
};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use axum::middleware::Next;

use crate::admission::cors;
use crate::answer::error;
use crate::observe::outcome::Outcome;

/// A fetch ends within 20 seconds, so this is a second line only; and the connection ends 30 after the head of a request.
const ANSWER: Duration = Duration::from_secs(27);
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The names this server answers to.
///
/// A web site can point its own name at 127.0.0.1 and so become "same origin" with a server there (DNS rebinding); the
/// `Host` field then still carries that name. So only known names are answered, compared octet by octet: browsers send
/// them in lower case, without a trailing dot.
///
/// ```
/// use mta_sts_helper::Access;
/// let access = Access::new("127.0.0.1:8080".parse().unwrap(), &["checker.example".to_owned()]);
/// assert!(access.knows("localhost:8080"));
/// assert!(access.knows("checker.example"));
/// assert!(!access.knows("evil.example:8080"));
/// ```
#[derive(Clone, Debug)]
pub struct Access {
    hosts: Vec<String>,
    origins: Vec<String>,
    public: bool,
}

impl Access {
    /// The loopback names and the address listened on, with its port, and each of `names` with and without that port.
    pub fn new(listening: SocketAddr, names: &[String]) -> Self {
        let port = listening.port();
        let mut hosts: Vec<String> = Vec::new();
        // No name can be pointed at an address that stands in the URL itself.
        let address = (!listening.ip().is_unspecified()).then(|| match listening.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        });
        for name in ["127.0.0.1", "localhost", "[::1]"].map(str::to_owned).into_iter().chain(address) {
            hosts.push(format!("{name}:{port}"));
            // A browser leaves out the port that HTTP has by default.
            if port == 80 {
                hosts.push(name);
            }
        }
        for name in names.iter().map(|name| name.to_ascii_lowercase()) {
            hosts.push(format!("{name}:{port}"));
            hosts.push(name);
        }
        Self { hosts, origins: Vec::new(), public: false }
    }

    /// The same, and pages of these origins may ask, given as browsers send them: `https://www.example.com`.
    #[must_use]
    pub fn with_origins(self, origins: &[String]) -> Self {
        Self { origins: origins.to_vec(), ..self }
    }

    /// The same, and pages of every site may ask if `public`.
    #[must_use]
    pub fn with_public(self, public: bool) -> Self {
        Self { public, ..self }
    }

    /// Whether `host`, the value of a `Host` field, is one of the names.
    pub fn knows(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known == host)
    }

    pub(crate) fn is_public(&self) -> bool {
        self.public
    }

    /// Which pages of other sites may read the answer: `Access-Control-Allow-Origin`.
    pub(crate) fn reader(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        if self.public {
            return Some(HeaderValue::from_static("*"));
        }
        let origin = single(headers, ORIGIN).and_then(|sent| self.origins.iter().find(|known| *known == sent));
        // The value is echoed from the list, and the list holds what clap has read.
        origin.and_then(|origin| HeaderValue::from_str(origin).ok())
    }
}

/// Stands in front of the page.
pub(crate) async fn admit(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response<Body> {
    enter(&access, "GET, HEAD", request, next).await
}

/// Stands in front of the API, which other sites may ask for what they may do (OPTIONS).
pub(crate) async fn admit_to_api(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response<Body> {
    enter(&access, "GET, HEAD, OPTIONS", request, next).await
}

async fn enter(access: &Access, methods: &'static str, request: Request, next: Next) -> Response<Body> {
    let mut response = match refusal(access, methods, &request) {
        Some(refusal) => refusal,
        None => tokio::time::timeout(ANSWER, next.run(request))
            .await
            .unwrap_or_else(|_| error(StatusCode::GATEWAY_TIMEOUT, "This took too long. Try again.")),
    };
    // After an error the two sides may not agree on where the next request begins.
    if response.status().is_client_error() || response.status().is_server_error() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Why this request is not answered by anything here: its method, form, host or body.
fn refusal(access: &Access, methods: &'static str, request: &Request) -> Option<Response<Body>> {
    let headers = request.headers();
    if !methods.split(", ").any(|method| method == request.method().as_str()) {
        return Some(other_method(methods));
    }
    let refused = |status, sentence| Some(refused(error(status, sentence)));
    // RFC 9112 §3.2.2 has servers accept the absolute form, too. Only clients of proxies send it, and then host and
    // target could name two servers; to refuse leaves nothing to disagree on.
    if request.uri().authority().is_some() || !request.uri().path().starts_with('/') {
        return refused(StatusCode::BAD_REQUEST, "The target of a request here is a path, such as /v1/policy.");
    }
    if headers.get_all(HOST).iter().nth(1).is_some() {
        // RFC 9112 §3.2.
        return refused(StatusCode::BAD_REQUEST, "A request has one Host field.");
    }
    // A load balancer asks by address, or by no name at all; what it is told is no secret.
    let is_probe = matches!(request.uri().path(), "/healthz" | "/readyz");
    if !is_probe && !single(headers, HOST).is_some_and(|host| access.knows(host)) {
        let sentence = "This server does not answer to that name. Start it with --host NAME to allow one.";
        return refused(StatusCode::FORBIDDEN, sentence);
    }
    // No request here has a body, and one could hide a second request from a proxy in front; so could another protocol
    // that only the proxy believes in.
    if !request.body().is_end_stream() {
        return refused(StatusCode::BAD_REQUEST, "A request here has no body.");
    }
    if headers.contains_key(UPGRADE) {
        return refused(StatusCode::BAD_REQUEST, "No other protocol is spoken here: send no Upgrade field.");
    }
    None
}

/// Stands in front of the API: a page of a site that nobody named must not make this machine fetch, not even blindly as
/// an image. Programs that are no browsers send neither field.
pub(crate) async fn known_site(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response<Body> {
    let headers = request.headers();
    if access.reader(headers).is_none() && !is_same_site(headers, &access) {
        let sentence =
            "Only the page that this server itself serves may ask it. Start it with --origin ORIGIN to allow another.";
        return refused(error(StatusCode::FORBIDDEN, sentence));
    }
    if request.method() != Method::OPTIONS {
        return next.run(request).await;
    }
    if headers.contains_key(ORIGIN) && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return cors::preflight(&access, headers);
    }
    other_method("GET, HEAD")
}

fn is_same_site(headers: &HeaderMap, access: &Access) -> bool {
    let origin_fits = !headers.contains_key(ORIGIN)
        || single(headers, ORIGIN).is_some_and(|origin| {
            let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            host.is_some_and(|host| access.knows(host) && single(headers, HOST) == Some(host))
        });
    let site_fits = !headers.contains_key(&SEC_FETCH_SITE)
        || matches!(single(headers, SEC_FETCH_SITE), Some("same-origin" | "none"));
    origin_fits && site_fits
}

/// The value of a field that stands there exactly once.
fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn other_method(methods: &'static str) -> Response<Body> {
    let mut response =
        error(StatusCode::METHOD_NOT_ALLOWED, &format!("Only these methods are answered here: {methods}."));
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    refused(response)
}

fn refused(mut response: Response<Body>) -> Response<Body> {
    response.extensions_mut().insert(Outcome::Refused);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h_62_the_address_listened_on_is_known_and_an_unspecified_one_is_not() {
        for (listening, known) in [
            ("192.0.2.7:8080", vec!["192.0.2.7:8080", "localhost:8080"]),
            ("[2001:db8::7]:8080", vec!["[2001:db8::7]:8080", "[::1]:8080"]),
            ("0.0.0.0:80", vec!["localhost", "localhost:80", "checker.example", "checker.example:80"]),
        ] {
            let access = Access::new(listening.parse().unwrap(), &["Checker.Example".to_owned()]);
            assert!(known.iter().all(|host| access.knows(host)), "{listening}");
            assert!(!["0.0.0.0", "0.0.0.0:80", "0.0.0.0:8080", "[::]:80", ""].iter().any(|host| access.knows(host)));
        }
    }
}
