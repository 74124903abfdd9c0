//! A state that is changed by hand begins and ends a loss as the commands for it do.

use super::*;
use crate::health::loss::{affected, loss_of, tick};
use crate::model::{Catalogue, Step};

const PHONE: fn() -> Target = || Target::Device(Some(id(20)));

fn phone() -> Thing {
    Thing::Device(id(20))
}

fn set_state(book: &mut Book, state: &str, since: Option<&str>) {
    let since = since.map(|day| (Field::Since, day));
    let texts: Vec<_> = [(Field::DeviceState, state)].into_iter().chain(since).collect();
    edit(book, PHONE(), &texts).expect("saved");
}

fn steps(book: &Book) -> Vec<Step> {
    let mut all = affected(book, &Catalogue::default(), phone(), day(TODAY), 90);
    all.remove(0).steps
}

#[test]
fn a_loss_lasts_as_long_as_its_thing_is_gone() {
    type Case = (&'static str, Target, Thing, Field, &'static str, &'static str);
    let cases: [Case; 4] = [
        ("lost", PHONE(), phone(), Field::DeviceState, "lost", "ok"),
        ("stolen, then out of use", PHONE(), phone(), Field::DeviceState, "stolen", "retired"),
        (
            "lapsed",
            Target::Number(Some(id(40))),
            Thing::Number(id(40)),
            Field::NumberState,
            "lapsed",
            "suspended",
        ),
        (
            "left",
            Target::Person(Some(id(60))),
            Thing::Person(id(60)),
            Field::LeftOn,
            "2026-05-05",
            "",
        ),
    ];
    for (name, target, thing, field, gone, back) in cases {
        let mut book = team();
        book.numbers = vec![Number::new(id(40), "+8613800138000".into())];
        edit(&mut book, target, &[(field, gone)]).expect(name);
        let loss = loss_of(&book, thing).expect(name);
        assert_eq!((loss.on, &*loss.by), (day(TODAY), "Min-ji"), "{name}");
        edit(&mut book, target, &[(field, back)]).expect(name);
        assert_eq!(book.losses, [], "{name}");
    }
}

#[test]
fn a_new_thing_may_be_lost_already() {
    let mut book = team();
    let mut draft = Draft::new(Subject::Device);
    draft.set(Field::Label, "P-02");
    draft.set(Field::DeviceState, "lost");
    draft.set(Field::Since, "2026-04-01");
    let done = save(&draft, Target::Device(None), &mut book).expect("saved");
    let loss = loss_of(&book, Thing::Device(done.id)).expect("is open");
    assert_eq!(loss.on, day("2026-04-01"));
}

#[test]
fn lost_again_after_a_new_key_is_another_loss() {
    let mut book = team();
    set_state(&mut book, "lost", Some("2026-03-01"));
    let first = book.losses[0].id;
    tick(&mut book, first, id(1), Step::SignIn, day(TODAY), "");
    assert!(steps(&book).contains(&Step::Rekey));
    book.accounts[0].keyed = Some(day("2026-03-02"));
    assert!(!steps(&book).contains(&Step::Rekey));
    set_state(&mut book, "ok", None);
    set_state(&mut book, "lost", Some("2026-04-01"));
    let again = loss_of(&book, phone()).expect("is open");
    assert_eq!((again.on, again.ticks.len()), (day("2026-04-01"), 0));
    assert!(steps(&book).contains(&Step::Rekey), "the new key was on it, too");
}

#[test]
fn the_day_of_a_loss_stays_while_it_is_gone() {
    let mut book = team();
    set_state(&mut book, "lost", Some("2026-03-01"));
    book.accounts[0].keyed = Some(day("2026-03-02"));
    set_state(&mut book, "stolen", None);
    assert_eq!(book.devices[0].since, Some(day("2026-03-01")));
    assert_eq!(book.losses[0].on, day("2026-03-01"));
    assert!(!steps(&book).contains(&Step::Rekey));
    // Whoever corrects the day is believed.
    set_state(&mut book, "lost", Some("2026-03-03"));
    assert!(steps(&book).contains(&Step::Rekey));
}
