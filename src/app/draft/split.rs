//! Lists in one line of text.

const COMMAS: [char; 3] = [',', '，', '、'];

/// Names as a line that [`names`] reads back: one that holds a space needs commas.
pub(super) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    if !names.iter().any(|name| name.contains(char::is_whitespace)) {
        return names.join(" ");
    }
    format!("{},", names.join(", "))
}

/// Names between commas, which may hold spaces; without a comma, between spaces.
pub(super) fn names(text: &str) -> Vec<String> {
    if !text.contains(COMMAS) {
        return words(text);
    }
    distinct(text.split(COMMAS))
}

/// Words between spaces and commas.
pub(super) fn words(text: &str) -> Vec<String> {
    distinct(text.split(|c: char| c.is_whitespace() || COMMAS.contains(&c)))
}

/// Codes between line ends and commas: some platforms write them with a space inside.
pub(super) fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', ',', '，', '、', ';']).map(str::trim).filter(|code| !code.is_empty())
}

fn distinct<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in parts.map(str::trim).filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}
