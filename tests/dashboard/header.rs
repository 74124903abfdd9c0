//! The first line: what has no room there goes, what matters least first.

use keyrack::i18n::{Lang, Sync};
use keyrack::model::{Book, merge};
use keyrack::tui::Look;
use keyrack::vault::Access;

use crate::book;
use crate::stage::{Disk, Stage};

const LANGS: [Lang; 2] = [Lang::En, Lang::ZhCn];

/// The sample with so many values that clash.
fn clashing() -> Book {
    let base = book::sample();
    let side = |name: &str| {
        let mut side = base.clone();
        for account in &mut side.accounts {
            account.note = name.into();
        }
        side
    };
    merge::merge(&base, &side("li"), &side("anna"))
}

fn head(stage: &mut Stage) -> String {
    // Wide letters are followed by an empty cell.
    stage.screen().lines().next().unwrap_or_default().replace(' ', "")
}

/// Beside values that clash there was no room for it at 80 columns.
#[test]
fn what_is_not_exchanged_is_seen_beside_what_clashes() {
    for (lang, marks) in [
        (Lang::En, ["notexchanged", "clash", "notsaved", "lock", "5s"]),
        (Lang::ZhCn, ["未同步", "冲突", "未保存", "锁定", "5秒"]),
    ] {
        let look = Look { sync_every: Some(60_000), ..Look::default() };
        let mut stage = Stage::with(clashing(), 80, 24, lang, look);
        stage.exchanged = Err(Sync::NoBranch);
        stage.wait(4);
        stage.disk = Disk::Full;
        stage.keys("*").pass(244_000).wait(1);
        stage.now = keyrack::time::Moment::from_secs(1_773_566_655);
        stage.wait(10);
        let head = head(&mut stage);
        for mark in marks {
            assert!(head.contains(mark), "{mark}: {head}");
        }
    }
}

/// Behind the findings there was no room for it at 80 columns, and the vault looked as if it could be edited.
#[test]
fn a_vault_that_cannot_be_edited_says_so_all_the_time() {
    for (lang, mark) in LANGS.into_iter().zip(["read-only", "只读"]) {
        let mut stage = Stage::with(clashing(), 80, 24, lang, Look::default());
        stage.access = Access::Asked;
        stage.keys("L<enter>").wait(30);
        for keys in ["", "2", "3", "4", "5", "1?"] {
            let head = {
                stage.keys(keys);
                head(&mut stage)
            };
            assert!(head.contains(mark), "{keys}: {head}");
        }
    }
}

#[test]
fn what_matters_least_goes_first() {
    let mut before: Option<[bool; 5]> = None;
    for width in (45..130).rev() {
        let mut stage = Stage::with(clashing(), width, 24, Lang::En, Look::default());
        let head = head(&mut stage);
        let shown = ["12accounts", "~", "locksin", "clash", "23s"].map(|part| head.contains(part));
        assert!(shown[3] && shown[4], "{width}: {head}");
        // A lock that is far is not shown below that at all.
        assert!(width < 60 || shown.is_sorted(), "{width}: {head}");
        // A width has all that a narrower one has; up to 60 nothing is kept for the vault's name.
        if let Some(wider) = before.filter(|_| width > 60) {
            let has_all = wider.iter().zip(shown).all(|(wider, shown)| *wider || !shown);
            assert!(has_all, "{width}: {head}");
        }
        before = Some(shown);
    }
}
