//! The cell of one-time codes: which of what stands there are codes, and what is said beside them.

use std::ops::Range;

use super::bare::HAN;
use super::cell::is_scientific;

/// What a cell for one-time codes holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Codes<'a> {
    /// The codes that are left.
    pub(super) codes: Vec<&'a str>,
    /// Everything else that says something, codes that were used among it.
    pub(super) beside: String,
}

/// The fewest letters and digits of a code.
const SHORTEST: usize = 4;
/// What is between codes, beside spaces.
const MARKS: [char; 22] = [
    ',', ';', '|', ':', '(', ')', '[', ']', '"', '，', '；', '、', '：', '（', '）', '【', '】',
    '。', '“', '”', '{', '}',
];
/// What says that a code was used, before or behind it.
const USED: [&str; 10] =
    ["used", "spent", "已用", "已使用", "已用过", "用过", "已经用", "使用过", "已使用过", "已失效"];
/// What says what codes are, and nothing more.
const LABELS: [&str; 24] = [
    "recovery",
    "backup",
    "code",
    "codes",
    "left",
    "unused",
    "one",
    "time",
    "one-time",
    "remaining",
    "备用码",
    "备份码",
    "恢复码",
    "恢复代码",
    "备用代码",
    "备份代码",
    "备用验证码",
    "应急码",
    "剩余",
    "未用",
    "未使用",
    "代码",
    "備用碼",
    "救援码",
];
/// Words of the length of codes, that are written where there are none.
const WORDS: [&str; 14] = [
    "none", "left", "used", "safe", "lost", "gone", "with", "look", "paper", "printed", "drawer",
    "office", "codes", "saved",
];

/// What is what in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A code.
    Code,
    /// Letters only: a code where all are alike.
    Letters,
    /// A number before a code.
    Count,
    /// That it was used.
    Used,
    /// What codes are.
    Label,
    /// Anything else.
    Word,
}

/// Reads a cell for one-time codes. Nothing is made a code that only may be one.
pub(super) fn read(cell: &str) -> Codes<'_> {
    let places = tokens(cell);
    let mut parts: Vec<Part> = places.iter().map(|place| part(&cell[place.clone()])).collect();
    if cell.contains("://") {
        parts.fill(Part::Word);
    }
    settle(cell, &places, &mut parts);
    // Behind a word with a colon, what follows is so; without one, what stands before it.
    let is_colon = |at: usize| {
        let rest = cell[places[at].end..].trim_start();
        rest.starts_with([':', '：'])
    };
    let begins_line = |at: usize| {
        let line = cell[..places[at].start].rsplit('\n').next().unwrap_or_default();
        line.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)).is_empty()
    };
    let mut used = vec![false; parts.len()];
    let mut is_used = false;
    for at in 0..parts.len() {
        let is_first = begins_line(at);
        match parts[at] {
            Part::Used if is_colon(at) || is_first => is_used = true,
            Part::Used => {
                if let Some(code) = parts[..at].iter().rposition(|part| *part == Part::Code) {
                    used[code] = true;
                }
            }
            Part::Code => {
                is_used &= !is_first;
                used[at] = is_used;
            }
            _ if is_colon(at) || is_first => is_used = false,
            _ => {}
        }
    }
    let taken = |at: &usize| parts[*at] == Part::Code && !used[*at];
    let codes: Vec<&str> =
        (0..parts.len()).filter(taken).map(|at| &cell[places[at].clone()]).collect();
    let says = |at: usize| match parts[at] {
        Part::Code => used[at],
        Part::Word | Part::Letters | Part::Used => true,
        Part::Count | Part::Label => codes.is_empty(),
    };
    if !(0..parts.len()).any(says) {
        return Codes { codes, beside: String::new() };
    }
    let (mut beside, mut end) = (String::new(), 0);
    let is_gone = |at: &usize| taken(at) || parts[*at] == Part::Count && !codes.is_empty();
    for place in (0..parts.len()).filter(is_gone).map(|at| &places[at]) {
        beside.push_str(&cell[end..place.start]);
        end = place.end;
    }
    beside.push_str(&cell[end..]);
    let beside = beside.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_idle = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '，' | '；' | '、');
    Codes { codes, beside: beside.trim_matches(is_idle).to_owned() }
}

