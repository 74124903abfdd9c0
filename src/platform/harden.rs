//! Closing this process to other programs of the same user.

/// What became of the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hardening {
    /// Other programs of the same user cannot read our memory, and a crash writes no core file.
    On,
    /// Not attempted: a debug build. `KEYRACK_HARDEN=1` asks for it all the same.
    Off,
    /// The system refused a step, or a debugger is attached already. The steps before it hold. The
    /// text is the system's: show it through [`Safe`](crate::text::Safe).
    Failed(String),
}

/// Switches off core files and tracing (Linux: `PR_SET_DUMPABLE` 0 and `RLIMIT_CORE` 0) and looks
/// for a debugger that is attached already. To be called first in `main`, before any secret exists.
///
/// A failure is a value, not a reason to stop: a program run under `strace` is traced on purpose,
/// and where a sandbox forbids `prctl` the vault is no less wanted. `doctor` shows the outcome.
///
/// Debug builds skip it, so that a debugger can attach and tests can trace or inspect the program:
/// once on, even its owner can neither attach nor read `/proc/PID/{mem,maps,environ,fd}`. (A tracer
/// that started the program keeps it; what is readable by all, such as `/proc/PID/stat`, stays so.)
pub fn harden() -> Hardening {
    let asked = std::env::var_os("KEYRACK_HARDEN").is_some_and(|value| value == "1");
    if cfg!(debug_assertions) && !asked {
        return Hardening::Off;
    }
    match secmem_proc::harden_process() {
        Ok(()) => Hardening::On,
        Err(error) => Hardening::Failed(error.to_string()),
    }
}
