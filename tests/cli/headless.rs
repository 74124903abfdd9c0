//! Tables whose first row is not one of known headings: no account is lost, and nothing that may be a key or a
//! password is printed.

use super::home::Home;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "ONEVA7CYKZA6MUD3";

/// The options that say what three columns hold.
fn named(third: &str) -> Vec<String> {
    let words = ["1=platform".to_owned(), "2=login".into(), format!("3={third}")];
    words.into_iter().flat_map(|word| ["--column".to_owned(), word]).collect()
}

fn import(home: &Home, file: &str, options: &[String]) -> super::home::Run {
    let fixed = ["import", file, "--dry-run"].map(str::to_owned);
    home.run(fixed.iter().chain(options))
}

#[test]
fn a_first_row_without_a_key_is_an_account_where_the_columns_are_named() {
    let home = Home::with_vault();
    home.write("keys.csv", format!("Amazon,ops,\nEtsy,shop,{KEY}\n"));
    home.write("words.tsv", "Amazon\tops\tcorrect horse\nEtsy\tshop\tbattery\n");
    for (file, third) in [("keys.csv", "key"), ("words.tsv", "none")] {
        let run = import(&home, file, &named(third));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let said = "2 accounts would be added\n  1  Amazon / ops  no key\n  2  Etsy / shop";
        assert!(run.stdout.starts_with(said), "{}", run.stdout);
        assert!(!run.stderr.contains("correct horse"), "{}", run.stderr);
        assert!(run.stderr.contains("  1  column 1  platform\n"), "{}", run.stderr);
        // Which it is, is said, and how to say otherwise.
        assert!(run.stderr.contains("Row 1 is read as an account"), "{}", run.stderr);
        assert!(run.stderr.contains("--headings yes"), "{}", run.stderr);
    }
    // Nobody is told that there is no third column, nor that there is one.
    home.write("two.csv", "Amazon,ops\nEtsy,shop\n");
    let run = import(&home, "two.csv", &named("key"));
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("two.csv has no column 3: it has 2."), "{}", run.stderr);
}

#[test]
fn somebody_says_whether_there_are_headings() {
    let home = Home::with_vault();
    home.write("t.csv", format!("Alusta,Käyttäjä,Avain\nAmazon,ops,{KEY}\n"));
    let heads = |word: &str| {
        let mut options = named("key");
        options.extend(["--headings".to_owned(), word.to_owned()]);
        import(&home, "t.csv", &options)
    };
    let yes = heads("yes");
    assert_eq!(yes.code, 0, "{}", yes.stderr);
    assert!(yes.stdout.starts_with("1 account would be added\n  2  Amazon"), "{}", yes.stdout);
    assert!(yes.stderr.contains("  2  column 2  login\n"), "{}", yes.stderr);
    // Where it shows, nobody has to know: it is no account, nor lost in silence.
    let unsaid = import(&home, "t.csv", &named("key"));
    assert_eq!(unsaid.code, 8);
    assert!(unsaid.stderr.contains("row 1: It seems to have headings"), "{}", unsaid.stderr);
    assert!(
        unsaid.stdout.starts_with("1 account would be added\n  2  Amazon"),
        "{}",
        unsaid.stdout
    );
    assert!(!unsaid.stderr.contains("Käyttäjä"), "{}", unsaid.stderr);
    let no = heads("no");
    assert_eq!(no.code, 8);
    assert!(no.stderr.contains("row 1 (Alusta: Käyttäjä): "), "{}", no.stderr);
    assert!(no.stdout.starts_with("1 account would be added\n  2  Amazon"), "{}", no.stdout);
    // Known words are headings unless somebody says otherwise.
    home.write("known.csv", "platform,login,note\nAmazon,ops,x\n");
    let run = home.run(["import", "known.csv", "--dry-run"]).done();
    assert!(run.stdout.starts_with("1 account would"), "{}", run.stdout);
    let run = home.run(
        [
            &["import", "known.csv", "--headings", "no", "--dry-run"][..],
            &["--column", "1=platform", "--column", "2=login", "--column", "3=note"],
        ]
        .concat(),
    );
    assert!(run.stdout.starts_with("2 accounts would"), "{}{}", run.stdout, run.stderr);
    // One of them is enough where the key's column shows the rest.
    home.write("half.csv", format!("store,code\nLuna,{KEY}\n"));
    let run = home.run(["import", "half.csv", "--column", "2=key", "--dry-run"]).done();
    assert!(run.stdout.starts_with("1 account would be added\n  2  Luna"), "{}", run.stdout);
}

#[test]
fn a_table_of_unknown_words_is_asked_about_and_shows_no_row() {
    let home = Home::with_vault();
    home.write("t.csv", "Amazon,ops,correcthorse\nEtsy,shop,battery\n");
    for format in [&[][..], &["--format", "table"]] {
        let run = home.run([&["import", "t.csv"], format].concat());
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("has no row of headings that is known here"), "{}", run.stderr);
        assert!(run.stderr.contains("--column 1=platform --column N=login\n"), "{}", run.stderr);
        assert!(!run.stderr.contains("correcthorse"), "{}", run.stderr);
    }
    // What no table looks like is none.
    home.write("t.txt", "Dear all,\nhere is nothing.\n");
    let run = home.run(["import", "t.txt"]);
    assert!(run.stderr.contains("t.txt is text, but neither"), "{}", run.stderr);
}

