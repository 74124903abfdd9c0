//! Closed to other programs of the same user: no reading of its memory, no core file. Each is held
//! against the same program without hardening, where it works.

mod skip;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::io::ioctl_fionread;
use rustix::process::{Pid, Signal, geteuid, kill_process};

/// Somebody without rights of their own: root reads everything.
const NOBODY: u32 = 65_534;
const DEADLINE: Duration = Duration::from_secs(30);

/// A command that runs as somebody who is not root.
fn command(program: &Path) -> Command {
    if !geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let (user, group) = (format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"));
    command.args([user.as_str(), &group, "--clear-groups", "--"]).arg(program);
    command
}

/// The program, waiting for a passphrase that never comes.
struct Waiting(Child);

impl Waiting {
    fn start(folder: &Path, hardened: bool) -> Self {
        // Its soft limit is raised as far as it goes, so that a core file is a matter of the program.
        let script = folder.join("start");
        fs::write(&script, "#!/bin/sh\nulimit -S -c $(ulimit -H -c)\nexec \"$@\"\n")
            .expect("writes");
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("ours");
        let mut command = command(&script);
        command.arg(folder.join("keyrack")).args(["--passphrase-fd", "0", "list"]);
        command.current_dir(folder).env_clear().env("HOME", folder);
        command.env("PATH", std::env::var_os("PATH").expect("there is one"));
        command.env("KEYRACK_HARDEN", if hardened { "1" } else { "0" });
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = Self(command.spawn().expect("starts"));
        child.until_it_reads();
        child
    }

    /// Until it has taken a letter from its standard input, which it does for the passphrase and so
    /// behind all that is first in it. That it sleeps says less: it may, while it is being loaded.
    fn until_it_reads(&mut self) {
        let end = Instant::now() + DEADLINE;
        self.pipe().write_all(b"q").expect("the pipe is open");
        while ioctl_fionread(self.pipe()).expect("a pipe") > 0 {
            assert!(self.0.try_wait().expect("ours").is_none(), "it ended");
            assert!(Instant::now() < end, "it reads nothing");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn pipe(&self) -> &ChildStdin {
        self.0.stdin.as_ref().expect("piped")
    }

    /// Whether another program of the same user may read this file of its.
    fn lets_read(&self, name: &str) -> bool {
        let path = format!("/proc/{}/{name}", self.0.id());
        let read = command(Path::new("head")).args(["-c", "1", &path]).output().expect("head runs");
        read.status.success()
    }

    /// Whether another program of the same user may open its memory. At its beginning nothing can be
    /// read in any process.
    fn opens_memory(&self) -> bool {
        let script = format!("exec 3</proc/{}/mem", self.0.id());
        command(Path::new("sh")).args(["-c", &script]).status().expect("sh runs").success()
    }

    /// The most bytes of a core file.
    fn core(&self) -> String {
        let limits = fs::read_to_string(format!("/proc/{}/limits", self.0.id())).expect("reads");
        let line = limits.lines().find(|line| line.starts_with("Max core file size"));
        line.expect("a limit").split_whitespace().nth(4).expect("a size").to_owned()
    }

    /// Whether dying of a fault leaves a core file.
    fn dumps_core(mut self) -> bool {
        let id = Pid::from_raw(self.0.id().cast_signed()).expect("a process");
        kill_process(id, Signal::ABORT).expect("it runs");
        let status = self.0.wait().expect("it ended");
        assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()));
        status.core_dumped()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder of somebody's with the program and a vault in it.
fn home() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(env!("CARGO_BIN_EXE_keyrack"), folder.path().join("keyrack")).expect("copies");
    if geteuid().is_root() {
        std::os::unix::fs::chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("root may");
        // Root reads everything.
        if !skip::has("setpriv", "what others read of a process") {
            return None;
        }
    }
    let init = command(&folder.path().join("keyrack"))
        .args(["--passphrase-fd", "0", "init", "--work-factor", "10", "--passphrase-vault"])
        .env("HOME", folder.path())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn();
    let mut init = init.expect("starts");
    let mut input = init.stdin.take().expect("piped");
    input.write_all(b"quince ladder 47 moss").expect("it reads");
    drop(input);
    let ended = init.wait_with_output().expect("it ends");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    Some(folder)
}

#[test]
#[cfg(target_os = "linux")]
fn nobody_else_reads_its_memory_and_no_core_is_left() {
    let Some(folder) = home() else { return };
    let open = Waiting::start(folder.path(), false);
    if !open.lets_read("maps") {
        eprintln!(
            "SKIPPED: nobody may look at another process here, so nothing shows that we close"
        );
        return;
    }
    assert!(open.lets_read("environ") && open.lets_read("auxv") && open.opens_memory());
    let closed = Waiting::start(folder.path(), true);
    for name in ["maps", "environ", "auxv"] {
        assert!(!closed.lets_read(name), "{name} can be read");
    }
    assert!(!closed.opens_memory());
    assert_eq!(closed.core(), "0");
    assert!(!closed.dumps_core());
    // Core files are left in the folder it runs in, which goes with the test.
    if !open.dumps_core() {
        eprintln!(
            "SKIPPED: no core files are written here at all, so nothing shows that we stop it"
        );
    }
}
