//! Why a foreign file, or a row of it, was not taken as it stood.

use std::path::Path;

use super::columns::{column, columns_like, heading, letters, unread_keys};
use super::{address, path as shown};
use crate::app::foreign::ImportError;
use crate::app::import::{Entry, Plan, Source, Told, Unread};
use crate::clipboard::NoPicture;
use crate::exchange::table::{Column, veiled};
use crate::exchange::{
    Change, Counts, Format, Heading, Ignored, Limit, Measure, Numbers, Part, ReadError, Refused,
    Sort, Stage, Unsupported,
};
use crate::i18n::{Exchange, Lang};
use crate::otp::KeyError;
use crate::otp::base32::Base32Error;
use crate::otp::{Refusal, Remark};
use crate::text::{Safe, safe, series, whole};

/// What a format is called.
pub fn format(format: Format, lang: Lang) -> Safe<'static> {
    safe(&match format {
        Format::UriList => Exchange::ListOfAddresses.say(lang),
        Format::Table => Exchange::Table.say(lang),
        Format::Picture => Exchange::Picture.say(lang),
        Format::Html => Exchange::WebPage.say(lang),
        format => format.name().to_owned(),
    })
}

/// What stands between names of a list.
pub fn between(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::ZhCn => "、",
    }
}

/// Everything that is read, by name.
fn known(lang: Lang) -> String {
    let mut names: Vec<String> = Vec::new();
    for one in Format::ALL {
        let name = format(*one, lang).as_str().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let said = Exchange::Known.say(lang);
    let names = names.join(between(lang));
    match lang {
        Lang::En => format!("{said} {names}."),
        Lang::ZhCn => format!("{said}{names}。"),
    }
}

/// The sentences for a file that was not read: what is wrong, and for one that nobody knows what
/// there is.
pub fn file(at: &Safe<'static>, error: &ReadError, lang: Lang) -> Vec<String> {
    let said = unread(at.clone(), error, lang).say(lang);
    match error {
        ReadError::Unknown(_) => vec![said, known(lang)],
        _ => vec![said],
    }
}

/// The same in the dashboard, which has no options, and where there may be no file at all.
pub fn unopened(at: &Safe<'static>, why: &ImportError, lang: Lang) -> Vec<String> {
    match why {
        ImportError::System(fault) => vec![fault.say(lang)],
        // Nobody says there what a file is but of one that was read.
        ImportError::Content(
            ReadError::NotThat { .. }
            | ReadError::NoSheets
            | ReadError::NoSuchSheet { .. }
            | ReadError::EmptySheet { .. },
        ) => vec![Exchange::AnotherFile { path: at.clone() }.say(lang)],
        ImportError::Content(ReadError::NoKeyColumn { .. }) => {
            vec![Exchange::NoNamesHere { path: at.clone() }.say(lang)]
        }
        ImportError::Content(ReadError::Unsupported(Unsupported::OpenPgp)) => {
            vec![Exchange::OpenPgpHere { path: at.clone() }.say(lang)]
        }
        ImportError::Content(error) => file(at, error, lang),
        ImportError::Clipboard(why) => vec![no_picture(why).say(lang)],
    }
}

/// Why there is no picture from the clipboard.
fn no_picture(why: &NoPicture) -> Exchange {
    match why {
        NoPicture::Elsewhere => Exchange::ClipboardElsewhere,
        NoPicture::Nothing => Exchange::ClipboardNothing,
        NoPicture::Unreadable => Exchange::ClipboardUnreadable,
        NoPicture::Refused(error) => Exchange::ClipboardRefused { error: safe(error) },
        NoPicture::NoAnswer => Exchange::ClipboardNoAnswer,
    }
}

/// The sentence for a file that was not read.
pub fn unread(path: Safe<'static>, error: &ReadError, lang: Lang) -> Exchange {
    let name = |of: Format| format(of, lang);
    match error {
        ReadError::Empty => Exchange::Empty { path },
        ReadError::NeedsPassword(of) => Exchange::NeedsPassword { path, format: name(*of) },
        ReadError::WrongPassword => Exchange::WrongPassword { path },
        ReadError::WrongOrOldSlot => Exchange::WrongOrOldSlot { path },
        ReadError::WrongOrDamaged(Format::AndOtp) => {
            Exchange::WrongOrDamagedOrOther { path, format: name(Format::AndOtp) }
        }
        ReadError::WrongOrDamaged(of) => Exchange::WrongOrDamaged { path, format: name(*of) },
        ReadError::DamagedInside(of) => Exchange::DamagedInside { path, format: name(*of) },
        ReadError::NoDerivation { what: "N", asked } => Exchange::NoPower { path, asked: *asked },
        ReadError::NoDerivation { what, asked } => {
            Exchange::NoDerivation { path, what: safe(what), asked: *asked }
        }
        ReadError::Damaged { format: Format::Picture, .. } => Exchange::DamagedPicture { path },
        ReadError::Damaged { format: of, at: Some(at) } => {
            Exchange::DamagedAt { path, format: name(*of), at: *at }
        }
        ReadError::Damaged { format: of, at: None } => {
            Exchange::Damaged { path, format: name(*of) }
        }
        ReadError::Newer { format: of, version, known } => {
            Exchange::Newer { path, format: name(*of), version: *version, known: *known }
        }
        ReadError::Unsupported(why) => unsupported(path, *why),
        ReadError::Limit(limit) => over(path, *limit),
        ReadError::NotThat { asked, looks: None } => {
            Exchange::NotThat { path, asked: name(*asked) }
        }
        // Two formats of one program.
        ReadError::NotThat { asked, looks: Some(looks) }
            if name(*asked).as_str() == name(*looks).as_str() =>
        {
            let (asked, looks) = (safe(asked.word()), safe(looks.word()));
            Exchange::NotThatBut { path, asked, looks }
        }
        ReadError::NotThat { asked, looks: Some(looks) } => {
            Exchange::NotThatBut { path, asked: name(*asked), looks: name(*looks) }
        }
        ReadError::Unknown(Sort::Json) => Exchange::UnknownJson { path },
        ReadError::Unknown(Sort::Xml) => Exchange::UnknownXml { path },
        ReadError::Unknown(Sort::Text) => Exchange::UnknownText { path },
        ReadError::Unknown(Sort::Archive) => Exchange::UnknownArchive { path },
        ReadError::Unknown(Sort::Bytes) => Exchange::UnknownBytes { path },
        ReadError::NoKeyColumn { headings } => {
            let names = |it: &Heading| matches!(it.column, Some(Column::Login | Column::Store));
            let is_bare = headings.iter().all(|heading| heading.title.is_empty());
            let titles = (1..).zip(headings).map(|(n, it)| heading(n, &it.title, lang));
            let titles: Vec<String> = titles.collect();
            let columns = safe(&columns_like(headings, lang));
            let all = headings;
            let headings = safe(&titles.join(between(lang)));
            let web = all.iter().position(|it| it.column == Some(Column::Secret));
            if let Some(web) = web.filter(|_| all.iter().any(Heading::names_passwords)) {
                Exchange::PasswordList { path, headings, web: web + 1 }
            } else if is_bare {
                Exchange::NoHeadings { path, columns }
            } else if let Some((number, _)) = unread_keys(all).next() {
                Exchange::NoKeyColumnBut { path, headings, number }
            } else if !all.iter().any(names) {
                Exchange::NoNamesEither { path, headings }
            } else {
                Exchange::NoKeyColumn { path, headings }
            }
        }
        ReadError::NoSuchColumn { number, count } => {
            Exchange::NoColumnThere { path, number: *number, n: *count }
        }
        ReadError::PasswordColumn { number, column: read } => {
            let column = safe(&column(Some(*read)).say(lang));
            Exchange::PasswordColumn { path, number: *number, column }
        }
        ReadError::OnItsSide => Exchange::OnItsSide { path },
        ReadError::Encoding => Exchange::OldEncoding { path },
        ReadError::EmptySheet { others } => {
            Exchange::EmptySheet { path, others: safe(&others.join(between(lang))) }
        }
        ReadError::NoSuchSheet { sheets } => {
            Exchange::NoSuchSheet { path, sheets: safe(&sheets.join(between(lang))) }
        }
        ReadError::NoSheets => Exchange::NoSheets { path },
        ReadError::BrokenArchive => Exchange::BrokenArchive { path },
        ReadError::NoQrCode => Exchange::NoQrCode { path },
        ReadError::OtherQrCode { scheme } if scheme.is_empty() => Exchange::OtherQrCode { path },
        ReadError::OtherQrCode { scheme } => Exchange::OtherQrCodeOf { path, scheme: safe(scheme) },
        ReadError::NoMemory { needed } => Exchange::NoMemory { path, mib: mib(*needed) },
    }
}

fn unsupported(path: Safe<'static>, why: Unsupported) -> Exchange {
    match why {
        Unsupported::Age => Exchange::Age { path },
        Unsupported::OpenPgp => Exchange::OpenPgp { path },
        Unsupported::Sqlite => Exchange::Sqlite { path },
        Unsupported::OldSpreadsheet => Exchange::OldSpreadsheet { path },
        Unsupported::OtherSpreadsheet => Exchange::OtherSpreadsheet { path },
        Unsupported::SealedSpreadsheet => Exchange::SealedSpreadsheet { path },
        Unsupported::Document => Exchange::Document { path },
        Unsupported::Pdf => Exchange::Pdf { path },
        Unsupported::OtherPicture => Exchange::OtherPicture { path },
        Unsupported::OtherArchive => Exchange::OtherArchive { path },
        Unsupported::AegisNoPassword => Exchange::AegisNoPassword { path },
        Unsupported::BitwardenAccount => Exchange::BitwardenAccount { path },
        Unsupported::KeyDerivation => Exchange::KeyDerivation { path },
        Unsupported::Cipher => Exchange::Cipher { path },
        Unsupported::ExtensionEncrypted => Exchange::ExtensionEncrypted { path },
        Unsupported::OldKeePass => Exchange::OldKeePass { path },
        Unsupported::KeePassKeyFile => Exchange::KeePassKeyFile { path },
        Unsupported::Compression => Exchange::Compression { path },
        Unsupported::Page => Exchange::Page { path },
        Unsupported::PageTable => Exchange::PageTable { path },
    }
}

/// What asks for more than there is.
fn over(path: Safe<'static>, limit: Limit) -> Exchange {
    let Limit { what, asked, most } = limit;
    let derivation = |what: &str| Exchange::LimitDerivation {
        path: path.clone(),
        what: safe(what),
        asked,
        most,
    };
    match what {
        Measure::FileBytes => Exchange::LimitFile { path, asked: mib(asked), most: mib(most) },
        Measure::Depth => Exchange::LimitDepth { path, most },
        Measure::Entries => Exchange::LimitEntries { path, most },
        Measure::Values => Exchange::LimitValues { path, most },
        Measure::Columns => Exchange::LimitColumns { path, most },
        Measure::TextBytes => Exchange::LimitText { path, most: most >> 10 },
        Measure::UnpackedBytes => Exchange::LimitUnpacked { path, most: mib(most) },
        Measure::Members => Exchange::LimitMembers { path, most },
        Measure::DocumentTypes => Exchange::LimitDocumentType { path },
        Measure::Slots => Exchange::LimitSlots { path, most },
        Measure::Rounds => Exchange::LimitRounds { path, asked, most },
        Measure::Memory => Exchange::LimitMemory { path, asked: mib(asked), most: mib(most) },
        Measure::Lanes => derivation("lanes"),
        Measure::ScryptN => derivation("N"),
        Measure::ScryptR => derivation("r"),
        Measure::ScryptP => derivation("p"),
        Measure::Pixels => {
            let millions = |pixels: u64| pixels.div_ceil(1_000_000);
            Exchange::LimitPixels { path, asked: millions(asked), most: millions(most) }
        }
    }
}

/// Whole MiB, rounded up: what is above a limit must not look like the limit.
fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

/// Why a row of a foreign file was refused.
pub fn row(refused: &Refused, lang: Lang) -> String {
    match refused {
        Refused::Key(refusal) => key(refusal, lang),
        Refused::Sealed => Exchange::RowSealed.say(lang),
        Refused::Reference => Exchange::RowReference.say(lang),
        Refused::TwoKeys { columns: [one, other] } => {
            Exchange::RowTwoKeys { one: *one, other: *other }.say(lang)
        }
        Refused::KeysInCell { column } => Exchange::RowKeysInCell { number: *column }.say(lang),
        Refused::KeysTogether => Exchange::RowKeysTogether.say(lang),
        Refused::Headings => Exchange::RowHeadings.say(lang),
        Refused::Unquoted { line } => Exchange::RowUnquoted { line: *line }.say(lang),
        Refused::MoreCells { count } => Exchange::RowMoreCells { n: *count }.say(lang),
        Refused::FewerCells { count } => Exchange::RowFewerCells { n: *count }.say(lang),
        Refused::Cut => Exchange::RowCut.say(lang),
        Refused::Batch { .. } => Exchange::RowBatch.say(lang),
        Refused::Formula { column } => {
            Exchange::RowFormula { column: safe(&letters(*column)) }.say(lang)
        }
        Refused::KeyAsHeading => Exchange::RowKeyAsHeading.say(lang),
        Refused::KeyElsewhere { column: number, read: Column::Note } => {
            Exchange::RowKeyInNote { number: *number }.say(lang)
        }
        Refused::KeyElsewhere { column: number, read } => {
            let column = safe(&column(Some(*read)).say(lang));
            Exchange::RowKeyElsewhere { number: *number, column }.say(lang)
        }
        Refused::KeyInNote => Exchange::RowKeyInItsNote.say(lang),
        Refused::KeyInFields { names } => {
            Exchange::RowKeyInFields { names: listed(names, lang) }.say(lang)
        }
        Refused::Passkeys { count } => Exchange::RowPasskeys { n: *count }.say(lang),
        Refused::WebAddress => Exchange::RowWebAddress.say(lang),
        Refused::Code => Exchange::RowCode.say(lang),
        Refused::Word => Exchange::RowWord.say(lang),
        Refused::OtherTable { row } => Exchange::RowOtherTable { row: *row }.say(lang),
        Refused::Nameless => Exchange::RowNameless.say(lang),
        Refused::Shape => Exchange::RowShape.say(lang),
    }
}

/// The same where keys are pressed: those that change what the columns hold, and what the first row is.
pub fn row_here(
    refused: &Refused,
    columns: &Safe<'static>,
    headings: &Safe<'static>,
    lang: Lang,
) -> String {
    match refused {
        Refused::KeyAsHeading => Exchange::RowKeyAsHeadingHere { key: headings.clone() }.say(lang),
        Refused::Headings => Exchange::RowHeadingsHere { key: headings.clone() }.say(lang),
        Refused::TwoKeys { columns: [one, other] } => {
            let (one, other, key) = (*one, *other, columns.clone());
            Exchange::RowTwoKeysHere { one, other, key }.say(lang)
        }
        Refused::KeyElsewhere { column: number, read } if *read != Column::Note => {
            let column = safe(&column(Some(*read)).say(lang));
            let key = columns.clone();
            Exchange::RowKeyElsewhereHere { number: *number, column, key }.say(lang)
        }
        refused => row(refused, lang),
    }
}

/// Why a key was not read: what stands in a file need not be an address.
fn key(refusal: &Refusal, lang: Lang) -> String {
    match refusal {
        Refusal::NoKey | Refusal::Key(Base32Error::Empty) => Exchange::RowNoKey.say(lang),
        Refusal::Bounds(KeyError::Length) => Exchange::RowKeyLength.say(lang),
        Refusal::UnknownType(word) if word.is_empty() => Exchange::RowTypeLong.say(lang),
        Refusal::UnknownType(word) => Exchange::RowType { word: safe(&veiled(word)) }.say(lang),
        Refusal::NotANumber { parameter } => {
            let named = Column::from_word(parameter).map(|named| column(Some(named)).say(lang));
            let parameter = safe(named.as_deref().unwrap_or(parameter));
            Exchange::RowNumber { parameter }.say(lang)
        }
        Refusal::Migration => Exchange::RowMigration.say(lang),
        refusal => address(refusal).say(lang),
    }
}

/// Where a row stands, in the words of what its file is.
pub fn place(source: &Source, row: usize) -> Exchange {
    match source.format {
        _ if source.numbers == Numbers::Entries => Exchange::AtEntry { entry: row },
        Format::UriList | Format::GoogleMigration => Exchange::AtLine { line: row },
        Format::Table | Format::BitwardenCsv | Format::KeePassXcCsv => Exchange::AtRow { row },
        Format::Picture => Exchange::AtCode { code: row },
        _ => Exchange::AtEntry { entry: row },
    }
}

/// Where many rows stand: the first few of them. Only rows of tables are said together.
pub fn places(source: &Source, rows: &[usize], lang: Lang) -> Option<Exchange> {
    let is_table = matches!(place(source, 0), Exchange::AtRow { .. });
    let first: Vec<String> = rows.iter().take(NAMED).map(usize::to_string).collect();
    let (more, rows, n) =
        (rows.len().saturating_sub(NAMED), whole(&first.join(between(lang))), rows.len());
    is_table.then_some(match more {
        0 => Exchange::AtRows { n, rows },
        more => Exchange::AtRowsMore { n, rows, more },
    })
}

/// The same of a row that was refused. How many entries a transfer code has that cannot be read, nobody
/// knows: among entries it is named by itself.
pub fn refused_at(source: &Source, unread: &Unread) -> Exchange {
    match unread.why {
        Refused::Batch { code } if source.numbers == Numbers::Entries => {
            Exchange::AtTransfer { code }
        }
        _ => place(source, unread.row),
    }
}

/// What a row is called that was refused: where it has no name, by where it stands.
pub fn refused_name(plan: &Plan, unread: &Unread, lang: Lang) -> Safe<'static> {
    match plan.sources.get(unread.source) {
        Some(file) if unread.name.trim().is_empty() => whole(&refused_at(file, unread).say(lang)),
        _ => safe(unread.name.trim()),
    }
}

