//! Tables as teams keep them: what headings mean, and what spreadsheets do to cells.

mod bare;
mod cut;
mod doubt;
mod ours;

use proptest::prelude::*;

use super::*;
use crate::exchange::change::Change;
use crate::exchange::record::Extra;
use crate::exchange::tests::lines;
use crate::exchange::{Ask, read as read_file};
use crate::otp::{Algorithm, Key, Kind, Remark};
use crate::secret::Secret;

pub(super) const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

pub(super) fn of(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_file(bytes, Ask { format: Some(Format::Table), ..Ask::default() }, &mut |_| {})
}

fn said(text: &str, columns: &[(usize, Option<Column>)]) -> Result<Reading, ReadError> {
    read_file(text.as_bytes(), Ask { columns, ..Ask::default() }, &mut |_| {})
}

fn reading(text: &str) -> Reading {
    said(text, &[]).expect("a table")
}

fn told(text: &str) -> Vec<String> {
    lines(&reading(text))
}

/// The first row's record.
fn first(text: &str) -> Record {
    let row = reading(text).rows.swap_remove(0);
    *row.outcome.unwrap_or_else(|refused| panic!("{refused:?}"))
}

const ENGLISH: &str = "Issuer,Account,Secret Key,Algorithm,Digits,Period,Counter,Type,Tags,Notes,Favorite,Backup codes\r
Amazon,ops@hikari.example,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,SHA1,6,30,,totp,EU 店铺;Amazon,,yes,1111-2222 3333-4444\r
Café,josé,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,SHA512,8,60,,totp,,\"line one\nline \"\"two\"\", with; separators\",,\r
Bank,teller,gezd gnbv gy3t qojq gezd gnbv gy3t qojq,,,,42,,,,,\r
Counter,,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,SHA256,8,,0,hotp,,,0,\r
Steam,bob,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,SHA1,5,30,,steam,,,,\r
,,,,,,,,,,,\r
Coupang,ops@hikari.example,,,,,,,,by text message,,\r
";

#[test]
fn a_table_in_english() {
    let reading = reading(ENGLISH);
    let expected = [
        format!("Amazon|ops@hikari.example|totp sha1 6 30s {KEY}|EU 店铺,Amazon||*"),
        format!("Café|josé|totp sha512 8 60s {OTHER}||line one\nline \"two\", with; separators|"),
        format!("Bank|teller|hotp sha1 6 42 {KEY}|||"),
        format!("Counter||hotp sha256 8 0 {KEY}|||"),
        format!("Steam|bob|steam sha1 5 30s {KEY}|||"),
        "Coupang|ops@hikari.example|none||by text message|".to_owned(),
    ];
    assert_eq!(lines(&reading), expected);
    assert!(reading.columns.iter().all(|heading| heading.column.is_some()));
    let codes = &reading.rows[0].outcome.as_ref().expect("a record").recovery;
    let codes: Vec<_> = codes.iter().filter_map(Secret::expose_text).collect();
    assert_eq!(codes, ["1111-2222", "3333-4444"]);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    // As a spreadsheet counts: one has a line end in a cell.
    assert_eq!(numbers, [2, 3, 4, 5, 6, 8]);
}

const CHINESE: &str = "店铺名;平台;站点;登录邮箱;谷歌密钥;主手机号;备用手机号;保管人;存放地点;恢复代码;备注
旗舰店;Amazon;德国、法国;ops@hikari.example;GEZDGNBV GY3TQOJQ GEZDGNBV GY3TQOJQ;8613912345678;+86 139 8765 4321;李明;深圳;;主账号
日本店;Amazon;日本/US;jp@hikari.example;ＧＥＺＤＧＮＢＶＧＹ３ＴＱＯＪＱ;1.39E+10;１３８.0;王芳;杭州;;
Bodega;Mercado Libre;MX；AR;jose@bodega.example;otpauth://totp/X:y?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA512&digits=8&period=60;;;José;;\"abcd efgh\nijkl\";
酷澎;;KR;;;+8613912345678;;;;;短信
";

