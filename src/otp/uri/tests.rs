//! Addresses as the apps write them, and as nobody should.

use proptest::prelude::*;

use super::*;
use crate::otp::{Algorithm, KeyError, Refusal, base32};
use crate::secret::Secret;

const KEY: &str = "JBSWY3DPEHPK3PXP";

fn read(name: &str, uri: &str) -> Address {
    parse(uri).unwrap_or_else(|error| panic!("{name}: {uri}: {error:?}"))
}

fn key_of(name: &str, parameters: &str) -> Key {
    let uri = format!("otpauth://totp/x?secret={KEY}{parameters}");
    read(name, &uri).key.expect("a key")
}

#[test]
fn names_are_found() {
    // name, label, parameters behind the key, issuer, login
    let cases = [
        ("both", "Hikari:ops@h.example", "&issuer=Hikari", "Hikari", "ops@h.example"),
        ("prefix only", "Hikari:ops", "", "Hikari", "ops"),
        ("prefix, colon encoded", "Hikari%3Aops", "", "Hikari", "ops"),
        ("prefix, colon encoded in lower case", "Hikari%3aops", "", "Hikari", "ops"),
        ("spaces round both", "%20Hikari%20:%20ops%20", "", "Hikari", "ops"),
        ("parameter only", "ops", "&issuer=Hikari", "Hikari", "ops"),
        ("login only", "ops", "", "", "ops"),
        ("other case", "HIKARI:ops", "&issuer=Hikari", "Hikari", "ops"),
        ("empty parameter", "Hikari:ops", "&issuer=", "Hikari", "ops"),
        ("blank parameter", "Hikari:ops", "&issuer=%20", "Hikari", "ops"),
        ("issuer in the login again", "Hikari:Hikari:ops", "&issuer=Hikari", "Hikari", "ops"),
        ("again and without parameter", "Hikari:Hikari%3Aops", "", "Hikari", "ops"),
        ("taken off once only", "H:H:H:ops", "&issuer=H", "H", "H:ops"),
        ("leading colon", ":ops", "", "", "ops"),
        ("leading colon guards one in the login", ":a%3Ab", "", "", "a:b"),
        ("no login", "Hikari:", "", "Hikari", ""),
        ("label is the issuer", "Hikari", "&issuer=Hikari", "Hikari", ""),
        ("label is the issuer, with a colon", "A%3AB", "&issuer=A%3AB", "A:B", ""),
        ("no label", "", "&issuer=Hikari", "Hikari", ""),
        ("literal colon before encoded ones", "A%3AB:c%3Ad", "", "A:B", "c:d"),
        ("the parameter tells where the prefix ends", "A%3AB%3Ac", "&issuer=A%3AB", "A:B", "c"),
        ("first of several", "a:b:c", "", "a", "b:c"),
        ("slashes", "a/b:c/d", "", "a/b", "c/d"),
        ("raw hash", "A#1:b#2", "&issuer=A#1", "A#1", "b#2"),
        ("raw question mark", "What?:b", "&issuer=What?", "What?", "b"),
        ("question mark before something unknown", "a?b=c:d", "&issuer=a?b=c", "a?b=c", "d"),
        ("raw ampersand", "A & B:c", "&issuer=A & B", "A & B", "c"),
        ("several raw ampersands", "x", "&issuer=A&B & C", "A&B & C", "x"),
        ("ampersand at the end", "x", "&issuer=A&", "A", "x"),
        ("raw, escaped for HTML", "x", "&issuer=A &amp; B", "A & B", "x"),
        ("label escaped for HTML", "A%20%26amp%3B%20B%3Ac", "&issuer=A%20%26%20B", "A & B", "c"),
        ("quote escaped for HTML", "Joe%26%2339%3Bs:c", "&issuer=Joe's", "Joe's", "c"),
        ("escaped for HTML, no login", "A%20%26amp%3B%20B", "&issuer=A%20%26%20B", "A & B", ""),
        ("login escaped for HTML", "A%26amp%3BB%3Ac%26amp%3Bd", "&issuer=A%26B", "A&B", "c&d"),
        ("other case, not ASCII", "éclat:x", "&issuer=Éclat", "Éclat", "x"),
        ("a flag ends the issuer", "x", "&issuer=A&steam&b", "A", "x"),
        ("plus is a space", "x", "&issuer=Air+Can+ada", "Air Can ada", "x"),
        ("plus at the edge", "x", "&issuer=Disney+", "Disney+", "x"),
        ("pluses at both edges", "x", "&issuer=++a+b++", "++a b++", "x"),
        ("nothing but pluses", "x", "&issuer=++", "++", "x"),
        ("plus as in the prefix", "A+B:x", "&issuer=A+B", "A+B", "x"),
        ("plus as in the whole label", "A+B", "&issuer=A+B", "A+B", ""),
        ("encoded plus", "x", "&issuer=A%2BB", "A+B", "x"),
        ("plus in the label", "A+B:x+y", "", "A+B", "x+y"),
        ("broken escape at the end", "A:100%", "", "A", "100%"),
        ("broken escape", "A:50%zz", "", "A", "50%zz"),
        ("decoded once", "A:a%2520b", "", "A", "a%20b"),
        ("UTF-8", "%E5%85%89:%E8%BF%90", "", "光", "运"),
        ("raw UTF-8", "光之户外:运营", "&issuer=光之户外", "光之户外", "运营"),
        ("other programs' parameters", "A:b", "&image=x&lock=1&color=F0&foo=bar", "A", "b"),
    ];
    for (name, label, parameters, issuer, login) in cases {
        let uri = format!("otpauth://totp/{label}?secret={KEY}{parameters}");
        let address = read(name, &uri);
        assert_eq!((&*address.issuer, &*address.login), (issuer, login), "{name}: {uri}");
        assert_eq!(address.remarks, [], "{name}: {uri}");
        assert_eq!(address.note, "", "{name}: {uri}");
    }
}

