//! The real program in a terminal window, as over ssh.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Long enough that only a hang reaches it.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// What the terminal was asked to put into its clipboard.
#[derive(Default)]
pub(crate) struct Copied(pub(crate) Vec<Vec<u8>>);

impl vt100::Callbacks for Copied {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.0.push(data.to_vec());
    }
}

pub(crate) struct Window {
    output: Receiver<Vec<u8>>,
    keyboard: Box<dyn Write + Send>,
    emulator: vt100::Parser<Copied>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Window {
    /// Starts it with these options in this folder.
    pub(crate) fn open(home: &Path, arguments: &[&str]) -> Self {
        let (rows, cols) = (40, 120);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_keyrack"));
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        command.env("HOME", home);
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let not_zero = |n: u16| NonZero::new(n).expect("not 0");
        let emulator =
            vt100::Parser::new_with_callbacks(not_zero(rows), not_zero(cols), 0, Copied::default());
        let keyboard = pair.master.take_writer().expect("a writer");
        Self { output, keyboard, emulator, child, _master: pair.master }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// What was copied, oldest first: base64.
    pub(crate) fn copied(&self) -> &[Vec<u8>] {
        &self.emulator.callbacks().0
    }

    /// Types all of it at once.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard
            .write_all(keys.as_bytes())
            .and_then(|()| self.keyboard.flush())
            .expect("types");
    }

    /// Pastes it.
    pub(crate) fn paste(&mut self, text: &str) {
        self.press(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Reads until something is so; panics with the screen when it never is.
    pub(crate) fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !so(self) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.emulator.process(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("no {what}:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("ended before {what}:\n{}", self.screen())
                }
            }
        }
    }

    pub(crate) fn until_shows(&mut self, text: &str) {
        self.until(text, |window| window.screen().contains(text));
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
