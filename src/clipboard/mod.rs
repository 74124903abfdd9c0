//! Copying: to the clipboard of the machine the person sits at, which over ssh is not this one. And
//! looking for a picture there, when a person asks for that.
//!
//! ```text
//!   plan      which routes to try, from what surrounds us     PURE
//!   terminal  the bytes of OSC 52 and their wraps             PURE
//!   command   the person's own program
//!   tmux      past a tmux on this machine
//!   native    this machine's clipboard, in its own thread
//!   picture   a picture that is on it
//! ```
//!
//! It is told what surrounds it and what was wished; it reads no settings and no environment, and
//! has no sentence for what came out of it. Nothing is ever asked of a terminal: its answer would
//! arrive as key presses.

mod command;
mod native;
mod picture;
mod plan;
mod terminal;
mod tmux;

pub use native::Cleared;
pub use picture::{Awaited, NoPicture, Picture};
pub use plan::{
    Mode, Obstacle, Route, Wish, Wrap, carries_states, is_theirs, may_meet_far_tmux,
    meets_far_tmux, meets_near_tmux, plan,
};
pub use terminal::sequence;

use std::io::{self, Write};
use std::time::Duration;

use crate::secret::Secret;
use crate::surroundings::Surroundings;
use native::Native;

/// mosh looks at its screen some fifty times a second at most; what comes sooner is one state.
const MOSH_PAUSE: Duration = Duration::from_millis(300);

/// Where copied text goes. Tests put a recorder here.
pub trait Clipboard {
    /// Puts a text where the person can paste it, without any change (no space, no line break).
    fn copy(&mut self, text: &Secret) -> Outcome;

    /// How long after the last copy its rest must be sent with [`finish`](Self::finish), if there is
    /// a rest.
    fn unfinished(&self) -> Option<Duration> {
        None
    }

    /// Sends the rest of the last copy.
    fn finish(&mut self) {}

    /// Asks for the picture on this machine's clipboard, if that is the person's. It takes its time, so it
    /// is waited for elsewhere.
    fn picture(&mut self) -> Result<Awaited, NoPicture>;

    /// Takes back what was copied to this machine's clipboard, if it is still there and clearing is
    /// not off, and forgets it. For locking and quitting. A terminal's clipboard cannot be looked at
    /// and is left.
    fn clear(&mut self) -> Cleared;
}

/// What became of a copy.
#[derive(Debug)]
pub enum Outcome {
    /// It is in the clipboard.
    Copied(Keeper),
    /// It was sent to the terminal, which confirms nothing.
    Sent(Doubt),
    /// Copying is switched off.
    Off,
    /// It is nowhere.
    Failed(Failure),
}

/// Who has what was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// This machine's clipboard, which gets it from us.
    Desktop,
    /// The person's own program.
    Command,
}

/// What is known to speak against a text having arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing, or it has been said before.
    Usual,
    /// A tmux on the person's own machine, which drops copies unless it was told otherwise. Said
    /// once.
    FarTmux,
    /// The same of a tmux on this machine that we cannot reach. Said once.
    NearTmux,
    /// What may be one, or a GNU screen, which lets copies through. Said once.
    PerhapsFarTmux,
}

/// Why a copy is nowhere.
#[derive(Debug)]
pub enum Failure {
    /// There is no way from here.
    NoWay(Obstacle),
    /// This machine's clipboard refused. The text is the system's: show it through
    /// [`Safe`](crate::text::Safe).
    Native(String),
    /// This machine's clipboard did not answer within a second, or broke down.
    NoAnswer,
    /// The terminal could not be written to.
    Terminal(io::Error),
    /// The person's own program could not be started.
    CommandMissing(io::Error),
    /// It failed.
    CommandFailed {
        /// What it printed: a stranger's text, or nothing.
        said: String,
        /// Its exit code, where it ended by itself.
        code: Option<i32>,
    },
    /// It took longer than two seconds and was ended.
    CommandLate,
}

/// The real clipboard. To be dropped after the terminal is restored: handing the text over to a
/// clipboard manager takes up to a tenth of a second, and arboard may print to standard error then.
pub struct System<W, S> {
    wish: Wish,
    surroundings: S,
    terminal: W,
    native: Native,
    /// What mosh holds.
    held: Held,
    /// What is to be sent after a pause, and how.
    rest: Option<(Secret, Route)>,
    warned: bool,
}

/// The text that went through mosh last.
enum Held {
    /// One that has been forgotten since, or was sent before us.
    Something,
    This(Secret),
}

impl<W: Write, S: FnMut() -> Surroundings> System<W, S> {
    /// Copies as wished. `surroundings` is asked before every copy, because people detach from a
    /// session here and attach to it from elsewhere. `terminal` takes the bytes of the terminal
    /// route, in one write between two frames.
    pub fn new(wish: Wish, surroundings: S, terminal: W) -> Self {
        let native = Native::new(wish.clear_after);
        let (held, rest, warned) = (Held::Something, None, false);
        Self { wish, surroundings, terminal, native, held, rest, warned }
    }

