//! Watches every request, up to its answer or until its client has gone: a line in the log, a count in the metrics.

pub(crate) mod asked;
pub(crate) mod log;
pub(crate) mod metrics;
pub(crate) mod outcome;
pub(crate) mod route;

use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::Next;
use mta_sts::evidence::FailureClass;
use serde::Serialize;

use crate::admission::client::Client;
use asked::Asked;
use log::{Log, LogLevel, escaped};
use metrics::Metrics;
use outcome::Outcome;
use route::Route;

/// Where what is seen goes. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Observer {
    /// A line for each request.
    pub log: Log,
    /// Counters.
    pub metrics: Metrics,
}

impl Observer {
    /// What was no HTTP request, and so was answered before anything of it was looked at.
    pub(crate) fn malformed(&self, client: Client) {
        Watched::begin(self, Route::Malformed, Some(client)).end(StatusCode::BAD_REQUEST);
    }
}

/// The outermost layer but the one that says who the client is.
pub(crate) async fn observe(State(observer): State<Observer>, request: Request, next: Next) -> Response<Body> {
    let client = request.extensions().get::<Client>().copied();
    let mut watched = Watched::begin(&observer, Route::of(request.uri()), client);
    watched.fields.method = Some(method_name(request.method()));
    if observer.log.settings.level == LogLevel::Debug {
        watched.fields.target = request.uri().path_and_query().map(|target| escaped(target.as_str()));
    }
    let response = next.run(request).await;
    let extensions = response.extensions();
    watched.outcome = extensions.get::<Outcome>().copied();
    if let Some(asked) = extensions.get::<Asked>() {
        watched.fields.failure = asked.failure;
        watched.fields.domain = observer.log.settings.domains.then(|| asked.domain.as_str().to_owned());
    }
    watched.end(response.status());
    response
}

/// A method is a token of the client's choice; these are the ones that mean something.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        _ => "other",
    }
}

/// A request until it is written down, which is when this is dropped: a client that goes away ends the future too.
struct Watched<'a> {
    observer: &'a Observer,
    start: Instant,
    route: Route,
    status: Option<StatusCode>,
    outcome: Option<Outcome>,
    fields: Fields,
}

#[derive(Default, Serialize)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    route: &'static str,
    /// Absent when the client went away first.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureClass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
}

impl<'a> Watched<'a> {
    fn begin(observer: &'a Observer, route: Route, client: Option<Client>) -> Self {
        let client = client.filter(|_| observer.log.settings.clients).map(|client| client.network().to_string());
        let fields = Fields { route: route.name(), client, ..Fields::default() };
        Self { observer, start: Instant::now(), route, status: None, outcome: None, fields }
    }

    fn end(mut self, status: StatusCode) {
        self.status = Some(status);
    }

    fn level(&self) -> LogLevel {
        match self.status {
            // Probes come every few seconds, for ever.
            _ if self.route == Route::Probe => LogLevel::Debug,
            Some(status) if status.is_server_error() => LogLevel::Warn,
            _ => LogLevel::Info,
        }
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.fields.status = self.status.map(|status| status.as_u16());
        self.fields.ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.fields.outcome = self.outcome.map(Outcome::name);
        self.observer.metrics.answered(self.route, self.status, self.outcome);
        if !self.observer.log.line(self.level(), "request", &self.fields) {
            self.observer.metrics.lost_line();
        }
    }
}
