//! The files of cases, and how octets are written in them.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::Problem;

/// The files that a folder of cases may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CaseFile {
    Record,
    Policy,
    Mx,
    Fetch,
    TlsrptRecord,
    TlsrptReport,
}

impl CaseFile {
    pub(crate) const ALL: [Self; 6] =
        [Self::Record, Self::Policy, Self::Mx, Self::Fetch, Self::TlsrptRecord, Self::TlsrptReport];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Record => "record.json",
            Self::Policy => "policy.json",
            Self::Mx => "mx.json",
            Self::Fetch => "fetch.json",
            Self::TlsrptRecord => "tlsrpt_record.json",
            Self::TlsrptReport => "tlsrpt_report.json",
        }
    }
}

/// One case: an input, and the answers that are right.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) input: Value,
    pub(crate) expect: Value,
    #[serde(default)]
    pub(crate) also: Vec<Value>,
}

/// A case in which this project answers otherwise, on purpose.
#[derive(Debug, Deserialize)]
pub(crate) struct Disagreement {
    pub(crate) file: String,
    pub(crate) id: String,
    pub(crate) ours: Value,
}

/// The case files of a folder, in the order of [`CaseFile::ALL`]; those that are missing are left out.
pub(crate) fn read_cases(folder: &Path) -> Result<Vec<(CaseFile, Vec<Case>)>, Problem> {
    let mut files = Vec::new();
    for file in CaseFile::ALL {
        if let Some(cases) = read_list(folder, file.name())? {
            files.push((file, cases));
        }
    }
    if files.is_empty() {
        let names: Vec<&str> = CaseFile::ALL.into_iter().map(CaseFile::name).collect();
        return Err(Problem(format!("{} has none of the files {}.", folder.display(), names.join(", "))));
    }
    Ok(files)
}

pub(crate) fn read_disagreements(folder: &Path) -> Result<Vec<Disagreement>, Problem> {
    Ok(read_list(folder, "known-disagreements.json")?.unwrap_or_default())
}

/// `None` where there is no such file. An entry that does not fit is named by its id, if it has one.
fn read_list<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<Option<Vec<T>>, Problem> {
    let text = match fs::read(folder.join(name)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Problem(format!("{name} cannot be read: {error}."))),
    };
    let entries: Vec<Value> =
        serde_json::from_slice(&text).map_err(|error| Problem(format!("{name} is not a JSON list: {error}.")))?;
    let entry = |(number, value): (usize, Value)| {
        let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
        serde_json::from_value(value).map_err(|error| {
            let id = id.unwrap_or_else(|| format!("entry {number}"));
            Problem(format!("{name} {id}: {error}."))
        })
    };
    entries.into_iter().enumerate().map(entry).collect::<Result<_, _>>().map(Some)
}

/// Octets: a string, which stands for its UTF-8, or `{"b64": …}`.
#[derive(Clone, Debug)]
pub(crate) struct Octets(pub(crate) Vec<u8>);

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a string or an object with `b64`")]
        enum Written {
            Text(String),
            Base64 { b64: String },
        }
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self(text.into_bytes())),
            Written::Base64 { b64 } => decode(&b64).map(Self).map_err(D::Error::custom),
        }
    }
}

/// A body: `body`, `body_b64` or `body_parts`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Body {
    body: Option<String>,
    body_b64: Option<String>,
    body_parts: Option<Vec<Part>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Part {
    text: String,
    times: Option<usize>,
}

impl Body {
    pub(crate) fn octets(&self) -> Result<Vec<u8>, String> {
        match self {
            Self { body: Some(text), body_b64: None, body_parts: None } => Ok(text.clone().into_bytes()),
            Self { body: None, body_b64: Some(text), body_parts: None } => decode(text),
            Self { body: None, body_b64: None, body_parts: Some(parts) } => {
                Ok(parts.iter().map(|part| part.text.repeat(part.times.unwrap_or(1))).collect::<String>().into_bytes())
            }
            _ => Err("expected one of `body`, `body_b64`, `body_parts`".to_owned()),
        }
    }
}

pub(crate) fn decode(text: &str) -> Result<Vec<u8>, String> {
    BASE64_STANDARD.decode(text).map_err(|error| format!("not base64: {error}"))
}

/// Reads a case's input; the error says what does not fit.
pub(crate) fn read_input<T: DeserializeOwned>(input: &Value) -> Result<T, String> {
    T::deserialize(input).map_err(|error| error.to_string())
}

/// Converts a name to A-labels (UTS 46), as a native driver does.
pub(crate) fn to_ascii(name: &str) -> Option<String> {
    idna::domain_to_ascii(name).ok()
}
