//! B01–B05.

use super::{Change, Later, findings, found_in, judge, no, one, yes};
use crate::health::sample::{Desk, active, day, on_line};
use crate::health::{Fact, Finding, Rule};
use crate::model::{
    Account, CopyKind, DeviceState, KeyCopy, Method,
    MethodKind::{Push, Sms},
    MethodState, NumberState,
    Role::{Extra, Main},
    Thing, TwoStep,
};
use crate::time::Date;

#[test]
fn b01_locked_out() {
    judge(
        Rule::B01,
        &[
            yes("everything lost", |desk, account| {
                account.key = None;
                desk.device(0).state = DeviceState::Lost;
                desk.device(1).state = DeviceState::Stolen;
            }),
            yes("one retired, one number lapsed", |desk, account| {
                account.key = None;
                account.methods[0].state = MethodState::Retired;
                desk.number(0).state = NumberState::Lapsed;
            }),
            no("the key is here", |desk, _| {
                desk.device(0).state = DeviceState::Lost;
                desk.device(1).state = DeviceState::Lost;
            }),
            no("a copy of the key is left", |desk, account| {
                account.key = None;
                account.methods[0].state = MethodState::Retired;
                desk.number(0).state = NumberState::Lapsed;
                account.copies.push(desk.copy(CopyKind::App, 2));
            }),
            yes("that copy is on a lost phone", |desk, account| {
                account.key = None;
                account.methods[0].state = MethodState::Retired;
                desk.number(0).state = NumberState::Lapsed;
                account.copies.push(desk.copy(CopyKind::App, 2));
                desk.device(2).state = DeviceState::Lost;
            }),
            no("one still works", |desk, account| {
                account.key = None;
                desk.device(0).state = DeviceState::Lost;
            }),
            no("a broken phone gives its card back", |desk, account| {
                account.key = None;
                desk.device(0).state = DeviceState::Lost;
                desk.device(1).state = DeviceState::Broken;
            }),
            no("nothing is known of it", |_, account| {
                account.key = None;
                account.methods.clear();
            }),
            no("no second step", |_, account| {
                account.key = None;
                account.methods.truncate(1);
                account.methods[0].state = MethodState::Lost;
                account.two_step = TwoStep::Off;
            }),
        ],
    );
}

#[test]
fn b02_lost_and_registered() {
    judge(
        Rule::B02,
        &[
            yes("the phone is lost", |desk, _| desk.device(0).state = DeviceState::Lost),
            yes("stolen", |desk, _| desk.device(0).state = DeviceState::Stolen),
            yes("the phone the card is in", |desk, _| desk.device(1).state = DeviceState::Lost),
            yes("the phone the card is in, the app being on another", |desk, account| {
                account.methods[1].device = Some(desk.devices[2]);
                desk.device(1).state = DeviceState::Lost;
            }),
            yes("the number is lost", |desk, _| desk.number(0).state = NumberState::Lost),
            yes("lapsed", |desk, _| desk.number(0).state = NumberState::Lapsed),
            no("broken", |desk, _| desk.device(0).state = DeviceState::Broken),
            no("suspended", |desk, _| desk.number(0).state = NumberState::Suspended),
            no("the method is retired", |desk, account| {
                desk.device(0).state = DeviceState::Lost;
                account.methods[0].state = MethodState::Retired;
            }),
            no("the method is known to be lost", |desk, account| {
                desk.device(0).state = DeviceState::Lost;
                account.methods[0].state = MethodState::Lost;
            }),
            no("somebody else's phone", |desk, _| desk.device(2).state = DeviceState::Lost),
        ],
    );
    let (finding, desk) = one(Rule::B02, |desk, account| {
        desk.device(1).state = DeviceState::Lost;
        desk.number(0).state = NumberState::Lost;
        account.methods.push(Method { device: Some(desk.devices[1]), ..active(Push, Extra) });
        let other = desk.account("Amazon", "other", vec![on_line(Sms, Main, desk.numbers[0])]);
        desk.book.accounts.push(other);
    });
    assert_eq!(finding.about, Some(Thing::Device(desk.devices[1])), "once, about the phone");
    assert_eq!(finding.fact, Fact::Shared(2));
}

