//! The question behind a new key: does a second phone have the same one?

use insta::assert_snapshot;
use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, CopyKind, TestResult};
use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::tui::Look;

use crate::book;
use crate::stage::{Disk, NOW, Stage};

const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
/// A new account with a backup app on P-05, up to its save.
const ADD: &str = "aEtsy<tab>Tea<tab><tab><tab>JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\
                   <tab><tab><tab><tab><tab><tab>t<tab>P-05<ctrl-s>";
/// One whose second phone nobody has named.
const BARE: &str = "aEtsy<tab>Tea<tab><tab><tab>JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP<ctrl-s>";

fn stage(lang: Lang) -> Stage {
    let look = Look { name: "Li".into(), ..Look::default() };
    Stage::with(book::sample(), 80, 24, lang, look)
}

/// The code some steps away from now.
fn code(steps: i64) -> String {
    let secret = base32::decode(KEY).expect("a key").secret;
    let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let step = key.window(NOW).expect("timed").step.strict_add_signed(steps);
    key.code_at_step(step).expose().to_owned()
}

fn last(stage: &Stage) -> &Book {
    stage.saved.last().expect("something was saved")
}

fn tea(stage: &Stage) -> &Account {
    last(stage).accounts.iter().find(|account| account.store == "Tea").expect("it was added")
}

fn asks(stage: &mut Stage) -> bool {
    stage.screen().contains("the code the second phone shows")
}

#[test]
fn the_code_of_the_second_phone_is_a_test_of_its_app() {
    for steps in [-1, 0, 1] {
        let mut stage = stage(Lang::En);
        stage.keys(ADD);
        assert_eq!((stage.saved.len(), asks(&mut stage)), (1, true), "{}", stage.screen());
        assert_eq!(tea(&stage).methods[0].tested, None);
        stage.keys(&code(steps));
        assert_eq!((stage.saved.len(), asks(&mut stage)), (2, false), "{steps}");
        let test = tea(&stage).methods[0].tested.clone().expect("tested");
        let told = (test.on.to_string(), test.result, &*test.by);
        assert_eq!(told, ("2026-03-15".to_owned(), TestResult::Ok, "Li"), "{steps}");
        let screen = stage.screen();
        let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("Tested today: backup: app, P-05"), "{screen}");
        let expected = match steps {
            -1 => "The same key. That was the code of the period before",
            0 => "The same key. Tested today",
            _ => "The same key. That is the code of the next period",
        };
        assert!(said.contains(expected), "{steps}: {screen}");
        // One step back takes the test, the next one the account.
        stage.keys("u");
        assert_eq!(tea(&stage).methods[0].tested, None);
        stage.keys("u");
        assert_eq!(last(&stage).accounts.len(), book::sample().accounts.len());
    }
}

#[test]
fn what_proves_nothing_is_said_and_not_written_down() {
    for (steps, said) in [(-4, "is about 120 s slow"), (4, "is about 120 s fast")] {
        let mut stage = stage(Lang::En);
        stage.keys(ADD).keys(&code(steps));
        let screen = stage.screen();
        assert!(screen.contains("The same key, but") && screen.contains(said), "{screen}");
        assert_eq!(stage.saved.len(), 1);
        // The next code is typed over it.
        stage.keys(&code(0));
        assert!(tea(&stage).methods[0].tested.is_some());
    }
    let mut stage = stage(Lang::En);
    stage.keys(ADD).keys("000000");
    assert!(stage.screen().contains("Not the same key"), "{}", stage.screen());
    stage.keys("<enter>");
    assert_eq!((stage.saved.len(), asks(&mut stage)), (1, true));
    stage.keys("<esc>");
    assert_eq!((stage.saved.len(), asks(&mut stage)), (1, false));
}

