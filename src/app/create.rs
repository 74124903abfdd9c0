//! A new identity, a new vault, a new passphrase.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};
use zeroize::Zeroizing;

use super::desk::{Desk, Unopened, identity_file};
use crate::model::Book;
use crate::secret::Secret;
use crate::time::Moment;
use crate::vault::{
    Identity, Keys, Member, MemberKind, OpenError, Place, SaveError, Step, Vault, WorkFactor,
    keep_lost, protect_identity, read_identity,
};

/// How the name of a file begins and ends that is not whole yet. What it is to be called is not in it:
/// that may be as long as a name can be.
const HALF_DONE: (&str, &str) = (".keyrack-", ".new");

/// How a new vault is to be opened.
#[derive(Clone, Debug)]
pub enum Protection {
    /// To an identity file, made now unless it exists.
    Identity {
        /// Protects the identity file; `None` only when asked for by name.
        passphrase: Option<Secret>,
        /// Make an offline recovery key too.
        recovery: Recovery,
    },
    /// By a passphrase alone: one file, nothing else to carry.
    Passphrase(Secret),
}

/// Whether an offline recovery recipient is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Yes: its identity is returned once, to be printed, and kept nowhere.
    Make,
    /// No.
    Skip,
}

/// What was created.
#[derive(Debug)]
pub struct Created {
    /// The vault file.
    pub vault: PathBuf,
    /// The identity file that was written; `None` when one existed or none is needed.
    pub identity: Option<PathBuf>,
    /// The public half of this person's identity.
    pub recipient: Option<String>,
    /// The recovery identity (`AGE-SECRET-KEY-1…`), shown once.
    pub recovery: Option<Secret>,
}

