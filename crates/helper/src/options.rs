//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use axum::http::Uri;
use axum::http::uri::Authority;
use clap::Parser;
use mta_sts_net::Nat64Prefix;

/// Checks how a mail domain is protected by MTA-STS (RFC 8461), in the browser.
///
/// Starts a small server on this machine and prints its address; open that in a browser. The page looks up DNS itself,
/// over HTTPS at a public resolver. The policy file it cannot read, because policy hosts do not let other sites read
/// them (CORS); this program fetches it instead, from mta-sts.DOMAIN and nowhere else, and never from a private
/// address. Nothing is stored or logged.
///
/// Trusted roots are those of this machine; SSL_CERT_FILE names another PEM file of roots.
#[derive(Clone, Debug, Parser)]
#[command(name = "mta-sts-helper", version)]
pub struct Options {
    /// Port to listen on; 0 takes any free one.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    pub port: u16,

    /// Address to listen on. The default is reachable from this machine only; 0.0.0.0 or :: open the server to the
    /// network, which also needs --host with the name it is reached by.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = address)]
    pub listen: IpAddr,

    /// Folder of the built page.
    #[arg(long, value_name = "DIR", default_value = "dist/www")]
    pub www: PathBuf,

    /// Another name this server is reached by, such as checker.example; may be given several times. Requests for any
    /// other name than this, localhost and the address listened on are refused, so that no foreign web site can use it.
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,

    /// A web site whose pages may ask this server, such as https://www.example.com; may be given several times. Without
    /// one, only the page that this server itself serves may.
    #[arg(long = "origin", value_name = "ORIGIN", value_parser = origin)]
    pub origins: Vec<String>,

    /// The prefix of this network's NAT64, such as 64:ff9b::/96, for a machine that reaches IPv4 by IPv6 only. An address
    /// inside it is judged by the IPv4 address it carries. Without this option 64:ff9b:: addresses are never dialled; a
    /// network that has a prefix of its own should name it in any case, or private addresses behind it can be reached.
    #[arg(long, value_name = "PREFIX")]
    pub nat64_prefix: Option<Nat64Prefix>,
}

/// An origin as browsers send it (RFC 6454 §7): they are compared octet by octet.
fn origin(text: &str) -> Result<String, &'static str> {
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

/// IPv6 with or without the brackets of a URL.
fn address(text: &str) -> Result<IpAddr, std::net::AddrParseError> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text).parse()
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
}
