//! A save that is killed at every call to the system, or refused at each.
//!
//! strace does the killing and refusing. What it was told to do must be seen in its trace: a filter
//! that matches nothing would let every test pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use keyrack::model::Book;
use keyrack::vault::{BackupKind, Identity, Keys, Place, Vault, backups};

use super::skip::has;
use super::support::{MACHINE, book, bytes, create, everything, names, open, place};
use super::victim::{self, Job, MARK, Outcome};

/// Calls that neither read nor change a file.
const HARMLESS: [&str; 12] = [
    "mmap",
    "munmap",
    "mremap",
    "brk",
    "mprotect",
    "madvise",
    "futex",
    "rt_sigaction",
    "rt_sigprocmask",
    "sigaltstack",
    "getrandom",
    "exit_group",
];

/// The end of a temporary file's name, as it stands in a trace.
const TEMPORARY: &str = ".tmp\"";

/// A vault of one account, about to be saved with two by a traced process.
struct Scene {
    folder: tempfile::TempDir,
    place: Place,
    keys: Keys,
    before: Vec<u8>,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let keys = Keys::Identity(Identity::generate());
        create(&place, &keys, &book(1));
        let before = bytes(&place.file);
        Self { folder, place, keys, before }
    }

    fn trace(&self) -> PathBuf {
        self.folder.path().join("trace")
    }

    /// Saves under strace with more arguments for it.
    fn save(&self, arguments: &[&str]) -> Outcome {
        let trace = self.trace().into_os_string().into_string().unwrap();
        let mut before = vec!["strace", "-f", "-y", "-s", "64", "-o", &trace];
        before.extend(arguments);
        before.push("--");
        victim::run(&before, &Job::Save(2), &self.place, &self.keys)
    }

    /// The calls of the thread that saves, in order, each with how often that thread had made it
    /// by then; and where among them the save begins.
    fn calls(&self) -> (Vec<Call>, usize) {
        let trace = String::from_utf8_lossy(&bytes(&self.trace())).into_owned();
        let marked = trace.lines().find(|line| line.contains(MARK)).expect("the mark is traced");
        let thread = marked.split_whitespace().next().unwrap();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut calls = Vec::new();
        let mut begin = 0;
        for line in trace.lines() {
            let Some((number, rest)) = line.split_once(char::is_whitespace) else { continue };
            let Some((name, rest)) = rest.trim_start().split_once('(') else { continue };
            let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if number != thread || !is_name {
                continue;
            }
            let count = counts.entry(name.to_owned()).or_default();
            *count += 1;
            if line.contains(MARK) {
                begin = calls.len() + 1;
            }
            calls.push(Call { name: name.to_owned(), count: *count, text: rest.to_owned() });
        }
        (calls, begin)
    }

    /// Saves while strace strikes at one call, which must be one of the save.
    fn strike(&self, call: &Call, how: &str) -> (Outcome, String) {
        let Call { name, count, .. } = call;
        let inject = format!("inject={name}:{how}:when={count}");
        // The mark is a statx.
        let outcome = self.save(&["-e", &format!("trace={name},statx"), "-e", &inject]);
        let trace = String::from_utf8_lossy(&bytes(&self.trace())).into_owned();
        let mark = trace.find(MARK).unwrap_or_else(|| panic!("{name}: before the save\n{trace}"));
        let struck = ["+++ killed by SIGKILL +++", "(INJECTED)"].map(|sign| trace.find(sign));
        let struck = struck.into_iter().flatten().next();
        assert!(struck.is_some_and(|at| at > mark), "{name}: not injected\n{trace}");
        assert!(trace.matches("(INJECTED)").count() <= 1, "{name}: more than one\n{trace}");
        (outcome, trace)
    }

    /// Looks whether nothing is lost, and returns what the vault holds now.
    fn inspect(&self, what: &str) -> Book {
        let (vault, read) = Vault::open(self.place.clone(), self.keys.clone(), MACHINE)
            .unwrap_or_else(|error| panic!("{what}: {error:?}"));
        drop(vault);
        assert!(read == book(1) || read == book(2), "{what}: neither the old nor the new");
        let copies = everything(&self.place);
        assert!(
            copies.iter().any(|path| bytes(path) == self.before),
            "{what}: the old version is nowhere"
        );
        let beside: Vec<_> = names(self.place.file.parent().unwrap())
            .into_iter()
            .filter(|name| name != ".team.age.lock")
            .collect();
        assert_eq!(beside, ["team.age"], "{what}: the next opening sweeps");
        read
    }
}

