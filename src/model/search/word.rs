//! One word of a query, and how well a field matches it.

use memchr::memmem::Finder;
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::sheet::{Field, Kind, LONGEST_NAME, letters};

/// Characters of a word up to which it may match with gaps: nobody abbreviates to more.
const LONGEST_LOOSE: usize = 32;

/// How a word matches, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// It is the field.
    Equal,
    /// The field begins with it.
    Prefix,
    /// A word of the field begins with it.
    WordPrefix,
    /// It is somewhere in the field.
    Substring,
    /// Its letters are in the field in their order, close together.
    Loose,
}

/// How well something matches; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub(super) class: Class,
    /// For loose matches, what nucleo's score falls short of the best that could be.
    pub(super) shortfall: u16,
}

impl Match {
    /// The best there is.
    pub(super) const BEST: Self = Self { class: Class::Equal, shortfall: 0 };

    /// How well two words match that must both do.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            class: self.class.max(other.class),
            shortfall: self.shortfall.saturating_add(other.shortfall),
        }
    }
}

/// One word of a query.
pub(super) struct Word<'a> {
    text: &'a str,
    characters: Vec<char>,
    /// The letters a field must have.
    pub(super) letters: u64,
    finder: Finder<'a>,
    /// The only kind of field that counts.
    only: Option<Kind>,
    /// Whether letters with gaps between them match.
    loose: bool,
}

impl<'a> Word<'a> {
    /// The words of a folded query.
    pub(super) fn all(folded: &'a str) -> impl Iterator<Item = Self> {
        folded.split(' ').filter(|word| !word.is_empty()).map(Self::new)
    }

    fn new(word: &'a str) -> Self {
        let (only, text) = if let Some(tag) = word.strip_prefix('#') {
            (Some(Kind::Tag), tag)
        } else if let Some(holder) = word.strip_prefix('@') {
            (Some(Kind::Holder), holder)
        } else {
            (None, word)
        };
        let characters: Vec<_> = text.chars().collect();
        let loose = only != Some(Kind::Tag) && (2..=LONGEST_LOOSE).contains(&characters.len());
        Self { text, characters, letters: letters(text), finder: Finder::new(text), only, loose }
    }

    /// How well a field matches.
    pub(super) fn rate(&self, field: Field<'_>, scorer: &mut Scorer) -> Option<Match> {
        if self.only.is_some_and(|kind| kind != field.kind) {
            return None;
        }
        if let Some(class) = self.find(field.text) {
            // A tag is typed from its beginning on.
            let counts = self.only != Some(Kind::Tag) || class <= Class::Prefix;
            return counts.then_some(Match { class, shortfall: 0 });
        }
        let prose = field.kind == Kind::Note;
        if prose || !self.loose || !is_close(field.text, &self.characters) {
            return None;
        }
        Some(Match { class: Class::Loose, shortfall: scorer.shortfall(field.text, self) })
    }

    /// The best class of the places where the word stands in a field without gaps.
    fn find(&self, field: &str) -> Option<Class> {
        let mut found = None;
        for at in self.finder.find_iter(field.as_bytes()) {
            match field[..at].chars().next_back() {
                None if field.len() == self.text.len() => return Some(Class::Equal),
                None => return Some(Class::Prefix),
                Some(before) if !before.is_alphanumeric() => return Some(Class::WordPrefix),
                Some(_) => found = Some(Class::Substring),
            }
        }
        found
    }
}

/// Whether the letters of a word stand in the first 64 characters of a field, close together: the
/// first one at the start of a word, each further one at most two characters on from the one
/// before, or at the start of the next word.
///
/// So `wyfr` is in `wayfair` and `bn` in `bodega norte`, while three letters are not found all
/// over a long name. If a word is close, so is every beginning of it: typing on only narrows.
fn is_close(field: &str, word: &[char]) -> bool {
    // Most fields fall here: not even in their order.
    let mut rest = word;
    for c in field.chars().take(LONGEST_NAME) {
        rest = rest.strip_prefix(&[c]).unwrap_or(rest);
    }
    if !rest.is_empty() {
        return false;
    }
    // Bit n stands for the n-th character of the field.
    let mut places = [0_u64; LONGEST_LOOSE];
    let mut starts = 0_u64;
    let mut inside = false;
    for (index, c) in field.chars().take(LONGEST_NAME).enumerate() {
        let alphanumeric = c.is_alphanumeric();
        starts |= u64::from(alphanumeric && !inside) << index;
        inside = alphanumeric;
        for (places, wanted) in places.iter_mut().zip(word) {
            *places |= u64::from(*wanted == c) << index;
        }
    }
    // Where the letter looked at last can be, behind all letters before it.
    let mut reached = places[0] & starts;
    for places in &places[1..word.len()] {
        let near = reached << 1 | reached << 2 | reached << 3;
        reached = places & (near | next_starts(reached, starts));
    }
    reached != 0
}

/// For each place, the start of the next word behind it.
fn next_starts(places: u64, starts: u64) -> u64 {
    let mut rest = places;
    let mut next = 0;
    while rest != 0 {
        let place = rest & rest.wrapping_neg();
        rest ^= place;
        let behind = starts & !(place | (place - 1));
        next |= behind & behind.wrapping_neg();
    }
    next
}

/// Scores loose matches. Takes its memory with the first one.
#[derive(Default)]
pub(super) struct Scorer {
    matcher: Option<Matcher>,
    characters: Vec<char>,
}

impl Scorer {
    fn shortfall(&mut self, field: &str, word: &Word<'_>) -> u16 {
        let matcher = self.matcher.get_or_insert_with(|| {
            // Both sides are folded already.
            let mut config = Config::DEFAULT;
            (config.normalize, config.ignore_case) = (false, false);
            Matcher::new(config)
        });
        let end = field.char_indices().nth(LONGEST_NAME).map_or(field.len(), |(at, _)| at);
        let field = Utf32Str::new(&field[..end], &mut self.characters);
        let word = if word.text.is_ascii() {
            Utf32Str::Ascii(word.text.as_bytes())
        } else {
            Utf32Str::Unicode(&word.characters)
        };
        // No letter scores more than 32, the first one of a word included.
        let best = u16::try_from(LONGEST_LOOSE * 32).unwrap_or(u16::MAX);
        best.saturating_sub(matcher.fuzzy_match(field, word).unwrap_or(0))
    }
}
