//! Who sees what when an account moves between vaults, in sentences.

use std::collections::BTreeSet;

use super::draft::find;
use super::shelf::Face;
use super::{findings, team};
use crate::health::loss::{is_gone, owes};
use crate::i18n::Vaults as Say;
use crate::model::{Account, Book, Id, Person, Thing, replaced_since};
use crate::text::{Safe, safe, series};
use crate::time::Date;
use crate::vault::{Member, MemberKind};

/// Who sees an account that moves between vaults, and who sees it no more, in sentences.
pub fn sight(id: Id, from: &[&Face], to: &Face, book: &Book) -> Vec<Say> {
    let (before, after) = (readers(from), readers(&[to]));
    // Nobody has to be told of oneself.
    let own: Vec<_> = from.iter().chain([&to]).filter_map(|it| it.readers.own.as_ref()).collect();
    let names = |some: &[&Member], others: &[&Member]| {
        let others = apart(some, others).into_iter();
        let others = others.filter(|member| !own.contains(&&member.recipient));
        let mut names: Vec<String> = others.map(|member| team::name(member, book)).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then(|| series(&names, " · "))
    };
    let by_passphrase = |face: &&&Face| face.readers.own.is_none();
    let mut said = Vec::new();
    if to.readers.own.is_none() {
        said.push(Say::OpensByPassphrase { name: safe(&to.name) });
    }
    said.extend(names(&after, &before).map(|names| Say::Gains { names }));
    let loses = names(&before, &after);
    let has_key = book.account(id).is_some_and(|account| account.key.is_some());
    let known = loses.is_some() && has_key;
    said.extend(loses.map(|names| Say::Loses { names }));
    if known {
        said.push(Say::LosesKnow);
    }
    let keyed = book.account(id).filter(|_| has_key);
    let is_key = keyed.is_some_and(|it| book.seen_by(it).any(|loss| !replaced_since(loss, it)));
    said.extend(shut_out(id, book).map(|names| {
        if is_key { Say::ShutOutSaw { names } } else { Say::ShutOutSawRest { names } }
    }));
    let knew = from.iter().filter(by_passphrase);
    said.extend(knew.map(|face| Say::OpenedByPassphrase { name: safe(&face.name) }));
    if said.is_empty() {
        said.push(Say::SameSight);
    }
    said
}

/// The people who can open any of some vaults.
fn readers<'a>(faces: &[&'a Face]) -> Vec<&'a Member> {
    let members = faces.iter().flat_map(|face| &face.readers.members);
    members.filter(|member| member.kind == MemberKind::Person).collect()
}

/// Those who are not among others.
fn apart<'a>(some: &[&'a Member], others: &[&Member]) -> Vec<&'a Member> {
    let is_one = |one: &Member, other: &Member| {
        one.recipient == other.recipient || one.person.is_some() && one.person == other.person
    };
    let is_in = |member: &&&Member| others.iter().any(|other| is_one(member, other));
    some.iter().filter(|member| !is_in(member)).copied().collect()
}

/// Moves accounts to another vault; who has seen a key and sees the account no more is kept in mind.
pub fn relocate(book: &mut Book, faces: &[&Face], accounts: &[Id], to: usize, today: Date) {
    let people = |members: Vec<&Member>, book: &Book| -> Vec<Id> {
        let known = |member: &Member| member.person.filter(|id| book.person(*id).is_some());
        let person = |it: &Member| known(it).or_else(|| find::person(book, &team::name(it, book)));
        members.into_iter().filter_map(person).collect()
    };
    let same = same_people(book, accounts, to);
    for (person, there) in &same {
        book.take_for(accounts, *person, *there);
    }
    let meant = |id: Id| same.iter().find(|(it, _)| *it == id).map_or(id, |(_, there)| *there);
    let after = readers(&faces[to..=to]);
    for id in accounts {
        let home = book.homes.of(*id).unwrap_or_default();
        let from: Vec<&Face> = home.places().filter_map(|at| faces.get(at).copied()).collect();
        let own: Vec<_> = from.iter().filter_map(|face| face.readers.own.as_ref()).collect();
        let mut lose = apart(&readers(&from), &after);
        lose.retain(|member| !own.contains(&&member.recipient));
        let (lose, see) = (people(lose, book), people(after.clone(), book));
        let lose: Vec<Id> = lose.into_iter().map(meant).collect();
        book.keep_sight(*id, &lose, &see, today);
    }
    book.relocate(accounts, to, today);
}

/// The people of a vault who are called so.
fn namesakes<'a>(book: &'a Book, name: &'a str, at: usize) -> impl Iterator<Item = &'a Person> {
    let stands = move |person: &&Person| book.homes.of(person.id).is_some_and(|it| it.has(at));
    book.people.iter().filter(stands).filter(move |person| find::same(&person.name, name))
}

