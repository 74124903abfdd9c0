//! What keys do: copied, saved, locked, undone. Screens are in `screens.rs`.

use crate::book;
use crate::stage::{Disk, NOW, Stage};
use keyrack::app::desk::Need;
use keyrack::app::foreign::ImportError;
use keyrack::app::import::{Column, Format, Reading, Record};
use keyrack::health::loss::{affected, shut_out};
use keyrack::i18n::Lang;
use keyrack::model::{
    Account, Book, Catalogue, MethodKind, Platform, Recovery, Step, Thing, Withdrawal, Worded as _,
};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::time::Date;
use keyrack::tui::Look;
use proptest::prelude::*;

fn stage() -> Stage {
    Stage::open(80, 24, Lang::En)
}

fn code(n: u8) -> String {
    let book = book::sample();
    let account = book.account(book::id(n)).expect("is in the sample");
    account.key.as_ref().expect("has a key").code(NOW).expose().to_owned()
}

fn last(stage: &Stage) -> &Book {
    stage.saved.last().expect("something was saved")
}

#[test]
fn three_letters_and_enter_copy() {
    let mut stage = stage();
    stage.keys("/bod<enter>");
    assert_eq!(stage.copied(), [code(4)], "without the space of the list");
    assert!(!stage.keys("q").screen().is_empty());
    assert!(stage.left, "after the copy, keys are keys again");
}

#[test]
fn pinyin_finds_chinese_names() {
    let mut stage = stage();
    stage.keys("/gzhw<enter>");
    assert_eq!(stage.copied(), [code(3)]);
}

#[test]
fn the_next_code_is_the_one_after() {
    let mut stage = stage();
    stage.keys("/bodega<tab>n");
    let book = book::sample();
    let key = book.account(book::id(4)).and_then(|a| a.key.clone()).expect("has a key");
    assert_eq!(stage.copied(), [key.next_code(NOW).expose()]);
}

#[test]
fn waiting_copies_when_the_code_is_new() {
    let mut stage = stage();
    stage.keys("/bodega<tab>w");
    stage.wait(22);
    assert!(stage.copied().is_empty());
    stage.wait(1);
    let book = book::sample();
    let key = book.account(book::id(4)).and_then(|a| a.key.clone()).expect("has a key");
    assert_eq!(stage.copied(), [key.next_code(NOW).expose()]);
    stage.wait(40);
    assert_eq!(stage.copied().len(), 1, "once");
}

#[test]
fn waiting_can_be_called_off() {
    let mut stage = stage();
    stage.keys("/bodega<tab>w<esc>").wait(60);
    assert!(stage.copied().is_empty());
}

#[test]
fn a_counter_is_saved_before_its_code_is_seen() {
    let mut stage = stage();
    stage.disk = Disk::Full;
    stage.keys("/sakura<enter>");
    let code = code(6);
    assert!(stage.copied().is_empty(), "not saved, not copied");
    assert!(!stage.screen().contains(&code[..3]), "not saved, not shown");
    stage.disk = Disk::Healthy;
    stage.keys("<enter>");
    assert_eq!(stage.copied(), std::slice::from_ref(&code));
    assert!(stage.screen().contains(&format!("{} {}", &code[..3], &code[3..])));
    let saved = last(&stage).account(book::id(6)).and_then(|a| a.key.as_ref()).map(Key::kind);
    assert_eq!(saved, Some(Kind::Hotp { counter: 42 }));
}

#[test]
fn looking_uses_no_counter_up() {
    let mut stage = stage();
    stage.keys("/sakura<tab><space>b");
    assert!(stage.saved.is_empty());
    assert!(stage.screen().contains("uses up one count"));
}

#[test]
fn a_new_search_does_not_go_on_from_the_old_one() {
    let mut stage = stage();
    stage.keys("/hik<enter>/bod<enter>");
    assert_eq!(stage.copied(), [code(1), code(4)]);
    stage.keys("/zzzz<enter>");
    assert_eq!(stage.copied().len(), 2);
    let screen = stage.screen();
    assert!(!screen.contains("Copied"), "what was said about another copy is gone: {screen}");
}

