//! Through the entries of a zip archive.

use mta_sts::tlsrpt::report::ReportProblemKind;

use super::place::Place;
use super::{Walk, too_many};
use crate::caps::MAX_ENTRIES;
use crate::problem::error;
use crate::zip;

impl Walk<'_> {
    pub(super) fn zip(&mut self, bytes: &[u8], place: &Place) {
        if place.is_in_zip {
            return self.unread(
                *error(
                    ReportProblemKind::BadZip,
                    "RFC 8460 §5",
                    "A zip archive inside a zip archive",
                    "Reports. It is not opened: unpack the outer one, and hand in those inside.",
                ),
                place,
            );
        }
        let mut archive = match zip::Archive::open(bytes) {
            Ok(archive) => archive,
            Err(problem) => return self.broken(*problem, place),
        };
        let directory = archive.directory();
        let mut entries = directory.entries();
        for count in 0..=MAX_ENTRIES {
            let entry = match entries.next_entry() {
                Ok(Some(entry)) => entry,
                Ok(None) => return,
                Err(_) => return self.broken(*zip::broken_directory(count), place),
            };
            if count == MAX_ENTRIES {
                return self.broken(*too_many("entries", MAX_ENTRIES), place);
            }
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
            if zip::is_ignored(&name) {
                continue;
            }
            let place = place.entry(name);
            let content = archive.content(&entry, self.inflater);
            let came = self.inflater.take_came();
            match content {
                Ok(content) => self.part(content, &place),
                Err(problem) => self.wasted(came, *problem, &place),
            }
            if self.is_full() {
                return;
            }
        }
    }
}
