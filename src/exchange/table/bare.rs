//! A table without headings: whether its first row is an account already. What stands above a column may
//! be a stranger's key then, so what of it may be shown is decided here, too.

use super::headings::Column;
use super::sample::is_mail;
use crate::exchange::uri_list;

/// The fewest characters of a key.
const KEY: usize = 16;
/// The shortest word of letters and digits that is taken for a password.
const PASSWORD: usize = 8;
/// The fewest digits of a phone number.
const PHONE: usize = 8;

/// Which of the first rows is the first account of a table without headings. A row of one cell may stand
/// above it: a title.
pub(super) fn first_row(rows: &[Vec<String>]) -> Option<usize> {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let at = rows.iter().position(|row| filled(row) > 1)?;
    is_data(&rows[at], &rows[at + 1..]).then_some(at)
}

/// Whether a row has a key in it, or an address with one. No heading does.
pub(super) fn has_key(row: &[String], below: &[Vec<String>]) -> bool {
    row.iter().enumerate().any(|(place, cell)| {
        let same = |row: &Vec<String>| row.get(place).is_some_and(|it| it.len() == cell.len());
        let is_key = is_key(cell) && (has_digit(cell) || below.iter().any(same));
        (is_key || uri_list::is_address(cell)) && Column::from_heading(cell).is_none()
    })
}

/// Whether a row is one of data: no known heading, and a key, an address of any kind, or a number.
fn is_data(row: &[String], below: &[Vec<String>]) -> bool {
    has_key(row, below)
        || row.iter().all(|cell| Column::from_heading(cell).is_none())
            && row.iter().any(|cell| is_mail(cell) || is_phone(cell))
}

/// What stands above a column, or nothing where that may be a secret.
pub(super) fn shown(title: &str) -> &str {
    let is_word = title.bytes().all(|byte| byte.is_ascii_graphic()) && title.len() >= PASSWORD;
    let is_mixed = has_digit(title) && title.contains(|c: char| c.is_ascii_alphabetic());
    let is_secret = may_be_secret(title) || is_word && is_mixed;
    if is_secret && Column::from_heading(title).is_none() { "" } else { title }
}

/// Whether a text is a key, an address with one, or has one among its words.
pub(in crate::exchange) fn may_be_secret(text: &str) -> bool {
    let small = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    small.contains("otpauth:")
        || small.contains("secret=")
        || is_key(text.trim())
        || words.any(is_key)
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a text has the shape of a key in base32 or hexadecimal, in groups of one length or in one piece.
/// Words mix large and small letters, or differ in length.
fn is_key(text: &str) -> bool {
    let groups: Vec<&str> = text.split([' ', '-']).filter(|group| !group.is_empty()).collect();
    let bare = groups.concat();
    let bare = bare.trim_end_matches('=');
    let even = groups.split_last().is_some_and(|(last, rest)| {
        rest.iter().all(|group| group.len() == rest[0].len() && group.len() >= last.len())
    });
    let one_case = !bare.contains(|c: char| c.is_ascii_lowercase())
        || !bare.contains(|c: char| c.is_ascii_uppercase());
    let all = |is: fn(u8) -> bool| bare.bytes().all(is);
    bare.len() >= KEY
        && even
        && one_case
        && bare.contains(|c: char| c.is_ascii_alphabetic())
        && (all(|b| b.is_ascii_alphabetic() || matches!(b, b'2'..=b'7'))
            || all(|b| b.is_ascii_hexdigit()))
}

/// Whether a text is a phone number.
fn is_phone(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')');
    text.chars().all(is_part) && text.bytes().filter(u8::is_ascii_digit).count() >= PHONE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &str) -> Vec<String> {
        cells.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn a_first_row_of_data_is_no_row_of_headings() {
        let cases = [
            ("a key", "Amazon|ops|ONEVA7CYKZA6MUD3", Some(0)),
            ("a key in groups", "Amazon|ops|oneva 7cykz a6mud 3", Some(0)),
            ("an address with a key", "Amazon|otpauth://totp/a?secret=A", Some(0)),
            ("a mailbox", "Amazon|ops@x.example|2024", Some(0)),
            ("a phone", "Amazon|+86 139 0000 0000", Some(0)),
            ("a word that is known, too", "Account|ops|ONEVA7CYKZA6MUD3", Some(0)),
            ("headings", "a|b|c", None),
            ("one that is known", "login|ops@x.example", None),
            ("KeePass", "Title|HmacOtp-Secret-Base32|timeotp-secret-base32", None),
            ("capitals", "PLATTFORM|AUTHENTICATORKEY", None),
            ("one cell", "ONEVA7CYKZA6MUD3", None),
        ];
        for (name, cells, expected) in cases {
            assert_eq!(first_row(&[row(cells), row("x|y|z")]), expected, "{name}");
        }
        let letters = ["Amazon|ABCDEFGHIJKLMNOP", "Etsy|ABCDEFGHIJKLMNOQ"].map(row);
        assert_eq!(first_row(&letters), Some(0));
        assert_eq!(first_row(&[row("Accounts of 2026"), row("A|a@x.example")]), Some(1));
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown_as_a_title() {
        for title in [
            "ONEVA7CYKZA6MUD3",
            "oneva7cykza6mud3",
            "JBSW Y3DP EHPK 3PXP",
            "ABCDEFGHIJKLMNOP",
            "0123456789abcdef",
            "otpauth://totp/a",
            "x?SECRET=y",
            "secret:\"JBSWY3DPEHPK3PXP\"",
            "key is JBSWY3DPEHPK3PXP",
            "hunter22",
        ] {
            assert_eq!(shown(title), "", "{title}");
        }
        for title in [
            "Passwort",
            "BACKUP PHONE NUMBER",
            "TimeOtp-Secret-Base32",
            "Verantwortlichkeit",
            "谷歌密钥2024",
            "手机号1",
            "phone 2",
            "",
        ] {
            assert_eq!(shown(title), title);
        }
    }
}
