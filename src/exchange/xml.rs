//! XML of Android's preferences: named strings, and nothing that XML could do besides.
//!
//! A `<map>` of `<string name="…">text</string>` beside numbers, truth values and sets. Document
//! types and entities of the file's own are refused unread: Android writes none, and a few bytes of
//! them ask for gigabytes.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape::resolve_xml_entity};
use zeroize::Zeroizing;

use super::error::{Limit, Measure};
use super::{Format, MOST_ENTRIES, ReadError};

/// The deepest nesting that is read.
const DEEPEST: u64 = 64;
/// Most strings: every entry, and what a program remembers besides.
const MOST_STRINGS: usize = MOST_ENTRIES + 100;

/// The names and texts of the strings that stand directly in a `<map>`, in the document's order;
/// empty when its outermost element is no `<map>`.
pub(super) fn strings(
    text: &str,
    format: Format,
) -> Result<Vec<(String, Zeroizing<String>)>, ReadError> {
    let damaged = |at: u64| {
        let at = usize::try_from(at).ok().map(|at| at + 1);
        ReadError::Damaged { format, at }
    };
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    let mut open: Option<(String, Zeroizing<String>)> = None;
    let (mut depth, mut in_map, mut seen) = (0_u64, false, false);
    loop {
        let start = reader.buffer_position();
        let event = reader.read_event().map_err(|_| {
            let at = reader.error_position();
            if declares_type(text, at) { no_types() } else { damaged(at) }
        })?;
        match event {
            Event::DocType(_) => return Err(no_types()),
            // A string holds text only; behind the outermost element there is no other.
            Event::Start(_) | Event::Empty(_) if open.is_some() || depth == 0 && seen => {
                return Err(damaged(start));
            }
            Event::Start(tag) => {
                depth += 1;
                Limit::hold(Measure::Depth, depth, DEEPEST)?;
                seen = true;
                if depth == 1 {
                    in_map = tag.name().as_ref() == b"map";
                } else if depth == 2 && in_map {
                    let name = name_of(&tag).map_err(|_| damaged(start))?;
                    let rest = usize::try_from(reader.buffer_position()).ok();
                    let rest = rest.and_then(|at| text.get(at..)).unwrap_or_default();
                    // References never grow: one buffer, which no outgrown one stays behind of.
                    let length = rest.find('<').unwrap_or(rest.len());
                    open = name.map(|name| (name, Zeroizing::new(String::with_capacity(length))));
                }
            }
            Event::Empty(tag) => {
                seen = true;
                Limit::hold(Measure::Depth, depth + 1, DEEPEST)?;
                if depth == 1
                    && in_map
                    && let Some(name) = name_of(&tag).map_err(|_| damaged(start))?
                {
                    found.push((name, Zeroizing::default()));
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                found.extend(open.take());
            }
            Event::Text(piece) => {
                let piece = piece.decode().map_err(|_| damaged(start))?;
                match &mut open {
                    Some((_, body)) => body.push_str(&piece),
                    None if depth == 0 && !piece.trim_matches(is_margin).is_empty() => {
                        return Err(damaged(start));
                    }
                    None => {}
                }
            }
            Event::CData(piece) => {
                let piece = piece.decode().map_err(|_| damaged(start))?;
                if let Some((_, body)) = &mut open {
                    body.push_str(&piece);
                }
            }
            Event::GeneralRef(name) => {
                let c = resolve(&name).ok_or_else(|| damaged(start))?;
                if let Some((_, body)) = &mut open {
                    body.push(c);
                }
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if depth > 0 || !seen => return Err(damaged(start)),
            Event::Eof => return Ok(found),
        }
        Limit::hold(Measure::Entries, found.len() as u64, MOST_STRINGS as u64)?;
    }
}

/// The name of a `<string>`; none for other elements and for strings without.
fn name_of(tag: &BytesStart<'_>) -> Result<Option<String>, quick_xml::Error> {
    if tag.name().as_ref() != b"string" {
        return Ok(None);
    }
    let Some(name) = tag.try_get_attribute("name")? else { return Ok(None) };
    Ok(Some(name.normalized_value(XmlVersion::default())?.into_owned()))
}

/// The character that a reference stands for.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c);
    }
    resolve_xml_entity(&reference.decode().ok()?)?.chars().next()
}

/// Whether a document type or an entity is declared at a byte.
fn declares_type(text: &str, at: u64) -> bool {
    let rest = usize::try_from(at).ok().and_then(|at| text.as_bytes().get(at..));
    rest.is_some_and(|rest| {
        ["<!DOCTYPE", "<!ENTITY"].iter().any(|head| {
            rest.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
        })
    })
}

fn no_types() -> ReadError {
    ReadError::Limit(Limit { what: Measure::DocumentTypes, asked: 1, most: 0 })
}

