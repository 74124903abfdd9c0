//! Records in a few words: a backup, where a code arrives, marketplaces.

use std::fmt::Write as _;

use crate::i18n::{Lang, Word};
use crate::model::{Arrival, Backup, MethodKind, Number, Role};
use crate::text::{self, Safe};
use crate::tui::theme::{Mark, Meaning};

/// Mark, word and weight of a backup status.
pub(super) fn backup(status: Backup) -> (Mark, Word, Meaning) {
    match status {
        Backup::Ok { days } => (Mark::Good, Word::OkDays { days }, Meaning::Good),
        Backup::Stale { days } => (Mark::Look, Word::Stale { days }, Meaning::Look),
        Backup::Untested => (Mark::Unknown, Word::Untested, Meaning::Look),
        Backup::Failed => (Mark::Bad, Word::Failed, Meaning::Bad),
        Backup::Retired => (Mark::Look, Word::Retired, Meaning::Look),
        Backup::Lost => (Mark::Bad, Word::Lost, Meaning::Bad),
        Backup::None => (Mark::None, Word::None, Meaning::Faint),
    }
}

/// The word for a method's kind.
pub(super) fn kind(kind: MethodKind) -> Word {
    match kind {
        MethodKind::Totp => Word::App,
        MethodKind::Sms => Word::Sms,
        MethodKind::Voice => Word::Voice,
        MethodKind::Whatsapp => Word::Whatsapp,
        MethodKind::Email => Word::Email,
        MethodKind::Push => Word::Push,
        MethodKind::SecurityKey => Word::SecurityKey,
        MethodKind::Passkey => Word::Passkey,
    }
}

/// The word for a method's role.
pub(super) fn role(role: Role) -> Word {
    match role {
        Role::Main => Word::Main,
        Role::Backup => Word::BackupRole,
        Role::Extra => Word::Extra,
    }
}

/// `SMS > P-07, Min-ji`: only ASCII signs, because columns stand behind it.
pub(super) fn arrival(arrival: &Arrival, lang: Lang) -> String {
    let mut line = kind(arrival.kind).say(lang);
    let mut places = Vec::new();
    places.extend(arrival.device.map(|device| Safe::new(&device.label).to_string()));
    if arrival.device.is_none() {
        places.extend(arrival.number.map(Number::masked));
    }
    // A device named after its holder is said once.
    let holder = arrival.holder.map(|person| Safe::new(&person.name).to_string());
    places.extend(holder.filter(|name| !places.contains(name)));
    if !places.is_empty() {
        line.push_str(" > ");
        line.push_str(&places.join(", "));
    }
    line
}

/// As many marketplaces as fit, then how many more: `DE FR +5`.
pub(super) fn sites(sites: &[String], width: usize) -> String {
    let safe: Vec<Safe> = sites.iter().map(|site| Safe::new(site)).collect();
    for shown in (1..=safe.len()).rev() {
        let mut line = safe[..shown].iter().map(Safe::as_str).collect::<Vec<_>>().join(" ");
        if shown < safe.len() {
            let _ = write!(line, " +{}", safe.len() - shown);
        }
        if text::width(&line) <= width {
            return line;
        }
    }
    safe.first().map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::sites;

    #[test]
    fn marketplaces_that_do_not_fit_are_counted() {
        let names = ["DE", "FR", "IT", "ES"].map(String::from);
        assert_eq!(sites(&names, 11), "DE FR IT ES");
        assert_eq!(sites(&names, 10), "DE FR +2");
        assert_eq!(sites(&names, 5), "DE +3");
        assert_eq!(sites(&names, 1), "DE");
        assert_eq!(sites(&[], 9), "");
    }
}
