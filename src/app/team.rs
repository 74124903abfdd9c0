//! Members in the terms of a person: the line a newcomer sends, who a name means, what somebody could
//! see who is shut out, and how far that is replaced since.

use super::draft::find;
use super::trust::short;
use crate::activity::{Deed, What};
use crate::health::loss::{self, loss_of};
use crate::i18n::{Care, Lang, Team};
use crate::model::{Book, Home, Id, Person, Thing};
use crate::text::{Safe, quoted, safe, whole};
use crate::time::Date;
use crate::vault::{Change, KeyKind, Member, MemberKind, Obstacle, Recipient, Removed, Vault};

#[cfg(test)]
mod tests;

/// The longest name of a member, in characters.
const LONGEST: usize = 60;

/// Days after which a recovery key is to be tried again.
pub const DRILL_AFTER: i64 = 365;

/// Who asks to be let in: what their line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Their public key.
    pub recipient: Recipient,
    /// What they call themselves; may be empty.
    pub name: String,
}

/// Why a line lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    /// It is the private half. It is not to be sent to anybody.
    Secret,
    /// A key of another kind than Keyrack's own that this build does not take.
    Foreign(Obstacle),
    /// No public key of age, or one with a mistake in it.
    NotAKey,
}

impl Newcomer {
    /// Reads a line: a public key, and behind it a name. A file may have remarks (`#`) before it.
    pub fn read(text: &str) -> Result<Self, LineError> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut lines = lines.filter(|line| !line.starts_with('#'));
        let line = lines.next().unwrap_or_default();
        let upper = text.to_ascii_uppercase();
        if ["AGE-SECRET-KEY-", "AGE-PLUGIN-", "PRIVATE KEY-----"]
            .iter()
            .any(|key| upper.contains(key))
        {
            return Err(LineError::Secret);
        }
        // A key of ssh is two words: its type and itself.
        let mut words = line.split_whitespace();
        let count = if KeyKind::of(line) == KeyKind::Ssh { 2 } else { 1 };
        let key = words.by_ref().take(count).collect::<Vec<_>>().join(" ");
        if let Some(recipient) = Recipient::parse(&key) {
            let name = words.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
            return Ok(Self { recipient, name });
        }
        Err(match KeyKind::of(&key.to_ascii_lowercase()) {
            KeyKind::X25519 | KeyKind::Other => LineError::NotAKey,
            kind => LineError::Foreign(Obstacle::of(kind)),
        })
    }
}

/// What a newcomer sends.
pub fn line(recipient: &Recipient, name: &str) -> String {
    format!("{recipient} {}", name.split_whitespace().collect::<Vec<_>>().join(" "))
        .trim()
        .to_owned()
}

/// What somebody typed who hears a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It, all of it.
    Same,
    /// Fewer letters, which say nothing yet.
    Short {
        /// How many.
        n: usize,
        /// Of how many.
        of: usize,
    },
    /// Another one.
    Other,
}

/// Whether somebody typed the fingerprint of a key, all of it: a part of it could be met by whoever
/// makes keys until one ends so. Spaces, dashes and capitals do no harm.
pub fn heard(typed: &str, key: &str) -> Heard {
    let letters = |text: &str| -> Vec<char> {
        let said = text.chars().filter(|c| c.is_alphanumeric());
        said.flat_map(char::to_lowercase).collect()
    };
    let (typed, whole) = (letters(typed), letters(&short(key)));
    match typed.len() {
        n if n < whole.len() => Heard::Short { n, of: whole.len() },
        _ if typed == whole => Heard::Same,
        _ => Heard::Other,
    }
}

/// What a member is called where the book is not at hand: the label, else the end of the key.
pub fn called(member: &Member) -> String {
    if member.label.is_empty() { short(member.recipient.as_str()) } else { member.label.clone() }
}

/// What a member is called: the label, else the name of the person, else the end of the key.
pub fn name(member: &Member, book: &Book) -> String {
    if !member.label.is_empty() {
        return member.label.clone();
    }
    let person = member.person.and_then(|id| book.person(id));
    person.map_or_else(|| short(member.recipient.as_str()), |person| person.name.clone())
}

