//! The report that is filed: what is overdue on a day, in one version of the vault.

use super::Source;
use super::handover::numbers;
use super::sheet::{Block, Page, Sheet, own};
use crate::app::{findings, loss as say, words};
use crate::health::drill::{Count, coverage};
use crate::health::loss::{affected, gone, lost_on, progress};
use crate::health::{Counts, Fact, Finding, Rule, Severity, Terms, check};
use crate::i18n::{Attest as Say, Care, Print, Word};
use crate::model::{Account, Id, Number, NumberState, Role, Snooze, TestResult, Thing};
use crate::text::{safe, whole};
use crate::time::{Date, Moment};

/// Digits of the file's SHA-256 that name a version.
const DIGITS: usize = 16;

/// Of which version the report is, and when it is made.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// Now.
    pub at: Moment,
    /// What the vault is called.
    pub vault: &'a str,
    /// The SHA-256 of its file, in hexadecimal.
    pub fingerprint: &'a str,
    /// How many keys open it; none where a passphrase does.
    pub members: usize,
    /// The program's version.
    pub version: &'a str,
}

impl Occasion<'_> {
    /// What names the version: the beginning of the fingerprint.
    pub fn digest(&self) -> &str {
        self.fingerprint.get(..DIGITS).unwrap_or(self.fingerprint)
    }

    /// Day and time, UTC: `2026-03-15 09:20:07`.
    pub fn time(&self) -> String {
        let (day, second) = (self.at.date(), self.at.secs() % 86_400);
        format!("{day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }
}

/// What the vault says on that day. Its texts are sentences and safe text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Logins with a key.
    pub keys: usize,
    /// Open findings.
    pub counts: Counts,
    /// How far the backups are tested.
    pub backups: Count,
    /// The last test of a backup.
    pub last: Option<Last>,
    /// Findings of which the time has gone by, the worst first.
    pub overdue: Vec<Item>,
    /// All others.
    pub other: Vec<Item>,
    /// What was put off.
    pub put_off: Vec<PutOff>,
    /// What was put off until a day that has gone by, and is open again.
    pub ran_out: Vec<PutOff>,
    /// Lines that receive nothing, or were to be topped up by now, whoever uses them.
    pub numbers: Vec<Line>,
    /// What is lost, and how far it is worked off.
    pub losses: Vec<Worklist>,
}

/// A phone line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Masked.
    pub number: String,
    /// Whether it receives.
    pub state: NumberState,
    /// The day until which it was to be topped up.
    pub keepalive: Option<Date>,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The rule's code.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The account; empty where it belongs to none.
    pub account: String,
    /// What is wrong and what to do.
    pub text: String,
}

/// A finding that was put off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOff {
    /// What.
    pub item: Item,
    /// The last day of quiet.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who decided that; may be empty.
    pub by: String,
}

/// A loss that is being worked off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worklist {
    /// What is gone.
    pub thing: String,
    /// Since when; `None` where nobody wrote that down.
    pub on: Option<Date>,
    /// Steps done.
    pub done: usize,
    /// All steps.
    pub all: usize,
}

/// A test of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// The day.
    pub on: Date,
    /// Whose.
    pub account: String,
    /// What came.
    pub result: TestResult,
    /// Who tried; may be empty.
    pub by: String,
}

/// Looks.
pub fn state(source: &Source) -> Statement {
    let (book, today) = (source.book, source.today);
    let (catalogue, limits) = (source.catalogue, source.limits);
    let health = check(book, &Terms { catalogue, limits, today, clock_offset: None });
    let (overdue, other): (Vec<&Finding>, Vec<&Finding>) =
        health.findings().partition(|finding| is_overdue(finding, source));
    let put_off = |finding: &Finding, snooze: &Snooze| PutOff {
        item: item(finding, source),
        until: snooze.until,
        reason: own(&snooze.reason),
        by: own(&snooze.by),
    };
    let quiet = health.snoozed().filter_map(|finding| {
        let mut lasting: Vec<&Snooze> =
            book.snoozes.iter().filter(|snooze| finding.is_put_off(snooze, today)).collect();
        lasting.sort_by_key(|snooze| snooze.until);
        lasting.last().map(|snooze| put_off(finding, snooze))
    });
    let again = health.findings().filter_map(|finding| {
        let mut over: Vec<&Snooze> = book.snoozes.iter().filter(|s| finding.is_of(s)).collect();
        over.retain(|snooze| snooze.until < today);
        over.sort_by_key(|snooze| snooze.until);
        over.last().map(|snooze| put_off(finding, snooze))
    });
    Statement {
        keys: book.accounts.iter().filter(|account| account.key.is_some()).count(),
        counts: health.counts(),
        backups: coverage(book, catalogue, limits, today).all,
        last: last(source),
        overdue: overdue.into_iter().map(|finding| item(finding, source)).collect(),
        other: other.into_iter().map(|finding| item(finding, source)).collect(),
        put_off: quiet.collect(),
        ran_out: again.collect(),
        numbers: lines(source),
        losses: gone(book).into_iter().map(|thing| worklist(thing, source)).collect(),
    }
}

