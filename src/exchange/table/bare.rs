//! A table without headings: whether its first row is an account already. What stands above a column may
//! be a stranger's key then, so what of it may be shown is decided here, too.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use super::cell::is_scientific;
use super::headings::{Column, may_be_web};
use super::sample::{HIDDEN, is_mail};
use crate::exchange::uri_list;

/// The fewest characters of a key.
pub(super) const KEY: usize = 16;
/// The shortest word of letters and digits that is taken for a password.
const PASSWORD: usize = 8;
/// The fewest digits of a phone number.
const PHONE: usize = 8;
/// More characters than any key has, in groups, too.
const LONGEST: usize = 8 << 10;
/// How long the groups are in which keys are written, and how many there may be.
const GROUP: RangeInclusive<usize> = 2..=8;
const MOST_GROUPS: usize = 16;
/// Words that say where something is, and the most words that are taken for such a saying.
const PLACING: [&str; 7] = ["in", "at", "on", "the", "see", "by", "with"];
const MOST_WORDS: usize = 8;
/// Where the characters of China begin, which stand beside words without a space.
pub(super) const HAN: char = '\u{2e80}';

/// What addresses with keys are known by, as they stand and inside of other addresses. Longer names of schemes end in
/// these: `apple-otpauth:`.
const MARKS: [&str; 9] = [
    "otpauth:",
    "otpauth%3a",
    "otpauth-migration:",
    "otpauth-migration%3a",
    "motp:",
    "steam://",
    "steam%3a%2f%2f",
    "secret=",
    "secret%3d",
];

/// Whether a text has an address that can carry keys.
pub fn may_carry_keys(text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    MARKS.iter().any(|mark| small.contains(mark))
}

/// How many cells have something in them.
pub(super) fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Which of the first rows is the first account of a table without headings. A row of one cell may stand
/// above it: a title.
pub(super) fn first_row(rows: &[Vec<String>]) -> Option<usize> {
    let at = rows.iter().position(|row| filled(row) > 1)?;
    is_data(&rows[at], &rows[at + 1..]).then_some(at)
}

/// Whether rows look like those of a table by their shape alone: two or more, with as many cells in each.
pub(super) fn is_even(rows: &[Vec<String>]) -> bool {
    let count = rows.first().map_or(0, Vec::len);
    rows.len() > 1 && count > 1 && rows.iter().all(|row| row.len() == count)
}

/// Whether one of the words of a row is known.
pub(super) fn has_heading(row: &[String]) -> bool {
    row.iter().any(|cell| Column::from_heading(cell).is_some())
}

/// Whether the first of some rows has words where keys were said to be, and below it there are keys.
pub(super) fn is_above_keys(rows: &[Vec<String>], said: &[(usize, Option<Column>)]) -> bool {
    let Some((row, below)) = rows.split_first() else { return false };
    let mut places = said.iter().filter(|(_, column)| *column == Some(Column::Secret)).peekable();
    let is_keyed = |cell: &String| is_key(cell) || uri_list::is_address(cell);
    places.peek().is_some()
        && places.all(|(place, _)| {
            row.get(*place).is_some_and(|cell| !cell.is_empty() && !is_keyed(cell))
                && below.iter().any(|row| row.get(*place).is_some_and(is_keyed))
        })
}

/// The column of rows without headings that has an address with a key, or nothing, in each of them, where no
/// other has any.
pub(super) fn address_column(rows: &[Vec<String>]) -> Option<usize> {
    let has_key = |cell: &str| cell.to_ascii_lowercase().contains("secret=");
    let is_whole = |cell: &String| uri_list::is_address(cell) && has_key(cell);
    let place = rows.iter().find_map(|row| row.iter().position(is_whole))?;
    let fits = |row: &Vec<String>| {
        row.iter().enumerate().all(|(at, cell)| {
            let is_plain = !uri_list::is_address(cell) && !has_key(cell);
            if at == place { cell.is_empty() || is_whole(cell) } else { is_plain }
        })
    };
    rows.iter().all(fits).then_some(place)
}

