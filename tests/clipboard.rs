//! This machine's clipboard, for real: a private X server (Xvfb) looked at by another program
//! (xclip). Where these two are not installed the tests say so and pass.
//!
//! The copying side runs as a process of its own, this same test binary started again, because it
//! needs a `DISPLAY` of its own.

mod skip;

use std::io::{BufRead, BufReader, Lines, Write, stdin, stdout};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use keyrack::app::foreign::{self, ImportError};
use keyrack::clipboard::{Clipboard, Outcome, System, Wish};
use keyrack::platform::Environment;
use keyrack::secret::Secret;
use keyrack::surroundings::Surroundings;

/// Long enough that only a hang reaches it.
const DEADLINE: Duration = Duration::from_secs(30);
const HINT: &str = "x-kde-passwordManagerHint";

/// The copying side: takes `copy TEXT`, `clear` and `picture` from standard input, answers each with a
/// line.
#[test]
#[ignore = "the other half of the tests in this file, started by them"]
fn copier() {
    let Ok(person) = std::env::var("TEST_PERSON") else { return };
    let clear = std::env::var("TEST_CLEAR_MILLIS").expect("set by the other half");
    let clear = Duration::from_millis(clear.parse().expect("a number"));
    // What runs the tests may itself have come over ssh, so only this one asks the system.
    let environment = Environment::read();
    let surroundings = move || match person.as_str() {
        "here" => Surroundings { term: "xterm".into(), ..Surroundings::default() },
        _ => environment.find_surroundings(),
    };
    let wish = Wish { clear_after: Some(clear), ..Wish::default() };
    let mut clipboard = System::new(wish, surroundings, stdout());
    println!("ready");
    for line in stdin().lines() {
        let line = line.expect("text");
        let line_is_picture = line == "picture";
        if let Some(text) = line.strip_prefix("copy ") {
            let said = match clipboard.copy(&Secret::from_text(text.into())) {
                Outcome::Copied(_) => "copied".into(),
                Outcome::Sent(_) => "sent".into(),
                other => format!("{other:?}"),
            };
            println!("{said}");
        } else if line_is_picture {
            let read = clipboard.picture().map_err(ImportError::Clipboard);
            match read.and_then(|awaited| foreign::picture(awaited, &mut |_| {})) {
                Ok(reading) => {
                    let logins = reading.rows.iter().filter_map(|row| row.outcome.as_ref().ok());
                    println!(
                        "{}",
                        logins.map(|record| &*record.login).collect::<Vec<_>>().join(" ")
                    );
                }
                Err(why) => println!("{why:?}"),
            }
        } else {
            clipboard.clear();
            println!("cleared");
        }
    }
}

/// A private X server.
struct Desk {
    server: Child,
    display: String,
}

