//! How a text ends that has no last line end: whether the key that stands there is whole.
//!
//! What was copied or downloaded in part reads well as far as it goes. A key has no length of its own, so one that is
//! cut is another key, and its codes are refused with nothing to say why. What can be told is how it stands to the
//! other keys of the file. Of those only lengths and settings are kept.

use std::collections::{BTreeMap, BTreeSet};

use super::uri_list::{is_address, is_margin};
use crate::otp::base32;

/// The fewest characters of a key that platforms give out.
const KEY: usize = 16;
/// Lengths of the keys that platforms give out; those of 16 bytes, and of the 32 of Amazon, fill no whole groups of
/// eight.
const USUAL: [usize; 4] = [KEY, 26, 32, 52];
/// How many keys show what those of a file look like.
const SEVERAL: usize = 2;
/// What an address says of its codes.
const SETTINGS: [&str; 4] = ["algorithm", "digits", "period", "counter"];
/// What nearly every address says besides.
const COMMON: [&str; 3] = ["secret", "issuer", "encoder"];

/// What is known of the last thing in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// Nothing says that it is cut.
    Whole,
    /// It may be.
    Doubtful,
    /// It is.
    Torn,
}

/// The keys that stand before the last one, by what tells nothing of them.
#[derive(Default)]
pub(super) struct Known {
    /// How many there are, and how many characters they have.
    keys: usize,
    lengths: BTreeSet<usize>,
    /// How many addresses there are, and how many of them say what.
    addresses: usize,
    names: BTreeMap<String, usize>,
    /// What they say of their codes, in small letters.
    settings: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Whether the last line of a text is over: a line end follows it, or nothing stands in it.
pub(super) fn is_ended(text: &(impl AsRef<[u8]> + ?Sized)) -> bool {
    let text = text.as_ref();
    let line = text.rsplit(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or(text);
    String::from_utf8_lossy(line).chars().all(is_margin)
}

/// Whether a text ends within a character: what is left of one is decoded as this.
pub(super) fn is_broken(text: &str) -> bool {
    text.ends_with(char::REPLACEMENT_CHARACTER)
}

/// How many characters of a key a text has.
fn length(text: &str) -> usize {
    let is_filler = |c: &char| c.is_whitespace() || matches!(c, '-' | '_' | '=');
    text.chars().filter(|c| !is_filler(c)).count()
}

/// The parameters of an address, with small names.
fn parameters(address: &str) -> impl Iterator<Item = (String, &str)> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pieces = query.split('&').filter_map(|piece| bare(piece).split_once('='));
    pieces.map(|(name, value)| (name.trim().to_ascii_lowercase(), value))
}

fn bare(piece: &str) -> &str {
    piece.strip_prefix("amp;").unwrap_or(piece)
}

impl Known {
    /// Keeps in mind how a key is written, or an address with one.
    pub(super) fn learn(&mut self, text: &str) {
        let text = text.trim().trim_matches('"');
        if text.is_empty() {
            return;
        }
        if !is_address(text) {
            self.measure(length(text));
            return;
        }
        self.addresses += 1;
        for (name, value) in parameters(text) {
            if name == "secret" {
                self.measure(length(value));
            } else if let Some(setting) = SETTINGS.iter().find(|setting| **setting == name) {
                self.set(setting, value);
            }
            *self.names.entry(name).or_default() += 1;
        }
    }

    fn measure(&mut self, length: usize) {
        self.keys += 1;
        self.lengths.insert(length);
    }

    /// Keeps in mind what stands beside a key.
    pub(super) fn set(&mut self, setting: &'static str, value: &str) {
        let value = value.trim().to_lowercase();
        if !value.is_empty() {
            self.settings.entry(setting).or_default().insert(value);
        }
    }

