//! The screen of the team: who can open the vault, letting in, shutting out.

use insta::assert_snapshot;
use keyrack::activity::Deed;
use keyrack::app::explain::foreign::not_let_in;
use keyrack::app::team::{Roster, line};
use keyrack::app::trust::short;
use keyrack::i18n::Lang;
use keyrack::model::merge::Conflict;
use keyrack::model::{Book, Loss, Person, Step, Thing, Tick, Worded as _};
use keyrack::time::Date;
use keyrack::tui::Look;
use keyrack::vault::{Change, Identity, Member, MemberKind, Obstacle, Recipient, Removed};

use crate::book;
use crate::stage::{Disk, Stage};

const KEYS: [&str; 4] = [
    "age1k5pc066l09ljrfd56jl99mlc59uu5ntah5kunznh6pat263s0qqs6cqgwk",
    "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg",
    "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa",
    "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
];

fn member(key: usize, name: &str) -> Member {
    let recipient = Recipient::parse(KEYS[key]).expect("a key");
    let added = Some(Date::constant(2026, 1, 12));
    Member { added, by: "Li".into(), ..Member::new(recipient, name.into()) }
}

fn readers() -> Roster {
    let paper = Member { kind: MemberKind::Recovery, ..member(2, "recovery") };
    let gone = Removed {
        member: Member { person: Some(book::id(77)), ..member(3, "Bo") },
        on: Date::constant(2026, 3, 10),
        by: "Li".into(),
    };
    Roster {
        members: vec![member(0, "Li"), member(1, "Min-ji"), paper],
        removed: vec![gone],
        own: Some(member(0, "Li").recipient),
        fingerprint: "qpzry9x8gf2t".into(),
        saves: 41,
        saves_here: 17,
    }
}

/// The sample with somebody who was shut out.
fn sample() -> Book {
    let mut book = book::sample();
    let on = Date::constant(2026, 3, 10);
    book.people.push(Person { left: Some(on), ..Person::new(book::id(77), "Bo".into()) });
    let tick = Tick { account: book::id(1), step: Step::Rekey, on, by: "Li".into() };
    book.losses.push(Loss {
        id: book::id(78),
        thing: Thing::Person(book::id(77)),
        saw: true,
        on,
        by: "Li".into(),
        ticks: vec![tick],
    });
    book.settle();
    book
}

fn stage(width: u16, height: u16, lang: Lang) -> Stage {
    with(readers(), sample(), width, height, lang)
}

fn with(readers: Roster, book: Book, width: u16, height: u16, lang: Lang) -> Stage {
    let look = Look { name: "Li".into(), ..Look::default() };
    let mut stage = Stage::with(book.clone(), width, height, lang, look);
    stage.readers = readers;
    stage.underneath = Some(book);
    stage.wait(2);
    stage.wait(9);
    stage
}

#[test]
fn who_can_open_the_vault() {
    for (lang, name) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        for (width, height) in [(80, 24), (120, 30)] {
            let mut stage = stage(width, height, lang);
            stage.keys("5");
            assert_snapshot!(format!("{name}-{width}x{height}"), stage.screen());
        }
    }
    let mut small = stage(40, 10, Lang::En);
    small.keys("5");
    assert_snapshot!("en-40x10", small.screen());
    let mut one = with(Roster::default(), book::sample(), 80, 24, Lang::En);
    one.keys("5");
    assert_snapshot!("passphrase", one.screen());
    one.keys("a");
    assert!(one.screen().contains("opens with a passphrase"), "{}", one.screen());
}

