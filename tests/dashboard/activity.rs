//! Who did what when: the screen of it, and what the dashboard writes down.

use std::sync::Arc;

use insta::assert_snapshot;
use keyrack::activity::{Deed, Event, Flaw, FlawKind, Month, What};
use keyrack::i18n::Lang;
use keyrack::model::{Id, Thing};
use keyrack::time::Moment;
use keyrack::tui::Message;
use keyrack::vault::{Activity, Skipped, Unread};

use crate::book;
use crate::stage::{NOW, OWN, Stage};

fn ago(seconds: u64) -> Moment {
    Moment::from_millis(NOW.millis() - seconds * 1000)
}

fn event(seconds: u64, who: &str, machine: &str, deed: Deed) -> Arc<Event> {
    Arc::new(Event { at: ago(seconds), machine: machine.into(), who: who.into(), deed })
}

fn gone() -> Id {
    Id::new(Moment::from_secs(1), [9; 10])
}

/// A few days of a team.
fn activity() -> Activity {
    let book = book::sample();
    let account = |n: usize| book.accounts[n].id;
    let with = |deed: Deed, detail: &str| Deed { detail: detail.into(), ..deed };
    let device = Deed { thing: Some(Thing::Device(book.devices[0].id)), ..Deed::new(What::Lost) };
    let other = "5a1e00000001";
    Activity {
        events: vec![
            event(4, "Min-ji", other, Deed::at(What::Copied, account(0))),
            event(70, "Li", OWN, Deed::at(What::Revealed, account(1))),
            event(900, "李雷", other, with(Deed::at(What::Edited, account(2)), "login note")),
            event(4_000, "Anna", other, with(Deed::of(What::Exported, 12, "aegis"), "aegis")),
            event(90_000, "Anna", other, with(Deed::at(What::Tested, account(0)), "sms ok")),
            event(90_100, "Anna", other, with(device, "stolen")),
            event(
                90_200,
                "An\u{1b}[31mna",
                other,
                with(Deed::at(What::Removed, gone()), "Old \u{202e}Store / eBay"),
            ),
            event(180_000, "Anna", other, Deed::at(What::Copied, gone())),
            event(180_100, "Li", OWN, Deed::of(What::Added, 40, "")),
        ],
        ..Activity::default()
    }
}

fn wrong() -> Activity {
    let flaw =
        |kind, lines| Flaw { machine: "5a1e00000001".into(), month: Month::of(NOW), kind, lines };
    Activity {
        flaws: vec![flaw(FlawKind::Torn, 1), flaw(FlawKind::Missing, 3)],
        skipped: vec![Skipped { name: "notes.txt".into(), why: Unread::Foreign }],
        ..activity()
    }
}

fn stage(width: u16, height: u16, lang: Lang, activity: Activity) -> Stage {
    let mut stage = Stage::open(width, height, lang);
    stage.send(Message::Activity(Ok(Box::new(activity))));
    stage
}

#[test]
fn what_was_done_is_listed_newest_first() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let mut small = stage(80, 24, lang, activity());
        assert_snapshot!(format!("activity-80x24-{tag}"), small.keys("4").screen());
        let mut wide = stage(140, 30, lang, activity());
        assert_snapshot!(format!("activity-140x30-{tag}"), wide.keys("4jj").screen());
        let mut broken = stage(80, 24, lang, wrong());
        assert_snapshot!(format!("activity-wrong-{tag}"), broken.keys("4").screen());
        assert_snapshot!(format!("activity-wrong-details-{tag}"), broken.keys("i").screen());
        let mut narrow = stage(40, 10, lang, activity());
        assert_snapshot!(format!("activity-40x10-{tag}"), narrow.keys("4").screen());
    }
    let mut nothing = stage(80, 24, Lang::En, Activity::default());
    assert!(nothing.keys("4").screen().contains("Nothing has been written down yet."));
}

