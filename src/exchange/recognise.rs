//! Which format a file has, from its content alone: names and endings prove nothing.

use memchr::memmem;
use serde_json::Value;

use super::error::{Limit, Measure, Sort, Unsupported};
use super::json::{self, Fields as _, Object};
use super::{
    Ask, Change, Format, Ignored, LONGEST_TEXT, MOST_ENTRIES, Notice, ReadError, Reading, Refused,
    Task, aegis, andotp, archive, authy, bitwarden, cotp, ente, extension, freeotp, freeotp2,
    keepass, keepassxc, lastpass, otpclient, picture, proton, raivo, stratum, table, text, twofas,
    twofauth, uri_list,
};
use crate::otp::Refusal;

/// Bytes of an `OpenDocument` file in which stands what it is.
const OPEN_DOCUMENT: usize = 256;
/// Least bytes of an andOTP file: lengths, nonce and tag.
const LEAST_ANDOTP: usize = 44;

/// Recognises a file and reads it.
pub(super) fn read(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    if task.ask.sheet.is_some() && !(bytes.starts_with(b"PK") && table::is_workbook(bytes)?) {
        return Err(ReadError::NoSheets);
    }
    let mut reading = match task.ask.format {
        Some(format) => blame(read_as(format, bytes, task), format, bytes),
        None => recognise(bytes, task),
    }?;
    leave_trash(&mut reading);
    tell_notes(&mut reading);
    held(reading)
}

/// What lies in a program's trash is left there, whatever the format.
fn leave_trash(reading: &mut Reading) {
    let rows = reading.rows.len();
    reading.rows.retain(|row| !matches!(row.outcome, Err(Refused::Key(Refusal::Trashed))));
    reading.ignore(Ignored::Trashed, rows - reading.rows.len());
}

/// Says of a file that is not what somebody said that so it is. Neither a new export nor a password
/// would mend that.
fn blame(
    result: Result<Reading, ReadError>,
    asked: Format,
    bytes: &[u8],
) -> Result<Reading, ReadError> {
    let is_doubtful = match &result {
        Ok(reading) => reading.rows.is_empty(),
        Err(error) => matches!(
            error,
            ReadError::Damaged { .. }
                | ReadError::Newer { .. }
                | ReadError::NeedsPassword(_)
                | ReadError::WrongOrDamaged(_)
                | ReadError::Unknown(_)
                | ReadError::NoKeyColumn { .. }
        ),
    };
    if !is_doubtful {
        return result;
    }
    // Without the password: what it looks like costs nothing.
    let mut tell = |_| {};
    let looks = match recognise(bytes, &mut Task::new(Ask::default(), &mut tell)) {
        Ok(reading) => Some(reading.format),
        Err(
            ReadError::NeedsPassword(format)
            | ReadError::Damaged { format, .. }
            | ReadError::Newer { format, .. },
        ) => Some(format),
        Err(ReadError::NoKeyColumn { .. }) => Some(Format::Table),
        // An archive that is cut off may be anything.
        Err(ReadError::Unknown(sort)) if sort != Sort::Archive => None,
        Err(_) => return result,
    };
    match (looks, &result) {
        // Whose keys are addresses may be a table as well.
        (Some(Format::UriList | Format::Table), Err(ReadError::NoKeyColumn { .. })) => result,
        (Some(looks), _) if looks != asked && !is_guess(looks, &result) => {
            Err(ReadError::NotThat { asked, looks: Some(looks) })
        }
        // Encrypted files of andOTP have no mark.
        (None, Err(ReadError::Damaged { .. })) if asked != Format::AndOtp => {
            Err(ReadError::NotThat { asked, looks: None })
        }
        _ => result,
    }
}

/// Whether what a file looks like says nothing: broken JSON of any program is taken for this one.
fn is_guess(looks: Format, result: &Result<Reading, ReadError>) -> bool {
    looks == Format::UriList && matches!(result, Err(ReadError::Damaged { at: Some(2..), .. }))
}

/// Tells of every note with an address in it, whatever the format: lists show notes.
fn tell_notes(reading: &mut Reading) {
    let told = Change::KeyLike { column: table::Column::Note };
    for record in reading.rows.iter_mut().filter_map(|row| row.outcome.as_mut().ok()) {
        if table::has_address(&record.note) && !record.changes.contains(&told) {
            record.changes.push(told.clone());
        }
    }
}

