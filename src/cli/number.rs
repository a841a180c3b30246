//! Numbers and network addresses among the arguments, with errors that say what to write.

#[cfg(feature = "web")]
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::str::FromStr;

/// Reads a whole number.
pub(crate) fn whole<N: FromStr>(text: &str) -> Result<N, &'static str> {
    text.parse()
        .map_err(|_| "is not a whole number (write `10`)")
}

/// Reads the rank of a hit.
pub(crate) fn rank(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse()
        .map_err(|_| "is not a rank (write `1` for the first hit)")
}

/// Reads an address to listen on.
#[cfg(feature = "web")]
pub(crate) fn socket(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "is not an address with a port (write `127.0.0.1:8410`)")
}

/// Reads the address of a machine.
#[cfg(feature = "web")]
pub(crate) fn machine(text: &str) -> Result<IpAddr, &'static str> {
    text.parse()
        .map_err(|_| "is not the address of a machine (write `10.0.0.1`)")
}
