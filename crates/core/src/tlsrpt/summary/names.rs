//! Names as they are compared. Whatever is left empty is no name.

use std::borrow::Cow;
use std::net::IpAddr;

/// A text as it is written, without white space around it.
pub(crate) fn text(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A domain or a host: in lower case, without the dot of the root (RFC 4343 §3).
pub(crate) fn domain(name: Option<&str>) -> Option<Cow<'_, str>> {
    let name = text(name)?;
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_lower = !name.bytes().any(|octet| octet.is_ascii_uppercase());
    (!name.is_empty()).then(|| if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_ascii_lowercase()) })
}

/// An address in its one form (RFC 5952 §4); what is none stays as it is.
pub(super) fn address(address: Option<&str>) -> Option<Cow<'_, str>> {
    let address = text(address)?;
    match address.parse::<IpAddr>() {
        // An IPv4 address has one spelling only.
        Ok(IpAddr::V6(parsed)) => Some(Cow::Owned(parsed.to_string())),
        _ => Some(Cow::Borrowed(address)),
    }
}
