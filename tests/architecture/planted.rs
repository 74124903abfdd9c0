//! Planted sources: each rule fails on what breaks it, and only on that.

use crate::rules::LAYERS;
use crate::scan::Source;
use crate::violations;

/// A file, what it holds after its first line, and a piece of the sentence that names the fault.
type Fault = (&'static str, &'static str, &'static str);

const IMPORTS: &[Fault] = &[
    ("src/otp/mod.rs", "use crate::vault::Vault;", "`otp` must not import `vault::Vault`"),
    ("src/otp/mod.rs", "pub use crate::{time, model::Book};", "import `model::Book`"),
    (
        "src/otp/mod.rs",
        "use crate::{\n    text::{self, Safe},\n    cli,\n};",
        ":4: `otp` must not import `cli`",
    ),
    ("src/otp/uri.rs", "use super::super::model::Id;", "`otp` must not import `model::Id`"),
    ("src/otp.rs", "use super::model;", "`otp` must not import `model`"),
    ("src/otp.rs", "use self::super::model;", "`otp` must not import `model`"),
    ("src/vault/mod.rs", "use crate::*;", "`vault` must not import `*`"),
    ("src/vault/mod.rs", "use crate as root;\nfn f() { root::app::go() }", "import `app::go`"),
    ("src/vault/mod.rs", "use crate::exchange as other;", "import `exchange`"),
    ("src/exchange/mod.rs", "use crate::vault;", "import `vault`"),
    ("src/tui/mod.rs", "use crate::cli;", "import `cli`"),
    ("src/cli/mod.rs", "use crate::exchange::read;", "import `exchange::read`"),
    ("src/sync/git.rs", "use crate::vault::Vault;", "`sync` must not import `vault::Vault`"),
    ("src/tui/mod.rs", "use crate::sync::Git;", "`tui` must not import `sync::Git`"),
    ("src/i18n/mod.rs", "use crate::otp::Key;", "import `otp::Key`"),
    ("src/config/mod.rs", "use crate::platform;", "import `platform`"),
    ("src/main.rs", "use keyrack::vault::Vault;", "`main` must not import `vault::Vault`"),
    // Paths in code, in macros, in inline modules.
    ("src/otp/mod.rs", "fn f() -> crate::model::Id { todo() }", "import `model::Id`"),
    ("src/otp/mod.rs", "fn f() { g(|x| crate::vault::open::<u8>(x)) }", "import `vault::open`"),
    (
        "src/otp/mod.rs",
        "macro_rules! m { () => { $crate::vault::open() } }",
        "import `vault::open`",
    ),
    ("src/otp/mod.rs", "mod inner { use super::super::vault::Vault; }", "import `vault::Vault`"),
    ("src/otp/mod.rs", "mod inner { }\nuse super::vault;", "import `vault`"),
    (
        "src/otp/mod.rs",
        "const A: char = '\"'; use crate::vault; const B: char = '\"';",
        "import `vault`",
    ),
    ("src/otp/mod.rs", "fn f<'a>(x: &'a str) { crate::vault::open(x) }", "import `vault::open`"),
    (
        "src/otp/mod.rs",
        "#[cfg(test)]\nmod tests { }\nuse crate::vault;",
        ":4: `otp` must not import `vault`",
    ),
    ("src/otp/mod.rs", "#[cfg(not(test))]\nuse crate::vault;", "import `vault`"),
    ("src/otp/mod.rs", "fn f() { let s = r#\"\"#; crate::vault::g(s) }", "import `vault::g`"),
];

const POWERS: &[Fault] = &[
    ("src/model/mod.rs", "use std::fs;", "`model` must not read files"),
    ("src/model/mod.rs", "use std::{env, fmt};", "`model` must not read the environment"),
    ("src/model/mod.rs", "use std::*;", "`model` must not use the network"),
    ("src/model/mod.rs", "use ::std::process::Command;", "must not look at or act on processes"),
    ("src/model/mod.rs", "fn f() { std::thread::spawn(g); }", "must not start or stop threads"),
    ("src/model/mod.rs", "fn f() { println!(\"x\") }", "must not speak to the terminal: println!"),
    ("src/model/mod.rs", "fn f() { std::println!(\"x\") }", "must not speak to the terminal"),
    (
        "src/model/mod.rs",
        "use std::time;\nfn f() { time::SystemTime::now(); }",
        ":3: `model` must not read a clock",
    ),
    ("src/model/mod.rs", "use std::time::{Duration, Instant as I};", "must not read a clock"),
    (
        "src/model/mod.rs",
        "use jiff::Timestamp;\nfn f() { Timestamp::now(); }",
        "must not read a clock",
    ),
    ("src/model/mod.rs", "fn f() { getrandom::fill(&mut x); }", "must not ask for randomness"),
    (
        "src/model/mod.rs",
        "use uuid::Uuid;\nfn f() { Uuid::new_v4(); }",
        "must not ask for randomness",
    ),
    ("src/model/mod.rs", "use std::net::TcpStream;", "must not use the network"),
    ("src/config/mod.rs", "use std::fs::{File, rename};", "`config` must not write files"),
    (
        "src/config/mod.rs",
        "use std::fs;\nfn f() { fs::File::create(p); }",
        "`config` must not write files",
    ),
    ("src/app/mod.rs", "use tempfile::NamedTempFile;", "`app` must not write files"),
    ("src/tui/view/mod.rs", "use crate::platform;", "pure `tui::view` must not name `platform`"),
    (
        "src/tui/update/mod.rs",
        "use super::terminal::Guard;",
        "pure `tui::update` must not name `tui::terminal::Guard`",
    ),
    ("src/app/mod.rs", "use age::x25519;", "`app` must not name age"),
];

const LIBERTIES: &[Fault] = &[
    ("src/model/mod.rs", "unsafe fn f() {}", "`unsafe` is not for this program"),
    ("src/model/mod.rs", "#[allow(dead_code)]\nfn f() {}", ":2: `allow` is not for this program"),
    ("src/model/mod.rs", "#![allow(dead_code)]", "`allow` is not for this program"),
    (
        "src/model/mod.rs",
        "#[cfg_attr(unix, allow(dead_code))]\nfn f() {}",
        "`allow` is not for this program",
    ),
    ("src/net/mod.rs", "", "`net` has no place among the layers"),
];

const RIGHT: &[(&str, &str)] = &[
    (
        "src/vault/mod.rs",
        "use crate::{model::Book, otp, secret::Secret};\nmod file;\npub use file::Vault;",
    ),
    (
        "src/otp/mod.rs",
        "// use crate::vault;\n/* crate::vault /* std::fs */ */\n/// [`crate::vault`]\nfn f() {}",
    ),
    ("src/otp/mod.rs", "const S: &str = \"std::fs::read \\\" crate::vault::x\";"),
    ("src/otp/mod.rs", "const S: &str = r#\"std::fs::read\" crate::vault::x\"#;"),
    (
        "src/otp/mod.rs",
        "#[cfg(test)]\nmod tests {\n    use std::fs;\n    use crate::vault::{A, B};\n}",
    ),
    ("src/otp/mod.rs", "#[cfg(test)]\nuse std::{env, fs};\nfn f() {}"),
    ("src/otp/mod.rs", "mod inner { use super::super::time; use super::Key; }"),
    ("src/otp/tests.rs", "use std::fs;"),
    ("src/otp/mod.rs", "use std::time::Duration;\nfn f() { self::g(); Duration::from_secs(1); }"),
    ("src/platform/mod.rs", "use std::{env, time::SystemTime};"),
    (
        "src/vault/swap.rs",
        "use std::fs::{self, File};\nfn f() { fs::rename(a, b); File::create_new(c); }",
    ),
    ("src/main.rs", "use keyrack::{cli, tui};"),
    ("src/tui/view/mod.rs", "use crate::tui::model::Model; use ratatui::buffer::Buffer;"),
    ("src/model/mod.rs", "#[expect(dead_code, reason = \"x\")]\nfn allow() { allow(); }"),
];

/// A module of the given name with the given body, among a tree that has the usual modules.
fn judge(file: &str, body: &str) -> Vec<String> {
    let mut sources: Vec<Source> = LAYERS
        .iter()
        .map(|(name, _)| Source::new(&format!("src/{name}.rs"), "//! A module.\n"))
        .filter(|source| source.file != file)
        .collect();
    sources.push(Source::new("src/vault/file.rs", "//! A module.\n"));
    sources.push(Source::new(file, &format!("//! A module.\n{body}\n")));
    violations(&sources)
}

#[test]
fn planted_faults_are_named() {
    for (file, body, expected) in IMPORTS.iter().chain(POWERS).chain(LIBERTIES) {
        let found = judge(file, body);
        assert!(found.iter().any(|one| one.contains(expected)), "{body}\n{found:#?}");
    }
}

#[test]
fn what_is_right_is_not_reported() {
    for (file, body) in RIGHT {
        assert_eq!(judge(file, body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn a_file_without_a_purpose_or_too_long_is_named() {
    let bare = Source::new("src/otp/mod.rs", "use std::fmt;\n");
    assert!(violations(&[bare])[0].contains("says first, with //!"));
    let long = Source::new("src/otp/mod.rs", &format!("//! Long.\n{}", "\n".repeat(600)));
    assert!(violations(&[long])[0].starts_with("src/otp/mod.rs:601: more than 600 lines"));
}
