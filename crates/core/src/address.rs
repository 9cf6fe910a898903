//! Which addresses may be dialled: the wall against server-side request forgery.
//!
//! The owner of a checked domain decides where its policy host points, so the fetcher would otherwise connect wherever
//! a stranger likes, from inside the network it runs in. The rule is allow-only: public unicast IPv4, and IPv6 of
//! `2000::/3` that carries no IPv4 address in it. The tables follow the IANA special-purpose address registries
//! (RFC 6890), plus the addresses that clouds use inside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is never dialled, in words for people; `None` when it may be.
///
/// Pure and total: the same function marks the addresses in the evidence and decides about connecting.
///
/// ```
/// use mta_sts::address::refusal;
/// assert_eq!(refusal("127.0.0.1".parse().unwrap()), Some("loopback (RFC 1122)"));
/// assert_eq!(refusal("2a00:1450:4001::1".parse().unwrap()), None);
/// ```
pub fn refusal(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => refusal_v4(address),
        IpAddr::V6(address) => refusal_v6(address),
    }
}

struct Block<A> {
    first: A,
    prefix: u32,
    reason: &'static str,
}

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u32, reason: &'static str) -> Block<Ipv4Addr> {
    Block { first: Ipv4Addr::new(a, b, c, d), prefix, reason }
}

/// The block that begins with these leading groups; the rest of the address is zero.
const fn v6(groups: [u16; 6], prefix: u32, reason: &'static str) -> Block<Ipv6Addr> {
    let [a, b, c, d, e, f] = groups;
    Block { first: Ipv6Addr::new(a, b, c, d, e, f, 0, 0), prefix, reason }
}

const DENIED_V4: [Block<Ipv4Addr>; 16] = [
    v4(0, 0, 0, 0, 8, "this network (RFC 791)"),
    v4(10, 0, 0, 0, 8, "private use (RFC 1918)"),
    v4(100, 64, 0, 0, 10, "shared address space of providers (RFC 6598)"),
    v4(127, 0, 0, 0, 8, "loopback (RFC 1122)"),
    // A public address by the registry, and the host's own services from inside Azure.
    v4(168, 63, 129, 16, 32, "internal address of a cloud"),
    v4(169, 254, 0, 0, 16, "link-local (RFC 3927)"),
    v4(172, 16, 0, 0, 12, "private use (RFC 1918)"),
    v4(192, 0, 0, 0, 24, "protocol assignments (RFC 6890)"),
    v4(192, 0, 2, 0, 24, "documentation (RFC 5737)"),
    v4(192, 88, 99, 0, 24, "6to4 relay (RFC 7526)"),
    v4(192, 168, 0, 0, 16, "private use (RFC 1918)"),
    v4(198, 18, 0, 0, 15, "benchmarking (RFC 2544)"),
    v4(198, 51, 100, 0, 24, "documentation (RFC 5737)"),
    v4(203, 0, 113, 0, 24, "documentation (RFC 5737)"),
    v4(224, 0, 0, 0, 4, "multicast (RFC 5771)"),
    v4(240, 0, 0, 0, 4, "reserved (RFC 1112)"),
];

/// Those outside `2000::/3` would be refused anyway; they are here for their names. The first match counts.
const DENIED_V6: [Block<Ipv6Addr>; 18] = [
    v6([0, 0, 0, 0, 0, 0xffff], 96, "IPv4-mapped (RFC 4291)"),
    v6([0, 0, 0, 0, 0xffff, 0], 96, "IPv4-translated (RFC 7915)"),
    v6([0x64, 0xff9b, 0, 0, 0, 0], 96, "IPv4 behind NAT64 (RFC 6052)"),
    v6([0x64, 0xff9b, 1, 0, 0, 0], 48, "IPv4 behind NAT64 (RFC 8215)"),
    v6([0x100, 0, 0, 0, 0, 0], 64, "discard-only (RFC 6666)"),
    v6([0x100, 0, 0, 1, 0, 0], 64, "dummy prefix (RFC 9780)"),
    v6([0x2001, 0, 0, 0, 0, 0], 32, "IPv4 inside Teredo (RFC 4380)"),
    v6([0x2001, 2, 0, 0, 0, 0], 48, "benchmarking (RFC 5180)"),
    v6([0x2001, 0x10, 0, 0, 0, 0], 28, "ORCHID (RFC 4843)"),
    v6([0x2001, 0x20, 0, 0, 0, 0], 28, "ORCHIDv2 (RFC 7343)"),
    v6([0x2001, 0, 0, 0, 0, 0], 23, "protocol assignments (RFC 2928)"),
    v6([0x2001, 0xdb8, 0, 0, 0, 0], 32, "documentation (RFC 3849)"),
    v6([0x2002, 0, 0, 0, 0, 0], 16, "IPv4 inside 6to4 (RFC 3056)"),
    v6([0x3fff, 0, 0, 0, 0, 0], 20, "documentation (RFC 9637)"),
    v6([0xfc00, 0, 0, 0, 0, 0], 7, "unique local (RFC 4193)"),
    v6([0xfe80, 0, 0, 0, 0, 0], 10, "link-local (RFC 4291)"),
    v6([0xfec0, 0, 0, 0, 0, 0], 10, "site-local (RFC 3879)"),
    v6([0xff00, 0, 0, 0, 0, 0], 8, "multicast (RFC 4291)"),
];

