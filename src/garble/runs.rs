//! Digits in a message, and which of them are a code rather than a date, an amount or a number to
//! call. Numbers that look like something else rank lower; they are not left out.

/// Digits that may be a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Run {
    /// 4 to 8 ASCII digits.
    pub digits: String,
    /// What speaks for it; a whole natural message is worth 1000 elsewhere.
    pub score: i32,
}

/// Where the digits of scripts begin: each has ten in order.
const ZEROS: [char; 5] = ['0', '０', '٠', '۰', '०'];

/// The ASCII digit of a digit in any script that messages with codes are written in.
pub fn digit(c: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// What stands near a code. Matched without regard to ASCII case.
const CODE_WORDS: [&str; 38] = [
    "code",
    "otp",
    "pin",
    "passcode",
    "verif",
    "tan",
    "2fa",
    "cvv",
    "验证码",
    "校验码",
    "动态码",
    "安全码",
    "安全代码",
    "确认码",
    "认证码",
    "驗證碼",
    "認證碼",
    "驗證",
    "验证",
    "动态密码",
    "인증",
    "확인",
    "코드",
    "コード",
    "認証",
    "確認",
    "ワンタイム",
    "código",
    "CÓDIGO",
    "codigo",
    "codice",
    "kod",
    "код",
    "Код",
    "رمز",
    "كود",
    "รหัส",
    "कोड",
];

/// What stands before numbers that are something else.
const OTHER_WORDS: [&str; 15] = [
    "ending", "order", "call", "phone", "tel", "尾号", "订单", "单号", "电话", "热线", "金额",
    "尾號", "訂單", "注文", "주문",
];

/// Signs and words of money.
const MONEY: [&str; 16] = [
    "$", "¥", "￥", "€", "£", "₩", "₹", "usd", "eur", "rmb", "cny", "jpy", "gbp", "元", "円", "원",
];

/// A sequence of digits with nothing between them.
struct Group {
    digits: String,
    /// Bytes of the message.
    start: usize,
    end: usize,
}

/// The runs of 4 to 8 digits, in the order they stand there, alone or in groups: `123 456`.
pub fn find(text: &str) -> Vec<Run> {
    let groups = groups(text);
    if groups.iter().map(|group| group.digits.len()).sum::<usize>() < 4 {
        return Vec::new();
    }
    let words = marks(text, &CODE_WORDS);
    let others = marks(text, &OTHER_WORDS);
    let link = |at: usize| {
        let between = text.get(groups.get(at)?.end..groups.get(at + 1)?.start)?;
        matches!(between, " " | "-" | "\u{a0}" | "‐" | "–").then_some(between)
    };
    let context = |start: usize, end: usize| {
        let near = nearest(&words, start, end, 60);
        let wrong = others[..others.partition_point(|word| word.end <= start)].last();
        near.map_or(0, |distance| 250 - 3 * i32::try_from(distance).unwrap_or(0))
            - if wrong.is_some_and(|word| start - word.end < 12) { 250 } else { 0 }
    };
    let mut runs = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let mut end = at + 1;
        while link(end - 1).is_some() && link(end - 1) == link(at) {
            end += 1;
        }
        let chain = &groups[at..end];
        let total: usize = chain.iter().map(|group| group.digits.len()).sum();
        let dials = before(text, chain[0].start, 1) == "+"
            || total > 8 && (chain.len() > 2 || chain.len() == 2 && link(at) == Some("-"));
        let dials = if dials { 400 } else { 0 };
        for (place, group) in chain.iter().enumerate() {
            if !(4..=8).contains(&group.digits.len()) {
                continue;
            }
            let torn = if is_torn(text, chain, place) { TORN } else { 0 };
            let score = context(group.start, group.end) + shape(text, group) - dials - torn;
            runs.push(Run { digits: group.digits.clone(), score });
        }
        // Equal groups that are the whole chain are one number: 123 456, 1 2 3 4 5 6.
        let size = chain[0].digits.len();
        let together = size <= 4 && (size > 2 || link(at) != Some("-"));
        if chain.len() > 1
            && together
            && (4..=8).contains(&total)
            && chain.iter().all(|group| group.digits.len() == size)
        {
            let digits = chain.iter().map(|group| group.digits.as_str()).collect();
            // 50: more than either of its halves.
            let score = context(chain[0].start, groups[end - 1].end) + favour(total) + 50 - dials;
            runs.push(Run { digits, score });
        }
        at = end;
    }
    runs
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(digit) = digit(c) else { continue };
        let end = at + c.len_utf8();
        match groups.last_mut() {
            Some(last) if last.end == at => {
                last.digits.push(digit);
                last.end = end;
            }
            _ => groups.push(Group { digits: digit.to_string(), start: at, end }),
        }
    }
    groups
}

