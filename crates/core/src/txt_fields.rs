//! The grammar that MTA-STS and TLSRPT records share: which TXT records count, and their `name=value;` fields.
//!
//! ```text
//! record      = version 1*(field-delim field) [field-delim]
//! field-delim = *WSP ";" *WSP
//! ```
//! (RFC 8461 §3.1, RFC 8460 §3.)

use crate::finding::Rule;
use crate::text::{Shown, Span, Violations, is_wsp, trim_wsp};

/// What differs between the two records.
pub(crate) struct Grammar {
    /// `v=STSv1` or `v=TLSRPTv1`.
    pub(crate) version: &'static str,
    pub(crate) space_before_semicolon: &'static Rule,
    pub(crate) empty_field: &'static Rule,
    pub(crate) trailing_space: &'static Rule,
    pub(crate) not_ascii: &'static Rule,
}

/// The TXT records of one name, sorted by what senders do with them. Each is its character-strings joined with nothing
/// between them, which comes before any other step (RFC 8461 §3.1, RFC 8460 §3).
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// Those that count.
    pub(crate) candidates: Vec<Vec<u8>>,
    /// Discarded, but meant to be such a record by the look of them.
    pub(crate) nearly: Vec<Vec<u8>>,
    /// Discarded.
    pub(crate) other: Vec<Vec<u8>>,
}

/// Sorts TXT records. The prefix test is octet-exact and anchored, so ` v=STSv1;`, `V=STSv1;` and `v=STSv1` without a
/// semicolon are discarded, not invalid.
pub(crate) fn select<'a>(records: impl IntoIterator<Item = &'a [Vec<u8>]>, grammar: &Grammar) -> Selection {
    let mut selection = Selection::default();
    // `v=STSv1 ;` is discarded by the RFC's text and valid by its grammar (erratum 6285, reported): it counts unless
    // another record counts without doubt.
    let mut doubtful = Vec::new();
    for strings in records {
        let joined = strings.concat();
        match joined.strip_prefix(grammar.version.as_bytes()) {
            Some([b';', ..]) => selection.candidates.push(joined),
            Some(rest) if trim_wsp(rest).1.first() == Some(&b';') => doubtful.push(joined),
            _ if is_nearly(&joined, grammar.version) => selection.nearly.push(joined),
            _ => selection.other.push(joined),
        }
    }
    if selection.candidates.is_empty() {
        selection.candidates = doubtful;
    } else {
        selection.nearly.append(&mut doubtful);
    }
    selection
}

/// Whether a discarded text was meant to be such a record: its version, give or take case, spaces, quotation marks,
/// backslashes, a byte-order mark and the number at the end, or a field list that holds the version elsewhere.
fn is_nearly(text: &[u8], version: &str) -> bool {
    // `vsts`: without the `v1` at the end. `version: STSv1` is the same in the syntax of the policy file.
    let wanted = letters(version.as_bytes());
    let wanted = wanted.get(..wanted.len().saturating_sub(2)).unwrap_or_default();
    let head = letters(text.get(..64).unwrap_or(text));
    let as_file = [b"version".as_slice(), wanted.get(1..).unwrap_or_default()].concat();
    [wanted, as_file.as_slice()].into_iter().any(|name| head.windows(name.len().max(1)).any(|window| window == name))
}

fn letters(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().filter(|octet| octet.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// What keeps a text from beginning with exactly the version and a semicolon, as a clause that follows "but".
///
/// Ordered by what a reader would see first: the outermost slip names the cause, whatever follows from it.
pub(crate) fn slip(text: &[u8], version: &str) -> &'static str {
    let (indent, bare) = trim_wsp(text);
    let starts =
        |prefix: &str| bare.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()));
    let name = version.get(..version.len().saturating_sub(1)).unwrap_or_default();
    match bare {
        [b'"' | b'\'', ..] => {
            "it begins with a quotation mark, which is part of the record: the control panel adds its own"
        }
        [b'\\', ..] => "it begins with a backslash",
        _ if bare.starts_with("\u{201c}".as_bytes()) || bare.starts_with("\u{201d}".as_bytes()) => {
            "it begins with a curly quotation mark"
        }
        [0x80..=0xff, ..] => "it begins with an invisible or foreign character",
        _ if indent > 0 => "it begins with white space",
        _ if bare.starts_with(version.as_bytes()) => match bare.get(version.len()..).unwrap_or_default() {
            [b'\\', b';', ..] => "a backslash stands before the semicolon: zone-file escaping was taken literally",
            [octet, ..] if octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-') => "it names another version",
            _ => "the semicolon after the version is missing",
        },
        _ if starts(version) => "its version is not in this case",
        _ if starts(name) => "it names another version",
        _ if starts("version") => "it is written in the syntax of the policy file",
        [b'v' | b'V', rest @ ..] if matches!(trim_wsp(rest).1, [b'=', ..]) => {
            "its version is misspelt, or has spaces in it"
        }
        _ => "its version is misspelt or does not come first",
    }
}

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    /// The whole field.
    pub(crate) text: &'a [u8],
    /// Before the first `=`; the whole text if there is none.
    pub(crate) name: &'a [u8],
    /// After the first `=`.
    pub(crate) value: Option<&'a [u8]>,
    /// Where the value begins (the field, if there is none) in the record.
    pub(crate) value_start: usize,
    /// The whole field in the record.
    pub(crate) span: Span,
}

