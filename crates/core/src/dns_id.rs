//! The names of certificates and the host they are to be for (RFC 9525 §6.3, which replaces the RFC 6125 that RFC 8461
//! §3.3 and §4.2 refer to).

use crate::HostName;

/// Whether a DNS name of a certificate (SAN dNSName) is one for `reference`: equal label by label without regard to
/// case, where a first label of only `*` stands for exactly one label.
///
/// A presented name of any other form, such as `mta-*.example.com`, matches nothing; it is no reason to refuse the
/// certificate, whose other names still count. Common names and other kinds of identifiers are never to be handed in
/// here: RFC 8461 §3.3 knows DNS-IDs only.
///
/// ```
/// use mta_sts::{HostName, dns_id};
/// let host = HostName::from_dns("mta-sts.example.com");
/// assert!(dns_id::matches("MTA-STS.example.com", &host));
/// assert!(dns_id::matches("*.example.com", &host));
/// assert!(!dns_id::matches("example.com", &host));
/// assert!(!dns_id::matches("mta-*.example.com", &host));
/// ```
pub fn matches(presented: &str, reference: &HostName) -> bool {
    let Some(labels) = reference.labels() else { return false };
    let labels: Vec<&str> = labels.collect();
    // RFC 8461 §3.3 knows no IP-IDs, and no top-level domain is numeric (RFC 3696 §2): this is an address.
    if labels.last().is_some_and(|last| last.bytes().all(|octet| octet.is_ascii_digit())) {
        return false;
    }
    let (presented, skipped) = match presented.strip_prefix("*.") {
        Some(rest) => (rest, 1),
        None => (presented, 0),
    };
    presented.split('.').map(str::to_ascii_lowercase).eq(labels.into_iter().skip(skipped))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(presented: &str, reference: &str) -> bool {
        super::matches(presented, &HostName::from_dns(reference))
    }

    #[test]
    fn id_001_only_dns_names_are_compared() {
        assert!(matches("mta-sts.example.com", "mta-sts.example.com"));
        for presented in ["CN=mta-sts.example.com", "https://mta-sts.example.com", "_xmpp.mta-sts.example.com", ""] {
            assert!(!matches(presented, "mta-sts.example.com"), "{presented}");
        }
        assert!(!matches("192.0.2.1", "192.0.2.1"), "an address is matched by an IP-ID or not at all");
        assert!(!matches("*.0.2.1", "192.0.2.1"));
        assert!(!matches("", ""));
    }

    #[test]
    fn id_002_labels_compare_without_case_and_as_a_labels() {
        for (presented, reference, expected) in [
            ("MTA-STS.Example.COM", "mta-sts.example.com", true),
            ("mta-sts.xn--r8jz45g.test", "MTA-STS.xn--R8JZ45G.test", true),
            ("mta-sts.例え.test", "mta-sts.xn--r8jz45g.test", false),
            ("example.com", "mta-sts.example.com", false),
            ("mta-sts.example.com", "example.com", false),
            ("mta-sts.example.com.evil.example", "mta-sts.example.com", false),
            // KELVIN SIGN lowers to `k` by the rules of Unicode, not by those of DNS.
            ("\u{212a}.example", "k.example", false),
        ] {
            assert_eq!(matches(presented, reference), expected, "{presented} {reference}");
        }
    }

    #[test]
    fn id_003_a_wildcard_is_the_whole_first_label_and_stands_for_one() {
        for (presented, reference, expected) in [
            ("*.example.com", "mta-sts.example.com", true),
            ("*.com", "example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("*.*.com", "mta-sts.example.com", false),
            ("mta-sts.*.com", "mta-sts.example.com", false),
            ("mta-*.example.com", "mta-sts.example.com", false),
            ("*sts.example.com", "mta-sts.example.com", false),
            ("**.example.com", "mta-sts.example.com", false),
            ("*", "localhost", false),
            ("*.", "localhost", false),
            (".example.com", "mta-sts.example.com", false),
        ] {
            assert_eq!(matches(presented, reference), expected, "{presented} {reference}");
        }
    }

    #[test]
    fn id_004_a_wildcard_never_meets_a_wildcard() {
        assert!(!matches("*.example.com", "*.example.com"));
        assert!(!matches("mail.example.com", "*.example.com"));
    }

    #[test]
    fn id_005_one_name_that_fits_is_enough() {
        let host = HostName::from_dns("mta-sts.example.com");
        let names = ["..", "*", "foo*.example.com", "*.example.com."];
        assert!(!names.iter().any(|name| super::matches(name, &host)));
        assert!(names.iter().chain([&"mta-sts.example.com"]).any(|name| super::matches(name, &host)));
    }

    #[test]
    fn id_006_the_root_dot_is_dropped_from_the_reference_only() {
        assert!(matches("mta-sts.example.com", "mta-sts.example.com."));
        assert!(!matches("mta-sts.example.com.", "mta-sts.example.com"));
        assert!(!matches("*.example.com.", "mta-sts.example.com"));
    }

    #[test]
    fn id_007_underscores_compare_like_any_octet() {
        assert!(matches("mx_1.example.com", "mx_1.example.com"));
        assert!(matches("*.example.com", "mx_1.example.com"));
        assert!(!matches("mx-1.example.com", "mx_1.example.com"));
    }

    proptest! {
        #[test]
        fn every_host_name_matches_itself_and_its_wildcard_only_from_above(name in "[a-z][a-z0-9-]{0,8}(\\.[a-z]{1,8}){1,4}") {
            prop_assert!(matches(&name, &name));
            prop_assert!(matches(&name.to_ascii_uppercase(), &name));
            let (_, parent) = name.split_once('.').unwrap();
            let wildcard = format!("*.{parent}");
            prop_assert!(matches(&wildcard, &name));
            prop_assert!(!matches(&wildcard, parent));
            let below = format!("x.{name}");
            prop_assert!(!matches(&wildcard, &below));
        }

        #[test]
        fn nothing_panics(presented in ".*", reference in ".*") {
            matches(&presented, &reference);
        }
    }
}
