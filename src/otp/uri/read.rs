//! The tolerant reader.

use percent_encoding::percent_decode_str;
use serde_json::Value;
use zeroize::Zeroizing;

use super::names::{Names, decode, is_steam};
use super::{Address, LONGEST};
use crate::otp::parts::{base32, number};
use crate::otp::{Key, KeyError, Material, Parts, Refusal, Remark, Sort};
use crate::secret::Secret;

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
const ONCE: [&str; 10] = [
    "secret",
    "issuer",
    "algorithm",
    "digits",
    "period",
    "counter",
    "encoder",
    "codedisplay",
    "pin",
    "name",
];

/// Those of them without which codes are others.
const NUMBERS: [&str; 2] = ["digits", "period"];

/// Reads one address. White space, a byte order mark and one pair of quotes around it are ignored.
pub fn parse(text: &str) -> Result<Address, Refusal> {
    let text = bare(text);
    let (scheme, rest) = text.split_once(':').ok_or(Refusal::NotOtpauth)?;
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    if is("otpauth-migration") {
        return Err(Refusal::Migration);
    }
    if !is("otpauth") && !is("steam") && !is("motp") {
        return Err(Refusal::NotOtpauth);
    }
    if text.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    let rest = (0..3).fold(rest, |rest, _| rest.strip_prefix('/').unwrap_or(rest));
    if is("steam") {
        steam(rest)
    } else if is("motp") {
        read(Sort::Motp, rest)
    } else {
        otpauth(rest)
    }
}

/// Issuer and login of what was refused, as far as there is an address around them.
pub fn names(text: &str) -> (String, String) {
    let text = bare(text);
    let Some((scheme, rest)) = text.split_once(':').filter(|_| text.len() <= LONGEST) else {
        return Default::default();
    };
    let rest = rest.trim_start_matches('/');
    let rest = match scheme.to_ascii_lowercase().as_str() {
        "otpauth" => rest.split_once('/').map_or("", |(_, rest)| rest),
        "motp" => rest,
        _ => "",
    };
    let (label, query) = split_query(rest);
    if query.is_empty() {
        // What follows a mark that was lost is no name.
        return Default::default();
    }
    let names = Names::read(label, Query::read(query).value("issuer"));
    (names.issuer, names.login)
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
fn steam(rest: &str) -> Result<Address, Refusal> {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let mut remarks = Vec::new();
    let text = unescape(&rest[..end]);
    let parts = Parts { sort: Sort::Steam, secret: Material::Text(&text), ..Parts::default() };
    let key = parts.key(&mut remarks)?;
    Ok(Address { issuer: "Steam".into(), key: Some(key), remarks, ..Address::default() })
}

/// What follows `otpauth://`.
fn otpauth(rest: &str) -> Result<Address, Refusal> {
    let (kind, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let sort = match kind.to_ascii_lowercase().as_str() {
        // Yandex's own name for it; the others go by theirs.
        "yaotp" => Sort::Yandex,
        "yandex" => return Err(Refusal::unknown_type(kind)),
        word => Sort::guess(word).ok_or_else(|| match Refusal::unknown_type(word) {
            Refusal::UnknownType(word) if word.is_empty() => Refusal::NotOtpauth,
            unknown => unknown,
        })?,
    };
    read(sort, rest)
}

/// Label and parameters of a key of some sort.
fn read(sort: Sort, rest: &str) -> Result<Address, Refusal> {
    let (label, query) = split_query(rest.strip_prefix('/').unwrap_or(rest));
    let query = Query::read(query);
    let mut names = Names::read(label, query.value("issuer"));
    if sort == Sort::Yandex {
        names.of_yandex(query.value("name"));
    }
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
    address.key = Some(key(sort, &names.issuer, &query, &mut address.remarks)?);
    (address.issuer, address.login) = (names.issuer, names.login);
    Ok(address)
}

fn key(
    sort: Sort,
    issuer: &str,
    query: &Query<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<Key, Refusal> {
    let text = unescape(query.value("secret").ok_or(Refusal::NoKey)?);
    if query.secrets.iter().any(|other| !is_same_key(&text, &unescape(other))) {
        remarks.push(Remark::SecondKey);
    }
    let number_of = |name| decode(query.value(name).unwrap_or_default()).text;
    let digits = number_of("digits");
    let encoder = query.value("encoder").is_some_and(|e| is_steam(e.trim()));
    let sort = if encoder || query.steam {
        Sort::Steam
    } else if sort == Sort::Totp && is_steam(issuer) {
        let digits = number(&digits, "digits", KeyError::Digits)?;
        let period = number(&number_of("period"), "period", KeyError::Period)?;
        if digits.is_none_or(|digits| digits == 5) && period.is_none_or(|seconds| seconds == 30) {
            remarks.push(Remark::SteamByIssuer);
            Sort::Steam
        } else {
            remarks.push(Remark::NotSteam);
            Sort::Totp
        }
    } else {
        sort
    };
    let counts = |parameter| match parameter {
        "period" => sort == Sort::Totp,
        _ => matches!(sort, Sort::Totp | Sort::Hotp),
    };
    let without = query.empty.iter().filter(|parameter| counts(parameter));
    remarks.extend(without.map(|parameter| Remark::NoValue { parameter }));
    let pin = query.value("pin").map(|raw| pin(sort, raw));
    let parts = Parts {
        sort,
        secret: Material::Text(&text),
        algorithm: query.value("algorithm").unwrap_or_default().into(),
        digits,
        period: number_of("period"),
        counter: number_of("counter"),
        pin,
    };
    parts.key(remarks)
}

/// Whether a value is none.
fn is_blank(name: &str, value: &str) -> bool {
    value.trim().is_empty() || NUMBERS.contains(&name) && decode(value).text.trim().is_empty()
}

/// Whether two texts are the same key, however they are written.
fn is_same_key(text: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let signs = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '='));
        Zeroizing::new(signs.flat_map(char::to_lowercase).collect::<String>())
    };
    bare(text) == bare(other)
}

