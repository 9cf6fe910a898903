//! Native evidence: fetches the policy file of a domain (RFC 8461 §3.3) and writes down everything on the way.
//!
//! ```text
//! policy domain -> addresses -> connection -> TLS -> response
//!                  resolve      attempt       tls    http
//!                                             certificate
//!                                                    decode
//! ```
//!
//! Facts only, as [`mta_sts::evidence`] describes them; what they mean is decided in the `mta-sts` crate. The
//! addresses come from whoever owns the checked domain, so a guard stands between resolving and connecting: it refuses what
//! [`refusal`] refuses, and this machine's own addresses.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod attempt;
mod certificate;
mod decode;
mod failure;
mod fetch;
mod guard;
mod http;
mod issuers;
mod limits;
mod metered;
mod nat64;
mod resolve;
mod setup;
mod tls;
mod tls_failure;
mod upstream;

pub use fetch::PolicyFetcher;
pub use limits::Limits;
pub use mta_sts::address::refusal;
pub use nat64::{Nat64Prefix, Nat64PrefixError};
pub use setup::{SetupError, name_servers, root_count};
pub use upstream::{Upstream, UpstreamError};