#[test]
fn a_table_in_chinese_however_it_is_encoded() {
    let expected = [
        format!("Amazon|ops@hikari.example|totp sha1 6 30s {KEY}||主账号|"),
        "Amazon|jp@hikari.example|totp sha1 6 30s GEZDGNBVGY3TQOJQ|||".to_owned(),
        format!("Mercado Libre|jose@bodega.example|totp sha512 8 60s {OTHER}|||"),
        "酷澎||none||短信|".to_owned(),
    ];
    let utf16 = "\u{feff}".encode_utf16().chain(CHINESE.encode_utf16());
    let utf16: Vec<u8> = utf16.flat_map(u16::to_le_bytes).collect();
    let gb18030 = encoding_rs::GB18030.encode(CHINESE).0;
    let cases: [(&str, &[u8]); 4] = [
        ("UTF-8", CHINESE.as_bytes()),
        ("with a mark", &[b"\xef\xbb\xbf", CHINESE.as_bytes()].concat()),
        ("UTF-16", &utf16),
        ("GB18030", &gb18030),
    ];
    for (name, bytes) in cases {
        let reading = read_file(bytes, Ask::default(), &mut |_| {}).expect(name);
        assert_eq!((reading.format, lines(&reading)), (Format::Table, expected.to_vec()), "{name}");
    }
    let reading = reading(CHINESE);
    let record = |at: usize| reading.rows[at].outcome.as_ref().expect("a record");
    let extra = Extra {
        store: "旗舰店".into(),
        platform: "Amazon".into(),
        marketplaces: vec!["德国".into(), "法国".into()],
        holder: "李明".into(),
        location: "深圳".into(),
        phone_main: "8613912345678".into(),
        phone_backup: "+86 139 8765 4321".into(),
    };
    assert_eq!((&record(0).extra, &record(0).changes[..]), (&extra, &[][..]));
    let phones = (record(1).extra.phone_main.as_str(), record(1).extra.phone_backup.as_str());
    assert_eq!(phones, ("1.39E+10", "138"));
    let damage = [Change::PhoneLost { backup: false }, Change::PhoneMended { backup: true }];
    assert_eq!(record(1).changes, damage);
    assert_eq!(record(1).extra.marketplaces, ["日本", "US"]);
    assert_eq!(record(2).recovery.len(), 3);
}

#[test]
fn what_a_cell_says_of_a_key() {
    let head = "issuer,login,secret,algorithm,digits,period,counter,kind";
    let cases = [
        ("nothing", format!("A,a,{KEY}"), format!("A|a|totp sha1 6 30s {KEY}|||")),
        (
            "as spreadsheets write numbers",
            format!("A,a,{KEY},,8.0,60.0"),
            format!("A|a|totp sha1 8 60s {KEY}|||"),
        ),
        ("a counter", format!("A,a,{KEY},sha-256,,,7"), format!("A|a|hotp sha256 6 7 {KEY}|||")),
        (
            "a kind over a counter",
            format!("A,a,{KEY},,,,7,TOTP"),
            format!("A|a|totp sha1 6 30s {KEY}|||"),
        ),
        (
            "Steam by its name",
            format!("steam,a,{KEY}"),
            format!("steam|a|steam sha1 5 30s {KEY}|||"),
        ),
        (
            "five digits of Steam",
            format!("Steam,a,{KEY},,5"),
            format!("Steam|a|steam sha1 5 30s {KEY}|||"),
        ),
        (
            "six digits of Steam",
            format!("Steam,a,{KEY},,6"),
            format!("Steam|a|totp sha1 6 30s {KEY}|||"),
        ),
        (
            "mOTP",
            "A,a,E3152AFEE62599C8,,,,,motp".into(),
            "A|a|motp md5 6 10s e3152afee62599c8|||".into(),
        ),
        (
            "a login with the issuer",
            format!("A,A: a,{KEY}"),
            format!("A|a|totp sha1 6 30s {KEY}|||"),
        ),
        ("nobody's", format!(",,{KEY}"), format!("||totp sha1 6 30s {KEY}|||")),
        (
            "an address",
            format!("A,,otpauth://hotp/B:b?secret={KEY}&counter=3,SHA512,8"),
            format!("A|b|hotp sha1 6 3 {KEY}|||"),
        ),
        ("another hash", format!("A,a,{KEY},MD5"), "2: Key(Algorithm(\"MD5\"))".into()),
        ("another kind", format!("A,a,{KEY},,,,,future"), "2: Key(UnknownType(\"future\"))".into()),
        ("too many digits", format!("A,a,{KEY},,11"), "2: Key(Bounds(Digits))".into()),
        (
            "no number",
            format!("A,a,{KEY},,,half"),
            "2: Key(NotANumber { parameter: \"period\" })".into(),
        ),
        ("no key and no name", ",,,SHA1".into(), "2: Nameless".into()),
        ("a batch", "A,a,otpauth-migration://offline?data=AAAA".into(), "2: Key(Migration)".into()),
        (
            "a number that lost its digits",
            "A,a,2.3E+15".into(),
            "2: Key(Key(Character { character: '.', position: 2 }))".into(),
        ),
        ("no key at all", "A,a".into(), "A|a|none||||".trim_end_matches('|').to_owned() + "|||"),
    ];
    for (name, row, expected) in cases {
        assert_eq!(told(&format!("{head}\n{row}\n")), [expected], "{name}");
    }
    let refused = reading(&format!("{head}\nA,a,{KEY}0")).rows.swap_remove(0);
    assert_eq!(refused.name, "A: a");
}

