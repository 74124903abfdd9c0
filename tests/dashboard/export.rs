//! An export: asked for step by step, written once; and codes that a phone reads from the screen.

use insta::assert_snapshot;
use keyrack::exchange::{Ask, Format, Reading, read};
use keyrack::i18n::Lang;
use keyrack::model::Book;
use keyrack::otp::base32;
use keyrack::tui::{Look, Message, Size};

use crate::book;
use crate::enrol::scan;
use crate::stage::{Disk, Stage};

const SIZES: [(u16, u16); 3] = [(40, 10), (80, 24), (120, 36)];
const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::ZhCn, "zh")];

/// A password nobody has seen before.
const PASSWORD: &str = "slate otter 92 brine";

fn stage() -> Stage {
    Stage::open(80, 24, Lang::En)
}

/// Places among the ways.
const TWO_FAS: usize = 1;
const ADDRESSES: usize = 3;
const SCREEN: usize = 9;
const LIST: usize = 14;

/// Keys from the first step to what is lost on a way.
fn to(stage: &mut Stage, way: usize) {
    stage.keys("X<enter>").keys(&"<down>".repeat(way)).keys("<enter>");
}

/// The keys of the sample as people type them, and as they stand in a file.
fn secrets() -> Vec<String> {
    let book = book::sample();
    let keys = book.accounts.iter().filter_map(|account| account.key.as_ref());
    keys.map(|key| base32::encode(key.secret()).to_string()).collect()
}

fn shows_a_key(screen: &str) -> bool {
    let bare: String = screen.chars().filter(|c| !c.is_whitespace()).collect();
    secrets().iter().any(|secret| bare.contains(secret.as_str()))
}

#[test]
fn screens() {
    let steps = [
        ("which", None, "X"),
        ("way", None, "X<enter><down>"),
        ("lost", Some(SCREEN), ""),
        ("path", Some(ADDRESSES), "<enter>"),
        ("there", Some(ADDRESSES), "<enter><ctrl-u>there.txt<enter>"),
        ("word", Some(ADDRESSES), "<enter><enter>exp"),
        ("password", Some(TWO_FAS), "<enter><enter>password<enter>"),
        ("again", Some(TWO_FAS), "<enter><enter>slate otter 92 brine<enter>slate"),
        ("done", Some(ADDRESSES), "<enter><enter>export<enter>"),
        ("phone", Some(SCREEN), "<enter>"),
        ("show", Some(SCREEN), "<enter>P-03<enter>"),
        ("code", Some(SCREEN), "<enter>P-03<enter>show<enter>"),
    ];
    for (width, height) in SIZES {
        for (lang, tag) in LANGS {
            for (name, way, keys) in steps {
                let mut stage = Stage::open(width, height, lang);
                if let Some(way) = way {
                    to(&mut stage, way);
                }
                let screen = stage.keys(keys).screen();
                assert!(!shows_a_key(&screen), "{name}");
                assert_snapshot!(format!("{name}-{width}x{height}-{tag}"), screen);
            }
        }
    }
}

#[test]
fn a_file_is_written_once_with_what_was_chosen() {
    let mut stage = stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<enter><enter>");
    for word in ["", "yes", "Export it"] {
        stage.keys(&format!("{word}<enter>"));
        assert!(stage.takeouts.is_empty(), "{word}");
        assert_eq!(stage.screen().contains("not the word"), !word.is_empty(), "{word}");
        stage.keys("<ctrl-u>");
    }
    stage.paste("export").keys("<enter>");
    assert!(stage.takeouts.is_empty(), "the word is typed");
    stage.keys("export<enter>");
    assert_eq!(stage.takeouts.len(), 1);
    let takeout = &stage.takeouts[0];
    assert_eq!(takeout.path, "keyrack-uri-list-2026-03-15.txt");
    assert_eq!(takeout.accounts.len(), book::sample().accounts.len());
    assert!(stage.saved.is_empty(), "the vault is as it was");
    assert!(stage.screen().contains("/home/li/keyrack-uri-list-2026-03-15.txt"));
}

#[test]
fn what_was_searched_for_is_what_is_meant() {
    let mut stage = stage();
    stage.keys("/amazon<tab>");
    to(&mut stage, LIST);
    stage.keys("<enter><enter>");
    let wanted = |book: &Book| {
        let amazon = book.accounts.iter().filter(|account| account.platform == "Amazon");
        amazon.map(|account| account.id).collect::<Vec<_>>()
    };
    let mut taken = stage.takeouts[0].accounts.clone();
    taken.sort();
    let mut wanted = wanted(&book::sample());
    wanted.sort();
    assert_eq!(taken, wanted, "and it asked for no word");
}