/// The same as it is shown to a person who may be that member.
pub fn title(member: &Member, book: &Book, own: Option<&Recipient>, lang: Lang) -> String {
    let name = safe(&name(member, book));
    if own != Some(&member.recipient) {
        name.to_string()
    } else if member.label.is_empty() && member.person.is_none() {
        Team::Nameless.say(lang)
    } else {
        Team::You { name }.say(lang)
    }
}

/// The members that are called so, in the vault or in the list of people: exactly, else with it as a part
/// of the name, else with a key that ends so.
pub fn named<'a>(members: &'a [Member], book: &Book, asked: &str) -> Vec<&'a Member> {
    // Whoever was let in again under another name is the same person there.
    let names = |member: &Member| {
        let person = member.person.and_then(|id| book.person(id));
        std::iter::once(name(member, book)).chain(person.map(|person| person.name.clone()))
    };
    let exact = |member: &&Member| names(member).any(|name| find::same(&name, asked));
    let part = asked.trim().to_lowercase();
    let holds = |member: &&Member| names(member).any(|name| name.to_lowercase().contains(&part));
    let ends = |member: &&Member| is_key(member, asked);
    let ways: [&dyn Fn(&&Member) -> bool; 3] = [&exact, &holds, &ends];
    let found = ways.iter().map(|way| members.iter().filter(way).collect::<Vec<_>>());
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether a member was named by the key, whole or by its end.
pub fn is_key(member: &Member, asked: &str) -> bool {
    let end: String = asked.split_whitespace().collect();
    let (key, shown) = (member.recipient.as_str(), short(member.recipient.as_str()));
    end.len() >= 4 && (key.ends_with(&end) || shown.replace(' ', "").ends_with(&end))
}

/// Whether two keys are one person's: as the list of people has it, else by their name.
fn are_one(one: &Member, other: &Member, book: &Book) -> bool {
    is_same((one, book), (other, book))
}

/// The same of two vaults, each with its book.
pub fn is_same((one, book): (&Member, &Book), (other, theirs): (&Member, &Book)) -> bool {
    let is_known = one.person.is_some() && other.person.is_some();
    one.recipient == other.recipient
        || one.kind == other.kind
            && if is_known {
                one.person == other.person
            } else {
                find::same(&name(one, book), &name(other, theirs))
            }
}

/// Everybody who is out together with a member: further keys of the same person. Where one of them is
/// one's own and another was meant, only that: it was lost or replaced.
pub fn together<'a>(
    members: &'a [Member],
    one: &'a Member,
    own: Option<&Recipient>,
    book: &Book,
) -> Vec<&'a Member> {
    let all: Vec<&Member> = members.iter().filter(|it| are_one(one, it, book)).collect();
    let is_own = |member: &Member| Some(&member.recipient) == own;
    if !is_own(one) && all.iter().any(|member| is_own(member)) { vec![one] } else { all }
}

fn is_among(out: &[&Member], member: &Member) -> bool {
    out.iter().any(|gone| gone.recipient == member.recipient)
}

/// Whether somebody has another key that opens the vault after some of theirs are taken out.
pub fn stays(members: &[Member], out: &[&Member], book: &Book) -> bool {
    let is_one = |member: &Member| out.iter().any(|gone| are_one(gone, member, book));
    members.iter().any(|it| it.kind == MemberKind::Person && !is_among(out, it) && is_one(it))
}

/// Whether a key is out, and not whoever had it: another key of theirs opens the vault, and nobody said that this
/// one was stolen.
pub fn is_replaced(members: &[Member], removed: &Removed, book: &Book) -> bool {
    loss_after(removed, book).is_none()
        && members.iter().any(|member| are_one(&removed.member, member, book))
}

/// Whether a key that is out is an earlier one of somebody who is in with another, and what was open to it is being
/// replaced. That it was stolen is not written down: whoever was shut out and came back has such a list, too.
pub fn is_earlier(members: &[Member], removed: &Removed, book: &Book) -> bool {
    let is_other = |member: &Member| member.recipient != removed.member.recipient;
    loss_after(removed, book).is_some_and(|thing| !loss::is_gone(book, thing))
        && members.iter().any(|it| is_other(it) && are_one(&removed.member, it, book))
}

