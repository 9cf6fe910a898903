//! `/metrics`: what this server counts, for Prometheus.
//!
//! No label holds text from outside. All but one are `&'static str`; that one is written from an enumeration.

use std::sync::Arc;
use std::time::Instant;

use axum::http::StatusCode;
use mta_sts::PolicyDomain;
use mta_sts::evidence::{FailureClass, PolicyFetch};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::observe::outcome::Outcome;
use crate::observe::route::Route;
use crate::policy::PolicySource;

/// Seconds. A policy host answers in a tenth of one; 5 is the limit of a stage, 20 that of a fetch.
const FETCH_SECONDS: [f64; 8] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 20.0];

type Label<V> = [(&'static str, V); 1];

/// The counters of one server. Cheap to clone; clones count together.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<[(&'static str, &'static str); 2], Counter>,
    outcomes: Family<Label<&'static str>, Counter>,
    failures: Family<Label<String>, Counter>,
    durations: Histogram,
    fetching: Gauge,
    connections: Gauge,
    lost_lines: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("mta_sts_helper");
        let mut metrics = Self {
            registry: Arc::default(),
            requests: Family::default(),
            outcomes: Family::default(),
            failures: Family::default(),
            durations: Histogram::new(FETCH_SECONDS),
            fetching: Gauge::default(),
            connections: Gauge::default(),
            lost_lines: Counter::default(),
        };
        registry.register("requests", "Requests answered, by route and class of status", metrics.requests.clone());
        registry.register("policy_outcomes", "Answers of /v1/policy, by how they came about", metrics.outcomes.clone());
        registry.register_with_unit(
            "fetch_duration",
            "How long policy fetches took, failed ones included",
            Unit::Seconds,
            metrics.durations.clone(),
        );
        registry.register("fetch_failures", "Policy fetches that failed, by class", metrics.failures.clone());
        registry.register("fetches_under_way", "Policy files being fetched now", metrics.fetching.clone());
        registry.register("connections_open", "Connections of clients open now", metrics.connections.clone());
        registry.register(
            "log_lines_lost",
            "Log lines that nobody took off in time; no request waits for one",
            metrics.lost_lines.clone(),
        );
        registry.register("build", "What is running", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        metrics.registry = Arc::new(registry);
        metrics
    }
}

impl Metrics {
    pub(crate) fn answered(&self, route: Route, status: Option<StatusCode>, outcome: Option<Outcome>) {
        let class = match status.map(|status| status.as_u16()) {
            // The client went away before there was an answer.
            None => "none",
            Some(..300) => "2xx",
            Some(300..400) => "3xx",
            Some(400..500) => "4xx",
            Some(500..) => "5xx",
        };
        self.requests.get_or_create(&[("route", route.name()), ("status", class)]).inc();
        if let Some(outcome) = outcome.filter(|_| route == Route::Policy) {
            self.outcomes.get_or_create(&[("outcome", outcome.name())]).inc();
        }
    }

    /// One connection more, until what this returns is dropped.
    pub(crate) fn connection(&self) -> Counted {
        Counted::one_more(&self.connections)
    }

    pub(crate) fn lost_line(&self) {
        self.lost_lines.inc();
    }

    /// OpenMetrics text, which Prometheus reads as it does its own.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Counted in a gauge for as long as it lives.
#[derive(Debug)]
pub(crate) struct Counted(Gauge);

impl Counted {
    fn one_more(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// A source whose fetches are counted.
#[derive(Clone, Debug)]
pub(crate) struct Measured<S> {
    source: S,
    metrics: Metrics,
}

impl<S> Measured<S> {
    pub(crate) fn new(source: S, metrics: Metrics) -> Self {
        Self { source, metrics }
    }
}

impl<S: PolicySource> PolicySource for Measured<S> {
    async fn fetch(&self, domain: PolicyDomain) -> PolicyFetch {
        // Also right when the client goes away and this future with it.
        let _under_way = Counted::one_more(&self.metrics.fetching);
        let start = Instant::now();
        let seen = self.source.fetch(domain).await;
        self.metrics.durations.observe(start.elapsed().as_secs_f64());
        if let Some(failure) = &seen.failure {
            self.metrics.failures.get_or_create(&[("class", class_name(failure.class))]).inc();
        }
        seen
    }
}

/// As the evidence itself spells it.
fn class_name(class: FailureClass) -> String {
    serde_json::to_value(class).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
