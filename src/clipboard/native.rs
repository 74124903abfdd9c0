//! This machine's clipboard, by arboard, in a thread of its own.
//!
//! On X11 and Wayland a copied text lives in the process that copied it, so the handle is kept for
//! as long as the program runs. The thread also takes the text back: after a time and when asked,
//! and only if the clipboard still holds it. What a person copied meanwhile is theirs.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{Awaited, Failure, NoPicture, Picture};
use crate::secret::Secret;

/// The longest that anybody waits for a display server.
const PATIENCE: Duration = Duration::from_secs(1);

/// The near end: opens nothing before the first copy.
pub(super) struct Native {
    clear_after: Option<Duration>,
    worker: Option<Worker>,
}

struct Worker {
    requests: Sender<Request>,
    /// Closed by the thread's end; nothing is ever sent.
    ended: Receiver<()>,
}

enum Request {
    Copy(Secret, Sender<Result<(), String>>),
    Clear(Sender<Cleared>),
    Look(Sender<bool>),
    Picture(Sender<Result<Picture, NoPicture>>),
}

/// What became of a text in this machine's clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// There was none of ours.
    Nothing,
    /// It was there, and is taken back.
    Emptied,
    /// It stays there, because clearing is off.
    Left,
}

impl Native {
    pub(super) fn new(clear_after: Option<Duration>) -> Self {
        Self { clear_after, worker: None }
    }

    /// Puts a text into the clipboard, marked as not for its history.
    pub(super) fn copy(&mut self, text: &Secret) -> Result<(), Failure> {
        let worker = self.worker();
        let (reply, answer) = mpsc::channel();
        let sent = worker.requests.send(Request::Copy(text.clone(), reply));
        if let Some(result) = sent.ok().and_then(|()| answer.recv_timeout(PATIENCE).ok()) {
            return result.map_err(Failure::Native);
        }
        // Whatever holds the thread up, the next copy gets a fresh one. Should this one come round
        // after all, it finds its inbox closed and takes back what it set.
        self.worker = None;
        Err(Failure::NoAnswer)
    }

    /// Asks for the picture that the clipboard holds.
    pub(super) fn picture(&mut self) -> Result<Awaited, NoPicture> {
        let (reply, answer) = mpsc::channel();
        if self.worker().requests.send(Request::Picture(reply)).is_err() {
            self.worker = None;
            return Err(NoPicture::NoAnswer);
        }
        Ok(Awaited::new(answer))
    }

    fn worker(&mut self) -> &Worker {
        let clear_after = self.clear_after;
        self.worker.get_or_insert_with(|| start(clear_after, || Desktop::open().map_err(said)))
    }

    /// Whether the clipboard still holds what was last copied, where that will be taken back; `None`
    /// when it does not answer in time.
    pub(super) fn holds(&self) -> Option<bool> {
        let Some(worker) = &self.worker else { return Some(false) };
        let (reply, answer) = mpsc::channel();
        let sent = worker.requests.send(Request::Look(reply));
        sent.ok().and_then(|()| answer.recv_timeout(PATIENCE).ok())
    }

    /// Empties the clipboard if it still holds what was last copied and clearing is not off.
    pub(super) fn clear(&mut self) -> Cleared {
        let Some(worker) = &self.worker else { return Cleared::Nothing };
        let (reply, answer) = mpsc::channel();
        let sent = worker.requests.send(Request::Clear(reply));
        // A display server that does not answer must not keep anybody from leaving.
        let answer = sent.ok().and_then(|()| answer.recv_timeout(PATIENCE).ok());
        answer.unwrap_or(Cleared::Nothing)
    }
}

impl Drop for Native {
    fn drop(&mut self) {
        let Some(Worker { requests, ended }) = self.worker.take() else { return };
        drop(requests);
        // The thread clears, then gives what is left to the desktop's clipboard manager.
        let _ = ended.recv_timeout(PATIENCE);
    }
}

/// A clipboard, as far as the thread needs one.
trait Board {
    /// Replaces what it holds.
    fn set(&mut self, text: &str) -> Result<(), String>;
    /// Whether it holds this text now.
    fn holds(&mut self, text: &str) -> bool;
    /// Empties it.
    fn clear(&mut self);
    /// The picture that it holds.
    fn picture(&mut self) -> Result<Picture, NoPicture>;
}

