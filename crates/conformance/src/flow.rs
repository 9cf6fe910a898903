//! Cases of which policy a sender goes by (RFC 8461 §3.3, §5.1).

use mta_sts::finding::ResultType;
use mta_sts::policy::Mode;
use mta_sts::sender::policy_in_force::{FetchResult, InForce, RecordState, Situation, policy_in_force};
use serde::Deserialize;
use serde_json::{Value, json};

/// What a sender holds, what it finds in DNS, and what a fetch comes to.
#[derive(Deserialize)]
pub(crate) struct Flow {
    cached: Option<Cached>,
    record: Record,
    fetch: Option<Fetch>,
}

#[derive(Deserialize)]
struct Cached {
    id: String,
    mode: Mode,
    expired: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Record {
    Ok(String),
    Error(RecordError),
}

/// The errors of `record.json`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RecordError {
    None,
    Multiple,
    Dns,
    Syntax,
    BadVersion,
    MissingId,
    BadId,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fetch {
    Ok,
    Fails,
}

impl Flow {
    pub(crate) fn answer(&self) -> Value {
        let cached = self.cached.as_ref().filter(|cached| !cached.expired);
        let record = match &self.record {
            Record::Ok(_) => RecordState::Valid,
            Record::Error(RecordError::None) => RecordState::Absent,
            Record::Error(RecordError::Multiple) => RecordState::Several,
            Record::Error(RecordError::Dns) => RecordState::LookupFails,
            Record::Error(_) => RecordState::Unusable,
        };
        let decision = policy_in_force(Situation {
            cached: cached.map(|cached| cached.mode),
            record,
            is_new_id: matches!((cached, &self.record), (Some(cached), Record::Ok(id)) if cached.id != *id),
            fetch: match self.fetch {
                Some(Fetch::Ok) => FetchResult::Usable,
                // Where no fetch is made, nothing depends on it.
                Some(Fetch::Fails) | None => FetchResult::Failed(ResultType::StsPolicyFetchError),
            },
            is_refresh: false,
        });
        let apply = match decision.in_force {
            InForce::Nothing => "none",
            InForce::Cached => "cached",
            InForce::Fetched => "fetched",
        };
        json!({"apply": apply, "https_request": decision.https_request})
    }
}
