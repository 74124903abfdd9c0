//! People, devices and numbers of the book by what a table calls them: found, or added. Looked up
//! once, because a table may name thousands.

use std::collections::{HashMap, HashSet};

use super::entry::{Aside, Differs, Entry, Field, Joined, Phone};
use super::kept;
use crate::app::draft::number::plain;
use crate::exchange::table::Column;
use crate::model::{Account, Book, Device, Id, Method, MethodKind, Number, Person, Role, Thing};

/// Digits with which a number is one with its country. With eleven, a Chinese one without it reads like
/// an American one with it.
pub(super) const WHOLE: usize = 12;

/// The things of a book. Records that are added stand at the ends of its lists until
/// [`Book::settle`] sorts them.
pub(super) struct Things<'a> {
    pub(super) book: &'a mut Book,
    pub(super) fresh: &'a mut dyn FnMut() -> Id,
    pub(super) people: HashMap<String, Id>,
    pub(super) devices: HashMap<String, usize>,
    pub(super) places: HashMap<Id, usize>,
    pub(super) numbers: HashMap<String, usize>,
    pub(super) lines: HashMap<Id, usize>,
    /// The phones without a number, by who holds them.
    spare: HashMap<Id, Vec<usize>>,
    /// The last number behind a label, by the label.
    labels: HashMap<String, usize>,
    /// Those that were there before.
    pub(super) known: HashSet<Thing>,
    /// What those of another vault are here.
    pub(super) brought: HashMap<Thing, Id>,
}

/// What a row says of phones and their keeper, in terms of the book.
#[derive(Debug, Default)]
pub(super) struct Arrival {
    pub(super) methods: Vec<Method>,
    pub(super) users: Vec<Id>,
    /// The account of another vault, as it stands here.
    pub(super) own: Option<Account>,
    /// What has no place, for the note.
    pub(super) asides: Vec<Aside>,
    /// What is known otherwise.
    pub(super) differs: Vec<Differs>,
    /// What a device or a number has more by it.
    pub(super) grew: Vec<Field>,
    /// The phone that has got its number.
    pub(super) joined: Option<Joined>,
}

impl Arrival {
    /// Something that is known otherwise: it goes into the note.
    fn beside(&mut self, field: Column, ours: String, theirs: &str) {
        self.asides.push(Aside { column: field, text: theirs.to_owned() });
        self.differs.push(Differs { field: field.into(), ours, theirs: theirs.to_owned() });
    }
}

/// A name as it is looked up. A space between Chinese characters is only for the eye.
pub(super) fn folded(name: &str) -> String {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    let name = name.trim().to_lowercase();
    let is_spaced = name.chars().all(|c| is_han(c) || c.is_whitespace());
    if is_spaced { name.split_whitespace().collect() } else { name }
}

impl<'a> Things<'a> {
    pub(super) fn of(book: &'a mut Book, fresh: &'a mut dyn FnMut() -> Id) -> Self {
        let mut people = HashMap::new();
        for person in &book.people {
            people.entry(folded(&person.name)).or_insert(person.id);
        }
        let (mut devices, mut places) = (HashMap::new(), HashMap::new());
        for (place, device) in book.devices.iter().enumerate() {
            devices.entry(folded(&device.label)).or_insert(place);
            places.insert(device.id, place);
        }
        let (mut numbers, mut lines) = (HashMap::new(), HashMap::new());
        for (place, line) in book.numbers.iter().enumerate() {
            lines.insert(line.id, place);
            numbers.entry(plain(&line.number)).or_insert(place);
        }
        let numbered: HashSet<Id> = book.numbers.iter().filter_map(|line| line.device).collect();
        let mut spare: HashMap<Id, Vec<usize>> = HashMap::new();
        for (place, device) in book.devices.iter().enumerate() {
            if let Some(holder) = device.holder.filter(|_| !numbered.contains(&device.id)) {
                spare.entry(holder).or_default().push(place);
            }
        }
        let known = (book.people.iter().map(|person| Thing::Person(person.id)))
            .chain(book.devices.iter().map(|device| Thing::Device(device.id)))
            .chain(book.numbers.iter().map(|number| Thing::Number(number.id)))
            .collect();
        let (brought, labels) = (HashMap::new(), HashMap::new());
        Self { book, fresh, people, devices, places, numbers, lines, spare, labels, known, brought }
    }