#[test]
fn somebody_elses_version_is_read_before_anything_is_edited() {
    let mut stage = stage();
    let mut theirs = book::sample();
    theirs.remove(book::id(4));
    stage.underneath = Some(theirs.clone());
    stage.wait(1).keys("/wayfair<tab>*");
    assert!(last(&stage).account(book::id(4)).is_none(), "their deletion is not taken back");
    assert_eq!(last(&stage).accounts.len(), theirs.accounts.len());
}

#[test]
fn what_somebody_else_notes_of_a_platform_is_believed_at_once() {
    let mut stage = Stage::open(120, 36, Lang::En);
    let unknown = |stage: &mut Stage| stage.keys("3").screen().contains("Wayfair drops");
    assert!(!unknown(&mut stage));
    let mut theirs = book::sample();
    theirs.platforms.push(Platform {
        name: "Wayfair".into(),
        withdrawing: MethodKind::ALL
            .iter()
            .map(|&kind| Withdrawal { kind, on: Date::new(2026, 4, 1).expect("a day") })
            .collect(),
        ..Platform::default()
    });
    stage.underneath = Some(theirs);
    assert!(unknown(stage.wait(1)), "{}", stage.screen());
    stage.underneath = Some(book::sample());
    assert!(!unknown(stage.wait(1)));
}

#[test]
fn a_form_from_before_their_edit_is_merged_with_it() {
    let at = book::id(4);
    let theirs = |edit: fn(&mut Account)| {
        let mut theirs = book::sample();
        let mut account = theirs.account(at).expect("there").clone();
        edit(&mut account);
        theirs.put(account);
        theirs
    };
    let before = book::sample().account(at).expect("there").clone();
    let mut stage = stage();
    stage.keys("/bodega<tab>e<tab> X");
    stage.underneath = Some(theirs(|account| account.note = "Theirs".into()));
    stage.wait(1).keys("<ctrl-s>");
    let saved = last(&stage).account(at).expect("there");
    assert_eq!((&*saved.note, &*saved.store), ("Theirs", &*format!("{} X", before.store)));
    assert!(saved.conflicts.is_empty());
    assert!(stage.screen().contains("with what somebody else changed"), "{}", stage.screen());
    stage.keys("u");
    let undone = last(&stage).account(at).expect("there");
    assert_eq!((&*undone.note, &undone.store), ("Theirs", &before.store));

    let mut stage = self::stage();
    stage.keys("/bodega<tab>e<tab> X");
    stage.underneath = Some(theirs(|account| account.store = "Theirs".into()));
    stage.wait(1).keys("<ctrl-s>");
    let saved = last(&stage).account(at).expect("there");
    let stores = [&*saved.store, &*saved.conflicts[0].other.store];
    let ours = format!("{} X", before.store);
    assert!(stores.contains(&"Theirs") && stores.contains(&&*ours), "{stores:?}");
    assert!(stage.screen().contains("= shows both"), "{}", stage.screen());
}

/// It came back as an account that was made today: its key was none that whoever had left ever saw.
#[test]
fn what_somebody_deleted_under_a_form_comes_back_whole() {
    let (at, who) = (book::id(4), Thing::Person(book::id(152)));
    let mut book = book::sample();
    shut_out(&mut book, who.id(), "2026-03-01".parse().expect("a day"), "Li", book::id(210));
    let exposed = |book: &Book| {
        let list = affected(book, &Catalogue::default(), who, NOW.date(), 90);
        list.into_iter().any(|it| it.account == at && it.steps.contains(&Step::Rekey))
    };
    let account = book.accounts.iter_mut().find(|it| it.id == at).expect("there");
    account.recovery = Some(Recovery { place: "safe".into(), ..Recovery::default() });
    let before = account.clone();
    assert!(exposed(&book));
    let mut theirs = book.clone();
    theirs.remove(at);
    for typed in ["<tab> X", ""] {
        let mut stage = Stage::with(book.clone(), 80, 24, Lang::En, Look::default());
        stage.keys("/bodega<tab>e").keys(typed);
        stage.underneath = Some(theirs.clone());
        stage.wait(1).keys("<ctrl-s>");
        let saved = last(&stage).account(at).expect("the same account");
        assert_eq!(saved.store, format!("{}{}", before.store, &typed[typed.len().min(5)..]));
        assert_eq!(saved.recovery, before.recovery);
        assert!(exposed(last(&stage)), "its key is still to be replaced");
        assert!(stage.screen().contains("it is there again"), "{}", stage.screen());
    }

    let mut theirs = book.clone();
    let phone = Thing::Device(book::id(101));
    theirs.remove_thing(phone, NOW.date());
    theirs.accounts[1].note = "Theirs".into();
    let mut stage = Stage::with(book.clone(), 80, 24, Lang::En, Look::default());
    stage.keys("2e<end> X");
    stage.underneath = Some(theirs);
    stage.wait(1).keys("<ctrl-s>");
    let saved = last(&stage);
    assert_eq!(saved.device(phone.id()).expect("the same phone").label, "P-03 X");
    assert_eq!(saved.account(book::id(1)), book.account(book::id(1)), "what hung on it does again");
    assert_eq!(saved.account(book::id(2)).expect("there").note, "Theirs");
}

