//! Signals that would end the program while something is to be put back first: the echo of a
//! terminal, a clipboard.

use std::io::{self, PipeReader};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

/// A signal's number.
pub type Signal = i32;

/// Nobody watches: a signal does what it always does. What a process does on a signal is one thing
/// for the whole process, so this is too.
static OBEY: AtomicBool = AtomicBool::new(true);

/// As long as this lives, signals are noted instead of obeyed; the last one is obeyed when it is
/// dropped. There is one at a time.
#[derive(Debug)]
pub struct Stop {
    bell: PipeReader,
    number: Arc<AtomicUsize>,
    actions: Vec<SigId>,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// There is something to read.
    Input,
    /// A signal came.
    Signal(Signal),
    /// Neither, in the time given.
    Nothing,
}

impl Stop {
    /// Begins to watch.
    pub fn watch() -> io::Result<Self> {
        let (bell, ring) = io::pipe()?;
        let mut stop = Self { bell, number: Arc::default(), actions: Vec::new() };
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
            let number = usize::try_from(signal).expect("signals have small positive numbers");
            // Stays for good: the system's own action does not come back by itself.
            flag::register_conditional_default(signal, &OBEY)?;
            let noted = flag::register_usize(signal, Arc::clone(&stop.number), number)?;
            stop.actions.push(noted);
            let ring: OwnedFd = ring.try_clone()?.into();
            stop.actions.push(low_level::pipe::register_raw(signal, ring)?);
        }
        // Last: until then a signal is obeyed, from then on it is noted.
        OBEY.store(false, Ordering::SeqCst);
        Ok(stop)
    }

    /// A signal that came, if any, was taken care of.
    pub fn forget(&self) {
        self.number.store(0, Ordering::SeqCst);
    }

    /// Waits for a signal, or for something to read; for ever without a `limit`.
    pub fn wait(
        &self,
        input: Option<BorrowedFd<'_>>,
        limit: Option<Duration>,
    ) -> io::Result<Woken> {
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        let mut watched = vec![PollFd::from_borrowed_fd(self.bell.as_fd(), PollFlags::IN)];
        watched.extend(input.map(|input| PollFd::from_borrowed_fd(input, PollFlags::IN)));
        match poll(&mut watched, limit.as_ref()) {
            Ok(0) => return Ok(Woken::Nothing),
            // A signal; the bell will tell whether it is one of ours.
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        match i32::try_from(self.number.load(Ordering::SeqCst)) {
            Ok(signal @ 1..) => Ok(Woken::Signal(signal)),
            _ if watched.get(1).is_some_and(|input| !input.revents().is_empty()) => {
                Ok(Woken::Input)
            }
            _ => Ok(Woken::Nothing),
        }
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        OBEY.store(true, Ordering::SeqCst);
        self.actions.drain(..).for_each(|action| {
            low_level::unregister(action);
        });
        // One that was noted and that nobody took care of ends the program now, as it would have.
        if let Ok(signal @ 1..) = i32::try_from(self.number.load(Ordering::SeqCst)) {
            // One that cannot end us leaves us where we are: the command fails then by itself.
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}
