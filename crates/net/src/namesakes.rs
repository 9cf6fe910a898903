//! What of a chain the verifier gets to see.

use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

/// RFC 8446 §4.4.2: some servers send “both a current and deprecated intermediate”.
const MAX_NAMESAKES: usize = 2;

/// The certificates behind the leaf, but of each subject only the first two; what has none that can be read is one subject.
///
/// A verifier tries every order in which authorities may have issued one another. Among a dozen of one name these are so
/// many that a single handshake costs seconds.
pub(crate) fn without_namesakes<'a>(intermediates: &[CertificateDer<'a>]) -> Vec<CertificateDer<'a>> {
    let mut subjects = Vec::new();
    let is_among_the_first = |der: &&CertificateDer<'a>| {
        let certificate = X509Certificate::from_der(der).ok();
        let subject = certificate.map(|(_, certificate)| certificate.subject().as_raw().to_vec());
        let namesakes = subjects.iter().filter(|other| **other == subject).count();
        subjects.push(subject);
        namesakes < MAX_NAMESAKES
    };
    intermediates.iter().filter(is_among_the_first).cloned().collect()
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    #[test]
    fn h_25_of_each_subject_two_are_left() {
        let der = |name: &str| {
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.distinguished_name.push(rcgen::DnType::CommonName, name);
            params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone()
        };
        let unreadable = || CertificateDer::from(vec![0x30, 0x80]);
        let chain =
            [der("A"), der("B"), der("A"), unreadable(), der("A"), der("B"), unreadable(), unreadable(), der("C")];
        let left = without_namesakes(&chain);
        let expected: Vec<_> = [0, 1, 2, 3, 5, 6, 8].into_iter().map(|at: usize| chain[at].clone()).collect();
        assert_eq!(left, expected);
    }
}
