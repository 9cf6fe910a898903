//! What of a chain the verifier gets to see.

use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

/// RFC 8446 §4.4.2: some servers send “both a current and deprecated intermediate”.
const MAX_NAMESAKES: usize = 2;
/// Chains on the web have one or two, cross-signed ones three or four.
const MAX_ISSUERS: usize = 8;

/// The intermediate certificates that lead on from the leaf: those named as issuer by it or by one of them, in the order in
/// which they follow from it; of one name two at most, and no more than eight in all.
///
/// A verifier tries every order in which authorities may have issued one another, and checks a signature for each step. Of
/// a dozen with one name these are so many that a single handshake costs seconds, and a long ladder costs tens of
/// milliseconds at each of eight addresses. What does not lead on from the leaf, such as the rest of a bundle, costs and
/// changes nothing.
pub(crate) fn issuers<'a>(leaf: &CertificateDer<'_>, intermediates: &[CertificateDer<'a>]) -> Vec<CertificateDer<'a>> {
    let readable = |der| X509Certificate::from_der(der).ok().map(|(_, certificate)| certificate);
    let Some(leaf) = readable(leaf) else { return Vec::new() };
    let offered: Vec<_> = intermediates.iter().filter_map(|der| Some((der, readable(der)?))).collect();
    let mut names = vec![leaf.issuer().as_raw()];
    let mut found = Vec::new();
    // Grows while it is read: each certificate found names the next.
    let mut at = 0;
    while let Some(name) = names.get(at).copied() {
        let named = offered.iter().filter(|(_, certificate)| certificate.subject().as_raw() == name);
        for (der, certificate) in named.take(MAX_NAMESAKES) {
            if found.len() == MAX_ISSUERS {
                return found;
            }
            found.push(CertificateDer::clone(der));
            let issuer = certificate.issuer().as_raw();
            if !names.contains(&issuer) {
                names.push(issuer);
            }
        }
        at = at.saturating_add(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DnType, Issuer, KeyPair};

    use super::*;

    /// A certificate of this name, issued by that one.
    fn der(name: &str, issuer: &str) -> CertificateDer<'static> {
        let params = |name: &str| {
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.distinguished_name.push(DnType::CommonName, name);
            params
        };
        let (key, issuer) = (KeyPair::generate().unwrap(), Issuer::new(params(issuer), KeyPair::generate().unwrap()));
        params(name).signed_by(&key, &issuer).unwrap().der().clone()
    }

    fn found(leaf: &CertificateDer<'_>, chain: &[CertificateDer<'static>]) -> Vec<usize> {
        let place = |one| chain.iter().position(|other| *other == one).unwrap();
        issuers(leaf, chain).into_iter().map(place).collect()
    }

    #[test]
    fn h_25_what_leads_on_from_the_leaf_is_found_in_any_order() {
        let leaf = der("leaf", "A");
        let unreadable = CertificateDer::from(vec![0x30, 0x80]);
        let chain = [der("root", "root"), unreadable.clone(), der("B", "root"), der("stranger", "B"), der("A", "B")];
        assert_eq!(found(&leaf, &chain), [4, 2, 0]);
        assert_eq!(found(&unreadable, &chain), [0; 0]);
        assert_eq!(found(&der("leaf", "nobody"), &chain), [0; 0]);
    }

    #[test]
    fn h_25_of_each_name_two_are_left_and_eight_in_all() {
        let leaf = der("leaf", "A");
        let namesakes: Vec<_> = (0..12).map(|_| der("A", "A")).collect();
        assert_eq!(found(&leaf, &namesakes), [0, 1]);
        let ladder: Vec<_> = (0..20).map(|step| der(&format!("{step}"), &format!("{}", step + 1))).collect();
        assert_eq!(found(&der("leaf", "0"), &ladder), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
