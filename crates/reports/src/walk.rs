//! The way from a file to its documents, part by part. It goes down as often as the caps allow and no further, so it may recurse.

mod passed;
mod place;

use std::borrow::Cow;

use mta_sts::tlsrpt::file::{ReportDocument, ReportFile, ReportForm};
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, ReportReading, read_report};

use crate::caps::{
    MAX_COMPRESSED, MAX_DOCUMENT, MAX_DOCUMENTS, MAX_ENTRIES, MAX_FILE, MAX_GZIP_LEVELS, MAX_PARTS, MAX_UNPACKED,
};
use crate::gzip::gunzip;
use crate::inflate::Inflater;
use crate::look::{Look, is_object, look};
use crate::mail::{self, Announced, Body, Entity, Mailbox};
use crate::name::Named;
use crate::problem::{Problem, add, error, size, unread};
use crate::zip;
use passed::Passed;
use place::Place;

/// What is met on the way through one file.
pub(crate) struct Walk<'e> {
    each: &'e mut dyn FnMut(ReportDocument),
    inflater: Inflater,
    documents: usize,
    unpacked: usize,
    problems: Vec<ReportProblem>,
    passed: Passed,
}

impl<'e> Walk<'e> {
    pub(crate) fn new(each: &'e mut dyn FnMut(ReportDocument)) -> Self {
        Self {
            each,
            inflater: Inflater::new(),
            documents: 0,
            unpacked: 0,
            problems: Vec::new(),
            passed: Passed::default(),
        }
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
        let (text, trailing) = match gunzip(&bytes, &mut self.inflater) {
            Ok(gunzipped) => gunzipped,
            Err(problem) => return self.unread(*problem, place),
        };
        // Before the text is read: both together would be more than has to be in memory.
        drop(bytes);
        self.part(Cow::Owned(text), &place.inside_gzip(trailing));
    }

    fn zip(&mut self, bytes: &[u8], place: &Place) {
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
            match archive.content(&entry, &mut self.inflater) {
                Ok(content) => self.part(content, &place),
                Err(problem) => self.unread(*problem, &place),
            }
            if self.is_full() {
                return;
            }
        }
    }

    /// A message, or a mailbox file of several.
    fn messages(&mut self, bytes: &[u8], place: &Place) {
        if !place.is_file() && bytes.len() > MAX_COMPRESSED {
            return self.unread(*too_large(bytes.len(), MAX_COMPRESSED), place);
        }
        let is_single = Mailbox::new(bytes).nth(1).is_none();
        for (index, message) in Mailbox::new(bytes).enumerate() {
            if index == MAX_ENTRIES {
                return self.broken(*too_many("messages", MAX_ENTRIES), place);
            }
            if is_single {
                self.message(message, place);
            } else {
                self.message(message, &place.child(format!("message {}", index.saturating_add(1))));
            }
            if self.is_full() {
                return;
            }
        }
    }

    fn message(&mut self, bytes: &[u8], place: &Place) {
        // Here, because what is no message by its media type may be one by its content.
        match mail::within(place.level.saturating_add(1)).and_then(|()| Entity::message(bytes)) {
            Ok(message) => self.entity(&message, &place.message(Announced::of(&message.fields))),
            Err(problem) => self.broken(*problem, place),
        }
    }

    fn entity(&mut self, entity: &Entity<'_>, place: &Place) {
        let place = place.part(&entity.fields);
        match entity.body(place.level, place.is_whole) {
            Ok(Body::Multipart(parts)) => {
                for (index, part) in parts.enumerate() {
                    if index == MAX_PARTS {
                        return self.broken(*too_many("parts", MAX_PARTS), &place);
                    }
                    let place = place.nth(index);
                    match Entity::part(part) {
                        Ok(part) => self.entity(&part, &place),
                        Err(problem) => self.unread(*problem, &place),
                    }
                    if self.is_full() {
                        return;
                    }
                }
            }
            Ok(Body::Message(message)) => self.message(&message, &place),
            Ok(Body::Leaf(content)) => self.part(content, &place),
            Err(_) if place.is_for_people() => self.passed.note(&place, None),
            Err(problem) => self.broken(*problem, &place),
        }
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
