//! What stands above a column, in English and Chinese, and which column is meant by it.

use unicode_normalization::UnicodeNormalization as _;

use super::bare;
use super::meaning::{self, Meaning};
use crate::exchange::Heading;

/// Declares the columns with their words and what people write above them.
macro_rules! columns {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, [$($name:literal),+]; )+) => {
        /// What a column of a table holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column { $( $(#[$doc])* $variant, )+ }

        impl Column {
            /// Every column, in the order of a form.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// The word in arguments and JSON.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// What people write above it, as [`plain`] does: what says most exactly what it is
            /// comes first.
            fn names(self) -> &'static [&'static str] {
                match self { $( Self::$variant => &[$($name),+] ),+ }
            }

            /// The column that a heading means, written as [`plain`] does.
            pub(super) fn of(title: &str) -> Option<Self> {
                match title { $( $($name)|+ => Some(Self::$variant), )+ _ => None }
            }
        }
    };
}

columns! {
    /// Who issued the key.
    Issuer = "issuer", ["issuer", "service", "provider", "title", "app", "website", "服务商",
        "应用", "网站", "服務商", "anbieter"];
    /// The platform; the issuer where no other column says it.
    Platform = "platform", ["platform", "平台", "平台名称", "平臺", "平臺名稱", "plattform",
        "プラットフォーム"];
    /// The store's name; the issuer where nothing else says it.
    Store = "store", ["store", "shop", "store name", "shop name", "店铺", "店铺名", "店铺名称", "账号名",
        "店名", "公司", "公司名称", "店鋪", "店鋪名", "店鋪名稱", "店舗", "店舗名", "賣場", "賣場名稱", "商店", "商店名稱",
        "laden", "geschäft"];
    /// Countries or sites of the platform.
    Marketplaces = "marketplaces", ["marketplace", "marketplaces", "country", "countries", "region",
        "site", "sites", "站点", "国家", "市场", "站點", "國家", "市場", "marktplatz", "land"];
    /// The login.
    Login = "login", ["login", "account", "username", "user name", "user", "email", "e mail", "mail",
        "account name", "login email", "登录邮箱", "邮箱", "账号", "帐号", "登录账号", "登录名", "用户名", "帳號",
        "账户", "帐户", "登陆账号", "登陆帐号", "登录账户", "登录帐号", "主账号", "登入帳號", "登入信箱", "使用者名稱", "店铺账号", "店鋪帳號", "benutzername", "konto", "ログインid",
        "メールアドレス"];
    /// The key, or an address with it.
    Secret = "secret", ["secret", "secret key", "key", "seed", "totp", "totp secret", "otp", "2fa",
        "2fa secret", "otpauth", "otp uri", "uri", "url", "totp uri", "timeotp secret base32",
        "hmacotp secret base32", "密钥", "谷歌密钥", "二次验证", "2fa密钥", "验证密钥", "动态码密钥",
        "谷歌验证码密钥", "身份验证器密钥", "验证器密钥", "二步验证密钥", "两步验证密钥", "二次验证密钥",
        "双重验证密钥", "totp密钥", "密匙", "秘钥", "谷歌秘钥", "验证秘钥", "authenticator key", "totp key", "密鑰", "金鑰", "二步驗證密鑰",
        "兩步驗證密鑰", "兩步驟驗證金鑰", "二次驗證密鑰", "雙重驗證密鑰", "totp密鑰", "シークレットキー", "秘密鍵",
        "認証キー", "二段階認証キー", "验证器", "身份验证器", "谷歌验证器", "動態驗證器", "authenticator seed",
        "谷歌验证码", "动态码", "authenticator", "totp seed", "2fa key", "mfa", "mfa secret", "mfa key",
        "schlüssel", "geheimschlüssel", "geheimer schlüssel", "2fa schlüssel", "totp schlüssel",
        "geheimnis", "二階段金鑰", "二階段驗證金鑰"];
    /// The HMAC.
    Algorithm = "algorithm", ["algorithm", "algo", "hash", "timeotp algorithm", "算法"];
    /// Characters of a code.
    Digits = "digits", ["digits", "length", "timeotp length", "位数"];
    /// Seconds of a period.
    Period = "period", ["period", "step", "interval", "timeotp period", "周期", "周期(秒)"];
    /// The next counter.
    Counter = "counter", ["counter", "hmacotp counter", "计数器"];
    /// What moves the codes on: totp, hotp, steam.
    Kind = "kind", ["type", "kind", "otp type", "类型"];
    /// Folders and tags.
    Groups = "groups", ["group", "groups", "tag", "tags", "folder", "分组", "标签"];
    /// Free text.
    Note = "note", ["note", "notes", "comment", "comments", "remark", "remarks", "bemerkung",
        "bemerkungen", "anmerkung", "notiz", "notizen", "备注", "说明", "備註", "說明", "備注",
        "備考"];
    /// Whether it is a favourite.
    Favourite = "favourite", ["favorite", "favourite", "收藏"];
    /// One-time codes.
    Recovery = "recovery", ["recovery codes", "recovery", "backup codes", "恢复代码", "恢复码", "备用码",
        "备份码", "恢復代碼", "恢復碼", "備用碼", "備份碼", "復原碼", "救援碼", "備援碼",
        "wiederherstellungscode", "wiederherstellungscodes", "ersatzcodes", "notfallcodes", "バックアップコード"];
    /// Who keeps the phone.
    Holder = "holder", ["holder", "owner", "keeper", "whose phone", "保管人", "持机人", "持有人", "负责人", "使用人",
        "持機人", "負責人", "保管者", "担当者"];
    /// Where it lies.
    Location = "location", ["location", "place", "存放地点", "存放位置", "位置", "地点"];
    /// The number that is registered first.
    PhoneMain = "phone-main", ["main phone", "phone", "mobile", "phone number", "handy", "handynummer",
        "telefon", "telefonnummer", "tel", "telephone", "電話", "電話號碼", "mobil", "mobilnummer", "rufnummer",
        "手機", "行動電話", "主手機",
        "主手机号", "主设备手机号", "主号码", "主手机", "手机号1", "注册手机号", "接码手机号", "手机号", "手机号码", "手机", "电话",
        "绑定手机号", "绑定手机", "綁定手機號", "綁定手機", "主手機號", "註冊手機號", "接碼手機號", "主號碼", "手機號碼", "手機號", "電話番号", "携帯番号"];
    /// The number of the backup.
    PhoneBackup = "phone-backup", ["backup phone", "backup number", "backup mobile",
        "备用手机号", "手机号2", "备用手机", "备用电话", "备用号码", "備用手機號", "備用手機", "備用電話", "備用號碼",
        "予備電話番号"];
}

