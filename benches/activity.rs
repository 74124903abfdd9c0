//! What a year of activity costs: `cargo bench --bench activity`.
//!
//! 200,000 events of six machines over twelve months: read and checked for the first time, read again
//! after one was added, and one written. Prints the fastest run and the median.

mod report;

use std::fs;
use std::io::Write as _;
use std::sync::Arc;

use keyrack::activity::{self, Deed, Event, LogKey, Month, Spot, What};
use keyrack::model::{Book, Id};
use keyrack::platform;
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::vault::{Keys, Log, Place, Vault, WorkFactor};
use report::report;
use zeroizing_alloc::ZeroAlloc;

/// The program's own: wiping what is freed is part of the cost.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const EVENTS: u64 = 200_000;
const MACHINES: u64 = 6;
const MONTHS: u64 = 12;
const START: Moment = Moment::from_secs(1_764_547_200);

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place {
        file: folder.path().join("team.age"),
        backups: folder.path().join("b"),
        known: folder.path().join("known"),
    };
    let keys = Keys::Passphrase {
        passphrase: Secret::from_text("bench".into()),
        work: WorkFactor::new(10).expect("a factor"),
    };
    let book = Book::default();
    let vault = Vault::create(place, keys, Vec::new(), [9; 32], "machine-0", &book, START)
        .expect("a vault");
    let end = fill(&vault);
    println!("{:<44} {:>12} {:>12}", format!("{EVENTS} events"), "fastest", "median");
    report("read and check everything", 7, || {
        let read = Log::of(&vault).expect("a log").read().expect("reads");
        assert_eq!((read.events.len() as u64, read.flaws.len()), (EVENTS, 0));
        read
    });
    let mut log = Log::of(&vault).expect("a log");
    log.read().expect("reads");
    let deed = [Deed::at(What::Copied, id(1))];
    report("look whether something changed", 50, || log.changed());
    report("write one", 50, || {
        log.append(&deed, "Li", end, 24, &mut platform::fill).expect("writes");
    });
    report("read again after one was written", 20, || {
        log.append(&deed, "Li", end, 24, &mut platform::fill).expect("writes");
        log.read().expect("reads")
    });
}

fn id(n: u64) -> Id {
    let mut random = [7; 10];
    random[2..].copy_from_slice(&n.to_be_bytes());
    Id::new(START, random)
}

/// Writes the files as the program would, but a file at a time.
fn fill(vault: &Vault) -> Moment {
    let folder = Log::of(vault).expect("a log").path().clone();
    fs::create_dir(&folder).expect("a folder");
    let key = LogKey::new(&vault.log_keys()[0]);
    let each = EVENTS / MACHINES / MONTHS;
    let mut left = EVENTS;
    let mut end = START;
    for machine in 0..MACHINES {
        let name: Arc<str> = format!("machine-{machine}").into();
        let mut spot = Spot::default();
        for month in 0..MONTHS {
            let last = machine + 1 == MACHINES && month + 1 == MONTHS;
            let count = if last { left } else { each };
            left -= count;
            let begins = START.plus_millis(month * 31 * 86_400_000 + 86_400_000);
            let path = folder.join(format!("{name}-{}.log", Month::of(begins)));
            let mut content = Vec::new();
            spot.place = 0;
            for n in 0..count {
                let deed = Deed::at(What::Copied, id(n % 500));
                let at = begins.plus_millis(n * 1000);
                end = end.max(at);
                let event = Event { at, machine: Arc::clone(&name), who: "Min-ji".into(), deed };
                let line = activity::seal(&event, &spot, &key, platform::random());
                spot = Spot {
                    number: spot.number + 1,
                    place: spot.place + 1,
                    before: activity::hash(&line),
                };
                writeln!(content, "{line}").expect("memory");
            }
            fs::write(path, content).expect("writes");
        }
    }
    end
}
