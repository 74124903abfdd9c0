//! Records in a few words: how a code arrives, who has it, what became of a backup.

use std::cmp::Ordering;

use super::draft::Field;
use crate::health::Severity;
use crate::i18n::{Command, Lang, Things, Word};
use crate::model::{
    Arrival, Backup, CopyKind, DeviceKind, DeviceState, KeyCopy, MethodKind, MethodState, Number,
    NumberKind, NumberState, Role, Step, TestResult, TwoStep, Worded,
};
use crate::otp::{Drift, Key, Kind};
use crate::text::{Safe, safe};

/// What stands between a name and what is said of it.
pub fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ": ",
        Lang::ZhCn => "：",
    }
}

/// What stands between parts that may have commas of their own.
pub fn semicolon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "; ",
        Lang::ZhCn => "；",
    }
}

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

/// The word for what a device is.
pub fn device_kind(kind: DeviceKind) -> Word {
    match kind {
        DeviceKind::Phone => Word::Phone,
        DeviceKind::Tablet => Word::Tablet,
        DeviceKind::Landline => Word::Landline,
        DeviceKind::Computer => Word::Computer,
        DeviceKind::SecurityKey => Word::SecurityKey,
        DeviceKind::ModemPool => Word::ModemPool,
        DeviceKind::CloudPhone => Word::CloudPhone,
    }
}

/// The word for a device's state.
pub fn device_state(state: DeviceState) -> Word {
    match state {
        DeviceState::Ok => Word::DeviceOk,
        DeviceState::Lost => Word::DeviceLost,
        DeviceState::Stolen => Word::DeviceStolen,
        DeviceState::Broken => Word::DeviceBroken,
        DeviceState::Retired => Word::DeviceRetired,
    }
}

/// The word for what a number is.
pub fn number_kind(kind: NumberKind) -> Word {
    match kind {
        NumberKind::Sim => Word::Sim,
        NumberKind::Esim => Word::Esim,
        NumberKind::Landline => Word::Landline,
        NumberKind::Voip => Word::Voip,
        NumberKind::Rented => Word::Rented,
    }
}

/// The word for a number's state.
pub fn number_state(state: NumberState) -> Word {
    match state {
        NumberState::Ok => Word::NumberOk,
        NumberState::Suspended => Word::NumberSuspended,
        NumberState::Lapsed => Word::NumberLapsed,
        NumberState::Lost => Word::NumberLost,
    }
}

/// The word for where a copy of a key lies.
pub fn copy_kind(kind: CopyKind) -> Word {
    match kind {
        CopyKind::App => Word::CopyApp,
        CopyKind::Manager => Word::CopyManager,
        CopyKind::Web => Word::CopyWeb,
        CopyKind::MiniProgram => Word::CopyMiniProgram,
        CopyKind::Sheet => Word::CopySheet,
        CopyKind::Paper => Word::CopyPaper,
    }
}

/// The word for what a copy of a key is; what is left with somebody who saw the key in a vault is in no place.
pub fn copy(copy: &KeyCopy) -> Word {
    if copy.is_seen() { Word::CopySeen } else { copy_kind(copy.kind) }
}

/// Until when it was there, where it is no more.
pub fn copy_over(copy: &KeyCopy) -> Option<Things> {
    let day = safe(&copy.removed?.to_string());
    Some(if copy.is_seen() { Things::SeenUntil { day } } else { Things::RemovedOn { day } })
}

/// The word for what a test brought.
pub fn test_result(result: TestResult) -> Word {
    match result {
        TestResult::Ok => Word::TestOk,
        TestResult::Late => Word::TestLate,
        TestResult::Garbled => Word::TestGarbled,
        TestResult::None => Word::TestNone,
        TestResult::Rejected => Word::TestRejected,
    }
}

/// The word for whether a method works on the platform's side.
pub fn method_state(state: MethodState) -> Word {
    match state {
        MethodState::Active => Word::DeviceOk,
        MethodState::Lost => Word::DeviceLost,
        MethodState::Retired => Word::DeviceRetired,
    }
}

/// The word for whether two-step verification is on.
pub fn two_step(two_step: TwoStep) -> Word {
    match two_step {
        TwoStep::Unknown => Word::Unknown,
        TwoStep::On => Word::On,
        TwoStep::Off => Word::Off,
    }
}

/// The word for how bad a finding is.
pub fn severity(severity: Severity) -> Word {
    match severity {
        Severity::Critical => Word::Critical,
        Severity::High => Word::High,
        Severity::Medium => Word::Medium,
        Severity::Low => Word::Low,
    }
}

