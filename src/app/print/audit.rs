//! The audit table: every login, how it is protected, when that was last tested.

use std::collections::BTreeMap;

use super::Source;
use super::sheet::{Block, Page, Sheet, own};
use crate::app::{loss as say, words};
use crate::i18n::{Care, Print};
use crate::model::group::Sort;
use crate::model::{Account, MethodState, Role, TwoStep, backup};

/// Every login, a table for each company.
pub fn audit(source: &Source) -> Sheet {
    let lang = source.lang;
    let mut companies: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
    for account in &source.book.accounts {
        companies.entry(&account.company).or_default().push(account);
    }
    let mut page = Page::new(Print::Logins { n: source.book.accounts.len() }.say(lang));
    let heads = [Print::Account.say(lang), Print::Methods.say(lang), Print::AuditBackup.say(lang)];
    let heads: Vec<String> = heads.into_iter().chain([Print::LastTest.say(lang)]).collect();
    for (name, mut accounts) in companies {
        accounts.sort_by(|a, b| Sort::Store.compare(a, b));
        let name = if name.is_empty() { Print::NoCompany.say(lang) } else { own(name) };
        page.push(Block::Heading(name));
        let rows = accounts.into_iter().map(|account| row(source, account)).collect();
        page.push(Block::Table { heads: heads.clone(), rows });
    }
    Sheet { title: Print::AuditTitle.say(lang), frame: source.frame(), pages: vec![page] }
}

/// Who, by which methods, how the backup stands, what the last test of a backup brought.
fn row(source: &Source, account: &Account) -> Vec<String> {
    let (book, lang) = (source.book, source.lang);
    let mut methods: Vec<String> = account
        .methods
        .iter()
        .filter(|method| method.state != MethodState::Retired)
        .map(|method| say::method_in_role(method, book, lang))
        .collect();
    if account.key.is_some() && account.method(Role::Main).is_none() {
        methods.insert(0, Care::KeyHere.say(lang));
    }
    if account.two_step == TwoStep::Off {
        methods.push(Print::AuditOff.say(lang));
    }
    let status = backup(account, book, source.today, source.limits.stale_after);
    let tests = account.methods.iter().filter(|method| method.role != Role::Main);
    let last = tests.filter_map(|method| account.test_of(method)).max_by_key(|test| test.on);
    let last = last.map(|test| {
        let by = if test.by.is_empty() { String::new() } else { format!(" {}", own(&test.by)) };
        format!("{} {}{by}", test.on, words::test_result(test.result).say(lang))
    });
    vec![
        say::title(account).to_string(),
        methods.join(words::semicolon(lang)),
        words::backup(status).say(lang),
        last.unwrap_or_else(|| Care::NeverOn.say(lang)),
    ]
}
