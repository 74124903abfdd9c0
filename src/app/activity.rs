//! What was done, in words; which of it somebody asks for; and writing it down.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::draft::find::same;
use super::{conflicts, explain, findings, words};
use crate::activity::{Deed, Event, Flaw, FlawKind, What};
use crate::config::Settings;
use crate::exchange::table::plain_table;
use crate::i18n::{Activity as Say, Lang, Team, Word};
use crate::model::{Account, Book, Id, MethodKind, TestResult, Thing, Worded as _};
use crate::platform;
use crate::text::{Safe, safe, whole};
use crate::time::{Date, Moment, Zone};
use crate::vault::{Activity, Log, LogError, Skipped, Unread};

/// The detail of recovery codes that were shown.
const RECOVERY: &str = "recovery";

/// Who writes down what is done here, and whether.
#[derive(Clone, Debug)]
pub struct Scribe {
    /// Who sits here.
    pub who: String,
    /// Whether anything is written down.
    pub is_on: bool,
    /// For how many months; 0 for ever.
    pub keep: u32,
    /// The language of what is said when it cannot be.
    pub lang: Lang,
}

impl Scribe {
    /// As somebody wishes it.
    pub fn new(settings: &Settings, who: String, lang: Lang) -> Self {
        Self { who, is_on: settings.activity, keep: settings.activity_keep_months, lang }
    }

    /// Writes it down.
    pub fn write(&self, log: &Log, deeds: &[Deed], now: Moment) -> Result<(), LogError> {
        if !self.is_on {
            return Ok(());
        }
        log.append(deeds, &self.who, now, self.keep, &mut platform::fill)
    }
}

/// Why it was not written down, or cannot be read.
pub fn reason(error: &LogError, lang: Lang) -> Safe<'static> {
    match error {
        LogError::Io { path, error } => {
            whole(&format!("{}: {}", explain::path(path), safe(&error.to_string())))
        }
        LogError::Locked => whole(&Say::LogBusy.say(lang)),
        LogError::Full { path } => whole(&Say::LogFull { path: explain::path(path) }.say(lang)),
    }
}

/// What was done, in a word or two.
pub fn what(deed: &Deed) -> Say {
    match deed.what {
        What::Revealed if deed.detail == RECOVERY => Say::RecoveryShown,
        What::Copied => Say::Copied,
        What::Revealed => Say::Revealed,
        What::KeyShown => Say::KeyShown,
        What::Exported => Say::Exported,
        What::Imported => Say::Imported,
        What::Added => Say::Added,
        What::Edited => Say::Edited,
        What::Removed => Say::Removed,
        What::MovedIn => Say::MovedIn,
        What::MovedAway => Say::MovedAway,
        What::Rekeyed => Say::Rekeyed,
        What::Tested => Say::Tested,
        What::Lost if is_person(deed) => Say::Left,
        What::Found if is_person(deed) => Say::Back,
        What::Lost => Say::Lost,
        What::Found => Say::Found,
        What::RecoveryUsed => Say::RecoveryUsed,
        What::LetIn => Say::LetIn,
        What::ShutOut => Say::ShutOut,
        What::Confirmed => Say::Confirmed,
        What::RecoveryMade => Say::RecoveryMade,
        What::RecoveryTried => Say::RecoveryTried,
        What::Rotated => Say::Rotated,
        What::Restored => Say::Restored,
        What::Accepted => Say::Accepted,
        What::Other => Say::Other,
    }
}

fn is_person(deed: &Deed) -> bool {
    matches!(deed.thing, Some(Thing::Person(_)))
}

/// Something that is wrong, in a sentence.
pub fn flaw(flaw: &Flaw) -> Say {
    let (n, machine, month) = (flaw.lines, safe(&flaw.machine), safe(&flaw.month.to_string()));
    match flaw.kind {
        FlawKind::Missing => Say::Missing { n, machine, month },
        FlawKind::Damaged => Say::Damaged { n, machine, month },
        FlawKind::Order => Say::Order { n, machine, month },
        FlawKind::Cut => Say::Cut { n, machine, month },
        FlawKind::Gone => Say::FilesGone { n, machine, month },
        FlawKind::Sealed => Say::Sealed { n, machine, month },
        FlawKind::Torn => Say::Torn { n, machine, month },
    }
}

