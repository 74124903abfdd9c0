//! The layer rules of `src/lib.rs`, enforced on the sources themselves.
//!
//! `rules` holds what is allowed, `scan` finds what is named, `planted` shows that each rule can fail.

mod planted;
mod rules;
mod scan;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rules::{BASE, LAYERS, POWERS, PURE, Power, WORLDLY};
use scan::{Mention, Source, liberties, mentions, within};

/// A file has one subject; longer than this it has two.
const LONGEST_FILE: usize = 600;

/// Everything the sources do against the rules, one sentence each.
fn violations(sources: &[Source]) -> Vec<String> {
    let modules: BTreeSet<String> = sources.iter().map(|source| source.module.clone()).collect();
    let mut found = Vec::new();
    for source in sources {
        let mut report = |line: usize, sentence: String| {
            found.push(format!("{}:{line}: {sentence}", source.file));
        };
        if !source.text.starts_with("//!") {
            report(1, "a module says first, with //!, what it is for".to_owned());
        }
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE {
            report(lines, format!("more than {LONGEST_FILE} lines: find the two subjects in it"));
        }
        for Mention { line, path } in liberties(source) {
            report(line, format!("`{path}` is not for this program"));
        }
        if is_test(source) {
            continue;
        }
        let top = source.module.split("::").next().unwrap_or_default();
        let layer = LAYERS.iter().find(|(name, _)| *name == top);
        if layer.is_none() && !top.is_empty() {
            report(1, format!("`{top}` has no place among the layers yet"));
        }
        for Mention { line, path } in mentions(source, &modules) {
            if let (Some((_, allowed)), Some(own)) = (layer, path.strip_prefix("crate::")) {
                let target = own.split("::").next().unwrap_or_default();
                let known = target == top || BASE.contains(&target) || allowed.contains(&target);
                if !known {
                    report(line, format!("`{top}` must not import `{own}`"));
                }
                if PURE.iter().any(|pure| within(&source.module, pure))
                    && WORLDLY.iter().any(|worldly| within(own, worldly))
                {
                    report(line, format!("pure `{}` must not name `{own}`", source.module));
                }
            }
            for power in POWERS.iter().filter(|power| power.covers(&path)) {
                if !power.grants.iter().any(|(who, _)| within(&source.module, who)) {
                    report(line, format!("`{}` must not {}: {path}", source.module, power.verb));
                }
            }
        }
    }
    found
}

impl Power {
    fn covers(&self, path: &str) -> bool {
        self.paths.iter().any(|own| within(path, own))
    }
}

fn is_test(source: &Source) -> bool {
    source.module.ends_with("::tests")
}

/// The program's own sources.
fn tree() -> Vec<Source> {
    fn walk(folder: &Path, root: &Path, sources: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, root, sources);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(root).expect("below the root").display().to_string();
                sources.push(Source::new(&file, &fs::read_to_string(&path).expect("text")));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    walk(&root.join("src"), root, &mut sources);
    sources.sort_by(|one, other| one.file.cmp(&other.file));
    sources
}

#[test]
fn the_sources_keep_the_rules() {
    let sources = tree();
    assert!(sources.len() > 50, "only {} sources found", sources.len());
    let found = violations(&sources);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Commands in sentences that are not told what the program was given, with what stands before them: some ask for no
/// vault; others are typed by somebody else, on another machine, or name a vault themselves.
const BARE: &[&str] = &[
    "|playbook",
    "|ungarble",
    "|git-show",
    "|doctor --copy",
    "|--help",
    "|edit --help",
    "|platform edit --help",
    "Send the line that |identity show",
    "copy it from: |identity show",
    "请发送 |identity show",
    "请对方从 |identity show",
    "|identity new",
    "|--vault ",
    "|--identity ",
    "vault made with an identity: |init",
    "要添加成员，请用 |init",
    "pushes it first (|sync there",
    "在那边运行 |sync",
    "Run |sync on the machine",
    "的机器上运行 |sync",
    "|shift",
];

/// Sentences whose commands stand alone: they do not find what the program was given.
fn bare_commands(sources: &[Source]) -> Vec<String> {
    let is_spoken = |source: &&Source| {
        let general = ["help", "playbook", "print"].map(|name| format!("i18n::{name}"));
        source.module.starts_with("i18n::") && !general.iter().any(|it| within(&source.module, it))
    };
    let mut found = Vec::new();
    for source in sources.iter().filter(is_spoken) {
        let lines = source.text.lines().enumerate();
        for (at, line) in lines.filter(|(_, line)| line.contains('"') && !line.contains("//")) {
            for (start, _) in line.match_indices("keyrack ") {
                let (before, rest) = (&line[..start], &line[start + "keyrack ".len()..]);
                let is_command = rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '-');
                let is_known = |known: &&str| {
                    let (behind, ahead) = known.split_once('|').expect("a bar");
                    before.ends_with(behind) && rest.starts_with(ahead)
                };
                let is_bare = is_command && !before.ends_with(['{', '}', '/', '.']);
                if is_bare && !BARE.iter().any(is_known) {
                    found.push(format!("{}:{}: keyrack {rest}", source.file, at + 1));
                }
            }
        }
    }
    found
}

