//! Cells as sellers fill them: two keys in one, dashes, words, blanks for "as above". What does not arrive
//! whole is said, and counts.

use super::home::{Home, Run};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "ONEVA7CYKZA6MUD3";

/// Runs an import of a table with these rows; no key is printed.
fn import(home: &Home, rows: &[&str], more: &[&str]) -> Run {
    let rows = rows.join("\n").replace("OTHER", OTHER).replace("KEY", KEY);
    home.write("t.csv", rows + "\n");
    let run = home.run([&["import", "t.csv"], more].concat());
    for key in [KEY, OTHER] {
        let said = [&*run.stdout, &run.stderr].concat();
        assert!(!said.contains(key), "{said}");
    }
    run
}

fn dry(rows: &[&str]) -> Run {
    import(&Home::with_vault(), rows, &["--dry-run"])
}

#[test]
fn two_keys_in_one_cell_are_refused() {
    let addresses = "otpauth://totp/A:a?secret=KEY otpauth://totp/A:b?secret=OTHER";
    for cell in [
        "KEY OTHER",
        "\"KEY\nOTHER\"",
        "KEY / OTHER",
        "\"KEY\n旧：OTHER\"",
        addresses,
        &format!("\"{}\"", addresses.replace(' ', "\n")),
        "otpauth://totp/A:a?secret=KEY OTHER",
    ] {
        let run = dry(&["platform,login,key", "Etsy,kr,KEY", &format!("Amazon,ops,{cell}")]);
        assert_eq!(run.code, 8, "{cell}: {}", run.stderr);
        assert!(run.stdout.contains("1 account would be added"), "{cell}: {}", run.stdout);
        let said = "row 3 (Amazon: ops): More than one key stands in this cell";
        assert!(run.stderr.contains(said), "{cell}: {}", run.stderr);
    }
    for cell in ["ONEV A7CY KZA6 MUD3", "GEZDGNBV GY3TQOJQ GEZDGNBV GY3TQOJQ", "OTHER===="] {
        let run = dry(&["platform,login,key", &format!("Amazon,ops,{cell}")]);
        assert_eq!(run.code, 0, "{cell}: {}", run.stderr);
    }
}

