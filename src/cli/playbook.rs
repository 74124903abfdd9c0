//! `keyrack playbook`: what to do when something goes wrong.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::output::{Output, USUAL};
use super::session::Session;
use crate::i18n::{Fault, Help, Lang, Line, Playbook};
use crate::text::{safe, wrap};

/// The widest lines; longer ones are hard to follow.
const WIDEST: usize = 100;

pub fn grammar(lang: Lang) -> Command {
    args::command("playbook", "keyrack playbook [NUMBER|WORD] [--json]", &Help::Playbook, lang)
        .args([args::argument("PAGE", &Help::ArgPlaybook, lang).num_args(0..), args::json(lang)])
}

/// A page in the list, as JSON.
#[derive(Serialize)]
struct Entry {
    number: u8,
    word: &'static str,
    title: &'static str,
}

impl Entry {
    fn of(playbook: Playbook, lang: Lang) -> Self {
        Self { number: playbook.number(), word: playbook.word(), title: playbook.title(lang) }
    }
}

/// A page, as JSON.
#[derive(Serialize)]
struct Full {
    #[serde(flatten)]
    entry: Entry,
    lines: Vec<Part>,
}

/// A line of a page, as JSON.
#[derive(Serialize)]
struct Part {
    kind: &'static str,
    text: &'static str,
}

impl Part {
    fn of(line: Line) -> Self {
        let kind = match line {
            Line::Text(_) => "text",
            Line::Step { .. } => "step",
            Line::Remark(_) => "remark",
        };
        Self { kind, text: line.text() }
    }
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (lang, json) = (session.lang, matches.get_flag("json"));
    let words: Vec<&str> =
        matches.get_many::<String>("PAGE").into_iter().flatten().map(String::as_str).collect();
    if words.is_empty() {
        let entries = Playbook::ALL.map(|playbook| Entry::of(playbook, lang));
        if json {
            return out.json(&entries);
        }
        let row = |entry: &Entry| {
            vec![entry.number.to_string(), entry.word.to_owned(), entry.title.to_owned()]
        };
        return out.table(&entries.iter().map(row).collect::<Vec<_>>());
    }
    let asked = words.join(" ");
    let found = find(&asked);
    let [playbook] = *found else { return Err(not_one(&asked, &found, lang)) };
    if json {
        let lines = playbook.page(lang).lines.into_iter().map(Part::of).collect();
        return out.json(&Full { entry: Entry::of(playbook, lang), lines });
    }
    tell(playbook, lang, out)
}

fn not_one(asked: &str, found: &[Playbook], lang: Lang) -> Failure {
    let name = safe(asked);
    if found.is_empty() {
        return Failure::new(Exit::NotFound, Fault::NoPlaybook { name });
    }
    let line = |page: &Playbook| format!("  {}  {}", page.number(), page.title(lang));
    let details = found.iter().map(line).collect();
    let fault = Fault::ManyPlaybooks { name, n: found.len() };
    Failure { details, ..Failure::new(Exit::Ambiguous, fault) }
}

/// A page by its number (`1`, `P1`) or its word, else all that have these letters in their title.
fn find(asked: &str) -> Vec<Playbook> {
    let asked = asked.to_lowercase();
    let number = asked.strip_prefix('p').unwrap_or(&asked).parse().ok();
    let named = number.and_then(Playbook::from_number).or_else(|| Playbook::from_word(&asked));
    let titled = |playbook: &Playbook| {
        Lang::ALL.iter().any(|lang| playbook.title(*lang).to_lowercase().contains(&asked))
    };
    match named {
        Some(one) => vec![one],
        None => Playbook::ALL.into_iter().filter(titled).collect(),
    }
}

fn tell(playbook: Playbook, lang: Lang, out: &mut Output) -> Result<(), Failure> {
    let columns = Output::columns().unwrap_or(USUAL).min(WIDEST);
    let page = playbook.page(lang);
    out.line(&format!("{}  {}", playbook.number(), page.title))?;
    out.line("")?;
    for line in page.lines {
        let (first, mark) = match line {
            Line::Text(_) => (String::new(), ""),
            Line::Step { number, .. } => (format!("{number:>2}. "), "    "),
            Line::Remark(_) => ("    > ".to_owned(), "    > "),
        };
        // Steps stand close together; a remark has air around it.
        if matches!(line, Line::Remark(_)) {
            out.line("")?;
        }
        let mut start = first.as_str();
        for part in wrap(line.text(), columns.saturating_sub(mark.len())) {
            out.line(&format!("{start}{part}"))?;
            start = mark;
        }
        if !matches!(line, Line::Step { .. }) {
            out.line("")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_by_what_people_call_them() {
        let cases = [
            ("1", Some(Playbook::Garbled)),
            ("P9", Some(Playbook::Lapsing)),
            ("p4", Some(Playbook::Lost)),
            ("no-sms", Some(Playbook::NoSms)),
            ("No-Backup", Some(Playbook::NoBackup)),
            ("new phone", Some(Playbook::NewPhone)),
            ("乱码", Some(Playbook::Garbled)),
            ("离职", Some(Playbook::Left)),
            ("0", None),
            ("10", Some(Playbook::Untested)),
            ("11", None),
            // In several titles.
            ("the", None),
            ("验证码", None),
            ("", None),
        ];
        for (asked, playbook) in cases {
            let found = find(asked);
            let one = (found.len() == 1).then(|| found[0]);
            assert_eq!(one, playbook, "{asked:?}");
        }
    }
}