#[test]
fn what_was_changed_is_told() {
    let differs = Remark::PrefixDiffers { prefix: "Contoso".into() };
    let cases = [
        ("prefix and issuer differ", "totp/Contoso:b?issuer=Fabrikam&secret=", vec![differs]),
        ("no name", "totp/?secret=", vec![Remark::NoName]),
        ("no path", "totp?secret=", vec![Remark::NoName]),
        ("label not UTF-8", "totp/%FFa?secret=", vec![Remark::NotUtf8]),
        ("issuer not UTF-8", "totp/a?issuer=%FF&secret=", vec![Remark::NotUtf8]),
        ("no counter", "hotp/a?secret=", vec![Remark::NoCounter]),
        ("Steam with six digits", "totp/Steam:a?digits=6&secret=", vec![Remark::NotSteam]),
        ("Steam with a minute", "totp/Steam:a?period=60&secret=", vec![Remark::NotSteam]),
        ("Steam by its issuer", "totp/Steam:a?period=30&secret=", vec![Remark::SteamByIssuer]),
        ("Steam as it says", "totp/Steam:a?encoder=steam&secret=", vec![]),
        (
            "a parameter twice",
            "totp/a?digits=7&Digits=8&secret=",
            vec![Remark::Repeated { parameter: "digits" }],
        ),
        ("empty, then given", "totp/a?digits=&digits=8&secret=", vec![]),
        ("the same key twice", "totp/a?secret=jbsw-y3dp-ehpk-3pxp&secret=", vec![]),
        ("two keys", "totp/a?secret=GEZDGNBVGY3TQOJQ&secret=", vec![Remark::SecondKey]),
        (
            "digits without a value",
            "totp/a?digits=&secret=",
            vec![Remark::NoValue { parameter: "digits" }],
        ),
        (
            "a blank period",
            "totp/a?period=%20&secret=",
            vec![Remark::NoValue { parameter: "period" }],
        ),
        (
            "a counter's digits",
            "hotp/a?counter=1&period=&digits=&secret=",
            vec![Remark::NoValue { parameter: "digits" }],
        ),
        (
            "display data that is no JSON",
            "totp/a?codeDisplay=%7Bpinned&secret=",
            vec![Remark::Unread { parameter: "codedisplay" }],
        ),
    ];
    for (name, head, remarks) in cases {
        assert_eq!(read(name, &format!("otpauth://{head}{KEY}")).remarks, remarks, "{name}");
    }
    let keys = [
        ("odd length", "JBSWY3DPEHPK3PXPA", vec![Remark::OddLength]),
        ("spare bits", "JBSWY3DPEHPK3PXPAB", vec![Remark::SpareBits]),
        ("72 bits", "JBSWY3DPEHPK3PQ", vec![Remark::ShortKey]),
        ("odd and short", "JBSWY3", vec![Remark::OddLength, Remark::ShortKey]),
    ];
    for (name, key, remarks) in keys {
        let uri = format!("otpauth://totp/a?secret={key}");
        assert_eq!(read(name, &uri).remarks, remarks, "{name}");
    }
}