/// Those whom accounts that move to a vault name, with who is meant by that there: the only one of that name, where
/// nothing is known that speaks against it. Whoever comes along with a phone comes as they are.
fn same_people(book: &Book, accounts: &[Id], to: usize) -> Vec<(Id, Id)> {
    let accounts = || accounts.iter().filter_map(|id| book.account(*id));
    let things = || accounts().flat_map(Account::things);
    let carried = book.reach(things().filter(|thing| !matches!(thing, Thing::Person(_))));
    let is_plain = |person: &Person| {
        let is_lost = book.losses.iter().any(|loss| loss.thing == Thing::Person(person.id));
        person.left.is_none() && person.conflicts.is_empty() && !is_lost
    };
    let named: BTreeSet<Thing> = things().filter(|thing| !carried.contains(thing)).collect();
    let people = named.into_iter().filter_map(|thing| match thing {
        Thing::Person(id) => book.person(id),
        Thing::Device(_) | Thing::Number(_) => None,
    });
    let is_new = |it: &&Person| book.homes.of(it.id).is_some_and(|home| !home.has(to));
    let pair = |person: &Person| {
        let mut there = namesakes(book, &person.name, to);
        let only = there.next().filter(|_| there.next().is_none())?;
        let teams = [&person.team, &only.team];
        let agrees = teams.iter().any(|team| team.is_empty()) || teams[0] == teams[1];
        (agrees && is_plain(person) && is_plain(only)).then_some((person.id, only.id))
    };
    people.filter(is_new).filter_map(pair).collect()
}

/// Who was shut out, and has seen what an account has that is not replaced yet.
fn shut_out(id: Id, book: &Book) -> Option<Safe<'static>> {
    let account = book.account(id)?;
    let mut names: Vec<String> = book
        .seen_by(account)
        .filter(|loss| owes(loss, account))
        .map(|loss| findings::label(loss.thing, book))
        .collect();
    names.sort();
    names.dedup();
    (!names.is_empty()).then(|| series(&names, " · "))
}

/// What goes along with accounts that move to a vault and is not there yet; and what of it is called as something
/// else that is.
pub fn along(book: &Book, accounts: impl IntoIterator<Item = Id>, to: usize) -> Vec<Say> {
    let accounts: Vec<Id> = accounts.into_iter().collect();
    let same: Vec<Id> = same_people(book, &accounts, to).into_iter().map(|(it, _)| it).collect();
    let found = accounts.iter().filter_map(|id| book.account(*id));
    let mut all = book.reach(found.flat_map(Account::things));
    all.retain(|thing| !same.contains(&thing.id()));
    let new = all
        .iter()
        .copied()
        .filter(|thing| book.homes.of(thing.id()).is_some_and(|home| !home.has(to)));
    let new: Vec<Thing> = new.collect();
    let is_there = |id: Id| book.homes.of(id).is_some_and(|home| home.has(to));
    let is_twin = |thing: &&Thing| {
        let label = book.device(thing.id()).map(|device| &*device.label).unwrap_or_default();
        let mut there = book.devices.iter().filter(|device| is_there(device.id));
        !label.is_empty() && there.any(|device| find::same(&device.label, label))
    };
    let is_namesake = |thing: &&Thing| {
        let person = book.person(thing.id());
        person.is_some_and(|person| namesakes(book, &person.name, to).next().is_some())
    };
    let names = |things: Vec<&Thing>| -> Vec<String> {
        things.into_iter().map(|thing| findings::label(*thing, book)).collect()
    };
    let twins = names(new.iter().filter(is_twin).collect());
    let namesakes = names(new.iter().filter(is_namesake).collect());
    let same: Vec<String> =
        same.into_iter().map(|id| findings::label(Thing::Person(id), book)).collect();
    let names = names(new.iter().collect());
    let gone: Vec<String> = all
        .iter()
        .filter(|thing| is_gone(book, **thing))
        .map(|thing| findings::label(*thing, book))
        .collect();
    let said = [
        (!names.is_empty()).then(|| Say::Along { names: series(&names, " · ") }),
        (!gone.is_empty()).then(|| Say::AlongGone { names: series(&gone, " · ") }),
        (!twins.is_empty()).then(|| Say::Twins { names: series(&twins, " · ") }),
        (!same.is_empty()).then(|| Say::SamePeople { names: series(&same, " · ") }),
        (!namesakes.is_empty()).then(|| Say::Namesakes { names: series(&namesakes, " · ") }),
    ];
    said.into_iter().flatten().collect()
}
