//! Cases of mx patterns and their match with hosts (RFC 8461 §3.2, §4.1).

use mta_sts::MxPattern;
use mta_sts::offline::{MxMatch, match_mx};
use mta_sts::policy::Mode;
use mta_sts::sender::candidate::{Action, Candidate, Certificate, attempt};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{read_input, to_ascii};

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Input {
    Match { pattern: String, host: String },
    Pattern { pattern: String },
    Policy { mx: Vec<String>, host: String },
    Apply { mode: Option<Mode>, mx_matches: bool, starttls: bool, certificate_valid: bool },
}

/// One case.
pub(crate) enum MxCase {
    /// Does one of the patterns match the host?
    Match { patterns: Vec<String>, host: String },
    /// Is it a pattern?
    Pattern(String),
    /// Does a sender deliver to a mail server?
    Apply(Option<Mode>, Candidate),
}

impl MxCase {
    pub(crate) fn new(input: &Value) -> Result<Self, String> {
        Ok(match read_input(input)? {
            Input::Match { pattern, host } => Self::Match { patterns: vec![pattern], host },
            Input::Policy { mx, host } => Self::Match { patterns: mx, host },
            Input::Pattern { pattern } => Self::Pattern(pattern),
            Input::Apply { mode, mx_matches, starttls, certificate_valid } => {
                // The cases do not say what is wrong with a certificate, and to delivery it is all one.
                let certificate = if certificate_valid { Certificate::Good } else { Certificate::NotTrusted };
                let facts = Candidate {
                    connects: true.into(),
                    matches: mx_matches.into(),
                    starttls: starttls.into(),
                    certificate,
                };
                Self::Apply(mode, facts)
            }
        })
    }

    pub(crate) fn answer(&self) -> Value {
        match self {
            Self::Match { patterns, host } => {
                let MxMatch { matched, .. } = match_mx(patterns, host, to_ascii);
                json!({"match": matched.is_some()})
            }
            Self::Pattern(pattern) => json!({"valid": MxPattern::parse(pattern).is_ok()}),
            Self::Apply(mode, candidate) => {
                json!({"deliver": attempt(*mode, *candidate).action != Action::NotThisMx})
            }
        }
    }
}
