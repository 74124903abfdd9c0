//! B06–B08, B10, B13–B17.

use super::{judge, no, one, yes};
use crate::health::sample::{Desk, active, day, on_line};
use crate::health::{Rule, Severity};
use crate::model::{
    Account, DeviceState, Method,
    MethodKind::{Push, Sms, Totp, Voice},
    MethodState, NumberState,
    Role::{Backup, Main},
    Test, TestResult, TwoStep,
};

#[test]
fn b06_no_backup() {
    judge(
        Rule::B06,
        &[
            yes("only a main method", |_, account| account.methods.truncate(1)),
            yes("only a key, as imported", |_, account| account.methods.clear()),
            yes("on, and nothing noted", |_, account| {
                account.methods.clear();
                account.key = None;
                account.two_step = TwoStep::On;
            }),
            no("nothing noted at all", |_, account| {
                account.methods.clear();
                account.key = None;
            }),
            no("off", |_, account| {
                account.methods.clear();
                account.two_step = TwoStep::Off;
            }),
            yes("the backup is retired", |_, account| {
                account.methods[1].state = MethodState::Retired;
            }),
            yes("the backup is lost", |_, account| account.methods[1].state = MethodState::Lost),
            no("on a lost phone: B02 says so", |desk, _| {
                desk.device(1).state = DeviceState::Lost;
            }),
            yes("on a retired phone", |desk, _| desk.device(1).state = DeviceState::Retired),
            no("the platform takes one app and nothing else", |_, account| {
                account.methods.truncate(1);
                account.platform = "One app".into();
            }),
            yes("an unknown platform", |_, account| {
                account.methods.truncate(1);
                account.platform = "Nobody knows".into();
            }),
        ],
    );
}

#[test]
fn b07_and_b08_not_really_two() {
    fn both_on_one_line(desk: &mut Desk, account: &mut Account) {
        account.methods = vec![
            on_line(Sms, Main, desk.numbers[0]),
            Method { tested: Some(Desk::good(1)), ..on_line(Voice, Backup, desk.numbers[0]) },
        ];
    }
    judge(
        Rule::B07,
        &[
            yes("one number", both_on_one_line),
            yes("one number in two records", |desk, account| {
                both_on_one_line(desk, account);
                desk.number(1).number = "0044 7700 900-101".into();
                account.methods[1].number = Some(desk.numbers[1]);
            }),
            no("two numbers", |desk, account| {
                both_on_one_line(desk, account);
                account.methods[1].number = Some(desk.numbers[1]);
            }),
            no("the platform allows it", |desk, account| {
                both_on_one_line(desk, account);
                account.platform = "Coupang".into();
            }),
            no("one of them is retired", |desk, account| {
                both_on_one_line(desk, account);
                account.methods[1].state = MethodState::Retired;
            }),
        ],
    );
    judge(
        Rule::B08,
        &[
            yes("one number, whatever the platform", |desk, account| {
                both_on_one_line(desk, account);
                account.platform = "Coupang".into();
            }),
            yes("app and card in one phone", |desk, _| {
                desk.number(0).device = Some(desk.devices[0]);
            }),
            no("app and card in two phones", |_, _| ()),
            no("a second backup elsewhere", |desk, account| {
                desk.number(0).device = Some(desk.devices[0]);
                let device = Some(desk.devices[2]);
                let tested = Some(Desk::good(1));
                account.methods.push(Method { device, tested, ..active(Push, Backup) });
            }),
            no("a key that is only here", |desk, account| {
                desk.number(0).device = Some(desk.devices[0]);
                account.methods[0].device = None;
            }),
            no("the phone is lost: B02 says so", |desk, _| {
                desk.number(0).device = Some(desk.devices[0]);
                desk.device(0).state = DeviceState::Lost;
            }),
        ],
    );
}

#[test]
fn b10_last_test_failed() {
    fn last(account: &mut Account, result: TestResult) {
        account.methods[1].tested = Some(Test { on: day(-1), result, by: String::new() });
    }
    judge(
        Rule::B10,
        &[
            yes("nothing came", |_, account| last(account, TestResult::None)),
            yes("garbled", |_, account| last(account, TestResult::Garbled)),
            yes("rejected", |_, account| last(account, TestResult::Rejected)),
            no("late", |_, account| last(account, TestResult::Late)),
            yes("the main one, too", |_, account| {
                last(account, TestResult::None);
                account.methods.swap(0, 1);
                account.methods[0].role = Main;
                account.methods[1].role = Backup;
            }),
            no("retired", |_, account| {
                last(account, TestResult::None);
                account.methods[1].state = MethodState::Retired;
            }),
            no("lost: B02 says so", |desk, account| {
                last(account, TestResult::None);
                desk.device(1).state = DeviceState::Lost;
            }),
            yes("the phone is broken", |desk, _| desk.device(1).state = DeviceState::Broken),
        ],
    );
}

