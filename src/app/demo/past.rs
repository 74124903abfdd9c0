//! What the invented team has done lately: minutes ago, by whom, what; on two machines, oldest first.

use crate::activity::{Deed, What};
use crate::model::{Book, DeviceState, Thing};

/// What one machine wrote down.
type Past = (&'static str, Vec<(u64, &'static str, Deed)>);

const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// Everything, by machine.
pub(super) fn deeds(book: &Book) -> Vec<Past> {
    let at = |what, login: &str, detail: &str| {
        let account = book.accounts.iter().find(|account| account.login == login);
        let deed = account.map_or_else(|| Deed::new(what), |account| Deed::at(what, account.id));
        Deed { detail: detail.to_owned(), ..deed }
    };
    let lost = book.devices.iter().find(|device| device.state == DeviceState::Lost);
    let lost = Deed {
        thing: lost.map(|device| Thing::Device(device.id)),
        detail: "lost".to_owned(),
        ..Deed::new(What::Lost)
    };
    let berlin = vec![
        (30 * DAY, "Ana", at(What::RecoveryUsed, "panaderia-luna", "")),
        (6 * DAY + 2 * HOUR, "Anna", lost),
        (5 * DAY + 3 * HOUR, "Anna", at(What::Tested, "admin@xugou.example", "sms ok")),
        (3 * DAY, "李雷", at(What::Edited, "partner@yunshang.example", "note")),
        (2 * DAY, "Anna", Deed::of(What::Exported, 12, "list")),
        (26 * HOUR, "Anna", at(What::Rekeyed, "hola@luna.example", "")),
        (3 * HOUR, "李雷", at(What::Revealed, "partner@yunshang.example", "")),
        (40, "Anna", at(What::Copied, "hola@luna.example", "")),
    ];
    let seoul = vec![
        (4 * DAY, "Min-ji", at(What::Copied, "ops@byeolbit.example", "")),
        (25 * HOUR, "Kenta", at(What::Copied, "ops@byeolbit.example", "")),
        (5 * HOUR, "Min-ji", at(What::Edited, "ops@byeolbit.example", "tags note")),
        (12, "Min-ji", at(What::Copied, "ops@byeolbit.example", "")),
    ];
    vec![("0be7115e0001", berlin), ("5e0d10000001", seoul)]
}
