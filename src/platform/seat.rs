//! Does the person sit at this machine? The processes we descend from say so.
//!
//! Variables alone do not: `sudo` and containers drop `SSH_CONNECTION`, and a tmux session started
//! at the desk and attached over ssh never had it. A chain of parents that leads to `sshd` is a
//! remote person. A chain that ends at a multiplexer's server says nothing by itself; there the
//! attached clients are asked instead, each by its own chain.
//!
//! Where there is no `/proc`, no sign is found and the variables decide alone.

use std::fs;

/// Where the person sits who sees our screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seat {
    /// At this machine, as far as can be told.
    #[default]
    Local,
    /// Elsewhere: this machine's desktop and its clipboard are not theirs.
    Remote,
}

/// More ancestors than any real process has; ends a walk over a table that changes underfoot.
const LONGEST_CHAIN: usize = 64;

/// What the walk needs to know of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Process {
    /// The short name, cut to 15 bytes by the kernel.
    name: String,
    /// Its parent; 0 for the first.
    parent: u32,
    /// Real user id.
    user: u32,
}

/// Where a chain of parents ends.
#[derive(Debug, PartialEq, Eq)]
enum Chain {
    /// At a program that serves people who sit elsewhere.
    Remote,
    /// At a multiplexer's server, run by this user. The person sits wherever a client of it runs.
    Multiplexer(Multiplexer, u32),
    /// At neither.
    Local,
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
}

/// Is this a program at the far end of somebody's connection?
fn serves_remote(name: &str) -> bool {
    name.starts_with("sshd")
        || matches!(name, "mosh-server" | "dropbear" | "et" | "etserver" | "etterminal" | "tsshd")
}

/// Asks this machine's process table.
pub(super) fn by_processes() -> Seat {
    let start = std::os::unix::process::parent_id();
    seat(start, read, named)
}

/// The rule, over any process table.
fn seat(
    start: u32,
    read: impl Fn(u32) -> Option<Process>,
    named: impl Fn(&str) -> Vec<Process>,
) -> Seat {
    let remote = match chain(start, &read) {
        Chain::Remote => true,
        Chain::Local => false,
        Chain::Multiplexer(multiplexer, user) => named(multiplexer.client())
            .into_iter()
            .filter(|client| client.user == user)
            .any(|client| chain(client.parent, &read) == Chain::Remote),
    };
    if remote { Seat::Remote } else { Seat::Local }
}

/// Follows the parents from `id` to the first that means something.
///
/// A multiplexer's name counts only when the chain ends without a remote program above it: a
/// server started over ssh, or a session within a session, is remote all the same.
fn chain(id: u32, read: &impl Fn(u32) -> Option<Process>) -> Chain {
    let mut id = id;
    let mut found = Chain::Local;
    for _ in 0..LONGEST_CHAIN {
        let Some(process) = read(id) else { break };
        if serves_remote(&process.name) {
            return Chain::Remote;
        }
        if let Some(multiplexer) = Multiplexer::of_server(&process.name) {
            found = Chain::Multiplexer(multiplexer, process.user);
        }
        if process.parent == 0 {
            break;
        }
        id = process.parent;
    }
    found
}

/// One process, from `/proc/ID/status`.
fn read(id: u32) -> Option<Process> {
    parse(&fs::read_to_string(format!("/proc/{id}/status")).ok()?)
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
fn parse(status: &str) -> Option<Process> {
    let field = |name: &str| {
        status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    };
    Some(Process {
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
                all.push((id, Process { name: name.into(), parent, user }));
            }
        }
        all
    }

    fn judge(table: &[(u32, Process)]) -> Seat {
        let read = |id| table.iter().find(|(known, _)| *known == id).map(|(_, p)| p.clone());
        let named =
            |name: &str| table.iter().map(|(_, p)| p.clone()).filter(|p| p.name == name).collect();
        seat(100, read, named)
    }

    #[test]
    fn chains() {
        use Seat::{Local, Remote};
        type Case<'a> = (&'a str, Seat, &'a [&'a str], &'a [&'a [&'a str]]);
        let desk: &[&str] = &["tmux: client", "zsh", "kitty", "init/0"];
        let far: &[&str] = &["tmux: client", "zsh", "sshd", "init/0"];
        let mosh: &[&str] = &["tmux: client", "mosh-server", "init/0"];
        let stranger: &[&str] = &["tmux: client/2", "zsh/2", "sshd/2", "init/0"];
        let tmux: &[&str] = &["bash", "tmux: server", "init/0"];
        let cases: &[Case] = &[
            ("desktop terminal", Local, &["zsh", "kitty", "systemd/0"], &[]),
            ("parents hidden", Local, &[], &[]),
            ("container", Local, &["bash/0", "sh/0"], &[]),
            ("ssh", Remote, &["zsh", "sshd", "sshd/0", "init/0"], &[]),
            ("newer ssh", Remote, &["zsh", "sshd-session", "sshd/0"], &[]),
            ("ssh, sudo", Remote, &["bash/0", "sudo/0", "zsh", "sshd"], &[]),
            ("mosh", Remote, &["bash", "mosh-server", "init/0"], &[]),
            ("dropbear", Remote, &["sh/0", "dropbear/0"], &[]),
            ("Eternal Terminal", Remote, &["bash", "etterminal"], &[]),
            ("not the server side of ssh", Local, &["bash", "ssh-agent"], &[]),
            ("tmux at the desk", Local, tmux, &[desk]),
            ("tmux started here, attached over ssh", Remote, tmux, &[far]),
            ("one client here, one over mosh", Remote, tmux, &[desk, mosh]),
            ("a stranger's client over ssh", Local, tmux, &[desk, stranger]),
            ("sudo in tmux over ssh", Remote, &["sudo/0", "bash", "tmux: server"], &[far]),
            ("server started over ssh", Remote, &["bash", "tmux: server", "sshd"], &[desk]),
            ("screen over ssh", Remote, &["bash", "screen"], &[&["screen", "bash", "sshd"]]),
            ("zellij at the desk", Local, &["bash", "zellij"], &[&["zellij", "foot"]]),
        ];
        for &(name, expected, ours, others) in cases {
            assert_eq!(judge(&table(ours, others)), expected, "{name}");
        }
    }

    #[test]
    fn a_chain_without_end_ends() {
        let process = |name: &str, parent| Process { name: name.into(), parent, user: 1 };
        assert_eq!(judge(&[(100, process("a", 101)), (101, process("b", 100))]), Seat::Local);
    }

    #[test]
    fn a_status_file_is_read() {
        let status = "Name:\ttmux: server\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t12\nPPid:\t1\n\
                      TracerPid:\t0\nUid:\t1000\t1001\t1002\t1003\n";
        let process = Process { name: "tmux: server".into(), parent: 1, user: 1000 };
        assert_eq!(parse(status), Some(process));
        assert_eq!(parse("Name:\tx\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_in_the_table() {
        let me = read(std::process::id()).expect("we are in /proc");
        assert_eq!(me.parent, std::os::unix::process::parent_id());
        assert!(named(&me.name).contains(&me));
    }
}
