//! What the targets share: reading bytes as a format, and saying all that there is to say of what came
//! of it, because a sentence is where a stranger's text reaches a terminal.

use std::path::Path;

use keyrack::app::explain;
use keyrack::app::import::Told;
use keyrack::exchange::{Ask, Format, Reading, read};
use keyrack::i18n::Lang;
use keyrack::secret::Secret;
use keyrack::text::safe;

/// What the seeds are sealed with.
pub const PASSWORD: &str = "correct horse";

/// Reads bytes as a format, or as whatever they look like.
pub fn take(bytes: &[u8], format: Option<Format>, password: Option<&str>) {
    let password = password.map(|text| Secret::from_text(text.into()));
    let ask = Ask { format, password: password.as_ref(), ..Ask::default() };
    match read(bytes, ask, &mut |_| {}) {
        Ok(reading) => say(&reading),
        Err(error) => {
            for lang in [Lang::En, Lang::ZhCn] {
                let said = explain::foreign(&safe("file"), &error, lang);
                said.iter().for_each(|text| harmless(text));
            }
        }
    }
}

/// Says everything of a reading.
pub fn say(reading: &Reading) {
    for lang in [Lang::En, Lang::ZhCn] {
        for row in &reading.rows {
            harmless(safe(&row.name).as_str());
            match &row.outcome {
                Err(refused) => harmless(&explain::row(refused, lang)),
                Ok(record) => {
                    for change in &record.changes {
                        let told = Told::Read(change.clone());
                        harmless(&explain::told(&told, Path::new("settings.ron"), lang).say(lang));
                    }
                }
            }
        }
        for notice in &reading.notices {
            harmless(&explain::notice(notice, lang).say(lang));
        }
        for said in explain::missing(&reading.missing()) {
            harmless(&said.say(lang));
        }
    }
}

/// Nothing that drives a terminal is left in a text that is shown.
pub fn harmless(text: &str) {
    assert!(!text.contains(char::is_control), "a control character in a sentence");
}
