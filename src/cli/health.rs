//! `keyrack health`: what endangers the accounts; putting findings off and taking them up again.

use std::collections::HashMap;

use clap::{ArgGroup, ArgMatches, Command};
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::output::Output;
use super::pick::pick;
use super::record::Ref;
use super::session::{Open, Session, fresh};
use super::{args, attest, clock, usage};
use crate::app::{export, findings, loss, words};
use crate::health::{Counts, Fact, Finding, Health, Rule, Severity, Terms, check};
use crate::i18n::{Command as Say, Fault, Help, Lang};
use crate::model::group::Sort;
use crate::model::{Account, Book, Id, Snooze, Worded as _};
use crate::platform;
use crate::text::{Safe, safe, whole};
use crate::time::Date;

pub fn grammar(lang: Lang) -> Command {
    let usages = "keyrack health [QUERY] [--clock [SERVER]] [--json] [--fail-on SEVERITY]\n       \
                 keyrack health snooze RULE [QUERY] (--until DAY|--days N) --reason TEXT\n       \
                 keyrack health wake RULE [QUERY]\n       \
                 keyrack health --attest [--format FORMAT] [--output FILE] [--sign KEYFILE|--no-sign]";
    args::command("health", usages, &Help::Health, lang)
        .args([
            filter(lang),
            args::flag("snoozed", &Help::HealthSnoozed, lang).conflicts_with("fail-on"),
            args::option("clock", "SERVER", &Help::DoctorClock, lang)
                .num_args(0..=1)
                .conflicts_with("snoozed"),
            args::option("fail-on", "SEVERITY", &Help::HealthFailOn, lang)
                .value_parser(["critical", "high", "medium", "low"])
                .hide_possible_values(true),
            args::json(lang),
        ])
        .args(attest::options(lang))
        .subcommand_help_heading(Help::Commands.say(lang))
        .args_conflicts_with_subcommands(true)
        .subcommands([snooze_grammar(lang), wake_grammar(lang)])
}

fn snooze_grammar(lang: Lang) -> Command {
    let usages =
        "keyrack health snooze RULE [QUERY] (--until DAY|--days N) --reason TEXT [--by NAME]";
    args::command("snooze", usages, &Help::HealthSnooze, lang)
        .args([
            rule_argument(lang),
            account_argument(lang),
            args::option("until", "DAY", &Help::SnoozeUntil, lang),
            args::option("days", "N", &Help::SnoozeDays, lang)
                .value_parser(usage::whole(0, 36_500)),
            args::option("reason", "TEXT", &Help::SnoozeReason, lang).required(true),
            args::option("by", "NAME", &Help::SnoozeBy, lang),
        ])
        .group(ArgGroup::new("when").args(["until", "days"]).required(true))
}

fn wake_grammar(lang: Lang) -> Command {
    args::command("wake", "keyrack health wake RULE [QUERY]", &Help::HealthWake, lang)
        .args([rule_argument(lang), account_argument(lang)])
}

fn rule_argument(lang: Lang) -> clap::Arg {
    args::argument("RULE", &Help::ArgRule, lang).required(true).display_order(0)
}

fn account_argument(lang: Lang) -> clap::Arg {
    args::query(lang).required(false).num_args(0..).display_order(1)
}

fn filter(lang: Lang) -> clap::Arg {
    args::argument("QUERY", &Help::ArgFilter, lang).num_args(0..)
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("snooze", matches)) => snooze(matches, session, out),
        Some((_, matches)) => wake(matches, session, out),
        None if matches.get_flag("attest") => attest::run(matches, session, out),
        None => report(matches, session, out),
    }
}

/// `health --json`.
#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Row<'a>>,
    counts: Counted,
}

/// How many findings there are of each severity, as JSON.
#[derive(Serialize)]
pub struct Counted {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
}

