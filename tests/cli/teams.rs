//! Spreadsheets as teams write them: titles between rows, headings with remarks, words instead of keys.

use super::home::{Home, Run};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn dry_in(home: &Home, rows: &[&str]) -> (Run, serde_json::Value) {
    home.write("t.csv", rows.join("\n").replace("KEY", KEY).replace("OTHER", OTHER));
    let run = home.run(["import", "t.csv", "--dry-run"]);
    let json = home.run(["import", "t.csv", "--dry-run", "--json"]);
    assert_eq!(run.code, json.code);
    (run, serde_json::from_str(&json.stdout).unwrap_or_default())
}

/// What an import of these rows would say, and the same as JSON.
fn dry(rows: &[&str]) -> (Run, serde_json::Value) {
    dry_in(&Home::with_vault(), rows)
}

/// The platforms and logins of what would come.
fn names(json: &serde_json::Value) -> Vec<String> {
    let entries = json["entries"].as_array().into_iter().flatten();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let name = |it: &serde_json::Value| {
        format!("{} {}", text(&it["extra"]["platform"]), text(&it["label"])).trim().to_owned()
    };
    entries.map(name).collect()
}

#[test]
fn a_platform_between_rows_is_a_title_and_theirs() {
    let rows = ["Login,Secret,Store", "Amazon,,", "a@x.com,KEY,US", "eBay 账号", "c@x.com,OTHER,S"];
    let (run, json) = dry(&rows);
    assert_eq!((run.code, names(&json)), (0, vec!["Amazon a@x.com".into(), "eBay c@x.com".into()]));
    assert!(run.stderr.contains("2 (Amazon), 4 (eBay 账号)"), "{}", run.stderr);
    assert!(run.stderr.contains("row 3: the platform is the one in the title above"));
    assert_eq!(json["changed"][0]["to"], "Amazon");
    // Above the headings, too.
    let (run, json) = dry(&["Amazon", "Login,Secret,Phone", "a@x.com,KEY,+8613800000001"]);
    assert_eq!((run.code, names(&json)), (0, vec!["Amazon a@x.com".into()]));
    // One that names no platform that is known is not filled in, and ends what the one before it says.
    let rows = [
        "Store,Login,Secret",
        "Amazon EU,,",
        "H,a@x.com,KEY",
        "Old - do not use it,,",
        "O,c@x.com,OTHER",
    ];
    let (run, json) = dry(&rows);
    assert_eq!((run.code, names(&json)), (8, vec!["Amazon EU a@x.com".into(), "c@x.com".into()]));
    assert!(run.stderr.contains("4 (Old - do not use it). It is not filled in"), "{}", run.stderr);
    let (run, _) = dry(&["Accounts of the EU team", "Login,Secret", "a@x.com,KEY"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    // A word where logins are mailboxes.
    let rows = ["Login,Secret", "美国站,", "a@x.com,KEY", "b@x.com,OTHER", "kr,"];
    let (run, json) = dry(&rows);
    assert_eq!((run.code, names(&json).len()), (8, 3), "{}", run.stderr);
    assert!(run.stderr.contains("2 (美国站)"), "{}", run.stderr);
    // A row that says its platform keeps it.
    let rows = ["platform,login,key", "Amazon,,", ",a,KEY", "Etsy,b,OTHER"];
    assert_eq!(names(&dry(&rows).1), ["Amazon a", "Etsy b"]);
}

#[test]
fn values_say_whether_marketplaces_are_platforms() {
    let (_, json) = dry(&["Marketplace,Login,Secret", "Amazon,a@x.com,KEY"]);
    assert_eq!(names(&json), ["Amazon a@x.com"]);
    let (_, json) = dry(&["Marketplace,Login,Secret", "US,a@x.com,KEY", "DE FR,b@x.com,OTHER"]);
    assert_eq!(json["entries"][1]["extra"]["marketplaces"], serde_json::json!(["DE", "FR"]));
    let (_, json) = dry(&["平台/站点,账号（邮箱）,谷歌验证密钥", "亚马逊 US,a@x.com,KEY"]);
    assert_eq!(names(&json), ["亚马逊 US a@x.com"]);
}

#[test]
fn a_remark_is_no_account() {
    let rows =
        ["平台,登录账号,密钥", "Amazon,a@x.com,KEY", "Amazon,注意：验证码找王经理,", "eBay,ops,"];
    let (run, json) = dry(&rows);
    assert_eq!((run.code, names(&json)), (8, vec!["Amazon a@x.com".into(), "eBay ops".into()]));
    assert!(run.stderr.contains("not taken: 3 (注意：验证码找王经理)"), "{}", run.stderr);
    assert_eq!(json["lost"], serde_json::json!([{"what": "remarks", "count": 1}]));
}

#[test]
fn words_instead_of_keys_bring_the_account_and_are_lost() {
    for word in ["Google Authenticator", "谷歌验证", "Authy", "有", "yes", "✓", "微信扫码", "TBC"]
    {
        let (run, json) =
            dry(&["Platform,Login,Secret", "Amazon,a@x.com,KEY", &format!("eBay,b,{word}")]);
        assert_eq!((run.code, names(&json).len()), (8, 2), "{word}: {}", run.stderr);
        assert_eq!(json["lost"][0]["reason"], "elsewhere", "{word}");
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
    for word in ["同上", "ditto", "\"\"\"\"", "〃"] {
        let (run, json) =
            dry(&["Platform,Login,Secret", "Amazon,a@x.com,KEY", &format!("eBay,b,{word}")]);
        assert_eq!((run.code, &json["lost"][0]["reason"]), (8, &"ditto".into()), "{word}");
        assert_eq!(json["entries"][1]["kind"], "none");
    }
    // Beside a key it says nothing more.
    assert_eq!(dry(&["Platform,Login,2FA,Secret", "Amazon,a@x.com,yes,KEY"]).0.code, 0);
    let (run, _) = dry(&["Platform,Login,Secret", "Amazon,a@x.com,KEY", "eBay,b,ask Bob"]);
    assert!(run.stderr.contains("What is understood there: a key"), "{}", run.stderr);
    let rows = ["Login,Secret,Period,Digits", "a,KEY,1 min,6位", "b,OTHER,30 秒,8 digits"];
    let (run, json) = dry(&rows);
    assert_eq!((run.code, &json["entries"][0]["period"]), (0, &60.into()), "{}", run.stderr);
    assert_eq!(json["entries"][1]["digits"], 8);
}

#[test]
fn a_list_of_passwords_is_said_to_be_one() {
    let rows = ["name,url,username,password", "amazon.com,https://amazon.com/,a@x.com,hunter2"];
    let (run, _) = dry(&rows);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("a list of passwords") && run.stderr.contains("--column 2=none"));
    let rows = ["name,url,username,key", "amazon.com,https://amazon.com/,a@x.com,KEY"];
    let (run, json) = dry(&rows);
    assert_eq!((run.code, &json["lost"][0]["title"]), (8, &"url".into()));
    assert!(run.stderr.contains("2 (url): 1 cell"), "{}", run.stderr);
}

#[test]
fn one_number_written_two_ways_is_said_with_what_mends_it() {
    let home = Home::with_vault();
    let rows = [
        "Platform,Login,Secret,Phone",
        "Amazon,a,KEY,+86 138 0013 8000",
        "eBay,b,OTHER,13800138000",
    ];
    let (run, json) = dry_in(&home, &rows);
    for part in ["13800138000 has no country code", "than +8613800138000", "region: \"CN\""] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    assert!(json["changed"].to_string().contains("perhaps-same"), "{}", json["changed"]);
    // Another number is none of it.
    let rows = [
        "Platform,Login,Secret,Phone",
        "Amazon,a,KEY,+86 138 0013 8000",
        "eBay,b,OTHER,13800138001",
    ];
    assert!(!dry_in(&home, &rows).0.stderr.contains("13800138001 has no"));
}

#[test]
fn several_holders_of_one_phone_are_said() {
    for holder in ["小李/小王", "Li & Wang", "\"Li, Wang\"", "小李、小王"] {
        let row = format!("a,KEY,+8613800138000,{holder}");
        let (run, json) = dry(&["登录账号,密钥,手机号,保管人", &row]);
        assert_eq!(run.code, 0, "{holder}: {}", run.stderr);
        assert_eq!(json["changed"][0]["reason"], "several", "{holder}");
    }
    let (_, json) = dry(&["登录账号,密钥,手机号,保管人", "a,KEY,+8613800138000,Jean-Luc O'Neil"]);
    assert!(!json["changed"].to_string().contains("several"));
}

#[test]
fn a_chat_is_refused_with_what_to_do() {
    let home = Home::with_vault();
    home.write("c.txt", format!("Amazon US\nlogin: a@x.com\nkey: {KEY}\n\nAmazon DE\nlogin: b\n"));
    let run = home.run(["import", "c.txt", "--dry-run"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("below the headings platform,login,key"), "{}", run.stderr);
    assert!(!run.stderr.contains(KEY));
}
