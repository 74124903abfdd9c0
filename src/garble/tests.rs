//! Messages garbled by encoders written here, beside the readers, and brought back.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};
use proptest::prelude::*;

use super::*;

fn digits(text: &str) -> Vec<String> {
    recover(text).into_iter().map(|candidate| candidate.digits).collect()
}

/// Digits, encoding and lost characters of the best candidate.
fn best(candidates: &[Candidate]) -> (&str, String, usize) {
    candidates.first().map_or(("", String::new(), 0), |candidate| {
        (candidate.digits.as_str(), candidate.encoding.to_string(), candidate.lost)
    })
}

/// Bytes shown two by two. Halves of pairs cannot be shown and are lost.
fn units_be(bytes: &[u8]) -> String {
    let unit = |pair: &[u8]| u16::from(pair[0]) << 8 | u16::from(pair.get(1).copied().unwrap_or(0));
    String::from_utf16_lossy(&bytes.chunks(2).map(unit).collect::<Vec<_>>())
}

fn units_le(bytes: &[u8]) -> String {
    let unit = |pair: &[u8]| u16::from(pair.get(1).copied().unwrap_or(0)) << 8 | u16::from(pair[0]);
    String::from_utf16_lossy(&bytes.chunks(2).map(unit).collect::<Vec<_>>())
}

