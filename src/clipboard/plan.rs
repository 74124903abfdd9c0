//! Which way a copy takes. PURE: everything it knows is in its arguments.
//!
//! Two rules come before reach. A remote person's text never enters this machine's clipboard, even
//! where a display works: it is somebody else's desk. And a text that this machine's clipboard took
//! is not sent to the terminal as well: that second copy could not carry the mark that keeps it out
//! of clipboard histories.

use std::path::PathBuf;
use std::time::Duration;

use crate::surroundings::{
    Client, Copies, Layer, Person, Surroundings, Terminal, Tmux, is_multiplexer,
};

/// What was wished for: the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which way.
    pub mode: Mode,
    /// A program and its arguments that takes the text on its standard input; empty when none is
    /// set.
    pub command: Vec<String>,
    /// How long this machine's clipboard keeps a text; `None`: until something else is copied.
    pub clear_after: Option<Duration>,
}

/// Which way was wished for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The best that is right: the program where one is set, this machine's clipboard, the
    /// terminal's.
    #[default]
    Auto,
    /// This machine's clipboard or none.
    Native,
    /// The terminal's clipboard or none.
    Terminal,
    /// The person's own program or none.
    Command,
    /// None.
    Off,
}

/// A way to a clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The program that the person named.
    Command,
    /// This machine's clipboard.
    Native,
    /// The clipboard of the terminal in which a tmux of this machine runs: OSC 52 written to that
    /// terminal, past tmux, which drops it by default.
    Client {
        /// The terminal device.
        tty: PathBuf,
        /// How it is dressed for what is beyond.
        wrap: Wrap,
    },
    /// The same by tmux itself, through a buffer that is deleted at once.
    Buffer,
    /// The clipboard of the terminal at the far end, by OSC 52.
    Terminal(Wrap),
}

/// How OSC 52 is dressed to pass the multiplexers in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// Bare.
    Plain,
    /// Inside the DCS of GNU screen, which swallows the bare form.
    Screen,
    /// Inside two of them, for a screen in a screen.
    ScreenTwice,
    /// Bare, then inside the DCS of GNU screen: for a `TERM=screen*` that may be either program.
    PlainAndScreen,
    /// Bare for a tmux with `set-clipboard on`, then inside the DCS of tmux for one with
    /// `allow-passthrough on`.
    PlainAndTmux,
}

/// Why there is no way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Only this machine's clipboard was allowed, and the person sits elsewhere.
    Elsewhere,
    /// Only the person's program was allowed, and none is set.
    NoCommand,
    /// This terminal takes no copies from programs.
    Terminal(Terminal),
    /// `TERM` names no terminal that could.
    Dumb,
    /// Nobody is attached to the tmux session.
    Detached,
}

/// The routes to try, in order, until one takes the text; why not, where there is none.
pub fn plan(surroundings: &Surroundings, wish: &Wish) -> Result<Vec<Route>, Obstacle> {
    let here = surroundings.person == Person::Here;
    let command = (!wish.command.is_empty()).then_some(Route::Command);
    match wish.mode {
        Mode::Off => Ok(Vec::new()),
        Mode::Command => command.map(|route| vec![route]).ok_or(Obstacle::NoCommand),
        Mode::Native if here => Ok(vec![Route::Native]),
        Mode::Native => Err(Obstacle::Elsewhere),
        Mode::Terminal => terminal(surroundings),
        Mode::Auto => {
            let far = terminal(surroundings);
            // Where nothing displays, what the terminal lacks says more than what the library finds.
            let native = (here && (surroundings.display || far.is_ok())).then_some(Route::Native);
            let near: Vec<_> = command.into_iter().chain(native).collect();
            match far {
                Ok(far) => Ok(near.into_iter().chain(far).collect()),
                Err(obstacle) if near.is_empty() => Err(obstacle),
                Err(_) => Ok(near),
            }
        }
    }
}

/// Whether this machine's clipboard is that of the person, so that they may be shown what is on it. What
/// was wished for copying does not count: nobody looks without being asked.
pub fn is_theirs(surroundings: &Surroundings) -> bool {
    surroundings.person == Person::Here
}

/// Whether a tmux on the person's own machine stands between us and their clipboard: as it comes, it
/// drops what we send, and nothing tells.
pub fn meets_far_tmux(surroundings: &Surroundings) -> bool {
    let term = match &surroundings.tmux {
        // The name may be that of a tmux on this machine.
        Tmux::None if surroundings.layers.contains(&Layer::Tmux) => return false,
        Tmux::None => &surroundings.term,
        Tmux::Attached(client) => &client.term,
        Tmux::Silent | Tmux::Detached => return false,
    };
    term.starts_with("tmux")
}

