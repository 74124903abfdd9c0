//! Workbooks made here part by part, whole, lying and too large.

use std::io::Write as _;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;
use crate::exchange::table::tests::{KEY, of};
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Format, read as read_file};

/// A workbook, written by hand: sheets by name, each the content of its `sheetData`, and shared texts.
fn workbook(sheets: &[(&str, &str)], shared: &str) -> Vec<u8> {
    workbook_with(sheets, shared, "")
}

/// The same with something behind the rows of every sheet.
fn workbook_with(sheets: &[(&str, &str)], shared: &str, more: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |body: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{body}</Relationships>"
        )
    };
    let names = sheets
        .iter()
        .zip(1..)
        .map(|((name, _), id)| format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>"));
    let names: String = names.collect();
    let targets = (1..=sheets.len())
        .map(|id| relation(id, "worksheet", &format!("worksheets/sheet{id}.xml")));
    let targets = targets.chain([relation(99, "sharedStrings", "sharedStrings.xml")]).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.to_owned()),
        ("_rels/.rels".to_owned(), relations(relation(1, "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(targets)),
        ("xl/sharedStrings.xml".to_owned(), format!("<sst xmlns=\"{main}\"{shared}</sst>")),
    ];
    for ((_, body), id) in sheets.iter().zip(1..) {
        let sheet =
            format!("<worksheet xmlns=\"{main}\"><sheetData>{body}</sheetData>{more}</worksheet>");
        parts.push((format!("xl/worksheets/sheet{id}.xml"), sheet));
    }
    archive(&parts)
}

fn archive(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("memory");
        writer.write_all(body.as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The parts of an archive.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = super::archive::open(bytes).expect("a list").expect("an archive");
    let count = archive.len();
    let mut part = |index| {
        let mut member = archive.by_index(index).expect("a member");
        let (name, mut body) = (member.name().expect("a name").to_string(), String::new());
        member.read_to_string(&mut body).expect("text");
        (name, body)
    };
    (0..count).map(&mut part).collect()
}

/// A cell with a text of its own.
fn inline(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

fn heads() -> String {
    [inline("A1", "平台"), inline("B1", "login"), inline("C1", "key"), inline("D1", "手机号")]
        .concat()
}

const SHARED: &str = "><si><t>Amazon</t></si><si><r><t>Merca</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">do Libre</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>";

#[test]
fn a_workbook() {
    let rows = [
        format!("<row r=\"1\">{}</row><row r=\"2\"/>", heads()),
        format!("<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c>{}{}<c r=\"D3\"><v>8613912345678</v></c></row>", inline("B3", " a "), inline("C3", KEY)),
        format!("<row r=\"5\"><c r=\"A5\" t=\"s\"><v>1</v></c><c r=\"B5\" t=\"str\"><f>1+1</f><v>b &amp; c</v></c>{}<c r=\"D5\"><v>1.39E10</v></c></row>", inline("C5", &KEY[..16])),
        "<row><c t=\"b\"><v>1</v></c><c><f>A1</f><v>30.0</v></c><c r=\"C6\" t=\"e\"><v>#N/A</v></c></row>".to_owned(),
        "<row r=\"7\"><c r=\"A7\" t=\"s\"><v>0</v></c><c r=\"C7\"><v>2.34567E20</v></c></row>".to_owned(),
        "<row r=\"8\"><c r=\"A8\" t=\"s\"><v>0</v></c><c r=\"C8\"><v>2E22</v></c><c r=\"ZZZ8\" s=\"1\"/></row>".to_owned(),
    ];
    let file = workbook(
        &[
            ("Sheet1", &rows.concat()),
            ("说明", &format!("<row r=\"1\">{}</row>", inline("A1", "a"))),
            ("x", ""),
        ],
        SHARED,
    );
    let reading = read_file(&file, Ask::default(), &mut |_| {}).expect("a workbook");
    let expected = [
        format!("Amazon|a|totp sha1 6 30s {KEY}|||"),
        format!("Mercado Libre|b & c|totp sha1 6 30s {}|||", &KEY[..16]),
        "6: Formula { column: 3 }".to_owned(),
        "7: Key(Key(Character { character: '.', position: 2 }))".to_owned(),
        "8: Key(Key(Character { character: '.', position: 2 }))".to_owned(),
    ];
    assert_eq!((reading.format, lines(&reading)), (Format::Table, expected.to_vec()));
    let phone = |at: usize| &reading.rows[at].outcome.as_ref().expect("a record").extra.phone_main;
    assert_eq!((phone(0).as_str(), phone(1).as_str()), ("8613912345678", "13900000000"));
    assert_eq!(reading.rows[2].name, "TRUE: 30");
    let sheets = Notice::Sheets { read: "Sheet1".into(), others: vec!["说明".into()] };
    assert_eq!(reading.notices, [sheets]);
}

#[test]
fn whole_numbers_are_taken_as_far_as_a_cell_holds_them() {
    let cases = [
        ("139", "139"),
        ("123456789012345", "123456789012345"),
        ("1234567890123457", "1234567890123457"),
        ("9007199254740991", "9007199254740991"),
        // What Excel makes of a sixteenth digit.
        ("1234567890123450", "1.23456789012345E+15"),
        ("9007199254740993", "9.007199254740992E+15"),
        ("8.2E17", "8.2E+17"),
    ];
    for (number, expected) in cases {
        let rows = [
            format!("<row r=\"1\">{}</row>", heads()),
            format!("<row r=\"2\"><c r=\"B2\"><v>{number}</v></c>{}</row>", inline("C2", KEY)),
        ];
        let reading = of(&workbook(&[("S", &rows.concat())], "/>")).expect("a workbook");
        let record = reading.rows[0].outcome.as_ref().expect("a record");
        let lost = expected.contains('E');
        assert_eq!((record.login.as_str(), !record.changes.is_empty()), (expected, lost));
    }
}

#[test]
fn workbooks_that_are_none() {
    let row = format!("<row r=\"1\">{}</row>", heads());
    let with = |body: &str| workbook(&[("a", &format!("{row}{body}"))], SHARED);
    let limit = |what, asked, most| ReadError::Limit(Limit { what, asked, most });
    let damaged = || ReadError::damaged(Format::Table);
    let many: Vec<_> = (0..2001).map(|n| (format!("xl/{n}"), String::new())).collect();
    let typed = workbook(&[("a", &row)], "><!DOCTYPE x>");
    let announced = workbook(&[("a", &row)], " uniqueCount = '99999999999'>");
    let other = workbook(&[("a", &row)], ">").len();
    let cases = [
        ("cut", with("")[..other / 2].to_vec(), damaged()),
        ("no XML", with("<row><c r='A2'><v>"), damaged()),
        ("no such text", with("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>7</v></c></row>"), damaged()),
        (
            "a part too large",
            with(&" ".repeat((16 << 20) + 1)),
            limit(Measure::UnpackedBytes, 0, 16 << 20),
        ),
        ("a column far out", with(&inline("XFD2", "x")), limit(Measure::Columns, 16384, 1000)),
        ("too many members", archive(&many), limit(Measure::Members, 2001, 2000)),
        ("a document type", typed, limit(Measure::DocumentTypes, 1, 0)),
        ("texts that cannot be there", announced, limit(Measure::Entries, 99_999_999_999, 0)),
        ("a row beyond all numbers", with("<row r = \"99999999999\"/>"), damaged()),
        ("a column beyond them", with("<row><c\nr='AAAAAAA1'/></row>"), damaged()),
        ("a range from its end", with("<mergeCell ref=\"B2:A1\"/>"), damaged()),
        ("no sheet", workbook(&[], SHARED), damaged()),
        ("nothing in it", workbook(&[("a", "")], SHARED), ReadError::Empty),
    ];
    for (name, bytes, expected) in cases {
        // How much a part or a file is at most depends on how it was packed.
        let plain = |error| match error {
            ReadError::Limit(Limit { what: Measure::UnpackedBytes, most, .. }) => {
                limit(Measure::UnpackedBytes, 0, most)
            }
            ReadError::Limit(Limit { what: Measure::Entries, asked, .. }) => {
                limit(Measure::Entries, asked, 0)
            }
            error => error,
        };
        assert_eq!(of(&bytes).map(|_| ()).map_err(plain), Err(expected), "{name}");
    }
    assert_eq!(is_workbook(&archive(&many)), Err(limit(Measure::Members, 2001, 2000)));
    assert_eq!(is_workbook(&with("")), Ok(true));
    assert_eq!(is_workbook(&archive(&many[..1])), Ok(false));
    assert_eq!(is_workbook(b"PK\x03\x04"), Ok(false));
}

#[test]
fn one_text_in_many_cells_is_held_to_a_limit() {
    let long = format!("><si><t>{}</t></si>", "x".repeat(1 << 20));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(100);
    let file = workbook(&[("a", &format!("<row r=\"1\">{}</row>{cells}", heads()))], &long);
    assert!(matches!(of(&file), Err(ReadError::Limit(Limit { what: Measure::UnpackedBytes, .. }))));
}

#[test]
fn archives_packed_otherwise_are_named() {
    let mut bytes = workbook(&[("a", "")], SHARED);
    // The method of the first member, in its head and in the list at the end: BZIP2.
    let list = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a list of members");
    (bytes[8], bytes[list + 10]) = (12, 12);
    assert_eq!(of(&bytes).map(|_| ()), Err(ReadError::Unsupported(Unsupported::Compression)));
}

proptest! {
    #[test]
    fn no_archive_panics(at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = workbook(&[("a", &heads())], SHARED);
        let at = at.index(bytes.len());
        bytes[at] = with;
        let _ = of(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = of(&bytes);
        let _ = is_workbook(&bytes);
    }

    #[test]
    fn no_sheet_panics(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<row>", "<row r=\"", "</row>", "<c r=\"", "<c>", "</c>", "A1", "B2", "99", "\"", "\">", " t=\"",
                "s", "str", "inlineStr", "n", "e", "b", "<v>", "</v>", "<f>", "<is>", "</is>", "<t>", "</t>", "1E999",
                "-0", "&amp;", "&#0;", "&x;", "x", "<!--", "-->", "<dimension ref=\"",
                ":",  "<![CDATA[", "]]>", "/>", " s=\"1\"", "</sheetData>",
            ]),
            0..40,
        ),
    ) {
        let body = parts.concat();
        let _ = of(&workbook(&[("a", &format!("<row>{}</row>{body}", heads()))], SHARED));
        let _ = of(&workbook(&[("a", &heads())], &format!(">{body}")));
    }
}

/// What a sheet says, and what is said of it.
fn sheet(rows: &str, more: &str) -> Reading {
    let file = workbook_with(&[("Sheet1", rows)], SHARED, more);
    read_file(&file, Ask::default(), &mut |_| {}).expect("a workbook")
}

#[test]
fn formats_that_show_something_else_are_told_from_those_that_do_not() {
    for code in ["General", "@", "0", "#,##0", "0.00", "0_ ", "0_);[Red]\\(0\\)", "#,##0.00_ ;-0"] {
        assert_eq!(Shown::of(code), None, "{code}");
    }
    for (code, zeros) in [("00000", 5), ("000-0000-0000", 11), ("000\\-0000", 7)] {
        assert_eq!(Shown::of(code), Some(Shown::Zeros(zeros)), "{code}");
    }
    for code in ["0%", "\"P-\"00", "¥#,##0", "# ?/?", "h:mm", "yyyy-mm-dd hh:mm", "0.00E+00"] {
        assert_eq!(Shown::of(code), Some(Shown::Other), "{code}");
    }
}

#[test]
fn a_formula_without_a_value_is_no_empty_cell() {
    let key = |at: &str| inline(at, KEY);
    let rows = [
        format!("<row r=\"1\">{}</row>", heads()),
        // As openpyxl writes them, as others do, and one that gives an empty text.
        format!("<row r=\"2\">{}<c r=\"B2\"><f>A9</f><v></v></c>{}</row>", inline("A2", "Amazon"), key("C2")),
        format!("<row r=\"3\">{}{}<c r=\"C3\"><f>A9</f></c></row>", inline("A3", "Etsy"), inline("B3", "etsy")),
        format!("<row r=\"4\">{}<c r=\"B4\" t=\"str\"><f>A9</f><v></v></c>{}</row>", inline("A4", "Cou"), key("C4")),
        "<row r=\"5\"><c r=\"A5\"><f>A9</f><v/></c><c r=\"B5\"><f>A9</f><v/></c></row>".to_owned(),
        format!("<row r=\"6\">{}{}{}<c r=\"G6\"><f>A9</f></c></row>", inline("A6", "Bol"), inline("B6", "b"), key("C6")),
        "<row r=\"7\"><c r=\"A7\" t=\"e\"><f>A9</f><v>#REF!</v></c><c r=\"B7\" t=\"s\"><v>0</v></c></row>".to_owned(),
        format!("<row r=\"8\">{}<c r=\"D8\"><f>SUM(D2:D7)</f></c></row>", inline("A8", "合计")),
    ];
    let reading = sheet(&rows.concat(), "");
    let expected = [
        "2: Formula { column: 2 }".to_owned(),
        "3: Formula { column: 3 }".to_owned(),
        format!("Cou||totp sha1 6 30s {KEY}|||"),
        "5: Formula { column: 1 }".to_owned(),
        format!("Bol|b|totp sha1 6 30s {KEY}|||"),
        "7: Formula { column: 1 }".to_owned(),
    ];
    assert_eq!(lines(&reading), expected);
    assert_eq!(reading.rows[1].name, "Etsy: etsy");
    assert_eq!(reading.notices, [Notice::Rows(vec![(8, "合计".into())])]);
}

#[test]
fn a_sheet_of_formulas_without_values_is_not_empty() {
    let rows = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}{}</row>",
        heads(),
        inline("A2", "Amazon"),
        inline("C2", KEY)
    );
    let formulas = "<row r=\"1\"><c r=\"A1\"><f>B1</f><v></v></c></row>";
    let file = workbook(&[("A", &rows), ("B", formulas)], SHARED);
    let reading = read_file(&file, Ask::default(), &mut |_| {}).expect("a workbook");
    let sheets = Notice::Sheets { read: "A".into(), others: vec!["B".into()] };
    assert_eq!(reading.notices, [sheets]);
}

