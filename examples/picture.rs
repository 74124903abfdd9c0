//! Takes a picture of a program's screen, as an SVG that needs no font and no script of its own.
//!
//! ```sh
//! cargo build --release
//! cargo run --example picture -- docs/dashboard.svg 120x36 Hikari '' target/release/keyrack demo
//! cargo run --example picture -- docs/dashboard-zh.svg 120x36 光 '' \
//!     target/release/keyrack --lang zh-CN demo
//! cargo run --example picture -- OUT.svg COLUMNSxROWS UNTIL KEYS PROGRAM [ARGUMENT…]
//! ```
//!
//! Runs the program in a terminal of that size, waits until the text UNTIL stands on its screen,
//! types KEYS (`/hik<enter>`; named are `<enter> <esc> <tab> <space> <up> <down>`), waits until the
//! screen is quiet and draws it. The program gets an empty home of its own, which is taken away
//! afterwards.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use vt100::{Cell, Color, Parser, Screen};

/// A screen that has said nothing for so long is drawn: longer than a frame, shorter than the
/// second after which a dashboard draws again.
const QUIET: Duration = Duration::from_millis(300);
/// The longest that a text is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [out, size, until, keys, program @ ..] = arguments.as_slice() else {
        eprintln!("picture OUT.svg COLUMNSxROWS UNTIL KEYS PROGRAM [ARGUMENT…]");
        return ExitCode::from(2);
    };
    match take(Path::new(out), size, until, keys, program) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("picture: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn take(out: &Path, size: &str, until: &str, keys: &str, program: &[String]) -> Result<(), Fault> {
    let (columns, rows) = size.split_once('x').ok_or("a size looks like 120x36")?;
    let (columns, rows): (NonZero<u16>, NonZero<u16>) = (columns.parse()?, rows.parse()?);
    let home = tempfile::tempdir()?;
    let (name, arguments) = program.split_first().ok_or("no program")?;
    let mut command = CommandBuilder::new(fs::canonicalize(name)?);
    command.args(arguments);
    command.cwd(home.path());
    command.env_clear();
    command.env("HOME", home.path());
    command.env("TMPDIR", home.path());
    command.env("PATH", env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");

    let pty = native_pty_system();
    let pair =
        pty.openpty(PtySize { rows: rows.get(), cols: columns.get(), ..PtySize::default() })?;
    let mut child = pair.slave.spawn_command(command)?;
    drop(pair.slave);
    let mut view = View {
        output: listen(pair.master.try_clone_reader()?),
        input: pair.master.take_writer()?,
        parser: Parser::new(rows, columns, 0),
    };
    let result = view.wait_for(until).and_then(|()| {
        for key in split(keys) {
            view.press(key)?;
        }
        fs::write(out, svg(view.parser.screen()))?;
        Ok(())
    });
    // A dashboard is left by `q`, from within a search as well; whatever is left after that ends
    // with its terminal.
    for key in ["<esc>", "<esc>", "q"] {
        if view.press(key).is_err() {
            break;
        }
    }
    child.kill()?;
    child.wait()?;
    result
}

/// A running program and what its terminal shows.
struct View {
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    parser: Parser,
}

impl View {
    fn wait_for(&mut self, text: &str) -> Result<(), Fault> {
        let end = Instant::now() + PATIENCE;
        while !self.parser.screen().contents().contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                let shown = self.parser.screen().contents();
                return Err(format!("{text:?} did not appear. The screen:\n{shown}").into());
            };
            self.parser.process(&bytes);
        }
        self.settle()
    }

    fn press(&mut self, key: &str) -> Result<(), Fault> {
        let bytes = match key {
            "<enter>" => "\r",
            "<esc>" => "\x1b",
            "<tab>" => "\t",
            "<space>" => " ",
            "<up>" => "\x1b[A",
            "<down>" => "\x1b[B",
            other => other,
        };
        self.input.write_all(bytes.as_bytes())?;
        self.input.flush()?;
        self.settle()
    }

    fn settle(&mut self) -> Result<(), Fault> {
        loop {
            match self.output.recv_timeout(QUIET) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err("the program ended".into()),
            }
        }
    }
}

fn listen(mut terminal: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (send, output) = channel();
    thread::spawn(move || -> io::Result<()> {
        let mut bytes = [0; 1 << 12];
        loop {
            let length = terminal.read(&mut bytes)?;
            if length == 0 || send.send(bytes[..length].to_vec()).is_err() {
                return Ok(());
            }
        }
    });
    output
}

