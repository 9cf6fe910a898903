//! What a sender does with one mail server (RFC 8461 §4, §5).

use super::Known;
use crate::finding::ResultType;
use crate::policy::Mode;

/// The certificate of a mail server, held against the server's name (RFC 8461 §4.2): never against the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certificate {
    /// Names the host, is in its time, and leads to a trusted root.
    Good,
    /// Names other hosts only.
    OtherName,
    /// Has expired.
    Expired,
    /// Leads to no trusted root.
    NotTrusted,
    /// Nobody has looked.
    #[default]
    Unknown,
}

impl Certificate {
    /// What a report calls its fault (RFC 8460 §4.3.1).
    fn fault(self) -> Option<ResultType> {
        match self {
            Self::Good | Self::Unknown => None,
            Self::OtherName => Some(ResultType::CertificateHostMismatch),
            Self::Expired => Some(ResultType::CertificateExpired),
            Self::NotTrusted => Some(ResultType::CertificateNotTrusted),
        }
    }
}

/// What is known of one mail server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// It can be reached and takes mail.
    pub connects: Known,
    /// The policy names it (RFC 8461 §4.1).
    pub matches: Known,
    /// It offers STARTTLS, and that succeeds.
    pub starttls: Known,
    /// Its certificate.
    pub certificate: Certificate,
}

/// What a sender does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Delivers in the clear.
    Plain,
    /// Delivers over TLS if the server offers it, whatever its certificate.
    TlsIfOffered,
    /// Delivers over TLS, whatever the certificate.
    Tls,
    /// Delivers over TLS, whatever the certificate, or not to this server: nobody has seen whether it offers TLS.
    TlsOrNothing,
    /// Delivers over TLS to a server that has proved its name.
    TlsVerified,
    /// Delivers over TLS if the server proves its name, else not to this server: nobody has seen which.
    TlsVerifiedOrNothing,
    /// Does not deliver to this server.
    NotThisMx,
    /// Cannot reach this server and tries the next: no failure of MTA-STS.
    NextMx,
}

/// What a sender with TLS reports counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Nothing: no policy, or one of mode none.
    Nothing,
    /// A success.
    Success,
    /// A failure.
    Failure(ResultType),
    /// A success or a failure: nobody has seen which.
    Depends,
}

/// What comes of one mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What the sender does.
    pub action: Action,
    /// What it counts for its report.
    pub reported: Reported,
    /// The deciding section.
    pub rfc: &'static str,
}

/// Decides what a sender does with a mail server under a policy of this mode, or under none.
///
/// ```
/// use mta_sts::policy::Mode;
/// use mta_sts::sender::Known;
/// use mta_sts::sender::candidate::{Action, Candidate, attempt};
/// let outside = Candidate { matches: Known::No, ..Candidate::default() };
/// assert_eq!(attempt(Some(Mode::Enforce), outside).action, Action::NotThisMx);
/// assert_eq!(attempt(Some(Mode::Testing), outside).action, Action::TlsIfOffered);
/// // Nobody has seen its certificate: it is neither used without question nor given up.
/// let listed = Candidate { matches: Known::Yes, ..Candidate::default() };
/// assert_eq!(attempt(Some(Mode::Enforce), listed).action, Action::TlsVerifiedOrNothing);
/// ```
pub fn attempt(mode: Option<Mode>, candidate: Candidate) -> Attempt {
    // Row 11: a server that does not answer is passed over under any policy (RFC 8461 §8.4, appendix B).
    if candidate.connects == Known::No {
        return Attempt { action: Action::NextMx, reported: Reported::Nothing, rfc: "RFC 5321 §5.1" };
    }
    match mode {
        None | Some(Mode::None) => {
            Attempt { action: opportunistic(candidate), reported: Reported::Nothing, rfc: "RFC 8461 §5" }
        }
        Some(Mode::Testing) => testing(candidate),
        Some(Mode::Enforce) => enforce(candidate),
    }
}

