//! The columns of a table that is imported: what each holds is seen, typed, and read again.

use keyrack::app::foreign::ImportError;
use keyrack::app::import::{Ask, Column, Notice, ReadError, Reading};
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

#[test]
fn a_file_left_out_by_its_columns_is_said_and_the_others_go_on() {
    for (lang, heading, left, all) in [
        (
            Lang::En,
            "keyless.csv (2 of 4) holds",
            "more.csv is left out.",
            "Left out: keyless.csv, more",
        ),
        (
            Lang::ZhCn,
            "keyless.csv（第 2 个，共 4 个）各列的内容",
            "不导入 more.csv。",
            "未导入的文件：keyless.csv",
        ),
    ] {
        let mut stage = stage_in(80, 24, lang);
        let keyless = stage.files.iter().find(|(name, _)| *name == "keyless.csv").expect("it").1;
        stage.files.push(("more.csv", keyless));
        let screen = stage.keys("Ilist.txt keyless.csv more.csv table.csv<enter>").screen();
        assert!(screen.contains(heading), "{screen}");
        let screen = stage.keys("<esc>").screen();
        assert!(screen.contains("more.csv") && screen.contains("keyless.csv"), "{screen}");
        let screen = stage.keys("<esc>").screen();
        assert!(screen.contains(left) && screen.contains(all), "{screen}");
        assert!(screen.contains("list.txt") && screen.contains("table.csv"), "{screen}");
        let screen = stage.keys("<enter>").screen();
        assert_eq!(stage.saved.len(), 1);
        for name in ["keyless.csv", "more.csv"] {
            assert!(screen.contains(name), "it is said when it is done\n{screen}");
        }
    }
}

#[test]
fn a_file_left_out_by_its_password_stops_none_of_the_others() {
    let mut stage = stage();
    let screen = stage.keys("I~/sealed.json list.txt<enter><esc>").screen();
    assert!(screen.contains("Left out: sealed.json"), "{screen}");
    assert!(screen.contains("Import list.txt"), "{screen}");
    // Alone, it may be another name that was meant.
    let mut stage = crate::import::stage();
    let screen = stage.keys("I~/sealed.json<enter><esc>").screen();
    assert!(screen.contains("Which file?"), "{screen}");
}

/// How often a table of these tests was read.
fn reads(count: &'static std::thread::LocalKey<std::cell::Cell<usize>>) -> usize {
    count.set(count.get() + 1);
    count.get()
}

#[test]
fn a_column_of_passwords_is_refused_on_the_page_of_the_columns_wherever_that_comes_from() {
    thread_local!(static READS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });
    fn read(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        if reads(&READS) == 2 {
            let why = ReadError::PasswordColumn { number: 4, column: Column::Note };
            return Err(ImportError::Content(why));
        }
        table(None, columns)
    }
    for keys in ["Ip.csv<enter>h", "Ip.csv<enter>c<ctrl-r>"] {
        READS.set(0);
        let mut stage = stage();
        stage.files.push(("p.csv", read));
        let screen = stage.keys(keys).screen();
        assert!(screen.contains("headed as one of passwords"), "{keys}\n{screen}");
        assert!(screen.contains("What each column of p.csv holds"), "{keys}\n{screen}");
        assert!(screen.contains("< note >"), "{keys}\n{screen}");
        stage.keys("none<enter><enter>");
        assert_eq!(stage.saved.len(), 1, "{keys}\n{}", stage.screen());
    }
}

#[test]
fn a_sheet_that_cannot_be_read_is_said_and_passed_by() {
    thread_local!(static READS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });
    fn read(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        if reads(&READS) == 2 {
            return Err(ImportError::Content(ReadError::OnItsSide));
        }
        let mut reading = table(None, columns)?;
        let others = vec!["Side".to_owned(), "Last".to_owned()];
        reading.notices.push(Notice::Sheets { read: "First".into(), others });
        Ok(reading)
    }
    for keys in ["Ibook.xlsx<enter>t", "Ibook.xlsx<enter>c<ctrl-t>"] {
        READS.set(0);
        let mut stage = stage();
        stage.files.push(("book.xlsx", read));
        let screen = stage.keys(keys).screen();
        assert!(screen.contains("book.xlsx · Side stand below each other"), "{keys}\n{screen}");
        assert!(!screen.contains("Which file?"), "{keys}\n{screen}");
        stage.keys("<ctrl-t>");
        let sheet = stage.manners.last().and_then(|manner| manner.sheet.clone());
        assert_eq!(sheet.as_deref(), Some("Last"), "{keys}");
    }
}

/// Enter, which was offered, came back to the same page with nothing said.
#[test]
fn a_table_that_no_account_can_be_made_of_says_so() {
    fn phones(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        let text = b"Label,Holder,Location\nP-01,Bob,Berlin\nP-02,Ann,Lyon\n";
        let ask = Ask { columns, ..Ask::default() };
        keyrack::app::import::read(text, ask, &mut |_| {}).map_err(ImportError::Content)
    }
    for (lang, said) in [(Lang::En, "No account can be made of"), (Lang::ZhCn, "无法生成账号")]
    {
        let mut stage = stage_in(80, 24, lang);
        stage.files.push(("phones.csv", phones));
        let screen = stage.keys("Iphones.csv<enter>").screen();
        assert!(!screen.contains(said), "{screen}");
        let screen = stage.keys("<enter>").screen();
        assert!(screen.contains(said), "{screen}");
        stage.keys("login<enter><enter>");
        assert_eq!(stage.saved.len(), 1, "{}", stage.screen());
    }
}

/// What was said of one file's columns was said of no file in particular.
#[test]
fn of_several_tables_it_is_said_which_one_leaves_a_column_aside() {
    fn first(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        let text = b"platform,login,key,colour\nAmazon,a,JBSWY3DPEHPK3PXP,red\n";
        keyrack::app::import::read(text, Ask { columns, ..Ask::default() }, &mut |_| {})
            .map_err(ImportError::Content)
    }
    fn second(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
        let text = b"platform,login,key,shelf life\nAmazon,b,GEZDGNBVGY3TQOJQ,long\n";
        keyrack::app::import::read(text, Ask { columns, ..Ask::default() }, &mut |_| {})
            .map_err(ImportError::Content)
    }
    let mut stage = stage();
    stage.files.push(("red.csv", first));
    stage.files.push(("long.csv", second));
    stage.keys("Ired.csv long.csv<enter>");
    let screen = stage.screen();
    for said in ["red.csv: 1 column is left out", "long.csv: 1 column is left out"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
}
