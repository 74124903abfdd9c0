//! The grammar of the command line: what all commands share. Each command's own part is in its file.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::input::Source;
use super::session::Globals;
use super::{
    add, code, conflict, copy, doctor, edit, import, init, list, platform, playbook, relocate,
    remove, show, trust,
};
use super::{device, drill, keycopy, method, number, person, print, recovery};
use crate::config::Color;
use crate::i18n::{Help, Lang};

/// The whole grammar, in a language.
pub fn grammar(lang: Lang) -> Command {
    let heading = Help::Everywhere.say(lang);
    let everywhere = |arg: Arg| arg.global(true).help_heading(heading.clone());
    dress(Command::new("keyrack"), "keyrack [--vault PATH] [COMMAND]", &Help::About, lang)
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(Help::Ending.say(lang))
        .subcommands([
            init::grammar(lang),
            add::grammar(lang),
            edit::grammar(lang),
            remove::grammar(lang),
            relocate::grammar(lang),
            show::grammar(lang),
            list::grammar(lang),
            code::grammar(lang),
            copy::grammar(lang),
            import::grammar(lang),
            super::export::grammar(lang),
            doctor::grammar(lang),
            platform::grammar(lang),
            super::health::grammar(lang),
            device::grammar(lang),
            super::loss::grammar(lang),
            drill::grammar(lang),
            playbook::grammar(lang),
            print::grammar(lang),
            super::ungarble::grammar(lang),
            command("demo", "keyrack demo", &Help::Demo, lang),
        ])
        .subcommands([
            number::grammar(lang),
            person::grammar(lang),
            method::grammar(lang),
            keycopy::grammar(lang),
            recovery::grammar(lang),
            super::identity::grammar(lang),
            super::member::grammar(lang),
            conflict::grammar(lang),
            trust::grammar(lang),
            super::sync::grammar(lang),
            super::driver::merge_grammar(lang),
            super::driver::show_grammar(lang),
            super::activity::grammar(lang),
            super::shift::grammar(lang),
        ])
        .args([
            everywhere(path("vault", &Help::OptVault, lang)),
            everywhere(path("with", &Help::OptWith, lang)).action(ArgAction::Append),
            everywhere(path("identity", &Help::OptIdentity, lang)),
            everywhere(path("passphrase-file", &Help::OptPassphraseFile, lang)),
            everywhere(option("passphrase-fd", "N", &Help::OptPassphraseFd, lang))
                .value_parser(super::usage::whole(0, i32::MAX.unsigned_abs()))
                .conflicts_with("passphrase-file"),
            everywhere(option("lang", "TAG", &Help::OptLang, lang)),
            everywhere(option("color", "WHEN", &Help::OptColor, lang))
                .value_parser(["auto", "always", "never"])
                .hide_possible_values(true),
            everywhere(Arg::new("lean").long("lean").action(ArgAction::SetTrue))
                .help(Help::OptLean.say(lang)),
            everywhere(Arg::new("read-only").long("read-only").action(ArgAction::SetTrue))
                .help(Help::OptReadOnly.say(lang)),
            everywhere(Arg::new("help").long("help").short('h').action(ArgAction::Help))
                .help(Help::OptHelp.say(lang)),
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help_heading(heading.clone())
                .help(Help::OptVersion.say(lang)),
        ])
}

/// A command with its frame in our words. `usage` names arguments as `--help` does.
pub fn command(name: &'static str, usage: &'static str, about: &Help, lang: Lang) -> Command {
    dress(Command::new(name), usage, about, lang)
}

fn dress(command: Command, usage: &'static str, about: &Help, lang: Lang) -> Command {
    let template =
        format!("{{about}}\n\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n", Help::Usage.say(lang));
    command
        .about(about.say(lang))
        .subcommand_help_heading(Help::Commands.say(lang))
        .override_usage(usage)
        .help_template(template)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        // The last one counts, so that an alias can be overruled.
        .args_override_self(true)
}

