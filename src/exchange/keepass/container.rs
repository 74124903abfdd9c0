//! What is round the XML: a header that is checked before anything is paid for, a key, blocks that
//! vouch for themselves, a cipher, compression, and a header inside.

use std::io::{self, Read};

use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::generic_array::GenericArray;
use aes_gcm::aes::cipher::{BlockEncrypt as _, KeyInit as _};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockDecryptMut as _, KeyIvInit as _, StreamCipher as _};
use chacha20::ChaCha20;
use flate2::read::GzDecoder;
use hmac::{Hmac, Mac};
use salsa20::Salsa20;
use sha2::{Digest as _, Sha256, Sha512};
use zeroize::Zeroizing;

use super::super::crypt::{self, Argon2, Argon2Cost, DerivedKey, Plain};
use super::super::error::{Limit, Measure, Sort, Unsupported};
use super::super::{Format, ReadError, Stage, Task};

/// Most bytes, unpacked.
const MOST_UNPACKED: u64 = 128 << 20;
/// Most rounds of KeePass's own key derivation.
const AES_ROUNDS: u64 = if cfg!(fuzzing) { 10_000 } else { 100_000_000 };

/// What a container holds.
pub(super) struct Content {
    /// XML.
    pub(super) document: Plain,
    /// Opens the protected values in it, in their order.
    pub(super) stream: Stream,
    /// How many attachments were passed over.
    pub(super) attachments: usize,
}

/// The key stream that runs over all protected values.
pub(super) enum Stream {
    /// Usual in version 4.
    ChaCha20(Box<ChaCha20>),
    /// Left over from version 3.
    Salsa20(Box<Salsa20>),
}

impl Stream {
    /// Opens the next value in place.
    pub(super) fn open(&mut self, value: &mut [u8]) {
        match self {
            Self::ChaCha20(stream) => stream.apply_keystream(value),
            Self::Salsa20(stream) => stream.apply_keystream(value),
        }
    }

    fn new(id: u32, key: &[u8]) -> Result<Self, ReadError> {
        match id {
            2 => {
                const NONCE: [u8; 8] = [0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a];
                let key = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(key)));
                Ok(Self::Salsa20(Box::new(Salsa20::new((&*key).into(), &NONCE.into()))))
            }
            3 => {
                let hash = Zeroizing::new(<[u8; 64]>::from(Sha512::digest(key)));
                let stream = ChaCha20::new_from_slices(&hash[..32], &hash[32..44]);
                Ok(Self::ChaCha20(Box::new(stream.map_err(|_| damaged())?)))
            }
            _ => Err(ReadError::Unsupported(Unsupported::Cipher)),
        }
    }
}

fn damaged() -> ReadError {
    ReadError::damaged(Format::KeePass)
}

/// Opens a container.
pub(super) fn open(file: &[u8], task: &mut Task<'_>) -> Result<Content, ReadError> {
    let (header, rest) = Header::read(file)?;
    let password = task.password(Format::KeePass)?;
    let composite = DerivedKey::new(Sha256::digest(Sha256::digest(password.expose())).into());
    let derived = header.derivation.derive(&composite, task)?;
    let hash =
        Sha512::new().chain_update(header.seed).chain_update(derived.as_slice()).chain_update([1]);
    let mac_key = Zeroizing::new(<[u8; 64]>::from(hash.finalize()));
    let (mac, blocks) = rest.split_first_chunk::<32>().ok_or_else(damaged)?;
    if !verify(&mac_key, u64::MAX, &[header.bytes], mac) {
        return Err(ReadError::WrongPassword);
    }
    let mut sealed = join(blocks, &mac_key)?;
    let key = Sha256::new().chain_update(header.seed).chain_update(derived.as_slice()).finalize();
    let key = DerivedKey::new(key.into());
    match header.cipher {
        Cipher::Aes => {
            let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&*key, header.nonce);
            let cipher = cipher.map_err(|_| damaged())?;
            let plain = cipher.decrypt_padded_mut::<Pkcs7>(&mut sealed).map_err(|_| damaged())?;
            let length = plain.len();
            sealed.truncate(length);
        }
        Cipher::ChaCha20 => {
            let cipher = ChaCha20::new_from_slices(&*key, header.nonce);
            cipher.map_err(|_| damaged())?.apply_keystream(&mut sealed);
        }
    }
    if header.packed {
        unpack(&mut GzDecoder::new(sealed.as_slice()).take(MOST_UNPACKED + 1))
    } else {
        unpack(&mut sealed.as_slice().take(MOST_UNPACKED + 1))
    }
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes,
    ChaCha20,
}

/// What stands in clear.
struct Header<'a> {
    bytes: &'a [u8],
    cipher: Cipher,
    packed: bool,
    seed: &'a [u8; 32],
    nonce: &'a [u8],
    derivation: Derivation<'a>,
}

