//! The form of an account: what a hurried person knows of a login, and where its codes arrive.

use super::key::PARTS;
use super::method::{BACKUP, MAIN};
use super::{Draft, Field, Flaw, Saved, Subject, Work, find, split};
use crate::model::{Account, Book, Id, Role};

/// What only the whole form shows.
const FOLDED: [Field; 5] =
    [Field::TwoStep, Field::Users, Field::Profile, Field::Console, Field::Keyed];

impl Draft {
    /// The form of an account. Its key is kept, not shown: the key field starts empty.
    pub fn of(account: &Account, book: &Book) -> Self {
        let mut draft = Self { key: account.key.clone(), ..Self::whole_of(Subject::Account) };
        draft.set(Field::Platform, &account.platform);
        draft.set(Field::Store, &account.store);
        draft.set(Field::Login, &account.login);
        draft.set(Field::Sites, &split::listed_sites(&account.marketplaces));
        draft.set(Field::Company, &account.company);
        draft.set(Field::Tags, &split::listed(&account.tags));
        draft.set(Field::Note, &account.note);
        draft.put(Field::TwoStep, account.two_step);
        draft.set(Field::Users, &split::listed(&names(&account.users, book)));
        draft.set(Field::Profile, &account.profile);
        draft.set(Field::Console, &account.console);
        draft.set_day(Field::Keyed, account.keyed);
        if let Some(key) = &account.key {
            draft.describe(key);
        }
        for way in [MAIN, BACKUP] {
            if let Some(method) = account.method(way.role) {
                draft.put(way.kind, method.kind);
                draft.show_place(way, method, book);
            }
        }
        let tested = account.method(Role::Backup).and_then(|method| method.tested.as_ref());
        draft.set_day(Field::BackupTested, tested.map(|test| test.on));
        draft
    }

    pub(super) fn account_applies(&self, field: Field) -> bool {
        let filled = |field: Field| !self.text(field).trim().is_empty();
        match field {
            Field::Device | Field::Number | Field::Holder => filled(Field::By),
            Field::BackupDevice
            | Field::BackupNumber
            | Field::BackupHolder
            | Field::BackupTested => filled(Field::Backup),
            _ if FOLDED.contains(&field) && !self.whole && !filled(field) => false,
            field => self.place(field).is_some() && self.key_applies(field),
        }
    }

    pub(super) fn account_flaws(&self) -> Vec<(Field, Flaw)> {
        let mut flaws = Vec::new();
        let names = [Field::Platform, Field::Store, Field::Login];
        let by_address = matches!(self.address(), Some(Ok(address)) if !(address.issuer.is_empty() && address.login.is_empty()));
        if !by_address && names.iter().all(|&field| self.text(field).trim().is_empty()) {
            flaws.push((Field::Store, Flaw::NoName));
        }
        flaws.extend(self.key().err());
        for way in [MAIN, BACKUP] {
            if self.text(way.kind).trim().is_empty() {
                let parts = [way.device, way.number, way.holder];
                let stray = parts.into_iter().find(|&part| !self.text(part).trim().is_empty());
                flaws.extend(stray.map(|part| (part, Flaw::NoMethod)));
            }
        }
        flaws
    }

    /// Makes the account: a new one, or `base` with what the form says in its place. The account is
    /// returned, not put into the book.
    pub fn build_account(&self, base: Option<&Account>, work: &mut Work) -> Saved<Account> {
        let shown =
            base.map_or_else(|| Self::whole_of(Subject::Account), |base| Self::of(base, work.book));
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut account = base.cloned().unwrap_or_else(|| Account::blank((work.fresh)()));
        let before = work.book.keepers(&account);
        let texts = [
            (Field::Platform, &mut account.platform),
            (Field::Store, &mut account.store),
            (Field::Login, &mut account.login),
            (Field::Company, &mut account.company),
            (Field::Note, &mut account.note),
            (Field::Profile, &mut account.profile),
            (Field::Console, &mut account.console),
        ];
        for (field, place) in texts {
            if touched(field) {
                *place = self.trimmed(field);
            }
        }
        if touched(Field::Sites) {
            account.marketplaces = split::sites(self.text(Field::Sites));
        }
        if touched(Field::Tags) {
            account.tags = split::names(self.text(Field::Tags));
        }
        if touched(Field::TwoStep) {
            account.two_step = self.choice(Field::TwoStep);
        }
        if touched(Field::Users) {
            let names = find::named(self.text(Field::Users), work.book);
            let near = work.near(account.id);
            let users: Result<Vec<_>, _> =
                names.iter().map(|name| work.person(name, near)).collect();
            let users = users.map_err(|flaw| vec![(Field::Users, flaw)])?;
            account.users = users.into_iter().flatten().collect();
            account.users.dedup();
        }
        if touched(Field::Keyed) {
            // It may be the day after already where the person is.
            account.keyed = self.day(Field::Keyed).map(|day| day.min(work.today));
        }
        let replaced = self.take_key(&mut account, &shown, work)?;
        let is_typed = touched(Field::Keyed) && !replaced;
        if base.is_some_and(|base| is_typed && work.book.is_typed_away(base, &account)) {
            return Err(vec![(Field::Keyed, Flaw::SameKey)]);
        }
        if self.take_methods(&mut account, &shown, work)? {
            account.methods.sort_by_key(|method| method.role);
        }
        // Other accounts may have gained a trace; so has this one, where it stands in the book.
        if !replaced {
            account.leave_traces(&before, work.book, work.today);
        }
        Ok(account)
    }

    /// Sets the key as the form has it; says whether another one came in the place of one.
    fn take_key(&self, account: &mut Account, shown: &Self, work: &Work) -> Saved<bool> {
        let touched = |field: Field| shown.text(field) != self.text(field);
        if self.key == shown.key && !PARTS.into_iter().any(touched) {
            return Ok(false);
        }
        let before = std::mem::replace(&mut account.key, self.key().map_err(|flaw| vec![flaw])?);
        if let Some(Ok(address)) = self.address() {
            adopt(&mut account.platform, address.issuer);
            adopt(&mut account.login, address.login);
            adopt(&mut account.note, address.note);
            account.pinned |= address.favourite;
        }
        let (old, new) = match (before, account.key.take()) {
            (Some(old), Some(new)) => (old, new),
            (Some(old), None) => {
                (account.key, account.keyed) = (Some(old.clone()), shown.day(Field::Keyed));
                work.book.note_past(account, &old, work.today);
                (account.key, account.keyed) = (None, None);
                return Ok(false);
            }
            (None, new) => {
                if new.is_none() {
                    account.keyed = None;
                }
                account.key = new;
                work.book.first_key(account, work.today);
                return Ok(false);
            }
        };
        let replaced = old.secret() != new.secret();
        account.key = Some(new);
        if replaced {
            let day = touched(Field::Keyed).then_some(account.keyed).flatten();
            account.keyed = shown.day(Field::Keyed);
            work.book.rekey(account, &old, day, work.today);
            account.forget_tests_before();
        }
        Ok(replaced)
    }
}

fn adopt(place: &mut String, text: String) {
    if place.is_empty() {
        *place = text;
    }
}

fn names<'a>(people: &[Id], book: &'a Book) -> Vec<&'a str> {
    people.iter().filter_map(|id| book.person(*id)).map(|person| &*person.name).collect()
}
