//! The environments that people copy in, each with the ways a copy takes there.

use super::*;

fn here() -> Surroundings {
    Surroundings { term: "xterm-256color".into(), display: true, ..Surroundings::default() }
}

fn far(layers: &[Layer]) -> Surroundings {
    Surroundings { person: Person::Elsewhere, layers: layers.into(), display: false, ..here() }
}

trait Around: Sized {
    fn term(self, term: &str) -> Self;
    fn tmux(self, term: &str) -> Self;
    fn screen(self) -> Self;
    fn terminal(self, terminal: Terminal) -> Self;
}

impl Around for Surroundings {
    fn term(self, term: &str) -> Self {
        Self { term: term.into(), ..self }
    }

    /// In a tmux whose client's terminal is called so.
    fn tmux(self, term: &str) -> Self {
        let client = Client { tty: "/dev/pts/3".into(), term: term.into(), ..Client::default() };
        Self { tmux: Tmux::Attached(client), ..self.term("tmux-256color") }
    }

    fn screen(self) -> Self {
        Self { screen: true, ..self.term("screen") }
    }

    fn terminal(self, terminal: Terminal) -> Self {
        Self { terminal: Some(terminal), ..self }
    }
}

fn auto() -> Wish {
    Wish::default()
}

fn mode(mode: Mode) -> Wish {
    Wish { mode, ..Wish::default() }
}

fn with_command(mode: Mode) -> Wish {
    Wish { mode, command: vec!["wl-copy".into()], ..Wish::default() }
}

const N: Route = Route::Native;
const B: Route = Route::Buffer;
const C: Route = Route::Command;

const fn t(wrap: Wrap) -> Route {
    Route::Terminal(wrap)
}

fn c(wrap: Wrap) -> Route {
    Route::Client { tty: "/dev/pts/3".into(), wrap }
}

