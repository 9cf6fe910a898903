//! MX patterns of the policy and how they match the hosts in MX records (RFC 8461 §3.2, §4.1).

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use crate::domain::{HostName, MAX_NAME, is_host_label, is_smtp_domain};

/// An `mx` value of a policy: `["*."] Domain` (RFC 8461 §3.2), in lower case.
///
/// ```
/// use mta_sts::{HostName, MxPattern};
/// let pattern = MxPattern::parse("*.example.com").unwrap();
/// assert!(pattern.matches(&HostName::from_dns("mail.example.com.")));
/// assert!(!pattern.matches(&HostName::from_dns("a.b.example.com")));
/// assert!(!pattern.matches(&HostName::from_dns("example.com")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct MxPattern {
    is_wildcard: bool,
    domain: String,
}

impl MxPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong, as a phrase.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (is_wildcard, domain) = match text.strip_prefix("*.") {
            Some(domain) => (true, domain),
            None => (false, text),
        };
        if is_smtp_domain(domain) {
            return Ok(Self { is_wildcard, domain: domain.to_ascii_lowercase() });
        }
        Err(if text.is_empty() {
            "it is empty"
        } else if text.contains("://") || text.contains('/') {
            "it is a URL"
        } else if text.contains([',', ' ', '\t', ';']) {
            "one host on each line"
        } else if text.contains(':') {
            "no port belongs here"
        } else if text.contains('@') {
            "it is an e-mail address"
        } else if domain.contains('*') || domain.is_empty() {
            "`*` may stand only once, as the whole first label"
        } else if !text.is_ascii() {
            "international names must be written as A-labels, `xn--…`"
        } else if text.ends_with('.') {
            "there is a dot at the end"
        } else if text.starts_with('.') {
            "there is a dot at the start"
        } else if text.contains('_') {
            "host names have no underscore"
        } else {
            "letters, digits, hyphens and dots only"
        })
    }

    /// A pattern of octets that [`MxPattern::parse`] has taken before, or would.
    pub(crate) fn from_valid(octets: &[u8]) -> Self {
        let domain = octets.strip_prefix(b"*.").unwrap_or(octets);
        let is_wildcard = domain.len() < octets.len();
        Self { is_wildcard, domain: String::from_utf8(domain.to_ascii_lowercase()).unwrap_or_default() }
    }

    /// Whether a host is one the policy allows: compared label by label without regard to case; `*` stands for exactly
    /// one label (RFC 8461 §4.1).
    pub fn matches(&self, host: &HostName) -> bool {
        let host = host.as_str();
        if !self.is_wildcard {
            return host == self.domain;
        }
        // Only the label before the pattern's domain is looked at: thousands of patterns may meet hundreds of hosts.
        let label = host.strip_suffix(&self.domain).and_then(|rest| rest.strip_suffix('.'));
        label.is_some_and(is_host_label) && host.len() <= MAX_NAME
    }

    /// An IPv4 address: it fits the grammar and is no host name, so no MX record can match it.
    pub(crate) fn is_address(&self) -> bool {
        self.domain.parse::<std::net::Ipv4Addr>().is_ok()
    }

    /// A single label, or every name of a top-level domain: it fits the grammar and is hardly meant.
    pub(crate) fn is_top_level(&self) -> bool {
        !self.domain.contains('.')
    }

    /// Whether it stands for every host of `domain`.
    pub(crate) fn is_every_host_of(&self, domain: &str) -> bool {
        self.is_wildcard && self.domain == domain
    }

    /// Whether the pattern names the parent of the host, and `*.` before it would match.
    pub(crate) fn lacks_wildcard_for(&self, host: &HostName) -> bool {
        !self.is_wildcard && host.as_str().split_once('.').is_some_and(|(_, parent)| parent == self.domain)
    }

    /// Whether it is the wildcard of the host's own name, which it does not match.
    pub(crate) fn is_below(&self, host: &HostName) -> bool {
        self.is_every_host_of(host.as_str())
    }

    /// Whether only the depth is wrong: the host lies two or more labels below the wildcard's domain.
    pub(crate) fn is_too_shallow_for(&self, host: &HostName) -> bool {
        self.is_wildcard
            && host
                .as_str()
                .strip_suffix(&self.domain)
                .and_then(|rest| rest.strip_suffix('.'))
                .is_some_and(|rest| rest.contains('.'))
    }
}

impl fmt::Display for MxPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_wildcard { "*." } else { "" }, self.domain)
    }
}

impl Serialize for MxPattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MxPattern {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|why| D::Error::custom(format_args!("not an mx pattern: {why}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(pattern: &str, host: &str) -> bool {
        MxPattern::parse(pattern).is_ok_and(|pattern| pattern.matches(&HostName::from_dns(host)))
    }

    #[test]
    fn ms_071_matching() {
        for (pattern, host, expected) in [
            ("mail.example.com", "mail.example.com", true),
            ("mail.example.com", "MAIL.Example.com.", true),
            ("*.example.com", "mail.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("*.example.com", ".example.com", false),
            ("*.example.com", "xexample.com", false),
            ("*.example.com", "*.example.com", false),
            ("mx.example.com", "*.example.com", false),
            ("example.com", "mail.example.com", false),
            ("*.com", "example.com", true),
            ("example.com", "example.com..", false),
            ("example.com", "", false),
            ("*.example.com", "not a host!.example.com", false),
        ] {
            assert_eq!(matches(pattern, host), expected, "{pattern} {host}");
        }
    }

    #[test]
    fn ms_037_patterns() {
        for good in ["a", "a.example", "*.example.com", "xn--bcher-kva.example", "127.0.0.1", "localhost", "*.com"] {
            assert!(MxPattern::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "*",
            "*.",
            "*.*.x",
            "a*.x",
            "mail.*.x",
            ".x",
            "x.",
            "a_b.x",
            "a..b",
            "-a.x",
            "a-.x",
            "https://x",
            "a, b",
            "a b",
            "a:25",
            "büch.er",
            "u@x",
            "\u{200b}a.x",
        ] {
            assert!(MxPattern::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_pattern_is_read_again(text in r"(\*\.)?[a-z0-9]{1,8}(\.[a-z0-9-]{1,8}[a-z]){0,4}") {
            if let Ok(pattern) = MxPattern::parse(&text) {
                prop_assert_eq!(pattern.to_string(), text.clone());
                prop_assert_eq!(serde_json::from_value(serde_json::json!(pattern)).ok(), Some(pattern.clone()));
                prop_assert_eq!(MxPattern::parse(&pattern.to_string()), Ok(pattern));
            }
        }

        #[test]
        fn labels_are_compared_one_by_one(pattern in r"(\*\.)?([ab]\.){0,2}[ab]", host in r"([ab_*A]?\.){0,3}[ab]?\.?") {
            let host = HostName::from_dns(&host);
            let pattern = MxPattern::parse(&pattern).unwrap();
            let expected = host.labels().is_some_and(|labels| {
                labels.skip(usize::from(pattern.is_wildcard)).eq(pattern.domain.split('.'))
            });
            prop_assert_eq!(pattern.matches(&host), expected);
        }

        #[test]
        fn a_wildcard_matches_exactly_one_label(labels in proptest::collection::vec("[a-z]{1,5}", 0..4)) {
            let host = labels.iter().map(|label| format!("{label}.")).collect::<String>() + "example.com";
            prop_assert_eq!(matches("*.example.com", &host), labels.len() == 1);
        }
    }
}