/// It was forgotten with the first save of somebody else: "Nothing to take back."
#[test]
fn an_edit_is_taken_back_without_what_somebody_else_has_saved_since() {
    type Theirs = fn(&mut Account);
    let at = book::id(4);
    let before = book::sample().account(at).expect("there").clone();
    let theirs = |stage: &mut Stage, edit: Theirs| {
        let mut book = last(stage).clone();
        let mut account = book.account(book::id(1)).expect("there").clone();
        account.note = "Theirs".into();
        book.put(account);
        book.accounts.iter_mut().filter(|it| it.id == at).for_each(edit);
        stage.underneath = Some(book);
        stage.wait(1);
    };
    let their_note = |stage: &Stage| last(stage).account(book::id(1)).expect("there").note.clone();

    for keys in ["/bodega<tab>e<tab> X<ctrl-s>", "/bodega<tab>*", "/bodega<tab>ddelete<enter>"] {
        let mut stage = stage();
        stage.keys(keys);
        assert_ne!(last(&stage).account(at), Some(&before), "{keys}");
        theirs(&mut stage, |_| {});
        stage.keys("u");
        assert_eq!(last(&stage).account(at), Some(&before), "{keys}");
        assert_eq!(their_note(&stage), "Theirs", "{keys}");
    }

    let mut stage = stage();
    stage.keys("/bodega<tab>e<tab> X<ctrl-s>");
    theirs(&mut stage, |account| account.store = "Theirs".into());
    let saved = stage.saved.len();
    stage.keys("u");
    assert!(stage.screen().contains("somebody else has changed the same"), "{}", stage.screen());
    assert_eq!(stage.saved.len(), saved, "nothing is written");

    // What was added here stays where somebody else has worked on it.
    let mut stage = self::stage();
    stage.keys("aLazada<tab>Otter<ctrl-s>");
    let added = last(&stage).accounts.iter().find(|it| it.store == "Otter").expect("added").id;
    let mut book = last(&stage).clone();
    book.accounts.iter_mut().filter(|it| it.id == added).for_each(|it| it.note = "Theirs".into());
    stage.underneath = Some(book);
    stage.wait(1);
    let saved = stage.saved.len();
    stage.keys("u");
    assert!(stage.screen().contains("somebody else has changed the same"), "{}", stage.screen());
    assert_eq!(stage.saved.len(), saved, "nothing is written");
}

#[test]
fn tags_with_spaces_survive_an_edit() {
    let mut book = book::sample();
    let mut account = book.account(book::id(4)).expect("there").clone();
    account.tags = vec!["east coast".into()];
    book.put(account.clone());
    let mut stage = Stage::with(book, 80, 24, Lang::En, Look::default());
    stage.keys("/bodega<tab>e<tab> X<ctrl-s>");
    assert_eq!(last(&stage).account(account.id).map(|a| &a.tags), Some(&account.tags));
}

