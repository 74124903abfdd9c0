//! Records in a few words: how a code arrives, who has it, what became of a backup.

use crate::i18n::{Lang, Word};
use crate::model::{Arrival, Backup, MethodKind, Number, Role};
use crate::text::Safe;

/// The word for a method's kind.
pub fn kind(kind: MethodKind) -> Word {
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
pub fn role(role: Role) -> Word {
    match role {
        Role::Main => Word::Main,
        Role::Backup => Word::BackupRole,
        Role::Extra => Word::Extra,
    }
}

/// The word for a backup's status.
pub fn backup(status: Backup) -> Word {
    match status {
        Backup::Ok { days } => Word::OkDays { days },
        Backup::Stale { days } => Word::Stale { days },
        Backup::Untested => Word::Untested,
        Backup::Failed => Word::Failed,
        Backup::Retired => Word::Retired,
        Backup::Lost => Word::Lost,
        Backup::None => Word::None,
    }
}

/// `SMS > P-07, Min-ji`: only ASCII signs, because columns stand behind it.
pub fn arrival(arrival: &Arrival, lang: Lang) -> String {
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
