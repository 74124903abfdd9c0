//! `keyrack health --attest`: the report that is filed, with a signature where there is a key for it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::health::Counted;
use super::output::Output;
use super::print::source;
use super::session::Session;
use crate::app::print::{self, Item, Occasion, PutOff, Source, Statement};
use crate::app::{create, explain, findings};
use crate::i18n::{Attest as Say, Fault, Help, Lang};
use crate::model::Worded as _;
use crate::platform::{self, SignError};
use crate::text::{self, Safe, escape_json, in_quotes, whole, wrap};

/// What the signatures are for.
const NAMESPACE: &str = "keyrack";
/// What checks them.
const COMMAND: &str = "ssh-keygen -Y verify";
/// Columns of the last line, as of all others.
const COLUMNS: usize = 78;

/// The options of the report.
pub fn options(lang: Lang) -> [Arg; 5] {
    let alone = ["json", "snoozed", "clock", "fail-on", "QUERY"];
    [
        args::flag("attest", &Help::Attest, lang).conflicts_with_all(alone),
        args::option("format", "FORMAT", &Help::AttestFormat, lang)
            .value_parser(["text", "json", "html"])
            .hide_possible_values(true)
            .requires("attest"),
        args::path("output", &Help::PrintOutput, lang).requires("attest"),
        args::path("sign", &Help::AttestSign, lang)
            .value_name("KEYFILE")
            .requires_all(["attest", "output"])
            .conflicts_with("no-sign"),
        args::flag("no-sign", &Help::AttestNoSign, lang).requires("attest"),
    ]
}

/// What becomes of the signature.
enum Signature {
    /// Made with this key, into this file.
    With(PathBuf, PathBuf),
    /// Not made, and why.
    None(Say),
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let path = matches.get_one::<PathBuf>("output");
    let signature = signature(matches, session, path);
    // Before a passphrase is asked for and a key touched.
    let new = [
        path,
        match &signature {
            Signature::With(_, file) => Some(file),
            Signature::None(_) => None,
        },
    ];
    for file in new.into_iter().flatten() {
        create::is_free(file)
            .map_err(|error| Failure::new(Exit::NotSaved, explain::printed(&error)))?;
    }
    let open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let limits = findings::limits(&session.settings);
    let source = source(&open, &catalogue, &limits, session);
    let vault = open.vault()?.place().file.file_stem().map(|stem| stem.to_string_lossy());
    let fingerprint = open.vault()?.digest();
    let occasion = Occasion {
        at: platform::now(),
        vault: vault.as_deref().unwrap_or_default(),
        fingerprint: &fingerprint,
        members: open.vault()?.members().len(),
        version: env!("CARGO_PKG_VERSION"),
    };
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let report = report(format, &source, &occasion, &signature, path, session.lang)?;
    let Some(path) = path else { return out.line(report.trim_end()) };
    let written = |path: &Path, content: &[u8]| {
        create::write_new(path, content)
            .map_err(|error| Failure::new(Exit::NotSaved, explain::printed(&error)))
    };
    let Signature::With(key, file) = signature else {
        written(path, report.as_bytes())?;
        let said = crate::i18n::Command::Printed { path: explain::path(path) };
        return out.say(&said.say(session.lang));
    };
    // What says that it is signed is not written where it is not.
    let signed = platform::ssh_sign(&key, NAMESPACE, report.as_bytes())
        .map_err(|error| Failure::new(Exit::Failed, unsigned(&key, &error)))?;
    written(&file, &signed)?;
    written(path, report.as_bytes())?;
    let said = Say::Written { path: explain::path(path), sig: explain::path(&file) };
    out.say(&said.say(session.lang))?;
    out.line(&Say::Check { check: whole(&check(path, &file)) }.say(session.lang))
}

fn signature(matches: &ArgMatches, session: &Session, path: Option<&PathBuf>) -> Signature {
    let named = matches.get_one::<PathBuf>("sign").or(session.settings.signing_key.as_ref());
    match (named, path) {
        _ if matches.get_flag("no-sign") => Signature::None(Say::NotWanted),
        (None, _) => Signature::None(Say::NoKey),
        (Some(_), None) => Signature::None(Say::NoFile),
        (Some(key), Some(path)) => {
            let mut file = OsString::from(path);
            file.push(".sig");
            Signature::With(key.clone(), file.into())
        }
    }
}

/// How a signature is checked.
fn check(path: &Path, file: &Path) -> String {
    let (path, file) = (quoted(path), quoted(file));
    format!("{COMMAND} -f allowed_signers -I NAME -n {NAMESPACE} -s {file} < {path}")
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    // A name that begins like an option is a place.
    if text.starts_with('-') { in_quotes(&format!("./{text}")) } else { text::quoted(&text) }
}

/// The last line: with the names of the files alone, since reports travel.
fn closing(signature: &Signature, path: Option<&PathBuf>, lang: Lang) -> String {
    match (signature, path) {
        (Signature::With(_, file), Some(path)) => {
            let name = |path: &Path| PathBuf::from(path.file_name().unwrap_or_default());
            let (path, file) = (name(path), name(file));
            let check = whole(&check(&path, &file));
            Say::Signed { file: explain::path(&file), check }.say(lang)
        }
        (Signature::None(why), _) => why.say(lang),
        (Signature::With(..), None) => Say::NoFile.say(lang),
    }
}

