//! `keyrack loss`: what is lost, and ticking off what was done about it.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::exit::{Exit, Failure};
use super::gone::{author, day, show};
use super::output::Output;
use super::pick::{self, pick};
use super::record::{name, name_of};
use super::session::{Session, fresh};
use crate::app::findings::limits;
use crate::app::{explain, loss as say, words};
use crate::health::loss::{
    Changed, affected, begin, gone, is_gone, is_hollow, loss_at, loss_of, lost_on, progress, tick,
    untick,
};
use crate::i18n::{Care, Fault, Help, Lang};
use crate::model::{Step, Thing, Worded as _};
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
            show(&open, thing, matches, session, out)
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
    #[serde(skip)]
    called: String,
    #[serde(skip)]
    vault: Option<String>,
    since: Option<String>,
    by: String,
    done: usize,
    steps: usize,
}

fn list(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let stale_after = limits(&session.settings).stale_after;
    let today = platform::now().date();
    let line = |thing: Thing| {
        let list = affected(&open.book, &catalogue, thing, today, stale_after);
        let loss = loss_of(&open.book, thing);
        let (done, steps) = progress(&open.book, thing, &list);
        // What only a record says, as after an account moved here, is open by what hangs on it.
        (loss.is_some() || steps > 0).then(|| Line {
            kind: say::kind(thing),
            id: thing.id().to_string(),
            label: say::label(thing, &open.book).to_string(),
            called: say::lost_label(thing, &open.book, session.lang).to_string(),
            vault: open.shelf.called(thing.id()),
            since: lost_on(&open.book, thing).map(|day| day.to_string()),
            by: loss.map(|loss| loss.by.clone()).unwrap_or_default(),
            done,
            steps,
        })
    };
    let lines: Vec<Line> = gone(&open.book).into_iter().filter_map(line).collect();
    if matches.get_flag("json") {
        return out.json(&lines);
    }
    if lines.is_empty() {
        session.tell(&Care::NoLosses);
    }
    lines.iter().try_for_each(|line| {
        let (thing, done, all) = (safe(&line.called), line.done, line.steps);
        let said = match &line.since {
            Some(day) if all == 0 => Care::LossLineNone { thing, day: safe(day) },
            Some(day) => Care::LossLine { thing, day: safe(day), done, all },
            None => Care::LossLineOnce { thing, done, all },
        };
        let said = said.say(session.lang);
        match &line.vault {
            Some(vault) => {
                let said = Care::LossLineIn { said: whole(&said), vault: safe(vault) };
                out.say(&said.say(session.lang))
            }
            None => out.say(&said),
        }
    })
}

/// Ticks a step off, or takes that back.
fn mark(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let on = day(matches, "on", session.lang)?;
    let mut open = session.open()?;
    let thing = pick::thing(&open, text("thing"), session.region())?;
    let label = say::label(thing, &open.book);
    let (today, author) = (platform::now().date(), author(matches, session));
    if is_gone(&open.book, thing) && loss_of(&open.book, thing).is_none() {
        begin(&mut open.book, thing, today, &author, fresh());
    }
    if loss_of(&open.book, thing).is_none() {
        return Err(Failure::new(Exit::NotFound, Fault::NotMarked { thing: label.clone() }));
    }
    let account = &open.book.accounts[pick(&open, &args::query_of(matches))?];
    let Some(loss) = loss_at(&open.book, thing, account).map(|loss| loss.id) else {
        return Err(Failure::new(Exit::NotFound, Fault::NotMarked { thing: label }));
    };
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
        tick(&mut open.book, loss, id, step, on, &author)
    };
    if changed == Changed::No {
        return out.say(&Care::StepAlready.say(session.lang));
    }
    open.save(session)?;
    let list = affected(&open.book, &catalogue, thing, platform::now().date(), stale_after);
    let entry = list.iter().find(|entry| entry.account == id);
    if !matches.get_flag("undo") && entry.is_some_and(|entry| is_hollow(entry, step)) {
        return out.say(
            &Care::StepHollow { account: title, query: safe(&id.to_string()) }.say(session.lang),
        );
    }
    let step = whole(&words::step(step).say(session.lang));
    let said = if matches.get_flag("undo") {
        Care::StepOpen { step, account: title }
    } else {
        Care::StepDone { step, account: title }
    };
    out.say(&said.say(session.lang))
}
