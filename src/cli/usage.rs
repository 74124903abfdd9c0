//! From what clap says of the arguments to our own sentences.
//!
//! Nothing is repeated of what was typed but the names of options and commands: a key that somebody
//! puts there by mistake is not printed again.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::Fault;
use crate::text::Safe;

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
        ErrorKind::InvalidSubcommand => match text(error, ContextKind::SuggestedSubcommand) {
            Some(near) => Fault::UnknownCommandNear { near: safe(&near) },
            None => Fault::UnknownCommand,
        },
        ErrorKind::InvalidValue => match text(error, ContextKind::ValidValue) {
            Some(known) => Fault::BadValue { option: option(), known: safe(&known) },
            None => Fault::MissingValue { option: option() },
        },
        ErrorKind::ValueValidation => Fault::NotANumberHere { option: option() },
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
            Fault::MissingArgument { name: safe(name.trim_matches(['<', '>', '.'])) }
        }
        ErrorKind::InvalidUtf8 => Fault::NotUtf8Argument,
        _ => Fault::BadArguments,
    }
}

fn safe(text: &str) -> Safe<'static> {
    Safe::new(text).into_owned()
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}
