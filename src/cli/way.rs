//! Which way a copy would take from here, why, and what to switch on: in words and as JSON.

use serde::Serialize;

use super::probe::Reply;
use crate::clipboard::{
    Mode, Obstacle, Route, Wish, Wrap, may_meet_far_tmux, meets_far_tmux, meets_near_tmux, plan,
};
use crate::i18n::{Doctor as Say, Lang};
use crate::surroundings::{Copies, Layer, Person, Surroundings, Terminal, Tmux, is_multiplexer};
use crate::text::{safe, whole};

/// What surrounds us, what is wished, and what the terminal said.
#[derive(Debug)]
pub struct Way {
    around: Surroundings,
    wish: Wish,
    answer: Option<Reply>,
    routes: Result<Vec<Route>, Obstacle>,
}

/// The same as `doctor --json` writes it.
#[derive(Debug, Serialize)]
pub struct Copying {
    person: &'static str,
    layers: Vec<&'static str>,
    terminal: Option<&'static str>,
    term: String,
    tmux: Option<String>,
    container: bool,
    wsl: bool,
    mode: &'static str,
    routes: Vec<&'static str>,
    obstacle: Option<&'static str>,
    answer: Option<&'static str>,
    /// What it said, as numbers.
    attributes: Option<Vec<u16>>,
    advice: Vec<String>,
}

impl Way {
    /// Looks at everything but the terminal's answer, which is given.
    pub fn new(around: Surroundings, wish: Wish, answer: Option<Reply>) -> Self {
        let mut routes = plan(&around, &wish);
        // Tried all the same when copying; without a display it cannot work.
        let no_desktop = !around.display && !cfg!(target_os = "macos");
        if let Ok(found) = &mut routes
            && no_desktop
            && found.contains(&Route::Native)
        {
            found.retain(|route| *route != Route::Native);
            if found.is_empty() && wish.mode == Mode::Auto {
                // Why the terminal's clipboard, the next in line, is none.
                let wish = Wish { mode: Mode::Terminal, ..Wish::default() };
                routes = plan(&around, &wish);
            }
        }
        Self { around, wish, answer, routes }
    }

    /// Whether there is any way.
    pub fn is_open(&self) -> bool {
        self.routes.as_ref().is_ok_and(|routes| !routes.is_empty())
    }

    /// Whether copying was switched off.
    pub fn is_off(&self) -> bool {
        self.wish.mode == Mode::Off
    }

    /// What the terminal answered.
    pub fn answer(&self) -> Option<&Reply> {
        self.answer.as_ref()
    }

    /// What we run in, from the inside out.
    pub fn stack(&self, lang: Lang) -> String {
        let around = &self.around;
        let mut names: Vec<String> =
            around.layers.iter().map(|layer| self.layer(*layer, lang)).collect();
        if around.container {
            names.insert(0, Say::Container.say(lang));
        }
        if around.wsl {
            names.push("WSL".to_owned());
        }
        if names.is_empty() {
            names.push(Say::NoLayers.say(lang));
        }
        let stack = whole(&names.join(" < "));
        match around.person {
            Person::Here => Say::Here { stack },
            Person::Elsewhere => Say::Elsewhere { stack },
        }
        .say(lang)
    }

    fn layer(&self, layer: Layer, lang: Lang) -> String {
        match (layer, &self.around.tmux) {
            (Layer::Tmux, Tmux::Attached(client)) => {
                let version = safe(&client.version);
                if client.control {
                    Say::ControlMode { version }.say(lang)
                } else {
                    format!("tmux {version}")
                }
            }
            _ => layer.name().to_owned(),
        }
    }

    /// The outermost thing that is known to draw for the person.
    pub fn terminal(&self, lang: Lang) -> String {
        let term = match &self.around.tmux {
            Tmux::Attached(client) => &client.term,
            Tmux::None | Tmux::Silent | Tmux::Detached => &self.around.term,
        };
        match self.around.terminal {
            Some(terminal) => terminal.name().to_owned(),
            None if meets_far_tmux(&self.around) => Say::FarTmux.say(lang),
            None if meets_near_tmux(&self.around) => Say::NearTmux.say(lang),
            None if term.is_empty() => Say::NoTerminal.say(lang),
            None if self.around.screen
                || self.around.tmux != Tmux::None && is_multiplexer(term) =>
            {
                Say::LocalMultiplexer.say(lang)
            }
            None if is_multiplexer(term) => Say::FarScreen.say(lang),
            None => Say::UnknownTerminal { term: safe(term) }.say(lang),
        }
    }

