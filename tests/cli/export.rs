//! Taking accounts out: what is in each file, what is said before, and what never happens.

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;
use keyrack::exchange::{Ask, Record, read};
use keyrack::otp::base32;
use keyrack::secret::Secret;
use serde_json::Value;

use super::home::{Home, KEYS};
use super::skip::has;
use super::terminal::Talk;
use super::transcripts::session;

/// The password of what is written here.
const PASSWORD: &str = "slate otter 92 brine";

/// Four accounts with a key, one of them with a name that acts on terminals, and one without.
fn home() -> Home {
    let home = Home::with_accounts();
    home.write("pw", format!("{PASSWORD}\n"));
    home.write("steam", "otpauth://steam/Steam:gabe?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n");
    home.run(["import", "steam"]).done();
    home.run([
        "edit",
        "ops",
        "--tag",
        "eu",
        "--tag",
        "main",
        "--note",
        "a \"note\", =1+1",
        "--store",
        "Hikari",
        "--company",
        "Hikari GmbH",
    ])
    .done();
    home.run(["add", "--platform", "Coupang", "--login", "no-key", "--no-key", "--tag", "kr"])
        .done();
    home
}

/// What a file holds, one line an account; its keys are compared with those that went in.
fn content(home: &Home, file: &str, password: Option<&str>) -> Vec<String> {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { password: password.as_ref(), ..Ask::default() };
    let reading = read(&home.read(file), ask, &mut |_| {}).expect("written here");
    let line = |record: &Record| {
        let key = record.key.as_ref().expect("a key");
        let secret = base32::encode(key.secret());
        format!("{}|{}|{}|{}", record.issuer, record.login, key.kind().word(), secret.as_str())
    };
    let rows = reading.rows.iter();
    let mut lines: Vec<String> =
        rows.map(|row| line(row.outcome.as_deref().expect("a record"))).collect();
    lines.sort();
    lines
}

/// The same of the accounts of [`home`].
fn all() -> Vec<String> {
    let evil = "Evil\u{1b}]0;x\u{7}|na\u{202e}me\u{200b}";
    let mut all = vec![
        format!("Amazon|ops@hikari.example|totp|{}", KEYS[0]),
        format!("Gmarket|byeolbit|hotp|{}", KEYS[1]),
        format!("{evil}|totp|{}", KEYS[2]),
        "Steam|gabe|steam|JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
    ];
    all.sort();
    all
}

fn is_secret(text: &str) -> bool {
    KEYS.iter().any(|key| text.contains(key)) || text.contains(PASSWORD)
}

/// A name that no line of a printout has room for.
const LONG: &str = "otpauth://totp/%EA%B4%91%EC%A7%84%EC%83%81%EC%82%AC%20Amazon%20Seller%20Central:\
    operations.team%40hikari-shoten.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
    &issuer=%EA%B4%91%EC%A7%84%EC%83%81%EC%82%AC%20Amazon%20Seller%20Central\
    &algorithm=SHA256&digits=8&period=60\n";

