//! What an import of 10,000 accounts costs before it is saved: `cargo bench --bench import`.
//!
//! Reading, comparing with a vault of 10,000, and what the preview asks of every row. Prints the fastest
//! run and the median. Then files that are refused, each of which should cost next to nothing.

mod report;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use keyrack::app::explain;
use keyrack::app::import::Plan;
use keyrack::exchange::{Ask, read};
use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Id};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use report::report;
use zeroizing_alloc::ZeroAlloc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The program's own: wiping what is freed is part of the cost.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const ACCOUNTS: usize = 10_000;
const ISSUERS: [&str; 4] = ["Amazon", "光之户外", "Mercado Libre", "楽天市場"];

/// A key of 160 bits, another for every account.
fn key(number: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut state = number as u64 + 1;
    let letter = |_| {
        state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        char::from(letters[(state >> 59) as usize])
    };
    (0..32).map(letter).collect()
}

fn issuer(number: usize) -> &'static str {
    ISSUERS[number % ISSUERS.len()]
}

fn login(number: usize) -> String {
    format!("ops-{number:05}@hikari.example")
}

fn addresses() -> Vec<u8> {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut all, byte| {
            write!(all, "%{byte:02X}").expect("a text");
            all
        })
    };
    let line = |n| {
        let (issuer, login, key) = (encoded(issuer(n)), login(n).replace('@', "%40"), key(n));
        format!(
            "otpauth://totp/{issuer}:{login}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30\n"
        )
    };
    (0..ACCOUNTS).map(line).collect::<String>().into_bytes()
}

fn rows() -> impl Iterator<Item = [String; 5]> {
    let head = ["platform", "login", "secret", "backup phone", "note"].map(str::to_owned);
    let row = |n| {
        let phone = format!("+86139{n:08}");
        [issuer(n).to_owned(), login(n), key(n), phone, format!("row {n}, EU")]
    };
    std::iter::once(head).chain((0..ACCOUNTS).map(row))
}

fn csv() -> Vec<u8> {
    let quoted = |cells: [String; 5]| cells.map(|cell| format!("\"{cell}\"")).join(",") + "\n";
    rows().map(quoted).collect::<String>().into_bytes()
}

fn xlsx() -> Vec<u8> {
    let cell = |row: usize, (column, text): (char, String)| {
        format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let row = |(number, cells): (usize, [String; 5])| {
        let cells: String = ('A'..).zip(cells).map(|one| cell(number, one)).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let rows: String = (1..).zip(rows()).map(row).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("memory");
        archive.write_all(part.as_bytes()).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// A vault of as many accounts, a tenth of which have a key of the file.
fn book() -> Book {
    let account = |n: usize| {
        let [.., a, b, c] = n.to_be_bytes();
        let id = Id::new(Moment::from_secs(1_760_000_000), [0, 0, 0, 0, 0, 0, 0, a, b, c]);
        let text = format!(
            "otpauth://totp/a?secret={}",
            key(if n.is_multiple_of(10) { n } else { n + ACCOUNTS })
        );
        let address = keyrack::otp::uri::parse(&text).expect("an address");
        Account {
            platform: issuer(n).into(),
            login: login(n),
            key: address.key,
            ..Account::blank(id)
        }
    };
    Book { accounts: (0..ACCOUNTS).map(account).collect(), ..Book::default() }
}

/// A file read, compared, and all said of it that its preview says.
fn preview(file: &[u8], book: &Book) -> usize {
    let reading = read(file, Ask::default(), &mut |_| {}).expect("a file");
    let mut plan = Plan::default();
    plan.add("file".into(), reading, Some("CN"));
    plan.compare(book);
    let fates = plan.fates();
    let told = plan.entries.iter().flat_map(|entry| &entry.told);
    let settings = Path::new("settings.ron");
    let said = told.map(|told| explain::told(told, settings, Lang::ZhCn).say(Lang::ZhCn));
    let said: usize = said.map(|said| said.len()).sum();
    assert_eq!(plan.entries.len(), ACCOUNTS);
    said + fates.len() + plan.sums().added
}

fn main() {
    println!("{:<44} {:>12} {:>12}", format!("{ACCOUNTS} accounts"), "fastest", "median");
    let book = book();
    for (name, file) in [("addresses", addresses()), ("CSV", csv()), ("XLSX", xlsx())] {
        report(&format!("{name}: read"), 15, || read(&file, Ask::default(), &mut |_| {}));
        report(&format!("{name}: read, compared, previewed"), 15, || preview(&file, &book));
    }
    let slot = r#"{"type":1,"n":1073741824,"r":8,"p":1,"salt":"00","key":"00","key_params":{"nonce":"00","tag":"00"}}"#;
    let costly = format!(
        r#"{{"version":1,"header":{{"slots":[{slot}],"params":{{"nonce":"00","tag":"00"}}}},"db":"AAAA"}}"#
    );
    let refused: [(&str, Vec<u8>); 6] = [
        ("8 MiB of brackets", b"[".repeat(8 << 20)),
        ("32 MiB of values", [b"[".as_slice(), &b"0,".repeat(16 << 20), b"0]"].concat()),
        ("32 MiB of commas", b",".repeat(32 << 20)),
        ("8 MiB of cells", [b"issuer,secret\n".as_slice(), &b",".repeat(8 << 20)].concat()),
        ("20,001 addresses", b"steam://AAAA\n".repeat(20_001)),
        ("a key of 1 TiB", costly.into_bytes()),
    ];
    let password = Secret::from_text("correct horse".into());
    for (name, file) in refused {
        report(&format!("refused: {name}"), 15, || {
            let ask = Ask { password: Some(&password), ..Ask::default() };
            read(&file, ask, &mut |_| {}).expect_err("refused")
        });
    }
}
