//! One login and what hangs on it.

use super::word::worded;
use super::{Conflict, Id, Method, Role};
use crate::otp::{Key, Kind};
use crate::secret::Secret;
use crate::time::Date;

/// One login at one platform, serving one or more marketplaces of one store.
///
/// Two-step verification hangs on the login, not on the store, and many logins have no key: such a
/// row is as much a row, and its main [`Method`] says where the code arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Stable for life.
    pub id: Id,
    /// Where one signs in, as people call it: `Amazon`, `Coupang`. For imports, the issuer.
    pub platform: String,
    /// The store's name; may be empty, then the login stands for it.
    pub store: String,
    /// What is typed as user name.
    pub login: String,
    /// Country codes or site names: `DE`, `JP`.
    pub marketplaces: Vec<String>,
    /// The legal entity that owns it; may be empty.
    pub company: String,
    /// Free words.
    pub tags: Vec<String>,
    /// Free text.
    pub note: String,
    /// Kept at the top of the list.
    pub pinned: bool,
    /// The shared secret, where the platform gave one.
    pub key: Option<Key>,
    /// The day the key was enrolled or last replaced, when that is known.
    pub keyed: Option<Date>,
    /// The day the key got out in a way that no record tells any more: the lost device, or who left,
    /// was taken out of the book. Over once `keyed` is as late.
    pub exposed: Option<Date>,
    /// The day it came from another vault, where it did.
    pub arrived: Option<Date>,
    /// The keys it had before, by their marks.
    pub past: Vec<PastKey>,
    /// Other places that hold the same key.
    pub copies: Vec<KeyCopy>,
    /// Whether the platform asks for a second step at all.
    pub two_step: TwoStep,
    /// The one-time codes the platform issued, where it did.
    pub recovery: Option<Recovery>,
    /// Who signs in with this login.
    pub users: Vec<Id>,
    /// The profile of the browser it is opened in; may be empty.
    pub profile: String,
    /// Where one signs in, when that is not the platform's usual address.
    pub console: String,
    /// The ways to pass two-step verification that the platform knows of.
    pub methods: Vec<Method>,
    /// Values of fields that somebody else changed at the same time.
    pub conflicts: Vec<Conflict<Self>>,
}

impl Account {
    /// Since when it stands in its vault.
    pub fn since(&self) -> Date {
        self.arrived.map_or(self.id.made(), |day| day.max(self.id.made()))
    }

    /// An account with nothing in it.
    pub fn blank(id: Id) -> Self {
        Self {
            id,
            platform: String::new(),
            store: String::new(),
            login: String::new(),
            marketplaces: Vec::new(),
            company: String::new(),
            tags: Vec::new(),
            note: String::new(),
            pinned: false,
            key: None,
            keyed: None,
            exposed: None,
            arrived: None,
            past: Vec::new(),
            copies: Vec::new(),
            two_step: TwoStep::default(),
            recovery: None,
            users: Vec::new(),
            profile: String::new(),
            console: String::new(),
            methods: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    /// What a list calls it: the store, else the login, else the platform.
    pub fn title(&self) -> &str {
        [&self.store, &self.login, &self.platform]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }

    /// What tells it from others: its store, platform and login, as far as there are any.
    pub fn names(&self) -> Vec<&str> {
        let names = [&self.store, &self.platform, &self.login].map(String::as_str);
        names.into_iter().filter(|name| !name.is_empty()).collect()
    }

    /// The same in one line: `Hikari Outdoor / Amazon / ops@hikari.example`.
    pub fn full_name(&self) -> String {
        self.names().join(" / ")
    }

    /// Notes who has seen the key, each once.
    pub(super) fn add_seen(&mut self, seen: Vec<KeyCopy>) {
        for copy in seen {
            let mut known = self.copies.iter_mut().filter(|known| known.is_seen());
            match known.find(|known| known.holder == copy.holder) {
                Some(known) => known.removed = known.removed.max(copy.removed),
                None => self.copies.push(copy),
            }
        }
    }

    /// Whether it has what works once: a key that counts, recovery codes.
    pub fn uses_up(&self) -> bool {
        self.versions().any(|version| version.recovery.is_some() || version.counter().is_some())
    }

    /// Marks as used here, also in values that clash, what is used in another version of it: a counter
    /// never goes back, a recovery code works once.
    pub fn keep_used(&mut self, other: &Self) {
        let used: Vec<&RecoveryCode> = other
            .versions()
            .filter_map(|version| version.recovery.as_ref())
            .flat_map(|set| &set.codes)
            .filter(|code| code.used.is_some())
            .collect();
        let keys: Vec<&Key> = other.versions().filter_map(|version| version.key.as_ref()).collect();
        let counter = |key: &Key| match key.kind() {
            Kind::Hotp { counter } => Some(counter),
            _ => None,
        };
        let others = self.conflicts.iter_mut().map(|conflict| &mut *conflict.other);
        let own = (&mut self.key, &mut self.recovery);
        let others = others.map(|other| (&mut other.key, &mut other.recovery));
        for (key, recovery) in others.chain([own]) {
            for code in recovery.iter_mut().flat_map(|set| &mut set.codes) {
                if let Some(same) = used.iter().find(|used| used.code == code.code) {
                    code.used = code.used.or(same.used);
                }
            }
            let Some(old) = key.as_ref() else { continue };
            let same = keys.iter().filter(|key| key.secret() == old.secret());
            let Some(furthest) = same.filter_map(|key| counter(key)).max() else { continue };
            if counter(old).is_some_and(|counter| counter < furthest) {
                let kind = Kind::Hotp { counter: furthest };
                let further = Key::new(old.secret().clone(), kind, old.algorithm(), old.digits());
                *key = further.ok().or(key.take());
            }
        }
    }

    /// It, and every value of it that clashes.
    fn versions(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.conflicts.iter().map(|conflict| &*conflict.other))
    }

    fn counter(&self) -> Option<u64> {
        match self.key.as_ref()?.kind() {
            Kind::Hotp { counter } => Some(counter),
            _ => None,
        }
    }

    /// The first method with a role.
    pub fn method(&self, role: Role) -> Option<&Method> {
        self.methods.iter().find(|method| method.role == role)
    }
}

worded! {
    /// Whether two-step verification is on.
    #[derive(Default)]
    pub enum TwoStep {
        /// Nobody looked.
        #[default]
        Unknown = "unknown",
        /// It is.
        On = "on",
        /// It is not.
        Off = "off",
    }
}

/// A key that an account had and that was replaced: so that it is known where it is put back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastKey {
    /// [`Key::mark`].
    pub mark: String,
    /// The day it was set up, when that is known.
    pub keyed: Option<Date>,
    /// The last day on which it got out before it was replaced, when it did.
    pub exposed: Option<Date>,
    /// Whether it was set up in the place of one that had got out on that very day: the days do not tell it.
    pub after: bool,
}

