//! Keys that are odd, or that another account has already: said where one is typed, as an import says it.

use super::home::Home;
use super::terminal::Talk;

const KEY: &str = "GEZDGNBVGY3TQOJQ";

#[test]
fn a_key_that_stands_in_the_vault_already_is_asked_about() {
    let home = Home::with_vault();
    home.write("key", KEY);
    home.run(["add", "--platform", "Etsy", "--login", "luna", "--key-file", "key"]).done();
    // Nobody is there to ask.
    let run = home.run(["add", "--platform", "Etsy", "--login", "sol", "--key-file", "key"]).done();
    assert!(run.stderr.contains("Etsy / luna has the same key already"), "{}", run.stderr);
    assert!(run.stdout.contains("Added sol, Etsy ("), "{}", run.stdout);
    let add = "--passphrase-file pass add --platform Coupang --login mar";
    let mut talk = Talk::begin(&home, add);
    talk.hear("Key").say(&format!("{KEY}\r")).hear("luna has the same key already");
    let said =
        talk.hear("Add it all the same? [y/N] ").say("n\r").hear("Nothing was changed").end(1);
    assert!(!said.contains(KEY), "{said}");
    assert_eq!(home.run(["show", "mar"]).code, 3);
    let mut talk = Talk::begin(&home, add);
    talk.hear("Key").say(&format!("{KEY}\r")).hear("[y/N] ").say("y\r");
    talk.hear("second phone").say("\r").hear("Added mar, Coupang").end(0);
    // Another one is no double.
    home.write("other", "JBSWY3DPEHPK3PXP");
    let run = home.run(["add", "--store", "Tea", "--key-file", "other"]).done();
    assert!(!run.stderr.contains("same key"), "{}", run.stderr);
    let run = home.run(["edit", "tea", "--key-file", "key"]).done();
    assert!(run.stderr.contains("has the same key already"), "{}", run.stderr);
    let zh = home.run(["--lang", "zh-CN", "add", "--store", "茶", "--key-file", "key"]).done();
    assert!(zh.stderr.contains("已有相同的密钥"), "{}", zh.stderr);
}

#[test]
fn what_is_odd_about_a_key_is_said() {
    let home = Home::with_vault();
    for (name, key, said) in [
        ("a", "JBSWY3DPEHPK3PXPAB", "spare bits"),
        ("b", "JBSWY3DPEHPK3PQ", "shorter than 80 bits"),
        ("c", "otpauth://totp/Steam:c?secret=JBSWY3DPEHPK3PXP", "Steam Guard"),
        ("d", "otpauth://totp/X:d?secret=JBSWY3DPEHPK3PXPAB", "spare bits"),
    ] {
        home.write("key", key);
        let run = home.run(["add", "--store", name, "--key-file", "key"]).done();
        assert!(run.stderr.contains(said), "{name}: {}", run.stderr);
    }
    home.write("key", KEY);
    let run = home.run(["add", "--store", "e", "--key-file", "key"]).done();
    assert!(!run.stderr.contains("compare a code"), "{}", run.stderr);
    home.write("key", "JBSWY3DPEHPK3PXPAD");
    let run = home.run(["edit", "e", "--key-file", "key"]).done();
    assert!(run.stderr.contains("spare bits"), "{}", run.stderr);
}
