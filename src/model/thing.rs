//! What gets lost separately: a handset, a phone line, a colleague.

use super::Id;
use super::word::worded;
use crate::time::Date;

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A device.
    Device(Id),
    /// A number.
    Number(Id),
    /// A person.
    Person(Id),
}

impl Thing {
    /// Its id.
    pub fn id(self) -> Id {
        match self {
            Self::Device(id) | Self::Number(id) | Self::Person(id) => id,
        }
    }
}

/// A handset, tablet or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Stable for life.
    pub id: Id,
    /// What stands on its sticker: `P-07`.
    pub label: String,
    /// What it is.
    pub kind: DeviceKind,
    /// Who has it.
    pub holder: Option<Id>,
    /// Where it is kept; may be empty.
    pub location: String,
    /// Whether it can still be used.
    pub state: DeviceState,
    /// The day it came into that state, when that is known.
    pub since: Option<Date>,
    /// Whether its clock sets itself; `None` when nobody looked.
    pub auto_time: Option<bool>,
    /// Free text.
    pub note: String,
}

impl Device {
    /// A phone of which only the label is known.
    pub fn new(id: Id, label: String) -> Self {
        Self {
            id,
            label,
            kind: DeviceKind::default(),
            holder: None,
            location: String::new(),
            state: DeviceState::default(),
            since: None,
            auto_time: None,
            note: String::new(),
        }
    }
}

worded! {
    /// What a device is.
    #[derive(Default)]
    pub enum DeviceKind {
        /// A mobile phone.
        #[default]
        Phone = "phone",
        /// A tablet.
        Tablet = "tablet",
        /// A phone on a wire.
        Landline = "landline",
        /// A computer.
        Computer = "computer",
        /// A hardware security key.
        SecurityKey = "security-key",
        /// A rack of modems that many SIM cards sit in.
        ModemPool = "modem-pool",
        /// A phone that is rented in somebody's data centre.
        CloudPhone = "cloud-phone",
    }
}

worded! {
    /// Whether a device can still be used.
    #[derive(Default)]
    pub enum DeviceState {
        /// It works.
        #[default]
        Ok = "ok",
        /// Nobody knows where it is.
        Lost = "lost",
        /// Somebody else has it.
        Stolen = "stolen",
        /// It does not work.
        Broken = "broken",
        /// Out of use.
        Retired = "retired",
    }
}

impl DeviceState {
    /// Whether somebody else may have it.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Lost | Self::Stolen)
    }
}

/// A phone line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Stable for life.
    pub id: Id,
    /// The number, E.164 where it could be understood; shown masked.
    pub number: String,
    /// What it is.
    pub kind: NumberKind,
    /// Who runs the line; may be empty.
    pub carrier: String,
    /// In whose name it is registered; may be empty.
    pub registered_to: String,
    /// The handset its SIM is in.
    pub device: Option<Id>,
    /// Whether it still receives.
    pub state: NumberState,
    /// The day it came into that state, when that is known.
    pub since: Option<Date>,
    /// The day until which something must be paid or sent so that the carrier keeps the line.
    pub keepalive: Option<Date>,
    /// Free text.
    pub note: String,
}

impl Number {
    /// A line of which only the number is known.
    pub fn new(id: Id, number: String) -> Self {
        Self {
            id,
            number,
            kind: NumberKind::default(),
            carrier: String::new(),
            registered_to: String::new(),
            device: None,
            state: NumberState::default(),
            since: None,
            keepalive: None,
            note: String::new(),
        }
    }

    /// The number with only the country code's start and the last four digits readable:
    /// `+86•••1234`.
    pub fn masked(&self) -> String {
        let digits: Vec<char> = self.number.chars().filter(char::is_ascii_digit).collect();
        let plus = if self.number.trim_start().starts_with('+') { "+" } else { "" };
        let shown = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
        match digits.len() {
            0..=4 => "•••".into(),
            5..=8 => format!("•••{}", shown(digits.len() - 2, digits.len())),
            n => format!("{plus}{}•••{}", shown(0, 2), shown(n - 4, n)),
        }
    }
}

worded! {
    /// What a number is.
    #[derive(Default)]
    pub enum NumberKind {
        /// A SIM card.
        #[default]
        Sim = "sim",
        /// An embedded SIM: it does not move to another phone by hand.
        Esim = "esim",
        /// A line on a wire.
        Landline = "landline",
        /// A line over the internet: many platforms send nothing there.
        Voip = "voip",
        /// Rented by the message: the next customer gets the next code.
        Rented = "rented",
    }
}

worded! {
    /// Whether a number still receives.
    #[derive(Default)]
    pub enum NumberState {
        /// It does.
        #[default]
        Ok = "ok",
        /// The carrier paused it.
        Suspended = "suspended",
        /// The carrier took it back.
        Lapsed = "lapsed",
        /// The SIM is gone.
        Lost = "lost",
    }
}

impl NumberState {
    /// Whether somebody else may receive what is sent to it.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Lapsed | Self::Lost)
    }
}

/// A colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Stable for life.
    pub id: Id,
    /// As the team calls them.
    pub name: String,
    /// Their group; may be empty.
    pub team: String,
    /// The day they left, when they did.
    pub left: Option<Date>,
}

impl Person {
    /// A colleague of whom only the name is known.
    pub fn new(id: Id, name: String) -> Self {
        Self { id, name, team: String::new(), left: None }
    }
}
