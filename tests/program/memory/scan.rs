//! Another process's memory, read from outside and searched for secrets.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt as _;

use rustix::process::Pid;

/// The most bytes read at once.
const PIECE: u64 = 4 << 20;

/// Distances between the characters of a text that lies one character to a cell, an event or a
/// message.
const STRIDES: std::ops::RangeInclusive<usize> = 2..=160;

const BLANK: [u8; 4096] = [0; 4096];

/// What must not be there.
#[derive(Default)]
pub(crate) struct Needles {
    /// Looked for as they are.
    whole: Vec<(String, Vec<u8>)>,
    /// Looked for with anything between their bytes, too.
    spread: Vec<(String, Vec<u8>)>,
}

impl Needles {
    /// Adds bytes. Of long ones their second half is looked for: an allocator writes its own notes
    /// over the beginning of what is freed.
    pub(crate) fn add(&mut self, name: &str, bytes: &[u8]) {
        let from = if bytes.len() >= 16 { bytes.len() / 2 } else { 0 };
        self.whole.push((name.to_owned(), bytes[from..].to_vec()));
    }

    /// Adds a text that was typed, pasted or drawn: its characters may lie apart.
    pub(crate) fn add_shown(&mut self, name: &str, text: &str) {
        self.add(name, text.as_bytes());
        // Past ten characters a coincidence is as good as impossible already.
        let end = text.len().min(10);
        self.spread.push((format!("{name}, spread"), text.as_bytes()[..end].to_vec()));
    }
}

/// Names of needles, and where each was found: the mapping and the bytes around.
pub(crate) type Hits = Vec<(String, String)>;

/// Searches everything a process has ever been able to write.
///
/// # Errors
///
/// When the system does not let us read that memory.
pub(crate) fn scan(process: Pid, needles: &Needles) -> io::Result<Hits> {
    let id = process.as_raw_pid();
    let memory = File::open(format!("/proc/{id}/mem"))?;
    let maps = fs::read_to_string(format!("/proc/{id}/maps"))?;
    let index = Index::new(needles);
    let mut hits = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        let name = words.nth(3).unwrap_or("anonymous");
        let Some((start, end)) = range.split_once('-') else { continue };
        let number = |text| u64::from_str_radix(text, 16).expect("an address");
        // What cannot be written holds what its file holds.
        if !rights.starts_with("rw") && name.starts_with('/') || name.starts_with("[v") {
            continue;
        }
        let (mut at, end) = (number(start), number(end));
        while at < end {
            let size = usize::try_from((end - at).min(PIECE)).expect("fits");
            let mut bytes = vec![0; size];
            // A mapping may vanish while we look.
            if memory.read_exact_at(&mut bytes, at).is_ok() {
                let place = |offset: usize| {
                    let around = &bytes[offset.saturating_sub(16)..(offset + 32).min(size)];
                    format!("{name} {:x}: {}", at + offset as u64, around.escape_ascii())
                };
                index
                    .search(&bytes, |needle, offset| hits.push((needle.to_owned(), place(offset))));
            }
            if end - at <= PIECE {
                break;
            }
            // What lies across two pieces is in the second.
            at += PIECE - 4096;
        }
    }
    Ok(hits)
}

/// Needles by their first four bytes.
struct Index<'a> {
    needles: &'a Needles,
    /// Whether any begins with these two bytes.
    begins: Vec<bool>,
    by_start: HashMap<[u8; 4], Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(needles: &'a Needles) -> Self {
        let mut begins = vec![false; 1 << 16];
        let mut by_start: HashMap<[u8; 4], Vec<usize>> = HashMap::new();
        for (at, (_, bytes)) in needles.whole.iter().enumerate() {
            begins[usize::from(bytes[0]) << 8 | usize::from(bytes[1])] = true;
            by_start.entry([bytes[0], bytes[1], bytes[2], bytes[3]]).or_default().push(at);
        }
        Self { needles, begins, by_start }
    }

    fn search(&self, bytes: &[u8], mut found: impl FnMut(&str, usize)) {
        // Most memory was never written; a page of it is told at once.
        let pages = (0..bytes.len()).step_by(BLANK.len());
        for page in pages.filter(|page| !bytes[*page..].starts_with(&BLANK)) {
            let end = bytes.len().min(page + BLANK.len() + 3);
            for (n, four) in bytes[page..end].array_windows::<4>().enumerate() {
                if !self.begins[usize::from(four[0]) << 8 | usize::from(four[1])] {
                    continue;
                }
                for needle in self.by_start.get(four).into_iter().flatten() {
                    let (name, needle) = &self.needles.whole[*needle];
                    if bytes[page + n..].starts_with(needle) {
                        found(name, page + n);
                    }
                }
            }
        }
        for (name, needle) in &self.needles.spread {
            for at in memchr::memchr_iter(needle[0], bytes) {
                for stride in STRIDES {
                    let is_there =
                        |(n, byte): (usize, &u8)| bytes.get(at + n * stride) == Some(byte);
                    if needle.iter().enumerate().skip(1).all(is_there) {
                        found(name, at);
                    }
                }
            }
        }
    }
}
