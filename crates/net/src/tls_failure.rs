//! What a failed handshake is called, and the sentence with its particulars.

use std::io;

use mta_sts::evidence::{Certificate, FailureClass, FetchFailure};
use mta_sts::time::date_time;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible};

use crate::failure::failure;

/// The failure of a handshake; `chain` is what the server had shown by then.
pub(crate) fn of_handshake(error: &io::Error, host: &str, chain: &[Certificate]) -> FetchFailure {
    let (class, detail) = match of_tls(error) {
        Some(error) => describe(error, host, chain),
        None if error.kind() == io::ErrorKind::UnexpectedEof => {
            (FailureClass::TlsFailed, "The server closed the connection during the TLS handshake.".to_owned())
        }
        None => (FailureClass::TlsFailed, format!("The connection broke during the TLS handshake: {error}.")),
    };
    failure(class, detail)
}

/// The TLS error inside an I/O error, if that is what it is.
pub(crate) fn of_tls(error: &io::Error) -> Option<&Error> {
    error.get_ref()?.downcast_ref::<Error>()
}

fn describe(error: &Error, host: &str, chain: &[Certificate]) -> (FailureClass, String) {
    match error {
        Error::InvalidCertificate(error) => describe_certificate(error, host, chain),
        Error::AlertReceived(AlertDescription::ProtocolVersion) => {
            (FailureClass::TlsVersion, "The server takes neither version (TLS alert “protocol_version”).".to_owned())
        }
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13 | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => (FailureClass::TlsVersion, "The server chose a version older than TLS 1.2.".to_owned()),
        Error::AlertReceived(alert) => (FailureClass::TlsAlert, alert_sentence(*alert, host)),
        Error::InvalidMessage(InvalidMessage::HandshakePayloadTooLarge | InvalidMessage::MessageTooLarge) => {
            let detail =
                "The server sent more than 64 KiB in one message of the handshake; its certificates, it seems.";
            (FailureClass::TlsFailed, detail.to_owned())
        }
        Error::InvalidMessage(_) => {
            (FailureClass::TlsFailed, "What the server sent on port 443 is not TLS.".to_owned())
        }
        error => (FailureClass::TlsFailed, format!("TLS failed: {error}.")),
    }
}

/// What the server meant by its alert (RFC 8446 §6.2), as far as the number tells.
pub(crate) fn alert_sentence(alert: AlertDescription, host: &str) -> String {
    match alert {
        AlertDescription::UnrecognisedName => {
            format!("The server has no site for the name {host} (TLS alert “unrecognized_name”).")
        }
        AlertDescription::HandshakeFailure => "The server found nothing in common with TLS 1.2 and 1.3 as offered, or \
             has no certificate for this name (TLS alert “handshake_failure”)."
            .to_owned(),
        AlertDescription::NoApplicationProtocol => {
            "The server does not speak HTTP/1.1 (TLS alert “no_application_protocol”).".to_owned()
        }
        AlertDescription::CertificateRequired => {
            "The server demands a certificate of the client (TLS alert “certificate_required”).".to_owned()
        }
        alert => format!("The server broke off with the TLS alert {alert:?}."),
    }
}

fn describe_certificate(error: &CertificateError, host: &str, chain: &[Certificate]) -> (FailureClass, String) {
    let leaf = chain.first();
    let is_self_issued = leaf.is_some_and(|leaf| leaf.self_issued);
    match error {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            let names = leaf.map(|leaf| leaf.dns_names.as_slice()).unwrap_or_default();
            let shown = match names {
                [] => "no DNS name".to_owned(),
                [first, second, third, _, ..] => format!("{first}, {second}, {third} and others"),
                names => names.join(" and "),
            };
            (FailureClass::TlsName, format!("The certificate is for {shown}, not for {host}."))
        }
        CertificateError::ExpiredContext { not_after, .. } => {
            let end = seconds(*not_after);
            let which = which(chain, |certificate| certificate.not_after == end);
            (FailureClass::TlsExpired, format!("{which} expired on {}.", date_time(end)))
        }
        // Without dates it is a certificate whose validity ends before it begins.
        CertificateError::Expired => (FailureClass::TlsExpired, "A certificate has expired.".to_owned()),
        CertificateError::NotValidYetContext { not_before, .. } => {
            let begin = seconds(*not_before);
            let which = which(chain, |certificate| certificate.not_before == begin);
            (FailureClass::TlsNotYetValid, format!("{which} is valid only from {}.", date_time(begin)))
        }
        CertificateError::NotValidYet => (FailureClass::TlsNotYetValid, "A certificate is not valid yet.".to_owned()),
        // `Other` holds among others `CaUsedAsEndEntity`: a certificate made for one's own authority, such as plain
        // `openssl req -x509` makes, is no server certificate even where it is its own issuer.
        CertificateError::UnknownIssuer | CertificateError::Other(_) if is_self_issued => (
            FailureClass::TlsSelfSigned,
            format!("The certificate is its own issuer ({}).", leaf.map(|leaf| leaf.subject.as_str()).unwrap_or("?")),
        ),
        CertificateError::UnknownIssuer => {
            let issuer = chain.last().map(|last| last.issuer.as_str()).unwrap_or("an authority");
            let shown = match chain.len() {
                1 => "one certificate".to_owned(),
                count => format!("{count} certificates"),
            };
            let detail = format!(
                "The server shows {shown}; the last one is issued by {issuer}, which is not a root trusted here."
            );
            (FailureClass::TlsUntrusted, detail)
        }
        // Of these the verifier says no more than a name.
        CertificateError::Other(error) => {
            (FailureClass::TlsFailed, format!("The certificates are not acceptable: {error}."))
        }
        error => (FailureClass::TlsFailed, format!("The certificate is not acceptable: {error}.")),
    }
}

/// Which certificate of the chain it is, as the subject of a sentence.
fn which(chain: &[Certificate], is_it: impl Fn(&Certificate) -> bool) -> String {
    match chain.iter().position(is_it) {
        Some(0) | None => "The certificate".to_owned(),
        Some(at) => {
            let subject = chain.get(at).map(|certificate| certificate.subject.as_str()).unwrap_or_default();
            format!("The intermediate certificate {subject}")
        }
    }
}

fn seconds(time: UnixTime) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}
