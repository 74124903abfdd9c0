//! A terminal without echo, line editing and signal keys: for what must not be seen, and for what
//! is not typed at all.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::AsFd as _;
use std::time::Duration;

use rustix::termios::{LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios};
use rustix::termios::{tcflush, tcgetattr, tcsetattr};
use zeroize::{Zeroize as _, Zeroizing};

use super::stop::{Stop, Woken};

/// One thing that comes from a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// A byte.
    Byte(u8),
    /// Nothing in the time given.
    Nothing,
    /// The end: it was closed, or a signal ends us as soon as the terminal is given back.
    End,
}

/// The terminal in that state, until dropped: whatever ends the program, its modes come back.
#[derive(Debug)]
pub struct Raw {
    terminal: File,
    before: Termios,
    /// Dropped after the modes are back: then it obeys what came meanwhile.
    stop: Stop,
}

impl Raw {
    /// Changes the modes. What was typed already stays to be read.
    pub fn begin(terminal: &File) -> io::Result<Self> {
        let terminal = terminal.try_clone()?;
        let stop = Stop::watch()?;
        let before = tcgetattr(&terminal)?;
        let raw = Self { terminal, before, stop };
        raw.resume()?;
        Ok(raw)
    }

    /// Takes bytes as they are typed.
    pub fn resume(&self) -> io::Result<()> {
        self.without(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }

    /// Between two questions: what is typed stays unseen, and the signal keys are keys again, so
    /// that they end whatever is done meanwhile.
    pub fn pause(&self) -> io::Result<()> {
        self.without(LocalModes::ECHO | LocalModes::ICANON)
    }

    fn without(&self, modes: LocalModes) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.local_modes.remove(modes);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        Ok(tcsetattr(&self.terminal, OptionalActions::Now, &raw)?)
    }

    /// Whether something was typed that nobody has read.
    pub fn is_waiting(&self) -> io::Result<bool> {
        Ok(self.stop.wait(Some(self.terminal.as_fd()), Some(Duration::ZERO))? == Woken::Input)
    }

    /// Throws away what was typed and not read.
    pub fn discard(&self) -> io::Result<()> {
        Ok(tcflush(&self.terminal, QueueSelector::IFlush)?)
    }

    /// The next byte. Never more than one is taken from the terminal, so that what was typed for
    /// the next question, or for the shell, is still there for it.
    pub fn next(&mut self, limit: Option<Duration>) -> io::Result<Press> {
        loop {
            match self.stop.wait(Some(self.terminal.as_fd()), limit)? {
                Woken::Signal(_) => return Ok(Press::End),
                Woken::Nothing if limit.is_some() => return Ok(Press::Nothing),
                Woken::Nothing => {}
                Woken::Input => break,
            }
        }
        let mut byte = Zeroizing::new([0]);
        let count = self.terminal.read(&mut *byte)?;
        let press = if count == 0 { Press::End } else { Press::Byte(byte[0]) };
        byte.zeroize();
        Ok(press)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // The terminal is gone when this fails.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}
