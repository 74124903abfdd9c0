//! Sealed emergency sheets: one page per company, for the day nobody can open the vault.

use std::collections::BTreeMap;

use super::Source;
use super::sheet::{Block, Page, Sheet, own};
use crate::app::conflicts::key_clashes;
use crate::app::draft::find;
use crate::app::{loss as say, words};
use crate::i18n::{Print, Word};
use crate::model::group::Sort;
use crate::model::{Account, Book, MethodState, backup_method};
use crate::otp::{Kind, uri};
use crate::secret::Secret;
use crate::text::safe;

/// Whether keys and recovery codes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// They are not.
    Leave,
    /// They are: somebody asked for it twice.
    Print,
}

/// The sheets of all companies, or of the one called that, whatever its case: a part of a name would
/// put another entity's keys into the same envelope. No page where there is none.
pub fn emergency(source: &Source, company: Option<&str>, secrets: Secrets) -> Sheet {
    let lang = source.lang;
    let mut companies: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
    for account in of_company(source.book, company) {
        companies.entry(&account.company).or_default().push(account);
    }
    let pages: Vec<Page> = companies
        .into_iter()
        .map(|(name, accounts)| company_page(source, name, accounts, secrets))
        .collect();
    Sheet { title: Print::EmergencyTitle.say(lang), frame: source.frame(), pages }
}

fn of_company<'a>(book: &'a Book, company: Option<&'a str>) -> impl Iterator<Item = &'a Account> {
    let is_wanted =
        move |account: &&Account| company.is_none_or(|wanted| find::same(&account.company, wanted));
    book.accounts.iter().filter(is_wanted)
}

/// How many of the accounts on those sheets have a second key, which clashes with the one that is printed.
pub fn second_keys(book: &Book, company: Option<&str>) -> usize {
    of_company(book, company).filter(|account| key_clashes(account)).count()
}

/// What is said beside a key that is not the only one.
pub(super) fn second_key(account: &Account, source: &Source) -> Option<Block> {
    key_clashes(account).then(|| Block::Warning(Print::SecondKey.say(source.lang)))
}

fn company_page(
    source: &Source,
    name: &str,
    mut accounts: Vec<&Account>,
    secrets: Secrets,
) -> Page {
    let lang = source.lang;
    let mut page = Page::new(if name.is_empty() { Print::NoCompany.say(lang) } else { own(name) });
    let warning = match secrets {
        Secrets::Leave => Print::EmergencyWarning,
        Secrets::Print => Print::EmergencySecrets,
    };
    page.push(Block::Warning(warning.say(lang)));
    page.push(Block::Text(Print::EmergencyOpen.say(lang)));
    if secrets == Secrets::Print {
        page.push(Block::Text(Print::SecretGoesOn.say(lang)));
    }
    page.push(Block::Text(Print::Logins { n: accounts.len() }.say(lang)));
    accounts.sort_by(|a, b| Sort::Store.compare(a, b));
    for account in accounts {
        login(source, account, &mut page);
        if secrets == Secrets::Print {
            page.push(Block::Secrets(secrets_of(account, source)));
            page.blocks.extend(second_key(account, source));
        }
    }
    page.push(Block::Blanks(vec![Print::OpenedBy.say(lang)]));
    page
}

fn login(source: &Source, account: &Account, page: &mut Page) {
    let (book, lang) = (source.book, source.lang);
    page.push(Block::Heading(say::title(account).to_string()));
    let mut facts = Vec::new();
    let mut put = |label: String, value: String| {
        if !value.is_empty() {
            facts.push((label, value));
        }
    };
    put(Word::Sites.say(lang), own(&account.marketplaces.join(" ")));
    put(Print::SignInAt.say(lang), own(say::console(account, source.catalogue).unwrap_or("")));
    let methods = account.methods.iter().filter(|method| method.state != MethodState::Retired);
    for method in methods {
        let status = backup_method(method, account, book, source.today, source.limits.stale_after);
        let status = words::backup(status).say(lang);
        let label = words::role(method.role).say(lang);
        put(label, format!("{} ({status})", say::method(method, book, lang)));
    }
    let key = if account.key.is_some() { Print::KeyInVault } else { Print::KeyNowhere };
    put(Print::KeyLies.say(lang), key.say(lang));
    let copies = account.copies.iter().filter(|copy| copy.removed.is_none());
    let copies: Vec<String> = copies.map(|copy| say::copy(account, copy, book, lang)).collect();
    put(Print::KeyCopies.say(lang), copies.join(words::semicolon(lang)));
    put(Print::RecoveryCodes.say(lang), recovery(account, source));
    page.push(Block::Facts(facts));
}

/// How many recovery codes are left, where they are, when somebody looked.
fn recovery(account: &Account, source: &Source) -> String {
    let lang = source.lang;
    let Some(recovery) = &account.recovery else { return Print::RecoveryUnknown.say(lang) };
    let here = !recovery.codes.is_empty();
    let left = recovery
        .left()
        .map(|n| if here { Print::RecoveryHere { n } } else { Print::RecoveryLeft { n } });
    let place = Some(&recovery.place).filter(|place| !place.is_empty());
    let place = place.map(|place| Print::RecoveryAt { place: safe(place) });
    let checked =
        recovery.checked.map(|day| Print::RecoveryChecked { day: safe(&day.to_string()) });
    let said: Vec<String> =
        [left, place, checked].into_iter().flatten().map(|part| part.say(lang)).collect();
    if said.is_empty() {
        Print::RecoveryUnknown.say(lang)
    } else {
        said.join(words::semicolon(lang))
    }
}

pub(super) fn secrets_of(account: &Account, source: &Source) -> Vec<(String, Secret)> {
    let lang = source.lang;
    let mut secrets = Vec::new();
    if let Some(key) = &account.key {
        let address = uri::format(&account.platform, &account.login, key);
        let text = key.written();
        let (of_key, of_address) = match key.kind() {
            Kind::Motp => (Print::SecretMotp, Print::SecretMotpAddress),
            _ => (Print::SecretKey, Print::SecretAddress),
        };
        secrets.push((of_key.say(lang), Secret::new(text.as_bytes().to_vec())));
        secrets.extend(key.pin().map(|pin| (Print::SecretPin.say(lang), pin.clone())));
        secrets.push((of_address.say(lang), Secret::new(address.as_bytes().to_vec())));
    }
    let codes = account.recovery.iter().flat_map(|recovery| &recovery.codes);
    for code in codes.filter(|code| code.used.is_none()) {
        secrets.push((Print::SecretCode.say(lang), code.code.clone()));
    }
    secrets
}
