//! The prefix under which a network reaches IPv4 by IPv6 (NAT64, RFC 6146).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// An IPv6 prefix that carries IPv4 addresses (RFC 6052 §2.2), such as `64:ff9b::/96`.
///
/// ```
/// use mta_sts_net::Nat64Prefix;
/// let prefix: Nat64Prefix = "64:ff9b::/96".parse().unwrap();
/// assert_eq!(prefix.ipv4("64:ff9b::8.8.8.8".parse().unwrap()), Some("8.8.8.8".parse().unwrap()));
/// assert_eq!(prefix.ipv4("2001:4860:4860::8888".parse().unwrap()), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nat64Prefix {
    first: Ipv6Addr,
    length: u8,
}

/// A text that is no NAT64 prefix. [`fmt::Display`] says what one looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nat64PrefixError;

impl std::error::Error for Nat64PrefixError {}

impl fmt::Display for Nat64PrefixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a NAT64 prefix is an IPv6 address and a length of 32, 40, 48, 56, 64 or 96 bits, with nothing after these \
             bits, such as 64:ff9b::/96",
        )
    }
}

impl FromStr for Nat64Prefix {
    type Err = Nat64PrefixError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, length) = text.split_once('/').ok_or(Nat64PrefixError)?;
        let first: Ipv6Addr = address.parse().map_err(|_| Nat64PrefixError)?;
        // RFC 6052 §2.2: these lengths and no others.
        let length = match length {
            "32" => 32,
            "40" => 40,
            "48" => 48,
            "56" => 56,
            "64" => 64,
            "96" => 96,
            _ => return Err(Nat64PrefixError),
        };
        let prefix = Self { first, length };
        if prefix.bits_after(first) == 0 { Ok(prefix) } else { Err(Nat64PrefixError) }
    }
}

impl fmt::Display for Nat64Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.length)
    }
}

impl Nat64Prefix {
    /// The IPv4 address that a translator with this prefix would connect to; `None` outside of the prefix.
    pub fn ipv4(&self, address: IpAddr) -> Option<Ipv4Addr> {
        let IpAddr::V6(address) = address else { return None };
        let differing = self.first.to_bits() ^ address.to_bits();
        if differing.leading_zeros() < self.length.into() {
            return None;
        }
        // RFC 6052 §2.2: the octet of the bits 64 to 71 is no part of the IPv4 address. Whatever it holds, a translator
        // may look past it.
        let octets = address.octets();
        let mut embedded = octets.iter().enumerate().skip(usize::from(self.length) / 8).filter(|(at, _)| *at != 8);
        let mut next = || embedded.next().map(|(_, octet)| *octet);
        Some(Ipv4Addr::new(next()?, next()?, next()?, next()?))
    }

    fn bits_after(self, address: Ipv6Addr) -> u128 {
        address.to_bits() & u128::MAX.checked_shr(self.length.into()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of RFC 6052 §2.4, in its own text.
    #[test]
    fn h_03_the_examples_of_the_rfc() {
        for (prefix, address) in [
            ("2001:db8::/32", "2001:db8:c000:221::"),
            ("2001:db8:100::/40", "2001:db8:1c0:2:21::"),
            ("2001:db8:122::/48", "2001:db8:122:c000:2:2100::"),
            ("2001:db8:122:300::/56", "2001:db8:122:3c0:0:221::"),
            ("2001:db8:122:344::/64", "2001:db8:122:344:c0:2:2100::"),
            ("2001:db8:122:344::/96", "2001:db8:122:344::192.0.2.33"),
            ("64:ff9b::/96", "64:ff9b::192.0.2.33"),
        ] {
            let parsed: Nat64Prefix = prefix.parse().expect(prefix);
            assert_eq!(parsed.to_string(), prefix);
            assert_eq!(parsed.ipv4(address.parse().expect(address)), Some(Ipv4Addr::new(192, 0, 2, 33)), "{prefix}");
        }
    }

    #[test]
    fn what_is_outside_the_prefix_carries_nothing() {
        let prefix: Nat64Prefix = "64:ff9b::/96".parse().unwrap();
        for address in ["64:ff9b:1::8.8.8.8", "64:ff9b::1:808:808", "::8.8.8.8", "8.8.8.8"] {
            assert_eq!(prefix.ipv4(address.parse().expect(address)), None, "{address}");
        }
    }

    #[test]
    fn a_bad_prefix_is_explained() {
        for text in
            ["", "64:ff9b::", "64:ff9b::/95", "64:ff9b::/128", "64:ff9b::1/96", "10.0.0.0/96", "64:ff9b::/+96", "/96"]
        {
            assert_eq!(text.parse::<Nat64Prefix>(), Err(Nat64PrefixError), "{text}");
        }
    }
}
