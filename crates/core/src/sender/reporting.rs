//! What a domain learns of it by TLS reports (RFC 8460 §4.3, RFC 8461 §6).

use serde::Serialize;

use super::candidate::Reported;
use super::situation::Reports;
use crate::finding::ResultType;

/// What senders that send TLS reports would report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Reporting {
    /// The failure; `null` where none would be sent, or nobody can tell which.
    pub result_type: Option<ResultType>,
    /// The same in a sentence, and why where there is none.
    pub sentence: String,
}

impl Reporting {
    fn none(sentence: &str) -> Self {
        Self { result_type: None, sentence: sentence.to_owned() }
    }

    /// Nobody has seen enough to tell.
    pub(super) fn not_known() -> Self {
        Self::none("Whether there is something to report is not known.")
    }
}

pub(super) fn reporting(reported: Reported, reports: Reports) -> Reporting {
    match (reported, reports) {
        (Reported::Nothing, _) => Reporting::none("No failure is reported: without a policy in force there is none."),
        (_, Reports::NoRecord) => {
            Reporting::none("Nothing is reported: no usable TLSRPT record says where reports go.")
        }
        (_, Reports::NotSeen) => {
            Reporting::none("Whether it is reported is not known: the TLSRPT record could not be looked up.")
        }
        (Reported::Success, Reports::Wanted) => Reporting::none("It counts as a success in TLS reports."),
        (Reported::Depends, Reports::Wanted) => Reporting::none(
            "It counts as a success in TLS reports, or as the failure that the sender meets, such as `starttls-not-supported` or `certificate-expired`.",
        ),
        (Reported::Failure(result), Reports::Wanted) => Reporting {
            result_type: Some(result),
            sentence: format!("It is reported as `{}` by senders that send TLS reports.", result.name()),
        },
    }
}