/// The word for a step after a loss.
pub fn step(step: Step) -> Word {
    match step {
        Step::Recover => Word::StepRecover,
        Step::SignIn => Word::StepSignIn,
        Step::Remove => Word::StepRemove,
        Step::Replace => Word::StepReplace,
        Step::Test => Word::StepTest,
        Step::Rekey => Word::StepRekey,
        Step::Codes => Word::StepCodes,
        Step::Number => Word::StepNumber,
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

/// What it means that a phone shows a code of another step than ours; `reach` is how many steps
/// were looked at.
pub fn drift(key: &Key, drift: Option<Drift>, reach: u32) -> Command {
    if let Kind::Hotp { counter } = key.kind() {
        return match drift.map(|drift| drift.steps.unsigned_abs()) {
            None => Command::NoCounterMatch { reach: reach + 1 },
            Some(0) => Command::SameCounter,
            Some(steps) => Command::CounterAhead { steps, counter: counter + steps },
        };
    }
    let Some(drift) = drift else {
        let seconds = u64::from(key.period().unwrap_or(0)) * u64::from(reach);
        return Command::NoMatch { minutes: seconds / 60 };
    };
    let (steps, seconds) = (drift.steps.unsigned_abs(), drift.seconds().unsigned_abs());
    match (steps, drift.steps.cmp(&0)) {
        (0, _) => Command::SameCode,
        (1, Ordering::Less) => Command::PreviousCode,
        (1, _) => Command::NextCode,
        (_, Ordering::Less) => Command::PhoneSlow { steps, seconds },
        _ => Command::PhoneFast { steps, seconds },
    }
}

/// A field's name.
pub fn field(field: Field) -> Word {
    match field {
        Field::Platform => Word::Platform,
        Field::Store => Word::Store,
        Field::Login => Word::Login,
        Field::Sites => Word::Sites,
        Field::Key => Word::Key,
        Field::Kind
        | Field::DeviceKind
        | Field::NumberKind
        | Field::MethodKind
        | Field::CopyKind => Word::Kind,
        Field::Pin => Word::Pin,
        Field::Digits => Word::Digits,
        Field::Period => Word::Period,
        Field::Algorithm => Word::Algorithm,
        Field::Counter => Word::Counter,
        Field::By => Word::ArrivesBy,
        Field::Device => Word::Device,
        Field::Number => Word::Number,
        Field::Holder => Word::Holder,
        Field::Backup => Word::BackupBy,
        Field::BackupDevice => Word::BackupDevice,
        Field::BackupNumber => Word::BackupNumber,
        Field::BackupHolder => Word::BackupHolder,
        Field::BackupTested => Word::BackupTested,
        Field::Company => Word::Company,
        Field::Tags => Word::Tags,
        Field::Note => Word::Note,
        Field::TwoStep => Word::TwoStep,
        Field::Users => Word::Users,
        Field::Profile => Word::Profile,
        Field::Console => Word::Console,
        Field::Keyed => Word::Keyed,
        Field::Label => Word::Label,
        Field::Location => Word::Location,
        Field::DeviceState | Field::NumberState | Field::MethodState => Word::State,
        Field::Since => Word::Since,
        Field::AutoTime => Word::AutoTime,
        Field::Carrier => Word::Carrier,
        Field::RegisteredTo => Word::RegisteredTo,
        Field::Keepalive => Word::Keepalive,
        Field::Name => Word::Name,
        Field::Team => Word::Team,
        Field::LeftOn => Word::LeftOn,
        Field::Role => Word::Role,
        Field::Address => Word::Address,
        Field::Registered => Word::Registered,
        Field::Tested => Word::LastTested,
        Field::Result => Word::Result,
        Field::TestedBy => Word::TestedBy,
        Field::Place => Word::Place,
        Field::Added => Word::AddedOn,
        Field::Removed => Word::RemovedOn,
        Field::Codes => Word::RecoveryCodes,
        Field::Left => Word::CodesLeft,
        Field::Checked => Word::CheckedOn,
    }
}

/// The word for one of a field's choices; `None` for what stands for itself, such as `sha1`.
pub fn choice(field: Field, word: &str) -> Option<Word> {
    Some(match field {
        Field::By | Field::Backup | Field::MethodKind => kind(Worded::from_word(word)?),
        Field::Role => role(Worded::from_word(word)?),
        Field::DeviceKind => device_kind(Worded::from_word(word)?),
        Field::DeviceState => device_state(Worded::from_word(word)?),
        Field::NumberKind => number_kind(Worded::from_word(word)?),
        Field::NumberState => number_state(Worded::from_word(word)?),
        Field::MethodState => method_state(Worded::from_word(word)?),
        Field::CopyKind => copy_kind(Worded::from_word(word)?),
        Field::Result => test_result(Worded::from_word(word)?),
        Field::TwoStep => two_step(Worded::from_word(word)?),
        Field::AutoTime => match word {
            "yes" => Word::Yes,
            "no" => Word::No,
            _ => return None,
        },
        _ => return None,
    })
}
