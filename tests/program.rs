//! The real program on a real pty: unlocked, searched, copied from, left.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use base64::Engine as _;
use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::time::Moment;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Long enough that only a hang reaches it.
const DEADLINE: Duration = Duration::from_secs(30);

const PASSPHRASE: &str = "quince ladder 47 moss";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A folder with a vault of three accounts, made by the program itself.
fn vault(protection: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name);
    std::fs::write(path("pass"), PASSPHRASE).expect("writes");
    let uris =
        ["Hikari:ops@hikari.example", "Bodega:mx@bodega.example", "Nordic:no@nordic.example"]
            .map(|name| format!("otpauth://totp/{name}?secret={SECRET}\n"));
    std::fs::write(path("uris"), uris.concat()).expect("writes");
    let mut init = vec!["--passphrase-file", "pass", "init", "--work-factor", "10"];
    init.extend(protection);
    for arguments in [&init[..], &["--passphrase-file", "pass", "import", "uris"]] {
        let output = keyrack(home.path()).args(arguments).output().expect("runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    home
}

fn keyrack(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyrack"));
    command.current_dir(home).env_clear().stdin(Stdio::null());
    command.env("HOME", home).env("LANG", "C.UTF-8");
    command
}

/// What the terminal was asked to do besides drawing.
#[derive(Default)]
struct Asked {
    copied: Vec<(Vec<u8>, Vec<u8>)>,
}

impl vt100::Callbacks for Asked {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, target: &[u8], data: &[u8]) {
        self.copied.push((target.to_vec(), data.to_vec()));
    }
}

/// A terminal window with the dashboard in it, as over ssh.
struct Window {
    output: Receiver<Vec<u8>>,
    all: Vec<u8>,
    keyboard: Box<dyn Write + Send>,
    emulator: vt100::Parser<Asked>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Window {
    fn open(home: &Path, arguments: &[&str]) -> Self {
        let (rows, cols) = (24, 80);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_keyrack"));
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        command.env("HOME", home);
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
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
            _master: pair.master,
        }
    }

    fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    fn press(&mut self, keys: &str) {
        self.keyboard
            .write_all(keys.as_bytes())
            .and_then(|()| self.keyboard.flush())
            .expect("types");
    }

    /// Reads until something is so; panics with the screen when it never is.
    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
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

    fn until_shows(&mut self, text: &str) {
        self.until(text, |window| window.screen().contains(text));
    }

    /// Reads to the end and returns the exit code.
    fn end(&mut self) -> u32 {
        while let Ok(bytes) = self.output.recv_timeout(DEADLINE) {
            self.emulator.process(&bytes);
            self.all.extend(bytes);
        }
        self.child.wait().expect("it ended").exit_code()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // It has ended by itself unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The codes that may be on screen now: this period's and, in case it just ended, its neighbours'.
fn codes() -> Vec<String> {
    let secret = base32::decode(SECRET).expect("a key").secret;
    let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    [0, 30, 60]
        .map(|ago| key.code(Moment::from_secs(now.as_secs() + 30 - ago)).expose().to_owned())
        .to_vec()
}

/// Everything a program can ask a terminal that it would answer among the keys.
const QUERIES: [&[u8]; 9] = [
    b"\x1b[6n",
    b"\x1b[5n",
    b"\x1b[c",
    b"\x1b[0c",
    b"\x1b[>",
    b"\x1b[?u",
    b"\x1b]10;?",
    b"\x1b]11;?",
    b"\x1b]52;c;?",
];

#[test]
fn unlocked_searched_copied_left() {
    for protection in [&[][..], &["--passphrase-vault"]] {
        let home = vault(protection);
        let mut window = Window::open(home.path(), &[]);
        window.until_shows("assphrase");
        window.press("not it\r");
        window.until_shows("does not open it");
        window.press(&format!("{PASSPHRASE}\r"));
        window.until_shows("mx@bodega.example");
        window.press("/bod\r");
        window.until("copy", |window| !window.emulator.callbacks().copied.is_empty());
        let (target, data) = window.emulator.callbacks().copied[0].clone();
        assert_eq!(target, b"c");
        let code = base64::engine::general_purpose::STANDARD.decode(data).expect("base64");
        let code = String::from_utf8(code).expect("digits");
        assert!(codes().contains(&code), "{code} is none of {:?}", codes());
        window.until_shows("Sent to your terminal");
        window.press("q");
        assert_eq!(window.end(), 0);
        let screen = window.emulator.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(window.emulator.callbacks().copied.len(), 1, "one copy, nothing on leaving");
        for query in QUERIES {
            let asked = window.all.windows(query.len()).any(|bytes| bytes == query);
            assert!(!asked, "{:?} was sent", String::from_utf8_lossy(query));
        }
        let typed =
            window.all.windows(PASSPHRASE.len()).any(|bytes| bytes == PASSPHRASE.as_bytes());
        assert!(!typed, "the passphrase was on screen");
    }
}

#[test]
fn a_passphrase_file_opens_without_asking() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    assert!(!String::from_utf8_lossy(&window.all).contains("assphrase"));
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn locked_and_unlocked_in_place() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &[]);
    window.until_shows("assphrase");
    window.press(&format!("{PASSPHRASE}\r"));
    window.until_shows("mx@bodega.example");
    window.press("/nordic\r");
    window.until("copy", |window| !window.emulator.callbacks().copied.is_empty());
    window.press("L");
    window.until_shows("assphrase");
    assert!(!window.screen().contains("nordic"));
    window.press(&format!("{PASSPHRASE}\r"));
    window.until_shows("no@nordic.example");
    assert!(!window.screen().contains("bodega"), "the filter is still there");
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_change_underneath_is_read() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    std::fs::write(
        home.path().join("more"),
        format!("otpauth://totp/Late:late@night.example?secret={SECRET}"),
    )
    .expect("writes");
    let import = ["--passphrase-file", "pass", "import", "more"];
    let output = keyrack(home.path()).args(import).output().expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    window.until_shows("late@night.example");
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    let process = window.child.process_id().expect("it runs");
    let process = rustix::process::Pid::from_raw(process.cast_signed()).expect("a process");
    rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("it runs");
    assert_eq!(window.end(), 143);
    let screen = window.emulator.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
}

#[test]
fn the_users_own_keys() {
    let home = vault(&[]);
    let folder = home.path().join(".config/keyrack");
    std::fs::write(folder.join("keys.ron"), "(list: {quit: [\"x\"]})").expect("writes");
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    window.press("x");
    assert_eq!(window.end(), 0);
    std::fs::write(folder.join("keys.ron"), "(list: {copy_next: [\"q\"]})").expect("writes");
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    assert_eq!(window.end(), 2);
    let said = window.screen();
    assert!(said.contains("copy_next") && said.contains("quit"), "{said}");
}

#[test]
fn no_terminal_no_dashboard() {
    let home = vault(&[]);
    let piped = keyrack(home.path()).env("TERM", "xterm").output().expect("runs");
    assert_eq!(piped.status.code(), Some(2));
    let said = String::from_utf8_lossy(&piped.stderr).into_owned();
    assert!(said.contains("keyrack list") || said.contains("keyrack code"), "{said}");
    assert!(piped.stdout.is_empty());
}