type Case = (&'static str, Surroundings, Wish, Result<Vec<Route>, Obstacle>);

fn at_the_desk() -> Vec<Case> {
    use Wrap::{Plain, PlainAndScreen, Screen};
    let control = |mut around: Surroundings| {
        if let Tmux::Attached(client) = &mut around.tmux {
            client.control = true;
        }
        around
    };
    let console = || here().term("linux").terminal(Terminal::LinuxConsole);
    let gnome = || here().terminal(Terminal::Vte);
    let no = |terminal| Err(Obstacle::Terminal(terminal));
    vec![
        ("desk", here(), auto(), Ok(vec![N, t(Plain)])),
        ("kitty", here().term("xterm-kitty"), auto(), Ok(vec![N, t(Plain)])),
        ("tmux", here().tmux("xterm"), auto(), Ok(vec![N, c(Plain), B])),
        ("screen", here().screen(), auto(), Ok(vec![N, t(Screen)])),
        (
            "zellij",
            Surroundings { layers: vec![Layer::Zellij], ..here() },
            auto(),
            Ok(vec![N, t(Plain)]),
        ),
        ("console", console(), auto(), Ok(vec![N])),
        ("console, terminal wished", console(), mode(Mode::Terminal), no(Terminal::LinuxConsole)),
        ("GNOME Terminal", gnome(), auto(), Ok(vec![N])),
        ("GNOME Terminal, terminal wished", gnome(), mode(Mode::Terminal), no(Terminal::Vte)),
        (
            "tmux in GNOME Terminal, terminal wished",
            here().tmux("xterm").terminal(Terminal::Vte),
            mode(Mode::Terminal),
            no(Terminal::Vte),
        ),
        ("native wished", here(), mode(Mode::Native), Ok(vec![N])),
        ("terminal wished", here(), mode(Mode::Terminal), Ok(vec![t(Plain)])),
        ("off", here(), mode(Mode::Off), Ok(vec![])),
        ("off, with a command", here(), with_command(Mode::Off), Ok(vec![])),
        ("a command is set", here(), with_command(Mode::Auto), Ok(vec![C, N, t(Plain)])),
        ("command wished", here(), with_command(Mode::Command), Ok(vec![C])),
        ("command wished, none set", here(), mode(Mode::Command), Err(Obstacle::NoCommand)),
        ("pipes only", here().term(""), auto(), Ok(vec![N])),
        ("an editor's shell", here().term("dumb"), auto(), Ok(vec![N])),
        (
            "an editor's shell, terminal wished",
            here().term("dumb"),
            mode(Mode::Terminal),
            Err(Obstacle::Dumb),
        ),
        (
            "kitty opened from screen",
            Surroundings { screen: true, ..here().term("xterm-kitty") },
            mode(Mode::Terminal),
            Ok(vec![t(PlainAndScreen)]),
        ),
        (
            "kitty opened from tmux",
            here().term("xterm-kitty"),
            mode(Mode::Terminal),
            Ok(vec![t(Plain)]),
        ),
        (
            "tmux in control mode",
            control(here().tmux("xterm")),
            mode(Mode::Terminal),
            Ok(vec![t(Plain)]),
        ),
        (
            "container",
            Surroundings { container: true, display: false, ..here() },
            auto(),
            Ok(vec![N, t(Plain)]),
        ),
        (
            "WSL in Windows Terminal",
            Surroundings { wsl: true, ..here().terminal(Terminal::WindowsTerminal) },
            auto(),
            Ok(vec![N, t(Plain)]),
        ),
        ("Apple Terminal", here().terminal(Terminal::AppleTerminal), auto(), Ok(vec![N])),
        (
            "JetBrains, terminal wished",
            here().terminal(Terminal::JetBrains),
            mode(Mode::Terminal),
            no(Terminal::JetBrains),
        ),
    ]
}

/// In a tmux that nobody is attached to.
fn left_alone() -> Vec<Case> {
    vec![
        (
            "nobody attached, a display",
            Surroundings { tmux: Tmux::Detached, ..here() },
            auto(),
            Ok(vec![N]),
        ),
        (
            "nobody attached, no display",
            Surroundings { tmux: Tmux::Detached, display: false, ..here() },
            auto(),
            Err(Obstacle::Detached),
        ),
        (
            "nobody attached, no display, a command is set",
            Surroundings { tmux: Tmux::Detached, display: false, ..here() },
            with_command(Mode::Auto),
            Ok(vec![C]),
        ),
    ]
}

/// Where nothing but the processes tells of a multiplexer, or they tell of one that is not around us.
fn by_the_processes() -> Vec<Case> {
    use Wrap::{Plain, PlainAndTmux, Screen};
    vec![
        (
            "sudo in tmux",
            Surroundings { layers: vec![Layer::Sudo, Layer::Tmux], ..here().term("tmux-256color") },
            mode(Mode::Terminal),
            Ok(vec![t(PlainAndTmux)]),
        ),
        (
            "sudo in a tmux that calls itself screen",
            Surroundings { layers: vec![Layer::Sudo, Layer::Tmux], ..here().term("screen") },
            mode(Mode::Terminal),
            Ok(vec![t(PlainAndTmux)]),
        ),
        (
            "sudo in screen",
            Surroundings { layers: vec![Layer::Sudo, Layer::Screen], ..here().term("screen") },
            mode(Mode::Terminal),
            Ok(vec![t(Screen)]),
        ),
        (
            "kitty opened from tmux, whose process is seen",
            Surroundings { layers: vec![Layer::Tmux], ..here().term("xterm-kitty") },
            mode(Mode::Terminal),
            Ok(vec![t(Plain)]),
        ),
    ]
}

fn over_a_connection() -> Vec<Case> {
    use Layer::{EternalTerminal, Mosh, Ssh, Sudo, Zellij};
    use Wrap::{Plain, PlainAndScreen, PlainAndTmux, Screen, ScreenTwice};
    let ssh = || far(&[Ssh]);
    let in_tmux = |term| far(&[Layer::Tmux, Ssh]).tmux(term);
    let silent = |around: Surroundings| Surroundings { tmux: Tmux::Silent, ..around };
    let control = |mut around: Surroundings| {
        if let Tmux::Attached(client) = &mut around.tmux {
            client.control = true;
        }
        around
    };
    let no = |terminal| Err(Obstacle::Terminal(terminal));
    vec![
        ("ssh", ssh(), auto(), Ok(vec![t(Plain)])),
        ("ssh with a display", Surroundings { display: true, ..ssh() }, auto(), Ok(vec![t(Plain)])),
        ("ssh, terminal wished", ssh(), mode(Mode::Terminal), Ok(vec![t(Plain)])),
        ("ssh, native wished", ssh(), mode(Mode::Native), Err(Obstacle::Elsewhere)),
        ("ssh, off", ssh(), mode(Mode::Off), Ok(vec![])),
        ("ssh, a command is set", ssh(), with_command(Mode::Auto), Ok(vec![C, t(Plain)])),
        ("ssh, command wished", ssh(), with_command(Mode::Command), Ok(vec![C])),
        ("ssh, no TERM", ssh().term(""), auto(), Err(Obstacle::Dumb)),
        ("ssh, dumb", ssh().term("dumb"), auto(), Err(Obstacle::Dumb)),
        ("ssh from a console", ssh().term("linux"), auto(), no(Terminal::LinuxConsole)),
        ("ssh from a console, tmux", in_tmux("linux"), auto(), no(Terminal::LinuxConsole)),
        ("ssh, sudo", far(&[Sudo, Ssh]), auto(), Ok(vec![t(Plain)])),
        (
            "ssh from JetBrains",
            ssh().terminal(Terminal::JetBrains),
            auto(),
            no(Terminal::JetBrains),
        ),
        ("ssh from an unknown Chinese client", ssh().term("xterm"), auto(), Ok(vec![t(Plain)])),
        (
            "VS Code over ssh",
            far(&[Layer::Editor]).terminal(Terminal::VsCode),
            auto(),
            Ok(vec![t(Plain)]),
        ),
        (
            "Codespaces",
            Surroundings { container: true, ..far(&[Layer::Editor]) },
            auto(),
            Ok(vec![t(Plain)]),
        ),
        ("mosh", far(&[Mosh]), auto(), Ok(vec![t(Plain)])),
        ("Eternal Terminal", far(&[EternalTerminal]), auto(), Ok(vec![t(Plain)])),
        ("tmux, ssh", ssh().term("tmux-256color"), auto(), Ok(vec![t(PlainAndTmux)])),
        ("tmux as screen, ssh", ssh().term("screen-256color"), auto(), Ok(vec![t(PlainAndScreen)])),
        ("ssh, tmux", in_tmux("xterm-256color"), auto(), Ok(vec![c(Plain), B])),
        (
            "ssh, tmux as screen",
            in_tmux("xterm").term("screen-256color"),
            auto(),
            Ok(vec![c(Plain), B]),
        ),
        ("ssh, tmux as xterm", in_tmux("xterm").term("xterm"), auto(), Ok(vec![c(Plain), B])),
        ("mosh, tmux", far(&[Layer::Tmux, Mosh]).tmux("xterm"), auto(), Ok(vec![c(Plain)])),
        ("tmux, ssh, tmux", in_tmux("tmux-256color"), auto(), Ok(vec![c(PlainAndTmux), B])),
        ("screen, ssh, tmux", in_tmux("screen"), auto(), Ok(vec![c(PlainAndScreen), B])),
        (
            "ssh, tmux, screen",
            Surroundings { screen: true, ..in_tmux("xterm").term("screen") },
            auto(),
            Ok(vec![c(Plain), B]),
        ),
        ("ssh, tmux -CC", control(in_tmux("xterm-256color")), auto(), Ok(vec![t(Plain)])),
        (
            "ssh, tmux that does not answer",
            silent(ssh().term("tmux-256color")),
            auto(),
            Ok(vec![B, t(PlainAndTmux)]),
        ),
        ("the same, as screen", silent(ssh().term("screen")), auto(), Ok(vec![B, t(PlainAndTmux)])),
        ("the same, as xterm", silent(ssh()), auto(), Ok(vec![B, t(Plain)])),
        ("the same, with screen", silent(ssh().screen()), auto(), Ok(vec![B, t(PlainAndScreen)])),
        (
            "mosh, tmux that does not answer, dumb",
            silent(far(&[Layer::Tmux, Mosh]).term("dumb")),
            auto(),
            Err(Obstacle::Dumb),
        ),
        (
            "a detached tmux",
            Surroundings { tmux: Tmux::Detached, ..ssh() },
            auto(),
            Err(Obstacle::Detached),
        ),
        ("ssh, screen", ssh().screen(), auto(), Ok(vec![t(Screen)])),
        (
            "ssh, screen, screen",
            far(&[Layer::Screen, Layer::Screen, Ssh]).screen(),
            auto(),
            Ok(vec![t(ScreenTwice)]),
        ),
        ("ssh, screen as xterm", ssh().screen().term("xterm"), auto(), Ok(vec![t(PlainAndScreen)])),
        ("screen, ssh", ssh().term("screen.xterm-256color"), auto(), Ok(vec![t(PlainAndScreen)])),
        ("ssh, zellij", far(&[Zellij, Ssh]), auto(), Ok(vec![t(Plain)])),
    ]
}

fn all() -> impl Iterator<Item = Case> {
    [at_the_desk(), left_alone(), by_the_processes(), over_a_connection()].into_iter().flatten()
}

#[test]
fn routes() {
    for (name, around, wish, expected) in all() {
        assert_eq!(plan(&around, &wish), expected, "{name}");
    }
}

#[test]
fn a_remote_person_never_gets_the_native_route() {
    for (name, around, wish, _) in all() {
        for mode in [Mode::Auto, Mode::Native, Mode::Terminal, Mode::Command, Mode::Off] {
            let around = Surroundings { person: Person::Elsewhere, ..around.clone() };
            let routes = plan(&around, &Wish { mode, ..wish.clone() }).unwrap_or_default();
            assert!(!routes.contains(&Route::Native), "{name}, {mode:?}");
        }
    }
}

#[test]
fn the_tmux_that_drops_copies_is_noticed() {
    use Layer::{Ssh, Sudo};
    let tmux = "tmux-256color";
    // Name, surroundings, whether it is the person's own, whether it is on this machine.
    let cases = [
        ("ssh", far(&[Ssh]), false, false),
        ("tmux, ssh", far(&[Ssh]).term(tmux), true, false),
        ("ssh, tmux", far(&[Layer::Tmux, Ssh]).tmux("xterm"), false, false),
        ("tmux, ssh, tmux", far(&[Layer::Tmux, Ssh]).tmux(tmux), true, false),
        ("screen, ssh, tmux", far(&[Layer::Tmux, Ssh]).tmux("screen"), false, false),
        ("ssh, tmux, sudo", far(&[Sudo, Layer::Tmux, Ssh]).term(tmux), false, true),
        ("the same, as screen", far(&[Sudo, Layer::Tmux, Ssh]).term("screen"), false, true),
        ("kitty from tmux", far(&[Layer::Tmux, Ssh]).term("xterm-kitty"), false, false),
    ];
    for (name, around, theirs, ours) in cases {
        assert_eq!(meets_far_tmux(&around), theirs, "{name}");
        assert_eq!(meets_near_tmux(&around), ours, "{name}");
    }
}

#[test]
fn what_may_be_a_tmux_is_noticed() {
    let ssh = || far(&[Layer::Ssh]);
    let tmux = || far(&[Layer::Tmux, Layer::Ssh]);
    let cases = [
        ("ssh", ssh(), false),
        ("tmux or screen, ssh", ssh().term("screen-256color"), true),
        ("the same, tmux", tmux().tmux("screen-256color"), true),
        ("screen, ssh", ssh().term("screen.xterm-256color"), false),
        ("tmux, ssh", ssh().term("tmux-256color"), false),
        ("ssh, screen", far(&[Layer::Screen, Layer::Ssh]).screen(), false),
        ("ssh, screen, sudo", far(&[Layer::Sudo, Layer::Screen, Layer::Ssh]).term("screen"), false),
        ("ssh, tmux, sudo", far(&[Layer::Sudo, Layer::Tmux, Layer::Ssh]).term("screen"), false),
        ("at the desk", here().term("screen-256color"), false),
    ];
    for (name, around, expected) in cases {
        assert_eq!(may_meet_far_tmux(&around), expected, "{name}");
    }
}

#[test]
fn whose_clipboard_this_is() {
    let display = Surroundings { display: true, ..far(&[Layer::Ssh]) };
    let cases = [
        ("desk", here(), true),
        ("a tmux at the desk", here().tmux("xterm"), true),
        ("console", here().term("linux"), true),
        ("over ssh", far(&[Layer::Ssh]), false),
        ("over ssh, with a display that works", display, false),
        ("a tmux that was attached from elsewhere", far(&[Layer::Tmux, Layer::Ssh]), false),
    ];
    for (name, around, expected) in cases {
        assert_eq!(is_theirs(&around), expected, "{name}");
    }
}
