//! Lists and pages built here, whole, odd and cut, against what is read from them.

use proptest::prelude::*;

use super::*;

const A: &str = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A";

#[test]
fn addresses_that_go_on_below_are_whole() {
    let long = format!("{A}&digits=8&period=60");
    let (head, rest) = long.split_at(long.len() - 10);
    let at_sign = long.replacen("&digits", "&\n    digits", 1);
    let rule = "=".repeat(78);
    let cases = [
        ("whole", long.clone(), 1),
        ("behind a sign", at_sign.clone(), 1),
        ("behind a sign, margins lost", at_sign.replace("\n    ", "\n"), 1),
        ("further in", format!("    {head}\n          {rest}\n"), 1),
        ("in three", format!("  {head}\n    {}\n    {}\n", &rest[..4], &rest[4..]), 1),
        ("two", format!("    {head}\n          {rest}\n    {long}\n"), 2),
        (
            "on paper",
            format!(
                "{rule}\nKeys\n{rule}\n  Address:\n    {head}\n          {rest}\n\n  Note  x\n"
            ),
            1,
        ),
    ];
    for (name, text, count) in cases {
        let reading = read(text.as_bytes()).expect("a list");
        assert_eq!(reading.rows.len(), count, "{name}");
        let is_paper = reading.notices == [Notice::Printout];
        assert_eq!(is_paper, name == "on paper", "{name}");
        for row in reading.rows {
            let record = row.outcome.expect("read");
            let key = record.key.expect("a key");
            assert_eq!((key.digits(), key.period()), (8, Some(60)), "{name}");
            assert_eq!(&*record.issuer, "A", "{name}");
        }
    }
    // What is no part of an address is refused by itself.
    let rows = read(format!("{A}\n  hello\n").as_bytes()).expect("a list").rows;
    assert!(rows.len() == 2 && rows[1].outcome.is_err());
}

const B: &str = "otpauth://totp/B,%20b:b,c?secret=GEZDGNBVGY3TQOJQ&issuer=B,%20b";

