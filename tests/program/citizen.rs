//! However it ends, stops or is resized, and whatever the terminal sends: the terminal is as it was,
//! and nothing happens that nobody asked for.

use std::process::Command;
use std::time::{Duration, Instant};

use keyrack::otp::base32;
use keyrack::secret::Secret;
use proptest::test_runner::{Config, TestRunner};
use rustix::process::{Signal, kill_process};

use crate::skip::has;
use crate::window::*;

const OPEN: [&str; 2] = ["--passphrase-file", "pass"];

fn opened() -> (tempfile::TempDir, Window) {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &OPEN);
    window.until_shows("mx@bodega.example");
    (home, window)
}

#[test]
fn every_signal_gives_the_terminal_back() {
    let cases = [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)];
    for (signal, code) in cases {
        let (_home, mut window) = opened();
        kill_process(window.process(), signal).expect("it runs");
        let asked = Instant::now();
        assert_eq!(window.end(), code);
        // Mostly some milliseconds; a second is promised, and the machine may be busy.
        assert!(asked.elapsed() < Duration::from_secs(2), "{signal:?}: {:?}", asked.elapsed());
        window.assert_given_back(&format!("{signal:?}"));
    }
}

/// Where the line is stuck, the draw before is stuck with it.
#[test]
fn a_signal_ends_it_while_the_terminal_takes_nothing() {
    let (_home, mut window) = opened();
    let held = window.hold();
    // More than the system keeps for a terminal that does not read.
    to_and_fro(&mut window);
    kill_process(window.process(), Signal::TERM).expect("it runs");
    let asked = Instant::now();
    assert_eq!(window.child.wait().expect("it ended").exit_code(), 143);
    // Half a second is spent on trying to give it back.
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    drop(held);
}

