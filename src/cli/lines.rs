//! What doctor found, as lines: a mark, a label, the state, and what to do where it is not well.

use serde::Serialize;

use super::check::{Check, File};
use super::probe::Reply;
use super::session::Session;
use crate::i18n::{Command, Doctor as Say, Lang, Team};
use crate::platform::{CoreFiles, Hardening, Swap};
use crate::text::{Safe, safe, whole};

/// How a thing is, from well to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Well.
    Good,
    /// Neither well nor not: nobody looked, or nobody can know.
    Unknown,
    /// A weakness one may choose to live with.
    Look,
    /// To be mended.
    Bad,
}

impl Mark {
    /// As it is drawn.
    pub fn sign(self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Self::Good, false) => "✔",
            (Self::Good, true) => "+",
            (Self::Unknown, _) => "-",
            (Self::Look, _) => "!",
            (Self::Bad, false) => "✖",
            (Self::Bad, true) => "x",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug)]
pub struct Line {
    /// Its name for scripts.
    pub subject: &'static str,
    /// How it is.
    pub mark: Mark,
    /// What it is called.
    pub label: String,
    /// How it is, in words.
    pub state: String,
    /// What to do about it.
    pub advice: Vec<String>,
}

impl Line {
    fn new(subject: &'static str, label: String, state: String) -> Self {
        Self { subject, mark: Mark::Good, label, state, advice: Vec::new() }
    }

    /// Makes it as bad as this, if it is not worse.
    fn marked(mut self, mark: Mark) -> Self {
        self.mark = self.mark.max(mark);
        self
    }

    fn advised(mut self, advice: String) -> Self {
        self.advice.push(advice);
        self
    }
}

/// What is to be done, for scripts.
#[derive(Debug, Serialize)]
pub struct Todo<'a> {
    /// Which thing.
    subject: &'a str,
    /// `mend`, or `know` for a weakness one may choose to live with.
    level: &'static str,
    /// In the language asked for.
    said: String,
}

/// The lines that ask for something.
pub fn todo(groups: &[Group]) -> Vec<Todo<'_>> {
    let lines = groups.iter().flat_map(|group| &group.lines);
    let said = |line: &Line| match &*line.advice {
        [] => line.state.clone(),
        advice => advice.join(" "),
    };
    lines
        .filter_map(|line| {
            let level = match line.mark {
                Mark::Bad => "mend",
                Mark::Look => "know",
                Mark::Good | Mark::Unknown => return None,
            };
            Some(Todo { subject: line.subject, level, said: said(line) })
        })
        .collect()
}

/// Lines under a heading.
#[derive(Debug)]
pub struct Group {
    /// The heading.
    pub heading: String,
    /// What belongs under it.
    pub lines: Vec<Line>,
}

/// Everything, grouped.
pub fn groups(check: &Check, session: &Session) -> Vec<Group> {
    let lang = session.lang;
    let group = |heading: Say, lines| Group { heading: heading.say(lang), lines };
    vec![
        group(Say::Files, files(check, session)),
        group(Say::Copying, way(&check.way, lang)),
        group(Say::Machine, machine(check, session)),
    ]
}

fn files(check: &Check, session: &Session) -> Vec<Line> {
    let lang = session.lang;
    let mut lines = vec![
        file(
            "settings",
            &Command::SettingsLine,
            &check.settings,
            state(&check.settings, lang),
            lang,
        ),
        identity(check, lang),
        vault(check, lang),
        content(check, session),
        backups(check, lang),
    ];
    lines.extend(check.known_problem.as_ref().map(|problem| {
        Line::new("known", Command::KnownLine.say(lang), problem.clone())
            .marked(Mark::Bad)
            .advised(Say::Forgetful.say(lang))
    }));
    lines
}

