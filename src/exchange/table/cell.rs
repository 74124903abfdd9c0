//! What stands in a single cell of a table: words instead of keys, numbers that a spreadsheet disfigured, lists.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::Column;
use crate::exchange::change::Change;
use crate::model::MethodKind;

/// What people write where a key belongs when there is none.
const NONE: [&str; 28] = [
    "none",
    "no",
    "no key",
    "n/a",
    "na",
    "nil",
    "null",
    "off",
    "no 2fa",
    "no2fa",
    "2fa off",
    "not set",
    "无",
    "無",
    "没有",
    "沒有",
    "暂无",
    "暫無",
    "未设置",
    "未开启",
    "未启用",
    "未绑定",
    "否",
    "不需要",
    "なし",
    "keine",
    "keiner",
    "kein",
];
/// What of it means the same in every column: `NO` is a country, and `no` an answer.
const NOTHING: [&str; 8] = ["none", "n/a", "无", "無", "没有", "沒有", "暂无", "暫無"];
/// And when the code comes by text message, by e-mail, or out of an app that has the key.
const TEXTED: [&str; 8] =
    ["sms", "text message", "短信", "短信验证", "短信验证码", "手机短信", "簡訊", "短信接收"];
const MAILED: [&str; 7] = ["email", "e-mail", "mail", "邮箱", "邮件", "邮箱验证", "郵箱"];
const BY_APP: [&str; 6] = ["app", "authenticator", "软件", "验证器", "身份验证器", "谷歌验证器"];
/// Apps by name: the key is in one, and not here.
const APPS: [&str; 27] = [
    "google authenticator",
    "google auth",
    "google",
    "google验证器",
    "google身份验证器",
    "谷歌",
    "谷歌验证",
    "谷歌认证",
    "谷歌身份验证",
    "谷歌身份验证器",
    "谷歌身份驗證器",
    "microsoft authenticator",
    "ms authenticator",
    "微软验证器",
    "微软身份验证器",
    "authy",
    "aegis",
    "2fas",
    "duo",
    "okta verify",
    "1password",
    "lastpass",
    "bitwarden",
    "authenticator app",
    "totp",
    "2fa",
    "身份宝",
];
/// What says that there is a key or another way in, or that there is to be one, and does not say which.
const SAID: [&str; 43] = [
    "yes",
    "y",
    "ok",
    "on",
    "true",
    "enabled",
    "set",
    "set up",
    "done",
    "bound",
    "✓",
    "✔",
    "√",
    "☑",
    "✅",
    "有",
    "是",
    "已有",
    "已绑定",
    "已设置",
    "已开启",
    "已启用",
    "已开通",
    "开启",
    "微信",
    "微信扫码",
    "扫码",
    "扫码登录",
    "二维码",
    "wechat",
    "wechat scan",
    "qr",
    "qr code",
    "tbc",
    "tbd",
    "todo",
    "pending",
    "待定",
    "待补",
    "待补充",
    "待确认",
    "待绑定",
    "待填",
];
/// What says that it is the same as above.
const DITTO: [&str; 14] = [
    "同上",
    "同前",
    "同左",
    "ditto",
    "do",
    "same",
    "same as above",
    "as above",
    "wie oben",
    "\"",
    "''",
    "〃",
    "”",
    "″",
];
/// Of those, what is no name and no word of a remark.
const ABOVE: [&str; 8] =
    ["同上", "同前", "ditto", "same as above", "as above", "wie oben", "〃", "″"];
/// More characters than any of those words has.
const LONGEST_WORD: usize = 32;
/// The fewest digits of a phone number with its area, and the zeros at the end of one that was rounded.
const ROUNDED: usize = 10;
const ZEROS: usize = 6;
/// The fewest digits that a spreadsheet does not show all.
pub(super) const SHOWN: usize = 12;
/// Units of a period, in seconds, and of digits.
const SECONDS: [(&str, u64); 13] = [
    ("s", 1),
    ("sec", 1),
    ("secs", 1),
    ("second", 1),
    ("seconds", 1),
    ("秒", 1),
    ("秒钟", 1),
    ("m", 60),
    ("min", 60),
    ("mins", 60),
    ("minute", 60),
    ("minutes", 60),
    ("分钟", 60),
];
const PLACES: [(&str, u64); 5] =
    [("digit", 1), ("digits", 1), ("位", 1), ("位数", 1), ("位数字", 1)];

