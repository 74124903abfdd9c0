//! The columns of a table that is imported: what each holds is seen, typed, and read again.

use keyrack::app::foreign::ImportError;
use keyrack::app::import::{Ask, Column, ReadError, Reading};
use keyrack::i18n::Lang;

use crate::import::{Columns, stage, stage_in, table};
use crate::stage::Stage;

#[test]
fn columns_are_changed_and_the_table_read_again() {
    let mut stage = stage();
    let to_note = Column::ALL.iter().position(|c| *c == Column::Note).expect("a column") + 1;
    let keys =
        format!("Itable.csv<enter>c<down><down><down>{}<enter><enter>", "<right>".repeat(to_note));
    stage.keys(&keys);
    assert_eq!(stage.saved.len(), 1);
    assert!(stage.saved[0].accounts.iter().any(|account| account.note == "from the table"));
}

#[test]
fn what_a_column_holds_is_typed() {
    for (lang, typed) in [
        (Lang::En, "no"),
        (Lang::En, "xno"),
        (Lang::En, "lo<backspace><backspace>note"),
        (Lang::En, "p<right>n"),
        (Lang::ZhCn, "bz"),
        (Lang::ZhCn, "beizhu"),
        (Lang::ZhCn, "备"),
        (Lang::ZhCn, "note"),
    ] {
        let mut stage = stage_in(80, 24, lang);
        stage.keys("Itable.csv<enter>c<down><down><down>").keys(typed).keys("<enter><enter>");
        assert_eq!(stage.saved.len(), 1, "{typed}");
        let notes = stage.saved[0].accounts.iter().filter(|it| it.note == "from the table");
        assert_eq!(notes.count(), 1, "{typed}");
    }
}

#[test]
fn letters_that_fit_nothing_set_nothing() {
    let mut stage = stage();
    let screen = stage.keys("Itable.csv<enter>c<down><down><down>lox").screen();
    assert!(screen.contains("< location >") || screen.contains("< login >"), "{screen}");
    assert_eq!(stage.keys("zz").screen(), screen);
    let mut stage = crate::import::stage();
    let screen = stage.keys("Ikeyless.csv<enter>").screen();
    assert!(screen.contains("Which column holds the keys?"), "{screen}");
    let screen = stage.keys("<down>key").screen();
    assert!(!screen.contains("Which column holds the keys?"), "answered\n{screen}");
}

#[test]
fn the_keys_of_the_columns_are_shown_and_what_was_chosen_stays() {
    let mut stage = stage();
    let chosen = stage.keys("Itable.csv<enter>c<down>gr").screen();
    assert!(chosen.contains("< groups >"), "{chosen}");
    let keys = stage.keys("?").screen();
    assert!(keys.contains("Next choice") && !keys.contains("groups"), "{keys}");
    assert_eq!(stage.keys("<down>?").screen(), chosen);
    assert_eq!(stage.keys("?<esc>").screen(), chosen);
    stage.keys("<esc>");
    assert!(stage.screen().contains("ops@hikari.example"), "{}", stage.screen());
}

#[test]
fn of_two_columns_set_to_the_same_the_earlier_one_is_left_aside_and_that_is_said() {
    fn read(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        if !columns.is_empty() {
            // The one that gives way was not said to be left aside.
            let kept = [(2, Some(Column::Secret)), (3, Some(Column::Login))];
            assert_eq!(columns, [&[(0, Some(Column::Store))][..], &kept].concat());
        }
        table(None, columns)
    }
    let login = Column::ALL.iter().position(|c| *c == Column::Login).expect("a column") + 1;
    let mut stage = stage();
    stage.files.push(("twice.csv", read));
    stage.keys("Itwice.csv<enter>c<down><down><down>").keys(&"<right>".repeat(login));
    let screen = stage.screen();
    assert!(screen.contains("column 4 counts, 2 is left aside"), "{screen}");
    let row = screen.lines().find(|line| line.contains("登录邮箱")).expect("its row");
    assert!(row.contains("(left aside)"), "{row}");
    let screen = stage.keys("<right>").screen();
    assert!(!screen.contains("left aside."), "passing by takes nothing away\n{screen}");
    stage.keys("<left><enter>");
    assert!(stage.screen().contains("new"), "{}", stage.screen());
}

