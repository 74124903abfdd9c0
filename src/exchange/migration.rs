//! Google Authenticator's "transfer accounts": `otpauth-migration://offline?data=` and a protobuf in
//! base64, ten accounts a QR code. Nobody documents it; its fields are known from what the app writes.
//!
//! Hash, digits and kind are numbers of lists, not values, and a period is not in it at all: the app
//! computes with thirty seconds, whatever an account needs. An export of many accounts is a batch of
//! codes, each of which says its place among how many.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use prost::Message;
use zeroize::{Zeroize, Zeroizing};

use super::change::Change;
use super::text::base64;
use super::write::Unfit;
use super::{Part, Reading, Record, Refused, Row};
use crate::otp::uri::LONGEST;
use crate::otp::{Algorithm, Key, KeyError, Kind, Material, Parts, Refusal, Remark, Sort};
use crate::secret::Secret;

/// Accounts in one code, as the app has it.
const MOST_ACCOUNTS: usize = 10;
/// The longest text that one code holds, at error correction level M (ISO/IEC 18004 table 7).
pub(super) const MOST_BYTES: usize = 2331;
/// The most parts a batch may say it has: with ten accounts each, more than are read from a file.
const MOST_PARTS: i32 = 2000;

/// One code. What stands in it is looked at one by one: an account that is broken costs no other.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct Payload {
    #[prost(bytes = "vec", repeated, tag = "1")]
    accounts: Vec<Vec<u8>>,
    #[prost(int32, tag = "2")]
    version: i32,
    #[prost(int32, tag = "3")]
    batch_size: i32,
    #[prost(int32, tag = "4")]
    batch_index: i32,
    #[prost(int32, tag = "5")]
    batch_id: i32,
}

/// One account. Names are bytes: what is not UTF-8 in them must not cost the key.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct Account {
    #[prost(bytes = "vec", tag = "1")]
    secret: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    name: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    issuer: Vec<u8>,
    #[prost(int32, tag = "4")]
    algorithm: i32,
    #[prost(int32, tag = "5")]
    digits: i32,
    #[prost(int32, tag = "6")]
    kind: i32,
    #[prost(int64, tag = "7")]
    counter: i64,
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.accounts.zeroize();
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// Whether a text is meant to be one of these.
pub(super) fn is_one(text: &str) -> bool {
    let text = bare(text);
    let head = "otpauth-migration:";
    text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
}

/// Reads one code: its accounts as rows, all with the number of the line they stand in.
pub(super) fn take(reading: &mut Reading, number: usize, text: &str) {
    let refuse = |reading: &mut Reading, why| {
        reading.rows.push(Row { number, name: String::new(), outcome: Err(why) });
    };
    reading.codes += 1;
    if bare(text).len() > LONGEST {
        return refuse(reading, Refused::Key(Refusal::TooLong));
    }
    let Some((payload, part)) = open(text) else {
        return refuse(reading, Refused::Batch { code: reading.codes });
    };
    for bytes in &payload.accounts {
        let Ok(account) = Account::decode(bytes.as_slice()) else {
            refuse(reading, Refused::Shape);
            continue;
        };
        let name = if account.name.is_empty() { &account.issuer } else { &account.name };
        let name = String::from_utf8_lossy(name).trim().to_owned();
        reading.rows.push(Row { number, name, outcome: account.record().map(Box::new) });
    }
    reading.part(part);
}

/// The payload of an address, and which part of a batch it is.
fn open(text: &str) -> Option<(Payload, Part)> {
    let (_, query) = bare(text).split_once('?')?;
    let data = query.split('&').find_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        name.eq_ignore_ascii_case("data").then_some(value)
    })?;
    let data: Zeroizing<Vec<u8>> = Zeroizing::new(percent_decode_str(data).collect());
    // One alphabet. A plus that went through a form came out as a space.
    let standard = data.iter().map(|byte| match byte {
        b' ' | b'-' => '+',
        b'_' => '/',
        byte => char::from(*byte),
    });
    let mut plain = Zeroizing::new(String::with_capacity(data.len() * 2));
    plain.extend(standard);
    let payload = Payload::decode(base64(&plain)?.as_slice()).ok()?;
    let (size, index) = (payload.batch_size, payload.batch_index);
    // An export of before there were batches is one by itself.
    let of = if size == 0 { 1 } else { size };
    let fits = (1..=MOST_PARTS).contains(&of) && (0..of).contains(&index);
    let number = |n: i32| u32::try_from(n).ok();
    let part =
        Part { batch: payload.batch_id, part: number(index)?.checked_add(1)?, of: number(of)? };
    (fits && !payload.accounts.is_empty()).then_some((payload, part))
}

/// An address without what copying leaves around it.
fn bare(text: &str) -> &str {
    let margin = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0' | '"');
    text.trim_matches(margin)
}

impl Account {
    fn record(&self) -> Result<Record, Refused> {
        let algorithm = match self.algorithm {
            0 | 1 => "SHA1".to_owned(),
            2 => "SHA256".to_owned(),
            3 => "SHA512".to_owned(),
            4 => "MD5".to_owned(),
            // Not a hash that is known by a name; refused as what it is, a number.
            other => other.to_string(),
        };
        let digits = match self.digits {
            0 | 1 => "6",
            2 => "8",
            _ => return Err(Refused::Key(Refusal::Bounds(KeyError::Digits))),
        };
        let (issuer, login, utf8) = self.names();
        let steam = issuer.eq_ignore_ascii_case("steam") && self.digits == 0;
        let sort = match self.kind {
            1 => Sort::Hotp,
            0 | 2 if steam => Sort::Steam,
            0 | 2 => Sort::Totp,
            other => return Err(Refused::Key(Refusal::unknown_type(&other.to_string()))),
        };
        let parts = Parts {
            sort,
            secret: Material::Bytes(Secret::new(self.secret.clone())),
            algorithm: algorithm.into(),
            digits: digits.into(),
            counter: self.counter.to_string().into(),
            ..Parts::default()
        };
        let mut record = Record::new(issuer, login, parts)?;
        if !utf8 {
            record.changes.push(Change::Key(Remark::NotUtf8));
        }
        Ok(record)
    }

