//! The platforms by name: the shipped list, and over it a person's own and what the vault says.

use std::collections::HashMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::book::Book;
use super::group::region;
use super::platform::{Platform, read};

/// The list that comes with the program.
const SHIPPED: &str = include_str!("platforms.ron");

/// Words after a platform's name that say which of its sites is meant, besides country codes.
const SITE_WORDS: [&str; 5] = ["com", "co", "na", "eu", "fe"];

/// The platforms by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    platforms: Vec<Platform>,
    names: HashMap<String, usize>,
}

impl Catalogue {
    /// The platforms that come with the program. Reads them anew each time: keep it.
    ///
    /// # Panics
    ///
    /// Never: the list is part of the program, and a test reads it.
    pub fn shipped() -> Self {
        Self::new([read(SHIPPED.as_bytes()).expect("the shipped list is read by a test")])
    }

    /// Lays lists over each other: what a later one says of a platform goes before what an earlier
    /// one says.
    pub fn new(layers: impl IntoIterator<Item = Vec<Platform>>) -> Self {
        layers.into_iter().fold(Self::default(), Self::over)
    }

    /// The same platforms with another list laid over them.
    #[must_use]
    pub fn over(mut self, layer: Vec<Platform>) -> Self {
        for platform in layer {
            self.lay(platform);
        }
        self
    }

    /// The same platforms with what a vault says laid over them.
    #[must_use]
    pub fn with(self: &Arc<Self>, book: &Book) -> Arc<Self> {
        match book.platforms.as_slice() {
            [] => Arc::clone(self),
            said => Arc::new(Self::clone(self).over(said.to_vec())),
        }
    }

    /// The platform a name or an alias stands for, whatever its case, width and punctuation, also
    /// with its site behind it: `amazon.co.jp`, `Amazon DE`. A name with any other word in it is
    /// another platform: `Amazon Web Services` is not Amazon.
    pub fn of(&self, name: &str) -> Option<&Platform> {
        let folded = fold(name);
        let mut rest = folded.as_str();
        loop {
            if let Some(index) = self.names.get(rest) {
                return self.platforms.get(*index);
            }
            let (before, last) = rest.rsplit_once(' ')?;
            if region(last).is_empty() && !SITE_WORDS.contains(&last) {
                return None;
            }
            rest = before;
        }
    }

    /// All of them, in the order of the lists.
    pub fn platforms(&self) -> &[Platform] {
        &self.platforms
    }

    fn lay(&mut self, over: Platform) {
        let known = self.names.get(&fold(&over.name)).copied();
        let index = known.unwrap_or(self.platforms.len());
        for name in std::iter::once(&over.name).chain(&over.aliases) {
            self.names.insert(fold(name), index);
        }
        match known {
            Some(index) => self.platforms[index].take(over),
            None => self.platforms.push(over),
        }
    }
}

