//! What keys do on the screens of devices and of health, in drills and after a loss.

use crate::book;
use crate::stage::{Disk, NOW, Stage};
use keyrack::health::loss::{How, affected, lose};
use keyrack::i18n::Lang;
use keyrack::model::{
    Account, Book, Catalogue, DeviceState, Id, KeyCopy, Method, MethodKind, Recovery, RecoveryCode,
    Role, Step, TestResult, Thing,
};
use keyrack::secret::Secret;
use keyrack::tui::Look;

fn stage() -> Stage {
    with(book::sample())
}

fn with(book: Book) -> Stage {
    let look = Look { name: "Li".into(), ..Look::default() };
    Stage::with(book, 80, 24, Lang::En, look)
}

fn last(stage: &Stage) -> &Book {
    stage.saved.last().expect("something was saved")
}

/// The number beside a mark in the first line.
fn counted(stage: &mut Stage, mark: char) -> usize {
    let screen = stage.screen();
    let header = screen.lines().next().expect("a header").to_owned();
    let after = header.split(&format!("{mark} ")).nth(1).unwrap_or("0");
    after.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[test]
fn losing_a_device_is_one_key_and_so_is_taking_it_back() {
    let mut stage = stage();
    let before = counted(&mut stage, '✖');
    stage.keys("2x");
    let lost = last(&stage).device(book::id(101)).expect("P-03");
    assert_eq!(lost.state, DeviceState::Lost);
    assert_eq!(lost.since.map(|day| day.to_string()).as_deref(), Some("2026-03-15"));
    assert_eq!(last(&stage).losses.len(), 1);
    assert_eq!(last(&stage).losses[0].by, "Li");
    assert!(counted(&mut stage, '✖') > before, "the header counts what follows at once");
    stage.keys("u");
    assert_eq!(last(&stage), &book::sample());
    assert_eq!(counted(&mut stage, '✖'), before);
}

#[test]
fn a_device_that_turns_up_is_in_use_again() {
    let mut stage = stage();
    stage.keys("2jjj");
    assert!(stage.screen().lines().any(|line| line.starts_with('▸') && line.contains("P-09")));
    stage.keys("f");
    assert_eq!(last(&stage).device(book::id(104)).expect("P-09").state, DeviceState::Ok);
    assert_eq!(counted(&mut stage, '✖'), 0);
    let saved = stage.saved.len();
    stage.keys("f");
    assert_eq!(stage.saved.len(), saved, "what is not lost is not found");
}

#[test]
fn steps_are_ticked_with_name_and_day_and_outlive_the_screen() {
    let mut stage = stage();
    stage.keys("2<enter><space>");
    assert!(stage.saved.is_empty(), "nothing is ticked before it is lost");
    stage.keys("x<space>");
    let tick = &last(&stage).losses[0].ticks[0];
    assert_eq!((tick.step, &*tick.by, tick.account), (Step::SignIn, "Li", book::id(1)));
    stage.keys("<esc><esc>12<enter>");
    let screen = stage.screen();
    assert!(screen.contains("1 of 2 steps done") && screen.contains("[x] sign in"), "{screen}");
    stage.keys("g<space>");
    assert!(last(&stage).losses[0].ticks.is_empty(), "the same key takes it back");
}

#[test]
fn what_could_not_be_saved_is_not_lost() {
    let mut stage = stage();
    stage.disk = Disk::Full;
    stage.keys("2x<esc>");
    assert!(stage.screen().contains("not saved"));
    stage.disk = Disk::Healthy;
    stage.keys("<ctrl-s>");
    assert_eq!(last(&stage).device(book::id(101)).expect("P-03").state, DeviceState::Lost);
}

#[test]
fn deleting_a_device_takes_every_mention_of_it() {
    let mut stage = stage();
    stage.keys("2ddelete<enter>");
    assert!(last(&stage).device(book::id(101)).is_none());
    let hikari = last(&stage).account(book::id(1)).expect("is there");
    assert_eq!(hikari.methods[0].device, None);
    stage.keys("u");
    assert_eq!(last(&stage), &book::sample());
}

#[test]
fn things_are_added_and_edited_in_forms() {
    let mut stage = stage();
    stage.keys("2aP-11<tab><tab>Ana<ctrl-s>");
    let book = last(&stage);
    let device = book.devices.iter().find(|device| device.label == "P-11").expect("added");
    let holder = device.holder.and_then(|id| book.person(id)).expect("a person");
    assert_eq!(holder.name, "Ana");
    stage.keys("e<tab><tab><tab>Lima<ctrl-s>");
    let device = last(&stage).devices.iter().find(|device| device.label == "P-11").expect("there");
    assert_eq!(device.location, "Lima", "the cursor stayed on what was added");
    stage.keys(":add a person<enter>Bo<ctrl-s>");
    assert!(last(&stage).people.iter().any(|person| person.name == "Bo"));
}

#[test]
fn a_finding_is_put_off_for_a_reason_and_taken_up_again() {
    let mut stage = stage();
    let before = counted(&mut stage, '✖');
    stage.keys("3z<enter><enter>");
    assert!(stage.saved.is_empty(), "without a reason it stays");
    stage.keys("new SIM ordered<enter>");
    let snooze = &last(&stage).snoozes[0];
    assert_eq!((&*snooze.rule, &*snooze.reason, &*snooze.by), ("B02", "new SIM ordered", "Li"));
    assert_eq!(snooze.until.to_string(), "2026-03-22");
    assert_eq!(counted(&mut stage, '✖'), before - 1);
    stage.keys("ZGz");
    assert!(last(&stage).snoozes.is_empty());
    assert_eq!(counted(&mut stage, '✖'), before);
}

/// Somebody else's save closed the form, and what was typed on ran as commands.
#[test]
fn a_save_of_somebody_else_does_not_close_what_is_being_typed() {
    let mut stage = stage();
    stage.keys("3z<enter>new SIM");
    let mut other = book::sample();
    other.accounts[4].note = "somebody else".into();
    stage.underneath = Some(other);
    stage.wait(5);
    stage.keys(" ordered<enter>");
    assert_eq!(&*last(&stage).snoozes[0].reason, "new SIM ordered");
}

/// What a question was about is gone, and with it the question: the rest of the word is no command.
#[test]
fn what_is_typed_on_after_a_question_was_closed_does_nothing() {
    let mut stage = stage();
    stage.keys("1/hikari<tab><esc>ddel");
    let mut other = book::sample();
    other.accounts.clear();
    stage.underneath = Some(other);
    assert!(stage.screen().contains("delete"), "{}", stage.screen());
    for _ in 0..12 {
        if stage.screen().contains("delete") {
            stage.wait(1);
        }
    }
    let before = stage.screen();
    assert!(!before.contains("delete"), "{before}");
    stage.keys("ete<enter>q");
    assert!(!stage.left);
    assert_eq!(stage.screen(), before);
    stage.wait(2);
    stage.keys("q");
    assert!(stage.left, "a second later keys are keys again");
}

#[test]
fn a_screen_is_filled_after_a_lock_too() {
    let mut stage = stage();
    stage.keys("2");
    assert!(stage.screen().contains("P-05"), "{}", stage.screen());
    stage.keys("L<enter>");
    assert!(stage.screen().contains("P-05"), "{}", stage.screen());
}

/// `app` chose by its letters one after the other, the last of which begins "push".
#[test]
fn a_word_that_is_typed_into_choices_is_that_word() {
    for (typed, kind) in [
        ("app", MethodKind::Totp),
        ("push", MethodKind::Push),
        ("passk", MethodKind::Passkey),
        ("totp", MethodKind::Totp),
        ("zzem", MethodKind::Email),
    ] {
        let mut stage = stage();
        stage.keys("ma<tab>");
        let before = book::sample().accounts;
        stage.keys(typed);
        let screen = stage.screen();
        stage.keys("<ctrl-s>");
        assert!(!stage.saved.is_empty(), "{screen}\n{}", stage.screen());
        let was = |account: &Account| before.iter().find(|a| a.id == account.id).cloned();
        let edited = last(&stage).accounts.iter().find(|a| was(a).as_ref() != Some(*a));
        let methods = &edited.expect("an edit").methods;
        assert_eq!(methods.last().expect("a method").kind, kind, "{typed}");
    }
}

#[test]
fn days_and_reasons_are_pasted_too() {
    let mut stage = stage();
    stage.keys("3z<ctrl-u>").paste("2026-04-01\n").keys("<enter>").paste("new SIM\nordered");
    assert!(stage.saved.is_empty(), "a paste never ends a line");
    stage.keys("<enter>");
    let snooze = &last(&stage).snoozes[0];
    assert_eq!((&*snooze.until.to_string(), &*snooze.reason), ("2026-04-01", "new SIMordered"));
}

#[test]
fn a_day_that_has_passed_is_no_day_to_wait_for() {
    let mut stage = stage();
    for wrong in ["2026-03-14", "0", "-3", "soon", "99999999999"] {
        stage.keys(&format!("3z<ctrl-u>{wrong}<enter>reason<enter><esc>"));
        assert!(stage.saved.is_empty(), "{wrong}");
    }
    stage.keys("3z<ctrl-u>2026-04-01<enter>reason<enter>");
    assert_eq!(last(&stage).snoozes[0].until.to_string(), "2026-04-01");
}

#[test]
fn enter_on_a_finding_goes_to_its_account() {
    let mut stage = stage();
    stage.keys("/zzz<esc>3<enter>");
    let screen = stage.screen();
    let selected = screen.lines().find(|line| line.starts_with('▸')).expect("a row");
    assert!(selected.contains("光之户外"), "{screen}");
}

#[test]
fn an_exclamation_mark_asks_for_findings() {
    let cases = [("!", 11), ("!critical", 1), ("!b06", 7), ("!b06 shop", 1), ("!b99", 0)];
    for (query, expected) in cases {
        let mut stage = stage();
        stage.keys(&format!("/{query}"));
        let screen = stage.screen();
        let said = format!("{expected} of 12");
        assert!(screen.contains(&said), "{query}: {screen}");
    }
}

#[test]
fn the_playbook_is_the_one_of_the_worst_finding() {
    let mut stage = stage();
    stage.keys("/!critical<tab>p");
    assert!(stage.screen().contains("4  The main device is lost"));
    stage.keys("<esc>");
    assert!(stage.screen().contains("!critical"), "and goes back to where it was opened");
}

/// A book whose only backup is an app with the key.
fn drilled() -> Book {
    let mut book = book::sample();
    for account in &mut book.accounts {
        account.methods.retain(|method| method.role == Role::Main);
    }
    let account =
        book.accounts.iter_mut().find(|account| account.id == book::id(4)).expect("there");
    account.methods.push(keyrack::model::Method::new(MethodKind::Totp, Role::Backup));
    book
}

fn digits(steps: i64) -> String {
    let book = book::sample();
    let key = book.account(book::id(4)).and_then(|a| a.key.clone()).expect("has a key");
    let step = key.window(NOW).expect("timed").step.saturating_add_signed(steps);
    key.code_at_step(step).expose().to_owned()
}

#[test]
fn digits_read_out_are_compared_and_written_down() {
    for (name, steps, good) in [("now", 0, true), ("one ago", -1, true), ("four ago", -4, false)] {
        let mut stage = with(drilled());
        stage.keys(&format!("D<enter>{}", digits(steps)));
        if good {
            let test = last(&stage).account(book::id(4)).expect("there").methods[0].tested.clone();
            let test = test.expect("tested");
            assert_eq!((test.result, &*test.by), (TestResult::Ok, "Li"), "{name}");
            assert_eq!(test.on.to_string(), "2026-03-15", "{name}");
        } else {
            assert!(stage.saved.is_empty(), "{name}");
            let screen = stage.screen();
            assert!(screen.contains("120 s"), "{name}: the drift is shown: {screen}");
        }
    }
    let mut stage = with(drilled());
    stage.keys("D<enter>").paste(&format!(" {}\n", digits(0)));
    let account = last(&stage).account(book::id(4)).expect("there");
    assert_eq!(account.methods[0].tested.as_ref().map(|test| test.result), Some(TestResult::Ok));
    let mut stage = with(drilled());
    stage.keys("D<enter>000000");
    assert!(stage.saved.is_empty(), "wrong digits are not written down as a test");
}

#[test]
fn the_code_of_a_phone_is_compared_when_it_is_pasted() {
    let mut stage = stage();
    stage.keys("/bodega<tab>c").paste(&digits(-4));
    assert!(stage.screen().contains("120 s"), "{}", stage.screen());
    stage.paste(&format!("{}\n", digits(0)));
    assert!(stage.screen().contains("the code of now"), "{}", stage.screen());
    assert!(stage.saved.is_empty() && stage.copied().is_empty());
}

#[test]
fn a_number_is_asked_once_a_minute() {
    let pauses = |stage: &mut Stage| stage.screen().contains("wait");
    let mut book = book::sample();
    let coupang = book.accounts.iter_mut().find(|a| a.id == book::id(2)).expect("there");
    coupang.methods[1].kind = MethodKind::Sms;
    coupang.methods[1].number = Some(book::id(201));
    for account in &mut book.accounts {
        account.methods.retain(|m| m.role == Role::Main || m.number.is_some());
    }
    let mut stage = with(book);
    stage.keys("D<enter>");
    assert!(pauses(&mut stage), "{}", stage.screen());
    stage.wait(59);
    assert!(pauses(&mut stage), "{}", stage.screen());
    stage.wait(2);
    assert!(!pauses(&mut stage), "{}", stage.screen());
    stage.keys("b");
    let test = last(&stage).account(book::id(2)).expect("there").methods[1].tested.clone();
    assert_eq!(test.expect("tested").result, TestResult::Garbled);
}

fn with_codes() -> Book {
    let mut book = book::sample();
    let account = book.account(book::id(4)).expect("there").clone();
    let code = |text: &str| RecoveryCode { code: Secret::from_text(text.into()), used: None };
    let recovery = Recovery {
        codes: vec![code("alpha-1"), code("bravo-2")],
        place: "safe".into(),
        ..Recovery::default()
    };
    book.put(Account { recovery: Some(recovery), ..account });
    book
}

#[test]
fn a_recovery_code_is_saved_as_used_before_it_is_copied() {
    let mut stage = with(with_codes());
    stage.disk = Disk::Full;
    stage.keys("/bodega<tab>rj<enter>");
    assert!(stage.copied().is_empty(), "not while it cannot be saved");
    let mut stage = with(with_codes());
    stage.keys("/bodega<tab>rj");
    assert!(!stage.screen().contains("alpha-1"), "codes are dots");
    stage.keys("<enter>");
    assert_eq!(stage.copied(), ["alpha-1"]);
    let codes =
        &last(&stage).account(book::id(4)).expect("there").recovery.as_ref().expect("set").codes;
    assert!(codes[0].used.is_some() && codes[1].used.is_none());
    stage.keys("<enter>");
    assert_eq!(stage.copied(), ["alpha-1"], "a used one is not copied again");
    stage.keys("<space>");
    assert!(stage.screen().contains("bravo-2"), "until they are asked for");
}

#[test]
fn parts_are_added_edited_and_deleted() {
    let mut stage = stage();
    stage.keys("/bodega<tab>mj");
    let screen = stage.screen();
    assert!(screen.contains("+ add a copy"), "{screen}");
    stage.keys("<enter><tab>Aegis<ctrl-s>");
    let copies = |stage: &Stage| -> Vec<KeyCopy> {
        last(stage).account(book::id(4)).expect("there").copies.clone()
    };
    assert_eq!(copies(&stage)[0].place, "Aegis");
    assert!(stage.screen().contains("other copies of the key"), "back among the parts");
    stage.keys("<esc>mjddelete<enter>");
    assert!(copies(&stage).is_empty(), "{}", stage.screen());
}

#[test]
fn a_garbled_message_gives_its_digits_and_they_are_copied() {
    let mut stage = stage();
    let units: Vec<u16> = "Your code is 482913.."
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    stage.keys("U").paste(&String::from_utf16_lossy(&units));
    assert!(stage.screen().contains("482913"), "{}", stage.screen());
    stage.keys("<enter>");
    assert_eq!(stage.copied(), ["482913"]);
    assert!(stage.screen().contains("The digits are copied"), "{}", stage.screen());
    let mut stage = self::stage();
    stage.keys("U").paste("汉字没有数字");
    assert!(stage.screen().contains("No digits can be read"), "{}", stage.screen());
}

#[test]
fn midnight_makes_findings_older() {
    let look = Look { lock_after: None, ..Look::default() };
    let mut stage = Stage::with(book::sample(), 120, 24, Lang::En, look);
    stage.keys("3");
    assert!(stage.screen().contains("140 days"), "{}", stage.screen());
    stage.now = stage.now.plus_millis(24 * 3_600_000);
    stage.wait(1);
    assert!(stage.screen().contains("141 days"), "{}", stage.screen());
}

#[test]
fn the_other_screens_are_searched_too() {
    let cases = [
        ("2", "p-0 min", "2 of 7"),
        ("2", "1380000", "1 of 7"),
        ("2", "li", "3 of 7"),
        ("2", "zzz", "0 of 7"),
        ("3", "b06", "7 of 13"),
        ("3", "medium coupang", "2 of 13"),
        ("3", "p-09", "1 of 13"),
    ];
    for (screen, query, expected) in cases {
        let mut stage = stage();
        stage.keys(&format!("{screen}/{query}"));
        let shown = stage.screen();
        assert!(shown.contains(expected), "{query}: {shown}");
        stage.keys("<enter>q");
        assert!(stage.left, "{query}: after Enter keys are keys again");
    }
    let mut stage = stage();
    stage.keys("2/p-07<enter><esc>");
    let shown = stage.screen();
    let selected = shown.lines().find(|line| line.starts_with('▸')).expect("a row");
    assert!(selected.contains("P-07") && shown.contains("P-03"), "{shown}");
}

#[test]
fn forms_offer_what_the_book_has() {
    let mut stage = stage();
    stage.keys("2aP-20<tab><tab>");
    let shown = stage.screen();
    assert!(shown.contains("Right: Li  Min-ji"), "{shown}");
    stage.keys("<right><right><tab><ctrl-s>");
    let holder = |stage: &Stage| {
        let book = last(stage);
        let device = book.devices.iter().find(|device| device.label == "P-20").expect("added");
        device.holder.and_then(|id| book.person(id)).map(|person| person.name.clone())
    };
    assert_eq!(holder(&stage).as_deref(), Some("Min-ji"));
    assert_eq!(last(&stage).people.len(), 2, "nobody is added twice");
    stage.keys("e<tab><tab><ctrl-u>mi");
    assert!(stage.screen().contains("Right: Min-ji"), "what is typed narrows them");
    stage.keys("<right><left>");
    let shown = stage.screen();
    let back = |line: &str| line.contains("Holder") && line.trim_end().ends_with(" mi");
    assert!(shown.lines().any(back), "{shown}");
}

#[test]
fn who_had_a_deleted_device_still_knows_the_keys_on_it() {
    let mut stage = stage();
    stage.keys("2ddelete<enter>");
    let copies = &last(&stage).account(book::id(1)).expect("there").copies;
    assert_eq!(copies[0].holder, Some(book::id(151)));
}

#[test]
fn undo_does_not_give_a_used_recovery_code_back() {
    let mut stage = with(with_codes());
    stage.keys("/bodega<tab>*");
    stage.keys("rj<enter><esc>uu");
    let codes = |stage: &Stage| {
        last(stage).account(book::id(4)).expect("there").recovery.clone().expect("set").codes
    };
    assert!(!last(&stage).account(book::id(4)).expect("there").pinned, "the edits are undone");
    assert!(codes(&stage)[0].used.is_some() && codes(&stage)[1].used.is_none());
}

#[test]
fn what_is_open_over_a_screen_follows_a_book_that_somebody_else_changed() {
    let mut theirs = book::sample();
    theirs.accounts.retain(|account| account.id == book::id(12));
    theirs.devices.retain(|device| device.id == book::id(102));
    for keys in ["2<enter>", "D", "m", "mjddel", "2ddel", "3z", "b", "r", "c12"] {
        let mut stage = stage();
        stage.keys(keys);
        stage.underneath = Some(theirs.clone());
        stage.wait(2);
        let before = stage.saved.len();
        let screen = stage.screen();
        assert!(!screen.contains("Hikari"), "{keys}: {screen}");
        stage.keys("ete<enter><space><enter>o");
        assert!(stage.saved.len() <= before + 1, "{keys}: {}", stage.screen());
    }
}

#[test]
fn a_question_about_what_is_still_there_stays() {
    let mut theirs = book::sample();
    theirs.accounts[11].note = "theirs".into();
    for (keys, gone) in [("mjddel", false), ("2ddel", false), ("mjddel", true)] {
        let mut stage = stage();
        stage.keys(keys);
        let asked = stage.screen();
        assert!(asked.contains("> del"), "{keys}: {asked}");
        let mut theirs = theirs.clone();
        if gone {
            theirs.accounts.iter_mut().for_each(|account| account.methods.clear());
        }
        stage.underneath = Some(theirs);
        stage.wait(2);
        assert_eq!(stage.screen().contains("> del"), !gone, "{keys}: {}", stage.screen());
        if !gone {
            stage.keys("ete<enter>");
            assert_eq!(stage.saved.len(), 1, "{keys}: {}", stage.screen());
            assert_eq!(last(&stage).accounts[11].note, "theirs");
        }
    }
}

/// Places in the old book are other accounts in the new one.
#[test]
fn what_is_listed_over_a_screen_names_the_same_accounts_after_a_reload() {
    let mut theirs = book::sample();
    theirs.accounts.reverse();
    for (keys, named) in
        [("2<enter>", "Hikari Outdoor / Amazon"), ("D", "Hikari Outdoor · Coupang")]
    {
        let mut stage = stage();
        assert!(stage.keys(keys).screen().contains(named), "{keys}");
        stage.underneath = Some(theirs.clone());
        stage.wait(2);
        let screen = stage.screen();
        assert!(screen.contains(named), "{keys}: {screen}");
    }
}

/// The cursor kept its line, and Space ticked off another account's step.
#[test]
fn the_cursor_stays_on_its_step_when_somebody_else_saves() {
    let phone = Thing::Device(book::id(101));
    let mut base = book::sample();
    for (at, n) in [(3, 1), (4, 2)] {
        let mut method = Method::new(MethodKind::Totp, Role::Backup);
        method.device = Some(phone.id());
        base.accounts[at].methods.push(method);
        base.accounts[at].note = n.to_string();
    }
    lose(&mut base, phone, How::Lost, NOW.date(), "Li", book::id(220)).expect("lost");
    let open = |keys: &str| {
        let mut stage = Stage::with(base.clone(), 80, 24, Lang::En, Look::default());
        stage.keys("2<enter>").keys(keys);
        stage
    };
    let ticks = |stage: &Stage| -> Vec<(Id, Step)> {
        let book = stage.saved.last().expect("saved");
        book.losses[0].ticks.iter().map(|tick| (tick.account, tick.step)).collect()
    };
    let below = "<down>".repeat(4);
    let mut stage = open(&below);
    stage.keys("<space>");
    let wanted = ticks(&stage);
    // Somebody takes the phone off the account that stands first.
    let first = affected(&base, &Catalogue::default(), phone, NOW.date(), 90)[0].account;
    assert_ne!(wanted[0].0, first);
    let mut theirs = base.clone();
    let account = theirs.accounts.iter_mut().find(|it| it.id == first).expect("there");
    account.methods.retain(|method| method.device != Some(phone.id()));
    let mut stage = open(&below);
    stage.underneath = Some(theirs);
    stage.wait(1).keys("<space>");
    assert_eq!(ticks(&stage), wanted, "{}", stage.screen());

    // The account is gone: nothing of another is ticked off by a key that was under way.
    let mut theirs = base.clone();
    theirs.remove(wanted[0].0);
    let mut stage = open(&below);
    stage.underneath = Some(theirs);
    stage.wait(1).keys("<space>");
    assert!(stage.saved.is_empty(), "{}", stage.screen());
}

/// One phone was deleted elsewhere: the cursor was on the first of all then.
#[test]
fn the_cursor_stays_near_what_somebody_else_deleted() {
    let mut stage = stage();
    stage.keys("2jj");
    let at = |stage: &mut Stage| {
        let screen = stage.screen();
        screen.lines().find(|line| line.contains('▸')).unwrap_or_default().to_owned()
    };
    assert!(at(&mut stage).contains("P-07"), "{}", stage.screen());
    let mut theirs = book::sample();
    theirs.remove_thing(Thing::Device(book::id(103)), NOW.date());
    stage.underneath = Some(theirs);
    stage.wait(1);
    assert!(at(&mut stage).contains("P-09"), "{}", stage.screen());
    // What was meant for the phone is not done to the next one.
    stage.keys("x");
    assert!(stage.saved.is_empty());
}

/// The form made a person of it, whom nobody knew.
#[test]
fn a_part_of_a_name_in_a_form_makes_nobody_new() {
    for (lang, said) in [(Lang::En, "only a part of Min-ji"), (Lang::ZhCn, "Min-ji")] {
        let mut stage = Stage::open(80, 24, lang);
        stage.keys("2aP-77<tab><tab>Min<ctrl-s>");
        assert!(stage.saved.is_empty(), "{}", stage.screen());
        assert!(stage.screen().contains(said), "{}", stage.screen());
        stage.keys("-ji<ctrl-s>");
        assert_eq!(last(&stage).people.len(), 2);
    }
}

#[test]
fn a_search_for_findings_follows_the_edits() {
    let mut stage = stage();
    stage.keys("/!critical<tab>");
    assert!(stage.screen().contains("1 of 12"), "{}", stage.screen());
    stage.keys("2jjjf1");
    assert!(stage.screen().contains("0 of 12"), "{}", stage.screen());
}

#[test]
fn a_colleague_leaves_and_a_number_lapses_in_their_own_words() {
    let cases = [("2x", "P-03 is lost"), ("2jjjjx", "has lapsed"), ("2jjjjjx", "Li has left")];
    for (keys, words) in cases {
        let mut stage = stage();
        let shown = stage.keys(keys).screen();
        assert!(shown.contains(words), "{keys}: {shown}");
    }
    let mut stage = stage();
    stage.keys("2jjjjjf");
    assert!(stage.screen().contains("Li has not left"), "{}", stage.screen());
}

#[test]
fn a_playbook_goes_back_to_what_it_was_opened_from() {
    for (keys, below) in
        [("2xp<esc>", "P-03 is lost"), ("Dp<esc>", "Drill:"), ("p<esc><esc>", "Store")]
    {
        let mut stage = stage();
        let shown = stage.keys(keys).screen();
        assert!(shown.contains(below), "{keys}: {shown}");
    }
}

#[test]
fn after_refused_digits_the_next_ones_begin_anew() {
    let mut stage = with(drilled());
    stage.keys("D<enter>000000");
    stage.keys(&digits(0));
    assert_eq!(stage.saved.len(), 1, "{}", stage.screen());
}

#[test]
fn a_forms_advice_is_read_to_its_end_and_a_row_that_goes_on_says_so() {
    let mut stage = Stage::open(80, 24, Lang::En);
    stage.keys("a<down><down><down><down>JBSWY3DPEHPK3PX0<ctrl-s>");
    let shown = stage.screen();
    assert!(shown.contains("0 at place 16 cannot be in a key"), "{shown}");
    assert!(shown.contains("Look whether it is the letter O."), "{shown}");
    let mut stage = Stage::open(40, 12, Lang::En);
    stage.keys("a");
    let shown = stage.screen();
    let offers = shown.lines().find(|line| line.contains("Right: ")).expect("what the book has");
    assert!(offers.ends_with('…'), "{shown}");
}

#[test]
fn what_is_taken_back_is_where_the_cursor_is() {
    let mut stage = stage();
    stage.keys("2<enter>x<space>");
    let row = |stage: &mut Stage| {
        let screen = stage.screen();
        screen.lines().find(|line| line.contains('▸')).expect("a row").to_owned()
    };
    assert!(row(&mut stage).contains("[ ] replace the key"), "{}", stage.screen());
    stage.keys("u");
    assert!(row(&mut stage).contains("[ ] sign in another way"), "{}", stage.screen());
    assert!(stage.screen().contains("ops@hikari.example"), "which login\n{}", stage.screen());
}
