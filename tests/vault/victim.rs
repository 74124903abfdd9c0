//! This test program once more, as a process that may be killed, starved or traced.

use std::fmt;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use keyrack::model::Account;
use keyrack::secret::Secret;
use keyrack::vault::{Keys, Place, SaveError, Vault, WorkFactor, read_identity};

use super::support::{MACHINE, NOW, book, id};

const JOB: &str = "KEYRACK_TEST_JOB";
const KEY: &str = "KEYRACK_TEST_KEY";
const FOLDER: &str = "KEYRACK_TEST_FOLDER";
const FILE: &str = "KEYRACK_TEST_FILE";

/// What the victim looks at, between opening and saving, so that a trace shows where the save
/// begins.
pub(crate) const MARK: &str = "/keyrack-test-save-begins";

/// What the victim does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Job {
    /// Opens the vault.
    Open,
    /// Opens the vault, and saves it with so many accounts.
    Save(u64),
    /// Adds an account so many times, each time to what is there by then.
    Add(u64),
    /// Makes so many edits to what it read when it began, as a program does that lets saves merge:
    /// accounts of its own, and its share of one field of an account they all have.
    Edit(u64),
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open 0"),
            Self::Save(accounts) => write!(f, "save {accounts}"),
            Self::Add(times) => write!(f, "add {times}"),
            Self::Edit(times) => write!(f, "edit {times}"),
        }
    }
}

/// How it ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    text: String,
}

impl Outcome {
    /// Whether it said that.
    pub(crate) fn said(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    pub(crate) fn is_killed(&self) -> bool {
        // strace dies the death of its child.
        self.status.signal() == Some(9) || self.status.code() == Some(128 + 9)
    }
}

/// The victim as a command, to be run after `before`.
pub(crate) fn command(before: &[&str], job: &Job, place: &Place, keys: &Keys) -> Command {
    let victim = std::env::current_exe().unwrap();
    let words = ["victim::at_work", "--exact", "--nocapture", "--test-threads=1"];
    let mut command = match before {
        [] => Command::new(victim),
        [program, arguments @ ..] => {
            let mut command = Command::new(program);
            command.args(arguments).arg(victim);
            command
        }
    };
    let key = match keys {
        Keys::Identity(identity) => identity.text().unwrap().expose_text().unwrap().to_owned(),
        Keys::Passphrase { passphrase, .. } => passphrase.expose_text().unwrap().to_owned(),
    };
    command
        .args(words)
        // What cargo puts there only makes the loader look for more.
        .env_remove("LD_LIBRARY_PATH")
        .env(JOB, job.to_string())
        .env(KEY, key)
        .env(FOLDER, &place.backups)
        .env(FILE, &place.file);
    command
}

pub(crate) fn run(before: &[&str], job: &Job, place: &Place, keys: &Keys) -> Outcome {
    let output = command(before, job, place, keys).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    Outcome { status: output.status, text: String::from_utf8_lossy(&text).into_owned() }
}

/// Runs it after shell commands that take something away from it.
pub(crate) fn run_in_shell(first: &str, job: &Job, place: &Place, keys: &Keys) -> Outcome {
    let script = format!("{first} && exec \"$0\" \"$@\"");
    run(&["sh", "-c", &script], job, place, keys)
}

/// Makes more calls of the common kinds than the other threads of a test program do. strace counts
/// them for each thread, and is told to strike at one number in all of them.
fn outnumber() {
    for _ in 0..60 {
        let mut nothing = File::options().read(true).write(true).open("/dev/null").unwrap();
        nothing.write_all(b"x").unwrap();
        assert_eq!(nothing.read(&mut [0]).unwrap(), 0);
        nothing.metadata().unwrap();
        assert!(std::fs::read_dir("/proc/self/task").unwrap().next().is_some());
    }
}

#[test]
fn at_work() {
    let Ok(job) = std::env::var(JOB) else { return };
    let path = |name| PathBuf::from(std::env::var_os(name).unwrap());
    let place = Place {
        file: path(FILE),
        backups: path(FOLDER),
        known: path(FOLDER).with_file_name("known"),
    };
    let key = std::env::var(KEY).unwrap();
    let keys = match read_identity(key.as_bytes(), None) {
        Ok(identity) => Keys::Identity(identity),
        Err(_) => Keys::Passphrase {
            passphrase: Secret::from_text(key),
            work: WorkFactor::new(10).unwrap(),
        },
    };
    let (word, count) = job.split_once(' ').unwrap();
    let count: u64 = count.parse().unwrap();
    match word {
        "open" => match Vault::open(place, keys, MACHINE) {
            Ok(_) => eprintln!("opened"),
            Err(error) => eprintln!("{error:?}"),
        },
        "save" => {
            let (mut vault, _) = Vault::open(place, keys, MACHINE).unwrap();
            let book = book(count);
            outnumber();
            let _ = Path::new(MARK).metadata();
            match vault.save_alone(&book, NOW) {
                Ok(durability) => eprintln!("saved: {durability:?}"),
                Err(error) => eprintln!("{error:?}"),
            }
        }
        "add" => {
            let (mut vault, mut there) = Vault::open(place, keys, MACHINE).unwrap();
            let mut added = 0;
            while added < count {
                let next = book(there.accounts.len() as u64 + 1);
                match vault.save_alone(&next, NOW) {
                    Ok(_) => {
                        there = next;
                        added += 1;
                    }
                    Err(SaveError::Changed { .. } | SaveError::Locked) => {
                        there = vault.reload().unwrap();
                    }
                    Err(error) => panic!("{error:?}"),
                }
            }
            eprintln!("added");
        }
        "edit" => {
            let own = u64::from(std::process::id());
            let machine = format!("{own:012x}");
            let (mut vault, mut there) = Vault::open(place, keys, &machine).unwrap();
            for edit in 0..count {
                let mut next = there.clone();
                next.accounts.push(Account::blank(id(own * 1_000 + edit)));
                next.accounts[0].tags.push(format!("{own}-{edit}"));
                there = loop {
                    match vault.save(&next, NOW) {
                        Ok(saved) => break saved.merged.unwrap_or(next),
                        Err(SaveError::Locked) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                };
            }
            eprintln!("edited");
        }
        _ => unreachable!(),
    }
}