    fn person(&mut self, name: &str) -> Id {
        *self.people.entry(folded(name)).or_insert_with(|| {
            let id = (self.fresh)();
            self.book.people.push(Person::new(id, name.trim().to_owned()));
            id
        })
    }

    /// A new phone. Where its name is taken, a number behind it tells it from the other.
    fn device(&mut self, label: &str) -> usize {
        let label = label.trim();
        let mut free = label.to_owned();
        while self.devices.contains_key(&folded(&free)) {
            let last = self.labels.entry(folded(label)).or_insert(1);
            *last += 1;
            free = format!("{label} {last}");
        }
        let (id, place) = ((self.fresh)(), self.book.devices.len());
        self.devices.insert(folded(&free), place);
        self.book.devices.push(Device::new(id, free));
        self.places.insert(id, place);
        place
    }

    /// The only phone of somebody that has no number yet.
    fn spare(&mut self, holder: &str) -> Option<usize> {
        let person = self.people.get(&folded(holder))?;
        match self.spare.get_mut(person)? {
            one if one.len() == 1 => one.pop(),
            _ => None,
        }
    }

    /// A phone that has a number now is none of those without.
    pub(super) fn numbered(&mut self, device: Id) {
        let place = self.places.get(&device);
        let holder = place.and_then(|place| self.book.devices[*place].holder);
        if let Some(spare) = holder.and_then(|holder| self.spare.get_mut(&holder)) {
            spare.retain(|other| Some(other) != place);
        }
    }

    /// A number by its id, one that was added, too.
    pub(super) fn number(&self, id: Id) -> Option<&Number> {
        self.lines.get(&id).and_then(|place| self.book.numbers.get(*place))
    }

    /// The phone that a number is in.
    pub(super) fn phone_of(&self, line: &Number) -> Option<&Device> {
        self.places.get(&line.device?).and_then(|place| self.book.devices.get(*place))
    }

    fn line(&mut self, number: &str) -> usize {
        if let Some(place) = self.line_of(number) {
            let line = &mut self.book.numbers[place];
            if number.starts_with('+') && !plain(&line.number).starts_with('+') {
                // Its country is one thing more that is known of it.
                number.clone_into(&mut line.number);
                self.numbers.insert(plain(number), place);
            }
            return place;
        }
        let (id, place) = ((self.fresh)(), self.book.numbers.len());
        self.book.numbers.push(Number::new(id, number.to_owned()));
        self.lines.insert(id, place);
        self.numbers.insert(plain(number), place);
        place
    }

    /// The place of a number that is here. A plus that a table lost makes no other line, where there
    /// are as many digits as only a number with its country has.
    pub(super) fn line_of(&self, number: &str) -> Option<usize> {
        let plain = plain(number);
        let known = self.numbers.get(&plain);
        let other = || {
            let digits = plain.strip_prefix('+').unwrap_or(&plain);
            let other =
                if digits.len() == plain.len() { format!("+{digits}") } else { digits.to_owned() };
            self.numbers.get(&other).filter(|_| digits.len() >= WHOLE)
        };
        known.or_else(other).copied()
    }

    /// ` (Dora, Rome)`: what a row says otherwise of the phone of a number.
    fn beside(&self, line: usize, holder: &str, location: &str) -> String {
        let device = self.phone_of(&self.book.numbers[line]);
        let known = self.people.get(&folded(holder));
        let is_known = |device: &Device| known.is_some() && device.holder == known.copied();
        let is_there = |device: &Device| device.location == location;
        let holder = (!device.is_some_and(is_known)).then_some(holder);
        let location = (!device.is_some_and(is_there)).then_some(location);
        let said = [holder, location].into_iter().flatten().filter(|said| !said.is_empty());
        let said = said.collect::<Vec<_>>().join(", ");
        if said.is_empty() { said } else { format!(" ({said})") }
    }

