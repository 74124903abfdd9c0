//! What comes back to where it is from, and what comes to accounts that are here: which of them is meant, and
//! that nothing is doubled.

use super::home::Home;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "ONEVA7CYKZA6MUD3";

/// The roles and numbers of an account's methods.
fn methods(home: &Home, query: &str) -> Vec<(String, String)> {
    let shown = home.run(["show", query, "--json"]).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let methods = shown["methods"].as_array().expect("methods").iter();
    methods.map(|method| (text(&method["role"]), text(&method["number"]))).collect()
}

#[test]
fn a_list_of_phones_that_is_merged_says_what_one_table_says() {
    let table = Home::with_vault();
    table.write(
        "t.csv",
        format!("platform,login,key,main phone,backup phone\nAmazon,ops,{KEY},+8613800000001,+8613800000002\n"),
    );
    table.run(["import", "t.csv"]).done();
    let expected = methods(&table, "ops");
    assert_eq!(expected.len(), 2);
    let keys = format!("platform,login,key\nAmazon,ops,{KEY}\n");
    let phones =
        "platform,login,main phone,backup phone\nAmazon,ops,+8613800000001,+8613800000002\n";
    // One after the other, and both at once in either order.
    for files in [&["keys.csv"][..], &["keys.csv", "phones.csv"], &["phones.csv", "keys.csv"]] {
        let home = Home::with_vault();
        home.write("keys.csv", &keys);
        home.write("phones.csv", phones);
        home.run([&["import", "--same-key", "merge"], files].concat()).done();
        if files.len() == 1 {
            let run = home.run(["import", "phones.csv", "--same-key", "merge"]).done();
            assert!(run.stderr.contains("In 1 row the key is the main way"), "{}", run.stderr);
        }
        assert_eq!(methods(&home, "ops"), expected, "{files:?}");
    }
}

/// A vault with three accounts of one name without a store: one with a key, two without.
fn twins() -> Home {
    let home = Home::with_vault();
    home.write("keys.csv", format!("platform,login,key\nAmazon,ops,{KEY}\n"));
    home.run(["import", "keys.csv"]).done();
    for _ in 0..2 {
        home.run(["add", "--platform", "Amazon", "--login", "ops", "--no-key"]).done();
    }
    home
}

