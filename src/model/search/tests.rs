//! What people type, and which accounts they mean.

use proptest::prelude::*;

use super::*;
use crate::model::{Account, Device, Id, Method, MethodKind, Number, Person, Role};
use crate::otp::{Algorithm, Key, Kind};
use crate::secret::Secret;
use crate::time::Moment;

fn id(number: u8) -> Id {
    Id::new(Moment::from_secs(1_760_000_000), [number; 10])
}

fn account(store: &str, platform: &str, login: &str) -> Account {
    Account {
        store: store.into(),
        platform: platform.into(),
        login: login.into(),
        ..Account::blank(id(0))
    }
}

fn book(accounts: impl IntoIterator<Item = Account>) -> Book {
    let mut book = Book { accounts: accounts.into_iter().collect(), ..Book::default() };
    for (number, account) in (0..).zip(&mut book.accounts) {
        account.id = id(number);
    }
    book
}

fn stores(names: &[&str]) -> Book {
    book(names.iter().map(|name| account(name, "", "")))
}

fn find(book: &Book, query: &str) -> Vec<u32> {
    Index::new(book).find(query, None)
}

/// Whether a store of this name is found.
fn found(name: &str, query: &str) -> bool {
    !find(&stores(&[name]), query).is_empty()
}

#[test]
fn what_is_alike_is_the_same() {
    let cases = [
        ("case", "Hikari Outdoor", "hIKARI"),
        ("accents", "Lumière", "lumiere"),
        ("accents typed", "Lumiere", "lumière"),
        ("accents in two characters", "Lumie\u{300}re", "lumière"),
        ("stroke", "Żółw Ørsted", "zolw orsted"),
        ("sharp s", "Straße", "STRASSE"),
        ("dotted I", "İstanbul", "istanbul"),
        ("final sigma", "Οδός", "οδοσ"),
        ("full-width letters", "ＡＢＣ１２３", "abc123"),
        ("half-width katakana", "ﾊﾞｽ", "バス"),
        ("ligature", "ﬁnch", "finch"),
        ("ideographic space", "光之　户外", "光之 户外"),
        ("spaces at the edges", "  Hikari ", "hikari"),
        ("invisible characters", "Hi\u{200b}ka\u{ad}ri\u{202e}", "hikari"),
        ("line end", "one\ntwo", "two"),
        ("Hangul in parts", "\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}", "서울"),
        ("Cyrillic", "МЕБЕЛЬ", "мебель"),
    ];
    for (name, store, query) in cases {
        assert!(found(store, query), "{name}");
    }
    let cases =
        [("voiced kana", "バス", "ハス"), ("other Han", "光", "先"), ("longer", "Hik", "hika")];
    for (name, store, query) in cases {
        assert!(!found(store, query), "{name}");
    }
}

#[test]
fn pinyin_and_initials() {
    let cases = [
        ("full", "光之户外", "guangzhihuwai"),
        ("beginning", "光之户外", "guangzh"),
        ("middle", "光之户外", "huwai"),
        ("initials", "光之户外", "gzhw"),
        ("initials from the middle", "光之户外", "hw"),
        ("mixed with digits", "3C数码店", "3cshuma"),
        ("initials mixed with digits", "3C数码店", "3csmd"),
        ("behind Latin letters", "Amazon光之", "amazongz"),
        ("traditional", "臺灣書店", "twsd"),
        ("u for ü", "绿源", "luyuan"),
        ("v for ü", "绿源", "lvyuan"),
        ("second reading", "厦门", "xiamen"),
        ("second reading's initials", "厦门", "xm"),
        ("first reading", "厦门", "sm"),
        ("second reading inside", "重庆火锅", "chongqing"),
        ("bank", "银行", "yinhang"),
    ];
    for (name, store, query) in cases {
        assert!(found(store, query), "{name}: {query}");
    }
    let cases = [
        ("Japanese kana have none", "さくら", "sakura"),
        ("not across characters' order", "光之户外", "whzg"),
        ("one character has no initial alone", "光", "gz"),
    ];
    for (name, store, query) in cases {
        assert!(!found(store, query), "{name}");
    }
    let prose = "光".repeat(65);
    assert!(found(&prose, &prose[..3]) && !found(&prose, "guang"), "prose has no pinyin");
}