impl From<Counts> for Counted {
    fn from(counts: Counts) -> Self {
        let Counts { critical, high, medium, low } = counts;
        Self { critical, high, medium, low }
    }
}

/// A finding.
#[derive(Serialize)]
struct Row<'a> {
    rule: &'static str,
    severity: &'static str,
    account: Option<String>,
    store: &'a str,
    platform: &'a str,
    login: &'a str,
    message: String,
    playbook: u8,
    refs: Vec<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snoozed: Option<PutOff<'a>>,
}

#[derive(Serialize)]
struct PutOff<'a> {
    until: String,
    reason: &'a str,
    by: &'a str,
}

fn report(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let open = session.open()?;
    let query = args::query_of(matches);
    let accounts: HashMap<Id, &Account> = if query.is_empty() {
        open.book.accounts.iter().map(|account| (account.id, account)).collect()
    } else {
        export::found(&open.book, &query).into_iter().map(|account| (account.id, account)).collect()
    };
    // "Nothing found" would be taken for good news.
    if accounts.is_empty() && !query.trim().is_empty() {
        return Err(Failure::new(Exit::NotFound, Fault::NotFound { query: safe(&query) }));
    }
    // What belongs to no account is left out when somebody asks about some; not the clock, which is
    // told when somebody asks about that.
    let concerns = |finding: &&Finding| {
        let apart = query.is_empty() || finding.rule == Rule::C01;
        finding.account.map_or(apart, |id| accounts.contains_key(&id))
    };
    let clock = matches.contains_id("clock").then(|| {
        let named = matches.get_one::<String>("clock");
        clock::ask(named.unwrap_or(&session.settings.ntp_server))
    });
    let offset = match clock {
        Some(Ok(millis)) => Some(millis),
        Some(Err(ref fault)) => {
            session.warn(fault);
            None
        }
        None => None,
    };
    let today = platform::now().date();
    let health = check_up(&open.book, session, today, offset)?;
    let snoozed = matches.get_flag("snoozed");
    let mut found: Vec<&Finding> = if snoozed {
        health.snoozed().filter(concerns).collect()
    } else {
        health.findings().filter(concerns).collect()
    };
    let place = |finding: &Finding| finding.account.and_then(|id| accounts.get(&id));
    // Accounts that are equally bad stand as in the list.
    found.sort_by(|a, b| {
        (a.severity, a.rule).cmp(&(b.severity, b.rule)).then_with(|| match (place(a), place(b)) {
            (Some(a), Some(b)) => Sort::default().compare(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        })
    });
    let mut counts = Counts::default();
    for finding in &found {
        counts.add(finding.severity);
    }
    let teller = Teller { book: &open.book, accounts: &accounts, lang: session.lang, today };
    if matches.get_flag("json") {
        out.json(&Report {
            findings: found.iter().map(|finding| teller.row(finding, snoozed)).collect(),
            counts: counts.into(),
        })?;
    } else {
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|finding| teller.line(finding, snoozed, session.settings.ascii))
            .collect();
        out.table(&rows)?;
        let put_off = health.snoozed().filter(concerns).count();
        summary(counts, snoozed, put_off, session, out)?;
    }
    let limit = matches.get_one::<String>("fail-on").and_then(|word| Severity::from_word(word));
    match limit {
        Some(limit) if found.iter().any(|finding| finding.severity <= limit) => {
            Err(Failure::silent(Exit::Findings))
        }
        // Who asked about the clock and got no answer has not had it checked.
        _ if matches!(clock, Some(Err(_))) => Err(Failure::silent(Exit::Failed)),
        _ => Ok(()),
    }
}

fn check_up(
    book: &Book,
    session: &Session,
    today: Date,
    clock_offset: Option<i64>,
) -> Result<Health, Failure> {
    let (catalogue, limits) = (session.catalogue(book)?, findings::limits(&session.settings));
    let terms = Terms { catalogue: &catalogue, limits: &limits, today, clock_offset };
    Ok(check(book, &terms))
}

