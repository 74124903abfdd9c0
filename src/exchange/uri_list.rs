//! A list of `otpauth` addresses, one a line.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::otp::uri::{Address, Remark, UriError, parse};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 64 << 20;
/// The most addresses that are read from one file.
pub const MOST_ENTRIES: usize = 20_000;

/// What was made of one line.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number in the file, from 1.
    pub line: usize,
    /// What it says, or why not.
    pub outcome: Result<Address, UriError>,
}

/// Why a whole file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListError {
    /// Nothing in it.
    Empty,
    /// More bytes or entries than are read.
    TooLarge,
    /// Text without one address, or no text.
    Unknown,
}

/// Reads a list: blank lines and `#` comments skipped, CRLF or LF, UTF-8 with or without BOM or
/// UTF-16; a single line with several addresses is split at commas.
///
/// A line that is no address becomes a refused entry; so does one that can not be read, and
/// neither stops the others. Names in another encoding are read with U+FFFD for what is not
/// UTF-8: the key is worth more than its name.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, ListError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ListError::TooLarge);
    }
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let body = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    if body.iter().all(|&b| b.is_ascii_whitespace() || b == 0) {
        return Err(ListError::Empty);
    }
    let text = from_utf16(bytes);
    let bytes = text.as_ref().map_or(bytes, |text| text.as_bytes());
    if !lines(bytes).any(|(_, line)| pieces(&line).any(is_address)) {
        return Err(ListError::Unknown);
    }
    let mut entries = Vec::new();
    for (number, line) in lines(bytes) {
        let utf8 = matches!(line, Cow::Borrowed(_));
        for piece in pieces(&line) {
            if entries.len() == MOST_ENTRIES {
                return Err(ListError::TooLarge);
            }
            let mut outcome = parse(piece);
            if let Ok(address) = &mut outcome
                && !utf8
                && !address.remarks.contains(&Remark::NotUtf8)
            {
                address.remarks.push(Remark::NotUtf8);
            }
            entries.push(Entry { line: number, outcome });
        }
    }
    Ok(entries)
}

/// The text of a UTF-16 file, known by its byte order mark.
fn from_utf16(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
    // Three bytes of UTF-8 a unit at most: never grown, so no outgrown buffer keeps keys.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() / 2 * 3));
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    Some(text)
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
        let comma = text.match_indices(',').map(|(at, _)| at).find(|&at| {
            let next = text[at + 1..].trim_start_matches(is_margin);
            begins(next, "otpauth://")
        });
        rest = comma.map(|at| &text[at + 1..]);
        let piece = &text[..comma.unwrap_or(text.len())];
        Some(piece.trim_end_matches(|c| is_margin(c) || c == ','))
    })
    .filter(|piece| !piece.trim_start_matches(is_margin).is_empty())
}

/// Whether a piece is meant to be an address, right or wrong.
fn is_address(piece: &str) -> bool {
    let text = piece.trim_start_matches(|c| is_margin(c) || c == '"');
    ["otpauth:", "otpauth-migration:", "steam:", "motp:"].iter().any(|head| begins(text, head))
}

fn begins(text: &str, head: &str) -> bool {
    text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
}

fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const A: &str = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A";
    const B: &str = "otpauth://totp/B,%20b:b,c?secret=GEZDGNBVGY3TQOJQ&issuer=B,%20b";

    /// Line, then `issuer/login` or the reason.
    fn told(bytes: &[u8]) -> Vec<(usize, String)> {
        let say = |entry: Entry| {
            let text = match entry.outcome {
                Ok(address) => format!("{}/{}", address.issuer, address.login),
                Err(error) => format!("{error:?}"),
            };
            (entry.line, text)
        };
        read(bytes).expect("a list").into_iter().map(say).collect()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn one_a_line() {
        let both = [(1, "A/a"), (2, "B, b/b,c")];
        let apart = [(2, "A/a"), (5, "B, b/b,c")];
        let one_line = [(1, "A/a"), (1, "B, b/b,c")];
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
            (5, "Migration"),
            (6, "TooLong"),
            (7, "B, b/b,c"),
        ];
        assert_eq!(told(text.as_bytes()), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_comma_before_another_scheme_is_part_of_a_name() {
        let bytes = b"otpauth://totp/Games,Steam:bob?secret=JBSWY3DPEHPK3PXP";
        assert_eq!(told(bytes), [(1, "Games,Steam/bob".to_owned())]);
    }

    #[test]
    fn a_name_in_another_encoding_does_not_cost_the_key() {
        let bytes = b"otpauth://totp/\xb9\xe2:a?secret=JBSWY3DPEHPK3PXP";
        let entries = read(bytes).expect("a list");
        let address = entries[0].outcome.as_ref().expect("an address");
        assert!(address.key.is_some());
        assert_eq!(address.remarks, [Remark::NotUtf8]);
    }

    #[test]
    fn files_that_are_no_list() {
        let cases: [(&str, &[u8], ListError); 8] = [
            ("nothing", b"", ListError::Empty),
            ("white space", b" \r\n\t", ListError::Empty),
            ("BOM", b"\xef\xbb\xbf\n", ListError::Empty),
            ("UTF-16 BOM", b"\xff\xfe", ListError::Empty),
            ("zeros", &[0; 100], ListError::Empty),
            ("prose", b"Dear colleague,\nsee otpauth://totp", ListError::Unknown),
            ("comments only", b"# nothing yet\n", ListError::Unknown),
            ("no text", b"\x89PNG\r\n\x1a\n\xff\xd8", ListError::Unknown),
        ];
        for (name, bytes, error) in cases {
            assert_eq!(read(bytes).expect_err(name), error, "{name}");
        }
        assert_eq!(read(&vec![b'x'; LARGEST_FILE + 1]).expect_err("size"), ListError::TooLarge);
    }

    #[test]
    fn as_many_as_the_limit() {
        let list = |count: usize| "steam://AAAA\n".repeat(count);
        assert_eq!(read(list(MOST_ENTRIES).as_bytes()).expect("all").len(), MOST_ENTRIES);
        let error = read(list(MOST_ENTRIES + 1).as_bytes()).expect_err("one more");
        assert_eq!(error, ListError::TooLarge);
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
