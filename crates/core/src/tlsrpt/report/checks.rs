//! What the texts of a report are to be: addresses, URIs, types. What they are not, they are kept as all the same.

use std::net::IpAddr;

/// The policy types of RFC 8460 §4.4.
const POLICY_TYPES: [&str; 3] = ["sts", "tlsa", "no-policy-found"];

/// The result types of the registry (RFC 8460 §4.3 and §6.6).
const RESULT_TYPES: [&str; 11] = [
    "starttls-not-supported",
    "certificate-host-mismatch",
    "certificate-expired",
    "certificate-not-trusted",
    "validation-failure",
    "tlsa-invalid",
    "dnssec-invalid",
    "dane-required",
    "sts-policy-fetch-error",
    "sts-policy-invalid",
    "sts-webpki-invalid",
];

pub(super) fn is_policy_type(text: &str) -> bool {
    POLICY_TYPES.contains(&text)
}

/// Whether the registry of RFC 8460 §6.6 has this result type.
pub(in crate::tlsrpt) fn is_result_type(text: &str) -> bool {
    RESULT_TYPES.contains(&text)
}

/// RFC 3986 §3.2.2 has no leading zeros in IPv4 addresses, and neither has Rust.
pub(super) fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// Whether a text is a URI by its characters: a scheme, a colon, and behind it what RFC 3986 §2 lets stand.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
    is_scheme && !rest.is_empty() && has_uri_characters(rest.as_bytes())
}

fn has_uri_characters(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [b'%', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => after,
            [octet, after @ ..] if octet.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(octet) => after,
            _ => return false,
        }
    }
}

/// Whether a text is an `addr-spec` (RFC 5322 §3.4.1; beyond ASCII as RFC 6532 §3.2 has it), without comments and white space.
pub(super) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_literal =
        |domain: &str| domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_plain);
    (is_dot_atom(local) || is_quoted(local)) && (is_dot_atom(domain) || is_literal(domain))
}

fn is_dot_atom(text: &str) -> bool {
    let is_atext = |ch: char| !ch.is_ascii() || ch.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(ch);
    text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

fn is_quoted(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    while let Some((before, after)) = rest.split_once('\\') {
        let mut after = after.chars();
        if !is_plain(before) || after.next().is_none_or(|ch| ch.is_control()) {
            return false;
        }
        rest = after.as_str();
    }
    is_plain(rest)
}

/// Neither control characters nor what would end a quoted string or a literal.
fn is_plain(text: &str) -> bool {
    !text.contains(|ch: char| ch.is_control() || matches!(ch, '"' | '\\' | '[' | ']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tr_028_addresses_of_ip() {
        for text in ["192.0.2.1", "2001:db8:abcd:0012::1", "2001:DB8::A", "::ffff:192.0.2.1", "::"] {
            assert!(is_ip(text), "{text}");
        }
        for text in [
            "",
            "192.0.2.01",
            "192.0.2",
            "192.0.2.256",
            "[2001:db8::1]",
            "fe80::1%eth0",
            " ::1",
            "mx.example",
            "::1/64",
        ] {
            assert!(!is_ip(text), "{text}");
        }
    }

    #[test]
    fn tr_034_uris() {
        for text in ["https://example.com/r?x=1&y=a,b!#z", "mailto:a@example.com", "urn:uuid:1", "HTTPS://[::1]/%20"] {
            assert!(is_uri(text), "{text}");
        }
        for text in [
            "",
            "cert expired",
            "https:",
            ":x",
            "1a:x",
            "https://example.com/a b",
            "https://example.com/%zz",
            "https://bücher.example/",
            "www.example.com",
        ] {
            assert!(!is_uri(text), "{text}");
        }
    }

    #[test]
    fn tr_021_addresses_of_mail() {
        for text in
            ["tlsrpt-noreply@microsoft.com", "a.b+c@x", "\"a b\\\"@\"@example.com", "a@[192.0.2.1]", "ä@bücher.example"]
        {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "",
            "example.com",
            "@x",
            "a@",
            "a b@x",
            "a@b@c",
            "mailto:a@b",
            "https://example.com/contact",
            "A <a@b.example>",
            "a..b@x",
            ".a@x",
            "a@x.",
            "\"@x",
            "\"a\\\"@x",
            "a@[x",
            "a\r\n@x",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }
}
