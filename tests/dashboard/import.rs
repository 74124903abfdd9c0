//! An import: asked for, looked at, chosen from, saved once, taken back.

use insta::assert_snapshot;
use keyrack::app::foreign::ImportError;
use keyrack::app::import::{
    Ask, Change, Column, Extra, Format, Heading, Ignored, Notice, ReadError, Reading, Record,
    Spare, read,
};
use keyrack::clipboard::NoPicture;
use keyrack::exchange::{Part, Sort};
use keyrack::i18n::{Fault, Lang};
use keyrack::model::Book;
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::text::safe;
use keyrack::tui::Look;

use crate::book;
use crate::stage::{Disk, Stage};

pub(crate) const SIZES: [(u16, u16); 3] = [(40, 10), (80, 24), (120, 36)];
pub(crate) const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::ZhCn, "zh")];

pub(crate) type Columns<'a> = &'a [(usize, Option<Column>)];

fn key(text: &str) -> Option<Key> {
    let secret = Secret::from_text(text.into());
    Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).ok()
}

/// A team's export: something new, something that is here, the same key, the same name, a row that
/// is broken, what was read otherwise, what has no place here.
#[expect(clippy::unnecessary_wraps, reason = "one of several that may refuse")]
fn team(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let sample = book::sample();
    let here = |place: usize| sample.accounts[place].clone();
    let mut reading = Reading::new(Format::Aegis);
    let record = |issuer: &str, login: &str, key: Option<Key>| Record {
        issuer: issuer.into(),
        login: login.into(),
        key,
        ..Record::default()
    };
    let hikari = here(0);
    reading.push("", Ok(record("Wayfair", "ops@hikari.example", key("wayfair's own key"))));
    reading.push("", Ok(record(&hikari.platform, &hikari.login, hikari.key.clone())));
    reading.push("", Ok(record("AWS", "root@hikari.example", hikari.key.clone())));
    reading.push("", Ok(record(&hikari.platform, &hikari.login, key("a key of its own"))));
    reading.push("Bodega", Err(keyrack::otp::Refusal::NoKey.into()));
    let mut phone = record("光之户外", "运营@hikari.example", None);
    phone.extra = Extra { phone_main: "1.39E+10".into(), ..Extra::default() };
    phone.changes.push(Change::PhoneLost { backup: false });
    reading.push("", Ok(phone));
    let mut hostile = record("Evil\u{1b}[31m", "na\u{202e}me", key("an evil key"));
    hostile.changes.push(Change::KindAssumed);
    reading.push("", Ok(hostile));
    reading.ignore(Ignored::Icons, 6);
    reading.parts.push(Part { batch: 1, part: 1, of: 2 });
    reading.notices.push(Notice::OtherForm);
    Ok(reading)
}

fn sealed(password: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    match password {
        None => Err(ImportError::Content(ReadError::NeedsPassword(Format::Aegis))),
        Some("correct horse") => team(None, columns),
        Some(_) => Err(ImportError::Content(ReadError::WrongPassword)),
    }
}

fn list(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let text = b"otpauth://totp/Amazon:new@hikari.example?secret=MFRGGZDFMZTWQ2LK&issuer=Amazon\n\
                 otpauth://totp/Coupang:new?secret=GEZDGNBVGY3TQOJQ&issuer=Coupang\n";
    read(text, Ask::default(), &mut |_| {}).map_err(ImportError::Content)
}

/// Forty addresses, of which nothing is to be said.
fn long(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let letter = |n: u8| char::from(b'A' + n % 26);
    let line = |n: u8| {
        let key = format!("MFRGGZDFMZTWQ2{}{}", letter(n / 26), letter(n));
        format!("otpauth://totp/Etsy:n{n}?secret={key}")
    };
    let text: Vec<String> = (30..70).map(line).collect();
    read(text.join("\n").as_bytes(), Ask::default(), &mut |_| {}).map_err(ImportError::Content)
}

