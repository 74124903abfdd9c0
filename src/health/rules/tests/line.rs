//! B09, B11, B12, B23.

use super::{Case, Change, judge, no, one, yes};
use crate::health::sample::{Desk, active, day, on_line};
use crate::health::{Fact, Rule};
use crate::model::{
    Account,
    MethodKind::{Email, Sms, Voice},
    MethodState, NumberKind, NumberState,
    Role::{Backup, Main},
    Thing,
};

#[test]
fn b09_and_b23_one_number_for_several() {
    fn join(desk: &mut Desk, platform: &str, company: &str, number: usize) {
        let methods = vec![on_line(Sms, Main, desk.numbers[number])];
        let mut other = desk.account(platform, company, methods);
        other.company = company.into();
        desk.book.accounts.push(other);
    }
    let other_owner: &[(&'static str, Change, bool, bool)] = &[
        ("another company", |desk, _| join(desk, "Amazon", "Other GmbH", 0), true, false),
        ("the same company", |desk, _| join(desk, "Amazon", " HIKARI gk ", 0), false, true),
        ("another number", |desk, _| join(desk, "Amazon", "Other GmbH", 1), false, false),
        (
            "the same digits in another record",
            |desk, _| {
                desk.number(1).number = "(+44) 7700-900101".into();
                join(desk, "Amazon", "Other GmbH", 1);
            },
            true,
            false,
        ),
        ("the other platform allows it", |desk, _| join(desk, "Etsy", "Other", 0), false, false),
        (
            "both platforms allow it",
            |desk, account| {
                account.platform = "Etsy".into();
                join(desk, "Etsy", "Other", 0);
            },
            false,
            false,
        ),
        (
            "no company: one store",
            |desk, account| {
                account.company.clear();
                join(desk, "Coupang", "", 0);
                desk.book.accounts[0].store = account.store.clone();
            },
            false,
            true,
        ),
        (
            "no company: two stores",
            |desk, account| {
                account.company.clear();
                join(desk, "Coupang", "", 0);
            },
            true,
            false,
        ),
        (
            "the other one is retired",
            |desk, _| {
                join(desk, "Amazon", "Other GmbH", 0);
                desk.book.accounts[0].methods[0].state = MethodState::Retired;
            },
            false,
            false,
        ),
        (
            "the line has lapsed: B02 says so",
            |desk, _| {
                desk.number(0).state = NumberState::Lapsed;
                join(desk, "Amazon", "Other GmbH", 0);
            },
            false,
            false,
        ),
    ];
    for &(name, change, b09, b23) in other_owner {
        judge(Rule::B09, &[Case { name, change, found: b09 }]);
        judge(Rule::B23, &[Case { name, change, found: b23 }]);
    }
    let (finding, desk) = one(Rule::B09, |desk, _| {
        join(desk, "Amazon", "Other GmbH", 0);
        join(desk, "eBay", "Third SA", 0);
        join(desk, "Etsy", "Fourth", 0);
    });
    assert_eq!(finding.fact, Fact::Shared(3));
    assert_eq!(finding.about, Some(Thing::Number(desk.numbers[0])));
}

#[test]
fn b11_number_about_to_lapse() {
    judge(
        Rule::B11,
        &[
            yes("in 14 days", |desk, _| desk.number(0).keepalive = Some(day(14))),
            no("in 15", |desk, _| desk.number(0).keepalive = Some(day(15))),
            yes("past", |desk, _| desk.number(0).keepalive = Some(day(-3))),
            yes("suspended", |desk, _| desk.number(0).state = NumberState::Suspended),
            no("lapsed: B02 says so", |desk, _| {
                desk.number(0).keepalive = Some(day(-3));
                desk.number(0).state = NumberState::Lapsed;
            }),
            no("nobody uses it", |desk, _| desk.number(1).keepalive = Some(day(1))),
            no("retired", |desk, account| {
                desk.number(0).keepalive = Some(day(1));
                account.methods[1].state = MethodState::Retired;
            }),
        ],
    );
}

#[test]
fn b12_only_a_borrowed_number() {
    fn only_sms(desk: &mut Desk, account: &mut Account) {
        account.platform = "Coupang".into();
        account.key = None;
        account.methods = vec![on_line(Sms, Main, desk.numbers[0])];
    }
    judge(
        Rule::B12,
        &[
            yes("rented", |desk, account| {
                only_sms(desk, account);
                desk.number(0).kind = NumberKind::Rented;
            }),
            yes("virtual", |desk, account| {
                only_sms(desk, account);
                desk.number(0).kind = NumberKind::Voip;
            }),
            yes("the platform sends mails, too", |desk, account| {
                only_sms(desk, account);
                account.platform = "Texts, mails".into();
                desk.number(0).kind = NumberKind::Rented;
            }),
            yes("and one is noted", |desk, account| {
                only_sms(desk, account);
                account.platform = "Texts, mails".into();
                account.methods.push(active(Email, Backup));
                desk.number(0).kind = NumberKind::Rented;
            }),
            no("the platform only sends mails", |desk, account| {
                only_sms(desk, account);
                account.platform = "Mails".into();
                desk.number(0).kind = NumberKind::Rented;
            }),
            no("a SIM", only_sms),
            no("a SIM beside it", |desk, account| {
                only_sms(desk, account);
                desk.number(0).kind = NumberKind::Rented;
                account.methods.push(on_line(Voice, Backup, desk.numbers[1]));
            }),
            no("the platform takes an app", |desk, account| {
                only_sms(desk, account);
                account.platform = "Amazon".into();
                desk.number(0).kind = NumberKind::Rented;
            }),
            no("nobody knows what it takes", |desk, account| {
                only_sms(desk, account);
                account.platform = "Nobody knows".into();
                desk.number(0).kind = NumberKind::Rented;
            }),
        ],
    );
}