#[test]
fn the_words_that_are_shown_are_what_opens() {
    let look = Look::default();
    let mut stage = Stage::begin(Book::default(), Need::Vault, 80, 24, Lang::En, look);
    let shown = "alpha-bravo-cargo-delta-eagle-fancy-gamma-hotel-index-jelly";
    assert!(stage.keys("111").screen().contains(shown));
    stage.keys(&shown.replace('-', " ")).keys("<enter>");
    assert!(stage.screen().contains(shown), "spaces are not what was shown");
    stage.keys(&format!("<ctrl-u>{shown}<enter>2"));
    assert_eq!(stage.created_with.as_deref(), Some(shown));
}

#[test]
fn undo_never_turns_a_counter_back() {
    let mut stage = stage();
    stage.keys("/sakura<tab>*<enter>u");
    let account = last(&stage).account(book::id(6)).expect("still there");
    assert!(!account.pinned, "the pin is undone");
    assert_eq!(account.key.as_ref().map(Key::kind), Some(Kind::Hotp { counter: 42 }));
}

#[test]
fn a_login_without_a_key_copies_nothing() {
    let mut stage = stage();
    stage.keys("/wayfair<enter>");
    assert!(stage.copied().is_empty());
    assert!(stage.screen().contains("no key here"));
}

#[test]
fn adding_by_form() {
    let mut stage = stage();
    stage.keys("aAmazon<enter>Neu<enter>neu@example.org<enter>DE, FR<enter>jbsw y3dp ehpk 3pxp");
    assert!(stage.screen().contains("compare with the phone"));
    stage.keys("<ctrl-s>");
    let account = last(&stage).accounts.last().expect("added");
    assert_eq!((&*account.store, &*account.platform), ("Neu", "Amazon"));
    assert_eq!(account.marketplaces, ["DE", "FR"]);
    assert_eq!(
        account.key.as_ref().map(|k| k.secret().expose()),
        Some(&b"Hello!\xde\xad\xbe\xef"[..])
    );
    stage.keys("<esc>u");
    assert_eq!(*last(&stage), book::sample());
}

#[test]
fn a_key_that_is_odd_or_is_here_already_is_said() {
    let mut stage = stage();
    stage.keys("aAmazon<enter>Neu<enter><enter><enter>JBSWY3DPEHPK3PXPAB");
    assert!(stage.screen().contains("spare bits were dropped: compare"), "{}", stage.screen());
    stage.keys("<ctrl-s>");
    let said = "has the same key: is it the right one?";
    assert!(!stage.screen().contains(said), "{}", stage.screen());
    // Once more, however it is written.
    stage.keys("<esc>aEtsy<enter>Otra<enter><enter><enter>jbswy3dpehpk3pxpaa");
    stage.keys("<ctrl-s>");
    let screen = stage.screen();
    assert!(screen.contains(said) && screen.contains("Neu / Amazon"), "{screen}");
    assert_eq!(last(&stage).accounts.len(), book::sample().accounts.len() + 2);
}

#[test]
fn a_bad_key_is_refused_where_it_stands() {
    let mut stage = stage();
    stage.keys("aAmazon<enter>Neu<enter><enter><enter>JBSWY3DPEHPK3PX1<ctrl-s>");
    assert!(stage.saved.is_empty());
    let screen = stage.screen();
    assert!(screen.contains("1 at place 16"), "{screen}");
    stage.keys("<backspace>P<ctrl-s>");
    assert_eq!(stage.saved.len(), 1);
}

#[test]
fn editing_keeps_the_key_and_clears_nothing_else() {
    let mut stage = stage();
    stage.keys("/Hikari amazon<tab>e<tab><ctrl-u>Hikari<ctrl-s>");
    let before = book::sample();
    let expected =
        Account { store: "Hikari".into(), ..before.account(book::id(1)).expect("there").clone() };
    assert_eq!(last(&stage).account(book::id(1)), Some(&expected));
}

#[test]
fn deleting_takes_a_typed_word_and_can_be_taken_back() {
    let mut stage = stage();
    stage.keys("/bodega<tab>d<enter>dd<enter>");
    assert!(stage.saved.is_empty(), "a burst of keys deletes nothing");
    stage.keys("<ctrl-u>delete<enter>");
    assert!(last(&stage).account(book::id(4)).is_none());
    stage.keys("u");
    let screen = stage.screen();
    assert!(screen.contains("Taken back: Bodega Norte"), "what was: {screen}");
    let mut accounts = last(&stage).accounts.clone();
    accounts.sort_by_key(|a| a.id);
    assert_eq!(accounts, book::sample().accounts);
}