/// Which of the pieces of a text of one-time codes are some, each as it is typed, and how many others there are: words,
/// labels, codes that were used. A piece of several codes is one, as some platforms write theirs; a label or a number
/// before a single one is left out.
pub fn among<'a>(text: &'a str, pieces: impl Iterator<Item = &'a str>) -> (Vec<&'a str>, usize) {
    let codes = read(text).codes;
    let (mut kept, mut others) = (Vec::new(), 0);
    for piece in pieces {
        let within = piece.as_bytes().as_ptr_range();
        match codes.iter().filter(|code| within.contains(&code.as_ptr())).collect::<Vec<_>>()[..] {
            [] => others += 1,
            [one] => kept.push(*one),
            [..] => kept.push(piece),
        }
    }
    (kept, others)
}

/// The places of what stands between spaces and marks; characters of China need none beside them.
fn tokens(cell: &str) -> Vec<Range<usize>> {
    let is_far = |c: char| c >= HAN && c.is_alphabetic();
    let is_between = |c: char| c.is_whitespace() || MARKS.contains(&c);
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (at, c) in cell.char_indices() {
        let end = at + c.len_utf8();
        let goes_on = before.is_some_and(|it: char| !is_between(it) && is_far(it) == is_far(c));
        match places.last_mut() {
            _ if is_between(c) => {}
            Some(place) if goes_on => place.end = end,
            _ => places.push(at..end),
        }
        before = Some(c);
    }
    // A number before a code may touch it.
    let touches = |place: Range<usize>| {
        let text = &cell[place.clone()];
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_count = (1..=2).contains(&digits) && text[digits..].starts_with('.');
        let rest = place.start + digits + 1;
        let is_long = is_count && text.len() > digits + SHORTEST && !is_scientific(text);
        if is_long { vec![place.start..rest, rest..place.end] } else { vec![place] }
    };
    places.into_iter().flat_map(touches).collect()
}

/// What a part of a cell looks like by itself.
fn part(text: &str) -> Part {
    let small = text.to_lowercase();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    if USED.contains(&&*small) {
        Part::Used
    } else if LABELS.contains(&&*small) {
        Part::Label
    } else if is_scientific(text) {
        Part::Code
    } else if letters <= 2 && text.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit()) {
        Part::Count
    } else if letters < SHORTEST || !text.chars().all(is_plain) || is_day(text) {
        Part::Word
    } else if has_digit {
        Part::Code
    } else {
        Part::Letters
    }
}

/// Decides what hangs on the whole cell: letters are codes where all parts are alike, a word with a number behind
/// it and a year are none among words, and a number counts where codes stand.
fn settle(cell: &str, places: &[Range<usize>], parts: &mut [Part]) {
    let text = |at: usize| &cell[places[at].clone()];
    let shape = |text: &str| {
        text.chars().map(|c| if c.is_alphanumeric() { 'x' } else { c }).collect::<String>()
    };
    let said: Vec<usize> =
        (0..parts.len()).filter(|at| matches!(parts[*at], Part::Code | Part::Letters)).collect();
    let has_words = parts.contains(&Part::Word);
    let are_alike = said.windows(2).all(|pair| shape(text(pair[0])) == shape(text(pair[1])));
    let has_word = said.iter().any(|at| WORDS.contains(&&*text(*at).to_lowercase()));
    let has_digits = said.iter().any(|at| parts[*at] == Part::Code);
    let is_loud = said.iter().all(|at| !text(*at).contains(char::is_lowercase));
    let is_drawn = said.len() > 1 && (has_digits || is_loud || text(said[0]).contains('-'));
    let are_codes = !has_words && !has_word && are_alike && (is_drawn || said.len() > 2);
    for at in &said {
        if parts[*at] == Part::Letters && are_codes {
            parts[*at] = Part::Code;
        }
    }
    if !parts.iter().any(|part| matches!(part, Part::Word | Part::Letters)) {
        return;
    }
    for at in said {
        let stem = text(at).trim_end_matches(|c: char| c.is_ascii_digit());
        let is_named = stem.len() > 2 && stem.chars().all(|c| c.is_ascii_alphabetic());
        let is_year = text(at).len() == SHORTEST && text(at).starts_with("20");
        if parts[at] == Part::Code && (is_named || is_year) {
            parts[at] = Part::Word;
        }
    }
}

