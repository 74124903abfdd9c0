//! What stands in a vault, other formats, and entries that make no sense.

use keyrack::app::explain;
use keyrack::i18n::Lang;
use keyrack::model::{Book, List, Reason, platform};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::vault::{
    Access, Change, Identity, KeyKind, Keys, Obstacle, OpenError, Place, SaveError, Unchanged,
    Vault, WorkFactor,
};

use super::support::{
    MACHINE, NOW, account, book, bytes, create, id, open, place, plant, seal, unseal,
};

/// A vault of one's own, and its content by hand.
/// Keys of other kinds, and what a build needs that takes them.
const FOREIGN: [(&str, &str); 4] = [
    ("age1pq1xyz", "plugin"),
    ("age1yubikey1qwt50d05", "plugin"),
    ("ssh-ed25519 AAAAC3Nz", "ssh"),
    ("ssh-rsa AAAAB3Nz", "ssh"),
];

struct Desk {
    place: Place,
    identity: Identity,
    keys: Keys,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate();
        let keys = Keys::Identity(identity.clone());
        Self { place: place(folder.path()), identity, keys, _folder: folder }
    }

    /// A vault nobody has seen before.
    fn write(&self, plain: &str) {
        let _ = std::fs::remove_dir_all(&self.place.known);
        plant(&self.place, &seal(plain.as_bytes(), &self.identity));
    }

    /// Writes lists, with the rest as it should be.
    fn write_lists(&self, first_line: &str, lists: &str) {
        let vault = "A".repeat(52);
        self.write(&format!("{first_line}\n(vault: \"{vault}\",\n{lists})\n"));
    }

    fn text(&self) -> String {
        unseal(&bytes(&self.place.file), &self.identity)
    }

    fn open(&self) -> (Vault, Book) {
        open(&self.place, &self.keys)
    }
}

#[test]
fn a_person_can_read_it_in_an_emergency() {
    let desk = Desk::new();
    let mut book = book(1);
    book.accounts[0].store = "光之户外 \"ひかり\"\n2".into();
    book.accounts[0].methods.clear();
    let mut hotp = account(2);
    let secret = Secret::new(b"12345678901234567890".to_vec());
    let kind = Kind::Hotp { counter: 7 };
    hotp.key = Some(Key::new(secret, kind, Algorithm::Sha256, 8).unwrap());
    book.accounts.push(hotp);
    create(&desk.place, &desk.keys, &book);
    let expected = format!(
        r#"keyrack-vault 5 1 5
(
vault: "BEEQSCIJBEEQSCIJBEEQSCIJBEEQSCIJBEEQSCIJBEEQSCIJBEEQ",
revision: {{
"{MACHINE}": 1,
}},
recipients: [
(key: "{}"),
],
accounts: [
(id: "{}", platform: "Amazon", store: "光之户外 \"ひかり\"\n2", login: "ops+1@hikari.example", sites: ["DE", "FR"], key: "AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIB"),
(id: "{}", platform: "Amazon", store: "Hikari Outdoor 2", login: "ops+2@hikari.example", sites: ["DE", "FR"], key: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", kind: "hotp", algorithm: "sha256", digits: 8, counter: 7, methods: [(kind: "sms", role: "backup", device: "{}")]),
],
)
"#,
        desk.identity.recipient(),
        id(1),
        id(2),
        id(900),
    );
    assert_eq!(desk.text(), expected);
    assert_eq!(desk.open().1, book);
}

/// What format 2 added, as it stands in the file.
const SECOND: &str = r#"accounts: [
(id: "01900000-0000-7000-8000-000000000001", platform: "Etsy", store: "Tea", key: "GEZDGNBVGY3TQOJQ", keyed: "2026-01-02", exposed: "2026-01-03", arrived: "2026-01-04", past: [(mark: "0123456789abcdef", keyed: "2025-03-04", exposed: "2025-03-05")], copies: [(place: "Aegis", device: "01900000-0000-7000-8000-000000000002"), (kind: "web", place: "2fa.live", holder: "01900000-0000-7000-8000-000000000004", added: "2025-05-05", removed: "2026-01-01")], two_step: "on", recovery: [(code: "ABCD-1234", used: "2026-02-03"), (code: "EFGH-5678")], recovery_left: 9, recovery_place: "safe", recovery_checked: "2026-02-04", users: ["01900000-0000-7000-8000-000000000004"], profile: "zn-17", console: "https://etsy.example", methods: [(kind: "email", role: "backup", address: "b@tea.example", registered: "2025-12-31")]),
],
devices: [
(id: "01900000-0000-7000-8000-000000000002", label: "P-01", kind: "tablet", state: "stolen", since: "2026-03-01", auto_time: true, note: "cracked"),
],
numbers: [
(id: "01900000-0000-7000-8000-000000000003", number: "+447700900101", kind: "rented", carrier: "Acme", registered_to: "Li", state: "suspended", since: "2026-03-02", keepalive: "2026-04-01", note: "prepaid"),
],
people: [
(id: "01900000-0000-7000-8000-000000000004", name: "Li", team: "eu"),
],
snoozes: [
(id: "01900000-0000-7000-8000-000000000005", rule: "B09", account: "01900000-0000-7000-8000-000000000001", number: "01900000-0000-7000-8000-000000000003", detail: "sms", severity: "medium", until: "2026-06-01", reason: "new SIM ordered", by: "Li", on: "2026-03-03"),
],
losses: [
(id: "01900000-0000-7000-8000-000000000006", device: "01900000-0000-7000-8000-000000000002", on: "2026-03-01", by: "Li", ticks: [(account: "01900000-0000-7000-8000-000000000001", step: "sign-in", on: "2026-03-04", by: "Anna")]),
],
platforms: [
(name: "Etsy", sharing: false),
(name: "Tea House", aliases: ["茶社", "tea.example"], console: "https://tea.example", consoles: {"JP": "https://tea.example/jp"}, kinds: ["totp", "security-key"], app_twice: true, one_number: false, mandates: [(regions: ["EU", "JP"], since: "2026-01-31"), ()], recovery_codes: 0, sub_users: true, money: true, withdrawing: [(kind: "sms", on: "2027-06-30")], checked_on: "2026-03-05", source: "tea.example/help", mark: V, note: "asked \"them\""),
]"#;

