//! Tables of ours, which come back as they were, whatever things are called.

use super::*;

/// Names, store, note and phone of what comes back of an account; and what is told of it.
fn back(names: [&str; 2], extra: &Extra, keys: KeyColumn) -> (Vec<String>, Extra, Vec<Change>) {
    let secret = Secret::new(vec![7; 20]);
    let key = Key::new(secret, Kind::Totp { period: 30 }, Algorithm::Sha1, 6).expect("a key");
    let [issuer, login] = names;
    let key = (keys == KeyColumn::Written).then_some(&key);
    let (groups, note) = (&[][..], "-");
    let line = Line { issuer, login, key, groups, note, favourite: false, extra, devices: "" };
    let bytes = write([line], keys, Words::Chinese);
    let mut reading = read_file(&bytes, Ask::default(), &mut |_| {}).expect("a table");
    let losses = reading.notices.iter().filter(|notice| notice.is_loss()).count();
    assert_eq!((losses, reading.rows.len()), (0, 1), "{names:?}: {:?}", reading.notices);
    let record = reading.rows.pop().expect("a row").outcome.expect("taken");
    let texts = [&record.issuer, &record.login, &record.note].map(String::clone);
    (texts.to_vec(), record.extra, record.changes)
}

#[test]
fn words_for_nothing_are_names_there() {
    for word in ["None", "n/a", "-", "无", "Total", "合计"] {
        let extra = Extra {
            store: word.into(),
            marketplaces: vec![word.into()],
            holder: word.into(),
            ..Extra::default()
        };
        for keys in [KeyColumn::Written, KeyColumn::LeftOut] {
            let (names, found, changes) = back(["Etsy", word], &extra, keys);
            assert_eq!(names, ["Etsy", word, "-"], "{word}");
            assert_eq!((&found.store, &found.holder), (&extra.store, &extra.holder), "{word}");
            assert_eq!(changes, [], "{word}");
        }
        let (names, ..) = back(["", word], &Extra::default(), KeyColumn::LeftOut);
        assert_eq!(names, ["", word, "-"], "{word}");
    }
    // In somebody else's they say that there is none.
    let record = first(&format!("platform,store,login,key\nEtsy,None,-,{KEY}\n"));
    assert_eq!((record.extra.store.as_str(), record.login.as_str()), ("", ""));
}

#[test]
fn words_for_the_same_as_above_are_names_there() {
    for word in ["同上", "ditto", "″"] {
        let extra =
            ["Etsy KG", word].map(|store| Extra { store: store.into(), ..Extra::default() });
        let line = |login, extra| Line { issuer: "Etsy", login, note: login, extra, ..plain() };
        let lines = [line("ops", &extra[0]), line(word, &extra[1])];
        let bytes = write(lines, KeyColumn::LeftOut, Words::Chinese);
        let mut reading = read_file(&bytes, Ask::default(), &mut |_| {}).expect("a table");
        let record = reading.rows.pop().expect("a row").outcome.expect("taken");
        assert_eq!([&*record.login, &*record.note, &*record.extra.store], [word; 3]);
        assert_eq!(record.changes, [], "{word}");
    }
}

#[test]
fn long_numbers_keep_their_digits() {
    for number in
        ["13800138000000", "1380000000", "'13800138000000", "''13800138000000", "100200300400"]
    {
        let extra = Extra { phone_main: "861380000000".into(), ..Extra::default() };
        let (names, found, changes) = back(["Etsy", number], &extra, KeyColumn::Written);
        assert_eq!((names[1].as_str(), found.phone_main.as_str()), (number, "861380000000"));
        assert_eq!(changes, [], "{number}");
    }
    // What it takes for another number, a day or an hour.
    for text in ["000123", "0", "1e5", "1.5E-3", "3-4", "12/5", "2026-3-1", "9:30", "'3-4"] {
        let extra = Extra { store: text.into(), location: text.into(), ..Extra::default() };
        for keys in [KeyColumn::Written, KeyColumn::LeftOut] {
            let (names, found, changes) = back(["Etsy", text], &extra, keys);
            let [store, location] = [&found.store, &found.location].map(String::as_str);
            assert_eq!([names[1].as_str(), store, location], [text; 3], "{text}");
            assert_eq!(changes, [], "{text}");
        }
        let line = Line { issuer: "Etsy", login: text, extra: &extra, ..plain() };
        let bytes = write([line], KeyColumn::LeftOut, Words::English);
        let marked = String::from_utf8_lossy(&bytes).contains(&format!(",'{text},"));
        assert_eq!(marked, text != "0", "{text}");
    }
    // And what it leaves alone.
    for text in ["139-1234-5678", "020-1234", "6123-4567", "1.2.345"] {
        let extra = Extra { phone_main: text.into(), ..Extra::default() };
        let line = Line { issuer: "Etsy", login: "a", extra: &extra, ..plain() };
        let bytes = write([line], KeyColumn::LeftOut, Words::English);
        assert!(!String::from_utf8_lossy(&bytes).contains('\''), "{text}");
    }
    // What a spreadsheet has made of one is told, also in a table of ours.
    let extra = Extra::default();
    let line = Line { issuer: "Etsy", login: "13800138000000", extra: &extra, ..plain() };
    let bytes = write([line], KeyColumn::LeftOut, Words::English);
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    for saved in ["1.38001E+13", "13800100000000"] {
        let text = text.replace("'13800138000000", saved);
        let told = Change::DigitsLost { column: Column::Login };
        assert_eq!(first(&text).changes, [told], "{saved}");
    }
}

/// A list without keys that came back wrote its dots into the note.
#[test]
fn dots_in_the_place_of_a_key_are_nothing() {
    let groups = ["a", HIDDEN].map(str::to_owned);
    let note = [HIDDEN, "\n", HIDDEN].concat();
    let extra = Extra::default();
    let line = Line { issuer: "Etsy", note: &note, groups: &groups, extra: &extra, ..plain() };
    let bytes = write([line], KeyColumn::LeftOut, Words::English);
    let record = first(std::str::from_utf8(&bytes).expect("text"));
    assert_eq!((record.note.as_str(), record.groups), ("", vec!["a".to_owned()]));
}

fn plain() -> Line<'static> {
    static NONE: Extra = Extra {
        store: String::new(),
        platform: String::new(),
        marketplaces: Vec::new(),
        holder: String::new(),
        location: String::new(),
        phone_main: String::new(),
        phone_backup: String::new(),
    };
    let (issuer, login, note, devices) = ("", "", "", "");
    Line { issuer, login, key: None, groups: &[], note, favourite: false, extra: &NONE, devices }
}
