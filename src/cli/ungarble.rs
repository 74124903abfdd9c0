//! `keyrack ungarble`: the digits of a text message that arrived garbled. Needs no vault.

use std::path::Path;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::input;
use super::output::{Output, is_watched};
use super::session::Session;
use crate::garble::{self, Candidate, Encoding, HexError, LONGEST};
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::text::safe;

pub fn grammar(lang: Lang) -> Command {
    let usage = "keyrack ungarble [TEXT…] [--hex HEX] [--json]";
    args::command("ungarble", usage, &Help::Ungarble, lang).args([
        args::argument("TEXT", &Help::ArgGarbled, lang).num_args(0..),
        args::option("hex", "HEX", &Help::UngarbleHex, lang)
            .allow_hyphen_values(true)
            .conflicts_with("TEXT"),
        args::json(lang),
    ])
}

/// `ungarble --json`.
#[derive(Serialize)]
struct Found<'a> {
    candidates: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    digits: &'a str,
    encoding: String,
    text: &'a str,
    lost: usize,
}

impl<'a> Row<'a> {
    fn of(candidate: &'a Candidate) -> Self {
        let Candidate { digits, encoding, text, lost } = candidate;
        Self { digits, encoding: encoding.to_string(), text, lost: *lost }
    }
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let candidates = candidates(matches, session)?;
    if matches.get_flag("json") {
        out.json(&Found { candidates: candidates.iter().map(Row::of).collect() })?;
    } else {
        for candidate in &candidates {
            out.line(&candidate.digits)?;
        }
    }
    match candidates.first() {
        None => Err(Failure::new(Exit::NoCode, Fault::NotRecovered)),
        Some(best) => {
            if is_watched() {
                explain(best, session);
            }
            Ok(())
        }
    }
}

/// What the best candidate was read from, for a person to judge.
fn explain(best: &Candidate, session: &Session) {
    session.note(&match best.encoding {
        Encoding::Plain => Say::ReadPlain,
        Encoding::As { sent, seen } => {
            Say::ReadAs { sent: safe(sent.word()), seen: safe(seen.word()) }
        }
        Encoding::Twice { sent, seen } => {
            Say::ReadTwice { sent: safe(sent.word()), seen: safe(seen.word()) }
        }
    });
    session.note(&Say::ReadText { text: safe(&best.text) });
    if best.lost > 0 {
        session.note(&Say::ReadLost { n: best.lost });
    }
}

fn candidates(matches: &ArgMatches, session: &Session) -> Result<Vec<Candidate>, Failure> {
    let hex = matches.get_one::<String>("hex").map(String::as_str);
    let words: Vec<&str> =
        matches.get_many::<String>("TEXT").into_iter().flatten().map(String::as_str).collect();
    let piped = hex == Some("-") || hex.is_none() && matches!(words[..], [] | ["-"]);
    let bytes = if piped {
        if session.environment.stdin_is_terminal && is_watched() {
            session.note(&Say::PasteMessage);
        }
        // One byte more, to see that it is too much; hexadecimal needs several for one.
        let most = if hex.is_some() { LONGEST * 8 } else { LONGEST };
        let mut bytes = input::content(Path::new("-"), most + 1)?;
        if bytes.len() > most {
            return Err(too_long());
        }
        std::mem::take(&mut *bytes)
    } else {
        hex.map_or_else(|| words.join(" "), str::to_owned).into_bytes()
    };
    match (String::from_utf8(bytes), hex) {
        (Ok(text), Some(_)) => {
            let bytes = garble::parse_hex(&text).map_err(|error| Failure::usage(fault(error)))?;
            Ok(garble::recover_bytes(&bytes))
        }
        (Err(_), Some(_)) => Err(Failure::usage(Fault::HexNotText)),
        (Ok(text), None) if text.len() > LONGEST => Err(too_long()),
        (Ok(text), None) => {
            let text = text.strip_suffix('\n').unwrap_or(&text);
            Ok(garble::recover(text.strip_suffix('\r').unwrap_or(text)))
        }
        // A message saved as it came is not UTF-8.
        (Err(error), None) => Ok(garble::recover_bytes(error.as_bytes())),
    }
}

fn too_long() -> Failure {
    Failure::usage(Fault::GarbledTooLong { kib: LONGEST >> 10 })
}

fn fault(error: HexError) -> Fault {
    match error {
        HexError::Empty => Fault::HexEmpty,
        HexError::Odd => Fault::HexOdd,
        HexError::TooLong => Fault::GarbledTooLong { kib: LONGEST >> 10 },
        HexError::Character { character, position } => {
            Fault::HexCharacter { character: safe(character.encode_utf8(&mut [0; 4])), position }
        }
    }
}
