//! Several vaults on one screen: which is in hand, and an account that moves.

use std::sync::Arc;

use insta::assert_snapshot;
use keyrack::app::shelf::Face;
use keyrack::app::team::Roster;
use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Id, join};
use keyrack::otp::{Algorithm, Key, Kind};
use keyrack::secret::Secret;
use keyrack::tui::Look;
use keyrack::vault::{Access, Member, Recipient};

use crate::book;
use crate::stage::Stage;

const KEYS: [&str; 3] = [
    "age1k5pc066l09ljrfd56jl99mlc59uu5ntah5kunznh6pat263s0qqs6cqgwk",
    "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg",
    "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa",
];

fn readers(names: &[(usize, &str)]) -> Roster {
    let member = |(key, name): &(usize, &str)| {
        Member::new(Recipient::parse(KEYS[*key]).expect("a key"), (*name).to_owned())
    };
    Roster {
        members: names.iter().map(member).collect(),
        own: Recipient::parse(KEYS[0]),
        fingerprint: "qpzry9x8gf2t".into(),
        ..Roster::default()
    }
}

fn us() -> Book {
    let key = Secret::new(vec![9; 20]);
    let key = Key::new(key, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).ok();
    let account = |n: u8, store: &str| Account {
        store: store.into(),
        platform: "Walmart".into(),
        login: format!("ops@{}.example", store.to_lowercase()),
        key: key.clone(),
        ..Account::blank(book::id(n))
    };
    Book { accounts: vec![account(120, "Cedar"), account(121, "Pinyon")], ..Book::default() }
}

fn stage(width: u16, height: u16, lang: Lang) -> Stage {
    let all = join(&[&book::sample(), &us()]);
    let mut stage = Stage::with(all.clone(), width, height, lang, Look::default());
    stage.readers = readers(&[(0, "Li"), (1, "Min-ji")]);
    let readers = Arc::new(readers(&[(0, "Li"), (2, "Ana")]));
    let (name, file) = ("team-us".into(), "/home/team-us/team-us.age".into());
    stage.others.push(Face { name, file, access: Access::ReadWrite, readers });
    stage.underneath = Some(all);
    stage.wait(2);
    stage.wait(9);
    stage
}

fn places(stage: &Stage, id: Id) -> Vec<usize> {
    let book = stage.saved.last().expect("saved");
    book.homes.of(id).map(|home| home.places().collect()).unwrap_or_default()
}

#[test]
fn all_accounts_stand_in_one_list_that_can_be_cut_by_vault() {
    for (lang, name) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let mut stage = stage(120, 30, lang);
        stage.keys("ooooo");
        assert_snapshot!(format!("list-{name}"), stage.screen());
    }
}

#[test]
fn what_is_new_goes_to_the_vault_in_hand() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("v");
    assert_snapshot!("vaults-en", stage.screen());
    stage.keys("<down><enter>");
    assert!(stage.screen().contains("goes to team-us"), "{}", stage.screen());
    stage.keys("5");
    assert!(stage.screen().contains("Ana") && !stage.screen().contains("Min-ji"));
    stage.keys("1a");
    assert!(stage.screen().contains("Add an account · team-us"), "{}", stage.screen());
    stage.keys("New store<ctrl-s>");
    assert!(!stage.saved.is_empty(), "{}", stage.screen());
    let id = stage.saved.last().expect("saved").accounts.iter();
    let id = id.clone().find(|a| a.title().contains("New store")).expect("it is saved").id;
    assert_eq!(places(&stage, id), [1]);
    let mut zh = self::stage(80, 24, Lang::ZhCn);
    zh.keys("v");
    assert_snapshot!("vaults-zh", zh.screen());
}

/// Of two people of one name the first became the holder, unsaid.
#[test]
fn a_name_of_two_people_is_refused_at_its_field() {
    for (lang, said) in [(Lang::En, "2 are called that"), (Lang::ZhCn, "有 2 条同名记录")] {
        let mut book = book::sample();
        let twin = book.people[0].clone();
        let name = twin.name.clone();
        book.people.push(keyrack::model::Person { id: book::id(122), ..twin });
        book.settle();
        let mut stage = Stage::with(book, 80, 24, lang, Look::default());
        stage.keys("2aP-77<tab><tab>");
        stage.keys(&name).keys("<ctrl-s>");
        assert!(stage.screen().contains(said), "{}", stage.screen());
        assert!(stage.saved.is_empty());
    }
}