#[test]
fn several_columns_of_keys() {
    let head = "issuer,login,secret,2fa,url";
    let cases = [
        ("the first", format!("A,a,{KEY},,"), format!("A|a|totp sha1 6 30s {KEY}|||")),
        ("the second", format!("A,a,,{KEY},"), format!("A|a|totp sha1 6 30s {KEY}|||")),
        (
            "the same twice",
            format!("A,a,{KEY},gezd gnbvgy3tqojqgezdgnbvgy3tqojq,"),
            format!("A|a|totp sha1 6 30s {KEY}|||"),
        ),
        (
            "and as an address",
            format!("A,a,{KEY},,otpauth://totp/x?secret={KEY}&digits=8"),
            format!("A|a|totp sha1 8 30s {KEY}|||"),
        ),
        ("two", format!("A,a,{KEY},{OTHER},"), "2: TwoKeys { columns: [3, 4] }".into()),
        (
            "an address beside",
            format!("A,a,{KEY},,otpauth://totp/x?secret={OTHER}"),
            "2: TwoKeys { columns: [3, 5] }".into(),
        ),
        ("one that is none", format!("A,a,{KEY},yes!,"), "2: Word".into()),
        (
            "a web address",
            format!("A,a,{KEY},,https://a.example/"),
            format!("A|a|totp sha1 6 30s {KEY}|||"),
        ),
        ("a host", format!("A,a,{KEY},,a.example"), format!("A|a|totp sha1 6 30s {KEY}|||")),
        ("a key", format!("A,a,,,{KEY}"), format!("A|a|totp sha1 6 30s {KEY}|||")),
        ("a web address elsewhere", "A,a,https://a.example/,,".into(), "2: WebAddress".into()),
    ];
    for (name, row, expected) in cases {
        assert_eq!(told(&format!("{head}\n{row}\n")), [expected], "{name}");
    }
    let web = reading(&format!("{head}\nA,a,{KEY},,https://a.example/\nB,b,{KEY},,b.example"));
    let spare = Spare { number: 5, title: "url".into(), cells: 2 };
    assert_eq!((&*web.notices, web.columns[4].column), (&[Notice::Columns(vec![spare])][..], None));
    let two = format!("{head}\nA,a,{KEY},{OTHER},");
    let reading = said(&two, &[(3, Some(Column::Secret))]).expect("a table");
    assert_eq!(lines(&reading), [format!("A|a|totp sha1 6 30s {OTHER}|||")]);
    assert_eq!(
        (reading.columns[2].column, reading.columns[3].column),
        (None, Some(Column::Secret))
    );
}