    /// Judges the key, or the address with one, that a text ends with.
    pub(super) fn judge(&self, text: &str) -> End {
        let text = text.trim();
        if is_broken(text) {
            return End::Torn;
        }
        // What closes a cell or fills up a key stands at its end.
        if text.ends_with(['"', '=']) && !is_address(text) {
            return End::Whole;
        }
        if !is_address(text) {
            return self.key(text);
        }
        if text.ends_with('"') {
            return End::Whole;
        }
        let Some((head, query)) = text.split_once('?') else {
            let key = text.split_once("://").filter(|(scheme, _)| scheme.trim() == "steam");
            return key.map_or(End::Torn, |(_, key)| self.key(key));
        };
        let last = bare(query.rsplit('&').next().unwrap_or(query));
        let is_escape = |tail: &str| tail == "%" || tail.len() == 2 && tail.starts_with('%');
        let end = last.rfind('%').map_or("", |at| &last[at..]);
        if is_escape(end) {
            return End::Torn;
        }
        let Some((name, value)) = last.split_once('=') else {
            let begun = last.to_ascii_lowercase();
            let is_begun = COMMON.iter().chain(&SETTINGS).any(|name| name.starts_with(&begun));
            return if is_begun { End::Torn } else { End::Whole };
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "secret" => {
                // Others say more behind it.
                let is_motp = head.to_ascii_lowercase().starts_with("motp:");
                let said = |name: &str| self.names.get(name) == Some(&self.addresses);
                let says_all = parameters(text).any(|(name, _)| name == "issuer");
                let lacks = self.addresses > 0 && said("issuer") && !says_all && !is_motp;
                self.key(value).max(if lacks { End::Doubtful } else { End::Whole })
            }
            name => match SETTINGS.iter().find(|setting| **setting == name) {
                Some(_) if value.trim().is_empty() => End::Torn,
                Some(setting) => self.setting(setting, value),
                None => End::Whole,
            },
        }
    }

    /// Judges what a text ends with, as a setting of a key.
    pub(super) fn setting(&self, setting: &'static str, value: &str) -> End {
        let value = value.trim().to_lowercase();
        let longer = |known: &String| known.len() > value.len() && known.starts_with(&value);
        let known = self.settings.get(setting);
        let is_part = known.is_some_and(|known| known.iter().any(longer));
        let is_odd = match setting {
            // Any of them begins so; and nobody's codes change every few seconds.
            "algorithm" => matches!(value.as_str(), "sha" | "sha-" | "hmac" | "hmacsha"),
            "period" => value.len() == 1,
            _ => false,
        };
        let is_known = known.is_some_and(|known| known.contains(&value));
        if !is_known && (is_part || is_odd) { End::Doubtful } else { End::Whole }
    }

