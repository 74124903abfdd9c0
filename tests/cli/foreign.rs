//! Files of kinds that nothing here opens: each is called what it is, with what to do about it.

use super::home::Home;

/// The name of a stream as a compound file of before 2007 has it.
fn compound(stream: &str) -> Vec<u8> {
    let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0; 64]).chain(name).collect()
}

#[test]
fn kinds_that_are_not_read_are_named() {
    let home = Home::with_vault();
    let phone = [&b"\0\0\0\x18ftypheic\0\0\0\0"[..], &[0x80; 64]].concat();
    let long = |head: &[u8]| [head, &[0x81; 64]].concat();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let cases = [
        ("a.pdf", long(b"%PDF-1.7\n"), "is a PDF", "PDF"),
        ("a.heic", phone, "screenshot of the QR code", "HEIC"),
        ("a.gif", long(b"GIF89a"), "Save it as PNG", "PNG"),
        ("a.doc", compound("WordDocument"), "is a text document", "文字处理文档"),
        ("a.xls", compound("Workbook"), "before 2007", "2007"),
        ("sealed.xlsx", compound("EncryptedPackage"), "a workbook with a password", "密码"),
        ("a.rar", long(b"Rar!\x1a\x07\x01\0"), "RAR", "解压"),
        ("a.7z", long(b"7z\xbc\xaf\x27\x1c"), "Unpack it", "解压"),
        ("cut.zip", long(b"PK\x03\x04"), "whose end is missing", "重新下载"),
        ("cut.png", png, "Take a new screenshot", "重新截取"),
    ];
    for (name, bytes, said, zh) in cases {
        home.write(name, bytes);
        let run = home.run(["import", name]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{name}: {}", run.stderr);
        assert!(!run.stderr.contains("password-file"), "{name}: {}", run.stderr);
        let run = home.run(["--lang", "zh-CN", "import", name]);
        assert!(run.stderr.contains(zh), "{name}: {}", run.stderr);
    }
}

#[test]
fn json_that_was_cut_is_called_by_its_program() {
    let home = Home::with_vault();
    for (name, text) in [
        (
            "Proton Authenticator",
            "{\"version\":1,\"entries\":[{\"id\":\"1\",\"content\":{\"uri\":\"otp",
        ),
        ("Proton Authenticator", "{\"version\":1,\"salt\":\"AA==\",\"content\":\"AAAA"),
        ("FreeOTP+", "{\"tokens\":[{\"algo\":\"SHA1\""),
        ("LastPass Authenticator", "{\"version\":3,\"accounts\":[{\"issuerName\":\"A\""),
        ("2FAuth", "{\"app\":\"2fauth_v5\",\"data\":[{"),
    ] {
        home.write("cut.json", text);
        let run = home.run(["import", "cut.json"]);
        assert_eq!(run.code, 1, "{name}");
        let said = format!("it looks like {name},");
        assert!(
            run.stderr.contains("damaged at byte") && run.stderr.contains(&said),
            "{}",
            run.stderr
        );
    }
}
