//! A vault that may not be the one this machine knew: what speaks against it, and what is different.

use std::collections::HashMap;

use super::explain;
use crate::i18n::{Fault, Lang, Team};
use crate::model::{Account, Book, Id};
use crate::text::{Safe, safe, series};
use crate::vault::{Behind, Doubt, DoubtKind, Member, Vault, letters_of};

/// The most names that are shown of each kind.
const NAMES: usize = 8;

/// Why a person has to look first, and at what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// What was found.
    pub doubt: Doubt,
    /// What is different from the version this machine knew; `None` where that one does not open.
    pub difference: Option<Difference>,
    /// This machine's name in the revision.
    pub machine: String,
}

/// What becomes of a vault that may not be the one this machine knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is shown; nothing is written.
    Look,
    /// What this machine knew is saved, together with what stands there.
    Regain,
    /// It holds from now on.
    Take,
}

/// How the accounts differ from those this machine knew, by their titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// They are not there.
    pub missing: Vec<String>,
    /// They are not as they were.
    pub changed: Vec<String>,
    /// They were not there.
    pub new: Vec<String>,
}

impl Concern {
    /// About a vault that is open; `None` where nothing speaks against it. As slow as opening it.
    pub fn of(vault: &Vault, book: &Book, machine: &str) -> Option<Self> {
        let doubt = vault.doubt()?.clone();
        let difference = vault.known().map(|known| Difference::between(&known, book));
        Some(Self { doubt, difference, machine: machine.to_owned() })
    }

    /// What can be done about it; the first one changes nothing.
    pub fn answers(&self) -> Vec<Decision> {
        let mut answers = vec![Decision::Look, Decision::Take];
        if self.can_regain() {
            answers.insert(1, Decision::Regain);
        }
        answers
    }

    /// An answer as a choice.
    pub fn choice(&self, answer: Decision) -> Team {
        match answer {
            Decision::Look => Team::LookOnly,
            Decision::Take => Team::TakeIt,
            Decision::Regain if self.doubt.kind == DoubtKind::Forked => Team::PutTogether,
            Decision::Regain => Team::PutBack,
        }
    }

    /// Whether what this machine knew can be put back, or put together with what stands there.
    fn can_regain(&self) -> bool {
        let may = match self.doubt.kind {
            DoubtKind::RolledBack | DoubtKind::Foreign => true,
            // Of two with the same counts nobody can tell what both come from.
            DoubtKind::Forked => self.doubt.added.is_empty() && !self.doubt.behind.is_empty(),
            DoubtKind::Memory | DoubtKind::Recipients => false,
        };
        may && self.difference.is_some()
    }

    /// What is wrong.
    pub fn heading(&self) -> Team {
        match self.doubt.kind {
            DoubtKind::Memory => Team::DoubtMemory,
            DoubtKind::Foreign => Team::DoubtForeign,
            DoubtKind::RolledBack => Team::DoubtRolledBack,
            DoubtKind::Forked => Team::DoubtForked,
            DoubtKind::Recipients => Team::DoubtRecipients,
        }
    }

    /// What is different, a line each.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<Team> = Vec::new();
        lines.extend(self.doubt.memory.as_ref().map(|memory| {
            let path = explain::path(memory);
            Team::DoubtMemoryAt { path }
        }));
        // Who else can read it comes first: where there is little room, the end is cut.
        lines.extend(self.doubt.added.iter().map(added));
        lines.extend(self.doubt.returning.iter().map(returning));
        lines.extend(self.doubt.removed.iter().map(|removed| Team::DoubtRemoved {
            name: name(&removed.member),
            on: safe(&removed.on.to_string()),
            by: by(&removed.by),
        }));
        if self.doubt.unlisted > 0 {
            lines.push(Team::DoubtUnlisted { n: self.doubt.unlisted });
        }
        lines.extend(self.doubt.behind.iter().map(|behind| self.behind(behind)));
        if let Some(difference) = &self.difference {
            type Line = fn(usize, Safe<'static>) -> Team;
            let sorts: [(&[String], Line); 3] = [
                (&difference.missing, |n, names| Team::DoubtMissing { n, names }),
                (&difference.changed, |n, names| Team::DoubtChanged { n, names }),
                (&difference.new, |n, names| Team::DoubtNew { n, names }),
            ];
            for (titles, line) in sorts {
                if !titles.is_empty() {
                    lines.push(line(titles.len(), names(titles, NAMES, lang)));
                }
            }
            if *difference == Difference::default() {
                lines.push(Team::DoubtNoDifference);
            }
        }
        lines.iter().map(|line| line.say(lang)).collect()
    }

