//! Reading a vault's file: what stands in it, and what tells this version from another.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use super::file::admit;
use super::guard::{self, Sealed};
use super::schema::{self, Head, Member};
use super::swap::{self, Digest};
use super::{Access, Keys, LARGEST_FILE, Obstacle, OpenError, seal};
use crate::model::Book;
use crate::time::Moment;

/// How often, and after how long each time, a file that reads as torn is read again: git and
/// synchronisers write in pieces.
const TORN: (u32, Duration) = (5, Duration::from_millis(200));

/// How a vault or an identity file is locked, from a look at its header: no key derivation, no
/// decryption. An identity that is not protected gives [`OpenError::NotAge`].
pub fn glance(path: &Path) -> Result<Sealed, OpenError> {
    let (file, _) = open_file(path)?;
    let mut start = Vec::new();
    file.take(guard::GLANCE)
        .read_to_end(&mut start)
        .map_err(|error| OpenError::Io { path: path.to_owned(), error })?;
    guard::glance(&start)
}

/// A vault's file as it stands, for somebody who carries it elsewhere: any age file whose header is
/// bounded. Tried again while somebody is writing it.
pub fn sealed(path: &Path) -> Result<Vec<u8>, OpenError> {
    patiently(|| {
        let (content, _) = read_file(path)?;
        guard::header(&guard::binary(&content)?)?;
        Ok(content)
    })
}

/// What a file holds and who can read it. Nothing is swept, and nothing can be saved there.
pub fn look(path: &Path, keys: &Keys) -> Result<(Vec<Member>, Book), OpenError> {
    let Loaded { head, book, .. } = load(path, keys)?;
    Ok((head.members, book))
}

/// When a file that is no link was last written.
pub(super) fn written(path: &Path) -> io::Result<Moment> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_file() {
        Ok(Stamp::from(&metadata).written())
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// What one reading of the file gave.
pub(super) struct Loaded {
    pub(super) head: Head,
    pub(super) book: Book,
    pub(super) access: Access,
    pub(super) seen: Seen,
    /// How many keys open it that its list does not name.
    pub(super) unlisted: usize,
}

/// Reads a file that somebody may be writing: one that is missing or torn is tried again.
pub(super) fn load_patiently(file: &Path, keys: &Keys) -> Result<Loaded, OpenError> {
    patiently(|| load(file, keys))
}

fn patiently<T>(read: impl Fn() -> Result<T, OpenError>) -> Result<T, OpenError> {
    let (mut retries, pause) = TORN;
    loop {
        match read() {
            Err(error) if retries > 0 && may_be_torn(&error) => {
                retries -= 1;
                sleep(pause);
            }
            result => return result,
        }
    }
}

pub(super) fn load(file: &Path, keys: &Keys) -> Result<Loaded, OpenError> {
    let (content, stamp) = read_file(file)?;
    loaded(content, Some(stamp), keys)
}

/// What a version says, wherever it came from.
pub(super) fn loaded(
    content: Vec<u8>,
    stamp: Option<Stamp>,
    keys: &Keys,
) -> Result<Loaded, OpenError> {
    let (mut head, book, mut access) = decode(&content, keys)?;
    if let Keys::Identity(identity) = keys
        && !identity.proves_its_recipient()
        && !head.members.iter().any(|member| member.recipient == identity.recipient())
    {
        return Err(OpenError::Obstacle(Obstacle::OtherPublicHalf));
    }
    admit(keys, &mut head);
    if access == Access::ReadWrite
        && !head.members.iter().all(|member| keys.reach(&member.recipient).is_ok())
    {
        access = Access::ForeignRecipient;
    }
    let unlisted = match keys {
        Keys::Identity(_) => {
            let kinds = head.members.iter().map(|member| member.recipient.kind());
            guard::unlisted(&content, kinds)
        }
        Keys::Passphrase { .. } => 0,
    };
    let digest = swap::digest(&content);
    let seen = Seen { digest, stamp, content: Arc::new(content) };
    Ok(Loaded { head, book, access, seen, unlisted })
}

pub(super) fn decode(content: &[u8], keys: &Keys) -> Result<(Head, Book, Access), OpenError> {
    schema::read(&seal::open(content, keys)?)
}

pub(super) fn read_file(path: &Path) -> Result<(Vec<u8>, Stamp), OpenError> {
    let (file, metadata) = open_file(path)?;
    let too_large = OpenError::TooLarge { limit: LARGEST_FILE };
    if metadata.len() > LARGEST_FILE {
        return Err(too_large);
    }
    let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut content)
        .map_err(|error| OpenError::Io { path: path.to_owned(), error })?;
    if content.len() as u64 > LARGEST_FILE {
        return Err(too_large);
    }
    Ok((content, Stamp::from(&metadata)))
}

fn open_file(path: &Path) -> Result<(File, Metadata), OpenError> {
    let open = || {
        // Asked before it is opened: opening a pipe waits for somebody to write into it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok((file, metadata))
    };
    open().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing { path: path.to_owned() },
        _ => OpenError::Io { path: path.to_owned(), error },
    })
}

/// Whether an error is one that a file gives while somebody is writing it.
fn may_be_torn(error: &OpenError) -> bool {
    matches!(
        error,
        OpenError::Missing { .. } | OpenError::Empty | OpenError::NotAge | OpenError::Damaged
    )
}

/// The version of the file that this program knows.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) digest: Digest,
    pub(super) stamp: Option<Stamp>,
    /// As it stood there, encrypted: what both sides come from, should somebody else change it.
    pub(super) content: Arc<Vec<u8>>,
}

/// What the system says of a file without reading it: the same as long as nobody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    place: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// Of what is there now; nothing where there is no file.
    pub fn of(file: &Path) -> Option<Self> {
        fs::metadata(file).ok().as_ref().map(Self::from)
    }

    /// When its content was last written.
    pub(super) fn written(&self) -> Moment {
        let (secs, nanos) = self.modified;
        let secs = Duration::from_secs(u64::try_from(secs).unwrap_or(0));
        let nanos = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
        Moment::from_millis(u64::try_from((secs + nanos).as_millis()).unwrap_or(u64::MAX))
    }
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        Self {
            place: (metadata.dev(), metadata.ino()),
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}
