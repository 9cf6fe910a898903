//! Files of every form, right and wrong. One binary, so that they are linked once.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;
mod gzip;
mod mail;
mod names;
mod properties;
mod zip;
