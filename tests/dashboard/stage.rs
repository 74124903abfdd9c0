//! A dashboard without a terminal, a clock or files: keys in as a string, screens out as text.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyrack::activity::Deed;
use keyrack::app::create::Protection;
use keyrack::app::desk::Need;
use keyrack::app::foreign::{self, ImportError};
use keyrack::app::import::{Column, Reading as Import, Stage as Reading};
use keyrack::app::shelf::Face;
use keyrack::app::team::Roster;
use keyrack::app::trust::Concern;
use keyrack::clipboard::{Awaited, Cleared, Clipboard, Keeper, NoPicture, Outcome, Picture};
use keyrack::health::{Limits, Terms, check};
use keyrack::i18n::{Fault, Lang, Sync};
use keyrack::model::{Book, Catalogue, merge};
use keyrack::secret::Secret;
use keyrack::time::{Date, Moment};
use keyrack::tui::keymap::{Key, KeyCode, Keymap};
use keyrack::tui::{
    Beginning, Checked, Dashboard, Foreign, Job, Look, Manner, Message, NotSaved, Opened,
    Regrouped, Shift, Takeout, Turn, Written,
};
use keyrack::vault::{Access, Activity, Change, Durability, Member, Removed};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::book;

/// 2026-03-15 09:20:07 UTC: 23 s of a 30 s period are left.
pub const NOW: Moment = Moment::from_secs(1_773_566_407);

/// What this machine is called.
pub const OWN: &str = "8da0fc8029af";

/// A clipboard that keeps what it is given.
#[derive(Default)]
pub struct Recorder {
    pub copied: Vec<String>,
    /// A copy has a rest, as over mosh.
    pub in_two: bool,
    /// How often the rest was sent.
    pub finished: usize,
    unfinished: bool,
    /// What picture it holds, or why none: columns, and its pixels.
    pub picture: Option<Result<(usize, Vec<u8>), NoPicture>>,
}

impl Clipboard for Recorder {
    fn copy(&mut self, text: &Secret) -> Outcome {
        self.copied.push(text.expose_text().expect("codes are text").to_owned());
        self.unfinished = self.in_two;
        Outcome::Copied(Keeper::Desktop)
    }

    fn unfinished(&self) -> Option<Duration> {
        self.unfinished.then_some(Duration::from_millis(300))
    }

    fn finish(&mut self) {
        self.unfinished = false;
        self.finished += 1;
    }

    fn picture(&mut self) -> Result<Awaited, NoPicture> {
        let (width, rgba) = self.picture.clone().unwrap_or(Err(NoPicture::Nothing))?;
        Ok(Awaited::ready(Picture { width, height: rgba.len() / 4 / width, rgba: rgba.into() }))
    }

    fn clear(&mut self) -> Cleared {
        self.copied.clear();
        Cleared::Nothing
    }
}

/// What a foreign file says to a password and to what its columns hold.
pub type Content = fn(Option<&str>, &[(usize, Option<Column>)]) -> Result<Import, ImportError>;

/// What the vault answers to a save.
pub enum Disk {
    /// It takes it.
    Healthy,
    /// It refuses.
    Full,
    /// Somebody else wrote this meanwhile, and it has to be looked at.
    Changed(Book),
    /// Somebody else wrote this meanwhile, and both are merged.
    Met(Book),
}

