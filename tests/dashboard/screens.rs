//! Whole screens, driven by key strings, in both languages and three sizes.

use crate::book;
use crate::stage::{Disk, Stage};
use insta::assert_snapshot;
use keyrack::app::desk::Need;
use keyrack::i18n::Lang;
use keyrack::model::Book;
use keyrack::tui::Look;

const SIZES: [(u16, u16); 3] = [(40, 10), (80, 24), (120, 36)];
const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::ZhCn, "zh")];

/// One picture for each size and language after some keys.
fn pictures(name: &str, keys: &str) {
    for (width, height) in SIZES {
        for (lang, tag) in LANGS {
            let mut stage = Stage::open(width, height, lang);
            let screen = stage.keys(keys).screen();
            assert_snapshot!(format!("{name}-{width}x{height}-{tag}"), screen);
        }
    }
}

/// One picture at 80×24 in English, for what is not about size or language.
fn picture(name: &str, stage: &mut Stage) {
    assert_snapshot!(name, stage.screen());
}

#[test]
fn the_list() {
    pictures("list", "");
}

#[test]
fn a_filter() {
    pictures("filter", "/hik");
}

#[test]
fn a_filter_without_matches() {
    pictures("filter-none", "/zzzz");
}

#[test]
fn details() {
    pictures("details", "i");
}

#[test]
fn the_help_page() {
    pictures("help", "?");
}

#[test]
fn the_commands() {
    pictures("commands", ":co");
}

#[test]
fn the_big_code() {
    pictures("big", "b");
}

#[test]
fn a_form() {
    pictures("form", "aAmazon<tab>Neu<tab><tab><tab>JBSWY3DPEHPK3PXP");
}

#[test]
fn a_question() {
    pictures("delete", "ddel");
}

/// A login by text message was said to lose its key.
#[test]
fn an_account_without_a_key_loses_none() {
    let book = book::sample();
    let account = book.accounts.iter().find(|account| account.key.is_none()).expect("one");
    for (lang, said) in [(Lang::En, "Its methods and notes"), (Lang::ZhCn, "验证方式和备注")]
    {
        let mut stage = Stage::open(80, 24, lang);
        stage.keys(&format!("/{}<enter>d", account.login));
        let screen = stage.screen();
        assert!(screen.contains(said) && !screen.contains("Its key"), "{screen}");
    }
}

#[test]
fn groups() {
    pictures("groups", "o");
}

#[test]
fn devices() {
    pictures("devices", "2");
    pictures("devices-details", "2ji");
}

#[test]
fn what_a_loss_breaks() {
    pictures("if-lost", "2<enter>");
    pictures("lost", "2x<space><space>");
}

#[test]
fn forms_of_things() {
    pictures("form-device", "2e<tab><tab>");
    pictures("form-number", "2jjjje<tab>");
    pictures("form-person", "2Ge");
    pictures("delete-device", "2ddel");
}

#[test]
fn findings() {
    pictures("health", "3");
    pictures("health-details", "3ji");
    pictures("health-snooze", "3z");
    pictures("health-snoozed", "3z<enter>new SIM ordered<enter>Z");
}

#[test]
fn drills() {
    pictures("drill", "D");
    pictures("drill-coverage", "D<tab>");
}

#[test]
fn parts_of_an_account() {
    pictures("parts", "m");
    pictures("form-method", "m<enter>");
    pictures("form-copy", "mjj<enter>");
    pictures("form-recovery", "r<enter>");
}

#[test]
fn playbooks() {
    pictures("playbooks", "3p<esc>1:playbook<enter>");
    pictures("playbook", "3p");
}

#[test]
fn the_last_playbook_is_reached_on_a_small_screen() {
    let mut stage = Stage::open(40, 10, Lang::En);
    let screen = stage.keys(":playbook<enter>jjjjjjjjj").screen();
    assert!(screen.contains("▸ 10  A backup is to be tested"), "{screen}");
    assert!(stage.keys("<enter>").screen().contains("10  A backup"), "{screen}");
}

#[test]
fn a_phone_held_against_ours() {
    pictures("compare", "/bodega<tab>c123456");
}