#[test]
fn b03_left_and_holding() {
    judge(
        Rule::B03,
        &[
            yes("the holder of the main phone", |desk, _| desk.person(0).left = Some(day(-1))),
            yes("today", |desk, _| desk.person(0).left = Some(day(0))),
            no("tomorrow", |desk, _| desk.person(0).left = Some(day(1))),
            yes("the phone the card is in", |desk, _| desk.person(1).left = Some(day(-1))),
            yes("the phone the card is in, the app being on another", |desk, account| {
                account.methods[1].device = Some(desk.devices[2]);
                desk.person(1).left = Some(day(-1));
            }),
            no("somebody else", |desk, _| desk.person(2).left = Some(day(-1))),
            yes("a copy on their phone", |desk, account| {
                desk.person(2).left = Some(day(-1));
                account.copies.push(desk.copy(CopyKind::App, 2));
            }),
            yes("a copy on paper", |desk, account| {
                desk.person(2).left = Some(day(-1));
                let holder = Some(desk.people[2]);
                account.copies.push(KeyCopy { holder, ..desk.paper() });
            }),
            no("a copy that was taken back", |desk, account| {
                desk.person(2).left = Some(day(-1));
                let removed = Some(day(-3));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
            }),
            no("the phone is lost anyway", |desk, _| {
                desk.person(0).left = Some(day(-1));
                desk.device(0).state = DeviceState::Lost;
            }),
            no("out of use", |desk, account| {
                desk.person(0).left = Some(day(-1));
                account.methods[0].state = MethodState::Retired;
            }),
        ],
    );
}

#[test]
fn b03_without_an_account() {
    let beside = |change: Change| -> Vec<Finding> {
        let (found, ..) = findings(change);
        found.into_iter().filter(|f| f.rule == Rule::B03 && f.account.is_none()).collect()
    };
    let found = beside(|desk, _| desk.person(2).left = Some(day(-1)));
    assert_eq!(found.len(), 1);
    assert!(matches!(found[0].about, Some(Thing::Device(_))));
    assert_eq!(beside(|desk, _| desk.person(0).left = Some(day(-1))), [], "told at the account");
    let retired = beside(|desk, _| {
        desk.person(2).left = Some(day(-1));
        desk.device(2).state = DeviceState::Retired;
    });
    assert_eq!(retired, []);
}

#[test]
fn b04_key_not_replaced() {
    judge(
        Rule::B04,
        &[
            yes("lost after the key was made", |desk, account| {
                account.keyed = Some(day(-11));
                desk.lose(0, Some(day(-10)));
            }),
            no("replaced the same day", |desk, account| {
                account.keyed = Some(day(-10));
                desk.lose(0, Some(day(-10)));
            }),
            yes("nobody knows when it was made", |desk, account| {
                account.keyed = None;
                desk.lose(0, Some(day(-10)));
            }),
            yes("nobody knows when it was lost", |desk, account| {
                account.keyed = Some(day(0));
                desk.lose(0, None);
            }),
            no("only the card was in it", |desk, account| {
                account.keyed = Some(day(-11));
                desk.lose(1, Some(day(-10)));
            }),
            yes("its holder left", |desk, account| {
                account.keyed = Some(day(-11));
                desk.person(0).left = Some(day(-10));
            }),
            no("its holder leaves tomorrow", |desk, account| {
                account.keyed = Some(day(-11));
                desk.person(0).left = Some(day(1));
            }),
            yes("who had a copy left", |desk, account| {
                account.keyed = Some(day(-11));
                desk.person(2).left = Some(day(-10));
                account.copies.push(desk.copy(CopyKind::App, 2));
            }),
            yes("and gave it back afterwards", |desk, account| {
                account.keyed = Some(day(-11));
                desk.person(2).left = Some(day(-10));
                let removed = Some(day(-9));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
            }),
            yes("and gave it back before: they know it", |desk, account| {
                account.keyed = Some(day(-12));
                desk.person(2).left = Some(day(-10));
                let removed = Some(day(-11));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
            }),
            yes("gave it back on the day the key was made", |desk, account| {
                account.keyed = Some(day(-11));
                desk.person(2).left = Some(day(-10));
                let removed = Some(day(-11));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
            }),
            no("what they gave back was an earlier key", |desk, account| {
                account.keyed = Some(day(-11));
                desk.person(2).left = Some(day(-10));
                let removed = Some(day(-12));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
            }),
            no("replaced on the day they left", |desk, account| {
                account.keyed = Some(day(-10));
                desk.person(2).left = Some(day(-10));
                let removed = Some(day(-9));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
            }),
            yes("nothing tells any more how it got out", |_, account| {
                account.keyed = Some(day(-11));
                account.exposed = Some(day(-10));
            }),
            no("replaced since that", |_, account| {
                account.keyed = Some(day(-10));
                account.exposed = Some(day(-10));
            }),
            yes("a copy was on a stolen phone", |desk, account| {
                account.keyed = Some(day(-11));
                account.copies.push(desk.copy(CopyKind::App, 2));
                desk.lose(2, Some(day(-10)));
                desk.device(2).state = DeviceState::Stolen;
            }),
            no("a copy removed from a phone lost some day", |desk, account| {
                let removed = Some(day(-9));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
                desk.lose(2, None);
            }),
            no("the app there is out of use", |desk, account| {
                account.keyed = Some(day(-11));
                desk.lose(0, Some(day(-10)));
                account.methods[0].state = MethodState::Retired;
            }),
        ],
    );
    let (finding, desk) = one(Rule::B04, |desk, account| {
        account.keyed = Some(day(-30));
        desk.lose(0, Some(day(-10)));
        desk.person(2).left = Some(day(-20));
        account.copies.push(desk.copy(CopyKind::App, 2));
    });
    assert_eq!(finding.about, Some(Thing::Person(desk.people[2])), "the first of two");
    assert_eq!(finding.fact, Fact::Day(day(-20)));
}

