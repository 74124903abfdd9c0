//! Asks tmux who is looking: the client that typed last, and the terminal it runs in.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::child::{Wanted, ask};
use super::seat::DEEPEST;
use crate::surroundings::{Client, Tmux};

/// The longest that a copy waits for one tmux.
const PATIENCE: Duration = Duration::from_millis(300);
/// What is asked, in one line. The terminal comes last: it is the only one that may hold anything.
const QUESTION: &str = "#{version}|#{client_pid}|#{client_control_mode}|#{pane_tty}|#{client_tty}|\
                        #{client_termname}";

/// The variables of a process that tell where it runs.
pub(super) type Variables = BTreeMap<String, String>;

/// What tmux said.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) tmux: Tmux,
    /// Those of the client: fresher than ours, which are as old as the session.
    pub(super) variables: Option<Variables>,
    /// The clients that show us, each in a pane of the next.
    pub(super) clients: Vec<u32>,
}

/// Whether a pane that is not our terminal can be around us all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// Another multiplexer is in between, or a program that has a terminal of its own.
    Something,
    /// Nothing known: we are in a window that was opened from inside tmux.
    Nothing,
}

/// Asks the tmux that `TMUX` names, and where its client runs in a pane of another one, that one too:
/// what the outermost terminal is told passes all of them.
pub(super) fn look(socket: &str, pane: Option<&str>, between: Between) -> Answer {
    let nothing = |tmux| Answer { tmux, ..Answer::default() };
    let Some(Reply { client, pane_tty }) = question(Some(socket), pane) else {
        return nothing(Tmux::Silent);
    };
    let ours = own_terminal();
    if between == Between::Nothing && ours.is_some() && ours != device(&pane_tty) {
        return nothing(Tmux::None);
    }
    let Some(mut client) = client else { return nothing(Tmux::Detached) };
    let mut found = variables(client.process);
    let mut clients = vec![client.process];
    while clients.len() < DEEPEST
        && let Some(reply) = beyond(socket, &client, found.as_ref())
    {
        let Some(outer) = reply.client else { return nothing(Tmux::Detached) };
        if clients.contains(&outer.process) {
            break;
        }
        clients.push(outer.process);
        found = variables(outer.process);
        if outer.control {
            // It hands everything on that its pane is told, and its terminal is not one to write to.
            break;
        }
        client = outer;
    }
    Answer { tmux: Tmux::Attached(client), variables: found, clients }
}

/// What the tmux says in one of whose panes a client runs. `TMUX` of the client names it, if it is set:
/// whoever starts tmux in tmux has to unset it, and means the same server or the usual one.
fn beyond(socket: &str, client: &Client, variables: Option<&Variables>) -> Option<Reply> {
    let set = |name| Some(variables?.get(name)?.as_str()).filter(|value| !value.is_empty());
    let (server, pane) = (set("TMUX"), set("TMUX_PANE"));
    let servers = match server {
        Some(_) => vec![server],
        None if pane.is_some() => vec![Some(socket), None],
        None => return None,
    };
    let tty = device(&client.tty)?;
    // A window that was opened from a pane has its variables as well, but is none.
    let replies = servers.into_iter().filter_map(|server| question(server, pane));
    replies.into_iter().find(|reply| device(&reply.pane_tty) == Some(tty))
}

struct Reply {
    /// None where nobody is attached.
    client: Option<Client>,
    pane_tty: PathBuf,
}

/// Asks the tmux at a socket, or the usual one.
fn question(socket: Option<&str>, pane: Option<&str>) -> Option<Reply> {
    let mut command = Command::new("tmux");
    command.args(["display-message", "-p", QUESTION]);
    match socket {
        Some(socket) => command.env("TMUX", socket),
        None => command.env_remove("TMUX"),
    };
    match pane {
        Some(pane) => command.env("TMUX_PANE", pane),
        None => command.env_remove("TMUX_PANE"),
    };
    let ended = ask(&mut command, b"", Wanted::Output, PATIENCE).ok()?;
    if !ended.well {
        return None;
    }
    parse(str::from_utf8(&ended.output).ok()?)
}

fn parse(line: &str) -> Option<Reply> {
    let mut parts = line.trim_end_matches('\n').splitn(6, '|');
    let version = parts.next()?.to_owned();
    let process = parts.next()?;
    let control = parts.next()? == "1";
    let pane_tty = PathBuf::from(parts.next()?);
    let (tty, term) = (PathBuf::from(parts.next()?), parts.next()?.to_owned());
    let client = match process.parse() {
        Ok(process) => Some(Client { process, tty, term, control, version }),
        Err(_) if process.is_empty() => None,
        Err(_) => return None,
    };
    Some(Reply { client, pane_tty })
}

/// The number of the terminal we run in, by whichever of the three streams is one.
fn own_terminal() -> Option<u64> {
    use rustix::fs::{FileType, fstat};

    let streams = [
        fstat(rustix::stdio::stdin()),
        fstat(rustix::stdio::stdout()),
        fstat(rustix::stdio::stderr()),
    ];
    let ours = streams.into_iter().flatten();
    ours.filter(|found| FileType::from_raw_mode(found.st_mode) == FileType::CharacterDevice)
        // Major number 1 holds /dev/null.
        .find(|found| rustix::fs::major(found.st_rdev) != 1)
        .map(|found| found.st_rdev)
}

fn device(path: &PathBuf) -> Option<u64> {
    fs::metadata(path).ok().map(|found| found.rdev()).filter(|&number| number != 0)
}

/// The variables a process was started with (`/proc/ID/environ`): only its owner may read them.
fn variables(process: u32) -> Option<Variables> {
    let bytes = fs::read(format!("/proc/{process}/environ")).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let pair = |line: &str| line.split_once('=').map(|(name, value)| (name.into(), value.into()));
    Some(text.split('\0').filter_map(pair).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let reply = parse("3.3a|4711|0|/dev/pts/5|/dev/pts/3|xterm-256color\n").expect("an answer");
        assert_eq!(reply.pane_tty, PathBuf::from("/dev/pts/5"));
        let client = Client {
            process: 4711,
            tty: "/dev/pts/3".into(),
            term: "xterm-256color".into(),
            control: false,
            version: "3.3a".into(),
        };
        assert_eq!(reply.client, Some(client));
        let control = parse("3.7c|4711|1|/dev/pts/5||xterm").expect("an answer").client;
        assert!(control.expect("a client").control);
        assert!(parse("3.3a|||/dev/pts/5||\n").expect("an answer").client.is_none());
        for nonsense in ["", "3.3a", "3.3a|x|0|/dev/pts/5|/dev/pts/3|xterm"] {
            assert!(parse(nonsense).is_none(), "{nonsense:?}");
        }
    }
}
