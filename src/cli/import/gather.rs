//! Reads the files, with a password for those that need one.

use std::path::Path;

use clap::ArgMatches;

use super::{WIDTH, Wish, refusal};
use crate::app::explain;
use crate::app::foreign::{self, ImportError};
use crate::app::import::{Ask, Format, LARGEST_FILE, Plan, ReadError, Reading, Sort, read};
use crate::cli::exit::{Exit, Failure};
use crate::cli::input::{self, Source, content};
use crate::cli::progress;
use crate::cli::prompt::Terminal;
use crate::cli::session::Session;
use crate::clipboard::{self, Clipboard as _, System};
use crate::i18n::Exchange;
use crate::secret::Secret;
use crate::text::{rows, safe};

/// How often a password is asked for before a file is given up.
const TRIES: usize = 3;

/// Where passwords come from.
struct Passwords {
    /// One that was given beforehand: nobody is asked.
    given: Option<Secret>,
    /// The last one that was typed: files exported together often share it.
    typed: Option<Secret>,
    /// Where they are typed; kept from the first one to the last.
    terminal: Option<Terminal>,
}

/// Reads all files into one plan.
pub(super) fn gather(
    matches: &ArgMatches,
    wish: &Wish,
    session: &Session,
) -> Result<Plan, Failure> {
    let file = matches.get_one::<std::path::PathBuf>("password-file").cloned().map(Source::File);
    let descriptor = matches.get_one::<u32>("password-fd").copied().map(Source::Descriptor);
    let source = file.or(descriptor);
    let is_stdin = |source: &Option<Source>| *source == Some(Source::Descriptor(0));
    let readers = [is_stdin(&source), is_stdin(&session.globals.passphrase)].into_iter();
    let readers = readers.chain(wish.files.iter().map(|path| path == Path::new("-")));
    if readers.filter(|reads| *reads).count() > 1 {
        return Err(refusal(Exit::Usage, &[Exchange::StdinTwice.say(session.lang)]));
    }
    let given = source.as_ref().map(input::passphrase).transpose();
    let given = given.map_err(|failure| match failure.exit {
        // That is said of a vault's passphrase.
        Exit::Shut => refusal(Exit::Failed, &[Exchange::PasswordUseless.say(session.lang)]),
        _ => failure,
    })?;
    let mut passwords = Passwords { given, typed: None, terminal: None };
    let mut plan = Plan::default();
    for path in &wish.files {
        one(path, wish, &mut passwords, &mut plan, session)?;
    }
    if wish.clipboard {
        let name = Exchange::OnClipboard.say(session.lang);
        let reading = picture(session).map_err(|why| {
            let said = explain::unopened(&safe(&name), &why, session.lang);
            refusal(Exit::Failed, &said)
        })?;
        plan.add(name, reading, session.region());
    }
    let tables = plan.sources.iter().any(|source| source.format == Format::Table);
    if let Some(source) = plan.sources.first().filter(|_| !wish.columns.is_empty() && !tables) {
        let format = explain::format(source.format, session.lang);
        let path = safe(&source.name);
        let said = match source.format {
            // A table of addresses may look like a list of them. Nothing else looks like a table.
            Format::UriList => Exchange::ColumnsOfList { path, format },
            _ => Exchange::ColumnsOfNone { path, format },
        };
        return Err(refusal(Exit::Usage, &[said.say(session.lang)]));
    }
    Ok(plan)
}

/// Reads the QR codes of the picture on the clipboard.
fn picture(session: &Session) -> Result<Reading, ImportError> {
    let surroundings = || session.environment.find_surroundings();
    // Nothing is copied, so nothing goes to a terminal.
    let mut clipboard = System::new(clipboard::Wish::default(), surroundings, std::io::sink());
    let awaited = clipboard.picture().map_err(ImportError::Clipboard)?;
    progress::watch(session, |tell| foreign::picture(awaited, tell))
}

fn one(
    path: &Path,
    wish: &Wish,
    passwords: &mut Passwords,
    plan: &mut Plan,
    session: &Session,
) -> Result<(), Failure> {
    let lang = session.lang;
    let bytes = content(path, LARGEST_FILE + 1)?;
    let is_input = path == Path::new("-");
    let shown = if is_input { explain::source_name("-", lang) } else { explain::path(path) };
    let mut asked = 0;
    loop {
        let password = passwords.given.clone().or_else(|| passwords.typed.clone());
        let ask = Ask {
            format: wish.format,
            password: password.as_ref(),
            columns: &wish.columns,
            first_row: wish.first_row,
            sheet: wish.sheet.as_deref(),
        };
        let result = progress::watch(session, |tell| read(&bytes, ask, tell));
        let error = match result {
            Ok(reading) => {
                plan.add(path.to_string_lossy().into_owned(), reading, session.region());
                return Ok(());
            }
            Err(error) => error,
        };
        let give_up = || {
            let mut said = explain::foreign(&shown, &error, lang);
            if error == ReadError::Unknown(Sort::Bytes) && passwords.given.is_some() {
                said[0] = Exchange::UnknownStill { path: shown.clone() }.say(lang);
            }
            // Without a mark it may as well be something else.
            if error == ReadError::WrongOrDamaged(Format::AndOtp) && wish.format.is_none() {
                let known: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
                said.push(Exchange::FormatsThen.say(lang));
                said.extend(rows(known, ", ", WIDTH));
            }
            Err(refusal(Exit::Failed, &said))
        };
        let wrong = matches!(
            error,
            ReadError::WrongPassword | ReadError::WrongOrOldSlot | ReadError::WrongOrDamaged(_)
        );
        let needs = matches!(error, ReadError::NeedsPassword(_));
        if !(wrong || needs) || passwords.given.is_some() || asked == TRIES {
            return give_up();
        }
        if passwords.terminal.is_none() {
            passwords.terminal = Terminal::open();
        }
        let Some(terminal) = &mut passwords.terminal else { return give_up() };
        // One that was typed for another file was not meant for this.
        if wrong && asked > 0 {
            let said = explain::unread(shown.clone(), &error, lang);
            terminal.line(&said.say(lang))?;
        }
        asked += 1;
        let format = match &error {
            ReadError::NeedsPassword(format) | ReadError::WrongOrDamaged(format) => Some(*format),
            _ => wish.format,
        };
        passwords.typed = Some(terminal.secret(&question(path, format, session))?);
    }
}

fn question(path: &Path, format: Option<Format>, session: &Session) -> String {
    let lang = session.lang;
    match format {
        Some(format) => {
            Exchange::AskFilePassword { format: explain::format(format, lang) }.say(lang)
        }
        None => Exchange::AskPasswordOf { name: explain::name(path) }.say(lang),
    }
}
