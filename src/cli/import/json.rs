//! `import --json`. The shape is documented in `docs/cli.md`.

use std::path::Path;

use serde::Serialize;

use super::Wish;
use crate::app::explain;
use crate::app::import::{
    Change, Column, Differs, Entry, Fate, Field, Ignored, Likeness, Notice, Omission, Outcome,
    Plan, Record, Refused, Told as Remarked, veiled,
};
use crate::cli::session::Session;
use crate::i18n::{Exchange, Lang};
use crate::otp::{Key, Kind, Refusal, Remark, base32};
use crate::secret::Secret;

/// The document.
#[derive(Serialize)]
pub(super) struct Told {
    format: Option<&'static str>,
    dry_run: bool,
    files: Vec<File>,
    entries: Vec<One>,
    changed: Vec<Changed>,
    lost: Vec<Lost>,
    skipped: Vec<Skipped>,
    missing: Vec<Missing>,
    columns: Vec<Titled>,
}

#[derive(Serialize)]
struct File {
    path: String,
    format: &'static str,
}

/// One entry.
#[derive(Serialize)]
struct One {
    file: usize,
    row: usize,
    issuer: String,
    label: String,
    kind: &'static str,
    algorithm: Option<String>,
    digits: Option<u8>,
    period: Option<u32>,
    counter: Option<u64>,
    groups: Vec<String>,
    note: String,
    favourite: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    console: String,
    recovery_codes: Codes,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Extra>,
    outcome: &'static str,
    done: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<String>,
}

/// How many, or which.
#[derive(Serialize)]
#[serde(untagged)]
enum Codes {
    Count(usize),
    All(Vec<String>),
}

#[derive(Serialize)]
struct Extra {
    store: String,
    platform: String,
    marketplaces: Vec<String>,
    holder: String,
    location: String,
    phone_main: String,
    phone_backup: String,
}

