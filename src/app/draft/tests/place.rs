//! What becomes of a test and of a SIM when a form changes something else.

use super::*;

/// A backup by text message to the SIM in P-01; another SIM is in P-02, a third is nowhere.
fn sims() -> Book {
    let mut book = team();
    let number = |n, device, text: &str| Number { device, ..Number::new(id(n), text.into()) };
    book.devices.push(Device::new(id(21), "P-02".into()));
    book.numbers = vec![
        number(40, Some(id(20)), "+8613800138000"),
        number(41, Some(id(21)), "+8613800138111"),
        number(42, None, "+8613800138222"),
    ];
    let test = Test { on: day("2026-05-01"), result: TestResult::Garbled, by: "Li".into() };
    let sms = Method {
        number: Some(id(40)),
        tested: Some(test),
        ..Method::new(MethodKind::Sms, Role::Backup)
    };
    book.accounts[0].methods[1] = sms;
    book.accounts[0].methods.truncate(2);
    book
}

#[test]
fn another_kind_of_backup_is_untested() {
    let garbled = sims().accounts[0].methods[1].tested.clone();
    let worked = |on| Some(Test { on: day(on), result: TestResult::Ok, by: String::new() });
    let cases = [
        ("another kind", vec![(Field::Backup, "email")], None),
        (
            "another kind, and tested",
            vec![(Field::Backup, "email"), (Field::BackupTested, "2026-05-04")],
            worked("2026-05-04"),
        ),
        ("tested anew", vec![(Field::BackupTested, "2026-05-04")], worked("2026-05-04")),
        ("something else", vec![(Field::Note, "x")], garbled),
        ("never tested after all", vec![(Field::BackupTested, "")], None),
    ];
    for (name, texts, tested) in cases {
        let mut book = sims();
        edit(&mut book, ACCOUNT(), &texts).expect(name);
        assert_eq!(book.accounts[0].methods[1].tested, tested, "{name}");
    }
}

#[test]
fn a_sim_moves_only_when_a_phone_is_named() {
    type Case = (&'static str, Vec<(Field, &'static str)>, [Option<Id>; 3]);
    let (p1, p2) = (Some(id(20)), Some(id(21)));
    let second = (Field::BackupNumber, "+8613800138111");
    let cases: [Case; 4] = [
        ("a SIM in another phone", vec![second], [p1, p2, None]),
        ("one that is nowhere", vec![(Field::BackupNumber, "8222")], [p1, p2, None]),
        (
            "with the phone it is in now",
            vec![second, (Field::BackupDevice, "P-03")],
            [p1, Some(id(101)), None],
        ),
        ("only the phone", vec![(Field::BackupDevice, "P-02")], [p2, p2, None]),
    ];
    for (name, texts, devices) in cases {
        // What the form shows beside the number may be the method's own phone, or the SIM's.
        for own in [None, p1] {
            let mut book = sims();
            book.accounts[0].methods[1].device = own;
            edit(&mut book, ACCOUNT(), &texts).expect(name);
            let places: Vec<Option<Id>> = book.numbers.iter().map(|line| line.device).collect();
            assert_eq!(places, devices, "{name}, {own:?}");
        }
    }
}

#[test]
fn a_new_number_is_in_the_phone_beside_it() {
    let mut book = sims();
    edit(&mut book, ACCOUNT(), &[(Field::BackupNumber, "+8613800138333")]).expect("saved");
    let places: Vec<Option<Id>> = book.numbers.iter().map(|line| line.device).collect();
    assert_eq!(places, [Some(id(20)), Some(id(21)), None, Some(id(20))]);
}
