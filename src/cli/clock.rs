//! This machine's clock held against a time server, for `keyrack doctor --clock` and `keyrack health --clock`.

use std::time::Duration;

use serde::Serialize;

use super::session::Session;
use crate::app::explain;
use crate::app::findings::limits;
use crate::health::Severity;
use crate::i18n::{Command as Say, Fault, Lang};
use crate::model::Worded as _;
use crate::platform::clock_ahead;
use crate::text::safe;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many milliseconds this machine's clock is ahead, as a server says. Waits for it.
pub fn ask(server: &str) -> Result<i64, Fault> {
    clock_ahead(server, PATIENCE).map_err(|error| explain::clock(server, &error))
}

/// What a server said, or why it did not. `doctor --json` writes it as it is.
#[derive(Debug, Serialize)]
pub struct Clock {
    /// Who was asked.
    server: String,
    /// How far the clock is ahead; negative: behind.
    offset_ms: Option<i64>,
    /// How bad that is.
    judgement: Option<&'static str>,
    #[serde(skip)]
    severity: Option<Severity>,
    /// Why there is no answer, in the language asked for.
    problem: Option<String>,
}

impl Clock {
    /// Asks a server, and waits for it.
    pub fn ask(server: &str, session: &Session) -> Self {
        let asked = ask(server);
        let offset = asked.as_ref().ok().copied();
        let severity = offset.and_then(|millis| limits(&session.settings).skew(millis));
        Self {
            server: server.to_owned(),
            offset_ms: offset,
            judgement: offset.map(|_| severity.map_or("fine", Severity::word)),
            severity,
            problem: asked.err().map(|it| it.say_by(session.lang, &session.command_for_any())),
        }
    }

    /// Whether a script should stop here: the clock is far off, or nobody said how far.
    pub fn is_bad(&self) -> bool {
        self.judgement.is_none() || self.severity == Some(Severity::High)
    }

    /// Whether a server said how far it is off.
    pub fn is_told(&self) -> bool {
        self.offset_ms.is_some()
    }

    /// Whether it is further off than it should be.
    pub fn is_off(&self) -> bool {
        self.severity.is_some()
    }

    /// How far it is off: `20.0 s slow`.
    pub fn offset(&self, lang: Lang) -> String {
        let Some(millis) = self.offset_ms else { return "?".to_owned() };
        let tenths = (millis.unsigned_abs() + 50) / 100;
        let seconds = safe(&format!("{}.{}", tenths / 10, tenths % 10));
        let said = match millis.signum() {
            _ if tenths == 0 => Say::ClockRight,
            1 => Say::ClockFast { seconds },
            _ => Say::ClockSlow { seconds },
        };
        said.say(lang)
    }

    /// What that means and what to do.
    pub fn remark(&self, lang: Lang) -> String {
        if let Some(problem) = &self.problem {
            return problem.clone();
        }
        let server = safe(&self.server);
        let said = match self.severity {
            Some(Severity::High) => Say::ClockHigh { server },
            Some(Severity::Medium) => Say::ClockMedium { server },
            _ => Say::ClockFine { server },
        };
        said.say(lang)
    }
}
