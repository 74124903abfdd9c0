//! B01–B05.

use super::{Change, findings, judge, no, one, yes};
use crate::health::sample::{active, day, on_line};
use crate::health::{Fact, Finding, Rule};
use crate::model::{
    Account, CopyKind, DeviceState, KeyCopy, Method,
    MethodKind::{Push, Sms},
    MethodState, NumberState,
    Role::{Extra, Main},
    Thing, TwoStep,
};

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
            no("and gave it back before", |desk, account| {
                account.keyed = Some(day(-12));
                desk.person(2).left = Some(day(-10));
                let removed = Some(day(-11));
                account.copies.push(KeyCopy { removed, ..desk.copy(CopyKind::App, 2) });
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
