//! Sheets as teams have them: what is in the wrong place is said, once, and no key or password is printed.

use super::home::{Home, Run};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "ONEVA7CYKZA6MUD3";

/// Everything that was printed; there must be no secret in it.
fn said(run: &Run) -> String {
    let said = [&*run.stdout, &run.stderr].concat();
    for secret in [KEY, OTHER, "sunshine", "dragonfly"] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    said
}

#[test]
fn swapped_columns_are_refused_and_said_once() {
    let home = Home::with_vault();
    let keys = ["A", "B", "C", "D"].map(|end| format!("{OTHER}{end},ops,Amazon"));
    home.write("t.csv", format!("Platform,Login,Secret\n{}\n", keys.join("\n")));
    for more in [&["--dry-run"][..], &["--dry-run", "--json"], &[]] {
        let run = home.run([&["import", "t.csv"], more].concat());
        assert_eq!(run.code, 8, "{}", run.stderr);
        let said = said(&run);
        assert!(said.contains("looks like a key"), "{said}");
        if more.len() < 2 {
            assert_eq!(said.matches("--column 1=key").count(), 1, "{said}");
            assert!(said.contains("4 rows (2, 3, 4, 5): What stands in column 1"), "{said}");
        }
    }
    let run = home.run(["--lang", "zh-CN", "import", "t.csv", "--dry-run"]);
    assert!(said(&run).contains("4 行（2、3、4、5）：第 1 列"), "{}", run.stderr);
}

#[test]
fn headings_that_somebody_says_there_are_show_no_password() {
    let home = Home::with_vault();
    home.write("t.csv", format!("Amazon,sunshine,{KEY}\nEtsy,dragonfly,{OTHER}\n"));
    let columns = ["--column", "1=platform", "--column", "3=key"];
    for lang in ["en", "zh-CN"] {
        for more in [&columns[..], &[]] {
            let fixed = ["--lang", lang, "import", "t.csv", "--dry-run", "--headings", "yes"];
            let run = home.run([&fixed[..], more].concat());
            let said = said(&run);
            if more.is_empty() {
                assert_eq!(run.code, 1, "{said}");
            } else {
                assert_eq!(run.code, 8, "{said}");
                assert!(said.contains("--headings no"), "{said}");
            }
        }
    }
}

#[test]
fn the_hint_never_takes_words_for_logins() {
    let home = Home::with_vault();
    for text in [
        format!("Amazon,sunshine,{KEY}\nEtsy,dragonfly,{OTHER}\n"),
        format!("{KEY};Amazon;sunshine\n"),
    ] {
        home.write("t.csv", text);
        let run = home.run(["import", "t.csv"]);
        let said = said(&run);
        assert!(!said.contains("=login") && said.contains("=key"), "{said}");
    }
}

#[test]
fn a_column_of_passwords_is_refused_in_both_languages() {
    let home = Home::with_vault();
    home.write("t.csv", format!("Platform,密码,Key\nAmazon,sunshine,{KEY}\n"));
    for (lang, sentence) in [("en", "headed as one of passwords"), ("zh-CN", "的表头是密码")]
    {
        for word in ["login", "store", "note"] {
            let column = format!("2={word}");
            let run = home.run(["--lang", lang, "import", "t.csv", "--column", &column]);
            let said = said(&run);
            assert_eq!(run.code, 1, "{said}");
            assert!(said.contains(sentence), "{said}");
        }
    }
}

#[test]
fn what_holds_for_many_rows_is_said_once() {
    let home = Home::with_vault();
    let rows: Vec<_> = (1..=9).map(|n| format!("Amazon,ops{n},1390000000{n}")).collect();
    home.write("t.csv", format!("platform,login,main phone\n{}\n", rows.join("\n")));
    let run = home.run(["import", "t.csv", "--dry-run"]);
    assert_eq!(run.stderr.matches("no country code").count(), 1, "{}", run.stderr);
    let expected = "9 rows (2, 3, 4, 5, 6 and 4 more): a phone has no country code";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    // Two are named.
    home.write("t.csv", format!("platform,login,main phone\n{}\n", rows[..2].join("\n")));
    let run = home.run(["import", "t.csv", "--dry-run"]);
    assert!(run.stderr.contains("row 3: a phone has no country code"), "{}", run.stderr);
}

#[test]
fn an_old_encoding_is_said_to_be_one() {
    let home = Home::with_vault();
    home.write(
        "t.csv",
        [b"Platform;Store;Key\nAmazon;H\xe4ndler;", KEY.as_bytes(), b"\n"].concat(),
    );
    let run = home.run(["import", "t.csv"]);
    let said = said(&run);
    assert_eq!(run.code, 1, "{said}");
    assert!(said.contains("CSV UTF-8") && !said.contains("andOTP"), "{said}");
}

#[test]
fn a_phone_that_is_called_after_its_holder_is_said_once() {
    let home = Home::with_vault();
    home.write("t.csv", "platform,login,phone,holder\nAmazon,ops,+8613800000001,Ann\n");
    home.run(["import", "t.csv"]).done();
    let shown = home.run(["show", "ops"]).done().stdout;
    assert!(shown.contains("•••0001, Ann\n"), "{shown}");
    home.run(["export", "list", "list.csv", "--yes"]);
    let list = String::from_utf8(home.read("list.csv")).expect("text");
    assert!(list.contains("Ann") && !list.contains("Ann (Ann)"), "{list}");
}
