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
pub struct Secret(Arc<[u8]>);

impl Secret {
    /// Takes the bytes over; the vector they came in is wiped.
    pub fn new(mut bytes: Vec<u8>) -> Self {
        let secret = Self(Arc::from(bytes.as_slice()));
        bytes.zeroize();
        secret
    }

    /// Takes a text over, as UTF-8; the string it came in is wiped.
    pub fn from_text(text: String) -> Self {
        Self::new(text.into_bytes())
    }

    /// The bytes. Keep the borrow short, copy nothing out of it.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as text, when they are UTF-8.
    pub fn expose_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        if let Some(bytes) = Arc::get_mut(&mut self.0) {
            bytes.zeroize();
        }
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
