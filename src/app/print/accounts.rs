//! Accounts with their keys, one block each: for whoever leaves with paper, or types them in elsewhere.

use super::Source;
use super::emergency::{second_key, secrets_of};
use super::sheet::{Block, Page, Sheet, own};
use crate::app::{explain, loss as say};
use crate::i18n::{Print, Word};
use crate::model::Account;

/// How many characters at a time are made safe: no text is cut.
const PIECE: usize = 200;

/// One page with every account that is given and has a key, in this order, with its unused recovery
/// codes.
pub fn accounts(source: &Source, accounts: &[&Account]) -> Sheet {
    let lang = source.lang;
    let with_key = || accounts.iter().filter(|account| account.key.is_some());
    let mut page = Page::default();
    page.push(Block::Warning(Print::AccountsWarning.say(lang)));
    page.push(Block::Text(Print::SecretGoesOn.say(lang)));
    page.push(Block::Text(Print::Logins { n: with_key().count() }.say(lang)));
    for account in with_key() {
        page.push(Block::Heading(say::title(account).to_string()));
        page.push(Block::Facts(facts(account, source)));
        page.push(Block::Secrets(secrets_of(account, source)));
        page.blocks.extend(second_key(account, source));
    }
    Sheet { title: Print::AccountsTitle.say(lang), frame: source.frame(), pages: vec![page] }
}

fn facts(account: &Account, source: &Source) -> Vec<(String, String)> {
    let lang = source.lang;
    let sites = account.marketplaces.join(" ");
    let tags = account.tags.join(explain::between(lang));
    let mut facts: Vec<(String, String)> = [
        (Word::Platform, &account.platform),
        (Word::Store, &account.store),
        (Word::Login, &account.login),
        (Word::Sites, &sites),
        (Word::Company, &account.company),
        (Word::Tags, &tags),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| (label.say(lang), whole(value)))
    .collect();
    let mut label = Word::Note.say(lang);
    for line in account.note.lines().filter(|line| !line.trim().is_empty()) {
        facts.push((std::mem::take(&mut label), whole(line)));
    }
    facts
}

/// A stranger's text, safe to print, however long it is.
fn whole(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(PIECE).map(|piece| own(&piece.iter().collect::<String>())).collect()
}
