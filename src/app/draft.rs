//! An account while somebody types it: one text per field, checked as a whole.
//!
//! `keyrack add`, `keyrack edit` and the dashboard's form all fill a [`Draft`]; the names of the
//! fields are the names of the options. Pure.

use zeroize::Zeroizing;

use crate::model::{
    Account, Book, Device, Id, Method, MethodKind, Number, Person, Role, Test, TestResult,
    Worded as _,
};
use crate::otp::base32::{self, Base32Error};
use crate::otp::uri::{self, UriError};
use crate::otp::{Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind};
use crate::time::Date;

/// One line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Where one signs in.
    Platform,
    /// The store's name.
    Store,
    /// The user name.
    Login,
    /// Marketplaces, separated by spaces or commas.
    Sites,
    /// The key, or a whole `otpauth` address.
    Key,
    /// totp, hotp or steam.
    Kind,
    /// Digits of a code.
    Digits,
    /// Seconds of a period.
    Period,
    /// sha1, sha256 or sha512.
    Algorithm,
    /// The next counter.
    Counter,
    /// How the code arrives: a method kind; empty means the key here.
    By,
    /// The label of the device it arrives on.
    Device,
    /// The number it arrives on.
    Number,
    /// Who holds that device.
    Holder,
    /// The backup method's kind; empty means there is none.
    Backup,
    /// The label of the backup device.
    BackupDevice,
    /// The backup number.
    BackupNumber,
    /// Who holds the backup device.
    BackupHolder,
    /// The day the backup last worked, `2026-03-31`; empty means never.
    BackupTested,
    /// The legal entity.
    Company,
    /// Tags, separated by spaces or commas.
    Tags,
    /// Free text.
    Note,
}

impl Field {
    /// Every field, in the order a form shows them.
    pub const ALL: [Self; 22] = [
        Self::Platform,
        Self::Store,
        Self::Login,
        Self::Sites,
        Self::Key,
        Self::Kind,
        Self::Digits,
        Self::Period,
        Self::Algorithm,
        Self::Counter,
        Self::By,
        Self::Device,
        Self::Number,
        Self::Holder,
        Self::Backup,
        Self::BackupDevice,
        Self::BackupNumber,
        Self::BackupHolder,
        Self::BackupTested,
        Self::Company,
        Self::Tags,
        Self::Note,
    ];

    /// The name of the option that sets it.
    pub fn option(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Store => "store",
            Self::Login => "login",
            Self::Sites => "sites",
            Self::Key => "key",
            Self::Kind => "kind",
            Self::Digits => "digits",
            Self::Period => "period",
            Self::Algorithm => "algorithm",
            Self::Counter => "counter",
            Self::By => "by",
            Self::Device => "device",
            Self::Number => "number",
            Self::Holder => "holder",
            Self::Backup => "backup",
            Self::BackupDevice => "backup-device",
            Self::BackupNumber => "backup-number",
            Self::BackupHolder => "backup-holder",
            Self::BackupTested => "backup-tested",
            Self::Company => "company",
            Self::Tags => "tags",
            Self::Note => "note",
        }
    }

    /// The words it takes, when it takes no others. An empty text is fine in every field.
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &["totp", "hotp", "steam"],
            Self::Algorithm => &["sha1", "sha256", "sha512"],
            Self::By | Self::Backup => {
                &["totp", "sms", "voice", "whatsapp", "email", "push", "security-key", "passkey"]
            }
            _ => &[],
        }
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Store, login and platform are all empty: nothing to call it by.
    NoName,
    /// Not base32.
    Key(Base32Error),
    /// A length no whole number of bytes has: one character is missing or doubled.
    OddLength {
        /// Characters that were typed.
        characters: usize,
    },
    /// Looks like an address, but is none that can be read.
    Address(UriError),
    /// Out of bounds.
    Bounds(KeyError),
    /// Not a whole number.
    NotANumber,
    /// None of the field's choices.
    NotAChoice,
    /// Not a day written as `2026-03-31`.
    NotADay,
    /// A device, number or holder for a method that is not there.
    NoMethod,
}

/// Which of an account's two ways in a group of fields describes.
#[derive(Clone, Copy)]
struct Way {
    role: Role,
    kind: Field,
    device: Field,
    number: Field,
    holder: Field,
}