#[test]
fn what_a_table_loses_is_named_and_the_key_for_it_stays_in_sight() {
    for (lang, said, keys) in [
        (Lang::En, "1 column is left out (c changes that): Ext\\u{202e}ra", "c columns"),
        (Lang::ZhCn, "有 1 列不导入（按 c 更改）：Ext\\u{202e}ra", "c 各列"),
    ] {
        let mut stage = stage_in(80, 24, lang);
        stage.keys("I~/team.json<enter>ftable.csv<enter>");
        for row in ["", "<down>", "<down>", "<down>"] {
            let screen = stage.keys(row).screen();
            assert!(screen.contains(said) && screen.contains(keys), "{screen}");
        }
    }
}

#[test]
fn what_is_left_out_is_said_until_somebody_set_it_so() {
    let left_out = |stage: &mut Stage| stage.screen().contains("1 column is left out");
    let mut stage = crate::import::stage();
    stage.keys("Itable.csv<enter>c<enter>");
    assert!(left_out(&mut stage), "looking at them sets nothing\n{}", stage.screen());
    stage.keys("c<down>lo<enter>");
    assert!(left_out(&mut stage), "another one was set\n{}", stage.screen());
    stage.keys("c<down><down><down><right><left><enter>");
    assert!(!left_out(&mut stage), "{}", stage.screen());
    stage.keys("c<enter>");
    assert!(!left_out(&mut stage), "it stays set\n{}", stage.screen());
    let mut stage = crate::import::stage();
    stage.keys("Itable.csv<enter><enter>");
    assert!(stage.screen().contains("1 column left out"), "{}", stage.screen());
}

#[test]
fn a_table_of_logins_without_keys_is_taken_after_a_look() {
    fn read(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        let text = b"platform,login\nCoupang,kr@hikari.example\n";
        let ask = Ask { columns, ..Ask::default() };
        keyrack::app::import::read(text, ask, &mut |_| {}).map_err(ImportError::Content)
    }
    let mut stage = stage();
    stage.files.push(("logins.csv", read));
    let screen = stage.keys("Ilogins.csv<enter>").screen();
    assert!(screen.contains("Which column holds the keys?"), "{screen}");
    let screen = stage.keys("<enter>").screen();
    assert!(screen.contains("come without one (c changes that)"), "{screen}");
    stage.keys("<enter>");
    assert!(stage.saved[0].accounts.iter().any(|it| it.login == "kr@hikari.example"));
}

#[test]
fn a_table_without_a_known_column_of_keys_is_asked_about() {
    let secret = Column::ALL.iter().position(|c| *c == Column::Secret).expect("a column") + 1;
    let mut stage = stage();
    let keys = format!("Ikeyless.csv<enter><down>{}<enter><enter>", "<right>".repeat(secret));
    stage.keys(&keys);
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn a_column_of_passwords_is_refused_where_it_was_set_and_what_was_set_stays() {
    fn read(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        if columns.contains(&(3, Some(Column::Note))) {
            let why = ReadError::PasswordColumn { number: 4, column: Column::Note };
            return Err(ImportError::Content(why));
        }
        table(None, columns)
    }
    for (lang, said) in [(Lang::En, "headed as one of passwords"), (Lang::ZhCn, "的表头是密码")]
    {
        let mut stage = stage_in(80, 24, lang);
        stage.files.push(("passwords.csv", read));
        stage.keys("Ipasswords.csv<enter>c<down>group<down><down>note");
        let set = stage.screen();
        let screen = stage.keys("<enter>").screen();
        assert!(screen.contains(said) && !screen.contains("--column"), "{screen}");
        let row = |screen: &str| screen.lines().filter(|it| it.contains("< ")).collect::<String>();
        assert_eq!(row(&screen).trim(), row(&set).trim());
        let screen = stage.keys("none").screen();
        assert!(!screen.contains(said), "{screen}");
        stage.keys("<enter><enter>");
        assert_eq!(stage.saved.len(), 1, "{}", stage.screen());
    }
}
