//! Zip archives: their members in memory, never on a disk. Names are compared, never used as paths.

use std::io::{Cursor, Read as _};

use memchr::memmem;
use zeroize::Zeroizing;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::crypt::Plain;
use super::error::{Limit, Measure, Unsupported};
use super::{Format, ReadError, Task};

/// Most members.
const MOST_MEMBERS: u64 = 2_000;
/// Most bytes of a member, unpacked.
pub(super) const LARGEST_MEMBER: u64 = 16 << 20;

/// An archive in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads the list of members; `None` when there is none that can be read.
pub(super) fn open(bytes: &[u8]) -> Result<Option<Archive<'_>>, ReadError> {
    hold_members(bytes)?;
    Ok(ZipArchive::new(Cursor::new(bytes)).ok())
}

/// Holds what an archive says of its members to the limit: memory is set aside for as many as are
/// claimed, wherever in the file that is.
pub(super) fn hold_members(bytes: &[u8]) -> Result<(), ReadError> {
    let hold = |asked| Limit::hold(Measure::Members, asked, MOST_MEMBERS);
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().rev().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte)))
    };
    let mut ends = 0;
    // The end of the directory, in its short form and in its long one.
    for (mark, places, length) in [(b"PK\x05\x06", [8, 10], 2), (b"PK\x06\x06", [24, 32], 8)] {
        for at in memmem::find_iter(bytes, mark) {
            ends += 1;
            for place in places {
                match number(at + place, length) {
                    // Means that the long form says it.
                    Some(0xffff) if length == 2 => {}
                    asked => hold(asked.unwrap_or(0))?,
                }
            }
        }
    }
    hold(ends)
}

/// The bytes of a member, with the password where it has one.
pub(super) fn read(
    archive: &mut Archive<'_>,
    index: usize,
    format: Format,
    task: &Task<'_>,
) -> Result<Plain, ReadError> {
    let member = archive.by_index_raw(index).map_err(|error| told(&error, format))?;
    let (encrypted, size, method) = (member.encrypted(), member.size(), member.compression());
    drop(member);
    if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(ReadError::Unsupported(Unsupported::Compression));
    }
    let has_code = archive.get_aes_verification_key_and_salt(index).is_ok_and(|aes| aes.is_some());
    Limit::hold(Measure::UnpackedBytes, size, LARGEST_MEMBER)?;
    let member = if encrypted {
        let password = task.password(format)?;
        archive.by_index_decrypt(index, password.expose())
    } else {
        archive.by_index(index)
    };
    let member = member.map_err(|error| told(&error, format))?;
    let room = usize::try_from(size).unwrap_or(0);
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    // What it says of its size proves nothing.
    let done = member.take(LARGEST_MEMBER + 1).read_to_end(&mut plain);
    Limit::hold(Measure::UnpackedBytes, plain.len() as u64, LARGEST_MEMBER)?;
    match done {
        Ok(_) => Ok(plain),
        // The old encryption lets one wrong password of 256 in.
        Err(_) if encrypted && !has_code => Err(ReadError::WrongOrDamaged(format)),
        Err(_) => Err(ReadError::damaged(format)),
    }
}

fn told(error: &ZipError, format: Format) -> ReadError {
    match error {
        ZipError::InvalidPassword => ReadError::WrongPassword,
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            ReadError::Unsupported(Unsupported::Compression)
        }
        _ => ReadError::damaged(format),
    }
}
