//! Other programs: given what they need on standard input, never in an argument, and a limited time.
//!
//! [`ask`] is for small ones that are asked one thing: tmux, and the ways to copy that are programs.
//! [`converse`] is for git, whose answers are as long as a vault.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

/// The longest answer and the longest complaint that are kept, in bytes.
const LONGEST: usize = 4096;
/// The first and the longest pause between two looks at whether the program has ended.
const FIRST_PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_millis(16);
/// How long an answer may stay open after the program that gave it has ended: ssh can leave one
/// behind that holds it for hours.
const HELD: Duration = Duration::from_millis(500);
/// How long the next piece of an output may take that is on its way.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);

/// What a program said and whether it was content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code is 0.
    pub well: bool,
    /// Its exit code, unless a signal ended it.
    pub code: Option<i32>,
    /// The beginning of its standard output, where that was wanted.
    pub output: Vec<u8>,
    /// The beginning of its standard error. A stranger's text.
    pub complaint: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Unanswered {
    /// It could not be started.
    Unstarted(io::Error),
    /// It did not end in time and was ended.
    Late,
}

/// Whether the standard output is wanted. A program that lives on in the background, as those do
/// that keep an X selection, would hold it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Keep its beginning.
    Output,
    /// Throw it away.
    Nothing,
}

/// Runs a program with `input` on its standard input. It gets a process group of its own, so that
/// it cannot ask anything of our terminal and is ended with all it started when it takes longer than
/// `limit`.
pub fn ask(
    command: &mut Command,
    input: &[u8],
    wanted: Wanted,
    limit: Duration,
) -> Result<Ended, Unanswered> {
    use std::os::unix::process::CommandExt;

    let output = if wanted == Wanted::Output { Stdio::piped() } else { Stdio::null() };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(Unanswered::Unstarted)?;
    let pipe = child.stdin.take();
    let status = thread::scope(|scope| {
        // A pipe holds any code or login, but not every report: who does not read must not keep us.
        // A program that does not read says so by its exit code.
        scope.spawn(move || pipe.map(|mut pipe| pipe.write_all(input)));
        let status = wait(&mut child, limit);
        if status.is_none() {
            let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
            let _ = group.map(|group| kill_process_group(group, Signal::KILL));
            let _ = child.wait();
        }
        status
    });
    let Some(status) = status else { return Err(Unanswered::Late) };
    let output = child.stdout.take().map_or_else(Vec::new, available);
    let complaint = child.stderr.take().map_or_else(Vec::new, available);
    Ok(Ended { well: status.success(), code: status.code(), output, complaint })
}

/// Which programs the terminal belongs to while another one runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// It is in the background: it can ask nothing of our terminal, and is ended with all it started.
    Back,
    /// It may ask a person for something, and Ctrl-C ends it with us.
    Front,
}

/// Runs a program with any amount of input, and keeps up to `most` bytes of its output and one more,
/// so that who asked sees that it was longer.
pub fn converse(
    command: &mut Command,
    input: Vec<u8>,
    most: usize,
    ground: Ground,
    limit: Duration,
) -> Result<Ended, Unanswered> {
    use std::os::unix::process::CommandExt;

    if ground == Ground::Back {
        command.process_group(0);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Unanswered::Unstarted)?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that does not read says so by its exit code.
        thread::spawn(move || pipe.write_all(&input));
    }
    let output = child.stdout.take().map(|pipe| listen(pipe, most.saturating_add(1)));
    let complaint = child.stderr.take().map(|pipe| listen(pipe, LONGEST));
    let Some(status) = wait(&mut child, limit) else {
        let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        match ground {
            Ground::Back => _ = id.map(|group| kill_process_group(group, Signal::KILL)),
            Ground::Front => _ = child.kill(),
        }
        let _ = child.wait();
        return Err(Unanswered::Late);
    };
    let heard = |from: Option<Receiver<Vec<u8>>>, limit| {
        let mut bytes = Vec::new();
        while let Some(more) = from.as_ref().and_then(|from| from.recv_timeout(limit).ok()) {
            bytes.extend(more);
        }
        bytes
    };
    let (output, complaint) = (heard(output, LONGEST_ANSWER), heard(complaint, HELD));
    Ok(Ended { well: status.success(), code: status.code(), output, complaint })
}

/// Reads a pipe to its end in a thread, so that nobody waits for anybody: the first bytes are passed
/// on, the rest is dropped.
fn listen(mut pipe: impl Read + Send + 'static, most: usize) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut room = most;
        let mut buffer = vec![0; 64 << 10];
        while let Ok(read @ 1..) = pipe.read(&mut buffer) {
            let kept = read.min(room);
            room -= kept;
            if kept > 0 && send.send(buffer[..kept].to_vec()).is_err() {
                break;
            }
        }
    });
    receive
}

