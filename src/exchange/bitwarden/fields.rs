//! What an item has besides its key: fields of one's own, and web addresses. One-time codes are taken for what they
//! are, and a first web address for the one to sign in at; the rest is told by its name.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

use super::Item;
use crate::exchange::table::{
    Column, codes, has_address, is_drawn_key, is_named_key, is_place, may_be_key, may_be_secret,
};
use crate::exchange::{Change, Record};
use crate::model::{Catalogue, Platform};
use crate::secret::Secret;

/// Words that stand beside one for codes, in the name of a field that holds some.
const SPARE: [&str; 6] = ["recovery", "backup", "rescue", "scratch", "emergency", "reset"];
/// One for codes, in English.
const CODES: [&str; 2] = ["code", "codes"];
/// What names of fields with codes are made of, in Chinese.
const CODES_OF: [&str; 8] =
    ["恢复码", "恢复代码", "备用码", "备用代码", "备用验证码", "备份码", "恢復碼", "備用碼"];
/// What says that a field is about another way in, whatever it holds.
const ABOUT: [&str; 6] = ["recovery", "backup", "恢复", "备用", "恢復", "備用"];
/// How long a one-time code is.
const CODE: std::ops::RangeInclusive<usize> = 4..=64;
/// The longest text of a field that goes into the note, in bytes.
const LONGEST: usize = 1 << 10;
/// The longest web address that is taken, in bytes. One that a page led to is longer.
const LONGEST_ADDRESS: usize = 256;

/// Whether a field shows what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It does.
    Open,
    /// Only dots, unless somebody asks: a password, most likely.
    Hidden,
}

/// A field of one's own.
pub(super) struct Field<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
    pub(super) shown: Shown,
}

impl Field<'_> {
    fn is_key(&self) -> bool {
        is_named_key(&self.name, &self.value)
    }

    /// Whether it may hold one: by its name, unless that is of a box to tick, or, where nobody sees it, by its value.
    fn may_be_key(&self) -> bool {
        let is_tick = matches!(self.value.trim(), "true" | "false");
        let is_dotted = self.shown == Shown::Hidden && is_drawn_key(&self.value);
        !is_tick && may_be_key(&self.name, &self.value) || is_dotted
    }
}

/// Where the key of an item stands.
pub(super) enum Place<'a> {
    /// Where it belongs.
    Usual(Cow<'a, str>),
    /// In the field of one's own with this number, because none stands where one belongs.
    Own(usize),
    /// Nowhere, or in fields that leave open which.
    Nowhere,
}

impl<'a> Place<'a> {
    /// Finds it: of several fields, all have to hold the same one.
    pub(super) fn of(key: Cow<'a, str>, own: &[Field<'a>]) -> Self {
        if !key.trim().is_empty() {
            return Self::Usual(key);
        }
        let mut keys = own.iter().enumerate().filter(|(_, field)| field.is_key());
        let Some((at, first)) = keys.next() else { return Self::Nowhere };
        let is_same = |field: &Field<'_>| field.value.trim() == first.value.trim();
        if keys.all(|(_, field)| is_same(field)) { Self::Own(at) } else { Self::Nowhere }
    }

    pub(super) fn is_there(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// The names of the fields that may hold one, where none is taken.
    pub(super) fn names(own: &[Field<'a>]) -> Vec<String> {
        let may = own.iter().filter(|field| field.may_be_key());
        may.map(|field| field.name.trim().to_owned()).collect()
    }
}

impl<'a> Item<'a> {
    /// Takes its key, and its fields of one's own.
    pub(super) fn take(&mut self, key: Place<'a>, own: Vec<Field<'a>>) {
        let place = match key {
            Place::Usual(key) => {
                self.key = key;
                None
            }
            Place::Own(at) => Some(at),
            Place::Nowhere => None,
        };
        let taken = place.and_then(|at| own.get(at)).map(|field| field.value.trim().to_owned());
        for (at, Field { name, value, shown }) in own.into_iter().enumerate() {
            let is_taken = taken.as_deref() == Some(value.trim());
            if place == Some(at) {
                self.changes.push(Change::KeyFrom { field: name.trim().to_owned() });
                self.key = value;
            } else if !is_taken {
                self.field(&name, &value, shown);
            }
        }
    }

    /// A field of one's own.
    fn field(&mut self, name: &str, value: &str, shown: Shown) {
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() {
            return;
        }
        if means_codes(name) && are_codes(value) {
            let codes = codes(value).map(|code| Secret::from_text(code.to_owned()));
            let before = self.recovery.len();
            self.recovery.extend(codes);
            let count = self.recovery.len() - before;
            self.changes.push(Change::CodesFrom { field: name.to_owned(), count });
            return;
        }
        let is_about = ABOUT.iter().any(|word| name.to_lowercase().contains(word));
        let is_plain = shown == Shown::Open && !may_be_secret(value) && !has_address(value);
        if is_about && is_plain && value.len() <= LONGEST && !may_be_secret(name) {
            self.lines.push([name, ": ", value].concat());
        } else {
            self.left.push(name.to_owned());
        }
    }
}

/// Whether the name of a field means one-time codes.
fn means_codes(name: &str) -> bool {
    let small = name.to_lowercase();
    let words = || small.split(|c: char| !c.is_alphanumeric());
    let has = |known: &[&str]| words().any(|word| known.contains(&word));
    let in_one = || {
        words().any(|word| {
            SPARE.iter().any(|it| CODES.iter().any(|code| word == [*it, *code].concat()))
        })
    };
    Column::from_heading(name) == Some(Column::Recovery)
        || has(&SPARE) && has(&CODES)
        || in_one()
        || CODES_OF.iter().any(|word| small.contains(word))
}

/// Whether a text looks like one-time codes and like nothing else: a mailbox, a phone number, words.
fn are_codes(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_one = |code: &str| {
        let is_word = code.chars().all(|c| c.is_ascii_alphabetic());
        let is_loud = code.chars().all(|c| c.is_ascii_uppercase());
        CODE.contains(&code.len()) && code.chars().all(is_sign) && (!is_word || is_loud)
    };
    !is_place(text) && codes(text).next().is_some() && codes(text).all(is_one)
}

/// The web addresses in a cell, which commas separate; one may have commas.
pub(super) fn addresses(cell: &str) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    // Where the one that is looked at begins, and the piece.
    let (mut start, mut at) = (0, 0);
    for piece in cell.split(',') {
        let begins = piece.contains("://") || piece.contains('.') && !piece.contains('/');
        if begins && at > 0 {
            found.push(&cell[start..at - 1]);
            start = at;
        }
        at += piece.len() + 1;
    }
    found.push(&cell[start..]);
    found.into_iter().filter(|address| !address.trim().is_empty()).map(Cow::from).collect()
}

