//! The vault for somebody who only copies codes, for a few hours.

use std::fs;

use insta::assert_snapshot;
use keyrack::app::activity::Scribe;
use keyrack::app::demo::Demo;
use keyrack::app::desk::Desk;
use keyrack::app::export::Scope;
use keyrack::clipboard::{Doubt, Failure, Obstacle, Outcome};
use keyrack::config::Settings;
use keyrack::i18n::Lang;
use keyrack::platform;
use keyrack::tui::{Copy, Job, Look, Message, Worker};
use keyrack::vault::{Access, Intent};

use crate::book;
use crate::stage::{NOW, Stage};

fn scope() -> Scope {
    Scope { platforms: vec!["Amazon".into(), "Rakuten".into()], ..Scope::default() }
}

/// A shift of eight hours, in which three accounts are seen.
fn stage(width: u16, height: u16, lang: Lang) -> Stage {
    Stage::on_shift(scope().excerpt(&book::sample()), width, height, lang)
}

/// Whether a screen says that something is no part of a shift.
fn refuses(screen: &str) -> bool {
    ["in a shift", "part of a shift"].iter().any(|said| screen.contains(said))
}

fn codes() -> Vec<String> {
    let book = book::sample();
    let keys = book.accounts.iter().filter_map(|account| account.key.as_ref());
    keys.flat_map(|key| [key.code(NOW), key.next_code(NOW)])
        .flat_map(|code| [code.expose().to_owned(), code.grouped()])
        .collect()
}

#[test]
fn it_looks_like_a_list_without_codes() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let screens =
            [("", ""), ("-refused", "b"), ("-keys", "?"), ("-devices", "2"), ("-health", "3")];
        for (name, keys) in screens {
            let screen = stage(80, 24, lang).keys(keys).screen();
            assert_snapshot!(format!("shift{name}-{tag}"), screen);
        }
    }
    assert_snapshot!("shift-wide-en", stage(120, 24, Lang::En).screen());
    assert_snapshot!("shift-small-en", stage(40, 10, Lang::En).screen());
}

#[test]
fn codes_are_copied_and_never_drawn() {
    let mut stage = stage(120, 30, Lang::En);
    let code = book::sample().accounts[0].key.clone().expect("has a key").code(NOW);
    for keys in ["<enter>", "b", "<space>", "H", "i", "n", "w", "c", "<esc>", ":large<enter>"] {
        let screen = stage.keys(keys).screen();
        for code in codes() {
            assert!(!screen.contains(&code), "{keys} shows {code}:\n{screen}");
        }
    }
    assert_eq!(stage.copied()[0], code.expose());
}

#[test]
fn whatever_is_no_part_of_it_says_so_and_does_nothing() {
    let keys = [
        ("", "<space> H b * a e d <delete> m r c Q D I = X u <ctrl-s>"),
        ("2", "a e d x f D I = X u <ctrl-s>"),
        ("3", "z D I = X u <ctrl-s>"),
    ];
    for (screen, keys) in keys {
        for key in keys.split(' ') {
            let mut stage = stage(80, 24, Lang::En);
            let before = stage.keys(screen).screen();
            let after = stage.keys(key).screen();
            assert!(refuses(&after), "{screen} {key}:\n{after}");
            let rest = |screen: &str| -> Vec<String> {
                screen.lines().take(20).map(str::to_owned).collect()
            };
            assert_eq!(rest(&before), rest(&after), "{screen} {key}");
            assert!(stage.saved.is_empty() && stage.takeouts.is_empty());
            assert!(stage.copied().is_empty());
        }
    }
    // By name, too: they are not even offered.
    for name in ["reveal", "import", "export", "enrol", "edit", "drill", "trust", "recovery"] {
        let mut stage = stage(80, 24, Lang::En);
        let screen = stage.keys(&format!(":{name}")).screen();
        assert!(screen.contains("There is no such command"), "{name}:\n{screen}");
    }
}

#[test]
fn on_the_way_to_a_loss_nothing_is_ticked() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("2<enter>");
    for key in ["<space>", "x", "P", "u"] {
        let screen = stage.keys(key).screen();
        assert!(refuses(&screen), "{key}:\n{screen}");
    }
    assert!(stage.saved.is_empty());
}