/// How it ended; `None` when it has not.
fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let (mut waited, mut pause) = (Duration::ZERO, FIRST_PAUSE);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if waited >= limit {
            return None;
        }
        thread::sleep(pause);
        waited += pause;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// What is in the pipe now: something that lives on may never close it.
fn available(mut pipe: impl Read + std::os::fd::AsFd) -> Vec<u8> {
    let mut bytes = vec![0; LONGEST];
    let read =
        rustix::io::ioctl_fionbio(&pipe, true).ok().and_then(|()| pipe.read(&mut bytes).ok());
    bytes.truncate(read.unwrap_or(0));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn it_gets_the_text_and_is_heard() {
        let ended = ask(&mut shell("cat; echo no >&2"), b"654321", Wanted::Output, SOON);
        let (output, complaint) = (b"654321".into(), b"no\n".into());
        let expected = Ended { well: true, code: Some(0), output, complaint };
        assert_eq!(ended.expect("it ends"), expected);
        let ended = ask(&mut shell("cat; exit 3"), b"1", Wanted::Nothing, SOON).expect("it ends");
        assert_eq!((ended.well, ended.code, ended.output), (false, Some(3), Vec::new()));
    }

    #[test]
    fn what_stays_in_the_background_keeps_nobody() {
        let ended = ask(&mut shell("sleep 60 & echo $! >&2"), b"", Wanted::Nothing, SOON);
        let complaint = String::from_utf8(ended.expect("it ends").complaint).expect("a number");
        let alive = shell(&format!("kill {complaint}")).status().expect("sh runs");
        assert!(alive.success(), "it was left alone");
    }

    #[test]
    fn who_is_late_is_ended_with_all_it_started() {
        let folder = tempfile::tempdir().expect("a folder");
        let mark = folder.path().join("id");
        let script = format!("sleep 60 & echo $! >'{}'; wait", mark.display());
        let limit = Duration::from_millis(300);
        let late = ask(&mut shell(&script), b"", Wanted::Nothing, limit);
        assert!(matches!(late, Err(Unanswered::Late)), "{late:?}");
        let id = std::fs::read_to_string(&mark).expect("it started another");
        // A process that was killed may still be there as a zombie, which is dead all the same.
        let state = format!("case $(ps -o stat= -p {}) in ''|Z*) ;; *) exit 1;; esac", id.trim());
        assert!(shell(&state).status().expect("sh runs").success(), "{id} lives on");
    }

    #[test]
    fn a_long_answer_to_a_long_question_arrives_whole() {
        let input: Vec<u8> = (0..3 << 20).map(|n: u32| n.to_le_bytes()[1]).collect();
        let talk = |most| {
            converse(&mut shell("cat; echo no >&2"), input.clone(), most, Ground::Back, SOON)
                .expect("it ends")
        };
        assert!(talk(input.len()).output == input);
        assert_eq!(talk(10).output.len(), 11, "that it was longer is seen");
        assert_eq!(talk(10).complaint, b"no\n");
    }

    #[test]
    fn a_conversation_ends_in_time_with_all_it_started() {
        let limit = Duration::from_millis(300);
        let late = converse(&mut shell("sleep 60; true"), Vec::new(), 9, Ground::Back, limit);
        assert!(matches!(late, Err(Unanswered::Late)), "{late:?}");
        let script = "sleep 60 >&2 & echo $!";
        let ended = converse(&mut shell(script), Vec::new(), 99, Ground::Back, SOON);
        let id = String::from_utf8(ended.expect("it ends").output).expect("a number");
        assert!(shell(&format!("kill {id}")).status().expect("sh runs").success());
    }

    #[test]
    fn who_does_not_read_keeps_nobody() {
        let (limit, much) = (Duration::from_millis(300), vec![b'x'; 1 << 20]);
        let late = ask(&mut shell("sleep 60"), &much, Wanted::Nothing, limit);
        assert!(matches!(late, Err(Unanswered::Late)), "{late:?}");
        let ended = ask(&mut shell("wc -c"), &much, Wanted::Output, SOON).expect("it ends");
        assert_eq!(ended.output.trim_ascii(), b"1048576");
    }

    #[test]
    fn who_is_not_there_is_said() {
        let asked = ask(&mut Command::new("/no/such/program"), b"", Wanted::Nothing, SOON);
        assert!(matches!(asked, Err(Unanswered::Unstarted(_))), "{asked:?}");
    }
}
