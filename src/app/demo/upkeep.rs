//! What a team that has worked with Keyrack for a while has written down about the invented stores.

use super::stores::days_before;
use crate::model::{
    Book, CopyKind, DeviceKind, DeviceState, Id, KeyCopy, Loss, NumberKind, Recovery, RecoveryCode,
    Severity, Snooze, Step, Thing, Tick, TwoStep,
};
use crate::secret::Secret;
use crate::time::Date;

/// Adds it to the book.
pub(super) fn adorn(book: &mut Book, today: Date, fresh: &mut dyn FnMut() -> Id) {
    let person = |book: &Book, name: &str| {
        book.people.iter().find(|person| person.name == name).map(|person| person.id)
    };
    let (tomasz, min_ji, kenta) =
        (person(book, "Tomasz"), person(book, "Min-ji"), person(book, "Kenta"));
    for device in &mut book.devices {
        match device.state {
            DeviceState::Lost => device.since = Some(days_before(today, 6)),
            DeviceState::Broken | DeviceState::Retired => {
                device.since = Some(days_before(today, 40));
            }
            _ => device.auto_time = Some(true),
        }
        if device.label == "T-01" {
            device.kind = DeviceKind::SecurityKey;
        }
    }
    for number in &mut book.numbers {
        let (carrier, keepalive) = match &*number.number {
            "+52 55 0000 0105" => ("Ficticia Móvil", Some(days_before(today, -9))),
            "+44 7700 900102" => ("Prepaid UK", Some(days_before(today, -80))),
            "+82 10 0000 0107" => ("가상텔레콤", None),
            _ => ("", None),
        };
        (number.carrier, number.keepalive) = (carrier.into(), keepalive);
        if number.number == "+44 7700 900102" {
            number.kind = NumberKind::Rented;
        }
    }
    for account in &mut book.accounts {
        for method in &mut account.methods {
            method.registered = Some(days_before(today, 420));
        }
        if account.key.is_some() {
            account.keyed = Some(days_before(today, 420));
        }
        match (&*account.platform, &*account.login) {
            // Whoever left had this key on a phone of his own, and it was not replaced since.
            ("Allegro", _) => account.copies.push(KeyCopy {
                holder: tomasz,
                added: Some(days_before(today, 200)),
                ..copy(CopyKind::App, "Aegis")
            }),
            ("Shopify", "hola@luna.example") => {
                account.copies.push(copy(CopyKind::Web, "2fa.example"));
            }
            ("Etsy", "panaderia-luna") => {
                account.recovery = Some(Recovery {
                    codes: ["LUNA-2210", "LUNA-4471", "LUNA-9035", "LUNA-6612"]
                        .iter()
                        .zip([Some(30), None, None, None])
                        .map(|(code, used)| RecoveryCode {
                            code: Secret::from_text((*code).into()),
                            used: used.map(|days| days_before(today, days)),
                        })
                        .collect(),
                    place: "Guadalajara, caja fuerte".into(),
                    checked: Some(days_before(today, 30)),
                    ..Recovery::default()
                });
            }
            ("eBay", _) => account.two_step = TwoStep::On,
            ("OTTO Market", _) => account.two_step = TwoStep::Off,
            ("Amazon", "ops@byeolbit.example") => {
                account.users = min_ji.into_iter().chain(kenta).collect();
                account.profile = "zn-0117".into();
            }
            _ => {}
        }
    }
    let lost = book.devices.iter().find(|device| device.state == DeviceState::Lost);
    let Some(thing) = lost.map(|device| Thing::Device(device.id)) else { return };
    let done = book.accounts.iter().find(|account| account.login == "admin@xugou.example");
    let ticks = done.map(|account| Tick {
        account: account.id,
        step: Step::SignIn,
        on: days_before(today, 5),
        by: "Anna".into(),
    });
    let on = days_before(today, 6);
    let ticks = ticks.into_iter().collect();
    book.losses.push(Loss { id: fresh(), thing, on, by: "Anna".into(), saw: false, ticks });
    let waiting = book.accounts.iter().find(|account| account.login == "partner@yunshang.example");
    book.snoozes.extend(waiting.map(|account| Snooze {
        id: fresh(),
        rule: "B06".into(),
        account: Some(account.id),
        about: None,
        detail: String::new(),
        severity: Some(Severity::High),
        until: days_before(today, -20),
        reason: "asked Wayfair support for a second method".into(),
        by: "李雷".into(),
        on: days_before(today, 3),
    }));
}

fn copy(kind: CopyKind, place: &str) -> KeyCopy {
    KeyCopy { kind, place: place.into(), device: None, holder: None, added: None, removed: None }
}
