//! DoH servers with a JSON interface, and the URL that asks one of them a question.
//!
//! No RFC defines DoH JSON; RFC 8484 is the wire format. Google and Cloudflare document theirs, others follow them.

use serde::{Deserialize, Serialize};

/// A DNS record type by its number, and its name for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordType {
    /// IPv4 address.
    A,
    /// IPv6 address.
    Aaaa,
    /// Mail exchange.
    Mx,
    /// Text.
    Txt,
}

impl RecordType {
    /// The number in DNS messages (RFC 1035 §3.2.2, RFC 3596 §2.1).
    pub fn number(self) -> u16 {
        match self {
            Self::A => 1,
            Self::Mx => 15,
            Self::Txt => 16,
            Self::Aaaa => 28,
        }
    }

    /// The mnemonic.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Mx => "MX",
            Self::Txt => "TXT",
        }
    }
}

/// A DoH server with a JSON interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Resolver {
    /// What people call it: `Cloudflare`.
    pub name: String,
    /// The URL without query: `https://cloudflare-dns.com/dns-query`.
    pub url: String,
}

impl Resolver {
    /// Cloudflare's resolver.
    pub fn cloudflare() -> Self {
        Self { name: "Cloudflare".to_owned(), url: "https://cloudflare-dns.com/dns-query".to_owned() }
    }

    /// Google Public DNS.
    pub fn google() -> Self {
        Self { name: "Google".to_owned(), url: "https://dns.google/resolve".to_owned() }
    }

    /// The two in the order in which they are asked; the second is asked only when the first cannot answer.
    pub fn defaults() -> Vec<Self> {
        vec![Self::cloudflare(), Self::google()]
    }

    /// The URL of one question. `name` is an A-label name, so nothing in it needs escaping.
    ///
    /// The type goes as a number, which every server takes. `edns_client_subnet=0.0.0.0/0` asks Google not to pass the
    /// reader's network on; servers that do not know the parameter ignore it. `checking_disabled` (`cd=1`) asks for the
    /// answer that DNSSEC validation refused: only ever to name the fault, never to use the answer.
    pub fn question_url(&self, name: &str, record_type: RecordType, checking_disabled: bool) -> String {
        let Self { url, .. } = self;
        let separator = if url.contains('?') { '&' } else { '?' };
        let cd = if checking_disabled { "&cd=1" } else { "" };
        format!("{url}{separator}name={name}&type={}&edns_client_subnet=0.0.0.0/0{cd}", record_type.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dh_012_questions() {
        assert_eq!(
            Resolver::google().question_url("_mta-sts.example.com", RecordType::Txt, false),
            "https://dns.google/resolve?name=_mta-sts.example.com&type=16&edns_client_subnet=0.0.0.0/0"
        );
        let own = Resolver { name: "ours".to_owned(), url: "https://dns.example/q?key=1".to_owned() };
        assert_eq!(
            own.question_url("example.com", RecordType::Mx, true),
            "https://dns.example/q?key=1&name=example.com&type=15&edns_client_subnet=0.0.0.0/0&cd=1"
        );
    }
}
