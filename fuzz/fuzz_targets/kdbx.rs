//! What is inside of a KeePass database: fields and XML, sealed well. The first byte says whether they
//! are all of it, or whether the fields are made and the XML is what follows.
#![no_main]

use aes::Aes256;
use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockEncrypt as _, BlockEncryptMut as _, KeyInit as _, KeyIvInit as _};
use cbc::cipher::block_padding::Pkcs7;
use hmac::{Hmac, Mac as _};
use keyrack::exchange::Format;
use keyrack_fuzz::{PASSWORD, take};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256, Sha512};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let content = match first % 3 {
        0 => rest.to_vec(),
        stream => content(u32::from(stream) + 1, rest),
    };
    take(&seal(&content), Some(Format::KeePass), Some(PASSWORD));
});

/// A number, its length, what it says.
fn field(kind: u8, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("short").to_le_bytes();
    [&[kind], length.as_slice(), value].concat()
}

fn content(stream: u32, xml: &[u8]) -> Vec<u8> {
    [&field(1, &stream.to_le_bytes()), &field(2, &[9; 64]), &field(0, b""), xml].concat()
}

/// A derivation of two rounds of AES.
fn derivation() -> Vec<u8> {
    const AES_KDF: u128 = 0xc9d9_f39a_628a_4460_bf74_0d08_c18a_4fea;
    let mut bytes = b"\0\x01".to_vec();
    let values: [(u8, &[u8], &[u8]); 3] = [
        (0x42, b"$UUID", &AES_KDF.to_be_bytes()),
        (0x05, b"R", &2_u64.to_le_bytes()),
        (0x42, b"S", &[7; 32]),
    ];
    for (kind, name, value) in values {
        bytes.push(kind);
        for part in [name, value] {
            bytes.extend(u32::try_from(part.len()).expect("short").to_le_bytes());
            bytes.extend(part);
        }
    }
    bytes.push(0);
    bytes
}

fn seal(content: &[u8]) -> Vec<u8> {
    const AES: u128 = 0x31c1_f2e6_bf71_4350_be58_0521_6afc_5aff;
    let (seed, nonce) = ([3; 32], [4; 16]);
    let mut header = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\0\x04\0".to_vec();
    let fields: [(u8, &[u8]); 6] = [
        (2, &AES.to_be_bytes()),
        (3, &[0; 4]),
        (4, &seed),
        (7, &nonce),
        (11, &derivation()),
        (0, b"\r\n\r\n"),
    ];
    header.extend(fields.iter().flat_map(|(kind, value)| field(*kind, value)));
    let mut key = <[u8; 32]>::from(Sha256::digest(Sha256::digest(PASSWORD)));
    let cipher = Aes256::new(&[7; 32].into());
    for _ in 0..2 {
        for half in key.chunks_mut(16) {
            cipher.encrypt_block(GenericArray::from_mut_slice(half));
        }
    }
    let derived = Sha256::digest(key);
    let master = Sha256::digest([&seed, derived.as_slice()].concat());
    let macs = Sha512::digest([&seed, derived.as_slice(), &[1]].concat());
    let mac = |index: u64, parts: &[&[u8]]| {
        let key = Sha512::digest([&index.to_le_bytes(), macs.as_slice()].concat());
        let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&key).expect("a key");
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().to_vec()
    };
    let sealed = cbc::Encryptor::<Aes256>::new(&master, &nonce.into());
    let sealed = sealed.encrypt_padded_vec_mut::<Pkcs7>(content);
    let head = Sha256::digest(&header).to_vec();
    let mut file = [header.clone(), head, mac(u64::MAX, &[&header])].concat();
    for (index, block) in (0_u64..).zip(sealed.chunks(1 << 20).chain([&[][..]])) {
        let length = u32::try_from(block.len()).expect("short").to_le_bytes();
        file.extend(mac(index, &[&index.to_le_bytes(), &length, block]));
        file.extend(length);
        file.extend(block);
    }
    file
}
