//! Create, open, save, reload.

use keyrack::vault::{Access, Durability};

use super::support::{MACHINE, NOW, book, create, identity, open, passphrase, place};

#[test]
fn what_is_saved_is_what_is_opened() {
    for keys in [identity(), passphrase("correct horse")] {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        create(&place, &keys, &book(2));
        let (mut vault, read) = open(&place, &keys);
        assert_eq!(read, book(2));
        assert_eq!(vault.access(), Access::ReadWrite);
        assert_eq!(vault.save(&book(3), NOW).unwrap(), Durability::Durable);
        assert!(!vault.changed());
        assert_eq!(vault.saves(MACHINE), 2);
        assert_eq!(vault.reload().unwrap(), book(3));
        assert_eq!(open(&place, &keys).1, book(3));
    }
}