/// 400 keys, each of which changes the whole screen.
fn to_and_fro(window: &mut Window) {
    for n in 0..400 {
        window.press(["2", "1"][n % 2]);
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A key that repeats must not go on after it was let go of: what a slow terminal has not drawn is not
/// drawn at all.
#[test]
fn many_keys_are_few_frames_where_the_terminal_is_slow() {
    let (_home, mut window) = opened();
    let before = window.all.len();
    window.press("2");
    window.until_shows("Nobody's phone");
    window.press("1");
    window.until_shows("mx@bodega.example");
    let frames = window.all.len() - before;
    let before = window.all.len();
    let held = window.hold();
    to_and_fro(&mut window);
    drop(held);
    window.press("?");
    window.until("help", |window| window.screen().contains("Keys "));
    let all = window.all.len() - before;
    println!("{all} bytes for 400 keys, {frames} for two frames");
    assert!(all < frames * 40, "{all} bytes where two frames are {frames}");
    window.press("\x1bq");
    window.until("its end", |window| window.all.ends_with(b"\x1b[?25h"));
    assert_eq!(window.end(), 0);
}

#[test]
fn quitting_gives_the_terminal_back() {
    let (_home, mut window) = opened();
    window.press("q");
    assert_eq!(window.end(), 0);
    window.assert_given_back("q");
}

/// Also where somebody has hangups ignored (`nohup`, a shell's trap): nobody is left to talk to.
#[cfg(target_os = "linux")]
#[test]
fn a_window_that_is_closed_ends_it_even_where_hangups_are_ignored() {
    let home = vault(&[]);
    let program = env!("CARGO_BIN_EXE_keyrack");
    let script = format!("trap '' HUP; exec {program} --passphrase-file pass");
    for arguments in
        [vec!["-c", &script], vec!["-c", "exec \"$0\" --passphrase-file pass", program]]
    {
        let mut window = Window::start(home.path(), "/bin/sh", &arguments, &[]);
        window.until_shows("mx@bodega.example");
        let process = window.process().as_raw_nonzero();
        let stat = || std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let spent = |stat: &str| -> u64 {
            let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
            [11, 12].iter().filter_map(|n| fields.get(*n)?.parse::<u64>().ok()).sum()
        };
        let before = spent(&stat());
        window.hang_up();
        let closed = Instant::now();
        loop {
            let now = stat();
            if now.is_empty() || now.contains(") Z ") {
                // Hundredths of a second: spinning would use them all.
                let used = Duration::from_millis((spent(&now).max(before) - before) * 10);
                assert!(used < closed.elapsed() / 2 + Duration::from_millis(100), "{used:?}");
                assert!(closed.elapsed() < Duration::from_secs(3), "{:?}", closed.elapsed());
                break;
            }
            assert!(closed.elapsed() < DEADLINE, "still there: {now}");
            std::thread::yield_now();
        }
    }
}

#[test]
fn stopped_and_continued_it_is_locked_and_drawn_anew() {
    let home = vault(&[]);
    let variables = [("PS1", "prompt> "), ("ENV", "")];
    let mut window = Window::start(home.path(), "/bin/sh", &["-i"], &variables);
    window.until_shows("prompt>");
    window.press(&format!("{} --passphrase-file pass\r", env!("CARGO_BIN_EXE_keyrack")));
    for round in 1..=2 {
        window.until_shows("mx@bodega.example");
        window.press("\x1a");
        window.until("the shell", |window| window.screen().trim_end().ends_with("prompt>"));
        window.press(&format!("echo $((40 + {round})) lines\r"));
        window.until_shows(&format!("{} lines", 40 + round));
        assert!(!window.screen().contains("bodega"), "{}", window.screen());
        assert!(!window.emulator.screen().bracketed_paste() || cfg!(not(target_os = "linux")));
        window.press("fg\r");
        window.until_shows("assphrase of your identity");
        assert!(!window.screen().contains("lines"), "the whole screen is ours again");
        window.press(&format!("{PASSPHRASE}\r"));
    }
    window.until_shows("mx@bodega.example");
    window.press("q");
    window.until("the shell", |window| window.screen().trim_end().ends_with("prompt>"));
    window.press("exit\r");
    assert_eq!(window.end(), 0);
}

/// Entered from without, as by `nsenter` or by a runner of checks: the session's leader lies outside
/// of the container and has no number in it. Ctrl-Z ended Keyrack there.
#[cfg(target_os = "linux")]
#[test]
fn in_a_container_whose_session_is_led_from_outside_it_locks_and_stays() {
    if !has("unshare", "a container that is entered from without") {
        return;
    }
    let apart = ["--user", "--map-root-user", "--pid", "--fork", "--mount-proc"];
    let tried = Command::new("unshare").args(apart).arg("true").output();
    if !tried.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no namespaces of our own are to be had here");
        return;
    }
    let home = vault(&[]);
    let arguments = [&apart[..], &[env!("CARGO_BIN_EXE_keyrack"), "--passphrase-file", "pass"]];
    let path = ("PATH", "/usr/bin:/bin");
    let mut window = Window::start(home.path(), "unshare", &arguments.concat(), &[path]);
    window.until_shows("mx@bodega.example");
    window.press("\x1a");
    window.until_shows("assphrase of your identity");
    window.press(&format!("{PASSPHRASE}\r"));
    window.until_shows("mx@bodega.example");
    window.press("q");
    assert_eq!(window.end(), 0);
}

/// As `kill -TSTP` does, or a shell that stops its job.
#[cfg(target_os = "linux")]
#[test]
fn stopped_from_outside_it_gives_the_terminal_back_first() {
    let home = vault(&[]);
    let variables = [("PS1", "prompt> "), ("ENV", "")];
    let mut window = Window::start(home.path(), "/bin/sh", &["-i"], &variables);
    window.until_shows("prompt>");
    let shell = window.process().as_raw_nonzero();
    window.press(&format!("{} --passphrase-file pass\r", env!("CARGO_BIN_EXE_keyrack")));
    window.until_shows("mx@bodega.example");
    let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children"));
    let child = children.expect("a shell").trim().parse().expect("one child");
    kill_process(rustix::process::Pid::from_raw(child).expect("a child"), Signal::TSTP)
        .expect("it runs");
    window.until("the shell", |window| window.screen().trim_end().ends_with("prompt>"));
    assert!(!window.emulator.screen().alternate_screen());
    // Enter ends a line: it is in line mode.
    window.press("echo $((40 + 2)) lines\r");
    window.until_shows("42 lines");
    window.press("fg\r");
    window.until_shows("assphrase of your identity");
    window.press(&format!("{PASSPHRASE}\r"));
    window.until_shows("mx@bodega.example");
    window.press("q");
    window.until("the shell", |window| window.screen().trim_end().ends_with("prompt>"));
    window.press("exit\r");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_storm_of_sizes_ends_with_the_right_picture() {
    let (_home, mut window) = opened();
    let mut runner = TestRunner::new(Config::with_cases(200));
    let size = (1_u16..60, 1_u16..200);
    let storm = std::cell::RefCell::new(&mut window);
    runner
        .run(&size, |(rows, cols)| {
            storm.borrow_mut().resize(rows, cols);
            Ok(())
        })
        .expect("sizes are set");
    for (rows, cols) in [(1, 1), (24, 80)] {
        window.resize(rows, cols);
    }
    // What was drawn for other sizes is behind us once this key shows.
    window.press("2");
    window.until_shows("Nobody's phone");
    window.press("1");
    window.until("the list in its place", |window| {
        let screen = window.screen();
        let lines: Vec<&str> = screen.lines().collect();
        lines.first().is_some_and(|line| line.contains("Keyrack") && line.contains("3 accounts"))
            && lines.last().is_some_and(|line| line.contains("Enter"))
            && screen.contains("mx@bodega.example")
    });
    window.press("q");
    assert_eq!(window.end(), 0);
}

/// What terminals answer to questions: whoever asked has gone.
const ANSWERS: [&str; 8] = [
    "\x1b[?62;52;c",
    "\x1b[>0;276;0c",
    "\x1bP>|XTerm(379)\x1b\\",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "\x1b]52;c;cXFxcQ==\x07",
    "\x1b[?2026;2$y",
    "\x1b[24;80R",
    "\x1b[?1u",
];

#[test]
fn answers_and_pastes_do_nothing_and_keys_behind_them_count() {
    let (_home, mut window) = opened();
    // Longer than an Escape waits for the rest of a sequence.
    let pause = || std::thread::sleep(Duration::from_millis(120));
    for answer in ANSWERS {
        for cut in [3, (answer.len() / 2).max(3), answer.len() - 1] {
            window.press(&answer[..cut]);
            pause();
            window.press(&answer[cut..]);
            pause();
        }
    }
    let pastes = ["\x1b[200~dd\ndelete\nq\nL\x1b[201~", "dd\nq\nL\nqqqq\n"];
    for sent in ANSWERS.into_iter().chain(pastes) {
        window.press(sent);
        // The next key is not swallowed, and the dashboard is where it was.
        window.press("\x1b");
        window.press("\x1b");
        window.press("?");
        window.until("help", |window| window.screen().contains("Keys "));
        window.press("\x1b");
        window.until_shows("mx@bodega.example");
    }
    assert!(window.asked().copied.is_empty());
    assert!(window.screen().contains("3 accounts"), "{}", window.screen());
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_passphrase_typed_before_anything_is_drawn_arrives_whole() {
    for typed in
        [format!("{PASSPHRASE}\r/bod\r"), format!("\x1b[200~{PASSPHRASE}\x1b[201~\r/bod\r")]
    {
        let home = vault(&[]);
        let mut window = Window::open(home.path(), &[]);
        window.press(&typed);
        window.until("copy", |window| !window.asked().copied.is_empty());
        assert!(!window.screen().contains(PASSPHRASE));
        window.press("q");
        assert_eq!(window.end(), 0);
    }
}

#[test]
fn without_colours_the_selected_row_is_still_reversed() {
    let home = vault(&[]);
    let mut window =
        Window::start(home.path(), env!("CARGO_BIN_EXE_keyrack"), &OPEN, &[("NO_COLOR", "1")]);
    window.until_shows("mx@bodega.example");
    let screen = window.emulator.screen();
    let row = (0..24).find(|row| screen.cell(*row, 0).is_some_and(|cell| cell.contents() == "▸"));
    let row = row.expect("a selected row");
    let reversed =
        (0..70).filter(|x| screen.cell(row, *x).is_some_and(vt100::Cell::inverse)).count();
    assert!(reversed > 40, "{reversed}");
    let coloured = (0..24).flat_map(|y| (0..80).map(move |x| (y, x))).find(|(y, x)| {
        screen.cell(*y, *x).is_some_and(|cell| {
            cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default
        })
    });
    assert_eq!(coloured, None);
    window.press("q");
    assert_eq!(window.end(), 0);
}

/// Fifty codes with their bars, through the real program and its real clock.
#[test]
fn an_idle_dashboard_writes_little_and_when_the_second_begins() {
    let home = vault(&[]);
    let uris: Vec<String> = (1..=47_u8)
        .map(|n| {
            let secret = base32::encode(&Secret::new(vec![n; 20]));
            format!("otpauth://totp/Store{n}:ops{n}@hikari.example?secret={}", *secret)
        })
        .collect();
    let uris = uris.join("\n");
    std::fs::write(home.path().join("more"), uris).expect("writes");
    let import = ["--passphrase-file", "pass", "import", "more"];
    assert!(keyrack(home.path()).args(import).output().expect("runs").status.success());
    let settings = home.path().join(".config/keyrack/settings.ron");
    std::fs::write(settings, "(hide_after_seconds: 0, lock_after_minutes: 0)").expect("writes");
    let mut window = Window::open(home.path(), &OPEN);
    window.resize(52, 110);
    window.until_shows("50 accounts");
    window.until("all rows", |window| window.screen().matches('@').count() >= 46);

    // What is found in health comes behind the rows, and later on a busy machine.
    let settled = Instant::now() + Duration::from_secs(4);
    while let Ok(piece) =
        window.output.recv_timeout(settled.saturating_duration_since(Instant::now()))
    {
        window.emulator.process(&piece);
    }
    let mut bytes = 0;
    // How far into a second each piece came, in milliseconds.
    let mut pieces = Vec::new();
    let end = Instant::now() + Duration::from_secs(29);
    while let Ok(piece) = window.output.recv_timeout(end.saturating_duration_since(Instant::now()))
    {
        bytes += piece.len();
        window.emulator.process(&piece);
        pieces.push(keyrack::platform::now().millis() % 1000);
    }
    // As many seconds as begin in so many: 30 at most.
    println!("{bytes} bytes in 29 seconds, in {} pieces", pieces.len());
    assert!(bytes <= 3_000, "{bytes} bytes");
    assert!((10..=60).contains(&pieces.len()), "{pieces:?}");
    let soon = pieces.iter().filter(|millis| **millis < 400).count();
    assert!(soon * 4 >= pieces.len() * 3, "as a second begins: {pieces:?}");
    window.press("q");
    assert_eq!(window.end(), 0);
}

/// The rows have no bars, and a code no gap.
fn is_lean(window: &Window) -> bool {
    let screen = window.screen();
    let shown = |gap: &str| {
        codes().iter().any(|code| screen.contains(&format!("{}{gap}{}", &code[..3], &code[3..])))
    };
    assert!(shown("") || shown(" "), "{screen}");
    let bars = (0..24).flat_map(|y| (0..80).map(move |x| (y, x))).filter(|(y, x)| {
        let cell = window.emulator.screen().cell(*y, *x).expect("on screen");
        let blank = cell.contents().trim().is_empty();
        cell.inverse() && cell.fgcolor() == vt100::Color::Idx(2) && blank
    });
    assert_eq!(bars.count() == 0, shown(""), "{screen}");
    shown("")
}

#[test]
fn few_bytes_are_spent_where_that_was_asked_for_and_over_mosh() {
    let home = vault(&[]);
    let program = env!("CARGO_BIN_EXE_keyrack");
    // Whatever runs the program over mosh has this name.
    let mosh = home.path().join("mosh-server");
    std::fs::copy("/bin/sh", &mosh).expect("copied");
    let mosh = mosh.to_str().expect("text");
    let run = |options: &str| format!("'{program}' --passphrase-file pass {options}; exit $?");
    let cases = [
        ("as it comes", "/bin/sh", "", false),
        ("asked for", "/bin/sh", "--lean", true),
        #[cfg(target_os = "linux")]
        ("over mosh", mosh, "", true),
    ];
    for (name, parent, options, expected) in cases {
        let mut window = Window::start(home.path(), parent, &["-c", &run(options)], &[]);
        window.until_shows("mx@bodega.example");
        assert_eq!(is_lean(&window), expected, "{name}");
        window.press("q");
        assert_eq!(window.end(), 0, "{name}");
    }
}

/// Where a copy cannot arrive, or may not, that is said at once.
#[test]
fn what_is_in_the_way_of_a_copy_is_said_at_once() {
    let home = vault(&[]);
    let program = env!("CARGO_BIN_EXE_keyrack");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("TERM", "tmux-256color")], "tmux set -s set-clipboard on"),
        (&[("TERM", "screen-256color")], "If you use tmux on your machine"),
        (&[("TERM", "linux")], "Linux console"),
        (&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], "GNOME Terminal"),
    ];
    for (variables, said) in cases {
        let mut window = Window::start(home.path(), program, &OPEN, variables);
        window.until_shows("mx@bodega.example");
        window.press("\r");
        let pressed = Instant::now();
        window.until_shows(said);
        let took = pressed.elapsed();
        println!("{variables:?}: said after {took:?}");
        // A second is promised; the machine may be busy.
        assert!(took < Duration::from_secs(3), "{variables:?}: {took:?}");
        // Any key takes away what is shown large.
        window.press("x");
        window.until_shows("mx@bodega.example");
        window.press("q");
        assert_eq!(window.end(), 0);
    }
}

