//! What goes over the wire: bytes, counted as a terminal would get them.

use std::cell::{Cell as Shared, RefCell};
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use keyrack::app::desk::Need;
use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Id};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::tui::{Dashboard, Job, Look, Message, Opened};
use keyrack::vault::Access;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::stage::{self, NOW, Recorder};

/// Bytes that were written.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The real backend on a terminal of a size that nobody has to be asked for.
struct Sized {
    inner: CrosstermBackend<Wire>,
    size: Rc<Shared<Size>>,
}

impl Backend for Sized {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        self.inner.draw(cells)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        panic!("a terminal is never asked anything")
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, kind: ClearType) -> io::Result<()> {
        self.inner.clear_region(kind)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size.get())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size.get(), pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

/// Fifty accounts whose codes change together.
fn fifty() -> Book {
    let account = |n: u8| {
        let secret = Secret::new(vec![n; 20]);
        let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
        Account {
            store: format!("Store {n}"),
            platform: "Amazon".into(),
            login: format!("ops{n}@hikari.example"),
            key: key.ok(),
            ..Account::blank(Id::new(Moment::from_secs(1_700_000_000 + u64::from(n)), [n; 10]))
        }
    };
    let mut book = Book { accounts: (1..=50).map(account).collect(), ..Book::default() };
    book.settle();
    book
}

/// A dashboard on a wire.
struct Line {
    dashboard: Dashboard<Sized, Recorder>,
    wire: Wire,
    size: Rc<Shared<Size>>,
    now: Moment,
}

impl Line {
    fn open(width: u16, height: u16, look: Look) -> Self {
        let wire = Wire::default();
        let size = Rc::new(Shared::new(Size { width, height }));
        let inner = CrosstermBackend::new(wire.clone());
        let backend = Sized { inner, size: Rc::clone(&size) };
        let options = TerminalOptions { viewport: Viewport::Fullscreen };
        let terminal = Terminal::with_options(backend, options).expect("a terminal");
        let beginning = stage::beginning(Need::Nothing, Lang::En, look);
        let clipboard = Recorder::default();
        let (dashboard, _) = Dashboard::new(beginning, terminal, clipboard, NOW).expect("begins");
        let mut line = Self { dashboard, wire, size, now: NOW };
        let book = Arc::new(fifty());
        let name = "team-eu".into();
        line.take(Message::Unlocked(Ok(Opened { book, access: Access::ReadWrite, name })));
        line.draw();
        line
    }

    fn take(&mut self, message: Message) {
        let mut jobs = Vec::new();
        self.dashboard.take(message, self.now, &mut jobs).expect("takes a message");
        jobs.extend(self.dashboard.late_jobs());
        for job in jobs {
            match job {
                Job::Check(book, limits, today) => self.take(stage::checked(book, &limits, today)),
                Job::Watch => self.take(Message::Watched { changed: false }),
                _ => {}
            }
        }
    }

    /// Draws, and returns how many bytes that took.
    fn draw(&mut self) -> usize {
        self.wire.0.borrow_mut().clear();
        self.dashboard.draw().expect("draws");
        self.wire.0.borrow().len()
    }

    /// Gives the terminal a size without a word to the dashboard.
    fn stretch(&mut self, width: u16, height: u16) {
        self.size.set(Size { width, height });
    }

    /// Tells the dashboard that the size may be another one.
    fn resize(&mut self) {
        self.dashboard.resize(self.now).expect("resizes");
    }

    /// Lets a second pass.
    fn second(&mut self) -> usize {
        self.now = self.now.plus_millis(1000);
        self.take(Message::Tick);
        self.draw()
    }
}

fn quiet(lean: bool) -> Look {
    // What covers and locks after a while is an event of its own.
    Look { lean, hide_after: None, ..Look::default() }
}

