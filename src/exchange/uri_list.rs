//! A list of addresses, one a line: `otpauth`, `otpauth-migration`, `steam`, `motp`; or the lines of
//! our own printout that hold them.

use std::borrow::Cow;

use memchr::memmem;
use serde_json::Value;
use zeroize::Zeroizing;

use super::change::Change;
use super::notice::Notice;
use super::record::title;
use super::table::{Column, may_be_secret};
use super::tail::{End, Known, is_ended};
use super::text::from_utf16;
use super::write::{self, Outgoing};
use super::{Format, MOST_ENTRIES, ReadError, Reading, Record, Refused, Row, Sort};
use super::{error::Limit, error::Measure, error::Unsupported, json, migration};
use crate::otp::Remark;
use crate::otp::uri::{LONGEST, format, names, parse};

/// How the addresses begin that may share a line.
const SCHEME: &str = "otpauth";
/// How many signs the line has at least that a printout begins with.
const RULE: usize = 60;

/// Reads a list: blank lines and `#` comments skipped, CRLF or LF, UTF-8 with or without BOM or
/// UTF-16; a single line with several addresses is split at commas.
///
/// Names in another encoding are read with U+FFFD for what is not UTF-8: the key is worth more than
/// its name.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let text = from_utf16(bytes);
    let bytes = text.as_ref().map_or(bytes, |text| text.as_bytes());
    if !has_address(bytes) {
        return Err(ReadError::Unknown(Sort::Text));
    }
    let mut reading = Reading::new(Format::UriList);
    let is_printout = is_printout(bytes);
    if is_printout {
        reading.notices.push(Notice::Printout);
    }
    let (mut batches, mut others) = (0, 0);
    let mut known = (!is_ended(bytes)).then(Known::default);
    // Whatever stands there: an address above a remark is over.
    let end = bytes.split(|&b| b == b'\n').count();
    for Line { number, last, text: line, utf8 } in joined(bytes) {
        // Headings, names, recovery codes: for whoever reads paper.
        if is_printout && !is_address(&line) {
            continue;
        }
        let mut pieces = pieces(&line).peekable();
        while let Some(piece) = pieces.next() {
            let taken = take(&mut reading, number, piece, utf8)?;
            match taken {
                Taken::Batch => batches += 1,
                Taken::Address => others += 1,
            }
            let is_last = pieces.peek().is_none() && last == end;
            match (&mut known, taken) {
                (Some(known), Taken::Address) if is_last && is_address(piece) => {
                    doubt(&mut reading, known.judge(piece));
                }
                (Some(known), Taken::Address) => known.learn(piece),
                (Some(_), Taken::Batch) | (None, _) => {}
            }
        }
    }
    reading.part_numbers();
    if batches > 0 && others == 0 {
        reading.format = Format::GoogleMigration;
        let broken = |row: &Row| matches!(row.outcome, Err(Refused::Batch { .. }));
        if reading.rows.iter().all(broken) {
            return Err(ReadError::damaged(Format::GoogleMigration));
        }
    }
    Ok(reading)
}

/// Says of the last row what its end looks like: a part of an address gives other codes.
fn doubt(reading: &mut Reading, end: End) {
    let Some(row) = reading.rows.last_mut() else { return };
    match (end, &mut row.outcome) {
        (End::Whole, _) | (End::Doubtful, Err(_)) => {}
        (End::Doubtful, Ok(record)) => {
            record.changes.push(Change::MayBeCut { column: Column::Secret });
        }
        (End::Torn, outcome) => {
            if let Ok(record) = outcome {
                row.name = title(&record.issuer, &record.login);
            }
            *outcome = Err(Refused::Cut);
            reading.notices.push(Notice::Cut { row: None });
        }
    }
}

/// Writes a list of addresses: UTF-8, one a line, each ending in LF.
pub(super) fn write(accounts: &[Outgoing<'_>]) -> Vec<u8> {
    let address = |account: &Outgoing<'_>| format(account.issuer, account.login, account.key);
    let texts: Vec<_> = accounts.iter().map(address).collect();
    write::lines(texts.iter().map(|text| text.as_str()))
}

/// Reads addresses that stand in a JSON list.
pub(super) fn read_strings(list: &[Value]) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Format::UriList);
    for (index, value) in list.iter().enumerate() {
        take(&mut reading, index + 1, &json::text(value), true)?;
    }
    reading.part_numbers();
    Ok(reading)
}

/// How a list of keys begins in a printout of ours.
const SECRETS: &str = "<dl class=\"secrets\">";

