//! The first line: which vault, what is the matter with it, what is counted, what runs out.

use ratatui::layout::Rect;

use super::label;
use super::pen::Pen;
use crate::health::{Health, Severity};
use crate::i18n::{self, Fault, Screen, Sync, Team, Vaults};
use crate::model::Worded as _;
use crate::text::{self, safe};
use crate::tui::model::{Board, Model, Stored};
use crate::tui::theme::Meaning;
use crate::vault::Access;

/// How much it matters that a part is seen; the first stays longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Without it a code is typed too late.
    Seconds,
    /// The file cannot be read.
    File,
    /// An edit is not in the file.
    Unsaved,
    /// Nothing can be edited.
    Closed,
    /// It is about to lock.
    Locking,
    /// A vault is not shown.
    Shut,
    /// Two values wait for a decision.
    Clashing,
    /// Others do not have it.
    Unsent,
    /// Findings that cannot wait, and those that should not.
    Findings,
    /// A lock that is far.
    Far,
    /// Findings that can wait.
    Rest,
    /// How many accounts there are.
    Count,
}

/// One thing that is said, in the order in which they stand.
struct Part {
    said: String,
    meaning: Meaning,
    weight: Weight,
}

impl Part {
    /// Columns with the gap before it.
    fn width(&self) -> usize {
        text::width(&self.said) + 2
    }
}

/// ` Keyrack  team-eu        128 accounts  ✖ 2  ! 7  locks in 4 min  18 s`. What has no room is left out,
/// what matters least first; the vault's name gives way only to what cannot wait.
pub(super) fn draw(model: &Model, board: &Board, area: Rect, pen: &mut Pen) {
    let mut parts = parts(model, board, area, pen);
    let name = safe(&board.name());
    let title = 10 + text::width(name.as_str());
    let width = usize::from(area.width);
    let usual = if width > 60 { title.min(width / 3) } else { 10 };
    let all = |parts: &[Part]| parts.iter().map(Part::width).sum::<usize>();
    for (least, may_go) in [(usual, Weight::Findings), (10, Weight::File)] {
        while all(&parts) + least > width {
            let waits = parts.iter().enumerate().max_by_key(|(at, part)| (part.weight, *at));
            let Some((at, _)) = waits.filter(|(_, part)| part.weight >= may_go) else { break };
            parts.remove(at);
        }
    }
    let mut right = area.right().saturating_sub(1);
    for Part { said, meaning, .. } in parts.iter().rev() {
        let width = u16::try_from(text::width(said)).unwrap_or(u16::MAX);
        right = right.saturating_sub(width);
        pen.text(Rect { x: right, width, ..area }, *meaning, said);
        right = right.saturating_sub(2);
    }
    let left = Rect { x: area.x + 1, width: right.saturating_sub(area.x + 1), ..area };
    let used = pen.text(left, Meaning::Title, "Keyrack");
    let rest = Rect { x: left.x + used + 2, width: left.width.saturating_sub(used + 2), ..left };
    if rest.width >= 6 {
        pen.text(rest, Meaning::Faint, name.as_str());
    }
}

fn parts(model: &Model, board: &Board, area: Rect, pen: &Pen) -> Vec<Part> {
    let lang = model.lang;
    let mut parts = Vec::new();
    let mut put = |weight, meaning, said| parts.push(Part { said, meaning, weight });
    if let Some(why) = &board.unread {
        let said = match why {
            Fault::VaultGone => Screen::FileGone,
            Fault::VaultTorn => Screen::FileTorn,
            _ => Screen::FileUnread,
        };
        put(Weight::File, Meaning::Bad, said.say(lang));
    }
    match board.stored {
        Stored::Yes | Stored::Reading => {}
        Stored::Soon => put(Weight::Unsaved, Meaning::Faint, Screen::Saving.say(lang)),
        Stored::No => put(Weight::Unsaved, Meaning::Bad, Screen::NotSavedYet.say(lang)),
    }
    if board.shift.is_none() && board.access() != Access::ReadWrite {
        put(Weight::Closed, Meaning::Look, Screen::ReadOnly.say(lang));
    }
    let n = board.book.accounts.len();
    put(Weight::Count, Meaning::Text, Screen::Accounts { n }.say(lang));
    if !board.shut.is_empty() {
        let said = Vaults::ShutCount { n: board.shut.len() };
        put(Weight::Shut, Meaning::Bad, said.say(lang));
    }
    if board.exchange.trouble.is_some() {
        put(Weight::Unsent, Meaning::Look, Sync::NotSynced.say(lang));
    }
    if board.clashing > 0 {
        let said = Team::Clashing { n: board.clashing };
        put(Weight::Clashing, Meaning::Look, said.say(lang));
    }
    let counts = board.health.as_ref().map(Health::counts).unwrap_or_default();
    let narrow = area.width < 60;
    let shown = if narrow || board.shift.is_some() { 2 } else { Severity::ALL.len() };
    for (place, severity) in Severity::ALL.iter().take(shown).enumerate() {
        let (mark, meaning) = label::severity(*severity);
        let n = counts.of(*severity);
        if n > 0 {
            let weight = if place < 2 { Weight::Findings } else { Weight::Rest };
            put(weight, meaning, format!("{} {n}", pen.theme.mark(mark)));
        }
    }
    if let Some(shift) = &board.shift {
        let said = i18n::Shift::Until { time: shift.time.clone() };
        put(Weight::Closed, Meaning::Look, said.say(lang));
    }
    if let Some((said, meaning)) = lock_countdown(model, board) {
        let is_near = meaning == Meaning::Look;
        if is_near || !narrow {
            put(if is_near { Weight::Locking } else { Weight::Far }, meaning, said);
        }
    }
    if let Some(left) = countdown(model, board) {
        let meaning = if left <= 5 { Meaning::Ending } else { Meaning::Title };
        put(Weight::Seconds, meaning, format!("{:>5}", Screen::Seconds { n: left }.say(lang)));
    }
    parts
}

/// Minutes until the last one, then seconds: a line that changes every second costs bytes.
fn lock_countdown(model: &Model, board: &Board) -> Option<(String, Meaning)> {
    let limit = model.look.lock_after.filter(|_| board.shift.is_none())?;
    let left = limit.saturating_sub(model.now.millis_since(board.touched)).div_ceil(1000);
    let said = if left > 60 {
        Screen::LocksInMinutes { n: left.div_ceil(60) }
    } else {
        Screen::LocksInSeconds { n: left }
    };
    if model.look.lean && left > 60 {
        return None;
    }
    Some((said.say(model.lang), if left > 60 { Meaning::Faint } else { Meaning::Look }))
}

/// Seconds the selected code lives; those of the common 30 s when it has none of its own.
fn countdown(model: &Model, board: &Board) -> Option<u32> {
    let own = board.selected().and_then(|account| account.key.as_ref()?.window(model.now));
    let common = 30 - u32::try_from(model.now.secs() % 30).unwrap_or(0);
    let left = own.map_or(common, |window| window.left);
    // Over a slow line every fifth second will do until the last five: no less is left than that.
    let told = if model.look.lean && left > 5 { left - left % 5 } else { left };
    (!board.list.rows.is_empty()).then_some(told)
}