/// Bytes a second over two roll-overs of all codes.
fn idle(width: u16, height: u16, lean: bool) -> usize {
    let mut line = Line::open(width, height, quiet(lean));
    (0..60).map(|_| line.second()).sum::<usize>() / 60
}

#[test]
fn an_idle_dashboard_stays_within_its_budget() {
    for (width, height) in [(80, 24), (110, 52)] {
        let (full, lean) = (idle(width, height, false), idle(width, height, true));
        println!("{width}x{height}: {full} bytes a second with bars, {lean} without");
        assert!(full <= 210, "{full} bytes a second at {width}x{height}");
        assert!(lean <= 45, "{lean} bytes a second on a slow line at {width}x{height}");
    }
}

#[test]
fn on_a_slow_line_only_the_countdown_moves_between_roll_overs() {
    let mut line = Line::open(110, 52, quiet(true));
    let seconds: Vec<usize> = (0..60).map(|_| line.second()).collect();
    let many = seconds.iter().filter(|bytes| **bytes > 60).count();
    assert_eq!(many, 2, "two roll-overs: {seconds:?}");
    let none = seconds.iter().filter(|bytes| **bytes == 0).count();
    assert!(none > 35, "the countdown moves every five seconds until the last five: {seconds:?}");
}

#[test]
fn nothing_new_is_nothing_sent() {
    let mut line = Line::open(110, 52, quiet(false));
    assert_eq!(line.draw(), 0);
}

#[test]
fn bars_are_switched_off_and_on_while_it_runs() {
    let mut line = Line::open(110, 52, quiet(false));
    let keys = |line: &mut Line, keys| {
        for key in stage::parse(keys) {
            line.take(Message::Keys(vec![key]));
        }
        line.draw();
    };
    let twenty = |line: &mut Line| (0..20).map(|_| line.second()).sum::<usize>();
    let before = twenty(&mut line);
    keys(&mut line, ":slow<enter>");
    let without = twenty(&mut line);
    assert!(without * 3 < before * 2, "{without} against {before}");
}

/// Everything that is written until all is drawn, on a terminal that shows nothing before.
fn seen(line: &mut Line, width: u16, height: u16, act: impl FnOnce(&mut Line)) -> String {
    line.wire.0.borrow_mut().clear();
    act(line);
    line.dashboard.draw().expect("draws");
    let some = |cells| NonZero::new(cells).expect("a terminal has cells");
    let mut terminal = vt100::Parser::new(some(height), some(width), 0);
    terminal.process(&line.wire.0.borrow());
    terminal.screen().contents()
}

#[test]
fn a_terminal_that_changed_its_size_is_drawn_whole() {
    let open = || Line::open(110, 52, quiet(false));
    let there_and_back = seen(&mut open(), 110, 52, |line| {
        line.stretch(80, 24);
        line.resize();
        line.stretch(110, 52);
        line.resize();
    });
    assert!(there_and_back.contains("ops1@hikari.example"), "{there_and_back}");
    assert_eq!(there_and_back.matches("Amazon").count(), 48, "{there_and_back}");

    let before_we_are_told = seen(&mut open(), 110, 52, |line| {
        line.stretch(80, 24);
        line.draw();
        line.wire.0.borrow_mut().clear();
        line.stretch(110, 52);
    });
    assert_eq!(before_we_are_told, there_and_back);

    // Both changes may be over before the first is heard of: what the terminal cropped is gone.
    let unseen = seen(&mut open(), 110, 52, Line::resize);
    assert_eq!(unseen, there_and_back);
}

#[test]
fn a_code_that_comes_between_two_sizes_is_where_it_belongs() {
    let mut line = Line::open(110, 52, quiet(false));
    let screen = seen(&mut line, 40, 10, |line| {
        line.stretch(40, 10);
        line.resize();
        line.draw();
    });
    let again = seen(&mut line, 40, 10, Line::resize);
    assert!(again.contains("Store 1"), "{again}");
    assert_eq!(again.lines().count(), 10, "{screen}");
}