/// A book with something in every field of one account, and one account with nothing.
fn full() -> Book {
    let key = Key::new(Secret::from_text("seed-text".into()), Kind::Steam, Algorithm::Sha1, 5).ok();
    let method =
        |role, device, number| Method { device, number, ..Method::new(MethodKind::Totp, role) };
    let mut full = account("Hikari Outdoor", "Amazon", "ops@hikari.example");
    full.marketplaces = vec!["DE".into(), "Japan".into()];
    full.company = "Gesellschaft".into();
    full.tags = vec!["Launch Q4".into(), "需复核".into()];
    full.note = "Ring the bank before closing".into();
    full.key = key;
    full.methods = vec![
        method(Role::Main, Some(id(101)), None),
        method(Role::Backup, None, Some(id(150))),
        method(Role::Extra, Some(id(199)), Some(id(198))),
    ];
    let device =
        |number, label: &str, holder| Device { holder, ..Device::new(id(number), label.into()) };
    let person = |number, name: &str| Person::new(id(number), name.into());
    let mut book = book([account("", "", ""), full]);
    book.devices = vec![device(101, "P-07", Some(id(120))), device(102, "Tablet 3", Some(id(121)))];
    book.numbers =
        vec![Number { device: Some(id(102)), ..Number::new(id(150), "+86 138 0000 1234".into()) }];
    book.people = vec![person(120, "Min-ji Park"), person(121, "李伟")];
    book
}

#[test]
fn every_field_is_searched() {
    let book = full();
    let cases = [
        ("store", "outdoor"),
        ("platform", "amazon"),
        ("login", "hikari.example"),
        ("first marketplace", "de"),
        ("second marketplace", "japan"),
        ("company", "gesell"),
        ("tag", "launch"),
        ("tag in pinyin", "xufuhe"),
        ("note", "closing"),
        ("device", "p-07"),
        ("device of a number", "tablet"),
        ("holder", "min-ji"),
        ("holder of a number's device", "liwei"),
        ("words in different fields", "amazon min q4"),
        ("words in any order", "tablet hik"),
    ];
    for (name, query) in cases {
        assert_eq!(find(&book, query), [1], "{name}");
    }
    let cases = [
        ("the key is not", "seed"),
        ("one word is missing", "amazon wayfair"),
        ("not across fields", "outdooramazon"),
        ("nor loosely across fields", "hoamz"),
    ];
    for (name, query) in cases {
        assert_eq!(find(&book, query), [0_u32; 0], "{name}");
    }
}

#[test]
fn tags_and_holders() {
    let mut book = full();
    book.accounts[0].note = "Launch, ask Min-ji".into();
    book.accounts[0].store = "a#b @ home".into();
    let cases: [(&str, &str, &[u32]); 12] = [
        ("both fields without a mark", "launch", &[0, 1]),
        ("tag", "#launch", &[1]),
        ("tag, full width", "＃Launch", &[1]),
        ("only from its beginning", "#aunch", &[]),
        ("not one of its words", "#q4", &[]),
        ("tag in pinyin", "#xfh", &[1]),
        ("any tag", "#", &[1]),
        ("holder", "@min", &[1]),
        ("one of the holder's words", "@park", &[1]),
        ("any holder", "@", &[1]),
        ("a mark inside a word is text", "a#b", &[0]),
        ("exclamation marks are text", "!", &[]),
    ];
    for (name, query, expected) in cases {
        assert_eq!(find(&book, query), expected, "{name}");
    }
}

#[test]
fn better_matches_come_first() {
    let order = |query, names: &[&str]| {
        // Backwards, so that the order of the book cannot be what is seen.
        let reversed: Vec<_> = names.iter().rev().copied().collect();
        let found = find(&stores(&reversed), query);
        found.into_iter().map(|at| reversed[at as usize].to_owned()).collect::<Vec<_>>()
    };
    let cases: [(&str, &[&str]); 5] = [
        ("hik", &["Hik", "Hikari", "Casa Hik", "Shik", "h-i-k"]),
        ("min", &["MIN", "Mint", "Li-Min", "admin", "Modern Inn"]),
        ("外", &["外", "外贸", "户 外", "户外"]),
        ("gz", &["光之", "广州服", "Casa gz", "xgz", "Go Zen"]),
        ("hik de", &["Hik De", "Shik De"]),
    ];
    for (query, names) in cases {
        assert_eq!(order(query, names), names, "{query}");
    }
}

#[test]
fn equals_stay_in_order() {
    assert_eq!(find(&stores(&["Hikari 2", "x", "Hikari 1", "hikari"]), "hik"), [0, 2, 3]);
    assert_eq!(find(&stores(&["b", "a"]), " "), [0, 1]);
}

