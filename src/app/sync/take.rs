//! Taking a version in: merged, or refused with who brought it.

use std::collections::BTreeSet;

use super::news::Late;
use super::{Carried, Course, Purpose, Trouble, VERSIONS};
use crate::activity::{Change, Deed, What, each};
use crate::app::activity::Scribe;
use crate::app::desk::Desk;
use crate::app::draft::find;
use crate::app::team::called;
use crate::model::{Book, Id, Thing};
use crate::sync::{Git, Written};
use crate::time::Moment;
use crate::vault::{Log, LogError, OpenError, Removed, TakeError, Taken, Trust, Unaware, Vault};

impl<E, O: FnMut(&Desk, Purpose) -> Result<(Vault, Book), E>, T: FnMut(super::Phase)>
    Course<'_, E, O, T>
{
    /// Takes a version in; the vault is opened for the first.
    pub(super) fn take(
        &mut self,
        at: usize,
        theirs: &[u8],
        base: Option<&[u8]>,
    ) -> Result<Result<bool, TakeError>, Trouble<E>> {
        let mut taken = self.try_take(at, theirs, base)?;
        // Somebody may have made it without knowing of a new key of this person's.
        if matches!(taken, Err(TakeError::Open(OpenError::NotARecipient))) {
            let opened = (self.open)(self.vaults[at].desk, Purpose::Rotated);
            self.vaults[at].opened = Some(opened.map_err(Trouble::Opening)?);
            taken = self.try_take(at, theirs, base)?;
        }
        Ok(taken)
    }

    fn try_take(
        &mut self,
        at: usize,
        theirs: &[u8],
        base: Option<&[u8]>,
    ) -> Result<Result<bool, TakeError>, Trouble<E>> {
        let (vault, book) = self.vaults[at].opened(&mut self.open, self.purpose)?;
        let removed = vault.removed().to_vec();
        // A person has said yes to it: that stays, for whoever reads what was done.
        let asked = (self.wish.trust == Trust::Asked).then(|| vault.unaware(theirs, base, book));
        let taken = vault.take_in(book, theirs, base, self.wish.trust, self.wish.now);
        Ok(taken.map(|taken| {
            let (new, is_new) = match taken {
                Taken::Nothing => (None, false),
                Taken::Theirs(new) | Taken::Both(new) => (Some(new), true),
            };
            // What git has left half done is here already, one's own side of it, too.
            if self.purpose != Purpose::Repair {
                self.report.news.add(at, [book, new.as_ref().unwrap_or(book)], vault.undeleted());
                self.report.news.shut_out(vault.shut_out_since(&removed).iter().map(called));
            }
            if let (Some(unaware), Some(scribe), true) = (asked.flatten(), self.wish.scribe, is_new)
            {
                let changes = new.as_ref().map(|new| each(book, new)).unwrap_or_default();
                let unaware = Unaware { changes, ..unaware };
                if unaware.is_grave() {
                    // It never keeps anybody from taking it in.
                    let _ = write_accepted(vault, &unaware, scribe, self.wish.now);
                }
            }
            *book = new.unwrap_or_else(|| std::mem::take(book));
            is_new
        }))
    }

    /// The same, where it must be taken in to go on. Where it does not come from the version that git knows,
    /// the one it comes from is looked for among all that git has.
    pub(super) fn must_take(
        &mut self,
        git: &Git,
        at: usize,
        theirs: &[u8],
        base: Option<&[u8]>,
    ) -> Result<bool, Trouble<E>> {
        self.opened(at)?;
        let late = self.late(git, at, theirs, base)?;
        let mut taken = self.take(at, theirs, base)?;
        if matches!(taken, Err(TakeError::NoBase { .. })) {
            let Carried { name, opened, .. } = &self.vaults[at];
            let older = git.versions(name, VERSIONS)?;
            let older = older.iter().filter_map(|oid| git.content(oid).ok());
            let is_watched = self.wish.is_watched;
            let found =
                opened.as_ref().and_then(|(vault, _)| vault.parting(theirs, older, is_watched));
            if let Some(base) = found {
                taken = self.take(at, theirs, Some(&base))?;
            }
        }
        match taken {
            Ok(taken) => {
                self.report.news.late(late);
                self.free(at);
                Ok(taken)
            }
            Err(error) => {
                let Carried { name, .. } = &self.vaults[at];
                // Said beside the reason: that it cannot be told is no other one.
                let touch = git.name_for(theirs.to_vec()).ok().flatten();
                let touch = touch.and_then(|oid| git.touch(name, &oid).ok().flatten());
                Err(Trouble::Taking(self.vaults[at].path(), error, touch.map(Box::new)))
            }
        }
    }

    /// What was saved without the knowledge that somebody was shut out here waits for a person; where git names one of
    /// them as who saved it since, that is the reason. What is taken in then is said.
    fn late(
        &self,
        git: &Git,
        at: usize,
        theirs: &[u8],
        base: Option<&[u8]>,
    ) -> Result<Option<Late>, Trouble<E>> {
        let Carried { name, opened, .. } = &self.vaults[at];
        let Some((vault, book)) = opened else { return Ok(None) };
        let Some(unaware) = vault.unaware(theirs, base, book) else { return Ok(None) };
        if git.find("HEAD")?.is_none() {
            return Ok(None);
        }
        let writers: Vec<Written> = git.writers(name)?;
        let is_theirs = |gone: &&Removed, written: &Written| {
            let person = gone.member.person.and_then(|id| book.person(id)).map(|it| &*it.name);
            let names = [Some(&*gone.member.label), person].into_iter().flatten();
            let mut names = names.filter(|name| !name.is_empty());
            Moment::from_secs(written.at).date() >= gone.on
                && names.any(|name| find::same(name, written.touch.author.as_str()))
        };
        if self.wish.trust != Trust::Asked {
            for written in &writers {
                if let Some(gone) = unaware.out.iter().find(|gone| is_theirs(gone, written)) {
                    let (who, unaware) = (called(&gone.member), Box::new(unaware.clone()));
                    let error = TakeError::ShutOut { who, unaware };
                    let touch = Some(Box::new(written.touch.clone()));
                    return Err(Trouble::Taking(self.vaults[at].path(), error, touch));
                }
            }
        }
        let authors: BTreeSet<String> =
            writers.iter().map(|written| written.touch.author.to_string()).collect();
        let out: BTreeSet<String> = unaware.out.iter().map(|gone| called(&gone.member)).collect();
        Ok((!unaware.changes.is_empty()).then(|| Late {
            authors: authors.into_iter().collect(),
            out: out.into_iter().collect(),
            changes: unaware.changes.len(),
        }))
    }
}

