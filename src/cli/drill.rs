//! `keyrack drill`: which backups are tested, which come next, and what a test brought.

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::args;
use super::code::refuse_without_pin;
use super::compare;
use super::exit::{Exit, Failure};
use super::gone::{author, day};
use super::output::{Output, complain};
use super::pick::{self, pick};
use super::session::Session;
use super::usage;
use crate::app::draft::find;
use crate::app::findings::limits;
use crate::app::{loss as say, words};
use crate::health::drill::{Count, Due, Trial, coverage, queue, record};
use crate::i18n::{Care, Fault, Help, Lang, Word};
use crate::model::{
    Account, Book, Id, Method, MethodKind, MethodState, Number, Role, Test, TestResult, Thing,
    Worded,
};
use crate::platform;
use crate::text::{Safe, safe, whole};

pub fn grammar(lang: Lang) -> Command {
    let usages = "keyrack drill status [--json]\n       \
                 keyrack drill next [--holder NAME] [--count N] [--json]\n       \
                 keyrack drill record QUERY RESULT [OPTION …]\n       \
                 keyrack drill record QUERY --digits [OPTION …]";
    let record = "keyrack drill record QUERY (ok|late|garbled|none|rejected|--digits) [OPTION …]";
    let number = || usage::whole(1, 9999);
    args::command("drill", usages, &Help::Drill, lang)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            args::command("status", "keyrack drill status [--json]", &Help::DrillStatus, lang)
                .arg(args::json(lang)),
            args::command("next", "keyrack drill next [OPTION …]", &Help::DrillNext, lang).args([
                args::option("holder", "NAME", &Help::DrillHolder, lang),
                args::option("count", "N", &Help::DrillCount, lang).value_parser(number()),
                args::json(lang),
            ]),
            args::command("record", record, &Help::DrillRecord, lang).args([
                args::argument("QUERY", &Help::ArgDrillRecord, lang).required(true).num_args(1..),
                args::flag("digits", &Help::DrillDigits, lang),
                args::option("role", "ROLE", &Help::DrillRole, lang),
                args::option("method", "N", &Help::DrillMethod, lang).value_parser(number()),
                args::option("by", "NAME", &Help::OptBy, lang),
                args::option("on", "DAY", &Help::OptOn, lang),
            ]),
        ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("next", matches)) => next(matches, session, out),
        Some(("record", matches)) => write_down(matches, session, out),
        Some((_, matches)) => status(matches, session, out),
        None => Ok(()),
    }
}

/// `drill status --json`.
#[derive(Serialize)]
struct Status {
    all: Counts,
    holders: Vec<Part>,
    companies: Vec<Part>,
    platforms: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    name: Option<String>,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    tested: usize,
    due: usize,
    failed: usize,
    untested: usize,
    total: usize,
}

impl From<Count> for Counts {
    fn from(count: Count) -> Self {
        let total = count.total();
        let Count { tested, due, failed, untested } = count;
        Self { tested, due, failed, untested, total }
    }
}

fn status(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let (book, lang) = (&open.book, session.lang);
    let coverage = coverage(book, &catalogue, &limits(&session.settings), platform::now().date());
    let name = |id: Option<Id>| id.and_then(|id| book.person(id)).map(|person| person.name.clone());
    let named = |(name, count): &(String, Count)| Part {
        name: Some(name.clone()).filter(|name| !name.is_empty()),
        counts: (*count).into(),
    };
    let status = Status {
        all: coverage.all.into(),
        holders: coverage
            .holders
            .iter()
            .map(|(id, count)| Part { name: name(*id), counts: (*count).into() })
            .collect(),
        companies: coverage.companies.iter().map(named).collect(),
        platforms: coverage.platforms.iter().map(named).collect(),
    };
    if matches.get_flag("json") {
        return out.json(&status);
    }
    if status.all.total == 0 {
        session.tell(&Care::NoBackups);
        return Ok(());
    }
    let counts = |name: String, counts: &Counts| {
        let numbers = [counts.tested, counts.due, counts.failed, counts.untested, counts.total]
            .map(|n| if n == 0 { "-".to_owned() } else { n.to_string() });
        let mut row = vec![name];
        row.extend(numbers);
        row
    };
    let heads = [Care::Tested, Care::Due, Care::Failing, Care::Never, Care::Total];
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(heads.iter().map(|head| head.say(lang)));
    rows.push(counts(Care::All.say(lang), &status.all));
    let parts = [
        (Word::Holder, &status.holders, Care::Nobody),
        (Word::Company, &status.companies, Care::NoCompany),
        (Word::Platform, &status.platforms, Care::NoPlatform),
    ];
    for (head, parts, nameless) in parts {
        rows.push(Vec::new());
        rows.push(vec![head.say(lang)]);
        for part in parts {
            let name = part.name.as_deref().map(|name| Safe::new(name).to_string());
            let name = name.unwrap_or_else(|| nameless.say(lang));
            rows.push(counts(format!("  {name}"), &part.counts));
        }
    }
    out.table(&rows)
}