/// Whether rows without headings are those of a table with addresses in it, and not those of a list of
/// addresses: names in one have commas, too.
pub(super) fn holds_addresses(rows: &[Vec<String>]) -> bool {
    let begin = rows.iter().position(|row| filled(row) > 1).unwrap_or(0);
    let rows = rows.get(begin..).unwrap_or_default();
    // Below headings that nobody here knows, what stands right of an address is no part of it.
    if let Some((first, below)) = rows.split_first()
        && !first.iter().any(|cell| may_carry_keys(cell))
        && !below.is_empty()
        && is_even(rows)
    {
        return address_column(below).is_some_and(|place| place + 1 < first.len());
    }
    let is_shaped = is_even(rows) || rows.len() == 1 && rows[0].len() > 1;
    // A single address with a comma in its issuer looks the same.
    is_shaped && address_column(rows).is_some_and(|place| place > 0 || rows.len() > 1)
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

/// A name as it is shown before anybody asked for keys: dots for what looks like one, because the wrong
/// column was taken for names.
///
/// Names are words, whatever their letters: what has digits at its end only is one, and what has none, as
/// long as it is not all capitals.
pub fn veiled(name: &str) -> Cow<'_, str> {
    if may_carry_keys(name) || is_drawn(name.trim()) {
        return HIDDEN.into();
    }
    let places = if is_mail(name) { Vec::new() } else { keys_among(name) };
    if places.is_empty() {
        let is_wide = !name.is_ascii() && !keys_among(&narrow(name)).is_empty();
        return if is_wide { HIDDEN.into() } else { name.into() };
    }
    let (mut shown, mut end) = (String::with_capacity(name.len()), 0);
    for place in places {
        shown.push_str(&name[end..place.start]);
        shown.push_str(HIDDEN);
        end = place.end;
    }
    shown.push_str(&name[end..]);
    shown.into()
}

/// The places in a text of what looks like a key: a word, or words of one length that are one together.
/// Characters of China need no space beside it.
fn keys_among(text: &str) -> Vec<Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() && c < HAN;
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is_word(*c)) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(word) = words.get(at) {
        let key = match grouped_key(text, &words[at..]) {
            _ if is_drawn(&text[word.clone()]) => Some((word.clone(), 1)),
            grouped => grouped,
        };
        at += key.as_ref().map_or(1, |(_, count)| *count);
        found.extend(key.map(|(place, _)| place));
    }
    found
}

/// The key that the first of some words of a text is a group of, and of how many groups that is. Hardly any
/// has no digit, and words of one length have none.
fn grouped_key(text: &str, words: &[Range<usize>]) -> Option<(Range<usize>, usize)> {
    let mut whole = words.first()?.clone();
    let (length, mut count) = (whole.len(), 1);
    for pair in words.windows(2).take(MOST_GROUPS - 1) {
        let [before, word] = pair else { break };
        let is_next = matches!(&text[before.end..word.start], " " | "-");
        let more = whole.start..word.end;
        if !is_next
            || before.len() != length
            || word.len() > length
            || !is_of_key(&text[more.clone()].replace([' ', '-'], ""))
        {
            break;
        }
        (whole, count) = (more, count + 1);
    }
    let is_one = GROUP.contains(&length) && has_digit(&text[whole.clone()]);
    (is_one && is_drawn(&text[whole.clone()])).then_some((whole, count))
}

/// What a cell looks like, as far as its shape tells.
pub(super) fn looks(cell: &str) -> Option<Column> {
    if is_key(cell) || uri_list::is_address(cell) {
        Some(Column::Secret)
    } else if is_mail(cell) {
        Some(Column::Login)
    } else {
        is_phone(cell).then_some(Column::PhoneMain)
    }
}

