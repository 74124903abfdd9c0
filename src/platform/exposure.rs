//! Where the memory of this program could end up besides memory: on a swap device, in a core file.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use rustix::process::{Resource, getrlimit};

/// Devices on one another, deeper than any real stack.
const DEEPEST: usize = 8;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Where memory is moved to when it runs short.
    pub swap: Swap,
    /// Whether a crash of this program leaves its memory in a file.
    pub core_files: CoreFiles,
}

/// Where memory is moved to when it runs short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swap {
    /// Nowhere.
    Off,
    /// Into compressed memory (zram).
    Memory,
    /// To a device that is encrypted.
    Encrypted,
    /// To a disk, and nothing shows that it is encrypted.
    Disk,
    /// This system does not say.
    Unknown,
}

/// Whether a crash of this program leaves its memory in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoreFiles {
    /// It does not.
    Off,
    /// It does.
    On,
    /// This system does not say.
    Unknown,
}

impl Exposure {
    /// Looks at the system and at this process as it is now.
    pub fn look() -> Self {
        let swap = fs::read_to_string("/proc/swaps");
        let swap = swap.map_or(Swap::Unknown, |table| judge_swap(&table, is_encrypted));
        let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").ok();
        let limit = getrlimit(Resource::Core).current;
        Self { swap, core_files: judge_core(is_dumpable(), limit, pattern.as_deref()) }
    }
}

/// Reads the table of `/proc/swaps`: a head, then a device or file a line. The worst one counts.
fn judge_swap(table: &str, is_encrypted: impl Fn(&str) -> bool) -> Swap {
    let names = table.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    let (mut swap, mut any) = (Swap::Memory, false);
    for name in names {
        any = true;
        let device = name.strip_prefix("/dev/").unwrap_or_default();
        if device.starts_with("zram") {
            continue;
        }
        if !is_encrypted(device) {
            return Swap::Disk;
        }
        swap = Swap::Encrypted;
    }
    if any { swap } else { Swap::Off }
}

/// Whether a device is encrypted, by the system's list of devices.
fn is_encrypted(device: &str) -> bool {
    is_encrypted_in(Path::new("/sys/class/block"), device, DEEPEST)
}

/// Whether a device is dm-crypt's, or everything that it lies on is.
fn is_encrypted_in(list: &Path, device: &str, deepest: usize) -> bool {
    if device.is_empty() || device.contains('/') || deepest == 0 {
        return false;
    }
    let folder = list.join(device);
    let id = fs::read_to_string(folder.join("dm/uuid")).unwrap_or_default();
    if id.starts_with("CRYPT-") {
        return true;
    }
    let entries = fs::read_dir(folder.join("slaves")).into_iter().flatten().flatten();
    let below: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    let is_encrypted = |name: &OsString| {
        name.to_str().is_some_and(|name| is_encrypted_in(list, name, deepest - 1))
    };
    !below.is_empty() && below.iter().all(is_encrypted)
}

/// `dumpable` is nothing, and so is `pattern`, where the system does not say.
fn judge_core(dumpable: Option<bool>, limit: Option<u64>, pattern: Option<&str>) -> CoreFiles {
    let piped = pattern.is_some_and(|pattern| pattern.starts_with('|'));
    match (dumpable, limit) {
        (Some(false), _) => CoreFiles::Off,
        // The limit does not hold for a program that is given the memory (core(5)).
        (_, Some(0)) if !piped => CoreFiles::Off,
        _ if pattern.is_some_and(|pattern| pattern.trim().is_empty()) => CoreFiles::Off,
        (None, _) if pattern.is_none() => CoreFiles::Unknown,
        _ => CoreFiles::On,
    }
}

#[cfg(target_os = "linux")]
fn is_dumpable() -> Option<bool> {
    use rustix::process::{DumpableBehavior, dumpable_behavior};

    dumpable_behavior().ok().map(|behavior| behavior != DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn is_dumpable() -> Option<bool> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_swap_counts() {
        let cases: [(&str, &[&str], Swap); 7] = [
            ("none", &[], Swap::Off),
            ("compressed memory", &["/dev/zram0"], Swap::Memory),
            ("a partition", &["/dev/sda2"], Swap::Disk),
            ("a file", &["/swap\\040file"], Swap::Disk),
            ("an encrypted device", &["/dev/dm-1"], Swap::Encrypted),
            ("memory first, then a disk", &["/dev/zram0", "/dev/sda2"], Swap::Disk),
            ("memory first, then encrypted", &["/dev/zram0", "/dev/dm-1"], Swap::Encrypted),
        ];
        for (name, devices, swap) in cases {
            let lines: Vec<String> =
                devices.iter().map(|device| format!("{device} partition\t1\t0\t-2\n")).collect();
            let table = format!("Filename\tType\tSize\tUsed\tPriority\n{}", lines.concat());
            assert_eq!(judge_swap(&table, |device| device == "dm-1"), swap, "{name}");
        }
    }

    #[test]
    fn a_device_is_encrypted_where_all_that_it_lies_on_is() {
        let list = tempfile::tempdir().expect("a folder");
        let device = |name: &str, id: &str, below: &[&str]| {
            let folder = list.path().join(name);
            fs::create_dir_all(folder.join("dm")).expect("a folder");
            fs::write(folder.join("dm/uuid"), id).expect("writes");
            for other in below {
                fs::create_dir_all(folder.join("slaves").join(other)).expect("a folder");
            }
        };
        device("sda", "", &[]);
        device("dm-0", "CRYPT-LUKS2-1", &["sda"]);
        device("dm-1", "LVM-1", &["dm-0"]);
        device("dm-2", "LVM-2", &["dm-0", "sda"]);
        device("dm-3", "LVM-3", &["dm-3"]);
        for (name, expected) in [
            ("sda", false),
            ("dm-0", true),
            ("dm-1", true),
            ("dm-2", false),
            ("dm-3", false),
            ("gone", false),
            ("", false),
            ("../x", false),
        ] {
            assert_eq!(is_encrypted_in(list.path(), name, DEEPEST), expected, "{name}");
        }
    }

    #[test]
    fn core_files_are_off_where_nothing_can_write_one() {
        use CoreFiles::{Off, On, Unknown};
        let cases = [
            ("hardened", Some(false), Some(0), Some("core"), Off),
            ("hardened, with a collector", Some(false), Some(0), Some("|/usr/bin/apport %p"), Off),
            ("limit of the shell", Some(true), Some(0), Some("core"), Off),
            ("a collector heeds no limit", Some(true), Some(0), Some("|/usr/bin/apport %p"), On),
            ("no limit", Some(true), None, Some("core"), On),
            ("no pattern", Some(true), None, Some("\n"), Off),
            ("another system", None, None, None, Unknown),
            ("another system, with a limit", None, Some(0), None, Off),
        ];
        for (name, dumpable, limit, pattern, expected) in cases {
            assert_eq!(judge_core(dumpable, limit, pattern), expected, "{name}");
        }
    }
}