#[test]
fn merged_cells_hold_for_all_their_rows() {
    let rows = [
        format!("<row r=\"1\">{}</row>", heads()),
        format!(
            "<row r=\"2\">{}{}{}</row>",
            inline("A2", "Amazon"),
            inline("B2", "eu"),
            inline("C2", KEY)
        ),
        format!(
            "<row r=\"3\"><c r=\"A3\"/>{}{}</row>",
            inline("B3", "us"),
            inline("C3", &KEY[..16])
        ),
        format!("<row r=\"5\">{}{}</row>", inline("B5", "jp"), inline("C5", KEY)),
        format!("<row r=\"6\">{}{}</row>", inline("B6", "kr"), inline("C6", KEY)),
        format!(
            "<row r=\"7\">{}{}{}</row>",
            inline("A7", "x"),
            inline("B7", "y"),
            inline("C7", KEY)
        ),
    ];
    let merged = "<mergeCells count=\"3\"><mergeCell ref=\"A2:A5\"/><mergeCell ref=\"B7:D7\"/><mergeCell ref=\"D6:D7\"/></mergeCells>";
    let expected = [
        format!("Amazon|eu|totp sha1 6 30s {KEY}|||"),
        format!("Amazon|us|totp sha1 6 30s {}|||", &KEY[..16]),
        format!("Amazon|jp|totp sha1 6 30s {KEY}|||"),
        format!("|kr|totp sha1 6 30s {KEY}|||"),
        format!("x|y|totp sha1 6 30s {KEY}|||"),
    ];
    assert_eq!(lines(&sheet(&rows.concat(), merged)), expected);
}

