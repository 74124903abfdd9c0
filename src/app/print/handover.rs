//! The handover sheet: who holds what now, and what is not finished.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::sheet::{Block, Page, Sheet, own};
use crate::app::{explain, findings, loss as say, words};
use crate::health::drill::queue;
use crate::health::loss::{affected, gone, loss_of, lost_on, progress};
use crate::health::{Terms, check};
use crate::i18n::{Attest, Care, Print, Word};
use crate::model::{DeviceState, Id, NumberState, Thing};
use crate::time::days_between;

/// Rows of one table; the rest is counted.
const MOST: usize = 40;

/// What one shift tells the next.
pub fn handover(source: &Source) -> Sheet {
    let lang = source.lang;
    let mut page = Page::new("");
    page.push(Block::Heading(Print::HandoverWho.say(lang)));
    holders(source, &mut page);
    losses(source, &mut page);
    numbers(source, &mut page);
    drills(source, &mut page);
    open(source, &mut page);
    page.push(Block::Heading(Print::HandoverNotes.say(lang)));
    page.push(Block::Blanks(vec![String::new(), String::new(), String::new()]));
    page.push(Block::Blanks(vec![Print::HandedBy.say(lang), Print::TakenBy.say(lang)]));
    Sheet { title: Print::HandoverTitle.say(lang), frame: source.frame(), pages: vec![page] }
}

/// What is critical or high, the worst first.
fn open(source: &Source, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    let (catalogue, limits) = (source.catalogue, source.limits);
    let health = check(book, &Terms { catalogue, limits, today: source.today, clock_offset: None });
    let counts = health.counts();
    let n = counts.critical + counts.high;
    page.push(Block::Heading(Print::HandoverFindings { n }.say(lang)));
    if n == 0 {
        page.push(Block::Text(Print::HandoverNoFindings.say(lang)));
        return;
    }
    let rows = health.findings().take(n.min(MOST)).map(|finding| {
        let account = finding.account.and_then(|id| book.account(id));
        vec![
            words::severity(finding.severity).say(lang),
            account.map_or_else(String::new, |account| say::title(account).to_string()),
            findings::message(finding, book, lang),
        ]
    });
    let rows = rows.collect();
    let heads = vec![Print::Severity.say(lang), Print::Account.say(lang), Print::Finding.say(lang)];
    page.push(Block::Table { heads, rows });
    if n > MOST {
        page.push(Block::Text(Print::And { n: n - MOST }.say(lang)));
    }
}

/// What one person holds.
#[derive(Default)]
struct Hand {
    devices: Vec<String>,
    numbers: Vec<String>,
    logins: BTreeSet<Id>,
}

fn holders(source: &Source, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    let mut hands: BTreeMap<(bool, &str, Option<Id>), Hand> = BTreeMap::new();
    let key = |holder: Option<Id>| {
        let name = holder.and_then(|id| book.person(id)).map_or("", |person| &person.name);
        (holder.is_none(), name, holder)
    };
    let in_use = book.devices.iter().filter(|device| device.state != DeviceState::Retired);
    for device in in_use {
        let state = (device.state != DeviceState::Ok).then(|| words::device_state(device.state));
        let state = state.map(|word| format!(" ({})", word.say(lang))).unwrap_or_default();
        hands.entry(key(device.holder)).or_default().devices.push(own(&device.label) + &state);
    }
    for number in &book.numbers {
        let holder = number.device.and_then(|id| book.device(id)?.holder);
        hands.entry(key(holder)).or_default().numbers.push(number.masked());
    }
    for account in &book.accounts {
        for method in &account.methods {
            // A number in no phone is in the row of what nobody is known to have.
            if method.device.or(method.number).is_some() {
                let holder = book.device_of(method).and_then(|device| device.holder);
                hands.entry(key(holder)).or_default().logins.insert(account.id);
            }
        }
    }
    let heads = vec![
        Word::Holder.say(lang),
        Print::HandoverDevices.say(lang),
        Print::CardNumbers.say(lang),
        Print::HandoverLogins.say(lang),
    ];
    let rows = hands.into_iter().map(|((nobody, name, _), hand)| {
        let name = if nobody { Care::Nobody.say(lang) } else { own(name) };
        let said = |names: Vec<_>| names.join(explain::between(lang));
        let (devices, numbers) = (said(hand.devices), said(hand.numbers));
        vec![name, devices, numbers, hand.logins.len().to_string()]
    });
    page.push(Block::Table { heads, rows: rows.collect() });
}

