//! What a form asks for: the kinds of record, their fields, and the words a field takes.

use crate::model::{
    CopyKind, DeviceKind, DeviceState, MethodKind, MethodState, NumberKind, NumberState, Role,
    TestResult, TwoStep, Worded,
};

/// What a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A login, with its key, its main and its backup method.
    Account,
    /// A handset or token.
    Device,
    /// A phone line.
    Number,
    /// A colleague.
    Person,
    /// Any one method of an account, with all that is known of it.
    Method,
    /// Another place that holds an account's key.
    Copy,
    /// The recovery codes of an account.
    Recovery,
}

impl Subject {
    /// Its fields, in the order a form shows them.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Account => &[
                Field::Platform,
                Field::Store,
                Field::Login,
                Field::Sites,
                Field::Key,
                Field::Kind,
                Field::Pin,
                Field::Digits,
                Field::Period,
                Field::Algorithm,
                Field::Counter,
                Field::By,
                Field::Device,
                Field::Number,
                Field::Holder,
                Field::Backup,
                Field::BackupDevice,
                Field::BackupNumber,
                Field::BackupHolder,
                Field::BackupTested,
                Field::Company,
                Field::Tags,
                Field::Note,
                Field::TwoStep,
                Field::Users,
                Field::Profile,
                Field::Console,
                Field::Keyed,
            ],
            Self::Device => &[
                Field::Label,
                Field::DeviceKind,
                Field::Holder,
                Field::Location,
                Field::DeviceState,
                Field::Since,
                Field::AutoTime,
                Field::Note,
            ],
            Self::Number => &[
                Field::Number,
                Field::NumberKind,
                Field::Device,
                Field::Carrier,
                Field::RegisteredTo,
                Field::Keepalive,
                Field::NumberState,
                Field::Since,
                Field::Note,
            ],
            Self::Person => &[Field::Name, Field::Team, Field::LeftOn],
            Self::Method => &[
                Field::Role,
                Field::MethodKind,
                Field::Device,
                Field::Number,
                Field::Holder,
                Field::Address,
                Field::MethodState,
                Field::Registered,
                Field::Tested,
                Field::Result,
                Field::TestedBy,
            ],
            Self::Copy => &[
                Field::CopyKind,
                Field::Place,
                Field::Device,
                Field::Holder,
                Field::Added,
                Field::Removed,
            ],
            Self::Recovery => &[Field::Codes, Field::Left, Field::Place, Field::Checked],
        }
    }
}

/// One line of a form. Where the same words and the same meaning serve several subjects, it is one
/// field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Where one signs in.
    Platform,
    /// The store's name.
    Store,
    /// The user name.
    Login,
    /// Marketplaces, separated by spaces or commas.
    Sites,
    /// The key, or a whole `otpauth` address.
    Key,
    /// totp, hotp, steam, motp or yandex.
    Kind,
    /// The PIN that mOTP and Yandex keys go with.
    Pin,
    /// Digits of a code.
    Digits,
    /// Seconds of a period.
    Period,
    /// sha1, sha256 or sha512.
    Algorithm,
    /// The next counter.
    Counter,
    /// How the code arrives: a method kind; empty means the key here.
    By,
    /// The label of a device: what a code arrives on, a SIM is in, a copy of a key is on.
    Device,
    /// A phone number: where a code arrives; of a number, itself.
    Number,
    /// Who holds that device, this device or that copy.
    Holder,
    /// The backup method's kind; empty means there is none.
    Backup,
    /// The label of the backup device.
    BackupDevice,
    /// The backup number.
    BackupNumber,
    /// Who holds the backup device.
    BackupHolder,
    /// The day the backup last worked, `2026-03-31`; empty means never.
    BackupTested,
    /// The legal entity.
    Company,
    /// Tags, separated by spaces or commas.
    Tags,
    /// Free text.
    Note,
    /// Whether two-step verification is on.
    TwoStep,
    /// Who signs in with the login, separated by commas.
    Users,
    /// The browser profile it is opened in.
    Profile,
    /// The address one signs in at.
    Console,
    /// The day the key was enrolled or last replaced.
    Keyed,
    /// What stands on a device's sticker.
    Label,
    /// What a device is.
    DeviceKind,
    /// Where a device is kept.
    Location,
    /// Whether a device can still be used.
    DeviceState,
    /// The day a device or a number came into its state.
    Since,
    /// Whether a device's clock sets itself.
    AutoTime,
    /// What a number is.
    NumberKind,
    /// Who runs a line.
    Carrier,
    /// In whose name a number is registered.
    RegisteredTo,
    /// The day until which something must be done to keep a number.
    Keepalive,
    /// Whether a number still receives.
    NumberState,
    /// What the team calls a person.
    Name,
    /// A person's group.
    Team,
    /// The day a person left.
    LeftOn,
    /// Main, backup or extra; empty means the first of them that is free.
    Role,
    /// How a method's code arrives.
    MethodKind,
    /// The mailbox a code arrives in.
    Address,
    /// Whether the platform still knows a method.
    MethodState,
    /// The day a method was registered.
    Registered,
    /// The day a method was last tried.
    Tested,
    /// What came then.
    Result,
    /// Who tried.
    TestedBy,
    /// What kind of place holds a copy of a key.
    CopyKind,
    /// The name of a place.
    Place,
    /// The day a copy was made.
    Added,
    /// The day a copy was deleted.
    Removed,
    /// Recovery codes, separated by commas or line ends.
    Codes,
    /// How many recovery codes are left, where they are not kept here.
    Left,
    /// The day somebody last looked at the recovery codes.
    Checked,
}

