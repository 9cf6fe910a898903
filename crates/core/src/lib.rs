//! The MTA-STS policy core.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod answer;
pub mod doh;
mod domain;
pub mod evidence;
pub mod finding;
mod mx;
mod octets;
mod plan;
pub mod policy;
pub mod record;
mod resolver;
pub mod text;
pub mod tlsrpt;
mod txt_fields;

pub use answer::*;
pub use domain::*;
pub use mx::*;
pub use octets::*;
pub use plan::*;
pub use resolver::*;
