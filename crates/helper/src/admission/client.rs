//! Who asks: the address of the person, also when a proxy stands in between.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The list of hops, each written by the proxy that was reached from it (MDN, `X-Forwarded-For`).
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The client of one request; every request carries it as an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client(IpAddr);

impl Client {
    /// The address of the person: of the peer, or what the trusted proxies say that they were reached from.
    pub fn address(self) -> IpAddr {
        self.0
    }

    /// The neighbourhood, for logs, and for what a whole site may ask: the /24 of an IPv4 address, the /48 of an IPv6 one.
    pub fn network(self) -> IpNet {
        within(self.0, 24, 48)
    }

    /// What counts as one client: an IPv4 address, or the /64 of an IPv6 one, within which anybody has 2^64 addresses.
    pub fn subscriber(self) -> IpNet {
        within(self.0, 32, 64)
    }
}

impl From<IpAddr> for Client {
    fn from(peer: IpAddr) -> Self {
        Self(peer.to_canonical())
    }
}

fn within(address: IpAddr, v4: u8, v6: u8) -> IpNet {
    match address {
        IpAddr::V4(ip) => Ipv4Net::new(ip, v4).map_or_else(|_| IpNet::from(address), |net| net.trunc().into()),
        IpAddr::V6(ip) => Ipv6Net::new(ip, v6).map_or_else(|_| IpNet::from(address), |net| net.trunc().into()),
    }
}

/// The proxies in front of this server, whose word on the client counts.
///
/// ```
/// use mta_sts_helper::TrustedProxies;
/// let proxies = TrustedProxies::new(&["192.0.2.0/24".parse().unwrap()]);
/// assert!(proxies.trusts("192.0.2.7".parse().unwrap()));
/// assert!(!proxies.trusts("198.51.100.7".parse().unwrap()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// The proxies in these networks.
    pub fn new(networks: &[IpNet]) -> Self {
        Self(networks.to_vec())
    }

    /// Whether `address` is one of them.
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client of a request that came from `peer`.
    ///
    /// Anybody can send the field, so it is read from its end, and only as far as trusted proxies wrote it: the first hop
    /// that is none of them is the client. What cannot be read ends the walk at the hop that vouched for it.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        let Client(mut client) = peer.into();
        // Several fields of one name are one list (RFC 9110 §5.3).
        let mut hops =
            headers.get_all(X_FORWARDED_FOR).iter().rev().flat_map(|value| value.as_bytes().rsplit(|b| *b == b','));
        while self.trusts(client) {
            let Some(hop) = hops.next().and_then(hop) else { break };
            client = hop;
        }
        Client(client)
    }
}

/// One hop: an address, perhaps in brackets or with a port, as some proxies write it.
fn hop(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim_matches([' ', '\t']);
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse().map(|socket: std::net::SocketAddr| socket.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn proxies() -> TrustedProxies {
        TrustedProxies::new(&["10.0.0.0/8".parse().unwrap(), "2001:db8:ffff::/48".parse().unwrap()])
    }

    fn client(peer: &str, fields: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(field.as_bytes()).unwrap());
        }
        proxies().client(peer.parse().unwrap(), &headers).address().to_string()
    }

    #[test]
    fn h_65_the_client_is_the_right_most_hop_that_is_no_trusted_proxy() {
        for (peer, fields, expected) in [
            ("192.0.2.1", [].as_slice(), "192.0.2.1"),
            ("::ffff:192.0.2.1", &[], "192.0.2.1"),
            // From a stranger the field means nothing.
            ("192.0.2.1", &["198.51.100.1"], "192.0.2.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("2001:db8:ffff::1", &["2001:db8::7"], "2001:db8::7"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.9,198.51.100.1 ,\t10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.9", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["::ffff:198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("10.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("10.0.0.1", &["[2001:db8::7]"], "2001:db8::7"),
            // All of them proxies: the one furthest away.
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            // What cannot be read ends the walk.
            ("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, , 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &[""], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, 198.51.100"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, 0x7f.1"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, ü"], "10.0.0.1"),
        ] {
            assert_eq!(client(peer, fields), expected, "{peer} {fields:?}");
        }
    }

    #[test]
    fn h_65_clients_are_told_apart_by_address_or_64() {
        for (address, subscriber, network) in [
            ("192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ] {
            let client = Client(address.parse().unwrap());
            assert_eq!(
                (client.subscriber().to_string(), client.network().to_string()),
                (subscriber.to_owned(), network.to_owned())
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// Whatever a client writes itself, it comes out as the address that the trusted proxy saw.
        #[test]
        fn h_65_a_spoofed_field_gains_nothing(spoofed in proptest::collection::vec("[ -~]{0,40}", 0..4), direct: bool) {
            let mut fields = spoofed;
            if !direct {
                fields.push("198.51.100.1".to_owned());
            }
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            let peer = if direct { "198.51.100.1" } else { "10.0.0.1" };
            prop_assert_eq!(client(peer, &fields), "198.51.100.1");
        }

        /// A proxy that appends to the list in the same field changes nothing of that.
        #[test]
        fn h_65_nor_does_one_that_was_appended_to(spoofed in "[ -~]{0,80}") {
            let field = format!("{spoofed}, 198.51.100.1");
            prop_assert_eq!(client("10.0.0.1", &[&field]), "198.51.100.1");
        }
    }
}
