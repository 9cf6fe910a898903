//! Answers: what a driver brings back for a request, unread.

use serde::{Deserialize, Serialize};

use crate::octets::Octets;

/// What came of one request.
///
/// An answer is raw evidence. To a DNS question it is the DoH server's HTTP response; to the policy fetch it is the
/// helper's, whose body holds a [`crate::evidence::PolicyFetch`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Answer {
    /// A whole HTTP response, whatever its status.
    Response {
        /// The status code.
        status: u16,
        /// The body.
        body: Octets,
        /// From sending the request to the last byte, in milliseconds.
        elapsed_ms: u64,
    },
    /// To the policy fetch alone, where nobody could make it: the text of the policy file, as its reader got it by other
    /// means. Nobody has seen whether the policy host serves it.
    Given {
        /// The text.
        body: Octets,
        /// From asking for it to having it, in milliseconds.
        elapsed_ms: u64,
    },
    /// No whole response: we could not look.
    Failed {
        /// What stood in the way.
        reason: FailureReason,
        /// Particulars, as the platform words them; may be empty.
        detail: String,
        /// From sending the request to giving up, in milliseconds.
        elapsed_ms: u64,
    },
}

impl Answer {
    /// Milliseconds from the request to its end.
    pub fn elapsed_ms(&self) -> u64 {
        match self {
            Self::Response { elapsed_ms, .. } | Self::Given { elapsed_ms, .. } | Self::Failed { elapsed_ms, .. } => {
                *elapsed_ms
            }
        }
    }
}

/// Why a request brought no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FailureReason {
    /// The request could not be made or its response not be read: no network, blocked, TLS or CORS failure. A browser
    /// does not say which.
    Network,
    /// No whole response in time.
    Timeout,
    /// The response was larger than a sensible answer can be.
    TooLarge,
    /// What a DoH server sent is no DNS message that can be read.
    NotDns,
    /// No helper is known to this driver.
    NoHelper,
    /// The driver fetched the policy file itself and gave up, or its platform does not say why that failed: that may lie
    /// with the policy host or here.
    NotFetched,
}

impl FailureReason {
    /// The reason in words, to follow the name of whoever was asked.
    pub fn words(self) -> &'static str {
        match self {
            Self::Network => "could not be reached (blocked, or no network)",
            Self::Timeout => "did not answer in time",
            Self::TooLarge => "sent more than any answer needs",
            Self::NotDns => "sent something that is not a DNS message",
            Self::NoHelper => "is not set up",
            Self::NotFetched => "could not be fetched directly",
        }
    }
}
