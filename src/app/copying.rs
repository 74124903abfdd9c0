//! What the settings wish of the clipboard.

use crate::clipboard::{Mode, Wish};
use crate::config::{Clipboard, Settings};

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
