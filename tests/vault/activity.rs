//! What was done, in files beside a vault: one chain whoever writes, and told whatever was done to it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use keyrack::activity::{Deed, FlawKind, What};
use keyrack::platform;
use keyrack::time::Moment;
use keyrack::vault::{Activity, Log, LogError, Place, Unread, Vault};

use super::support::{MACHINE, NOW, book, create, id, names, open, passphrase, place};

const PASSPHRASE: &str = "quince ladder 47 moss";
/// What tells a process that it is to write: the folder.
const WRITER: &str = "KEYRACK_TEST_WRITER";
const WRITERS: usize = 4;
const EACH: u64 = 200;

struct Site {
    _folder: tempfile::TempDir,
    place: Place,
    vault: Vault,
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let vault = create(&place, &passphrase(PASSPHRASE), &book(2));
        Self { _folder: folder, place, vault }
    }

    fn log(&self) -> Log {
        Log::of(&self.vault).unwrap()
    }

    fn folder(&self) -> PathBuf {
        self.place.file.with_extension("activity")
    }

    fn file(&self, month: &str) -> PathBuf {
        self.folder().join(format!("{MACHINE}-{month}.log"))
    }

    fn write(&self, now: Moment) {
        write(&self.log(), now).unwrap();
    }

    fn read(&self) -> Activity {
        self.log().read().unwrap()
    }
}

fn write(log: &Log, now: Moment) -> Result<(), LogError> {
    log.append(&[Deed::at(What::Copied, id(1))], "Min-ji", now, 24, &mut platform::fill)
}

fn months(n: u64) -> Moment {
    NOW.plus_millis(n * 31 * 86_400_000)
}

fn flaws(activity: &Activity) -> Vec<(FlawKind, u64)> {
    activity.flaws.iter().map(|flaw| (flaw.kind, flaw.lines)).collect()
}

#[test]
fn what_is_written_is_read_by_whoever_opens_the_vault() {
    let site = Site::new();
    assert!(site.read().events.is_empty(), "before anything was written there is no folder");
    site.write(NOW);
    site.write(NOW.plus_millis(5));
    let (other, _) = open(&site.place, &passphrase(PASSPHRASE));
    let activity = Log::of(&other).unwrap().read().unwrap();
    let told: Vec<u64> = activity.events.iter().map(|event| event.at.millis_since(NOW)).collect();
    assert_eq!((told, flaws(&activity)), (vec![5, 0], vec![]), "newest first");
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(site.folder()), mode(site.file("2026-11"))), (0o700, 0o600));
    assert_eq!(names(&site.folder()), [format!("{MACHINE}-2026-11.log")], "no lock is left");
    let content = fs::read_to_string(site.file("2026-11")).unwrap();
    assert!(!content.contains("Min-ji") && !content.contains("copied"), "{content}");
}

#[test]
fn who_shares_a_vault_shares_its_activity() {
    let site = Site::new();
    fs::set_permissions(&site.place.file, Permissions::from_mode(0o660)).unwrap();
    site.write(NOW);
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(site.folder()), mode(site.file("2026-11"))), (0o770, 0o640));
}

