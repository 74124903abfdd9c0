//! Device cards: one page per phone, to be kept with it or by whoever answers when it is lost.

use std::collections::HashMap;

use super::Source;
use super::sheet::{Block, Page, Sheet, own};
use crate::app::{loss, words};
use crate::i18n::{Print, Word};
use crate::model::group::Sort;
use crate::model::{Account, Device, DeviceState, Id, Method, MethodState, Number};
use crate::text::safe;

/// The cards of all devices that are not out of use, or of one.
pub fn cards(source: &Source, only: Option<Id>) -> Sheet {
    let book = source.book;
    let mut served: HashMap<Id, Served> = HashMap::new();
    for number in &book.numbers {
        if let Some(device) = number.device {
            served.entry(device).or_default().numbers.push(number);
        }
    }
    for account in &book.accounts {
        for method in account.methods.iter().filter(|m| m.state != MethodState::Retired) {
            let sim = method.number.and_then(|id| book.number(id)?.device);
            let mut devices: Vec<Id> = [method.device, sim].into_iter().flatten().collect();
            devices.dedup();
            for device in devices {
                served.entry(device).or_default().methods.push((account, method));
            }
        }
        for device in book.devices_with_key(account) {
            served.entry(device).or_default().keys.push(account);
        }
    }
    let wanted = |device: &&Device| match only {
        Some(id) => device.id == id,
        None => device.state != DeviceState::Retired,
    };
    let mut devices: Vec<&Device> = book.devices.iter().filter(wanted).collect();
    devices.sort_by(|a, b| a.label.cmp(&b.label));
    let mut pages: Vec<Page> = devices
        .into_iter()
        .map(|device| card(source, device, served.remove(&device.id).unwrap_or_default()))
        .collect();
    if pages.is_empty() {
        pages.push(Page::new(Print::NoDevices.say(source.lang)));
    }
    Sheet { title: Print::CardTitle.say(source.lang), frame: source.frame(), pages }
}

/// What hangs on a device.
#[derive(Default)]
struct Served<'a> {
    numbers: Vec<&'a Number>,
    methods: Vec<(&'a Account, &'a Method)>,
    keys: Vec<&'a Account>,
}

fn card(source: &Source, device: &Device, served: Served) -> Page {
    let Served { numbers, methods: mut served, keys } = served;
    let (book, lang) = (source.book, source.lang);
    let mut page = Page::new(own(&device.label));
    let label = |word: Word| word.say(lang);
    let unknown = || Print::Unknown.say(lang);
    let filled = |text: &str| if text.is_empty() { unknown() } else { own(text) };
    let holder = device.holder.and_then(|id| book.person(id));
    let numbers: Vec<String> = numbers
        .into_iter()
        .map(|number| {
            let (kind, state) =
                (words::number_kind(number.kind), words::number_state(number.state));
            format!("{} ({}, {})", number.masked(), kind.say(lang), state.say(lang))
        })
        .collect();
    let numbers = if numbers.is_empty() {
        Print::None.say(lang)
    } else {
        numbers.join(words::semicolon(lang))
    };
    let auto_time = match device.auto_time {
        Some(true) => Print::Yes.say(lang),
        Some(false) => Print::No.say(lang),
        None => unknown(),
    };
    page.push(Block::Facts(vec![
        (label(Word::Kind), words::device_kind(device.kind).say(lang)),
        (Print::State.say(lang), words::device_state(device.state).say(lang)),
        (label(Word::Holder), filled(holder.map_or("", |person| &person.name))),
        (Print::Location.say(lang), filled(&device.location)),
        (Print::CardNumbers.say(lang), numbers),
        (Print::AutoTime.say(lang), auto_time),
    ]));
    page.push(Block::Warning(Print::CardWarning.say(lang)));
    page.push(Block::Text(Print::CardMark { label: safe(&device.label) }.say(lang)));
    page.push(Block::Blanks(vec![Print::CardCall.say(lang)]));
    if served.is_empty() && keys.is_empty() {
        page.push(Block::Text(Print::CardNoLogins.say(lang)));
    }
    if !served.is_empty() {
        served.sort_by(|a, b| Sort::Store.compare(a.0, b.0).then(a.0.id.cmp(&b.0.id)));
        let served: Vec<_> = served.chunk_by(|a, b| a.0.id == b.0.id).collect();
        page.push(Block::Heading(Print::CardLogins { n: served.len() }.say(lang)));
        page.push(logins(source, &served));
    }
    if !keys.is_empty() {
        let names: Vec<String> = keys.iter().map(|key| loss::title(key).to_string()).collect();
        page.push(Block::Heading(Print::CardCopies { n: names.len() }.say(lang)));
        page.push(Block::Text(names.join(words::semicolon(lang))));
    }
    page
}

/// A row for each login, with all its methods that need the device.
fn logins(source: &Source, served: &[&[(&Account, &Method)]]) -> Block {
    let (book, lang) = (source.book, source.lang);
    let heads = [Word::Store, Word::Platform, Word::Login].map(|word| word.say(lang));
    let heads = heads.into_iter().chain([Print::Method.say(lang), Print::Role.say(lang)]);
    let way = |(_, method): &(&Account, &Method)| {
        let number = method.number.and_then(|id| book.number(id)).map(Number::masked);
        let kind = words::kind(method.kind).say(lang);
        number.map_or_else(|| kind.clone(), |number| format!("{kind} {number}"))
    };
    let row = |methods: &&[(&Account, &Method)]| {
        let account = methods[0].0;
        let ways: Vec<String> = methods.iter().map(way).collect();
        let role = |(_, method): &(&Account, &Method)| words::role(method.role).say(lang);
        let roles: Vec<String> = methods.iter().map(role).collect();
        vec![
            own(&account.store),
            own(&account.platform),
            own(&account.login),
            ways.join(words::semicolon(lang)),
            roles.join(words::semicolon(lang)),
        ]
    };
    Block::Table { heads: heads.collect(), rows: served.iter().map(row).collect() }
}