/// A reading that keeps within what may be taken in.
pub fn held(reading: Reading) -> Result<Reading, ReadError> {
    Limit::hold(Measure::Entries, reading.rows.len() as u64, MOST_ENTRIES as u64)?;
    // Whatever the format: a longer one cannot be shown, compared or typed, and every save carries it.
    let records = reading.rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    let longest = records.map(|record| record.longest()).max().unwrap_or(0);
    Limit::hold(Measure::TextBytes, longest as u64, LONGEST_TEXT as u64)?;
    Ok(reading)
}

/// Reads a file as somebody said.
fn read_as(format: Format, bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    closed(bytes)?;
    let text = || text::decode(bytes).ok_or(ReadError::damaged(format));
    let json = || json::parse(format, &text()?);
    match format {
        Format::UriList | Format::GoogleMigration => uri_list::read(bytes),
        Format::Aegis => aegis::read(object(&json()?, format)?, task),
        Format::TwoFas => twofas::read(object(&json()?, format)?, task),
        Format::AndOtp => match json() {
            Ok(Value::Array(list)) => andotp::read(&list),
            _ => andotp::read_sealed(bytes, task),
        },
        Format::Stratum
            if bytes.starts_with(stratum::STRONG) || bytes.starts_with(stratum::LEGACY) =>
        {
            stratum::read_sealed(bytes, task)
        }
        Format::Stratum => stratum::read(object(&json()?, format)?),
        Format::Html => uri_list::read_page(&text()?),
        Format::Ente => ente::read(object(&json()?, format)?, task),
        Format::EnteItems => ente::read_items(object(&json()?, format)?),
        Format::Bitwarden => bitwarden::read(object(&json()?, format)?, task),
        Format::BitwardenCsv => bitwarden::read_csv(&text()?),
        Format::Proton => proton::read(object(&json()?, format)?, task),
        Format::FreeOtp1 => freeotp::read_xml(&text()?),
        Format::FreeOtpPlus => freeotp::read(object(&json()?, format)?),
        Format::FreeOtp2 => freeotp2::read(bytes, task),
        Format::KeePass => keepass::read(bytes, task),
        Format::KeePassXcCsv => keepassxc::read(&text()?),
        Format::LastPass => lastpass::read(object(&json()?, format)?),
        Format::Raivo if bytes.starts_with(b"PK") => raivo::read_zip(bytes, task),
        Format::Raivo => raivo::read(json()?.as_array().ok_or(ReadError::damaged(format))?),
        Format::Cotp => cotp::read(&json()?),
        Format::CotpDatabase => cotp::read_sealed(object(&json()?, format)?, task),
        Format::OtpClient => otpclient::read(json()?.as_array().ok_or(ReadError::damaged(format))?),
        Format::OtpClientDatabase => otpclient::read_sealed(bytes, task),
        Format::TwoFAuth => twofauth::read(object(&json()?, format)?),
        Format::Extension => extension::read(object(&json()?, format)?),
        Format::Authy => authy::read(&text()?, task),
        Format::Table if bytes.starts_with(b"PK") => table::read_workbook(bytes, task),
        Format::Table => match text::decode(bytes) {
            Some(text) => table::read(&text, task),
            None => match text::decode_chinese(bytes) {
                Some(text) => read_chinese(&text, task),
                None if text::decode_shape(bytes).is_some() => Err(ReadError::Encoding),
                None => Err(ReadError::damaged(format)),
            },
        },
        Format::Picture => picture::read(bytes, task),
        Format::Vault => Err(ReadError::Unsupported(Unsupported::Age)),
    }
}