/// Takes off the apostrophe that keeps a spreadsheet from computing a cell.
pub(super) fn unescape(cell: &str) -> (&str, bool) {
    match cell.strip_prefix('\'') {
        Some(rest) if is_computed(rest) || is_respelled(rest) => (rest, true),
        _ => (cell, false),
    }
}

/// Whether a spreadsheet may compute a cell, some of them with full-width signs, too; or whether it only would, were it not for apostrophes.
pub(super) fn is_computed(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}

/// Whether a spreadsheet takes a cell for a number or a day and writes it otherwise when that is saved: `1.39E+13` for a
/// long one, `123` for `000123`, `100000` for `1e5`, the third of April for `3-4`.
pub(super) fn is_respelled(cell: &str) -> bool {
    let cell = cell.trim_start_matches('\'');
    let is_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let is_zeroed = cell.len() > 1 && cell.starts_with('0');
    is_number && (cell.len() >= SHOWN || is_zeroed) || is_exponent(cell) || is_day(cell)
}

/// Whether a text is a number with an exponent, of either sign.
fn is_exponent(cell: &str) -> bool {
    let plain = cell.replacen("e-", "e", 1).replacen("E-", "E", 1);
    is_lost(&plain)
}

/// Whether a text is two or three numbers with one sign between them, as days are written, and hours. A year is the
/// only one that is longer than two digits: the groups of phone numbers are none.
fn is_day(cell: &str) -> bool {
    ['-', '/', '.', ':'].into_iter().any(|sign| {
        let parts: Vec<&str> = cell.split(sign).collect();
        let is_part = |part: &&str| {
            matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let years = parts.iter().filter(|part| part.len() == 4).count();
        matches!(parts.len(), 2 | 3) && parts.iter().all(is_part) && years < 2
    })
}

/// The parts of a list.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '；', '，', '、', '|']).map(str::trim).filter(|part| !part.is_empty())
}

/// The sites of a cell. Names have spaces; between codes there may be nothing else: `UK DE FR`.
pub(super) fn sites(cell: &str) -> impl Iterator<Item = &str> {
    let all = |part: &str, is: fn(char) -> bool| {
        part.split_whitespace().all(|word| matches!(word.len(), 2 | 3) && word.chars().all(is))
    };
    let names = parts(cell).flat_map(|part| part.split([',', '/', '\r', '\n'])).map(str::trim);
    let names = names.flat_map(move |name| {
        let are_codes =
            all(name, |c| c.is_ascii_uppercase()) || all(name, |c| c.is_ascii_lowercase());
        let whole = (!are_codes).then_some(name);
        let codes = are_codes.then(|| name.split_whitespace());
        whole.into_iter().chain(codes.into_iter().flatten())
    });
    names.filter(|name| !name.is_empty())
}

/// The one-time codes of a cell.
pub(in crate::exchange) fn codes(cell: &str) -> impl Iterator<Item = &str> {
    let codes = parts(cell);
    let codes = codes.flat_map(|part| part.split([',', ' ', '\t', '\r', '\n', '\u{3000}']));
    codes.map(str::trim).filter(|code| !code.is_empty())
}

/// A phone number without what a spreadsheet or an input method did to it. One that lost its digits
/// stays as it is.
pub(super) fn phone(text: &str, backup: bool) -> (Cow<'_, str>, Option<Change>) {
    let narrow = |c: char| match c {
        // The width of a letter is 0xFEE0 away from itself.
        '！'..='～' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        c => c,
    };
    let mut mended: String = text.chars().map(narrow).collect();
    if let Some(whole) = mended_number(&mended) {
        mended = whole;
    }
    if let Some(rest) = mended.strip_prefix('\'') {
        mended = rest.into();
    }
    if is_lost(text) || is_rounded(&mended) {
        return (text.into(), Some(Change::PhoneLost { backup }));
    }
    if mended == text {
        return (text.into(), None);
    }
    (mended.into(), Some(Change::PhoneMended { backup }))
}

/// A number without the `.0` that a spreadsheet put behind it.
pub(super) fn mended_number(text: &str) -> Option<String> {
    let (whole, zeros) = text.split_once('.')?;
    let is_one = !zeros.is_empty()
        && zeros.bytes().all(|byte| byte == b'0')
        && whole.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| whole.to_owned())
}

/// Whether a text is what is left of a phone number once a spreadsheet showed `1.39E+10` for it and saved that:
/// one with so many zeros at its end is hardly anybody's.
pub(super) fn is_rounded(text: &str) -> bool {
    let zeros = text.len() - text.trim_end_matches('0').len();
    text.len() >= ROUNDED && zeros >= ZEROS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether two words are the same setting of a key: `SHA-1`, `HmacSHA1`.
pub fn is_setting(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let text = text.to_lowercase();
        text.strip_prefix("hmac").map(str::to_owned).unwrap_or(text)
    };
    plain(one) == plain(other)
}