    /// Finds or adds what a row names. The keeper has the phone that the first number is in: the one
    /// that is known, else the only one of theirs without a number, else one that is called after them.
    /// Another number is another phone, whoever holds it. What is known already stays as it is; what says
    /// otherwise goes into the note. Where the row goes into an account that has another number in its
    /// place, that stays, and the row's becomes nothing.
    pub(super) fn arrive(&mut self, entry: &Entry, target: Option<&Account>) -> Arrival {
        if let Some(own) = &entry.record.own {
            let own = self.bring(own);
            let (methods, users) = (own.methods.clone(), own.users.clone());
            return Arrival { methods, users, own: Some(own), ..Arrival::default() };
        }
        let extra = &entry.record.extra;
        let (holder, location) = (extra.holder.trim(), extra.location.trim());
        let mut arrival = Arrival::default();
        let (mut first, mut is_kept) = (None, false);
        let mut roles = match entry.key() {
            // The key here is the main one.
            Some(_) => [Role::Backup, Role::Extra].into_iter(),
            None => [Role::Main, Role::Backup].into_iter(),
        };
        for (at, phone) in entry.phones.iter().enumerate() {
            let Phone::Line(number) = phone else { continue };
            let role = match (entry.key(), at) {
                (None, 1) => Some(Role::Backup),
                _ => roles.next(),
            };
            let instead = target.and_then(|account| kept::instead(account, at, number, self));
            if let Some((place, mut differs)) = instead {
                if first.is_none() {
                    // Who has that phone, and where, goes with it.
                    differs.theirs.push_str(&self.beside(place, holder, location));
                    is_kept = true;
                }
                first.get_or_insert(place);
                arrival.differs.push(differs);
                continue;
            }
            let place = self.line(number);
            first.get_or_insert(place);
            let number = Some(self.book.numbers[place].id);
            let known = arrival.methods.iter().any(|method: &Method| method.number == number);
            if !known {
                let role = role.unwrap_or(Role::Extra);
                arrival.methods.push(Method { number, ..Method::new(MethodKind::Sms, role) });
            }
        }
        // With a phone it is the same way.
        let has = |kind| {
            let is_it = |method: &Method| method.kind == kind;
            let known = target.is_some_and(|account| account.methods.iter().any(is_it));
            known || arrival.methods.iter().any(is_it)
        };
        if let Some(kind) = entry.record.arrives.filter(|kind| !has(*kind)) {
            let role = if arrival.methods.is_empty() { Role::Main } else { Role::Extra };
            arrival.methods.push(Method::new(kind, role));
        }
        let Some(line) = first else {
            arrival.users.extend((!holder.is_empty()).then(|| self.person(holder)));
            return arrival;
        };
        if is_kept || holder.is_empty() && location.is_empty() {
            return arrival;
        }
        let known = self.book.numbers[line].device.and_then(|id| self.places.get(&id)).copied();
        let device = match known {
            Some(device) => device,
            None => match self.spare(holder) {
                Some(device) => {
                    let label = self.book.devices[device].label.clone();
                    let number = self.book.numbers[line].number.clone();
                    arrival.joined = Some(Joined { number, label });
                    device
                }
                None => self.device(if holder.is_empty() { location } else { holder }),
            },
        };
        // Whose name only goes into the note becomes nobody.
        let keeper = self.book.devices[device].holder;
        let known = self.people.get(&folded(holder)).copied();
        let person = match keeper {
            _ if holder.is_empty() => None,
            Some(_) => known,
            None => Some(self.person(holder)),
        };
        let device = &mut self.book.devices[device];
        if self.book.numbers[line].device.is_none() {
            let said = if holder.is_empty() { Column::Location } else { Column::Holder };
            arrival.grew.push(said.into());
        }
        self.book.numbers[line].device.get_or_insert(device.id);
        match (device.holder, person) {
            (None, Some(_)) => {
                device.holder = person;
                arrival.grew.push(Column::Holder.into());
            }
            (Some(keeper), person) if !holder.is_empty() && person != Some(keeper) => {
                let named = self.book.people.iter().find(|person| person.id == keeper);
                let ours = named.map(|person| person.name.clone()).unwrap_or_default();
                arrival.beside(Column::Holder, ours, holder);
            }
            _ => {}
        }
        if device.location.is_empty() && !location.is_empty() {
            location.clone_into(&mut device.location);
            arrival.grew.push(Column::Location.into());
        } else if !location.is_empty() && device.location != location {
            arrival.beside(Column::Location, device.location.clone(), location);
        }
        arrival
    }
}