fn start<B: Board>(
    clear_after: Option<Duration>,
    open: impl Fn() -> Result<B, String> + Send + 'static,
) -> Worker {
    let (requests, inbox) = mpsc::channel();
    let (end, ended) = mpsc::channel();
    thread::spawn(move || {
        serve(clear_after, open, &inbox);
        drop(end);
    });
    Worker { requests, ended }
}

/// The thread: waits for requests, and between them for the time to clear.
fn serve<B: Board>(
    clear_after: Option<Duration>,
    open: impl Fn() -> Result<B, String>,
    inbox: &Receiver<Request>,
) {
    let mut board = None;
    // What is to be taken back: remembered only where it will be.
    let mut copied = None;
    loop {
        let request = match clear_after {
            Some(time) if copied.is_some() => inbox.recv_timeout(time),
            _ => inbox.recv().map_err(RecvTimeoutError::from),
        };
        match request {
            Ok(Request::Copy(text, reply)) => {
                let result = put(&mut board, &open, &text);
                if result.is_ok() && clear_after.is_some() {
                    copied = Some(text);
                }
                // Who asked may have lost patience.
                let _ = reply.send(result);
            }
            Ok(Request::Look(reply)) => {
                let text = copied.as_ref().and_then(Secret::expose_text);
                let held = match (board.as_mut(), text) {
                    (Some(board), Some(text)) => board.holds(text),
                    _ => false,
                };
                let _ = reply.send(held);
            }
            Ok(Request::Picture(reply)) => {
                let _ = reply.send(look(&mut board, &open));
            }
            Ok(Request::Clear(reply)) => {
                let cleared = match clear_after {
                    None if board.is_some() => Cleared::Left,
                    _ => take_back(board.as_mut(), &mut copied),
                };
                let _ = reply.send(cleared);
            }
            Err(RecvTimeoutError::Timeout) => {
                take_back(board.as_mut(), &mut copied);
            }
            Err(RecvTimeoutError::Disconnected) => {
                take_back(board.as_mut(), &mut copied);
                return;
            }
        }
    }
}

/// Sets the text. A clipboard that fails is opened anew next time: its display may have gone.
fn put<B: Board>(
    board: &mut Option<B>,
    open: impl Fn() -> Result<B, String>,
    text: &Secret,
) -> Result<(), String> {
    let text = text.expose_text().ok_or_else(|| said(arboard::Error::ConversionFailure))?;
    let mut opened = board.take().map_or_else(open, Ok)?;
    opened.set(text)?;
    *board = Some(opened);
    Ok(())
}

/// Looks for a picture. A clipboard that fails is opened anew next time, as for a copy.
fn look<B: Board>(
    board: &mut Option<B>,
    open: impl Fn() -> Result<B, String>,
) -> Result<Picture, NoPicture> {
    let mut opened = board.take().map_or_else(open, Ok).map_err(NoPicture::Refused)?;
    let result = opened.picture();
    if !matches!(result, Err(NoPicture::Refused(_))) {
        *board = Some(opened);
    }
    result
}

