//! What two people changed at the same time.

use insta::assert_snapshot;
use keyrack::app::desk::Need;
use keyrack::i18n::{Lang, Sync};
use keyrack::model::{Book, merge};
use keyrack::tui::Look;

use crate::book;
use crate::stage::{Disk, Stage};

/// The sample after a few of its values were changed on two sides.
fn clashing() -> Book {
    let base = book::sample();
    let side = |name: &str, keys: (usize, usize)| {
        let mut side = base.clone();
        side.accounts[0].login = format!("{name}@hikari.example");
        side.accounts[0].note = format!("Changed by {name}.\nSecond line.");
        side.accounts[2].key.clone_from(&base.accounts[keys.0].key);
        side.devices[0].location = format!("{name}'s desk");
        side
    };
    merge::merge(&base, &side("li", (0, 0)), &side("anna", (3, 0)))
}

fn stage(width: u16, height: u16, lang: Lang) -> Stage {
    Stage::with(clashing(), width, height, lang, Look::default())
}

#[test]
fn what_clashes_is_shown_side_by_side() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let mut stage = stage(80, 24, lang);
        assert_snapshot!(format!("clashing-list-{tag}"), stage.screen());
        assert_snapshot!(format!("clashing-{tag}"), stage.keys("=").screen());
        // The test backend, unlike a terminal, leaves the second half of a wide letter standing.
        let decided = stage.keys("<down><enter><ctrl-l>").screen();
        assert_snapshot!(format!("clashing-decided-{tag}"), decided);
    }
    let mut small = stage(40, 10, Lang::En);
    assert_snapshot!("clashing-small", small.keys("=").screen());
    let mut wide = stage(150, 30, Lang::En);
    assert_snapshot!("clashing-wide", wide.screen());
}

/// The colon went nowhere, the letters moved the cursor, and Enter decided what it was on.
#[test]
fn a_command_can_be_typed_over_a_list_that_acts_on_enter() {
    for list in ["=", "2x", "D"] {
        let mut stage = stage(80, 24, Lang::En);
        stage.keys(list);
        let (saved, exchanges) = (stage.saved.len(), stage.exchanges);
        stage.keys(":sync<enter>");
        let screen = stage.screen();
        assert_eq!(stage.exchanges, exchanges + 1, "{list}: {screen}");
        assert_eq!(stage.saved.len(), saved, "{list}: nothing is decided");
    }
}

#[test]
fn one_after_the_other_is_decided_and_saved() {
    let mut stage = stage(80, 24, Lang::En);
    // The login as Anna has it, all of the note, Li's key, where the phone is.
    stage.keys("=<enter>");
    assert_eq!(merge::conflicts(&stage.saved[0]), 3);
    stage.keys("<enter><enter><enter>");
    let book = stage.saved.last().expect("saved");
    assert_eq!((stage.saved.len(), merge::conflicts(book)), (4, 0));
    assert!(!stage.screen().contains("Values that clash"), "nothing is left to decide");
    stage.keys("u");
    assert_eq!(merge::conflicts(stage.saved.last().expect("saved")), 1, "undone");
    stage.keys("=");
    assert!(stage.screen().contains("Values that clash"));
}

#[test]
fn a_value_that_is_chosen_is_the_one_that_was_read() {
    let account = |stage: &Stage| stage.saved.last().expect("saved").accounts[0].clone();
    let mut stage = stage(80, 24, Lang::En);
    let shown = clashing().accounts[0].login.clone();
    stage.keys("=<down><enter>");
    assert_ne!(account(&stage).login, shown);
    // Of the note, the line that keeps all.
    stage.keys("<down><down><enter>");
    let note = account(&stage).note;
    assert!(note.contains("by li") && note.contains("by anna"), "{note}");
}

