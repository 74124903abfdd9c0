//! A value or two of a column, so that a person sees what it holds. What could be a secret is not shown:
//! rather a login too few than a password too many.

use super::Column;
use super::bare::{looks, may_be_secret};
use super::cell::is_scientific;
use crate::exchange::Heading;

/// How many values are kept of a column.
const MOST: usize = 2;
/// How many characters of each.
const LONGEST: usize = 40;
/// What stands for a secret.
pub const HIDDEN: &str = "••••";
/// The shortest word that is looked at as a password.
const PASSWORD: usize = 8;
/// The same in a column of which nothing is known.
const SHORT_PASSWORD: usize = 6;
/// The fewest characters of a key.
const KEY: usize = 16;

/// How many bytes of a cell or a title are looked at. One may have a megabyte, and there are thousands.
const LOOKED_AT: usize = 2 << 10;

/// Keeps a cell as a sample of its column, if there is none like it and room for one more; and what its
/// values look like.
pub(super) fn keep(heading: &mut Heading, cell: &str) {
    let cell = begin(cell.trim_start()).lines().next().unwrap_or_default().trim();
    heading.looks = heading.looks.or_else(|| looks(cell));
    if cell.is_empty() || heading.samples.len() >= MOST {
        return;
    }
    let hidden = matches!(heading.column, Some(Column::Secret | Column::Recovery))
        || names_secrets(&heading.title)
        || is_like_secret(cell) && !is_scientific(cell)
        // Nothing says that it is anything else.
        || heading.column.is_none() && is_like_password(cell)
        // One with other words beside it, as in a title.
        || may_be_secret(cell);
    let sample = match cell.char_indices().nth(LONGEST) {
        _ if hidden => HIDDEN.to_owned(),
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    };
    if !heading.samples.contains(&sample) {
        heading.samples.push(sample);
    }
    // Of passwords, some look like words.
    if heading.samples.iter().any(|sample| sample == HIDDEN) {
        heading.samples = vec![HIDDEN.to_owned()];
    }
}

/// The beginning of a row that is no account, or nothing where a secret may stand in it.
pub(super) fn row_begin(cell: &str) -> &str {
    let words = || begin(cell).split_whitespace();
    let is_secret =
        names_secrets(cell) || words().any(is_like_secret) || may_be_secret(begin(cell));
    if is_secret { "" } else { cell }
}

/// As much of a text as is looked at.
fn begin(text: &str) -> &str {
    let end = text.floor_char_boundary(LOOKED_AT);
    &text[..end]
}

/// Whether a heading is one of passwords and the like.
fn names_secrets(title: &str) -> bool {
    if names_passwords(title) {
        return true;
    }
    let title = begin(title).to_lowercase();
    let parts = [
        "pass",
        "secret",
        "token",
        "recovery",
        "backup code",
        "密钥",
        "恢复",
        "备份码",
        "geheim",
        "senha",
        "credential",
        "login info",
        "登录信息",
        "账号信息",
    ];
    let words = ["pin", "key", "cvv", "seed", "otp", "2fa", "totp"];
    parts.iter().any(|part| title.contains(part))
        || title.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}

/// Whether a heading is one of passwords: what stands below is shown nowhere, and taken for no name.
pub(in crate::exchange) fn names_passwords(title: &str) -> bool {
    let title = begin(title).to_lowercase();
    let parts = [
        "passw",
        "passphrase",
        "kennwort",
        "contrase",
        "wachtwoord",
        "密码",
        "密碼",
        "口令",
        "パスワード",
        "暗証",
        "비밀번호",
        "암호",
    ];
    let words =
        ["mima", "pass", "passe", "passcode", "pwd", "pw", "senha", "clave", "hasło", "lösenord"];
    parts.iter().any(|part| title.contains(part))
        || title.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}

/// Whether a value may be a key, a password or a code, as far as can be told.
fn is_like_secret(cell: &str) -> bool {
    let small = cell.to_lowercase();
    if small.contains("otpauth") || small.contains("secret=") {
        return true;
    }
    if is_mail(cell) {
        return false;
    }
    let has = |is: fn(&char) -> bool| cell.chars().any(|c| is(&c));
    let (digits, letters) = (has(char::is_ascii_digit), has(char::is_ascii_alphabetic));
    let length = cell.chars().count();
    let one_word = !cell.contains(char::is_whitespace);
    if one_word && !letters && digits && (6..=9).contains(&length) {
        return cell.bytes().all(|b| b.is_ascii_digit());
    }
    if one_word && letters && digits && length >= PASSWORD {
        return true;
    }
    let groups = || cell.split([' ', '-', '_']).filter(|group| !group.is_empty());
    let bare: String = groups().collect();
    let is_code =
        bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b'+' | b'/'));
    is_code
        && bare.len() >= KEY
        && (digits || !has(char::is_ascii_lowercase) || groups().all(|g| g.len() <= 4) || one_word)
}

/// Whether a value is one word of letters with digits or signs, but those within names of hosts and days.
fn is_like_password(cell: &str) -> bool {
    let is_sign =
        |c: char| c.is_ascii_digit() || c.is_ascii_punctuation() && !".-/,:()".contains(c);
    cell.chars().count() >= SHORT_PASSWORD
        && !cell.contains(char::is_whitespace)
        && cell.contains(|c: char| c.is_ascii_alphabetic())
        && cell.contains(is_sign)
        && !is_mail(cell)
        && !is_scientific(cell)
}