/// What a key that is out is called.
pub fn called_out(members: &[Member], removed: &Removed, book: &Book, lang: Lang) -> Safe<'static> {
    let name = safe(&name(&removed.member, book));
    if is_earlier(members, removed, book) {
        whole(&Care::EarlierIdentity { name }.say(lang))
    } else {
        name
    }
}

/// What names a member in a command, and nobody else: the name where that will do, else the end of the key.
pub fn word(members: &[Member], one: &Member, book: &Book) -> String {
    let name = name(one, book);
    let is_theirs = |it: &&Member| are_one(one, it, book);
    let is_plain = !name.starts_with('-') && safe(&name).as_str() == name;
    if is_plain && named(members, book, &name).iter().all(is_theirs) {
        name
    } else {
        short(one.recipient.as_str())
    }
}

/// What is said to who is the only person left after some keys are taken out; nothing where somebody else is.
pub fn alone(
    members: &[Member],
    out: &[&Member],
    own: Option<&Recipient>,
    book: &Book,
) -> Option<Team> {
    let own = members.iter().find(|member| Some(&member.recipient) == own)?;
    let mut left = members.iter().filter(|member| !is_among(out, member));
    let is_other = |it: &Member| it.kind == MemberKind::Person && !are_one(it, own, book);
    let was_shared = members.iter().any(is_other);
    if is_among(out, own) || !was_shared || left.clone().any(is_other) {
        return None;
    }
    let has_paper = left.any(|member| member.kind == MemberKind::Recovery);
    Some(if has_paper { Team::OnlyYouAndPaper } else { Team::OnlyYou })
}

/// The keys with which somebody of the book can open a vault.
pub fn opening<'a>(
    members: &'a [Member],
    person: Id,
    book: &'a Book,
) -> impl Iterator<Item = &'a Member> {
    let is_theirs = move |member: &&Member| match member.person {
        Some(id) => id == person,
        None => find::person(book, &member.label) == Some(person),
    };
    members.iter().filter(|member| member.kind == MemberKind::Person).filter(is_theirs)
}

/// Of everybody who was shut out the last time, as places in the list: who was it twice, or with several
/// keys, is one person.
pub fn shut_out_last(removed: &[Removed]) -> Vec<usize> {
    let is_one = |one: &Member, other: &Member| {
        let one_person = one.person.is_some() && one.person == other.person;
        one.recipient == other.recipient || one_person && one.kind == other.kind
    };
    let is_last = |at: &usize| {
        let this = &removed[*at];
        removed.iter().enumerate().all(|(other, it)| {
            !is_one(&it.member, &this.member) || (it.on, other) <= (this.on, *at)
        })
    };
    (0..removed.len()).filter(is_last).collect()
}

/// The name of whoever changes members, where the vault does not say it yet: colleagues see who is who.
pub fn introduce(members: &[Member], own: Option<&Recipient>, name: &str) -> Option<Change> {
    let member = members.iter().find(|member| Some(&member.recipient) == own)?;
    let nameless = member.label.is_empty() && member.person.is_none() && !name.is_empty();
    nameless.then(|| Change::Describe(Member { label: name.to_owned(), ..member.clone() }))
}

/// When and by whom a key was shut out that is to be let in, where it was.
pub fn shut_out_before<'a>(removed: &'a [Removed], key: &Recipient) -> Option<&'a Removed> {
    removed.iter().filter(|removed| removed.member.recipient == *key).max_by_key(|it| it.on)
}

/// The same as a sentence.
pub fn was_shut_out(removed: &Removed) -> Team {
    let by = if removed.by.is_empty() { "?" } else { &removed.by };
    let (on, by) = (safe(&removed.on.to_string()), safe(by));
    Team::WasShutOut { name: safe(&called(&removed.member)), on, by }
}

/// Who a newcomer is in the book: whoever had their key before, whatever they were called then; else all who
/// are called so, those first who are known in the vaults of `near`.
pub fn known_as(
    book: &Book,
    removed: &[Removed],
    newcomer: &Newcomer,
    near: Option<Home>,
) -> Vec<Id> {
    let again = shut_out_before(removed, &newcomer.recipient);
    match again.and_then(|again| again.member.person).filter(|id| book.person(*id).is_some()) {
        Some(person) => vec![person],
        None => find::people(book, &newcomer.name, near),
    }
}

