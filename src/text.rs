//! Strangers' text made safe for a terminal, and how wide it is there.
//!
//! Names come from imports, colleagues and other programs. [`Safe`] is the only form in which they
//! reach a screen, a table, a line of output, an error or a title: controls, bidirectional marks,
//! zero-width and tag characters are shown as `\u{…}` instead of acting. A single piece of strangers'
//! text is cut ([`safe`]); what we say ourselves – a sentence, a command, a path, a list – is not
//! ([`whole`], [`series`]): cut in two it would be of no use, or another command.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The most characters of one piece of strangers' text that are shown.
const LONGEST: usize = 256;

/// Text that can neither drive a terminal nor hide in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Safe<'a>(Cow<'a, str>);

impl<'a> Safe<'a> {
    /// Escapes what is not plainly visible and cuts the rest at 256 characters.
    pub fn new(text: &'a str) -> Self {
        Self::within(LONGEST, text)
    }

    fn within(longest: usize, text: &'a str) -> Self {
        let plain = text.len() <= longest
            && (text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control())
                || text.chars().all(is_plain));
        if plain {
            return Self(Cow::Borrowed(text));
        }
        let mut safe = String::with_capacity(text.len() + 8);
        for (count, c) in text.chars().enumerate() {
            if count == longest {
                safe.push('…');
                break;
            }
            if is_plain(c) {
                safe.push(c);
            } else {
                safe.extend(c.escape_unicode());
            }
        }
        Self(Cow::Owned(safe))
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, free of the borrow.
    pub fn into_owned(self) -> Safe<'static> {
        Safe(Cow::Owned(self.0.into_owned()))
    }
}

/// A text of several lines on one, a stroke between them; empty ones go.
pub fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" / "))
}

/// A name or another single piece of strangers' text, for a message: escaped, and cut at 256
/// characters.
pub fn safe(text: &str) -> Safe<'static> {
    Safe::new(text).into_owned()
}

/// What we say ourselves, for a message: a sentence, a command, a path, a list of our own words. It is
/// escaped as [`safe`] text is, and never cut; strangers' text in it was made safe before.
pub fn whole(text: &str) -> Safe<'static> {
    Safe::within(usize::MAX, text).into_owned()
}

/// Names beside each other, `between` them: each is cut as [`safe`] text is, the list is not.
pub fn series<S: AsRef<str>>(names: &[S], between: &str) -> Safe<'static> {
    let names: Vec<Safe<'_>> = names.iter().map(|name| Safe::new(name.as_ref())).collect();
    whole(&names.iter().map(Safe::as_str).collect::<Vec<_>>().join(between))
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a character is visible by itself and cannot change what stands around it.
///
/// Refused: Cc, the line and paragraph separators, and every format character (Cf) with a use in
/// deception: bidirectional controls, zero-width joiners and spaces, tags, variation selectors,
/// interlinear marks, the byte order mark; U+FFFC, which terminals draw as nothing; and the halves of
/// emoji (flags, skin tones, keycaps), which some terminals join and others do not.
pub fn is_plain(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}'
        | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{110bd}' | '\u{110cd}'
        | '\u{20e3}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Columns a text takes in a terminal: 2 for wide East Asian characters, 0 for combining marks.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text to at most `columns`, ending in `ellipsis` when something was cut.
///
/// Cuts fall between grapheme clusters, so neither half of a wide character nor a lone accent is
/// left over.
pub fn fit<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut cut = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += width(cluster);
        if used > room {
            break;
        }
        cut.push_str(cluster);
    }
    if width(ellipsis) <= columns {
        cut.push_str(ellipsis);
    }
    Cow::Owned(cut)
}

/// Lines of at most `columns`. They break at spaces, and between wide characters, where Chinese and
/// Japanese have no spaces; no line begins with a closing mark or ends with an opening one, unless
/// nothing else fits. A word that is longer than a line breaks behind a hyphen, if it has one.
pub fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = first_line(rest, columns);
        if end == 0 {
            break;
        }
        lines.push(rest[..end].trim_end());
        rest = rest[end..].trim_start();
    }
    lines
}

