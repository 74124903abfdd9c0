//! The table of what is held and lost, and what the tests of all writers share.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::exchange::{Ask, Reading, Record, read, tests::lines};
use crate::otp::{Algorithm, DEFAULT_DIGITS};

/// What an [`Outgoing`] borrows from.
#[derive(Clone, Debug)]
pub(in crate::exchange) struct Account {
    pub(in crate::exchange) issuer: String,
    pub(in crate::exchange) login: String,
    pub(in crate::exchange) key: Key,
    pub(in crate::exchange) groups: Vec<String>,
    pub(in crate::exchange) note: String,
    pub(in crate::exchange) favourite: bool,
    pub(in crate::exchange) recovery: usize,
    pub(in crate::exchange) extra: Extra,
}

impl Account {
    /// An account of a key and nothing but names.
    pub(in crate::exchange) fn new(issuer: &str, login: &str, key: Key) -> Self {
        let (issuer, login) = (issuer.to_owned(), login.to_owned());
        let (groups, note) = (Vec::new(), String::new());
        let extra = Extra::default();
        Self { issuer, login, key, groups, note, favourite: false, recovery: 0, extra }
    }

    pub(in crate::exchange) fn outgoing(&self) -> Outgoing<'_> {
        Outgoing {
            issuer: &self.issuer,
            login: &self.login,
            key: &self.key,
            groups: &self.groups,
            note: &self.note,
            favourite: self.favourite,
            recovery: self.recovery,
            sign_in: "",
            extra: &self.extra,
        }
    }

    /// The record that must come back from a format that holds everything.
    pub(in crate::exchange) fn record(&self) -> Record {
        Record {
            issuer: self.issuer.clone(),
            login: self.login.clone(),
            key: Some(self.key.clone()),
            groups: self.groups.clone(),
            note: self.note.clone(),
            favourite: self.favourite,
            ..Record::default()
        }
    }
}

/// A key.
pub(in crate::exchange) fn key(kind: Kind, algorithm: Algorithm, digits: u8, bytes: &[u8]) -> Key {
    Key::new(Secret::new(bytes.to_vec()), kind, algorithm, digits).expect("a key")
}

/// A TOTP key of the usual sort.
pub(in crate::exchange) fn totp(bytes: &[u8]) -> Key {
    key(Kind::Totp { period: DEFAULT_PERIOD }, Algorithm::Sha1, DEFAULT_DIGITS, bytes)
}

pub(in crate::exchange) fn outgoing(accounts: &[Account]) -> Vec<Outgoing<'_>> {
    accounts.iter().map(Account::outgoing).collect()
}

/// Bytes that are as good as random, and the same each time.
pub(in crate::exchange) fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u32;
    move |bytes| {
        for byte in bytes {
            next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = next.to_be_bytes()[0];
        }
    }
}

/// A file, and what it leaves out and loses.
pub(in crate::exchange) struct Written {
    pub(in crate::exchange) bytes: Zeroizing<Vec<u8>>,
    pub(in crate::exchange) left_out: Vec<(usize, Unfit)>,
    pub(in crate::exchange) lost: Vec<(Lost, usize)>,
}