impl Field {
    /// The name of the option that sets it.
    pub fn option(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Store => "store",
            Self::Login => "login",
            Self::Sites => "sites",
            Self::Key => "key",
            Self::Kind
            | Self::DeviceKind
            | Self::NumberKind
            | Self::MethodKind
            | Self::CopyKind => "kind",
            Self::Pin => "pin-file",
            Self::Digits => "digits",
            Self::Period => "period",
            Self::Algorithm => "algorithm",
            Self::Counter => "counter",
            Self::By => "by",
            Self::Device => "device",
            Self::Number => "number",
            Self::Holder => "holder",
            Self::Backup => "backup",
            Self::BackupDevice => "backup-device",
            Self::BackupNumber => "backup-number",
            Self::BackupHolder => "backup-holder",
            Self::BackupTested => "backup-tested",
            Self::Company => "company",
            Self::Tags => "tags",
            Self::Note => "note",
            Self::TwoStep => "two-step",
            Self::Users => "users",
            Self::Profile => "profile",
            Self::Console => "console",
            Self::Keyed => "keyed",
            Self::Label => "label",
            Self::Location => "location",
            Self::DeviceState | Self::NumberState | Self::MethodState => "state",
            Self::Since => "since",
            Self::AutoTime => "auto-time",
            Self::Carrier => "carrier",
            Self::RegisteredTo => "registered-to",
            Self::Keepalive => "keepalive",
            Self::Name => "name",
            Self::Team => "team",
            Self::LeftOn | Self::Left => "left",
            Self::Role => "role",
            Self::Address => "address",
            Self::Registered => "registered",
            Self::Tested => "tested",
            Self::Result => "result",
            Self::TestedBy => "tested-by",
            Self::Place => "place",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Codes => "codes",
            Self::Checked => "checked",
        }
    }

    /// The words it takes, when it takes no others. An empty text is fine in every field.
    pub fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Kind => vec!["totp", "hotp", "steam", "motp", "yandex"],
            Self::Algorithm => vec!["sha1", "sha256", "sha512"],
            Self::By | Self::Backup | Self::MethodKind => words::<MethodKind>(),
            Self::TwoStep => words::<TwoStep>(),
            Self::DeviceKind => words::<DeviceKind>(),
            Self::DeviceState => words::<DeviceState>(),
            Self::AutoTime => vec!["yes", "no"],
            Self::NumberKind => words::<NumberKind>(),
            Self::NumberState => words::<NumberState>(),
            Self::Role => words::<Role>(),
            Self::MethodState => words::<MethodState>(),
            Self::Result => words::<TestResult>(),
            Self::CopyKind => words::<CopyKind>(),
            _ => Vec::new(),
        }
    }

    /// What stands for another plain word for one of its choices, in small or capital letters.
    pub fn plain(self, text: &str) -> &str {
        let word = text.trim().to_lowercase();
        match (self, &*word) {
            (Self::TwoStep, "yes" | "on" | "开" | "是") => "on",
            (Self::TwoStep, "no" | "off" | "关" | "否") => "off",
            (Self::AutoTime, "yes" | "on" | "开" | "是") => "yes",
            (Self::AutoTime, "no" | "off" | "关" | "否") => "no",
            _ => text,
        }
    }

    /// Whether it takes a day, `2026-03-31`.
    pub fn is_day(self) -> bool {
        matches!(
            self,
            Self::BackupTested
                | Self::Keyed
                | Self::Since
                | Self::Keepalive
                | Self::LeftOn
                | Self::Registered
                | Self::Tested
                | Self::Added
                | Self::Removed
                | Self::Checked
        )
    }

    /// Whether its day is of something that happened: one that lies ahead is mistyped.
    pub fn is_past(self) -> bool {
        self.is_day() && !matches!(self, Self::Keepalive | Self::LeftOn)
    }

    /// Whether it takes a phone number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::BackupNumber)
    }

    /// Whether it says what something is called, for everybody to see.
    pub fn is_name(self) -> bool {
        matches!(
            self,
            Self::Platform
                | Self::Store
                | Self::Login
                | Self::Sites
                | Self::Company
                | Self::Tags
                | Self::Users
                | Self::Device
                | Self::Holder
                | Self::BackupDevice
                | Self::BackupHolder
                | Self::Label
                | Self::Name
        )
    }

    /// Whether what is typed there is covered, and never an option's value.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Key | Self::Pin | Self::Codes)
    }
}

fn words<T: Worded>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.word()).collect()
}
