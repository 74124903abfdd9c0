//! The way out: which formats are written, what each of them holds, and what is lost on the way into
//! it. All of this is data, so that the loss can be told before anything is written.
//!
//! A key that a format could hold only as another one is left out and named, never changed. Random
//! bytes are an argument, as everywhere here.

mod others;

pub(super) use others::lines;
pub use others::{codes, is_beyond_codes, renamed, write_csv};

use std::collections::BTreeMap;

use serde_json::Value;
use zeroize::Zeroizing;

use super::table::Words;
use super::{Extra, aegis, bitwarden, twofas, uri_list};
use crate::otp::{DEFAULT_PERIOD, Key, Kind, motp, uri};
use crate::secret::Secret;

use Holding::{
    AnyCode, Favourite, Group, Groups, Hotp, Motp, NoIssuer, Note, Password, Pin, SignIn, Steam,
    Yandex,
};

/// Declares the targets with their words, the names of their programs and what they hold.
macro_rules! targets {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $name:literal, $holds:expr; )+) => {
        /// A format that is written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Target { $( $(#[$doc])* $variant, )+ }

        impl Target {
            /// Every target.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// The word in arguments and JSON.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// The program's own name for itself; empty where there is no one program behind it.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name ),+ }
            }

            /// What it holds besides TOTP keys and their names.
            pub fn holdings(self) -> &'static [Holding] {
                match self { $( Self::$variant => &$holds ),+ }
            }
        }
    };
}

targets! {
    /// Addresses, one a line.
    UriList = "uri-list", "", [AnyCode, Hotp, Steam, Motp, Yandex, NoIssuer];
    /// Aegis, encrypted.
    Aegis = "aegis", "Aegis", [
        AnyCode, Hotp, Steam, Motp, Yandex, Pin, Group, Groups, Note, Favourite, NoIssuer, Password,
    ];
    /// Aegis, plain.
    AegisPlain = "aegis-plain", "Aegis", [
        AnyCode, Hotp, Steam, Motp, Yandex, Pin, Group, Groups, Note, Favourite, NoIssuer,
    ];
    /// 2FAS, encrypted; the names of its groups stay readable.
    TwoFas = "2fas", "2FAS", [AnyCode, Hotp, Steam, Group, NoIssuer, Password];
    /// Bitwarden, plain JSON.
    BitwardenJson = "bitwarden-json", "Bitwarden", [
        AnyCode, Steam, Group, Note, Favourite, SignIn,
    ];
    /// Bitwarden, CSV.
    BitwardenCsv = "bitwarden-csv", "Bitwarden", [
        AnyCode, Steam, Group, Note, Favourite, SignIn,
    ];
    /// Addresses that Google Authenticator takes in, several accounts in one.
    GoogleMigration = "google-migration", "Google Authenticator", [Hotp, NoIssuer];
    /// A table with headings.
    Csv = "csv", "", [
        AnyCode, Hotp, Steam, Motp, Yandex, Group, Groups, Note, Favourite, NoIssuer,
    ];
}

/// Something that a format holds or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Digits and periods of any number; without it, six or eight digits and 30 seconds.
    AnyCode,
    /// Keys that count.
    Hotp,
    /// Steam Guard.
    Steam,
    /// mOTP.
    Motp,
    /// Yandex.
    Yandex,
    /// PINs.
    Pin,
    /// One group an account.
    Group,
    /// Any number of groups.
    Groups,
    /// Notes.
    Note,
    /// Marks of favourites.
    Favourite,
    /// Where one signs in.
    SignIn,
    /// Accounts without an issuer.
    NoIssuer,
    /// A password over all of it: the file is encrypted.
    Password,
}

impl Target {
    /// The target a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|target| target.word() == word)
    }

    /// Whether it holds something.
    pub fn holds(self, what: Holding) -> bool {
        self.holdings().contains(&what)
    }

    /// Whether a key stands in an address there.
    fn by_address(self, kind: Kind) -> bool {
        match self {
            Self::UriList => true,
            Self::BitwardenJson | Self::BitwardenCsv => kind != Kind::Steam,
            _ => false,
        }
    }

    /// Whether it holds the PIN of a key.
    fn holds_pin(self, kind: Kind) -> bool {
        // An address has room for Yandex's alone.
        self.holds(Pin) || self == Self::UriList && kind == Kind::Yandex
    }
}

