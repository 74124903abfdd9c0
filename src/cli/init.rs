//! `keyrack init`: an identity and a vault. Asks where a person can answer, and nothing otherwise. What
//! is to be written down leaves the screen once it is.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::paper;
use super::prompt::Terminal;
use super::session::Session;
use super::usage;
use crate::app::create::{
    Created, Protection, Recovery, Strength, WEAK, create, strength, ten_words,
};
use crate::app::desk::{Desk, Need, need};
use crate::app::explain;
use crate::app::sync::setup::bare_clone;
use crate::app::trust::short;
use crate::i18n::{Command as Say, Fault, Help, Lang, Screen, Team, keyrack};
use crate::platform;
use crate::secret::Secret;
use crate::text::{safe, whole};
use crate::vault::{OpenError, SaveError, Sealed, WorkFactor, glance};

pub fn grammar(lang: Lang) -> Command {
    args::command("init", "keyrack init [--recovery]", &Help::Init, lang).args([
        args::flag("passphrase-vault", &Help::InitPassphraseVault, lang)
            .conflicts_with_all(["no-passphrase", "recovery"]),
        args::flag("no-passphrase", &Help::InitNoPassphrase, lang),
        args::flag("recovery", &Help::InitRecovery, lang),
        args::option("work-factor", "N", &Help::InitWork, lang).value_parser(usage::whole(10, 20)),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let desk = session.desk()?;
    // Before anything is asked.
    if !matches!(need(&desk), Ok(Need::Vault)) {
        return Err(SaveError::Exists { path: desk.place.file }.into());
    }
    if bare_clone(&desk.place.file).is_some_and(|bare| bare.has_it) {
        let path = explain::path(&desk.place.file);
        return Err(Failure::new(Exit::NoVault, Fault::VaultAway { path }));
    }
    let asked = matches.get_one::<u32>("work-factor").and_then(|work| u8::try_from(*work).ok());
    let work = asked.and_then(WorkFactor::new).unwrap_or(WorkFactor::DEFAULT);
    let protection = protection(matches, session, &desk)?;
    let created = create(&desk, &protection, work, platform::random(), platform::now())?;
    tell(matches, &created, &desk, session, out)
}

fn protection(matches: &ArgMatches, session: &Session, desk: &Desk) -> Result<Protection, Failure> {
    let given = session.given_passphrase()?;
    let wanted = if matches.get_flag("recovery") { Recovery::Make } else { Recovery::Skip };
    if let Some(passphrase) = given {
        if is_weak(&passphrase) {
            session.note(&Say::WeakPassphrase);
        }
        return Ok(if matches.get_flag("passphrase-vault") {
            Protection::Passphrase(passphrase)
        } else {
            let passphrase = (!matches.get_flag("no-passphrase")).then_some(passphrase);
            Protection::Identity { passphrase, recovery: wanted }
        });
    }
    if matches.get_flag("no-passphrase") {
        return Ok(Protection::Identity { passphrase: None, recovery: wanted });
    }
    if matches.get_flag("passphrase-vault") {
        let mut terminal = Terminal::or(Fault::NoTerminal)?;
        return Ok(Protection::Passphrase(new_passphrase(&mut terminal, session)?));
    }
    let passphrase = match glance(&desk.identity) {
        // An identity that exists is used: its passphrase stays what it is.
        Ok(Sealed::Passphrase { .. }) => {
            let mut terminal = Terminal::or(Fault::NoTerminal)?;
            Some(terminal.secret(&Say::AskIdentity.say(session.lang))?)
        }
        Err(OpenError::Missing { .. }) => {
            let mut terminal = Terminal::or(Fault::NoTerminal)?;
            Some(new_passphrase(&mut terminal, session)?)
        }
        // Plain, or nothing that opens: creating says which.
        _ => None,
    };
    let recovery = match wanted {
        Recovery::Skip if passphrase.is_some() => {
            let mut terminal = Terminal::or(Fault::NoTerminal)?;
            let make = terminal.confirm(&Say::AskRecovery.say(session.lang))?;
            if make { Recovery::Make } else { Recovery::Skip }
        }
        wanted => wanted,
    };
    Ok(Protection::Identity { passphrase, recovery })
}

/// Whether a passphrase that was given is worth a warning.
pub fn is_weak(passphrase: &Secret) -> bool {
    passphrase.expose_text().is_some_and(|text| strength(text) < WEAK)
}

/// How something new and secret is asked for.
pub struct Wording {
    ask: Say,
    again: Say,
    weak: Fault,
    differ: Fault,
}

/// The passphrase of a vault or an identity.
const PASSPHRASE: Wording = Wording {
    ask: Say::AskNew,
    again: Say::AskAgain,
    weak: Fault::PassphraseWeak,
    differ: Fault::PassphrasesDiffer,
};

/// The password of a file for others.
pub const PASSWORD: Wording = Wording {
    ask: Say::AskNewOfFile,
    again: Say::AskAgainOfFile,
    weak: Fault::PasswordWeak,
    differ: Fault::PasswordsDiffer,
};

/// Asks for a new passphrase, twice, until both are the same and good enough.
pub fn new_passphrase(terminal: &mut Terminal, session: &Session) -> Result<Secret, Failure> {
    new_secret(terminal, &PASSPHRASE, session)
}

/// The same in other words.
pub fn new_secret(
    terminal: &mut Terminal,
    words: &Wording,
    session: &Session,
) -> Result<Secret, Failure> {
    terminal.turn(session.environment.term.as_deref())?;
    let chosen = choose(terminal, words, session.lang);
    terminal.turn_back();
    chosen
}

fn choose(terminal: &mut Terminal, words: &Wording, lang: Lang) -> Result<Secret, Failure> {
    let offered = ten_words(platform::random());
    let ten = safe(offered.expose_text().unwrap_or_default());
    terminal.line(&Say::Offered { words: ten }.say(lang))?;
    loop {
        let typed = terminal.secret(&words.ask.say(lang))?;
        let typed = if typed.is_empty() { offered.clone() } else { typed };
        let strength = strength(typed.expose_text().unwrap_or_default());
        let word = whole(&in_words(strength).say(lang));
        terminal.line(&Say::StrengthIs { strength: word }.say(lang))?;
        if strength < WEAK {
            terminal.line(&words.weak.say(lang))?;
            continue;
        }
        let again = terminal.secret(&words.again.say(lang))?;
        if again == typed {
            return Ok(typed);
        }
        terminal.line(&words.differ.say(lang))?;
    }
}

fn in_words(strength: Strength) -> Screen {
    match strength.0 {
        0 => Screen::Strength0,
        1 => Screen::Strength1,
        2 => Screen::Strength2,
        3 => Screen::Strength3,
        _ => Screen::Strength4,
    }
}

/// Where things are now, and what comes next.
fn tell(
    matches: &ArgMatches,
    created: &Created,
    desk: &Desk,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let lang = session.lang;
    out.say(&Say::VaultAt { path: explain::path(&created.vault) }.say(lang))?;
    if let Some(recipient) = &created.recipient {
        let path = explain::path(&desk.identity);
        let said = match created.identity {
            Some(_) => Say::IdentityAt { path },
            None => Say::IdentityUsed { path },
        };
        out.say(&said.say(lang))?;
        out.say(&Say::RecipientIs { recipient: safe(recipient) }.say(lang))?;
        out.say(&Team::FingerprintIs { key: safe(&short(recipient)) }.say(lang))?;
        let beside = std::path::absolute(&desk.identity)
            .ok()
            .zip(std::path::absolute(&desk.place.file).ok());
        if beside.is_some_and(|(identity, vault)| identity.parent() == vault.parent()) {
            session.note(&Say::IdentityBeside);
        }
    }
    if let Some(recovery) = &created.recovery {
        out.flush()?;
        // Whoever gave the passphrase otherwise is not there to be asked.
        if session.globals.passphrase.is_some() || matches.get_flag("no-passphrase") {
            paper::print(recovery, session, out)?;
        } else if !paper::show(recovery, session, out)? {
            session.say(&Team::TryItSoon);
        }
    }
    if created.identity.is_some() {
        let keep = match &created.recovery {
            Some(_) => Say::KeepIdentityOrPaper,
            None => Say::KeepIdentity,
        };
        out.say(&keep.say(lang))?;
    }
    if created.recipient.is_some() {
        out.flush()?;
        let name = session.author(None);
        session.say(&if name.is_empty() {
            Team::NameYourself
        } else {
            Team::CalledSo { name: safe(&name) }
        });
        session.say(&Team::NextForTeam { command: whole(keyrack()) });
    }
    Ok(())
}
