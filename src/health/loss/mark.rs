//! Marking a thing as gone and as found again, and ticking off what was done about it.
//!
//! A [`Loss`] is open as long as its thing is gone. One that is left over from an earlier time is no
//! longer asked, and goes when the thing is lost anew.

use super::Affected;
use crate::model::{
    Account, Book, Catalogue, Conflict, DeviceState, Id, KeyCopy, Loss, MethodState, NumberState,
    Step, Thing, Tick,
};
use crate::secret::Secret;
use crate::time::Date;

/// How something was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Nobody knows where it is.
    Lost,
    /// Somebody else has it.
    Stolen,
    /// The carrier took the number back.
    Lapsed,
    /// The colleague left.
    Left,
}

/// The open loss of a thing: of one that is gone, and of whoever saw the vault and was shut out of it,
/// even if they are back or only a stolen key of theirs was meant. There may be several: of whoever was shut out again,
/// on two machines or of two vaults. Then that of whoever saw the vault, and the last one.
pub fn loss_of(book: &Book, thing: Thing) -> Option<&Loss> {
    open_of(book, thing, book.losses.iter())
}

/// The same as far as an account's own vault says it: there it is ticked off. Where that says nothing, any.
pub fn loss_at<'a>(book: &'a Book, thing: Thing, account: &'a Account) -> Option<&'a Loss> {
    open_of(book, thing, book.losses_at(account)).or_else(|| loss_of(book, thing))
}

fn open_of<'a>(
    book: &Book,
    thing: Thing,
    losses: impl Iterator<Item = &'a Loss>,
) -> Option<&'a Loss> {
    let is_gone = is_gone(book, thing);
    let open = losses.filter(|loss| loss.thing == thing && (loss.saw || is_gone));
    open.max_by_key(|loss| (loss.saw, loss.on, loss.id))
}

/// Whether somebody was shut out of the vault and is back, or a key of theirs was stolen: what was seen is still to
/// be replaced, what they have is not gone.
pub(super) fn is_back(book: &Book, thing: Thing) -> bool {
    !is_gone(book, thing) && loss_of(book, thing).is_some()
}

/// Whether what somebody saw who was shut out is not all replaced. The list of it goes by their name, so
/// they are not to be taken out until then.
pub fn is_owed(book: &Book, thing: Thing, today: Date) -> bool {
    if !loss_of(book, thing).is_some_and(|loss| loss.saw) {
        return false;
    }
    // Neither platforms nor the age of tests change a step.
    let list = super::affected(book, &Catalogue::default(), thing, today, 0);
    let (done, all) = progress(book, thing, &list);
    done < all
}

/// The day a thing was lost, as far as anybody knows: what its record says, else its loss.
pub(super) fn gone_since(book: &Book, thing: Thing) -> Option<Date> {
    if !is_gone(book, thing) {
        return loss_of(book, thing).map(|loss| loss.on);
    }
    let since = match thing {
        Thing::Device(id) => book.device(id).and_then(|device| device.since),
        Thing::Number(id) => book.number(id).and_then(|number| number.since),
        Thing::Person(id) => book.person(id).and_then(|person| person.left),
    };
    book.day_of(thing, since)
}

/// The day a list of what is lost says: that of the open loss, else of the record.
pub fn lost_on(book: &Book, thing: Thing) -> Option<Date> {
    loss_of(book, thing).map(|loss| loss.on).or_else(|| gone_since(book, thing))
}

/// Whether a thing is marked as gone: lost, stolen, lapsed or left.
pub fn is_gone(book: &Book, thing: Thing) -> bool {
    match thing {
        Thing::Device(id) => book.device(id).is_some_and(|device| device.state.is_gone()),
        Thing::Number(id) => book.number(id).is_some_and(|number| number.state.is_gone()),
        Thing::Person(id) => book.person(id).is_some_and(|person| person.left.is_some()),
    }
}

