//! A key from the words other programs write it in, whatever their format: what is lenient about
//! keys, hashes and numbers is lenient everywhere alike, and what would change the codes is refused.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::{Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind, base32, motp, yandex};
use crate::secret::Secret;

/// Bytes of the key below which it is remarked upon: 80 bits.
const SHORT: usize = 10;

/// What another program says of a key. An empty text is the same as none.
#[derive(Clone, Debug, Default)]
pub struct Parts<'a> {
    /// What moves the codes on.
    pub sort: Sort,
    /// The key itself.
    pub secret: Material<'a>,
    /// The word for the HMAC; SHA-1 when empty. Ignored where the kind fixes it.
    pub algorithm: Cow<'a, str>,
    /// Characters of a code; 6 when empty.
    pub digits: Cow<'a, str>,
    /// Seconds of a period; 30 when empty. For [`Sort::Totp`] only.
    pub period: Cow<'a, str>,
    /// The next counter to use; 0 when empty, which is remarked upon. For [`Sort::Hotp`] only.
    pub counter: Cow<'a, str>,
    /// The PIN, for the kinds that have one.
    pub pin: Option<Secret>,
}

/// What moves codes on, before anything else is known of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Time.
    #[default]
    Totp,
    /// A counter.
    Hotp,
    /// Steam Guard.
    Steam,
    /// mOTP.
    Motp,
    /// Yandex.
    Yandex,
}

impl Sort {
    /// The kind a word names, in any case: `totp`, `hotp`, `steam`, `motp`, `yandex`.
    pub fn guess(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "totp" => Some(Self::Totp),
            "hotp" => Some(Self::Hotp),
            "steam" => Some(Self::Steam),
            "motp" => Some(Self::Motp),
            "yandex" => Some(Self::Yandex),
            _ => None,
        }
    }
}

/// The key as it was written.
#[derive(Clone, Default)]
pub enum Material<'a> {
    /// Not at all.
    #[default]
    None,
    /// As text: base32, or for mOTP the hexadecimal text itself.
    Text(&'a str),
    /// As bytes; for mOTP, the bytes of that text.
    Bytes(Secret),
}

impl std::fmt::Debug for Material<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Self::None) { "None" } else { "[secret]" })
    }
}

/// Something that was changed or assumed on reading; never a reason to refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The label's prefix differs from the issuer parameter; the parameter won.
    PrefixDiffers {
        /// The prefix, kept in the note.
        prefix: String,
    },
    /// Neither issuer nor login.
    NoName,
    /// A name was not UTF-8; U+FFFD stands for what was lost.
    NotUtf8,
    /// A counter key without a counter: 0 is assumed.
    NoCounter,
    /// Issuer Steam, but digits other than five or another period were asked for: kept as TOTP.
    NotSteam,
    /// Issuer Steam, and nothing else says that it is Steam Guard: read as that.
    SteamByIssuer,
    /// The key has a length no whole number of bytes has; the spare bits were dropped.
    OddLength,
    /// The key's length is possible, but its last character says more than whole bytes hold; the
    /// spare bits were dropped.
    SpareBits,
    /// Fewer than 80 bits.
    ShortKey,
    /// A kind with a PIN came without it: there is no code until it is typed in.
    NoPin,
    /// A Yandex key came with what follows its 16 bytes, which its codes do not use.
    KeyCut,
    /// A parameter stood twice; the first one counts.
    Repeated {
        /// Its name, lower case.
        parameter: &'static str,
    },
    /// A number stood there without a value: what is usual was taken.
    NoValue {
        /// Which: `digits`, `period`.
        parameter: &'static str,
    },
    /// A second key stood there, another one; the first one counts.
    SecondKey,
    /// A parameter with tags, note and the like could not be read and was left out.
    Unread {
        /// Its name, lower case.
        parameter: &'static str,
    },
}

/// Why a key, or the address or row it stands in, was refused. Never carries the key, nor a text that
/// could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not an address of a kind that is read here.
    NotOtpauth,
    /// An address longer than 8 KiB.
    TooLong,
    /// A Google Authenticator batch where one account was expected.
    Migration,
    /// A kind of key that is not known here; lower case, at most eight characters, empty when what
    /// stood there is longer.
    UnknownType(String),
    /// No key in it.
    NoKey,
    /// The key is not base32.
    Key(base32::Base32Error),
    /// A value out of its bounds.
    Bounds(KeyError),
    /// A number that is none.
    NotANumber {
        /// Which: `digits`, `period`, `counter`.
        parameter: &'static str,
    },
    /// An HMAC that is not computed here. Never read as SHA-1. Empty when what stood there is too
    /// long for a name.
    Algorithm(String),
    /// Its program had it in the trash.
    Trashed,
}

impl Refusal {
    /// A kind that is not known here, by the word for it. Longer words are not repeated: they could
    /// be a key that somebody pasted in the wrong place.
    pub fn unknown_type(word: &str) -> Self {
        let word = word.trim().to_ascii_lowercase();
        let is_word =
            (1..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric());
        Self::UnknownType(if is_word { word } else { String::new() })
    }
}

