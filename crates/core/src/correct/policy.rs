//! The mends of a policy file (RFC 8461 §3.2).

use super::clean::{bare, each};
use super::scene::{Change, Scene, as_latin1, change};
use crate::finding::policy as rules;
use crate::mx::MxPattern;
use crate::policy::{MAX_MAX_AGE, certain_seconds, is_record_version, near_miss};
use crate::text::{Span, is_extension_name};

const VERSION_LINE: &str = "version: STSv1";

/// Deletes the line and its terminator.
pub(super) fn delete_line(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    change(scene.line(span.start).0, "")
}

/// Decodes UTF-16 of either order, if all of it is UTF-16.
pub(super) fn utf16(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    let is_little = matches!(scene.text, [0xff, 0xfe, ..] | [1..=0x7e, 0, ..]);
    let (pairs, rest) = scene.text.as_chunks::<2>();
    let units = pairs.iter().map(|pair| if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if rest.is_empty() => {
            change(Span::new(0, scene.text.len()), text.strip_prefix('\u{feff}').unwrap_or(&text))
        }
        _ => Vec::new(),
    }
}

/// The line `v=STSv1; id=…`, or a whole policy in that syntax. A record alone is no policy.
pub(super) fn record_syntax(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let is_alone = scene.text.trim_ascii().len() <= span.end.saturating_sub(span.start);
    let changes = split(scene, span);
    let is_id = |change: &Change| scene.text.get(change.span.end..).is_some_and(|rest| rest.starts_with(b"id"));
    if !changes.iter().all(is_id) {
        changes
    } else if is_alone {
        Vec::new()
    } else {
        change(span, VERSION_LINE)
    }
}

/// `\n`, `\r\n` and `\r` written out become line ends.
pub(super) fn escaped_line_ends(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = 0usize;
    while let Some(rest) = scene.text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match rest {
            [b'\\', b'r', b'\\', b'n', ..] => 4,
            [b'\\', b'n' | b'r', ..] => 2,
            _ => 0,
        };
        let end = at.saturating_add(length);
        if length > 0 {
            changes.push(Change { span: Span::new(at, end), replacement: "\n".to_owned() });
        }
        at = end.max(at.saturating_add(1));
    }
    changes
}

pub(super) fn not_utf8(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    as_latin1(scene, scene.line(span.start).1)
}

/// A carriage return ends a line (as on old Macs), unless the line ends there anyway.
pub(super) fn bare_cr(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let (whole, content) = scene.line(span.start);
    let is_at_end = |at: usize| whole.end > content.end && at.saturating_add(1) == content.end;
    let line_end = scene.line_end();
    let returns = (content.start..content.end).filter(|at| scene.text.get(*at) == Some(&b'\r'));
    let mend = |at: usize| Change {
        span: Span::new(at, at.saturating_add(1)),
        replacement: if is_at_end(at) { "" } else { line_end }.to_owned(),
    };
    returns.map(mend).collect()
}

/// In the value of an extension, which senders ignore: without the character all of them do.
pub(super) fn foreign_line_end(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    change(span, scene.str_at(span).replace(['\u{85}', '\u{2028}', '\u{2029}'], ""))
}

/// A line that is a field but for its separator, or for what surrounds it.
pub(super) fn not_a_field(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let changes = split(scene, span);
    if !changes.is_empty() {
        return changes;
    }
    let line = bare(scene.str_at(span));
    if line.is_empty() {
        return delete_line(scene, span);
    }
    if is_record_version(line.as_bytes()) {
        // The record in the file: what it says is in the line `version`, or is to be.
        let is_missing = scene.has(&rules::VERSION_MISSING);
        return if is_missing { change(span, VERSION_LINE) } else { delete_line(scene, span) };
    }
    let is_separator = |ch: char| matches!(ch, ':' | '=' | '\u{ff1a}');
    let name_end = line.find(|ch: char| ch == ' ' || is_separator(ch)).unwrap_or(line.len());
    let (name, rest) = line.split_at_checked(name_end).unwrap_or_default();
    let rest = rest.trim_start();
    let value = rest.trim_start_matches(is_separator).trim();
    if name == "id" && rest.starts_with('=') {
        // The record's id belongs into DNS only.
        return delete_line(scene, span);
    }
    let is_separated = rest.starts_with(is_separator);
    let meant = near_miss(name.as_bytes())
        .filter(|meant| is_separated || (name.eq_ignore_ascii_case(meant) && !value.contains(' ')));
    match meant {
        _ if value.is_empty() => Vec::new(),
        Some(meant) if scene.lacks(meant) => change(span, [meant, ": ", value].concat()),
        None if rest.starts_with(':') && is_extension_name(name.as_bytes()) => {
            change(span, [name, ": ", value].concat())
        }
        _ => Vec::new(),
    }
}