#[test]
fn somebody_is_let_in_by_the_letters_they_read_out() {
    let identity = Identity::generate();
    let sent = line(&identity.recipient(), "Anna");
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("5a");
    assert_snapshot!("admit-line", stage.screen());
    stage.keys("<enter>");
    assert!(stage.screen().contains("no public key"), "{}", stage.screen());
    stage.paste(&sent.replacen(' ', "\n ", 1)).keys("<enter>");
    let screen = stage.screen();
    let shown = short(identity.recipient().as_str());
    assert!(screen.contains("Anna"), "{screen}");
    let groups: Vec<&str> = shown.split(' ').collect();
    assert!(!groups.iter().any(|group| screen.contains(group)), "it comes from her: {screen}");
    // Enter alone does nothing, a paste neither, and wrong letters are said to be wrong.
    stage.keys("<enter>").paste(&shown).keys("<enter>");
    assert!(stage.changes.is_empty());
    let cases = [
        ("zzzz", "These are 4 of 12 letters"),
        (groups[2], "These are 4 of 12 letters"),
        (&shown[5..], "These are 8 of 12 letters"),
        ("zzzzzzzzzzzz", "exchanged"),
    ];
    for (part, said) in cases {
        stage.keys("<ctrl-u>").keys(part).keys("<enter>");
        assert!(stage.screen().contains(said), "{part}: {}", stage.screen());
        assert!(stage.changes.is_empty(), "a part of it can be met by grinding keys");
    }
    stage.keys("<ctrl-u>").keys(&shown.replace(' ', "-").to_uppercase()).keys("<enter>");
    let [Change::Admit(member)] = &*stage.changes else { panic!("{:?}", stage.changes) };
    assert_eq!((&*member.label, &*member.by), ("Anna", "Li"));
    let saved = stage.saved.last().expect("saved");
    assert_eq!(saved.person(member.person.expect("somebody")).expect("there").name, "Anna");
    let screen = stage.screen();
    assert!(screen.contains("Anna can open it now") && screen.contains(&shown), "{screen}");
}

/// It was found out after the call, when nobody could be let in.
#[test]
fn a_key_that_cannot_be_used_here_is_refused_before_anybody_is_rung_up() {
    let why =
        not_let_in(&Obstacle::Unlisted { plugin: "yubikey".into(), settings: "s.ron".into() });
    let mut stage = stage(80, 24, Lang::En);
    stage.obstacle = Some(why);
    stage.keys("5a").paste(&line(&Identity::generate().recipient(), "Anna")).keys("<enter>");
    let screen = stage.screen();
    assert!(screen.contains("Nobody was let in") && !screen.contains("really from"), "{screen}");
    // An answer that comes when the line is another one is not taken for this one.
    (stage.obstacle, stage.held) = (None, true);
    stage.keys("<enter><backspace>");
    stage.let_go();
    let screen = stage.screen();
    assert!(screen.contains("Paste the line") && !screen.contains("really from"), "{screen}");
    stage.keys("<enter>");
    assert!(stage.screen().contains("really from Ann?"), "{}", stage.screen());
}

#[test]
fn lines_that_let_nobody_in_are_told_why() {
    let mut stage = stage(80, 24, Lang::En);
    for (typed, said) in [
        (KEYS[1].to_owned() + " Min", "already"),
        (KEYS[3].to_owned(), "no name"),
        (KEYS[3].to_owned() + " Bo", "having left"),
        ("AGE-SECRET-KEY-1XYZ".into(), "private half"),
        ("age1yubikey1qwt Eve".into(), "Nobody was let in"),
    ] {
        stage.keys("5a").paste(&typed).keys("<enter>");
        assert!(stage.screen().contains(said), "{typed}: {}", stage.screen());
        stage.keys("<esc>");
    }
    assert!(stage.changes.is_empty());
}

#[test]
fn shutting_out_takes_a_word_and_opens_the_list() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("5/min<enter>d");
    assert_snapshot!("shut-out", stage.screen());
    stage.keys("<enter>yes<enter>");
    assert!(stage.changes.is_empty(), "only the word does");
    stage.keys("<ctrl-u>remove<enter>");
    assert!(matches!(&*stage.changes, [Change::Remove { by, .. }] if by == "Li"));
    let saved = stage.saved.last().expect("saved");
    let loss = saved.losses.last().expect("a loss");
    assert!(loss.saw, "what they saw is to be replaced");
    let screen = stage.screen();
    assert!(screen.contains("Min-ji") && screen.contains("[ ]"), "the list is open: {screen}");
    stage.keys("<esc><esc>");
    assert!(stage.screen().contains("Shut out"), "{}", stage.screen());
}

