//! A person's home that lasts one test, and the program run in it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{PipeWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The passphrase of everything here.
pub(crate) const PASSPHRASE: &str = "quince ladder 47 moss";
/// The keys of [`LIST`], which must never be printed.
pub(crate) const KEYS: [&str; 3] =
    ["JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LK"];
/// Three accounts, one with a hostile name, and a line that is refused.
pub(crate) const LIST: &str = "\
otpauth://totp/Amazon:ops@hikari.example?secret=JBSWY3DPEHPK3PXP&issuer=Amazon
otpauth://hotp/Gmarket:byeolbit?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gmarket&counter=0
otpauth://totp/Evil%1b%5d0;x%07:na%E2%80%AEme%E2%80%8B?secret=MFRGGZDFMZTWQ2LK&issuer=Evil%1b%5d0;x%07
otpauth://totp/Broken:row?secret=JBSWY3DPEHPK3PX0&issuer=Broken
";

/// What a run of the program left.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// A home folder with nothing in it but what a test puts there.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    /// An empty one, but for the passphrase in `pass` and [`LIST`] in `list`.
    pub(crate) fn empty() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.write("pass", format!("{PASSPHRASE}\n"));
        home.write("list", LIST);
        home
    }

    /// One with a vault that an identity with a passphrase opens.
    pub(crate) fn with_vault() -> Self {
        let home = Self::empty();
        home.run(["init", "--work-factor", "10"]).done();
        home
    }

    /// One with the accounts of [`LIST`] in its vault.
    pub(crate) fn with_accounts() -> Self {
        let home = Self::with_vault();
        assert_eq!(home.run(["import", "list"]).code, 8);
        home
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("writes");
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.path(name)).expect("reads")
    }

    /// The program here, without a terminal to ask on, and nothing said yet.
    pub(crate) fn bare(&self) -> Command {
        // A session of its own has no terminal, whoever runs the tests.
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(env!("CARGO_BIN_EXE_keyrack"));
        command.current_dir(self.0.path()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.0.path()).env("LANG", "C.UTF-8").env("TZ", "UTC");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    /// The program with the options that open the vault.
    pub(crate) fn keyrack(&self) -> Command {
        let mut command = self.bare();
        command.args(["--vault", "v.age", "--identity", "me/id.age", "--passphrase-file", "pass"]);
        command
    }

    /// Runs it to its end.
    pub(crate) fn run<I: IntoIterator<Item: AsRef<OsStr>>>(&self, arguments: I) -> Run {
        self.finish(self.keyrack().args(arguments))
    }

    /// Runs it with something on standard input.
    pub(crate) fn piped<I: IntoIterator<Item: AsRef<OsStr>>>(
        &self,
        arguments: I,
        input: &str,
    ) -> Run {
        let (reader, mut writer): (_, PipeWriter) = std::io::pipe().expect("a pipe");
        let mut command = self.keyrack();
        let child = command.args(arguments).stdin(reader).stdout(Stdio::piped());
        let child = child.stderr(Stdio::piped()).spawn().expect("starts");
        drop(command);
        writer.write_all(input.as_bytes()).expect("writes");
        drop(writer);
        self.tell(&child.wait_with_output().expect("runs"))
    }

    pub(crate) fn finish(&self, command: &mut Command) -> Run {
        self.tell(&command.output().expect("runs"))
    }

    fn tell(&self, output: &Output) -> Run {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
            text.replace(&*self.0.path().to_string_lossy(), "HOME")
        };
        Run {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }
}

impl Run {
    /// It must have worked.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    /// It must have written a file, whole or not.
    pub(crate) fn wrote(self) -> Self {
        assert!(matches!(self.code, 0 | 8), "{}: {}{}", self.code, self.stdout, self.stderr);
        self
    }

    /// Everything that was printed, with what differs from run to run replaced.
    pub(crate) fn transcript(&self) -> String {
        let mut text = redact(&self.stdout);
        if !self.stderr.is_empty() {
            text.push_str("--- standard error\n");
            text.push_str(&redact(&self.stderr));
        }
        text + &format!("--- exit {}\n", self.code)
    }

    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.done().stdout).expect("JSON")
    }
}

/// Puts names in the place of ids, keys, times and codes. Columns are pressed together, because
/// those things and the home's path decide how wide they are.
fn redact(text: &str) -> String {
    let mut safe = String::new();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '天');
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        safe.push_str(&line[..indent]);
        let cells: Vec<&str> = line[indent..].split("  ").filter(|cell| !cell.is_empty()).collect();
        // age adds a little of random length to its headers.
        let cells = cells.into_iter().map(str::trim);
        let sized = cells.map(|cell| if cell.ends_with(" KiB") { "SIZE" } else { cell });
        let line = sized.collect::<Vec<_>>().join("  ");
        let line = if line.starts_with("\"size\": ") { "\"size\": SIZE".to_owned() } else { line };
        let own = ["Fingerprint: ", "指纹："].into_iter().find(|label| line.starts_with(label));
        let line = own.map_or(line, |label| format!("{label}LETTERS"));
        let mut rest = line.as_str();
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c| !is_word(c)).unwrap_or(from.len());
            safe.push_str(before);
            safe.push_str(name(&from[..end]));
            rest = &from[end..];
        }
        safe.push_str(rest);
        safe.push('\n');
    }
    safe
}

fn name(word: &str) -> &str {
    let digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let hex = |word: &str| word.bytes().all(|b| b.is_ascii_hexdigit());
    match word.len() {
        36 if hex(&word.replace('-', "")) => "ID",
        12 if hex(word) => "MACHINE",
        6 if digits(word) => "CODE",
        _ if word
            .strip_suffix(['d', '天'])
            .is_some_and(|days| !days.is_empty() && digits(days)) =>
        {
            "DAYS"
        }
        62 if word.starts_with("age1") => "RECIPIENT",
        74 if word.starts_with("AGE-SECRET-KEY-1") => "RECOVERY-KEY",
        _ if word.starts_with("v-") && hex(&word[2..]) => "v-PLACE",
        _ if word.starts_with("202") && word.contains('T') && word.contains('Z') => {
            if word.contains("age") { "BACKUP.age" } else { "TIME" }
        }
        _ => word,
    }
}

/// A pipe nobody reads any more.
pub(crate) fn closed_pipe() -> PipeWriter {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer
}

/// A file that takes nothing: every write fails because the disk is full.
pub(crate) fn full_disk() -> File {
    File::options().write(true).open("/dev/full").expect("/dev/full")
}