/// Writes the accounts that fit.
pub(in crate::exchange) fn written(
    target: Target,
    accounts: &[Outgoing<'_>],
    password: &str,
) -> Written {
    let password = Secret::from_text(password.into());
    written_by(target, accounts, |fit| {
        write(target, fit, &password, &mut counting()).expect("memory").to_vec()
    })
}

/// The same by something that writes.
pub(in crate::exchange) fn written_by(
    target: Target,
    accounts: &[Outgoing<'_>],
    write: impl Fn(&[Outgoing<'_>]) -> Vec<u8>,
) -> Written {
    let Loss { left_out, lost } = loss(target, accounts);
    let is_out = |index: usize| left_out.iter().any(|(out, _)| *out == index);
    let fit: Vec<_> =
        accounts.iter().enumerate().filter(|(at, _)| !is_out(*at)).map(|(_, a)| *a).collect();
    Written { bytes: Zeroizing::new(write(&fit)), left_out, lost }
}

/// Reads what was written.
pub(in crate::exchange) fn read_back(written: &Written, password: Option<&Secret>) -> Reading {
    read(&written.bytes, Ask { password, ..Ask::default() }, &mut |_| {}).expect("written here")
}

/// Each record in one line, as [`lines`] writes those that were read.
pub(in crate::exchange) fn expected(records: impl IntoIterator<Item = Record>) -> Vec<String> {
    let mut reading = Reading::new(crate::exchange::Format::Aegis);
    records.into_iter().for_each(|record| reading.push("", Ok(record)));
    lines(&reading)
}

fn trimmed() -> impl Strategy<Value = String> {
    let odd =
        select(vec!["Amazon", "Steam", "Unknown", "店铺:EU", "a, \"b\"\nc", "=1+1", "--", ""]);
    prop_oneof![any::<String>(), odd.prop_map(str::to_owned)]
        .prop_map(|text| text.trim().to_owned())
}

fn keys() -> impl Strategy<Value = Key> {
    let bytes = || prop::collection::vec(any::<u8>(), 1..70);
    let algorithm = || select(Algorithm::ALL.to_vec());
    let period = prop_oneof![Just(30_u32), 1..=86_400_u32];
    let pin = || prop::option::of("[0-9]{4,16}");
    let pinned = |key: Key, pin: Option<String>| key.with_pin(pin.map(Secret::from_text));
    prop_oneof![
        (bytes(), algorithm(), 4..=10_u8, period).prop_map(|(b, a, d, period)| key(
            Kind::Totp { period },
            a,
            d,
            &b
        )),
        (bytes(), algorithm(), 4..=10_u8, 0..=i64::MAX.unsigned_abs())
            .prop_map(|(b, a, d, counter)| key(Kind::Hotp { counter }, a, d, &b)),
        bytes().prop_map(|b| key(Kind::Steam, Algorithm::Sha1, 5, &b)),
        ("[0-9a-f]{1,40}", pin())
            .prop_map(move |(b, p)| pinned(key(Kind::Motp, Algorithm::Md5, 6, b.as_bytes()), p)),
        (prop::collection::vec(any::<u8>(), 15..=16), pin())
            .prop_map(move |(b, p)| pinned(key(Kind::Yandex, Algorithm::Sha256, 8, &b), p)),
    ]
}

/// Accounts with anything in them.
pub(in crate::exchange) fn accounts() -> impl Strategy<Value = Vec<Account>> {
    let groups = prop::collection::btree_set(trimmed(), 0..4)
        .prop_map(|all| all.into_iter().filter(|group| !group.is_empty()).collect());
    let account =
        (trimmed(), trimmed(), keys(), groups, any::<String>(), any::<bool>(), 0..4_usize);
    let account = account.prop_map(|(issuer, login, key, groups, note, favourite, recovery)| {
        let extra = Extra::default();
        Account { issuer, login, key, groups, note, favourite, recovery, extra }
    });
    prop::collection::vec(account, 0..6)
}

/// Whether the names of an account, if it fits, come back as they are.
pub(in crate::exchange) fn keeps_names(target: Target, account: &Account) -> bool {
    target.takes(&account.outgoing()) != Ok(Names::Changed)
}

/// The accounts that were not left out.
pub(in crate::exchange) fn kept<'a>(
    accounts: &'a [Account],
    written: &Written,
) -> impl Iterator<Item = &'a Account> {
    let left_out: Vec<usize> = written.left_out.iter().map(|(index, _)| *index).collect();
    accounts.iter().enumerate().filter(move |(index, _)| !left_out.contains(index)).map(|(_, a)| a)
}

#[test]
fn words_are_told_apart() {
    for target in Target::ALL {
        assert_eq!(Target::from_word(target.word()), Some(*target));
    }
}

/// One row for each target of what it holds, in the order of the columns; `1` is one group.
#[test]
fn what_each_format_holds() {
    let columns =
        [AnyCode, Hotp, Steam, Motp, Yandex, Pin, Groups, Note, Favourite, NoIssuer, Password];
    let table = [
        "uri-list         x x x x x - - - - x -",
        "aegis            x x x x x x x x x x x",
        "aegis-plain      x x x x x x x x x x -",
        "2fas             x x x - - - 1 - - x x",
        "bitwarden-json   x - x - - - 1 x x - -",
        "bitwarden-csv    x - x - - - 1 x x - -",
        "google-migration - x - - - - - - - x -",
        "csv              x x x x x - x x x x -",
    ];
    for (target, row) in Target::ALL.iter().zip(table) {
        let cell = |what| match target.holds(what) {
            true => "x",
            false if what == Groups && target.holds(Group) => "1",
            false => "-",
        };
        let told = format!("{:16} {}", target.word(), columns.map(cell).join(" "));
        assert_eq!(told, row);
    }
}

#[test]
fn what_would_be_read_as_another_key_is_left_out() {
    let totp = |period, digits| key(Kind::Totp { period }, Algorithm::Sha1, digits, &[1; 20]);
    let hotp = |counter| key(Kind::Hotp { counter }, Algorithm::Sha1, 6, &[1; 20]);
    let motp = |text: &str| key(Kind::Motp, Algorithm::Md5, 6, text.as_bytes());
    let yandex = |bytes: &[u8]| key(Kind::Yandex, Algorithm::Sha256, 8, bytes);
    let steam = || key(Kind::Steam, Algorithm::Sha1, 5, &[1; 20]);
    let beyond = u64::from(i32::MAX.unsigned_abs()) + 1;
    let cases = [
        ("plain", Target::GoogleMigration, totp(30, 6), None),
        ("eight digits", Target::GoogleMigration, totp(30, 8), None),
        ("seven digits", Target::GoogleMigration, totp(30, 7), Some(Unfit::Digits)),
        ("a minute", Target::GoogleMigration, totp(60, 6), Some(Unfit::Period)),
        ("a counter", Target::GoogleMigration, hotp(beyond), None),
        ("Steam", Target::GoogleMigration, steam(), Some(Unfit::Kind)),
        ("Steam", Target::BitwardenJson, steam(), None),
        ("a counter", Target::BitwardenCsv, hotp(0), Some(Unfit::Kind)),
        ("mOTP", Target::TwoFas, motp("00ff"), Some(Unfit::Kind)),
        ("a high counter", Target::TwoFas, hotp(beyond - 1), None),
        ("a counter too high", Target::TwoFas, hotp(beyond), Some(Unfit::Counter)),
        ("mOTP", Target::Aegis, motp("00ff"), None),
        ("mOTP of half a byte", Target::Aegis, motp("00f"), Some(Unfit::Key)),
        ("mOTP in capitals", Target::AegisPlain, motp("00FF"), Some(Unfit::Key)),
        ("mOTP of a word", Target::Aegis, motp("word"), Some(Unfit::Key)),
        ("mOTP in capitals", Target::UriList, motp("00FF"), Some(Unfit::Key)),
        ("mOTP of half a byte", Target::UriList, motp("00f"), None),
        ("Yandex", Target::Aegis, yandex(&[1; 16]), None),
        ("Yandex, short", Target::Aegis, yandex(&[1; 15]), Some(Unfit::Key)),
        ("Yandex, short", Target::UriList, yandex(&[1; 15]), None),
    ];
    for (name, target, key, expected) in cases {
        let account = Account::new("Issuer", "login", key);
        let Loss { left_out, lost } = loss(target, &[account.outgoing()]);
        let unfit = left_out.first().map(|(_, unfit)| *unfit);
        assert_eq!(unfit, expected, "{name} in {}", target.word());
        assert_eq!(lost, [], "{name} in {}", target.word());
    }
}

#[test]
fn addresses_that_do_not_bring_the_account_back() {
    let five = key(Kind::Totp { period: 30 }, Algorithm::Sha1, 5, &[1; 20]);
    let long = "x".repeat(uri::LONGEST);
    let cases = [
        ("five digits of Steam", "Steam", "a", Err(Unfit::Key)),
        ("a long login", "A", long.as_str(), Err(Unfit::TooLong)),
        ("a login with its issuer", "A", "A:a", Ok(Names::Changed)),
        ("a login with another", "A", "B:a", Ok(Names::Kept)),
    ];
    for (name, issuer, login, expected) in cases {
        let account = Account::new(issuer, login, five.clone());
        assert_eq!(Target::UriList.takes(&account.outgoing()), expected, "{name}");
        assert_eq!(Target::BitwardenCsv.takes(&account.outgoing()), expected, "{name}");
        assert_eq!(Target::Aegis.takes(&account.outgoing()), Ok(Names::Kept), "{name}");
    }
}

/// A target, how many accounts it leaves out, and what it loses.
type Case = (Target, usize, &'static [(Lost, usize)]);

#[test]
fn what_is_lost_is_counted_by_the_piece() {
    let pin = Some(Secret::from_text("1234".into()));
    let full = |key| Account {
        groups: vec!["EU".into(), "Amazon".into()],
        note: "note".into(),
        favourite: true,
        recovery: 3,
        ..Account::new("", "login", key)
    };
    let accounts = [
        full(totp(&[1; 20])),
        full(key(Kind::Totp { period: 15 }, Algorithm::Sha1, 6, &[1; 20])),
        full(key(Kind::Motp, Algorithm::Md5, 6, b"00ff").with_pin(pin.clone())),
        full(key(Kind::Yandex, Algorithm::Sha256, 8, &[1; 16]).with_pin(pin)),
    ];
    let cases: [Case; 8] = [
        (
            Target::UriList,
            0,
            &[
                (Lost::Groups, 8),
                (Lost::Notes, 4),
                (Lost::Favourites, 4),
                (Lost::Recovery, 12),
                (Lost::Pins, 1),
                // An address of Yandex without an issuer is read as one of Yandex.
                (Lost::Names, 1),
            ],
        ),
        (Target::Aegis, 0, &[(Lost::Recovery, 12)]),
        (Target::AegisPlain, 0, &[(Lost::Recovery, 12)]),
        (
            Target::TwoFas,
            2,
            &[
                (Lost::Groups, 2),
                (Lost::Notes, 2),
                (Lost::Favourites, 2),
                (Lost::Recovery, 6),
                (Lost::OnIphones, 1),
            ],
        ),
        (Target::BitwardenJson, 2, &[(Lost::Groups, 2), (Lost::Recovery, 6), (Lost::Issuers, 2)]),
        (Target::BitwardenCsv, 2, &[(Lost::Groups, 2), (Lost::Recovery, 6), (Lost::Issuers, 2)]),
        (
            Target::GoogleMigration,
            3,
            &[(Lost::Groups, 2), (Lost::Notes, 1), (Lost::Favourites, 1), (Lost::Recovery, 3)],
        ),
        (Target::Csv, 0, &[(Lost::Recovery, 12), (Lost::Pins, 2)]),
    ];
    assert_eq!(cases.map(|(target, ..)| target).as_slice(), Target::ALL);
    for (target, left_out, lost) in cases {
        let told = loss(target, &outgoing(&accounts));
        assert_eq!(
            (told.left_out.len(), told.lost.as_slice()),
            (left_out, lost),
            "{}",
            target.word()
        );
    }
}

/// What is written to be read by anybody: the accounts that fit come back with their names and keys,
/// and nothing of those that do not.
fn round_trip(target: Target, accounts: &[Account]) -> Result<(), TestCaseError> {
    let written = written(target, &outgoing(accounts), "");
    let kept: Vec<&Account> = kept(accounts, &written).collect();
    if kept.is_empty() {
        return Ok(());
    }
    let reading = read_back(&written, None);
    prop_assert_eq!(reading.rows.len(), kept.len());
    for (row, account) in reading.rows.iter().zip(kept) {
        let record = row.outcome.as_deref().expect("written here");
        let key = account.key.clone();
        let key = if target == Target::UriList && key.kind() == Kind::Yandex {
            key
        } else {
            key.with_pin(None)
        };
        prop_assert_eq!(record.key.as_ref(), Some(&key));
        if keeps_names(target, account) {
            prop_assert_eq!((&record.issuer, &record.login), (&account.issuer, &account.login));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn lists_of_addresses_bring_accounts_back(accounts in accounts()) {
        round_trip(Target::UriList, &accounts)?;
    }

    #[test]
    fn codes_of_google_bring_accounts_back(accounts in accounts()) {
        round_trip(Target::GoogleMigration, &accounts)?;
    }

    #[test]
    fn tables_bring_accounts_back(accounts in accounts()) {
        round_trip(Target::Csv, &accounts)?;
    }

    /// One table of all says of each what a table of its own says.
    #[test]
    fn rows_together_are_judged_as_rows_alone(accounts in accounts()) {
        let alone: Vec<_> = outgoing(&accounts).iter().map(|a| Target::Csv.takes(a)).collect();
        prop_assert_eq!(others::by_rows(&outgoing(&accounts)), alone);
    }
}