/// Where a row stands that was refused, and what it is called there.
pub fn refused_place(source: &Source, unread: &Unread, lang: Lang) -> Exchange {
    let place = refused_at(source, unread);
    match unread.name.trim() {
        "" => place,
        name => Exchange::Row { place: whole(&place.say(lang)), name: safe(name) },
    }
}

/// The same of one that was understood.
pub fn entry_name(plan: &Plan, entry: &Entry, lang: Lang) -> Safe<'static> {
    let title = Plan::title(entry);
    match plan.sources.get(entry.source) {
        Some(file) if title.is_empty() => whole(&place(file, entry.row).say(lang)),
        _ => safe(&title),
    }
}

/// What is told of a row that is taken. `settings` is the path of the file that could change it.
pub fn told(told: &Told, settings: &Path, lang: Lang) -> Exchange {
    match told {
        Told::Read(told) => change(told, lang),
        Told::PhoneInNote { backup, text } => {
            let text = safe(&veiled(text));
            if *backup {
                Exchange::BackupPhoneInNote { text }
            } else {
                Exchange::MainPhoneInNote { text }
            }
        }
        Told::NoCountry => {
            Exchange::PhoneNoCountry { option: safe("region: \"CN\""), path: shown(settings) }
        }
        Told::Unusual => Exchange::PhoneUnusual,
        Told::Alike { number, other, region } => Exchange::PhoneAlike {
            number: safe(number),
            other: safe(other),
            option: safe(&format!("region: \"{region}\"")),
            path: shown(settings),
        },
        Told::LocationInNote => Exchange::LocationInNote,
        Told::HolderUses => Exchange::HolderUses,
    }
}

