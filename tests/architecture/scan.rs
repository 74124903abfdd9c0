//! Which paths a source file names.
//!
//! Not a parser: a lexer that knows comments, strings and lifetimes, and the shape of `use` trees
//! and paths. Code under `#[cfg(test)]` is left out. What it cannot see: names that a macro pastes
//! together, and methods (`x.elapsed()`). Where it is unsure it sees too much rather than too little.

use std::collections::{BTreeMap, BTreeSet};

/// One source file.
pub(crate) struct Source {
    /// Its path below the package, for messages.
    pub(crate) file: String,
    /// Its module, `vault::schema`; empty for `lib.rs`, `main` for the program.
    pub(crate) module: String,
    /// Its content.
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(file: &str, text: &str) -> Self {
        let path = file.trim_start_matches("src/").trim_end_matches(".rs");
        let path = path.trim_end_matches("/mod");
        let module = if path == "lib" { String::new() } else { path.replace('/', "::") };
        Self { file: file.to_owned(), module, text: text.to_owned() }
    }
}

/// A path that is named somewhere, in full: `crate::vault::Vault`, `std::fs::File::open`,
/// `println!`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mention {
    pub(crate) line: usize,
    pub(crate) path: String,
}

/// Is `path` the `prefix` or below it? A `*` at the end of the path stands for everything there.
pub(crate) fn within(path: &str, prefix: &str) -> bool {
    let below = |path: &str, prefix: &str| {
        path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    below(path, prefix) || path.strip_suffix("::*").is_some_and(|glob| below(prefix, glob))
}

/// Every path the source names outside its tests. `modules` are all modules there are.
pub(crate) fn mentions(source: &Source, modules: &BTreeSet<String>) -> Vec<Mention> {
    let tokens = without_tests(&tokens(&source.text));
    let mut found = BTreeSet::new();
    let mut scope = Scope { modules, aliases: BTreeMap::new() };
    // Imports first: code may use a name above the `use` that brings it in.
    for pass in [Pass::Imports, Pass::Code] {
        let mut module: Vec<String> =
            source.module.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let mut inline = Vec::new();
        let (mut at, mut depth) = (0, 0);
        while at < tokens.len() {
            let (word, line) = (tokens[at].text.as_str(), tokens[at].line);
            let after = |ahead: usize| tokens.get(at + ahead).map_or("", |t| t.text.as_str());
            match word {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    if inline.last() == Some(&depth) {
                        inline.pop();
                        module.pop();
                    }
                }
                "mod" if after(2) == "{" => {
                    module.push(after(1).to_owned());
                    inline.push(depth);
                }
                "use" if after(1) == "{" || after(1) == "::" || is_word(after(1)) => {
                    let mut leaves = Vec::new();
                    at = tree(&tokens, at + 1, &[], &mut leaves);
                    for leaf in leaves.into_iter().filter(|_| matches!(pass, Pass::Imports)) {
                        let path = scope.resolve(&leaf.path, &module);
                        if let Some(name) = leaf.name {
                            scope.aliases.insert(name, path.clone());
                        }
                        found.insert(Mention { line: leaf.line, path });
                    }
                    continue;
                }
                _ if matches!(pass, Pass::Imports) || !is_word(word) => {}
                _ if after(1) == "!" => {
                    found.insert(Mention { line, path: format!("{word}!") });
                }
                _ if after(1) == "::" && (at == 0 || tokens[at - 1].text != "::") => {
                    let mut path = vec![word.to_owned()];
                    while after(2 * path.len() - 1) == "::" && is_word(after(2 * path.len())) {
                        path.push(after(2 * path.len()).to_owned());
                    }
                    let path = scope.resolve(&path, &module);
                    found.insert(Mention { line, path });
                }
                _ => {}
            }
            at += 1;
        }
    }
    found.into_iter().collect()
}

/// Lines that switch a lint off, and lines that say `unsafe`.
pub(crate) fn liberties(source: &Source) -> Vec<Mention> {
    let tokens = tokens(&source.text);
    let word = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let taken = (0..tokens.len()).filter(|&at| {
        word(at) == "unsafe"
            || (word(at) == "allow"
                && word(at + 1) == "("
                && matches!(word(at.wrapping_sub(1)), "[" | ","))
    });
    taken.map(|at| Mention { line: tokens[at].line, path: word(at).to_owned() }).collect()
}

#[derive(Clone, Copy)]
enum Pass {
    Imports,
    Code,
}

struct Scope<'a> {
    modules: &'a BTreeSet<String>,
    aliases: BTreeMap<String, String>,
}