/// Whether a tmux on this machine does the same, because nothing but the processes tells of it: `sudo
/// -i` drops the variables by which it is reached.
pub fn meets_near_tmux(surroundings: &Surroundings) -> bool {
    surroundings.tmux == Tmux::None
        && surroundings.layers.contains(&Layer::Tmux)
        && is_multiplexer(&surroundings.term)
}

/// Whether there may be one: tmux called itself screen before version 2.1, and many a configuration
/// still says so.
pub fn may_meet_far_tmux(surroundings: &Surroundings) -> bool {
    let term = match &surroundings.tmux {
        Tmux::None => &surroundings.term,
        Tmux::Attached(client) => &client.term,
        Tmux::Silent | Tmux::Detached => return false,
    };
    let is_near = |layer| surroundings.layers.contains(&layer);
    let in_tmux = surroundings.tmux == Tmux::None && is_near(Layer::Tmux);
    // Only GNU screen puts a dot behind it, and the terminal's name.
    let either = term.starts_with("screen") && !term.starts_with("screen.");
    let far = surroundings.person == Person::Elsewhere;
    far && either && !surroundings.screen && !is_near(Layer::Screen) && !in_tmux
}

/// Whether the same text sent again would not travel: mosh carries states, not bytes.
pub fn carries_states(surroundings: &Surroundings) -> bool {
    surroundings.layers.contains(&Layer::Mosh)
}

/// The ways to the clipboard of the person's terminal.
fn terminal(surroundings: &Surroundings) -> Result<Vec<Route>, Obstacle> {
    if let Some(terminal) = surroundings.terminal
        && terminal.copies() == Copies::No
    {
        return Err(Obstacle::Terminal(terminal));
    }
    // `load-buffer -w` names no target, which mosh does not take.
    let buffer = (!carries_states(surroundings)).then_some(Route::Buffer);
    match &surroundings.tmux {
        Tmux::Attached(Client { control: true, .. }) => Ok(vec![Route::Terminal(Wrap::Plain)]),
        Tmux::Attached(Client { tty, term, .. }) => {
            let client = Route::Client { tty: tty.clone(), wrap: wrap(term, None)? };
            Ok([client].into_iter().chain(buffer).collect())
        }
        Tmux::Detached => Err(Obstacle::Detached),
        Tmux::Silent => match (buffer, own(surroundings).map(Route::Terminal)) {
            (None, own) => Ok(vec![own?]),
            (buffer, own) => Ok(buffer.into_iter().chain(own).collect()),
        },
        Tmux::None => Ok(vec![Route::Terminal(own(surroundings)?)]),
    }
}

/// The wrap for the terminal we write to by ourselves.
///
/// `TMUX` and `STY` are inherited by a terminal window opened from inside a session, so they never
/// bring in the wrap of tmux by themselves: a terminal that does not know it (kitty 0.26) prints the
/// code in base64. The wrap of screen is silent everywhere. Where neither is set, `sudo` may have
/// dropped them, and the processes tell.
fn own(surroundings: &Surroundings) -> Result<Wrap, Obstacle> {
    let Surroundings { term, tmux, screen, layers, .. } = surroundings;
    let inside = match (tmux, screen) {
        (Tmux::None, false) => {
            layers.iter().copied().find(|layer| matches!(layer, Layer::Tmux | Layer::Screen))
        }
        (Tmux::None, true) => Some(Layer::Screen),
        (_, false) => Some(Layer::Tmux),
        (_, true) => return wrap(term, None),
    };
    let screens = surroundings.layers.iter().filter(|layer| **layer == Layer::Screen).count();
    match wrap(term, inside)? {
        Wrap::Screen if screens > 1 => Ok(Wrap::ScreenTwice),
        wrap => Ok(wrap),
    }
}

/// The wrap for a terminal that is called `term`, known to be `inside` that multiplexer.
fn wrap(term: &str, inside: Option<Layer>) -> Result<Wrap, Obstacle> {
    if matches!(term, "" | "dumb" | "unknown") {
        return Err(Obstacle::Dumb);
    }
    if term.starts_with("linux") {
        return Err(Obstacle::Terminal(Terminal::LinuxConsole));
    }
    Ok(match inside {
        _ if term.starts_with("tmux") => Wrap::PlainAndTmux,
        // tmux called itself screen before version 2.1, and many a configuration still says so.
        Some(Layer::Tmux) if is_multiplexer(term) => Wrap::PlainAndTmux,
        Some(Layer::Screen) if is_multiplexer(term) => Wrap::Screen,
        // The variables of a screen are there, and we are in a window that was opened from it, or not.
        Some(Layer::Screen) => Wrap::PlainAndScreen,
        _ if is_multiplexer(term) => Wrap::PlainAndScreen,
        _ => Wrap::Plain,
    })
}

#[cfg(test)]
mod tests;
