//! Findings in sentences: the one place that knows which one a finding gets.

use crate::config::Settings;
use crate::health::{Fact, Finding, Limits, Rule, loss};
use crate::i18n::{Finding as Say, Lang};
use crate::model::{Account, Book, CopyKind, Device, DeviceState, MethodKind, NumberState, Thing};
use crate::text::{Safe, safe, whole};
use crate::time::Date;

use super::words;

/// The limits somebody set.
pub fn limits(settings: &Settings) -> Limits {
    Limits {
        stale_after: settings.stale_after_days,
        money_stale_after: settings.money_stale_after_days,
        first_test_within: settings.first_test_within_days,
        keepalive_within: settings.keepalive_within_days,
        few_codes: settings.few_recovery_codes as usize,
        clock: (settings.clock_medium_seconds, settings.clock_high_seconds),
    }
}

/// What a device, a number or a person is called: label, masked number, name. Safe to show.
pub fn label(thing: Thing, book: &Book) -> String {
    book.name_of(thing).map_or_else(unknown, |name| Safe::new(&name).to_string())
}

/// What a record is called that is not there.
fn unknown() -> String {
    "?".to_owned()
}

/// The devices, numbers and people a finding speaks of.
pub fn things(finding: &Finding, book: &Book) -> Vec<Thing> {
    let mut things: Vec<Thing> = finding.about.into_iter().collect();
    if let (Rule::B03, Some(Thing::Device(id))) = (finding.rule, finding.about) {
        things.extend(book.device(id).and_then(|device| device.holder).map(Thing::Person));
    }
    things
}

/// The sentence of a finding: what is wrong and what to do.
pub fn message(finding: &Finding, book: &Book, lang: Lang) -> String {
    let account = finding.account.and_then(|id| book.account(id));
    sentence(finding, account, book, lang)
}

/// The same for who has the finding's account at hand: looking for it takes a walk through all.
pub fn sentence(finding: &Finding, account: Option<&Account>, book: &Book, lang: Lang) -> String {
    Teller { finding, account, book, lang }.sentence().say(lang)
}

struct Teller<'a> {
    finding: &'a Finding,
    account: Option<&'a Account>,
    book: &'a Book,
    lang: Lang,
}

