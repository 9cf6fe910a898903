//! Messages (RFC 5322) with reports attached (RFC 8460 §5.3).
//!
//! RFC 8460 §3 wants these messages signed with DKIM by the submitter's domain. That is not verified here: it takes the key from
//! DNS, and what a person hands in has often been forwarded. So nothing in a message proves who wrote it.
//!
//! The header fields and encodings are `mail-parser`'s. The walk over the parts is our own: its walk keeps every level of a message
//! inside a message as a value inside a value, so that dropping some ten thousand ends the stack, and for each part without its
//! boundary it searches to the end of the file, which takes minutes for a hostile file of 10 MiB.

mod announced;
mod encoding;
mod fields;
mod mailbox;
mod parts;

use std::borrow::Cow;

use mta_sts::tlsrpt::report::ReportProblemKind;

use crate::caps::{MAX_HEADER, MAX_MIME_LEVELS};
use crate::problem::{Problem, error, size};

pub(crate) use announced::Announced;
pub(crate) use encoding::decode;
pub(crate) use fields::{Fields, MediaType, is_message};
pub(crate) use mailbox::Mailbox;
pub(crate) use parts::Parts;

/// A message, or a part of one.
pub(crate) struct Entity<'a> {
    pub(crate) fields: Fields,
    pub(crate) body: &'a [u8],
}

/// What a body is to be taken for.
pub(crate) enum Body<'a> {
    Multipart(Parts<'a>),
    /// A message, decoded.
    Message(Cow<'a, [u8]>),
    /// Anything else, decoded.
    Leaf(Cow<'a, [u8]>),
}

impl<'a> Entity<'a> {
    /// A message; before it may stand a byte-order mark, blank lines, and the line that begins it in a mailbox file (RFC 4155).
    pub(crate) fn message(bytes: &'a [u8]) -> Result<Self, Problem> {
        Self::part(fields::start(bytes))
    }

    /// A part, which may have no header at all.
    pub(crate) fn part(bytes: &'a [u8]) -> Result<Self, Problem> {
        let Some((header, body)) = fields::split(bytes) else {
            return Err(bad(
                format!("No end of the header within {}", size(MAX_HEADER)),
                "An empty line behind the header fields (RFC 5322 §2.1). It is not read: hand in the attached report itself.",
            ));
        };
        Ok(Self { fields: Fields::read(header), body })
    }

    /// Its body, at that level; a multipart that `is_whole` a message counts as one with it.
    pub(crate) fn body(&self, level: usize, is_whole: bool) -> Result<Body<'a>, Problem> {
        let media_type = &self.fields.media_type;
        if media_type.is_multipart() {
            let Some(boundary) = &media_type.boundary else {
                return Err(bad(
                    format!("{media_type} without a boundary"),
                    "The parameter “boundary” (RFC 2046 §5.1). The message cannot be taken apart: hand in the attached report itself.",
                ));
            };
            within(level.saturating_add(usize::from(!is_whole)))?;
            return Ok(Body::Multipart(Parts::new(self.body, boundary)));
        }
        let decoded = decode(self.body, self.fields.encoding.as_deref())?;
        if media_type.is_message() {
            return Ok(Body::Message(decoded));
        }
        Ok(Body::Leaf(decoded))
    }
}

/// Whether that many levels are taken apart.
pub(crate) fn within(level: usize) -> Result<(), Problem> {
    if level <= MAX_MIME_LEVELS {
        return Ok(());
    }
    Err(error(
        ReportProblemKind::TooDeep,
        "RFC 2046 §5.1",
        format!("More than {MAX_MIME_LEVELS} levels of parts inside parts"),
        format!(
            "A report attached to a message; {MAX_MIME_LEVELS} levels are taken apart. Hand in the attached report itself."
        ),
    ))
}

/// A message that cannot be taken apart.
fn bad(saw: impl Into<String>, expected: &str) -> Problem {
    error(ReportProblemKind::BadMail, "RFC 2045", saw, expected)
}