#[test]
fn a_table_without_keys_is_none() {
    let no_keys = |text: &str, columns: &[_]| match said(text, columns) {
        Err(ReadError::NoKeyColumn { headings }) => {
            headings.into_iter().map(|heading| heading.title).collect::<Vec<_>>()
        }
        other => panic!("{:?}", other.map(|reading| lines(&reading))),
    };
    let passwords = "name,url,username,password\nA,https://a.example,a,p\n";
    assert_eq!(no_keys("issuer,note\nA,x\n", &[]), ["issuer", "note"]);
    assert_eq!(no_keys(passwords, &[]), ["name", "url", "username", "password"]);
    assert_eq!(no_keys("issuer,secret\nA,JBSW", &[(1, None)]), ["issuer", "secret"]);
    let with_one = format!("{passwords}B,otpauth://totp/x?secret={KEY},b,p\n");
    assert_eq!(told(&with_one)[0], "A|a|none|||");
    let mine = said("store,code\nA,GEZDGNBVGY3TQOJQ", &[(1, Some(Column::Secret))]);
    // Nothing in its headings says that it is a table; whoever says what its columns hold does.
    assert_eq!(lines(&mine.expect("a table")), ["A||totp sha1 6 30s GEZDGNBVGY3TQOJQ|||"]);
    // By its shape it may be a table, and is asked about.
    assert_eq!(no_keys("store,code\nA,GEZDGNBVGY3TQOJQ", &[]), ["", ""]);
    let unsaid = said("store,code\nA", &[]).map(|_| ());
    assert_eq!(unsaid, Err(ReadError::Unknown(crate::exchange::Sort::Text)));
    let ask = Ask {
        format: Some(Format::Table),
        columns: &[(1, Some(Column::Secret))],
        ..Ask::default()
    };
    let mine = read_file(b"store,code\nA,GEZDGNBVGY3TQOJQ", ask, &mut |_| {}).expect("a table");
    assert_eq!(lines(&mine), ["A||totp sha1 6 30s GEZDGNBVGY3TQOJQ|||"]);
}

#[test]
fn logins_and_stores_need_no_keys() {
    let cases = [
        ("logins", "platform,login,main phone\nCoupang,ops,+8613912345678\n", &[][..]),
        ("stores", "platform,store\nCoupang,ops\n", &[]),
        (
            "a column that is said to be none",
            "platform,login,secret\nCoupang,ops,x\n",
            &[(2, None)],
        ),
    ];
    for (name, text, columns) in cases {
        let reading = said(text, columns).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(reading.rows[0].outcome.as_ref().is_ok_and(|row| row.key.is_none()), "{name}");
        assert_eq!(reading.notices, [Notice::NoKeys], "{name}");
    }
}

#[test]
fn a_title_above_the_headings_and_sums_below_are_no_accounts() {
    let row = format!("Amazon,ops,{KEY},total");
    let aside = |text: &str| {
        let reading = reading(text);
        assert_eq!(lines(&reading).len(), 1, "{:?}", lines(&reading));
        assert_eq!(reading.rows[0].number, 4);
        reading.notices
    };
    let title = Notice::Rows(vec![(1, "2026年店铺账号登记表".into())]);
    for head in ["2026年店铺账号登记表,,,", "2026年店铺账号登记表"] {
        let text = format!("{head}\n\n平台,登录账号,密钥,备注\n{row}\n");
        assert!(has_headings(&text), "{head}");
        assert_eq!(aside(&text), std::slice::from_ref(&title), "{head}");
    }
    let text =
        format!("登记表\n制表人：王敏,日期\n平台,登录账号,密钥,备注\n{row}\n合计：,,1,1.5\n总计\n");
    let begins = [(1, "登记表"), (2, "制表人：王敏"), (5, "合计："), (6, "总计")];
    let begins = begins.map(|(row, text)| (row, text.to_owned()));
    assert_eq!(aside(&text), [Notice::Rows(begins.to_vec())]);
    // A store may be called like it.
    let kept = reading(&format!("platform,login,key\nTotal,ops,{KEY}\n"));
    assert_eq!((kept.rows.len(), kept.notices.len()), (1, 0));
}