/// Where the first line of a text ends; 0 when not one character fits.
fn first_line(text: &str, columns: usize) -> usize {
    let (mut used, mut end, mut hyphen, mut before) = (0, None, None, "");
    for (at, cluster) in text.grapheme_indices(true) {
        if may_break(before, cluster) {
            end = Some(at);
        } else if before == "-" {
            hyphen = Some(at);
        }
        used += width(cluster);
        // A space hangs over the edge.
        if used > columns && cluster != " " {
            return end.or(hyphen).unwrap_or(at);
        }
        before = cluster;
    }
    text.len()
}

fn may_break(before: &str, after: &str) -> bool {
    let opens = |cluster: &str| cluster.starts_with(|c| "([{“‘（［｛【《「『".contains(c));
    let closes = |cluster: &str| {
        cluster.starts_with(|c| ")]}.,:;!?%…”’，。、：；！？）］｝】》」』".contains(c))
    };
    let is_wide = |cluster: &str| width(cluster) > 1;
    match before {
        "" => false,
        " " => true,
        _ => (is_wide(before) || is_wide(after)) && !opens(before) && !closes(after),
    }
}

/// A JSON document whose strings hold no character that [`is_plain`] refuses: each becomes a
/// `\uXXXX` escape, so that `keyrack … --json` on a terminal is as harmless as everything else.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let acts = |c: char| c != '\n' && !is_plain(c);
    if !json.contains(acts) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    let mut units = [0; 2];
    for c in json.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Words beside each other, as many in a line of `columns` as fit; none is broken.
pub fn rows<'a>(
    words: impl IntoIterator<Item = &'a str>,
    between: &str,
    columns: usize,
) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some(row) if width(row) + width(between) + width(word) < columns => {
                row.push_str(between);
                row.push_str(word);
            }
            last => {
                if let Some(row) = last {
                    row.push_str(between.trim_end());
                }
                rows.push(word.to_owned());
            }
        }
    }
    rows
}

/// A word for a shell's command line, in single quotes where it would be more than a word without.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { in_quotes(word) }
}

