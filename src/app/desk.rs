//! Finding a vault on this machine and opening it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::sync::is_half_merged;
use crate::model::Book;
use crate::platform::Folders;
use crate::secret::Secret;
use crate::sync::has_marks;
use crate::vault::{
    Identity, Intent, Keys, LARGEST_IDENTITY, OpenError, Place, Plugins, Sealed, Vault, WorkFactor,
    glance, is_lost, read_identity,
};

/// Where this machine keeps one vault and what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The vault and its backups.
    pub place: Place,
    /// The identity file; not looked at for a vault with a passphrase.
    pub identity: PathBuf,
    /// This machine's name in the vault's revision.
    pub machine: String,
    /// What the vault is opened for.
    pub intent: Intent,
    /// Which programs may be started for keys.
    pub plugins: Plugins,
}

impl Desk {
    /// The desk of a vault: the one asked for, or the one everybody has.
    pub fn at(
        folders: &Folders,
        vault: Option<PathBuf>,
        identity: Option<PathBuf>,
        machine: String,
    ) -> Self {
        let file = vault.unwrap_or_else(|| folders.data.join("vault.age"));
        let identity = identity.unwrap_or_else(|| folders.config.join("identity.age"));
        let name = folder_name(&file);
        let backups = folders.state.join("backups").join(&name);
        let known = folders.state.join("known").join(name);
        let (place, plugins) = (Place { file, backups, known }, Plugins::default());
        Self { place, identity, machine, intent: Intent::Write, plugins }
    }

    /// The same desk with another vault on it.
    #[must_use]
    pub fn with_vault(&self, file: PathBuf) -> Self {
        let name = folder_name(&file);
        let beside = |folder: &Path| folder.with_file_name(&name);
        let (backups, known) = (beside(&self.place.backups), beside(&self.place.known));
        Self { place: Place { file, backups, known }, ..self.clone() }
    }
}

impl Desk {
    /// The same desk with a file that is no vault of this machine: it has no backups.
    #[must_use]
    pub fn apart(&self, file: PathBuf) -> Self {
        Self {
            place: Place { file, backups: PathBuf::new(), known: PathBuf::new() },
            ..self.clone()
        }
    }
}

/// One folder of backups for each vault of this machine, named after the file so that a person
/// finds it, and after its path so that two files of the same name stay apart.
fn folder_name(file: &Path) -> String {
    let path = real_path(file);
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let mut name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    name.retain(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let name: String = name.chars().take(32).collect();
    format!("{name}-{:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3])
}

/// What people call vaults that are open together: their files' names without the ending, with as many
/// folders before it as tell one from the others.
pub fn names(desks: &[Desk]) -> Vec<String> {
    let paths: Vec<Vec<String>> = desks.iter().map(|desk| parts(&desk.place.file)).collect();
    let called = |at: usize, depth: usize| {
        let parts = &paths[at];
        parts[parts.len().saturating_sub(depth)..].join("/")
    };
    let is_alone = |at: usize, depth: usize| {
        (0..paths.len()).all(|other| other == at || called(other, depth) != called(at, depth))
    };
    (0..paths.len())
        .map(|at| {
            let depth = (1..=paths[at].len()).find(|depth| is_alone(at, *depth));
            // The same but for the ending.
            let whole = || desks[at].place.file.to_string_lossy().into_owned();
            depth.map_or_else(whole, |depth| called(at, depth))
        })
        .collect()
}

/// The folders of a file and its name without the ending.
fn parts(file: &Path) -> Vec<String> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned()).with_extension("");
    let normal = path.components().filter(|part| matches!(part, Component::Normal(_)));
    normal.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
}

/// The path without links and dots, as far as it exists: the same before and after the file is made.
fn real_path(file: &Path) -> PathBuf {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    for start in path.ancestors() {
        if let Ok(real) = fs::canonicalize(start) {
            return path.strip_prefix(start).map_or_else(
                |_| real.clone(),
                |rest| if rest == Path::new("") { real.clone() } else { real.join(rest) },
            );
        }
    }
    path
}

/// What it takes to open a desk's vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// There is no vault: create one.
    Vault,
    /// Ask for the passphrase of the identity file.
    IdentityPassphrase,
    /// Ask for the passphrase of the vault itself.
    VaultPassphrase,
    /// Nothing: the identity file is not protected.
    Nothing,
}

/// One of the two files that stand between a person and the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The vault.
    Vault,
    /// The identity file.
    Identity,
}

/// Which file did not open, and why.
#[derive(Debug)]
pub struct Unopened {
    /// Which of the two.
    pub part: Part,
    /// Where it is.
    pub path: PathBuf,
    /// Why.
    pub error: OpenError,
    /// Whether it is a vault that was there and is gone.
    pub is_lost: bool,
    /// Whether it is a vault into which git has written both sides of a merge that is half done.
    pub is_half_merged: bool,
}

