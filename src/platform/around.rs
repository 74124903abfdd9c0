//! What surrounds us now: the variables, the processes and tmux's own word put together.
//!
//! Any sign of a remote person wins: the mistake of the other kind would put a code on a stranger's
//! desktop. `SSH_TTY` is never written to: under mosh and in a session attached anew it names a
//! terminal that may be somebody else's by now.

use super::environment::{Environment, REMOTE_SIGNS};
use super::seat;
use super::tmux::{self, Answer, Between};
use crate::surroundings::{Layer, Person, Surroundings, Terminal, Tmux, is_multiplexer};

impl Environment {
    /// Looks at everything. Inside tmux or screen the answer changes when people detach and attach
    /// again from elsewhere, so it is to be asked before each copy. Inside tmux it waits for tmux,
    /// at most 300 ms for each that is around us.
    pub fn find_surroundings(&self) -> Surroundings {
        let term = self.term.as_deref().unwrap_or_default();
        // A program with a terminal of its own, as `sudo` and `script` are, keeps TERM; a window that
        // was opened from inside tmux does not.
        let between = if self.sty.is_some() || self.zellij.is_some() || is_multiplexer(term) {
            Between::Something
        } else {
            Between::Nothing
        };
        let mut answer = match &self.tmux {
            None => Answer::default(),
            Some(socket) => tmux::look(socket, self.tmux_pane.as_deref(), between),
        };
        let layers = seat::layers(&answer.clients);
        if between == Between::Something && has_left(&layers) {
            answer = Answer::default();
        }
        Surroundings {
            container: !self.container_signs.is_empty()
                || exists("/.dockerenv")
                || exists("/run/.containerenv"),
            wsl: self.wsl_distro_name.is_some() || exists("/proc/sys/fs/binfmt_misc/WSLInterop"),
            ..self.put_together(answer, layers)
        }
    }

    /// What the three of them say together.
    fn put_together(&self, answer: Answer, mut layers: Vec<Layer>) -> Surroundings {
        let Answer { tmux, variables, .. } = answer;
        // In tmux, those of the client: ours are as old as the session.
        let is_set = |name: &str| match &variables {
            Some(variables) => variables.get(name).is_some_and(|value| !value.is_empty()),
            None => self.remote_signs.contains(&name),
        };
        let signs: Vec<_> = REMOTE_SIGNS.into_iter().filter(|name| is_set(name)).collect();
        if !layers.iter().any(|layer| layer.is_connection())
            && let Some(sign) = signs.first()
        {
            layers.push(if sign.starts_with("SSH") { Layer::Ssh } else { Layer::Editor });
        }
        let far = layers.iter().any(|layer| layer.is_connection());
        let terminal = match (&tmux, &variables) {
            (Tmux::Attached(client), Some(variables)) => Terminal::named(|name| match name {
                "TERM" => Some(client.term.clone()),
                _ => variables.get(name).cloned(),
            }),
            (Tmux::Attached(client), None) => {
                Terminal::named(|name| (name == "TERM").then(|| client.term.clone()))
            }
            // They belong to whoever started the session.
            _ if self.sty.is_some() || self.zellij.is_some() => None,
            _ => self.terminal,
        };
        Surroundings {
            person: if far { Person::Elsewhere } else { Person::Here },
            layers,
            term: self.term.clone().unwrap_or_default(),
            terminal,
            tmux,
            screen: self.sty.is_some(),
            display: cfg!(target_os = "macos")
                || self.display.is_some()
                || self.wayland_display.is_some(),
            ..Surroundings::default()
        }
    }
}

/// Whether the processes, where they are seen, tell of no tmux: a session of screen or zellij that
/// was started inside one has its variables for good, and may be attached from elsewhere since.
fn has_left(layers: &[Layer]) -> bool {
    !layers.is_empty() && !layers.contains(&Layer::Tmux)
}

