//! The parts of a workbook, packed well: the sheet, and behind a NUL the shared texts, and behind another
//! the styles.
#![no_main]

use std::io::{Cursor, Write as _};

use keyrack::exchange::Format;
use keyrack_fuzz::take;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str =
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let (sheet, texts, styles) = (parts.next(), parts.next(), parts.next());
    let members: [(&str, Option<&[u8]>); 7] = [
        ("[Content_Types].xml", Some(TYPES.as_bytes())),
        ("_rels/.rels", Some(PACKAGE.as_bytes())),
        ("xl/workbook.xml", Some(WORKBOOK.as_bytes())),
        ("xl/_rels/workbook.xml.rels", Some(RELATIONS.as_bytes())),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts),
        ("xl/styles.xml", styles),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in members {
        let Some(part) = part else { continue };
        archive.start_file(name, stored).expect("a member");
        archive.write_all(part).expect("memory");
    }
    take(archive.finish().expect("an archive").get_ref(), Some(Format::Table), None);
});