    /// Who answers when a terminal is asked from here, where it is not the person's terminal.
    pub fn stand_in(&self) -> Option<&'static str> {
        let Surroundings { layers, tmux, screen, terminal, .. } = &self.around;
        let answers = |layer: &&Layer| {
            matches!(layer, Layer::Tmux | Layer::Screen | Layer::Zellij | Layer::Mosh)
        };
        let first = layers.iter().find(answers)?;
        // A window that was opened from inside one of these descends from it, and answers itself.
        let opened = matches!(first, Layer::Tmux | Layer::Screen)
            && *tmux == Tmux::None
            && !screen
            && terminal.is_some();
        (!opened).then(|| first.name())
    }

    /// The ways that will be tried, in order.
    pub fn routes(&self, lang: Lang) -> Vec<String> {
        match &self.routes {
            Ok(_) if self.is_off() => vec![Say::WayOff.say(lang)],
            Ok(routes) if !routes.is_empty() => {
                routes.iter().map(|route| self.route(route).say(lang)).collect()
            }
            _ => vec![Say::NoWay.say(lang)],
        }
    }

    fn route(&self, route: &Route) -> Say {
        match route {
            Route::Native => Say::WayNative,
            Route::Command => {
                let program = self.wish.command.first().map_or("", String::as_str);
                Say::WayCommand { program: safe(program) }
            }
            Route::Client { tty, .. } => Say::WayClient { tty: safe(&tty.to_string_lossy()) },
            Route::Buffer => Say::WayBuffer,
            Route::Terminal(Wrap::PlainAndTmux) => Say::WayTerminalTmux,
            Route::Terminal(Wrap::Screen | Wrap::ScreenTwice | Wrap::PlainAndScreen) => {
                Say::WayTerminalScreen
            }
            Route::Terminal(Wrap::Plain) if self.around.person == Person::Elsewhere => {
                Say::WayTerminal
            }
            Route::Terminal(Wrap::Plain) => Say::WayTerminalHere,
        }
    }

    /// What to do when a copy does not arrive, the most likely first; empty where nothing is known
    /// to speak against it.
    pub fn advice(&self) -> Vec<Say> {
        let mut advice = Vec::new();
        let routes = match &self.routes {
            _ if self.is_off() => return advice,
            Ok(routes) => routes,
            Err(obstacle) => return vec![remedy(*obstacle)],
        };
        if routes.is_empty() || (self.around.wsl && !self.around.display) {
            advice.push(if self.around.wsl { Say::OnWsl } else { Say::OnDesktop });
        }
        let through_terminal = routes.first().is_some_and(|route| {
            matches!(route, Route::Client { .. } | Route::Buffer | Route::Terminal(_))
        });
        let confirmed =
            self.stand_in().is_none() && self.answer.as_ref().is_some_and(Reply::takes_copies);
        if !through_terminal || confirmed {
            return advice;
        }
        if meets_far_tmux(&self.around) {
            advice.push(Say::OnFarTmux);
        } else if meets_near_tmux(&self.around) {
            advice.push(Say::OnNearTmux);
        } else if may_meet_far_tmux(&self.around) {
            advice.push(Say::OnPerhapsFarTmux);
        } else {
            advice.extend(switch(self.around.terminal));
        }
        advice
    }

    /// Whether the advice is a guess: nothing is known of the terminal.
    pub fn is_unsure(&self) -> bool {
        let named = meets_far_tmux(&self.around) || meets_near_tmux(&self.around);
        self.is_open() && self.around.terminal.is_none() && !named
    }

    /// For scripts.
    pub fn json(&self, lang: Lang) -> Copying {
        let routes = self.routes.as_deref().unwrap_or_default();
        Copying {
            person: match self.around.person {
                Person::Here => "here",
                Person::Elsewhere => "elsewhere",
            },
            layers: self.around.layers.iter().map(|layer| layer.name()).collect(),
            terminal: self.around.terminal.map(Terminal::name),
            term: self.around.term.clone(),
            tmux: match &self.around.tmux {
                Tmux::Attached(client) => Some(client.version.clone()),
                Tmux::None | Tmux::Silent | Tmux::Detached => None,
            },
            container: self.around.container,
            wsl: self.around.wsl,
            mode: match self.wish.mode {
                Mode::Auto => "auto",
                Mode::Native => "native",
                Mode::Terminal => "terminal",
                Mode::Command => "command",
                Mode::Off => "off",
            },
            routes: routes.iter().map(word).collect(),
            obstacle: self.routes.as_ref().err().map(|obstacle| obstacle_word(*obstacle)),
            answer: self.answer.as_ref().map(|answer| match answer {
                _ if answer.takes_copies() => "copies",
                Reply::Attributes(_) => "nothing",
                Reply::Silent | Reply::Stopped => "silent",
                Reply::Busy => "busy",
            }),
            attributes: self.answer.as_ref().and_then(Reply::attributes).map(<[u16]>::to_vec),
            advice: self.advice().iter().map(|advice| advice.say(lang)).collect(),
        }
    }
}

