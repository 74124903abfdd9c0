//! The lost-device checklist: what to do at each account, the worst first.

use super::Source;
use super::sheet::{Block, Check, Page, Sheet};
use crate::app::{loss as say, words};
use crate::health::loss::{
    Affected, affected, is_gone, is_hollow, loss_at, loss_of, progress, ticked,
};
use crate::i18n::{Care, Lang, Print};
use crate::model::{Thing, Tick};
use crate::text::{safe, whole};

/// The checklist of a loss, or of what a loss would bring.
pub fn checklist(source: &Source, thing: Thing) -> Sheet {
    let stale_after = source.limits.stale_after;
    let list = affected(source.book, source.catalogue, thing, source.today, stale_after);
    let pages = vec![page(source, thing, &list)];
    Sheet { title: Print::LossTitle.say(source.lang), frame: source.frame(), pages }
}

/// Its one page.
pub fn page(source: &Source, thing: Thing, list: &[Affected]) -> Page {
    let (book, lang) = (source.book, source.lang);
    let label = say::label(thing, book);
    let loss = loss_of(book, thing);
    let person = matches!(thing, Thing::Person(_));
    let heading = match (is_gone(book, thing), person) {
        (false, true) if loss.is_some() => Print::LossSaw { thing: label },
        (true, false) => Print::LossWhat { thing: label },
        (true, true) => Print::LossLeft { thing: label },
        (false, false) => Print::LossIf { thing: label },
        (false, true) => Print::LossIfLeft { thing: label },
    };
    let mut page = Page::new(heading.say(lang));
    if let Some(loss) = loss {
        let (done, all) = progress(book, thing, list);
        page.push(Block::Facts(vec![
            (Print::LossReported.say(lang), day_and_name(&loss.on.to_string(), &loss.by, lang)),
            (Print::LossProgress.say(lang), say::progress_words(done, all).say(lang)),
        ]));
    }
    if list.is_empty() {
        page.push(Block::Text(Print::LossNone.say(lang)));
        return page;
    }
    page.push(Block::Text(Print::LossOrder.say(lang)));
    for (place, entry) in list.iter().enumerate() {
        account(source, thing, place + 1, entry, &mut page);
    }
    page
}

fn account(source: &Source, thing: Thing, number: usize, entry: &Affected, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    let Some(account) = book.accounts.get(entry.place) else { return };
    let loss = loss_at(book, thing, account);
    page.push(Block::Heading(format!("{number}. {}", say::title(account))));
    let goes: Vec<String> = entry
        .hit
        .iter()
        .filter_map(|place| account.methods.get(*place))
        .map(|method| say::method_in_role(method, book, lang))
        .collect();
    let mut facts = vec![(Print::LossWhy.say(lang), say::rank(entry.rank).say(lang))];
    if !goes.is_empty() {
        facts.push((Print::LossGoes.say(lang), goes.join(words::semicolon(lang))));
    }
    let still = say::still(entry, account, book, lang).join(words::semicolon(lang));
    facts.push((Print::LossStill.say(lang), still));
    if entry.key_exposed {
        let seen = match thing {
            Thing::Person(_) => Print::LossSeen { name: say::lost_label(thing, book, lang) },
            Thing::Device(_) | Thing::Number(_) => Print::LossKey,
        };
        facts.push((Print::KeyLies.say(lang), seen.say(lang)));
    }
    if let Some(address) = say::console(account, source.catalogue) {
        facts.push((Print::SignInAt.say(lang), super::sheet::own(address)));
    }
    page.push(Block::Facts(facts));
    let check = |step| {
        let done = loss.and_then(|loss| ticked(loss, entry.account, step));
        let done = done.map(|tick: &Tick| {
            let done = day_and_name(&tick.on.to_string(), &tick.by, lang);
            if !is_hollow(entry, step) {
                return done;
            }
            Care::HollowTick { done: whole(&done) }.say(lang)
        });
        Check { text: words::step(step).say(lang), done }
    };
    page.push(Block::Checks(entry.steps.iter().copied().map(check).collect()));
}

fn day_and_name(day: &str, by: &str, lang: Lang) -> String {
    let day = safe(day);
    if by.is_empty() {
        return day.to_string();
    }
    Print::DoneBy { day, by: safe(by) }.say(lang)
}