#[test]
fn headings_in_both_languages_mean_the_same() {
    for keys in [KeyColumn::Written, KeyColumn::LeftOut] {
        let columns = |words| {
            let text = write([], keys, words);
            let text = std::str::from_utf8(&text).expect("UTF-8").trim_start_matches('\u{feff}');
            let titles: Vec<String> = text.trim().split(',').map(str::to_owned).collect();
            let headings = headings::read(&titles, &[]);
            headings.into_iter().map(|heading| heading.column).collect::<Vec<_>>()
        };
        let english = columns(Words::English);
        assert!(english.iter().filter(|column| column.is_some()).count() > 14);
        assert_eq!(columns(Words::Chinese), english, "{keys:?}");
    }
}

#[test]
fn what_looks_like_headings() {
    let cases = [
        ("a key", "store,密钥\n", true),
        ("no key, but two others", "issuer;login\n", true),
        ("behind blank lines", "\n,,\nissuer,key\n", true),
        ("quoted", "\"issuer\",\"key\"", true),
        ("a key alone", "secret\nJBSW", false),
        ("a sentence", "Dear user, see below", false),
        ("one word of them", "note,a\n", false),
        ("nothing", "", false),
    ];
    for (name, text, expected) in cases {
        assert_eq!(has_headings(text), expected, "{name}");
    }
    let long = format!("issuer,\"{}\",key", "x".repeat(70_000));
    assert!(!has_headings(&long));
}

#[test]
fn rows_that_are_not_as_wide_as_the_headings() {
    let text =
        format!("issuer,login,secret\nA,a,{KEY},more,,cells\nShort,s\n\"open,b,{KEY}\nC,c,{KEY}\n");
    let reading = reading(&text);
    let expected = [
        format!("A|a|totp sha1 6 30s {KEY}|||"),
        "Short|s|none|||".to_owned(),
        "4: Unquoted { line: 4 }".to_owned(),
        format!("C|c|totp sha1 6 30s {KEY}|||"),
    ];
    assert_eq!(lines(&reading), expected);
    let record = reading.rows[0].outcome.as_ref().expect("a record");
    assert_eq!(record.changes, [Change::MoreCells { count: 2 }]);
    let record = reading.rows[1].outcome.as_ref().expect("a record");
    assert_eq!(record.changes, [Change::FewerCells { count: 1 }]);
    let cases = [
        ("moved by a comma", "A,Store, inc,GEZDGNBVGY3TQOJQ,n", "2: MoreCells { count: 1 }"),
        ("a bad key and no note", "A,a,!", "2: Word"),
    ];
    for (name, row, expected) in cases {
        assert_eq!(told(&format!("issuer,login,secret,note\n{row}\n")), [expected], "{name}");
    }
    assert_eq!(told("note,issuer,secret\nx,\n"), ["2: FewerCells { count: 1 }"]);
}

#[test]
fn cells_are_text_and_nothing_is_computed() {
    let text = format!(
        "issuer,login,secret,note\n\"=HYPERLINK(\"\"x\"\")\",'-1+1|cmd,{KEY},'=1+1\n+A,''@b,{KEY},'c\n"
    );
    let reading = reading(&text);
    let expected = [
        format!("=HYPERLINK(\"x\")|-1+1|cmd|totp sha1 6 30s {KEY}||=1+1|"),
        format!("+A|'@b|totp sha1 6 30s {KEY}||'c|"),
    ];
    assert_eq!(lines(&reading), expected);
    for row in &reading.rows {
        assert_eq!(row.outcome.as_ref().expect("a record").changes, [Change::Apostrophe]);
    }
}

