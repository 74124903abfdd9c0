//! Edits that go on after two versions were merged.

use super::*;

/// B8: whoever edits on before they have seen the clash has one value in it, their last one.
#[test]
fn a_later_edit_of_ones_own_takes_the_place_of_the_earlier_one() {
    let named = |login: &str| book(|account| account.login = login.to_owned());
    let (start, mine, theirs) = (named("a"), named("b"), named("c"));
    let clash = merge(&start, &mine, &theirs);
    for (mine, later) in [(&mine, named("d")), (&theirs, named("d")), (&mine, named("b2"))] {
        let merged = merge(mine, &later, &clash);
        assert_eq!(merged, merge(mine, &clash, &later));
        let logins: Vec<&str> =
            versions(&merged.accounts[0], "login").map(|one| one.login.as_str()).collect();
        assert_eq!(logins.len(), 2, "{logins:?}");
        assert!(logins.contains(&later.accounts[0].login.as_str()), "{logins:?}");
    }
}

/// A new login of one with the key of the other opens nothing.
#[test]
fn a_login_and_its_key_stay_together() {
    let sign_in = |login: &'static str, n: u8| {
        book(move |account| {
            account.login = login.to_owned();
            account.key = key(n, Kind::Totp { period: 30 });
        })
    };
    let base = sign_in("ops@hikari.example", 1);
    // The greater login goes with the lesser key, and the other way round.
    let cases = [
        ("both of both", ("a@hikari.example", 9), ("z@hikari.example", 2)),
        ("a key of one only", ("ops@hikari.example", 9), ("a@hikari.example", 2)),
        ("a login of one only", ("a@hikari.example", 1), ("z@hikari.example", 2)),
    ];
    let halves = |account: &Account| (account.login.clone(), account.key.clone());
    for (name, (mine, my_key), (other, other_key)) in cases {
        let (mine, other) = (sign_in(mine, my_key), sign_in(other, other_key));
        let merged = merge(&base, &mine, &other);
        assert_eq!(merged, merge(&base, &other, &mine), "{name}");
        let account = &merged.accounts[0];
        assert_eq!(conflicts(&merged), 1, "{name}");
        let pairs: BTreeSet<_> = versions(account, "sign_in").map(halves).collect();
        let written = [&mine, &other].map(|book| halves(&book.accounts[0]));
        assert_eq!(pairs, written.into(), "{name}");
        // Decided together, and apart by two people again.
        let mut decided = merged.clone();
        let other = versions(account, "sign_in").nth(1).cloned();
        resolve(&mut decided.accounts[0], "sign_in", other.as_ref());
        assert_eq!(halves(&decided.accounts[0]), halves(&other.expect("there")), "{name}");
        let mut stays = merged.clone();
        resolve(&mut stays.accounts[0], "sign_in", None);
        let mut again = merge(&merged, &decided, &stays);
        assert_eq!((again.accounts[0].conflicts.len(), conflicts(&decided)), (1, 0), "{name}");
        // It is told from what they decided on.
        let round = std::mem::take(&mut again.accounts[0].conflicts[0].round);
        assert_eq!((round, &again.accounts), (1, &merged.accounts), "{name}");
    }
    // What only one of them changed goes with what only the other changed.
    let (login, keyed) = (sign_in("z@hikari.example", 1), sign_in("ops@hikari.example", 0));
    let merged = merge(&base, &login, &keyed);
    assert_eq!(conflicts(&merged), 0);
    let (one, other) = (&login.accounts[0].login, &keyed.accounts[0].key);
    assert_eq!((&merged.accounts[0].login, &merged.accounts[0].key), (one, other));
}