/// ASCII in seven bits, after `fill` zero bits, bit by bit. Only characters that the two alphabets
/// share.
fn septets(text: &str, fill: usize) -> Vec<u8> {
    let mut bits = vec![0; fill];
    for byte in text.bytes() {
        bits.extend((0..7).map(|bit| byte >> bit & 1));
    }
    bits.chunks(8).map(|bits| bits.iter().enumerate().map(|(at, bit)| bit << at).sum()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn shown(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

const CHINESE: &str = "【亚马逊】您的验证码是：482913，请勿告诉他人。";
const TRADITIONAL: &str = "您的驗證碼為482913，請勿告訴他人。";
const JAPANESE: &str = "認証コードは482913です。他人に教えないでください。";
const KOREAN: &str = "[Web발신] 인증번호 [482913]를 입력해 주세요.";
const ENGLISH: &str = "482913 is your Amazon OTP. Do not share it with anyone.";
const GERMAN: &str = "482913 ist Ihr Bestätigungscode für Amazon. Bitte nicht weitergeben.";

#[test]
fn the_messages_of_a_real_gateway() {
    let be = "ㄲ㌴㔶\u{2069}猠祯畲\u{2041}浡穯渠佔倮";
    let le = "㈱㐳㘵椠\u{2073}潹牵䄠慭潺\u{206e}呏\u{2e50}";
    let packed = "31D9 8C56 B381 D273 50FE 5D97 8382 EDB0 FEED 063D A950 170D";
    let cases = [
        ("high byte first", recover(be), "ascii-as-utf-16be", "123456 is your Amazon OTP."),
        (
            "and two spaces",
            recover(&format!("{be}†")),
            "ascii-as-utf-16be",
            "123456 is your Amazon OTP.  ",
        ),
        ("low byte first", recover(le), "ascii-as-utf-16le", "123456 is your Amazon OTP."),
        (
            "seven bits",
            recover_bytes(&parse_hex(packed).expect("hexadecimal")),
            "gsm-7bit-as-hex",
            "123456 is your Amazon OTP.",
        ),
        (
            "seven bits, as text",
            recover(&units_be(&parse_hex(packed).expect("hexadecimal"))),
            "gsm-7bit-as-utf-16be",
            "123456 is your Amazon OTP.",
        ),
    ];
    for (name, candidates, encoding, text) in cases {
        assert_eq!(best(&candidates), ("123456", encoding.to_owned(), 0), "{name}");
        assert_eq!(candidates.len(), 1, "{name}: {candidates:?}");
        assert_eq!(candidates[0].text, text, "{name}");
    }
}

#[test]
fn every_road_leads_back() {
    let utf8 = |text: &str, encoding| shown(text.as_bytes(), encoding);
    let gbk = GBK.encode(CHINESE).0;
    let big5 = BIG5.encode(TRADITIONAL).0;
    let sjis = SHIFT_JIS.encode(JAPANESE).0;
    let korean = EUC_KR.encode(KOREAN).0;
    let latin = WINDOWS_1252.encode(GERMAN).0;
    let twice = utf8(&utf8(CHINESE, WINDOWS_1252), WINDOWS_1252);
    let header = [&[5, 0, 3, 0xcc, 2, 1][..], &septets(ENGLISH, 1)].concat();
    let ucs2 = utf16(CHINESE);
    let quoted: String = CHINESE
        .bytes()
        .map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("={b:02X}") })
        .collect();
    let cases = [
        ("plain English", ENGLISH.to_owned(), "plain"),
        ("plain Chinese", CHINESE.to_owned(), "plain"),
        ("plain Japanese", JAPANESE.to_owned(), "plain"),
        ("plain Korean", KOREAN.to_owned(), "plain"),
        ("UTF-8 as GBK", utf8(CHINESE, GBK), "utf-8-as-gb18030"),
        ("UTF-8 as Big5", utf8(TRADITIONAL, BIG5), ""),
        ("UTF-8 as Shift-JIS", utf8(JAPANESE, SHIFT_JIS), ""),
        ("UTF-8 as EUC-KR", utf8(KOREAN, EUC_KR), ""),
        ("UTF-8 as windows-1252", utf8(CHINESE, WINDOWS_1252), "utf-8-as-latin-1"),
        ("UTF-8 as ISO 8859-1", CHINESE.bytes().map(char::from).collect(), "utf-8-as-latin-1"),
        ("UTF-8 twice", twice, "utf-8-as-latin-1-twice"),
        ("UTF-8 in pairs", units_be(CHINESE.as_bytes()), "utf-8-as-utf-16be"),
        ("UTF-8 in swapped pairs", units_le(CHINESE.as_bytes()), "utf-8-as-utf-16le"),
        ("GBK in pairs", units_be(&gbk), "gb18030-as-utf-16be"),
        ("Shift-JIS in pairs", units_be(&sjis), "shift-jis-as-utf-16be"),
        ("Korean in pairs", units_be(&korean), "euc-kr-as-utf-16be"),
        ("German in pairs", units_be(&latin), "latin-1-as-utf-16be"),
        ("GBK as windows-1252", shown(&gbk, WINDOWS_1252), "gb18030-as-latin-1"),
        ("GBK as Big5", shown(&GBK.encode("您的验证码是：482913").0, BIG5), ""),
        ("Big5 as GBK", shown(&big5, GBK), "big5-as-gb18030"),
        ("EUC-KR as GBK", shown(&korean, GBK), "euc-kr-as-gb18030"),
        ("bytes swapped", units_le(&ucs2), "utf-16be-as-utf-16le"),
        ("a byte too few", units_be(&ucs2[1..]), ""),
        ("a byte too many", units_be(&[&[0x0a], &ucs2[..]].concat()), "utf-16be-as-utf-16be"),
        (
            "packed as Latin-1",
            septets(ENGLISH, 0).into_iter().map(char::from).collect(),
            "gsm-7bit-as-latin-1",
        ),
        ("packed, with fill bits", units_be(&septets(ENGLISH, 1)), "gsm-7bit-as-utf-16be"),
        ("packed, with a header", units_be(&header), "gsm-7bit-as-utf-16be"),
        ("packed, swapped", units_le(&septets(ENGLISH, 0)), "gsm-7bit-as-utf-16le"),
        ("UCS-2 in hexadecimal", hex(&ucs2), "utf-16be-as-hex"),
        ("packed in hexadecimal", hex(&septets(ENGLISH, 0)), "gsm-7bit-as-hex"),
        ("ASCII in hexadecimal", hex(ENGLISH.as_bytes()), "ascii-as-hex"),
        ("quoted-printable", quoted.clone(), "utf-8-as-quoted-printable"),
        ("percent", quoted.replace('=', "%"), "utf-8-as-percent"),
        (
            "entities",
            CHINESE.chars().map(|c| format!("&#{};", u32::from(c))).collect::<Vec<_>>().concat(),
            "utf-16be-as-html-entities",
        ),
        (
            "escapes",
            CHINESE
                .encode_utf16()
                .map(|unit| format!("\\u{unit:04x}"))
                .collect::<Vec<_>>()
                .concat(),
            "utf-16be-as-unicode-escapes",
        ),
        ("full width", "您的验证码是：４８２９１３".to_owned(), "plain"),
        ("in halves", "Your code is 482 913.".to_owned(), "plain"),
        ("with a hyphen", "Your code is 482-913.".to_owned(), "plain"),
        ("with a letter", "G-482913 is your Google verification code.".to_owned(), "plain"),
    ];
    for (name, text, encoding) in cases {
        let candidates = recover(&text);
        let found = best(&candidates);
        assert_eq!(found.0, "482913", "{name}: {text}: {found:?}");
        if !encoding.is_empty() {
            assert_eq!(found.1, encoding, "{name}: {}", candidates[0].text);
        }
        assert_eq!(candidates[0].lost, text.matches('\u{fffd}').count(), "{name}");
    }
}

#[test]
fn nothing_is_invented() {
    for text in [
        "",
        "Your package was delivered.",
        "您的包裹已送达，请及时领取。如有疑问请联系客服，祝您生活愉快，感谢您的支持与信任！",
        "お荷物をお届けしました。ご利用ありがとうございました。またのご利用をお待ちしております。",
        "택배가 도착했습니다. 이용해 주셔서 감사합니다. 문의 사항은 고객센터로 연락해 주세요.",
        "Ваш заказ доставлен. Спасибо за покупку, будем рады видеть вас снова.",
        "鎮ㄧ殑鍖呰９宸查\u{20ac}佽揪",
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        "123",
        "13800138000",
        "4111111111111111",
    ] {
        assert_eq!(digits(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_code_comes_before_other_numbers() {
    for text in [
        "482913 is your code. Sent 2026-11-24 to the number ending in 1234.",
        "Amazon: order 7788 for $1234.50, security code 482913, valid in 2026.",
        "尾号1234的卡于2026年11月24日消费金额5600元，验证码482913。",
        "Call +1 555 123 4567 if you did not ask for code 482913.",
        "20261124 【店铺】验证码 482913，客服电话 4008 1234",
        "Your code: 482913 2026-11-24 10:30",
        // No word tells these apart, only their shape.
        "+44 7700 900101 Amazon: 482913",
        "Paid 123456.78 Amazon 482913",
        "$123456 Amazon 482913",
        "****123456 Amazon 482913",
        "REF123456 Amazon 482913",
    ] {
        assert_eq!(digits(text).first().map(String::as_str), Some("482913"), "{text}");
    }
}

#[test]
fn a_number_of_eight_torn_by_the_wrong_order_of_bytes_is_no_code_of_six() {
    for (text, code) in [
        ("for not sign 00000000 seller is.", "00000000"),
        ("for for for in the 36161345 for please this ", "36161345"),
    ] {
        assert_eq!(digits(&units_le(text.as_bytes())).first().map(String::as_str), Some(code));
    }
}

#[test]
fn a_date_is_the_last_thing_a_code_is() {
    assert_eq!(digits("2026-11-24 Amazon 4829"), ["4829", "2026"]);
    assert_eq!(digits("20261124 Amazon 48291355"), ["48291355", "20261124"]);
}

#[test]
fn what_is_lost_is_said() {
    let mut units: Vec<char> = units_be(ENGLISH.as_bytes()).chars().collect();
    units[12] = '\u{fffd}';
    let candidates = recover(&units.iter().collect::<String>());
    assert_eq!(best(&candidates), ("482913", "ascii-as-utf-16be".to_owned(), 1));
    assert!(candidates[0].text.contains('\u{fffd}'));
}

#[test]
fn a_character_dropped_in_copying_costs_what_follows() {
    // U+EDB0 is for private use, and programs leave it out.
    let copied = "31D9 8C56 B381 D273 50FE 5D97 8382 FEED 063D A950 170D";
    let candidates = recover_bytes(&parse_hex(copied).expect("hexadecimal"));
    assert_eq!(best(&candidates).0, "123456");
    assert!(candidates[0].text.starts_with("123456 is your A"), "{}", candidates[0].text);

    // Far behind the code nothing reads any more.
    let rest = "Amazon never calls to ask for it, and nobody else should see it. ".repeat(2);
    let mut long = septets(&format!("{ENGLISH} {rest}"), 0);
    long.drain(24..26);
    let candidates = recover_bytes(&long);
    assert_eq!(best(&candidates).0, "482913");
    assert!(candidates[0].lost > 0);
}

#[test]
fn long_messages_take_no_longer_than_their_length() {
    let cases = [
        "1 ",
        "1234 ",
        "12-",
        "order 1234 code ",
        "&#39;",
        "%31",
        "=E9=AA",
        "\\u0031",
        "ㄲ㌴",
        "1",
        "é1",
        "+1",
    ];
    // The fastest of three: what else the machine does only adds to it.
    let took = |piece: &str, length: usize| {
        let message = piece.repeat(length / piece.len());
        let once = |_| {
            let start = std::time::Instant::now();
            recover(&message);
            recover_bytes(message.as_bytes());
            start.elapsed()
        };
        (0..3).map(once).min().expect("three")
    };
    for piece in cases {
        let (short, long) = (took(piece, LONGEST / 64), took(piece, LONGEST / 8));
        // Eight times as long. What grew with the square would take sixty-four times as long.
        assert!(long < 32 * short, "{piece:?}: {short:?}, {long:?}");
    }
}

#[test]
fn candidates_keep_their_digits_to_themselves() {
    let said = format!("{:?}", recover(ENGLISH));
    assert!(said.contains("Plain") && !said.contains("482913"), "{said}");
}

#[test]
fn a_long_message_is_cut_between_characters() {
    assert_eq!(digits(&format!("1234 {}", "验".repeat(LONGEST))), ["1234"]);
    assert!(recover(&"1234 ".repeat(LONGEST)).len() <= MOST);
}

/// Digits that are no year and no day: those are held for what they look like, and beside other
/// readings may be left out.
fn a_code() -> impl Strategy<Value = String> {
    let dated = |code: &str| {
        code.len() == 4 && code.starts_with("19")
            || matches!(code.len(), 4 | 8) && code.starts_with("20")
    };
    "[0-9]{4,8}".prop_filter("a year or a day", move |code| !dated(code))
}

/// Everyday words around a code.
fn message() -> impl Strategy<Value = (String, String)> {
    let word =
        "(your|the|account|is|for|Amazon|seller|sign|in|please|do|not|share|this|with|anyone)";
    let words = prop::collection::vec(word, 2..9);
    let end = prop::sample::select(vec!["", ".", " ", "!"]);
    (words.clone(), a_code(), words, end).prop_map(|(before, code, after, end)| {
        (format!("{} {code} {}{end}", before.join(" "), after.join(" ")), code)
    })
}

/// Any printable ASCII around a code, but no digit beside it. With a mark before them, its digits are a
/// character's number.
fn anything() -> impl Strategy<Value = (String, String)> {
    let marked =
        |before: &str| ["\\u", "\\u{", "U+", "&#", "&#x"].iter().any(|mark| before.ends_with(mark));
    ("([ -~]{0,40}[ -/:-~])?", a_code(), "([ -/:-~][ -~]{0,40})?")
        .prop_filter("a number of a character", move |(before, ..)| !marked(before))
        .prop_map(|(before, code, after)| (format!("{before}{code}{after}"), code))
}

/// Everything the encoders here can make of ASCII.
fn garblings(text: &str) -> Vec<(&'static str, Vec<Candidate>)> {
    let bytes = text.as_bytes();
    let ahead = [&[0x1b], bytes].concat();
    vec![
        ("none", recover(text)),
        ("pairs", recover(&units_be(bytes))),
        ("swapped pairs", recover(&units_le(bytes))),
        ("a byte ahead", recover(&units_be(&ahead))),
        ("a byte ahead, swapped", recover(&units_le(&ahead))),
        ("UTF-16 swapped", recover(&units_le(&utf16(text)))),
        ("UTF-16 shifted", recover(&units_be(&[&[0x20], &utf16(text)[..]].concat()))),
        (
            "UTF-16 as Latin-1",
            recover(&utf16(text).into_iter().map(char::from).collect::<String>()),
        ),
        ("hexadecimal", recover_bytes(bytes)),
        ("UTF-16 in hexadecimal", recover_bytes(&utf16(text))),
        ("UTF-16 as hexadecimal text", recover(&hex(&utf16(text)))),
    ]
}

/// And of what the 7-bit alphabet shares with ASCII. Units that no text can hold come as bytes.
fn packed_garblings(text: &str) -> Vec<(String, Vec<Candidate>)> {
    let mut all = Vec::new();
    for fill in 0..7 {
        let packed = septets(text, fill);
        for (pad, padded) in [
            ("", packed.clone()),
            (" and a pad byte", [&packed[..], &[0x0d]].concat()),
            (" and a byte ahead", [&[0xff], &packed[..]].concat()),
        ] {
            let name = format!("{fill} fill bits{pad}");
            let even = [&padded[..], if padded.len() % 2 == 1 { &[0x0d] } else { &[] }].concat();
            let swapped: Vec<u8> = even.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
            all.push((format!("{name}, bytes"), recover_bytes(&padded)));
            all.push((format!("{name}, units"), recover_bytes(&even)));
            all.push((format!("{name}, swapped units"), recover_bytes(&swapped)));
            let latin: String = padded.iter().copied().map(char::from).collect();
            all.push((format!("{name}, Latin-1"), recover(&latin)));
            for (way, shown) in [("be", units_be(&even)), ("le", units_le(&even))] {
                if !shown.contains('\u{fffd}') {
                    all.push((format!("{name}, {way}"), recover(&shown)));
                }
            }
        }
    }
    all
}

/// Of 9A9090 the swapped A90909 reads as well: a part of another candidate is not told apart from one that lost
/// an end.
fn holds(candidates: &[Candidate], code: &str) -> bool {
    candidates.iter().any(|candidate| candidate.digits.contains(code))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_code_in_a_message_comes_first((text, code) in message()) {
        for (name, candidates) in garblings(&text) {
            prop_assert_eq!(best(&candidates).0, &code, "{}", name);
        }
        for (name, candidates) in packed_garblings(&text) {
            prop_assert_eq!(best(&candidates).0, &code, "{}", name);
        }
    }

    #[test]
    fn a_code_in_anything_is_found((text, code) in anything()) {
        for (name, candidates) in garblings(&text) {
            prop_assert!(holds(&candidates, &code), "{}: {:?}", name, candidates);
        }
        if !text.contains(['@', '$', '_', '[', ']', '\\', '^', '{', '|', '}', '~', '`']) {
            for (name, candidates) in packed_garblings(&text) {
                prop_assert!(holds(&candidates, &code), "{}: {:?}", name, candidates);
            }
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,200}|.{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        recover(&text);
        recover_bytes(&bytes);
        let _ = parse_hex(&text);
        recover(&units_be(&bytes));
        recover(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn codes_are_codes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for Candidate { digits, .. } in recover_bytes(&bytes) {
            prop_assert!((4..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
