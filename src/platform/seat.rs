//! What do we run in, and does the person sit at this machine? The processes we descend from say so.
//!
//! Variables alone do not: `sudo` and containers drop `SSH_CONNECTION`, and a tmux session started
//! at the desk and attached over ssh never had it. A chain of parents that leads to `sshd` is a
//! remote person. A chain that ends at a multiplexer's server says nothing by itself; there the
//! attached client is followed instead: the one that typed, where that is known, else all of them.
//!
//! Where there is no `/proc`, no layer is found and the variables decide alone.

use std::fs;

use crate::surroundings::Layer;

/// More ancestors than any real process has; ends a walk over a table that changes underfoot.
pub(super) const LONGEST_CHAIN: usize = 64;
/// More multiplexers inside one another than anybody has.
pub(super) const DEEPEST: usize = 3;

/// What the walk needs to know of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Process {
    id: u32,
    /// The short name, cut to 15 bytes by the kernel.
    name: String,
    /// Its parent; 0 for the first.
    parent: u32,
    /// Real user id.
    user: u32,
}

/// Programs that keep a session while people come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Multiplexer {
    Tmux,
    Screen,
    Zellij,
}

impl Multiplexer {
    /// The one whose server has this name.
    fn of_server(name: &str) -> Option<Self> {
        match name {
            "tmux: server" => Some(Self::Tmux),
            "screen" | "SCREEN" => Some(Self::Screen),
            "zellij" => Some(Self::Zellij),
            _ => None,
        }
    }

    /// What an attached client is called.
    fn client(self) -> &'static str {
        match self {
            Self::Tmux => "tmux: client",
            Self::Screen => "screen",
            Self::Zellij => "zellij",
        }
    }

    fn layer(self) -> Layer {
        match self {
            Self::Tmux => Layer::Tmux,
            Self::Screen => Layer::Screen,
            Self::Zellij => Layer::Zellij,
        }
    }
}

/// What a program of this name is, if it stands between people and programs.
fn layer(name: &str) -> Option<Layer> {
    if name.starts_with("sshd") {
        return Some(Layer::Ssh);
    }
    Some(match name {
        "dropbear" | "tsshd" => Layer::Ssh,
        "mosh-server" => Layer::Mosh,
        "et" | "etserver" | "etterminal" => Layer::EternalTerminal,
        "sudo" | "su" | "doas" => Layer::Sudo,
        _ => Multiplexer::of_server(name)?.layer(),
    })
}

/// The layers around this process, from the inside out. `typing` are the tmux clients that are known to
/// show us, each in a pane of the next.
pub(super) fn layers(typing: &[u32]) -> Vec<Layer> {
    let start = std::os::unix::process::parent_id();
    outward(start, typing, read, named)
}

/// The rule, over any process table.
fn outward(
    start: u32,
    typing: &[u32],
    read: impl Fn(u32) -> Option<Process>,
    named: impl Fn(&str) -> Vec<Process>,
) -> Vec<Layer> {
    Table { typing, read, named }.outward(start, &[])
}

/// A process table and what is known beside it.
struct Table<'a, R, N> {
    typing: &'a [u32],
    read: R,
    named: N,
}

impl<R: Fn(u32) -> Option<Process>, N: Fn(&str) -> Vec<Process>> Table<'_, R, N> {
    /// The layers from a process outwards: those among its parents, then those of the client of the
    /// outermost multiplexer. No client is followed twice; `seen` are those behind us.
    fn outward(&self, start: u32, seen: &[u32]) -> Vec<Layer> {
        let (mut layers, multiplexer) = self.parents(start);
        let far = layers.last().is_some_and(|layer| layer.is_connection());
        let Some((multiplexer, user)) = multiplexer else { return layers };
        let in_tmux = multiplexer == Multiplexer::Tmux;
        let typing = self.typing.iter().copied().find(|id| in_tmux && !seen.contains(id));
        if typing.is_none() && (far || seen.len() >= DEEPEST) {
            return layers;
        }
        let clients = match typing {
            Some(id) => (self.read)(id).into_iter().collect(),
            None => (self.named)(multiplexer.client()),
        };
        let mut best = Vec::new();
        for client in clients {
            if client.user != user || seen.contains(&client.id) {
                continue;
            }
            let beyond = self.outward(client.parent, &[seen, &[client.id]].concat());
            // One remote person among several is enough: no code of theirs for this desktop.
            let rank = |layers: &[Layer]| (layers.iter().any(|l| l.is_connection()), layers.len());
            if rank(&beyond) > rank(&best) {
                best = beyond;
            }
        }
        if typing.is_some() {
            // Who typed is known, so who started the server does not matter.
            layers.retain(|layer| !layer.is_connection());
        }
        layers.extend(best);
        layers
    }

    /// Follows the parents from `id` up to a connection. The multiplexer is the outermost among
    /// them, with its user.
    fn parents(&self, id: u32) -> (Vec<Layer>, Option<(Multiplexer, u32)>) {
        let (mut id, mut layers, mut last) = (id, Vec::new(), None);
        let mut child = None;
        for _ in 0..LONGEST_CHAIN {
            let Some(process) = (self.read)(id) else { break };
            let found = layer(&process.name);
            // sudo runs twice, and so do screen and zellij; with a shell in between they are two.
            let again = child == found || found == Some(Layer::Sudo);
            child = found;
            if let Some(layer) = found {
                if !again || layers.last() != Some(&layer) {
                    layers.push(layer);
                }
                if layer.is_connection() {
                    break;
                }
            }
            if let Some(multiplexer) = Multiplexer::of_server(&process.name) {
                last = Some((multiplexer, process.user));
            }
            if process.parent == 0 {
                break;
            }
            id = process.parent;
        }
        (layers, last)
    }
}

