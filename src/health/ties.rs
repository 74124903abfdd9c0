//! What accounts share: phone lines, devices, keys. Counted once, so that no rule has to look at
//! every pair.

use std::collections::HashMap;

use super::login::Login;
use crate::model::{Id, Number};

/// A phone line as it is compared: two records with the same digits are one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// Its digits, without zeros in front: `+49 30…` and `0049 30…` are the same.
    Digits(u64),
    /// A record whose number is no number; it is like no other.
    Record(Id),
}

impl Line {
    pub fn of(number: &Number) -> Self {
        let digit = |digits: Option<u64>, c: char| {
            digits?.checked_mul(10)?.checked_add(u64::from(c.to_digit(10).unwrap_or(0)))
        };
        let digits = number.number.chars().filter(char::is_ascii_digit).fold(Some(0), digit);
        digits.filter(|digits| *digits > 0).map_or(Self::Record(number.id), Self::Digits)
    }
}

/// Something that accounts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tie {
    /// A line that a method arrives on.
    Line(Line),
    /// A device that a method or a copy of the key is on.
    Device(Id),
    /// A key, by its digest.
    Key([u8; 16]),
}

/// An account in a group.
#[derive(Clone, Copy, Debug)]
struct Member {
    account: Id,
    /// The number of its owner's name.
    owner: u32,
    /// Whether a method in use hangs on the tie.
    registered: bool,
    /// Whether it matters that others are there, too.
    shares: bool,
}

/// What the rules want to know of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Accounts with a method in use there.
    pub registered: usize,
    /// Accounts to which it matters who else is there.
    pub sharing: usize,
    /// Whether those have more than one owner.
    pub several_owners: bool,
}

#[derive(Debug, Default)]
struct Group {
    members: Vec<Member>,
    sum: Sum,
}

/// The accounts with one key.
#[derive(Debug)]
struct Twins {
    oldest: Id,
    /// The oldest of the others.
    next: Option<Id>,
    others: Vec<Id>,
}

impl Twins {
    fn push(&mut self, account: Id) {
        let (oldest, other) = (self.oldest.min(account), self.oldest.max(account));
        self.oldest = oldest;
        self.next = Some(self.next.map_or(other, |next| next.min(other)));
        self.others.push(other);
    }

    /// Whether nobody is left then.
    fn remove(&mut self, account: Id) -> bool {
        let mut gone = account;
        if self.oldest == account {
            let Some(next) = self.next else { return true };
            (self.oldest, gone) = (next, next);
        }
        self.others.retain(|id| *id != gone);
        self.next = self.others.iter().copied().min();
        false
    }

    fn all(&self) -> impl Iterator<Item = Id> {
        std::iter::once(self.oldest).chain(self.others.iter().copied())
    }
}

/// The groups of a book.
#[derive(Debug, Default)]
pub struct Ties {
    /// By line and device.
    groups: HashMap<Tie, Group>,
    /// By key: the accounts that have it. Nearly all are alone, and take no memory of their own.
    keys: HashMap<[u8; 16], Twins>,
    /// Owners' names, numbered: folded, and as they are written.
    owners: HashMap<String, u32>,
    spellings: HashMap<String, u32>,
}

impl Ties {
    /// The ties of all these accounts.
    pub fn of(logins: &[Login]) -> Self {
        let mut ties = Self::default();
        ties.keys.reserve(logins.len());
        for login in logins {
            ties.add(login);
        }
        ties.groups.values_mut().for_each(Group::count);
        ties
    }

    /// What is known of a group; nothing is, when nobody is in it.
    pub fn sum(&self, tie: &Tie) -> Sum {
        self.groups.get(tie).map(|group| group.sum).unwrap_or_default()
    }

    /// Whether an account hangs on it.
    pub fn is_used(&self, tie: &Tie) -> bool {
        self.groups.contains_key(tie)
    }

    /// The oldest other account with a key.
    pub fn twin(&self, key: [u8; 16], account: Id) -> Option<Id> {
        let twins = self.keys.get(&key)?;
        Some(twins.oldest).filter(|oldest| *oldest != account).or(twins.next)
    }

