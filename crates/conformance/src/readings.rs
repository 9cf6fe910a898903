//! Readings: what senders in use make of the same policies, and of the same patterns and hosts. Compared with what the
//! profiles of this project say of them.

use std::fmt;
use std::fs;
use std::path::Path;

use mta_sts::policy::Mode;
use mta_sts::sender::named::{Match, Profile, Reading};
use serde_json::{Value, json};

use crate::Problem;
use crate::case::{Body, read_input};

/// What came of comparing one sender. [`fmt::Display`] gives a line for each entry in which profile and reading disagree,
/// and last `NAME agreed/total`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// The sender.
    pub name: String,
    /// How many entries agree.
    pub agreed: usize,
    /// The others, as lines.
    pub disagreements: Vec<String>,
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, agreed, disagreements } = self;
        for line in disagreements {
            writeln!(f, "{name} {line}")?;
        }
        write!(f, "{name} {agreed}/{}", agreed + disagreements.len())
    }
}

/// Compares the profiles with a file of readings, a JSON list: of policies, `{id, body, readings: {NAME: {accepts, mode,
/// max_age, mx_count}}}`, or of patterns, `{pattern, host, matches: {NAME: "true" | "false" | "invalid" | "hosterr"}}`.
/// Names that no profile has are left out, and so are profiles that the file has no reading of.
///
/// # Errors
/// A sentence where the file cannot be read: it names the entry.
pub fn compare(file: &Path) -> Result<Vec<Agreement>, Problem> {
    let problem = |what: String| Problem(format!("{}: {what}.", file.display()));
    let text = fs::read(file).map_err(|error| problem(format!("cannot be read: {error}")))?;
    let entries: Vec<Value> =
        serde_json::from_slice(&text).map_err(|error| problem(format!("not a JSON list: {error}")))?;
    let mut agreements = Vec::new();
    for profile in Profile::all() {
        let mut agreement = Agreement { name: profile.name.to_owned(), ..Agreement::default() };
        for (number, entry) in entries.iter().enumerate() {
            let compared = compare_entry(profile, entry);
            match compared.map_err(|what| problem(format!("entry {number}: {what}")))? {
                Compared::NotThere => {}
                Compared::Agrees => agreement.agreed += 1,
                Compared::Disagrees(line) => agreement.disagreements.push(line),
            }
        }
        if agreement != (Agreement { name: agreement.name.clone(), ..Agreement::default() }) {
            agreements.push(agreement);
        }
    }
    Ok(agreements)
}

enum Compared {
    NotThere,
    Agrees,
    Disagrees(String),
}

fn compare_entry(profile: &Profile, entry: &Value) -> Result<Compared, String> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).ok_or(format!("no text `{name}`"));
    let (id, expected, got) = if let Some(readings) = entry.get("readings") {
        let Some(expected) = readings.get(profile.name) else { return Ok(Compared::NotThere) };
        let octets = read_input::<Body>(entry)?.octets()?;
        (text("id")?.to_owned(), expected, in_the_form_of(expected, &profile.read(&octets)))
    } else if let Some(matches) = entry.get("matches") {
        let Some(expected) = matches.get(profile.name) else { return Ok(Compared::NotThere) };
        let (pattern, host) = (text("pattern")?, text("host")?);
        (format!("{pattern:?} {host:?}"), expected, answer(expected, profile.matches(pattern, host)))
    } else {
        return Err("neither `readings` nor `matches`".to_owned());
    };
    Ok(if *expected == got {
        Compared::Agrees
    } else {
        Compared::Disagrees(format!("{id}: expected {expected}, got {got}"))
    })
}

/// Our reading as a file of readings has it. One that knows only of `not-enforced` says so of two modes, and has no number
/// of patterns.
fn in_the_form_of(expected: &Value, reading: &Reading) -> Value {
    let Reading::Applied { mode, max_age, mx } = reading else { return json!({"accepts": false}) };
    let mode = match expected.get("mode").and_then(Value::as_str) {
        Some("not-enforced") if *mode != Mode::Enforce => "not-enforced",
        _ => mode.name(),
    };
    let mut got = json!({"accepts": true, "mode": mode, "max_age": max_age});
    if expected.get("mx_count").is_some() || expected.get("accepts") != Some(&Value::Bool(true)) {
        got["mx_count"] = mx.len().into();
    }
    got
}

/// Our answer as a file of readings has it. A host that the program refuses to look at is in no policy.
fn answer(expected: &Value, matched: Match) -> Value {
    Value::from(match matched {
        Match::Yes => "true",
        Match::No if expected == "hosterr" => "hosterr",
        Match::No => "false",
        Match::Invalid => "invalid",
        Match::Unknown => "unknown",
    })
}