#[derive(Clone, Debug)]
struct Call {
    name: String,
    count: usize,
    text: String,
}

fn has_strace() -> bool {
    if !has("strace", "what a killed or refused save leaves") {
        return false;
    }
    let scene = Scene::new();
    let outcome = scene.save(&[]);
    if !outcome.said("saved: Durable") {
        eprintln!("SKIPPED: strace may not trace here, so no save was killed: {outcome:?}");
    }
    outcome.said("saved: Durable")
}

#[test]
fn killed_at_every_call_it_leaves_the_old_or_the_new() {
    if !has_strace() {
        return;
    }
    let scene = Scene::new();
    assert!(scene.save(&[]).said("saved: Durable"));
    let (calls, begin) = scene.calls();
    let points: Vec<_> = calls[begin..]
        .iter()
        .filter(|call| !HARMLESS.contains(&call.name.as_str()))
        .cloned()
        .collect();
    assert!(points.len() >= 40, "{} calls", points.len());
    let (mut old, mut new) = (0, 0);
    for call in points {
        let scene = Scene::new();
        let what = format!("{} no. {} ({}", call.name, call.count, call.text);
        let (outcome, trace) = scene.strike(&call, "signal=SIGKILL");
        assert!(outcome.is_killed(), "{what}: {outcome:?}");
        let last = scene.calls().0.pop().unwrap();
        assert_eq!((last.name, last.count), (call.name, call.count), "{what}: another\n{trace}");
        let read = scene.inspect(&what);
        if outcome.said("saved:") {
            assert_eq!(read, book(2), "{what}: acknowledged, then lost");
        }
        if read == book(1) { old += 1 } else { new += 1 }
    }
    assert!(old > 10 && new > 3, "the kills fell on both sides: {old} old, {new} new");
}

#[test]
fn nothing_is_acknowledged_before_it_is_durable() {
    if !has_strace() {
        return;
    }
    let scene = Scene::new();
    scene.save(&[]);
    let (calls, begin) = scene.calls();
    let beside = scene.place.file.parent().unwrap().display().to_string();
    let backups = scene.place.backups.display().to_string();
    let wanted: [(&str, &str, String); 10] = [
        ("taking the lock", "flock", format!("{beside}/.team.age.lock>")),
        ("creating the new file", "openat", format!("{beside}/.team.age.")),
        ("writing it", "write", format!("{beside}/.team.age.")),
        ("making it durable", "fsync", format!("{beside}/.team.age.")),
        ("reading it back", "read", format!("{beside}/.team.age.")),
        ("comparing the old one", "read", format!("{beside}/team.age>")),
        ("exchanging the two", "renameat2", "RENAME_EXCHANGE".into()),
        ("moving the old one", "rename", backups.clone()),
        ("making the folder durable", "fsync", format!("{beside}>")),
        ("saying so", "write", "saved: ".into()),
    ];
    let mut rest = calls[begin..].iter();
    for (step, name, argument) in wanted {
        assert!(
            rest.any(|call| call.name == name && call.text.contains(&argument)),
            "{step}: not where it belongs"
        );
    }
    // Created for its owner alone, and never in the place of something else.
    let created = calls[begin..].iter().find(|call| {
        call.name == "openat" && call.text.contains("/.team.age.") && call.text.contains(TEMPORARY)
    });
    let flags = &created.unwrap().text;
    assert!(
        ["O_CREAT", "O_EXCL", "O_CLOEXEC", "0600"].iter().all(|f| flags.contains(f)),
        "{flags}"
    );
}

/// What a refused call leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Not saved: the old version, and no trace of the attempt.
    Old,
    /// Saved.
    New,
    /// Saved, but not confirmed.
    Unconfirmed,
}