#[expect(clippy::unnecessary_wraps, reason = "one of several that may refuse")]
pub(crate) fn table(_: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    let mut reading = Reading::new(Format::Table);
    let heading = |title: &str, column, samples: &[&str]| Heading {
        samples: samples.iter().map(|sample| (*sample).to_owned()).collect(),
        ..Heading::new(title.into(), column)
    };
    reading.columns = vec![
        heading("店铺名称", Some(Column::Store), &["光之户外", "Hikari"]),
        heading("登录邮箱", Some(Column::Login), &["ops@hikari.example"]),
        heading("密钥", Some(Column::Secret), &["••••"]),
        heading("Ext\u{202e}ra", None, &["by \u{1b}[31msea"]),
    ];
    for (place, column) in columns {
        reading.columns[*place].column = *column;
    }
    if reading.columns[3].column.is_none() && !columns.contains(&(3, None)) {
        let spare = Spare { number: 4, title: "Ext\u{202e}ra".into(), cells: 1 };
        reading.notices.push(Notice::Columns(vec![spare]));
    }
    let note = if columns.contains(&(3, Some(Column::Note))) { "from the table" } else { "" };
    reading.push(
        "",
        Ok(Record {
            issuer: "光之户外".into(),
            login: "ops@hikari.example".into(),
            key: key("the table's key"),
            note: note.into(),
            extra: Extra { store: "光之户外".into(), ..Extra::default() },
            ..Record::default()
        }),
    );
    Ok(reading)
}

fn unknown(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    Err(ImportError::Content(ReadError::Unknown(Sort::Json)))
}

fn keyless(password: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    if columns.contains(&(1, Some(Column::Secret))) {
        return list(password, columns);
    }
    Err(ImportError::Content(ReadError::NoKeyColumn {
        headings: ["Name", "谷歌"].map(|title| Heading::new(title.into(), None)).into(),
    }))
}

