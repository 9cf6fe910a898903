//! Recordings: a check's domain, time, resolvers and answers, which together are all there is to it. A recording is a
//! test case, an example to replay, and a bug report.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::check::Check;
use crate::domain::{DomainError, PolicyDomain};
use crate::plan::{Answers, RequestId, UnknownRequest};
use crate::resolver::Resolver;
use crate::text::show;

/// The most resolvers of a recording. Each may be asked every question, so a recording from a stranger must not bring
/// any number of them.
const MAX_RESOLVERS: usize = 8;

/// A recorded check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Recording {
    /// What it shows, for people.
    pub name: String,
    /// The policy domain in A-labels.
    pub domain: String,
    /// The time of the check, in seconds since 1970-01-01T00:00:00Z.
    pub now: u64,
    /// The resolvers, in the order in which they were asked; at most 8.
    pub resolvers: Vec<Resolver>,
    /// The answers by request id, such as `mx/1` or `policy`. Some may be missing: the check is then unfinished.
    pub answers: BTreeMap<String, Answer>,
}

impl Recording {
    /// What a check holds so far. It is named after its domain.
    pub fn of(check: &Check) -> Self {
        Self {
            name: check.domain().to_string(),
            domain: check.domain().to_string(),
            now: check.now(),
            resolvers: check.resolvers().to_vec(),
            answers: check.answers().iter().map(|(id, answer)| (id.to_string(), answer.clone())).collect(),
        }
    }

    /// The check as it stood when it was recorded.
    ///
    /// # Errors
    /// [`RecordingError`] where this is the recording of no check.
    ///
    /// ```
    /// use mta_sts::{Answer, Check, FailureReason, PolicyDomain, Recording, Resolver};
    /// let domain = PolicyDomain::parse("example.com").unwrap();
    /// let mut check = Check::new(domain, Resolver::defaults(), 1_800_000_000);
    /// let (id, _request) = check.requests().remove(0);
    /// let lost = Answer::Failed { reason: FailureReason::Network, detail: String::new(), elapsed_ms: 3 };
    /// check.answer(id, lost).unwrap();
    ///
    /// let text = serde_json::to_string(&Recording::of(&check)).unwrap();
    /// let recording: Recording = text.parse().unwrap();
    /// assert_eq!(recording.replay().unwrap().report().to_string(), check.report().to_string());
    /// ```
    pub fn replay(&self) -> Result<Check, RecordingError> {
        let domain = PolicyDomain::parse(&self.domain).map_err(RecordingError::Domain)?;
        if self.resolvers.len() > MAX_RESOLVERS {
            return Err(RecordingError::TooManyResolvers { count: self.resolvers.len() });
        }
        let mut left = Answers::new();
        for (id, answer) in &self.answers {
            let id: RequestId = id.parse().map_err(|UnknownRequest { id }| RecordingError::NotAsked { id })?;
            left.insert(id, answer.clone());
        }
        let mut check = Check::new(domain, self.resolvers.clone(), self.now);
        // An answer may call for a further request, whose answer may stand before it.
        loop {
            let open = check.requests();
            let count = left.len();
            for (id, _) in open {
                if let Some(answer) = left.remove(&id) {
                    let not_asked = |UnknownRequest { id }| RecordingError::NotAsked { id };
                    check.answer(id, answer).map_err(not_asked)?;
                }
            }
            if left.len() == count {
                break;
            }
        }
        match left.keys().next() {
            None => Ok(check),
            Some(id) => Err(RecordingError::NotAsked { id: id.to_string() }),
        }
    }
}

impl FromStr for Recording {
    type Err = RecordingError;

    /// Reads JSON. Members it does not know are ignored.
    fn from_str(text: &str) -> Result<Self, RecordingError> {
        // As octets, as everything else is read: a second kind of reader would take a copy of all decoding along.
        serde_json::from_slice(text.as_bytes())
            .map_err(|error| RecordingError::Format { what: show(error.to_string().as_bytes()) })
    }
}

/// Why a recording cannot be replayed. [`fmt::Display`] gives the sentence to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordingError {
    /// It is not the JSON of a recording.
    Format {
        /// What does not fit.
        what: String,
    },
    /// Its domain is not a policy domain.
    Domain(DomainError),
    /// More resolvers than a check needs.
    TooManyResolvers {
        /// How many.
        count: usize,
    },
    /// It holds an answer to something that this check, with its other answers, never asks.
    NotAsked {
        /// The request id, escaped.
        id: String,
    },
}

impl std::error::Error for RecordingError {}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format { what } => write!(f, "This is not a recorded check: {what}."),
            Self::Domain(error) => write!(f, "The recording's domain is not one. {error}"),
            Self::TooManyResolvers { count } => {
                write!(f, "The recording has {count} resolvers; a check has at most {MAX_RESOLVERS}.")
            }
            Self::NotAsked { id } => write!(f, "The recording answers `{id}`, which this check never asks."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureReason;

    fn recording(resolvers: usize, ids: &[&str]) -> Recording {
        let resolver = |number| Resolver::json(format!("R{number}"), "https://dns.example/");
        let lost = Answer::Failed { reason: FailureReason::Network, detail: String::new(), elapsed_ms: 1 };
        Recording {
            name: "x".to_owned(),
            domain: "example.com".to_owned(),
            now: 1_800_000_000,
            resolvers: (0..resolvers).map(resolver).collect(),
            answers: ids.iter().map(|id| ((*id).to_owned(), lost.clone())).collect(),
        }
    }

    #[test]
    fn answers_may_stand_in_any_order_and_be_missing() {
        let check = recording(2, &["mx/2", "mx/1", "tlsrpt-record/1"]).replay().unwrap();
        assert_eq!(check.answers().len(), 3);
        assert!(!check.report().is_complete);
        assert_eq!(recording(0, &[]).replay().unwrap().requests().len(), 1);
    }

    #[test]
    fn what_is_no_recording_is_refused_with_a_sentence() {
        for (recording, expected) in [
            (recording(2, &["mx/2"]), "answers `mx/2`, which this check never asks."),
            (recording(1, &["mx/1", "mx/2"]), "answers `mx/2`, which this check never asks."),
            (recording(2, &["ns/1"]), "answers `ns/1`, which this check never asks."),
            (recording(2, &["mx/1/cd"]), "answers `mx/1/cd`, which this check never asks."),
            (recording(9, &[]), "has 9 resolvers; a check has at most 8."),
            (Recording { domain: "192.0.2.1".to_owned(), ..recording(2, &[]) }, "is an address"),
        ] {
            let sentence = recording.replay().unwrap_err().to_string();
            assert!(sentence.contains(expected) && sentence.ends_with('.'), "{sentence}");
        }
        for text in ["", "[]", "{}", r#"{"name":"x","domain":7}"#] {
            let sentence = text.parse::<Recording>().unwrap_err().to_string();
            assert!(sentence.starts_with("This is not a recorded check: "), "{sentence}");
        }
    }

    #[test]
    fn members_that_are_not_known_are_ignored() {
        let mut json = serde_json::to_value(recording(2, &["policy"])).unwrap();
        json["note"] = "more".into();
        assert_eq!(json.to_string().parse(), Ok(recording(2, &["policy"])));
    }
}
