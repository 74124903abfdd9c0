//! What goes over the wire: bytes, counted as a terminal would get them.

use std::cell::{Cell as Shared, RefCell};
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use keyrack::app::desk::Need;
use keyrack::app::shelf::Face;
use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Id};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::tui::{Dashboard, Job, Look, Message, Opened, Wire};
use keyrack::vault::Access;
use ratatui::layout::Size;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::stage::{self, NOW, Recorder};

/// Bytes that were written.
#[derive(Clone, Default)]
struct Tape(Rc<RefCell<Vec<u8>>>);

impl Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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

/// What says how large the terminal is.
type Extent = Box<dyn Fn() -> io::Result<Size>>;

/// A dashboard on a wire.
struct Line {
    dashboard: Dashboard<Wire<Tape, Extent>, Recorder>,
    tape: Tape,
    size: Rc<Shared<Size>>,
    now: Moment,
}

impl Line {
    fn open(width: u16, height: u16, look: Look) -> Self {
        Self::with(fifty(), width, height, look)
    }

    fn with(book: Book, width: u16, height: u16, look: Look) -> Self {
        let tape = Tape::default();
        let size = Rc::new(Shared::new(Size { width, height }));
        let shared = Rc::clone(&size);
        let extent: Extent = Box::new(move || Ok(shared.get()));
        let backend = Wire::new(tape.clone(), extent);
        let options = TerminalOptions { viewport: Viewport::Fullscreen };
        let terminal = Terminal::with_options(backend, options).expect("a terminal");
        let beginning = stage::beginning(Need::Nothing, Lang::En, look);
        let clipboard = Recorder::default();
        let (dashboard, _) = Dashboard::new(beginning, terminal, clipboard, NOW).expect("begins");
        let mut line = Self { dashboard, tape, size, now: NOW };
        let book = Arc::new(book);
        let name = "team-eu".into();
        line.take(Message::Unlocked(Ok(Opened {
            book,
            vaults: vec![Face {
                name,
                file: "/team-eu.age".into(),
                access: Access::ReadWrite,
                readers: Arc::default(),
            }],
            shut: Vec::new(),
            asked: Vec::new(),
            concern: None,
            beside: None,
            machine: String::new(),
        })));
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
        self.tape.0.borrow_mut().clear();
        self.dashboard.draw().expect("draws");
        self.tape.0.borrow().len()
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
        assert!(full <= 100, "{full} bytes a second at {width}x{height}");
        assert!(lean <= 36, "{lean} bytes a second on a slow line at {width}x{height}");
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

/// A terminal of sixteen colours takes `38;5;2` for a blink and something else.
#[test]
fn colours_are_the_sixteen_that_every_terminal_knows() {
    let mut line = Line::open(110, 52, quiet(false));
    let mut all = line.tape.0.borrow().clone();
    for _ in 0..30 {
        line.second();
        all.extend_from_slice(&line.tape.0.borrow());
    }
    let text = String::from_utf8(all).expect("text");
    let looks: Vec<&str> = text
        .split("\x1b[")
        .filter_map(|rest| rest.split_once('m').map(|(numbers, _)| numbers))
        .filter(|numbers| numbers.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b';')))
        .collect();
    assert!(looks.contains(&"32") || looks.iter().any(|look| look.ends_with(";32")), "green");
    for look in looks {
        let known = |n: &str| {
            matches!(n.parse(), Ok(0..=7 | 22 | 27 | 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107))
        };
        assert!(look.split(';').all(|number| number.is_empty() || known(number)), "{look}");
    }
}

/// In a terminal that counts its own columns, whatever a store is called.
#[test]
fn no_name_shifts_what_stands_beside_it() {
    let names = [
        "plain",
        "光之户外",
        "e\u{301}te\u{301}",
        "\u{2764}\u{fe0f} heart",
        "1\u{fe0f}\u{20e3} key",
        "👩\u{200d}👩\u{200d}👧 family",
        "\u{1f1ef}\u{1f1f5} flag",
        "👍\u{1f3fd} tone",
        "\u{202e}txet",
        "a\u{1b}[5Cb",
        "tab\tb",
    ];
    let mut book = fifty();
    book.accounts.truncate(names.len());
    for (account, name) in book.accounts.iter_mut().zip(names) {
        account.store = name.into();
        account.platform = "Columns".into();
    }
    book.settle();
    let line = Line::with(book, 110, 20, quiet(false));
    let size = |n| std::num::NonZero::new(n).expect("not 0");
    let mut terminal = vt100::Parser::new(size(20), size(110), 0);
    terminal.process(&line.tape.0.borrow());
    let screen = terminal.screen();
    let columns: Vec<u16> = (0..20)
        .filter_map(|y| {
            let at = |x| screen.cell(y, x).map(vt100::Cell::contents).unwrap_or_default();
            (0..104).find(|x| (0..7).map(|n| at(x + n)).collect::<String>() == "Columns")
        })
        .collect();
    assert_eq!(columns.len(), names.len(), "{}", screen.contents());
    assert!(columns.iter().all(|x| *x == columns[0]), "{columns:?}\n{}", screen.contents());
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
    let thirty = |line: &mut Line| (0..30).map(|_| line.second()).sum::<usize>();
    let before = thirty(&mut line);
    keys(&mut line, ":slow<enter>");
    let without = thirty(&mut line);
    assert!(without * 2 < before, "{without} against {before}");
}

/// Everything that is written until all is drawn, on a terminal that shows nothing before.
fn seen(line: &mut Line, width: u16, height: u16, act: impl FnOnce(&mut Line)) -> String {
    line.tape.0.borrow_mut().clear();
    act(line);
    line.dashboard.draw().expect("draws");
    let some = |cells| NonZero::new(cells).expect("a terminal has cells");
    let mut terminal = vt100::Parser::new(some(height), some(width), 0);
    terminal.process(&line.tape.0.borrow());
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
        line.tape.0.borrow_mut().clear();
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
