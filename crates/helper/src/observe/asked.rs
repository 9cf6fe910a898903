//! What a request for a policy file was about, for the log.

use mta_sts::PolicyDomain;
use mta_sts::evidence::FailureClass;

/// An extension of every answer with evidence.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// As it was looked up, not as it was typed.
    pub(crate) domain: PolicyDomain,
    /// How the fetch failed, if it did.
    pub(crate) failure: Option<FailureClass>,
}