/// A PIN. Yandex's is written as base32 of its text; one that is not is taken as it stands.
fn pin(sort: Sort, raw: &str) -> Secret {
    let text = unescape(raw);
    match base32(&text, &mut Vec::new()) {
        Ok(pin) if sort == Sort::Yandex && pin.expose_text().is_some() => pin,
        _ => Secret::new(text.as_bytes().to_vec()),
    }
}

/// The text of a secret. A plus is a space that a form encoded.
fn unescape(raw: &str) -> Zeroizing<String> {
    let spaced = Zeroizing::new(raw.replace('+', " "));
    Zeroizing::new(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
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
#[derive(Default)]
struct Query<'a> {
    values: [Option<&'a str>; ONCE.len()],
    tags: Vec<&'a str>,
    steam: bool,
    repeated: Vec<&'static str>,
    /// The keys behind the first.
    secrets: Vec<&'a str>,
    /// Numbers that stand there without a value, and nowhere with one.
    empty: Vec<&'static str>,
}

impl<'a> Query<'a> {
    fn read(query: &'a str) -> Self {
        let mut read = Self::default();
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
                    && is_blank(ONCE[slot], value)
                {
                    let is_number = NUMBERS.contains(&ONCE[slot]);
                    read.empty.extend(is_number.then_some(ONCE[slot]));
                } else if let Some(slot) = ONCE.iter().position(is) {
                    if read.values[slot].is_some() && ONCE[slot] == "secret" {
                        read.secrets.push(value);
                    } else if read.values[slot].is_some() {
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
        let mut empty = std::mem::take(&mut read.empty);
        empty.retain(|parameter| read.value(parameter).is_none());
        read.empty = empty;
        read
    }

    /// The value of one of [`ONCE`]; absent and empty are the same.
    fn value(&self, name: &str) -> Option<&'a str> {
        ONCE.iter().position(|known| *known == name).and_then(|slot| self.values[slot])
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
    fn display(&mut self, raw: &str) -> Result<(), Refusal> {
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
            return Err(Refusal::Trashed);
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
