//! A version that came from elsewhere, by git or as a synchroniser's copy beside the vault, and what
//! becomes of it and ours.
//!
//! Where one side has nothing that the other lacks, the other's file stays byte for byte: two machines
//! that each wrote the same anew would never stop exchanging it. What is not taken in without asking
//! is told by its reason ([`TakeError`]); nothing was changed then.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backups::{self, BackupKind};
use super::file::{self, MEETINGS, Version};
use super::meet::{
    DEAR, Succession, ancestor, continues, heads, is_known, is_one_vault, is_parting, keep_open,
    leaves_nobody, reads, same_people, standing, was_earlier,
};
use super::pins;
use super::read::{self, Loaded};
use super::schema::{Head, Member, Removed};
use super::swap;
use super::unaware::{Unaware, unaware};
use super::{Access, Keys, OpenError, Place, SaveError, Step, Vault};
use crate::model::merge::{merge, undeleted};
use crate::model::{Book, Id};
use crate::time::{Date, Moment};

/// The most earlier versions that are opened where nobody waits.
const UNWATCHED: usize = 20;

/// What is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// What nobody more can read and is no older version that was put back.
    Usual,
    /// Those, too: a person was asked.
    Asked,
}

/// What became of a version that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The file holds all of it already, and is as it was.
    Nothing,
    /// It stands in the file now, as it came.
    Theirs(Book),
    /// What both know stands in the file now.
    Both(Book),
}

/// What two versions come to, and what stays of it although one side took it away ([`undeleted`]).
type Weighed = (Verdict, Vec<Id>);

/// Why a version was not taken in.
#[derive(Debug)]
pub enum TakeError {
    /// It does not open.
    Open(OpenError),
    /// It is another vault.
    Stranger,
    /// It may not be written by this program.
    Unwritable(Access),
    /// More people can read it.
    Recipients {
        /// Who can read theirs and not ours.
        added: Box<[Member]>,
        /// Who can read ours and not theirs.
        removed: Box<[Member]>,
        /// Those of the first whom somebody had shut out of ours.
        returning: Box<[Removed]>,
        /// Those shut out of ours whose name stands at the first as who let them in.
        sponsors: Box<[Removed]>,
        /// Where it was also saved without knowing whom ours shut out, and there is more to look at.
        unaware: Option<Box<Unaware>>,
    },
    /// It was saved without knowing whom ours shut out, and would change something, or shut somebody out.
    Unaware(Box<Unaware>),
    /// It was saved by somebody who was shut out of ours, as git says, after that.
    ShutOut {
        /// Who; a stranger's text.
        who: String,
        /// What it brings.
        unaware: Box<Unaware>,
    },
    /// Together they would open for no person any more, at best by the key on paper.
    Nobody,
    /// It is an older version that was put back, or has the same counts and says something else.
    Older,
    /// It is one from before somebody was shut out of ours, put back: whoever is out could read what is saved over it.
    Before,
    /// No version is known that both come from.
    NoBase {
        /// Accounts that are only in ours.
        missing: Vec<String>,
    },
    /// What came of both could not be saved.
    Save(SaveError),
}

impl From<SaveError> for TakeError {
    fn from(error: SaveError) -> Self {
        Self::Save(error)
    }
}

/// What two versions of a file come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Ours as it is.
    Ours,
    /// Theirs as it is.
    Theirs,
    /// A new file; what ours held, and what both come to.
    Both(Vec<u8>, Box<[Book; 2]>),
}

/// One of the versions that meet.
struct Side<'a> {
    head: &'a Head,
    book: &'a Book,
    content: &'a [u8],
    /// Whether it is elsewhere as well, as it stands.
    has_gone: bool,
}

/// The same before anything is encrypted.
enum Verdict {
    Ours,
    Theirs,
    Both(Box<(Head, Book)>),
}

/// How two versions are weighed.
#[derive(Clone, Copy)]
struct Terms<'a> {
    /// The version that both come from, where somebody else has kept it.
    base: Option<&'a [u8]>,
    trust: Trust,
    /// When one takes the place of the other; `None` where neither does.
    today: Option<Date>,
}

/// Merges two files that both come from a third, for a program that holds all three. Where the third
/// is not known it is looked for among the backups.
pub fn join(
    base: Option<&[u8]>,
    ours: &[u8],
    theirs: &[u8],
    place: &Place,
    keys: &Keys,
    machine: &str,
    today: Date,
) -> Result<Joined, TakeError> {
    let open = |content: &[u8]| read::loaded(content.to_vec(), None, keys).map_err(TakeError::Open);
    let (mine, other) = (open(ours)?, open(theirs)?);
    if !is_known(mine.access) {
        return Err(TakeError::Unwritable(mine.access));
    }
    // git makes both of them parts of its history.
    let side = Side { head: &mine.head, book: &mine.book, content: ours, has_gone: true };
    let terms = Terms { base, trust: Trust::Usual, today: Some(today) };
    Ok(match weigh(&side, &other, terms, place, (keys, &[]))?.0 {
        Verdict::Ours => Joined::Ours,
        Verdict::Theirs => Joined::Theirs,
        Verdict::Both(both) => {
            let (head, book) = *both;
            let highest = pins::read(place).highest();
            let Version { content, .. } = file::next(head, &book, machine, &highest, keys)?;
            Joined::Both(Arc::unwrap_or_clone(content), Box::new([mine.book, book]))
        }
    })
}

