//! The policy file (RFC 8461 §3.2).
//!
//! ```text
//! sts-policy-record       = sts-policy-field *WSP *(sts-policy-term sts-policy-field *WSP) [sts-policy-term]
//! sts-policy-field        = version / mode / max_age / mx / extension
//! sts-policy-field-delim  = ":" *WSP
//! sts-policy-term         = LF / CRLF
//! sts-policy-ext-value    = vchar [*(%x20 / vchar) vchar]   ; vchar = %x21-7E / UTF8-2 / UTF8-3 / UTF8-4
//! ```

use serde::Serialize;

use crate::finding::{Rule, policy as rules};
use crate::mx::MxPattern;
use crate::record::Extension;
use crate::text::{Span, Validity, Violations, is_extension_name, show, trim_wsp};

/// The largest `max_age` (RFC 8461 §3.2): 31557600 seconds.
pub const MAX_MAX_AGE: u64 = 31_557_600;
const DAY: u64 = 86_400;

/// What senders are asked to do when a delivery would break the policy (RFC 8461 §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Do not deliver.
    Enforce,
    /// Deliver, and report.
    Testing,
    /// Act as if there were no policy.
    None,
}

impl Mode {
    /// The word in the policy file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Testing => "testing",
            Self::None => "none",
        }
    }
}

/// A policy that senders can use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The mode.
    pub mode: Mode,
    /// How long a sender may keep the policy, in seconds, as published. Above [`MAX_MAX_AGE`] senders differ.
    pub max_age: u64,
    /// The hosts allowed to receive mail.
    pub mx: Vec<MxPattern>,
    /// Unknown fields, the first of each name, in order.
    pub extensions: Vec<Extension>,
}

/// Reads a policy file: the policy if senders can use it, and all violations.
///
/// ```
/// use mta_sts::policy::{Mode, parse_policy};
/// let text = b"version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
/// let (policy, violations) = parse_policy(text);
/// assert_eq!(policy.unwrap().mode, Mode::Enforce);
/// assert!(violations.iter().next().is_none());
///
/// let (policy, violations) = parse_policy(b"version: STSv1\nmode: enforced\nmx: a.example\nmax_age: 7d\n");
/// assert!(policy.is_none());
/// let ids: Vec<_> = violations.iter().map(|violation| violation.rule.id).collect();
/// assert_eq!(ids, ["mode-value", "max-age-value"]);
/// ```
pub fn parse_policy(text: &[u8]) -> (Option<Policy>, Violations) {
    let mut reader = Reader::default();
    if reader.is_another_format(text) {
        return (None, reader.violations);
    }
    let mut start = 0usize;
    let body = match text.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => {
            reader.violations.push(&rules::POLICY_BOM, Span::new(0, 3), "");
            start = 3;
            body
        }
        None => text,
    };
    // One terminator may end the text; what follows it is then no line.
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    for (number, line) in body.split(|&octet| octet == b'\n').enumerate() {
        let end = start.saturating_add(line.len());
        // CR belongs to the line's end only before LF: at the end of the text it is a stray one.
        let content = if end < text.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        reader.line(number, start, content);
        start = end.saturating_add(1);
    }
    reader.finish(text.len())
}

/// What stands in the file so far. The first of each field counts (RFC 8461 §3.2).
#[derive(Default)]
struct Reader {
    violations: Violations,
    version: Slot<()>,
    mode: Slot<Mode>,
    max_age: Slot<u64>,
    has_mx_line: bool,
    mx: Vec<MxPattern>,
    extensions: Vec<Extension>,
    miscased: Vec<Miscased>,
}

/// A field that counts once.
#[derive(Default)]
enum Slot<T> {
    #[default]
    Absent,
    /// Present, and its value is not one the grammar knows.
    Unusable,
    Value(T),
}

impl<T> Slot<T> {
    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Unusable => None,
        }
    }
}

impl Reader {
    /// Texts that are no policy at all get one finding, not one for each line.
    fn is_another_format(&mut self, text: &[u8]) -> bool {
        let start = text.iter().position(|octet| !octet.is_ascii_whitespace()).unwrap_or(text.len());
        let content = text.get(start..).unwrap_or_default();
        let first_line = content.split(|&octet| octet == b'\n').next().unwrap_or_default().trim_ascii_end();
        let span = Span::new(start, start.saturating_add(first_line.len()));
        let rule = match content.first() {
            None => &rules::POLICY_EMPTY,
            Some(b'<') => &rules::POLICY_HTML,
            Some(b'{') => &rules::POLICY_JSON,
            Some(_) => return false,
        };
        self.violations.push(rule, span, show(first_line.get(..60).unwrap_or(first_line)));
        true
    }

