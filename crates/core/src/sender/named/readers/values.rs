//! Values that most programs read alike.

use super::part::Part;
use super::refusal::{Refusal, Refused};
use crate::domain::is_smtp_domain;
use crate::policy::Mode;

/// The one version, as it is written.
pub(super) fn version(value: Part<'_>) -> Result<(), Refused> {
    if value.octets == b"STSv1" { Ok(()) } else { Err(Refused::new(Refusal::Version, value.span())) }
}

/// One of the modes, as it is written.
pub(super) fn mode(value: Part<'_>) -> Result<Mode, Refused> {
    let is_it = |mode: &Mode| mode.name().as_bytes() == value.octets;
    let modes = [Mode::Enforce, Mode::Testing, Mode::None];
    modes.into_iter().find(is_it).ok_or(Refused::new(Refusal::Mode, value.span()))
}

/// A host name or `*.` and a domain, with a root dot or without, and no IPv4 address (RFC 8461 §3.2, less the dot).
pub(crate) fn is_dns_pattern(text: &str) -> bool {
    let domain = text.strip_prefix("*.").unwrap_or(text);
    let name = domain.strip_suffix('.').unwrap_or(domain);
    domain.len() <= 253 && is_smtp_domain(name) && !is_ipv4(name)
}

/// Whether a name is an IPv4 address.
pub(crate) fn is_ipv4(name: &str) -> bool {
    name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// A character of a policy's value that is neither a control nor, in ASCII, invisible (RFC 8461 §3.2, `vchar` and SP).
pub(super) fn is_printable(ch: char) -> bool {
    !ch.is_control()
}

/// Octets as text; what is not UTF-8 is replaced.
pub(super) fn text(value: Part<'_>) -> String {
    String::from_utf8_lossy(value.octets).into_owned()
}
