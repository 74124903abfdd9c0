//! What a key press in the search field costs with 10,000 accounts: `cargo bench --bench search`.
//!
//! Prints the fastest run and the median. Uses no bench library: the figures of interest are
//! milliseconds, and a clock is enough for those.

mod report;

use keyrack::exchange::{Ask, read};
use keyrack::model::search::{Index, resolve};
use keyrack::model::{Account, Book, Device, Id, Method, MethodKind, Person, Role};
use keyrack::time::Moment;
use report::report;
use zeroizing_alloc::ZeroAlloc;

/// The program's own: wiping what is freed is part of the cost.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

const ACCOUNTS: usize = 10_000;
const PEOPLE: [&str; 8] =
    ["Min-ji", "李伟", "Wang Fang", "Jürgen", "María José", "佐藤", "Olek", "陈静"];
const PLATFORMS: [&str; 12] = [
    "Amazon",
    "Coupang",
    "Wayfair",
    "Mercado Libre",
    "Walmart",
    "Shopify",
    "eBay",
    "Shopee",
    "TikTok Shop",
    "Etsy",
    "1688.com 阿里巴巴",
    "楽天市場",
];
const STORES: [&str; 16] = [
    "Hikari Outdoor",
    "光之户外",
    "Bodega Norte",
    "Lumière Maison",
    "Société Belle",
    "Casa Niño",
    "北京优选",
    "深圳数码旗舰店",
    "義乌小商品",
    "東京雑貨",
    "さくら堂",
    "서울패션",
    "Nordic Home",
    "Green Valley",
    "Żółw Store",
    "Pixel Parts",
];
const SITES: [&str; 10] = ["DE", "FR", "JP", "US", "MX", "KR", "UK", "IT", "ES", "BR"];
const TAGS: [&str; 6] = ["EU", "Q4 launch", "需复核", "vip", "shared", "archive"];

/// Pseudo-random, the same every time: what matters is that neighbours differ.
fn pick<'a>(of: &[&'a str], account: usize, salt: usize) -> &'a str {
    let mixed = (account * 31 + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    of[(mixed >> 32) % of.len()]
}

fn id(number: usize) -> Id {
    let [.., a, b, c] = number.to_be_bytes();
    Id::new(Moment::from_secs(1_760_000_000), [0, 0, 0, 0, 0, 0, 0, a, b, c])
}

fn account(number: usize) -> Account {
    let store = pick(&STORES, number, 1);
    let method = |role, salt| Method {
        device: Some(id(20_000 + (number * 7 + salt) % 100)),
        ..Method::new(MethodKind::Totp, role)
    };
    Account {
        platform: pick(&PLATFORMS, number, 2).into(),
        store: format!("{store} {number}"),
        login: format!(
            "ops-{number:05}@{}.example",
            pick(&["hikari", "bodega", "lumiere"], number, 3)
        ),
        marketplaces: (0..3).map(|salt| pick(&SITES, number, 4 + salt).into()).collect(),
        company: pick(&["Hikari GmbH", "光之贸易有限公司", "Bodega SA de CV"], number, 8).into(),
        tags: vec![pick(&TAGS, number, 9).into()],
        note: if number.is_multiple_of(4) {
            "Ask Olek before changing the bank account".into()
        } else {
            String::new()
        },
        methods: vec![method(Role::Main, 0), method(Role::Backup, 1)],
        ..Account::blank(id(number))
    }
}

fn book() -> Book {
    Book {
        accounts: (0..ACCOUNTS).map(account).collect(),
        devices: (0..100)
            .map(|n| Device {
                holder: Some(id(30_000 + n % PEOPLE.len())),
                ..Device::new(id(20_000 + n), format!("P-{n:02}"))
            })
            .collect(),
        people: (0..)
            .zip(PEOPLE)
            .map(|(n, name)| Person::new(id(30_000 + n), name.into()))
            .collect(),
        ..Book::default()
    }
}

fn main() {
    let book = book();
    let index = Index::new(&book);
    println!("{:<44} {:>12} {:>12}", format!("{ACCOUNTS} accounts"), "fastest", "median");
    report("index", 40, || Index::new(&book));

    let queries = [
        "h",
        "a",
        "hi",
        "hik",
        "hika",
        "zz",
        "gzhw",
        "lumi",
        "ops",
        "amz",
        "bn",
        "光",
        "#vip",
        "@min",
        "hikari coupang",
        "ops hikari 77",
    ];
    for query in queries {
        let found = index.find(query, None).len();
        report(&format!("find {query:?}: {found}"), 200, || index.find(query, None));
    }
    for (query, before) in [("hi", "h"), ("hik", "hi"), ("hika", "hik")] {
        let within = index.find(before, None);
        report(&format!("find {query:?} within {}", within.len()), 200, || {
            index.find(query, Some(&within))
        });
    }

    let login = book.accounts[ACCOUNTS / 2].login.as_str();
    for query in [login, "hikari coupang 77", "nothing like it"] {
        report(&format!("resolve {query:?}"), 40, || resolve(&book, query));
    }

    let line = |n| {
        let issuer = pick(&["Amazon", "%E5%85%89%E4%B9%8B", "Mercado%20Libre"], n, 1);
        let key = "PP22F63MPBYY5UKHT6DJVGDRZTE3ESHXGA7XZ53HEQFWCLJEQLIQ";
        let tail = "algorithm=SHA1&digits=6&period=30";
        let login = format!("ops-{n:05}%40hikari.example");
        format!("otpauth://totp/{issuer}:{login}?secret={key}&issuer={issuer}&{tail}")
    };
    let list = (0..ACCOUNTS).map(line).collect::<Vec<_>>().join("\n");
    report("read a list of addresses", 40, || read(list.as_bytes(), Ask::default(), &mut |_| {}));
}
