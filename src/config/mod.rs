//! Settings: one RON file that a person writes, read once at start.
//!
//! It says what was asked for and nothing of what follows from it: a setting for the clipboard is
//! turned into a route by `clipboard`, one for the language is negotiated by `i18n`. The file is
//! never written by the program. `docs/settings.ron` shows every option with its default.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ron::extensions::Extensions;
use serde::Deserialize;

/// The name of the file, in the configuration folder.
pub const FILE_NAME: &str = "settings.ron";
/// The name of the file in which a person says what they know of platforms, beside it. Its content
/// is `model`'s to read.
pub const PLATFORMS_NAME: &str = "platforms.ron";
/// The largest settings file that is read, in bytes.
pub const LARGEST_FILE: u64 = 64 << 10;

/// What a person can choose. Every option may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Settings {
    /// The language to speak: `"en"` or `"zh-CN"`. Left out: what `LC_ALL`, `LC_MESSAGES` or `LANG`
    /// says.
    pub lang: Option<String>,
    /// The vault to open, as a full path. Left out: `vault.age` in the data folder.
    pub vault: Option<PathBuf>,
    /// Further vaults, which are open together with it.
    pub vaults: Vec<PathBuf>,
    /// The identity file to open it with, as a full path. Left out: `identity.age` in the
    /// configuration folder.
    pub identity: Option<PathBuf>,
    /// Codes stay covered until they are asked for.
    pub hide_codes: bool,
    /// Seconds without a key press after which codes are covered until the next one; 0 = never.
    pub hide_after_seconds: u32,
    /// Codes are covered while the terminal says that its window is not the one that is used.
    pub hide_unfocused: bool,
    /// Minutes without a key press after which the vault locks; 0 = never.
    pub lock_after_minutes: u32,
    /// How copying reaches a clipboard.
    pub clipboard: Clipboard,
    /// A program and its arguments that puts what it reads on its standard input into a clipboard.
    /// No shell is involved. Empty: none.
    pub clipboard_command: Vec<String>,
    /// Seconds after which what was copied to this machine's clipboard is taken back, if it is
    /// still there; 0 = never. A terminal's clipboard cannot be looked at, so there nothing is
    /// taken back.
    pub clear_clipboard_seconds: u32,
    /// Draw with ASCII characters only, for terminals that get the width of others wrong.
    pub ascii: bool,
    /// When to use colours.
    pub color: Color,
    /// When to send as few bytes as possible.
    pub lean: Lean,
    /// Clicks and the wheel come to the dashboard instead of the terminal.
    pub mouse: bool,
    /// Days after which a backup method that was not tested counts as stale.
    pub stale_after_days: u32,
    /// The same where money lies.
    pub money_stale_after_days: u32,
    /// Days after registering a backup method within which it should be tested first.
    pub first_test_within_days: u32,
    /// Days before a number lapses on which to warn.
    pub keepalive_within_days: u32,
    /// Recovery codes at which to ask for new ones.
    pub few_recovery_codes: u32,
    /// What the team calls the person at this machine. Left out: the login name.
    pub name: Option<String>,
    /// Where phone numbers without a country code belong: an ISO 3166 code, `"CN"`. Left out:
    /// nowhere.
    pub region: Option<String>,
    /// The SSH key that signs reports, as a full path. Left out: none.
    pub signing_key: Option<PathBuf>,
    /// The server that `--clock` asks for the time.
    pub ntp_server: String,
    /// Seconds by which a clock may be off before codes may be refused.
    pub clock_medium_seconds: u32,
    /// Seconds by which a clock may be off before codes are often refused.
    pub clock_high_seconds: u32,
    /// Minutes between two exchanges with other machines while the dashboard is open; one follows edits
    /// sooner. 0: only when asked.
    pub sync_minutes: u32,
    /// The age plugins that may be started for a key, as full paths. Others are not.
    pub plugins: Vec<PathBuf>,
    /// Whether what is done here is written down beside the vault.
    pub activity: bool,
    /// Months after which what was written down here goes; 0 for never.
    pub activity_keep_months: u32,
}

