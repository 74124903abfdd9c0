//! Every sentence a person reads, in every language, side by side.
//!
//! A message is a variant of one of the enums below: [`Word`] for labels and headings, [`Screen`]
//! for the dashboard, [`Command`] and [`Help`] for the command line, [`Fault`] for what went wrong and what to
//! do; [`Finding`] for what health finds, [`Care`] for losses and drills, [`Things`] for what belongs to accounts;
//! [`Doctor`] for what doctor says, [`Print`] for paper, [`Playbook`] for whole pages of advice; [`Exchange`] for other programs'
//! files, [`Export`] for the way out; [`Team`] for what several people do to one vault, [`Sync`] for how it travels;
//! [`Activity`] for who did what when; [`Attest`] for the report that is filed; [`Shift`] for the vault as others
//! see it for some hours; [`Vaults`] where several are open; [`Foreign`] for keys that Keyrack does not make and
//! for the programs behind them. The macro makes a missing translation a compile error. Arguments are numbers,
//! words of this catalogue or [`Safe`](crate::text::Safe) text, so no stranger's text passes through raw.
//!
//! This is a side leaf: it knows no other module's types. Who has an error to explain picks the
//! message (`app::explain`).

mod activity;
mod again;
mod attest;
mod care;
mod command;
mod doctor;
mod exchange;
mod export;
mod fault;
mod finding;
mod foreign;
mod help;
mod lang;
mod playbook;
mod print;
mod screen;
mod shift;
mod sync;
mod team;
mod things;
mod vaults;
mod word;

pub use activity::Activity;
pub use again::{keyrack, keyrack_at, keyrack_for, started};
pub use attest::Attest;
pub use care::Care;
pub use command::Command;
pub use doctor::Doctor;
pub use exchange::Exchange;
pub use export::Export;
pub use fault::Fault;
pub use finding::Finding;
pub use foreign::{Foreign, Spoken};
pub use help::Help;
pub use lang::{Lang, negotiate};
pub use playbook::{Line, Page, Playbook};
pub use print::Print;
pub use screen::Screen;
pub use shift::Shift;
pub use sync::Sync;
pub use team::Team;
pub use things::Things;
pub use vaults::Vaults;
pub use word::Word;

/// Declares an enum of messages with their sentences, English and Simplified Chinese side by side.
///
/// `one(n) "…"` after the English sentence is the form used when the field `n` is 1. `keyrack in` names what
/// `{keyrack}` stands for in the sentences: how a command begins that is to find what this one was given.
macro_rules! messages {
    (
        $keyrack:ident in
        $(#[$outer:meta])*
        pub enum $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $variant:ident $({ $($field:ident : $kind:ty),+ $(,)? })?
                en $en:literal $(one($n:ident) $one:literal)?
                zh $zh:literal;
            )+
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant is explained by its sentence")]
        pub enum $name {
            $( $(#[doc = $doc])* $variant $({ $($field: $kind),+ })? ),+
        }

        impl $name {
            /// The sentence in a language, with commands that find what this program was given.
            pub fn say(&self, lang: $crate::i18n::Lang) -> String {
                self.say_by(lang, $crate::i18n::keyrack())
            }

            /// The same with commands that begin in another way, as one of several vaults asks for.
            pub fn say_by(&self, lang: $crate::i18n::Lang, $keyrack: &str) -> String {
                let _ = $keyrack;
                match self {
                    $(
                        Self::$variant $({ $($field),+ })? => match lang {
                            $( $crate::i18n::Lang::En if *$n == 1 => format!($one), )?
                            $crate::i18n::Lang::En => format!($en),
                            $crate::i18n::Lang::ZhCn => format!($zh),
                        }
                    ),+
                }
            }
        }
    };
}
use messages;
