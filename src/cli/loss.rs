//! `keyrack loss`: what is lost, and ticking off what was done about it.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::gone::{self, author, day};
use super::output::Output;
use super::pick::{self, pick};
use super::record::{name, name_of};
use super::session::Session;
use crate::app::findings::limits;
use crate::app::{explain, loss as say, words};
use crate::health::loss::{Changed, affected, is_hollow, loss_of, progress, tick, untick};
use crate::i18n::{Care, Fault, Help, Lang};
use crate::model::{Loss, Step, Worded as _};
use crate::platform;
use crate::text::{safe, whole};

pub fn grammar(lang: Lang) -> Command {
    let tick = "keyrack loss tick --thing NAME --step STEP QUERY [--undo] [--by NAME] [--on DAY]";
    args::command("loss", "keyrack loss list|show|tick …", &Help::Loss, lang)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            args::command("list", "keyrack loss list [--json]", &Help::LossList, lang)
                .arg(args::json(lang)),
            args::command("show", "keyrack loss show NAME [--json]", &Help::LossShow, lang)
                .args([name(&Help::ArgThing, lang), args::json(lang)]),
            args::command("tick", tick, &Help::LossTick, lang).args([
                args::query(lang),
                args::option("thing", "NAME", &Help::ArgThing, lang).required(true),
                args::option("step", "STEP", &Help::ArgStep, lang)
                    .required(true)
                    .value_parser(Step::ALL.iter().map(|step| step.word()).collect::<Vec<_>>())
                    .hide_possible_values(true),
                args::flag("undo", &Help::LossUndo, lang),
                args::option("by", "NAME", &Help::OptBy, lang),
                args::option("on", "DAY", &Help::OptOn, lang),
            ]),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("show", matches)) => {
            let open = session.open()?;
            let thing = pick::thing(&open, &name_of(matches), session.region())?;
            gone::show(&open, thing, matches, session, out)
        }
        Some(("tick", matches)) => mark(matches, session, out),
        Some((_, matches)) => list(matches, session, out),
        None => Ok(()),
    }
}

/// One loss, as JSON.
#[derive(Serialize)]
struct Line {
    kind: &'static str,
    id: String,
    label: String,
    since: String,
    by: String,
    done: usize,
    steps: usize,
}

fn list(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let stale_after = limits(&session.settings).stale_after;
    let today = platform::now().date();
    let line = |loss: &Loss| {
        let list = affected(&open.book, &catalogue, loss.thing, today, stale_after);
        let (done, steps) = progress(loss, &list);
        Line {
            kind: say::kind(loss.thing),
            id: loss.thing.id().to_string(),
            label: say::label(loss.thing, &open.book).to_string(),
            since: loss.on.to_string(),
            by: loss.by.clone(),
            done,
            steps,
        }
    };
    let lines: Vec<Line> = open.book.losses.iter().map(line).collect();
    if matches.get_flag("json") {
        return out.json(&lines);
    }
    if lines.is_empty() {
        session.tell(&Care::NoLosses);
    }
    lines.iter().try_for_each(|line| {
        let (thing, day) = (safe(&line.label), safe(&line.since));
        let said = Care::LossLine { thing, day, done: line.done, all: line.steps };
        out.say(&said.say(session.lang))
    })
}

/// Ticks a step off, or takes that back.
fn mark(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let on = day(matches, "on", session.lang)?;
    let mut open = session.open()?;
    let thing = pick::thing(&open, text("thing"), session.region())?;
    let label = say::label(thing, &open.book);
    let Some(loss) = loss_of(&open.book, thing).map(|loss| loss.id) else {
        return Err(Failure::new(Exit::NotFound, Fault::NotMarked { thing: label }));
    };
    let account = &open.book.accounts[pick(&open, &args::query_of(matches))?];
    let (id, title) = (account.id, say::title(account));
    let catalogue = session.catalogue(&open.book)?;
    let stale_after = limits(&session.settings).stale_after;
    let list = affected(&open.book, &catalogue, thing, platform::now().date(), stale_after);
    let steps = list.iter().find(|entry| entry.account == id).map_or(&[][..], |e| &e.steps);
    let Some(step) = Step::from_word(text("step")).filter(|step| steps.contains(step)) else {
        let known: Vec<&str> = steps.iter().map(|step| step.word()).collect();
        return Err(Failure::new(
            Exit::NotFound,
            Fault::NoSuchStep {
                account: title,
                steps: whole(&known.join(explain::between(session.lang))),
            },
        ));
    };
    let changed = if matches.get_flag("undo") {
        untick(&mut open.book, loss, id, step)
    } else {
        tick(&mut open.book, loss, id, step, on, &author(matches, session))
    };
    if changed == Changed::No {
        return out.say(&Care::StepAlready.say(session.lang));
    }
    open.save(session)?;
    let list = affected(&open.book, &catalogue, thing, platform::now().date(), stale_after);
    let entry = list.iter().find(|entry| entry.account == id);
    if !matches.get_flag("undo") && entry.is_some_and(|entry| is_hollow(entry, step)) {
        return out.say(&Care::StepHollow { account: title }.say(session.lang));
    }
    let step = whole(&words::step(step).say(session.lang));
    let said = if matches.get_flag("undo") {
        Care::StepOpen { step, account: title }
    } else {
        Care::StepDone { step, account: title }
    };
    out.say(&said.say(session.lang))
}
