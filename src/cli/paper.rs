//! The recovery key as it gets onto paper and is tried from there: `keyrack member recovery` and
//! `keyrack member drill`. The one before goes only when somebody has proved that the new one is there.

use std::path::PathBuf;

use clap::ArgMatches;
use zeroize::Zeroizing;

use super::exit::{Exit, Failure};
use super::input::content;
use super::member::change;
use super::output::Output;
use super::prompt::{LONGEST, Terminal};
use super::session::{Open, Session};
use crate::app::trust::short;
use crate::i18n::{Fault, Team};
use crate::platform;
use crate::secret::Secret;
use crate::text::safe;
use crate::vault::{Change, Identity, Member, MemberKind, Recipient, Unchanged, read_identity};

/// How often a key from paper is asked for.
const TRIES: usize = 3;
/// How many letters at the end are typed from the paper: the checksum.
const CHECKSUM: usize = 6;

pub fn recovery(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    open.vault()?.own().ok_or(Unchanged::Passphrase)?;
    let there = open.vault()?.members().iter().any(|member| member.kind == MemberKind::Recovery);
    if there && !matches.get_flag("replace") {
        return Err(Failure::usage(Fault::RecoveryExists));
    }
    let by = session.author(matches.get_one::<String>("by").map(String::as_str));
    let identity = Identity::generate();
    let recipient = identity.recipient();
    let made = Member {
        kind: MemberKind::Recovery,
        by: by.clone(),
        ..Member::new(recipient.clone(), "recovery".to_owned())
    };
    // Saved first: a key on paper that opens nothing would be found out too late.
    change(&mut open, &[Change::Admit(made)], session)?;
    let text = identity.text().expect("a key that was made here has one");
    let shown = show(&text, session, out);
    let Ok(proven) = shown else {
        // Nobody has it: it would be counted upon.
        let gone = Change::Remove { recipient, by };
        change(&mut open, &[gone], session)?;
        return shown.map(drop);
    };
    session.say(&Team::FingerprintIs { key: safe(&short(recipient.as_str())) });
    match (there, proven) {
        (false, true) => {}
        (false, false) => session.say(&Team::TryItSoon),
        (true, true) => retire(&mut open, &recipient, &by, session)?,
        (true, false) => session.say(&Team::OldPaperStays),
    }
    Ok(())
}

/// Prints a recovery key, on standard output because it was asked for by name.
pub fn print(key: &Secret, session: &Session, out: &mut Output) -> Result<(), Failure> {
    session.say(&Team::RecoveryMade);
    let unseen = |_| Failure::new(Exit::Failed, Fault::RecoveryUnseen);
    let text = key.expose_text().unwrap_or_default();
    out.line(text).and_then(|()| out.flush()).map_err(unseen)
}

/// Shows a recovery key, once; whether its end was typed as it stands on the paper. On a terminal it
/// is asked for and the key leaves the screen; anywhere else nothing is asked.
pub fn show(key: &Secret, session: &Session, out: &mut Output) -> Result<bool, Failure> {
    let terminal = if Output::is_terminal() { Terminal::open() } else { None };
    let Some(mut terminal) = terminal else { return print(key, session, out).map(|()| false) };
    let text = key.expose_text().unwrap_or_default();
    let lang = session.lang;
    terminal.turn(session.environment.term.as_deref())?;
    terminal.line(&Team::RecoveryMade.say(lang))?;
    terminal.line(&format!("\n{text}\n"))?;
    terminal.line(&Team::ProveChecksum.say(lang))?;
    let end = &text[text.len().saturating_sub(CHECKSUM)..];
    for _ in 0..3 {
        let typed = terminal.secret(&Team::AskChecksum.say(lang))?;
        let typed = typed.expose_text().unwrap_or_default().trim();
        // Nor does an empty line end it: Enter is pressed by habit.
        if typed.eq_ignore_ascii_case(end) {
            terminal.turn_back();
            return Ok(true);
        }
        terminal.line(&Team::ChecksumWrong.say(lang))?;
    }
    terminal.turn_back();
    session.say(&Team::NotProved);
    Ok(false)
}