fn summary(
    counts: Counts,
    snoozed: bool,
    put_off: usize,
    session: &Session,
    out: &mut Output,
) -> Result<(), Failure> {
    let Counts { critical, high, medium, low } = counts;
    let lang = session.lang;
    match critical + high + medium + low {
        0 if snoozed => return out.say(&Say::NothingSnoozed.say(lang)),
        0 => out.say(&Say::NothingFound.say(lang))?,
        _ => {
            out.line("")?;
            out.say(&Say::FindingCounts { critical, high, medium, low }.say(lang))?;
        }
    }
    if put_off > 0 && !snoozed {
        session.note(&Say::FindingsSnoozed { n: put_off });
    }
    Ok(())
}

struct Teller<'a> {
    book: &'a Book,
    accounts: &'a HashMap<Id, &'a Account>,
    lang: Lang,
    today: Date,
}

impl<'a> Teller<'a> {
    fn account(&self, finding: &Finding) -> Option<&'a Account> {
        finding.account.and_then(|id| self.accounts.get(&id).copied())
    }

    fn message(&self, finding: &Finding) -> String {
        findings::sentence(finding, self.account(finding), self.book, self.lang)
    }

    fn row(&self, finding: &Finding, snoozed: bool) -> Row<'a> {
        let account = self.account(finding);
        let snooze = snoozed.then(|| self.snooze(finding)).flatten();
        Row {
            rule: finding.rule.word(),
            severity: finding.severity.word(),
            account: finding.account.map(|id| id.to_string()),
            store: account.map_or("", |account| &account.store),
            platform: account.map_or("", |account| &account.platform),
            login: account.map_or("", |account| &account.login),
            message: self.message(finding),
            playbook: finding.rule.playbook(),
            refs: self.refs(finding),
            snoozed: snooze.map(|snooze| PutOff {
                until: snooze.until.to_string(),
                reason: &snooze.reason,
                by: &snooze.by,
            }),
        }
    }

    fn refs(&self, finding: &Finding) -> Vec<Ref> {
        let things = findings::things(finding, self.book).into_iter();
        let mut refs: Vec<Ref> = things.map(|thing| Ref::of(thing, self.book)).collect();
        if let Fact::Other(id) = finding.fact {
            let label = self.book.account(id).map_or("", Account::title).to_owned();
            refs.push(Ref { kind: "account", id: id.to_string(), label });
        }
        refs
    }

    /// `x critical  B01  Hikari Outdoor / Amazon  ops@hikari.example  No way in …`
    fn line(&self, finding: &Finding, snoozed: bool, ascii: bool) -> Vec<String> {
        let mark = match finding.severity {
            Severity::Critical if ascii => "x",
            Severity::Critical => "✖",
            Severity::High => "!",
            Severity::Medium => "~",
            Severity::Low => "-",
        };
        let account = self.account(finding);
        let names = account.map(|account| [account.store.as_str(), account.platform.as_str()]);
        let names: Vec<&str> =
            names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        let cell = |text: &str| match Safe::new(text).to_string() {
            text if text.is_empty() => "-".to_owned(),
            text => text,
        };
        let mut cells = vec![
            format!("{mark} {}", words::severity(finding.severity).say(self.lang)),
            finding.rule.word().to_owned(),
            cell(&names.join(" / ")),
            cell(account.map_or("", |account| &account.login)),
            self.message(finding),
        ];
        if let Some(snooze) = snoozed.then(|| self.snooze(finding)).flatten() {
            let (day, reason) = (safe(&snooze.until.to_string()), safe(&snooze.reason));
            cells.push(Say::SnoozedUntil { day, reason }.say(self.lang));
        }
        cells
    }

    /// Why a finding is put off: of several decisions the one that lasts longest.
    fn snooze(&self, finding: &Finding) -> Option<&'a Snooze> {
        let snoozes = self.book.snoozes.iter();
        snoozes
            .filter(|snooze| finding.is_put_off(snooze, self.today))
            .max_by_key(|snooze| snooze.until)
    }
}

