//! What the preview of an import shows of a row before it is taken.

use keyrack::app::foreign::ImportError;
use keyrack::app::import::{Extra, Format, ReadError, Reading, Record};
use keyrack::exchange::Sort;
use keyrack::i18n::Lang;
use keyrack::secret::Secret;

use crate::import::{Columns, LANGS};
use crate::stage::Stage;

/// Two logins with one number, which two people are said to hold.
#[expect(clippy::unnecessary_wraps, reason = "one of several that may refuse")]
fn shared(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let mut reading = Reading::new(Format::Table);
    for (login, holder) in [("one", "Anna"), ("two", "Bo")] {
        let (phone_main, holder) = ("+8613912345678".into(), holder.into());
        let extra = Extra { phone_main, holder, ..Extra::default() };
        let record =
            Record { issuer: "Bank".into(), login: login.into(), extra, ..Record::default() };
        reading.push("", Ok(record));
    }
    Ok(reading)
}

fn broken(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    Err(ImportError::Content(ReadError::Unknown(Sort::Json)))
}

fn stage(lang: Lang, path: &str) -> Stage {
    let mut stage = Stage::open(80, 24, lang);
    stage.files = vec![("shared", shared), ("broken", broken)];
    stage.keys("I").paste(path).keys("<enter>");
    stage
}

/// The mark before the standing of the row with a login.
fn mark(stage: &mut Stage, login: &str) -> Option<char> {
    let screen = stage.screen();
    let row = screen.lines().find(|line| line.contains(" Bank ") && line.contains(login));
    row.unwrap_or_else(|| panic!("{screen}")).chars().nth(8)
}

/// Who else holds its phone went into the note of the second account, and nothing in its row said so.
#[test]
fn a_row_that_is_changed_only_where_it_goes_has_a_mark() {
    let mut stage = stage(Lang::En, "shared");
    assert_eq!(mark(&mut stage, "one"), Some(' '));
    assert_eq!(mark(&mut stage, "two"), Some('~'), "{}", stage.screen());
    stage.keys(" ");
    assert_eq!(mark(&mut stage, "two"), Some(' '), "nobody else is said to hold it then");
    stage.keys(" ");
    assert_eq!(mark(&mut stage, "two"), Some('~'));
}

/// They were cut, and nothing said that there was more.
#[test]
fn what_has_no_room_is_counted() {
    for ((lang, _), said) in LANGS.into_iter().zip(["more lines; a taller", "放大窗口可见"]) {
        let mut stage = stage(lang, &("broken ".repeat(14) + "shared"));
        let screen = stage.screen();
        let plain = |text: &str| text.replace(' ', "");
        assert!(plain(&screen).contains(&plain(said)), "{screen}");
        assert!(screen.contains(" Bank "), "the list is there: {screen}");
    }
}

/// A row of an account that is here, with more than that and with other names of its own.
#[expect(clippy::unnecessary_wraps, reason = "one of several that may refuse")]
fn more(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let mut reading = Reading::new(Format::Table);
    for (store, note) in [("", "a remark"), ("Another store", "")] {
        let extra = Extra {
            store: store.into(),
            platform: "Bank".into(),
            marketplaces: if note.is_empty() { vec!["DE".into()] } else { vec!["JP".into()] },
            ..Extra::default()
        };
        let recovery = vec![Secret::from_text("1111-2222".into())];
        let (issuer, login, note) = ("Bank".into(), "one".into(), note.into());
        let console = format!("https://{}bank.example", &store.replace(' ', ""));
        let record = Record { issuer, login, note, recovery, extra, console, ..Record::default() };
        reading.push("", Ok(record));
    }
    Ok(reading)
}

/// It said that what is empty is filled, and not with what; what stayed as it was had no room.
#[test]
fn a_merge_says_what_it_fills_and_what_it_leaves() {
    let words: [&[&str]; 2] = [
        &["added there: store", "marketplaces: DE in the file", "https://Anotherstorebank"],
        &["补充：店铺", "站点：文件中为 DE", "文件中为 https://Anotherstorebank"],
    ];
    for ((lang, _), words) in LANGS.into_iter().zip(words) {
        let mut stage = Stage::open(80, 24, lang);
        stage.files = vec![("more", more)];
        let screen = stage.keys("I").paste("more").keys("<enter><end>m").screen();
        for word in words {
            assert!(screen.contains(word), "{word}: {screen}");
        }
    }
}
