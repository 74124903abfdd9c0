//! What is asked on a terminal, and that the terminal is given back.

use std::io::{Read as _, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::home::{Home, PASSPHRASE};

/// What is said where no dashboard can be: the commands find the vault that was named.
const LISTS: &str = "Use: keyrack --vault v.age --identity me/id.age list, keyrack --vault v.age";
/// Long enough that only a hang reaches it.
const DEADLINE: Duration = Duration::from_mins(1);

/// A shell on a terminal that runs one line.
pub(crate) struct Talk {
    output: Receiver<Vec<u8>>,
    pub(crate) said: String,
    read: usize,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Talk {
    /// Runs the program; then the terminal's modes are printed, and its exit code.
    pub(crate) fn begin(home: &Home, arguments: &str) -> Self {
        Self::begin_in(home, "dumb", arguments)
    }

    fn begin_in(home: &Home, term: &str, arguments: &str) -> Self {
        let program = env!("CARGO_BIN_EXE_keyrack");
        let line = format!(
            "'{program}' --vault v.age --identity me/id.age {arguments}; echo \"exit $?\"; stty -a"
        );
        Self::begin_line(home, &[("TERM", term)], &line)
    }

    /// Runs a line of the shell.
    pub(crate) fn begin_line(home: &Home, variables: &[(&str, &str)], line: &str) -> Self {
        Self::begin_wide(home, 200, variables, line)
    }

    /// The same on a terminal of so many columns.
    fn begin_wide(home: &Home, cols: u16, variables: &[(&str, &str)], line: &str) -> Self {
        let size = PtySize { rows: 24, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", line]);
        command.cwd(home.path(""));
        command.env_clear();
        command.env("HOME", home.path(""));
        command.env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().expect("a writer");
        Self { output, said: String::new(), read: 0, keyboard, child, _master: pair.master }
    }

    /// Waits until `text` is said after all that was waited for before.
    pub(crate) fn hear(&mut self, text: &str) -> &mut Self {
        loop {
            if let Some(at) = self.said[self.read..].find(text) {
                self.read += at + text.len();
                return self;
            }
            match self.output.recv_timeout(DEADLINE) {
                Ok(bytes) => self.said.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("{error}: no {text:?} in {:?}", self.said),
            }
        }
    }

    pub(crate) fn say(&mut self, text: &str) -> &mut Self {
        self.keyboard
            .write_all(text.as_bytes())
            .and_then(|()| self.keyboard.flush())
            .expect("types");
        self
    }

    /// Sends a signal to the program that the shell runs.
    pub(crate) fn signal(&self, signal: Signal) {
        let shell = self.child.process_id().expect("it runs");
        let path = format!("/proc/{shell}/task/{shell}/children");
        let children = std::fs::read_to_string(path).expect("the shell runs it");
        let program = children.trim().parse().ok().and_then(Pid::from_raw).expect("one program");
        kill_process(program, signal).expect("sent");
    }

    /// Everything that was said, to the end.
    pub(crate) fn rest(&mut self) -> String {
        loop {
            match self.output.recv_timeout(DEADLINE) {
                Ok(bytes) => self.said.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.said),
            }
        }
        self.child.wait().expect("ends");
        self.said.clone()
    }

    /// Everything that was said, to the end. The terminal must be as it was.
    pub(crate) fn end(&mut self, code: i32) -> String {
        self.hear(&format!("exit {code}\r\n"));
        self.hear(" echo ");
        self.rest();
        let modes = &self.said[self.read..];
        assert!(!modes.contains("-icanon") && self.said.contains(" icanon"), "{}", self.said);
        assert!(self.said.contains("isig"), "{}", self.said);
        self.said.clone()
    }
}

#[test]
fn a_passphrase_is_asked_for_and_not_shown() {
    let home = Home::with_accounts();
    let mut talk = Talk::begin(&home, "list");
    talk.hear("assphrase of your identity: ").say(&format!("{PASSPHRASE}\r"));
    let said = talk.hear("ops@hikari.example").end(0);
    assert!(!said.contains("quince"), "{said}");
}

#[test]
fn a_wrong_one_may_be_tried_again() {
    let home = Home::with_accounts();
    let mut talk = Talk::begin(&home, "list");
    talk.hear("assphrase").say("wrong\r").hear("does not open it");
    talk.hear("assphrase").say("\r").hear("does not open it");
    talk.hear("assphrase").say(&format!("{PASSPHRASE}\r"));
    talk.hear("ops@hikari.example").end(0);

    let mut talk = Talk::begin(&home, "list");
    for _ in 0..3 {
        talk.hear("assphrase of").say("wrong\r").hear("does not open it");
    }
    talk.end(5);
}

#[test]
fn ctrl_c_gives_the_terminal_back() {
    let home = Home::with_accounts();
    Talk::begin(&home, "list").hear("assphrase").say("half a pass\x03").hear("Stopped").end(130);
    Talk::begin_in(&home, "xterm", "shift --tag nosuch").hear("assphrase").say("half\x03").end(130);
}

/// It stayed at the question for the passphrase, and the tag was called a query.
#[test]
fn a_shift_that_fits_no_account_ends() {
    let home = Home::with_accounts();
    for (words, said) in [
        ("shift --tag nosuch --for 1h", "No account has the tag nosuch."),
        (
            "shift --platform Amazon --query zzzz",
            "No account matches --query zzzz --platform Amazon.",
        ),
    ] {
        let mut talk = Talk::begin_in(&home, "xterm", words);
        talk.hear("assphrase").say(&format!("{PASSPHRASE}\r"));
        talk.hear(said).end(3);
    }
}

#[test]
fn a_signal_gives_the_terminal_back_too() {
    let home = Home::with_accounts();
    let mut talk = Talk::begin(&home, "list");
    talk.hear("assphrase of").say("half a pass");
    talk.signal(Signal::TERM);
    talk.end(143);
    // After a question the system's own action is back: this one waits for its passphrase twice.
    let mut talk = Talk::begin(&home, "list");
    talk.hear("assphrase of").say("wrong\r").hear("does not open it").hear("assphrase of");
    talk.signal(Signal::QUIT);
    talk.end(131);
}

#[test]
fn what_is_typed_ahead_answers_the_next_question() {
    let home = Home::empty();
    let mut talk = Talk::begin(&home, "init --work-factor 10");
    talk.hear("New passphrase").say(&format!("{PASSPHRASE}\r{PASSPHRASE}\rn\r"));
    talk.hear("again: ").hear("recovery key").end(0);
    home.run(["list"]).done();
}

#[test]
fn what_is_typed_while_a_key_is_derived_is_not_shown() {
    let home = Home::empty();
    home.run(["init", "--work-factor", "15"]).done();
    let mut talk = Talk::begin(&home, "list");
    // Behind the Enter key the derivation begins, and the next answer is there before it ends.
    talk.hear("assphrase of").say("wrong\r").hear("\r\n").say(&format!("{PASSPHRASE}\r"));
    let said = talk.hear("does not open it").hear("assphrase of").end(0);
    assert!(!said.contains("quince"), "{said}");
    // Whatever ends the program meanwhile, the terminal is as it was.
    let mut talk = Talk::begin(&home, "list");
    talk.hear("assphrase of").say("wrong\r").hear("\r\n");
    talk.signal(Signal::TERM);
    talk.end(143);
}

#[test]
fn sentences_break_between_words() {
    let home = Home::with_vault();
    let list: String = (1..4)
        .map(|n| format!("otpauth://totp/Amazon:ops-{n}@hikari-outdoor.example-of-a-long-name.example?secret=JBSWY3DPEHPK3PX{n}\n").replace("PX1", "PX4"))
        .collect();
    home.write("some", list);
    home.run(["import", "some", "--same-key", "keep"]).done();
    let program = env!("CARGO_BIN_EXE_keyrack");
    let options = "--vault v.age --identity me/id.age --passphrase-file pass";
    for lang in ["en", "zh-CN"] {
        let lines = [
            format!("'{program}' {options} --lang {lang} show amazon"),
            format!("'{program}' {options} --lang {lang} import missing"),
            format!("'{program}' {options} --lang {lang} import list --dry-run --column 3=x"),
        ];
        for line in lines {
            let said = Talk::begin_wide(&home, 80, &[("TERM", "xterm")], &line).rest();
            for line in said.lines() {
                assert!(keyrack::text::width(line) <= 80, "{line}");
            }
        }
        // An id and what it is the id of are one row.
        let line = format!("'{program}' {options} --lang {lang} show amazon");
        let said = Talk::begin_wide(&home, 80, &[("TERM", "xterm")], &line).rest();
        let rows = said.lines().filter(|line| line.starts_with("  0") && line.contains("Amazon"));
        assert_eq!(rows.count(), 3, "{said}");
    }
    // The words of a passphrase stay whole.
    let line = format!("'{program}' --vault new.age --identity new.id init --work-factor 10");
    let mut talk = Talk::begin_wide(&home, 80, &[("TERM", "xterm")], &line);
    talk.hear("New passphrase").say("\x03");
    let said = talk.rest();
    let (_, said) = said.split_once("\x1b[2J").expect("the other screen");
    let (said, _) = said.split_once("\x1b[H").expect("and back");
    assert!(said.lines().all(|line| keyrack::text::width(line) <= 80), "{said}");
    let offered: Vec<&str> = said.lines().take_while(|line| !line.starts_with("New")).collect();
    let words: String = offered.concat().rsplit([' ', ':']).next().unwrap_or_default().into();
    assert_eq!(words.split('-').filter(|word| word.len() >= 3).count(), 10, "{said}");
}

#[test]
fn a_first_vault_is_talked_through() {
    let home = Home::empty();
    let mut talk = Talk::begin(&home, "init --work-factor 10");
    talk.hear("Ten words").hear("New passphrase").say("password\r").hear("too easy to guess");
    talk.hear("New passphrase").say("quince ladder 47 moss\r").hear("Strength:");
    talk.hear("again: ").say("quince ladder 48 moss\r").hear("differ");
    talk.hear("New passphrase").say("quince ladder 47 moss\r");
    talk.hear("again: ").say("quince ladder 47 moss\r");
    talk.hear("recovery key").say("y\r").hear("AGE-SECRET-KEY-1").hear("from the paper");
    let key = talk.said.split("AGE-SECRET-KEY-1").nth(1).expect("the key");
    let key: String = key.chars().take_while(char::is_ascii_alphanumeric).collect();
    talk.say(&format!("{}\r", &key[key.len() - 6..]));
    talk.hear("only the recovery key opens the vault").hear("member add");
    let said = talk.end(0);
    assert!(!said.contains("quince"), "{said}");
    home.run(["list"]).done();
}

/// What a terminal shows at the end of what was said: what was on its other screen is gone.
fn left(said: &str) -> String {
    let mut left = String::new();
    for (n, part) in said.split("\x1b[?1049h").enumerate() {
        let rest = if n == 0 { part } else { part.split_once("\x1b[?1049l").expect("ends").1 };
        left.push_str(rest);
    }
    left
}

#[test]
fn what_was_written_down_does_not_stay_on_the_screen() {
    let home = Home::empty();
    let program = env!("CARGO_BIN_EXE_keyrack");
    let line = format!("'{program}' --vault v.age --identity me/id.age init --work-factor 10");
    let mut talk = Talk::begin_line(&home, &[("TERM", "xterm")], &line);
    talk.hear("New passphrase").say("\r").hear("again: ");
    let words = talk.said.split_whitespace().find(|word| word.split('-').count() == 10);
    let words = words.expect("ten words").to_owned();
    talk.say(&format!("{words}\r")).hear("[y/N] ").say("y\r");
    talk.hear("AGE-SECRET-KEY-1").hear("from the paper");
    let key = talk.said.split("AGE-SECRET-KEY-1").nth(1).expect("the key").to_owned();
    let key: String = key.chars().take_while(char::is_ascii_alphanumeric).collect();
    talk.say(&format!("{}\r", &key[key.len() - 6..]));
    let said = talk.rest();
    let left = left(&said);
    assert!(said.contains(&words) && !left.contains(&words), "{left}");
    assert!(!left.contains("AGE-SECRET-KEY-1"), "{left}");
    assert!(left.contains("Vault: ") && left.contains("Fingerprint: "), "{left}");
    // Whatever ends it, the terminal shows what it showed before.
    for end in ["\x03", "\x04"] {
        let line = line.replace("v.age", "w.age").replace("me/id.age", "w.id");
        let mut talk = Talk::begin_line(&home, &[("TERM", "xterm")], &line);
        let said = talk.hear("New passphrase").say(end).rest();
        assert!(said.contains("\x1b[?1049l"), "{said}");
    }
    // Piped, nothing is asked and nothing hidden.
    let line = format!(
        "'{program}' --passphrase-file pass --vault p.age --identity p.id init --work-factor 10 --recovery | cat"
    );
    let said = Talk::begin_line(&home, &[("TERM", "xterm")], &line).rest();
    assert!(said.contains("AGE-SECRET-KEY-1") && !said.contains("\x1b["), "{said}");
}

#[test]
fn the_ten_words_can_be_taken() {
    let home = Home::empty();
    let mut talk = Talk::begin(&home, "init --passphrase-vault --work-factor 10");
    talk.hear("if you like").hear("\r\n");
    let line = talk.said.lines().find(|line| line.contains("if you like")).expect("the offer");
    let words = line.rsplit(' ').next().expect("words").to_owned();
    assert_eq!(words.split('-').count(), 10, "{words}");
    talk.hear("New passphrase").say("\r").hear("strong");
    talk.hear("again: ").say(&format!("{words}\r")).end(0);
    home.write("pass", words);
    home.run(["list"]).done();
}

#[test]
fn an_account_is_asked_for_piece_by_piece() {
    let home = Home::with_vault();
    let mut talk = Talk::begin(&home, "--passphrase-file pass add");
    talk.hear("Platform: ").say("Etsy\r").hear("Store: ").say("Panadería Luna\r");
    talk.hear("Login: ").say("luna\r");
    // One question too early, it was kept where everybody sees it.
    talk.hear("Sites: ").say("MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK\r").hear("looks like a key");
    talk.hear("Sites: ").say("ES PT\r");
    talk.hear("Key").say("JBSWY3DPEHPK3PX0\r").hear("cannot be in a key");
    talk.hear("Key").say("jbsw y3dp ehpk 3pxp\r").hear("second phone").say("\r");
    let said = talk.hear("compare with the phone").hear("Added Panadería Luna").end(0);
    assert!(!said.to_lowercase().contains("jbsw"), "{said}");
    let row = home.run(["show", "luna", "--json"]).json();
    assert_eq!(
        (&row["kind"], &row["marketplaces"]),
        (&"totp".into(), &serde_json::json!(["ES", "PT"]))
    );
}

#[test]
fn removing_asks() {
    let home = Home::with_accounts();
    let mut talk = Talk::begin(&home, "--passphrase-file pass remove ops");
    talk.hear("Remove Amazon / ops@hikari.example? [y/N] ").say("\r").hear("Nothing was changed");
    talk.end(1);
    home.run(["show", "ops"]).done();
    let mut talk = Talk::begin(&home, "--passphrase-file pass remove ops");
    talk.hear("[y/N] ").say("y\r").hear("Removed").end(0);
    assert_eq!(home.run(["show", "ops"]).code, 3);
}

#[test]
fn the_prompt_has_the_english_word_in_every_language() {
    let home = Home::with_accounts();
    Talk::begin(&home, "--lang zh list").hear("口令（passphrase）：").say("\x03").end(130);
}

#[test]
fn a_terminal_that_cannot_place_text_is_told_what_to_use() {
    let home = Home::with_accounts();
    Talk::begin(&home, "").hear(LISTS).end(2);
    Talk::begin(&home, "demo").hear(LISTS).end(2);
}

#[test]
fn keys_that_mean_two_things_are_named() {
    let home = Home::with_accounts();
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    for (keys, said) in [
        ("(list: {copy_next: [\"enter\"]})", "Enter is meant to do both copy and copy_next"),
        ("(list: {copy_next: [\"\u{202e}x\"]})", "\\u{202e}x"),
        ("(list: {", "line 1, column"),
    ] {
        home.write(".config/keyrack/keys.ron", keys);
        let mut talk = Talk::begin_in(&home, "xterm-256color", "--passphrase-file pass");
        talk.hear("keys.ron cannot be used").hear(said).end(2);
    }
}

/// The key that is typed in the tests below.
const TYPED: &str = "MFRGGZDFMZTWQ2LK";

/// Its code some periods away from now.
fn code(steps: i64) -> String {
    let secret = keyrack::otp::base32::decode(TYPED).expect("a key").secret;
    let kind = keyrack::otp::Kind::Totp { period: 86_400 };
    let key = keyrack::otp::Key::new(secret, kind, keyrack::otp::Algorithm::Sha1, 6);
    let today = keyrack::platform::now().secs() / 86_400;
    key.expect("a key").code_at_step(today.strict_add_signed(steps)).expose().to_owned()
}

#[test]
fn the_code_of_the_second_phone_proves_the_key() {
    let home = Home::with_vault();
    // A period of a day does not end while this test runs, unless it is about to.
    while keyrack::platform::now().secs() % 86_400 > 86_340 {
        std::thread::sleep(Duration::from_secs(1));
    }
    let add = "--passphrase-file pass add --period 86400 --store";
    let mut talk = Talk::begin(&home, &format!("{add} Tea --backup totp --backup-device P-05"));
    talk.hear("Key").say(&format!("{TYPED}\r"));
    talk.hear("on backup: app, P-05").say("12345\r").hear("not a code of 6");
    talk.hear("on backup: app, P-05").say("000000\r").hear("Not the same key");
    talk.hear("on backup: app, P-05").say(&format!("{}\r", code(0)));
    talk.hear("The same key. Written down as tested: backup: app, P-05");
    let said = talk.hear("Added Tea").end(0);
    // The code that is asked for is shown nowhere, so it comes from that phone.
    assert!(!said.contains("compare with the phone") && !said.contains("period before"), "{said}");
    assert_eq!(said.matches(&code(0)).count(), 1, "{said}");
    let method = &home.run(["show", "tea", "--json"]).json()["methods"][0];
    assert_eq!((&method["status"], &method["tested"]["result"]), (&"ok".into(), &"ok".into()));
    // All of it was one save.
    let backups = home.run(["doctor", "--backups"]).done().stdout;
    assert_eq!(backups.matches("replaced.age").count(), 1, "{backups}");

    // A phone nobody has named yet: how to name it.
    let mut talk = Talk::begin(&home, &format!("{add} Rice"));
    talk.hear("Key").say(&format!("{TYPED}\r")).hear("Add it all the same?").say("y\r");
    talk.hear("second phone").say(&format!("{}\r", code(1)));
    talk.hear("the code of the next period").hear("Which phone is that").say("\r");
    talk.hear("The same key. Write down which phone that is: keyrack --vault v.age --identity me/id.age keycopy add ").end(0);

    // Named at once, it is the second way in, and its lack is found no more.
    let lacks = |home: &Home, name: &str| {
        let found = home.run(["health", name, "--json"]).json().to_string();
        found.contains("\"B06\"")
    };
    let mut talk = Talk::begin(&home, &format!("{add} Milk"));
    talk.hear("Key").say(&format!("{TYPED}\r")).hear("Add it all the same?").say("y\r");
    talk.hear("second phone").say(&format!("{}\r", code(0)));
    talk.hear("Which phone is that").say("P-07\r");
    talk.hear("The same key. Written down as tested: backup: app, P-07").hear("Added Milk").end(0);
    assert!(lacks(&home, "rice") && !lacks(&home, "milk"));
    let milk = home.run(["show", "milk", "--json"]).json();
    assert_eq!(milk["methods"][0]["status"], "ok");
    assert_eq!(milk["copies"][0]["kind"], "app");
    // And it was done by somebody, at some time.
    let tested = home.run(["activity", "--what", "tested", "--account", "milk", "--json"]).json();
    assert_eq!(tested["events"][0]["detail"], "totp ok", "{tested}");

    // Another key in the place of one is asked about, the same one is not.
    let edit = |key: &str| {
        let mut talk = Talk::begin(&home, "--passphrase-file pass edit tea --ask-key");
        talk.hear("Key").say(&format!("{key}\r"));
        talk
    };
    let said = edit(TYPED).hear("Saved Tea").end(0);
    assert!(!said.contains("shows now"), "{said}");
    edit("JBSWY3DPEHPK3PXP").hear("shows now on backup: app, P-05").say("\r").hear("Saved").end(0);

    // Which phone it is can be said then, too.
    let rice = "--passphrase-file pass edit rice --ask-key --period 86400";
    let mut talk = Talk::begin(&home, rice);
    talk.hear("Key").say("JBSWY3DPEHPK3PXP\r").hear("second phone").say("\r").hear("Saved").end(0);
    let mut talk = Talk::begin(&home, rice);
    talk.hear("Key").say(&format!("{TYPED}\r")).hear("second phone").say(&format!("{}\r", code(0)));
    // A part of a label is no new phone, and no reason to type the key again.
    talk.hear("Which phone is that").say("P-0\r").hear("--device: P-0 is only a part of 2 names");
    talk.hear("Which phone is that").say("P-08\r").hear("P-08 is new: added as a device.");
    talk.hear("Written down as tested: backup: app, P-08").hear("Saved").end(0);

    // Stopped at the question, nothing is added.
    let mut talk = Talk::begin(&home, &format!("--lang zh {add} Soup"));
    talk.hear("密钥").say(&format!("{TYPED}\r")).hear("仍要添加吗").say("y\r");
    talk.hear("第二部手机").say("\x04").end(130);
    assert_eq!(home.run(["show", "soup"]).code, 3);
}