fn ids(home: &Home) -> Vec<String> {
    let rows = home.run(["list", "--json"]).done().json();
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn twins_come_back_from_a_vault_by_their_ids() {
    let home = twins();
    let all = ids(&home);
    home.run(["export", "ron", "all.ron", "--yes-plain"]).wrote();
    // Here they are all the same, whatever they are called by now.
    let run = home.run(["import", "all.ron", "--dry-run"]).done();
    assert!(run.stdout.contains("3 were here already"), "{}", run.stdout);
    home.run(["edit", &all[1], "--login", "new"]).done();
    let run = home.run(["import", "all.ron", "--dry-run", "--same-key", "skip"]).done();
    assert!(run.stdout.starts_with("0 accounts would be added"), "{}{}", run.stdout, run.stderr);
    // One that was deleted comes back, and no other.
    home.run(["remove", &all[2], "--yes"]).done();
    let run = home.run(["import", "all.ron", "--same-key", "skip"]).done();
    assert!(run.stdout.starts_with("1 account added"), "{}{}", run.stdout, run.stderr);
    assert_eq!(ids(&home).len(), 3);
    // Into an empty one.
    let other = Home::with_vault();
    other.write("all.ron", home.read("all.ron"));
    let run = other.run(["import", "all.ron"]).done();
    assert!(run.stdout.starts_with("3 accounts added"), "{}{}", run.stdout, run.stderr);
    let (mut there, mut here) = (ids(&other), all);
    there.sort();
    here.sort();
    assert_eq!(there, here);
}

#[test]
fn twins_that_a_table_cannot_tell_apart_are_named_beforehand() {
    let home = Home::with_vault();
    home.write("one.csv", format!("platform,login,key\nAmazon,ops,{KEY}\n"));
    home.write("two.csv", format!("platform,login,key\nAmazon,other,{KEY}\n"));
    home.run(["import", "one.csv"]).done();
    home.run(["import", "two.csv"]).done();
    home.run(["edit", "other", "--login", "ops"]).done();
    let run = home.run(["export", "csv", "out.csv", "--dry-run"]);
    assert_eq!(run.code, 8);
    assert!(run.stdout.contains("what tells 2 accounts apart"), "{}", run.stdout);
}

#[test]
fn a_list_that_was_not_edited_brings_nothing() {
    for home in [Home::with_accounts(), twins()] {
        let before = ids(&home).len();
        home.run(["export", "list", "list.csv", "--yes"]).wrote();
        for more in
            [&[][..], &["--same-key", "skip"], &["--same-key", "merge"], &["--same-key", "keep"]]
        {
            let run = home.run([&["import", "list.csv"], more].concat());
            let said = run.stdout + &run.stderr;
            assert!(said.contains("0 accounts added"), "{more:?}: {said}");
            assert!(said.contains(&format!("{before} were here already")), "{more:?}: {said}");
            assert!(!said.contains("merged") && run.code == 0, "{more:?}: {said}");
        }
        assert_eq!(ids(&home).len(), before);
    }
    // What was edited in it is offered, and goes where it belongs.
    let home = Home::with_accounts();
    home.run(["export", "list", "list.csv", "--yes"]).wrote();
    let text = String::from_utf8(home.read("list.csv")).expect("UTF-8");
    let row = text.lines().find(|line| line.contains("byeolbit")).expect("the row");
    let edited = row.replacen(",,,,", ",,eu,second shelf,", 1);
    home.write("list.csv", text.replace(row, &edited));
    let run = home.run(["import", "list.csv"]);
    assert!(
        run.code == 8 && run.stderr.contains("--same-key merge brings it in"),
        "{}",
        run.stderr
    );
    let run = home.run(["import", "list.csv", "--same-key", "merge"]).done();
    assert!(run.stdout.contains("1 was merged"), "{}{}", run.stdout, run.stderr);
    assert_eq!(ids(&home).len(), 3);
}

#[test]
fn a_list_of_twins_brings_all_of_them_and_other_equal_rows_are_said() {
    let home = twins();
    home.run(["export", "list", "list.csv", "--yes"]).wrote();
    for more in [&[][..], &["--same-key", "skip"], &["--same-key", "merge"]] {
        let other = Home::with_vault();
        other.write("list.csv", home.read("list.csv"));
        let run = other.run([&["import", "list.csv"], more].concat()).done();
        assert!(run.stdout.starts_with("3 accounts added"), "{more:?}: {}", run.stdout);
        let run = other.run([&["import", "list.csv"], more].concat()).done();
        assert!(run.stdout.contains("3 were here already"), "{more:?}: {}", run.stdout);
    }
    let other = Home::with_vault();
    other.write("t.csv", "platform,login\nCoupang,a\nCoupang,b\nCoupang,a\n");
    let run = other.run(["import", "t.csv"]).done();
    assert!(run.stdout.contains("2 accounts added\n1 stands in the file twice"), "{}", run.stdout);
    let said = "row 4: the same as row 2 (Coupang / a); left out";
    assert!(run.stderr.lines().any(|line| line == said), "{}", run.stderr);
    let run = other.run(["import", "t.csv", "--lang", "zh-CN"]);
    assert!(run.stdout.contains("3 条已存在"), "{}", run.stdout);
}

#[test]
fn what_was_edited_in_a_list_and_is_not_taken_is_said_field_by_field() {
    let home = Home::with_vault();
    home.write(
        "t.csv",
        format!(
            "platform,login,key,main phone,backup phone,groups,note,holder,location\n\
             Amazon,ops,{KEY},+8613800000001,+8613800000002,eu,shelf,Ann,Berlin\n\
             Coupang,kr,,+8613800000003,+8613800000004,,,,\n"
        ),
    );
    home.run(["import", "t.csv"]).done();
    let before = [methods(&home, "ops"), methods(&home, "kr")];
    let things = |home: &Home| {
        ["device", "number", "person"].map(|kind| home.run([kind, "list", "--json"]).done().stdout)
    };
    let known = things(&home);
    home.run(["export", "list", "list.csv", "--yes"]).wrote();
    let text = String::from_utf8(home.read("list.csv")).expect("UTF-8");
    let edits = [
        (
            "Coupang",
            "'+8613800000003",
            "'+8613800000009",
            "main phone: +8613800000009 in the file; +8613800000003 stays",
        ),
        ("Coupang", "'+8613800000004", "", "backup phone: empty in the file; +8613800000004 stays"),
        (
            "Amazon",
            "'+8613800000001",
            "'+8613800000009",
            "main phone: +8613800000009 in the file; +8613800000001 stays",
        ),
        (
            "Amazon",
            "'+8613800000002",
            "'+8613800000009",
            "backup phone: +8613800000009 in the file; +8613800000002 stays",
        ),
        ("Amazon", "SHA1", "SHA256", "algorithm: SHA256 in the file; SHA1 stays"),
        ("Amazon", ",6,30,", ",8,60,", "digits: 8 in the file; 6 stays"),
        ("Amazon", ",6,30,", ",6,60,", "period: 60 in the file; 30 stays"),
        ("Amazon", ",eu,", ",,", "groups: empty in the file; eu stays"),
        ("Amazon", ",shelf,", ",,", "note: empty in the file; what is here stays"),
        ("Amazon", ",Ann,", ",,", "holder: empty in the file; Ann stays"),
        ("Amazon", ",Berlin,", ",,", "location: empty in the file; Berlin stays"),
    ];
    for (row, from, to, said) in edits {
        let row =
            text.lines().find(|line| line.starts_with(row) || line.contains(row)).expect("it");
        assert!(row.contains(from), "{row}");
        home.write("edited.csv", text.replace(row, &row.replacen(from, to, 1)));
        let run = home.run(["import", "edited.csv", "--same-key", "merge"]);
        // What was emptied in the list says nothing that could be lost.
        assert_eq!(run.code, if said.contains("empty") { 0 } else { 8 }, "{said}");
        assert!(run.stderr.lines().any(|line| line.ends_with(said)), "{said}\n{}", run.stderr);
        assert_eq!([methods(&home, "ops"), methods(&home, "kr")], before, "{said}");
        let json = home.run(["import", "edited.csv", "--same-key", "merge", "--json"]).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let is_said = |it: &serde_json::Value| it["said"] == said && it["reason"] == "kept";
        assert!(json["changed"].as_array().expect("changed").iter().any(is_said), "{json}");
        assert!(!run.stdout.contains("merged"), "{said}\n{}", run.stdout);
        assert_eq!(things(&home), known, "{said}");
        // Nobody has said what is to become of it.
        assert_eq!(home.run(["import", "edited.csv"]).code, 8, "{said}");
    }
}

#[test]
fn a_key_that_comes_to_an_account_here_is_its_main_way() {
    let home = Home::with_vault();
    home.write("sms.csv", "platform,login,main phone\nCoupang,kr,+8613800000003\n");
    home.run(["import", "sms.csv"]).done();
    home.write("keys.csv", format!("platform,login,key\nCoupang,kr,{KEY}\n"));
    let run = home.run(["import", "keys.csv", "--same-key", "merge"]).done();
    let said = "row 2: the key is the main way there now; what was the main way is the backup";
    assert!(run.stderr.lines().any(|line| line == said), "{}", run.stderr);
    assert_eq!(methods(&home, "kr"), [("backup".to_owned(), "+86•••0003".to_owned())]);
}

#[test]
fn two_numbers_of_one_holder_are_two_phones() {
    let home = Home::with_vault();
    home.run(["device", "add", "P-07", "--holder", "Bo"]).done();
    home.write(
        "t.csv",
        "platform,login,main phone,holder,location\nCoupang,a,+8613912345671,Ann,Berlin\nCoupang,b,+8613912345672,Ann,Lyon\nCoupang,c,+8613912345673,Bo,\n",
    );
    let run = home.run(["import", "t.csv"]).done();
    assert!(!run.stderr.contains("lies here"), "{}", run.stderr);
    let said = "row 4: the phone P-07 had no number yet; it gets +8613912345673";
    assert!(run.stderr.lines().any(|line| line == said), "{}", run.stderr);
    let devices = home.run(["device", "list", "--json"]).done().json();
    let label = |device: &serde_json::Value| device["label"].as_str().unwrap_or("").to_owned();
    let mut labels: Vec<_> = devices.as_array().expect("devices").iter().map(label).collect();
    labels.sort();
    assert_eq!(labels, ["Ann", "Ann 2", "P-07"]);
}

#[test]
fn what_could_be_one_of_several_is_not_merged() {
    let home = Home::with_vault();
    home.write(
        "keys.csv",
        format!("platform,store,login,key\nAmazon,,ops,{KEY}\nAmazon,Luna,ops,{OTHER}\n"),
    );
    home.run(["import", "keys.csv"]).done();
    home.write("phones.csv", "platform,login,main phone\nAmazon,ops,+8613800000001\n");
    let run = home.run(["import", "phones.csv", "--same-key", "merge"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let told = run.stderr.lines().find(|line| line.starts_with("row 2: 2 accounts could be meant"));
    assert!(told.is_some_and(|told| told.contains("not merged.")), "{}", run.stderr);
    let sum =
        "0 accounts added\n1 could be one of several accounts and was not merged: Amazon / ops";
    assert!(run.stdout.starts_with(sum), "{}", run.stdout);
    let run = home.run(["import", "phones.csv", "--same-key", "merge", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let entry = &json["entries"][0];
    assert_eq!((&entry["done"], &entry["why"]), (&"skipped".into(), &"one-of-several".into()));
    // Nobody said that it is to be merged.
    let run = home.run(["import", "phones.csv", "--dry-run"]).done();
    assert!(run.stderr.contains("2 accounts have this platform and login"), "{}", run.stderr);
    assert!(run.stdout.starts_with("1 account would be added"), "{}", run.stdout);
    // With its store, it is one of them.
    home.write("phones.csv", "platform,store,login,main phone\nAmazon,Luna,ops,+8613800000001\n");
    // What it fills is said before.
    let merge = ["import", "phones.csv", "--same-key", "merge"];
    let run = home.run([&merge[..], &["--dry-run"]].concat());
    assert!(run.stderr.contains("row 2: added there: phone numbers"), "{}", run.stderr);
    let json = home.run([&merge[..], &["--dry-run", "--json"]].concat()).json();
    let filled = (&json["changed"][0]["field"], &json["changed"][0]["reason"]);
    assert_eq!(filled, (&"phone-main".into(), &"filled".into()), "{json}");
    home.run(merge).done();
    assert_eq!(methods(&home, "luna").len(), 1);
}

#[test]
fn a_command_to_take_an_import_back_has_the_options_that_were_given() {
    let home = Home::with_vault();
    home.write("keys.csv", format!("platform,login,key\nAmazon,ops,{KEY}\n"));
    let run = home.run(["import", "keys.csv"]).done();
    let said = "keyrack --vault v.age --identity me/id.age doctor --restore ";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn sites_with_spaces_in_their_names_are_typed_and_shown() {
    let home = Home::with_vault();
    let sites = |home: &Home| home.run(["show", "ops", "--json"]).json()["marketplaces"].clone();
    let add = ["add", "--platform", "Amazon", "--login", "ops", "--no-key", "--sites"];
    home.run([&add[..], &["United Kingdom"]].concat()).done();
    assert_eq!(sites(&home), serde_json::json!(["United Kingdom"]));
    home.run(["edit", "ops", "--sites", "Hong Kong", "--sites", "UK DE"]).done();
    assert_eq!(sites(&home), serde_json::json!(["Hong Kong", "UK", "DE"]));
    for command in ["show", "list"] {
        let run = home.run([&[command][..], &["ops"]].concat()).done();
        assert!(run.stdout.contains("Hong Kong, UK, DE"), "{}", run.stdout);
    }
}

#[test]
fn a_platform_that_is_called_like_its_store_comes_back() {
    let home = Home::with_vault();
    home.write("t.csv", format!("platform,store,key\nLuna,Luna,{KEY}\n"));
    home.run(["import", "t.csv"]).done();
    home.run(["export", "csv", "out.csv", "--yes-plain"]).wrote();
    let other = Home::with_vault();
    other.write("out.csv", home.read("out.csv"));
    other.run(["import", "out.csv"]).done();
    assert_eq!(other.run(["show", "luna", "--json"]).json()["platform"], "Luna");
    // A store alone says nothing of the platform.
    let other = Home::with_vault();
    other.write("t.csv", format!("store,key\nLuna,{KEY}\n"));
    other.run(["import", "t.csv"]).done();
    assert_eq!(other.run(["show", "luna", "--json"]).json()["platform"], "");
}

#[test]
fn no_advice_leads_back_to_itself() {
    let home = Home::with_accounts();
    home.run(["export", "aegis-plain", "a.json", "--yes-plain"]).wrote();
    let run = home.run(["import", "a.json", "--column", "1=key"]);
    assert_eq!(run.code, 2);
    assert!(!run.stderr.contains("--format table"), "{}", run.stderr);
    home.run(["export", "bitwarden-csv", "b.csv", "--yes-plain"]).wrote();
    let run = home.run(["import", "b.csv", "--format", "bitwarden"]);
    let said = "--format says bitwarden, but b.csv looks like something else: bitwarden-csv.";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}
