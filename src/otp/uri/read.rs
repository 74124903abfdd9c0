//! The tolerant reader.

use percent_encoding::percent_decode_str;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::names::{Names, decode, is_steam};
use super::{Address, LONGEST, Remark, UriError};
use crate::otp::{Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind, base32};

/// Bytes of the key below which it is remarked upon: 80 bits.
const SHORT: usize = 10;

/// Parameters whose name and `=` after a `?` show that the query begins there.
const KNOWN: [&str; 21] = [
    "secret",
    "issuer",
    "algorithm",
    "digits",
    "period",
    "counter",
    "encoder",
    "steam",
    "image",
    "icon",
    "lock",
    "color",
    "codedisplay",
    "tags",
    "pin",
    "pin_length",
    "name",
    "uid",
    "track_id",
    "issueralt",
    "labelalt",
];

/// Parameters that are read, of which the first counts.
const ONCE: [&str; 8] =
    ["secret", "issuer", "algorithm", "digits", "period", "counter", "encoder", "codedisplay"];

/// Reads one address. White space, a byte order mark and one pair of quotes around it are ignored.
pub fn parse(text: &str) -> Result<Address, UriError> {
    let text = bare(text);
    let (scheme, rest) = text.split_once(':').ok_or(UriError::NotOtpauth)?;
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    if is("otpauth-migration") {
        return Err(UriError::Migration);
    }
    if is("motp") {
        return Err(UriError::UnknownType("motp".into()));
    }
    if !is("otpauth") && !is("steam") {
        return Err(UriError::NotOtpauth);
    }
    if text.len() > LONGEST {
        return Err(UriError::TooLong);
    }
    let rest = (0..3).fold(rest, |rest, _| rest.strip_prefix('/').unwrap_or(rest));
    if is("steam") { steam(rest) } else { otpauth(rest) }
}

fn bare(text: &str) -> &str {
    let text = text.trim_matches(is_margin);
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .map_or(text, |text| text.trim_matches(is_margin))
}

