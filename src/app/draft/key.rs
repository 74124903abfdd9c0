//! The key of an account's form.

use super::{Draft, Field, Flaw};
use crate::otp::base32;
use crate::otp::{Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, Key, KeyError, Kind, Refusal, uri};

/// The fields a key is made of.
pub(super) const PARTS: [Field; 6] =
    [Field::Key, Field::Kind, Field::Digits, Field::Period, Field::Algorithm, Field::Counter];

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
                Ok(address) => Ok(address.key),
                Err(error) => Err((Field::Key, Flaw::Address(error))),
            };
        }
        let typed = self.text(Field::Key).trim();
        let secret = match (typed.is_empty(), &self.key) {
            (true, None) => return Ok(None),
            (true, Some(kept)) => kept.secret().clone(),
            (false, _) => {
                let decoded =
                    base32::decode(typed).map_err(|error| (Field::Key, Flaw::Key(error)))?;
                if decoded.odd_length {
                    let flaw = Flaw::OddLength { characters: decoded.characters };
                    return Err((Field::Key, flaw));
                }
                decoded.secret
            }
        };
        let kind = match self.text(Field::Kind) {
            "" | "totp" => Kind::Totp { period: self.whole(Field::Period, DEFAULT_PERIOD)? },
            "hotp" => Kind::Hotp { counter: self.whole(Field::Counter, 0)? },
            "steam" => Kind::Steam,
            _ => return Err((Field::Kind, Flaw::NotAChoice)),
        };
        let algorithm = match self.text(Field::Algorithm) {
            "" => Algorithm::default(),
            word => Algorithm::from_word(word).ok_or((Field::Algorithm, Flaw::NotAChoice))?,
        };
        let digits = self.whole(Field::Digits, DEFAULT_DIGITS)?;
        Key::new(secret, kind, algorithm, digits).map(Some).map_err(|error| {
            let field = match error {
                KeyError::Digits => Field::Digits,
                KeyError::Period => Field::Period,
                KeyError::Counter => Field::Counter,
                KeyError::Length => Field::Key,
            };
            (field, Flaw::Bounds(error))
        })
    }

    /// Whether a part of the key has a meaning beside the others as they are now.
    pub(super) fn key_applies(&self, field: Field) -> bool {
        let keyed = self.keeps_key() || !self.text(Field::Key).trim().is_empty();
        let address = self.address().is_some();
        let kind = self.text(Field::Kind);
        match field {
            Field::Keyed => keyed,
            Field::Kind => keyed && !address,
            Field::Digits | Field::Algorithm => keyed && !address && kind != "steam",
            Field::Period => keyed && !address && !matches!(kind, "steam" | "hotp"),
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
