//! Which language a person is spoken to in.

use std::fmt;

/// A language of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 简体中文.
    ZhCn,
}

impl Lang {
    /// Every language, in the order settings offer them.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The tag used in `--lang` and the settings.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// Reads a tag as people and systems write it: `zh`, `zh_CN.UTF-8`, `zh-Hans`, `en_GB`.
    /// Traditional Chinese is read as Simplified: nearer than English.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let base = tag.split(['.', '@']).next().unwrap_or_default();
        match base.split(['_', '-']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" | "c" | "posix" => Some(Self::En),
            "zh" => Some(Self::ZhCn),
            _ => None,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The first of `candidates` that names a language we speak (the argument, the settings, then
/// `LC_ALL`, `LC_MESSAGES`, `LANG`); English when none does. Empty candidates count as absent.
pub fn negotiate<'a>(candidates: impl IntoIterator<Item = &'a str>) -> Lang {
    candidates
        .into_iter()
        .filter(|tag| !tag.is_empty())
        .find_map(Lang::from_tag)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_as_systems_write_them() {
        let cases = [
            ("en", Some(Lang::En)),
            ("en_GB.UTF-8", Some(Lang::En)),
            ("C.UTF-8", Some(Lang::En)),
            ("POSIX", Some(Lang::En)),
            ("zh", Some(Lang::ZhCn)),
            ("zh_CN.UTF-8", Some(Lang::ZhCn)),
            ("zh-Hans-CN", Some(Lang::ZhCn)),
            ("ZH_tw", Some(Lang::ZhCn)),
            ("fr_FR", None),
            ("", None),
            ("_", None),
        ];
        for (tag, lang) in cases {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
    }

    #[test]
    fn the_first_known_wins() {
        assert_eq!(negotiate(["", "fr", "zh_CN", "en"]), Lang::ZhCn);
        assert_eq!(negotiate(["", "fr"]), Lang::En);
    }
}
