//! What every command prints, in both languages.

use std::fmt::Write as _;

use insta::assert_snapshot;
use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::platform;

use super::home::{Home, Run};

const COMMANDS: [&str; 25] = [
    "init", "add", "edit", "remove", "show", "list", "code", "copy", "import", "export", "doctor",
    "platform", "health", "device", "drill", "playbook", "print", "ungarble", "demo", "conflict",
    "trust", "sync", "activity", "identity", "member",
];

/// Runs commands one after the other and writes down all they print.
pub(crate) fn session(home: &Home, commands: &[&[&str]]) -> String {
    let mut text = String::new();
    for command in commands {
        let transcript = home.run(*command).transcript();
        writeln!(text, "$ keyrack {}\n{transcript}", command.join(" ")).expect("writes");
    }
    text
}

#[test]
fn help() {
    let home = Home::empty();
    for (lang, name) in [("en", "help-en"), ("zh-CN", "help-zh")] {
        let mut pages = home.run(["--lang", lang, "--help"]).done().stdout;
        for command in COMMANDS {
            let page = home.run(["--lang", lang, command, "--help"]).done().stdout;
            write!(pages, "\n$ keyrack {command} --help\n{page}").expect("writes");
        }
        assert_snapshot!(name, pages);
    }
}

#[test]
fn the_language_comes_from_the_option_then_the_settings_then_the_locale() {
    let home = Home::empty();
    let is_chinese = |lc_all: &str, arguments: &[&str]| {
        let run = home.finish(home.keyrack().env("LC_ALL", lc_all).args(arguments).arg("--help"));
        run.done().stdout.contains("用法：")
    };
    assert!(!is_chinese("", &[]));
    assert!(is_chinese("zh_CN.UTF-8", &[]));
    assert!(!is_chinese("zh_CN.UTF-8", &["--lang", "en"]));
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    home.write(".config/keyrack/settings.ron", "(lang: \"zh-CN\")");
    assert!(is_chinese("en_GB.UTF-8", &[]));
    assert!(!is_chinese("zh_CN.UTF-8", &["--lang=en", "list"]));
}

