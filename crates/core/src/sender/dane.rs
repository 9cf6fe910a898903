//! What DANE changes at one mail server (RFC 7672; RFC 8461 §2).

use super::Known;
use super::candidate::{Action, Attempt, Candidate, Reported, attempt};
use crate::finding::ResultType;
use crate::policy::Mode;

/// The TLSA records of a mail server whose MX and address records are secured by DNSSEC, as a sender with DANE sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tlsa {
    /// There are usable ones, and one fits the certificate.
    Fits,
    /// There are usable ones, and none fits.
    FitsNot,
    /// None of them is usable for SMTP (RFC 7672 §3.1.3).
    Unusable,
    /// The lookup fails, or DNSSEC validation does.
    LookupFails,
    /// There are none, or they are not secure.
    Absent,
}

/// What a sender with DANE and MTA-STS does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// What it does.
    pub attempt: Attempt,
    /// Senders differ: DANE passes what MTA-STS refuses, and RFC 8461 is silent.
    pub senders_differ: bool,
}

/// Decides. Without DANE, or where a TLSA record was not looked for, ask [`attempt`].
///
/// ```
/// use mta_sts::policy::Mode;
/// use mta_sts::sender::Known;
/// use mta_sts::sender::candidate::{Action, Candidate};
/// use mta_sts::sender::dane::{Tlsa, with_dane};
/// let perfect = Candidate { matches: Known::Yes, ..Candidate::default() };
/// // RFC 8461 §2: MTA-STS never saves what DANE refuses.
/// assert_eq!(with_dane(Tlsa::FitsNot, Some(Mode::Enforce), perfect).attempt.action, Action::NotThisMx);
/// ```
pub fn with_dane(tlsa: Tlsa, mode: Option<Mode>, candidate: Candidate) -> Overlay {
    let by_sts = attempt(mode, candidate);
    let certain = |attempt| Overlay { attempt, senders_differ: false };
    if by_sts.action == Action::NextMx {
        return certain(by_sts);
    }
    let refused =
        |result, rfc| certain(Attempt { action: Action::NotThisMx, reported: Reported::Failure(result), rfc });
    match tlsa {
        // Rows 1 and 2: DANE-first senders deliver over TLS; mox skips an MX outside an enforced policy all the same.
        Tlsa::Fits => Overlay {
            attempt: Attempt { action: Action::TlsVerified, reported: Reported::Success, rfc: "RFC 7672 §2.2" },
            senders_differ: matches!(by_sts.action, Action::NotThisMx | Action::TlsVerifiedOrNothing),
        },
        // Row 3.
        Tlsa::FitsNot => refused(ResultType::TlsaInvalid, "RFC 8461 §2"),
        // Row 5: with unusable records only, the policy decides.
        Tlsa::Unusable if mode == Some(Mode::Enforce) => certain(by_sts),
        // Row 4: TLS is required, whatever the certificate.
        Tlsa::Unusable => match candidate.starttls {
            Known::No => refused(ResultType::StarttlsNotSupported, "RFC 7672 §2.2"),
            Known::Unknown => {
                certain(Attempt { action: Action::TlsOrNothing, reported: Reported::Depends, rfc: "RFC 7672 §2.2" })
            }
            Known::Yes => certain(Attempt { rfc: "RFC 7672 §2.2", ..by_sts }),
        },
        // Row 6: this is not "no DANE".
        Tlsa::LookupFails => refused(ResultType::DnssecInvalid, "RFC 7672 §2.1.2"),
        // Row 7.
        Tlsa::Absent => certain(by_sts),
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Certificate;
    use super::super::candidate::tests::{CERTIFICATES, KNOWN};
    use super::*;

    const MODES: [Option<Mode>; 4] = [None, Some(Mode::None), Some(Mode::Testing), Some(Mode::Enforce)];

    fn each(mut check: impl FnMut(Option<Mode>, Candidate)) {
        for mode in MODES {
            for matches in KNOWN {
                for starttls in KNOWN {
                    for certificate in CERTIFICATES {
                        check(mode, Candidate { connects: Known::Unknown, matches, starttls, certificate });
                    }
                }
            }
        }
    }

    #[test]
    fn row_01_a_fitting_tlsa_record_verifies_the_server() {
        for mode in MODES {
            let good = Candidate {
                connects: Known::Yes,
                matches: Known::Yes,
                starttls: Known::Yes,
                certificate: Certificate::Good,
            };
            let got = with_dane(Tlsa::Fits, mode, good);
            assert_eq!((got.attempt.action, got.senders_differ), (Action::TlsVerified, false));
        }
    }

    #[test]
    fn row_02_senders_differ_where_dane_passes_and_an_enforced_policy_fails() {
        for candidate in [
            Candidate { matches: Known::No, ..Candidate::default() },
            Candidate { matches: Known::Yes, certificate: Certificate::Expired, ..Candidate::default() },
        ] {
            let got = with_dane(Tlsa::Fits, Some(Mode::Enforce), candidate);
            assert_eq!((got.attempt.action, got.senders_differ), (Action::TlsVerified, true));
            assert!(!with_dane(Tlsa::Fits, Some(Mode::Testing), candidate).senders_differ);
        }
    }

    #[test]
    fn row_03_failing_dane_is_never_saved_by_mta_sts() {
        each(|mode, candidate| {
            let got = with_dane(Tlsa::FitsNot, mode, candidate).attempt;
            assert_eq!((got.action, got.reported), (Action::NotThisMx, Reported::Failure(ResultType::TlsaInvalid)));
        });
    }

    #[test]
    fn row_04_unusable_tlsa_records_require_tls_and_no_certificate() {
        for mode in [None, Some(Mode::None), Some(Mode::Testing)] {
            let of = |starttls| {
                let candidate = Candidate { starttls, ..Candidate::default() };
                let got = with_dane(Tlsa::Unusable, mode, candidate).attempt;
                assert_eq!(got.rfc, "RFC 7672 §2.2");
                got.action
            };
            assert_eq!(of(Known::Yes), Action::Tls);
            assert_eq!(of(Known::Unknown), Action::TlsOrNothing);
            assert_eq!(of(Known::No), Action::NotThisMx);
        }
    }

    #[test]
    fn row_05_unusable_tlsa_records_leave_an_enforced_policy_in_force() {
        each(|_, candidate| {
            let mode = Some(Mode::Enforce);
            assert_eq!(with_dane(Tlsa::Unusable, mode, candidate).attempt, attempt(mode, candidate));
        });
    }

    #[test]
    fn row_06_a_tlsa_lookup_that_fails_is_not_no_dane() {
        each(|mode, candidate| {
            assert_eq!(with_dane(Tlsa::LookupFails, mode, candidate).attempt.action, Action::NotThisMx);
        });
    }

    #[test]
    fn row_07_without_secure_tlsa_records_the_policy_decides() {
        each(|mode, candidate| assert_eq!(with_dane(Tlsa::Absent, mode, candidate).attempt, attempt(mode, candidate)));
    }
}
