//! What stands in a vault once it is decrypted.
#![no_main]

use std::sync::LazyLock;

use keyrack::vault::{Identity, Keys, Place, Vault};
use libfuzzer_sys::fuzz_target;

/// A folder, and the identity that everything is sealed to.
static HOME: LazyLock<(std::path::PathBuf, Identity, age::x25519::Recipient)> =
    LazyLock::new(|| {
        let home = std::env::temp_dir().join(format!("keyrack-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&home).expect("a folder");
        let identity = Identity::generate();
        let recipient = identity.recipient().as_str().parse().expect("its own");
        (home, identity, recipient)
    });

fuzz_target!(|bytes: &[u8]| {
    let (home, identity, recipient) = &*HOME;
    let place = Place { file: home.join("v.age"), backups: home.join("backups"), known: home.join("known") };
    std::fs::write(&place.file, age::encrypt(recipient, bytes).expect("sealed")).expect("written");
    let _ = Vault::open(place, Keys::Identity(identity.clone()), "here");
});
