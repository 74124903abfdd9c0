//! What may stand on paper and what may not, over the demo's book and over hostile names.

use super::*;
use crate::app::demo;
use crate::health::loss::{How, lose, tick};
use crate::i18n::Print;
use crate::model::{
    Account, Conflict, Id, Method, MethodKind, Recovery, RecoveryCode, Role, Step, Thing,
};
use crate::otp::base32;
use crate::secret::Secret;
use crate::text::width;
use crate::time::Moment;

const NOW: Moment = Moment::from_secs(1_790_000_000);
const CODE: &str = "recover-4711";

fn book() -> Book {
    let mut made = 0_u8;
    let mut fresh = || {
        made += 1;
        Id::new(NOW, [made; 10])
    };
    let mut keys = 0_u8;
    let mut random = || {
        keys += 1;
        [keys; 20]
    };
    let mut book = demo::book(NOW, &mut fresh, &mut random);
    let code = RecoveryCode { code: Secret::from_text(CODE.into()), used: None };
    let recovery = Recovery { codes: vec![code], place: "safe".into(), ..Recovery::default() };
    book.accounts[0].recovery = Some(recovery);
    book
}

/// Names that would be markup, escape sequences or very long.
fn hostile() -> Book {
    let mut book = book();
    let name = "</title><script>alert(1)</script>\"'&\u{1b}[31m\u{202e}".to_owned();
    for account in &mut book.accounts {
        account.store = name.clone() + &"光之户外".repeat(20);
        account.login = "x".repeat(200);
        account.company.clone_from(&name);
        account.console = format!("https://{name}");
        account.profile.clone_from(&name);
    }
    for device in &mut book.devices {
        (device.label, device.location) = (name.clone(), name.clone());
    }
    for person in &mut book.people {
        person.name.clone_from(&name);
    }
    book
}

fn sheets(book: &Book, lang: Lang, secrets: Secrets) -> Vec<Sheet> {
    let (catalogue, limits) = (Catalogue::shipped(), Limits::default());
    let today = NOW.date();
    let source = Source { book, catalogue: &catalogue, limits: &limits, today, revision: 7, lang };
    vec![
        cards(&source, None),
        emergency(&source, None, secrets),
        handover(&source),
        checklist(&source, Thing::Device(book.devices[0].id)),
        checklist(&source, Thing::Number(book.numbers[0].id)),
        checklist(&source, Thing::Person(book.people[0].id)),
        audit(&source),
        attest(&source, &OCCASION, "Not signed."),
    ]
}

const OCCASION: Occasion = Occasion {
    at: NOW,
    vault: "team-eu",
    fingerprint: "0123456789abcdef0123456789abcdef",
    members: 3,
    version: "1.2.3",
};

#[test]
fn the_report_knows_what_is_late_and_what_was_put_off() {
    let mut book = book();
    let (catalogue, limits) = (Catalogue::shipped(), Limits::default());
    let (today, lang) = (NOW.date(), Lang::En);
    let yesterday = today.yesterday().expect("there is one");
    let look = |book: &Book| {
        let (catalogue, limits) = (&catalogue, &limits);
        state(&Source { book, catalogue, limits, today, revision: 7, lang })
    };
    let before = look(&book);
    assert!(!before.overdue.is_empty() && before.ran_out.is_empty());
    assert_eq!(before.put_off.len(), 1, "the demo has one");
    let all = |statement: &Statement| statement.overdue.len() + statement.other.len();
    let counts = before.counts;
    assert_eq!(all(&before), counts.critical + counts.high + counts.medium + counts.low);
    // The day until which it was put off has gone by.
    book.snoozes[0].until = yesterday;
    let after = look(&book);
    assert_eq!((after.put_off.len(), after.ran_out.len()), (0, 1));
    assert_eq!(after.ran_out[0].item, before.put_off[0].item);
    assert!(after.overdue.contains(&after.ran_out[0].item), "it is late, whatever rule it is");
    assert_eq!(all(&after), all(&before) + 1);
}

