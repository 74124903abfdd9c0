//! How far slow work is, on standard error while it lasts: a bar where the share is known, else the
//! seconds that went by. Erased at the end; nothing at all when the work is quick or nobody watches.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::output::{is_watched, overwrite};
use super::session::Session;
use crate::app::explain;
use crate::app::import::Stage;
use crate::i18n::{Exchange, Lang};
use crate::platform;

/// Milliseconds before anything is shown.
const PATIENCE: u64 = 500;
/// Milliseconds between two pictures.
const PACE: u64 = 200;
/// Cells of a bar.
const BAR: usize = 20;

/// Whether somebody sees lines that are written over.
pub fn is_seen(session: &Session) -> bool {
    is_watched() && session.environment.term.as_deref().is_some_and(|term| term != "dumb")
}

/// Does some work and shows how far it is.
pub fn watch<T>(session: &Session, work: impl FnOnce(&mut dyn FnMut(Stage)) -> T) -> T {
    if !is_seen(session) {
        return work(&mut |_| {});
    }
    let (send, receive) = channel();
    let lang = session.lang;
    let shown = thread::spawn(move || show(&receive, lang));
    let result = work(&mut |stage| {
        // Who shows it may have ended; the work goes on.
        let _ = send.send(stage);
    });
    drop(send);
    let _ = shown.join();
    result
}

fn show(stages: &Receiver<Stage>, lang: Lang) {
    let began = platform::now();
    let mut due = began.plus_millis(PATIENCE);
    let (mut stage, mut drawn) = (None, false);
    loop {
        let pause = Duration::from_millis(due.millis_since(platform::now()));
        match stages.recv_timeout(pause) {
            Ok(next) => stage = Some(next),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        let now = platform::now();
        if now >= due {
            overwrite(&line(stage, now.millis_since(began) / 1000, lang));
            drawn = true;
            due = now.plus_millis(PACE);
        }
    }
    if drawn {
        overwrite("");
    }
}

/// `Reading 4200 of 10000  [########............]`, or `Deriving the key (64 MiB)  3 s`.
fn line(stage: Option<Stage>, seconds: u64, lang: Lang) -> String {
    let said = stage.map_or(Exchange::Reading, explain::stage).say(lang);
    match stage {
        Some(Stage::Reading { done, of }) if of > 0 => {
            let full = (done.min(of) * BAR) / of;
            format!("{said}  [{}{}]", "#".repeat(full), ".".repeat(BAR - full))
        }
        _ => format!("{said}  {}", Exchange::For { n: seconds }.say(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_where_the_share_is_known_and_seconds_elsewhere() {
        let cases = [
            (None, "Reading  3 s"),
            (Some(Stage::Reading { done: 0, of: 0 }), "Reading  3 s"),
            (Some(Stage::Reading { done: 5, of: 10 }), "Reading 5 of 10  [##########..........]"),
            (Some(Stage::Reading { done: 9, of: 8 }), "Reading 9 of 8  [####################]"),
            (Some(Stage::Deriving { memory: 64 << 20 }), "Deriving the key (64 MiB)  3 s"),
            (Some(Stage::Deriving { memory: 0 }), "Deriving the key  3 s"),
            (Some(Stage::Looking), "Looking for QR codes  3 s"),
        ];
        for (stage, expected) in cases {
            assert_eq!(line(stage, 3, Lang::En), expected);
        }
    }
}