#[test]
fn commands_in_sentences_are_told_what_the_program_was_given() {
    let found = bare_commands(&tree());
    assert!(found.is_empty(), "write {{keyrack}} for keyrack:\n{}\n", found.join("\n"));
    let planted =
        Source::new("src/i18n/planted.rs", "//! x\nA en \"Try: keyrack trust\" zh \"x\";\n");
    assert_eq!(bare_commands(&[planted]).len(), 1);
}

/// Words of a table as one types it, which have the commas of one.
const TYPED: [&str; 1] = ["平台,登录账号,密钥"];

/// Chinese sentences with punctuation of half width between two of their own characters, or a colon twice.
fn half_width(sources: &[Source]) -> Vec<String> {
    let is_wide =
        |c: char| ('\u{3000}'..'\u{a000}').contains(&c) || ('\u{ff00}'..'\u{fff0}').contains(&c);
    let is_bad = |sentence: &str| {
        let letters: Vec<char> = sentence.chars().collect();
        letters.iter().enumerate().any(|(at, c)| {
            let before = at.checked_sub(1).map(|at| letters[at]);
            let next = letters[at + 1..].iter().find(|c| **c != ' ');
            let between = before.is_some_and(is_wide) && next.is_some_and(|c| is_wide(*c));
            let doubled = matches!(c, '：' | '；' | '，' | '。')
                && next.is_some_and(|c| matches!(c, '：' | '；' | '，' | '。' | ':' | ';'));
            matches!(c, ';' | ':' | ',') && between || doubled
        })
    };
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.module.starts_with("i18n::")) {
        for (at, line) in source.text.lines().enumerate() {
            let Some((_, sentence)) = line.split_once("zh \"") else { continue };
            let sentence = sentence.rsplit_once('"').map_or(sentence, |(sentence, _)| sentence);
            if is_bad(
                &TYPED.iter().fold(sentence.to_owned(), |text, typed| text.replace(typed, "")),
            ) {
                found.push(format!("{}:{}: {sentence}", source.file, at + 1));
            }
        }
    }
    found
}

#[test]
fn chinese_sentences_have_punctuation_of_their_own() {
    let found = half_width(&tree());
    assert!(found.is_empty(), "{}\n", found.join("\n"));
    for bad in ["一;二", "一: 二", "一：：二", "一,二"] {
        let planted = Source::new("src/i18n/planted.rs", &format!("A en \"x\" zh \"{bad}\";\n"));
        assert_eq!(half_width(&[planted]).len(), 1, "{bad}");
    }
}

#[test]
fn every_grant_is_used() {
    let sources = tree();
    let modules: BTreeSet<String> = sources.iter().map(|source| source.module.clone()).collect();
    let named: Vec<(&str, Vec<Mention>)> = sources
        .iter()
        .filter(|source| !is_test(source))
        .map(|source| (source.module.as_str(), mentions(source, &modules)))
        .collect();
    let uses = |who: &str, power: &Power| {
        named.iter().any(|(module, mentions)| {
            within(module, who) && mentions.iter().any(|mention| power.covers(&mention.path))
        })
    };
    let grants =
        POWERS.iter().flat_map(|power| power.grants.iter().map(move |(who, _)| (who, power)));
    let idle: Vec<String> = grants
        .filter(|(who, power)| !uses(who, power))
        .map(|(who, power)| format!("`{who}` may {} but does not", power.verb))
        .collect();
    assert!(idle.is_empty(), "\n{}\n", idle.join("\n"));
    for power in POWERS {
        let mut granted = BTreeSet::new();
        for (who, _) in power.grants {
            assert!(granted.insert(who), "`{who}` may {} twice", power.verb);
        }
    }
    for name in PURE.iter().chain(WORLDLY).chain(LAYERS.iter().map(|(name, _)| name)) {
        assert!(modules.contains(*name), "there is no module `{name}`");
    }
}

#[test]
fn pure_modules_are_given_no_power() {
    // Naming a pure crate is no power: the last tables only say where it belongs.
    let worldly = POWERS.iter().filter(|power| !power.verb.starts_with("name "));
    for (who, _) in worldly.flat_map(|power| power.grants) {
        let pure = PURE.iter().find(|pure| within(who, pure) || within(pure, who));
        assert_eq!(pure.filter(|_| *who != "platform"), None, "`{who}` is pure");
    }
}