#[test]
fn merged_cells_pass_on_what_a_formula_lacks() {
    let rows = [
        format!("<row r=\"1\">{}</row>", heads()),
        format!(
            "<row r=\"2\"><c r=\"A2\"><f>Z1</f></c>{}{}</row>",
            inline("B2", "eu"),
            inline("C2", KEY)
        ),
        format!("<row r=\"3\">{}{}</row>", inline("B3", "us"), inline("C3", KEY)),
    ];
    let merged = "<mergeCells><mergeCell ref=\"A2:A1048576\"/></mergeCells>";
    let reading = sheet(&rows.concat(), merged);
    assert_eq!(lines(&reading), ["2: Formula { column: 1 }", "3: Formula { column: 1 }"]);
}

#[test]
fn a_formula_costs_something_and_is_not_kept_with_its_row() {
    assert_eq!(less(1, &Value::Formula).ok(), Some(0));
    assert!(matches!(less(0, &Value::Formula), Err(ReadError::Limit(_))));
    let mut tell = |_| {};
    let mut task = Task::new(Ask::default(), &mut tell);
    let mut table = Table::new(Width::Trimmed, 0);
    let mut row = Cells::new();
    for (column, title) in ["Platform", "Login", "Secret"].into_iter().enumerate() {
        row.insert(column, Value::Text(Zeroizing::new(title.to_owned())));
    }
    take(&mut table, 0, &mut row, &mut task).expect("headings");
    for at in 1..9 {
        row.insert(0, Value::Text(Zeroizing::new("Bank".to_owned())));
        row.insert(2, Value::Formula);
        take(&mut table, at, &mut row, &mut task).expect("a row");
    }
    assert_eq!(table.reading.rows.len(), 8);
    assert!(table.formulas.is_empty(), "{:?}", table.formulas);
}

