//! The facts of a certificate that are shown to people.
//!
//! Nothing is decided here: whether a certificate is accepted is the verifier's word alone ([`crate::tls`]).

use mta_sts::evidence::Certificate;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use crate::failure::shorten;

const MAX_CERTIFICATES: usize = 10;
const MAX_DNS_NAMES: usize = 50;
/// Room for a real distinguished name, and for the longest DNS name.
const MAX_NAME: usize = 255;

/// The facts of a chain as presented, leaf first. It ends before the first certificate that cannot be read, so that the
/// first entry is always the leaf.
pub(crate) fn facts<T: AsRef<[u8]>>(chain: &[T]) -> Vec<Certificate> {
    chain.iter().take(MAX_CERTIFICATES).map_while(|der| facts_of_one(der.as_ref())).collect()
}

fn facts_of_one(der: &[u8]) -> Option<Certificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    // RFC 8461 §3.3: DNS-IDs count, and nothing else of the names.
    let san = certificate.subject_alternative_name().ok().flatten();
    let names = san.iter().flat_map(|extension| &extension.value.general_names).filter_map(|name| match name {
        GeneralName::DNSName(name) => Some(*name),
        _ => None,
    });
    Some(Certificate {
        subject: shorten(&certificate.subject().to_string(), MAX_NAME),
        issuer: shorten(&certificate.issuer().to_string(), MAX_NAME),
        dns_names: names.clone().take(MAX_DNS_NAMES).map(|name| shorten(name, MAX_NAME)).collect(),
        dns_name_count: u64::try_from(names.count()).unwrap_or(u64::MAX),
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
        self_issued: certificate.subject().as_raw() == certificate.issuer().as_raw(),
    })
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    #[test]
    fn h_25_a_thousand_names_are_counted_and_fifty_shown() {
        let names: Vec<String> = (0..1000).map(|n| format!("{n}.example.com")).collect();
        let der = CertificateParams::new(names).unwrap().self_signed(&KeyPair::generate().unwrap()).unwrap();
        let facts = facts(&[der.der()]);
        assert_eq!(facts.len(), 1);
        assert_eq!((facts[0].dns_names.len(), facts[0].dns_name_count), (50, 1000));
        assert_eq!(facts[0].dns_names[49], "49.example.com");
        assert!(facts[0].self_issued);
        assert!(facts[0].not_before < facts[0].not_after);
    }

    #[test]
    fn what_cannot_be_read_ends_the_chain() {
        let der = CertificateParams::new(Vec::new()).unwrap().self_signed(&KeyPair::generate().unwrap()).unwrap();
        let (good, bad) = (der.der().as_ref(), [0x30, 0x80, 0xff].as_slice());
        assert_eq!(facts(&[good, bad, good]).len(), 1);
        assert_eq!(facts(&[bad, good]), []);
    }
}
