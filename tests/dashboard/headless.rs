//! Tables without headings that are known: they are asked about, no account is lost, and no key is shown for a
//! name; and rows that could be one of several accounts.

use keyrack::app::foreign::ImportError;
use keyrack::app::import::{Ask, Format, Reading, read};
use keyrack::i18n::Lang;

use crate::import::{Columns, stage, stage_in};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// As the worker reads it.
fn text(text: &str, columns: Columns) -> Result<Reading, ImportError> {
    let format = (!columns.is_empty()).then_some(Format::Table);
    let ask = Ask { format, columns, ..Ask::default() };
    read(text.as_bytes(), ask, &mut |_| {}).map_err(ImportError::Content)
}

/// No key, no address, no phone, and no word that is known.
fn words(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    text("Amazon,ops,first\nEtsy,shop,second\n", columns)
}

/// The keys in the second column.
fn swapped(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    text(&format!("Amazon,{KEY},ops@x.example\nEtsy,ONEVA7CYKZA6MUD3,b@x.example\n"), columns)
}

/// Of an account of which there are two.
fn phones(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    text("platform,login,main phone\nAmazon,ops,+8613800000001\n", columns)
}

fn twins(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    text(
        &format!("platform,store,login,key\nAmazon,A,ops,{KEY}\nAmazon,B,ops,ONEVA7CYKZA6MUD3\n"),
        columns,
    )
}

#[test]
fn a_table_of_unknown_words_is_asked_about_and_its_first_row_is_an_account() {
    for (lang, row) in
        [(Lang::En, "Row 1 is read as an account"), (Lang::ZhCn, "第 1 行未识别为表头")]
    {
        let mut stage = stage_in(100, 30, lang);
        stage.files.push(("words.csv", words));
        let screen = stage.keys("Iwords.csv<enter>").screen();
        assert!(screen.contains("Amazon"), "{screen}");
        let screen = stage.keys("platf<down>login<enter>").screen();
        assert!(screen.contains(row) && screen.contains("Amazon"), "{screen}");
        stage.keys("<enter>");
        let saved = &stage.saved[0].accounts;
        assert!(saved.iter().any(|account| account.login == "ops"), "{lang:?}");
        assert!(saved.iter().any(|account| account.login == "shop"), "{lang:?}");
    }
}

#[test]
fn keys_that_were_taken_for_names_are_not_shown() {
    let mut stage = stage_in(100, 30, Lang::En);
    stage.files.push(("swapped.csv", swapped));
    let screen = stage.keys("Iswapped.csv<enter>").screen();
    assert!(!screen.contains(&KEY[..8]), "{screen}");
    let screen = stage.keys("platf<down>login<down>note<enter>").screen();
    assert!(screen.contains("••••") && !screen.contains(&KEY[..8]), "{screen}");
    assert!(screen.contains("Column 2 looks like keys, but is read as: login"), "{screen}");
    // The same where they are refused.
    let screen = stage.keys("c<down><down>key<enter>").screen();
    assert!(screen.contains("refused") && !screen.contains(&KEY[..8]), "{screen}");
}

#[test]
fn a_row_that_could_be_one_of_several_is_not_merged_by_a_key_press() {
    let mut stage = stage();
    stage.files.extend([("phones.csv", phones as _), ("twins.csv", twins as _)]);
    stage.keys("Itwins.csv<enter><enter>");
    let before = stage.saved[0].accounts.len();
    let screen = stage.keys("Iphones.csv<enter><enter>").screen();
    assert!(screen.contains("2 accounts have this platform and login"), "{screen}");
    assert!(!screen.contains("m merge"), "{screen}");
    let screen = stage.keys("m").screen();
    assert!(screen.contains("Several accounts could be meant."), "{screen}");
    stage.keys("s<enter>");
    assert_eq!(stage.saved.last().map(|book| book.accounts.len()), Some(before));
}

#[test]
fn the_question_what_becomes_of_keys_that_are_here_fits_its_line() {
    for (width, lang, end) in [(80, Lang::En, "Enter keeps both."), (80, Lang::ZhCn, "均保留。")]
    {
        let mut stage = stage_in(width, 24, lang);
        stage.files.push(("twins.csv", twins));
        stage.keys("Itwins.csv<enter><enter>");
        stage.files.push(("other.csv", |_, columns| {
            text(&format!("platform,login,key\nX,a,{KEY}\nX,b,ONEVA7CYKZA6MUD3\n"), columns)
        }));
        let screen = stage.keys("Iother.csv<enter><enter>").screen();
        let squeezed: String = screen.chars().filter(|c| !c.is_whitespace()).collect();
        let end: String = end.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(squeezed.contains(&end), "{screen}");
    }
}