#[test]
fn a_blank_platform_below_a_filled_one_is_said_once() {
    let rows = ["platform,login,key", "Amazon,a1,KEY", ",a2,OTHER", ",a3,", "eBay,e1,"];
    let run = dry(&rows);
    assert_eq!(run.code, 8, "{}", run.stderr);
    assert_eq!(run.stderr.matches("not filled in from above: 3, 4").count(), 1, "{}", run.stderr);
    let run = import(&Home::with_vault(), &rows, &["--dry-run", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["lost"][0]["what"], "blanks");
    // Where none stands above, where it says that there is none, and where the address says it.
    for rows in [
        &["platform,login,key", ",a2,OTHER", "Amazon,a1,KEY"][..],
        &["platform,login,key", "Amazon,a1,KEY", "-,a2,OTHER"],
        &["platform,login,key", "Amazon,a1,KEY", ",,otpauth://totp/Etsy:a2?secret=OTHER"],
        &["store,login,key", "A,a1,KEY", ",a2,OTHER"],
    ] {
        assert_eq!(dry(rows).code, 0, "{rows:?}");
    }
}

#[test]
fn what_this_program_wrote_has_no_blanks() {
    let home = Home::with_vault();
    import(&home, &["platform,login,key", "Amazon,a,KEY"], &[]).done();
    import(&home, &["login,key", "zz,OTHER"], &[]).done();
    home.run(["export", "csv", "all.csv", "--yes", "--yes-plain"]).done();
    let run = Home::with_vault();
    run.write("all.csv", home.read("all.csv"));
    assert_eq!(run.run(["import", "all.csv"]).code, 0);
}

#[test]
fn what_means_none_is_none_in_every_column() {
    let home = Home::with_vault();
    let none = ["-", "--", "N/A", "n/a", "无", "none", "没有", "/"];
    let rows =
        none.iter().zip(1..).map(|(it, n)| format!("Amazon,ops{n},,{it},{it},{it},{it},{it},{it}"));
    let rows: Vec<String> = rows.collect();
    let head = "platform,login,key,phone,backup phone,holder,recovery codes,note,group";
    let rows: Vec<&str> = [head].into_iter().chain(rows.iter().map(|row| &**row)).collect();
    let run = import(&home, &rows, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for n in 1..=none.len() {
        let json = home.run(["show", &format!("ops{n}"), "--json"]).done().json();
        for list in ["methods", "users", "tags"] {
            assert_eq!(json[list], serde_json::json!([]), "{n}: {json}");
        }
        assert_eq!((&json["note"], &json["recovery"]), (&"".into(), &serde_json::Value::Null));
    }
    // NO is a country.
    let run = dry(&["platform,login,key,country", "Amazon,ops,KEY,NO"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_place_of_recovery_codes_goes_into_the_note() {
    for (cell, line) in
        [("见保险箱", "recovery codes: 见保险箱"), ("in the safe", "recovery codes: in the safe")]
    {
        let home = Home::with_vault();
        let run = import(
            &home,
            &["platform,login,key,recovery codes", &format!("Amazon,ops,KEY,{cell}")],
            &[],
        );
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("say where they are"), "{}", run.stderr);
        let shown = home.run(["show", "ops"]).done().stdout;
        assert!(shown.contains(line), "{shown}");
        let json = home.run(["show", "ops", "--json"]).done().json();
        assert_eq!(json["recovery"], serde_json::Value::Null, "{json}");
    }
    let run = dry(&["platform,login,key,recovery codes", "Amazon,ops,KEY,OTHER"]);
    assert!(run.stderr.contains("looks like a key"), "{}", run.stderr);
}

#[test]
fn a_formula_that_is_only_a_text_is_that_text() {
    let home = Home::with_vault();
    let run = import(
        &home,
        &[
            "platform,store,login,key,phone",
            r#"Amazon,="旗舰店",="00123","=""KEY""",="13912345678""#,
        ],
        &[],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("a cell written as =\"…\""), "{}", run.stderr);
    let shown = home.run(["show", "00123"]).done().stdout;
    assert!(shown.contains("旗舰店") && !shown.contains('='), "{shown}");
}

#[test]
fn words_in_the_column_of_keys_are_said_once() {
    let words = ["见备注", "问财务", "看群里", "链接", "#N/A", "??", "****"];
    let rows = words.iter().zip(1..).map(|(word, n)| format!("Amazon,ops{n},{word}"));
    let rows: Vec<String> = rows.collect();
    let rows: Vec<&str> =
        ["platform,login,key"].into_iter().chain(rows.iter().map(|row| &**row)).collect();
    let run = dry(&rows);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let said = "7 rows (2, 3, 4, 5, 6 and 2 more): Words stand where a key belongs";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let home = Home::with_vault();
    let rows = ["platform,login,key", "Amazon,m,邮箱", "Etsy,n,e-mail", "eBay,p,App"];
    let run = import(&home, &rows, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let kinds =
        |login: &str| home.run(["show", login, "--json"]).done().json()["methods"].to_string();
    assert!(kinds("m").contains("email") && kinds("n").contains("email"), "{}", kinds("m"));
    assert!(!kinds("p").contains("email"), "{}", kinds("p"));
}

#[test]
fn a_title_without_commas_is_a_title() {
    let run = dry(&[
        "店铺,账号,密钥,手机",
        "A1,a1@x.example,KEY,",
        "eBay 账号",
        "E1,e1@x.example,OTHER,",
    ]);
    assert!(run.stdout.contains("2 accounts would be added"), "{}", run.stdout);
    // It is the platform of what stands below it, and nothing is lost.
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("3 (eBay 账号)"), "{}", run.stderr);
    let below = "row 4: the platform is the one in the title above";
    assert!(run.stderr.contains(below) && !run.stderr.contains("row 2:"), "{}", run.stderr);
}

/// It was counted among titles and sums, and nobody was told of the key.
#[test]
fn a_row_that_is_one_cell_with_a_key_in_it_is_no_title() {
    for cell in [
        "otpauth://totp/Wish:w?secret=OTHER",
        "OTHER",
        "Wish OTHER",
        "\"Wish\tw@x.example\tOTHER\"",
        "Wish，w@x.example，OTHER",
    ] {
        let run = dry(&["平台,账号,密钥", "亚马逊,a@x.example,KEY", &format!("{cell},,")]);
        assert_eq!(run.code, 8, "{cell}: {}", run.stderr);
        assert!(run.stderr.contains("row 3"), "{cell}: {}", run.stderr);
        assert!(run.stderr.contains("looks like a key"), "{cell}: {}", run.stderr);
    }
}
