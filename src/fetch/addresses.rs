//! Which network addresses may be asked: no private, loopback or link-local ones, unless the user
//! allows them.
//!
//! A page of the web must not make this program ask services inside the user's network. Names are
//! checked when they are resolved, so that a name cannot resolve to another address after the check.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::FetchError;

/// Whether an address is on the public internet (RFC 6890 and the IANA special-purpose registries).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_documentation()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        // Shared address space (RFC 6598), protocol assignments, benchmarks (RFC 2544), 6to4 relays.
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (b == 18 || b == 19)
        || a == 192 && b == 88 && c == 99;
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let segments = v6.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // IPv4-mapped, IPv4-compatible, NAT64 (RFC 6052) and 6to4 addresses hold an IPv4 address.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        // Only 2000::/3 is assigned to the internet; 2001:db8::/32 and 3fff::/20 are for documents, and
        // 2001::/23 is for protocols.
        [first, second, ..] => {
            first & 0xe000 == 0x2000
                && !(first == 0x2001 && (second == 0xdb8 || second < 0x200))
                && !(first == 0x3fff && second < 0x1000)
        }
    }
}

/// Fails if the host of `url` is an address that may not be asked, in whatever form it is written.
pub(super) fn check_literal(url: &Url) -> Result<(), FetchError> {
    let address = match url.host() {
        // The URL standard reads `2130706433` and `0x7f.1` as IPv4 addresses.
        Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
        Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let is_local = name == "localhost" || name.ends_with(".localhost");
            return if is_local {
                Err(private(&name))
            } else {
                Ok(())
            };
        }
        None => return Err(FetchError::BadAddress(format!("`{url}` has no host"))),
    };
    if is_public(address) {
        Ok(())
    } else {
        Err(private(&address.to_string()))
    }
}

/// The error for an address that may not be asked.
pub(super) fn private(address: &str) -> FetchError {
    FetchError::Private(address.to_owned())
}

/// Resolves names, and leaves out addresses that may not be asked.
pub(super) struct PublicResolver {
    pub(super) allow_private: bool,
}

/// A name has no address that may be asked.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct OnlyPrivate(pub(super) String);

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let mut allowed = found.clone();
            allowed.retain(|address| allow_private || is_public(address.ip()));
            match found.first() {
                Some(first) if allowed.is_empty() => {
                    Err(OnlyPrivate(format!("{name} ({})", first.ip())).into())
                }
                _ => Ok(Box::new(allowed.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_a_network_are_not_public() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().expect(private)), "{private}");
        }
        for public in [
            "147.181.98.1",
            "2a02:20c8::1",
            "::ffff:147.181.98.1",
            "64:ff9b::93b5:6201",
        ] {
            assert!(is_public(public.parse().expect(public)), "{public}");
        }
    }

    #[test]
    fn literals_are_read_in_every_form() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://localhost:8080/",
            "http://intern.localhost/",
            "http://localhost./",
        ] {
            let url = url.parse().expect("an address");
            assert!(
                matches!(check_literal(&url), Err(FetchError::Private(_))),
                "{url}"
            );
        }
        let public = "https://www.zandwijk.example/".parse().expect("an address");
        assert!(check_literal(&public).is_ok());
    }
}
