//! The parts of a multipart (RFC 2046 §5.1.1), in one pass over its body.

/// Gives the parts in their order. One that is not closed ends with the body.
pub(crate) struct Parts<'a> {
    /// `--` and the boundary.
    delimiter: Vec<u8>,
    rest: &'a [u8],
}

impl<'a> Parts<'a> {
    pub(crate) fn new(body: &'a [u8], boundary: &str) -> Self {
        let delimiter = [b"--", boundary.trim_end().as_bytes()].concat();
        let mut parts = Self { delimiter, rest: body };
        // The preamble.
        parts.upto_delimiter();
        parts
    }

    /// What stands before the next delimiter, whose line is passed over.
    fn upto_delimiter(&mut self) -> &'a [u8] {
        let mut at: usize = 0;
        for line in self.rest.split_inclusive(|octet| *octet == b'\n') {
            let end = at.saturating_add(line.len());
            if let Some(behind) = line.strip_prefix(self.delimiter.as_slice()) {
                let is_last = behind.starts_with(b"--");
                let padding = behind.strip_prefix(b"--").unwrap_or(behind);
                if padding.trim_ascii().is_empty() {
                    let part = self.rest.get(..at).unwrap_or_default();
                    self.rest = if is_last { &[] } else { self.rest.get(end..).unwrap_or_default() };
                    // The line end before a delimiter belongs to it.
                    let part = part.strip_suffix(b"\n").unwrap_or(part);
                    return part.strip_suffix(b"\r").unwrap_or(part);
                }
            }
            at = end;
        }
        std::mem::take(&mut self.rest)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        (!self.rest.is_empty()).then(|| self.upto_delimiter())
    }
}
