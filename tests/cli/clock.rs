//! The clock held against a time server: one of our own, on this machine.

use std::net::UdpSocket;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use insta::assert_snapshot;
use keyrack::platform::{NtpError, clock_ahead};

use super::home::Home;

/// Long enough that only a hang reaches it.
const DEADLINE: Duration = Duration::from_mins(1);
/// From 1900 to 1970, in seconds (RFC 5905 §6).
const ERA: u64 = 2_208_988_800;

/// What a server answers.
#[derive(Clone, Copy)]
enum Answer {
    /// The time, so many seconds from ours.
    Time(i64),
    /// A kiss-o'-death: ask less often.
    Kiss,
    /// An answer to a question nobody asked.
    Stranger,
    /// A server that lost its own time.
    Lost,
    /// A few bytes.
    Garbage,
    /// Nothing.
    Nothing,
}

impl Answer {
    fn packet(self, request: &[u8]) -> Vec<u8> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        let ahead = if let Self::Time(seconds) = self { seconds } else { 0 };
        let seconds = (now.as_secs() + ERA).strict_add_signed(ahead);
        let seconds = u32::try_from(seconds).expect("before 2036");
        let fraction = (u64::from(now.subsec_nanos()) << 32) / 1_000_000_000;
        let fraction = u32::try_from(fraction).expect("below one");
        let stamp = [seconds.to_be_bytes(), fraction.to_be_bytes()].concat();
        // Version 4, a server's; stratum 1, 64 s, 1 µs.
        let mut packet = vec![0x24, 1, 6, 0xec];
        packet.extend([0; 8]);
        packet.extend(b"LOCL");
        packet.extend(&stamp);
        packet.extend(&request[40..48]);
        packet.extend(&stamp);
        packet.extend(&stamp);
        match self {
            Self::Time(_) | Self::Nothing => {}
            Self::Kiss => {
                packet[1] = 0;
                packet[12..16].copy_from_slice(b"RATE");
            }
            Self::Stranger => packet[24] ^= 0xff,
            Self::Lost => packet[0] |= 0xc0,
            Self::Garbage => packet.truncate(7),
        }
        packet
    }
}

/// A server that takes so many requests and ends.
struct Server {
    address: String,
    thread: JoinHandle<()>,
}

impl Server {
    fn begin(answer: Answer, requests: usize) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
        socket.set_read_timeout(Some(DEADLINE)).expect("a limit");
        let address = socket.local_addr().expect("an address").to_string();
        let thread = std::thread::spawn(move || {
            for _ in 0..requests {
                let mut request = [0; 64];
                let (length, from) = socket.recv_from(&mut request).expect("a request");
                assert_eq!((length, request[0] & 7), (48, 3), "a client's request");
                if !matches!(answer, Answer::Nothing) {
                    socket.send_to(&answer.packet(&request), from).expect("sent");
                }
            }
        });
        Self { address, thread }
    }

    /// It was asked as often as it expected.
    fn end(self) {
        self.thread.join().expect("every request was as it should be");
    }
}

#[test]
fn a_clock_behind_the_server_is_negative() {
    for seconds in [0, 20, -7] {
        let server = Server::begin(Answer::Time(seconds), 1);
        let offset = clock_ahead(&server.address, DEADLINE).expect("answered");
        assert!((offset + seconds * 1000).abs() < 900, "{seconds} s: {offset} ms");
        server.end();
    }
}

#[test]
fn a_server_that_does_not_help_says_how() {
    let cases = [
        ("kiss-o'-death", Answer::Kiss, "refused"),
        ("another's answer", Answer::Stranger, "useless"),
        ("no time of its own", Answer::Lost, "useless"),
        ("garbage", Answer::Garbage, "useless"),
        ("silence", Answer::Nothing, "silent"),
    ];
    let word = |error: &NtpError| match error {
        NtpError::Unreachable(_) => "unreachable",
        NtpError::Silent => "silent",
        NtpError::Refused => "refused",
        NtpError::Useless => "useless",
    };
    for (name, answer, expected) in cases {
        let server = Server::begin(answer, 1);
        let patience =
            if matches!(answer, Answer::Nothing) { Duration::from_millis(100) } else { DEADLINE };
        let error = clock_ahead(&server.address, patience).expect_err(name);
        assert_eq!(word(&error), expected, "{name}: {error:?}");
        server.end();
    }
    for nowhere in ["127.0.0.1:none", "[::1", "127.0.0.1:0"] {
        let error = clock_ahead(nowhere, DEADLINE).expect_err(nowhere);
        assert_eq!(word(&error), "unreachable", "{nowhere:?}: {error:?}");
    }
}