/// Gives a record the first of its web addresses, where nobody knows another one of its platform, and tells of the
/// others.
pub(super) fn visit(record: &mut Record, addresses: &[Cow<'_, str>], platforms: &Catalogue) {
    let mut addresses = addresses.iter().map(|address| address.trim()).filter(|it| !it.is_empty());
    let Some(first) = addresses.next() else { return };
    let usual = platforms.of(&record.issuer).map(sites).unwrap_or_default();
    let is_usual = |address: &str| usual.contains(site(&host(address)));
    let is_taken = usual.is_empty() && is_web(first);
    if is_taken {
        first.clone_into(&mut record.console);
    }
    let first = (!is_taken).then_some(first);
    let left = first.into_iter().chain(addresses).filter(|address| !is_usual(address));
    let hosts = once_each(left.map(host));
    if !hosts.is_empty() {
        record.changes.push(Change::AddressesLeft { hosts });
    }
}

/// What is there, each once: however much there is, each is compared with what has its hash and with nothing else.
fn once_each<T: Clone + Eq + Hash>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut told = HashSet::new();
    all.filter(|one| told.insert(one.clone())).collect()
}

/// Where one signs in at a platform, as far as that is known.
fn sites(platform: &Platform) -> HashSet<String> {
    let known = platform.console.iter().chain(platform.consoles.values());
    known.map(|address| site(&host(address)).to_owned()).collect()
}

/// The address of a page, and short.
fn is_web(address: &str) -> bool {
    let is_plain = !address.contains(char::is_whitespace) && !address.contains('@');
    let scheme = address.split_once("://").map_or("https", |(scheme, _)| scheme);
    let is_http = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    is_http
        && is_plain
        && host(address).contains('.')
        && address.len() <= LONGEST_ADDRESS
        && !may_be_secret(address)
}

/// The host of an address, or what stands there instead.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    // Before the sign stand a name and a password, with a colon between them.
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host);
    host.trim_start_matches("www.").to_lowercase()
}