    /// Issuer and login. The app keeps the label of an address as the name: usually with the issuer in
    /// front.
    fn names(&self) -> (String, String, bool) {
        let name = String::from_utf8_lossy(&self.name);
        let issuer = String::from_utf8_lossy(&self.issuer);
        let utf8 =
            [&name, &issuer].iter().all(|text| matches!(text, std::borrow::Cow::Borrowed(_)));
        let (name, issuer) = (name.trim(), issuer.trim());
        let (issuer, login) = if issuer.is_empty() {
            name.split_once(':').unwrap_or(("", name))
        } else if name.eq_ignore_ascii_case(issuer) {
            (issuer, "")
        } else {
            let mut record =
                Record { issuer: issuer.into(), login: name.into(), ..Record::default() };
            record.split_login();
            return (record.issuer, record.login, utf8);
        };
        (issuer.trim().to_owned(), login.trim().to_owned(), utf8)
    }
}

/// An account to write: issuer, login, key.
pub(super) type Entry<'a> = (&'a str, &'a str, &'a Key);

/// The codes of an export.
pub(super) struct Export {
    /// Their texts, in order; as secret as the keys in them.
    pub(super) texts: Vec<Zeroizing<String>>,
    /// How many accounts are in each.
    pub(super) counts: Vec<usize>,
    /// What was left out, by its place among the entries, and why.
    pub(super) left_out: Vec<(usize, Unfit)>,
}

/// Writes accounts in batches as the app does: ten a code at most, and no text longer than `most` that
/// can be helped. `batch` is a random number that tells this export from others.
pub(super) fn write(entries: &[Entry<'_>], batch: i32, most: usize) -> Export {
    let mut left_out = Vec::new();
    let mut payloads: Vec<Payload> = Vec::new();
    // As long as the numbers that are known only at the end can make it.
    let fresh = || Payload {
        version: 1,
        batch_size: MOST_PARTS,
        batch_index: MOST_PARTS,
        batch_id: batch,
        accounts: Vec::new(),
    };
    for (index, entry) in entries.iter().enumerate() {
        let mut alone = fresh();
        match account(*entry, most) {
            Ok(account) => alone.accounts.push(account.encode_to_vec()),
            Err(unfit) => {
                left_out.push((index, unfit));
                continue;
            }
        }
        if address(&alone).len() > LONGEST {
            left_out.push((index, Unfit::TooLong));
            continue;
        }
        match payloads.last_mut() {
            Some(last) if last.accounts.len() < MOST_ACCOUNTS => {
                last.accounts.append(&mut alone.accounts);
                if address(last).len() > most {
                    alone.accounts.extend(last.accounts.pop());
                    payloads.push(alone);
                }
            }
            _ => payloads.push(alone),
        }
    }
    let counts = payloads.iter().map(|payload| payload.accounts.len()).collect();
    let size = i32::try_from(payloads.len()).unwrap_or(i32::MAX);
    let texts = payloads.into_iter().zip(0..).map(|(mut payload, index)| {
        (payload.batch_size, payload.batch_index) = (size, index);
        address(&payload)
    });
    Export { texts: texts.collect(), counts, left_out }
}

fn account((issuer, login, key): Entry<'_>, most: usize) -> Result<Account, Unfit> {
    let (kind, counter) = match key.kind() {
        Kind::Totp { period: 30 } => (2, 0),
        Kind::Totp { .. } => return Err(Unfit::Period),
        Kind::Hotp { counter } => (1, i64::try_from(counter).map_err(|_| Unfit::Counter)?),
        Kind::Steam | Kind::Motp | Kind::Yandex => return Err(Unfit::Kind),
    };
    let digits = match key.digits() {
        6 => 1,
        8 => 2,
        _ => return Err(Unfit::Digits),
    };
    let algorithm = match key.algorithm() {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
        Algorithm::Md5 => return Err(Unfit::Kind),
    };
    // Where the room counts, an issuer is not said twice: not every app does.
    let short = most < MOST_BYTES && !login.contains(':') && !login.eq_ignore_ascii_case(issuer);
    let name = match (issuer, login) {
        (_, login) if short && !login.is_empty() => login.to_owned(),
        ("", login) if !login.contains(':') => login.to_owned(),
        (issuer, "") => issuer.to_owned(),
        // A colon alone in front says that what follows is no issuer.
        (issuer, login) => format!("{issuer}:{login}"),
    };
    Ok(Account {
        secret: key.secret().expose().to_vec(),
        name: name.into_bytes(),
        issuer: issuer.as_bytes().to_vec(),
        algorithm,
        digits,
        kind,
        counter,
    })
}

const HEAD: &str = "otpauth-migration://offline?data=";

fn address(payload: &Payload) -> Zeroizing<String> {
    use ::base64::Engine as _;
    let plain = Zeroizing::new(payload.encode_to_vec());
    let data = Zeroizing::new(::base64::engine::general_purpose::STANDARD.encode(&*plain));
    let mut text = Zeroizing::new(String::with_capacity(HEAD.len() + data.len() * 3));
    text.push_str(HEAD);
    text.extend(percent_encode(data.as_bytes(), NON_ALPHANUMERIC));
    text
}

#[cfg(test)]
mod tests;
