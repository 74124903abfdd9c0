//! Why an exchange stopped, or a version was not taken in, in sentences.

use std::path::{Path, PathBuf};

use super::{Tongue, failure, git_failure};
use crate::activity::Change;
use crate::app::sync::Trouble;
use crate::app::sync::news::listed;
use crate::app::sync::setup::{Bare, bare_clone};
use crate::app::team::{called, was_shut_out};
use crate::app::trust::{self, short};
use crate::app::{activity, explain};
use crate::cli::exit::{Exit, Failure};
use crate::cli::session::Session;
use crate::i18n::{Fault, Lang, Sync, keyrack};
use crate::sync::{GitError, Touch};
use crate::text::{Safe, quoted, safe, whole};
use crate::vault::{Member, OpenError, Removed, TakeError, Unaware, is_lost};

/// So many accounts are named of which another key came.
const KEYS: usize = 20;

/// So many changes are shown one by one.
const CHANGES: usize = 20;

/// The vault that it is about, where it is about one.
pub(super) fn about<E>(trouble: &Trouble<E>) -> Option<&Path> {
    match trouble {
        Trouble::File(path, _)
        | Trouble::Taking(path, ..)
        | Trouble::Doubtful(path, _)
        | Trouble::Begun(path, _)
        | Trouble::Elsewhere(path) => Some(path),
        _ => None,
    }
}

/// How the commands begin that are said of it. Of a history in which the vaults are not, each is put back alone.
fn begins<E>(trouble: &Trouble<E>, first: &Path, session: &Session) -> String {
    let of_one = matches!(trouble, Trouble::Unrelated).then_some(first);
    let file = about(trouble).or(of_one);
    file.map_or_else(|| keyrack().to_owned(), |file| session.command_for(file))
}

pub(super) fn brought(Touch { commit, author, day }: Touch) -> Sync {
    Sync::BroughtBy { commit, author, day }
}

/// That there is no file, and where it may be: on another branch, gone, or never there.
fn gone(file: &Path, path: PathBuf, keyrack: &str, session: &Session) -> Failure {
    let desks = session.desks().unwrap_or_default();
    let mut desks = desks.iter().filter(|desk| desk.place.file == file);
    let was_there = desks.any(|desk| is_lost(&desk.place));
    let bare = bare_clone(file);
    let in_git = bare.as_ref().is_some_and(|bare| bare.has_it);
    let said = match bare {
        Some(Bare { top: folder, branch: Some(branch), .. }) => {
            Sync::OtherBranch { folder, branch }
        }
        _ if was_there || in_git => {
            return Failure::new(Exit::NoVault, Fault::VaultAway { path: explain::path(file) });
        }
        Some(Bare { top: folder, branch: None, .. }) => Sync::NoVaultInClone { folder },
        None => {
            let fault = explain::file(file, &OpenError::Missing { path });
            let folder = file.parent().filter(|folder| *folder != Path::new(""));
            let folder = folder.map(|folder| whole(&quoted(&folder.to_string_lossy())));
            let folder = folder.unwrap_or_else(|| safe("."));
            let details = vec![Sync::CloneFirst { folder }.say(session.lang)];
            return Failure { details, ..Failure::new(Exit::NoVault, fault) };
        }
    };
    failure(Exit::NoVault, &said, Vec::new(), (session.lang, keyrack))
}

