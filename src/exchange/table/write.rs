//! A table of accounts, as CSV for spreadsheets: with a byte order mark, without which Excel takes
//! UTF-8 for something else; and with an apostrophe before what it would compute or write
//! otherwise.
//!
//! With keys it is read again; without, it is a sheet for people, and says which phones there are.
//!
//! What a table cannot hold is lost: the PIN of mOTP and Yandex. A group whose name has a character
//! that parts groups comes back as two.

use csv::{Terminator, WriterBuilder};
use zeroize::Zeroizing;

use super::cell::{is_computed, is_respelled};
use crate::exchange::Extra;
use crate::otp::{Key, Kind, base32};

/// Whether keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyColumn {
    /// With the key, and therefore as secret as a key.
    Written,
    /// Without the column.
    LeftOut,
}

/// In which language the headings are; both are read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// English.
    #[default]
    English,
    /// 简体中文.
    Chinese,
}

/// A row: an account.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Who issued the key; may be empty.
    pub issuer: &'a str,
    /// The login; may be empty.
    pub login: &'a str,
    /// The key, where there is one.
    pub key: Option<&'a Key>,
    /// Groups, in order.
    pub groups: &'a [String],
    /// Free text.
    pub note: &'a str,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Store, sites and phones.
    pub extra: &'a Extra,
    /// The devices that its codes arrive on, for people.
    pub devices: &'a str,
}

/// What stands above the columns with keys, and without, in English and in Chinese. One that stands
/// nowhere is left out there.
const HEADINGS: [([&str; 2], [&str; 2]); 18] = [
    (["issuer", "platform"], ["服务商", "平台"]),
    (["store"; 2], ["店铺"; 2]),
    (["sites"; 2], ["站点"; 2]),
    (["login"; 2], ["登录账号"; 2]),
    (["secret", ""], ["密钥", ""]),
    (["algorithm"; 2], ["算法"; 2]),
    (["digits"; 2], ["位数"; 2]),
    (["period"; 2], ["周期"; 2]),
    (["counter"; 2], ["计数器"; 2]),
    (["kind"; 2], ["类型"; 2]),
    (["groups"; 2], ["分组"; 2]),
    (["note"; 2], ["备注"; 2]),
    (["favourite"; 2], ["收藏"; 2]),
    (["main phone"; 2], ["主手机号"; 2]),
    (["backup phone"; 2], ["备用手机号"; 2]),
    (["holder"; 2], ["保管人"; 2]),
    (["location"; 2], ["存放地点"; 2]),
    (["", "devices"], ["", "设备"]),
];

/// Whether headings are those of a table of ours without keys, in either language. Its last column
/// is for people.
pub(super) fn is_sheet(titles: &[String]) -> bool {
    has_headings(titles, 1)
}

/// Whether headings are those of a table of ours, with keys or without.
pub(super) fn is_ours(titles: &[String]) -> bool {
    (0..2).any(|keys| has_headings(titles, keys))
}

/// Whether headings are ours in one language or the other: with keys (0) or without (1).
fn has_headings(titles: &[String], keys: usize) -> bool {
    let of = |at: usize| {
        let titles = HEADINGS.iter().map(move |(english, chinese)| [english, chinese][at][keys]);
        titles.filter(|title| !title.is_empty())
    };
    (0..2).any(|language| of(language).eq(titles.iter().map(String::as_str)))
}

/// Writes accounts as a table.
///
/// # Panics
///
/// Never: writing into memory does not fail.
pub fn write<'a>(
    accounts: impl IntoIterator<Item = Line<'a>>,
    keys: KeyColumn,
    words: Words,
) -> Zeroizing<Vec<u8>> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    let titles = HEADINGS.map(|(english, chinese)| {
        let [with, without] = match words {
            Words::English => english,
            Words::Chinese => chinese,
        };
        match keys {
            KeyColumn::Written => with,
            KeyColumn::LeftOut => without,
        }
    });
    let headings = titles.map(|title| Zeroizing::new(title.to_owned()));
    for cells in std::iter::once(headings).chain(accounts.into_iter().map(cells)) {
        for (cell, _) in cells.iter().zip(titles).filter(|(_, title)| !title.is_empty()) {
            let mark = if is_computed(cell) || is_respelled(cell) { "'" } else { "" };
            let cell = Zeroizing::new([mark, cell].concat());
            writer.write_field(&*cell).expect("memory takes every cell");
        }
        writer.write_record(None::<&[u8]>).expect("rows are all as long as the first");
    }
    Zeroizing::new(writer.into_inner().expect("memory takes every row"))
}

/// Rows of any cells, the first one the headings, in the same form.
///
/// # Panics
///
/// Never: writing into memory does not fail.
pub fn plain_table<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        let cells = row.map(|cell| if is_computed(&cell) { format!("'{cell}") } else { cell });
        writer.write_record(&cells).expect("memory takes every row");
    }
    writer.into_inner().expect("memory takes every row")
}

fn cells(line: Line<'_>) -> [Zeroizing<String>; HEADINGS.len()] {
    let plain = |text: &str| Zeroizing::new(text.to_owned());
    let key = line.key;
    let of_key = |cell: fn(&Key) -> Zeroizing<String>| key.map_or_else(Zeroizing::default, cell);
    [
        plain(line.issuer),
        plain(&line.extra.store),
        plain(&line.extra.marketplaces.join(";")),
        plain(line.login),
        of_key(|key| match key.kind() {
            // A text already.
            Kind::Motp => Zeroizing::new(key.secret().expose_text().unwrap_or_default().to_owned()),
            _ => base32::encode(key.secret()),
        }),
        of_key(|key| Zeroizing::new(key.algorithm().word().to_ascii_uppercase())),
        of_key(|key| Zeroizing::new(key.digits().to_string())),
        of_key(|key| {
            Zeroizing::new(key.period().map_or_else(String::new, |period| period.to_string()))
        }),
        of_key(|key| match key.kind() {
            Kind::Hotp { counter } => Zeroizing::new(counter.to_string()),
            _ => Zeroizing::default(),
        }),
        of_key(|key| Zeroizing::new(key.kind().word().to_owned())),
        plain(&line.groups.join(";")),
        plain(line.note),
        plain(if line.favourite { "yes" } else { "" }),
        plain(&line.extra.phone_main),
        plain(&line.extra.phone_backup),
        plain(&line.extra.holder),
        plain(&line.extra.location),
        plain(line.devices),
    ]
}
