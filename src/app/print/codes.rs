//! Accounts as QR codes that Google Authenticator takes in, one to a piece of paper.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use zeroize::Zeroizing;

use super::Source;
use super::sheet::{Block, Page, Sheet, own};
use crate::i18n::{Print, Word};
use crate::model::Account;
use crate::secret::Secret;

/// The blank frame a reader needs, in modules (ISO/IEC 18004).
const FRAME: i32 = 4;

/// A page for each code: its text, and the accounts in it.
pub fn codes(source: &Source, codes: &[(Secret, Vec<&Account>)]) -> Sheet {
    let lang = source.lang;
    let of = codes.len();
    let page = |(at, (text, accounts)): (usize, &(Secret, Vec<&Account>))| {
        let mut page = Page::new(Print::CodePart { n: at + 1, of }.say(lang));
        page.push(Block::Text(Print::CodeHow { n: of }.say(lang)));
        page.push(Block::Code(text.clone()));
        page.push(Block::Heading(Print::Logins { n: accounts.len() }.say(lang)));
        let row = |account: &&Account| {
            [&account.store, &account.platform, &account.login].map(|name| own(name)).to_vec()
        };
        page.push(Block::Table {
            heads: [Word::Store, Word::Platform, Word::Login].map(|word| word.say(lang)).to_vec(),
            rows: accounts.iter().map(row).collect(),
        });
        page.push(Block::Warning(Print::AccountsWarning.say(lang)));
        page
    };
    let pages = codes.iter().enumerate().map(page).collect();
    Sheet { title: Print::CodesTitle.say(lang), frame: source.frame(), pages }
}

/// A text as a code, with the least error correction: it has the fewest modules. None for a text of
/// more than 2953 bytes, which no code holds (ISO/IEC 18004 table 7).
pub fn encode(text: &Secret) -> Option<QrCode> {
    let segments = [QrSegment::make_bytes(text.expose())];
    QrCode::encode_segments(&segments, QrCodeEcc::Low).ok()
}

/// A code as a drawing: black on white, whatever is around it. None for a text no code holds.
pub(super) fn drawing(text: &Secret) -> Option<Zeroizing<String>> {
    let code = encode(text)?;
    let side = code.size() + 2 * FRAME;
    let mut path = Zeroizing::new(String::new());
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(length).unwrap_or(1);
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + FRAME, y + FRAME);
            }
            x += run + 1;
        }
    }
    Some(Zeroizing::new(format!(
        "<svg class=\"code\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         role=\"img\" aria-label=\"QR\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path d=\"{}\" fill=\"#000\"/></svg>",
        *path
    )))
}