#[test]
fn the_report_names_moment_and_version() {
    assert_eq!(OCCASION.time(), "2026-09-21 14:13:20");
    assert_eq!(OCCASION.digest(), "0123456789abcdef");
    let book = book();
    let sheet = &sheets(&book, Lang::En, Secrets::Leave)[7];
    let plain = text(sheet);
    for said in ["2026-09-21 14:13:20 UTC", "team-eu", "7 saves", "0123456789abcdef", "3 keys"] {
        assert!(plain.contains(said), "{said}:\n{plain}");
    }
}

#[test]
fn no_line_is_too_wide() {
    for book in [book(), hostile(), Book { accounts: vec![], ..book() }] {
        for lang in Lang::ALL {
            for sheet in sheets(&book, lang, Secrets::Print) {
                for line in text(&sheet).lines() {
                    let line = line.trim_start_matches('\u{c}');
                    assert!(width(line) <= 78, "{}: {line}", sheet.title);
                }
            }
        }
    }
}

#[test]
fn names_are_no_markup_and_act_on_nothing() {
    for sheet in sheets(&hostile(), Lang::En, Secrets::Print) {
        let page = html(&sheet);
        for bad in ["<script", "\u{1b}", "\u{202e}", "src=", "href=", "url("] {
            assert!(!page.contains(bad), "{}: {bad}", sheet.title);
        }
        assert!(page.contains("&lt;script&gt;"), "{}", sheet.title);
        let plain = text(&sheet);
        assert!(!plain.contains(['\u{1b}', '\u{202e}']), "{}", sheet.title);
    }
}

#[test]
fn every_page_says_when_and_which_file() {
    for lang in Lang::ALL {
        for sheet in sheets(&book(), lang, Secrets::Leave) {
            let foot = sheet.foot();
            assert!(foot.contains(&NOW.date().to_string()) && foot.contains('7'), "{foot}");
            let plain = text(&sheet);
            assert_eq!(plain.matches(&foot).count(), sheet.pages.len(), "{}", sheet.title);
            let page = html(&sheet);
            assert!(page.contains(&foot), "{}", sheet.title);
            assert!(page.contains(&format!("<html lang=\"{}\">", lang.tag())));
            assert_eq!(page.matches("<section>").count(), sheet.pages.len());
        }
    }
}

#[test]
fn keys_and_codes_are_printed_only_when_asked_for() {
    let book = book();
    let mut secrets: Vec<String> = vec![CODE.to_owned()];
    let keys = book.accounts.iter().filter_map(|account| account.key.as_ref());
    secrets.extend(keys.map(|key| base32::encode(key.secret()).to_string()));
    assert!(secrets.len() > 20);
    let rendered =
        |wish| sheets(&book, Lang::En, wish).iter().map(|s| text(s) + &html(s)).collect::<String>();
    let (left, printed) = (rendered(Secrets::Leave), rendered(Secrets::Print));
    for secret in &secrets {
        assert!(!left.contains(secret.as_str()), "{secret}");
        assert!(printed.contains(secret.as_str()), "{secret}");
    }
    let debugged = format!("{:?}", sheets(&book, Lang::En, Secrets::Print));
    assert!(!secrets.iter().any(|secret| debugged.contains(secret.as_str())));
}

#[test]
fn an_address_breaks_behind_its_parts_and_what_goes_on_is_further_in() {
    let mut book = book();
    let account = book.accounts.iter_mut().find(|account| account.key.is_some()).expect("a key");
    account.login = "a-login-that-is-longer-than-most@a-shop-of-that-name.example".into();
    let key = account.key.clone().expect("a key");
    let address = crate::otp::uri::format(&account.platform, &account.login, &key).to_string();
    let plain: String = sheets(&book, Lang::En, Secrets::Print).iter().map(text).collect();
    let lines: Vec<&str> = plain.lines().collect();
    let first = lines.iter().position(|line| {
        let start = line.trim_start();
        start.starts_with("otpauth:") && address.starts_with(start) && start.len() > 40
    });
    let first = first.expect("is printed");
    let goes_on = lines[first + 1..].iter().take_while(|line| line.starts_with("          "));
    let parts: Vec<&str> =
        [lines[first]].iter().chain(goes_on).map(|line| line.trim_start()).collect();
    assert!(parts.len() > 1, "{parts:?}");
    assert_eq!(parts.concat(), address);
    let secret = format!("secret={}", base32::encode(key.secret()).as_str());
    assert!(parts.iter().any(|part| part.contains(&secret)), "{parts:?}");
    assert!(plain.contains("goes on with the key or address above it"));
}

