//! Text as search compares it, and the pinyin of Chinese names.

use nucleo_matcher::chars::normalize;
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

use crate::text::is_plain;

/// Adds a text to `folded` without case, width, accents and invisible characters; every white space
/// becomes a space.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    let start = folded.len();
    if is_printable_ascii(text) {
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        let Some(c) = simple(c) else {
            folded.truncate(start);
            folded.extend(characters(text));
            return;
        };
        folded.push(c);
    }
}

/// Whether a text folds to `folded`. Takes no memory.
pub(super) fn folds_to(text: &str, folded: &str) -> bool {
    let text = text.trim();
    if is_printable_ascii(text) {
        return text.eq_ignore_ascii_case(folded);
    }
    text.chars().map(simple).eq(folded.chars().map(Some))
        || text.chars().any(|c| simple(c).is_none()) && characters(text).eq(folded.chars())
}

fn characters(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        // Through upper case, so that ß is ss, and both forms of a Greek sigma are one.
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .nfc()
        // What no accent is, such as the stroke of ø and ł.
        .map(normalize)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| is_plain(c))
}

fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// What a character folds to if it does not depend on those beside it. Nearly all names are made
/// of such characters, and [`characters`] costs ten times as much.
fn simple(c: char) -> Option<char> {
    match c {
        ' '..='~' => Some(c.to_ascii_lowercase()),
        'ß' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' => None,
        'À'..='ſ' => Some(normalize(c).to_ascii_lowercase()).filter(char::is_ascii),
        'ぁ'..='ゖ' | 'ァ'..='ー' | '가'..='힣' | '々' | '〇' => Some(c),
        _ => Some(c).filter(|&c| is_han(c)),
    }
}

/// Unified ideographs: what has pinyin.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// The pinyin of a text, without tones: `光之户外` is `guangzhihuwai` and `gzhw`.
///
/// Characters with two usual readings make two spellings: 厦门 is found as `xiamen` and `shamen`,
/// 旅行 as `lu`, and as `lv` as it is typed.
#[derive(Default)]
pub(super) struct Spelling {
    full: [String; 2],
    initials: [String; 2],
}

impl Spelling {
    /// Spells a folded text, reusing what was allocated for the last one. Other characters than
    /// Chinese ones stay as they are.
    pub(super) fn spell(&mut self, folded: &str) {
        self.full.iter_mut().chain(&mut self.initials).for_each(String::clear);
        if !folded.chars().any(is_han) {
            return;
        }
        for c in folded.chars() {
            let usual = c.to_pinyin().map(pinyin::Pinyin::plain);
            let other = other_reading(c).or(usual);
            for (reading, v, way) in [(usual, 'u', 0), (other, 'v', 1)] {
                let (full, initials) = (&mut self.full[way], &mut self.initials[way]);
                let Some(reading) = reading else {
                    full.push(c);
                    initials.push(c);
                    continue;
                };
                full.extend(reading.chars().map(|c| if c == 'ü' { v } else { normalize(c) }));
                initials.extend(reading.chars().next());
            }
        }
    }

    /// The different spellings; none for a text without Chinese characters. Initials only of two
    /// characters and more: one letter says nothing.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let [full, other_full] = &self.full;
        let [initials, other_initials] = &self.initials;
        let more = initials.chars().nth(1).is_some();
        [
            Some(full).filter(|full| !full.is_empty()),
            Some(other_full).filter(|other| *other != full),
            Some(initials).filter(|_| more),
            Some(other_initials).filter(|other| more && *other != initials),
        ]
        .into_iter()
        .flatten()
        .map(String::as_str)
    }
}

/// Characters of place, family and trade names with a second reading as usual as the one the
/// pinyin crate gives, and that second reading. Sorted by code point.
const OTHER_READINGS: [(char, &str); 44] = [
    ('乐', "yue"),
    ('仇', "qiu"),
    ('会', "kuai"),
    ('传', "zhuan"),
    ('伽', "jia"),
    ('佛', "fo"),
    ('便', "pian"),
    ('六', "lu"),
    ('区', "ou"),
    ('单', "shan"),
    ('厦', "xia"),
    ('参', "shen"),
    ('弹', "tan"),
    ('晟', "sheng"),
    ('曾', "zeng"),
    ('朝', "zhao"),
    ('朴', "piao"),
    ('柏', "bo"),
    ('查', "zha"),
    ('校', "jiao"),
    ('泊', "bo"),
    ('洗', "xian"),
    ('率', "shuai"),
    ('番', "pan"),
    ('盛', "cheng"),
    ('秘', "bi"),
    ('缪', "miao"),
    ('翟', "zhai"),
    ('茄', "qie"),
    ('茜', "xi"),
    ('薄', "bo"),
    ('藏', "zang"),
    ('蚌', "beng"),
    ('行', "hang"),
    ('覃', "qin"),
    ('觉', "jiao"),
    ('角', "jue"),
    ('解', "xie"),
    ('调', "tiao"),
    ('都', "du"),
    ('重', "chong"),
    ('长', "chang"),
    ('阚', "kan"),
    ('降', "xiang"),
];

fn other_reading(c: char) -> Option<&'static str> {
    let at = OTHER_READINGS.binary_search_by_key(&c, |(c, _)| *c).ok()?;
    Some(OTHER_READINGS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_characters_fold_as_all_do() {
        for c in (' '..=char::MAX).filter(|&c| simple(c).is_some()) {
            // Between two others, so that neither is first or last.
            let text = format!("a{c}b");
            let simple: String = text.chars().filter_map(simple).collect();
            let other: String = characters(&text).collect();
            assert_eq!(simple, other, "{c} {}", c.escape_unicode());
        }
    }

    #[test]
    fn second_readings_are_sorted_and_second() {
        assert!(OTHER_READINGS.is_sorted_by_key(|(c, _)| *c));
        for (c, other) in OTHER_READINGS {
            let usual = c.to_pinyin().expect("has pinyin").plain();
            assert_ne!(usual, other, "{c}");
        }
    }
}
