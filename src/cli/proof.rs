//! The question behind a key that was typed on the terminal: does a second phone have the same one?

use zeroize::Zeroizing;

use super::compare::is_code;
use super::exit::{Exit, Failure};
use super::form::{Filled, build};
use super::prompt::Terminal;
use super::session::{Open, Session};
use crate::app::draft::{Field, Target};
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
            let said = drift.and_then(proof::neighbour);
            said.iter().try_for_each(|said| terminal.line(&said.say(lang)))?;
            return Ok(true);
        }
        terminal.line(&proof::doubt(key, drift).say(lang))?;
    }
}

/// Writes down in the open book that a second phone has the key, and asks which one where no app is
/// registered; what to say of it.
pub fn note(
    open: &mut Open,
    id: Id,
    terminal: &mut Terminal,
    session: &Session,
) -> Result<Care, Failure> {
    let (today, by) = (platform::now().date(), session.author(None));
    let test = Test { on: today, result: TestResult::Ok, by };
    let at = match open.book.account(id).and_then(proof::witness) {
        Some(at) => {
            record(&mut open.book, id, at, test);
            Some(at)
        }
        None => on_phone(open, id, test, terminal, session)?,
    };
    let Some((at, account)) = at.zip(open.book.account(id)) else {
        return Ok(Care::ProvedNowhere { query: safe(&id.to_string()) });
    };
    let way = safe(&say::method_in_role(&account.methods[at], &open.book, session.lang));
    Ok(Care::Proved { way })
}

/// Says what [`note`] found.
pub fn tell(said: &Care, session: &Session) {
    session.tell(said);
}

/// Asks which phone it is: a copy of the key there, and its app the second way in.
fn on_phone(
    open: &mut Open,
    id: Id,
    test: Test,
    terminal: &mut Terminal,
    session: &Session,
) -> Result<Option<usize>, Failure> {
    let target = Target::Copy(id, None);
    let Some(mut draft) = target.draft(&open.book) else { return Ok(None) };
    draft.set(Field::CopyKind, "app");
    draft.set(Field::Added, &test.on.to_string());
    loop {
        let label = terminal.ask(&Care::AskProofPhone.say(session.lang))?;
        if label.trim().is_empty() {
            return Ok(None);
        }
        draft.set(Field::Device, label.trim());
        match build(Filled::new(&draft, None), open, session, |work| draft.save(target, work)) {
            // Not the key that was typed and proved is wrong, but the name of a phone.
            Err(Failure { exit: Exit::Ambiguous, fault, details, .. }) => {
                let said = fault.map(|fault| fault.say(session.lang));
                said.iter().chain(&details).try_for_each(|line| terminal.line(line))?;
            }
            result => {
                result?;
                break;
            }
        }
    }
    let mut account = open.book.account(id).cloned();
    let device = account.as_ref().and_then(|account| account.copies.last()?.device);
    let (Some(account), Some(device)) = (&mut account, device) else { return Ok(None) };
    let at = proof::place(account, device, test);
    open.book.put(account.clone());
    Ok(Some(at))
}
