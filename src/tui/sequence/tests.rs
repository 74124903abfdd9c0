//! What terminals send, read whole, in pieces and mixed with what nobody asked for.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use proptest::prelude::*;

use super::{LONGEST, More, Pending};

fn read(bytes: &[u8], more: More) -> (Vec<Event>, Vec<u8>) {
    let mut pending = Pending::default();
    let events = pending.take(bytes, more);
    (events, pending.bytes.to_vec())
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn plain(code: KeyCode) -> Event {
    key(code, KeyModifiers::empty())
}

#[test]
fn keys() {
    use KeyCode::*;
    let (shift, alt, ctrl) = (KeyModifiers::SHIFT, KeyModifiers::ALT, KeyModifiers::CONTROL);
    let cases: [(&str, &[u8], &[Event]); 32] = [
        ("letters", b"aZ", &[plain(Char('a')), key(Char('Z'), shift)]),
        ("wide letters", "光é".as_bytes(), &[plain(Char('光')), plain(Char('é'))]),
        ("enter", b"\r", &[plain(Enter)]),
        ("line feed", b"\n", &[plain(Enter)]),
        ("tab", b"\t", &[plain(Tab)]),
        ("shift and tab", b"\x1b[Z", &[plain(BackTab)]),
        ("backspace", b"\x7f", &[plain(Backspace)]),
        ("control", b"\x03\x13", &[key(Char('c'), ctrl), key(Char('s'), ctrl)]),
        ("control and space", b"\0", &[key(Char(' '), ctrl)]),
        ("control and a sign", b"\x1c", &[key(Char('4'), ctrl)]),
        ("escape, with nothing after it", b"\x1b", &[plain(Esc)]),
        ("escape twice", b"\x1b\x1b", &[plain(Esc), plain(Esc)]),
        ("escape and an arrow", b"\x1b\x1b[A", &[plain(Esc), plain(Up)]),
        ("alt", b"\x1bx", &[key(Char('x'), alt)]),
        ("alt and a wide letter", "\x1b光".as_bytes(), &[key(Char('光'), alt)]),
        ("alt and a bracket", b"\x1b[", &[key(Char('['), alt)]),
        ("alt and P", b"\x1bP", &[key(Char('P'), alt | shift)]),
        ("alt and enter", b"\x1b\r", &[key(Enter, alt)]),
        ("arrows", b"\x1b[A\x1b[B\x1b[C\x1b[D", &[Up, Down, Right, Left].map(plain)),
        ("arrows of an application", b"\x1bOA\x1bOD", &[plain(Up), plain(Left)]),
        ("home and end", b"\x1b[H\x1b[F\x1b[1~\x1b[4~", &[Home, End, Home, End].map(plain)),
        ("of rxvt", b"\x1b[7~\x1b[8~", &[plain(Home), plain(End)]),
        ("pages", b"\x1b[5~\x1b[6~", &[plain(PageUp), plain(PageDown)]),
        ("insert and delete", b"\x1b[2~\x1b[3~", &[plain(Insert), plain(Delete)]),
        ("control and an arrow", b"\x1b[1;5A", &[key(Up, ctrl)]),
        ("shift and delete", b"\x1b[3;2~", &[key(Delete, shift)]),
        ("written out", b"\x1b[97;5u\x1b[13u", &[key(Char('a'), ctrl), plain(Enter)]),
        ("function keys", b"\x1bOP\x1b[15~\x1b[[Ax", &[plain(Char('x'))]),
        ("focus", b"\x1b[O\x1b[I", &[Event::FocusLost, Event::FocusGained]),
        (
            "a paste",
            b"\x1b[200~dd\nq\x1b[2J\x1b[201~x",
            &[Event::Paste("dd\nq\x1b[2J".into()), plain(Char('x'))],
        ),
        ("no UTF-8", b"\xff\xc3(a", &[plain(Char('(')), plain(Char('a'))]),
        ("a sequence cut by a key", b"\x1b[12\rx", &[plain(Enter), plain(Char('x'))]),
    ];
    for (name, bytes, expected) in cases {
        let (read, rest) = read(bytes, More::No);
        assert_eq!(read, expected, "{name}");
        assert!(rest.is_empty(), "{name}: {rest:?}");
    }
}

const ANSWERS: [&[u8]; 14] = [
    b"\x1b[?64;1;2c",
    b"\x1b[>41;390;0c",
    b"\x1b[24;80R",
    b"\x1b[0n",
    b"\x1b[?2026;2$y",
    b"\x1b[8;24;80t",
    b"\x1b[?1u",
    b"\x1b]11;rgb:ffff/dddd/cccc\x07",
    b"\x1b]11;rgb:ffff/dddd/cccc\x1b\\",
    b"\x1b]52;c;ZGQNcQ==\x07",
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b[M !!",
];

#[test]
fn answers_to_questions_nobody_asked_are_no_keys() {
    for answer in ANSWERS {
        let (read, rest) = read(&[answer, b"x"].concat(), More::Maybe);
        assert_eq!(read, [plain(KeyCode::Char('x'))], "{}", answer.escape_ascii());
        assert!(rest.is_empty());
    }
}

/// A slow line tears them apart. Only where nothing but Escape and a letter has come can it be a key.
#[test]
fn answers_torn_apart_are_no_keys() {
    for answer in ANSWERS {
        for cut in 3..answer.len() {
            let mut pending = Pending::default();
            let mut found = Vec::new();
            for piece in [&answer[..cut], &answer[cut..], b"x"] {
                found.extend(pending.take(piece, More::Maybe));
                found.extend(pending.take(b"", More::No));
            }
            let name = answer.escape_ascii();
            assert_eq!(found, [plain(KeyCode::Char('x'))], "{name} torn at {cut}");
            assert!(!pending.is_begun(), "{name}");
        }
    }
}

#[test]
fn what_never_ends_is_given_up() {
    for begun in [&b"\x1b[1;"[..], b"\x1b]11;rgb", b"\x1bP1$r", b"\x1b[M!", b"\x1b[["] {
        assert_eq!(read(begun, More::No), (vec![], begun.to_vec()), "{}", begun.escape_ascii());
        assert_eq!(read(begun, More::Never), (vec![], vec![]), "{}", begun.escape_ascii());
    }
}

#[test]
fn the_mouse() {
    let at = |kind, modifiers| Event::Mouse(MouseEvent { kind, column: 9, row: 4, modifiers });
    let none = KeyModifiers::empty();
    for (bytes, expected) in [
        ("\x1b[<0;10;5M", at(MouseEventKind::Down(MouseButton::Left), none)),
        ("\x1b[<0;10;5m", at(MouseEventKind::Up(MouseButton::Left), none)),
        ("\x1b[<2;10;5M", at(MouseEventKind::Down(MouseButton::Right), none)),
        ("\x1b[<32;10;5M", at(MouseEventKind::Drag(MouseButton::Left), none)),
        ("\x1b[<35;10;5M", at(MouseEventKind::Moved, none)),
        ("\x1b[<64;10;5M", at(MouseEventKind::ScrollUp, none)),
        ("\x1b[<65;10;5M", at(MouseEventKind::ScrollDown, none)),
        (
            "\x1b[<20;10;5M",
            at(
                MouseEventKind::Down(MouseButton::Left),
                KeyModifiers::SHIFT | KeyModifiers::CONTROL,
            ),
        ),
    ] {
        assert_eq!(read(bytes.as_bytes(), More::No).0, [expected], "{}", bytes.escape_debug());
    }
    assert_eq!(read(b"\x1b[<0;0;0M", More::No).0, []);
}

#[test]
fn what_has_begun_is_waited_for() {
    for bytes in [&b"\x1b"[..], b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b]11;rgb", b"\xe5\x85"] {
        let (read, rest) = read(bytes, More::Maybe);
        assert_eq!((read, &rest[..]), (vec![], bytes));
    }
    // A paste is waited for longer: none of it may count as keys.
    assert_eq!(read(b"\x1b[200~dd\r", More::No), (vec![], b"\x1b[200~dd\r".to_vec()));
    assert_eq!(read(b"\x1b[200~dd\r", More::Never), (vec![], vec![]));
}

#[test]
fn a_paste_that_is_too_long_is_dropped_to_its_end() {
    let whole = [b"\x1b[200~", &b"q\r".repeat(LONGEST)[..], b"\x1b[201~x"].concat();
    for size in [1 << 16, (1 << 16) + 3, whole.len()] {
        let mut pending = Pending::default();
        let mut events = Vec::new();
        for piece in whole.chunks(size) {
            events.extend(pending.take(piece, More::Maybe));
            assert!(pending.bytes.len() <= LONGEST + size, "{}", pending.bytes.len());
        }
        assert_eq!(events, [plain(KeyCode::Char('x'))], "in pieces of {size}");
        assert!(!pending.is_begun());
    }
}

#[test]
fn a_paste_that_never_ends_gives_the_keys_back() {
    for length in [3, 2 * LONGEST] {
        let mut pending = Pending::default();
        let paste = [b"\x1b[200~", &b"q".repeat(length)[..]].concat();
        assert_eq!(pending.take(&paste, More::Maybe), []);
        assert_eq!(pending.take(b"", More::No), []);
        assert!(pending.is_begun());
        assert_eq!(pending.take(b"", More::Never), []);
        assert!(!pending.is_begun());
        assert_eq!(pending.take(b"x", More::Maybe), [plain(KeyCode::Char('x'))]);
    }
}

proptest! {
    #[test]
    fn pieces_read_as_the_whole(
        parts in prop::collection::vec(prop::sample::select(vec![
            "a", "Z", "光", "\r", "\x1b[A", "\x1bOB", "\x1b[5~", "\x1bx", "\x03",
            "\x1b[200~dd\rq\x1b[201~", "\x1b]11;rgb:0/0/0\x1b\\", "\x1b[<0;3;4M", "\x1b[I",
        ]), 0..20),
        size in 1_usize..9,
    ) {
        let bytes = parts.concat().into_bytes();
        let whole = read(&bytes, More::Maybe);
        let mut pending = Pending::default();
        let mut pieces = Vec::new();
        for piece in bytes.chunks(size) {
            pieces.extend(pending.take(piece, More::Maybe));
        }
        prop_assert_eq!((pieces, pending.bytes.to_vec()), whole);
    }

    #[test]
    fn anything_comes_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (_, rest) = read(&bytes, More::Never);
        prop_assert!(rest.is_empty() || rest.starts_with(b"\x1b[200~"));
    }
}
