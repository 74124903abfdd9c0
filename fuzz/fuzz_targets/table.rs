//! Tables as text, with the columns guessed and with columns said.
#![no_main]

use keyrack::exchange::table::Column;
use keyrack::exchange::{Ask, Format, read};
use keyrack_fuzz::{say, take};
use libfuzzer_sys::fuzz_target;

const SAID: [(usize, Option<Column>); 4] =
    [(0, Some(Column::Issuer)), (1, Some(Column::Secret)), (2, Some(Column::PhoneMain)), (4, None)];

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Table, Format::BitwardenCsv, Format::KeePassXcCsv] {
        take(bytes, Some(format), None);
    }
    let ask = Ask { format: Some(Format::Table), columns: &SAID, ..Ask::default() };
    if let Ok(reading) = read(bytes, ask, &mut |_| {}) {
        say(&reading);
    }
});
