//! How the commands in the sentences begin, so that they find what this program was given: the vaults and the
//! identity that were named when it was started. What a process was started with is so by its nature, so it is
//! said once, here, and no sentence has to be given it.

use std::path::Path;
use std::sync::OnceLock;

use crate::text::{quoted, whole};

static STARTED: OnceLock<Started> = OnceLock::new();

struct Started {
    all: String,
    rest: String,
}

/// Says how this program was started: the words of the whole, and those behind the vaults. What was said first
/// holds.
pub fn started(all: &str, rest: &str) {
    let [all, rest] = [all, rest].map(|words| whole(words).to_string());
    STARTED.get_or_init(|| Started { all, rest });
}

/// How a command begins.
pub fn keyrack() -> &'static str {
    STARTED.get().map_or("keyrack", |started| &started.all)
}

/// The same for one vault alone, where several are open.
pub fn keyrack_at(vault: &Path) -> String {
    let rest = STARTED.get().map_or("", |started| &started.rest);
    let vault = quoted(&vault.to_string_lossy());
    format!("keyrack --vault {}{rest}", whole(&vault))
}

/// Either of the two.
pub fn keyrack_for(vault: Option<&Path>) -> String {
    vault.map_or_else(|| keyrack().to_owned(), keyrack_at)
}