impl PastKey {
    /// Whether it was set up after something that happened on a day.
    pub fn is_after(&self, on: Date) -> bool {
        self.keyed.is_some_and(|keyed| keyed > on || keyed == on && self.after)
    }
}

/// Another place that holds an account's key: good to have, until its holder leaves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyCopy {
    /// What kind of place.
    pub kind: CopyKind,
    /// Its name: `2fa.live`, `Aegis`; may be empty.
    pub place: String,
    /// The device it is on.
    pub device: Option<Id>,
    /// Who has it, when that is not the device's holder.
    pub holder: Option<Id>,
    /// The day it was made, when that is known.
    pub added: Option<Date>,
    /// The day it was deleted.
    pub removed: Option<Date>,
}

impl KeyCopy {
    /// What is left with somebody who saw a key in a vault, until a day.
    pub(super) fn seen(person: Id, until: Date) -> Self {
        Self {
            kind: CopyKind::Manager,
            place: String::new(),
            device: None,
            holder: Some(person),
            added: None,
            removed: Some(until),
        }
    }

    /// Whether it is that.
    pub fn is_seen(&self) -> bool {
        let Self { kind, place, device, holder, added, removed } = self;
        let is_nowhere = place.is_empty() && device.is_none() && added.is_none();
        *kind == CopyKind::Manager && is_nowhere && holder.is_some() && removed.is_some()
    }
}

worded! {
    /// What kind of place holds a copy of a key.
    #[derive(Default)]
    pub enum CopyKind {
        /// An authenticator app.
        #[default]
        App = "app",
        /// A password manager of the team.
        Manager = "manager",
        /// A web page that computes codes.
        Web = "web",
        /// A mini-program inside a messenger.
        MiniProgram = "mini-program",
        /// A spreadsheet or a chat.
        Sheet = "sheet",
        /// Paper.
        Paper = "paper",
    }
}

impl CopyKind {
    /// Whether others than the team can read it there.
    pub fn is_outside(self) -> bool {
        matches!(self, Self::Web | Self::MiniProgram | Self::Sheet)
    }
}

/// The one-time codes a platform issued for the day when nothing else works.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recovery {
    /// The codes, where they are kept here.
    pub codes: Vec<RecoveryCode>,
    /// How many are left, where they are kept elsewhere and somebody counted.
    pub counted: Option<u32>,
    /// Where they are kept: `safe in Berlin`; may be empty.
    pub place: String,
    /// The day somebody last looked.
    pub checked: Option<Date>,
}

impl Recovery {
    /// How many are left, when that is known.
    pub fn left(&self) -> Option<usize> {
        if self.codes.is_empty() {
            return self.counted.map(|n| n as usize);
        }
        Some(self.codes.iter().filter(|code| code.used.is_none()).count())
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecoveryCode {
    /// As issued.
    pub code: Secret,
    /// The day it was used.
    pub used: Option<Date>,
}