/// The fields of a candidate after its version, one after the other: a list of them would be many times the size of a
/// hostile record.
pub(crate) struct Fields<'a> {
    record: &'a [u8],
    grammar: &'static Grammar,
    /// Where the next segment begins; beyond the record when there is none.
    start: usize,
}

impl<'a> Fields<'a> {
    /// At the start of a record. Remarks on what is wrong with all of it.
    pub(crate) fn new(record: &'a [u8], grammar: &'static Grammar, violations: &mut Violations) -> Self {
        if let Some(at) = record.iter().position(|octet| !octet.is_ascii()) {
            let foreign = record.get(at..).unwrap_or_default();
            let length = foreign.iter().position(u8::is_ascii).unwrap_or(foreign.len());
            let span = Span::new(at, at.saturating_add(length));
            violations.push(grammar.not_ascii, span, Shown(foreign.get(..length).unwrap_or_default()));
        }
        Self { record, grammar, start: 0 }
    }

    /// The next field. Remarks on what is wrong before and around it.
    pub(crate) fn next(&mut self, violations: &mut Violations) -> Option<Field<'a>> {
        while let Some(rest) = self.record.get(self.start..) {
            let start = self.start;
            let semicolon = rest.iter().position(|&octet| octet == b';');
            let is_last = semicolon.is_none();
            let segment = rest.get(..semicolon.unwrap_or(rest.len())).unwrap_or_default();
            self.start = start.saturating_add(segment.len()).saturating_add(1);
            let (skipped, text) = trim_wsp(segment);
            let text_start = start.saturating_add(skipped);
            let span = Span::new(text_start, text_start.saturating_add(text.len()));
            let after = Span::new(span.end, start.saturating_add(segment.len()));
            if start == 0 {
                if after.end > after.start {
                    violations.push(self.grammar.space_before_semicolon, after, "");
                }
            } else if text.is_empty() {
                // The last, empty segment is what follows an optional final delimiter.
                if !is_last {
                    violations.push(self.grammar.empty_field, Span::new(start.saturating_sub(1), after.end), "");
                }
            } else {
                if is_last && segment.last().copied().is_some_and(is_wsp) {
                    violations.push(self.grammar.trailing_space, after, "");
                }
                return Some(Field::new(text, span));
            }
        }
        None
    }
}

impl<'a> Field<'a> {
    fn new(text: &'a [u8], span: Span) -> Self {
        let equals = text.iter().position(|&octet| octet == b'=');
        let (name, value) = match equals.and_then(|at| text.split_at_checked(at)) {
            Some((name, rest)) => (name, rest.split_first().map(|(_, value)| value)),
            None => (text, None),
        };
        let value_start = equals.map_or(span.start, |at| span.start.saturating_add(at).saturating_add(1));
        Self { text, name, value, value_start, span }
    }
}

/// `ext-value = 1*(%x21-3A / %x3C / %x3E-7E)`: printable ASCII without `=`, `;` and space.
pub(crate) fn is_extension_value(value: &[u8]) -> bool {
    !value.is_empty() && value.iter().all(|octet| octet.is_ascii_graphic() && !matches!(octet, b'=' | b';'))
}

/// Text of octets already known to be ASCII.
pub(crate) fn ascii(bytes: &[u8]) -> String {
    bytes.iter().map(|&octet| char::from(octet)).collect()
}