impl<'a> Header<'a> {
    /// Reads a header; gives what follows its hash, too.
    fn read(file: &'a [u8]) -> Result<(Self, &'a [u8]), ReadError> {
        let mut rest = file.strip_prefix(b"\x03\xd9\xa2\x9a").ok_or_else(damaged)?;
        match take::<4>(&mut rest).ok_or_else(damaged)? {
            [0x67, 0xfb, 0x4b, 0xb5] => {}
            [0x65 | 0x66, 0xfb, 0x4b, 0xb5] => {
                return Err(ReadError::Unsupported(Unsupported::OldKeePass));
            }
            _ => return Err(ReadError::Unknown(Sort::Bytes)),
        }
        // The minor version changes nothing that is read here.
        let [_, _, major @ ..] = *take::<4>(&mut rest).ok_or_else(damaged)?;
        match u16::from_le_bytes(major) {
            4 => {}
            0..4 => return Err(ReadError::Unsupported(Unsupported::OldKeePass)),
            major => {
                let (format, version) = (Format::KeePass, u64::from(major));
                return Err(ReadError::Newer { format, version, known: 4 });
            }
        }
        let mut fields: [Option<&[u8]>; 12] = [None; 12];
        loop {
            let [id] = *take::<1>(&mut rest).ok_or_else(damaged)?;
            let value = counted(&mut rest).ok_or_else(damaged)?;
            if id == 0 {
                break;
            }
            if let Some(field) = fields.get_mut(usize::from(id)) {
                *field = Some(value);
            }
        }
        let bytes = &file[..file.len() - rest.len()];
        let hash = take::<32>(&mut rest).ok_or_else(damaged)?;
        if *hash != <[u8; 32]>::from(Sha256::digest(bytes)) {
            return Err(damaged());
        }
        let field = |id: usize| fields[id].ok_or_else(damaged);
        let (cipher, length) = cipher(field(2)?)?;
        let packed = match little(field(3)?) {
            Some(0) => false,
            Some(1) => true,
            Some(_) => return Err(ReadError::Unsupported(Unsupported::Compression)),
            None => return Err(damaged()),
        };
        let seed = field(4)?.try_into().map_err(|_| damaged())?;
        let nonce = Some(field(7)?).filter(|nonce| nonce.len() == length).ok_or_else(damaged)?;
        let derivation = Derivation::read(field(11)?)?;
        Ok((Self { bytes, cipher, packed, seed, nonce, derivation }, rest))
    }
}

/// The cipher of an identifier, and the length of its nonce.
fn cipher(id: &[u8]) -> Result<(Cipher, usize), ReadError> {
    const AES: [u8; 16] = 0x31c1_f2e6_bf71_4350_be58_0521_6afc_5aff_u128.to_be_bytes();
    const CHACHA20: [u8; 16] = 0xd603_8a2b_8b6f_4cb5_a524_339a_31db_b59a_u128.to_be_bytes();
    match <[u8; 16]>::try_from(id).map_err(|_| damaged())? {
        AES => Ok((Cipher::Aes, 16)),
        CHACHA20 => Ok((Cipher::ChaCha20, 12)),
        _ => Err(ReadError::Unsupported(Unsupported::Cipher)),
    }
}

