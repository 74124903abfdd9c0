//! `keyrack doctor --copy`: a harmless word on the way that codes take, and back by the person's
//! hand. Nothing else can tell whether a copy arrives.

use super::check::{Asking, way};
use super::copy::{board, finish};
use super::doctor::show;
use super::exit::{Exit, Failure};
use super::lines::{self, Group};
use super::output::Output;
use super::prompt::{Terminal, failed};
use super::session::Session;
use super::stop::Stop;
use crate::app::copying;
use crate::clipboard::{Clipboard as _, Outcome};
use crate::i18n::{Doctor as Say, Fault};
use crate::platform;
use crate::secret::Secret;
use crate::text::safe;

/// Says which way is taken, copies, asks for it back, and says what that means.
pub fn run(asking: Asking, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let lang = session.lang;
    let mut terminal = Terminal::or(Fault::NoTerminalForTrial)?;
    let way = way(asking, session)?;
    let lines = lines::way(&way, lang);
    show(&[Group { heading: Say::Copying.say(lang), lines }], session, out)?;
    out.flush()?;
    let word = word();
    let mut board = board(session);
    let said = match board.copy(&Secret::from_text(word.clone())) {
        Outcome::Copied(_) => Say::TestCopied { word: safe(&word) },
        Outcome::Sent(_) => {
            let stop = Stop::watch().map_err(|error| failed(&error))?;
            finish(&mut board, &stop);
            Say::TestSent { word: safe(&word) }
        }
        Outcome::Off => return Err(Failure::new(Exit::NotCopied, Fault::CopyOff)),
        Outcome::Failed(failure) => {
            return Err(Failure::new(Exit::NotCopied, copying::explain(&failure)));
        }
    };
    terminal.line(&said.say(lang))?;
    let back = terminal.ask(&Say::TestAsk.say(lang))?;
    board.clear();
    let said = match &*back {
        back if back == word => {
            return terminal.line(&Say::TestBack.say(lang));
        }
        "" => Say::TestNothing,
        _ => Say::TestOther,
    };
    terminal.line(&said.say(lang))?;
    for advice in way.advice() {
        terminal.line(&advice.say(lang))?;
    }
    terminal.line(&Say::TestLast.say(lang))?;
    Err(Failure::silent(Exit::NotCopied))
}

/// A word that nobody has in their clipboard already.
fn word() -> String {
    let number = u16::from_be_bytes(platform::random());
    format!("keyrack-{:04}", number % 10_000)
}