/// The words of a name: lower case, full-width characters folded, one space between them.
pub(super) fn fold(name: &str) -> String {
    let plain: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Kinds, Mandate, Mark, MethodKind};
    use crate::text::is_plain;

    #[test]
    fn the_shipped_list_is_sound() {
        let platforms = read(SHIPPED.as_bytes()).expect("read");
        assert_eq!(platforms.len(), 34);
        let mut names = BTreeMap::new();
        for platform in &platforms {
            let name = &platform.name;
            for alias in std::iter::once(name).chain(&platform.aliases) {
                let other = names.insert(fold(alias), name);
                assert_eq!(other, None, "{alias} stands for {name}, too");
            }
            assert!(platform.checked_on.is_some(), "{name} was never checked");
            let has_source = !platform.source.is_empty();
            assert_eq!(has_source, platform.mark != Mark::U || name == "Wayfair", "{name}: source");
            assert_ne!(platform.kinds, Some(Kinds::default()), "{name}: no kinds is not known");
            let texts = [&platform.source, &platform.note].into_iter().chain(&platform.aliases);
            for text in texts {
                assert!(text.trim() == text && text.chars().all(is_plain), "{name}: {text:?}");
            }
            for (site, console) in &platform.consoles {
                assert!(site == "EU" || !region(site).is_empty(), "{name}: {site}");
                assert!(console.starts_with("https://"), "{name}: {console}");
            }
            let https = |console: &String| console.starts_with("https://");
            assert!(platform.console.as_ref().is_none_or(https), "{name}");
        }
        // A mark is a decision; nobody gets the usual one by leaving it out.
        let marks = SHIPPED.lines().filter(|line| line.trim().starts_with("mark: ")).count();
        assert_eq!(marks, platforms.len());
    }

    #[test]
    fn what_the_rules_rest_on() {
        let catalogue = Catalogue::shipped();
        let of = |name| catalogue.of(name).expect(name);
        let amazon = of("Amazon");
        assert_eq!((amazon.app_twice, amazon.one_number), (Some(false), Some(true)));
        assert_eq!(amazon.recovery_codes, Some(0));
        let kinds = Kinds(vec![MethodKind::Totp, MethodKind::Sms, MethodKind::Voice]);
        assert_eq!(amazon.kinds.as_ref(), Some(&kinds));
        assert_eq!(amazon.mandates.first().map(|first| first.regions.len()), Some(3));
        assert_eq!(amazon.mandates.get(1), Some(&Mandate::default()));
        assert_eq!(amazon.console_at("jp"), Some("https://sellercentral.amazon.co.jp"));
        assert_eq!(amazon.console_at("AT"), Some("https://sellercentral-europe.amazon.com"));
        assert_eq!(of("Coupang").kinds, Some(Kinds(vec![MethodKind::Sms])));
        assert_eq!(of("Coupang").withdrawing.first().map(|w| w.kind), Some(MethodKind::Email));
        assert_eq!((of("Etsy").sharing, of("Shopify").recovery_codes), (Some(true), Some(10)));
        assert_eq!(of("Lazada").kinds, None);
        let money = catalogue.platforms().iter().filter(|platform| platform.money == Some(true));
        assert_eq!(money.count(), 8);
    }

    #[test]
    fn platforms_by_what_people_write() {
        let catalogue = Catalogue::shipped();
        let cases = [
            ("Amazon", Some("Amazon")),
            (" aMaZoN ", Some("Amazon")),
            ("Ａｍａｚｏｎ", Some("Amazon")),
            ("Amazon Seller Central", Some("Amazon")),
            ("Amazon DE", Some("Amazon")),
            ("Amazon.de", Some("Amazon")),
            ("amazon.co.jp", Some("Amazon")),
            ("amazon-com-mx", Some("Amazon")),
            ("Amazon (UK)", Some("Amazon")),
            ("Amazon Seller Central EU", Some("Amazon")),
            ("亚马逊", Some("Amazon")),
            ("アマゾン", Some("Amazon")),
            ("AWS", Some("AWS")),
            ("Amazon Web Services", Some("AWS")),
            ("amazon-web-services", Some("AWS")),
            ("Amazon Web Services DE", Some("AWS")),
            ("aws.amazon.com", Some("AWS")),
            ("Amazon Web", None),
            ("Amazon WebServices", None),
            ("Amazon Pay", None),
            ("Amazonas", None),
            ("my Amazon", None),
            ("Mercado Livre BR", Some("Mercado Libre")),
            ("bol.com", Some("bol")),
            ("楽天市場", Some("Rakuten")),
            ("쿠팡", Some("Coupang")),
            ("Shopee MY", Some("Shopee")),
            ("DE", None),
            ("com", None),
            ("", None),
        ];
        for (name, expected) in cases {
            let found = catalogue.of(name).map(|platform| platform.name.as_str());
            assert_eq!(found, expected, "{name:?}");
        }
    }

    #[test]
    fn later_lists_go_before_earlier_ones() {
        let list = |text: &str| read(text.as_bytes()).expect(text);
        let catalogue = Catalogue::new([
            list(
                r#"[(name: "A", aliases: ["B"], kinds: ["sms"], money: true, mark: V, source: "s",
                consoles: {"DE": "de", "FR": "fr"}, mandates: [()], note: "first")]"#,
            ),
            list(r#"[(name: "b", aliases: ["C"], kinds: ["totp"], consoles: {"DE": "new"})]"#),
            list(r#"[(name: "A", money: false, mark: S, source: "mine"), (name: "D")]"#),
        ]);
        assert_eq!(catalogue.platforms().len(), 2);
        for name in ["A", "B", "c"] {
            let platform = catalogue.of(name).expect(name);
            assert_eq!(platform.name, "A");
            assert_eq!(platform.kinds, Some(Kinds(vec![MethodKind::Totp])));
            assert_eq!(platform.money, Some(false));
            assert_eq!((platform.mark, platform.source.as_str()), (Mark::S, "mine"));
            assert_eq!((platform.mandates.len(), platform.note.as_str()), (1, "first"));
            assert_eq!(platform.console_at("DE"), Some("new"));
            assert_eq!(platform.console_at("FR"), Some("fr"));
        }
        assert!(catalogue.of("D").is_some());
        let over = Catalogue::shipped().over(list(r#"[(name: "Amazon", app_twice: true)]"#));
        let amazon = over.of("Amazon").expect("still there");
        assert_eq!((amazon.app_twice, amazon.one_number), (Some(true), Some(true)));
        // Whoever writes a name with a site in it means that site alone.
        let site = Catalogue::shipped().over(list(r#"[(name: "Amazon.de", money: true)]"#));
        assert_eq!(site.of("Amazon DE").and_then(|platform| platform.money), Some(true));
        assert_eq!(site.of("Amazon FR").and_then(|platform| platform.money), None);
    }
}
