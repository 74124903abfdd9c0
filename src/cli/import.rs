//! `keyrack import`: the accounts of other programs' files.
//!
//! ```text
//!   files ─▸ gather: read, with a password where one is needed ─▸ plan ─▸ report ─▸ one save
//! ```

mod gather;
mod json;
mod report;

use std::fmt;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{ArgAction, ArgMatches, Command, value_parser};

use self::report::{Said, Tense};
use super::args;
use super::check;
use super::exit::{Exit, Failure};
use super::output::{Output, complain, dictate, is_watched};
use super::prompt::Terminal;
use super::session::{Session, fresh};
use crate::activity::{Deed, What};
use crate::app::explain;
use crate::app::import::{Choice, Column, Entry, FirstRow, Format, Plan, Sums, Unread};
use crate::i18n::{Command as Say, Exchange, Help, Lang};
use crate::text::{rows, safe};

/// Columns that a list of words may take.
const WIDTH: usize = 78;

const USAGE: &str = "keyrack import FILE… [--clipboard] [--dry-run] [--only WHICH] [--same-key CHOICE] [--yes] [--json] …";

pub fn grammar(lang: Lang) -> Command {
    args::command("import", USAGE, &Help::Import, lang).args([
        args::argument("FILE", &Help::ArgFiles, lang)
            .required_unless_present("clipboard")
            .num_args(1..)
            .value_parser(value_parser!(PathBuf)),
        args::flag("clipboard", &Help::ImportClipboard, lang),
        args::flag("dry-run", &Help::ImportDryRun, lang),
        args::option("only", "WHICH", &Help::ImportOnly, lang).action(ArgAction::Append),
        args::option("same-key", "CHOICE", &Help::ImportSameKey, lang)
            .value_parser(["keep", "merge", "skip"])
            .hide_possible_values(true),
        args::option("format", "WORD", &Help::ImportFormat, lang),
        args::option("column", "N=WORD", &Help::ImportColumn, lang).action(ArgAction::Append),
        args::option("headings", "yes|no", &Help::ImportHeadings, lang)
            .value_parser(["yes", "no"])
            .hide_possible_values(true),
        args::option("sheet", "NAME", &Help::ImportSheet, lang),
        args::path("password-file", &Help::ImportPasswordFile, lang),
        args::option("password-fd", "N", &Help::ImportPasswordFd, lang)
            .value_parser(super::usage::whole(0, i32::MAX.unsigned_abs()))
            .conflicts_with("password-file"),
        args::flag("yes", &Help::OptYes, lang),
        args::flag("reveal", &Help::ImportReveal, lang),
        args::json(lang),
    ])
}

