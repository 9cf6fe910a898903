//! Cases of policy files.

use mta_sts::policy::parse_policy;
use serde_json::{Value, json};

use crate::case::{Body, read_input};
use crate::kinds::first_error;
use crate::txt::extensions;

/// The policy file of a case.
pub(crate) fn octets(input: &Value) -> Result<Vec<u8>, String> {
    read_input::<Body>(input)?.octets()
}

/// By the letter of the RFC: what senders forgive is an error here.
pub(crate) fn answer(octets: &[u8]) -> Value {
    let (policy, violations) = parse_policy(octets);
    match (first_error(&violations), policy) {
        (None, Some(policy)) => {
            let mx: Vec<String> = policy.mx.iter().map(ToString::to_string).collect();
            json!({"ok": {
                "version": "STSv1",
                "mode": policy.mode.name(),
                "max_age": policy.max_age,
                "mx": mx,
                "extensions": extensions(&policy.extensions),
            }})
        }
        (error, _) => json!({"error": error.unwrap_or_else(|| "syntax".to_owned())}),
    }
}
