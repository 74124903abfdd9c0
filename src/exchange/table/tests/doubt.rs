//! What spreadsheets of teams have in the wrong place: keys among names, words and passwords among keys,
//! headings twice, sums, a table on its side, and text in an old encoding.

use super::*;
use crate::exchange::FirstRow;

fn asked(text: &str, ask: Ask<'_>) -> Result<Reading, ReadError> {
    read_file(text.as_bytes(), ask, &mut |_| {})
}

/// How the rows of a table fare, in the words of the code; no account of them may show a key.
fn fates(text: &str, columns: &[(usize, Option<Column>)]) -> Vec<String> {
    let reading = said(text, columns).expect("a table");
    let columns = format!("{:?}", (&reading.columns, &reading.notices));
    assert!(!columns.contains(KEY) && !columns.contains(OTHER), "{columns}");
    lines(&reading)
}

#[test]
fn columns_that_are_swapped_make_no_accounts() {
    let found = |row: usize, column: usize, read: &str| {
        format!("{row}: KeyElsewhere {{ column: {column}, read: {read} }}")
    };
    let text = format!("Platform,Login,Secret\n{KEY},ops,Amazon\n{OTHER},kr,Coupang\n");
    assert_eq!(fates(&text, &[]), [found(2, 1, "Platform"), found(3, 1, "Platform")]);
    let text = format!("Platform,Login,Secret\nAmazon,{KEY},\nEtsy,ops,{OTHER}\n");
    let expected = [found(2, 2, "Login"), format!("Etsy|ops|totp sha1 6 30s {OTHER}|||")];
    assert_eq!(fates(&text, &[]), expected);
    // Whatever was said of it.
    let text = format!("{KEY},Amazon,+8613800000001\n{OTHER},Etsy,+8613800000002\n");
    let columns = [(0, Some(Column::Login)), (1, Some(Column::Platform))];
    assert_eq!(fates(&text, &columns), [found(1, 1, "Login"), found(2, 1, "Login")]);
    let text = format!("店铺,平台,密钥\notpauth://totp/a?secret={KEY},Amazon,\n");
    assert_eq!(fates(&text, &[]), [found(2, 1, "Store")]);
}

/// It was printed wherever logins are.
#[test]
fn a_key_behind_a_login_in_its_cell_makes_no_account() {
    let text = format!("Platform,Login,Secret\nAmazon,l7@x.example {KEY},\nEtsy,Key: {OTHER},\n");
    let found = |row: usize| format!("{row}: KeyElsewhere {{ column: 2, read: Login }}");
    assert_eq!(fates(&text, &[]), [found(2), found(3)]);
    // A name with a capital word in it, or a mailbox, is none.
    let text =
        "Platform,Store,Login\nAmazon,GARTENMOEBELEUROPA Süd 2,abcdefgh234567abcdefgh@x.example\n";
    assert_eq!(fates(text, &[]).len(), 1);
    assert!(!fates(text, &[])[0].contains("KeyElsewhere"), "{:?}", fates(text, &[]));
}

#[test]
fn a_name_in_capitals_beside_a_key_is_a_name() {
    let record = first(&format!("store,key\nGARTENMOEBELEUROPA,{KEY}\n"));
    assert_eq!((&*record.extra.store, record.key.is_some()), ("GARTENMOEBELEUROPA", true));
    assert_eq!(format!("{:?}", record.changes), "[KeyLike { column: Store }]");
    let record = first(&format!("store,login,key\nhikarioutdoorstore,a2@x.example,{KEY}\n"));
    assert_eq!(record.changes, []);
}