/// Single keys, named ones in one piece.
fn split(keys: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest.starts_with('<').then(|| rest.find('>')).flatten();
        let (key, after) = rest.split_at(named.map_or(first.len_utf8(), |end| end + 1));
        found.push(key);
        rest = after;
    }
    found
}

/// A cell, in units of the picture. Most monospace fonts are 0.6 of their size wide.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 19.0;
const FONT: f32 = 14.0;
/// From the top of a cell to the line that letters stand on.
const BASELINE: f32 = 14.0;
/// Around the screen.
const MARGIN: f32 = 18.0;

const GROUND: &str = "#15181e";
const INK: &str = "#d8dce3";
const ANSI: [&str; 16] = [
    "#2a2f38", "#f2777a", "#8fce7e", "#f0c674", "#7ab0f5", "#cf9af0", "#6fd0d8", "#d8dce3",
    "#838d9c", "#ff8e8e", "#a5e394", "#ffdb8f", "#97c4ff", "#dfb3ff", "#8de6ee", "#ffffff",
];

/// How the letters of a run look.
#[derive(Clone, PartialEq)]
struct Look {
    ink: String,
    ground: Option<String>,
    /// Bold and the like, as attributes of SVG.
    marks: String,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let ink = paint(cell.fgcolor());
        let ground = paint(cell.bgcolor());
        let (ink, ground) = if cell.inverse() {
            (ground.unwrap_or_else(|| GROUND.into()), Some(ink.unwrap_or_else(|| INK.into())))
        } else {
            (ink.unwrap_or_else(|| INK.into()), ground)
        };
        let marks = [
            (cell.bold(), r#" font-weight="700""#),
            (cell.dim(), r#" opacity="0.6""#),
            (cell.italic(), r#" font-style="italic""#),
            (cell.underline(), r#" text-decoration="underline""#),
        ];
        let marks = marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark).collect();
        Self { ink, ground, marks }
    }
}

fn paint(color: Color) -> Option<String> {
    match color {
        Color::Default => None,
        Color::Idx(index) => Some(indexed(index)),
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
    }
}

/// The 256 colours of xterm: 16 of our own, a cube of 6×6×6, 24 greys.
fn indexed(index: u8) -> String {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let (red, green, blue) = match index {
        0..16 => return ANSI[usize::from(index)].to_owned(),
        16..232 => {
            let step = index - 16;
            (level(step / 36), level(step / 6 % 6), level(step % 6))
        }
        232.. => [8 + 10 * (index - 232); 3].into(),
    };
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn svg(screen: &Screen) -> String {
    let (rows, columns) = size(screen);
    let width = f32::from(columns) * WIDTH + 2.0 * MARGIN;
    let height = f32::from(rows) * HEIGHT + 2.0 * MARGIN;
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<rect x="0.5" y="0.5" width="{}" height="{}" rx="9" fill="{GROUND}" stroke="#394150"/>
<g font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="{FONT}" style="white-space:pre">
"##,
        width - 1.0,
        height - 1.0,
    );
    for row in 0..rows {
        grounds(screen, row, &mut out);
        letters(screen, row, &mut out);
    }
    frames(screen, &mut out);
    if !screen.hide_cursor() {
        let (row, column) = screen.cursor_position();
        let (x, y) = corner(row, column);
        let _ =
            writeln!(out, r#"<rect x="{x}" y="{y}" width="2" height="{HEIGHT}" fill="{INK}"/>"#);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn size(screen: &Screen) -> (u16, u16) {
    let (rows, columns) = screen.size();
    (rows.get(), columns.get())
}

/// The upper left corner of a cell.
fn corner(row: u16, column: u16) -> (f32, f32) {
    (MARGIN + f32::from(column) * WIDTH, MARGIN + f32::from(row) * HEIGHT)
}

/// The coloured grounds of a row, one piece for neighbours of one colour.
fn grounds(screen: &Screen, row: u16, out: &mut String) {
    let (_, columns) = size(screen);
    // The second half of a wide character is a cell without a look of its own.
    let ground = |column: u16| {
        let cell = screen.cell(row, column)?;
        let whole = if cell.is_wide_continuation() { column.checked_sub(1)? } else { column };
        Look::of(screen.cell(row, whole)?).ground
    };
    let mut column = 0;
    while column < columns {
        let from = column;
        let color = ground(from);
        while column < columns && ground(column) == color {
            column += 1;
        }
        if let Some(color) = color {
            let (x, y) = corner(row, from);
            let width = f32::from(column - from) * WIDTH;
            let _ = writeln!(
                out,
                r#"<rect x="{x:.1}" y="{y}" width="{width:.1}" height="{HEIGHT}" fill="{color}" shape-rendering="crispEdges"/>"#
            );
        }
    }
}

/// The letters of a row: runs of one look, each held to its columns whatever the font's width is.
fn letters(screen: &Screen, row: u16, out: &mut String) {
    let (_, columns) = size(screen);
    let cell = |column| screen.cell(row, column).filter(|cell| !cell.is_wide_continuation());
    let shown = |column: u16| {
        let cell = cell(column)?;
        let blank = matches!(cell.contents(), "" | " ") || arms(cell.contents()).is_some();
        (!blank).then(|| (cell, Look::of(cell)))
    };
    let blank = |column| cell(column).is_some_and(|cell| matches!(cell.contents(), "" | " "));
    let mut column = 0;
    while column < columns {
        let Some((first, look)) = shown(column) else {
            column += 1;
            continue;
        };
        let (x, y) = corner(row, column);
        let from = column;
        let mut text = first.contents().to_owned();
        column += 1;
        if first.is_wide() {
            column += 1;
        } else {
            // Up to the next wide character, frame, other look, or gap of two spaces.
            let joins = |column: u16| {
                shown(column).is_some_and(|(cell, other)| other == look && !cell.is_wide())
            };
            while column < columns {
                if joins(column) {
                    text.push_str(cell(column).map_or("", Cell::contents));
                    column += 1;
                } else if blank(column) && column + 1 < columns && joins(column + 1) {
                    text.push(' ');
                    column += 1;
                } else {
                    break;
                }
            }
        }
        let width = f32::from(column - from) * WIDTH;
        let y = y + BASELINE;
        let _ = writeln!(
            out,
            r#"<text x="{x:.1}" y="{y}" textLength="{width:.1}" lengthAdjust="spacingAndGlyphs" fill="{}"{}>{}</text>"#,
            look.ink,
            look.marks,
            escape(&text),
        );
    }
}

/// The lines of frames, drawn and not written, so that they meet whatever the font: one path for
/// each colour.
fn frames(screen: &Screen, out: &mut String) {
    let (rows, columns) = size(screen);
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for row in 0..rows {
        let piece = |column| {
            let cell = screen.cell(row, column)?;
            arms(cell.contents()).map(|arms| (Look::of(cell).ink, arms))
        };
        let mut column = 0;
        while column < columns {
            let from = column;
            column += 1;
            let Some((ink, [left, right, up, down])) = piece(from) else { continue };
            let straight = Some((ink.clone(), [true, true, false, false]));
            let is_straight = !up && !down;
            while is_straight && column < columns && piece(column) == straight {
                column += 1;
            }
            let path = paths.entry(ink).or_default();
            let (x, y) = corner(row, from);
            let (middle, centre) = (x + WIDTH / 2.0, y + HEIGHT / 2.0);
            if left || right {
                let start = if left { x } else { middle };
                let end = if right { corner(row, column).0 } else { middle };
                let _ = write!(path, "M{start:.1} {centre}H{end:.1}");
            }
            if up || down {
                let (start, end) =
                    (if up { y } else { centre }, if down { y + HEIGHT } else { centre });
                let _ = write!(path, "M{middle:.1} {start}V{end}");
            }
        }
    }
    for (ink, path) in paths {
        let _ = writeln!(out, r#"<path d="{path}" stroke="{ink}"/>"#);
    }
}

/// Whether a piece of a frame reaches left, right, up and down.
fn arms(text: &str) -> Option<[bool; 4]> {
    Some(match text {
        "─" | "━" => [true, true, false, false],
        "│" | "┃" => [false, false, true, true],
        "┌" | "╭" => [false, true, false, true],
        "┐" | "╮" => [true, false, false, true],
        "└" | "╰" => [false, true, true, false],
        "┘" | "╯" => [true, false, true, false],
        "├" => [false, true, true, true],
        "┤" => [true, false, true, true],
        "┬" => [true, true, false, true],
        "┴" => [true, true, true, false],
        "┼" => [true; 4],
        _ => return None,
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
