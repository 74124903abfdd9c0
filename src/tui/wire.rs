//! The bytes that draw cells: the fewest that every terminal understands.
//!
//! The sixteen colours go out in their own short form (`32`, `92`), which terminals with no more than
//! those know, too; crossterm writes them as colours of 256, and with `NO_COLOR` drops bold and reverse
//! with them (here the theme leaves them out). The cursor steps where stepping is shorter than naming a
//! place: bars that move together stand below one another.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// What the modifiers are called (ECMA-48, "Select Graphic Rendition").
const MODIFIERS: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

/// A terminal that is drawn on by bytes, and asked for nothing but its size, by other ways.
pub struct Wire<W, S> {
    out: W,
    size: S,
}

/// How what is written next will look.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ink {
    fore: Color,
    back: Color,
    modifiers: Modifier,
}

impl Ink {
    const PLAIN: Self =
        Self { fore: Color::Reset, back: Color::Reset, modifiers: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        let known = MODIFIERS.iter().map(|(modifier, _)| *modifier).collect();
        Self { fore: cell.fg, back: cell.bg, modifiers: cell.modifier.intersection(known) }
    }

    /// Changes the look from another, by the shorter of two ways.
    fn write(self, from: Self, out: &mut impl Write) -> io::Result<()> {
        if self == from {
            return Ok(());
        }
        // An empty number is a short 0: everything off.
        let anew = format!(";{}", self.codes(Self::PLAIN));
        let anew = anew.trim_end_matches(';');
        let gone = from.modifiers.difference(self.modifiers);
        let on = self.codes(from);
        let step = match () {
            () if gone.is_empty() => on,
            () if gone != Modifier::REVERSED => anew.to_owned(),
            () if on.is_empty() => "27".into(),
            () => format!("27;{on}"),
        };
        write!(out, "\x1b[{}m", if step.len() < anew.len() { &step } else { anew })
    }

    /// The numbers of what is not so in another look.
    fn codes(self, from: Self) -> String {
        let new = self.modifiers.difference(from.modifiers);
        let modifiers = MODIFIERS.iter().filter(|(modifier, _)| new.contains(*modifier));
        let mut codes: Vec<String> = modifiers.map(|(_, number)| number.to_string()).collect();
        codes.extend((self.fore != from.fore).then(|| color(self.fore, 30)));
        codes.extend((self.back != from.back).then(|| color(self.back, 40)));
        codes.join(";")
    }
}

/// A colour's number; `base` is 30 for what is written and 40 for what is behind it.
fn color(color: Color, base: u8) -> String {
    let bright = base + 60;
    let number = match color {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => bright,
        Color::LightRed => bright + 1,
        Color::LightGreen => bright + 2,
        Color::LightYellow => bright + 3,
        Color::LightBlue => bright + 4,
        Color::LightMagenta => bright + 5,
        Color::LightCyan => bright + 6,
        Color::White => bright + 7,
        Color::Indexed(number) => return format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
    };
    number.to_string()
}

impl<W: Write, S: Fn() -> io::Result<Size>> Wire<W, S> {
    /// Writes to `out`, which is as large as `size` says.
    pub fn new(out: W, size: S) -> Self {
        Self { out, size }
    }

    /// From one place to another, by the shortest way. `from` is known only where what was written last
    /// has one column in every terminal.
    fn go(&mut self, from: Option<Position>, to: Position) -> io::Result<()> {
        let out = &mut self.out;
        let down = |from: Position| to.y.checked_sub(from.y).filter(|rows| (1..=9).contains(rows));
        // In raw mode, and with no margins set, a line feed goes straight down: ncurses does the same.
        let step = |out: &mut W, n: u16, way: &str| match (n, way) {
            (1, "B") => out.write_all(b"\n"),
            (1, way) => write!(out, "\x1b[{way}"),
            (n, way) => write!(out, "\x1b[{n}{way}"),
        };
        match from {
            Some(from) if from == to => Ok(()),
            Some(from) if from.y == to.y && from.x < to.x => step(out, to.x - from.x, "C"),
            Some(from) if from.x == to.x && down(from).is_some() => step(out, to.y - from.y, "B"),
            Some(from) if from.x == to.x + 1 && down(from).is_some() => {
                out.write_all(b"\x08")?;
                step(out, to.y - from.y, "B")
            }
            _ => write!(out, "\x1b[{};{}H", to.y + 1, to.x + 1),
        }
    }
}

