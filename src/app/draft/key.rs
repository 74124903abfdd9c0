//! The key of an account's form.

use zeroize::Zeroizing;

use super::{Draft, Field, Flaw};
use crate::exchange::table::{NoKey, no_key};
use crate::model::{Account, Book};
use crate::otp::base32::{self, Base32Error};
use crate::otp::{
    Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind, Material, Parts, Refusal,
    Remark, motp, uri, yandex,
};
use crate::secret::Secret;

/// The fields a key is made of.
pub(super) const PARTS: [Field; 7] = [
    Field::Key,
    Field::Kind,
    Field::Pin,
    Field::Digits,
    Field::Period,
    Field::Algorithm,
    Field::Counter,
];

impl Draft {
    /// Shows what kind of key it is; the key itself is kept, not shown.
    pub(super) fn describe(&mut self, key: &Key) {
        self.set(Field::Kind, key.kind().word());
        match key.kind() {
            Kind::Totp { period } => self.set(Field::Period, &period.to_string()),
            Kind::Hotp { counter } => self.set(Field::Counter, &counter.to_string()),
            Kind::Steam | Kind::Motp | Kind::Yandex => {}
        }
        if !key.kind().is_fixed() {
            self.set(Field::Digits, &key.digits().to_string());
            self.set(Field::Algorithm, key.algorithm().word());
        }
    }

    /// The key the form describes now: to show its code while it is typed.
    pub fn key(&self) -> Result<Option<Key>, (Field, Flaw)> {
        if let Some(address) = self.address() {
            return match address {
                Ok(address) => Ok(address.key.map(|key| {
                    let known = key.pin().cloned();
                    key.with_pin(self.typed_pin().or(known))
                })),
                Err(error) => Err((Field::Key, Flaw::Address(error))),
            };
        }
        let typed = self.text(Field::Key).trim();
        if typed.is_empty() && self.key.is_none() {
            return Ok(None);
        }
        let kind = match self.text(Field::Kind) {
            "" | "totp" => Kind::Totp { period: self.whole(Field::Period, DEFAULT_PERIOD)? },
            "hotp" => Kind::Hotp { counter: self.whole(Field::Counter, 0)? },
            "steam" => Kind::Steam,
            "motp" => Kind::Motp,
            "yandex" => Kind::Yandex,
            _ => return Err((Field::Kind, Flaw::NotAChoice)),
        };
        let secret = match &self.key {
            Some(kept) if typed.is_empty() => {
                // The same letters are other bytes there.
                if (kept.kind() == Kind::Motp) != (kind == Kind::Motp) {
                    return Err((Field::Key, Flaw::KeyAnew));
                }
                kept.secret().clone()
            }
            _ => {
                let names = [Field::Store, Field::Login, Field::Platform];
                let names = names.map(|field| self.text(field));
                secret(kind, typed, &names).map_err(|flaw| (Field::Key, flaw))?
            }
        };
        // The PIN there is goes with the key there is, not with another one.
        let kept = self.key.as_ref().filter(|kept| kept.secret() == &secret);
        let pin = self.typed_pin().or_else(|| kept?.pin().cloned());
        let algorithm = match self.text(Field::Algorithm) {
            "" => Algorithm::default(),
            word => Algorithm::from_word(word).ok_or((Field::Algorithm, Flaw::NotAChoice))?,
        };
        let digits = self.whole(Field::Digits, DEFAULT_DIGITS)?;
        let key = Key::new(secret, kind, algorithm, digits).map(|key| key.with_pin(pin));
        key.map(Some).map_err(|error| {
            let field = match error {
                KeyError::Digits => Field::Digits,
                KeyError::Period => Field::Period,
                KeyError::Counter => Field::Counter,
                KeyError::Length => Field::Key,
            };
            (field, Flaw::Bounds(error))
        })
    }

    /// What is odd about the key that was typed, and no reason to refuse it.
    pub fn key_remarks(&self) -> Vec<Remark> {
        if let Some(address) = self.address() {
            let mut remarks = address.map(|address| address.remarks).unwrap_or_default();
            // That is asked for, or said, by itself.
            remarks.retain(|remark| !matches!(remark, Remark::NoName | Remark::NoPin));
            return remarks;
        }
        let typed = self.text(Field::Key).trim();
        let mut remarks = Vec::new();
        if typed.is_empty() || self.text(Field::Kind) == "motp" {
            return remarks;
        }
        let parts = Parts { secret: Material::Text(typed), ..Parts::default() };
        let _ = parts.key(&mut remarks);
        remarks
    }

    fn typed_pin(&self) -> Option<Secret> {
        let typed = self.text(Field::Pin).trim();
        (!typed.is_empty()).then(|| Secret::from_text(typed.to_owned()))
    }

    /// Whether the PIN the account had stays unless another is typed.
    pub fn keeps_pin(&self) -> bool {
        let kept = self.key.as_ref().is_some_and(|key| key.pin().is_some());
        kept && self.text(Field::Key).trim().is_empty()
    }

    /// Whether a part of the key has a meaning beside the others as they are now.
    pub(super) fn key_applies(&self, field: Field) -> bool {
        let keyed = self.keeps_key() || !self.text(Field::Key).trim().is_empty();
        let typed = self.address();
        let address = typed.is_some();
        let kind = self.text(Field::Kind);
        let fixed = matches!(kind, "steam" | "motp" | "yandex");
        match field {
            Field::Keyed => keyed,
            Field::Kind => keyed && !address,
            Field::Pin => match typed {
                Some(Ok(address)) => address.key.is_some_and(|key| key.kind().has_pin()),
                Some(Err(_)) => false,
                None => keyed && matches!(kind, "motp" | "yandex"),
            },
            Field::Digits | Field::Algorithm => keyed && !address && !fixed,
            Field::Period => keyed && !address && !fixed && kind != "hotp",
            Field::Counter => keyed && !address && kind == "hotp",
            _ => true,
        }
    }

    /// The address in the key field, when what stands there is meant as one.
    pub(super) fn address(&self) -> Option<Result<uri::Address, Refusal>> {
        let typed = self.text(Field::Key).trim();
        typed.contains(':').then(|| uri::parse(typed))
    }
}

/// Another account that has the key of one.
pub fn same_key<'a>(account: &Account, book: &'a Book) -> Option<&'a Account> {
    book.accounts.iter().find(|other| other.id != account.id && account.has_key_of(other))
}

/// A key as somebody typed it, for an account of these names.
fn secret(kind: Kind, typed: &str, names: &[&str]) -> Result<Secret, Flaw> {
    if kind == Kind::Motp {
        // Never grown, so that nothing of it is left behind.
        let mut bare = Zeroizing::new(String::with_capacity(typed.len()));
        bare.extend(typed.chars().filter(|c| !c.is_whitespace() && *c != '-'));
        if !bare.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Flaw::NotHex);
        }
        return motp::key(&bare).ok_or(Flaw::Key(Base32Error::Empty));
    }
    let decoded = base32::decode(typed).map_err(Flaw::Key)?;
    match no_key(typed, names) {
        Some(NoKey::Words) => return Err(Flaw::Words),
        Some(NoKey::Several) => return Err(Flaw::Together),
        // A remark says so.
        Some(NoKey::Short) | None => {}
    }
    if decoded.odd_length {
        return Err(Flaw::OddLength { characters: decoded.characters });
    }
    Ok(if kind == Kind::Yandex { yandex::key(&decoded.secret) } else { decoded.secret })
}
