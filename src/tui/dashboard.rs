//! The model with its surroundings: takes messages, performs effects, draws. What is slow goes out
//! as a [`Job`]; what is I/O is behind the two types it is generic over, so that a test drives the
//! whole dashboard without a terminal.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use zeroize::Zeroizing;

use super::effect::{Copy, Effect};
use super::keymap::Keymap;
use super::message::{Ending, Message};
use super::model::{
    Admit, Ids, Locked, Look, Model, Origin, Overlay, Pending, Shift, Size, Stage, Welcome,
};
use super::update::update;
use super::view::view;
use super::worker::{Foreign, Job, Takeout};
use crate::app::create::Protection;
use crate::app::desk::Need;
use crate::app::foreign::ImportError;
use crate::clipboard::{Clipboard, Outcome};
use crate::i18n::{Fault, Lang};
use crate::secret::Secret;
use crate::time::Moment;

/// What a dashboard begins with.
pub struct Beginning {
    /// The language.
    pub lang: Lang,
    /// Settings.
    pub look: Look,
    /// Keys.
    pub keymap: Keymap,
    /// What it takes to open the vault.
    pub need: Need,
    /// A passphrase that was given beforehand: the vault opens without asking.
    pub passphrase: Option<Secret>,
    /// The shift it is opened for.
    pub shift: Option<Shift>,
    /// Where the vault is or will be, for display.
    pub path: String,
    /// Why none may be created there.
    pub no_room: Option<Fault>,
    /// A passphrase nobody has seen, to be offered for a new vault.
    pub offered: Secret,
    /// Ten random bytes for new ids.
    pub seed: [u8; 10],
    /// 32 random bytes for a new vault's secret id.
    pub random: [u8; 32],
}

/// What the loop must do itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing.
    Go,
    /// Stop until the shell continues us.
    Suspend,
    /// Leave.
    Quit,
}

/// The dashboard on a terminal `B`, copying to `C`.
pub struct Dashboard<B: Backend, C> {
    model: Model,
    terminal: Terminal<B>,
    clipboard: C,
    random: [u8; 32],
    /// Work that can wait until the next screen is drawn.
    later: Vec<Job>,
    /// When the rest of a copy is due.
    rest_at: Option<Moment>,
    /// What the terminal shows and where its cursor is; `None` when that is not known.
    shown: Option<(Buffer, Option<Position>)>,
}

impl<B: Backend, C: Clipboard> Dashboard<B, C> {
    /// Nothing is drawn yet. A vault that needs nothing more is asked for at once: the jobs to
    /// begin with come back.
    pub fn new(
        beginning: Beginning,
        terminal: Terminal<B>,
        clipboard: C,
        now: Moment,
    ) -> Result<(Self, Vec<Job>), B::Error> {
        let size = terminal.size()?;
        let mut jobs = Vec::new();
        let stage = match beginning.need {
            Need::Vault => Stage::Welcome(Welcome::new(beginning.offered, beginning.no_room)),
            need => {
                let mut locked = Locked { is_first: true, ..Locked::new(need) };
                if need == Need::Nothing || beginning.passphrase.is_some() {
                    locked.opening = true;
                    jobs.push(Job::Unlock(beginning.passphrase));
                }
                Stage::Locked(locked)
            }
        };
        let model = Model {
            now,
            size: Size { width: size.width, height: size.height },
            lang: beginning.lang,
            look: beginning.look,
            keymap: beginning.keymap,
            stage,
            shift: beginning.shift,
            hasty: false,
            heap: None,
            shut_out: false,
            ending: None,
            told_of_git: false,
            ids: Ids::new(beginning.seed),
            path: beginning.path,
        };
        Ok((
            Self {
                model,
                terminal,
                clipboard,
                random: beginning.random,
                later: Vec::new(),
                rest_at: None,
                shown: None,
            },
            jobs,
        ))
    }

    /// Whether somebody was shut out here, and nothing was exchanged since.
    pub fn has_shut_out(&self) -> bool {
        self.model.shut_out
    }

