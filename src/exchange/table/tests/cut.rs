//! Tables that end in the middle of a row: what is taken of it, and what is said.

use super::*;

/// What became of the last row, and whether the file is called cut.
fn last(text: &[u8]) -> (Result<Box<Record>, Refused>, bool) {
    let mut reading = read_file(text, Ask::default(), &mut |_| {}).expect("a table");
    let cut = |notice: &Notice| matches!(notice, Notice::Cut { .. });
    let is_cut = reading.notices.iter().any(cut);
    let row = reading.rows.pop().expect("a row");
    (row.outcome, is_cut)
}

#[test]
fn a_row_that_ends_in_its_key_or_before_its_settings_is_refused() {
    let other = &OTHER[..24];
    let cases = [
        ("in the key", format!("login,key,digits\na,{KEY},6\nb,{other}")),
        ("before the key", format!("login,key,digits\na,{KEY},6\nb")),
        ("behind a comma", format!("login,key,digits\na,{KEY},6\nb,")),
        ("before the digits", format!("login,key,note,digits\na,{KEY},x,8\nb,{OTHER},y")),
        ("in quotation marks", format!("login,key,digits\na,{KEY},6\n\"b\",\"{other}")),
        ("behind quotation marks", format!("login,key,digits\na,{KEY},6\n\"b\",\"{OTHER}\"")),
        (
            "an address",
            format!("login,key,note\na,{KEY},x\nb,otpauth://totp/b?secret={OTHER}&digits=8"),
        ),
        ("the platform alone", format!("platform,login,key\nAmazon,a,{KEY}\nAmazon")),
        ("with one row", format!("login,key,note\nb,{other}")),
        ("in a key that is the last cell", format!("login,key\na,{KEY}\nb,{}", &OTHER[..27])),
        ("in one of a length for itself", format!("login,key\na,{KEY}\nb,{}", &OTHER[..9])),
        (
            "in an address that is the last cell",
            format!("login,key\na,{KEY}\nb,otpauth://totp/b?secret={OTHER}&digits="),
        ),
        ("in a key shorter than all", format!("login,key\na,{KEY}\nb,{KEY}\nc,{other}")),
        ("in a character", format!("login,key\n光,{KEY}\n户,{KEY}\n外,{OTHER}\u{fffd}")),
    ];
    for (name, text) in cases {
        let (outcome, is_cut) = last(text.as_bytes());
        let refused = outcome.err();
        let is_open = matches!(refused, Some(Refused::Unquoted { .. }));
        assert!(is_open || refused == Some(Refused::Cut), "{name}: {refused:?}");
        assert!(is_cut, "{name}");
    }
}

#[test]
fn what_stands_before_the_end_is_taken_and_said() {
    let head = "login,key,main phone,recovery codes,note";
    let row = format!("a,{KEY},+8613800000001,aa-11 bb-22,first");
    let with = |rest: &str| format!("{head}\n{row}\nb,{OTHER},{rest}");
    let kept = Change::Cut { dropped: None };
    let dropped = |column| Change::Cut { dropped: Some(column) };
    let cases = [
        ("in the phone", with("+86138"), "", 0, dropped(Column::PhoneMain)),
        ("before the codes", with("+8613800000002,"), "+8613800000002", 0, kept.clone()),
        (
            "in the codes",
            with("+8613800000002,cc-33 dd"),
            "+8613800000002",
            0,
            dropped(Column::Recovery),
        ),
    ];
    let head = "login,key,main phone";
    let phones = |last: &str| format!("{head}\na,{KEY},+8613800000001\nb,{OTHER},{last}");
    let codes =
        |last: &str| format!("login,key,backup codes\na,{KEY},aa-11 bb-22\nb,{OTHER},{last}");
    let logins = |last: &str| format!("key,login\n{KEY},a@hikari.example\n{OTHER},{last}");
    let all = cases.into_iter().chain([
        ("in a phone that ends the row", phones("+86138000"), "", 0, dropped(Column::PhoneMain)),
        (
            "in a phone below words",
            format!("{head}\na,{KEY},app\nc,{KEY},-\nd,{KEY},+8613800000001\nb,{OTHER},+86138000"),
            "",
            0,
            dropped(Column::PhoneMain),
        ),
        ("in a code that ends the row", codes("cc-33 d"), "", 0, dropped(Column::Recovery)),
        ("in a mailbox", logins("b@hik"), "", 0, kept.clone()),
        ("in its host", logins("b@hikari.exam"), "", 0, kept.clone()),
    ]);
    for (name, text, phone, codes, change) in all {
        let (outcome, is_cut) = last(text.as_bytes());
        let record = outcome.expect(name);
        assert_eq!(
            (record.extra.phone_main.as_str(), record.recovery.len()),
            (phone, codes),
            "{name}"
        );
        assert_eq!(record.changes, [change], "{name}");
        assert!(is_cut, "{name}");
    }
    // A note says something without its end, too.
    let (outcome, is_cut) =
        last(format!("login,key,note,site\na,{KEY},x,DE\nb,{OTHER},half of").as_bytes());
    let record = outcome.expect("taken");
    assert_eq!((record.note.as_str(), &record.changes[..], is_cut), ("half of", &[kept][..], true));
    // Other columns may be web addresses.
    let text =
        format!("name,username,totp,url,x\nA,a,{KEY},https://a.example,1\nB,b,{OTHER},https://b");
    assert!(last(text.as_bytes()).0.is_ok());
}

