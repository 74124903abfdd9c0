//! What a heading means that is written otherwise than any that is known: with a remark in brackets, with words
//! between slashes or in two languages, with marks. Where its parts mean several columns, what stands below may
//! tell which.

use unicode_normalization::UnicodeNormalization as _;

use super::bare::may_be_secret;
use super::headings::{Column, plain};
use super::sample::names_passwords;
use crate::model::Catalogue;
use crate::model::group::region;

/// What a heading means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing that is known.
    Nothing,
    /// A column.
    One(Column),
    /// One of several.
    Either(Vec<Column>),
}

/// Remarks that make a column another one: what is not used any more, and the second of two phones.
const FORMER: [&str; 9] = ["old", "former", "previous", "unused", "旧", "舊", "原", "停用", "作废"];
const SECOND: [&str; 8] =
    ["backup", "second", "spare", "alternative", "备用", "備用", "副", "第二"];
/// What stands before the holder or the place of a phone, and says nothing more.
const OF_PHONE: [&str; 9] =
    ["phone", "mobile", "device", "sim", "手机", "手機", "设备", "設備", "电话"];
/// Whose a store is, where somebody runs it for others.
const CLIENT: [&str; 3] = ["client", "客户", "客戶"];
/// What words for a key are made of: those that mean one, and those that say what it is for.
const KEYS: [&str; 9] = ["secret", "key", "seed", "密钥", "秘钥", "密匙", "密鑰", "金鑰", "秘鑰"];
const FOR_CODES: [&str; 44] = [
    "authenticator",
    "authentication",
    "verification",
    "two",
    "factor",
    "step",
    "2step",
    "2factor",
    "2fa",
    "mfa",
    "totp",
    "otp",
    "auth",
    "google",
    "base32",
    "setup",
    "谷歌",
    "身份",
    "二次",
    "两步",
    "二步",
    "双重",
    "双因素",
    "兩步",
    "二步骤",
    "步骤",
    "雙重",
    "动态码",
    "动态",
    "動態",
    "验证码",
    "验证器",
    "验证",
    "認證",
    "认证",
    "驗證碼",
    "驗證器",
    "驗證",
    "令牌",
    "登录验证",
    "登录二次",
    "登入驗證",
    "登陆验证",
    "的",
];

/// What a heading means, from its parts.
pub(super) fn of(title: &str) -> Meaning {
    // A key may stand above a column, and is no heading, whatever stands beside it.
    if names_passwords(title) || title.contains("://") || may_be_secret(title) {
        return Meaning::Nothing;
    }
    let title: String = title.nfkc().flat_map(char::to_lowercase).collect();
    let (bare, remarks) = without_remarks(&title);
    if remarks.is_empty() {
        return parted(&title);
    }
    let head = bare.trim();
    for remark in &remarks {
        let joined = [
            format!("{remark} {head}"),
            format!("{remark}{head}"),
            format!("{head} {remark}"),
            format!("{head}{remark}"),
        ];
        if let Some(column) = joined.iter().find_map(|title| Column::of(&plain(title))) {
            return Meaning::One(column);
        }
    }
    let says = |words: &[&str]| {
        let is_one = |remark: &&str, word: &str| {
            if word.is_ascii() {
                remark.split(|c: char| !c.is_alphanumeric()).any(|it| it == word)
            } else {
                remark.contains(word)
            }
        };
        remarks.iter().any(|remark| words.iter().any(|word| is_one(remark, word)))
    };
    if says(&FORMER) {
        return Meaning::Nothing;
    }
    match parted(head) {
        Meaning::One(Column::PhoneMain) if says(&SECOND) => Meaning::One(Column::PhoneBackup),
        Meaning::One(column) => {
            let others = remarks.iter().filter_map(|remark| named(remark));
            distinct(std::iter::once(column).chain(others))
        }
        meaning => meaning,
    }
}

/// A heading without what stands in brackets, and that.
fn without_remarks(title: &str) -> (String, Vec<&str>) {
    let (mut bare, mut remarks, mut rest) = (String::new(), Vec::new(), title);
    while let Some(open) = rest.find(['(', '[', '【', '〔', '{']) {
        let inside = &rest[open + rest[open..].chars().next().map_or(1, char::len_utf8)..];
        let Some(end) = inside.find([')', ']', '】', '〕', '}']) else { break };
        bare.push_str(&rest[..open]);
        bare.push(' ');
        remarks.push(inside[..end].trim());
        rest = &inside[end + inside[end..].chars().next().map_or(1, char::len_utf8)..];
    }
    bare.push_str(rest);
    (bare, remarks)
}

