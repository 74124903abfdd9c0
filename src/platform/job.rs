//! The job that this process is part of, as a shell sees it.

use rustix::process::{Pid, getpgid, getpgrp, getppid, getsid};

use super::seat;

/// Whether somebody outside of our job could continue it, was it stopped: a shell in our session.
/// Where there is none, the system itself ignores a stop by Ctrl-Z; whoever stops by other means must
/// ask here first, or stops for ever.
pub fn can_be_continued() -> bool {
    let (Ok(session), job) = (getsid(None), getpgrp()) else { return false };
    let mut parent = getppid();
    for _ in 0..seat::LONGEST_CHAIN {
        let Some(process) = parent else { return false };
        if getsid(Some(process)) != Ok(session) {
            return false;
        }
        if getpgid(Some(process)) != Ok(job) {
            return true;
        }
        // Who leads the session has its parent outside of it.
        if process == session {
            return false;
        }
        let Ok(id) = u32::try_from(process.as_raw_nonzero().get()) else { return false };
        // Where there is no `/proc`, the usual: a script in a shell.
        let Some(found) = seat::read(id) else { return true };
        parent = i32::try_from(found.parent).ok().and_then(Pid::from_raw);
    }
    false
}
