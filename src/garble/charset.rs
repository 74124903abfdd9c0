//! Encodings by name, and the two directions of each: characters to bytes, bytes to characters.

use encoding_rs::{
    BIG5, DecoderResult, EUC_KR, EncoderResult, GB18030, GBK, SHIFT_JIS, WINDOWS_1252,
};

/// How a message, or a part of its way, is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// One byte a character, 0 to 127.
    Ascii,
    /// The alphabet of GSM 03.38, seven bits a character, packed.
    Gsm7,
    /// UTF-8.
    Utf8,
    /// UTF-16, high byte first: what text messages call UCS-2.
    Utf16Be,
    /// UTF-16, low byte first.
    Utf16Le,
    /// ISO 8859-1 and windows-1252, which differ in what nobody sends.
    Latin1,
    /// GB2312, GBK and GB18030, each within the next.
    Gb18030,
    /// Big5, with the Hong Kong characters.
    Big5,
    /// Shift-JIS, as windows-31j.
    ShiftJis,
    /// EUC-KR, as windows-949.
    EucKr,
    /// Bytes in hexadecimal.
    Hex,
    /// `=E9=AA=8C` (RFC 2045, 6.7).
    QuotedPrintable,
    /// `%E9%AA%8C` (RFC 3986, 2.1).
    Percent,
    /// `&#39564;`, `&#x9a8c;`.
    Entities,
    /// `\u9a8c`, `U+9A8C`.
    Escapes,
}

/// Encodings with characters of two bytes.
pub const DOUBLE_BYTE: [Charset; 4] =
    [Charset::Gb18030, Charset::Big5, Charset::ShiftJis, Charset::EucKr];

impl Charset {
    /// What messages are sent in, the likeliest first. `Ascii` stands for all of one byte.
    pub const CONTENT: [Self; 9] = [
        Self::Ascii,
        Self::Gsm7,
        Self::Utf8,
        Self::Utf16Be,
        Self::Utf16Le,
        Self::Gb18030,
        Self::Big5,
        Self::ShiftJis,
        Self::EucKr,
    ];

    /// The word for it, in JSON and for people: encodings have one name in every language. Stable.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Gsm7 => "gsm-7bit",
            Self::Utf8 => "utf-8",
            Self::Utf16Be => "utf-16be",
            Self::Utf16Le => "utf-16le",
            Self::Latin1 => "latin-1",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::ShiftJis => "shift-jis",
            Self::EucKr => "euc-kr",
            Self::Hex => "hex",
            Self::QuotedPrintable => "quoted-printable",
            Self::Percent => "percent",
            Self::Entities => "html-entities",
            Self::Escapes => "unicode-escapes",
        }
    }

    fn table(self) -> Option<&'static encoding_rs::Encoding> {
        match self {
            Self::Gb18030 => Some(GB18030),
            Self::Big5 => Some(BIG5),
            Self::ShiftJis => Some(SHIFT_JIS),
            Self::EucKr => Some(EUC_KR),
            Self::Latin1 => Some(WINDOWS_1252),
            _ => None,
        }
    }
}

/// Bytes of a text as a person saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    pub bytes: Vec<u8>,
    /// Characters this encoding has no bytes for; 0x1A stands in their place.
    pub lost: usize,
}

/// The bytes that show as `text` when they are read as `charset`. `None` where more than a tenth of
/// the text cannot come from there.
pub fn encode(text: &str, charset: Charset) -> Option<Bytes> {
    let (mut encoder, mut gbk) = (charset.table()?.new_encoder(), GBK.new_encoder());
    let mut bytes = Vec::with_capacity(text.len() * 2);
    let (mut lost, mut allowed) = (0, text.chars().count() / 10 + 1);
    let mut buffer = [0; 8];
    for c in text.chars() {
        // A byte that windows-1252 shows as something else was itself, where 8859-1 was meant.
        if charset == Charset::Latin1
            && let Ok(byte) = u8::try_from(c)
        {
            bytes.push(byte);
            continue;
        }
        let mut utf8 = [0; 4];
        // The two write the euro sign differently, and GBK is what gateways and phones read.
        let encoder =
            if c == '€' && charset == Charset::Gb18030 { &mut gbk } else { &mut encoder };
        let (result, _, written) = encoder.encode_from_utf8_without_replacement(
            c.encode_utf8(&mut utf8),
            &mut buffer,
            false,
        );
        // Private-use bytes of GB18030 and the mark for what is lost come from no message.
        if result == EncoderResult::InputEmpty && c != '\u{fffd}' {
            bytes.extend_from_slice(&buffer[..written]);
        } else {
            allowed = allowed.checked_sub(1)?;
            lost += 1;
            bytes.push(0x1a);
        }
    }
    Some(Bytes { bytes, lost })
}

