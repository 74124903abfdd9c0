//! A person's folder that lasts one test, and the program run in it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) const PASSPHRASE: &str = "quince ladder 47 moss";

/// What a run of a program left.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Run {
    /// It must have worked.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    /// It must have failed, and said so with these words.
    pub(crate) fn refused(self, words: &[&str]) {
        assert_ne!(self.code, 0, "{}{}", self.stdout, self.stderr);
        let said = self.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(said.contains(word), "no {word:?} in: {said}");
        }
    }
}

/// A folder with a passphrase in `pass`, a list of one account in `list` and a folder for programs.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.write("pass", format!("{PASSPHRASE}\n"));
        home.write(
            "list",
            "otpauth://totp/Amazon:ops@hikari.example?secret=JBSWY3DPEHPK3PXP&issuer=Amazon\n",
        );
        for folder in ["bin", "elsewhere", ".config/keyrack"] {
            fs::create_dir_all(home.path(folder)).expect("a folder");
        }
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

    pub(crate) fn text(&self, name: impl AsRef<Path>) -> String {
        String::from_utf8(self.read(name)).expect("text")
    }

    /// Puts a program there.
    pub(crate) fn program(&self, name: &str, script: &str) {
        self.write(name, script);
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).expect("may run");
    }

    /// Any program, with the folder for programs first in `PATH`.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        // A session of its own has no terminal, whoever runs the tests.
        let mut command = Command::new("setsid");
        let path = std::env::var("PATH").unwrap_or_default();
        command.arg("--wait").arg(program).current_dir(self.0.path()).env_clear();
        command.stdin(Stdio::null()).env("HOME", self.0.path()).env("LANG", "C.UTF-8");
        command.env("PATH", format!("{}:{path}", self.path("bin").display()));
        command
    }

    pub(crate) fn run<I: IntoIterator<Item: AsRef<OsStr>>>(
        &self,
        program: &str,
        arguments: I,
    ) -> Run {
        finish(self.command(program).args(arguments))
    }

    /// Keyrack with an identity.
    pub(crate) fn keyrack<const N: usize>(&self, identity: &str, arguments: [&str; N]) -> Run {
        let options = ["--vault", "v.age", "--identity", identity, "--passphrase-file", "pass"];
        self.run(env!("CARGO_BIN_EXE_keyrack"), options.iter().chain(&arguments))
    }

    /// The settings.
    pub(crate) fn allow(&self, programs: &[&str]) {
        let paths: Vec<PathBuf> = programs.iter().map(|name| self.path(name)).collect();
        self.write(".config/keyrack/settings.ron", format!("(plugins: {paths:?})"));
    }
}

pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("runs");
    Run {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}
