//! The pages about findings, `docs/findings/<id>.md`: their form, and their examples, which run.
//! `docs/findings/README.md` has the format.

use std::fmt::Write as _;

use mta_sts::finding::{Basis, Effect, Finding, Rule, Severity, fetch, mx, policy, record, tlsrpt};
use mta_sts::offline::{validate_policy, validate_record};

use crate::scene;

/// The sections of every page, in order.
const SECTIONS: [&str; 4] = ["What it means", "What senders do", "How to fix it", "Example"];

/// The groups of findings: the name of the file with their rules, what they are about, and the rules.
pub fn groups() -> [(&'static str, &'static str, &'static [&'static Rule]); 5] {
    [
        ("record", "The MTA-STS record", record::RULES),
        ("fetch", "The policy host and the fetch", fetch::RULES),
        ("policy", "The policy file", policy::RULES),
        ("mx", "Mail servers", mx::RULES),
        ("tlsrpt", "The TLSRPT record", tlsrpt::RULES),
    ]
}

/// The line under a page's heading.
pub fn metadata(rule: &Rule) -> String {
    let severity = severity(rule);
    let basis = match rule.basis {
        Basis::RfcMust => "MUST",
        Basis::RfcShould => "SHOULD",
        Basis::SenderPractice => "practice of senders",
        Basis::Advice => "our advice",
    };
    let mut line = format!("{severity}. {}, {basis}.", rule.rfc);
    if matches!(rule.effect, Effect::Differs | Effect::DiffersForbidden) {
        line.push_str(" Senders differ.");
    }
    if let Some(name) = rule.result_type.map(serde_json::to_value).and_then(Result::ok) {
        let name = name.as_str().map(str::to_owned).unwrap_or_default();
        _ = write!(line, " In TLS reports: `{name}`.");
    }
    line
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

/// The tables of all findings, as they end `docs/findings/README.md`.
pub fn index() -> String {
    let mut text = String::new();
    for (_, title, rules) in groups() {
        let mut rows = vec![["Finding".to_owned(), "Severity".to_owned(), "Section".to_owned()]];
        rows.extend(
            rules
                .iter()
                .map(|rule| [format!("[`{0}`]({0}.md)", rule.id), severity(rule).to_owned(), rule.rfc.to_owned()]),
        );
        let widths =
            [0, 1, 2].map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default());
        rows.insert(1, widths.map(|width| "-".repeat(width)));
        _ = write!(text, "\n### {title}\n\n");
        for row in rows {
            let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// What is wrong with a page, a line each; empty where nothing is.
pub fn faults(rule: &Rule, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let heading = format!("# `{}`", rule.id);
    let metadata = metadata(rule);
    for (at, expected) in [heading.as_str(), "", metadata.as_str(), ""].into_iter().enumerate() {
        let found = text.lines().nth(at).unwrap_or_default();
        if found != expected {
            faults.push(format!("line {} is `{found}`, not `{expected}`", at + 1));
        }
    }
    let page = match Page::read(text) {
        Ok(page) => page,
        Err(what) => {
            faults.push(what);
            return faults;
        }
    };
    let sections: Vec<&str> = page.sections.iter().map(|(title, _)| title.as_str()).collect();
    if sections != SECTIONS {
        faults.push(format!("its sections are {sections:?}, not {SECTIONS:?}"));
    }
    if page.introduction.is_empty() {
        faults.push("it does not begin with what the finding is".to_owned());
    }
    for (title, _) in page.sections.iter().filter(|(_, lines)| *lines == 0) {
        faults.push(format!("nothing stands under `{title}`"));
    }
    for is_raising in [true, false] {
        if !page.examples.iter().any(|example| example.is_raising == is_raising) {
            faults.push(format!("it has no example that {}", if is_raising { "raises it" } else { "is corrected" }));
        }
    }
    for link in links(text) {
        if link != "README" && !groups().iter().any(|(_, _, rules)| rules.iter().any(|rule| rule.id == link)) {
            faults.push(format!("it links to {link}.md, which is no page"));
        }
    }
    for example in &page.examples {
        if let Err(what) = example.run(rule) {
            faults.push(format!("example in line {}: {what}", example.line));
        }
    }
    faults
}

/// The pages that a page links to, without `.md`.
/// The policies and records among a page's examples, each with whether it is a record.
///
/// # Errors
/// What is wrong with the page.
pub fn texts(page: &str) -> Result<Vec<(bool, Vec<u8>)>, String> {
    let examples = Page::read(page)?.examples.into_iter().filter(|example| example.kind != Kind::World);
    Ok(examples.map(|example| (example.kind == Kind::Record, example.text)).collect())
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')?.0.strip_suffix(".md"))
}

/// A page, taken apart.
#[derive(Default)]
struct Page {
    introduction: String,
    /// Titles, each with the number of lines under it that are not empty.
    sections: Vec<(String, usize)>,
    examples: Vec<Example>,
}

/// What an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Policy,
    Record,
    World,
}

struct Example {
    line: usize,
    kind: Kind,
    /// It raises the finding of its page; otherwise it is corrected.
    is_raising: bool,
    text: Vec<u8>,
}

impl Page {
    fn read(text: &str) -> Result<Self, String> {
        let mut page = Self::default();
        let mut lines = text.lines().enumerate().skip(3);
        while let Some((at, line)) = lines.next() {
            let line = line.trim_end();
            if let Some(title) = line.strip_prefix("## ") {
                page.sections.push((title.to_owned(), 0));
                continue;
            }
            if let Some((_, count)) = page.sections.last_mut() {
                *count += usize::from(!line.is_empty());
            } else if page.introduction.is_empty() {
                line.clone_into(&mut page.introduction);
            }
            let Some(info) = line.strip_prefix("```") else { continue };
            let mut content = String::new();
            loop {
                let (_, line) = lines.next().ok_or_else(|| format!("the block in line {} has no end", at + 1))?;
                if line == "```" {
                    break;
                }
                content.push_str(line);
                content.push('\n');
            }
            let example = Example::read(info, &content, at + 1).map_err(|what| format!("line {}: {what}", at + 1))?;
            page.examples.extend(example);
        }
        Ok(page)
    }
}

impl Example {
    /// `None` for a block that only shows something.
    fn read(info: &str, content: &str, line: usize) -> Result<Option<Self>, String> {
        let mut words = info.split_whitespace();
        let kind = match words.next() {
            Some("policy") => Kind::Policy,
            Some("record") => Kind::Record,
            Some("world") => Kind::World,
            _ => return Ok(None),
        };
        let is_raising = match words.next() {
            Some("raises") => true,
            Some("corrected") => false,
            _ => return Err(format!("`{info}` says neither `raises` nor `corrected`")),
        };
        let content = if kind == Kind::Policy { content } else { content.strip_suffix('\n').unwrap_or(content) };
        let text = match (words.next(), words.next()) {
            (None, _) => content.as_bytes().to_vec(),
            (Some("escaped"), None) => unescape(content)?,
            _ => return Err(format!("`{info}` ends in a word that means nothing")),
        };
        Ok(Some(Self { line, kind, is_raising, text }))
    }

    fn run(&self, rule: &Rule) -> Result<(), String> {
        let findings = self.findings()?;
        let ids: Vec<&str> = findings.iter().map(|finding| finding.id).collect();
        let raised = if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") };
        let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
        match (self.is_raising, ids.contains(&rule.id)) {
            (true, false) => Err(format!("raises {raised}")),
            (false, true) => Err(format!("is corrected and raises {raised}")),
            (false, false) if has_error => Err(format!("is corrected and raises an error: {raised}")),
            _ => Ok(()),
        }
    }

    fn findings(&self) -> Result<Vec<Finding>, String> {
        Ok(match self.kind {
            Kind::Policy => validate_policy(&self.text).findings,
            Kind::Record => validate_record(&self.text).findings,
            Kind::World => {
                let report = scene::check(&String::from_utf8_lossy(&self.text))?;
                report.steps.into_iter().flat_map(|step| step.findings).collect()
            }
        })
    }
}

/// Turns `\r`, `\n`, `\t`, `\\`, `\xNN` and `\u{…}` into the octets that they stand for.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut octets = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        octets.extend_from_slice(before.as_bytes());
        let unknown = || format!("`\\{}` is no escape", after.chars().take(4).collect::<String>());
        let kind = after.chars().next().ok_or_else(unknown)?;
        rest = after.get(kind.len_utf8()..).unwrap_or_default();
        match kind {
            'r' => octets.push(b'\r'),
            'n' => octets.push(b'\n'),
            't' => octets.push(b'\t'),
            '\\' => octets.push(b'\\'),
            'x' => {
                let digits = rest.get(..2).ok_or_else(unknown)?;
                octets.push(u8::from_str_radix(digits, 16).map_err(|_| unknown())?);
                rest = rest.get(2..).unwrap_or_default();
            }
            'u' => {
                let digits = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
                let (digits, after) = digits.ok_or_else(unknown)?;
                let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).ok_or_else(unknown)?;
                octets.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = after;
            }
            _ => return Err(unknown()),
        }
    }
    octets.extend_from_slice(rest.as_bytes());
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "# `id-missing`\n\nError. RFC 8461 §3.1, MUST. In TLS reports: `sts-policy-fetch-error`.\n\nA record.\n
## What it means\n\nIt.\n\n## What senders do\n\nThey.\n\n## How to fix it\n\n```zone\n## no section\n```\n
## Example\n\n```record raises\nv=STSv1;\n```\n\n```record corrected\nv=STSv1; id=1\n```\n";

    fn faults_with(from: &str, to: &str) -> String {
        faults(&record::ID_MISSING, &PAGE.replace(from, to)).join("\n")
    }

    #[test]
    fn a_good_page_has_no_fault() {
        assert_eq!(faults_with("", ""), "");
    }

    #[test]
    fn every_fault_is_found() {
        for (from, to, expected) in [
            ("id-missing", "id-syntax", "line 1 is `# `id-syntax``"),
            ("Error.", "Note.", "line 3 is"),
            ("A record.\n", "", "does not begin with what the finding is"),
            ("It.", "See [x](mode-x.md).", "links to mode-x.md"),
            ("It.", "", "nothing stands under `What it means`"),
            ("## What senders do", "## Senders", "its sections are"),
            ("v=STSv1;\n", "v=STSv1; id=2\n", "line 23: raises nothing"),
            ("v=STSv1; id=1", "v=STSv1;", "is corrected and raises id-missing"),
            ("v=STSv1; id=1", "v=STSv1; id=a b", "is corrected and raises an error: id-syntax"),
            ("record raises", "text", "no example that raises it"),
            ("record raises", "record", "says neither"),
            ("record raises", "record raises quickly", "a word that means nothing"),
            ("record raises\nv=STSv1;", "record raises escaped\nv=STSv1;\\q", "`\\q` is no escape"),
            ("id=1\n```", "id=1\n", "has no end"),
            ("record raises\nv=STSv1;", "world raises\n{\"x\": {}}", "no check asks for `x`"),
        ] {
            let found = faults_with(from, to);
            assert!(found.contains(expected), "{from} -> {to}: {found}");
        }
    }

    #[test]
    fn octets_can_be_written() {
        assert_eq!(unescape(r"a\r\n\t\\\xfF\u{feff}b"), Ok(b"a\r\n\t\\\xff\xef\xbb\xbfb".to_vec()));
        for bad in [r"\", r"\x", r"\x1", r"\xé", r"\u12", r"\u{110000}", r"\q"] {
            assert!(unescape(bad).is_err(), "{bad}");
        }
    }
}