/// Everything that is marked as gone, with or without a [`Loss`] that says since when, and whoever is
/// back after they were shut out of the vault.
pub fn gone(book: &Book) -> Vec<Thing> {
    let devices = book.devices.iter().map(|device| Thing::Device(device.id));
    let numbers = book.numbers.iter().map(|number| Thing::Number(number.id));
    let people = book.people.iter().map(|person| Thing::Person(person.id));
    devices
        .chain(numbers)
        .chain(people)
        .filter(|it| is_gone(book, *it) || is_back(book, *it))
        .collect()
}

/// Marks a thing as lost and begins a [`Loss`], unless it was lost already and one is open. `id` is for that; `by` may be
/// empty. Returns the open loss; `None` when there is no such thing.
pub fn lose(book: &mut Book, thing: Thing, how: How, on: Date, by: &str, id: Id) -> Option<Id> {
    let was = is_gone(book, thing);
    match thing {
        Thing::Device(id) => {
            let device = book.devices.iter_mut().find(|device| device.id == id)?;
            decided(&mut device.conflicts, &["state", "since"]);
            device.state = if how == How::Stolen { DeviceState::Stolen } else { DeviceState::Lost };
            device.since = if was { device.since } else { Some(on) };
        }
        Thing::Number(id) => {
            let number = book.numbers.iter_mut().find(|number| number.id == id)?;
            decided(&mut number.conflicts, &["state", "since"]);
            number.state = if how == How::Lapsed { NumberState::Lapsed } else { NumberState::Lost };
            number.since = if was { number.since } else { Some(on) };
        }
        Thing::Person(id) => {
            let person = book.people.iter_mut().find(|person| person.id == id)?;
            decided(&mut person.conflicts, &["left"]);
            person.left = Some(person.left.map_or(on, |known| known.min(on)));
        }
    }
    if let Some(open) = loss_of(book, thing).filter(|_| was) {
        return Some(open.id);
    }
    Some(begin(book, thing, on, by, id))
}

/// Whoever says what became of a thing decides what clashed of it, as where one of two vaults knew it already.
fn decided<T>(conflicts: &mut Vec<Conflict<T>>, fields: &[&str]) {
    conflicts.retain(|conflict| !fields.contains(&conflict.field));
}

/// Marks somebody as having left who could open the vault until then: all that they saw there is to be
/// replaced. Where they had left before, what was ticked stays, but for what they could see anew until now.
/// Returns the open loss; `None` when there is no such person.
pub fn shut_out(book: &mut Book, person: Id, on: Date, by: &str, id: Id) -> Option<Id> {
    let thing = Thing::Person(person);
    let before = loss_of(book, thing).cloned();
    lose(book, thing, How::Left, on, by, id)?;
    see(book, thing, before, on, by, id);
    Some(id)
}

/// Begins the list of what was open to a stolen key of somebody's until now, who has not left for that. What was
/// ticked before stays, but for what the thief could see. Returns the open loss; `None` when there is no such
/// person.
pub fn expose(book: &mut Book, person: Id, on: Date, by: &str, id: Id) -> Option<Id> {
    book.person(person)?;
    let thing = Thing::Person(person);
    let before = loss_of(book, thing).cloned();
    see(book, thing, before, on, by, id);
    Some(id)
}

/// Everything in the vault was seen until a day.
fn see(book: &mut Book, thing: Thing, before: Option<Loss>, on: Date, by: &str, id: Id) {
    // What was seen in another of several vaults is to be replaced there all the same.
    let homes = &book.homes;
    book.losses.retain(|loss| {
        loss.thing != thing || loss.saw && loss.id != id && homes.of(loss.id).is_some()
    });
    // One of now: what comes into the vault after it is told by its id. Whoever left earlier could read it until today.
    let ticks = before.into_iter().flat_map(|before| before.ticks);
    let ticks = ticks.filter(|tick| !is_seen(tick)).collect();
    book.losses.push(Loss { id, thing, on, by: by.to_owned(), saw: true, ticks });
}

