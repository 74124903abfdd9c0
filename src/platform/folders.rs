//! Where a person's files live, and the name of this machine among theirs.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

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

/// The name under which this machine appears in a vault's revision: twelve hexadecimal digits
/// drawn at random on first use and kept in the state folder, so that it says nothing about the
/// machine or its owner. A file that holds anything else is replaced.
pub fn machine_name(folders: &Folders) -> Result<String, MachineError> {
    let path = folders.state.join("machine");
    name_in(&path).map_err(|error| MachineError { path, error })
}

fn name_in(path: &Path) -> io::Result<String> {
    match read_name(path) {
        Ok(Some(name)) => return Ok(name),
        Ok(None) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            }
        }
        Err(error) => return Err(error),
    }
    let name = format!("{:012x}", u64::from_be_bytes(super::random()) >> 16);
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

    #[test]
    fn a_machine_keeps_its_name() {
        let root = tempfile::tempdir().expect("a folder");
        let folders = Folders::under(root.path());
        let name = machine_name(&folders).expect("a name");
        assert_eq!(name.len(), NAME_LENGTH);
        assert_eq!(machine_name(&folders).expect("a name"), name);

        let file = folders.state.join("machine");
        let mode = fs::metadata(&file).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let folder = fs::metadata(&folders.state).expect("the folder").permissions().mode();
        assert_eq!(folder & 0o777, 0o700);
        let left: Vec<_> = fs::read_dir(&folders.state).expect("the folder").collect();
        assert_eq!(left.len(), 1, "{left:?}");

        let other = tempfile::tempdir().expect("a folder");
        assert_ne!(machine_name(&Folders::under(other.path())).expect("a name"), name);
    }

    #[test]
    fn what_is_no_name_is_replaced() {
        let long = "a".repeat(5000);
        for garbage in ["", "hello", "0123456789AB", "../../etc/ab", long.as_str()] {
            let root = tempfile::tempdir().expect("a folder");
            let folders = Folders::under(root.path());
            fs::create_dir_all(&folders.state).expect("a folder");
            fs::write(folders.state.join("machine"), garbage).expect("written");
            let name = machine_name(&folders).expect("a name");
            assert_ne!(name, garbage);
            assert_eq!(machine_name(&folders).expect("a name"), name);
        }
    }

    #[test]
    fn many_at_once_agree() {
        let root = tempfile::tempdir().expect("a folder");
        let folders = Folders::under(root.path());
        let names: Vec<String> = std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..16).map(|_| scope.spawn(|| machine_name(&folders).expect("a name"))).collect();
            all.into_iter().map(|one| one.join().expect("no panic")).collect()
        });
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        assert_eq!(fs::read_dir(&folders.state).expect("the folder").count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_that_names_the_file() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("state"), "a file").expect("written");
        let error = machine_name(&Folders::under(root.path())).expect_err("no folder");
        assert_eq!(error.path, root.path().join("state/machine"));
    }
}
