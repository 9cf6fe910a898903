//! Who may ask, who that is, and how often.

pub(crate) mod access;
pub(crate) mod budget;
pub(crate) mod client;
pub(crate) mod cors;
pub(crate) mod limits;
pub(crate) mod shares;