#[test]
fn commands_that_ask_which_vault_are_told_which() {
    for lang in Lang::ALL {
        let mut stage = stage(200, 30, lang);
        let screen = stage.keys("v<down><enter>5").screen();
        let command = "keyrack --vault /home/team-us/team-us.age member recovery";
        assert!(screen.contains(command), "{screen}");
    }
}

#[test]
fn an_account_moves_after_it_was_said_who_sees_it_then() {
    for (lang, name) in [(Lang::En, "en"), (Lang::ZhCn, "zh")] {
        let mut stage = stage(80, 24, lang);
        stage.keys("/hik<enter><esc>/hikari<tab>");
        stage.keys("<esc>");
        stage.keys(">");
        assert_snapshot!(format!("move-{name}"), stage.screen());
    }
    let mut stage = stage(80, 24, Lang::En);
    let count = |stage: &Stage| {
        let book = stage.saved.last().expect("saved");
        book.accounts.iter().filter(|a| book.homes.of(a.id).is_some_and(|h| h.has(1))).count()
    };
    stage.keys("><esc>");
    assert!(stage.saved.is_empty(), "nothing moved");
    stage.keys("><enter>");
    assert_eq!(count(&stage), 3);
    assert!(stage.screen().contains("is in team-us now"), "{}", stage.screen());
    stage.keys("u");
    assert_eq!(count(&stage), 2, "undone");
}

#[test]
fn where_a_vault_is_read_only_nothing_moves() {
    let mut stage = stage(80, 24, Lang::En);
    stage.others[0].access = Access::NewerFormat { format: 99 };
    stage.underneath = Some(join(&[&book::sample(), &us()]));
    stage.wait(2);
    stage.keys("><enter>");
    assert!(stage.saved.is_empty() && stage.screen().contains("newer"), "{}", stage.screen());
}

#[test]
fn with_one_vault_it_is_said_how_to_open_several() {
    let mut stage = Stage::open(80, 24, Lang::En);
    stage.keys("v");
    assert!(stage.screen().contains("--with"), "{}", stage.screen());
    stage.keys(">");
    assert!(stage.screen().contains("--with"), "{}", stage.screen());
}

fn exchanging(every: Option<u64>) -> Stage {
    let look = Look { sync_every: every, ..Look::default() };
    Stage::with(book::sample(), 80, 24, Lang::En, look)
}

#[test]
fn it_is_exchanged_after_opening_after_edits_and_as_often_as_is_set() {
    let mut stage = exchanging(Some(5 * 60_000));
    stage.wait(2);
    assert_eq!(stage.exchanges, 0, "the first screen comes before");
    stage.wait(2);
    assert_eq!(stage.exchanges, 1);
    stage.keys("*");
    stage.wait(10).keys("*");
    stage.wait(15);
    assert_eq!(stage.exchanges, 2, "one for both edits");
    stage.keys("j").wait(150).keys("j").wait(140);
    assert_eq!(stage.exchanges, 2);
    stage.keys("j").wait(10);
    assert_eq!(stage.exchanges, 3);
    let mut never = exchanging(None);
    never.keys("*").wait(250);
    assert_eq!(never.exchanges, 0);
}

#[test]
fn what_keeps_it_from_being_exchanged_is_said_once_and_shown_until_it_works() {
    let mut stage = exchanging(Some(60_000));
    stage.exchanged = Err(keyrack::i18n::Sync::NoBranch);
    stage.wait(4);
    assert!(stage.screen().contains("not exchanged"), "{}", stage.screen());
    assert!(stage.screen().contains("branch"), "{}", stage.screen());
    stage.keys("j").wait(58).keys("j").wait(4);
    assert_eq!(stage.exchanges, 2);
    assert!(!stage.screen().contains("branch"), "the same is no news: {}", stage.screen());
    assert!(stage.screen().contains("not exchanged"));
    stage.exchanged = Ok(None);
    stage.keys(":sync<enter>");
    assert!(!stage.screen().contains("not exchanged"), "{}", stage.screen());
    assert!(stage.screen().contains("Exchanged with"), "{}", stage.screen());
}

