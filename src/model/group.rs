//! Lists in order and in groups.

use std::cmp::Ordering;

use super::{Account, Book, Role};

/// What a list is ordered by, after pins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Store, then platform, then login.
    #[default]
    Store,
    /// Platform, then store.
    Platform,
    /// Login.
    Login,
    /// Newest first.
    Newest,
}

impl Sort {
    /// The next way, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Store => Self::Platform,
            Self::Platform => Self::Login,
            Self::Login => Self::Newest,
            Self::Newest => Self::Store,
        }
    }

    /// Orders two accounts; pins are not looked at. ASCII letters compare without case.
    pub fn compare(self, a: &Account, b: &Account) -> Ordering {
        let by = |f: fn(&Account) -> &str| fold(f(a)).cmp(fold(f(b)));
        let title = || by(Account::title);
        let platform = || by(|account| &account.platform);
        let login = || by(|account| &account.login);
        match self {
            Self::Store => title().then_with(platform).then_with(login),
            Self::Platform => platform().then_with(title).then_with(login),
            Self::Login => login().then_with(platform),
            Self::Newest => b.id.cmp(&a.id),
        }
    }
}

fn fold(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// What a list is cut into groups by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// One list.
    #[default]
    None,
    /// By platform.
    Platform,
    /// By legal entity.
    Company,
    /// By who holds the main device.
    Holder,
    /// By region of the first marketplace.
    Region,
    /// By vault, where several are open. The book does not know their names.
    Vault,
}

impl Grouping {
    /// The next way, round and round; by vault only where there are several.
    #[must_use]
    pub fn next(self, is_several: bool) -> Self {
        match self {
            Self::None => Self::Platform,
            Self::Platform => Self::Company,
            Self::Company => Self::Holder,
            Self::Holder => Self::Region,
            Self::Region if is_several => Self::Vault,
            Self::Region | Self::Vault => Self::None,
        }
    }

    /// The name of the group an account falls in; empty when it has none.
    pub fn name<'a>(self, account: &'a Account, book: &'a Book) -> &'a str {
        match self {
            Self::None | Self::Vault => "",
            Self::Platform => &account.platform,
            Self::Company => &account.company,
            Self::Holder => account
                .method(Role::Main)
                .and_then(|method| book.holder_of(method))
                .map_or("", |person| &person.name),
            Self::Region => account.marketplaces.first().map_or("", |site| region(site)),
        }
    }
}

/// Every [`region`].
pub const REGIONS: [&str; 5] = ["NA", "LATAM", "EU", "FE", "SEA"];

/// The selling region of a country code, as Amazon's API cuts the world (NA, EU, FE), with Latin
/// America and South-East Asia apart; empty for what is not a known code.
pub fn region(site: &str) -> &'static str {
    match site.to_ascii_uppercase().as_str() {
        "US" | "CA" | "MX" => "NA",
        "BR" | "AR" | "CL" | "CO" | "PE" | "UY" | "EC" => "LATAM",
        "UK" | "GB" | "IE" | "DE" | "FR" | "IT" | "ES" | "NL" | "BE" | "SE" | "PL" | "TR"
        | "AE" | "SA" | "EG" | "ZA" | "IN" | "AT" | "CH" | "DK" | "FI" | "NO" | "PT" | "CZ"
        | "RO" => "EU",
        "JP" | "AU" | "SG" | "KR" | "CN" | "HK" | "TW" => "FE",
        "MY" | "TH" | "VN" | "PH" | "ID" => "SEA",
        _ => "",
    }
}