/// Reads a page that has its addresses in `<code>` elements, as Stratum exports them, or in the
/// `<dd>` of a printout of ours.
pub(super) fn read_page(page: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Format::Html);
    let mut read_to = 0;
    let mut is_torn = false;
    // What else stands in a printout is no account, an address in a note neither.
    let is_marked = page.contains(SECRETS);
    let mut is_secret = !is_marked;
    for (start, _) in page.match_indices('<') {
        let rest = &page[start..];
        if is_marked && rest.starts_with("<dl") {
            is_secret = rest.starts_with(SECRETS);
        }
        if rest.starts_with("<dd>") && !is_secret {
            continue;
        }
        let close = if rest.starts_with("<code") {
            "</code"
        } else if rest.starts_with("<dd>") {
            "</dd"
        } else {
            continue;
        };
        // What stands in one that was read is none.
        if start < read_to {
            continue;
        }
        let body = rest.find('>').map(|open| (open, &rest[open + 1..]));
        let whole = body.and_then(|(open, body)| Some((open, body, body.find(close)?)));
        let Some((open, body, end)) = whole else {
            // The page ends in it.
            let text = unescape(body.map_or("", |(_, body)| body));
            is_torn = true;
            if is_address(&text) {
                reading.cut(reading.rows.len() + 1, name(&text));
            }
            break;
        };
        read_to = start + open + 1 + end;
        let number = reading.rows.len() + 1;
        let text = unescape(&body[..end]);
        let is_ours = close == "</dd";
        if !is_ours || is_address(&text) {
            take(&mut reading, number, &text, true)?;
        }
        if is_ours && is_address(&text) && !reading.notices.contains(&Notice::Printout) {
            reading.notices.push(Notice::Printout);
        }
    }
    if reading.rows.is_empty() {
        let small = page.to_ascii_lowercase();
        // A page of codes may lay them out in one.
        let is_drawn = ["<svg", "<img", "<canvas"].iter().any(|mark| small.contains(mark));
        let is_table = small.contains("<table") && !is_drawn;
        let why = if is_table { Unsupported::PageTable } else { Unsupported::Page };
        return Err(ReadError::Unsupported(why));
    }
    if is_torn || !ends(page) {
        reading.notices.retain(|notice| !matches!(notice, Notice::Cut { .. }));
        reading.notices.push(Notice::Cut { row: None });
    }
    reading.part_numbers();
    Ok(reading)
}

/// Whether a page ends as one does. A browser may put something behind that.
fn ends(page: &str) -> bool {
    page.match_indices("</").any(|(at, _)| begins(&page[at..], "</html"))
}

/// A text of a page. Stratum escapes nothing in it; these five mean nothing in an address.
fn unescape(text: &str) -> Zeroizing<String> {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    named.iter().fold(Zeroizing::new(text.to_owned()), |text, (name, c)| {
        Zeroizing::new(text.replace(name, c))
    })
}

/// Reads texts that were found elsewhere, in pictures or in a list of their own.
pub(super) fn take_texts<'a>(
    reading: &mut Reading,
    texts: impl IntoIterator<Item = &'a str>,
) -> Result<(), ReadError> {
    for (number, text) in (1..).zip(texts) {
        take(reading, number, text, true)?;
    }
    reading.part_numbers();
    Ok(())
}

/// Whether an address stands somewhere in a list: in a table, too.
pub(super) fn has_address(bytes: &[u8]) -> bool {
    let text = from_utf16(bytes);
    let bytes = text.as_ref().map_or(bytes, |text| text.as_bytes());
    lines(bytes).any(|(_, line)| pieces(&line).any(is_address))
}

/// Whether the first line that is no comment begins an address.
pub(super) fn begins_with_address(bytes: &[u8]) -> bool {
    let text = from_utf16(bytes);
    let bytes = text.as_ref().map_or(bytes, |text| text.as_bytes());
    lines(bytes).next().is_some_and(|(_, line)| is_address(&line))
}

/// What stood in a piece.
#[derive(Clone, Copy)]
enum Taken {
    Address,
    Batch,
}

