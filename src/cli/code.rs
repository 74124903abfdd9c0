//! `keyrack code`: the code to type now.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::compare;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::pick::pick;
use super::session::{Open, Session};
use crate::activity::{Deed, What};
use crate::app::conflicts::key_clashes;
use crate::app::words;
use crate::i18n::{Fault, Help, Lang, Team};
use crate::model::{Account, Book, arrival};
use crate::otp::{Code, Key, Kind};
use crate::platform;
use crate::text::safe;

pub fn grammar(lang: Lang) -> Command {
    args::command("code", "keyrack code QUERY [--compare] [--json]", &Help::Code, lang).args([
        args::query(lang),
        args::flag("compare", &Help::CodeCompare, lang),
        args::json(lang),
    ])
}

/// The codes of a key, as JSON.
#[derive(Serialize)]
struct Codes<'a> {
    code: &'a str,
    next: Option<&'a str>,
    period: Option<u32>,
    expires_in: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
}

impl<'a> Codes<'a> {
    fn of(code: &'a Code) -> Self {
        Self { code: code.expose(), next: None, period: None, expires_in: None, counter: None }
    }
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    let place = pick(&open, &args::query_of(matches))?;
    let account = &open.book.accounts[place];
    let Some(key) = account.key.clone() else {
        return Err(Failure::new(Exit::NoCode, arrives(account, &open.book, session.lang)));
    };
    refuse_without_pin(account, &key)?;
    warn_of_clash(account, session);
    let json = matches.get_flag("json");
    if matches.get_flag("compare") {
        return compare::run(&key, json, session, out);
    }
    if let Kind::Hotp { counter } = key.kind() {
        // The code is only told once the file says that it is used.
        advance(&mut open, place, &key, session)?;
        let code = key.code_at_step(counter);
        session.record(&open.shelf, &[Deed::at(What::Revealed, open.book.accounts[place].id)]);
        return tell(&Codes { counter: Some(counter), ..Codes::of(&code) }, json, out);
    }
    session.record(&open.shelf, &[Deed::at(What::Revealed, open.book.accounts[place].id)]);
    let now = platform::now();
    let (code, next, window) = (key.code(now), key.next_code(now), key.window(now));
    let codes = Codes {
        next: Some(next.expose()),
        period: window.map(|window| window.period),
        expires_in: window.map(|window| window.left),
        ..Codes::of(&code)
    };
    tell(&codes, json, out)
}

fn tell(codes: &Codes<'_>, json: bool, out: &mut Output) -> Result<(), Failure> {
    if json { out.json(codes) } else { out.line(codes.code) }
}

/// Saves that a counter's code is used.
pub fn advance(open: &mut Open, place: usize, key: &Key, session: &Session) -> Result<(), Failure> {
    let advanced =
        key.advanced().ok_or_else(|| Failure::new(Exit::NoCode, Fault::CounterUsedUp))?;
    open.book.accounts[place].key = Some(advanced);
    open.save_alone(session)
}

/// Says that an account has another key, and somebody has to decide which one holds.
pub fn warn_of_clash(account: &Account, session: &Session) {
    if key_clashes(account) {
        session.say(&Team::KeysClash { title: safe(account.title()) });
    }
}

/// Refuses a key that gives no code until its PIN is here.
pub fn refuse_without_pin(account: &Account, key: &Key) -> Result<(), Failure> {
    if key.lacks_pin() {
        let (title, query) = (safe(account.title()), safe(&account.id.to_string()));
        return Err(Failure::new(Exit::NoCode, Fault::PinMissing { title, query }));
    }
    Ok(())
}

/// Why there is no code here, and where it arrives instead.
pub fn arrives(account: &Account, book: &Book, lang: Lang) -> Fault {
    let title = safe(account.title());
    match arrival(account, book) {
        Some(arrival) => {
            Fault::NoKeyArrives { title, arrival: safe(&words::arrival(&arrival, lang)) }
        }
        None => Fault::NoKeyAnywhere { title },
    }
}
