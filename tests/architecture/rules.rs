//! The rules, as tables: who may import whom, and who may touch the world outside.
//!
//! A grant has a reason. A grant nobody uses any more is an error too, so that the tables stay true.

/// The bottom row: what everything is made of.
pub(crate) const BASE: [&str; 3] = ["secret", "text", "time"];

/// Each module at the root and the modules it may import, besides itself and [`BASE`].
pub(crate) const LAYERS: &[(&str, &[&str])] = &[
    ("secret", &[]),
    ("text", &[]),
    ("time", &[]),
    ("i18n", &[]),
    ("config", &[]),
    ("surroundings", &[]),
    ("clipboard", &["platform", "surroundings"]),
    ("garble", &[]),
    ("platform", &["surroundings"]),
    ("otp", &[]),
    ("model", &["otp"]),
    ("vault", &["otp", "model"]),
    ("exchange", &["otp", "model"]),
    ("health", &["otp", "model"]),
    (
        "app",
        &["otp", "model", "vault", "exchange", "health", "i18n", "config", "clipboard", "platform"],
    ),
    (
        "tui",
        &[
            "otp",
            "model",
            "vault",
            "health",
            "app",
            "garble",
            "i18n",
            "config",
            "clipboard",
            "platform",
            "surroundings",
        ],
    ),
    (
        "cli",
        &[
            "otp",
            "model",
            "vault",
            "health",
            "app",
            "garble",
            "i18n",
            "config",
            "clipboard",
            "platform",
            "surroundings",
        ],
    ),
    ("main", &["cli", "tui", "app", "i18n", "config", "clipboard", "platform"]),
];

/// No file, environment, process, terminal, clock or randomness: they are given no [`Power`] and
/// name none of [`WORLDLY`].
pub(crate) const PURE: &[&str] = &[
    "secret",
    "text",
    "time",
    "otp",
    "model",
    "exchange",
    "health",
    "garble",
    "i18n",
    "surroundings",
    "vault::schema",
    "vault::seal",
    "vault::guard",
    "vault::doubt",
    "vault::loose",
    "clipboard::plan",
    "clipboard::terminal",
    "app::draft",
    "app::export",
    "app::import",
    "app::loss",
    "app::print",
    "tui::update",
    "tui::view",
    "tui::layout",
    "tui::keymap",
    "tui::model",
    "tui::hint",
    "tui::hit",
    "tui::theme",
    "tui::message",
    "tui::effect",
    "tui::sequence",
    "tui::shift",
];

/// Our own modules that exist to do what pure ones must not.
pub(crate) const WORLDLY: &[&str] = &[
    "platform",
    "clipboard::command",
    "clipboard::native",
    "clipboard::tmux",
    "tui::runtime",
    "tui::keyboard",
    "tui::page",
    "tui::worker",
    "tui::terminal",
    "tui::dashboard",
];

/// Something only a few modules may do.
pub(crate) struct Power {
    /// What it is, to complete "… must not".
    pub(crate) verb: &'static str,
    /// The paths that do it.
    pub(crate) paths: &'static [&'static str],
    /// Who may, and why.
    pub(crate) grants: &'static [(&'static str, &'static str)],
}

const WRITERS: &[(&str, &str)] = &[
    ("vault::swap", "the save recipe"),
    ("vault::backups", "keeps and restores encrypted copies"),
    ("vault::lock", "the lock file"),
    ("vault::file", "removes what an interrupted save left"),
    ("vault::pins", "what this machine remembers of a vault"),
    ("platform::folders", "this machine's name, made once"),
    ("app::create", "a new identity and a new vault, never over another file"),
    ("app::demo", "its folder, made and taken away"),
];

