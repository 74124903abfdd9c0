//! Where a person's files live, and the name of this machine among theirs.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use etcetera::BaseStrategy;
use sha2::{Digest as _, Sha256};

/// The user this program acts as, whose files are to be this person's.
pub fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// The folders of the XDG base directory specification, ours among them (`…/keyrack`). None of
/// them needs to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Settings: `$XDG_CONFIG_HOME/keyrack`.
    pub config: PathBuf,
    /// What this machine remembers: `$XDG_STATE_HOME/keyrack`.
    pub state: PathBuf,
    /// The vault, unless it lies elsewhere: `$XDG_DATA_HOME/keyrack`.
    pub data: PathBuf,
}

/// The system does not say where this person's home is (`HOME` is not set).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoHome;

impl Folders {
    /// Asks the environment.
    pub fn find() -> Result<Self, NoHome> {
        let base = etcetera::choose_base_strategy().map_err(|_| NoHome)?;
        let data = base.data_dir();
        Ok(Self {
            config: base.config_dir().join("keyrack"),
            state: base.state_dir().unwrap_or_else(|| data.clone()).join("keyrack"),
            data: data.join("keyrack"),
        })
    }

    /// All three under one folder: for the demo and for tests.
    pub fn under(root: &Path) -> Self {
        Self { config: root.join("config"), state: root.join("state"), data: root.join("data") }
    }
}

/// The person's home folder, where the system says.
pub fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// Where the system keeps what need not survive: `TMPDIR`, else `/tmp`. Others may write there.
pub fn temporary_folder() -> PathBuf {
    std::env::temp_dir()
}

/// This machine's name could not be read or kept.
#[derive(Debug)]
pub struct MachineError {
    /// The file it should be in.
    pub path: PathBuf,
    /// What the system said.
    pub error: io::Error,
}

/// Length of a machine's name, in hexadecimal digits: 48 bits, so that two machines of a team never
/// draw the same.
const NAME_LENGTH: usize = 12;

/// What tells this machine from another that has a copy of its files: the id that the system gave it,
/// else what it is called.
pub fn machine_mark() -> Vec<u8> {
    let id = fs::read("/etc/machine-id").unwrap_or_default();
    let id = id.trim_ascii();
    if id.len() >= 32 && id.iter().all(u8::is_ascii_hexdigit) {
        return id.to_vec();
    }
    let name = rustix::system::uname().nodename().to_bytes().to_vec();
    // The network adds its own name to it, each another.
    name.split(|byte| *byte == b'.').next().unwrap_or_default().to_vec()
}

/// The name under which this machine appears in a vault's revision: twelve hexadecimal digits
/// drawn at random on first use and kept in the state folder, so that it says nothing about the
/// machine or its owner. A file that holds anything else is replaced.
///
/// It belongs to this machine ([`machine_mark`]) and this folder: two that count their saves under one
/// name would each take the other's for one they have seen. So a home that was copied to another
/// machine, or put back from a backup, finds no name of its own and draws one. Several machines that share
/// a home have one each in it.
pub fn machine_name(folders: &Folders, mark: &[u8]) -> Result<String, MachineError> {
    let failed = |path: &Path, error| MachineError { path: path.to_owned(), error };
    let folder = &folders.state;
    let made = match make_folder(folder) {
        // Where nothing can be kept, as on a backup that is only looked at, it is for this once.
        Err(error) if is_shut(&error) => return Ok(draw()),
        made => made.map_err(|error| failed(folder, error))?,
    };
    let path = folder.join(format!("machine-{}", spot(mark, made)));
    match name_in(&path) {
        Err(error) if is_shut(&error) && !path.exists() => Ok(draw()),
        result => result.map_err(|error| failed(&path, error)),
    }
}

/// When a folder was made, which it is here. A file system that does not say is no obstacle.
fn make_folder(folder: &Path) -> io::Result<Option<SystemTime>> {
    if !folder.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    Ok(fs::metadata(folder)?.created().ok())
}

