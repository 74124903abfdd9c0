//! What a table says of an account beside its key: the store, the sites, the phones and who has them. Of
//! an account with a key, a table that is read again has the numbers as backups.

use crate::exchange::Extra;
use crate::model::{Account, Book, Device, Method, MethodKind, Number, Role};

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

/// `P-01 (Kenji); P-02`
pub(super) fn devices(account: &Account, book: &Book) -> String {
    let of = |method: &Method| {
        let line = method.number.and_then(|id| book.number(id));
        method.device.or(line.and_then(|line| line.device)).and_then(|id| book.device(id))
    };
    let mut said: Vec<String> = Vec::new();
    for device in account.methods.iter().filter_map(of) {
        let one = match holder(device, book) {
            Some(holder) => format!("{} ({holder})", device.label),
            None => device.label.clone(),
        };
        if !said.contains(&one) {
            said.push(one);
        }
    }
    said.join("; ")
}

/// Whether more is known of its methods than a number as main one and one as backup.
pub(super) fn has_more(account: &Account) -> bool {
    let is_plain = |method: &Method| {
        let plain = Method { number: method.number, ..Method::new(MethodKind::Sms, method.role) };
        method.number.is_some() && method.role != Role::Extra && *method == plain
    };
    account.methods.iter().any(|method| !is_plain(method))
}

/// The number that is registered first, and the one of a backup.
fn lines<'a>(account: &Account, book: &'a Book) -> [Option<&'a Number>; 2] {
    let of = |role| {
        let mut methods = account.methods.iter().filter(move |method| method.role == role);
        methods.find_map(|method| book.number(method.number?))
    };
    [of(Role::Main), of(Role::Backup).or_else(|| of(Role::Extra))]
}

fn holder<'a>(device: &Device, book: &'a Book) -> Option<&'a str> {
    device.holder.and_then(|id| book.person(id)).map(|person| person.name.as_str())
}
