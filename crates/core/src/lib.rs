//! The MTA-STS policy core.
#![forbid(unsafe_code)]
mod domain;
pub mod evidence;
mod octets;
pub use domain::*;
pub use octets::*;