/// A name that is nearly right, wherever it stands: all `MX` lines are meant if one of them is.
pub(super) fn name(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let name = scene.at(span);
    let Some(meant) = near_miss(name) else { return Vec::new() };
    let mut changes = change(span, meant);
    let mut at = scene.line(span.start).0.end;
    while meant == "mx" && at < scene.text.len() {
        let (whole, content) = scene.line(at);
        let line = scene.at(content);
        let is_same = line.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        if is_same && line.get(name.len()) == Some(&b':') {
            changes.append(&mut change(Span::new(at, at.saturating_add(name.len())), meant));
        }
        at = whole.end;
    }
    changes
}

/// A value that is right but for invisible characters or quotation marks.
pub(super) fn disguised(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    change(span, bare(scene.str_at(span)))
}

/// Senders ignore the field, so only what cannot be seen is taken from it; if that is all, the line goes.
pub(super) fn extension_value(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let mut value = scene.str_at(span).replace('\t', " ");
    value.retain(|ch| !ch.is_ascii_control());
    let value = value.trim();
    if value.is_empty() { delete_line(scene, span) } else { change(span, value) }
}

/// The only version, unless another number says that another one is meant.
pub(super) fn version(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let value = bare(scene.str_at(span)).to_ascii_lowercase();
    let number = value.strip_prefix("stsv").filter(|number| *number != "1");
    let is_other = number.is_some_and(|number| number.bytes().all(|octet| octet.is_ascii_digit() || octet == b'.'));
    split_or(scene, span, (!is_other).then(|| "STSv1".to_owned()))
}

/// A mode in another case, or with something around it. `report` was the drafts' word for `testing`.
pub(super) fn mode(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let word = bare(scene.str_at(span)).to_ascii_lowercase();
    let mode = match word.as_str() {
        "enforce" | "testing" | "none" => Some(word),
        "report" => Some("testing".to_owned()),
        _ => None,
    };
    split_or(scene, span, mode)
}