/// What a phone makes of text whose bytes it takes in pairs.
fn paired(text: &str) -> String {
    let units: Vec<u16> =
        text.as_bytes().chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// 8-bit text shown as UTF-16, in pairs of bytes.
#[test]
fn a_garbled_message() {
    for (width, height) in SIZES {
        for (lang, tag) in LANGS {
            let mut stage = Stage::open(width, height, lang);
            stage.keys("U").paste(&paired("123456 is your Amazon OTP."));
            assert_snapshot!(format!("ungarble-{width}x{height}-{tag}"), stage.screen());
        }
    }
}

#[test]
fn help_of_the_other_screens() {
    pictures("help-devices", "2?");
    pictures("help-health", "3?");
    pictures("commands-devices", "2:add");
}

#[test]
fn the_unlock_screen() {
    for (width, height) in SIZES {
        for (lang, tag) in LANGS {
            let look = Look::default();
            let need = Need::IdentityPassphrase;
            let mut stage = Stage::begin(book::sample(), need, width, height, lang, look);
            stage.passphrase = Some("right");
            let screen = stage.keys("wrong<enter>").screen();
            assert_snapshot!(format!("locked-{width}x{height}-{tag}"), screen);
        }
    }
}

#[test]
fn the_first_steps() {
    for (lang, tag) in LANGS {
        let look = Look::default();
        let mut stage = Stage::begin(Book::default(), Need::Vault, 80, 24, lang, look);
        assert_snapshot!(format!("first-1-start-{tag}"), stage.screen());
        assert_snapshot!(format!("first-2-kind-{tag}"), stage.keys("<enter>").screen());
        assert_snapshot!(format!("first-3-passphrase-{tag}"), stage.keys("<enter>").screen());
        assert_snapshot!(format!("first-4-words-{tag}"), stage.keys("<enter>").screen());
        assert_snapshot!(format!("first-5-differ-{tag}"), stage.keys("alpha<enter>").screen());
        let words = "-bravo-cargo-delta-eagle-fancy-gamma-hotel-index-jelly<enter>";
        assert_snapshot!(format!("first-6-recovery-{tag}"), stage.keys(words).screen());
        assert_snapshot!(format!("first-7-keep-{tag}"), stage.keys("<enter>").screen());
        assert_snapshot!(format!("first-8-empty-{tag}"), stage.keys("<enter>").screen());
    }
}

#[test]
fn an_own_passphrase_is_typed_twice_and_weighed() {
    let look = Look::default();
    let mut stage = Stage::begin(Book::default(), Need::Vault, 80, 24, Lang::En, look);
    stage.keys("1<enter>2");
    picture("first-own-empty", stage.keys("<enter>"));
    picture("first-own-weak", stage.keys("password<enter>"));
    picture("first-own-strong", stage.keys("<ctrl-u>quince ladder 47 moss"));
    picture("first-own-again", stage.keys("<enter>"));
    picture("first-own-differs", stage.keys("quince<enter>"));
}

#[test]
fn hidden_codes() {
    let look = Look { hide_codes: true, ..Look::default() };
    let mut stage = Stage::with(book::sample(), 80, 24, Lang::En, look);
    picture("hidden", &mut stage);
    picture("hidden-one-shown", stage.keys("<space>"));
    picture("hidden-all-shown", stage.keys("H"));
}

#[test]
fn ascii_without_colour() {
    let look = Look { ascii: true, color: false, ..Look::default() };
    let mut stage = Stage::with(book::sample(), 80, 24, Lang::En, look);
    picture("ascii", &mut stage);
}

#[test]
fn codes_move_on_by_themselves() {
    let mut stage = Stage::open(80, 24, Lang::En);
    picture("ending", stage.wait(20));
    picture("rolled-over", stage.wait(4));
}

#[test]
fn a_save_that_fails_loses_nothing() {
    let mut stage = Stage::open(80, 24, Lang::En);
    stage.disk = Disk::Full;
    picture("not-saved", stage.keys("*"));
    picture("not-saved-leave", stage.keys("q"));
    assert!(!stage.left, "edits that are not saved keep the program open");
    stage.disk = Disk::Healthy;
    picture("saved-again", stage.keys("<esc><ctrl-s>"));
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn somebody_else_saved_first() {
    let mut stage = Stage::open(80, 24, Lang::En);
    let mut theirs = book::sample();
    theirs.remove(book::id(3));
    stage.disk = Disk::Changed(theirs);
    picture("changed-underneath", stage.keys("*"));
}
