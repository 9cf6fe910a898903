//! Messages, as those who mail reports write them.

use std::fmt::Write as _;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 in lines of 76 (RFC 2045 §6.8).
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (index, three) in bytes.chunks(3).enumerate() {
        let octets = [three[0], *three.get(1).unwrap_or(&0), *three.get(2).unwrap_or(&0)].map(u32::from);
        let bits = octets[0] << 16 | octets[1] << 8 | octets[2];
        for digit in 0..4 {
            let is_padding = digit > three.len();
            text.push(if is_padding { '=' } else { char::from(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize]) });
        }
        if index % 19 == 18 {
            text.push_str("\r\n");
        }
    }
    text.push_str("\r\n");
    text
}

/// Quoted-printable with every octet quoted that may be (RFC 2045 §6.7).
pub(crate) fn quoted_printable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (index, octet) in bytes.iter().enumerate() {
        if octet.is_ascii_alphanumeric() {
            text.push(char::from(*octet));
        } else {
            write!(text, "={octet:02X}").unwrap();
        }
        if index % 20 == 19 {
            text.push_str("=\r\n");
        }
    }
    text.push_str("\r\n");
    text
}

/// The header of a message with a report of [`super::report`] with that id.
pub(crate) fn header(id: &str) -> String {
    format!(
        "Date: Wed, 10 Jan 2024 08:00:00 +0000\r\nFrom: tlsrpt@sender.example\r\nTo: tls@example.com\r\n\
         Subject: Report Domain: example.com Submitter: sender.example\r\n Report-ID: <{id}@sender.example>\r\n\
         TLS-Report-Domain: example.com\r\nTLS-Report-Submitter: sender.example\r\nMIME-Version: 1.0\r\n"
    )
}

/// A part with an attachment of that type.
pub(crate) fn attachment(media_type: &str, name: &str, content: &[u8]) -> String {
    format!(
        "Content-Type: {media_type}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}",
        base64(content)
    )
}

pub(crate) const TEXT: &str =
    "Content-Type: text/plain; charset=\"us-ascii\"\r\n\r\nThis is an aggregate TLS report from sender.example\r\n";

/// A multipart of those parts.
pub(crate) fn multipart(kind: &str, boundary: &str, parts: &[&str]) -> String {
    let mut text = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\nA preamble.\r\n");
    for part in parts {
        write!(text, "--{boundary}\r\n{part}\r\n").unwrap();
    }
    write!(text, "--{boundary}--\r\nAn epilogue.\r\n").unwrap();
    text
}

/// The message of RFC 8460 §5.3 with those parts behind the text.
pub(crate) fn message(id: &str, parts: &[&str]) -> Vec<u8> {
    let parts: Vec<&str> = [&[TEXT], parts].concat();
    (header(id) + &multipart("report; report-type=\"tlsrpt\"", "----=_Part_1", &parts)).into_bytes()
}