/// What stands where a key belongs is named for what it is.
#[test]
fn what_is_no_key_is_called_what_it_is() {
    for (cell, refused) in [
        ("https://x.example/GEZDGNBVGY3TQOJQ", "2: WebAddress"),
        ("0x3132333435363738393031323334353637383930", "2: Key(Key(Hexadecimal))"),
        ("123456", "2: Code"),
        ("123 456", "2: Code"),
        ("12345678", "2: Code"),
    ] {
        assert_eq!(fates(&format!("login,key\nops,{cell}\n"), &[]), [refused], "{cell}");
    }
    for label in ["Secret: ", "密钥：", "2FA key=", "TOTP:"] {
        let record = first(&format!("login,key\nops,{label}{KEY}\n"));
        assert!(record.key.is_some(), "{label}");
        let label = label.trim_end_matches([' ', ':', '：', '=']).to_owned();
        assert_eq!(record.changes, [Change::KeyLabel { label }]);
    }
}

/// Of everything but keys and codes.
#[test]
fn what_is_the_same_as_above_is_taken_from_there() {
    let text = format!(
        "platform,store,login,key,phone,note\nAmazon,Luna,a,{KEY},+8613800000001,x\n\
         〃,同上,b,{OTHER},same as above,\n,同上,c,同上,同上,同上\n"
    );
    let reading = reading(&text);
    let record = |at: usize| reading.rows[at].outcome.as_ref().expect("a record");
    let row = |at: usize| {
        let Extra { store, phone_main, .. } = &record(at).extra;
        [&record(at).issuer, store, phone_main, &record(at).note].map(String::as_str).join("|")
    };
    assert_eq!(row(1), "Amazon|Luna|+8613800000001|");
    let same = |column| Change::SameAsAbove { column };
    let all = [Column::Platform, Column::Store, Column::PhoneMain].map(same);
    assert_eq!(record(1).changes, all);
    // There is no remark above that it could be; a key is never guessed.
    assert_eq!(row(2), "Luna|Luna|+8613800000001|同上");
    assert!(record(2).changes.contains(&Change::KeyDitto { word: "同上".into() }));
}

/// Below a heading that nobody knows, addresses say what they are; passwords are counted and no loss.
#[test]
fn columns_that_say_themselves_what_they_are() {
    let address = format!("otpauth://totp/x?secret={KEY}");
    let record = first(&format!("platform,login,link\nAmazon,a,{address}\n,b,\n"));
    assert!(record.key.is_some());
    let reading = reading(&format!("login,password,key\na,hunter2,{KEY}\nb,hunter3,{OTHER}\n"));
    assert_eq!(reading.ignored, [(Ignored::Passwords, 2)]);
    assert_eq!(reading.notices, []);
}

#[test]
fn a_word_is_no_key() {
    for word in ["Amazon", "sunshine", "nobody", "AmazonDeutschland", "see note", "ＫＥＹ"] {
        let text = format!("login,key\nops,{word}\n");
        assert_eq!(fates(&text, &[]), ["2: Word"], "{word}");
    }
    for key in ["abcd efgh ijkl mnop", "JBSWY3DPEHPK3PXP", "ＪＢＳＷＹ３ＤＰＥＨＰＫ３ＰＸＰ"]
    {
        let text = format!("login,key\nops,{key}\n");
        assert!(first(&text).key.is_some(), "{key}");
    }
}

/// They decode, and a code that nobody can use would stand there.
#[test]
fn words_with_digits_are_no_key() {
    for word in [
        "needs 2FA",
        "P 7",
        "phone 2",
        "Li 2",
        "TOTP 2",
        "see sheet 2",
        "YubiKey 5",
        "app 2",
        "Authy 2",
        "Li2",
        "ask for the 2FA in the safe",
    ] {
        let text = format!("login,key\nops,{word}\nkr,{KEY}\n");
        assert_eq!(fates(&text, &[])[0], "2: Word", "{word}");
    }
    // As short as a key that was cut.
    let text = format!("login,key\nops,GEZD5NB7\nkr,{KEY}\n");
    assert_eq!(fates(&text, &[])[0], "2: Key(Key(Length { characters: 8 }))");
    for word in ["no 2FA", "2FA off", "no2fa", "未启用"] {
        let text = format!("login,key\nops,{word}\nkr,{KEY}\n");
        assert_eq!(fates(&text, &[])[0], "|ops|none|||", "{word}");
    }
}