/// One account on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Who issued the key; may be empty. Without white space round it, as all names here.
    pub issuer: &'a str,
    /// The login; may be empty.
    pub login: &'a str,
    /// The key.
    pub key: &'a Key,
    /// Groups, in order, without repetition.
    pub groups: &'a [String],
    /// Free text.
    pub note: &'a str,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Where one signs in; may be empty.
    pub sign_in: &'a str,
    /// Store, sites and phones; only tables have a place for them.
    pub extra: &'a Extra,
    /// How many recovery codes there are; no format has a place for them.
    pub recovery: usize,
}

/// Why an account is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The format has no such kind of key.
    Kind,
    /// It has no such period.
    Period,
    /// It has no such number of digits.
    Digits,
    /// It has no counter as high.
    Counter,
    /// It would be read as another key: an mOTP key that is not hexadecimal, a Yandex key of another
    /// length than theirs, five digits of an issuer called Steam.
    Key,
    /// Its address would be longer than anybody reads.
    TooLong,
}

/// What a format cannot hold of an account that it holds; counted by the piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// Groups, or all but the first.
    Groups,
    /// Notes.
    Notes,
    /// Marks of favourites.
    Favourites,
    /// Recovery codes.
    Recovery,
    /// PINs.
    Pins,
    /// Accounts without an issuer: the login stands in for it.
    Issuers,
    /// Accounts whose login comes back without the issuer it repeats, or the like.
    Names,
    /// Keys with other digits than 5 to 8 or another period than 10, 30, 60 or 90 s: kept, and read
    /// otherwise by 2FAS on iPhones.
    OnIphones,
}

/// There is not enough memory to derive a key, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMemory {
    /// How much is needed.
    pub needed: u64,
}

/// What writing leaves out and loses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// What is left out: its place among the accounts from 0, and why.
    pub left_out: Vec<(usize, Unfit)>,
    /// What is lost of the others, and how much of it.
    pub lost: Vec<(Lost, usize)>,
}