    fn behind(&self, behind: &Behind) -> Team {
        let Behind { machine, known, found } = behind;
        let (known, found) = (*known, *found);
        if *machine == self.machine {
            Team::DoubtBehindHere { known, found }
        } else {
            Team::DoubtBehind { machine: safe(machine), known, found }
        }
    }
}

/// The same, where a command goes no further for it.
pub fn fault(kind: DoubtKind) -> Fault {
    match kind {
        DoubtKind::Memory => Fault::VaultMemory,
        DoubtKind::Foreign => Fault::VaultForeign,
        DoubtKind::RolledBack => Fault::VaultRolledBack,
        DoubtKind::Forked => Fault::VaultForked,
        DoubtKind::Recipients => Fault::VaultRecipients,
    }
}

fn added(member: &Member) -> Team {
    let key = short(member.recipient.as_str());
    Team::DoubtAdded { name: name(member), key: safe(&key), by: by(&member.by) }
}

fn returning(member: &Member) -> Team {
    let key = short(member.recipient.as_str());
    Team::DoubtReturning { name: name(member), key: safe(&key) }
}

/// A public key, so short that two people can read it to each other: its last twelve characters, or
/// twelve letters that stand for it where its end is chosen by whoever makes it.
pub fn short(key: &str) -> String {
    let stands = letters_of(key);
    let key = stands.as_deref().unwrap_or(key);
    let skip = key.chars().count().saturating_sub(12);
    let end: Vec<char> = key.chars().skip(skip).collect();
    end.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn name(member: &Member) -> Safe<'static> {
    if member.label.is_empty() {
        safe(&short(member.recipient.as_str()))
    } else {
        safe(&member.label)
    }
}

fn by(name: &str) -> Safe<'static> {
    if name.is_empty() { safe("?") } else { safe(name) }
}

/// Names, no more of them than so many.
pub fn names(titles: &[String], most: usize, lang: Lang) -> Safe<'static> {
    let mut shown: Vec<&str> = titles.iter().take(most).map(String::as_str).collect();
    if titles.len() > most {
        shown.push("…");
    }
    series(&shown, explain::between(lang))
}

impl Difference {
    /// From what was known to what stands there.
    pub fn between(known: &Book, found: &Book) -> Self {
        fn by_id(book: &Book) -> HashMap<Id, &Account> {
            book.accounts.iter().map(|account| (account.id, account)).collect()
        }
        fn titles<'a>(accounts: impl Iterator<Item = &'a Account>) -> Vec<String> {
            let mut titles: Vec<String> =
                accounts.map(|account| account.names().join(" · ")).collect();
            titles.sort();
            titles
        }
        let (before, after) = (by_id(known), by_id(found));
        let is_new = |account: &&Account| !before.contains_key(&account.id);
        let is_other =
            |account: &&Account| before.get(&account.id).is_some_and(|known| known != account);
        let is_gone = |account: &&Account| !after.contains_key(&account.id);
        Self {
            missing: titles(known.accounts.iter().filter(is_gone)),
            changed: titles(found.accounts.iter().filter(is_other)),
            new: titles(found.accounts.iter().filter(is_new)),
        }
    }
}