#[test]
fn a_differing_prefix_goes_to_the_note() {
    let display = "codeDisplay=%7B%22note%22%3A%22first%22%7D";
    let uri = format!("otpauth://totp/Contoso:bob?issuer=Fabrikam&{display}&secret={KEY}");
    let address = read("note", &uri);
    assert_eq!((&*address.issuer, &*address.login), ("Fabrikam", "bob"));
    assert_eq!(address.note, "first\nlabel prefix: Contoso");
}

#[test]
fn keys_in_addresses() {
    let plain = key_of("plain", "").secret().clone();
    let cases = [
        ("any case", "OTPAUTH://ToTp/x?SeCrEt=jbswy3dpehpk3pxp"),
        ("separators", "otpauth://totp/x?secret=JBSW%20Y3DP-EHPK+3PXP"),
        ("padding", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP==="),
        ("encoded padding", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP%3D%3d"),
        ("full width", "otpauth://totp/x?secret=ＪＢＳＷＹ３ＤＰＥＨＰＫ３ＰＸＰ"),
        ("first of two", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&secret=AAAAAAAA"),
        (
            "the same twice",
            "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&secret=jbsw%20y3dp%20ehpk%203pxp",
        ),
        ("behind an unknown parameter", "otpauth://totp/x?foo=1&secret=JBSWY3DPEHPK3PXP"),
        ("behind one and &amp;", "otpauth://totp/x?foo=1&amp;secret=JBSWY3DPEHPK3PXP"),
        ("no slash", "otpauth:totp/x?secret=JBSWY3DPEHPK3PXP"),
        ("one slash", "otpauth:/totp/x?secret=JBSWY3DPEHPK3PXP"),
        ("three slashes", "otpauth:///totp/x?secret=JBSWY3DPEHPK3PXP"),
        ("quoted", " \"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP\"\r\n"),
        ("byte order mark", "\u{feff}otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"),
    ];
    for (name, uri) in cases {
        assert_eq!(read(name, uri).key.expect("a key").secret(), &plain, "{name}");
    }
}

#[test]
fn parameters_of_a_key() {
    use Algorithm::{Sha1, Sha256, Sha512};
    let totp = |period| Kind::Totp { period };
    let cases = [
        ("defaults", "", totp(30), Sha1, 6),
        ("empty is default", "&algorithm=&digits=&period=", totp(30), Sha1, 6),
        (
            "empty where another stands, too",
            "&digits=&digits=8&period=60&period=",
            totp(60),
            Sha1,
            8,
        ),
        ("fewest digits", "&digits=4", totp(30), Sha1, 4),
        ("most digits", "&digits=10", totp(30), Sha1, 10),
        ("spaces, full width", "&digits=%20８%20", totp(30), Sha1, 8),
        ("shortest period", "&period=1", totp(1), Sha1, 6),
        ("longest period", "&period=86400", totp(86_400), Sha1, 6),
        ("lower case", "&algorithm=sha256", totp(30), Sha256, 6),
        ("dash", "&algorithm=SHA-512", totp(30), Sha512, 6),
        ("Hmac", "&algorithm=HmacSHA1", totp(30), Sha1, 6),
        ("HMAC and dashes", "&algorithm=HMAC-SHA-512", totp(30), Sha512, 6),
        ("old Ente", "&algorithm=Algorithm.sha256", totp(30), Sha256, 6),
        ("plain SHA", "&algorithm=SHA", totp(30), Sha1, 6),
        ("a counter means nothing here", "&counter=x", totp(30), Sha1, 6),
        ("Steam encoder", "&encoder=steam", Kind::Steam, Sha1, 5),
        ("Steam flag", "&issuer=Boeing&steam", Kind::Steam, Sha1, 5),
        ("Steam flag first", "&steam&issuer=Boeing", Kind::Steam, Sha1, 5),
        ("nothing beside Steam counts", "&steam&digits=x&algorithm=MD5", Kind::Steam, Sha1, 5),
        ("issuer Steam", "&issuer=sTeam", Kind::Steam, Sha1, 5),
        ("issuer Steam, five digits", "&issuer=Steam&digits=5", Kind::Steam, Sha1, 5),
        ("issuer Steam, another period", "&issuer=Steam&period=60", totp(60), Sha1, 6),
        ("issuer Steam, six digits", "&issuer=Steam&digits=6", totp(30), Sha1, 6),
    ];
    for (name, parameters, kind, algorithm, digits) in cases {
        let key = key_of(name, parameters);
        assert_eq!(
            (key.kind(), key.algorithm(), key.digits()),
            (kind, algorithm, digits),
            "{name}"
        );
    }
}

#[test]
fn counters() {
    let cases = [
        ("64 bits", "hotp/x?counter=5000000000", 5_000_000_000),
        ("the largest", "hotp/x?counter=9223372036854775807", i64::MAX.unsigned_abs()),
        ("none", "hotp/x?issuer=", 0),
        ("a period means nothing here", "hotp/x?period=0&counter=1", 1),
        ("issuer Steam stays a counter", "hotp/Steam:x?counter=2", 2),
    ];
    for (name, head, counter) in cases {
        let key = read(name, &format!("otpauth://{head}&secret={KEY}")).key.expect("a key");
        assert_eq!(key.kind(), Kind::Hotp { counter }, "{name}");
    }
}

#[test]
fn steam() {
    let cases = [
        ("type", "otpauth://steam/Valve:bob?secret=JBSWY3DPEHPK3PXP", "Valve", "bob"),
        ("label alone", "otpauth://totp/Steam?secret=JBSWY3DPEHPK3PXP", "Steam", ""),
        ("scheme", "steam://JBSWY3DPEHPK3PXP", "Steam", ""),
        ("scheme in any case, with more behind", "StEam://jbswy3dpehpk3pxp/?a=b", "Steam", ""),
    ];
    for (name, uri, issuer, login) in cases {
        let address = read(name, uri);
        let key = address.key.expect("a key");
        assert_eq!((&*address.issuer, &*address.login), (issuer, login), "{name}");
        assert_eq!((key.kind(), key.digits(), key.period()), (Kind::Steam, 5, Some(30)), "{name}");
        assert_eq!(key.secret(), key_of("plain", "").secret(), "{name}");
    }
}

#[test]
fn what_other_programs_keep_beside_a_key() {
    let uri = format!("otpauth://totp/a?secret={KEY}&tags=EU&tags=%20JP&tags=EU&tags=");
    assert_eq!(read("andOTP", &uri).groups, ["EU", "JP"]);

    let display = "%7B%22pinned%22%3Atrue%2C%22trashed%22%3Afalse%2C%22tags%22%3A%5B%22a+b%22%2C\
                   %22a+b%22%2C%22c%22%5D%2C%22note%22%3A%22x%252C+%2B%5Cny%22%7D";
    let address = read("Ente", &format!("otpauth://totp/a?secret={KEY}&codeDisplay={display}"));
    assert_eq!(address.groups, ["a b", "c"]);
    assert_eq!(address.note, "x, +\ny");
    assert!(address.favourite);
    assert_eq!(address.remarks, []);
}

#[test]
fn refused() {
    use Refusal::{
        Bounds, Key, Migration, NoKey, NotANumber, NotOtpauth, TooLong, Trashed, UnknownType,
    };
    let with = |tail: &str| format!("otpauth://totp/x?secret={KEY}&{tail}");
    let md5 = |name: &str| Refusal::Algorithm(name.into());
    let one = base32::Base32Error::Character { character: '1', position: 16 };
    let short = base32::Base32Error::Length { characters: 1 };
    let digits = || Bounds(KeyError::Digits);
    let period = || Bounds(KeyError::Period);
    let counter = || Bounds(KeyError::Counter);
    let number = |parameter| NotANumber { parameter };
    let hotp = |tail: &str| format!("otpauth://hotp/x?secret={KEY}&counter={tail}");
    let cases = [
        ("nothing", String::new(), NotOtpauth),
        ("prose", "Dear colleague, see below".into(), NotOtpauth),
        ("prose with a colon", "Note: nothing".into(), NotOtpauth),
        ("web address", format!("https://x.example/?secret={KEY}"), NotOtpauth),
        ("a key where the type belongs", format!("otpauth://{KEY}"), NotOtpauth),
        ("no type", "otpauth:///?secret=AA".into(), NotOtpauth),
        ("batch", "otpauth-migration://offline?data=AAAA".into(), Migration),
        ("unknown type", format!("otpauth://XOTP/x?secret={KEY}"), UnknownType("xotp".into())),
        ("mOTP without a key", "motp:/x?secret=".into(), NoKey),
        ("longer than 8 KiB", with(&"x".repeat(LONGEST)), TooLong),
        ("no key", "otpauth://totp/x".into(), NoKey),
        ("no key in the query", "otpauth://totp/x?issuer=a".into(), NoKey),
        ("empty key", "otpauth://totp/x?secret=".into(), NoKey),
        ("blank key", "otpauth://totp/x?secret=%20==".into(), NoKey),
        ("Steam without key", "steam://".into(), NoKey),
        ("one", "otpauth://totp/x?secret=JBSWY3DPEHPK3PX1".into(), Key(one)),
        ("less than a byte", "otpauth://totp/x?secret=A".into(), Key(short)),
        ("hexadecimal", "steam://00ff00ff00ff00ff".into(), Key(base32::Base32Error::Hexadecimal)),
        ("MD5", with("algorithm=MD5"), md5("MD5")),
        ("SHA-384", with("algorithm=HmacSHA384"), md5("HmacSHA384")),
        ("Hmac alone", with("algorithm=Hmac"), md5("Hmac")),
        ("a key where the hash belongs", with(&format!("algorithm={KEY}")), md5("")),
        ("three digits", with("digits=3"), digits()),
        ("eleven digits", with("digits=11"), digits()),
        ("digits beyond a byte", with("digits=262"), digits()),
        ("digits as a word", with("digits=six"), number("digits")),
        ("digits with a plus", with("digits=%2B6"), number("digits")),
        ("no period", with("period=0"), period()),
        ("negative period", with("period=-30"), period()),
        ("more than a day", with("period=86401"), period()),
        ("period beyond 32 bits", with("period=4294967326"), period()),
        ("period beyond 64 bits", with("period=99999999999999999999999"), period()),
        ("fraction", with("period=30.5"), number("period")),
        ("negative counter", hotp("-1"), counter()),
        ("counter of 2^63", hotp("9223372036854775808"), counter()),
        ("counter with an exponent", hotp("1e3"), number("counter")),
        ("hexadecimal counter", hotp("0x10"), number("counter")),
        ("in the trash", with("codeDisplay=%7B%22trashed%22%3Atrue%7D"), Trashed),
    ];
    for (name, uri, error) in cases {
        assert_eq!(parse(&uri).expect_err(name), error, "{name}");
    }
}

#[test]
fn secrets_do_not_print() {
    let address = read("debug", &format!("otpauth://totp/A:b?secret={KEY}"));
    let bytes = address.key.as_ref().expect("a key").secret().expose();
    let shown = format!("{address:?}");
    assert!(!shown.contains(KEY) && !shown.contains(&format!("{bytes:?}")), "{shown}");
}

#[test]
fn a_login_called_steam_is_no_issuer() {
    let key = key_of("plain", "&digits=8");
    let address = read("login", &format("", "Steam", &key));
    assert_eq!((&*address.issuer, &*address.login, address.key), ("", "Steam", Some(key)));
}

#[test]
fn written_addresses() {
    let key = |kind, algorithm, digits| {
        let secret = base32::decode(KEY).expect("a key").secret;
        Key::new(secret, kind, algorithm, digits).expect("within bounds")
    };
    let totp = key(Kind::Totp { period: 30 }, Algorithm::Sha1, 6);
    let cases = [
        (
            "everything escaped",
            format("A#1 & B?", "50%+x/é", &key(Kind::Totp { period: 15 }, Algorithm::Sha512, 7)),
            "totp/A%231%20%26%20B%3F:50%25%2Bx%2F%C3%A9?secret=JBSWY3DPEHPK3PXP\
             &issuer=A%231%20%26%20B%3F&algorithm=SHA512&digits=7&period=15",
        ),
        ("no login", format("A", "", &totp), "totp/A:?secret=JBSWY3DPEHPK3PXP&issuer=A"),
        (
            "no issuer",
            format("", "a@b.example", &totp),
            "totp/a%40b.example?secret=JBSWY3DPEHPK3PXP",
        ),
        (
            "no issuer, colon in the login",
            format("", "a:b", &totp),
            "totp/:a%3Ab?secret=JBSWY3DPEHPK3PXP",
        ),
        (
            "counter",
            format("A", "b", &key(Kind::Hotp { counter: 7 }, Algorithm::Sha256, 8)),
            "hotp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A&algorithm=SHA256&digits=8&counter=7",
        ),
        (
            "Steam",
            format("Steam", "b", &key(Kind::Steam, Algorithm::Sha1, 5)),
            "steam/Steam:b?secret=JBSWY3DPEHPK3PXP&issuer=Steam&algorithm=SHA1&digits=5&period=30",
        ),
    ];
    for (name, written, expected) in cases {
        assert_eq!(written.strip_prefix("otpauth://"), Some(expected), "{name}");
    }
}

/// Names that lean towards what addresses trip over.
fn any_name() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        ":", "%", "%3A", "+", "&", "&amp;", "?", "?secret=", "#", "/", " ", "=", "\"", "Steam",
        "光", "é", "\u{feff}", "a", "B", "issuer", ",", "\u{202e}", "\n",
    ]);
    prop_oneof![
        prop::collection::vec(odd, 0..6).prop_map(|parts| parts.concat()),
        "\\PC{0,24}",
        ".{0,12}",
    ]
}