/// Why it stopped, as a failure; `first` is one of the vaults, or the only one.
pub(super) fn stopped(
    trouble: Trouble<Failure>,
    first: &Path,
    is_one: bool,
    session: &Session,
) -> Failure {
    let (lang, begin) = (session.lang, begins(&trouble, first, session));
    let tongue = (lang, &*begin);
    let paths = |paths: Vec<Safe<'static>>| paths.iter().map(|path| format!("  {path}")).collect();
    let unmerged = |said: &Sync, more| failure(Exit::Unmerged, said, more, tongue);
    match trouble {
        Trouble::Opening(failure) => failure,
        Trouble::File(file, OpenError::Missing { path }) => {
            session.about(gone(&file, path, &begin, session), &file)
        }
        Trouble::File(file, error) => {
            session.about(Failure::new(Exit::NoVault, explain::file(&file, &error)), &file)
        }
        Trouble::Taking(file, TakeError::Save(error), _) => session.about(error.into(), &file),
        Trouble::Taking(file, error, touch) => {
            // What is in one repository is exchanged together.
            let all = if is_one { &*begin } else { keyrack() };
            let (mut said, more) = taking(&error, &file, (lang, all));
            match &error {
                TakeError::Open(OpenError::NotARecipient) => said = Sync::TheirsShut.say(lang),
                // The file here is whole, and is not what is meant.
                TakeError::Open(error) if error.is_loss() => said = Sync::TheirsTorn.say(lang),
                TakeError::Open(_) => said = Sync::TheirsBad { why: whole(&said) }.say(lang),
                _ => {}
            }
            let mut details = vec![format!("keyrack: {said}")];
            details.extend(more);
            details.extend(touch.map(|touch| brought(*touch).say(lang)));
            if matches!(error, TakeError::Stranger) {
                details.push(Sync::PutBack.say_by(lang, &begin));
            } else if is_spoilt(&error) {
                details.push(Sync::PutOver.say_by(lang, &begin));
            }
            Failure { details, ..Failure::silent(Exit::Unmerged) }
        }
        Trouble::Doubtful(file, kind) => session.about(kind.into(), &file),
        Trouble::NoBranch => failure(Exit::Failed, &Sync::NoBranch, Vec::new(), tongue),
        Trouble::UnderWay => unmerged(&Sync::UnderWay, Vec::new()),
        Trouble::Clashing(files) => unmerged(&Sync::OtherFiles { n: files.len() }, paths(files)),
        Trouble::Elsewhere(_) => {
            unmerged(&Sync::Elsewhere, vec![Sync::PutOver.say_by(lang, &begin)])
        }
        Trouble::Begun(_, touch) => {
            let by = touch.map(|touch| brought(*touch).say(lang));
            unmerged(&Sync::Begun, by.into_iter().collect())
        }
        Trouble::Unrelated => unmerged(&Sync::Unrelated, Vec::new()),
        Trouble::Identity(path) => {
            failure(Exit::Failed, &Sync::IdentityInside { path }, Vec::new(), tongue)
        }
        Trouble::Sending(path) => {
            failure(Exit::Failed, &Sync::IdentitySent { path }, Vec::new(), tongue)
        }
        Trouble::Telling(commit) => {
            failure(Exit::Failed, &Sync::KeyTold { commit }, Vec::new(), tongue)
        }
        Trouble::InTheWay(GitError::Said { words, .. }) => unmerged(&Sync::InTheWay, paths(words)),
        Trouble::Git(error) | Trouble::InTheWay(error) => git_failure(&error, tongue),
    }
}

/// Whether what lies there is worth nothing to anybody, or less than ours.
fn is_spoilt(error: &TakeError) -> bool {
    let is_damage =
        |error: &OpenError| !matches!(error, OpenError::NotARecipient | OpenError::TooNew { .. });
    match error {
        TakeError::Open(error) => is_damage(error),
        TakeError::Older | TakeError::Before => true,
        _ => false,
    }
}