#[test]
fn a_password_is_asked_for_twice() {
    let mut stage = stage();
    to(&mut stage, TWO_FAS);
    stage.keys("<enter><enter>password<enter>");
    assert!(stage.screen().contains("easy to guess"), "{}", stage.screen());
    stage.keys("<ctrl-u>").keys(PASSWORD).keys("<enter>another<enter>");
    assert!(stage.takeouts.is_empty());
    stage.keys(PASSWORD).keys("<enter>").keys(PASSWORD);
    assert!(!stage.screen().contains("otter"), "{}", stage.screen());
    stage.keys("<enter>");
    assert_eq!(stage.takeouts[0].password.expose_text(), Some(PASSWORD));
}

#[test]
fn escape_goes_back_one_step() {
    let mut stage = stage();
    let plain = stage.screen();
    to(&mut stage, TWO_FAS);
    stage.keys("<enter><enter>").keys(PASSWORD).keys("<enter>");
    for said in ["A password", "Which file", "go into this file", "Into what", "Which accounts"] {
        stage.keys("<esc>");
        assert!(stage.screen().contains(said), "{said}:\n{}", stage.screen());
    }
    assert_eq!(stage.keys("<esc>").screen(), plain);
    assert!(stage.takeouts.is_empty() && stage.saved.is_empty());
}

#[test]
fn a_file_that_is_there_is_said_before_the_word() {
    let mut stage = stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<enter><ctrl-u>there.txt<enter>");
    assert!(stage.screen().contains("there.txt"), "{}", stage.screen());
    assert!(!stage.screen().contains("Type export"), "{}", stage.screen());
}

#[test]
fn keys_that_come_together_write_nothing() {
    let mut stage = stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<enter><enter>").burst("export<enter>");
    assert!(stage.takeouts.is_empty());
}

/// Somebody else saves.
fn edit_underneath(stage: &mut Stage, edit: fn(&mut Book)) {
    let mut theirs = book::sample();
    edit(&mut theirs);
    stage.underneath = Some(theirs);
    stage.wait(2);
}

#[test]
fn of_another_book_the_same_choice_is_looked_at_again() {
    let mut stage = stage();
    stage.keys("/amazon<tab>");
    to(&mut stage, ADDRESSES);
    stage.keys("<enter><ctrl-u>mine.txt<enter>expor");
    edit_underneath(&mut stage, |book| book.accounts[0].note = "theirs".into());
    stage.keys("t<enter>");
    assert!(stage.takeouts.is_empty(), "{}", stage.screen());
    let screen = stage.screen();
    assert!(screen.contains("> mine.txt"), "the path is as it was typed\n{screen}");
    stage.keys("<enter>export<enter>");
    let amazon = book::sample().accounts.iter().filter(|a| a.platform == "Amazon").count();
    assert_eq!(stage.takeouts[0].accounts.len(), amazon);
    assert_eq!(stage.takeouts[0].book.accounts[0].note, "theirs");
}

#[test]
fn a_choice_that_is_gone_is_made_anew() {
    let mut stage = stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<esc><esc>").keys(&"<down>".repeat(40)).keys("<enter>");
    let tag = stage.screen();
    assert!(tag.contains("tag"), "{tag}");
    edit_underneath(&mut stage, |book| {
        book.accounts.iter_mut().for_each(|account| account.tags.clear());
    });
    let screen = stage.screen();
    assert!(screen.contains("choose anew") && screen.contains("Which accounts"), "{screen}");
}

#[test]
fn another_path_is_looked_at_anew() {
    let mut stage = stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<enter>");
    stage.held = true;
    stage.keys("<enter><backspace>");
    stage.let_go();
    assert!(stage.screen().contains("Which file"), "{}", stage.screen());
    assert!(stage.screen().contains("2026-03-15.tx\n"), "{}", stage.screen());
}

#[test]
fn a_paste_takes_the_place_of_the_name_that_was_offered() {
    let mut stage = stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<enter>").paste("/srv/out/").keys("team.txt").paste(".new");
    assert!(stage.screen().contains("> /srv/out/team.txt.new\n"), "{}", stage.screen());
    let mut stage = self::stage();
    to(&mut stage, ADDRESSES);
    stage.keys("<enter><home>./").paste("a-");
    assert!(stage.screen().contains("> ./a-keyrack-uri"), "{}", stage.screen());
    stage.keys("<esc><enter>");
    assert!(stage.screen().contains("> ./a-keyrack-uri"), "{}", stage.screen());
    stage.keys("<esc><esc><down><enter><enter>");
    assert!(!stage.screen().contains("> ./a-"), "another form, another name: {}", stage.screen());
}

