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

/// How long a sequence that has begun may take to go on; an Escape key is told from one by nothing
/// else. Slow lines tear sequences apart.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// How long the end of a paste is waited for. Whoever sees nothing happen presses keys after that.
const LAST_PATIENCE: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };

/// Standard input as a source of events.
#[derive(Default)]
pub(super) struct Keyboard {
    /// The beginning of something whose end has not come.
    pending: Pending,
    /// Whether the first patience with it is over.
    waited: bool,
}

impl Keyboard {
    /// Waits for input and returns what it was, in order: everything that came at once. There may be
    /// nothing in it.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub(super) fn read(&mut self) -> io::Result<Vec<Event>> {
        let patience = match (self.pending.is_begun(), self.waited) {
            (false, _) => None,
            (true, false) => Some(&PATIENCE),
            (true, true) => Some(&LAST_PATIENCE),
        };
        let keyboard = stdin();
        let mut ready = [PollFd::new(&keyboard, PollFlags::IN)];
        match poll(&mut ready, patience) {
            Ok(0) => {
                let more = if self.waited { More::Never } else { More::No };
                self.waited = true;
                return Ok(self.pending.take(b"", more));
            }
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let mut bytes = Zeroizing::new([0; 4096]);
        match rustix::io::read(keyboard, &mut bytes[..]) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.waited = false;
                Ok(self.pending.take(&bytes[..count], More::Maybe))
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}
