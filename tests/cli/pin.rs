//! mOTP and Yandex keys on the command line, with their PIN and without.

use insta::assert_snapshot;

use super::home::Home;
use super::terminal::Talk;
use super::transcripts::session;

const HEX: &str = "e3152afee62599c8";
const BASE32: &str = "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI";

/// A vault with a key of each kind, both without their PIN.
fn home() -> Home {
    let home = Home::with_vault();
    home.write("hex", HEX);
    home.write("base32", BASE32);
    home.write("pin", "7586\n");
    home.write("nothing", " \n");
    home.run(["add", "--store", "Gate", "--kind", "motp", "--key-file", "hex"]).done();
    home.run(["add", "--store", "Market", "--kind", "yandex", "--key-file", "base32"]).done();
    home
}

#[test]
fn without_the_pin_there_is_no_code() {
    for (lang, name) in [("en", "pin-en"), ("zh", "pin-zh")] {
        let home = home();
        let commands: [&[&str]; 14] = [
            &["list"],
            &["list", "--codes"],
            &["show", "gate"],
            &["show", "market"],
            &["code", "gate"],
            &["code", "market", "--json"],
            &["code", "market", "--compare"],
            &["copy", "gate"],
            &["edit", "market", "--ask-pin"],
            &["edit", "market", "--pin-file", "nothing"],
            &["edit", "market", "--kind", "motp"],
            &["add", "--store", "Other", "--key-file", "base32", "--pin-file", "pin"],
            &["add", "--store", "Other", "--kind", "motp", "--key-file", "base32"],
            &["edit", "market", "--pin-file", "pin"],
        ];
        let said: Vec<Vec<&str>> =
            commands.iter().map(|command| [&["--lang", lang], *command].concat()).collect();
        let said: Vec<&[&str]> = said.iter().map(Vec::as_slice).collect();
        let said = session(&home, &said);
        assert!(!said.contains("7586") && !said.to_lowercase().contains("e3152a"), "{said}");
        assert_snapshot!(name, said);
    }
}

#[test]
fn with_the_pin_there_are_codes() {
    let home = home();
    for name in ["gate", "market"] {
        home.run(["edit", name, "--pin-file", "pin"]).done();
        let codes = home.run(["code", name, "--json"]).json();
        let code = codes["code"].as_str().expect("a code");
        let letters =
            if name == "gate" { "0123456789abcdef" } else { "abcdefghijklmnopqrstuvwxyz" };
        assert!(code.chars().all(|c| letters.contains(c)), "{code}");
        assert_eq!(code.len(), if name == "gate" { 6 } else { 8 });
        // The one before counts as well, so the moment does not matter.
        let compared = home.piped(["code", name, "--compare"], &code.to_uppercase()).done();
        assert!(compared.stdout.contains("The phone shows"), "{}", compared.stdout);
        let shown = home.run(["show", name, "--json"]).json();
        let (kind, bits) = if name == "gate" { ("motp", 64) } else { ("yandex", 128) };
        assert_eq!(shown["key"]["kind"], kind);
        assert_eq!((&shown["key"]["bits"], &shown["key"]["pin"]), (&bits.into(), &"kept".into()));
        assert!(!shown.to_string().contains("7586"), "{shown}");
        let listed = home.run(["list", "--codes", name]).done().stdout;
        assert!(!listed.contains("PIN"), "{listed}");
    }
}

#[test]
fn the_pin_is_asked_for_and_not_shown() {
    let home = Home::with_vault();
    let mut talk = Talk::begin(&home, "--passphrase-file pass add --store Gate --kind motp");
    talk.hear("Key").say("JBSWY3DPEHPK3PXP\r").hear("only the digits 0 to 9");
    talk.hear("Key").say("E315 2AFE E625 99C8\r").hear("PIN of this key").say("7586\r");
    talk.hear("second phone").say("\r").hear("compare with the phone");
    let said = talk.hear("Added Gate").end(0);
    assert!(!said.contains("7586") && !said.contains("E315"), "{said}");
    assert_eq!(home.run(["show", "gate", "--json"]).json()["key"]["pin"], "kept");

    // Not at hand: it can be added later.
    let mut talk = Talk::begin(&home, "--passphrase-file pass add --store Market --kind yandex");
    talk.hear("Key").say(&format!("{BASE32}\r")).hear("PIN of this key").say("\r");
    talk.hear("edit QUERY --ask-pin").hear("Added Market").end(0);
    let mut talk = Talk::begin(&home, "--passphrase-file pass edit market --ask-pin");
    talk.hear("PIN of this key").say("7586\r").hear("second phone").say("\r");
    let said = talk.hear("compare with the phone").hear("Saved Market").end(0);
    assert!(!said.contains("7586"), "{said}");
    assert_eq!(home.run(["code", "market"]).done().stdout.trim().len(), 8);

    // A key that has none is told so before anything is typed.
    home.write("totp", "JBSWY3DPEHPK3PXP");
    home.run(["add", "--store", "Shop", "--key-file", "totp"]).done();
    Talk::begin(&home, "--passphrase-file pass edit shop --ask-pin").hear("has no PIN").end(2);
}