/// The account that a rule's findings are to be put off at, if one is named.
fn at(
    open: &Open,
    matches: &ArgMatches,
) -> Result<(Rule, Option<Id>, Option<Safe<'static>>), Failure> {
    let query = args::query_of(matches);
    let rule = rule(matches)?;
    if query.is_empty() {
        return Ok((rule, None, None));
    }
    let account = &open.book.accounts[pick(open, &query)?];
    Ok((rule, Some(account.id), Some(loss::title(account))))
}

fn rule(matches: &ArgMatches) -> Result<Rule, Failure> {
    let word = matches.get_one::<String>("RULE").map_or("", String::as_str);
    let no_rule = || Failure::usage(Fault::NoRule { name: safe(word) });
    Rule::from_word(&word.to_ascii_uppercase()).ok_or_else(no_rule)
}

fn snooze(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    rule(matches)?;
    let today = platform::now().date();
    let until = until(matches, today)?;
    let text =
        |name: &str| matches.get_one::<String>(name).map_or("", String::as_str).trim().to_owned();
    let reason = text("reason");
    let by = session.author(matches.get_one::<String>("by").map(String::as_str));
    if reason.is_empty() {
        return Err(Failure::usage(Fault::NoReason));
    }
    let mut open = session.open()?;
    let (rule, account, title) = at(&open, matches)?;
    let health = check_up(&open.book, session, today, None)?;
    let all = health.findings().chain(health.snoozed());
    let found: Vec<&Finding> =
        all.filter(|finding| finding.rule == rule && finding.account == account).collect();
    if found.is_empty() {
        let rule = safe(rule.word());
        let fault = match title {
            Some(account) => Fault::NoFinding { rule, account },
            None => Fault::NoFindingApart { rule },
        };
        return Err(Failure::new(Exit::NotFound, fault));
    }
    open.book.snoozes.retain(|snooze| !(snooze.rule == rule.word() && snooze.account == account));
    for finding in found {
        let days = (today, until);
        open.book.snoozes.push(finding.put_off(fresh(), days, reason.clone(), by.clone()));
    }
    open.save(session)?;
    let (rule, day) = (safe(rule.word()), safe(&until.to_string()));
    let title = title.unwrap_or_else(|| whole(&Say::ApartFromAccounts.say(session.lang)));
    out.say(&Say::Snoozed { rule, title, day }.say(session.lang))
}

/// The last day of quiet.
fn until(matches: &ArgMatches, today: Date) -> Result<Date, Failure> {
    let day = match (matches.get_one::<String>("until"), matches.get_one::<u32>("days")) {
        (Some(day), _) => day.parse().map_err(|_| Failure::usage(Fault::NotADay))?,
        (None, days) => {
            today.saturating_add(jiff::Span::new().days(i64::from(days.copied().unwrap_or(0))))
        }
    };
    if day < today { Err(Failure::usage(Fault::DayGone)) } else { Ok(day) }
}

fn wake(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    rule(matches)?;
    let mut open = session.open()?;
    let (rule, account, title) = at(&open, matches)?;
    let before = open.book.snoozes.len();
    open.book.snoozes.retain(|snooze| !(snooze.rule == rule.word() && snooze.account == account));
    let rule = safe(rule.word());
    if open.book.snoozes.len() == before {
        let fault = match title {
            Some(account) => Fault::NotSnoozed { rule, account },
            None => Fault::NotSnoozedApart { rule },
        };
        return Err(Failure::new(Exit::NotFound, fault));
    }
    open.save(session)?;
    let title = title.unwrap_or_else(|| whole(&Say::ApartFromAccounts.say(session.lang)));
    out.say(&Say::Woken { rule, title }.say(session.lang))
}
