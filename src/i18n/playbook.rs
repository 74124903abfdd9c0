//! What to do when something goes wrong, step by step: ten pages in every language.
//!
//! The pages are plain files beside this one, one line a paragraph, no line broken by hand: whoever
//! draws them breaks lines. The form:
//!
//! ```text
//! # Title
//! A paragraph.
//! 1. A step.
//! > A remark on what stands above it.
//! ```
//!
//! They hold facts about platforms that age; what only one source says is marked in the sentence
//! ("usually", "reported").

use super::Lang;

/// A page of advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Playbook {
    /// 1: the text message is unreadable.
    Garbled,
    /// 2: the platform refuses the code.
    Refused,
    /// 3: no text message arrives.
    NoSms,
    /// 4: the main device is gone.
    Lost,
    /// 5: a colleague left.
    Left,
    /// 6: a phone is replaced.
    NewPhone,
    /// 7: there is no second way in.
    NoBackup,
    /// 8: no way in works.
    LockedOut,
    /// 9: a number runs out.
    Lapsing,
    /// 10: a backup was never tested, or not for long.
    Untested,
}

/// A page, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its heading.
    pub title: &'static str,
    /// What stands below it, in order.
    pub lines: Vec<Line>,
}

/// One paragraph of a page, of any length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Plain text.
    Text(&'static str),
    /// Something to do.
    Step {
        /// From 1, without gaps.
        number: usize,
        /// What to do.
        text: &'static str,
    },
    /// A remark on what stands above it.
    Remark(&'static str),
}

impl Playbook {
    /// All of them, by number.
    pub const ALL: [Self; 10] = [
        Self::Garbled,
        Self::Refused,
        Self::NoSms,
        Self::Lost,
        Self::Left,
        Self::NewPhone,
        Self::NoBackup,
        Self::LockedOut,
        Self::Lapsing,
        Self::Untested,
    ];

    /// The number people call it by, 1 to 10. Never changes.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The page of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|playbook| playbook.number() == number)
    }

    /// The word in arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Garbled => "garbled",
            Self::Refused => "refused",
            Self::NoSms => "no-sms",
            Self::Lost => "lost",
            Self::Left => "left",
            Self::NewPhone => "new-phone",
            Self::NoBackup => "no-backup",
            Self::LockedOut => "locked-out",
            Self::Lapsing => "lapsing",
            Self::Untested => "untested",
        }
    }

    /// The page a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|playbook| playbook.word() == word)
    }

    /// The page.
    pub fn page(self, lang: Lang) -> Page {
        let source = self.source(lang);
        let (title, body) = source.split_once('\n').unwrap_or((source, ""));
        let lines = body.lines().filter(|line| !line.is_empty()).map(Line::read).collect();
        Page { title: title.trim_start_matches("# "), lines }
    }

    /// The heading alone.
    pub fn title(self, lang: Lang) -> &'static str {
        self.source(lang).lines().next().unwrap_or("").trim_start_matches("# ")
    }

    /// A page that is missing in a language does not compile.
    fn source(self, lang: Lang) -> &'static str {
        macro_rules! pages {
            ($($playbook:ident $number:literal),+) => {
                match (self, lang) {
                    $(
                        (Self::$playbook, Lang::En) => {
                            include_str!(concat!("playbooks/en/", $number, ".md"))
                        }
                        (Self::$playbook, Lang::ZhCn) => {
                            include_str!(concat!("playbooks/zh/", $number, ".md"))
                        }
                    )+
                }
            };
        }
        pages!(
            Garbled 1, Refused 2, NoSms 3, Lost 4, Left 5, NewPhone 6, NoBackup 7, LockedOut 8,
            Lapsing 9, Untested 10
        )
    }
}

impl Line {
    fn read(line: &'static str) -> Self {
        if let Some(text) = line.strip_prefix("> ") {
            return Self::Remark(text);
        }
        let step = line
            .split_once(". ")
            .and_then(|(number, text)| Some(Self::Step { number: number.parse().ok()?, text }));
        step.unwrap_or(Self::Text(line))
    }

    /// What it says.
    pub fn text(self) -> &'static str {
        match self {
            Self::Text(text) | Self::Step { text, .. } | Self::Remark(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_plain;

    #[test]
    fn every_page_is_numbered_named_and_found_again() {
        for (place, playbook) in (1..).zip(Playbook::ALL) {
            assert_eq!(playbook.number(), place, "{playbook:?}");
            assert_eq!(Playbook::from_number(place), Some(playbook));
            assert_eq!(Playbook::from_word(playbook.word()), Some(playbook));
        }
        assert_eq!((Playbook::from_number(0), Playbook::from_number(11)), (None, None));
        assert_eq!(Playbook::from_word("none"), None);
    }

    #[test]
    fn every_page_keeps_to_the_form() {
        for playbook in Playbook::ALL {
            for lang in Lang::ALL {
                let name = format!("{playbook:?} {lang}");
                let source = playbook.source(lang);
                assert!(source.starts_with("# ") && source.ends_with('\n'), "{name}");
                let page = playbook.page(lang);
                assert_eq!(page.title, playbook.title(lang), "{name}");
                assert!(!page.title.is_empty(), "{name}");
                let mut steps = 0;
                for line in &page.lines {
                    let text = line.text();
                    assert!(text.trim() == text && text.chars().all(is_plain), "{name}: {text:?}");
                    assert_eq!(text.matches('`').count() % 2, 0, "{name}: {text:?}");
                    match line {
                        Line::Step { number, .. } => {
                            steps += 1;
                            assert_eq!(*number, steps, "{name}: {text:?}");
                        }
                        // A number or mark that was mistyped would make text of a step or remark.
                        Line::Text(_) => {
                            assert_eq!(steps, 0, "{name}: {text:?}");
                            assert!(!text.starts_with(['#', '>']), "{name}: {text:?}");
                        }
                        Line::Remark(_) => assert!(steps > 0, "{name}: {text:?}"),
                    }
                }
                assert!(steps >= 5, "{name}: {steps} steps");
            }
        }
    }

    /// A line that was translated as another kind, or not at all, shows here.
    #[test]
    fn the_languages_say_the_same_in_the_same_order() {
        let shape = |page: &Page| {
            let kind = |line: &Line| match *line {
                Line::Text(_) => 't',
                Line::Step { .. } => 's',
                Line::Remark(_) => 'r',
            };
            page.lines.iter().map(kind).collect::<String>()
        };
        let commands = |text: &'static str| {
            let quoted = text.split('`').skip(1).step_by(2).map(|command| {
                // What stands for a value is translated.
                let words = command.split(' ').filter(|word| {
                    word.starts_with("--") || word.chars().all(|c| c.is_ascii_lowercase())
                });
                words.collect::<Vec<_>>().join(" ")
            });
            quoted.collect::<Vec<_>>()
        };
        for playbook in Playbook::ALL {
            let (en, zh) = (playbook.page(Lang::En), playbook.page(Lang::ZhCn));
            assert_eq!(shape(&en), shape(&zh), "{playbook:?}");
            for (en, zh) in en.lines.iter().zip(&zh.lines) {
                assert_eq!(commands(en.text()), commands(zh.text()), "{playbook:?}");
            }
        }
    }
}
