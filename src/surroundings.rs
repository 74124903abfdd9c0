//! What lies between this program and the person's eyes: terminals, multiplexers, connections.
//! PURE data: `platform` fills it in, `clipboard` decides by it how a copy travels, `doctor` tells
//! it. It knows how to name a terminal, not how to ask for anything.

use std::path::PathBuf;

/// Everything around the program at one moment. People detach from a session here and attach to it
/// from elsewhere, so it is looked at anew when it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with one another")]
pub struct Surroundings {
    /// Where the person sits.
    pub person: Person,
    /// What we run in, from the inside out, as far as this machine can see: beyond a connection
    /// there may be more, and only [`term`](Self::term) tells of it.
    pub layers: Vec<Layer>,
    /// `TERM`, empty when it is not set. ssh passes it on, so `tmux-256color` here may name a tmux
    /// on the person's own machine.
    pub term: String,
    /// The program that draws for the person, as far as it names itself.
    pub terminal: Option<Terminal>,
    /// tmux on this machine, if `TMUX` is set.
    pub tmux: Tmux,
    /// `STY` is set: we are inside GNU screen on this machine, or were started from it.
    pub screen: bool,
    /// `DISPLAY` or `WAYLAND_DISPLAY` is set, or the system has a desktop without them.
    pub display: bool,
    /// We are in a container.
    pub container: bool,
    /// Linux inside Windows.
    pub wsl: bool,
}

/// Where the person sits who sees our screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Person {
    /// At this machine, as far as can be told.
    #[default]
    Here,
    /// At another: this machine's desktop and its clipboard are not theirs.
    Elsewhere,
}

/// One thing that stands between the program and the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// `sudo`, `su` or `doas`: variables of the layers outside are lost.
    Sudo,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
    /// zellij.
    Zellij,
    /// ssh, by OpenSSH, dropbear or tssh.
    Ssh,
    /// mosh.
    Mosh,
    /// Eternal Terminal.
    EternalTerminal,
    /// An editor's server: VS Code over ssh, a development container, Codespaces.
    Editor,
}

impl Layer {
    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sudo => "sudo",
            Self::Tmux => "tmux",
            Self::Screen => "screen",
            Self::Zellij => "zellij",
            Self::Ssh => "ssh",
            Self::Mosh => "mosh",
            Self::EternalTerminal => "Eternal Terminal",
            Self::Editor => "VS Code",
        }
    }

    /// Whether what is outside of it is on another machine.
    pub fn is_connection(self) -> bool {
        matches!(self, Self::Ssh | Self::Mosh | Self::EternalTerminal | Self::Editor)
    }
}

/// tmux on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tmux {
    /// `TMUX` is not set, or we are in a window that was merely opened from inside tmux.
    #[default]
    None,
    /// `TMUX` is set, and tmux did not answer in time.
    Silent,
    /// It answered that nobody is attached.
    Detached,
    /// Somebody is attached. Of several, the one who typed last.
    Attached(Client),
}

/// A terminal that shows a tmux session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// Its process.
    pub process: u32,
    /// Its terminal device.
    pub tty: PathBuf,
    /// `TERM` there.
    pub term: String,
    /// It speaks tmux's control protocol and draws by itself (`tmux -CC`, as iTerm2 does).
    pub control: bool,
    /// The version of tmux, as it says.
    pub version: String,
}

/// A terminal program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are names")]
pub enum Terminal {
    Alacritty,
    AppleTerminal,
    Contour,
    Emacs,
    Foot,
    Ghostty,
    ITerm2,
    JetBrains,
    Kitty,
    /// 24.12 or newer.
    Konsole,
    /// Before 24.12.
    OldKonsole,
    LinuxConsole,
    Mintty,
    Putty,
    Rio,
    St,
    Urxvt,
    VsCode,
    /// GNOME Terminal, Console, Tilix, Terminator, xfce4-terminal, Guake.
    Vte,
    WezTerm,
    WindowsTerminal,
    Xterm,
}

/// Whether a terminal lets a program put text into the clipboard (OSC 52).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// As it is installed.
    Yes,
    /// Once that is switched on in its settings.
    WhenAllowed,
    /// Never.
    No,
    /// Reports differ.
    Unsure,
}

