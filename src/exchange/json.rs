//! JSON as other programs write it: numbers as text and text as numbers, `null` for nothing; and no
//! deeper than anybody needs.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::error::{Limit, Measure};
use super::{Format, MOST_ENTRIES, ReadError};

/// The deepest nesting that is read.
const DEEPEST: u64 = 64;
/// The most values that are read: a hundred for every entry there may be. Each costs ten times what a
/// comma in a file does.
const MOST_VALUES: u64 = 100 * MOST_ENTRIES as u64;

/// An object.
pub(super) type Object = Map<String, Value>;

/// Reads a document. Depth and number of values are looked at before anything is built.
pub(super) fn parse(format: Format, text: &str) -> Result<Value, ReadError> {
    let (depth, values) = extent(text);
    Limit::hold(Measure::Depth, depth, DEEPEST)?;
    Limit::hold(Measure::Values, values, MOST_VALUES)?;
    serde_json::from_str(text).map_err(|error| {
        let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let at = before.map(str::len).sum::<usize>() + error.column();
        ReadError::Damaged { format, at: Some(at) }
    })
}

/// Reads a document that was unpacked or decrypted.
pub(super) fn inside(format: Format, bytes: &[u8]) -> Result<Value, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::damaged(format))?;
    parse(format, text).map_err(ReadError::nowhere)
}

/// The rows of a file; none where nothing stands. No more than are read.
pub(super) fn rows<'a>(
    format: Format,
    object: &'a Object,
    name: &str,
) -> Result<&'a [Value], ReadError> {
    if object.has(name) && !object.get(name).is_some_and(Value::is_array) {
        return Err(ReadError::damaged(format));
    }
    list(object.list(name))
}

/// A list that is a file's rows; no more than are read.
pub(super) fn list(rows: &[Value]) -> Result<&[Value], ReadError> {
    Limit::hold(Measure::Entries, rows.len() as u64, MOST_ENTRIES as u64)?;
    Ok(rows)
}

/// Holds the number of a file's version, in whatever field it stands, against the newest that is
/// known. None at all is taken for the first.
pub(super) fn version(
    format: Format,
    object: &Object,
    name: &str,
    known: u64,
) -> Result<(), ReadError> {
    match object.whole(name) {
        Some(version) if version > known => Err(ReadError::Newer { format, version, known }),
        None if object.has(name) => Err(ReadError::damaged(format)),
        _ => Ok(()),
    }
}

/// How deep brackets nest outside of strings, and how many values there are at least.
fn extent(text: &str) -> (u64, u64) {
    let (mut depth, mut deepest, mut values) = (0_u64, 0, 1);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => values += 1,
            b'{' | b'[' if !quoted => {
                depth += 1;
                values += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (deepest, values)
}

/// The fields of an object, read leniently: absent, `null` and empty are the same.
pub(super) trait Fields {
    /// A text; a number or truth value as it is written.
    fn text(&self, name: &str) -> Cow<'_, str>;
    /// A truth value, also as text or number.
    fn yes(&self, name: &str) -> bool;
    /// A list; empty when there is none.
    fn list(&self, name: &str) -> &[Value];
    /// An object.
    fn object(&self, name: &str) -> Option<&Object>;
    /// A whole number, also as text; `None` when it is absent or none.
    fn whole(&self, name: &str) -> Option<u64>;
    /// Whether something other than `null` stands there.
    fn has(&self, name: &str) -> bool;
}

impl Fields for Object {
    fn text(&self, name: &str) -> Cow<'_, str> {
        self.get(name).map_or(Cow::Borrowed(""), text)
    }

    fn yes(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::String(word)) => matches!(word.trim(), "true" | "True" | "1"),
            Some(Value::Number(number)) => number.as_u64() == Some(1),
            _ => false,
        }
    }

    fn list(&self, name: &str) -> &[Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn object(&self, name: &str) -> Option<&Object> {
        self.get(name).and_then(Value::as_object)
    }

    fn whole(&self, name: &str) -> Option<u64> {
        let text = self.text(name);
        let text = text.trim();
        let whole = text.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|b| b == b'0'));
        whole.map_or(text, |(whole, _)| whole).parse().ok()
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_null())
    }
}

/// A scalar as text; what is none, as something that no field takes for a value.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        Value::Null => Cow::Borrowed(""),
        // No text, and no nothing either: where a number or a hash was meant, a default would lie.
        Value::Array(_) => Cow::Borrowed("[]"),
        Value::Object(_) => Cow::Borrowed("{}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_strings() {
        let cases = [
            ("flat", "1", 0),
            ("objects and lists", r#"{"a": [{}, [[]]]}"#, 4),
            ("in a string", r#"["[[[["]"#, 1),
            ("behind an escaped quote", r#"["\"[[", []]"#, 2),
            ("side by side", "[[],[],[]]", 2),
        ];
        for (name, text, expected) in cases {
            assert_eq!(extent(text).0, expected, "{name}");
        }
        let deep = "[".repeat(1_000_000);
        let error = parse(Format::Aegis, &deep).expect_err("too deep");
        let limit = Limit { what: Measure::Depth, asked: 1_000_000, most: DEEPEST };
        assert_eq!(error, ReadError::Limit(limit));
    }

    #[test]
    fn values_are_counted_before_they_are_built() {
        let many = format!("[{}0]", "0,".repeat(2_000_000));
        let error = parse(Format::Aegis, &many).expect_err("too many");
        let limit = Limit { what: Measure::Values, asked: 2_000_002, most: MOST_VALUES };
        assert_eq!(error, ReadError::Limit(limit));
        assert!(parse(Format::Aegis, &format!("[\"{}\"]", ",".repeat(3_000_000))).is_ok());
    }

    #[test]
    fn the_byte_where_it_breaks_is_told() {
        let error = parse(Format::Aegis, "{\n \"a\": x}").expect_err("broken");
        assert_eq!(error, ReadError::Damaged { format: Format::Aegis, at: Some(9) });
    }

    #[test]
    fn fields_are_read_leniently() {
        let value: Value = serde_json::from_str(
            r#"{"n": "30.0", "m": 30, "t": 7, "y": "true", "z": null, "l": [8]}"#,
        )
        .expect("JSON");
        let object = value.as_object().expect("an object");
        assert_eq!((object.whole("n"), object.whole("m")), (Some(30), Some(30)));
        assert_eq!(
            (object.text("t"), object.text("z"), object.text("none")),
            ("7".into(), "".into(), "".into())
        );
        assert_eq!((object.text("l"), object.whole("l")), ("[]".into(), None));
        assert!(object.yes("y") && !object.has("z") && object.has("t"));
    }
}