/// How copying reaches a clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clipboard {
    /// The command where one is set; this machine's clipboard for a person who sits at it; the
    /// terminal otherwise.
    #[default]
    Auto,
    /// Only this machine's clipboard.
    Native,
    /// Only through the terminal (OSC 52).
    Terminal,
    /// Only by the command.
    Command,
    /// Copying is off; nothing is ever sent.
    Off,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// When to send as few bytes as possible: one countdown for all codes instead of a bar in every row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lean {
    /// Over mosh.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            vault: None,
            vaults: Vec::new(),
            identity: None,
            hide_codes: false,
            hide_after_seconds: 60,
            hide_unfocused: true,
            lock_after_minutes: 5,
            clipboard: Clipboard::Auto,
            clipboard_command: Vec::new(),
            clear_clipboard_seconds: 30,
            ascii: false,
            color: Color::Auto,
            lean: Lean::Auto,
            mouse: false,
            stale_after_days: 90,
            money_stale_after_days: 30,
            first_test_within_days: 7,
            keepalive_within_days: 14,
            few_recovery_codes: 2,
            name: None,
            region: None,
            signing_key: None,
            ntp_server: "pool.ntp.org".into(),
            clock_medium_seconds: 5,
            clock_high_seconds: 15,
            sync_minutes: 0,
            plugins: Vec::new(),
            activity: true,
            activity_keep_months: 24,
        }
    }
}

/// Why the settings cannot be used. Carries no content of the file.
#[derive(Debug)]
pub enum SettingsError {
    /// The system would not let us read it.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// More than [`LARGEST_FILE`] bytes.
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// Something in it is not as it should be.
    Wrong {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in characters: of the mistake or just before it.
        column: usize,
        /// What it is.
        mistake: Mistake,
    },
    /// A path in it depends on where the program is started.
    RelativePath {
        /// The file.
        path: PathBuf,
        /// The option: `vault`, `identity`, `plugins` …
        option: &'static str,
    },
}

/// What is wrong at a place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// There is no option of this name.
    UnknownOption {
        /// The names there are.
        known: &'static [&'static str],
    },
    /// The option knows other words than this one.
    UnknownWord {
        /// The words it knows.
        known: &'static [&'static str],
    },
    /// The option stands there twice.
    Twice {
        /// Its name.
        option: &'static str,
    },
    /// A number is too large, negative or not whole.
    Number,
    /// `true` or `false` is missing.
    Truth,
    /// A text in double quotes is missing.
    Text,
    /// The rest: a bracket, comma, colon or quote that is missing or too many.
    Form,
}

/// The bytes of a file that a person writes, with a limit; `None` when there is no such file.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, SettingsError> {
    let file_error = |error| SettingsError::Io { path: path.into(), error };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(error)),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(file_error)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(SettingsError::TooLarge { path: path.into() });
    }
    Ok(Some(bytes))
}

impl Settings {
    /// Reads the file; the defaults when there is none or nothing is in it.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let Some(bytes) = read(path)? else { return Ok(Self::default()) };
        let settings = parse(&bytes).map_err(|error| {
            let mistake = mistake(&error.code);
            // A word stands where the span starts; what is missing, where it ends.
            let place = match mistake {
                Mistake::Form => error.span.end,
                _ => error.span.start,
            };
            SettingsError::Wrong { path: path.into(), line: place.line, column: place.col, mistake }
        })?;
        let paths = [
            ("vault", &settings.vault),
            ("identity", &settings.identity),
            ("signing_key", &settings.signing_key),
        ];
        for (option, list) in [("vaults", &settings.vaults), ("plugins", &settings.plugins)] {
            if list.iter().any(|value| value.is_relative()) {
                return Err(SettingsError::RelativePath { path: path.into(), option });
            }
        }
        for (option, value) in paths {
            if value.as_deref().is_some_and(Path::is_relative) {
                return Err(SettingsError::RelativePath { path: path.into(), option });
            }
        }
        Ok(settings)
    }

    /// How long without a key press until codes are covered, if they are.
    pub fn hide_after(&self) -> Option<Duration> {
        let seconds = u64::from(self.hide_after_seconds);
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }

    /// How often the dashboard exchanges the vaults with other machines, if it does by itself.
    pub fn sync_every(&self) -> Option<Duration> {
        let seconds = u64::from(self.sync_minutes) * 60;
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }

    /// How long without a key press until the vault locks, if it does.
    pub fn lock_after(&self) -> Option<Duration> {
        let seconds = u64::from(self.lock_after_minutes) * 60;
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }

    /// How long what was copied stays in this machine's clipboard, if it is taken back.
    pub fn clear_clipboard_after(&self) -> Option<Duration> {
        let seconds = u64::from(self.clear_clipboard_seconds);
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }
}