#[test]
fn scrolling_past_the_end_is_no_debt() {
    let mut stage = Stage::open(40, 10, Lang::En);
    to(&mut stage, SCREEN);
    let end = stage.keys(&"<down>".repeat(60)).screen();
    assert_ne!(stage.keys("<up>").screen(), end);
}

/// Everything up to the first code.
fn codes(width: u16, height: u16, look: Look) -> Stage {
    let mut stage = Stage::with(book::sample(), width, height, Lang::En, look);
    to(&mut stage, SCREEN);
    stage.keys("<enter>P-03<enter>");
    assert!(scan(stage.cells()).is_none() && stage.saved.is_empty());
    let screen = stage.screen();
    let is_told = ["codes follow", "has no room"].iter().any(|said| screen.contains(said));
    assert!(height < 24 || is_told, "{screen}");
    stage.keys("show<enter>");
    stage
}

fn reading(text: &str) -> Reading {
    let ask = Ask { format: Some(Format::GoogleMigration), ..Ask::default() };
    read(text.as_bytes(), ask, &mut |_| {}).expect("a code")
}

#[test]
fn a_phone_reads_every_part_from_the_screen() {
    for (width, height) in [(80, 24), (120, 36), (200, 70)] {
        let mut stage = codes(width, height, Look::default());
        let mut logins = Vec::new();
        let mut of = 1;
        let mut part = 0;
        while part < of {
            let text = scan(stage.cells()).unwrap_or_else(|| panic!("{}", stage.screen()));
            let reading = reading(&text);
            part += 1;
            of = reading.parts[0].of;
            assert_eq!(reading.parts[0].part, part, "{width}x{height}");
            assert!(stage.screen().contains(&format!("Part {part} of {of}")), "{}", stage.screen());
            for row in &reading.rows {
                logins.push(row.outcome.as_deref().expect("a record").login.clone());
            }
            stage.keys("<enter>");
        }
        let book = book::sample();
        let last = stage.saved.last().expect("it was saved");
        let fits = |account: &&keyrack::model::Account| {
            account.copies.len() < last.account(account.id).expect("it").copies.len()
        };
        let recorded = book.accounts.iter().filter(fits).count();
        assert_eq!(logins.len(), recorded, "what was shown is what was written down");
        assert!(scan(stage.cells()).is_none(), "done");
        assert!(stage.screen().contains("Written down"), "{}", stage.screen());
        stage.keys("u");
        assert_eq!(
            stage.saved.len(),
            usize::try_from(of).expect("few"),
            "a key that was seen stays written down"
        );
    }
}

#[test]
fn only_parts_that_were_seen_are_written_down() {
    let recorded = |stage: &Stage| {
        let before = book::sample().accounts;
        let book = stage.saved.last().expect("it was saved");
        let copies = |id| book.account(id).expect("it").copies.len();
        before.iter().filter(|account| copies(account.id) > account.copies.len()).count()
    };
    let mut stage = codes(80, 24, Look::default());
    let first = reading(&scan(stage.cells()).expect("a code"));
    assert!(first.parts[0].of > 2);
    assert_eq!(recorded(&stage), first.rows.len());
    stage.held = true;
    stage.keys("<enter>");
    assert!(scan(stage.cells()).is_none(), "not yet: {}", stage.screen());
    stage.keys("<enter><esc>");
    assert!(stage.copied().is_empty(), "impatience does nothing");
    stage.let_go();
    let second = reading(&scan(stage.cells()).expect("a code"));
    assert_eq!(second.parts[0].part, 2);
    assert_eq!(recorded(&stage), first.rows.len() + second.rows.len());
    stage.keys("<left><enter>");
    assert_eq!(stage.saved.len(), 2, "what was seen is not written down again");
    let of = second.parts[0].of;
    stage.keys("<esc>");
    let said = format!("2 of {of} codes shown;");
    assert!(stage.screen().contains(&said), "{}", stage.screen());
    let mut stage = codes(80, 24, Look::default());
    stage.disk = Disk::Full;
    stage.keys("<enter>");
    assert!(scan(stage.cells()).is_none());
    assert!(stage.screen().contains("not saved"), "{}", stage.screen());
}

/// A phone was made that is called by a part of another one's name.
#[test]
fn a_part_of_a_phones_name_is_none() {
    let mut stage = stage();
    to(&mut stage, SCREEN);
    stage.keys("<enter>P-0<enter>");
    assert!(stage.screen().contains("only a part of P-0"), "{}", stage.screen());
    assert!(!stage.screen().contains("Type show"), "{}", stage.screen());
}

#[test]
fn codes_leave_by_themselves_and_at_lock() {
    let mut stage = codes(80, 24, Look::default());
    stage.wait(119);
    assert!(scan(stage.cells()).is_some());
    stage.wait(2);
    assert!(scan(stage.cells()).is_none());
    let mut stage = codes(80, 24, Look::default());
    stage.keys("L");
    assert!(scan(stage.cells()).is_none());
    let mut stage = codes(80, 24, Look::default());
    stage.keys("i");
    assert!(scan(stage.cells()).is_none(), "a negative");
}

