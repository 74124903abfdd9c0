//! What breaks if a device, a number or a person is gone, and how far it is mended.
//!
//! The same list serves before (a dry run), on the day and weeks later: it is derived from what
//! still refers to the thing, and what was ticked stays on it after the reference is gone.

mod mark;
#[cfg(test)]
mod tests;

pub use mark::{
    Changed, How, begin, end, expose, find, gone, is_gone, is_hollow, is_owed, lose, loss_at,
    loss_of, lost_on, progress, renewed, shut_out, tick, ticked, untick,
};

use std::collections::HashMap;

use crate::model::group::Sort;
use crate::model::{
    Account, Backup, Book, Catalogue, Device, DeviceState, Id, KeyCopy, Loss, Method, MethodKind,
    MethodState, Recovery, Role, Step, Thing, Worded, backup_method, replaced_since, worded,
};
use crate::time::Date;

/// An account that a loss concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Which.
    pub account: Id,
    /// Its place in `book.accounts`.
    pub place: usize,
    /// How bad it is.
    pub rank: Rank,
    /// The methods that go, as places in `account.methods`.
    pub hit: Vec<usize>,
    /// What still works, best first.
    pub still: Vec<Way>,
    /// Whether the key was on what is lost and was not replaced since.
    pub key_exposed: bool,
    /// What is to be done, in this order.
    pub steps: Vec<Step>,
}

worded! {
    /// Why an account stands where it stands in the list: the worst first.
    pub enum Rank {
        /// No other method works.
        NoOther = "no-other-method",
        /// Money lies there.
        Money = "money",
        /// The main method goes.
        Main = "main",
        /// A backup method goes.
        Backup = "backup",
        /// Something else: a further method, a copy of the key, a colleague's access.
        Other = "other",
    }
}

/// Something that still opens an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// What.
    pub by: By,
    /// Who has it, when that is known. The key in this vault has no holder of its own.
    pub holder: Option<Id>,
    /// How sure it is, for a method.
    pub status: Option<Backup>,
}

/// What a [`Way`] goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The key in this vault.
    Key,
    /// A method: its place in `account.methods`.
    Method(usize),
    /// Another copy of the key: its place in `account.copies`.
    Copy(usize),
    /// Recovery codes: how many are left. The last resort, so no method.
    Codes(usize),
}

/// The accounts a loss concerns, the worst first: no other method works, then where money lies, then
/// by the role of what goes; each of them by store, platform and login.
///
/// The thing may be lost already or not. What else is lost, out of use, failed its last test or is
/// with somebody who left counts as gone. `stale_after` is in days.
pub fn affected(
    book: &Book,
    catalogue: &Catalogue,
    thing: Thing,
    today: Date,
    stale_after: u32,
) -> Vec<Affected> {
    // Each by its id: of several vaults each has its own.
    let mut ticked: HashMap<(Id, Id), Vec<Step>> = HashMap::new();
    for loss in book.losses.iter().filter(|loss| loss.thing == thing) {
        for tick in &loss.ticks {
            ticked.entry((loss.id, tick.account)).or_default().push(tick.step);
        }
    }
    let (gone, is_back) = (mark::gone_since(book, thing), mark::is_back(book, thing));
    let all = Sight { book, thing, gone, is_back, saw: None, today, stale_after };
    let mut found: Vec<(Key, Affected)> = Vec::new();
    for (place, account) in book.accounts.iter().enumerate() {
        let loss = loss_at(book, thing, account);
        let ticked = loss.and_then(|loss| ticked.get(&(loss.id, account.id)));
        let ticked = ticked.map_or(&[][..], Vec::as_slice);
        let sight = Sight { saw: loss.filter(|loss| loss.saw), ..all };
        let money = || catalogue.of(&account.platform).and_then(|p| p.money) == Some(true);
        found.extend(sight.look(account, place, ticked, money));
    }
    found.sort_by(|(a, left), (b, right)| {
        let account = |affected: &Affected| &book.accounts[affected.place];
        let names = || Sort::Store.compare(account(left), account(right));
        a.cmp(b).then_with(names).then_with(|| left.account.cmp(&right.account))
    });
    found.into_iter().map(|(_, affected)| affected).collect()
}

/// What the list is sorted by before the names: another method works, no money, role.
type Key = (bool, bool, u8);

/// What is looked for.
#[derive(Clone, Copy)]
struct Sight<'a> {
    book: &'a Book,
    thing: Thing,
    /// The day it was lost, when it is.
    gone: Option<Date>,
    /// Whether it is somebody who is there again: then only what they saw counts.
    is_back: bool,
    /// The day on which somebody who could open the vault was removed.
    saw: Option<&'a Loss>,
    today: Date,
    stale_after: u32,
}