#[test]
fn locking_returns_to_the_same_place() {
    let mut stage = stage();
    stage.passphrase = Some("right");
    stage.keys("/hik<tab>j");
    let before = stage.screen();
    stage.keys("L");
    let locked = stage.screen();
    assert!(locked.contains("Passphrase"), "{locked}");
    assert!(!locked.contains("Hikari"), "{locked}");
    stage.keys("wrong<enter>");
    assert!(stage.screen().contains("Passphrase"));
    stage.keys("right<enter>");
    assert_eq!(stage.screen(), before);
}

#[test]
fn idleness_locks_but_never_over_typed_text() {
    let mut stage = stage();
    stage.passphrase = Some("right");
    stage.keys("aNeu").wait(301);
    assert!(stage.screen().contains("Add an account"));
    stage.keys("<esc><esc>").wait(299);
    assert!(stage.screen().contains("Bodega"));
    stage.wait(1);
    assert!(!stage.screen().contains("Bodega"));
    stage.keys("right<enter>a").wait(300);
    assert!(stage.screen().contains("Passphrase"), "an empty form keeps nothing open");
}

#[test]
fn a_paste_types_into_lines_and_presses_no_keys() {
    let mut stage = stage();
    stage.paste("q\nd\nu").wait(1);
    assert!(!stage.left);
    stage
        .keys("a<tab><tab><tab><tab>")
        .paste("otpauth://totp/Etsy:shop@example.org?secret=JBSWY3DPEHPK3PXP&issuer=Etsy\n");
    stage.keys("<ctrl-s>");
    let account = last(&stage).accounts.last().expect("added");
    assert_eq!((&*account.platform, &*account.login), ("Etsy", "shop@example.org"));
}

#[test]
fn escape_and_a_key_arriving_together_are_two_keys() {
    let mut stage = stage();
    stage.keys("/hik<alt-q>");
    assert!(stage.left);
}

#[test]
fn strangers_cannot_reach_the_terminal() {
    let mut stage = stage();
    for keys in ["", "/evil", "i", "<esc><esc>/evil<tab>e", "<esc>d"] {
        let screen = stage.keys(keys).screen();
        let acting = screen.chars().find(|&c| c != '\n' && !keyrack::text::is_plain(c));
        assert_eq!(acting, None, "after {keys:?}");
    }
}

#[test]
fn every_model_draws_at_every_size() {
    let scenes = ["", "/hik", "i", "?", ":", "b", "a", "d", "o", "L"];
    for keys in scenes {
        for width in [0, 1, 2, 19, 20, 21, 40, 55, 80, 109, 110, 130] {
            for height in (0..=14).chain([24, 60]) {
                Stage::open(width, height, Lang::ZhCn).keys(keys).screen();
            }
        }
    }
    for need in [Need::Vault, Need::IdentityPassphrase] {
        for width in (0..90).step_by(9).chain([1, 2, 19, 20]) {
            for height in 0..18 {
                let look = Look::default();
                Stage::begin(Book::default(), need, width, height, Lang::En, look).screen();
            }
        }
    }
}

