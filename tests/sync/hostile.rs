//! A repository and a remote that somebody else has prepared: nothing of theirs runs, nothing raw is printed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::machine::{Machine, pair};

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

const HOOKS: [&str; 12] = [
    "pre-commit",
    "commit-msg",
    "post-commit",
    "pre-push",
    "post-checkout",
    "post-merge",
    "reference-transaction",
    "post-index-change",
    "fsmonitor-watchman",
    "pre-auto-gc",
    "prepare-commit-msg",
    "post-rewrite",
];

/// Something for a sync to do in every way.
fn busy(first: &Machine, second: &Machine, round: usize) {
    first.add(&format!("first-{round}"));
    second.add(&format!("second-{round}"));
    second.sync().done();
}

#[test]
fn no_hook_of_either_side_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let mark = folder.path().join("ran");
    let evil = format!("touch '{}'", mark.display());
    for name in HOOKS {
        script(&first.team(".git/hooks").join(name), &evil);
    }
    for name in ["pre-receive", "update", "post-receive", "post-update", "reference-transaction"] {
        script(&remote.join("hooks").join(name), &evil);
    }
    first.git([
        "config",
        "core.fsmonitor",
        &first.team(".git/hooks/fsmonitor-watchman").to_string_lossy(),
    ]);
    first.git(["config", "core.hooksPath", &first.team(".git/hooks").to_string_lossy()]);
    let _ = fs::remove_file(&mark);
    busy(&first, &second, 0);
    first.sync().done().says("merged").says("Sent");
    assert!(!mark.exists(), "a hook ran");
}

/// Git pushes to all addresses of a remote. The first one is elsewhere and takes it, the second one is a
/// folder here, whose hooks would run as this person.
#[test]
fn no_hook_runs_behind_the_second_address_of_a_remote() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let (mark, trap) = (folder.path().join("ran"), folder.path().join("trap.git"));
    first.git(["clone", "--quiet", "--bare", remote.to_str().unwrap(), trap.to_str().unwrap()]);
    for name in ["pre-receive", "update", "post-receive", "post-update", "reference-transaction"] {
        script(&trap.join("hooks").join(name), &format!("touch '{}'", mark.display()));
    }
    // As `host:path`, it is no folder by its looks; ssh is a stand-in that stays here.
    let ssh = folder.path().join("ssh");
    script(&ssh, "for last; do :; done; eval \"$last\"");
    first.git(["config", "--global", "core.sshCommand", ssh.to_str().unwrap()]);
    let elsewhere = format!("host:{}", remote.display());
    first.git(["remote", "set-url", "origin", &elsewhere]);
    first.git(["remote", "set-url", "--add", "--push", "origin", &elsewhere]);
    first.git(["remote", "set-url", "--add", "--push", "origin", trap.to_str().unwrap()]);
    busy(&first, &second, 0);
    first.sync().done().says("Sent");
    let there = |path: &std::path::Path| {
        first.git(["--git-dir", path.to_str().unwrap(), "rev-parse", "refs/heads/main"])
    };
    assert_eq!(there(&trap), there(&remote), "it was pushed to both");
    assert!(!mark.exists(), "a hook ran");
}

/// A remote that keeps its own working folder in step starts what its settings name for that.
#[test]
fn nothing_runs_for_the_working_folder_of_a_remote() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, remote) = pair(folder.path());
    let (mark, trap) = (folder.path().join("ran"), folder.path().join("trap"));
    let evil = folder.path().join("evil");
    script(&evil, &format!("touch '{}'; cat", mark.display()));
    let evil = evil.to_str().unwrap();
    first.git(["clone", "--quiet", remote.to_str().unwrap(), trap.to_str().unwrap()]);
    fs::write(trap.join(".git/info/attributes"), "* filter=evil\n").unwrap();
    for (key, value) in [
        ("receive.denyCurrentBranch", "updateInstead"),
        ("core.fsmonitor", evil),
        ("filter.evil.clean", evil),
        ("filter.evil.smudge", evil),
    ] {
        first.git(["-C", trap.to_str().unwrap(), "config", key, value]);
    }
    let _ = fs::remove_file(&mark);
    first.git(["remote", "set-url", "origin", trap.to_str().unwrap()]);
    first.add("three");
    first.sync().ends(20).says("branch is currently checked out");
    assert!(!mark.exists(), "a program of the remote ran");
    drop(second);
}

