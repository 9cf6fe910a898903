//! `/healthz` and `/readyz`: whether this process lives, and whether a load balancer should send it requests.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Response, StatusCode};
use axum::routing::get;

/// What readiness rests on. Cheap to clone; clones share the one thing that changes.
#[derive(Clone)]
pub struct Health {
    www: PathBuf,
    machine: Arc<dyn Fn() -> Result<(), String> + Send + Sync>,
    stopping: Arc<AtomicBool>,
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health").field("www", &self.www).field("stopping", &self.stopping).finish_non_exhaustive()
    }
}

impl Health {
    /// Ready as long as the folder `www` has its page, and `machine` finds nothing wrong with what fetches need.
    pub fn new(www: impl Into<PathBuf>, machine: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Self {
        Self { www: www.into(), machine: Arc::new(machine), stopping: Arc::default() }
    }

    /// From now on not ready, until the end.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether requests can be taken, or the sentence that says why not. It names no path: anybody may ask.
    fn ready(&self) -> Result<(), String> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err("This server is shutting down.".to_owned());
        }
        if !self.www.join("index.html").is_file() {
            return Err("The page is missing.".to_owned());
        }
        (self.machine)()
    }
}

/// Answers for a load balancer: no body is more than a line, nothing is kept.
pub(crate) fn router(health: Health) -> Router {
    let alive = || async { line(StatusCode::OK, "alive") };
    let ready = move || async move {
        match health.ready() {
            Ok(()) => line(StatusCode::OK, "ready"),
            Err(sentence) => line(StatusCode::SERVICE_UNAVAILABLE, &sentence),
        }
    };
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

fn line(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{text}\n")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
