//! The two ways past a tmux on this machine.
//!
//! Writing to the client's own terminal reaches it whatever tmux's options are, and reaches nobody
//! else who looks at the same session. It is one write: tmux writes there too, and between two
//! writes anything could come.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rustix::fs::{FileType, Mode, OFlags, fstat, open};

use super::Failure;
use crate::platform::{self, Ended, Unanswered, Wanted};
use crate::secret::Secret;

const PATIENCE: Duration = Duration::from_millis(500);

/// Writes to a client's terminal, which must be a terminal and ours.
pub(super) fn write(tty: &Path, bytes: &[u8]) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let terminal = open(tty, flags, Mode::empty())?;
    let found = fstat(&terminal)?;
    let device = FileType::from_raw_mode(found.st_mode) == FileType::CharacterDevice;
    let ours = found.st_uid == rustix::process::geteuid().as_raw();
    if !device || !ours || !rustix::termios::isatty(&terminal) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    if rustix::io::write(&terminal, bytes)? < bytes.len() {
        return Err(io::ErrorKind::WriteZero.into());
    }
    Ok(())
}

/// Hands the text to tmux, which sends it to the client that typed, and takes the buffer away again.
pub(super) fn load(text: &Secret) -> Result<(), Failure> {
    let name = format!("keyrack-{:032x}", u128::from_ne_bytes(platform::random()));
    let run = |arguments: &[&str], input: &[u8]| {
        let mut command = Command::new("tmux");
        platform::ask(command.args(arguments), input, Wanted::Nothing, PATIENCE)
    };
    let loaded = run(&["load-buffer", "-w", "-b", &name, "-"], text.expose());
    // Also after a failure: tmux may have taken the text and failed at sending it.
    let _ = run(&["delete-buffer", "-b", &name], b"");
    match loaded {
        Ok(Ended { well: true, .. }) => Ok(()),
        Ok(Ended { complaint, .. }) => {
            let complaint = String::from_utf8_lossy(&complaint).trim().to_owned();
            Err(Failure::Terminal(io::Error::other(complaint)))
        }
        Err(Unanswered::Late) => Err(Failure::Terminal(io::ErrorKind::TimedOut.into())),
        Err(Unanswered::Unstarted(error)) => Err(Failure::Terminal(error)),
    }
}
