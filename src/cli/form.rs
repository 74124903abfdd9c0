//! Options that fill a form: the same for every kind of record.

use std::collections::BTreeSet;

use clap::{Arg, ArgAction, ArgMatches};

use super::exit::{Exit, Failure};
use super::session::{Open, Session, fresh};
use super::{args, pick};
use crate::app::draft::number::{Doubt, normalise};
use crate::app::draft::{Draft, Field, Flaw, Saved, Subject, Work};
use crate::app::explain;
use crate::i18n::{Fault, Help, Lang, Things};
use crate::model::{Account, Book, Id, Thing, mask};
use crate::platform;
use crate::text::{safe, whole};

/// One option for each field that is no secret.
pub fn options(subject: Subject, lang: Lang) -> impl Iterator<Item = Arg> {
    fields(subject).map(move |field| {
        let (value, help) = describe(field);
        let option = args::option(field.option(), value, &help, lang);
        match field {
            // Said more than once, the words add up.
            Field::Tags => option.action(ArgAction::Append).alias("tag"),
            Field::Sites => option.action(ArgAction::Append).alias("site"),
            _ => option.allow_hyphen_values(true),
        }
    })
}

fn fields(subject: Subject) -> impl Iterator<Item = Field> {
    subject.fields().iter().copied().filter(|field| !field.is_secret())
}

/// Puts the options that were given into the draft; says whether there were any.
pub fn fill(draft: &mut Draft, matches: &ArgMatches) -> bool {
    let mut any = false;
    for field in fields(draft.subject()) {
        // What a new record is called is an argument there, not an option.
        let given = matches.try_get_many::<String>(field.option()).ok().flatten();
        if let Some(values) = given {
            let text: Vec<&str> = values.map(String::as_str).collect();
            // The names of sites have spaces.
            let text = text.join(if field == Field::Sites { ", " } else { " " });
            draft.set(field, field.plain(&text));
            any = true;
        }
    }
    any
}

/// A form as the options filled it.
#[derive(Clone, Copy)]
pub struct Filled<'a> {
    /// The form.
    pub draft: &'a Draft,
    /// The same before the options were read; `None` of a record that is new.
    pub base: Option<&'a Draft>,
    /// The field that is an argument and no option, where there is one.
    pub name: Option<Field>,
}

impl<'a> Filled<'a> {
    /// One whose fields are all options.
    pub fn new(draft: &'a Draft, base: Option<&'a Draft>) -> Self {
        Self { draft, base, name: None }
    }
}

/// Builds something of a draft into the open vault, or says of every option what is wrong with it. What
/// nothing was called and is added is said when it is saved.
pub fn build<T>(
    filled: Filled,
    open: &mut Open,
    session: &Session,
    work: impl FnOnce(&mut Work) -> Saved<T>,
) -> Result<T, Failure> {
    refuse_parts(filled, open, session)?;
    let known: BTreeSet<Id> = things(&open.book).map(Thing::id).collect();
    let result = with_work(&mut open.book, session, work);
    let built = result.map_err(|flaws| refusal(&flaws, filled.name, open, session))?;
    let made = things(&open.book).filter(|thing| !known.contains(&thing.id()));
    open.made.extend(made.collect::<Vec<_>>());
    Ok(built)
}

/// Refuses what is wrong with the options of an account before its key is asked for in vain.
pub fn rehearse(
    filled: Filled,
    account: Option<&Account>,
    open: &Open,
    session: &Session,
) -> Result<(), Failure> {
    refuse_parts(filled, open, session)?;
    let mut draft = filled.draft.clone();
    // The key may be an address, which has them.
    let names = [Field::Platform, Field::Store, Field::Login];
    if names.iter().all(|field| draft.text(*field).trim().is_empty()) {
        draft.set(Field::Store, "-");
    }
    let mut book = Book::clone(&open.book);
    let result = with_work(&mut book, session, |work| draft.build_account(account, work));
    result.map(drop).map_err(|flaws| refusal(&flaws, filled.name, open, session))
}

/// Every device, number and person of a book.
fn things(book: &Book) -> impl Iterator<Item = Thing> {
    let devices = book.devices.iter().map(|device| Thing::Device(device.id));
    let numbers = book.numbers.iter().map(|number| Thing::Number(number.id));
    devices.chain(numbers).chain(book.people.iter().map(|person| Thing::Person(person.id)))
}

fn refuse_parts(filled: Filled, open: &Open, session: &Session) -> Result<(), Failure> {
    match filled.draft.parts_of_names(filled.base, &open.book).first() {
        Some(part) => Err(pick::part_of_names(open, part, session)),
        None => Ok(()),
    }
}

fn with_work<T>(
    book: &mut Book,
    session: &Session,
    work: impl FnOnce(&mut Work) -> Saved<T>,
) -> Saved<T> {
    let today = platform::now().date();
    let by = session.author(None);
    let region = session.region();
    // What is new goes to the first vault.
    work(&mut Work { book, today, by: &by, region, hand: 0, fresh: &mut fresh })
}

