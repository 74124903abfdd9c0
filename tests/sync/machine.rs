//! One person's machine: a home of its own, the program, and git by itself.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The passphrase of vaults that have one.
pub(crate) const PASSPHRASE: &str = "quince ladder 47 moss";

/// What a run left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

impl Run {
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.ends(0)
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.out.contains(text) || self.err.contains(text), "no {text:?} in {self:#?}");
        self
    }
}

/// What carries the vault between machines, on this disk.
pub(crate) fn bare(folder: &Path) -> PathBuf {
    let path = folder.join("remote.git");
    let made = Command::new("git")
        .args(["init", "--quiet", "--bare", "--initial-branch=main"])
        .arg(&path)
        .status();
    assert!(made.expect("git is installed").success());
    path
}

/// A machine whose vault is `team/team.age` in its home.
pub(crate) struct Machine {
    home: PathBuf,
    passphrase: bool,
}

impl Machine {
    fn at(home: PathBuf, passphrase: bool) -> Self {
        fs::create_dir_all(home.join("team")).unwrap();
        let settings = "[user]\n\tname = Li\n\temail = li@hikari.example\n[init]\n\tdefaultBranch = main\n[pull]\n\trebase = false\n[advice]\n\tdetachedHead = false\n";
        fs::write(home.join(".gitconfig"), settings).unwrap();
        fs::write(home.join("pass"), format!("{PASSPHRASE}\n")).unwrap();
        let machine = Self { home, passphrase };
        fs::create_dir_all(machine.settings().parent().unwrap()).unwrap();
        fs::write(machine.settings(), "(activity: false)\n").unwrap();
        machine
    }

    fn settings(&self) -> PathBuf {
        self.home.join(".config/keyrack/settings.ron")
    }

    /// What is done here is written down from now on.
    pub(crate) fn write_down(&self) {
        fs::remove_file(self.settings()).unwrap();
    }

    /// The machine on which a vault begins, opened by an identity without a passphrase.
    pub(crate) fn first(folder: &Path) -> Self {
        let machine = Self::at(folder.join("first"), false);
        machine.run(["init", "--no-passphrase"]).done();
        machine
    }

    /// The same with a vault that opens with a passphrase alone.
    pub(crate) fn first_with_passphrase(folder: &Path) -> Self {
        let machine = Self::at(folder.join("first"), true);
        machine.run(["init", "--passphrase-vault", "--work-factor", "10"]).done();
        machine
    }

    /// The machine of somebody else, without a vault, and the line they send to be let in.
    pub(crate) fn newcomer(folder: &Path, name: &str) -> (Self, String) {
        let machine = Self::at(folder.join(name), false);
        let run = machine.run(["identity", "new", "--no-passphrase", "--name", name]).done();
        (machine, run.out.trim_end().to_owned())
    }

    /// Another machine of the same person, which cloned the vault with git and did nothing else.
    pub(crate) fn clone(&self, folder: &Path, name: &str, remote: &Path) -> Self {
        let machine = self.other(folder, name);
        machine.git(["clone", "--quiet", remote.to_str().unwrap(), "."]);
        machine
    }

    /// Another machine of the same person without a vault.
    pub(crate) fn other(&self, folder: &Path, name: &str) -> Self {
        let machine = Self::at(folder.join(name), self.passphrase);
        if !self.passphrase {
            fs::copy(self.home.join("id.age"), machine.home.join("id.age")).unwrap();
        }
        machine
    }

    /// Another machine that began as a copy of this one's home, with all that is remembered there.
    pub(crate) fn copied(&self, folder: &Path, name: &str) -> Self {
        let home = folder.join(name);
        let copy = Command::new("cp").arg("-a").args([&self.home, &home]).status();
        assert!(copy.expect("cp is there").success());
        Self { home, passphrase: self.passphrase }
    }