/// Begins the loss of a thing that is gone. One of an earlier time goes, with what was ticked then, but
/// not that of somebody who was shut out: what they saw then they saw. `today` counts where the record
/// does not say since when it is, or says a day that lies ahead. Returns the open loss.
pub fn begin(book: &mut Book, thing: Thing, today: Date, by: &str, id: Id) -> Id {
    end(book, thing);
    if let Some(open) = loss_of(book, thing) {
        return open.id;
    }
    let on = gone_since(book, thing).map_or(today, |day| day.min(today));
    book.losses.push(Loss { id, thing, on, by: by.to_owned(), saw: false, ticks: Vec::new() });
    id
}

/// Forgets the loss of a thing, ticks and all. Of somebody who was shut out, what they saw stays to be
/// replaced, and what was ticked of that.
pub fn end(book: &mut Book, thing: Thing) {
    book.losses.retain(|loss| loss.thing != thing || loss.saw);
    for loss in book.losses.iter_mut().filter(|loss| loss.thing == thing) {
        loss.ticks.retain(is_seen);
    }
}

/// Whether a step is about what somebody saw in the vault.
fn is_seen(tick: &Tick) -> bool {
    matches!(tick.step, Step::Rekey | Step::Codes | Step::Number)
}

/// Whether something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It did.
    Yes,
    /// It was so already.
    No,
}

impl Changed {
    fn from(changed: bool) -> Self {
        if changed { Self::Yes } else { Self::No }
    }
}

/// Takes a loss back: the thing is in use again and its loss is forgotten, ticks and all, as far as
/// [`end`] goes.
pub fn find(book: &mut Book, thing: Thing) -> Changed {
    let before = book.losses.len();
    end(book, thing);
    let mut changed = book.losses.len() != before;
    match thing {
        Thing::Device(id) => {
            let device = book.devices.iter_mut().find(|device| device.id == id);
            if let Some(device) = device.filter(|device| device.state.is_gone()) {
                decided(&mut device.conflicts, &["state", "since"]);
                (device.state, device.since) = (DeviceState::Ok, None);
                changed = true;
            }
        }
        Thing::Number(id) => {
            let number = book.numbers.iter_mut().find(|number| number.id == id);
            if let Some(number) = number.filter(|number| number.state.is_gone()) {
                decided(&mut number.conflicts, &["state", "since"]);
                (number.state, number.since) = (NumberState::Ok, None);
                changed = true;
            }
        }
        Thing::Person(id) => {
            let person = book.people.iter_mut().find(|person| person.id == id);
            changed |= person.is_some_and(|person| {
                decided(&mut person.conflicts, &["left"]);
                person.left.take().is_some()
            });
        }
    }
    Changed::from(changed)
}

/// Writes down that a step was done, once.
pub fn tick(book: &mut Book, loss: Id, account: Id, step: Step, on: Date, by: &str) -> Changed {
    let Some(loss) = book.losses.iter_mut().find(|open| open.id == loss) else {
        return Changed::No;
    };
    if ticked(loss, account, step).is_some() {
        return Changed::No;
    }
    loss.ticks.push(Tick { account, step, on, by: by.to_owned() });
    Changed::Yes
}