impl Sight<'_> {
    fn look(
        &self,
        account: &Account,
        place: usize,
        ticked: &[Step],
        money: impl FnOnce() -> bool,
    ) -> Option<(Key, Affected)> {
        let hit = places(&account.methods, |method| self.goes(method));
        let copied = account.copies.iter().any(|copy| self.copy_goes(copy));
        let used =
            !self.is_back && matches!(self.thing, Thing::Person(id) if account.users.contains(&id));
        let seen = self.saw.is_some_and(|loss| self.book.was_seen(loss, account))
            && seen(account).next().is_some();
        let is_theirs = !hit.is_empty() || copied || used;
        let gone = Some(self.thing).filter(|_| !self.is_back);
        // What `rules::access` counts as out has to be on a list: both ask `exposures` and `out_before`.
        let mut ways = self.book.exposures_if(account, gone);
        let out = account.key.is_some()
            && (ways.any(|it| it.thing == self.thing)
                || self.book.out_before(account).contains(&self.thing));
        if !is_theirs && !seen && !out && ticked.is_empty() {
            return None;
        }
        let still = self.still(account);
        let went = copied || !hit.is_empty();
        // Whoever only typed the codes takes no way in along; recovery codes are no method.
        let no_other = went && still.iter().all(|way| matches!(way.by, By::Codes(_)));
        let role = hit.iter().map(|place| account.methods[*place].role).min();
        let money = money();
        let rank = match role {
            _ if no_other => Rank::NoOther,
            _ if money => Rank::Money,
            Some(Role::Main) => Rank::Main,
            Some(Role::Backup) => Rank::Backup,
            _ => Rank::Other,
        };
        let key = (!no_other, !money, role.map_or(u8::MAX, |role| role as u8));
        let key_exposed = match account.key {
            Some(_) => out || self.is_unsure(account, &hit, ticked),
            None => self.exposes(account, &hit, copied),
        };
        let mut affected =
            Affected { account: account.id, place, rank, hit, still, key_exposed, steps: vec![] };
        let stuck = went && affected.still.is_empty();
        let saw = match (seen, is_theirs) {
            (false, _) => Saw::No,
            (true, true) => Saw::Too,
            (true, false) => Saw::Only,
        };
        let extent = Extent { stuck, used, saw, thing: self.thing };
        affected.steps = steps(account, &affected, extent, ticked);
        Some((key, affected))
    }

    /// Whether a method goes with the thing. One that the platform no longer knows does not.
    fn goes(&self, method: &Method) -> bool {
        if self.is_back || method.state == MethodState::Retired {
            return false;
        }
        match self.thing {
            Thing::Device(id) => self.book.handsets_of(method).any(|device| device.id == id),
            Thing::Number(id) => method.number == Some(id),
            Thing::Person(id) => {
                self.book.handsets_of(method).any(|device| device.holder == Some(id))
            }
        }
    }

    fn copy_goes(&self, copy: &KeyCopy) -> bool {
        if self.is_back || copy.removed.is_some() {
            return false;
        }
        match self.thing {
            Thing::Device(id) => copy.device == Some(id),
            Thing::Number(_) => false,
            Thing::Person(id) => {
                let keeper = copy.device.and_then(|id| self.book.device(id)?.holder);
                copy.holder == Some(id) || keeper == Some(id)
            }
        }
    }

    /// Whether the key of an account that has none here was on what is lost: in an app there, or as a copy.
    fn exposes(&self, account: &Account, hit: &[usize], copied: bool) -> bool {
        let app = match self.thing {
            Thing::Device(id) => self.book.devices_with_key(account).contains(&id),
            _ => hit.iter().any(|place| account.methods[*place].kind == MethodKind::Totp),
        };
        (copied || app) && self.is_open(account)
    }

    /// Where the references are gone because somebody began to mend it, nobody can say that the key was not there. What
    /// was open to somebody is told without them.
    fn is_unsure(&self, account: &Account, hit: &[usize], ticked: &[Step]) -> bool {
        self.saw.is_none() && !ticked.is_empty() && hit.is_empty() && self.is_open(account)
    }

    fn is_open(&self, account: &Account) -> bool {
        !matches!(self.thing, Thing::Number(_))
            && !self.book.is_replaced(account, self.thing, self.gone)
    }

    /// What still opens an account, best first.
    fn still(&self, account: &Account) -> Vec<Way> {
        let mut ways = Vec::new();
        let accepted = accepted(account);
        let key = account.key.as_ref().filter(|_| accepted);
        let in_vault = key.is_some_and(|key| !key.lacks_pin());
        if in_vault {
            ways.push(Way { by: By::Key, holder: None, status: None });
        }
        for (place, method) in account.methods.iter().enumerate() {
            // An app on no device is the key in this vault, which was just named.
            let is_key =
                key.is_some() && method.kind == MethodKind::Totp && method.device.is_none();
            let status = backup_method(method, account, self.book, self.today, self.stale_after);
            let works = !matches!(status, Backup::Lost | Backup::Retired | Backup::Failed);
            let there = self.book.handsets_of(method).all(|device| self.is_there(device));
            if works && there && !is_key && !self.goes(method) {
                let holder = self.book.holder_of(method).map(|person| person.id);
                ways.push(Way { by: By::Method(place), holder, status: Some(status) });
            }
        }
        for (place, copy) in account.copies.iter().enumerate() {
            let device = copy.device.and_then(|id| self.book.device(id));
            let holder = copy.holder.or_else(|| device?.holder);
            let there = device.is_none_or(|device| self.is_there(device))
                && holder.is_none_or(|id| self.is_here(id));
            let is_one = copy.removed.is_none() && !account.is_copy_past(copy);
            if accepted && there && is_one && !self.copy_goes(copy) {
                ways.push(Way { by: By::Copy(place), holder, status: None });
            }
        }
        let left = account.recovery.as_ref().and_then(Recovery::left).unwrap_or(0);
        if left > 0 {
            ways.push(Way { by: By::Codes(left), holder: None, status: None });
        }
        ways
    }

    fn is_there(&self, device: &Device) -> bool {
        device.state == DeviceState::Ok && device.holder.is_none_or(|id| self.is_here(id))
    }

    fn is_here(&self, id: Id) -> bool {
        (self.is_back || self.thing != Thing::Person(id))
            && self.book.person(id).is_none_or(|person| !person.has_left(self.today))
    }
}

