//! `keyrack code --compare`: the code a phone shows, held against ours. It shows, and changes
//! nothing.

use serde::Serialize;
use zeroize::Zeroizing;

use super::exit::{Exit, Failure};
use super::input;
use super::output::Output;
use super::prompt::Terminal;
use super::session::Session;
use crate::app::words;
use crate::i18n::{Command as Say, Fault};
use crate::otp::{Drift, Key, Kind, tidy};
use crate::platform;

/// Bytes of standard input that are read.
const LONGEST: usize = 256;

/// What was found, as JSON.
#[derive(Serialize)]
struct Found {
    matches: bool,
    steps: Option<i64>,
    seconds: Option<i64>,
    period: Option<u32>,
    reach: u32,
}

/// Asks for the code, and says which step it belongs to. Fails when that is further from now than
/// platforms usually accept.
pub fn run(key: &Key, json: bool, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let typed = ask(key, &Say::AskCode.say(session.lang), session)?;
    // The moment of the answer: a person takes their time.
    let now = platform::now();
    let reach = key.reach();
    let drift = key.drift(&typed, now, reach);
    if json {
        out.json(&Found {
            matches: drift.is_some(),
            steps: drift.map(|drift| drift.steps),
            seconds: drift.filter(|drift| drift.period.is_some()).map(Drift::seconds),
            period: key.period(),
            reach,
        })?;
    } else {
        out.say(&words::drift(key, drift, reach).say_by(session.lang, &session.command_for_any()))?;
    }
    let accepted = match key.kind() {
        Kind::Hotp { .. } => 0,
        _ => 1,
    };
    match drift {
        Some(drift) if drift.steps.abs() <= accepted => Ok(()),
        _ => Err(Failure::silent(Exit::Failed)),
    }
}

/// The code as it was typed: on the terminal, or one line of what is piped in. What is no code of
/// the key's form is refused.
pub fn ask(key: &Key, prompt: &str, session: &Session) -> Result<Zeroizing<String>, Failure> {
    let not_a_code = Fault::NotACode { digits: key.digits() };
    let typed = if session.environment.stdin_is_terminal {
        Terminal::or(not_a_code.clone())?.ask(prompt)?
    } else {
        let bytes = input::content("-".as_ref(), LONGEST)?;
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(line).into_owned()
    };
    let typed = Zeroizing::new(typed);
    if is_code(key, &typed) { Ok(typed) } else { Err(Failure::usage(not_a_code)) }
}

/// Whether a text has the form of the key's codes.
pub fn is_code(key: &Key, typed: &str) -> bool {
    let code = tidy(typed);
    let in_form = |c: char| match key.kind() {
        Kind::Steam | Kind::Motp | Kind::Yandex => c.is_ascii_alphanumeric(),
        Kind::Totp { .. } | Kind::Hotp { .. } => c.is_ascii_digit(),
    };
    code.chars().count() == usize::from(key.digits()) && code.chars().all(in_form)
}