/// How a compound file begins.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// Refuses what nothing here opens, whatever somebody says that it is.
fn closed(bytes: &[u8]) -> Result<(), ReadError> {
    // What it is, only a look through the whole file tells.
    if bytes.starts_with(COMPOUND) {
        return Err(ReadError::Unsupported(compound(bytes)));
    }
    let known: [(&[u8], Unsupported); 13] = [
        (b"SQLite format 3\0", Unsupported::Sqlite),
        (b"-----BEGIN PGP", Unsupported::OpenPgp),
        (b"age-encryption.org/", Unsupported::Age),
        (b"-----BEGIN AGE", Unsupported::Age),
        (b"%PDF-", Unsupported::Pdf),
        (b"{\\rtf", Unsupported::Document),
        (b"GIF87a", Unsupported::OtherPicture),
        (b"GIF89a", Unsupported::OtherPicture),
        (b"II*\0", Unsupported::OtherPicture),
        (b"MM\0*", Unsupported::OtherPicture),
        (b"\0\0\x01\0", Unsupported::OtherPicture),
        (b"Rar!\x1a\x07", Unsupported::OtherArchive),
        (b"7z\xbc\xaf\x27\x1c", Unsupported::OtherArchive),
    ];
    let found = known.into_iter().find(|(head, _)| bytes.starts_with(head));
    let found = found.map(|(_, unsupported)| unsupported).or_else(|| other_picture(bytes));
    found.map_or(Ok(()), |unsupported| Err(ReadError::Unsupported(unsupported)))
}

/// How the pictures begin, behind the length of that, which newer phones take.
const PHONES: [&[u8; 4]; 8] =
    [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"];

/// A picture of which not the first bytes tell what it is.
fn other_picture(bytes: &[u8]) -> Option<Unsupported> {
    let at = |place: usize| bytes.get(place..place + 4);
    let is_phone = at(4) == Some(b"ftyp") && PHONES.iter().any(|kind| at(8) == Some(&kind[..]));
    // A bitmap: its size, and four zeros.
    let length = u32::try_from(bytes.len()).ok().map(u32::to_le_bytes);
    let is_bitmap = bytes.starts_with(b"BM")
        && length.is_some_and(|length| bytes.get(2..6) == Some(&length[..]))
        && at(6) == Some(&[0; 4]);
    (is_phone || is_bitmap).then_some(Unsupported::OtherPicture)
}

/// What a compound file of before 2007 is, by the names of the streams in it. Workbooks with a password are kept in
/// one to this day.
fn compound(bytes: &[u8]) -> Unsupported {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    if has("EncryptedPackage") {
        Unsupported::SealedSpreadsheet
    } else if has("WordDocument") || has("PowerPoint Document") {
        Unsupported::Document
    } else {
        Unsupported::OldSpreadsheet
    }
}

fn object(value: &Value, format: Format) -> Result<&Object, ReadError> {
    value.as_object().ok_or(ReadError::damaged(format))
}

fn recognise(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let starts = |head: &[u8]| bytes.starts_with(head);
    if starts(stratum::STRONG) || starts(stratum::LEGACY) {
        return stratum::read_sealed(bytes, task);
    }
    if starts(b"\xac\xed\x00\x05") {
        return freeotp2::read(bytes, task);
    }
    if starts(b"\x03\xd9\xa2\x9a") {
        return keepass::read(bytes, task);
    }
    if starts(b"OTPClient") {
        return otpclient::read_sealed(bytes, task);
    }
    if starts(b"PK\x03\x04") {
        return archive(bytes, task);
    }
    if starts(b"\x1f\x8b\x08") {
        return Err(ReadError::Unsupported(Unsupported::Compression));
    }
    if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"RIFF") {
        return picture::read(bytes, task);
    }
    closed(bytes)?;
    match text::decode(bytes) {
        Some(text) => recognise_text(&text, bytes, task),
        None => recognise_bytes(bytes, task),
    }
}

/// An archive, by the names of its members.
fn archive(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let Some(members) = archive::open(bytes)? else { return Err(ReadError::BrokenArchive) };
    let has = |name: &str| members.index_for_name(name).is_some();
    if has("word/document.xml") || has("ppt/presentation.xml") || has("Index/Slide.iwa") {
        return Err(ReadError::Unsupported(Unsupported::Document));
    }
    if has("xl/workbook.bin") || has("Index/CalculationEngine.iwa") {
        return Err(ReadError::Unsupported(Unsupported::OtherSpreadsheet));
    }
    if has("META-INF/manifest.xml") && has("content.xml") {
        // What it is, its first member says, which is not packed.
        let head = &bytes[..bytes.len().min(OPEN_DOCUMENT)];
        let is_sheet = memmem::find(head, b"opendocument.spreadsheet").is_some();
        let kind = if is_sheet { Unsupported::OtherSpreadsheet } else { Unsupported::Document };
        return Err(ReadError::Unsupported(kind));
    }
    drop(members);
    if raivo::is_inside(bytes)? {
        return raivo::read_zip(bytes, task);
    }
    if table::is_workbook(bytes)? {
        return table::read_workbook(bytes, task);
    }
    Err(ReadError::Unknown(Sort::Archive))
}

