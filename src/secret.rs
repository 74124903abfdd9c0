//! The one type that holds what must not leak: keys, passphrases, codes in transit.
//!
//! A [`Secret`] is wiped when its last owner drops it, prints as `[secret]`, and has no
//! `Serialize`. Cloning shares the bytes instead of copying them, so one wipe is enough. The
//! zeroing allocator set in `main.rs` covers what passes through other crates' buffers.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroize;

/// Secret bytes, shared by clones and wiped with the last of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret(Arc<Bytes>);

/// What the clones share: dropped once, whichever of them is the last, and however many threads let go at
/// the same time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Bytes(Vec<u8>);

impl Drop for Bytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Secret {
    /// Takes the bytes over.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Bytes(bytes)))
    }

    /// Takes a text over, as UTF-8.
    pub fn from_text(text: String) -> Self {
        Self::new(text.into_bytes())
    }

    /// The bytes. Keep the borrow short, copy nothing out of it.
    pub fn expose(&self) -> &[u8] {
        &self.0.0
    }

    /// The bytes as text, when they are UTF-8.
    pub fn expose_text(&self) -> Option<&str> {
        std::str::from_utf8(self.expose()).ok()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::from_text("JBSWY3DPEHPK3PXP".into());
        assert_eq!(format!("{secret:?}"), "[secret]");
        assert_eq!(format!("{:?}", Some(vec![secret])), "Some([[secret]])");
    }

    #[test]
    fn clones_share_one_copy() {
        let first = Secret::new(vec![1, 2, 3]);
        let second = first.clone();
        assert!(std::ptr::eq(first.expose(), second.expose()));
    }
}
