//! After locking, nothing secret is left in the process: its memory, read from outside, is searched
//! for every secret in every form.
//!
//! Debug builds are not hardened, so that their memory can be read here; what hardening refuses is
//! the subject of `hardening`.

mod scan;
mod team;

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyrack::otp::base32;
use keyrack::platform::{now, random};
use keyrack::secret::Secret;
use rustix::process::Pid;

use crate::window::{DEADLINE, Window};
use scan::{Hits, Needles, scan};
use team::{Team, word};

const OPTIONS: [&str; 4] = ["--vault", "v.age", "--identity", "id.age"];

/// Whether another process's memory can be read here at all. Says loudly what is not tested when it
/// cannot.
fn can_read_memory() -> bool {
    let mut child = Command::new("sleep").arg("60").spawn().expect("starts");
    let readable = File::open(format!("/proc/{}/mem", child.id()))
        .and_then(|memory| std::os::unix::fs::FileExt::read_at(&memory, &mut [0], 0).or(Ok(0)));
    let _ = child.kill();
    let _ = child.wait();
    if let Err(error) = &readable {
        eprintln!(
            "SKIPPED: no process may read another's memory here ({error}), so nothing here \
                   shows that locking wipes it"
        );
    }
    readable.is_ok()
}

/// The names of what was found, each with how often and the first place.
fn tell(hits: &Hits) -> String {
    let mut told = std::collections::BTreeMap::new();
    for (name, place) in hits {
        told.entry(name).or_insert((0, place)).0 += 1;
    }
    let line = |(name, (times, place)): (_, &(i32, _))| format!("{name} x{times}, at {place}");
    told.iter().map(line).collect::<Vec<String>>().join("\n")
}

/// Waits until nothing is found any more; what is left at the end is a failure.
fn assert_gone(window: &Window, needles: &Needles, when: &str) {
    let end = Instant::now() + DEADLINE / 6;
    loop {
        let hits = scan(window.process(), needles).expect("reads");
        if hits.is_empty() {
            return;
        }
        assert!(Instant::now() < end, "{when}:\n{}", tell(&hits));
    }
}

fn found(window: &Window, needles: &Needles, name: &str) -> usize {
    let hits = scan(window.process(), needles).expect("reads");
    hits.iter().filter(|(found, _)| found == name).count()
}