const WAYS: [Way; 2] = [
    Way {
        role: Role::Main,
        kind: Field::By,
        device: Field::Device,
        number: Field::Number,
        holder: Field::Holder,
    },
    Way {
        role: Role::Backup,
        kind: Field::Backup,
        device: Field::BackupDevice,
        number: Field::BackupNumber,
        holder: Field::BackupHolder,
    },
];

/// The texts of a form, and the key an edited account had.
#[derive(Clone, Default)]
pub struct Draft {
    texts: [Zeroizing<String>; Field::ALL.len()],
    kept: Option<Key>,
}

impl Draft {
    /// The form of an account. Its key is kept, not shown: the key field starts empty.
    pub fn of(account: &Account, book: &Book) -> Self {
        let mut draft = Self { kept: account.key.clone(), ..Self::default() };
        draft.set(Field::Platform, &account.platform);
        draft.set(Field::Store, &account.store);
        draft.set(Field::Login, &account.login);
        draft.set(Field::Sites, &account.marketplaces.join(" "));
        draft.set(Field::Company, &account.company);
        draft.set(Field::Tags, &listed(&account.tags));
        draft.set(Field::Note, &account.note);
        if let Some(key) = &account.key {
            draft.describe(key);
        }
        for way in WAYS {
            if let Some(method) = account.method(way.role) {
                draft.set(way.kind, method.kind.word());
                let device = book.device_of(method).map_or("", |device| &device.label);
                draft.set(way.device, device);
                let number = method.number.and_then(|id| book.number(id));
                draft.set(way.number, number.map_or("", |number| &number.number));
                draft.set(way.holder, book.holder_of(method).map_or("", |person| &person.name));
            }
        }
        let tested = account.method(Role::Backup).and_then(|method| method.tested.as_ref());
        if let Some(test) = tested {
            draft.set(Field::BackupTested, &test.on.to_string());
        }
        draft
    }

    fn describe(&mut self, key: &Key) {
        self.set(Field::Kind, key.kind().word());
        match key.kind() {
            Kind::Totp { period } => self.set(Field::Period, &period.to_string()),
            Kind::Hotp { counter } => self.set(Field::Counter, &counter.to_string()),
            Kind::Steam => {}
        }
        if key.kind() != Kind::Steam {
            self.set(Field::Digits, &key.digits().to_string());
            self.set(Field::Algorithm, key.algorithm().word());
        }
    }

    /// The text of a field.
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// Replaces the text of a field.
    pub fn set(&mut self, field: Field, text: &str) {
        self.texts[field as usize] = Zeroizing::new(text.to_owned());
    }

    /// Whether the account had a key that stays unless another is typed.
    pub fn keeps_key(&self) -> bool {
        self.kept.is_some()
    }

    /// Drops the key the account had.
    pub fn forget_key(&mut self) {
        self.kept = None;
    }

    /// Whether a field has a meaning beside the others as they are now.
    pub fn applies(&self, field: Field) -> bool {
        let keyed = self.keeps_key() || !self.text(Field::Key).trim().is_empty();
        let address = self.address().is_some();
        let kind = self.text(Field::Kind);
        match field {
            Field::Kind => keyed && !address,
            Field::Digits | Field::Algorithm => keyed && !address && kind != "steam",
            Field::Period => keyed && !address && !matches!(kind, "steam" | "hotp"),
            Field::Counter => keyed && !address && kind == "hotp",
            Field::Device | Field::Number | Field::Holder => !self.text(Field::By).is_empty(),
            Field::BackupDevice
            | Field::BackupNumber
            | Field::BackupHolder
            | Field::BackupTested => !self.text(Field::Backup).is_empty(),
            _ => true,
        }
    }

