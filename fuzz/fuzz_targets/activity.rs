//! The files of the activity: any bytes, and lines of ours that were taken out, moved and altered.
#![no_main]

use std::sync::Arc;

use keyrack::activity::{Deed, Event, LogKey, Month, Spot, What, check, derive, hash, read, seal};
use keyrack::app::activity::{detail, flaw, what};
use keyrack::i18n::Lang;
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack_fuzz::harmless;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let key = LogKey::new(&derive(&Secret::new(vec![7; 32])));
    let machine: Arc<str> = "8da0fc8029af".into();
    let now = Moment::from_secs(1_773_566_407);
    look(bytes, &machine, &key, now);
    // Each byte is a line: written where the one before says, twice, out of place or altered.
    let (mut spot, mut content) = (Spot::default(), Vec::new());
    for (n, byte) in bytes.iter().take(64).enumerate() {
        let text = String::from_utf8_lossy(&bytes[n..]).into_owned();
        let deed = Deed { detail: text.clone(), ..Deed::new(What::Edited) };
        let event = Event { at: now, machine: Arc::clone(&machine), who: text, deed };
        if byte & 8 != 0 {
            spot.number = u64::from(*byte).wrapping_mul(0x0123_4567_89ab_cdef);
        }
        let mut line = seal(&event, &spot, &key, [*byte; 24]).into_bytes();
        let place = spot.place.saturating_add(1);
        spot = Spot { number: spot.number.saturating_add(1), place, before: hash(&String::from_utf8_lossy(&line)) };
        match byte & 3 {
            0 => {}
            1 => line[usize::from(*byte)] ^= 1,
            2 => continue,
            _ => content.extend([&line[..], b"\n"].concat()),
        }
        content.extend(line);
        if byte & 4 == 0 {
            content.push(b'\n');
        }
    }
    look(&content, &machine, &key, now);
});

fn look(content: &[u8], machine: &Arc<str>, key: &LogKey, now: Moment) {
    let sheet = read(content, machine, std::slice::from_ref(key));
    let month = Month::of(now);
    let first = check(machine, &[(month.back(1), &sheet), (month, &sheet)], None);
    let checked = check(machine, &[(month, &sheet)], first.tail);
    assert!(checked.events.len() <= sheet.lines.len());
    for lang in [Lang::En, Lang::ZhCn] {
        checked.flaws.iter().for_each(|wrong| harmless(&flaw(wrong).say(lang)));
        for event in &checked.events {
            harmless(&what(&event.deed).say(lang));
            harmless(&detail(&event.deed, lang));
        }
    }
}
