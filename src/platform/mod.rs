//! The system: the only place that reads the clock, asks for randomness, looks at the environment
//! and at other processes, knows where a person's folders are, and can ask a server for the time.
//!
//! It hands out values; it decides nothing. What a value means for copying, for the language or
//! for the screen is decided by whoever is given it.

mod around;
mod child;
mod environment;
mod exposure;
mod folders;
mod harden;
mod job;
mod ntp;
mod seat;
mod ssh;
mod tmux;

pub use child::{Ended, Ground, Unanswered, Wanted, ask, converse};
pub use environment::{Environment, variables};
pub use exposure::{CoreFiles, Exposure, Swap};
pub use folders::{
    Folders, MachineError, NoHome, home, machine_mark, machine_name, own_user, temporary_folder,
};
pub use harden::{Hardening, harden};
pub use job::{can_be_continued, own_job};
pub use ntp::{NtpError, clock_ahead};
pub use ssh::{SignError, ssh_sign};

use std::time::{SystemTime, UNIX_EPOCH};

use crate::time::{Moment, Zone};

/// The time by this machine's clock. A clock set before 1970 reads as 1970.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// What the clock on the wall here says of moments.
pub fn zone() -> Zone {
    Zone::new(jiff::tz::TimeZone::system())
}

/// `N` bytes nobody can guess, from the system's generator.
///
/// # Panics
///
/// When the system has no working generator. On the systems we run on that happens only where the
/// call is forbidden (a broken sandbox); no key, id or file name could be made there, and none must
/// be made from anything weaker, so there is no error a caller could act on.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// The same into bytes that are there already.
///
/// # Panics
///
/// As [`random`].
pub fn fill(bytes: &mut [u8]) {
    assert!(getrandom::fill(bytes).is_ok(), "the system has a working random generator");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_past_this_line() {
        assert!(now() > Moment::from_secs(1_760_000_000));
    }

    #[test]
    fn randomness_fills_every_byte() {
        let mut seen = [0_u8; 64];
        for _ in 0..32 {
            for (seen, byte) in seen.iter_mut().zip(random::<64>()) {
                *seen |= byte;
            }
        }
        assert!(seen.iter().all(|&bits| bits == 0xff), "some bit never came up in 32 draws");
        assert_ne!(random::<16>(), random::<16>());
    }
}
