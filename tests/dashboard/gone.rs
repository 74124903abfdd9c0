//! The vault's file is gone or damaged while the dashboard is open: codes are shown on, nothing is called
//! saved, and it goes on once the file is back.

use insta::assert_snapshot;
use keyrack::i18n::{Fault, Lang};

use crate::book;
use crate::stage::Stage;

const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::ZhCn, "zh")];

/// Wide letters are followed by an empty cell.
fn has(screen: &str, said: &str) -> bool {
    let plain = |text: &str| text.replace(' ', "");
    plain(screen).contains(&plain(said))
}

fn gone(lang: Lang, fault: Fault) -> Stage {
    let mut stage = Stage::open(80, 24, lang);
    stage.gone = Some(fault);
    stage.wait(2);
    stage
}

/// It was said once, for eight seconds; then nothing showed that no edit could be saved.
#[test]
fn it_stays_on_the_screen_that_the_file_is_gone_and_what_to_do() {
    for (lang, tag) in LANGS {
        assert!(keyrack::text::width(&Fault::Renewed.say(lang)) <= 78, "it has one line");
        for (fault, of) in [(Fault::VaultGone, "gone"), (Fault::VaultTorn, "torn")] {
            let mut stage = gone(lang, fault.clone());
            stage.wait(60).keys("j");
            let screen = stage.screen();
            assert!(has(&screen, &fault.say(lang)), "{screen}");
            assert!(keyrack::text::width(&fault.say(lang)) <= 78, "it has one line");
            assert_snapshot!(format!("file-{of}-{tag}"), screen);
            stage.keys("/bod<enter>");
            assert_eq!(stage.copied().len(), 1, "codes are copied as ever");
        }
    }
}

/// "The last edit is still being saved", "Everything is saved", "Somebody else changed the vault": none of
/// it was so.
#[test]
fn every_edit_is_refused_with_that_and_nothing_is_called_saved() {
    for (lang, _) in LANGS {
        let why = Fault::VaultGone.say(lang);
        for keys in ["a", "e", "d", "*", "u", "<ctrl-s>", "I", "Q", "m", ":sync<enter>", "3z", "2x"]
        {
            let mut stage = gone(lang, Fault::VaultGone);
            let screen = stage.keys(keys).screen();
            assert!(has(&screen, &why) || keys == "m", "{keys}:\n{screen}");
            assert!(stage.saved.is_empty());
            for said in ["Everything is saved", "still being saved", "Somebody else", "全部已保存"]
            {
                assert!(!has(&screen, said), "{keys}:\n{screen}");
            }
        }
    }
}

#[test]
fn what_is_typed_in_a_form_is_there_until_the_file_is() {
    let mut stage = Stage::open(80, 24, Lang::En);
    stage.keys("aNew store");
    stage.gone = Some(Fault::VaultGone);
    stage.wait(2).keys("<ctrl-s>");
    assert!(stage.saved.is_empty());
    let screen = stage.screen();
    assert!(screen.contains("New store") && screen.contains("file is gone"), "{screen}");
    stage.gone = None;
    stage.wait(2).keys("<ctrl-s>");
    assert_eq!(stage.saved.len(), 1, "{}", stage.screen());
}

/// The edit was made before anybody looked at the file.
#[test]
fn an_edit_that_was_not_saved_is_saved_when_the_file_is_back() {
    let mut stage = Stage::open(80, 24, Lang::En);
    stage.gone = Some(Fault::VaultGone);
    stage.keys("*");
    let screen = stage.screen();
    assert!(screen.contains("not saved") && screen.contains("file is gone"), "{screen}");
    let tried = stage.tried;
    stage.wait(20).keys("<ctrl-s>");
    let screen = stage.screen();
    assert!(screen.contains("not saved") && screen.contains("file is gone"), "{screen}");
    assert_eq!(stage.tried, tried, "reading it would throw the edit away");
    stage.gone = None;
    stage.wait(2);
    assert_eq!(stage.saved.len(), 1);
    let screen = stage.screen();
    assert!(!screen.contains("not saved") && !screen.contains("file gone"), "{screen}");
}

#[test]
fn it_goes_on_when_the_file_is_back() {
    let mut stage = gone(Lang::En, Fault::VaultGone);
    assert!(stage.screen().contains("file gone"), "{}", stage.screen());
    stage.gone = None;
    stage.wait(2);
    let screen = stage.screen();
    assert!(screen.contains("is back, as it was") && !screen.contains("file gone"), "{screen}");
    stage.keys("*");
    assert_eq!(stage.saved.len(), 1);
    // The same with what somebody else has put there.
    let mut stage = gone(Lang::En, Fault::VaultTorn);
    let mut theirs = book::sample();
    theirs.remove(book::id(3));
    (stage.gone, stage.underneath) = (None, Some(theirs));
    stage.wait(2);
    let screen = stage.screen();
    assert!(screen.contains("read again") && !screen.contains("file damaged"), "{screen}");
}

/// "Copied" was gone within a second: why the file cannot be read was said again and again.
#[test]
fn what_else_is_said_is_not_talked_over() {
    let mut stage = gone(Lang::En, Fault::VaultGone);
    stage.keys("/bod<enter>").wait(3);
    assert!(stage.screen().contains("Copied"), "{}", stage.screen());
}

/// The heading was empty, and only a save said why.
#[test]
fn a_form_says_at_once_that_what_it_is_about_was_deleted() {
    for (lang, keys, said) in [
        (Lang::En, "e", "Saving adds it again."),
        (Lang::ZhCn, "e", "保存会重新添加"),
        (Lang::En, "ma", "this cannot be saved"),
    ] {
        let mut stage = Stage::open(80, 24, lang);
        let heading = |screen: &str| screen.lines().nth(1).map(ToOwned::to_owned);
        let before = stage.keys(keys).screen();
        assert!(!has(&before, said), "{before}");
        let mut theirs = book::sample();
        theirs.accounts.clear();
        stage.underneath = Some(theirs);
        let after = stage.wait(2).screen();
        assert!(has(&after, said), "{after}");
        assert_eq!(heading(&before), heading(&after));
    }
}

/// Ten words had been written down and typed by then.
#[test]
fn where_no_vault_may_be_created_that_is_said_before_anything_is_asked() {
    let lost = Fault::VaultLost {
        path: keyrack::text::safe("/v/team.age"),
        known: keyrack::text::safe("/known"),
    };
    let mut stage = Stage::without_room(lost);
    let screen = stage.keys("1").screen();
    assert!(screen.contains("/v/team.age"), "{screen}");
    assert!(screen.contains("▸ 1"), "it is asked what to do instead\n{screen}");
}
