//! What was said last, and how loud.

use crate::i18n::{self, Fault, Lang, Screen, Sync, Team};
use crate::text::whole;
use crate::time::Moment;

/// What was said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub text: Said,
    /// When it goes.
    pub until: Moment,
}

/// A sentence of either kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It went well, or simply is so.
    Screen(Screen),
    /// The same of what other people did.
    Team(Team),
    /// Several of these, one after the other.
    Teams(Vec<Team>),
    /// Something beside the vault waits for a person.
    Sync(Sync),
    /// The same of a shift.
    Shift(i18n::Shift),
    /// The same of several vaults.
    Vaults(i18n::Vaults),
    /// The same of a plugin.
    Foreign(i18n::Foreign),
    /// It did not.
    Fault(Fault),
    /// It did not, and what to do instead.
    Instead(Fault, Screen),
}

impl Said {
    /// The sentence in a language.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Screen(said) => said.say(lang),
            Self::Team(said) => said.say(lang),
            Self::Teams(said) => {
                let said: Vec<String> = said.iter().map(|said| said.say(lang)).collect();
                said.join(if lang == Lang::ZhCn { "" } else { " " })
            }
            Self::Sync(said) => said.say(lang),
            Self::Shift(said) => said.say(lang),
            Self::Vaults(said) => said.say(lang),
            Self::Foreign(said) => said.say(lang),
            Self::Fault(fault) => fault.say(lang),
            Self::Instead(fault, screen) => {
                let (first, second) = (whole(&fault.say(lang)), whole(&screen.say(lang)));
                Screen::Then { first, second }.say(lang)
            }
        }
    }
}

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    Calm,
    /// Something needs a look.
    Alarm,
}

impl Notice {
    /// How loud.
    pub fn tone(&self) -> Tone {
        match self.text {
            Said::Screen(_)
            | Said::Team(_)
            | Said::Teams(_)
            | Said::Shift(_)
            | Said::Vaults(_)
            | Said::Foreign(i18n::Foreign::Says { .. })
            | Said::Sync(Sync::Syncing | Sync::Done | Sync::NotInGitHere) => Tone::Calm,
            Said::Sync(_) | Said::Foreign(_) | Said::Fault(_) | Said::Instead(..) => Tone::Alarm,
        }
    }
}
