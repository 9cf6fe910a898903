//! What every sender will do, now and until when: pure functions of what was seen.
//!
//! ```text
//! policy_in_force   which policy a sender goes by          (RFC 8461 §3.1, §3.3, §5.1)
//! candidate, dane   what it does with one mail server      (§4, §5; RFC 7672)
//! message           what becomes of the message            (§5.1; RFC 7505, RFC 5321)
//! cache, timeline   until when                             (§3.2, §8.3)
//! persona           senders that do otherwise, by name
//! named             how eight senders in use read the text of a policy
//! outlook           all of it, for the domain that was checked
//! ```
//!
//! What nobody has seen is a value of its own, [`Known::Unknown`], and counts neither as good nor as bad.

mod advice;
mod bands;
pub mod cache;
pub mod candidate;
mod coverage;
pub mod dane;
mod explain;
mod fate;
mod given;
mod holder;
mod known;
pub mod message;
pub mod named;
pub mod outlook;
#[cfg(test)]
pub(crate) mod outlook_tests;
pub mod persona;
pub mod policy_in_force;
mod reporting;
pub(crate) mod situation;
mod summary;
#[cfg(test)]
mod summary_tests;
pub mod timeline;
pub(crate) mod words;

pub use known::Known;