/// Line, then `issuer/login` or the reason.
fn told(bytes: &[u8]) -> Vec<(usize, String)> {
    let say = |row: Row| {
        let text = match row.outcome {
            Ok(record) => format!("{}/{}", record.issuer, record.login),
            Err(Refused::Key(error)) => format!("{error:?}"),
            Err(error) => format!("{error:?}"),
        };
        (row.number, text)
    };
    read(bytes).expect("a list").rows.into_iter().map(say).collect()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn one_a_line() {
    let both = [(1, "A/a"), (2, "B, b/b,c")];
    let apart = [(2, "A/a"), (5, "B, b/b,c")];
    // Where they share a line, they are counted.
    let one_line = both;
    let text = |lines: String| lines.into_bytes();
    let cases = [
        ("LF", text(format!("{A}\n{B}\n")), both),
        ("CRLF, no last line end", text(format!("{A}\r\n{B}")), both),
        ("BOM", text(format!("\u{feff}{A}\n{B}")), both),
        ("blank lines and comments", text(format!("# mine\n{A}\n\n  # more\n{B}\n \n")), apart),
        ("comment behind a BOM", text(format!("\u{feff}# mine\n{A}\n\n\n{B}")), apart),
        ("indented, quoted", text(format!("  {A}\t\n \"{B}\" \n")), both),
        ("UTF-16, little end first", utf16(&format!("{A}\r\n{B}"), u16::to_le_bytes), both),
        ("UTF-16, big end first", utf16(&format!("{A}\n{B}\n"), u16::to_be_bytes), both),
        ("commas", text(format!("{A},{B}")), one_line),
        ("commas and spaces", text(format!("{A} , {B},\n")), one_line),
    ];
    for (name, bytes, expected) in cases {
        let told = told(&bytes);
        let told: Vec<_> = told.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn bad_lines_are_refused_by_number() {
    let batch = "otpauth-migration://offline?data=AAAA";
    let long = format!("otpauth://totp/{}?secret=JBSWY3DPEHPK3PXP", "x".repeat(8 << 10));
    let text = format!("{A}\nnot one\notpauth://totp/x?secret=\n\n{batch}\n{long}\n{B}");
    let expected = [
        (1, "A/a"),
        (2, "NotOtpauth"),
        (3, "NoKey"),
        (5, "Batch { code: 1 }"),
        (6, "TooLong"),
        (7, "B, b/b,c"),
    ];
    assert_eq!(told(text.as_bytes()), expected.map(|(line, text)| (line, text.to_owned())));
}

#[test]
fn what_is_refused_is_called_by_its_names_and_never_by_a_key() {
    let text = "otpauth://totp/Bank:me?secret=1&issuer=Bank\n\
                otpauth://totp/JBSWY3DPEHPK3PXP?issuer=Bank\n\
                otpauth://totp/x:JBSW%20Y3DP%20EHPK%203PXP?secret=!\n";
    let names = read(text.as_bytes()).expect("a list").rows.into_iter().map(|row| row.name);
    assert_eq!(names.collect::<Vec<_>>(), ["Bank: me", "Bank", "x"]);
}

#[test]
fn a_comma_before_another_scheme_is_part_of_a_name() {
    let bytes = b"otpauth://totp/Games,Steam:bob?secret=JBSWY3DPEHPK3PXP";
    assert_eq!(told(bytes), [(1, "Games,Steam/bob".to_owned())]);
}

#[test]
fn a_name_in_another_encoding_does_not_cost_the_key() {
    let bytes = b"otpauth://totp/\xb9\xe2:a?secret=JBSWY3DPEHPK3PXP";
    let reading = read(bytes).expect("a list");
    let record = reading.rows[0].outcome.as_ref().expect("an address");
    assert!(record.key.is_some());
    assert_eq!(record.changes, [Change::Key(Remark::NotUtf8)]);
}

#[test]
fn addresses_of_a_page() {
    let page = format!(
        "<!DOCTYPE html><html><body><table><tr><td>A</td><td><code>{A}</code></td></tr>\n\
         <tr><td><code class=\"x\">{}</code></td></tr>\n\
         <code>motp://Gate &amp; Way:o&#39;neil?secret=0123456789abcdef</code>\n\
         <code>nothing</code></body></html>",
        A.replace('&', "&amp;"),
    );
    let reading = read_page(&page).expect("a page");
    let rows = reading.rows.iter().map(|row| match &row.outcome {
        Ok(record) => format!("{} {}/{}", row.number, record.issuer, record.login),
        Err(error) => format!("{} {error:?}", row.number),
    });
    let expected = ["1 A/a", "2 A/a", "3 Gate & Way/o'neil", "4 Key(NotOtpauth)"];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    assert_eq!(reading.format, Format::Html);
    let error = read_page("<html><p>none</p></html>").expect_err("no address");
    assert_eq!(error, ReadError::Unsupported(Unsupported::Page));
    // A printout of ours: what stands in a note is none.
    let dd = |key: &str| format!("<div><dt>A</dt><dd>otpauth://totp/A:a?secret={key}</dd></div>");
    let page = format!(
        "<html><body><dl>\n{}</dl>\n<dl class=\"secrets\">\n{}</dl></body></html>",
        dd("JBSWY3DPEHPK3PXP"),
        dd("GEZDGNBVGY3TQOJQ")
    );
    let reading = read_page(&page).expect("a printout");
    assert_eq!(
        crate::exchange::tests::lines(&reading),
        ["A|a|totp sha1 6 30s GEZDGNBVGY3TQOJQ|||"]
    );
    let table = "<html><body><TABLE><tr><td>login</td><td>key</td></tr></TABLE></body></html>";
    let error = read_page(table).expect_err("a table");
    assert_eq!(error, ReadError::Unsupported(Unsupported::PageTable));
}

#[test]
fn a_page_that_is_cut() {
    let ours = format!(
        "<!doctype html>\n<html><body><dl><dt>A</dt>\n<dd>{}</dd>\n<dt>B</dt>\n<dd>{}</dd></dl></body>\n</html>\n",
        A.replace('&', "&amp;"),
        B.replace('&', "&amp;"),
    );
    let at = |mark: &str| &ours[..ours.rfind(mark).expect("in it")];
    let cases = [
        ("whole", &ours[..], "2 of 2", false),
        ("behind the last key", at("</dl>"), "2 of 2", true),
        ("in a tag", at("tml>"), "2 of 2", true),
        ("in the key", at("GY3TQOJQ"), "1 of 2", true),
        ("behind the key", at("</dd></dl>"), "1 of 2", true),
        ("between two", at("<dt>B"), "1 of 1", true),
    ];
    for (name, page, rows, is_cut) in cases {
        let reading = read_page(page).expect(name);
        let taken = reading.rows.iter().filter(|row| row.outcome.is_ok()).count();
        assert_eq!(format!("{taken} of {}", reading.rows.len()), rows, "{name}");
        let refused = reading.rows.iter().filter_map(|row| row.outcome.as_ref().err());
        assert!(
            refused.eq([&Refused::Cut; 1][..reading.rows.len() - taken].iter().copied()),
            "{name}"
        );
        assert_eq!(reading.notices.contains(&Notice::Cut { row: None }), is_cut, "{name}");
    }
}

#[test]
fn a_list_that_ends_in_an_address() {
    let two = format!("{A}\n{A}");
    let cases = [
        ("whole", &two[..], "2 of 2", false),
        ("in the issuer's name", &two[..two.len() - 3], "1 of 2", true),
        ("in the key", &two[..two.len() - 12], "1 of 2", true),
        ("at once", &two[..A.len() + 12], "1 of 2", true),
    ];
    for (name, list, rows, is_cut) in cases {
        let reading = read(list.as_bytes()).expect(name);
        let taken = reading.rows.iter().filter(|row| row.outcome.is_ok()).count();
        assert_eq!(format!("{taken} of {}", reading.rows.len()), rows, "{name}");
        assert_eq!(reading.notices.contains(&Notice::Cut { row: None }), is_cut, "{name}");
    }
    // Nothing says that one alone is cut.
    let alone = format!("otpauth://totp/A:a?secret={}", "JBSWY3DPEHPK3PXP");
    assert_eq!(told(alone.as_bytes()), [(1, "A/a".to_owned())]);
}

#[test]
fn an_address_whose_line_is_over_is_whole_whatever_follows() {
    let odd = "otpauth://totp/A:a?secret=GEZDGNBVGY3TQOJQG";
    let broken = format!("{}&\n    issuer=A&digits=", &A[..A.len() - 9]);
    let cases = [
        ("at the end", odd.to_owned(), false),
        ("above a line end", format!("{odd}\n"), true),
        ("above a remark", format!("{odd}\n# end"), true),
        ("above blank lines", format!("{odd}\n\n \u{3000}"), true),
        ("below a remark", format!("# begin\n{odd}"), false),
        ("over two lines", broken.clone(), false),
        ("over two lines, above a remark", format!("{broken}\n# end"), true),
    ];
    for (name, list, is_whole) in cases {
        let reading = read(list.as_bytes()).expect(name);
        assert_eq!(reading.rows.len(), 1, "{name}");
        let is_cut = reading.notices.contains(&Notice::Cut { row: None });
        assert_eq!((reading.rows[0].outcome.is_ok(), is_cut), (is_whole, !is_whole), "{name}");
    }
}

#[test]
fn files_that_are_no_list() {
    let cases: [(&str, &[u8]); 3] = [
        ("prose", b"Dear colleague,\nsee otpauth://totp"),
        ("comments only", b"# nothing yet\n"),
        ("no text", b"\x89PNG\r\n\x1a\n\xff\xd8"),
    ];
    for (name, bytes) in cases {
        assert_eq!(read(bytes).expect_err(name), ReadError::Unknown(Sort::Text), "{name}");
    }
}

#[test]
fn as_many_as_the_limit() {
    let list = |count: usize| "steam://AAAA\n".repeat(count);
    assert_eq!(read(list(MOST_ENTRIES).as_bytes()).expect("all").rows.len(), MOST_ENTRIES);
    let error = read(list(MOST_ENTRIES + 1).as_bytes()).expect_err("one more");
    let most = MOST_ENTRIES as u64;
    let limit = Limit { what: Measure::Entries, asked: most + 1, most };
    assert_eq!(error, ReadError::Limit(limit));
}

proptest! {
    #[test]
    fn no_bytes_panic(
        parts in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..20),
                prop::sample::select(vec![&b"\xff\xfe"[..], b"\n", b",", b"\"", b"#", b"\0"])
                    .prop_map(<[u8]>::to_vec),
                Just(A.as_bytes().to_vec()),
                Just(b"otpauth://".to_vec()),
            ],
            0..12,
        ),
    ) {
        let _ = read(&parts.concat());
    }
}