#[derive(Serialize)]
struct Changed {
    file: usize,
    row: usize,
    field: String,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    said: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Lost {
    File { what: &'static str, count: usize },
    Sheet { what: &'static str, file: usize, title: String },
    Column { what: &'static str, file: usize, column: usize, title: String, count: usize },
    Row { file: usize, row: usize, what: String, reason: &'static str, said: String },
}

#[derive(Serialize)]
struct Skipped {
    file: usize,
    row: usize,
    name: String,
    reason: &'static str,
    said: String,
}

#[derive(Serialize)]
struct Missing {
    batch: i32,
    part: u32,
    of: u32,
}

#[derive(Serialize)]
struct Titled {
    file: usize,
    title: String,
    column: Option<&'static str>,
}

impl Told {
    pub(super) fn of(plan: &Plan, outcomes: &[Outcome], wish: &Wish, session: &Session) -> Self {
        let (lang, settings) = (session.lang, session.settings_file());
        let mut told = Self {
            format: common_format(plan),
            dry_run: wish.dry_run,
            files: Vec::new(),
            entries: Vec::new(),
            changed: Vec::new(),
            lost: Vec::new(),
            skipped: Vec::new(),
            missing: Vec::new(),
            columns: Vec::new(),
        };
        for (file, source) in (1..).zip(&plan.sources) {
            told.files.push(File { path: source.name.clone(), format: source.format.word() });
            told.columns.extend((1..).zip(&source.columns).map(|(number, heading)| Titled {
                file,
                title: titled(number, &heading.title, lang),
                column: heading.column.map(Column::word),
            }));
        }
        for (what, count) in &plan.ignored {
            told.lost.push(Lost::File { what: word_of_ignored(*what), count: *count });
        }
        told.lost.extend(plan.spare().map(|(file, spare)| Lost::Column {
            what: "column",
            file: file + 1,
            column: spare.number,
            title: titled(spare.number, &spare.title, lang),
            count: spare.cells,
        }));
        for (file, source) in (1..).zip(&plan.sources) {
            source.notices.iter().for_each(|notice| told.notice(notice, file, plan));
        }
        for ((entry, outcome), fate) in plan.entries.iter().zip(outcomes).zip(plan.fates()) {
            let omission = matches!(fate, Fate::Skip(_)).then(|| plan.omission(entry));
            told.entries.push(One::of(entry, *outcome, omission, wish));
            told.tell(entry, fate, &settings, lang);
            if let Some(said) = explain::gains(entry, fate, lang) {
                told.changed.extend(entry.more.iter().map(|field| Changed {
                    file: entry.source + 1,
                    row: entry.row,
                    field: field.word().to_owned(),
                    reason: "filled",
                    from: None,
                    to: None,
                    said: said.say(lang),
                }));
            }
            told.changed.extend(entry.joined.iter().map(|joined| Changed {
                file: entry.source + 1,
                row: entry.row,
                field: "phone".to_owned(),
                reason: "joined",
                from: None,
                to: Some(joined.label.clone()),
                said: explain::joined(joined).say(lang),
            }));
            let shifts = entry.shifts && matches!(fate, Fate::Merge(_));
            let renamed = entry.is_renamed() && fate == Fate::Add;
            let of_key = [
                shifts.then_some(("main", Exchange::KeyBecomesMain)),
                renamed.then_some(("no-key", Exchange::RenamedInList)),
            ];
            told.changed.extend(of_key.into_iter().flatten().map(|(reason, said)| Changed {
                file: entry.source + 1,
                row: entry.row,
                field: "secret".to_owned(),
                reason,
                from: None,
                to: None,
                said: said.say(lang),
            }));
            told.differ(entry, plan.kept(entry, fate), lang);
        }
        told.skipped.extend(plan.unread.iter().map(|unread| Skipped {
            file: unread.source + 1,
            row: unread.row,
            name: unread.name.clone(),
            reason: word_of_refused(&unread.why),
            said: explain::row(&unread.why, lang),
        }));
        told.missing.extend(plan.missing.iter().map(|part| Missing {
            batch: part.batch,
            part: part.part,
            of: part.of,
        }));
        told
    }

    /// What a file as a whole has that is not taken.
    fn notice(&mut self, notice: &Notice, file: usize, plan: &Plan) {
        match notice {
            Notice::Sheets { others, .. } => {
                self.lost.extend(others.iter().map(|title| Lost::Sheet {
                    what: "sheet",
                    file,
                    title: title.clone(),
                }));
            }
            Notice::Things(names) => {
                self.lost.push(Lost::File { what: "things", count: names.len() });
            }
            // What stood around the keys is counted by the key.
            Notice::Printout => {
                let keys = plan.entries.iter().filter(|entry| entry.source + 1 == file);
                self.lost.push(Lost::File { what: "on-paper", count: keys.count() });
            }
            Notice::Cut { .. } => self.lost.push(Lost::File { what: "cut", count: 1 }),
            Notice::Sections(rows) => {
                self.lost.push(Lost::File { what: "sections", count: rows.len() });
            }
            Notice::Remarks(rows) => {
                self.lost.push(Lost::File { what: "remarks", count: rows.len() });
            }
            Notice::Alone(rows) => {
                self.lost.push(Lost::File { what: "names-alone", count: rows.len() });
            }
            Notice::Blanks(rows) => {
                self.lost.push(Lost::File { what: "blanks", count: rows.len() });
            }
            Notice::Comments(count) => {
                self.lost.push(Lost::File { what: "comments", count: *count });
            }
            Notice::Pictures(count) => {
                self.lost.push(Lost::File { what: "pictures", count: *count });
            }
            Notice::OtherForm
            | Notice::Encoding
            | Notice::NoKeys
            | Notice::FirstRow(_)
            | Notice::Rows(_)
            | Notice::Devices { .. }
            | Notice::Columns(_) => {}
        }
    }

    /// What stays as it is in an account that a row was merged into, or with a phone that is known.
    fn differ(&mut self, entry: &Entry, others: &[Differs], lang: Lang) {
        let (file, row) = (entry.source + 1, entry.row);
        let lost = others.iter().filter(|differs| differs.is_loss());
        self.lost.extend(lost.map(|differs| {
            let what = differs.field.word().to_owned();
            let said = explain::differs(differs, lang).say(lang);
            Lost::Row { file, row, what, reason: "kept", said }
        }));
        self.changed.extend(others.iter().map(|differs| {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let (from, to) = (text(&veiled(&differs.theirs)), text(&differs.ours));
            let said = explain::differs(differs, lang).say(lang);
            let reason = match differs.field {
                Field::Column(Column::Holder | Column::Location) if from.is_some() => "held",
                _ => "kept",
            };
            let field = differs.field.word().to_owned();
            Changed { file, row, field, reason, from, to, said }
        }));
    }

    fn tell(&mut self, entry: &Entry, fate: Fate, settings: &Path, lang: Lang) {
        let (file, row) = (entry.source + 1, entry.row);
        for remark in entry.told_of(fate) {
            let said = explain::told(remark, settings, lang).say(lang);
            let (field, reason) = words(remark);
            if remark.is_loss() {
                self.lost.push(Lost::Row { file, row, what: field.to_owned(), reason, said });
                continue;
            }
            let (from, to) = values(remark, &entry.record);
            let field = field.to_owned();
            self.changed.push(Changed { file, row, field, reason, from, to, said });
        }
    }
}

/// What stands above a column, as it stands there; else what the column is called.
fn titled(number: usize, title: &str, lang: Lang) -> String {
    if title.is_empty() { explain::heading(number, title, lang) } else { title.to_owned() }
}

fn common_format(plan: &Plan) -> Option<&'static str> {
    let first = plan.sources.first()?.format;
    plan.sources.iter().all(|source| source.format == first).then(|| first.word())
}

impl One {
    fn of(entry: &Entry, outcome: Outcome, omission: Option<Omission>, wish: &Wish) -> Self {
        let record = &entry.record;
        let key = record.key.as_ref();
        let revealed = key.filter(|_| wish.reveal && outcome != Outcome::Out);
        // Among names, too, somebody may have taken a column of keys for one.
        let shown = |name: &String| {
            if wish.reveal { name.clone() } else { veiled(name).into_owned() }
        };
        // An id that is not saved names nothing.
        let saved = |id| match outcome {
            Outcome::Added(_) if wish.dry_run => None,
            _ => id,
        };
        Self {
            file: entry.source + 1,
            row: entry.row,
            issuer: shown(&record.issuer),
            label: shown(&record.login),
            kind: key.map_or("none", |key| key.kind().word()),
            algorithm: key.map(|key| key.algorithm().word().to_ascii_uppercase()),
            digits: key.map(Key::digits),
            period: key.and_then(Key::period),
            counter: key.and_then(counter),
            groups: record.groups.iter().map(shown).collect(),
            note: shown(&record.note),
            favourite: record.favourite,
            console: shown(&record.console),
            recovery_codes: codes(&record.recovery, wish.reveal && outcome != Outcome::Out),
            extra: extra(record, shown),
            outcome: match entry.standing {
                Likeness::New => "new",
                Likeness::Same(_) => "same",
                Likeness::SameKey(_) => "same-key",
                Likeness::SameName(_) => "same-name",
            },
            done: match outcome {
                Outcome::Out => "left-out",
                Outcome::Added(_) => "added",
                Outcome::Merged(_) => "merged",
                Outcome::Skipped(_) => "skipped",
            },
            why: omission.map(|omission| match omission {
                Omission::Same => "here-already",
                Omission::Doubled(_) => "doubled",
                Omission::Doubtful => "one-of-several",
                Omission::Chosen => "chosen",
            }),
            id: saved(outcome.id()).map(|id| id.to_string()),
            secret: revealed.map(|key| match key.kind() {
                Kind::Motp => text(key.secret()),
                _ => base32::encode(key.secret()).to_string(),
            }),
            pin: revealed.and_then(Key::pin).map(text),
        }
    }
}

fn counter(key: &Key) -> Option<u64> {
    match key.kind() {
        Kind::Hotp { counter } => Some(counter),
        _ => None,
    }
}

fn text(secret: &Secret) -> String {
    String::from_utf8_lossy(secret.expose()).into_owned()
}

fn codes(codes: &[Secret], reveal: bool) -> Codes {
    if reveal { Codes::All(codes.iter().map(text).collect()) } else { Codes::Count(codes.len()) }
}

fn extra(record: &Record, shown: impl Fn(&String) -> String) -> Option<Extra> {
    let extra = &record.extra;
    let has_some = *extra != crate::app::import::Extra::default();
    has_some.then(|| Extra {
        store: shown(&extra.store),
        platform: shown(&extra.platform),
        marketplaces: extra.marketplaces.iter().map(&shown).collect(),
        holder: shown(&extra.holder),
        location: shown(&extra.location),
        phone_main: shown(&extra.phone_main),
        phone_backup: shown(&extra.phone_backup),
    })
}

fn phone(backup: bool) -> &'static str {
    if backup { "phone_backup" } else { "phone_main" }
}

/// The field that a remark is about, and the word for it.
fn words(remark: &Remarked) -> (&'static str, &'static str) {
    match remark {
        Remarked::PhoneInNote { backup, .. } => (phone(*backup), "not-a-number"),
        Remarked::NoCountry => ("phone", "no-country"),
        Remarked::Unusual => ("phone", "unusual-number"),
        Remarked::Alike { .. } => ("phone", "perhaps-same"),
        Remarked::LocationInNote => ("location", "no-phone"),
        Remarked::HolderUses => ("holder", "no-phone"),
        Remarked::Read(change) => match change {
            Change::KindAssumed => ("kind", "assumed"),
            Change::CounterRaised => ("counter", "one-added"),
            Change::GroupUnknown => ("groups", "no-name"),
            Change::IssuerInNote => ("issuer", "in-note"),
            Change::HashMended => ("algorithm", "mended"),
            Change::PhoneLost { backup } => (phone(*backup), "digits-lost"),
            Change::DigitsLost { column } => (column.word(), "digits-lost"),
            Change::PhoneMended { backup } => (phone(*backup), "mended"),
            Change::MoreCells { .. } => ("row", "more-cells"),
            Change::FewerCells { .. } => ("row", "fewer-cells"),
            Change::CodesFrom { .. } => ("recovery", "from-field"),
            Change::KeyFrom { .. } => ("secret", "from-field"),
            Change::FieldsLeft { .. } => ("fields", "not-taken"),
            Change::AddressesLeft { .. } => ("console", "not-taken"),
            Change::PasskeysLeft { .. } => ("passkeys", "not-taken"),
            Change::AttachmentsLeft { .. } => ("attachments", "not-taken"),
            Change::Cut { dropped: None } => ("row", "cut"),
            Change::Cut { dropped: Some(column) } => (column.word(), "cut"),
            Change::MayBeCut { column } => (column.word(), "may-be-cut"),
            Change::Apostrophe => ("row", "apostrophe"),
            Change::Unwrapped => ("row", "unwrapped"),
            Change::CodesElsewhere { .. } => ("recovery", "in-note"),
            Change::CodesBeside { .. } => ("recovery", "words-in-note"),
            Change::KeyApart { .. } => ("secret", "elsewhere"),
            Change::KeyDitto { .. } => ("secret", "ditto"),
            Change::FromTitle => ("platform", "from-title"),
            Change::SameAsAbove { column } => (column.word(), "same-as-above"),
            Change::KeyLabel { .. } => ("secret", "label"),
            Change::SeveralHolders { .. } => ("holder", "several"),
            Change::NumberFormat { column } => (column.word(), "number-format"),
            Change::KeyLike { column } => (column.word(), "looks-like-key"),
            Change::Contradicts { column, .. } => (column.word(), "contradicts"),
            Change::Key(remark) => match remark {
                Remark::PrefixDiffers { .. } => ("issuer", "prefix-differs"),
                Remark::NoName => ("label", "no-name"),
                Remark::NotUtf8 => ("label", "not-utf8"),
                Remark::NoCounter => ("counter", "no-counter"),
                Remark::NotSteam => ("kind", "not-steam"),
                Remark::SteamByIssuer => ("kind", "steam-by-issuer"),
                Remark::OddLength => ("secret", "odd-length"),
                Remark::SpareBits => ("secret", "spare-bits"),
                Remark::ShortKey => ("secret", "short-key"),
                Remark::NoPin => ("pin", "no-pin"),
                Remark::KeyCut => ("secret", "key-cut"),
                Remark::Repeated { parameter } => (parameter, "repeated"),
                Remark::NoValue { parameter } => (parameter, "no-value"),
                Remark::SecondKey => ("secret", "second-key"),
                Remark::Unread { parameter } => (parameter, "unread"),
            },
        },
    }
}

/// What stood there and what it was read as, where both can be said.
fn values(remark: &Remarked, record: &Record) -> (Option<String>, Option<String>) {
    let counter = record.key.as_ref().and_then(counter);
    match remark {
        Remarked::Read(Change::Key(Remark::PrefixDiffers { prefix })) => {
            let shown = |name: &str| Some(veiled(name).into_owned());
            (shown(prefix), shown(&record.issuer))
        }
        Remarked::Read(Change::Key(Remark::NoCounter)) => (None, Some("0".to_owned())),
        Remarked::Read(Change::Key(Remark::SteamByIssuer)) => {
            (Some("totp".to_owned()), Some("steam".to_owned()))
        }
        Remarked::Read(Change::KindAssumed) => (None, Some("totp".to_owned())),
        Remarked::Read(Change::FromTitle) => (None, Some(record.extra.platform.clone())),
        Remarked::Alike { number, other, .. } => (Some(number.clone()), Some(other.clone())),
        Remarked::Read(Change::CounterRaised) => (
            counter.and_then(|counter| counter.checked_sub(1)).map(|counter| counter.to_string()),
            counter.map(|counter| counter.to_string()),
        ),
        Remarked::Read(Change::PhoneMended { backup }) => {
            let extra = &record.extra;
            let phone = if *backup { &extra.phone_backup } else { &extra.phone_main };
            (None, Some(phone.clone()))
        }
        _ => (None, None),
    }
}

fn word_of_ignored(what: Ignored) -> &'static str {
    match what {
        Ignored::Icons => "icons",
        Ignored::Uses => "uses",
        Ignored::Positions => "positions",
        Ignored::Passwords => "passwords",
        Ignored::Others => "others",
        Ignored::Trashed => "trashed",
        Ignored::History => "history",
        Ignored::OldPasswords => "old-passwords",
        Ignored::Fields => "fields",
        Ignored::Texts => "texts",
        Ignored::Snoozes => "snoozes",
        Ignored::Losses => "losses",
        Ignored::Platforms => "platforms",
        Ignored::Unreadable => "unreadable",
    }
}

fn word_of_refused(refused: &Refused) -> &'static str {
    match refused {
        Refused::Sealed => "sealed",
        Refused::Reference => "reference",
        Refused::TwoKeys { .. } | Refused::KeysInCell { .. } | Refused::KeysTogether => "two-keys",
        Refused::Headings => "headings",
        Refused::Unquoted { .. } => "unquoted",
        Refused::MoreCells { .. } => "more-cells",
        Refused::FewerCells { .. } => "fewer-cells",
        Refused::Cut => "cut",
        Refused::Batch { .. } => "batch",
        Refused::Formula { .. } => "formula",
        Refused::KeyAsHeading => "key-as-heading",
        Refused::KeyElsewhere { .. } => "key-elsewhere",
        Refused::KeyInNote => "key-in-note",
        Refused::KeyInFields { .. } => "key-in-field",
        Refused::Passkeys { .. } => "passkeys",
        Refused::WebAddress => "web-address",
        Refused::Code => "code",
        Refused::Word => "word",
        Refused::OtherTable { .. } => "other-table",
        Refused::Nameless => "no-name",
        Refused::Shape => "shape",
        Refused::Key(refusal) => match refusal {
            Refusal::NotOtpauth => "not-an-address",
            Refusal::TooLong => "too-long",
            Refusal::Migration => "migration",
            Refusal::UnknownType(_) => "kind",
            Refusal::NoKey => "no-key",
            Refusal::Key(_) => "secret",
            Refusal::Bounds(_) => "bounds",
            Refusal::NotANumber { .. } => "not-a-number",
            Refusal::Algorithm(_) => "algorithm",
            Refusal::Trashed => "trashed",
        },
    }
}