#[test]
fn one_key_goes_on_without_a_trace() {
    for key in ["<enter>", "<esc>"] {
        let mut stage = stage(Lang::En);
        stage.keys(ADD).keys(key);
        assert_eq!((stage.saved.len(), asks(&mut stage)), (1, false), "{key}");
        let account = tea(&stage);
        assert_eq!((&account.methods[0].tested, account.copies.len()), (&None, 0), "{key}");
    }
}

#[test]
fn a_phone_nobody_named_is_asked_for() {
    let mut stage = stage(Lang::En);
    stage.keys(BARE).keys(&code(0));
    let form = stage.screen();
    assert!(form.contains("Which phone has the key of Tea?"), "{form}");
    assert_eq!(stage.saved.len(), 1);
    stage.keys("<ctrl-s>");
    assert_eq!(stage.saved.len(), 1, "a copy that is nowhere says nothing");
    stage.keys("P-05<ctrl-s>");
    let copy = tea(&stage).copies[0].clone();
    assert_eq!((copy.kind, copy.device), (CopyKind::App, Some(book::id(102))));
    assert_eq!(copy.added.map(|day| day.to_string()).as_deref(), Some("2026-03-15"));
    let list = stage.screen();
    assert!(list.contains("Bodega Norte"), "back on the list: {list}");
    assert!(list.contains("The same key. Tested today: backup: app, P-05"), "{list}");
    let method = &tea(&stage).methods[0];
    let test = method.tested.as_ref().expect("tested");
    assert_eq!((method.device, test.result, &*test.by), (copy.device, TestResult::Ok, "Li"));

    // Whoever presses Enter behind the code is still asked which phone, and not who holds it.
    let mut stage = self::stage(Lang::En);
    stage.keys(BARE).keys(&code(0)).keys("<enter>");
    assert!(stage.screen().contains("The same key. Which phone is it on?"), "{}", stage.screen());
    stage.keys("P-05<enter><ctrl-s>");
    assert_eq!(tea(&stage).copies[0].device, Some(book::id(102)));

    let mut stage = self::stage(Lang::En);
    stage.keys(BARE).keys(&code(0)).keys("<esc>");
    assert_eq!((stage.saved.len(), tea(&stage).copies.len()), (1, 0));
    assert!(stage.screen().contains("was not written down"), "{}", stage.screen());
    assert!(stage.screen().contains("Bodega Norte"), "{}", stage.screen());
}

#[test]
fn only_another_key_is_asked_about() {
    let mut stage = stage(Lang::En);
    // Its note, its digits, a login without a key, a counter.
    stage.keys("/bodega<tab>e<tab> X<ctrl-s>");
    assert!(!asks(&mut stage), "{}", stage.screen());
    stage.keys("aEtsy<tab>Tea<ctrl-s>");
    assert!(!asks(&mut stage), "{}", stage.screen());
    stage.keys("u").keys(&format!("aEtsy<tab>Tea<tab><tab><tab>{KEY}<tab>h<ctrl-s>"));
    assert!(!asks(&mut stage), "a look at the phone uses its counter up: {}", stage.screen());
    // Another key in the place of one.
    stage.keys(&format!("<esc><esc>/bodega<tab>e<tab><tab><tab><tab>{KEY}<ctrl-s>"));
    assert!(asks(&mut stage), "{}", stage.screen());
}

#[test]
fn nothing_is_written_down_while_nothing_can_be_saved() {
    let mut stage = stage(Lang::En);
    stage.keys(ADD);
    stage.disk = Disk::Full;
    stage.keys(&code(0));
    assert!(stage.screen().contains("The disk is full"), "{}", stage.screen());
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn as_it_looks() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        for (name, keys) in [("asked", ""), ("other", "000000"), ("slow", &*code(-4))] {
            let mut stage = stage(lang);
            assert_snapshot!(format!("proof-{name}-{tag}"), stage.keys(ADD).keys(keys).screen());
        }
        let mut stage = stage(lang);
        assert_snapshot!(format!("proof-where-{tag}"), stage.keys(BARE).keys(&code(0)).screen());
    }
}
