//! What an import leaves in its file, and what an export leaves in the vault: it is said, counted in the
//! exit code, and can be taken back.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use super::home::{Home, KEYS};

/// A workbook of sheets, each with these rows of cells.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |body: &str| {
        format!("<Relationships xmlns=\"{package}/relationships\">{body}</Relationships>")
    };
    let (mut names, mut targets) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (id, (name, rows)) in (1..).zip(sheets) {
        write!(names, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>").expect("text");
        targets += &relation(id, "worksheet", &format!("worksheets/sheet{id}.xml"));
        let mut body = String::new();
        for (row, cells) in (1..).zip(*rows) {
            write!(body, "<row r=\"{row}\">").expect("text");
            for (column, cell) in ('A'..).zip(*cells) {
                write!(body, "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")
                    .expect("text");
            }
            body += "</row>";
        }
        let sheet =
            format!("<worksheet xmlns=\"{main}\"><sheetData>{body}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{id}.xml"), sheet));
    }
    let office_document = relation(1, "officeDocument", "xl/workbook.xml");
    parts.extend([
        ("[Content_Types].xml".to_owned(), format!("<Types xmlns=\"{package}/content-types\"/>")),
        ("_rels/.rels".to_owned(), relations(&office_document)),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(&targets)),
    ]);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("memory");
        writer.write_all(body.as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// What `import --json` says is lost, and the exit code.
fn lost(home: &Home, arguments: &[&str]) -> (i32, Value) {
    let run = home.run([&["import", "--json", "--dry-run"], arguments].concat());
    let told: Value = serde_json::from_str(&run.stdout).expect("JSON");
    (run.code, told["lost"].clone())
}

#[test]
fn further_sheets_are_a_loss() {
    let home = Home::with_vault();
    let rows: &[&[&str]] = &[&["platform", "login", "key"], &["Amazon", "ops", KEYS[0]]];
    home.write("one.xlsx", workbook(&[("Stores", rows), ("empty", &[])]));
    home.write("two.xlsx", workbook(&[("Stores", rows), ("更多", rows)]));
    assert_eq!(lost(&home, &["one.xlsx"]), (0, json!([])));
    let sheet = json!({"what": "sheet", "file": 1, "title": "更多"});
    assert_eq!(lost(&home, &["two.xlsx"]), (8, json!([sheet])));
    let run = home.run(["import", "two.xlsx"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let said = "Only the sheet “Stores” was read. Not read: 更多; --sheet NAME reads one of them.";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(run.stdout.starts_with("1 account added"), "{}", run.stdout);
}

#[test]
fn of_several_sheets_the_one_with_accounts_is_read() {
    let home = Home::with_vault();
    let cover: &[&[&str]] = &[&["Accounts of our stores"], &["as of", "June"], &["by", "Li Ming"]];
    let rows: &[&[&str]] = &[&["platform", "login", "key"], &["Amazon", "ops", KEYS[0]]];
    let others: &[&[&str]] = &[&["platform", "login"], &["Etsy", "a"], &["Etsy", "b"]];
    home.write("t.xlsx", workbook(&[("Cover", cover), ("Stores", rows), ("Old", others)]));
    let run = home.run(["import", "t.xlsx", "--dry-run"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    assert!(run.stdout.starts_with("1 account would be added\n  2  Amazon"), "{}", run.stdout);
    assert!(
        run.stderr.contains("the sheet “Stores” was read. Not read: Cover, Old"),
        "{}",
        run.stderr
    );
    // Whoever says which is meant loses nothing.
    let run = home.run(["import", "t.xlsx", "--sheet", "Old", "--dry-run"]).done();
    assert!(run.stdout.starts_with("2 accounts would be added"), "{}", run.stdout);
    let run = home.run(["import", "t.xlsx", "--sheet", "New", "--dry-run"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no such sheet. Its sheets: Cover, Stores, Old"), "{}", run.stderr);
    home.write("t.csv", "platform,login\nEtsy,a\n");
    let run = home.run(["import", "t.csv", "--sheet", "Old"]);
    assert!(
        run.stderr.contains("--sheet is for workbooks (.xlsx), and t.csv is none"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_workbook_without_headings_loses_no_account() {
    let home = Home::with_vault();
    let rows: &[&[&str]] = &[&["Amazon", "ops"], &["Etsy", "shop", KEYS[0]]];
    home.write("t.xlsx", workbook(&[("Stores", rows)]));
    let columns = ["--column", "1=platform", "--column", "2=login", "--column", "3=key"];
    let run = home.run([&["import", "t.xlsx", "--dry-run"], &columns[..]].concat()).done();
    assert!(run.stdout.starts_with("2 accounts would be added\n  1  Amazon"), "{}", run.stdout);
    let run =
        home.run([&["import", "t.xlsx", "--dry-run", "--column", "4=note"], &columns[..]].concat());
    assert!(run.stderr.contains("t.xlsx has no column 4: it has 3."), "{}", run.stderr);
}

#[test]
fn a_second_holder_of_a_number_is_said_and_kept_in_the_note() {
    let home = Home::with_vault();
    home.write(
        "t.csv",
        "platform,login,main phone,holder,key\n\
         Amazon,a,+8613800000001,Li,\nCoupang,b,+8613800000001,Wang,\n",
    );
    let told = home.run(["import", "t.csv", "--dry-run", "--json"]).json();
    let changed = &told["changed"][0];
    assert_eq!((&changed["field"], &changed["reason"]), (&"holder".into(), &"held".into()));
    assert_eq!((&changed["from"], &changed["to"]), (&"Wang".into(), &"Li".into()));
    let run = home.run(["import", "t.csv"]).done();
    let said = "row 3: this number is held by Li here; Wang is in the note";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let shown = home.run(["show", "b", "--json"]).json();
    assert_eq!(shown["note"], "holder: Wang");
    assert_eq!(shown["methods"][0]["holder"], "Li");
}

#[test]
fn what_stands_on_paper_beside_the_keys_is_a_loss() {
    let home = Home::with_accounts();
    home.run(["export", "text", "paper", "ops", "--yes-plain"]).wrote();
    let other = Home::with_vault();
    other.write("paper", home.read("paper"));
    let paper = json!({"what": "on-paper", "count": 1});
    assert_eq!(lost(&other, &["paper"]), (8, json!([paper])));
}

#[test]
fn a_weak_password_closes_no_export() {
    let home = Home::with_accounts();
    home.write("weak", "hunter2\n");
    for form in ["aegis", "2fas", "age"] {
        let run = home.run(["export", form, "out", "--yes", "--password-file", "weak"]);
        assert_eq!(run.code, 1, "{form}: {}", run.stderr);
        assert!(run.stderr.contains("That password is too easy to guess"), "{}", run.stderr);
        assert!(!run.stderr.contains("hunter2") && !home.path("out").exists(), "{form}");
    }
}

#[test]
fn an_import_can_be_taken_back_as_it_says() {
    let home = Home::with_accounts();
    let before = home.run(["list", "--json"]).json();
    home.write("more", format!("otpauth://totp/Etsy:new?secret={}\n", "JBSWY3DPEHPK3PXP"));
    let dry = home.run(["import", "more", "--dry-run"]).done();
    assert!(!dry.stderr.contains("take this back"), "{}", dry.stderr);
    let run = home.run(["import", "more"]).done();
    let said = run.stderr.lines().find_map(|line| {
        line.strip_prefix("keyrack ").filter(|line| line.contains("doctor --restore "))
    });
    let command: Vec<&str> = said.expect("how").split(' ').collect();
    assert_ne!(home.run(["list", "--json"]).json(), before);
    home.run(command).done();
    assert_eq!(home.run(["list", "--json"]).json(), before);
}

#[test]
fn what_no_account_fits_is_named() {
    let home = Home::with_accounts();
    for (arguments, said) in [
        (&["--tag", "eu"][..], "No account has the tag eu."),
        (&["--platform", "Nowhere"], "No account is at the platform Nowhere."),
        (&["--company", "Nobody"], "No account is of the company Nobody."),
        (&["--platform", "amazon", "byeolbit"], "No account fits all of these options."),
        (&["nothing"], "No account matches nothing."),
    ] {
        let run = home.run([&["export", "list", "x", "--yes"], arguments].concat());
        assert_eq!(run.code, 3, "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
        assert!(!home.path("x").exists());
    }
}

#[test]
fn a_dry_run_of_an_export_ends_as_the_real_one() {
    let home = Home::with_accounts();
    home.run(["edit", "ops", "--store", "Hikari"]).done();
    for (form, query, code) in [
        ("uri-list", "byeolbit", 0),
        ("uri-list", "ops", 8),
        ("csv", "ops", 0),
        ("list", "ops", 0),
        ("ron", "ops", 0),
        ("google-migration", "ops", 8),
        ("html", "ops", 0),
    ] {
        let with = |more: &[&str]| {
            home.run([&["export", form, "out", query, "--yes", "--yes-plain"], more].concat())
        };
        assert_eq!(with(&["--dry-run"]).code, code, "{form}");
        let run = with(&[]);
        assert_eq!(run.code, code, "{form}: {}", run.stderr);
        assert!(run.stdout.starts_with("1 account written"), "{form}: {}", run.stdout);
        std::fs::remove_file(home.path("out")).expect("was written");
    }
}

#[test]
fn several_names_are_chosen_at_once() {
    let home = Home::with_vault();
    let chosen = |which: &[&str]| {
        let which = which.iter().flat_map(|which| ["--only", which]);
        let arguments = ["import", "list", "--json", "--dry-run"].into_iter().chain(which);
        let run = home.run(arguments);
        let told: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let entries = told["entries"].as_array().expect("entries");
        let taken = entries.iter().filter(|entry| entry["done"] == "added");
        taken
            .map(|entry| entry["issuer"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(chosen(&["amazon,gmarket"]), ["Amazon", "Gmarket"]);
    assert_eq!(chosen(&["Gmarket", "amazon"]), ["Amazon", "Gmarket"]);
    assert_eq!(chosen(&["amazon ops, byeol"]), ["Amazon", "Gmarket"]);
    assert_eq!(chosen(&["1,gmarket"]), ["Amazon", "Gmarket"]);
}

#[test]
fn rows_of_several_files_are_told_apart() {
    let home = Home::with_vault();
    let line = |name: &str, key: &str| format!("otpauth://totp/Etsy:{name}?secret={key}\n");
    home.write("a.txt", line("first", KEYS[0]) + "otpauth://totp/broken\n");
    home.write("b.txt", line("second", KEYS[1]));
    let run = home.run(["import", "a.txt", "b.txt", "--dry-run"]);
    for said in ["\n  a.txt  1  Etsy / first  totp\n", "\n  b.txt  1  Etsy / second  totp\n"] {
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
    assert!(run.stderr.contains("a.txt: line 2"), "{}", run.stderr);
}

#[test]
fn what_was_assumed_of_keys_that_are_here_is_said() {
    let home = Home::with_accounts();
    home.write("more", format!("otpauth://totp/Etsy:me?secret={}\n", KEYS[0]));
    let said = "1 row has the key of another account or row, and both were kept";
    let told = |more: &[&str]| home.run([&["import", "more", "--dry-run"], more].concat()).stderr;
    assert!(told(&[]).contains(said), "{}", told(&[]));
    for choice in ["keep", "merge", "skip"] {
        assert!(!told(&["--same-key", choice]).contains(said), "{choice}");
    }
}

#[test]
fn a_file_for_other_people_is_not_called_damaged() {
    let home = Home::with_accounts();
    for more in [&[][..], &["--format", "aegis"], &["--format", "table"], &["--format", "vault"]] {
        let run = home.run([&["import", "v.age"], more].concat());
        assert_eq!(run.code, 1, "{more:?}");
        assert!(run.stderr.contains("an identity opens it"), "{more:?}: {}", run.stderr);
    }
}
