//! A picture on this machine's clipboard, on its way to whoever asked for it. It knows nothing of what
//! may be in it.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use zeroize::Zeroizing;

/// The longest that anybody waits for a picture: other programs draw theirs only when they are asked.
const PATIENCE: Duration = Duration::from_secs(10);

/// A picture: rows of red, green, blue and opacity.
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Four bytes a pixel, which may be those of a key.
    pub rgba: Zeroizing<Vec<u8>>,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// The person sits elsewhere: this is not their clipboard.
    Elsewhere,
    /// The clipboard holds none.
    Nothing,
    /// It holds one that cannot be unpacked, or that is too large for it.
    Unreadable,
    /// This machine's clipboard refused. The text is the system's: show it through
    /// [`Safe`](crate::text::Safe).
    Refused(String),
    /// It did not answer in time, or broke down.
    NoAnswer,
}

/// A picture that was asked for. It can be waited for on any thread.
pub struct Awaited(Receiver<Result<Picture, NoPicture>>);

impl Awaited {
    /// One that will come from there.
    pub(super) fn new(from: Receiver<Result<Picture, NoPicture>>) -> Self {
        Self(from)
    }

    /// One that has arrived.
    pub fn ready(picture: Picture) -> Self {
        let (send, receive) = channel();
        // The other end is in hand.
        let _ = send.send(Ok(picture));
        Self(receive)
    }

    /// Waits for it, but not for ever.
    pub fn wait(self) -> Result<Picture, NoPicture> {
        self.0.recv_timeout(PATIENCE).unwrap_or(Err(NoPicture::NoAnswer))
    }
}