#[test]
fn comments_and_pictures_are_counted() {
    let rows = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}{}</row>",
        heads(),
        inline("A2", "Amazon"),
        inline("C2", KEY)
    );
    let parts = |more: &[(&str, &str)]| {
        let mut parts = parts(&workbook(&[("S", &rows)], "/>"));
        parts.extend(more.iter().map(|(name, body)| ((*name).to_owned(), (*body).to_owned())));
        self::archive(&parts)
    };
    let comment = "<comments><authors/><commentList><comment ref=\"A1\"/><x:comment ref=\"A2\"></x:comment></commentList></comments>";
    for (more, expected) in [
        (&[("xl/comments1.xml", comment)][..], vec![Notice::Comments(2)]),
        (&[("xl/comments/comment1.xml", comment)], vec![Notice::Comments(2)]),
        (
            &[
                ("xl/comments1.xml", comment),
                (
                    "xl/threadedComments/threadedComment1.xml",
                    "<ThreadedComments><threadedComment/><threadedComment/><threadedComment/></ThreadedComments>",
                ),
            ],
            vec![Notice::Comments(3)],
        ),
        (&[("xl/media/image1.png", ""), ("xl/media/image2.png", "")], vec![Notice::Pictures(2)]),
        (&[("xl/drawings/vmlDrawing1.vml", "")], vec![]),
    ] {
        let reading = of(&parts(more)).expect("a workbook");
        assert_eq!(reading.notices, expected, "{more:?}");
    }
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0000000000\"/></numFmts>\
         <fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let row = |note: &str| {
        format!(
            "<row r=\"1\">{}{}</row><row r=\"2\">{}{}<c r=\"D2\" s=\"1\"><v>912345678</v></c>{note}</row>",
            heads(),
            inline("E1", "备注"),
            inline("A2", "Amazon"),
            inline("C2", KEY)
        )
    };
    for (cell, expected) in [
        ("<c r=\"E2\" s=\"2\"><v>45352</v></c>", "2024-03-01"),
        ("<c r=\"E2\" s=\"2\"><v>45352.5</v></c>", "2024-03-01 12:00"),
        ("<c r=\"E2\" s=\"2\"><v>12</v></c>", "12"),
        ("<c r=\"E2\" s=\"1\"><v>1.5</v></c>", "1.5"),
        ("<c r=\"E2\" s=\"1\"><v>12345678901</v></c>", "12345678901"),
        ("<c r=\"E2\" t=\"b\"><v>1</v></c>", "TRUE"),
    ] {
        let mut parts = parts(&workbook(&[("S", &row(cell))], "/>"));
        let more = format!(
            "<Relationship Id=\"r98\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
        for (_, body) in parts.iter_mut().filter(|(name, _)| name == "xl/_rels/workbook.xml.rels") {
            *body = body.replace("</Relationships>", &more);
        }
        parts.push(("xl/styles.xml".to_owned(), styles.clone()));
        let reading = of(&self::archive(&parts)).expect("a workbook");
        let record = reading.rows[0].outcome.as_ref().expect("a record");
        assert_eq!(
            (record.extra.phone_main.as_str(), record.note.as_str()),
            ("0912345678", expected)
        );
    }
}

#[test]
fn an_empty_sheet_is_said_to_be_one() {
    let rows = format!("<row r=\"1\">{}</row>", heads());
    let file = workbook(&[("S", &rows), ("空", "")], "/>");
    let ask = Ask { sheet: Some("空"), ..Ask::default() };
    let error = read_file(&file, ask, &mut |_| {}).expect_err("nothing");
    assert_eq!(error, ReadError::EmptySheet { others: vec!["S".into()] });
}
