//! `keyrack copy` and `keyrack doctor --copy`: where a code goes, and what is said of it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use keyrack::secret::Secret;
use rustix::process::{Pid, Signal, kill_process};

use super::home::Home;
use super::skip::has;
use super::terminal::Talk;

const OPTIONS: &str = "--vault v.age --identity me/id.age --passphrase-file pass";
const FAR: (&str, &str) = ("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22");
/// The first code of the account that counts (RFC 4226, appendix D).
const FIRST: &str = "755224";

/// What a terminal was told besides text.
#[derive(Default)]
struct Told {
    copies: Vec<(Vec<u8>, Vec<u8>)>,
    titles: usize,
}

impl vt100::Callbacks for Told {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, kind: &[u8], data: &[u8]) {
        self.copies.push((kind.to_vec(), data.to_vec()));
    }

    fn set_window_title(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.titles += 1;
    }
}

fn told(said: &str) -> Told {
    let (rows, cols) = (24.try_into().expect("not 0"), 200.try_into().expect("not 0"));
    let mut parser = vt100::Parser::new_with_callbacks(rows, cols, 0, Told::default());
    parser.process(said.as_bytes());
    std::mem::take(parser.callbacks_mut())
}

fn encoded(text: &str) -> Vec<u8> {
    let bytes = keyrack::clipboard::sequence(
        &Secret::from_text(text.into()),
        keyrack::clipboard::Wrap::Plain,
    );
    bytes[b"\x1b]52;c;".len()..bytes.len() - 1].to_vec()
}

/// Runs the program on a terminal of a person who sits elsewhere.
fn far(home: &Home, term: &str, command: &str) -> Talk {
    let program = env!("CARGO_BIN_EXE_keyrack");
    let line = format!("'{program}' {OPTIONS} {command}; echo \"exit $?\"");
    Talk::begin_line(home, &[("TERM", term), FAR], &line)
}

#[test]
fn a_code_is_sent_to_the_terminal_once() {
    let home = Home::with_accounts();
    // Also where standard output is a pipe: nothing of it goes there.
    let said = far(&home, "xterm", "copy byeolbit >out").hear("exit 0").rest();
    let told = told(&said);
    assert_eq!(told.copies, [(b"c".to_vec(), encoded(FIRST))], "{said}");
    assert_eq!(told.titles, 0);
    assert!(said.contains("Sent to your terminal: "), "{said}");
    assert!(!said.contains(FIRST), "{said}");
    assert_eq!(home.read("out"), b"");

    let said = far(&home, "xterm", "--lang zh copy ops --login").hear("exit 0").rest();
    assert_eq!(self::told(&said).copies, [(b"c".to_vec(), encoded("ops@hikari.example"))]);
    assert!(said.contains("已发送到您的终端："), "{said}");

    // The next code is the one after this: of two looks, one fits.
    let now = || home.run(["code", "ops", "--json"]).json()["next"].clone();
    let before = now();
    let said = far(&home, "xterm", "copy ops --next").hear("exit 0").rest();
    let copies = self::told(&said).copies;
    let fits = [before, now()].map(|code| encoded(code.as_str().expect("a code")));
    assert!(fits.contains(&copies[0].1), "{said}");
    // Whoever sees the other one on the screen must know.
    assert!(said.contains("That is the next code: it begins in "), "{said}");
}

#[test]
fn a_tmux_at_home_is_warned_of() {
    let home = Home::with_accounts();
    let said = far(&home, "tmux-256color", "copy byeolbit").hear("exit 0").rest();
    assert!(said.contains("tmux set -s set-clipboard on"), "{said}");
}

/// mosh carries no text that it holds already, and a new process does not know what went before.
#[test]
fn over_mosh_a_copy_is_sent_after_a_space() {
    let home = Home::with_accounts();
    // A shell by that name: what surrounds us is told by the names of processes.
    let program = env!("CARGO_BIN_EXE_keyrack");
    let script = format!("'{program}' {OPTIONS} copy byeolbit; echo \"exit $?\"");
    home.write("script", script);
    let line = "cp \"$(command -v sh)\" mosh-server && ./mosh-server script";
    let said = Talk::begin_line(&home, &[("TERM", "xterm"), FAR], line).hear("exit 0").rest();
    let sent: Vec<_> = told(&said).copies.into_iter().map(|(_, text)| text).collect();
    assert_eq!(sent, [encoded(" "), encoded(FIRST)], "{said}");
}

