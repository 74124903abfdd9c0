//! Who signed the commits.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::machine::{Machine, pair};

fn sign_with(machine: &Machine, key: &str) -> String {
    let path = machine.home(key);
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "li@hikari.example", "-f"])
        .arg(&path)
        .status();
    assert!(made.expect("ssh-keygen is installed").success());
    machine.git(["config", "--global", "gpg.format", "ssh"]);
    machine.git(["config", "--global", "user.signingKey", path.to_str().unwrap()]);
    machine.git(["config", "--global", "commit.gpgSign", "true"]);
    let public = fs::read_to_string(path.with_extension("pub")).unwrap();
    let words: Vec<&str> = public.split_whitespace().take(2).collect();
    format!("li@hikari.example {}\n", words.join(" "))
}

#[test]
fn commits_are_signed_where_git_signs_and_verified_against_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    first.run(["sync", "verify"]).ends(1).says("Git knows no allowed signers");
    let line = sign_with(&first, "signing");
    fs::write(first.home("signers"), &line).unwrap();
    fs::write(second.home("signers"), &line).unwrap();
    first.add("three");
    first.sync().done();
    second.sync().done();
    let newest = ["sync", "verify", "--signers", "signers", "--last", "1"];
    second.run(newest).done().says("good").says("li@hikari.example");
    second.run(["sync", "verify", "--signers", "signers"]).ends(22).says("not signed");
    // A merge is signed, too.
    second.add("four");
    second.sync().done();
    first.add("five");
    first.sync().done();
    first.run(newest).done();
    // A key that nobody vouches for.
    sign_with(&second, "other");
    second.sync().done();
    second.add("six");
    second.sync().done();
    second.run(newest).ends(22).says("unknown key");
    first.run(["sync", "status"]).done().says("new commits are signed");
}

/// Git calls a signature good that OpenPGP vouches for; the list is one of keys of ssh.
#[test]
fn a_signature_of_another_kind_is_by_nobody_of_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    let line = sign_with(&first, "signing");
    fs::write(first.home("signers"), &line).unwrap();
    let gpg = first.home("gpg");
    let said = "[GNUPG:] NEWSIG\\n[GNUPG:] GOODSIG 0123456789ABCDEF Eve\\n[GNUPG:] TRUST_ULTIMATE 0 pgp\\n";
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *--verify*) printf '{said}';; *) cat >/dev/null; printf '\\n[GNUPG:] SIG_CREATED \\n' >&2; printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n';; esac\n"
    );
    fs::write(&gpg, script).unwrap();
    fs::set_permissions(&gpg, fs::Permissions::from_mode(0o755)).unwrap();
    first.git(["config", "--global", "gpg.format", "openpgp"]);
    first.git(["config", "--global", "gpg.program", gpg.to_str().unwrap()]);
    first.add("three");
    first.sync().done();
    let shown = first.git(["log", "-1", "--format=%G?"]);
    assert_eq!(shown.trim(), "G", "git itself takes it for good");
    let newest = ["sync", "verify", "--signers", "signers", "--last", "1"];
    first.run(newest).ends(22);
}

#[test]
fn a_list_that_others_can_write_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    let line = sign_with(&first, "signing");
    fs::write(first.team("signers"), &line).unwrap();
    first.run(["sync", "verify", "--signers", "team/signers"]).ends(1).says("Keep it elsewhere");
    first.run(["sync", "verify", "--signers", "nowhere"]).ends(1);
}

/// Git looks for it from the folder of the repository, wherever it is started; so do we.
#[test]
fn a_list_that_gits_settings_name_is_looked_for_where_git_does() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    let line = sign_with(&first, "signing");
    first.add("three");
    first.sync().done();
    let verify = ["sync", "verify", "--last", "1"];
    fs::write(first.team("signers"), &line).unwrap();
    let set = |path: &str| first.git(["config", "gpg.ssh.allowedSignersFile", path]);
    set("signers");
    first.run(verify).ends(1).says("Keep it elsewhere");
    fs::rename(first.team("signers"), first.home("signers")).unwrap();
    // Where the program is started, there is one. Git does not look there.
    first.run(verify).ends(1).says("signers");
    for path in ["../signers", "~/signers"] {
        set(path);
        first.run(verify).done().says("good");
    }
}