/// Whatever else was said was gone, though nothing had failed.
#[test]
fn that_it_is_not_kept_in_git_is_said_once_and_takes_the_place_of_nothing() {
    let mut stage = exchanging(Some(60_000));
    stage.exchanged = Ok(Some(keyrack::i18n::Sync::NotInGitHere));
    stage.wait(2).keys("*").wait(2);
    assert_eq!(stage.exchanges, 1);
    assert!(!stage.screen().contains("Not kept in git"), "{}", stage.screen());
    let said = (0..70).filter(|_| stage.keys("j").wait(1).screen().contains("Not kept in git"));
    assert!(said.count() > 0, "when nothing else is said: {}", stage.screen());
    assert_eq!(stage.exchanges, 2);
    let times = |stage: &mut Stage| {
        (0..120)
            .filter(|_| {
                stage.keys("j").wait(1);
                stage.screen().contains("Not kept in git")
            })
            .count()
    };
    stage.keys("L<enter>");
    assert_eq!(times(&mut stage), 0, "also behind a lock");
    stage.keys(":sync<enter>");
    assert!(stage.screen().contains("Not kept in git"), "{}", stage.screen());
}

/// The other vault went on opening for them, and nothing said so.
#[test]
fn whoever_is_shut_out_of_one_and_opens_another_is_told_where() {
    for (lang, dialog) in
        [(Lang::En, "Min-ji opens team-us, too"), (Lang::ZhCn, "还能打开 team-us")]
    {
        let mut stage = stage(80, 24, lang);
        stage.others[0].readers = Arc::new(readers(&[(0, "Li"), (1, "Min-ji"), (2, "Ana")]));
        stage.underneath = Some(join(&[&book::sample(), &us()]));
        stage.wait(2);
        stage.wait(9);
        stage.keys("5/min<enter>d");
        let told = |stage: &mut Stage| -> String {
            stage.screen().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert!(told(&mut stage).contains(dialog), "{}", stage.screen());
        stage.keys("remove<enter>");
        assert_eq!(stage.changes.len(), 1, "{:?}", stage.changes);
        assert!(told(&mut stage).contains(dialog), "{}", stage.screen());
        // Back at the screen the keys that were named do it.
        stage.keys("<esc>v<down><enter>/min<enter>d");
        assert!(stage.screen().contains("team-us"), "{}", stage.screen());
        assert!(!told(&mut stage).contains(dialog), "{}", stage.screen());
    }
}

/// It was said that the vault had changed on disk, and not what.
#[test]
fn what_came_is_said() {
    let came = keyrack::i18n::Sync::CameIn { added: 2, changed: 1, removed: 1 };
    let mut stage = exchanging(Some(60_000));
    stage.exchanged = Ok(Some(came));
    stage.wait(4);
    let said = "From others: 2 added, 1 changed, 1 removed.";
    assert!(stage.screen().contains(said), "{}", stage.screen());
}

#[test]
fn the_vault_in_hand_stays_it_over_a_lock() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("v<down><enter>L");
    assert!(!stage.screen().contains("team-us"), "{}", stage.screen());
    stage.keys("<enter>5");
    assert!(stage.screen().contains("Ana"), "{}", stage.screen());
}

#[test]
fn nobody_is_let_into_another_vault_than_was_asked() {
    let mut stage = stage(80, 24, Lang::En);
    stage.keys("v<down><enter>5a");
    let before = stage.screen();
    stage.others.clear();
    stage.underneath = Some(book::sample());
    stage.wait(3);
    assert_ne!(stage.screen(), before, "the question is gone with its vault");
    assert!(stage.screen().contains("Min-ji"), "{}", stage.screen());
}

/// The second vault goes away, as when a share drops out; it can be put back.
fn go_away(stage: &mut Stage) -> Face {
    let face = stage.others.pop().expect("two");
    stage.shut.push(face.clone());
    stage.underneath = Some(book::sample());
    stage.wait(9);
    assert!(stage.screen().contains("1 vault shut"), "{}", stage.screen());
    face
}