#[test]
fn where_there_is_no_way_nothing_is_used_up() {
    let home = Home::with_accounts();
    let cases = [
        ("linux", "copy byeolbit", "Linux console"),
        ("linux", "--lang zh copy byeolbit", "Linux console"),
        ("dumb", "copy byeolbit", "TERM names no terminal"),
    ];
    for (term, command, reason) in cases {
        let said = far(&home, term, command).hear("exit 11").rest();
        assert!(said.contains(reason), "{said}");
        let instead = if command.contains("zh") {
            "me/id.age code 输出"
        } else {
            "me/id.age code prints it"
        };
        assert!(said.contains(instead) && !said.contains("on the screen"), "{said}");
        assert!(told(&said).copies.is_empty(), "{said}");
    }
    // Nobody's terminal.
    let mut command = home.keyrack();
    command.env(FAR.0, FAR.1).env("TERM", "xterm").args(["copy", "byeolbit"]);
    let run = home.finish(&mut command);
    assert_eq!((run.code, &*run.stdout), (11, ""), "{}", run.stderr);
    assert!(run.stderr.contains("no terminal to send it through"), "{}", run.stderr);
    // Switched off.
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(clipboard: off)");
    let said = far(&home, "xterm", "copy byeolbit").hear("exit 11").rest();
    assert!(said.contains("switched off") && told(&said).copies.is_empty(), "{said}");

    assert_eq!(home.run(["code", "byeolbit"]).done().stdout, format!("{FIRST}\n"));
}

#[test]
fn what_cannot_be_copied_is_refused() {
    let home = Home::with_accounts();
    home.run(["add", "--platform", "Coupang", "--store", "Bodega", "--by", "sms"]).done();
    for (query, code, reason) in [
        ("byeolbit --next", 9, "no next code"),
        ("bodega", 9, "no key"),
        ("bodega --login", 9, "no login"),
        ("zanzibar", 3, "zanzibar"),
        ("ops --next --login", 2, "--login"),
    ] {
        let said =
            far(&home, "xterm", &format!("copy {query}")).hear(&format!("exit {code}")).rest();
        assert!(said.contains(reason), "{query}: {said}");
        assert!(told(&said).copies.is_empty(), "{query}: {said}");
    }
    assert_eq!(home.run(["code", "byeolbit"]).done().stdout, format!("{FIRST}\n"));
}

#[test]
fn a_persons_own_program_gets_the_code_and_nobody_stays() {
    let home = Home::with_accounts();
    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let settings = format!(
        "(clipboard: command, clipboard_command: [\"tee\", {:?}])",
        home.path("taken").to_string_lossy()
    );
    home.write(".config/keyrack/settings.ron", settings);
    let run = home.run(["copy", "byeolbit"]).done();
    assert_eq!(home.read("taken"), FIRST.as_bytes());
    assert!(run.stdout.is_empty() && run.stderr.contains("Copied: "), "{}", run.stderr);
}

