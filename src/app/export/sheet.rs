//! What a table says of an account beside its key: the store, the sites, the phones and who has them.
//!
//! Its two columns of phones are the first two numbers. A key is the main way, so with one they are the
//! backup and an extra one, here and where a table is read; without, the main one and the backup.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::explain::between;
use crate::app::words;
use crate::exchange::Extra;
use crate::exchange::table::{HIDDEN, Line, may_carry_keys, veiled};
use crate::i18n::{Export as Say, Lang};
use crate::model::{
    Account, Book, Device, DeviceState, Id, Method, MethodKind, MethodState, Number, NumberState,
    Person, Role,
};
use crate::text::whole;
use crate::time::Date;

/// The fewest characters of what is taken for the rest of a broken address: shorter ones are words.
const REST: usize = 8;

/// What stands in columns that are read again.
pub(super) fn extra(account: &Account, book: &Book) -> Extra {
    let lines = lines(account, book);
    let text = |line: Option<&Number>| line.map_or_else(String::new, |line| line.number.clone());
    // A holder without a phone would come back as one who signs in.
    let device = lines.iter().flatten().next().and_then(|line| book.device(line.device?));
    let holder = device.and_then(|device| holder(device, book));
    Extra {
        store: account.store.trim().to_owned(),
        platform: String::new(),
        marketplaces: account.marketplaces.clone(),
        holder: holder.unwrap_or_default().to_owned(),
        location: device.map_or_else(String::new, |device| device.location.clone()),
        phone_main: text(lines[0]),
        phone_backup: text(lines[1]),
    }
}

/// A row of a table without keys: dots stand in the place of what looks like one, whatever text it is in.
#[derive(Debug)]
pub(super) struct Keyless {
    platform: String,
    login: String,
    groups: Vec<String>,
    note: String,
    extra: Extra,
    devices: String,
    /// Whether there are such dots.
    pub hides: bool,
}

impl Keyless {
    /// Of an account with its tags, what it has in columns, and its devices in words.
    pub(super) fn new(account: &Account, groups: &[String], extra: &Extra, devices: &str) -> Self {
        let mut hides = false;
        let mut plain = |text: &str| {
            let plain = keyless(text);
            hides |= plain != text;
            plain
        };
        Self {
            platform: plain(account.platform.trim()),
            login: plain(account.login.trim()),
            groups: groups.iter().map(|group| plain(group)).collect(),
            note: plain(&account.note),
            extra: Extra {
                store: plain(&extra.store),
                platform: String::new(),
                marketplaces: extra.marketplaces.iter().map(|site| plain(site)).collect(),
                holder: plain(&extra.holder),
                location: plain(&extra.location),
                phone_main: plain(&extra.phone_main),
                phone_backup: plain(&extra.phone_backup),
            },
            devices: plain(devices),
            hides,
        }
    }

    /// The row of an account.
    pub(super) fn line<'l>(&'l self, account: &'l Account) -> Line<'l> {
        Line {
            issuer: &self.platform,
            login: &self.login,
            key: account.key.as_ref(),
            groups: &self.groups,
            note: &self.note,
            favourite: account.pinned,
            extra: &self.extra,
            devices: &self.devices,
        }
    }
}

/// A text without keys: dots stand in the place of what looks like one. Of an address all is hidden, and of the
/// words beside it nothing.
pub(super) fn keyless(text: &str) -> String {
    // Where an address with many keys is broken, what follows is the rest of it.
    let mut is_broken = false;
    let mut word = |word: &str| {
        let (body, end) = word.split_at(word.trim_end().len());
        let is_rest = is_broken && body.len() >= REST && body.bytes().all(is_of_data);
        is_broken = is_rest || body.to_ascii_lowercase().contains("otpauth-migration");
        if is_rest || may_carry_keys(body) { [HIDDEN, end].concat() } else { word.to_owned() }
    };
    let line = |line: &str| {
        let line: String = line.split_inclusive(char::is_whitespace).map(&mut word).collect();
        let (body, end) = line.split_at(line.trim_end().len());
        [&veiled(body), end].concat()
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Whether it stands in the data of an address with many keys: base64, percent-encoded or not.
fn is_of_data(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=%-_".contains(&byte)
}

/// `P-01 (Kenji); P-02 (lost); +12025550147 (lapsed)`: the devices, and what became of them and of the
/// numbers.
pub(super) fn devices(account: &Account, book: &Book, today: Date, lang: Lang) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut say = |name: &str, words: Vec<String>| {
        let words = words.join(between(lang));
        let one = if words.is_empty() { name.to_owned() } else { format!("{name} ({words})") };
        if !said.contains(&one) {
            said.push(one);
        }
    };
    for method in &account.methods {
        let line = method.number.and_then(|id| book.number(id));
        let became = (method.state != MethodState::Active)
            .then(|| words::method_state(method.state).say(lang));
        if let Some(device) = book.device_of(method) {
            let holder = device.holder.and_then(|id| book.person(id));
            let holder = holder.and_then(|person| {
                let left = person.has_left(today);
                // One that is called after its holder is said once.
                let name = (left || person.name != device.label).then(|| person.name.clone())?;
                Some(if left { Say::HolderLeft { name: whole(&name) }.say(lang) } else { name })
            });
            let state = (device.state != DeviceState::Ok)
                .then(|| words::device_state(device.state).say(lang));
            let own = if line.is_none() { became.clone() } else { None };
            let own = own.filter(|own| state.as_ref() != Some(own));
            say(&device.label, [holder, state, own].into_iter().flatten().collect());
        }
        if let Some(line) = line {
            let state =
                (line.state != NumberState::Ok).then(|| words::number_state(line.state).say(lang));
            let became = became.filter(|became| state.as_ref() != Some(became));
            let words: Vec<String> = [state, became].into_iter().flatten().collect();
            if !words.is_empty() {
                say(&line.number, words);
            }
        }
    }
    said.join(words::semicolon(lang))
}

/// Who looks at a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// People, who read every column.
    ByPeople,
    /// Programs, ours too: the column of devices is nothing to them.
    ByPrograms,
}