/// Whether a text is a key, an address with one, or has one among its words.
pub(in crate::exchange) fn may_be_secret(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    may_carry_keys(text) || is_key(text.trim()) || words.any(is_key) || !keys_among(text).is_empty()
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a cell for keys holds one by its shape: an address, or what is long enough for one that was drawn
/// at random.
pub(super) fn is_whole_key(cell: &str) -> bool {
    uri_list::is_address(cell) || is_key(&narrow(cell))
}

/// Whether a cell for a name holds a key: what [`holds_key`] finds, or what looks like one alone.
pub(super) fn is_misplaced_key(cell: &str) -> bool {
    holds_key(cell) || is_drawn(narrow(cell).trim())
}

/// Whether a text has a key in it: an address with one, or what looks like one and not like a word, nor like
/// a part of a mailbox or a web address.
pub(super) fn holds_key(text: &str) -> bool {
    let text = narrow(text);
    let is_one = |place: Range<usize>| {
        let before = text[..place.start].rsplit(char::is_whitespace).next().unwrap_or_default();
        let behind = text[place.end..].split(char::is_whitespace).next().unwrap_or_default();
        let is_part = before.contains("://") || before.contains('@') || behind.contains('@');
        !is_part && has_digit(&text[place])
    };
    has_address(&text) || keys_among(&text).into_iter().any(is_one)
}

/// Whether a field of this name holds a key, plainly: an address with one, whatever its name, or in a field for keys
/// what looks like one in base32 and like no word.
pub(in crate::exchange) fn is_named_key(name: &str, value: &str) -> bool {
    has_address(value) && uri_list::is_address(narrow(value).trim())
        || names_key(name) && is_drawn_key(value)
}

/// Whether a text looks like a key in base32 and like no word.
pub(in crate::exchange) fn is_drawn_key(text: &str) -> bool {
    let text = narrow(text);
    let text = text.trim();
    is_drawn(text) && !text.contains(['0', '1', '8', '9'])
}

/// Whether a field may hold a key: one that is called like those for keys and has something in it, or one with an
/// address.
pub(in crate::exchange) fn may_be_key(name: &str, value: &str) -> bool {
    has_address(value) || names_key(name) && !value.trim().is_empty()
}

/// Whether a field is called like one for keys.
pub(super) fn names_key(name: &str) -> bool {
    Column::from_heading(name) == Some(Column::Secret) && !may_be_web(name)
}

/// Whether a note seems to hold a key for codes: an address with one, one behind a word for it, or one in base32
/// alone. Hexadecimal is that of many things.
pub(in crate::exchange) fn notes_key(note: &str) -> bool {
    let is_named = |line: &str| {
        let parts = line.split_once([':', '：', '=']);
        parts.is_some_and(|(name, value)| names_key(name) && is_whole_key(value))
    };
    let is_lone = |word: &str| holds_key(word) && !word.contains(['0', '1', '8', '9']);
    has_address(note)
        || note.lines().any(is_named)
        || note.lines().any(|line| is_lone(line) || line.split_whitespace().any(is_lone))
}

/// Whether a text has an address with a key in it.
pub(in crate::exchange) fn has_address(text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    small.contains("otpauth:") && small.contains("secret=")
}

/// Whether a cell for keys holds more than one: addresses, or runs of letters that are long enough for one each.
/// A key in groups is written in short ones.
pub(super) fn holds_several(cell: &str) -> bool {
    let cell = narrow(cell);
    let addresses = cell.to_ascii_lowercase().matches("otpauth://").count();
    // What an address says has signs of all kinds between.
    let is_break = |c: char| if addresses > 0 { c.is_whitespace() } else { !c.is_alphanumeric() };
    addresses + cell.split(is_break).filter(|run| is_key(run)).count() > 1
}

/// Whether a cell for one-time codes holds a key in base32, in one piece: codes are seldom as long.
pub(super) fn has_long_code(cell: &str) -> bool {
    let cell = narrow(cell);
    let mut runs = cell.split(|c: char| !c.is_alphanumeric());
    runs.any(|run| is_key(run) && !run.contains(['0', '1', '8', '9']))
}

/// Whether a cell for keys holds words or signs, and no run of letters that could be part of a key.
pub(super) fn is_wordy(cell: &str) -> bool {
    let cell = narrow(cell);
    let is_sign = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, ' ' | '-' | '=');
    let is_of_word = |c: char| c >= HAN && c.is_alphabetic();
    let mut runs = cell.split(|c: char| !c.is_ascii_alphanumeric());
    let letters = cell.bytes().filter(u8::is_ascii_alphanumeric).count();
    let is_short = letters < PASSWORD && cell.contains(is_sign) && !is_scientific(&cell);
    is_short || cell.contains(is_of_word) && runs.all(|run| run.len() < PASSWORD)
}

