//! TLS reports as they come (RFC 8460 §5): as JSON, compressed with gzip, attached to a message, several in a zip archive, and one
//! of these inside another.
//!
//! ```text
//! file -> what it is -> parts            -> documents -> core: read_report -> what it came in says otherwise
//! lib     look          walk: gzip mail zip  walk                             name mail/announced
//! ```
//!
//! What a file is, its content tells first, then the media type it was sent under, then its name. Everything is unpacked under the
//! caps below, and one document's text is in memory at a time.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

mod caps;
mod gzip;
mod inflate;
mod kept;
mod look;
mod mail;
mod name;
mod problem;
mod walk;
mod zip;

use mta_sts::tlsrpt::file::{ReportDocument, ReportFile};

pub use caps::*;

/// Reads one file, whatever form it has, and keeps what it made of its documents: 1,000 at most, and only as many as
/// [`MAX_KEPT`] holds. That there are more is one of the file's problems.
///
/// `name` is the file's name; a report's own (RFC 8460 §5.1) is compared with what the report says.
///
/// ```
/// use mta_sts::tlsrpt::file::ReportForm;
///
/// let file = mta_sts_reports::read_file("report.json", b"{}");
/// assert_eq!(file.form, ReportForm::Json);
/// assert_eq!(file.documents.len(), 1);
/// ```
pub fn read_file(name: &str, bytes: &[u8]) -> ReportFile {
    let mut kept = kept::Kept::default();
    let file = read_each(name, bytes, &mut |document| kept.add(document));
    kept.into_file(file)
}

/// Reads one file as [`read_file`] does, but hands over every document as soon as it is read, [`MAX_DOCUMENTS`] at most: of
/// an archive of reports only one is in memory. The [`ReportFile`] that comes back has no documents.
pub fn read_each(name: &str, bytes: &[u8], each: &mut dyn FnMut(ReportDocument)) -> ReportFile {
    inflate::Inflater::lend(|inflater| walk::Walk::new(inflater, each).file(name, bytes))
}