impl Vault {
    /// Takes a version in that came from elsewhere. `book` is what ours holds now; `base` the version
    /// that both come from, where whoever brings it knows; else the backups are searched for it.
    ///
    /// It is saved by the recipe of every save, together with what somebody else may put into the
    /// file meanwhile.
    pub fn take_in(
        &mut self,
        book: &Book,
        theirs: &[u8],
        base: Option<&[u8]>,
        trust: Trust,
        now: Moment,
    ) -> Result<Taken, TakeError> {
        self.admissible()?;
        let load = |keys: &Keys| read::loaded(theirs.to_vec(), None, keys);
        let theirs = any(&self.keys, &self.earlier, load).map_err(TakeError::Open)?;
        let target = self.target()?;
        let lock = target.lock()?;
        let before = (self.head.clone(), self.seen.clone());
        let mut book = book.clone();
        let mut rounds = MEETINGS;
        let result = loop {
            let is_other = self.changed();
            if is_other {
                let Some(both) = self.meet(&book, now.date()) else {
                    break Err(SaveError::Changed { kept: None }.into());
                };
                book = both;
            }
            let content = Arc::clone(&self.seen.content);
            let has_gone = self.has_gone;
            let ours = Side { head: &self.head, book: &book, content: &content, has_gone };
            let keys = (&self.keys, &*self.earlier);
            let terms = Terms { base, trust, today: Some(now.date()) };
            let weighed = weigh(&ours, &theirs, terms, &self.place, keys);
            let verdict = weighed.map(|(verdict, undeleted)| {
                self.undeleted = undeleted;
                verdict
            });
            let (version, taken) = match verdict {
                Err(error) => break Err(error),
                // What was saved meanwhile stands in the file, and it may be more than was given.
                Ok(Verdict::Ours) if is_other => break Ok(Taken::Both(book)),
                Ok(Verdict::Ours) => break Ok(Taken::Nothing),
                Ok(Verdict::Theirs) => {
                    let content = Arc::clone(&theirs.seen.content);
                    let version = Version { head: theirs.head.clone(), content };
                    (Ok(version), Taken::Theirs(theirs.book.clone()))
                }
                Ok(Verdict::Both(both)) => {
                    let (head, both) = *both;
                    let version = file::next(head, &both, &self.machine, &self.highest, &self.keys);
                    (version, Taken::Both(both))
                }
            };
            let put = version.and_then(|version| self.put(&version, &target, &lock, now));
            match put {
                Ok(_) => {
                    self.access = match &taken {
                        Taken::Theirs(_) => theirs.access,
                        Taken::Both(_) | Taken::Nothing => Access::ReadWrite,
                    };
                    break Ok(taken);
                }
                // Somebody who takes no notice of our lock came in between. What was put aside is
                // made of what is still here.
                Err(SaveError::Changed { .. }) if rounds > 0 => rounds -= 1,
                Err(error) => break Err(error.into()),
            }
        };
        if result.is_err() {
            (self.head, self.seen) = before;
        }
        result
    }

    /// What two versions come to that ours was made of, by way of the one that both come from. Nothing
    /// is written, and nobody is asked: both were taken in before.
    pub fn both(
        &self,
        base: Option<&[u8]>,
        one: &[u8],
        other: &[u8],
    ) -> Result<Vec<u8>, TakeError> {
        let open = |content: &[u8]| {
            read::loaded(content.to_vec(), None, &self.keys).map_err(TakeError::Open)
        };
        let (mine, theirs) = (open(one)?, open(other)?);
        let side = Side { head: &mine.head, book: &mine.book, content: one, has_gone: false };
        let terms = Terms { base, trust: Trust::Asked, today: None };
        Ok(match weigh(&side, &theirs, terms, &self.place, (&self.keys, &[]))?.0 {
            Verdict::Ours => one.to_vec(),
            Verdict::Theirs => other.to_vec(),
            Verdict::Both(both) => {
                let (head, book) = *both;
                file::encode(&head, &book, &self.keys)?
            }
        })
    }

    /// What stands in the file is elsewhere as well, as it is: whoever can open it may have read it.
    pub fn has_gone(&mut self) {
        self.has_gone = true;
    }

