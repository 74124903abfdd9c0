//! The bytes that ask a terminal to put a text into its clipboard. PURE.
//!
//! `ESC ] 52 ; c ; BASE64 BEL` (xterm control sequences, "Operating System Commands"). The target is
//! exactly `c`: mosh accepts nothing else, and xterm takes an empty one for the primary selection.
//! The end is BEL: it needs no doubling inside a wrap.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::Wrap;
use crate::secret::Secret;

/// The whole sequence, to be written in one piece.
pub fn sequence(text: &Secret, wrap: Wrap) -> Zeroizing<Vec<u8>> {
    let payload = Zeroizing::new(STANDARD.encode(text.expose()));
    let plain = [b"\x1b]52;c;", payload.as_bytes(), b"\x07"];
    let parts: &[&[&[u8]]] = match wrap {
        Wrap::Plain => &[&plain],
        Wrap::Screen => &[&[b"\x1bP"], &plain, &[b"\x1b\\"]],
        // Only screen's own DCS can hold the end of another one: half of it in each of two.
        Wrap::ScreenTwice => &[&[b"\x1bP\x1bP"], &plain, &[b"\x1b\x1b\\", b"\x1bP\\\x1b\\"]],
        Wrap::PlainAndScreen => &[&plain, &[b"\x1bP"], &plain, &[b"\x1b\\"]],
        // Inside tmux's DCS every ESC is doubled; there is one, at the start.
        Wrap::PlainAndTmux => &[&plain, &[b"\x1bPtmux;\x1b"], &plain, &[b"\x1b\\"]],
    };
    // One allocation of the right size: a vector that grew would leave copies behind.
    let length = parts.iter().flat_map(|part| part.iter()).map(|bytes| bytes.len()).sum();
    let mut all = Zeroizing::new(Vec::with_capacity(length));
    for bytes in parts.iter().flat_map(|part| part.iter()) {
        all.extend_from_slice(bytes);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes() {
        let cases: [(&str, Wrap, &[u8]); 5] = [
            ("plain", Wrap::Plain, b"\x1b]52;c;NjU0MzIx\x07"),
            ("screen", Wrap::Screen, b"\x1bP\x1b]52;c;NjU0MzIx\x07\x1b\\"),
            (
                "screen in screen",
                Wrap::ScreenTwice,
                b"\x1bP\x1bP\x1b]52;c;NjU0MzIx\x07\x1b\x1b\\\x1bP\\\x1b\\",
            ),
            (
                "plain and screen",
                Wrap::PlainAndScreen,
                b"\x1b]52;c;NjU0MzIx\x07\x1bP\x1b]52;c;NjU0MzIx\x07\x1b\\",
            ),
            (
                "plain and tmux",
                Wrap::PlainAndTmux,
                b"\x1b]52;c;NjU0MzIx\x07\x1bPtmux;\x1b\x1b]52;c;NjU0MzIx\x07\x1b\\",
            ),
        ];
        for (name, wrap, expected) in cases {
            let all = sequence(&Secret::from_text("654321".into()), wrap);
            assert_eq!(all.as_slice(), expected, "{name}");
            assert_eq!(all.capacity(), expected.len(), "{name}: grew");
        }
    }

    #[test]
    fn no_text_can_end_the_sequence() {
        let text = Secret::new((0..=255).collect());
        let all = sequence(&text, Wrap::Plain);
        let inside = &all[b"\x1b]52;c;".len()..all.len() - 1];
        let safe = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        assert!(inside.iter().all(safe));
    }
}
