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
    /// The two oldest accounts, where the tie is a key.
    pub oldest: [Option<Id>; 2],
}

/// Most groups are an account and its own key: the first member takes no memory of its own.
#[derive(Debug, Default)]
struct Group {
    first: Option<Member>,
    rest: Vec<Member>,
    sum: Sum,
}

/// The groups of a book.
#[derive(Debug, Default)]
pub struct Ties {
    groups: HashMap<Tie, Group>,
    /// Owners' names, numbered: folded, and as they are written.
    owners: HashMap<String, u32>,
    spellings: HashMap<String, u32>,
}

impl Ties {
    /// The ties of all these accounts.
    pub fn of(logins: &[Login]) -> Self {
        let mut ties = Self::default();
        ties.groups.reserve(logins.len() * 2);
        for login in logins {
            ties.add(login);
        }
        ties.groups.iter_mut().for_each(|(tie, group)| group.count(tie));
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

    /// The accounts in a group.
    pub fn members(&self, tie: &Tie) -> impl Iterator<Item = Id> {
        self.groups.get(tie).into_iter().flat_map(Group::members).map(|one| one.account)
    }

    /// Puts an account into its groups and returns them. Their sums are counted by
    /// [`recount`](Self::recount).
    pub fn add(&mut self, login: &Login) -> Vec<Tie> {
        let members = self.memberships(login);
        for (tie, member) in &members {
            self.groups.entry(*tie).or_default().push(*member);
        }
        members.into_iter().map(|(tie, _)| tie).collect()
    }

    /// Takes an account, as it was, out of its groups and returns them.
    pub fn remove(&mut self, login: &Login) -> Vec<Tie> {
        let members = self.memberships(login);
        for (tie, member) in &members {
            if let Some(group) = self.groups.get_mut(tie) {
                group.remove(member.account);
            }
        }
        members.into_iter().map(|(tie, _)| tie).collect()
    }

    /// Counts a group again and says whether anything is different for those in it.
    pub fn recount(&mut self, tie: &Tie) -> bool {
        let Some(group) = self.groups.get_mut(tie) else { return false };
        let before = group.sum;
        group.count(tie);
        let differs = group.sum != before;
        if group.first.is_none() {
            self.groups.remove(tie);
        }
        differs
    }

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
            if let Some(device) = way.device {
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
        if let Some(key) = login.key {
            put(Tie::Key(key), bare);
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
    fn members(&self) -> impl Iterator<Item = &Member> {
        self.first.iter().chain(&self.rest)
    }

    fn push(&mut self, member: Member) {
        match self.first {
            None => self.first = Some(member),
            Some(_) => self.rest.push(member),
        }
    }

    fn remove(&mut self, account: Id) {
        self.rest.retain(|member| member.account != account);
        if self.first.is_some_and(|member| member.account == account) {
            self.first = self.rest.pop();
        }
    }

    fn count(&mut self, tie: &Tie) {
        let mut sum = Sum::default();
        let mut owner = None;
        for member in self.members() {
            sum.registered += usize::from(member.registered);
            if member.shares {
                sum.sharing += 1;
                sum.several_owners |= *owner.get_or_insert(member.owner) != member.owner;
            }
        }
        if let Tie::Key(_) = tie {
            let ids = || self.members().map(|member| member.account);
            let first = ids().min();
            sum.oldest = [first, ids().filter(|id| Some(*id) != first).min()];
        }
        self.sum = sum;
    }
}