#[test]
fn b13_never_tested() {
    fn fresh(account: &mut Account, ago: Option<i32>) {
        account.methods[1].tested = None;
        account.methods[1].registered = ago.map(|ago| day(-ago));
    }
    judge(
        Rule::B13,
        &[
            yes("after eight days", |_, account| fresh(account, Some(8))),
            no("after seven", |_, account| fresh(account, Some(7))),
            yes("registered some day", |_, account| fresh(account, None)),
            no("the main one", |_, account| account.methods[0].tested = None),
            yes("an app, before the key was replaced", |desk, account| {
                let device = Some(desk.devices[1]);
                let tested = Some(Desk::good(101));
                account.methods[1] = Method { device, tested, ..active(Totp, Backup) };
            }),
            no("an app, on the day of the key", |desk, account| {
                let device = Some(desk.devices[1]);
                let tested = Some(Desk::good(100));
                account.methods[1] = Method { device, tested, ..active(Totp, Backup) };
            }),
            no("a line has no key", |_, account| account.methods[1].tested = Some(Desk::good(101))),
            no("lost: B02 says so", |desk, account| {
                fresh(account, None);
                desk.device(1).state = DeviceState::Lost;
            }),
            no("broken: B10 says so", |desk, account| {
                fresh(account, None);
                desk.device(1).state = DeviceState::Broken;
            }),
            no("suspended: B11 says so", |desk, account| {
                fresh(account, None);
                desk.number(0).state = NumberState::Suspended;
            }),
        ],
    );
}

#[test]
fn b14_tested_long_ago() {
    fn ago(account: &mut Account, days: i32) {
        account.methods[1].tested = Some(Desk::good(days));
    }
    judge(
        Rule::B14,
        &[
            yes("91 days", |_, account| ago(account, 91)),
            no("90 days", |_, account| ago(account, 90)),
            yes("31 days where money lies", |_, account| {
                account.platform = "PayPal".into();
                ago(account, 31);
            }),
            no("30 days where money lies", |_, account| {
                account.platform = "PayPal".into();
                ago(account, 30);
            }),
            no("lost: B02 says so", |desk, account| {
                ago(account, 400);
                desk.device(1).state = DeviceState::Lost;
            }),
        ],
    );
    let severity = |change| one(Rule::B14, change).0.severity;
    assert_eq!(severity(|_, account| ago(account, 179)), Severity::Medium);
    assert_eq!(severity(|_, account| ago(account, 180)), Severity::High);
}

#[test]
fn b15_and_b16_in_one_pair_of_hands() {
    judge(
        Rule::B15,
        &[
            yes("one holder", |desk, _| desk.device(1).holder = Some(desk.people[0])),
            no("two holders", |_, _| ()),
            no("nobody noted", |desk, _| {
                desk.device(0).holder = None;
                desk.device(1).holder = None;
            }),
            no("a backup elsewhere", |desk, account| {
                desk.device(1).holder = Some(desk.people[0]);
                let device = Some(desk.devices[2]);
                account.methods.push(Method { device, ..active(Push, Backup) });
            }),
            no("the key is only here: the team has it", |desk, account| {
                desk.device(1).holder = Some(desk.people[0]);
                account.methods[0].device = None;
            }),
            no("one handset: B08 says so", |desk, _| {
                desk.number(0).device = Some(desk.devices[0]);
            }),
            no("lost: B02 says so", |desk, _| {
                desk.device(1).holder = Some(desk.people[0]);
                desk.device(1).state = DeviceState::Lost;
            }),
        ],
    );
    judge(
        Rule::B16,
        &[
            yes("one place", |desk, _| {
                desk.device(0).location = "Shenzhen, drawer 2".into();
                desk.device(1).location = "shenzhen, Drawer 2 ".into();
            }),
            no("two places", |desk, _| {
                desk.device(0).location = "Shenzhen".into();
                desk.device(1).location = "Berlin".into();
            }),
            no("nobody noted", |desk, _| {
                desk.device(0).location = String::new();
                desk.device(1).location = String::new();
            }),
        ],
    );
}

#[test]
fn b17_only_apps() {
    judge(
        Rule::B17,
        &[
            yes("two apps", |_, account| account.methods[1].kind = Totp),
            yes("a key here and an app", |_, account| {
                account.methods.remove(0);
                account.methods[0].kind = Totp;
            }),
            no("app and text", |_, _| ()),
            no("a phone beside them", |desk, account| {
                account.methods[1].kind = Totp;
                account.methods.push(on_line(Voice, Backup, desk.numbers[1]));
            }),
            no("no backup: B06 says so", |_, account| account.methods.truncate(1)),
            no("the platform does not mind", |_, account| {
                account.methods[1].kind = Totp;
                account.platform = "eBay".into();
            }),
        ],
    );
}
