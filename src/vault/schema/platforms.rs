//! What is known of platforms.

use super::fields::{Maybe, Text};
use super::records::{
    Entry, MandateRecord, PlatformRecord, WithdrawalRecord, date, day, must, optional, texts,
};
use crate::model::{Kinds, List, Mandate, Platform, Reason, Withdrawal, Worded};

impl Entry for Platform {
    const LIST: List = List::Platforms;
    type Id = String;
    type Record<'a, const STRICT: bool> = PlatformRecord<'a, STRICT>;

    fn read<const STRICT: bool>(record: PlatformRecord<'_, STRICT>) -> Result<Self, Reason> {
        let kinds = record.kinds.0.map(|kinds| {
            kinds.iter().map(|kind| must(kind, "kinds")).collect::<Result<_, _>>().map(Kinds)
        });
        let platform = Self {
            name: record.name.owned(),
            aliases: owned(record.aliases),
            console: (!record.console.0.is_empty()).then(|| record.console.owned()),
            consoles: record.consoles,
            kinds: kinds.transpose()?,
            app_twice: record.app_twice.0,
            one_number: record.one_number.0,
            mandates: record.mandates.into_iter().map(mandate).collect::<Result<_, _>>()?,
            recovery_codes: record.recovery_codes.0,
            sharing: record.sharing.0,
            sub_users: record.sub_users.0,
            money: record.money.0,
            withdrawing: record.withdrawing.iter().map(withdrawal).collect::<Result<_, _>>()?,
            checked_on: date(&record.checked_on, "checked_on")?,
            source: record.source.owned(),
            mark: record.mark,
            note: record.note.owned(),
        };
        if platform.folded().is_empty() {
            return Err(Reason::Value { field: "name" });
        }
        Ok(platform)
    }

    fn record(&self) -> PlatformRecord<'_, true> {
        let words =
            |kinds: &Kinds| kinds.0.iter().map(|kind| kind.word().into()).collect::<Vec<_>>();
        PlatformRecord {
            name: self.name.as_str().into(),
            aliases: texts(&self.aliases),
            console: self.console.as_deref().unwrap_or_default().into(),
            consoles: self.consoles.clone(),
            kinds: Maybe(self.kinds.as_ref().map(words)),
            app_twice: Maybe(self.app_twice),
            one_number: Maybe(self.one_number),
            mandates: self.mandates.iter().map(mandate_record).collect(),
            recovery_codes: Maybe(self.recovery_codes),
            sharing: Maybe(self.sharing),
            sub_users: Maybe(self.sub_users),
            money: Maybe(self.money),
            withdrawing: self.withdrawing.iter().map(withdrawal_record).collect(),
            checked_on: optional(self.checked_on),
            source: self.source.as_str().into(),
            mark: self.mark,
            note: self.note.as_str().into(),
            ..PlatformRecord::default()
        }
    }

    fn id(&self) -> String {
        self.folded()
    }
}

fn owned(texts: Vec<Text<'_>>) -> Vec<String> {
    texts.into_iter().map(Text::owned).collect()
}

fn mandate<const STRICT: bool>(record: MandateRecord<'_, STRICT>) -> Result<Mandate, Reason> {
    Ok(Mandate { regions: owned(record.regions), since: date(&record.since, "since")? })
}

fn mandate_record(mandate: &Mandate) -> MandateRecord<'_, true> {
    MandateRecord {
        regions: texts(&mandate.regions),
        since: optional(mandate.since),
        ..MandateRecord::default()
    }
}

fn withdrawal<const STRICT: bool>(
    record: &WithdrawalRecord<'_, STRICT>,
) -> Result<Withdrawal, Reason> {
    Ok(Withdrawal { kind: must(&record.kind, "kind")?, on: day(&record.on, "on")? })
}

fn withdrawal_record(withdrawal: &Withdrawal) -> WithdrawalRecord<'_, true> {
    WithdrawalRecord {
        kind: withdrawal.kind.word().into(),
        on: withdrawal.on.to_string().into(),
        ..WithdrawalRecord::default()
    }
}