#[test]
fn copying_is_tested_there_and_back() {
    let home = Home::with_accounts();
    for (lang, sent, back) in
        [("en", " was sent to your terminal", "copying works here"), ("zh", " 已发送", "可以复制")]
    {
        let command = format!("--lang {lang} doctor --copy");
        let mut talk = far(&home, "xterm", &command);
        talk.hear("\x1b[c").say("\x1b[?1;2c").hear(sent);
        let word = word(&talk.said);
        talk.say(&format!("{word}\r")).hear(back).hear("exit 0");
        let told = told(&talk.rest());
        assert_eq!(told.copies, [(b"c".to_vec(), encoded(&word))]);
    }
    for (pasted, said) in [("", "Nothing came"), ("a shopping list", "something else")] {
        let mut talk = far(&home, "xterm", "doctor --copy");
        talk.hear("\x1b[c").say("\x1b[?1;2c").hear("Paste here").say(&format!("{pasted}\r"));
        talk.hear(said).hear("iTerm2, xterm and mintty must be allowed").hear("exit 11");
    }
    let said =
        far(&home, "linux", "doctor --copy").hear("\x1b[c").say("\x1b[?6c").hear("exit 11").rest();
    assert!(told(&said).copies.is_empty(), "{said}");
    let run = home.run(["doctor", "--copy"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

/// The word that went out.
fn word(said: &str) -> String {
    let from = said.find("keyrack-").expect("the word");
    said[from..].chars().take("keyrack-0000".len()).collect()
}

/// A private X server; none where the programs are missing.
struct Desk {
    server: Child,
    display: String,
}

impl Desk {
    fn open(home: &Home) -> Option<Self> {
        if !["Xvfb", "xclip"].into_iter().all(|program| has(program, "keyrack copy on a desktop")) {
            return None;
        }
        if home.run(["doctor", "--json"]).json()["copying"]["person"] != "here" {
            eprintln!("SKIPPED: run over ssh, keyrack copy on a desktop is not tested");
            return None;
        }
        let mut server = Command::new("Xvfb")
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

    fn xclip(&self) -> Command {
        let mut command = Command::new("xclip");
        command.args(["-selection", "clipboard"]).env("DISPLAY", &self.display);
        command
    }

    fn held(&self) -> Option<String> {
        let mut xclip = self.xclip();
        let output = xclip.args(["-out", "-target", "UTF8_STRING"]).output().expect("runs");
        output.status.success().then(|| String::from_utf8(output.stdout).expect("text"))
    }

    fn wait_for(&self, text: Option<&str>) {
        let ends = Instant::now() + Duration::from_secs(30);
        while self.held().as_deref() != text {
            assert!(Instant::now() < ends, "{:?} instead of {text:?}", self.held());
        }
    }

    fn seed(&self, text: &str) {
        let mut xclip = self
            .xclip()
            .arg("-in")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("runs");
        xclip.stdin.take().expect("piped").write_all(text.as_bytes()).expect("reads");
        assert!(xclip.wait().expect("goes to the background").success());
    }

    /// `keyrack copy byeolbit`, which stays.
    fn copy(&self, home: &Home) -> Child {
        // Not through setsid, so that the signal reaches the program itself.
        let mut command = Command::new(env!("CARGO_BIN_EXE_keyrack"));
        command.args(OPTIONS.split(' ')).args(["copy", "byeolbit"]).current_dir(home.path(""));
        command.env_clear().env("HOME", home.path("")).env("DISPLAY", &self.display);
        command.env("LANG", "C.UTF-8").env("TERM", "dumb").stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("starts")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.server.kill().expect("Xvfb runs until now");
        self.server.wait().expect("it is ours");
    }
}

/// Its exit code, or minus the signal, and what it said.
fn end(mut child: Child) -> (i32, String) {
    use std::os::unix::process::ExitStatusExt as _;

    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    let status = child.wait().expect("ends");
    (status.code().unwrap_or_else(|| -status.signal().unwrap_or(0)), said)
}

#[test]
fn at_the_desk_copying_is_tested_there_and_back() {
    let home = Home::with_accounts();
    let Some(desk) = Desk::open(&home) else { return };
    let program = env!("CARGO_BIN_EXE_keyrack");
    let line = format!("'{program}' {OPTIONS} doctor --copy; echo \"exit $?\"");
    let variables = [("TERM", "xterm"), ("DISPLAY", &*desk.display)];
    let mut talk = Talk::begin_line(&home, &variables, &line);
    talk.hear("\x1b[c").say("\x1b[?1;2c").hear(" is in the clipboard").hear("Paste here");
    let word = word(&talk.said);
    desk.wait_for(Some(&word));
    talk.say(&format!("{word}\r")).hear("copying works here").hear("exit 0");
    assert!(told(&talk.rest()).copies.is_empty(), "not sent to the terminal as well");
    assert_eq!(desk.held(), None, "and taken back");
}

#[test]
fn at_the_desk_the_command_stays_until_the_code_is_gone() {
    let home = Home::with_accounts();
    let Some(desk) = Desk::open(&home) else { return };
    let send = |child: &Child, signal| {
        let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("an id");
        kill_process(id, signal).expect("sent");
    };

    let copy = desk.copy(&home);
    desk.wait_for(Some(FIRST));
    send(&copy, Signal::INT);
    let (code, said) = end(copy);
    assert_eq!(code, 130, "{said}");
    assert!(said.contains("In the clipboard for 30 s") && said.contains("Taken out"), "{said}");
    assert_eq!(desk.held(), None);

    let copy = desk.copy(&home);
    desk.wait_for(Some("287082"));
    send(&copy, Signal::TERM);
    assert_eq!(end(copy).0, -15);
    assert_eq!(desk.held(), None);

    let copy = desk.copy(&home);
    desk.wait_for(Some("359152"));
    desk.seed("a shopping list");
    let (code, said) = end(copy);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Something else was copied"), "{said}");
    assert_eq!(desk.held().as_deref(), Some("a shopping list"));

    fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(clear_clipboard_seconds: 1)");
    let copy = desk.copy(&home);
    desk.wait_for(Some("969429"));
    let (code, said) = end(copy);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("for 1 s") && said.contains("Taken out"), "{said}");
    assert_eq!(desk.held(), None);
}