fn take_back<B: Board>(board: Option<&mut B>, copied: &mut Option<Secret>) -> Cleared {
    let text = copied.take();
    let text = text.as_ref().and_then(Secret::expose_text);
    if let (Some(board), Some(text)) = (board, text)
        && board.holds(text)
    {
        board.clear();
        return Cleared::Emptied;
    }
    Cleared::Nothing
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn said(error: arboard::Error) -> String {
    error.to_string()
}

/// The desktop's clipboard.
struct Desktop(arboard::Clipboard);

impl Desktop {
    fn open() -> Result<Self, arboard::Error> {
        arboard::Clipboard::new().map(Self)
    }
}

impl Board for Desktop {
    fn set(&mut self, text: &str) -> Result<(), String> {
        #[cfg(target_os = "macos")]
        use arboard::SetExtApple;
        #[cfg(not(target_os = "macos"))]
        use arboard::SetExtLinux;

        self.0.set().exclude_from_history().text(text).map_err(said)
    }

    fn holds(&mut self, text: &str) -> bool {
        self.0.get_text().is_ok_and(|held| Zeroizing::new(held).as_str() == text)
    }

    fn picture(&mut self) -> Result<Picture, NoPicture> {
        let picture = match self.0.get_image() {
            Ok(picture) => picture,
            Err(arboard::Error::ContentNotAvailable) => return Err(NoPicture::Nothing),
            Err(arboard::Error::ConversionFailure) => return Err(NoPicture::Unreadable),
            // Asked for a picture, some programs hand over the text that they have.
            Err(_) if self.0.get_text().map(Zeroizing::new).is_ok() => {
                return Err(NoPicture::Nothing);
            }
            Err(error) => return Err(NoPicture::Refused(said(error))),
        };
        let (width, height) = (picture.width, picture.height);
        Ok(Picture { width, height, rgba: Zeroizing::new(picture.bytes.into_owned()) })
    }

    fn clear(&mut self) {
        // Nothing to be done for a clipboard that cannot be emptied; a code dies by itself.
        let _ = self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What everybody on this desk sees, and whether it works.
    #[derive(Clone, Default)]
    struct Desk(Arc<Mutex<State>>);

    #[derive(Default)]
    struct State {
        text: String,
        opened: usize,
        broken: bool,
        picture: Option<(usize, Vec<u8>)>,
    }

    impl Desk {
        fn state(&self) -> std::sync::MutexGuard<'_, State> {
            self.0.lock().expect("nobody panics holding it")
        }

        fn worker(&self, clear_after: Option<Duration>) -> Native {
            let desk = self.clone();
            let open = move || {
                desk.state().opened += 1;
                if desk.state().broken { Err("no display".into()) } else { Ok(desk.clone()) }
            };
            Native { clear_after, worker: Some(start(clear_after, open)) }
        }

        fn wait_for(&self, text: &str) {
            let ends = std::time::Instant::now() + Duration::from_secs(20);
            while self.state().text != text {
                assert!(std::time::Instant::now() < ends, "still {:?}", self.state().text);
                thread::yield_now();
            }
        }
    }

    impl Board for Desk {
        fn set(&mut self, text: &str) -> Result<(), String> {
            let mut state = self.state();
            if state.broken {
                return Err("display gone".into());
            }
            state.text = text.into();
            Ok(())
        }

        fn holds(&mut self, text: &str) -> bool {
            self.state().text == text
        }

        fn clear(&mut self) {
            self.state().text.clear();
        }

        fn picture(&mut self) -> Result<Picture, NoPicture> {
            let state = self.state();
            if state.broken {
                return Err(NoPicture::Refused("display gone".into()));
            }
            let (width, rgba) = state.picture.clone().ok_or(NoPicture::Nothing)?;
            Ok(Picture { width, height: rgba.len() / 4 / width, rgba: Zeroizing::new(rgba) })
        }
    }

    const SOON: Option<Duration> = Some(Duration::from_millis(1));
    const LATER: Option<Duration> = Some(Duration::from_hours(1));

    fn code() -> Secret {
        Secret::from_text("654321".into())
    }

    #[test]
    fn cleared_after_the_time() {
        let desk = Desk::default();
        let mut native = desk.worker(SOON);
        native.copy(&code()).expect("copied");
        desk.wait_for("");
        drop(native);
    }

    #[test]
    fn a_new_copy_starts_the_time_again_and_is_cleared_too() {
        let desk = Desk::default();
        let mut native = desk.worker(LATER);
        native.copy(&code()).expect("copied");
        native.copy(&Secret::from_text("111111".into())).expect("copied");
        assert_eq!(desk.state().text, "111111");
        native.clear();
        assert_eq!(desk.state().text, "");
    }

    #[test]
    fn other_text_is_left_alone() {
        let desk = Desk::default();
        let mut native = desk.worker(LATER);
        native.copy(&code()).expect("copied");
        desk.state().text = "a shopping list".into();
        native.clear();
        assert_eq!(desk.state().text, "a shopping list");
        drop(native);
        assert_eq!(desk.state().text, "a shopping list");
    }

    #[test]
    fn cleared_once_only() {
        let desk = Desk::default();
        let mut native = desk.worker(LATER);
        native.copy(&code()).expect("copied");
        native.clear();
        // The same text, typed again by its owner.
        desk.state().text = "654321".into();
        native.clear();
        drop(native);
        assert_eq!(desk.state().text, "654321");
    }

    #[test]
    fn locking_and_leaving_clear_unless_clearing_is_off() {
        for (clear_after, left) in [(LATER, ""), (None, "654321")] {
            for lock in [true, false] {
                let desk = Desk::default();
                let mut native = desk.worker(clear_after);
                native.copy(&code()).expect("copied");
                if lock {
                    native.clear();
                } else {
                    drop(native);
                }
                assert_eq!(desk.state().text, left, "{clear_after:?}, lock: {lock}");
            }
        }
    }

    #[test]
    fn a_copy_that_failed_does_not_forget_the_one_before() {
        let desk = Desk::default();
        let mut native = desk.worker(LATER);
        native.copy(&code()).expect("copied");
        native.copy(&Secret::new(vec![0xff])).expect_err("no text");
        native.clear();
        assert_eq!(desk.state().text, "");
    }

    #[test]
    fn a_failure_is_a_value_and_the_next_copy_opens_again() {
        let desk = Desk::default();
        desk.state().broken = true;
        let mut native = desk.worker(LATER);
        assert!(matches!(native.copy(&code()), Err(Failure::Native(text)) if text == "no display"));
        desk.state().broken = false;
        native.copy(&code()).expect("copied");
        native.copy(&code()).expect("copied");
        assert_eq!(desk.state().opened, 2, "one handle is kept");
        desk.state().broken = true;
        assert!(
            matches!(native.copy(&code()), Err(Failure::Native(text)) if text == "display gone")
        );
    }

    #[test]
    fn a_thread_that_dies_is_a_failure_and_the_next_copy_gets_another() {
        let open = || -> Result<Desk, String> { panic!("a display library gave up") };
        let mut native = Native { clear_after: LATER, worker: Some(start(LATER, open)) };
        assert!(matches!(native.copy(&code()), Err(Failure::NoAnswer)));
        assert!(native.worker.is_none());
        native.clear();
    }

    fn looked(native: &mut Native) -> Result<(usize, usize, Vec<u8>), NoPicture> {
        let picture = native.picture()?.wait()?;
        Ok((picture.width, picture.height, picture.rgba.to_vec()))
    }

    #[test]
    fn a_picture_comes_by_the_same_handle_and_leaves_a_copy_alone() {
        let desk = Desk::default();
        let mut native = desk.worker(LATER);
        native.copy(&code()).expect("copied");
        assert_eq!(looked(&mut native), Err(NoPicture::Nothing));
        desk.state().picture = Some((1, vec![7; 8]));
        assert_eq!(looked(&mut native), Ok((1, 2, vec![7; 8])));
        assert_eq!(desk.state().opened, 1, "one handle is kept");
        native.clear();
        assert_eq!(desk.state().text, "");
    }

    #[test]
    fn a_picture_of_a_desk_that_is_gone_is_a_failure_and_the_next_try_opens_again() {
        let desk = Desk::default();
        desk.state().broken = true;
        let mut native = desk.worker(LATER);
        assert_eq!(looked(&mut native), Err(NoPicture::Refused("no display".into())));
        desk.state().broken = false;
        assert_eq!(looked(&mut native), Err(NoPicture::Nothing));
        desk.state().broken = true;
        assert_eq!(looked(&mut native), Err(NoPicture::Refused("display gone".into())));
        desk.state().broken = false;
        assert_eq!(looked(&mut native), Err(NoPicture::Nothing));
        assert_eq!(desk.state().opened, 3);
    }

    #[test]
    fn a_thread_that_dies_while_it_looks_is_a_failure() {
        let open = || -> Result<Desk, String> { panic!("a display library gave up") };
        let mut native = Native { clear_after: LATER, worker: Some(start(LATER, open)) };
        assert_eq!(looked(&mut native), Err(NoPicture::NoAnswer));
    }

    #[test]
    fn what_is_no_text_fails() {
        let desk = Desk::default();
        let mut native = desk.worker(LATER);
        assert!(matches!(native.copy(&Secret::new(vec![0xff])), Err(Failure::Native(_))));
        assert_eq!(desk.state().opened, 0);
    }

    #[test]
    fn clearing_before_any_copy_opens_nothing() {
        let mut native = Native::new(LATER);
        native.clear();
        assert!(native.worker.is_none());
    }
}