#[test]
fn locked_means_gone() {
    if !can_read_memory() {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let team = Team::settle(home.path());
    let mut needles = team.needles();
    let wrong = word(24);
    needles.add_shown("wrong passphrase", &wrong);

    let mut window = Window::large(home.path(), &OPTIONS);
    window.until_shows("assphrase");
    assert_gone(&window, &needles, "before anything was typed");
    window.press(&format!("{wrong}\r"));
    window.until_shows("does not open it");
    assert_gone(&window, &needles, "after a wrong passphrase");

    window.paste(&team.passphrase);
    window.press("\r");
    window.until_shows("200 accounts");
    assert!(found(&window, &needles, "key") >= 200, "an open vault holds its keys");
    assert!(found(&window, &needles, "recovery code") >= 200, "and its recovery codes");
    assert!(found(&window, &needles, "identity, bytes") > 0, "and the identity");

    // One of everything: a copy, the large view, a look at recovery codes and one taken, a key
    // pasted and saved, a message made readable, another phone for a key, a list that somebody imports
    // meanwhile.
    let new = random::<20>();
    let text = base32::encode(&Secret::new(new.to_vec())).to_string();
    needles.add("new key", &new);
    needles.add_shown("new key, base32", &text);
    window.press("/store 007\r");
    window.until("copy", |window| window.copied().len() == 1);
    let copied =
        String::from_utf8(STANDARD.decode(window.copied()[0]).expect("base64")).expect("text");
    needles.add("code as sent", window.copied()[0].as_bytes());
    needles.add_shown("code", &copied);
    let shown = format!("{} {}", &copied[..4], &copied[4..]);
    needles.add_shown("code as shown", &shown);
    // It is sent before the next frame is drawn.
    window.until_shows(&shown);
    assert!(found(&window, &needles, "code as shown, spread") > 0, "the screen holds a code");
    window.press(" ");
    window.press("b");
    // By what stands there, not by what is gone: that may be a frame half drawn, and Esc with the next key
    // behind it would be another key.
    window.until_shows("Esc back");
    window.press("\x1b");
    window.until("the list", |window| {
        let screen = window.screen();
        screen.contains("ops+7@") && !screen.contains("Esc back")
    });
    window.press("r");
    window.until_shows("ecovery");
    needles.add_shown("recovery code on screen", &team.codes[7]);
    window.press(" ");
    window.until_shows(&team.codes[7]);
    window.press("j");
    window.press("\r");
    window.until("a code taken", |window| window.copied().len() == 2);
    needles.add("recovery code as sent", window.copied()[1].as_bytes());
    window.press("\x1b");
    window.until_shows("ops+7@");
    window.press("a");
    window.until_shows("Add an account");
    window.press("Wayfair\tNewly added\tnew@hikari.example\t\t");
    window.paste(&text);
    window.until_shows(&text);
    window.press("\x13");
    window.until_shows("201 accounts");
    window.until("end of saving", |window| !window.screen().contains("saving"));
    window.until_shows("second phone");
    window.press("\r");
    window.press("U");
    window.until_shows("garbled");
    window.paste(&format!("{} is your code", &wrong));
    window.until_shows(&wrong);
    window.press("\x1b");
    window.until_shows("ops+7@");
    another_phone(&mut window, &team, &mut needles);
    import_meanwhile(home.path(), &team, &mut needles);
    window.until_shows("202 accounts");
    assert!(found(&window, &needles, "imported key") > 0, "it was read again");
    window.press("L");
    window.until_shows("assphrase");
    assert_gone(&window, &needles, "after locking");

    // Again, key by key, and stopped instead of locked: we lead the session here, so that nothing
    // stops, but everything is forgotten all the same.
    for (typed, letter) in team.passphrase.chars().enumerate() {
        window.press(&letter.to_string());
        window.until("dots", |window| window.screen().matches('*').count() == typed + 1);
    }
    window.press("\r");
    window.until_shows("202 accounts");
    assert!(found(&window, &needles, "key") >= 200);
    window.press("\x1a");
    window.until_shows("assphrase");
    assert_gone(&window, &needles, "after Ctrl-Z");
}

#[test]
fn a_shift_holds_nothing_of_other_accounts() {
    if !can_read_memory() {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let team = Team::settle(home.path());
    let (others, mut own) = (team.others(), Needles::default());
    own.add("own key", &team.keys[7]);
    let mut arguments = OPTIONS.to_vec();
    arguments.extend(["shift", "--tag", "shift", "--for", "1h"]);
    let mut window = Window::large(home.path(), &arguments);
    window.until_shows("assphrase");
    window.paste(&team.passphrase);
    window.press("\r");
    window.until_shows("1 account");
    window.press("3");
    window.until_shows("B06");
    assert_gone(&window, &others, "with a shift open");
    assert!(found(&window, &own, "own key") > 0, "it holds the key that it copies codes of");
    window.press("1");
    window.until_shows("ops+7@");
    window.press("\r");
    window.until("copy", |window| window.copied().len() == 1);
    assert_gone(&window, &others, "after a copy");
    window.press("L");
    window.until_shows("assphrase");
    assert_gone(&window, &own, "after locking");
}

/// The remote answers nothing, and what was opened for the exchange before it was asked stayed open.
#[test]
fn an_exchange_that_waits_for_its_remote_holds_nothing_after_locking() {
    if !can_read_memory() {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let team = Team::settle(home.path());
    let folder = home.path().join("team");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::rename(home.path().join("v.age"), folder.join("v.age")).expect("moves");
    let options = ["--vault", "team/v.age", "--identity", "id.age"];
    let remote = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("git://{}/team", remote.local_addr().expect("a port"));
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(home.path()).env("HOME", home.path());
        let output = command.stdin(Stdio::null()).output().expect("runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run("git", &["init", "--quiet", "--initial-branch=main", "team"]);
    run("git", &["-C", "team", "remote", "add", "origin", &address]);
    run(env!("CARGO_BIN_EXE_keyrack"), &[&options[..], &["sync", "init"]].concat());
    let settings = home.path().join(".config/keyrack");
    std::fs::create_dir_all(&settings).expect("a folder");
    std::fs::write(settings.join("settings.ron"), "(sync_minutes: 60)\n").expect("writes");
    // What a synchroniser has put aside is taken in before the remote is asked, so the vault is opened.
    let copy = folder.join("v.sync-conflict-20261129-101112-ABCDEFG.age");
    std::fs::copy(folder.join("v.age"), &copy).expect("copies");
    let mut window = Window::open(home.path(), &options);
    window.until_shows("assphrase");
    window.paste(&team.passphrase);
    window.press("\r");
    window.until_shows("200 accounts");
    remote.set_nonblocking(true).expect("a port");
    let asked = RefCell::new(None);
    window.until("question to the remote", |_| {
        asked.replace(remote.accept().ok());
        asked.borrow().is_some()
    });
    assert!(!copy.exists(), "the copy was taken in");
    window.press("L");
    window.until_shows("assphrase");
    assert_gone(&window, &team.needles(), "after locking");
}

/// Puts a key on another phone: it is seen.
fn another_phone(window: &mut Window, team: &Team, needles: &mut Needles) {
    window.press("Q");
    window.until_shows("Which phone gets");
    window.press("P-99\x13");
    window.until_shows("type show");
    for letter in "show".chars() {
        window.press(&letter.to_string());
    }
    window.until_shows("> show");
    window.press("\r");
    let key = base32::encode(&Secret::new(team.keys[7].clone()));
    let fours: Vec<&str> =
        key.as_bytes().chunks(4).filter_map(|c| str::from_utf8(c).ok()).collect();
    window.until_shows(&fours[..3].join(" "));
    needles.add_shown("key in fours", &fours.join(" "));
    window.press("\x1b");
    window.until_shows("ops+7@");
}

/// Somebody else imports a key.
fn import_meanwhile(home: &Path, team: &Team, needles: &mut Needles) {
    let imported = random::<20>();
    let address = base32::encode(&Secret::new(imported.to_vec()));
    let address = format!("otpauth://totp/Late:late@hikari.example?secret={}", *address);
    std::fs::write(home.join("list"), &address).expect("writes");
    std::fs::write(home.join("pass"), &team.passphrase).expect("writes");
    let import = Command::new(env!("CARGO_BIN_EXE_keyrack"))
        .args(OPTIONS)
        .args(["--passphrase-file", "pass", "import", "list"])
        .current_dir(home)
        .env("HOME", home)
        .output()
        .expect("runs");
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    needles.add("imported key", &imported);
    needles.add("imported address", address.as_bytes());
}

/// Ten words, an identity and a recovery key are made before there is a vault.
#[test]
fn what_was_made_at_the_beginning_is_gone_after_locking() {
    if !can_read_memory() {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let mut window = Window::large(home.path(), &["--vault", "n.age", "--identity", "n-id.age"]);
    window.until_shows("1");
    let shown = |window: &Window, is: &dyn Fn(&str) -> bool| {
        window.screen().split_whitespace().find(|word| is(word)).map(ToOwned::to_owned)
    };
    let is_ten = |word: &str| word.matches('-').count() == 9;
    for step in ["1", "1", "1"] {
        let before = window.screen();
        window.press(step);
        window.until("the next step", |window| window.screen() != before);
    }
    window.until("ten words", |window| shown(window, &is_ten).is_some());
    let words = shown(&window, &is_ten).expect("just seen");
    window.press(&words);
    window.press("\r");
    window.until("the next step", |window| !window.screen().contains(&words));
    window.press("1");
    let is_key = |word: &str| word.starts_with("AGE-SECRET-KEY-1");
    window.until("the recovery key", |window| shown(window, &is_key).is_some());
    let recovery = shown(&window, &is_key).expect("just seen");
    let mut needles = Needles::default();
    needles.add_shown("ten words", &words);
    needles.add_shown("recovery key", &recovery);
    needles.add("recovery key, bytes", &team::scalar(&recovery));
    assert!(found(&window, &needles, "recovery key, spread") > 0, "the screen holds it");
    window.press("\r");
    window.until_shows("0 accounts");
    window.press("L");
    window.until_shows("assphrase");
    assert_gone(&window, &needles, "after the first locking");
    window.paste(&words);
    window.press("\r");
    window.until_shows("0 accounts");
    window.press("L");
    window.until_shows("assphrase");
    assert_gone(&window, &needles, "after the second");
}

/// The same secrets, opened, used and let go by this very program, whose allocator wipes nothing:
/// they are found. Without this the test above could be blind.
#[test]
fn without_the_wiping_allocator_something_is_left() {
    if !can_read_memory() {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let team = Team::settle(home.path());
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "memory::careless", "--ignored", "--nocapture"])
        .current_dir(home.path())
        .env(PASSPHRASE, &team.passphrase)
        // What is let go stays in the process, whatever glibc would give back to the system.
        .env("MALLOC_TRIM_THRESHOLD_", "1000000000")
        .env("MALLOC_MMAP_THRESHOLD_", "1000000000")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    assert!(lines.any(|line| line.expect("reads").contains(FORGOTTEN)), "it got that far");
    let hits = scan(Pid::from_child(&child), &team.needles()).expect("reads");
    // Its end.
    drop(child.stdin.take());
    child.wait().expect("it ended");
    let left = |name: &str| hits.iter().filter(|(found, _)| found.starts_with(name)).count();
    assert!(left("key") >= 100 && left("recovery code") >= 100, "{}", tell(&hits));
}

/// What the other half is told, and what it says.
const PASSPHRASE: &str = "KEYRACK_TEST_PASSPHRASE";
const FORGOTTEN: &str = "all is forgotten";

#[test]
#[ignore = "the other half of the test above, started by it"]
fn careless() {
    let Ok(passphrase) = std::env::var(PASSPHRASE) else { return };
    let (mut vault, book) = team::open(Path::new("."), &passphrase);
    vault.save(&book, now()).expect("saves");
    // As a program does that thinks nothing of it: what age's and our own buffers leave is written over
    // by luck.
    let mut naive = String::new();
    for account in &book.accounts {
        naive += &account.key.as_ref().map(|key| key.written().to_string()).unwrap_or_default();
        for code in account.recovery.iter().flat_map(|set| &set.codes) {
            naive += code.code.expose_text().unwrap_or_default();
        }
    }
    drop((vault, book, passphrase, naive));
    println!("{FORGOTTEN}");
    std::io::stdin().read_to_string(&mut String::new()).expect("waits");
}