#[test]
fn phones_as_spreadsheets_leave_them() {
    let lost = || vec![Change::PhoneLost { backup: false }];
    let mended = || vec![Change::PhoneMended { backup: false }];
    let cases = [
        ("as it was", "+86 139-1234-5678", "+86 139-1234-5678", vec![]),
        ("without its plus", "8613912345678", "8613912345678", vec![]),
        ("an exponent", "1.39E+10", "1.39E+10", lost()),
        ("a small one", "1e10", "1e10", lost()),
        ("a fraction", "13912345678.0", "13912345678", mended()),
        ("full width", "＋８６　139", "+86　139", mended()),
        ("an apostrophe", "'139", "139", mended()),
        ("words", "extension 5", "extension 5", vec![]),
        ("an e alone", "e", "e", vec![]),
    ];
    for (name, cell, expected, changes) in cases {
        let record = first(&format!("login,key,phone\na,{KEY},{cell}\n"));
        assert_eq!(
            (record.extra.phone_main.as_str(), record.changes),
            (expected, changes),
            "{name}"
        );
    }
}

#[test]
fn digits_that_a_spreadsheet_lost_are_told_of_every_text() {
    let told = |head: &str, cell: &str| {
        let record = first(&format!("platform,key,{head}\nA,{KEY},{cell}\n"));
        let kept = [record.login.clone(), record.note.clone(), record.extra.store.clone()].concat();
        let codes = record.recovery.iter().filter_map(Secret::expose_text);
        (kept + &codes.collect::<Vec<_>>().join(" "), record.changes)
    };
    let lost = |column| vec![Change::DigitsLost { column }];
    let cases = [
        ("login", "1.39E+10", lost(Column::Login)),
        ("note", "8.2E+17", lost(Column::Note)),
        ("store", "2E+11", lost(Column::Store)),
        ("recovery codes", "1111-2222 1.23457e+11", lost(Column::Recovery)),
        ("login", "1e10", vec![]),
        ("note", "about 1.39E+10", vec![]),
        ("recovery codes", "123e4567 12e10", vec![]),
    ];
    for (head, cell, changes) in cases {
        assert_eq!(told(head, cell), (cell.to_owned(), changes), "{head}: {cell}");
    }
}

#[test]
fn a_cell_may_be_long_but_not_longer() {
    let row = |length| format!("login,key,note\na,{KEY},{}\n", "x".repeat(length));
    assert!(reading(&row(LONGEST_CELL)).rows[0].outcome.is_ok());
    assert_eq!(told(&row(LONGEST_CELL + 1)), ["2: Shape"]);
    let many = format!("login,key\n{}", "a,JBSWY3DPEHPK3PXP\n".repeat(MOST_ENTRIES + 1));
    let limit = of(many.as_bytes()).map(|_| ()).expect_err("too many");
    let most = MOST_ENTRIES as u64;
    assert_eq!(
        limit,
        ReadError::Limit(Limit { what: Measure::Entries, asked: most + 2, most: most + 1 })
    );
    assert_eq!(of(b"\n,,\n").map(|_| ()), Err(ReadError::Empty));
}

#[test]
fn what_was_done_is_told() {
    let cases = [
        ("no name", format!(",{KEY}"), Remark::NoName),
        ("a counter key without one", format!("a,{KEY},hotp"), Remark::NoCounter),
    ];
    for (name, row, remark) in cases {
        let changes = first(&format!("login,key,kind\n{row}\n")).changes;
        assert_eq!(changes, [Change::Key(remark)], "{name}");
    }
}

fn key(kind: Kind, algorithm: Algorithm, digits: u8) -> Key {
    Key::new(Secret::new(b"12345678901234567890".to_vec()), kind, algorithm, digits).expect("a key")
}

/// What only a table has room for.
fn full() -> Extra {
    Extra {
        store: "=Hikari".into(),
        platform: String::new(),
        marketplaces: vec!["DE".into(), "光".into()],
        holder: "Mina".into(),
        location: "safe".into(),
        phone_main: "+4915112345678".into(),
        phone_backup: "+4915112345679".into(),
    }
}

