//! The person's own program: it gets the text on its standard input, never in an argument, where
//! everybody could read it.

use std::process::Command;
use std::time::Duration;

use super::{Failure, Obstacle};
use crate::platform::{self, Ended, Unanswered, Wanted};
use crate::secret::Secret;

/// The longest that it may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Hands the text to a program with its arguments.
pub(super) fn feed(command: &[String], text: &Secret) -> Result<(), Failure> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Failure::NoWay(Obstacle::NoCommand));
    };
    let mut command = Command::new(program);
    match platform::ask(command.args(arguments), text.expose(), Wanted::Nothing, PATIENCE) {
        Ok(Ended { well: true, .. }) => Ok(()),
        Ok(Ended { complaint, code, .. }) => {
            let said = String::from_utf8_lossy(&complaint).trim().to_owned();
            Err(Failure::CommandFailed { said, code })
        }
        Err(Unanswered::Late) => Err(Failure::CommandLate),
        Err(Unanswered::Unstarted(error)) => Err(Failure::CommandMissing(error)),
    }
}
