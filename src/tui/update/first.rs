//! The first steps.

use super::list::type_into;
use crate::app::create::{Recovery, WEAK, strength};
use crate::i18n::Fault;
use crate::secret::Secret;
use crate::tui::effect::Effect;
use crate::tui::keymap::{Action, Key, KeyCode, Place};
use crate::tui::message::Opened;
use crate::tui::model::{Input, Model, Said, Stage, Step, Welcome};

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let action = model.keymap.action(Place::Menu, key);
    let Stage::Welcome(welcome) = &mut model.stage else { return Vec::new() };
    match action {
        Some(Action::Quit) => return vec![Effect::Quit],
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Accept) => {
            welcome.fault = None;
            return accept(model);
        }
        Some(Action::Cancel) => back(welcome),
        _ if welcome.choices() > 0 => {
            let last = welcome.choices() - 1;
            match (action, key.code) {
                (Some(Action::Down), _) | (_, KeyCode::Char('j')) => {
                    welcome.cursor = (welcome.cursor + 1).min(last);
                }
                (Some(Action::Up), _) | (_, KeyCode::Char('k')) => {
                    welcome.cursor = welcome.cursor.saturating_sub(1);
                }
                (_, KeyCode::Char(digit)) => {
                    if let Some(n) =
                        digit.to_digit(10).filter(|n| (1..=last + 1).contains(&(*n as usize)))
                    {
                        welcome.cursor = n as usize - 1;
                        return accept(model);
                    }
                    if digit == 'q' && welcome.step == Step::Start {
                        return vec![Effect::Quit];
                    }
                }
                _ => {}
            }
        }
        _ if !matches!(welcome.step, Step::Wait | Step::Keep) => {
            type_into(&mut welcome.input, key);
        }
        _ => {}
    }
    Vec::new()
}

fn go(welcome: &mut Welcome, step: Step) {
    welcome.step = step;
    welcome.cursor = 0;
    welcome.input = match step {
        Step::Type | Step::Again => Input::secret(),
        _ => Input::default(),
    };
}

fn back(welcome: &mut Welcome) {
    welcome.fault = None;
    let step = match welcome.step {
        Step::Start | Step::Open | Step::Kind => Step::Start,
        Step::Passphrase => Step::Kind,
        Step::Words | Step::Type | Step::Recovery => Step::Passphrase,
        Step::Again => Step::Type,
        // What is being made or shown once cannot be left by a key too many.
        Step::Wait | Step::Keep => return,
    };
    go(welcome, step);
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let Stage::Welcome(welcome) = &mut model.stage else { return Vec::new() };
    match (welcome.step, welcome.cursor) {
        // Nobody writes ten words down in vain.
        (Step::Start, 0) if welcome.no_room.is_some() => {
            welcome.fault = welcome.no_room.clone().map(Said::Fault);
        }
        (Step::Start, 0) => go(welcome, Step::Kind),
        (Step::Start, 1) => go(welcome, Step::Open),
        (Step::Start, 2) => {
            welcome.step = Step::Wait;
            return vec![Effect::Demo];
        }
        (Step::Start, _) => return vec![Effect::Quit],
        (Step::Open, _) if welcome.input.text().trim().is_empty() => {}
        (Step::Open, _) => return vec![Effect::Find],
        (Step::Kind, choice) => {
            welcome.one_file = choice == 1;
            go(welcome, Step::Passphrase);
        }
        (Step::Passphrase, 0) => go(welcome, Step::Words),
        (Step::Passphrase, _) => go(welcome, Step::Type),
        (Step::Words, _) => {
            // As they will be typed at every unlocking: what is shown is what opens.
            if welcome.offered.expose_text() == Some(welcome.input.text()) {
                welcome.passphrase = Some(welcome.offered.clone());
                return chosen(welcome);
            }
            welcome.fault = Some(Said::Fault(Fault::WordsDiffer));
        }
        (Step::Type, _) => {
            if welcome.input.text().is_empty() {
                welcome.fault = Some(Said::Fault(Fault::PassphraseEmpty));
            } else if strength(welcome.input.text()) < WEAK {
                welcome.fault = Some(Said::Fault(Fault::PassphraseWeak));
            } else {
                welcome.passphrase = Some(welcome.input.take());
                go(welcome, Step::Again);
            }
        }
        (Step::Again, _) => {
            let same = welcome.passphrase.as_ref().and_then(Secret::expose_text)
                == Some(welcome.input.text());
            if same {
                return chosen(welcome);
            }
            go(welcome, Step::Type);
            welcome.fault = Some(Said::Fault(Fault::PassphrasesDiffer));
        }
        (Step::Recovery, choice) => {
            welcome.recovery = if choice == 0 { Recovery::Make } else { Recovery::Skip };
            go(welcome, Step::Wait);
            return vec![Effect::Create];
        }
        (Step::Wait, _) => {}
        (Step::Keep, _) => {
            if let Some((opened, _)) = welcome.made.take() {
                return super::open(model, opened);
            }
        }
    }
    Vec::new()
}

/// A passphrase is chosen: a vault for recipients can have a recovery key, one file cannot.
fn chosen(welcome: &mut Welcome) -> Vec<Effect> {
    if welcome.one_file {
        go(welcome, Step::Wait);
        return vec![Effect::Create];
    }
    go(welcome, Step::Recovery);
    Vec::new()
}

pub(super) fn created(
    model: &mut Model,
    result: Result<(Opened, Option<Secret>), Fault>,
) -> Vec<Effect> {
    let Stage::Welcome(welcome) = &mut model.stage else { return Vec::new() };
    match result {
        Ok((opened, None)) => return super::open(model, opened),
        Ok((opened, Some(recovery))) => {
            welcome.made = Some((opened, recovery));
            welcome.passphrase = None;
            go(welcome, Step::Keep);
        }
        Err(fault) => {
            go(welcome, Step::Start);
            welcome.fault = Some(Said::Fault(fault));
        }
    }
    Vec::new()
}
