//! What an item has besides its key: fields of one's own, and web addresses. One-time codes are taken for what they
//! are, and a first web address for the one to sign in at; the rest is told by its name.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Item;
use crate::exchange::table::{Column, codes, has_address, is_place, may_be_secret};
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

impl Item<'_> {
    /// A field of one's own.
    pub(super) fn field(&mut self, name: &str, value: &str, shown: Shown) {
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
    let mut told = HashSet::new();
    let hosts: Vec<String> = left.map(host).filter(|host| told.insert(host.clone())).collect();
    if !hosts.is_empty() {
        record.changes.push(Change::AddressesLeft { hosts });
    }
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
    use std::time::{Duration, Instant};

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

    /// Each would take minutes if one comma or address more cost a look at all those before it.
    #[test]
    fn many_commas_and_many_hosts_cost_no_more_than_reading_them() {
        let begun = Instant::now();
        let commas = ",".repeat(4 << 20);
        assert_eq!(addresses(&commas), [commas.as_str()]);
        let platforms = Catalogue::shipped();
        let mut record = Record { issuer: "Amazon".into(), ..Record::default() };
        let hosts: Vec<String> = (0..200_000).map(|n| format!("h{n}.example")).collect();
        let all: Vec<Cow<'_, str>> = hosts.iter().map(Into::into).collect();
        visit(&mut record, &all, &platforms);
        assert_eq!(record.changes, [Change::AddressesLeft { hosts }]);
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
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