#[test]
fn a_pin_where_none_belongs_is_put_aside_with_its_key() {
    let (own, key) = (format!(r#"id: "{}""#, id(2)), r#"key: "GEZDGNBVGY3TQOJQ""#);
    let cases = [
        (format!(r#"({own}, {key}, pin: "1234")"#), "pin"),
        (format!(r#"({own}, {key}, kind: "steam", pin: "1234")"#), "pin"),
        (format!(r#"({own}, pin: "1234")"#), "key"),
        (format!(r#"({own}, {key}, kind: "motp", digits: 8)"#), "digits"),
        (format!(r#"({own}, {key}, kind: "motp", algorithm: "md5")"#), "algorithm"),
        (format!(r#"({own}, {key}, kind: "yandex", period: 60)"#), "period"),
    ];
    for (raw, field) in cases {
        let desk = Desk::new();
        desk.write_lists("keyrack-vault 4 1 4", &format!("accounts: [{raw}]"));
        let (mut vault, book) = desk.open();
        let reasons: Vec<_> = book.quarantine.iter().map(|aside| aside.reason).collect();
        assert_eq!(reasons, [Reason::Value { field }], "{raw}");
        vault.save(&book, NOW).unwrap();
        assert!(desk.text().contains(&raw), "{raw}");
    }
}

#[test]
fn what_the_second_format_added_comes_back_as_it_stood() {
    let desk = Desk::new();
    desk.write_lists("keyrack-vault 2 1 2", SECOND);
    let (mut vault, book) = desk.open();
    assert_eq!(book.quarantine, []);
    assert_eq!(book.accounts[0].recovery.as_ref().unwrap().left(), Some(1));
    assert_eq!(book.platforms.len(), 2);
    vault.save(&book, NOW).unwrap();
    assert!(desk.text().contains(SECOND), "{}", desk.text());
}

#[test]
fn what_the_vault_says_of_platforms_can_stand_in_a_file_of_its_own() {
    let desk = Desk::new();
    desk.write_lists("keyrack-vault 2 1 2", SECOND);
    let (_, list) = SECOND.split_once("platforms: ").unwrap();
    assert_eq!(platform::read(list.as_bytes()), Ok(desk.open().1.platforms));
}

#[test]
fn the_example_of_a_platform_can_stand_in_the_vault() {
    let desk = Desk::new();
    let example = include_str!("../../docs/platforms.ron");
    desk.write_lists("keyrack-vault 2 1 2", &format!("platforms: {example}"));
    assert_eq!(platform::read(example.as_bytes()), Ok(desk.open().1.platforms));
}

#[test]
fn a_platform_is_noted_once() {
    let desk = Desk::new();
    let lists = r#"platforms: [(name: "Etsy", money: true), (name: " ETSY.", money: false)]"#;
    desk.write_lists("keyrack-vault 2 1 2", lists);
    let (mut vault, book) = desk.open();
    assert_eq!((book.platforms.len(), book.platforms[0].money), (1, Some(true)));
    assert_eq!(book.quarantine[0].reason, Reason::Duplicate);
    vault.save(&book, NOW).unwrap();
    assert!(desk.text().contains(r#"(name: " ETSY.", money: false)"#));
    assert_eq!(vault.reload().unwrap(), book);
}

#[test]
fn a_file_of_an_older_format_is_saved_as_the_newest() {
    let desk = Desk::new();
    let entry = format!(r#"(id: "{}", store: "Hikari", key: "GEZDGNBVGY3TQOJQ")"#, id(1));
    for line in
        ["keyrack-vault 1 1 1", "keyrack-vault 2 1 2", "keyrack-vault 3 1 3", "keyrack-vault 4 1 4"]
    {
        desk.write_lists(line, &format!("accounts: [{entry}]"));
        let (mut vault, book) = desk.open();
        assert_eq!(vault.access(), Access::ReadWrite);
        vault.save(&book, NOW).unwrap();
        assert!(desk.text().starts_with("keyrack-vault 5 1 5\n"), "{line}");
        assert!(desk.text().contains(&entry), "{line}");
    }
}

/// What format 3 added, as it stands in the file: with a PIN and without.
const THIRD: &str = r#"accounts: [
(id: "01900000-0000-7000-8000-000000000001", store: "Gate", key: "MUZTCNJSMFTGKZJWGI2TSOLDHA", kind: "motp", pin: "1234"),
(id: "01900000-0000-7000-8000-000000000002", store: "Gate", key: "MUZTCNJSMFTGKZJWGI2TSOLDHA", kind: "motp"),
(id: "01900000-0000-7000-8000-000000000003", store: "Market", key: "LA2V6KMCGYMWWVEW64RNP3JA3I", kind: "yandex", pin: "7586"),
(id: "01900000-0000-7000-8000-000000000004", store: "Market", key: "LA2V6KMCGYMWWVEW64RNP3JA3I", kind: "yandex"),
]"#;

#[test]
fn what_the_third_format_added_comes_back_as_it_stood() {
    let desk = Desk::new();
    desk.write_lists("keyrack-vault 3 1 3", THIRD);
    let (mut vault, book) = desk.open();
    assert_eq!(book.quarantine, []);
    let keys: Vec<&Key> = book.accounts.iter().filter_map(|a| a.key.as_ref()).collect();
    assert_eq!(
        keys.iter().map(|key| key.lacks_pin()).collect::<Vec<_>>(),
        [false, true, false, true]
    );
    // The vectors that the clients' own test suites share.
    let code = |place: usize, secs| keys[place].code(Moment::from_secs(secs)).expose().to_owned();
    assert_eq!(code(0, 165_892_298), "e7d8b6");
    assert_eq!(code(2, 1_581_064_020), "oactmacq");
    vault.save(&book, NOW).unwrap();
    assert!(desk.text().contains(THIRD), "{}", desk.text());
}

/// What format 4 added, as it stands in the file.
const FOURTH: &str = r#"accounts: [
(id: "01900000-0000-7000-8000-000000000001", login: "ops@hikari.example", key: "GEZDGNBVGY3TQOJQ", conflicts: [(field: "login", other: (login: "de@hikari.example")), (field: "key", other: (key: "JBSWY3DPEHPK3PXP", digits: 8)), (field: "note", other: ())]),
],
people: [
(id: "01900000-0000-7000-8000-000000000002", name: "Li Wei", conflicts: [(field: "name", other: (name: "Li"))]),
]"#;

#[test]
fn what_the_fourth_format_added_comes_back_as_it_stood() {
    let desk = Desk::new();
    desk.write_lists("keyrack-vault 4 1 4", FOURTH);
    let (mut vault, book) = desk.open();
    assert_eq!(book.quarantine, []);
    assert_eq!(book.accounts[0].conflicts.len(), 3);
    assert_eq!(book.accounts[0].conflicts[0].other.login, "de@hikari.example");
    vault.save(&book, NOW).unwrap();
    assert!(desk.text().contains(FOURTH), "{}", desk.text());
}

#[test]
fn a_conflict_that_makes_no_sense_puts_its_record_aside() {
    let cases = [
        ("an unknown field", r#"(field: "colour", other: (login: "x"))"#),
        ("no field", r#"(other: (login: "x"))"#),
        ("a value of another field", r#"(field: "note", other: (login: "x"))"#),
        ("a key that is none", r#"(field: "key", other: (key: "1"))"#),
        (
            "a conflict within",
            r#"(field: "note", other: (note: "x", conflicts: [(field: "note", other: ())]))"#,
        ),
        (
            "an id",
            r#"(field: "note", other: (id: "01900000-0000-7000-8000-000000000009", note: "x"))"#,
        ),
    ];
    for (name, conflict) in cases {
        let desk = Desk::new();
        let raw = format!(r#"(id: "{}", login: "a", conflicts: [{conflict}])"#, id(1));
        desk.write_lists("keyrack-vault 4 1 4", &format!("accounts: [{raw}]"));
        let (mut vault, book) = desk.open();
        assert_eq!(book.quarantine.len(), 1, "{name}");
        vault.save(&book, NOW).unwrap();
        assert!(desk.text().contains(&raw), "{name}");
    }
}

#[test]
fn upkeep_that_makes_no_sense_is_put_aside() {
    let id = "01900000-0000-7000-8000-000000000005";
    let cases = [
        ("no rule", format!(r#"snoozes: [(id: "{id}", until: "2026-06-01", on: "2026-03-03")]"#)),
        ("no end", format!(r#"snoozes: [(id: "{id}", rule: "B09", on: "2026-03-03")]"#)),
        ("nothing lost", format!(r#"losses: [(id: "{id}", on: "2026-03-03")]"#)),
        (
            "two things lost",
            format!(r#"losses: [(id: "{id}", device: "{id}", person: "{id}", on: "2026-03-03")]"#),
        ),
        (
            "an unknown step",
            format!(
                r#"losses: [(id: "{id}", device: "{id}", on: "2026-03-03", ticks: [(account: "{id}", step: "pray", on: "2026-03-04")])]"#
            ),
        ),
        ("an unknown kind", format!(r#"devices: [(id: "{id}", kind: "pager")]"#)),
        ("an empty code", format!(r#"accounts: [(id: "{id}", recovery: [(code: "")])]"#)),
    ];
    for (name, lists) in cases {
        let desk = Desk::new();
        desk.write_lists("keyrack-vault 2 1 2", &lists);
        let (mut vault, book) = desk.open();
        assert_eq!(book.quarantine.len(), 1, "{name}");
        vault.save(&book, NOW).unwrap();
        let kept = lists.split_once('[').unwrap().1.rsplit_once(']').unwrap().0;
        assert!(desk.text().contains(kept), "{name}: {}", desk.text());
    }
}

#[test]
fn a_newer_file_opens_read_only_or_not_at_all() {
    let desk = Desk::new();
    let entry = format!(
        r#"(id: "{}", store: "Hikari", colour: (r: 1, g: ["x"]), key: "GEZDGNBVGY3TQOJQ", methods: [(kind: "sms", role: "main", until: "2027")])"#,
        id(1)
    );
    let lists = format!("shelves: [(id: 1)], accounts: [{entry}]");
    desk.write_lists("keyrack-vault 6 1 6", &lists);
    let (mut vault, book) = desk.open();
    assert_eq!(vault.access(), Access::NewerFormat { format: 6 });
    assert_eq!(book.quarantine, []);
    assert_eq!(book.accounts[0].store, "Hikari");
    assert_eq!(book.accounts[0].methods.len(), 1);
    let before = bytes(&desk.place.file);
    let saved = vault.save_alone(&book, NOW);
    assert!(matches!(saved, Err(SaveError::ReadOnly(Access::NewerFormat { format: 6 }))));
    assert_eq!(bytes(&desk.place.file), before);

    // A newer format that older programs may write, and say so by keeping what they do not know.
    desk.write_lists("keyrack-vault 6 1 5", "");
    assert_eq!(desk.open().0.access(), Access::ReadWrite);

    desk.write("keyrack-vault 7 6 6\nnot even RON");
    let opened = Vault::open(desk.place.clone(), desk.keys.clone(), MACHINE);
    assert!(matches!(opened, Err(OpenError::TooNew { format: 7 })));
}

#[test]
fn the_first_line_says_what_it_is() {
    let desk = Desk::new();
    let lines = [
        "",
        "keyrack-vault",
        "keyrack-vault 1 1",
        "keyrack-vault 1 x 1",
        "keyrack 1 1 1",
        "\u{feff}keyrack-vault 1 1 1",
    ];
    for line in lines {
        desk.write_lists(line, "");
        let opened = Vault::open(desk.place.clone(), desk.keys.clone(), MACHINE);
        assert!(matches!(opened, Err(OpenError::NotAVault)), "{line:?}");
    }
    desk.write_lists("keyrack-vault 1 1 1\r", "");
    assert_eq!(desk.open().1, Book::default());
}

#[test]
fn an_entry_that_makes_no_sense_is_put_aside_and_written_back_as_it_was() {
    let desk = Desk::new();
    let good = format!(r#"(id: "{}", store: "Hikari", key: "GEZDGNBVGY3TQOJQ")"#, id(1));
    let key = r#"key: "GEZDGNBVGY3TQOJQ""#;
    let own = format!(r#"id: "{}""#, id(2));
    let value = |field| Reason::Value { field };
    let bad = [
        (format!(r#"({own}, store: "Lost", key: "GEZDGNBVGY3TQ0JQ")"#), "Lost", value("key")),
        (format!(r#"({own}, login: "a@b", key: "GEZ")"#), "a@b", value("key")),
        (format!(r#"({own}, platform: "eBay", key: "")"#), "eBay", value("key")),
        (format!(r#"({own}, kind: "hotp")"#), "", value("key")),
        (format!(r#"({own}, {key}, kind: "sotp")"#), "", value("kind")),
        (format!(r#"({own}, {key}, algorithm: "md5")"#), "", value("algorithm")),
        (format!("({own}, {key}, digits: 11)"), "", value("digits")),
        (format!("({own}, {key}, period: 0)"), "", value("period")),
        (format!("({own}, {key}, counter: 3)"), "", value("counter")),
        (format!(r#"({own}, {key}, kind: "steam", digits: 6)"#), "", value("digits")),
        (format!("({own}, {key}, digits: 300)"), "", Reason::Shape),
        (format!(r#"({own}, pinned: "yes", store: "光")"#), "光", Reason::Shape),
        (format!(r#"({own}, store: "a", store: "b")"#), "", Reason::Shape),
        (r#""a text""#.into(), "", Reason::Shape),
        ("(1, 2)".into(), "", Reason::Shape),
        ("{\"id\": 3}".into(), "", Reason::Shape),
        (format!(r#"({own}, store: "Typo", algoritm: "sha256")"#), "Typo", Reason::UnknownField),
        (
            format!(r#"({own}, methods: [(kind: "sms", role: "main", x: 1)])"#),
            "",
            Reason::UnknownField,
        ),
        (format!(r#"({own}, methods: [(kind: "pigeon", role: "main")])"#), "", value("kind")),
        (format!(r#"({own}, methods: [(kind: "sms", role: "chief")])"#), "", value("role")),
        (
            format!(r#"({own}, methods: [(kind: "sms", role: "main", state: "asleep")])"#),
            "",
            value("state"),
        ),
        (
            format!(r#"({own}, methods: [(kind: "sms", role: "main", device: "P-07")])"#),
            "",
            value("device"),
        ),
        (
            format!(
                r#"({own}, methods: [(kind: "sms", role: "main", tested: "2026-02-30", result: "ok")])"#
            ),
            "",
            value("tested"),
        ),
        (
            format!(r#"({own}, methods: [(kind: "sms", role: "main", tested: "2026-02-03")])"#),
            "",
            value("result"),
        ),
        (
            format!(r#"({own}, methods: [(kind: "sms", role: "main", by: "Li")])"#),
            "",
            value("tested"),
        ),
        (r#"(store: "No id")"#.into(), "No id", Reason::NoId),
        (r#"(id: "7", store: "Odd id")"#.into(), "Odd id", value("id")),
        (format!(r#"(id: "{}", store: "Twin")"#, id(1)), "Twin", Reason::Duplicate),
        (
            format!(
                "/* why */ (  {own} /* ) */, key: \"x\", // no\n  store :\t\"Odd, layout\" , )"
            ),
            "Odd, layout",
            value("key"),
        ),
        (format!("({own}, key: \"x\") // to the end of the line"), "", value("key")),
        (
            ["(", &own, ", key: \"x\", store: r#\"raw \"text\"\"#, note: \"\\u{1f600}\\x41\")"]
                .concat(),
            "raw \"text\"",
            value("key"),
        ),
    ];
    for (raw, title, reason) in &bad {
        desk.write_lists("keyrack-vault 1 1 1", &format!("accounts: [{good},\n{raw}\n, ]"));
        let (mut vault, read) = desk.open();
        assert_eq!(vault.access(), Access::ReadWrite, "{raw}");
        assert_eq!(read.accounts.len(), 1, "{raw}");
        assert_eq!(read.quarantine.len(), 1, "{raw}");
        let aside = &read.quarantine[0];
        let kept = aside.raw.expose_text().unwrap();
        assert_eq!(kept.trim_end(), raw.as_str());
        assert_eq!((aside.title.as_str(), aside.reason), (*title, *reason), "{raw}");
        assert_eq!(aside.list, List::Accounts);
        for _ in 0..3 {
            vault.save(&read, NOW).unwrap();
            assert!(desk.text().contains(raw.as_str()), "{raw}\n{}", desk.text());
            assert_eq!(vault.reload().unwrap(), read, "{raw}");
        }
    }
    // All of them at once, among good ones.
    let all: Vec<_> = bad.iter().map(|(raw, ..)| format!("{raw}\n,")).collect();
    desk.write_lists("keyrack-vault 1 1 1", &format!("accounts: [{good},\n{}]", all.concat()));
    let (mut vault, read) = desk.open();
    assert_eq!((read.accounts.len(), read.quarantine.len()), (1, bad.len()));
    vault.save(&read, NOW).unwrap();
    assert_eq!(desk.open().1, read);
}

#[test]
fn each_list_keeps_its_own() {
    let desk = Desk::new();
    let lists = format!(
        r#"accounts: [(store: "A")],
        devices: [(id: "{0}", state: "asleep", label: "P-07"), (id: "{0}", holder: "{1}")],
        numbers: [(id: "{0}", device: "?", number: "+86")],
        people: [(id: "{0}", left: "soon", name: "Li")],
        platforms: [(name: "Etsy"), (name: "eBay", kinds: ["fax"]), (name: "ＥＴＳＹ!"), (name: " - "),
            (name: "X", id: 1), (name: "Y", money: 1), (name: "Z", mark: W),
            (name: "A", mandates: [(since: "soon")]), (name: "B", withdrawing: [(kind: "sms")])]"#,
        id(1),
        id(2),
    );
    desk.write_lists("keyrack-vault 1 1 1", &lists);
    let (mut vault, read) = desk.open();
    let aside: Vec<_> = read
        .quarantine
        .iter()
        .map(|entry| (entry.list, entry.title.as_str(), entry.reason))
        .collect();
    let value = |field| Reason::Value { field };
    assert_eq!(
        aside,
        [
            (List::Accounts, "A", Reason::NoId),
            (List::Devices, "P-07", value("state")),
            (List::Numbers, "+86", value("device")),
            (List::People, "Li", value("left")),
            (List::Platforms, "eBay", value("kinds")),
            (List::Platforms, "ＥＴＳＹ!", Reason::Duplicate),
            (List::Platforms, " - ", value("name")),
            (List::Platforms, "X", Reason::UnknownField),
            (List::Platforms, "Y", Reason::Shape),
            (List::Platforms, "Z", Reason::Shape),
            (List::Platforms, "A", value("since")),
            (List::Platforms, "B", value("on")),
        ]
    );
    assert_eq!((read.devices.len(), read.platforms.len()), (1, 1));
    vault.save(&read, NOW).unwrap();
    assert_eq!(desk.open().1, read);
}

#[test]
fn no_message_carries_what_stands_in_the_file() {
    let desk = Desk::new();
    let needle = "GEZDGNBVGY3TQ0JQNEEDLE";
    let entries = [
        format!(r#"(id: "{}", key: "{needle}")"#, id(1)),
        format!(r#"(id: "{}", key: {needle})"#, id(1)),
        format!(r#"(id: "{}", digits: "{needle}")"#, id(1)),
        format!(r#"(id: "{needle}")"#),
        format!(r#"(id: "{}", {needle}: 1)"#, id(1)),
        format!(r#"{needle}(id: "{}")"#, id(1)),
        format!(r#"(id: "{}", methods: "{needle}")"#, id(1)),
        format!("\"{needle}"),
    ];
    for entry in entries {
        desk.write_lists("keyrack-vault 1 1 1", &format!("accounts: [{entry}]"));
        match Vault::open(desk.place.clone(), desk.keys.clone(), MACHINE) {
            Ok((vault, book)) => {
                assert!(!format!("{vault:?} {book:?}").contains("NEEDLE"), "{entry}");
            }
            Err(error) => assert!(!format!("{error:?}").contains("NEEDLE"), "{entry}: {error:?}"),
        }
    }
    for lists in [format!("vault: \"{needle}\""), format!("{needle}: [1]"), needle.into()] {
        desk.write_lists("keyrack-vault 1 1 1", &lists);
        let error = Vault::open(desk.place.clone(), desk.keys.clone(), MACHINE).unwrap_err();
        assert!(!format!("{error:?}").contains("NEEDLE"), "{error:?}");
    }
}

#[test]
fn a_recipient_of_another_kind_is_never_locked_out() {
    let desk = Desk::new();
    // None of them is whole, so no build takes them.
    for (key, feature) in FOREIGN {
        let list = format!(r#"recipients: [(key: "{key}", label: "Min-ji", added: "2026-11-01")]"#);
        desk.write_lists("keyrack-vault 1 1 1", &list);
        let before = super::support::bytes(&desk.place.file);
        let (mut vault, book) = desk.open();
        assert_eq!(vault.access(), Access::ForeignRecipient);
        assert_eq!(vault.members()[0].recipient.as_str(), key);
        let why = Obstacle::of(KeyKind::of(key));
        let unreachable: Vec<_> = vault.unreachable().collect();
        assert_eq!(unreachable, [(&vault.members()[0].clone(), why.clone())]);
        let change = Change::Describe(vault.members()[0].clone());
        let saved = vault.save_alone(&book, NOW).unwrap_err();
        let changed = vault.change(&[change], [7; 32], &book, NOW).unwrap_err();
        let Unchanged::Save(changed) = changed else { panic!("{changed:?}") };
        for error in [saved, changed] {
            let said = explain::save(&error).say(Lang::En);
            assert!(said.contains("Min-ji"), "{said}");
            if why == (Obstacle::Feature { name: feature }) {
                assert!(said.contains(&format!("--features {feature}.")), "{said}");
            }
        }
        let added = vault.reach(&vault.members()[0].recipient);
        assert_eq!(added, Err(why), "{key}");
        assert_eq!(super::support::bytes(&desk.place.file), before, "{key}");
        // Whoever it is can be shut out by those who are left, and then it is a vault like any other.
        let recipient = vault.members()[0].recipient.clone();
        let remove = Change::Remove { recipient: recipient.clone(), by: "Li".into() };
        vault.change(&[remove], [7; 32], &book, NOW).unwrap();
        assert_eq!(vault.access(), Access::ReadWrite, "{key}");
        vault.save(&book, NOW).unwrap();
        let again = desk.open().0;
        assert_eq!(again.access(), Access::ReadWrite, "{key}");
        assert!(again.members().iter().all(|member| member.recipient != recipient), "{key}");
        assert_eq!(again.removed()[0].member.recipient, recipient, "{key}");
    }
}

#[test]
fn a_vault_with_a_passphrase_keeps_its_list_of_recipients_to_itself() {
    let desk = Desk::new();
    let keys = super::support::passphrase("correct horse");
    let plain = format!(
        "keyrack-vault 1 1 1\n(vault: \"{}\", recipients: [(key: \"{}\"), (key: \"{}\")])",
        "A".repeat(52),
        FOREIGN[0].0,
        FOREIGN[1].0
    );
    let work = WorkFactor::new(10).unwrap().log_n();
    let file = super::support::seal_with_passphrase(plain.as_bytes(), "correct horse", work);
    plant(&desk.place, &file);
    let (mut vault, book) = open(&desk.place, &keys);
    assert_eq!(vault.access(), Access::ReadWrite);
    vault.save(&book, NOW).unwrap();
    let again = open(&desk.place, &keys).0;
    let kept = again.members().iter().zip(FOREIGN);
    assert_eq!(kept.filter(|(member, (key, _))| member.recipient.as_str() == *key).count(), 2);
}