/// Whoever opened the envelope had one of two keys, and nothing said that it may be the wrong one.
#[test]
fn a_sheet_with_one_of_two_keys_says_so() {
    let mut book = book();
    let other = Account { key: book.accounts[1].key.clone(), ..book.accounts[0].clone() };
    let clash = Conflict { field: "key", other: Box::new(other), round: 0 };
    book.accounts[0].conflicts.push(clash);
    let said = Print::SecondKey.say(Lang::En);
    let (begin, _) = said.split_once(", which").expect("a sentence");
    for (secrets, times) in [(Secrets::Print, 1), (Secrets::Leave, 0)] {
        let sheets = sheets(&book, Lang::En, secrets);
        for render in [text, html] {
            let all: String = sheets.iter().map(render).collect();
            assert_eq!(all.matches(begin).count(), times, "{secrets:?}");
        }
    }
    assert_eq!((second_keys(&book, None), second_keys(&book, Some("nobody"))), (1, 0));
}

#[test]
fn a_code_that_was_used_is_no_longer_printed() {
    let mut book = book();
    let recovery = book.accounts[0].recovery.as_mut().expect("there are some");
    recovery.codes[0].used = Some(NOW.date());
    let printed: String = sheets(&book, Lang::En, Secrets::Print).iter().map(text).collect();
    assert!(!printed.contains(CODE));
}

#[test]
fn what_was_ticked_shows_on_the_checklist() {
    let mut book = book();
    let thing = Thing::Device(book.devices[0].id);
    let (catalogue, limits) = (Catalogue::shipped(), Limits::default());
    let today = NOW.date();
    let loss = lose(&mut book, thing, How::Lost, today, "Anna", Id::new(NOW, [99; 10]));
    let list = crate::health::loss::affected(&book, &catalogue, thing, today, 90);
    let first = &list[0];
    tick(&mut book, loss.expect("is there"), first.account, first.steps[0], today, "李雷");
    let source = Source {
        book: &book,
        catalogue: &catalogue,
        limits: &limits,
        today,
        revision: 7,
        lang: Lang::En,
    };
    let sheet = checklist(&source, thing);
    let plain = text(&sheet);
    assert_eq!(plain.matches("[x]").count(), 1, "{plain}");
    assert!(plain.contains(&format!("({today}, 李雷)")), "{plain}");
    assert!(html(&sheet).contains("✓"));
    assert_ne!(first.steps[0], Step::Rekey);
}

#[test]
fn one_card_for_each_device_in_use() {
    let book = book();
    let retired = crate::model::DeviceState::Retired;
    let cards = &sheets(&book, Lang::En, Secrets::Leave)[0];
    let in_use = book.devices.iter().filter(|device| device.state != retired);
    assert_eq!(cards.pages.len(), in_use.count());
    assert!(!cards.pages.iter().any(|page| page.heading == "T-01"));
}

/// The checklist of a loss named the key that is in an app there, the card did not.
#[test]
fn a_card_names_the_keys_in_apps_as_the_checklist_does() {
    let mut book = book();
    let phone = book.devices.iter().find(|device| device.label == "P-07").expect("there").id;
    let account = &mut book.accounts[0];
    account.copies.clear();
    account.methods =
        vec![Method { device: Some(phone), ..Method::new(MethodKind::Totp, Role::Main) }];
    let (catalogue, limits, lang) = (Catalogue::shipped(), Limits::default(), Lang::En);
    let today = NOW.date();
    let source =
        Source { book: &book, catalogue: &catalogue, limits: &limits, today, revision: 7, lang };
    let card = text(&cards(&source, Some(phone)));
    let (_, keys) = card.split_once("Keys on this device").expect("a heading");
    assert!(keys.contains(&book.accounts[0].store), "{card}");
}