/// What was read otherwise than it stood in the file.
fn change(change: &Change, lang: Lang) -> Exchange {
    match change {
        Change::Key(remark) => remarked(remark),
        Change::KindAssumed => Exchange::KindAssumed,
        Change::CounterRaised => Exchange::CounterRaised,
        Change::GroupUnknown => Exchange::GroupUnknown,
        Change::IssuerInNote => Exchange::IssuerInNote,
        Change::HashMended => Exchange::HashMended,
        Change::PhoneLost { backup: false } => Exchange::MainPhoneLost,
        Change::PhoneLost { backup: true } => Exchange::BackupPhoneLost,
        Change::DigitsLost { column: lost } => {
            Exchange::DigitsLost { column: whole(&column(Some(*lost)).say(lang)) }
        }
        Change::PhoneMended { backup: false } => Exchange::MainPhoneMended,
        Change::PhoneMended { backup: true } => Exchange::BackupPhoneMended,
        Change::MoreCells { count } => Exchange::MoreCells { n: *count },
        Change::FewerCells { count } => Exchange::FewerCells { n: *count },
        Change::Apostrophe => Exchange::Apostrophe,
        Change::Unwrapped => Exchange::Unwrapped,
        Change::CodesElsewhere { .. } => Exchange::CodesElsewhere,
        Change::CodesBeside { .. } => Exchange::CodesBeside,
        Change::KeyApart { word } => Exchange::KeyApart { word: safe(word) },
        Change::KeyDitto { word } => Exchange::KeyDitto { word: safe(word) },
        Change::SameAsAbove { column: same } => {
            Exchange::SameAsAbove { column: whole(&column(Some(*same)).say(lang)) }
        }
        Change::KeyLabel { label } => Exchange::KeyLabel { label: safe(&veiled(label)) },
        Change::FromTitle => Exchange::PlatformFromTitle,
        Change::SeveralHolders { holder } => {
            Exchange::SeveralHolders { holder: safe(&veiled(holder)) }
        }
        Change::NumberFormat { column: shown } => {
            Exchange::NumberFormat { column: whole(&column(Some(*shown)).say(lang)) }
        }
        Change::CodesFrom { field, count } => {
            Exchange::CodesFrom { n: *count, field: safe(&veiled(field)) }
        }
        Change::KeyFrom { field } => Exchange::KeyFrom { field: safe(&veiled(field)) },
        Change::FieldsLeft { names } => Exchange::FieldsLeft { names: listed(names, lang) },
        Change::AddressesLeft { hosts } => Exchange::AddressesLeft { names: listed(hosts, lang) },
        Change::PasskeysLeft { count } => Exchange::PasskeysLeft { n: *count },
        Change::AttachmentsLeft { count } => Exchange::AttachmentsLeft { n: *count },
        Change::Cut { dropped: None } => Exchange::CutShort,
        Change::Cut { dropped: Some(dropped) } => {
            Exchange::CutOff { column: whole(&column(Some(*dropped)).say(lang)) }
        }
        Change::MayBeCut { column: last } => {
            Exchange::MayBeCut { column: whole(&column(Some(*last)).say(lang)) }
        }
        Change::KeyLike { column: Column::Note } => Exchange::KeyInNoteToo,
        Change::Contradicts { column: read, address, cell, counts } => {
            let [address, cell] = [address, cell].map(|text| safe(&veiled(text)));
            let counts = match counts {
                Counts::Address => address.clone(),
                Counts::Cell => cell.clone(),
            };
            let column = whole(&column(Some(*read)).say(lang));
            Exchange::Contradicts { column, address, cell, counts }
        }
        Change::KeyLike { column: read } => {
            Exchange::KeyLike { column: safe(&column(Some(*read)).say(lang)) }
        }
    }
}