/// One address, or a whole batch of them.
fn take(reading: &mut Reading, number: usize, text: &str, utf8: bool) -> Result<Taken, ReadError> {
    let taken = if migration::is_one(text) {
        migration::take(reading, number, text);
        Taken::Batch
    } else {
        let outcome = parse(text).map(Record::from).map_err(Refused::Key).map(|mut record| {
            let not_utf8 = Change::Key(Remark::NotUtf8);
            if !utf8 && !record.changes.contains(&not_utf8) {
                record.changes.push(not_utf8);
            }
            Box::new(record)
        });
        let name = if outcome.is_err() { name(text) } else { String::new() };
        reading.rows.push(Row { number, name, outcome });
        Taken::Address
    };
    Limit::hold(Measure::Entries, reading.rows.len() as u64, MOST_ENTRIES as u64)?;
    Ok(taken)
}

/// What an address that is refused calls its account, but for what may be a key in the wrong place.
pub(super) fn name(text: &str) -> String {
    let (issuer, login) = names(text);
    let [issuer, login] =
        [issuer, login].map(|name| if may_be_secret(&name) { String::new() } else { name });
    title(&issuer, &login)
}

/// A line with something to read in it.
struct Line<'a> {
    /// Its number, from 1.
    number: usize,
    /// That of the last line that was put to it.
    last: usize,
    text: Cow<'a, str>,
    /// Whether it was UTF-8.
    utf8: bool,
}

/// The lines, those of an address that goes on below put together again. Printouts break an address
/// behind `?` and `&` where they can, and set further in what belongs to it. What was cut off would
/// often be an address as well: one with the usual digits and period.
fn joined(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let indent = |line: &str| line.chars().take_while(|c| is_margin(*c)).count();
    let mut lines = lines(bytes).peekable();
    std::iter::from_fn(move || {
        let (number, text) = lines.next()?;
        let utf8 = matches!(text, Cow::Borrowed(_));
        let mut line = Line { number, last: number, utf8, text };
        let begin = indent(&line.text);
        let mut is_open = line.text.trim_end_matches(is_margin).ends_with(['?', '&']);
        while is_address(&line.text) {
            let goes_on = |(number, next): &(usize, Cow<'_, str>)| {
                let text = next.trim_matches(is_margin);
                *number == line.last + 1
                    && (is_open || begin > 0 && indent(next) > begin)
                    && !is_address(next)
                    && !text.contains(is_margin)
            };
            let Some((number, next)) = lines.next_if(goes_on) else { break };
            line.last = number;
            line.utf8 &= matches!(next, Cow::Borrowed(_));
            let next = next.trim_matches(is_margin);
            is_open = next.ends_with(['?', '&']);
            // One that is too long is refused, whatever follows.
            if line.text.len() <= LONGEST {
                let whole = line.text.trim_end_matches(is_margin);
                line.text = Cow::Owned([whole, next].concat());
            }
        }
        Some(line)
    })
}

/// Whether a text is a printout: it begins with a long line.
fn is_printout(bytes: &[u8]) -> bool {
    let first = lines(bytes).next();
    first.is_some_and(|(_, line)| {
        let line = line.trim_matches(is_margin);
        line.len() >= RULE && line.bytes().all(|sign| sign == b'=')
    })
}

/// Lines with something to read in them, numbered from 1.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    bytes
        .split(|&b| b == b'\n')
        .enumerate()
        .map(|(index, line)| (index + 1, String::from_utf8_lossy(line)))
        .filter(|(_, line)| {
            let text = line.trim_matches(is_margin);
            !text.is_empty() && !text.starts_with('#')
        })
}

/// The addresses of a line. Commas separate them only where another one begins: names have
/// commas, too.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        // Looked for from the address, of which there are fewer than commas.
        let comma = memmem::find_iter(text.as_bytes(), "://").find_map(|at| {
            let start = at.checked_sub(SCHEME.len())?;
            let begins = text.get(start..at)?.eq_ignore_ascii_case(SCHEME);
            let before = begins.then(|| text[..start].trim_end_matches(is_margin))?;
            before.ends_with(',').then(|| before.len() - 1)
        });
        rest = comma.map(|at| &text[at + 1..]);
        let piece = &text[..comma.unwrap_or(text.len())];
        Some(piece.trim_end_matches(|c| is_margin(c) || c == ','))
    })
    .filter(|piece| !piece.trim_start_matches(is_margin).is_empty())
}

/// Whether a piece is meant to be an address, right or wrong.
pub(super) fn is_address(piece: &str) -> bool {
    let text = piece.trim_start_matches(|c| is_margin(c) || c == '"');
    ["otpauth:", "otpauth-migration:", "steam:", "motp:"].iter().any(|head| begins(text, head))
}

fn begins(text: &str, head: &str) -> bool {
    text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
}

/// What may stand around an address, and means nothing.
pub(super) fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\0')
}

#[cfg(test)]
mod tests;