#[test]
fn the_hint_names_the_column_that_looks_like_keys() {
    let home = Home::with_vault();
    let hints = [
        (
            format!("Amazon,ops@x.example,{KEY},+86 139 0000 0000\n"),
            "1=platform 2=login 3=key 4=main-phone",
        ),
        (format!("Amazon,{KEY},ops@x.example\n"), "1=platform 2=key 3=login"),
        (format!("{KEY};Amazon;ops\n"), "1=key 2=platform"),
        (format!("Amazon,hunter22,ops,{KEY}\n"), "1=platform 4=key"),
    ];
    for (text, expected) in hints {
        home.write("t.csv", &text);
        let run = home.run(["import", "t.csv"]);
        let options = expected.split(' ').map(|word| format!("--column {word}"));
        let options = options.collect::<Vec<_>>().join(" ");
        assert!(run.stderr.ends_with(&format!("{options}\n")), "{text}: {}", run.stderr);
    }
    // Where the headings are known, but that one.
    home.write("known.csv", format!("platform,notes,Geheim\nAmazon,x,{KEY}\n"));
    let run = home.run(["import", "known.csv"]);
    assert!(run.stderr.contains("If that one does: --column 3=key"), "{}", run.stderr);
    home.write("t.csv", format!("Amazon,{KEY},ops@x.example\n"));
    let run = home.run(["--lang", "zh-CN", "import", "t.csv"]);
    assert!(
        run.stderr.contains("--column 1=平台 --column 2=密钥 --column 3=登录账号"),
        "{}",
        run.stderr
    );
}

#[test]
fn keys_that_were_taken_for_names_are_not_printed() {
    let home = Home::with_vault();
    home.write("t.csv", format!("Amazon,{OTHER},ops@x.example\nEtsy,{KEY},b@x.example\n"));
    let columns = ["--column", "1=platform", "--column", "2=login", "--column"];
    for third in ["3=key", "3=none", "3=note"] {
        for more in [&["--dry-run"][..], &["--dry-run", "--json"]] {
            let run = home.run([&["import", "t.csv"], &columns[..], &[third], more].concat());
            let said = run.stdout + &run.stderr;
            assert!(!said.contains(OTHER) && !said.contains(KEY), "{said}");
            assert!(said.contains("••••"), "{said}");
            if more.len() == 1 {
                let told = "looks like a key, and there is none where one belongs";
                assert!(said.contains(told), "{said}");
            }
        }
    }
    home.write("t.csv", format!("platform,login,note,key\nEtsy,b@x.example,{OTHER},{KEY}\n"));
    let run = home.run(["import", "t.csv", "--json", "--dry-run"]);
    assert!(!run.stdout.contains(OTHER) && !run.stdout.contains(KEY), "{}", run.stdout);
    let run = home.run(["import", "t.csv", "--json", "--reveal", "--dry-run"]);
    assert!(
        run.stdout.contains(OTHER) && run.stdout.contains(KEY),
        "whoever asks for keys gets them: {}",
        run.stdout
    );
}

#[test]
fn a_table_with_addresses_in_its_cells_is_no_list_of_addresses() {
    let home = Home::with_vault();
    let address =
        |login: &str, key: &str| format!("otpauth://totp/A:{login}?secret={key}&issuer=A");
    let (one, two) = (address("a", KEY), address("b", OTHER));
    let cases = [
        ("behind", format!("Luna,{one}\nHikari,{two}\n"), ["--column", "1=store"]),
        ("one row", format!("Luna,{one}\n"), ["--column", "1=store"]),
        ("before", format!("{one},Luna\n{two},Hikari\n"), ["--column", "2=store"]),
        ("with semicolons", format!("{one};Luna\n{two};Hikari\n"), ["--column", "2=store"]),
    ];
    for (name, text, column) in cases {
        home.write("t.csv", &text);
        let run = home.run(["import", "t.csv", "--dry-run"]);
        assert_eq!(run.code, 8, "{name}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("Columns that are not imported"), "{name}: {}", run.stderr);
        assert!(!run.stdout.contains("refused"), "{name}: {}", run.stdout);
        let run = home.run([&["import", "t.csv", "--dry-run"], &column[..]].concat()).done();
        assert!(run.stdout.contains("Luna / A / a  totp"), "{name}: {}", run.stdout);
    }
    // Names in a list have commas, too.
    let lists = [
        "otpauth://totp/A,B:c?secret=KEY\notpauth://totp/D,E:f?secret=OTHER\n".to_owned(),
        "otpauth://totp/A:a?secret=KEY&issuer=A, Inc\n".to_owned(),
        "otpauth://totp/A:a?secret=KEY,otpauth://totp/B:b?secret=OTHER\n".to_owned(),
    ];
    for list in lists {
        home.write("t.txt", list.replace("KEY", KEY).replace("OTHER", OTHER));
        let run = home.run(["import", "t.txt", "--dry-run", "--json"]);
        assert_eq!(run.json()["format"], "uri-list", "{list}");
    }
}