    /// What stayed when a version was taken in last although one side had taken it away: the other had changed it
    /// or needed it.
    pub fn undeleted(&self) -> &[Id] {
        &self.undeleted
    }

    /// The version at which ours and theirs parted, if it is among these. Where nobody waits for it, it is looked for
    /// again each time, and so among a few only; not at all with a key that may ask for a touch.
    pub fn parting(
        &self,
        theirs: &[u8],
        older: impl IntoIterator<Item = Vec<u8>>,
        is_watched: bool,
    ) -> Option<Vec<u8>> {
        let most = match (is_watched, self.is_dear()) {
            (true, false) => usize::MAX,
            (true, true) => DEAR,
            (false, false) => UNWATCHED,
            (false, true) => return None,
        };
        let decode = |content: &[u8]| {
            any(&self.keys, &self.earlier, |keys| read::decode(content, keys)).ok()
        };
        let (head, ..) = decode(theirs)?;
        let others = older.into_iter().filter(|it| it != theirs && *it != *self.seen.content);
        others.take(most).find(|content| {
            decode(content).is_some_and(|(old, ..)| is_parting(&old, &self.head, &head))
        })
    }

    fn is_dear(&self) -> bool {
        self.keys.are_dear() || self.earlier.iter().any(Keys::are_dear)
    }

    /// Moves a copy that was taken in, or that holds nothing new, from beside the vault to the backups.
    pub fn put_away(&self, copy: &Path) -> Result<PathBuf, SaveError> {
        let failed = |error| SaveError::Io { step: Step::Backup, path: copy.to_owned(), error };
        let _lock = self.target()?.lock()?;
        let written = read::written(copy).map_err(failed)?;
        backups::take_in(&self.place, copy, BackupKind::Copy, written).map_err(failed)
    }
}

/// What the present keys open, else earlier ones.
pub(super) fn any<T>(
    keys: &Keys,
    earlier: &[Keys],
    open: impl Fn(&Keys) -> Result<T, OpenError>,
) -> Result<T, OpenError> {
    match open(keys) {
        Err(OpenError::NotARecipient) => {
            let opened = earlier.iter().find_map(|keys| open(keys).ok());
            opened.ok_or(OpenError::NotARecipient)
        }
        result => result,
    }
}