    /// Whether this machine's clipboard holds the last copy now; `None` when it does not answer. Only
    /// asked where copies are taken back after a time.
    pub fn holds(&mut self) -> Option<bool> {
        self.native.holds()
    }

    fn take(
        &mut self,
        text: &Secret,
        route: Route,
        around: &Surroundings,
    ) -> Result<Outcome, Failure> {
        match route {
            Route::Command => {
                command::feed(&self.wish.command, text)?;
                return Ok(Outcome::Copied(Keeper::Command));
            }
            Route::Native => {
                self.native.copy(text)?;
                return Ok(Outcome::Copied(Keeper::Desktop));
            }
            Route::Buffer => tmux::load(text)?,
            Route::Client { .. } | Route::Terminal(_) => self.send_anew(text, route, around)?,
        }
        Ok(Outcome::Sent(self.doubt(around)))
    }

    fn doubt(&mut self, around: &Surroundings) -> Doubt {
        let doubt = match () {
            () if meets_far_tmux(around) => Doubt::FarTmux,
            () if meets_near_tmux(around) => Doubt::NearTmux,
            () if may_meet_far_tmux(around) => Doubt::PerhapsFarTmux,
            () => return Doubt::Usual,
        };
        if std::mem::replace(&mut self.warned, true) { Doubt::Usual } else { doubt }
    }

    /// Sends a text so that it arrives even where it is the one that was sent last.
    fn send_anew(
        &mut self,
        text: &Secret,
        route: Route,
        around: &Surroundings,
    ) -> Result<(), Failure> {
        let states = carries_states(around);
        let same = states
            && match &self.held {
                Held::Something => true,
                Held::This(held) => held == text,
            };
        let first = if same { &Secret::from_text(" ".into()) } else { text };
        self.send(first, &route).map_err(Failure::Terminal)?;
        if same {
            self.rest = Some((text.clone(), route));
        }
        if states {
            self.held = Held::This(text.clone());
        }
        Ok(())
    }

    fn send(&mut self, text: &Secret, route: &Route) -> io::Result<()> {
        match route {
            Route::Client { tty, wrap } => tmux::write(tty, &sequence(text, *wrap)),
            Route::Terminal(wrap) => {
                self.terminal.write_all(&sequence(text, *wrap))?;
                self.terminal.flush()
            }
            Route::Command | Route::Native | Route::Buffer => Ok(()),
        }
    }
}

impl<W: Write, S: FnMut() -> Surroundings> Clipboard for System<W, S> {
    fn copy(&mut self, text: &Secret) -> Outcome {
        self.rest = None;
        if self.wish.mode == Mode::Off {
            return Outcome::Off;
        }
        let around = (self.surroundings)();
        let routes = match plan(&around, &self.wish) {
            Ok(routes) => routes,
            Err(obstacle) => return Outcome::Failed(Failure::NoWay(obstacle)),
        };
        let mut first_failure = None;
        for route in routes {
            match self.take(text, route, &around) {
                Ok(outcome) => return outcome,
                Err(failure) => {
                    first_failure.get_or_insert(failure);
                }
            }
        }
        Outcome::Failed(first_failure.unwrap_or(Failure::NoAnswer))
    }

    fn unfinished(&self) -> Option<Duration> {
        self.rest.as_ref().map(|_| MOSH_PAUSE)
    }

    fn finish(&mut self) {
        if let Some((text, route)) = self.rest.take() {
            // A terminal that has gone since the pause began is about to be noticed by the loop.
            let _ = self.send(&text, &route);
        }
    }

    fn picture(&mut self) -> Result<Awaited, NoPicture> {
        if is_theirs(&(self.surroundings)()) {
            self.native.picture()
        } else {
            Err(NoPicture::Elsewhere)
        }
    }

    fn clear(&mut self) -> Cleared {
        // Without its rest the copy would be the space alone.
        self.finish();
        if matches!(self.held, Held::This(_)) {
            self.held = Held::Something;
        }
        self.native.clear()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surroundings::{Layer, Person};
    use std::path::Path;

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
        Surroundings {
            person: Person::Elsewhere,
            term: term.into(),
            layers: vec![Layer::Ssh],
            ..Surroundings::default()
        }
    }

    fn wish(mode: Mode) -> Wish {
        Wish { mode, ..Wish::default() }
    }

    fn copy(mode: Mode, term: &str, tape: &mut Tape) -> Outcome {
        let mut clipboard = System::new(wish(mode), || far(term), tape);
        clipboard.copy(&Secret::from_text("654321".into()))
    }

    #[test]
    fn a_remote_copy_is_one_write_to_the_terminal() {
        let mut tape = Tape::default();
        assert!(matches!(copy(Mode::Auto, "xterm", &mut tape), Outcome::Sent(_)));
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
            assert!(matches!(outcome, Outcome::Failed(Failure::NoWay(_))), "{mode:?}: {outcome:?}");
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
        let mut clipboard = System::new(Wish::default(), next, &mut tape);
        let text = Secret::from_text("1".into());
        assert!(matches!(clipboard.copy(&text), Outcome::Sent(_)));
        assert!(matches!(clipboard.copy(&text), Outcome::Failed(Failure::NoWay(_))));
        assert!(matches!(clipboard.copy(&text), Outcome::Sent(_)));
    }

