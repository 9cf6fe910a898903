//! A policy as a report has it: what it means, and how it is written.

use std::fmt::Write as _;

use crate::policy::{Policy, parse_policy};

/// The text of a `policy-string` (RFC 8460 §4.4): one line in each string, or all of them in one; without blanks at the ends of lines,
/// and without blank lines.
pub(crate) fn policy_text<'a>(policy_string: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for string in policy_string {
        for line in string.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The MTA-STS policy of a report, if it is one that a sender can use.
pub(crate) fn sts_policy(policy_type: Option<&str>, text: &str) -> Option<Policy> {
    policy_type.filter(|kind| kind.trim().eq_ignore_ascii_case("sts")).and_then(|_| parse_policy(text.as_bytes()).0)
}

/// What is the same for all texts of one meaning.
pub(super) fn meaning(policy_type: Option<&str>, text: &str) -> String {
    let kind = policy_type.unwrap_or_default();
    let mut meaning = format!("{kind}\n");
    match (kind.to_ascii_lowercase().as_str(), sts_policy(policy_type, text)) {
        ("no-policy-found", _) => {}
        (_, Some(policy)) => {
            let Policy { mode, max_age, mx, extensions } = policy;
            let mut mx: Vec<String> = mx.iter().map(ToString::to_string).collect();
            mx.sort_unstable();
            mx.dedup();
            let mut extensions: Vec<String> =
                extensions.into_iter().map(|field| format!("{}:{}", field.name, field.value)).collect();
            extensions.sort_unstable();
            // A text has no blank lines, so none can pass for another's meaning.
            let _ = write!(meaning, "\n{} {max_age}\n{}\n\n{}", mode.name(), mx.join("\n"), extensions.join("\n"));
        }
        ("tlsa", _) => {
            // A set of records (RFC 2181 §5): their order says nothing.
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_unstable();
            lines.dedup();
            meaning.push_str(&lines.join("\n"));
        }
        _ => meaning.push_str(text),
    }
    meaning
}

/// How a policy is written where it was applied first. Of several on that day the smallest is kept, so that the order of the reports
/// does not matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling {
    policy_type: Option<String>,
    lines: Kept<String>,
    mx_host: Kept<Vec<String>>,
}

/// A spelling, and the day on which it was used.
#[derive(Clone, Debug, Default)]
struct Kept<T> {
    day: i64,
    spelling: T,
}

impl Spelling {
    /// One that nobody has written yet.
    pub(super) fn of(policy_type: Option<&str>) -> Self {
        Self { policy_type: policy_type.map(ToOwned::to_owned), ..Self::default() }
    }

    pub(super) fn policy_type(&self) -> Option<String> {
        self.policy_type.clone()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.spelling.lines().map(ToOwned::to_owned).collect()
    }

    pub(super) fn mx_host(&self) -> Vec<String> {
        self.mx_host.spelling.clone()
    }

    pub(super) fn sts(&self) -> Option<Policy> {
        sts_policy(self.policy_type.as_deref(), &self.lines.spelling)
    }

    /// Looks at another spelling. `room` tells whether there is room for that much more text.
    pub(super) fn see(
        &mut self,
        day: Option<i64>,
        text: &str,
        mx_host: &[String],
        mut room: impl FnMut(usize) -> bool,
    ) {
        let day = day.unwrap_or(i64::MAX);
        let kept = &self.lines;
        let is_earlier = kept.spelling.is_empty() || (day, text) < (kept.day, kept.spelling.as_str());
        if !text.is_empty() && is_earlier && room(text.len().saturating_sub(kept.spelling.len())) {
            self.lines = Kept { day, spelling: text.to_owned() };
        }
        let kept = &self.mx_host;
        let is_earlier = kept.spelling.is_empty() || (day, mx_host) < (kept.day, kept.spelling.as_slice());
        if !mx_host.is_empty() && is_earlier && room(size(mx_host).saturating_sub(size(&kept.spelling))) {
            self.mx_host = Kept { day, spelling: mx_host.to_vec() };
        }
    }
}

/// What a list of texts takes, with what each is kept in.
fn size(texts: &[String]) -> usize {
    texts.iter().fold(0, |sum: usize, text| sum.saturating_add(text.len()).saturating_add(size_of::<String>()))
}