    /// Reads one line that begins at byte `start`, without its terminator.
    fn line(&mut self, number: usize, start: usize, line: &[u8]) {
        let whole = Span::new(start, start.saturating_add(line.len()));
        if let Err(error) = std::str::from_utf8(line) {
            let from = error.valid_up_to();
            let to = from.saturating_add(error.error_len().unwrap_or(1)).min(line.len());
            let span = Span::new(from, to).offset(start);
            self.violations.push(&rules::POLICY_NOT_UTF8, span, show(line.get(from..to).unwrap_or_default()));
            return;
        }
        if let Some(at) = line.iter().position(|&octet| octet == b'\r') {
            let at = start.saturating_add(at);
            self.violations.push(&rules::POLICY_BARE_CR, Span::new(at, at.saturating_add(1)), "");
            return;
        }
        let (indent, content) = trim_wsp(line);
        let content_start = start.saturating_add(indent);
        if content.is_empty() {
            self.violations.push(&rules::POLICY_BLANK_LINE, whole, "");
            return;
        }
        if content.starts_with(b"#") || content.starts_with(b"//") {
            self.violations.push(&rules::POLICY_COMMENT, whole, show(content));
            return;
        }
        let colon = content.iter().position(|&octet| octet == b':');
        let Some((name, rest)) = colon.and_then(|at| content.split_at_checked(at)) else {
            self.violations.push(&rules::POLICY_NOT_A_FIELD, whole, show(content));
            return;
        };
        let (_, bare_name) = trim_wsp(name);
        if !is_extension_name(bare_name) {
            self.violations.push(&rules::POLICY_NOT_A_FIELD, whole, show(content));
            return;
        }
        let name_span = Span::new(content_start, content_start.saturating_add(bare_name.len()));
        if indent > 0 {
            self.violations.push(&rules::POLICY_LEADING_SPACE, Span::new(start, content_start), "");
        }
        if bare_name.len() < name.len() {
            let span = Span::new(name_span.end, content_start.saturating_add(name.len()));
            self.violations.push(&rules::POLICY_SPACE_BEFORE_COLON, span, show(bare_name));
        }
        let after_colon = rest.split_first().map(|(_, after)| after).unwrap_or_default();
        let (skipped, value) = trim_wsp(after_colon);
        let value_start = content_start.saturating_add(name.len()).saturating_add(1).saturating_add(skipped);
        let span = Span::new(value_start, value_start.saturating_add(value.len()));
        self.field(number, bare_name, name_span, value, span);
    }

    fn field(&mut self, number: usize, name: &[u8], name_span: Span, value: &[u8], span: Span) {
        match name {
            b"version" if self.is_first(self.version.is_absent(), name, name_span) => {
                self.version = self.version(number, name_span, value, span);
            }
            b"mode" if self.is_first(self.mode.is_absent(), name, name_span) => self.mode = self.mode(value, span),
            b"max_age" if self.is_first(self.max_age.is_absent(), name, name_span) => {
                self.max_age = self.max_age(value, span);
            }
            b"mx" => self.mx(value, span),
            b"version" | b"mode" | b"max_age" => {}
            _ => self.extension(name, name_span, value, span),
        }
    }

    /// Remarks on a repetition. Its value does not matter: a malformed later one must not spoil the policy.
    fn is_first(&mut self, is_first: bool, name: &[u8], span: Span) -> bool {
        if !is_first {
            self.violations.push(&rules::POLICY_DUPLICATE_FIELD, span, show(name));
        }
        is_first
    }

    fn version(&mut self, number: usize, name_span: Span, value: &[u8], span: Span) -> Slot<()> {
        if value != b"STSv1" {
            return self.unusable(&rules::VERSION_VALUE, value, span);
        }
        if number > 0 {
            self.violations.push(&rules::VERSION_NOT_FIRST, name_span, "");
        }
        Slot::Value(())
    }

    fn mode(&mut self, value: &[u8], span: Span) -> Slot<Mode> {
        match [Mode::Enforce, Mode::Testing, Mode::None].into_iter().find(|mode| mode.name().as_bytes() == value) {
            Some(mode) => Slot::Value(mode),
            None => self.unusable(&rules::MODE_VALUE, value, span),
        }
    }