/// What a heading without brackets means: as a whole, else by its parts.
fn parted(title: &str) -> Meaning {
    if let Some(column) = named(title) {
        return Meaning::One(column);
    }
    let title = [" and ", " or "].iter().fold(title.to_owned(), |it, word| it.replace(word, "/"));
    let parts: Vec<&str> = title
        .split(['/', '|', '、', ',', ';', '&', '+', '\n', '\r', '或', '和', '及'])
        .filter(|part| !part.trim().is_empty())
        .collect();
    if parts.len() > 1 {
        return distinct(parts.into_iter().filter_map(named));
    }
    // In two languages: both have to mean the same.
    let is_far = |c: char| c >= '\u{2e80}';
    let (far, near): (String, String) = title.chars().partition(|c| is_far(*c));
    match (named(&far), named(&near)) {
        (Some(one), Some(other)) if one == other => Meaning::One(one),
        _ => Meaning::Nothing,
    }
}

fn distinct(columns: impl Iterator<Item = Column>) -> Meaning {
    let mut all: Vec<Column> = Vec::new();
    for column in columns {
        if !all.contains(&column) {
            all.push(column);
        }
    }
    match all[..] {
        [] => Meaning::Nothing,
        [one] => Meaning::One(one),
        // Whoever writes both means the same by them.
        [Column::Issuer, Column::Platform] | [Column::Platform, Column::Issuer] => {
            Meaning::One(Column::Platform)
        }
        _ => Meaning::Either(all),
    }
}

/// The column that some words mean, but for marks and numbers before them.
fn named(title: &str) -> Option<Column> {
    let title = plain(title);
    let mark = |c: char| c.is_whitespace() || "?？!！#№.。:：*;；\"'“”—–~、".contains(c);
    let title = title.trim_matches(mark);
    if let Some(column) = Column::of(title) {
        return Some(column);
    }
    let behind = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.len() < title.len() && behind.starts_with(['.', ')', '、', ' ']) {
        return named(behind);
    }
    let of_phone = OF_PHONE.iter().filter_map(|word| Column::of(title.strip_prefix(word)?.trim()));
    let mut held = of_phone.filter(|it| matches!(it, Column::Holder | Column::Location));
    // Of one who sells for others, it is whose store that is.
    let client = CLIENT.contains(&title).then_some(Column::Store);
    held.next().or(client).or_else(|| is_key(title).then_some(Column::Secret))
}

/// Whether words mean the key for codes: each is one of its own, and one of them means a key.
pub(super) fn is_key(title: &str) -> bool {
    let mut rest: &str = &title.replace([' ', '\''], "");
    let mut has_key = false;
    while !rest.is_empty() {
        let strip = |words: &[&str]| {
            let longest =
                words.iter().filter(|word| rest.starts_with(**word)).max_by_key(|w| w.len());
            longest.map(|word| &rest[word.len()..])
        };
        rest = match (strip(&KEYS), strip(&FOR_CODES)) {
            (Some(rest), _) => {
                has_key = true;
                rest
            }
            (None, Some(rest)) => rest,
            (None, None) => return false,
        };
    }
    has_key
}