/// Everything that reaches outside.
pub(crate) const POWERS: &[Power] = &[
    Power {
        verb: "read a clock",
        paths: &[
            "std::time::SystemTime",
            "std::time::Instant",
            "jiff::Timestamp::now",
            "jiff::Zoned::now",
            "jiff::tz::TimeZone::system",
        ],
        grants: &[
            ("platform", "the only place that tells the time"),
            ("vault::lock", "measures its own patience; no time leaves it"),
        ],
    },
    Power {
        verb: "read the environment",
        paths: &["std::env"],
        grants: &[
            ("platform", "the only place that reads variables"),
            ("main", "hands the arguments over"),
        ],
    },
    Power {
        verb: "ask for randomness",
        paths: &["getrandom", "rand", "fastrand", "uuid::Uuid::new_v4", "uuid::Uuid::now_v7"],
        grants: &[("platform", "the only place that asks the generator")],
    },
    Power {
        verb: "look at or act on processes",
        paths: &["std::process", "std::os::unix::process", "rustix::process"],
        grants: &[
            ("platform::exposure", "what the limits of this process are"),
            ("platform::folders", "whose files are ours"),
            ("main", "the exit code"),
            ("clipboard::command", "the person's own program takes the text"),
            ("clipboard::tmux", "tmux takes the text; a terminal that is written to is ours"),
            ("platform::child", "runs small programs and ends those that take too long"),
            ("platform::ssh", "ssh-keygen signs a report"),
            ("platform::tmux", "asks tmux who is looking"),
            ("platform::seat", "who started us decides whose clipboard it is"),
            ("platform::job", "who could continue us decides whether we may stop"),
            ("tui::terminal", "stops with its process group, as Ctrl-Z asks"),
        ],
    },
    Power {
        verb: "use the network",
        paths: &["std::net", "std::os::unix::net", "rsntp"],
        grants: &[("platform::ntp", "asks a server for the time, when a person asks for that")],
    },
    Power {
        verb: "start or stop threads",
        paths: &["std::thread"],
        grants: &[
            ("tui::runtime", "one for input, one for the terminal's size, one for slow work"),
            ("tui::terminal", "one for signals"),
            ("clipboard::native", "waits to clear what it copied"),
            ("cli::progress", "shows how far slow work is, while it is done"),
            ("platform::child", "pauses while a small program works"),
            ("vault::lock", "sleeps while another Keyrack saves"),
            ("vault::read", "sleeps while a sync tool finishes its copy"),
        ],
    },
    Power {
        verb: "write files",
        paths: &[
            "std::fs::write",
            "std::fs::copy",
            "std::fs::rename",
            "std::fs::hard_link",
            "std::fs::remove_file",
            "std::fs::remove_dir",
            "std::fs::remove_dir_all",
            "std::fs::create_dir",
            "std::fs::create_dir_all",
            "std::fs::set_permissions",
            "std::fs::File::create",
            "std::fs::File::create_new",
            "std::fs::File::options",
            "std::fs::OpenOptions",
            "std::fs::DirBuilder",
            "std::os::unix::fs::symlink",
            "rustix::fs::renameat",
            "rustix::fs::renameat_with",
            "rustix::fs::unlinkat",
            "tempfile",
        ],
        grants: WRITERS,
    },
    Power {
        verb: "read files",
        paths: &["std::fs", "rustix::fs", "std::os::unix::fs", "tempfile", "memmap2::Mmap"],
        grants: &[
            ("config", "the settings file"),
            ("cli::input", "the passphrase, keys and lists that arguments name"),
            ("cli::prompt", "the terminal is a file, also where standard input is not it"),
            ("platform::seat", "the process table is files"),
            ("platform::job", "so is where we stand in it"),
            ("platform::exposure", "what the kernel says of swap and core files"),
            ("platform::around", "marks that containers and WSL leave"),
            ("platform::tmux", "terminals are files; so are a client's variables"),
            ("clipboard::tmux", "a client's terminal is a file"),
            ("tui::terminal", "the terminal is a file, opened anew without waiting"),
            ("app::foreign", "the file that a person names for an import"),
            ("app::desk", "whether there is a vault, and how its first lines look"),
            ("cli::raw", "reads the terminal that was opened"),
            // Who writes may read.
            ("vault::swap", ""),
            ("vault::backups", ""),
            ("vault::lock", ""),
            ("vault::file", ""),
            ("vault::pins", ""),
            ("vault::read", "the vault, which somebody may be writing"),
            ("platform::folders", ""),
            ("app::create", ""),
            ("app::demo", ""),
        ],
    },
    Power {
        verb: "speak to the terminal",
        paths: &[
            "print!",
            "println!",
            "eprint!",
            "eprintln!",
            "dbg!",
            "std::io::stdout",
            "std::io::stderr",
            "std::io::stdin",
            "rustix::stdio",
            "rustix::termios",
        ],
        grants: &[
            ("main", "the place of a crash"),
            ("cli::output", "what a command says"),
            ("cli::input", "what is piped in"),
            ("cli::raw", "no echo, and back"),
            ("platform::environment", "asks whether they are terminals"),
            ("platform::tmux", "whether a pane of tmux is our terminal"),
            ("clipboard::tmux", "past tmux, to the terminal it runs in"),
            ("tui::terminal", "raw mode in and out"),
            ("tui::keyboard", "what is typed, read into buffers that are wiped"),
            ("tui::page", "the screen that ratatui draws on"),
        ],
    },
    // Foreign crates that belong to one place each.
    Power { verb: "name age", paths: &["age"], grants: &[("vault", "the file format")] },
    Power { verb: "name totp-rs", paths: &["totp_rs"], grants: &[("otp", "the code algorithm")] },
    Power {
        verb: "name phonenumber",
        paths: &["phonenumber"],
        grants: &[("app::draft::number", "a large table: loaded when a number is typed")],
    },
    Power { verb: "name arboard", paths: &["arboard"], grants: &[("clipboard::native", "")] },
    Power {
        verb: "name ratatui or crossterm",
        paths: &["ratatui", "crossterm"],
        grants: &[("tui", "the screen")],
    },
];