/// Of how many things more is known than a table says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// Numbers of the two columns.
    pub numbers: usize,
    /// Devices behind the methods, and who has them.
    pub devices: usize,
}

/// Counts the things of accounts that do not come out of a table as they went in.
pub(super) fn facts(accounts: &[&Account], book: &Book, seen: Seen) -> Facts {
    let shown = || accounts.iter().map(|account| lines(account, book));
    // Who has a phone and where it lies is said of the first number of a row.
    let first = shown().filter_map(|lines| lines.into_iter().flatten().next());
    let is_kept = |device: &Device| device.holder.is_some() || !device.location.is_empty();
    let kept: BTreeMap<Id, Id> = first
        .filter_map(|line| Some((line.id, book.device(line.device?).filter(|d| is_kept(d))?.id)))
        .collect();
    let has_more = |line: &Number| {
        let plain = Number::new(line.id, line.number.clone());
        match seen {
            Seen::ByPeople => *line != Number { state: line.state, device: line.device, ..plain },
            Seen::ByPrograms => *line != Number { device: kept.get(&line.id).copied(), ..plain },
        }
    };
    let numbers: BTreeSet<Id> = shown()
        .flat_map(|lines| lines.into_iter().flatten())
        .filter(|line| has_more(line))
        .map(|line| line.id)
        .collect();
    let placed: BTreeSet<Id> = kept.values().copied().collect();
    let says_more = |device: &Device| {
        let (id, holder) = (device.id, device.holder.and_then(|id| book.person(id)));
        let location = if placed.contains(&id) { device.location.clone() } else { String::new() };
        let plain = Device { holder: device.holder, location, ..Device::new(id, String::new()) };
        let (label, state, name) = match (seen, holder) {
            (Seen::ByPeople, _) => (&device.label, device.state, None),
            _ if !placed.contains(&id) => return true,
            (_, Some(person)) => (&person.name, DeviceState::Ok, Some(person)),
            (_, None) => (&device.location, DeviceState::Ok, None),
        };
        let team = holder.is_some_and(|person| !person.team.is_empty());
        let plain_name = |person: &Person| *person != Person::new(person.id, person.name.clone());
        *device != Device { label: label.clone(), state, ..plain }
            || team
            || name.is_some_and(plain_name)
    };
    let devices: BTreeSet<Id> = accounts
        .iter()
        .flat_map(|account| &account.methods)
        .filter_map(|method| book.device_of(method))
        .filter(|device| says_more(device))
        .map(|device| device.id)
        .collect();
    Facts { numbers: numbers.len(), devices: devices.len() }
}

/// Whether more is known of its methods than the two columns say of them.
pub(super) fn has_more(account: &Account, book: &Book) -> bool {
    let shown = lines(account, book).map(|line| line.map(|line| line.id));
    let back = shown.into_iter().zip(roles(account)).filter(|(number, _)| number.is_some());
    let back = back.map(|(number, role)| Method { number, ..Method::new(MethodKind::Sms, role) });
    let back: Vec<Method> = back.collect();
    back.len() != account.methods.len() || !account.methods.iter().all(|it| back.contains(it))
}

/// The numbers that have no column.
pub(super) fn dropped<'a>(account: &Account, book: &'a Book) -> Vec<&'a Number> {
    let shown = lines(account, book).map(|line| line.map(|line| line.id));
    let mut rest: Vec<&Number> = Vec::new();
    for number in account.methods.iter().filter_map(|method| book.number(method.number?)) {
        let is_known = rest.iter().any(|known| known.id == number.id);
        if !shown.contains(&Some(number.id)) && !is_known {
            rest.push(number);
        }
    }
    rest
}

/// What the numbers of the two columns are registered as.
fn roles(account: &Account) -> [Role; 2] {
    match account.key {
        Some(_) => [Role::Backup, Role::Extra],
        None => [Role::Main, Role::Backup],
    }
}

fn lines<'a>(account: &Account, book: &'a Book) -> [Option<&'a Number>; 2] {
    numbers(account, |id| book.number(id))
}

/// The two numbers of the columns. Without a key and a main number, there is one of a backup only. `find`
/// knows the numbers.
pub fn numbers<'a>(
    account: &Account,
    find: impl Fn(Id) -> Option<&'a Number>,
) -> [Option<&'a Number>; 2] {
    let mut methods: Vec<&Method> = account.methods.iter().collect();
    methods.sort_by_key(|method| method.role);
    let mut numbers: Vec<(Role, &Number)> = Vec::new();
    for method in methods {
        let Some(number) = method.number.and_then(&find) else { continue };
        if numbers.iter().all(|(_, known)| known.id != number.id) {
            numbers.push((method.role, number));
        }
    }
    let is_backup = numbers.first().is_some_and(|(role, _)| *role != Role::Main);
    let mut numbers = numbers.into_iter().map(|(_, number)| number);
    if account.key.is_none() && is_backup {
        return [None, numbers.next()];
    }
    [numbers.next(), numbers.next()]
}

fn holder<'a>(device: &Device, book: &'a Book) -> Option<&'a str> {
    device.holder.and_then(|id| book.person(id)).map(|person| person.name.as_str())
}
