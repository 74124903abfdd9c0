//! How a table that is imported is to be read: which sheet, with headings or without, with which columns; and
//! one key for all rows that are like something.

use keyrack::app::foreign::ImportError;
use keyrack::app::import::{Ask, Column, FirstRow, Notice, Reading};
use keyrack::i18n::Lang;

use crate::book;
use crate::import::{Columns, stage, stage_in, table};

fn text(text: &str, columns: Columns) -> Result<Reading, ImportError> {
    let ask = Ask { columns, ..Ask::default() };
    keyrack::app::import::read(text.as_bytes(), ask, &mut |_| {}).map_err(ImportError::Content)
}

/// What `export list` writes: seventeen columns, none of them of keys.
fn list(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    let headings = "platform,store,sites,login,algorithm,digits,period,counter,kind,groups,note,\
                    favourite,main phone,backup phone,holder,location,devices";
    text(&format!("{headings}\nCoupang,,,kr@hikari.example,,,,,,,,,,,,,\n"), columns)
}

/// The first sheet of a workbook with two.
fn workbook(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    let mut reading = table(None, columns)?;
    let others = vec!["2025".into()];
    reading.notices.push(Notice::Sheets { read: "2026".into(), others });
    Ok(reading)
}

#[test]
fn the_sheet_and_what_the_first_row_is_are_chosen() {
    let mut stage = stage();
    stage.files.push(("team.xlsx", workbook));
    let screen = stage.keys("Iteam.xlsx<enter>").screen();
    assert!(screen.contains("(t reads the next one)"), "{screen}");
    assert!(screen.contains("t next sheet"), "{screen}");
    let screen = stage.keys("t").screen();
    assert!(screen.contains("team.xlsx · 2025"), "{screen}");
    stage.keys("tc<ctrl-t>c<ctrl-r>");
    stage.keys("hh");
    let asked: Vec<_> =
        stage.manners.iter().map(|it| (it.sheet.as_deref(), it.first_row)).collect();
    let (old, new) = (Some("2025"), Some("2026"));
    let (headings, account) = (Some(FirstRow::Headings), Some(FirstRow::Account));
    let expected = [
        (None, None),
        (old, None),
        (new, None),
        (old, None),
        (old, account),
        (old, headings),
        (old, account),
    ];
    assert_eq!(asked, expected);
    let mut stage = crate::import::stage();
    let screen = stage.keys("Itable.csv<enter>t").screen();
    assert!(screen.contains("no other sheet") && !screen.contains("next sheet"), "{screen}");
}

#[test]
fn a_list_of_ours_is_not_asked_for_keys_and_what_has_no_room_is_counted() {
    let mut stage = stage();
    stage.files.push(("list.csv", list));
    let screen = stage.keys("Ilist.csv<enter>").screen();
    assert!(screen.contains("kr@hikari.example") && screen.contains("1 to add"), "{screen}");
    let screen = stage.keys("c").screen();
    assert!(screen.contains(" more below"), "{screen}");
    assert!(!screen.contains("devices"), "{screen}");
    let screen = stage.keys(&"<down>".repeat(16)).screen();
    assert!(screen.contains("devices") && !screen.contains("more below"), "{screen}");
}

#[test]
fn columns_without_headings_begin_with_what_is_likely() {
    fn bare(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        let rows = "Amazon,ops@a.example,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,+8613800000001\n\
                    Coupang,kr@a.example,ONEVA7CYKZA6MUD3ONEVA7CYKZA6MUD3,+8613800000002\n";
        text(rows, columns)
    }
    for (lang, said) in [(Lang::En, "is guessed"), (Lang::ZhCn, "推测")] {
        let mut stage = stage_in(80, 24, lang);
        stage.files.push(("bare.csv", bare));
        let screen = stage.keys("Ibare.csv<enter>").screen();
        assert!(screen.contains(said), "{screen}");
        stage.keys("<enter>");
        let named = |at: usize, column: Column| (at, Some(column));
        let expected = [
            named(0, Column::Platform),
            named(1, Column::Login),
            named(2, Column::Secret),
            named(3, Column::PhoneMain),
        ];
        assert_eq!(stage.manners.last().map(|it| &*it.columns), Some(&expected[..]));
    }
}

#[test]
fn one_key_chooses_for_all_that_are_like_something() {
    fn phones(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        let sample = book::sample();
        let rows = sample.accounts.iter().take(3).map(|account| {
            format!("{},{},{},+8613800000009\n", account.platform, account.store, account.login)
        });
        let rows: String = rows.collect();
        text(&format!("platform,store,login,main phone\n{rows}"), columns)
    }
    let before = book::sample().accounts.len();
    // One of them has no key here either: it is the same, and says more.
    for (keys, added) in [("", 2), ("M", 0), ("MK", 3), ("kM", 0)] {
        let mut stage = stage();
        stage.files.push(("phones.csv", phones));
        stage.keys("Iphones.csv<enter><enter>").keys(keys).keys("<enter>");
        assert_eq!(stage.saved.len(), 1, "{keys}\n{}", stage.screen());
        assert_eq!(stage.saved[0].accounts.len(), before + added, "{keys}");
    }
}