fn content(check: &Check, session: &Session) -> Line {
    let lang = session.lang;
    let line = |state: Say| Line::new("content", Command::AccountsLine.say(lang), state.say(lang));
    let Some(content) = &check.content else {
        let failed = check.identity.file.problem.is_some() || check.vault.problem.is_some();
        return line(if failed { Say::Shut } else { Say::Unasked }).marked(Mark::Unknown);
    };
    let mut accounts = whole(&Say::AccountCount { n: content.accounts }.say(lang));
    // A vault with a passphrase of its own has none.
    if content.members > 0 {
        let second = whole(&Say::MemberCount { n: content.members }.say(lang));
        accounts = whole(&Say::Both { first: accounts, second }.say(lang));
    }
    let line = line(if content.writable {
        Say::Content { accounts }
    } else {
        Say::ContentReadOnly { accounts }
    });
    let line = match content.clashing {
        0 => line,
        n => line.marked(Mark::Look).advised(Team::ClashingDecide { n }.say(lang)),
    };
    match content.quarantine.len() {
        0 => line,
        n => line.marked(Mark::Look).advised(Say::Quarantined { n }.say(lang)),
    }
}

fn state(file: &File, lang: Lang) -> String {
    let path = whole(&file.path);
    match &file.mode {
        Some(mode) => Say::State { mode: safe(mode), path }.say(lang),
        None => Say::NotThere { path }.say(lang),
    }
}

/// What is the same for every file: others must not change it, and its problem is told.
fn file(subject: &'static str, label: &Command, file: &File, state: String, lang: Lang) -> Line {
    let mut line = Line::new(subject, label.say(lang), state);
    if let Some(problem) = &file.problem {
        line = line.marked(Mark::Bad);
        line.advice.extend(problem.lines().map(str::to_owned));
    }
    if file.owned == Some(false) {
        line = line.marked(Mark::Bad).advised(Say::NotYours.say(lang));
    }
    if file.safe_from_change == Some(false) {
        line = line.marked(Mark::Bad).advised(Say::Unwritable.say(lang));
    }
    line
}

fn identity(check: &Check, lang: Lang) -> Line {
    let identity = &check.identity;
    let path = whole(&identity.file.path);
    let state = match (&identity.file.mode, identity.passphrase) {
        (Some(mode), Some(true)) => Say::Protected { mode: safe(mode), path }.say(lang),
        (Some(mode), Some(false)) => Say::Bare { mode: safe(mode), path }.say(lang),
        _ => state(&identity.file, lang),
    };
    let mut line = file("identity", &Command::IdentityLine, &identity.file, state, lang);
    if identity.file.private == Some(false) {
        line = line.marked(Mark::Bad).advised(Say::Unreadable.say(lang));
    }
    if identity.passphrase == Some(false) {
        line = line.marked(Mark::Look).advised(Say::GivePassphrase.say(lang));
    }
    if identity.beside_vault {
        line = line.marked(Mark::Look).advised(Say::Beside.say(lang));
    }
    line
}

fn vault(check: &Check, lang: Lang) -> Line {
    let state = state(&check.vault, lang);
    let line = file("vault", &Command::VaultLine, &check.vault, state, lang);
    if check.vault.private == Some(false) && check.vault.safe_from_change == Some(true) {
        return line.marked(Mark::Look).advised(Say::Unreadable.say(lang));
    }
    line
}

fn backups(check: &Check, lang: Lang) -> Line {
    let state = match check.newest_backup_seconds {
        Some(seconds) => {
            let age = safe(&age(seconds, lang));
            Say::Backups { n: check.backups.len(), age }.say(lang)
        }
        None => Say::NoBackups { path: whole(&check.backup_folder) }.say(lang),
    };
    let line = Line::new("backups", Command::BackupsLine.say(lang), state);
    if check.backups_private == Some(false) {
        return line.marked(Mark::Bad).advised(Say::CloseFolder.say(lang));
    }
    line.marked(if check.backups.is_empty() { Mark::Unknown } else { Mark::Good })
}

/// How long ago, in the largest unit that is more than one.
fn age(seconds: u64, lang: Lang) -> String {
    let hours = seconds / 3600;
    match hours {
        _ if seconds < 60 => Say::Moments,
        0..2 => Say::Minutes { n: seconds / 60 },
        2..48 => Say::Hours { n: hours },
        _ => Say::Days { n: hours / 24 },
    }
    .say(lang)
}