/// Rows 1 and 2: TLS if there is any; nothing is checked.
fn opportunistic(candidate: Candidate) -> Action {
    match (candidate.starttls, candidate.certificate) {
        (Known::No, _) => Action::Plain,
        (Known::Unknown, Certificate::Unknown) => Action::TlsIfOffered,
        _ => Action::Tls,
    }
}

/// RFC 8461 §5: testing delivers whatever fails, and reports it.
fn testing(candidate: Candidate) -> Attempt {
    let Candidate { matches, starttls, certificate, .. } = candidate;
    let reported = match (matches, starttls, certificate.fault()) {
        // Row 6.
        (_, Known::No, _) => Reported::Failure(ResultType::StarttlsNotSupported),
        // Row 4: no result type names an MX outside the policy (RFC 8460 §4.3).
        (Known::No, ..) => Reported::Failure(ResultType::ValidationFailure),
        // Row 5.
        (Known::Yes, _, Some(fault)) => Reported::Failure(fault),
        // Row 3.
        (Known::Yes, Known::Yes, None) if certificate == Certificate::Good => Reported::Success,
        _ => Reported::Depends,
    };
    let action = if reported == Reported::Success { Action::TlsVerified } else { opportunistic(candidate) };
    Attempt { action, reported, rfc: "RFC 8461 §5" }
}