/// What an account suffers.
#[derive(Clone, Copy)]
struct Extent {
    /// Nothing works any more.
    stuck: bool,
    /// Somebody who left signs in with it.
    used: bool,
    /// Whether somebody who left could see it in the vault.
    saw: Saw,
    /// What is lost.
    thing: Thing,
}

/// Whether somebody who left could see a login in the vault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saw {
    /// No.
    No,
    /// Yes, and they had more to do with it.
    Too,
    /// Yes, and that is all.
    Only,
}

/// What a login has in the vault that is worth replacing once somebody saw it who should not.
fn seen(account: &Account) -> impl Iterator<Item = Step> {
    let codes = account.recovery.iter().flat_map(|recovery| &recovery.codes);
    let kept = codes.into_iter().any(|code| code.used.is_none());
    let called = |method: &Method| method.number.is_some() && method.state == MethodState::Active;
    let number = account.methods.iter().any(called);
    let all = [(Step::Rekey, account.key.is_some()), (Step::Codes, kept), (Step::Number, number)];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(step, _)| step)
}

/// Whether something that somebody saw of an account before they were shut out is not replaced yet.
pub fn owes(loss: &Loss, account: &Account) -> bool {
    seen(account).any(|step| match step {
        Step::Rekey => !replaced_since(loss, account),
        _ => ticked(loss, account.id, step).is_none(),
    })
}

fn steps(account: &Account, affected: &Affected, extent: Extent, ticked: &[Step]) -> Vec<Step> {
    let Extent { stuck, used, saw, thing } = extent;
    let (number, person) = (matches!(thing, Thing::Number(_)), matches!(thing, Thing::Person(_)));
    // An app beside the key in this vault is a copy of it: to re-key is all there is to do.
    let in_vault = !number && affected.still.iter().any(|way| way.by == By::Key);
    let is_copy = |place: &usize| in_vault && account.methods[*place].kind == MethodKind::Totp;
    // The lost method is taken out of the account, but not everything about it is done.
    let halfway = affected.hit.is_empty()
        && ticked.iter().any(|step| match step {
            Step::Recover | Step::Replace | Step::Test => true,
            Step::Remove => !person,
            Step::SignIn | Step::Rekey | Step::Codes | Step::Number => false,
        });
    let replace = !affected.hit.iter().all(is_copy) || halfway;
    let wanted = |step: Step| match step {
        // What was done first stays first, whatever works by now.
        Step::Recover => stuck && !ticked.contains(&Step::SignIn),
        Step::SignIn => !stuck && saw != Saw::Only && !ticked.contains(&Step::Recover),
        Step::Remove => replace || used,
        Step::Replace | Step::Test => replace,
        Step::Rekey => affected.key_exposed,
        Step::Codes | Step::Number => saw != Saw::No && seen(account).any(|other| other == step),
    };
    let steps = Step::ALL.iter().copied();
    steps.filter(|step| ticked.contains(step) || wanted(*step)).collect()
}

/// Whether the platform takes the codes of the account's key, as far as anybody knows.
fn accepted(account: &Account) -> bool {
    let mut apps = account.methods.iter().filter(|m| m.kind == MethodKind::Totp).peekable();
    let refused = |method: &Method| {
        method.state == MethodState::Retired
            || account.test_of(method).is_some_and(|test| !test.result.works())
    };
    apps.peek().is_none() || apps.any(|method| !refused(method))
}

fn places<T>(items: &[T], which: impl Fn(&T) -> bool) -> Vec<usize> {
    (0..items.len()).filter(|place| which(&items[*place])).collect()
}
