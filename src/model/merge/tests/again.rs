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
