//! The systemd unit's second wall: the kernel lets no packet through to an address that the helper never dials.
#![allow(clippy::unwrap_used)]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use mta_sts::address::refusal;

/// First and last address of a block.
type Range = (IpAddr, IpAddr);

fn denied() -> Vec<Range> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging/mta-sts-helper.service");
    let unit = std::fs::read_to_string(path).unwrap();
    let lists = unit.lines().filter_map(|line| line.strip_prefix("IPAddressDeny="));
    lists.flat_map(str::split_whitespace).map(range).collect()
}

fn range(text: &str) -> Range {
    let (first, prefix) = text.split_once('/').unwrap_or((text, "32"));
    let prefix: u32 = prefix.parse().unwrap();
    match first.parse().unwrap() {
        IpAddr::V4(first) => {
            let host = u32::MAX.checked_shr(prefix).unwrap_or(0);
            assert_eq!(first.to_bits() & host, 0, "{text}");
            (first.into(), Ipv4Addr::from_bits(first.to_bits() | host).into())
        }
        IpAddr::V6(first) => {
            let host = u128::MAX.checked_shr(prefix).unwrap_or(0);
            assert_eq!(first.to_bits() & host, 0, "{text}");
            (first.into(), Ipv6Addr::from_bits(first.to_bits() | host).into())
        }
    }
}

/// The first address of every /16 and its neighbours, and what is special in between.
fn samples(denied: &[Range]) -> Vec<IpAddr> {
    let mut samples: Vec<IpAddr> = Vec::new();
    for block in 0..=u16::MAX {
        let (v4, v6) = (u32::from(block) << 16, u128::from(block) << 112);
        samples.extend([v4.wrapping_sub(1), v4, v4 + 1].map(|bits| IpAddr::from(Ipv4Addr::from_bits(bits))));
        samples.extend([v6.wrapping_sub(1), v6, v6 + 1].map(|bits| IpAddr::from(Ipv6Addr::from_bits(bits))));
    }
    for (first, last) in denied {
        match (first, last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                let around = [first.to_bits().wrapping_sub(1), last.to_bits().wrapping_add(1)];
                samples.extend(around.map(|bits| IpAddr::from(Ipv4Addr::from_bits(bits))));
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                let around = [first.to_bits().wrapping_sub(1), last.to_bits().wrapping_add(1)];
                samples.extend(around.map(|bits| IpAddr::from(Ipv6Addr::from_bits(bits))));
            }
            _ => {}
        }
        samples.extend([first, last]);
    }
    for text in ["169.254.169.254", "168.63.129.16", "192.0.0.192", "192.0.2.1", "fd00:ec2::254", "2001:db8::1"] {
        samples.push(text.parse().unwrap());
    }
    samples
}

#[test]
fn h_70_the_unit_denies_what_the_helper_never_dials_and_nothing_else() {
    let denied = denied();
    for address in samples(&denied) {
        // Open for a proxy and a resolver on this machine: IPAddressAllow= goes before.
        if address.is_loopback() {
            continue;
        }
        let is_denied = denied.iter().any(|(first, last)| (*first..=*last).contains(&address));
        assert_eq!(is_denied, refusal(address).is_some(), "{address}: {:?}", refusal(address));
    }
}