    /// The key the form describes now: to show its code while it is typed.
    pub fn key(&self) -> Result<Option<Key>, (Field, Flaw)> {
        if let Some(address) = self.address() {
            return match address {
                Ok(address) => Ok(address.key),
                Err(error) => Err((Field::Key, Flaw::Address(error))),
            };
        }
        let typed = self.text(Field::Key).trim();
        let secret = match (typed.is_empty(), &self.kept) {
            (true, None) => return Ok(None),
            (true, Some(kept)) => kept.secret().clone(),
            (false, _) => {
                let decoded =
                    base32::decode(typed).map_err(|error| (Field::Key, Flaw::Key(error)))?;
                if decoded.odd_length {
                    let flaw = Flaw::OddLength { characters: decoded.characters };
                    return Err((Field::Key, flaw));
                }
                decoded.secret
            }
        };
        let kind = match self.text(Field::Kind) {
            "" | "totp" => Kind::Totp { period: self.number(Field::Period, DEFAULT_PERIOD)? },
            "hotp" => Kind::Hotp { counter: self.number(Field::Counter, 0)? },
            "steam" => Kind::Steam,
            _ => return Err((Field::Kind, Flaw::NotAChoice)),
        };
        let algorithm = match self.text(Field::Algorithm) {
            "" => Algorithm::default(),
            word => Algorithm::from_word(word).ok_or((Field::Algorithm, Flaw::NotAChoice))?,
        };
        let digits = self.number(Field::Digits, DEFAULT_DIGITS)?;
        Key::new(secret, kind, algorithm, digits).map(Some).map_err(|error| {
            let field = match error {
                KeyError::Digits => Field::Digits,
                KeyError::Period => Field::Period,
                KeyError::Counter => Field::Counter,
                KeyError::Length => Field::Key,
            };
            (field, Flaw::Bounds(error))
        })
    }

    /// Everything that is wrong, in the order of the form; empty when the draft can be built.
    pub fn flaws(&self) -> Vec<(Field, Flaw)> {
        let mut flaws = Vec::new();
        let names = [Field::Platform, Field::Store, Field::Login];
        let by_address = matches!(self.address(), Some(Ok(address)) if !(address.issuer.is_empty() && address.login.is_empty()));
        if !by_address && names.iter().all(|&field| self.text(field).trim().is_empty()) {
            flaws.push((Field::Store, Flaw::NoName));
        }
        if let Err(flaw) = self.key() {
            flaws.push(flaw);
        }
        for way in WAYS {
            match self.text(way.kind) {
                "" => {
                    let parts = [way.device, way.number, way.holder];
                    let stray = parts.into_iter().find(|&part| !self.text(part).trim().is_empty());
                    flaws.extend(stray.map(|part| (part, Flaw::NoMethod)));
                }
                word if MethodKind::from_word(word).is_none() => {
                    flaws.push((way.kind, Flaw::NotAChoice));
                }
                _ => {}
            }
        }
        if self.tested().is_err() {
            flaws.push((Field::BackupTested, Flaw::NotADay));
        }
        flaws
    }

