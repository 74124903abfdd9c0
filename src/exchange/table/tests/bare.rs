//! Tables without headings, keys where a title would stand, and sites with spaces in their names.

use super::*;

#[test]
fn a_table_without_headings_loses_no_account() {
    let text = format!("Amazon,ops@x.example,{KEY}\nEtsy,etsy@x.example,{OTHER},x\n");
    let columns = [(0, Some(Column::Issuer)), (1, Some(Column::Login)), (2, Some(Column::Secret))];
    let expected = [
        format!("Amazon|ops@x.example|totp sha1 6 30s {KEY}|||"),
        format!("Etsy|etsy@x.example|totp sha1 6 30s {OTHER}|||"),
    ];
    for text in [text.clone(), format!("\u{feff}{}", text.replace(',', ";"))] {
        let reading = said(&text, &columns).expect("a table");
        assert_eq!(lines(&reading), expected);
        assert_eq!(reading.rows[0].number, 1);
        assert_eq!(reading.columns.len(), 4);
        assert!(reading.columns.iter().all(|heading| heading.title.is_empty()));
    }
    // Below a title, too.
    let titled = said(&format!("Our accounts\n{text}"), &columns).expect("a table");
    assert_eq!(lines(&titled), expected);
    let title = Notice::Rows(vec![(1, "Our accounts".into())]);
    assert!(titled.notices.contains(&title), "{:?}", titled.notices);
    // Without a word on its columns, they are asked about, and none shows a key.
    let Err(ReadError::NoKeyColumn { headings }) = said(&text, &[]) else { panic!("no question") };
    assert!(!format!("{headings:?}").contains(KEY), "{headings:?}");
}

#[test]
fn a_key_above_a_column_is_no_title() {
    // The row is taken for one of headings, because it has two.
    let text = format!("issuer,login,{},p4ssw0rd\nA,a,x,y\n", KEY.to_lowercase());
    let headings = headings::read(&cells(&text, b',').expect("a row"), &[]);
    let titles: Vec<_> = headings.into_iter().map(|heading| heading.title).collect();
    assert_eq!(titles, ["issuer", "login", "", ""]);
}

#[test]
fn sites_with_spaces_in_their_names_stay_whole() {
    let cases = [
        (
            "United Kingdom, United States; 中国 香港",
            vec!["United Kingdom", "United States", "中国 香港"],
        ),
        ("UK DE FR", vec!["UK", "DE", "FR"]),
        ("us uk", vec!["us", "uk"]),
        ("UK/DE|FR、日本，韩国；US", vec!["UK", "DE", "FR", "日本", "韩国", "US"]),
        ("UK DE\nHong Kong", vec!["UK", "DE", "Hong Kong"]),
        ("The UK", vec!["The UK"]),
    ];
    for (cell, expected) in cases {
        let record = first(&format!("login,key,Sites\na,{KEY},\"{cell}\"\n"));
        assert_eq!(record.extra.marketplaces, expected, "{cell}");
    }
}
