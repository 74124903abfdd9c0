//! Two and more of us at once.

use std::collections::BTreeSet;
use std::process::Stdio;

use super::home::Home;

#[test]
fn a_counter_is_never_given_twice() {
    let home = Home::with_accounts();
    let mut used = BTreeSet::new();
    let mut shown = 0;
    for _ in 0..4 {
        let children: Vec<_> = (0..6)
            .map(|_| {
                let mut command = home.keyrack();
                command.args(["code", "byeolbit", "--json"]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts")
            })
            .collect();
        for child in children {
            let output = child.wait_with_output().expect("runs");
            let (out, err) = (output.stdout, String::from_utf8_lossy(&output.stderr).into_owned());
            match output.status.code() {
                Some(0) => {
                    let codes: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
                    shown += 1;
                    assert!(used.insert(codes["counter"].as_u64()), "{codes} was given twice");
                }
                // Somebody else was quicker: nothing was told, and the vault is theirs.
                Some(7) => assert!(out.is_empty() && err.contains("meanwhile"), "{err}"),
                code => panic!("{code:?}: {err}"),
            }
        }
    }
    assert!(shown >= 4, "one of each round is first");
    let next = home.run(["show", "byeolbit", "--json"]).json()["key"]["counter"].as_u64();
    assert_eq!(next, Some(shown), "every code that was shown is used up, and no other");
}

#[test]
fn two_editors_lose_nothing() {
    let home = Home::with_accounts();
    let (mut added, mut refused) = (BTreeSet::new(), 0);
    let children: Vec<_> = (0..8)
        .map(|n| {
            let mut command = home.keyrack();
            command.args(["add", "--no-key", "--login", &format!("seller-{n}")]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            (n, command.spawn().expect("starts"))
        })
        .collect();
    for (n, child) in children {
        match child.wait_with_output().expect("runs").status.code() {
            Some(0) => _ = added.insert(format!("seller-{n}")),
            Some(7) => refused += 1,
            code => panic!("{code:?}"),
        }
    }
    assert_eq!(added.len() + refused, 8);
    let rows = home.run(["list", "seller", "--json"]).json();
    let there: BTreeSet<String> = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["login"].as_str().expect("a login").to_owned())
        .collect();
    assert_eq!(there, added, "exactly what was said to be added is there");
    // What was refused is kept, encrypted.
    let backups = home.run(["doctor", "--json"]).json()["backups"].clone();
    let conflicts = backups.as_array().expect("backups").iter().filter(|b| b["kind"] == "conflict");
    assert!(conflicts.count() <= refused);
}