#[test]
fn keys_that_run_together_are_no_key() {
    let two = "2: KeysInCell { column: 2 }";
    let long = "KRUGKIDROVUWG2ZAMJZG653OEBTG66BA";
    for (cell, expected) in [
        ("\"jbsw y3dp ehpk 3pxp\nkrug kidr ovuw g2za\"".to_owned(), two),
        (format!("{OTHER}{OTHER}"), two),
        (format!("TOTP-{OTHER}"), "2: Word"),
        (format!("KEY {long}"), "2: Word"),
        (format!("amzn-{OTHER}"), "2: Word"),
        (format!("ops {long}"), "2: Word"),
    ] {
        let text = format!("login,key\nops,{cell}\n");
        assert_eq!(fates(&text, &[]), [expected], "{cell}");
    }
}

#[test]
fn a_row_with_a_key_is_not_lost_as_headings() {
    let text = format!("Amazon,sunshine,{KEY}\nEtsy,dragonfly,{OTHER}\n");
    let columns = [(0, Some(Column::Platform)), (2, Some(Column::Secret))];
    let ask = Ask { first_row: Some(FirstRow::Headings), columns: &columns, ..Ask::default() };
    let reading = asked(&text, ask).expect("a table");
    let expected = ["1: KeyAsHeading".to_owned(), format!("Etsy||totp sha1 6 30s {OTHER}|||")];
    assert_eq!(lines(&reading), expected);
    // Nothing of it is known as a heading, so nothing is shown as one.
    let said = format!("{:?}{:?}", reading.columns, reading.notices);
    assert!(!said.contains("sunshine") && !said.contains(KEY), "{said}");
    let Err(error) = asked(&text, Ask { columns: &[], ..ask }) else { panic!("no question") };
    assert!(!format!("{error:?}").contains("sunshine"), "{error:?}");
    // Headings of another language are, where one of them is known.
    let text = format!("Plattform X,Login,Wachtwoord,x\nEtsy,a,b,{KEY}\n");
    let ask = Ask { columns: &[(3, Some(Column::Secret))], ..ask };
    assert_eq!(asked(&text, ask).expect("a table").columns[2].title, "Wachtwoord");
}

#[test]
fn a_column_of_passwords_is_no_column_of_names() {
    use Column::{Login, Note, Platform, Recovery, Secret, Store};
    for title in ["Password", "密码", "登录密码", "Passwort", "pwd", "Contraseña", "Mot de passe"]
    {
        let text = format!("Platform,{title},Key\nAmazon,sunshine,{KEY}\n");
        for column in [Login, Store, Platform, Note] {
            let error = said(&text, &[(1, Some(column))]).expect_err("a password");
            let error = format!("{error:?}");
            let expected = format!("PasswordColumn {{ number: 2, column: {column:?} }}");
            assert_eq!(error, expected, "{title}");
        }
        for column in [None, Some(Secret), Some(Recovery)] {
            assert!(said(&text, &[(1, column)]).is_ok(), "{title}");
        }
    }
    for title in ["Passport store", "Compass", "Who"] {
        let text = format!("Platform,{title},Key\nAmazon,sunshine,{KEY}\n");
        assert!(said(&text, &[(1, Some(Store))]).is_ok(), "{title}");
    }
}

#[test]
fn headings_that_come_again_are_no_account() {
    let rows = [
        "Platform,Login,Key".to_owned(),
        format!("Amazon,ops,{KEY}"),
        "Platform,Login,Key".to_owned(),
        format!("Etsy,kr,{OTHER}"),
        " platform ,LOGIN,key:".to_owned(),
    ];
    let reading = reading(&rows.join("\n"));
    let names: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(names, [2, 4]);
    let again = Notice::Rows(vec![(3, "Platform".into()), (5, "platform".into())]);
    assert_eq!(reading.notices, [again]);
    // With others, what stands below belongs to other columns.
    let rows = [
        "Platform,Login,Key".to_owned(),
        format!("Amazon,ops,{KEY}"),
        "密钥,平台,备注".to_owned(),
        format!("{OTHER},Etsy,x"),
    ];
    let expected = [
        format!("Amazon|ops|totp sha1 6 30s {KEY}|||"),
        "3: OtherTable { row: 3 }".to_owned(),
        "4: OtherTable { row: 3 }".to_owned(),
    ];
    assert_eq!(fates(&rows.join("\n"), &[]), expected);
}