fn parse(bytes: &[u8]) -> ron::error::SpannedResult<Settings> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Ok(Settings::default());
    }
    // People write `lang: "en"`, not `lang: Some("en")`; both are understood.
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_bytes(bytes)
}

fn mistake(error: &ron::Error) -> Mistake {
    match error {
        ron::Error::NoSuchStructField { expected, .. } => {
            Mistake::UnknownOption { known: expected }
        }
        ron::Error::NoSuchEnumVariant { expected, .. } => Mistake::UnknownWord { known: expected },
        ron::Error::DuplicateStructField { field, .. } => Mistake::Twice { option: field },
        ron::Error::ExpectedInteger
        | ron::Error::IntegerOutOfBounds
        | ron::Error::InvalidIntegerDigit { .. }
        | ron::Error::FloatUnderscore => Mistake::Number,
        ron::Error::ExpectedBoolean => Mistake::Truth,
        ron::Error::ExpectedString => Mistake::Text,
        _ => Mistake::Form,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn load(content: impl AsRef<[u8]>) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE_NAME);
        fs::write(&path, content).expect("written");
        Settings::load(&path)
    }

    fn options() -> &'static [&'static str] {
        match load("(no_such_option: 1)") {
            Err(SettingsError::Wrong { mistake: Mistake::UnknownOption { known }, .. }) => known,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_example_says_the_defaults_and_leaves_nothing_out() {
        let example = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/settings.ron"))
            .expect("the example is there");
        assert_eq!(load(&example).expect("the example is understood"), Settings::default());
        let example = String::from_utf8(example).expect("text");
        assert_eq!(options().len(), 30);
        for option in options() {
            let named = example.lines().any(|line| line.trim().starts_with(&format!("{option}:")));
            assert!(named, "{option} is missing from the example");
        }
    }

    #[test]
    fn nothing_there_is_the_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = Settings::load(&folder.path().join("no/such/file"));
        assert_eq!(missing.expect("defaults"), Settings::default());
        for content in ["", " \n", "()", "\u{feff}()", "// nothing yet\n()"] {
            assert_eq!(load(content).expect(content), Settings::default(), "{content:?}");
        }
    }

    #[test]
    fn every_option_is_read() {
        let content = r#"(
            lang: "zh-CN", vault: "/v.age", vaults: ["/w.age"], identity: Some("/i.age"), hide_codes: true, hide_after_seconds: 5, hide_unfocused: false,
            lock_after_minutes: 0, clipboard: terminal,
            clipboard_command: ["wl-copy", "-o"], clear_clipboard_seconds: 10,
            ascii: true, color: never, lean: on, mouse: true, stale_after_days: 30,
            money_stale_after_days: 10, first_test_within_days: 3, keepalive_within_days: 20,
            few_recovery_codes: 4, name: "Li", region: "CN", signing_key: "/k", ntp_server: "time.example",
            clock_medium_seconds: 2, clock_high_seconds: 4, activity: false,
            activity_keep_months: 6, sync_minutes: 5, plugins: ["/p"],
        )"#;
        let expected = Settings {
            lang: Some("zh-CN".into()),
            vault: Some("/v.age".into()),
            vaults: vec!["/w.age".into()],
            identity: Some("/i.age".into()),
            hide_codes: true,
            hide_after_seconds: 5,
            hide_unfocused: false,
            lock_after_minutes: 0,
            clipboard: Clipboard::Terminal,
            clipboard_command: vec!["wl-copy".into(), "-o".into()],
            clear_clipboard_seconds: 10,
            ascii: true,
            color: Color::Never,
            lean: Lean::On,
            mouse: true,
            stale_after_days: 30,
            money_stale_after_days: 10,
            first_test_within_days: 3,
            keepalive_within_days: 20,
            few_recovery_codes: 4,
            name: Some("Li".into()),
            region: Some("CN".into()),
            signing_key: Some("/k".into()),
            ntp_server: "time.example".into(),
            clock_medium_seconds: 2,
            clock_high_seconds: 4,
            sync_minutes: 5,
            plugins: vec!["/p".into()],
            activity: false,
            activity_keep_months: 6,
        };
        assert_eq!(load(content).expect("understood"), expected);
    }

    #[test]
    fn durations() {
        let settings = load("(lock_after_minutes: 2, clear_clipboard_seconds: 0)").expect("read");
        assert_eq!(settings.lock_after(), Some(Duration::from_mins(2)));
        assert_eq!(settings.clear_clipboard_after(), None);
        let settings = load("(lock_after_minutes: 0, clear_clipboard_seconds: 7)").expect("read");
        assert_eq!(settings.lock_after(), None);
        assert_eq!(settings.clear_clipboard_after(), Some(Duration::from_secs(7)));
    }

    #[test]
    fn mistakes_are_placed_and_named() {
        let words =
            Mistake::UnknownWord { known: &["auto", "native", "terminal", "command", "off"] };
        let unknown = Mistake::UnknownOption { known: options() };
        let cases: &[(&str, &[u8], usize, usize, Mistake)] = &[
            ("unknown option", b"(\n  colour: never,\n)", 2, 3, unknown),
            ("unknown word", b"(clipboard: osc52)", 1, 13, words),
            ("twice", b"(ascii: true,\n ascii: true)", 2, 2, Mistake::Twice { option: "ascii" }),
            ("negative", b"(stale_after_days: -1)", 1, 21, Mistake::Number),
            ("too large", b"(stale_after_days: 99999999999)", 1, 20, Mistake::Number),
            ("number for a switch", b"(ascii: 1)", 1, 8, Mistake::Truth),
            ("bare word for a text", b"(lang: zh)", 1, 7, Mistake::Text),
            ("unclosed", b"(ascii: true", 1, 13, Mistake::Form),
            ("not a struct", b"[1, 2]", 1, 1, Mistake::Form),
            ("two of them", b"()()", 1, 3, Mistake::Form),
            ("not text", b"(lang: \"\xff\")", 1, 9, Mistake::Form),
            ("only a comment", b"// nothing", 1, 11, Mistake::Form),
        ];
        for &(name, content, line, column, mistake) in cases {
            match load(content) {
                Err(SettingsError::Wrong { line: l, column: c, mistake: m, .. }) => {
                    assert_eq!((l, c, m), (line, column, mistake), "{name}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn errors_carry_no_content() {
        for content in [
            "(lang: Hunter2)",
            "(Hunter2: 1)",
            "(color: Hunter2)",
            "Hunter2(",
            "(vault: \"Hunter2\")",
        ] {
            let error = load(content).expect_err(content);
            assert!(!format!("{error:?}").contains("Hunter2"), "{error:?}");
        }
    }

    #[test]
    fn paths_must_be_full() {
        for (content, named) in [
            ("(vault: \"vault.age\")", "vault"),
            ("(identity: \"~/identity.age\")", "identity"),
            ("(signing_key: \"~/.ssh/id_ed25519\")", "signing_key"),
            ("(plugins: [\"age-plugin-yubikey\"])", "plugins"),
        ] {
            match load(content) {
                Err(SettingsError::RelativePath { option, .. }) => assert_eq!(option, named),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_huge_file_and_a_folder_are_refused() {
        let limit = usize::try_from(LARGEST_FILE).expect("small");
        let full = format!("(){}", " ".repeat(limit - 2));
        assert!(load(&full).is_ok());
        assert!(matches!(load(full + " "), Err(SettingsError::TooLarge { .. })));
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(Settings::load(folder.path()), Err(SettingsError::Io { .. })));
    }
}
