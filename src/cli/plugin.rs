//! What an age plugin says and asks while a command works: on standard error, and on the terminal.

use std::sync::Arc;

use super::output::complain;
use super::prompt::Terminal;
use crate::i18n::{Foreign, Lang};
use crate::secret::Secret;
use crate::text::safe;
use crate::vault::{Answer, Question, Voice};

/// Who hears plugins on the command line.
pub fn voice(lang: Lang) -> Voice {
    Arc::new(move |plugin, question| answer(plugin, question, lang).unwrap_or(Answer::Nobody))
}

/// `None` without a terminal, or where a person did not answer.
fn answer(plugin: &str, question: Question<'_>, lang: Lang) -> Option<Answer> {
    let plugin = safe(plugin);
    let asked = |text| Foreign::AskText { plugin: plugin.clone(), said: safe(text) }.say(lang);
    Some(match question {
        Question::Says(text) => {
            complain(&Foreign::Says { plugin, said: safe(text) }.say(lang));
            Answer::Yes
        }
        Question::Confirm { text, yes, no } => {
            let (said, yes) = (safe(text), safe(yes));
            let asked = match no {
                Some(no) => Foreign::AskTwo { plugin, said, yes, no: safe(no) },
                None => Foreign::AskOne { plugin, said, yes },
            };
            let is_yes = Terminal::open()?.confirm(&asked.say(lang)).ok()?;
            if is_yes { Answer::Yes } else { Answer::No }
        }
        Question::Text(text) => {
            Answer::Typed(Secret::from_text(Terminal::open()?.ask(&asked(text)).ok()?))
        }
        Question::Secret(text) => Answer::Typed(Terminal::open()?.secret(&asked(text)).ok()?),
    })
}
