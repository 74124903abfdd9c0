//! The loop: waits for one thing to happen, takes in everything that has, draws once. It wakes on
//! the second boundary and at no other time by itself.
//!
//! ```text
//!   input thread ──┐
//!   worker thread ─┼── one channel ── loop ── jobs ── worker thread ── errands ── courier thread
//!   courier ───────┤
//!   the clock ─────┘
//! ```

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossterm::event::{
    Event, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::Size;
use signal_hook::consts::SIGWINCH;
use signal_hook::iterator::Signals;

use super::courier::{self, Errands};
use super::dashboard::{Beginning, Dashboard, Turn, pasted};
use super::keyboard::Keyboard;
use super::keymap::{Key, KeyCode};
use super::message::{Ending, Focus, Message, Mouse};
use super::page::Page;
use super::terminal::{self, Guard};
use super::wire::Wire;
use super::worker::{Job, Worker};
use crate::clipboard::{Cleared, Clipboard};
use crate::i18n::Foreign;
use crate::platform;
use crate::text::safe;
use crate::time::Moment;
use crate::vault::{Answer, Question, Voice};

/// The longest that a stop waits for the keys to be forgotten, in milliseconds.
const FORGETTING: u64 = 1_000;

/// What wakes the loop. It is sent in a box: a channel keeps the bytes of what went through it until
/// others take their place, and a passphrase goes through it key by key.
#[expect(clippy::large_enum_variant, reason = "nearly every one is a message, and all go in a box")]
enum Wake {
    Message(Message),
    Resized,
    /// Somebody asks us to stop: a shell, a colleague's `kill`.
    Stop,
    /// The terminal cannot be read any more.
    Gone(io::Error),
}

/// What there is to say behind the dashboard.
#[derive(Clone, Debug)]
pub struct End {
    /// What became of the text in this machine's clipboard.
    pub cleared: Cleared,
    /// Whether somebody was shut out, and nothing was exchanged since.
    pub shut_out: bool,
    /// How it ended, where it was not just left.
    pub ending: Option<Ending>,
}

/// Runs the dashboard until it is left. `apology` is what a crash says.
pub fn run<C: Clipboard>(
    beginning: Beginning,
    worker: Worker,
    clipboard: C,
    apology: String,
) -> io::Result<End> {
    let guard = Guard::enter(apology)?;
    if beginning.look.hide_unfocused {
        guard.report_focus()?;
    }
    let result = turn(beginning, worker, clipboard, &guard);
    guard.restore();
    result
}

fn turn<C: Clipboard>(
    beginning: Beginning,
    mut worker: Worker,
    clipboard: C,
    guard: &Guard,
) -> io::Result<End> {
    let (wake, wakes) = channel();
    worker.hire(dispatch(wake.clone()));
    worker.hear(&voice(wake.clone()));
    let (jobs, worker) = employ(worker, wake.clone());
    let terminal = Terminal::new(Wire::new(Page::default(), size))?;
    let (mut dashboard, first) = Dashboard::new(beginning, terminal, clipboard, platform::now())?;
    share_mouse(&dashboard, guard)?;
    if first.is_empty() {
        dashboard.draw()?;
    }
    submit(&jobs, first)?;
    let stop = wake.clone();
    guard.on_stop(move || {
        // Nobody listens any more when the loop itself is ending.
        let _ = stop.send(Box::new(Wake::Stop));
    });
    listen(wake)?;
    let result = circle(&mut dashboard, &wakes, &jobs, guard);
    let (shut_out, ending) = (dashboard.has_shut_out(), dashboard.ending());
    let cleared = dashboard.clipboard().clear();
    // An edit on its way to the file arrives there first; a worker that panicked has said so.
    drop(jobs);
    let _ = worker.join();
    // The clipboard may print while it is taken down: after the terminal is given back.
    guard.restore();
    result.map(|()| End { cleared, shut_out, ending })
}

/// The size of the terminal, as the system knows it.
fn size() -> io::Result<Size> {
    crossterm::terminal::size().map(Size::from)
}

fn circle<B: Backend<Error = io::Error>, C: Clipboard>(
    dashboard: &mut Dashboard<B, C>,
    wakes: &Receiver<Box<Wake>>,
    jobs: &Sender<Job>,
    guard: &Guard,
) -> io::Result<()> {
    loop {
        let rest = dashboard.finish_copy(platform::now());
        let mut next = Some(wait(wakes, rest));
        let mut still = matches!(next, Some(Wake::Message(Message::Tick))) && dashboard.is_still();
        while let Some(wake) = next {
            let now = platform::now();
            let mut work = Vec::new();
            let turn = match wake {
                Wake::Message(message) => dashboard.take(message, now, &mut work)?,
                Wake::Resized => {
                    dashboard.resize(now)?;
                    Turn::Go
                }
                Wake::Stop => Turn::Suspend,
                Wake::Gone(error) => return Err(error),
            };
            submit(jobs, work)?;
            share_mouse(dashboard, guard)?;
            match turn {
                Turn::Go => {}
                Turn::Quit => return Ok(()),
                Turn::Suspend => suspend(dashboard, wakes, jobs, guard)?,
            }
            next = wakes.try_recv().ok().map(|wake| *wake);
            still &= next.is_none();
        }
        if !still {
            dashboard.draw()?;
        }
        submit(jobs, dashboard.late_jobs())?;
    }
}

/// Gives the mouse to whom it is wished for.
fn share_mouse<B: Backend<Error = io::Error>, C: Clipboard>(
    dashboard: &Dashboard<B, C>,
    guard: &Guard,
) -> io::Result<()> {
    guard.mouse(if dashboard.wants_mouse() {
        terminal::Mouse::Taken
    } else {
        terminal::Mouse::Left
    })
}

/// Locks first: a stopped program shows nothing and keeps nothing.
fn suspend<B: Backend<Error = io::Error>, C: Clipboard>(
    dashboard: &mut Dashboard<B, C>,
    wakes: &Receiver<Box<Wake>>,
    jobs: &Sender<Job>,
    guard: &Guard,
) -> io::Result<()> {
    let mut work = Vec::new();
    dashboard.take(Message::Stopping, platform::now(), &mut work)?;
    let forgets = work.iter().any(|job| matches!(job, Job::Forget));
    submit(jobs, work)?;
    if forgets {
        forgotten(dashboard, wakes, jobs)?;
    }
    guard.suspend()?;
    dashboard.resize(platform::now())?;
    dashboard.redraw()
}

/// Waits until the keys are forgotten: a stopped process keeps its memory as it is. Not for ever, as
/// the worker may be busy with a disk that does not answer.
fn forgotten<B: Backend<Error = io::Error>, C: Clipboard>(
    dashboard: &mut Dashboard<B, C>,
    wakes: &Receiver<Box<Wake>>,
    jobs: &Sender<Job>,
) -> io::Result<()> {
    let until = platform::now().plus_millis(FORGETTING);
    loop {
        let left = until.millis_since(platform::now());
        match wakes.recv_timeout(Duration::from_millis(left)).map(|wake| *wake) {
            // Typed for the shell that is about to come.
            Ok(
                Wake::Message(Message::Keys(_) | Message::Paste(_)) | Wake::Resized | Wake::Stop,
            ) => {}
            Ok(Wake::Message(message)) => {
                let done = matches!(message, Message::Needs(_));
                let mut work = Vec::new();
                dashboard.take(message, platform::now(), &mut work)?;
                submit(jobs, work)?;
                if done {
                    return Ok(());
                }
            }
            Ok(Wake::Gone(error)) => return Err(error),
            Err(_) => return Ok(()),
        }
    }
}

/// The next thing that happens, or the next second; sooner, where the rest of a copy is due.
fn wait(wakes: &Receiver<Box<Wake>>, rest: Option<Moment>) -> Wake {
    let now = platform::now();
    let second = 1000 - now.millis() % 1000;
    let pause = rest.map_or(second, |rest| second.min(rest.millis_since(now)));
    match wakes.recv_timeout(Duration::from_millis(pause)) {
        Ok(wake) => *wake,
        Err(RecvTimeoutError::Timeout) => Wake::Message(Message::Tick),
        Err(RecvTimeoutError::Disconnected) => Wake::Gone(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn submit(jobs: &Sender<Job>, work: Vec<Job>) -> io::Result<()> {
    for job in work {
        // The worker only ends with us or by a panic of its own.
        jobs.send(job).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
    }
    Ok(())
}

fn employ(mut worker: Worker, wake: Sender<Box<Wake>>) -> (Sender<Job>, JoinHandle<()>) {
    let (jobs, work) = channel();
    let thread = thread::spawn(move || {
        let _watch = Deathwatch(wake.clone());
        for job in work {
            // When nobody listens any more, the loop itself is ending.
            let mut tell = |message| drop(wake.send(Box::new(Wake::Message(message))));
            if let Some(message) = worker.perform(job, &mut tell)
                && wake.send(Box::new(Wake::Message(message))).is_err()
            {
                return;
            }
        }
    });
    (jobs, thread)
}

/// The thread that carries vaults to other machines. Nobody waits for it at the end: a kill at any
/// step of an exchange loses nothing.
fn dispatch(wake: Sender<Box<Wake>>) -> Errands {
    let (errands, work) = channel();
    thread::spawn(move || {
        let tell = |message| drop(wake.send(Box::new(Wake::Message(message))));
        courier::serve(&work, courier::carry, tell);
    });
    errands
}

/// Shows what plugins say. What they ask is not passed on: a question would come in the middle of
/// something else, and an answer could be meant for that.
fn voice(wake: Sender<Box<Wake>>) -> Voice {
    Arc::new(move |plugin, question| {
        let plugin = safe(plugin);
        let (said, answer) = match question {
            Question::Says(said) => (Foreign::Says { plugin, said: safe(said) }, Answer::Yes),
            Question::Confirm { text, .. } | Question::Text(text) | Question::Secret(text) => {
                (Foreign::NotAskedHere { plugin, said: safe(text) }, Answer::Nobody)
            }
        };
        // When nobody listens any more, the loop itself is ending.
        let _ = wake.send(Box::new(Wake::Message(Message::Plugin(said))));
        answer
    })
}

/// Wakes the loop when its thread ends: a worker that panicked must not leave "saving" on screen.
struct Deathwatch(Sender<Box<Wake>>);

impl Drop for Deathwatch {
    fn drop(&mut self) {
        // Nobody listens any more when the loop itself is ending.
        let _ = self.0.send(Box::new(Wake::Gone(io::ErrorKind::BrokenPipe.into())));
    }
}

fn listen(wake: Sender<Box<Wake>>) -> io::Result<()> {
    let resized = wake.clone();
    let mut signals = Signals::new([SIGWINCH])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            if resized.send(Box::new(Wake::Resized)).is_err() {
                return;
            }
        }
    });
    thread::spawn(move || {
        let mut keyboard = Keyboard::default();
        loop {
            match keyboard.read() {
                Ok(events) => {
                    for woken in translate(events) {
                        if wake.send(Box::new(woken)).is_err() {
                            return;
                        }
                    }
                }
                Err(error) => {
                    // Nobody listens any more when the loop itself is ending.
                    let _ = wake.send(Box::new(Wake::Gone(error)));
                    return;
                }
            }
        }
    });
    Ok(())
}

/// What came at once: keys in a row stay together, also where the terminal told in between whether
/// it is the window that is used.
fn translate(events: Vec<Event>) -> Vec<Wake> {
    let is_focus = |event: &Event| matches!(event, Event::FocusGained | Event::FocusLost);
    let (first, then): (Vec<_>, Vec<_>) = events.into_iter().partition(is_focus);
    let mut wakes = Vec::new();
    for event in first.into_iter().chain(then) {
        let message = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                let Some(key) = key_of(key) else { continue };
                if let Some(Wake::Message(Message::Keys(keys))) = wakes.last_mut() {
                    keys.push(key);
                    continue;
                }
                Message::Keys(vec![key])
            }
            Event::Paste(text) => pasted(text),
            Event::FocusGained => Message::Focus(Focus::Gained),
            Event::FocusLost => Message::Focus(Focus::Lost),
            Event::Mouse(event) => {
                let Some(mouse) = mouse_of(event) else { continue };
                Message::Mouse(mouse)
            }
            _ => continue,
        };
        wakes.push(Wake::Message(message));
    }
    wakes
}

/// With a key held, the mouse is the terminal's.
fn mouse_of(event: MouseEvent) -> Option<Mouse> {
    let MouseEvent { kind, column, row, modifiers } = event;
    match kind {
        _ if !modifiers.is_empty() => None,
        MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Click { column, row }),
        MouseEventKind::ScrollUp => Some(Mouse::Up),
        MouseEventKind::ScrollDown => Some(Mouse::Down),
        _ => None,
    }
}

fn key_of(key: crossterm::event::KeyEvent) -> Option<Key> {
    use crossterm::event::KeyCode as Code;
    let code = match key.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        _ => return None,
    };
    Some(Key {
        code,
        ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
        alt: key.modifiers.contains(KeyModifiers::ALT),
    })
}