/// What bytes read as in a charset, and how many places made no sense there: each is U+FFFD.
pub fn decode(bytes: &[u8], charset: Charset) -> (String, usize) {
    match charset {
        Charset::Utf16Be | Charset::Utf16Le => {
            let units = bytes.chunks_exact(2).map(|pair| match charset {
                Charset::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
                _ => u16::from_le_bytes([pair[0], pair[1]]),
            });
            let (mut text, mut lost) = (String::with_capacity(bytes.len()), 0);
            for c in char::decode_utf16(units) {
                lost += usize::from(c.is_err());
                text.push(c.unwrap_or('\u{fffd}'));
            }
            (text, lost)
        }
        _ => {
            let table = charset.table().unwrap_or(encoding_rs::UTF_8);
            let mut decoder = table.new_decoder_without_bom_handling();
            let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0);
            let mut text = String::with_capacity(room);
            let (mut at, mut lost) = (0, 0);
            loop {
                let (result, read) =
                    decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
                at += read;
                match result {
                    DecoderResult::Malformed(..) => {
                        lost += 1;
                        text.push('\u{fffd}');
                    }
                    DecoderResult::OutputFull => text.reserve(bytes.len() - at + 16),
                    DecoderResult::InputEmpty => return (text, lost),
                }
            }
        }
    }
}

/// Whether a Chinese character or Korean syllable is an everyday one: on the first level of
/// GB2312, Big5, JIS X 0208 or KS X 1001. Characters that garbling makes mostly are not.
pub fn is_everyday(c: char) -> bool {
    let code = |table: &'static encoding_rs::Encoding| {
        let (mut utf8, mut buffer) = ([0; 4], [0; 8]);
        let text = c.encode_utf8(&mut utf8);
        let (result, _, written) =
            table.new_encoder().encode_from_utf8_without_replacement(text, &mut buffer, true);
        (result == EncoderResult::InputEmpty && written == 2)
            .then(|| u16::from_be_bytes([buffer[0], buffer[1]]))
    };
    if ('가'..='힣').contains(&c) {
        return code(EUC_KR).is_some_and(|code| code >= 0xb0a1 && code & 0xff >= 0xa1);
    }
    code(GB18030).is_some_and(|code| (0xb0a1..=0xd7f9).contains(&code) && code & 0xff >= 0xa1)
        || code(BIG5).is_some_and(|code| (0xa440..=0xc67e).contains(&code))
        || code(SHIFT_JIS).is_some_and(|code| (0x889f..=0x9872).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_from_its_bytes() {
        let cases = [
            (Charset::Gb18030, "您的验证码是123456", "C4FA"),
            (Charset::Big5, "您的驗證碼是123456", "B17A"),
            (Charset::ShiftJis, "認証コードは123456", "9446"),
            (Charset::EucKr, "인증번호 123456", "C0CE"),
            (Charset::Latin1, "Ihr Bestätigungscode: 123456 €", "4968"),
        ];
        for (charset, text, begins) in cases {
            let bytes = encode(text, charset).expect("encodes");
            assert_eq!(bytes.lost, 0, "{charset:?}");
            let begun = format!("{:02X}{:02X}", bytes.bytes[0], bytes.bytes[1]);
            assert_eq!(begun, begins, "{charset:?}");
            let (read, lost) = decode(&bytes.bytes, charset);
            assert_eq!((read.as_str(), lost), (text, 0), "{charset:?}");
        }
    }

    #[test]
    fn what_cannot_come_from_a_charset_is_told() {
        assert_eq!(encode("您的验证码是123456", Charset::ShiftJis), None);
        let one = encode("code 123456 \u{fffd}", Charset::Big5).expect("one in a dozen");
        assert_eq!(one.lost, 1);
        assert_eq!(decode(b"\xe9\xaa1", Charset::Utf8), ("\u{fffd}1".to_owned(), 1));
        assert_eq!(decode(&[0xd8, 0, 0, 0x31], Charset::Utf16Be), ("\u{fffd}1".to_owned(), 1));
    }

    #[test]
    fn everyday_characters() {
        for (c, everyday) in
            [('验', true), ('驗', true), ('証', true), ('인', true), ('㔶', false), ('槸', false)]
        {
            assert_eq!(is_everyday(c), everyday, "{c}");
        }
    }
}