impl Scope<'_> {
    /// The full path of one written in `module`.
    fn resolve(&self, path: &[String], module: &[String]) -> String {
        let mut rest = path.iter().peekable();
        let mut base = vec!["crate".to_owned()];
        let first = path[0].as_str();
        match first {
            // The program is a crate of its own and calls this one by its name.
            "crate" | "keyrack" => {
                rest.next();
            }
            "self" | "super" => {
                base.extend(module.iter().cloned());
                while let Some(step) =
                    rest.next_if(|step| matches!(step.as_str(), "self" | "super"))
                {
                    if step == "super" && base.len() > 1 {
                        base.pop();
                    }
                }
            }
            _ if self.aliases.contains_key(first) => {
                rest.next();
                base = vec![self.aliases[first].clone()];
            }
            _ if self.modules.contains(&join(module, first)) => base.extend(module.iter().cloned()),
            _ => base.clear(),
        }
        base.extend(rest.cloned());
        base.join("::")
    }
}

fn join(module: &[String], name: &str) -> String {
    module.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::")
}

/// One name that a `use` brings in.
struct Leaf {
    path: Vec<String>,
    name: Option<String>,
    line: usize,
}

/// Reads one branch of a `use` tree from `at`; returns where it ends.
fn tree(tokens: &[Token], mut at: usize, prefix: &[String], leaves: &mut Vec<Leaf>) -> usize {
    let mut path = prefix.to_vec();
    let word = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let line = tokens.get(at).map_or(0, |t| t.line);
    let mut name = None;
    while at < tokens.len() {
        match word(at) {
            "::" => at += 1,
            "{" => {
                at += 1;
                while at < tokens.len() && word(at) != "}" {
                    at = tree(tokens, at, &path, leaves);
                    at += usize::from(word(at) == ",");
                }
                return at + 1;
            }
            "as" => {
                name = Some(word(at + 1).to_owned());
                at += 2;
            }
            // `use a::{self}` brings in `a`.
            "self" if !path.is_empty() => at += 1,
            "*" => {
                path.push("*".to_owned());
                at += 1;
            }
            other if is_word(other) => {
                path.push(other.to_owned());
                at += 1;
            }
            _ => break,
        }
    }
    if !path.is_empty() {
        let name = name.or_else(|| path.last().filter(|last| *last != "*").cloned());
        leaves.push(Leaf { path, name, line });
    }
    // Anything but `,` and `}` ends the whole import.
    if matches!(word(at), "," | "}") { at } else { at + 1 }
}

/// Leaves out every item marked `#[cfg(test)]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let marked = MARK.iter().enumerate().all(|(ahead, expected)| {
            tokens.get(at + ahead).is_some_and(|token| token.text == *expected)
        });
        if !marked {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        let mut depth = 0;
        while at < tokens.len() {
            let text = tokens[at].text.as_str();
            at += 1;
            match text {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth <= 0 && matches!(text, "}" | ";") {
                break;
            }
        }
    }
    kept
}

#[derive(Clone)]
struct Token {
    text: String,
    line: usize,
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Words, `::` and single marks; no comments, no literals but numbers.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let char_at = |at: usize| chars.get(at).copied().unwrap_or('\0');
    let starts =
        |at: usize, what: &str| what.chars().enumerate().all(|(i, c)| char_at(at + i) == c);
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let from = at;
        let begun = line;
        match char_at(at) {
            '/' if char_at(at + 1) == '/' => {
                while at < chars.len() && char_at(at) != '\n' {
                    at += 1;
                }
            }
            '/' if char_at(at + 1) == '*' => {
                let mut depth = 0;
                loop {
                    let open = starts(at, "/*");
                    let close = starts(at, "*/");
                    depth += i32::from(open) - i32::from(close);
                    at += if open || close { 2 } else { 1 };
                    if depth == 0 || at >= chars.len() {
                        break;
                    }
                }
            }
            '"' => {
                at += 1;
                while at < chars.len() && char_at(at) != '"' {
                    at += if char_at(at) == '\\' { 2 } else { 1 };
                }
                at += 1;
            }
            '\'' if char_at(at + 1) == '\\' => {
                at += 3;
                while at < chars.len() && char_at(at) != '\'' {
                    at += 1;
                }
                at += 1;
            }
            '\'' if char_at(at + 2) == '\'' => at += 3,
            c if c.is_alphanumeric() || c == '_' => {
                while char_at(at).is_alphanumeric() || char_at(at) == '_' {
                    at += 1;
                }
                let word: String = chars[from..at].iter().collect();
                let hashes = chars[at..].iter().take_while(|&&c| c == '#').count();
                let raw = matches!(word.as_str(), "r" | "br" | "cr");
                if raw && char_at(at + hashes) == '"' {
                    let end = format!("\"{}", "#".repeat(hashes));
                    at += hashes + 1;
                    while at < chars.len() && !starts(at, &end) {
                        at += 1;
                    }
                    at += end.len();
                } else if raw && hashes == 1 {
                    at += 1; // a raw name, `r#type`: the name follows
                } else {
                    found.push(Token { text: word, line: begun });
                }
            }
            ':' if char_at(at + 1) == ':' => {
                found.push(Token { text: "::".to_owned(), line: begun });
                at += 2;
            }
            c => {
                if !c.is_whitespace() {
                    found.push(Token { text: c.to_string(), line: begun });
                }
                at += 1;
            }
        }
        line += chars[from..at.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    found
}