/// Whether a text is a day: 2026-01-31.
fn is_day(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_number && text.starts_with("20") && matches!(parts[..], [4, 1..=2, 1..=2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_with_words_are_no_codes() {
        for (text, codes, others) in [
            ("rook-1111\nrook-2222", &["rook-1111", "rook-2222"][..], 0),
            ("1234 5678\n2345 6789", &["1234 5678", "2345 6789"], 0),
            (
                "Backup codes:\n1. 11112222\n2. 33334444\nused: 55556666",
                &["11112222", "33334444"],
                2,
            ),
            ("see the safe", &[], 1),
            ("", &[], 0),
        ] {
            let pieces = text.split('\n').filter(|piece| !piece.is_empty());
            assert_eq!(among(text, pieces), (codes.to_vec(), others), "{text}");
        }
    }

    #[test]
    fn codes_and_what_stands_beside_them() {
        for (cell, codes, beside) in [
            ("11112222 33334444", &["11112222", "33334444"][..], ""),
            ("1111-2222;3333-4444", &["1111-2222", "3333-4444"], ""),
            ("abcd efgh\nijkl", &["abcd", "efgh", "ijkl"], ""),
            ("ABCDE-FGHIJ K2MNO-PQRST", &["ABCDE-FGHIJ", "K2MNO-PQRST"], ""),
            ("k3jd8fhs9a abcdefghij", &["k3jd8fhs9a", "abcdefghij"], ""),
            ("1. 11112222 2. 33334444", &["11112222", "33334444"], ""),
            ("1) 11112222\n2) 33334444", &["11112222", "33334444"], ""),
            ("1.11112222 2.33334444", &["11112222", "33334444"], ""),
            ("备用码：11112222", &["11112222"], ""),
            ("恢复码 123456", &["123456"], ""),
            ("备用码11112222", &["11112222"], ""),
            ("11112222 1.23457e+11", &["11112222", "1.23457e+11"], ""),
            ("used: 11112222; left: 33334444", &["33334444"], "used: 11112222; left:"),
            ("1111-2222 (used), 3333-4444", &["3333-4444"], "1111-2222 (used)"),
            ("11112222（已用）33334444", &["33334444"], "11112222（已用）"),
            ("已用：11112222、22223333\n33334444", &["33334444"], "已用：11112222、22223333"),
            ("used 11112222 33334444", &[], "used 11112222 33334444"),
            ("✓ 34567890 45678901", &["34567890", "45678901"], "✓"),
            ("printed 2026-01-31: 34567890", &["34567890"], "printed 2026-01-31:"),
            ("34567890 in drawer2", &["34567890"], "in drawer2"),
            ("none left", &[], "none left"),
            ("none used", &[], "none used"),
            ("3 left", &[], "3 left"),
            ("see safe A3", &[], "see safe A3"),
            ("printed 2026", &[], "printed 2026"),
            ("https://docs.example/d/1aB2cD3", &[], "https://docs.example/d/1aB2cD3"),
            ("ops2026@x.example", &[], "ops2026@x.example"),
            ("", &[], ""),
        ] {
            let expected = Codes { codes: codes.to_vec(), beside: beside.to_owned() };
            assert_eq!(read(cell), expected, "{cell}");
        }
    }
}