#[test]
fn several_processes_write_one_chain() {
    let site = Site::new();
    let test = std::env::current_exe().unwrap();
    let children: Vec<_> = (0..WRITERS)
        .map(|_| {
            let mut command = Command::new(&test);
            command.args(["--exact", "activity::a_process_that_writes"]);
            command.env(WRITER, site.place.file.parent().unwrap().parent().unwrap());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let activity = site.read();
    assert_eq!(activity.events.len() as u64, WRITERS as u64 * EACH);
    assert_eq!(flaws(&activity), []);
}

/// Does nothing unless it is told where.
#[test]
fn a_process_that_writes() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let (vault, _) = open(&place(folder.as_ref()), &passphrase(PASSPHRASE));
    let log = Log::of(&vault).unwrap();
    for n in 0..EACH {
        write(&log, NOW.plus_millis(n)).unwrap();
    }
}

#[test]
fn what_was_left_unfinished_keeps_nobody_from_going_on() {
    let site = Site::new();
    for n in 0..3 {
        site.write(NOW.plus_millis(n));
    }
    let file = site.file("2026-11");
    let whole = fs::read(&file).unwrap();
    for cut in [1, 40, 270] {
        fs::write(&file, &whole[..whole.len() - cut]).unwrap();
        site.write(NOW.plus_millis(9));
        let activity = site.read();
        let left = if cut == 1 { 4 } else { 3 };
        assert_eq!(activity.events.len(), left, "{cut}");
        assert!(flaws(&activity).iter().all(|(kind, _)| *kind == FlawKind::Torn), "{cut}");
        assert!(!activity.has_gap());
    }
    fs::write(&file, vec![b'x'; 100_000]).unwrap();
    site.write(NOW.plus_millis(10));
    let activity = site.read();
    assert_eq!(activity.events.len(), 1, "nothing to go on from: begun anew");
    fs::write(&file, "").unwrap();
    site.write(NOW.plus_millis(11));
    assert_eq!(site.read().events.len(), 1);
}

#[test]
fn a_chain_goes_over_months_and_old_ones_go() {
    let site = Site::new();
    for n in 0..5 {
        site.write(months(n));
    }
    let activity = site.read();
    assert_eq!((activity.events.len(), flaws(&activity)), (5, vec![]));
    // A clock that was set back writes on where the last line stands.
    site.write(NOW);
    assert_eq!((site.read().events.len(), flaws(&site.read())), (6, vec![]));
    fs::remove_file(site.file("2027-01")).unwrap();
    assert_eq!(flaws(&site.read()), [(FlawKind::Missing, 1)], "a month from the middle");
    let keep = |months| {
        let deeds = [Deed::new(What::Edited)];
        site.log().append(&deeds, "Li", self::months(4), months, &mut platform::fill).unwrap();
        names(&site.folder()).len()
    };
    assert_eq!(keep(0), 4, "for ever");
    assert_eq!(keep(2), 2);
    assert_eq!(flaws(&site.read()), [], "whole months from the beginning");
}

#[test]
fn a_clock_that_ran_ahead_once_freezes_nothing_and_drops_nothing() {
    let site = Site::new();
    for n in 0..3 {
        site.write(months(n));
    }
    let ahead = months(12 * 70);
    site.write(ahead);
    site.write(ahead);
    for (events, n) in [(6, 3), (7, 4), (8, 4)] {
        site.write(months(n));
        let activity = site.read();
        assert_eq!((activity.events.len(), flaws(&activity)), (events, vec![]));
        assert!(activity.events.iter().any(|event| event.at == months(n)));
    }
    assert_eq!(names(&site.folder()).len(), 5, "a month has a file of its own again");
    // What is old goes as ever, what it wrote then among it.
    for n in 5..60 {
        site.write(months(n));
    }
    let activity = site.read();
    assert_eq!((names(&site.folder()).len(), flaws(&activity)), (24, vec![]));
    assert!(activity.events.iter().all(|event| event.at != ahead && event.at > months(30)));

    // A year without a name for its file, and a clock that has lost its battery.
    let site = Site::new();
    site.write(NOW);
    site.write(Moment::from_millis(u64::MAX));
    for now in [Moment::from_secs(0), NOW, months(1), months(2)] {
        site.write(now);
    }
    let activity = site.read();
    assert_eq!((activity.events.len(), flaws(&activity)), (6, vec![]));
}

#[test]
fn other_machines_files_are_left_alone() {
    let site = Site::new();
    let (elsewhere, _) =
        Vault::open(site.place.clone(), passphrase(PASSPHRASE), "aaaaaaaaaaaa").unwrap();
    write(&Log::of(&elsewhere).unwrap(), NOW).unwrap();
    for n in 0..3 {
        let deeds = [Deed::new(What::Edited)];
        site.log().append(&deeds, "Li", months(n * 20), 1, &mut platform::fill).unwrap();
    }
    let activity = site.read();
    assert_eq!((activity.events.len(), flaws(&activity)), (3, vec![]));
    assert_eq!(activity.tails.len(), 2);
}

#[test]
fn what_is_not_ours_is_skipped_and_said() {
    let site = Site::new();
    site.write(NOW);
    let target = site.folder().with_extension("elsewhere");
    fs::write(&target, "").unwrap();
    fs::write(site.folder().join("notes\u{1b}.txt"), "x").unwrap();
    symlink(&target, site.folder().join("bbbb-2026-11.log")).unwrap();
    fs::create_dir(site.folder().join("cccc-2026-11.log")).unwrap();
    let pipe = site.folder().join("dddd-2026-11.log");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut log = site.log();
    let activity = log.read().unwrap();
    // Nor is it taken for a change for ever.
    assert!(!log.changed());
    fs::remove_file(&pipe).unwrap();
    assert!(log.changed());
    assert_eq!(activity.events.len(), 1);
    let mut told: Vec<(&str, Unread)> =
        activity.skipped.iter().map(|file| (&*file.name, file.why)).collect();
    told.sort_by_key(|(name, _)| *name);
    assert_eq!(
        told,
        [
            ("bbbb-2026-11.log", Unread::NotAFile),
            ("cccc-2026-11.log", Unread::NotAFile),
            ("dddd-2026-11.log", Unread::NotAFile),
            ("notes\u{1b}.txt", Unread::Foreign),
        ]
    );
    assert!(!activity.has_gap());
}

#[test]
fn no_link_is_followed_when_writing() {
    let site = Site::new();
    site.write(NOW);
    let (file, aim) = (site.file("2026-11"), site.folder().with_extension("aim"));
    fs::rename(&file, &aim).unwrap();
    symlink(&aim, &file).unwrap();
    let before = fs::read(&aim).unwrap();
    assert!(matches!(write(&site.log(), NOW), Err(LogError::Io { .. })));
    assert_eq!(fs::read(&aim).unwrap(), before);
    fs::remove_dir_all(site.folder()).unwrap();
    symlink(site.folder().parent().unwrap(), site.folder()).unwrap();
    assert!(matches!(write(&site.log(), NOW), Err(LogError::Io { .. })));
    assert!(matches!(site.log().read(), Err(LogError::Io { .. })));
}

#[test]
fn what_is_read_again_is_what_changed() {
    let site = Site::new();
    let mut log = site.log();
    assert!(!log.changed(), "nothing is there");
    site.write(NOW);
    assert!(log.changed());
    assert_eq!(log.read().unwrap().events.len(), 1);
    assert!(!log.changed());
    site.write(NOW);
    assert!(log.changed());
    assert_eq!(log.read().unwrap().events.len(), 2);
    // Who saw the last line misses it.
    let file = site.file("2026-11");
    let content = fs::read_to_string(&file).unwrap();
    let first = content.lines().next().unwrap();
    fs::write(&file, format!("{first}\n")).unwrap();
    assert_eq!(flaws(&log.read().unwrap()), [(FlawKind::Cut, 1)]);
    assert_eq!(flaws(&site.read()), [], "who did not, cannot");
}