    pub(crate) fn home(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    pub(crate) fn team(&self, name: &str) -> PathBuf {
        self.home.join("team").join(name)
    }

    pub(crate) fn vault(&self) -> Vec<u8> {
        fs::read(self.team("team.age")).unwrap()
    }

    fn dress(&self, command: &mut Command) {
        command.env_clear().env("HOME", &self.home).env("LANG", "C.UTF-8");
        let own = Path::new(env!("CARGO_BIN_EXE_keyrack")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = [own].into_iter().chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(all).unwrap());
        command.stdin(Stdio::null());
    }

    /// The program, without a terminal.
    pub(crate) fn keyrack(&self) -> Command {
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(env!("CARGO_BIN_EXE_keyrack"));
        self.dress(&mut command);
        command.current_dir(&self.home);
        command.args(["--vault", "team/team.age", "--identity", "id.age"]);
        if self.passphrase {
            command.args(["--passphrase-file", "pass"]);
        }
        command
    }

    pub(crate) fn run<I: IntoIterator<Item: AsRef<OsStr>>>(&self, args: I) -> Run {
        finish(self.keyrack().args(args))
    }

    pub(crate) fn sync(&self) -> Run {
        self.run(["sync"])
    }

    /// git in the vault's folder, as a person types it.
    pub(crate) fn try_git<I: IntoIterator<Item: AsRef<OsStr>>>(&self, args: I) -> Run {
        let mut command = Command::new("git");
        self.dress(&mut command);
        finish(command.current_dir(self.home.join("team")).args(args))
    }

    #[track_caller]
    pub(crate) fn git<I: IntoIterator<Item: AsRef<OsStr>>>(&self, args: I) -> String {
        self.try_git(args).done().out
    }

    pub(crate) fn add(&self, login: &str) {
        self.run(["add", "--no-key", "--platform", "Amazon", "--login", login]).done();
    }

    pub(crate) fn note(&self, login: &str, note: &str) {
        self.run(["edit", login, "--note", note]).done();
    }

    /// Everything in the vault, as JSON without what differs between two looks.
    pub(crate) fn book(&self) -> String {
        self.run(["git-show", "team/team.age"]).done().out
    }

    pub(crate) fn logins(&self) -> Vec<String> {
        let rows: serde_json::Value =
            serde_json::from_str(&self.run(["list", "--json"]).done().out).unwrap();
        let rows = rows.as_array().unwrap().clone();
        let mut logins: Vec<String> =
            rows.iter().map(|row| row["login"].as_str().unwrap().to_owned()).collect();
        logins.sort();
        logins
    }

    /// The repository is whole, clean, and has nothing in it that nobody asked for.
    #[track_caller]
    pub(crate) fn is_tidy(&self) {
        self.git(["fsck", "--strict", "--no-dangling"]);
        assert_eq!(self.git(["status", "--porcelain"]), "");
        let refs = self.git(["for-each-ref", "--format=%(refname)"]);
        assert!(!refs.contains("notes"), "{refs}");
        let left = self.git(["ls-files", "--others"]);
        assert_eq!(left, "", "left over");
        assert!(!self.team(".git/keyrack.index").exists());
    }
}

pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("starts");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    Run { out, err, code: output.status.code() }
}

/// Two machines that have exchanged a vault of two accounts, and the remote between them.
pub(crate) fn pair(folder: &Path) -> (Machine, Machine, PathBuf) {
    let remote = bare(folder);
    let first = Machine::first(folder);
    started(first, folder, remote)
}

pub(crate) fn started(
    first: Machine,
    folder: &Path,
    remote: PathBuf,
) -> (Machine, Machine, PathBuf) {
    first.add("one");
    first.add("two");
    first.run(["sync", "init", "--remote", remote.to_str().unwrap()]).done();
    first.sync().done().says("Sent to origin.");
    let second = first.clone(folder, "second", &remote);
    second.sync().done().says("Nothing new");
    (first, second, remote)
}