#[test]
fn the_mouse_is_the_terminals_until_a_key_takes_it() {
    use vt100::MouseProtocolMode as Mode;
    let (_home, mut window) = opened();
    let mode = |window: &Window| window.emulator.screen().mouse_protocol_mode();
    assert_eq!(mode(&window), Mode::None);
    window.press("M");
    window.until_shows("Shift-drag selects text");
    assert_eq!(mode(&window), Mode::PressRelease);
    // The second screen, by its name in the second line.
    window.press("\x1b[<0;17;2M\x1b[<0;17;2m");
    window.until_shows("Nobody's phone");
    window.press("1M");
    window.until_shows("Mouse off");
    assert_eq!(mode(&window), Mode::None);
    window.press("q");
    assert_eq!(window.end(), 0);
    window.assert_given_back("mouse");
}

#[test]
fn another_window_covers_the_codes() {
    let (_home, mut window) = opened();
    let shown = |window: &Window| {
        codes()
            .iter()
            .any(|code| window.screen().contains(&format!("{} {}", &code[..3], &code[3..])))
    };
    assert!(shown(&window), "{}", window.screen());
    window.press("\x1b[O");
    window.until_shows("another window");
    assert!(!shown(&window), "{}", window.screen());
    window.press("\x1b[I");
    window.until("codes", shown);
    window.press("q");
    assert_eq!(window.end(), 0);
}