/// Whether a cell for one-time codes says where they are: words in other letters than those of codes, or some
/// that only sentences have. Single words may be codes, and so may many.
pub(in crate::exchange) fn is_place(cell: &str) -> bool {
    let has_letters = cell.contains(|c: char| c >= HAN && c.is_alphabetic());
    let mut runs = cell.split(|c: char| !c.is_ascii_alphanumeric());
    let words = || cell.split_whitespace();
    let says = |word: &str| PLACING.contains(&word.to_ascii_lowercase().as_str());
    let is_said = words().count() <= MOST_WORDS && words().any(says) && !has_digit(cell);
    (has_letters || is_said) && runs.all(|run| run.len() < 6 || !has_digit(run) && is_said)
}

/// Whether a cell for keys holds a word: letters only, and not of the length and case of a key.
pub(super) fn is_word(cell: &str) -> bool {
    let cell = narrow(cell);
    !has_digit(&cell) && !is_key(&cell)
}

/// A cell with its letters in their usual width.
pub(super) fn narrow(cell: &str) -> Cow<'_, str> {
    use unicode_normalization::UnicodeNormalization as _;
    if cell.is_ascii() || cell.len() > LONGEST { cell.into() } else { cell.nfkc().collect() }
}

/// Whether a text looks like a key and like none of the words that do: those have digits at their ends only, and
/// are in small letters.
fn is_drawn(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    is_key(text) && (has_digit(stem) || !text.contains(|c: char| c.is_ascii_lowercase()))
}

/// Whether a text has the shape of a key in base32 or hexadecimal, in groups of one length or in one piece.
/// Words mix large and small letters, or differ in length.
pub(super) fn is_key(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let groups: Vec<&str> = text.split([' ', '-']).filter(|group| !group.is_empty()).collect();
    let bare = groups.concat();
    let bare = bare.trim_end_matches('=');
    let even = groups.split_last().is_some_and(|(last, rest)| {
        rest.iter().all(|group| group.len() == rest[0].len() && group.len() >= last.len())
    });
    bare.len() >= KEY && even && bare.contains(|c: char| c.is_ascii_alphabetic()) && is_of_key(bare)
}

