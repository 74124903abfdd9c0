//! Copies that synchronisers leave beside a file that two machines changed, told by their names.
//!
//! Pure. A name only says what a file may be: whoever takes one in opens it first and looks whether
//! it is the same vault.

/// Words of any synchroniser, in small letters, for a copy that clashes.
const WORDS: [&str; 4] = ["conflict", "冲突", "衝突", "競合"];

/// Beginnings of the names that Windows gives to machines, which `OneDrive` adds to a copy's.
const MACHINES: [&str; 2] = ["-DESKTOP-", "-LAPTOP-"];

/// Whether `name` is what a synchroniser calls a copy of the file `of` that clashed with it.
///
/// | who | a copy of `team.age` |
/// | --- | --- |
/// | Syncthing | `team.sync-conflict-20261128-220519-ABCDEFG.age` |
/// | Dropbox | `team (Li's conflicted copy 2026-11-28).age`, `team (Li 的冲突副本 2026-11-28).age`, `team（冲突副本）.age` |
/// | Nextcloud, ownCloud | `team (conflicted copy 2026-11-28 220519).age`, `team_conflict-20261128-220519.age` |
/// | Seafile | `team (SFConflict li@example.com 2026-11-28-22-05-19).age` |
/// | Synology Drive | `team_HOST_Nov-28-220519-2026_Conflict.age` |
/// | OneDrive | `team-DESKTOP-AB12CD3.age` |
/// | Google Drive, iCloud | `team (1).age`, `team 2.age` |
pub fn is_copy(name: &str, of: &str) -> bool {
    let (stem, extension) = match of.rfind('.') {
        Some(dot) if dot > 0 => of.split_at(dot),
        _ => (of, ""),
    };
    let Some(added) = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(extension)) else {
        return false;
    };
    if added.starts_with(['.', ' ', '_', '-', '(', '[', '（', '【']) {
        let small = added.to_lowercase();
        if WORDS.iter().any(|word| small.contains(word)) {
            return true;
        }
    }
    let number = |digits: &str| {
        (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let bracketed = [('(', ')'), ('（', '）')]
        .into_iter()
        .find_map(|(open, shut)| added.trim_start().strip_prefix(open)?.strip_suffix(shut));
    let machine = |start: &str| {
        added.strip_prefix(start).is_some_and(|rest| {
            (4..=15).contains(&rest.len())
                && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        })
    };
    bracketed.is_some_and(number)
        || added.strip_prefix(' ').is_some_and(number)
        || MACHINES.into_iter().any(machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_by_their_names() {
        let copies = [
            "team.sync-conflict-20261128-220519-ABCDEFG.age",
            "team (Li's conflicted copy 2026-11-28).age",
            "team (Li 的冲突副本 2026-11-28).age",
            "team（冲突副本）.age",
            "team（Bo的冲突副本2026-11-29）.age",
            "team（1）.age",
            "team (conflicted copy 2026-11-28 220519).age",
            "team_conflict-20261128-220519.age",
            "team (SFConflict li@example.com 2026-11-28-22-05-19).age",
            "team_HOST_Nov-28-220519-2026_Conflict.age",
            "team(1).age",
            "team (1).age",
            "team (12).age",
            "team 2.age",
            "team-DESKTOP-AB12CD3.age",
            "team-LAPTOP-0123456.age",
        ];
        for name in copies {
            assert!(is_copy(name, "team.age"), "{name}");
        }
        let others = [
            "team.age",
            "team",
            "team-eu.age",
            "team-EU.age",
            "teams.age",
            "team conflict.txt",
            "teamconflict.age",
            "other (1).age",
            "team (final).age",
            "team（终稿）.age",
            "team 2026.age",
            "team-DESKTOP-.age",
            "team-DESKTOP-ab12cd3.age",
            ".team.age.Xk3f9q.tmp",
            "",
        ];
        for name in others {
            assert!(!is_copy(name, "team.age"), "{name}");
        }
        assert!(is_copy("vault.sync-conflict-1", "vault"));
        assert!(!is_copy("vault", "vault"));
        assert!(!is_copy(".age", ".age"));
    }
}