    /// The accounts in a group.
    pub fn members(&self, tie: &Tie) -> Vec<Id> {
        match tie {
            Tie::Key(key) => self.keys.get(key).into_iter().flat_map(Twins::all).collect(),
            tie => {
                let members = self.groups.get(tie).into_iter().flat_map(|group| &group.members);
                members.map(|member| member.account).collect()
            }
        }
    }

    /// Puts an account into its groups and returns them. Their sums are counted by
    /// [`recount`](Self::recount).
    pub fn add(&mut self, login: &Login) -> Vec<Tie> {
        let members = self.memberships(login);
        for (tie, member) in &members {
            self.groups.entry(*tie).or_default().members.push(*member);
        }
        if let Some(key) = login.key {
            let oldest = login.account.id;
            let alone = || Twins { oldest, next: None, others: Vec::new() };
            self.keys.entry(key).and_modify(|twins| twins.push(oldest)).or_insert_with(alone);
        }
        ties(&members, login)
    }

    /// Takes an account, as it was, out of its groups and returns them.
    pub fn remove(&mut self, login: &Login) -> Vec<Tie> {
        let members = self.memberships(login);
        for (tie, member) in &members {
            if let Some(group) = self.groups.get_mut(tie) {
                group.members.retain(|other| other.account != member.account);
            }
        }
        if let Some(key) = login.key
            && self.keys.get_mut(&key).is_some_and(|twins| twins.remove(login.account.id))
        {
            self.keys.remove(&key);
        }
        ties(&members, login)
    }

    /// Counts a group again and says whether anything may be different for those in it.
    pub fn recount(&mut self, tie: &Tie) -> bool {
        if let Tie::Key(_) = tie {
            return true;
        }
        let Some(group) = self.groups.get_mut(tie) else { return false };
        let before = group.sum;
        group.count();
        let differs = group.sum != before;
        if group.members.is_empty() {
            self.groups.remove(tie);
        }
        differs
    }

    /// The lines and devices of an account.
    fn memberships(&mut self, login: &Login) -> Vec<(Tie, Member)> {
        let account = login.account.id;
        let mut found: Vec<(Tie, Member)> = Vec::with_capacity(4);
        let mut put = |tie: Tie, member: Member| {
            if let Some((_, known)) = found.iter_mut().find(|(known, _)| *known == tie) {
                known.registered |= member.registered;
                known.shares |= member.shares;
            } else {
                found.push((tie, member));
            }
        };
        let mut owner = None;
        let bare = Member { account, owner: 0, registered: false, shares: false };
        for way in login.kept() {
            let member = Member { registered: way.is_registered(), ..bare };
            for device in way.handsets() {
                put(Tie::Device(device.id), member);
            }
            if let Some(number) = way.number {
                let sharing = login.platform.and_then(|platform| platform.sharing);
                let shares = sharing != Some(true) && !number.state.is_gone();
                // Known even where it does not matter: another record may be the same line.
                let owner = *owner.get_or_insert_with(|| self.number_of(login.owner()));
                put(Tie::Line(Line::of(number)), Member { owner, shares, ..member });
            }
        }
        for device in login.copies().filter_map(|copy| login.follow(copy).0) {
            put(Tie::Device(device.id), bare);
        }
        found
    }

    fn number_of(&mut self, owner: &str) -> u32 {
        if let Some(number) = self.spellings.get(owner) {
            return *number;
        }
        let next = u32::try_from(self.owners.len()).unwrap_or(u32::MAX);
        let number = *self.owners.entry(owner.trim().to_lowercase()).or_insert(next);
        self.spellings.insert(owner.to_owned(), number);
        number
    }
}

impl Group {
    fn count(&mut self) {
        let mut sum = Sum::default();
        let mut owner = None;
        for member in &self.members {
            sum.registered += usize::from(member.registered);
            if member.shares {
                sum.sharing += 1;
                sum.several_owners |= *owner.get_or_insert(member.owner) != member.owner;
            }
        }
        self.sum = sum;
    }
}

fn ties(members: &[(Tie, Member)], login: &Login) -> Vec<Tie> {
    members.iter().map(|(tie, _)| *tie).chain(login.key.map(Tie::Key)).collect()
}