/// Ticks off what an edit of an account did: whoever enters another key has replaced the one that got out, and
/// whoever enters new recovery codes, or moves a method to another number, what somebody saw who was shut out.
/// `before` is the account before the edit.
pub fn renewed(book: &mut Book, before: &Account, on: Date, by: &str) {
    let Some(after) = book.account(before.id).cloned() else { return };
    let codes = |account: &Account| -> Vec<Secret> {
        let all = account.recovery.iter().flat_map(|recovery| &recovery.codes);
        all.filter(|code| code.used.is_none()).map(|code| code.code.clone()).collect()
    };
    let numbers = |account: &Account| -> Vec<Id> {
        let live = account.methods.iter().filter(|method| method.state == MethodState::Active);
        live.filter_map(|method| method.number).collect()
    };
    let steps = [
        (Step::Codes, is_other(&codes(before), &codes(&after))),
        (Step::Number, is_other(&numbers(before), &numbers(&after))),
    ];
    if let (Some(old), Some(new)) = (&before.key, &after.key)
        && old.secret() != new.secret()
    {
        let known = book.known_key(&after, on);
        // One that stood here before is none of those that whoever is lost or out by then had, where it came after.
        let is_new = |loss: &Loss| known.as_ref().is_none_or(|past| past.is_after(loss.on));
        let out = book.exposures(before).map(|it| it.thing).chain(book.out_before(before));
        let out: Vec<Thing> = out.collect();
        let open = out.into_iter().filter_map(|thing| loss_at(book, thing, before));
        let open: Vec<Id> = open.filter(|loss| is_new(loss)).map(|loss| loss.id).collect();
        // Whoever saw that one has it again.
        for loss in book.losses.iter_mut().filter(|loss| !is_new(loss)) {
            let is_it = |tick: &Tick| (tick.account, tick.step) == (before.id, Step::Rekey);
            loss.ticks.retain(|tick| !is_it(tick));
        }
        for loss in open {
            tick(book, loss, before.id, Step::Rekey, on, by);
        }
        match &known {
            None => end_copies(book, before.id, |day| day >= on),
            Some(past) if past.after => end_copies(book, before.id, |day| past.keyed == Some(day)),
            Some(_) => {}
        }
    }
    let open = book.losses.iter().filter(|loss| book.was_seen(loss, before));
    let open: Vec<Id> = open.map(|loss| loss.id).collect();
    for (step, _) in steps.into_iter().filter(|(_, done)| *done) {
        for loss in &open {
            tick(book, *loss, before.id, step, on, by);
        }
    }
}

/// Forgets who had the key before through a copy that was over on the very day it was replaced: days do not tell
/// any more that it was that one.
fn end_copies(book: &mut Book, account: Id, then: impl Fn(Date) -> bool) {
    let is_over = |copy: &KeyCopy| copy.removed.is_some_and(&then) && copy.holder.is_some();
    if let Some(account) = book.accounts.iter_mut().find(|other| other.id == account) {
        account.copies.retain(|copy| !is_over(copy));
    }
}

/// Whether there is something where there was something, and nothing of it is the same.
fn is_other<T: PartialEq>(before: &[T], after: &[T]) -> bool {
    !before.is_empty() && !after.is_empty() && after.iter().all(|one| !before.contains(one))
}

/// Takes that back.
pub fn untick(book: &mut Book, loss: Id, account: Id, step: Step) -> Changed {
    let Some(loss) = book.losses.iter_mut().find(|open| open.id == loss) else {
        return Changed::No;
    };
    let before = loss.ticks.len();
    loss.ticks.retain(|tick| (tick.account, tick.step) != (account, step));
    Changed::from(loss.ticks.len() != before)
}

/// When and by whom a step was done.
pub fn ticked(loss: &Loss, account: Id, step: Step) -> Option<&Tick> {
    loss.ticks.iter().find(|tick| tick.account == account && tick.step == step)
}

/// Whether a step that was ticked off is none that was done: the key is the one that got out.
pub fn is_hollow(entry: &Affected, step: Step) -> bool {
    step == Step::Rekey && entry.key_exposed
}

/// Steps that were done, and all of them, each account's as its own vault says it. A key that is the same is not
/// replaced, whatever was ticked off.
pub fn progress(book: &Book, thing: Thing, affected: &[Affected]) -> (usize, usize) {
    let all = affected.iter().map(|account| account.steps.len()).sum();
    let done = |entry: &&Affected| -> usize {
        let loss = book.accounts.get(entry.place).and_then(|it| loss_at(book, thing, it));
        let is_done = |loss: &Loss, step: Step| {
            !is_hollow(entry, step) && ticked(loss, entry.account, step).is_some()
        };
        let steps = entry.steps.iter();
        loss.map_or(0, |loss| steps.filter(|step| is_done(loss, **step)).count())
    };
    (affected.iter().map(|account| done(&account)).sum(), all)
}
