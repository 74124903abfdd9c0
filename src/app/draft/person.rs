//! The form of a person.

use super::{Draft, Field, Flaw, Saved, Subject, Work, find};
use crate::model::Person;

impl Draft {
    /// The form of a person.
    pub fn of_person(person: &Person) -> Self {
        let mut draft = Self::whole_of(Subject::Person);
        draft.set(Field::Name, &person.name);
        draft.set(Field::Team, &person.team);
        draft.set_day(Field::LeftOn, person.left);
        draft
    }

    /// Makes the person: a new one, or `base` with what the form says in its place.
    pub fn build_person(&self, base: Option<&Person>, work: &mut Work) -> Saved<Person> {
        let shown = base.map_or_else(|| Self::whole_of(Subject::Person), Self::of_person);
        self.check(&shown, work.today)?;
        let touched = |field: Field| shown.text(field) != self.text(field);
        let mut person = match base {
            Some(base) => base.clone(),
            None => Person::new((work.fresh)(), String::new()),
        };
        if touched(Field::Name) {
            person.name = self.trimmed(Field::Name);
            if find::people(work.book, &person.name, None).iter().any(|id| *id != person.id) {
                return Err(vec![(Field::Name, Flaw::Taken)]);
            }
        }
        if touched(Field::Team) {
            person.team = self.trimmed(Field::Team);
        }
        if touched(Field::LeftOn) {
            person.left = self.day(Field::LeftOn);
        }
        Ok(person)
    }
}
