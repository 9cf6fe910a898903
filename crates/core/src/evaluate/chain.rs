//! The chain of certificates that a policy host shows: where it leads, and in which order it comes.

use super::Draft;
use crate::evidence::Certificate;
use crate::finding::fetch;
use crate::text::show;

/// The last certificate on the way from the leaf to its issuer, to that one's issuer, and so on, as far as they were shown.
fn top(chain: &[Certificate]) -> Option<&Certificate> {
    let mut top = chain.first()?;
    for _ in chain {
        let issuer = chain.iter().skip(1).find(|issuer| !top.self_issued && issuer.subject == top.issuer);
        let Some(issuer) = issuer else { break };
        top = issuer;
    }
    Some(top)
}

/// A chain that leads to no trusted root. A missing intermediate certificate and an unknown root look alike to whoever
/// verifies; what was shown tells which of them is more likely. Gives the step's summary.
pub(super) fn add_untrusted(step: &mut Draft<'_>, chain: &[Certificate], detail: String) -> &'static str {
    let leaf = chain.first();
    match (leaf, top(chain)) {
        (Some(leaf), Some(top)) if !leaf.self_issued && std::ptr::eq(leaf, top) => {
            let sent = match chain.len() {
                1 => "only its own certificate",
                _ => "no certificate of the issuer with its own",
            };
            step.add_with(
                &fetch::CERTIFICATE_CHAIN_INCOMPLETE,
                vec![
                    ("sent", sent.to_owned()),
                    ("seen", format!("“{}”", show(leaf.issuer.as_bytes()))),
                    ("likely", missing(leaf)),
                ],
            );
            "The certificate chain is incomplete."
        }
        (_, Some(top)) if chain.len() > 1 && top.self_issued => {
            let root = show(top.subject.as_bytes());
            step.add(
                &fetch::CERTIFICATE_UNTRUSTED,
                format!("It leads to “{root}”, which is its own issuer and not a root that is trusted here"),
            );
            "The certificate is not trusted."
        }
        (_, Some(top)) if chain.len() > 1 => {
            let issuer = show(top.issuer.as_bytes());
            step.add(
                &fetch::CERTIFICATE_UNTRUSTED,
                format!(
                    "The certificates it sends lead to “{issuer}”: either another intermediate certificate is missing, or \
                     that is not a root that is trusted here"
                ),
            );
            "The certificate is not trusted."
        }
        _ => {
            step.add(&fetch::CERTIFICATE_UNTRUSTED, detail);
            "The certificate is not trusted."
        }
    }
}

/// Public authorities write into a certificate where their own can be had; private ones rarely do.
fn missing(leaf: &Certificate) -> String {
    match (&leaf.ca_issuers, leaf.is_ca) {
        (Some(url), _) => format!(
            "most likely an intermediate certificate is missing (its authority offers one at `{}`)",
            show(url.as_bytes())
        ),
        (None, None) => "most likely an intermediate certificate is missing".to_owned(),
        (None, Some(_)) => {
            "either an intermediate certificate is missing, or the authority is not a public one".to_owned()
        }
    }
}

/// RFC 8446 §4.4.2: each certificate SHOULD certify the one before it.
pub(super) fn add_order(step: &mut Draft<'_>, chain: &[Certificate]) {
    let mut pairs = chain.iter().zip(chain.iter().skip(1));
    if let Some((certificate, next)) = pairs.find(|(certificate, next)| certificate.issuer != next.subject) {
        let values = [("seen", &next.subject), ("before", &certificate.subject), ("issuer", &certificate.issuer)];
        step.add_with(
            &fetch::CERTIFICATE_CHAIN_ORDER,
            values.map(|(name, value)| (name, format!("“{}”", show(value.as_bytes())))).into(),
        );
    }
}
