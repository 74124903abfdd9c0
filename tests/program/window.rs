//! The real program in a terminal window, as over ssh, and a home for it.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::time::Moment;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::Pid;

/// Long enough that only a hang reaches it.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) const PASSPHRASE: &str = "quince ladder 47 moss";
pub(crate) const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A folder with a vault of three accounts, made by the program itself.
pub(crate) fn vault(protection: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name);
    std::fs::write(path("pass"), PASSPHRASE).expect("writes");
    let uris =
        ["Hikari:ops@hikari.example", "Bodega:mx@bodega.example", "Nordic:no@nordic.example"]
            .map(|name| format!("otpauth://totp/{name}?secret={SECRET}\n"));
    std::fs::write(path("uris"), uris.concat()).expect("writes");
    let mut init = vec!["--passphrase-file", "pass", "init", "--work-factor", "10"];
    init.extend(protection);
    for arguments in
        [&init[..], &["--passphrase-file", "pass", "import", "uris", "--same-key", "keep"]]
    {
        let output = keyrack(home.path()).args(arguments).output().expect("runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    home
}

pub(crate) fn keyrack(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyrack"));
    command.current_dir(home).env_clear().stdin(Stdio::null());
    command.env("HOME", home).env("LANG", "C.UTF-8");
    command
}

/// What the terminal was asked to do besides drawing.
#[derive(Default)]
pub(crate) struct Asked {
    /// For which clipboard, and what in base64; oldest first.
    pub(crate) copied: Vec<(String, String)>,
    /// Titles and names of icons.
    pub(crate) named: Vec<String>,
}

impl vt100::Callbacks for Asked {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, target: &[u8], data: &[u8]) {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        self.copied.push((text(target), text(data)));
    }

    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.named.push(String::from_utf8_lossy(title).into_owned());
    }

    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        self.named.push(String::from_utf8_lossy(name).into_owned());
    }
}

/// A terminal window with the dashboard in it, as over ssh.
pub(crate) struct Window {
    pub(crate) output: Receiver<Vec<u8>>,
    pub(crate) all: Vec<u8>,
    keyboard: Box<dyn Write + Send>,
    pub(crate) emulator: vt100::Parser<Asked>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) master: Box<dyn MasterPty + Send>,
    /// The terminal's modes before anybody came.
    before: String,
    gate: Arc<Gate>,
}

/// What the terminal reads through.
#[derive(Default)]
struct Gate(Mutex<bool>, Condvar);

impl Gate {
    fn shut(&self, shut: bool) {
        *self.0.lock().expect("nobody panics in here") = shut;
        self.1.notify_all();
    }

    /// Waits until it is open.
    fn pass(&self) {
        let shut = self.0.lock().expect("nobody panics in here");
        drop(self.1.wait_while(shut, |shut| *shut).expect("nobody panics in here"));
    }
}

/// Keeps a terminal from reading.
pub(crate) struct Held(Arc<Gate>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.shut(false);
    }
}

impl Window {
    pub(crate) fn open(home: &Path, arguments: &[&str]) -> Self {
        Self::start(home, env!("CARGO_BIN_EXE_keyrack"), arguments, &[])
    }

    /// The same with another program in front, and with variables.
    pub(crate) fn start(
        home: &Path,
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        Self::sized((24, 80), home, program, arguments, variables)
    }

    /// A window in which more fits than in most.
    pub(crate) fn large(home: &Path, arguments: &[&str]) -> Self {
        Self::sized((40, 120), home, env!("CARGO_BIN_EXE_keyrack"), arguments, &[])
    }