/// Whether characters may be those of a key: of base32 or hexadecimal, in one case.
fn is_of_key(bare: &str) -> bool {
    let one_case = !bare.contains(|c: char| c.is_ascii_lowercase())
        || !bare.contains(|c: char| c.is_ascii_uppercase());
    let all = |is: fn(u8) -> bool| bare.bytes().all(is);
    one_case
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
    fn words_where_a_secret_belongs() {
        for (cell, several, wordy) in [
            ("ONEVA7CYKZA6MUD3 ONEVA7CYKZA6MUD3", true, false),
            ("ONEV A7CY KZA6 MUD3 ONEV", false, false),
            ("密钥：ONEVA7CYKZA6MUD3", false, false),
            ("otpauth://totp/A:a?secret=A&issuer=ONEVA7CYKZA6MUD3", false, false),
            ("OTPAUTH://totp/a?secret=A,otpauth://totp/b?secret=B", true, false),
            ("见备注", false, true),
            ("问 Ann 要", false, true),
            ("#N/A", false, true),
            ("JBSW_Y3DP_EHPK", false, false),
            ("1.39E+10", false, false),
        ] {
            assert_eq!((holds_several(cell), is_wordy(cell)), (several, wordy), "{cell}");
        }
        for (cell, place) in [
            ("见保险箱", true),
            ("in the safe", true),
            ("123456 234567", false),
            ("abcd efgh", false),
            ("apple banana cherry", false),
            ("恢复码 123456", false),
            ("letters", false),
        ] {
            assert_eq!(is_place(cell), place, "{cell}");
        }
        assert!(has_long_code("ONEVA7CYKZA6MUD3") && !has_long_code("abcd-efgh-2345-6789"));
    }

    #[test]
    fn names_that_look_like_keys_are_veiled() {
        for name in [
            "ONEVA7CYKZA6MUD3",
            "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
            "JBSW Y3DP EHPK 3PXP",
            "jbsw y3dp ehpk 3pxp",
            "ABCDEFGHIJKLMNOP",
            "0123456789abcdef",
            "otpauth://totp/a",
            "a?secret=b",
        ] {
            assert_eq!(veiled(name), HIDDEN, "{name}");
        }
        for (name, shown) in [
            ("key: JBSWY3DPEHPK3PXP (old)", "key: •••• (old)"),
            ("密钥JBSWY3DPEHPK3PXP旧", "密钥••••旧"),
            ("key JBSW Y3DP EHPK 3PXP of Li", "key •••• of Li"),
            ("Li: jbsw-y3dp-ehpk-3pxp-ab, old", "Li: ••••, old"),
            ("ＪＢＳＷＹ３ＤＰＥＨＰＫ３ＰＸＰ Li", HIDDEN),
        ] {
            assert_eq!(veiled(name), shown, "{name}");
        }
        for name in [
            "Hikari Outdoor Europe",
            "hikarioutdoorstore",
            "hikarioutdoor2345",
            "HikariOutdoorStore",
            "a2b3c4d5e6f7a2b3@hikari.example",
            "8613900000000000",
            "d3b07384-d9a0-4c9b-8f3e-1f2a3b4c5d6e",
            "光之户外旗舰店欧洲站点账号管理部",
            "they said that this will work",
            "ÜBERSEEHANDELSGESELLSCHAFT",
            "",
        ] {
            assert_eq!(veiled(name), name);
        }
    }

    #[test]
    fn a_table_with_addresses_is_told_from_a_list_of_them() {
        let address = "otpauth://totp/a?secret=A";
        let cases = [
            ("behind a name", vec!["x|ADDRESS"], true),
            ("before one", vec!["ADDRESS|x", "ADDRESS|y"], true),
            ("one alone before a name", vec!["ADDRESS|x"], false),
            ("nothing beside", vec!["ADDRESS", "ADDRESS"], false),
            ("two in a row", vec!["ADDRESS|ADDRESS", "ADDRESS|ADDRESS"], false),
            ("a row without", vec!["x|ADDRESS", "y|"], true),
            ("in two columns", vec!["x|ADDRESS", "ADDRESS|y"], false),
            ("rows of other lengths", vec!["ADDRESS|x", "ADDRESS|y|z"], false),
            (
                "a comma in a label",
                vec!["otpauth://totp/A|b:c?secret=A", "otpauth://totp/D|e:f?secret=A"],
                false,
            ),
            ("none", vec!["x|y", "z|w"], false),
            ("below headings", vec!["Konto|Dings|Passwort", "x|ADDRESS|p"], true),
            ("first below headings", vec!["链接|备用", "ADDRESS|p", "ADDRESS|q"], true),
            ("one below a title", vec!["Keys, as of May", "ADDRESS"], false),
        ];
        for (name, rows, expected) in cases {
            let rows: Vec<_> =
                rows.iter().map(|cells| row(&cells.replace("ADDRESS", address))).collect();
            assert_eq!(holds_addresses(&rows), expected, "{name}");
        }
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