/// The cursor kept its line: what was decided was another clash, or another value of it.
#[test]
fn the_cursor_stays_on_its_value_when_somebody_else_decides() {
    let decided = |field: &str, book: &Book| {
        let mut book = book.clone();
        let other = book.accounts[0].conflicts.iter().find(|it| it.field == field).cloned();
        let other = other.expect("it clashes").other;
        merge::resolve(&mut book.accounts[0], field, Some(&other));
        book
    };
    let all = clashing();
    let wanted = all.accounts[0].conflicts[0].other.login.clone();
    // On the login that is not shown; then another value of it comes before it, or the key goes.
    let third = {
        let mut other = all.accounts[0].conflicts[0].clone();
        other.other.login = "a@hikari.example".into();
        let mut book = all.clone();
        book.accounts[0].conflicts.insert(0, other);
        book
    };
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("=<down>");
    stage.underneath = Some(third);
    stage.wait(1).keys("<enter>");
    assert_eq!(stage.saved.last().expect("saved").accounts[0].login, wanted);

    // On the lines of the note; then the login above them is decided.
    let mut stage = self::stage(80, 24, Lang::En);
    stage.keys("=<down><down><down><down><down>");
    stage.underneath = Some(decided("login", &all));
    stage.wait(1).keys("<enter>");
    let note = &stage.saved.last().expect("saved").accounts[0].note;
    assert!(note.contains("by li") && note.contains("by anna"), "{note}");

    // What the cursor was on is gone: an Enter that was under way decides nothing else.
    let mut stage = self::stage(80, 24, Lang::En);
    stage.keys("=<down>");
    stage.underneath = Some(decided("login", &all));
    stage.wait(1).keys("<enter>");
    assert!(stage.saved.is_empty(), "{}", stage.screen());
    stage.wait(5).keys("<enter>");
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn codes_that_are_covered_stay_covered_here() {
    let look = Look { hide_codes: true, ..Look::default() };
    let mut stage = Stage::with(clashing(), 80, 24, Lang::En, look);
    let book = clashing();
    let account = &book.accounts[2];
    stage.keys("=");
    for account in [account, &account.conflicts[0].other] {
        let code = account.key.as_ref().expect("a key").code(crate::stage::NOW).grouped();
        assert!(!stage.screen().contains(&*code));
    }
}

#[test]
fn what_somebody_else_saved_meanwhile_is_merged_and_said() {
    let mut theirs = book::sample();
    theirs.remove(book::id(3));
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let mut stage = Stage::open(80, 24, lang);
        stage.disk = Disk::Met(theirs.clone());
        assert_snapshot!(format!("met-{tag}"), stage.keys("*").screen());
        let saved = stage.saved.last().expect("saved");
        assert!(saved.account(book::id(3)).is_none(), "their edit");
        assert_ne!(saved.accounts, theirs.accounts, "and ours");
        stage.disk = Disk::Healthy;
        stage.keys("u");
        let undone = stage.saved.last().expect("saved");
        assert_eq!(undone.accounts, theirs.accounts, "ours is taken back, and theirs stays");
    }
}

#[test]
fn a_row_with_a_clash_has_a_mark() {
    let rows = |look: Look| {
        let mut stage = Stage::with(clashing(), 80, 24, Lang::En, look);
        let screen = stage.screen();
        screen.lines().filter(|line| line.chars().take(3).any(|c| c == '=')).count()
    };
    assert_eq!(rows(Look::default()), 2);
    assert_eq!(rows(Look { ascii: true, color: false, ..Look::default() }), 2);
}

#[test]
fn what_a_synchroniser_left_is_told_when_the_vault_opens() {
    for (lang, waits) in [
        (Lang::En, "left 2 copies beside the vault. Run: keyrack sync"),
        (Lang::ZhCn, "2 个冲突副本，请运行 keyrack sync。"),
    ] {
        let mut stage =
            Stage::begin(book::sample(), Need::IdentityPassphrase, 80, 24, lang, Look::default());
        stage.beside = Some(Sync::CopiesHere { n: 2 });
        let screen = stage.keys("right<enter>").screen();
        // Wide characters are followed by an empty cell.
        let plain = |text: &str| text.replace(' ', "");
        assert!(plain(&screen).contains(&plain(waits)), "{screen}");
    }
}

#[test]
fn the_cursor_never_leaves_the_screen() {
    for (width, height) in [(40, 10), (80, 12), (80, 24)] {
        let mut stage = stage(width, height, Lang::En);
        stage.keys("=");
        for key in ["<down>"; 12].into_iter().chain(["<up>"; 12]).chain(["G", "g"]) {
            let screen = stage.keys(key).screen();
            assert!(screen.contains('▸'), "{key} at {width}x{height}:\n{screen}");
        }
    }
}