/// One line of `drill next --json`.
#[derive(Serialize)]
struct Row<'a> {
    account: String,
    store: &'a str,
    platform: &'a str,
    login: &'a str,
    /// Its place in `keyrack show`, from 1.
    method: usize,
    kind: &'static str,
    role: &'static str,
    device: Option<&'a str>,
    number: Option<String>,
    holder: Option<&'a str>,
    profile: &'a str,
    tested: Option<String>,
    due: String,
    overdue: i64,
    standing: &'static str,
    test: &'static str,
}

fn next(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let catalogue = session.catalogue(&open.book)?;
    let book = &open.book;
    let holders = matches.get_one::<String>("holder").map(|name| {
        if name.trim().is_empty() {
            return Err(Failure::usage(Fault::EmptyName));
        }
        // Who is known in two vaults is one to whoever asks for them.
        let called = book.people.iter().filter(|person| find::same(&person.name, name));
        let called: Vec<Id> = called.map(|person| person.id).collect();
        if called.is_empty() { Err(pick::nobody(&open, name)) } else { Ok(called) }
    });
    let holders = holders.transpose()?;
    let mut line = queue(book, &catalogue, &limits(&session.settings), platform::now().date());
    line.retain(|due| {
        due.overdue >= 0
            && holders.as_ref().is_none_or(|all| due.holder.is_some_and(|id| all.contains(&id)))
    });
    let count = matches.get_one::<u32>("count").map_or(10, |count| *count as usize);
    let more = line.len().saturating_sub(count);
    line.truncate(count);
    if matches.get_flag("json") {
        return out.json(&line.iter().map(|due| row(due, book)).collect::<Vec<_>>());
    }
    if line.is_empty() {
        session.tell(&Care::NothingDue);
        return Ok(());
    }
    tell(&line, book, session.lang, out)?;
    session.tell(&Care::LookToo);
    if line.iter().any(|due| due.trial == Trial::SignIn) {
        session.tell(&Care::OneAMinute);
    }
    if more > 0 {
        session.tell(&Care::MoreDue { n: more });
    }
    Ok(())
}

fn row<'a>(due: &Due, book: &'a Book) -> Row<'a> {
    let account = &book.accounts[due.place];
    let method = &account.methods[due.method];
    Row {
        account: account.id.to_string(),
        store: &account.store,
        platform: &account.platform,
        login: &account.login,
        method: due.method + 1,
        kind: method.kind.word(),
        role: method.role.word(),
        device: book.device_of(method).map(|device| &*device.label),
        number: method.number.and_then(|id| book.number(id)).map(Number::masked),
        holder: due.holder.and_then(|id| book.person(id)).map(|person| &*person.name),
        profile: &account.profile,
        tested: due.tested.map(|day| day.to_string()),
        due: due.due.to_string(),
        overdue: due.overdue,
        standing: due.standing.word(),
        test: due.trial.word(),
    }
}

/// The line, a heading for each holder.
fn tell(line: &[Due], book: &Book, lang: Lang, out: &mut Output) -> Result<(), Failure> {
    let mut before = None;
    for due in line {
        if before != Some(due.holder) {
            if before.is_some() {
                out.line("")?;
            }
            let name = due.holder.map(|id| say::label(Thing::Person(id), book).to_string());
            out.say(&name.unwrap_or_else(|| Care::Nobody.say(lang)))?;
            before = Some(due.holder);
        }
        let account = &book.accounts[due.place];
        let method = say::method(&account.methods[due.method], book, lang);
        let last = say::last_test(account, &account.methods[due.method], lang);
        let late = match due.overdue {
            0 => Care::DueToday.say(lang),
            n => Care::OverdueBy { n }.say(lang),
        };
        out.line(&format!("  {}", say::title(account)))?;
        out.line(&format!("    {method}"))?;
        let (last, late) = (safe(&last), safe(&late));
        out.say(&format!("    {}", Care::LastTestWas { last, late }.say(lang)))?;
        out.say(&format!("    {}", how(due, account).say(lang)))?;
    }
    Ok(())
}

fn how(due: &Due, account: &Account) -> Care {
    match due.trial {
        Trial::Digits => Care::AskDigits { query: safe(&account.id.to_string()) },
        Trial::SignIn if account.profile.is_empty() => Care::TrySignIn,
        Trial::SignIn => Care::TrySignInAs { profile: safe(&account.profile) },
        Trial::Manual => Care::TryByHand,
    }
}

