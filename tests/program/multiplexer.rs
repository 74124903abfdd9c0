//! Where a copy arrives and what it leaves behind, by the real program on real ptys: in a plain
//! terminal, in tmux with two people looking on, and through a program of one's own.
//!
//! The vault holds a counter, whose codes are known beforehand. Where tmux is not installed its
//! tests say so and pass.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use base64::Engine as _;
use keyrack::otp::{Algorithm, Key, Kind, base32};

use crate::skip::has;
use crate::window::{DEADLINE, SECRET, Window};

const PROGRAM: &str = env!("CARGO_BIN_EXE_keyrack");

/// The codes of the counter, from the first that is copied.
fn code(n: u64) -> String {
    let secret = base32::decode(SECRET).expect("a key").secret;
    let key = Key::new(secret, Kind::Hotp { counter: 0 }, Algorithm::Sha1, 6).expect("a key");
    key.code_at_step(n).expose().to_owned()
}

fn base64(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// A home with an open vault: a counter first, a timed code second.
struct Home(tempfile::TempDir);

impl Home {
    fn new(settings: &str) -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        let uris = format!(
            "otpauth://hotp/Aki:a@aki.example?secret={SECRET}&counter=0\n\
             otpauth://totp/Bodega:mx@bodega.example?secret={SECRET}\n"
        );
        fs::write(home.path().join("uris"), uris).expect("writes");
        for arguments in
            [&["init", "--no-passphrase"][..], &["import", "uris", "--same-key", "keep"]]
        {
            let mut command = Command::new(PROGRAM);
            command.args(arguments).current_dir(home.path()).env_clear();
            let output = command.env("HOME", home.path()).stdin(Stdio::null()).output();
            let Output { status, stderr, .. } = output.expect("runs");
            assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        }
        fs::write(home.path().join(".config/keyrack/settings.ron"), settings).expect("writes");
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts a program there.
    fn program(&self, name: &str, script: &str) -> PathBuf {
        let folder = self.path().join("bin");
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("writes");
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("runs");
        path
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }
}

/// A terminal window with this command in it.
fn open(home: &Home, command: &[&str], variables: &[(&str, &str)]) -> Window {
    let path = std::env::var("PATH").expect("there is one");
    let path = format!("{}:{path}", home.path().join("bin").display());
    let variables = [&[("PATH", &*path)], variables].concat();
    Window::start(home.path(), command[0], &command[1..], &variables)
}

impl Window {
    fn until_copied(&mut self, codes: &[String]) {
        let codes: Vec<_> = codes.iter().map(|code| base64(code)).collect();
        self.until("copy", |window| window.copied().len() >= codes.len());
        assert_eq!(self.copied(), codes);
    }

    /// Reads until it is over; all went well.
    fn leaves(&mut self) {
        assert_eq!(self.end(), 0, "{}", self.screen());
    }
}

/// Reads what everybody can read of every process, again and again.
struct Sampler {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<BTreeSet<String>>>,
}

impl Sampler {
    fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !stopped.load(Ordering::Relaxed) {
                for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
                    if let Ok(line) = fs::read(entry.path().join("cmdline")) {
                        seen.insert(String::from_utf8_lossy(&line).replace('\0', " "));
                    }
                }
                // What is looked for lives longer than this, and others want the processor.
                std::thread::sleep(Duration::from_millis(3));
            }
            seen
        });
        Self { stop, thread: Some(thread) }
    }

    /// Stops, and checks that neither a code nor the key was among the arguments of any process, but
    /// this was.
    fn check(mut self, codes: &[String], sign: &str) {
        self.stop.store(true, Ordering::Relaxed);
        let seen = self.thread.take().expect("not yet joined").join().expect("it reads on");
        assert!(seen.iter().any(|line| line.contains(sign)), "never saw {sign}");
        for code in codes.iter().map(String::as_str).chain([SECRET]) {
            for secret in [code.to_owned(), base64(code)] {
                let told = seen.iter().find(|line| line.contains(&secret));
                assert_eq!(told, None, "{secret} was in an argument");
            }
        }
    }
}

/// A tmux server of its own, with its own defaults.
struct Tmux {
    socket: PathBuf,
    program: PathBuf,
}

