//! A book that holds a few accounts and what they hang on, and nothing else of the one it is taken
//! from. To be looked at, never to be saved.

use std::collections::HashSet;

use super::{
    Account, Book, Catalogue, Device, Homes, Id, Loss, Number, Person, Platform, RecoveryCode,
    Thing,
};
use crate::secret::Secret;

impl Book {
    /// The accounts that are meant, with their keys, and the devices, numbers and people they hang on, and who was
    /// shut out after seeing them. Recovery codes are only counted, numbers are masked, and values that clash are
    /// left out, as is whatever belongs to another account.
    #[must_use]
    pub fn excerpt(&self, accounts: &HashSet<Id>) -> Self {
        let meant: Vec<&Account> =
            self.accounts.iter().filter(|account| accounts.contains(&account.id)).collect();
        let things: HashSet<Thing> =
            meant.iter().flat_map(|account| self.carriers(account)).collect();
        let about = |thing: Option<Thing>| thing.is_none_or(|thing| things.contains(&thing));
        let of = |account: Option<Id>| account.is_some_and(|id| accounts.contains(&id));
        let devices = self.devices.iter().filter(|d| things.contains(&Thing::Device(d.id)));
        let numbers = self.numbers.iter().filter(|n| things.contains(&Thing::Number(n.id)));
        let losses =
            self.losses.iter().filter(|loss| meant.iter().any(|it| self.was_seen(loss, it)));
        let losses: Vec<Loss> = losses
            .map(|loss| {
                let ticks = loss.ticks.iter().filter(|tick| accounts.contains(&tick.account));
                Loss { ticks: ticks.cloned().collect(), ..loss.clone() }
            })
            .collect();
        let people = self.people.iter().filter(|person| {
            let person = Thing::Person(person.id);
            things.contains(&person) || losses.iter().any(|loss| loss.thing == person)
        });
        let platforms = self.platforms.iter().filter(|platform| {
            let alone = Catalogue::new([vec![Platform::clone(platform)]]);
            meant.iter().any(|account| alone.of(&account.platform).is_some())
        });
        let snoozes = self.snoozes.iter().filter(|s| of(s.account) && about(s.about));
        Self {
            accounts: meant.iter().map(|account| bare(account)).collect(),
            devices: devices
                .map(|device| Device { conflicts: Vec::new(), ..device.clone() })
                .collect(),
            numbers: numbers
                .map(|n| Number { number: n.masked(), conflicts: Vec::new(), ..n.clone() })
                .collect(),
            people: people
                .map(|person| Person { conflicts: Vec::new(), ..person.clone() })
                .collect(),
            snoozes: snoozes.cloned().collect(),
            losses,
            gone: Vec::new(),
            platforms: platforms.cloned().collect(),
            quarantine: Vec::new(),
            homes: Homes::default(),
        }
    }
}

/// An account whose recovery codes are only counted.
fn bare(account: &Account) -> Account {
    let mut bare = Account { conflicts: Vec::new(), ..account.clone() };
    for code in bare.recovery.iter_mut().flat_map(|set| &mut set.codes) {
        *code = RecoveryCode { code: Secret::new(Vec::new()), ..code.clone() };
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Method, MethodKind, Recovery, Role, Step, Tick};
    use crate::time::{Date, Moment};

    fn id(n: u8) -> Id {
        Id::new(Moment::from_millis(u64::from(n)), [n; 10])
    }

    fn account(n: u8, line: u8) -> Account {
        let codes = ["11112222", "33334444"]
            .map(|code| RecoveryCode { code: Secret::from_text(code.to_owned()), used: None });
        Account {
            store: format!("Store {n}"),
            platform: format!("Platform {n}"),
            methods: vec![Method {
                number: Some(id(line)),
                ..Method::new(MethodKind::Sms, Role::Main)
            }],
            recovery: Some(Recovery { codes: codes.into(), ..Recovery::default() }),
            ..Account::blank(id(n))
        }
    }

    /// The night shift was not told that somebody who is out knows the keys it types from.
    #[test]
    fn who_was_shut_out_after_seeing_an_account_is() {
        let on = |day: &str| day.parse::<Date>().expect("a day");
        let tick = |account| Tick {
            account: id(account),
            step: Step::Codes,
            on: on("2026-03-02"),
            by: "Li".into(),
        };
        let out = |n, person, saw| Loss {
            id: id(n),
            thing: Thing::Person(id(person)),
            saw,
            on: on("2026-03-01"),
            by: "Li".into(),
            ticks: vec![tick(1), tick(2)],
        };
        let book = Book {
            accounts: vec![account(1, 20), account(2, 21)],
            people: [30, 31].map(|n| Person::new(id(n), n.to_string())).into(),
            losses: vec![out(40, 30, true), out(41, 31, false)],
            ..Book::default()
        };
        let part = book.excerpt(&[id(1)].into());
        let seen = Loss { ticks: vec![tick(1)], ..out(40, 30, true) };
        assert_eq!(part.losses, [seen], "and nothing that was done at other accounts");
        assert_eq!(part.people, [Person::new(id(30), "30".into())]);
        assert_eq!(book.excerpt(&HashSet::new()).losses, []);
    }

    #[test]
    fn nothing_of_other_accounts_is_in_it() {
        let device =
            |n: u8| Device { holder: Some(id(n + 20)), ..Device::new(id(n), n.to_string()) };
        let number = |n: u8, device: u8| Number {
            device: Some(id(device)),
            ..Number::new(id(n), format!("+8613800138{n:03}"))
        };
        let platform = |n: u8| Platform { name: format!("Platform {n}"), ..Platform::default() };
        let book = Book {
            accounts: vec![account(1, 20), account(2, 21)],
            devices: vec![device(10), device(11)],
            numbers: vec![number(20, 10), number(21, 11)],
            people: [30, 31, 32].map(|n| Person::new(id(n), n.to_string())).into(),
            platforms: vec![platform(1), platform(2)],
            ..Book::default()
        };
        let part = book.excerpt(&[id(1)].into());
        let ids = |book: &Book| {
            let mut ids: Vec<Id> = book.accounts.iter().map(|a| a.id).collect();
            ids.extend(book.devices.iter().map(|d| d.id));
            ids.extend(book.numbers.iter().map(|n| n.id));
            ids.extend(book.people.iter().map(|p| p.id));
            ids
        };
        assert_eq!(ids(&part), [1, 10, 20, 30].map(id));
        assert_eq!(part.platforms, [platform(1)]);
        assert_eq!(part.numbers[0].number, "+86•••8020");
        let recovery = part.accounts[0].recovery.as_ref().expect("it is there");
        assert_eq!(recovery.left(), Some(2), "they are counted");
        assert!(recovery.codes.iter().all(|code| code.code.is_empty()), "and not there");
        assert_eq!(ids(&book.excerpt(&HashSet::new())), []);
    }
}