fn unmarked(password: Option<&str>, columns: Columns) -> Result<Reading, ImportError> {
    match password {
        None => Err(ImportError::Content(ReadError::Unknown(Sort::Bytes))),
        Some("correct horse") => list(None, columns),
        Some(_) => Err(ImportError::Content(ReadError::WrongOrDamaged(Format::AndOtp))),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of several that may refuse")]
fn empty(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    Ok(Reading::new(Format::Table))
}

/// What is here already, and nothing else.
fn here(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let mut reading = team(None, &[])?;
    reading.rows.retain(|row| row.number == 2);
    Ok(reading)
}

fn missing(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    Err(ImportError::System(Fault::FileMissing { path: safe("~/nothing.json") }))
}

pub(crate) fn stage_in(width: u16, height: u16, lang: Lang) -> Stage {
    let mut stage = Stage::with(book::sample(), width, height, lang, Look::default());
    stage.files = vec![
        ("~/team.json", team),
        ("~/sealed.json", sealed),
        ("list.txt", list),
        ("long.txt", long),
        ("table.csv", table),
        ("other.json", unknown),
        ("keyless.csv", keyless),
        ("unmarked.bin", unmarked),
        ("empty.csv", empty),
        ("here.json", here),
        ("~/nothing.json", missing),
    ];
    stage
}

pub(crate) fn stage() -> Stage {
    stage_in(80, 24, Lang::En)
}

fn logins(book: &Book) -> Vec<&str> {
    book.accounts.iter().map(|account| &*account.login).collect()
}

#[test]
fn screens() {
    let steps = [
        ("path", "I~/te"),
        ("elsewhere", "I<ctrl-v>"),
        ("missing", "I~/nothing.json<enter>"),
        ("unknown", "Iother.json<enter>"),
        ("keyless", "Ikeyless.csv<enter>"),
        ("password", "I~/sealed.json<enter>"),
        ("unmarked", "Iunmarked.bin<enter>"),
        ("several", "Ilist.txt other.json table.csv<enter>"),
        ("leave", "I~/team.json<enter><space><esc>"),
        ("wrong", "I~/sealed.json<enter>battery<enter>"),
        ("preview", "I~/team.json<enter>"),
        ("open", "I~/team.json<enter><enter>"),
        ("same-key", "I~/team.json<enter><down>m"),
        ("lost", "I~/team.json<enter><down><down><down><down>"),
        ("keys", "I~/team.json<enter>?"),
        ("table", "Itable.csv<enter>"),
        ("columns", "Itable.csv<enter>c<down><down><down><right>"),
    ];
    for (width, height) in SIZES {
        for (lang, tag) in LANGS {
            for (name, keys) in steps {
                let mut stage = stage_in(width, height, lang);
                stage.show(Err(NoPicture::Elsewhere));
                let screen = stage.keys(keys).screen();
                assert_snapshot!(format!("{name}-{width}x{height}-{tag}"), screen);
            }
        }
    }
}

/// A picture of a QR code: columns, and its pixels.
fn picture(text: &str) -> (usize, Vec<u8>) {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).expect("fits");
    let width = (code.size() + 8) * 4;
    let pixel =
        |n: i32| if code.get_module(n % width / 4 - 4, n / width / 4 - 4) { 0 } else { 255 };
    let rgba = (0..width * width).flat_map(|n| [pixel(n), pixel(n), pixel(n), 255]).collect();
    (usize::try_from(width).expect("a width"), rgba)
}

#[test]
fn pictures_on_the_clipboard_one_after_another_are_one_import() {
    let address = |n: &str| {
        format!("otpauth://totp/Amazon:{n}@hikari.example?secret=MFRGGZDFMZTWQ2LK&issuer=Amazon{n}")
    };
    let mut stage = stage();
    stage.show(Ok(picture(&address("one"))));
    stage.keys("I<ctrl-v>");
    assert!(stage.screen().contains("Import the picture on the clipboard"), "{}", stage.screen());
    stage.show(Ok(picture(&address("two"))));
    stage.keys("f<alt-v><down>k");
    stage.keys("<enter>");
    assert_eq!(stage.saved.len(), 1, "{}", stage.screen());
    let names = logins(&stage.saved[0]);
    for login in ["one@hikari.example", "two@hikari.example"] {
        assert!(names.contains(&login), "{login}");
    }
}

#[test]
fn why_there_is_no_picture_is_said_and_a_path_can_be_typed() {
    let refused = NoPicture::Refused("X11 is \u{1b}gone.".into());
    let cases = [
        (Err(NoPicture::Elsewhere), "The clipboard of the machine you sit at"),
        (Err(NoPicture::Nothing), "There is no picture on the clipboard"),
        (Err(NoPicture::Unreadable), "cannot be decoded"),
        (Err(refused), "X11 is \\u{1b}gone."),
        (Err(NoPicture::NoAnswer), "in time"),
        (
            Ok(picture("https://example.com")),
            "The QR code in the picture on the clipboard holds an address that begins with https",
        ),
        (Ok((4, vec![255; 64])), "No QR code was found in the picture on the clipboard"),
        (Ok((4, vec![255; 63])), "damaged"),
    ];
    for (picture, said) in cases {
        let mut stage = stage_in(160, 24, Lang::En);
        stage.show(picture);
        stage.keys("I<ctrl-v>");
        assert!(stage.screen().contains(said), "{said}: {}", stage.screen());
        stage.keys("list.txt<enter><enter>");
        assert_eq!(stage.saved.len(), 1, "{said}");
    }
}

#[test]
fn waiting_is_seen_and_can_be_left() {
    for (lang, tag) in LANGS {
        let mut stage = stage_in(80, 24, lang);
        stage.slow = true;
        stage.keys("I~/sealed.json<enter>").wait(3);
        assert_snapshot!(format!("waiting-{tag}"), stage.screen());
        stage.keys("<esc><esc>");
        assert_eq!(stage.screen(), stage_in(80, 24, lang).wait(3).screen());
    }
}

#[test]
fn one_save_and_one_step_back() {
    let mut stage = stage();
    stage.keys("Ilist.txt<enter>");
    assert!(stage.saved.is_empty(), "nothing is written before it was seen");
    stage.keys("<enter>");
    assert_eq!(stage.saved.len(), 1);
    let before = book::sample();
    assert_eq!(stage.saved[0].accounts.len(), before.accounts.len() + 2);
    assert_snapshot!("imported", stage.screen());
    stage.keys("u");
    assert_eq!(stage.saved.len(), 2);
    assert_eq!(stage.saved[1].accounts.len(), before.accounts.len());
}

#[test]
fn leaving_leaves_no_trace() {
    let plain = stage().screen();
    for keys in [
        "I<esc>",
        "I~/te<esc>",
        "I~/nothing.json<enter><esc>",
        "I~/sealed.json<enter><esc><esc>",
        "I~/team.json<enter>a<esc>",
        "I~/team.json<enter>a m<esc><esc>",
        "Itable.csv<enter>c<right><esc><esc>",
        "Ikeyless.csv<enter><esc><esc>",
        "I~/team.json<enter>f<esc><esc>",
    ] {
        let mut stage = stage();
        assert_eq!(stage.keys(keys).screen(), plain, "{keys}");
        assert!(stage.saved.is_empty(), "{keys}");
    }
}

#[test]
fn a_password_is_asked_until_it_is_right() {
    let mut stage = stage();
    stage.keys("I~/sealed.json<enter>wrong<enter>");
    assert!(stage.screen().contains("The password is wrong."));
    stage.paste("correct horse").keys("<enter>");
    assert!(stage.screen().contains("Aegis"), "{}", stage.screen());
    stage.keys("<enter><enter>");
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn what_has_its_key_here_is_asked_about_once_and_else_kept() {
    let before = book::sample().accounts.len();
    // Four of the team's rows are new; the one that is open may be the fifth.
    for (answer, more) in
        [("<enter>", 5), ("k<enter>", 5), ("m<enter>", 4), ("s<enter>", 4), ("<up><enter>", 5)]
    {
        let mut stage = stage();
        stage.keys("I~/team.json<enter><enter>");
        assert!(stage.saved.is_empty(), "{answer}");
        assert!(stage.screen().contains("One row has the key of another: merge"), "{answer}");
        stage.keys(answer);
        assert_eq!(stage.saved.len(), 1, "{answer}");
        assert_eq!(stage.saved[0].accounts.len(), before + more, "{answer}");
    }
}

#[test]
fn what_is_chosen_is_what_is_saved() {
    // Down once is the row with the same key, once more the one with the same name.
    let cases: [(&str, &[&str]); 7] = [
        (
            "",
            &[
                "ops@hikari.example",
                "root@hikari.example",
                "ops@hikari.example",
                "运营@hikari.example",
                "na\u{202e}me",
            ],
        ),
        (
            "<down>k",
            &[
                "ops@hikari.example",
                "root@hikari.example",
                "ops@hikari.example",
                "运营@hikari.example",
                "na\u{202e}me",
            ],
        ),
        ("A<space>", &["ops@hikari.example"]),
        (
            "<down>s",
            &["ops@hikari.example", "ops@hikari.example", "运营@hikari.example", "na\u{202e}me"],
        ),
        (
            "<down>m",
            &["ops@hikari.example", "ops@hikari.example", "运营@hikari.example", "na\u{202e}me"],
        ),
        ("<end>k A<home><down><down><space>", &["ops@hikari.example"]),
        ("A<end>k", &["ops@hikari.example"]),
    ];
    let before = logins(&book::sample()).len();
    for (keys, expected) in cases {
        let mut stage = stage();
        stage.keys("I~/team.json<enter>").keys(keys).keys("<enter>");
        if stage.saved.is_empty() {
            stage.keys("<enter>");
        }
        assert_eq!(stage.saved.len(), 1, "{keys}");
        assert_eq!(logins(&stage.saved[0]).len(), before + expected.len(), "{keys}");
        for login in expected {
            assert!(logins(&stage.saved[0]).contains(login), "{keys}: {login}");
        }
    }
}

#[test]
fn what_is_missing_is_said_to_the_end() {
    for (lang, said) in [
        (Lang::En, "1 part of it is still missing. 5 accounts imported. u takes"),
        (Lang::ZhCn, "还缺 1 张迁移二维码。已导入 5 个账号，按 u 全部撤销。"),
    ] {
        let mut stage = stage_in(80, 24, lang);
        stage.keys("I~/team.json<enter><enter><enter>");
        let screen = stage.screen();
        assert!(screen.contains(said), "{screen}");
    }
}

#[test]
fn the_keys_of_the_preview_lose_nothing_that_was_chosen() {
    let mut stage = stage();
    let chosen = stage.keys("I~/team.json<enter><space><down>").screen();
    let keys = stage.keys("?").screen();
    assert!(keys.contains("Keys") && !keys.contains("Wayfair"), "{keys}");
    assert_eq!(stage.keys("<down><up>?").screen(), chosen);
    assert_eq!(stage.keys("?<esc>").screen(), chosen);
}

#[test]
fn nothing_chosen_is_nothing_saved() {
    let mut stage = stage();
    stage.keys("I~/team.json<enter>A<enter>");
    assert!(stage.saved.is_empty());
    assert!(stage.screen().contains("Nothing is chosen"));
}

#[test]
fn a_merge_of_two_keys_is_refused() {
    let mut stage = stage();
    // Down twice is the row of the same name with a key of its own.
    let screen = stage.keys("I~/team.json<enter><down><down>m").screen();
    assert!(screen.contains("Two keys give two codes"), "{screen}");
    stage.keys("<enter>");
    // The one that is open is asked about as before.
    assert!(stage.screen().contains("One row has the key of another: merge"), "{}", stage.screen());
    stage.keys("<enter>");
    assert_eq!(stage.saved[0].accounts.len(), book::sample().accounts.len() + 5);
}

#[test]
fn a_merge_that_would_be_refused_is_not_offered() {
    let mut stage = stage();
    let screen = stage.keys("I~/team.json<enter><down>").screen();
    assert!(screen.contains("m merge"), "{screen}");
    let screen = stage.keys("<down>").screen();
    assert!(!screen.contains("m merge") && screen.contains("k keep both"), "{screen}");
}

#[test]
fn several_files_are_one_import() {
    let mut stage = stage();
    stage.keys("Ilist.txt<enter><space>ftable.csv<enter>");
    stage.keys("<enter>");
    assert_eq!(stage.saved.len(), 1);
    // One of the list was left out before the table came.
    assert_eq!(stage.saved[0].accounts.len(), book::sample().accounts.len() + 2);
}

#[test]
fn several_files_may_be_named_at_once_and_one_that_is_broken_stops_none() {
    let mut stage = stage_in(80, 24, Lang::En);
    stage.keys("Ilist.txt other.json ~/sealed.json table.csv<enter>");
    assert!(
        stage.screen().contains("~/sealed.json is an encrypted Aegis file")
            || stage.screen().contains("sealed.json is an encrypted"),
        "{}",
        stage.screen()
    );
    stage.keys("correct horse<enter>");
    let screen = stage.screen();
    for said in ["Import list.txt, sealed.json, table.csv", "other.json is JSON, but of no program"]
    {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    stage.keys("<enter><enter>");
    assert_eq!(stage.saved.len(), 1);
    assert_eq!(stage.saved[0].accounts.len(), book::sample().accounts.len() + 2 + 5 + 1);
}

#[test]
fn when_none_of_several_is_read_a_path_is_asked_for_again() {
    let mut stage = stage();
    stage.keys("Iother.json ~/nothing.json<enter>");
    assert!(stage.screen().contains("There is no file at"), "{}", stage.screen());
    stage.keys("<ctrl-u>list.txt<enter><enter>");
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn what_was_chosen_is_not_given_up_by_one_key() {
    let mut stage = stage();
    stage.keys("I~/team.json<enter><space><esc>");
    assert!(stage.screen().contains("Esc again leaves"), "{}", stage.screen());
    stage.keys("<down><esc>");
    assert!(stage.screen().contains("Esc again leaves"), "{}", stage.screen());
    stage.keys("<esc>");
    assert!(!stage.screen().contains("Import"), "{}", stage.screen());
    assert!(stage.saved.is_empty());
}

#[test]
fn a_file_without_a_mark_may_have_a_password() {
    let mut stage = stage();
    stage.keys("Iunmarked.bin<enter>");
    assert!(stage.screen().contains("without a mark, as andOTP"), "{}", stage.screen());
    stage.keys("battery<enter>");
    assert!(stage.screen().contains("no andOTP file"), "{}", stage.screen());
    stage.keys("correct horse<enter><enter>");
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn an_import_of_nothing_says_so() {
    for (keys, said) in [
        ("Iempty.csv<enter><enter>", "There is no account in it"),
        ("Ihere.json<enter><enter>", "The account is here already"),
        ("I~/team.json<enter>A<enter>", "Nothing is chosen"),
    ] {
        let mut stage = stage();
        stage.keys(keys);
        assert!(stage.screen().contains(said), "{keys}: {}", stage.screen());
        assert!(stage.saved.is_empty(), "{keys}");
    }
}

#[test]
fn an_edit_of_somebody_else_is_compared_with() {
    let mut stage = stage();
    stage.keys("Ilist.txt<enter>");
    let mut theirs = book::sample();
    let mut account = theirs.accounts[0].clone();
    account.id = book::id(77);
    account.platform = "Coupang".into();
    account.login = "new".into();
    account.store = String::new();
    let list = list(None, &[]).expect("a list");
    account.key.clone_from(&list.rows[1].outcome.as_ref().expect("a record").key);
    theirs.accounts.push(account);
    stage.underneath = Some(theirs);
    stage.wait(2);
    assert!(stage.screen().contains("1 here already"), "{}", stage.screen());
    stage.keys("<enter>");
    assert_eq!(stage.saved[0].accounts.len(), book::sample().accounts.len() + 2);
}

#[test]
fn a_full_disk_is_told() {
    let mut stage = stage();
    stage.disk = Disk::Full;
    stage.keys("Ilist.txt<enter><enter>");
    assert!(stage.screen().contains("not saved"), "{}", stage.screen());
}

#[test]
fn keys_that_come_together_import_nothing() {
    let mut stage = stage();
    stage.keys("Ilist.txt<enter>").burst("xyz<enter>");
    assert!(stage.saved.is_empty());
}

#[test]
fn the_list_has_the_room_that_nothing_is_said_in() {
    for (height, rows) in [(24, 14), (36, 26)] {
        let mut stage = stage_in(80, height, Lang::En);
        let screen = stage.keys("Ilong.txt<enter>").screen();
        assert_eq!(screen.matches("[x]").count(), rows, "{screen}");
    }
}

/// Two rows that say the same, and a store whose name is longer than its usual share.
fn twice(_: Option<&str>, _: Columns) -> Result<Reading, ImportError> {
    let text = "platform,store,login,key\n\
                Etsy,Mountain Lantern,o@lantern.example,MFRGGZDFMZTWQ2LK\n\
                Etsy,Mountain Lantern,o@lantern.example,MFRGGZDFMZTWQ2LK\n";
    read(text.as_bytes(), Ask::default(), &mut |_| {}).map_err(ImportError::Content)
}

#[test]
fn a_row_that_stands_there_twice_is_said_when_it_is_done() {
    for (lang, sum, said) in [
        (Lang::En, "1 doubled", "the same as row 2 (Mountain Lantern"),
        (Lang::ZhCn, "重复 1 条", "与第 2 行（Mountain Lantern"),
    ] {
        let mut stage = stage_in(80, 24, lang);
        stage.files.push(("twice.csv", twice));
        stage.keys("Itwice.csv<enter>");
        assert!(stage.screen().contains("Mountain Lantern "), "{}", stage.screen());
        let screen = stage.keys("<enter>").screen();
        assert!(screen.contains(sum) && screen.contains(said), "{screen}");
        assert_eq!(stage.saved.len(), 1);
    }
}

#[test]
fn a_merge_of_nothing_is_said_to_be_one() {
    let mut stage = stage();
    let screen = stage.keys("I~/team.json<enter>m").screen();
    assert!(screen.contains("Nothing here is like this row"), "{screen}");
    let screen = stage.keys("<end>m").screen();
    assert!(screen.contains("a merge brings nothing"), "{screen}");
}
