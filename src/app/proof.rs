//! After a key was set up: the code of a second phone proves that it has the same one. Offline, and
//! written down as a test where the phone is known.

use crate::i18n::Care;
use crate::model::{Account, Id, Method, MethodKind, MethodState, Role, Test};
use crate::otp::{Drift, Key, Kind};

/// Whether there is something to prove: a key or a PIN that was not there before, and codes that can be
/// held against each other without using one up.
pub fn is_due(before: Option<&Key>, key: Option<&Key>) -> bool {
    let Some(key) = key else { return false };
    let timed = !matches!(key.kind(), Kind::Hotp { .. }) && !key.lacks_pin();
    let same = |before: &Key| before.secret() == key.secret() && before.pin() == key.pin();
    timed && !before.is_some_and(same)
}

/// The app the second phone is taken for, by its place in `account.methods`: a backup before any other
/// but the main one. A main app on no device is the key here, which proves nothing.
pub fn witness(account: &Account) -> Option<usize> {
    let app = |role: Role| {
        account.methods.iter().position(|method| {
            method.kind == MethodKind::Totp
                && method.role == role
                && method.state == MethodState::Active
                && (role != Role::Main || method.device.is_some())
        })
    };
    [Role::Backup, Role::Extra, Role::Main].into_iter().find_map(app)
}

/// Writes down that a phone has the key: a test of the app there, which is the backup where there is
/// none. Returns the place of that app in `account.methods`.
///
/// # Panics
///
/// Never: the app is put there where there is none.
pub fn place(account: &mut Account, device: Id, test: Test) -> usize {
    let is_there =
        |method: &Method| method.kind == MethodKind::Totp && method.device == Some(device);
    if !account.methods.iter().any(is_there) {
        let taken = account.method(Role::Backup).is_some();
        let role = if taken { Role::Extra } else { Role::Backup };
        let app = Method { device: Some(device), ..Method::new(MethodKind::Totp, role) };
        account.methods.push(app);
        account.methods.sort_by_key(|method| method.role);
    }
    let at = account.methods.iter().position(is_there).expect("it was put there if it was not");
    account.methods[at].tested = Some(test);
    at
}

/// What a code says that proved nothing: another key, or a clock by which codes are refused.
pub fn doubt(key: &Key, drift: Option<Drift>) -> Care {
    let seconds = |drift: Drift| drift.seconds().unsigned_abs();
    match drift {
        None => {
            let reach = u64::from(key.period().unwrap_or(0)) * u64::from(key.reach());
            let minutes = reach / 60;
            if key.kind().has_pin() {
                Care::OtherKeyOrPin { minutes }
            } else {
                Care::OtherKey { minutes }
            }
        }
        Some(drift) if drift.steps < 0 => Care::SameKeySlow { seconds: seconds(drift) },
        Some(drift) => Care::SameKeyFast { seconds: seconds(drift) },
    }
}

/// What is said of a code that proves the key and is not the one of now.
pub fn neighbour(drift: Drift) -> Option<Care> {
    match drift.steps {
        -1 => Some(Care::CodeBefore),
        1 => Some(Care::CodeAfter),
        _ => None,
    }
}

/// Whether a code proves the key: one step off is a slow reader, or a clock that is off a little.
pub fn is_proof(drift: Option<Drift>) -> bool {
    drift.is_some_and(|drift| drift.steps.abs() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::Algorithm;
    use crate::secret::Secret;
    use crate::time::Moment;

    fn id(n: u8) -> Id {
        Id::new(Moment::from_millis(u64::from(n)), [n; 10])
    }

    fn key(kind: Kind, byte: u8) -> Key {
        Key::new(Secret::new(vec![byte; 20]), kind, Algorithm::Sha1, 6).expect("a key")
    }

    #[test]
    fn a_new_key_is_to_be_proved_once() {
        let timed = |byte| key(Kind::Totp { period: 30 }, byte);
        let pin = |key: Key| key.with_pin(Some(Secret::from_text("1".into())));
        let (hotp, motp) = (key(Kind::Hotp { counter: 0 }, 1), key(Kind::Motp, 1));
        let cases = [
            ("new", None, Some(timed(1)), true),
            ("another", Some(timed(1)), Some(timed(2)), true),
            ("the same", Some(timed(1)), Some(timed(1)), false),
            ("the same, read otherwise", Some(timed(1)), Some(key(Kind::Steam, 1)), false),
            ("taken out", Some(timed(1)), None, false),
            ("none", None, None, false),
            ("a look uses a counter up", None, Some(hotp), false),
            ("no code to compare", None, Some(motp.clone()), false),
            ("with its PIN", None, Some(pin(motp.clone())), true),
            ("the PIN came later", Some(motp.clone()), Some(pin(motp.clone())), true),
            ("the same PIN", Some(pin(motp.clone())), Some(pin(motp)), false),
        ];
        for (name, before, after, expected) in cases {
            assert_eq!(is_due(before.as_ref(), after.as_ref()), expected, "{name}");
        }
    }

    #[test]
    fn whose_test_it_is() {
        use MethodKind::{Sms, Totp};
        use Role::{Backup, Extra, Main};
        let on = |kind, role| Method { device: Some(id(9)), ..Method::new(kind, role) };
        let gone = Method { state: MethodState::Lost, ..on(Totp, Backup) };
        let cases = [
            ("nothing known", vec![], None),
            ("the key here", vec![Method::new(Totp, Main)], None),
            ("the main phone", vec![on(Totp, Main)], Some(0)),
            ("the backup", vec![on(Totp, Main), on(Sms, Backup), on(Totp, Backup)], Some(2)),
            ("a backup nobody placed", vec![on(Totp, Main), Method::new(Totp, Backup)], Some(1)),
            ("a further one", vec![on(Sms, Main), on(Totp, Extra)], Some(1)),
            ("what is lost is not read", vec![on(Totp, Main), gone], Some(0)),
            ("no app", vec![on(Sms, Main), on(Sms, Backup)], None),
        ];
        for (name, methods, expected) in cases {
            let account = Account { methods, ..Account::blank(id(1)) };
            assert_eq!(witness(&account), expected, "{name}");
        }
    }

    #[test]
    fn where_a_proof_is_written_down() {
        use crate::model::TestResult;
        use MethodKind::{Sms, Totp};
        use Role::{Backup, Extra, Main};
        let on = |kind, role, device| Method { device, ..Method::new(kind, role) };
        // The method that is tested, its role, and how many there are then.
        let cases = [
            ("the first way", vec![], (0, Backup, 1)),
            ("beside the key here", vec![on(Totp, Main, None)], (1, Backup, 2)),
            ("there already", vec![on(Totp, Main, Some(id(9)))], (0, Main, 1)),
            ("the backup is another", vec![on(Sms, Backup, None)], (1, Extra, 2)),
            ("no app on that phone", vec![on(Sms, Main, Some(id(9)))], (1, Backup, 2)),
        ];
        for (name, methods, expected) in cases {
            let mut account = Account { methods, ..Account::blank(id(1)) };
            let on = Moment::from_millis(0).date();
            let test = Test { on, result: TestResult::Ok, by: "Li".into() };
            let at = place(&mut account, id(9), test.clone());
            let method = &account.methods[at];
            assert_eq!((at, method.role, account.methods.len()), expected, "{name}");
            assert_eq!((method.device, &method.tested), (Some(id(9)), &Some(test)), "{name}");
            let tested = account.methods.iter().filter(|method| method.tested.is_some());
            assert_eq!(tested.count(), 1, "{name}");
        }
    }
}