    fn sized(
        (rows, cols): (u16, u16),
        home: &Path,
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        command.env("HOME", home);
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
        for (name, value) in variables {
            command.env(name, value);
        }
        let before = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (send, output) = channel();
        let gate = Arc::new(Gate::default());
        let entrance = Arc::clone(&gate);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                entrance.pass();
                if send.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let not_zero = |n: u16| NonZero::new(n).expect("not 0");
        Self {
            output,
            all: Vec::new(),
            keyboard: pair.master.take_writer().expect("a writer"),
            emulator: vt100::Parser::new_with_callbacks(
                not_zero(rows),
                not_zero(cols),
                0,
                Asked::default(),
            ),
            child,
            master: pair.master,
            before,
            gate,
        }
    }

    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    pub(crate) fn asked(&self) -> &Asked {
        self.emulator.callbacks()
    }

    /// What was copied, oldest first, in base64.
    pub(crate) fn copied(&self) -> Vec<&str> {
        self.asked().copied.iter().map(|(_, data)| &**data).collect()
    }

    /// Types all of it at once.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard
            .write_all(keys.as_bytes())
            .and_then(|()| self.keyboard.flush())
            .expect("types");
    }

    /// Pastes it.
    pub(crate) fn paste(&mut self, text: &str) {
        self.press(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Reads until something is so; panics with the screen when it never is.
    pub(crate) fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !so(self) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.emulator.process(&bytes);
                    self.all.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout) => panic!("no {what}:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("ended before {what}:\n{}", self.screen())
                }
            }
        }
    }

    pub(crate) fn until_shows(&mut self, text: &str) {
        self.until(text, |window| window.screen().contains(text));
    }

    /// Reads to the end and returns the exit code.
    pub(crate) fn end(&mut self) -> u32 {
        loop {
            match self.output.recv_timeout(DEADLINE) {
                Ok(bytes) => {
                    self.emulator.process(&bytes);
                    self.all.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.child.wait().expect("it ended").exit_code()
    }
}

impl Window {
    /// The terminal is as it was before.
    pub(crate) fn assert_given_back(&self, name: &str) {
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen(), "{name}: main screen");
        assert!(!screen.hide_cursor(), "{name}: cursor");
        assert!(!screen.bracketed_paste(), "{name}: paste");
        let all = String::from_utf8_lossy(&self.all);
        assert!(all.rfind("\x1b[?1004l") > all.rfind("\x1b[?1004h"), "{name}: focus");
        assert!(all.contains("\x1b[?2026l"), "{name}: no update is left open");
        assert_eq!(modes(self.master.as_ref()), self.before, "{name}: line mode");
    }

    /// Its process.
    pub(crate) fn process(&self) -> Pid {
        let id = self.child.process_id().expect("it runs");
        Pid::from_raw(id.cast_signed()).expect("a process")
    }

    /// The terminal takes nothing while the key that comes back lives.
    pub(crate) fn hold(&self) -> Held {
        self.gate.shut(true);
        Held(Arc::clone(&self.gate))
    }

    /// Closes the terminal.
    pub(crate) fn hang_up(&mut self) {
        let size = PtySize { rows: 1, cols: 1, pixel_width: 0, pixel_height: 0 };
        let other = native_pty_system().openpty(size).expect("a pty");
        self.keyboard = other.master.take_writer().expect("a writer");
        self.master = other.master;
        // The reader in its thread is the last to hold it; it ends when nobody listens.
        let (_, nobody) = channel();
        self.output = nobody;
    }

    pub(crate) fn resize(&mut self, rows: u16, cols: u16) {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a terminal");
        let not_zero = |n: u16| NonZero::new(n).expect("not 0");
        self.emulator.screen_mut().set_size(not_zero(rows), not_zero(cols));
    }
}

fn modes(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().expect("a terminal"))
}

impl Drop for Window {
    fn drop(&mut self) {
        // It has ended by itself unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The codes that may be on screen now: this period's and, in case it just ended, its neighbours'.
pub(crate) fn codes() -> Vec<String> {
    let secret = base32::decode(SECRET).expect("a key").secret;
    let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    [0, 30, 60]
        .map(|ago| key.code(Moment::from_secs(now.as_secs() + 30 - ago)).expose().to_owned())
        .to_vec()
}