    /// How it ends, where it is not just left.
    pub fn ending(&self) -> Option<Ending> {
        self.model.ending.clone()
    }

    /// Takes a message in and does what follows from it; slow work is added to `jobs`.
    pub fn take(
        &mut self,
        message: Message,
        now: Moment,
        jobs: &mut Vec<Job>,
    ) -> Result<Turn, B::Error> {
        let mut turn = Turn::Go;
        for effect in update(&mut self.model, message, now) {
            match self.perform(effect, now, jobs)? {
                Turn::Go => {}
                other => turn = other,
            }
        }
        Ok(turn)
    }

    fn perform(
        &mut self,
        effect: Effect,
        now: Moment,
        jobs: &mut Vec<Job>,
    ) -> Result<Turn, B::Error> {
        match effect {
            Effect::Unlock => jobs.extend(self.unlock()),
            Effect::Forget => {
                self.clipboard.clear();
                jobs.push(Job::Forget);
            }
            Effect::Create => jobs.extend(self.create(now)),
            Effect::Find => jobs.extend(self.find()),
            Effect::Demo => jobs.push(Job::Demo(now)),
            Effect::Save => {
                if let Stage::Open(board) = &self.model.stage {
                    let book = Arc::clone(&board.book);
                    jobs.push(match board.pending {
                        Some(
                            Pending::Counter { .. } | Pending::Code { .. } | Pending::Codes(_),
                        ) => Job::UseUp(book, now),
                        _ => Job::Save(book, now),
                    });
                }
            }
            Effect::Members => {
                if let Stage::Open(board) = &self.model.stage
                    && let Some(Pending::Members { changes, book, .. }) = &board.pending
                {
                    let (changes, book) = (changes.clone(), Arc::clone(book));
                    jobs.push(Job::Members { at: board.hand, changes, book, now });
                }
            }
            Effect::Reach => jobs.extend(self.reach()),
            Effect::Watch => jobs.push(Job::Watch),
            Effect::Reload => jobs.push(Job::Reload),
            Effect::Trust => jobs.push(Job::Trust(now)),
            Effect::Regain => jobs.push(Job::Regain(now)),
            Effect::Read => match self.read() {
                Some(Ok(job)) => jobs.push(job),
                // Nothing follows from that but a sentence.
                Some(Err(message)) => drop(update(&mut self.model, message, now)),
                None => {}
            },
            Effect::Export(thing) => {
                if let Stage::Open(board) = &self.model.stage {
                    jobs.push(Job::Export {
                        book: Arc::clone(&board.book),
                        catalogue: Arc::clone(&board.catalogue),
                        limits: self.model.look.limits.clone(),
                        thing,
                        lang: self.model.lang,
                        today: now.date(),
                    });
                }
            }
            Effect::IsFree | Effect::Write => jobs.extend(self.take_out(&effect, now)),
            Effect::Sync => jobs.push(Job::Sync),
            Effect::Activity => self.later.push(Job::Activity),
            Effect::Record(deed) => jobs.push(Job::Record(vec![deed], now)),
            Effect::Check => {
                if let Stage::Open(board) = &self.model.stage {
                    let limits = self.model.look.limits.clone();
                    self.later.push(Job::Check(Arc::clone(&board.book), limits, now.date()));
                }
            }
            Effect::Copy(what) => {
                if let Some(text) = self.copied_text(&what) {
                    let outcome = self.clipboard.copy(&text);
                    let pause = self.clipboard.unfinished();
                    self.rest_at = pause.map(|pause| {
                        now.plus_millis(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX))
                    });
                    if matches!(outcome, Outcome::Sent(_)) {
                        self.distrust();
                    }
                    // A copy never leads to another one, so this ends there.
                    let message = Message::Copied(outcome, what);
                    for effect in update(&mut self.model, message, now) {
                        self.perform(effect, now, jobs)?;
                    }
                }
            }
            Effect::Redraw => self.wipe()?,
            Effect::Suspend => return Ok(Turn::Suspend),
            Effect::Quit => return Ok(Turn::Quit),
        }
        Ok(Turn::Go)
    }

    fn unlock(&mut self) -> Option<Job> {
        let Stage::Locked(locked) = &mut self.model.stage else { return None };
        let asked = matches!(locked.need, Need::IdentityPassphrase | Need::VaultPassphrase);
        Some(Job::Unlock(asked.then(|| locked.passphrase.take())))
    }

    fn reach(&self) -> Option<Job> {
        let Stage::Open(board) = &self.model.stage else { return None };
        let Some(Overlay::Admit(Admit::Line { asked, .. })) = &board.overlay else { return None };
        Some(Job::Reach { at: board.hand, recipient: asked.as_ref()?.recipient.clone() })
    }

    fn create(&mut self, now: Moment) -> Option<Job> {
        let Stage::Welcome(welcome) = &mut self.model.stage else { return None };
        let passphrase = welcome.passphrase.take()?;
        let protection = if welcome.one_file {
            Protection::Passphrase(passphrase)
        } else {
            Protection::Identity { passphrase: Some(passphrase), recovery: welcome.recovery }
        };
        Some(Job::Create { protection, random: self.random, now })
    }

    fn find(&mut self) -> Option<Job> {
        let Stage::Welcome(welcome) = &self.model.stage else { return None };
        let path = PathBuf::from(welcome.input.text().trim());
        Some(Job::Find(path))
    }

    /// The work, or the message where it ended before it began.
    fn read(&mut self) -> Option<Result<Job, Message>> {
        let Stage::Open(board) = &mut self.model.stage else { return None };
        let Some(Overlay::Import(import)) = &mut board.overlay else { return None };
        let password = import.take_password();
        let work = import.work.as_ref()?;
        let asked = work.asked;
        let from = match &import.origin {
            Origin::Typed => Foreign::Typed(import.path.text().trim().to_owned()),
            Origin::File(path) => Foreign::File(path.clone()),
            Origin::Clipboard => match self.clipboard.picture() {
                Ok(awaited) => Foreign::Clipboard(awaited),
                Err(why) => {
                    let result = Err(ImportError::Clipboard(why));
                    return Some(Err(Message::Read { asked, files: Vec::new(), result }));
                }
            },
        };
        Some(Ok(Job::Read { asked, from, password, manner: work.manner.clone() }))
    }

    fn take_out(&mut self, effect: &Effect, now: Moment) -> Option<Job> {
        let Stage::Open(board) = &mut self.model.stage else { return None };
        let catalogue = Arc::clone(&board.catalogue);
        let Some(Overlay::Export(export)) = &mut board.overlay else { return None };
        let (asked, path) = (export.asked?, export.path.text().trim().to_owned());
        if *effect == Effect::IsFree {
            return Some(Job::IsFree { asked, path });
        }
        Some(Job::Write(Box::new(Takeout {
            asked,
            path,
            book: Arc::clone(&export.book),
            accounts: export.accounts().to_vec(),
            outlook: export.outlook.clone()?,
            password: export.password.take(),
            catalogue,
            limits: self.model.look.limits.clone(),
            lang: self.model.lang,
            today: now.date(),
        })))
    }

    fn copied_text(&self, what: &Copy) -> Option<Secret> {
        match (&self.model.stage, what) {
            (Stage::Open(board), Copy::Code { account, step }) => {
                let key = board.book.account(*account)?.key.as_ref();
                let key = key.filter(|key| !key.lacks_pin())?;
                Some(Secret::new(key.code_at_step(*step).expose().as_bytes().to_vec()))
            }
            (Stage::Open(board), Copy::Recovery { account, code }) => {
                let recovery = board.book.account(*account)?.recovery.as_ref()?;
                Some(recovery.codes.get(*code)?.code.clone())
            }
            (Stage::Open(board), Copy::Digits { place }) => match &board.overlay {
                Some(Overlay::Ungarble(line)) => {
                    Some(Secret::from_text(line.found.get(*place)?.digits.clone()))
                }
                _ => None,
            },
            (Stage::Open(board), Copy::Login { account }) => {
                Some(Secret::from_text(board.book.account(*account)?.login.clone()))
            }
            _ => None,
        }
    }

    /// Draws what changed since the last time.
    ///
    /// Not `Terminal::draw`: it writes 25 bytes where nothing has changed and 6 more where only the
    /// cursor has not, which is much of what goes over a slow line.
    pub fn draw(&mut self) -> Result<(), B::Error> {
        let before = self.terminal.get_frame().area();
        self.terminal.autoresize()?;
        let mut frame = self.terminal.get_frame();
        if frame.area() != before {
            self.shown = None;
        }
        let cursor = view(&self.model, frame.area(), frame.buffer_mut());
        let drawn = self.terminal.current_buffer_mut();
        let was_shown = self.shown.as_ref().map(|(_, cursor)| cursor.is_some());
        if self.shown.as_ref().is_some_and(|(shown, at)| *at == cursor && shown == drawn) {
            self.terminal.swap_buffers();
            return Ok(());
        }
        self.shown = Some((drawn.clone(), cursor));
        self.terminal.flush()?;
        match cursor {
            Some(cursor) => {
                if was_shown != Some(true) {
                    self.terminal.show_cursor()?;
                }
                self.terminal.set_cursor_position(cursor)?;
            }
            None if was_shown != Some(false) => self.terminal.hide_cursor()?,
            None => {}
        }
        self.terminal.swap_buffers();
        self.terminal.backend_mut().flush()
    }

    /// The work that was put off for the sake of the screen that is drawn now.
    pub fn late_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.later)
    }

    /// Whether a new second alone changes nothing on screen.
    pub fn is_still(&self) -> bool {
        !matches!(self.model.stage, Stage::Open(_))
    }

    /// Forgets what is on the terminal and draws everything.
    pub fn redraw(&mut self) -> Result<(), B::Error> {
        self.wipe()?;
        self.draw()
    }

    /// Clears the terminal so that the next drawing is whole. Not `Terminal::clear`: that asks the
    /// terminal where its cursor is, and the answer would arrive among the keys.
    fn wipe(&mut self) -> Result<(), B::Error> {
        self.shown = None;
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Takes it that the terminal shows something else everywhere: one that does not know what a
    /// copy is may have printed it. The next drawing writes every cell, without clearing first.
    fn distrust(&mut self) {
        self.shown = None;
        for cell in &mut self.terminal.current_buffer_mut().content {
            // For private use: no screen of ours has it.
            cell.set_symbol("\u{e000}");
        }
        self.terminal.swap_buffers();
    }

    /// Sends the rest of a copy once it is due. Returns when it will be, if there is one.
    pub fn finish_copy(&mut self, now: Moment) -> Option<Moment> {
        if self.rest_at.is_some_and(|at| at <= now) {
            self.rest_at = None;
            self.clipboard.finish();
        }
        self.rest_at
    }

    /// The terminal has a new size, or had one for a moment: it may have cut off what it showed, so
    /// everything is drawn again.
    pub fn resize(&mut self, now: Moment) -> Result<(), B::Error> {
        self.wipe()?;
        let size = self.terminal.size()?;
        let size = Size { width: size.width, height: size.height };
        update(&mut self.model, Message::Resize(size), now);
        Ok(())
    }

    /// Whether clicks and the wheel are to come here.
    pub fn wants_mouse(&self) -> bool {
        self.model.look.mouse
    }

    /// The terminal, for a test to look at.
    pub fn terminal(&self) -> &Terminal<B> {
        &self.terminal
    }

    /// The clipboard, for a test to look at; to be cleared on leaving.
    pub fn clipboard(&mut self) -> &mut C {
        &mut self.clipboard
    }
}

/// Text from the terminal that is wiped after use.
pub(super) fn pasted(text: String) -> Message {
    Message::Paste(Zeroizing::new(text))
}