const GLOBAL_UNICAST: Block<Ipv6Addr> = v6([0x2000, 0, 0, 0, 0, 0], 3, "global unicast (RFC 4291)");

fn refusal_v4(address: Ipv4Addr) -> Option<&'static str> {
    DENIED_V4.iter().find(|block| block.holds(address)).map(|block| block.reason)
}

fn refusal_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(block) = DENIED_V6.iter().find(|block| block.holds(address)) {
        return Some(block.reason);
    }
    if address.is_unspecified() {
        return Some("unspecified (RFC 4291)");
    }
    if address.is_loopback() {
        return Some("loopback (RFC 4291)");
    }
    let groups = address.segments();
    match groups {
        [0, 0, 0, 0, 0, 0, _, _] => Some("IPv4-compatible (RFC 4291)"),
        // The interface identifier of ISATAP carries an IPv4 address under any prefix.
        [_, _, _, _, 0 | 0x200, 0x5efe, _, _] => Some("IPv4 inside ISATAP (RFC 5214)"),
        _ if !GLOBAL_UNICAST.holds(address) => Some("not global unicast (RFC 4291)"),
        _ => None,
    }
}

impl Block<Ipv4Addr> {
    fn holds(&self, address: Ipv4Addr) -> bool {
        let differing = self.first.to_bits() ^ address.to_bits();
        differing.leading_zeros() >= self.prefix
    }
}

impl Block<Ipv6Addr> {
    fn holds(&self, address: Ipv6Addr) -> bool {
        let differing = self.first.to_bits() ^ address.to_bits();
        differing.leading_zeros() >= self.prefix
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As text, never as numbers: a wrong prefix would otherwise be copied into its own test.
    const CORPUS: &str = include_str!("../../../tests/vectors/address.json");

    #[test]
    fn h_02_the_whole_corpus() {
        let corpus: Vec<serde_json::Value> = serde_json::from_str(CORPUS).unwrap();
        let (allowed, refused): (Vec<_>, Vec<_>) = corpus.iter().partition(|case| case["dial"] == true);
        assert_eq!((refused.len(), allowed.len()), (76, 22));
        for case in corpus {
            let address: IpAddr = case["address"].as_str().unwrap().parse().unwrap();
            assert_eq!(refusal(address).is_none(), case["dial"], "{address}");
        }
    }

    #[test]
    fn the_reasons_name_the_form() {
        for (address, reason) in [
            ("127.0.0.1", "loopback (RFC 1122)"),
            ("172.31.0.1", "private use (RFC 1918)"),
            ("::1", "loopback (RFC 4291)"),
            ("::10.0.0.1", "IPv4-compatible (RFC 4291)"),
            ("::ffff:8.8.8.8", "IPv4-mapped (RFC 4291)"),
            ("64:ff9b:1::1", "IPv4 behind NAT64 (RFC 8215)"),
            ("2001::1", "IPv4 inside Teredo (RFC 4380)"),
            ("2001:1::1", "protocol assignments (RFC 2928)"),
            ("4000::1", "not global unicast (RFC 4291)"),
        ] {
            assert_eq!(refusal(address.parse().expect(address)), Some(reason), "{address}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn h_02_ipv4_in_any_form_of_ipv6_is_refused(octets: [u8; 4], rest: [u16; 3]) {
            let [a, b, c, d] = octets;
            let v4 = Ipv4Addr::from(octets);
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            let [x, y, z] = rest;
            for text in [
                format!("::{v4}"),
                format!("::ffff:{v4}"),
                format!("::ffff:0:{v4}"),
                format!("64:ff9b::{v4}"),
                format!("64:ff9b:1:{high:x}:{:x}:{:x}:{z:x}:0", u16::from(c), u16::from(d) << 8),
                format!("2002:{high:x}:{low:x}:{x:x}:{y:x}:{z:x}:0:1"),
                format!("2001:0:{x:x}:{y:x}:8000:{z:x}:{:x}:{:x}", !high, !low),
                format!("2606:{x:x}:{y:x}:{z:x}:0:5efe:{v4}"),
                format!("2a00:{x:x}:{y:x}:{z:x}:200:5efe:{v4}"),
            ] {
                prop_assert!(refusal(text.parse().expect(&text)).is_some(), "{}", text);
            }
        }

        #[test]
        fn ipv6_outside_2000_3_is_refused(bits: u128) {
            let address = Ipv6Addr::from_bits(bits);
            if !(0x2000..0x4000).contains(&address.segments()[0]) {
                prop_assert!(refusal(address.into()).is_some());
            }
        }
    }
}