/// Help with the colon of the language behind its headings: clap puts an ASCII one there.
pub fn in_type(help: &str, lang: Lang) -> String {
    let lines = help.trim_end().lines().map(|line| match (lang, line.strip_suffix(':')) {
        (Lang::ZhCn, Some(heading)) if !heading.starts_with(' ') => format!("{heading}："),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// An option with a value.
pub fn option(name: &'static str, value: &'static str, help: &Help, lang: Lang) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help.say(lang))
        .help_heading(Help::Options.say(lang))
}

/// An option that takes a path, of whatever bytes.
pub fn path(name: &'static str, help: &Help, lang: Lang) -> Arg {
    option(name, "PATH", help, lang).value_parser(value_parser!(PathBuf))
}

/// An option without a value.
pub fn flag(name: &'static str, help: &Help, lang: Lang) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help.say(lang))
        .help_heading(Help::Options.say(lang))
}

/// `--json`.
pub fn json(lang: Lang) -> Arg {
    flag("json", &Help::OptJson, lang)
}

/// An argument that stands by itself.
pub fn argument(name: &'static str, help: &Help, lang: Lang) -> Arg {
    Arg::new(name).help(help.say(lang)).help_heading(Help::Arguments.say(lang))
}

/// The account a command is about. More than one word needs no quotes.
pub fn query(lang: Lang) -> Arg {
    argument("QUERY", &Help::ArgQuery, lang).required(true).num_args(1..)
}

/// The words of the query as one text.
pub fn query_of(matches: &ArgMatches) -> String {
    let words: Vec<&str> =
        matches.get_many::<String>("QUERY").into_iter().flatten().map(String::as_str).collect();
    words.join(" ")
}

/// Arguments that name a record. A filter (`list`, `health`, `export`) names none: an empty one leaves all in.
const NAMES: [&str; 5] = ["NAME", "QUERY", "PAGE", "RULE", "which"];

/// Whether a name was given and says nothing: as a part of names it would fit any record there is.
pub fn names_nothing(matches: &ArgMatches) -> bool {
    let Some((command, mut matches)) = matches.subcommand() else { return false };
    let filters = ["list", "health", "export"].contains(&command) && matches.subcommand().is_none();
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    let blank = |name: &str| {
        let words = matches.try_get_many::<String>(name).ok().flatten();
        words.is_some_and(|mut words| words.all(|word| word.trim().is_empty()))
    };
    !filters && NAMES.into_iter().any(blank)
}

/// The options of every command.
pub fn globals(matches: &ArgMatches) -> Globals {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let descriptor = matches.get_one::<u32>("passphrase-fd").copied().map(Source::Descriptor);
    let color = matches.get_one::<String>("color").map(|when| match when.as_str() {
        "always" => Color::Always,
        "never" => Color::Never,
        _ => Color::Auto,
    });
    Globals {
        vault: path("vault"),
        with: matches.get_many("with").into_iter().flatten().cloned().collect(),
        identity: path("identity"),
        passphrase: path("passphrase-file").map(Source::File).or(descriptor),
        color,
        lean: matches.get_flag("lean"),
        read_only: matches.get_flag("read-only"),
    }
}

/// The value of `--lang`, found before the grammar exists: help is in that language, too.
pub fn asked_lang(args: &[OsString]) -> Option<&OsStr> {
    let mut args = args.iter().skip(1).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            return args.next().map(OsString::as_os_str);
        }
        if let Some(tag) = arg.to_str().and_then(|arg| arg.strip_prefix("--lang=")) {
            return Some(OsStr::new(tag));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_holds_together() {
        for lang in Lang::ALL {
            grammar(lang).debug_assert();
        }
    }

    #[test]
    fn the_language_is_found_before_anything_else() {
        let cases: [(&[&str], Option<&str>); 6] = [
            (&["keyrack", "--lang", "zh"], Some("zh")),
            (&["keyrack", "list", "--lang=en"], Some("en")),
            (&["keyrack", "--lang"], None),
            (&["keyrack", "code", "--", "--lang", "zh"], None),
            (&["--lang", "x"], None),
            (&["keyrack"], None),
        ];
        for (args, lang) in cases {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            assert_eq!(asked_lang(&args), lang.map(OsStr::new), "{args:?}");
        }
    }
}