    #[test]
    fn only_who_sits_here_is_shown_what_is_on_this_clipboard() {
        for mode in [Mode::Auto, Mode::Native, Mode::Off] {
            let mut tape = Tape::default();
            let mut clipboard = System::new(wish(mode), || far("xterm"), &mut tape);
            assert!(matches!(clipboard.picture(), Err(NoPicture::Elsewhere)), "{mode:?}");
            assert!(tape.writes.is_empty(), "{mode:?}");
        }
    }

    fn over_mosh() -> Surroundings {
        Surroundings { layers: vec![Layer::Mosh], ..far("xterm") }
    }

    fn sent(text: &str) -> Vec<u8> {
        sequence(&Secret::from_text(text.into()), Wrap::Plain).to_vec()
    }

    /// What is written for these copies and, where the text begins with a sign, for `!` finishing
    /// the last one and `-` clearing.
    fn written(around: &Surroundings, steps: &[&str]) -> Vec<Vec<u8>> {
        let mut tape = Tape::default();
        let mut clipboard = System::new(Wish::default(), || around.clone(), &mut tape);
        for &step in steps {
            match step {
                "!" => clipboard.finish(),
                "-" => {
                    clipboard.clear();
                }
                text => {
                    clipboard.copy(&Secret::from_text(text.into()));
                }
            }
        }
        tape.writes
    }

    #[test]
    fn mosh_is_sent_the_same_text_again_after_a_space() {
        let cases: [(&str, &[&str], &[&str]); 6] = [
            // What went before us nobody knows: it may have been this.
            ("the first", &["1", "!"], &[" ", "1"]),
            ("another", &["1", "!", "2"], &[" ", "1", "2"]),
            ("the same", &["1", "!", "1", "!"], &[" ", "1", " ", "1"]),
            ("finished twice", &["1", "!", "1", "!", "!"], &[" ", "1", " ", "1"]),
            ("another before the rest", &["1", "!", "1", "2", "!"], &[" ", "1", " ", "2"]),
            (
                "forgotten on locking, with its rest sent",
                &["1", "!", "1", "-", "2"],
                &[" ", "1", " ", "1", " "],
            ),
        ];
        for (name, steps, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|text| sent(text)).collect();
            assert_eq!(written(&over_mosh(), steps), expected, "{name}");
        }
        let twice = [sent("1"), sent("1")];
        assert_eq!(written(&far("xterm"), &["1", "1", "!"]), twice, "ssh carries every byte");
    }

    #[test]
    fn a_rest_is_announced() {
        let mut tape = Tape::default();
        let mut clipboard = System::new(Wish::default(), over_mosh, &mut tape);
        let text = Secret::from_text("1".into());
        clipboard.copy(&text);
        assert_eq!(clipboard.unfinished(), Some(MOSH_PAUSE));
        clipboard.finish();
        assert_eq!(clipboard.unfinished(), None);
    }

    #[test]
    fn a_far_tmux_is_named_once() {
        let mut tape = Tape::default();
        let mut clipboard = System::new(Wish::default(), || far("tmux-256color"), &mut tape);
        let text = Secret::from_text("1".into());
        assert!(matches!(clipboard.copy(&text), Outcome::Sent(Doubt::FarTmux)));
        assert!(matches!(clipboard.copy(&text), Outcome::Sent(Doubt::Usual)));
    }

    #[test]
    fn a_tmux_here_that_is_out_of_reach_is_named_once() {
        let around = || Surroundings {
            layers: vec![Layer::Sudo, Layer::Tmux, Layer::Ssh],
            ..far("tmux-256color")
        };
        let mut tape = Tape::default();
        let mut clipboard = System::new(Wish::default(), around, &mut tape);
        let text = Secret::from_text("1".into());
        assert!(matches!(clipboard.copy(&text), Outcome::Sent(Doubt::NearTmux)));
        assert!(matches!(clipboard.copy(&text), Outcome::Sent(Doubt::Usual)));
    }

    #[test]
    fn after_a_program_that_fails_the_next_way_is_tried() {
        let command = vec!["/no/such/program".to_owned()];
        for (mode, expected) in [(Mode::Auto, true), (Mode::Command, false)] {
            let wish = Wish { mode, command: command.clone(), clear_after: None };
            let mut tape = Tape::default();
            let outcome =
                System::new(wish, || far("xterm"), &mut tape).copy(&Secret::from_text("1".into()));
            match outcome {
                Outcome::Sent(_) if expected => {}
                Outcome::Failed(Failure::CommandMissing(_)) if !expected => {}
                other => panic!("{mode:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn only_a_terminal_of_ours_is_written_to() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        for path in [Path::new("/dev/null"), Path::new("/no/such/tty"), file.path()] {
            tmux::write(path, b"x").expect_err("it is no terminal of ours");
        }
        assert_eq!(std::fs::read(file.path()).expect("it is there"), b"");
    }
}
