//! Pictures with QR codes: photographs and screenshots, as PNG, JPEG or WebP, or straight from a
//! clipboard.
//!
//! How large a picture is, its header says, and what it says is held against a limit before anything
//! is decoded. The picture is then searched several times, as it is and in other sizes and tones: a
//! code that is small, turned, pale or light on dark is found in one of them.

mod cost;
mod plane;

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};
use zeroize::Zeroizing;

use super::error::{Limit, Measure};
use super::{Format, Ignored, ReadError, Reading, Sort, Stage, Task, uri_list};
use plane::Plane;

/// The most pixels of a picture. A fuzzer finds nothing in large ones, slowly.
const MOST_PIXELS: u64 = if cfg!(fuzzing) { 200_000 } else { 64_000_000 };
/// The most bytes of a decoded picture: four for each of those pixels.
const MOST_BYTES: u64 = 4 * MOST_PIXELS;
/// The most bytes a decoder may use, with what it needs besides.
const MOST_MEMORY: u64 = MOST_BYTES + (64 << 20);
/// The longest scheme that is named.
const LONGEST_SCHEME: usize = 16;

/// Reads the QR codes of a picture.
pub(super) fn read(bytes: &[u8], task: &mut Task<'_>) -> Result<Reading, ReadError> {
    task.tell(Stage::Looking);
    let pixels = decode(bytes)?;
    match &pixels {
        Pixels::Grey(plane) => report(plane.texts()),
        Pixels::Rgba { width, height, rgba } => look(*width, *height, rgba),
    }
}

/// Reads the QR codes of a picture that is already unpacked: rows of red, green, blue and opacity.
pub fn read_pixels(width: usize, height: usize, rgba: &[u8]) -> Result<Reading, ReadError> {
    let pixels = (width as u64).saturating_mul(height as u64);
    Limit::hold(Measure::Pixels, pixels, MOST_PIXELS)?;
    if pixels == 0 || pixels * 4 != rgba.len() as u64 {
        return Err(ReadError::damaged(Format::Picture));
    }
    look(width, height, rgba)
}

/// What is transparent is looked at on white, and if there is nothing, on black.
fn look(width: usize, height: usize, rgba: &[u8]) -> Result<Reading, ReadError> {
    let texts = Plane::paint(width, height, rgba, u8::MAX).texts();
    let transparent = rgba.as_chunks::<4>().0.iter().any(|&[_, _, _, alpha]| alpha < u8::MAX);
    if texts.is_empty() && transparent {
        return report(Plane::paint(width, height, rgba, 0).texts());
    }
    report(texts)
}

/// Rows from the texts of codes, of which some may be none of ours.
fn report(texts: Vec<Zeroizing<String>>) -> Result<Reading, ReadError> {
    let (keys, others): (Vec<_>, Vec<_>) =
        texts.into_iter().partition(|text| uri_list::is_address(text));
    let Some(first) = keys.first().or(others.first()) else { return Err(ReadError::NoQrCode) };
    if keys.is_empty() {
        return Err(ReadError::OtherQrCode { scheme: scheme(first) });
    }
    let mut reading = Reading::new(Format::Picture);
    uri_list::take_texts(&mut reading, keys.iter().map(|text| text.as_str()))?;
    reading.ignore(Ignored::Texts, others.len());
    Ok(reading)
}

/// How a text begins, if that is a scheme (RFC 3986 §3.1) of letters.
fn scheme(text: &str) -> String {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme.trim_start());
    let is_one = (1..=LONGEST_SCHEME).contains(&scheme.len())
        && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_one { scheme.to_ascii_lowercase() } else { String::new() }
}

/// A picture, unpacked.
enum Pixels {
    Grey(Plane),
    Rgba { width: usize, height: usize, rgba: Zeroizing<Vec<u8>> },
}

fn decode(bytes: &[u8]) -> Result<Pixels, ReadError> {
    let damaged = || ReadError::damaged(Format::Picture);
    let failed = |error: ImageError| match error {
        ImageError::Unsupported(_) => ReadError::Unknown(Sort::Bytes),
        _ => damaged(),
    };
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| damaged())?;
    if reader.format().is_none() {
        // `RIFF` also begins sounds and films.
        return Err(ReadError::Unknown(Sort::Bytes));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    Limit::hold(Measure::Pixels, pixels, MOST_PIXELS)?;
    // Colours of sixteen bits are twice as large.
    let each = u64::from(decoder.color_type().bytes_per_pixel());
    Limit::hold(Measure::Pixels, pixels, MOST_BYTES / each.max(1))?;
    let image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    Ok(if image.color().has_alpha() {
        Pixels::Rgba { width, height, rgba: Zeroizing::new(image.into_rgba8().into_raw()) }
    } else {
        Pixels::Grey(Plane { width, height, luma: Zeroizing::new(image.into_luma8().into_raw()) })
    })
}

#[cfg(test)]
mod tests;
