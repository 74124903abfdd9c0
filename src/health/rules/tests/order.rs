//! B18–B22, B24, B25.

use super::{judge, no, one, yes};
use crate::health::sample::{Desk, active, day, on_line};
use crate::health::{Fact, Rule};
use crate::model::{
    Account, CopyKind, DeviceKind, DeviceState, KeyCopy,
    MethodKind::{Email, Sms, Voice},
    MethodState, NumberKind, Recovery, RecoveryCode,
    Role::{Extra, Main},
    TwoStep,
};
use crate::secret::Secret;

#[test]
fn b18_recovery_codes() {
    fn codes(account: &mut Account, used: usize, total: usize) {
        account.platform = "Shopify".into();
        let code = |n: usize| RecoveryCode {
            code: Secret::from_text(format!("code-{n}")),
            used: (n < used).then(|| day(-1)),
        };
        let codes = (0..total).map(code).collect();
        account.recovery = Some(Recovery { codes, ..Recovery::default() });
    }
    judge(
        Rule::B18,
        &[
            yes("two of ten left", |_, account| codes(account, 8, 10)),
            no("three of ten left", |_, account| codes(account, 7, 10)),
            yes("none noted", |_, account| account.platform = "Shopify".into()),
            yes("kept somewhere, not counted", |_, account| codes(account, 0, 0)),
            no("counted elsewhere", |_, account| {
                codes(account, 0, 0);
                account.recovery.as_mut().expect("set").counted = Some(9);
            }),
            no("the platform issues none", |_, _| ()),
            no("nobody knows", |_, account| account.platform = "eBay".into()),
            no("off", |_, account| {
                account.platform = "Shopify".into();
                account.two_step = TwoStep::Off;
            }),
        ],
    );
}

#[test]
fn b19_one_login_for_several() {
    judge(
        Rule::B19,
        &[
            yes("two users", |desk, account| account.users = desk.people[..2].to_vec()),
            no("one user", |desk, account| account.users = desk.people[..1].to_vec()),
            no("the same one twice", |desk, account| account.users = vec![desk.people[0]; 2]),
            no("the other one left", |desk, account| {
                account.users = desk.people[1..].to_vec();
                desk.person(2).left = Some(day(-1));
            }),
            no("the platform has no users", |desk, account| {
                account.users = desk.people[..2].to_vec();
                account.platform = "Coupang".into();
            }),
        ],
    );
}

#[test]
fn b20_a_method_goes() {
    fn mail(account: &mut Account, platform: &str) {
        account.platform = platform.into();
        account.methods.push(active(Email, Extra));
    }
    judge(
        Rule::B20,
        &[
            yes("in 90 days", |_, account| mail(account, "Goes in 90")),
            no("in 91 days", |_, account| mail(account, "Goes in 91")),
            yes("gone", |_, account| mail(account, "Gone")),
            no("not used", |_, account| account.platform = "Gone".into()),
            no("retired", |_, account| {
                mail(account, "Gone");
                account.methods[2].state = MethodState::Retired;
            }),
        ],
    );
}

#[test]
fn b21_one_key_twice() {
    judge(
        Rule::B21,
        &[
            yes("the same key", |desk, account| {
                let mut other = desk.account("eBay", "other", Vec::new());
                other.key.clone_from(&account.key);
                desk.book.accounts.push(other);
            }),
            no("another key", |desk, _| {
                let mut other = desk.account("eBay", "other", Vec::new());
                other.key = Some(Desk::key(9));
                desk.book.accounts.push(other);
            }),
        ],
    );
    let (finding, desk) = one(Rule::B21, |desk, account| {
        for name in ["second", "third"] {
            let mut other = desk.account("eBay", name, Vec::new());
            other.key.clone_from(&account.key);
            desk.book.accounts.push(other);
        }
    });
    assert_eq!(finding.fact, Fact::Other(desk.book.accounts[1].id), "the oldest of the others");
}

#[test]
fn b22_text_where_an_app_would_do() {
    fn text(desk: &mut Desk, account: &mut Account) {
        account.methods[0] = on_line(Sms, Main, desk.numbers[1]);
    }
    judge(
        Rule::B22,
        &[
            yes("text", text),
            yes("call", |desk, account| {
                text(desk, account);
                account.methods[0].kind = Voice;
            }),
            no("app", |_, _| ()),
            no("the platform takes none", |desk, account| {
                text(desk, account);
                account.platform = "Coupang".into();
            }),
            no("nobody knows", |desk, account| {
                text(desk, account);
                account.platform = "Nobody knows".into();
            }),
        ],
    );
}

#[test]
fn b24_copies_outside() {
    judge(
        Rule::B24,
        &[
            yes("a web page", |desk, account| {
                account.copies.push(KeyCopy { kind: CopyKind::Web, ..desk.paper() });
            }),
            yes("a mini-program", |desk, account| {
                account.copies.push(KeyCopy { kind: CopyKind::MiniProgram, ..desk.paper() });
            }),
            no("paper", |desk, account| account.copies.push(desk.paper())),
            no("deleted", |desk, account| {
                let removed = Some(day(-1));
                account.copies.push(KeyCopy { kind: CopyKind::Web, removed, ..desk.paper() });
            }),
        ],
    );
}

#[test]
fn b25_not_filled_in() {
    judge(
        Rule::B25,
        &[
            yes("a copy is of the key before", |desk, account| {
                account.copies = vec![KeyCopy { added: Some(day(-101)), ..desk.paper() }];
            }),
            no("a copy is of the day of the key", |desk, account| {
                account.copies = vec![KeyCopy { added: Some(day(-100)), ..desk.paper() }];
            }),
            no("a copy is deleted", |desk, account| {
                let (added, removed) = (Some(day(-101)), Some(day(-99)));
                account.copies = vec![KeyCopy { added, removed, ..desk.paper() }];
            }),
            yes("who has the phone", |desk, _| desk.device(0).holder = None),
            no("a phone on the wall", |desk, _| {
                desk.device(0).holder = None;
                desk.device(0).kind = DeviceKind::Landline;
            }),
            no("a lost phone", |desk, _| {
                desk.device(0).holder = None;
                desk.device(0).state = DeviceState::Lost;
            }),
            yes("which phone the card is in", |desk, _| desk.number(0).device = None),
            no("the method says which", |desk, account| {
                desk.number(0).device = None;
                account.methods[1].device = Some(desk.devices[1]);
            }),
            no("a rented line is in none", |desk, _| {
                desk.number(0).device = None;
                desk.number(0).kind = NumberKind::Rented;
            }),
            yes("where the text arrives", |_, account| account.methods[1].number = None),
            yes("where the app is, when the key is not here", |_, account| {
                account.key = None;
                account.methods[0].device = None;
            }),
            no("where the app is, when the key is here", |_, account| {
                account.methods[0].device = None;
            }),
            no("a mailbox is anywhere", |_, account| account.methods.push(active(Email, Extra))),
        ],
    );
}