/// An edit of the first account as a form makes it.
fn through_a_form(desk: &mut Desk, edit: impl FnOnce(&mut Account)) {
    let mut account = desk.book.accounts[0].clone();
    let before = desk.book.keepers(&account);
    edit(&mut account);
    account.leave_traces(&before, &desk.book, day(0));
    desk.book.put(account);
}

/// Whether a rule finds something at the first account.
fn finds(rule: Rule, desk: &Desk) -> bool {
    let account = desk.book.accounts[0].id;
    found_in(&desk.book).iter().any(|f| f.rule == rule && f.account == Some(account))
}

#[test]
fn tidying_up_is_not_replacing_the_key() {
    let app_lost: Change = |desk, account| {
        account.keyed = Some(day(-30));
        desk.lose(0, Some(day(-10)));
    };
    let holder_left: Change = |desk, account| {
        account.keyed = Some(day(-30));
        desk.person(0).left = Some(day(-10));
    };
    let copy_of_who_left: Change = |desk, account| {
        account.keyed = Some(day(-30));
        desk.person(2).left = Some(day(-10));
        let holder = Some(desk.people[2]);
        account.copies.push(KeyCopy { holder, ..desk.paper() });
    };
    let copy_lost: Change = |desk, account| {
        account.keyed = Some(day(-30));
        account.copies.push(desk.copy(CopyKind::App, 2));
        desk.lose(2, Some(day(-10)));
    };
    let cases: &[(&str, Change, Later)] = &[
        ("the person who had it left and is removed", copy_of_who_left, |desk| {
            desk.book.remove_thing(Thing::Person(desk.people[2]), day(0));
        }),
        ("the holder left and is removed", holder_left, |desk| {
            desk.book.remove_thing(Thing::Person(desk.people[0]), day(0));
        }),
        ("the phone of who left is removed", holder_left, |desk| {
            desk.book.remove_thing(Thing::Device(desk.devices[0]), day(0));
        }),
        ("it and then they are removed", holder_left, |desk| {
            desk.book.remove_thing(Thing::Device(desk.devices[0]), day(0));
            desk.book.remove_thing(Thing::Person(desk.people[0]), day(0));
        }),
        ("the phone of who left is handed over, then they are removed", holder_left, |desk| {
            desk.book.hand_over(desk.devices[0], Some(desk.people[1]), day(0));
            desk.book.remove_thing(Thing::Person(desk.people[0]), day(0));
        }),
        ("the lost phone is removed", app_lost, |desk| {
            desk.book.remove_thing(Thing::Device(desk.devices[0]), day(0));
        }),
        ("the lost phone with a copy is removed", copy_lost, |desk| {
            desk.book.remove_thing(Thing::Device(desk.devices[2]), day(0));
        }),
        ("the lost method is removed", app_lost, |desk| {
            through_a_form(desk, |account| account.methods.truncate(0));
        }),
        ("the lost method is retired", app_lost, |desk| {
            through_a_form(desk, |account| account.methods[0].state = MethodState::Retired);
        }),
        ("the lost method is on another phone now", app_lost, |desk| {
            let other = desk.devices[1];
            through_a_form(desk, |account| account.methods[0].device = Some(other));
        }),
    ];
    for (name, prepare, edit) in cases {
        let (_, mut desk, _) = findings(*prepare);
        assert!(finds(Rule::B04, &desk), "{name}: before");
        edit(&mut desk);
        assert!(finds(Rule::B04, &desk), "{name}: after");
        desk.book.accounts[0].keyed = Some(day(0));
        assert!(!finds(Rule::B04, &desk), "{name}: replaced");
    }
}

