//! The header of a message or part (RFC 5322 §2.2, RFC 2045 §3).

use std::fmt;

use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};
use mta_sts::text::show;

use crate::caps::MAX_HEADER;
use crate::look;

/// The longest value that is read, in bytes. RFC 5322 §2.1.1 has lines of 998 at most.
const MAX_VALUE: usize = 4 << 10;

/// Fields by which a message is recognised.
const TELLING: [&str; 12] = [
    "from",
    "to",
    "date",
    "subject",
    "received",
    "return-path",
    "delivered-to",
    "mime-version",
    "content-type",
    "message-id",
    "dkim-signature",
    "tls-report-domain",
];

/// What is read of a header.
#[derive(Default)]
pub(crate) struct Fields {
    pub(crate) media_type: MediaType,
    /// `Content-Transfer-Encoding`, in lower case.
    pub(crate) encoding: Option<String>,
    /// The name under which the part is attached (RFC 2183 §2.3, or the older parameter “name”).
    pub(crate) name: Option<String>,
    pub(crate) subject: Option<String>,
    /// `TLS-Report-Domain` (RFC 8460 §5.3).
    pub(crate) report_domain: Option<String>,
    /// `TLS-Report-Submitter` (RFC 8460 §5.3).
    pub(crate) report_submitter: Option<String>,
}

/// `Content-Type` (RFC 2045 §5), in lower case; as text it can be printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaType {
    /// Such as `application/tlsrpt+gzip`; none where the field is missing.
    pub(crate) name: Option<String>,
    pub(crate) boundary: Option<String>,
}

impl MediaType {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    pub(crate) fn is_multipart(&self) -> bool {
        self.name.as_deref().is_some_and(|name| name.starts_with("multipart/"))
    }

    /// RFC 2046 §5.2.1; RFC 6532 §3.7 for the one in UTF-8.
    pub(crate) fn is_message(&self) -> bool {
        self.is("message/rfc822") || self.is("message/global")
    }

    /// Whether it is text, picture or sound. RFC 2045 §5.2: what has no type is plain text.
    pub(crate) fn is_for_people(&self) -> bool {
        self.name
            .as_deref()
            .is_none_or(|name| ["text/", "image/", "audio/", "video/"].iter().any(|kind| name.starts_with(kind)))
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name.as_deref().map_or("no media type".to_owned(), |name| show(name.as_bytes())))
    }
}

impl Fields {
    pub(crate) fn read(header: &[u8]) -> Self {
        let mut fields = Self::default();
        for (name, value) in Unfolded(header) {
            let Ok(name) = std::str::from_utf8(name) else { continue };
            let field = name.trim_end().to_ascii_lowercase();
            if !matches!(
                field.as_str(),
                "content-type"
                    | "content-transfer-encoding"
                    | "content-disposition"
                    | "subject"
                    | "tls-report-domain"
                    | "tls-report-submitter"
            ) {
                continue;
            }
            let mut value = value.get(..value.len().min(MAX_VALUE)).unwrap_or_default().to_vec();
            // Where the parser ends a value.
            value.push(b'\n');
            fields.take(&field, &value);
        }
        fields
    }

    /// Of a field that stands twice the first counts.
    fn take(&mut self, field: &str, value: &[u8]) {
        match field {
            "content-type" if self.media_type.name.is_none() => {
                let HeaderValue::ContentType(content) = MessageStream::new(value).parse_content_type() else { return };
                let subtype = content.subtype().unwrap_or_default();
                self.media_type.name = Some(format!("{}/{subtype}", content.ctype()).to_ascii_lowercase());
                self.media_type.boundary = attribute(&content, "boundary");
                self.name = self.name.take().or_else(|| attribute(&content, "name"));
            }
            "content-disposition" => {
                let HeaderValue::ContentType(content) = MessageStream::new(value).parse_content_type() else { return };
                self.name = attribute(&content, "filename").or_else(|| self.name.take());
            }
            "content-transfer-encoding" if self.encoding.is_none() => {
                self.encoding = plain(value).map(|text| text.to_ascii_lowercase())
            }
            "subject" if self.subject.is_none() => {
                if let HeaderValue::Text(text) = MessageStream::new(value).parse_unstructured() {
                    self.subject = Some(text.into_owned());
                }
            }
            "tls-report-domain" if self.report_domain.is_none() => self.report_domain = plain(value),
            "tls-report-submitter" if self.report_submitter.is_none() => self.report_submitter = plain(value),
            _ => {}
        }
    }
}

fn attribute(content: &ContentType<'_>, name: &str) -> Option<String> {
    content.attribute(name).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// A value without structure, its folds and its comments left out.
fn plain(value: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(value);
    let text = text.split('(').next().unwrap_or_default().split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The header and what follows its empty line; none where that does not come soon enough.
pub(crate) fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at: usize = 0;
    for line in bytes.split_inclusive(|octet| *octet == b'\n') {
        if at > MAX_HEADER {
            return None;
        }
        let end = at.saturating_add(line.len());
        if line.trim_ascii_end().is_empty() && line.ends_with(b"\n") {
            return bytes.split_at_checked(end);
        }
        at = end;
    }
    (at <= MAX_HEADER).then_some((bytes, &[]))
}

/// Where a message begins, behind a byte-order mark, blank lines and the line of a mailbox file.
pub(crate) fn start(bytes: &[u8]) -> &[u8] {
    let text = look::text(bytes);
    if !text.starts_with(b"From ") {
        return text;
    }
    let end = text.iter().position(|octet| *octet == b'\n').unwrap_or(text.len());
    look::text(text.get(end..).unwrap_or_default())
}

/// Whether it begins with a header of a message: fields, one of which says so.
pub(crate) fn is_message(bytes: &[u8]) -> bool {
    let start = start(bytes);
    let mut fields = Unfolded(start.get(..start.len().min(MAX_HEADER)).unwrap_or_default());
    fields.any(|(name, _)| TELLING.iter().any(|telling| name.trim_ascii_end().eq_ignore_ascii_case(telling.as_bytes())))
}

/// The fields of a header, each with its whole value (RFC 5322 §2.2.3), to the first line that is none.
struct Unfolded<'a>(&'a [u8]);

impl<'a> Iterator for Unfolded<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let colon = self.0.iter().position(|octet| !matches!(octet, b'!'..=b'9' | b';'..=b'~'))?;
        let (name, rest) = self.0.split_at_checked(colon)?;
        // RFC 5322 §4.5: white space before the colon is obsolete, but read.
        let padding = rest.iter().position(|octet| !matches!(octet, b' ' | b'\t'))?;
        let rest = rest.get(padding..)?.strip_prefix(b":").filter(|_| !name.is_empty())?;
        let mut end: usize = 0;
        for line in rest.split_inclusive(|octet| *octet == b'\n') {
            if end > 0 && !line.starts_with(b" ") && !line.starts_with(b"\t") {
                break;
            }
            end = end.saturating_add(line.len());
        }
        let (value, rest) = rest.split_at_checked(end)?;
        self.0 = rest;
        Some((name, value))
    }
}