fn exists(path: &str) -> bool {
    std::fs::exists(path).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surroundings::Client;

    type Variables<'a> = &'a [(&'a str, &'a str)];

    fn environment(variables: Variables) -> Environment {
        Environment::from_variables(|asked| {
            variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| value.into())
        })
    }

    /// A tmux whose client's terminal is called so and has these variables, if they can be read.
    fn shown_by(term: &str, variables: Option<Variables>) -> Answer {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Answer {
            tmux: Tmux::Attached(Client { term: term.into(), ..Client::default() }),
            variables: variables.map(|variables| variables.iter().map(pair).collect()),
            clients: vec![1],
        }
    }

    // Name, variables, tmux, the layers the processes tell of, then who sits where in what.
    type Case<'a> =
        (&'a str, Variables<'a>, Answer, &'a [Layer], (Person, Option<Terminal>, &'a [Layer]));

    #[test]
    fn put_together() {
        use Layer::{Editor, Mosh, Ssh, Tmux as InTmux, Zellij};
        use Person::{Elsewhere, Here};
        const SSH: (&str, &str) = ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
        const GNOME: (&str, &str) = ("VTE_VERSION", "7600");
        const KITTY: (&str, &str) = ("TERM", "xterm-kitty");
        const XTERM: (&str, &str) = ("TERM", "xterm-256color");
        const TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-0/default,1,0");
        const STY: (&str, &str) = ("STY", "1.pts-0.host");
        const ZELLIJ: (&str, &str) = ("ZELLIJ", "0");
        let none = Answer::default;
        let cases: Vec<Case> = vec![
            ("desk", &[XTERM, GNOME], none(), &[], (Here, Some(Terminal::Vte), &[])),
            ("ssh", &[KITTY, SSH], none(), &[Ssh], (Elsewhere, Some(Terminal::Kitty), &[Ssh])),
            ("ssh, processes hidden", &[XTERM, SSH], none(), &[], (Elsewhere, None, &[Ssh])),
            ("ssh, sudo", &[XTERM], none(), &[Ssh], (Elsewhere, None, &[Ssh])),
            ("PuTTY", &[("TERM", "putty-256color"), SSH], none(), &[Ssh], {
                (Elsewhere, Some(Terminal::Putty), &[Ssh])
            }),
            (
                "Codespaces",
                &[XTERM, ("CODESPACES", "true")],
                none(),
                &[],
                (Elsewhere, None, &[Editor]),
            ),
            ("a sign beside mosh", &[XTERM, SSH], none(), &[Mosh], (Elsewhere, None, &[Mosh])),
            (
                "tmux started over ssh, attached at the desk",
                &[XTERM, SSH, TMUX],
                shown_by("xterm-kitty", Some(&[])),
                &[InTmux],
                (Here, Some(Terminal::Kitty), &[InTmux]),
            ),
            (
                "tmux started at the desk, attached over ssh",
                &[XTERM, GNOME, TMUX],
                shown_by("xterm-256color", Some(&[SSH])),
                &[InTmux],
                (Elsewhere, None, &[InTmux, Ssh]),
            ),
            (
                "a client of somebody else",
                &[XTERM, GNOME, TMUX, SSH],
                shown_by("xterm-256color", None),
                &[InTmux],
                (Elsewhere, None, &[InTmux, Ssh]),
            ),
            ("screen", &[XTERM, GNOME, STY], none(), &[], (Here, None, &[])),
            (
                "zellij, started in GNOME Terminal and attached from elsewhere",
                &[XTERM, GNOME, ZELLIJ],
                none(),
                &[Zellij, Ssh],
                (Elsewhere, None, &[Zellij, Ssh]),
            ),
        ];
        for (name, variables, answer, layers, expected) in cases {
            let around = environment(variables).put_together(answer, layers.into());
            let (person, terminal, layers) = expected;
            assert_eq!((around.person, around.terminal), (person, terminal), "{name}");
            assert_eq!(around.layers, layers, "{name}");
        }
    }
}
