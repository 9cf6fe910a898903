//! File descriptors: every connection and every fetch needs some, and a process has a limit.

use std::io;

/// For what is no connection of a client: fetches, name servers, the page's files.
const FOR_FETCHES: u64 = 1024;

/// How many connections the limit of this process allows, at most `wanted`. A soft limit (often 1,024) is raised to the
/// hard one first, as the system means programs to do that use no `select`.
pub(crate) fn for_connections(wanted: usize) -> usize {
    let enough = u64::try_from(wanted).unwrap_or(u64::MAX).saturating_add(FOR_FETCHES);
    let limit = rlimit::increase_nofile_limit(enough).unwrap_or(enough);
    // Where there are few, half of them: a fetch that finds none would look like a fault of the policy host.
    let left = limit.saturating_sub(FOR_FETCHES).max(limit / 2);
    usize::try_from(left).unwrap_or(usize::MAX).clamp(1, wanted)
}

/// Whether accepting failed because this process or the system has no descriptors or memory left; anything else concerns
/// the one connection only.
pub(crate) fn ran_out(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted, WouldBlock};
    !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted | WouldBlock)
}
