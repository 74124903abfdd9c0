//! Whether a text reads like a message somebody wrote, told from the kinds of its characters and
//! how they follow each other. No dictionary: messages come in every language.

use super::charset::is_everyday;
use super::runs::digit;

/// How many characters are looked at: text messages have no more.
const SAMPLE: usize = 2000;

/// How a text reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impression {
    /// Characters that belong in a message, per thousand.
    pub legible: i32,
    /// Neighbours that belong together, per thousand.
    pub natural: i32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Space,
    /// Chinese, Japanese, Korean.
    Wide,
    /// Letters of the other scripts.
    Other,
    /// What ends and joins words.
    Mark,
    Sign,
    /// What no message holds, or hardly any.
    Odd,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Lower,
        'A'..='Z' => Class::Upper,
        ' ' | '\n' | '\r' | '\t' | '\u{a0}' | '\u{3000}' => Class::Space,
        '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '"' | '(' | ')' | '-' | '/' | '。' | '，'
        | '：' | '；' | '！' | '？' | '（' | '）' | '【' | '】' | '「' | '」' | '『' | '』'
        | '、' | '《' | '》' | '［' | '］' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '¿'
        | '¡' => Class::Mark,
        '!'..='~' if !c.is_ascii_digit() => Class::Sign,
        '£' | '€' | '¥' | '￥' | '$' | '₩' | '₹' | '«' | '»' | '·' | '•' | '・' | '®' | '™'
        | '°' => Class::Sign,
        'ß'..='ÿ' | 'ã' if c != '÷' => Class::Lower,
        'À'..='Þ' if c != '×' => Class::Upper,
        '\u{100}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c.is_lowercase() => Class::Lower,
        '\u{100}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Class::Upper,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' => Class::Wide,
        '가'..='힣' | '一'..='\u{9fff}' if is_everyday(c) => Class::Wide,
        _ if digit(c).is_some() => Class::Digit,
        '\u{370}'..='\u{1cff}' if c.is_alphabetic() => Class::Other,
        // Vowel signs of the scripts of India, Thailand and Arabia.
        '\u{591}'..='\u{e4d}' if !c.is_control() => Class::Other,
        _ => Class::Odd,
    }
}

/// The commonest pairs of letters in the languages that are written in Latin ones. Letters of a
/// message read in the wrong order are still letters, but seldom these.
///
/// Each entry has what follows a letter, from a to z.
const FOLLOWERS: [&str; 26] = [
    "cdlmnorstuz",
    "e",
    "acehio",
    "aeio",
    "acdilmnrsy",
    "i",
    "e",
    "aei",
    "acdefglnost",
    "",
    "e",
    "aeil",
    "abeoy",
    "degiostu",
    "flmnrstuw",
    "aior",
    "u",
    "aeios",
    "cehiost",
    "aehior",
    "emnrst",
    "e",
    "io",
    "",
    "o",
    "o",
];

fn is_common(left: char, right: char) -> bool {
    let place = u32::from(left).checked_sub(u32::from('a'));
    let followers = place.and_then(|place| FOLLOWERS.get(usize::try_from(place).ok()?));
    followers.is_some_and(|followers| followers.contains(right))
}

/// What two neighbours say: 2 they belong together, 0 they do not.
fn bond(left: Class, right: Class) -> i32 {
    use Class::{Digit, Lower, Mark, Odd, Other, Sign, Space, Upper, Wide};
    let pair = (left, right);
    if left == Odd || right == Odd || pair == (Sign, Sign) {
        return 0;
    }
    if matches!(pair, (Space, Space) | (Mark, Mark | Sign) | (Sign, Mark)) {
        return 1;
    }
    match pair {
        (Space | Mark, _)
        | (_, Space | Mark)
        | (Lower | Upper, Lower)
        | (Upper, Upper | Wide)
        | (Digit, Digit | Wide)
        | (Wide, Wide | Digit | Upper)
        | (Other, Other) => 2,
        (Sign, _)
        | (_, Sign)
        | (Upper | Other, Digit)
        | (Digit, Other)
        | (Wide, Lower)
        | (Lower, Wide) => 1,
        _ => 0,
    }
}

/// How a text reads. Two characters at either end do not count: padding and half characters are
/// there.
pub fn impression(text: &str) -> Impression {
    let mut chars: Vec<(char, Class)> =
        text.chars().take(SAMPLE).map(|c| (c.to_ascii_lowercase(), class(c))).collect();
    for _ in 0..2 {
        chars.pop_if(|(_, class)| *class == Class::Odd);
    }
    let junk = chars.iter().take(2).take_while(|(_, class)| *class == Class::Odd).count();
    let chars = &chars[junk..];
    let share = |sum: i32, count: usize| {
        i32::try_from(count).ok().filter(|count| *count > 0).map_or(0, |count| sum * 1000 / count)
    };
    let legible = chars.iter().filter(|(_, class)| *class != Class::Odd).count();
    let bonds = chars.windows(2).map(|pair| match (pair[0], pair[1]) {
        ((left, Class::Lower | Class::Upper), (right, Class::Lower))
            if left.is_ascii() && right.is_ascii() && !is_common(left, right) =>
        {
            1
        }
        ((_, left), (_, right)) => bond(left, right),
    });
    let bonds = bonds.sum();
    Impression {
        legible: share(i32::try_from(legible).unwrap_or(0), chars.len()),
        natural: share(bonds, 2 * chars.len().saturating_sub(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_read_like_messages() {
        for text in [
            "123456 is your Amazon OTP. Do not share it with anyone.",
            "【亚马逊】您的验证码是123456，请勿告诉他人。",
            "認証コード：123456。このコードは他人に教えないでください。",
            "[Web발신] 인증번호 [123456]를 입력해 주세요.",
            "Ihr Bestätigungscode lautet: 123 456",
            "Ваш код: 123456. Никому не сообщайте.",
            "رمز التحقق الخاص بك هو 123456",
            "รหัสยืนยันของคุณคือ 123456",
        ] {
            let impression = impression(text);
            assert!(
                impression.natural >= 850 && impression.legible >= 950,
                "{text}: {impression:?}"
            );
        }
    }

    #[test]
    fn garbled_text_does_not() {
        for text in [
            "ㄲ㌴㔶\u{2069}猠祯畲\u{2041}浡穯渠佔倮",
            "鎮ㄧ殑楠岃瘉鐮佹槸锛�",
            "æ‚¨çš„éªŒè¯ç æ˜¯",
            "1ÙV³Òsþ]í°þí=©P",
        ] {
            let impression = impression(text);
            assert!(impression.natural < 700, "{text}: {impression:?}");
        }
    }

    #[test]
    fn the_ends_are_forgiven() {
        assert_eq!(impression("\0\u{fffd}Code 1234\0\0").legible, 1000);
        assert!(impression("\0Co\0de 1\0\u{32}34\0\0").legible < 900);
        assert_eq!(impression(""), Impression { legible: 0, natural: 0 });
    }
}
