//! Which addresses are dialled from this machine: the table of `mta_sts::address`, applied to where a connection would
//! really end.

use std::io;
use std::net::IpAddr;

use mta_sts::address::refusal;
use mta_sts::evidence::{FailureClass, FetchFailure};

use crate::failure::failure;
use crate::nat64::Nat64Prefix;

const OWN: &str = "an address of this machine";

/// Decides about each address of one fetch.
#[derive(Debug)]
pub(crate) struct Guard {
    own: Vec<IpAddr>,
    nat64: Option<Nat64Prefix>,
}

impl Guard {
    /// Knows the interfaces as they are now: made anew for each fetch, because they come and go.
    ///
    /// # Errors
    /// The interfaces cannot be listed. Nothing may be dialled then.
    pub(crate) fn now(nat64: Option<Nat64Prefix>) -> io::Result<Self> {
        let own = if_addrs::get_if_addrs()?.iter().map(if_addrs::Interface::ip).collect();
        Ok(Self { own, nat64 })
    }

    /// Why this address is never dialled; `None` when it may be.
    pub(crate) fn refusal(&self, address: IpAddr) -> Option<&'static str> {
        // Behind a translator stands the IPv4 address, so that is the one to judge (RFC 6052 §5.1).
        let end = self.nat64.and_then(|prefix| prefix.ipv4(address)).map_or(address, IpAddr::V4);
        // Public or not, what listens here trusts this machine more than a stranger.
        refusal(end).or_else(|| [address, end].iter().any(|one| self.own.contains(one)).then_some(OWN))
    }

    /// Why none of these is dialled, all of which are refused. The same words whatever listens there: nothing was tried.
    pub(crate) fn nothing_to_dial(&self, host: &str, refused: &[IpAddr]) -> FetchFailure {
        // A machine that does not connect to itself has not seen what others see, so this says nothing about the host.
        if let Some(own) = refused.iter().find(|address| self.refusal(**address) == Some(OWN)) {
            let detail = format!("{own} is an address of the machine that fetches, which does not connect to itself.");
            return failure(FailureClass::ConnectUnreachable, detail);
        }
        let detail = format!("Every address of {host} is one that is not on the public Internet, so none was dialled.");
        failure(FailureClass::AddressRefused, detail)
    }
}

/// Why nothing is dialled when the machine's own addresses are not known.
pub(crate) fn unknown(error: &io::Error) -> FetchFailure {
    let detail = format!("The addresses of this machine could not be listed, so none was dialled: {error}.");
    failure(FailureClass::ConnectUnreachable, detail)
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::*;

    fn guard(nat64: Option<&str>) -> Guard {
        let own = ["11.22.8.1", "2a00:1450:4001:8::1"].map(|one| one.parse().unwrap()).to_vec();
        Guard { own, nat64: nat64.map(|prefix| prefix.parse().unwrap()) }
    }

    fn refused(guard: &Guard, address: &str) -> Option<&'static str> {
        guard.refusal(address.parse().expect(address))
    }

    #[test]
    fn h_05_the_machine_does_not_connect_to_itself() {
        for (address, expected) in [
            ("11.22.8.1", Some(OWN)),
            ("2a00:1450:4001:8::1", Some(OWN)),
            ("11.22.8.2", None),
            ("2a00:1450:4001:8::2", None),
            ("127.0.0.1", Some("loopback (RFC 1122)")),
        ] {
            assert_eq!(refused(&guard(None), address), expected, "{address}");
        }
    }

    #[test]
    fn h_05_not_connecting_to_itself_is_no_fault_of_the_host() {
        for (addresses, class) in [
            (&["10.0.0.1", "11.22.8.1"][..], FailureClass::ConnectUnreachable),
            (&["10.0.0.1", "127.0.0.1"], FailureClass::AddressRefused),
        ] {
            let addresses: Vec<IpAddr> = addresses.iter().map(|one| one.parse().unwrap()).collect();
            assert_eq!(guard(None).nothing_to_dial("mta-sts.example.com", &addresses).class, class);
        }
    }

    #[test]
    fn h_05_the_interfaces_are_those_of_this_machine() {
        let guard = Guard::now(None).unwrap();
        assert!(guard.own.contains(&"127.0.0.1".parse().unwrap()), "{guard:?}");
        // The address this machine would send from, if it has any; nothing is sent.
        let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
        if socket.connect("8.8.8.8:443").is_ok() {
            let own = socket.local_addr().unwrap().ip();
            assert!(guard.refusal(own).is_some(), "{own} {guard:?}");
        }
    }

    #[test]
    fn h_03_a_translator_is_looked_through_only_when_it_is_named() {
        let (none, well_known, own) = (guard(None), guard(Some("64:ff9b::/96")), guard(Some("2a00:64::/96")));
        for (address, without, with) in [
            ("64:ff9b::8.8.8.8", Some("IPv4 behind NAT64 (RFC 6052)"), None),
            ("64:ff9b::10.0.0.1", Some("IPv4 behind NAT64 (RFC 6052)"), Some("private use (RFC 1918)")),
            ("64:ff9b::11.22.8.1", Some("IPv4 behind NAT64 (RFC 6052)"), Some(OWN)),
            ("64:ff9b:1::8.8.8.8", Some("IPv4 behind NAT64 (RFC 8215)"), Some("IPv4 behind NAT64 (RFC 8215)")),
            ("8.8.8.8", None, None),
            ("10.0.0.1", Some("private use (RFC 1918)"), Some("private use (RFC 1918)")),
        ] {
            assert_eq!((refused(&none, address), refused(&well_known, address)), (without, with), "{address}");
        }
        // A prefix of the network's own looks like any address until it is named.
        for (address, without, with) in [
            ("2a00:64::8.8.8.8", None, None),
            ("2a00:64::10.0.0.1", None, Some("private use (RFC 1918)")),
            ("64:ff9b::8.8.8.8", Some("IPv4 behind NAT64 (RFC 6052)"), Some("IPv4 behind NAT64 (RFC 6052)")),
        ] {
            assert_eq!((refused(&none, address), refused(&own, address)), (without, with), "{address}");
        }
    }
}