#[test]
fn a_table_on_its_side_is_said_to_be_one() {
    let text = format!("Platform,Amazon,Etsy\nLogin,ops,kr\nSecret,{KEY},{OTHER}\n");
    for columns in [&[][..], &[(0, Some(Column::Login))]] {
        let error = said(&text, columns).expect_err("on its side");
        assert_eq!(format!("{error:?}"), "OnItsSide");
    }
}

#[test]
fn sums_and_rules_are_no_accounts() {
    let head = "store,login,main phone,key\n";
    for row in [
        "Summe,,3,",
        "Gesamt: 12,,,",
        "Total,,+4917012345678,",
        ",Total,12,",
        "合计,,12个,",
        "合计：3家店铺,,,",
        "共计,3,,",
        "TOTAL:,3 accounts,,",
        "---,---,---,---",
        "======,,,",
    ] {
        let reading = reading(&format!("{head}Hikari,ops,,{KEY}\n{row}\n"));
        assert_eq!(reading.rows.len(), 1, "{row}: {:?}", lines(&reading));
        assert!(matches!(&reading.notices[..], [Notice::Rows(rows)] if rows[0].0 == 3), "{row}");
    }
    for row in ["Total Outdoor,ops,,", "Sum,ops@x.example,,", "Total,ops,+4917012345678,"] {
        assert_eq!(reading(&format!("{head}{row}\n")).rows.len(), 1, "{row}");
    }
}

#[test]
fn a_title_between_rows_is_no_account() {
    let text =
        format!("store,login,key\nEU,,\nHikari,ops,{KEY}\nUS accounts,,\nHikari,us,{OTHER}\n");
    let reading = reading(&text);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 5]);
    // They may say where those below sign in: nothing else does.
    let titles = vec![(2, "EU".into()), (4, "US accounts".into())];
    assert_eq!(reading.notices, [Notice::Sections(titles.clone())]);
    let text = text.replace("store,", "platform,");
    let reading = super::reading(&text);
    // Above rows with a platform of their own each may be an account.
    assert_eq!(reading.notices, [Notice::Alone(titles)]);
    // A remark above them is said to be one, and gives them no platform.
    let text = text.replace("US accounts", "注意：美国站找李明");
    let reading = super::reading(&text);
    let alone = Notice::Alone(vec![(2, "EU".into())]);
    let remarks = Notice::Remarks(vec![(4, "注意：美国站找李明".into())]);
    assert_eq!(reading.notices, [remarks, alone]);
    // A login by itself is an account, and so is a store where nothing else could stand.
    assert_eq!(told("store,login\n,ops\n"), ["|ops|none|||"]);
    assert_eq!(told("store,note\nHikari,\n"), ["Hikari||none|||"]);
}

#[test]
fn words_beside_one_time_codes_are_none() {
    let codes = |cell: &str| {
        let record = first(&format!("login,key,recovery codes\nops,{KEY},\"{cell}\"\n"));
        let codes = record.recovery.iter().filter_map(Secret::expose_text);
        (codes.map(str::to_owned).collect::<Vec<_>>().join(" "), record.changes)
    };
    let beside = |words: &str| vec![Change::CodesBeside { words: words.into() }];
    let elsewhere = |place: &str| vec![Change::CodesElsewhere { place: place.into() }];
    for (cell, expected, changes) in [
        ("1. 11112222 2. 33334444", "11112222 33334444", vec![]),
        ("used: 11112222; left: 33334444", "33334444", beside("used: 11112222; left:")),
        ("✓ 34567890 45678901", "34567890 45678901", beside("✓")),
        ("none left", "", elsewhere("none left")),
        ("3 left", "", elsewhere("3 left")),
    ] {
        assert_eq!(codes(cell), (expected.to_owned(), changes), "{cell}");
    }
}

