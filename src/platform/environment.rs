//! The variables that matter, read once.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use crate::surroundings::Terminal;

/// The variables that say, by being set, that the person sits elsewhere.
pub(super) const REMOTE_SIGNS: [&str; 6] = [
    "SSH_CONNECTION",
    "SSH_CLIENT",
    "SSH_TTY",
    "VSCODE_IPC_HOOK_CLI",
    "REMOTE_CONTAINERS",
    "CODESPACES",
];

/// The variables that say, by being set, that we are in a container.
const CONTAINER_SIGNS: [&str; 4] =
    ["container", "KUBERNETES_SERVICE_HOST", "REMOTE_CONTAINERS", "CODESPACES"];

/// What surrounds this process: a snapshot, so that nothing else asks the system.
///
/// A variable that is set but empty counts as absent. Text that is not UTF-8 is read with
/// replacement characters, except paths, which are kept as they are. Tests build their own:
/// `Environment { term: Some("xterm".into()), ..Environment::default() }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `LC_ALL`.
    pub lc_all: Option<String>,
    /// `LC_MESSAGES`.
    pub lc_messages: Option<String>,
    /// `LANG`.
    pub lang: Option<String>,
    /// `TERM`: what kind of terminal this is. ssh passes it on.
    pub term: Option<String>,
    /// `NO_COLOR`: colours are not wanted (<https://no-color.org>).
    pub no_color: bool,
    /// `TMUX`: we run inside tmux on this machine.
    pub tmux: Option<String>,
    /// `TMUX_PANE`: in which pane.
    pub tmux_pane: Option<String>,
    /// `ZELLIJ`: we run inside zellij on this machine.
    pub zellij: Option<String>,
    /// `STY`: we run inside GNU screen on this machine.
    pub sty: Option<String>,
    /// `DISPLAY`: an X server. It may be the server's own or a forwarded one.
    pub display: Option<String>,
    /// `WAYLAND_DISPLAY`: a Wayland compositor.
    pub wayland_display: Option<String>,
    /// `WSL_DISTRO_NAME`: Linux inside Windows, which counts as local.
    pub wsl_distro_name: Option<String>,
    /// Those of the variables that podman, systemd, Kubernetes and remote editors set in a container.
    pub container_signs: Vec<&'static str>,
    /// The terminal that the variables name.
    pub terminal: Option<Terminal>,
    /// Those of the variables that are set by ssh, remote editors and remote containers.
    pub remote_signs: Vec<&'static str>,
    /// `KEYRACK_VAULT`: the vault, unless an option names another.
    pub vault: Option<PathBuf>,
    /// `KEYRACK_IDENTITY`: the identity file, unless an option names another.
    pub identity: Option<PathBuf>,
    /// `LOGNAME`, else `USER`: what this person is called on this machine.
    pub user: Option<String>,
    /// `AGEDEBUG`: what age is to print of what it does; `plugin` for what it exchanges with plugins.
    pub age_debug: Option<String>,
    /// Standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Standard output is a terminal.
    pub stdout_is_terminal: bool,
}

impl Environment {
    /// Looks once at the variables and the two streams.
    pub fn read() -> Self {
        Self {
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            ..Self::from_variables(|name| std::env::var_os(name))
        }
    }

    /// The part that is variables, asked one by one; neither stream is a terminal.
    pub fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let text = |name: &str| set(name).map(|value| value.to_string_lossy().into_owned());
        let all_set = |names: &[&'static str]| -> Vec<&'static str> {
            names.iter().copied().filter(|name| set(name).is_some()).collect()
        };
        Self {
            lc_all: text("LC_ALL"),
            lc_messages: text("LC_MESSAGES"),
            lang: text("LANG"),
            term: text("TERM"),
            no_color: set("NO_COLOR").is_some(),
            tmux: text("TMUX"),
            tmux_pane: text("TMUX_PANE"),
            zellij: text("ZELLIJ"),
            sty: text("STY"),
            display: text("DISPLAY"),
            wayland_display: text("WAYLAND_DISPLAY"),
            wsl_distro_name: text("WSL_DISTRO_NAME"),
            container_signs: all_set(&CONTAINER_SIGNS),
            terminal: Terminal::named(text),
            user: text("LOGNAME").or_else(|| text("USER")),
            vault: set("KEYRACK_VAULT").map(PathBuf::from),
            identity: set("KEYRACK_IDENTITY").map(PathBuf::from),
            age_debug: text("AGEDEBUG"),
            stdin_is_terminal: false,
            stdout_is_terminal: false,
            remote_signs: all_set(&REMOTE_SIGNS),
        }
    }

