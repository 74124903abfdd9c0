//! A vault that may not be the one this machine knew.

use insta::assert_snapshot;
use keyrack::app::trust::{Concern, Difference};
use keyrack::i18n::Lang;
use keyrack::tui::Look;
use keyrack::vault::{Access, Behind, Doubt, DoubtKind, Identity, Member, MemberKind};

use crate::book;
use crate::stage::Stage;

fn concern(kind: DoubtKind) -> Concern {
    let behind = |machine: &str, known, found| Behind { machine: machine.into(), known, found };
    let doubt = Doubt {
        kind,
        behind: match kind {
            DoubtKind::RolledBack | DoubtKind::Forked => {
                vec![behind("8da0fc8029af", 41, 38), behind("51ab90cc7e02", 7, 6)]
            }
            DoubtKind::Memory | DoubtKind::Foreign | DoubtKind::Recipients => Vec::new(),
        },
        added: Vec::new(),
        removed: Vec::new(),
        returning: Vec::new(),
        unlisted: 0,
        memory: None,
    };
    let difference = Difference {
        missing: vec!["Bodega Norte · Mercado Libre · ops@bodega.example".into()],
        changed: vec![
            "Hikari Outdoor · Amazon · de@hikari.example".into(),
            "光之户外 · Amazon".into(),
        ],
        new: Vec::new(),
    };
    Concern { doubt, difference: Some(difference), machine: "8da0fc8029af".into() }
}

/// Somebody puts another version into the file while it is open.
fn stage(concern: Concern, width: u16, height: u16, lang: Lang) -> Stage {
    let mut stage = Stage::with(book::sample(), width, height, lang, Look::default());
    stage.underneath = Some(book::sample());
    (stage.access, stage.concern) = (Access::Doubtful, Some(Box::new(concern)));
    stage.wait(2);
    stage
}

#[test]
fn what_is_different_is_shown_before_anything_else() {
    let mut eve = Member::new(Identity::generate().recipient(), "Eve\u{202e}".into());
    (eve.kind, eve.by) = (MemberKind::Person, "Li Wei".into());
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        for kind in [DoubtKind::Foreign, DoubtKind::RolledBack, DoubtKind::Forked] {
            let mut stage = stage(concern(kind), 80, 24, lang);
            let name = format!("doubt-{kind:?}-{tag}").to_lowercase();
            assert_snapshot!(name, stage.screen());
        }
        let mut more = concern(DoubtKind::Recipients);
        more.doubt.added.push(eve.clone());
        more.doubt.unlisted = 1;
        let screen = stage(more, 80, 24, lang).screen();
        let key = keyrack::app::trust::short(eve.recipient.as_str());
        assert!(screen.contains(&key), "{screen}");
        assert_snapshot!(format!("doubt-recipients-{tag}"), screen.replace(&key, "aaaa bbbb cccc"));
    }
    let mut small = stage(concern(DoubtKind::Forked), 40, 10, Lang::En);
    assert_snapshot!("doubt-small", small.screen());
}

#[test]
fn nothing_is_written_until_somebody_decides() {
    let mut stage = stage(concern(DoubtKind::RolledBack), 80, 24, Lang::En);
    // Looking is the first answer, and Escape is the same.
    stage.keys("<enter>");
    assert!(stage.screen().contains("Hikari Outdoor"));
    stage.keys("e<end>x<ctrl-s><esc>t");
    assert_eq!((stage.saved.len(), stage.decided.len()), (0, 0));
    stage.keys(":trust<enter>");
    assert!(stage.screen().contains("older version"));
    stage.keys("<down><enter>");
    assert_eq!(stage.decided, ["regain"]);
    assert!(!stage.screen().contains("older version"));
    assert!(!stage.screen().contains("read-only"));
}

#[test]
fn what_stands_there_may_be_taken() {
    for kind in [DoubtKind::Foreign, DoubtKind::Recipients] {
        let mut stage = stage(concern(kind), 80, 24, Lang::En);
        stage.keys("<down><down><down><enter>");
        assert_eq!(stage.decided, ["trust"], "{kind:?}");
    }
    let mut forked = stage(concern(DoubtKind::Forked), 80, 24, Lang::En);
    forked.keys("<down><down><enter>");
    assert_eq!(forked.decided, ["trust"]);
}

#[test]
fn keys_that_come_in_a_heap_decide_nothing() {
    let mut stage = stage(concern(DoubtKind::RolledBack), 80, 24, Lang::En);
    stage.burst("<down><down><enter><down><enter>");
    assert_eq!(stage.decided.len(), 0);
}

#[test]
fn what_became_of_it_is_said() {
    for kind in [DoubtKind::RolledBack, DoubtKind::Forked] {
        for (keys, said) in
            [("j<enter>", "is in the vault again"), ("<down>jkj<enter>", "from now on")]
        {
            let mut stage = stage(concern(kind), 80, 24, Lang::En);
            stage.keys(keys);
            assert!(stage.screen().contains(said), "{kind:?}: {}", stage.screen());
        }
        // Somebody answers in another window: what, is not known here.
        let mut stage = stage(concern(kind), 80, 24, Lang::En);
        (stage.access, stage.concern) = (Access::ReadWrite, None);
        stage.underneath = Some(book::sample());
        stage.wait(2);
        let screen = stage.screen();
        assert!(
            screen.contains("settled elsewhere") && !screen.contains("from now on"),
            "{screen}"
        );
    }
}

#[test]
fn what_has_no_room_is_counted() {
    let mut many = concern(DoubtKind::Recipients);
    for n in 0..30 {
        let eve = Member::new(Identity::generate().recipient(), format!("Eve-{n}"));
        many.doubt.added.push(Member { by: "Li".into(), ..eve });
    }
    let all = many.lines(Lang::En).len();
    for (width, height) in [(80, 24), (40, 12)] {
        let mut stage = stage(many.clone(), width, height, Lang::En);
        let screen = stage.screen();
        let shown = screen.matches("Eve-").count();
        assert!(screen.contains("Look at it") && (width < 80 || shown > 0), "{screen}");
        assert!(screen.contains(&format!("{} more: keyrack trust", all - shown)), "{screen}");
    }
}