/// A screen as one line, without what was broken to fit.
fn told(stage: &mut Stage) -> String {
    stage.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Nothing told that colleagues go on encrypting to whoever is out, and that the repository still opens for them.
#[test]
fn that_it_is_to_be_sent_is_said_whole_on_a_narrow_screen() {
    for lang in Lang::ALL {
        let mut stage = stage(80, 24, lang);
        stage.keys("5/min<enter>dremove<enter>");
        let said = told(&mut stage).replace(' ', "");
        assert!(said.contains(":sync"), "{}", stage.screen());
        let last =
            if lang == Lang::En { "stillopenforthem." } else { "旧版本对方仍能打开。" };
        assert!(said.contains(last), "{}", stage.screen());
        assert!(stage.screen().contains("[ ]"), "the list is open: {}", stage.screen());
    }
}

/// Whoever lost a key to a thief had to be said to have left, or nothing was listed.
#[test]
fn a_stolen_key_opens_the_list_and_nobody_has_left() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("5/min<enter>dstolen<enter>");
    assert!(matches!(&*stage.changes, [Change::Remove { .. }]), "{:?}", stage.changes);
    let saved = stage.saved.last().expect("saved");
    let loss = saved.losses.last().expect("a loss");
    assert!(loss.saw, "what was open to it is to be replaced");
    let person = saved.person(loss.thing.id()).expect("there");
    assert_eq!((&*person.name, person.left), ("Min-ji", None));
    let screen = told(&mut stage);
    assert!(screen.contains("What was open to Min-ji in the vault: 0 of "), "{screen}");
    assert!(screen.contains("This key of Min-ji opens the vault no more."), "{screen}");
    // A key on paper is nobody's.
    let mut paper = self::stage(80, 24, Lang::En);
    paper.keys("5/recovery<enter>d");
    assert!(!paper.screen().contains("stolen"), "{}", paper.screen());
    paper.keys("stolen<enter>");
    assert!(paper.changes.is_empty(), "{:?}", paper.changes);
}

/// "Nothing to replace" stood there, whatever had become of the key.
#[test]
fn a_key_that_was_replaced_says_how_it_is_said_to_be_stolen() {
    let mut readers = readers();
    readers.removed =
        vec![Removed { member: member(3, "Li"), on: Date::constant(2026, 3, 10), by: "Li".into() }];
    let key = short(readers.removed[0].member.recipient.as_str());
    let mut stage = with(readers, book::sample(), 80, 24, Lang::En);
    stage.keys("5G");
    let screen = stage.screen();
    assert!(screen.contains("in with another key") && !screen.contains("nothing to"), "{screen}");
    stage.keys("<enter>");
    let command = format!("keyrack member remove '{key}' --stolen");
    assert!(told(&mut stage).contains(&command), "{}", stage.screen());
}

#[test]
fn nothing_is_shown_that_is_not_in_the_file() {
    let mut stage = stage(80, 24, Lang::En);
    stage.disk = Disk::Full;
    let people = stage.saved.len();
    stage.keys("5/min<enter>dremove<enter>");
    assert_eq!(stage.saved.len(), people);
    let screen = stage.screen();
    assert!(screen.contains("changed since") || screen.contains("changed"), "{screen}");
    stage.keys("2");
    let screen = stage.screen();
    let row = screen.lines().find(|line| line.contains("Min-ji") && !line.contains("P-"));
    assert!(row.is_none_or(|row| !row.contains("left")), "she has not left: {screen}");
}

#[test]
fn oneself_is_left_to_a_colleague() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("5/li<enter>gd");
    let said = told(&mut stage);
    assert!(stage.changes.is_empty(), "{said}");
    // The name was left out, and the command cut off.
    assert!(said.contains("keyrack member remove Li --myself"), "{said}");
}