impl Desk {
    /// None where the programs are missing.
    fn open() -> Option<Self> {
        if !["Xvfb", "xclip"].into_iter().all(|program| skip::has(program, "a desktop's clipboard"))
        {
            return None;
        }
        let mut server = Command::new("Xvfb")
            // Not to forget what it holds when the only one who looks at it is gone.
            .args(["-noreset", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "64x64x8"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        let out = server.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut number).expect("it names its display");
        Some(Self { server, display: format!(":{}", number.trim()) })
    }

    fn xclip(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("xclip");
        command.args(["-selection", "clipboard"]).args(arguments).env("DISPLAY", &self.display);
        command
    }

    fn seed(&self, text: &str) {
        let mut xclip = self
            .xclip(&["-in"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xclip starts");
        let mut input = xclip.stdin.take().expect("piped");
        input.write_all(text.as_bytes()).expect("xclip reads");
        drop(input);
        assert!(xclip.wait().expect("xclip goes to the background").success());
        self.wait_for(Some(text));
    }

    /// Has another program offer a picture.
    fn show(&self, png: &[u8]) {
        let mut xclip = self
            .xclip(&["-in", "-target", "image/png"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xclip starts");
        xclip.stdin.take().expect("piped").write_all(png).expect("xclip reads");
        assert!(xclip.wait().expect("xclip goes to the background").success());
        let ends = Instant::now() + DEADLINE;
        while !self.read("TARGETS").is_some_and(|targets| targets.contains("image/png")) {
            assert!(Instant::now() < ends, "the picture is not there");
        }
    }

    /// What the clipboard holds as `target`; none when it holds nothing of the kind.
    fn read(&self, target: &str) -> Option<String> {
        let Output { status, stdout, .. } =
            self.xclip(&["-out", "-target", target]).output().expect("xclip runs");
        status.success().then(|| String::from_utf8(stdout).expect("text"))
    }

    fn wait_for(&self, text: Option<&str>) {
        let ends = Instant::now() + DEADLINE;
        loop {
            let held = self.read("UTF8_STRING");
            if held.as_deref() == text {
                return;
            }
            assert!(Instant::now() < ends, "still {held:?} instead of {text:?}");
        }
    }

    fn copier(&self, person: &str, clear: Duration) -> Copier {
        let mut process = Command::new(std::env::current_exe().expect("we have a name"))
            .args(["copier", "--exact", "--ignored", "--nocapture"])
            .env_clear()
            .envs(
                ["PATH", "HOME"]
                    .into_iter()
                    .filter_map(|name| Some((name, std::env::var_os(name)?))),
            )
            .env("DISPLAY", &self.display)
            .env("TERM", "xterm")
            .env("SSH_CONNECTION", if person == "here" { "" } else { "192.0.2.1 5 192.0.2.2 22" })
            .env("TEST_PERSON", person)
            .env("TEST_CLEAR_MILLIS", clear.as_millis().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("we start again");
        let input = process.stdin.take();
        let mut output = BufReader::new(process.stdout.take().expect("piped")).lines();
        while output.next().expect("it gets ready").expect("text") != "ready" {}
        Copier { process, input, output }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.server.kill().expect("Xvfb runs until now");
        self.server.wait().expect("it is ours");
    }
}

struct Copier {
    process: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Copier {
    /// Sends a line, returns the answer.
    fn ask(&mut self, line: &str) -> String {
        writeln!(self.input.as_mut().expect("it has not left"), "{line}").expect("it listens");
        self.output.next().expect("it answers").expect("text")
    }

    fn leave(&mut self) {
        drop(self.input.take());
        assert!(self.process.wait().expect("it is ours").success());
    }
}

const NEVER: Duration = Duration::from_hours(1);

#[test]
fn a_copy_is_marked_as_secret_and_cleared_after_its_time() {
    let Some(desk) = Desk::open() else { return };
    desk.seed("before");
    let mut copier = desk.copier("here", NEVER);
    assert_eq!(copier.ask("copy 654321"), "copied");
    assert_eq!(desk.read("UTF8_STRING").as_deref(), Some("654321"));
    let targets = desk.read("TARGETS").expect("targets");
    assert!(targets.lines().any(|target| target == HINT), "{targets}");
    assert_eq!(desk.read(HINT).as_deref(), Some("secret"));
    copier.leave();

    let mut copier = desk.copier("here", Duration::from_millis(1));
    assert_eq!(copier.ask("copy 111111"), "copied");
    desk.wait_for(None);
    // The handle lives on: the next copy works.
    assert_eq!(copier.ask("copy 222222"), "copied");
    desk.wait_for(None);
    copier.leave();
}

#[test]
fn asked_to_clear_it_clears_its_own_text_only() {
    let Some(desk) = Desk::open() else { return };
    let mut copier = desk.copier("here", NEVER);
    assert_eq!(copier.ask("copy 654321"), "copied");
    assert_eq!(copier.ask("clear"), "cleared");
    desk.wait_for(None);

    assert_eq!(copier.ask("copy 654321"), "copied");
    desk.seed("a shopping list");
    assert_eq!(copier.ask("clear"), "cleared");
    assert_eq!(desk.read("UTF8_STRING").as_deref(), Some("a shopping list"));
    copier.leave();
    assert_eq!(desk.read("UTF8_STRING").as_deref(), Some("a shopping list"));
}

/// A picture of a QR code, as a screenshot puts it on a clipboard.
fn screenshot(text: &str) -> Vec<u8> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).expect("fits");
    let module = |n: u32| i32::try_from(n / 4).expect("small") - 4;
    let width = u32::try_from(code.size() + 8).expect("small") * 4;
    let picture = image::RgbImage::from_fn(width, width, |x, y| {
        image::Rgb(if code.get_module(module(x), module(y)) { [20; 3] } else { [240; 3] })
    });
    let mut png = Vec::new();
    let format = image::ImageFormat::Png;
    picture.write_to(&mut std::io::Cursor::new(&mut png), format).expect("written");
    png
}

#[test]
fn a_screenshot_is_read_by_who_sits_here_only_and_a_copy_lives_on() {
    let Some(desk) = Desk::open() else { return };
    let address = "otpauth://totp/Amazon:ops@hikari.example?secret=MFRGGZDFMZTWQ2LK&issuer=Amazon";
    let mut copier = desk.copier("here", NEVER);
    assert_eq!(copier.ask("picture"), "Clipboard(Nothing)");
    desk.seed("a shopping list");
    assert_eq!(copier.ask("picture"), "Clipboard(Nothing)");
    desk.show(&screenshot(address));
    assert_eq!(copier.ask("picture"), "ops@hikari.example");
    desk.show(&screenshot("https://example.com"));
    assert_eq!(copier.ask("picture"), "Content(OtherQrCode { scheme: \"https\" })");
    desk.show(b"\x89PNG and nothing more");
    assert_eq!(copier.ask("picture"), "Clipboard(Unreadable)");
    // The handle that looked is the one that copies.
    assert_eq!(copier.ask("copy 654321"), "copied");
    assert_eq!(desk.read("UTF8_STRING").as_deref(), Some("654321"));
    copier.leave();

    desk.show(&screenshot(address));
    let mut copier = desk.copier("elsewhere", NEVER);
    assert_eq!(copier.ask("picture"), "Clipboard(Elsewhere)");
    copier.leave();
}

#[test]
fn a_remote_copy_leaves_the_desk_alone() {
    let Some(desk) = Desk::open() else { return };
    desk.seed("before");
    let mut copier = desk.copier("elsewhere", Duration::from_millis(1));
    assert_eq!(copier.ask("copy 654321"), "\x1b]52;c;NjU0MzIx\x07sent");
    assert_eq!(copier.ask("clear"), "cleared");
    copier.leave();
    assert_eq!(desk.read("UTF8_STRING").as_deref(), Some("before"));
}

#[test]
fn without_a_display_the_terminal_is_next() {
    let Some(mut desk) = Desk::open() else { return };
    // A server that is not there, and a name that makes the X library of a debug build panic.
    for display in [":4242", ":65000"] {
        display.clone_into(&mut desk.display);
        let mut copier = desk.copier("here", NEVER);
        assert_eq!(copier.ask("copy 654321"), "\x1b]52;c;NjU0MzIx\x07sent", "{display}");
        copier.leave();
    }
}