/// A dashboard, its clock and its disk.
pub struct Stage {
    dashboard: Dashboard<TestBackend, Recorder>,
    jobs: VecDeque<Job>,
    pub now: Moment,
    pub disk: Disk,
    pub access: Access,
    /// What speaks against the vault.
    pub concern: Option<Box<Concern>>,
    /// Who can open the vault.
    pub readers: Roster,
    /// Vaults that are open beside it.
    pub others: Vec<Face>,
    /// Vaults that were asked for and are shut.
    pub shut: Vec<Face>,
    /// Why nobody's key can be used here.
    pub obstacle: Option<Fault>,
    /// What was changed about that.
    pub changes: Vec<Change>,
    /// What was decided about that.
    pub decided: Vec<&'static str>,
    /// How often the vault was exchanged with other machines, and what comes of that.
    pub exchanges: usize,
    pub exchanged: Result<Option<Sync>, Sync>,
    /// What lies beside the vault when it is opened.
    pub beside: Option<Sync>,
    /// The books that were saved, in order.
    pub saved: Vec<Arc<Book>>,
    /// How foreign files were to be read, in order.
    pub manners: Vec<Manner>,
    /// The passphrase that opens; anything does when there is none.
    pub passphrase: Option<&'static str>,
    /// Whether the dashboard was left.
    pub left: bool,
    /// For each stop of the process, whether keys were to be forgotten before.
    pub stops: Vec<bool>,
    /// The passphrase a vault was created with.
    pub created_with: Option<String>,
    /// What somebody else has put in the file.
    pub underneath: Option<Book>,
    /// Why the file cannot be read, where it is gone or damaged.
    pub gone: Option<Fault>,
    /// How often it was tried in vain.
    pub tried: usize,
    /// Whether work waits until it is let go.
    pub held: bool,
    /// What the vault is called.
    name: String,
    /// What foreign files say, by the paths that are typed.
    pub files: Vec<(&'static str, Content)>,
    /// What was written to files, in order.
    pub takeouts: Vec<Takeout>,
    /// What was written down by colleagues, and what is wrong with it.
    pub activity: Activity,
    /// What was done here.
    pub deeds: Vec<Deed>,
    /// Whether foreign files take longer than anybody waits.
    pub slow: bool,
    book: Arc<Book>,
}

impl Stage {
    /// An open dashboard on the sample book.
    pub fn open(width: u16, height: u16, lang: Lang) -> Self {
        Self::with(book::sample(), width, height, lang, Look::default())
    }

    /// An open dashboard on a book.
    pub fn with(book: Book, width: u16, height: u16, lang: Lang, look: Look) -> Self {
        Self::begin(book, Need::Nothing, width, height, lang, look)
    }

    /// A dashboard that begins with what its vault needs.
    pub fn begin(book: Book, need: Need, width: u16, height: u16, lang: Lang, look: Look) -> Self {
        let beginning = beginning(need, lang, look);
        Self::start(book, "team-eu", beginning, width, height)
    }

    /// A dashboard without a vault, where none may be created.
    pub fn without_room(why: Fault) -> Self {
        let beginning = beginning(Need::Vault, Lang::En, Look::default());
        let beginning = Beginning { no_room: Some(why), ..beginning };
        Self::start(Book::default(), "team-eu", beginning, 80, 24)
    }

    /// A dashboard whose vault has this name, in a folder of this name.
    pub fn named(book: Book, name: &str, need: Need, lang: Lang) -> Self {
        let path = format!("/home/{name}/{name}.age");
        let beginning = Beginning { path, ..beginning(need, lang, Look::default()) };
        Self::start(book, name, beginning, 150, 30)
    }

    /// A dashboard that is open for a shift of eight hours.
    pub fn on_shift(book: Book, width: u16, height: u16, lang: Lang) -> Self {
        let until = NOW.plus_millis(8 * 3_600_000);
        let shift = Some(Shift { until, time: keyrack::text::safe("17:20") });
        let beginning = Beginning { shift, ..beginning(Need::Nothing, lang, Look::default()) };
        let mut stage = Self::start(book, "team-eu", beginning, width, height);
        stage.access = Access::Asked;
        stage
    }

    fn start(book: Book, name: &str, beginning: Beginning, width: u16, height: u16) -> Self {
        let terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend");
        let (dashboard, jobs) =
            Dashboard::new(beginning, terminal, Recorder::default(), NOW).expect("begins");
        let mut stage = Self {
            dashboard,
            jobs: jobs.into(),
            now: NOW,
            disk: Disk::Healthy,
            access: Access::ReadWrite,
            concern: None,
            readers: Roster::default(),
            others: Vec::new(),
            shut: Vec::new(),
            obstacle: None,
            changes: Vec::new(),
            decided: Vec::new(),
            exchanges: 0,
            exchanged: Ok(None),
            beside: None,
            saved: Vec::new(),
            manners: Vec::new(),
            passphrase: None,
            left: false,
            stops: Vec::new(),
            created_with: None,
            underneath: None,
            gone: None,
            tried: 0,
            held: false,
            name: name.to_owned(),
            files: Vec::new(),
            takeouts: Vec::new(),
            activity: Activity::default(),
            deeds: Vec::new(),
            slow: false,
            book: Arc::new(book),
        };
        stage.work();
        stage
    }

