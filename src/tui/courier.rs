//! Exchange with other machines, on a thread of its own: a network may take minutes, and neither the
//! loop nor a save waits for it. It saves as another program would, so the worker meets what came as
//! it meets any other change of the file.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::message::Message;
use crate::app::desk::Desk;
use crate::app::sync::news::{News, in_short};
use crate::app::sync::outcome::trouble;
use crate::app::sync::{self, Purpose, Wish};
use crate::app::{explain, identity};
use crate::i18n;
use crate::platform;
use crate::vault::{Keys, OpenError, Vault};

/// Vaults to be exchanged, with what opens them, until they are forgotten. Clones are one errand.
#[derive(Clone)]
pub struct Errand(Arc<Mutex<Vec<(Desk, Keys)>>>);

impl Errand {
    /// About these.
    pub fn new(vaults: Vec<(Desk, Keys)>) -> Self {
        Self(Arc::new(Mutex::new(vaults)))
    }

    /// Forgets the keys: what is under way ends where the next one is needed.
    pub fn forget(&self) {
        self.vaults().clear();
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.vaults().is_empty()
    }

    fn vaults(&self) -> MutexGuard<'_, Vec<(Desk, Keys)>> {
        // Whoever panicked with it has left it whole: it is only emptied.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What opens a vault, while that is known.
    fn keys(&self, desk: &Desk) -> Option<Keys> {
        let vaults = self.vaults();
        vaults.iter().find(|(of, _)| of == desk).map(|(_, keys)| keys.clone())
    }
}

/// Carries errands by `carry` until nobody gives any. One that panics is answered for as well: "exchanging"
/// would stay on screen for ever.
pub fn serve(
    errands: &Receiver<Errand>,
    carry: impl Fn(&Errand) -> Result<Option<i18n::Sync>, i18n::Sync>,
    tell: impl Fn(Message),
) {
    for errand in errands {
        // What a panic may leave half done is in files, which are written to bear that.
        let carried = panic::catch_unwind(AssertUnwindSafe(|| carry(&errand)));
        errand.forget();
        tell(Message::Synced(carried.unwrap_or(Err(i18n::Sync::Broke))));
    }
}

/// Exchanges one vault after the other: what came, or what a person has to know of the first that did not go well.
pub fn carry(errand: &Errand) -> Result<Option<i18n::Sync>, i18n::Sync> {
    let desks: Vec<Desk> = errand.vaults().iter().map(|(desk, _)| desk.clone()).collect();
    let mut result =
        if desks.is_empty() { Err(i18n::Sync::NotOpened) } else { Ok(News::default()) };
    let mut beside = None;
    let wish = Wish::unwatched(platform::now());
    for parcel in sync::parcels(&desks, wish.asking) {
        let mut shut = None;
        // Why one did not open, the dashboard finds out by itself.
        let open = |desk: &Desk, purpose| {
            let (place, keys) = (desk.place.clone(), errand.keys(desk).ok_or(false)?);
            let opened = Vault::open_for(desk.intent, place, keys, &desk.machine);
            let is_shut = |error| matches!(error, OpenError::NotARecipient);
            let (mut vault, book) = opened.map_err(is_shut)?;
            if purpose == Purpose::Rotated {
                // Nobody is there to be asked for a passphrase.
                let earlier = identity::earlier(desk, None);
                shut = earlier.shut.into_iter().next();
                vault.also_reads(earlier.open);
            }
            sync::beyond_doubt(vault, book, purpose, wish).map_err(|_| false)
        };
        let done = sync::exchange(parcel, wish, open, |is_shut| *is_shut, |_| {});
        let trouble = match (trouble(&done), shut) {
            (Some(i18n::Sync::NotTaken | i18n::Sync::HeldHere { .. }), Some(path)) => {
                Some(i18n::Sync::NotTakenEarlier { name: explain::name(&path) })
            }
            // Where there is nobody to exchange with, nothing has failed.
            (Some(said @ i18n::Sync::NotInGitHere), _) => {
                beside = Some(said);
                None
            }
            (trouble, _) => trouble,
        };
        let came = done.map(|report| report.news).unwrap_or_default();
        result = match (result, trouble) {
            (Ok(_), Some(trouble)) => Err(trouble),
            (Ok(mut news), None) => {
                news.join(came);
                Ok(news)
            }
            (trouble, _) => trouble,
        };
    }
    result.map(|news| in_short(&news).or(beside))
}

/// Where errands are given.
pub type Errands = Sender<Errand>;

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::mpsc::channel;

    use super::*;

    /// "Exchanging" stayed on screen, and nothing was exchanged any more.
    #[test]
    fn an_errand_that_panics_is_answered_for_and_the_next_one_carried() {
        let ((give, errands), (tell, told)) = (channel(), channel());
        for _ in 0..2 {
            give.send(Errand::new(Vec::new())).expect("somebody listens");
        }
        drop(give);
        let rounds = Cell::new(0);
        let carry = |_: &Errand| {
            rounds.set(rounds.get() + 1);
            if rounds.get() == 1 {
                panic::resume_unwind(Box::new("a panic"));
            }
            Ok(None)
        };
        serve(&errands, carry, |message| tell.send(message).expect("somebody listens"));
        let answers: Vec<Message> = told.try_iter().collect();
        let [Message::Synced(first), Message::Synced(second)] = &answers[..] else {
            panic!("{} answers", answers.len())
        };
        assert_eq!((first, second), (&Err(i18n::Sync::Broke), &Ok(None)));
    }
}