/// The first of some names.
fn listed(names: &[String], lang: Lang) -> Safe<'static> {
    let first: Vec<String> =
        names.iter().take(NAMED).map(|name| veiled(name).into_owned()).collect();
    let rest = names.len().saturating_sub(NAMED);
    let names = series(&first, between(lang));
    if rest == 0 { names } else { whole(&Exchange::AndMore { names, n: rest }.say(lang)) }
}

/// What is odd about a key, or was read otherwise than it stands there.
pub fn remarked(remark: &Remark) -> Exchange {
    match remark {
        Remark::PrefixDiffers { prefix } => {
            Exchange::PrefixDiffers { prefix: safe(&veiled(prefix)) }
        }
        Remark::NoName => Exchange::NoName,
        Remark::NotUtf8 => Exchange::NotUtf8,
        Remark::NoCounter => Exchange::NoCounter,
        Remark::NotSteam => Exchange::NotSteam,
        Remark::SteamByIssuer => Exchange::SteamByIssuer,
        Remark::OddLength => Exchange::OddLength,
        Remark::SpareBits => Exchange::SpareBits,
        Remark::ShortKey => Exchange::ShortKey,
        Remark::NoPin => Exchange::NoPin,
        Remark::KeyCut => Exchange::KeyCut,
        Remark::Repeated { parameter } => Exchange::Repeated { parameter: safe(parameter) },
        Remark::NoValue { parameter } => Exchange::NoValue { parameter: safe(parameter) },
        Remark::SecondKey => Exchange::SecondKey,
        Remark::Unread { parameter } => Exchange::Unread { parameter: safe(parameter) },
    }
}