/// The lines about copying.
pub fn way(way: &super::way::Way, lang: Lang) -> Vec<Line> {
    let stack = Line::new("stack", Say::Stack.say(lang), way.stack(lang)).marked(Mark::Unknown);
    let attributes = way.answer().and_then(Reply::attributes).unwrap_or_default();
    let numbers: Vec<String> = attributes.iter().map(u16::to_string).collect();
    let attributes = safe(&numbers.join(";"));
    let (mark, said) = match way.answer() {
        None => (Mark::Unknown, Say::NotAsked),
        Some(answer) if answer.takes_copies() => (Mark::Good, Say::TakesCopies { attributes }),
        Some(Reply::Attributes(_)) => (Mark::Unknown, Say::SaysNothing { attributes }),
        Some(Reply::Silent | Reply::Stopped) => (Mark::Unknown, Say::Silent),
        Some(Reply::Busy) => (Mark::Unknown, Say::Busy),
    };
    let (terminal, said) = (safe(&way.terminal(lang)), whole(&said.say(lang)));
    let state = match (way.answer(), way.stand_in()) {
        (Some(Reply::Attributes(_)), Some(name)) => {
            Say::AnsweredFor { terminal, name: safe(name), said }
        }
        _ => Say::TerminalIs { terminal, said },
    };
    let state = state.say(lang);
    let terminal = Line::new("terminal", Say::Terminal.say(lang), state).marked(mark);
    let mut routes = way.routes(lang).into_iter();
    let first = routes.next().unwrap_or_default();
    let mut route = Line::new("way", Say::Route.say(lang), first);
    route.advice = routes
        .map(|next| Say::Otherwise { next: whole(&next) }.say(lang))
        .chain(way.advice().iter().map(|advice| advice.say(lang)))
        .collect();
    let mark = match () {
        () if way.is_off() => Mark::Unknown,
        () if !way.is_open() => Mark::Look,
        () if way.advice().is_empty() => Mark::Good,
        () if way.is_unsure() => Mark::Unknown,
        () => Mark::Look,
    };
    vec![stack, terminal, route.marked(mark)]
}

fn machine(check: &Check, session: &Session) -> Vec<Line> {
    let lang = session.lang;
    let line = |subject, label: Say, state| Line::new(subject, label.say(lang), state);
    let clock = match &check.clock {
        None => line("clock", Say::Clock, Say::NotMeasured.say(lang)).marked(Mark::Unknown),
        Some(clock) => {
            let mark = match (clock.is_bad(), clock.is_off()) {
                (true, _) => Mark::Bad,
                (false, true) => Mark::Look,
                (false, false) => Mark::Good,
            };
            let (first, second) = (safe(&clock.offset(lang)), safe(&clock.remark(lang)));
            let state = if clock.is_told() {
                Say::Both { first, second }.say(lang)
            } else {
                second.to_string()
            };
            line("clock", Say::Clock, state).marked(mark)
        }
    };
    let memory = match &session.hardening {
        Hardening::On => line("memory", Say::Memory, Command::Hardened.say(lang)),
        Hardening::Off => {
            line("memory", Say::Memory, Command::NotHardened.say(lang)).marked(Mark::Look)
        }
        Hardening::Failed(error) => {
            let said = Command::HardenFailed { error: safe(error) };
            line("memory", Say::Memory, said.say(lang)).marked(Mark::Look)
        }
    };
    let (mark, said) = match check.exposure.core_files {
        CoreFiles::Off => (Mark::Good, Say::CoreOff),
        CoreFiles::On => (Mark::Look, Say::CoreOn),
        CoreFiles::Unknown => (Mark::Unknown, Say::NotKnown),
    };
    let mut core = line("core_files", Say::CoreFiles, said.say(lang)).marked(mark);
    if mark == Mark::Look {
        core = core.advised(Say::CloseCore.say(lang));
    }
    let (mark, said) = match check.exposure.swap {
        Swap::Off => (Mark::Good, Say::SwapOff),
        Swap::Memory => (Mark::Good, Say::SwapMemory),
        Swap::Encrypted => (Mark::Good, Say::SwapEncrypted),
        Swap::Disk => (Mark::Look, Say::SwapDisk),
        Swap::Unknown => (Mark::Unknown, Say::NotKnown),
    };
    let mut swap = line("swap", Say::Swap, said.say(lang)).marked(mark);
    if mark == Mark::Look {
        swap = swap.advised(Say::EncryptSwap.say(lang));
    }
    let name = Safe::new(&check.machine).to_string();
    vec![clock, memory, core, swap, line("machine", Say::Name, name).marked(Mark::Unknown)]
}
