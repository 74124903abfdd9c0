//! The PIN of a key: what it goes with, and what it does not.

use super::*;
use crate::otp::motp;

const HEX: &str = "e3152afee62599c8";
const BASE32: &str = "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI";

fn form(fields: &[(Field, &str)]) -> Draft {
    let mut draft = Draft::new(Subject::Account);
    for (field, text) in fields {
        draft.set(*field, text);
    }
    draft
}

fn pin(key: Option<&Key>) -> Option<&str> {
    key.and_then(Key::pin).and_then(Secret::expose_text)
}

#[test]
fn keys_with_a_pin_as_people_type_them() {
    use Field::{Key as Typed, Kind as Sort, Pin};
    type Case<'a> = (&'a str, &'a [(Field, &'a str)], Kind, Option<&'a str>);
    let yandex = "otpauth://yaotp/shop?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&pin=G42TQNQ";
    let cases: [Case; 7] = [
        ("mOTP", &[(Typed, HEX), (Sort, "motp"), (Pin, " 1234 ")], Kind::Motp, Some("1234")),
        ("mOTP without", &[(Typed, HEX), (Sort, "motp")], Kind::Motp, None),
        ("Yandex", &[(Typed, BASE32), (Sort, "yandex"), (Pin, "7586")], Kind::Yandex, Some("7586")),
        ("its address", &[(Typed, yandex)], Kind::Yandex, Some("7586")),
        ("a PIN beside it", &[(Typed, yandex), (Pin, "1111")], Kind::Yandex, Some("1111")),
        (
            "a mOTP address",
            &[(Typed, "motp://VPN:li?secret=e3152afee62599c8"), (Pin, "1234")],
            Kind::Motp,
            Some("1234"),
        ),
        ("no PIN there", &[(Typed, BASE32), (Pin, "1")], Kind::Totp { period: 30 }, None),
    ];
    for (name, fields, kind, expected) in cases {
        let draft = form(fields);
        let key = draft.key().expect(name).expect(name);
        assert_eq!((key.kind(), pin(Some(&key))), (kind, expected), "{name}");
        assert_eq!(draft.applies(Field::Pin), kind.has_pin(), "{name}");
    }
    let key = form(&[(Typed, BASE32), (Sort, "yandex")]).key().expect("a key").expect("a key");
    assert_eq!(key.secret().expose().len(), 16);
    let hex = form(&[(Typed, "E3152AFE-e62599c8"), (Sort, "motp")]).key();
    assert_eq!(hex.expect("a key").map(|key| key.secret().clone()), motp::key(HEX));
    let flaw = |fields: &[(Field, &str)]| form(fields).key().expect_err("a flaw");
    assert_eq!(flaw(&[(Typed, "e3152afee62599cx"), (Sort, "motp")]), (Typed, Flaw::NotHex));
}

#[test]
fn a_pin_stays_with_its_key() {
    let secret = motp::key(HEX).expect("a key");
    let key = Key::new(secret, Kind::Motp, Algorithm::Sha1, 6).expect("a key");
    let key = key.with_pin(Some(Secret::from_text("1234".into())));
    let base = Account { key: Some(key), store: "Gate".into(), ..Account::blank(id(1)) };
    let book = Book { accounts: vec![base.clone()], ..Book::default() };
    let built = |fields: &[(Field, &str)]| {
        let mut draft = Draft::of(&base, &book);
        for (field, text) in fields {
            draft.set(*field, text);
        }
        let mut work = book.clone();
        save(&draft, Target::Account(Some(id(1))), &mut work).map(|_| work.accounts[0].clone())
    };
    let pin_of = |fields: &[(Field, &str)]| {
        let account = built(fields).expect("no flaws");
        pin(account.key.as_ref()).map(str::to_owned)
    };
    assert_eq!(pin_of(&[(Field::Note, "x")]).as_deref(), Some("1234"));
    assert_eq!(pin_of(&[(Field::Pin, "5678")]).as_deref(), Some("5678"));
    assert_eq!(pin_of(&[(Field::Key, HEX)]).as_deref(), Some("1234"), "the same key typed again");
    assert_eq!(pin_of(&[(Field::Key, "00ff")]), None, "another key has another PIN");
    // A PIN alone is no new key.
    assert_eq!(built(&[(Field::Pin, "5678")]).expect("no flaws").keyed, None);
    let other = built(&[(Field::Kind, "totp")]).expect_err("a flaw");
    assert_eq!(other, [(Field::Key, Flaw::KeyAnew)]);
}