    /// Presses keys: characters as they are, others as `<enter>`, `<ctrl-s>`, `<lt>` for `<`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.send(Message::Keys(vec![key]));
        }
        self
    }

    /// The same keys, come at once.
    pub fn burst(&mut self, keys: &str) -> &mut Self {
        self.send(Message::Keys(parse(keys)));
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(Message::Paste(text.to_owned().into()));
        self
    }

    /// Lets seconds pass, one tick each.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        for _ in 0..seconds {
            self.now = self.now.plus_millis(1000);
            self.send(Message::Tick);
        }
        self
    }

    /// Lets less than a second pass.
    pub fn pass(&mut self, millis: u64) -> &mut Self {
        self.now = self.now.plus_millis(millis);
        self
    }

    /// Takes a message in and does the work that follows.
    pub fn send(&mut self, message: Message) {
        let mut jobs = Vec::new();
        let turn = self.dashboard.take(message, self.now, &mut jobs).expect("takes a message");
        self.left |= turn == Turn::Quit;
        self.jobs.extend(jobs);
        if turn == Turn::Suspend {
            self.stop();
        }
        self.jobs.extend(self.dashboard.late_jobs());
        self.work();
    }

    /// What is done before the process is stopped.
    fn stop(&mut self) {
        let mut jobs = Vec::new();
        self.dashboard.take(Message::Stopping, self.now, &mut jobs).expect("takes a message");
        self.stops.push(jobs.iter().any(|job| matches!(job, Job::Forget)));
        self.jobs.extend(jobs);
    }

    /// Does the work that was held back.
    pub fn let_go(&mut self) -> &mut Self {
        self.held = false;
        self.work();
        self
    }

    fn work(&mut self) {
        while !self.held
            && let Some(job) = self.jobs.pop_front()
        {
            if let Job::Read { asked, .. } = &job
                && self.slow
            {
                let stage = Reading::Deriving { memory: 64 << 20 };
                self.send(Message::Reading { asked: *asked, stage });
                continue;
            }
            if let Job::Record(deeds, _) = job {
                self.deeds.extend(deeds);
                continue;
            }
            let message = self.perform(job);
            self.send(message);
        }
    }

    fn opened(&self, book: Arc<Book>) -> Opened {
        Opened {
            book,
            vaults: self.faces(),
            shut: self.shut.iter().map(|_| Fault::StillSaving).collect(),
            asked: self
                .faces()
                .into_iter()
                .chain(self.shut.clone())
                .map(|face| face.file)
                .collect(),
            machine: OWN.to_owned(),
            concern: self.concern.clone(),
            beside: self.beside.clone(),
        }
    }

    /// The vault of this stage, and those beside it.
    fn faces(&self) -> Vec<Face> {
        let (name, readers) = (self.name.clone(), Arc::new(self.readers.clone()));
        let file = PathBuf::from(format!("/home/{name}/{name}.age"));
        let mut faces = vec![Face { name, file, access: self.access, readers }];
        faces.extend(self.others.iter().cloned());
        faces
    }

    #[expect(clippy::too_many_lines, reason = "a table of all jobs")]
    fn perform(&mut self, job: Job) -> Message {
        match job {
            Job::Unlock(typed) => {
                let right = match (&typed, self.passphrase) {
                    (Some(typed), Some(right)) => typed.expose_text() == Some(right),
                    _ => true,
                };
                let refused = keyrack::tui::Refused {
                    fault: keyrack::i18n::Fault::WrongPassphrase,
                    need: Need::IdentityPassphrase,
                };
                let opened = self.opened(Arc::clone(&self.book));
                Message::Unlocked(if right { Ok(opened) } else { Err(refused) })
            }
            Job::Forget => {
                let need = self.passphrase.map_or(Need::Nothing, |_| Need::IdentityPassphrase);
                Message::Needs(Ok(need))
            }
            Job::Create { protection, .. } => {
                let (Protection::Identity { passphrase: Some(passphrase), .. }
                | Protection::Passphrase(passphrase)) = &protection
                else {
                    panic!("a vault without a passphrase");
                };
                self.created_with = passphrase.expose_text().map(ToOwned::to_owned);
                let recovery = Secret::from_text("AGE-SECRET-KEY-1EXAMPLE".into());
                let opened = self.opened(Arc::new(Book::default()));
                Message::Created(Ok((opened, Some(recovery))))
            }
            Job::Demo(_) => Message::Created(Ok((self.opened(Arc::new(book::sample())), None))),
            Job::Find(_) => Message::Needs(Ok(Need::IdentityPassphrase)),
            Job::Save(..) | Job::UseUp(..) if self.gone.is_some() => {
                let fault = self.gone.clone().expect("it is gone");
                Message::Saved(Err(NotSaved { fault, unread: true, theirs: None, rest: None }))
            }
            Job::Save(book, now) | Job::UseUp(book, now) => Message::Saved(match &self.disk {
                Disk::Healthy => {
                    let book = Book::keeping(&book, &self.book, now.date());
                    self.book = Arc::clone(&book);
                    self.saved.push(Arc::clone(&book));
                    self.readers.saves += 1;
                    self.readers.saves_here += 1;
                    let vaults = self.faces();
                    let durability = Durability::Durable;
                    Ok(Written { durability, vaults, book, merged: None })
                }
                Disk::Full => Err(NotSaved {
                    fault: keyrack::i18n::Fault::DiskFull {
                        path: keyrack::text::safe("team-eu.age"),
                    },
                    unread: false,
                    theirs: None,
                    rest: None,
                }),
                Disk::Met(theirs) => {
                    let kept = Book::keeping(&book, &self.book, NOW.date());
                    let merged = Arc::new(merge::merge(&self.book, &kept, theirs));
                    self.book = Arc::clone(&merged);
                    self.saved.push(Arc::clone(&merged));
                    let (vaults, merged) = (self.faces(), Some(self.opened(merged)));
                    Ok(Written { durability: Durability::Durable, vaults, book, merged })
                }
                Disk::Changed(theirs) => {
                    let theirs = Some(self.opened(Arc::new(theirs.clone())));
                    let fault = keyrack::i18n::Fault::Changed;
                    Err(NotSaved { fault, unread: false, theirs, rest: None })
                }
            }),
            Job::Reach { recipient, .. } => {
                let result = self.obstacle.clone().map_or(Ok(()), Err);
                Message::Reached { recipient, result }
            }
            Job::Members { changes, book, now, .. } => {
                for change in &changes {
                    let members = &mut self.readers.members;
                    match change {
                        Change::Admit(member) => {
                            let added = Some(now.date());
                            members.push(Member { added, ..member.clone() });
                        }
                        Change::Remove { recipient, by } => {
                            let at = members.iter().position(|m| m.recipient == *recipient);
                            let member = members.remove(at.expect("a member"));
                            let (on, by) = (now.date(), by.clone());
                            self.readers.removed.push(Removed { member, on, by });
                        }
                        Change::Describe(_) | Change::Leave => panic!("not from a screen"),
                    }
                }
                self.changes.extend(changes);
                if matches!(self.disk, Disk::Full) {
                    return Message::Regrouped(Err(Fault::Changed));
                }
                self.book = Arc::clone(&book);
                self.saved.push(Arc::clone(&book));
                let opened = self.opened(book);
                Message::Regrouped(Ok(Regrouped {
                    opened,
                    durability: Durability::Durable,
                    missed: None,
                }))
            }
            Job::Trust(_) | Job::Regain(_) => {
                self.decided.push(match job {
                    Job::Trust(_) => "trust",
                    _ => "regain",
                });
                (self.access, self.concern) = (Access::ReadWrite, None);
                Message::Reloaded(Ok(self.opened(Arc::clone(&self.book))))
            }
            Job::Sync => {
                self.exchanges += 1;
                Message::Synced(self.exchanged.clone())
            }
            Job::Check(book, limits, today) => checked(book, &limits, today),
            Job::Read { asked, from, password, manner } => {
                let files: Vec<PathBuf> = match from {
                    Foreign::Clipboard(awaited) => {
                        let result = foreign::picture(awaited, &mut |_| {}).map(Box::new);
                        return Message::Read { asked, files: Vec::new(), result };
                    }
                    Foreign::Typed(typed) => typed.split(' ').map(PathBuf::from).collect(),
                    Foreign::File(path) => vec![path],
                };
                let file = self.files.iter().find(|(name, _)| files[0] == Path::new(name));
                let file = &file.expect("a file of the test").1;
                let password = password.as_ref().and_then(Secret::expose_text);
                let result = file(password, &manner.columns).map(Box::new);
                self.manners.push(manner);
                Message::Read { asked, files, result }
            }
            Job::IsFree { asked, path } => {
                let free = path != "there.txt";
                let there = Fault::ExportExists { path: keyrack::text::safe(&path) };
                Message::Free { asked, result: if free { Ok(()) } else { Err(there) } }
            }
            Job::Write(takeout) => {
                let asked = takeout.asked;
                let result = Ok(format!("/home/li/{}", takeout.path));
                self.takeouts.push(*takeout);
                Message::Written { asked, result }
            }
            Job::Export { .. } => Message::Exported(Ok("keyrack-P-03-2026-03-15.txt".into())),
            Job::Activity => Message::Activity(Ok(Box::new(self.activity.clone()))),
            Job::Record(..) => unreachable!("taken before"),
            Job::Watch => {
                Message::Watched { changed: self.underneath.is_some() || self.gone.is_some() }
            }
            Job::Reload if self.gone.is_some() => {
                self.tried += 1;
                Message::Reloaded(Err(self.gone.clone().expect("it is gone")))
            }
            Job::Reload => {
                let theirs = Arc::new(self.underneath.take().expect("it changed"));
                self.book = Arc::clone(&theirs);
                Message::Reloaded(Ok(self.opened(theirs)))
            }
        }
    }

    /// What was copied, oldest first.
    pub fn copied(&mut self) -> Vec<String> {
        self.dashboard.clipboard().copied.clone()
    }

    /// Whether clicks and the wheel are to come here.
    pub fn wants_mouse(&self) -> bool {
        self.dashboard.wants_mouse()
    }

    /// Puts a picture on the clipboard, or takes it away.
    pub fn show(&mut self, picture: Result<(usize, Vec<u8>), NoPicture>) {
        self.dashboard.clipboard().picture = Some(picture);
    }

    /// Makes every copy one with a rest.
    pub fn copy_in_two(&mut self) {
        self.dashboard.clipboard().in_two = true;
    }

    /// Sends the rest of a copy if it is due. When it will be, and how often one was sent.
    pub fn finish_copy(&mut self) -> (Option<Moment>, usize) {
        let due = self.dashboard.finish_copy(self.now);
        (due, self.dashboard.clipboard().finished)
    }

    /// The screen cell by cell.
    pub fn cells(&mut self) -> &Buffer {
        self.dashboard.draw().expect("draws");
        self.dashboard.terminal().backend().buffer()
    }

    /// The screen as text, and a number that changes with any style on it.
    pub fn screen(&mut self) -> String {
        self.dashboard.draw().expect("draws");
        let buffer = self.dashboard.terminal().backend().buffer();
        let mut text = String::new();
        let mut styles = DefaultHasher::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let cell = &buffer[(x, y)];
                if cell.style() != Style::reset() {
                    format!("{x} {y} {:?}", cell.style()).hash(&mut styles);
                }
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                skip = keyrack::text::width(cell.symbol()).saturating_sub(1);
                line.push_str(cell.symbol());
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        format!("{text}styles {:08x}\n", styles.finish() & 0xffff_ffff)
    }
}

