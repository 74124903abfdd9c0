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

/// Reads a page that has its addresses in `<code>` elements, as Stratum exports them, or in the
/// `<dd>` of a printout of ours.
pub(super) fn read_page(page: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Format::Html);
    let mut read_to = 0;
    let mut is_torn = false;
    for (start, _) in page.match_indices('<') {
        let rest = &page[start..];
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
        return Err(ReadError::Unsupported(Unsupported::Page));
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const A: &str = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A";
    #[test]
    fn addresses_that_go_on_below_are_whole() {
        let long = format!("{A}&digits=8&period=60");
        let (head, rest) = long.split_at(long.len() - 10);
        let at_sign = long.replacen("&digits", "&\n    digits", 1);
        let rule = "=".repeat(78);
        let cases = [
            ("whole", long.clone(), 1),
            ("behind a sign", at_sign.clone(), 1),
            ("behind a sign, margins lost", at_sign.replace("\n    ", "\n"), 1),
            ("further in", format!("    {head}\n          {rest}\n"), 1),
            ("in three", format!("  {head}\n    {}\n    {}\n", &rest[..4], &rest[4..]), 1),
            ("two", format!("    {head}\n          {rest}\n    {long}\n"), 2),
            (
                "on paper",
                format!(
                    "{rule}\nKeys\n{rule}\n  Address:\n    {head}\n          {rest}\n\n  Note  x\n"
                ),
                1,
            ),
        ];
        for (name, text, count) in cases {
            let reading = read(text.as_bytes()).expect("a list");
            assert_eq!(reading.rows.len(), count, "{name}");
            let is_paper = reading.notices == [Notice::Printout];
            assert_eq!(is_paper, name == "on paper", "{name}");
            for row in reading.rows {
                let record = row.outcome.expect("read");
                let key = record.key.expect("a key");
                assert_eq!((key.digits(), key.period()), (8, Some(60)), "{name}");
                assert_eq!(&*record.issuer, "A", "{name}");
            }
        }
        // What is no part of an address is refused by itself.
        let rows = read(format!("{A}\n  hello\n").as_bytes()).expect("a list").rows;
        assert!(rows.len() == 2 && rows[1].outcome.is_err());
    }

    const B: &str = "otpauth://totp/B,%20b:b,c?secret=GEZDGNBVGY3TQOJQ&issuer=B,%20b";

    /// Line, then `issuer/login` or the reason.
    fn told(bytes: &[u8]) -> Vec<(usize, String)> {
        let say = |row: Row| {
            let text = match row.outcome {
                Ok(record) => format!("{}/{}", record.issuer, record.login),
                Err(Refused::Key(error)) => format!("{error:?}"),
                Err(error) => format!("{error:?}"),
            };
            (row.number, text)
        };
        read(bytes).expect("a list").rows.into_iter().map(say).collect()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn one_a_line() {
        let both = [(1, "A/a"), (2, "B, b/b,c")];
        let apart = [(2, "A/a"), (5, "B, b/b,c")];
        // Where they share a line, they are counted.
        let one_line = both;
        let text = |lines: String| lines.into_bytes();
        let cases = [
            ("LF", text(format!("{A}\n{B}\n")), both),
            ("CRLF, no last line end", text(format!("{A}\r\n{B}")), both),
            ("BOM", text(format!("\u{feff}{A}\n{B}")), both),
            ("blank lines and comments", text(format!("# mine\n{A}\n\n  # more\n{B}\n \n")), apart),
            ("comment behind a BOM", text(format!("\u{feff}# mine\n{A}\n\n\n{B}")), apart),
            ("indented, quoted", text(format!("  {A}\t\n \"{B}\" \n")), both),
            ("UTF-16, little end first", utf16(&format!("{A}\r\n{B}"), u16::to_le_bytes), both),
            ("UTF-16, big end first", utf16(&format!("{A}\n{B}\n"), u16::to_be_bytes), both),
            ("commas", text(format!("{A},{B}")), one_line),
            ("commas and spaces", text(format!("{A} , {B},\n")), one_line),
        ];
        for (name, bytes, expected) in cases {
            let told = told(&bytes);
            let told: Vec<_> = told.iter().map(|(line, text)| (*line, text.as_str())).collect();
            assert_eq!(told, expected, "{name}");
        }
    }

    #[test]
    fn bad_lines_are_refused_by_number() {
        let batch = "otpauth-migration://offline?data=AAAA";
        let long = format!("otpauth://totp/{}?secret=JBSWY3DPEHPK3PXP", "x".repeat(8 << 10));
        let text = format!("{A}\nnot one\notpauth://totp/x?secret=\n\n{batch}\n{long}\n{B}");
        let expected = [
            (1, "A/a"),
            (2, "NotOtpauth"),
            (3, "NoKey"),
            (5, "Batch { code: 1 }"),
            (6, "TooLong"),
            (7, "B, b/b,c"),
        ];
        assert_eq!(told(text.as_bytes()), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn what_is_refused_is_called_by_its_names_and_never_by_a_key() {
        let text = "otpauth://totp/Bank:me?secret=1&issuer=Bank\n\
                    otpauth://totp/JBSWY3DPEHPK3PXP?issuer=Bank\n\
                    otpauth://totp/x:JBSW%20Y3DP%20EHPK%203PXP?secret=!\n";
        let names = read(text.as_bytes()).expect("a list").rows.into_iter().map(|row| row.name);
        assert_eq!(names.collect::<Vec<_>>(), ["Bank: me", "Bank", "x"]);
    }

    #[test]
    fn a_comma_before_another_scheme_is_part_of_a_name() {
        let bytes = b"otpauth://totp/Games,Steam:bob?secret=JBSWY3DPEHPK3PXP";
        assert_eq!(told(bytes), [(1, "Games,Steam/bob".to_owned())]);
    }

    #[test]
    fn a_name_in_another_encoding_does_not_cost_the_key() {
        let bytes = b"otpauth://totp/\xb9\xe2:a?secret=JBSWY3DPEHPK3PXP";
        let reading = read(bytes).expect("a list");
        let record = reading.rows[0].outcome.as_ref().expect("an address");
        assert!(record.key.is_some());
        assert_eq!(record.changes, [Change::Key(Remark::NotUtf8)]);
    }

    #[test]
    fn addresses_of_a_page() {
        let page = format!(
            "<!DOCTYPE html><html><body><table><tr><td>A</td><td><code>{A}</code></td></tr>\n\
             <tr><td><code class=\"x\">{}</code></td></tr>\n\
             <code>motp://Gate &amp; Way:o&#39;neil?secret=0123456789abcdef</code>\n\
             <code>nothing</code></body></html>",
            A.replace('&', "&amp;"),
        );
        let reading = read_page(&page).expect("a page");
        let rows = reading.rows.iter().map(|row| match &row.outcome {
            Ok(record) => format!("{} {}/{}", row.number, record.issuer, record.login),
            Err(error) => format!("{} {error:?}", row.number),
        });
        let expected = ["1 A/a", "2 A/a", "3 Gate & Way/o'neil", "4 Key(NotOtpauth)"];
        assert_eq!(rows.collect::<Vec<_>>(), expected);
        assert_eq!(reading.format, Format::Html);
        let error = read_page("<html><p>none</p></html>").expect_err("no address");
        assert_eq!(error, ReadError::Unsupported(Unsupported::Page));
    }

    #[test]
    fn a_page_that_is_cut() {
        let ours = format!(
            "<!doctype html>\n<html><body><dl><dt>A</dt>\n<dd>{}</dd>\n<dt>B</dt>\n<dd>{}</dd></dl></body>\n</html>\n",
            A.replace('&', "&amp;"),
            B.replace('&', "&amp;"),
        );
        let at = |mark: &str| &ours[..ours.rfind(mark).expect("in it")];
        let cases = [
            ("whole", &ours[..], "2 of 2", false),
            ("behind the last key", at("</dl>"), "2 of 2", true),
            ("in a tag", at("tml>"), "2 of 2", true),
            ("in the key", at("GY3TQOJQ"), "1 of 2", true),
            ("behind the key", at("</dd></dl>"), "1 of 2", true),
            ("between two", at("<dt>B"), "1 of 1", true),
        ];
        for (name, page, rows, is_cut) in cases {
            let reading = read_page(page).expect(name);
            let taken = reading.rows.iter().filter(|row| row.outcome.is_ok()).count();
            assert_eq!(format!("{taken} of {}", reading.rows.len()), rows, "{name}");
            let refused = reading.rows.iter().filter_map(|row| row.outcome.as_ref().err());
            assert!(
                refused.eq([&Refused::Cut; 1][..reading.rows.len() - taken].iter().copied()),
                "{name}"
            );
            assert_eq!(reading.notices.contains(&Notice::Cut { row: None }), is_cut, "{name}");
        }
    }

    #[test]
    fn a_list_that_ends_in_an_address() {
        let two = format!("{A}\n{A}");
        let cases = [
            ("whole", &two[..], "2 of 2", false),
            ("in the issuer's name", &two[..two.len() - 3], "1 of 2", true),
            ("in the key", &two[..two.len() - 12], "1 of 2", true),
            ("at once", &two[..A.len() + 12], "1 of 2", true),
        ];
        for (name, list, rows, is_cut) in cases {
            let reading = read(list.as_bytes()).expect(name);
            let taken = reading.rows.iter().filter(|row| row.outcome.is_ok()).count();
            assert_eq!(format!("{taken} of {}", reading.rows.len()), rows, "{name}");
            assert_eq!(reading.notices.contains(&Notice::Cut { row: None }), is_cut, "{name}");
        }
        // Nothing says that one alone is cut.
        let alone = format!("otpauth://totp/A:a?secret={}", "JBSWY3DPEHPK3PXP");
        assert_eq!(told(alone.as_bytes()), [(1, "A/a".to_owned())]);
    }

    #[test]
    fn an_address_whose_line_is_over_is_whole_whatever_follows() {
        let odd = "otpauth://totp/A:a?secret=GEZDGNBVGY3TQOJQG";
        let broken = format!("{}&\n    issuer=A&digits=", &A[..A.len() - 9]);
        let cases = [
            ("at the end", odd.to_owned(), false),
            ("above a line end", format!("{odd}\n"), true),
            ("above a remark", format!("{odd}\n# end"), true),
            ("above blank lines", format!("{odd}\n\n \u{3000}"), true),
            ("below a remark", format!("# begin\n{odd}"), false),
            ("over two lines", broken.clone(), false),
            ("over two lines, above a remark", format!("{broken}\n# end"), true),
        ];
        for (name, list, is_whole) in cases {
            let reading = read(list.as_bytes()).expect(name);
            assert_eq!(reading.rows.len(), 1, "{name}");
            let is_cut = reading.notices.contains(&Notice::Cut { row: None });
            assert_eq!((reading.rows[0].outcome.is_ok(), is_cut), (is_whole, !is_whole), "{name}");
        }
    }

    #[test]
    fn files_that_are_no_list() {
        let cases: [(&str, &[u8]); 3] = [
            ("prose", b"Dear colleague,\nsee otpauth://totp"),
            ("comments only", b"# nothing yet\n"),
            ("no text", b"\x89PNG\r\n\x1a\n\xff\xd8"),
        ];
        for (name, bytes) in cases {
            assert_eq!(read(bytes).expect_err(name), ReadError::Unknown(Sort::Text), "{name}");
        }
    }

    #[test]
    fn as_many_as_the_limit() {
        let list = |count: usize| "steam://AAAA\n".repeat(count);
        assert_eq!(read(list(MOST_ENTRIES).as_bytes()).expect("all").rows.len(), MOST_ENTRIES);
        let error = read(list(MOST_ENTRIES + 1).as_bytes()).expect_err("one more");
        let most = MOST_ENTRIES as u64;
        let limit = Limit { what: Measure::Entries, asked: most + 1, most };
        assert_eq!(error, ReadError::Limit(limit));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(
            parts in prop::collection::vec(
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..20),
                    prop::sample::select(vec![&b"\xff\xfe"[..], b"\n", b",", b"\"", b"#", b"\0"])
                        .prop_map(<[u8]>::to_vec),
                    Just(A.as_bytes().to_vec()),
                    Just(b"otpauth://".to_vec()),
                ],
                0..12,
            ),
        ) {
            let _ = read(&parts.concat());
        }
    }
}
