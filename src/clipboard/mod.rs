//! Copying: to the clipboard of the machine the person sits at, which over ssh is not this one.
//!
//! ```text
//!   plan      which routes to try, from what surrounds us     PURE
//!   terminal  the bytes of OSC 52 and their wraps             PURE
//!   native    this machine's clipboard, in its own thread
//! ```
//!
//! It is told what surrounds it and what was wished; it reads no settings and no environment, and
//! has no sentence for what came out of it. Nothing is ever asked of a terminal: its answer would
//! arrive as key presses.

mod native;
mod plan;
mod terminal;

pub use plan::{Mode, Person, Route, Surroundings, Wrap, plan};
pub use terminal::sequence;

use std::io::{self, Write};
use std::time::Duration;

use crate::secret::Secret;
use native::Native;

/// Where copied text goes. Tests put a recorder here.
pub trait Clipboard {
    /// Puts a text where the person can paste it, without any change (no space, no line break).
    fn copy(&mut self, text: &Secret) -> Outcome;

    /// Takes back what was copied to this machine's clipboard, if it is still there and clearing is
    /// not off. For locking and quitting. A terminal's clipboard cannot be looked at and is left.
    fn clear(&mut self);
}

/// What became of a copy.
#[derive(Debug)]
pub enum Outcome {
    /// It is in this machine's clipboard.
    Copied,
    /// It was sent to the terminal, which confirms nothing.
    Sent,
    /// Copying is switched off.
    Off,
    /// It is nowhere.
    Failed(Failure),
}

/// Why a copy is nowhere.
#[derive(Debug)]
pub enum Failure {
    /// There is no way from here: the terminal cannot take a copy, or only this machine's clipboard
    /// was allowed and the person sits elsewhere.
    NoWay,
    /// This machine's clipboard refused. The text is the system's: show it through
    /// [`Safe`](crate::text::Safe).
    Native(String),
    /// This machine's clipboard did not answer within a second, or broke down.
    NoAnswer,
    /// The terminal could not be written to.
    Terminal(io::Error),
}

/// The real clipboard. To be dropped after the terminal is restored: handing the text over to a
/// clipboard manager takes up to a tenth of a second, and arboard may print to standard error then.
pub struct System<W, S> {
    mode: Mode,
    surroundings: S,
    terminal: W,
    native: Native,
}

impl<W: Write, S: FnMut() -> Surroundings> System<W, S> {
    /// Copies as `mode` says. `surroundings` is asked before every copy, because people detach from
    /// a session here and attach to it from elsewhere. `terminal` takes the bytes of the terminal
    /// route, in one write between two frames. What this machine's clipboard took is taken back
    /// `clear_after` that time, on locking and on quitting; without a time it stays.
    pub fn new(mode: Mode, surroundings: S, terminal: W, clear_after: Option<Duration>) -> Self {
        Self { mode, surroundings, terminal, native: Native::new(clear_after) }
    }

    fn send(&mut self, text: &Secret, wrap: Wrap) -> io::Result<()> {
        self.terminal.write_all(&sequence(text, wrap))?;
        self.terminal.flush()
    }
}

impl<W: Write, S: FnMut() -> Surroundings> Clipboard for System<W, S> {
    fn copy(&mut self, text: &Secret) -> Outcome {
        if self.mode == Mode::Off {
            return Outcome::Off;
        }
        let mut first_failure = None;
        for route in plan(&(self.surroundings)(), self.mode) {
            let failure = match route {
                Route::Native => match self.native.copy(text) {
                    Ok(()) => return Outcome::Copied,
                    Err(failure) => failure,
                },
                Route::Terminal(wrap) => match self.send(text, wrap) {
                    Ok(()) => return Outcome::Sent,
                    Err(error) => Failure::Terminal(error),
                },
            };
            first_failure.get_or_insert(failure);
        }
        Outcome::Failed(first_failure.unwrap_or(Failure::NoWay))
    }

    fn clear(&mut self) {
        self.native.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A terminal that keeps what it is given, one entry a write, or refuses.
    #[derive(Default)]
    struct Tape {
        writes: Vec<Vec<u8>>,
        broken: bool,
    }

    impl Write for Tape {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.broken {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            self.writes.push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn far(term: &str) -> Surroundings {
        Surroundings { person: Person::Elsewhere, term: term.into(), tmux: false, screen: false }
    }

    fn copy(mode: Mode, term: &str, tape: &mut Tape) -> Outcome {
        let mut clipboard = System::new(mode, || far(term), tape, None);
        clipboard.copy(&Secret::from_text("654321".into()))
    }

    #[test]
    fn a_remote_copy_is_one_write_to_the_terminal() {
        let mut tape = Tape::default();
        assert!(matches!(copy(Mode::Auto, "xterm", &mut tape), Outcome::Sent));
        assert_eq!(tape.writes, [b"\x1b]52;c;NjU0MzIx\x07"]);
    }

    #[test]
    fn off_writes_nothing() {
        let mut tape = Tape::default();
        assert!(matches!(copy(Mode::Off, "xterm", &mut tape), Outcome::Off));
        assert!(tape.writes.is_empty());
    }

    #[test]
    fn no_way_is_said() {
        for (mode, term) in [(Mode::Auto, "linux"), (Mode::Native, "xterm")] {
            let mut tape = Tape::default();
            let outcome = copy(mode, term, &mut tape);
            assert!(matches!(outcome, Outcome::Failed(Failure::NoWay)), "{mode:?}: {outcome:?}");
            assert!(tape.writes.is_empty());
        }
    }

    #[test]
    fn a_broken_terminal_is_said() {
        let mut tape = Tape { broken: true, ..Tape::default() };
        let outcome = copy(Mode::Auto, "xterm", &mut tape);
        assert!(matches!(outcome, Outcome::Failed(Failure::Terminal(_))), "{outcome:?}");
    }

    #[test]
    fn surroundings_are_asked_every_time() {
        let mut terms = ["xterm", "linux", "xterm"].into_iter();
        let mut tape = Tape::default();
        let next = || far(terms.next().expect("asked three times at most"));
        let mut clipboard = System::new(Mode::Auto, next, &mut tape, None);
        let text = Secret::from_text("1".into());
        assert!(matches!(clipboard.copy(&text), Outcome::Sent));
        assert!(matches!(clipboard.copy(&text), Outcome::Failed(Failure::NoWay)));
        assert!(matches!(clipboard.copy(&text), Outcome::Sent));
    }
}