#[test]
fn nothing_else_of_the_vault_is_there() {
    for lang in Lang::ALL {
        let mut stage = stage(120, 40, lang);
        for keys in ["", "i", "<esc>2", "3", "1/", "bod", "<esc>/wayf", "<esc>/min"] {
            let screen = stage.keys(keys).screen();
            for other in ["Bodega", "Clay", "Nordic", "P-07", "+86", "1234"] {
                let typed = screen.lines().any(|line| line.trim_start().starts_with("/ "));
                assert!(typed || !screen.contains(other), "{keys}: {other}\n{screen}");
            }
        }
    }
}

#[test]
fn a_code_that_counts_is_not_used_up() {
    let mut stage = stage(80, 24, Lang::En);
    let screen = stage.keys("/sakura<enter>").screen();
    assert!(screen.contains("counting must be saved"), "{screen}");
    assert!(stage.saved.is_empty() && stage.copied().is_empty());
}

#[test]
fn a_failed_copy_shows_no_code_either() {
    for outcome in
        [Outcome::Failed(Failure::NoWay(Obstacle::Dumb)), Outcome::Sent(Doubt::Usual), Outcome::Off]
    {
        let mut stage = stage(80, 24, Lang::En);
        let key = book::sample().accounts[0].key.clone().expect("has a key");
        let step = key.window(NOW).expect("is timed").step;
        let what = Copy::Code { account: book::id(1), step };
        stage.send(Message::Copied(outcome, what));
        let screen = stage.screen();
        assert!(codes().iter().all(|code| !screen.contains(code)), "{screen}");
        assert!(!screen.contains("large") && !screen.contains("b shows"), "{screen}");
    }
}

#[test]
fn locking_and_unlocking_keep_it() {
    let mut stage = stage(80, 24, Lang::En);
    let screen = stage.keys("L").screen();
    assert!(!screen.contains("Hikari") && screen.contains("shift until 17:20"), "{screen}");
    let screen = stage.keys("<enter>").screen();
    assert!(screen.contains("shift until 17:20") && screen.contains("Hikari"), "{screen}");
    assert!(refuses(&stage.keys("b").screen()));
}

#[test]
fn it_ends_with_its_time_open_or_locked() {
    for keys in ["", "L", "/hik", ":", "2<enter>"] {
        let mut stage = stage(80, 24, Lang::En);
        stage.keys(keys);
        stage.now = NOW.plus_millis(8 * 3_600_000 - 1_000);
        stage.pass(0).send(Message::Tick);
        assert!(!stage.left, "{keys}");
        stage.pass(1_000).send(Message::Tick);
        assert!(stage.left, "{keys}");
        assert!(!stage.screen().contains("Hikari"), "{keys}");
        assert!(stage.copied().is_empty(), "the clipboard is taken back");
    }
}

#[test]
fn a_key_that_comes_too_late_copies_nothing() {
    let mut stage = stage(80, 24, Lang::En);
    stage.now = NOW.plus_millis(8 * 3_600_000);
    stage.keys("<enter>");
    assert!(stage.left && stage.copied().is_empty());
}

#[test]
fn opened_for_reading_edits_say_why_and_the_rest_goes_on() {
    for (lang, why) in [(Lang::En, "opened read-only"), (Lang::ZhCn, "以只读方式打开")] {
        let mut stage = Stage::with(book::sample(), 80, 24, lang, Look::default());
        // As it is opened with --read-only.
        stage.access = Access::Asked;
        let screen = stage.keys("L<enter>").screen();
        assert_snapshot!(format!("read-only-{}", lang.tag().to_lowercase()), screen);
        for keys in ["*", "a", "e", "d", "u", "I", "/sakura<enter>", "<esc>2x", "3z"] {
            let screen = stage.keys(keys).screen();
            assert!(screen.contains(why), "{keys}:\n{screen}");
        }
        assert!(stage.saved.is_empty());
        stage.keys("1/bod<enter>");
        assert_eq!(stage.copied().len(), 1, "codes are copied as ever");
    }
}