fn word(route: &Route) -> &'static str {
    match route {
        Route::Command => "command",
        Route::Native => "native",
        Route::Client { .. } => "tmux-client",
        Route::Buffer => "tmux-buffer",
        Route::Terminal(_) => "terminal",
    }
}

fn obstacle_word(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Elsewhere => "elsewhere",
        Obstacle::NoCommand => "no-command",
        Obstacle::Terminal(_) => "terminal",
        Obstacle::Dumb => "dumb",
        Obstacle::Detached => "detached",
    }
}

fn remedy(obstacle: Obstacle) -> Say {
    match obstacle {
        Obstacle::Elsewhere => Say::OnElsewhere,
        Obstacle::NoCommand => Say::OnNoCommand,
        Obstacle::Terminal(Terminal::LinuxConsole) => Say::OnConsole,
        Obstacle::Terminal(terminal) => Say::OnOther { terminal: safe(terminal.name()) },
        Obstacle::Dumb => Say::OnDumb,
        Obstacle::Detached => Say::OnDetached,
    }
}

/// What to switch on in a terminal. The same is in the guide's table.
fn switch(terminal: Option<Terminal>) -> Option<Say> {
    let Some(terminal) = terminal else { return Some(Say::OnUnknown) };
    match (terminal, terminal.copies()) {
        (_, Copies::Yes) => None,
        (Terminal::ITerm2, _) => Some(Say::OnITerm2),
        (Terminal::Xterm, _) => Some(Say::OnXterm),
        (Terminal::Mintty, _) => Some(Say::OnMintty),
        (Terminal::St, _) => Some(Say::OnSt),
        (Terminal::Urxvt, _) => Some(Say::OnUrxvt),
        (Terminal::VsCode, _) => Some(Say::OnVsCode),
        _ => Some(Say::OnOther { terminal: safe(terminal.name()) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surroundings::Client;

    fn far(layers: &[Layer], term: &str, terminal: Option<Terminal>) -> Surroundings {
        let term = term.to_owned();
        let layers = layers.to_vec();
        let person = Person::Elsewhere;
        Surroundings { person, layers, term, terminal, ..Surroundings::default() }
    }

    #[test]
    fn every_stack_is_told_what_to_switch_on() {
        use Layer::{Mosh, Ssh, Tmux as InTmux};
        type Case<'a> = (&'a str, Surroundings, Mode, Option<Reply>, &'a [&'a str], &'a [Say]);
        let tmux = Surroundings {
            tmux: Tmux::Attached(Client {
                tty: "/dev/pts/3".into(),
                term: "xterm-kitty".into(),
                version: "3.3a".into(),
                ..Client::default()
            }),
            ..far(&[InTmux, Ssh], "tmux-256color", Some(Terminal::Kitty))
        };
        let desk = Surroundings { term: "xterm".into(), ..Surroundings::default() };
        let display = Surroundings { display: true, ..desk.clone() };
        let detached = Surroundings { tmux: Tmux::Detached, ..desk.clone() };
        let wsl = Surroundings { wsl: true, ..desk.clone() };
        let plain = || far(&[Ssh], "xterm", None);
        let sudo = far(&[Layer::Sudo, InTmux, Ssh], "tmux-256color", None);
        let yes = Some(Reply::Attributes(vec![62, 52]));
        let xterm = || far(&[Ssh], "xterm", Some(Terminal::Xterm));
        let vte = safe("GNOME Terminal / VTE");
        let cases: [Case; 18] = [
            (
                "kitty",
                far(&[Ssh], "xterm-kitty", Some(Terminal::Kitty)),
                Mode::Auto,
                None,
                &["terminal"],
                &[],
            ),
            ("xterm", xterm(), Mode::Auto, None, &["terminal"], &[Say::OnXterm]),
            ("xterm, allowed", xterm(), Mode::Auto, yes.clone(), &["terminal"], &[]),
            ("unknown", plain(), Mode::Auto, None, &["terminal"], &[Say::OnUnknown]),
            ("unknown, says yes", plain(), Mode::Auto, yes.clone(), &["terminal"], &[]),
            (
                "mosh says yes for itself",
                far(&[Mosh], "xterm", None),
                Mode::Auto,
                yes,
                &["terminal"],
                &[Say::OnUnknown],
            ),
            (
                "tmux at home",
                far(&[Ssh], "tmux-256color", None),
                Mode::Auto,
                None,
                &["terminal"],
                &[Say::OnFarTmux],
            ),
            ("tmux out of reach", sudo, Mode::Auto, None, &["terminal"], &[Say::OnNearTmux]),
            ("tmux here, kitty", tmux, Mode::Auto, None, &["tmux-client", "tmux-buffer"], &[]),
            (
                "GNOME Terminal",
                far(&[Ssh], "xterm", Some(Terminal::Vte)),
                Mode::Auto,
                None,
                &[],
                &[Say::OnOther { terminal: vte }],
            ),
            (
                "console",
                far(&[Ssh], "linux", Some(Terminal::LinuxConsole)),
                Mode::Auto,
                None,
                &[],
                &[Say::OnConsole],
            ),
            ("no terminal", far(&[Ssh], "", None), Mode::Auto, None, &[], &[Say::OnDumb]),
            ("native only, over ssh", xterm(), Mode::Native, None, &[], &[Say::OnElsewhere]),
            ("off", xterm(), Mode::Off, None, &[], &[]),
            ("desk", display, Mode::Auto, None, &["native", "terminal"], &[]),
            ("desk, nobody attached", detached, Mode::Auto, None, &[], &[Say::OnDetached]),
            ("desk without a display", desk, Mode::Native, None, &[], &[Say::OnDesktop]),
            (
                "WSL without a display",
                wsl,
                Mode::Auto,
                None,
                &["terminal"],
                &[Say::OnWsl, Say::OnUnknown],
            ),
        ];
        for (name, around, mode, answer, routes, advice) in cases {
            let way = Way::new(around, Wish { mode, ..Wish::default() }, answer);
            assert_eq!(way.json(Lang::En).routes, routes, "{name}");
            assert_eq!(way.advice(), advice, "{name}");
            assert_eq!(way.is_open(), !routes.is_empty(), "{name}");
        }
    }

    #[test]
    fn the_stack_is_told_from_the_inside_out() {
        let around = Surroundings {
            tmux: Tmux::Attached(Client { version: "3.3a".into(), ..Client::default() }),
            container: true,
            ..far(&[Layer::Tmux, Layer::Ssh], "tmux", None)
        };
        let way = Way::new(around, Wish::default(), None);
        assert_eq!(way.stack(Lang::En), "container < tmux 3.3a < ssh; you sit elsewhere");
        assert_eq!(way.stand_in(), Some("tmux"));
        let opened = far(&[Layer::Tmux], "xterm-kitty", Some(Terminal::Kitty));
        assert_eq!(Way::new(opened, Wish::default(), None).stand_in(), None, "kitty itself");
    }
}
