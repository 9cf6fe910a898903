//! Values of options: what is read, and the sentence about what was expected.

use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU16, NonZeroU32};
use std::time::Duration;

use axum::http::Uri;
use axum::http::uri::Authority;
use ipnet::IpNet;

/// An origin as browsers send it (RFC 6454 §7): they are compared octet by octet.
pub(crate) fn origin(text: &str) -> Result<String, &'static str> {
    let uri: Uri = text
        .parse()
        .map_err(|_| "an origin is a scheme, a host and perhaps a port, such as https://www.example.com")?;
    let (scheme, default) = match uri.scheme_str() {
        Some("https") => ("https", 443),
        Some("http") => ("http", 80),
        _ => return Err("an origin begins with https:// (or http://)"),
    };
    let authority = uri.authority().map(Authority::as_str).unwrap_or_default();
    // No path, not even `/`; what is no host name or address is sent by no browser.
    if !text.eq_ignore_ascii_case(&format!("{scheme}://{authority}")) || authority.contains(['@', '*']) {
        return Err("an origin is a scheme, a host and perhaps a port, no more");
    }
    let has_port = authority.rsplit_once(':').is_some_and(|(_, after)| !after.ends_with(']'));
    match uri.port_u16() {
        Some(port) if port == default => Err("browsers leave out the port that the scheme has by default"),
        None if has_port => Err("a port is a number up to 65535"),
        _ => Ok(text.to_ascii_lowercase()),
    }
}

/// A name that this server is reached by, as it stands in a `Host` field, without a port.
pub(crate) fn host_name(text: &str) -> Result<String, &'static str> {
    let is_name = text.parse::<Authority>().is_ok_and(|authority| authority.host() == text) && !text.contains('*');
    if is_name {
        Ok(text.to_owned())
    } else {
        Err("a name is expected such as checker.example, without https:// and port")
    }
}

/// IPv6 with or without the brackets of a URL.
pub(crate) fn address(text: &str) -> Result<IpAddr, &'static str> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text).parse().map_err(|_| "an IP address is expected, such as 127.0.0.1 or ::1")
}

/// An address with a port.
pub(crate) fn socket(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "an address and a port are expected, such as 127.0.0.1:9090 or [::1]:9090")
}

/// A port, where 0 is any free one.
pub(crate) fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "a port is expected, a number from 0 to 65535")
}

/// A network in CIDR notation, or a single address.
pub(crate) fn network(text: &str) -> Result<IpNet, &'static str> {
    let single = || address(text).map(|address| IpNet::from(address.to_canonical()));
    text.parse()
        .or_else(|_| single())
        .map_err(|_| "a network is expected: an address and a length, such as 192.0.2.0/24")
}

/// How often.
pub(crate) fn positive(text: &str) -> Result<NonZeroU32, &'static str> {
    text.parse().map_err(|_| "a whole number is expected, 1 or more")
}

/// How many connections: more than these have no port.
pub(crate) fn few(text: &str) -> Result<NonZeroU16, &'static str> {
    text.parse().map_err(|_| "a whole number is expected, from 1 to 65535")
}

/// A switch, in a variable.
pub(crate) fn switch(text: &str) -> Result<bool, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" | "" => Ok(false),
        _ => Err("true or false is expected"),
    }
}

/// Whole seconds, not more than a minute of them.
pub(crate) fn short_while(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= 60);
    seconds.map(Duration::from_secs).ok_or("a whole number of seconds is expected, from 0 to 60")
}

/// Whole seconds, not more than an hour of them.
pub(crate) fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= 3600);
    seconds.map(Duration::from_secs).ok_or("a whole number of seconds is expected, from 0 to 3600")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h_63_origins_are_taken_as_browsers_send_them() {
        for (text, expected) in [
            ("https://www.example.com", Ok("https://www.example.com")),
            ("HTTP://LOCALHOST:5173", Ok("http://localhost:5173")),
            ("http://LOCALHOST:5173", Ok("http://localhost:5173")),
            ("https://[2001:db8::1]:8443", Ok("https://[2001:db8::1]:8443")),
            ("https://www.example.com/", Err(())),
            ("https://a@www.example.com", Err(())),
            ("https://*.example.com", Err(())),
            ("https://bücher.example", Err(())),
            ("www.example.com", Err(())),
            ("https://", Err(())),
            ("https://www.example.com:443", Err(())),
            ("http://www.example.com:80", Err(())),
            ("http://www.example.com:443", Ok("http://www.example.com:443")),
            ("https://www.example.com:99999", Err(())),
            ("https://a:b:c", Err(())),
            ("null", Err(())),
            ("*", Err(())),
        ] {
            assert_eq!(origin(text).as_deref().map_err(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn h_62_a_host_is_a_name_and_no_more() {
        for (text, is_name) in [
            ("checker.example", true),
            ("203.0.113.7", true),
            ("[2001:db8::7]", true),
            ("https://checker.example", false),
            ("checker.example:443", false),
            ("checker.example/", false),
            ("a@checker.example", false),
            ("*.checker.example", false),
            ("", false),
        ] {
            assert_eq!(host_name(text).is_ok(), is_name, "{text}");
        }
    }
}
