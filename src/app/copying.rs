//! Between the clipboard and people: what the settings wish of it, and why a copy is nowhere.

use crate::clipboard::{Failure, Mode, Obstacle, Wish};
use crate::config::{Clipboard, Settings};
use crate::i18n::Fault;
use crate::text::{self, Safe, safe};

/// Columns of somebody else's text in a line of 80.
const WIDEST: usize = 44;

/// The settings in the clipboard's words.
pub fn wish(settings: &Settings) -> Wish {
    Wish {
        mode: match settings.clipboard {
            Clipboard::Auto => Mode::Auto,
            Clipboard::Native => Mode::Native,
            Clipboard::Terminal => Mode::Terminal,
            Clipboard::Command => Mode::Command,
            Clipboard::Off => Mode::Off,
        },
        command: settings.clipboard_command.clone(),
        clear_after: settings.clear_clipboard_after(),
    }
}

/// Why a copy is nowhere, and what to do, in one line.
pub fn explain(failure: &Failure) -> Fault {
    match failure {
        Failure::NoWay(Obstacle::Terminal(terminal)) => {
            Fault::CopyTerminal { terminal: safe(terminal.name()) }
        }
        Failure::NoWay(Obstacle::Dumb) => Fault::CopyDumb,
        Failure::NoWay(Obstacle::Elsewhere) => Fault::CopyElsewhere,
        Failure::NoWay(Obstacle::NoCommand) => Fault::CopyNoCommand,
        Failure::NoWay(Obstacle::Detached) => Fault::CopyDetached,
        Failure::Native(error) => Fault::CopyRefused { error: short(error) },
        Failure::NoAnswer => Fault::CopyNoAnswer,
        Failure::Terminal(error) => Fault::CopyNotSent { error: short(&error.to_string()) },
        Failure::CommandMissing(error) => {
            Fault::CopyCommandMissing { error: short(&error.to_string()) }
        }
        Failure::CommandFailed { said, code: Some(code) } if said.is_empty() => {
            Fault::CopyCommandSilent { code: *code }
        }
        Failure::CommandFailed { said, .. } if said.is_empty() => Fault::CopyCommandKilled,
        Failure::CommandFailed { said, .. } => Fault::CopyCommandFailed { said: short(said) },
        Failure::CommandLate => Fault::CopyCommandLate,
    }
}

/// The first line of what a stranger said.
fn short(text: &str) -> Safe<'static> {
    let line = text.lines().next().unwrap_or_default();
    safe(&text::fit(Safe::new(line).as_str(), WIDEST, ".."))
}