impl Tmux {
    /// None where it is not installed.
    fn new(home: &Home) -> Option<Self> {
        if !has("tmux", "copying past it") {
            return None;
        }
        let found = Command::new("sh").args(["-c", "command -v tmux"]).output().expect("sh runs");
        let program = String::from_utf8_lossy(&found.stdout).trim().into();
        Some(Self { socket: home.path().join("tmux"), program })
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.program);
        command.arg("-S").arg(&self.socket).args(["-f", "/dev/null"]).args(arguments);
        String::from_utf8(command.output().expect("tmux runs").stdout).expect("text")
    }

    /// A window that runs a client.
    fn client(&self, home: &Home, arguments: &[&str]) -> Window {
        let (program, socket) = (self.program.display(), self.socket.display());
        let (program, socket) = (program.to_string(), socket.to_string());
        let mut command = vec![program.as_str(), "-u", "-S", &socket, "-f", "/dev/null"];
        command.extend(arguments);
        open(home, &command, &[])
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// Two people look at one session; who types gets the code, the other one nothing.
fn only_who_typed_receives(home: &Home, tmux: &Tmux) {
    let codes: Vec<_> = (0..3).map(code).collect();
    let sampler = Sampler::start();
    let mut one = tmux.client(home, &["new-session", PROGRAM, "--lang", "en"]);
    one.until_shows("a@aki");
    let mut other = tmux.client(home, &["attach"]);
    other.until_shows("a@aki");

    one.press("\r");
    one.until_copied(&codes[..1]);
    other.until_shows("Sent to your terminal");
    assert_eq!(other.copied(), [""; 0], "the other one saw the key pressed, no more");

    // The same from the other side. The first code is on both screens until the second is copied.
    other.press("\r");
    other.until_copied(&codes[1..2]);
    one.press("\r");
    one.until_copied(&[codes[0].clone(), codes[2].clone()]);
    assert_eq!(other.copied().len(), 1);

    // A buffer that was used is deleted by a process of its own, once the code has arrived.
    let ends = Instant::now() + DEADLINE;
    while !tmux.run(&["list-buffers"]).is_empty() {
        assert!(Instant::now() < ends, "something stays in tmux");
    }
    let titles = tmux.run(&["list-panes", "-a", "-F", "#{pane_title} #{window_name}"]);
    assert!(!codes.iter().any(|code| titles.contains(code)), "{titles}");
    one.press("q");
    one.leaves();
    sampler.check(&codes, "new-session");
}

#[test]
fn in_tmux_only_who_typed_receives_and_nothing_stays() {
    let home = Home::new("()");
    let Some(tmux) = Tmux::new(&home) else { return };
    only_who_typed_receives(&home, &tmux);
}

/// The outermost terminal is told: as they come, neither tmux hands on what is copied in it.
#[test]
fn in_a_tmux_in_a_tmux_it_arrives() {
    let home = Home::new("()");
    let Some(tmux) = Tmux::new(&home) else { return };
    let inner = format!(
        "env -u TMUX '{}' -u -S '{}' -f /dev/null new-session '{PROGRAM}' --lang en",
        tmux.program.display(),
        tmux.socket.display()
    );
    let mut window = tmux.client(&home, &["new-session", &inner]);
    window.until_shows("a@aki");
    window.press("\r");
    window.until_copied(&[code(0)]);
    window.until_shows("Sent to your terminal");
    assert_eq!(tmux.run(&["list-buffers"]), "");
    window.press("q");
    window.leaves();
}

#[test]
fn in_a_screen_in_a_screen_it_arrives() {
    if !has("screen", "copying out of two of them") {
        return;
    }
    let home = Home::new("()");
    let sockets = home.path().join("screens");
    fs::create_dir(&sockets).expect("a folder");
    fs::set_permissions(&sockets, PermissionsExt::from_mode(0o700)).expect("a folder");
    let inner = format!("env -u STY screen -U -c /dev/null '{PROGRAM}' --lang en");
    let command = ["screen", "-U", "-c", "/dev/null", "sh", "-c", &inner];
    let variables = [("SCREENDIR", sockets.to_str().expect("text"))];
    let mut window = open(&home, &command, &variables);
    window.until_shows("a@aki");
    window.press("\r");
    window.until_copied(&[code(0)]);
    window.until_shows("Sent to your terminal");
    window.press("q");
    window.leaves();
}

#[test]
fn past_a_tmux_that_does_not_answer_the_buffer_is_taken_away_again() {
    let home = Home::new("()");
    let Some(tmux) = Tmux::new(&home) else { return };
    let told = home.path().join("told");
    // It lives long enough to be seen among the processes.
    let script = format!(
        "echo \"$@\" >>'{}'; sleep 0.1; case $1 in display-message) exit 1;; esac; exec '{}' \"$@\"",
        told.display(),
        tmux.program.display()
    );
    home.program("tmux", &script);
    only_who_typed_receives(&home, &tmux);
    let told = home.read("told");
    assert_eq!(told.matches("load-buffer -w -b keyrack-").count(), 3, "{told}");
    assert_eq!(told.matches("delete-buffer -b keyrack-").count(), 3, "{told}");
}

/// `sudo -i` drops the variables of tmux; its name for a terminal stays.
#[test]
fn where_tmux_is_out_of_reach_it_is_named() {
    let home = Home::new("()");
    let Some(tmux) = Tmux::new(&home) else { return };
    let line = format!("env -u TMUX -u TMUX_PANE {PROGRAM} --lang en");
    let mut window = tmux.client(&home, &["new-session", &line]);
    window.until_shows("a@aki");
    window.press("\r");
    window.until_shows("As its user, run: tmux set -s set-clipboard on");
    assert!(!window.screen().contains(&base64(&code(0))), "{}", window.screen());
    window.press("q");
    window.leaves();
}

/// A program in between has a terminal of its own, and is in tmux all the same.
#[test]
fn through_a_terminal_in_between_tmux_is_found() {
    let home = Home::new("()");
    let Some(tmux) = Tmux::new(&home) else { return };
    if !has("script", "copying through it") {
        return;
    }
    let line = format!("script -qc '{PROGRAM} --lang en' /dev/null");
    let mut window = tmux.client(&home, &["new-session", &line]);
    window.until_shows("a@aki");
    window.press("\r");
    window.until_copied(&[code(0)]);
    window.until_shows("Sent to your terminal");
    window.press("q");
    window.leaves();
}

/// A screen that was started inside tmux and is attached from elsewhere has left tmux behind.
#[test]
fn a_tmux_that_was_left_behind_gets_nothing() {
    let home = Home::new("()");
    let Some(tmux) = Tmux::new(&home) else { return };
    if !has("screen", "copying through it") {
        return;
    }
    let sockets = home.path().join("screens");
    fs::create_dir(&sockets).expect("a folder");
    fs::set_permissions(&sockets, PermissionsExt::from_mode(0o700)).expect("closed");
    let sockets = sockets.to_str().expect("text");
    let line = format!(
        "env SCREENDIR={sockets} screen -U -c /dev/null -S left {PROGRAM} --lang en; exec sleep 60"
    );
    let mut left = tmux.client(&home, &["new-session", &line]);
    left.until_shows("a@aki");
    left.press("\r");
    left.until_copied(&[code(0)]);

    let variables = [("SCREENDIR", sockets)];
    let mut there = open(&home, &["screen", "-U", "-d", "-r", "left"], &variables);
    there.until_shows("a@aki");
    there.press("\r");
    there.until_copied(&[code(1)]);
    there.until_shows("Sent to your terminal");
    there.press("q");
    there.leaves();
    tmux.run(&["kill-server"]);
    left.end();
    assert_eq!(left.copied().len(), 1, "nothing more came");
}

#[test]
fn a_plain_terminal_is_asked_once_a_copy_and_never_else() {
    let home = Home::new("()");
    let mut window = open(&home, &[PROGRAM, "--lang", "en"], &[]);
    window.until_shows("mx@bodega");
    for _ in 0..2 {
        let before = window.screen();
        window.until("tick", |window| window.screen() != before);
    }
    assert_eq!(window.copied(), [""; 0], "nothing at the start nor as time passes");
    let codes = [code(0), code(1)];
    window.press("\r");
    window.until_copied(&codes[..1]);
    window.until_shows("Sent to your terminal");
    window.press("\r");
    window.until_copied(&codes);
    window.press("q");
    window.leaves();
    assert_eq!(window.copied().len(), 2, "nothing on leaving");
    assert_eq!(window.asked().named, [""; 0], "the title of the window is left alone");
}

#[test]
fn ones_own_program_gets_the_text_and_nothing_else_does() {
    let home = Home::new("(clipboard_command: [\"paster\", \"-x\"])");
    home.program("paster", "cat >got; echo \"$@\" >told; env >>told; sleep 0.2");
    let sampler = Sampler::start();
    let mut window = open(&home, &[PROGRAM, "--lang", "en"], &[]);
    window.until_shows("a@aki");
    window.press("\r");
    window.until_shows("Copied: ");
    assert_eq!(home.read("got"), code(0), "as it is, without a line break");
    let told = home.read("told");
    assert!(told.starts_with("-x\n"), "{told}");
    assert!(!told.contains(&code(0)) && !told.contains(&base64(&code(0))), "{told}");
    window.press("q");
    window.leaves();
    assert_eq!(window.copied(), [""; 0], "not sent to the terminal as well");
    sampler.check(&[code(0)], "paster -x");
}

#[test]
fn the_command_tells_no_other_process_what_it_copies() {
    let home = Home::new("(clipboard_command: [\"paster\", \"-y\"])");
    home.program("paster", "cat >got; sleep 1");
    let sampler = Sampler::start();
    let mut window = open(&home, &[PROGRAM, "copy", "aki"], &[]);
    window.leaves();
    assert_eq!(home.read("got"), code(0));
    assert_eq!(window.copied(), [""; 0]);
    sampler.check(&[code(0)], "copy aki");
}

#[test]
fn a_program_that_fails_is_said_and_the_code_shown() {
    let cases = [
        ("echo 'no \x1b]0;x\x07display' >&2; exit 1", "clipboard_command failed: no "),
        ("sleep 60", "clipboard_command took longer than 2 s"),
        ("", "clipboard_command does not start"),
    ];
    for (script, said) in cases {
        let home = Home::new("(clipboard: command, clipboard_command: [\"paster\"])");
        if !script.is_empty() {
            home.program("paster", script);
        }
        let mut window = open(&home, &[PROGRAM, "--lang", "en"], &[]);
        window.until_shows("a@aki");
        window.press("\r");
        window.until_shows(said);
        assert!(window.screen().lines().any(|line| line.trim() == code(0)), "{}", window.screen());
        assert_eq!(window.copied(), [""; 0]);
        assert_eq!(window.asked().named, [""; 0]);
        window.press("xq");
        window.leaves();
    }
}