#[test]
fn version() {
    let home = Home::empty();
    let said = home.run(["--version"]).done().stdout;
    assert_eq!(said, format!("keyrack {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_first_day() {
    let commands: [&[&str]; 12] = [
        &["init", "--work-factor", "10", "--recovery"],
        &["list"],
        &["import", "list", "--dry-run"],
        &["import", "list"],
        &["import", "list"],
        &[
            "add",
            "--platform",
            "Coupang",
            "--store",
            "光之户外",
            "--login",
            "guangzhi-kr",
            "--sites",
            "KR",
            "--no-key",
            "--by",
            "sms",
            "--device",
            "P-07",
            "--holder",
            "Min-ji",
            "--number",
            "+82 10 0000 0107",
            "--tag",
            "kr",
            "--tag",
            "main",
            "--note",
            "first line\nsecond line",
        ],
        &["list"],
        &["show", "guangzhi"],
        &["code", "guangzhi"],
        &[
            "edit",
            "ops",
            "--store",
            "Hikari Outdoor",
            "--sites",
            "DE,FR",
            "--backup",
            "sms",
            "--backup-device",
            "P-01",
            "--backup-tested",
            "2020-01-01",
            "--pin",
        ],
        &["show", "ops"],
        &["remove", "guangzhi", "--yes"],
    ];
    for (lang, name) in [("en", "first-day-en"), ("zh-CN", "first-day-zh")] {
        let home = Home::empty();
        let spoken: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let spoken: Vec<&[&str]> = spoken.iter().map(Vec::as_slice).collect();
        assert_snapshot!(name, session(&home, &spoken));
    }
}

#[test]
fn json() {
    let home = Home::with_accounts();
    home.run([
        "edit",
        "ops",
        "--by",
        "totp",
        "--backup",
        "sms",
        "--backup-number",
        "+44 7700 900101",
    ])
    .done();
    let commands: [&[&str]; 6] = [
        &["list", "--json"],
        &["show", "ops", "--json"],
        &["show", "byeolbit", "--json"],
        &["import", "list", "--json"],
        &["import", "list", "--json", "--dry-run"],
        &["code", "byeolbit", "--json"],
    ];
    assert_snapshot!(session(&home, &commands));
}

#[test]
fn codes() {
    let home = Home::with_accounts();
    // RFC 4226, appendix D.
    for code in ["755224", "287082", "359152"] {
        assert_eq!(home.run(["code", "byeolbit"]).done().stdout, format!("{code}\n"));
    }
    let codes = home.run(["code", "byeolbit", "--json"]).json();
    let expected = serde_json::json!({
        "code": "969429", "next": null, "period": null, "expires_in": null, "counter": 3
    });
    assert_eq!(codes, expected);

    let codes = home.run(["code", "ops", "--json"]).json();
    let length = |name: &str| codes[name].as_str().map(str::len);
    assert_eq!((length("code"), length("next")), (Some(6), Some(6)), "{codes}");
    assert_eq!(codes["period"], 30);
    assert!((1..=30).contains(&codes["expires_in"].as_u64().expect("a number")), "{codes}");
    assert_eq!(codes.as_object().map(serde_json::Map::len), Some(4), "{codes}");

    let line = home.run(["code", "ops"]).done().stdout;
    assert!(line.len() == 7 && line.ends_with('\n'), "{line:?}");
    assert_eq!(home.run(["list", "--codes"]).done().stdout.matches(" s ").count(), 2);
}

#[test]
fn ungarble() {
    let home = Home::empty();
    let packed = "31D9 8C56 B381 D273 50FE 5D97 8382 EDB0 FEED 063D A950 170D";
    // Written down as it is: redaction would take the digits for a code of the vault.
    let told = |run: &Run| format!("{}{}--- exit {}\n", run.stdout, run.stderr, run.code);
    let commands: [&[&str]; 13] = [
        &["ungarble", "ㄲ㌴㔶\u{2069}猠祯畲\u{2041}浡穯渠佔倮"],
        &["ungarble", "ㄲ㌴㔶"],
        &["ungarble", "鎮ㄧ殑楠岃瘉鐮佹槸", "123456", "--json"],
        &["ungarble", "--hex", packed],
        &["ungarble", "--hex", packed, "--json"],
        &["ungarble", "您的包裹已送达"],
        &["--lang", "zh", "ungarble", "您的包裹已送达"],
        &["ungarble", "您的包裹已送达", "--json"],
        &["ungarble", "--hex", "31D"],
        &["ungarble", "--hex", "31DG"],
        &["ungarble", "--hex="],
        &["--lang", "zh", "ungarble", "--hex", "31D"],
        &["ungarble", "1234", "--hex", "31"],
    ];
    let mut transcript = String::new();
    for command in commands {
        let told = told(&home.run(command));
        writeln!(transcript, "$ keyrack {}\n{told}", command.join(" ")).expect("writes");
    }
    let piped: [(&str, &[&str], &str); 5] = [
        ("standard input", &["ungarble"], "㈱㐳㘵椠\u{2073}潹牵䄠慭潺\u{206e}呏\u{2e50}\n"),
        ("a dash", &["ungarble", "-"], "Your code is 1234.\r\n"),
        ("hexadecimal", &["ungarble", "--hex", "-"], "003100320033003400350036\n"),
        ("nothing", &["ungarble"], ""),
        ("too much", &["ungarble"], &"1234 ".repeat(14_000)),
    ];
    for (name, arguments, input) in piped {
        let run = home.piped(arguments, input);
        writeln!(transcript, "{name}:\n{}", told(&run)).expect("writes");
    }
    assert_snapshot!(transcript);
}

#[test]
fn doctor_lists_and_restores() {
    let home = Home::with_accounts();
    home.run(["remove", "ops", "--yes"]).done();
    for (lang, name) in [("en", "doctor-en"), ("zh", "doctor-zh")] {
        let mut run = home.run(["--lang", lang, "doctor"]).done();
        // What follows depends on the machine.
        let files = run.stdout.lines().take(6).map(|line| format!("{line}\n"));
        run.stdout =
            files.collect::<String>() + &home.run(["--lang", lang, "doctor", "--backups"]).stdout;
        assert_snapshot!(name, run.transcript());
    }

    let backups = home.run(["doctor", "--json"]).json()["backups"].clone();
    let newest = backups[0]["name"].as_str().expect("a backup").to_owned();
    home.run(["doctor", "--restore", &newest, "--yes"]).done();
    home.run(["code", "ops"]).done();

    // What stood there became a backup, and a vault that is gone can be put back.
    let backups = home.run(["doctor", "--json"]).json()["backups"].clone();
    assert_eq!(backups.as_array().map(Vec::len), Some(3), "{backups}");
    std::fs::remove_file(home.path("v.age")).expect("removed");
    home.run(["doctor", "--restore", &newest, "--yes"]).done();
    home.run(["code", "ops"]).done();

    // Nobody to ask, nothing done.
    assert_eq!(home.run(["doctor", "--restore", &newest]).code, 2);
}

#[test]
fn a_code_of_the_phone_compared() {
    let home = Home::with_accounts();
    home.run(["edit", "ops", "--period", "86400"]).done();
    // A period of a day does not end while this test runs, unless it is about to.
    while platform::now().secs() % 86_400 > 86_340 {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    let key = |kind| {
        let secret = base32::decode("JBSWY3DPEHPK3PXP").expect("a key").secret;
        Key::new(secret, kind, Algorithm::Sha1, 6).expect("within bounds")
    };
    let day = key(Kind::Totp { period: 86_400 });
    let compare = |lang: &str, query: &str, code: &str| {
        let run = home.piped(["--lang", lang, "code", query, "--compare"], code);
        (run.stdout + &run.stderr, run.code)
    };
    let code = |days: i64| {
        let today = platform::now().secs() / 86_400;
        day.code_at_step(today.strict_add_signed(days)).expose().to_owned()
    };
    let mut said = String::new();
    for lang in ["en", "zh"] {
        for (days, exit) in [(0, 0), (1, 0), (-1, 0), (2, 1)] {
            let (line, ended) = compare(lang, "ops", &(code(days) + "\n"));
            assert_eq!(ended, exit, "{days} days: {line}");
            said += &line;
        }
        // RFC 4226, appendix D.
        for (code, exit) in [("755224", 0), ("28 7082\nmore", 1), ("254676", 1), ("000000", 1)] {
            let (line, ended) = compare(lang, "byeolbit", code);
            assert_eq!(ended, exit, "{code}: {line}");
            said += &line;
        }
        for code in ["", "12345", "1234567"] {
            let (line, ended) = compare(lang, "byeolbit", code);
            assert_eq!(ended, 2, "{code}: {line}");
            said += &line;
        }
    }
    assert_snapshot!(said);

    let found = home.piped(["code", "ops", "--compare", "--json"], &code(-1)).json();
    let expected = serde_json::json!({
        "matches": true, "steps": -1, "seconds": -86_400, "period": 86_400, "reach": 1
    });
    assert_eq!(found, expected);

    home.run(["edit", "ops", "--period", "30"]).done();
    let minute = key(Kind::Totp { period: 30 });
    let step = platform::now().secs() / 30;
    for (lang, slow, fast) in [("en", "slow, or", "fast, or"), ("zh", "手机约慢", "手机约快")]
    {
        for (steps, said) in [(-9, slow), (9, fast)] {
            let code = minute.code_at_step(step.strict_add_signed(steps));
            let (line, ended) = compare(lang, "ops", code.expose());
            assert!(ended == 1 && line.contains(said), "{line}");
        }
    }

    // Nothing was used up or changed.
    assert_eq!(home.run(["code", "byeolbit"]).done().stdout, "755224\n");
    // What is advised helps.
    home.run(["edit", "byeolbit", "--counter", "5"]).done();
    assert_eq!(home.run(["code", "byeolbit"]).done().stdout, "254676\n");
}

#[test]
fn platforms() {
    let home = Home::empty();
    let commands: [&[&str]; 8] = [
        &["platform", "list"],
        &["platform", "show", "amazon.co.jp"],
        &["--lang", "zh", "platform", "show", "亚马逊"],
        &["platform", "show", "Amazon", "Web", "Services"],
        &["--lang", "zh", "platform", "show", "Coupang"],
        &["platform", "show", "Etsy"],
        &["platform", "show", "kaufland", "--json"],
        &["platform", "show", "Amazon", "Pay"],
    ];
    assert_snapshot!(session(&home, &commands));
    let list = home.run(["platform", "--json"]).json();
    assert_eq!(list, home.run(["platform", "list", "--json"]).json());
    assert_eq!(list.as_array().map(Vec::len), Some(34));
}

#[test]
fn a_person_knows_better() {
    let home = Home::empty();
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let own = |text: &str| {
        home.write(".config/keyrack/platforms.ron", text);
        home.run(["platform", "show", "lazada", "--json"])
    };
    assert!(own("").json()["kinds"].is_null());
    let known = own(r#"[(name: "来赞达", kinds: ["sms"], note: "a\u{1b}[31m")]"#);
    assert!(!known.stdout.contains('\x1b'));
    let known = known.json();
    assert_eq!((&known["name"], &known["kinds"][0]), (&"Lazada".into(), &"sms".into()));
    assert!(!home.run(["platform", "show", "lazada"]).done().stdout.contains('\x1b'));

    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/platforms.ron");
    own(&std::fs::read_to_string(example).expect("the example is there")).done();
    let example = home.run(["platform", "show", "示例市场", "--json"]).json();
    // Nothing is left out of the example.
    let fields = example.as_object().expect("an object");
    assert!(fields.iter().all(|(_, value)| !value.is_null() && *value != serde_json::json!([])));

    let mut said = String::new();
    for text in [
        "[(name: \"X\", kinds: [\"fax\"])]",
        "[\n  (name: \"X\", checked_on: \"soon\")]",
        "[(aliases: [\"X\"])]",
        "[(name: \"X\", colour: 1)]",
        "[(name: \"X\", mark: W)]",
        "(name: \"X\")",
    ] {
        let run = own(text);
        assert_eq!((run.code, &*run.stdout), (1, ""), "{text}");
        said += &run.stderr;
    }
    for text in ["[(aliases: [\"X\"])]", "[(name: \"X\", checked_on: \"soon\")]"] {
        own(text);
        said += &home.run(["--lang", "zh", "platform"]).stderr;
    }
    assert_snapshot!(said);
}

#[test]
fn a_team_knows_better() {
    let home = Home::with_vault();
    let commands: [&[&str]; 15] = [
        &["--lang=en", "platform", "edit", "--help"],
        &["--lang=zh", "platform", "edit", "--help"],
        &[
            "platform",
            "edit",
            "etsy",
            "--sharing=no",
            "--kinds=totp, sms",
            "--mandate=EU,jp:2026-01-31",
            "--mandate=all",
            "--withdraw=sms:2027-06-30",
            "--recovery-codes=none",
            "--source=their help page",
            "--checked=2026-03-05",
        ],
        &["platform", "show", "Etsy"],
        &["platform", "show", "Etsy", "--json"],
        &[
            "--lang=zh",
            "platform",
            "edit",
            "Tea",
            "House",
            "--console=https://tea.example?a=b",
            "--console=JP=https://jp.tea.example",
            "--alias=茶社",
            "--money=yes",
            "--one-number=no",
            "--app-twice=yes",
            "--sub-users=yes",
            "--checked=2026-03-05",
        ],
        &["platform", "edit", "茶社", "--note=ask Li", "--money=unknown", "--checked=2026-03-06"],
        &["--lang=zh", "platform", "show", "tea house"],
        &["platform", "edit", "amazon.co.jp", "--source=x", "--mark=v", "--checked=2026-03-05"],
        &["--lang=zh", "platform", "forget", "Amazon"],
        &["platform", "forget", "amazon"],
        &["platform", "forget", "nowhere"],
        &["platform", "forget", "Etsy"],
        &["--lang=zh", "platform", "forget", "etsy"],
        &["platform", "show", "Etsy"],
    ];
    assert_snapshot!(session(&home, &commands));
    let listed = home.run(["platform"]).done().stdout;
    let marked: Vec<&str> = listed.lines().filter(|line| line.contains("in this vault")).collect();
    assert_eq!(marked.len(), 1, "{marked:?}");
    assert!(marked[0].starts_with("Tea House "), "{marked:?}");

    // The day is today's where none is named, and what is empty is taken back.
    home.run(["platform", "edit", "Tea House", "--console=", "--alias="]).done();
    let told = home.run(["platform", "show", "Tea House", "--json"]).json();
    assert_eq!(told["checked_on"], platform::now().date().to_string());
    assert_eq!((&told["console"], &told["consoles"]), (&().into(), &serde_json::json!({})));
    assert_eq!(told["note"], "ask Li");
    assert_eq!(home.run(["platform", "show", "茶社"]).code, 3);
}

#[test]
fn what_a_team_knows_counts_for_health() {
    let home = Home::with_vault();
    home.run(["add", "--platform=Tea House", "--store=Green", "--by=sms", "--two-step=off"]).done();
    let required = || home.run(["health"]).stdout.contains("Tea House requires it");
    assert!(!required());
    home.run(["platform", "edit", "tea-house", "--mandate=all"]).done();
    assert!(required());
    home.run(["platform", "forget", "Tea House"]).done();
    assert!(!required());
}

#[test]
fn what_is_no_knowledge_of_a_platform() {
    let home = Home::with_vault();
    let mut said = String::new();
    for options in [
        &[][..],
        &["--kinds=fax"],
        &["--app-twice=maybe"],
        &["--recovery-codes=many"],
        &["--mandate=Europe"],
        &["--mandate=EU:soon"],
        &["--withdraw=sms"],
        &["--withdraw=fax:2027-01-01"],
        &["--withdraw=sms:2027-13-01"],
        &["--mark=V"],
        &["--mark=W", "--source=x"],
        &["--checked=2999-01-01"],
    ] {
        let run = home.run([&["platform", "edit", "X"], options].concat());
        assert_eq!((run.code, &*run.stdout), (2, ""), "{options:?}");
        said += &run.stderr;
    }
    let blank = home.run(["platform", "edit", " - ", "--note=x"]);
    assert_eq!(blank.code, 2);
    assert_snapshot!(said + &blank.stderr);
}

#[test]
fn playbooks() {
    let home = Home::empty();
    let commands: [&[&str]; 6] = [
        &["playbook"],
        &["playbook", "1"],
        &["--lang", "zh", "playbook"],
        &["--lang", "zh", "playbook", "乱码"],
        &["playbook", "lapsing", "--json"],
        &["playbook", "nonsense"],
    ];
    assert_snapshot!(session(&home, &commands));
    for number in 1..=10 {
        for lang in ["en", "zh"] {
            let page = home.run(["--lang", lang, "playbook", &number.to_string()]).done().stdout;
            let widest = page.lines().map(keyrack::text::width).max();
            assert!(widest.is_some_and(|columns| (60..=80).contains(&columns)), "{page}");
        }
    }
}

#[test]
fn a_list_on_standard_input() {
    let home = Home::with_vault();
    let list = "otpauth://totp/Etsy:luna?secret=JBSWY3DPEHPK3PXP&issuer=Etsy\n";
    assert_eq!(home.piped(["import", "-"], list).done().stdout, "1 account added\n");
    home.piped(["add", "--login", "typed", "--key-file", "-"], "jbsw y3dp-ehpk 3pxp\n").done();
    let same =
        home.run(["code", "luna"]).done().stdout == home.run(["code", "typed"]).done().stdout;
    // Between the two runs a period may end: then the codes differ, once.
    assert!(same || home.run(["code", "luna"]).stdout == home.run(["code", "typed"]).stdout);
}

#[test]
fn every_way_to_protect_a_vault() {
    for (name, init, later) in [
        ("an identity with a passphrase", &["init", "--work-factor", "10"][..], true),
        ("a plain identity", &["init", "--no-passphrase"], false),
        ("a passphrase alone", &["init", "--work-factor", "10", "--passphrase-vault"], true),
    ] {
        let home = Home::empty();
        let first = home.run(init).done();
        let has_identity = home.path("me/id.age").exists();
        assert_eq!(has_identity, !init.contains(&"--passphrase-vault"), "{name}");
        assert_eq!(first.stdout.contains("Recipient"), has_identity, "{name}");
        assert_eq!(home.run(["import", "list"]).code, 8, "{name}");

        let mut without = home.bare();
        without.args(["--vault", "v.age", "--identity", "me/id.age", "list"]);
        assert_eq!(home.finish(&mut without).code, if later { 5 } else { 0 }, "{name}");

        let mut descriptor = home.bare();
        descriptor.args(["--vault", "v.age", "--identity", "me/id.age"]);
        descriptor.args(["--passphrase-fd", "0", "list"]);
        descriptor.stdin(std::fs::File::open(home.path("pass")).expect("opens"));
        home.finish(&mut descriptor).done();
    }
}

#[test]
fn the_environment_and_the_settings_name_the_files() {
    let home = Home::with_accounts();
    let list = |command: &mut std::process::Command| {
        home.finish(command.args(["--passphrase-file", "pass", "list"])).code
    };
    assert_eq!(list(&mut home.bare()), 6);
    let mut variables = home.bare();
    variables.env("KEYRACK_VAULT", "v.age").env("KEYRACK_IDENTITY", "me/id.age");
    assert_eq!(list(&mut variables), 0);
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let settings = format!(
        "(vault: {:?}, identity: {:?})",
        home.path("v.age").to_str().expect("text"),
        home.path("me/id.age").to_str().expect("text"),
    );
    home.write(".config/keyrack/settings.ron", settings);
    assert_eq!(list(&mut home.bare()), 0);
}

#[test]
fn columns_are_straight_whatever_the_script() {
    let home = Home::with_vault();
    for (store, login) in
        [("光之户外", "a"), ("Bodega Norte", "b"), ("별빛 문구", "c"), ("さくら", "d")]
    {
        home.run(["add", "--store", store, "--login", login, "--platform", "X", "--no-key"]).done();
    }
    let list = home.run(["list"]).done().stdout;
    let columns: Vec<usize> = list
        .lines()
        .skip(1)
        .map(|line| keyrack::text::width(&line[..line.find('X').expect("the platform")]))
        .collect();
    assert_eq!(columns.len(), 4);
    assert!(columns.iter().all(|column| *column == columns[0]), "{list}");
}
