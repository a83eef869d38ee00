//! The hosts that requests may name.
//!
//! Any website can make a browser send requests to this machine, and can give its own domain this machine's
//! address (DNS rebinding) to read the responses. Such requests name the website's domain as their host.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use hyper::header::HOST;
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Uri};

/// Returns `true` if a request names this server, at the address that the client connected to.
pub(super) fn is_own(uri: &Uri, headers: &HeaderMap, local: SocketAddr) -> bool {
    let mut hosts = headers.get_all(HOST).into_iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Some(host) = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()) else { return false };
    // A target such as `http://host/path` names a host too.
    std::iter::once(&host).chain(uri.authority()).all(|host| is_own_authority(host, local))
}

fn is_own_authority(authority: &Authority, local: SocketAddr) -> bool {
    // Browsers leave out the port of http.
    let port = authority.port_u16().unwrap_or(80);
    if port != local.port() || authority.as_str().contains('@') {
        return false;
    }
    let host = authority.host();
    let is_address = |own: IpAddr| match own {
        IpAddr::V4(own) => host.parse() == Ok(own),
        IpAddr::V6(own) => {
            let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
            inner.is_some_and(|host| host.parse() == Ok(own))
        }
    };
    host.eq_ignore_ascii_case("localhost")
        || is_address(Ipv4Addr::LOCALHOST.into())
        || is_address(Ipv6Addr::LOCALHOST.into())
        || is_address(local.ip().to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own_host(host: &str, local: &str) -> bool {
        let headers = HeaderMap::from_iter([(HOST, host.parse().expect("a header"))]);
        is_own(&Uri::from_static("/"), &headers, local.parse().expect("an address"))
    }

    #[test]
    fn only_names_of_this_machine_are_own() {
        for host in ["localhost:4000", "LOCALHOST:4000", "127.0.0.1:4000", "[::1]:4000", "192.168.0.7:4000"] {
            assert!(is_own_host(host, "192.168.0.7:4000"), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:4001",
            "localhost:",
            "localhost.:4000",
            "localhost.evil.example:4000",
            "evil.example:4000",
            "127.0.0.1.evil.example:4000",
            "127.0.0.2:4000",
            "2130706433:4000",
            "0.0.0.0:4000",
            "::1:4000",
            "user@localhost:4000",
            "localhost:4000@evil.example",
            "localhost:4000,evil.example",
        ] {
            assert!(!is_own_host(host, "192.168.0.7:4000"), "{host}");
        }
    }

    #[test]
    fn browsers_leave_out_port_80() {
        assert!(is_own_host("localhost", "127.0.0.1:80"));
        assert!(is_own_host("[::1]", "[::1]:80"));
    }

    #[test]
    fn both_hosts_of_a_request_must_be_own() {
        let local = "127.0.0.1:4000".parse().expect("an address");
        let own = HeaderMap::from_iter([(HOST, "localhost:4000".parse().expect("a header"))]);
        assert!(is_own(&Uri::from_static("http://127.0.0.1:4000/"), &own, local));
        assert!(!is_own(&Uri::from_static("http://evil.example:4000/"), &own, local));
        assert!(!is_own(&Uri::from_static("/"), &HeaderMap::new(), local));
        let mut two = own.clone();
        two.append(HOST, "localhost:4000".parse().expect("a header"));
        assert!(!is_own(&Uri::from_static("/"), &two, local));
    }
}
