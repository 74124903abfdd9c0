//! The default alphabet of text messages and how it is packed (3GPP TS 23.038, 6.1.2.1 and 6.2.1).

/// The default alphabet; a septet is a place in it. 0x1B begins a pair of [`EXTENSION`].
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

const ESCAPE: u8 = 0x1b;

/// What stands for a character after [`ESCAPE`].
const EXTENSION: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// The septets of packed bytes, after `fill` bits (0 to 6) that belong to no septet. What is left
/// over at the end is padding.
pub fn unpack(bytes: &[u8], fill: u32) -> Vec<u8> {
    let mut septets = Vec::with_capacity(bytes.len() * 8 / 7);
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut skip = fill;
    for byte in bytes {
        bits |= u32::from(*byte) << held;
        held += 8;
        if skip > 0 {
            bits >>= skip;
            held -= skip;
            skip = 0;
        }
        while held >= 7 {
            septets.push(u8::try_from(bits & 0x7f).expect("seven bits"));
            bits >>= 7;
            held -= 7;
        }
    }
    septets
}

/// The bytes without the carriage returns that fill them up, where the last septet may end before
/// those.
pub fn without_pad(bytes: &[u8], fill: u32) -> Option<&[u8]> {
    let packed = bytes.strip_suffix(b"\r\r").or_else(|| bytes.strip_suffix(b"\r"))?;
    let used = u32::try_from(packed.len()).ok()?.checked_mul(8)?.checked_sub(fill)?;
    let spare = u32::from(*packed.last()?) >> (8 - used % 7);
    (used % 7 > 0 && spare == 0).then_some(packed)
}

/// Septets packed into bytes, the last one filled with zero bits.
pub fn pack(septets: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(septets.len());
    let (mut bits, mut held) = (0_u32, 0_u32);
    for septet in septets {
        bits |= u32::from(*septet) << held;
        held += 7;
        if held >= 8 {
            bytes.push(bits.to_le_bytes()[0]);
            bits >>= 8;
            held -= 8;
        }
    }
    if held > 0 {
        bytes.push(bits.to_le_bytes()[0]);
    }
    bytes
}

/// The text of septets, without the padding at its end: `@` is what zero bits read as, and a
/// carriage return stands where they would be taken for one.
pub fn decode(septets: &[u8]) -> String {
    let alphabet: Vec<char> = ALPHABET.chars().collect();
    let mut text = String::with_capacity(septets.len());
    let mut septets = septets.iter();
    while let Some(&septet) = septets.next() {
        let c = match septet {
            // A table that is not known shows the character of the first one.
            ESCAPE => septets.next().map_or('\u{fffd}', |&second| {
                let known = EXTENSION.iter().find(|(code, _)| *code == second);
                known.map_or(alphabet[usize::from(second & 0x7f)], |(_, c)| *c)
            }),
            septet => alphabet[usize::from(septet & 0x7f)],
        };
        text.push(c);
    }
    text.truncate(text.trim_end_matches(['@', '\r']).len());
    text
}

/// The septets of a text, where the alphabet has all of it.
pub fn encode(text: &str) -> Option<Vec<u8>> {
    let mut septets = Vec::with_capacity(text.len());
    for c in text.chars() {
        if let Some(place) = ALPHABET.chars().position(|own| own == c && c != '\u{1b}') {
            septets.push(u8::try_from(place).ok()?);
        } else {
            let (code, _) = EXTENSION.iter().find(|(_, own)| *own == c)?;
            septets.extend([ESCAPE, *code]);
        }
    }
    Some(septets)
}

/// What follows a user data header (3GPP TS 23.040, 9.2.3.24), and the bits that fill its last
/// septet; `None` where the bytes do not begin with one.
pub fn after_header(bytes: &[u8]) -> Option<(&[u8], u32)> {
    let length = usize::from(*bytes.first()?);
    let header = bytes.get(1..=length)?;
    if !(3..=40).contains(&length) {
        return None;
    }
    let mut rest = header;
    while let [_, size, ..] = rest {
        rest = rest.get(2 + usize::from(*size)..)?;
    }
    let used = u32::try_from(8 * (length + 1)).ok()?;
    rest.is_empty().then(|| (&bytes[length + 1..], (7 - used % 7) % 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_a_place_for_each_septet() {
        assert_eq!(ALPHABET.chars().count(), 128);
        assert_eq!(ALPHABET.chars().position(|c| c == '0'), Some(0x30));
        assert_eq!(ALPHABET.chars().position(|c| c == 'z'), Some(0x7a));
        assert_eq!(ALPHABET.chars().position(|c| c == 'Ξ'), Some(0x1a));
    }

    #[test]
    fn packing_is_what_phones_do() {
        // The example everybody checks against.
        let packed = [0xe8, 0x32, 0x9b, 0xfd, 0x46, 0x97, 0xd9, 0xec, 0x37];
        assert_eq!(pack(&encode("hellohello").expect("ASCII")), packed);
        assert_eq!(decode(&unpack(&packed, 0)), "hellohello");
        let text = "{[€]} ~^|\\ Ünï 123456".replace('ï', "ì");
        let septets = encode(&text).expect("all of it is there");
        assert_eq!(decode(&unpack(&pack(&septets), 0)), text);
        assert_eq!(encode("验"), None);
    }

    #[test]
    fn fill_bits_are_left_out() {
        let septets = encode("Code 123456").expect("ASCII");
        for fill in 0..7_u8 {
            // The septets, moved up by `fill` bits.
            let bits = septets.iter().flat_map(|septet| (0..7).map(move |bit| septet >> bit & 1));
            let bits: Vec<u8> = std::iter::repeat_n(0, usize::from(fill)).chain(bits).collect();
            let bytes: Vec<u8> = bits
                .chunks(8)
                .map(|bits| bits.iter().enumerate().map(|(at, bit)| bit << at).sum())
                .collect();
            let text = decode(&unpack(&bytes, u32::from(fill)));
            assert_eq!(text, "Code 123456", "{fill}");
        }
    }

    #[test]
    fn a_header_is_one_only_when_it_adds_up() {
        let cases: [(&str, &[u8], Option<u32>); 5] = [
            ("part 1 of 2", &[5, 0, 3, 0xcc, 2, 1, 0xff], Some(1)),
            ("two elements", &[8, 0, 3, 0xcc, 2, 1, 0x24, 1, 3, 0xff], Some(5)),
            ("long reference", &[6, 8, 4, 0, 1, 2, 1, 0xff], Some(0)),
            ("too short", &[5, 0, 3], None),
            ("text", b"Code 1234", None),
        ];
        for (name, bytes, fill) in cases {
            let found = after_header(bytes).map(|(rest, fill)| (rest.len(), fill));
            assert_eq!(found, fill.map(|fill| (1, fill)), "{name}");
        }
    }
}
