//! Pictures with codes drawn into them: turned, small, inverted, several; and pictures without.

use base64::Engine as _;
use image::{DynamicImage, ImageFormat, RgbaImage};
use proptest::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use super::*;
use crate::exchange::tests::lines;
use crate::exchange::{Ask, Part, join, read as read_file};

const A: &str = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A";
const B: &str = "otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ&issuer=B";
const ROW_A: &str = "A|a|totp sha1 6 30s JBSWY3DPEHPK3PXP|||";
const ROW_B: &str = "B|b|totp sha1 6 30s GEZDGNBVGY3TQOJQ|||";

/// A sheet of paper to draw codes on.
struct Sheet(RgbaImage);

impl Sheet {
    fn new(width: u32, height: u32, ground: [u8; 4]) -> Self {
        Self(RgbaImage::from_pixel(width, height, image::Rgba(ground)))
    }

    /// Draws a code with its corner at a place, turned about it by so many degrees, in two colours.
    fn code(mut self, text: &[u8], at: [f64; 2], side: f64, turn: f64, ink: [[u8; 4]; 2]) -> Self {
        let code = QrCode::encode_binary(text, QrCodeEcc::Medium).expect("it fits");
        let (sin, cos) = turn.to_radians().sin_cos();
        let modules = f64::from(code.size());
        for (x, y, pixel) in self.0.enumerate_pixels_mut() {
            let (x, y) = (f64::from(x) + 0.5 - at[0], f64::from(y) + 0.5 - at[1]);
            let (u, v) = ((x * cos + y * sin) / side, (y * cos - x * sin) / side);
            // Four modules of light around it.
            if (-4.0..modules + 4.0).contains(&u) && (-4.0..modules + 4.0).contains(&v) {
                #[expect(clippy::cast_possible_truncation, reason = "a few hundred")]
                let dark = code.get_module(u.floor() as i32, v.floor() as i32);
                pixel.0 = ink[usize::from(!dark)];
            }
        }
        self
    }

    fn bytes(self, format: ImageFormat) -> Vec<u8> {
        let image = DynamicImage::from(self.0);
        let image = if format == ImageFormat::Jpeg { image.to_rgb8().into() } else { image };
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).expect("memory");
        bytes.into_inner()
    }

    fn png(self) -> Vec<u8> {
        self.bytes(ImageFormat::Png)
    }
}

const WHITE: [u8; 4] = [255; 4];
const INK: [[u8; 4]; 2] = [[0, 0, 0, 255], WHITE];

fn of(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_file(bytes, Ask::default(), &mut |_| {})
}

fn told(bytes: &[u8]) -> Vec<String> {
    lines(&of(bytes).expect("a picture"))
}

fn one(text: &[u8]) -> Sheet {
    Sheet::new(260, 260, WHITE).code(text, [20.0, 20.0], 5.0, 0.0, INK)
}

#[test]
fn a_code_however_it_is_shown() {
    let sheet = |side: f64, turn, ink| {
        Sheet::new(300, 300, [240, 242, 250, 255]).code(A.as_bytes(), [80.0, 40.0], side, turn, ink)
    };
    let (pale, light) = ([[120, 120, 140, 255], [200, 200, 210, 255]], [WHITE, [20, 20, 30, 255]]);
    let cases = [
        ("a PNG", sheet(4.0, 0.0, INK).png()),
        ("a JPEG", sheet(4.0, 0.0, INK).bytes(ImageFormat::Jpeg)),
        ("a WebP", sheet(4.0, 0.0, INK).bytes(ImageFormat::WebP)),
        ("turned a little", sheet(4.0, 7.0, INK).png()),
        ("turned a lot", sheet(4.0, 30.0, INK).png()),
        ("pale", sheet(4.0, 0.0, pale).png()),
        ("light on dark", sheet(4.0, 0.0, light).png()),
        ("in single pixels", sheet(1.0, 0.0, INK).png()),
        ("in pixels and a half", sheet(1.5, 0.0, INK).png()),
        (
            "black on nothing",
            Sheet::new(260, 260, [0; 4])
                .code(A.as_bytes(), [20.0, 20.0], 5.0, 0.0, [INK[0], [0; 4]])
                .png(),
        ),
        (
            "white on nothing",
            Sheet::new(260, 260, [0; 4])
                .code(A.as_bytes(), [20.0, 20.0], 5.0, 0.0, [WHITE, [0; 4]])
                .png(),
        ),
    ];
    for (name, bytes) in cases {
        let reading = of(&bytes).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(
            (reading.format, lines(&reading)),
            (Format::Picture, vec![ROW_A.into()]),
            "{name}"
        );
    }
}

