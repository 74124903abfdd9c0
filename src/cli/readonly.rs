//! Which commands write: refused before anything is asked, where `--read-only` is given. Those that
//! seldom do, as for a code that counts, find out from the vault.

use clap::ArgMatches;

/// The commands that write, with the verbs that stand behind them.
const WRITERS: &[&str] = &[
    "init",
    "add",
    "edit",
    "remove",
    "move",
    "import",
    "trust",
    "identity new",
    "identity passphrase",
    "identity rotate",
    "member add",
    "member remove",
    "member confirm",
    "member recovery",
    "member drill",
    "sync",
    "sync init",
    "git-merge",
    "platform edit",
    "platform forget",
    "health snooze",
    "health wake",
    "device add",
    "device edit",
    "device remove",
    "device lost",
    "device found",
    "number add",
    "number edit",
    "number remove",
    "number lost",
    "number lapsed",
    "number found",
    "person add",
    "person edit",
    "person remove",
    "person left",
    "person back",
    "method add",
    "method edit",
    "method remove",
    "keycopy add",
    "keycopy edit",
    "keycopy remove",
    "recovery set",
    "recovery use",
    "recovery forget",
    "loss tick",
    "drill record",
    "conflict decide",
];

/// Whether a command would write as it is given.
pub fn writes(matches: &ArgMatches) -> bool {
    let (mut path, mut matches) = (Vec::new(), matches);
    while let Some((name, inner)) = matches.subcommand() {
        path.push(name);
        matches = inner;
    }
    let flag = |name: &str| matches.try_get_one::<bool>(name).ok().flatten() == Some(&true);
    let named = |name: &str| matches.try_contains_id(name).unwrap_or(false);
    match path.join(" ").as_str() {
        "doctor" => named("restore"),
        "trust" => flag("regain") || flag("yes"),
        path => WRITERS.contains(&path) && !flag("dry-run"),
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;
    use crate::cli::args::grammar;
    use crate::i18n::Lang;

    /// Those that only read the vault, whatever else they do.
    const READERS: &[&str] = &[
        "show",
        "list",
        "code",
        "copy",
        "export",
        "doctor",
        "platform list",
        "platform show",
        "health",
        "device list",
        "device show",
        "number list",
        "number show",
        "person list",
        "person show",
        "method list",
        "keycopy list",
        "recovery list",
        "recovery reveal",
        "loss list",
        "loss show",
        "drill status",
        "drill next",
        "conflict list",
        "playbook",
        "ungarble",
        "demo",
        "shift",
        "activity",
        "identity show",
        "member list",
        "sync status",
        "sync verify",
        "git-show",
        "print card",
        "print emergency",
        "print handover",
        "print loss",
        "print audit",
    ];

    fn leaves(command: &Command, path: &str, found: &mut Vec<String>) {
        for inner in command.get_subcommands() {
            let path = format!("{path} {}", inner.get_name()).trim().to_owned();
            if inner.get_subcommands().next().is_none()
                || ["health", "sync"].contains(&path.as_str())
            {
                found.push(path.clone());
            }
            leaves(inner, &path, found);
        }
    }

    #[test]
    fn it_is_decided_of_every_command_whether_it_writes() {
        let mut found = Vec::new();
        leaves(&grammar(Lang::En), "", &mut found);
        for path in &found {
            let path = path.as_str();
            assert!(WRITERS.contains(&path) != READERS.contains(&path), "decide: {path}");
        }
        for path in WRITERS.iter().chain(READERS) {
            assert!(found.iter().any(|found| found == path), "there is no {path}");
        }
    }

    #[test]
    fn what_only_looks_is_allowed() {
        let cases: [(&[&str], bool); 8] = [
            (&["add", "--platform", "Amazon", "--login", "a"], true),
            (&["list"], false),
            (&["import", "x.json"], true),
            (&["import", "x.json", "--dry-run"], false),
            (&["device", "lost", "P-07"], true),
            (&["device", "lost", "P-07", "--dry-run"], false),
            (&["doctor"], false),
            (&["doctor", "--restore", "x.age"], true),
        ];
        for (args, expected) in cases {
            let args = std::iter::once("keyrack").chain(args.iter().copied());
            let matches = grammar(Lang::En).try_get_matches_from(args).expect("understood");
            assert_eq!(writes(&matches), expected);
        }
    }
}