#[test]
fn what_nobody_matches_is_said() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let nobody = Scope { tags: vec!["nobody".into()], ..Scope::default() };
        let mut stage = Stage::on_shift(nobody.excerpt(&book::sample()), 80, 24, lang);
        assert_snapshot!(format!("shift-nobody-{tag}"), stage.screen());
    }
}

/// A tag that was mistyped opened a shift without accounts, or without some of them.
#[test]
fn a_name_that_no_account_has_is_refused_with_those_there_are() {
    let demo = Demo::make(platform::now()).expect("a demo");
    let scribe = Scribe::new(&Settings::default(), "Li".into(), Lang::En);
    let many = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let refused = |scope: Scope| {
        let desks = vec![demo.desk().clone()];
        let mut worker = Worker::new(desks, None, scribe.clone()).only(scope);
        match worker.perform(Job::Unlock(None), &mut |_| {}) {
            Some(Message::NoneFit(fault)) => Some(fault.say(Lang::En)),
            _ => None,
        }
    };
    let tags = refused(Scope { tags: many(&["outdor"]), ..Scope::default() }).expect("refused");
    assert!(tags.starts_with("--tag: No account has the tag outdor. The tags: "), "{tags}");
    let platforms = Scope { platforms: many(&["amazon ", "Amazn"]), ..Scope::default() };
    let platforms = refused(platforms).expect("refused, although another fits");
    assert!(platforms.contains("platform Amazn.") && platforms.contains(", Amazon"), "{platforms}");
    let companies = Scope { companies: many(&["Nobody"]), ..Scope::default() };
    assert!(refused(companies).is_some_and(|said| said.starts_with("--company: ")));
    let query = refused(Scope { query: "zzzzzzzz".into(), ..Scope::default() });
    assert!(query.is_some_and(|said| said.starts_with("No account matches --query zzzzzzzz.")));
    // Each is there, and nothing has both.
    let (query, platforms) = ("zzzzzzzz".into(), many(&["Amazon"]));
    let both = refused(Scope { query, platforms, ..Scope::default() });
    assert!(both.is_some_and(|said| said.contains("--query zzzzzzzz --platform Amazon")));
    assert_eq!(refused(Scope { platforms: many(&["amazon"]), ..Scope::default() }), None);
}

#[test]
fn the_worker_lets_nothing_else_out_and_writes_nothing() {
    let demo = Demo::make(platform::now()).expect("a demo");
    let desk = Desk { intent: Intent::Read, ..demo.desk().clone() };
    let folder = desk.place.file.parent().expect("it lies in a folder").to_owned();
    let content = || {
        let mut names: Vec<_> = fs::read_dir(&folder)
            .expect("the demo's folder")
            .map(|entry| entry.expect("an entry").path())
            .map(|path| (path.clone(), fs::read(path).ok()))
            .collect();
        names.sort();
        names
    };
    let before = content();
    let scope = Scope { platforms: vec!["Amazon".into()], ..Scope::default() };
    let scribe = Scribe::new(&Settings::default(), "Li".into(), Lang::En);
    let mut worker = Worker::new(vec![desk], None, scribe).only(scope);
    let mut perform = |job| worker.perform(job, &mut |_| {});
    let Some(Message::Unlocked(Ok(opened))) = perform(Job::Unlock(None)) else {
        panic!("it does not open");
    };
    assert!(!opened.book.accounts.is_empty());
    assert!(opened.book.accounts.iter().all(|account| account.platform == "Amazon"));
    let Some(Message::Saved(Err(_))) = perform(Job::Save(opened.book, platform::now())) else {
        panic!("a part of the vault was saved over it");
    };
    let Some(Message::Reloaded(Ok(again))) = perform(Job::Reload) else {
        panic!("it is not read again");
    };
    assert!(again.book.accounts.iter().all(|account| account.platform == "Amazon"));
    assert_eq!(content(), before);
}

#[test]
fn screens_that_do_not_open_in_a_shift_are_not_named() {
    let screen = stage(80, 24, Lang::En).screen();
    assert!(screen.contains("3 Health"), "{screen}");
    assert!(!screen.contains("4 Activity") && !screen.contains("5 Team"), "{screen}");
}