#[test]
fn doctor_tells_and_judges_it() {
    let home = Home::with_accounts();
    for (seconds, judgement, exit) in [(0, "fine", 0), (-7, "medium", 0), (20, "high", 1)] {
        let server = Server::begin(Answer::Time(seconds), 1);
        let run = home.run(["doctor", "--json", "--clock", &server.address]);
        assert_eq!(run.code, exit, "{judgement}: {}", run.stderr);
        let check: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let clock = &check["clock"];
        assert_eq!(clock["judgement"], judgement, "{clock}");
        assert_eq!(clock["server"], *server.address, "{clock}");
        let offset = clock["offset_ms"].as_i64().expect("a number");
        assert!((offset + seconds * 1000).abs() < 900, "{clock}");
        assert!(clock["problem"].is_null(), "{clock}");
        server.end();
    }
    assert!(home.run(["doctor", "--json"]).json()["clock"].is_null());
}

#[test]
fn health_finds_a_clock_that_is_off_only_when_it_is_asked() {
    let home = Home::with_accounts();
    let told = |report: &serde_json::Value| {
        let findings = report["findings"].as_array().expect("findings").clone();
        let found = findings.into_iter().find(|finding| finding["rule"] == "C01");
        found.map(|finding| finding["severity"].as_str().expect("a word").to_owned())
    };
    for (seconds, severity, query) in
        [(0, None, ""), (-7, Some("medium"), ""), (20, Some("high"), ""), (20, Some("high"), "ops")]
    {
        let server = Server::begin(Answer::Time(seconds), 1);
        let asked = ["health", query, "--json", "--clock", &server.address];
        let report = home.run(asked.into_iter().filter(|word| !word.is_empty())).json();
        assert_eq!(told(&report).as_deref(), severity, "{seconds} s, {query:?}: {report}");
        server.end();
    }
    assert_eq!(told(&home.run(["health", "--json"]).json()), None);
    let server = Server::begin(Answer::Kiss, 1);
    let run = home.run(["health", "--json", "--clock", &server.address]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains(&server.address), "{}", run.stderr);
    assert!(serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok(), "told all the same");
    server.end();
}

#[test]
fn doctor_says_it_in_both_languages() {
    let home = Home::with_accounts();
    let mut said = String::new();
    for lang in ["en", "zh"] {
        for (answer, exit) in [
            (Answer::Time(20), 1),
            (Answer::Time(-7), 0),
            (Answer::Kiss, 1),
            (Answer::Garbage, 1),
            (Answer::Nothing, 1),
        ] {
            let server = Server::begin(answer, 1);
            let run = home.run(["--lang", lang, "doctor", "--clock", &server.address]);
            let line = run.stdout.lines().find(|line| line.contains(&server.address));
            let line = line.expect("the clock's line").replace(&server.address, "SERVER");
            assert_eq!(run.code, exit, "{line}");
            let cells = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
            said += &(cells.map(whole).collect::<Vec<_>>().join("  ") + "\n");
            server.end();
        }
    }
    assert_snapshot!(said);
}

/// A cell with its number rounded: a busy machine is some tenths off.
fn whole(cell: &str) -> String {
    let round = |word: &str| match word.parse::<f64>() {
        Ok(number) => format!("{number:.0}"),
        Err(_) => word.to_owned(),
    };
    cell.split(' ').map(round).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_settings_name_the_server_and_the_limits() {
    let home = Home::with_accounts();
    let server = Server::begin(Answer::Time(20), 1);
    std::fs::create_dir_all(home.path(".config/keyrack")).expect("a folder");
    let settings = format!(
        "(ntp_server: {:?}, clock_medium_seconds: 10, clock_high_seconds: 30)",
        server.address
    );
    home.write(".config/keyrack/settings.ron", settings);
    let clock = home.run(["doctor", "--json", "--clock"]).json()["clock"].clone();
    assert_eq!(clock["judgement"], "medium", "{clock}");
    server.end();
}