/// What a file holds and this program has no place for.
fn ignored(what: Ignored, n: usize) -> Exchange {
    match what {
        Ignored::Icons => Exchange::Icons { n },
        Ignored::Uses => Exchange::Uses { n },
        Ignored::Positions => Exchange::Positions { n },
        Ignored::Passwords => Exchange::Passwords { n },
        Ignored::Others => Exchange::Others { n },
        Ignored::Trashed => Exchange::Trashed { n },
        Ignored::History => Exchange::History { n },
        Ignored::OldPasswords => Exchange::OldPasswords { n },
        Ignored::Fields => Exchange::Fields { n },
        Ignored::Texts => Exchange::Texts { n },
        Ignored::Snoozes => Exchange::Snoozes { n },
        Ignored::Losses => Exchange::Losses { n },
        Ignored::Platforms => Exchange::Platforms { n },
        Ignored::Unreadable => Exchange::Unreadable { n },
    }
}

/// What files hold that has no place here, in one sentence; nothing when there is nothing.
pub fn left_aside(counts: &[(Ignored, usize)], lang: Lang) -> Option<Exchange> {
    let said: Vec<_> = counts.iter().map(|(what, n)| ignored(*what, *n).say(lang)).collect();
    (!said.is_empty()).then(|| Exchange::NoPlaceHere { what: whole(&said.join(between(lang))) })
}