/// Why a version was not taken in: a sentence, and lines below it. `at` is what the version is called.
pub fn taking(error: &TakeError, at: &Path, tongue: Tongue<'_>) -> (String, Vec<String>) {
    let (lang, keyrack) = tongue;
    let plain = |said: Sync| (said.say_by(lang, keyrack), Vec::new());
    match error {
        TakeError::Open(error) => (explain::file(at, error).say_by(lang, keyrack), Vec::new()),
        TakeError::Save(error) => (explain::save(error).say_by(lang, keyrack), Vec::new()),
        TakeError::Unwritable(access) => {
            let fault = explain::read_only(*access);
            (fault.map(|fault| fault.say_by(lang, keyrack)).unwrap_or_default(), Vec::new())
        }
        TakeError::Stranger => plain(Sync::Stranger),
        TakeError::Older => plain(Sync::Older),
        TakeError::Before => plain(Sync::OlderShut),
        TakeError::ShutOut { who, unaware: it } => {
            let said = Sync::ShutOutWrote { n: it.changes.len(), who: safe(who) };
            (said.say_by(lang, keyrack), unaware(it, lang))
        }
        TakeError::Unaware(it) => {
            let out: Vec<String> = it.out.iter().map(|gone| called(&gone.member)).collect();
            let said = Sync::Unaware { who: listed(&out, lang) };
            (said.say_by(lang, keyrack), unaware(it, lang))
        }
        TakeError::NoBase { missing } => {
            let n = missing.len();
            let names = listed(missing, lang);
            let lines = (n > 0).then(|| Sync::OnlyHere { n, names }.say(lang));
            (Sync::NoBase.say(lang), lines.into_iter().collect())
        }
        TakeError::Nobody => plain(Sync::NobodyLeft),
        TakeError::Recipients { added, removed, returning, sponsors, unaware: more } => {
            // Some have no name, and then the end of the key stands for one.
            let who = |member: &Member| safe(&called(member));
            let key = |member: &Member| safe(&short(member.recipient.as_str()));
            let reads = |member: &Member| match (&*member.by, member.added) {
                ("", _) | (_, None) => Sync::Reads { who: who(member), key: key(member) },
                (by, Some(day)) => Sync::ReadsBy {
                    who: who(member),
                    key: key(member),
                    by: safe(by),
                    on: safe(&day.to_string()),
                },
            };
            let mut lines = Vec::new();
            lines.extend(added.iter().map(|member| reads(member).say(lang)));
            let sponsor = |it: &Removed| {
                let (who, on) = (safe(&called(&it.member)), safe(&it.on.to_string()));
                Sync::SponsorShutOut { who, on }.say(lang)
            };
            lines.extend(sponsors.iter().map(sponsor));
            lines.extend(returning.iter().map(|it| format!("  {}", was_shut_out(it).say(lang))));
            lines.extend(removed.iter().map(|m| Sync::ReadsNot { who: who(m) }.say(lang)));
            lines.extend(more.iter().flat_map(|it| unaware(it, lang)));
            (Sync::Recipients.say_by(lang, keyrack), lines)
        }
    }
}

/// What there is to look at in what was saved without knowing who is out.
fn unaware(it: &Unaware, lang: Lang) -> Vec<String> {
    let n = it.keys.len();
    let keys: Vec<String> = it.keys.iter().map(|(_, name)| name.clone()).collect();
    let names = || trust::names(&keys, KEYS, lang);
    let said = (n > 0).then(|| Sync::UnawareKeys { n, names: names() });
    let shut = it.shut.iter().map(|member| Sync::ReadsNot { who: safe(&called(member)) });
    let changes = it.changes.iter().take(CHANGES).map(|change| would(change, lang));
    let more = it.changes.len().saturating_sub(CHANGES);
    let more = (more > 0).then_some(Sync::WouldChangeMore { n: more });
    said.into_iter().chain(shut).chain(changes).chain(more).map(|said| said.say(lang)).collect()
}

/// What would become of a record, in the words of the activity.
fn would(Change { deed, name }: &Change, lang: Lang) -> Sync {
    let what = whole(&activity::what(deed).say(lang));
    let (name, detail) = (safe(name), whole(&activity::detail(deed, lang)));
    match (deed.account.is_some() || deed.thing.is_some(), detail.as_str().is_empty()) {
        (false, _) => Sync::WouldChange { what, name: detail },
        (true, true) => Sync::WouldChange { what, name },
        (true, false) => Sync::WouldChangeIn { what, name, detail },
    }
}
