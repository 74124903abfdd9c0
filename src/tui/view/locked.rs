//! The unlock screen.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use crate::app::desk::Need;
use crate::i18n::{Foreign, Screen, Shift};
use crate::text::{self, whole};
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Locked, Model};
use crate::tui::theme::Meaning;

pub(super) fn draw(model: &Model, locked: &Locked, area: Rect, pen: &mut Pen) -> Option<Position> {
    let middle = super::middle(area, 60, 8);
    let line = |n: u16| Rect { y: middle.y + n, height: 1, ..middle }.intersection(middle);
    pen.text(line(0), Meaning::Title, "Keyrack");
    pen.text(line(1), Meaning::Faint, whole(path(&model.path, middle.width)).as_str());
    if let Some(shift) = &model.shift {
        let said = Shift::Until { time: shift.time.clone() }.say(model.lang);
        pen.text(line(2), Meaning::Faint, &said);
    }
    let foot = Rect { y: area.bottom() - 1, height: 1, ..area };
    super::hints(model, foot, pen);
    let mut cursor = None;
    if locked.opening {
        pen.say(line(3), Meaning::Text, &Screen::Opening);
    } else {
        let prompt = match locked.need {
            Need::IdentityPassphrase => Some(Screen::IdentityPassphrase),
            Need::VaultPassphrase => Some(Screen::VaultPassphrase),
            Need::Nothing | Need::Vault => None,
        };
        if let Some(prompt) = prompt {
            pen.say(line(3), Meaning::Text, &prompt);
            cursor = Some(pen.prompt(line(4), &locked.passphrase));
        } else {
            let key = hint::name(&model.keymap, Place::Locked, Action::Accept);
            pen.say(line(3), Meaning::Text, &Screen::PressToOpen { key });
        }
    }
    // Down to the keys: what to do about it stands at the end.
    let rest = Rect { y: middle.y + 6, height: foot.y.saturating_sub(middle.y + 6), ..middle };
    let rest = rest.intersection(area);
    match (&locked.heard, &locked.fault) {
        // What to do about it says more than that it failed.
        (Some(said @ Foreign::NotAskedHere { .. }), _) | (Some(said), None) => {
            pen.wrapped(rest, Meaning::Text, &said.say(model.lang));
        }
        (_, Some(fault)) => {
            pen.wrapped(rest, Meaning::Bad, &fault.say(model.lang));
        }
        (None, None) => {}
    }
    cursor
}

/// A path, or only its end where all of it has no room: the end is what tells vaults apart.
fn path(path: &str, width: u16) -> &str {
    if text::width(path) <= width.into() {
        return path;
    }
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