#[test]
fn each_call_that_is_refused_leads_to_the_right_report() {
    if !has_strace() {
        return;
    }
    let beside = "/team/.team.age.";
    let cases: [(&str, &str, &str, &str, Then, &str); 17] = [
        // What, call, its argument, error; outcome, report.
        ("no lock file", "openat", ".lock", "error=EACCES", Then::Old, "step: Lock"),
        ("no locks", "flock", ".lock", "error=ENOLCK", Then::Old, "step: Lock"),
        ("no descriptor", "openat", TEMPORARY, "error=EMFILE", Then::Old, "step: Create"),
        ("read-only", "openat", TEMPORARY, "error=EROFS", Then::Old, "step: Create"),
        ("disk full", "write", beside, "error=ENOSPC", Then::Old, "step: Write"),
        ("disk broken", "write", beside, "error=EIO", Then::Old, "step: Write"),
        ("a write that was none", "write", beside, "retval=10", Then::Old, "ReadBack"),
        ("not durable", "fsync", beside, "error=EIO", Then::Old, "step: Sync"),
        ("not read back", "read", beside, "error=EIO", Then::Old, "step: ReadBack"),
        ("old one not read", "read", "/team/team.age>", "error=EIO", Then::Old, "step: Compare"),
        ("no exchange", "renameat2", "EXCHANGE", "error=EROFS", Then::Old, "step: Exchange"),
        ("no such exchange", "renameat2", "EXCHANGE", "error=EINVAL", Then::New, "saved: Durable"),
        ("system too old", "renameat2", "EXCHANGE", "error=ENOSYS", Then::New, "saved: Durable"),
        ("no backup folder", "mkdir", "/backups", "error=EACCES", Then::Unconfirmed, ""),
        ("no move", "rename", "/backups", "error=EACCES", Then::Unconfirmed, ""),
        ("other file system", "rename", "/backups", "error=EXDEV", Then::New, "saved: Durable"),
        ("folder not durable", "fsync", "/team>", "error=EIO", Then::Unconfirmed, ""),
    ];
    let scene = Scene::new();
    scene.save(&[]);
    let (calls, begin) = scene.calls();
    for (what, name, argument, error, then, report) in cases {
        let call = calls[begin..]
            .iter()
            .find(|call| call.name == name && call.text.contains(argument))
            .unwrap_or_else(|| panic!("{what}: no such call"));
        let scene = Scene::new();
        let (outcome, _) = scene.strike(call, error);
        let report = if then == Then::Unconfirmed { "saved: Unconfirmed" } else { report };
        assert!(outcome.said(report), "{what}: {outcome:?}");
        let left = names(scene.place.file.parent().unwrap());
        if then == Then::Old {
            assert_eq!(bytes(&scene.place.file), scene.before, "{what}");
            // A lock file that could not be locked may be somebody else's.
            let left = everything(&scene.place).into_iter();
            let left: Vec<_> = left.filter(|path| !path.ends_with(".team.age.lock")).collect();
            assert_eq!(left, std::slice::from_ref(&scene.place.file), "{what}: no litter");
        } else if then == Then::New {
            assert_eq!(left, ["team.age"], "{what}");
        }
        let expected = if then == Then::Old { book(1) } else { book(2) };
        assert_eq!(scene.inspect(what), expected, "{what}");
    }
}

#[test]
fn a_version_that_comes_at_the_last_moment_is_put_back() {
    if !has_strace() {
        return;
    }
    // With an exchange, and where the file system has none.
    for fault in ["", ":error=EINVAL"] {
        let scene = Scene::new();
        let trace = scene.trace();
        let theirs = {
            let other = place(&scene.folder.path().join("other"));
            create(&other, &scene.keys, &book(9));
            bytes(&other.file)
        };
        let inject = format!("inject=renameat2{fault}:delay_enter=2000000:when=1");
        let outcome = std::thread::scope(|scope| {
            let saving = scope.spawn(|| scene.save(&["-e", "trace=renameat2", "-e", &inject]));
            // It has compared and is about to exchange.
            let until = Instant::now() + Duration::from_secs(30);
            while !fs::read_to_string(&trace).is_ok_and(|text| text.contains("renameat2(")) {
                assert!(!saving.is_finished() && Instant::now() < until, "{fault}: no exchange");
                sleep(Duration::from_millis(10));
            }
            let staged = scene.folder.path().join("theirs");
            fs::write(&staged, &theirs).unwrap();
            fs::rename(&staged, &scene.place.file).unwrap();
            saving.join().unwrap()
        });
        assert!(outcome.said("Changed { kept: Some("), "{fault}: {outcome:?}");
        assert!(bytes(&scene.place.file) == theirs, "{fault}: theirs is back in its place");
        assert_eq!(names(scene.place.file.parent().unwrap()), ["team.age"]);
        let kept = backups(&scene.place).unwrap();
        let ours = kept.iter().filter(|backup| {
            let as_vault = Place {
                file: backup.path.clone(),
                backups: Path::new("/nowhere").into(),
                known: Path::new("/nowhere").into(),
            };
            backup.kind == BackupKind::Conflict && open(&as_vault, &scene.keys).1 == book(2)
        });
        assert_eq!(ours.count(), 1, "{fault}: ours is kept, once");
    }
}
