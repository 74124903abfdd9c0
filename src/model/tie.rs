//! What an account hangs on: the handsets, lines and colleagues behind its methods and copies.

use super::{Account, Book, Device, Thing};

impl Book {
    /// What an account hangs on, each once, in order. A copy of its key that was deleted is nothing
    /// to hang on.
    pub fn carriers(&self, account: &Account) -> Vec<Thing> {
        let mut things: Vec<Thing> = account.users.iter().copied().map(Thing::Person).collect();
        let on = |device: &Device, things: &mut Vec<Thing>| {
            things.push(Thing::Device(device.id));
            things.extend(device.holder.map(Thing::Person));
        };
        for method in &account.methods {
            things.extend(method.number.map(Thing::Number));
            self.handsets_of(method).for_each(|device| on(device, &mut things));
        }
        for copy in account.copies.iter().filter(|copy| copy.removed.is_none()) {
            things.extend(copy.holder.map(Thing::Person));
            if let Some(device) = copy.device.and_then(|id| self.device(id)) {
                on(device, &mut things);
            }
        }
        things.sort_unstable();
        things.dedup();
        things
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CopyKind, Id, KeyCopy, Method, MethodKind, Number, Person, Role};
    use crate::time::{Date, Moment};

    fn id(n: u8) -> Id {
        Id::new(Moment::from_millis(u64::from(n)), [n; 10])
    }

    #[test]
    fn an_account_hangs_on_whatever_it_would_miss() {
        let device =
            |n: u8| Device { holder: Some(id(n + 20)), ..Device::new(id(n), n.to_string()) };
        let book = Book {
            devices: vec![device(10), device(11)],
            numbers: vec![Number { device: Some(id(10)), ..Number::new(id(20), "110".into()) }],
            people: [30, 31, 32].map(|n| Person::new(id(n), n.to_string())).into(),
            ..Book::default()
        };
        let (phone, other) = (Thing::Device(id(10)), Thing::Device(id(11)));
        let (line, holder, second) =
            (Thing::Number(id(20)), Thing::Person(id(30)), Thing::Person(id(31)));
        let sms = Method { number: Some(id(20)), ..Method::new(MethodKind::Sms, Role::Main) };
        let shown_elsewhere = Method { device: Some(id(11)), ..sms.clone() };
        let copy = |device: Option<u8>, removed: Option<Date>| KeyCopy {
            kind: CopyKind::App,
            place: String::new(),
            device: device.map(id),
            holder: Some(id(32)),
            added: None,
            removed,
        };
        let keeper = Thing::Person(id(32));
        let blank = || Account::blank(id(1));
        let cases = [
            ("nothing", blank(), vec![]),
            ("who types", Account { users: vec![id(31)], ..blank() }, vec![second]),
            (
                "a SIM",
                Account { methods: vec![sms.clone(), sms], ..blank() },
                vec![phone, line, holder],
            ),
            (
                "a SIM in another phone",
                Account { methods: vec![shown_elsewhere], ..blank() },
                vec![phone, other, line, holder, second],
            ),
            (
                "a copy",
                Account { copies: vec![copy(Some(11), None)], ..blank() },
                vec![other, second, keeper],
            ),
            (
                "a copy that was deleted",
                Account { copies: vec![copy(Some(11), Some(Date::MIN))], ..blank() },
                vec![],
            ),
        ];
        for (name, account, expected) in cases {
            assert_eq!(book.carriers(&account), expected, "{name}");
        }
    }
}