#[test]
fn a_last_line_without_an_end_is_whole() {
    let plain = |rows: &str| format!("login,key\n{rows}").replace("KEY", KEY);
    let cases = [
        ("one row", plain("a,KEY")),
        ("two of one length", plain("a,KEY\nb,KEY")),
        ("one as long as Amazon's", plain(&format!("a,{KEY}\nb,{KEY}{}Q", &KEY[..19]))),
        ("other columns last", format!("key,login\n{KEY},a\n{OTHER},b")),
        ("short rows everywhere", format!("login,key,note\na,{KEY}\nb,{OTHER}")),
        ("within quotation marks", format!("login,key\n\"a\",\"{KEY}\"\n\"b\",\"{}\"", &KEY[..16])),
        ("no key in either", plain("a,\nb,")),
        ("a phone of that length", "login,phone\na,+8613800000001\nb,+8613800000002".into()),
        ("codes of that length", "login,backup codes\na,11112222\nb,33334444 55556666".into()),
        ("another mailbox", "phone,login\n1,a@x.example\n2,b@y.example".into()),
        ("a word for a phone", format!("login,key,phone\na,{KEY},+8613800000001\nb,{OTHER},app")),
        ("a place for a phone", format!("login,key,phone\na,{KEY},+8613800000001\nb,{OTHER},前台")),
        ("no phone", format!("login,key,phone\na,{KEY},+8613800000001\nb,{OTHER},-")),
        ("no phone, said", format!("login,key,phone\na,{KEY},+8613800000001\nb,{OTHER},无")),
        ("no codes", format!("login,key,backup codes\na,{KEY},aa-11 bb-22\nb,{OTHER},-")),
        ("no codes, said", format!("login,key,backup codes\na,{KEY},aa-11 bb-22\nb,{OTHER},none")),
        ("no login", format!("key,login\n{KEY},a@x.example\n{OTHER},-")),
        ("sums", format!("login,key,note\na,{KEY},x\nTotal: 1")),
        ("a line end and spaces", format!("login,key,note\na,{KEY},x\nb,{}\n  ", &KEY[..16])),
    ];
    for (name, text) in cases {
        let (outcome, is_cut) = last(text.as_bytes());
        let changes = outcome.expect(name).changes;
        assert!(!is_cut, "{name}");
        let is_cut = |it: &Change| matches!(it, Change::Cut { .. } | Change::MayBeCut { .. });
        assert!(!changes.iter().any(is_cut), "{name}: {changes:?}");
    }
}

#[test]
fn what_cannot_be_known_is_said() {
    let cases = [
        ("a shorter key", format!("login,key\na,{KEY}\nb,{}", &OTHER[..24]), Column::Secret),
        ("one with spare bits, alone", format!("login,key\nb,{}", &OTHER[..20]), Column::Secret),
        ("no key", format!("login,key\na,{KEY}\nb,"), Column::Secret),
        (
            "a key below some of several lengths",
            format!("login,key\na,{KEY}\nb,{KEY}{}Q\nc,{}", &KEY[..19], &OTHER[..16]),
            Column::Secret,
        ),
        (
            "a code below some of several lengths",
            format!("login,key,backup codes\na,{KEY},aa-11-cc bb-22\nb,{OTHER},cc-3"),
            Column::Recovery,
        ),
        ("a name", format!("key,login\n{KEY},a@x.example\n{OTHER},bob"), Column::Login),
        ("one with a sign", format!("key,login\n{KEY},a@x.example\n{OTHER},@bob"), Column::Login),
        (
            "a shorter phone of another country",
            format!("login,key,phone\na,{KEY},+8613800000001\nb,{OTHER},+4915100000"),
            Column::PhoneMain,
        ),
        (
            "a part of a period",
            format!("login,key,period\na,{KEY},30\nb,{OTHER},3"),
            Column::Period,
        ),
        (
            "a part of a hash",
            format!("login,key,hash\na,{KEY},SHA256\nb,{OTHER},SHA"),
            Column::Algorithm,
        ),
    ];
    for (name, text, column) in cases {
        let (outcome, is_cut) = last(text.as_bytes());
        let changes = outcome.expect(name).changes;
        assert!(changes.contains(&Change::MayBeCut { column }), "{name}: {changes:?}");
        assert!(!is_cut, "{name}");
    }
}

#[test]
fn a_text_that_ends_within_a_character_is_no_text_in_another_encoding() {
    let text = format!("店铺,密钥,备注\n旗舰店,{KEY},一\n日本店,{OTHER},店主在东京");
    let bytes = &text.as_bytes()[..text.len() - 1];
    let reading = read_file(bytes, Ask::default(), &mut |_| {}).expect("a table");
    assert!(!reading.notices.contains(&Notice::Encoding), "{:?}", reading.notices);
    assert!(reading.notices.contains(&Notice::Cut { row: Some(3) }), "{:?}", reading.notices);
    let chinese = encoding_rs::GB18030.encode(&text).0;
    let reading =
        read_file(&chinese[..chinese.len() - 1], Ask::default(), &mut |_| {}).expect("a table");
    assert!(reading.notices.contains(&Notice::Encoding), "{:?}", reading.notices);
    assert!(reading.notices.contains(&Notice::Cut { row: Some(3) }), "{:?}", reading.notices);
}
