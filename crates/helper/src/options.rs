//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Parser;

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
}

/// IPv6 with or without the brackets of a URL.
fn address(text: &str) -> Result<IpAddr, std::net::AddrParseError> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text).parse()
}