fn write_down(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let digits = matches.get_flag("digits");
    let mut query: Vec<&str> =
        matches.get_many::<String>("QUERY").into_iter().flatten().map(String::as_str).collect();
    let said = if digits { None } else { Some(choice::<TestResult>("RESULT", query.pop())?) };
    let role = matches.get_one::<String>("role").map(|role| choice::<Role>("--role", Some(role)));
    let role = role.transpose()?;
    let on = day(matches, "on", session.lang)?;
    if query.is_empty() {
        return Err(Failure::usage(Fault::NoResult { known: safe(&words_of::<TestResult>()) }));
    }
    let mut open = session.open()?;
    let place = pick(&open, &query.join(" "))?;
    let number = matches.get_one::<u32>("method").map(|number| *number as usize);
    let index = method(&open.book, place, role, number, digits, session.lang)?;
    let account = &open.book.accounts[place];
    let result = match said {
        Some(result) => result,
        None => compared(account, session)?,
    };
    let label = say::method_in_role(&account.methods[index], &open.book, session.lang);
    let (id, title) = (account.id, say::title(account));
    let test = Test { on, result, by: author(matches, session) };
    record(&mut open.book, id, index, test);
    open.save(session)?;
    let method = safe(&format!("{title}, {label}"));
    let result_word = whole(&words::test_result(result).say(session.lang));
    out.say(&Care::Recorded { method, result: result_word }.say(session.lang))?;
    if result == TestResult::Garbled {
        session.tell(&Care::AfterGarbled);
    }
    Ok(())
}

/// Which of an account's methods was tested: the one named by its place, else the only one of its
/// role. Without a role, the backup, and where there is none, whatever is there besides the main one.
fn method(
    book: &Book,
    place: usize,
    role: Option<Role>,
    number: Option<usize>,
    digits: bool,
    lang: Lang,
) -> Result<usize, Failure> {
    let account = &book.accounts[place];
    let title = || safe(say::title(account).as_str());
    let of_role = |role: Role| -> Vec<usize> {
        let fits = |index: &usize| {
            let method = &account.methods[*index];
            let kind = !digits || method.kind == MethodKind::Totp;
            method.role == role && kind && method.state != MethodState::Retired
        };
        (0..account.methods.len()).filter(fits).collect()
    };
    let found = match (number, role) {
        (Some(number), _) => {
            let index = number - 1;
            (index < account.methods.len()).then_some(index).into_iter().collect()
        }
        (None, Some(role)) => of_role(role),
        (None, None) => {
            let roles = [Role::Backup, Role::Extra].into_iter().map(of_role);
            roles.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
        }
    };
    match found[..] {
        [index] if digits && account.methods[index].kind != MethodKind::Totp => {
            Err(Failure::usage(Fault::NoDigits { title: title() }))
        }
        [index] => Ok(index),
        [] if digits && number.is_none() && has_methods(account, role) => {
            Err(Failure::usage(Fault::NoDigits { title: title() }))
        }
        [] if number.or(role.map(|_| 0)).is_none() && account.method(Role::Main).is_some() => {
            Err(Failure::new(Exit::NotFound, Fault::NoBackupMethod { title: title() }))
        }
        [] => Err(Failure::new(
            Exit::NotFound,
            Fault::NoSuchMethod { title: title(), query: safe(&account.id.to_string()) },
        )),
        _ => {
            let label = |index: &usize| {
                let method = say::method_in_role(&account.methods[*index], book, lang);
                format!("  {}  {method}", index + 1)
            };
            let details = found.iter().map(label).collect();
            let fault = Fault::SeveralMethods { title: title(), n: found.len() };
            Err(Failure { details, ..Failure::new(Exit::Ambiguous, fault) })
        }
    }
}

/// Whether an account has methods of a role in use; without one, besides the main method.
fn has_methods(account: &Account, role: Option<Role>) -> bool {
    let fits = |method: &Method| match role {
        Some(role) => method.role == role,
        None => method.role != Role::Main,
    };
    account.methods.iter().any(|method| fits(method) && method.state != MethodState::Retired)
}

/// Asks for the digits and holds them against the key here. What does not match is not written
/// down: a slip of the tongue is no failed test.
fn compared(account: &Account, session: &Session) -> Result<TestResult, Failure> {
    let title = say::title(account);
    let no_key = || Failure::new(Exit::NoCode, Fault::NothingToCompare { title: title.clone() });
    let key = account.key.as_ref().filter(|key| key.period().is_some()).ok_or_else(no_key)?;
    refuse_without_pin(account, key)?;
    let prompt = Care::AskDigitsNow { title: title.clone() };
    let typed = compare::ask(key, &prompt.say(session.lang), session)?;
    let (now, reach) = (platform::now(), key.reach());
    let Some(drift) = key.drift(&typed, now, reach) else {
        return Err(Failure::new(Exit::Failed, Fault::DigitsWrong));
    };
    if drift.steps.abs() > 1 {
        let seconds = drift.seconds().unsigned_abs();
        return Err(Failure::new(Exit::Failed, Fault::DigitsFar { seconds }));
    }
    let said = words::drift(key, Some(drift), reach);
    complain(&said.say_by(session.lang, &session.command_for_any()));
    Ok(TestResult::Ok)
}

fn words_of<T: Worded>() -> String {
    T::ALL.iter().map(|value| value.word()).collect::<Vec<_>>().join(", ")
}

fn choice<T: Worded>(option: &str, word: Option<&str>) -> Result<T, Failure> {
    let known = safe(&words_of::<T>());
    let wrong = || match option {
        "RESULT" => Fault::NoResult { known: known.clone() },
        _ => Fault::BadValue { option: safe(option), known: known.clone() },
    };
    word.and_then(T::from_word).ok_or_else(|| Failure::usage(wrong()))
}
