//! File descriptors: every connection and every fetch needs some, and a process has a limit.

use std::io;

use crate::dns::MAX_QUESTIONS;
use crate::policy::MAX_FETCHES;

/// A fetch tries eight addresses side by side, and has asked for A and AAAA before.
const OF_A_FETCH: usize = 8;
/// The page's files, the log, and connections that were told to go and are not gone yet.
const OTHERS: usize = 1024;
/// For what is no connection of a client. Where there are too few, a fetch would not find out what there is to know.
const FOR_FETCHES: usize = MAX_FETCHES * OF_A_FETCH + MAX_QUESTIONS + OTHERS;

/// The soft limit of most systems, where this one does not let it be raised.
const USUAL: usize = 1024;

/// How many connections the limit of this process allows, at most `wanted`. A soft limit is raised to the hard one first, as
/// the system means programs to do that use no `select`.
pub(crate) fn for_connections(wanted: usize) -> usize {
    let enough = wanted.saturating_add(FOR_FETCHES);
    let limit = rlimit::increase_nofile_limit(u64::try_from(enough).unwrap_or(u64::MAX));
    let limit = limit.map_or(USUAL, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    limit.saturating_sub(FOR_FETCHES).max(limit / 3).clamp(1, wanted)
}

/// Whether accepting failed because this process or the system has no descriptors or memory left; anything else concerns
/// the one connection only.
pub(crate) fn ran_out(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted, WouldBlock};
    !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted | WouldBlock)
}