/// A host without what stands before the name that is registered, as far as that can be told: `co.jp` is none.
fn site(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (last, second) = (dots.next(), dots.next());
    let is_part = |at: usize, end: usize| end - at <= 4 && host.len() - end == 3;
    match (last, second, dots.next()) {
        (Some(last), Some(second), third) if is_part(second, last) => {
            third.map_or(host, |third| &host[third + 1..])
        }
        (Some(_), Some(second), _) => &host[second + 1..],
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::hash::Hasher;

    use super::*;

    #[test]
    fn what_holds_codes_and_what_does_not() {
        for name in [
            "Recovery codes",
            "recovery",
            "Backup code",
            "BackupCodes",
            "2FA backup codes",
            "备用码",
            "恢复代码（打印）",
        ] {
            assert!(means_codes(name), "{name}");
        }
        for name in [
            "Backup",
            "Backup email",
            "Recovery phone",
            "备用手机号码",
            "恢复邮箱",
            "备用密码",
            "Backup done",
            "",
        ] {
            assert!(!means_codes(name), "{name}");
        }
        for text in ["aa-11 bb-22", "12345678", "ABCD EFGH", "1a2b3c4d5e6f,7788"] {
            assert!(are_codes(text), "{text}");
        }
        for text in [
            "me@x.example",
            "+86 139 0000 0000",
            "in the safe",
            "with Anna",
            "x",
            "在保险箱",
            "apple banana",
        ] {
            assert!(!are_codes(text), "{text}");
        }
    }

    #[test]
    fn hosts_and_sites() {
        for (address, name, registered) in [
            ("https://www.x.example/a?b", "x.example", "x.example"),
            ("seller.x.example", "seller.x.example", "x.example"),
            ("https://me@sell.shop.co.jp:443/", "sell.shop.co.jp", "shop.co.jp"),
            ("https://shop.co.jp", "shop.co.jp", "shop.co.jp"),
            ("https://me:pw@sell.x.example:8443/a", "sell.x.example", "x.example"),
            ("https://x.example/a:b@y.example", "x.example", "x.example"),
            ("https://x.example?mail=me@y.example", "x.example", "x.example"),
            ("localhost", "localhost", "localhost"),
        ] {
            assert_eq!(
                (host(address).as_str(), site(&host(address))),
                (name, registered),
                "{address}"
            );
        }
        assert_eq!(
            addresses("https://a.example/x,y,https://b.example"),
            ["https://a.example/x,y", "https://b.example"]
        );
        assert_eq!(addresses("a.example,b.example"), ["a.example", "b.example"]);
        assert_eq!(addresses(""), [""; 0]);
        assert_eq!(addresses(",x.example,,y,"), ["x.example,,y,"]);
    }

    /// Counts how often it is compared.
    #[derive(Clone, Debug)]
    struct Counted<'a>(u32, &'a Cell<usize>);

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.1.set(self.1.get() + 1);
            self.0 == other.0
        }
    }

    impl Eq for Counted<'_> {}

    impl Hash for Counted<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[test]
    fn many_hosts_and_many_commas_cost_no_more_than_reading_them() {
        let (count, compared) = (20_000, Cell::new(0));
        let all = (0..count).chain(0..count).map(|number| Counted(number, &compared));
        assert_eq!(once_each(all).len(), count as usize);
        // Each that comes again is compared with itself, and hardly one with another.
        assert!(compared.get() < 2 * count as usize, "{}", compared.get());
        // What is found is a part of the cell, and no copy of what stands before it.
        let cell = format!("a.example{}", ",x".repeat(1 << 20));
        let [Cow::Borrowed(found)] = addresses(&cell)[..] else { panic!("several, or a copy") };
        assert_eq!((found.as_ptr(), found.len()), (cell.as_ptr(), cell.len()));
    }

    #[test]
    fn where_one_signs_in() {
        let platforms = Catalogue::shipped();
        let visited = |issuer: &str, all: &[&str]| {
            let mut record = Record { issuer: issuer.into(), ..Record::default() };
            visit(&mut record, &all.iter().map(|it| (*it).into()).collect::<Vec<_>>(), &platforms);
            (record.console, record.changes)
        };
        let left = |hosts: &[&str]| {
            vec![Change::AddressesLeft { hosts: hosts.iter().map(|it| (*it).to_owned()).collect() }]
        };
        let own = "https://sell.bodega.example/in";
        assert_eq!(visited("Bodega", &[own]), (own.into(), vec![]));
        let more = visited(
            "Bodega",
            &[own, "https://x.example", "androidapp://com.b", "https://x.example/y"],
        );
        assert_eq!(more, (own.into(), left(&["x.example", "com.b"])));
        // Where it is known, nothing is lost by it.
        let known = "https://sellercentral.amazon.co.jp/home";
        assert_eq!(visited("Amazon", &[known]), (String::new(), vec![]));
        assert_eq!(
            visited("Amazon", &["https://x.example"]),
            (String::new(), left(&["x.example"]))
        );
        let long = format!("https://x.example/{}", "a/".repeat(200));
        assert_eq!(visited("Bodega", &[&long]), (String::new(), left(&["x.example"])));
        assert_eq!(visited("Bodega", &["otpauth://totp/a?secret=A"]).0, "");
    }
}