/// Somebody let in: the member, tied to a person of the book, who is added when nobody is called so.
pub fn admit(
    book: &mut Book,
    newcomer: &Newcomer,
    person: Option<Id>,
    by: &str,
    fresh: impl FnOnce() -> Id,
) -> Member {
    let known = person.or_else(|| find::person(book, &newcomer.name));
    let person = known.unwrap_or_else(|| {
        let id = fresh();
        book.people.push(Person::new(id, newcomer.name.clone()));
        book.settle();
        id
    });
    Member {
        person: Some(person),
        by: by.to_owned(),
        ..Member::new(newcomer.recipient.clone(), newcomer.name.clone())
    }
}

/// Why keys are to open a vault no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Whose they are is to see nothing any more.
    Leaves,
    /// Somebody else may have them: whose they are stays what they were.
    Stolen,
}

/// Somebody shut out: the changes, and in the book that they left and what is to be replaced. Who is
/// not in the list of people is added there; a key on paper leaves nothing behind, and whoever has another
/// key among `all` has not left, nor has anybody whose key was stolen.
pub fn shut_out(
    book: &mut Book,
    all: &[Member],
    members: &[&Member],
    own: Option<&Recipient>,
    why: Why,
    (on, by): (Date, &str),
    mut fresh: impl FnMut() -> Id,
) -> Vec<Change> {
    let stays = stays(all, members, book);
    let person = match why {
        Why::Leaves if stays => None,
        Why::Leaves => {
            let person = whose(book, members, "", &mut fresh);
            if let Some(person) = person {
                loss::shut_out(book, person, on, by, fresh());
            }
            person
        }
        Why::Stolen => stolen(book, members, "", (on, by), &mut fresh),
    };
    // By nothing else their list would be found later.
    let is_nameless = |it: &Member| it.label.is_empty() && it.person.is_none();
    let unknown = members.iter().filter(|it| is_nameless(it) && it.kind == MemberKind::Person);
    let known = unknown.filter_map(|it| {
        Some(Change::Describe(Member { person: Some(person?), ..Member::clone(it) }))
    });
    let change = |member: &&Member| match own {
        Some(own) if *own == member.recipient => Change::Leave,
        _ => Change::Remove { recipient: member.recipient.clone(), by: by.to_owned() },
    };
    known.chain(members.iter().map(change)).collect()
}

/// The words of a command that say that a key was stolen: `'abcd efgh ijkl' --stolen`.
pub fn stolen_words(key: &Recipient) -> Safe<'static> {
    whole(&format!("{} --stolen", quoted(&short(key.as_str()))))
}

/// Begins the list of what was open to stolen keys of somebody's, under their name, or `other` where they have none.
/// Whose they are; `None` where all are keys on paper, which are nobody's.
pub fn stolen(
    book: &mut Book,
    members: &[&Member],
    other: &str,
    (on, by): (Date, &str),
    fresh: &mut dyn FnMut() -> Id,
) -> Option<Id> {
    let person = whose(book, members, other, fresh)?;
    loss::expose(book, person, on, by, fresh());
    Some(person)
}

/// Who in the list of people some keys are of; who is not there is added, as `other` where a key has no name.
fn whose(
    book: &mut Book,
    members: &[&Member],
    other: &str,
    fresh: &mut dyn FnMut() -> Id,
) -> Option<Id> {
    let people = members.iter().filter(|member| member.kind == MemberKind::Person);
    let first = people.clone().next()?;
    let known = people.clone().find_map(|member| member.person);
    let known = known.filter(|id| book.person(*id).is_some());
    let is_nameless = first.label.is_empty() && known.is_none() && !other.is_empty();
    let called = if is_nameless { other.to_owned() } else { name(first, book) };
    let known = known.or_else(|| find::person(book, &called));
    Some(known.unwrap_or_else(|| {
        let id = fresh();
        book.people.push(Person::new(id, called));
        book.settle();
        id
    }))
}

