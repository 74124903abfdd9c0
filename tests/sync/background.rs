//! The open dashboard exchanges by itself: real terminal, real git.

use std::fs;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tempfile::tempdir;

use crate::machine::{Machine, pair};

/// Long enough that only a hang reaches it.
const DEADLINE: Duration = Duration::from_mins(1);

/// Looks until something is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < DEADLINE, "{what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Runs a dashboard; what it shows comes with every byte it sends. It is left at the end; what stands on the terminal then.
fn with_dashboard(
    machine: &Machine,
    options: &[&str],
    work: impl FnOnce(&dyn Fn(&str), &dyn Fn() -> String),
) -> String {
    let size = PtySize { rows: 24, cols: 100, pixel_width: 0, pixel_height: 0 };
    let terminal = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_keyrack"));
    command.args(["--vault", "team/team.age", "--identity", "id.age", "--lang", "en"]);
    command.args(options);
    command.cwd(machine.home(""));
    command.env_clear();
    for (name, value) in [("LANG", "C.UTF-8"), ("TERM", "xterm-256color")] {
        command.env(name, value);
    }
    command.env("HOME", machine.home(""));
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let mut child = terminal.slave.spawn_command(command).unwrap();
    drop(terminal.slave);
    let (rows, cols) = (NonZero::new(24).unwrap(), NonZero::new(100).unwrap());
    let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, cols, 0)));
    let mut reader = terminal.master.try_clone_reader().unwrap();
    let fed = Arc::clone(&screen);
    let feeder = std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            fed.lock().unwrap().process(&bytes[..n]);
        }
    });
    let keyboard = Mutex::new(terminal.master.take_writer().unwrap());
    // One by one, as a person does: many at once are taken for a paste, and do nothing.
    let press = |keys: &str| {
        let mut keyboard = keyboard.lock().unwrap();
        for key in keys.as_bytes() {
            keyboard.write_all(&[*key]).unwrap();
            keyboard.flush().unwrap();
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let seen = || screen.lock().unwrap().screen().contents();
    work(&press, &seen);
    press("q");
    until("it is left", || child.try_wait().unwrap().is_some());
    drop(terminal.master);
    feeder.join().unwrap();
    seen()
}

/// Whether somebody has pinned an account there.
fn is_pinned(machine: &Machine) -> bool {
    machine.run(["list", "--json"]).done().out.contains("\"pinned\": true")
}

/// Only `keyrack sync` took the identity of before.
#[test]
fn an_open_dashboard_takes_in_what_came_for_the_key_before() {
    let folder = tempdir().unwrap();
    let (ours, theirs, _) = pair(folder.path());
    fs::write(ours.home(".config/keyrack/settings.ron"), "(activity: false, sync_minutes: 60)\n")
        .unwrap();
    ours.run(["identity", "rotate", "--yes"]).done();
    theirs.add("saved-meanwhile");
    theirs.sync().done();
    with_dashboard(&ours, &[], |_, seen| {
        until("what they saved is shown", || seen().contains("saved-meanwhile"));
    });
}

/// Its first sentence was untrue of what colleagues save, until it was sent.
#[test]
fn a_rotation_says_what_sends_it() {
    let folder = tempdir().unwrap();
    let (ours, ..) = pair(folder.path());
    let command = "Send it: keyrack --vault team/team.age --identity id.age sync";
    ours.run(["identity", "rotate", "--yes"]).done().says(command);
    ours.sync().done();
    let remote = ours.git(["remote"]);
    ours.git(["remote", "remove", remote.trim()]);
    let run = ours.run(["identity", "rotate", "--yes"]).done();
    assert!(!run.err.contains("Send it"), "there is nobody to send it to: {run:#?}");
}

/// Whoever left right after it read nothing, where nothing is exchanged by itself.
#[test]
fn that_somebody_is_out_and_nobody_knows_is_said_to_who_leaves() {
    let folder = tempdir().unwrap();
    let (ours, ..) = pair(folder.path());
    for name in ["anna", "bo"] {
        let (_, line) = Machine::newcomer(folder.path(), name);
        ours.run(["member", "add", &line, "--yes"]).done();
    }
    ours.sync().done();
    let shut_out = |name: &str, after: &str, said: &str| {
        with_dashboard(&ours, &[], |press, seen| {
            until("it is open", || seen().contains("one"));
            press(&format!("5/{name}\r"));
            until("it is found", || seen().contains(name));
            press("dremove\r");
            until("it is done", || seen().contains("cannot open the vault from now on"));
            press("\u{1b}");
            until("the list is left", || seen().contains("Who can open it"));
            press(after);
            until("the exchange is over", || seen().contains(said));
        })
    };
    let left = shut_out("anna", "", "");
    assert!(left.contains("Not sent yet: until colleagues have it"), "{left}");
    let left = shut_out("bo", ":sync\r", "Exchanged with");
    assert!(!left.contains("Not sent yet"), "{left}");
}

#[test]
fn an_open_dashboard_brings_edits_both_ways() {
    let folder = tempdir().unwrap();
    let (ours, theirs, _) = pair(folder.path());
    theirs.add("from-them");
    theirs.sync().done();
    fs::write(ours.home(".config/keyrack/settings.ron"), "(activity: false, sync_minutes: 60)\n")
        .unwrap();
    with_dashboard(&ours, &[], |press, seen| {
        until("what they saved is shown", || seen().contains("from-them"));
        // An edit here travels soon after.
        press("*");
        until("it is saved", || is_pinned(&ours));
        until("what is edited here arrives", || {
            theirs.sync();
            is_pinned(&theirs)
        });
    });
    ours.sync().done();
    ours.is_tidy();
}

#[test]
fn a_remote_that_is_away_holds_nothing_up() {
    let folder = tempdir().unwrap();
    let (ours, _, remote) = pair(folder.path());
    fs::rename(&remote, folder.path().join("away")).unwrap();
    fs::write(ours.home(".config/keyrack/settings.ron"), "(activity: false, sync_minutes: 60)\n")
        .unwrap();
    with_dashboard(&ours, &[], |press, seen| {
        until("it is said", || seen().contains("not exchanged"));
        press("*");
        until("it is saved", || is_pinned(&ours));
        fs::rename(folder.path().join("away"), &remote).unwrap();
        press(":sync\r");
        until("it works again", || !seen().contains("not exchanged"));
    });
    ours.is_tidy();
}

/// Whoever left soon after an edit was not told that it had not gone out yet.
#[test]
fn whoever_leaves_before_an_edit_is_sent_is_told() {
    let folder = tempdir().unwrap();
    let (ours, ..) = pair(folder.path());
    fs::write(ours.home(".config/keyrack/settings.ron"), "(activity: false, sync_minutes: 60)\n")
        .unwrap();
    let left = with_dashboard(&ours, &[], |press, seen| {
        until("it is open", || seen().contains("one"));
        std::thread::sleep(Duration::from_secs(5));
        press("*");
        until("it is saved", || is_pinned(&ours));
    });
    assert!(left.contains("Not sent yet: keyrack"), "{left}");
    ours.sync().done().says("Sent");
    let left = with_dashboard(&ours, &[], |_, seen| until("it is open", || seen().contains("one")));
    assert!(!left.contains("Not sent yet"), "{left}");
}

/// It was said that the vault did not open, each time.
#[test]
fn what_is_open_for_reading_exchanges_nothing_and_says_nothing_false() {
    let folder = tempdir().unwrap();
    let (ours, ..) = pair(folder.path());
    fs::write(ours.home(".config/keyrack/settings.ron"), "(activity: false, sync_minutes: 60)\n")
        .unwrap();
    with_dashboard(&ours, &["--read-only"], |press, seen| {
        until("it is open", || seen().contains("one"));
        std::thread::sleep(Duration::from_secs(6));
        assert!(!seen().contains("ot exchanged"), "{}", seen());
        press(":sync\r");
        until("it says why", || seen().contains("opened read-only"));
    });
}

/// The first line said "not exchanged" for good, and nothing told what had come. What is no version of any vault
/// was named whenever one was opened.
#[test]
fn in_a_folder_without_git_what_came_is_said_and_nothing_has_failed() {
    let folder = tempdir().unwrap();
    let machine = crate::copies::clashed(folder.path());
    fs::write(machine.team("team (1).age"), "no vault").unwrap();
    with_dashboard(&machine, &[], |press, screen| {
        until("it opens", || screen().contains("left a copy beside the vault"));
        press(":sync\r");
        until("what came is said", || screen().contains("1 added"));
        assert!(!screen().contains("not exchanged"), "{}", screen());
    });
    let screen = with_dashboard(&machine, &[], |press, screen| {
        until("it opens", || screen().contains("two"));
        assert!(!screen().contains("beside the vault"), "{}", screen());
        press(":sync\r");
        until("it is said", || screen().contains("Not kept in git"));
        assert!(!screen().contains("not exchanged"), "{}", screen());
    });
    drop(screen);
}