/// RFC 8461 §5: enforce MUST NOT deliver to a server that fails one of the tests.
fn enforce(candidate: Candidate) -> Attempt {
    let Candidate { matches, starttls, certificate, .. } = candidate;
    let not_this = |reported, rfc| Attempt { action: Action::NotThisMx, reported, rfc };
    match (matches, starttls, certificate.fault()) {
        // Row 8: most do not even connect.
        (Known::No, ..) => not_this(Reported::Failure(ResultType::ValidationFailure), "RFC 8461 §4.1"),
        // Row 9.
        (Known::Yes, Known::No, _) => not_this(Reported::Failure(ResultType::StarttlsNotSupported), "RFC 8461 §5"),
        // Row 10.
        (Known::Yes, _, Some(fault)) => not_this(Reported::Failure(fault), "RFC 8461 §4.2"),
        // Whether the policy names it or not, it fails.
        (Known::Unknown, Known::No, _) | (Known::Unknown, _, Some(_)) => not_this(Reported::Depends, "RFC 8461 §5"),
        // Row 7.
        (Known::Yes, Known::Yes, None) if certificate == Certificate::Good => {
            Attempt { action: Action::TlsVerified, reported: Reported::Success, rfc: "RFC 8461 §5" }
        }
        _ => Attempt { action: Action::TlsVerifiedOrNothing, reported: Reported::Depends, rfc: "RFC 8461 §4.2" },
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use Certificate::{Expired, Good, NotTrusted, OtherName};
    use Known::{No, Unknown, Yes};
    use Mode::{Enforce, Testing};
    use Reported::{Depends, Failure, Nothing, Success};
    use ResultType::{
        CertificateExpired, CertificateHostMismatch, CertificateNotTrusted, StarttlsNotSupported, ValidationFailure,
    };

    pub(in super::super) const KNOWN: [Known; 3] = [Yes, No, Unknown];
    pub(in super::super) const CERTIFICATES: [Certificate; 5] =
        [Good, OtherName, Expired, NotTrusted, Certificate::Unknown];
    const WITHOUT: [Option<Mode>; 2] = [None, Some(Mode::None)];

    fn expect(mode: Option<Mode>, facts: (Known, Known, Certificate), action: Action, reported: Reported) {
        let (matches, starttls, certificate) = facts;
        let got = attempt(mode, Candidate { connects: Unknown, matches, starttls, certificate });
        assert_eq!((got.action, got.reported), (action, reported), "{mode:?} {facts:?}");
    }

    #[test]
    fn row_01_no_policy_and_no_starttls_is_delivered_in_the_clear() {
        for mode in WITHOUT {
            for matches in KNOWN {
                expect(mode, (matches, No, Certificate::Unknown), Action::Plain, Nothing);
            }
        }
    }

    #[test]
    fn row_02_no_policy_and_starttls_is_delivered_over_tls_unverified() {
        for mode in WITHOUT {
            for certificate in CERTIFICATES {
                expect(mode, (No, Yes, certificate), Action::Tls, Nothing);
            }
            expect(mode, (Unknown, Unknown, Certificate::Unknown), Action::TlsIfOffered, Nothing);
        }
    }

    #[test]
    fn row_03_testing_counts_a_success() {
        expect(Some(Testing), (Yes, Yes, Good), Action::TlsVerified, Success);
        expect(Some(Testing), (Yes, Unknown, Certificate::Unknown), Action::TlsIfOffered, Depends);
        expect(Some(Testing), (Unknown, Yes, Good), Action::Tls, Depends);
    }

    #[test]
    fn row_04_testing_delivers_outside_the_policy_and_reports_it() {
        for certificate in CERTIFICATES {
            expect(Some(Testing), (No, Yes, certificate), Action::Tls, Failure(ValidationFailure));
        }
        expect(Some(Testing), (No, Unknown, Certificate::Unknown), Action::TlsIfOffered, Failure(ValidationFailure));
    }

    #[test]
    fn row_05_testing_delivers_with_a_bad_certificate_and_reports_it() {
        for (certificate, fault) in
            [(OtherName, CertificateHostMismatch), (Expired, CertificateExpired), (NotTrusted, CertificateNotTrusted)]
        {
            expect(Some(Testing), (Yes, Yes, certificate), Action::Tls, Failure(fault));
        }
    }

    #[test]
    fn row_06_testing_delivers_in_the_clear_and_reports_it() {
        for matches in KNOWN {
            expect(Some(Testing), (matches, No, Certificate::Unknown), Action::Plain, Failure(StarttlsNotSupported));
        }
    }

    #[test]
    fn row_07_enforce_delivers_where_all_is_well() {
        expect(Some(Enforce), (Yes, Yes, Good), Action::TlsVerified, Success);
    }

    #[test]
    fn row_08_enforce_does_not_deliver_outside_the_policy() {
        for starttls in KNOWN {
            for certificate in CERTIFICATES {
                expect(Some(Enforce), (No, starttls, certificate), Action::NotThisMx, Failure(ValidationFailure));
            }
        }
    }

    #[test]
    fn row_09_enforce_does_not_deliver_without_starttls() {
        expect(Some(Enforce), (Yes, No, Certificate::Unknown), Action::NotThisMx, Failure(StarttlsNotSupported));
        expect(Some(Enforce), (Unknown, No, Certificate::Unknown), Action::NotThisMx, Depends);
    }

    #[test]
    fn row_10_enforce_does_not_deliver_with_a_bad_certificate() {
        for (certificate, fault) in
            [(OtherName, CertificateHostMismatch), (Expired, CertificateExpired), (NotTrusted, CertificateNotTrusted)]
        {
            for starttls in [Yes, Unknown] {
                expect(Some(Enforce), (Yes, starttls, certificate), Action::NotThisMx, Failure(fault));
                expect(Some(Enforce), (Unknown, starttls, certificate), Action::NotThisMx, Depends);
            }
        }
    }

    #[test]
    fn row_11_a_server_that_does_not_answer_is_passed_over() {
        for mode in [None, Some(Mode::None), Some(Testing), Some(Enforce)] {
            let got = attempt(mode, Candidate { connects: No, matches: No, ..Candidate::default() });
            assert_eq!((got.action, got.reported), (Action::NextMx, Nothing));
        }
    }

    #[test]
    fn what_was_not_seen_is_neither_good_nor_bad() {
        for matches in [Yes, Unknown] {
            for (starttls, certificate) in
                [(Unknown, Certificate::Unknown), (Yes, Certificate::Unknown), (Unknown, Good)]
            {
                expect(Some(Enforce), (matches, starttls, certificate), Action::TlsVerifiedOrNothing, Depends);
            }
        }
        expect(Some(Enforce), (Unknown, Yes, Good), Action::TlsVerifiedOrNothing, Depends);
        expect(Some(Testing), (Yes, Yes, Certificate::Unknown), Action::Tls, Depends);
        expect(Some(Testing), (Yes, Unknown, Good), Action::Tls, Depends);
    }
}
