//! The way from a file to its documents, part by part. It goes down as often as the caps allow and no further, so it may recurse.

mod archive;
mod messages;
mod passed;
mod place;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use mta_sts::tlsrpt::file::{ReportDocument, ReportFile, ReportForm};
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, ReportReading, read_report};

use crate::caps::{MAX_DOCUMENT, MAX_DOCUMENTS, MAX_FILE, MAX_GZIP_LEVELS, MAX_UNPACKED};
use crate::gzip::gunzip;
use crate::inflate::Inflater;
use crate::look::{Look, is_object, look};
use crate::name::Named;
use crate::problem::{Problem, add, error, size, unread};
use passed::Passed;
use place::Place;

/// What is met on the way through one file.
pub(crate) struct Walk<'e> {
    each: &'e mut dyn FnMut(ReportDocument),
    inflater: &'e mut Inflater,
    documents: usize,
    unpacked: usize,
    problems: Vec<ReportProblem>,
    passed: Passed,
}

impl<'e> Walk<'e> {
    pub(crate) fn new(inflater: &'e mut Inflater, each: &'e mut dyn FnMut(ReportDocument)) -> Self {
        Self { each, inflater, documents: 0, unpacked: 0, problems: Vec::new(), passed: Passed::default() }
    }

    /// Reads a whole file.
    pub(crate) fn file(mut self, name: &str, bytes: &[u8]) -> ReportFile {
        let form = match look(bytes) {
            Look::Json | Look::Other(_) => ReportForm::Json,
            Look::Gzip => ReportForm::Gzip,
            Look::Mail => ReportForm::Mail,
            Look::Zip => ReportForm::Zip,
        };
        if bytes.len() > MAX_FILE {
            self.problems.push(*too_large(bytes.len(), MAX_FILE));
        } else {
            self.part(Cow::Borrowed(bytes), &Place::file(name));
            if self.documents == 0 && self.problems.is_empty() {
                self.problems.push(*self.passed.no_report());
            }
        }
        ReportFile { form, documents: Vec::new(), problems: self.problems }
    }

    fn part(&mut self, bytes: Cow<'_, [u8]>, place: &Place) {
        if !place.is_file() && !self.may_unpack(bytes.len(), place) {
            return;
        }
        match look(&bytes) {
            _ if place.is_for_people() && !is_object(&bytes) => self.passed.note(place, None),
            Look::Json if place.is_report() || is_object(&bytes) => self.document(&bytes, place),
            Look::Json => self.passed.note(place, None),
            Look::Gzip => self.gzip(bytes, place),
            Look::Zip => self.zip(&bytes, place),
            Look::Mail => self.messages(&bytes, place),
            Look::Other(what) => self.other(&bytes, what, place),
        }
    }

    /// Whether there is room for what was unpacked.
    fn may_unpack(&mut self, length: usize, place: &Place) -> bool {
        self.unpacked = self.unpacked.saturating_add(length);
        let is_within = self.unpacked <= MAX_UNPACKED;
        if !is_within && !self.is_full() {
            self.problems.push(*error(
                ReportProblemKind::TooLarge,
                "RFC 8460 §5",
                format!("More than {} in this file, when “{}” is unpacked", size(MAX_UNPACKED), place.shown()),
                format!(
                    "At most {} in one file. What stands before is read; hand in the rest in files of its own.",
                    size(MAX_UNPACKED)
                ),
            ));
        }
        is_within
    }

    /// Whether a problem of the whole file has ended the reading.
    fn is_full(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| matches!(problem.kind, ReportProblemKind::TooLarge | ReportProblemKind::TooMany))
    }

    fn document(&mut self, text: &[u8], place: &Place) {
        if text.len() > MAX_DOCUMENT {
            return self.unread(*too_large(text.len(), MAX_DOCUMENT), place);
        }
        let mut reading = read_report(text);
        for notice in &place.notices {
            add(&mut reading, notice.clone());
        }
        if !place.was_gzip {
            place.expect_media_type(&mut reading, "application/tlsrpt+json");
        }
        if let Some(report) = &reading.report {
            let named = Named::read(&place.name).map(|named| named.compare(report));
            let announced = place.announced.as_ref().map(|announced| announced.compare(report));
            for problem in named.into_iter().chain(announced).flatten() {
                add(&mut reading, problem);
            }
        }
        self.hand_over(reading, place);
    }

    fn gzip(&mut self, bytes: Cow<'_, [u8]>, place: &Place) {
        if place.gzips >= MAX_GZIP_LEVELS {
            return self.unread(
                *error(
                    ReportProblemKind::BadGzip,
                    "RFC 8460 §5.2",
                    format!("Compressed with gzip more than {MAX_GZIP_LEVELS} times"),
                    "Once (RFC 8460 §5.2). Unpack it, and hand in what is inside.",
                ),
                place,
            );
        }
        let gunzipped = gunzip(&bytes, self.inflater);
        let came = self.inflater.take_came();
        let (text, trailing) = match gunzipped {
            Ok(gunzipped) => gunzipped,
            Err(problem) => return self.wasted(came, *problem, place),
        };
        // Before the text is read: both together would be more than has to be in memory.
        drop(bytes);
        self.part(Cow::Owned(text), &place.inside_gzip(trailing));
    }

    /// What is not known by its content: its media type or name may still say what it was to be.
    fn other(&mut self, bytes: &[u8], what: Option<&'static str>, place: &Place) {
        if let Some(problem) = place.promised(bytes, what) {
            return self.unread(*problem, place);
        }
        if !place.is_report() {
            return self.passed.note(place, what);
        }
        match what {
            Some(what) => self.unread(*error(
                    ReportProblemKind::NotJson,
                    "RFC 8460 §4",
                    format!("It looks like {what}"),
                    "A TLS report: JSON, alone, compressed (.json.gz), attached to a message (.eml) or in a zip archive.",
                ),
                place,
            ),
            None => self.document(bytes, place),
        }
    }

    /// A part of which nothing can be read.
    fn unread(&mut self, problem: ReportProblem, place: &Place) {
        let mut reading = unread(problem);
        for notice in &place.notices {
            add(&mut reading, notice.clone());
        }
        self.hand_over(reading, place);
    }

    /// A part that was decompressed for nothing. It took its time all the same, so that it counts.
    fn wasted(&mut self, came: usize, problem: ReportProblem, place: &Place) {
        self.unread(problem, place);
        self.may_unpack(came, place);
    }

    /// A message or an archive that cannot be taken apart: the file itself, or a part of it.
    fn broken(&mut self, problem: ReportProblem, place: &Place) {
        if place.path.is_empty() { self.problems.push(problem) } else { self.unread(problem, place) }
    }

    fn hand_over(&mut self, reading: ReportReading, place: &Place) {
        if self.documents < MAX_DOCUMENTS {
            self.documents = self.documents.saturating_add(1);
            (self.each)(ReportDocument { path: place.path.clone(), reading });
        } else if !self.is_full() {
            self.problems.push(*too_many("documents", MAX_DOCUMENTS));
        }
    }
}

fn too_large(is: usize, most: usize) -> Problem {
    error(
        ReportProblemKind::TooLarge,
        "RFC 8460 §5",
        format!("It has {} ({is} bytes)", size(is)),
        format!("At most {}. It is not read: hand in what is inside, or reports of shorter ranges.", size(most)),
    )
}

fn too_many(what: &str, most: usize) -> Problem {
    error(
        ReportProblemKind::TooMany,
        "RFC 8460 §5",
        format!("More than {most} {what}"),
        format!("At most {most}. Those are read, the others are not: hand them in in files of their own."),
    )
}
