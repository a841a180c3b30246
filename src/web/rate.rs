//! How much one client may ask: a token bucket each, so that nobody takes the server from the others.
//!
//! Leaves out slow clients (`server`).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::http::HeaderMap;

/// Seconds of requests that a client may save up.
const SAVED: f64 = 5.0;

/// Most clients that are remembered; beyond it, those with a full bucket are forgotten.
const REMEMBERED: usize = 100_000;

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// What each client has left.
#[derive(Debug, Default)]
pub(super) struct Buckets(Mutex<HashMap<IpAddr, (f64, Instant)>>);

impl Buckets {
    /// Takes a token from the bucket of a client, which fills with `rate` tokens a second. Returns the seconds until
    /// there is one if it is empty.
    pub(super) fn take(&self, client: IpAddr, rate: f64, now: Instant) -> Result<(), f64> {
        let full = rate * SAVED;
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |tokens: f64, since: Instant| {
            (tokens + now.duration_since(since).as_secs_f64() * rate).min(full)
        };
        if buckets.len() > REMEMBERED {
            buckets.retain(|_, (tokens, since)| left(*tokens, *since) < full);
        }
        let (tokens, since) = buckets.entry(client).or_insert((full, now));
        *tokens = left(*tokens, *since);
        *since = now;
        if *tokens < 1.0 {
            return Err((1.0 - *tokens) / rate);
        }
        *tokens -= 1.0;
        Ok(())
    }
}

/// Returns who asks: the peer, or behind a trusted proxy the last address that no trusted proxy has. The addresses
/// of one IPv6 network of 64 bits are one client.
pub(super) fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer;
    if proxies.contains(&peer) {
        let told = headers.get_all("x-forwarded-for").iter();
        let told = told
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        let told: Vec<IpAddr> = told
            .filter_map(|address| address.trim().parse().ok())
            .collect();
        let nearest = told.iter().rev().find(|address| !proxies.contains(address));
        client = nearest.copied().unwrap_or(peer);
    }
    match client {
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(network))
        }
        IpAddr::V4(_) => client,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let (buckets, start) = (Buckets::default(), Instant::now());
        let one: IpAddr = [10, 0, 0, 1].into();
        let other: IpAddr = [10, 0, 0, 2].into();
        for _ in 0..10 {
            assert_eq!(buckets.take(one, 2.0, start), Ok(()));
        }
        assert_eq!(buckets.take(one, 2.0, start), Err(0.5));
        assert_eq!(buckets.take(other, 2.0, start), Ok(()), "each has its own");
        assert_eq!(
            buckets.take(one, 2.0, start + Duration::from_millis(600)),
            Ok(())
        );
    }

    #[test]
    fn only_a_trusted_proxy_says_who_asks() {
        let (proxy, stranger): (IpAddr, IpAddr) = ([10, 0, 0, 9].into(), [192, 0, 2, 7].into());
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            HeaderValue::from_static("1.2.3.4, 192.0.2.7, 10.0.0.9"),
        );
        assert_eq!(client(proxy, &headers, &[proxy]), stranger);
        assert_eq!(
            client(stranger, &headers, &[proxy]),
            stranger,
            "anybody can write the header"
        );
        let (near, far): (IpAddr, IpAddr) = (
            "2001:db8::1".parse().expect("an address"),
            "2001:db8::2".parse().expect("an address"),
        );
        assert_eq!(client(near, &headers, &[]), client(far, &headers, &[]));
    }
}
