//! Exchange with other machines, on a thread of its own: a network may take minutes, and neither the
//! loop nor a save waits for it. It saves as another program would, so the worker meets what came as
//! it meets any other change of the file.

use std::sync::mpsc::{Receiver, Sender};

use super::message::Message;
use crate::app::desk::Desk;
use crate::app::sync::outcome::trouble;
use crate::app::sync::{self, Purpose, Wish};
use crate::i18n;
use crate::platform;
use crate::vault::{DoubtKind, Keys, Vault};

/// Vaults to be exchanged, with what opens them. The keys are forgotten when it is done, also where
/// the dashboard was locked meanwhile.
pub struct Errand(pub Vec<(Desk, Keys)>);

/// Carries errands until nobody gives any.
pub fn serve(errands: &Receiver<Errand>, tell: impl Fn(Message)) {
    for errand in errands {
        tell(Message::Synced(carry(&errand)));
    }
}

/// Exchanges one vault after the other; what a person has to know of the first that did not go well.
pub fn carry(Errand(vaults): &Errand) -> Result<(), i18n::Sync> {
    let mut result = Ok(());
    for (desk, keys) in vaults {
        let wish = Wish::unwatched(platform::now());
        // Why it did not open, the dashboard finds out by itself.
        let open = |purpose| {
            let (place, keys) = (desk.place.clone(), keys.clone());
            let opened = Vault::open_for(desk.intent, place, keys, &desk.machine);
            let (mut vault, book) = opened.map_err(drop)?;
            match vault.doubt().map(|doubt| doubt.kind) {
                None => Ok((vault, book)),
                Some(DoubtKind::Forked) if purpose == Purpose::Repair => {
                    let saved = vault.regain(wish.now).map_err(drop)?;
                    Ok((vault, saved.merged.unwrap_or(book)))
                }
                Some(_) => Err(()),
            }
        };
        let done = sync::exchange(desk, wish, open, |_| {});
        result = result.and(trouble(&done).map_or(Ok(()), Err));
    }
    result
}

/// Where errands are given.
pub type Errands = Sender<Errand>;
