//! The program: wiring only.

use std::io::{self, Write as _};
use std::process::ExitCode;

use keyrack::app::activity::Scribe;
use keyrack::app::create::{has_room, ten_words};
use keyrack::app::demo::Demo;
use keyrack::app::desk::Need;
use keyrack::app::shelf::need;
use keyrack::app::{copying, explain, findings};
use keyrack::cli::{self, Exit, Failure, Next, Session, Stage, Wanted};
use keyrack::clipboard::{Cleared, System, carries_states};
use keyrack::config::{self, Color, Lean};
use keyrack::i18n::{Command, Fault};
use keyrack::platform;
use keyrack::text::{safe, whole};
use keyrack::tui::keymap::{self, Keymap, KeymapError};
use keyrack::tui::terminal::{Refusal, refusal};
use keyrack::tui::{self, Beginning, Ending, Look, Page, Shift, Worker};
use zeroizing_alloc::ZeroAlloc;

/// Wipes every block it frees: age's stream buffers and ron's strings hold secrets that no type of
/// ours can reach.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    // Before any secret exists.
    let hardening = platform::harden();
    // A panic's own message may quote what it choked on; its place says enough.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(io::stderr(), "keyrack: internal error at {place}");
    }));
    let exit = match cli::run(std::env::args_os().collect(), hardening) {
        Next::Exit(exit) => exit,
        Next::Dashboard(session, stage) => cli::end(dashboard(&session, &stage), session.lang),
    };
    ExitCode::from(exit.code())
}

fn dashboard(session: &Session, stage: &Stage) -> Result<(), Failure> {
    if let Some(refusal) = refusal(&session.environment) {
        return Err(Failure::usage(match refusal {
            Refusal::NoTerminal => Fault::NoDashboard,
            Refusal::Dumb => Fault::DumbTerminal,
        }));
    }
    // Kept to the end: its folder goes when it goes.
    let demo = match stage {
        Stage::Own | Stage::Shift(_) => None,
        Stage::Demo => Some(Demo::make(platform::now())?),
    };
    let desks = match &demo {
        Some(demo) => vec![session.laid(demo.desk().clone())],
        None => session.desks()?,
    };
    let need = need(&desks)?;
    let desk = &desks[0];
    session.may_begin(desk, need)?;
    let shift = match stage {
        Stage::Shift(Wanted { millis, .. }) => {
            let until = platform::now().plus_millis(*millis);
            Some(Shift { until, time: safe(&platform::zone().minute(until)) })
        }
        Stage::Own | Stage::Demo => None,
    };
    let passphrase = match need {
        Need::IdentityPassphrase | Need::VaultPassphrase => session.given_passphrase()?,
        Need::Vault | Need::Nothing => None,
    };
    let beginning = Beginning {
        lang: session.lang,
        look: look(session),
        keymap: keymap(session)?,
        need,
        passphrase,
        shift: shift.clone(),
        path: desk.place.file.to_string_lossy().into_owned(),
        no_room: match need {
            Need::Vault => has_room(desk).err().map(|error| explain::create(&error)),
            _ => None,
        },
        offered: ten_words(platform::random()),
        seed: platform::random(),
        random: platform::random(),
    };
    let environment = session.environment.clone();
    let surroundings = move || environment.find_surroundings();
    let clipboard = System::new(copying::wish(&session.settings), surroundings, Page::default());
    let settings = session.folders.as_ref().map(|folders| folders.config.clone());
    let apology = Command::Crashed.say(session.lang);
    let scribe = Scribe::new(&session.settings, session.author(None), session.lang);
    let worker = Worker::new(desks, settings, scribe);
    let worker = match stage {
        Stage::Shift(wanted) => worker.only(wanted.scope.clone()),
        Stage::Own | Stage::Demo => worker,
    };
    let end = tui::run(beginning, worker, clipboard, apology).map_err(|error| {
        Failure::new(Exit::Failed, Fault::TerminalFailed { error: safe(&error.to_string()) })
    })?;
    if shift.is_some_and(|shift| shift.until <= platform::now()) {
        session.note(&Command::ShiftOver);
    }
    if matches!(stage, Stage::Own) {
        cli::remind_to_sync(session, end.shut_out);
    }
    match end.cleared {
        Cleared::Nothing => {}
        Cleared::Emptied => session.note(&Command::ClipboardCleared),
        Cleared::Left => session.note(&Command::ClipboardLeft),
    }
    match end.ending {
        None => Ok(()),
        Some(Ending::Interrupted) => Err(Failure::new(Exit::Interrupted, Fault::Interrupted)),
        Some(Ending::NoneFit(fault)) => Err(Failure::new(Exit::NotFound, fault)),
    }
}

/// The keys, changed by the person's file where there is one.
fn keymap(session: &Session) -> Result<Keymap, Failure> {
    let file = session.folders.as_ref().map(|folders| folders.config.join(keymap::FILE_NAME));
    let bytes = match &file {
        Some(path) => config::read(path).map_err(|e| Failure::usage(explain::settings(&e)))?,
        None => None,
    };
    let text = String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    Keymap::load(&text).map_err(|errors| {
        let path = whole(&file.unwrap_or_default().to_string_lossy());
        let line = |error: &KeymapError| format!("  {}", error.explain().say(session.lang));
        let details = errors.iter().map(line).collect();
        Failure { details, ..Failure::usage(Fault::KeysWrong { path }) }
    })
}

fn look(session: &Session) -> Look {
    let settings = &session.settings;
    let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Look {
        hide_codes: settings.hide_codes,
        hide_after: settings.hide_after().map(millis),
        hide_unfocused: settings.hide_unfocused,
        sync_every: settings.sync_every().map(millis),
        lock_after: settings.lock_after().map(millis),
        stale_after: settings.stale_after_days,
        limits: findings::limits(settings),
        name: session.author(None),
        region: settings.region.clone(),
        settings: session.settings_file(),
        ascii: settings.ascii,
        zone: platform::zone(),
        mouse: settings.mouse,
        lean: session.globals.lean
            || match settings.lean {
                Lean::On => true,
                Lean::Off => false,
                Lean::Auto => carries_states(&session.environment.find_surroundings()),
            },
        color: match session.globals.color.unwrap_or(settings.color) {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !session.environment.no_color,
        },
    }
}
