//! The XML inside: groups with groups and entries in them, entries with named values. Read once from
//! front to back, because one key stream runs over all protected values in the order they stand in,
//! those of earlier versions included.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, escape::resolve_xml_entity};
use zeroize::Zeroizing;

use super::super::error::{Limit, Measure};
use super::super::text::base64;
use super::super::{Format, MOST_ENTRIES, ReadError};
use super::container::{Content, Stream};

/// The deepest nesting that is read.
const DEEPEST: u64 = 64;
/// The most groups and fields: fifty for every entry there may be.
const MOST_VALUES: u64 = 50 * MOST_ENTRIES as u64;

/// What stands in the document.
#[derive(Default)]
pub(super) struct Document {
    /// Entries in their order, those in the recycle bin among them.
    pub(super) entries: Vec<Entry>,
    /// How many earlier versions of entries there are.
    pub(super) earlier: usize,
    groups: Vec<Group>,
    bin: String,
}

/// An entry.
#[derive(Default)]
pub(super) struct Entry {
    /// Named values.
    pub(super) fields: Vec<Field>,
    /// Its tags in one text.
    pub(super) tags: String,
    /// Whether it has a picture of its own.
    pub(super) pictured: bool,
    group: Option<usize>,
}

/// A named value.
#[derive(Default)]
pub(super) struct Field {
    /// What it is called.
    pub(super) name: String,
    /// What it says.
    pub(super) value: Zeroizing<String>,
}

#[derive(Default)]
struct Group {
    name: String,
    uuid: String,
    is_bin: bool,
    above: Option<usize>,
}

impl Entry {
    /// The value of a name; empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|field| field.name == name);
        field.map_or("", |field| field.value.as_str())
    }
}

impl Document {
    /// Whether an entry lies in the recycle bin, however deep.
    pub(super) fn is_trashed(&self, entry: &Entry) -> bool {
        self.above(entry).any(|group| group.is_bin)
    }

    /// The groups an entry lies in, as `a/b`; the outermost is the database itself.
    pub(super) fn path(&self, entry: &Entry) -> String {
        let inner = self.above(entry).filter(|group| group.above.is_some());
        let mut names: Vec<&str> = inner.map(|group| group.name.trim()).collect();
        names.reverse();
        names.join("/")
    }

    /// The groups an entry lies in, from the innermost on.
    fn above(&self, entry: &Entry) -> impl Iterator<Item = &Group> {
        let group = |at: Option<usize>| at.and_then(|at| self.groups.get(at));
        std::iter::successors(group(entry.group), move |inner| group(inner.above))
    }
}

/// Reads the document.
pub(super) fn read(content: Content) -> Result<Document, ReadError> {
    let damaged = || ReadError::damaged(Format::KeePass);
    let no_types = ReadError::Limit(Limit { what: Measure::DocumentTypes, asked: 1, most: 0 });
    let text = std::str::from_utf8(&content.document).map_err(|_| damaged())?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::new(content.stream);
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Event::DocType(_) => return Err(no_types),
            Event::Start(tag) => walk.enter(&tag)?,
            Event::End(_) => walk.leave().ok_or_else(damaged)?,
            Event::Text(text) => walk.text.push_str(&text.decode().map_err(|_| damaged())?),
            Event::CData(text) => walk.text.push_str(&text.decode().map_err(|_| damaged())?),
            Event::GeneralRef(name) => walk.text.push(resolve(&name).ok_or_else(damaged)?),
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if walk.path.is_empty() && !walk.found.groups.is_empty() => {
                let mut found = walk.found;
                // Which one it is may be said behind the groups.
                for group in &mut found.groups {
                    group.is_bin = !found.bin.is_empty() && group.uuid == found.bin;
                }
                return Ok(found);
            }
            Event::Eof => return Err(damaged()),
        }
    }
}

/// The elements that matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Meta,
    Group,
    Entry,
    History,
    String,
    Leaf(Leaf),
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaf {
    Bin,
    Uuid,
    Name,
    Tags,
    Icon,
    OwnIcon,
    Key,
    Value,
}

/// Where the reader is.
struct Walk {
    stream: Stream,
    path: Vec<(Tag, Shelter)>,
    /// Text since the last element began or ended.
    text: Zeroizing<String>,
    group: Option<usize>,
    entry: Option<Entry>,
    values: u64,
    found: Document,
}

/// Whether a value is protected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shelter {
    Protected,
    Bare,
}

impl Walk {
    fn new(stream: Stream) -> Self {
        Self {
            stream,
            path: Vec::new(),
            text: Zeroizing::default(),
            group: None,
            entry: None,
            values: 0,
            found: Document::default(),
        }
    }

