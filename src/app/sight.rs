//! Who sees what when an account moves between vaults, in sentences.

use super::draft::find::same;
use super::shelf::Face;
use super::{findings, team};
use crate::health::loss::owes;
use crate::i18n::Vaults as Say;
use crate::model::{Account, Book, Id, Thing};
use crate::text::{Safe, safe, series};
use crate::vault::{Member, MemberKind};

/// Who sees an account that moves between vaults, and who sees it no more, in sentences.
pub fn sight(id: Id, from: &[&Face], to: &Face, book: &Book) -> Vec<Say> {
    let people = |face: &Face| -> Vec<Member> {
        let members = face.readers.members.iter();
        members.filter(|member| member.kind == MemberKind::Person).cloned().collect()
    };
    let (before, after) =
        (from.iter().flat_map(|face| people(face)).collect::<Vec<_>>(), people(to));
    let names = |some: &[Member], others: &[Member]| {
        let is_in = |member: &&Member| others.iter().any(|o| o.recipient == member.recipient);
        let mut names: Vec<String> =
            some.iter().filter(|member| !is_in(member)).map(|m| team::name(m, book)).collect();
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
    said.extend(shut_out(id, book).map(|names| Say::ShutOutSaw { names }));
    let knew = from.iter().filter(by_passphrase);
    said.extend(knew.map(|face| Say::OpenedByPassphrase { name: safe(&face.name) }));
    if said.is_empty() {
        said.push(Say::SameSight);
    }
    said
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
    let accounts = accounts.into_iter().filter_map(|id| book.account(id));
    let things = book.reach(accounts.flat_map(Account::things));
    let new = things
        .into_iter()
        .filter(|thing| book.homes.of(thing.id()).is_some_and(|home| !home.has(to)));
    let new: Vec<Thing> = new.collect();
    let is_there = |id: Id| book.homes.of(id).is_some_and(|home| home.has(to));
    let is_twin = |thing: &&Thing| {
        let label = book.device(thing.id()).map(|device| &*device.label).unwrap_or_default();
        let mut there = book.devices.iter().filter(|device| is_there(device.id));
        !label.is_empty() && there.any(|device| same(&device.label, label))
    };
    let names = |things: Vec<&Thing>| -> Vec<String> {
        things.into_iter().map(|thing| findings::label(*thing, book)).collect()
    };
    let twins = names(new.iter().filter(is_twin).collect());
    let names = names(new.iter().collect());
    let said = [
        (!names.is_empty()).then(|| Say::Along { names: series(&names, " · ") }),
        (!twins.is_empty()).then(|| Say::Twins { names: series(&twins, " · ") }),
    ];
    said.into_iter().flatten().collect()
}
