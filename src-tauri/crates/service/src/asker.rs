//! Who asks: the address that sessions show, and the network that tries are counted by. Behind a proxy it is the one that the proxy tells.

use std::net::{IpAddr, Ipv6Addr};

use http::HeaderMap;

/// Where proxies note who asked them, the nearest last. What stands before a trusted proxy's own note may be anybody's invention.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address a request came from: its peer's, or, where that is a proxy of the service's own, the last in its note that is none.
pub(crate) fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let is_proxy = |address: &IpAddr| proxies.contains(address);
    let peer = peer.to_canonical();
    if !is_proxy(&peer) {
        return peer;
    }
    let notes = headers.get_all(FORWARDED_FOR).iter().rev();
    let told = notes.flat_map(|note| note.to_str().unwrap_or_default().rsplit(','));
    // A note that is no address ends what can be trusted.
    let known = told.map_while(|each| Some(each.trim().parse::<IpAddr>().ok()?.to_canonical()));
    let mut last = peer;
    for address in known {
        last = address;
        if !is_proxy(&address) {
            break;
        }
    }
    last
}

/// Whom an address belongs to, as far as it can be told: of IPv6 one line has a whole /64, and may ask from a new address each time.
pub(crate) fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn asked(peer: &str, notes: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for note in notes {
            headers.append(FORWARDED_FOR, note.parse().unwrap());
        }
        let proxies = ["127.0.0.1".parse().unwrap(), "10.0.0.7".parse().unwrap()];
        address(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_proxy_tells_who_asked_it() {
        assert_eq!(asked("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(asked("127.0.0.1", &["203.0.113.9, 10.0.0.7"]), "203.0.113.9");
        assert_eq!(asked("127.0.0.1", &["203.0.113.9", "10.0.0.7"]), "203.0.113.9");
        assert_eq!(asked("::ffff:127.0.0.1", &["2001:db8::1"]), "2001:db8::1");
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(asked("198.51.100.4", &["203.0.113.9"]), "198.51.100.4");
        assert_eq!(
            asked("127.0.0.1", &["192.0.2.1, 203.0.113.9"]),
            "203.0.113.9",
            "invented before the proxy"
        );
        assert_eq!(asked("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(asked("127.0.0.1", &["unknown"]), "127.0.0.1");
        assert_eq!(asked("127.0.0.1", &["203.0.113.9, nonsense"]), "127.0.0.1");
    }
}