/// What ours and theirs come to. Refuses what a person has to look at first.
fn weigh(
    ours: &Side<'_>,
    theirs: &Loaded,
    Terms { base, trust, today }: Terms<'_>,
    place: &Place,
    (keys, earlier): (&Keys, &[Keys]),
) -> Result<Weighed, TakeError> {
    if !is_known(theirs.access) {
        return Err(TakeError::Unwritable(theirs.access));
    }
    if !is_one_vault(&theirs.head, ours.head) {
        return Err(TakeError::Stranger);
    }
    let content = theirs.seen.content.as_slice();
    let decode = |content: &[u8]| {
        any(keys, earlier, |keys| read::decode(content, keys)).map_err(TakeError::Open)
    };
    if content == ours.content {
        return Ok((Verdict::Ours, Vec::new()));
    }
    let base = match base {
        Some(base) => credible(base, decode(base)?, [ours.head, &theirs.head]),
        None => None,
    };
    if base.as_ref().is_some_and(|(base, ..)| *base == content) {
        return Ok((Verdict::Ours, Vec::new()));
    }
    let is_asked = trust == Trust::Asked;
    let is_later = base.as_ref().is_some_and(|(base, ..)| *base == ours.content);
    let no_base = || {
        let only_here =
            ours.book.accounts.iter().filter(|account| theirs.book.account(account.id).is_none());
        TakeError::NoBase { missing: only_here.map(|account| account.title().to_owned()).collect() }
    };
    let is_equal = same_people(&theirs.head, ours.head) && theirs.book == *ours.book;
    let counts = standing(&theirs.head.revision, &ours.head.revision);
    // Whoever made it of ours knows the secret id of ours. Somebody who was removed does not.
    let has_seen = is_later || (base.is_none() && counts == Succession::Newer);
    if has_seen && !continues(&theirs.head, ours.head) {
        // One that does not claim to have seen ours was put over it by whoever brought it.
        let is_back = counts == Succession::Older && was_earlier(&theirs.head, ours.head);
        return Err(if is_back { TakeError::Before } else { TakeError::Stranger });
    }
    // Whoever brings the version that both come from knows more than the counts say: two clones on one
    // machine, or two branches in one folder, count the same.
    let mut is_back = false;
    let (old_head, old) = match (base, counts) {
        (Some((_, head, old)), _) => {
            is_back = if is_later {
                matches!(counts, Succession::Same | Succession::Older)
            } else {
                standing(&theirs.head.revision, &head.revision) == Succession::Older
            };
            if is_back && !is_equal && !is_asked {
                return Err(TakeError::Older);
            }
            (head, old)
        }
        (None, Succession::Newer) => {
            let (head, old, _) = decode(ours.content)?;
            (head, old)
        }
        (None, Succession::Same) if is_equal => (ours.head.clone(), ours.book.clone()),
        (None, Succession::Same) => return Err(TakeError::Older),
        (None, Succession::Older) => return Ok((Verdict::Ours, Vec::new())),
        (None, Succession::Forked) => {
            ancestor(ours.head, &theirs.head, place, keys).ok_or_else(no_base)?
        }
    };
    if !is_one_vault(&old_head, ours.head) {
        return Err(no_base());
    }
    let head = heads(&old_head, ours.head, &theirs.head);
    let known = |member: &&Member| reads(ours.head, member) || reads(&old_head, member);
    let added: Box<[Member]> =
        head.members.iter().filter(|member| !known(member)).cloned().collect();
    let unaware = unaware((ours.head, ours.book), (&theirs.head, &theirs.book), &old, earlier);
    let unaware = unaware.filter(|it| !is_asked && it.is_grave()).map(Box::new);
    // A key that its list does not name opens it.
    if (!added.is_empty() || theirs.unlisted > 0) && !is_asked {
        return Err(recipients(added, ours.head, &theirs.head, unaware));
    }
    if let Some(unaware) = unaware {
        return Err(TakeError::Unaware(unaware));
    }
    // What opens for nothing at all is for nobody to ask for.
    if leaves_nobody(&head, ours.head) && (!is_asked || head.members.is_empty()) {
        return Err(TakeError::Nobody);
    }
    let both = put_together(&old, ours, theirs, today, is_back && !is_equal);
    let undeleted = undeleted(&old, [ours.book, &theirs.book], &both);
    let has_all = |other: &Head| same_people(other, &head);
    // Ours as it stands in the file, which may be less than what ours holds now.
    let is_saved = || decode(ours.content).is_ok_and(|(_, book, _)| book == *ours.book);
    let ours_has_all = both == *ours.book && has_all(ours.head) && is_saved();
    if both == theirs.book && has_all(&theirs.head) {
        let stays = match counts {
            Succession::Newer => false,
            Succession::Older => true,
            // The same on both machines, whichever of them looks.
            Succession::Same | Succession::Forked => {
                swap::digest(ours.content) < swap::digest(content)
            }
        };
        let stays = stays && ours_has_all && !is_later;
        return Ok((if stays { Verdict::Ours } else { Verdict::Theirs }, undeleted));
    }
    if ours_has_all {
        return Ok((Verdict::Ours, undeleted));
    }
    Ok((Verdict::Both(Box::new((head, both))), undeleted))
}

/// Both in one. Of ours it keeps what is not to be forgotten where theirs is an older version that was put back.
fn put_together(
    old: &Book,
    ours: &Side<'_>,
    theirs: &Loaded,
    today: Option<Date>,
    is_back: bool,
) -> Book {
    let mut both = merge(old, ours.book, &theirs.book);
    let Some(today) = today else { return both };
    both.keep_marks(&[ours.book, &theirs.book], today);
    if is_back {
        both.keep_of(ours.book, today);
    }
    keep_open(&mut both, old, ours.head, (&theirs.head, &theirs.book));
    if ours.has_gone {
        keep_open(&mut both, old, &theirs.head, (ours.head, ours.book));
    }
    both
}

/// That more people can read theirs, and what is known of them.
fn recipients(
    added: Box<[Member]>,
    ours: &Head,
    theirs: &Head,
    unaware: Option<Box<Unaware>>,
) -> TakeError {
    let gone = |member: &&Member| !reads(theirs, member);
    let removed = ours.members.iter().filter(gone).cloned().collect();
    let again = |removed: &&Removed| {
        added.iter().any(|member| member.recipient == removed.member.recipient)
    };
    let returning = ours.removed.iter().filter(again).cloned().collect();
    let let_in = |removed: &&Removed| {
        let name = &removed.member.label;
        !name.is_empty() && added.iter().any(|member| member.by == *name)
    };
    let sponsors = ours.removed.iter().filter(let_in).cloned().collect();
    TakeError::Recipients { added, removed, returning, sponsors, unaware }
}

/// The version that both come from, as whoever brings it says, if both have seen it. Git says so as well of one that
/// somebody has let go who kept the other side of a merge whole: by way of that, it would have been taken away. An
/// older one that was put back is told as such.
fn credible<'a>(
    base: &'a [u8],
    (head, book, _): (Head, Book, Access),
    sides: [&Head; 2],
) -> Option<(&'a [u8], Head, Book)> {
    let is_let_go = |side: &&Head| standing(&side.revision, &head.revision) == Succession::Forked;
    (!sides.iter().any(is_let_go)).then_some((base, head, book))
}