/// Whether a cell is one of some words, whatever their case and width.
fn says(cell: &str, words: &[&str]) -> bool {
    // One that is longer is none, and is not to be taken for how it begins.
    let cell: String = cell.nfkc().flat_map(char::to_lowercase).take(LONGEST_WORD + 1).collect();
    words.contains(&cell.trim().trim_end_matches(['.', '。']))
}

/// What stands where a key belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// That there is none.
    Nothing,
    /// How codes come.
    Arrives(MethodKind),
    /// That an app has it, by its name.
    App,
    /// That there is something, and not what.
    Something,
    /// That it is the one above. Which that is would be a guess.
    Ditto,
}

/// What a cell for keys says instead of one.
pub(super) fn instead(cell: &str) -> Option<Instead> {
    let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '―' | '−' | '－' | '/' | '／' | '_');
    if cell.chars().all(is_dash) {
        return Some(Instead::Nothing);
    }
    // A key is longer than any of the words, and most cells are keys.
    if cell.chars().nth(LONGEST_WORD).is_some() {
        return None;
    }
    let all = [
        (&NONE[..], Instead::Nothing),
        (&TEXTED, Instead::Arrives(MethodKind::Sms)),
        (&MAILED, Instead::Arrives(MethodKind::Email)),
        (&BY_APP, Instead::Arrives(MethodKind::Totp)),
        (&APPS, Instead::App),
        (&SAID, Instead::Something),
        (&DITTO, Instead::Ditto),
    ];
    all.into_iter().find(|(words, _)| says(cell, words)).map(|(_, instead)| instead)
}

/// Whether a cell says that it is the same as above.
pub(super) fn is_ditto(cell: &str) -> bool {
    says(cell, &ABOVE)
}

/// A setting of a key without its unit: `1 min` is 60, `6 位` is 6.
pub(super) fn setting(column: Column, cell: &str) -> Cow<'_, str> {
    let units: &[(&str, u64)] = match column {
        Column::Period => &SECONDS,
        Column::Digits => &PLACES,
        _ => return cell.into(),
    };
    if cell.len() > LONGEST_WORD {
        return cell.into();
    }
    let plain: String = cell.nfkc().flat_map(char::to_lowercase).collect();
    let plain = plain.trim().trim_end_matches('.');
    let end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (number, unit) = plain.split_at(end);
    let by = units.iter().find(|(name, _)| *name == unit.trim());
    match (number.parse::<u64>(), by) {
        (Ok(number), Some((_, by))) => number.saturating_mul(*by).to_string().into(),
        _ => cell.into(),
    }
}

/// Whether a cell for one person names several.
pub(super) fn names_several(cell: &str) -> bool {
    let cell = cell.trim();
    let marks = ['/', '／', '、', '&', '＆', '+', '＋', ',', '，', ';', '；', '|', '\n'];
    let words = [" and ", " und ", " or ", "和", "与", "及"];
    let is_between = |at: usize, mark: &str| {
        let (before, behind) = (&cell[..at], &cell[at + mark.len()..]);
        [before, behind].iter().all(|side| side.contains(char::is_alphabetic))
    };
    let mut at = cell.match_indices(marks);
    at.any(|(at, mark)| is_between(at, mark))
        || words.iter().any(|word| cell.find(word).is_some_and(|at| is_between(at, word)))
}

/// Whether a cell of any column says that there is nothing.
pub(super) fn is_nothing(cell: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '―' | '−' | '－' | '/' | '／');
    cell.chars().all(is_dash) || says(cell, &NOTHING)
}

/// The text of a formula that is nothing else, as back ends of shops write one: `="00123"`.
pub(super) fn unwrapped(cell: &str) -> Option<&str> {
    let text = cell.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

/// Whether a text is a number as spreadsheets show long ones. A code may have an `e` between its digits,
/// but no point, and no `+`.
pub(super) fn is_scientific(text: &str) -> bool {
    let mantissa = text.split_once(['e', 'E']).map_or("", |(mantissa, _)| mantissa);
    let whole = mantissa.split_once('.').map_or(mantissa, |(whole, _)| whole);
    whole.len() == 1 && text.contains('+') && is_lost(text)
}

/// Whether a text is a number with an exponent.
fn is_lost(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent.strip_prefix('+').unwrap_or(exponent))
}
