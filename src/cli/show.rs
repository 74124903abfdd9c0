//! `keyrack show`: everything about one account but its key.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::Failure;
use super::output::Output;
use super::pick::{name, pick};
use super::report::Whole;
use super::session::Session;
use crate::app::words;
use crate::i18n::{Command as Say, Help, Lang, Word};
use crate::model::{Account, Book, Method, Number, Role, backup_method};
use crate::platform;
use crate::text::{Safe, safe};
use crate::time::Date;

pub fn grammar(lang: Lang) -> Command {
    args::command("show", "keyrack show QUERY [--json]", &Help::Show, lang)
        .args([args::query(lang), args::json(lang)])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let account = &open.book.accounts[pick(&open.book, &args::query_of(matches))?];
    let today = platform::now().date();
    let stale_after = session.settings.stale_after_days;
    if matches.get_flag("json") {
        return out.json(&Whole::of(account, &open.book, today, stale_after));
    }
    out.line(name(account).as_str())?;
    out.table(&fields(account, session.lang))?;
    if account.methods.is_empty() {
        return Ok(());
    }
    out.line(&Say::Methods.say(session.lang))?;
    let row = |method| way(method, &open.book, today, stale_after, session.lang);
    out.table(&account.methods.iter().map(row).collect::<Vec<_>>())
}

/// Name and value of everything that is not empty.
fn fields(account: &Account, lang: Lang) -> Vec<Vec<String>> {
    let texts = [
        (Word::Store, account.store.clone()),
        (Word::Platform, account.platform.clone()),
        (Word::Login, account.login.clone()),
        (Word::Sites, account.marketplaces.join(" ")),
        (Word::Company, account.company.clone()),
        (Word::Tags, account.tags.join(" ")),
    ];
    let mut rows: Vec<Vec<String>> = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| row(&word, &text, lang))
        .collect();
    rows.push(row(&Word::Key, &key(account, lang), lang));
    // A note has lines of its own; the first one has the label.
    for (place, line) in account.note.lines().enumerate() {
        let label = if place == 0 { Word::Note.say(lang) } else { String::new() };
        rows.push(vec![format!("  {label}"), Safe::new(line).to_string()]);
    }
    rows.push(vec!["  id".to_owned(), account.id.to_string()]);
    rows
}

fn row(word: &Word, text: &str, lang: Lang) -> Vec<String> {
    vec![format!("  {}", word.say(lang)), Safe::new(text).to_string()]
}

fn key(account: &Account, lang: Lang) -> String {
    let Some(key) = &account.key else { return Say::NoKey.say(lang) };
    let (kind, digits) = (safe(key.kind().word()), key.digits());
    let (algorithm, bits) = (safe(key.algorithm().word()), key.secret().expose().len() * 8);
    match key.period() {
        Some(period) => Say::KeyEvery { kind, digits, period, algorithm, bits }.say(lang),
        None => Say::KeyIs { kind, digits, algorithm, bits }.say(lang),
    }
}

/// Role, kind, where, status.
fn way(method: &Method, book: &Book, today: Date, stale_after: u32, lang: Lang) -> Vec<String> {
    let device = book.device_of(method).map(|device| Safe::new(&device.label).to_string());
    let number = method.number.and_then(|id| book.number(id)).map(Number::masked);
    let holder = book.holder_of(method).map(|person| Safe::new(&person.name).to_string());
    let places: Vec<String> = [number, device, holder].into_iter().flatten().collect();
    let status = match (&method.role, &method.tested) {
        (Role::Backup, _) => {
            words::backup(backup_method(method, book, today, stale_after)).say(lang)
        }
        (_, Some(test)) => Say::TestedOn { day: safe(&test.on.to_string()) }.say(lang),
        (_, None) => String::new(),
    };
    vec![
        format!("  {}", words::role(method.role).say(lang)),
        words::kind(method.kind).say(lang),
        places.join(", "),
        status,
    ]
}