/// How many names a sentence has room for.
pub(super) const NAMED: usize = 5;

/// What a file is called by the name it was given with: `-` is standard input.
pub fn source_name(name: &str, lang: Lang) -> Safe<'static> {
    if name == "-" { whole(&Exchange::StandardInput.say(lang)) } else { safe(name) }
}

/// What is said of a file or of something in it: of several files, of which.
pub fn of_file(plan: &Plan, file: &Source, said: Exchange, lang: Lang) -> Exchange {
    if plan.sources.len() == 1 {
        return said;
    }
    Exchange::At { place: source_name(&file.name, lang), said: whole(&said.say(lang)) }
}

/// The parts of batches that are missing; each with its batch, where there are several.
pub fn missing(parts: &[Part]) -> impl Iterator<Item = Exchange> {
    let several = parts.iter().any(|part| Some(part.batch) != parts.first().map(|p| p.batch));
    parts.iter().map(move |&Part { batch, part, of }| {
        if several {
            Exchange::MissingOf { batch, part, of }
        } else {
            Exchange::Missing { part, of }
        }
    })
}

/// What takes its time.
pub fn stage(stage: Stage) -> Exchange {
    match stage {
        Stage::Deriving { memory } if memory < 1 << 20 => Exchange::DerivingLittle,
        Stage::Deriving { memory } => Exchange::Deriving { mib: mib(memory) },
        Stage::Reading { of: 0, .. } => Exchange::Reading,
        Stage::Reading { done, of } => Exchange::ReadingOf { done, of },
        Stage::Looking => Exchange::Looking,
    }
}

/// What a file is called where it was picked by a path: its last part.
pub fn name(path: &std::path::Path) -> Safe<'static> {
    path.file_name().map_or_else(|| shown(path), |name| safe(&name.to_string_lossy()))
}