/// Why nothing was created.
#[derive(Debug)]
pub enum CreateError {
    /// A vault that this machine knew stood there and is gone; its last version is among the backups now.
    Lost {
        /// Where it stood.
        path: PathBuf,
        /// What this machine remembers of it: whoever means to begin anew moves that away.
        known: PathBuf,
    },
    /// The existing identity could not be used.
    Open(Unopened),
    /// A file could not be written.
    Save(SaveError),
    /// The identity file could not be written; no vault was made.
    Identity(SaveError),
    /// The folder for the demo could not be made.
    Folder {
        /// Where it was to be.
        inside: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The passphrase is empty.
    EmptyPassphrase,
}

/// Creates what is missing: identity first, then the vault. Existing files are never replaced.
/// `random` becomes the vault's id.
pub fn create(
    desk: &Desk,
    protection: &Protection,
    work: WorkFactor,
    random: [u8; 32],
    now: Moment,
) -> Result<Created, CreateError> {
    create_with(desk, protection, work, &Book::default(), random, now)
}

/// The same with a book in it.
pub(super) fn create_with(
    desk: &Desk,
    protection: &Protection,
    work: WorkFactor,
    book: &Book,
    random: [u8; 32],
    now: Moment,
) -> Result<Created, CreateError> {
    // Asked again when the file is made; asked here so that no identity is made in vain.
    has_room(desk)?;
    let mut created =
        Created { vault: desk.place.file.clone(), identity: None, recipient: None, recovery: None };
    let mut members = Vec::new();
    let keys = match protection {
        Protection::Passphrase(passphrase)
        | Protection::Identity { passphrase: Some(passphrase), .. }
            if passphrase.is_empty() =>
        {
            return Err(CreateError::EmptyPassphrase);
        }
        Protection::Passphrase(passphrase) => {
            Keys::Passphrase { passphrase: passphrase.clone(), work }
        }
        Protection::Identity { passphrase, recovery } => {
            let identity = own_identity(desk, passphrase.as_ref(), work, &mut created)?;
            let recipient = identity.recipient();
            created.recipient = Some(recipient.as_str().to_owned());
            members.push(Member::new(recipient, String::new()));
            if *recovery == Recovery::Make {
                members.push(recovery_recipient(&mut created));
            }
            Keys::Identity(identity)
        }
    };
    let place = desk.place.clone();
    Vault::create(place, keys, members, random, &desk.machine, book, now)
        .map_err(CreateError::Save)?;
    Ok(created)
}

/// Whether a vault may be created at a desk at all; before anybody is asked how.
pub fn has_room(desk: &Desk) -> Result<(), CreateError> {
    if fs::symlink_metadata(&desk.place.file).is_ok() {
        return Err(CreateError::Save(SaveError::Exists { path: desk.place.file.clone() }));
    }
    // On the way to a share that is away, or after a slip: a new one in its place would be taken for it.
    if keep_lost(&desk.place).map_err(CreateError::Save)?.is_some() {
        let Place { file: path, known, .. } = desk.place.clone();
        return Err(CreateError::Lost { path, known });
    }
    Ok(())
}

fn recovery_recipient(created: &mut Created) -> Member {
    let identity = Identity::generate();
    created.recovery = identity.text();
    Member {
        kind: MemberKind::Recovery,
        ..Member::new(identity.recipient(), "recovery".to_owned())
    }
}

/// Makes an identity file, and no vault: what a newcomer needs. One that exists is not replaced.
pub fn identity(
    desk: &Desk,
    passphrase: Option<&Secret>,
    work: WorkFactor,
) -> Result<Identity, CreateError> {
    if fs::symlink_metadata(&desk.identity).is_ok() {
        return Err(CreateError::Identity(SaveError::Exists { path: desk.identity.clone() }));
    }
    if passphrase.is_some_and(Secret::is_empty) {
        return Err(CreateError::EmptyPassphrase);
    }
    new_identity(&desk.identity, passphrase, work).map_err(CreateError::Identity)
}

fn new_identity(
    path: &Path,
    passphrase: Option<&Secret>,
    work: WorkFactor,
) -> Result<Identity, SaveError> {
    let identity = Identity::generate();
    let file = protect_identity(&identity, passphrase.map(|p| (p, work)))?;
    make_folder(path)?;
    write_new(path, file.expose())?;
    Ok(identity)
}

/// The identity that exists, or a new one, written before anything depends on it.
fn own_identity(
    desk: &Desk,
    passphrase: Option<&Secret>,
    work: WorkFactor,
    created: &mut Created,
) -> Result<Identity, CreateError> {
    match identity_file(desk) {
        Ok(file) => read_identity(file.expose(), passphrase)
            .map(|identity| identity.with(&desk.plugins))
            .map_err(|error| CreateError::Open(Unopened::identity(desk, error))),
        Err(Unopened { error: OpenError::Missing { .. }, .. }) => {
            let identity =
                new_identity(&desk.identity, passphrase, work).map_err(CreateError::Identity)?;
            created.identity = Some(desk.identity.clone());
            Ok(identity.with(&desk.plugins))
        }
        Err(error) => Err(CreateError::Open(error)),
    }
}

/// Makes the folder of a file, for this person alone, where it is missing.
fn make_folder(path: &Path) -> Result<(), SaveError> {
    let failed = |error| SaveError::Io { step: Step::Create, path: path.to_owned(), error };
    match folder(path) {
        Some(folder) => {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)
        }
        None => Ok(()),
    }
}

/// The folder a path names; `None` when that is the one somebody is in.
fn folder(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| *folder != Path::new(""))
}

/// Whether [`write_new`] may write there: asked before a person is asked anything.
pub fn is_free(path: &Path) -> Result<(), SaveError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(SaveError::Exists { path: path.to_owned() });
    }
    let failed = |error| SaveError::Io { step: Step::Create, path: path.to_owned(), error };
    let folder = folder(path).unwrap_or(Path::new("."));
    if !fs::metadata(folder).map_err(failed)?.is_dir() {
        return Err(failed(io::ErrorKind::NotADirectory.into()));
    }
    access(folder, Access::WRITE_OK | Access::EXEC_OK).map_err(|error| failed(error.into()))
}

/// Writes a file for this person alone, whole or not at all, and never over another. Its folder must
/// be there: one that was mistyped is not made. Until it is whole it has a name of its own: what a
/// kill leaves of it is in nobody's way.
pub fn write_new(path: &Path, content: &[u8]) -> Result<(), SaveError> {
    let (prefix, suffix) = HALF_DONE;
    write_as(tempfile::Builder::new().prefix(prefix).suffix(suffix), path, content)
}

/// The same, but until it is whole it has this name in its folder: whoever has that folder to themselves
/// finds by it what a kill has left.
pub(super) fn write_by(half_done: &OsStr, path: &Path, content: &[u8]) -> Result<(), SaveError> {
    write_as(tempfile::Builder::new().prefix(half_done).rand_bytes(0), path, content)
}