impl Teller<'_> {
    fn sentence(&self) -> Say {
        match self.finding.rule {
            Rule::B01 => Say::LockedOut,
            Rule::B02 => self.gone(),
            Rule::B03 => self.held(),
            Rule::B04 => self.exposed(),
            Rule::B05 => Say::Off { platform: self.platform() },
            Rule::B06 => Say::NoBackup,
            Rule::B07 => Say::OneNumber { number: self.thing(), platform: self.platform() },
            Rule::B08 => Say::OneHandset { thing: self.thing() },
            Rule::B09 => Say::OwnersShare { number: self.thing(), n: self.count() },
            Rule::B10 => self.failed(),
            Rule::B11 => self.due(),
            Rule::B12 => Say::NotOwnNumber { number: self.thing() },
            Rule::B13 | Rule::B14 => self.untested(),
            Rule::B15 => Say::OnePerson { person: self.thing() },
            Rule::B16 => Say::OnePlace { place: self.place() },
            Rule::B17 => Say::OnlyApps { platform: self.platform() },
            Rule::B18 => match self.finding.fact {
                Fact::Left(Some(n)) => Say::FewCodes { n },
                _ => Say::CodesUnknown,
            },
            Rule::B19 => Say::SharedLogin { n: self.count(), platform: self.platform() },
            Rule::B20 => self.withdrawn(),
            Rule::B21 => Say::Twin { other: self.other() },
            Rule::B22 => Say::TakesApp { kind: self.kind(), platform: self.platform() },
            Rule::B23 => Say::OwnerShares { number: self.thing(), n: self.count() },
            Rule::B24 => self.outside(),
            Rule::B25 => match self.finding.about {
                _ if matches!(self.finding.fact, Fact::CopyPast { .. }) => {
                    Say::CopyPast { place: self.copy() }
                }
                Some(Thing::Device(_)) => Say::NoHolder { device: self.thing() },
                Some(_) => Say::NoHandset { number: self.thing() },
                None => Say::NowhereNoted,
            },
            Rule::C01 => self.clock(),
        }
    }

    fn gone(&self) -> Say {
        if self.finding.about.is_none() {
            return Say::LostMethod { kind: self.kind() };
        }
        let (thing, n) = (self.thing(), self.count());
        let number = match self.finding.about {
            Some(Thing::Number(id)) => self.book.number(id).map(|number| number.state),
            _ => None,
        };
        if self.device().map(|device| device.state) == Some(DeviceState::Stolen) {
            Say::Stolen { thing, n }
        } else if number == Some(NumberState::Lapsed) {
            Say::Lapsed { thing, n }
        } else {
            Say::Lost { thing, n }
        }
    }

    fn held(&self) -> Say {
        match self.device() {
            Some(device) => {
                let holder = device.holder.map(|id| label(Thing::Person(id), self.book));
                Say::Held { person: safe(&holder.unwrap_or_else(unknown)), item: self.thing() }
            }
            None => Say::HeldCopy { person: self.thing(), item: self.copy() },
        }
    }

    fn exposed(&self) -> Say {
        match (self.finding.about, &self.finding.fact) {
            (Some(thing @ Thing::Person(_)), Fact::Day(on)) if !loss::is_gone(self.book, thing) => {
                Say::ExposedSeen { person: self.thing(), day: day(*on) }
            }
            (Some(Thing::Person(_)), Fact::Day(on)) => {
                Say::ExposedLeft { person: self.thing(), day: day(*on) }
            }
            (None, Fact::Day(on)) => Say::ExposedSince { day: day(*on) },
            (_, Fact::Day(on)) => Say::ExposedLost { thing: self.thing(), day: day(*on) },
            _ => Say::ExposedOnce { thing: self.thing() },
        }
    }

    fn outside(&self) -> Say {
        match self.finding.fact {
            Fact::Day(on) => Say::SeenBefore { person: self.thing(), day: day(on) },
            _ => Say::Outside { place: self.copy() },
        }
    }

    fn failed(&self) -> Say {
        match &self.finding.fact {
            Fact::Failed { kind, result, on } => Say::TestFailed {
                kind: self.kind_word(*kind),
                result: whole(&words::test_result(*result).say(self.lang)),
                day: day(*on),
            },
            _ => Say::HandsetBroken { device: self.thing(), kind: self.kind() },
        }
    }

    fn due(&self) -> Say {
        let number = self.thing();
        let state = match self.finding.about {
            Some(Thing::Number(id)) => self.book.number(id).map(|number| number.state),
            _ => None,
        };
        match self.finding.fact {
            _ if state == Some(NumberState::Suspended) => Say::Suspended { number },
            Fact::Due { on, past: true } => Say::Overdue { number, day: day(on) },
            Fact::Due { on, .. } => Say::Due { number, day: day(on) },
            _ => Say::Suspended { number },
        }
    }

    fn untested(&self) -> Say {
        match self.finding.fact {
            Fact::Tested { kind, days: Some(n) } => {
                Say::TestedLongAgo { kind: self.kind_word(kind), n }
            }
            Fact::TestPast { kind, on } => {
                Say::TestPast { kind: self.kind_word(kind), day: day(on) }
            }
            _ => Say::NeverTested { kind: self.kind() },
        }
    }

    fn withdrawn(&self) -> Say {
        let platform = self.platform();
        match self.finding.fact {
            Fact::Withdrawn { kind, on, past: true } => {
                Say::Gone { platform, kind: self.kind_word(kind), day: day(on) }
            }
            Fact::Withdrawn { kind, on, .. } => {
                Say::Goes { platform, kind: self.kind_word(kind), day: day(on) }
            }
            _ => Say::Goes { platform, kind: self.kind(), day: safe("?") },
        }
    }

    fn clock(&self) -> Say {
        let Fact::Offset(millis) = self.finding.fact else {
            return Say::ClockAhead { n: safe("?") };
        };
        let tenths = millis.unsigned_abs() / 100;
        let n = safe(&format!("{}.{}", tenths / 10, tenths % 10));
        if millis < 0 { Say::ClockBehind { n } } else { Say::ClockAhead { n } }
    }

    fn thing(&self) -> Safe<'static> {
        safe(&self.finding.about.map_or_else(unknown, |thing| label(thing, self.book)))
    }

    fn device(&self) -> Option<&Device> {
        match self.finding.about {
            Some(Thing::Device(id)) => self.book.device(id),
            _ => None,
        }
    }

    fn place(&self) -> Safe<'static> {
        safe(self.device().map_or("?", |device| device.location.trim()))
    }

    fn platform(&self) -> Safe<'static> {
        safe(self.account.map_or("?", |account| &account.platform))
    }

    fn other(&self) -> Safe<'static> {
        let Fact::Other(id) = self.finding.fact else { return safe("?") };
        safe(self.book.account(id).map_or("?", Account::title))
    }

    fn count(&self) -> usize {
        match self.finding.fact {
            Fact::Shared(n) => n,
            _ => 0,
        }
    }

    fn kind(&self) -> Safe<'static> {
        match self.finding.fact {
            Fact::Kind(kind) | Fact::Tested { kind, .. } => self.kind_word(kind),
            _ => safe("?"),
        }
    }

    fn kind_word(&self, kind: MethodKind) -> Safe<'static> {
        whole(&words::kind(kind).say(self.lang))
    }

    /// Where a copy of the key lies: the place's name, else what kind of place.
    fn copy(&self) -> Safe<'static> {
        match &self.finding.fact {
            Fact::Copy { kind, place } | Fact::CopyPast { kind, place } => {
                let name = Some(place).filter(|place| !place.trim().is_empty());
                let label = || self.device().map(|device| &device.label);
                match name.or_else(label) {
                    Some(name) => safe(name),
                    None => safe(&self.copy_word(*kind)),
                }
            }
            _ => safe("?"),
        }
    }

    fn copy_word(&self, kind: CopyKind) -> String {
        words::copy_kind(kind).say(self.lang)
    }
}

fn day(day: Date) -> Safe<'static> {
    safe(&day.to_string())
}

#[cfg(test)]
mod tests;
