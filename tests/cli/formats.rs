//! The tables of `docs/formats.md`, which are written from the program's own data.

use std::fmt::Write as _;
use std::path::Path;

use keyrack::app::export::{Form, Target};
use keyrack::exchange::{Format, Holding};

const BEGIN: &str = "<!-- generated -->\n";
const END: &str = "<!-- end -->\n";

fn tables() -> String {
    use Holding::{
        AnyCode, Favourite, Group, Groups, Hotp, Motp, NoIssuer, Note, Password, Pin, SignIn,
        Steam, Yandex,
    };
    let mut text = String::from("## Written\n\n");
    let columns = [
        ("any digits and period", AnyCode),
        ("HOTP", Hotp),
        ("Steam", Steam),
        ("mOTP", Motp),
        ("Yandex", Yandex),
        ("PIN", Pin),
        ("tags", Groups),
        ("note", Note),
        ("pinned", Favourite),
        ("sign-in page", SignIn),
        ("no platform", NoIssuer),
        ("password", Password),
    ];
    let heads: Vec<&str> = columns.iter().map(|(head, _)| *head).collect();
    let rule = vec!["---"; columns.len()].join(" | ");
    let _ =
        writeln!(text, "| `FORMAT` | program | {} |\n| --- | --- | {rule} |", heads.join(" | "));
    for target in Target::ALL {
        let cell = |what| match (target.holds(what), what) {
            (true, _) => "●",
            (false, Groups) if target.holds(Group) => "one",
            // An address has room for Yandex's PIN alone.
            (false, Pin) if *target == Target::UriList => "Yandex's",
            (false, _) => "–",
        };
        let cells: Vec<&str> = columns.iter().map(|(_, what)| cell(*what)).collect();
        let _ =
            writeln!(text, "| `{}` | {} | {} |", target.word(), target.name(), cells.join(" | "));
    }
    text.push_str("\nKeyrack's own: ");
    let own: Vec<String> = Form::all()
        .filter(|form| !matches!(form, Form::Of(_)))
        .map(|form| format!("`{}`", form.word()))
        .collect();
    let _ = write!(text, "{}.\n\n## Read\n\n| format | program |\n| --- | --- |\n", own.join(", "));
    for format in Format::ALL {
        let _ = writeln!(text, "| `{}` | {} |", format.word(), format.name());
    }
    text
}

/// Fails when the file is not what the data say. `KEYRACK_WRITE_DOCS=1` writes it instead.
#[test]
fn the_tables_are_what_the_program_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let committed = std::fs::read_to_string(&path).expect("docs/formats.md");
    let (before, rest) = committed.split_once(BEGIN).expect("where the tables begin");
    let (_, after) = rest.split_once(END).expect("where they end");
    let fresh = format!("{before}{BEGIN}\n{}\n{END}{after}", tables());
    if std::env::var_os("KEYRACK_WRITE_DOCS").is_some() {
        std::fs::write(&path, fresh).expect("writes");
        return;
    }
    assert!(
        committed == fresh,
        "docs/formats.md is not what the program does. To write it again:\n\
         KEYRACK_WRITE_DOCS=1 cargo test --test cli formats"
    );
}
