//! The first steps: one question at a time.

use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use crate::app::create::strength;
use crate::i18n::Screen;
use crate::text::whole;
use crate::tui::hint;
use crate::tui::keymap::{Action, Place};
use crate::tui::model::{Model, Step, Welcome};
use crate::tui::theme::{Mark, Meaning};

pub(super) fn draw(
    model: &Model,
    welcome: &Welcome,
    area: Rect,
    pen: &mut Pen,
) -> Option<Position> {
    let foot = Rect { y: area.bottom() - 1, height: 1, ..area };
    super::hints(model, foot, pen);
    let area = Rect { height: area.height - 1, ..area };
    let middle = super::middle(area, 76, 14);
    let mut rest = middle;
    let skip = |rest: &mut Rect, lines: u16| {
        let lines = lines.min(rest.height);
        rest.y += lines;
        rest.height -= lines;
    };
    pen.say(rest, Meaning::Title, &Screen::WelcomeTitle);
    skip(&mut rest, 2);
    let title = title(model, welcome.step).say(model.lang);
    let used = pen.wrapped(rest, Meaning::Text, &title);
    skip(&mut rest, used + 1);
    if let Some(shown) = shown(welcome) {
        let used = pen.wrapped(rest, Meaning::Code, &shown);
        skip(&mut rest, used + 1);
    }
    let mut cursor = None;
    for (index, choice) in choices(welcome.step).iter().enumerate() {
        let selected = index == welcome.cursor;
        let mark = if selected { pen.theme.mark(Mark::Cursor) } else { " " };
        let meaning = if selected { Meaning::Title } else { Meaning::Text };
        let line = format!("{mark} {}  {}", index + 1, choice.say(model.lang));
        if selected {
            cursor = Some(Position::new(rest.x, rest.y));
        }
        pen.text(rest, meaning, &line);
        skip(&mut rest, 1);
    }
    match welcome.step {
        Step::Start => {
            skip(&mut rest, 1);
            let used = pen.wrapped(rest, Meaning::Faint, &Screen::WelcomeJoin.say(model.lang));
            skip(&mut rest, used);
        }
        Step::Open | Step::Words | Step::Type | Step::Again => {
            let line = Rect { height: rest.height.min(1), ..rest };
            cursor = Some(pen.prompt(line, &welcome.input));
            skip(&mut rest, 1);
        }
        Step::Keep => {
            let key = hint::name(&model.keymap, Place::Menu, Action::Accept);
            pen.say(rest, Meaning::Text, &Screen::KeepDone { key });
            skip(&mut rest, 1);
        }
        _ => {}
    }
    if welcome.step == Step::Type && !welcome.input.text().is_empty() {
        let strength = strength(welcome.input.text());
        let (said, meaning) = match strength.0 {
            0 => (Screen::Strength0, Meaning::Bad),
            1 => (Screen::Strength1, Meaning::Bad),
            2 => (Screen::Strength2, Meaning::Look),
            3 => (Screen::Strength3, Meaning::Good),
            _ => (Screen::Strength4, Meaning::Good),
        };
        pen.say(rest, meaning, &said);
    }
    skip(&mut rest, 1);
    if let Some(fault) = &welcome.fault {
        pen.wrapped(rest, Meaning::Bad, &fault.say(model.lang));
    }
    cursor
}

fn title(model: &Model, step: Step) -> Screen {
    match step {
        Step::Start => Screen::WelcomeNoVault { path: whole(&model.path) },
        Step::Open => Screen::OpenWhich,
        Step::Kind => Screen::KindTitle,
        Step::Passphrase => Screen::PassphraseTitle,
        Step::Words => Screen::WordsTitle,
        Step::Type => Screen::TypeTitle,
        Step::Again => Screen::AgainTitle,
        Step::Recovery => Screen::RecoveryTitle,
        Step::Wait => Screen::Creating,
        Step::Keep => Screen::KeepTitle,
    }
}

fn choices(step: Step) -> &'static [Screen] {
    match step {
        Step::Start => {
            &[Screen::WelcomeCreate, Screen::WelcomeOpen, Screen::WelcomeDemo, Screen::WelcomeQuit]
        }
        Step::Kind => &[Screen::KindIdentity, Screen::KindOneFile],
        Step::Passphrase => &[Screen::PassphraseWords, Screen::PassphraseOwn],
        Step::Recovery => &[Screen::RecoveryMake, Screen::RecoverySkip],
        _ => &[],
    }
}

/// What is shown once, to be written down.
fn shown(welcome: &Welcome) -> Option<String> {
    let secret = match welcome.step {
        Step::Words => &welcome.offered,
        Step::Keep => &welcome.made.as_ref()?.1,
        _ => return None,
    };
    // Exactly as it is typed at unlocking, dashes and all.
    secret.expose_text().map(ToOwned::to_owned)
}