    fn max_age(&mut self, value: &[u8], span: Span) -> Slot<u64> {
        let is_number = (1..=10).contains(&value.len()) && value.iter().all(u8::is_ascii_digit);
        let number = std::str::from_utf8(value).ok().filter(|_| is_number).and_then(|digits| digits.parse().ok());
        let Some(seconds) = number else { return self.unusable(&rules::MAX_AGE_VALUE, value, span) };
        let remark: Option<&'static Rule> = match seconds {
            0 => Some(&rules::MAX_AGE_ZERO),
            // The grammar lets 10 digits through, the text sets a maximum (erratum 7282, reported).
            _ if seconds > MAX_MAX_AGE => Some(&rules::MAX_AGE_TOO_LONG),
            _ => None,
        };
        if let Some(rule) = remark {
            self.violations.push(rule, span, show(value));
        }
        Slot::Value(seconds)
    }

    fn unusable<T>(&mut self, rule: &'static Rule, value: &[u8], span: Span) -> Slot<T> {
        self.violations.push(rule, span, show(value));
        Slot::Unusable
    }

    fn mx(&mut self, value: &[u8], span: Span) {
        self.has_mx_line = true;
        match std::str::from_utf8(value).map_err(|_| "it is not UTF-8").and_then(MxPattern::parse) {
            Ok(pattern) => self.mx.push(pattern),
            Err(why) => {
                let values = vec![("seen", show(value)), ("why", why.to_owned())];
                self.violations.push_with(&rules::MX_VALUE, span, values);
            }
        }
    }

    fn extension(&mut self, name: &[u8], name_span: Span, value: &[u8], span: Span) {
        if value.is_empty() || value.iter().any(u8::is_ascii_control) {
            self.violations.push_with(&rules::POLICY_EXTENSION_VALUE, span, vec![("name", show(name))]);
            return;
        }
        match near_miss(name) {
            // Names are case-sensitive, so `Mode` is another field than `mode`. It matters if `mode` is missing.
            Some(meant) if name.eq_ignore_ascii_case(meant.as_bytes()) => {
                let is_noted = self.miscased.iter().any(|miscased| miscased.meant == meant);
                if !is_noted {
                    self.miscased.push(Miscased { meant, seen: show(name), span: name_span });
                }
            }
            Some(meant) => {
                let values = vec![("seen", show(name)), ("meant", meant.to_owned())];
                self.violations.push_with(&rules::POLICY_NEAR_MISS, name_span, values);
            }
            None => self.violations.push(&rules::POLICY_UNKNOWN_FIELD, name_span, show(name)),
        }
        let name = show(name);
        // Bounded, so that many unknown fields cannot make this search quadratic.
        let is_known = self.extensions.iter().take(256).any(|extension| extension.name == name);
        if !is_known {
            self.extensions.push(Extension { name, value: String::from_utf8_lossy(value).into_owned() });
        }
    }

    /// A required field is missing, or is there in the wrong case: one cause, one violation.
    fn missing(&mut self, name: &'static str, rule: &'static Rule, end: usize) {
        match self.miscased.iter().position(|miscased| miscased.meant == name) {
            Some(at) => {
                let Miscased { seen, span, .. } = self.miscased.swap_remove(at);
                self.violations.push(&rules::POLICY_NAME_CASE, span, seen);
            }
            None => self.violations.push(rule, Span::new(end, end), ""),
        }
    }

    fn finish(mut self, end: usize) -> (Option<Policy>, Violations) {
        if self.version.is_absent() {
            self.missing("version", &rules::VERSION_MISSING, end);
        }
        if self.mode.is_absent() {
            self.missing("mode", &rules::MODE_MISSING, end);
        }
        if self.max_age.is_absent() {
            self.missing("max_age", &rules::MAX_AGE_MISSING, end);
        }
        match self.mode {
            Slot::Value(Mode::None) if !self.has_mx_line => {
                self.violations.push(&rules::MX_MISSING_NONE, Span::new(end, end), "");
            }
            Slot::Value(Mode::Enforce | Mode::Testing) if !self.has_mx_line => {
                self.missing("mx", &rules::MX_MISSING, end);
            }
            _ => {}
        }
        for Miscased { seen, span, .. } in std::mem::take(&mut self.miscased) {
            self.violations.push(&rules::POLICY_UNKNOWN_FIELD, span, seen);
        }
        let here = Span::new(end, end);
        if let (Slot::Value(Mode::Enforce), Slot::Value(1..DAY)) = (&self.mode, &self.max_age) {
            let Slot::Value(seconds) = self.max_age else { return (None, self.violations) };
            self.violations.push(&rules::MAX_AGE_SHORT, here, seconds.to_string());
        }
        let policy = match (self.version.value(), self.mode.value(), self.max_age.value()) {
            (Some(()), Some(mode), Some(max_age)) if self.violations.validity() != Validity::Invalid => {
                Some(Policy { mode, max_age, mx: self.mx, extensions: self.extensions })
            }
            _ => None,
        };
        (policy, self.violations)
    }
}

/// A field that only its case keeps from being a known one.
struct Miscased {
    meant: &'static str,
    seen: String,
    span: Span,
}

/// The known field that an unknown name is probably meant to be.
fn near_miss(name: &[u8]) -> Option<&'static str> {
    let plain = |name: &[u8]| -> Vec<u8> {
        name.iter().filter(|octet| octet.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let name = plain(name);
    if name == b"v" {
        return Some("version");
    }
    ["version", "mode", "max_age", "mx"].into_iter().find(|known| {
        let known = plain(known.as_bytes());
        let most = if known.len() > 5 { 2 } else { 1 };
        name.len() > 1 && edit_distance(&name, &known) <= most
    })
}

/// Levenshtein's distance. Names have at most 32 octets.
fn edit_distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(x != y));
            diagonal = *cell;
            left = replaced.min(left.min(*cell).saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
