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
    /// at most 300 ms.
    pub fn find_surroundings(&self) -> Surroundings {
        let term = self.term.as_deref().unwrap_or_default();
        // A program with a terminal of its own, as `sudo` and `script` are, keeps TERM; a window that
        // was opened from inside tmux does not.
        let between = if self.sty.is_some() || self.zellij.is_some() || is_multiplexer(term) {
            Between::Something
        } else {
            Between::Nothing
        };
        let Answer { mut tmux, mut variables } = match &self.tmux {
            None => Answer::default(),
            Some(socket) => tmux::look(socket, self.tmux_pane.as_deref(), between),
        };
        let typing = match &tmux {
            Tmux::Attached(client) => Some(client.process),
            Tmux::None | Tmux::Silent | Tmux::Detached => None,
        };
        let mut layers = seat::layers(typing);
        if between == Between::Something && has_left(&layers) {
            (tmux, variables) = (Tmux::None, None);
        }
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
            _ if self.sty.is_some() => None,
            _ => self.terminal,
        };
        Surroundings {
            person: if far { Person::Elsewhere } else { Person::Here },
            layers,
            term: self.term.clone().unwrap_or_default(),
            terminal,
            tmux,
            screen: self.sty.is_some(),
            display: self.display.is_some() || self.wayland_display.is_some(),
            container: !self.container_signs.is_empty()
                || exists("/.dockerenv")
                || exists("/run/.containerenv"),
            wsl: self.wsl_distro_name.is_some() || exists("/proc/sys/fs/binfmt_misc/WSLInterop"),
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