fn losses(source: &Source, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    let mut rows = Vec::new();
    for thing in gone(book) {
        let stale_after = source.limits.stale_after;
        let list = affected(book, source.catalogue, thing, source.today, stale_after);
        let loss = loss_of(book, thing);
        let (done, all) = progress(book, thing, &list);
        if done < all {
            rows.push(vec![
                say::lost_label(thing, book, lang).to_string(),
                lost_on(book, thing).map_or_else(|| Attest::NoDay.say(lang), |on| on.to_string()),
                own(loss.map_or("", |loss| &loss.by)),
                list.len().to_string(),
                Care::Progress { done, all }.say(lang),
            ]);
        }
    }
    page.push(Block::Heading(Print::HandoverLosses.say(lang)));
    if rows.is_empty() {
        page.push(Block::Text(Print::HandoverNoLosses.say(lang)));
        return;
    }
    let heads = [Print::Gone.say(lang), Print::Day.say(lang), Print::ReportedBy.say(lang)];
    let more = [Print::HandoverLogins.say(lang), Print::HandoverSteps.say(lang)];
    let heads = heads.into_iter().chain(more).collect();
    page.push(Block::Table { heads, rows });
}

/// Lines that receive nothing, or soon will not.
pub(super) fn numbers(source: &Source, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    let ends_soon = |day| days_between(source.today, day) <= source.limits.keepalive_within.into();
    let mut rows = Vec::new();
    for number in &book.numbers {
        let due = number.keepalive.filter(|day| ends_soon(*day));
        if number.state == NumberState::Ok && due.is_none() {
            continue;
        }
        let holder = number.device.and_then(|id| book.device(id)?.holder);
        let holder = holder.map(|id| say::label(Thing::Person(id), book).to_string());
        rows.push(vec![
            number.masked(),
            holder.unwrap_or_default(),
            words::number_state(number.state).say(lang),
            due.map(|day| day.to_string()).unwrap_or_default(),
        ]);
    }
    if !rows.is_empty() {
        let heads = [Word::Number.say(lang), Word::Holder.say(lang), Print::State.say(lang)];
        let heads = heads.into_iter().chain([Print::HandoverKeepalive.say(lang)]).collect();
        page.push(Block::Heading(Print::HandoverNumbers.say(lang)));
        page.push(Block::Table { heads, rows });
    }
}

fn drills(source: &Source, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    let line = queue(book, source.catalogue, source.limits, source.today);
    let due: Vec<_> = line.iter().filter(|due| due.overdue >= 0).collect();
    page.push(Block::Heading(Print::HandoverDrills { n: due.len() }.say(lang)));
    if due.is_empty() {
        page.push(Block::Text(Print::HandoverNoDrills.say(lang)));
        return;
    }
    let rows = due.iter().take(MOST).map(|due| {
        let account = &book.accounts[due.place];
        let holder = due.holder.map(|id| say::label(Thing::Person(id), book).to_string());
        let last = say::last_test(account, &account.methods[due.method], lang);
        vec![
            holder.unwrap_or_else(|| Care::Nobody.say(lang)),
            say::title(account).to_string(),
            say::method(&account.methods[due.method], book, lang),
            last,
        ]
    });
    let rows = rows.collect();
    let heads = [Word::Holder.say(lang), Print::Account.say(lang), Print::Method.say(lang)];
    let heads = heads.into_iter().chain([Print::LastTest.say(lang)]).collect();
    page.push(Block::Table { heads, rows });
    if due.len() > MOST {
        page.push(Block::Text(Print::And { n: due.len() - MOST }.say(lang)));
    }
}
