//! What is written where a key belongs, and reads as one although it is none: words with letters and digits of
//! base32, two keys behind each other, and a key with a word before it.

use super::bare::{KEY, is_key, narrow};
use super::meaning;
use crate::model::Catalogue;

/// Why what decodes as a key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// Words, or a key among words.
    Words,
    /// Fewer letters than any key has that a platform gives out.
    Short,
    /// Two keys.
    Several,
}

/// Words before a key that say that it is one.
const BEFORE: [&str; 9] =
    ["code", "secret", "totp", "otp", "2fa", "mfa", "auth", "base32", "authenticator"];
/// The fewest letters of a part of a line that is a key and no half of one: those of 128 bits.
const WHOLE: usize = 26;
/// The fewest letters of a group with a digit in its midst that no word has.
const GROUP: usize = 4;

/// Why what stands where a key belongs is none, or not one, although it decodes; `names` are those of its account,
/// which people write before it.
pub fn no_key(text: &str, names: &[&str]) -> Option<NoKey> {
    let text = narrow(text);
    let text = text.trim();
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    if count(text) < KEY {
        let is_group = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        return Some(if is_group { NoKey::Short } else { NoKey::Words });
    }
    let is_whole = |part: &str| count(part) >= KEY;
    let has_two = text.split_whitespace().filter(|part| count(part) >= WHOLE).nth(1).is_some();
    if has_two || text.lines().filter(|line| is_whole(line)).count() > 1 || is_doubled(text) {
        return Some(NoKey::Several);
    }
    (is_said(text) || has_word_before(text, names)).then_some(NoKey::Words)
}

/// Whether a key stands twice behind itself. Those that are shown as examples repeat within 32 letters.
fn is_doubled(text: &str) -> bool {
    let bare: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let (one, other) = bare.split_at(bare.len() / 2);
    bare.len() > 2 * KEY && one.eq_ignore_ascii_case(other)
}

/// Whether groups of letters are words: of different lengths, some in small letters, and none with a digit in its
/// midst.
fn is_said(text: &str) -> bool {
    let mut groups = text.split(|c: char| !c.is_alphanumeric()).filter(|group| !group.is_empty());
    let has_digit = |group: &str| {
        let stem = group.trim_end_matches(|c: char| c.is_ascii_digit());
        group.len() >= GROUP && stem.contains(|c: char| c.is_ascii_digit())
    };
    text.contains(char::is_lowercase)
        && groups.clone().nth(1).is_some()
        && !is_key(text)
        && !groups.any(has_digit)
}

/// Whether a word stands before a whole key: one that says what it is, a name of the account or of a platform, or
/// one in another case. Any other may be the first group of the key.
fn has_word_before(text: &str, names: &[&str]) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric();
    let Some(end) = text.find(|c| !is_of_word(c)) else { return false };
    let (word, rest) = text.split_at(end);
    let rest = rest.trim_matches(|c: char| !is_of_word(c) && c != '=');
    if !is_key(rest) || is_key(text) {
        return false;
    }
    let small = word.to_lowercase();
    let is_small = |text: &str| !text.contains(char::is_uppercase);
    let is_large = |text: &str| !text.contains(char::is_lowercase);
    BEFORE.contains(&&*small)
        || meaning::is_key(&small)
        || names.iter().any(|name| name.trim().to_lowercase() == small)
        || is_small(word) && is_large(rest)
        || is_large(word) && is_small(rest)
        || Catalogue::shipped().of(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    const OTHER: &str = "KRUGKIDROVUWG2ZAMJZG653OEBTG66BA";

    #[test]
    fn what_decodes_and_is_no_key() {
        use NoKey::{Several, Short, Words};
        for (text, expected) in [
            ("ONE", None),
            ("jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp", None),
            ("jbsw-y3dp-ehpk-3pxp-ab", None),
            ("JBSWY3DP\nEHPK3PXP", None),
            ("gezd gnbvgy3tqojqgezdgnbvgy3tqojq", None),
            ("abcd efgh ijkl mnop", None),
            ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", None),
            ("GEZD5NB7", Some(Short)),
            ("gezd5nb7", Some(Words)),
            ("no 2FA", Some(Words)),
            ("P 7", Some(Words)),
            ("see the sheet 2 of Anna", Some(Words)),
            ("ask for the 2FA in the safe", Some(Words)),
            ("ONE\nOTHER", Some(Several)),
            ("ONE\r\nOTHER\r\n", Some(Several)),
            ("jbsw y3dp ehpk 3pxp\nkrug kidr ovuw g2za", Some(Several)),
            ("ONE OTHER", Some(Several)),
            ("KRUGKIDROVUWG2ZA JBSWY3DPEHPK3PXP", None),
            ("ONEONE", Some(Several)),
            ("ONE ONE", Some(Several)),
            ("TOTP-ONE", Some(Words)),
            ("KEY OTHER", Some(Words)),
            ("Secret ONE", Some(Words)),
            ("amzn-OTHER", Some(Words)),
            ("EBAY-ONE", Some(Words)),
            ("ACME ONE", Some(Words)),
        ] {
            let text = text.replace("ONE", ONE).replace("OTHER", OTHER);
            assert_eq!(no_key(&text, &["", "Acme"]), expected, "{text}");
        }
    }
}