/// What is no text: a table or a list in another encoding, or what has no mark at all.
fn recognise_bytes(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let text = if bytes.contains(&0) { None } else { text::decode_chinese(bytes) };
    // A table may have addresses in its cells.
    let holds_addresses = text.as_ref().is_some_and(|text| table::holds_addresses(text));
    if !holds_addresses && uri_list::begins_with_address(bytes) {
        return uri_list::read(bytes);
    }
    if let Some(text) = text
        && (table::has_headings(&text) || is_said(task) || table::is_bare(&text))
    {
        return read_chinese(&text, task);
    }
    let shape = text::decode_shape(bytes);
    let is_shaped = |is: fn(&str) -> bool| shape.as_ref().is_some_and(|text| is(text));
    if is_shaped(table::has_headings) || shape.is_some() && is_said(task) {
        return Err(ReadError::Encoding);
    }
    if uri_list::has_address(bytes) {
        return uri_list::read(bytes);
    }
    if is_shaped(table::is_bare) || is_shaped(table::is_even) {
        return Err(ReadError::Encoding);
    }
    if openpgp(bytes) {
        return Err(ReadError::Unsupported(Unsupported::OpenPgp));
    }
    // andOTP's files have no mark: only who gave a password meant an encrypted one.
    if bytes.len() >= LEAST_ANDOTP && task.ask.password.is_some() {
        return andotp::read_sealed(bytes, task);
    }
    Err(ReadError::Unknown(Sort::Bytes))
}

/// Reads a table in an old encoding, and says so: whoever reads the names sees whether it was that one.
fn read_chinese(text: &str, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let mut reading = table::read(text, task)?;
    reading.notices.push(Notice::Encoding);
    Ok(reading)
}

/// Whether somebody said what the columns of a file hold, or its first row: that it is a table, then.
fn is_said(task: &Task<'_>) -> bool {
    !task.ask.columns.is_empty() || task.ask.first_row.is_some()
}

/// A packet that begins an OpenPGP message (RFC 9580 §4.2): a session key, for a passphrase or a key.
fn openpgp(bytes: &[u8]) -> bool {
    let [first, rest @ ..] = bytes else { return false };
    let tag = if first & 0x40 == 0 { first >> 2 & 15 } else { first & 63 };
    // Version 4 or 5 of a symmetric-key packet, version 3 of a public-key packet.
    first & 0x80 != 0
        && match tag {
            3 => matches!(rest, [_, 4 | 5, ..]),
            1 => matches!(rest, [_, 3, ..] | [_, _, 3, ..]),
            _ => false,
        }
}

fn recognise_text(text: &str, bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let body = text.trim_start();
    if body.starts_with(['{', '[']) {
        // The format is told apart below; until then, what is broken is JSON.
        let value = match json::parse(Format::Aegis, text) {
            Err(ReadError::Damaged { at, .. }) => {
                let format = guess_broken(body);
                return Err(ReadError::Damaged { format, at });
            }
            value => value?,
        };
        return match &value {
            Value::Object(object) => recognise_object(object, &value, task),
            Value::Array(list) if list.is_empty() => Err(ReadError::Empty),
            Value::Array(list) => recognise_list(list, &value),
            _ => Err(ReadError::Unknown(Sort::Json)),
        };
    }
    let holds_addresses = table::holds_addresses(text);
    if !holds_addresses && uri_list::begins_with_address(bytes) {
        return uri_list::read(bytes);
    }
    if body.starts_with('<') {
        return recognise_markup(body, text, task);
    }
    if body.starts_with("-----BEGIN PGP") {
        return Err(ReadError::Unsupported(Unsupported::OpenPgp));
    }
    if bitwarden::is_csv(text) {
        return bitwarden::read_csv(text);
    }
    if keepassxc::is_csv(text) {
        return keepassxc::read(text);
    }
    if table::has_headings(text) || is_said(task) || holds_addresses {
        return table::read(text, task);
    }
    if uri_list::has_address(bytes) {
        return uri_list::read(bytes);
    }
    // What is a table by its shape alone is asked about.
    if table::is_bare(text) || table::is_even(text) {
        return table::read(text, task);
    }
    Err(ReadError::Unknown(Sort::Text))
}