#[test]
fn a_platform_alone_above_another_one_is_said_to_be_lost() {
    let text =
        format!("platform,login,key\nAmazon,ops,{KEY}\nShopify,,\neBay,kr,{OTHER}\nEtsy,,\n");
    let reading = reading(&text);
    let alone = Notice::Alone(vec![(3, "Shopify".into()), (5, "Etsy".into())]);
    assert_eq!(reading.notices, std::slice::from_ref(&alone));
    assert!(alone.is_loss());
    // Above rows of that platform, and above one that has none, it is a title.
    let text = format!("platform,login,key\nAmazon,,\n亚马逊,ops,{KEY}\nEtsy,,\n,kr,{OTHER}\n");
    let rows = [(2, "Amazon".into()), (4, "Etsy".into())];
    assert_eq!(super::reading(&text).notices, [Notice::Rows(rows.to_vec())]);
}

#[test]
fn headings_of_teams() {
    let cases = [
        ("绑定手机", Column::PhoneMain),
        ("绑定手机号", Column::PhoneMain),
        ("Handy", Column::PhoneMain),
        ("平台名称", Column::Platform),
        ("店铺账号", Column::Login),
        ("验证器", Column::Secret),
        ("Authenticator seed", Column::Secret),
    ];
    for (title, column) in cases {
        assert_eq!(Column::from_heading(title), Some(column), "{title}");
    }
}

#[test]
fn bars_part_cells() {
    let expected = [format!("Amazon|ops|totp sha1 6 30s {KEY}|||")];
    for text in [
        format!("platform|login|key\nAmazon|ops|{KEY}\n"),
        format!("| platform | login | key |\n|---|:--|---|\n| Amazon | ops | {KEY} |\n"),
    ] {
        assert_eq!(told(&text), expected, "{text}");
    }
}

#[test]
fn a_row_with_neither_a_key_nor_a_name_is_no_broken_export() {
    let text = format!("login,main phone,key\nops,,{KEY}\n,+8613800000001,\n");
    assert_eq!(fates(&text, &[])[1], "3: Nameless");
}

#[test]
fn text_of_an_old_encoding_is_told() {
    let text = format!("店铺,登录账号,密钥\n光之户外,运营,{KEY}\n");
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    let reading = read_file(&bytes, Ask::default(), &mut |_| {}).expect("a table");
    assert_eq!(lines(&reading), [format!("光之户外|运营|totp sha1 6 30s {KEY}|||")]);
    assert_eq!(format!("{:?}", reading.notices), "[Encoding]");
    let cases = [
        ("Windows-1252", encoding_rs::WINDOWS_1252, "Händler"),
        ("one that GB18030 has no fault in", encoding_rs::WINDOWS_1252, "Händlerin für Grün"),
        ("Central Europe", encoding_rs::WINDOWS_1250, "Łódź"),
        ("Japanese", encoding_rs::SHIFT_JIS, "店舗カナ"),
    ];
    for (name, encoding, word) in cases {
        for delimiter in [",", ";"] {
            let text = format!("Platform,Store,Key\nAmazon,{word},{KEY}\n").replace(',', delimiter);
            let (bytes, ..) = encoding.encode(&text);
            for format in [None, Some(Format::Table)] {
                let ask = Ask { format, ..Ask::default() };
                let error = read_file(&bytes, ask, &mut |_| {}).expect_err("no UTF-8");
                assert_eq!(format!("{error:?}"), "Encoding", "{name}");
            }
        }
    }
    // With a password, too: nothing else is a table by its rows.
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("Händler;Müller\nÄpfel;Öl\n");
    let password = Secret::from_text("x".into());
    let ask = Ask { password: Some(&password), ..Ask::default() };
    let error = read_file(&bytes, ask, &mut |_| {}).expect_err("no UTF-8");
    assert_eq!(format!("{error:?}"), "Encoding");
}
