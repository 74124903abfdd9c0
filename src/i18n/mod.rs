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
/// `closed` says that a value in Chinese stands in a Chinese sentence without the spaces that one in other letters has.
macro_rules! messages {
    (@is_closed) => { false };
    (@is_closed closed) => { true };
    (
        $keyrack:ident in $(, $closed:ident)?
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
            /// Whether values in Chinese have no spaces beside them.
            const IS_CLOSED: bool = $crate::i18n::messages!(@is_closed $($closed)?);

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
                            $crate::i18n::Lang::ZhCn if Self::IS_CLOSED => {
                                $( $( let $field = $crate::i18n::Beside($field); let _ = &$field; )+ )?
                                $crate::i18n::close_up(&format!($zh))
                            }
                            $crate::i18n::Lang::ZhCn => format!($zh),
                        }
                    ),+
                }
            }
        }
    };
}
use messages;

/// What stands around a value until its sentence is whole; no text has it.
const MARK: char = '\u{fdd0}';

/// A value in a sentence, with where it begins and ends.
struct Beside<T>(T);

impl<T: std::fmt::Display> std::fmt::Display for Beside<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{MARK}{}{MARK}", self.0)
    }
}

/// A sentence without the spaces between its own characters of China and those of a value.
fn close_up(text: &str) -> String {
    let is_wide = |c: char| c >= '\u{2e80}' && c != MARK;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let mut next = rest.clone().filter(|c| *c != MARK);
        match c {
            MARK => {
                // Before a value: the space is written already. Behind one, it comes next.
                let mut before = out.chars().rev();
                let (last, second) = (before.next(), before.next());
                let begins = next.next().is_some_and(is_wide);
                if last == Some(' ') && second.is_some_and(is_wide) && begins {
                    out.pop();
                } else if last.is_some_and(is_wide) && rest.peek() == Some(&' ') {
                    let behind = rest.clone().filter(|c| *c != MARK).nth(1);
                    if behind.is_some_and(is_wide) {
                        rest.next();
                    }
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::safe;

    #[test]
    fn values_in_chinese_have_no_spaces_beside_them() {
        let twin = |title: &str| Exchange::TwinKept { title: safe(title) }.say(Lang::ZhCn);
        assert_eq!(twin("Etsy"), "与 Etsy 的密钥相同；两者均保留");
        assert_eq!(twin("第 1 条（光 之）"), "与第 1 条（光 之）的密钥相同；两者均保留");
        assert_eq!(twin("光 Etsy"), "与光 Etsy 的密钥相同；两者均保留");
        let (path, format) = (safe("a.png"), safe("二维码图片"));
        let said = Exchange::Damaged { path, format }.say(Lang::ZhCn);
        assert!(said.starts_with("a.png 已损坏：看起来是二维码图片文件"), "{said}");
        let said = Exchange::Missing { part: 1, of: 2 }.say(Lang::ZhCn);
        assert!(said.contains("第 1 张") && !said.contains(MARK), "{said}");
    }
}