impl<W: Write, S: Fn() -> io::Result<Size>> Backend for Wire<W, S> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        let mut ink = Ink::PLAIN;
        let mut at = None;
        // Behind the last column the cursor hangs over the edge, where a step back is none.
        let last = (self.size)()?.width.saturating_sub(1);
        for (x, y, cell) in cells {
            let here = Position { x, y };
            self.go(at, here)?;
            let next = Ink::of(cell);
            next.write(ink, &mut self.out)?;
            ink = next;
            self.out.write_all(cell.symbol().as_bytes())?;
            let sure = x < last && matches!(cell.symbol().as_bytes(), [b' '..=b'~']);
            at = sure.then_some(Position { x: x + 1, y });
        }
        Ink::PLAIN.write(ink, &mut self.out)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.out.write_all(b"\x1b[?25l")
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.out.write_all(b"\x1b[?25h")
    }

    /// Its answer would arrive among the keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go(None, position.into())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.out.write_all(match region {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        })
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: (self.size)()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn drawn(cells: &[(u16, u16, &str, Style)]) -> String {
        let size = || Ok(Size { width: 80, height: 24 });
        let mut wire = Wire::new(Vec::new(), size);
        let cells: Vec<(u16, u16, Cell)> = cells
            .iter()
            .map(|(x, y, symbol, style)| {
                let mut cell = Cell::default();
                cell.set_symbol(symbol).set_style(*style);
                (*x, *y, cell)
            })
            .collect();
        wire.draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell))).expect("memory takes it");
        String::from_utf8(wire.out).expect("text").replace('\x1b', "^")
    }

    #[test]
    fn looks() {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let cases: [(&str, Style, Style, &str); 11] = [
            ("plain", plain, plain, "^[1;1Hab"),
            ("one of eight", plain.fg(Color::Green), plain, "^[1;1H^[32ma^[mb"),
            ("one of the bright", plain.fg(Color::DarkGray), plain, "^[1;1H^[90ma^[mb"),
            ("behind", plain.bg(Color::LightRed), plain, "^[1;1H^[101ma^[mb"),
            ("the same twice", bold, bold, "^[1;1H^[1mab^[m"),
            ("one more", bold, bold.fg(Color::Red), "^[1;1H^[1ma^[31mb^[m"),
            ("another", bold.fg(Color::Red), bold, "^[1;1H^[1;31ma^[;1mb^[m"),
            ("one less", bold.fg(Color::Red), reversed, "^[1;1H^[1;31ma^[;7mb^[m"),
            (
                "not reversed",
                reversed.fg(Color::Red),
                plain.fg(Color::Red),
                "^[1;1H^[7;31ma^[27mb^[m",
            ),
            ("nothing left", reversed.fg(Color::Red), plain, "^[1;1H^[7;31ma^[mb"),
            ("of many", plain.fg(Color::Indexed(208)), plain, "^[1;1H^[38;5;208ma^[mb"),
        ];
        for (name, first, second, expected) in cases {
            assert_eq!(drawn(&[(0, 0, "a", first), (1, 0, "b", second)]), expected, "{name}");
        }
    }

    #[test]
    fn ways() {
        type Case = (&'static str, &'static str, (u16, u16), (u16, u16), &'static str);
        let cases: [Case; 8] = [
            ("beside", "a", (3, 4), (4, 4), "^[5;4Hab"),
            ("further on", "a", (3, 4), (9, 4), "^[5;4Ha^[5Cb"),
            ("below", "a", (3, 4), (3, 5), "^[5;4Ha\x08\nb"),
            ("further below", "a", (3, 4), (3, 7), "^[5;4Ha\x08^[3Bb"),
            ("below and beside", "a", (3, 4), (4, 5), "^[5;4Ha\nb"),
            ("elsewhere", "a", (3, 4), (0, 5), "^[5;4Ha^[6;1Hb"),
            ("from the edge", "a", (79, 4), (79, 5), "^[5;80Ha^[6;80Hb"),
            ("behind what may be wide", "✔", (3, 4), (4, 4), "^[5;4H✔^[5;5Hb"),
        ];
        for (name, first, from, to, expected) in cases {
            let plain = Style::new();
            let cells = [(from.0, from.1, first, plain), (to.0, to.1, "b", plain)];
            assert_eq!(drawn(&cells), expected, "{name}");
        }
    }
}