/// What some changes amount to, to be written down. `members` are those from before, the book is the
/// one that goes with the changes.
pub fn deeds(
    changes: &[Change],
    members: &[Member],
    own: Option<&Recipient>,
    book: &Book,
) -> Vec<Deed> {
    let find = |recipient: &Recipient| members.iter().find(|m| m.recipient == *recipient);
    let about = |what: What, member: &Member| {
        let person = member.person.filter(|id| book.person(*id).is_some());
        let detail = name(member, book);
        Deed { thing: person.map(Thing::Person), detail, ..Deed::new(what) }
    };
    let deed = |change: &Change| match change {
        Change::Admit(member) if member.kind == MemberKind::Recovery => {
            Some(Deed::new(What::RecoveryMade))
        }
        Change::Admit(member) => Some(about(What::LetIn, member)),
        Change::Describe(member) => {
            let before = find(&member.recipient)?;
            (before.tested != member.tested).then(|| Deed::new(What::RecoveryTried))
        }
        Change::Remove { recipient, .. } => Some(about(What::ShutOut, find(recipient)?)),
        Change::Leave => Some(about(What::ShutOut, find(own?)?)),
    };
    changes.iter().filter_map(deed).collect()
}

/// Who somebody is that was shut out, as long as what they saw is being replaced.
pub fn loss_after(removed: &Removed, book: &Book) -> Option<Thing> {
    let member = &removed.member;
    let person = member.person.filter(|id| book.person(*id).is_some());
    let person = person.or_else(|| find::person(book, &name(member, book)))?;
    let thing = Thing::Person(person);
    loss_of(book, thing).is_some_and(|loss| loss.saw).then_some(thing)
}

/// What everybody sees who can open a vault, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Keys.
    pub keys: usize,
    /// Recovery codes that are not used.
    pub codes: usize,
    /// Phone numbers.
    pub numbers: usize,
}

impl Sight {
    /// Of a book, or of the part of it that stands in one of several vaults.
    pub fn of(book: &Book, place: usize) -> Self {
        let stands = |id: Id| book.homes.of(id).is_none_or(|home| home.has(place));
        let accounts = || book.accounts.iter().filter(|account| stands(account.id));
        let codes = accounts().flat_map(|account| &account.recovery);
        let codes = codes.flat_map(|recovery| &recovery.codes);
        Self {
            keys: accounts().filter(|account| account.key.is_some()).count(),
            codes: codes.filter(|code| code.used.is_none()).count(),
            numbers: book.numbers.iter().filter(|number| stands(number.id)).count(),
        }
    }
}

/// Who can open a vault, and what tells it from others: what a screen shows of that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Who can open it; empty for a vault with a passphrase.
    pub members: Vec<Member>,
    /// Who could.
    pub removed: Vec<Removed>,
    /// Which of the members this person is; `None` for a vault with a passphrase.
    pub own: Option<Recipient>,
    /// The same wherever the same people read the same vault.
    pub fingerprint: String,
    /// How often it was saved.
    pub saves: u64,
    /// How often by this machine.
    pub saves_here: u64,
}

impl Roster {
    /// Of a vault that is open on a machine.
    pub fn of(vault: &Vault, machine: &str) -> Self {
        Self {
            members: vault.members().to_vec(),
            removed: vault.removed().to_vec(),
            own: vault.own(),
            fingerprint: vault.fingerprint(),
            saves: vault.revision(),
            saves_here: vault.saves(machine),
        }
    }
}

/// When a recovery key was tried last; of a person, who proves it every day, nothing.
pub fn tried(member: &Member, today: Option<Date>, lang: Lang) -> String {
    let is_due = today.is_some_and(|today| is_due(member, today));
    match (member.kind, member.tested) {
        (MemberKind::Recovery, None) => Team::NeverTested.say(lang),
        (MemberKind::Recovery, Some(day)) if is_due => {
            Team::TestedLongAgo { day: safe(&day.to_string()) }.say(lang)
        }
        (MemberKind::Recovery, Some(day)) => day.to_string(),
        (MemberKind::Person, _) => String::new(),
    }
}

/// Whether a recovery key was made, or tried, too long ago; also one of which neither is known.
pub fn is_due(member: &Member, today: Date) -> bool {
    let last = member.tested.max(member.added);
    member.kind == MemberKind::Recovery
        && last.is_none_or(|on| crate::time::days_between(on, today) > DRILL_AFTER)
}