fn report(
    format: &str,
    source: &Source,
    occasion: &Occasion,
    signature: &Signature,
    path: Option<&PathBuf>,
    lang: Lang,
) -> Result<String, Failure> {
    let closing = closing(signature, path, lang);
    Ok(match format {
        "html" => print::html(&print::attest(source, occasion, &closing)),
        "json" => {
            let file = match signature {
                Signature::With(_, file) => file.file_name(),
                Signature::None(_) => None,
            };
            let signature = Signed {
                file: file.map(|name| name.to_string_lossy().into_owned()),
                said: closing,
            };
            let json = Json::of(source, occasion, &print::state(source), signature);
            let failed = |error: serde_json::Error| Failure::output(&error.into());
            escape_json(&serde_json::to_string_pretty(&json).map_err(failed)?).to_string() + "\n"
        }
        _ => {
            let text = print::text(&print::attest(source, occasion, ""));
            // A command that is cut in two does not work, unless the shell is told.
            let cut = |text: &str| match text.split_once(COMMAND) {
                Some((said, rest)) => {
                    let rest = rest.replacen(" -s ", " \\\n  -s ", 1);
                    format!("{}\n  {COMMAND}{rest}", wrap(said.trim_end(), COLUMNS).join("\n"))
                }
                None => wrap(text, COLUMNS).join("\n"),
            };
            let lines = cut(&closing);
            format!("{text}{lines}\n")
        }
    })
}

/// The report as JSON.
#[derive(Serialize)]
struct Json {
    made: String,
    vault: String,
    revision: u64,
    sha256_begins: String,
    keyrack: String,
    members: usize,
    accounts: usize,
    keys: usize,
    devices: usize,
    numbers: usize,
    people: usize,
    counts: Counted,
    backups: Backups,
    last_test: Option<Last>,
    overdue: Vec<Row>,
    other: Vec<Row>,
    ran_out: Vec<Quiet>,
    put_off: Vec<Quiet>,
    numbers_due: Vec<Due>,
    losses: Vec<Loss>,
    signature: Signed,
}

#[derive(Serialize)]
struct Backups {
    tested: usize,
    due: usize,
    failed: usize,
    untested: usize,
}

#[derive(Serialize)]
struct Last {
    on: String,
    account: String,
    result: &'static str,
    by: String,
}

#[derive(Serialize)]
struct Row {
    rule: &'static str,
    severity: &'static str,
    account: String,
    message: String,
}

#[derive(Serialize)]
struct Quiet {
    #[serde(flatten)]
    finding: Row,
    until: String,
    reason: String,
    by: String,
}

#[derive(Serialize)]
struct Due {
    number: String,
    state: &'static str,
    keepalive: Option<String>,
}

#[derive(Serialize)]
struct Loss {
    thing: String,
    on: Option<String>,
    done: usize,
    all: usize,
}

#[derive(Serialize)]
struct Signed {
    file: Option<String>,
    said: String,
}

impl Json {
    fn of(source: &Source, occasion: &Occasion, statement: &Statement, signature: Signed) -> Self {
        let (book, backups) = (source.book, statement.backups);
        let rows = |items: &[Item]| items.iter().map(row).collect();
        let quiet = |entries: &[PutOff]| entries.iter().map(quiet).collect();
        Self {
            made: occasion.time().replace(' ', "T") + "Z",
            vault: occasion.vault.to_owned(),
            revision: source.revision,
            sha256_begins: occasion.digest().to_owned(),
            keyrack: occasion.version.to_owned(),
            members: occasion.members,
            accounts: book.accounts.len(),
            keys: statement.keys,
            devices: book.devices.len(),
            numbers: book.numbers.len(),
            people: book.people.len(),
            counts: statement.counts.into(),
            backups: Backups {
                tested: backups.tested,
                due: backups.due,
                failed: backups.failed,
                untested: backups.untested,
            },
            last_test: statement.last.as_ref().map(|last| Last {
                on: last.on.to_string(),
                account: last.account.clone(),
                result: last.result.word(),
                by: last.by.clone(),
            }),
            overdue: rows(&statement.overdue),
            other: rows(&statement.other),
            ran_out: quiet(&statement.ran_out),
            put_off: quiet(&statement.put_off),
            numbers_due: statement
                .numbers
                .iter()
                .map(|line| Due {
                    number: line.number.clone(),
                    state: line.state.word(),
                    keepalive: line.keepalive.map(|day| day.to_string()),
                })
                .collect(),
            losses: statement
                .losses
                .iter()
                .map(|loss| Loss {
                    thing: loss.thing.clone(),
                    on: loss.on.map(|on| on.to_string()),
                    done: loss.done,
                    all: loss.all,
                })
                .collect(),
            signature,
        }
    }
}

fn row(item: &Item) -> Row {
    Row {
        rule: item.rule.word(),
        severity: item.severity.word(),
        account: item.account.clone(),
        message: item.text.clone(),
    }
}

fn quiet(entry: &PutOff) -> Quiet {
    Quiet {
        finding: row(&entry.item),
        until: entry.until.to_string(),
        reason: entry.reason.clone(),
        by: entry.by.clone(),
    }
}

/// Why there is no signature.
fn unsigned(key: &Path, error: &SignError) -> Fault {
    let path = explain::path(key);
    match error {
        SignError::Missing => Fault::NoSshKeygen,
        SignError::Late => Fault::SignLate,
        SignError::Protected => Fault::SignProtected { path },
        SignError::Unstarted(error) => {
            Fault::SignRefused { path, said: Safe::new(&error.to_string()).into_owned() }
        }
        SignError::Refused(said) => {
            let last = said.lines().last().unwrap_or_default();
            Fault::SignRefused { path, said: Safe::new(last).into_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reaches_a_shell_in_one_piece() {
        let cases = [
            ("report.txt", "report.txt"),
            ("a b.txt", "'a b.txt'"),
            ("it's", r"'it'\''s'"),
            ("$(rm)", "'$(rm)'"),
            ("-f", "'./-f'"),
            ("报告.txt", "报告.txt"),
        ];
        for (path, expected) in cases {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
