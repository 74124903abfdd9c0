//! The keyboard: what the terminal sends, through buffers that are wiped.
//!
//! Passphrases and keys come this way, typed or pasted. crossterm's own reader keeps the last bytes
//! it read and the last 128 events in buffers that live as long as the process, so only its types are
//! used here.

use std::io;

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use zeroize::Zeroizing;

use super::sequence::{More, Pending};

/// How long an Escape waits for what would make it the beginning of something longer; nothing else
/// tells a key from a sequence.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// How long the end of what has begun is waited for: slow lines tear sequences apart, and pastes come
/// in pieces. Whoever sees nothing happen presses keys after that.
const LAST_PATIENCE: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };

/// Standard input as a source of events.
pub(super) struct Keyboard {
    /// The beginning of something whose end has not come.
    pending: Pending,
    /// What is expected of it.
    more: More,
}

impl Default for Keyboard {
    fn default() -> Self {
        Self { pending: Pending::default(), more: More::Maybe }
    }
}

impl Keyboard {
    /// Waits for input and returns what it was, in order: everything that came at once. There may be
    /// nothing in it.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub(super) fn read(&mut self) -> io::Result<Vec<Event>> {
        let patience = match self.more {
            _ if !self.pending.is_begun() => None,
            More::Maybe => Some(&PATIENCE),
            More::No | More::Never => Some(&LAST_PATIENCE),
        };
        let keyboard = stdin();
        let mut ready = [PollFd::new(&keyboard, PollFlags::IN)];
        match poll(&mut ready, patience) {
            Ok(0) => {
                self.more = if self.more == More::Maybe { More::No } else { More::Never };
                return Ok(self.pending.take(b"", self.more));
            }
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let mut bytes = Zeroizing::new([0; 4096]);
        match rustix::io::read(keyboard, &mut bytes[..]) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.more = More::Maybe;
                Ok(self.pending.take(&bytes[..count], More::Maybe))
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}
