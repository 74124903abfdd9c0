//! From what clap says of the arguments to our own sentences.
//!
//! Nothing is repeated of what was typed but the names of options and commands: a key that somebody
//! puts there by mistake is not printed again.

use std::error::Error as _;
use std::fmt;

use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::Fault;
use crate::text::safe;

/// What a whole number may be.
#[derive(Clone, Copy, Debug)]
struct Limits {
    least: u32,
    most: u32,
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.least, self.most)
    }
}

impl std::error::Error for Limits {}

/// Reads a whole number; [`explain`] names the limits of one that is refused.
pub fn whole(least: u32, most: u32) -> impl TypedValueParser<Value = u32> {
    let limits = Limits { least, most };
    move |text: &str| {
        let number = text.trim().parse().ok();
        number.filter(|number| (least..=most).contains(number)).ok_or(limits)
    }
}

/// The sentence for arguments that clap refused.
pub fn explain(error: &clap::Error) -> Fault {
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    // clap writes `--vault <PATH>`; what stood behind an equals sign may be secret.
    let name = argument.split([' ', '=']).next().unwrap_or_default();
    let option = || safe(name);
    match error.kind() {
        ErrorKind::UnknownArgument if !name.starts_with('-') => Fault::TooManyWords,
        ErrorKind::UnknownArgument => match text(error, ContextKind::SuggestedArg) {
            Some(near) => Fault::UnknownOptionNear { option: option(), near: safe(&near) },
            None => Fault::UnknownOption { option: option() },
        },
        ErrorKind::InvalidSubcommand => {
            let near = text(error, ContextKind::SuggestedSubcommand).unwrap_or_default();
            // What git calls is nothing that a person meant.
            let near: Vec<&str> =
                near.split(", ").filter(|name| !name.starts_with("git-")).collect();
            match near.join(", ").as_str() {
                "" => Fault::UnknownCommand,
                near => Fault::UnknownCommandNear { near: safe(near) },
            }
        }
        ErrorKind::InvalidValue => match text(error, ContextKind::ValidValue) {
            Some(known) => Fault::BadValue { option: option(), known: crate::text::whole(&known) },
            None => Fault::MissingValue { option: option() },
        },
        ErrorKind::ValueValidation => {
            let limits = error.source().and_then(|source| source.downcast_ref::<Limits>());
            let Limits { least, most } =
                limits.copied().unwrap_or(Limits { least: 0, most: u32::MAX });
            Fault::NotANumberHere { option: option(), least, most }
        }
        ErrorKind::MissingSubcommand => Fault::CommandOf {
            name: safe(argument_of(error).trim_start_matches("keyrack ")),
            known: crate::text::whole(
                &text(error, ContextKind::ValidSubcommand).unwrap_or_default(),
            ),
        },
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Fault::MissingValue { option: option() }
        }
        ErrorKind::TooManyValues => Fault::TooManyWords,
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg).unwrap_or_default();
            let other = other.split([' ', '=']).next().unwrap_or_default();
            Fault::NeverTogether { option: option(), other: safe(other) }
        }
        ErrorKind::MissingRequiredArgument => {
            let name = safe(name.trim_matches(['<', '>', '.']));
            Fault::MissingArgument { name, command: safe(&command_of(error)) }
        }
        ErrorKind::InvalidUtf8 => Fault::NotUtf8Argument,
        _ => Fault::BadArguments,
    }
}

/// The command that was given, as it is typed, and a space: what its usage begins with. Nothing where that is not known.
fn command_of(error: &clap::Error) -> String {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else {
        return String::new();
    };
    let usage = usage.to_string();
    let words = usage.split_whitespace().skip_while(|word| *word != "keyrack").skip(1);
    let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let words = words.take_while(|word| is_word(word) && !word.starts_with('-'));
    words.flat_map(|word| [word, " "]).collect()
}

/// The command that misses another one behind it.
fn argument_of(error: &clap::Error) -> String {
    text(error, ContextKind::InvalidSubcommand).unwrap_or_default()
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}