fn is_margin(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, ReadError> {
        let strings = strings(text, Format::Authy)?;
        Ok(strings.into_iter().map(|(name, text)| (name, text.to_string())).collect())
    }

    #[test]
    fn named_strings_are_read_in_order() {
        let text = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n\
            <int name=\"n\" value=\"1\" />\n\
            <string name=\"b\">two</string>\n\
            <set name=\"s\"><string>inside</string><string name=\"x\">a set</string></set>\n\
            <!-- <string name=\"c\">comment</string> -->\n\
            <string name=\"a\">one</string>\n\
            <string>nameless</string>\n\
            <string name=\"e\" />\n<string name=\"b\">again</string>\n</map>\n";
        let expected = [("b", "two"), ("a", "one"), ("e", ""), ("b", "again")];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(read(text).expect("XML"), expected);
        assert_eq!(read("\u{feff}<html><string name='a'>x</string></html>"), Ok(Vec::new()));
    }

    #[test]
    fn references_stand_for_their_characters() {
        let cases = [
            ("the five", "&lt;&gt;&amp;&quot;&apos;", "<>&\"'"),
            ("once only", "&amp;quot;", "&quot;"),
            ("by number", "&#65;&#x4e2d;&#x1F600;&#10;", "A中😀\n"),
            ("between text", " a&amp;b ", " a&b "),
            ("CDATA", "a<![CDATA[<&amp;>]]>b", "a<&amp;>b"),
            ("a comment inside", "a<!-- - -->b", "ab"),
        ];
        for (name, inside, expected) in cases {
            let text = format!("<map><string name=\"x\">{inside}</string></map>");
            assert_eq!(read(&text).expect(name)[0].1, expected, "{name}");
        }
        let name = "<map><string name=\"a&amp;b:&#x4e2d;&quot;\">x</string></map>";
        assert_eq!(read(name).expect("XML")[0].0, "a&b:中\"");
    }

    #[test]
    fn document_types_are_refused() {
        let cases = [
            ("entities", "<!DOCTYPE m [<!ENTITY a \"ha\">]><map/>"),
            ("lower case", "<!doctype m><map/>"),
            ("never closed", "<!DOCTYPE m [<!ENTITY a \"ha\">"),
            ("external", "<!DOCTYPE m SYSTEM \"file:///etc/hosts\"><map/>"),
            ("within", "<map><!DOCTYPE m></map>"),
            ("an entity alone", "<map><!ENTITY a \"ha\"></map>"),
        ];
        for (name, text) in cases {
            assert_eq!(read(text), Err(no_types()), "{name}");
        }
    }

    #[test]
    fn what_is_broken_is_told_with_its_byte() {
        let cases = [
            ("cut off", "<map><string name=\"a\">x", 24),
            ("cut off in a tag", "<map><string nam", 6),
            ("never closed", "<map>\n", 7),
            ("nothing", "<!-- -->", 9),
            ("crossed", "<map><string name=\"a\">x</map></string>", 24),
            ("an unknown entity", "<map><string name=\"a\">&b;</string></map>", 23),
            ("no character", "<map><string name=\"a\">&#xD800;</string></map>", 23),
            ("a lone ampersand", "<map><string name=\"a\">a & b</string></map>", 25),
            ("an element in a string", "<map><string name=\"a\"><b/></string></map>", 23),
            ("an unknown entity in a name", "<map><string name=\"&b;\">x</string></map>", 6),
            ("a second root", "<map/><map/>", 7),
            ("text behind", "<map/>x", 7),
            ("no element", "text", 1),
        ];
        for (name, text, at) in cases {
            let error = ReadError::Damaged { format: Format::Authy, at: Some(at) };
            assert_eq!(read(text), Err(error), "{name}");
        }
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let measure = |text: &str| match read(text) {
            Err(ReadError::Limit(limit)) => limit.what,
            other => panic!("no limit: {other:?}"),
        };
        assert_eq!(measure(&"<map>".repeat(65)), Measure::Depth);
        assert_eq!(measure(&format!("{}<a/>", "<map>".repeat(64))), Measure::Depth);
        let many = |count| format!("<map>{}</map>", "<string name='a'/>".repeat(count));
        assert_eq!(read(&many(MOST_STRINGS)).expect("all").len(), MOST_STRINGS);
        assert_eq!(measure(&many(MOST_STRINGS + 1)), Measure::Entries);
    }

    proptest! {
        #[test]
        fn no_text_panics(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "<map>", "</map>", "<string name=\"a\">", "<string name='", "</string>", "<a/>",
                    "x", "中", "&amp;", "&", ";", "#", "<![CDATA[", "]]>", "<!--", "-->", "<!", "<?",
                    "?>", "<?xml version='1.0'?>", "<!DOCTYPE", "\"", "=", " ", "\u{feff}", "\0",
                ]),
                0..20,
            ),
        ) {
            let _ = strings(&pieces.concat(), Format::Authy);
        }
    }
}
