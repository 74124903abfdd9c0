//! Which settings in a repository's own `.git/config` git may be started with.
//!
//! Pure. A repository can come from a stranger as a folder, and many of git's settings name a program.
//! So only settings that are known to name none are accepted; what is not known is refused by its
//! name. A person's own settings (`~/.gitconfig`) and the system's are theirs to write.

/// Sections of which every setting may stand there: they say how something looks or what it is called.
const SECTIONS: [&str; 20] = [
    "advice",
    "author",
    "branch",
    "color",
    "column",
    "committer",
    "feature",
    "index",
    "init",
    "keyrack",
    "log",
    "maintenance",
    "pack",
    "pull",
    "push",
    "rebase",
    "rerere",
    "status",
    "tag",
    "user",
];

/// Settings of other sections that name no program and no other host, or whose program never runs: we say ourselves
/// that there are no hooks and no monitor of files.
const SETTINGS: [&str; 38] = [
    "commit.gpgsign",
    "core.abbrev",
    "core.autocrlf",
    "core.bare",
    "core.compression",
    "core.eol",
    "core.filemode",
    "core.fsmonitor",
    "core.hookspath",
    "core.ignorecase",
    "core.logallrefupdates",
    "core.precomposeunicode",
    "core.protecthfs",
    "core.protectntfs",
    "core.quotepath",
    "core.repositoryformatversion",
    "core.safecrlf",
    "core.sharedrepository",
    "core.symlinks",
    "core.untrackedcache",
    "core.whitespace",
    "diff.algorithm",
    "diff.renames",
    "extensions.objectformat",
    "extensions.refstorage",
    "extensions.worktreeconfig",
    "fetch.fsckobjects",
    "fetch.output",
    "fetch.parallel",
    "fetch.prune",
    "fetch.prunetags",
    "fetch.writecommitgraph",
    "gpg.format",
    "gpg.ssh.allowedsignersfile",
    "merge.conflictstyle",
    "merge.ff",
    "remote.pushdefault",
    "submodule.active",
];

/// Of a remote: where it is and what is fetched. Not which program answers there.
const REMOTE: [&str; 7] = ["url", "pushurl", "fetch", "push", "tagopt", "prune", "skipfetchall"];

/// Of the driver that `keyrack sync init` enters.
const OURS: [&str; 4] = [
    "merge.keyrack.name",
    "merge.keyrack.driver",
    "diff.keyrack.textconv",
    "diff.keyrack.cachetextconv",
];

/// Whether a setting may stand in a repository. `key` is as git lists it: section and name in small
/// letters.
pub(super) fn is_harmless(key: &str) -> bool {
    let section = key.split('.').next().unwrap_or_default();
    if section == "remote"
        && let Some((_, name)) = key.rsplit_once('.')
        && key.matches('.').count() > 1
    {
        return REMOTE.contains(&name);
    }
    // A key with an own part in the middle may be of another kind than its section: `gc.<x>.<y>`.
    SECTIONS.contains(&section) && (section == "branch" || key.matches('.').count() == 1)
        || SETTINGS.contains(&key)
        || OURS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_program_is_refused() {
        let refused = [
            "core.sshcommand",
            "core.editor",
            "core.pager",
            "core.askpass",
            "core.gitproxy",
            "core.worktree",
            "core.alternaterefscommand",
            "core.attributesfile",
            "credential.helper",
            "credential.https://host.example.helper",
            "alias.status",
            "filter.lfs.clean",
            "diff.external",
            "diff.age.textconv",
            "diff.age.command",
            "merge.age.driver",
            "gpg.program",
            "gpg.ssh.program",
            "gpg.ssh.defaultkeycommand",
            "remote.origin.uploadpack",
            "remote.origin.receivepack",
            "remote.origin.vcs",
            "remote.origin.proxy",
            "remote.a.url.uploadpack",
            "gc.recentobjectshook",
            "url.ext::sh -c evil.insteadof",
            "include.path",
            "includeif.gitdir:/.path",
            "protocol.ext.allow",
            "http.proxy",
            "uploadpack.packobjectshook",
            "submodule.x.update",
            "trailer.x.command",
            "pager.log",
            // Git asks that host, too.
            "fetch.bundleuri",
            "nonsense",
            "",
        ];
        for key in refused {
            assert!(!is_harmless(key), "{key}");
        }
        let accepted = [
            "core.bare",
            "core.hookspath",
            "remote.origin.url",
            "remote.my.host.fetch",
            "remote.pushdefault",
            "branch.main.merge",
            "branch.feature.x.remote",
            "user.email",
            "user.signingkey",
            "commit.gpgsign",
            "gpg.format",
            "merge.keyrack.driver",
            "keyrack.sync",
            "pull.rebase",
            "fetch.prune",
        ];
        for key in accepted {
            assert!(is_harmless(key), "{key}");
        }
    }
}