#[test]
fn settings_that_name_a_program_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    let mark = folder.path().join("ran");
    let evil = folder.path().join("evil");
    script(&evil, &format!("touch '{}'; cat", mark.display()));
    let evil = evil.to_str().unwrap();
    let more = folder.path().join("more");
    fs::write(&more, format!("[core]\n\tsshCommand = {evil}\n")).unwrap();
    let keys = [
        "core.sshCommand",
        "core.gitProxy",
        "core.editor",
        "core.pager",
        "core.askPass",
        "credential.helper",
        "gpg.program",
        "gpg.ssh.program",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.external",
        "diff.evil.textconv",
        "merge.evil.driver",
        "remote.origin.uploadpack",
        "remote.origin.receivepack",
        "core.alternateRefsCommand",
        "gc.recentObjectsHook",
        "include.path",
        "alias.fetch",
        "core.worktree",
        "fetch.bundleURI",
    ];
    fs::write(first.team(".gitattributes"), "* filter=evil diff=evil merge=evil\n").unwrap();
    first.add("three");
    for key in keys {
        let value = match key {
            "include.path" => more.to_str().unwrap(),
            "core.worktree" => folder.path().to_str().unwrap(),
            _ => evil,
        };
        first.git(["config", key, value]);
        let _ = fs::remove_file(&mark);
        let run = first.sync().ends(1);
        run.says("Keyrack starts none that a repository names").says(&key.to_lowercase());
        first.run(["sync", "status"]).ends(1);
        first.run(["sync", "init"]).ends(1);
        assert!(!mark.exists(), "{key}");
        let config = first.team(".git/config");
        let text = fs::read_to_string(&config).unwrap();
        let name = key.rsplit('.').next().unwrap();
        let kept = text.lines().filter(|line| {
            !line.trim().to_lowercase().starts_with(&format!("{} =", name.to_lowercase()))
        });
        fs::write(&config, kept.collect::<Vec<_>>().join("\n") + "\n").unwrap();
    }
    first.sync().done();
}

#[test]
fn our_own_driver_is_not_taken_from_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let mark = folder.path().join("ran");
    let evil = format!("touch '{}'", mark.display());
    for key in ["merge.keyrack.driver", "diff.keyrack.textconv"] {
        first.git(["config", key, &evil]);
    }
    busy(&first, &second, 0);
    first.sync().done().says("merged");
    assert!(!mark.exists());
}

#[test]
fn an_address_that_is_a_program_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, _) = pair(folder.path());
    let mark = folder.path().join("ran");
    let evil = format!("ext::sh -c touch% {}", mark.display());
    second.run(["sync", "init", "--remote", &evil]).ends(2).says("no address");
    second.run(["sync", "init", "--remote", "--upload-pack=x"]).ends(2);
    for url in [&*evil, "-oProxyCommand=touch", "ssh://-oProxyCommand=touch/x"] {
        first.git(["config", "remote.origin.url", url]);
        first.sync().ends(20);
    }
    assert!(!mark.exists());
}

#[test]
fn variables_that_steer_git_are_not_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, _) = pair(folder.path());
    let mark = folder.path().join("ran");
    let evil = format!("touch '{}'", mark.display());
    let mut command = first.keyrack();
    command
        .env("GIT_DIR", "/nowhere")
        .env("GIT_SSH_COMMAND", &evil)
        .env("GIT_EXTERNAL_DIFF", &evil);
    command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "core.fsmonitor");
    command.env("GIT_CONFIG_VALUE_0", &evil).env("GIT_INDEX_FILE", "/nowhere/index");
    super::machine::finish(command.arg("sync")).done().says("Nothing new");
    assert!(!mark.exists());
}

#[test]
fn what_the_other_end_says_cannot_drive_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _, remote) = pair(folder.path());
    // Another machine, as far as git can tell: what it is asked for goes through a shell here.
    let ssh = folder.path().join("ssh");
    script(&ssh, "for last; do :; done; exec sh -c \"$last\"");
    first.git(["config", "--global", "core.sshCommand", ssh.to_str().unwrap()]);
    first.git(["config", "remote.origin.url", &format!("host:{}", remote.display())]);
    script(
        &remote.join("hooks/pre-receive"),
        "printf 'no\\033]0;evil\\007 \\302\\233 \\342\\200\\256txt\\n' >&2; exit 1",
    );
    first.add("three");
    let run = first.sync().ends(20);
    run.says("evil").says("pre-receive hook declined");
    for text in [&run.out, &run.err] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{text:?}");
    }
    fs::remove_file(remote.join("hooks/pre-receive")).unwrap();
    first.sync().done().says("Sent");
}