fn is_margin(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// What follows `steam://`: a key and nothing else.
fn steam(rest: &str) -> Result<Address, UriError> {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let mut remarks = Vec::new();
    let key =
        Key::new(secret(&rest[..end], &mut remarks)?, Kind::Steam, Algorithm::Sha1, DEFAULT_DIGITS)
            .map_err(UriError::Bounds)?;
    Ok(Address { issuer: "Steam".into(), key: Some(key), remarks, ..Address::default() })
}

/// What follows `otpauth://`.
fn otpauth(rest: &str) -> Result<Address, UriError> {
    let (kind, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let kind = kind.to_ascii_lowercase();
    if !matches!(kind.as_str(), "totp" | "hotp" | "steam") {
        // Whatever is longer could be a key that somebody pasted here: it is not repeated.
        let word = (1..=8).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_alphanumeric());
        return Err(if word { UriError::UnknownType(kind) } else { UriError::NotOtpauth });
    }
    let (label, query) = split_query(rest.strip_prefix('/').unwrap_or(rest));
    let query = Query::read(query);
    let names = Names::read(label, query.value("issuer"));
    let mut address = Address {
        remarks: query.repeated.iter().map(|&parameter| Remark::Repeated { parameter }).collect(),
        ..Address::default()
    };
    let mut utf8 = names.utf8;
    for tag in &query.tags {
        let tag = decode(tag);
        utf8 &= tag.utf8;
        address.group(&tag.text);
    }
    if let Some(raw) = query.value("codedisplay") {
        address.display(raw)?;
    }
    if let Some(prefix) = names.other_prefix {
        let separator = if address.note.is_empty() { "" } else { "\n" };
        address.note.push_str(separator);
        address.note.push_str("label prefix: ");
        address.note.push_str(&prefix);
        address.remarks.push(Remark::PrefixDiffers { prefix });
    }
    if names.issuer.is_empty() && names.login.is_empty() {
        address.remarks.push(Remark::NoName);
    }
    if !utf8 {
        address.remarks.push(Remark::NotUtf8);
    }
    address.key = Some(key(&kind, &names.issuer, &query, &mut address.remarks)?);
    (address.issuer, address.login) = (names.issuer, names.login);
    Ok(address)
}

fn key(
    kind: &str,
    issuer: &str,
    query: &Query<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<Key, UriError> {
    let secret = secret(query.value("secret").ok_or(UriError::NoKey)?, remarks)?;
    let encoder = query.value("encoder").is_some_and(|e| is_steam(e.trim()));
    // What stands beside a Steam key about hash, digits and period means nothing.
    if kind == "steam" || encoder || query.steam {
        return Key::new(secret, Kind::Steam, Algorithm::Sha1, 5).map_err(UriError::Bounds);
    }
    let digits = query.number("digits", KeyError::Digits)?;
    if kind == "totp" && is_steam(issuer) {
        if digits.is_none_or(|digits| digits == 5) {
            return Key::new(secret, Kind::Steam, Algorithm::Sha1, 5).map_err(UriError::Bounds);
        }
        remarks.push(Remark::NotSteam);
    }
    let digits = digits.map_or(Ok(DEFAULT_DIGITS), u8::try_from);
    let digits = digits.map_err(|_| UriError::Bounds(KeyError::Digits))?;
    let algorithm = query.value("algorithm").unwrap_or_default();
    let algorithm = Algorithm::guess(algorithm).ok_or_else(|| {
        let name = algorithm.trim();
        // As with types: longer texts could be a key.
        UriError::Algorithm(if name.len() <= 12 { name.into() } else { String::new() })
    })?;
    let kind = if kind == "hotp" {
        let counter = query.number("counter", KeyError::Counter)?;
        if counter.is_none() {
            remarks.push(Remark::NoCounter);
        }
        Kind::Hotp { counter: counter.unwrap_or(0) }
    } else {
        let period = query.number("period", KeyError::Period)?;
        let period = period.map_or(Ok(DEFAULT_PERIOD), u32::try_from);
        Kind::Totp { period: period.map_err(|_| UriError::Bounds(KeyError::Period))? }
    };
    Key::new(secret, kind, algorithm, digits).map_err(UriError::Bounds)
}

fn secret(raw: &str, remarks: &mut Vec<Remark>) -> Result<crate::secret::Secret, UriError> {
    // A plus is a space that a form encoded.
    let spaced = Zeroizing::new(raw.replace('+', " "));
    let text = Zeroizing::new(percent_decode_str(&spaced).decode_utf8_lossy().into_owned());
    let decoded = base32::decode(&text).map_err(|error| match error {
        base32::Base32Error::Empty => UriError::NoKey,
        error => UriError::Key(error),
    })?;
    if decoded.odd_length {
        remarks.push(Remark::OddLength);
    } else if decoded.spare_bits {
        remarks.push(Remark::SpareBits);
    }
    if decoded.secret.expose().len() < SHORT {
        remarks.push(Remark::ShortKey);
    }
    Ok(decoded.secret)
}

/// Cuts at the first `?` that a known parameter follows, or failing that at the first one with a
/// key somewhere behind it; so a raw `?` in a label stays in the label.
fn split_query(text: &str) -> (&str, &str) {
    let opens = |&at: &usize| {
        let query = &text.as_bytes()[at + 1..];
        KNOWN.iter().any(|name| {
            query.get(..name.len()).is_some_and(|q| q.eq_ignore_ascii_case(name.as_bytes()))
                && matches!(query.get(name.len()), None | Some(b'=' | b'&'))
        })
    };
    let marks = text.match_indices('?').map(|(at, _)| at);
    let at = marks.clone().find(opens).or_else(|| {
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        let key = lower.rfind("&secret=").max(lower.rfind("&amp;secret="))?;
        marks.clone().next().filter(|&at| at < key)
    });
    at.map_or((text, ""), |at| (&text[..at], &text[at + 1..]))
}

/// The parameters, raw.
struct Query<'a> {
    values: [Option<&'a str>; ONCE.len()],
    tags: Vec<&'a str>,
    steam: bool,
    repeated: Vec<&'static str>,
}

impl<'a> Query<'a> {
    fn read(query: &'a str) -> Self {
        let mut read =
            Self { values: [None; ONCE.len()], tags: Vec::new(), steam: false, repeated: vec![] };
        // Where the value of an issuer begins that raw `&`s may yet lengthen.
        let mut issuer = None;
        let mut start = 0;
        for piece in query.split('&') {
            let end = start + piece.len();
            let bare = piece.strip_prefix("amp;").unwrap_or(piece);
            if let Some((name, value)) = bare.split_once('=') {
                issuer = None;
                let is = |known: &&str| name.trim().eq_ignore_ascii_case(known);
                if is(&"tags") {
                    read.tags.push(value);
                } else if let Some(slot) = ONCE.iter().position(is)
                    && !value.trim().is_empty()
                {
                    if read.values[slot].is_some() {
                        read.repeated.push(ONCE[slot]);
                    } else {
                        read.values[slot] = Some(value);
                        issuer = (ONCE[slot] == "issuer").then_some((slot, end - value.len()));
                    }
                }
            } else if is_steam(bare.trim()) {
                issuer = None;
                read.steam = true;
            } else if let Some((slot, from)) = issuer
                && !bare.trim().is_empty()
            {
                read.values[slot] = Some(&query[from..end]);
            }
            start = end + 1;
        }
        read
    }

    /// The value of one of [`ONCE`]; absent and empty are the same.
    fn value(&self, name: &str) -> Option<&'a str> {
        ONCE.iter().position(|known| *known == name).and_then(|slot| self.values[slot])
    }

    /// A whole number; `beyond` is the error of one that no field of ours holds.
    fn number(&self, name: &'static str, beyond: KeyError) -> Result<Option<u64>, UriError> {
        let Some(raw) = self.value(name) else { return Ok(None) };
        let text: String = decode(raw).text.nfkc().collect();
        let text = text.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(UriError::NotANumber { parameter: name });
        }
        text.parse().map(Some).map_err(|_| UriError::Bounds(beyond))
    }
}

impl Address {
    fn group(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.groups.iter().any(|group| group == name) {
            self.groups.push(name.to_owned());
        }
    }

    /// Takes over what Ente keeps beside a key: form-encoded JSON.
    fn display(&mut self, raw: &str) -> Result<(), UriError> {
        let raw = raw.replace('+', " ");
        let text = decode(&raw).text.replace("%2C", ",");
        let Ok(Value::Object(display)) = serde_json::from_str(&text) else {
            self.remarks.push(Remark::Unread { parameter: "codedisplay" });
            return Ok(());
        };
        let yes = |name| {
            let value = display.get(name);
            value.is_some_and(|v| v.as_bool() == Some(true) || v.as_str() == Some("true"))
        };
        if yes("trashed") {
            return Err(UriError::Trashed);
        }
        self.favourite = yes("pinned");
        let tags = display.get("tags").and_then(Value::as_array);
        tags.into_iter().flatten().filter_map(Value::as_str).for_each(|tag| self.group(tag));
        if let Some(note) = display.get("note").and_then(Value::as_str) {
            note.clone_into(&mut self.note);
        }
        Ok(())
    }
}