impl Parts<'_> {
    /// The key; what was changed or assumed is added to `remarks`.
    pub fn key(self, remarks: &mut Vec<Remark>) -> Result<Key, Refusal> {
        let kind = match self.sort {
            Sort::Totp => {
                let period = number(&self.period, "period", KeyError::Period)?;
                let period = period.map_or(Ok(DEFAULT_PERIOD), u32::try_from);
                Kind::Totp { period: period.map_err(|_| Refusal::Bounds(KeyError::Period))? }
            }
            Sort::Hotp => {
                let counter = number(&self.counter, "counter", KeyError::Counter)?;
                if counter.is_none() {
                    remarks.push(Remark::NoCounter);
                }
                Kind::Hotp { counter: counter.unwrap_or(0) }
            }
            Sort::Steam => Kind::Steam,
            Sort::Motp => Kind::Motp,
            Sort::Yandex => Kind::Yandex,
        };
        // What stands beside a kind that fixes its hash and digits means nothing.
        let (algorithm, digits) = if kind.is_fixed() {
            (Algorithm::default(), DEFAULT_DIGITS)
        } else {
            let digits = number(&self.digits, "digits", KeyError::Digits)?;
            let digits = digits.map_or(Ok(DEFAULT_DIGITS), u8::try_from);
            let digits = digits.map_err(|_| Refusal::Bounds(KeyError::Digits))?;
            (algorithm(&self.algorithm)?, digits)
        };
        let secret = secret(kind, self.secret, remarks)?;
        let key = Key::new(secret, kind, algorithm, digits).map_err(Refusal::Bounds)?;
        let key = key.with_pin(self.pin.filter(|pin| !pin.is_empty()));
        if key.lacks_pin() {
            remarks.push(Remark::NoPin);
        }
        Ok(key)
    }
}

/// The HMAC a word means.
fn algorithm(word: &str) -> Result<Algorithm, Refusal> {
    Algorithm::guess(word).ok_or_else(|| {
        let name = word.trim();
        // As with kinds: longer texts could be a key.
        Refusal::Algorithm(if name.len() <= 12 { name.into() } else { String::new() })
    })
}

fn secret(
    kind: Kind,
    material: Material<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<Secret, Refusal> {
    let secret = match (kind, material) {
        (_, Material::None) => return Err(Refusal::NoKey),
        (Kind::Motp, Material::Text(text)) => return motp::key(text).ok_or(Refusal::NoKey),
        (Kind::Motp, Material::Bytes(bytes)) => {
            let text = bytes.expose_text().and_then(motp::key);
            return Ok(text.unwrap_or(bytes));
        }
        (_, Material::Text(text)) => base32(text, remarks)?,
        (_, Material::Bytes(bytes)) if bytes.is_empty() => return Err(Refusal::NoKey),
        (_, Material::Bytes(bytes)) => bytes,
    };
    if secret.expose().len() < SHORT {
        remarks.push(Remark::ShortKey);
    }
    if kind == Kind::Yandex && secret.expose().len() > yandex::LENGTH {
        remarks.push(Remark::KeyCut);
        return Ok(yandex::key(&secret));
    }
    Ok(secret)
}

/// A key in base32, read leniently.
pub fn base32(text: &str, remarks: &mut Vec<Remark>) -> Result<Secret, Refusal> {
    let decoded = base32::decode(text).map_err(|error| match error {
        base32::Base32Error::Empty => Refusal::NoKey,
        error => Refusal::Key(error),
    })?;
    if decoded.odd_length {
        remarks.push(Remark::OddLength);
    } else if decoded.spare_bits {
        remarks.push(Remark::SpareBits);
    }
    Ok(decoded.secret)
}

/// A whole number: full-width digits folded, `30.0` read as 30; none when nothing stands there.
/// `beyond` is the error of one that no field of ours holds.
pub fn number(
    text: &str,
    parameter: &'static str,
    beyond: KeyError,
) -> Result<Option<u64>, Refusal> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::NotANumber { parameter });
    }
    whole.parse().map(Some).map_err(|_| Refusal::Bounds(beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_programs_write_them() {
        let cases = [
            ("nothing", "", Ok(None)),
            ("spaces", " \t", Ok(None)),
            ("plain", "30", Ok(Some(30))),
            ("spaces round it", " 30 ", Ok(Some(30))),
            ("full width", "３０", Ok(Some(30))),
            ("a fraction of nothing", "30.0", Ok(Some(30))),
            ("a fraction", "30.5", Err(Refusal::NotANumber { parameter: "period" })),
            ("a dot and nothing", "30.", Err(Refusal::NotANumber { parameter: "period" })),
            ("less than nothing", "-1", Err(Refusal::Bounds(KeyError::Period))),
            ("beyond", "18446744073709551616", Err(Refusal::Bounds(KeyError::Period))),
            ("an exponent", "3e1", Err(Refusal::NotANumber { parameter: "period" })),
            ("words", "thirty", Err(Refusal::NotANumber { parameter: "period" })),
        ];
        for (name, text, expected) in cases {
            assert_eq!(number(text, "period", KeyError::Period), expected, "{name}");
        }
    }

    #[test]
    fn a_long_word_could_be_a_key_and_is_not_repeated() {
        let said = |word| Refusal::unknown_type(word);
        assert_eq!(said("FUTURE"), Refusal::UnknownType("future".into()));
        assert_eq!(said("JBSWY3DPEHPK3PXP"), Refusal::UnknownType(String::new()));
    }

    #[test]
    fn yandex_keys_lose_their_checksum() {
        let mut remarks = Vec::new();
        let material = Material::Bytes(Secret::new((0..26).collect()));
        let parts = Parts { sort: Sort::Yandex, secret: material, ..Parts::default() };
        let key = parts.key(&mut remarks).expect("a key");
        assert_eq!(key.secret().expose(), (0..16).collect::<Vec<u8>>());
        assert_eq!(remarks, [Remark::KeyCut, Remark::NoPin]);
    }
}