#[test]
fn gaps_are_small() {
    let long = "an extraordinarily big, rather odd and quite unmanageable collection of things";
    let cases = [
        ("letters left out", "wayfair", "wyfr", true),
        ("first letters of words", "Hikari Outdoor Tokyo", "hot", true),
        ("first letters and more", "Hikari Outdoor", "hiout", true),
        ("Han left out", "光之户外", "光外", true),
        ("two left out", "coupang", "cpng", true),
        ("three left out", "coupang", "cang", false),
        ("not from the start of a word", "wayfair", "ayfr", false),
        ("a word skipped", "Hikari Outdoor Tokyo", "hto", false),
        ("scattered", long, "abc", false),
        ("other order", "wayfair", "wfy", false),
        ("one letter is there or not", "wayfair", "x", false),
        ("beyond the first 64 characters", &format!("{} way-fair", "x".repeat(64)), "wf", false),
        ("as long as it gets", &"ab-".repeat(32), &"a".repeat(33), false),
    ];
    for (name, store, query, expected) in cases {
        assert_eq!(found(store, query), expected, "{name}");
    }
    let mut note = stores(&["x"]);
    note.accounts[0].note = "wayfair".into();
    assert_eq!(find(&note, "wyfr"), [0_u32; 0], "never in notes");
}

#[test]
fn narrowing_skips_what_was_out() {
    let index = Index::new(&stores(&["Hikari", "Hilo", "Hikari"]));
    assert_eq!(index.find("hi", Some(&[2, 1])), [1, 2]);
    assert_eq!(index.find("hik", Some(&[0, 1])), [0]);
    assert_eq!(index.find("", Some(&[2, 0])), [0, 2]);
    assert_eq!(index.find("hik", Some(&[0, 99])), [0], "a position that is gone");
    assert_eq!(index.find("hik", Some(&[])), [0_u32; 0]);
}

#[test]
fn names_resolve() {
    let book = book([
        account("Hikari Outdoor", "Amazon", "ops@hikari.example"),
        account("Hikari Outdoor", "Coupang", "kr@hikari.example"),
        account("Hikari", "Shopee", "sg@hikari.example"),
        account("", "Wayfair", "lumière@maison.example"),
        account("", "PayPal", ""),
        account("光之户外", "Amazon", "jp@guangzhi.example"),
        account("Bodega Norte", "Mercado Libre", "mx@bodega.example"),
        account("Bodega Norte", "Mercado Libre", "ar@bodega.example"),
    ]);
    let many = |found: &[usize]| Resolved::Many(found.to_vec());
    let by_id = id(3).to_string();
    let cases = [
        ("id", by_id.as_str(), Resolved::One(3)),
        ("an id that is not there", &id(77).to_string(), Resolved::None),
        ("login", "OPS@hikari.example", Resolved::One(0)),
        ("login without accent", "lumiere@maison.example", Resolved::One(3)),
        ("a store before those that begin with it", "hikari", Resolved::One(2)),
        ("store of several", "Hikari Outdoor", many(&[0, 1])),
        ("platform as title", "paypal", Resolved::One(4)),
        ("store and platform", "hikari coupang", Resolved::One(1)),
        ("store and beginning of platform", "hikari ama", Resolved::One(0)),
        ("store in Chinese", " 光之户外 ", Resolved::One(5)),
        ("pinyin", "guangzhihuwai", Resolved::One(5)),
        ("initials", "gzhw", Resolved::One(5)),
        ("part of a login", "kr@", Resolved::One(1)),
        ("the best class only", "bodega", many(&[6, 7])),
        ("gaps", "wyfr", Resolved::One(3)),
        ("gaps only if nothing matches without", "sg", Resolved::One(2)),
        ("all words must match", "hikari wayfair", Resolved::None),
        ("nothing", "zzz", Resolved::None),
        ("blank", "  ", Resolved::None),
    ];
    for (name, query, expected) in cases {
        assert_eq!(resolve(&book, query), expected, "{name}");
    }
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[abc -]{0,10}",
        1 => "[abAB#@!光之厦绿é -]{0,8}",
        1 => "\\PC{0,8}",
    ]
}

proptest! {
    #[test]
    fn typing_on_only_narrows(
        names in prop::collection::vec(any_name(), 1..12),
        query in "[abc光#@ -]{1,6}",
        cut in 0..6_usize,
    ) {
        let mut book = stores(&names.iter().map(String::as_str).collect::<Vec<_>>());
        book.accounts[0].tags.clone_from(&names);
        let index = Index::new(&book);
        let typed: String = query.chars().take(cut).collect();
        let before = index.find(&typed, None);
        prop_assert_eq!(index.find(&query, Some(&before)), index.find(&query, None));
    }

    #[test]
    fn a_field_finds_its_account(names in prop::collection::vec(any_name(), 1..8)) {
        let book = stores(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let index = Index::new(&book);
        for (at, name) in (0..).zip(&names) {
            let mut folded = String::new();
            fold_into(name, &mut folded);
            // Those ask for something else.
            if !folded.contains(['#', '@']) {
                prop_assert!(index.find(name, None).contains(&at), "{}", name);
            }
        }
    }

    #[test]
    fn no_query_panics(name in any::<String>(), query in any::<String>()) {
        let book = stores(&[&name, "Hikari"]);
        let _ = (find(&book, &query), resolve(&book, &query));
    }
}
