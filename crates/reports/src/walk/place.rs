//! Where a part stands, and what is said about it there.

use mta_sts::text::show;
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, ReportReading};

use crate::mail::{Announced, Fields, MediaType};
use crate::name::strip_extension;
use crate::problem::{Problem, add, error, notice};

/// The longest name of a part that is kept, in bytes.
const MAX_NAME: usize = 255;

/// A place in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The names of the parts that it is inside of, and its own; empty for the file.
    pub(super) path: Vec<String>,
    pub(super) name: String,
    /// What a message says it is, directly.
    pub(super) media_type: Option<MediaType>,
    /// What the message around it says of its report.
    pub(super) announced: Option<Announced>,
    /// What was met on the way to it.
    pub(super) notices: Vec<ReportProblem>,
    /// How often it was compressed with gzip.
    pub(super) gzips: usize,
    pub(super) is_in_zip: bool,
    /// Whether the last thing it was inside of is that.
    pub(super) was_gzip: bool,
    /// How many messages it is inside of, and multiparts inside of another.
    pub(super) level: usize,
    /// Whether it is the body of a message, or of a part of one.
    is_body: bool,
    /// Whether it is the whole body of a message.
    pub(super) is_whole: bool,
}

impl Place {
    pub(super) fn file(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The whole file, or the body of the message that it is.
    pub(super) fn is_file(&self) -> bool {
        self.path.is_empty() && !self.is_body
    }

    pub(super) fn inside_gzip(&self, trailing: Option<ReportProblem>) -> Self {
        let mut inside = self.clone();
        inside.gzips = inside.gzips.saturating_add(1);
        inside.was_gzip = true;
        if let Some(media_type) =
            inside.media_type.take().filter(|media_type| !media_type.is("application/tlsrpt+gzip"))
        {
            inside.notices.push(unexpected(&media_type, "application/tlsrpt+gzip"));
        }
        inside.notices.extend(trailing);
        inside
    }

    /// An entry of the zip archive at this place.
    pub(super) fn entry(&self, name: String) -> Self {
        let mut entry = Self { is_in_zip: true, announced: None, ..self.child(name) };
        if let Some(media_type) = entry.media_type.take() {
            entry.notices.push(unexpected(&media_type, "application/tlsrpt+gzip"));
        }
        entry
    }

    /// The message at this place.
    pub(super) fn message(&self, announced: Announced) -> Self {
        let level = self.level.saturating_add(1);
        let name = String::new();
        Self { name, announced: Some(announced), was_gzip: false, level, is_body: true, is_whole: true, ..self.clone() }
    }

    /// The part with these fields: at this place until it has a name of its own.
    pub(super) fn part(&self, fields: &Fields) -> Self {
        let mut part = Self { media_type: Some(fields.media_type.clone()), ..self.clone() };
        if let Some(name) = &fields.name {
            part.name.clone_from(name);
            if let Some(last) = part.path.last_mut().filter(|_| !self.is_whole) {
                *last = shorten(name);
            }
        }
        part
    }

    /// A part of the multipart at this place. A message and the multipart that is its body are one level.
    pub(super) fn nth(&self, index: usize) -> Self {
        let level = self.level.saturating_add(usize::from(!self.is_whole));
        Self { level, is_body: true, is_whole: false, ..self.child(format!("part {}", index.saturating_add(1))) }
    }

    /// What is inside of this place, under a name.
    pub(super) fn child(&self, name: String) -> Self {
        let mut path = self.path.clone();
        path.push(shorten(&name));
        Self { path, name, was_gzip: false, is_body: false, is_whole: false, ..self.clone() }
    }

    /// The path, for a sentence.
    pub(super) fn shown(&self) -> String {
        show(self.path.join(" / ").as_bytes())
    }

    /// Whether it is to be read or looked at by people: then it is a report only where it can be nothing else.
    pub(super) fn is_for_people(&self) -> bool {
        !self.is_report() && self.media_type.as_ref().is_some_and(MediaType::is_for_people)
    }

    /// Whether it is to be a report: somebody handed it in as one, or its media type or name says so.
    pub(super) fn is_report(&self) -> bool {
        let is_tlsrpt = self.has_type("application/tlsrpt+json") || self.has_type("application/tlsrpt+gzip");
        self.is_file() || self.was_gzip || is_tlsrpt || self.has_extension(".json") || self.has_extension(".gz")
    }

    fn has_type(&self, name: &str) -> bool {
        self.media_type.as_ref().is_some_and(|media_type| media_type.is(name))
    }

    fn has_extension(&self, extension: &str) -> bool {
        strip_extension(&self.name, extension).is_some()
    }

    /// The problem of content that is not what media type or name promise.
    pub(super) fn promised(&self, content: &[u8], what: Option<&str>) -> Option<Problem> {
        if self.was_gzip {
            return None;
        }
        let (kind, promised, magic, basis) = if self.has_type("application/tlsrpt+gzip") || self.has_extension(".gz") {
            (ReportProblemKind::BadGzip, "gzip", "1f 8b", "RFC 1952 §2.3")
        } else if self.has_extension(".zip") {
            (ReportProblemKind::BadZip, "a zip archive", "50 4b", "RFC 8460 §5")
        } else if self.has_extension(".eml") && what.is_none() {
            let saw = "No header field of a message at its beginning";
            let expected = "A message (RFC 5322), as a mail program saves it. Save it again, or hand in the attached report itself.";
            return Some(error(ReportProblemKind::BadMail, "RFC 5322 §2.1", saw, expected));
        } else {
            return None;
        };
        let octets = content.iter().take(2).map(|octet| format!("{octet:02x}")).collect::<Vec<_>>().join(" ");
        let saw = match what {
            Some(what) => format!("It looks like {what}"),
            None if content.is_empty() => "It is empty".to_owned(),
            None => format!("It begins with {octets}"),
        };
        Some(error(
            kind,
            basis,
            saw,
            format!("{magic}, with which {promised} begins, as its name or media type promises. Save it again."),
        ))
    }

    /// Adds the notice that it came under another media type.
    pub(super) fn expect_media_type(&self, reading: &mut ReportReading, expected: &str) {
        if let Some(media_type) = self.media_type.as_ref().filter(|media_type| !media_type.is(expected)) {
            add(reading, unexpected(media_type, expected));
        }
    }
}

fn unexpected(media_type: &MediaType, expected: &str) -> ReportProblem {
    notice(
        ReportProblemKind::MediaType,
        "RFC 8460 §6.5",
        media_type.to_string(),
        format!("{expected} (RFC 8460 §5.3). It is read by its content."),
    )
}

fn shorten(name: &str) -> String {
    let end = name.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_NAME).last();
    if name.len() <= MAX_NAME {
        name.to_owned()
    } else {
        name.get(..end.unwrap_or_default()).unwrap_or_default().to_owned()
    }
}