#[test]
fn all_codes_from_top_to_bottom() {
    let mut sheet = Sheet::new(640, 480, [240, 242, 250, 255]);
    sheet = sheet.code(A.as_bytes(), [40.0, 240.0], 4.0, 0.0, INK);
    sheet = sheet.code(B.as_bytes(), [340.0, 60.0], 4.0, 7.0, INK);
    sheet = sheet.code(b"https://a.example/?secret", [40.0, 40.0], 3.0, 0.0, INK);
    sheet = sheet.code(A.as_bytes(), [420.0, 290.0], 3.0, 0.0, INK);
    let reading = of(&sheet.png()).expect("a picture");
    assert_eq!(lines(&reading), [ROW_B, ROW_A]);
    assert_eq!(reading.ignored, [(Ignored::Texts, 1)]);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn texts_that_are_no_key_are_named_by_their_scheme_only() {
    let cases: [(&[u8], &str); 6] = [
        (b"https://a.example/", "https"),
        (b"WIFI:S:net;P:password;;", "wifi"),
        (b"hello", ""),
        (b"JBSWY3DPEHPK3PXP", ""),
        (b"a sentence: with a colon", ""),
        (b"abcdefghijklmnopq:r", ""),
    ];
    for (text, scheme) in cases {
        let expected = Err(ReadError::OtherQrCode { scheme: scheme.into() });
        assert_eq!(of(&one(text).png()).map(|_| ()), expected, "{scheme}");
    }
    let steam = told(&one(b"steam://GEZDGNBVGY3TQOJQ").png());
    assert_eq!(steam, ["Steam||steam sha1 5 30s GEZDGNBVGY3TQOJQ|||"]);
    let odd = of(&one(b"otpauth://totp/\xb9\xe2?secret=JBSWY3DPEHPK3PXP").png()).expect("a code");
    let record = odd.rows[0].outcome.as_ref().expect("a record");
    let not_utf8 = crate::exchange::Change::Key(crate::otp::Remark::NotUtf8);
    assert_eq!(record.changes, [not_utf8]);
    assert_eq!(told(&one(b"otpauth://totp/a?secret=").png()), ["1: Key(NoKey)"]);
}

#[test]
fn pictures_of_one_batch_are_one_import() {
    // Batch 7, parts 1 and 2 of 2, an account each: b"12345678901234567890" as "a".
    let part = |index: u8| {
        let secret = b"\x0a\x14".iter().chain(b"12345678901234567890");
        let account: Vec<u8> = secret.chain(b"\x12\x01a").copied().collect();
        let head = [0x0a, u8::try_from(account.len()).expect("short")];
        let payload = [&head[..], &account, &[0x18, 2, 0x20, index, 0x28, 7]].concat();
        let data = base64::engine::general_purpose::URL_SAFE.encode(payload);
        of(&one(format!("otpauth-migration://offline?data={data}").as_bytes()).png())
            .expect("a part")
    };
    assert_eq!(part(1).missing(), [Part { batch: 7, part: 1, of: 2 }]);
    let other = of(&one(A.as_bytes()).png()).expect("a code");
    let joined = join(vec![part(1), part(0), part(1), other]).expect("a reading");
    assert_eq!((joined.missing(), joined.parts.len()), (vec![], 2));
    let numbers: Vec<_> = joined.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert!(join(Vec::new()).is_none());
}

#[test]
fn pixels_of_a_clipboard() {
    let sheet = one(A.as_bytes()).0;
    let (width, height) = (sheet.width() as usize, sheet.height() as usize);
    let rgba = sheet.into_raw();
    assert_eq!(lines(&read_pixels(width, height, &rgba).expect("a picture")), [ROW_A]);
    let damaged = Err(ReadError::damaged(Format::Picture));
    let told = |width, height, rgba: &[u8]| read_pixels(width, height, rgba).map(|_| ());
    assert_eq!(told(width, height, &rgba[4..]), damaged);
    assert_eq!(told(0, 0, &[]), damaged);
    let huge = told(usize::MAX, usize::MAX, &rgba);
    assert!(matches!(huge, Err(ReadError::Limit(Limit { what: Measure::Pixels, .. }))));
    assert_eq!(told(1, 1, &[0; 4]), Err(ReadError::NoQrCode));
}

/// A PNG's head with a size of its own, and nothing behind it.
fn head(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let body =
        [&b"IHDR"[..], &width.to_be_bytes(), &height.to_be_bytes(), &[depth, colour, 0, 0, 0]];
    let body = body.concat();
    let check = crc(&body).to_be_bytes();
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &body, &check, b"\0\0\0\0IDAT\x35\xaf\x06\x1e"].concat()
}

/// The checksum of a PNG's parts (ISO 3309), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    })
}

#[test]
fn pictures_that_are_none() {
    let limit = |asked, most| ReadError::Limit(Limit { what: Measure::Pixels, asked, most });
    let damaged = || ReadError::damaged(Format::Picture);
    let png = one(A.as_bytes()).png();
    let cases = [
        ("too many pixels", head(60_000, 60_000, 8, 0), limit(3_600_000_000, MOST_PIXELS)),
        ("too many colours", head(8000, 8000, 16, 6), limit(64_000_000, MOST_PIXELS / 2)),
        ("a head alone", head(16, 16, 8, 0), damaged()),
        ("cut", png[..png.len() / 2].to_vec(), damaged()),
        ("no size", head(0, 0, 8, 0), damaged()),
        ("the beginning of a JPEG", b"\xff\xd8\xff\xe0".to_vec(), damaged()),
        ("a sound", b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), ReadError::Unknown(Sort::Bytes)),
        ("nothing in it", Sheet::new(300, 200, WHITE).png(), ReadError::NoQrCode),
        ("a single pixel", Sheet::new(1, 1, WHITE).png(), ReadError::NoQrCode),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(of(&bytes).map(|_| ()), Err(expected), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>()) {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let mut bytes = Sheet::new(60, 60, WHITE).code(A.as_bytes(), [6.0, 6.0], 1.0, 0.0, INK).bytes(format);
            let at = at.index(bytes.len());
            bytes[at] = with;
            let _ = of(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = of(&bytes);
        }
    }

    #[test]
    fn no_pixels_panic(width in 1..40_usize, height in 1..40_usize, seed in prop::collection::vec(any::<u8>(), 1..64)) {
        let rgba: Vec<u8> = seed.iter().copied().cycle().take(width * height * 4).collect();
        let _ = read_pixels(width, height, &rgba);
    }
}