#[test]
fn what_could_not_be_written_down_is_not_shown() {
    let mut stage = stage();
    to(&mut stage, SCREEN);
    stage.disk = Disk::Full;
    stage.keys("<enter>P-03<enter>show<enter>");
    assert!(scan(stage.cells()).is_none());
    assert!(stage.screen().contains("not saved"), "{}", stage.screen());
}

/// It was written down as a copy on that phone, and counted among the codes that were shown.
#[test]
fn what_has_no_room_is_said_and_is_not_written_down() {
    for (width, height, look) in
        [(40, 10, Look::default()), (80, 24, Look { ascii: true, ..Look::default() })]
    {
        let mut stage = codes(width, height, look);
        let screen = stage.screen();
        assert!(screen.contains("needs"), "{screen}");
        while stage.screen().contains("Part ") {
            stage.keys("<enter>");
        }
        assert!(height < 24 || stage.screen().contains("0 of "), "{}", stage.screen());
        assert!(stage.saved.is_empty());
    }
    let mut book = book::sample();
    book.accounts.retain(|account| account.key.is_some());
    book.accounts.truncate(2);
    book.accounts[1].login = "long".repeat(50);
    // What is decided is decided for the size that is known.
    let mut stage = Stage::with(book, 160, 60, Lang::En, Look::default());
    stage.send(Message::Resize(Size { width: 80, height: 24 }));
    to(&mut stage, SCREEN);
    stage.keys("<enter>P-03<enter>");
    let screen = stage.screen();
    // By its name, and not among those that follow: a phone would wait for it.
    assert!(screen.contains("One account is left out") && screen.contains("/ lo.."), "{screen}");
    assert!(screen.contains("There is one code") && screen.contains("a copy of 1 key"), "{screen}");
    stage.keys("show<enter>");
    assert!(stage.screen().contains("Part 1 of 1"), "{}", stage.screen());
    assert!(scan(stage.cells()).is_some());
    stage.keys("<enter>");
    assert!(scan(stage.cells()).is_none() && stage.saved.len() == 1, "{}", stage.screen());
    assert!(stage.screen().contains("Written down"), "{}", stage.screen());
    // What was ahead and has room no more comes once there is some, and is written down first.
    let mut book = book::sample();
    book.accounts.retain(|account| account.key.is_some());
    book.accounts.truncate(2);
    for account in &mut book.accounts {
        account.login = "long".repeat(50);
    }
    let mut stage = Stage::with(book, 160, 60, Lang::En, Look::default());
    to(&mut stage, SCREEN);
    stage.keys("<enter>P-03<enter>");
    stage.send(Message::Resize(Size { width: 80, height: 24 }));
    stage.keys("show<enter>");
    assert!(scan(stage.cells()).is_none() && stage.saved.is_empty(), "{}", stage.screen());
    stage.send(Message::Resize(Size { width: 160, height: 60 }));
    assert!(scan(stage.cells()).is_none(), "{}", stage.screen());
    assert!(stage.screen().contains("There is room now"), "{}", stage.screen());
    stage.keys("<enter>");
    assert!(scan(stage.cells()).is_some() && stage.saved.len() == 1, "{}", stage.screen());
}

#[test]
fn the_keys_of_its_lists_are_shown_and_work() {
    // What wide characters leave behind has a style nobody sees.
    let text = |screen: String| screen.split("styles").next().map(str::to_owned);
    for (lang, said) in [(Lang::En, "Go on"), (Lang::ZhCn, "到顶部")] {
        for step in ["X", "X<enter>", "X<enter><enter>"] {
            let mut stage = Stage::open(80, 24, lang);
            let before = stage.keys(step).screen();
            assert!(before.contains("? keys") || before.contains("? 按键"), "{before}");
            let keys = stage.keys("?").screen();
            assert!(keys.contains(said), "{keys}");
            assert!(!keys.contains('…'), "all of them have room: {keys}");
            assert_eq!(text(stage.keys("q").screen()), text(before.clone()), "{step}");
            assert_eq!(text(stage.keys("?<esc>").screen()), text(before), "{step}");
        }
    }
    let mut stage = stage();
    let first = stage.keys("X").screen();
    assert!(stage.keys("G").screen() != first);
    assert_eq!(stage.keys("g").screen(), first);
    assert_eq!(stage.keys("jk").screen(), first);
    // Where something is typed, it is typed.
    let path = self::stage().keys("X<enter><enter><enter>?q").screen();
    assert!(path.contains("?q"), "{path}");
}