/// So many records are written down one by one.
const MANY: usize = 50;

/// Writes down what was taken in although it may be of somebody who is out.
pub fn write_accepted(
    vault: &Vault,
    unaware: &Unaware,
    scribe: &Scribe,
    now: Moment,
) -> Result<(), LogError> {
    if !scribe.is_on {
        return Ok(());
    }
    scribe.write(&Log::of(vault)?, &accepted(&unaware.out, &unaware.changes), now)
}

/// What is written down of that, a line for each record; of one that was taken out its name as well.
fn accepted(out: &[Removed], changes: &[Change]) -> Vec<Deed> {
    let out: BTreeSet<String> = out.iter().map(|gone| called(&gone.member)).collect();
    let detail = out.into_iter().collect::<Vec<_>>().join(", ");
    let accepted = || Deed { detail: detail.clone(), ..Deed::new(What::Accepted) };
    let mut records: Vec<(Option<Id>, Option<Thing>)> = Vec::new();
    let mut deeds = Vec::new();
    for Change { deed, .. } in changes {
        let record = (deed.account, deed.thing);
        if record != (None, None) && !records.contains(&record) && records.len() < MANY {
            records.push(record);
            deeds.extend((deed.what == What::Removed).then(|| deed.clone()));
        }
    }
    let is_told = |change: &&Change| records.contains(&(change.deed.account, change.deed.thing));
    let rest = changes.len() - changes.iter().filter(is_told).count();
    let told = records.iter().map(|(account, thing)| Deed {
        account: *account,
        thing: *thing,
        ..accepted()
    });
    deeds.extend(told);
    if rest > 0 || records.is_empty() {
        let count = u32::try_from(rest).unwrap_or(u32::MAX).max(1);
        deeds.push(Deed { count, ..accepted() });
    }
    deeds
}
