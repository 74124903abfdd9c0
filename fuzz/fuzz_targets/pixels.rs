//! Pictures as pixels: the first byte is the width, one bit each follows, drawn so large that finder
//! patterns can come about.
#![no_main]

use keyrack::exchange::read_pixels;
use keyrack_fuzz::say;
use libfuzzer_sys::fuzz_target;

/// Pixels on the side of a module.
const LARGE: usize = 3;

fuzz_target!(|bytes: &[u8]| {
    let Some((width, bits)) = bytes.split_first() else { return };
    let width = usize::from(*width).clamp(1, 128);
    let height = (bits.len() * 8 / width).min(128);
    let module = |x: usize, y: usize| {
        let at = y * width + x;
        bits[at / 8] >> (at % 8) & 1 == 1
    };
    let mut rgba = Vec::with_capacity(width * height * LARGE * LARGE * 4);
    for y in 0..height * LARGE {
        for x in 0..width * LARGE {
            let tone = if module(x / LARGE, y / LARGE) { 0 } else { 255 };
            rgba.extend([tone, tone, tone, 255]);
        }
    }
    if let Ok(reading) = read_pixels(width * LARGE, height * LARGE, &rgba) {
        say(&reading);
    }
});