fn refusal(
    flaws: &[(Field, Flaw)],
    name: Option<Field>,
    open: &Open,
    session: &Session,
) -> Failure {
    if let [(field, Flaw::Several { found })] = flaws {
        return pick::doubled(open, field.option(), found, session.lang);
    }
    let mut faults = flaws.iter().map(|(field, flaw)| match flaw {
        flaw if name == Some(*field) => explain::flaw(flaw),
        flaw => fault(*field, flaw, session.lang),
    });
    let first = faults.next().unwrap_or(Fault::BadArguments);
    let details = faults.map(|fault| format!("keyrack: {}", fault.say(session.lang))).collect();
    Failure { details, ..Failure::new(Exit::Usage, first) }
}

/// What is to be said of every number that was typed, is new and may be mistyped; it is kept all the
/// same. To be asked before the draft is built, said when it is saved.
pub fn doubts(draft: &Draft, base: Option<&Draft>, open: &Open, session: &Session) -> Vec<Things> {
    let doubts = draft.doubts(base, &open.book, session.region());
    doubts
        .into_iter()
        .map(|(field, doubt)| {
            // Masked as it is kept: what was typed may be in digits of another width.
            let kept = normalise(draft.text(field), session.region()).number;
            let number = safe(&mask(&kept));
            match doubt {
                Doubt::NoCountry => Things::NumberWithoutCountry { number },
                Doubt::Unusual => Things::NumberUnusual { number },
            }
        })
        .collect()
}

fn fault(field: Field, flaw: &Flaw, lang: Lang) -> Fault {
    let fault = match flaw {
        Flaw::NoName => return Fault::NoName,
        Flaw::NotAChoice => {
            let option = safe(&format!("--{}", field.option()));
            return Fault::BadValue {
                option,
                known: whole(&field.choices().join(explain::between(lang))),
            };
        }
        flaw => explain::flaw(flaw),
    };
    let option = if field == Field::Key { "key-file" } else { field.option() };
    Fault::InField { option: safe(option), fault: whole(&fault.say(lang)) }
}

fn describe(field: Field) -> (&'static str, Help) {
    match field {
        Field::Platform | Field::Key | Field::Pin => ("NAME", Help::FieldPlatform),
        Field::Store => ("NAME", Help::FieldStore),
        Field::Login => ("NAME", Help::FieldLogin),
        Field::Sites => ("CODES", Help::FieldSites),
        Field::Kind => ("KIND", Help::FieldKind),
        Field::Digits => ("N", Help::FieldDigits),
        Field::Period => ("SECONDS", Help::FieldPeriod),
        Field::Algorithm => ("NAME", Help::FieldAlgorithm),
        Field::Counter => ("N", Help::FieldCounter),
        Field::By | Field::MethodKind => ("METHOD", Help::FieldBy),
        Field::Device => ("LABEL", Help::FieldDevice),
        Field::Number => ("NUMBER", Help::FieldNumber),
        Field::Holder => ("NAME", Help::FieldHolder),
        Field::Backup => ("METHOD", Help::FieldBackup),
        Field::BackupDevice => ("LABEL", Help::FieldBackupDevice),
        Field::BackupNumber => ("NUMBER", Help::FieldBackupNumber),
        Field::BackupHolder => ("NAME", Help::FieldBackupHolder),
        Field::BackupTested => ("DAY", Help::FieldBackupTested),
        Field::Company => ("NAME", Help::FieldCompany),
        Field::Tags => ("WORDS", Help::FieldTags),
        Field::Note => ("TEXT", Help::FieldNote),
        Field::TwoStep => ("WORD", Help::FieldTwoStep),
        Field::Users => ("NAMES", Help::FieldUsers),
        Field::Profile => ("NAME", Help::FieldProfile),
        Field::Console => ("ADDRESS", Help::FieldConsole),
        Field::Keyed => ("DAY", Help::FieldKeyed),
        Field::Label => ("LABEL", Help::FieldLabel),
        Field::DeviceKind => ("KIND", Help::FieldDeviceKind),
        Field::Location => ("PLACE", Help::FieldLocation),
        Field::DeviceState => ("STATE", Help::FieldDeviceState),
        Field::Since => ("DAY", Help::FieldSince),
        Field::AutoTime => ("YES", Help::FieldAutoTime),
        Field::NumberKind => ("KIND", Help::FieldNumberKind),
        Field::Carrier => ("NAME", Help::FieldCarrier),
        Field::RegisteredTo => ("NAME", Help::FieldRegisteredTo),
        Field::Keepalive => ("DAY", Help::FieldKeepalive),
        Field::NumberState => ("STATE", Help::FieldNumberState),
        Field::Name => ("NAME", Help::FieldName),
        Field::Team => ("NAME", Help::FieldTeam),
        Field::LeftOn => ("DAY", Help::FieldLeftOn),
        Field::Role => ("ROLE", Help::FieldRole),
        Field::Address => ("ADDRESS", Help::FieldAddress),
        Field::MethodState => ("STATE", Help::FieldMethodState),
        Field::Registered => ("DAY", Help::FieldRegistered),
        Field::Tested => ("DAY", Help::FieldTested),
        Field::Result => ("RESULT", Help::FieldResult),
        Field::TestedBy => ("NAME", Help::FieldTestedBy),
        Field::CopyKind => ("KIND", Help::FieldCopyKind),
        Field::Place => ("PLACE", Help::FieldPlace),
        Field::Added => ("DAY", Help::FieldAdded),
        Field::Removed => ("DAY", Help::FieldRemoved),
        Field::Left | Field::Codes => ("N", Help::FieldLeft),
        Field::Checked => ("DAY", Help::FieldChecked),
    }
}
