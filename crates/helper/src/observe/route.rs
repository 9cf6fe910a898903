//! The few names that paths have in logs and metrics: what somebody typed is never one.

use axum::http::Uri;

/// What a request asks for, as far as logs and metrics tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// `/v1/policy`.
    Policy,
    /// `/v1/dns`.
    Dns,
    /// Anything else below `/v1`.
    Api,
    /// `/healthz` and `/readyz`.
    Probe,
    /// All else.
    Page,
    /// What was no HTTP request.
    Malformed,
}

impl Route {
    pub(crate) fn of(uri: &Uri) -> Self {
        match uri.path() {
            "/v1/policy" => Self::Policy,
            "/v1/dns" => Self::Dns,
            "/healthz" | "/readyz" => Self::Probe,
            path if path == "/v1" || path.starts_with("/v1/") => Self::Api,
            _ => Self::Page,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Dns => "dns",
            Self::Api => "api",
            Self::Probe => "probe",
            Self::Page => "page",
            Self::Malformed => "malformed",
        }
    }
}
