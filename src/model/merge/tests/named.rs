//! What a team would look at first.

use super::*;

#[test]
fn two_logins_at_once_are_both_there() {
    let base = book(|_| {});
    let ours = book(|account| account.login = "de@hikari.example".to_owned());
    let theirs = book(|account| {
        account.login = "eu@hikari.example".to_owned();
        account.note = "new phone".to_owned();
    });
    let merged = merge(&base, &ours, &theirs);
    let account = &merged.accounts[0];
    assert_eq!(account.login, "eu@hikari.example");
    assert_eq!(account.note, "new phone");
    assert_eq!(account.conflicts.len(), 1);
    assert_eq!(account.conflicts[0].field, "login");
    assert_eq!(account.conflicts[0].other.login, "de@hikari.example");
    assert_eq!(account.conflicts[0].other.key, None, "it says nothing else");
    assert_eq!(conflicts(&merged), 1);
}

/// One of them kept what was shown anyway, so only the other one seemed to change anything.
#[test]
fn two_who_decide_apart_clash_again() {
    let named = |login: &'static str| book(move |account| account.login = login.to_owned());
    let (de, eu) = (named("de@hikari.example"), named("eu@hikari.example"));
    let base = merge(&book(|_| {}), &de, &eu);
    let decided = |place: usize| {
        let mut book = base.clone();
        let account = &mut book.accounts[0];
        let other = versions(account, "login").nth(place).cloned();
        resolve(account, "login", other.as_ref());
        book
    };
    let [stays, other] = [decided(0), decided(1)];
    assert_eq!((conflicts(&stays), conflicts(&other)), (0, 0));
    let merged = merge(&base, &stays, &other);
    assert_eq!(merged, merge(&base, &other, &stays));
    let account = &merged.accounts[0];
    let logins: Vec<&str> = versions(account, "login").map(|one| one.login.as_str()).collect();
    assert_eq!(logins, ["eu@hikari.example", "de@hikari.example"]);
    // Who decides alike has decided.
    assert_eq!(conflicts(&merge(&base, &other, &other.clone())), 0);
    let mut noted = other.clone();
    noted.accounts[0].note = "asked Anna".to_owned();
    assert_eq!(conflicts(&merge(&base, &other, &noted)), 0);
}

#[test]
fn a_counter_goes_on_from_the_higher_one() {
    let counter = |n| move |account: &mut Account| account.key = key(1, Kind::Hotp { counter: n });
    let merged = merge(&book(|_| {}), &book(counter(7)), &book(counter(9)));
    assert_eq!(merged.accounts[0].key, key(1, Kind::Hotp { counter: 9 }));
    assert_eq!(conflicts(&merged), 0);
    // Unless only one of them was touched: somebody set it right.
    let merged = merge(&book(|_| {}), &book(counter(2)), &book(|a| a.note = "reset".to_owned()));
    assert_eq!(merged.accounts[0].key, key(1, Kind::Hotp { counter: 2 }));
}

#[test]
fn an_edit_survives_a_deletion() {
    let edited = book(|account| account.note = "rekeyed".to_owned());
    for (ours, theirs) in [(&Book::default(), &edited), (&edited, &Book::default())] {
        assert_eq!(merge(&book(|_| {}), ours, theirs).accounts, edited.accounts);
    }
}

#[test]
fn a_phone_comes_back_when_somebody_put_a_method_on_it() {
    let with = |mut book: Book| {
        book.devices = vec![Device::new(id(16), "P-07".to_owned())];
        book
    };
    let theirs = with(book(|account| account.methods[0].device = Some(id(16))));
    let merged = merge(&with(book(|_| {})), &book(|_| {}), &theirs);
    assert_eq!(merged.devices, theirs.devices);
}

#[test]
fn of_two_tests_the_later_counts() {
    let tested = |on, result| {
        book(move |account: &mut Account| {
            account.methods[0].tested = Some(Test { on: day(on), result, by: "Li".to_owned() });
        })
    };
    let (early, late) = (tested(3, TestResult::Ok), tested(9, TestResult::Rejected));
    let merged = merge(&book(|_| {}), &early, &late);
    assert_eq!(merged.accounts, late.accounts);
}
