//! mOTP and Yandex: keys with a PIN, and what the dashboard does while that is missing.

use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Method, MethodKind, Role};
use keyrack::otp::{Algorithm, Key, Kind, base32, motp};
use keyrack::secret::Secret;
use keyrack::tui::Look;

use crate::book;
use crate::stage::{NOW, Stage};

const HEX: &str = "e3152afee62599c8";
const BASE32: &str = "LA2V6KMCGYMWWVEW64RNP3JA3I";

fn motp(pin: Option<&str>) -> Key {
    key(motp::key(HEX).expect("a key"), Kind::Motp, pin)
}

fn yandex(pin: Option<&str>) -> Key {
    key(base32::decode(BASE32).expect("a key").secret, Kind::Yandex, pin)
}

fn key(secret: Secret, kind: Kind, pin: Option<&str>) -> Key {
    let key = Key::new(secret, kind, Algorithm::Sha1, 6).expect("within bounds");
    key.with_pin(pin.map(|pin| Secret::from_text(pin.to_owned())))
}

fn gate(key: Key) -> Account {
    let methods = vec![Method::new(MethodKind::Totp, Role::Backup)];
    Account { store: "Gate".into(), key: Some(key), methods, ..Account::blank(book::id(1)) }
}

fn stage(key: Key, width: u16, height: u16, lang: Lang) -> Stage {
    let book = Book { accounts: vec![gate(key)], ..Book::default() };
    Stage::with(book, width, height, lang, Look::default())
}

#[test]
fn without_the_pin_there_is_no_code_anywhere() {
    for (lang, row, said) in [
        (Lang::En, "PIN missing", "Its PIN is missing: no code without it. e edits it."),
        (Lang::ZhCn, "缺少 PIN", "缺少 PIN，无法生成验证码。按 e 编辑补充。"),
    ] {
        for key in [motp(None), yandex(None)] {
            let mut stage = stage(key, 80, 24, lang);
            for keys in ["<enter>", "n", "w", " ", "b", "c"] {
                let before = stage.screen();
                assert!(before.contains(row) && !before.contains(said), "{before}");
                let after = stage.keys(keys).screen();
                assert!(after.contains(said) && after.contains(row), "{keys}: {after}");
                // Nothing comes of it later, either.
                stage.wait(40);
                assert_eq!(stage.copied(), [""; 0], "{keys}");
            }
            assert!(stage.saved.is_empty());
            // The digits of the second phone cannot be held against anything.
            let drill = stage.keys("D<enter>").screen();
            assert!(!drill.contains("Ask for the code") && !drill.contains("请保管人"), "{drill}");
            // Codes that are covered are covered by nothing.
            stage.keys("<esc>H");
            assert!(!stage.screen().contains("***"));
        }
        let pane = stage(motp(None), 120, 36, lang).screen();
        assert!(pane.contains("mOTP") && pane.contains("PIN"), "{pane}");
        let narrow = stage(motp(None), 40, 10, lang).screen();
        assert!(narrow.contains(row), "{narrow}");
    }
}

#[test]
fn the_form_takes_the_missing_pin_and_covers_it() {
    let mut stage = stage(yandex(None), 80, 24, Lang::En);
    // From the platform to the PIN.
    stage.keys("e<tab><tab><tab><tab><tab><tab>7586");
    let expected = yandex(Some("7586"));
    let grouped = expected.code(NOW).grouped();
    let typing = stage.screen();
    assert!(typing.contains(&format!("shows {grouped}")), "{typing}");
    let left = stage.keys("<tab>").screen();
    assert!(left.contains("****") && !left.contains("7586"), "{left}");
    stage.keys("<ctrl-s>");
    assert!(
        stage.screen().contains("does a second phone have the same key?"),
        "{}",
        stage.screen()
    );
    stage.keys("<enter>");
    let saved = stage.saved.last().expect("saved").accounts[0].key.clone();
    assert_eq!(saved.as_ref(), Some(&expected));
    assert!(stage.screen().contains(&grouped), "{}", stage.screen());
    stage.keys("<enter>");
    assert_eq!(stage.copied(), [expected.code(NOW).expose()]);
    // It stays when something else is edited, and is not shown.
    let form = stage.keys("e").screen();
    assert!(form.contains("kept; type a new one") && !form.contains("7586"), "{form}");
    stage.keys("<tab>Gate 2<ctrl-s>");
    assert_eq!(stage.saved.last().expect("saved").accounts[0].key.as_ref(), Some(&expected));
}

#[test]
fn a_motp_key_is_typed_as_it_is_written() {
    let mut stage = Stage::with(Book::default(), 80, 24, Lang::En, Look::default());
    stage.keys("a<tab>Gate<tab><tab><tab>E315 2AFE E625 99C8<tab>m");
    let lacking = stage.screen();
    assert!(lacking.contains("no code without the PIN"), "{lacking}");
    stage.keys("<tab>1234");
    let expected = motp(Some("1234"));
    let typed = stage.screen();
    assert!(typed.contains(&format!("shows {}", expected.code(NOW).grouped())), "{typed}");
    assert!(!typed.contains("Digits") && !typed.contains("Period"), "fixed by the kind: {typed}");
    stage.keys("<ctrl-s>");
    assert_eq!(stage.saved[0].accounts[0].key.as_ref(), Some(&expected));
}

#[test]
fn what_cannot_be_a_motp_key_is_refused() {
    let mut stage = Stage::with(Book::default(), 80, 24, Lang::En, Look::default());
    stage.keys("a<tab>Gate<tab><tab><tab>E3152AFEE62599CX<tab>m<ctrl-s>");
    assert!(stage.saved.is_empty());
    assert!(stage.screen().contains("A mOTP key has only the digits 0 to 9"), "{}", stage.screen());
}

#[test]
fn a_key_that_is_kept_is_not_read_in_another_notation() {
    let mut stage = stage(motp(Some("1234")), 80, 24, Lang::En);
    stage.keys("e<tab><tab><tab><tab><tab>t<ctrl-s>");
    assert!(stage.saved.is_empty());
    let screen = stage.screen();
    assert!(screen.contains("written in another way than the others"), "{screen}");
}

#[test]
fn letters_are_copied_compared_and_drawn_large() {
    for key in [motp(Some("1234")), yandex(Some("7586"))] {
        let mut stage = stage(key.clone(), 80, 24, Lang::En);
        let code = key.code(NOW);
        assert!(stage.screen().contains(&code.grouped()));
        stage.keys("<enter>n");
        assert_eq!(stage.copied(), [code.expose(), key.next_code(NOW).expose()]);
        let big = stage.keys("b").screen();
        assert!(big.contains(code.expose()), "{big}");
        let same = stage.keys("<esc>c").keys(code.expose()).screen();
        assert!(same.contains("The phone shows the code of now."), "{same}");
        stage.keys("<esc>D<enter>").keys(&code.expose().to_uppercase());
        let tested = stage.saved.last().expect("saved").accounts[0].methods[0].tested.clone();
        assert!(tested.is_some());
    }
}
