//! Which way a copy takes. PURE: everything it knows is in its arguments.
//!
//! Two rules come before reach. A remote person's text never enters this machine's clipboard, even
//! where a display works: it is somebody else's desk. And a text that this machine's clipboard took
//! is not sent to the terminal as well: that second copy could not carry the mark that keeps it out
//! of clipboard histories.

/// What is around the program at the moment of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// Where the person sits.
    pub person: Person,
    /// `TERM`, empty when it is not set. ssh passes it on, so `tmux-256color` here may name a tmux
    /// on the person's own machine.
    pub term: String,
    /// `TMUX` is set: we are inside tmux on this machine, or were started from it.
    pub tmux: bool,
    /// `STY` is set: the same for GNU screen.
    pub screen: bool,
}

/// Where the person sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// At this machine.
    Here,
    /// At another, connected by ssh, mosh or the like.
    Elsewhere,
}

/// What was wished for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The best that is right.
    #[default]
    Auto,
    /// This machine's clipboard or none.
    Native,
    /// The terminal's clipboard or none.
    Terminal,
    /// None.
    Off,
}

/// A way to a clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// This machine's clipboard.
    Native,
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
    /// Bare, then inside the DCS of GNU screen: for a `TERM=screen*` that may be either program.
    PlainAndScreen,
    /// Bare for a tmux with `set-clipboard on`, then inside the DCS of tmux for one with
    /// `allow-passthrough on`.
    PlainAndTmux,
}

/// The routes to try, in order, until one takes the text. Empty when there is none.
pub fn plan(surroundings: &Surroundings, mode: Mode) -> Vec<Route> {
    let here = surroundings.person == Person::Here;
    let native = here && matches!(mode, Mode::Auto | Mode::Native);
    let terminal = matches!(mode, Mode::Auto | Mode::Terminal);
    let native = native.then_some(Route::Native);
    let terminal = terminal.then(|| wrap(surroundings).map(Route::Terminal)).flatten();
    native.into_iter().chain(terminal).collect()
}

/// The wrap for the nearest terminal; none where no terminal listens.
///
/// `TERM` names the nearest one. `TMUX` and `STY` are inherited by a terminal window opened from
/// inside a session, so they never bring in the wrap of tmux by themselves: a terminal that does
/// not know it (kitty 0.26) prints the code in base64. The wrap of screen is silent everywhere.
fn wrap(surroundings: &Surroundings) -> Option<Wrap> {
    let Surroundings { term, tmux, screen, .. } = surroundings;
    if matches!(term.as_str(), "" | "dumb" | "unknown" | "linux") {
        return None;
    }
    Some(if term.starts_with("tmux") {
        Wrap::PlainAndTmux
    } else if term.starts_with("screen") {
        // tmux called itself screen before version 2.1, and many a configuration still says so.
        match (tmux, screen) {
            (true, false) => Wrap::PlainAndTmux,
            (false, true) => Wrap::Screen,
            (true, true) | (false, false) => Wrap::PlainAndScreen,
        }
    } else if *screen {
        Wrap::PlainAndScreen
    } else {
        Wrap::Plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes() {
        use Mode::{Auto, Native, Off, Terminal};
        use Person::{Elsewhere, Here};
        use Wrap::{Plain, PlainAndScreen, PlainAndTmux, Screen};

        type Case<'a> = (&'a str, Person, &'a str, &'a str, Mode, &'a [Route]);
        const N: Route = Route::Native;
        const fn t(wrap: Wrap) -> Route {
            Route::Terminal(wrap)
        }
        // Name, person, TERM, which of TMUX and STY are set, mode, routes.
        let cases: &[Case] = &[
            ("desk", Here, "xterm-256color", "", Auto, &[N, t(Plain)]),
            ("desk, kitty", Here, "xterm-kitty", "", Auto, &[N, t(Plain)]),
            ("desk, tmux", Here, "tmux-256color", "TMUX", Auto, &[N, t(PlainAndTmux)]),
            ("desk, screen", Here, "screen.xterm", "STY", Auto, &[N, t(Screen)]),
            ("desk, console", Here, "linux", "", Auto, &[N]),
            ("desk, native wished", Here, "xterm", "", Native, &[N]),
            ("desk, terminal wished", Here, "xterm", "", Terminal, &[t(Plain)]),
            ("desk, off", Here, "xterm", "", Off, &[]),
            ("desk, pipes only", Here, "", "", Auto, &[N]),
            ("desk, editor's shell", Here, "dumb", "", Auto, &[N]),
            ("desk, editor's shell, terminal wished", Here, "dumb", "", Terminal, &[]),
            ("desk, kitty opened from tmux", Here, "xterm-kitty", "TMUX", Terminal, &[t(Plain)]),
            ("ssh", Elsewhere, "xterm-256color", "", Auto, &[t(Plain)]),
            ("ssh, terminal wished", Elsewhere, "xterm", "", Terminal, &[t(Plain)]),
            ("ssh, native wished", Elsewhere, "xterm", "", Native, &[]),
            ("ssh, off", Elsewhere, "xterm", "", Off, &[]),
            ("ssh, no TERM", Elsewhere, "", "", Auto, &[]),
            ("ssh, dumb", Elsewhere, "dumb", "", Auto, &[]),
            ("ssh from a console", Elsewhere, "linux", "", Auto, &[]),
            ("tmux, ssh", Elsewhere, "tmux-256color", "", Auto, &[t(PlainAndTmux)]),
            ("tmux, ssh, tmux", Elsewhere, "tmux-256color", "TMUX", Auto, &[t(PlainAndTmux)]),
            ("ssh, old tmux", Elsewhere, "screen-256color", "TMUX", Auto, &[t(PlainAndTmux)]),
            ("ssh, tmux as xterm", Elsewhere, "xterm-256color", "TMUX", Auto, &[t(Plain)]),
            ("ssh, screen", Elsewhere, "screen", "STY", Auto, &[t(Screen)]),
            ("screen, ssh", Elsewhere, "screen.xterm", "", Auto, &[t(PlainAndScreen)]),
            ("screen, ssh, tmux", Elsewhere, "tmux", "TMUX", Auto, &[t(PlainAndTmux)]),
            ("ssh, screen as xterm", Elsewhere, "xterm", "STY", Auto, &[t(PlainAndScreen)]),
            ("ssh, one in the other", Elsewhere, "screen", "TMUX STY", Auto, &[t(PlainAndScreen)]),
            ("mosh", Elsewhere, "xterm-256color", "", Auto, &[t(Plain)]),
            ("zellij over ssh", Elsewhere, "xterm-256color", "", Auto, &[t(Plain)]),
        ];
        for &(name, person, term, set, mode, routes) in cases {
            let (tmux, screen) = (set.contains("TMUX"), set.contains("STY"));
            let surroundings = Surroundings { person, term: term.into(), tmux, screen };
            assert_eq!(plan(&surroundings, mode), routes, "{name}");
        }
    }

    #[test]
    fn a_remote_person_never_gets_the_native_route() {
        for mode in [Mode::Auto, Mode::Native, Mode::Terminal, Mode::Off] {
            for term in ["", "dumb", "linux", "xterm", "screen", "tmux-256color"] {
                for (tmux, screen) in [(false, false), (true, false), (false, true), (true, true)] {
                    let person = Person::Elsewhere;
                    let surroundings = Surroundings { person, term: term.into(), tmux, screen };
                    assert!(!plan(&surroundings, mode).contains(&Route::Native));
                }
            }
        }
    }
}