fn come_back(stage: &mut Stage, face: Face) {
    stage.shut.clear();
    stage.others.push(face);
    stage.underneath = Some(join(&[&book::sample(), &us()]));
    stage.wait(3);
    assert!(stage.screen().contains("Open now: team-us"), "{}", stage.screen());
    stage.wait(9);
    assert!(!stage.screen().contains("shut"), "{}", stage.screen());
}

/// A form that was open while its vault went away added the account, with its key, to the vault that was
/// left: whoever may read that one saw the code.
#[test]
fn a_form_whose_vault_went_away_saves_nothing_elsewhere() {
    let mut stage = stage(100, 24, Lang::En);
    stage.keys("/cedar<tab>eX");
    let face = go_away(&mut stage);
    stage.keys("<ctrl-s>");
    assert!(stage.saved.is_empty());
    assert!(stage.screen().contains("Nothing was saved"), "{}", stage.screen());
    come_back(&mut stage, face);
    stage.keys("<ctrl-s>");
    assert_eq!(places(&stage, book::id(120)), [1], "what was typed is still there");
}

/// What is new went to whichever vault was left.
#[test]
fn while_the_vault_in_hand_is_away_nothing_is_new() {
    let mut stage = stage(100, 24, Lang::En);
    stage.keys("v<down><enter>");
    assert!(stage.screen().contains("team-eu + [team-us]"), "{}", stage.screen());
    let face = go_away(&mut stage);
    stage.keys("a");
    let screen = stage.screen();
    assert!(
        screen.contains("Nothing was saved") && screen.contains("team-us is in hand"),
        "{screen}"
    );
    come_back(&mut stage, face);
    stage.keys("aNew store<ctrl-s>");
    let saved = stage.saved.last().expect("saved");
    let id = saved.accounts.iter().find(|a| a.title().contains("New store")).expect("saved").id;
    assert_eq!(places(&stage, id), [1], "it is in hand again");
}

/// A colleague had removed the account: it was added to the vault in hand.
#[test]
fn what_was_removed_meanwhile_is_added_again_where_it_was() {
    let mut stage = stage(100, 24, Lang::En);
    stage.keys("/cedar<tab>eX");
    let mut left = us();
    left.accounts.remove(0);
    stage.underneath = Some(join(&[&book::sample(), &left]));
    stage.wait(9);
    stage.keys("<ctrl-s>");
    assert!(stage.screen().contains("had removed"), "{}", stage.screen());
    assert_eq!(places(&stage, book::id(120)), [1]);
}

#[test]
fn a_question_says_which_vault_it_is_about() {
    let mut stage = stage(100, 24, Lang::En);
    stage.keys("5a");
    assert!(stage.screen().contains("Let somebody in · team-eu"), "{}", stage.screen());
    // A list of places to move to means other vaults afterwards.
    stage.keys("<esc>1>");
    go_away(&mut stage);
    stage.keys("<enter>");
    assert!(stage.saved.is_empty(), "{}", stage.screen());
    // Of what stands in both, both go.
    let both = Book { accounts: vec![book::sample().accounts[0].clone()], ..us() };
    let all = join(&[&book::sample(), &both]);
    let store = all.accounts.iter().find(|it| it.id == both.accounts[0].id).expect("there");
    let keys = format!("/{}<enter><esc>d", store.login);
    let told = "stands in team-eu + team-us";
    for (book, is_said) in [(all.clone(), true), (join(&[&book::sample(), &us()]), false)] {
        let mut stage = self::stage(80, 24, Lang::En);
        stage.underneath = Some(book);
        stage.wait(2);
        stage.keys(&keys);
        assert!(stage.screen().contains("delete"), "{}", stage.screen());
        assert_eq!(stage.screen().contains(told), is_said, "{}", stage.screen());
    }
}

#[test]
fn a_move_that_is_taken_back_was_seen() {
    let mut stage = stage(100, 24, Lang::En);
    stage.keys("><enter>u");
    assert!(stage.screen().contains("has seen its key"), "{}", stage.screen());
}
