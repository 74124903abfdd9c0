//! What is said of a foreign file as a whole.

use super::exchange::{NAMED, between};
use crate::exchange::{Notice, Spare};
use crate::i18n::{Exchange, Lang};
use crate::text::{Safe, safe, series, whole};

/// What is to be said of a file as a whole.
pub fn notice(notice: &Notice, lang: Lang) -> Exchange {
    match notice {
        Notice::OtherForm => Exchange::OtherForm,
        Notice::Encoding => Exchange::ReadAsChinese,
        Notice::Printout => Exchange::Printout,
        Notice::Cut { row: Some(row) } => Exchange::CutInRow { row: *row },
        Notice::Cut { row: None } => Exchange::Cut,
        Notice::NoKeys => Exchange::NoKeysInTable,
        Notice::FirstRow(row) => Exchange::FirstRow { row: *row },
        Notice::Sections(rows) => Exchange::Sections { names: begins(rows, rows.len(), lang) },
        Notice::Remarks(rows) => Exchange::Remarks { names: begins(rows, rows.len(), lang) },
        Notice::Alone(rows) => Exchange::NamesAlone { names: begins(rows, rows.len(), lang) },
        Notice::Blanks(rows) => {
            let first: Vec<String> = rows.iter().take(NAMED).map(usize::to_string).collect();
            let (n, names) = (rows.len().saturating_sub(NAMED), safe(&first.join(between(lang))));
            if n == 0 { Exchange::Blanks { names } } else { Exchange::BlanksMore { names, n } }
        }
        Notice::Comments(n) => Exchange::Comments { n: *n },
        Notice::Pictures(n) => Exchange::Pictures { n: *n },
        Notice::Rows(rows) => {
            let (n, names) = (rows.len().saturating_sub(NAMED), begins(rows, NAMED, lang));
            if n == 0 {
                Exchange::RowsAside { names }
            } else {
                Exchange::RowsAsideMore { names, n }
            }
        }
        Notice::Sheets { read, others } => {
            Exchange::Sheets { read: safe(read), names: safe(&others.join(between(lang))) }
        }
        Notice::Things(names) => {
            let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
            let (n, names) = (names.len().saturating_sub(NAMED), series(&first, between(lang)));
            if n == 0 { Exchange::Things { names } } else { Exchange::ThingsMore { names, n } }
        }
        Notice::Devices { title } => Exchange::DevicesColumn { title: safe(title) },
        Notice::Columns(spare) => {
            let name = |spare: &Spare| {
                let name = match spare.title.trim() {
                    "" => spare.number.to_string(),
                    title => format!("{} ({title})", spare.number),
                };
                Exchange::SpareColumn { name: safe(&name), n: spare.cells }.say(lang)
            };
            let names: Vec<String> = spare.iter().map(name).collect();
            Exchange::SpareColumns { names: whole(&names.join(between(lang))) }
        }
    }
}

/// The first of some rows, by their numbers and how they begin.
fn begins(rows: &[(usize, String)], most: usize, lang: Lang) -> Safe<'static> {
    let name = |(number, begin): &(usize, String)| match begin.as_str() {
        "" => number.to_string(),
        begin => format!("{number} ({begin})"),
    };
    let names: Vec<String> = rows.iter().take(most).map(name).collect();
    series(&names, between(lang))
}
