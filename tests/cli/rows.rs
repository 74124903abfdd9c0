//! Rows of tables and lists in which something stands in the wrong place, twice, or in part: what does not
//! arrive is said, and counts.

use super::home::{Home, Run};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "ONEVA7CYKZA6MUD3";

/// Runs an import of a table with these rows.
fn import(home: &Home, rows: &[&str], more: &[&str]) -> Run {
    let rows = rows.join("\n").replace("OTHER", OTHER).replace("KEY", KEY);
    home.write("t.csv", rows + "\n");
    home.run([&["import", "t.csv"], more].concat())
}

/// What it says as JSON, however it ends.
fn json(run: &Run) -> serde_json::Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// The same by itself, as a dry run; no key is printed.
fn dry(rows: &[&str]) -> Run {
    let run = import(&Home::with_vault(), rows, &["--dry-run"]);
    for key in [KEY, OTHER, "ONEV A7CY KZA6 MUD3"] {
        assert!(
            ![&*run.stdout, &run.stderr].concat().contains(key),
            "{}{}",
            run.stdout,
            run.stderr
        );
    }
    run
}

#[test]
fn a_key_in_a_note_makes_no_account_without_one() {
    for note in [
        "OTHER",
        "密钥OTHER",
        "2FA: OTHER (old phone)",
        "key ONEV A7CY KZA6 MUD3 of Li",
        "otpauth://totp/A:a?secret=OTHER",
        "0123456789abcdef0123456789abcdef",
    ] {
        let run = dry(&[
            "platform,login,key,note",
            "Etsy,kr,KEY,by post",
            &format!("Amazon,ops,,{note}"),
        ]);
        assert_eq!(run.code, 8, "{note}: {}", run.stderr);
        assert!(run.stdout.contains("1 account would be added"), "{note}: {}", run.stdout);
        assert!(run.stderr.contains("row 3 (Amazon: ops): "), "{note}: {}", run.stderr);
        assert!(run.stderr.contains("Column 4 (note)"), "{note}: {}", run.stderr);
    }
    // Without a column of keys, too.
    let run = dry(&["platform,login,note", "Amazon,ops,OTHER"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    for note in [
        "by text message",
        "https://drive.example/p/0123456789abcdef0123456789abcdef",
        "d3b07384-d9a0-4c9b-8f3e-1f2a3b4c5d6e",
        "ask abcdefgh234567abcdefgh@x.example",
        "GARTENMOEBELEUROPA",
        "they said that this will work",
    ] {
        let run = dry(&["platform,login,key,note", &format!("Amazon,ops,,{note}")]);
        assert_eq!(run.code, 0, "{note}: {}", run.stderr);
    }
    // Beside a key, it is only said.
    let run = dry(&["platform,login,key,note", "Amazon,ops,KEY,old: OTHER"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("row 2: a key seems to stand in its note"), "{}", run.stderr);
}

#[test]
fn json_shows_no_key_of_a_note() {
    let home = Home::with_vault();
    for note in ["密钥OTHER", "key ONEV A7CY KZA6 MUD3 of Li", "ＯＮＥＶＡ７ＣＹＫＺＡ６ＭＵＤ３"]
    {
        let row = format!("Amazon,ops,KEY,{note}");
        let run = import(&home, &["platform,login,key,note", &row], &["--dry-run", "--json"]);
        let shown = run.json()["entries"][0]["note"].to_string();
        assert!(shown.contains("••••") && !shown.contains("ONEV"), "{shown}");
        assert!(!shown.contains("ＯＮＥＶ"), "{shown}");
    }
}

#[test]
fn an_address_in_the_note_of_another_program_is_said() {
    let home = Home::with_vault();
    let note = format!("otpauth://totp/A:a?secret={OTHER}");
    let item = |name: &str, totp: &str| {
        format!(
            r#"{{"type":1,"name":"{name}","notes":"{note}","login":{{"username":"u","totp":"{totp}"}}}}"#
        )
    };
    let json =
        format!(r#"{{"encrypted":false,"items":[{},{}]}}"#, item("Etsy", KEY), item("Coupang", ""));
    home.write("b.json", json);
    let run = home.run(["import", "b.json", "--dry-run"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    assert!(run.stderr.contains("entry 1: a key seems to stand in its note"), "{}", run.stderr);
    assert!(run.stderr.contains("entry 2 (Coupang: u): "), "{}", run.stderr);
    assert!(!run.stderr.contains(OTHER), "{}", run.stderr);
    for csv in [
        format!(
            "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\
             ,,login,Coupang,{note},,0,,u,,\n,,login,Etsy,,,0,,u,,{KEY}\n"
        ),
        format!(
            "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\"\n\
             \"Root\",\"Coupang\",\"u\",\"\",\"\",\"{note}\",\"\"\n\"Root\",\"Etsy\",\"u\",\"\",\"\",\"\",\"{KEY}\"\n"
        ),
    ] {
        home.write("b.csv", csv);
        let run = home.run(["import", "b.csv", "--dry-run"]);
        assert_eq!(run.code, 8, "{}", run.stderr);
        assert!(run.stderr.contains("row 2 (Coupang: u): "), "{}", run.stderr);
        assert!(run.stdout.starts_with("1 account would be added"), "{}", run.stdout);
    }
}

#[test]
fn a_column_that_contradicts_its_address_is_said() {
    let address = "otpauth://totp/Etsy:other?secret=KEY&issuer=Etsy&digits=8";
    let run = dry(&["platform,login,digits,key", &format!("Amazon,ops,6,{address}")]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    for said in [
        "row 2: platform: Etsy in the address, Amazon in its column; Amazon counts",
        "row 2: login: other in the address, ops in its column; ops counts",
        "row 2: digits: 8 in the address, 6 in its column; 8 counts",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    for row in [format!("ETSY,Other,8,{address}"), format!(",,,{address}")] {
        let run = dry(&["platform,login,digits,key", &row]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    // A store is no platform, and neither is lost.
    assert_eq!(dry(&["store,key", &format!("Hikari,{address}")]).code, 0);
    let home = Home::with_vault();
    let row = format!("Amazon,other,8,{address}");
    let json = json(&import(&home, &["platform,login,digits,key", &row], &["--dry-run", "--json"]));
    let lost = &json["lost"][0];
    assert_eq!((&lost["what"], &lost["reason"]), (&"platform".into(), &"contradicts".into()));
}

#[test]
fn a_site_is_one_of_a_platform_where_there_is_one() {
    let read = |head: &str| {
        let home = Home::with_vault();
        let json = json(&import(&home, &[head, "A,B,ops,KEY"], &["--dry-run", "--json"]));
        (
            json["entries"][0]["issuer"].clone(),
            json["entries"][0]["extra"]["marketplaces"][0].clone(),
        )
    };
    assert_eq!(read("store,Site,login,key"), ("A".into(), "B".into()));
    assert_eq!(read("platform,Site,login,key"), ("A".into(), "B".into()));
    assert_eq!(read("Site,note,login,key").0, "A");
}

#[test]
fn a_phone_that_a_spreadsheet_rounded_is_none() {
    for phone in ["13900000000", "8613910000000", "13910000000.0"] {
        let run = dry(&["platform,login,main phone", &format!("Amazon,ops,{phone}")]);
        assert_eq!(run.code, 8, "{phone}: {}", run.stderr);
        assert!(run.stderr.contains("lost digits of the main phone"), "{phone}: {}", run.stderr);
    }
    let run = dry(&["platform,login,key", "Amazon,13900000000,KEY"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    for phone in ["13800138000", "+8613900000000", "139 0000 0000"] {
        let run = dry(&["platform,login,main phone", &format!("Amazon,ops,{phone}")]);
        assert_eq!(run.code, 0, "{phone}: {}", run.stderr);
    }
}

#[test]
fn a_login_that_a_merge_drops_is_a_loss() {
    let home = Home::with_vault();
    let rows = [
        "platform,login,main phone,key",
        "Amazon,a,+8613800000001,KEY",
        "Amazon,b,+8613800000002,KEY",
    ];
    let run = import(&home, &rows, &["--same-key", "merge"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    for said in ["login: b in the file; a stays", "main phone: +8613800000002 in the file"] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    assert!(run.stdout.contains("1 lost something"), "{}", run.stdout);
    // Nothing changes by it the second time, and that is said, too.
    let run = import(&home, &rows, &["--same-key", "merge"]);
    assert!(
        run.stdout.contains("2 were here already") && !run.stdout.contains("merged"),
        "{}",
        run.stdout
    );
    assert_eq!(run.code, 8, "{}", run.stderr);
    let json = json(&import(&home, &rows, &["--same-key", "merge", "--json"]));
    assert_eq!(
        (&json["lost"][1]["what"], &json["lost"][1]["reason"]),
        (&"login".into(), &"kept".into())
    );
}

#[test]
fn a_login_renamed_in_a_list_is_said_to_come_without_its_key() {
    let home = Home::with_vault();
    import(&home, &["platform,store,login,key", "Amazon,Hikari,ops,KEY"], &[]).done();
    home.run(["export", "list", "list.csv", "--yes"]).done();
    let list = String::from_utf8(home.read("list.csv")).expect("text");
    home.write("list.csv", list.replace(",ops,", ",new,"));
    for (lang, said) in
        [("en", "row 2: no account of this name is here"), ("zh-CN", "第 2 行：没有同名账号")]
    {
        let run = home.run(["--lang", lang, "import", "list.csv", "--dry-run"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    // One that was edited in nothing brings nothing.
    home.write("list.csv", list);
    assert!(!home.run(["import", "list.csv"]).done().stderr.contains("no account of this name"));
}

#[test]
fn a_list_without_keys_makes_no_twins_of_accounts_that_have_got_theirs() {
    let home = Home::with_vault();
    import(&home, &["platform,login,key", "Amazon,ops,KEY"], &[]).done();
    let run = import(&home, &["platform,login,note", "Amazon,ops,"], &[]);
    assert!(run.stderr.contains("the same platform and login as"), "{}", run.stderr);
}

#[test]
fn numbers_that_count_the_rows_are_no_loss() {
    for title in ["#", "序号"] {
        let head = format!("{title},platform,login,key");
        let run = dry(&[&head, "1,Amazon,ops,KEY", "2,Etsy,kr,OTHER"]);
        assert_eq!((run.code, run.stderr.contains("not taken")), (0, false), "{}", run.stderr);
    }
    let run = dry(&["PIN,platform,login,key", "1,Amazon,ops,KEY", "2,Etsy,kr,OTHER"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
}

#[test]
fn a_title_above_rows_that_names_no_known_platform_is_lost() {
    for rows in [
        &["platform,login,key", "欧洲区,,", ",ops,KEY", ",kr,OTHER"][..],
        &["店铺,登录账号,密钥", "欧洲区,,", "光之户外,ops,KEY"],
    ] {
        let run = dry(rows);
        assert_eq!(run.code, 8, "{}", run.stderr);
        let said = run.stderr.contains("2 (欧洲区)") && run.stderr.contains("into each row");
        assert!(said, "{}", run.stderr);
    }
}

#[test]
fn the_platform_of_a_row_above_others_is_theirs() {
    for rows in [
        &["platform,login,key", "亚马逊,,", ",ops,KEY", ",kr,OTHER"][..],
        &["店铺,登录账号,密钥", "亚马逊,,", "光之户外,ops,KEY"],
    ] {
        let run = dry(rows);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let said = "row 3: the platform is the one in the title above";
        assert!(run.stderr.contains("2 (亚马逊)") && run.stderr.contains(said), "{}", run.stderr);
        assert!(run.stdout.contains("亚马逊") || run.stdout.contains("Amazon"), "{}", run.stdout);
    }
    // One above rows that have theirs may be an account as well as a title.
    let run = dry(&["platform,login,key", "Accounts of 2026,,", "Amazon,ops,KEY"]);
    assert!(run.code == 8 && run.stderr.contains("2 (Accounts of 2026)"), "{}", run.stderr);
}

#[test]
fn what_says_that_there_is_no_key_is_none() {
    let home = Home::with_vault();
    let none = ["-", "--", "—", "/", "N/A", "n/a", "无", "none", "SMS", "短信", "短信验证码"];
    let rows: Vec<String> =
        none.iter().zip(1..).map(|(none, n)| format!("Amazon,ops{n},{none}")).collect();
    let rows: Vec<&str> =
        ["platform,login,key"].into_iter().chain(rows.iter().map(|row| &**row)).collect();
    let run = import(&home, &rows, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("11 accounts added"), "{}", run.stdout);
    let kinds =
        |login: &str| home.run(["show", login, "--json"]).done().json()["methods"].to_string();
    assert!(kinds("ops9").contains("sms") && kinds("ops11").contains("sms"), "{}", kinds("ops9"));
    assert!(!kinds("ops2").contains("sms"), "{}", kinds("ops2"));
    // And not twice.
    assert!(
        import(&home, &rows, &["--same-key", "merge"])
            .done()
            .stdout
            .contains("11 were here already")
    );
    // With a phone, it is the same way.
    let rows = ["platform,login,key,phone", "Etsy,kr,SMS,+8613800000001"];
    import(&home, &rows, &[]).done();
    assert_eq!(kinds("kr").matches("sms").count(), 1, "{}", kinds("kr"));
}

#[test]
fn what_is_chosen_has_to_be_there_and_what_is_not_does_not_count() {
    let home = Home::with_vault();
    let rows = ["platform,login,key", "Amazon,ops,KEY", "Etsy,kr,x"];
    for (only, said) in [("99", "99"), ("2,99", "99"), ("ops,nobody", "nobody")] {
        let run = import(&home, &rows, &["--only", only]);
        assert_eq!(run.code, 3, "{only}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{only}: {}", run.stderr);
    }
    // One that is refused is there.
    assert_eq!(import(&home, &rows, &["--only", "2-3", "--dry-run"]).code, 8);
    let run = import(&home, &rows, &["--only", "3", "--dry-run"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    assert!(run.stderr.contains("row 3 (Etsy: kr): "), "{}", run.stderr);
    let run = import(&home, &rows, &["--only", "2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("row 3"), "{}", run.stderr);
    let json = json(&import(&home, &rows, &["--only", "2", "--json"]));
    assert_eq!(json["skipped"], serde_json::json!([]));
}

#[test]
fn sentences_say_what_is_so() {
    let home = Home::with_vault();
    let rows = ["platform,login,key", "Amazon,ops,KEY", "Etsy,kr,KEY"];
    let run = import(&home, &rows, &["--dry-run"]);
    assert!(!run.stderr.contains("here already"), "{}", run.stderr);
    // Rows that go into one account are one.
    import(&home, &rows, &["--same-key", "merge"]);
    let said = home.run(["activity", "--what", "imported"]).done().stdout;
    assert!(said.contains("1 account") && !said.contains("2 accounts"), "{said}");
    // What is more has a name.
    import(&home, &["platform,login,key,phone", "Coupang,x,OTHER,+8613800000001"], &[]).done();
    let rows =
        ["platform,login,key,phone,holder,location", "Coupang,x,OTHER,+8613800000001,Li,Rome"];
    let run = import(&home, &rows, &["--dry-run"]);
    assert!(run.stderr.contains("says more: holder, location;"), "{}", run.stderr);
}

#[test]
fn what_looks_like_a_password_is_shown_nowhere() {
    let home = Home::with_vault();
    for (head, word) in [
        ("Login info", "hunter2"),
        ("Login info", "x!yzzyx"),
        ("mima", "sunshine"),
        ("pw", "sunshine"),
        ("pass", "sunshine"),
        ("zzz", "Ab#1cd"),
        ("", "hunter2"),
    ] {
        // No column of keys: what the columns hold is asked.
        let run = import(&home, &[&format!("platform,{head}"), &format!("Amazon,{word}")], &[]);
        let said = [&*run.stdout, &run.stderr].concat();
        assert!(!said.contains(word), "{head}: {said}");
    }
}