#[test]
fn what_waits_is_opened_from_here() {
    let mut book = sample();
    let other = keyrack::model::Account {
        login: "de@hikari.example".into(),
        ..keyrack::model::Account::blank(book.accounts[0].id)
    };
    book.accounts[0].conflicts =
        vec![Conflict { field: "login", other: Box::new(other), round: 0 }];
    let mut stage = with(readers(), book, 80, 24, Lang::En);
    stage.keys("5g");
    assert!(stage.screen().contains("1 value clashes"), "{}", stage.screen());
    stage.keys("<enter>");
    assert!(stage.screen().contains("Values that clash"), "{}", stage.screen());
    stage.keys("<esc>G<enter>");
    let screen = stage.screen();
    assert!(screen.contains("Bo") && screen.contains("[x]"), "{screen}");
}

#[test]
fn help_and_commands_know_the_screen() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("5?");
    let screen = stage.screen();
    assert!(screen.contains("Let somebody in") && screen.contains("Shut somebody out"), "{screen}");
    stage.keys("<esc>1:let somebody<enter>");
    stage.keys("<esc>1:team<enter>");
    assert!(stage.screen().contains("Who can open it"), "{}", stage.screen());
}

/// The list of what somebody saw goes by their name: it would go with them, and with their return.
#[test]
fn whoever_was_shut_out_keeps_their_list() {
    let mut stage = stage(120, 30, Lang::En);
    stage.keys("2/bo<enter>ddelete<enter>");
    let screen = stage.screen();
    assert!(screen.contains("What was open to Bo in the vault is not all"), "{screen}");
    assert!(stage.saved.is_empty(), "nothing was taken out");
    stage.keys("<esc>f");
    let book = stage.saved.last().expect("saved");
    let bo = book.person(book::id(77)).expect("is there");
    assert_eq!((bo.left, book.losses.len()), (None, 1));
    stage.keys("5G<enter>");
    let screen = stage.screen();
    assert!(screen.contains("What was open to Bo in the vault: 0 of "), "{screen}");
}

#[test]
fn who_was_let_in_and_shut_out_is_written_down() {
    let identity = Identity::generate();
    let mut stage = stage(80, 24, Lang::En);
    let told = |stage: &Stage, word: &str| -> Vec<Deed> {
        stage.deeds.iter().filter(|deed| deed.what.word() == word).cloned().collect()
    };
    stage.keys("5a").paste(&line(&identity.recipient(), "Anna")).keys("<enter>");
    stage.keys(&short(identity.recipient().as_str())).keys("<enter>");
    let in_ = told(&stage, "let-in");
    assert_eq!(in_.len(), 1, "{:?}", stage.deeds);
    assert!(in_[0].detail == "Anna" && in_[0].thing.is_some(), "{in_:?}");
    stage.keys("/min<enter>dremove<enter>");
    let out = told(&stage, "shut-out");
    assert_eq!((out.len(), &*out[0].detail), (1, "Min-ji"), "{:?}", stage.deeds);

    // What was not saved is not written down.
    let mut stage = with(readers(), sample(), 80, 24, Lang::En);
    stage.disk = Disk::Full;
    stage.keys("5/min<enter>dremove<enter>");
    assert_eq!(told(&stage, "shut-out").len(), 0);
}

#[test]
fn a_key_on_paper_that_was_tried_long_ago_says_so() {
    let mut readers = readers();
    readers.members[2].added = Some(Date::constant(2024, 1, 12));
    readers.members[2].tested = Some(Date::constant(2024, 11, 28));
    let mut stage = with(readers.clone(), sample(), 160, 30, Lang::En);
    stage.keys("5");
    assert!(stage.screen().contains("2024-11-28 (over a year ago)"), "{}", stage.screen());
    let mut narrow = with(readers, sample(), 80, 24, Lang::En);
    narrow.keys("5/recovery<enter>i");
    assert!(narrow.screen().contains("2024-11-28 (over a year ago)"), "{}", narrow.screen());
}