/// Holds accounts against what a format holds.
pub fn loss(target: Target, accounts: &[Outgoing<'_>]) -> Loss {
    let fates = match target {
        Target::Csv => others::by_rows(accounts),
        _ => accounts.iter().map(|account| target.takes(account)).collect(),
    };
    let mut loss = Loss::default();
    for ((index, account), fate) in accounts.iter().enumerate().zip(fates) {
        match fate {
            Ok(names) => {
                loss.lose(Lost::Names, usize::from(names == Names::Changed));
                loss.count(target, account);
            }
            Err(unfit) => loss.left_out.push((index, unfit)),
        }
    }
    loss.lost.sort_unstable();
    loss
}

/// The bytes of a file: as secret as what is in them, unless there is a password over them.
///
/// The accounts are those that [`loss`] does not leave out: they are not held against the format once
/// more. `password` counts only where the format has one.
pub fn write(
    target: Target,
    accounts: &[Outgoing<'_>],
    password: &Secret,
    random: Random<'_>,
) -> Result<Zeroizing<Vec<u8>>, NoMemory> {
    let bytes = match target {
        Target::UriList => uri_list::write(accounts),
        Target::Aegis => aegis::write(accounts, password, random)?,
        Target::AegisPlain => aegis::write_plain(accounts, random),
        Target::TwoFas => twofas::write(accounts, password, random),
        Target::BitwardenJson => bitwarden::write_json(accounts, random),
        Target::BitwardenCsv => bitwarden::write_csv(accounts),
        Target::GoogleMigration => others::write_migration(accounts, random),
        Target::Csv => return Ok(others::write_csv(accounts, Words::default())),
    };
    Ok(Zeroizing::new(bytes))
}

impl Loss {
    /// Counts what is lost of one account.
    fn count(&mut self, target: Target, account: &Outgoing<'_>) {
        let kept = match (target.holds(Groups), target.holds(Group)) {
            (true, _) => account.groups.len(),
            (_, one) => usize::from(one),
        };
        self.lose(Lost::Groups, account.groups.len().saturating_sub(kept));
        let mut unless = |held: bool, what, there: bool| {
            self.lose(what, usize::from(there && !held));
        };
        unless(target.holds(Note), Lost::Notes, !account.note.is_empty());
        unless(target.holds(Favourite), Lost::Favourites, account.favourite);
        unless(target.holds(NoIssuer), Lost::Issuers, account.issuer.is_empty());
        let kind = account.key.kind();
        unless(target.holds_pin(kind), Lost::Pins, account.key.pin().is_some());
        unless(target != Target::TwoFas, Lost::OnIphones, !on_iphones(account.key));
        self.lose(Lost::Recovery, account.recovery);
    }

    fn lose(&mut self, what: Lost, count: usize) {
        match self.lost.iter_mut().find(|(known, _)| *known == what) {
            _ if count == 0 => {}
            Some((_, sum)) => *sum += count,
            None => self.lost.push((what, count)),
        }
    }
}

/// What becomes of the names of an account.
#[derive(Debug, PartialEq, Eq)]
enum Names {
    Kept,
    Changed,
}

impl Target {
    /// Whether an account goes in as it is.
    fn takes(self, account: &Outgoing<'_>) -> Result<Names, Unfit> {
        let (key, kind) = (account.key, account.key.kind());
        let known = match kind {
            Kind::Totp { .. } => true,
            Kind::Hotp { .. } => self.holds(Hotp),
            Kind::Steam => self.holds(Steam),
            Kind::Motp => self.holds(Motp),
            Kind::Yandex => self.holds(Yandex),
        };
        if !known {
            return Err(Unfit::Kind);
        }
        if !self.holds(AnyCode) {
            if key.period().is_some_and(|period| period != DEFAULT_PERIOD) {
                return Err(Unfit::Period);
            }
            if !matches!(key.digits(), 6 | 8) {
                return Err(Unfit::Digits);
            }
        }
        match (self, kind) {
            (Self::Aegis | Self::AegisPlain, Kind::Motp) if motp_bytes(key).is_none() => {
                return Err(Unfit::Key);
            }
            // Aegis refuses a whole file over a Yandex key of another length.
            (Self::Aegis | Self::AegisPlain, Kind::Yandex) if key.secret().expose().len() != 16 => {
                return Err(Unfit::Key);
            }
            // Android's 2FAS refuses a whole file over a counter beyond 32 bits.
            (Self::TwoFas, Kind::Hotp { counter }) if i32::try_from(counter).is_err() => {
                return Err(Unfit::Counter);
            }
            _ => {}
        }
        match self {
            Self::GoogleMigration => others::by_code(account),
            Self::Csv => others::by_row(account),
            _ if self.by_address(kind) => by_address(account),
            _ => Ok(Names::Kept),
        }
    }
}

/// Whether an address brings an account back.
fn by_address(account: &Outgoing<'_>) -> Result<Names, Unfit> {
    let text = uri::format(account.issuer, account.login, account.key);
    if text.len() > uri::LONGEST {
        return Err(Unfit::TooLong);
    }
    let address = uri::parse(&text).map_err(|_| Unfit::Key)?;
    let without_pin = |key: &Key| key.clone().with_pin(None);
    if address.key.as_ref().map(without_pin) != Some(without_pin(account.key)) {
        return Err(Unfit::Key);
    }
    let same = address.issuer == account.issuer && address.login == account.login;
    Ok(if same { Names::Kept } else { Names::Changed })
}

/// Whether 2FAS on iPhones has a word for a key's digits and period.
fn on_iphones(key: &Key) -> bool {
    (5..=8).contains(&key.digits()) && matches!(key.period(), None | Some(10 | 30 | 60 | 90))
}

/// The bytes behind an mOTP key, where its text is lower-case hexadecimal.
pub(super) fn motp_bytes(key: &Key) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = super::text::hex(key.secret().expose_text()?)?;
    let same: bool = motp::key_of_bytes(&bytes) == *key.secret();
    same.then_some(bytes)
}

/// Random bytes from outside.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// So many random bytes.
pub(super) fn draw<const N: usize>(random: Random<'_>) -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    random(bytes.as_mut_slice());
    bytes
}

/// A random UUID.
pub(super) fn uuid(random: Random<'_>) -> String {
    uuid::Builder::from_random_bytes(*draw(random)).into_uuid().to_string()
}

/// Names of groups with their ids.
pub(super) type Ids<'a> = BTreeMap<&'a str, String>;

/// An id for each group of all accounts; of each account's first `most`.
pub(super) fn ids<'a>(accounts: &[Outgoing<'a>], most: usize, random: Random<'_>) -> Ids<'a> {
    let mut ids = Ids::new();
    for name in accounts.iter().flat_map(|account| account.groups.iter().take(most)) {
        ids.entry(name).or_insert_with(|| uuid(random));
    }
    ids
}

/// A document as other programs lay it out for people.
pub(super) fn pretty(value: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(value).expect("values of JSON can be written")
}

/// The PIN of a key as text; empty when there is none.
pub(super) fn pin(key: &Key) -> &str {
    key.pin().and_then(Secret::expose_text).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests;