/// Whether a finding is of something that should have been done by now: work after a loss, a test, a
/// top-up, codes that run out.
fn is_overdue(finding: &Finding, source: &Source) -> bool {
    let ran_out = |snooze: &Snooze| snooze.until < source.today && finding.is_of(snooze);
    let late = match finding.rule {
        Rule::B01
        | Rule::B02
        | Rule::B03
        | Rule::B04
        | Rule::B10
        | Rule::B13
        | Rule::B14
        | Rule::B18 => true,
        Rule::B11 => match (&finding.fact, finding.about) {
            (Fact::Due { past, .. }, Some(Thing::Number(id))) => {
                let number = source.book.number(id);
                *past || number.is_some_and(|number| number.state == NumberState::Suspended)
            }
            _ => true,
        },
        Rule::B20 => matches!(finding.fact, Fact::Withdrawn { past: true, .. }),
        _ => false,
    };
    late || source.book.snoozes.iter().any(ran_out)
}

fn item(finding: &Finding, source: &Source) -> Item {
    let account = finding.account.and_then(|id| source.book.account(id));
    Item {
        rule: finding.rule,
        severity: finding.severity,
        account: account.map_or_else(String::new, |account| say::title(account).to_string()),
        text: findings::sentence(finding, account, source.book, source.lang),
    }
}

fn last(source: &Source) -> Option<Last> {
    let tests = source.book.accounts.iter().flat_map(|account| {
        let backups = account.methods.iter().filter(|method| method.role != Role::Main);
        backups.filter_map(move |method| Some((account, method.tested.as_ref()?)))
    });
    let latest = tests.max_by_key(|(account, test): &(&Account, _)| {
        let id: Id = account.id;
        (test.on, id)
    });
    latest.map(|(account, test)| Last {
        on: test.on,
        account: say::title(account).to_string(),
        result: test.result,
        by: own(&test.by),
    })
}

fn lines(source: &Source) -> Vec<Line> {
    let is_late = |number: &&Number| {
        number.state != NumberState::Ok || number.keepalive.is_some_and(|day| day < source.today)
    };
    let late = source.book.numbers.iter().filter(is_late);
    let line = |number: &Number| Line {
        number: number.masked(),
        state: number.state,
        keepalive: number.keepalive,
    };
    late.map(line).collect()
}

fn worklist(thing: Thing, source: &Source) -> Worklist {
    let (book, limits) = (source.book, source.limits);
    let list = affected(book, source.catalogue, thing, source.today, limits.stale_after);
    let (done, all) = progress(book, thing, &list);
    Worklist { thing: say::label(thing, book).to_string(), on: lost_on(book, thing), done, all }
}

/// The report; `closing` says whether it is signed.
pub fn attest(source: &Source, occasion: &Occasion, closing: &str) -> Sheet {
    let (statement, lang) = (state(source), source.lang);
    let mut page = Page::new("");
    page.push(Block::Facts(facts(source, occasion, &statement)));
    let n = statement.overdue.len();
    page.push(Block::Heading(Say::Overdue { n }.say(lang)));
    items(&statement.overdue, &Say::NothingOverdue, source, &mut page);
    if !statement.ran_out.is_empty() {
        let n = statement.ran_out.len();
        page.push(Block::Heading(Say::RanOut { n }.say(lang)));
        put_off(&statement.ran_out, source, &mut page);
    }
    numbers(source, &mut page);
    let n = statement.losses.len();
    page.push(Block::Heading(Say::Losses { n }.say(lang)));
    losses(&statement.losses, source, &mut page);
    let n = statement.other.len();
    page.push(Block::Heading(Say::Other { n }.say(lang)));
    items(&statement.other, &Say::NothingOther, source, &mut page);
    let n = statement.put_off.len();
    page.push(Block::Heading(Say::PutOff { n }.say(lang)));
    if n == 0 {
        page.push(Block::Text(Say::NothingPutOff.say(lang)));
    } else {
        put_off(&statement.put_off, source, &mut page);
    }
    if !closing.is_empty() {
        page.push(Block::Text(closing.to_owned()));
    }
    Sheet { title: Say::Title.say(lang), frame: source.frame(), pages: vec![page] }
}

