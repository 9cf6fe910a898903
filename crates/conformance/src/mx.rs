//! Cases of mx patterns and their match with hosts (RFC 8461 §3.2, §4.1).

use mta_sts::MxPattern;
use mta_sts::offline::{MxMatch, match_mx};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{read_input, to_ascii};

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Input {
    Match { pattern: String, host: String },
    Pattern { pattern: String },
    Policy { mx: Vec<String>, host: String },
    Apply {},
}

/// One case.
pub(crate) enum MxCase {
    /// Does one of the patterns match the host?
    Match { patterns: Vec<String>, host: String },
    /// Is it a pattern?
    Pattern(String),
    /// What a sender does with a message: not part of this project yet.
    Apply,
}

impl MxCase {
    pub(crate) fn new(input: &Value) -> Result<Self, String> {
        Ok(match read_input(input)? {
            Input::Match { pattern, host } => Self::Match { patterns: vec![pattern], host },
            Input::Policy { mx, host } => Self::Match { patterns: mx, host },
            Input::Pattern { pattern } => Self::Pattern(pattern),
            Input::Apply {} => Self::Apply,
        })
    }

    /// `None` where the question is not asked of this project.
    pub(crate) fn answer(&self) -> Option<Value> {
        match self {
            Self::Match { patterns, host } => {
                let MxMatch { matched, .. } = match_mx(patterns, host, to_ascii);
                Some(json!({"match": matched.is_some()}))
            }
            Self::Pattern(pattern) => Some(json!({"valid": MxPattern::parse(pattern).is_ok()})),
            Self::Apply => None,
        }
    }
}