    fn enter(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        Limit::hold(Measure::Depth, self.path.len() as u64 + 1, DEEPEST)?;
        let tag = match start.name().as_ref() {
            b"Meta" => Tag::Meta,
            b"Group" => Tag::Group,
            b"Entry" => Tag::Entry,
            b"History" => Tag::History,
            b"String" => Tag::String,
            b"RecycleBinUUID" => Tag::Leaf(Leaf::Bin),
            b"UUID" => Tag::Leaf(Leaf::Uuid),
            b"Name" => Tag::Leaf(Leaf::Name),
            b"Tags" => Tag::Leaf(Leaf::Tags),
            b"IconID" => Tag::Leaf(Leaf::Icon),
            b"CustomIconUUID" => Tag::Leaf(Leaf::OwnIcon),
            b"Key" => Tag::Leaf(Leaf::Key),
            b"Value" => Tag::Leaf(Leaf::Value),
            _ => Tag::Other,
        };
        let protected = start.try_get_attribute("Protected");
        let protected = protected.map_err(|_| ReadError::damaged(Format::KeePass))?;
        let protected = protected.is_some_and(|value| value.value.eq_ignore_ascii_case(b"true"));
        match tag {
            Tag::Group => {
                self.count()?;
                self.found.groups.push(Group { above: self.group, ..Group::default() });
                self.group = Some(self.found.groups.len() - 1);
            }
            Tag::Entry if self.is_earlier() => self.found.earlier += 1,
            Tag::Entry => {
                let count = self.found.entries.len() as u64 + 1;
                Limit::hold(Measure::Entries, count, MOST_ENTRIES as u64)?;
                self.entry = Some(Entry { group: self.group, ..Entry::default() });
            }
            Tag::String if !self.is_earlier() => {
                self.count()?;
                if let Some(entry) = &mut self.entry {
                    entry.fields.push(Field::default());
                }
            }
            _ => {}
        }
        self.path.push((tag, if protected { Shelter::Protected } else { Shelter::Bare }));
        self.text = Zeroizing::default();
        Ok(())
    }

    /// One more group or field: an empty one takes more room here than in the file.
    fn count(&mut self) -> Result<(), ReadError> {
        self.values += 1;
        Limit::hold(Measure::Values, self.values, MOST_VALUES)
    }

    /// Ends an element; `None` when it is broken.
    fn leave(&mut self) -> Option<()> {
        let (tag, shelter) = self.path.pop()?;
        let mut text = std::mem::take(&mut self.text);
        if shelter == Shelter::Protected {
            let mut bytes = base64(&text)?;
            self.stream.open(&mut bytes);
            text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
        }
        match tag {
            Tag::Group => self.group = self.found.groups.get(self.group?)?.above,
            Tag::Entry if !self.is_earlier() => self.found.entries.push(self.entry.take()?),
            Tag::Leaf(leaf) if !self.is_earlier() => self.keep(leaf, text),
            _ => {}
        }
        Some(())
    }

    /// Whether this is inside of an earlier version.
    fn is_earlier(&self) -> bool {
        self.path.iter().any(|(tag, _)| *tag == Tag::History)
    }

    /// Keeps what a leaf says, by the element it stands in.
    fn keep(&mut self, leaf: Leaf, mut text: Zeroizing<String>) {
        let group = self.group.and_then(|at| self.found.groups.get_mut(at));
        let entry = self.entry.as_mut();
        let text = &mut *text;
        match self.path.last().map(|(tag, _)| *tag) {
            // Nothing but zeros where there is no bin.
            Some(Tag::Meta) if leaf == Leaf::Bin && text.trim() != "AAAAAAAAAAAAAAAAAAAAAA==" => {
                text.trim().clone_into(&mut self.found.bin);
            }
            Some(Tag::Group) => {
                let Some(group) = group else { return };
                match leaf {
                    Leaf::Uuid => text.trim().clone_into(&mut group.uuid),
                    Leaf::Name => group.name.clone_from(text),
                    _ => {}
                }
            }
            Some(Tag::Entry) => {
                let Some(entry) = entry else { return };
                match leaf {
                    Leaf::Tags => entry.tags.clone_from(text),
                    Leaf::Icon => entry.pictured |= !matches!(text.trim(), "" | "0"),
                    Leaf::OwnIcon => entry.pictured |= !text.trim().is_empty(),
                    _ => {}
                }
            }
            Some(Tag::String) => {
                let Some(field) = entry.and_then(|entry| entry.fields.last_mut()) else { return };
                match leaf {
                    Leaf::Key => field.name = std::mem::take(text),
                    Leaf::Value => field.value = Zeroizing::new(std::mem::take(text)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// The character that a reference stands for.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c);
    }
    resolve_xml_entity(&reference.decode().ok()?)?.chars().next()
}