/// How the key is derived.
enum Derivation<'a> {
    Aes { seed: &'a [u8; 32], rounds: u64 },
    Argon2 { variant: Argon2, salt: &'a [u8], cost: Argon2Cost },
}

impl<'a> Derivation<'a> {
    /// Reads a dictionary of typed values.
    fn read(mut bytes: &'a [u8]) -> Result<Self, ReadError> {
        const AES: [u8; 16] = 0xc9d9_f39a_628a_4460_bf74_0d08_c18a_4fea_u128.to_be_bytes();
        const ARGON2D: [u8; 16] = 0xef63_6ddf_8c29_444b_91f7_a9a4_03e3_0a0c_u128.to_be_bytes();
        const ARGON2ID: [u8; 16] = 0x9e29_8b19_56db_4773_b23d_fc3e_c6f0_a1e6_u128.to_be_bytes();
        let [_, version] = *take::<2>(&mut bytes).ok_or_else(damaged)?;
        if version != 1 {
            return Err(ReadError::Unsupported(Unsupported::KeyDerivation));
        }
        let mut values: [(&[u8], Option<&[u8]>); 7] =
            [b"$UUID".as_slice(), b"R", b"S", b"I", b"M", b"P", b"V"].map(|name| (name, None));
        while *take::<1>(&mut bytes).ok_or_else(damaged)? != [0] {
            let name = counted(&mut bytes).ok_or_else(damaged)?;
            let value = counted(&mut bytes).ok_or_else(damaged)?;
            if let Some((_, slot)) = values.iter_mut().find(|(known, _)| *known == name) {
                *slot = Some(value);
            }
        }
        let [id, rounds, salt, passes, memory, lanes, version] = values.map(|(_, value)| value);
        let number = |value: Option<&[u8]>| value.and_then(little).ok_or_else(damaged);
        let id = id.and_then(|id| <[u8; 16]>::try_from(id).ok()).ok_or_else(damaged)?;
        let salt = salt.ok_or_else(damaged)?;
        let variant = match id {
            AES => {
                let seed = salt.try_into().map_err(|_| damaged())?;
                return Ok(Self::Aes { seed, rounds: number(rounds)? });
            }
            ARGON2D => Argon2::Argon2d,
            ARGON2ID => Argon2::Argon2id,
            _ => return Err(ReadError::Unsupported(Unsupported::KeyDerivation)),
        };
        if number(version)? != 0x13 {
            return Err(ReadError::Unsupported(Unsupported::KeyDerivation));
        }
        if salt.len() < 8 {
            return Err(damaged());
        }
        let memory_kib = number(memory)? / 1024;
        let cost = Argon2Cost { memory_kib, passes: number(passes)?, lanes: number(lanes)? };
        Ok(Self::Argon2 { variant, salt, cost })
    }

    fn derive(&self, composite: &DerivedKey, task: &mut Task<'_>) -> Result<DerivedKey, ReadError> {
        match self {
            Self::Argon2 { variant, salt, cost } => {
                crypt::argon2(task, *variant, composite.as_slice(), salt, *cost)
            }
            Self::Aes { seed, rounds } => {
                Limit::hold(Measure::Rounds, *rounds, AES_ROUNDS)?;
                task.tell(Stage::Deriving { memory: 0 });
                let cipher = Aes256::new(GenericArray::from_slice(*seed));
                let mut key = composite.clone();
                let (halves, _) = key.as_chunks_mut::<16>();
                let [left, right] = halves else { return Err(damaged()) };
                let mut blocks = [GenericArray::from(*left), GenericArray::from(*right)];
                for _ in 0..*rounds {
                    cipher.encrypt_blocks(&mut blocks);
                }
                let hash = Sha256::new().chain_update(blocks[0]).chain_update(blocks[1]);
                Ok(DerivedKey::new(hash.finalize().into()))
            }
        }
    }
}

/// Whether a code fits what it is for; in constant time.
fn verify(key: &[u8; 64], index: u64, parts: &[&[u8]], code: &[u8; 32]) -> bool {
    let hash = Sha512::new().chain_update(index.to_le_bytes()).chain_update(key).finalize();
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&hash) else { return false };
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(code).is_ok()
}

/// Puts the blocks together; each is as it was written, and the last one is empty.
fn join(mut rest: &[u8], key: &[u8; 64]) -> Result<Plain, ReadError> {
    let mut joined = Zeroizing::new(Vec::with_capacity(rest.len()));
    for index in 0_u64.. {
        let code = take::<32>(&mut rest).ok_or_else(damaged)?;
        let length = rest.first_chunk::<4>().ok_or_else(damaged)?;
        let block = counted(&mut rest).ok_or_else(damaged)?;
        if !verify(key, index, &[&index.to_le_bytes(), length, block], code) {
            return Err(damaged());
        }
        if block.is_empty() {
            break;
        }
        joined.extend_from_slice(block);
    }
    Ok(joined)
}

/// Reads the inner header and what follows it. Attachments are passed over unkept.
fn unpack<R: Read>(source: &mut io::Take<R>) -> Result<Content, ReadError> {
    let content = unpack_held(source);
    // More than the limit: whatever else went wrong then is its consequence.
    Limit::hold(Measure::UnpackedBytes, MOST_UNPACKED + 1 - source.limit(), MOST_UNPACKED)?;
    content
}

fn unpack_held<R: Read>(source: &mut io::Take<R>) -> Result<Content, ReadError> {
    let (mut id, mut key, mut attachments) = (None, None, 0);
    loop {
        let mut head = [0; 5];
        source.read_exact(&mut head).map_err(|_| damaged())?;
        let [kind, length @ ..] = head;
        let length = u64::from(u32::from_le_bytes(length));
        let mut value = source.by_ref().take(length);
        match kind {
            1 | 2 => {
                let mut bytes = Plain::default();
                value.read_to_end(&mut bytes).map_err(|_| damaged())?;
                *(if kind == 1 { &mut id } else { &mut key }) = Some(bytes);
            }
            _ => {
                io::copy(&mut value, &mut io::sink()).map_err(|_| damaged())?;
                attachments += usize::from(kind == 3);
            }
        }
        if kind == 0 {
            break;
        }
    }
    let id = id.as_deref().and_then(|id| little(id)).ok_or_else(damaged)?;
    let stream = Stream::new(u32::try_from(id).unwrap_or(0), &key.ok_or_else(damaged)?)?;
    let mut document = Plain::default();
    source.read_to_end(&mut document).map_err(|_| damaged())?;
    Ok(Content { document, stream, attachments })
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(head)
}

/// Bytes behind their number.
fn counted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(*take::<4>(rest)?);
    let (head, tail) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = tail;
    Some(head)
}

/// A number in four bytes or eight.
fn little(bytes: &[u8]) -> Option<u64> {
    match bytes.len() {
        4 => Some(u32::from_le_bytes(bytes.try_into().ok()?).into()),
        8 => Some(u64::from_le_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}
