//! What a large vault costs: `cargo bench --bench vault -- [ACCOUNTS] [WHAT]`.
//!
//! The floor beside each figure is what the crates alone need for the same bytes: age to decrypt
//! them, ron to read the least record that holds an account. Times on one machine compare; across
//! machines, only the ratios do.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyrack::app::desk::Desk;
use keyrack::app::shelf::{Saving, Shelf, Terms};
use keyrack::i18n::Lang;
use keyrack::model::{Account, Book, Id, merge};
use keyrack::otp::{Algorithm, Key, Kind, base32};
use keyrack::secret::Secret;
use keyrack::time::Moment;
use keyrack::vault::{Identity, Intent, Keys, Member, Place, Plugins, Vault};
use serde::Deserialize;
use zeroizing_alloc::ZeroAlloc;

/// As in the program: wiping what is freed is part of the price.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const ROUNDS: usize = 21;
const NOW: Moment = Moment::from_secs(1_795_428_902);

const PLATFORMS: [&str; 8] = [
    "Amazon Seller Central US",
    "Amazon.co.jp セラーセントラル",
    "Coupang 쿠팡",
    "Walmart Marketplace",
    "Mercado Libre México",
    "Shopee 虾皮",
    "TikTok Shop",
    "eBay",
];
const STORES: [&str; 6] =
    ["lumière", "casa-niño", "北京优选", "東京雑貨", "pixel-parts", "garden-joy"];
const REGIONS: [&str; 6] = ["us", "de", "jp", "kr", "mx", "br"];

fn main() {
    let count = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().unwrap();
    let place = Place {
        file: folder.path().join("team").join("team.age"),
        backups: folder.path().join("backups"),
        known: folder.path().join("known"),
    };
    let book = book(count);
    let identity = Identity::generate();
    let keys = Keys::Identity(identity.clone());
    Vault::create(place.clone(), keys.clone(), Vec::new(), [9; 32], "bench", &book, NOW).unwrap();
    let (mut vault, read) = Vault::open(place.clone(), keys.clone(), "bench").unwrap();
    assert_eq!(read, book);

    let size = std::fs::metadata(&place.file).unwrap().len();
    println!("{count} accounts, {size} bytes, {} an account", size / count);

    let text = least(&book);
    let mut bench = Bench {
        only: std::env::args().skip(1).find(|word| word.starts_with(char::is_alphabetic)),
        floor: Duration::ZERO,
    };
    let age = bench.row("age: decrypt", || decrypt(&place.file, &identity));
    let ron = bench
        .row("ron: borrowed records", || ron::from_str::<Least<'_>>(&text).unwrap().accounts.len());
    bench.floor = age + ron;
    bench.row("open", || Vault::open(place.clone(), keys.clone(), "bench").unwrap());
    bench.row("clone the book in memory", || book.clone());
    bench.row("changed?", || vault.changed());
    bench.row("save", || vault.save(&book, NOW).unwrap());
    let (ours, theirs) = (edited(&book, 0), edited(&book, 100));
    bench.row("merge, 200 edits a side, 100 clash", || merge::merge(&book, &ours, &theirs));
    bench.row("save that meets theirs", || {
        let (mut rival, _) = Vault::open(place.clone(), keys.clone(), "rival").unwrap();
        rival.save(&theirs, NOW).unwrap();
        let saved = vault.save(&ours, NOW).unwrap();
        assert!(saved.merged.is_some());
        saved
    });
    team(&mut bench, folder.path(), &book, &identity);
}

/// The same accounts in 20 vaults of 50 members, open together.
fn team(bench: &mut Bench, folder: &Path, book: &Book, identity: &Identity) {
    const VAULTS: usize = 20;
    const MEMBERS: usize = 50;
    let members: Vec<Member> = (1..MEMBERS)
        .map(|number| Member::new(Identity::generate().recipient(), format!("member {number}")))
        .collect();
    let identity_file = folder.join("identity.age");
    std::fs::write(&identity_file, identity.text().expect("ours").expose()).unwrap();
    let share = book.accounts.len().div_ceil(VAULTS);
    let desks: Vec<Desk> = book
        .accounts
        .chunks(share)
        .enumerate()
        .map(|(number, accounts)| {
            let place = Place {
                file: folder.join(format!("team-{number}")).join("v.age"),
                backups: folder.join(format!("backups-{number}")),
                known: folder.join(format!("known-{number}")),
            };
            let part = Book { accounts: accounts.to_vec(), ..Book::default() };
            let (keys, id) =
                (Keys::Identity(identity.clone()), [u8::try_from(number).unwrap(); 32]);
            Vault::create(place.clone(), keys, members.clone(), id, "bench", &part, NOW).unwrap();
            let (identity, machine) = (identity_file.clone(), "bench".to_owned());
            Desk { place, identity, machine, intent: Intent::Write, plugins: Plugins::default() }
        })
        .collect();
    let terms = Terms { lang: Lang::En, scope: None };
    let open = || Shelf::unlock(&desks, None, terms.clone()).unwrap();
    bench.row("20 vaults of 50: open", open);
    let mut shelf = open();
    let all = Arc::clone(shelf.book());
    assert_eq!(all.accounts.len(), book.accounts.len());
    bench.row("20 vaults: one changed?", || shelf.changed());
    let mut turn = 0_u64;
    bench.row("20 vaults: save one edit", || {
        turn += 1;
        let mut book = Book::clone(shelf.book());
        book.accounts[7].note = format!("edit {turn}");
        shelf.save(&Arc::new(book), NOW, Saving::Together).unwrap()
    });
    bench.row("20 vaults: move one account", || {
        turn += 1;
        let mut book = Book::clone(shelf.book());
        let id = book.accounts[9].id;
        book.relocate(&[id], usize::try_from(turn % 20).unwrap(), NOW.date());
        shelf.save(&Arc::new(book), NOW, Saving::Together).unwrap()
    });
}

/// The book with the notes of 200 accounts changed, from a place on.
fn edited(book: &Book, from: usize) -> Book {
    let mut book = book.clone();
    for account in book.accounts.iter_mut().skip(from).take(200) {
        account.note = format!("edited from {from}");
    }
    book
}

struct Bench {
    /// The one row that is wanted, for a profiler.
    only: Option<String>,
    /// What the crates alone need to open the vault.
    floor: Duration,
}

impl Bench {
    /// Prints and returns the median of some rounds after one that does not count. Dropping what
    /// comes out does count.
    fn row<T>(&self, name: &str, mut job: impl FnMut() -> T) -> Duration {
        if self.only.as_ref().is_some_and(|only| only != name) {
            return Duration::ZERO;
        }
        black_box(job());
        let mut took: Vec<_> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                black_box(job());
                start.elapsed()
            })
            .collect();
        took.sort();
        let median = took[ROUNDS / 2];
        let floors = median.as_secs_f64() / self.floor.as_secs_f64();
        print!("{name:<28} {:>9.3} ms", median.as_secs_f64() * 1e3);
        if floors.is_finite() {
            println!("   {floors:.2} x what the crates need");
        } else {
            println!();
        }
        median
    }
}