/// A file that was not read, in a sentence.
pub fn skipped(skipped: &Skipped) -> Say {
    let name = safe(&skipped.name);
    match skipped.why {
        Unread::Foreign => Say::SkippedForeign { name },
        Unread::NotAFile => Say::SkippedLink { name },
        Unread::TooLarge => Say::SkippedLarge { name },
        Unread::Refused => Say::SkippedRefused { name },
    }
}

/// Everything that is wrong, worst first.
pub fn wrong(activity: &Activity) -> Vec<Say> {
    let mut flaws: Vec<&Flaw> = activity.flaws.iter().collect();
    flaws.sort_by_key(|flaw| flaw.kind);
    let skips = activity.skipped.iter().map(skipped);
    flaws.into_iter().map(flaw).chain(skips).collect()
}

/// What records are called: those that are there, and those that were taken out.
#[derive(Clone, Debug, Default)]
pub struct RecordNames {
    accounts: HashMap<Id, String>,
    gone: HashMap<Id, (What, String)>,
    /// Who was shut out, from when, and until when if they were let in again.
    out: Vec<(String, Moment, Option<Moment>)>,
}

impl RecordNames {
    /// The names of a book, and those that events remember. Safe to show.
    pub fn new(book: &Book, activity: &Activity) -> Self {
        let name = |account: &Account| (account.id, safe(&account.full_name()).to_string());
        let accounts = book.accounts.iter().map(name).collect();
        // The newest is the first, and says what became of it.
        let removed = activity.events.iter().rev().filter(|event| takes_out(event.deed.what));
        let gone = removed.filter_map(|event| {
            let deed = &event.deed;
            let id = deed.account.or_else(|| deed.thing.map(crate::model::Thing::id))?;
            Some((id, (deed.what, Safe::new(&deed.detail).to_string())))
        });
        Self { accounts, gone: gone.collect(), out: out(activity) }
    }

    /// Whether it was done by somebody who was shut out by then.
    pub fn is_out(&self, event: &Event) -> bool {
        is_out(&self.out, event)
    }

    /// Who did it; empty where nobody is named. Safe to show.
    pub fn who(&self, event: &Event, lang: Lang) -> String {
        let who = safe(&event.who);
        if self.is_out(event) { Say::OutBy { who }.say(lang) } else { who.to_string() }
    }

    /// To what it was done; empty where that is nothing in particular.
    pub fn subject(&self, deed: &Deed, book: &Book, lang: Lang) -> String {
        let gone = |id: Id| match self.gone.get(&id) {
            Some((_, name)) if takes_out(deed.what) => name.clone(),
            Some((What::MovedAway, name)) => Say::Away { name: safe(name) }.say(lang),
            Some((_, name)) => Say::Gone { name: safe(name) }.say(lang),
            None => "?".to_owned(),
        };
        match (deed.account, deed.thing) {
            // What the team called them then.
            _ if matches!(deed.what, What::LetIn | What::ShutOut) => {
                Safe::new(&deed.detail).to_string()
            }
            (Some(id), _) => self.accounts.get(&id).cloned().unwrap_or_else(|| gone(id)),
            (None, Some(thing)) => match findings::label(thing, book) {
                name if name == "?" => gone(thing.id()),
                name => name,
            },
            (None, None)
                if deed.count > 1 || matches!(deed.what, What::Exported | What::Imported) =>
            {
                let n = deed.count;
                match deed.what {
                    What::Revealed if deed.detail == RECOVERY => Say::RecoveryCodes { n },
                    What::Copied | What::Revealed => Say::Codes { n },
                    What::Exported | What::Imported => Say::Accounts { n },
                    _ => Say::Records { n },
                }
                .say(lang)
            }
            (None, None) => String::new(),
        }
    }
}

