//! The MTA-STS policy core: what a domain publishes (RFC 8461, RFC 8460), what it means, and what is wrong with it.
//!
//! Data flows one way:
//!
//! ```text
//! policy domain -> requests -> answers -> observations -> findings -> report
//! domain           plan        answer     observe         evaluate    report
//! ```
//!
//! No I/O, no clock, no async: a driver sends the [`Request`]s of a [`Check`] and hands in an [`Answer`] for each. The
//! state is the answers, so a recorded set of them is a test case, an example to replay, and a bug report. A lookup that
//! failed is never "no record" and never "right": it stays *inconclusive* up to the report.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod a_label;
pub mod address;
mod answer;
mod check;
#[cfg(test)]
mod check_tests;
pub mod compare;
mod confirmation;
pub mod correct;
pub mod dns_id;
pub mod doh;
mod domain;
mod evaluate;
pub mod evidence;
pub mod explain;
pub mod finding;
#[cfg(test)]
mod given_tests;
#[cfg(test)]
mod host_tests;
pub mod lookup;
mod mx;
pub mod observe;
mod octets;
pub mod offline;
mod plan;
pub mod policy;
mod print;
mod punycode;
pub mod record;
mod recording;
pub mod report;
mod resolver;
pub mod sender;
pub mod text;
pub mod time;
pub mod tlsrpt;
mod txt_fields;
#[cfg(test)]
mod types;
mod verdict;

pub use answer::{Answer, FailureReason};
pub use check::Check;
pub use domain::{DomainError, HostName, InputNote, PolicyDomain};
pub use mx::MxPattern;
pub use octets::Octets;
pub use plan::{Answers, Question, Request, RequestId, UnknownRequest};
pub use recording::{Recording, RecordingError};
pub use report::Report;
pub use resolver::{DohFormat, RecordType, Resolver};
pub use verdict::Outcome;
