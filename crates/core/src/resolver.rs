//! DoH servers, and the request that asks one of them a question.
//!
//! No RFC defines DoH JSON: Google and Cloudflare document theirs, others follow them. RFC 8484 is the wire format, for
//! servers that have no JSON.

use serde::{Deserialize, Serialize};

use crate::plan::Request;

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

/// What a DoH server is asked in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DohFormat {
    /// DoH JSON.
    #[default]
    Json,
    /// DNS messages (RFC 8484).
    Wire,
}

impl DohFormat {
    fn is_json(&self) -> bool {
        *self == Self::Json
    }
}

/// A DoH server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Resolver {
    /// What people call it: `Cloudflare`.
    pub name: String,
    /// The URL without query: `https://cloudflare-dns.com/dns-query`.
    pub url: String,
    /// What it is asked in; DoH JSON if nothing is said.
    #[serde(default, skip_serializing_if = "DohFormat::is_json")]
    #[cfg_attr(test, ts(as = "Option<DohFormat>", optional))]
    pub format: DohFormat,
}

impl Resolver {
    /// Cloudflare's resolver.
    pub fn cloudflare() -> Self {
        Self::json("Cloudflare", "https://cloudflare-dns.com/dns-query")
    }

    /// Google Public DNS.
    pub fn google() -> Self {
        Self::json("Google", "https://dns.google/resolve")
    }

    /// A server that is asked in DoH JSON.
    pub fn json(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { name: name.into(), url: url.into(), format: DohFormat::Json }
    }

    /// A server that is asked in DNS messages (RFC 8484).
    pub fn wire(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { name: name.into(), url: url.into(), format: DohFormat::Wire }
    }

    /// The two in the order in which they are asked; the second is asked only when the first cannot answer.
    pub fn defaults() -> Vec<Self> {
        vec![Self::cloudflare(), Self::google()]
    }

    /// The request that asks one question.
    pub(crate) fn question(&self, name: &str, record_type: RecordType, checking_disabled: bool) -> Request {
        match self.format {
            DohFormat::Json => Request::DohJson { url: self.question_url(name, record_type, checking_disabled) },
            DohFormat::Wire => {
                Request::DnsMessage { url: self.url.clone(), name: name.to_owned(), record_type, checking_disabled }
            }
        }
    }

    /// The URL of one question in DoH JSON. `name` is an A-label name, so nothing in it needs escaping.
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
        let own = Resolver::json("ours", "https://dns.example/q?key=1");
        assert_eq!(
            own.question_url("example.com", RecordType::Mx, true),
            "https://dns.example/q?key=1&name=example.com&type=15&edns_client_subnet=0.0.0.0/0&cd=1"
        );
    }

    #[test]
    fn dh_004_a_server_without_json_is_asked_in_dns_messages() {
        let quad9 = Resolver::wire("Quad9", "https://dns.quad9.net/dns-query");
        assert_eq!(
            quad9.question("example.com", RecordType::Mx, true),
            Request::DnsMessage {
                url: "https://dns.quad9.net/dns-query".to_owned(),
                name: "example.com".to_owned(),
                record_type: RecordType::Mx,
                checking_disabled: true,
            }
        );
    }

    #[test]
    fn the_format_is_said_only_where_it_is_not_json() {
        let json = |resolver: &Resolver| serde_json::to_string(resolver).unwrap();
        for (resolver, expected) in [
            (Resolver::json("a", "https://a.example/"), r#"{"name":"a","url":"https://a.example/"}"#),
            (Resolver::wire("b", "https://b.example/"), r#"{"name":"b","url":"https://b.example/","format":"wire"}"#),
        ] {
            assert_eq!(json(&resolver), expected);
            assert_eq!(serde_json::from_str::<Resolver>(expected).unwrap(), resolver);
        }
    }
}
