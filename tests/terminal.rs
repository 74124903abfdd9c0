//! However the dashboard ends, the terminal is as it was: driven on a real pty, looked at through a
//! terminal emulator.
//!
//! The program on the pty is this same test binary, started again as a tiny dashboard.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode};
use keyrack::tui::terminal::{Guard, Mouse};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Long enough that only a hang reaches it.
const DEADLINE: Duration = Duration::from_secs(30);

/// A dashboard in miniature: draws a word, does what a key says.
#[test]
#[ignore = "the other half of the tests in this file, started by them"]
fn dashboard() {
    if std::env::var_os("TEST_DASHBOARD").is_none() {
        return;
    }
    let guard = Guard::enter("Sorry.".into()).expect("a terminal");
    draw("ready");
    // Like the real one, it ends by itself only when told to; a lost terminal it does not notice.
    loop {
        match event::read() {
            Ok(Event::Paste(text)) => draw(&format!("pasted {text:?}")),
            Ok(Event::Key(key)) => match key.code {
                KeyCode::Char('q') => return,
                KeyCode::Char('p') => panic!("a literal"),
                KeyCode::Char('f') => panic!("a formatted {}", "secret".to_owned()),
                KeyCode::Char('t') => {
                    let other = std::thread::spawn(|| panic!("elsewhere"));
                    other.join().expect_err("it panicked");
                    draw("unharmed");
                }
                KeyCode::Char('c') => {
                    guard.mouse(Mouse::Taken).expect("a terminal");
                    draw("clicks");
                }
                KeyCode::Char('l') => {
                    guard.mouse(Mouse::Left).expect("a terminal");
                    draw("left alone");
                }
                // As a library might, or a program that ran before.
                KeyCode::Char('m') => draw("\x1b[?1000h\x1b[?1006h\x1b[?1004h\x1b[?2026hmodes"),
                KeyCode::Char('z') => {
                    guard.suspend().expect("a terminal");
                    draw("continued");
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// Bold, so that attributes left behind would show.
fn draw(word: &str) {
    let mut out = std::io::stdout().lock();
    write!(out, "\x1b[2J\x1b[H\x1b[1m{word}").and_then(|()| out.flush()).expect("a terminal");
}

/// Who the dashboard is to the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Session {
    /// It leads the session that the terminal controls: a window opened for it.
    Own,
    /// The terminal controls nobody, so nobody gets a signal from it.
    None,
    /// A shell leads, the dashboard is one of its jobs.
    Shell,
}

/// A terminal window with a program in it.
struct Window {
    master: Box<dyn MasterPty + Send>,
    reader: Box<dyn Read + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    emulator: vt100::Parser,
    output: Vec<u8>,
    /// A cooked terminal, as it was before anybody came.
    before: String,
    /// Dropped with the window: the program is not waited for any longer.
    _alarm: Sender<()>,
}

impl Window {
    fn open(session: Session) -> Self {
        let (rows, cols) = (24, 80);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let before = termios(pair.master.as_ref());
        let us = std::env::current_exe().expect("we have a name");
        let arguments = ["dashboard", "--exact", "--ignored", "--nocapture"];
        let mut command = match session {
            Session::Shell => CommandBuilder::new("sh"),
            Session::Own | Session::None => CommandBuilder::new(&us),
        };
        match session {
            Session::Shell => command.args(["-i"]),
            Session::Own | Session::None => command.args(arguments),
        }
        command.set_controlling_tty(session != Session::None);
        command.env("TEST_DASHBOARD", "1");
        command.env("TERM", "xterm");
        command.env("PS1", "prompt> ");
        command.env_remove("ENV");
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let (alarm, cancelled) = channel();
        let process = id(child.as_ref());
        // A program that neither draws nor ends would hold a read up for ever.
        std::thread::spawn(move || {
            if cancelled.recv_timeout(DEADLINE) == Err(RecvTimeoutError::Timeout) {
                // Perhaps it ended this moment.
                let _ = kill_process(process, Signal::KILL);
            }
        });
        let mut window = Self {
            reader: pair.master.try_clone_reader().expect("a reader"),
            keyboard: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            emulator: vt100::Parser::new(
                NonZero::new(rows).expect("not 0"),
                NonZero::new(cols).expect("not 0"),
                0,
            ),
            child,
            output: Vec::new(),
            before,
            _alarm: alarm,
        };
        if session == Session::Shell {
            window.wait_for("prompt>");
            let line = [us.to_str().expect("a plain path")].into_iter().chain(arguments);
            window.press(&format!("{}\r", line.collect::<Vec<_>>().join(" ")));
        }
        window.wait_for("ready");
        window
    }

    fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// Reads once; false at the end.
    fn read(&mut self) -> bool {
        let mut chunk = [0; 4096];
        match self.reader.read(&mut chunk) {
            Ok(0) | Err(_) => false,
            Ok(count) => {
                self.emulator.process(&chunk[..count]);
                self.output.extend_from_slice(&chunk[..count]);
                true
            }
        }
    }

    fn wait_for(&mut self, text: &str) {
        while !self.screen().contents().contains(text) {
            assert!(
                self.read(),
                "no {text:?} in\n{}\nall: {:?}",
                self.screen().contents(),
                String::from_utf8_lossy(&self.output)
            );
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("the window is open");
    }

    fn send(&self, signal: Signal) {
        kill_process(id(self.child.as_ref()), signal).expect("it is ours");
    }

    /// The dashboard has the terminal.
    fn assert_taken(&self) {
        let screen = self.screen();
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
        assert_ne!(termios(self.master.as_ref()), self.before, "raw mode");
    }

    /// The terminal is as it was before.
    fn assert_restored(&mut self, name: &str) {
        assert_eq!(termios(self.master.as_ref()), self.before, "{name}: line mode");
        self.emulator.process(b"x");
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen(), "{name}: main screen");
        assert!(!screen.hide_cursor(), "{name}: cursor");
        assert!(!screen.bracketed_paste(), "{name}: paste");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{name}: mouse");
        let (row, column) = screen.cursor_position();
        let cell = screen.cell(row, column - 1).expect("just written");
        assert!(cell.contents() == "x" && !cell.bold(), "{name}: attributes");
    }

    /// Waits for the end and reads what is left; returns the exit code.
    fn end(&mut self) -> u32 {
        while self.read() {}
        let status = self.child.wait().expect("it is ours");
        assert_eq!(status.signal(), None, "it ended by itself");
        status.exit_code()
    }
}

/// The process of a child that was not waited for.
fn id(child: &(dyn Child + Send + Sync)) -> Pid {
    let id = child.process_id().expect("it runs");
    Pid::from_raw(i32::try_from(id).expect("a process id")).expect("not 0")
}

/// The modes of the terminal, to be compared.
fn termios(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().expect("a terminal"))
}

#[test]
fn quitting_restores() {
    let mut window = Window::open(Session::Own);
    window.assert_taken();
    window.press("q");
    assert_eq!(window.end(), 0);
    window.assert_restored("quit");
}

#[test]
fn signals_restore_and_end() {
    let cases = [
        ("TERM", Signal::TERM, 143),
        ("HUP", Signal::HUP, 129),
        ("INT", Signal::INT, 130),
        ("QUIT", Signal::QUIT, 131),
    ];
    for (name, signal, code) in cases {
        for session in [Session::Own, Session::None] {
            let mut window = Window::open(session);
            window.assert_taken();
            window.press("m");
            window.wait_for("modes");
            window.send(signal);
            assert_eq!(window.end(), code, "{name}");
            window.assert_restored(name);
        }
    }
}

#[test]
fn a_panic_restores_and_tells_the_place_and_no_formatted_text() {
    for (key, literal) in [("p", "a literal"), ("f", "")] {
        let mut window = Window::open(Session::Own);
        window.assert_taken();
        window.press(key);
        assert_eq!(window.end(), 101);
        window.assert_restored("panic");
        let shown = window.screen().contents();
        assert!(shown.contains("Sorry.\ntests/terminal.rs:"), "{shown}");
        assert!(shown.contains(literal), "{shown}");
        assert!(!String::from_utf8_lossy(&window.output).contains("secret"), "{shown}");
    }
}

#[test]
fn a_panic_of_another_thread_leaves_the_screen_alone() {
    let mut window = Window::open(Session::Own);
    window.press("t");
    window.wait_for("unharmed");
    window.assert_taken();
    assert_eq!(window.screen().contents(), "unharmed");
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_that_is_closed_ends_the_program_without_spinning() {
    for session in [Session::Own, Session::None] {
        let window = Window::open(session);
        let Window { master, reader, keyboard, mut child, _alarm, .. } = window;
        let process = child.process_id().expect("it runs");
        let before = processor_time(process).expect("it runs");
        let closed = Instant::now();
        drop((master, reader, keyboard));
        let spent = loop {
            let used = processor_time(process).expect("not waited for yet");
            if used.ended {
                break used.time.saturating_sub(before.time);
            }
            assert!(closed.elapsed() < DEADLINE, "still there, used {:?}", used.time);
            std::thread::yield_now();
        };
        // Half of the time would be busy waiting; the system counts in steps of 10 ms.
        let bound = closed.elapsed() / 2 + Duration::from_millis(50);
        assert!(spent < bound, "{spent:?} of {:?}", closed.elapsed());
        assert_eq!(child.wait().expect("it is ours").exit_code(), 129);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn waiting_for_keys_costs_nothing() {
    let mut window = Window::open(Session::Own);
    let process = window.child.process_id().expect("it runs");
    let before = processor_time(process).expect("it runs");
    let silence = window.output.len();
    let watched = Instant::now();
    std::thread::sleep(Duration::from_secs(2));
    let after = processor_time(process).expect("it runs");
    let spent = after.time.saturating_sub(before.time);
    assert!(spent < watched.elapsed() / 50, "{spent:?} of {:?}", watched.elapsed());
    window.press("q");
    assert_eq!(window.end(), 0);
    assert!(window.output[silence..].starts_with(b"\x1b[?2026l"), "it wrote without need");
}

#[test]
fn a_paste_is_one_event() {
    let mut window = Window::open(Session::Own);
    window.press("\x1b[200~q\r\x1b[201~");
    window.wait_for(r#"pasted "q\r""#);
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn the_mouse_is_taken_where_wished_for_and_always_given_back() {
    use vt100::{MouseProtocolEncoding as Encoding, MouseProtocolMode as Mode};
    let reports = |window: &Window| {
        let screen = window.screen();
        (screen.mouse_protocol_mode(), screen.mouse_protocol_encoding())
    };
    let taken = (Mode::PressRelease, Encoding::Sgr);
    let mut window = Window::open(Session::Shell);
    assert_eq!(reports(&window).0, Mode::None);
    window.press("c");
    window.wait_for("clicks");
    assert_eq!(reports(&window), taken);
    window.press("l");
    window.wait_for("left alone");
    assert_eq!(reports(&window).0, Mode::None);
    window.press("c");
    window.wait_for("clicks");
    window.press("z");
    window.wait_for("prompt>");
    assert_eq!(reports(&window).0, Mode::None, "the shell's while it is stopped");
    window.press("fg\r");
    window.wait_for("continued");
    assert_eq!(reports(&window), taken, "and taken again");
    window.press("q");
    window.wait_for("prompt>");
    window.press("exit\r");
    assert_eq!(window.end(), 0);
    window.assert_restored("the mouse");
    let mut window = Window::open(Session::Own);
    window.press("c");
    window.wait_for("clicks");
    window.send(Signal::TERM);
    assert_eq!(window.end(), 143);
    window.assert_restored("the mouse, by a signal");
}

#[test]
fn a_suspended_job_gives_the_terminal_to_its_shell_and_takes_it_back() {
    let mut window = Window::open(Session::Shell);
    window.assert_taken();
    for round in 1..=3 {
        window.press("z");
        window.wait_for("prompt>");
        let screen = window.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        window.press(&format!("echo $(({round} + 40)) lines\r"));
        window.wait_for(&format!("{} lines", round + 40));
        window.press("fg\r");
        window.wait_for("continued");
        window.assert_taken();
    }
    window.press("q");
    window.wait_for("prompt>");
    window.press("exit\r");
    assert_eq!(window.end(), 0);
    window.assert_restored("suspended");
}

#[test]
fn a_session_leader_cannot_be_suspended_and_goes_on() {
    let mut window = Window::open(Session::Own);
    window.press("z");
    window.wait_for("continued");
    window.assert_taken();
    window.press("q");
    assert_eq!(window.end(), 0);
    window.assert_restored("not suspended");
}

/// Nothing that a terminal would answer: no query of the cursor, attributes, colours, modes, keys.
#[test]
fn the_terminal_is_asked_nothing() {
    let mut window = Window::open(Session::Own);
    window.press("q");
    window.end();
    let output = String::from_utf8_lossy(&window.output);
    for query in ["\x1b[6n", "\x1b[c", "\x1b[>", "\x1b[?u", "\x1b]1", "\x1bP", "$p", "\x1b]52"] {
        assert!(!output.contains(query), "{query:?} in {output:?}");
    }
    for mouse in ["?1000h", "?1002h", "?1003h", "?1006h", "?1015h"] {
        assert!(!output.contains(mouse), "{mouse:?} in {output:?}");
    }
}

#[cfg(target_os = "linux")]
struct Used {
    time: Duration,
    ended: bool,
}

/// What a process used so far, from `/proc`; none after it was waited for.
#[cfg(target_os = "linux")]
fn processor_time(process: u32) -> Option<Used> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold anything; after it the state, then numbers, times in 1/100 s
    // (`proc_pid_stat`).
    let fields: Vec<_> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    let ended = *fields.first()? == "Z";
    Some(Used { time: Duration::from_millis(ticks * 10), ended })
}