/// What stands for a machine and a folder: neither follows from it.
fn spot(mark: &[u8], made: Option<SystemTime>) -> String {
    let since = made.and_then(|made| made.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let hash = Sha256::new_with_prefix("keyrack machine\n").chain_update(mark);
    let hash = hash.chain_update(since.as_nanos().to_be_bytes()).finalize();
    let (first, _) = hash.split_first_chunk::<8>().expect("a hash has 32 bytes");
    format!("{:016x}", u64::from_be_bytes(*first))
}

fn is_shut(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

fn draw() -> String {
    format!("{:012x}", u64::from_be_bytes(super::random()) >> 16)
}

fn name_in(path: &Path) -> io::Result<String> {
    match read_name(path) {
        Ok(Some(name)) => return Ok(name),
        Ok(None) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let name = draw();
    // Written whole under a name of its own and then moved into place, so that a second Keyrack
    // starting now never reads half a name.
    let written = path.with_extension(&name);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&written)?;
    let moved = file
        .write_all(name.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| settle(&written, path));
    if moved.is_err() {
        // Nothing more can be done about a leftover when even this fails.
        let _ = fs::remove_file(&written);
    }
    moved?;
    // Who came first has named the machine.
    read_name(path)?.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Moves `from` to `to` unless a good name is there already.
fn settle(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() || matches!(read_name(to), Ok(Some(_))) {
        return fs::remove_file(from);
    }
    fs::rename(from, to)
}

/// The name in the file, if it is one.
fn read_name(path: &Path) -> io::Result<Option<String>> {
    let mut text = Vec::new();
    fs::File::open(path)?.take(64).read_to_end(&mut text)?;
    let text = text.trim_ascii();
    let good = text.len() == NAME_LENGTH
        && text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
    Ok(good.then(|| String::from_utf8_lossy(text).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn name(folders: &Folders) -> String {
        machine_name(folders, b"one machine").expect("a name")
    }

    /// The only file of a state folder.
    fn file_of(folders: &Folders) -> PathBuf {
        let mut all = fs::read_dir(&folders.state).expect("the folder");
        let only = all.next().expect("a file").expect("read").path();
        assert!(all.next().is_none());
        only
    }

    #[test]
    fn a_machine_keeps_its_name() {
        let root = tempfile::tempdir().expect("a folder");
        let folders = Folders::under(root.path());
        let first = name(&folders);
        assert_eq!(first.len(), NAME_LENGTH);
        assert_eq!(name(&folders), first);

        let mode = fs::metadata(file_of(&folders)).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let folder = fs::metadata(&folders.state).expect("the folder").permissions().mode();
        assert_eq!(folder & 0o777, 0o700);

        let other = tempfile::tempdir().expect("a folder");
        assert_ne!(name(&Folders::under(other.path())), first);
    }

    /// Two that share a home each keep theirs, however they take turns.
    #[test]
    fn another_machine_has_another_name_in_the_same_home() {
        let root = tempfile::tempdir().expect("a folder");
        let folders = Folders::under(root.path());
        let of = |mark: &[u8]| machine_name(&folders, mark).expect("a name");
        let (first, second) = (of(b"host-one"), of(b"host-two"));
        assert_ne!(first, second);
        assert_eq!([of(b"host-one"), of(b"host-two")], [first, second]);
        let names = fs::read_dir(&folders.state).expect("the folder");
        let shown = |name: &str| name.contains("host-one") || name.contains("host-two");
        assert!(names.flatten().all(|it| !shown(&it.file_name().to_string_lossy())));
    }

    #[test]
    fn a_copy_of_the_folder_is_another_machine() {
        let root = tempfile::tempdir().expect("a folder");
        let (folders, copy) = (
            Folders::under(&root.path().join("home")),
            Folders::under(&root.path().join("copied")),
        );
        let first = name(&folders);
        if fs::metadata(&folders.state).expect("the folder").created().is_err() {
            eprintln!("SKIPPED: this folder does not tell when it was made");
            return;
        }
        fs::create_dir_all(&copy.state).expect("a folder");
        let file = file_of(&folders);
        fs::copy(&file, copy.state.join(file.file_name().expect("a name"))).expect("copied");
        assert_ne!(name(&copy), first);
        assert_eq!(name(&folders), first);
    }

    #[test]
    fn what_is_no_name_is_replaced() {
        let long = "a".repeat(5000);
        for garbage in ["", "hello", "0123456789AB", "../../etc/ab", long.as_str()] {
            let root = tempfile::tempdir().expect("a folder");
            let folders = Folders::under(root.path());
            name(&folders);
            fs::write(file_of(&folders), garbage).expect("written");
            let other = name(&folders);
            assert_ne!(other, garbage);
            assert_eq!(name(&folders), other);
        }
    }

    #[test]
    fn many_at_once_agree() {
        let root = tempfile::tempdir().expect("a folder");
        let folders = Folders::under(root.path());
        let names: Vec<String> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..16).map(|_| scope.spawn(|| name(&folders))).collect();
            all.into_iter().map(|one| one.join().expect("no panic")).collect()
        });
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        assert_eq!(fs::read_dir(&folders.state).expect("the folder").count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("state"), "a file").expect("written");
        let error = machine_name(&Folders::under(root.path()), b"").expect_err("no folder");
        assert_eq!(error.path, root.path().join("state"));
    }
}