/// Keys a hand or a cat may press.
fn keys() -> impl Strategy<Value = String> {
    let named = [
        "enter",
        "esc",
        "tab",
        "backtab",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "backspace",
        "delete",
        "space",
        "ctrl-s",
        "ctrl-u",
        "ctrl-w",
        "ctrl-c",
        "ctrl-l",
        "ctrl-t",
        "ctrl-z",
        "alt-x",
        "alt-q",
        "lt",
    ];
    let named = prop::sample::select(named.to_vec()).prop_map(|name| format!("<{name}>"));
    let typed = prop::sample::select(
        "abcdefghijklmnopqrstuvwxyzLHGJ?:/*012 é光\u{202e}".chars().collect::<Vec<_>>(),
    )
    .prop_map(String::from);
    prop::collection::vec(prop_oneof![2 => typed, 1 => named], 0..60).prop_map(|keys| keys.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_ever_panic(keys in keys(), need in 0usize..3, width in 0u16..130, height in 0u16..40, wait in 0u64..70) {
        let need = [Need::Nothing, Need::Vault, Need::IdentityPassphrase][need];
        let mut stage = Stage::begin(book::sample(), need, width, height, Lang::En, Look::default());
        stage.keys(&keys).wait(wait).screen();
        stage.keys(&keys).screen();
        // Whatever was pressed, no save brings or takes more than one account.
        let mut before = book::sample().accounts.len();
        for book in &stage.saved {
            prop_assert!(book.accounts.len().abs_diff(before) <= 1);
            before = book.accounts.len();
        }
    }
}

/// Undone, it was forgotten: put back later, it counted as one that nobody had ever had.
#[test]
fn a_key_that_was_undone_is_known() {
    let (first, other) = ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    let at = book::id(4);
    let replace = |stage: &mut Stage, key: &str| {
        stage.keys(&format!("e<tab><tab><tab><tab>{key}<ctrl-s><esc>"));
    };
    let mut stage = stage();
    let before = book::sample().account(at).expect("there").clone();
    let marks = |stage: &Stage| -> Vec<String> {
        let account = last(stage).account(at).expect("there");
        account.past.iter().map(|past| past.mark.clone()).collect()
    };
    stage.keys("/bodega<tab>");
    replace(&mut stage, first);
    let first = last(&stage).account(at).expect("there").key.clone().expect("a key").mark();
    stage.keys("u");
    let undone = last(&stage).account(at).expect("there").clone();
    assert_eq!((&undone.key, undone.keyed), (&before.key, before.keyed));
    assert!(marks(&stage).contains(&first), "the one that is taken back");
    // What is shown is what was saved.
    stage.keys("*");
    assert_eq!(last(&stage).account(at).expect("there").past, undone.past);
    stage.keys("uu");
    assert!(marks(&stage).contains(&first));
    replace(&mut stage, other);
    assert!(marks(&stage).contains(&before.key.as_ref().expect("a key").mark()));
    assert!(marks(&stage).contains(&first));
}

/// A file with the key that an account of the sample has.
#[expect(clippy::unnecessary_wraps, reason = "one of several that may refuse")]
fn known(_: Option<&str>, _: &[(usize, Option<Column>)]) -> Result<Reading, ImportError> {
    let mut reading = Reading::new(Format::Aegis);
    let key = book::sample().account(book::id(4)).and_then(|account| account.key.clone());
    let (issuer, login) = ("Etsy".into(), "known@key.example".into());
    reading.push("", Ok(Record { issuer, login, key, ..Record::default() }));
    Ok(reading)
}

/// What the save knew of the key was taken for somebody else's edit: the account stayed.
#[test]
fn an_import_of_a_key_that_was_seen_can_be_taken_back() {
    let (at, who) = (book::id(4), book::id(152));
    let mut book = book::sample();
    shut_out(&mut book, who, "2026-03-01".parse().expect("a day"), "Li", book::id(210));
    let before = book.account(at).expect("there").clone();
    let secret = Secret::new(vec![8; 20]);
    let other = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let mut after = Account { key: Some(other), ..before.clone() };
    book.rekey(&mut after, before.key.as_ref().expect("a key"), None, NOW.date());
    book.put(after);
    let mut theirs = book.clone();
    theirs.accounts[0].note = "Theirs".into();
    let added =
        |book: &Book| book.accounts.iter().find(|it| it.login == "known@key.example").cloned();
    for disk in [Disk::Healthy, Disk::Met(theirs)] {
        let is_met = matches!(disk, Disk::Met(_));
        let mut stage = Stage::with(book.clone(), 80, 24, Lang::En, Look::default());
        stage.files = vec![("known.json", known)];
        stage.disk = disk;
        stage.keys("Iknown.json<enter><enter>");
        let new = added(last(&stage)).expect("added");
        assert!(new.exposed.is_some() && !new.copies.is_empty(), "it is known: {new:?}");
        stage.disk = Disk::Healthy;
        stage.keys("<esc>u");
        assert_eq!(added(last(&stage)), None, "met: {is_met}");
        assert_eq!(stage.saved.len(), 2);
        assert_eq!(last(&stage).accounts[0].note == "Theirs", is_met);
    }
}
