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

/// Sites between commas, and between spaces where each is a code or a host (`DE FR`): names have spaces.
pub(super) fn sites(text: &str) -> Vec<String> {
    let is_code =
        |word: &str, is: fn(char) -> bool| matches!(word.len(), 2 | 3) && word.chars().all(is);
    distinct(text.split(COMMAS).flat_map(|part| {
        let all = |is: &dyn Fn(&str) -> bool| part.split_whitespace().all(is);
        let parted = all(&|word| word.contains('.'))
            || all(&|word| is_code(word, |c| c.is_ascii_uppercase()))
            || all(&|word| is_code(word, |c| c.is_ascii_lowercase()));
        let whole = (!parted).then_some(part);
        whole.into_iter().chain(parted.then(|| part.split_whitespace()).into_iter().flatten())
    }))
}

/// Sites as a line that [`sites`] reads back.
pub(super) fn listed_sites(names: &[String]) -> String {
    let line = names.join(" ");
    if sites(&line) == names { line } else { names.join(", ") }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_read_back_as_they_are_listed() {
        let cases: [(&str, &[&str], &str); 9] = [
            ("United Kingdom", &["United Kingdom"], "United Kingdom"),
            ("UK DE  FR", &["UK", "DE", "FR"], "UK DE FR"),
            ("us uk us", &["us", "uk"], "us uk"),
            ("UK DE, Hong Kong", &["UK", "DE", "Hong Kong"], "UK, DE, Hong Kong"),
            ("Mexico, Brazil", &["Mexico", "Brazil"], "Mexico, Brazil"),
            ("The UK", &["The UK"], "The UK"),
            ("amazon.de amazon.co.jp", &["amazon.de", "amazon.co.jp"], "amazon.de amazon.co.jp"),
            ("日本、中国 香港", &["日本", "中国 香港"], "日本, 中国 香港"),
            ("", &[], ""),
        ];
        for (typed, expected, line) in cases {
            let names = sites(typed);
            assert_eq!(names, expected, "{typed}");
            assert_eq!(listed_sites(&names), line, "{typed}");
            assert_eq!(sites(&listed_sites(&names)), expected, "{typed}");
        }
    }
}
