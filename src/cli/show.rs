//! `keyrack show`: everything about one account but its key.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::Failure;
use super::output::Output;
use super::pick::pick;
use super::report::Whole;
use super::session::Session;
use crate::app::{explain, loss, words};
use crate::i18n::{Command as Say, Help, Lang, Team, Things, Vaults, Word};
use crate::model::{
    Account, Book, KeyCopy, Method, Number, Recovery, Role, TwoStep, Worded as _, backup_method,
};
use crate::platform;
use crate::text::{Safe, safe};
use crate::time::Date;

pub fn grammar(lang: Lang) -> Command {
    args::command("show", "keyrack show QUERY [--json]", &Help::Show, lang)
        .args([args::query(lang), args::json(lang)])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let account = &open.book.accounts[pick(&open, &args::query_of(matches))?];
    let today = platform::now().date();
    let stale_after = session.settings.stale_after_days;
    if matches.get_flag("json") {
        let mut whole = Whole::of(account, &open.book, today, stale_after);
        whole.row.vault = open.shelf.called(account.id);
        return out.json(&whole);
    }
    out.line(loss::title(account).as_str())?;
    let n = account.conflicts.len();
    if n > 0 {
        out.line(&format!("  {}", Team::ClashingDecide { n }.say(session.lang)))?;
    }
    let mut rows = fields(account, &open.book, session.lang);
    if let Some(name) = open.shelf.called(account.id) {
        rows.push(vec![format!("  {}", Vaults::Where.say(session.lang)), safe(&name).to_string()]);
    }
    out.table(&rows)?;
    if !account.methods.is_empty() {
        out.say(&Say::Methods.say(session.lang))?;
        let row = |method| way((account, method), &open.book, today, stale_after, session.lang);
        out.table(&account.methods.iter().map(row).collect::<Vec<_>>())?;
    }
    if !account.copies.is_empty() {
        out.say(&Things::Copies.say(session.lang))?;
        let row = |place| copy(account, place, &open.book, session.lang);
        out.table(&account.copies.iter().map(row).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Name and value of everything that is not empty.
fn fields(account: &Account, book: &Book, lang: Lang) -> Vec<Vec<String>> {
    let users = account.users.iter().filter_map(|id| book.person(*id));
    let users: Vec<&str> = users.map(|person| &*person.name).collect();
    let two_step = if account.two_step == TwoStep::Unknown { "" } else { account.two_step.word() };
    let texts = [
        (Word::Store, account.store.clone()),
        (Word::Platform, account.platform.clone()),
        (Word::Login, account.login.clone()),
        (Word::Sites, account.marketplaces.join(", ")),
        (Word::Company, account.company.clone()),
        (Word::Tags, account.tags.join(" ")),
        (Word::Users, users.join(explain::between(lang))),
        (Word::Profile, account.profile.clone()),
        (Word::Console, account.console.clone()),
        (Word::TwoStep, two_step.to_owned()),
    ];
    let mut rows: Vec<Vec<String>> = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| row(&word, &text, lang))
        .collect();
    rows.push(row(&Word::Key, &key(account, lang), lang));
    if let Some(day) = account.keyed {
        rows.push(row(&Word::Keyed, &day.to_string(), lang));
    }
    if let Some(set) = &account.recovery {
        rows.push(row(&Word::RecoveryCodes, &codes(set, lang).join(", "), lang));
    }
    // A note has lines of its own; the first one has the label.
    for (place, line) in account.note.lines().enumerate() {
        let label = if place == 0 { Word::Note.say(lang) } else { String::new() };
        rows.push(vec![format!("  {label}"), Safe::new(line).to_string()]);
    }
    rows.push(vec!["  id".to_owned(), account.id.to_string()]);
    rows
}

/// Name and value, one below the other.
pub fn row(word: &Word, text: &str, lang: Lang) -> Vec<String> {
    vec![format!("  {}", word.say(lang)), Safe::new(text).to_string()]
}

fn key(account: &Account, lang: Lang) -> String {
    let Some(key) = &account.key else { return Say::NoKey.say(lang) };
    let (kind, digits) = (safe(key.kind().word()), key.digits());
    let (algorithm, bits) = (safe(key.algorithm().word()), key.bits());
    let said = match key.period() {
        Some(period) => Say::KeyEvery { kind, digits, period, algorithm, bits }.say(lang),
        None => Say::KeyIs { kind, digits, algorithm, bits }.say(lang),
    };
    if key.lacks_pin() {
        return Say::KeyWithoutPin { key: safe(&said) }.say(lang);
    }
    said
}

/// Role, kind, where, status.
pub fn way(
    (account, method): (&Account, &Method),
    book: &Book,
    today: Date,
    stale_after: u32,
    lang: Lang,
) -> Vec<String> {
    let device = book.device_of(method).map(|device| Safe::new(&device.label).to_string());
    let number = method.number.and_then(|id| book.number(id)).map(Number::masked);
    let holder = book.holder_of(method).map(|person| Safe::new(&person.name).to_string());
    let address = (!method.address.is_empty()).then(|| Safe::new(&method.address).to_string());
    // A device named after its holder is said once.
    let holder = holder.filter(|name| device.as_ref() != Some(name));
    let places: Vec<String> = [number, device, holder, address].into_iter().flatten().collect();
    let status = match (&method.role, &method.tested) {
        (Role::Backup, _) => {
            words::backup(backup_method(method, account, book, today, stale_after)).say(lang)
        }
        (_, Some(test)) => Say::TestedOn { day: safe(&test.on.to_string()) }.say(lang),
        (_, None) => String::new(),
    };
    vec![
        format!("  {}", words::role(method.role).say(lang)),
        words::kind(method.kind).say(lang),
        places.join(", "),
        status,
        if account.is_test_past(method) { of_key_before(lang) } else { String::new() },
    ]
}

/// Kind, name, where, days.
pub fn copy(account: &Account, copy: &KeyCopy, book: &Book, lang: Lang) -> Vec<String> {
    let device = copy.device.and_then(|id| book.device(id));
    let holder = copy.holder.or_else(|| device?.holder).and_then(|id| book.person(id));
    let device = device.map(|device| Safe::new(&device.label).to_string());
    let holder = holder.map(|person| Safe::new(&person.name).to_string());
    let holder = holder.filter(|name| device.as_ref() != Some(name));
    let places: Vec<String> = [device, holder].into_iter().flatten().collect();
    vec![
        format!("  {}", words::copy(copy).say(lang)),
        Safe::new(&copy.place).to_string(),
        places.join(", "),
        copy.added.map(|day| day.to_string()).unwrap_or_default(),
        if account.is_copy_past(copy) { of_key_before(lang) } else { String::new() },
        words::copy_over(copy).map(|over| over.say(lang)).unwrap_or_default(),
    ]
}

/// What is said of a test and of a copy that were of another key.
fn of_key_before(lang: Lang) -> String {
    Word::OfKeyBefore.say(lang)
}

/// How many recovery codes are left, where, and since when that is known.
pub fn codes(set: &Recovery, lang: Lang) -> Vec<String> {
    let said = match (set.codes.len(), set.left()) {
        (0, None) => Things::NotCounted,
        (0, Some(left)) => Things::Counted { left },
        (total, left) => Things::KeptHere { left: left.unwrap_or(0), total },
    };
    let mut cells = vec![said.say(lang)];
    if !set.place.is_empty() {
        cells.push(Safe::new(&set.place).to_string());
    }
    cells
        .extend(set.checked.map(|day| Things::CheckedOn { day: safe(&day.to_string()) }.say(lang)));
    cells
}