/// What was asked for.
struct Wish {
    files: Vec<PathBuf>,
    clipboard: bool,
    format: Option<Format>,
    columns: Vec<(usize, Option<Column>)>,
    first_row: Option<FirstRow>,
    sheet: Option<String>,
    dry_run: bool,
    reveal: bool,
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let lang = session.lang;
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let asks = |text: &String| text.split_once('=').is_some_and(|(_, word)| word.trim() == "?");
    if matches.get_many::<String>("column").into_iter().flatten().any(asks) {
        out.line(&Exchange::ColumnWords.say(lang))?;
        return column_words(lang).iter().try_for_each(|words| out.line(words));
    }
    let wish = Wish {
        files: matches.get_many::<PathBuf>("FILE").into_iter().flatten().cloned().collect(),
        clipboard: matches.get_flag("clipboard"),
        format: text("format").map(|word| format(word, lang)).transpose()?,
        columns: columns(matches, lang)?,
        first_row: text("headings").map(|word| match word {
            "yes" => FirstRow::Headings,
            _ => FirstRow::Account,
        }),
        sheet: text("sheet").map(str::to_owned),
        dry_run: matches.get_flag("dry-run"),
        reveal: matches.get_flag("reveal"),
    };
    let mut plan = gather::gather(matches, &wish, session)?;
    plan.same_key = text("same-key").map(|word| match word {
        "merge" => Choice::Merge,
        "skip" => Choice::Skip,
        _ => Choice::Keep,
    });
    let only: Vec<&str> =
        matches.get_many::<String>("only").into_iter().flatten().map(String::as_str).collect();
    if !only.is_empty()
        && let Err(NotThere(part)) = choose(&mut plan, &only)
    {
        let said = Exchange::NotThere { part: safe(&part) }.say(lang);
        return Err(refusal(Exit::NotFound, &[said]));
    }
    let mut open = session.open()?;
    plan.compare(&open.book);
    let applied = plan.apply(&open.book, lang, &mut fresh);
    let as_json = matches.get_flag("json");
    let sums = plan.sums();
    let writes = !wish.dry_run && sums.added + sums.merged > 0;
    let person = (writes && !matches.get_flag("yes")).then(whoever_watches).flatten();
    if !as_json || person.is_some() {
        report::remarks(&plan, &open.book, session);
    }
    if let Some(mut terminal) = person {
        let Said { counts, rest } = report::sums(&plan, Tense::Would, lang);
        // Which they are, right above the question.
        for line in rest.iter().chain(&counts).chain(&report::asked(&plan, lang)) {
            complain(line);
        }
        if !terminal.confirm(&question(&sums).say(lang))? {
            session.note(&Say::LeftAlone);
            return Err(Failure::silent(Exit::Failed));
        }
    }
    let mut before = None;
    if writes {
        let known = check::list(&session.desks()?[0]).unwrap_or_default();
        let accounts = applied.accounts();
        *open.book = applied.book;
        open.deeds.push(Deed::of(What::Imported, accounts, &plan.formats().join(" ")));
        open.save(session)?;
        // The newest one, if this save has made it.
        let newest = check::list(&session.desks()?[0]).unwrap_or_default().into_iter().next();
        let name = newest.filter(|newest| known.iter().all(|old| old.name != newest.name));
        before = Some(match name {
            Some(backup) => Exchange::TakeBack { name: safe(&backup.name) },
            None => Exchange::TakeBackAny,
        });
    }
    if as_json {
        out.json(&json::Told::of(&plan, &applied.outcomes, &wish, session))?;
    } else {
        let tense = if wish.dry_run { Tense::Would } else { Tense::Was };
        let Said { counts, rest } = report::sums(&plan, tense, lang);
        let names = if wish.dry_run { report::coming(&plan, lang) } else { Vec::new() };
        // What comes stands below how many.
        for line in counts.iter().chain(&names).chain(&rest) {
            out.say(line)?;
        }
        if let Some(before) = before {
            let said = before.say_by(lang, &open.shelf.keyrack(None));
            let (said, command) = said.split_once('\n').unwrap_or((&said, ""));
            complain(said);
            dictate(command);
        }
    }
    // Whoever chose to skip wanted it so.
    let withheld = plan.same_key.is_none() && plan.withholds();
    if withheld || plan.doubts() || plan.is_partial() {
        Err(Failure::silent(Exit::Partly))
    } else {
        Ok(())
    }
}

/// The terminal of somebody who sees what is said and can answer. A script has none.
fn whoever_watches() -> Option<Terminal> {
    is_watched().then(Terminal::open).flatten()
}

/// What is asked once, before anything is written.
fn question(sums: &Sums) -> Exchange {
    match sums.merged {
        0 => Exchange::AskImport { n: sums.added },
        merged => Exchange::AskImportMerge { n: sums.added, merged },
    }
}

/// A failure in sentences about files.
fn refusal(exit: Exit, said: &[String]) -> Failure {
    let mut details = said.to_vec();
    if let Some(first) = details.first_mut() {
        *first = format!("keyrack: {first}");
    }
    Failure { details, ..Failure::silent(exit) }
}

/// The format that a word names.
fn format(word: &str, lang: Lang) -> Result<Format, Failure> {
    Format::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
        let words = rows(known, ", ", WIDTH);
        let said: Vec<String> =
            std::iter::once(Exchange::NoSuchFormat.say(lang)).chain(words).collect();
        refusal(Exit::Usage, &said)
    })
}

/// Reads `3=login`, `2=none`: columns are counted from 1 here.
fn columns(matches: &ArgMatches, lang: Lang) -> Result<Vec<(usize, Option<Column>)>, Failure> {
    let read = |text: &String| {
        let (number, word) = text.split_once('=')?;
        let place = number.trim().parse::<usize>().ok()?.checked_sub(1)?;
        Some((place, column(word).ok()?))
    };
    let asked = matches.get_many::<String>("column").into_iter().flatten();
    asked.map(read).collect::<Option<_>>().ok_or_else(|| {
        let head = std::iter::once(Exchange::NoSuchColumn.say(lang));
        let words = column_words(lang);
        refusal(Exit::Usage, &head.chain(words).collect::<Vec<_>>())
    })
}

/// All words for columns, over lines.
fn column_words(lang: Lang) -> Vec<String> {
    let all = std::iter::once(None).chain(Column::ALL.iter().copied().map(Some));
    let known: Vec<String> = all.map(|column| column_word(column, lang)).collect();
    rows(known.iter().map(String::as_str), explain::between(lang), WIDTH)
}

/// A word that names no column.
struct Unknown;