#[test]
fn it_is_narrowed_and_gone_to() {
    let mut stage = stage(80, 24, Lang::En, activity());
    let found = stage.keys("4/anna tested").screen();
    assert!(found.contains("1 of 9") && found.contains("SMS"), "{found}");
    let account = &book::sample().accounts[0];
    let there = stage.keys("<enter><enter>").screen();
    assert!(there.contains("Backup") && there.contains(&account.store), "{there}");
    let device = stage.keys("4/stolen<enter><enter>").screen();
    assert!(device.contains(&book::sample().devices[0].label), "{device}");
    // What is gone cannot be gone to.
    let stays = stage.keys("4/deleted<enter><enter>").screen();
    assert!(stays.contains("(deleted)"), "{stays}");
}

#[test]
fn what_went_to_another_vault_is_not_called_deleted() {
    let moved = |what| Deed { detail: "Old Store / eBay".into(), ..Deed::at(what, gone()) };
    let there = book::sample().accounts[0].id;
    let events = vec![
        event(4, "Li", OWN, Deed::at(What::MovedIn, there)),
        event(60, "Li", OWN, moved(What::MovedAway)),
        event(90, "Li", OWN, Deed::at(What::Copied, gone())),
    ];
    for (lang, words) in [
        (Lang::En, ["moved in", "moved away", "(moved away)"]),
        (Lang::ZhCn, ["转入", "转出", "（已转出）"]),
    ] {
        let activity = Activity { events: events.clone(), ..Activity::default() };
        let screen = stage(80, 24, lang, activity).keys("4").screen();
        assert!(words.iter().all(|word| screen.contains(word)), "{screen}");
    }
    // Brought back and then deleted: the last that was done to it counts.
    let mut events = events;
    events.insert(0, event(2, "Li", OWN, moved(What::Removed)));
    let activity = Activity { events, ..Activity::default() };
    let screen = stage(80, 24, Lang::En, activity).keys("4").screen();
    assert!(screen.contains("(deleted)") && !screen.contains("(moved away)"), "{screen}");
}

#[test]
fn a_colleague_who_copied_the_code_is_named() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let mut stage = stage(80, 24, lang, activity());
        assert_snapshot!(format!("taken-80x24-{tag}"), stage.screen());
    }
    let mut wide = stage(140, 30, Lang::En, activity());
    let said = "Min-ji copied this 4 s ago";
    assert!(wide.screen().contains(said));
    // The next code is nobody's yet.
    assert!(!wide.wait(25).screen().contains("Min-ji copied"));
    // One's own copy is said in another way.
    let mut own = activity();
    own.events = vec![event(4, "Li", OWN, Deed::at(What::Copied, book::sample().accounts[0].id))];
    assert!(!stage(140, 30, Lang::En, own).screen().contains("copied this"));
}

fn done(stage: &Stage) -> Vec<(What, u32)> {
    stage.deeds.iter().map(|deed| (deed.what, deed.count)).collect()
}

#[test]
fn what_is_done_here_is_written_down() {
    type Case = (&'static str, &'static str, &'static [(What, u32)]);
    let cases: [Case; 6] = [
        ("a copy", "<enter>", &[(What::Copied, 1)]),
        ("the next code", "n", &[(What::Copied, 1)]),
        ("the large code", "b", &[(What::Revealed, 1)]),
        ("the login", "y", &[]),
        ("looking around", "jk1234/x<esc>", &[]),
        ("hiding all, showing one and hiding it", "H<space><space>", &[(What::Revealed, 1)]),
    ];
    for (name, keys, expected) in cases {
        let mut stage = Stage::open(80, 24, Lang::En);
        stage.keys(keys);
        assert_eq!(done(&stage), expected, "{name}");
        assert!(stage.deeds.iter().all(|deed| deed.account.is_some()), "{name}");
    }
    let mut all = Stage::open(80, 24, Lang::En);
    all.keys("HH");
    assert_eq!(all.deeds.len(), 1);
    assert!(all.deeds[0].count > 1 && all.deeds[0].account.is_none());
    // No code is among it.
    let mut stage = Stage::open(80, 24, Lang::En);
    stage.keys("<enter>b<esc>");
    let (code, deeds) = (stage.copied().remove(0), format!("{:?}", stage.deeds));
    assert!(!deeds.contains(&code), "{deeds}");
}
