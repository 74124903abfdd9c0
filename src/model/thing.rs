//! What gets lost separately: a handset, a phone line, a colleague.

use super::word::worded;
use super::{Conflict, Id};
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
    /// Values of fields that somebody else changed at the same time.
    pub conflicts: Vec<Conflict<Self>>,
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
            conflicts: Vec::new(),
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
    /// Values of fields that somebody else changed at the same time.
    pub conflicts: Vec<Conflict<Self>>,
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
            conflicts: Vec::new(),
        }
    }

    /// The number with only its country code and its last four digits readable: `+86•••1234`.
    pub fn masked(&self) -> String {
        mask(&self.number)
    }
}

/// A number with only its country code and its last four digits readable.
pub fn mask(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let last = |n: usize| digits[digits.len() - n..].iter().collect::<String>();
    // Three digits of a country and four: what is masked already stays as it is.
    if number.contains('•') && digits.len() <= 7 {
        return number.to_owned();
    }
    match digits.len() {
        0..=4 => "•••".into(),
        5..=8 => format!("•••{}", last(2)),
        _ if number.trim_start().starts_with('+') => {
            let code: String = digits[..country_code(&digits)].iter().collect();
            format!("+{code}•••{}", last(4))
        }
        _ => format!("•••{}", last(4)),
    }
}

/// How many of an international number's digits are its country code (ITU-T E.164, list of
/// 2016-11-15): one in the zones 1 and 7, two or three elsewhere.
fn country_code(digits: &[char]) -> usize {
    match (digits.first(), digits.get(1)) {
        (Some('1' | '7'), _) => 1,
        (Some('2'), Some('0' | '7'))
        | (Some('3'), Some('0'..='4' | '6' | '9'))
        | (Some('4'), Some('0' | '1' | '3'..='9'))
        | (Some('5'), Some('1'..='8'))
        | (Some('6'), Some('0'..='6'))
        | (Some('8'), Some('1' | '2' | '4' | '6'))
        | (Some('9'), Some('0'..='5' | '8')) => 2,
        _ => 3,
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
    /// Values of fields that somebody else changed at the same time.
    pub conflicts: Vec<Conflict<Self>>,
}

impl Person {
    /// A colleague of whom only the name is known.
    pub fn new(id: Id, name: String) -> Self {
        Self { id, name, team: String::new(), left: None, conflicts: Vec::new() }
    }

    /// Whether the day they leave has come.
    pub fn has_left(&self, today: Date) -> bool {
        self.left.is_some_and(|day| day <= today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_tells_country_and_end() {
        let cases = [
            ("+8613800138000", "+86•••8000"),
            ("+12125550143", "+1•••0143"),
            ("+79161234567", "+7•••4567"),
            ("+442079460018", "+44•••0018"),
            ("+353870000107", "+353•••0107"),
            ("+85251234567", "+852•••4567"),
            ("+886912345678", "+886•••5678"),
            ("+821000000107", "+82•••0107"),
            ("+9715012345678", "+971•••5678"),
            ("+27821234567", "+27•••4567"),
            ("13800138000", "•••8000"),
            ("95588", "•••88"),
            ("110", "•••"),
            ("", "•••"),
        ];
        for (number, masked) in cases {
            let number = Number::new(Id(uuid::Uuid::nil()), number.to_owned());
            assert_eq!(number.masked(), masked);
            assert_eq!(mask(masked), masked, "once is enough");
        }
    }
}