/// What it costs to be the middle of a longer number: more than having six digits gains.
const TORN: i32 = 120;

/// Whether a single digit stands on either side of a group and belongs to the word beyond it:
/// `ronh3 161643 5of`. Bytes read in the wrong order tear a number of eight like this.
fn is_torn(text: &str, chain: &[Group], place: usize) -> bool {
    let single = |place: Option<usize>| {
        place.and_then(|place| chain.get(place)).filter(|group| group.digits.len() == 1)
    };
    let is_letter = |near: &str| near.starts_with(|c: char| c.is_alphabetic());
    single(place.checked_sub(1)).is_some_and(|group| is_letter(before(text, group.start, 1)))
        && single(place.checked_add(1)).is_some_and(|group| is_letter(after(text, group.end, 1)))
}

/// Nearly all codes have six digits.
fn favour(digits: usize) -> i32 {
    if digits == 6 { 60 } else { 0 }
}

/// What the digits themselves and their neighbours say.
fn shape(text: &str, group: &Group) -> i32 {
    let digits = &group.digits;
    let (left, right) = (before(text, group.start, 2), after(text, group.end, 2));
    let (last, first) = (left.chars().last(), right.chars().next());
    let second = right.chars().nth(1).and_then(digit);
    let beyond = left.chars().next().filter(|_| left.chars().count() == 2).and_then(digit);
    let mut score = favour(digits.len());
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let is_day =
        digits.len() == 8 && digits.starts_with("20") && ("01"..="12").contains(&&digits[4..6]);
    let dated = |c: Option<char>, digit: Option<char>| {
        matches!(c, Some('-' | '/' | '.')) && digit.is_some() || matches!(c, Some('年' | '년'))
    };
    if is_year && (dated(first, second) || dated(last, beyond)) || first == Some('年') {
        score -= 400;
    } else if is_year || is_day {
        score -= 120;
    }
    let point =
        |c: Option<char>, digit: Option<char>| matches!(c, Some('.' | ',')) && digit.is_some();
    if point(first, second) || point(last, beyond) {
        score -= 300;
    }
    let (wide, narrow) = (before(text, group.start, 4), after(text, group.end, 4));
    let paid = |near: &str, at_end: bool| {
        let near = near.to_ascii_lowercase();
        let near = near.trim();
        MONEY.iter().any(|sign| if at_end { near.ends_with(sign) } else { near.starts_with(sign) })
    };
    if paid(wide, true) || paid(narrow, false) {
        score -= 300;
    }
    if matches!(last, Some('*' | '•' | 'x' | 'X')) {
        score -= 250;
    } else if last.is_some_and(|c| c.is_ascii_alphabetic())
        || first.is_some_and(|c| c.is_ascii_alphabetic())
    {
        score -= 150;
    }
    score
}

/// The `count` characters before a place.
fn before(text: &str, at: usize, count: usize) -> &str {
    let start = text[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start);
    &text[start..at]
}

/// The `count` characters from a place on.
fn after(text: &str, at: usize, count: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.char_indices().nth(count).map_or(rest.len(), |(end, _)| end)]
}

/// A word and where it stands, in bytes.
struct Mark {
    start: usize,
    end: usize,
}

/// Whether a text holds a word that goes with a code.
pub fn speaks_of_code(text: &str) -> bool {
    !marks(text, &CODE_WORDS).is_empty()
}

/// Where words of a table stand. Short ones in ASCII must stand by themselves.
fn marks(text: &str, table: &[&str]) -> Vec<Mark> {
    let lower = text.to_ascii_lowercase();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let mut marks = Vec::new();
    for word in table {
        let short = word.is_ascii() && word.len() <= 4;
        for (start, _) in lower.match_indices(word) {
            let end = start + word.len();
            let stands_alone = !is_letter(before(&lower, start, 1).chars().next())
                && !is_letter(after(&lower, end, 1).chars().next());
            if !short || stands_alone {
                marks.push(Mark { start, end });
            }
        }
    }
    marks.sort_by_key(|mark| mark.start);
    marks
}

/// How far the nearest mark is from a run, where it is nearer than `most`.
fn nearest(marks: &[Mark], start: usize, end: usize, most: usize) -> Option<usize> {
    let next = marks.partition_point(|mark| mark.start < start);
    let behind = marks[..next].last().map(|mark| start.saturating_sub(mark.end));
    // Codes mostly follow their word.
    let ahead = marks.get(next).map(|mark| mark.start.saturating_sub(end) + 10);
    behind.into_iter().chain(ahead).min().filter(|distance| *distance < most)
}