/// The format that broken JSON was meant to have, by the first names in it.
fn guess_broken(body: &str) -> Format {
    let head: String = body.chars().take(4096).collect();
    let named = |name: &str| head.contains(&format!("\"{name}\""));
    if named("header") && named("slots") {
        Format::Aegis
    } else if named("schemaVersion") {
        Format::TwoFas
    } else if named("Authenticators") {
        Format::Stratum
    } else if named("encKeyValidation_DO_NOT_EDIT") || named("folders") && named("items") {
        Format::Bitwarden
    } else if named("kdfParams") {
        Format::Ente
    } else if named("version") && (named("entries") || named("salt") && named("content")) {
        Format::Proton
    } else if named("tokens") || named("tokenOrder") {
        Format::FreeOtpPlus
    } else if named("elements") {
        Format::Cotp
    } else if named("nonce") && named("salt") {
        Format::CotpDatabase
    } else if head.contains("2fauth_v") {
        Format::TwoFAuth
    } else if named("accounts") && named("issuerName") {
        Format::LastPass
    } else if named("kind") && named("timer") {
        Format::Raivo
    } else if named("algo") && named("type") {
        Format::OtpClient
    } else if named("thumbnail") || named("used_frequency") {
        Format::AndOtp
    } else {
        Format::UriList
    }
}

fn recognise_markup(body: &str, text: &str, task: &mut Task<'_>) -> Result<Reading, ReadError> {
    let head: String = body.chars().take(64).flat_map(char::to_lowercase).collect();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return uri_list::read_page(text);
    }
    if text.contains("com.authy.storage.tokens.") {
        return authy::read(text, task);
    }
    freeotp::read_xml(text)
}

/// `value` is the same object, for those that read a list as well.
fn recognise_object(
    object: &Object,
    value: &Value,
    task: &mut Task<'_>,
) -> Result<Reading, ReadError> {
    let has = |name| object.contains_key(name);
    let first = |name| object.list(name).first();
    if has("db") && has("header") {
        return aegis::read(object, task);
    }
    if has("schemaVersion") && (has("services") || has("servicesEncrypted")) {
        return twofas::read(object, task);
    }
    if has("Authenticators") {
        return stratum::read(object);
    }
    if has("kdfParams") && has("encryptedData") {
        return ente::read(object, task);
    }
    let entries_are_items = first("items")
        .and_then(Value::as_object)
        .is_some_and(|item| item.contains_key("type") && item.contains_key("name"));
    let sealed = ["items", "data", "encKeyValidation_DO_NOT_EDIT"].into_iter().any(has);
    if has("encrypted") && sealed && !has("hash") || entries_are_items {
        return bitwarden::read(object, task);
    }
    if has("version")
        && (object.get("entries").is_some_and(Value::is_array) || has("salt") && has("content"))
    {
        return proton::read(object, task);
    }
    if object.get("tokens").is_some_and(Value::is_array) {
        return freeotp::read(object);
    }
    if object.get("elements").is_some_and(Value::is_array) {
        return cotp::read(value);
    }
    if has("nonce") && has("salt") && has("cipher") {
        return cotp::read_sealed(object, task);
    }
    if object.text("app").starts_with("2fauth") && has("data") {
        return twofauth::read(object);
    }
    if has("version") && object.get("accounts").is_some_and(Value::is_array) {
        return lastpass::read(object);
    }
    match first("items") {
        Some(Value::String(_)) => return uri_list::read_strings(object.list("items")),
        Some(Value::Object(item)) if item.contains_key("rawData") => {
            return ente::read_items(object);
        }
        _ => {}
    }
    if extension::is_one(object) {
        return extension::read(object);
    }
    Err(ReadError::Unknown(Sort::Json))
}

fn recognise_list(list: &[Value], value: &Value) -> Result<Reading, ReadError> {
    let Some(first) = list.first().and_then(Value::as_object) else {
        return Err(ReadError::Unknown(Sort::Json));
    };
    let has = |name| first.contains_key(name);
    if has("kind") && has("timer") {
        return raivo::read(list);
    }
    if has("type") && has("algo") {
        return otpclient::read(list);
    }
    if has("type") && has("label") && !andotp::is_one(first) {
        return cotp::read(value);
    }
    if has("secret") && has("label") {
        return andotp::read(list);
    }
    Err(ReadError::Unknown(Sort::Json))
}