/// The same, in any case in quotes.
pub fn in_quotes(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_general_category::{GeneralCategory as Category, get_general_category};

    /// Security test 12: the four classes whose characters act or hide.
    #[test]
    fn nothing_of_the_classes_that_act_is_plain() {
        let acts = |c: &char| {
            use Category::{Control, Format, LineSeparator, ParagraphSeparator};
            matches!(
                get_general_category(*c),
                Control | Format | LineSeparator | ParagraphSeparator
            )
        };
        let all: Vec<char> = ('\0'..=char::MAX).filter(acts).collect();
        assert!(all.len() > 200, "{}", all.len());
        let plain: Vec<&char> = all.iter().filter(|c| is_plain(**c)).collect();
        assert!(plain.is_empty(), "{plain:?}");
        for c in all {
            assert!(Safe::new(&format!("a{c}b")).as_str().chars().all(is_plain), "{c:?}");
        }
    }

    #[test]
    fn what_acts_is_escaped() {
        let cases = [
            ("plain", "Hikari Outdoor", "Hikari Outdoor"),
            ("escape", "a\x1b]0;x\x07b", r"a\u{1b}]0;x\u{7}b"),
            ("c1", "a\u{9b}b", r"a\u{9b}b"),
            ("bidi", "a\u{202e}b", r"a\u{202e}b"),
            ("zero width", "a\u{200b}b\u{200d}c\u{feff}", r"a\u{200b}b\u{200d}c\u{feff}"),
            ("tag", "a\u{e0041}", r"a\u{e0041}"),
            ("variation", "☎\u{fe0f}", r"☎\u{fe0f}"),
            ("flag", "\u{1f1ef}\u{1f1f5}", r"\u{1f1ef}\u{1f1f5}"),
            ("skin tone", "👍\u{1f3fd}", r"👍\u{1f3fd}"),
            ("keycap", "1\u{fe0f}\u{20e3}", r"1\u{fe0f}\u{20e3}"),
            ("line", "a\nb\u{2028}", r"a\u{a}b\u{2028}"),
            ("wide", "光之户外", "光之户外"),
        ];
        for (name, text, safe) in cases {
            assert_eq!(Safe::new(text).as_str(), safe, "{name}");
        }
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(Safe::new(&"光".repeat(300)).as_str().chars().count(), LONGEST + 1);
    }

    /// Sentences, commands and paths went through what cuts a name, and lost their ends.
    #[test]
    fn what_we_say_ourselves_is_escaped_and_never_cut() {
        let long = format!("keyrack --vault /{}/\x1b]0;x\x07 doctor", "光".repeat(10_000));
        let said = whole(&long);
        assert!(said.as_str().ends_with(r"/\u{1b}]0;x\u{7} doctor"), "{said}");
        assert_eq!(said.as_str().matches('光').count(), 10_000);
        let name = "n".repeat(10_000);
        assert_eq!(safe(&name).as_str().chars().count(), LONGEST + 1, "a name is cut as before");
        let names = series(&[name.as_str(), "b\u{202e}", "c"], ", ");
        assert!(names.as_str().ends_with(r"n…, b\u{202e}, c"), "{names}");
        assert_eq!(names.as_str().matches('n').count(), LONGEST);
    }

    #[test]
    fn fitting_never_splits_a_wide_character() {
        assert_eq!(fit("光之户外", 8, "…"), "光之户外");
        assert_eq!(fit("光之户外", 6, "…"), "光之…");
        assert_eq!(fit("光之户外", 2, "..."), "");
        assert_eq!(fit("abc", 0, "…"), "");
        for columns in 0..9 {
            assert!(width(&fit("光之户外店", columns, "…")) <= columns);
        }
    }

    #[test]
    fn lines_break_where_readers_expect_it() {
        let cases: [(&str, &str, usize, &[&str]); 15] = [
            ("between words", "the quick brown fox", 10, &["the quick", "brown fox"]),
            ("to the last column", "abc def", 3, &["abc", "def"]),
            ("several spaces", "abc   def", 4, &["abc", "def"]),
            ("a word that does not fit", "abcdefgh", 3, &["abc", "def", "gh"]),
            ("a chain of words", "or ladder-moss-oak", 10, &["or", "ladder-", "moss-oak"]),
            ("Chinese anywhere", "光之户外光之户外", 6, &["光之户", "外光之", "户外"]),
            ("half a wide character left", "光之户外", 5, &["光之", "户外"]),
            ("no full stop first", "光之户外。店铺", 8, &["光之户", "外。店铺"]),
            ("no bracket last", "光之（户外）", 6, &["光之", "（户", "外）"]),
            ("Latin within Chinese", "改用 Keyrack 的验证码", 12, &["改用 Keyrack", "的验证码"]),
            ("a word after Chinese", "打开设置页面Settings", 14, &["打开设置页面", "Settings"]),
            ("not even one", "光", 1, &[]),
            ("no room at all", "abc", 0, &[]),
            ("only closing marks", "。。。", 2, &["。", "。", "。"]),
            ("nothing", "  ", 5, &[]),
        ];
        for (name, text, columns, lines) in cases {
            assert_eq!(wrap(text, columns), lines, "{name}");
        }
    }

    #[test]
    fn several_lines_on_one() {
        let cases = [
            ("a", "a"),
            ("a\nb", "a / b"),
            ("a\r\n\n b \n", "a / b"),
            ("a\rb", "a\rb"),
            ("\n", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(joined(text), expected, "{text:?}");
        }
    }

    #[test]
    fn json_keeps_its_meaning() {
        let json = serde_json::to_string("a\u{202e}\u{e0041}\u{9b}").expect("a string serialises");
        let safe = escape_json(&json);
        assert!(safe.chars().all(is_plain));
        assert_eq!(
            serde_json::from_str::<String>(&safe).expect("valid"),
            "a\u{202e}\u{e0041}\u{9b}"
        );
    }
}