/// Who was shut out, as the activity tells it. Nobody lets anybody in who is out.
fn out(activity: &Activity) -> Vec<(String, Moment, Option<Moment>)> {
    let mut out: Vec<(String, Moment, Option<Moment>)> = Vec::new();
    for event in activity.events.iter().rev() {
        let name = &event.deed.detail;
        let known = out.iter().position(|(it, _, until)| until.is_none() && same(it, name));
        match (event.deed.what, known) {
            (What::ShutOut, None) if !name.is_empty() => out.push((name.clone(), event.at, None)),
            (What::LetIn, Some(at)) if !is_out(&out, event) => out[at].2 = Some(event.at),
            _ => {}
        }
    }
    out
}

fn is_out(out: &[(String, Moment, Option<Moment>)], event: &Event) -> bool {
    out.iter().any(|(name, from, until)| {
        event.at > *from && until.is_none_or(|until| event.at < until) && same(name, &event.who)
    })
}

/// The accounts that went from a vault to another since a day, and are not back: how many, and what they are
/// called as far as it is told.
pub fn moved_away(activity: &Activity, book: &Book, since: Option<Date>) -> (usize, Vec<String>) {
    let mut known = HashSet::new();
    let away = activity.events.iter().filter(|event| {
        let Deed { what, account, thing, .. } = &event.deed;
        *what == What::MovedAway
            && thing.is_none()
            && since.is_none_or(|since| event.at.date() >= since)
            && account.is_none_or(|id| book.account(id).is_none() && known.insert(id))
    });
    let (mut n, mut names) = (0, Vec::new());
    for event in away {
        n += usize::try_from(event.deed.count).unwrap_or(usize::MAX);
        names.extend(event.deed.account.map(|_| event.deed.detail.clone()));
    }
    (n, names)
}

/// Whether an account came to a vault from another, or went there.
pub fn has_moved(activity: &Activity) -> bool {
    let is_move = |event: &Arc<Event>| matches!(event.deed.what, What::MovedIn | What::MovedAway);
    activity.events.iter().any(is_move)
}

/// Whether a record is not there any more after that.
fn takes_out(what: What) -> bool {
    matches!(what, What::Removed | What::MovedAway)
}

/// What else is to be known of it. Safe to show.
pub fn detail(deed: &Deed, lang: Lang) -> String {
    let text = &*deed.detail;
    let plain = || Safe::new(text).to_string();
    match deed.what {
        // Its name stands for it already.
        what if takes_out(what) && (deed.account.is_some() || deed.thing.is_some()) => {
            String::new()
        }
        What::LetIn | What::ShutOut => String::new(),
        What::Accepted => Say::AcceptedOf { who: safe(text) }.say(lang),
        What::Edited => {
            let names: Vec<String> =
                text.split(' ').filter(|w| !w.is_empty()).map(|w| field(w, lang)).collect();
            names.join(explain::between(lang))
        }
        What::Tested => {
            let mut parts = text.split(' ');
            let kind = parts.next().and_then(MethodKind::from_word);
            let result = parts.next().and_then(TestResult::from_word);
            match (kind, result) {
                (Some(kind), Some(result)) => {
                    let (kind, result) =
                        (words::kind(kind).say(lang), words::test_result(result).say(lang));
                    format!("{kind}  {result}")
                }
                _ => plain(),
            }
        }
        What::Lost => match text {
            "lost" => Word::DeviceLost.say(lang),
            "stolen" => Word::DeviceStolen.say(lang),
            "lapsed" => Word::NumberLapsed.say(lang),
            "left" => Word::HasLeft.say(lang),
            _ => plain(),
        },
        What::Revealed if text == RECOVERY => Word::RecoveryCodes.say(lang),
        What::Exported if text == "phone" => Say::Phone.say(lang),
        _ => plain(),
    }
}

fn field(name: &str, lang: Lang) -> String {
    match name {
        "snoozes" => Say::Snoozes.say(lang),
        "platforms" => Say::Platforms.say(lang),
        "losses" => Say::Losses.say(lang),
        "quarantine" => Say::PutAside.say(lang),
        "conflicts" => Team::Conflicts.say(lang),
        name => conflicts::word(name).say(lang),
    }
}

