//! Shared with the fuzz targets (`fuzz/src/lib.rs` includes this folder).

pub(crate) mod answers;
pub(crate) mod correction;
pub(crate) mod invariants;
pub(crate) mod reports;
