//! Files that end in the middle: what is missing is said, and no key is taken in part.

use super::home::Home;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

#[test]
fn a_file_that_is_cut_is_no_success() {
    let table = format!("login,key\na,{KEY}\nb,{OTHER}");
    let head = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp";
    let vault = format!("{head}\n,,login,A,,,0,,x,,{KEY}\n,,login,B,,,0,,y,,{OTHER}");
    let list = "otpauth://totp/A:a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A\n".repeat(2);
    let page = format!(
        "<html><body><code>{0}</code><code>{0}</code></body></html>",
        list.lines().next().expect("one")
    );
    let cases = [
        ("t.csv", table, 5, "in the middle of row 3"),
        ("b.csv", vault, 5, "in the middle of row 3"),
        ("l.txt", list, 25, "in the middle:"),
        ("p.html", page, 45, "in the middle:"),
    ];
    let home = Home::with_vault();
    for (name, text, end, said) in cases {
        home.write(name, &text[..text.len() - end]);
        let run = home.run(["import", name, "--dry-run"]);
        assert_eq!(run.code, 8, "{name}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(said), "{name}: {}", run.stderr);
        assert!(run.stdout.contains("1 account would be added"), "{name}: {}", run.stdout);
        assert!(run.stdout.contains("1 was refused"), "{name}: {}", run.stdout);
        let zh = home.run(["--lang", "zh-CN", "import", name, "--dry-run"]).stderr;
        assert!(zh.contains("中断") && !zh.contains(KEY), "{name}: {zh}");
        let json = home.run(["import", name, "--dry-run", "--json"]).stdout;
        assert!(json.contains("\"what\": \"cut\""), "{name}: {json}");
        // Whole, it is one.
        home.write(name, &text);
        let run = home.run(["import", name, "--dry-run"]);
        assert!(!run.stderr.contains("in the middle"), "{name}: {}", run.stderr);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
    }
}