/// Which events are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Not before.
    pub since: Option<Moment>,
    /// Before.
    pub until: Option<Moment>,
    /// Of one of these accounts.
    pub accounts: Option<HashSet<Id>>,
    /// By somebody with this in the name, in small letters.
    pub who: Option<String>,
    /// Of one of these kinds; none for all.
    pub what: Vec<What>,
}

impl Filter {
    /// Whether it is asked for.
    pub fn keeps(&self, event: &Event) -> bool {
        self.since.is_none_or(|since| event.at >= since)
            && self.until.is_none_or(|until| event.at < until)
            && (self.what.is_empty() || self.what.contains(&event.deed.what))
            && self.who.as_ref().is_none_or(|who| event.who.to_lowercase().contains(who))
            && self.accounts.as_ref().is_none_or(|accounts| match event.deed.account {
                Some(account) => accounts.contains(&account),
                // A file of all of them holds these, too.
                None => event.deed.what == What::Exported,
            })
    }
}

/// A point in time as somebody writes it: a day, a day and a time, or how long ago.
pub fn moment(text: &str, now: Moment, zone: &Zone) -> Option<Moment> {
    let text = text.trim();
    if let Some((day, time)) = text.split_once(['T', ' ']) {
        let (day, time): (Date, jiff::civil::Time) = (day.parse().ok()?, time.parse().ok()?);
        let into = time.duration_since(jiff::civil::Time::midnight()).as_millis();
        return Some(zone.beginning(day)?.plus_millis(u64::try_from(into).ok()?));
    }
    if let Ok(day) = text.parse::<Date>() {
        return zone.beginning(day);
    }
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    let ago = number.parse::<u64>().ok()?.checked_mul(seconds)?.checked_mul(1000)?;
    Some(Moment::from_millis(now.millis().saturating_sub(ago)))
}

/// `2026-11-28 14:03:12`
pub fn stamp(moment: Moment, zone: &Zone) -> String {
    format!("{} {}", zone.date(moment), zone.time(moment))
}

/// Events as a table for spreadsheets.
pub fn csv<'a>(
    events: impl IntoIterator<Item = &'a Event>,
    names: &RecordNames,
    book: &Book,
    zone: &Zone,
    lang: Lang,
) -> Vec<u8> {
    let heads = ["time", "who", "machine", "what", "subject", "count", "detail", "account"];
    let row = |event: &Event| {
        let deed = &event.deed;
        [
            stamp(event.at, zone),
            event.who.clone(),
            event.machine.to_string(),
            deed.what.word().to_owned(),
            names.subject(deed, book, lang),
            deed.count.to_string(),
            deed.detail.clone(),
            deed.account.map(|id| id.to_string()).unwrap_or_default(),
        ]
    };
    let heads = std::iter::once(heads.map(str::to_owned));
    plain_table(heads.chain(events.into_iter().map(row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_is_what_is_kept_where_nobody_says_otherwise() {
        assert_eq!(Settings::default().activity_keep_months, crate::activity::KEPT);
    }

    #[test]
    fn points_in_time_as_people_write_them() {
        let now = Moment::from_secs(1_773_566_407);
        let zone = Zone::default();
        let cases = [
            ("2026-03-15", Some("2026-03-15 00:00:00")),
            ("2026-03-14T14:05", Some("2026-03-14 14:05:00")),
            ("2026-03-14 14:05:09", Some("2026-03-14 14:05:09")),
            ("7d", Some("2026-03-08 09:20:07")),
            ("2h", Some("2026-03-15 07:20:07")),
            (" 30m ", Some("2026-03-15 08:50:07")),
            ("1w", Some("2026-03-08 09:20:07")),
            ("99999999999999999d", None),
            ("99999d", Some("1970-01-01 00:00:00")),
            ("yesterday", None),
            ("d", None),
            ("光", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let told = moment(text, now, &zone).map(|moment| stamp(moment, &zone));
            assert_eq!(told.as_deref(), expected, "{text}");
        }
    }
}
