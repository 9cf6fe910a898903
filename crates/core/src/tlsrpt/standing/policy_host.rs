//! Failures at the policy host (RFC 8460 §4.3.2.2), which the check fetches from as a sender does.

use super::failures::Judged;
use super::present::Present;
use crate::finding::{Finding, ResultType, fetch};
use crate::report::StepId;
use crate::sender::situation::Looked;

/// `sts-policy-fetch-error`: the way to the policy file.
pub(super) fn fetch_error<'r>(mut causes: Vec<&'r Finding>, present: &Present<'r>) -> Judged {
    // Senders without IPv6 fail, and the check does not.
    causes.extend(present.wrong(StepId::Fetch).filter(|finding| finding.id == fetch::HOST_IPV6_ONLY.id));
    match &present.sight.fetch {
        _ if !causes.is_empty() => Judged::still_there(&causes, ""),
        _ if present.sight.is_given => not_seen(present),
        Looked::Seen(Ok(_)) => fixed("the policy file is served now.".to_owned(), present),
        Looked::Seen(Err(ResultType::StsPolicyInvalid)) => {
            let but = present.says(StepId::Policy);
            fixed(format!("the policy file is served now, but senders cannot use it. {but}"), present)
        }
        Looked::Seen(Err(_)) => {
            let wrong: Vec<&Finding> = present.wrong(StepId::Fetch).collect();
            Judged::still_there(&wrong, "the policy file cannot be fetched.")
        }
        Looked::Open | Looked::NotSeen(_) => not_seen(present),
    }
}

/// `sts-webpki-invalid`: the certificate of the policy host.
pub(super) fn webpki(causes: &[&Finding], present: &Present<'_>) -> Judged {
    let response = present.sight.seen.fetch.evidence.as_ref().filter(|evidence| evidence.failure.is_none());
    match &present.sight.fetch {
        _ if !causes.is_empty() => Judged::still_there(causes, ""),
        _ if present.sight.is_given => not_seen(present),
        Looked::Seen(Ok(_)) => fixed("the certificate of the policy host is accepted now.".to_owned(), present),
        // What a server answers over TLS comes after its certificate.
        Looked::Seen(Err(_)) if response.is_some_and(|evidence| evidence.response.is_some()) => {
            let but = present.why_nothing();
            let seen =
                "the certificate of the policy host is accepted now, but there is no policy that senders can use.";
            fixed(format!("{seen} {but}"), present)
        }
        Looked::Seen(Err(ResultType::StsWebpkiInvalid)) => {
            Judged::still_there(&[], "the certificate of the policy host is not accepted.")
        }
        Looked::Seen(Err(_)) => Judged::not_known(format!(
            "the certificate of the policy host could not be seen. {}",
            present.says(StepId::Fetch)
        )),
        Looked::Open | Looked::NotSeen(_) => not_seen(present),
    }
}

/// `sts-policy-invalid`: the text of the policy file.
pub(super) fn policy_invalid<'r>(mut causes: Vec<&'r Finding>, present: &Present<'r>) -> Judged {
    // Some senders refuse it.
    causes.extend(present.wrong(StepId::Policy).filter(|finding| finding.senders_differ));
    match &present.sight.fetch {
        _ if present.sight.is_given => not_seen(present),
        _ if !causes.is_empty() => Judged::still_there(&causes, ""),
        Looked::Seen(Ok(_)) => Judged::fixed("senders can use the policy that is served now."),
        Looked::Seen(Err(ResultType::StsPolicyInvalid)) => {
            let wrong: Vec<&Finding> = present.wrong(StepId::Policy).collect();
            Judged::still_there(&wrong, "senders cannot use the text of the policy file.")
        }
        Looked::Seen(Err(_)) => {
            Judged::not_known(format!("there is no policy text to look at. {}", present.says(StepId::Fetch)))
        }
        Looked::Open | Looked::NotSeen(_) => not_seen(present),
    }
}

/// Nothing is wrong where the check looked; it says so where that was not everywhere.
fn fixed(seen: String, present: &Present<'_>) -> Judged {
    let untested = present.finding(fetch::HOST_ADDRESS_UNTESTED.id);
    Judged::fixed(untested.map_or(seen.clone(), |finding| format!("{seen} {}", finding.saw)))
}

/// Nobody could look at the policy file.
fn not_seen(present: &Present<'_>) -> Judged {
    let why = match &present.sight.fetch {
        Looked::NotSeen(why) => why.clone(),
        Looked::Open | Looked::Seen(_) => {
            present.not_seen().unwrap_or_else(|| "nobody could look at the policy file.".to_owned())
        }
    };
    Judged::not_known(why)
}
