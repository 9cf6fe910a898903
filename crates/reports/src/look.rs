//! What content is, by its first bytes.

use mta_sts::tlsrpt::report::MAX_DEPTH;

use crate::{gzip, mail};

/// What something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// An object or an array of JSON, as far as its first character tells.
    Json,
    Gzip,
    Zip,
    Mail,
    /// Nothing that a report comes in; in words, where it is known what.
    Other(Option<&'static str>),
}

/// First bytes of what people take for a report, or pick by mistake.
const KNOWN: [(&[u8], &str); 11] = [
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\x00", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Outlook message or another file of Microsoft's (OLE)"),
    (b"v=STSv1", "an MTA-STS record"),
];

/// First characters of texts, in lower case.
const TEXTS: [(&[u8], &str); 4] = [
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"version: stsv1", "an MTA-STS policy"),
    (b"<", "XML"),
];

/// What `content` is.
pub(crate) fn look(content: &[u8]) -> Look {
    if content.starts_with(gzip::MAGIC) {
        return Look::Gzip;
    }
    // APPNOTE 4.3.7, 4.3.16, and 8.5.4 for an archive that was once split.
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| content.starts_with(*magic)) {
        return Look::Zip;
    }
    let text = text(content);
    if text.starts_with(b"{") || text.starts_with(b"[") {
        return Look::Json;
    }
    if mail::is_message(content) {
        return Look::Mail;
    }
    if let Some((_, what)) = KNOWN.iter().find(|(magic, _)| content.starts_with(magic)) {
        return Look::Other(Some(what));
    }
    let head = text.get(..text.len().min(2_048)).unwrap_or_default().to_ascii_lowercase();
    let what = TEXTS.iter().find(|(start, _)| head.starts_with(start)).map(|(_, what)| *what);
    if what == Some("XML") && head.windows(9).any(|word| word == b"<feedback") {
        return Look::Other(Some("a DMARC aggregate report (XML), which is about something else"));
    }
    Look::Other(what)
}

/// Whether it is an object with a member, or an empty one: what people write begins otherwise.
pub(crate) fn is_object(content: &[u8]) -> bool {
    text(content)
        .strip_prefix(b"{")
        .is_some_and(|inside| matches!(inside.trim_ascii_start().first(), Some(b'"' | b'}')))
}

/// Whether objects and arrays are in each other deeper than the core reads; of what is no JSON it means nothing.
pub(crate) fn is_deep(content: &[u8]) -> bool {
    let (mut depth, mut is_string, mut is_escaped) = (0_usize, false, false);
    if look(content) != Look::Json {
        return false;
    }
    for octet in content {
        match octet {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_string,
            b'"' => is_string = !is_string,
            b'[' | b'{' if !is_string => depth = depth.saturating_add(1),
            b']' | b'}' if !is_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// The content behind a byte-order mark and blank lines.
pub(crate) fn text(content: &[u8]) -> &[u8] {
    content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content).trim_ascii_start()
}