#[test]
fn what_is_written_is_read_again() {
    let keys = [
        key(Kind::Totp { period: 30 }, Algorithm::Sha1, 6),
        key(Kind::Hotp { counter: 0 }, Algorithm::Sha512, 8),
        key(Kind::Steam, Algorithm::Sha1, 5),
        key(Kind::Totp { period: 15 }, Algorithm::Sha256, 7),
        key(Kind::Motp, Algorithm::Md5, 6),
        key(Kind::Yandex, Algorithm::Sha256, 8),
    ];
    let groups = ["EU 店铺".to_owned(), "-x".to_owned()];
    let (none, shop) = (Extra::default(), full());
    let line = |issuer, login, key, note| Line {
        issuer,
        login,
        key,
        groups: &[],
        note,
        favourite: false,
        extra: &none,
        devices: "",
    };
    let accounts = [
        Line { groups: &groups, favourite: true, ..line("Amazon", "ops", Some(&keys[0]), "") },
        line("=1+1", "+86", Some(&keys[1]), "a \"b\",\nc;\r\nd"),
        line("Steam", "@x", Some(&keys[2]), "'=x"),
        line("", "'-a", Some(&keys[3]), "'quoted"),
        line("Steam", "five", Some(&keys[0]), ""),
        line("m", "", Some(&keys[4]), ""),
        line("Yandex", "y", Some(&keys[5]), ""),
        Line { extra: &shop, devices: "=P-01", ..line("Coupang", "by text", None, "") },
        line("＝1+1", "＠x", Some(&keys[0]), "\n=1"),
    ];
    let written = write(accounts, KeyColumn::Written, Words::English);
    let text = std::str::from_utf8(&written).expect("UTF-8");
    assert!(text.starts_with("\u{feff}issuer,store,sites,login,secret,") && text.ends_with("\r\n"));
    assert!(text.contains("\r\n'=1+1,,,'+86,"), "{text}");
    assert!(text.contains(",''=x,"), "{text}");
    assert!(text.contains("\r\n'＝1+1,,,'＠x,") && text.contains(",\"'\n=1\","), "{text}");
    assert!(text.contains(",'=Hikari,") && text.contains(",'+4915112345678,"), "{text}");
    let reading = read_file(&written, Ask::default(), &mut |_| {}).expect("a table");
    assert_eq!(reading.format, Format::Table);
    assert_eq!(reading.rows.len(), accounts.len());
    for (row, account) in reading.rows.iter().zip(&accounts) {
        let record = row.outcome.as_ref().expect("a record");
        let read = (record.issuer.as_str(), record.login.as_str(), record.note.as_str());
        assert_eq!(read, (account.issuer, account.login, account.note.trim()));
        assert_eq!(&record.extra, account.extra);
        // Sixteen bytes of a Yandex key count.
        if account.key.is_none_or(|key| key.kind() != Kind::Yandex) {
            assert_eq!(record.key.as_ref(), account.key, "{}", account.issuer);
        }
        assert_eq!(
            (record.groups.as_slice(), record.favourite),
            (account.groups, account.favourite)
        );
    }
    let without = write(accounts, KeyColumn::LeftOut, Words::English);
    let text = std::str::from_utf8(&without).expect("UTF-8");
    assert!(
        text.starts_with("\u{feff}platform,store,sites,login,algorithm,") && !text.contains(KEY)
    );
    assert!(text.contains(",'=P-01\r\n"), "{text}");
    assert_eq!(of(&without).expect("logins").notices[0], Notice::NoKeys);
    assert_eq!(
        &*write([], KeyColumn::LeftOut, Words::English),
        b"\xef\xbb\xbfplatform,store,sites,login,algorithm,digits,period,counter,kind,groups,note,favourite,\
            main phone,backup phone,holder,location,devices\r\n"
    );
}

proptest! {
    #[test]
    fn no_text_panics(
        parts in prop::collection::vec(
            prop_oneof![
                "\\PC{0,6}",
                prop::sample::select(vec![
                    ",", ";", "\t", "\n", "\r", "\"", "'", "=", "secret", "issuer", "url", "phone",
                    "otpauth://totp/a?secret=JBSW", "JBSWY3DPEHPK3PXP", "1E+9", ".0", "sep=",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        ),
    ) {
        let text = parts.concat();
        let _ = of(text.as_bytes());
        let _ = of(format!("issuer,secret,phone\n{text}").as_bytes());
        let _ = has_headings(&text);
    }
}