impl Column {
    /// The column a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.word() == word)
    }

    /// The column that stands below a heading.
    pub fn from_heading(title: &str) -> Option<Self> {
        if title.len() > LONGEST {
            return None;
        }
        Self::of(&plain(title)).or_else(|| match meaning::of(title) {
            Meaning::One(column) => Some(column),
            Meaning::Nothing | Meaning::Either(_) => None,
        })
    }

    /// The same of one that is written as it is known, but for what says nothing.
    pub(super) fn from_plain_heading(title: &str) -> Option<Self> {
        if title.len() > LONGEST { None } else { Self::of(&plain(title)) }
    }

    /// Whether it holds words or codes of people's own, of which nothing shows that digits are gone.
    pub(super) fn is_text(self) -> bool {
        match self {
            Self::Issuer
            | Self::Platform
            | Self::Store
            | Self::Marketplaces
            | Self::Login
            | Self::Groups
            | Self::Note
            | Self::Recovery
            | Self::Holder
            | Self::Location => true,
            Self::Secret
            | Self::Algorithm
            | Self::Digits
            | Self::Period
            | Self::Counter
            | Self::Kind
            | Self::Favourite
            | Self::PhoneMain
            | Self::PhoneBackup => false,
        }
    }

    /// Whether it holds names and the like, which are shown: no key belongs there.
    pub(super) fn is_name(self) -> bool {
        let is_shown = self.is_text() && !matches!(self, Self::Note | Self::Recovery);
        is_shown || matches!(self, Self::PhoneMain | Self::PhoneBackup)
    }

    /// Whether only one column of a table can hold it.
    pub fn is_single(self) -> bool {
        !self.is_list() && self != Self::Secret
    }

    /// Whether several columns of it are read as one list. Of several keys, which one is meant is
    /// seen row by row.
    fn is_list(self) -> bool {
        matches!(self, Self::Groups | Self::Marketplaces | Self::Recovery | Self::Note)
    }
}

/// Bytes of what may stand above a column and mean something: more than any known heading, however it is
/// marked.
const LONGEST: usize = 512;