impl Unopened {
    /// About the vault.
    pub fn vault(desk: &Desk, error: OpenError) -> Self {
        let is_missing = matches!(error, OpenError::Missing { .. });
        let is_lost = is_missing && is_lost(&desk.place);
        let is_torn = || fs::read(&desk.place.file).is_ok_and(|content| has_marks(&content));
        let is_half_merged = error.is_loss() && is_half_merged(desk) && is_torn();
        Self { part: Part::Vault, path: desk.place.file.clone(), error, is_lost, is_half_merged }
    }

    /// About the identity file.
    pub fn identity(desk: &Desk, error: OpenError) -> Self {
        let path = desk.identity.clone();
        Self { part: Part::Identity, path, error, is_lost: false, is_half_merged: false }
    }
}

/// Looks at the files, cheaply: no key derivation, no decryption.
pub fn need(desk: &Desk) -> Result<Need, Unopened> {
    match glance(&desk.place.file) {
        Err(OpenError::Missing { .. }) => Ok(Need::Vault),
        Err(error) => Err(Unopened::vault(desk, error)),
        Ok(Sealed::Passphrase { .. }) => Ok(Need::VaultPassphrase),
        Ok(Sealed::Recipients) => {
            let file = identity_file(desk)?;
            match read_identity(file.expose(), None) {
                Ok(_) => Ok(Need::Nothing),
                Err(OpenError::NeedsPassphrase) => Ok(Need::IdentityPassphrase),
                Err(error) => Err(Unopened::identity(desk, error)),
            }
        }
    }
}

/// What opens the vault. Slow (a key derivation) when the identity file is protected; a vault's own
/// passphrase is only tried when the vault is opened.
pub fn keys(desk: &Desk, passphrase: Option<&Secret>) -> Result<Keys, Unopened> {
    match glance(&desk.place.file).map_err(|error| Unopened::vault(desk, error))? {
        Sealed::Passphrase { log_n } => {
            let needed = || Unopened::vault(desk, OpenError::NeedsPassphrase);
            let passphrase = passphrase.filter(|p| !p.is_empty()).ok_or_else(needed)?.clone();
            // Saved again as dear as it was, within what we write.
            let work = WorkFactor::new(log_n).unwrap_or(WorkFactor::DEFAULT);
            Ok(Keys::Passphrase { passphrase, work })
        }
        Sealed::Recipients => identity(desk, passphrase).map(Keys::Identity),
    }
}

/// The identity, whatever vault there is. Slow (a key derivation) when its file is protected.
pub fn identity(desk: &Desk, passphrase: Option<&Secret>) -> Result<Identity, Unopened> {
    let file = identity_file(desk)?;
    read_identity(file.expose(), passphrase)
        .map(|identity| identity.with(&desk.plugins))
        .map_err(|error| Unopened::identity(desk, error))
}

/// Whether an identity asks for a passphrase.
pub fn is_protected(desk: &Desk) -> Result<bool, Unopened> {
    match identity(desk, None) {
        Ok(_) => Ok(false),
        Err(Unopened { error: OpenError::NeedsPassphrase, .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Opens the vault. Slow (a key derivation) when a passphrase is needed.
pub fn unlock(desk: &Desk, passphrase: Option<&Secret>) -> Result<(Vault, Book), Unopened> {
    open(desk, keys(desk, passphrase)?)
}

/// The same by what is known to open it.
pub fn open(desk: &Desk, keys: Keys) -> Result<(Vault, Book), Unopened> {
    Vault::open_for(desk.intent, desk.place.clone(), keys, &desk.machine)
        .map_err(|error| Unopened::vault(desk, error))
}

/// The permissions of a file, nine bits and the three above them; `None` when it is not there.
pub fn mode(path: &Path) -> Option<u32> {
    let metadata = fs::metadata(path).ok()?;
    Some(metadata.permissions().mode() & 0o7777)
}

/// The user a file belongs to; `None` when it is not there.
pub fn owner(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|metadata| metadata.uid())
}

/// Whether identity and vault lie in one folder, links followed.
pub fn lies_beside(desk: &Desk) -> bool {
    let folder = |path: &Path| fs::canonicalize(path).ok()?.parent().map(Path::to_owned);
    let identity = folder(&desk.identity);
    identity.is_some() && identity == folder(&desk.place.file)
}

/// The identity file as it is.
pub(super) fn identity_file(desk: &Desk) -> Result<Secret, Unopened> {
    let path = &desk.identity;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing { path: path.clone() },
        _ => OpenError::Io { path: path.clone(), error },
    };
    let read = || {
        let file = File::open(path).map_err(failed)?;
        let mut bytes = Vec::with_capacity(4096);
        file.take(LARGEST_IDENTITY + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > LARGEST_IDENTITY {
            return Err(OpenError::TooLarge { limit: LARGEST_IDENTITY });
        }
        Ok(Secret::new(bytes))
    };
    read().map_err(|error| Unopened::identity(desk, error))
}