    /// Judges the characters of a key.
    fn key(&self, text: &str) -> End {
        let text = text.trim();
        let length = length(text);
        if text.ends_with('=') || self.lengths.contains(&length) {
            return End::Whole;
        }
        let is_shorter = self.lengths.first().is_some_and(|least| length < *least);
        // What is no base32 is refused, or read in another way.
        let Ok(key) = base32::decode(text) else {
            return if is_shorter { End::Doubtful } else { End::Whole };
        };
        let is_odd = key.spare_bits || length < KEY;
        let is_usual = USUAL.contains(&length);
        let is_whole = is_usual || length.is_multiple_of(8);
        // Where they are of several lengths, another one is no wonder.
        let are_alike = self.keys >= SEVERAL && self.lengths.len() == 1 && !is_usual;
        match () {
            () if key.odd_length || is_shorter && (is_odd || are_alike) => End::Torn,
            () if is_shorter || is_odd || self.lengths.is_empty() && !is_whole => End::Doubtful,
            () => End::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::End::{Doubtful, Torn, Whole};
    use super::*;

    const LONG: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn judge(others: &[&str], text: &str) -> End {
        let mut known = Known::default();
        for other in others {
            known.learn(other);
        }
        known.judge(text)
    }

    #[test]
    fn a_last_line_that_is_over() {
        for (text, ended) in [
            ("", true),
            ("a\n", true),
            ("a\r\n", true),
            ("a\r", true),
            ("a\n \t", true),
            ("a", false),
            ("a\nb", false),
            ("a\n\0", true),
            ("a\n\u{3000}\u{feff}", true),
            ("a\n\u{fffd}", false),
        ] {
            assert_eq!(is_ended(text), ended, "{text:?}");
        }
    }

    #[test]
    fn what_a_key_at_the_end_looks_like() {
        let amazon = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
        let cases: [(&str, &[&str], &str, End); 21] = [
            ("alone, of whole groups", &[], &LONG[..16], Whole),
            ("alone, as Amazon's", &[], amazon, Whole),
            ("alone, padded", &[], "ON2XAZLSEBZWKY3SMV2CA===", Whole),
            ("alone, of another length", &[], &LONG[..20], Doubtful),
            ("alone, of a length there is not", &[], &LONG[..17], Torn),
            ("alone, short", &[], &LONG[..8], Doubtful),
            ("as long as another", &[LONG, &LONG[..20]], &LONG[..20], Whole),
            ("as odd as another", &[LONG, &LONG[..17]], &LONG[..17], Whole),
            ("in groups", &[LONG], "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", Whole),
            ("longer than others", &[LONG], amazon, Whole),
            ("shorter than all of one length", &[LONG, LONG], &LONG[..24], Torn),
            ("shorter than all, as some are", &[LONG, LONG], &LONG[..16], Doubtful),
            ("shorter than all of several", &[LONG, amazon], &LONG[..24], Doubtful),
            ("shorter than all of several, and odd", &[LONG, amazon], &LONG[..20], Torn),
            ("shorter than a single one", &[LONG], &LONG[..24], Doubtful),
            ("shorter, and short", &[LONG], &LONG[..8], Torn),
            ("shorter, with spare bits", &[LONG], &LONG[..20], Torn),
            ("a length there is not", &[LONG], &LONG[..30], Torn),
            ("within a character", &[LONG], "GEZDGNBVGY3TQOJ\u{fffd}", Torn),
            ("hexadecimal", &["e3152afee62599c8"], "e3152afee62599", Doubtful),
            ("quoted", &[LONG], "GEZDGNB\"", Whole),
        ];
        for (name, others, text, expected) in cases {
            assert_eq!(judge(others, text), expected, "{name}");
        }
    }

    #[test]
    fn what_an_address_at_the_end_looks_like() {
        let whole = format!(
            "otpauth://totp/A:a?secret={LONG}&issuer=A&algorithm=SHA256&digits=6&period=30"
        );
        let until = |mark: &str| &whole[..whole.find(mark).expect("in it")];
        let cases = [
            ("whole", whole.clone(), Whole),
            ("no parameter", "otpauth://totp/Ama".into(), Torn),
            ("within a name", until("ts=6").into(), Torn),
            ("behind a sign", format!("{}&", until("&digits")), Torn),
            ("no value", until("6&period").into(), Torn),
            ("a part of a value", until("0").into(), Doubtful),
            ("any algorithm", until("256").into(), Doubtful),
            ("within the key", until("BVGY3TQOJQ&").into(), Torn),
            ("behind the key", until("&issuer").into(), Doubtful),
            ("within an escape", format!("{}%E", until("A&algorithm")), Torn),
            (
                "behind a name with a sign",
                format!("otpauth://totp/x?secret={LONG}&issuer=A & B"),
                Whole,
            ),
            ("Steam's", format!("steam://{LONG}"), Whole),
            ("Steam's, cut", format!("steam://{}", &LONG[..9]), Torn),
        ];
        for (name, text, expected) in cases {
            assert_eq!(judge(&[&whole], &text), expected, "{name}: {text}");
        }
        // Nothing to hold it against.
        assert_eq!(judge(&[], until("&issuer")), Whole);
        assert_eq!(judge(&[], &whole), Whole);
    }
}