/// A heading without what says nothing: width of letters, case, marks of a required field.
pub(super) fn plain(title: &str) -> String {
    let title: String = title.nfkc().flat_map(char::to_lowercase).collect();
    let title = title.replace(['_', '-'], " ");
    let title = title.trim_end_matches(|c: char| matches!(c, '*' | ':') || c.is_whitespace());
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Which column each heading means, or what somebody said of it by its place.
///
/// Of two headings that mean the same, the more exact one counts, wherever it stands, and of two
/// equal ones the first; unless both can be read: lists, and keys. What was said stands in for what
/// was guessed.
pub(super) fn read(titles: &[String], said: &[(usize, Option<Column>)]) -> Vec<Heading> {
    let said_of =
        |place: usize| said.iter().rfind(|(at, _)| *at == place).map(|(_, column)| *column);
    let is_said = |column: Column| said.iter().any(|(_, other)| *other == Some(column));
    let short = |title: &String| if title.len() > LONGEST { String::new() } else { plain(title) };
    let plainly: Vec<String> = titles.iter().map(short).collect();
    let means: Vec<Option<Column>> = titles.iter().map(|it| Column::from_heading(it)).collect();
    let best = |column: Column| {
        let guessed = plainly.iter().enumerate().filter(|(place, _)| said_of(*place).is_none());
        let ranked = guessed.filter(|(place, _)| means[*place] == Some(column));
        let ranked = ranked.map(|(place, title)| {
            let names = column.names();
            (names.iter().position(|name| name == title).unwrap_or(names.len()), place)
        });
        ranked.min().map(|(_, place)| place)
    };
    let guess = |place: usize| {
        let column = (*means.get(place)?)?;
        let counts = column.is_list()
            || !is_said(column) && (column == Column::Secret || best(column) == Some(place));
        counts.then_some(column)
    };
    let mut headings: Vec<Heading> = Vec::with_capacity(titles.len());
    for (place, title) in titles.iter().enumerate() {
        let column = said_of(place).unwrap_or_else(|| guess(place));
        headings.push(Heading::new(bare::shown(title).to_owned(), column));
    }
    // A plain "name" is what the other columns leave open, and so is a plain "site": one of a platform where
    // something says which, else the platform.
    let has = |column, headings: &[Heading]| headings.iter().any(|h| h.column == Some(column));
    for (place, title) in plainly.iter().enumerate() {
        if said_of(place).is_none() && matches!(title.as_str(), "name" | "名称") {
            let issuers = [Column::Issuer, Column::Platform, Column::Store];
            let named = issuers.into_iter().any(|column| has(column, &headings));
            let column = if named { Column::Login } else { Column::Issuer };
            if !has(column, &headings) {
                headings[place].column = Some(column);
            }
        }
    }
    let issuers = [Column::Issuer, Column::Platform, Column::Store];
    if !issuers.into_iter().any(|column| has(column, &headings)) {
        let is_site =
            |(place, title): &(usize, &String)| said_of(*place).is_none() && *title == "site";
        if let Some((place, _)) = plainly.iter().enumerate().find(is_site) {
            headings[place].column = Some(Column::Issuer);
        }
    }
    headings
}

/// The columns of which headings leave open what they hold, each with what it may be. What stands below may
/// tell: platforms, or sites of one, where no other column says which platform it is.
pub(super) fn open(
    titles: &[String],
    headings: &[Heading],
    said: &[(usize, Option<Column>)],
) -> Vec<(usize, Vec<Column>)> {
    let is_taken = |place: usize, column: Column| {
        let mut others = headings.iter().enumerate().filter(|(other, _)| *other != place);
        others.any(|(_, heading)| heading.column == Some(column))
    };
    let is_placed = |place| {
        [Column::Issuer, Column::Platform].into_iter().any(|column| is_taken(place, column))
    };
    let mut open = Vec::new();
    for (place, (title, heading)) in titles.iter().zip(headings).enumerate() {
        if title.len() > LONGEST || said.iter().any(|(at, _)| *at == place) {
            continue;
        }
        let mut columns = match heading.column {
            None => match meaning::of(title) {
                Meaning::Either(columns) => columns,
                Meaning::Nothing | Meaning::One(_) => continue,
            },
            Some(Column::Marketplaces) => vec![Column::Platform],
            Some(Column::Issuer) if plain(title) == "site" => vec![Column::Marketplaces],
            Some(_) => continue,
        };
        columns.retain(|column| match column {
            Column::Platform | Column::Issuer => !is_placed(place),
            column => !is_taken(place, *column),
        });
        if !columns.is_empty() {
            open.push((place, columns));
        }
    }
    open
}

/// Whether two headings are the same, but for what says nothing.
pub(super) fn is_same(title: &str, other: &str) -> bool {
    let is_short = title.len() <= LONGEST && other.len() <= LONGEST;
    is_short && !title.is_empty() && plain(title) == plain(other)
}

/// Whether what stands under a heading may as well be the address of a web page.
pub(super) fn may_be_web(title: &str) -> bool {
    title.len() <= LONGEST && matches!(plain(title).as_str(), "url" | "uri")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(titles: &[&str], said: &[(usize, Option<Column>)]) -> Vec<Option<Column>> {
        let titles: Vec<String> = titles.iter().map(|&title| title.into()).collect();
        read(&titles, said).into_iter().map(|heading| heading.column).collect()
    }

    #[test]
    fn words_are_told_apart() {
        for column in Column::ALL {
            assert_eq!(Column::from_word(column.word()), Some(*column));
            assert!(Column::of(column.word()).is_none_or(|other| other == *column));
        }
    }

    #[test]
    fn headings_as_people_write_them() {
        let cases = [
            ("as listed", "secret key", Some(Column::Secret)),
            ("in capitals", "SECRET", Some(Column::Secret)),
            ("with a line under it", "Secret_Key", Some(Column::Secret)),
            ("full width", "ＴＯＴＰ", Some(Column::Secret)),
            ("marked as required", " Secret * ", Some(Column::Secret)),
            ("with a colon", "密钥：", Some(Column::Secret)),
            ("with a hyphen", "E-mail", Some(Column::Login)),
            ("KeePass", "TimeOtp-Secret-Base32", Some(Column::Secret)),
            ("two steps", "两步验证密钥", Some(Column::Secret)),
            ("two steps otherwise", "二步验证密钥", Some(Column::Secret)),
            ("twice", "二次验证密钥", Some(Column::Secret)),
            ("doubly", "双重验证密钥", Some(Column::Secret)),
            ("half in English", "TOTP密钥", Some(Column::Secret)),
            ("mistyped", "密匙", Some(Column::Secret)),
            ("an app's own word", "Authenticator key", Some(Column::Secret)),
            ("traditional", "兩步驗證密鑰", Some(Column::Secret)),
            ("Japanese", "シークレットキー", Some(Column::Secret)),
            ("the phone of the main device", "主设备手机号", Some(Column::PhoneMain)),
            ("the phone that is registered", "注册手机号", Some(Column::PhoneMain)),
            ("the phone that gets codes", "接码手机号", Some(Column::PhoneMain)),
            ("the main number", "主号码", Some(Column::PhoneMain)),
            ("who has the phone", "持机人", Some(Column::Holder)),
            ("who has it", "持有人", Some(Column::Holder)),
            ("who uses it", "使用人", Some(Column::Holder)),
            ("a letter wrong", "秘钥", Some(Column::Secret)),
            ("what the key makes", "谷歌验证码", Some(Column::Secret)),
            ("an account otherwise", "登陆账号", Some(Column::Login)),
            ("the company", "公司", Some(Column::Store)),
            ("full-width brackets", "周期（秒）", Some(Column::Period)),
            ("two spaces", "user  name", Some(Column::Login)),
            ("unknown", "password", None),
            ("nothing", "", None),
        ];
        for (name, title, column) in cases {
            assert_eq!(columns(&[title], &[])[0], column, "{name}");
        }
    }

    #[test]
    fn of_two_that_mean_the_same_the_first_counts() {
        use Column::{Groups, Issuer, Login, Marketplaces, Platform, Secret, Store};
        let cases = [
            ("logins", vec!["account", "email"], vec![Some(Login), None]),
            ("keys", vec!["secret", "2fa"], vec![Some(Secret), Some(Secret)]),
            ("lists", vec!["tags", "folder"], vec![Some(Groups), Some(Groups)]),
            ("a name and nothing else", vec!["name", "key"], vec![Some(Issuer), Some(Secret)]),
            ("a name and a platform", vec!["名称", "平台"], vec![Some(Login), Some(Platform)]),
            (
                "a name and a site",
                vec!["name", "user", "site"],
                vec![Some(Issuer), Some(Login), Some(Marketplaces)],
            ),
            ("a site alone", vec!["site", "user"], vec![Some(Issuer), Some(Login)]),
            (
                "a site of a store",
                vec!["site", "store", "key"],
                vec![Some(Marketplaces), Some(Store), Some(Secret)],
            ),
        ];
        for (name, titles, expected) in cases {
            assert_eq!(columns(&titles, &[]), expected, "{name}");
        }
    }

    #[test]
    fn what_was_said_stands_in_for_what_was_guessed() {
        use Column::{Groups, Login, Secret};
        let titles = ["secret", "2fa", "account", "tags", "x"];
        let cases = [
            (
                "which key",
                vec![(1, Some(Secret))],
                vec![None, Some(Secret), Some(Login), Some(Groups), None],
            ),
            (
                "not this one",
                vec![(0, None)],
                vec![None, Some(Secret), Some(Login), Some(Groups), None],
            ),
            (
                "another login",
                vec![(4, Some(Login))],
                vec![Some(Secret), Some(Secret), None, Some(Groups), Some(Login)],
            ),
            (
                "one more list",
                vec![(4, Some(Groups))],
                vec![Some(Secret), Some(Secret), Some(Login), Some(Groups), Some(Groups)],
            ),
            (
                "no such column",
                vec![(9, Some(Groups))],
                vec![Some(Secret), Some(Secret), Some(Login), Some(Groups), None],
            ),
        ];
        for (name, said, expected) in cases {
            assert_eq!(columns(&titles, &said), expected, "{name}");
        }
    }
}