/// Which of several columns values are those of, as far as they tell: platforms that are known, or the codes of
/// countries.
pub(super) fn told<'a>(
    columns: &[Column],
    values: impl Iterator<Item = &'a str>,
    platforms: &Catalogue,
) -> Option<Column> {
    let (mut known, mut codes, mut others) = (0, 0, 0);
    for value in values {
        let words = || value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if platforms.of(value).is_some() {
            known += 1;
        } else if words().next().is_some() && words().all(|word| !region(word).is_empty()) {
            codes += 1;
        } else {
            others += 1;
        }
    }
    let is_one = |column: Column| columns.contains(&column).then_some(column);
    match (known, codes, others) {
        (1.., 0, _) => is_one(Column::Platform).or(is_one(Column::Issuer)),
        (0, 1.., 0) => is_one(Column::Marketplaces),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_remarks_and_slashes() {
        use Column::*;
        let one = Meaning::One;
        let cases = [
            ("账号（邮箱）", one(Login)),
            ("Email / Username", one(Login)),
            ("2FA secret (base32)", one(Secret)),
            ("2FA\nsecret", one(Secret)),
            ("2FA Secret Key", one(Secret)),
            ("Google Authenticator key", one(Secret)),
            ("谷歌验证密钥", one(Secret)),
            ("两步验证密钥（Base32）", one(Secret)),
            ("Whose phone?", one(Holder)),
            ("Phone holder", one(Holder)),
            ("手机保管人", one(Holder)),
            ("手机位置", one(Location)),
            ("Client", one(Store)),
            ("Phone #", one(PhoneMain)),
            ("Phone (main)", one(PhoneMain)),
            ("Phone (backup)", one(PhoneBackup)),
            ("手机（备用）", one(PhoneBackup)),
            ("手机号（2）", one(PhoneBackup)),
            ("Phone (second SIM)", one(PhoneBackup)),
            ("绑定手机（接收短信）", one(PhoneMain)),
            ("Backup phone / SMS", one(PhoneBackup)),
            ("Anbieter/Plattform", one(Platform)),
            ("Schlüssel", one(Secret)),
            ("Telefon", one(PhoneMain)),
            ("Konto", one(Login)),
            ("Bemerkung", one(Note)),
            ("Remarks", one(Note)),
            ("Tel.", one(PhoneMain)),
            ("MFA", one(Secret)),
            ("電話", one(PhoneMain)),
            ("帳號", one(Login)),
            ("備註", one(Note)),
            ("手機", one(PhoneMain)),
            ("行動電話", one(PhoneMain)),
            ("賣場名稱", one(Store)),
            ("復原碼", one(Recovery)),
            ("二階段金鑰", one(Secret)),
            ("備注", one(Note)),
            ("2FA-Schlüssel", one(Secret)),
            ("Geheimnis", one(Secret)),
            ("Wiederherstellungscodes", one(Recovery)),
            ("Rufnummer", one(PhoneMain)),
            ("Laden", one(Store)),
            ("Marktplatz", one(Marketplaces)),
            ("平台 Platform", one(Platform)),
            ("店铺名/Store name", one(Store)),
            ("1. Platform", one(Platform)),
            ("Login *", one(Login)),
            ("Store [shown to buyers]", one(Store)),
            // Of two, which one is a guess.
            ("平台/站点", Meaning::Either(vec![Platform, Marketplaces])),
            ("Holder/Location", Meaning::Either(vec![Holder, Location])),
            ("账号（手机号）", Meaning::Either(vec![Login, PhoneMain])),
            // None of these is what a part of it says.
            ("账号/密码", Meaning::Nothing),
            ("Login (password)", Meaning::Nothing),
            ("Phone (old)", Meaning::Nothing),
            ("otpauth://totp/a", Meaning::Nothing),
            ("key (JBSWY3DPEHPK3PXP)", Meaning::Nothing),
            ("API key", Meaning::Nothing),
            ("API密钥", Meaning::Nothing),
            ("QQ邮箱", Meaning::Nothing),
            ("Supplier (name, email)", Meaning::Nothing),
            ("Last login", Meaning::Nothing),
            ("(", Meaning::Nothing),
            ("（）", Meaning::Nothing),
            ("", Meaning::Nothing),
        ];
        for (title, meaning) in cases {
            assert_eq!(of(title), meaning, "{title}");
        }
    }

    #[test]
    fn values_tell_platforms_from_countries() {
        let platforms = Catalogue::shipped();
        let both = [Column::Marketplaces, Column::Platform];
        let told = |values: &[&str]| told(&both, values.iter().copied(), &platforms);
        assert_eq!(told(&["Amazon", "亚马逊 US", "Mercari"]), Some(Column::Platform));
        assert_eq!(told(&["US", "DE FR", "uk"]), Some(Column::Marketplaces));
        for values in [&["Amazon", "DE"][..], &["somewhere"], &[], &["--"]] {
            assert_eq!(told(values), None, "{values:?}");
        }
    }
}