/// The column that a word of a list, of the JSON or of a table's head names, in any language; in it
/// nothing for one that is to be left aside.
fn column(word: &str) -> Result<Option<Column>, Unknown> {
    let fold = |word: &str| {
        let word = word.trim().trim_matches(['(', ')', '（', '）']).to_lowercase();
        word.replace(['-', '_'], " ")
    };
    let word = fold(word);
    let none = Lang::ALL.map(|lang| {
        [Exchange::ColumnUnwanted, Exchange::ColumnNone].map(|said| fold(&said.say(lang)))
    });
    if none.as_flattened().contains(&word) {
        return Ok(None);
    }
    let is_named = |column: &Column| {
        let mut names = Lang::ALL.iter().map(|lang| fold(&column_word(Some(*column), *lang)));
        fold(column.word()) == word || names.any(|name| name == word)
    };
    let listed = Column::ALL.iter().copied().find(is_named);
    listed.or_else(|| Column::from_heading(&word)).map(Some).ok_or(Unknown)
}

/// The word for a column, to be typed: without a space, so that no shell takes it apart.
fn column_word(column: Option<Column>, lang: Lang) -> String {
    match column {
        None => Exchange::ColumnUnwanted.say(lang),
        column => explain::column(column).say(lang).replace(' ', "-"),
    }
}

/// Some of the rows of an import.
#[derive(Debug, PartialEq, Eq)]
enum Which {
    /// By their numbers.
    Rows(RangeInclusive<usize>),
    /// Those whose names or groups have all of these words, in small letters.
    Words(String),
}

impl Which {
    fn is(&self, entry: &Entry) -> bool {
        match self {
            Self::Rows(range) => range.contains(&entry.row),
            Self::Words(words) => fits(entry, words),
        }
    }

    fn is_refused(&self, unread: &Unread) -> bool {
        match self {
            Self::Rows(range) => range.contains(&unread.row),
            Self::Words(words) => has(&unread.name, words),
        }
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(range) if range.start() == range.end() => write!(f, "{}", range.start()),
            Self::Rows(range) => write!(f, "{}-{}", range.start(), range.end()),
            Self::Words(words) => f.write_str(words),
        }
    }
}

/// What was asked for, and is in none of the files.
struct NotThere(String);

/// Leaves out what was not asked for: `1,4-6`, `amazon,steam`. One part that fits is enough, and each has to
/// fit something: a row that is refused, too.
fn choose(plan: &mut Plan, asked: &[&str]) -> Result<(), NotThere> {
    let parts: Vec<Which> = asked.iter().flat_map(|asked| parts(asked)).collect();
    let is_there = |part: &&Which| {
        plan.entries.iter().any(|entry| part.is(entry))
            || plan.unread.iter().any(|unread| part.is_refused(unread))
    };
    if parts.is_empty() {
        return Err(NotThere(asked.join(",")));
    }
    if let Some(part) = parts.iter().find(|part| !is_there(part)) {
        return Err(NotThere(part.to_string()));
    }
    plan.only = true;
    for entry in &mut plan.entries {
        entry.chosen = parts.iter().any(|part| part.is(entry));
    }
    plan.unread.retain(|unread| parts.iter().any(|part| part.is_refused(unread)));
    Ok(())
}

fn has(names: &str, words: &str) -> bool {
    let names = names.to_lowercase();
    words.split_whitespace().all(|word| names.contains(word))
}

fn fits(entry: &Entry, words: &str) -> bool {
    let record = &entry.record;
    let mut names = [entry.store(), entry.platform(), entry.login()].join(" / ");
    for more in [&record.issuer, &record.note].into_iter().chain(&record.groups) {
        names.push('\n');
        names.push_str(more);
    }
    has(&names, words)
}

/// What stands between commas, of whichever keyboard.
fn parts(asked: &str) -> Vec<Which> {
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let range = |part: &str| match part.split_once('-') {
        Some((from, to)) => Some(number(from)?..=number(to)?),
        None => number(part).map(|one| one..=one),
    };
    let parts = asked.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| range(part).map_or_else(|| Which::Words(part.to_lowercase()), Which::Rows))
        .collect()
}

/// Says a remark on standard error.
fn remark(said: &Exchange, lang: Lang) {
    complain(&said.say(lang));
}

#[cfg(test)]
mod tests {
    use super::{Which, parts};

    #[test]
    fn rows_by_number_and_by_words() {
        let words = |text: &str| Which::Words(text.into());
        let cases = [
            ("3", vec![Which::Rows(3..=3)]),
            ("1, 4-6", vec![Which::Rows(1..=1), Which::Rows(4..=6)]),
            ("Amazon", vec![words("amazon")]),
            ("amazon eu，steam,", vec![words("amazon eu"), words("steam")]),
            ("2fa", vec![words("2fa")]),
            ("1,x", vec![Which::Rows(1..=1), words("x")]),
            ("", Vec::new()),
        ];
        for (text, expected) in cases {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