#[test]
fn a_printout_brings_its_keys_back_whole() {
    let home = home();
    home.write("long", LONG);
    home.run(["import", "long"]).done();
    let names = |file: &str| -> Vec<String> {
        let reading = read(&home.read(file), Ask::default(), &mut |_| {}).expect("read");
        let key = |record: &Record| {
            let key = record.key.as_ref().expect("a key");
            let secret = base32::encode(key.secret());
            let (digits, period, kind) = (key.digits(), key.period(), key.kind());
            let algorithm = key.algorithm().word();
            let names = (&record.issuer, &record.login);
            format!("{names:?} {kind:?} {algorithm} {digits} {period:?} {}", secret.as_str())
        };
        let rows = reading.rows.iter();
        let mut keys: Vec<String> =
            rows.map(|row| key(row.outcome.as_deref().expect("a record"))).collect();
        keys.sort();
        keys
    };
    for form in ["uri-list", "text", "html"] {
        home.run(["export", form, form, "--yes-plain"]).wrote();
    }
    assert_eq!(names("uri-list").len(), 5);
    for form in ["text", "html"] {
        assert_eq!(names(form), names("uri-list"), "{form}");
        let other = Home::with_vault();
        other.write(form, home.read(form));
        let run = other.run(["import", form]);
        // Whole are the keys alone: what stands beside them on paper is not read, and that is a loss.
        assert_eq!(run.code, 8, "{form}: {}", run.stderr);
        assert!(run.stdout.starts_with("5 accounts added"), "{}", run.stdout);
        assert!(run.stderr.contains("This is a printout"), "{}", run.stderr);
    }
    home.run(["export", "google-qr", "codes.html", "--yes-plain"]);
    let run = home.run(["import", "codes.html"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("take a picture of the screen"), "{}", run.stderr);
}

#[test]
fn a_vault_of_ones_own_comes_into_another() {
    let home = home();
    home.write("wrong", "not the word\n");
    home.run(["export", "age", "v", "--yes", "--password-file", "pw"]).done();
    home.run(["export", "ron", "r", "--yes-plain"]).done();
    for (file, arguments) in [("v", &["--password-file", "pw"][..]), ("r", &[])] {
        let other = Home::with_vault();
        for name in [file, "pw", "wrong"] {
            other.write(name, home.read(name));
        }
        let with = |more: &[&str]| {
            let mut all = vec!["import", file];
            all.extend(arguments.iter().chain(more));
            other.run(all)
        };
        let told = with(&["--dry-run", "--json"]).json();
        assert_eq!(told["format"], "vault", "{file}");
        assert_eq!(told["entries"].as_array().map(Vec::len), Some(5), "{file}");
        let run = with(&[]).done();
        assert!(run.stdout.starts_with("5 accounts added"), "{}", run.stdout);
        assert!(!is_secret(&run.stdout) && !is_secret(&run.stderr));
        let list = |home: &Home| home.run(["list", "--json"]).json();
        assert_eq!(list(&other), list(&home), "{file}");
        let run = with(&[]).done();
        assert!(run.stdout.contains("5 were here already"), "{}", run.stdout);
    }
    let run = home.run(["import", "v", "--password-file", "wrong"]);
    assert!(run.code == 1 && run.stderr.contains("The password is wrong"), "{}", run.stderr);
    // To people, as every shared vault is.
    let run = home.run(["import", "v.age"]);
    assert!(run.code == 1 && run.stderr.contains("encrypted to people"), "{}", run.stderr);
}

#[test]
fn every_format_brings_the_accounts_back() {
    let home = home();
    let cases = [
        ("uri-list", None, 4),
        ("aegis", Some(PASSWORD), 4),
        ("aegis-plain", None, 4),
        ("2fas", Some(PASSWORD), 4),
        ("bitwarden-json", None, 3),
        ("bitwarden-csv", None, 3),
        ("google-migration", None, 3),
        ("csv", None, 4),
    ];
    let known = all();
    for (form, password, count) in cases {
        let mut arguments = vec!["export", form, form, "--yes", "--yes-plain", "--json"];
        if password.is_some() {
            arguments.extend(["--password-file", "pw"]);
        }
        let run = home.run(arguments);
        // The one without a key stays behind.
        assert_eq!(run.code, 8, "{form}: {}", run.stderr);
        assert!(!is_secret(&run.stdout) && !is_secret(&run.stderr), "{form}: {}", run.stderr);
        let told: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!((&told["entries"], &told["written"]), (&count.into(), &true.into()), "{form}");
        let left_out = told["left_out"].as_array().expect("a list");
        assert_eq!(left_out.len(), 5 - count, "{form}: {left_out:?}");
        assert!(left_out.iter().any(|one| one["reason"] == "no-key"), "{form}");
        let mode = home.path(form).metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{form}");
        let back = content(&home, form, password);
        assert_eq!(back.len(), count, "{form}");
        for line in &back {
            // Bitwarden has no login beside a Steam key's address.
            assert!(known.contains(line), "{form}: an account that never was");
        }
        if count == 4 {
            assert_eq!(back, known, "{form}");
        }
    }
    // And in by the front door.
    let other = Home::with_vault();
    other.write("list", home.read("uri-list"));
    assert!(other.run(["import", "list"]).done().stdout.starts_with("4 accounts added"));
}

#[test]
fn a_file_that_is_there_stays_what_it_is() {
    let home = home();
    home.write("there", "mine");
    for form in ["uri-list", "csv", "ron", "text", "html", "list", "bitwarden-csv"] {
        let run = home.run(["export", form, "there", "--yes", "--yes-plain"]);
        assert_eq!(run.code, 7, "{form}: {}", run.stderr);
        assert!(run.stderr.contains("not replaced"), "{form}: {}", run.stderr);
        assert_eq!(home.read("there"), b"mine", "{form}");
    }
    let run = home.run(["export", "csv", "nowhere/f", "--yes-plain"]);
    assert_eq!(run.code, 7);
    assert!(run.stderr.contains("no folder"), "{}", run.stderr);
}

#[test]
fn a_portable_vault_opens_with_its_password_alone() {
    let home = home();
    home.run(["export", "age", "p.age", "--yes", "--password-file", "pw"]).done();
    let mut opened = home.bare();
    opened.args(["--vault", "p.age", "--passphrase-file", "pw", "list", "--json"]);
    let rows = home.finish(&mut opened).json();
    assert_eq!(rows.as_array().expect("a list").len(), 5);
    home.run(["export", "ron", "p.ron", "--yes-plain"]).done();
    let readable = String::from_utf8(home.read("p.ron")).expect("text");
    assert!(readable.starts_with("keyrack") && readable.contains(KEYS[0]), "no vault in RON");

    // age asks for passphrases on a terminal only.
    if !has("age", "opening the vault without Keyrack") {
        return;
    }
    let mut talk =
        Talk::begin_line(&home, &[("TERM", "dumb")], "age -d -o out p.age; echo \"exit $?\"");
    talk.hear("assphrase").say(&format!("{PASSWORD}\r"));
    talk.hear("exit 0");
    talk.rest();
    let opened = String::from_utf8(home.read("out")).expect("text");
    assert!(opened.contains(KEYS[0]) && opened.contains("no-key"), "age opened something else");
}

#[test]
fn a_part_of_the_vault_takes_its_things_along_and_no_others() {
    let home = home();
    home.run(["method", "add", "ops", "--kind", "sms", "--device", "P-01", "--holder", "Kenji"])
        .done();
    home.run(["device", "add", "P-02"]).done();
    home.run(["export", "ron", "part", "--tag", "EU", "--yes-plain"]).done();
    let part = String::from_utf8(home.read("part")).expect("text");
    for (name, there) in [
        ("P-01", true),
        ("Kenji", true),
        ("ops@hikari", true),
        ("P-02", false),
        ("byeolbit", false),
    ] {
        assert_eq!(part.contains(name), there, "{name}");
    }
}

#[test]
fn printouts_have_the_keys_and_a_list_has_none() {
    let home = home();
    for form in ["text", "html", "list"] {
        let file = format!("of-{form}");
        home.run(["export", form, &file, "--yes", "--yes-plain"]).wrote();
        let text = String::from_utf8(home.read(&file)).expect("text");
        assert_eq!(is_secret(&text), form != "list", "{form}");
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']) || form == "list", "{form}");
        assert_eq!(text.contains("no-key"), form == "list", "{form}");
    }
    let page = String::from_utf8(home.read("of-html")).expect("text");
    assert_eq!(page.matches("<section>").count(), 1);
}

#[test]
fn what_is_chosen_goes_out() {
    let home = home();
    let entries = |choice: &[&str]| {
        let run = home.run([&["export", "list", "x", "--dry-run", "--json"], choice].concat());
        let told: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
        (told["entries"].as_u64().unwrap_or(0), run.code)
    };
    assert_eq!(entries(&[]), (5, 8));
    assert_eq!(entries(&["byeolbit"]), (1, 0));
    assert_eq!(entries(&["#kr"]), (1, 0));
    assert_eq!(entries(&["--tag", "EU"]), (1, 8));
    assert_eq!(entries(&["--tag", "e"]), (0, 3));
    assert_eq!(entries(&["--platform", "amazon", "--platform", "STEAM"]), (2, 8));
    assert_eq!(entries(&["--platform", "amazon", "--tag", "kr"]), (0, 3));
    assert_eq!(entries(&["--company", "hikari gmbh"]), (1, 8));
    assert!(!home.path("x").exists());
}

#[test]
fn nothing_is_written_without_being_asked_for() {
    let home = home();
    home.write("empty", "\n");
    for (arguments, code) in [
        (&["export", "uri-list", "x"][..], 2),
        // A yes is not the word.
        (&["export", "uri-list", "x", "--yes"], 2),
        (&["export", "list", "x", "--yes-plain"], 2),
        (&["export", "aegis", "x", "--password-file", "pw"], 2),
        (&["export", "aegis", "x", "--yes"], 2),
        (&["export", "csv", "x", "--yes-plain", "--password-file", "pw"], 2),
        (&["export", "list", "-", "--yes", "--json"], 2),
        (&["export", "sheet", "x", "--yes"], 2),
        (&["export", "uri-list", "x", "--dry-run"], 8),
        // As the real one.
        (&["export", "uri-list", "pw", "--dry-run"], 7),
        (&["export", "uri-list", "no/x", "--dry-run"], 7),
        (&["export", "aegis", "x", "--yes", "--password-file", "empty"], 1),
    ] {
        let run = home.run(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(!is_secret(&run.stdout) && !is_secret(&run.stderr), "{arguments:?}");
        assert!(!home.path("x").exists(), "{arguments:?}");
    }
    let piped = home.run(["export", "uri-list", "-", "byeolbit", "--yes-plain"]).done();
    assert!(piped.stdout.starts_with("otpauth://hotp/Gmarket:byeolbit?"));
    assert_eq!(piped.stdout.lines().count(), 1, "and nothing else");
}

#[test]
fn a_person_types_the_word() {
    let home = home();
    let line = |arguments: &str| {
        let program = env!("CARGO_BIN_EXE_keyrack");
        format!(
            "'{program}' --vault v.age --identity me/id.age --passphrase-file pass \
             {arguments}; echo \"exit $?\""
        )
    };
    let mut talk = Talk::begin_line(&home, &[], &line("export uri-list x"));
    talk.hear("it has no key").hear("Type export").say("yes\r").hear("Nothing was written");
    talk.hear("exit 1");
    assert!(!is_secret(&talk.rest()) && !home.path("x").exists());
    let mut talk = Talk::begin_line(&home, &[], &line("export uri-list x"));
    talk.hear("Type export").say("export\r").hear("Delete it once").hear("4 accounts written");
    talk.hear("exit 8");
    assert!(!is_secret(&talk.rest()));
    assert_eq!(content(&home, "x", None), all());
    let mut talk = Talk::begin_line(&home, &[], &line("export uri-list - --yes-plain"));
    talk.hear("does not belong on a screen").hear("exit 2");
    assert!(!is_secret(&talk.rest()));
    let mut talk = Talk::begin_line(&home, &[], &line("export 2fas y"));
    talk.hear("Write the file").say("y\r");
    talk.hear("Password of the file").say(&format!("{PASSWORD}\r"));
    talk.hear("Strength").hear("again").say(&format!("{PASSWORD}\r")).hear("exit 8");
    assert!(!is_secret(&talk.rest()));
    assert_eq!(content(&home, "y", Some(PASSWORD)), all());
}

/// It cleared the screen and wrote to the clipboard.
#[test]
fn a_list_on_a_terminal_does_not_drive_it() {
    let home = home();
    home.run(["edit", "ops", "--note", "Clear\u{1b}[2J\u{1b}]52;c;aGk=\u{7}"]).done();
    home.run(["export", "list", "file.csv", "--yes"]).wrote();
    assert!(home.read("file.csv").contains(&0x1b), "the file has it as it is");
    let program = env!("CARGO_BIN_EXE_keyrack");
    let arguments = "--vault v.age --identity me/id.age --passphrase-file pass export list - --yes";
    let line = format!("'{program}' {arguments}; echo \"exit $?\"");
    let mut talk = Talk::begin_line(&home, &[("TERM", "xterm")], &line);
    talk.hear("\\u{1b}]52;c;aGk=").hear("exit 8");
    assert!(!talk.rest().contains("\u{1b}]52"), "{}", talk.said);
    assert!(!talk.said.contains("\u{1b}[2J"), "{}", talk.said);
}

/// With something left out it ended as if all had been written.
#[test]
fn what_could_not_be_written_to_the_output_is_said() {
    let home = home();
    let program = env!("CARGO_BIN_EXE_keyrack");
    for form in ["list", "uri-list", "ron"] {
        let line = format!(
            "'{program}' --vault v.age --identity me/id.age --passphrase-file pass \
             export {form} - --yes --yes-plain >/dev/full; echo \"exit $?\""
        );
        let mut talk = Talk::begin_line(&home, &[], &line);
        talk.hear("could not be written").hear("exit 1");
    }
}

/// After a leak somebody asks whose key was in the file.
#[test]
fn the_accounts_of_a_part_are_written_down_by_name() {
    let home = home();
    home.run(["export", "uri-list", "part", "ops", "--yes-plain"]).wrote();
    home.run(["export", "uri-list", "all", "--yes-plain"]).wrote();
    let details = |query: &str| -> Vec<String> {
        let told =
            home.run(["activity", "--what", "exported", "--account", query, "--json"]).done();
        let told: Value = serde_json::from_str(&told.stdout).expect("JSON");
        let events = told["events"].as_array().expect("events");
        events.iter().map(|it| format!("{} {}", it["subject"], it["count"])).collect()
    };
    assert_eq!(details("ops").len(), 2);
    assert!(details("ops")[1].contains("ops"), "{:?}", details("ops"));
    assert_eq!(details("byeolbit"), ["\"4 accounts\" 4"]);
}

#[test]
fn what_is_said_of_it() {
    let home = home();
    home.write("codes", "amber-7431\nbirch-2205\n");
    home.run(["recovery", "set", "ops", "--codes-file", "codes"]).done();
    for (lang, name) in [("en", "export-en"), ("zh-CN", "export-zh")] {
        let file = format!("file-{lang}");
        let commands: [&[&str]; 6] = [
            &["--lang", lang, "export", "google-migration", &file, "--dry-run"],
            &["--lang", lang, "export", "bitwarden-csv", &file, "ops", "--yes-plain"],
            &["--lang", lang, "export", "bitwarden-csv", &file, "ops", "--yes-plain"],
            &["--lang", lang, "export", "html", "other", "--company", "Nobody", "--dry-run"],
            &["--lang", lang, "export", "html", "other"],
            &["--lang", lang, "export", "aegis", "other", "--yes"],
        ];
        assert_snapshot!(name, session(&home, &commands));
    }
}

/// The light and dark of a code drawn as runs (`M4 4h7v1h-7z`), four pixels a module.
fn pixels(drawing: &str) -> (usize, Vec<u8>) {
    const SCALE: usize = 4;
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let (_, rest) = drawing.split_once("viewBox=\"0 0 ").expect("a size");
    let side = number(rest.split_once(' ').expect("a size").0) * SCALE;
    let mut rgba = vec![255; side * side * 4];
    let (_, path) = drawing.split_once("<path d=\"").expect("a path");
    for run in path.split('z').filter_map(|run| run.strip_prefix('M')) {
        let (x, rest) = run.split_once(' ').expect("a place");
        let (y, rest) = rest.split_once('h').expect("a place");
        let (x, y, length) = (number(x), number(y), number(rest.split_once('v').expect("it").0));
        for row in y * SCALE..(y + 1) * SCALE {
            for at in x * SCALE..(x + length) * SCALE {
                rgba[(row * side + at) * 4..][..3].fill(0);
            }
        }
    }
    (side, rgba)
}

#[test]
fn a_phone_reads_the_codes_of_the_page() {
    let home = Home::with_vault();
    let line = |n| format!("otpauth://totp/Amazon:shop{n}@hikari.example?secret={}", KEYS[0]);
    home.write("list", (10..35).map(line).collect::<Vec<_>>().join("\n"));
    home.run(["import", "list", "--yes", "--same-key", "keep"]).done();
    home.run(["export", "google-qr", "codes.html", "--yes-plain"]).wrote();
    let page = String::from_utf8(home.read("codes.html")).expect("text");
    let parts: Vec<&str> = page.split("<section>").skip(1).collect();
    let mut logins = Vec::new();
    for (n, part) in (1..).zip(&parts) {
        assert!(part.contains(&format!("Part {n} of {}", parts.len())), "part {n}");
        let (side, rgba) = pixels(part);
        let reading = keyrack::exchange::read_pixels(side, side, &rgba).expect("a code");
        assert_eq!((reading.parts[0].part, reading.parts[0].of as usize), (n, parts.len()));
        for row in &reading.rows {
            let record = row.outcome.as_deref().expect("a record");
            assert!(part.contains(&record.login), "named below its code");
            logins.push(record.login.clone());
        }
    }
    logins.sort();
    assert_eq!(logins, (10..35).map(|n| format!("shop{n}@hikari.example")).collect::<Vec<_>>());
    // It is light, and asks nobody for anything.
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("src="));
}
