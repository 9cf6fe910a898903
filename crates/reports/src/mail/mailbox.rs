//! Several messages in one file, as mail programs keep them (RFC 4155).

use crate::look;

/// The messages of a file, each with the line that begins it; a file without such lines is one message.
pub(crate) struct Mailbox<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Mailbox<'a> {
    pub(crate) fn new(file: &'a [u8]) -> Self {
        Self { rest: Some(look::text(file)) }
    }
}

impl<'a> Iterator for Mailbox<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let file = self.rest.take()?;
        if !file.starts_with(b"From ") {
            return Some(file);
        }
        let (mut at, mut is_after_empty): (usize, bool) = (0, false);
        for line in file.split_inclusive(|octet| *octet == b'\n') {
            if is_after_empty && is_beginning(line) {
                let (message, rest) = file.split_at_checked(at)?;
                self.rest = Some(rest);
                return Some(message);
            }
            is_after_empty = line.trim_ascii().is_empty();
            at = at.saturating_add(line.len());
        }
        Some(file)
    }
}

/// `From `, an address and a time: sentences that begin with that word have none.
fn is_beginning(line: &[u8]) -> bool {
    line.starts_with(b"From ") && line.len() < 256 && line.windows(8).any(is_time)
}

/// `12:34:56`.
fn is_time(word: &[u8]) -> bool {
    word.iter().enumerate().all(|(at, octet)| if at == 2 || at == 5 { *octet == b':' } else { octet.is_ascii_digit() })
}