/// Shuts every recovery key out but one.
fn retire(open: &mut Open, but: &Recipient, by: &str, session: &Session) -> Result<(), Failure> {
    let papers =
        open.vault()?.members().iter().filter(|member| member.kind == MemberKind::Recovery);
    let others = papers.map(|member| &member.recipient).filter(|recipient| *recipient != but);
    let gone =
        |recipient: &Recipient| Change::Remove { recipient: recipient.clone(), by: by.to_owned() };
    let changes: Vec<Change> = others.map(gone).collect();
    if !changes.is_empty() {
        let n = changes.len();
        change(open, &changes, session)?;
        session.say(&Team::OldPaperGone { n });
        session.say(&Team::OnlyPaper);
    }
    Ok(())
}

pub fn drill(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let mut open = session.open()?;
    open.vault()?.own().ok_or(Unchanged::Passphrase)?;
    let read = if let Some(path) = matches.get_one::<PathBuf>("file") {
        // As opening a vault with it reads it.
        read_identity(&content(path, LONGEST)?, None).ok()
    } else {
        ask(session)?
    };
    let wrong = |fault| Failure::new(Exit::Usage, fault);
    let identity = read.ok_or_else(|| wrong(Fault::PaperWrong))?;
    if !open.vault()?.opens_with(&identity) {
        return Err(wrong(Fault::PaperForeign));
    }
    let recipient = identity.recipient();
    let member = open.vault()?.members().iter().find(|member| member.recipient == recipient);
    let member = member.filter(|member| member.kind == MemberKind::Recovery);
    let member = member.ok_or_else(|| wrong(Fault::NotOnPaper))?;
    let tested = Some(platform::now().date());
    let change_it = Change::Describe(Member { tested, ..member.clone() });
    change(&mut open, &[change_it], session)?;
    let key = safe(&short(recipient.as_str()));
    out.say(&Team::PaperOpens { key }.say(session.lang))?;
    let papers =
        open.vault()?.members().iter().filter(|member| member.kind == MemberKind::Recovery);
    let others = papers.count() - 1;
    if matches.get_flag("replace") {
        let by = session.author(matches.get_one::<String>("by").map(String::as_str));
        retire(&mut open, &recipient, &by, session)?;
    } else if others > 0 {
        session.say(&Team::OtherPapers { n: others });
    }
    Ok(())
}

/// Asks for a recovery key: seventy-four letters that nobody sees, so more than once.
fn ask(session: &Session) -> Result<Option<Identity>, Failure> {
    let mut terminal = Terminal::or(Fault::NoTerminalForKey)?;
    let question = Team::AskPaper.say(session.lang);
    for _ in 1..TRIES {
        let read = from_paper(&terminal.secret(&question)?);
        if read.is_some() {
            return Ok(read);
        }
        terminal.line(&Fault::PaperWrong.say(session.lang))?;
    }
    Ok(from_paper(&terminal.secret(&question)?))
}

/// A recovery key as it is typed, also without its beginning, which is that of every key.
fn from_paper(typed: &Secret) -> Option<Identity> {
    let read = |text: &[u8]| read_identity(text, None).ok();
    let begun = || Zeroizing::new([b"AGE-SECRET-KEY-1", typed.expose()].concat());
    read(typed.expose()).or_else(|| read(&begun()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_typed_with_its_beginning_or_without() {
        let identity = Identity::generate();
        let key = identity.text().expect("ours");
        let key = key.expose_text().expect("text").trim();
        for typed in [key, &key[16..], &key[16..].to_lowercase(), "", "AGE-SECRET-KEY-1", "abc"] {
            let read = from_paper(&Secret::from_text(typed.to_owned()));
            let expected = (typed.len() > 16).then(|| identity.recipient());
            assert_eq!(read.map(|read| read.recipient()), expected);
        }
    }
}