    /// The languages asked for, the strongest first, as `i18n::negotiate` wants them.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        [&self.lc_all, &self.lc_messages, &self.lang].into_iter().filter_map(Option::as_deref)
    }
}

/// The names of the variables that begin so: for a program that is not to be told them.
pub fn variables(start: &str) -> Vec<OsString> {
    let names = std::env::vars_os().map(|(name, _)| name);
    names.filter(|name| name.as_encoded_bytes().starts_with(start.as_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surroundings::Person;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::from_variables(|asked| {
            variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn nothing_set_is_the_default() {
        assert_eq!(environment(&[]), Environment::default());
    }

    #[test]
    fn empty_counts_as_absent() {
        let names = ["LC_ALL", "TERM", "NO_COLOR", "TMUX", "SSH_TTY", "KEYRACK_VAULT"];
        assert_eq!(environment(&names.map(|name| (name, ""))), Environment::default());
    }

    #[test]
    fn every_variable_has_its_place() {
        let all = environment(&[
            ("LC_ALL", "zh_CN.UTF-8"),
            ("LC_MESSAGES", "de_DE"),
            ("LANG", "en_GB"),
            ("TERM", "xterm"),
            ("NO_COLOR", "1"),
            ("TMUX", "/tmp/tmux-0/default,1,0"),
            ("TMUX_PANE", "%3"),
            ("ZELLIJ", "0"),
            ("container", "podman"),
            ("KITTY_WINDOW_ID", "1"),
            ("STY", "1.pts-0.host"),
            ("DISPLAY", ":0"),
            ("WAYLAND_DISPLAY", "wayland-0"),
            ("WSL_DISTRO_NAME", "Debian"),
            ("KEYRACK_VAULT", "/v"),
            ("KEYRACK_IDENTITY", "/i"),
            ("USER", "li"),
        ]);
        let expected = Environment {
            lc_all: Some("zh_CN.UTF-8".into()),
            lc_messages: Some("de_DE".into()),
            lang: Some("en_GB".into()),
            term: Some("xterm".into()),
            no_color: true,
            tmux: Some("/tmp/tmux-0/default,1,0".into()),
            tmux_pane: Some("%3".into()),
            zellij: Some("0".into()),
            container_signs: vec!["container"],
            terminal: Some(Terminal::Kitty),
            sty: Some("1.pts-0.host".into()),
            display: Some(":0".into()),
            wayland_display: Some("wayland-0".into()),
            wsl_distro_name: Some("Debian".into()),
            vault: Some("/v".into()),
            identity: Some("/i".into()),
            user: Some("li".into()),
            ..Environment::default()
        };
        assert_eq!(all, expected);
        assert_eq!(all.locales().collect::<Vec<_>>(), ["zh_CN.UTF-8", "de_DE", "en_GB"]);
    }

    #[test]
    fn each_remote_sign_says_remote() {
        for name in REMOTE_SIGNS {
            let environment = environment(&[(name, "x"), ("DISPLAY", ":0")]);
            assert_eq!(environment.remote_signs, [name]);
            assert_eq!(environment.find_surroundings().person, Person::Elsewhere, "{name}");
        }
        assert!(environment(&[("WSL_DISTRO_NAME", "Debian")]).remote_signs.is_empty());
    }
}