/// Whether it is the address of a mailbox, which is no secret.
pub(super) fn is_mail(cell: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    cell.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && name.chars().all(plain) && host.contains('.') && host.chars().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_secret_is_not_shown() {
        let cases = [
            ("Store", "Hikari Outdoor", "Hikari Outdoor"),
            ("Store", "光之户外", "光之户外"),
            ("Login", "ops2@hikari.example", "ops2@hikari.example"),
            ("Phone", "+81 90 1234 5678", "+81 90 1234 5678"),
            ("Phone", "8613900000000", "8613900000000"),
            ("Period", "30", "30"),
            ("Extra", "amazon.co.jp", "amazon.co.jp"),
            ("Extra", "first\nsecond", "first"),
            ("Extra", "JBSWY3DPEHPK3PXP", HIDDEN),
            ("Extra", "jbsw y3dp ehpk 3pxp", HIDDEN),
            ("Extra", "abcd efgh ijkl mnop", HIDDEN),
            ("Extra", "abcdefghijklmnopqrst", HIDDEN),
            ("Extra", "Tr0ub4dor", HIDDEN),
            ("Extra", "pa@s5 wor.d", "pa@s5 wor.d"),
            ("Extra", "12345678", HIDDEN),
            ("Extra", "key: JBSWY3DPEHPK3PXP", HIDDEN),
            ("Extra", "JBSWY3DPEHPK3PXP (main phone)", HIDDEN),
            ("手机", "1.39E+10", "1.39E+10"),
            ("Extra", "8.61391E+12", "8.61391E+12"),
            ("Extra", "139E1025", HIDDEN),
            ("PIN", "1.39E+10", HIDDEN),
            ("Extra", "otpauth://totp/a?secret=A", HIDDEN),
            ("Passwort", "hallo", HIDDEN),
            ("登录密码", "hallo", HIDDEN),
            ("PIN", "0000", HIDDEN),
            ("Kennwort", "d2", HIDDEN),
            ("Geheimwort", "gw1", HIDDEN),
            ("登入密碼", "hallo", HIDDEN),
            ("Wachtwoord", "hallo", HIDDEN),
            ("Hasło", "hallo", HIDDEN),
            ("Lösenord", "hallo", HIDDEN),
            ("Shipping", "by sea", "by sea"),
            ("Login info", "hallo", HIDDEN),
            ("mima", "hallo", HIDDEN),
            ("pw", "hallo", HIDDEN),
            ("pass", "hallo", HIDDEN),
            ("Extra", "hunter2", HIDDEN),
            ("Extra", "x!yzzyx", HIDDEN),
            ("", "Ab#1cd", HIDDEN),
            ("Extra", "P-0123", HIDDEN),
            ("Extra", "P-07", "P-07"),
            ("Extra", "Amazon", "Amazon"),
            ("Extra", "2026-11-30", "2026-11-30"),
        ];
        for (title, cell, expected) in cases {
            let mut heading = Heading::new(title.to_owned(), None);
            keep(&mut heading, cell);
            assert_eq!(heading.samples, [expected], "{title}: {cell}");
        }
        let mut heading = Heading::new("谷歌".to_owned(), Some(Column::Secret));
        for cell in ["", "short", "other", "third"] {
            keep(&mut heading, cell);
        }
        assert_eq!(heading.samples, [HIDDEN]);
    }

    #[test]
    fn a_column_with_one_password_shows_none() {
        for cells in [["dragonfly", "monkey99"], ["monkey99", "dragonfly"]] {
            let mut heading = Heading::new(String::new(), None);
            for cell in cells {
                keep(&mut heading, cell);
            }
            assert_eq!(heading.samples, [HIDDEN], "{cells:?}");
        }
    }

    #[test]
    fn a_title_row_shows_no_password() {
        let cases = [
            ("2026年店铺账号登记表", true),
            ("Our accounts", true),
            ("Total", true),
            ("master pw: hunter2hunter", false),
            ("ask Li, hunter2hunter", false),
            ("口令 hunter", false),
        ];
        for (cell, shows) in cases {
            assert_eq!(row_begin(cell) == cell, shows, "{cell}");
        }
    }

    #[test]
    fn no_more_of_a_cell_is_looked_at_than_its_beginning() {
        let took = |length: usize| {
            let (long, title) = (format!("{KEY_TEXT} {}", "户".repeat(length)), "T".repeat(length));
            let begun = std::time::Instant::now();
            for column in [None, Some(Column::Secret), Some(Column::Note)] {
                let mut heading = Heading::new(title.clone(), column);
                for _ in 0..200 {
                    keep(&mut heading, &long);
                }
                assert_eq!(heading.samples, [HIDDEN]);
            }
            begun.elapsed()
        };
        let (short, long) = (took(LOOKED_AT), took(256 * LOOKED_AT));
        assert!(long < 16 * short, "{short:?}, 256 times as long: {long:?}");
    }

    const KEY_TEXT: &str = "JBSWY3DPEHPK3PXP";

    #[test]
    fn two_of_them_cut_short() {
        let mut heading = Heading::new("Store".to_owned(), None);
        for cell in ["光", " 光 ", &"户".repeat(50), "third"] {
            keep(&mut heading, cell);
        }
        assert_eq!(heading.samples, ["光".to_owned(), format!("{}…", "户".repeat(40))]);
    }
}
