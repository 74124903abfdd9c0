//! What goes to the terminal while the dashboard is on it: collected, written in one piece, wiped.
//!
//! Codes and recovery codes are drawn, and copied through the terminal. The buffers of the standard
//! library keep what went through them until something else takes its place.

use std::io::{self, Write};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::stdout;
use zeroize::{Zeroize as _, Zeroizing};

/// A writer to standard output that writes when it is flushed, and keeps nothing.
#[derive(Default)]
pub struct Page(Zeroizing<Vec<u8>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.0.capacity() - self.0.len() {
            // Grown by hand: a vector that grows by itself leaves a copy behind.
            let capacity = 2 * (self.0.capacity() + bytes.len());
            let mut grown = Zeroizing::new(Vec::with_capacity(capacity));
            grown.extend_from_slice(&self.0);
            self.0 = grown;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = write(&self.0);
        self.0.as_mut_slice().zeroize();
        self.0.clear();
        result
    }
}

fn write(mut bytes: &[u8]) -> io::Result<()> {
    let terminal = stdout();
    while !bytes.is_empty() {
        match rustix::io::write(terminal, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            // Somebody has made the terminal one that does not wait.
            Err(Errno::AGAIN) => {
                let mut ready = [PollFd::new(&terminal, PollFlags::OUT)];
                match poll(&mut ready, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
