//! No character that acts or hides reaches the terminal from any field of any record (security
//! test 12): one such character in every text of one account each, walked through every screen.

use keyrack::app::desk::Need;
use keyrack::i18n::Lang;
use keyrack::model::{
    Account, Book, CopyKind, Device, DeviceState, Id, KeyCopy, Method, MethodKind, Number, Person,
    Recovery, RecoveryCode, Role,
};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::text::is_plain;
use keyrack::time::Moment;
use keyrack::tui::Look;
use unicode_general_category::{GeneralCategory as Category, get_general_category};

use crate::stage::Stage;

fn hostile() -> Vec<char> {
    let acts = |c: &char| {
        use Category::{Control, Format, LineSeparator, ParagraphSeparator};
        let class = get_general_category(*c);
        matches!(class, Control | Format | LineSeparator | ParagraphSeparator)
    };
    ('\0'..=char::MAX).filter(acts).collect()
}

/// A record of everything, each text with one character of those in front, as columns cut the end.
fn book(characters: &[char]) -> Book {
    let mut book = Book::default();
    for (n, c) in characters.iter().enumerate() {
        let id = |kind: u8| {
            let mut unique = [kind; 10];
            unique[..8].copy_from_slice(&(n as u64).to_be_bytes());
            Id::new(Moment::from_secs(1_700_000_000 + n as u64), unique)
        };
        let text = |name: &str| format!("{c}{name}{n}{c}");
        let key = Key::new(Secret::new(vec![7; 20]), Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
        let method = |kind, role| Method {
            device: Some(id(2)),
            number: Some(id(3)),
            address: text("address"),
            ..Method::new(kind, role)
        };
        book.accounts.push(Account {
            store: text("store"),
            platform: text("platform"),
            login: text("login"),
            marketplaces: vec![text("site")],
            company: text("company"),
            tags: vec![text("tag")],
            note: text("note"),
            profile: text("profile"),
            console: text("console"),
            key: key.ok().filter(|_| n % 2 == 0),
            copies: vec![KeyCopy {
                kind: CopyKind::Web,
                place: text("place"),
                device: Some(id(2)),
                holder: Some(id(4)),
                added: None,
                removed: None,
            }],
            methods: vec![
                method(MethodKind::Sms, Role::Main),
                method(MethodKind::Email, Role::Backup),
            ],
            recovery: Some(Recovery {
                codes: vec![RecoveryCode { code: Secret::from_text(text("code")), used: None }],
                counted: None,
                place: text("drawer"),
                checked: None,
            }),
            ..Account::blank(id(1))
        });
        book.devices.push(Device {
            holder: Some(id(4)),
            location: text("location"),
            note: text("note"),
            state: if n % 2 == 0 { DeviceState::Ok } else { DeviceState::Lost },
            ..Device::new(id(2), text("device"))
        });
        book.numbers.push(Number {
            device: Some(id(2)),
            carrier: text("carrier"),
            registered_to: text("owner"),
            note: text("note"),
            ..Number::new(id(3), text("+44"))
        });
        book.people.push(Person { team: text("team"), ..Person::new(id(4), text("person")) });
    }
    book.settle();
    book
}

#[test]
fn no_field_of_any_record_acts_on_the_terminal() {
    let all = hostile();
    assert!(all.len() > 200);
    for some in all.chunks(24) {
        let mut stage = Stage::with(book(some), 150, 30, Lang::En, Look::default());
        assert!(stage.screen().contains(r"\u{"), "they are shown, escaped\n{}", stage.screen());
        let look = |stage: &mut Stage, keys: &str| {
            assert_plain(stage.keys(keys), keys);
        };
        for _ in some {
            for keys in [
                "",
                // What is said of a copy names the account.
                "<enter>",
                "n",
                "w",
                "b",
                "<esc>m",
                " <esc>e",
                "<tab><tab><tab>",
                "<esc>d",
                "<esc>c",
                "<esc>Q",
                // Where the key goes, the last question, the QR code.
                "place<ctrl-s>",
                "show<enter>",
                "<esc><esc><esc>j",
            ] {
                look(&mut stage, keys);
            }
        }
        look(&mut stage, "o");
        look(&mut stage, "o");
        look(&mut stage, "/store");
        look(&mut stage, "<esc>2");
        for _ in 0..some.len() * 3 {
            for keys in ["<enter>", "<esc>e", "<esc>d", "<esc>j"] {
                look(&mut stage, keys);
            }
        }
        look(&mut stage, "3");
        for _ in some {
            look(&mut stage, "j");
        }
        look(&mut stage, "z");
        look(&mut stage, "<esc>D");
        for _ in some {
            for keys in ["<enter>", "12", "<esc>j"] {
                look(&mut stage, keys);
            }
        }
        look(&mut stage, "<tab>");
    }
}

/// A drill of an app that holds the key: the line for the digits that its holder reads out.
#[test]
fn no_name_acts_in_a_drill() {
    for some in hostile().chunks(24) {
        let mut book = book(some);
        for account in &mut book.accounts {
            account.methods = vec![Method {
                device: Some(book.devices[0].id),
                ..Method::new(MethodKind::Totp, Role::Backup)
            }];
        }
        let mut stage = Stage::with(book, 80, 24, Lang::En, Look::default());
        stage.keys("D");
        for _ in some {
            for keys in ["<enter>", "000000", "<esc>", "j"] {
                assert_plain(stage.keys(keys), keys);
            }
        }
    }
}

/// The name of a file is anybody's, too, and so is that of a folder.
#[test]
fn no_name_of_a_file_acts() {
    for some in hostile().into_iter().filter(|c| *c != '\0').collect::<Vec<_>>().chunks(24) {
        let name: String = some.iter().collect();
        let need = Need::IdentityPassphrase;
        let book = Book::default();
        let mut stage = Stage::named(book, &name, need, Lang::En);
        stage.passphrase = Some("right");
        assert_plain(&mut stage, "the lock");
        assert!(stage.screen().contains(r"\u{"), "{}", stage.screen());
        for keys in ["wrong<enter>", "right<enter>", "?", "<esc>L"] {
            assert_plain(stage.keys(keys), keys);
        }
        let mut stage = Stage::named(Book::default(), &name, Need::Vault, Lang::En);
        assert_plain(&mut stage, "the welcome");
    }
}

fn assert_plain(stage: &mut Stage, after: &str) {
    let cells = &stage.cells().content;
    let raw = cells.iter().find_map(|cell| cell.symbol().chars().find(|c| !is_plain(*c)));
    assert_eq!(raw, None, "after {after:?}");
}
