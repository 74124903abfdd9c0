//! A sheet as plain text, for a printer or a terminal.

use std::fmt::Write as _;

use super::sheet::{Block, Check, Page, Sheet, bare};
use crate::i18n::Print;
use crate::text::{fit, width, wrap};

/// Columns of a line.
const COLUMNS: usize = 78;
/// The least a column of a table is cut to.
const LEAST: usize = 6;
/// Between two columns.
const GAP: usize = 2;

/// The whole sheet. Pages are divided by a form feed, which printers understand.
pub fn text(sheet: &Sheet) -> String {
    let mut out = String::new();
    for (place, page) in sheet.pages.iter().enumerate() {
        if place > 0 {
            out.push('\u{c}');
        }
        out.push_str(&rule('='));
        put(&mut out, "", &sheet.title);
        out.push_str(&rule('='));
        for line in lines(page) {
            out.push_str(&line);
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&rule('-'));
        put(&mut out, "", &sheet.foot());
    }
    out
}

impl Sheet {
    /// What stands at the foot of every page.
    pub(super) fn foot(&self) -> String {
        let (day, revision) = (self.frame.day.to_string(), self.frame.revision);
        let day = crate::text::safe(&day);
        let foot = match revision {
            0 => Print::FootOfSeveral { day },
            revision => Print::Foot { day, revision },
        };
        foot.say(self.frame.lang)
    }
}

/// One page without title and foot.
pub fn lines(page: &Page) -> Vec<String> {
    let mut out = String::new();
    if !page.heading.is_empty() {
        put(&mut out, "", &page.heading);
        out.push('\n');
    }
    for (place, block) in page.blocks.iter().enumerate() {
        // What belongs to a heading stands right below it.
        let below_heading = place > 0 && matches!(page.blocks[place - 1], Block::Heading(_));
        if place > 0 && !below_heading {
            out.push('\n');
        }
        draw(&mut out, block);
    }
    out.lines().map(|line| line.trim_end().to_owned()).collect()
}

fn draw(out: &mut String, block: &Block) {
    match block {
        Block::Heading(text) => {
            put(out, "", text);
            let wide = wrap(text, COLUMNS).last().map_or(0, |line| width(line));
            out.push_str(&"-".repeat(wide));
            out.push('\n');
        }
        Block::Text(text) => put(out, "", text),
        Block::Warning(text) => put(out, "! ", text),
        Block::Facts(facts) => {
            let wide = facts.iter().map(|(label, _)| width(label)).max().unwrap_or(0).min(24);
            for (label, value) in facts {
                let label = fit(label, wide, "…");
                let pad = " ".repeat(wide - width(&label) + GAP);
                put(out, &format!("  {label}{pad}"), value);
            }
        }
        Block::Secrets(secrets) => {
            for (label, secret) in secrets {
                put(out, "  ", &format!("{label}:"));
                secret_lines(out, &bare(secret));
            }
        }
        Block::Code(text) => secret_lines(out, &bare(text)),
        Block::Table { heads, rows } => table(out, heads, rows),
        Block::Checks(checks) => checks.iter().for_each(|item| check(out, item)),
        Block::Blanks(labels) => {
            for label in labels {
                let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
                let rest = COLUMNS.saturating_sub(width(&label) + 2);
                let _ = writeln!(out, "  {label}{}", "_".repeat(rest));
            }
        }
    }
}

/// A key, a code or an address: one line, or several that break behind `?` and `&` where they can.
/// Lines that go on are further in, which the sheet explains.
fn secret_lines(out: &mut String, text: &str) {
    let mut indent = "    ";
    let mut rest = text;
    while !rest.is_empty() {
        let room = COLUMNS - width(indent);
        let whole = width(rest) <= room;
        let fits = |end: &usize| width(&rest[..*end]) <= room;
        let breaks = rest.match_indices(['?', '&']).map(|(at, sign)| at + sign.len());
        let end = match breaks.take_while(fits).last() {
            _ if whole => rest.len(),
            Some(end) => end,
            None => wrap(rest, room).first().map_or(rest.len(), |line| line.len()),
        };
        let _ = writeln!(out, "{indent}{}", &rest[..end]);
        rest = &rest[end..];
        indent = "          ";
    }
}

fn check(out: &mut String, check: &Check) {
    match &check.done {
        None => put(out, "  [ ] ", &check.text),
        Some(done) => put(out, "  [x] ", &format!("{} ({done})", check.text)),
    }
}

/// A paragraph whose first line stands behind `start` and the others below it.
fn put(out: &mut String, start: &str, text: &str) {
    let indent = " ".repeat(width(start));
    let mut before = start;
    let parts = wrap(text, COLUMNS.saturating_sub(width(start)).max(LEAST));
    if parts.is_empty() && !start.trim().is_empty() {
        out.push_str(start);
        out.push('\n');
    }
    for part in parts {
        out.push_str(before);
        out.push_str(part);
        out.push('\n');
        before = &indent;
    }
}

/// Columns as wide as they need to be; where that is too much, the widest give way and their cells
/// go on in the lines below.
fn table(out: &mut String, heads: &[String], rows: &[Vec<String>]) {
    let mut widths: Vec<usize> = heads.iter().map(|head| width(head)).collect();
    for row in rows {
        for (wide, cell) in widths.iter_mut().zip(row) {
            *wide = (*wide).max(width(cell));
        }
    }
    let room = COLUMNS.saturating_sub(GAP * widths.len().saturating_sub(1));
    let whole = least(heads, rows, room / widths.len().max(1));
    while widths.iter().sum::<usize>() > room {
        let loose = (0..widths.len()).filter(|place| widths[*place] > whole[*place]);
        let Some(place) = loose.max_by_key(|place| widths[*place]) else { break };
        widths[place] -= 1;
    }
    row(out, heads, &widths);
    let line: Vec<String> = widths.iter().map(|wide| "-".repeat(*wide)).collect();
    row(out, &line, &widths);
    for cells in rows {
        row(out, cells, &widths);
    }
}

/// How narrow each column can be while its words stay whole, but for those wider than `most`.
fn least(heads: &[String], rows: &[Vec<String>], most: usize) -> Vec<usize> {
    let longest = |text: &String| text.split(' ').map(width).max().unwrap_or(0);
    let mut least: Vec<usize> = heads.iter().map(longest).collect();
    for row in rows {
        for (wide, cell) in least.iter_mut().zip(row) {
            *wide = (*wide).max(longest(cell));
        }
    }
    least.into_iter().map(|wide| wide.min(most).max(LEAST)).collect()
}

fn row(out: &mut String, cells: &[String], widths: &[usize]) {
    let wrapped: Vec<Vec<&str>> =
        cells.iter().zip(widths).map(|(cell, wide)| wrap(cell, *wide)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0).max(1);
    for line in 0..height {
        let mut text = String::new();
        for (parts, wide) in wrapped.iter().zip(widths) {
            let part = parts.get(line).copied().unwrap_or_default();
            text.push_str(part);
            text.push_str(&" ".repeat(wide.saturating_sub(width(part)) + GAP));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn rule(sign: char) -> String {
    let mut line: String = std::iter::repeat_n(sign, COLUMNS).collect();
    line.push('\n');
    line
}
