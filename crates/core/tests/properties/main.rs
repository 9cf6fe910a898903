//! Properties of the whole core, as its users see it: for every input, not for chosen ones.
#![cfg(test)]

mod common;
mod correction;
mod findings;
mod mutations;
mod order;
mod printing;
mod reports;
mod senders;
