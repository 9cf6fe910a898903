//! The server as a whole, on an ephemeral port, spoken to in raw HTTP. Evidence comes from a stand-in that counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod aborts;
mod access;
mod connections;
mod cors;
mod evidence;
mod limits;
mod memory;
mod page;
mod requests;
mod server;
