//! Readings: what senders in use make of the same policies.

use std::path::Path;

use crate::Problem;

/// Compares the senders' profiles with a file of readings.
///
/// # Errors
/// Always, for now: there are no profiles to compare with.
pub fn compare(_readings: &Path) -> Result<(), Problem> {
    Err(Problem("Sender profiles are not part of this build yet.".to_owned()))
}