/// A number of seconds; above the maximum it is the maximum.
pub(super) fn max_age(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let value = bare(scene.str_at(span));
    // More digits than a number has are as much too long as it.
    let seconds = if is_number(&value) { Some(value.parse().unwrap_or(u64::MAX)) } else { certain_seconds(&value) };
    let seconds = seconds.filter(|seconds| *seconds > 0);
    split_or(scene, span, seconds.map(|seconds| seconds.min(MAX_MAX_AGE).to_string()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit())
}

/// Hosts as URLs, with ports, preferences or a final dot, or several in one value.
pub(super) fn mx(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let between = [scene.line_end(), "mx: "].concat();
    split_or(scene, span, each(&bare(scene.str_at(span)), pattern, &between))
}

/// The pattern in a host with something around it; of two labels at least, as any word is one of a single label.
fn pattern(text: &str) -> Option<String> {
    // The preference of an MX record, `10 mail.example.com.`.
    if is_number(text) {
        return Some(String::new());
    }
    let text = text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/');
    let text = text.rsplit_once(':').filter(|(_, port)| is_number(port)).map_or(text, |(host, _)| host);
    let text = text.strip_suffix('.').unwrap_or(text);
    // The drafts' way to write a wildcard.
    let wildcard = if text.starts_with('.') { "*" } else { "" };
    let pattern = MxPattern::parse(&[wildcard, text].concat()).ok()?;
    (!pattern.is_top_level() && !pattern.is_address()).then(|| pattern.to_string())
}

/// Where anything says that the text is a policy.
pub(super) fn version_missing(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    if scene.has(&rules::MODE_MISSING) && scene.has(&rules::MAX_AGE_MISSING) {
        return Vec::new();
    }
    change(Span::new(0, 0), [VERSION_LINE, scene.line_end()].concat())
}

pub(super) fn version_not_first(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let mut changes = change(Span::new(0, 0), [VERSION_LINE, scene.line_end()].concat());
    changes.append(&mut delete_line(scene, span));
    changes
}

pub(super) fn mixed_line_ends(scene: &Scene<'_>, _: Span) -> Vec<Change> {
    let line_end = scene.line_end();
    let mut changes = Vec::new();
    let mut at = 0;
    while at < scene.text.len() {
        let (whole, content) = scene.line(at);
        if whole.end > content.end {
            changes.append(&mut change(Span::new(content.end, whole.end), line_end));
        }
        at = whole.end;
    }
    changes
}

/// The first of a field counts (RFC 8461 §3.2); unless it is of no use, so that the owner has to choose.
pub(super) fn duplicate(scene: &Scene<'_>, span: Span) -> Vec<Change> {
    let useless: &[_] = match scene.at(span) {
        b"mode" => &[&rules::MODE_VALUE],
        b"max_age" => &[&rules::MAX_AGE_VALUE, &rules::MAX_AGE_UNIT],
        _ => &[&rules::VERSION_VALUE],
    };
    if useless.iter().any(|rule| scene.has(rule)) { Vec::new() } else { delete_line(scene, span) }
}

/// A value that holds other fields is several lines; else it becomes `value`.
fn split_or(scene: &Scene<'_>, span: Span, value: Option<String>) -> Vec<Change> {
    let mut changes = split(scene, scene.line(span.start).1);
    if let Some(replacement) = value.filter(|_| changes.is_empty()) {
        changes.push(Change { span, replacement });
    }
    changes
}

/// Ends lines before the fields that stand behind another one: in the syntax of the record, after line ends that got lost,
/// or that only other programs know. Nothing if one of them is in the file already, as it is not certain which is meant.
fn split(scene: &Scene<'_>, line: Span) -> Vec<Change> {
    const NAMES: [&str; 5] = ["version", "mode", "max_age", "mx", "id"];
    let is_separator = |ch: char| ch.is_whitespace() || matches!(ch, ';' | ',');
    let text = scene.str_at(line);
    let line_end = scene.line_end();
    let mut changes = Vec::new();
    for (at, _) in text.char_indices() {
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let starts = |name: &&&str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let Some(name) = NAMES.iter().find(starts) else { continue };
        let after = rest.get(name.len()..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let has_value = after.get(1..).is_some_and(|value| !value.trim_start().is_empty());
        let field = before.trim_end_matches(is_separator);
        let is_field = after.starts_with('=') || (after.starts_with(':') && *name != "id");
        if !(is_field && has_value) || field.len() == before.len() || !field.contains([':', '=']) {
            continue;
        }
        if !scene.lacks(name) {
            return Vec::new();
        }
        let span = Span::new(field.len(), at).offset(line.start);
        changes.push(Change { span, replacement: line_end.to_owned() });
    }
    changes
}

impl Scene<'_> {
    /// Whether another field of that name would be the first.
    fn lacks(&self, name: &str) -> bool {
        let missing = match name {
            "version" => &rules::VERSION_MISSING,
            "mode" => &rules::MODE_MISSING,
            "max_age" => &rules::MAX_AGE_MISSING,
            _ => return true,
        };
        // A text of one line in the syntax of the record was not looked at any further.
        self.has(missing) || (self.has(&rules::POLICY_RECORD_SYNTAX) && self.violations.iter().count() == 1)
    }
}