#[test]
fn who_is_taken_out_has_left() {
    let (_, mut desk, _) = findings(|_, _| ());
    desk.book.remove_thing(Thing::Person(desk.people[2]), day(0));
    assert!(!finds(Rule::B04, &desk), "had no key");
    desk.book.remove_thing(Thing::Person(desk.people[0]), day(0));
    assert!(finds(Rule::B04, &desk), "had it");
}

#[test]
fn a_day_nobody_knew_is_the_day_the_record_goes() {
    let (_, mut desk, _) = findings(|desk, account| {
        account.keyed = Some(day(0));
        desk.lose(0, None);
    });
    assert!(finds(Rule::B04, &desk));
    desk.book.remove_thing(Thing::Device(desk.devices[0]), day(0));
    assert!(!finds(Rule::B04, &desk), "replaced today, whenever it was lost");
}

#[test]
fn what_went_with_a_lost_thing_stays_lost() {
    let cases: [(&str, Change, Later); 3] = [
        (
            "the phone of the app",
            |desk, _| desk.lose(0, None),
            |desk| {
                desk.book.remove_thing(Thing::Device(desk.devices[0]), day(0));
            },
        ),
        (
            "the number",
            |desk, _| desk.number(0).state = NumberState::Lapsed,
            |desk| {
                desk.book.remove_thing(Thing::Number(desk.numbers[0]), day(0));
            },
        ),
        (
            "the phone, then the number",
            |desk, _| desk.lose(1, None),
            |desk| {
                desk.book.remove_thing(Thing::Device(desk.devices[1]), day(0));
                desk.book.remove_thing(Thing::Number(desk.numbers[0]), day(0));
            },
        ),
    ];
    for (name, prepare, edit) in cases {
        let (_, mut desk, _) = findings(prepare);
        assert!(finds(Rule::B02, &desk), "{name}: before");
        edit(&mut desk);
        assert!(finds(Rule::B02, &desk), "{name}: after");
    }
    let (_, mut desk, _) = findings(|_, _| ());
    desk.book.remove_thing(Thing::Device(desk.devices[0]), day(0));
    assert!(!finds(Rule::B02, &desk), "a phone that works is sold");
}

#[test]
fn a_copy_goes_on_with_its_device_and_stays_known_to_who_had_it() {
    let cases: [(&str, Option<Date>, bool); 2] =
        [("a live copy", None, true), ("one that was over by then", Some(day(-20)), false)];
    for (name, removed, moved) in cases {
        let (_, mut desk, _) = findings(|_, _| ());
        let copy = KeyCopy { removed, ..desk.copy(CopyKind::App, 2) };
        desk.book.accounts[0].copies.push(copy);
        desk.book.accounts[0].keyed = Some(day(-30));
        desk.device(1).holder = None;
        desk.book.hand_over(desk.devices[2], Some(desk.people[1]), day(-9));
        desk.person(2).left = Some(day(-8));
        assert!(finds(Rule::B04, &desk), "{name}: who had the phone");
        desk.person(2).left = None;
        desk.person(1).left = Some(day(-8));
        assert_eq!(finds(Rule::B04, &desk), moved, "{name}: who has it now");
    }
}

#[test]
fn b05_off_where_required() {
    fn off(account: &mut Account, platform: &str, sites: &[&str]) {
        account.two_step = TwoStep::Off;
        account.platform = platform.into();
        account.marketplaces = sites.iter().map(|site| (*site).to_owned()).collect();
    }
    judge(
        Rule::B05,
        &[
            yes("in the region", |_, account| off(account, "Amazon", &["DE"])),
            yes("by an alias", |_, account| off(account, "亚马逊", &["DE"])),
            yes("in one of two", |_, account| off(account, "Amazon", &["AU", "us"])),
            yes("the marketplace by name", |_, account| off(account, "Amazon", &["JP"])),
            yes("GB is UK", |_, account| off(account, "Britmart", &["GB"])),
            no("elsewhere", |_, account| off(account, "Amazon", &["AU"])),
            yes("nobody noted where", |_, account| off(account, "Amazon", &[])),
            yes("everywhere", |_, account| off(account, "OTTO", &["DE"])),
            no("not yet", |_, account| off(account, "Soon", &["DE"])),
            no("nowhere", |_, account| off(account, "Coupang", &["KR"])),
            no("an unknown platform", |_, account| off(account, "Nobody knows", &["DE"])),
            no("nobody looked", |_, account| account.two_step = TwoStep::Unknown),
        ],
    );
}