impl Terminal {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alacritty => "Alacritty",
            Self::AppleTerminal => "Apple Terminal",
            Self::Contour => "Contour",
            Self::Emacs => "Emacs",
            Self::Foot => "foot",
            Self::Ghostty => "Ghostty",
            Self::ITerm2 => "iTerm2",
            Self::JetBrains => "JetBrains",
            Self::Kitty => "kitty",
            Self::Konsole | Self::OldKonsole => "Konsole",
            Self::LinuxConsole => "Linux console",
            Self::Mintty => "mintty",
            Self::Putty => "PuTTY",
            Self::Rio => "Rio",
            Self::St => "st",
            Self::Urxvt => "urxvt",
            Self::VsCode => "VS Code",
            Self::Vte => "GNOME Terminal / VTE",
            Self::WezTerm => "WezTerm",
            Self::WindowsTerminal => "Windows Terminal",
            Self::Xterm => "xterm",
        }
    }

    /// Whether programs may copy through it.
    pub fn copies(self) -> Copies {
        match self {
            Self::Alacritty
            | Self::Contour
            | Self::Foot
            | Self::Ghostty
            | Self::Kitty
            | Self::Konsole
            | Self::Rio
            | Self::WezTerm
            | Self::WindowsTerminal => Copies::Yes,
            Self::ITerm2 | Self::Mintty | Self::St | Self::Urxvt | Self::Xterm => {
                Copies::WhenAllowed
            }
            Self::AppleTerminal
            | Self::Emacs
            | Self::JetBrains
            | Self::LinuxConsole
            | Self::OldKonsole
            | Self::Putty
            | Self::Vte => Copies::No,
            Self::VsCode => Copies::Unsure,
        }
    }

    /// The terminal that these variables tell of. `TERM` comes first: a terminal sets it for what
    /// runs in it, while a window opened from another terminal inherits the other variables. Those
    /// that cannot copy come last: a wrong "no" costs a copy, a wrong "yes" only a key press. Inside
    /// a multiplexer the variables are those of whoever started it, and say nothing.
    pub fn named(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let term = variable("TERM").unwrap_or_default();
        if is_multiplexer(&term) {
            return None;
        }
        let by_term: &[(&str, Self)] = &[
            ("xterm-kitty", Self::Kitty),
            ("alacritty", Self::Alacritty),
            ("foot", Self::Foot),
            ("xterm-ghostty", Self::Ghostty),
            ("ghostty", Self::Ghostty),
            ("wezterm", Self::WezTerm),
            ("contour", Self::Contour),
            ("rio", Self::Rio),
            ("mintty", Self::Mintty),
            ("putty", Self::Putty),
            ("st-", Self::St),
            ("stterm", Self::St),
            ("rxvt-unicode", Self::Urxvt),
            ("linux", Self::LinuxConsole),
            ("eterm", Self::Emacs),
        ];
        if let Some((_, terminal)) = by_term.iter().find(|(start, _)| term.starts_with(start)) {
            return Some(*terminal);
        }
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let is_set = |name| variable(name).is_some();
        let konsole = variable("KONSOLE_VERSION").map(|text| text.parse().unwrap_or(0_u32));
        [
            (program == "WezTerm" || is_set("WEZTERM_PANE"), Self::WezTerm),
            (program == "ghostty", Self::Ghostty),
            (program == "rio", Self::Rio),
            (program == "mintty", Self::Mintty),
            (program == "vscode", Self::VsCode),
            (program == "iTerm.app", Self::ITerm2),
            // Its shell integration sends this one over ssh.
            (variable("LC_TERMINAL").as_deref() == Some("iTerm2"), Self::ITerm2),
            (is_set("WT_SESSION"), Self::WindowsTerminal),
            (is_set("KITTY_WINDOW_ID"), Self::Kitty),
            (is_set("ALACRITTY_WINDOW_ID"), Self::Alacritty),
            (konsole.is_some_and(|version| version >= 241_200), Self::Konsole),
            (is_set("XTERM_VERSION"), Self::Xterm),
            (program == "Apple_Terminal", Self::AppleTerminal),
            (is_set("VTE_VERSION"), Self::Vte),
            (
                variable("TERMINAL_EMULATOR").as_deref() == Some("JetBrains-JediTerm"),
                Self::JetBrains,
            ),
            (konsole.is_some(), Self::OldKonsole),
        ]
        .into_iter()
        .find_map(|(found, terminal)| found.then_some(terminal))
    }
}

/// Does this `TERM` name tmux or GNU screen?
pub fn is_multiplexer(term: &str) -> bool {
    term.starts_with("tmux") || term.starts_with("screen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_named() {
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Option<Terminal>);
        let cases: &[Case] = &[
            ("nothing known", &[("TERM", "xterm-256color")], None),
            ("nothing at all", &[], None),
            ("kitty over ssh", &[("TERM", "xterm-kitty")], Some(Terminal::Kitty)),
            ("foot", &[("TERM", "foot-extra")], Some(Terminal::Foot)),
            ("console", &[("TERM", "linux")], Some(Terminal::LinuxConsole)),
            (
                "kitty opened from GNOME Terminal",
                &[("TERM", "xterm-kitty"), ("VTE_VERSION", "7600")],
                Some(Terminal::Kitty),
            ),
            (
                "GNOME Terminal",
                &[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")],
                Some(Terminal::Vte),
            ),
            (
                "xterm or GNOME Terminal, one from the other",
                &[("TERM", "xterm"), ("VTE_VERSION", "7600"), ("XTERM_VERSION", "XTerm(379)")],
                Some(Terminal::Xterm),
            ),
            (
                "tmux started in GNOME Terminal",
                &[("TERM", "tmux-256color"), ("VTE_VERSION", "7600")],
                None,
            ),
            ("Konsole", &[("KONSOLE_VERSION", "241202")], Some(Terminal::Konsole)),
            ("old Konsole", &[("KONSOLE_VERSION", "230805")], Some(Terminal::OldKonsole)),
            ("iTerm2 over ssh", &[("LC_TERMINAL", "iTerm2")], Some(Terminal::ITerm2)),
            ("VS Code", &[("TERM_PROGRAM", "vscode")], Some(Terminal::VsCode)),
            (
                "JetBrains",
                &[("TERMINAL_EMULATOR", "JetBrains-JediTerm")],
                Some(Terminal::JetBrains),
            ),
            ("Windows Terminal", &[("WT_SESSION", "8a")], Some(Terminal::WindowsTerminal)),
            ("Terminal.app", &[("TERM_PROGRAM", "Apple_Terminal")], Some(Terminal::AppleTerminal)),
        ];
        for &(name, variables, expected) in cases {
            let variable = |asked: &str| {
                variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).into())
            };
            assert_eq!(Terminal::named(variable), expected, "{name}");
        }
    }
}
