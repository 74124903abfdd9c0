//! Unlocked, searched, copied from, left.

use base64::Engine as _;

use crate::window::*;

/// Everything a program can ask a terminal that it would answer among the keys.
const QUERIES: [&[u8]; 9] = [
    b"\x1b[6n",
    b"\x1b[5n",
    b"\x1b[c",
    b"\x1b[0c",
    b"\x1b[>",
    b"\x1b[?u",
    b"\x1b]10;?",
    b"\x1b]11;?",
    b"\x1b]52;c;?",
];

#[test]
fn unlocked_searched_copied_left() {
    for protection in [&[][..], &["--passphrase-vault"]] {
        let home = vault(protection);
        let mut window = Window::open(home.path(), &[]);
        window.until_shows("assphrase");
        window.press("not it\r");
        window.until_shows("does not open it");
        window.press(&format!("{PASSPHRASE}\r"));
        window.until_shows("mx@bodega.example");
        window.press("/bod\r");
        window.until("copy", |window| !window.asked().copied.is_empty());
        let (target, data) = window.asked().copied[0].clone();
        assert_eq!(target, "c");
        let code = base64::engine::general_purpose::STANDARD.decode(data).expect("base64");
        let code = String::from_utf8(code).expect("digits");
        assert!(codes().contains(&code), "{code} is none of {:?}", codes());
        window.until_shows("Sent to your terminal");
        window.press("q");
        assert_eq!(window.end(), 0);
        let screen = window.emulator.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(window.asked().copied.len(), 1, "one copy, nothing on leaving");
        for query in QUERIES {
            let asked = window.all.windows(query.len()).any(|bytes| bytes == query);
            assert!(!asked, "{:?} was sent", String::from_utf8_lossy(query));
        }
        let typed =
            window.all.windows(PASSPHRASE.len()).any(|bytes| bytes == PASSPHRASE.as_bytes());
        assert!(!typed, "the passphrase was on screen");
    }
}

#[test]
fn a_passphrase_file_opens_without_asking() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    assert!(!String::from_utf8_lossy(&window.all).contains("assphrase"));
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn locked_and_unlocked_in_place() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &[]);
    window.until_shows("assphrase");
    window.press(&format!("{PASSPHRASE}\r"));
    window.until_shows("mx@bodega.example");
    window.press("/nordic\r");
    window.until("copy", |window| !window.asked().copied.is_empty());
    window.press("L");
    window.until_shows("assphrase");
    assert!(!window.screen().contains("nordic"));
    window.press(&format!("{PASSPHRASE}\r"));
    window.until_shows("no@nordic.example");
    assert!(!window.screen().contains("bodega"), "the filter is still there");
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_change_underneath_is_read() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    std::fs::write(
        home.path().join("more"),
        format!("otpauth://totp/Late:late@night.example?secret={SECRET}"),
    )
    .expect("writes");
    let import = ["--passphrase-file", "pass", "import", "more", "--same-key", "keep"];
    let output = keyrack(home.path()).args(import).output().expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    window.until_shows("late@night.example");
    window.press("q");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let home = vault(&[]);
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    let process = window.child.process_id().expect("it runs");
    let process = rustix::process::Pid::from_raw(process.cast_signed()).expect("a process");
    rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("it runs");
    assert_eq!(window.end(), 143);
    let screen = window.emulator.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
}

#[test]
fn the_users_own_keys() {
    let home = vault(&[]);
    let folder = home.path().join(".config/keyrack");
    std::fs::write(folder.join("keys.ron"), "(list: {quit: [\"x\"]})").expect("writes");
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    window.until_shows("mx@bodega.example");
    window.press("x");
    assert_eq!(window.end(), 0);
    std::fs::write(folder.join("keys.ron"), "(list: {copy_next: [\"q\"]})").expect("writes");
    let mut window = Window::open(home.path(), &["--passphrase-file", "pass"]);
    assert_eq!(window.end(), 2);
    let said = window.screen();
    assert!(said.contains("copy_next") && said.contains("quit"), "{said}");
}

#[test]
fn no_terminal_no_dashboard() {
    let home = vault(&[]);
    let piped = keyrack(home.path()).env("TERM", "xterm").output().expect("runs");
    assert_eq!(piped.status.code(), Some(2));
    let said = String::from_utf8_lossy(&piped.stderr).into_owned();
    assert!(said.contains("keyrack list") || said.contains("keyrack code"), "{said}");
    assert!(piped.stdout.is_empty());
}
