//! The question behind a key that was typed on the terminal: does a second phone have the same one?

use zeroize::Zeroizing;

use super::compare::is_code;
use super::exit::Failure;
use super::prompt::Terminal;
use super::session::{Open, Session};
use crate::app::{loss as say, proof};
use crate::health::drill::record;
use crate::i18n::{Care, Fault};
use crate::model::{Account, Book, Id, Test, TestResult};
use crate::otp::Key;
use crate::platform;
use crate::text::safe;

/// Asks for the code a second phone shows until it is the key's, or until nothing is typed; says
/// whether it was. Nothing is written down yet, so that the account and its test are one save.
pub fn ask(
    account: &Account,
    before: Option<&Key>,
    book: &Book,
    terminal: &mut Terminal,
    session: &Session,
) -> Result<bool, Failure> {
    let lang = session.lang;
    let Some(key) = account.key.as_ref().filter(|key| proof::is_due(before, Some(key))) else {
        return Ok(false);
    };
    let question = match proof::witness(account).and_then(|at| account.methods.get(at)) {
        Some(method) => Care::AskProofOf { way: safe(&say::method_in_role(method, book, lang)) },
        None => Care::AskProof,
    };
    loop {
        let typed = Zeroizing::new(terminal.ask(&question.say(lang))?);
        if typed.is_empty() {
            return Ok(false);
        }
        if !is_code(key, &typed) {
            terminal.line(&Fault::NotACode { digits: key.digits() }.say(lang))?;
            continue;
        }
        let drift = key.drift(&typed, platform::now(), key.reach());
        if proof::is_proof(drift) {
            return Ok(true);
        }
        terminal.line(&proof::doubt(key, drift).say(lang))?;
    }
}

/// Writes down in the open book that a second phone has the key; what to say of it.
pub fn note(open: &mut Open, id: Id, session: &Session) -> Care {
    let account = open.book.account(id);
    let place = account.and_then(proof::witness);
    let (Some(account), Some(place)) = (account, place) else {
        return Care::ProvedNowhere { query: safe(&id.to_string()) };
    };
    let way = safe(&say::method_in_role(&account.methods[place], &open.book, session.lang));
    let by = session.author(None);
    let test = Test { on: platform::now().date(), result: TestResult::Ok, by };
    record(&mut open.book, id, place, test);
    Care::Proved { way }
}