    /// Makes the account: a new one, or `base` with what the form says in its place. Devices,
    /// numbers and people are found in the book by their names, or added to it.
    ///
    /// The account itself is returned, not put in.
    pub fn build(
        &self,
        base: Option<&Account>,
        book: &mut Book,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Result<Account, Vec<(Field, Flaw)>> {
        let flaws = self.flaws();
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let mut account = base.cloned().unwrap_or_else(|| Account::blank(fresh()));
        account.platform = self.trimmed(Field::Platform);
        account.store = self.trimmed(Field::Store);
        account.login = self.trimmed(Field::Login);
        account.company = self.trimmed(Field::Company);
        account.note = self.trimmed(Field::Note);
        account.marketplaces = words(self.text(Field::Sites));
        account.tags = tags(self.text(Field::Tags));
        account.key = self.key().map_err(|flaw| vec![flaw])?;
        if let Some(Ok(address)) = self.address() {
            adopt(&mut account.platform, address.issuer);
            adopt(&mut account.login, address.login);
            adopt(&mut account.note, address.note);
            account.pinned |= address.favourite;
        }
        let tested = self.tested().unwrap_or(None);
        for way in WAYS {
            let old = account.method(way.role).cloned();
            account.methods.retain(|method| method.role != way.role);
            if let Some(kind) = MethodKind::from_word(self.text(way.kind)) {
                let mut method = self.method(way, kind, old.as_ref(), book, fresh);
                if way.role == Role::Backup {
                    method.tested = retest(method.tested, tested);
                }
                account.methods.push(method);
            }
        }
        account.methods.sort_by_key(|method| method.role);
        book.settle();
        Ok(account)
    }

    fn method(
        &self,
        way: Way,
        kind: MethodKind,
        old: Option<&Method>,
        book: &mut Book,
        fresh: &mut dyn FnMut() -> Id,
    ) -> Method {
        let holder = self.trimmed(way.holder);
        let mut label = self.trimmed(way.device);
        if label.is_empty() && !holder.is_empty() {
            label.clone_from(&holder);
        }
        let holder = (!holder.is_empty()).then(|| person(book, &holder, fresh));
        let device = (!label.is_empty()).then(|| device(book, &label, holder, fresh));
        let number = self.trimmed(way.number);
        let number = (!number.is_empty()).then(|| line(book, &number, device, fresh));
        let same = old.filter(|old| old.kind == kind);
        let base = same.cloned().unwrap_or_else(|| Method::new(kind, way.role));
        Method { device, number, ..base }
    }

    fn trimmed(&self, field: Field) -> String {
        self.text(field).trim().to_owned()
    }

    fn number<T: std::str::FromStr>(&self, field: Field, default: T) -> Result<T, (Field, Flaw)> {
        match self.text(field).trim() {
            "" => Ok(default),
            text => text.parse().map_err(|_| (field, Flaw::NotANumber)),
        }
    }

    fn tested(&self) -> Result<Option<Date>, ()> {
        match self.text(Field::BackupTested).trim() {
            "" => Ok(None),
            _ if self.text(Field::Backup).is_empty() => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        }
    }

    /// The address in the key field, when what stands there is meant as one.
    fn address(&self) -> Option<Result<uri::Address, UriError>> {
        let typed = self.text(Field::Key).trim();
        typed.contains(':').then(|| uri::parse(typed))
    }
}

/// A day typed into the form counts as a test that worked; the day that stood there keeps its
/// result; no day is no test.
fn retest(old: Option<Test>, on: Option<Date>) -> Option<Test> {
    let on = on?;
    match old {
        Some(old) if old.on == on => Some(old),
        _ => Some(Test { on, result: TestResult::Ok, by: String::new() }),
    }
}

fn adopt(place: &mut String, text: String) {
    if place.is_empty() {
        *place = text;
    }
}

const COMMAS: [char; 3] = [',', '，', '、'];

/// Tags as a line that [`tags`] reads back: one that holds a space needs commas.
fn listed(tags: &[String]) -> String {
    if !tags.iter().any(|tag| tag.contains(char::is_whitespace)) {
        return tags.join(" ");
    }
    format!("{},", tags.join(", "))
}

/// Tags between commas, which may hold spaces; without a comma, between spaces.
fn tags(text: &str) -> Vec<String> {
    if !text.contains(COMMAS) {
        return words(text);
    }
    distinct(text.split(COMMAS))
}

fn words(text: &str) -> Vec<String> {
    distinct(text.split(|c: char| c.is_whitespace() || COMMAS.contains(&c)))
}

fn distinct<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in parts.map(str::trim).filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

fn person(book: &mut Book, name: &str, fresh: &mut dyn FnMut() -> Id) -> Id {
    if let Some(person) = book.people.iter().find(|p| p.name.eq_ignore_ascii_case(name)) {
        return person.id;
    }
    let id = fresh();
    book.people.push(Person::new(id, name.to_owned()));
    id
}

/// The device with a label. A holder that is named becomes the holder of a device that had another:
/// whoever types it knows better than the file.
fn device(book: &mut Book, label: &str, holder: Option<Id>, fresh: &mut dyn FnMut() -> Id) -> Id {
    if let Some(device) = book.devices.iter_mut().find(|d| d.label.eq_ignore_ascii_case(label)) {
        device.holder = holder.or(device.holder);
        return device.id;
    }
    let id = fresh();
    book.devices.push(Device { holder, ..Device::new(id, label.to_owned()) });
    id
}

fn line(book: &mut Book, number: &str, device: Option<Id>, fresh: &mut dyn FnMut() -> Id) -> Id {
    let bare =
        |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    let wanted = bare(number);
    if let Some(line) = book.numbers.iter_mut().find(|n| bare(&n.number) == wanted) {
        line.device = device.or(line.device);
        return line.id;
    }
    let id = fresh();
    book.numbers.push(Number { device, ..Number::new(id, wanted) });
    id
}
