//! Failures at mail servers (RFC 8460 §4.3.1, §4.3.2.1).

use super::failures::{Judged, causes};
use super::hosts::{gone, look_at_server, look_at_tlsa, reported_hosts};
use super::present::Present;
use super::validation::validation;
use super::{FailureState, ReportedFailure};
use crate::finding::Finding;
use crate::text::show;

/// Failures at a mail server, which a check does not connect to; and those of types that nobody registered.
pub(super) fn judge(kind: &str, failure: &ReportedFailure, present: &Present<'_>) -> Judged {
    if let Some(seen) = gone(failure, present) {
        return Judged { state: FailureState::Gone, seen, findings: Vec::new() };
    }
    let causes = causes(failure, present);
    let look = || look_at_server(failure, present);
    match kind {
        "validation-failure" => validation(&causes, failure, present),
        "starttls-not-supported" => Judged::not_known(format!(
            "a check does not connect to mail servers. To see whether STARTTLS is offered, run {}: it says so if it is not.",
            look()
        )),
        "certificate-host-mismatch" | "certificate-expired" | "certificate-not-trusted" => {
            let mut judged = Judged::not_known(format!(
                "a check does not connect to mail servers. To see the certificate, run {}: good is `Verify return code: 0 (ok)`.",
                look()
            ));
            if let Some(alias) = causes.iter().find(|finding| finding.id == "mx-alias" && is_about(finding, failure)) {
                let Judged { seen, findings, .. } = &mut judged;
                *seen = format!("{seen} {} Its certificate has to name the host of the MX record.", alias.saw);
                findings.push(alias.id);
            }
            judged
        }
        "tlsa-invalid" => Judged::not_known(format!(
            "a check looks at neither TLSA records nor the certificates of mail servers. To compare them, run {} and {}.",
            look_at_tlsa(failure, present),
            look()
        )),
        "dnssec-invalid" if !causes.is_empty() => Judged::still_there(&causes, ""),
        "dnssec-invalid" => Judged::not_known(format!(
            "a check does not look at TLSA records. {} To see whether they can be validated, run {}.",
            dnssec(present),
            look_at_tlsa(failure, present)
        )),
        "dane-required" => Judged::not_known(format!(
            "a check does not look at TLSA records, and whether DANE is demanded is up to the sender. {} Without DNSSEC there is no DANE (RFC 7672 §2.2). To see the records, run {}.",
            dnssec(present),
            look_at_tlsa(failure, present)
        )),
        _ if !causes.is_empty() => Judged::still_there(&causes, ""),
        "" => Judged::not_known("the reports count these failures and do not say what they were."),
        other => {
            Judged::not_known(format!("`{}` is in no registry, so nothing can be looked for.", show(other.as_bytes())))
        }
    }
}

/// Whether a finding names one of the hosts of a failure, or the failure names none.
fn is_about(finding: &Finding, failure: &ReportedFailure) -> bool {
    let hosts = reported_hosts(failure);
    hosts.is_empty() || hosts.iter().any(|host| finding.saw.contains(&format!("`{}`", show(host.as_bytes()))))
}

/// What the check saw of DNSSEC.
fn dnssec(present: &Present<'_>) -> &'static str {
    if present.sight.seen.mx.lookup.authenticated {
        "The MX records were validated by DNSSEC."
    } else {
        "The resolver did not say that it validated the MX records."
    }
}