/// What the worker finds wrong with a book.
pub fn checked(book: Arc<Book>, limits: &Limits, today: Date) -> Message {
    let known = Arc::new(Catalogue::shipped());
    let catalogue = known.with(&book);
    let terms = Terms { catalogue: &catalogue, limits, today, clock_offset: None };
    let health = check(&book, &terms);
    Message::Checked(Box::new(Checked { book, known, catalogue, health, fault: None }))
}

/// What a dashboard begins with.
pub fn beginning(need: Need, lang: Lang, look: Look) -> Beginning {
    Beginning {
        lang,
        look,
        keymap: Keymap::load("").expect("the default keys load"),
        need,
        passphrase: None,
        shift: None,
        path: "/home/li/.local/share/keyrack/team-eu.age".into(),
        no_room: None,
        offered: Secret::from_text(
            "alpha-bravo-cargo-delta-eagle-fancy-gamma-hotel-index-jelly".into(),
        ),
        seed: [7; 10],
        random: [9; 32],
    }
}

/// Reads a string of keys.
pub fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'))
        {
            let key = if name == "lt" { Key::char('<') } else { name.parse().expect("a key") };
            parsed.push(key);
            rest = after;
        } else {
            parsed.push(Key::plain(KeyCode::Char(c)));
            rest = &rest[c.len_utf8()..];
        }
    }
    parsed
}