fn facts(source: &Source, occasion: &Occasion, statement: &Statement) -> Vec<(String, String)> {
    let (book, lang) = (source.book, source.lang);
    let Counts { critical, high, medium, low } = statement.counts;
    let backups = statement.backups;
    let members = match occasion.members {
        0 => Say::ByPassphrase,
        n => Say::MembersAre { n },
    };
    let last = statement.last.as_ref().map_or_else(
        || Care::NeverOn.say(lang),
        |last| {
            let (day, account) = (safe(&last.on.to_string()), safe(&last.account));
            let result = whole(&words::test_result(last.result).say(lang));
            match last.by.as_str() {
                "" => Say::LastTestIs { day, account, result }.say(lang),
                by => Say::LastTestBy { day, account, result, by: safe(by) }.say(lang),
            }
        },
    );
    let things = Say::ThingsAre {
        devices: book.devices.len(),
        numbers: book.numbers.len(),
        people: book.people.len(),
    };
    let version = Say::VersionIs { n: source.revision, digest: safe(occasion.digest()) };
    let holds = Say::HoldsAre { accounts: book.accounts.len(), keys: statement.keys };
    let tested =
        Say::BackupsAre { tested: backups.tested, all: backups.total(), failed: backups.failed };
    [
        (Say::Made, Say::Utc { time: safe(&occasion.time()) }.say(lang)),
        (Say::Vault, own(occasion.vault)),
        (Say::Version, version.say(lang)),
        (Say::Program, own(occasion.version)),
        (Say::Members, members.say(lang)),
        (Say::Holds, holds.say(lang)),
        (Say::Things, things.say(lang)),
        (Say::Findings, Say::FindingsAre { critical, high, medium, low }.say(lang)),
        (Say::Backups, tested.say(lang)),
        (Say::LastTest, last),
    ]
    .into_iter()
    .map(|(label, value)| (label.say(lang), value))
    .collect()
}

fn items(items: &[Item], none: &Say, source: &Source, page: &mut Page) {
    let lang = source.lang;
    if items.is_empty() {
        page.push(Block::Text(none.say(lang)));
        return;
    }
    let rows = items.iter().map(|item| {
        let severity = words::severity(item.severity).say(lang);
        vec![item.rule_word(), severity, item.account.clone(), item.text.clone()]
    });
    let rows = rows.collect();
    let heads = [Word::Rule.say(lang), Print::Severity.say(lang), Print::Account.say(lang)];
    let heads = heads.into_iter().chain([Print::Finding.say(lang)]).collect();
    page.push(Block::Table { heads, rows });
}

impl Item {
    fn rule_word(&self) -> String {
        use crate::model::Worded as _;

        self.rule.word().to_owned()
    }
}

fn put_off(list: &[PutOff], source: &Source, page: &mut Page) {
    let lang = source.lang;
    let rows = list.iter().map(|entry| {
        let why = [entry.reason.as_str(), entry.by.as_str()];
        let why: Vec<&str> = why.into_iter().filter(|part| !part.is_empty()).collect();
        vec![
            entry.item.rule_word(),
            entry.until.to_string(),
            entry.item.account.clone(),
            entry.item.text.clone(),
            why.join(" – "),
        ]
    });
    let rows = rows.collect();
    let heads = [Word::Rule.say(lang), Say::Until.say(lang), Print::Account.say(lang)];
    let more = [Print::Finding.say(lang), Say::Reason.say(lang)];
    let heads = heads.into_iter().chain(more).collect();
    page.push(Block::Table { heads, rows });
}

fn losses(list: &[Worklist], source: &Source, page: &mut Page) {
    let lang = source.lang;
    if list.is_empty() {
        page.push(Block::Text(Say::NoLosses.say(lang)));
        return;
    }
    let rows = list.iter().map(|entry| {
        vec![
            entry.thing.clone(),
            entry.on.map_or_else(|| Say::NoDay.say(lang), |on| on.to_string()),
            Care::Progress { done: entry.done, all: entry.all }.say(lang),
        ]
    });
    let rows = rows.collect();
    let heads = [Print::Gone.say(lang), Print::Day.say(lang), Print::HandoverSteps.say(lang)];
    page.push(Block::Table { heads: heads.into(), rows });
}
