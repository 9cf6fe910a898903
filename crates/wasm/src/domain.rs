//! Domains as people type them.

use mta_sts::{DomainError, InputNote, PolicyDomain};
use serde::Serialize;
use web_sys::Url;

/// Converts U-labels by the platform's `URL` (UTS 46): the tables of a converter of our own would more than double the
/// size of this module. The core hands over names only, never text with a character that could end a host name.
pub(crate) fn to_ascii(name: &str) -> Option<String> {
    Url::new(&format!("http://{name}/")).ok().map(|url| url.hostname())
}

/// Reads a domain for a check over the network.
pub(crate) fn read(input: &str) -> Result<(PolicyDomain, Option<InputNote>), DomainError> {
    let (domain, note) = PolicyDomain::from_input(input, to_ascii)?;
    domain.require_public()?;
    Ok((domain, note))
}

/// What came of reading a domain.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum DomainInput {
    Domain { ok: bool, domain: PolicyDomain, note: Option<String> },
    Problem { ok: bool, message: String },
}

impl From<Result<(PolicyDomain, Option<InputNote>), DomainError>> for DomainInput {
    fn from(read: Result<(PolicyDomain, Option<InputNote>), DomainError>) -> Self {
        match read {
            Ok((domain, note)) => Self::Domain { ok: true, note: note.map(|note| note.sentence(&domain)), domain },
            Err(error) => Self::Problem { ok: false, message: error.to_string() },
        }
    }
}
