//! What time a server says it is (SNTP, RFC 5905 §14). The only place that speaks to the network,
//! and only when a person asks for it by `keyrack doctor --clock`.
//!
//! What is sent is a plain time request: the program, the vault and the person are not in it.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use rsntp::{Config, ProtocolError, SntpClient, SynchronizationError};

/// Why there is no answer to go by.
#[derive(Debug)]
pub enum NtpError {
    /// The name is not known, or there is no way to it. What the system said.
    Unreachable(io::Error),
    /// Nothing came back in time.
    Silent,
    /// The server does not want to be asked (a kiss-o'-death packet, RFC 5905 §7.4).
    Refused,
    /// What came back is no answer, or the server does not know the time itself.
    Useless,
}

/// How many milliseconds this machine's clock is ahead of a server's; negative: behind. Exact to half the time the answer took.
///
/// `server` is a name or address, with a port after a colon where it is not 123. Looking up its
/// name takes as long as the system lets it; the answer may then take `patience`.
pub fn clock_ahead(server: &str, patience: Duration) -> Result<i64, NtpError> {
    // rsntp asks from an IPv4 address unless told otherwise.
    let is_ipv6 = server.starts_with('[') || server.parse::<Ipv6Addr>().is_ok();
    let from =
        if is_ipv6 { (Ipv6Addr::UNSPECIFIED, 0).into() } else { (Ipv4Addr::UNSPECIFIED, 0).into() };
    let client = SntpClient::with_config(Config::default().bind_address(from).timeout(patience));
    let offset = client.synchronize(server).map_err(cause)?.clock_offset();
    let size = offset.abs_as_std_duration().map_err(|_| NtpError::Useless)?;
    let millis = i64::try_from(size.as_millis()).map_err(|_| NtpError::Useless)?;
    // What is to be added to a clock that is ahead is negative (RFC 5905 §8).
    Ok(-millis * i64::from(offset.signum()))
}

fn cause(error: SynchronizationError) -> NtpError {
    match error {
        SynchronizationError::IOError(error) => match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => NtpError::Silent,
            _ => NtpError::Unreachable(error),
        },
        SynchronizationError::ProtocolError(ProtocolError::KissODeath(_)) => NtpError::Refused,
        SynchronizationError::ProtocolError(_) => NtpError::Useless,
    }
}