/// One process, from `/proc/ID/status`.
fn read(id: u32) -> Option<Process> {
    parse(id, &fs::read_to_string(format!("/proc/{id}/status")).ok()?)
}

/// Every process of this name. The short file is looked at first: the long one costs the kernel ten
/// times as much, and there are hundreds of processes.
fn named(name: &str) -> Vec<Process> {
    let Ok(folder) = fs::read_dir("/proc") else { return Vec::new() };
    folder
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|id: &u32| {
            fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|text| text.trim_end() == name)
        })
        .filter_map(read)
        .collect()
}

/// Reads `Name:`, `PPid:` and the real id of `Uid:` (man page `proc_pid_status`).
fn parse(id: u32, status: &str) -> Option<Process> {
    let field = |name: &str| {
        status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    };
    Some(Process {
        id,
        name: field("Name")?.to_owned(),
        parent: field("PPid")?.parse().ok()?,
        user: field("Uid")?.split_whitespace().next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One process table: our ancestors from the parent upwards, then the chains of other processes.
    /// A name may carry its user, as in `sudo/0`; the user is 1 otherwise.
    fn table(ours: &[&str], others: &[&[&str]]) -> Vec<(u32, Process)> {
        let chains = std::iter::once(ours).chain(others.iter().copied());
        let mut all = Vec::new();
        for (start, chain) in (100..).step_by(100).zip(chains) {
            for ((id, text), left) in (start..).zip(chain).zip((0..chain.len()).rev()) {
                let (name, user) = text.split_once('/').unwrap_or((text, "1"));
                let user = user.parse().expect("a number");
                let parent = if left == 0 { 0 } else { id + 1 };
                all.push((id, Process { id, name: name.into(), parent, user }));
            }
        }
        all
    }

    fn judge(table: &[(u32, Process)], typing: &[u32]) -> Vec<Layer> {
        let read = |id| table.iter().find(|(known, _)| *known == id).map(|(_, p)| p.clone());
        let named =
            |name: &str| table.iter().map(|(_, p)| p.clone()).filter(|p| p.name == name).collect();
        outward(100, typing, read, named)
    }

    #[test]
    fn chains() {
        use Layer::{EternalTerminal, Mosh, Screen, Ssh, Sudo, Tmux, Zellij};
        // Name, layers, our parents, the chains of other processes.
        type Case<'a> = (&'a str, &'a [Layer], &'a [&'a str], &'a [&'a [&'a str]]);
        let desk: &[&str] = &["tmux: client", "zsh", "kitty", "init/0"];
        let far: &[&str] = &["tmux: client", "zsh", "sshd", "init/0"];
        let mosh: &[&str] = &["tmux: client", "mosh-server", "init/0"];
        let stranger: &[&str] = &["tmux: client/2", "zsh/2", "sshd/2", "init/0"];
        let tmux: &[&str] = &["bash", "tmux: server", "init/0"];
        let screen: &[&str] = &["screen", "bash", "sshd"];
        let in_tmux: &[&str] = &["screen", "bash", "tmux: server"];
        let cases: &[Case] = &[
            ("desktop terminal", &[], &["zsh", "kitty", "systemd/0"], &[]),
            ("parents hidden", &[], &[], &[]),
            ("container", &[], &["bash/0", "sh/0"], &[]),
            ("ssh", &[Ssh], &["zsh", "sshd", "sshd/0", "init/0"], &[]),
            ("newer ssh", &[Ssh], &["zsh", "sshd-session", "sshd/0"], &[]),
            ("ssh, sudo", &[Sudo, Ssh], &["bash/0", "sudo/0", "sudo/0", "zsh", "sshd"], &[]),
            ("mosh", &[Mosh], &["bash", "mosh-server", "init/0"], &[]),
            ("dropbear", &[Ssh], &["sh/0", "dropbear/0"], &[]),
            ("Eternal Terminal", &[EternalTerminal], &["bash", "etterminal"], &[]),
            ("not the server side of ssh", &[], &["bash", "ssh-agent"], &[]),
            ("tmux at the desk", &[Tmux], tmux, &[desk]),
            ("tmux started here, attached over ssh", &[Tmux, Ssh], tmux, &[far]),
            ("one client here, one over mosh", &[Tmux, Mosh], tmux, &[desk, mosh]),
            ("a stranger's client over ssh", &[Tmux], tmux, &[desk, stranger]),
            (
                "sudo in tmux over ssh",
                &[Sudo, Tmux, Ssh],
                &["sudo/0", "sh", "tmux: server"],
                &[far],
            ),
            ("server started over ssh", &[Tmux, Ssh], &["bash", "tmux: server", "sshd"], &[desk]),
            ("screen over ssh", &[Screen, Ssh], &["bash", "screen"], &[screen]),
            (
                "screen in screen over ssh",
                &[Screen, Screen, Ssh],
                &["bash", "screen", "screen", "bash", "screen", "screen", "sshd"],
                &[],
            ),
            ("screen, tmux, ssh", &[Screen, Tmux, Ssh], &["bash", "screen"], &[in_tmux, far]),
            ("zellij at the desk", &[Zellij], &["bash", "zellij"], &[&["zellij", "foot"]]),
        ];
        for &(name, expected, ours, others) in cases {
            assert_eq!(judge(&table(ours, others), &[]), expected, "{name}");
        }
    }

    #[test]
    fn the_client_that_typed_decides() {
        use Layer::{Ssh, Tmux};
        let tmux: &[&str] = &["bash", "tmux: server", "init/0"];
        let desk: &[&str] = &["tmux: client", "zsh", "kitty", "init/0"];
        let far: &[&str] = &["tmux: client", "zsh", "sshd", "init/0"];
        let both = table(tmux, &[desk, far]);
        assert_eq!(judge(&both, &[200]), [Tmux]);
        assert_eq!(judge(&both, &[300]), [Tmux, Ssh]);
        let inner: &[&str] = &["tmux: client", "bash", "tmux: server", "init/0"];
        let nested = table(tmux, &[inner, far, desk]);
        assert_eq!(judge(&nested, &[200]), [Tmux, Tmux, Ssh], "any of those around");
        assert_eq!(judge(&nested, &[200, 400]), [Tmux, Tmux], "the one that is known");
        assert_eq!(judge(&nested, &[200, 300]), [Tmux, Tmux, Ssh]);
        assert_eq!(judge(&nested, &[400]), [Tmux]);
        assert_eq!(judge(&nested, &[]), [Tmux, Tmux, Ssh]);
        let screen: &[&str] = &["screen", "bash", "tmux: server"];
        let around = table(&["bash", "screen"], &[screen, desk, far]);
        assert_eq!(judge(&around, &[300]), [Layer::Screen, Tmux]);
        assert_eq!(judge(&around, &[400]), [Layer::Screen, Tmux, Ssh]);
        let started_over_ssh = table(&["bash", "tmux: server", "sshd"], &[desk, far]);
        assert_eq!(judge(&started_over_ssh, &[200]), [Tmux]);
    }

    #[test]
    fn a_chain_without_end_ends() {
        let process = |id, name: &str, parent| Process { id, name: name.into(), parent, user: 1 };
        assert_eq!(judge(&[(100, process(100, "a", 101)), (101, process(101, "b", 100))], &[]), []);
    }

    #[test]
    fn a_status_file_is_read() {
        let status = "Name:\ttmux: server\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t12\nPPid:\t1\n\
                      TracerPid:\t0\nUid:\t1000\t1001\t1002\t1003\n";
        let process = Process { id: 12, name: "tmux: server".into(), parent: 1, user: 1000 };
        assert_eq!(parse(12, status), Some(process));
        assert_eq!(parse(12, "Name:\tx\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_in_the_table() {
        let me = read(std::process::id()).expect("we are in /proc");
        assert_eq!(me.parent, std::os::unix::process::parent_id());
        assert!(named(&me.name).contains(&me));
    }
}
