//! After an import: the page of what did not come as it stood.

use insta::assert_snapshot;
use keyrack::i18n::Lang;

use crate::import::{LANGS, SIZES, stage_in};
use crate::stage::{Disk, Stage};

/// A file with a row that is refused, one that lost something, one that was only changed, and a part of
/// a transfer that is missing; everything answered and imported.
const TEAM: &str = "I~/team.json<enter><enter><enter>";
/// Its title, in English.
const TITLE: &str = "2 rows to check · 1 changed";

fn stage() -> Stage {
    stage_in(80, 24, Lang::En)
}

#[test]
fn screens() {
    for (width, height) in SIZES {
        for (lang, tag) in LANGS {
            let mut stage = stage_in(width, height, lang);
            assert_snapshot!(format!("page-{width}x{height}-{tag}"), stage.keys(TEAM).screen());
            let screen = stage.keys("?").screen();
            assert_snapshot!(format!("keys-{width}x{height}-{tag}"), screen);
        }
    }
}

#[test]
fn what_was_only_changed_is_counted_apart() {
    for (lang, title) in [(Lang::En, TITLE), (Lang::ZhCn, "需核对 2 条 · 有改动 1 条")] {
        let mut stage = stage_in(80, 24, lang);
        let screen = stage.keys(TEAM).screen();
        // A name alone does not say which row it is.
        let refused = if lang == Lang::En { "entry 5 (Bodega)" } else { "第 5 条（Bodega）" };
        for said in [title, refused, "光之户外 / 运营@hikari.example", "Evil"] {
            assert!(screen.contains(said), "{said}: {screen}");
        }
        assert_eq!(stage.saved.len(), 1);
    }
    // A column by name, where no row is to be checked.
    let screen = stage().keys("Itable.csv<enter><enter>").screen();
    assert!(screen.contains("1 column left out") && screen.contains("4 (Ext"), "{screen}");
    assert!(!screen.contains("to check"), "{screen}");
    // Everything came: no page.
    let screen = stage().keys("Ilist.txt<enter><enter>").screen();
    assert!(screen.contains("2 accounts imported. u takes them all back."), "{screen}");
    assert!(!screen.contains("to check"), "{screen}");
}

#[test]
fn how_to_take_it_back_is_said_on_it_and_when_it_is_left() {
    let back = "u takes them all back";
    for key in ["<enter>", "<esc>", "q", "jG<enter>"] {
        let mut stage = stage();
        let screen = stage.keys(TEAM).screen();
        assert!(screen.contains(TITLE) && screen.contains(back), "{screen}");
        let screen = stage.keys(key).screen();
        assert!(!screen.contains(TITLE) && screen.contains(back), "{key}: {screen}");
        stage.keys("u");
        assert_eq!(stage.saved.len(), 2, "{key}");
    }
    // On the page itself it works as well.
    let mut stage = stage();
    let before = crate::book::sample().accounts.len();
    let screen = stage.keys(TEAM).keys("u").screen();
    assert!(!screen.contains(TITLE), "{screen}");
    assert_eq!(stage.saved[1].accounts.len(), before);
}

#[test]
fn where_there_is_little_room_it_is_gone_through_and_no_further_than_to_its_end() {
    let mut stage = stage_in(40, 10, Lang::En);
    let first = stage.keys(TEAM).screen();
    let last = stage.keys("G").screen();
    assert!(first.contains("more below") && !last.contains("more below"), "{last}");
    assert_eq!(stage.keys("<pagedown>j").screen(), last);
    assert!(stage.keys("k").screen().contains("1 more below"));
    // What was said is gone by then.
    let top = stage.keys("g").screen();
    assert!(first.lines().take(6).eq(top.lines().take(6)), "{top}");
    assert_eq!(stage.keys("?").keys("q").screen(), top);
}

#[test]
fn it_does_not_come_before_the_import_is_saved() {
    let mut stage = stage();
    stage.disk = Disk::Full;
    let screen = stage.keys(TEAM).screen();
    assert!(screen.contains("not saved") && !screen.contains(TITLE), "{screen}");
}