fn any_key() -> impl Strategy<Value = Key> {
    let kind = prop_oneof![
        (1..=86_400_u32).prop_map(|period| Kind::Totp { period }),
        (0..=i64::MAX.unsigned_abs()).prop_map(|counter| Kind::Hotp { counter }),
        Just(Kind::Steam),
    ];
    let algorithm =
        prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    let secret = prop::collection::vec(any::<u8>(), 1..100);
    (secret, kind, algorithm, 4..=10_u8).prop_map(|(secret, kind, algorithm, digits)| {
        Key::new(Secret::new(secret), kind, algorithm, digits).expect("within bounds")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_written_reads_the_same(
        issuer in any_name(),
        login in any_name(),
        key in any_key(),
    ) {
        let (issuer, login) = (issuer.trim(), login.trim());
        let repeats = login
            .get(..issuer.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(issuer))
            && login[issuer.len()..].starts_with(':');
        prop_assume!(!repeats || issuer.is_empty());
        let five = matches!(key.kind(), Kind::Totp { .. }) && key.digits() == 5;
        prop_assume!(!(five && issuer.eq_ignore_ascii_case("steam")));

        let address = parse(&format(issuer, login, &key)).expect("just written");
        prop_assert_eq!(&address.issuer, issuer);
        prop_assert_eq!(&address.login, login);
        prop_assert_eq!(address.key, Some(key));
        prop_assert_eq!(address.note, "");
    }

    #[test]
    fn no_address_panics(
        scheme in "otpauth:/{0,4}|OTPAUTH://|steam://|motp:/|.{0,9}",
        kind in "totp/|hotp/|steam/|yaotp/|.{0,9}",
        names in (any_name(), any_name()),
        names_of in prop::collection::vec("[a-zA-Z]{0,7}|secret|issuer|digits|period|steam", 0..6),
        values in prop::collection::vec("[A-Z2-7]{0,20}|[0-9]{0,22}|.{0,12}|%[0-9a-fA-F]{0,3}", 6),
        separator in "&|&amp;|;|[?]",
    ) {
        let query: Vec<_> =
            names_of.iter().zip(&values).map(|(name, value)| format!("{name}={value}")).collect();
        let query = query.join(&separator);
        let _ = parse(&format!("{scheme}{kind}{}:{}?{query}", names.0, names.1));
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = parse(&text);
        let _ = parse(&format!("otpauth://totp/{text}"));
    }
}

#[test]
fn kinds_with_a_pin() {
    use crate::otp::Remark::NoPin;
    // name, address, issuer, login, kind, key as it is kept, PIN, remarks
    let cases = [
        (
            "mOTP",
            "motp://VPN:me?secret=810673CBE473C22D",
            "VPN",
            "me",
            Kind::Motp,
            "810673cbe473c22d",
            None,
        ),
        (
            "one slash",
            "motp:/VPN%20Gate:me?secret=00ff",
            "VPN Gate",
            "me",
            Kind::Motp,
            "00ff",
            None,
        ),
        (
            "with a PIN",
            "motp://VPN:me?secret=00ff&pin=1234",
            "VPN",
            "me",
            Kind::Motp,
            "00ff",
            Some("1234"),
        ),
        (
            "Yandex from Aegis",
            "otpauth://yaotp/Yandex:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&pin=G42TQNQ",
            "Yandex",
            "me",
            Kind::Yandex,
            "1234567890123456",
            Some("7586"),
        ),
        (
            "Yandex's own",
            "otpauth://yaotp/me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&name=you&pin_length=4",
            "Yandex",
            "me",
            Kind::Yandex,
            "1234567890123456",
            None,
        ),
        (
            "the login in a parameter",
            "otpauth://yaotp/?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&name=you",
            "Yandex",
            "you",
            Kind::Yandex,
            "1234567890123456",
            None,
        ),
    ];
    for (name, uri, issuer, login, kind, secret, pin) in cases {
        let address = read(name, uri);
        let key = address.key.expect("a key");
        assert_eq!((&*address.issuer, &*address.login), (issuer, login), "{name}");
        assert_eq!((key.kind(), key.secret().expose_text()), (kind, Some(secret)), "{name}");
        assert_eq!(key.pin().and_then(Secret::expose_text), pin, "{name}");
        assert_eq!(address.remarks.contains(&NoPin), pin.is_none(), "{name}");
        // What is written is read again; mOTP's PIN has no place in an address.
        let again = read(name, &format(issuer, login, &key)).key.expect("a key");
        let expected = if kind == Kind::Motp { key.clone().with_pin(None) } else { key };
        assert_eq!(again, expected, "{name}");
    }
}

#[test]
fn what_is_refused_has_its_names() {
    let cases = [
        ("a bad key", "otpauth://totp/Bank:me?secret=1&issuer=Bank", ("Bank", "me")),
        ("no key", "otpauth://totp/me?issuer=Bank", ("Bank", "me")),
        ("another kind", "otpauth://ootp/me?issuer=Bank&secret=JBSW", ("Bank", "me")),
        ("mOTP", "motp://Bank:me?secret=x", ("Bank", "me")),
        ("a key where the name is", "steam://JBSWY3DPEHPK3PXP!", ("", "")),
        ("a mark that was lost", "otpauth://totp/Bank:me secret=JBSWY3DPEHPK3PXP", ("", "")),
        ("prose", "Bank: me", ("", "")),
    ];
    for (name, text, (issuer, login)) in cases {
        assert_eq!(names(text), (issuer.to_owned(), login.to_owned()), "{name}");
    }
}
