//! What a table says of an account beside its key: the store, the sites, the phones and who has them.
//!
//! Its two columns of phones are the first two numbers. A key is the main way, so with one they are the
//! backup and an extra one, here and where a table is read; without, the main one and the backup.

use crate::exchange::Extra;
use crate::exchange::table::veiled;
use crate::model::{Account, Book, Device, Id, Method, MethodKind, Number, Role};

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

/// A note for a table without keys: dots in the place of what looks like one.
pub(super) fn keyless(note: &str) -> String {
    let veil = |text: &str| {
        let (body, end) = text.split_at(text.trim_end().len());
        [&veiled(body), end].concat()
    };
    let line = |line: &str| {
        // Of an address all is hidden, and of the words beside it nothing.
        let has_address = ["otpauth:", "secret="].iter().any(|mark| line.contains(mark));
        if has_address {
            line.split_inclusive(char::is_whitespace).map(veil).collect()
        } else {
            veil(line)
        }
    };
    note.split_inclusive('\n').map(line).collect()
}

/// `P-01 (Kenji); P-02`
pub(super) fn devices(account: &Account, book: &Book) -> String {
    let of = |method: &Method| {
        let line = method.number.and_then(|id| book.number(id));
        method.device.or(line.and_then(|line| line.device)).and_then(|id| book.device(id))
    };
    let mut said: Vec<String> = Vec::new();
    for device in account.methods.iter().filter_map(of) {
        let one = match holder(device, book) {
            // One that is called after its holder is said once.
            Some(holder) if holder != device.label => format!("{} ({holder})", device.label),
            _ => device.label.clone(),
        };
        if !said.contains(&one) {
            said.push(one);
        }
    }
    said.join("; ")
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