fn write_as(
    half_done: &mut tempfile::Builder<'_, '_>,
    path: &Path,
    content: &[u8],
) -> Result<(), SaveError> {
    let failed = |step| move |error| SaveError::Io { step, path: path.to_owned(), error };
    let folder = folder(path).unwrap_or(Path::new("."));
    let mut file = half_done
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(folder)
        .map_err(failed(Step::Create))?;
    let written = file.write_all(content).and_then(|()| file.as_file().sync_all());
    written.map_err(failed(Step::Write))?;
    file.persist_noclobber(path).map_err(|refused| match refused.error.kind() {
        io::ErrorKind::AlreadyExists => SaveError::Exists { path: path.to_owned() },
        _ => failed(Step::Exchange)(refused.error),
    })?;
    let folder = File::open(folder);
    folder.and_then(|folder| folder.sync_all()).map_err(failed(Step::SyncFolder))
}

/// A passphrase of ten words from 110 random bits, joined by dashes.
pub fn ten_words(random: [u8; 20]) -> Secret {
    let random = Zeroizing::new(random);
    let list = bip39::Language::English.word_list();
    let bit = |index: usize| usize::from(random[index / 8] >> (7 - index % 8) & 1);
    // The longest word of the list has eight letters.
    let mut words = String::with_capacity(10 * 9);
    for word in 0..10 {
        let index = (0..11).fold(0, |index, place| index << 1 | bit(word * 11 + place));
        if word > 0 {
            words.push('-');
        }
        words.push_str(list[index]);
    }
    Secret::from_text(words)
}

/// How hard a passphrase is to guess, 0 (at once) to 4 (not in our time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Strength(pub u8);

/// Below this a passphrase that somebody makes up is refused.
pub const WEAK: Strength = Strength(2);

/// Estimates a passphrase.
pub fn strength(passphrase: &str) -> Strength {
    Strength(zxcvbn::zxcvbn(passphrase, &["keyrack"]).score().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_when_a_file_can_be_made_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("there"), "").expect("writes");
        assert!(is_free(&path("new")).is_ok());
        assert!(matches!(is_free(&path("there")), Err(SaveError::Exists { .. })));
        let kind = |name: &str| match is_free(&path(name)) {
            Err(SaveError::Io { error, .. }) => Some(error.kind()),
            _ => None,
        };
        assert_eq!(kind("no/new"), Some(io::ErrorKind::NotFound));
        assert_eq!(kind("there/new"), Some(io::ErrorKind::NotADirectory));
        assert!(is_free(Path::new("a name without a folder")).is_ok());
    }

    /// A kill left `X.new`, and from then on `X` could not be written: it was said to exist.
    #[test]
    fn nothing_beside_a_file_keeps_it_from_being_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("n".repeat(255));
        let short = folder.path().join("identity.age");
        fs::write(folder.path().join("identity.age.new"), "half").expect("writes");
        for path in [&path, &short] {
            write_new(path, b"whole").expect("writes");
            assert_eq!(fs::read(path).expect("reads"), b"whole");
            let mode = fs::metadata(path).expect("is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            assert!(matches!(write_new(path, b"other"), Err(SaveError::Exists { .. })));
            assert_eq!(fs::read(path).expect("reads"), b"whole");
        }
        let left = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 3, "nothing half done stays");
    }

    #[test]
    fn ten_words_take_eleven_bits_each() {
        let words = |random| ten_words(random).expose_text().expect("text").to_owned();
        assert_eq!(words([0; 20]), ["abandon"; 10].join("-"));
        assert_eq!(words([0xff; 20]), ["zoo"; 10].join("-"));
        let mut one = [0; 20];
        // The last bit of the second word, and a bit past the 110 that count.
        (one[2], one[19]) = (0b0000_0100, 1);
        let expected = "abandon-ability-abandon-abandon";
        assert!(words(one).starts_with(expected), "{}", words(one));
        assert!(words(one).ends_with("abandon-abandon"), "{}", words(one));
    }

    #[test]
    fn strength_tells_good_from_bad() {
        for (passphrase, least, most) in [
            ("", 0, 0),
            ("password", 0, 0),
            ("keyrack2026", 0, 2),
            ("correct horse battery staple", 4, 4),
            ("大象每天早上喝三杯冰咖啡", 3, 4),
        ] {
            let strength = strength(passphrase).0;
            assert!((least..=most).contains(&strength), "{passphrase}: {strength}");
        }
        let words = ten_words(*b"twenty bytes of text");
        assert_eq!(strength(words.expose_text().expect("text")), Strength(4));
    }
}