fn book(count: u64) -> Book {
    let mut state = 20;
    // SplitMix64: the same accounts on every machine.
    let mut random = move || {
        state = u64::wrapping_add(state, 0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut pick = |words: &[&str]| {
        let index = random() % words.len() as u64;
        (words[usize::try_from(index).unwrap()].to_owned(), random(), random(), random())
    };
    let accounts = (0..count).map(|number| {
        let (platform, a, b, c) = pick(&PLATFORMS);
        let (store, d, ..) = pick(&STORES);
        let (region, ..) = pick(&REGIONS);
        let bytes = [a, b, c, d].map(u64::to_le_bytes).concat();
        // One in eight has a key of 256 bits, as Amazon's have.
        let length = if d % 8 == 0 { 32 } else { 20 };
        let secret = Secret::new(bytes[..length].to_vec());
        let random = bytes[..10].try_into().unwrap();
        Account {
            platform,
            login: format!("{store}-{number:05}@{region}.example.com"),
            key: Some(Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).unwrap()),
            ..Account::blank(Id::new(NOW.plus_millis(number), random))
        }
    });
    Book { accounts: accounts.collect(), ..Book::default() }
}

fn decrypt(file: &Path, identity: &Identity) -> usize {
    let file = std::fs::read(file).unwrap();
    let key = identity.text().expect("ours");
    let key: age::x25519::Identity = key.expose_text().unwrap().parse().unwrap();
    let stream = age::Decryptor::new_buffered(&*file).unwrap();
    let mut plain = Vec::with_capacity(file.len());
    stream.decrypt(std::iter::once(&key as _)).unwrap().read_to_end(&mut plain).unwrap()
}

/// The least that an account can be read into.
#[derive(Deserialize)]
struct Least<'a> {
    #[serde(borrow)]
    accounts: Vec<LeastAccount<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for the time it takes")]
struct LeastAccount<'a> {
    id: &'a str,
    platform: &'a str,
    login: &'a str,
    key: &'a str,
}

fn least(book: &Book) -> String {
    let mut text = String::from("(accounts: [\n");
    for account in &book.accounts {
        let key = base32::encode(account.key.as_ref().unwrap().secret());
        let Account { id, platform, login, .. } = account;
        writeln!(
            text,
            r#"(id: "{id}", platform: "{platform}", login: "{login}", key: "{}"),"#,
            *key
        )
        .unwrap();
    }
    text.push_str("])");
    text
}
